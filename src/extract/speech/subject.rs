//! A reporting verb in its sentence → who speaks: the name before it or behind it, the pronoun, or the phrase that stands
//! for one (“a senior official”). `cue` asks for each verb.
//!
//! Every look around a verb is bounded by a number of units or ends with the sentence's first, so the time is linear.

use super::cue::{Place, VERBS};
use super::phrase;
use super::{Evidence, Passage, Speaker};
use crate::extract::name::table::{ROLES, TITLES};
use crate::extract::name::unit::{Class, Unit};
use crate::extract::name::{Kind, NameMention};

/// May stand between subject and verb.
const BETWEEN: &[&str] = &[
    "has",
    "have",
    "had",
    "also",
    "later",
    "then",
    "repeatedly",
    "himself",
    "herself",
    "once",
    "again",
    "recently",
    "already",
    "publicly",
    "always",
    "often",
    "previously",
    "earlier",
    "only",
    "simply",
    "further",
    "now",
    "therefore",
    "themselves",
    "itself",
    "first",
    "flatly",
    "angrily",
    "quietly",
    "reportedly",
    "still",
];

pub(super) struct Finder<'p> {
    pub passage: &'p Passage<'p>,
    /// By sentence, its subject as far as a name is it.
    pub subjects: Vec<Option<usize>>,
    /// Up to each mention, the last one of a person.
    people: Vec<Option<usize>>,
}

impl<'p> Finder<'p> {
    pub fn new(passage: &'p Passage<'p>) -> Self {
        Finder { passage, subjects: subjects(passage), people: last_people(passage) }
    }

    /// “Peskov said”, “he said”, “a senior official said”
    pub fn before(&self, place: Place) -> Option<Speaker> {
        let units = self.passage.units;
        let mut last = place.at.checked_sub(1).filter(|&last| last >= place.from)?;
        while last > place.from && BETWEEN.contains(&&*units[last].folded) {
            last -= 1;
        }
        let name = || self.name_before(last, place).map(|name| self.speaker(name, Evidence::SubjectBefore));
        self.pronoun(last).or_else(name).or_else(|| {
            let start = phrase::before(units, place.from, last + 1)?;
            Some(self.phrase(start, last + 1, Evidence::SubjectBefore))
        })
    }

    /// “he said”: the last person who was named, else the last who spoke in a passage before.
    fn pronoun(&self, at: usize) -> Option<Speaker> {
        let unit = &self.passage.units[at];
        let (text, span) = (unit.text.to_owned(), unit.span);
        let is_person = matches!(&*unit.folded, "he" | "she");
        if !is_person && !matches!(&*unit.folded, "it" | "they") {
            return None;
        }
        let before = self.passage.names.partition_point(|name| name.words.span.start < unit.span.start);
        let person = before.checked_sub(1).and_then(|last| self.people[last]).filter(|_| is_person);
        let before = self.passage.last_speaker.filter(|_| is_person).map(str::to_owned);
        let name = person.map(|person| self.name(person).name.clone()).or(before);
        Some(Speaker { text, span, name, evidence: Evidence::Pronoun, guess: true })
    }

    /// “Peskov said”, “Peskov, a spokesman, said”, “Peskov, who said”: the name, if the clause before the verb ends at `last`.
    fn name_before(&self, last: usize, place: Place) -> Option<usize> {
        let units = self.passage.units;
        let mut at = last;
        if units[at].folded == "who" {
            at = at.checked_sub(1).filter(|&at| at >= place.from)?;
            if units[at].text == "," {
                at = at.checked_sub(1).filter(|&at| at >= place.from)?;
            }
            return self.name_ending(at);
        }
        if units[at].text == ","
            && let Some(name) = at.checked_sub(1).and_then(|last| self.in_apposition(last, place.from))
        {
            return Some(name);
        }
        if units[at].text == "," {
            /// Words of an apposition.
            const MOST: usize = 14;
            let lowest = at.saturating_sub(MOST).max(place.from);
            let comma = (lowest..at).rev().find(|&comma| units[comma].text == ",")?;
            let is_apposition = units[comma + 1..at].iter().all(|unit| !VERBS.contains(&&*unit.folded));
            at = comma.checked_sub(1).filter(|&at| at >= place.from && is_apposition)?;
        }
        let name = self.name_ending(at)?;
        if self.is_free(name, place.from) { Some(name) } else { self.home_of(name, place.from) }
    }

    /// A speaker who has no name.
    pub fn phrase(&self, start: usize, to: usize, evidence: Evidence) -> Speaker {
        let units = self.passage.units;
        let span = units[start].span.join(units[to - 1].span);
        Speaker { text: span.of(self.passage.text).to_owned(), span, name: None, evidence, guess: false }
    }

    /// “Its director, Grace Wanjiru, concluded”: the name that ends at `last`, if it only says who the role is.
    fn in_apposition(&self, last: usize, from: usize) -> Option<usize> {
        let units = self.passage.units;
        let name = self.name_ending(last).filter(|&name| self.name(name).kind == Kind::Person)?;
        let mut at = self.unit_starting(name)?.checked_sub(1)?;
        while at > from && (ROLES.contains(&&*units[at].folded) || units[at].folded == "the") {
            at -= 1;
        }
        let role = at.checked_sub(1).filter(|&role| role >= from && units[at].text == ",")?;
        ROLES.contains(&&*units[role].folded).then_some(name)
    }

    /// “Daniel Achieng of Makerere University said”: whose home the name is.
    fn home_of(&self, name: usize, from: usize) -> Option<usize> {
        let units = self.passage.units;
        let mut of = self.unit_starting(name)?.checked_sub(1).filter(|&of| of > from)?;
        if units[of].folded == "the" {
            of -= 1;
        }
        let person = of.checked_sub(1).filter(|&at| at >= from && matches!(&*units[of].folded, "of" | "from"))?;
        let person = self.name_ending(person).filter(|&person| self.name(person).kind == Kind::Person)?;
        self.is_free(person, from).then_some(person)
    }

    fn unit_starting(&self, name: usize) -> Option<usize> {
        let start = self.name(name).words.span.start;
        self.passage.units.binary_search_by_key(&start, |unit| unit.span.start).ok()
    }

    /// “…”, said Peskov: only where a quotation or a comma ends before the verb.
    pub fn behind(&self, place: Place) -> Option<Speaker> {
        let units = self.passage.units;
        let verb = units[place.at].span;
        let ended = self.passage.quotations.partition_point(|quoted| quoted.outer.end <= verb.start);
        let is_close = ended.checked_sub(1).is_some_and(|ended| {
            let between = &self.passage.text[self.passage.quotations[ended].outer.end..verb.start];
            between.len() < 8 && between.chars().all(|c| c.is_whitespace() || c == ',')
        });
        if !is_close && (place.at == place.from || units[place.at - 1].text != ",") {
            return None;
        }
        let name = self.name_behind(place.at + 1, place.to).map(|name| self.speaker(name, Evidence::SubjectBehind));
        name.or_else(|| {
            let end = phrase::behind(units, place.at + 1, place.to)?;
            Some(self.phrase(place.at + 1, end, Evidence::SubjectBehind))
        })
    }

    /// “according to Peskov”, “according to the ministry’s figures”: who stands at `at`.
    pub fn according(&self, at: usize, to: usize) -> Option<Speaker> {
        let name = self.name_behind(at, to).map(|name| self.speaker(name, Evidence::AccordingTo));
        name.or_else(|| {
            let end = phrase::behind_according(self.passage.units, at, to)?;
            Some(self.phrase(at, end, Evidence::AccordingTo))
        })
    }

    /// The name that begins at `at`, behind articles, titles and roles.
    fn name_behind(&self, at: usize, to: usize) -> Option<usize> {
        /// Words before a name: “the former Ukrainian defence minister”.
        const MOST: usize = 6;
        for at in at..to.min(at + MOST) {
            let unit = &self.passage.units[at];
            if let Some(name) = self.name_starting(unit.span.start) {
                let is_possessive = self.unit_ending(name).is_some_and(|unit| unit.possessive);
                return Some(name).filter(|&name| !is_possessive && is_a_speaker(self.name(name)));
            }
            let leads =
                matches!(&*unit.folded, "the" | "a" | "an" | "former" | "its" | "his" | "her" | "senior" | "chief")
                    || ROLES.contains(&&*unit.folded)
                    || TITLES.contains(&unit.folded.trim_end_matches('.'))
                    || unit.class == Class::Name;
            if !leads {
                return None;
            }
        }
        None
    }

    fn name_starting(&self, start: usize) -> Option<usize> {
        let names = self.passage.names;
        names.binary_search_by_key(&start, |name| name.words.span.start).ok()
    }

    /// The name whose last unit is `at`.
    pub fn name_ending(&self, at: usize) -> Option<usize> {
        let unit = &self.passage.units[at];
        let names = self.passage.names;
        let name = names.partition_point(|name| name.words.span.start <= unit.span.start).checked_sub(1)?;
        let ends = names[name].words.span.end == unit.span.end && !unit.possessive && !unit.compound;
        Some(name).filter(|&name| ends && is_a_speaker(&names[name]))
    }

    fn unit_ending(&self, name: usize) -> Option<&Unit<'_>> {
        let end = self.name(name).words.span.end;
        let at = self.passage.units.binary_search_by_key(&end, |unit| unit.span.end).ok()?;
        Some(&self.passage.units[at])
    }

    /// Whether no small word makes an object of the name: “a friend of Peskov said” is not Peskov.
    fn is_free(&self, name: usize, from: usize) -> bool {
        is_free(self.passage.units, self.name(name), from)
    }

    pub fn name(&self, name: usize) -> &NameMention {
        &self.passage.names[name]
    }

    pub fn speaker(&self, name: usize, evidence: Evidence) -> Speaker {
        let mention = self.name(name);
        // A place that speaks stands for a government, or for something else that it does not name.
        let name = Some(&mention.name).filter(|_| mention.kind != Kind::Place).cloned();
        Speaker {
            text: mention.words.text.clone(),
            span: mention.words.span,
            name,
            evidence,
            guess: !mention.between.is_empty(),
        }
    }
}

/// People and organisations speak, and names of a kind unknown may; places do where they stand for governments.
fn is_a_speaker(name: &NameMention) -> bool {
    !matches!(name.kind, Kind::Place) || name.evidence == crate::extract::name::Evidence::PlaceList
}

fn is_free(units: &[Unit], name: &NameMention, from: usize) -> bool {
    const PREPOSITIONS: &[&str] = &[
        "of",
        "in",
        "on",
        "at",
        "to",
        "with",
        "by",
        "for",
        "from",
        "about",
        "against",
        "between",
        "near",
        "via",
        "under",
        "and",
        "or",
        "than",
        "like",
        "over",
        "into",
        "including",
        "through",
    ];
    let mut at = units.partition_point(|unit| unit.span.start < name.words.span.start);
    while at > from {
        let before = &units[at - 1];
        let leads = before.class == Class::Name || ROLES.contains(&&*before.folded) || before.folded == "the";
        // “…, and Peskov said”
        if before.folded == "and" && at > from + 1 && units[at - 2].text == "," {
            return true;
        }
        if !leads || before.initial {
            return !PREPOSITIONS.contains(&&*before.folded);
        }
        at -= 1;
    }
    true
}

/// The subject of each sentence as far as a name is it: the first person or organisation that no preposition governs.
fn subjects(passage: &Passage) -> Vec<Option<usize>> {
    let mut subjects = Vec::with_capacity(passage.sentences.len());
    let mut name = 0;
    for (sentence, &from) in passage.sentences.iter().enumerate() {
        let to = passage.sentences.get(sentence + 1).copied().unwrap_or(passage.units.len());
        let end = passage.units[from..to].last().map_or(0, |unit| unit.span.end);
        let mut subject = None;
        while let Some(mention) = passage.names.get(name).filter(|mention| mention.words.span.start < end) {
            let ending = passage.units.binary_search_by_key(&mention.words.span.end, |unit| unit.span.end);
            let is_possessive = ending.is_ok_and(|at| passage.units[at].possessive);
            let may_speak = matches!(mention.kind, Kind::Person | Kind::Organisation) && !is_possessive;
            if subject.is_none() && may_speak && is_free(passage.units, mention, from) {
                subject = Some(name);
            }
            name += 1;
        }
        subjects.push(subject);
    }
    subjects
}

/// Nobody refers to a person whom only the quoted words name.
fn last_people(passage: &Passage) -> Vec<Option<usize>> {
    let is_quoted = |name: &NameMention| {
        let next = passage.quotations.partition_point(|quoted| quoted.outer.end <= name.words.span.start);
        passage.quotations.get(next).is_some_and(|quoted| quoted.outer.contains(name.words.span))
    };
    let mut last = None;
    let people = passage.names.iter().enumerate().map(|(at, name)| {
        if name.kind == Kind::Person && !is_quoted(name) {
            last = Some(at);
        }
        last
    });
    people.collect()
}
