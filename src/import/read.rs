//! A seed's bytes → Source, whatever the format: the way in for every reader, and the proof that it lost nothing.
//! `import` calls it.

use super::source::Source;
use super::{Seed, account, line, text};

/// Reads a seed and proves that nothing of it is lost.
pub fn read(seed: Seed<'_>, force: bool) -> Result<Source, String> {
    let text = line::decode(seed.bytes)?;
    let source = text::read(text);
    if let Some(reason) = text::refuse(text, &source).filter(|_| !force) {
        return Err(format!("{reason}; `--force` imports it all the same"));
    }
    account::account(&line::lines(text), &source)?;
    Ok(source)
}
