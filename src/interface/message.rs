//! What one key of a language file says: a text with holes in it, in one form or in a form for each plural category of
//! CLDR (<https://cldr.unicode.org/index/cldr-spec/plural-rules>).

use icu_locale::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use std::collections::BTreeMap;

/// What one key says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Message {
    One(Pattern),
    /// By the name of the category; `other` is among them.
    Plural(BTreeMap<String, Pattern>),
}

/// A text with holes: `Note {number}: {names}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Pattern(Vec<Piece>);

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Piece {
    Text(String),
    /// What is put in here, by name.
    Hole(String),
}

pub(crate) const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

impl Message {
    /// The pattern for a number of things.
    pub(crate) fn form(&self, category: &str) -> Option<&Pattern> {
        match self {
            Message::One(pattern) => Some(pattern),
            Message::Plural(forms) => forms.get(category).or_else(|| forms.get("other")),
        }
    }

    /// Each pattern by its category, as it is written.
    pub(super) fn forms(&self) -> BTreeMap<&str, String> {
        match self {
            Message::One(pattern) => BTreeMap::from([("other", pattern.written())]),
            Message::Plural(forms) => forms.iter().map(|(name, pattern)| (name.as_str(), pattern.written())).collect(),
        }
    }

    pub(crate) fn patterns(&self) -> Vec<&Pattern> {
        match self {
            Message::One(pattern) => vec![pattern],
            Message::Plural(forms) => forms.values().collect(),
        }
    }

    /// The names of the holes in any of its forms.
    pub(crate) fn holes(&self) -> Vec<&str> {
        let mut holes: Vec<&str> = self.patterns().into_iter().flat_map(Pattern::holes).collect();
        holes.sort_unstable();
        holes.dedup();
        holes
    }
}

impl Pattern {
    fn written(&self) -> String {
        let written = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Hole(name) => format!("{{{name}}}"),
        };
        self.0.iter().map(written).collect()
    }

    /// Reads `text {hole} text`; none where a brace has no partner or nothing in it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, hole) = (&rest[..at], rest[at..].strip_prefix('{')?);
            let (name, after) = hole.split_once('}')?;
            let sound = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            if !sound {
                return None;
            }
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(Piece::Hole(name.to_owned()));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Some(Self(pieces))
    }

    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.0
    }

    fn holes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Hole(name) => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }
}

/// How a language tells one from many.
#[derive(Debug)]
pub(crate) struct Plurals(Option<PluralRules>);

impl Plurals {
    /// The rules of a language; for one that CLDR does not know every number is `other`.
    pub(crate) fn of(tag: &str) -> Self {
        let locale = Locale::try_from_str(tag).ok();
        Self(locale.and_then(|locale| PluralRules::try_new_cardinal((&locale).into()).ok()))
    }

    pub(crate) fn category(&self, number: u64) -> &'static str {
        match self.0.as_ref().map(|rules| rules.category_for(number)) {
            Some(PluralCategory::Zero) => "zero",
            Some(PluralCategory::One) => "one",
            Some(PluralCategory::Two) => "two",
            Some(PluralCategory::Few) => "few",
            Some(PluralCategory::Many) => "many",
            Some(PluralCategory::Other) | None => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_have_two_braces_and_a_name() {
        let pieces = |text| Pattern::parse(text).map(|pattern| pattern.0);
        let (text, hole) = (|text: &str| Piece::Text(text.to_owned()), |name: &str| Piece::Hole(name.to_owned()));
        assert_eq!(pieces("{n} of {all_of_it}."), Some(vec![hole("n"), text(" of "), hole("all_of_it"), text(".")]));
        assert_eq!(pieces(""), Some(vec![]));
        for bad in ["{", "}", "{}", "{a", "a}", "{a b}", "{a{b}}", "{A}"] {
            assert_eq!(pieces(bad), None, "{bad}");
        }
    }

    #[test]
    fn each_language_counts_in_its_own_way() {
        let categories = |tag: &str, numbers: &[u64]| -> Vec<&str> {
            let plurals = Plurals::of(tag);
            numbers.iter().map(|&number| plurals.category(number)).collect()
        };
        assert_eq!(categories("en-GB", &[0, 1, 2]), ["other", "one", "other"]);
        assert_eq!(categories("fr", &[0, 1, 2]), ["one", "one", "other"]);
        assert_eq!(
            categories("ar", &[0, 1, 2, 3, 10, 11, 99, 100, 102, 103]),
            ["zero", "one", "two", "few", "few", "many", "many", "other", "other", "few"]
        );
        assert_eq!(categories("ru", &[1, 2, 5, 21, 112]), ["one", "few", "many", "one", "many"]);
        // What CLDR does not know, and what is no tag.
        assert_eq!((categories("tlh", &[1]), categories("-", &[1])), (vec!["other"], vec!["other"]));
    }
}
