//! What the walks over the parts of one DOCX share: styles, the counts of lists, the labels of notes. `mod.rs` fills it,
//! `body.rs` uses it.

use super::numbering::Numbering;
use super::styles::Styles;
use crate::import::office::document::Part;
use std::collections::BTreeMap;

/// What the walks over the parts of one document share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub styles: Styles,
    pub numbering: Numbering,
    /// The comments by their id; each stands behind the paragraph that refers to it first.
    pub comments: BTreeMap<String, Vec<Part>>,
    /// The labels of notes, in the order in which the text refers to them.
    pub labels: Labels,
    /// Numbers and signs that are shown and that no text has.
    pub drawn: String,
    pub seen: Seen,
}

/// How often something occurs that a human should know of.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub pictures: usize,
    pub formulas: usize,
    pub charts: usize,
    pub embedded: usize,
}

#[derive(Debug, Default)]
pub(super) struct Labels {
    given: BTreeMap<(Sort, String), String>,
    counts: BTreeMap<Sort, usize>,
    /// Endnotes have labels apart from those of footnotes.
    pub both: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Sort {
    Footnote,
    Endnote,
}

impl Labels {
    pub fn of(&mut self, sort: Sort, id: &str) -> String {
        let prefix = if self.both && sort == Sort::Endnote { "e" } else { "" };
        let count = self.counts.entry(sort).or_default();
        let new = || {
            *count += 1;
            format!("{prefix}{count}")
        };
        self.given.entry((sort, id.to_owned())).or_insert_with(new).clone()
    }
}
