//! Quotations and cues → what was said, and by whom. A cue speaks for the quotation that it touches, else for the one that
//! it leads in to, else for those in the clause that it reports (`reported`).

use super::cue::Cue;
use super::reported::{Clause, reported};
use super::{Evidence, Kind, Passage, Speaker, Speech};
use crate::extract::Words;
use crate::extract::name::table::ROLES;
use crate::prose::quotation::Quoted;
use crate::span::Span;

/// As many words are a phrase; fewer that no verb reports are a term.
const PHRASE: usize = 4;

pub(super) fn attribute(passage: &Passage, cues: &[Cue], words: impl Fn(Span) -> Words) -> Vec<Speech> {
    let quoted_by = passage.label.map(str::to_owned);
    let clause = |(nth, cue)| Some((cue, reported(passage, cue, cues.get(nth + 1))?));
    let clauses: Vec<(&Cue, Clause)> =
        cues.iter().enumerate().filter(|(_, cue)| cue.speaker.is_some()).filter_map(clause).collect();
    let mut found: Vec<Speech> = Vec::new();
    let mut last: Option<(Speaker, String, Span)> = None;
    for quoted in passage.quotations {
        let span = quoted.parts[0].join(quoted.parts[quoted.parts.len() - 1]);
        let is_phrase = is_phrase(passage, span);
        let around = || clauses.iter().find(|(_, clause)| clause.is_before && clause.span.contains(quoted.outer));
        let cue = behind(passage, cues, quoted).or_else(|| before(passage, cues, quoted));
        let cue = cue.or_else(|| around().filter(|_| is_phrase).map(|(cue, _)| *cue));
        let mut speaker = cue.and_then(|cue| cue.speaker.clone());
        let mut verb = cue.map_or(String::new(), |cue| cue.span.of(passage.text).to_owned());
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
    for (cue, clause) in clauses {
        if !has_phrase(passage, clause.span) {
            found.push(Speech {
                words: words(clause.span),
                kind: Kind::Reported,
                speaker: cue.speaker.clone(),
                cue: cue.span.of(passage.text).to_owned(),
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
    let others = others.take_while(|name| name.words.span.end <= next.start).take(8);
    let others = others.filter(|name| name.kind == crate::extract::name::Kind::Person).count();
    stops <= 1 && begins && others <= 1
}

fn is_phrase(passage: &Passage, quoted: Span) -> bool {
    quoted.of(passage.text).split_whitespace().nth(PHRASE - 1).is_some()
}

/// Whether more than a term is quoted in the span: what is said there is quoted then, and not reported.
fn has_phrase(passage: &Passage, span: Span) -> bool {
    let next = passage.quotations.partition_point(|quoted| quoted.outer.end <= span.start);
    let inside = passage.quotations[next..].iter().take_while(|quoted| quoted.outer.start < span.end);
    inside.into_iter().any(|quoted| is_phrase(passage, quoted.outer))
}
