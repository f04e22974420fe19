//! Pieces of text and inline elements → Words, with white space folded as a browser folds it. `walk.rs` fills one per
//! block; nothing here knows elements.

use crate::import::line::is_ink;
use crate::import::words::{Mark, Style, Words};
use crate::span::Span;

/// Running text that is being gathered.
#[derive(Debug, Default)]
pub(super) struct Running {
    text: String,
    marks: Vec<Mark>,
    open: Vec<Open>,
    /// White space was seen since the last character.
    space: bool,
    /// Line breaks seen since the last character.
    breaks: usize,
    /// How many visible characters stand in links.
    pub linked: usize,
}

/// A mark that has begun.
#[derive(Clone, Debug)]
struct Open {
    style: Style,
    /// Where its first character stands, once there is one.
    start: Option<usize>,
}

impl Running {
    pub fn is_blank(&self) -> bool {
        self.marks.is_empty() && !self.text.contains(is_ink)
    }

    /// Whether the breaks before what comes next end the paragraph.
    pub fn is_parted(&self) -> bool {
        self.breaks >= 2
    }

    pub fn push(&mut self, text: &str, linked: bool) {
        for c in text.chars() {
            if c.is_ascii_whitespace() || c == '\u{B}' {
                self.space = true;
                continue;
            }
            if !self.text.is_empty() && (self.breaks > 0 || self.space) {
                self.text.push(if self.breaks > 0 { '\n' } else { ' ' });
            }
            (self.space, self.breaks) = (false, 0);
            self.character(c, linked);
        }
    }

    /// Text that stands as it is, line by line.
    pub fn push_verbatim(&mut self, text: &str, linked: bool) {
        for c in text.chars() {
            match c {
                '\r' => {}
                '\n' => self.text.push('\n'),
                c => self.character(c, linked),
            }
        }
    }

    fn character(&mut self, c: char, linked: bool) {
        for open in self.open.iter_mut().rev().take_while(|open| open.start.is_none()) {
            open.start = Some(self.text.len());
        }
        self.linked += usize::from(linked && is_ink(c));
        self.text.push(c);
    }

    pub fn end_line(&mut self) {
        self.breaks += 1;
    }

    pub fn open(&mut self, style: Style) {
        self.open.push(Open { style, start: None });
    }

    pub fn close(&mut self) {
        if let Some(open) = self.open.pop() {
            self.mark(open);
        }
    }

    fn mark(&mut self, open: Open) {
        if let Some(start) = open.start.filter(|&start| start < self.text.len()) {
            self.marks.push(Mark { span: Span::new(start, self.text.len()), style: open.style });
        }
    }

    /// A reference to a footnote, in place of what the page shows.
    pub fn note(&mut self, label: String, raw: String) {
        if !self.text.is_empty() && self.space {
            self.text.push(' ');
        }
        (self.space, self.breaks) = (false, 0);
        self.marks.push(Mark { span: Span::at(self.text.len()), style: Style::Note { label, raw } });
    }

    /// What was gathered; the marks that are open go on in what comes next.
    pub fn take(&mut self) -> Words {
        for open in self.open.clone() {
            self.mark(open);
        }
        for open in &mut self.open {
            open.start = None;
        }
        let mut words = Words { text: std::mem::take(&mut self.text), marks: std::mem::take(&mut self.marks) };
        words.text.truncate(words.text.trim_end().len());
        let end = words.text.len();
        for mark in &mut words.marks {
            mark.span = Span::new(mark.span.start.min(end), mark.span.end.min(end));
        }
        words.marks.retain(|mark| !mark.span.is_empty() || matches!(mark.style, Style::Note { .. }));
        words.marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
        (self.space, self.breaks, self.linked) = (false, 0, 0);
        words
    }
}
