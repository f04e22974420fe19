//! What is left → the last section: names of a kind that nothing shows, dates that nothing resolves or that only qualify a
//! noun, words in quotation marks that nobody is said to have said. Each with the reason why it is here.

use super::material::{Material, Sentence};
use super::write::{plain, quote};
use super::{Cite, Line, Section};
use crate::extract::date::Precision;
use crate::extract::name::Kind;
use crate::extract::speech;
use crate::interface::Words;
use crate::span::Span;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Of each sort, so many.
const MOST: usize = 20;

/// A name is shown where it is met first, in so many sources, and with so many that it may be.
const PLACES: usize = 3;

/// Words that are quoted on either side of a date.
const CONTEXT: usize = 5;

pub(super) fn section(material: &Material, words: &Words) -> Section {
    let sorts = [names(material), dates(material), quotations(material)];
    let left_out: usize = sorts.iter().map(|lines| lines.len().saturating_sub(MOST)).sum();
    let mut remark =
        "Names, dates and quoted words that the sections above have no place for, each with the reason.".to_owned();
    if left_out > 0 {
        remark += &format!(" {left_out} more: `ibid extract` lists them.");
    }
    let lines = sorts.into_iter().flat_map(|lines| lines.into_iter().take(MOST)).collect();
    Section { heading: words.say("draft.unsorted"), remark, lines }
}

/// A name that nothing sorts, in all documents.
struct Unsorted {
    mentions: usize,
    why: &'static str,
    perhaps: Vec<String>,
    cites: Vec<Cite>,
}

fn names(material: &Material) -> Vec<Line> {
    let mut by_name: BTreeMap<&str, Unsorted> = BTreeMap::new();
    for (document, names) in material.names.iter().enumerate() {
        for name in names.iter().filter(|name| name.kind == Kind::Unsorted || !name.between.is_empty()) {
            let Some(&passage) = name.passages.first() else { continue };
            let why = match name.evidence.first() {
                _ if !name.between.is_empty() => "several share it",
                evidence => evidence.map_or("", |evidence| evidence.describe()),
            };
            let new = Unsorted { mentions: 0, why, perhaps: Vec::new(), cites: Vec::new() };
            let entry = by_name.entry(&name.name).or_insert(new);
            entry.mentions += name.mentions;
            entry.perhaps.extend(name.between.iter().chain(name.perhaps.iter().map(|perhaps| &perhaps.name)).cloned());
            entry.cites.push(Cite { key: material.documents[document].key.clone(), passage });
        }
    }
    let mut names: Vec<(&str, Unsorted)> = by_name.into_iter().collect();
    names.sort_by_key(|(_, name)| (Reverse(name.mentions), name.cites[0].clone()));
    names.into_iter().map(|(name, unsorted)| unsorted.line(name)).collect()
}

impl Unsorted {
    fn line(mut self, name: &str) -> Line {
        self.cites.truncate(PLACES);
        self.perhaps.sort();
        self.perhaps.dedup();
        self.perhaps.truncate(PLACES);
        let perhaps =
            if self.perhaps.is_empty() { String::new() } else { format!("; perhaps {}", self.perhaps.join(" or ")) };
        Line::new(plain(name), self.cites).remark(format!("a name? {}{perhaps}", self.why))
    }
}

fn dates(material: &Material) -> Vec<Line> {
    let mut lines = Vec::new();
    for sentence in &material.sentences {
        // “one day prior, on April 24”
        let is_dated = sentence.dates().any(|date| date.edtf.is_some() && date.precision == Precision::Day);
        for date in sentence.dates().filter(|date| date.attributive || date.edtf.is_none() && !is_dated) {
            let why =
                if date.attributive { "it qualifies a noun, so nothing need have happened then" } else { &date.why };
            let line = Line::new(quote(around(sentence, date.words.span)), vec![material.cite(sentence)]);
            lines.push(line.remark(format!("a date? “{}”: {why}", date.words.text)));
        }
    }
    lines
}

/// What is quoted without a speaker, each once.
fn quotations(material: &Material) -> Vec<Line> {
    let mut by_words: BTreeMap<String, (usize, &str, &'static str, Vec<Cite>)> = BTreeMap::new();
    for (place, sentence) in material.sentences.iter().enumerate() {
        for speech in sentence.speech().filter(|speech| speech.speaker.is_none()) {
            let why = match speech.kind {
                speech::Kind::Term => "quoted as a term",
                _ => "nobody is named who said it",
            };
            let words = speech.words.text.trim_end_matches([',', '.', ';']);
            let (.., cites) = by_words.entry(words.to_lowercase()).or_insert((place, words, why, Vec::new()));
            let cite = material.cite(sentence);
            if !cites.contains(&cite) {
                cites.push(cite);
            }
        }
    }
    let mut found: Vec<_> = by_words.into_values().collect();
    found.sort_by_key(|&(place, ..)| place);
    found.into_iter().map(|(_, words, why, cites)| Line::new(quote(words), cites).remark(why)).collect()
}

/// A span of the passage with a few words of the sentence on either side.
fn around<'a>(sentence: &Sentence<'a>, span: Span) -> &'a str {
    let text = sentence.passage.text.as_str();
    let nth = sentence.passage.sentences.partition_point(|own| own.span.start <= span.start).saturating_sub(1);
    let own = sentence.passage.sentences[nth].span;
    let is_gap = |at: &usize| text.as_bytes()[*at].is_ascii_whitespace();
    let start = (own.start..span.start).rev().filter(is_gap).nth(CONTEXT).map_or(own.start, |gap| gap + 1);
    let end = (span.end..own.end).filter(is_gap).nth(CONTEXT).unwrap_or(own.end);
    text[start..end].trim()
}
