//! What stands between two letters in a quotation and in its source → whether the difference matters. Called by
//! `grade`. White space, quotation marks and the width of dashes never matter; other punctuation does.

use super::DifferenceKind;
use crate::prose::fold::letters::{self, Class};

const SOFT_HYPHEN: char = '\u{AD}';

/// The difference between two gaps between the same two units, of the classes `around`.
pub(super) fn difference(ours: &str, theirs: &str, around: [Class; 2]) -> Option<DifferenceKind> {
    let (ours, theirs) = (Gap::read(ours, around), Gap::read(theirs, around));
    if ours.marks != theirs.marks {
        let same_word = |hyphen: &Gap, other: &Gap| hyphen.is_line_end && (other.is_empty() || other.is_hyphen());
        if same_word(&ours, &theirs) || same_word(&theirs, &ours) {
            return None;
        }
        let breaks = |gap: &Gap| gap.is_hyphen() || gap.marks.is_empty();
        let only_breaks = breaks(&ours) && breaks(&theirs);
        return Some(if only_breaks { DifferenceKind::WordBreaks } else { DifferenceKind::Punctuation });
    }
    let spaces_matter = around.iter().all(|class| matches!(class, Class::Letter | Class::Digit | Class::Mark));
    let differs = ours.marks.is_empty() && ours.is_spaced != theirs.is_spaced && spaces_matter;
    differs.then_some(DifferenceKind::WordBreaks)
}

/// The punctuation of a gap, in one spelling.
pub(super) fn marks(gap: &str) -> String {
    Gap::read(gap, [Class::Gap; 2]).marks
}

/// Whether a mark may be moved inside the closing quotation mark.
pub(super) fn is_stop(mark: char) -> bool {
    matches!(mark, '.' | ',' | '。' | '、' | '،' | '۔' | '।')
}

struct Gap {
    /// Without quotation marks and white space, each dash as `—` and each ellipsis as `…`.
    marks: String,
    is_spaced: bool,
    /// A hyphen and then white space, or a soft hyphen: perhaps a word that was broken at the end of a line.
    is_line_end: bool,
}

impl Gap {
    fn read(gap: &str, around: [Class; 2]) -> Self {
        let visible = || gap.chars().filter(|&c| !letters::is_silent(c));
        let is_spaced = visible().any(char::is_whitespace);
        let mut characters = visible();
        let first = characters.next();
        let is_hyphen = first.is_some_and(letters::is_hyphen);
        let is_broken = is_spaced && is_hyphen && characters.all(char::is_whitespace);
        let is_line_end = is_broken || first.is_none() && gap.contains(SOFT_HYPHEN);
        // Between two letters an apostrophe is spelling: `we're` is not `were`.
        let is_spelling = |c| letters::is_apostrophe(c) && around == [Class::Letter; 2] && visible().nth(1).is_none();
        let mut marks = String::new();
        let mut dots = 0;
        for c in visible() {
            dots = if c == '.' {
                dots + 1
            } else if c.is_whitespace() {
                dots
            } else {
                0
            };
            match c {
                c if c.is_whitespace() => {}
                c if is_spelling(c) => marks.push('’'),
                c if letters::is_quotation_mark(c) => {}
                c if letters::is_dash(c) => push_once(&mut marks, '—'),
                '…' | '⋯' => push_once(&mut marks, '…'),
                '.' if marks.ends_with('…') => {}
                '.' if dots == 3 => {
                    marks.truncate(marks.len() - 2);
                    push_once(&mut marks, '…');
                }
                c => unicode_normalization::char::decompose_compatible(c, |part| marks.push(part)),
            }
        }
        Self { marks, is_spaced, is_line_end }
    }

    fn is_empty(&self) -> bool {
        self.marks.is_empty() && !self.is_spaced
    }

    fn is_hyphen(&self) -> bool {
        self.marks == "—" && !self.is_spaced
    }
}

fn push_once(marks: &mut String, mark: char) {
    if !marks.ends_with(mark) {
        marks.push(mark);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_differences_matter() {
        use DifferenceKind::{Punctuation, WordBreaks};
        for (ours, theirs, expected) in [
            (" ", "\n", None),
            (" ", " “", None),
            ("—", " -- ", None),
            ("-", "–", None),
            ("’", "'", None),
            ("-\n", "", None),
            ("-\n", "-", None),
            ("", "\u{AD}", None),
            ("-", "\u{AD}", None),
            ("-\n", "\u{AD}", None),
            (" ", "\u{AD}", Some(WordBreaks)),
            (", ", " , ", None),
            ("… ", ". . . ", None),
            (", ", ",", None),
            ("", " ", Some(WordBreaks)),
            ("-", "", Some(WordBreaks)),
            ("-", " ", Some(WordBreaks)),
            ("’", "", Some(Punctuation)),
            (", ", " ", Some(Punctuation)),
            ("? ", ". ", Some(Punctuation)),
            (" — ", " ", Some(Punctuation)),
            ("… ", ". ", Some(Punctuation)),
        ] {
            assert_eq!(difference(ours, theirs, [Class::Letter; 2]), expected, "{ours:?} {theirs:?}");
            assert_eq!(difference(theirs, ours, [Class::Letter; 2]), expected, "{theirs:?} {ours:?}");
        }
        assert_eq!(difference(" ", "", [Class::Digit, Class::Unit]), None);
        assert_eq!(difference(" ", "", [Class::Unspaced, Class::Digit]), None);
    }
}
