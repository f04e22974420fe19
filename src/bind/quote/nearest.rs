//! A refused quotation → the stretch of text that is most like it, for a message. Called when `verify` has refused;
//! never accepts anything.
//!
//! The rarest words of the quotation vote for where in which passage it would begin; around the best places an edit
//! distance over words (Levenshtein, with the ends of the passage free: Sellers 1980) tells which words differ.

use super::pattern::Pattern;
use super::{Place, Skeleton};
use crate::span::Span;
use std::collections::{BTreeMap, HashMap};

/// How many of the rarest words vote, and how many when there are as many parts.
const VOTERS: usize = 12;
const MOST_VOTERS: usize = 64;
/// A word that occurs more often than this tells nothing of where the quotation stands.
const COMMON: usize = 2000;
/// How many passages are aligned.
const CANDIDATES: usize = 5;
/// How many words of a quotation are aligned; a reader of messages is not helped by more.
const ALIGNED_WORDS: usize = 2048;
/// How many words may be missing or added before the alignment loses its way.
const SLACK: usize = 48;
/// Words that must agree, in thousandths.
const HELPFUL: u32 = 400;

/// Where the source says nearly what the quotation says, and the words that differ.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Nearest {
    /// The stretch that corresponds to the quotation; its passage is an index into the passages searched.
    pub place: Place,
    /// Words of the quotation that the source does not have there, as byte offsets into the quotation.
    pub quotation: Vec<Span>,
    /// Words of the passage that the quotation does not have, as byte offsets into its plain text.
    pub source: Vec<Span>,
    /// Words that agree, in thousandths of the longer side.
    pub likeness: u32,
}

/// The place most like the quotation, or `None` when nothing is near enough to help.
///
/// Costs time linear in the passages, and in the quotation up to a limit, beyond which it is not compared.
pub fn nearest(quotation: &str, passages: &[&Skeleton]) -> Option<Nearest> {
    let parts = parts(quotation);
    let votes = votes(&parts, passages);
    let mut ranking: Vec<(u64, usize)> = votes.iter().map(|(&passage, votes)| (strength(votes), passage)).collect();
    ranking.sort_by_key(|&(strength, passage)| (std::cmp::Reverse(strength), passage));
    let candidates = ranking.into_iter().take(CANDIDATES).filter_map(|(_, passage)| {
        let starts = starts(&votes[&passage], parts.len());
        align_parts(&parts, &starts, passage, passages[passage])
    });
    let best = candidates.reduce(|best, next| if next.likeness > best.likeness { next } else { best })?;
    (best.likeness >= HELPFUL).then_some(best)
}

/// A run of the quotation's words without an omission.
type Part = Vec<Word>;

/// A word of the quotation: its skeleton and its span.
struct Word {
    folded: String,
    span: Span,
}

fn parts(quotation: &str) -> Vec<Part> {
    let Some(pattern) = Pattern::edited(quotation) else { return Vec::new() };
    let mut left = ALIGNED_WORDS;
    let parts = pattern.parts().into_iter().map(|texts| {
        let mut part = Part::new();
        for text in &pattern.texts[texts] {
            let skeleton = Skeleton::new(text.span.of(quotation));
            for index in (0..skeleton.word_count()).filter(|&index| skeleton.word(index) != " ").take(left) {
                left -= 1;
                let span = skeleton.word_span(index);
                let span = Span::new(text.span.start + span.start, text.span.start + span.end);
                part.push(Word { folded: skeleton.word(index).to_owned(), span });
            }
        }
        part
    });
    parts.filter(|part| !part.is_empty()).collect()
}

/// Of one passage: the weight of the votes for each part to begin at each word. Sums are of millionths.
type Votes = BTreeMap<(usize, isize), u64>;

fn votes(parts: &[Part], passages: &[&Skeleton]) -> BTreeMap<usize, Votes> {
    let mut sightings: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
    for word in parts.iter().flatten() {
        sightings.entry(&word.folded).or_default();
    }
    for (passage, skeleton) in passages.iter().enumerate() {
        for index in 0..skeleton.word_count() {
            if let Some(places) = sightings.get_mut(skeleton.word(index)).filter(|places| places.len() <= COMMON) {
                places.push((passage, index));
            }
        }
    }
    let mut words: Vec<(usize, usize, usize)> = Vec::new();
    for (part, own) in parts.iter().enumerate() {
        let seen = own.iter().enumerate().map(|(index, word)| (sightings[word.folded.as_str()].len(), part, index));
        words.extend(seen.filter(|&(count, ..)| (1..=COMMON).contains(&count)));
    }
    words.sort_unstable();
    let mut votes: BTreeMap<usize, Votes> = BTreeMap::new();
    for &(count, part, index) in words.iter().take(parts.len().clamp(VOTERS, MOST_VOTERS)) {
        for &(passage, at) in &sightings[parts[part][index].folded.as_str()] {
            let start = at.cast_signed() - index.cast_signed();
            *votes.entry(passage).or_default().entry((part, start)).or_default() += 1_000_000 / count as u64;
        }
    }
    votes
}

/// The weight of the best start of each part, together.
fn strength(votes: &Votes) -> u64 {
    let mut best: BTreeMap<usize, u64> = BTreeMap::new();
    for (&(part, _), &weight) in votes {
        let known = best.entry(part).or_default();
        *known = weight.max(*known);
    }
    best.values().sum()
}

/// The best start of each part, if any word of it has voted.
fn starts(votes: &Votes, parts: usize) -> Vec<Option<isize>> {
    let mut best: Vec<Option<(u64, isize)>> = vec![None; parts];
    for (&(part, start), &weight) in votes {
        if best[part].is_none_or(|(known, _)| weight > known) {
            best[part] = Some((weight, start));
        }
    }
    best.into_iter().map(|best| best.map(|(_, start)| start)).collect()
}

fn align_parts(parts: &[Part], starts: &[Option<isize>], passage: usize, skeleton: &Skeleton) -> Option<Nearest> {
    let mut place: Option<Span> = None;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let (mut equal, mut longer) = (0, 0);
    for (part, start) in parts.iter().zip(starts) {
        let window = window(part.len(), start.unwrap_or(0), skeleton.word_count());
        let window: Vec<usize> = window.filter(|&index| skeleton.word(index) != " ").collect();
        let steps = align(part, skeleton, &window);
        let mut spans: Vec<Span> = Vec::new();
        for step in &steps {
            spans.extend(step.source.map(|index| skeleton.word_span(index)));
            if step.is_equal {
                equal += 1;
            } else {
                push(&mut ours, step.quotation.map(|index| (index, part[index].span)));
                push(&mut theirs, step.source.map(|index| (index, skeleton.word_span(index))));
            }
        }
        longer += part.len().max(spans.len());
        if let (Some(&first), Some(&last)) = (spans.first(), spans.last()) {
            place = Some(place.map_or(first, |place| place.join(first)).join(last));
        }
        // Words of two parts do not follow one another.
        ours.push((usize::MAX, Span::at(0)));
        theirs.push((usize::MAX, Span::at(0)));
    }
    let spans = |marks: Vec<(usize, Span)>| {
        let mut spans: Vec<Span> =
            marks.into_iter().filter(|(_, span)| !span.is_empty()).map(|(_, span)| span).collect();
        spans.sort_unstable();
        spans
    };
    let likeness = (equal * 1000 / longer.max(1)) as u32;
    Some(Nearest { place: Place { passage, span: place? }, quotation: spans(ours), source: spans(theirs), likeness })
}

/// Adds a word to the marks, drawing it together with the word before it.
fn push(marks: &mut Vec<(usize, Span)>, word: Option<(usize, Span)>) {
    let Some((index, span)) = word else { return };
    match marks.last_mut() {
        Some((last, known)) if *last != usize::MAX && *last + 1 == index => {
            *last = index;
            *known = known.join(span);
        }
        _ => marks.push((index, span)),
    }
}

/// The words of a passage among which a part of `length` words is sought that would begin at `start`.
fn window(length: usize, start: isize, words: usize) -> std::ops::Range<usize> {
    let end = start + length.cast_signed() + SLACK.cast_signed();
    let start = start - SLACK.cast_signed();
    let clamp = |at: isize| usize::try_from(at).unwrap_or(0).min(words);
    clamp(start)..clamp(end)
}

/// One step of an alignment: a word on either side or on both.
struct Step {
    quotation: Option<usize>,
    source: Option<usize>,
    is_equal: bool,
}

/// The cheapest way to turn words of the window, by index, into the part; what the window has around them is free.
fn align(part: &Part, skeleton: &Skeleton, window: &[usize]) -> Vec<Step> {
    let width = window.len() + 1;
    let is_equal = |row: usize, column: usize| part[row].folded == skeleton.word(window[column]);
    // Costs of the first `row` words of the part, ending before each word of the window.
    let mut costs: Vec<u32> = vec![0; width * (part.len() + 1)];
    for row in 1..=part.len() {
        costs[row * width] = row as u32;
        for column in 1..width {
            let replaced = costs[(row - 1) * width + column - 1] + u32::from(!is_equal(row - 1, column - 1));
            let added = costs[(row - 1) * width + column] + 1;
            let dropped = costs[row * width + column - 1] + 1;
            costs[row * width + column] = replaced.min(added).min(dropped);
        }
    }
    let mut row = part.len();
    let last = &costs[row * width..];
    let mut column = (0..width).min_by_key(|&column| (last[column], column)).unwrap_or(0);
    // At the same cost the last word is rather another word than an added one.
    column += usize::from(last.get(column + 1) == Some(&last[column]));
    let mut steps = Vec::new();
    while row > 0 {
        let cost = costs[row * width + column];
        let equal = column > 0 && is_equal(row - 1, column - 1);
        if column > 0 && costs[(row - 1) * width + column - 1] + u32::from(!equal) == cost {
            (row, column) = (row - 1, column - 1);
            steps.push(Step { quotation: Some(row), source: Some(window[column]), is_equal: equal });
        } else if costs[(row - 1) * width + column] + 1 == cost {
            row -= 1;
            steps.push(Step { quotation: Some(row), source: None, is_equal: false });
        } else {
            column -= 1;
            steps.push(Step { quotation: None, source: Some(window[column]), is_equal: false });
        }
    }
    steps.reverse();
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The nearest place with what differs in brackets, on both sides; empty when there is none.
    fn shown(quotation: &str, passages: &[&str]) -> String {
        let skeletons: Vec<Skeleton> = passages.iter().map(|&passage| Skeleton::new(passage)).collect();
        let Some(nearest) = nearest(quotation, &skeletons.iter().collect::<Vec<_>>()) else { return String::new() };
        let mark = |text: &str, within: Span, marks: &[Span]| {
            let mut shown = String::new();
            let mut at = within.start;
            for mark in marks {
                shown += &format!("{}[{}]", &text[at..mark.start], mark.of(text));
                at = mark.end;
            }
            shown + &text[at..within.end]
        };
        let source = passages[nearest.place.passage];
        let ours = mark(quotation, Span::new(0, quotation.len()), &nearest.quotation);
        format!("{ours} / {}: {}", nearest.place.passage, mark(source, nearest.place.span, &nearest.source))
    }

    const PASSAGES: &[&str] = &[
        "The council met on Monday and adjourned at noon without a vote.",
        "By noon the river had covered the lower road, and two bridges were closed to all traffic.",
        "The mayor said that the bridges would not open again before the spring.",
    ];

    #[test]
    fn the_words_that_differ_are_marked() {
        for (quotation, expected) in [
            (
                "the river had covered the upper road",
                "the river had covered the [upper] road / 1: the river had covered the [lower] road",
            ),
            ("the bridges would open again", "the bridges would open again / 2: the bridges would [not] open again"),
            ("would never not open", "would [never] not open / 2: would not open"),
            (
                "two bridges were shut to all traffic",
                "two bridges were [shut] to all traffic / 1: two bridges were [closed] to all traffic",
            ),
            (
                "the river had … bridges are closed",
                "the river had … bridges [are] closed / 1: \
                 the river had covered the lower road, and two bridges [were] closed",
            ),
            ("entirely unrelated remarks concerning whales", ""),
            ("", ""),
        ] {
            assert_eq!(shown(quotation, PASSAGES), expected, "{quotation}");
        }
        assert_eq!(shown("the river", &[]), "");
    }
}
