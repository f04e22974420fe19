//! Words in quotation marks → the passages in which they stand one after the other, as they are folded and not as they
//! are stemmed. Called by `find`; costs time linear in the passages that have the rarest of the words.

use super::index::Index;
use super::parse::Word;
use super::sought::Sought;
use super::vocabulary::{FoldId, WordId};
use crate::prose::term::Kind;
use std::ops::Range;

/// A phrase in the terms of an index.
#[derive(Debug)]
pub(super) enum Phrase {
    /// One of its words stands nowhere.
    Nowhere,
    /// At least one word, and for each how much of the phrase's beginning ends with it (Knuth, Morris and Pratt 1977).
    Words { folds: Vec<FoldId>, borders: Vec<usize> },
    /// A single character of a script without spaces, which is in pairs wherever it stands.
    Character(Sought),
}

impl Phrase {
    pub fn new(index: &Index, words: &[Word]) -> Self {
        if let [word] = words
            && word.kind == Kind::Single
        {
            return Self::Character(Sought::new(index, words));
        }
        let folds: Option<Vec<FoldId>> = words.iter().map(|word| index.vocabulary.find_fold(&word.folded)).collect();
        let Some(folds) = folds.filter(|folds| !folds.is_empty()) else { return Self::Nowhere };
        let mut borders = vec![0; folds.len()];
        for at in 1..folds.len() {
            let mut length = borders[at - 1];
            while length > 0 && folds[length] != folds[at] {
                length = borders[length - 1];
            }
            borders[at] = length + usize::from(folds[length] == folds[at]);
        }
        Self::Words { folds, borders }
    }

    /// The passages that have the phrase, ascending.
    pub fn holders(&self, index: &Index) -> Vec<u32> {
        match self {
            Self::Nowhere => Vec::new(),
            Self::Character(sought) => sought.holders(index),
            Self::Words { folds, .. } => {
                let words = |fold: FoldId| index.vocabulary.with_fold(fold).iter().copied();
                let spread = |fold: &FoldId| words(*fold).map(|word| index.postings(word).len()).sum::<usize>();
                let rarest = folds.iter().copied().min_by_key(spread).expect("a phrase has a word");
                let mut holders: Vec<u32> =
                    words(rarest).flat_map(|word| index.postings(word)).map(|p| p.entry).collect();
                holders.sort_unstable();
                holders.dedup();
                holders.retain(|&entry| !self.found(index, index.tokens(entry), true).is_empty());
                holders
            }
        }
    }

    /// Where it stands among the words of a passage; no two places overlap.
    pub fn places(&self, index: &Index, tokens: &[WordId]) -> Vec<Range<usize>> {
        self.found(index, tokens, false)
    }

    fn found(&self, index: &Index, tokens: &[WordId], once: bool) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        match self {
            Self::Nowhere => {}
            Self::Character(sought) => {
                let is_it = |&at: &usize| sought.term(tokens[at]).is_some();
                found.extend((0..tokens.len()).filter(is_it).map(|at| at..at + 1));
            }
            Self::Words { folds, borders } => {
                let mut length = 0;
                for (at, &token) in tokens.iter().enumerate() {
                    let fold = index.vocabulary.fold(token);
                    while length > 0 && folds[length] != fold {
                        length = borders[length - 1];
                    }
                    length += usize::from(folds[length] == fold);
                    if length == folds.len() {
                        found.push(at + 1 - length..at + 1);
                        length = 0;
                        if once {
                            break;
                        }
                    }
                }
            }
        }
        found
    }
}
