//! The words of a query → the words of the index that they mean: themselves and the other forms of their stem.
//! Called by `find`; what a match is worth is for `rank` to say.

use super::index::Index;
use super::parse::Word;
use super::vocabulary::{StemId, WordId};
use crate::prose::term::Kind;
use std::collections::{HashMap, HashSet};

/// What the form of a word that was typed counts.
const TYPED: f32 = 1.0;

/// What another form of a word counts beside the form that was typed.
const INFLECTED: f32 = 0.75;

/// What a word counts that says little in one of the corpus's languages: `which`, `the`. Their rarity says so only where
/// there is much text.
const FUNCTION_WORD: f64 = 0.2;

/// What a query looks for. A word of the index is sought by one term at most: those that share a form are one, so that
/// a query of any length costs no more than the index has postings.
#[derive(Debug, Default)]
pub(super) struct Sought {
    pub terms: Vec<Term>,
    by_word: HashMap<WordId, (usize, usize)>,
}

/// Words of the index that mean the same to the query.
#[derive(Debug)]
pub(super) struct Term {
    /// What it counts beside another of the same rarity.
    pub weight: f64,
    /// With what an occurrence counts.
    pub forms: Vec<(WordId, f32)>,
    /// Whether it is sought for itself, and not only in a phrase.
    pub stands_alone: bool,
}

impl Sought {
    pub fn new(index: &Index, words: &[Word]) -> Self {
        let mut sought = Self::default();
        let mut by_stem: HashMap<StemId, usize> = HashMap::new();
        let mut by_folded: HashMap<&str, Option<usize>> = HashMap::new();
        for word in words {
            let known = by_folded.get(&*word.folded).copied();
            let term = known.unwrap_or_else(|| sought.add(index, word, &mut by_stem));
            by_folded.insert(&word.folded, term);
            if let Some(term) = term {
                sought.terms[term].stands_alone |= word.stands_alone;
            }
        }
        sought
    }

    /// The term that seeks a word of the index.
    pub fn term(&self, word: WordId) -> Option<usize> {
        self.by_word.get(&word).map(|&(term, _)| term)
    }

    /// Whether a word of the index is what somebody typed, and not another form of it.
    pub fn is_typed(&self, word: WordId) -> bool {
        self.by_word.get(&word).is_some_and(|&(term, at)| self.terms[term].forms[at].1 == TYPED)
    }

    /// The passages that have a form of any term, in themselves or beside them; ascending.
    pub fn holders(&self, index: &Index) -> Vec<u32> {
        let forms = self.terms.iter().flat_map(|term| &term.forms);
        let mut holders: Vec<u32> =
            forms.flat_map(|&(word, _)| index.postings(word)).map(|posting| posting.entry).collect();
        holders.sort_unstable();
        holders.dedup();
        holders
    }

    /// Adds a word to the term that it shares a form with, or to a new one; `None` when it stands nowhere.
    fn add(&mut self, index: &Index, word: &Word, by_stem: &mut HashMap<StemId, usize>) -> Option<usize> {
        let vocabulary = &index.vocabulary;
        let same = vocabulary.find_fold(&word.folded).map_or(&[][..], |fold| vocabulary.with_fold(fold));
        let mut stems: Vec<StemId> = Vec::new();
        // A pair is what it is; its stem only serves those who seek its first character.
        if !matches!(word.kind, Kind::Pair { .. }) {
            stems.extend(vocabulary.find_stems(&word.spelled, word.kind));
            stems.extend(same.iter().map(|&word| vocabulary.stem(word)));
            let mut seen = HashSet::new();
            stems.retain(|&stem| seen.insert(stem));
        }
        let sharing = same.iter().find_map(|&word| self.term(word));
        let sharing = sharing.or_else(|| stems.iter().find_map(|stem| by_stem.get(stem).copied()));
        let is_nowhere = same.is_empty() && stems.is_empty();
        if sharing.is_none() && is_nowhere {
            return None;
        }
        let term = sharing.unwrap_or(self.terms.len());
        if term == self.terms.len() {
            let says_little = vocabulary.languages.iter().any(|known| known.stemming.is_function_word(&word.folded));
            let weight = if says_little { FUNCTION_WORD } else { 1.0 };
            self.terms.push(Term { weight, forms: Vec::new(), stands_alone: false });
        }
        same.iter().for_each(|&word| self.claim(word, term, TYPED));
        for stem in stems {
            if by_stem.insert(stem, term).is_none() {
                vocabulary.with_stem(stem).iter().for_each(|&word| self.claim(word, term, INFLECTED));
            }
        }
        Some(term)
    }

    fn claim(&mut self, word: WordId, term: usize, weight: f32) {
        let forms = &mut self.terms[term].forms;
        let (owner, at) = *self.by_word.entry(word).or_insert((term, forms.len()));
        if owner == term && at == forms.len() {
            forms.push((word, weight));
        } else {
            let known = &mut self.terms[owner].forms[at].1;
            *known = known.max(weight);
        }
    }
}
