//! Lines → paragraphs: joins what belongs together (`wrap.rs` knows what does) and measures it. The first step of
//! reading plain text.

use super::wrap::{Wrapping, quoted};
use crate::import::line::Line;
use crate::import::source::LineRange;

/// Lines that belong together, and what a rule needs to judge them.
#[derive(Clone, Debug)]
pub(crate) struct Paragraph<'a> {
    /// At least one; the first and the last are not blank. Where a page turns within the paragraph, the blank lines
    /// around its mark are among them.
    pub lines: &'a [Line<'a>],
    /// The lines joined, white space folded, page marks lifted out.
    pub text: String,
    /// The page marks that stood in the text, each with the number of its line, in order.
    pub lifted: Vec<(usize, &'a str)>,
    /// How many words it has; marks that stand alone are none.
    pub words: usize,
    /// Blank lines between the paragraph before and this one.
    pub blank_before: usize,
    /// Whether nothing is above it and nothing below it without a blank line between.
    pub stands_alone: bool,
}

/// The paragraphs of a document, in order; blank lines between them belong to none.
pub(crate) fn paragraphs<'a>(lines: &'a [Line<'a>]) -> Vec<Paragraph<'a>> {
    let wrapping = Wrapping::of(lines);
    let mut paragraphs = Vec::new();
    let mut blank = 0;
    let mut start = 0;
    while start < lines.len() {
        if lines[start].is_blank() {
            blank += 1;
            start += 1;
            continue;
        }
        let end = wrapping.end(lines, start);
        let (text, lifted) = wrapping.join(&lines[start..end]);
        let stands_alone = (start == 0 || blank > 0) && lines.get(end).is_none_or(|line| line.is_blank());
        let words = words(&text);
        paragraphs.push(Paragraph {
            lines: &lines[start..end],
            text,
            lifted,
            words,
            blank_before: blank,
            stands_alone,
        });
        blank = 0;
        start = end;
    }
    paragraphs
}

impl<'a> Paragraph<'a> {
    /// A line that is a paragraph of its own.
    pub fn of_line(line: &'a Line<'a>) -> Self {
        Self {
            lines: std::slice::from_ref(line),
            text: line.text().to_owned(),
            lifted: Vec::new(),
            words: words(line.raw),
            blank_before: 1,
            stands_alone: true,
        }
    }

    pub fn range(&self) -> LineRange {
        LineRange { first: self.lines[0].number, last: self.lines[self.lines.len() - 1].number }
    }

    /// Whether every line is quoted; `text` is then without the marks.
    pub fn is_quote(&self) -> bool {
        self.lines.iter().all(|line| quoted(line.text()).is_some())
    }

    pub fn indent(&self) -> usize {
        self.lines[0].indent()
    }

    /// Running text: long enough to be more than a label, a menu or a heading.
    pub fn is_prose(&self) -> bool {
        let words = self.words;
        words >= 12 || words >= 5 && ends_sentence(&self.text)
    }

    /// Text that only an author writes, not a page's machinery.
    pub fn is_long_prose(&self) -> bool {
        self.words >= 20 && self.text.contains(['.', '!', '?', '…', '。'])
    }
}

/// How many words a text has; marks that stand alone are none.
pub(crate) fn words(text: &str) -> usize {
    let spaced = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    // Chinese, Japanese and Thai put no spaces between words, which have two signs or so.
    let unspaced = |c: char| matches!(c, '\u{E00}'..='\u{E7F}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}');
    if text.is_ascii() { spaced } else { spaced + text.chars().filter(|&c| unspaced(c)).count() / 2 }
}

/// Whether a text ends as a sentence does, perhaps inside quotation marks or brackets.
pub(crate) fn ends_sentence(text: &str) -> bool {
    const ENDS: [char; 11] = ['.', '!', '?', '…', ':', '。', '！', '？', '؟', '۔', '।'];
    text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '」', ' ']).ends_with(ENDS)
}

/// The mark that opens a list item and the words after it.
pub(crate) fn bullet(text: &str) -> Option<(&str, &str)> {
    let end = text.find(char::is_whitespace)?;
    let (mark, rest) = text.split_at(end);
    let number = mark.strip_suffix(['.', ')']).is_some_and(|digits| {
        (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0')
    });
    let sign = matches!(mark, "•" | "-" | "*" | "–" | "◦" | "▪" | "‣" | "·" | "●" | "○" | "■");
    (number || sign).then(|| (mark, rest.trim())).filter(|(_, rest)| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_are_marks_and_small_numbers() {
        assert_eq!(bullet("• one"), Some(("•", "one")));
        assert_eq!(bullet("12) twelve"), Some(("12)", "twelve")));
        for no in ["-5 degrees", "2026. A year", "• ", "*"] {
            assert_eq!(bullet(no), None, "{no}");
        }
    }
}
