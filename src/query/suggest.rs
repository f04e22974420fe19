//! Words that stand nowhere → the word of the sources that may have been meant. Called by `find`; nothing is ever
//! corrected by itself.

use super::index::Index;
use super::parse::{Query, Word};
use super::{Unknown, vocabulary::FoldId};
use crate::diagnostic::edits;
use crate::prose::term::Kind;
use std::cmp::Reverse;
use std::collections::HashSet;

/// For so many words a nearest is sought: it costs a pass through the vocabulary.
const MOST_WORDS: usize = 5;

/// Of a longer word no slip is known.
const LONGEST_WORD: usize = 40;

/// The words of the query that stand nowhere, in any form.
pub(super) fn unknown(index: &Index, query: &Query) -> Vec<Unknown> {
    let vocabulary = &index.vocabulary;
    let mut seen = HashSet::new();
    let mut unknown: Vec<Unknown> = Vec::new();
    for word in query.words.iter().filter(|word| word.kind == Kind::Word && seen.insert(&*word.folded)) {
        let is_form = |word: &Word| vocabulary.find_stems(&word.spelled, word.kind).next().is_some();
        // In a phrase the form itself counts.
        if vocabulary.find_fold(&word.folded).is_some() || word.stands_alone && is_form(word) {
            continue;
        }
        let nearest = if unknown.len() < MOST_WORDS { nearest(index, &word.folded) } else { None };
        unknown.push(Unknown { word: word.typed.clone(), nearest });
    }
    unknown
}

/// The nearest word by edits, of several the most frequent, as it is spelled most often.
fn nearest(index: &Index, word: &str) -> Option<String> {
    let length = word.chars().count();
    let most = match length {
        0..=2 => return None,
        3..=4 => 1,
        5..=9 => 2,
        10..=LONGEST_WORD => 3,
        _ => return None,
    };
    let frequency = |fold: FoldId| {
        let words = index.vocabulary.with_fold(fold).iter();
        words.map(|&word| index.postings(word).len()).sum::<usize>()
    };
    let letters = letters(word);
    let near = index.vocabulary.folds().filter(|(candidate, _)| {
        // An edit brings in or takes away one letter, or does both.
        let apart = (self::letters(candidate) ^ letters).count_ones() as usize;
        apart <= 2 * most && candidate.chars().count().abs_diff(length) <= most
    });
    let near = near.map(|(candidate, fold)| (edits(word, candidate), candidate, fold));
    let near = near.filter(|&(distance, candidate, _)| distance <= most && !candidate.starts_with(char::is_numeric));
    let best = near.min_by_key(|&(distance, candidate, fold)| (distance, Reverse(frequency(fold)), candidate));
    let spellings = index.vocabulary.with_fold(best?.2).iter();
    let commonest = spellings.max_by_key(|&&word| (index.postings(word).len(), Reverse(word)));
    commonest.map(|&word| index.vocabulary.spelled(word).to_owned())
}

/// Which letters a word has, as far as 64 bits tell them apart.
fn letters(word: &str) -> u64 {
    word.chars().fold(0, |letters, c| letters | 1 << (c as u32 % 64))
}
