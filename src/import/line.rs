//! A seed's text → numbered lines. Called by every format that is text; knows nothing of what the lines mean.

/// One line of a seed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Line<'a> {
    /// Counted from 1, as an editor counts.
    pub number: usize,
    /// Without the line ending, otherwise as received.
    pub raw: &'a str,
}

/// The lines of a text; `\n`, `\r\n` and a lone `\r` end one.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut rest = text;
    let mut lines = Vec::new();
    while !rest.is_empty() {
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        lines.push(Line { number: lines.len() + 1, raw: &rest[..end] });
        let ending = if rest[end..].starts_with("\r\n") { 2 } else { 1 };
        rest = rest.get(end + ending..).unwrap_or("");
    }
    lines
}

impl<'a> Line<'a> {
    /// Without the white space around it.
    pub fn text(self) -> &'a str {
        self.raw.trim()
    }

    pub fn is_blank(self) -> bool {
        !self.raw.chars().any(is_ink)
    }

    /// The width of the white space before the text; a tab counts as four columns.
    pub fn indent(self) -> usize {
        self.raw.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum()
    }

    /// In characters, white space at the end left out.
    pub fn width(self) -> usize {
        self.raw.trim_end().chars().count()
    }
}

/// Whether a character can be seen. Zero-width characters and soft hyphens cannot, no more than white space.
pub(crate) fn is_ink(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Only the characters that can be seen.
pub(crate) fn ink(text: &str) -> String {
    text.chars().filter(|&c| is_ink(c)).collect()
}

/// With each run of ASCII white space as one space. Other spaces (no-break, thin) stay: they belong to the typesetting.
pub(crate) fn fold_space(text: &str) -> String {
    let words: Vec<&str> = text.trim().split(|c: char| c.is_ascii_whitespace() || c == '\u{B}').collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_ending_ends_a_line() {
        let raw: Vec<&str> = lines("a\r\nb\rc\n\n  d").iter().map(|line| line.raw).collect();
        assert_eq!(raw, ["a", "b", "c", "", "  d"]);
        assert_eq!(lines("a\n").len(), 1);
        assert!(lines("").is_empty());
    }

    #[test]
    fn a_line_of_invisible_characters_is_blank() {
        let line = Line { number: 1, raw: "\u{FEFF}\u{A0}\u{200B}\t" };
        assert!(line.is_blank());
        assert_eq!(fold_space(" a \t b\u{A0}c "), "a b\u{A0}c");
    }
}
