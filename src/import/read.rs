//! A seed's bytes → Source, whatever the format: the way in for every reader, and the proof that it lost nothing.
//! The process that reads seeds calls it; it knows nothing of pages or of the seal.

use super::account::{self, Yield};
use super::encoding::{Decoded, decode};
use super::format::{self, Format};
use super::source::Source;
use super::{Seed, line, subtitle, text};
use flate2::read::MultiGzDecoder;
use std::borrow::Cow;
use std::io::Read;

/// A seed may be so large, in bytes, and so large when it is unpacked.
pub const LARGEST: u64 = 256 << 20;

/// Reads a seed and proves that nothing of it is lost. `force` takes a document that looks like a wall or holds next to
/// no text. The error is the reason why it cannot be a source.
pub fn read(seed: Seed<'_>, force: bool) -> Result<Source, String> {
    let bytes = unpacked(seed.bytes)?;
    match format::of_bytes(&bytes)? {
        Some(format) => sound(read_bytes(format, &bytes)?, format, force),
        None => read_text(decode(&bytes)?, seed, force),
    }
}

/// The bytes within a gzip file, or those that are there.
fn unpacked(bytes: &[u8]) -> Result<Cow<'_, [u8]>, String> {
    const GZIP: &[u8] = b"\x1F\x8B";
    if bytes.len() as u64 > LARGEST {
        return Err(format!("it is larger than {} MiB", LARGEST >> 20));
    }
    if !bytes.starts_with(GZIP) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut unpacked = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(LARGEST + 1).read_to_end(&mut unpacked);
    match read {
        Ok(_) if unpacked.len() as u64 > LARGEST => Err(format!("it unpacks to more than {} MiB", LARGEST >> 20)),
        Ok(_) if unpacked.starts_with(GZIP) => Err("it is a gzip file in a gzip file; unpack it".to_owned()),
        Ok(_) => Ok(Cow::Owned(unpacked)),
        Err(error) => Err(format!("it is a gzip file that cannot be unpacked: {error}")),
    }
}

fn read_bytes(format: Format, _bytes: &[u8]) -> Result<Yield, String> {
    Err(format!("no reader for {format:?} yet"))
}

fn read_text(decoded: Decoded<'_>, seed: Seed<'_>, force: bool) -> Result<Source, String> {
    let text = decoded.text.as_ref();
    let format = format::of_text(text, matches!(seed.path.extension(), Some("md" | "markdown")));
    let mut source = match format {
        Format::Subtitles => sound(subtitle::read(text)?, format, force)?,
        _ => {
            let source = text::read(text);
            account::account(&line::lines(text), &source)?;
            refuse(text, &source, force)?;
            source
        }
    };
    source.importer = format.importer().to_owned();
    if let Some(evidence) = decoded.evidence {
        source.metadata.evidence.insert("encoding".to_owned(), evidence);
    }
    if decoded.unreadable > 0 {
        source.notes.push(format!("{} characters could not be read and show as \u{FFFD}", decoded.unreadable));
    }
    Ok(source)
}

/// What a reader yields, if it is whole and says something.
fn sound(found: Yield, format: Format, force: bool) -> Result<Source, String> {
    let Yield { mut source, received } = found;
    account::whole(&received, &source)?;
    refuse(&received, &source, force)?;
    source.importer = format.importer().to_owned();
    Ok(source)
}

fn refuse(text: &str, source: &Source, force: bool) -> Result<(), String> {
    match text::refuse(text, source).filter(|_| !force) {
        Some(reason) => Err(format!("{reason}; `--force` imports it all the same")),
        None => Ok(()),
    }
}
