//! Years that stand alone, and their ranges: “in 2022”, “2014–16”, “the 2022 peace plan”. Four digits are a year only
//! where the words around them say so; otherwise they are left to the figures. Rules of [`Reader`].

use super::reader::{Partial, Reader, When};
use crate::extract::figure::context::is_numbering;
use crate::extract::figure::noun::{is_function_word, is_plural};
use crate::extract::token::{Kind, Token};

/// What is written, the token behind it, whether it qualifies a noun, whether it is doubtful.
type Year = (When, usize, bool, bool);

/// What speaks for a year.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cue {
    /// It can be nothing else.
    Strong,
    /// It qualifies the noun behind it.
    Noun,
    /// It stands behind a name: “Expo 2020”.
    Name,
    /// Nothing but its size.
    Size,
}

impl Reader<'_> {
    /// A year or a range of years, `at` being its first digits. `after_date`: a list of dates goes on here.
    pub(super) fn year_in_context(&self, at: usize, after_date: bool) -> Option<Year> {
        if let Some((when, next)) = self.decade(at) {
            let attributive = self.is_attributive(at, next);
            return Some((when, next, attributive, false));
        }
        if let Some((year, next)) = self.short_year(at) {
            let date = Partial { year: Some(year), ..Partial::default() };
            return Some((When::Date(date), next, false, true));
        }
        if self.is_numbered(at) {
            return None;
        }
        if let Some((from, to, next)) = self.year_range(at) {
            let of = |year| Partial { year: Some(year), ..Partial::default() };
            let next = next + usize::from(self.is_any(next, self.language.after_year));
            return Some((When::Range(of(from), of(to)), next, self.is_attributive(at, next), false));
        }
        let (year, next) = self.year(at)?;
        let cue = self.cue(at, next, after_date)?;
        if cue != Cue::Strong && !(1900..=2100).contains(&year) {
            return None;
        }
        let when = When::Date(Partial { year: Some(year), ..Partial::default() });
        let next = next + usize::from(self.is_any(next, self.language.after_year));
        let attributive = matches!(cue, Cue::Noun | Cue::Name) || cue == Cue::Strong && self.is_attributive(at, next);
        Some((when, next, attributive, matches!(cue, Cue::Name | Cue::Size)))
    }

    /// “the 1990s”, “the ’90s”
    fn decade(&self, at: usize) -> Option<(When, usize)> {
        let is_s = |at: usize| {
            let apostrophe = usize::from(self.is_joined(at) && self.is_any(at, &["’", "'"]));
            (self.is_joined(at + apostrophe) && self.is(at + apostrophe, "s")).then_some(at + apostrophe + 1)
        };
        if self.is_any(at, &["’", "'", "‘"]) {
            let tens = self.get(at + 1).filter(|token| !token.spaced && token.text.len() == 2)?.small_number()?;
            return Some((When::Decade(1900 + tens as i16), is_s(at + 2).filter(|_| tens % 10 == 0 && tens > 0)?));
        }
        let token = self.get(at)?;
        let is_bare = self.is_joined(at + 1) && self.is(at + 1, "s");
        // “the 70s” are years, “her 70s” an age.
        let is_spoken_of = self.before(at).is_some_and(|token| token.is_any(&["the", "early", "late", "mid"]));
        let tens = token.small_number().filter(|tens| token.text.len() == 2 && tens % 10 == 0 && *tens > 10);
        if let Some(tens) = tens.filter(|_| is_bare && is_spoken_of) {
            return Some((When::Decade(1900 + tens as i16), at + 2));
        }
        let year = token.small_number().filter(|year| token.text.len() == 4 && (1000..=2100).contains(year))?;
        // “2020’s” is of the year, “1990’s” may be of the decade; only the bare “s” is sure.
        (year % 10 == 0 && is_bare).then_some((When::Decade(year as i16), at + 2))
    }

    /// “in ’94”
    fn short_year(&self, at: usize) -> Option<(i16, usize)> {
        let is_cued = self.before(at).is_some_and(|token| token.is_any(self.language.before_year));
        if !is_cued || !self.is_any(at, &["’", "'", "‘"]) {
            return None;
        }
        let token = self.get(at + 1).filter(|token| !token.spaced && token.text.len() == 2)?;
        let year = token.small_number().filter(|year| (30..=99).contains(year))?;
        let is_alone = !self.is_joined(at + 2) || self.get(at + 2).is_some_and(|token| token.kind == Kind::Mark);
        is_alone.then_some((1900 + year as i16, at + 2))
    }

    /// “2014–2016”, “2014–16”, “2024/25”, “between 2014 and 2016”
    fn year_range(&self, at: usize) -> Option<(i16, i16, usize)> {
        let (from, next) = self.year_digits(at)?;
        let is_slash = self.is(next, "/") && self.is_joined(next) && self.is_joined(next + 1);
        let behind = if is_slash { next + 1 } else { self.to(at, next)? };
        let token = self.get(behind)?;
        let two = token.small_number().filter(|_| token.text.len() == 2 && (self.is_dash(next) || is_slash));
        let (to, end) = match two {
            Some(two) => (from / 100 * 100 + two as i16, behind + 1),
            None => self.year(behind)?,
        };
        // `2024-05` is a month by ISO 8601, and `2025-12` could be one.
        let is_month = two.is_some_and(|two| two <= 12) && self.is(next, "-") && to != from + 1;
        let is_season = !is_slash || to == from + 1;
        // “from 2000 to 2010 people”
        let counts = self.get(end).is_some_and(|noun| is_plural(noun)) && two.is_none();
        let goes_on = self.is_joined(end) && self.get(end).is_some_and(|next| matches!(next.text, "-" | "/" | "%"));
        (from < to && is_season && !is_month && !counts && !goes_on).then_some((from, to, end))
    }

    /// As `year`, but a dash may follow.
    fn year_digits(&self, at: usize) -> Option<(i16, usize)> {
        self.year(at).filter(|(year, _)| (1000..=2199).contains(year))
    }

    fn cue(&self, at: usize, next: usize, after_date: bool) -> Option<Cue> {
        let language = self.language;
        let before = self.before(at);
        let behind = self.get(next);
        let behind_is_joined = self.is_joined(next);
        if behind_is_joined && behind.is_some_and(|mark| matches!(mark.text, ":" | "/" | "@" | "=")) {
            return None;
        }
        // `2024-05` is a month.
        let joined_dash = behind_is_joined && behind.is_some_and(Token::is_dash);
        if joined_dash && self.get(next + 1).is_some_and(|token| token.kind == Kind::Number) {
            return None;
        }
        if behind.is_some_and(|token| token.is_any(language.after_year)) {
            return Some(Cue::Strong);
        }
        if self.counts_things(at, next) {
            return None;
        }
        let is_adverb = before.is_some_and(|token| {
            token.is_any(&["early", "late", "mid", "only", "just", "about", "around", "circa", "least"])
        });
        let cued = |token: &Token| token.is_any(language.before_year) || language.month(token).is_some();
        let dash_cue = before.is_some_and(Token::is_dash) && at > 1 && self.is_any(at - 2, &["mid", "pre", "post"]);
        let is_circa = at > 1 && self.is(at - 1, ".") && self.is_any(at - 2, &["c", "ca"]);
        if after_date || dash_cue || is_circa || before.is_some_and(cued) || is_adverb {
            return Some(Cue::Strong);
        }
        let is_possessive = behind_is_joined && self.is_any(next, &["’", "'"]) && self.is(next + 1, "s");
        let is_bracketed = before.is_some_and(|token| matches!(token.text, "(" | "©" | "["))
            || before.is_some_and(|token| token.text == ",") && self.is_any(next, &[")", "]"]);
        if is_possessive || is_bracketed {
            return Some(Cue::Strong);
        }
        if self.is_attributive(at, next) {
            return Some(Cue::Noun);
        }
        let opens = before.is_none_or(|token| !token.is_word())
            && behind
                .is_some_and(|token| token.is_any(&["was", "saw", "is", "has", "had", "will", "brought", "marked"]));
        if opens {
            return Some(Cue::Strong);
        }
        match before {
            Some(name) if name.is_word() && name.is_capital() && !joined_dash => Some(Cue::Name),
            _ if behind.is_none_or(|token| !token.is_word() || is_function_word(token)) && !joined_dash => {
                Some(Cue::Size)
            }
            _ => None,
        }
    }

    /// Whether it counts what stands behind it: “in 2000 cases”, “2000 km”, “2000 million”.
    fn counts_things(&self, at: usize, next: usize) -> bool {
        let Some(noun) = self.get(next).filter(|noun| noun.spaced && noun.is_word() && !noun.is_capital()) else {
            return false;
        };
        let is_round = self.tokens[at].text.ends_with("00") || self.tokens[at].text.ends_with("50");
        let has_article = self.before(at).is_some_and(|token| token.is_any(ARTICLES) || token.is("s"));
        let is_unit = self.language.scales.iter().any(|(scale, _)| noun.is(scale))
            || crate::extract::figure::unit::is_measure(noun);
        is_unit || is_round && !has_article && is_plural(noun)
    }

    /// Whether a determiner stands before it and a noun behind: “the 2022 peace plan”, “Ukraine’s pre-2014 borders”.
    pub(super) fn is_attributive(&self, at: usize, next: usize) -> bool {
        let Some(before) = self.before(at) else { return false };
        let is_joined_noun =
            self.is_dash(next) && self.is_joined(next) && self.get(next + 1).is_some_and(Token::is_word);
        let behind = if is_joined_noun { next + 1 } else { next };
        let names_noun =
            |token: &&Token| token.is_word() && !is_function_word(token) && (token.spaced || is_joined_noun);
        if self.get(behind).filter(names_noun).is_none() {
            return false;
        }
        // “pre-2014 borders”
        let is_prefixed = before.is_dash() && self.is_joined(at);
        let qualifies = before.is_any(ARTICLES)
            || before.is("s")
            || before.is_word() && !before.is_any(self.language.before_year) && !is_function_word(before);
        is_prefixed || qualifies
    }

    /// Whether it is the number of something: “Resolution 2231”, “No. 1973”, “page 2010”.
    fn is_numbered(&self, at: usize) -> bool {
        let before = match self.before(at) {
            Some(stop) if stop.text == "." => at.checked_sub(2).and_then(|at| self.get(at)),
            before => before,
        };
        // “c. 1850” is about then, “c. 40” a chapter.
        before.is_some_and(|token| is_numbering(token) && !token.is("c"))
    }
}

const ARTICLES: &[&str] = &[
    "the", "a", "an", "his", "her", "their", "its", "our", "this", "that", "der", "die", "das", "le", "la", "el",
    "los", "las", "les",
];
