//! Published passages → windows of two sentences, in numbered words: what is compared with what. Called by `kin`. Sources are
//! read side by side and joined in their order, so that numbers are the same on any number of threads.

use super::super::threads::{Context, has_capital_nouns};
use crate::page::Passage;
use crate::prose::sentence::sentence_ends;
use crate::prose::term::{Kind, Stemming, terms};
use crate::span::Span;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// So many sentences in a row are compared with others: one says too little, and a long passage speaks of many things.
const SENTENCES: usize = 2;

/// A window of fewer words is compared with nothing.
const FEWEST: usize = 6;

/// So many of a hundred words hold sentences together in any text of a language whose list of them is known; a text that
/// has fewer is in another language than it is said to be in, and its capitals tell nothing.
const LITTLE: usize = 15;

/// A stem in one language. Dense, from 0.
pub(super) type WordId = u32;

/// Sentences of a passage that stand together.
pub(super) struct Window {
    pub source: usize,
    pub passage: usize,
    /// In bytes of the passage's text.
    pub span: Span,
    /// Ascending, without repetition.
    pub words: Vec<WordId>,
    /// Those that have a capital which the beginning of a sentence does not explain; ascending.
    pub capitals: Vec<WordId>,
    /// Two words side by side, ascending.
    pub phrases: Vec<(WordId, WordId)>,
    /// Where each of the words stands first, as `words`.
    pub places: Vec<Span>,
}

/// All windows of a site, and what is known of their words.
#[derive(Default)]
pub(super) struct Windows {
    pub windows: Vec<Window>,
    pub words: Vec<Word>,
    /// How many passages were read.
    pub passages: usize,
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

/// A word of a sentence, numbered for its source.
struct Token {
    word: u32,
    span: Span,
    capital: bool,
    first: bool,
}

/// A passage, sentence by sentence.
struct Sentences {
    passage: usize,
    /// `None` where a word of little meaning stands.
    sentences: Vec<(Span, Vec<Option<Token>>)>,
}

struct Read {
    source: usize,
    language: Stemming,
    stems: Vec<(String, bool)>,
    passages: Vec<Sentences>,
}

/// Reads the published passages of all sources whose language tells names by their capitals.
pub(super) fn windows(context: &Context<'_>) -> Windows {
    let sources = context.sources();
    let told = sources.into_par_iter().filter(|&source| !has_capital_nouns(context.language(source)));
    let read: Vec<Read> = told.map(|source| read(context, source)).collect();
    let mut windows = Windows::default();
    let mut numbers: Vec<(Stemming, HashMap<String, WordId>)> = Vec::new();
    for read in read {
        windows.add(read, &mut numbers);
    }
    windows
}

fn read(context: &Context<'_>, source: usize) -> Read {
    let page = &context.corpus.pages[source];
    let language = Stemming::of(context.language(source));
    let mut read = Read { source, language, stems: Vec::new(), passages: Vec::new() };
    let mut known: HashMap<String, Option<u32>> = HashMap::new();
    for &passage in &context.of(source).publishable {
        let sentences = sentences(&page.passages[passage], language, &mut known, &mut read.stems);
        read.passages.push(Sentences { passage, sentences });
    }
    let tokens = || read.passages.iter().flat_map(|passage| &passage.sentences).flat_map(|(_, tokens)| tokens);
    let says_little = tokens().filter(|token| token.is_none()).count();
    if language.function_words().next().is_some() && says_little * 100 < tokens().count() * LITTLE {
        read.passages.clear();
        read.stems.clear();
    }
    read
}

fn sentences(
    passage: &Passage,
    language: Stemming,
    known: &mut HashMap<String, Option<u32>>,
    stems: &mut Vec<(String, bool)>,
) -> Vec<(Span, Vec<Option<Token>>)> {
    let text = passage.prose.text();
    let mut start = 0;
    let mut sentences = Vec::new();
    for end in sentence_ends(text, passage.prose.opaque()) {
        let span = Span::new(start, end);
        let mut tokens: Vec<Option<Token>> = Vec::new();
        terms(span.of(text), |term| {
            if matches!(term.kind, Kind::Sign) {
                return;
            }
            let word = match known.get(term.spelled) {
                Some(word) => *word,
                None => {
                    let says_little = language.is_function_word(term.folded) || term.folded.chars().count() < 2;
                    let word = (!says_little).then(|| {
                        let is_number = term.folded.starts_with(|c: char| c.is_numeric());
                        stems.push((language.stem(term.spelled), is_number));
                        u32::try_from(stems.len() - 1).expect("a page has fewer than four billion words")
                    });
                    known.insert(term.spelled.to_owned(), word);
                    word
                }
            };
            let first = tokens.is_empty();
            let span = Span::new(start + term.span.start, start + term.span.end);
            let capital = span.of(text).starts_with(char::is_uppercase);
            tokens.push(word.map(|word| Token { word, span, capital, first }));
        });
        sentences.push((span, tokens));
        start = end;
    }
    sentences
}

impl Windows {
    /// Numbers the words of a source for the site, and makes its windows.
    fn add(&mut self, read: Read, numbers: &mut Vec<(Stemming, HashMap<String, WordId>)>) {
        let at = numbers.iter().position(|(language, _)| *language == read.language).unwrap_or_else(|| {
            numbers.push((read.language, HashMap::new()));
            numbers.len() - 1
        });
        let known = &mut numbers[at].1;
        let mut ids = Vec::with_capacity(read.stems.len());
        for (stem, is_number) in read.stems {
            let next = u32::try_from(self.words.len()).expect("a site has fewer than four billion words");
            let id = *known.entry(stem).or_insert(next);
            if id == next {
                self.words.push(Word { is_number, ..Word::default() });
            }
            ids.push(id);
        }
        let mut of_source: BTreeSet<WordId> = BTreeSet::new();
        for mut passage in read.passages {
            let tokens = passage.sentences.iter_mut().flat_map(|(_, tokens)| tokens.iter_mut().flatten());
            let mut of_passage: BTreeSet<WordId> = BTreeSet::new();
            for token in tokens {
                token.word = ids[token.word as usize];
                of_passage.insert(token.word);
                let word = &mut self.words[token.word as usize];
                word.within += u32::from(!token.first);
                word.capitals += u32::from(!token.first && token.capital);
            }
            of_passage.iter().for_each(|&word| self.words[word as usize].passages += 1);
            of_source.extend(of_passage);
            self.passages += 1;
            let wide = passage.sentences.windows(SENTENCES.min(passage.sentences.len().max(1)));
            let made = wide.filter_map(|sentences| window(read.source, passage.passage, sentences));
            self.windows.extend(made);
        }
        of_source.iter().for_each(|&word| self.words[word as usize].sources += 1);
    }
}

fn window(source: usize, passage: usize, sentences: &[(Span, Vec<Option<Token>>)]) -> Option<Window> {
    let tokens = || sentences.iter().flat_map(|(_, tokens)| tokens.iter().flatten());
    let mut first: Vec<(WordId, Span)> = tokens().map(|token| (token.word, token.span)).collect();
    first.sort();
    first.dedup_by_key(|(word, _)| *word);
    if first.len() < FEWEST {
        return None;
    }
    let (words, places) = first.into_iter().unzip();
    let mut capitals: Vec<WordId> = tokens().filter(|token| token.capital).map(|token| token.word).collect();
    capitals.sort_unstable();
    capitals.dedup();
    let pairs = sentences.iter().flat_map(|(_, tokens)| tokens.windows(2));
    let mut phrases: Vec<(WordId, WordId)> = pairs
        .filter_map(|pair| match pair {
            [Some(one), Some(next)] => Some((one.word, next.word)),
            _ => None,
        })
        .collect();
    phrases.sort_unstable();
    phrases.dedup();
    let span = sentences.first()?.0.join(sentences.last()?.0);
    Some(Window { source, passage, span, words, capitals, phrases, places })
}
