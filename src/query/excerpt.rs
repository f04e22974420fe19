//! A long passage and what was found in it → the stretch to show. Called by whoever shows hits to people.

use crate::span::Span;
use std::collections::HashMap;

/// A stretch of a text that is shown for the whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Excerpt {
    pub span: Span,
    pub is_cut_before: bool,
    pub is_cut_after: bool,
}

/// The stretch of about `width` characters with the most different matches in it; the whole text if it is no longer.
/// `matches` are ascending and apart.
pub fn excerpt(text: &str, matches: &[Span], width: usize) -> Excerpt {
    if text.chars().count() <= width {
        return Excerpt { span: Span::new(0, text.len()), is_cut_before: false, is_cut_after: false };
    }
    let core = matches.get(densest(text, matches, width)).copied().unwrap_or_default();
    // A little before the first match, the rest after it.
    let start = if core.start == 0 { 0 } else { word_start(text, back(text, core.start, width / 4), core.start) };
    let end = text[start..].char_indices().nth(width).map_or(text.len(), |(at, _)| start + at);
    let end = if end == text.len() { end } else { word_end(text, end, core.end) };
    Excerpt { span: Span::new(start, end), is_cut_before: start > 0, is_cut_after: end < text.len() }
}

/// The index of the match that begins the stretch with the most different matches.
fn densest(text: &str, matches: &[Span], width: usize) -> usize {
    let word = |at: usize| matches[at].of(text);
    // Three quarters of the width follow the first match. Bytes will do to measure it.
    let reach = width * 3 / 4;
    let mut inside: HashMap<&str, usize> = HashMap::new();
    let (mut best, mut most, mut next) = (0, 0, 0);
    for first in 0..matches.len() {
        while next < matches.len() && (next == first || matches[next].end - matches[first].start <= reach) {
            *inside.entry(word(next)).or_default() += 1;
            next += 1;
        }
        if inside.len() > most {
            (best, most) = (first, inside.len());
        }
        if let Some(count) = inside.get_mut(word(first)) {
            *count -= 1;
            if *count == 0 {
                inside.remove(word(first));
            }
        }
    }
    best
}

/// So many characters before `from`.
fn back(text: &str, from: usize, characters: usize) -> usize {
    text[..from].char_indices().rev().take(characters).last().map_or(from, |(at, _)| at)
}

/// So many characters a word may have, to be shown whole or not at all.
const LONGEST_WORD: usize = 24;

/// The first beginning of a word from `at` on, but not after `most`.
fn word_start(text: &str, at: usize, most: usize) -> usize {
    let mut near = text[at..most].char_indices().take(LONGEST_WORD);
    let space = near.find(|(_, c)| c.is_whitespace()).filter(|_| at > 0);
    space.map_or(at, |(offset, c)| at + offset + c.len_utf8())
}

/// The last end of a word up to `at`, but not before `least`.
fn word_end(text: &str, at: usize, least: usize) -> usize {
    let mut near = text[..at].char_indices().rev().take(LONGEST_WORD);
    near.find(|&(end, c)| c.is_whitespace() && end >= least).map_or(at, |(end, _)| end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, sought: &[&str], width: usize) -> String {
        let mut matches: Vec<Span> = Vec::new();
        for word in sought {
            matches.extend(text.match_indices(word).map(|(at, word)| Span::new(at, at + word.len())));
        }
        matches.sort();
        let Excerpt { span, is_cut_before, is_cut_after } = excerpt(text, &matches, width);
        let (before, after) = (if is_cut_before { "… " } else { "" }, if is_cut_after { " …" } else { "" });
        format!("{before}{}{after}", span.of(text))
    }

    #[test]
    fn the_stretch_with_the_most_different_matches_is_shown() {
        let text = "red one two three four five six seven red eight nine ten eleven blue red twelve thirteen fourteen";
        assert_eq!(shown(text, &["red"], 200), text);
        assert_eq!(shown(text, &["red"], 20), "red one two three …");
        assert_eq!(shown(text, &["red", "blue"], 24), "… blue red twelve …");
        assert_eq!(shown(text, &[], 20), "red one two three …");
        assert_eq!(shown(&"é".repeat(100), &[], 10), format!("{} …", "é".repeat(10)));
    }
}
