//! Quotations, sentences and cues → what was said, and by whom. A cue speaks for the quotation that it touches, else for
//! the one that it leads in to, else for the clause behind “that”.

use super::cue::{Cue, NAMING};
use super::{Evidence, Kind, Passage, Speaker, Speech};
use crate::extract::Words;
use crate::extract::name::table::ROLES;
use crate::extract::name::unit::Class;
use crate::prose::quotation::Quoted;
use crate::span::Span;

/// As many words are a phrase; fewer that no verb reports are a term.
const PHRASE: usize = 4;

pub(super) fn attribute(passage: &Passage, cues: &[Cue], words: impl Fn(Span) -> Words) -> Vec<Speech> {
    let quoted_by = passage.label.map(str::to_owned);
    let mut found: Vec<Speech> = Vec::new();
    let mut last: Option<(Speaker, String, Span)> = None;
    for quoted in passage.quotations {
        let span = quoted.parts[0].join(quoted.parts[quoted.parts.len() - 1]);
        let cue = behind(passage, cues, quoted).or_else(|| before(passage, cues, quoted));
        let mut speaker = cue.and_then(|cue| cue.speaker.clone());
        let mut verb = cue.map_or(String::new(), |cue| cue.span.of(passage.text).to_owned());
        let is_phrase = span.of(passage.text).split_whitespace().nth(PHRASE - 1).is_some();
        if let Some((of_last, of_verb, outer)) = last.take()
            && speaker.is_none()
            && is_phrase
            && goes_on(passage, outer, quoted.outer)
        {
            speaker = Some(Speaker { evidence: Evidence::Continued, ..of_last });
            verb = of_verb;
        }
        let kind = if is_phrase || speaker.is_some() { Kind::Direct } else { Kind::Term };
        if kind == Kind::Term {
            verb.clear();
        }
        last = speaker.clone().map(|speaker| (speaker, verb.clone(), quoted.outer));
        found.push(Speech { words: words(span), kind, speaker, cue: verb, quoted_by: quoted_by.clone() });
    }
    for cue in cues {
        if let Some((span, speaker)) = reported(passage, cue) {
            let cue = cue.span.of(passage.text).to_owned();
            found.push(Speech {
                words: words(span),
                kind: Kind::Reported,
                speaker: Some(speaker),
                cue,
                quoted_by: quoted_by.clone(),
            });
        }
    }
    found.sort_by_key(|speech| (speech.words.span, speech.kind));
    found
}

/// The cue right behind a quotation: “…”, Peskov said.
fn behind<'c>(passage: &Passage, cues: &'c [Cue], quoted: &Quoted) -> Option<&'c Cue> {
    let next = cues.partition_point(|cue| cue.span.start < quoted.outer.end);
    let cue = cues.get(next)?;
    let start = cue.phrase.start.min(cue.span.start);
    let between = passage.text.get(quoted.outer.end..start)?;
    let leads =
        |word: &str| word.is_empty() || word.chars().all(|c| !c.is_lowercase()) || word.starts_with(char::is_uppercase);
    // Between the two stand titles at most.
    let is_close = between.len() < 60
        && !between.contains(['.', ';', ':', '“', '"'])
        && between.split([' ', ',', '\n']).all(|word| leads(word) || word == "the" || ROLES.contains(&word));
    let ends = !ends_a_sentence(quoted.outer.of(passage.text)) || cue.speaker.is_none();
    // “… so.” Peskov said that: the cue begins another sentence.
    (is_close && (ends || !leads_on(passage, cue))).then_some(cue)
}

/// Whether the words of the quotation end with a full stop.
fn ends_a_sentence(quoted: &str) -> bool {
    quoted.trim_end_matches(['”', '"', '“', '»', '«']).ends_with('.')
}

/// Whether the cue has an object of its own behind it.
fn leads_on(passage: &Passage, cue: &Cue) -> bool {
    let end = cue.phrase.end.max(cue.span.end);
    !passage.text[end..].trim_start().starts_with(['.', ',', ';', '\u{2029}'])
        && !passage.text[end..].trim_start().is_empty()
}

/// The cue that leads in to a quotation, in the same sentence: Peskov said that the “…”.
fn before<'c>(passage: &Passage, cues: &'c [Cue], quoted: &Quoted) -> Option<&'c Cue> {
    /// Bytes between a verb and what it reports.
    const MOST: usize = 90;
    let cue = &cues[cues.partition_point(|cue| cue.span.start < quoted.outer.start).checked_sub(1)?];
    let from = cue.phrase.end.max(cue.span.end);
    let between = passage.text.get(from..quoted.outer.start).filter(|between| between.len() <= MOST)?;
    let unit = passage.units.partition_point(|unit| unit.span.start < quoted.outer.start);
    let is_same = passage.sentences.partition_point(|&start| start <= unit).saturating_sub(1) == cue.sentence
        || between.trim_end().ends_with([':', ',']) && !between.contains(". ");
    let is_according = passage.units[cue.at].folded == "according";
    // “Peskov said so, and the “plan” failed”: another clause is not his.
    let is_clause = between.contains(['”', '“', '"', ';']) || between.contains(", and ") || between.contains(", but ");
    (is_same && !is_clause && (!is_according || !between.contains('.'))).then_some(cue)
}

/// Whether the same person goes on: nothing but the phrase of the first quotation stands between the two, and the second
/// begins in the same sentence or right behind it.
fn goes_on(passage: &Passage, last: Span, next: Span) -> bool {
    let Some(between) = passage.text.get(last.end..next.start) else { return false };
    if between.len() > 120 {
        return false;
    }
    let stops = between.matches(['.', '!', '?']).count();
    let tail = between.trim_end();
    let begins = tail.is_empty() || tail.ends_with(['.', ',', ';', ':', '!', '?']);
    let others = passage.names.iter().skip(passage.names.partition_point(|name| name.words.span.start < last.end));
    let others = others.take_while(|name| name.words.span.end <= next.start).take(3).count();
    stops <= 1 && begins && others <= 1
}

/// What a cue reports without quotation marks: the clause behind “that”, or the one before “, Peskov said.”
fn reported(passage: &Passage, cue: &Cue) -> Option<(Span, Speaker)> {
    let speaker = cue.speaker.clone().filter(|speaker| !speaker.guess)?;
    let units = passage.units;
    let from = passage.sentences[cue.sentence];
    let to = passage.sentences.get(cue.sentence + 1).copied().unwrap_or(units.len());
    let is_according = units[cue.at].folded == "according";
    let naming = NAMING.contains(&&*units[cue.at].folded);
    let phrase_end = units.partition_point(|unit| unit.span.start < cue.phrase.end);
    let clause = if is_according && cue.at == from {
        let comma = (phrase_end..to.min(phrase_end + 12)).find(|&at| units[at].text == ",")?;
        comma + 1..to
    } else if let Some(that) =
        (cue.at + 1..to.min(cue.at + 7)).find(|&at| units[at].folded == "that" && !naming && !is_according)
    {
        let is_object = units[cue.at + 1..that].iter().all(|unit| unit.class != Class::Mark);
        Some(that + 1..to).filter(|_| is_object)?
    } else {
        // “…, Peskov said.”
        let start = units.partition_point(|unit| unit.span.start < cue.phrase.start);
        let is_last = to - phrase_end <= 1;
        let comma = (start.saturating_sub(6).max(from)..start).rev().find(|&at| units[at].text == ",")?;
        let titles = units[comma + 1..start].iter().all(|unit| unit.class == Class::Name || unit.folded == "the");
        Some(from..comma).filter(|_| is_last && titles && !naming)?
    };
    let (first, last) = (units.get(clause.start)?, units.get(clause.end.checked_sub(1)?)?);
    if clause.len() < 3 {
        return None;
    }
    let end = if last.text == "." { units[clause.end - 2].span.end } else { last.span.end };
    let span = Span::new(first.span.start, end.max(first.span.end));
    let next = passage.quotations.partition_point(|quoted| quoted.outer.end <= span.start);
    let is_quoted = passage.quotations.get(next).is_some_and(|quoted| quoted.outer.start < span.end);
    (!is_quoted).then_some((span, speaker))
}
