//! A run of capitals → the names in it, each with the kind that its evidence gives it. `merge` then asks the rest of the
//! document about those that have none.

use super::known::{Known, fold};
use super::role::{Roles, roles};
use super::run::{List, Listed, Run, is_headline, listed, runs};
use super::table;
use super::unit::{Class, Unit};
use super::{Evidence, Kind};
use crate::span::Span;
use std::collections::HashSet;

/// A name where it stands, before the document is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Found {
    pub span: Span,
    pub kind: Kind,
    pub evidence: Evidence,
    /// The word that is the evidence.
    pub cue: String,
    /// Whether only the rest of the document can say that this is a name at all.
    pub doubtful: bool,
    /// The words that say who that is.
    pub roles: Roles,
}

/// What one sentence is read with.
pub(super) struct Sentence<'s, 'a> {
    pub units: &'s [Unit<'a>],
    listed: Vec<Option<Listed>>,
    /// Words that the document writes in lower case too.
    pub lower: &'s HashSet<String>,
    pub found: Vec<Found>,
}

/// The names of a sentence, in order.
pub(super) fn sort(units: &[Unit], known: &Known, lower: &HashSet<String>) -> Vec<Found> {
    let listed = listed(units, known);
    let runs = runs(units, &listed);
    let mut sentence = Sentence { units, listed, lower, found: Vec::new() };
    if is_headline(units) {
        sentence.sort_headline();
    } else {
        runs.into_iter().for_each(|run| sentence.sort_run(run));
    }
    let mut found = std::mem::take(&mut sentence.found);
    for name in &mut found {
        let from = units.partition_point(|unit| unit.span.start < name.span.start);
        let to = units.partition_point(|unit| unit.span.end <= name.span.end);
        name.roles = roles(&sentence, from, to);
    }
    found
}

impl Sentence<'_, '_> {
    /// Of a headline, what a list has; its capitals say nothing.
    fn sort_headline(&mut self) {
        let mut at = 0;
        while at < self.units.len() {
            match self.listed[at] {
                Some(listed) => {
                    self.push_listed(Run { from: at, to: listed.to }, listed.by);
                    at = listed.to;
                }
                None => at += 1,
            }
        }
    }

    fn sort_run(&mut self, run: Run) {
        // “the Global Conflict Tracker”: of an organisation's name any word may be part, but for the first.
        let mut whole = run;
        while whole.from < whole.to && self.listed[whole.from].is_none() && self.is_no_name(whole.from) {
            whole.from += 1;
        }
        let is_listed = (whole.from..whole.to).any(|at| self.listed[at].is_some_and(|listed| listed.to == whole.to));
        if !is_listed && self.is_organisation(self.trimmed(whole)) {
            return;
        }
        let mut pieces = Vec::new();
        let mut from = run.from;
        let mut at = run.from;
        while at < run.to {
            if let Some(listed) = self.listed[at].filter(|listed| listed.to <= run.to) {
                at = listed.to;
            } else if self.is_no_name(at) {
                pieces.push(Run { from, to: at });
                at += 1;
                from = at;
            } else {
                at += 1;
            }
        }
        pieces.push(Run { from, to: run.to });
        for piece in pieces {
            let piece = self.trimmed(piece);
            if piece.from < piece.to {
                self.sort_piece(piece);
            }
        }
    }

    /// Without small words at its ends.
    fn trimmed(&self, mut run: Run) -> Run {
        while run.from < run.to && self.units[run.from].class != Class::Name {
            run.from += 1;
        }
        while run.from < run.to && self.units[run.to - 1].class != Class::Name {
            run.to -= 1;
        }
        run
    }

    pub fn belongs_to_a_name(&self, at: usize) -> bool {
        !self.is_no_name(at)
    }

    /// Whether the capital at `at` is due to the beginning of a sentence, or to a word that always has one.
    fn is_no_name(&self, at: usize) -> bool {
        let unit = &self.units[at];
        let owns = unit.owns_a_name() && self.units.get(at + 1).is_some_and(|next| next.class == Class::Name);
        if unit.class != Class::Name || owns {
            return false;
        }
        let word = unit.folded.split('\'').next().unwrap_or_default();
        let carries = table::ORGANISATION_WORDS.contains(&word) || table::TITLES.contains(&word);
        let starts = unit.initial && !carries && !table::is_first_name(word) && self.lower.contains(&unit.folded);
        table::is_common(word) && !carries || unit.folded.ends_with("n't") || starts
    }

    fn sort_piece(&mut self, run: Run) {
        if let Some(listed) = self.listed[run.from].filter(|listed| listed.to == run.to) {
            return self.push_listed(run, listed.by);
        }
        if self.is_organisation(run) || self.is_place(run) {
            return;
        }
        if let Some(title) = (run.from..run.to).find(|&at| self.is_title(at)) {
            return self.sort_titled(run, title);
        }
        let first = &*self.units[run.from].folded;
        let is_person = table::is_first_name(first) && run.to - run.from > 1;
        let rest = self.behind_demonyms(run);
        if rest.from > run.from && !is_person {
            if rest.from < rest.to {
                self.sort_plain(rest);
            }
            return;
        }
        self.sort_plain(run);
    }

    /// Without “Ukrainian” and “North Korean” before it.
    fn behind_demonyms(&self, mut run: Run) -> Run {
        let folded = |at: usize| self.units.get(at).map_or("", |unit| &*unit.folded);
        while run.from < run.to {
            let is_compass = matches!(folded(run.from), "north" | "south" | "east" | "west");
            let len = if is_compass && table::is_demonym(folded(run.from + 1)) { 2 } else { 1 };
            if len == 1 && !table::is_demonym(folded(run.from)) {
                break;
            }
            run.from = (run.from + len).min(run.to);
        }
        self.trimmed(run)
    }

    fn sort_plain(&mut self, run: Run) {
        // “CTO Ann Roe”, “DL Ann Roe”: letters before a first name are no part of it.
        let is_first = |at: usize| table::is_first_name(&self.units[at].folded) && is_shouted(self.units[at - 1].text);
        if let Some(person) = (run.from + 1..run.to.saturating_sub(1)).find(|&at| is_first(at)) {
            self.sort_plain(Run { to: person, ..run });
            return self.sort_plain(Run { from: person, ..run });
        }
        if let Some(listed) = self.listed[run.from].filter(|listed| listed.to == run.to) {
            return self.push_listed(run, listed.by);
        }
        if !self.is_person(run) {
            self.push_weak(run);
        }
    }

    /// A role too, where it has its capital from the beginning of a sentence.
    fn is_title(&self, at: usize) -> bool {
        let unit = &self.units[at];
        let is_role = unit.initial && table::ROLES.contains(&&*unit.folded);
        self.listed[at].is_none() && (is_role || table::TITLES.contains(&unit.folded.trim_end_matches('.')))
    }

    /// “Kyiv Mayor Vitalii Klitschko”: what stands before the title, and the person behind it.
    fn sort_titled(&mut self, run: Run, title: usize) {
        let is_part = |unit: &Unit| table::TITLE_PARTS.contains(&&*unit.folded);
        let mut before = title;
        while before > run.from && is_part(&self.units[before - 1]) {
            before -= 1;
        }
        if before > run.from {
            self.sort_piece(self.trimmed(Run { from: run.from, to: before }));
        }
        let mut from = title + 1;
        while from < run.to && (self.is_title(from) || is_part(&self.units[from])) {
            from += 1;
        }
        // “Chief Strategy Officer Jane Roe”: what ends in an office is a title itself.
        let is_office = |at: &usize| table::OFFICES.contains(&&*self.units[*at].folded);
        if let Some(office) = (from..run.to).rev().find(is_office) {
            from = office + 1;
        }
        let person = self.trimmed(Run { from, to: run.to });
        if person.from >= person.to {
            return;
        }
        let is_listed = self.listed[person.from].filter(|listed| listed.to == person.to);
        match is_listed {
            Some(listed) if listed.by == List::Site => self.push_listed(person, List::Site),
            _ if person.to - person.from <= 5 => {
                let cue = self.units[title].text.trim_end_matches('.').to_owned();
                self.push(person, Kind::Person, Evidence::Title, cue);
            }
            _ => self.push_weak(person),
        }
    }

    /// “the Ministry of Defence”, “Kyiv International Institute of Sociology”
    fn is_organisation(&mut self, run: Run) -> bool {
        let capitals = (run.from..run.to).filter(|&at| self.units[at].class == Class::Name);
        if capitals.count() < 2 {
            return false;
        }
        let is_head = |at: usize| {
            let ends = at + 1 == run.to || matches!(&*self.units[at + 1].folded, "of" | "for" | "on" | "and" | "&");
            ends && table::ORGANISATION_WORDS.contains(&self.units[at].folded.trim_end_matches('.'))
        };
        let Some(head) = (run.from..run.to).find(|&at| is_head(at)) else { return false };
        // “Bank of Kyiv” has nothing before its word, “Post of Kyiv” is no paper.
        let is_thing = head == run.from && !Self::takes_of(&self.units[head].folded);
        let with_title = (run.from..head).any(|at| self.is_title(at) && at + 1 < head);
        if is_thing || with_title {
            return false;
        }
        self.push(run, Kind::Organisation, Evidence::OrganisationWord, self.units[head].text.to_owned());
        true
    }

    /// Whether an organisation's name may begin with the word: “University of Lviv”.
    fn takes_of(word: &str) -> bool {
        !matches!(
            word,
            "times"
                | "post"
                | "press"
                | "news"
                | "radio"
                | "television"
                | "united"
                | "independent"
                | "order"
                | "front"
                | "group"
                | "party"
                | "club"
                | "board"
                | "office"
                | "systems"
                | "partners"
                | "electric"
                | "fc"
                | "court"
                | "cabinet"
                | "tracker"
                | "police"
                | "army"
                | "navy"
                | "guard"
                | "forces"
                | "network"
                | "hospital"
                | "initiative"
                | "administration"
                | "services"
                | "service"
                | "embassy"
                | "observer"
        )
    }

    /// “Lake Como”, “the Oskil River”
    fn is_place(&mut self, run: Run) -> bool {
        if run.to - run.from < 2 || run.to - run.from > 4 {
            return false;
        }
        let (first, last) = (&self.units[run.from], &self.units[run.to - 1]);
        let starts = table::PLACE_STARTS.contains(&&*first.folded) && run.to - run.from == 2;
        let ends = table::PLACE_ENDS.contains(&&*last.folded);
        if !starts && !ends || first.class != Class::Name {
            return false;
        }
        let cue = if ends { last.text } else { first.text };
        self.push(run, Kind::Place, Evidence::PlaceWord, cue.to_owned());
        true
    }

    fn is_person(&mut self, run: Run) -> bool {
        let len = run.to - run.from;
        let units = &self.units[run.from..run.to];
        let before = run.from.checked_sub(1).map(|at| &self.units[at]);
        let role = before.filter(|unit| {
            unit.class == Class::Lower && units[0].spaced && table::ROLES.contains(&&*unit.folded) && !unit.possessive
        });
        // “the investor SoftBank”
        let is_brand = len == 1 && has_inner_capital(units[0].text);
        let is_listed = self.listed[run.from].is_some_and(|listed| listed.by != List::Site) || is_brand;
        let carries_list =
            (run.from + 1..run.to).any(|at| self.listed[at].is_some_and(|listed| listed.by == List::Places));
        let last = &units[len - 1];
        let ends_in_thing = is_shouted(last.text) || len > 1 && table::AFTER_PERSONS.contains(&&*last.folded);
        let stem = |unit: &Unit| unit.folded.split('-').next().unwrap_or_default().to_owned();
        let evidence = if len > 5 || is_listed || ends_in_thing {
            None
        } else if let Some(role) = role {
            Some((Evidence::Role, role.text.to_owned()))
        } else if len > 1 && table::is_first_name(&stem(&units[0])) && (len == 2 || !carries_list) {
            Some((Evidence::FirstName, units[0].text.to_owned()))
        } else if len > 1 && units[..len - 1].iter().any(|unit| is_initial(unit.text)) {
            let initial = units.iter().find(|unit| is_initial(unit.text));
            initial.map(|unit| (Evidence::Initial, unit.text.to_owned()))
        } else if (2..4).contains(&len) {
            self.role_behind(run.to).map(|role| (Evidence::RoleBehind, role))
        } else {
            None
        };
        let Some((evidence, cue)) = evidence else { return false };
        self.push(run, Kind::Person, evidence, cue);
        true
    }

    /// “, a senior aide to …”
    fn role_behind(&self, to: usize) -> Option<String> {
        self.units.get(to).filter(|unit| unit.text == ",")?;
        let mut behind = self.units[to + 1..].iter().take(4).take_while(|unit| unit.class == Class::Lower);
        behind.find(|unit| table::ROLES.contains(&&*unit.folded)).map(|unit| unit.text.to_owned())
    }

    fn push_listed(&mut self, run: Run, by: List) {
        // A name of the site gets its kind from its page.
        let (kind, evidence) = match by {
            List::Never => return,
            List::Site => (Kind::Unsorted, Evidence::Entity),
            List::Places => (Kind::Place, Evidence::PlaceList),
            List::Organisations => (Kind::Organisation, Evidence::OrganisationList),
        };
        self.push(run, kind, evidence, String::new());
    }

    fn push_weak(&mut self, run: Run) {
        let units = &self.units[run.from..run.to];
        let first = &units[0];
        let before = run.from.checked_sub(1).map(|at| &*self.units[at].folded);
        let is_one = units.len() == 1;
        let (evidence, cue) = if is_one && is_shouted(first.text) {
            (Evidence::Acronym, first.text)
        } else if is_one && table::is_first_name(&first.folded) {
            (Evidence::LoneFirstName, first.text)
        } else if before == Some("in") {
            (Evidence::In, "in")
        } else {
            (Evidence::Capitals, "")
        };
        let cue = cue.to_owned();
        let is_thing = is_one
            && (table::ORGANISATION_WORDS.contains(&&*first.folded)
                || table::TITLE_PARTS.contains(&&*first.folded)
                || table::PLACE_ENDS.contains(&&*first.folded)
                || table::ROLES.contains(&&*first.folded)
                || first.text.chars().count() < 2);
        let is_owned = run.from.checked_sub(1).is_some_and(|at| self.units[at].possessive);
        let joined = first.compound && is_one || !first.spaced && !first.initial || is_owned;
        let doubtful = is_one && (first.initial || is_thing || joined) && evidence != Evidence::LoneFirstName;
        self.push(run, Kind::Unsorted, evidence, cue);
        if let Some(found) = self.found.last_mut() {
            found.doubtful = doubtful;
        }
    }

    fn push(&mut self, run: Run, kind: Kind, evidence: Evidence, cue: String) {
        let span = self.units[run.from].span.join(self.units[run.to - 1].span);
        self.found.push(Found { span, kind, evidence, cue, doubtful: false, roles: Roles::default() });
    }
}

/// Two capitals or more and no small letter.
pub(super) fn is_shouted(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    (2..7).contains(&letters.clone().take(8).count()) && letters.clone().all(char::is_uppercase)
}

/// `SoftBank`, but neither `McCain` nor `DiMaggio`: what may be a person's has one short word before its capital.
fn has_inner_capital(text: &str) -> bool {
    let inner =
        text.char_indices().skip(1).find(|(at, c)| c.is_uppercase() && text[..*at].ends_with(char::is_lowercase));
    inner.is_some_and(|(at, _)| at > 3)
}

fn is_initial(text: &str) -> bool {
    text.ends_with('.') && text.split_terminator('.').all(|part| part.chars().count() == 1)
}

/// The key by which names are compared.
pub(super) fn key(text: &str) -> String {
    fold(text)
}
