//! What the interface says in one language: a key and what is put into it → a text. Numbers are grouped, lists joined, and
//! names that run the other way set apart, as the language wants it.

use super::ENGLISH;
use super::file::Entries;
use super::message::{Message, Piece, Plurals};
use foldhash::HashMap;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The words of one language.
#[derive(Debug)]
pub struct Words {
    tag: String,
    dir: &'static str,
    /// By key. A page asks a thousand times.
    own: HashMap<String, Message>,
    plurals: Plurals,
    /// For what its files do not have.
    english: HashMap<String, Message>,
}

/// What is put into a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arg<'a> {
    /// Under the name `n` it also chooses the plural form.
    Number(usize),
    Text(&'a str),
}

impl Words {
    pub(super) fn new(tag: &str, own: Entries, english: Entries) -> Self {
        let (own, english) = (own.into_iter().collect(), english.into_iter().collect());
        Self { tag: tag.to_owned(), dir: direction(tag), own, plurals: Plurals::of(tag), english }
    }

    /// BCP 47 tag of the language that these words are in.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// `ltr` or `rtl`.
    pub fn dir(&self) -> &'static str {
        self.dir
    }

    /// Whether a text in a language can stand among these words without saying so.
    pub fn is_of(&self, language: &str) -> bool {
        language == self.tag || is_one(language, &self.tag)
    }

    pub fn has(&self, key: &str) -> bool {
        self.own.contains_key(key) || self.english.contains_key(key)
    }

    /// The keys of all words that there are, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let english = self.english.keys().filter(|key| !self.own.contains_key(*key));
        let mut keys: Vec<&str> = self.own.keys().chain(english).map(String::as_str).collect();
        keys.sort_unstable();
        keys.into_iter()
    }

    /// A text into which nothing is put.
    pub fn say(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// A text with what is put into it.
    pub fn fill(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let find = |name: &str| args.iter().find(|(own, _)| *own == name).map(|(_, arg)| *arg);
        let number = match find("n") {
            Some(Arg::Number(number)) => Some(number),
            _ => None,
        };
        let mut out = String::new();
        // A test holds the English file to the keys that the program uses.
        for piece in self.pieces(key, number).unwrap_or_default() {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Hole(name) => match find(name) {
                    Some(Arg::Number(number)) => out.push_str(&self.number(number)),
                    Some(Arg::Text(text)) => out.push_str(&self.set_apart(text)),
                    None => {}
                },
            }
        }
        out
    }

    /// What a key says, in the form for a number: texts, and the names of what is put between them. None for a key that
    /// there is not.
    pub(crate) fn pieces(&self, key: &str, number: Option<usize>) -> Option<&[Piece]> {
        let own = self.own.get(key).map(|message| (message, &self.plurals));
        let (message, plurals) = match own {
            Some(own) => own,
            None => (self.english.get(key)?, &*ENGLISH_PLURALS),
        };
        let category = number.map_or("other", |number| plurals.category(number as u64));
        message.form(category).map(|pattern| pattern.pieces())
    }

    /// What a key says in each plural category that it tells apart, its holes unfilled: for a script to choose from.
    pub(crate) fn forms(&self, key: &str) -> BTreeMap<&str, String> {
        let message = self.own.get(key).or_else(|| self.english.get(key));
        message.map(Message::forms).unwrap_or_default()
    }

    /// `1,204`, `1 204`.
    pub fn number(&self, number: usize) -> String {
        let digits = number.to_string();
        if digits.len() <= 3 {
            return digits;
        }
        let separator = self.say("number.group");
        let mut grouped = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push_str(&separator);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// `A, B and C`.
    pub fn list<T: AsRef<str>>(&self, items: &[T]) -> String {
        let join =
            |key: &str, list: &str, next: &str| self.fill(key, &[("list", Arg::Text(list)), ("next", Arg::Text(next))]);
        match items {
            [] => String::new(),
            [only] => only.as_ref().to_owned(),
            [first, last] => join("list.pair", first.as_ref(), last.as_ref()),
            [first, middle @ .., last] => {
                let middle = middle
                    .iter()
                    .fold(first.as_ref().to_owned(), |list, next| join("list.middle", &list, next.as_ref()));
                join("list.end", &middle, last.as_ref())
            }
        }
    }

    /// A text that runs the other way keeps to itself, or it would pull the punctuation around it along (UAX #9).
    pub(crate) fn set_apart<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let is_ltr = self.dir == "ltr";
        if is_ltr && text.is_ascii() {
            return Cow::Borrowed(text);
        }
        let other = |c: char| if is_ltr { is_rtl(c) } else { c.is_alphabetic() && !is_rtl(c) };
        let (isolate, pop) = ('\u{2068}', '\u{2069}');
        if text.contains(other) && !text.starts_with(isolate) {
            Cow::Owned(format!("{isolate}{text}{pop}"))
        } else {
            Cow::Borrowed(text)
        }
    }
}

static ENGLISH_PLURALS: LazyLock<Plurals> = LazyLock::new(|| Plurals::of(ENGLISH));

/// Whether a character belongs to a script that is written from right to left.
fn is_rtl(c: char) -> bool {
    matches!(u32::from(c), 0x590..=0x8FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
}

/// Whether two tags mean one language in one direction: `en` and `en-GB` do, `az-Latn` and `az-Arab` do not.
pub(crate) fn is_one(one: &str, other: &str) -> bool {
    primary(one).eq_ignore_ascii_case(primary(other)) && direction(one) == direction(other)
}

/// Whether a language is written from right to left, by its script or by habit: `ltr` or `rtl`.
pub(crate) fn direction(language: &str) -> &'static str {
    let rtl = ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"];
    let to_the_left = match language.split('-').skip(1).find(|part| part.len() == 4) {
        Some(script) => ["Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm"].contains(&script),
        None => rtl.iter().any(|rtl| primary(language).eq_ignore_ascii_case(rtl)),
    };
    if to_the_left { "rtl" } else { "ltr" }
}

/// `en` of `en-GB`.
fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_follows_the_script() {
        for (language, expected) in
            [("en", "ltr"), ("ar", "rtl"), ("fa-IR", "rtl"), ("az-Arab", "rtl"), ("ks-Latn", "ltr"), ("ckb", "rtl")]
        {
            assert_eq!(direction(language), expected, "{language}");
        }
    }
}
