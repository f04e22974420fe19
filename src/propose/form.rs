//! The other names of a candidate → those that may link to its page by themselves, and why the others may not. A name
//! that links wrongly puts one person's page under another's deeds, so what is not surely safe is left to a human.

use super::candidate::{Candidate, Names};
use super::person::surname;
use super::taken::Taken;
use crate::extract::name::{Evidence, Kind};
use crate::path::slugify;
use std::collections::BTreeSet;

#[derive(Debug, Default)]
pub(super) struct Forms {
    /// Sorted.
    pub safe: Vec<String>,
    /// With the reason.
    pub withheld: Vec<(String, &'static str)>,
}

pub(super) fn forms(candidate: &Candidate, names: &Names, taken: &Taken) -> Forms {
    let spelled = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut forms: BTreeSet<String> =
        candidate.mentions.iter().map(|mention| spelled(&mention.of.words.text)).collect();
    // A label is the surname, though the passages may never say it.
    forms.extend(surname(&candidate.name).filter(|_| !candidate.turns.is_empty()).map(str::to_owned));
    let mut sorted = Forms::default();
    for form in forms.into_iter().filter(|form| slugify(form) != slugify(&candidate.name)) {
        match doubt(&form, candidate, names, taken) {
            None => sorted.safe.push(form),
            Some(doubt) => sorted.withheld.push((form, doubt)),
        }
    }
    sorted
}

/// Why a form does not surely mean the candidate.
fn doubt(form: &str, candidate: &Candidate, names: &Names, taken: &Taken) -> Option<&'static str> {
    let is_person = candidate.kind == Kind::Person;
    let is_one_word = !form.contains(' ');
    let is_surname = surname(&candidate.name) == Some(form);
    let is_acronym = !form.contains(char::is_lowercase);
    let letters = form.chars().filter(|c| c.is_alphabetic()).count();
    let is_vouched_for = candidate
        .mentions
        .iter()
        .any(|mention| mention.of.evidence == Evidence::NamesFile && mention.of.words.text == form);
    if taken.has_name(form) {
        Some("another page has the name")
    } else if is_vouched_for {
        None
    } else if is_person && is_one_word && !is_surname {
        Some("it is no surname")
    } else if is_person && is_one_word && taken.has_surname(form) || !names.means_only(form, candidate) {
        Some("somebody or something else here has the name, too")
    } else if is_one_word && (!is_acronym && names.is_common_word(form) || is_word(form)) {
        Some("it is a word, too")
    } else if letters < 2 || is_person && letters < 3 {
        Some("it is too short")
    } else {
        None
    }
}

fn is_word(form: &str) -> bool {
    WORDS.contains(&form.to_lowercase().as_str())
}

/// Surnames and acronyms that are words, and so stand with a capital at the beginning of a sentence or in a headline.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "act", "aid", "aids", "all", "are", "art", "ask", "baker", "ball", "banks", "barber", "bell", "best", "bird",
    "bishop", "black", "bloom", "blue", "board", "bond", "book", "booker", "bowls", "bright", "brook", "brooks", "brown",
    "burns", "bush", "butler", "call", "care", "carpenter", "case", "cash", "chase", "church", "clay", "close", "coffin",
    "cole", "constant", "cook", "cooper", "court", "cross", "dance", "day", "dear", "dish", "dove", "drew", "drum",
    "early", "east", "even", "fair", "farmer", "field", "fields", "first", "fish", "fisher", "flowers", "ford", "forest",
    "fort", "fox", "frank", "free", "french", "frost", "gates", "glass", "gold", "golden", "good", "grace", "grand",
    "grant", "gray", "green", "grey", "ground", "hall", "hand", "hands", "hard", "hardy", "hay", "head", "heat", "hill",
    "hills", "hold", "holder", "hope", "house", "how", "hunt", "hunter", "ice", "it", "judge", "just", "key", "keys",
    "king", "knight", "lake", "lane", "last", "law", "light", "little", "lock", "long", "lord", "love", "low", "major",
    "man", "march", "mark", "marks", "marsh", "marshall", "mason", "may", "mercy", "mile", "miles", "mine", "moon",
    "moss", "new", "nice", "night", "noble", "north", "now", "nun", "page", "paris", "park", "parks", "parker", "peace",
    "pearl", "place", "pool", "pope", "porter", "post", "potter", "power", "powers", "price", "pride", "prince", "quick",
    "rain", "rice", "rich", "rivers", "roads", "rock", "rose", "rush", "russian", "sad", "sage", "salt", "scissors",
    "shade", "sharp", "shell", "short", "sky", "small", "smart", "snow", "so", "south", "speaker", "spring", "star",
    "steel", "stone", "stones", "storm", "strange", "street", "strong", "summer", "summers", "sun", "swift", "tall",
    "temple", "the", "trace", "true", "turner", "us", "wade", "walker", "wall", "walls", "war", "ward", "warn", "waters",
    "way", "wells", "west", "white", "who", "wild", "winter", "winters", "wise", "wolf", "wood", "woods", "worth",
    "young",
];
