//! The units of a sentence → the phrases around a reporting verb that are no names: who speaks (“a senior official”), to
//! whom (“told reporters”), where and when (“in a statement on Monday”), and whether a clause begins. `subject` and
//! `reported` ask. Every look ends after a fixed number of units.

use crate::extract::name::role::{self, is_article, is_small, is_verb, phrase_end};
use crate::extract::name::table::is_demonym;
use crate::extract::name::unit::{Class, Unit};

/// Those who speak in news and have no name: people in the plural, bodies, documents.
#[rustfmt::skip]
const SPEAKERS: &[&str] = &[
    "officials", "authorities", "police", "military", "government", "residents", "witnesses", "prosecutors",
    "investigators", "analysts", "experts", "economists", "scientists", "researchers", "doctors", "medics", "rescuers",
    "activists", "protesters", "organisers", "organizers", "lawyers", "attorneys", "critics", "supporters", "opponents",
    "lawmakers", "legislators", "senators", "ministers", "diplomats", "sources", "source", "aides", "leaders",
    "commanders", "troops", "rebels", "militants", "insurgents", "companies", "firms", "agencies", "courts", "judges",
    "jurors", "unions", "presidency", "report", "reports", "survey", "poll", "study", "studies", "statement",
    "statements", "document", "documents", "paper", "papers", "media", "release", "filing", "indictment", "complaint",
    "lawsuit", "email", "letter", "article", "figures", "data", "statistics", "transcript", "memo", "employees",
    "workers", "staff", "teachers", "students", "parents", "relatives", "family", "families", "neighbours", "neighbors",
    "friends", "colleagues", "customers", "passengers", "fans", "players", "executives", "managers", "directors",
    "investors", "traders", "farmers", "drivers", "soldiers", "officers", "guards", "firefighters", "paramedics",
    "opposition", "observers", "monitors", "people", "others", "some", "many", "several", "spokespeople", "spokesmen",
    "representatives", "members", "campaigners", "historians", "engineers", "authors", "advisers", "advisors",
    "negotiators", "mediators", "delegates", "deputies", "councillors", "governors", "mayors", "generals", "judgment",
    "ruling", "resolution", "communique", "communiqué", "dispatch", "bulletin", "ministries", "embassies", "man", "woman",
    "men", "women", "boy", "girl", "victims", "survivors", "refugees", "migrants", "detainees", "prisoners", "voters",
    "readers", "users", "owners", "locals", "campaign", "palace", "kremlin", "pentagon",
];

/// Documents and bodies that only “according to” names.
const DOCUMENTS: &[&str] = &[
    "estimates",
    "estimate",
    "records",
    "record",
    "rules",
    "list",
    "census",
    "research",
    "analysis",
    "accounts",
    "account",
    "index",
    "database",
    "registry",
    "website",
    "site",
    "page",
    "post",
    "tweet",
    "forecast",
    "forecasts",
    "schedule",
    "calculations",
    "count",
    "tally",
    "footage",
    "images",
    "evidence",
    "testimony",
    "report",
    "plans",
    "draft",
    "text",
];

/// Whom one tells.
const AUDIENCE: &[&str] = &[
    "reporters",
    "journalists",
    "police",
    "lawmakers",
    "parliament",
    "media",
    "investigators",
    "officers",
    "supporters",
    "audience",
    "crowd",
    "court",
    "council",
    "committee",
    "congress",
    "senators",
    "newspaper",
    "paper",
    "agency",
    "press",
    "television",
    "radio",
    "viewers",
    "voters",
    "students",
    "investors",
    "analysts",
    "conference",
    "magazine",
    "broadcaster",
    "him",
    "her",
    "them",
    "us",
    "me",
    "you",
    "members",
    "delegates",
    "ministers",
    "colleagues",
    "diplomats",
    "jurors",
];

pub(super) fn is_speaker(unit: &Unit) -> bool {
    unit.class == Class::Lower && SPEAKERS.contains(&&*unit.folded)
        || unit.initial && SPEAKERS.contains(&&*unit.folded)
        || role::is_role(unit)
        || role::is_thing(unit)
        // “Ukrainians say”
        || unit.folded.ends_with('s') && is_demonym(&unit.folded)
}

fn is_document(unit: &Unit) -> bool {
    is_speaker(unit) || unit.class == Class::Lower && DOCUMENTS.contains(&&*unit.folded)
}

/// Where the phrase begins that ends before `to` and may speak: “a doctor on the scene”.
pub(super) fn before(units: &[Unit], from: usize, to: usize) -> Option<usize> {
    const MOST: usize = 14;
    let lowest = to.saturating_sub(MOST).max(from);
    let start = match (lowest..to).rev().find(|&at| is_boundary(&units[at])) {
        Some(boundary) => boundary + 1,
        None if lowest == from => from,
        None => return None,
    };
    (start < to && phrase_end(&units[..to], start, is_speaker) == Some(to)).then_some(start)
}

/// Where the phrase ends that begins at `at` and may speak.
pub(super) fn behind(units: &[Unit], at: usize, to: usize) -> Option<usize> {
    phrase_end(&units[..to], at, is_speaker)
}

/// The same behind “according to”, where documents speak too.
pub(super) fn behind_according(units: &[Unit], at: usize, to: usize) -> Option<usize> {
    phrase_end(&units[..to], at, is_document)
}

/// Whether another clause may begin behind the unit.
fn is_boundary(unit: &Unit) -> bool {
    const WORDS: &[&str] = &[
        "and", "but", "that", "while", "as", "because", "when", "though", "although", "after", "before", "if", "since",
        "which", "or", "so", "whereas", "where", "than", "who", "whom", "until",
    ];
    unit.class == Class::Mark || WORDS.contains(&&*unit.folded)
}

/// Behind “reporters” in “told reporters …”.
pub(super) fn audience_end(
    units: &[Unit],
    at: usize,
    to: usize,
    name_end: impl Fn(usize) -> Option<usize>,
) -> Option<usize> {
    let first = at + usize::from(units.get(at).filter(|_| at < to).is_some_and(|unit| is_article(&unit.folded)));
    (first..to.min(first + 4)).find_map(|last| {
        let lead = &units[first..last];
        let is_led =
            lead.iter().all(|unit| unit.class != Class::Mark && !is_small(&unit.folded) && !is_verb(&unit.folded));
        let end = match AUDIENCE.contains(&&*units[last].folded) || role::is_role(&units[last]) {
            true => Some(last + 1),
            false => name_end(last),
        };
        end.filter(|_| is_led)
    })
}

/// Behind “in a statement on Monday”, “on Telegram”, “later”: what stands between a verb and its clause.
pub(super) fn adjuncts_end(units: &[Unit], mut at: usize, to: usize) -> usize {
    const PLACES: &[&str] = &[
        "statement",
        "interview",
        "tweet",
        "post",
        "letter",
        "speech",
        "release",
        "email",
        "telegram",
        "twitter",
        "facebook",
        "instagram",
        "x",
        "conference",
        "briefing",
        "report",
        "video",
        "address",
        "message",
        "filing",
        "television",
        "meeting",
        "hearing",
        "parliament",
        "testimony",
        "article",
    ];
    while let Some(unit) = units.get(at).filter(|_| at < to) {
        let is_adverb = is_time(unit) || matches!(&*unit.folded, "later" | "earlier" | "afterwards" | "recently");
        if is_adverb {
            at += 1;
            continue;
        }
        if !matches!(&*unit.folded, "in" | "on" | "at" | "during" | "via") {
            break;
        }
        let place =
            (at + 1..to.min(at + 6)).find(|&place| PLACES.contains(&&*units[place].folded) || is_time(&units[place]));
        let Some(place) = place.filter(|&place| units[at + 1..place].iter().all(|unit| unit.class != Class::Mark))
        else {
            break;
        };
        at = place + 1;
    }
    at
}

pub(super) fn is_time(unit: &Unit) -> bool {
    matches!(
        &*unit.folded,
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "yesterday"
            | "today"
            | "tonight"
    )
}

/// Whether nothing but where, when and to whom stands in `at..to`, the end of a sentence.
pub(super) fn is_tail(units: &[Unit], at: usize, to: usize) -> bool {
    const MOST: usize = 14;
    let stop = units[at..to].iter().position(|unit| matches!(unit.text, "." | "!" | "?"));
    let end = stop.map_or(to, |stop| at + stop);
    let tail = &units[at..end];
    let Some(first) = tail.first() else { return true };
    let leads = is_time(first)
        || matches!(
            &*first.folded,
            "in" | "on" | "at" | "during" | "after" | "before" | "by" | "to" | "via" | "later" | "last"
        )
        || AUDIENCE.contains(&&*first.folded);
    let is_clean =
        tail.iter().all(|unit| unit.class != Class::Mark && !matches!(&*unit.folded, "and" | "but" | "that" | "who"));
    leads && is_clean && tail.len() <= MOST && to - end <= 2
}

/// Whether a clause begins at `at`: a subject, and soon its verb. Only `free` verbs report one that begins with a noun.
pub(super) fn begins_clause(units: &[Unit], at: usize, to: usize, free: bool) -> bool {
    /// Words before the verb of a clause, where an article, a name or a number leads in to it; else half as many.
    const MOST: usize = 12;
    const PRONOUNS: &[&str] =
        &["he", "she", "it", "they", "we", "there", "i", "this", "these", "those", "you", "nobody"];
    let Some(first) = units.get(at).filter(|_| at < to) else { return false };
    let stem = first.folded.split('\'').next().unwrap_or_default();
    let is_pronoun = PRONOUNS.contains(&stem);
    // “he’s”, “they’ll”
    if is_pronoun && (first.possessive || first.folded.contains('\'')) {
        return true;
    }
    let is_led = is_article(&first.folded) || matches!(first.class, Class::Name | Class::Number);
    let is_noun = first.class == Class::Lower && !is_small(&first.folded) && !is_verb(&first.folded);
    let most = match (is_pronoun, is_led, is_noun) {
        (true, ..) => 4,
        (_, true, _) => MOST,
        (.., true) => MOST / 2,
        _ => return false,
    };
    if !is_pronoun && !free {
        return false;
    }
    for unit in &units[at + 1..to.min(at + 1 + most)] {
        if unit.class == Class::Lower && is_finite(&unit.folded) {
            return true;
        }
        let is_comma = unit.text == ",";
        let stops = unit.class == Class::Mark && !is_comma && !matches!(unit.text, "$" | "€" | "£" | "%" | "-");
        if stops || matches!(&*unit.folded, "that" | "who" | "which" | "but" | "or") {
            return false;
        }
    }
    false
}

fn is_finite(word: &str) -> bool {
    const OTHERS: &[&str] = &[
        "needs",
        "seems",
        "depends",
        "works",
        "means",
        "comes",
        "stops",
        "starts",
        "wins",
        "includes",
        "allows",
        "helps",
        "feels",
        "felt",
        "meant",
        "cost",
        "costs",
        "rises",
        "falls",
        "grew",
        "grows",
        "swapped",
        "want",
        "need",
        "expect",
        "hope",
        "know",
        "believe",
        "think",
        "feel",
        "remain",
        "support",
        "supports",
        "exists",
        "continues",
        "understand",
    ];
    is_verb(word) || word.ends_with("n't") || OTHERS.contains(&word)
}
