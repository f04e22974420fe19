//! The snapshot that everything is computed from: files by path, hashes of what is only copied, nothing else.
//! Three ways in: `disk.rs` reads one, a test writes one down, an editor lays its open files over one. A `World` never changes.

use crate::path::FilePath;
use crate::picture::{Picture, is_image, measure};
use crate::span::{LineIndex, Place};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::io::Cursor;
use std::sync::{Arc, OnceLock};

/// The path of the seal below the site's root.
pub const LOCK: &str = "ibid.lock";

/// Everything that a build reads, as it stood at one moment.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// The text files that ibid reads: `ibid.toml`, `ibid.lock`, `names.toml`, Markdown below `content/`, templates, language files, and
    /// `.csl` files below `styles/`.
    pub files: BTreeMap<FilePath, Arc<File>>,
    /// Files that are published as they are: everything else below `content/`, `static/` and `themes/*/static/`.
    pub assets: BTreeMap<FilePath, Asset>,
    /// The documents as received.
    pub seeds: BTreeMap<FilePath, Sha256>,
    /// Files and folders that should have been in one of these and could not be read; sorted by path.
    pub unreadable: Vec<Unreadable>,
}

/// A text file, with the places of its lines.
#[derive(Debug)]
pub struct File {
    text: String,
    lines: OnceLock<LineIndex>,
    sha256: OnceLock<Sha256>,
}

/// A file that is only copied; whoever writes the output fetches the bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asset {
    pub sha256: Sha256,
    /// What an image measures; `None` for other files, and for those that only claim to be one.
    pub picture: Option<Picture>,
}

/// A SHA-256 digest (FIPS 180-4); prints as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Sha256([u8; 32]);

/// A file that could not be read, or is not text where text is wanted, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unreadable {
    pub path: FilePath,
    pub reason: String,
}

impl World {
    /// A world of text files only, for tests and overlays.
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut world = Self::default();
        for (path, text) in texts {
            let path = FilePath::new(path).expect("a fixture's path lies inside the root");
            if path.as_str().starts_with("seeds/") {
                world.seeds.insert(path, Sha256::of(text.as_bytes()));
            } else {
                world.files.insert(path, Arc::new(File::new(text.to_owned())));
            }
        }
        world
    }
}

impl Asset {
    /// What a file of these bytes is.
    pub fn of(path: &FilePath, bytes: &[u8]) -> Self {
        let picture =
            path.extension().filter(|extension| is_image(extension)).and_then(|_| measure(Cursor::new(bytes)));
        Self { sha256: Sha256::of(bytes), picture }
    }
}

impl File {
    pub fn new(text: String) -> Self {
        Self { text, lines: OnceLock::new(), sha256: OnceLock::new() }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Of the text.
    pub fn sha256(&self) -> Sha256 {
        *self.sha256.get_or_init(|| Sha256::of(self.text.as_bytes()))
    }

    pub fn place(&self, offset: usize) -> Place {
        self.lines().place(&self.text, offset)
    }

    /// The line alone, which is found without reading it.
    pub fn line(&self, offset: usize) -> usize {
        self.lines().line(offset)
    }
}

impl Sha256 {
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest;
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// A digest computed piece by piece.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_prints_and_parses() {
        let digest = Sha256::of(b"abc");
        assert_eq!(digest.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(Sha256::parse(&digest.to_string()), Some(digest));
        assert_eq!(Sha256::parse("ba78"), None);
    }
}
