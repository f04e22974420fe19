//! A cue in its sentence → what it reports without quotation marks: the clause behind “that” or right behind the verb, the
//! one before “, Peskov said.”, or the sentence around “, officials say,”. `attribute` asks.

use super::cue::{Cue, NAMING, PARTICIPLES};
use super::{Passage, phrase};
use crate::extract::name::role::{is_role, is_verb, phrase_end};
use crate::extract::name::table::{ROLES, TITLE_PARTS, is_demonym};
use crate::extract::name::unit::{Class, Unit};
use crate::span::Span;
use std::ops::Range;

/// Report a clause that no “that” leads in to.
#[rustfmt::skip]
const FREE: &[&str] = &[
    "said", "says", "say", "told", "tells", "tell", "added", "adds", "insisted", "insists", "insist", "believes",
    "believe", "believed", "claimed", "claims", "claim", "argued", "argues", "argue", "thinks", "think", "conceded",
    "admitted", "estimates", "estimate", "saying", "adding", "claiming", "insisting", "arguing", "believing",
];

/// Have somebody behind them to whom it is said.
const TELLING: &[&str] =
    &["told", "tells", "tell", "telling", "warned", "warns", "warn", "warning", "assured", "informed"];

/// What a cue reports, and where it stands to the verb.
pub(super) struct Clause {
    pub span: Span,
    /// Whether it stands before the verb, or around it: quotations in it are the speaker's too.
    pub is_before: bool,
}

/// What stands around a cue, in units.
struct Around<'p> {
    passage: &'p Passage<'p>,
    units: &'p [Unit<'p>],
    at: usize,
    /// The sentence.
    from: usize,
    to: usize,
    /// The verb and its speaker.
    phrase: Range<usize>,
}

/// The clause that the cue reports. `next` is the cue behind it.
pub(super) fn reported(passage: &Passage, cue: &Cue, next: Option<&Cue>) -> Option<Clause> {
    let units = passage.units;
    let from = passage.sentences[cue.sentence];
    let to = passage.sentences.get(cue.sentence + 1).copied().unwrap_or(units.len());
    let start = units.partition_point(|unit| unit.span.start < cue.phrase.start);
    let end = units.partition_point(|unit| unit.span.start < cue.phrase.end);
    let around = Around { passage, units, at: cue.at, from, to, phrase: start..end.max(cue.at + 1) };
    let verb = &*units[cue.at].folded;
    let (clause, is_before) = match verb {
        "according" => around.according()?,
        _ if NAMING.contains(&verb) => return None,
        _ => match around.behind(verb).map(|clause| around.cut(clause, next)) {
            Some(clause) => (clause, false),
            None => (around.before()?, true),
        },
    };
    let clause = around.trimmed(clause);
    (clause.len() >= 2).then(|| {
        let span = units[clause.start].span.join(units[clause.end - 1].span);
        Clause { span, is_before }
    })
}

impl Around<'_> {
    /// “According to Peskov, …”; “…, according to Peskov”; “…, according to Peskov, …”
    fn according(&self) -> Option<(Range<usize>, bool)> {
        /// Words of an apposition behind the speaker.
        const MOST: usize = 12;
        if self.at == self.from {
            let behind = self.phrase.end..self.to.min(self.phrase.end + MOST);
            let comma = behind.into_iter().find(|&at| self.units[at].text == ",")?;
            return Some((comma + 1..self.to, false));
        }
        let is_last = phrase::is_tail(self.units, self.behind_apposition(self.phrase.end), self.to);
        let is_middle = self.is(self.phrase.end, ",") && self.is(self.at - 1, ",");
        match (is_last, is_middle) {
            (true, _) => Some((self.from..self.at, true)),
            (_, true) => Some((self.from..self.to, true)),
            _ => None,
        }
    }

    /// “said that …”, “told reporters the bridge was …”
    fn behind(&self, verb: &str) -> Option<Range<usize>> {
        /// Words between a verb and its “that”.
        const MOST: usize = 12;
        // Of “said Peskov” the clause stands before.
        if self.phrase.end > self.at + 1 {
            return None;
        }
        let units = self.units;
        let mut at = self.at + 1;
        let tells = TELLING.contains(&verb);
        if tells {
            let name_end = |last: usize| self.name_end(last);
            at = phrase::audience_end(units, at, self.to, name_end).unwrap_or(at);
        }
        let is_told = at > self.at + 1;
        let at = phrase::adjuncts_end(units, at, self.to);
        let that = (at..self.to.min(self.at + 1 + MOST)).find(|&that| units[that].folded == "that");
        if let Some(that) = that {
            let between = &units[at..that];
            let is_plain = |unit: &Unit| unit.class != Class::Mark && !is_verb(&unit.folded);
            let is_object = between.is_empty() || is_told && between.iter().all(is_plain);
            // “in the release that …” too, but not “the plan that …”
            let is_adjunct =
                matches!(&*units[self.at + 1].folded, "in" | "on" | "at" | "to" | "during" | "also" | "later");
            if is_object || is_adjunct && between.iter().all(is_plain) {
                return Some(that + 1..self.to);
            }
        }
        let begins = is_told || !tells;
        (begins && phrase::begins_clause(units, at, self.to, FREE.contains(&verb))).then_some(at..self.to)
    }

    /// Behind the name whose last unit is `last`.
    fn name_end(&self, last: usize) -> Option<usize> {
        let span = self.units[last].span;
        let names = self.passage.names;
        let name = names.partition_point(|name| name.words.span.start <= span.start).checked_sub(1)?;
        (names[name].words.span.end == span.end).then_some(last + 1)
    }

    /// Without “, but added …”: what the next verb of the same subject reports is its own.
    fn cut(&self, clause: Range<usize>, next: Option<&Cue>) -> Range<usize> {
        let Some(next) = next.filter(|next| clause.contains(&next.at)) else { return clause };
        let speaker = self.units.partition_point(|unit| unit.span.start < next.phrase.start);
        let begins = clause.start..speaker;
        // “…, and Kyiv says …”
        if begins.len() > 2
            && matches!(&*self.units[speaker - 1].folded, "and" | "but" | "while")
            && self.is(speaker - 2, ",")
        {
            return clause.start..speaker - 2;
        }
        let mut end = next.at;
        let is_participle = PARTICIPLES.contains(&&*self.units[end].folded);
        let is_own = next.phrase.start == next.span.start;
        let joint = end.checked_sub(1).filter(|&joint| joint > clause.start);
        let is_joined = joint.is_some_and(|joint| matches!(&*self.units[joint].folded, "and" | "but"));
        match joint {
            Some(joint) if is_own && is_joined => end = joint,
            Some(_) if is_own && is_participle => {}
            _ => return clause,
        }
        clause.start..end
    }

    /// “…, Peskov said.”; “…, officials say, …”
    fn before(&self) -> Option<Range<usize>> {
        /// Words of a title between the comma and the speaker.
        const MOST: usize = 6;
        let units = self.units;
        let lowest = self.phrase.start.saturating_sub(MOST).max(self.from);
        let comma = (lowest..self.phrase.start).rev().find(|&at| units[at].text == ",")?;
        let is_title = |unit: &Unit| {
            let word = &*unit.folded;
            let is_word = ROLES.contains(&word) || TITLE_PARTS.contains(&word) || is_demonym(word);
            unit.class == Class::Name || is_word || matches!(word, "the" | "a" | "former" | "senior")
        };
        if !units[comma + 1..self.phrase.start].iter().all(is_title) {
            return None;
        }
        let end = self.behind_apposition(self.phrase.end);
        if phrase::is_tail(units, phrase::adjuncts_end(units, self.audience(end), self.to), self.to) {
            return Some(self.from..comma);
        }
        let goes_on = units.get(end + 1).is_some_and(|unit| unit.class != Class::Mark) && end + 2 < self.to;
        (self.is(end, ",") && goes_on).then_some(self.from..self.to)
    }

    /// Behind “, a member of the council” at the sentence's end.
    fn behind_apposition(&self, at: usize) -> usize {
        if !self.is(at, ",") {
            return at;
        }
        let end = phrase_end(&self.units[..self.to], at + 1, is_role);
        end.filter(|&end| self.to - end <= 1).unwrap_or(at)
    }

    fn audience(&self, at: usize) -> usize {
        let tells = TELLING.contains(&&*self.units[self.at].folded);
        let end = || phrase::audience_end(self.units, at, self.to, |last| self.name_end(last));
        if tells { end().unwrap_or(at) } else { at }
    }

    fn is(&self, at: usize, mark: &str) -> bool {
        at < self.to && self.units[at].text == mark
    }

    /// Without the marks at its ends.
    fn trimmed(&self, mut clause: Range<usize>) -> Range<usize> {
        let is_end = |unit: &Unit| matches!(unit.text, "." | "," | ";" | ":" | "—" | "–");
        while clause.start < clause.end && is_end(&self.units[clause.start]) {
            clause.start += 1;
        }
        while clause.start < clause.end && is_end(&self.units[clause.end - 1]) {
            clause.end -= 1;
        }
        clause
    }
}
