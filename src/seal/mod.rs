//! `ibid.lock` ⇄ the seal: the hashes that tie every source page to the seed that it came from, and what changed since
//! somebody last looked. `import` adds entries, `check` compares; reading and writing the file is `disk`'s affair.
//!
//! The file is TOML, one block per seed, sorted, one line per passage, so that two branches merge line by line.

mod read;
mod write;

use crate::key::{PassageId, SourceKey};
use crate::path::FilePath;
use crate::span::Span;
use crate::world::Sha256;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Everything that is sealed, by the seed's path.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Seal {
    pub entries: BTreeMap<FilePath, Entry>,
}

/// What an import fixed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The source page.
    pub page: FilePath,
    pub key: SourceKey,
    /// Of the seed's bytes as received.
    pub sha256: Sha256,
    /// The format and version that read the seed: `text 1`.
    pub importer: String,
    /// Of the page as the import wrote it: when the page's own differs, a human has edited it.
    pub written: Sha256,
    /// Every passage that can be cited.
    pub passages: BTreeMap<PassageId, PassageHash>,
    /// Ids that are never given out again, and the passages that took their place, as far as that is known.
    pub retired: BTreeMap<PassageId, Vec<PassageId>>,
    /// What a human has looked at and vouched for: by passage, and of one passage in the order in which it was done.
    pub accepted: Vec<Accepted>,
    /// What citations rest on and nobody has looked at yet.
    pub drift: Drift,
    /// What else the import wrote; `None` in a seal that is older than this.
    pub imprint: Option<Imprint>,
}

/// What an import wrote beside the words of the passages, as hashes: by these a human's changes are told from its own when
/// the seed is imported again.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Imprint {
    /// The values of the front matter by their names; those of `extra` as `extra.license`.
    pub fields: BTreeMap<String, PassageHash>,
    /// The items of `notes`.
    pub notes: Vec<PassageHash>,
    /// The passages as they stood on the page, where that is not the order of their numbers; else empty.
    pub order: Vec<PassageId>,
    /// Headings and heads of tables, in order.
    pub headings: Vec<PassageHash>,
    /// What was set aside, in order.
    pub boilerplate: Vec<PassageHash>,
    /// The speakers' labels, of the passages that have one.
    pub labels: BTreeMap<PassageId, PassageHash>,
    /// What the passages have besides words: attributes, marks, links. None for a plain paragraph.
    pub forms: BTreeMap<PassageId, PassageHash>,
}

/// A passage that is not what is vouched for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change {
    pub passage: PassageId,
    /// `None` where there was no such passage.
    pub from: Option<PassageHash>,
    /// `None` where there is none any more: it was set aside.
    pub to: Option<PassageHash>,
}

/// A change of a passage that a human has accepted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Accepted {
    pub passage: PassageId,
    pub matter: Matter,
    /// `None` where there was no such passage.
    pub from: Option<PassageHash>,
    /// `None` where there is none any more.
    pub to: Option<PassageHash>,
    pub note: String,
    /// Whoever wanted to be named.
    pub by: Option<String>,
}

/// What a human vouches for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Matter {
    /// That the page is right not to say what the document says.
    Correction,
    /// That what cites the passage still stands, though the document has changed.
    Drift,
}

/// What cited passages said before their document changed, until a human has looked. Passages that nobody cites are not
/// kept, so it stays small.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Drift {
    pub passages: BTreeMap<PassageId, Drifted>,
    /// Cited ranges, by their first and last passage, that hold other passages now: those that they held, in page order.
    pub ranges: BTreeMap<(PassageId, PassageId), Vec<PassageId>>,
}

/// A cited passage that says something else now, or is gone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Drifted {
    /// What it said when it was cited, before the first change that nobody has looked at.
    pub was: PassageHash,
    /// The same as words, white space folded; `None` where they were lost: the page was gone, or an earlier import died.
    pub words: Option<String>,
    /// Where it was split: all its pieces in order, the one that kept the id among them.
    pub pieces: Vec<PassageId>,
}

/// Why `ibid.lock` cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    pub span: Span,
    pub message: String,
    pub help: &'static str,
}

/// The first 16 bytes of the SHA-256 of a passage's plain text with white space folded; prints as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PassageHash([u8; 16]);

impl Seal {
    /// Reads `ibid.lock`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        read::parse(text)
    }

    /// The entry, and its seed, of a source page.
    pub fn of_page(&self, page: &FilePath) -> Option<(&FilePath, &Entry)> {
        self.entries.iter().find(|(_, entry)| entry.page == *page)
    }
}

impl Entry {
    /// How the passages of a page differ from what is vouched for: those of the import, with the corrections that were
    /// accepted since. By id. Going back to the words of the document is no change.
    pub fn changes(&self, now: &BTreeMap<PassageId, PassageHash>) -> Vec<Change> {
        let corrected = self.corrected();
        let ids: BTreeSet<PassageId> =
            self.passages.keys().chain(corrected.keys()).chain(now.keys()).copied().collect();
        let changes = ids.into_iter().filter_map(|passage| {
            let (sealed, to) = (self.passages.get(&passage).copied(), now.get(&passage).copied());
            let vouched = corrected.get(&passage);
            let is_vouched = to == sealed || vouched.is_some_and(|vouched| vouched.contains(&to));
            let from = vouched.and_then(|vouched| vouched.last().copied()).unwrap_or(sealed);
            (!is_vouched).then_some(Change { passage, from, to })
        });
        changes.collect()
    }

    /// Corrections that were accepted and are no longer on the page, which says what the document says. By id.
    pub fn withdrawn(&self, now: &BTreeMap<PassageId, PassageHash>) -> Vec<Change> {
        let withdrawn = self.corrected().into_iter().filter_map(|(passage, vouched)| {
            let (sealed, to) = (self.passages.get(&passage).copied(), now.get(&passage).copied());
            let is_withdrawn = to == sealed && !vouched.contains(&to);
            let from = vouched.last().copied().filter(|_| is_withdrawn)?;
            Some(Change { passage, from, to })
        });
        withdrawn.collect()
    }

    /// What the corrections came to, by passage. Each goes on from the one before it; two that were made side by side, on
    /// two branches for instance, are both vouched for.
    fn corrected(&self) -> BTreeMap<PassageId, Vec<Option<PassageHash>>> {
        let mut corrected: BTreeMap<PassageId, Vec<Option<PassageHash>>> = BTreeMap::new();
        for accepted in self.accepted.iter().filter(|accepted| accepted.matter == Matter::Correction) {
            let vouched = corrected.entry(accepted.passage).or_default();
            vouched.retain(|hash| *hash != accepted.from && *hash != accepted.to);
            vouched.push(accepted.to);
        }
        corrected
    }

    /// Records that a human vouches for these changes.
    pub fn accept(&mut self, matter: Matter, changes: &[Change], note: &str, by: Option<&str>) {
        self.accepted.extend(changes.iter().map(|change| Accepted {
            passage: change.passage,
            matter,
            from: change.from,
            to: change.to,
            note: note.to_owned(),
            by: by.map(str::to_owned),
        }));
        self.accepted.sort_by_key(|accepted| accepted.passage);
    }
}

impl Drift {
    pub fn is_empty(&self) -> bool {
        self.passages.is_empty() && self.ranges.is_empty()
    }
}

impl PassageHash {
    /// Of a passage's plain text, without its label and its id.
    pub fn of(text: &str) -> Self {
        let folded: Vec<&str> = text.split_whitespace().collect();
        let digest = Sha256::of(folded.join(" ").as_bytes()).to_string();
        Self::parse(&digest[..32]).expect("a digest is hexadecimal")
    }

    /// Reads 32 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 16];
        if text.len() != 32 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for PassageHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PassageHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests;
