//! A stretch of a file, in bytes. Used wherever something must be found again: marks, passages, diagnostics.

use serde::{Deserialize, Serialize};

/// Byte offsets into one file's text, zero-based, half-open. Both ends lie on character boundaries.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span runs forwards");
        Self { start, end }
    }

    /// The empty span at `offset`.
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both.
    pub fn join(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The text under the span.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// Where the lines of a text begin, for turning byte offsets into what people and editors read.
#[derive(Debug)]
pub struct LineIndex {
    /// The byte offset at which each line begins, ascending; the first is 0.
    starts: Vec<usize>,
    /// How many characters begin before each multiple of `STEP` bytes: a line of megabytes may have a finding in every
    /// word, and is not counted anew for each.
    characters: Vec<usize>,
}

const STEP: usize = 4096;

/// A place as an editor shows it: both count from 1, columns count characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

impl LineIndex {
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|newline| newline + 1));
        let mut characters = vec![0];
        for step in text.as_bytes().chunks_exact(STEP) {
            characters.push(characters[characters.len() - 1] + begun_in(step));
        }
        Self { starts, characters }
    }

    /// The line of a byte offset, counted from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset)
    }

    /// The place of a byte offset in the text that the index was made from.
    pub fn place(&self, text: &str, offset: usize) -> Place {
        let line = self.line(offset);
        let before = |offset: usize| {
            let step = offset / STEP;
            self.characters[step] + begun_in(&text.as_bytes()[step * STEP..offset])
        };
        Place { line, column: before(offset) - before(self.starts[line - 1]) + 1 }
    }

    /// The span of a line, counted from 1, without its line ending; `None` past the end.
    pub fn line_span(&self, text: &str, line: usize) -> Option<Span> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let end = self.starts.get(line).map_or(text.len(), |next| next - 1);
        Some(Span::new(start, end))
    }
}

/// How many characters of UTF-8 begin in these bytes: all bytes but those that go on with one.
fn begun_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_long_line_is_where_its_characters_put_it() {
        let text = format!("first\n{}x", "é–".repeat(STEP));
        let index = LineIndex::new(&text);
        let line = "first\n".len();
        for ((offset, _), column) in text[line..].char_indices().zip(1..).filter(|((offset, _), _)| offset % STEP < 8) {
            assert_eq!(index.place(&text, line + offset), Place { line: 2, column }, "{offset}");
        }
    }

    #[test]
    fn places_count_characters_from_one() {
        let text = "é–x\nzweite\n";
        let index = LineIndex::new(text);
        assert_eq!(index.place(text, 0), Place { line: 1, column: 1 });
        assert_eq!(index.place(text, text.find('x').unwrap()), Place { line: 1, column: 3 });
        assert_eq!(index.place(text, text.find('w').unwrap()), Place { line: 2, column: 2 });
        assert_eq!(index.place(text, text.len()), Place { line: 3, column: 1 });
        assert_eq!(index.line_span(text, 2).unwrap().of(text), "zweite");
        assert_eq!(index.line_span(text, 9), None);
    }
}
