//! What a merge did, in a form that a person or a program can act on, and which citations it touches. Made by `merge`,
//! carried in the report, shown by the command line; nothing here changes anything.

use super::difference::difference;
use crate::key::{PassageId, SourceKey};
use crate::page::{Label, Page};
use crate::prose::citation::{Passages, Target};
use crate::span::Span;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What became of a source when its seed was imported again. Lists are in the order of the new document, those of ids
/// that are gone in the order of the old page.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Changes {
    /// How many passages say what they said.
    pub kept: usize,
    /// Passages whose words changed in the document.
    pub edited: Vec<Edited>,
    /// Passages that stand elsewhere, in relation to the others.
    pub moved: Vec<PassageId>,
    pub added: Vec<PassageId>,
    pub retired: Vec<Retired>,
    pub split: Vec<Split>,
    /// What a human changed on the page and the import left so.
    pub respected: Vec<String>,
    /// What a human and the document changed in different ways.
    pub conflicts: Vec<Conflict>,
    /// The citations that all this touches, as far as the pages are known that cite: see [`touched`].
    pub citations: Vec<Touched>,
    /// The passages of the old page in its order, so that a range says what it said.
    #[serde(skip)]
    pub order: Vec<PassageId>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Edited {
    pub id: PassageId,
    /// `approved by [-seven-] {+five+} votes`
    pub difference: String,
}

/// An id that is never given out again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Retired {
    pub id: PassageId,
    /// The passages into which its words went.
    pub heirs: Vec<PassageId>,
    /// Whether the import now sets its words aside.
    pub aside: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Split {
    pub id: PassageId,
    /// All the pieces, in order; the one that kept the id among them.
    pub into: Vec<PassageId>,
}

/// The same thing, changed on the page and in the document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Conflict {
    /// The passage, where it is about one.
    pub id: Option<PassageId>,
    /// What of it: `words`, `label`, `marks`, `heading`; or the name of a field of the front matter.
    pub what: String,
    /// What the page says; empty where a human took it away.
    pub page: String,
    /// What the document says now; empty where it says nothing.
    pub seed: String,
    /// From the page to the document, word by word.
    pub difference: String,
}

impl Changes {
    /// What a person is to look at, a line for each thing: conflicts, passages that say something else or are gone, and
    /// where they are cited.
    pub fn lines(&self) -> Vec<String> {
        let list = |ids: &[PassageId]| ids.iter().map(PassageId::to_string).collect::<Vec<_>>().join(", ");
        let mut lines: Vec<String> = self
            .conflicts
            .iter()
            .map(|conflict| format!("conflict: {}: {}", conflict.name(), conflict.difference))
            .collect();
        lines.extend(self.edited.iter().map(|edited| format!("changed: {}: {}", edited.id, edited.difference)));
        lines.extend(self.split.iter().map(|split| format!("split: {} into {}", split.id, list(&split.into))));
        lines.extend(self.retired.iter().map(|retired| match retired {
            Retired { id, heirs, .. } if !heirs.is_empty() => format!("retired: {id}, which went into {}", list(heirs)),
            Retired { id, aside: true, .. } => format!("retired: {id}, which is set aside now"),
            Retired { id, .. } => format!("retired: {id}"),
        }));
        for (what, ids) in [("new", &self.added), ("moved", &self.moved)] {
            lines.extend((!ids.is_empty()).then(|| format!("{what}: {}", list(ids))));
        }
        lines.extend(
            (!self.respected.is_empty()).then(|| format!("left as you wrote it: {}", self.respected.join(", "))),
        );
        lines.extend(self.citations.iter().map(|touched| {
            let Touched { page, line, column, citation, passage, fate } = touched;
            let fate = match fate {
                Fate::Changed(_) => "says something else".to_owned(),
                Fate::Split(into) => format!("was split into {}", list(into)),
                Fate::Merged(heirs) => format!("went into {}", list(heirs)),
                Fate::SetAside => "is set aside".to_owned(),
                Fate::Retired => "is gone".to_owned(),
            };
            format!("look at {page}:{line}:{column}: `{citation}`: {passage} {fate}")
        }));
        lines
    }
}

impl Conflict {
    pub(super) fn new(id: Option<PassageId>, what: &str, page: &str, seed: &str) -> Self {
        let difference = difference(page, seed);
        Self { id, what: what.to_owned(), page: page.to_owned(), seed: seed.to_owned(), difference }
    }

    /// `p9 (label)`, `title`
    pub fn name(&self) -> String {
        self.id.map_or(self.what.clone(), |id| format!("{id} ({})", self.what))
    }
}

/// A citation whose passage is not what it was.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Touched {
    /// Its path below the site's root.
    pub page: String,
    /// Counted from 1, as is the column, which counts characters.
    pub line: usize,
    pub column: usize,
    /// As written: `@key#p3-p5`.
    pub citation: String,
    pub passage: PassageId,
    pub fate: Fate,
}

/// What became of a cited passage.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It says something else now: the difference.
    Changed(String),
    /// It was split: all its pieces.
    Split(Vec<PassageId>),
    /// Its words went into these.
    Merged(Vec<PassageId>),
    SetAside,
    /// It is gone.
    Retired,
}

/// The citations of these pages that a merge of the source touches, in order of the pages and of their places.
pub fn touched<'a>(changes: &Changes, key: &SourceKey, pages: impl IntoIterator<Item = &'a Page>) -> Vec<Touched> {
    let fates = fates(changes);
    let mut touched = Vec::new();
    for page in pages {
        for citation in &page.citations {
            let Label::Cites(cites) = &citation.label else { continue };
            for cite in cites {
                let Target::Source { key: cited, passages, .. } = &cite.target else { continue };
                if cited != key {
                    continue;
                }
                let text = page.file.text();
                let start = citation.mark.label.start;
                let place = page.file.place(start + cite.span.start);
                for id in cited_ids(changes, *passages) {
                    touched.extend(fates.get(&id).map(|fate| Touched {
                        page: page.path.to_string(),
                        line: place.line,
                        column: place.column,
                        citation: Span::new(start + cite.span.start, start + cite.span.end).of(text).to_owned(),
                        passage: id,
                        fate: fate.clone(),
                    }));
                }
            }
        }
    }
    touched
}

fn fates(changes: &Changes) -> BTreeMap<PassageId, Fate> {
    let mut fates: BTreeMap<PassageId, Fate> =
        changes.edited.iter().map(|edited| (edited.id, Fate::Changed(edited.difference.clone()))).collect();
    fates.extend(changes.split.iter().map(|split| (split.id, Fate::Split(split.into.clone()))));
    fates.extend(changes.retired.iter().map(|retired| {
        let fate = match retired {
            Retired { heirs, .. } if !heirs.is_empty() => Fate::Merged(heirs.clone()),
            Retired { aside: true, .. } => Fate::SetAside,
            _ => Fate::Retired,
        };
        (retired.id, fate)
    }));
    fates
}

/// The passages that a citation names; none for the source as a whole.
fn cited_ids(changes: &Changes, passages: Passages) -> BTreeSet<PassageId> {
    match passages {
        Passages::Whole => BTreeSet::new(),
        Passages::One(one) => BTreeSet::from([one.id]),
        Passages::Range(first, last) => {
            let place = |id: PassageId| changes.order.iter().position(|&other| other == id);
            let ends = BTreeSet::from([first.id, last.id]);
            match (place(first.id), place(last.id)) {
                (Some(first), Some(last)) => {
                    ends.into_iter().chain(changes.order[first.min(last)..=first.max(last)].iter().copied()).collect()
                }
                _ => ends,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{self, Reading};
    use crate::path::FilePath;
    use crate::world::File;
    use std::sync::Arc;

    #[test]
    fn citations_learn_what_became_of_their_passages() {
        let id = |number| PassageId::new(number).unwrap();
        let changes = Changes {
            edited: vec![Edited { id: id(2), difference: "[-a-] {+b+}".into() }],
            retired: vec![
                Retired { id: id(4), heirs: vec![id(1)], aside: false },
                Retired { id: id(5), heirs: vec![], aside: true },
            ],
            order: [1, 9, 2, 3, 4, 5].map(id).into(),
            ..Changes::default()
        };
        let path = FilePath::new("content/briefings/a.md").unwrap();
        let text = "One [@a#p1; see @a#p9-p3]. Two [@b#p2].\nThree [@a#p5] and [words][@a#p4].\n";
        let page = page::parse(&path, &Arc::new(File::new(text.into())), Reading::default());
        let touched = touched(&changes, &SourceKey::new("a").unwrap(), [&page]);
        let shown: Vec<String> = touched
            .iter()
            .map(|touched| {
                format!(
                    "{}:{} {} {} {:?}",
                    touched.line, touched.column, touched.citation, touched.passage, touched.fate
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "1:13 see @a#p9-p3 p2 Changed(\"[-a-] {+b+}\")",
                "2:8 @a#p5 p5 SetAside",
                "2:27 @a#p4 p4 Merged([PassageId(1)])",
            ]
        );
    }
}
