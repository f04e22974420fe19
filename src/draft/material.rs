//! The extractions of several sources → one table of sentences, each with the words that it is about. The sections of a
//! draft are chosen from it.

use super::Cite;
use crate::corpus::Corpus;
use crate::extract::name::list::{self, Name};
use crate::extract::{DateMention, Extraction, Figure, NameMention, Speech};
use crate::key::SourceKey;
use crate::page::{CELLS, Page};
use crate::prose::quotation::quotations;
use crate::prose::term::{Kind, Stemming, terms};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// Sentences that a quotation runs through have so many words together.
const LONGEST: usize = 60;

/// What the sections are made of.
pub(super) struct Material<'a> {
    pub corpus: &'a Corpus,
    pub documents: Vec<Document<'a>>,
    /// Document by document, in page order.
    pub sentences: Vec<Sentence<'a>>,
    /// The names of each document, with those of the others that are the same.
    pub names: Vec<Vec<Name>>,
    /// In how many sentences each stem stands.
    frequency: Vec<u32>,
}

pub(super) struct Document<'a> {
    pub page: &'a Page,
    pub key: &'a SourceKey,
    pub passages: &'a [Extraction],
    /// Its sentences in the table.
    pub sentences: Range<usize>,
    /// Labels of those who ask the questions.
    hosts: BTreeSet<&'a str>,
    /// The stems of its title.
    pub title: BTreeSet<u32>,
}

pub(super) struct Sentence<'a> {
    pub document: usize,
    /// Its place among the passages of the document.
    pub place: usize,
    pub passage: &'a Extraction,
    /// Its place in the passage; more than one, where a quotation runs on.
    pub nths: Range<usize>,
    pub text: &'a str,
    /// The stems of the words that say something, without doubles.
    pub stems: BTreeSet<u32>,
    /// Those of the names in it.
    pub name_stems: BTreeSet<u32>,
}

impl<'a> Material<'a> {
    pub fn new(corpus: &'a Corpus, found: &'a [(usize, Vec<Extraction>)], language: &str) -> Self {
        let mut vocabulary = Vocabulary::default();
        let (mut documents, mut sentences) = (Vec::new(), Vec::new());
        for (page, passages) in found {
            let Some(key) = corpus.key(*page) else { continue };
            let page = &corpus.pages[*page];
            let stemming = Stemming::of(page.meta.language.as_deref().unwrap_or(language));
            let first = sentences.len();
            for (place, passage) in passages.iter().enumerate() {
                sentences.extend(readable(passage).into_iter().map(|nths| {
                    let (first, last) = (passage.sentences[nths.start].span, passage.sentences[nths.end - 1].span);
                    let text = first.join(last).of(&passage.text);
                    let stems = vocabulary.stems(text, stemming);
                    let names = passage.names.iter().filter(|name| nths.contains(&name.words.sentence));
                    let name_stems = names.flat_map(|name| vocabulary.stems(&name.words.text, stemming)).collect();
                    Sentence { document: documents.len(), place, passage, nths, text, stems, name_stems }
                }));
            }
            let title = vocabulary.stems(page.title(), stemming);
            let sentences = first..sentences.len();
            documents.push(Document { page, key, passages, sentences, hosts: hosts(passages), title });
        }
        let mut frequency = vec![0; vocabulary.numbers.len()];
        sentences.iter().flat_map(|sentence| &sentence.stems).for_each(|&stem| frequency[stem as usize] += 1);
        let lists: Vec<&[Extraction]> = documents.iter().map(|document| document.passages).collect();
        Material { corpus, names: list::names(&lists), documents, sentences, frequency }
    }

    /// How much a stem says: one more each time that half as many sentences have it.
    pub fn weight(&self, stem: u32) -> u32 {
        let holders = self.frequency[stem as usize].max(1);
        1 + (self.sentences.len() as u32 / holders).max(1).ilog2()
    }

    pub fn document(&self, sentence: &Sentence) -> &Document<'a> {
        &self.documents[sentence.document]
    }

    pub fn cite(&self, sentence: &Sentence) -> Cite {
        Cite { key: self.document(sentence).key.clone(), passage: sentence.passage.passage }
    }

    /// The one who says the sentence in a transcript, in full where the source names its speakers.
    pub fn speaker(&self, sentence: &Sentence) -> Option<String> {
        let label = sentence.passage.speaker.as_deref()?;
        Some(in_full(&self.document(sentence).page.meta.source.speakers, label).to_owned())
    }

    /// Whether the one who asks the questions says it.
    pub fn is_of_host(&self, sentence: &Sentence) -> bool {
        sentence.passage.speaker.as_deref().is_some_and(|label| self.document(sentence).hosts.contains(label))
    }
}

/// The sentences of a passage, those that a quotation runs through as one, as far as that can be read.
fn readable(passage: &Extraction) -> Vec<Range<usize>> {
    let quotations = quotations(&passage.text, &[], false).quotations;
    let splits = |at: usize| quotations.iter().any(|quoted| quoted.outer.start < at && at < quoted.outer.end);
    let words = |nths: Range<usize>| -> usize {
        passage.sentences[nths].iter().map(|sentence| sentence.span.of(&passage.text).split_whitespace().count()).sum()
    };
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (nth, sentence) in passage.sentences.iter().enumerate() {
        match ranges.last_mut() {
            Some(last) if splits(sentence.span.start) && words(last.start..nth + 1) <= LONGEST => last.end = nth + 1,
            _ => ranges.push(nth..nth + 1),
        }
    }
    ranges
}

/// The speaker whose last name the label is.
fn in_full<'s>(speakers: &'s [String], label: &'s str) -> &'s str {
    let folded = label.to_lowercase();
    let has_name = |name: &&String| name.to_lowercase().split_whitespace().next_back() == Some(folded.as_str());
    let mut holders = speakers.iter().filter(has_name);
    match (holders.next(), holders.next()) {
        (Some(name), None) => name,
        _ => label,
    }
}

/// Those who ask, if others answer: in a third of their turns or more, and twice as often as somebody else.
fn hosts(passages: &[Extraction]) -> BTreeSet<&str> {
    let mut turns: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for passage in passages {
        if let Some(label) = passage.speaker.as_deref() {
            let (all, asking) = turns.entry(label).or_default();
            *all += 1;
            *asking += usize::from(passage.text.contains(['?', '？', '؟']));
        }
    }
    let per_mille = |&(all, asking): &(usize, usize)| asking * 1000 / all;
    // One who spoke once may be a label that is no name.
    let answers = turns.values().filter(|(all, _)| *all > 1).map(per_mille).min().unwrap_or(1000);
    let is_host = |counts: &(usize, usize)| per_mille(counts) >= 333 && per_mille(counts) >= 2 * answers;
    turns.into_iter().filter(|(_, counts)| is_host(counts)).map(|(label, _)| label).collect()
}

impl<'a> Sentence<'a> {
    pub fn dates(&self) -> impl Iterator<Item = &'a DateMention> {
        let nths = self.nths.clone();
        self.passage.dates.iter().filter(move |date| nths.contains(&date.words.sentence))
    }

    pub fn figures(&self) -> impl Iterator<Item = &'a Figure> {
        let nths = self.nths.clone();
        self.passage.figures.iter().filter(move |figure| nths.contains(&figure.words.sentence))
    }

    /// Names whose kind something shows.
    pub fn names(&self) -> impl Iterator<Item = &'a NameMention> {
        let nths = self.nths.clone();
        self.passage.names.iter().filter(move |name| nths.contains(&name.words.sentence) && name.evidence.is_strong())
    }

    pub fn speech(&self) -> impl Iterator<Item = &'a Speech> {
        let nths = self.nths.clone();
        self.passage.speech.iter().filter(move |speech| nths.contains(&speech.words.sentence))
    }

    pub fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }

    /// Whether it is a row of a table, whose cells are no sentence.
    pub fn is_row(&self) -> bool {
        self.text.contains(CELLS)
    }

    /// Whether it ends as a sentence does, and does not ask.
    pub fn is_statement(&self) -> bool {
        let bare = self.text.trim_end_matches(['”', '"', '’', '\'', '»', ')', ']']);
        bare.ends_with(['.', '!', '…', '。', '।', '؛']) && !self.is_row()
    }
}

/// Stems by number, in the order in which they were met.
#[derive(Default)]
struct Vocabulary {
    numbers: HashMap<String, u32>,
}

impl Vocabulary {
    fn stems(&mut self, text: &str, stemming: Stemming) -> BTreeSet<u32> {
        let mut stems = BTreeSet::new();
        terms(text, |term| {
            let says_something = term.kind != Kind::Sign && !stemming.is_function_word(term.folded);
            if says_something {
                let next = self.numbers.len() as u32;
                stems.insert(*self.numbers.entry(stemming.stem(term.spelled)).or_insert(next));
            }
        });
        stems
    }
}
