//! Corpus → index: the words of every passage that can be cited, in their order, and for each word the passages that
//! have it. Built once, from the pages in parallel; the same for any number of threads.

use super::vocabulary::{Vocabulary, WordId, narrow};
use crate::corpus::Corpus;
use crate::key::SourceKey;
use crate::page::Page;
use crate::prose::term::{Kind, Stemming, terms};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// So many terms of a heading or a label count: what is longer is no heading, and would count for each of its passages.
const ASIDE_TERMS: usize = 32;

/// What a word in the heading above a passage, or in the speaker's label before it, counts beside one in the passage.
const ASIDE_WEIGHT: f32 = 0.3;

/// The passages of a site's sources, ready to be searched.
#[derive(Debug)]
pub struct Index<'a> {
    pub(super) corpus: &'a Corpus,
    /// What a page is written in that does not say so.
    pub(super) site_language: &'a str,
    pub(super) vocabulary: Vocabulary,
    entries: Vec<Entry>,
    /// The words of all entries, one after the other.
    tokens: Vec<WordId>,
    /// Where the postings of each word begin; one more than there are words.
    starts: Vec<usize>,
    postings: Vec<Posting>,
}

/// One passage.
#[derive(Clone, Copy, Debug)]
struct Entry {
    page: u32,
    passage: u32,
    /// Where its words begin among all tokens.
    start: usize,
}

/// A passage that has a word.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Posting {
    pub entry: u32,
    /// How often, where a heading's word counts a little.
    pub frequency: f32,
}

impl<'a> Index<'a> {
    /// Reads the sources of the corpus. `language` is the site's, for pages that name none.
    pub fn new(corpus: &'a Corpus, language: &'a str) -> Self {
        let sources: Vec<usize> = corpus.sources().filter(|&page| citable(corpus, page)).collect();
        let read = sources.par_iter().map(|&page| PageTerms::of(&corpus.pages[page]));
        let read: Vec<PageTerms> = read.collect();
        let mut index = Self {
            corpus,
            site_language: language,
            vocabulary: Vocabulary::default(),
            entries: Vec::new(),
            tokens: Vec::new(),
            starts: Vec::new(),
            postings: Vec::new(),
        };
        let mut asides: Vec<Vec<WordId>> = Vec::new();
        for (page, terms) in sources.into_iter().zip(read) {
            index.add(page, terms, &mut asides);
        }
        index.vocabulary.stem_all();
        index.invert(&asides);
        index
    }

    /// How many passages there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The page and the passage of an entry, as indices of corpus and page.
    pub(super) fn place(&self, entry: u32) -> (usize, usize) {
        let entry = self.entries[entry as usize];
        (entry.page as usize, entry.passage as usize)
    }

    /// The words of an entry in their order.
    pub(super) fn tokens(&self, entry: u32) -> &[WordId] {
        let end = self.entries.get(entry as usize + 1).map_or(self.tokens.len(), |next| next.start);
        &self.tokens[self.entries[entry as usize].start..end]
    }

    /// How many words an entry has on average; at least one.
    pub(super) fn mean_length(&self) -> f64 {
        (self.tokens.len() as f64 / self.entries.len().max(1) as f64).max(1.0)
    }

    /// The passages that have a word, ascending.
    pub(super) fn postings(&self, word: WordId) -> &[Posting] {
        &self.postings[self.starts[word as usize]..self.starts[word as usize + 1]]
    }

    /// The language of a page.
    pub(super) fn language(&self, page: usize) -> &str {
        self.corpus.pages[page].meta.language.as_deref().unwrap_or(self.site_language)
    }

    fn add(&mut self, page: usize, terms: PageTerms, asides: &mut Vec<Vec<WordId>>) {
        let language = Stemming::of(self.language(page));
        let language = self.vocabulary.language(language);
        let mut ids: Vec<WordId> = Vec::with_capacity(terms.words.len());
        for (folded, spelled, kind) in &terms.words {
            ids.push(self.vocabulary.word(language, folded, spelled, *kind));
        }
        let global = |local: &[u32]| local.iter().map(|&id| ids[id as usize]).collect::<Vec<_>>();
        for passage in terms.passages {
            self.entries.push(Entry { page: narrow(page), passage: passage.index, start: self.tokens.len() });
            self.tokens.extend(global(&terms.tokens[passage.tokens]));
            asides.push(global(&passage.aside));
        }
    }

    /// Turns "the words of a passage" into "the passages of a word".
    fn invert(&mut self, asides: &[Vec<WordId>]) {
        const NOWHERE: u32 = u32::MAX;
        let mut latest = vec![NOWHERE; self.vocabulary.len()];
        let mut counts = vec![0_usize; self.vocabulary.len() + 1];
        for (entry, aside) in asides.iter().enumerate() {
            let entry = narrow(entry);
            for &word in self.tokens(entry).iter().chain(aside) {
                if std::mem::replace(&mut latest[word as usize], entry) != entry {
                    counts[word as usize + 1] += 1;
                }
            }
        }
        for word in 1..counts.len() {
            counts[word] += counts[word - 1];
        }
        let mut ends = counts.clone();
        let mut postings = vec![Posting { entry: 0, frequency: 0.0 }; counts.last().copied().unwrap_or_default()];
        latest.fill(NOWHERE);
        for (entry, aside) in asides.iter().enumerate() {
            let entry = narrow(entry);
            let weighted = self.tokens(entry).iter().map(|&word| (word, 1.0));
            for (word, weight) in weighted.chain(aside.iter().map(|&word| (word, ASIDE_WEIGHT))) {
                let end = &mut ends[word as usize];
                if std::mem::replace(&mut latest[word as usize], entry) != entry {
                    postings[*end].entry = entry;
                    *end += 1;
                }
                postings[*end - 1].frequency += weight;
            }
        }
        self.starts = counts;
        self.postings = postings;
    }
}

/// Whether the key of a source leads to this page: of two that claim a key, the first has it.
fn citable(corpus: &Corpus, page: usize) -> bool {
    corpus.key(page).is_some_and(|key: &SourceKey| corpus.by_key(key) == Some(page))
}

/// The terms of one page, numbered for themselves so that pages can be read side by side.
#[derive(Default)]
struct PageTerms {
    /// Folded, spelled, and what it is.
    words: Vec<(Box<str>, Box<str>, Kind)>,
    tokens: Vec<u32>,
    passages: Vec<PassageTerms>,
    known: HashMap<Box<str>, u32>,
}

struct PassageTerms {
    /// Index in the page.
    index: u32,
    /// In the page's tokens.
    tokens: Range<usize>,
    /// The terms of the heading above and the speaker's label.
    aside: Vec<u32>,
}

impl PageTerms {
    fn of(page: &Page) -> Self {
        let mut read = Self::default();
        let headings = page.headings.iter().map(|heading| read.aside(&heading.text)).collect::<Vec<_>>();
        let mut seen = BTreeSet::new();
        for (index, passage) in page.passages.iter().enumerate() {
            // An id that is claimed twice names the first.
            if !seen.insert(passage.id) {
                continue;
            }
            let start = read.tokens.len();
            let mut tokens = std::mem::take(&mut read.tokens);
            read.read(passage.prose.text(), |id| tokens.push(id));
            read.tokens = tokens;
            let mut aside =
                passage.headings.checked_sub(1).map(|heading| headings[heading].clone()).unwrap_or_default();
            aside.extend(passage.speaker.as_deref().map(|speaker| read.aside(speaker)).unwrap_or_default());
            read.passages.push(PassageTerms { index: narrow(index), tokens: start..read.tokens.len(), aside });
        }
        read
    }

    fn aside(&mut self, text: &str) -> Vec<u32> {
        let mut ids = Vec::new();
        self.read(text, |id| ids.push(id));
        ids.truncate(ASIDE_TERMS);
        ids
    }

    fn read(&mut self, text: &str, mut take: impl FnMut(u32)) {
        terms(text, |term| {
            let id = match self.known.get(term.spelled) {
                Some(&id) => id,
                None => {
                    let id = narrow(self.words.len());
                    self.known.insert(term.spelled.into(), id);
                    self.words.push((term.folded.into(), term.spelled.into(), term.kind));
                    id
                }
            };
            take(id);
        });
    }
}
