//! Sentences → the timeline: each date that a passage gives, as precise as it is, with the sentence that gives it. What only
//! qualifies a noun, and what nothing resolves, is left to the last section.

use super::material::{Material, Sentence};
use super::write::{GUESSED, quote};
use super::{Line, Section};
use crate::date::Edtf;
use crate::extract::DateMention;
use crate::extract::date::Evidence;
use crate::interface::Words;
use crate::page::GUESS;
use std::collections::BTreeMap;

/// More dates than this are a table, which `ibid extract` makes.
const MOST: usize = 60;

/// So many sentences of one source for one date.
const OF_ONE_DATE: usize = 4;

pub(super) fn section(material: &Material, words: &Words) -> Section {
    let mut events: Vec<(Edtf, usize, &Sentence, &DateMention)> = Vec::new();
    for (place, sentence) in material.sentences.iter().enumerate() {
        if !sentence.is_statement() && !sentence.is_row() {
            continue;
        }
        for date in sentence.dates().filter(|date| !date.attributive) {
            let Some(edtf) = date.edtf else { continue };
            // A sentence that names a day twice tells of one event.
            if !events.iter().rev().take_while(|event| event.1 == place).any(|event| event.0 == edtf) {
                events.push((edtf, place, sentence, date));
            }
        }
    }
    keep_first(&mut events);
    events.sort_by_key(|&(edtf, place, ..)| (edtf, place));
    let left_out = events.len().saturating_sub(MOST);
    let mut remark =
        "Each date as precise as the passage gives it; what it was resolved from stands behind it.".to_owned();
    if left_out > 0 {
        remark += &format!(" {left_out} more: `ibid extract` lists them.");
        events.sort_by_key(|&(edtf, place, _, date)| (!date.sure, precision(edtf), place));
        events.truncate(MOST);
        events.sort_by_key(|&(edtf, place, ..)| (edtf, place));
    }
    let lines = events.into_iter().map(|(edtf, _, sentence, date)| line(material, sentence, date, edtf)).collect();
    Section { heading: words.say("draft.timeline"), remark, lines }
}

/// Of one date in one source, the first few: what comes later mostly refers to it.
fn keep_first(events: &mut Vec<(Edtf, usize, &Sentence, &DateMention)>) {
    let mut counts: BTreeMap<(Edtf, usize), usize> = BTreeMap::new();
    events.retain(|(edtf, _, sentence, _)| {
        let count = counts.entry((*edtf, sentence.document)).or_default();
        *count += 1;
        *count <= OF_ONE_DATE
    });
}

fn line(material: &Material, sentence: &Sentence, date: &DateMention, edtf: Edtf) -> Line {
    let guess = if date.sure { String::new() } else { format!("{GUESS} ") };
    let text = format!("{edtf} — {guess}{}", quote(sentence.text));
    let remark = match (&date.resolved_from, date.sure) {
        (_, false) => format!("{GUESSED}“{}”: {}", date.words.text, date.why),
        (Some(Evidence::Relative { .. }), true) => format!("“{}”: {}", date.words.text, date.why),
        _ => String::new(),
    };
    Line::new(text, vec![material.cite(sentence)]).remark(remark)
}

/// Days before months before years.
fn precision(edtf: Edtf) -> u8 {
    let start = edtf.start();
    match (start.month, start.day) {
        (_, Some(_)) => 0,
        (Some(_), None) => 1,
        _ => 2,
    }
}
