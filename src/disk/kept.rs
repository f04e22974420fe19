//! The dear parts of a plan → a file of the site's cache, and back. `cli/build` hands them from one build to the next.

use super::codec::{Reader, Writer};
use super::record::{FOLDER, keep_file};
use crate::render::{Kept, Part};
use crate::world::Sha256;
use std::fs;
use std::path::Path;

/// Changes with the form of the file.
const EDITION: &str = "ibid parts 1";

const NAME: &str = "parts";

/// What the last build kept; nothing where that is not whole.
pub fn read(root: &Path) -> Kept {
    fs::read(root.join(FOLDER).join(NAME)).ok().and_then(|bytes| parse(&bytes)).unwrap_or_default()
}

/// Keeps parts for the next build; where nothing can be kept, that one makes them again.
pub fn keep(root: &Path, kept: &Kept) {
    let mut writer = Writer::begin(&[EDITION]);
    writer.number(kept.parts().len() as u64);
    for (name, Part { print, bytes }) in kept.parts() {
        writer.text(name);
        writer.bytes(print.as_bytes());
        writer.blob(bytes);
    }
    keep_file(root, NAME, &writer.end());
}

fn parse(bytes: &[u8]) -> Option<Kept> {
    let mut reader = Reader::begin(bytes, &[EDITION])?;
    let mut kept = Kept::default();
    for _ in 0..reader.number()? {
        let name = reader.text()?;
        let print = Sha256::from_bytes(reader.array()?);
        kept.put(name, Part { print, bytes: reader.blob()?.to_vec() });
    }
    reader.end(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_kept_for_the_same_print_alone() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join(FOLDER)).unwrap();
        assert_eq!(read(root.path()), Kept::default());
        let mut kept = Kept::default();
        let (print, bytes) = (Sha256::of(b"a"), b"part".to_vec());
        kept.put("references", Part { print, bytes });
        keep(root.path(), &kept);
        let again = read(root.path());
        assert_eq!(again, kept);
        assert_eq!(again.get("references", print), Some(&b"part"[..]));
        assert_eq!((again.get("references", Sha256::of(b"b")), again.get("others", print)), (None, None));
        let place = root.path().join(FOLDER).join(NAME);
        let whole = fs::read(&place).unwrap();
        fs::write(&place, &whole[..whole.len() - 1]).unwrap();
        assert_eq!(read(root.path()), Kept::default());
    }
}
