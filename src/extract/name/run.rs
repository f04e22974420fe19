//! The units of a sentence → runs of capitals, and the listed names in them. `sort` says what a run is.

use super::known::{Known, fold};
use super::table;
use super::unit::{Class, Unit};

/// Units that stand together as a name may: `from..to`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Run {
    pub from: usize,
    pub to: usize,
}

/// A name that a list or a page of the site has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Listed {
    /// Behind its last unit.
    pub to: usize,
    pub by: List,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum List {
    /// A page of the site, or `names.toml`.
    Site,
    /// `names.toml` says that it is no name.
    Never,
    Places,
    Organisations,
}

/// What begins at each unit: the longest listed name.
pub(super) fn listed(units: &[Unit], known: &Known) -> Vec<Option<Listed>> {
    (0..units.len()).map(|at| longest(units, at, known)).collect()
}

fn longest(units: &[Unit], at: usize, known: &Known) -> Option<Listed> {
    /// Names of more words, or longer ones, stand in no list and are the title of no page.
    const MOST_UNITS: usize = 8;
    const MOST_BYTES: usize = 80;
    if units[at].class != Class::Name || units[at].folded == "the" {
        return None;
    }
    let mut name = String::new();
    let mut found = None;
    for to in at + 1..=units.len().min(at + MOST_UNITS) {
        let unit = &units[to - 1];
        if to > at + 1 {
            if !unit.spaced || units[to - 2].possessive {
                break;
            }
            name.push(' ');
        }
        if name.len() + unit.folded.len() > MOST_BYTES || !matches!(unit.class, Class::Name | Class::Lower) {
            break;
        }
        name.push_str(&unit.folded);
        // Capitals alone are not the pronoun `us`, nor `who`.
        let is_word = to == at + 1 && unit.text.chars().skip(1).any(char::is_lowercase);
        let is_acronym = |folded: &str| matches!(folded, "us" | "who" | "nice" | "cork" | "queens" | "meta" | "shell");
        let by = match &fold(&name) {
            name if known.is_never(name) => Some(List::Never),
            name if !known.get(name).is_empty() => Some(List::Site),
            name if is_acronym(name) && (is_word || unit.initial && is_shouted_on(units, to)) => None,
            name if table::is_place(name) => Some(List::Places),
            name if table::is_organisation(name) => Some(List::Organisations),
            _ => None,
        };
        if let Some(by) = by.filter(|_| unit.class == Class::Name) {
            found = Some(Listed { to, by });
        }
    }
    found
}

/// Whether the next word is in capital letters too, so that they say nothing.
fn is_shouted_on(units: &[Unit], at: usize) -> bool {
    units.get(at).is_none_or(|next| next.class == Class::Name && !next.text.chars().any(char::is_lowercase))
}

/// The runs of a sentence, in order.
pub(super) fn runs(units: &[Unit], listed: &[Option<Listed>]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = 0;
    let is_never = |at: usize| listed[at].is_some_and(|listed| listed.by == List::Never);
    while at < units.len() {
        if units[at].class != Class::Name || is_never(at) {
            at = listed[at].filter(|_| is_never(at)).map_or(at + 1, |listed| listed.to);
            continue;
        }
        let from = at;
        let mut to = listed[at].map_or(at + 1, |listed| listed.to);
        // An organisation word makes the small words behind it part of the name.
        let mut is_organisation = table::ORGANISATION_WORDS.contains(&&*units[to - 1].folded);
        while (!units[to - 1].possessive || units[to - 1].owns_a_name()) && !units[to - 1].compound {
            let Some(next) = continued(units, to, is_organisation).filter(|&next| !is_never(next)) else { break };
            to = listed[next].map_or(next + 1, |listed| listed.to);
            is_organisation |= table::ORGANISATION_WORDS.contains(&&*units[next].folded);
        }
        runs.push(Run { from, to });
        at = to;
    }
    runs
}

/// The capital that a name goes on with, behind up to two small words.
fn continued(units: &[Unit], to: usize, is_organisation: bool) -> Option<usize> {
    let unit = |at: usize| units.get(at).filter(|unit| unit.spaced);
    let is_name = |at: usize| unit(at).is_some_and(|unit| unit.class == Class::Name);
    // “the Harbour Office on Monday”
    let is_calendar = |at: usize| units.get(at).is_some_and(|unit| table::is_common(&unit.folded));
    if is_name(to) {
        return Some(to);
    }
    let small = &*unit(to)?.folded;
    if table::PARTICLES.contains(&small) {
        return (to + 1..to + 3)
            .find(|&at| is_name(at))
            .filter(|&at| units[to..at].iter().all(|unit| table::PARTICLES.contains(&&*unit.folded)));
    }
    if !is_organisation || !matches!(small, "of" | "for" | "and" | "on" | "&") {
        return None;
    }
    // “the Ministry of Defence and Kyiv” names two: what follows `and` must not be a name by itself.
    let joins = |at: usize| small != "and" || joined_by_and(units, to, at);
    let behind = if unit(to + 1).is_some_and(|unit| unit.folded == "the") { to + 2 } else { to + 1 };
    (is_name(behind) && !is_calendar(behind) && joins(behind) && (small != "and" || behind == to + 1)).then_some(behind)
}

fn joined_by_and(units: &[Unit], to: usize, at: usize) -> bool {
    let folded = &*units[at].folded;
    let in_phrase = units[to.saturating_sub(4)..to].iter().any(|unit| matches!(&*unit.folded, "of" | "for"));
    let stands_alone = table::is_place(folded)
        || table::is_organisation(folded)
        || table::is_first_name(folded)
        || table::is_demonym(folded)
        || table::TITLES.contains(&folded)
        || units.get(at + 1).is_some_and(|next| next.spaced && table::ORGANISATION_WORDS.contains(&&*next.folded));
    in_phrase && !stands_alone
}

/// Whether the sentence is set as a headline is, so that its capitals are no evidence.
pub(super) fn is_headline(units: &[Unit]) -> bool {
    let words = units.iter().filter(|unit| {
        matches!(unit.class, Class::Name | Class::Lower) && unit.text.chars().count() > 3 && !unit.text.contains('.')
    });
    let (mut all, mut capitals, mut names) = (0, 0, 0);
    for unit in words {
        all += 1;
        capitals += usize::from(unit.class == Class::Name);
        let is_shout = unit.class == Class::Name && !unit.text.chars().any(char::is_lowercase);
        names += usize::from(is_shout);
    }
    all >= 4 && capitals * 10 >= all * 8 && !ends_a_sentence(units) || all >= 4 && names * 2 >= all
}

fn ends_a_sentence(units: &[Unit]) -> bool {
    units.last().is_some_and(|unit| unit.text == ".")
}
