//! The sentences of a passage → the dates that they name: which words, which day, month or year, and what says so.
//! `extract` calls it. The grammar (`reader`, `written`, `year`, `relative`, `period`) finds what is written; `resolve` turns it
//! into EDTF. No date is ever made more precise than its evidence, and nothing is counted from today's date: without an
//! anchor, “yesterday” stays a word.

mod anchored;
mod calendar;
mod period;
mod reader;
mod relative;
mod resolve;
mod tense;
mod written;
mod year;

use self::reader::Reader;
use self::resolve::{Known, resolve};
use super::Words;
use super::language::Language;
use super::token::Token;
use crate::date::{Date, Edtf};
use crate::span::Span;
use serde::{Serialize, Serializer};

/// A date that a passage names.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct DateMention {
    #[serde(flatten)]
    pub words: Words,
    /// `None` where the words name a date that nothing here resolves.
    pub edtf: Option<Edtf>,
    pub precision: Precision,
    /// `None` where `edtf` is.
    pub resolved_from: Option<Evidence>,
    /// Whether it only qualifies a noun: “the 2022 peace plan”. What is told need not have happened then.
    pub attributive: bool,
    /// Whether the rule leaves no other reading that is likely.
    pub sure: bool,
    /// A clause for people: how it was read, or why it was not.
    pub why: String,
}

/// The stretch of the calendar that the words name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Half,
    Season,
    Year,
    Decade,
    Century,
    /// From one date to another, or open at one end.
    Interval,
}

/// What gave a date its value.
#[derive(Clone, PartialEq, Debug)]
pub enum Evidence {
    /// The words themselves.
    Written,
    /// An anchor, and the rule that counts from it.
    Relative { anchor: Anchor, rule: Rule },
}

/// A date that others are counted from.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Anchor {
    #[serde(serialize_with = "as_edtf")]
    pub date: Date,
    #[serde(flatten)]
    pub place: AnchorPlace,
}

#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum AnchorPlace {
    /// The date in the source's front matter.
    Source,
    /// A date that stands earlier in the same passage.
    Passage { span: Span },
}

/// How a date is counted from its anchor.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// “yesterday”
    DayWord,
    /// “Friday”: the last one, or the next one where the verb looks ahead.
    Weekday,
    /// “last week”, “this month”, “next year”
    Unit,
    /// “two weeks ago”, “in three days' time”
    Count,
    /// “5 May”, “in March”: the last one, or the next one where the verb looks ahead.
    YearLeftOut,
    /// “the next day”, “a month later”
    FromThatDate,
    /// “the same day”
    ThatDate,
}

/// Finds the dates of a passage. `sentences` are its tokens, sentence by sentence.
pub(super) fn dates(
    sentences: &[Vec<Token<'_>>],
    language: &'static Language,
    source: Option<Edtf>,
    words: impl Fn(Span, usize) -> Words,
) -> Vec<DateMention> {
    let mut known = Known { source: source.and_then(anchor_of), passage: None };
    let mut found = Vec::new();
    for (sentence, tokens) in sentences.iter().enumerate() {
        let reader = Reader::new(tokens, language);
        for expression in reader.expressions() {
            let resolution = resolve(&reader, &expression, &known);
            let span = tokens[expression.from].span.join(tokens[expression.to - 1].span);
            if let Some(Edtf::Date(date)) = resolution.edtf
                && !expression.attributive
            {
                known.passage = Some(Anchor { date, place: AnchorPlace::Passage { span } });
            }
            found.push(DateMention {
                words: words(span, sentence),
                edtf: resolution.edtf,
                precision: resolution.precision,
                resolved_from: resolution.evidence.filter(|_| resolution.edtf.is_some()),
                attributive: expression.attributive,
                sure: resolution.sure && resolution.edtf.is_some(),
                why: resolution.why,
            });
        }
    }
    found
}

/// What a source's own date says for certain: of an interval, the month or year that it lies in.
fn anchor_of(date: Edtf) -> Option<Anchor> {
    let date = match date {
        Edtf::Date(date) => date,
        Edtf::Interval(Some(from), Some(to)) if from.year == to.year => {
            let month = from.month.filter(|_| from.month == to.month);
            Date { month, day: from.day.filter(|_| month.is_some() && from.day == to.day), ..from }
        }
        Edtf::Interval(..) => return None,
    };
    Some(Anchor { date, place: AnchorPlace::Source })
}

fn as_edtf<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

/// `"written"`, or the anchor and the rule.
impl Serialize for Evidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Relative<'a> {
            anchor: &'a Anchor,
            rule: Rule,
        }
        match self {
            Evidence::Written => serializer.serialize_str("written"),
            Evidence::Relative { anchor, rule } => Relative { anchor, rule: *rule }.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests;
