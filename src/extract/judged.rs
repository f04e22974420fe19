//! How good names and speakers are, measured on passages that were judged by hand (`tests/data/extract`). A change that
//! reads worse fails here.

use super::name::{Evidence, Kind};
use super::{Extraction, Known, extract, speech};
use crate::page::{self, Reading};
use crate::path::FilePath;
use crate::span::Span;
use crate::world::World;
use std::collections::BTreeMap;

const DOCUMENTS: &[(&str, &str)] = &[
    ("business", include_str!("../../tests/data/extract/business.txt")),
    ("diplomacy", include_str!("../../tests/data/extract/diplomacy.txt")),
    ("news", include_str!("../../tests/data/extract/news.txt")),
    ("profile", include_str!("../../tests/data/extract/profile.txt")),
    ("report", include_str!("../../tests/data/extract/report.txt")),
    ("transcript", include_str!("../../tests/data/extract/transcript.txt")),
];

/// A passage without its marks, and what they say.
#[derive(Default)]
struct Judged {
    label: Option<String>,
    text: String,
    names: Vec<(Span, Kind)>,
    /// Empty where no speaker is named.
    speech: Vec<(Span, String)>,
}

fn judged(line: &str) -> Judged {
    let mut judged = Judged::default();
    let mut line = line;
    if let Some((label, rest)) = line.split_once(": ").filter(|(label, _)| label.chars().all(char::is_alphabetic)) {
        judged.label = Some(label.to_owned());
        line = rest;
    }
    let mut name = None;
    let mut speakers = Vec::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        let at = judged.text.len();
        match c {
            '[' => {
                let kind = match &rest[..2] {
                    "P:" => Kind::Person,
                    "O:" => Kind::Organisation,
                    "L:" => Kind::Place,
                    other => panic!("`{other}` is no kind"),
                };
                name = Some((at, kind));
                rest = &rest[2..];
            }
            ']' => {
                let (start, kind) = name.take().expect("a name begins");
                judged.names.push((Span::new(start, at), kind));
            }
            '{' => {
                let behind = rest.find(['|', '~']).expect("a speaker ends");
                speakers.push((at, rest[..behind].to_owned()));
                rest = &rest[behind + 1..];
            }
            '}' => {
                let (start, speaker) = speakers.pop().expect("speech begins");
                judged.speech.push((Span::new(start, at), speaker));
            }
            c => judged.text.push(c),
        }
    }
    judged
}

fn read(document: &str) -> (Vec<Judged>, Vec<Extraction>) {
    let judged: Vec<Judged> = document.lines().map(judged).collect();
    let mut file = "---\ntitle: Judged\nlanguage: en\nspeakers: [Helen Marsh, Paul Ostrander]\n---\n".to_owned();
    for (nth, passage) in judged.iter().enumerate() {
        let label = passage.label.as_ref().map_or(String::new(), |label| format!("**{label}:** "));
        file += &format!("\n{label}{} {{#p{}}}\n", passage.text, nth + 1);
    }
    let path = "content/sources/s.md";
    let world = World::from_texts([(path, &*file)]);
    let page = page::parse(&FilePath::new(path).unwrap(), &world.files[path], Reading::default());
    let found = extract(&page, "en", &Known::default());
    assert_eq!(found.len(), judged.len());
    (judged, found)
}

#[derive(Default, Debug)]
struct Count {
    found: usize,
    right: usize,
    gold: usize,
}

impl Count {
    fn assert_floors(&self, precision: usize, recall: usize, what: &str) {
        let Count { found, right, gold } = self;
        assert!(right * 100 >= found * precision, "{what}: {right} of {found} are right");
        assert!(right * 100 >= gold * recall, "{what}: {right} of {gold} are found");
    }
}

#[test]
fn names_with_strong_evidence_have_the_right_kind_and_words() {
    let mut count = Count::default();
    let mut by_evidence: BTreeMap<Evidence, Count> = BTreeMap::new();
    for (title, document) in DOCUMENTS {
        let (judged, found) = read(document);
        for (judged, found) in judged.iter().zip(&found) {
            assert_eq!(judged.text, found.text);
            count.gold += judged.names.len();
            for name in &found.names {
                let right = judged.names.contains(&(name.words.span, name.kind));
                let tier = by_evidence.entry(name.evidence).or_default();
                tier.found += 1;
                tier.right += usize::from(right);
                if name.evidence.is_strong() {
                    count.found += 1;
                    count.right += usize::from(right);
                    if !right {
                        println!("{title}: wrong: {:?} {:?} {:?}", name.words.text, name.kind, name.evidence);
                    }
                }
            }
            for (span, kind) in &judged.names {
                let is_found = found.names.iter().any(|name| (name.words.span, name.kind) == (*span, *kind));
                if !is_found {
                    println!("{title}: missed: {:?} {kind:?}", span.of(&judged.text));
                }
            }
        }
    }
    println!("{count:?}\n{by_evidence:#?}");
    assert!(count.gold >= 200, "{} mentions are judged", count.gold);
    count.assert_floors(95, 90, "names");
}

#[test]
fn speakers_that_are_named_are_right() {
    let mut count = Count::default();
    let mut all = 0;
    for (title, document) in DOCUMENTS {
        let (judged, found) = read(document);
        for (judged, found) in judged.iter().zip(&found) {
            all += judged.speech.len();
            count.gold += judged.speech.iter().filter(|(_, speaker)| !speaker.is_empty()).count();
            let overlaps = |one: Span, other: Span| one.start < other.end && other.start < one.end;
            for speech in &found.speech {
                let Some(speaker) = speech.speaker.as_ref().filter(|speaker| !speaker.guess) else { continue };
                // Who has no name is told by the words.
                let told = speaker.name.as_ref().unwrap_or(&speaker.text);
                let mut meant = judged.speech.iter().filter(|(span, _)| overlaps(*span, speech.words.span));
                let right = meant.any(|(_, meant)| meant == told);
                count.found += 1;
                count.right += usize::from(right);
                if !right {
                    println!("{title}: wrong: {:?} by {:?} {:?}", speech.words.text, speaker.name, speaker.evidence);
                }
            }
            for (span, speaker) in judged.speech.iter().filter(|(_, speaker)| !speaker.is_empty()) {
                let is_found = |speech: &speech::Speech| overlaps(*span, speech.words.span) && speech.speaker.is_some();
                if !found.speech.iter().any(is_found) {
                    println!("{title}: missed: {:?} by {speaker}", span.of(&judged.text));
                }
            }
        }
    }
    println!("{count:?}");
    assert!(all >= 60, "{all} quotations are judged");
    count.assert_floors(95, 85, "speakers");
}
