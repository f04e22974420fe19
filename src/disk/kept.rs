//! The dear parts of a plan → a file of the site's cache, and back. `cli/build` hands them from one build to the next.

use super::codec::{Reader, Writer};
use super::record::{FOLDER, keep_file};
use super::traces::{read_facts, write_facts};
use crate::parts::{Kept, Part};
use crate::world::Sha256;
use std::fs;
use std::path::Path;

/// Changes with the form of the file.
const EDITION: &str = "ibid parts 2";

const NAME: &str = "parts";

/// What the last build kept; nothing where that is not whole.
pub fn read(root: &Path) -> Kept {
    fs::read(root.join(FOLDER).join(NAME)).ok().and_then(|bytes| parse(&bytes)).unwrap_or_default()
}

/// Keeps parts for the next build; where nothing can be kept, that one makes them again.
pub fn keep(root: &Path, kept: &Kept) {
    let mut writer = Writer::begin(&[EDITION]);
    writer.number(kept.iter().len() as u64);
    for (name, parts) in kept.iter() {
        writer.text(name);
        writer.number(parts.len() as u64);
        for Part { print, looked_at, bytes } in parts {
            writer.bytes(print.as_bytes());
            write_facts(&mut writer, looked_at);
            writer.blob(bytes);
        }
    }
    keep_file(root, NAME, &writer.end());
}

fn parse(bytes: &[u8]) -> Option<Kept> {
    let mut reader = Reader::begin(bytes, &[EDITION])?;
    let mut kept = Kept::default();
    for _ in 0..reader.number()? {
        let name = reader.text()?;
        let count = reader.number()?;
        let parts = (0..count).map(|_| read_part(&mut reader)).collect::<Option<Vec<Part>>>()?;
        kept.put(name, parts);
    }
    reader.end(kept)
}

fn read_part(reader: &mut Reader<'_>) -> Option<Part> {
    let print = Sha256::from_bytes(reader.array()?);
    let looked_at = read_facts(reader)?;
    Some(Part { print, looked_at, bytes: reader.blob()?.to_vec().into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Fact;

    #[test]
    fn parts_are_read_as_they_were_kept_or_not_at_all() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join(FOLDER)).unwrap();
        assert_eq!(read(root.path()), Kept::default());
        let part = |facts: &[Fact], bytes: &[u8]| Part {
            print: Sha256::of(bytes),
            looked_at: facts.into(),
            bytes: bytes.to_vec().into(),
        };
        let mut kept = Kept::default();
        kept.put("references", vec![part(&[], b"a")]);
        kept.put("search", vec![part(&[Fact::Text(0), Fact::Text(300), Fact::Shown(2)], b""), part(&[], b"bc")]);
        keep(root.path(), &kept);
        assert_eq!(read(root.path()), kept);
        let place = root.path().join(FOLDER).join(NAME);
        let whole = fs::read(&place).unwrap();
        for length in 0..whole.len() {
            fs::write(&place, &whole[..length]).unwrap();
            assert_eq!(read(root.path()), Kept::default(), "cut after {length}");
            let mut altered = whole.clone();
            altered[length] ^= 1;
            fs::write(&place, &altered).unwrap();
            assert_eq!(read(root.path()), Kept::default(), "altered at {length}");
        }
    }
}
