//! Running text as a document has it: the words, and what it does to some of them. Every format fills it and
//! `markdown.rs` writes it; nothing here knows how either spells a mark.

use crate::span::Span;
use serde::{Deserialize, Serialize};

/// A text and the marks on it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Words {
    /// A line feed is a line that the document broke by hand.
    pub text: String,
    /// By where they begin, the longer first; two of them stand apart or one within the other.
    pub marks: Vec<Mark>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// In bytes of the text; empty for a reference to a note, and for nothing else.
    pub span: Span,
    pub style: Style,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Style {
    Strong,
    Emphasis,
    Strike,
    Code,
    /// An absolute address: `http`, `https` or `mailto`.
    Link(String),
    /// A reference to a footnote: the label that the note has too, and what the document showed here, `[1]`.
    Note {
        label: String,
        raw: String,
    },
}

impl Words {
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.marks.is_empty()
    }

    /// The part under a span, with the marks that stand wholly in it.
    pub fn slice(&self, span: Span) -> Words {
        let marks = self.marks.iter().filter(|mark| span.contains(mark.span));
        let shift = |mark: &Mark| Mark {
            span: Span::new(mark.span.start - span.start, mark.span.end - span.start),
            style: mark.style.clone(),
        };
        Words { text: span.of(&self.text).to_owned(), marks: marks.map(shift).collect() }
    }

    /// Adds words after these.
    pub fn append(&mut self, other: Words) {
        let shift = self.text.len();
        self.text.push_str(&other.text);
        self.marks.extend(
            other.marks.into_iter().map(|mark| Mark {
                span: Span::new(mark.span.start + shift, mark.span.end + shift),
                style: mark.style,
            }),
        );
    }

    /// What the document shows, references to notes included.
    pub fn shown(&self) -> String {
        let mut shown = String::with_capacity(self.text.len());
        let mut at = 0;
        for mark in &self.marks {
            if let Style::Note { raw, .. } = &mark.style {
                shown.push_str(&self.text[at..mark.span.start]);
                shown.push_str(raw);
                at = mark.span.start;
            }
        }
        shown.push_str(&self.text[at..]);
        shown
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Words { text: text.to_owned(), marks: Vec::new() }
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Words { text, marks: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_move_with_their_words() {
        let mut words = Words::from("one two three");
        words.marks.push(Mark { span: Span::new(4, 7), style: Style::Strong });
        let note = Style::Note { label: "1".into(), raw: "[1]".into() };
        words.marks.push(Mark { span: Span::at(7), style: note });
        assert_eq!(words.shown(), "one two[1] three");
        let slice = words.slice(Span::new(4, 13));
        assert_eq!((slice.text.as_str(), slice.marks[0].span), ("two three", Span::new(0, 3)));
        let mut twice = Words::from("0 ");
        twice.append(slice);
        assert_eq!(twice.shown(), "0 two[1] three");
    }
}
