//! A word and its neighbours → what a full stop after it means. `sentence_ends` asks; the abbreviations stand in
//! `language`.

use super::language::LANGUAGES;
use foldhash::{HashMap, HashMapExt, HashSet};
use std::borrow::Cow;
use std::sync::LazyLock;

/// What the word before a full stop says about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Word {
    /// The full stop ends the sentence.
    Ordinary,
    /// It ends none: `Gen.`, `e.g.`
    Bound,
    /// It ends one unless a number follows: `No. 5`, `Jan. 6`.
    Numbered,
    /// It ends one before a word that begins sentences and no name: `Inc.`, `U.S.`
    Trailing,
    /// A single letter: as `Trailing`, but `vitamin C.` ends one.
    Letter,
    /// `a.m.`, `p.m.`
    Clock,
}

impl Word {
    pub fn of(word: &str) -> Self {
        if word.is_empty() {
            return Word::Ordinary;
        }
        if is_letter(word) {
            return Word::Letter;
        }
        let is_lower = word.bytes().all(|byte| byte.is_ascii_lowercase());
        let folded = if is_lower { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) };
        let listed = LISTED.get(&*folded).copied().unwrap_or_default();
        let is_name = word.starts_with(char::is_uppercase);
        if matches!(&*folded, "a.m" | "p.m") {
            Word::Clock
        } else if listed.bound && !is_capitals(word) || is_name && listed.titles {
            Word::Bound
        } else if listed.numbered {
            Word::Numbered
        } else if listed.trailing || is_name && listed.states || is_dotted(word) {
            Word::Trailing
        } else {
            Word::Ordinary
        }
    }
}

/// In which tables of any language an abbreviation stands.
#[derive(Clone, Copy, Default)]
struct Listed {
    bound: bool,
    titles: bool,
    numbered: bool,
    trailing: bool,
    states: bool,
}

/// All languages at once: a search in each of 30 tables took a twentieth of the time in which pages are read.
static LISTED: LazyLock<HashMap<&str, Listed>> = LazyLock::new(|| {
    let mut listed: HashMap<&str, Listed> = HashMap::new();
    for language in LANGUAGES {
        language.bound.iter().for_each(|word| listed.entry(word).or_default().bound = true);
        language.titles.iter().for_each(|word| listed.entry(word).or_default().titles = true);
        language.numbered.iter().for_each(|word| listed.entry(word).or_default().numbered = true);
        language.trailing.iter().for_each(|word| listed.entry(word).or_default().trailing = true);
        language.states.iter().for_each(|word| listed.entry(word).or_default().states = true);
    }
    listed
});

static OPENERS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| LANGUAGES.iter().flat_map(|language| language.openers.iter().copied()).collect());

/// A single letter, or a syllable of an Indian script, which is one sign or more: `J`, `के`, and `डॉ` for a doctor.
fn is_letter(word: &str) -> bool {
    let is_sign = |c| matches!(c, '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{955}'..='\u{957}');
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.all(is_sign)
}

fn is_capitals(word: &str) -> bool {
    word.contains(char::is_uppercase) && !word.contains(char::is_lowercase)
}

/// `U.S`, `Ph.D`, `EE.UU`: letters in ones and twos between full stops.
fn is_dotted(word: &str) -> bool {
    let mut parts = word.split('.');
    word.contains('.')
        && parts.all(|part| (1..=2).contains(&part.chars().count()) && part.chars().all(char::is_alphabetic))
}

/// Whether a capitalised word begins sentences and hardly ever names.
pub(super) fn opens_sentences(word: &str) -> bool {
    OPENERS.contains(word)
}

/// Whether a word that begins sentences begins names as well, behind an initial: `J. Le Carré`.
pub(super) fn is_particle(word: &str) -> bool {
    matches!(word, "Das" | "Der" | "El" | "La" | "Las" | "Le" | "Les" | "Los" | "Von")
}

/// Whether a word reports speech: `“Why?” Smith asked`.
pub(super) fn reports_speech(word: &str) -> bool {
    REPORTING.binary_search(&word).is_ok()
}

/// Whether a capitalised word continues a time of day: `at 5 p.m. Friday`.
pub(super) fn follows_clock(word: &str) -> bool {
    AFTER_CLOCK.binary_search(&word).is_ok()
}

/// Whether a letter after the word names a kind: `vitamin C`.
pub(super) fn takes_letter(word: &str) -> bool {
    LETTERED.binary_search(&&*word.to_lowercase()).is_ok()
}

/// Whether a name ends in an exclamation mark.
pub(super) fn exclaims(word: &str) -> bool {
    matches!(word, "Jeopardy" | "Joomla" | "Wham" | "Yahoo" | "Yum")
}

/// Whether a clause that begins with the word may end in a time of day, with its subject to come.
pub(super) fn sets_time(word: &str) -> bool {
    matches!(word, "After" | "Around" | "At" | "Before" | "By" | "From" | "On" | "Since" | "Until")
}

/// Whether a number between the words, with a full stop, is a German ordinal: `der 3. Oktober`, `im 19. Jahrhundert`.
/// `after` is empty before a number.
pub(super) fn is_ordinal(before: &str, after: &str) -> bool {
    const ARTICLES: &[&str] =
        &["beim", "das", "dem", "den", "der", "des", "die", "im", "ins", "seit", "vom", "zum", "zur"];
    ARTICLES.binary_search(&before).is_ok()
        || before == "am" && after.is_empty()
        || MONATE.binary_search(&after).is_ok()
}

#[rustfmt::skip]
const REPORTING: &[&str] = &[
    "added", "adds", "announced", "answered", "asked", "asks", "began", "called", "continued", "cried", "declared",
    "demanded", "exclaimed", "insisted", "joked", "quipped", "remarked", "repeated", "replied", "responded", "said",
    "says", "screamed", "shouted", "told", "tweeted", "urged", "warned", "wondered", "wrote", "yelled",
];

#[rustfmt::skip]
const AFTER_CLOCK: &[&str] = &[
    "April", "August", "BST", "CDT", "CEST", "CET", "CST", "CT", "Central", "December", "EDT", "EST", "ET", "Eastern",
    "February", "Friday", "GMT", "IST", "January", "July", "June", "MDT", "MSK", "MST", "MT", "March", "May",
    "Monday", "Mountain", "November", "October", "PDT", "PST", "PT", "Pacific", "Saturday", "September", "Sunday",
    "Thursday", "Tuesday", "UTC", "Wednesday",
];

#[rustfmt::skip]
const LETTERED: &[&str] = &[
    "annex", "appendix", "category", "class", "exhibit", "figure", "grade", "group", "hepatitis", "influenza",
    "model", "option", "part", "plan", "point", "schedule", "section", "series", "table", "type", "vitamin",
];

#[rustfmt::skip]
const MONATE: &[&str] = &[
    "April", "Aug", "August", "Dez", "Dezember", "Feb", "Febr", "Februar", "Januar", "Juli", "Juni", "Jän", "Jänner",
    "Mai", "März", "Nov", "November", "Okt", "Oktober", "Sept", "September",
];

#[cfg(test)]
mod tests {
    use super::super::language::Language;
    use super::*;

    #[test]
    fn tables_are_sorted_for_the_search() {
        let of_languages = LANGUAGES.iter().flat_map(|language| {
            let Language { bound, titles, numbered, trailing, states, openers } = *language;
            [bound, titles, numbered, trailing, states, openers]
        });
        for table in of_languages.chain([REPORTING, AFTER_CLOCK, LETTERED, MONATE]) {
            let slip = table.windows(2).find(|pair| pair[0] >= pair[1]);
            assert_eq!(slip, None);
        }
    }

    #[test]
    fn words_are_of_a_kind() {
        let of = |kind, words: &[&str]| words.iter().for_each(|word| assert_eq!(Word::of(word), kind, "{word}"));
        of(Word::Ordinary, &["", "peace", "rep", "sen", "1.5", "2022", "example.com", "etc", "ill", "CA"]);
        of(Word::Bound, &["Gen", "Mr", "e.g", "vs", "z.B", "Mio", "ул"]);
        of(Word::Numbered, &["No", "no", "Jan", "núm", "pp"]);
        of(Word::Trailing, &["Inc", "U.S", "Ph.D", "Jr", "Ill"]);
        of(Word::Letter, &["J", "p", "Я", "के", "डॉ"]);
        of(Word::Clock, &["a.m", "P.M"]);
    }
}
