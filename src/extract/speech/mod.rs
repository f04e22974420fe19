//! The passages of a page → what is quoted and reported in them, each with its speaker and what shows that it is he.
//! `extract` calls it, with the names that were found before. `cue` finds the verbs and `subject` who speaks, `reported` the
//! clauses that they report, `attribute` joins them with quotations. Where nothing shows a speaker, there is none.

mod attribute;
mod cue;
mod phrase;
mod reported;
mod subject;

use super::Words;
use super::name::{NameMention, unit::Unit};
use crate::prose::quotation::Quoted;
use crate::span::Span;
use serde::Serialize;

/// Words that somebody said, or that a passage sets in quotation marks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Speech {
    /// Of a quotation, without its marks. It may go on in further sentences.
    #[serde(flatten)]
    pub words: Words,
    pub kind: Kind,
    pub speaker: Option<Speaker>,
    /// The verb that reports it: “said”, or “according to”. Empty where there is none.
    pub cue: String,
    /// In a transcript, the label of the one who quotes.
    pub quoted_by: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// In quotation marks.
    Direct,
    /// “said that …”, “…, he added.”, “according to …”
    Reported,
    /// A few words in quotation marks that no verb reports.
    Term,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Speaker {
    /// As the passage has it.
    pub text: String,
    pub span: Span,
    /// The name in full as far as the document has it; `None` where the words are no name of a person or an organisation:
    /// “a senior official”, “Moscow”, a pronoun that stands for nobody known.
    pub name: Option<String>,
    pub evidence: Evidence,
    /// Whether the words allow another speaker.
    pub guess: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// Stands before the verb: “Peskov said”.
    SubjectBefore,
    /// Stands behind it: “…”, said Peskov.
    SubjectBehind,
    /// “Klitschko described the damage, noting that …”
    SentenceSubject,
    AccordingTo,
    /// The quotation goes on with one whose speaker is known.
    Continued,
    /// “he said”: the last person who was named, here or as a speaker before. Always a guess.
    Pronoun,
}

/// What one passage is read with.
pub(super) struct Passage<'a> {
    pub text: &'a str,
    /// Of all sentences, in order.
    pub units: &'a [Unit<'a>],
    /// Where each sentence's units begin.
    pub sentences: &'a [usize],
    pub names: &'a [NameMention],
    pub quotations: &'a [Quoted],
    pub label: Option<&'a str>,
    /// Of the passages before.
    pub last_speaker: Option<&'a str>,
}

/// The speech of a passage, in order of its words. Only `english` has verbs; elsewhere quotations have no speakers.
pub(super) fn speech(passage: &Passage, english: bool, words: impl Fn(Span) -> Words) -> Vec<Speech> {
    let cues = if english { cue::cues(passage) } else { Vec::new() };
    attribute::attribute(passage, &cues, words)
}

impl Evidence {
    pub fn describe(self) -> &'static str {
        match self {
            Evidence::SubjectBefore | Evidence::SubjectBehind => "subject of",
            Evidence::SentenceSubject => "subject of the sentence with",
            Evidence::AccordingTo => "named by",
            Evidence::Continued => "goes on from the quotation before",
            Evidence::Pronoun => "pronoun before",
        }
    }
}

#[cfg(test)]
mod tests;
