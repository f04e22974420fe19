//! Hard-wrapped text: which lines go on with a paragraph, over the turn of a page too, and what they say when they are
//! joined. `paragraph.rs` calls it; in a text that is not wrapped every line is a paragraph.

use super::label::Labels;
use super::paragraph::{bullet, ends_sentence};
use crate::import::line::{Line, fold_space};
use std::collections::BTreeSet;

/// How a document breaks its lines.
pub(crate) struct Wrapping {
    /// The column at which it does; `None` when each line is a paragraph of its own.
    width: Option<usize>,
    labels: Labels,
    /// Whether paragraphs begin with an indent and go on without one.
    indented: bool,
    /// The words of a wrapped document in small letters: a word broken at a line's end may stand whole elsewhere.
    words: BTreeSet<String>,
}

impl Wrapping {
    pub fn of(lines: &[Line<'_>]) -> Self {
        let width = width(lines);
        let words = if width.is_some() { vocabulary(lines) } else { BTreeSet::new() };
        Self { width, labels: Labels::of(lines), indented: is_indented(lines), words }
    }

    /// The end of the paragraph that begins at `start`: the index after its last line.
    pub fn end(&self, lines: &[Line<'_>], start: usize) -> usize {
        let mut end = start + 1;
        if is_page_mark(lines[start]) {
            return end;
        }
        loop {
            if end < lines.len() && self.width.is_some_and(|width| self.continues(&lines[start..=end], width)) {
                end += 1;
            } else if let Some(next) = self.over_the_page(lines, start, end) {
                end = next + 1;
            } else {
                return end;
            }
        }
    }

    /// Whether the last of `lines` goes on with the paragraph that the others make up.
    fn continues(&self, lines: &[Line<'_>], width: usize) -> bool {
        let [before @ .., next] = lines else { return false };
        let Some(last) = before.last() else { return false };
        if next.is_blank() || is_page_mark(*next) || bullet(next.text()).is_some() || self.labels.opens(*next, *last) {
            return false;
        }
        if next.text().starts_with('>') != last.text().starts_with('>') || is_bracketed(*next) || is_bracketed(*last) {
            return false;
        }
        // A turn may hang from its label, as an item does from its mark.
        let labelled = before.len() == 1 && self.labels.opens(before[0], before[0]);
        let hangs = labelled || bullet(before[0].text()).is_some();
        let indents = next.indent() > last.indent() && !hangs;
        if indents || self.indented && next.indent() > 0 && bullet(before[0].text()).is_none() {
            return false;
        }
        // Where the next word would have fitted, the line was ended on purpose.
        let first_word = next.text().split_whitespace().next().map_or(0, |word| word.chars().count());
        let fitted = last.width() + 1 + first_word + 8 < width;
        !fitted || next.text().starts_with(char::is_lowercase)
    }

    /// The line with which the paragraph of `start` goes on behind a page mark, if one stands at `end`.
    fn over_the_page(&self, lines: &[Line<'_>], start: usize, end: usize) -> Option<usize> {
        let between = |line: &Line<'_>| line.is_blank() || is_page_mark(*line);
        let length = lines[end..].iter().take_while(|line| between(line)).count();
        let next = *lines.get(end + length)?;
        if !lines[end..end + length].iter().any(|line| is_page_mark(*line)) {
            return None;
        }
        let (first, last) = (lines[start], lines[end - 1]);
        let opens = bullet(next.text()).is_some() || self.labels.opens(next, last) || next.text().starts_with('>');
        let small = next.text().starts_with(char::is_lowercase);
        // Where paragraphs begin with an indent, a line without one goes on.
        let flush = self.width.is_some() && (1..=8).contains(&first.indent()) && next.indent() == 0;
        let goes_on = small && !ends_sentence(last.text()) || flush && last.width() >= 40;
        (goes_on && !opens).then_some(end + length)
    }

    /// The words of some lines, and the page marks that stood among them.
    pub fn join<'a>(&self, lines: &[Line<'a>]) -> (String, Vec<(usize, &'a str)>) {
        let quoted = lines.iter().all(|line| quoted(line.text()).is_some());
        let mut joined = String::new();
        let mut lifted = Vec::new();
        // A page mark alone is a paragraph, and its words are its own.
        let marks = lines.len() > 1 || !is_page_mark(lines[0]);
        for line in lines.iter().filter(|line| !line.is_blank()) {
            if marks && is_page_mark(*line) {
                lifted.push((line.number, line.text()));
                continue;
            }
            let mut text = if quoted { &line.text()[1..] } else { line.text() }.trim();
            self.push_line(&mut joined, text);
            if marks && text.contains(PAGE) {
                joined.truncate(joined.len() - text.len());
                while let Some((before, mark, after)) = page_mark(text) {
                    joined.push_str(before);
                    lifted.push((line.number, mark));
                    text = after;
                }
                joined.push_str(text);
            }
        }
        let text = fold_space(&joined);
        if text.is_empty() {
            // Nothing is left to lift the mark out of: it is what the line says.
            let whole = lines.iter().map(|line| line.text().trim_start_matches('>')).collect::<Vec<_>>().join(" ");
            return (fold_space(&whole), Vec::new());
        }
        (text, lifted)
    }

    /// Adds a line with what belongs between it and the one before it.
    fn push_line(&self, joined: &mut String, text: &str) {
        let hyphen = joined.ends_with(['-', '\u{2010}', '\u{AD}']);
        let mut before = joined.trim_end_matches(['-', '\u{2010}', '\u{AD}']).chars().rev();
        if !(hyphen && before.next().is_some_and(char::is_alphabetic) && text.starts_with(char::is_lowercase)) {
            joined.push(' ');
        } else if self.is_one_word(joined, text) {
            // The hyphen was the break's, not the word's. A soft one stands where it was.
            joined.pop();
            joined.push('\u{AD}');
        }
        joined.push_str(text);
    }

    /// Whether the document elsewhere writes, without its hyphen, the word that the line's end has broken.
    fn is_one_word(&self, joined: &str, text: &str) -> bool {
        const LONGEST: usize = 40;
        let tail = joined.char_indices().rev().take(LONGEST);
        let start =
            tail.take_while(|(_, c)| c.is_alphanumeric() || *c == '-').last().map_or(joined.len(), |(at, _)| at);
        let head = &joined[start..];
        let tail: String = text.chars().take_while(|c| c.is_alphabetic()).collect();
        let hyphened = format!("{head}{tail}").to_lowercase();
        !self.words.contains(&hyphened) && self.words.contains(&hyphened.replace('-', ""))
    }
}

/// What a page mark begins with, as the record of the United States Congress prints it: `[[Page S694]]`.
const PAGE: &str = "[[Page ";

/// What stands before the first page mark in a text, the mark, and what stands after it.
fn page_mark(text: &str) -> Option<(&str, &str, &str)> {
    const LONGEST: usize = 24;
    let start = text.find(PAGE)?;
    let end = start + text[start..].find("]]")? + 2;
    let sound = end - start <= LONGEST;
    sound.then(|| (&text[..start], &text[start..end], &text[end..]))
}

/// Whether a line holds page marks and nothing else.
pub(crate) fn is_page_mark(line: Line<'_>) -> bool {
    let mut text = line.text();
    let begins = text.starts_with(PAGE);
    while let Some((before, _, after)) = page_mark(text).filter(|_| begins) {
        if !before.trim().is_empty() {
            return false;
        }
        text = after;
    }
    begins && text.trim().is_empty()
}

/// The column at which the document was wrapped, if it was: wrapped text breaks its lines inside sentences and never
/// runs wide.
fn width(lines: &[Line<'_>]) -> Option<usize> {
    const WIDEST: usize = 100;
    let pairs: Vec<(&Line<'_>, &Line<'_>)> =
        lines.iter().zip(lines.iter().skip(1)).filter(|(a, b)| !a.is_blank() && !b.is_blank()).collect();
    let wide = pairs.iter().filter(|(line, _)| line.width() > WIDEST).count();
    let long = pairs.iter().filter(|(line, _)| line.width() >= 40).count();
    let broken = pairs.iter().filter(|(line, next)| line.width() >= 40 && runs_on(line, next)).count();
    let wrapped = long > 0 && wide * 20 <= pairs.len() && broken * 2 >= long;
    wrapped.then(|| pairs.iter().map(|(line, _)| line.width()).filter(|&width| width <= WIDEST).max().unwrap_or(WIDEST))
}

/// Whether sentences that begin on a line with an indent more often go on without one than with another like it.
fn is_indented(lines: &[Line<'_>]) -> bool {
    let (mut first, mut like) = (0, 0);
    for (line, next) in lines.iter().zip(lines.iter().skip(1)) {
        if line.width() >= 40 && (1..=8).contains(&line.indent()) && !next.is_blank() && runs_on(line, next) {
            *(if next.indent() == 0 { &mut first } else { &mut like }) += 1;
        }
    }
    first > like
}

/// Whether a line stands in brackets from its first sign to its last, as the heads of some records do.
pub(crate) fn is_bracketed(line: Line<'_>) -> bool {
    let text = line.text();
    text.starts_with('[') && text.ends_with(']')
}

/// Whether a sentence goes on from one line to the next.
fn runs_on(line: &Line<'_>, next: &Line<'_>) -> bool {
    next.text().starts_with(char::is_lowercase) || !ends_sentence(line.text())
}

/// The words that stand whole in some lines, inner hyphens included: not those that a line's end has broken.
fn vocabulary(lines: &[Line<'_>]) -> BTreeSet<String> {
    if !lines.iter().any(|line| line.text().ends_with(['-', '\u{2010}'])) {
        return BTreeSet::new();
    }
    let mut words = BTreeSet::new();
    for line in lines {
        let mut text = line.text();
        if text.ends_with(['-', '\u{2010}']) {
            text = text.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '-' | '\u{2010}'));
        }
        for word in text.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|word| word.len() > 2) {
            if !words.contains(word) {
                words.insert(word.to_lowercase());
            }
        }
    }
    words
}

/// The words behind one `>`. What is quoted within a quotation keeps its marks.
pub(crate) fn quoted(line: &str) -> Option<&str> {
    line.strip_prefix('>').filter(|words| !words.starts_with('>') && words.contains(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::super::paragraph::paragraphs;
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
    fn a_word_that_stands_whole_elsewhere_loses_the_hyphen_of_the_break() {
        let text = "The engineers of the county asked for an investigation\nof the bridge, and the county found that every inves-\n\
                    tigation that it had paid for had found nothing at all.\n";
        assert!(texts(text)[0].contains("every inves\u{AD}tigation that"));
    }

    #[test]
    fn a_page_turns_within_a_sentence() {
        let text = "  The board met four times between the spring and the\nautumn of the year and heard eleven witnesses, among\n\n\
                    [[Page S12]]\n\nthem the ferryman, who had nothing to add to what was\nknown.\n  It finds that the ferry was sound.\n\n\
                    [[Page S13]]\n\n  Nobody had looked at it since the day on which it was\nlaid up.\n";
        let lines = lines(text);
        let found = paragraphs(&lines);
        assert!(found[0].text.contains("among them the ferryman"));
        assert_eq!(found[0].lifted, [(4, "[[Page S12]]")]);
        assert_eq!((found[2].text.as_str(), found[2].lifted.len()), ("[[Page S13]]", 0));
        assert_eq!(found.len(), 4);
    }

    #[test]
    fn a_page_mark_within_a_line_is_lifted_out_of_it() {
        let lines = lines("The bill [[Page S694]] was read, and nobody rose.\n");
        let found = paragraphs(&lines);
        assert_eq!(found[0].text, "The bill was read, and nobody rose.");
        assert_eq!(found[0].lifted, [(1, "[[Page S694]]")]);
    }
}
