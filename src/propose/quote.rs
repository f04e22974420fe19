//! A candidate → the sentences that introduce it, word for word, each with what a reader needs to cite it. Nothing is
//! reworded: what a proposal says is in the source.

use super::Found;
use super::candidate::{Candidate, Place};
use crate::extract::Extraction;
use crate::page::{CELLS, Page};
use crate::span::Span;

/// As many sentences are quoted, and of one document.
const MOST: usize = 3;
const MOST_OF_DOCUMENT: usize = 2;

/// A sentence of a passage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Quote {
    pub place: Place,
    /// With single spaces.
    pub text: String,
}

/// How well a sentence introduces the candidate, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Worth {
    /// By title or role.
    Introduces,
    /// In full.
    Names,
    /// It has their words, and says so.
    Says,
    Mentions,
}

/// The best sentences, in the order of the documents.
pub(super) fn quotes(pages: &[&Page], found: &Found, candidate: &Candidate) -> Vec<Quote> {
    let mut sentences: Vec<(Worth, Place, usize)> = Vec::new();
    for mention in &candidate.mentions {
        let sentence = mention.of.words.sentence;
        let worth = match candidate.is_whole(mention) {
            true if candidate.introduces(mention) => Worth::Introduces,
            true => Worth::Names,
            false if candidate.said.binary_search(&(mention.place, sentence)).is_ok() => Worth::Says,
            false => Worth::Mentions,
        };
        sentences.push((worth, mention.place, sentence));
    }
    for turn in &candidate.turns {
        let sentences_of_turn = found[turn.document].1[turn.passage].sentences.len();
        sentences.extend((0..sentences_of_turn).map(|sentence| (Worth::Says, *turn, sentence)));
    }
    sentences.sort();
    let mut quotes: Vec<Quote> = Vec::new();
    for (_, place, sentence) in sentences {
        let of_document = quotes.iter().filter(|quote| quote.place.document == place.document).count();
        let is_new = quotes.iter().all(|quote| quote.place != place);
        if !is_new || of_document == MOST_OF_DOCUMENT {
            continue;
        }
        let text = quotable(pages[place.document], &found[place.document].1[place.passage], place, sentence);
        // Copies of one report say the same.
        let text = text.filter(|text| quotes.iter().all(|quote| quote.text != *text));
        quotes.extend(text.map(|text| Quote { place, text }));
        if quotes.len() == MOST {
            break;
        }
    }
    quotes.sort_by_key(|quote| quote.place);
    quotes
}

/// The sentence, if it is one: neither a heading, a row of a table nor a piece of a longer quotation.
fn quotable(page: &Page, extraction: &Extraction, place: Place, sentence: usize) -> Option<String> {
    let span = extraction.sentences.get(sentence)?.span;
    let text = span.of(&extraction.text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let opaque = page.passages.get(place.passage)?.prose.opaque();
    let ends = text.trim_end_matches(['”', '"', '»', '’', ')', ']']).ends_with(['.', '!', '?']);
    let is_plain = !opaque.iter().any(|opaque| overlaps(*opaque, span)) && !text.contains(CELLS.trim_end());
    ((8..=60).contains(&words.len()) && ends && is_plain && is_balanced(text)).then(|| words.join(" "))
}

fn overlaps(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}

/// Whether every quotation mark and bracket has its fellow.
fn is_balanced(text: &str) -> bool {
    let count = |mark: char| text.matches(mark).count();
    let pairs = [('“', '”'), ('«', '»'), ('(', ')'), ('[', ']'), ('「', '」')];
    pairs.iter().all(|&(open, close)| count(open) == count(close)) && count('"').is_multiple_of(2) && count('„') == 0
}
