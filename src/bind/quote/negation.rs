//! What the edits and the cuts of a quotation do to the negations of its source. Called for a hit that has been found;
//! refuses nothing. Which words negate is for `negative` to say.

use super::negative::{self, negates};
use super::pattern::{Bracket, Link, Pattern, folded};
use super::skeleton::{Scope, Skeleton};
use super::{Negation, Place, count};
use crate::span::Span;
use std::cmp::Ordering;
use std::ops::Range;

/// An omission longer than this is taken to be a summary, not a twist.
const SHORT_OMISSION: usize = 5;

/// The first negation that the pattern's edits remove or bring in, or that its ends cut off, when it stands at `hit`.
pub(super) fn edited_negation(quotation: &str, pattern: &Pattern, scope: &Scope, hit: &[Span]) -> Option<Negation> {
    let first = hit.first()?.start;
    let last = hit.last()?.end;
    let lead = pattern.lead.as_ref().map(|link| (link, LeftOut::before(scope, first, replaced(link))));
    let texts = pattern.links.iter().zip(hit.windows(2));
    let between = texts.map(|(link, texts)| (link, LeftOut::between(scope, texts[0].end, texts[1].start)));
    let trail = pattern.trail.as_ref().map(|link| (link, LeftOut::after(scope, last, replaced(link))));
    let edited = lead.into_iter().chain(between).chain(trail).find_map(|(link, left_out)| {
        let bracket = link.bracket.as_ref().filter(|bracket| !bracket.is_remark);
        let brought = bracket.map_or(Vec::new(), |bracket| brought_in(quotation, bracket));
        let is_checked = bracket.is_some() || left_out.word_count(scope) <= SHORT_OMISSION;
        let removed = if is_checked { left_out.negations(scope) } else { Vec::new() };
        match removed.len().cmp(&brought.len()) {
            Ordering::Greater => removed.into_iter().next().map(|(word, place)| Negation::Removed { word, place }),
            Ordering::Less => {
                brought.into_iter().next().map(|(word, quotation)| Negation::BroughtIn { word, quotation })
            }
            Ordering::Equal => None,
        }
    });
    edited.or_else(|| cut_off(pattern, scope, hit))
}

/// The negation right beside the quotation that is written as one with its first or last word. Where spaces do not
/// divide words no edge tells that `可能` is half of `不可能`.
fn cut_off(pattern: &Pattern, scope: &Scope, hit: &[Span]) -> Option<Negation> {
    let has_bracket = |link: &Option<Link>| link.as_ref().is_some_and(|link| link.bracket.is_some());
    let before = |place: Place| {
        let before = &scope.passages()[place.passage].plain()[..place.span.start];
        let word = negative::bound_before(before)?;
        Some((word, Place { span: Span::new(before.len() - word.len(), before.len()), ..place }))
    };
    let after = |place: Place| {
        let end = place.span.end;
        let word = negative::bound_after(&scope.passages()[place.passage].plain()[end..])?;
        Some((word, Place { span: Span::new(end, end + word.len()), ..place }))
    };
    let first =
        hit.first().filter(|_| !has_bracket(&pattern.lead)).and_then(|&text| scope.places(text).first().copied());
    let last = hit.last().filter(|_| !has_bracket(&pattern.trail)).and_then(|&text| scope.places(text).last().copied());
    let (word, place) = first.and_then(before).or_else(|| last.and_then(after))?;
    Some(Negation::CutOff { word: word.to_owned(), place })
}

/// How many words beside the quotation a bracket at its beginning or end may stand for: about as many as it has.
fn replaced(link: &Link) -> usize {
    match &link.bracket {
        Some(bracket) if !bracket.is_remark && !bracket.clings_before && !bracket.clings_after => {
            bracket.words.len().max(1) + 1
        }
        _ => 0,
    }
}

/// The negations in a bracket, with their spans in the quotation.
fn brought_in(quotation: &str, bracket: &Bracket) -> Vec<(String, Span)> {
    let spans = negations_in(bracket.span.of(quotation)).into_iter();
    let offset = bracket.span.start;
    let mut brought: Vec<(String, Span)> =
        spans.map(|(word, span)| (word, Span::new(offset + span.start, offset + span.end))).collect();
    if bracket.clings_before {
        brought.extend(completed(quotation, bracket));
    }
    let prefix = bracket.words.last().filter(|last| bracket.clings_after && negative::is_prefix(last));
    brought.extend(prefix.map(|prefix| (prefix.clone(), bracket.span)));
    brought
}

/// The negation that a bracket makes of the word that it clings to: `no[t]`, `can[’t]`.
fn completed(quotation: &str, bracket: &Bracket) -> Option<(String, Span)> {
    let before = &quotation[..bracket.span.start];
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    let stem = folded(&before[before.trim_end_matches(char::is_alphanumeric).len()..]);
    let word = format!("{stem}{}", bracket.words.first()?);
    (negates(&word) && !negates(&stem) && !negates(&bracket.words[0])).then_some((word, bracket.span))
}

/// Words of the source that the quotation does not have, by passage.
struct LeftOut(Vec<(usize, Range<usize>)>);

impl LeftOut {
    fn between(scope: &Scope, start: usize, end: usize) -> Self {
        let passages = if start < end { scope.passage_at(start)..scope.passage_before(end) + 1 } else { 0..0 };
        let words = passages.filter_map(|passage| {
            let span = scope.passage_span(passage);
            let (start, end) = (start.max(span.start), end.min(span.end));
            let skeleton = scope.passages()[passage];
            let index = |at: usize| skeleton.word_index(at - span.start);
            (start < end).then(|| (passage, index(start)..index(end - 1) + 1))
        });
        Self(words.collect())
    }

    /// The `count` words before `at`, as far as they stand in the same sentence.
    fn before(scope: &Scope, at: usize, count: usize) -> Self {
        let passage = scope.passage_at(at);
        let skeleton = scope.passages()[passage];
        let end = skeleton.word_index(at - scope.passage_span(passage).start);
        let mut start = end;
        while start > 0 && end - start < count && !ends_sentence(skeleton, start) {
            start -= 1;
        }
        Self(vec![(passage, start..end)])
    }

    /// The `count` words from `at`, as far as they stand in the same sentence.
    fn after(scope: &Scope, at: usize, count: usize) -> Self {
        let passage = scope.passage_before(at);
        let skeleton = scope.passages()[passage];
        let start = skeleton.word_index(at - 1 - scope.passage_span(passage).start) + 1;
        let mut end = start;
        while end < skeleton.word_count() && end - start < count && !ends_sentence(skeleton, end) {
            end += 1;
        }
        Self(vec![(passage, start..end)])
    }

    /// As a reader counts.
    fn word_count(&self, scope: &Scope) -> usize {
        let counts = self.0.iter().filter(|(_, words)| !words.is_empty()).map(|(passage, words)| {
            let skeleton = scope.passages()[*passage];
            let span = skeleton.word_span(words.start).join(skeleton.word_span(words.end - 1));
            count::word_count(span.of(skeleton.plain()))
        });
        counts.sum()
    }

    fn negations(&self, scope: &Scope) -> Vec<(String, Place)> {
        let found = self.0.iter().flat_map(|(passage, words)| {
            let negations = negations(scope.passages()[*passage], words.clone()).into_iter();
            negations.map(|(word, span)| (word, Place { passage: *passage, span }))
        });
        found.collect()
    }
}

/// Whether a sentence ends before the word with this index.
fn ends_sentence(skeleton: &Skeleton, word: usize) -> bool {
    let gap = Span::new(skeleton.word_span(word - 1).end, skeleton.word_span(word).start);
    gap.of(skeleton.plain()).contains(['.', '!', '?', '。', '।', '؟'])
}

/// Whether the words in a bracket are a remark of the writer's, such as `sic` or `emphasis added`.
pub(super) fn is_remark(content: &str) -> bool {
    let lower = content.to_lowercase();
    let mut words = lower.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    match words.next() {
        Some("sic") => words.next().is_none(),
        Some(first) if REMARKS.contains(&first) => lower.contains("emphasis") || lower.contains("italics"),
        _ => false,
    }
}

/// The words of a text that negate, as skeletons with their spans in it.
fn negations(skeleton: &Skeleton, words: Range<usize>) -> Vec<(String, Span)> {
    let negation = |index: usize| {
        let word = skeleton.word(index);
        let piece = || negative::piece_at(skeleton.text(), skeleton.word_start(index)).map(str::to_owned);
        negates(word).then(|| word.to_owned()).or_else(piece).map(|word| (word, skeleton.word_span(index)))
    };
    words.filter_map(negation).collect()
}

/// The negations of a text that is no passage.
pub(super) fn negations_in(text: &str) -> Vec<(String, Span)> {
    let skeleton = Skeleton::new(text);
    negations(&skeleton, 0..skeleton.word_count())
}

/// What editors add about a quotation rather than to it.
const REMARKS: &[&str] = &["sic", "emphasis", "italics", "my", "our", "original", "author's", "author’s"];
