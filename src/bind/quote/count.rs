//! A quotation → how much of it there is: words as a reader counts them, in any script. Called by callers who decide
//! what deserves a check, and by `verify`, which lets no quotation be stitched together from single words.

use super::pattern::Pattern;
use super::skeleton::Scope;
use crate::prose::fold::letters::{self, Class};
use crate::prose::fold::{Edge, Sink, Unit, fold};
use crate::span::Span;

/// Han and kana have about two characters to a word.
const CHARACTERS_PER_WORD: usize = 2;
/// Thai and its like have about four letters to a word, without marks.
const THAI_LETTERS_PER_WORD: usize = 4;
/// What a word weighs among words; a character of a script without spaces weighs its share.
pub(super) const WORD_WEIGHT: usize = CHARACTERS_PER_WORD * THAI_LETTERS_PER_WORD;

/// A part between omissions has this many words, or this many letters.
const PART_WORDS: usize = 2;
const PART_LETTERS: usize = 8;

/// Whether this is one or two words without omission, bracket or digit: perhaps no quotation but a scare quote.
pub fn is_short(quotation: &str) -> bool {
    let is_edited = Pattern::edited(quotation).is_some_and(|pattern| pattern.is_edited());
    let has_digit = quotation.chars().any(|c| matches!(letters::class(c), Class::Digit | Class::Numeral));
    (1..=2).contains(&word_count(quotation)) && !is_edited && !has_digit
}

/// How many words a reader would count.
pub fn word_count(quotation: &str) -> usize {
    Counts::of(quotation).words()
}

/// The first part between omissions, as the hit arranges them, that is too short to be quoted on its own. Parts
/// that follow one another directly in the source are one. A part that is all that is said there may be short.
pub(super) fn too_short(quotation: &str, pattern: &Pattern, scope: &Scope, hit: &[Span]) -> Option<Span> {
    let parts = pattern.parts();
    if parts.len() == 1 {
        return None;
    }
    let mut run = Counts::default();
    let mut run_start = 0;
    for (index, part) in parts.iter().enumerate() {
        for text in &pattern.texts[part.clone()] {
            run.add(&Counts::of(text.span.of(quotation)));
        }
        let goes_on = parts.get(index + 1).is_some_and(|next| hit[part.end - 1].end == hit[next.start].start);
        if goes_on {
            continue;
        }
        let is_whole = run_start == 0 && index + 1 == parts.len();
        let is_short = run.words() < PART_WORDS && run.letters < PART_LETTERS;
        let stretch = hit[parts[run_start].start].join(hit[part.end - 1]);
        if !is_whole && is_short && !is_utterance(scope, stretch) {
            return Some(pattern.span(&(parts[run_start].start..part.end)));
        }
        run = Counts::default();
        run_start = index + 1;
    }
    None
}

/// The weight of a word that begins with `first`, a unit of a skeleton.
pub(super) fn weight(first: char) -> usize {
    match letters::class(first) {
        Class::Unspaced if is_thai_like(first) => WORD_WEIGHT / THAI_LETTERS_PER_WORD,
        Class::Unspaced => WORD_WEIGHT / CHARACTERS_PER_WORD,
        _ => WORD_WEIGHT,
    }
}

/// A letter of Thai, Lao, Burmese, Khmer or their neighbours, given that it is one of a script without spaces.
fn is_thai_like(c: char) -> bool {
    ('\u{E00}'..'\u{2E80}').contains(&c)
}

/// Whether a stretch stands between two marks or ends of sentences, as the first word of `“Yes,” she said, “I will.”`
/// does: left to itself it is nobody's word for something else.
fn is_utterance(scope: &Scope, stretch: Span) -> bool {
    let places = scope.places(stretch);
    let (Some(first), Some(last)) = (places.first(), places.last()) else { return false };
    let before = scope.passages()[first.passage].plain()[..first.span.start].trim_end();
    let after = &scope.passages()[last.passage].plain()[last.span.end..];
    let parts =
        |c: char| letters::is_quotation_mark(c) || matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '।');
    let gap = &after[..after.len() - after.trim_start_matches(|c| letters::class(c) == Class::Gap).len()];
    (before.is_empty() || before.ends_with(parts)) && (gap.len() == after.len() || gap.contains(parts))
}

#[derive(Default)]
struct Counts {
    /// All but those of the latest run of letters without a space.
    words: usize,
    /// The run's letters, and where it ends.
    han: usize,
    thai: usize,
    end: usize,
    letters: usize,
}

impl Counts {
    fn of(text: &str) -> Self {
        let mut counts = Self::default();
        fold(text, &mut counts);
        counts
    }

    fn words(&self) -> usize {
        self.words + self.han.div_ceil(CHARACTERS_PER_WORD) + self.thai.div_ceil(THAI_LETTERS_PER_WORD)
    }

    fn add(&mut self, other: &Counts) {
        self.words += other.words();
        self.letters += other.letters;
    }

    fn end_run(&mut self) {
        self.words = self.words();
        (self.han, self.thai) = (0, 0);
    }
}

impl Sink for Counts {
    fn unit(&mut self, unit: Unit) {
        let class = letters::class(unit.folded);
        if matches!(class, Class::Mark) {
            self.end = unit.end;
            return;
        }
        if unit.folded == ' ' {
            return;
        }
        self.letters += 1;
        // In scripts without spaces a space or a comma divides words all the same.
        if unit.start > self.end {
            self.end_run();
        }
        self.end = unit.end;
        match class {
            Class::Unspaced if is_thai_like(unit.folded) => self.thai += 1,
            Class::Unspaced => self.han += 1,
            _ => self.words += usize::from(matches!(unit.edge, Some(Edge::Word | Edge::Elision | Edge::Apart))),
        }
    }

    fn accent(&mut self, _: char, end: usize) {
        self.end = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_any_script() {
        for (text, count) in [
            ("", 0),
            ("…", 0),
            ("one two", 2),
            ("well-known author’s", 2),
            ("5 % of 1,500", 3),
            ("改革开放", 2),
            ("不,他说", 2),
            ("លក់ ដូរ", 2),
            ("カメラ", 1),
            ("ประเทศไทย", 3),
            ("в Киеве", 2),
        ] {
            assert_eq!(word_count(text), count, "{text}");
        }
    }

    #[test]
    fn short_is_one_or_two_words_without_a_trace_of_care() {
        assert!(is_short("special operation") && is_short("peace"));
        for long in ["one two three", "peace …", "[the] peace", "5 percent", ""] {
            assert!(!is_short(long), "{long}");
        }
    }
}
