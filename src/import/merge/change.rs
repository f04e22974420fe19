//! What a merge did, in a form that a person or a program can act on, and what that means for citations. Made by `merge`,
//! the citations by whoever knows the pages; carried in the report, shown by the command line. Nothing here changes anything.

use crate::key::PassageId;
use crate::prose::difference::difference;
use serde::Serialize;
use std::collections::BTreeMap;

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
    /// The citations of the source and what became of each, in order of the pages and of their places.
    pub citations: Vec<Told>,
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
        lines.extend(self.citations.iter().filter(|told| told.state > State::Moved).map(Told::line));
        let mut untouched: BTreeMap<State, usize> = BTreeMap::new();
        for told in self.citations.iter().filter(|told| told.state <= State::Moved) {
            *untouched.entry(told.state).or_default() += 1;
        }
        if !untouched.is_empty() {
            let counts: Vec<String> =
                untouched.iter().map(|(state, number)| format!("{number} {}", state.as_str())).collect();
            lines.push(format!("citations that need no look: {}", counts.join(", ")));
        }
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

/// A citation of the source, and what became of the passages that it names.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Told {
    /// The path of the page that cites, below the site's root.
    pub page: String,
    /// Counted from 1, as is the column, which counts characters.
    pub line: usize,
    pub column: usize,
    /// As written: `@key#p3-p5`.
    pub citation: String,
    pub state: State,
    /// The passages that are not what they were.
    pub passages: Vec<PassageId>,
    /// What differs, word by word; empty where nothing does, or where the old words are not known.
    pub difference: String,
    /// Where the words went that no longer stand in the passage.
    pub into: Vec<PassageId>,
}

/// What became of a citation when its source changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Same,
    /// The passage says what it said, elsewhere in the document.
    Moved,
    /// The passage changed, and nothing of it is quoted.
    Edited,
    /// The passage changed, and the quotation still stands in it.
    EditedOutsideQuotation,
    /// The passage changed, and the quotation no longer stands in it.
    EditedInsideQuotation,
    Split,
    /// It went into another passage.
    Merged,
    SetAside,
    Gone,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            State::Same => "same",
            State::Moved => "moved",
            State::Edited => "edited",
            State::EditedOutsideQuotation => "edited outside the quotation",
            State::EditedInsideQuotation => "edited inside the quotation",
            State::Split => "split",
            State::Merged => "merged",
            State::SetAside => "set aside",
            State::Gone => "gone",
        }
    }
}

impl Told {
    /// ``look at content/briefings/a.md:3:5: `@a#p2`: edited outside the quotation: by [-seven-] {+five+} votes``
    fn line(&self) -> String {
        let Told { page, line, column, citation, state, into, difference, .. } = self;
        let mut text = format!("look at {page}:{line}:{column}: `{citation}`: {}", state.as_str());
        if !into.is_empty() {
            let into: Vec<String> = into.iter().map(PassageId::to_string).collect();
            text.push_str(&format!(" into {}", into.join(", ")));
        }
        if !difference.is_empty() {
            text.push_str(&format!(": {difference}"));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_that_need_a_look_stand_a_line_each_and_the_others_are_counted() {
        let told = |state, difference: &str, into: &[u32]| Told {
            page: "content/a.md".into(),
            line: 3,
            column: 5,
            citation: "@a#p2".into(),
            state,
            passages: vec![],
            difference: difference.into(),
            into: into.iter().filter_map(|&number| PassageId::new(number)).collect(),
        };
        let citations = vec![
            told(State::Same, "", &[]),
            told(State::EditedOutsideQuotation, "[-a-] {+b+}", &[]),
            told(State::Merged, "", &[3]),
            told(State::Moved, "", &[]),
            told(State::Same, "", &[]),
        ];
        let changes = Changes { citations, ..Changes::default() };
        assert_eq!(
            changes.lines(),
            [
                "look at content/a.md:3:5: `@a#p2`: edited outside the quotation: [-a-] {+b+}",
                "look at content/a.md:3:5: `@a#p2`: merged into p3",
                "citations that need no look: 2 same, 1 moved",
            ]
        );
    }
}
