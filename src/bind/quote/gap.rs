//! What stands between two letters in a quotation and in its source → whether the difference matters. Called by
//! `grade`. White space, quotation marks and the width of dashes never matter; other punctuation does.

use super::DifferenceKind;
use crate::prose::fold::letters::{self, Class};

const SOFT_HYPHEN: char = '\u{AD}';

/// The difference between two gaps between the same two units, `around`.
pub(super) fn difference(ours: &str, theirs: &str, around: [char; 2]) -> Option<DifferenceKind> {
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
    let spaces_matter = around.iter().all(|&c| matches!(letters::class(c), Class::Letter | Class::Digit | Class::Mark));
    let differs = ours.marks.is_empty() && ours.is_spaced != theirs.is_spaced && spaces_matter;
    differs.then_some(DifferenceKind::WordBreaks)
}

/// The punctuation of a gap, in one spelling.
pub(super) fn marks(gap: &str) -> String {
    Gap::read(gap, [' '; 2]).marks
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
    fn read(gap: &str, around: [char; 2]) -> Self {
        let visible = || gap.chars().filter(|&c| !letters::is_silent(c));
        let is_spaced = visible().any(is_space);
        let mut characters = visible();
        let first = characters.next();
        let is_hyphen = first.is_some_and(letters::is_hyphen);
        let is_broken = is_spaced && is_hyphen && characters.all(is_space);
        let is_line_end = is_broken || first.is_none() && gap.contains(SOFT_HYPHEN);
        // Between two letters an apostrophe is spelling: `we're` is not `were`.
        let is_alone = visible().nth(1).is_none();
        let spells = |&c: &char| letters::class(c) == Class::Letter && !letters::is_jamo(c);
        let is_apostrophe = |c| is_alone && letters::is_apostrophe(c) && around.iter().all(spells);
        // Between two Hebrew letters two strokes are the sign of an abbreviation: `צה״ל`.
        let is_gershayim =
            |c| is_alone && matches!(c, '״' | '"' | '”' | '“' | '″') && around.iter().all(|c| ('א'..='ת').contains(c));
        let mut marks = String::new();
        let mut dots = 0;
        for c in visible() {
            dots = if c == '.' {
                dots + 1
            } else if is_space(c) {
                dots
            } else {
                0
            };
            match c {
                c if is_space(c) => {}
                c if is_apostrophe(c) => marks.push('’'),
                c if is_gershayim(c) => marks.push('״'),
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

/// White space, or the Ethiopic mark between words.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '፡'
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
            assert_eq!(difference(ours, theirs, ['a'; 2]), expected, "{ours:?} {theirs:?}");
            assert_eq!(difference(theirs, ours, ['a'; 2]), expected, "{theirs:?} {ours:?}");
        }
        assert_eq!(difference(" ", "", ['5', '%']), None);
        assert_eq!(difference(" ", "", ['第', '5']), None);
    }
}
