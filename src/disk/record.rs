//! What a build read, what it wrote and what it said → a file of the site's cache, and back. `again` compares it with what
//! is there. A record that was cut, altered or written by another program is no record; that is never an error.

use super::look::Look;
use crate::world::Sha256;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

/// The program's sources, hashed by `build.rs`: another program would make another site.
pub(super) const PROGRAM: &str = env!("IBID_SOURCES");

/// Changes with the form of the record.
const EDITION: &str = "ibid record 1";

/// The site's cache.
pub(super) const FOLDER: &str = ".ibid";

const NAME: &str = "record";

/// Ends each line: paths may hold anything else.
const END: char = '\0';

/// A build that ended well. Its parts may be borrowed from the text that it was read from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Record<'a> {
    /// What was asked for: the same inputs make another site with other options.
    pub order: &'a str,
    /// What the build said, in the words of whoever says it again.
    pub words: &'a str,
    /// A moment before any input was looked at, in the file system's own time. See [`Look::is_older`].
    pub begun: i128,
    /// Paths below the site's root, with the hash of what was read there; sorted.
    pub inputs: Vec<Input<'a>>,
    /// The folders of the output, but for itself and for what begins with a dot at its top; sorted.
    pub folders: Vec<(&'a str, Look)>,
    /// The files of the output that the site wrote, sorted.
    pub files: Vec<(&'a str, Look)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Input<'a> {
    pub path: &'a str,
    pub look: Look,
    pub sha256: Sha256,
}

impl<'a> Record<'a> {
    /// Reads what `to_text` wrote.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (body, digest) = text.strip_suffix(END)?.rsplit_once(END).map(|(body, digest)| (body.len() + 1, digest))?;
        let body = &text[..body];
        if Sha256::parse(digest)? != Sha256::of(body.as_bytes()) {
            return None;
        }
        let mut lines = body.split_terminator(END);
        let lines = &mut lines;
        if lines.next()? != EDITION || lines.next()? != PROGRAM {
            return None;
        }
        let (order, words, begun) = (lines.next()?, lines.next()?, lines.next()?.parse().ok()?);
        let inputs = section(lines, |line| {
            let (sha256, rest) = line.split_once(' ')?;
            let (path, look) = parse_look(rest)?;
            Some(Input { path, look, sha256: Sha256::parse(sha256)? })
        })?;
        let folders = section(lines, parse_look)?;
        let files = section(lines, parse_look)?;
        Some(Self { order, words, begun, inputs, folders, files })
    }

    pub fn to_text(&self) -> String {
        let mut text = format!("{EDITION}{END}{PROGRAM}{END}{}{END}{}{END}{}{END}", self.order, self.words, self.begun);
        write_number(&mut text, self.inputs.len());
        for Input { path, look, sha256 } in &self.inputs {
            write!(text, "{sha256} ").expect("a string takes everything");
            write_look(&mut text, path, look);
        }
        for entries in [&self.folders, &self.files] {
            write_number(&mut text, entries.len());
            entries.iter().for_each(|(path, look)| write_look(&mut text, path, look));
        }
        let digest = Sha256::of(text.as_bytes());
        write!(text, "{digest}{END}").expect("a string takes everything");
        text
    }
}

fn write_number(text: &mut String, number: usize) {
    write!(text, "{number}{END}").expect("a string takes everything");
}

fn write_look(text: &mut String, path: &str, look: &Look) {
    let Look { device, number, length, written, changed } = look;
    write!(text, "{device} {number} {length} {written} {changed} {path}{END}").expect("a string takes everything");
}

fn parse_look(line: &str) -> Option<(&str, Look)> {
    let mut fields = line.splitn(6, ' ');
    let look = Look {
        device: fields.next()?.parse().ok()?,
        number: fields.next()?.parse().ok()?,
        length: fields.next()?.parse().ok()?,
        written: fields.next()?.parse().ok()?,
        changed: fields.next()?.parse().ok()?,
    };
    Some((fields.next()?, look))
}

/// A number, and as many lines.
fn section<'a, T>(lines: &mut impl Iterator<Item = &'a str>, parse: impl Fn(&'a str) -> Option<T>) -> Option<Vec<T>> {
    let number = lines.next()?.parse().ok()?;
    (0..number).map(|_| parse(lines.next()?)).collect()
}

/// The text of the last record, whatever it is worth.
pub(super) fn read(root: &Path) -> Option<String> {
    fs::read_to_string(root.join(FOLDER).join(NAME)).ok()
}

/// Keeps a record for the next build; where nothing can be kept, that one starts from nothing.
pub(super) fn keep(root: &Path, record: &Record) {
    keep_file(root, NAME, record.to_text().as_bytes());
}

/// Keeps a file of the cache, whole or not at all.
pub(super) fn keep_file(root: &Path, name: &str, bytes: &[u8]) {
    let folder = root.join(FOLDER);
    let beside = folder.join(format!(".{}-{name}", std::process::id()));
    let kept = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, folder.join(name)));
    if kept.is_err() {
        let _ = fs::remove_file(beside);
    }
}

/// What time it is for the file system on which the site lies, which may not be the machine's. Makes the cache's folder.
pub(super) fn now(root: &Path) -> io::Result<i128> {
    let folder = root.join(FOLDER);
    fs::create_dir_all(&folder)?;
    let beside = folder.join(format!(".{}-clock", std::process::id()));
    fs::write(&beside, "")?;
    let look = fs::metadata(&beside).map(|metadata| Look::of(&metadata));
    fs::remove_file(beside)?;
    look.map(|look| look.written)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(number: u64) -> Look {
        Look { device: 1, number, length: 7, written: -1, changed: 1_700_000_000_123_456_789 }
    }

    fn record() -> Record<'static> {
        Record {
            order: "--locked",
            words: "{\"notes\":[\"a\\nb\"]}",
            begun: 1_700_000_000_000_000_000,
            inputs: vec![Input { path: "content/a name\nof two.md", look: look(1), sha256: Sha256::of(b"a") }],
            folders: vec![("a", look(2)), ("a/b", look(3))],
            files: vec![(".nojekyll", look(4)), ("a/b/index.html", look(5))],
        }
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let text = record().to_text();
        assert_eq!(Record::parse(&text), Some(record()));
        assert_eq!(Record::parse(&Record::default().to_text()), Some(Record::default()));
    }

    #[test]
    fn what_was_cut_altered_or_made_by_others_is_no_record() {
        let text = record().to_text();
        for length in 0..text.len() {
            assert_eq!(Record::parse(&text[..length]), None, "cut after {length}");
            let mut bytes = text.clone().into_bytes();
            bytes[length] ^= 1;
            assert_eq!(String::from_utf8(bytes).ok().as_deref().and_then(Record::parse), None, "altered at {length}");
        }
        assert_eq!(Record::parse(&format!("{text}x")), None);
        assert_eq!(Record::parse(&format!("{text}{END}")), None);
        // Whole, but with another beginning.
        for (from, to) in [(EDITION, "ibid record 0"), (PROGRAM, &PROGRAM.replace(|digit: char| digit != '0', "0"))] {
            let text = text.replacen(from, to, 1);
            let body = &text[..text.len() - 65];
            assert_eq!(Record::parse(&format!("{body}{}{END}", Sha256::of(body.as_bytes()))), None);
        }
    }

    #[test]
    fn a_record_is_kept_below_the_root_if_it_can_be() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(read(root.path()), None);
        keep(root.path(), &record());
        assert_eq!(read(root.path()), None, "nobody made the folder");
        assert!(now(root.path()).unwrap() > 0);
        keep(root.path(), &record());
        assert_eq!(read(root.path()).as_deref().and_then(Record::parse), Some(record()));
        assert_eq!(fs::read_dir(root.path().join(FOLDER)).unwrap().count(), 1);
        let blocked = tempfile::tempdir().unwrap();
        fs::write(blocked.path().join(FOLDER), "").unwrap();
        assert!(now(blocked.path()).is_err());
        keep(blocked.path(), &record());
        assert_eq!(read(blocked.path()), None);
    }
}
