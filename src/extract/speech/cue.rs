//! The units of a passage → its reporting verbs, each with the one who speaks. `attribute` says what was said.
//!
//! Every look around a verb is bounded by a number of units or ends with the sentence's first, so the time is linear.

use super::{Evidence, Passage, Speaker};
use crate::extract::name::table::{ROLES, TITLES};
use crate::extract::name::unit::{Class, Unit};
use crate::extract::name::{Kind, NameMention};
use crate::span::Span;

/// A reporting verb, or “according to”, outside quotations.
pub(super) struct Cue {
    /// In units.
    pub at: usize,
    pub span: Span,
    /// From the speaker to the verb, or from the verb to the speaker.
    pub phrase: Span,
    pub speaker: Option<Speaker>,
    pub sentence: usize,
}

#[rustfmt::skip]
const VERBS: &[&str] = &[
    "said", "says", "told", "tells", "added", "adds", "noted", "notes", "stated", "states", "argued", "argues",
    "insisted", "insists", "warned", "warns", "wrote", "writes", "announced", "announces", "claimed", "claims",
    "explained", "explains", "replied", "replies", "asked", "asks", "answered", "recalled", "recalls", "remarked",
    "declared", "declares", "emphasized", "emphasised", "stressed", "stresses", "admitted", "admits", "denied",
    "acknowledged", "concluded", "concludes", "predicted", "complained", "confirmed", "confirms", "testified",
    "joked", "tweeted", "posted", "responded", "reported", "reports", "labeled", "labelled", "called", "suggested",
    "promised", "vowed", "repeated", "reiterated", "continued", "shouted", "whispered", "asserted", "alleged",
    "conceded", "believes",
];

/// Verbs that report only beside quotation marks, since they take other objects.
pub(super) const NAMING: &[&str] =
    &["labeled", "labelled", "called", "posted", "continued", "repeated", "asked", "asks"];

const PARTICIPLES: &[&str] = &[
    "saying",
    "noting",
    "adding",
    "stating",
    "arguing",
    "insisting",
    "warning",
    "writing",
    "claiming",
    "explaining",
    "stressing",
    "emphasizing",
    "emphasising",
    "declaring",
    "telling",
    "recalling",
    "suggesting",
    "acknowledging",
];

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
];

pub(super) fn cues(passage: &Passage) -> Vec<Cue> {
    let mut cues = Vec::new();
    let mut quotations = passage.quotations.iter().peekable();
    let finder = Finder { passage, subjects: subjects(passage), people: last_people(passage.names) };
    for (sentence, &from) in passage.sentences.iter().enumerate() {
        let to = passage.sentences.get(sentence + 1).copied().unwrap_or(passage.units.len());
        for at in from..to {
            let unit = &passage.units[at];
            while quotations.next_if(|quoted| quoted.outer.end <= unit.span.start).is_some() {}
            let is_quoted = quotations.peek().is_some_and(|quoted| quoted.outer.start <= unit.span.start);
            if !is_quoted && matches!(unit.class, Class::Lower | Class::Name) {
                cues.extend(finder.cue(Place { at, from, to, sentence }));
            }
        }
    }
    cues
}

#[derive(Clone, Copy)]
struct Place {
    at: usize,
    /// The sentence, in units.
    from: usize,
    to: usize,
    sentence: usize,
}

struct Finder<'p> {
    passage: &'p Passage<'p>,
    /// By sentence.
    subjects: Vec<Option<usize>>,
    /// Up to each mention, the last one of a person.
    people: Vec<Option<usize>>,
}

impl Finder<'_> {
    fn cue(&self, place: Place) -> Option<Cue> {
        let units = self.passage.units;
        let word = &*units[place.at].folded;
        if word == "according" && units.get(place.at + 1).is_some_and(|to| to.folded == "to") {
            let name = self.name_behind(place.at + 2, place.to)?;
            let span = units[place.at].span.join(units[place.at + 1].span);
            let speaker = self.speaker(name, Evidence::AccordingTo);
            return Some(Cue { span, phrase: span.join(speaker.span), speaker: Some(speaker), ..cue_at(units, place) });
        }
        let plain = cue_at(units, place);
        if units[place.at].class != Class::Lower {
            return None;
        }
        if PARTICIPLES.contains(&word) {
            // Only behind a comma does it belong to the subject of the sentence.
            let is_behind_comma = place.at > place.from && units[place.at - 1].text == ",";
            let subject =
                self.subjects[place.sentence].filter(|&name| self.name(name).words.span.end < plain.span.start)?;
            let speaker = Some(self.speaker(subject, Evidence::SentenceSubject)).filter(|_| is_behind_comma)?;
            return Some(Cue { speaker: Some(speaker), ..plain });
        }
        if !VERBS.contains(&word) {
            return None;
        }
        let speaker = self.before(place).or_else(|| self.behind(place));
        let phrase = speaker.as_ref().map_or(plain.span, |speaker| plain.span.join(speaker.span));
        Some(Cue { speaker, phrase, ..plain })
    }

    /// “Peskov said”, “Peskov, a spokesman, said”, “Peskov, who said”, “he said”
    fn before(&self, place: Place) -> Option<Speaker> {
        let units = self.passage.units;
        let mut at = place.at.checked_sub(1).filter(|&at| at >= place.from)?;
        while at > place.from && BETWEEN.contains(&&*units[at].folded) {
            at -= 1;
        }
        if matches!(&*units[at].folded, "he" | "she") {
            let before = self.passage.names.partition_point(|name| name.words.span.start < units[at].span.start);
            let person = before.checked_sub(1).and_then(|last| self.people[last])?;
            let name = Some(self.name(person).name.clone());
            let (text, span) = (units[at].text.to_owned(), units[at].span);
            return Some(Speaker { text, span, name, evidence: Evidence::Pronoun, guess: true });
        }
        if units[at].folded == "who" {
            at = at.checked_sub(1).filter(|&at| at >= place.from)?;
            if units[at].text == "," {
                at = at.checked_sub(1).filter(|&at| at >= place.from)?;
            }
            return self.name_ending(at).map(|name| self.speaker(name, Evidence::SubjectBefore));
        }
        if units[at].text == ","
            && let Some(name) = at.checked_sub(1).and_then(|last| self.in_apposition(last, place.from))
        {
            return Some(self.speaker(name, Evidence::SubjectBefore));
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
        let subject = if self.is_free(name, place.from) { Some(name) } else { self.home_of(name, place.from) };
        subject.map(|name| self.speaker(name, Evidence::SubjectBefore))
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

    /// “…”, said Peskov: only where a quotation ends before the verb.
    fn behind(&self, place: Place) -> Option<Speaker> {
        let verb = self.passage.units[place.at].span;
        let ended = self.passage.quotations.partition_point(|quoted| quoted.outer.end <= verb.start).checked_sub(1)?;
        let between = &self.passage.text[self.passage.quotations[ended].outer.end..verb.start];
        let is_close = between.len() < 8 && between.chars().all(|c| c.is_whitespace() || c == ',');
        let name = self.name_behind(place.at + 1, place.to).filter(|_| is_close)?;
        Some(self.speaker(name, Evidence::SubjectBehind))
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
    fn name_ending(&self, at: usize) -> Option<usize> {
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

    fn name(&self, name: usize) -> &NameMention {
        &self.passage.names[name]
    }

    fn speaker(&self, name: usize, evidence: Evidence) -> Speaker {
        let mention = self.name(name);
        Speaker {
            text: mention.words.text.clone(),
            span: mention.words.span,
            name: Some(mention.name.clone()),
            evidence,
            guess: !mention.between.is_empty(),
        }
    }
}

fn cue_at(units: &[Unit], place: Place) -> Cue {
    let span = units[place.at].span;
    Cue { at: place.at, span, phrase: span, speaker: None, sentence: place.sentence }
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

fn last_people(names: &[NameMention]) -> Vec<Option<usize>> {
    let mut last = None;
    let people = names.iter().enumerate().map(|(at, name)| {
        if name.kind == Kind::Person {
            last = Some(at);
        }
        last
    });
    people.collect()
}
