//! Sentences → who says what: in a transcript the turns of those who answer, elsewhere what the passages quote and report,
//! with the speaker that the extraction found. Speakers come by how much they say.

use super::key_passages::{claim, is_readable};
use super::material::{Material, Sentence};
use super::write::{GUESSED, plain, quote};
use super::{Line, Section};
use crate::extract::speech::{self, Speech};
use crate::interface::{Arg, Words};
use crate::page::GUESS;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// So many lines in all, and of one speaker.
const MOST: usize = 150;
const MOST_OF_ONE: usize = 12;

/// Of one who speaks for themselves in a transcript, so many sentences of a source.
const TURNS: usize = 5;

/// Fewer words are no quotation that can be read alone.
const READABLE: usize = 6;

/// So many words around a quotation say no more than who said it.
const FRAME: usize = 2;

/// Something that somebody says.
struct Said {
    /// Their name, or the words that stand for them.
    speaker: String,
    line: Line,
}

pub(super) fn section(material: &Material, key: &BTreeSet<usize>, words: &Words) -> Section {
    let mut said = Vec::new();
    for (document, about) in material.documents.iter().enumerate() {
        said.extend(turns(material, document, key));
        for sentence in &material.sentences[about.sentences.clone()] {
            said.extend(quoted(material, sentence, words));
        }
    }
    let all = said.len();
    let lines = by_speaker(said);
    let mut remark = "Quotations and reported speech, by speaker. “As reported” stands before the words of the source, not the speaker’s."
        .to_owned();
    if lines.len() < all {
        remark += &format!(" {} more: `ibid extract` lists them.", all - lines.len());
    }
    Section { heading: words.say("draft.said"), remark, lines }
}

/// The lines of each speaker together, those first who have most.
fn by_speaker(said: Vec<Said>) -> Vec<Line> {
    let mut speakers: BTreeMap<String, (usize, Vec<Line>)> = BTreeMap::new();
    for (place, Said { speaker, line }) in said.into_iter().enumerate() {
        speakers.entry(speaker.to_lowercase()).or_insert_with(|| (place, Vec::new())).1.push(line);
    }
    let mut speakers: Vec<(usize, Vec<Line>)> = speakers.into_values().collect();
    speakers.sort_by_key(|(first, lines)| (Reverse(lines.len()), *first));
    speakers.into_iter().flat_map(|(_, lines)| lines.into_iter().take(MOST_OF_ONE)).take(MOST).collect()
}

/// What those who answer in a transcript claim most clearly, but for what the key passages have already.
fn turns(material: &Material, document: usize, key: &BTreeSet<usize>) -> Vec<Said> {
    let mut by_label: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for place in material.documents[document].sentences.clone() {
        let sentence = &material.sentences[place];
        let Some(label) = sentence.passage.speaker.as_deref() else { continue };
        if !key.contains(&place) && is_readable(sentence) && claim(sentence) > 0 {
            by_label.entry(label).or_default().push(place);
        }
    }
    let mut said = Vec::new();
    for places in by_label.values_mut() {
        places.sort_by_cached_key(|&place| (Reverse(claim(&material.sentences[place])), place));
        places.truncate(if material.is_of_host(&material.sentences[places[0]]) { TURNS / 2 + 1 } else { TURNS });
        places.sort_unstable();
        said.extend(places.iter().map(|&place| {
            let sentence = &material.sentences[place];
            let speaker = material.speaker(sentence).unwrap_or_default();
            let text = format!("{}: {}", material.named(&speaker), quote(sentence.text));
            Said { speaker, line: Line::new(text, vec![material.cite(sentence)]) }
        }));
    }
    said
}

/// What a sentence quotes or reports: one line for each speaker in it.
fn quoted(material: &Material, sentence: &Sentence, words: &Words) -> Vec<Said> {
    let mut lines: Vec<Said> = Vec::new();
    let mut direct: BTreeSet<&str> = BTreeSet::new();
    for speech in sentence.speech().filter(|speech| speech.kind != speech::Kind::Term) {
        let Some((speaker, reason)) = speaker(speech) else { continue };
        let said = speech.words.text.split_whitespace().count();
        let is_all = said > 2 && said + FRAME >= sentence.words();
        let in_own_words = speech.kind == speech::Kind::Direct && (said >= READABLE || is_all);
        let is_told = sentence.words() > READABLE && !direct.contains(speaker);
        if !in_own_words && !is_told {
            continue;
        }
        direct.insert(speaker);
        let own_words = speech.words.text.trim_end_matches([',', ';']);
        let words_of = if in_own_words { own_words } else { sentence.text };
        let name = shown(material, speech, speaker, !reason.is_empty());
        let teller =
            material.speaker(sentence).filter(|teller| teller != speaker).map(|teller| material.named(&teller));
        let who = if in_own_words && teller.is_none() { name } else { reported(&name, teller.as_deref(), words) };
        let line = Line::new(format!("{who}: {}", quote(words_of)), vec![material.cite(sentence)]).remark(reason);
        lines.push(Said { speaker: speaker.to_owned(), line });
    }
    lines
}

/// The speaker, and why it is a guess; empty where it is none.
fn speaker(speech: &Speech) -> Option<(&str, String)> {
    let speaker = speech.speaker.as_ref()?;
    match (&speaker.name, speaker.guess) {
        (Some(name), false) => Some((name, String::new())),
        (Some(name), true) if speaker.evidence == speech::Evidence::Pronoun => {
            Some((name, format!("{GUESSED}“{}” is taken for {name}, who was named last", speaker.text)))
        }
        (Some(name), true) => Some((name, format!("{GUESSED}{} “{}”", speaker.evidence.describe(), speech.cue))),
        // A pronoun that stands for nobody known says nothing of who spoke.
        (None, _) if speaker.evidence == speech::Evidence::Pronoun => None,
        (None, false) => Some((&speaker.text, String::new())),
        (None, true) => Some((&speaker.text, format!("{GUESSED}{} “{}”", speaker.evidence.describe(), speech.cue))),
    }
}

/// `[[Dan Baer]]`, `Residents`, `Vladimir Putin (?)`
fn shown(material: &Material, speech: &Speech, speaker: &str, is_guess: bool) -> String {
    let has_name = speech.speaker.as_ref().is_some_and(|speaker| speaker.name.is_some());
    let name = if has_name { material.named(speaker) } else { plain(&capitalised(speaker)) };
    if is_guess { format!("{name} {GUESS}") } else { name }
}

/// `The Kremlin, as reported`, `Vladimir Putin, as told by Dan Baer`
fn reported(name: &str, teller: Option<&str>, words: &Words) -> String {
    match teller {
        Some(teller) => words.fill("draft.told", &[("name", Arg::Text(name)), ("teller", Arg::Text(teller))]),
        None => words.fill("draft.reported", &[("name", Arg::Text(name))]),
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}
