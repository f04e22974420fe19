//! What the readers of this folder make of a file before it becomes a source: parts in their order, notes, properties.
//! `compose.rs` turns it into blocks; nothing here knows a file format.

use super::properties::Properties;
use super::run::Runs;
use crate::import::source::Class;
use crate::import::words::Words;
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub(super) struct Document {
    pub parts: Vec<Part>,
    /// What each note says, by its label.
    pub notes: BTreeMap<String, Words>,
    pub properties: Properties,
    /// What a human should know, each without a final stop.
    pub remarks: Vec<String>,
    /// Numbers of lists and signs of formulas: the document shows them, and no text of its file has them.
    pub drawn: String,
}

#[derive(Debug)]
pub(super) enum Part {
    Paragraph(Role, Words),
    Table(Table),
    Aside(Aside),
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) enum Role {
    #[default]
    Body,
    Title,
    Subtitle,
    /// The author's name under the title.
    Author,
    /// The day under the title.
    Date,
    /// Counted from 1, as the document counts.
    Heading(u8),
    /// `number` is what the document draws before it, `None` for a bullet.
    Item {
        number: Option<String>,
        depth: usize,
    },
    Quote,
    /// A line or more of code; its words have their white space.
    Code,
    /// A line of a table of contents or an index.
    Contents,
}

#[derive(Debug, Default)]
pub(super) struct Table {
    /// Only where the document marks it.
    pub head: Vec<Words>,
    pub rows: Vec<Vec<Words>>,
}

#[derive(Clone, Debug)]
pub(super) struct Aside {
    pub class: Class,
    pub rule: &'static str,
    pub text: String,
}

impl Part {
    /// A paragraph as it was read: code keeps its white space, all else is folded.
    pub fn paragraph(role: Role, runs: Runs) -> Self {
        let words = if role == Role::Code { runs.into_code().into() } else { runs.into_words() };
        Part::Paragraph(role, words)
    }

    /// All words of the part, but for those set aside.
    pub fn words(&mut self) -> Vec<&mut Words> {
        match self {
            Part::Paragraph(_, words) => vec![words],
            Part::Table(table) => table.head.iter_mut().chain(table.rows.iter_mut().flatten()).collect(),
            Part::Aside(_) => Vec::new(),
        }
    }

    /// Words set aside; white space alone is nothing to set aside.
    pub fn aside(class: Class, rule: &'static str, text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|&c| shows(c)).collect();
        let text = text.trim().to_owned();
        (!text.is_empty()).then_some(Part::Aside(Aside { class, rule, text }))
    }
}

/// Parts that have to stand on one line or in one note: their words, and what was set aside among them. The number of
/// an item is put before its words, and into `drawn`.
pub(super) fn flatten(parts: Vec<Part>, drawn: &mut String) -> (Words, Vec<Part>) {
    let mut words = Words::default();
    let mut asides = Vec::new();
    let mut add = |more: Words| {
        if !words.is_empty() && !more.is_empty() {
            words.text.push('\n');
        }
        words.append(more);
    };
    for part in parts {
        match part {
            Part::Paragraph(Role::Item { number: Some(number), .. }, body) => {
                drawn.push_str(&number);
                add(numbered(&number, body));
            }
            Part::Paragraph(_, body) => add(body),
            Part::Table(table) => table.head.into_iter().chain(table.rows.into_iter().flatten()).for_each(&mut add),
            Part::Aside(_) => asides.push(part),
        }
    }
    (words, asides)
}

/// Words with a number before them.
pub(super) fn numbered(number: &str, words: Words) -> Words {
    let mut numbered = Words::from(format!("{number} "));
    numbered.append(words);
    numbered
}

/// Control characters show nothing, but for white space.
pub(super) fn shows(c: char) -> bool {
    !c.is_control() || c.is_ascii_whitespace()
}

/// What a human should know, of what there is at all: `3 pictures are not imported`.
pub(super) fn counted(counts: &[(usize, &str, &str)]) -> Vec<String> {
    let there = counts.iter().filter(|(count, _, _)| *count > 0);
    let told = there.map(|(count, what, become_)| match count {
        1 => format!("1 {what} is {become_}"),
        _ => format!("{count} {what}s are {become_}"),
    });
    told.collect()
}
