//! How each file of the published site was made → a file of the site's cache, and back. `cli/build` asks for the traces of
//! the last build before it makes a file, and keeps those of its own when the site is in place. What was cut, altered, or
//! written by another program or for another output is as good as nothing; that is never an error.

use super::codec::{Reader, Writer};
use super::look::Look;
use super::placed::Placed;
use super::record::{FOLDER, keep_file};
use crate::trace::Fact;
use crate::world::Sha256;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// Changes with the form of the file.
const EDITION: &str = "ibid traces 1";

const NAME: &str = "traces";

/// How the files of a site were made, by path below the output.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Traces(HashMap<String, Traced>);

/// How a file was made that stands as it was placed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Traced {
    pub look: Look,
    pub trace: Trace,
}

/// What was looked at for a file, and what tells it from another: see `render::Facts`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trace {
    pub print: Sha256,
    pub looked_at: Box<[Fact]>,
}

impl Traces {
    pub fn get(&self, path: &str) -> Option<&Traced> {
        self.0.get(path)
    }

    /// Those of the last build that was given this order.
    pub(super) fn read(root: &Path, order: &str) -> Self {
        let bytes = fs::read(root.join(FOLDER).join(NAME));
        bytes.ok().and_then(|bytes| Self::parse(&bytes, order)).unwrap_or_default()
    }

    /// Keeps the traces of a site that is in its place; those of other files are left out.
    pub(super) fn keep(root: &Path, order: &str, placed: &Placed, mut traces: HashMap<String, Trace>) {
        let files = placed.files.iter().filter_map(|(path, look)| {
            let trace = traces.remove(path)?;
            Some((path.clone(), Traced { look: *look, trace }))
        });
        keep_file(root, NAME, &Self(files.collect()).to_bytes(order));
    }

    fn to_bytes(&self, order: &str) -> Vec<u8> {
        let mut writer = Writer::begin(&[EDITION, order]);
        writer.number(self.0.len() as u64);
        for (path, Traced { look, trace }) in &self.0 {
            writer.text(path);
            let Look { device, number, length, written, changed } = look;
            [device, number, length].iter().for_each(|&&number| writer.number(number));
            [written, changed].iter().for_each(|time| writer.bytes(&time.to_le_bytes()));
            writer.bytes(trace.print.as_bytes());
            write_facts(&mut writer, &trace.looked_at);
        }
        writer.end()
    }

    fn parse(bytes: &[u8], order: &str) -> Option<Self> {
        let mut reader = Reader::begin(bytes, &[EDITION, order])?;
        let count = reader.number()?;
        let files = (0..count).map(|_| {
            let path = reader.text()?.to_owned();
            let (device, number, length) = (reader.number()?, reader.number()?, reader.number()?);
            let (written, changed) = (i128::from_le_bytes(reader.array()?), i128::from_le_bytes(reader.array()?));
            let look = Look { device, number, length, written, changed };
            let trace = Trace { print: Sha256::from_bytes(reader.array()?), looked_at: read_facts(&mut reader)? };
            Some((path, Traced { look, trace }))
        });
        let files = files.collect::<Option<HashMap<_, _>>>()?;
        reader.end(Self(files))
    }
}

/// By kind, which are few, each page as its distance from the one before: facts are in order.
pub(super) fn write_facts(writer: &mut Writer, facts: &[Fact]) {
    let kinds = facts.chunk_by(|a, b| a.to_parts().0 == b.to_parts().0);
    writer.number(kinds.clone().count() as u64);
    for of_kind in kinds {
        writer.bytes(&[of_kind[0].to_parts().0]);
        writer.number(of_kind.len() as u64);
        let mut last = 0;
        for (_, page) in of_kind.iter().map(|fact| fact.to_parts()) {
            writer.number((page - last) as u64);
            last = page;
        }
    }
}

pub(super) fn read_facts(reader: &mut Reader<'_>) -> Option<Box<[Fact]>> {
    let mut facts = Vec::new();
    for _ in 0..reader.number()? {
        let [kind] = reader.array()?;
        let mut page = 0_usize;
        for _ in 0..reader.number()? {
            page = page.checked_add(usize::try_from(reader.number()?).ok()?)?;
            facts.push(Fact::from_parts(kind, page)?);
        }
    }
    Some(facts.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traces() -> Traces {
        let look = Look { device: 1, number: u64::MAX, length: 300, written: -1, changed: 1_700_000_000_123_456_789 };
        let trace = |looked_at: &[Fact]| Trace { print: Sha256::of(b"a"), looked_at: looked_at.into() };
        let facts = [Fact::Face(3), Fact::Face(700), Fact::Text(0), Fact::Text(1), Fact::Related(5), Fact::Lists];
        let files = [("a/index.html", &facts[..]), ("style.css", &[])];
        Traces(files.map(|(path, facts)| (path.to_owned(), Traced { look, trace: trace(facts) })).into())
    }

    #[test]
    fn traces_are_read_as_they_were_written() {
        for traces in [traces(), Traces::default()] {
            assert_eq!(Traces::parse(&traces.to_bytes("--locked"), "--locked"), Some(traces));
        }
    }

    #[test]
    fn what_was_cut_or_made_for_others_is_nothing() {
        let bytes = traces().to_bytes("order");
        assert_eq!(Traces::parse(&bytes, "another order"), None);
        for length in 0..bytes.len() {
            assert_eq!(Traces::parse(&bytes[..length], "order"), None, "cut after {length}");
        }
    }

    #[test]
    fn those_of_files_that_are_not_in_place_are_left_out() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join(FOLDER)).unwrap();
        let Traced { look, trace } = traces().0.remove("a/index.html").unwrap();
        let made = ["a/index.html", "gone.html"].map(|path| (path.to_owned(), trace.clone()));
        let placed = Placed { folders: Vec::new(), files: vec![("a/index.html".to_owned(), look)] };
        Traces::keep(root.path(), "order", &placed, made.into());
        let kept = Traces::read(root.path(), "order");
        assert_eq!((kept.0.len(), kept.get("a/index.html")), (1, Some(&Traced { look, trace })));
        assert_eq!(Traces::read(root.path(), "other"), Traces::default());
    }
}
