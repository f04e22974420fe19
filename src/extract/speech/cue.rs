//! The units of a passage → its reporting verbs, each with the one who speaks. `subject` finds him, `attribute` and
//! `reported` say what was said.

use super::subject::Finder;
use super::{Evidence, Passage, Speaker};
use crate::extract::name::unit::{Class, Unit};
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
pub(super) const VERBS: &[&str] = &[
    "said", "says", "told", "tells", "added", "adds", "noted", "notes", "stated", "states", "argued", "argues",
    "insisted", "insists", "warned", "warns", "wrote", "writes", "announced", "announces", "claimed", "claims",
    "explained", "explains", "replied", "replies", "asked", "asks", "answered", "recalled", "recalls", "remarked",
    "declared", "declares", "emphasized", "emphasised", "stressed", "stresses", "admitted", "admits", "denied",
    "acknowledged", "concluded", "concludes", "predicted", "complained", "confirmed", "confirms", "testified",
    "joked", "tweeted", "posted", "responded", "reported", "reports", "labeled", "labelled", "called", "suggested",
    "promised", "vowed", "repeated", "reiterated", "continued", "shouted", "whispered", "asserted", "alleged",
    "conceded", "believes", "believed", "thinks", "thought", "estimates", "estimated", "concurred", "boasted", "hinted",
    "disclosed", "revealed", "contended", "maintained", "contends", "maintains", "cautioned", "cautions", "pledged",
    "lamented", "quipped", "countered", "assured", "informed",
];

/// The same behind a subject in the plural.
const PLURALS: &[&str] = &[
    "say",
    "tell",
    "argue",
    "insist",
    "warn",
    "claim",
    "believe",
    "think",
    "estimate",
    "note",
    "report",
    "maintain",
    "contend",
    "predict",
    "fear",
    "suggest",
    "acknowledge",
    "concede",
    "admit",
];

/// Verbs that report only beside quotation marks, since they take other objects.
pub(super) const NAMING: &[&str] =
    &["labeled", "labelled", "called", "posted", "continued", "repeated", "asked", "asks"];

#[rustfmt::skip]
pub(super) const PARTICIPLES: &[&str] = &[
    "saying", "noting", "adding", "stating", "arguing", "insisting", "warning", "writing", "claiming", "explaining",
    "stressing", "emphasizing", "emphasising", "declaring", "telling", "recalling", "suggesting", "acknowledging",
    "believing", "predicting", "joking", "admitting", "confirming",
];

pub(super) fn cues(passage: &Passage) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    let mut quotations = passage.quotations.iter().peekable();
    let finder = Finder::new(passage);
    for (sentence, &from) in passage.sentences.iter().enumerate() {
        let to = passage.sentences.get(sentence + 1).copied().unwrap_or(passage.units.len());
        for at in from..to {
            let unit = &passage.units[at];
            while quotations.next_if(|quoted| quoted.outer.end <= unit.span.start).is_some() {}
            let is_quoted = quotations.peek().is_some_and(|quoted| quoted.outer.start <= unit.span.start);
            if !is_quoted && matches!(unit.class, Class::Lower | Class::Name) {
                let cue = finder.cue(Place { at, from, to, sentence }, cues.last());
                cues.extend(cue);
            }
        }
    }
    cues
}

/// Where a verb stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub at: usize,
    /// The sentence, in units.
    pub from: usize,
    pub to: usize,
    sentence: usize,
}

impl Finder<'_> {
    /// The cue at a unit, if it is one. `last` is the one before it.
    fn cue(&self, place: Place, last: Option<&Cue>) -> Option<Cue> {
        let units = self.passage.units;
        let word = &*units[place.at].folded;
        let plain = cue_at(units, place);
        if word == "according" && units.get(place.at + 1).is_some_and(|to| to.folded == "to") {
            let speaker = self.according(place.at + 2, place.to)?;
            let span = units[place.at].span.join(units[place.at + 1].span);
            return Some(Cue { span, phrase: span.join(speaker.span), speaker: Some(speaker), ..plain });
        }
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
        let is_plural = PLURALS.contains(&word);
        if !is_plural && !VERBS.contains(&word) {
            return None;
        }
        let speaker = match is_plural {
            // “Officials say”, and no noun or infinitive that is spelled so.
            true => {
                Some(self.before(place).filter(|speaker| speaker.name.is_none() && is_plural_subject(&speaker.text))?)
            }
            false => self.before(place).or_else(|| self.behind(place)).or_else(|| self.shared(place, last?)),
        };
        let phrase = speaker.as_ref().map_or(plain.span, |speaker| plain.span.join(speaker.span));
        // A subject that two verbs share belongs to the first.
        let is_shared =
            last.is_some_and(|last| speaker.as_ref().is_some_and(|speaker| speaker.span.start < last.span.start));
        let phrase = if is_shared { plain.span } else { phrase };
        Some(Cue { speaker, phrase, ..plain })
    }

    /// “Peskov said it was so, but added …”: who spoke before in the sentence.
    fn shared(&self, place: Place, last: &Cue) -> Option<Speaker> {
        let before = place.at.checked_sub(1).filter(|&before| before > place.from)?;
        let is_joined = matches!(&*self.passage.units[before].folded, "and" | "but");
        last.speaker.clone().filter(|_| is_joined && last.sentence == place.sentence && last.at < place.at)
    }
}

/// Whether the subject may take a verb without `s`.
fn is_plural_subject(text: &str) -> bool {
    let head = text.split(" of ").next().unwrap_or(text).split(" in ").next().unwrap_or(text);
    let last = head.rsplit(' ').next().unwrap_or_default().to_lowercase();
    last.ends_with('s')
        || matches!(&*last, "they" | "police" | "people" | "others" | "some" | "many" | "media" | "men" | "women")
}

fn cue_at(units: &[Unit], place: Place) -> Cue {
    let span = units[place.at].span;
    Cue { at: place.at, span, phrase: span, speaker: None, sentence: place.sentence }
}
