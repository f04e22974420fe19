//! Footnotes of the writer's own, apart from the notes that citations make: lettered, so that no number stands for two things.

use super::super::escape::attribute;
use crate::interface::{Arg, Words};
use std::collections::{HashMap, HashSet};

/// The footnotes of a page, as far as it has been written.
#[derive(Default)]
pub(super) struct Footnotes {
    /// By label.
    letters: HashMap<String, String>,
    /// The labels that the text refers to.
    referenced: HashSet<String>,
    /// Where footnotes begin in what was written, with their labels.
    definitions: Vec<(usize, String)>,
}

impl Footnotes {
    fn letter(&mut self, label: &str) -> String {
        let count = self.letters.len();
        self.letters.entry(label.to_owned()).or_insert_with(|| letters(count)).clone()
    }

    /// The marker of a reference. The way back leads to the first.
    pub(super) fn reference(&mut self, words: &Words, label: &str) -> String {
        let letter = self.letter(label);
        let first = self.referenced.insert(label.to_owned());
        let id = if first { format!(" id=\"fr-{letter}\"") } else { String::new() };
        let name = attribute(&words.fill("text.footnote", &[("letter", Arg::Text(&letter))]));
        format!(
            "<sup><a class=\"footnote\" href=\"#f-{letter}\"{id} role=\"doc-noteref\" aria-label=\"{name}\">{letter}</a></sup>"
        )
    }

    /// The beginning of a footnote that stands at `at`. Of two with one label the first is the one that is meant.
    pub(super) fn define(&mut self, label: &str, at: usize) -> String {
        if self.definitions.iter().any(|(_, other)| other == label) {
            return "<div class=\"footnote-definition\">".to_owned();
        }
        self.definitions.push((at, label.to_owned()));
        format!("<div class=\"footnote-definition\" id=\"f-{}\">", self.letter(label))
    }

    /// The beginnings anew, each with a link to the place that refers to it, for those that the text refers to.
    pub(super) fn link_back(mut self, words: &Words) -> Vec<(usize, String)> {
        let definitions = std::mem::take(&mut self.definitions);
        let referenced =
            definitions.into_iter().filter(|(_, label)| self.referenced.contains(label)).collect::<Vec<_>>();
        let html = |letter: String| {
            let name = attribute(&words.fill("text.footnote-back", &[("letter", Arg::Text(&letter))]));
            format!(
                "<div class=\"footnote-definition\" id=\"f-{letter}\"><a class=\"back\" href=\"#fr-{letter}\" role=\"doc-backlink\" aria-label=\"{name}\">{letter}</a>\n"
            )
        };
        referenced.into_iter().map(|(at, label)| (at, html(self.letter(&label)))).collect()
    }
}

/// a, b, …, z, aa, ab, …
fn letters(mut number: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'a' + (number % 26) as u8));
        if number < 26 {
            return letters.into_iter().rev().collect();
        }
        number = number / 26 - 1;
    }
}
