//! Two texts → how much of their words they share, in order. `align` calls it; it decides nothing.

use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::collections::HashMap;
use unicode_segmentation::UnicodeSegmentation;

/// Longer texts are compared by what words they hold, not by the order of these.
const LONG: usize = 4000;

/// The words of a text, as numbers of a vocabulary, in order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Text {
    words: Vec<u32>,
    /// The same, sorted.
    sorted: Vec<u32>,
}

/// Words → numbers.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    numbers: HashMap<String, u32>,
}

impl Vocabulary {
    /// Words as Unicode bounds them (UAX 29), without case.
    pub fn text(&mut self, text: &str) -> Text {
        let number = |word: &str| {
            let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
            *self.numbers.entry(word.to_lowercase()).or_insert(next)
        };
        Text::of(text.unicode_words().map(number).collect())
    }
}

impl Text {
    fn of(words: Vec<u32>) -> Self {
        let mut sorted = words.clone();
        sorted.sort_unstable();
        Self { words, sorted }
    }

    pub fn concat<'a>(texts: impl Iterator<Item = &'a Text>) -> Self {
        Self::of(texts.flat_map(|text| text.words.iter().copied()).collect())
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Each word once, by number.
    pub fn distinct(&self) -> impl Iterator<Item = u32> + '_ {
        self.sorted.chunk_by(|a, b| a == b).map(|same| same[0])
    }
}

/// From 0 to 1: twice the words that both hold in one order, over all words; where sentences changed places, three
/// quarters of the same without order. Below `least` any value below it.
pub(super) fn likeness(a: &Text, b: &Text, least: f64) -> f64 {
    let all = (a.len() + b.len()) as f64;
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let unordered = 2.0 * in_common(a, b) as f64 / all;
    if unordered < least {
        return unordered;
    }
    (2.0 * shared(a, b) as f64 / all).max(0.75 * unordered)
}

/// How many words both hold in one order.
pub(super) fn shared(a: &Text, b: &Text) -> usize {
    if a.len() + b.len() > LONG {
        return in_common(a, b);
    }
    let ops = capture_diff_slices(Algorithm::Myers, &a.words, &b.words);
    ops.iter().filter(|op| op.tag() == DiffTag::Equal).map(|op| op.old_range().len()).sum()
}

/// How many words both hold, in any order.
pub(super) fn in_common(a: &Text, b: &Text) -> usize {
    let (mut left, mut right) = (a.sorted.iter().peekable(), b.sorted.iter().peekable());
    let mut count = 0;
    while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                count += 1;
                left.next();
                right.next();
            }
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_count_in_their_order() {
        let mut words = Vocabulary::default();
        let mut like = |a: &str, b: &str| (likeness(&words.text(a), &words.text(b), 0.0) * 100.0).round();
        assert_eq!(like("Four ferries crossed.", "four FERRIES, crossed"), 100.0);
        assert_eq!(like("one two three four", "one two three five"), 75.0);
        assert_eq!(like("one two three four", "three four one two"), 75.0);
        assert_eq!(like("one", ""), 0.0);
        assert_eq!(like("渡船は川を渡る", "渡船は海を渡る"), 86.0);
    }
}
