//! A paragraph's lines → its words: hyphens at the ends of lines resolved, spaces folded, what is bold or italic marked, and
//! references to notes taken out of the text.

use super::hyphen::{End, SOFT, Vocabulary};
use super::line::{Line, Part, is_unspaced};
use super::note::bare;
use crate::import::words::{Mark, Style, Words};
use crate::span::Span;
use std::collections::BTreeMap;

/// The labels of the notes on a page, by their marks.
pub(super) type Notes = BTreeMap<(u32, String), String>;

/// The words of some lines. `skip` is how many bytes of the first line are not among them.
pub(super) fn words(lines: &[Line], skip: usize, vocabulary: &Vocabulary, notes: &Notes) -> Words {
    let mut writer = Writer::default();
    for (nth, line) in lines.iter().enumerate() {
        let mut skip = if nth == 0 { skip } else { 0 };
        let next = lines.get(nth + 1).map(Line::text);
        let text = line.text();
        let end = next.as_deref().map_or(End::Word, |next| vocabulary.end(&text, next));
        let last = line.parts.iter().rposition(|part| !part.text.trim().is_empty()).unwrap_or(0);
        for (at, part) in line.parts.iter().enumerate() {
            let skipped = skip.min(part.text.len());
            skip -= skipped;
            let mut text = &part.text[skipped..];
            if let (End::Broken(hyphen), true) = (end, at == last) {
                text = text.trim_end();
                text = &text[..text.len() - hyphen.min(text.len())];
            }
            let label = part.raised.then(|| notes.get(&(line.page, bare(&part.text).to_owned()))).flatten();
            match label.filter(|_| !(nth == 0 && at == 0)) {
                Some(label) => writer.reference(label, text.trim()),
                None => writer.push(text, part),
            }
        }
        match (end, next) {
            (End::Broken(_), _) => writer.text.push(SOFT),
            (End::Word, Some(next)) => {
                let unspaced = text.trim_end().ends_with(is_unspaced) && next.trim_start().starts_with(is_unspaced);
                writer.space |= !unspaced;
            }
            _ => writer.space = false,
        }
    }
    writer.finish()
}

#[derive(Default)]
struct Writer {
    text: String,
    /// A space is due before the next word.
    space: bool,
    marks: Vec<Mark>,
}

impl Writer {
    fn push(&mut self, text: &str, part: &Part) {
        self.space |= text.starts_with(is_space);
        let style = match (part.bold, part.italic) {
            (true, _) => Some(Style::Strong),
            (false, true) => Some(Style::Emphasis),
            (false, false) => None,
        };
        for (nth, word) in text.split(is_space).filter(|word| !word.is_empty()).enumerate() {
            if (self.space || nth > 0) && !self.text.is_empty() {
                self.text.push(' ');
            }
            self.space = false;
            let start = self.text.len();
            // Drawn within a line, a soft hyphen is a hyphen.
            self.text.push_str(&word.replace(SOFT, "-"));
            if let Some(style) = &style {
                self.mark(Span::new(start, self.text.len()), style);
            }
        }
        self.space |= text.ends_with(is_space) && !self.text.is_empty();
    }

    /// Marks a word, or draws the mark before it over the word.
    fn mark(&mut self, span: Span, style: &Style) {
        match self.marks.last_mut() {
            Some(last)
                if last.style == *style
                    && self.text[last.span.end..span.start].trim_matches([' ', SOFT]).is_empty() =>
            {
                last.span = Span::new(last.span.start, span.end);
            }
            _ => self.marks.push(Mark { span, style: style.clone() }),
        }
    }

    fn reference(&mut self, label: &str, raw: &str) {
        let style = Style::Note { label: label.to_owned(), raw: raw.to_owned() };
        self.marks.push(Mark { span: Span::at(self.text.len()), style });
    }

    /// What is marked from end to end is not marked at all: it is the type of the paragraph.
    fn finish(mut self) -> Words {
        let whole = Span::new(0, self.text.len());
        // Bold words with a colon at the beginning would be read as the label of a speaker.
        let is_label = |mark: &Mark| {
            mark.style == Style::Strong
                && mark.span.start == 0
                && (mark.span.of(&self.text).ends_with(':') || self.text[mark.span.end..].starts_with(':'))
        };
        self.marks.retain(|mark| mark.span.is_empty() || (mark.span != whole && !is_label(mark)));
        Words { text: self.text, marks: self.marks }
    }
}

/// White space that folds; others, such as no-break spaces, belong to the words.
fn is_space(c: char) -> bool {
    c.is_ascii_whitespace() || c == '\u{B}'
}
