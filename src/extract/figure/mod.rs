//! The sentences of a passage → the figures in them: value, bound, unit, and what is counted. `extract` calls it, after
//! `date/`; no part of a date is a figure, nor is a number that only names (`context`). Every value is exact, and says
//! so where another language would read the digits otherwise.

pub mod bound;
pub(super) mod context;
pub(super) mod noun;
pub(super) mod number;
pub(super) mod unit;

pub use bound::Bound;
pub use noun::Referent;
pub use number::Value;
pub use unit::{Class, Unit};

use self::number::{Numeral, numeral};
use super::Words;
use super::language::Language;
use super::token::{Kind, Token};
use crate::span::Span;
use serde::Serialize;
use std::ops::Range;

/// A number that counts or measures.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Figure {
    /// From the bound to the unit or the noun.
    #[serde(flatten)]
    pub words: Words,
    pub bound: Bound,
    pub value: Value,
    /// The other end of a range: “10 to 15 per cent”.
    pub to: Option<Value>,
    /// `None` where nothing that is counted was found.
    pub unit: Option<Unit>,
    pub referent: Option<Referent>,
    /// Whether no other reading is likely.
    pub sure: bool,
    /// A clause for people: what is doubtful; empty where nothing is.
    pub why: String,
}

/// Finds the figures of a passage. `sentences` are its tokens, `taken` the spans of its dates, in order.
pub(super) fn figures(
    sentences: &[Vec<Token<'_>>],
    language: &'static Language,
    taken: &[Span],
    words: impl Fn(Span, usize) -> Words,
) -> Vec<Figure> {
    let mut taken = taken.iter().peekable();
    let mut found = Vec::new();
    for (sentence, tokens) in sentences.iter().enumerate() {
        let reader = Reader { tokens, language };
        let mut at = 0;
        let mut free = 0;
        while at < tokens.len() {
            while taken.next_if(|span| span.end <= tokens[at].span.start).is_some() {}
            if let Some(date) = taken.peek().filter(|date| date.contains(tokens[at].span)) {
                let end = date.end;
                at += tokens[at..].iter().take_while(|token| token.span.start < end).count();
                free = at;
                continue;
            }
            let limit = taken.peek().map_or(usize::MAX, |date| date.start);
            match reader.read(at, free) {
                Read::Nothing => at += 1,
                Read::Skip(end) => {
                    at = end;
                    free = at;
                }
                Read::Figure(figure) if tokens[figure.tokens.end - 1].span.end <= limit => {
                    at = figure.tokens.end;
                    free = at;
                    found.push(reader.finish(figure, sentence, &words));
                }
                Read::Figure(_) => at += 1,
            }
        }
    }
    found
}

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    language: &'static Language,
}

/// What stands at a token.
enum Read {
    Nothing,
    /// A number that is no figure; the token behind it.
    Skip(usize),
    Figure(Raw),
}

/// A figure as tokens.
struct Raw {
    tokens: Range<usize>,
    bound: Bound,
    value: Value,
    to: Option<Value>,
    unit: Option<unit::Read>,
    currency: Option<unit::Read>,
    referent: Option<Range<usize>>,
    doubt: Option<&'static str>,
}

impl Reader<'_> {
    fn read(&self, at: usize, free: usize) -> Read {
        let token = &self.tokens[at];
        let is_number = token.kind == Kind::Number;
        if is_number {
            let skipped = context::skipped(self.tokens, at);
            if skipped > 0 {
                return Read::Skip(at + skipped);
            }
        }
        let Some(first) = numeral(self.tokens, at, self.language) else { return Read::Nothing };
        match self.figure(at, free, first) {
            Some(figure) => Read::Figure(figure),
            None if is_number => Read::Skip(at + 1),
            None => Read::Nothing,
        }
    }

    fn figure(&self, at: usize, free: usize, first: Numeral) -> Option<Raw> {
        let tokens = self.tokens;
        let currency = unit::before(tokens, at).filter(|unit| unit.tokens.start >= free);
        let start = currency.as_ref().map_or(at, |unit| unit.tokens.start);
        let (start, is_negative) = self.sign(start, free);
        let first = self.with_millions(first, currency.is_some());
        let (to, last) = self.range(start, &first, currency.is_some());
        let end = last.as_ref().map_or(first.end, |last| last.end);
        let (after, mut end) = bound::behind(tokens, end);
        let unit =
            unit::behind(tokens, end, self.language).filter(|unit| currency.is_none() || unit.class == Class::Currency);
        end = unit.as_ref().map_or(end, |unit| unit.tokens.end);
        if unit.is_none()
            && currency.is_none()
            && to.is_none()
            && let Some(shared) = self.shared(start, &first)
        {
            return Some(shared);
        }
        // “20-year-old”
        let is_age =
            tokens.get(end).is_some_and(Token::is_dash) && tokens.get(end + 1).is_some_and(|token| token.is("old"));
        end += 2 * usize::from(is_age);
        // “2 km or more”
        let (after, end) = if after == Bound::Exactly { bound::behind(tokens, end) } else { (after, end) };
        let has_unit = unit.is_some() || currency.is_some();
        let referent = self.referent(end, has_unit, unit.as_ref());
        let (before, bound_start) = bound::before(tokens, start, self.language);
        let (mut bound, mut start) = if bound_start >= free { (before, bound_start) } else { (Bound::Exactly, start) };
        // “over two days” is a length of time, “under two ministers” a rule.
        let is_preposition = start + 1 == at && tokens[start].is_any(&["over", "under", "above", "below"]);
        if is_preposition && !has_unit && first.is_words {
            (bound, start) = (Bound::Exactly, at);
        }
        let is_loose = is_preposition && unit.as_ref().is_some_and(|unit| unit.class == Class::Duration);
        // “a 737-800”
        let is_name =
            to.is_some() && !has_unit && referent.is_none() && tokens.get(first.end).is_some_and(Token::is_dash);
        (!is_name && self.counts(at, &first, has_unit, referent.is_some(), bound)).then_some(())?;
        let end = match &referent {
            Some(words) if !has_unit => words.end,
            _ => end,
        };
        let scale = last.as_ref().filter(|_| first.scale == 0 && to.is_some()).map_or(first.scale, |last| last.scale);
        let is_ambiguous = unit.as_ref().is_some_and(|unit| unit.is_ambiguous);
        let is_percent = unit.as_ref().is_some_and(|unit| unit.class == Class::Percent);
        let doubt = first.doubt.filter(|_| !is_percent);
        let doubt = doubt.or(is_ambiguous.then_some("pounds are money or a weight"));
        Some(Raw {
            tokens: start..end,
            bound: if bound == Bound::Exactly { after } else { bound },
            value: first.decimal.to_value(scale, is_negative),
            to,
            unit,
            currency,
            referent,
            doubt: doubt.or(is_loose.then_some("“over” may mean the length of time")),
        })
    }

    /// “from 2.1 to 3.3 million tonnes”: what multiplies the second number and its unit go for the first as well.
    fn shared(&self, start: usize, first: &Numeral) -> Option<Raw> {
        let tokens = self.tokens;
        let is_from = start.checked_sub(1).is_some_and(|before| tokens[before].is_any(&["from", "von", "de", "от"]));
        let is_to = tokens.get(first.end).is_some_and(|token| token.is_any(self.language.to));
        if !is_from || !is_to || first.scale > 0 || first.is_words {
            return None;
        }
        let last = numeral(tokens, first.end + 1, self.language).filter(|last| !last.is_words)?;
        let unit = unit::behind(tokens, last.end, self.language);
        (last.scale > 0 || unit.is_some()).then_some(())?;
        Some(Raw {
            tokens: start..first.end,
            bound: Bound::Exactly,
            value: first.decimal.to_value(last.scale, false),
            to: None,
            unit,
            currency: None,
            referent: None,
            doubt: first.doubt,
        })
    }

    /// A minus sign, which stands right before the number and apart from the word before it.
    fn sign(&self, at: usize, free: usize) -> (usize, bool) {
        let Some(before) = at.checked_sub(1).filter(|&before| before >= free) else { return (at, false) };
        let sign = &self.tokens[before];
        let is_sign = matches!(sign.text, "-" | "−" | "–") && sign.spaced && !self.tokens[at].spaced;
        let is_word = sign.is("minus");
        if is_sign && before > 0 || is_word { (before, true) } else { (at, false) }
    }

    /// `$3m` is money by the million, `3 m` a length.
    fn with_millions(&self, numeral: Numeral, is_money: bool) -> Numeral {
        let Some(token) = self.tokens.get(numeral.end).filter(|_| is_money && numeral.scale == 0) else {
            return numeral;
        };
        let scale = match &*token.folded {
            "m" => 6,
            "b" => 9,
            "k" => 3,
            _ => return numeral,
        };
        Numeral { scale, end: numeral.end + 1, ..numeral }
    }

    /// The other end of a range, which is the larger one, with its tokens.
    fn range(&self, start: usize, first: &Numeral, is_money: bool) -> (Option<Value>, Option<Numeral>) {
        let tokens = self.tokens;
        let none = (None, None);
        let before = start.checked_sub(1).map(|before| &tokens[before]);
        // A unit may stand behind each end: “10% to 15%”.
        let unit = unit::behind(tokens, first.end, self.language).filter(|unit| unit.class == Class::Percent);
        let end = unit.map_or(first.end, |unit| unit.tokens.end);
        let Some(mark) = tokens.get(end) else { return none };
        let is_between = before.is_some_and(|token| token.is_any(self.language.between));
        // “rose from 10 to 15” tells of two values.
        let is_from = before.is_some_and(|token| token.is_any(&["from", "von", "de", "от"]));
        let joins = mark.is_dash() && tokens.get(end + 1).is_some_and(|next| next.spaced == mark.spaced)
            || mark.is_any(self.language.to) && !is_from
            || mark.is_any(self.language.and) && is_between;
        if !joins {
            return none;
        }
        let skip = usize::from(is_money && tokens.get(end + 1).is_some_and(unit::is_currency));
        let Some(last) = numeral(tokens, end + 1 + skip, self.language) else { return none };
        let last = self.with_millions(last, is_money);
        let scale = if first.scale == 0 { last.scale } else { first.scale };
        let (low, high) = (first.decimal.to_value(scale, false), last.decimal.to_value(last.scale, false));
        let is_range = low.number < high.number && first.is_words == last.is_words;
        if is_range { (Some(high), Some(last)) } else { none }
    }

    fn referent(&self, end: usize, has_unit: bool, unit: Option<&unit::Read>) -> Option<Range<usize>> {
        let is_duration = unit.is_some_and(|unit| unit.class == Class::Duration);
        if is_duration {
            return None;
        }
        // “a 10-point plan”: points are counted, not plans.
        if self.tokens.get(end).is_some_and(|dash| dash.is_dash() && !dash.spaced) {
            let noun = self.tokens.get(end + 1).filter(|noun| noun.is_word() && !noun.spaced && !has_unit)?;
            return (!noun.is_any(&["year", "old", "plus", "thirds", "quarters", "fifths"]))
                .then_some(end + 1..end + 2);
        }
        let of = match unit.map(|unit| unit.class) {
            Some(Class::Length | Class::Temperature | Class::Speed | Class::Power) => return None,
            Some(Class::Currency) => Some(noun::OF_MONEY),
            None if has_unit => Some(noun::OF_MONEY),
            Some(_) => Some(noun::OF),
            None => None,
        };
        noun::counted(self.tokens, end, self.language, of)
    }

    /// Whether a number counts anything; words are more often none.
    fn counts(&self, at: usize, first: &Numeral, has_unit: bool, has_referent: bool, bound: Bound) -> bool {
        let token = &self.tokens[at];
        let before = at.checked_sub(1).map(|before| &self.tokens[before]);
        if first.is_words {
            let is_one = token.is("one") && first.end == at + 1 || token.is_any(&["uno", "una"]);
            // “the two”, “these three”: who was named before.
            let is_pointed = before.is_some_and(|token| token.is_any(&["the", "these", "those", "other", "both"]))
                && token.is("two")
                && !has_unit;
            let is_large = first.end > at + 1;
            return !is_one && !is_pointed && (has_unit || has_referent || is_large);
        }
        // “14 Mill Lane”; German nouns have capitals.
        let next = self.tokens.get(first.end);
        let is_address = next.is_some_and(|next| next.spaced && next.is_word() && next.is_capital());
        if is_address && !has_unit && !has_referent && bound == Bound::Exactly {
            return false;
        }
        let looks_like_year = first.scale == 0
            && token.small_number().is_some_and(|number| token.text.len() == 4 && (1900..=2100).contains(&number));
        !looks_like_year || has_unit || has_referent || bound != Bound::Exactly
    }

    fn finish(&self, raw: Raw, sentence: usize, words: impl Fn(Span, usize) -> Words) -> Figure {
        let tokens = self.tokens;
        let cover = |range: &Range<usize>| tokens[range.start].span.join(tokens[range.end - 1].span);
        let text = |range: &Range<usize>| words(cover(range), sentence).text;
        let head = raw.referent.as_ref().map(|range| tokens[range.end - 1].text.to_owned());
        let measured = raw.currency.as_ref().or(raw.unit.as_ref());
        let unit = measured.map(|unit| Unit { text: text(&unit.tokens), class: unit.class, code: unit.code });
        let counted = head.as_ref().map(|head| {
            let class = if noun::is_people(head) { Class::People } else { Class::Count };
            Unit { text: head.clone(), class, code: None }
        });
        let referent = raw.referent.as_ref().zip(head).map(|(range, head)| Referent {
            text: text(range),
            head,
            span: cover(range),
        });
        Figure {
            words: words(cover(&raw.tokens), sentence),
            bound: raw.bound,
            value: raw.value,
            to: raw.to,
            unit: unit.or(counted),
            referent,
            sure: raw.doubt.is_none(),
            why: raw.doubt.unwrap_or_default().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
