//! Sources and what was extracted from them → the draft of a briefing: quotations and facts, each with its citation, under
//! headings that a desk works through. `ibid draft` calls it. Nothing is concluded here: what is chosen is called a
//! candidate, and what is guessed says so.
//!
//! ```text
//! corpus, extractions ─material─▶ sentences ─a file per section─▶ Section… = Draft ─write─▶ Markdown
//!                                             Markdown of before + Draft ─again─▶ Markdown, what was touched kept
//! ```
//!
//! Pure and deterministic; weights are whole numbers, so that no machine rounds them otherwise.

mod again;
mod compare;
mod figures;
mod key_passages;
mod material;
mod people;
mod said;
mod timeline;
mod unsorted;
mod write;

pub use again::{Again, is_draft, redraft, sources_of};
pub use write::Written;

use self::material::Material;
use crate::corpus::Corpus;
use crate::date::Edtf;
use crate::extract::Extraction;
use crate::interface::Words;
use crate::key::{PassageId, SourceKey};

/// A draft, section by section.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    pub title: String,
    /// The newest date of its sources: the day up to which it can hold.
    pub as_of: Option<Edtf>,
    /// The keys of its sources, in the order given.
    pub sources: Vec<String>,
    /// None is empty.
    pub sections: Vec<Section>,
}

/// A heading and the lines under it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Section {
    pub heading: String,
    /// What the lines are and how they were chosen: for the one who edits them.
    pub remark: String,
    pub lines: Vec<Line>,
}

/// One statement: an item of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Markdown, without the citation.
    text: String,
    cites: Vec<Cite>,
    /// For the one who edits: how something was read. A guess says so in the text too, with `(?)`.
    remark: String,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Cite {
    key: SourceKey,
    passage: PassageId,
}

/// Drafts a briefing from sources, in the order given, each with what was extracted from its passages. `words` are those
/// of the site's language, which the headings are in; `language` is what a source is read in that names none.
pub fn draft(corpus: &Corpus, found: &[(usize, Vec<Extraction>)], title: &str, language: &str, words: &Words) -> Draft {
    let material = Material::new(corpus, found, language);
    let key = key_passages::choose(&material);
    let sections = [
        key_passages::section(&material, &key, words),
        said::section(&material, &key, words),
        timeline::section(&material, words),
        figures::section(&material, words),
        people::section(&material, words),
        compare::section(&material, words),
        unsorted::section(&material, words),
    ];
    Draft {
        title: title.to_owned(),
        as_of: material.documents.iter().filter_map(|document| document.page.meta.date.and_then(last)).max(),
        sources: material.documents.iter().map(|document| document.key.as_str().to_owned()).collect(),
        sections: sections.into_iter().filter(|section| !section.lines.is_empty()).collect(),
    }
}

/// The date that ends it, no more precise than it is.
fn last(date: Edtf) -> Option<Edtf> {
    match date {
        Edtf::Date(_) => Some(date),
        Edtf::Interval(_, to) => to.map(Edtf::Date),
    }
}

impl Draft {
    /// How many lines have something that was guessed.
    pub fn guesses(&self) -> usize {
        self.lines().filter(|line| line.remark.starts_with(write::GUESSED)).count()
    }

    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.sections.iter().flat_map(|section| &section.lines)
    }

    /// Leaves lines out, by their places among all of them.
    pub fn without(mut self, places: &std::collections::BTreeSet<usize>) -> Self {
        let mut place = 0;
        for section in &mut self.sections {
            section.lines.retain(|_| {
                place += 1;
                !places.contains(&(place - 1))
            });
        }
        self.sections.retain(|section| !section.lines.is_empty());
        self
    }
}
