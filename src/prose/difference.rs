//! Two texts → what differs between them, word by word, for a person to read: `by [-seven-] {+five+} votes`.
//! Messages and reports show it; nothing is decided by it.

use crate::span::Span;
use similar::{Algorithm, DiffTag, capture_diff_slices};

/// So many unchanged words are shown on each side of a change.
const CONTEXT: usize = 6;

/// What was taken away in `[-…-]`, what came in `{+…+}`, and some words around; long stretches without change as `…`.
pub fn difference(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let mut parts: Vec<String> = Vec::new();
    for (nth, op) in ops.iter().enumerate() {
        let (gone, come) = (old[op.old_range()].join(" "), new[op.new_range()].join(" "));
        if op.tag() == DiffTag::Equal {
            parts.push(excerpt(&old[op.old_range()], nth > 0, nth + 1 < ops.len()));
            continue;
        }
        parts.extend(
            [("[-", gone, "-]"), ("{+", come, "+}")]
                .into_iter()
                .filter(|(_, words, _)| !words.is_empty())
                .map(|(open, words, close)| format!("{open}{words}{close}")),
        );
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

/// Where the words stand in `new` that `old` does not have there; neighbours are one span. In order, in bytes.
pub fn added(old: &str, new: &str) -> Vec<Span> {
    let (old, new_words): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    // The words are slices of the text, so where they stand is known.
    let at = |word: &str| word.as_ptr().addr() - new.as_ptr().addr();
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new_words);
    let changed = ops.iter().filter(|op| op.tag() != DiffTag::Equal && !op.new_range().is_empty());
    changed
        .map(|op| {
            let (first, last) = (new_words[op.new_range().start], new_words[op.new_range().end - 1]);
            Span::new(at(first), at(last) + last.len())
        })
        .collect()
}

/// The words next to what changed before and after them.
fn excerpt(words: &[&str], before: bool, after: bool) -> String {
    let (head, tail) = (if before { CONTEXT } else { 0 }, if after { CONTEXT } else { 0 });
    if words.len() <= head + tail + 1 {
        return words.join(" ");
    }
    let parts = [words[..head].join(" "), "…".to_owned(), words[words.len() - tail..].join(" ")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_a_change_is_shown() {
        assert_eq!(
            difference("approved by seven votes", "approved by five votes"),
            "approved by [-seven-] {+five+} votes"
        );
        assert_eq!(difference("a b c d e f g h i", "a b c d e f g h j"), "… c d e f g h [-i-] {+j+}");
        assert_eq!(difference("", "new"), "{+new+}");
        assert_eq!(difference("gone", ""), "[-gone-]");
    }

    #[test]
    fn words_that_came_in_have_a_place() {
        assert_eq!(
            added("by seven votes to two", "by  five\nvotes to two in all"),
            [Span::new(4, 8), Span::new(22, 28)]
        );
        assert_eq!(added("by seven votes", "by votes"), []);
    }
}
