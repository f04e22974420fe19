//! Published passages → windows of two sentences, in numbered words: what is compared with what. Called by `kin`. Sources are
//! read side by side, some at a time, and joined in their order, so that numbers are the same on any number of threads.
//! Words, sentences and windows lie in a few long lists and not in one each: a site has a hundred thousand windows.

use super::super::threads::{Context, has_capital_nouns};
use crate::page::Passage;
use crate::prose::sentence::sentence_ends;
use crate::prose::term::{Kind, Stemming, Term, terms};
use crate::span::Span;
use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;
use std::ops::Range;

/// So many sentences in a row are compared with others: one says too little, and a long passage speaks of many things.
const SENTENCES: usize = 2;

/// A window of fewer words is compared with nothing.
const FEWEST: usize = 6;

/// So many of a hundred words hold sentences together in any text of a language whose list of them is known; a text that
/// has fewer is in another language than it is said to be in, and its capitals tell nothing.
const LITTLE: usize = 15;

/// So many sources are read together, so that most of their words are stemmed and numbered once.
const TOGETHER: usize = 64;

/// A stem in one language. Dense, from 0.
pub(super) type WordId = u32;

/// Stands for words of little meaning.
const NO_WORD: WordId = WordId::MAX;

/// A word of a passage.
#[derive(Clone, Copy)]
struct Token {
    /// `NO_WORD` where a word of little meaning stands. Numbered for the sources that are read together at first.
    word: WordId,
    /// In bytes of the passage's text.
    start: u32,
    end: u32,
    capital: bool,
    /// Whether its sentence begins with it.
    first: bool,
}

/// Sentences of a passage that stand together.
pub(super) struct Window {
    pub source: usize,
    pub passage: usize,
    /// In bytes of the passage's text.
    pub span: Span,
    /// Which of `Windows::reads` it is of, and where its tokens and words stand there.
    read: usize,
    tokens: Range<usize>,
    words: Range<usize>,
}

/// All windows of a site, and what is known of their words.
pub(super) struct Windows {
    pub windows: Vec<Window>,
    pub words: Vec<Word>,
    /// How many passages were read.
    pub passages: usize,
    reads: Vec<Read>,
}

/// What is known of a word.
#[derive(Clone, Copy, Default)]
pub(super) struct Word {
    /// In how many passages it stands.
    pub passages: u32,
    /// In how many sources.
    pub sources: u32,
    /// How often it stands within a sentence, and how often with a capital then.
    within: u32,
    capitals: u32,
    /// Begins with a digit.
    pub is_number: bool,
}

impl Word {
    /// Whether it is written with a capital wherever it stands.
    pub fn is_name(&self) -> bool {
        !self.is_number && self.within > 0 && self.capitals * 5 >= self.within * 4
    }
}

/// Some sources, read.
#[derive(Default)]
struct Read {
    /// By language: the words by their spelling.
    known: Vec<(Stemming, HashMap<Box<str>, WordId>)>,
    /// In the order in which they first stand: each with its language, and whether it begins with a digit.
    stems: Vec<(Stemming, String, bool)>,
    tokens: Vec<Token>,
    /// Each with its tokens.
    sentences: Vec<(Span, Range<usize>)>,
    /// Source, passage, and its sentences.
    passages: Vec<(usize, usize, Range<usize>)>,
    /// The words of the windows, one window after the other: ascending in each, without repetition.
    words: Vec<WordId>,
}

/// Reads the published passages of all sources whose language tells names by their capitals.
pub(super) fn windows(context: &Context<'_>) -> Windows {
    let mut sources = context.sources();
    sources.retain(|&source| !has_capital_nouns(context.language(source)));
    let mut reads: Vec<Read> = sources.par_chunks(TOGETHER).map(|sources| Read::of(context, sources)).collect();
    let (ids, mut words) = number(&mut reads);
    let made = reads.par_iter_mut().zip(ids).enumerate();
    let windows = made.flat_map_iter(|(nth, (read, ids))| read.windows(nth, &ids)).collect();
    count(&reads, &mut words);
    let passages = reads.iter().map(|read| read.passages.len()).sum();
    Windows { windows, words, passages, reads }
}

impl Windows {
    /// The words of a window, ascending.
    pub fn words(&self, window: &Window) -> &[WordId] {
        &self.reads[window.read].words[window.words.clone()]
    }

    fn tokens(&self, window: &Window) -> &[Token] {
        &self.reads[window.read].tokens[window.tokens.clone()]
    }

    /// Whether a word has a capital in the window which the beginning of a sentence does not explain.
    pub fn is_capital(&self, window: &Window, word: WordId) -> bool {
        self.tokens(window).iter().any(|token| token.word == word && token.capital)
    }

    /// Where a word of the window stands first.
    pub fn place(&self, window: &Window, word: WordId) -> Span {
        let token = self.tokens(window).iter().find(|token| token.word == word).expect("the window has the word");
        Span::new(token.start as usize, token.end as usize)
    }

    /// Two words side by side in a sentence that both are what `may_join` asks for; ascending, without repetition.
    pub fn phrases(&self, window: &Window, may_join: impl Fn(WordId) -> bool) -> Vec<(WordId, WordId)> {
        let pairs = self.tokens(window).windows(2).filter(|pair| !pair[1].first);
        let pairs = pairs.map(|pair| (pair[0].word, pair[1].word));
        let is_phrase = |word: WordId| word != NO_WORD && may_join(word);
        let mut phrases: Vec<_> = pairs.filter(|&(one, next)| is_phrase(one) && is_phrase(next)).collect();
        phrases.sort_unstable();
        phrases.dedup();
        phrases
    }
}

impl Read {
    fn of(context: &Context<'_>, sources: &[usize]) -> Self {
        let mut read = Self::default();
        for &source in sources {
            let language = Stemming::of(context.language(source));
            let before = (read.stems.len(), read.tokens.len(), read.sentences.len(), read.passages.len());
            for &passage in &context.of(source).publishable {
                let first = read.sentences.len();
                read.passage(&context.corpus.pages[source].passages[passage], language);
                read.passages.push((source, passage, first..read.sentences.len()));
            }
            let tokens = &read.tokens[before.1..];
            let says_little = tokens.iter().filter(|token| token.word == NO_WORD).count();
            if language.function_words().next().is_some() && says_little * 100 < tokens.len() * LITTLE {
                read.forget(before);
            }
        }
        read
    }

    /// Goes back to where so many stems, tokens, sentences and passages were known.
    fn forget(&mut self, (stems, tokens, sentences, passages): (usize, usize, usize, usize)) {
        self.stems.truncate(stems);
        self.tokens.truncate(tokens);
        self.sentences.truncate(sentences);
        self.passages.truncate(passages);
        for (_, known) in &mut self.known {
            known.retain(|_, word| *word == NO_WORD || (*word as usize) < stems);
        }
    }

    fn passage(&mut self, passage: &Passage, language: Stemming) {
        let at = self.known.iter().position(|(other, _)| *other == language).unwrap_or_else(|| {
            self.known.push((language, HashMap::new()));
            self.known.len() - 1
        });
        let Self { known, stems, tokens, sentences, .. } = self;
        let known = &mut known[at].1;
        let text = passage.prose.text();
        let mut start = 0;
        for end in sentence_ends(text, passage.prose.opaque()) {
            let first = tokens.len();
            let span = Span::new(start, end);
            terms(span.of(text), |term| {
                if matches!(term.kind, Kind::Sign) {
                    return;
                }
                let word = known.get(term.spelled).copied().unwrap_or_else(|| {
                    let word = new_word(&term, language, stems);
                    known.insert(term.spelled.into(), word);
                    word
                });
                let (from, to) = (start + term.span.start, start + term.span.end);
                let capital = text[from..to].starts_with(char::is_uppercase);
                tokens.push(Token {
                    word,
                    start: narrow(from),
                    end: narrow(to),
                    capital,
                    first: tokens.len() == first,
                });
            });
            sentences.push((span, first..tokens.len()));
            start = end;
        }
    }

    /// The windows of these sources, which are the `nth`; `ids` has the numbers of their words in the site.
    fn windows(&mut self, nth: usize, ids: &[WordId]) -> Vec<Window> {
        for token in self.tokens.iter_mut().filter(|token| token.word != NO_WORD) {
            token.word = ids[token.word as usize];
        }
        let mut windows = Vec::new();
        let mut words: Vec<WordId> = Vec::new();
        for (source, passage, sentences) in &self.passages {
            let sentences = &self.sentences[sentences.clone()];
            for wide in sentences.windows(SENTENCES.min(sentences.len().max(1))) {
                let (first, last) = (&wide[0], &wide[wide.len() - 1]);
                let tokens = first.1.start..last.1.end;
                let told = self.tokens[tokens.clone()].iter().map(|token| token.word).filter(|word| *word != NO_WORD);
                words.clear();
                words.extend(told);
                words.sort_unstable();
                words.dedup();
                if words.len() >= FEWEST {
                    let start = self.words.len();
                    self.words.extend_from_slice(&words);
                    let (span, words) = (first.0.join(last.0), start..self.words.len());
                    windows.push(Window { source: *source, passage: *passage, span, read: nth, tokens, words });
                }
            }
        }
        windows
    }
}

/// The number of a word that was not met before among those that are read together.
fn new_word(term: &Term<'_>, language: Stemming, stems: &mut Vec<(Stemming, String, bool)>) -> WordId {
    if language.is_function_word(term.folded) || term.folded.chars().nth(1).is_none() {
        return NO_WORD;
    }
    let is_number = term.folded.starts_with(|c: char| c.is_numeric());
    stems.push((language, language.stem(term.spelled), is_number));
    narrow(stems.len() - 1)
}

/// Numbers the words for the site, in the order in which they first stand: for each read the numbers of its own, and all
/// words.
fn number(reads: &mut [Read]) -> (Vec<Vec<WordId>>, Vec<Word>) {
    let mut numbers: Vec<(Stemming, HashMap<String, WordId>)> = Vec::new();
    let mut words: Vec<Word> = Vec::new();
    let mut number = |(language, stem, is_number): (Stemming, String, bool)| {
        let at = numbers.iter().position(|(other, _)| *other == language).unwrap_or_else(|| {
            numbers.push((language, HashMap::new()));
            numbers.len() - 1
        });
        let next = narrow(words.len());
        let id = *numbers[at].1.entry(stem).or_insert(next);
        if id == next {
            words.push(Word { is_number, ..Word::default() });
        }
        id
    };
    let ids = reads.iter_mut().map(|read| {
        read.known = Vec::new();
        std::mem::take(&mut read.stems).into_iter().map(&mut number).collect()
    });
    let ids = ids.collect();
    (ids, words)
}

/// Counts in how many passages and sources each word stands, and how it is written there.
fn count(reads: &[Read], words: &mut [Word]) {
    // By word: the passage, counted from 1, and the source in which it was met last.
    let mut last: Vec<(usize, Option<usize>)> = vec![(0, None); words.len()];
    let passages = reads.iter().flat_map(|read| read.passages.iter().map(move |passage| (read, passage)));
    for ((read, (source, _, sentences)), passage) in passages.zip(1..) {
        let tokens = read.sentences[sentences.clone()].iter().flat_map(|(_, tokens)| &read.tokens[tokens.clone()]);
        for token in tokens.filter(|token| token.word != NO_WORD) {
            let (word, last) = (&mut words[token.word as usize], &mut last[token.word as usize]);
            word.within += u32::from(!token.first);
            word.capitals += u32::from(!token.first && token.capital);
            word.passages += u32::from(last.0 != passage);
            word.sources += u32::from(last.1 != Some(*source));
            *last = (passage, Some(*source));
        }
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("a passage is shorter than 4 GiB, and a site has fewer than four billion words")
}
