//! An RTF → Source. `import::read` calls `read`. Tokens become events in Unicode, and two walks take those: `reader.rs`
//! makes a document of them, `plain.rs` only gathers their text.

mod decode;
mod destination;
mod plain;
mod reader;
mod styles;
mod token;

use super::compose::compose;
use super::document::counted;
use crate::import::account::Yield;
use decode::Decoder;
use reader::Reader;

/// The error says why the document cannot be read: lower case, no final stop.
pub(crate) fn read(bytes: &[u8]) -> Result<Yield, String> {
    let bytes = bytes.trim_ascii_start();
    if !bytes.starts_with(b"{\\rtf") {
        return Err("the document does not begin as RTF does (`{\\rtf`)".into());
    }
    let received = plain::gather(bytes)?;
    let mut decoder = Decoder::new();
    let mut reader = Reader::new();
    decoder.run(bytes, |decoder, event| reader.take(decoder, event))?;
    let document = reader.into_document(decoder.complete)?;
    Ok(compose(document, received))
}

#[cfg(test)]
pub(super) mod tests;
