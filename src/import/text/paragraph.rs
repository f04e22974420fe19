//! Lines → paragraphs: joins hard-wrapped lines and leaves the others alone. The first step of reading plain text.

use super::label;
use crate::import::line::{Line, fold_space};
use crate::import::source::LineRange;
use std::collections::BTreeSet;

/// Lines that belong together, and what a rule needs to judge them.
#[derive(Clone, Debug)]
pub(crate) struct Paragraph<'a> {
    /// At least one, none of them blank.
    pub lines: &'a [Line<'a>],
    /// The lines joined, white space folded.
    pub text: String,
    /// How many words it has; marks that stand alone are none.
    pub words: usize,
    /// Blank lines between the paragraph before and this one.
    pub blank_before: usize,
    /// Whether nothing is above it and nothing below it without a blank line between.
    pub stands_alone: bool,
}

/// The paragraphs of a document, in order; blank lines belong to none.
pub(crate) fn paragraphs<'a>(lines: &'a [Line<'a>]) -> Vec<Paragraph<'a>> {
    let wrap = wrap_width(lines);
    let labels = label::recurring(lines);
    let mut paragraphs = Vec::new();
    let mut blank = 0;
    let mut start = 0;
    while start < lines.len() {
        if lines[start].is_blank() {
            blank += 1;
            start += 1;
            continue;
        }
        let mut end = start + 1;
        while end < lines.len() && wrap.is_some_and(|width| continues(&lines[start..=end], width, &labels)) {
            end += 1;
        }
        let text = join(&lines[start..end]);
        let stands_alone = (start == 0 || blank > 0) && lines.get(end).is_none_or(|line| line.is_blank());
        let words = words(&text);
        paragraphs.push(Paragraph { lines: &lines[start..end], text, words, blank_before: blank, stands_alone });
        blank = 0;
        start = end;
    }
    paragraphs
}

/// The column at which the document was wrapped; `None` when each line is a paragraph of its own.
///
/// Wrapped text breaks its lines inside sentences and never runs wide.
fn wrap_width(lines: &[Line<'_>]) -> Option<usize> {
    const WIDEST: usize = 100;
    let pairs: Vec<(&Line<'_>, &Line<'_>)> =
        lines.iter().zip(lines.iter().skip(1)).filter(|(a, b)| !a.is_blank() && !b.is_blank()).collect();
    let wide = pairs.iter().filter(|(line, _)| line.width() > WIDEST).count();
    let long = pairs.iter().filter(|(line, _)| line.width() >= 40).count();
    let broken = pairs.iter().filter(|(line, next)| line.width() >= 40 && runs_on(line, next)).count();
    let wrapped = long > 0 && wide * 20 <= pairs.len() && broken * 2 >= long;
    wrapped.then(|| pairs.iter().map(|(line, _)| line.width()).filter(|&width| width <= WIDEST).max().unwrap_or(WIDEST))
}

/// Whether a sentence goes on from one line to the next.
fn runs_on(line: &Line<'_>, next: &Line<'_>) -> bool {
    next.text().starts_with(char::is_lowercase) || !ends_sentence(line.text())
}

/// Whether the last of `lines` goes on with the paragraph that the others make up.
fn continues(lines: &[Line<'_>], width: usize, labels: &BTreeSet<String>) -> bool {
    let [before @ .., next] = lines else { return false };
    let Some(last) = before.last() else { return false };
    if next.is_blank() || bullet(next.text()).is_some() || label::opens(next.raw, labels) {
        return false;
    }
    if next.text().starts_with('>') != last.text().starts_with('>') {
        return false;
    }
    let hangs = bullet(before[0].text()).is_some();
    if next.indent() > last.indent() && !hangs {
        return false;
    }
    // Where the next word would have fitted, the line was ended on purpose.
    let first_word = next.text().split_whitespace().next().map_or(0, |word| word.chars().count());
    let fitted = last.width() + 1 + first_word + 8 < width;
    !fitted || next.text().starts_with(char::is_lowercase)
}

fn join(lines: &[Line<'_>]) -> String {
    let quoted = lines.iter().all(|line| quoted(line.text()).is_some());
    let mut joined = String::new();
    for line in lines {
        let text = if quoted { &line.text()[1..] } else { line.text() };
        // A word broken at its hyphen keeps the hyphen: only the break goes.
        let mut tail = joined.chars().rev();
        let hyphenated = tail.next() == Some('-') && tail.next().is_some_and(char::is_alphabetic);
        let broken = hyphenated && text.starts_with(char::is_lowercase);
        joined.push_str(if broken { "" } else { " " });
        joined.push_str(text.trim());
    }
    fold_space(&joined)
}

impl Paragraph<'_> {
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

/// The words behind one `>`. What is quoted within a quotation keeps its marks.
fn quoted(line: &str) -> Option<&str> {
    line.strip_prefix('>').filter(|words| !words.starts_with('>') && words.contains(char::is_alphanumeric))
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
    use crate::import::line::lines;

    fn texts(text: &str) -> Vec<String> {
        paragraphs(&lines(text)).into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn long_lines_are_paragraphs_of_their_own() {
        let text = "The council met on Tuesday and voted for the bridge, although three of its members had left.\n\
                    The mayor said that the work would begin in spring, when the river is low.\n";
        assert_eq!(texts(text).len(), 2);
    }

    #[test]
    fn wrapped_lines_are_joined_until_a_blank_line_or_an_indent() {
        let text = "  The council met on Tuesday and voted for the new\nbridge, although three of its members had left the\nroom.\n\
                    \x20 The mayor said that the work would begin in spring,\nwhen the river is low.\n\nNobody asked what the old ferry was to do after\nthat.\n";
        assert_eq!(
            texts(text),
            [
                "The council met on Tuesday and voted for the new bridge, although three of its members had left the room.",
                "The mayor said that the work would begin in spring, when the river is low.",
                "Nobody asked what the old ferry was to do after that.",
            ]
        );
    }

    #[test]
    fn a_wrapped_list_item_keeps_its_hanging_lines() {
        let text = "The committee found, after a long day of talk, that\nit had agreed on two things only, and they are these:\n\
                    - the ferry stays until the bridge has been tested\n  by the engineers of the county\n- the toll goes\n";
        assert_eq!(texts(text)[1], "- the ferry stays until the bridge has been tested by the engineers of the county");
        assert_eq!(texts(text)[2], "- the toll goes");
    }

    #[test]
    fn a_word_broken_at_a_line_s_end_is_one_word() {
        let text = "The engineers of the county have measured the long-\nterm load of every pier and found that none of the\npiers moves.\n";
        assert!(texts(text)[0].contains("long-term load"));
    }

    #[test]
    fn bullets_are_marks_and_small_numbers() {
        assert_eq!(bullet("• one"), Some(("•", "one")));
        assert_eq!(bullet("12) twelve"), Some(("12)", "twelve")));
        for no in ["-5 degrees", "2026. A year", "• ", "*"] {
            assert_eq!(bullet(no), None, "{no}");
        }
    }
}
