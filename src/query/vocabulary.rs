//! Terms → numbers: each word with its folded form and its stem, and the way back from both to the words that have
//! them. Built by `index`; the same word in two languages is two words, for it has two stems.

use crate::prose::term::{Kind, Stemming};
use rayon::prelude::*;
use std::collections::HashMap;

/// A word as it is spelled in one language. Dense, from 0.
pub(super) type WordId = u32;
/// What is left of words when case and accents are folded, in any language.
pub(super) type FoldId = u32;
/// A stem in one language.
pub(super) type StemId = u32;

#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    pub languages: Vec<Language>,
    words: Vec<Word>,
    folds: HashMap<Box<str>, FoldId>,
    by_fold: Vec<Vec<WordId>>,
    by_stem: Vec<Vec<WordId>>,
}

/// All languages that are stemmed alike.
#[derive(Debug)]
pub(super) struct Language {
    pub stemming: Stemming,
    words: HashMap<Box<str>, WordId>,
    stems: HashMap<Box<str>, StemId>,
}

#[derive(Debug)]
struct Word {
    spelled: Box<str>,
    language: usize,
    kind: Kind,
    fold: FoldId,
    stem: StemId,
}

impl Vocabulary {
    pub fn language(&mut self, stemming: Stemming) -> usize {
        let known = self.languages.iter().position(|language| language.stemming == stemming);
        known.unwrap_or_else(|| {
            self.languages.push(Language { stemming, words: HashMap::new(), stems: HashMap::new() });
            self.languages.len() - 1
        })
    }

    /// The number of a term, given if it has none yet. Its stem is found by `stem_all`.
    pub fn word(&mut self, language: usize, folded: &str, spelled: &str, kind: Kind) -> WordId {
        if let Some(&id) = self.languages[language].words.get(spelled) {
            return id;
        }
        let id = narrow(self.words.len());
        let fold = match self.folds.get(folded) {
            Some(&fold) => fold,
            None => {
                let fold = narrow(self.by_fold.len());
                self.folds.insert(folded.into(), fold);
                self.by_fold.push(Vec::new());
                fold
            }
        };
        self.by_fold[fold as usize].push(id);
        self.words.push(Word { spelled: spelled.into(), language, kind, fold, stem: 0 });
        self.languages[language].words.insert(spelled.into(), id);
        id
    }

    /// Finds the stem of every word; call it once, after the last.
    pub fn stem_all(&mut self) {
        let languages = &self.languages;
        let stem = |word: &Word| languages[word.language].stemming.stem(stem_source(&word.spelled, word.kind));
        let stems: Vec<String> = self.words.par_iter().map(stem).collect();
        for (id, stem) in stems.into_iter().enumerate() {
            let word = &mut self.words[id];
            let next = narrow(self.by_stem.len());
            word.stem = *self.languages[word.language].stems.entry(stem.into()).or_insert(next);
            if word.stem == next {
                self.by_stem.push(Vec::new());
            }
            self.by_stem[word.stem as usize].push(narrow(id));
        }
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    pub fn spelled(&self, word: WordId) -> &str {
        &self.words[word as usize].spelled
    }

    pub fn fold(&self, word: WordId) -> FoldId {
        self.words[word as usize].fold
    }

    pub fn stem(&self, word: WordId) -> StemId {
        self.words[word as usize].stem
    }

    pub fn is_pair(&self, word: WordId) -> bool {
        matches!(self.words[word as usize].kind, Kind::Pair { .. })
    }

    pub fn find_fold(&self, folded: &str) -> Option<FoldId> {
        self.folds.get(folded).copied()
    }

    /// The stems that a term has in the languages of the corpus.
    pub fn find_stems(&self, spelled: &str, kind: Kind) -> impl Iterator<Item = StemId> {
        let source = stem_source(spelled, kind);
        self.languages.iter().filter_map(move |language| language.stems.get(&*language.stemming.stem(source)).copied())
    }

    pub fn with_fold(&self, fold: FoldId) -> &[WordId] {
        &self.by_fold[fold as usize]
    }

    pub fn with_stem(&self, stem: StemId) -> &[WordId] {
        &self.by_stem[stem as usize]
    }

    /// The folded forms of words and numbers, in no order.
    pub fn folds(&self) -> impl Iterator<Item = (&str, FoldId)> {
        let is_word = |fold: FoldId| self.words[self.by_fold[fold as usize][0] as usize].kind == Kind::Word;
        self.folds.iter().map(|(folded, &fold)| (&**folded, fold)).filter(move |&(_, fold)| is_word(fold))
    }
}

/// What stands for the stem: of a pair its first character, so that a single character finds the pairs it leads.
fn stem_source(spelled: &str, kind: Kind) -> &str {
    match kind {
        Kind::Pair { first } => &spelled[..first],
        _ => spelled,
    }
}

pub(super) fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("a site has fewer than four billion words")
}
