//! A draft → Markdown: the words of sources in quotation marks, escaped so that they read as what they are; citations;
//! remarks as comments, which no page publishes. The sections call the first two, `ibid draft` the last.

use super::again::record;
use super::{Cite, Draft, Line, Section};
use crate::import::inline::{Place, block_words};
use crate::import::yaml::scalar;
use crate::prose::quotation::quotations;
use std::fmt::Write as _;
use std::ops::Range;

/// How the remark on a guess begins.
pub(super) const GUESSED: &str = "guess: ";

/// A draft as it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    pub text: String,
    /// Where each line of the draft stands, in bytes.
    pub lines: Vec<Range<usize>>,
}

/// Words of a source as a quotation. Marks inside become single ones, as editors set them.
pub(super) fn quote(words: &str) -> String {
    let folded = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = whole(&folded);
    let scan = quotations(words, &[], false);
    let opens = |at: usize| scan.quotations.iter().any(|quoted| quoted.outer.start == at);
    let closes = |end: usize| scan.quotations.iter().any(|quoted| quoted.outer.end == end);
    let mut inner = String::with_capacity(words.len());
    for (at, c) in words.char_indices() {
        match c {
            // A place where a word may be broken says nothing where it is not.
            '\u{ad}' => {}
            c if !is_mark(c) => inner.push(c),
            _ if opens(at) => inner.push('‘'),
            _ if closes(at + c.len_utf8()) => inner.push('’'),
            // A mark in an inner quotation, inches, or half of a pair: the words are the same without it.
            _ => {}
        }
    }
    format!("“{}”", plain(&inner))
}

fn is_mark(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '«' | '»' | '「' | '」' | '"')
}

/// Without the marks around all of it, if they are those of one quotation.
fn whole(words: &str) -> &str {
    match quotations(words, &[], false).quotations.as_slice() {
        [only] if only.outer.of(words) == words => only.parts[0].of(words),
        _ => words,
    }
}

/// Words that are no quotation, as Markdown that reads so.
pub(super) fn plain(words: &str) -> String {
    let folded = words.split_whitespace().collect::<Vec<_>>().join(" ");
    block_words(&folded.as_str().into(), Place::Within)
}

impl Line {
    pub(super) fn new(text: String, cites: Vec<Cite>) -> Self {
        Line { text, cites, remark: String::new() }
    }

    pub(super) fn remark(self, remark: impl Into<String>) -> Self {
        Line { remark: remark.into(), ..self }
    }

    /// The statement with its citation.
    pub(super) fn cited(&self) -> String {
        let mut cites = String::new();
        for Cite { key, passage } in &self.cites {
            let separator = if cites.is_empty() { "" } else { "; " };
            let _ = write!(cites, "{separator}@{key}#{passage}");
        }
        let stop = if ends_a_sentence(&self.text) { "" } else { "." };
        format!("{} [{cites}]{stop}", self.text)
    }

    /// An item of a list, without a line break.
    pub(super) fn markdown(&self) -> String {
        let mut item = format!("- {}", self.cited());
        if !self.remark.is_empty() {
            let _ = write!(item, " {}", comment(&self.remark));
        }
        item
    }
}

impl Section {
    pub(super) fn heading_line(&self) -> String {
        format!("## {}", plain(&self.heading))
    }

    pub(super) fn remark_line(&self) -> String {
        comment(&self.remark)
    }
}

fn ends_a_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '’', ')']).ends_with(['.', '!', '?', '…', '。', '؟'])
}

/// What the reader of the page never sees.
fn comment(text: &str) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("<!-- {} -->", folded.replace("--", "–").replace('>', "›"))
}

impl Draft {
    /// The whole file, with its front matter and the record by which the next draft knows what nobody touched.
    pub fn write(&self) -> Written {
        let mut text = String::from("---\n");
        let _ = writeln!(text, "title: {}", scalar(&self.title));
        if let Some(date) = self.as_of {
            let _ = writeln!(text, "as_of: {date}");
        }
        text.push_str("draft: true\n---\n\n");
        let about = format!("Drafted by ibid from {}. {ABOUT}", self.sources.join(", "));
        let _ = writeln!(text, "{}", comment(&about));
        let mut lines = Vec::new();
        for section in &self.sections {
            let _ = write!(text, "\n{}\n\n{}\n\n", section.heading_line(), section.remark_line());
            for line in &section.lines {
                let start = text.len();
                let _ = writeln!(text, "{}", line.markdown());
                lines.push(start..text.len());
            }
        }
        let _ = write!(text, "\n{}\n", record(self));
        Written { text, lines }
    }
}

/// What whoever opens the file has to know.
const ABOUT: &str = "Every line is a quotation or a count, with its citation, and stands up to the strict check; \
                     nothing here is a conclusion. What was guessed is marked (?), with the reason behind it: check it, then delete \
                     the mark. Move, change and delete as you like: drafting again touches no line that you touched. \
                     Remove `draft: true` to publish.";
