//! A name in its sentence → the words beside it that say who or what that is: “German Defense Minister” before it, “a
//! senior fellow at the Harbour Institute” behind it. `sort` asks for both, `merge` takes the one that fits the kind.
//!
//! A phrase is taken only where its grammar leaves little doubt, and looks a fixed number of words ahead.

use super::sort::{Sentence, is_shouted};
use super::table::{self, ROLES, TITLE_PARTS, TITLES};
use super::unit::{Class, Unit};
use crate::span::Span;

/// Phrases of more words are sentences of their own.
const MOST: usize = 12;

/// What stands beside a name, in the passage's text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Roles {
    /// “spokesman” before a person.
    pub before: Option<Span>,
    /// “, a senior aide,” behind a person.
    pub behind: Option<Span>,
    /// “, a polling institute,” behind an organisation.
    pub thing: Option<Span>,
}

/// The roles of the name that is the units `from..to`.
pub(super) fn roles(sentence: &Sentence, from: usize, to: usize) -> Roles {
    let units = sentence.units;
    let behind = |is_head: fn(&Unit) -> bool| {
        let phrase = behind(units, from, to, is_head)?;
        Some(units[phrase.0].span.join(units[phrase.1 - 1].span))
    };
    Roles {
        before: before(sentence, from).or_else(|| introduced(units, from, to)),
        behind: behind(is_role),
        thing: behind(is_thing),
    }
}

/// Say how somebody is addressed, and not who it is.
const ADDRESS: &[&str] = &[
    "mr", "mrs", "ms", "miss", "sir", "lord", "lady", "dame", "herr", "frau", "monsieur", "madame", "dr", "prof",
    "rev", "reverend", "father", "sister",
];

/// People by what they do, where the lists of words before a name do not have them.
#[rustfmt::skip]
const OTHER_ROLES: &[&str] = &[
    "head", "chief", "fellow", "member", "official", "boss", "owner", "executive", "partner", "strategist", "deputy",
    "representative", "delegate", "organiser", "organizer", "neighbour", "neighbor", "friend", "native", "worker",
    "volunteer", "lecturer", "tutor", "scholar", "rival", "opponent", "ally", "treasurer", "trustee", "ombudsman",
    "curator", "dean", "rector", "principal", "headteacher", "banker", "trader", "broker", "accountant", "auditor",
    "clerk", "cleric", "priest", "monk", "nun", "general", "marshal", "legislator", "congressman", "congresswoman",
    "king", "queen", "prince", "princess", "vice-president", "vice-chairman", "co-chair", "co-author", "graduate",
];

/// Organisations by what they are, where the list of words in their names does not have them.
#[rustfmt::skip]
const THINGS: &[&str] = &[
    "firm", "maker", "tank", "think-tank", "charity", "watchdog", "newspaper", "broadcaster", "retailer", "producer",
    "manufacturer", "operator", "body", "arm", "wing", "subsidiary", "unit", "airline", "carrier", "site", "website",
    "nonprofit", "non-profit", "militia", "daily", "weekly", "magazine", "team", "lobby", "pollster", "supplier",
    "developer", "startup", "start-up", "giant", "lender", "insurer", "publisher", "station", "channel", "outlet",
    "branch", "faction", "regulator", "ngo", "bloc", "consultancy", "contractor", "utility", "publication", "movement",
    "enterprise", "business", "conglomerate", "exporter", "importer", "shipbuilder", "carmaker", "steelmaker",
];

pub(in crate::extract) fn is_role(unit: &Unit) -> bool {
    let word = unit.folded.trim_end_matches('.');
    ROLES.contains(&word) || TITLES.contains(&word) && !ADDRESS.contains(&word) || OTHER_ROLES.contains(&word)
}

pub(in crate::extract) fn is_thing(unit: &Unit) -> bool {
    let word = unit.folded.trim_end_matches('.');
    unit.class == Class::Lower && (THINGS.contains(&word) || table::ORGANISATION_WORDS.contains(&word))
}

/// Belong to a role wherever they stand before it.
#[rustfmt::skip]
const QUALIFIERS: &[&str] = &[
    "former", "then", "acting", "senior", "top", "outgoing", "incoming", "veteran", "longtime", "interim", "retired",
    "late", "ex", "elect", "opposition", "government", "company", "party", "state", "army", "military", "navy",
    "security", "climate", "election", "rights", "political", "economic", "financial", "presidential", "national",
    "regional", "local", "provincial", "federal", "city", "district", "campaign", "union", "team",
    "policy", "human", "civil", "air", "force", "investigative", "independent", "research", "art", "film", "music",
    "football", "rugby", "cricket", "tennis", "church", "ministry", "department", "council", "parliamentary",
    "ambulance", "hospital", "airport", "school", "village", "prison", "court", "intelligence",
];

/// “former German Defense Minister” before the name at `name`, without its article.
fn before(sentence: &Sentence, name: usize) -> Option<Span> {
    let units = sentence.units;
    let head = name.checked_sub(1).filter(|&head| units[name].spaced && is_plain(&units[head]))?;
    let is_head = |unit: &Unit| {
        let word = unit.folded.trim_end_matches('.');
        !ADDRESS.contains(&word) && (TITLES.contains(&word) || ROLES.contains(&word))
    };
    if !is_head(&units[head]) {
        return None;
    }
    let mut from = head;
    while let Some(before) = from.checked_sub(1).filter(|_| units[from].spaced && head - from < MOST) {
        let unit = &units[before];
        let word = unit.folded.trim_end_matches('.');
        let is_qualifier = QUALIFIERS.contains(&word) || TITLE_PARTS.contains(&word) || is_head(unit);
        let belongs = match unit.class {
            Class::Name if unit.initial && is_article(word) => false,
            Class::Name => {
                sentence.belongs_to_a_name(before) || is_shouted(unit.text) || is_qualifier && !table::is_common(word)
            }
            // A capital title has its own words before it; a noun takes any that stand behind its article.
            Class::Lower if is_article(word) => false,
            Class::Lower => is_qualifier || units[head].class == Class::Lower && is_led_in(units, before),
            Class::Number | Class::Mark => false,
        };
        if !belongs || unit.compound {
            break;
        }
        from = before;
    }
    // “Hungarian-American investor”: the first half of a word belongs to it.
    let is_hyphen = |at: usize| matches!(units[at].text, "-" | "‐" | "‑");
    while from > 0 && !units[from].spaced && (is_hyphen(from) || is_hyphen(from - 1)) {
        from -= 1;
    }
    // “in Kyiv President …”: the place is of the sentence, and not of the title.
    let governor = from.checked_sub(1).map(|before| &*units[before].folded);
    if matches!(governor, Some("in" | "at" | "from" | "on" | "near")) && units[from].class == Class::Name {
        let own = (from..=head).find(|&at| is_role(&units[at]) || TITLE_PARTS.contains(&&*units[at].folded))?;
        from = own;
    }
    Some(units[from].span.join(units[head].span))
}

fn is_plain(unit: &Unit) -> bool {
    matches!(unit.class, Class::Name | Class::Lower) && !unit.possessive && !unit.compound
}

/// Whether the word at `at` stands behind an article with nothing but plain words between: “a prominent opposition …”.
fn is_led_in(units: &[Unit], at: usize) -> bool {
    let is_plain = |at: usize| units[at].class == Class::Lower || units[at].initial && is_article(&units[at].folded);
    let before = (0..=at).rev().take(5).take_while(|&at| is_plain(at));
    for at in before {
        let word = &*units[at].folded;
        if is_article(word) {
            return true;
        }
        if is_small(word) || is_verb(word) {
            return false;
        }
    }
    false
}

/// “The president of the Harbour Institute, Jane Roe, said”: what leads in to the name from the sentence's beginning.
fn introduced(units: &[Unit], name: usize, to: usize) -> Option<Span> {
    let comma = name.checked_sub(1).filter(|&at| units[at].text == ",")?;
    let closes = units.get(to).is_some_and(|unit| unit.text == ",");
    let from = 1;
    if !closes || comma > MOST || comma <= from || !is_article(&units[0].folded) {
        return None;
    }
    (phrase_end(units, 0, is_role) == Some(comma)).then(|| units[from].span.join(units[comma - 1].span))
}

/// The units of “a senior fellow at the Harbour Institute” behind the name `from..to`.
fn behind(units: &[Unit], from: usize, to: usize, is_head: fn(&Unit) -> bool) -> Option<(usize, usize)> {
    let possessive = units[to - 1].possessive;
    let start = to + 1;
    units.get(to).filter(|comma| comma.text == "," && !possessive)?;
    let end = phrase_end(units, start, is_head)?;
    // “After the talks with Jane Roe, the minister left”: the phrase begins the clause.
    let is_closed = units.get(end).is_some_and(|unit| unit.text == ",");
    let first = &*units[0].folded;
    let is_subject = matches!(first, "he" | "she" | "it" | "they" | "we" | "i" | "you" | "there" | "this" | "these");
    let leads_in = from > 0 && !is_subject && (is_small(first) || first == "according");
    (is_closed || !leads_in).then_some((start, end))
}

/// Where the noun phrase that begins at `start` ends, if it is one whose noun is a head: “its former director at Zorg”.
pub(in crate::extract) fn phrase_end(units: &[Unit], start: usize, is_head: fn(&Unit) -> bool) -> Option<usize> {
    let mut at = start;
    let is_led = units.get(at).is_some_and(|unit| is_article(&unit.folded));
    at += usize::from(is_led);
    // The noun is the last head before the first small word, mark or end.
    let nouns = at;
    while let Some(unit) = units.get(at).filter(|_| at < start + 8) {
        let is_joint = unit.text == "-" && !unit.spaced;
        let is_word = is_joint || matches!(unit.class, Class::Lower | Class::Name | Class::Number);
        let is_title = unit.class == Class::Name && at > nouns && is_role(&units[at - 1]) && !is_role(unit);
        if !is_word || is_small(&unit.folded) || is_verb(&unit.folded) || is_title {
            break;
        }
        at += 1;
    }
    let head = at.checked_sub(1).filter(|&head| head >= nouns)?;
    if !is_head(&units[head]) || units[head].possessive || !is_led && units[nouns].class == Class::Number {
        return None;
    }
    // “Jane Roe, a minister and Tom Fox”, “Jane Roe, the minister said”
    let goes_on = |unit: &Unit| matches!(&*unit.folded, "of" | "at" | "for" | "in" | "with" | "to" | "from" | "on");
    if units.get(at).is_some_and(|unit| !ends(unit) && !goes_on(unit)) {
        return None;
    }
    while let Some(unit) = units.get(at).filter(|unit| !ends(unit)) {
        let is_tail = is_verb(&unit.folded) && unit.class == Class::Lower;
        if at - start >= MOST || is_tail || unit.text == "“" || unit.text == "\"" {
            return None;
        }
        at += 1;
    }
    (at > start).then_some(at)
}

/// Whether a phrase ends before the unit.
fn ends(unit: &Unit) -> bool {
    matches!(unit.text, "," | "." | ";" | ":" | "—" | "–" | "(" | ")" | "!" | "?" | "”" | "…")
        || matches!(&*unit.folded, "who" | "whose" | "which" | "that" | "where" | "when" | "since" | "until" | "while")
}

pub(in crate::extract) fn is_article(word: &str) -> bool {
    matches!(word, "a" | "an" | "the" | "its" | "his" | "her" | "their" | "our" | "my" | "another")
}

/// Prepositions, conjunctions and pronouns.
#[rustfmt::skip]
pub(in crate::extract) fn is_small(word: &str) -> bool {
    const SMALL: &[&str] = &[
        "of", "in", "on", "at", "to", "with", "by", "for", "from", "about", "against", "between", "near", "via", "under",
        "and", "or", "than", "like", "unlike", "over", "into", "including", "through", "as", "if", "when", "while",
        "because", "since", "after", "before", "but", "that", "who", "which", "whose", "where", "he", "she", "it", "they",
        "we", "i", "you", "not", "only", "so", "there", "this", "these", "those", "during", "despite", "without",
        "although", "though", "until", "once", "among", "behind", "along", "however", "also", "nor", "both", "either",
    ];
    SMALL.contains(&word)
}

/// Finite verbs, as far as a list and an ending know them.
#[rustfmt::skip]
pub(in crate::extract) fn is_verb(word: &str) -> bool {
    const VERBS: &[&str] = &[
        "is", "was", "are", "were", "be", "been", "has", "have", "had", "do", "does", "did", "will", "would", "can",
        "could", "may", "might", "must", "should", "shall", "said", "says", "say", "told", "tells", "left", "came", "come",
        "went", "goes", "met", "saw", "took", "takes", "made", "makes", "gave", "gives", "got", "gets", "found", "knew",
        "knows", "thought", "thinks", "wrote", "writes", "spoke", "speaks", "won", "lost", "held", "hit", "put", "set",
        "let", "leads", "ran", "runs", "fell", "stood", "stands", "sat", "sent", "built", "began", "begins", "kept",
        "became", "becomes", "bought", "brought", "paid", "died", "adds", "argues", "believes", "insists", "warns",
        "notes", "wants", "hopes", "plans", "looks", "remains", "broke", "rose", "quit", "resigns", "faces", "appears",
    ];
    const ADJECTIVES: &[&str] = &[
        "retired", "united", "red", "armed", "based", "registered", "renowned", "experienced", "respected", "exiled",
        "disgraced", "convicted", "noted", "celebrated", "unnamed", "elected", "appointed", "limited", "related",
        "specialised", "specialized", "dedicated", "affiliated", "backed", "owned", "listed",
    ];
    VERBS.contains(&word) || word.ends_with("ed") && !word.contains('-') && !ADJECTIVES.contains(&word)
}
