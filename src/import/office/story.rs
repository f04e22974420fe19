//! What is being read at one place of a document: the paragraph that is open and the parts before it. A cell, a text box
//! and a note each have a story of their own while they are read. The walk over each format fills them.

use crate::import::office::document::{Part, Role, numbered};
use crate::import::office::run::{Look, Runs};
use crate::import::source::Class;
use crate::import::words::Words;

#[derive(Debug, Default)]
pub(super) struct Story {
    pub parts: Vec<Part>,
    runs: Runs,
    pub role: Role,
    /// What the document draws before the paragraph, if it is none of a list's.
    pub number: Option<String>,
    /// The mark that ends the paragraph was deleted: the next one goes on with its words.
    pub joins_next: bool,
    /// What stands behind the paragraph: what was set aside in it, what a text box holds.
    behind: Vec<Part>,
    /// Text that is being set aside.
    aside: Option<(Class, &'static str, String)>,
}

impl Story {
    pub fn text(&mut self, text: &str, look: &Look) {
        if !text.is_empty() {
            self.close_aside();
            self.runs.push(text, look);
        }
    }

    pub fn note(&mut self, label: String) {
        self.close_aside();
        self.runs.note(label);
    }

    /// Sets text aside, to stand behind the paragraph.
    pub fn set_aside(&mut self, class: Class, rule: &'static str, text: &str) {
        match &mut self.aside {
            Some((_, found, more)) if *found == rule => more.push_str(text),
            _ => {
                self.close_aside();
                self.aside = Some((class, rule, text.to_owned()));
            }
        }
    }

    pub fn put_behind(&mut self, parts: impl IntoIterator<Item = Part>) {
        self.close_aside();
        self.behind.extend(parts);
    }

    fn close_aside(&mut self) {
        if let Some((class, rule, text)) = self.aside.take() {
            self.behind.extend(Part::aside(class, rule, &text));
        }
    }

    /// Ends the paragraph. Gives the number that stands before it, where one was drawn.
    pub fn end_paragraph(&mut self) -> Option<String> {
        self.close_aside();
        let number = self.number.take();
        let role = std::mem::take(&mut self.role);
        if std::mem::take(&mut self.joins_next) {
            return None;
        }
        let runs = std::mem::take(&mut self.runs);
        let blank = runs.is_blank();
        let drawn = number.filter(|_| !blank);
        match Part::paragraph(role, runs) {
            Part::Paragraph(role, words) => self.parts.push(Part::Paragraph(role, before(drawn.as_deref(), words))),
            part => self.parts.push(part),
        }
        self.parts.append(&mut self.behind);
        drawn
    }

    /// Ends the story, with whatever is still open in it.
    pub fn into_parts(mut self) -> Vec<Part> {
        self.joins_next = false;
        self.end_paragraph();
        self.parts
    }
}

fn before(number: Option<&str>, words: Words) -> Words {
    match number {
        Some(number) => numbered(number, words),
        None => words,
    }
}
