//! Figures of different sources → those that an analyst may want to hold against each other, side by side. No contradiction
//! is ever alleged: that two passages speak of the same thing is for a human to see.
//!
//! The gates are strict, since nearly all pairs of figures in a set of documents speak of different things: the same
//! unit or noun, two names and two fifths of the other words in common, the same day (or none, in sources of one date), and
//! values that no bound reconciles.

use super::figures::tells;
use super::material::{Material, Sentence};
use super::write::{plain, quote};
use super::{Line, Section};
use crate::date::Edtf;
use crate::extract::Figure;
use crate::extract::figure::{Bound, Class};
use crate::interface::Words;
use std::collections::{BTreeMap, BTreeSet};

/// So many names have to be in both sentences.
const NAMES: usize = 2;

/// A noun that more sentences count than this is too common to compare by.
const COMMON: usize = 400;

/// As many pairs are looked at by a human.
const MOST: usize = 20;

/// A figure and where it stands.
struct Claim<'a> {
    place: usize,
    figure: &'a Figure,
    names: BTreeSet<String>,
    dates: BTreeSet<String>,
}

pub(super) fn section(material: &Material, words: &Words) -> Section {
    let mut by_measure: BTreeMap<String, Vec<Claim>> = BTreeMap::new();
    for (place, sentence) in material.sentences.iter().enumerate() {
        if material.documents.len() < 2 || !is_comparable(sentence) {
            continue;
        }
        for figure in sentence.figures().filter(|figure| figure.sure && tells(figure)) {
            if let Some(measure) = measure(figure) {
                let claim = Claim { place, figure, names: names(sentence), dates: dates(sentence) };
                by_measure.entry(measure).or_default().push(claim);
            }
        }
    }
    let mut lines = Vec::new();
    let mut seen = BTreeSet::new();
    for claims in by_measure.values().filter(|claims| claims.len() <= COMMON) {
        for (nth, one) in claims.iter().enumerate() {
            for other in claims[nth + 1..].iter().filter(|other| is_pair(material, one, other)) {
                if seen.insert((one.place, other.place)) {
                    lines.push(line(material, one, other));
                }
            }
        }
    }
    lines.truncate(MOST);
    Section {
        heading: words.say("draft.compare"),
        remark: "Figures of different sources that may be about the same thing; they may just as well not be."
            .to_owned(),
        lines,
    }
}

/// Sentences that compare with another time, and dates that nothing resolves, leave open what a figure holds for.
fn is_comparable(sentence: &Sentence) -> bool {
    const RELATIVE: &[&str] = &[
        "since",
        "than",
        "previous",
        "previously",
        "earlier",
        "highest",
        "lowest",
        "record",
        "average",
        "expected",
        "forecast",
        "would",
        "could",
        "if",
    ];
    let lower = sentence.text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    let is_bound = |word: &str| {
        word == "than" && ["more than", "less than", "fewer than"].iter().any(|bound| lower.contains(bound))
    };
    sentence.is_statement()
        && !words.any(|word| RELATIVE.contains(&word) && !is_bound(word))
        && sentence.dates().all(|date| date.edtf.is_some() && date.sure)
}

/// What is counted or measured: figures with the same one can be compared.
fn measure(figure: &Figure) -> Option<String> {
    let unit = figure.unit.as_ref()?;
    let of = figure.referent.as_ref().map(|referent| singular(&referent.head));
    match (unit.class, of) {
        // Nobody knows a percentage, or a sum, of what.
        (Class::Count | Class::People, Some(noun)) => Some(noun),
        (Class::Count | Class::People, None) => None,
        (_, of) => Some(format!("{} {}", unit.code.unwrap_or(&unit.text), of?)),
    }
}

fn singular(noun: &str) -> String {
    let lower = noun.to_lowercase();
    lower.strip_suffix('s').filter(|stem| stem.len() > 2 && !stem.ends_with('s')).map_or(lower.clone(), str::to_owned)
}

fn names(sentence: &Sentence) -> BTreeSet<String> {
    sentence.names().map(|name| name.name.to_lowercase()).collect()
}

fn dates(sentence: &Sentence) -> BTreeSet<String> {
    sentence.dates().filter_map(|date| date.edtf).map(|date| date.to_string()).collect()
}

fn is_pair(material: &Material, one: &Claim, other: &Claim) -> bool {
    let (first, second) = (&material.sentences[one.place], &material.sentences[other.place]);
    first.document != second.document
        && one.dates == other.dates
        && (!one.dates.is_empty() || are_of_one_date(material, first, second))
        && one.names.intersection(&other.names).count() >= NAMES
        && shares_words(first, second)
        && !can_both_be(one.figure, other.figure)
}

/// Whether two sources are of the same time, as precisely as a month at least.
fn are_of_one_date(material: &Material, one: &Sentence, other: &Sentence) -> bool {
    let month = |sentence: &Sentence| match material.document(sentence).page.meta.date {
        Some(Edtf::Date(date)) => date.month.map(|month| (date.year, month, date.day)),
        _ => None,
    };
    matches!((month(one), month(other)), (Some(one), Some(other)) if one == other)
}

/// Whether two fifths of the words of the shorter one, names aside, stand in the other.
fn shares_words(one: &Sentence, other: &Sentence) -> bool {
    let own = |sentence: &Sentence| sentence.stems.difference(&sentence.name_stems).copied().collect::<BTreeSet<u32>>();
    let (one, other) = (own(one), own(other));
    let shared = one.intersection(&other).count();
    shared >= 3 && shared * 5 >= one.len().min(other.len()) * 2
}

/// Whether some number is what both figures say: “at least 12” and “15”.
fn can_both_be(one: &Figure, other: &Figure) -> bool {
    let (low, high) = range(one);
    let (other_low, other_high) = range(other);
    low <= other_high && other_low <= high
}

fn range(figure: &Figure) -> (f64, f64) {
    let value = figure.value.number;
    let to = figure.to.as_ref().map_or(value, |to| to.number);
    let slack = value.abs() / 10.0;
    match figure.bound {
        Bound::Exactly => (value, to),
        Bound::About => (value - slack, to + slack),
        Bound::AtLeast | Bound::MoreThan => (value, f64::INFINITY),
        Bound::AtMost | Bound::LessThan | Bound::UpTo => (f64::NEG_INFINITY, to),
    }
}

/// `212 passengers: “…” [@a#p4] — 180 passengers: “…” [@b#p2]`
fn line(material: &Material, one: &Claim, other: &Claim) -> Line {
    let side = |claim: &Claim| {
        let sentence = &material.sentences[claim.place];
        let text = format!("{}: {}", plain(&claim.figure.words.text), quote(sentence.text));
        Line::new(text, vec![material.cite(sentence)])
    };
    let (first, second) = (side(one), side(other));
    Line { text: format!("{} — {}", first.cited(), second.text), ..second }
}
