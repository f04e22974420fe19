//! The passages of a page → the people, organisations and places that they name, each mention with the word that is its
//! evidence. `extract` calls it. What has no such word is `unsorted`: capitals alone are no evidence of a kind.
//!
//! `unit` and `run` find what may be a name, `sort` weighs what stands beside it, `role` reads there who that is, `merge`
//! asks the rest of the document, `list` groups the mentions and sets documents side by side, with the suggestions of
//! `suggest`, who asks `near`.

mod known;
pub mod list;
mod merge;
mod near;
pub(super) mod role;
mod run;
mod sort;
mod suggest;
pub(super) mod table;
pub(super) mod unit;

pub use known::{Known, known};
pub(super) use merge::Speakers;

use self::merge::Reading;
use self::role::Roles;
use self::sort::Found;
use super::Words;
use super::token::Token;
use crate::span::Span;
use serde::Serialize;
use std::collections::HashSet;

/// A name in a passage.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct NameMention {
    #[serde(flatten)]
    pub words: Words,
    pub kind: Kind,
    /// The name in full as far as the document has it; of an entity, the title of its page.
    pub name: String,
    /// The path of the entity's page.
    pub entity: Option<String>,
    pub evidence: Evidence,
    /// The word that is the evidence: the title, the role noun, the full name. Empty where a list has the name.
    pub cue: String,
    /// Those who share the name, where the words do not tell which is meant. Empty, or two and more, sorted.
    pub between: Vec<String>,
    /// The words beside it that say who or what that is: “German Defense Minister”, “a polling institute”. Of people and
    /// organisations, where the passage has them there.
    pub role: Option<Words>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Person,
    Organisation,
    Place,
    /// A name perhaps, of a kind that nothing shows.
    Unsorted,
}

/// What shows that words are a name of their kind; from `Capitals` on, what does not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// A page of the site has the name.
    Entity,
    /// `names.toml` has the name.
    #[serde(rename = "names.toml")]
    NamesFile,
    /// The source names its speakers so.
    Speaker,
    /// “President Trump”
    Title,
    /// “spokesman Dmitry Peskov”
    Role,
    /// “Jane Roe, a senior aide”
    RoleBehind,
    /// “Peskov”, of one who is named in full elsewhere in the document.
    Surname,
    /// “Dan Baer”: the first word is on the list of first names.
    FirstName,
    /// “Dwight F. Eisenhower”
    Initial,
    /// “Ministry of Defence”
    OrganisationWord,
    OrganisationList,
    /// “KIIS”, of an organisation that the document names in full.
    Initials,
    PlaceList,
    /// “the Oskil River”
    PlaceWord,
    /// The document has the same words with better evidence elsewhere.
    Same,
    /// Capitals and nothing else.
    Capitals,
    /// Capital letters and nothing else.
    Acronym,
    LoneFirstName,
    /// “in Merefa”
    In,
    /// A listed place that is the surname of one who is named in full.
    TwoMeanings,
}

impl Evidence {
    /// Whether it gives a name its kind.
    pub fn is_strong(self) -> bool {
        self < Evidence::Capitals
    }

    /// As people read it.
    pub fn describe(self) -> &'static str {
        match self {
            Evidence::Entity => "a page of the site",
            Evidence::NamesFile => "names.toml",
            Evidence::Speaker => "a speaker of the source",
            Evidence::Title => "title",
            Evidence::Role => "role before it",
            Evidence::RoleBehind => "role behind it",
            Evidence::Surname => "surname of",
            Evidence::FirstName => "first name",
            Evidence::Initial => "initial",
            Evidence::OrganisationWord => "organisation word",
            Evidence::OrganisationList => "list of organisations",
            Evidence::Initials => "initials of",
            Evidence::PlaceList => "list of places",
            Evidence::PlaceWord => "place word",
            Evidence::Same => "named so elsewhere",
            Evidence::Capitals => "capitals only",
            Evidence::Acronym => "capital letters only",
            Evidence::LoneFirstName => "first name only",
            Evidence::In => "stands behind “in”",
            Evidence::TwoMeanings => "place or surname",
        }
    }
}

/// Finds the names of a page's passages. `passages` are their texts and tokens, sentence by sentence; of a page that is not
/// `english` only names that the site knows are found, since its capitals and its words follow other rules.
pub(super) fn names(
    passages: &[(&str, Vec<Vec<Token<'_>>>)],
    speakers: &Speakers,
    known: &Known,
    english: bool,
    words: impl Fn(usize, Span, usize) -> Words,
) -> Vec<Vec<NameMention>> {
    let lower = lower_words(passages);
    let mut found = Vec::with_capacity(passages.len());
    for (text, sentences) in passages {
        let mut of_passage = Vec::new();
        for (nth, tokens) in sentences.iter().enumerate() {
            let units = unit::units(text, tokens, known);
            let names = sort::sort(&units, known, &lower);
            if english {
                of_passage.extend(names.into_iter().map(|name| (nth, name)));
                continue;
            }
            let of_site = names.into_iter().filter(|name| name.evidence == Evidence::Entity);
            of_passage.extend(of_site.map(|name| (nth, Found { roles: Roles::default(), ..name })));
        }
        found.push(of_passage);
    }
    let texts: Vec<&str> = passages.iter().map(|(text, _)| *text).collect();
    let reading = Reading::new(&texts, &found, speakers, known);
    found.iter().enumerate().map(|(at, names)| reading.mentions(at, names, |span, nth| words(at, span, nth))).collect()
}

/// The words that the document writes in lower case somewhere: a capital on one of them is due to its place.
fn lower_words(passages: &[(&str, Vec<Vec<Token<'_>>>)]) -> HashSet<String> {
    let tokens = passages.iter().flat_map(|(_, sentences)| sentences.iter().flatten());
    tokens.filter(|token| token.is_word() && !token.is_capital()).map(|token| token.folded.to_string()).collect()
}

#[cfg(test)]
mod tests;
