//! Sentences → those that an editor may want first: candidates, by what they claim, by how much of their document they
//! speak of, and, in an article, by how early they stand. Called first, so that other sections need not say them again.
//!
//! The score joins the signs that did best on news and on interviews in published comparisons of extractive summaries
//! (position, centroid and title for the one, claims for the other); maximal marginal relevance (Carbonell and Goldstein
//! 1998) keeps two candidates from saying the same.

use super::material::{Material, Sentence};
use super::write::quote;
use super::{Line, Section};
use crate::extract::speech;
use crate::interface::Words;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// So many candidates a draft has, shared out among its sources.
const MOST: usize = 24;

/// From one source, so many at most, and one for so many sentences.
const MOST_OF_ONE: usize = 7;
const SENTENCES_FOR_ONE: usize = 8;

/// More sources than have room give their best.
const MOST_OF_ALL: usize = 60;

/// The candidates, as places in the table of sentences, ascending.
pub(super) fn choose(material: &Material) -> BTreeSet<usize> {
    let share = (MOST / material.documents.len().max(1)).clamp(1, MOST_OF_ONE);
    let mut chosen: Vec<(i32, usize)> = Vec::new();
    for document in 0..material.documents.len() {
        let length = material.documents[document].sentences.len();
        let wanted = share.min(1 + length / SENTENCES_FOR_ONE);
        chosen.extend(choose_from(material, document, wanted));
    }
    chosen.sort_by_key(|&(score, place)| (Reverse(score), place));
    chosen.into_iter().take(MOST_OF_ALL).map(|(_, place)| place).collect()
}

pub(super) fn section(material: &Material, chosen: &BTreeSet<usize>, words: &Words) -> Section {
    let lines = chosen.iter().map(|&place| {
        let sentence = &material.sentences[place];
        let speaker = material.speaker(sentence).map(|name| format!("{}: ", material.named(&name)));
        Line::new(speaker.unwrap_or_default() + &quote(sentence.text), vec![material.cite(sentence)])
    });
    Section {
        heading: words.say("draft.key-passages"),
        remark: "Candidates, no conclusions: chosen by the names, numbers and words that they carry and by where they stand."
            .to_owned(),
        lines: lines.collect(),
    }
}

/// The best sentences of one document, with their scores: no two from one passage, and none that says what a better one said.
fn choose_from(material: &Material, document: usize, wanted: usize) -> Vec<(i32, usize)> {
    let range = material.documents[document].sentences.clone();
    let scores = scores(material, document);
    let top = scores.iter().copied().max().unwrap_or(0);
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < wanted {
        let of_passage = |place: usize| material.sentences[place].place;
        let free = |place: &usize| chosen.iter().all(|&other| of_passage(other) != of_passage(*place));
        let marginal = |place: usize| {
            let near = chosen.iter().map(|&other| overlap(material, place, other)).max().unwrap_or(0);
            scores[place - range.start] - near / 2
        };
        // Of equals the first.
        let is_candidate = |place: &usize| {
            let sentence = &material.sentences[*place];
            is_readable(sentence) && claim(sentence) > 0 && !material.is_of_host(sentence)
        };
        let best = range.clone().filter(free).filter(is_candidate);
        let Some(best) = best.max_by_key(|&place| (marginal(place), Reverse(place))) else { break };
        if scores[best - range.start] <= 0 || scores[best - range.start] * 2 < top {
            break;
        }
        chosen.push(best);
    }
    chosen.into_iter().map(|place| (scores[place - range.start], place)).collect()
}

/// Whether the sentence states something, at a length that can be read.
pub(super) fn is_readable(sentence: &Sentence) -> bool {
    sentence.is_statement() && (6..=70).contains(&sentence.words())
}

/// Of each sentence of a document, in thousandths.
fn scores(material: &Material, document: usize) -> Vec<i32> {
    let about = &material.documents[document];
    let sentences = &material.sentences[about.sentences.clone()];
    let is_dialogue =
        about.passages.iter().filter(|passage| passage.speaker.is_some()).count() * 2 > about.passages.len();
    let claims: Vec<i32> = sentences.iter().map(|sentence| claim(sentence).clamp(0, 12) * 1000 / 12).collect();
    let centres = centres(material, sentences);
    let last = about.passages.len().max(1) as i32;
    sentences
        .iter()
        .zip(claims)
        .zip(centres)
        .map(|((sentence, claim), centre)| {
            let title = shared(&sentence.stems, &about.title) * 1000 / (about.title.len().max(1) as i32);
            let early = (1000 - 2000 * sentence.place as i32 / last).max(0);
            let weights = if is_dialogue { [50, 30, 0, 20] } else { [30, 25, 30, 15] };
            let parts = [claim, centre, early, title.min(1000)];
            weights.iter().zip(parts).map(|(weight, part)| weight * part / 100).sum()
        })
        .collect()
}

/// How much a sentence claims: names, numbers, dates, what is denied and what is said by whom; less for what leans on a
/// sentence before it.
pub(super) fn claim(sentence: &Sentence) -> i32 {
    let names: BTreeSet<&str> = sentence.names().map(|name| name.name.as_str()).collect();
    let said = sentence.speech().any(|speech| speech.kind != speech::Kind::Term && speech.speaker.is_some());
    let lower = sentence.text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'))
        .filter(|word| !word.is_empty())
        .collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    let denies = has(&["not", "no", "never", "none", "nor", "without", "cannot"])
        || words.iter().any(|word| word.ends_with("n’t") || word.ends_with("n't"));
    let opens = words.first().and_then(|word| word.split(['’', '\'']).next()).unwrap_or_default();
    2 * names.len().min(3) as i32
        + 2 * sentence.figures().filter(|figure| figure.sure).count().min(2) as i32
        + 2 * sentence.dates().filter(|date| date.edtf.is_some()).count().min(1) as i32
        + 2 * i32::from(said)
        + i32::from(denies)
        + i32::from(has(&["because", "therefore", "despite", "although", "unless", "only", "must", "would"]))
        - 4 * i32::from(has(&["i", "me", "my", "i’m", "i'm", "i’ve", "i've"]))
        - 4 * i32::from(has(&["thank", "thanks", "welcome", "everyone", "congratulate", "congratulations"]))
        - 3 * i32::from(lower.starts_with(['(', '–', '—', '-']))
        - 3 * i32::from(has(&["you", "your", "we’ll", "we'll", "let’s", "let's"]))
        - 4 * i32::from(
            ["this article", "this post", "this report", "this page"].iter().any(|itself| lower.contains(itself)),
        )
        - 2 * i32::from(LEANING.contains(&opens))
        - 3 * i32::from(words.len() > 45)
        - 2 * i32::from(words.len() < 9)
}

/// Words at the start of a sentence that need the one before it.
const LEANING: &[&str] = &[
    "he",
    "she",
    "it",
    "they",
    "this",
    "that",
    "these",
    "those",
    "his",
    "her",
    "its",
    "their",
    "such",
    "but",
    "and",
    "so",
    "however",
    "also",
    "then",
    "there",
    "here",
    "well",
    "yes",
    "no",
    "still",
    "meanwhile",
    "moreover",
    "or",
];

/// How much of what the document speaks of stands in each sentence: the weight of the stems that come back in it.
fn centres(material: &Material, sentences: &[Sentence]) -> Vec<i32> {
    let mut counts = std::collections::HashMap::new();
    for &stem in sentences.iter().flat_map(|sentence| &sentence.stems) {
        *counts.entry(stem).or_insert(0) += 1;
    }
    let value = |stem: &u32| match counts[stem] {
        1 => 0,
        count => count.min(12) * material.weight(*stem) as i32,
    };
    let sums: Vec<i32> = sentences
        .iter()
        .map(|sentence| sentence.stems.iter().map(value).sum::<i32>() / (sentence.stems.len() as i32 + 8))
        .collect();
    let most = sums.iter().copied().max().unwrap_or(0).max(1);
    sums.into_iter().map(|sum| sum * 1000 / most).collect()
}

/// How much of the shorter sentence the other one has, in thousandths.
fn overlap(material: &Material, one: usize, other: usize) -> i32 {
    let (one, other) = (&material.sentences[one].stems, &material.sentences[other].stems);
    shared(one, other) * 1000 / (one.len().min(other.len()).max(1) as i32)
}

fn shared(one: &BTreeSet<u32>, other: &BTreeSet<u32>) -> i32 {
    one.intersection(other).count() as i32
}
