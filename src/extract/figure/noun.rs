//! The words behind a number → what it counts. No grammar is parsed: a run of words up to the next function word, cut
//! behind the first plural. Where that gives nothing, there is no referent, which is better than a wrong one.

use crate::extract::language::Language;
use crate::extract::token::{Kind, Token};
use crate::span::Span;
use serde::Serialize;

/// What a figure counts or measures: “civilians” in “at least 12 Ukrainian civilians”.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Referent {
    /// The noun and the words before it.
    pub text: String,
    /// The noun.
    pub head: String,
    /// Of `text`, in the passage's text.
    pub span: Span,
}

/// Words that stand between nouns and are none.
#[rustfmt::skip]
const FUNCTION: &[&str] = &[
    "a", "about", "above", "across", "after", "again", "against", "all", "along", "also", "although", "am", "among",
    "an", "and", "any", "are", "around", "as", "at", "away", "back", "be", "became", "because", "become", "been",
    "before", "being", "below", "between", "both", "but", "by", "came", "can", "could", "despite", "did", "do",
    "does", "down", "during", "each", "either", "even", "every", "for", "from", "further", "had", "has", "have",
    "he", "her", "here", "him", "his", "how", "however", "i", "if", "in", "including", "instead", "into", "is", "it",
    "its", "just", "may", "me", "meanwhile", "might", "more", "must", "my", "near", "neither", "no", "nor", "not",
    "now", "of", "off", "on", "once", "only", "onto", "or", "our", "out", "over", "per", "rather", "said", "saw",
    "say", "says", "she", "should", "since", "so", "some", "still", "such", "than", "that", "the", "their", "them",
    "then", "there", "these", "they", "this", "those", "though", "through", "throughout", "to", "today", "together",
    "too", "towards", "under", "unless", "until", "up", "us", "via", "was", "we", "were", "what", "when", "where",
    "whether", "which", "while", "who", "whom", "whose", "why", "will", "with", "within", "without", "would",
    "yesterday", "yet", "you", "your", "ago", "later", "earlier", "old", "time", "times", "wide", "long", "high",
    "deep", "took", "died", "went", "fell", "rose", "won", "lost", "worth", "apart", "away", "each", "annually",
    "yearly", "daily", "monthly", "last", "next", "or", "else",
    // German, French, Spanish, Russian.
    "der", "die", "das", "den", "dem", "des", "und", "oder", "von", "im", "aus", "auf", "für", "mit", "nach", "bei",
    "seit", "sind", "ist", "war", "waren", "wurde", "wurden", "haben", "hat", "zu", "zum", "zur", "bis", "als",
    "sowie", "pro", "le", "la", "les", "et", "ou", "du", "de", "dans", "sur", "pour", "avec", "par", "ont", "sont",
    "est", "été", "au", "aux", "en", "qui", "que", "el", "los", "las", "y", "o", "con", "por", "para", "del", "al",
    "fue", "fueron", "han", "son", "и", "или", "в", "во", "на", "с", "со", "по", "из", "от", "до", "за", "были",
    "был", "была", "было", "что",
];

/// Plurals that do not end in “s”.
#[rustfmt::skip]
const PLURALS: &[&str] = &[
    "people", "men", "women", "children", "troops", "police", "personnel", "staff", "aircraft", "feet", "teeth",
    "sheep", "cattle", "servicemen", "servicewomen", "policemen", "firefighters", "fishermen", "crew", "media",
    "criteria", "spacecraft", "personen", "menschen", "personas", "jeunes", "человек", "людей",
];

/// Words in “s” that are no plurals.
#[rustfmt::skip]
const SINGULARS: &[&str] = &[
    "was", "is", "has", "this", "as", "its", "us", "his", "yes", "thus", "plus", "always", "perhaps", "across",
    "towards", "besides", "less", "vs", "does", "says", "news", "series", "species", "process", "access", "hers",
    "ours", "others", "previous", "various", "serious", "religious", "numerous", "dangerous", "precious",
    "precarious", "famous", "gas", "bus", "texas", "mrs", "paris", "wales", "analysis", "crisis", "basis", "thirds", "quarters", "fifths", "tenths",
];

/// Nouns of people, and of what happens to people one by one.
#[rustfmt::skip]
const PEOPLE: &[&str] = &[
    "people", "person", "persons", "men", "women", "man", "woman", "children", "child", "boys", "girls", "soldiers",
    "troops", "civilians", "fighters", "militants", "refugees", "migrants", "residents", "citizens", "victims",
    "deaths", "injuries", "casualties", "fatalities", "wounded", "dead", "hostages", "prisoners", "detainees",
    "protesters", "protestors", "demonstrators", "workers", "employees", "students", "pupils", "patients",
    "passengers", "members", "lawmakers", "mps", "senators", "officials", "officers", "police", "policemen",
    "personnel", "servicemen", "staff", "doctors", "nurses", "teachers", "journalists", "voters", "households",
    "families", "inhabitants", "delegates", "witnesses", "survivors", "participants", "volunteers", "experts",
    "players", "personen", "menschen", "tote", "verletzte", "soldaten", "einwohner", "personnes", "morts", "blessés",
    "soldats", "habitants", "personas", "muertos", "heridos", "soldados", "habitantes", "человек", "людей", "солдат",
    "жителей",
];

/// How many words a noun phrase may have.
const LONGEST: usize = 5;

pub(in crate::extract) fn is_function_word(token: &Token) -> bool {
    token.is_any(FUNCTION)
}

/// Whether it looks like a plural noun.
pub(in crate::extract) fn is_plural(token: &Token) -> bool {
    if !token.is_word() {
        return false;
    }
    let word = &*token.folded;
    let in_s = word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && !word.ends_with("ous")
        && !word.ends_with("’s");
    token.is_any(PLURALS) || in_s && !token.is_any(SINGULARS) && !token.is_any(FUNCTION)
}

pub(super) fn is_people(head: &str) -> bool {
    let folded = head.to_lowercase();
    PEOPLE.contains(&folded.as_str())
}

/// The noun that is counted by a number which ends before token `at`; for a number that has its unit already, the noun
/// behind one of the words in `of`. Gives the tokens of the phrase.
pub(super) fn counted(
    tokens: &[Token],
    at: usize,
    language: &Language,
    of: Option<&[&str]>,
) -> Option<std::ops::Range<usize>> {
    let mut start = at;
    let determiners = |at: usize| tokens[at..].iter().take(2).take_while(|token| token.is_any(DETERMINERS)).count();
    if let Some(of) = of {
        start += usize::from(tokens.get(start).is_some_and(|token| token.is("worth")));
        tokens.get(start).filter(|token| token.is_any(of))?;
        start += 1;
        start += determiners(start);
    } else {
        let adds = |token: &Token| token.is_any(&["more", "other", "additional", "further"]);
        start += usize::from(tokens.get(start).is_some_and(adds));
        // “of the soldiers”, “of its 40 ships”
        if tokens.get(start).is_some_and(|token| token.is("of")) {
            start += 1;
            start += determiners(start);
            start += usize::from(tokens.get(start).is_some_and(|token| token.kind == Kind::Number));
        }
    }
    let run = run_length(&tokens[start.min(tokens.len())..]);
    let words = tokens.get(start..start + run)?;
    let end = match language.code {
        // Nouns have capitals.
        "de" => words.iter().position(Token::is_capital)?,
        // Adjectives end so in the plural.
        "ru" => words.iter().position(|word| !word.folded.ends_with("ых") && !word.folded.ends_with("их"))?,
        "fr" | "es" => words.iter().position(Token::is_word)?,
        _ => match words.iter().position(is_plural) {
            Some(plural) => plural,
            None if of.is_some() && run > 0 => run - 1,
            None => return None,
        },
    };
    words[end].is_word().then_some(start..start + end + 1)
}

/// Between a measure and what is measured; between money and what it pays for.
pub(super) const OF: &[&str] = &["of", "von", "der", "de", "des", "du", "d", "del"];
pub(super) const OF_MONEY: &[&str] = &["of", "in", "von", "an", "de", "en"];

const DETERMINERS: &[&str] = &[
    "the", "its", "their", "his", "her", "our", "all", "these", "those", "der", "des", "les", "la", "le", "los", "las",
];

/// How many words stand in a row, hyphens inside them taken in.
fn run_length(tokens: &[Token]) -> usize {
    let mut len = 0;
    for (at, token) in tokens.iter().enumerate().take(2 * LONGEST) {
        let joins =
            token.is_dash() && !token.spaced && tokens.get(at + 1).is_some_and(|next| next.is_word() && !next.spaced);
        if joins && len > 0 {
            continue;
        }
        if token.kind != Kind::Word || is_function_word(token) || at > 0 && is_verb(token) {
            break;
        }
        len = at + 1;
    }
    len
}

/// A form that only verbs have, as far as its end shows.
fn is_verb(token: &Token) -> bool {
    token.folded.len() > 5 && (token.folded.ends_with("ing") && !token.is_any(&["building", "meeting", "housing"]))
}
