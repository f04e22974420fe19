//! A zip archive in memory → its parts by name, within limits. The readers of DOCX, ODT and EPUB call it; it never
//! writes a file, and a name only ever finds a part of the same archive.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// More entries than any document has.
const ENTRIES: usize = 50_000;
/// What the parts that are read may hold together, unpacked.
const TOTAL: u64 = 512 << 20;
/// How far a part may swell, once it is larger than `SMALL`. Dense XML of tables swells by 60.
const RATIO: u64 = 400;
const SMALL: u64 = 16 << 20;

pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// By the name with `/`, without `.` and `..`; names that climb out of the archive are left out.
    parts: BTreeMap<String, usize>,
    /// How many bytes may still be unpacked.
    left: u64,
}

impl<'a> Archive<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            let whole = bytes.starts_with(b"PK\x03\x04");
            let cut = if whole { "; perhaps the file was cut off" } else { "" };
            format!("the archive cannot be opened ({}){cut}", reason(&error))
        })?;
        if zip.len() > ENTRIES {
            return Err(format!("the archive has {} entries; {ENTRIES} is the limit", zip.len()));
        }
        let mut parts = BTreeMap::new();
        for index in 0..zip.len() {
            let Some(Ok(name)) = zip.name_for_index(index) else { continue };
            if let Some(name) = resolve("", &name.replace('\\', "/"))
                && parts.insert(name.clone(), index).is_some()
            {
                return Err(format!("the archive has two entries named `{name}`"));
            }
        }
        Ok(Self { zip, parts, left: TOTAL })
    }

    pub fn has(&self, name: &str) -> bool {
        self.parts.contains_key(name)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    /// The bytes of a part; `None` where there is no such part.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let Some(&index) = self.parts.get(name) else { return Ok(None) };
        let entry = self.zip.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(_) | ZipError::InvalidPassword => format!("`{name}` is encrypted"),
            error => format!("`{name}` cannot be read ({})", reason(&error)),
        })?;
        let swell = entry.compressed_size().saturating_mul(RATIO).max(SMALL);
        let limit = swell.min(self.left);
        let mut bytes = Vec::new();
        let read = entry.take(limit + 1).read_to_end(&mut bytes);
        read.map_err(|error| format!("`{name}` is damaged ({error})"))?;
        if bytes.len() as u64 > limit {
            return Err(if limit == self.left {
                format!("the document unpacks to more than {} MB, which is the limit", TOTAL >> 20)
            } else {
                format!("`{name}` unpacks to more than {RATIO} times its size, which no document does")
            });
        }
        self.left -= bytes.len() as u64;
        Ok(Some(bytes))
    }
}

fn reason(error: &ZipError) -> String {
    error.to_string().trim_end_matches('.').to_lowercase()
}

/// The name of a part that another part, in the folder `base`, calls `target`; `None` where it leads out of the archive.
pub(super) fn resolve(base: &str, target: &str) -> Option<String> {
    let mut path: Vec<&str> = if target.starts_with('/') { Vec::new() } else { base.split('/').collect() };
    path.retain(|step| !step.is_empty());
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop()?;
            }
            step => path.push(step),
        }
    }
    (!path.is_empty()).then(|| path.join("/"))
}

/// The folder of a part: `word` of `word/document.xml`.
pub(super) fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    /// An archive of these parts.
    pub(in crate::import::office) fn archive<N: AsRef<str>, B: AsRef<[u8]>>(parts: &[(N, B)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(name.as_ref(), SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes.as_ref()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_name_finds_a_part_of_the_same_archive_only() {
        assert_eq!(resolve("word", "media/a.png").as_deref(), Some("word/media/a.png"));
        assert_eq!(resolve("word", "../docProps/core.xml").as_deref(), Some("docProps/core.xml"));
        assert_eq!(resolve("word", "/word/./styles.xml").as_deref(), Some("word/styles.xml"));
        assert_eq!(resolve("word", "../../etc/passwd"), None);
        let bytes = archive(&[("../word/document.xml", "out"), ("word/../a.xml", "in"), ("b\\c.xml", "back")]);
        let mut archive = Archive::open(&bytes).unwrap();
        assert_eq!(archive.names().collect::<Vec<_>>(), ["a.xml", "b/c.xml"]);
        assert_eq!(archive.part("a.xml").unwrap().as_deref(), Some(&b"in"[..]));
        assert_eq!(archive.part("word/document.xml"), Ok(None));
    }

    #[test]
    fn two_entries_of_one_name_are_refused() {
        let bytes = archive(&[("a.xml", "1"), ("./a.xml", "2")]);
        assert_eq!(Archive::open(&bytes).err().unwrap(), "the archive has two entries named `a.xml`");
    }

    #[test]
    fn a_bomb_does_not_go_off() {
        let bytes = archive(&[("a.xml", vec![b' '; 40 << 20])]);
        let error = Archive::open(&bytes).unwrap().part("a.xml").unwrap_err();
        assert_eq!(error, "`a.xml` unpacks to more than 400 times its size, which no document does");
    }

    #[test]
    fn a_file_that_was_cut_off_says_so() {
        let bytes = archive(&[("a.xml", "words")]);
        let error = Archive::open(&bytes[..bytes.len() / 2]).err().unwrap();
        assert!(error.ends_with("perhaps the file was cut off"), "{error}");
    }
}
