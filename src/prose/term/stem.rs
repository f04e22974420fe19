//! A word → its stem, and whether it is one of those that say little. Called by whoever seeks words; what a language's
//! words have in common is all that is known here.

use crate::prose::fold::letters;
use foldhash::HashSet;
use snowball_stemmers_rs::{Algorithm, Stemmer};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// A longer word is no word of any language, and its own stem.
const LONGEST_WORD: usize = 64;

/// By language: `en: a about …`, a line each; those with `#` are remarks.
const FUNCTION_WORDS: &str = include_str!("function_words.txt");

/// The function words of a language.
#[derive(PartialEq, Eq, Debug)]
struct List {
    /// Folded, between spaces.
    words: &'static str,
    known: HashSet<&'static str>,
}

static LISTS: LazyLock<BTreeMap<&str, List>> = LazyLock::new(|| {
    let lists = FUNCTION_WORDS.lines().filter_map(|line| line.split_once(':'));
    lists.map(|(language, words)| (language, List { words, known: words.split_ascii_whitespace().collect() })).collect()
});

/// How the words of one language are reduced to stems.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stemming {
    algorithm: Option<Algorithm>,
    function_words: Option<&'static List>,
}

impl Stemming {
    /// Of a BCP 47 tag, whose first part counts. A language that nobody wrote a stemmer for has folded words.
    pub fn of(language: &str) -> Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        // The two ways to write Norwegian share their words here, as they share a stemmer.
        let listed = if matches!(&*primary, "nb" | "nn") { "no" } else { &primary };
        Self { algorithm: algorithm(&primary), function_words: LISTS.get(listed) }
    }

    /// Whether a folded word holds sentences together and says little of what they are about: `the`, `which`. A language
    /// without a list has none.
    pub fn is_function_word(self, folded: &str) -> bool {
        self.function_words.is_some_and(|list| list.known.contains(folded))
    }

    /// All of them.
    pub fn function_words(self) -> impl Iterator<Item = &'static str> {
        self.function_words.map_or("", |list| list.words).split_ascii_whitespace()
    }

    /// The stem of a term's spelling, without accents. A number's is the number.
    pub fn stem(self, spelled: &str) -> String {
        let fits = spelled.len() <= LONGEST_WORD && !spelled.starts_with(|c: char| c.is_numeric());
        let stem = match self.algorithm.filter(|_| fits) {
            Some(algorithm) => Stemmer::create(algorithm).stem(spelled),
            None => Cow::Borrowed(spelled),
        };
        without_accents(&stem)
    }
}

/// Snowball's algorithms (snowballstem.org), of which each language has one.
fn algorithm(primary: &str) -> Option<Algorithm> {
    Some(match primary {
        "ar" => Algorithm::Arabic,
        "ca" => Algorithm::Catalan,
        "cs" => Algorithm::Czech,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "eo" => Algorithm::Esperanto,
        "es" => Algorithm::Spanish,
        "et" => Algorithm::Estonian,
        "eu" => Algorithm::Basque,
        "fa" => Algorithm::Persian,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "ga" => Algorithm::Irish,
        "hi" => Algorithm::Hindi,
        "hu" => Algorithm::Hungarian,
        "hy" => Algorithm::Armenian,
        "id" => Algorithm::Indonesian,
        "it" => Algorithm::Italian,
        "lt" => Algorithm::Lithuanian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "ne" => Algorithm::Nepali,
        "nl" => Algorithm::Dutch,
        "pl" => Algorithm::Polish,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sr" => Algorithm::Serbian,
        "st" => Algorithm::Sesotho,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        "uk" => Algorithm::Ukrainian,
        "yi" => Algorithm::Yiddish,
        _ => return None,
    })
}

fn without_accents(word: &str) -> String {
    let mut bare = String::with_capacity(word.len());
    if word.is_ascii() {
        bare.push_str(word.trim_matches('\''));
        return bare;
    }
    for c in word.nfd() {
        let base = bare.chars().next_back().unwrap_or(' ');
        if !letters::is_accent(c, base) && c != '\'' {
            bare.push(c);
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_share_a_stem() {
        for (language, forms) in [
            ("en", &["negotiate", "negotiations", "negotiating"][..]),
            ("en-GB", &["trump", "trump's"]),
            ("de", &["häuser", "hauses", "haus"]),
            ("fr", &["aimées", "aimée", "aimer"]),
            ("ru", &["переговоры", "переговоров", "переговорах"]),
            ("uk", &["переговори", "переговорів"]),
            ("pl", &["negocjacje", "negocjacji"]),
        ] {
            let stems: Vec<String> = forms.iter().map(|form| Stemming::of(language).stem(form)).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{language}: {stems:?}");
        }
        assert_eq!(Stemming::of("xx").stem("Überall".to_lowercase().as_str()), "uberall");
        assert_eq!(Stemming::of("en").stem("2025"), "2025");
    }

    #[test]
    fn words_that_say_little_are_known() {
        assert!(Stemming::of("en-GB").is_function_word("which") && Stemming::of("nb").is_function_word("ikke"));
        assert!(!Stemming::of("en").is_function_word("harbour") && !Stemming::of("xx").is_function_word("the"));
        // As terms are: without accents and case.
        let words =
            FUNCTION_WORDS.lines().filter_map(|line| line.split_once(": ")).flat_map(|(_, words)| words.split(' '));
        for word in words {
            let mut folded = String::new();
            crate::prose::term::terms(word, |term| folded.push_str(term.folded));
            assert_eq!(folded.nfc().collect::<String>(), word, "a list holds folded words");
        }
    }

    #[test]
    fn a_word_without_end_is_its_own_stem() {
        let word = "ings".repeat(100_000);
        assert_eq!(Stemming::of("en").stem(&word).len(), word.len());
    }
}
