//! Digits and number words → an exact value: “1,204.5”, “1.204,5”, “3.2 million”, “two dozen”, “two hundred and five”.
//! The separators are those of the source's language; a number that another language would read otherwise says so.

use crate::extract::language::Language;
use crate::extract::token::{Kind, Token};
use serde::Serialize;

/// A number, without rounding.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Value {
    /// Decimal digits, with a full stop before the fraction: `-1204.5`.
    pub exact: String,
    /// The nearest that a computer counts with.
    pub number: f64,
}

/// A number as it is written.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Numeral {
    pub decimal: Decimal,
    /// The power of ten that a word behind it multiplies with.
    pub scale: u8,
    /// The token behind it.
    pub end: usize,
    pub is_words: bool,
    /// Why another reading is likely.
    pub doubt: Option<&'static str>,
}

/// Digits and how many of them are behind the point.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Decimal {
    digits: String,
    places: usize,
}

/// Longer numbers are codes.
const MOST_DIGITS: usize = 15;

impl Decimal {
    fn of(number: u64) -> Self {
        Self { digits: number.to_string(), places: 0 }
    }

    fn scaled(mut self, power: u8) -> Self {
        for _ in 0..power {
            match self.places {
                0 => self.digits.push('0'),
                _ => self.places -= 1,
            }
        }
        self
    }

    pub(super) fn to_value(&self, scale: u8, is_negative: bool) -> Value {
        let Decimal { digits, places } = self.clone().scaled(scale);
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = padded.split_at(padded.len() - places);
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        let sign = if is_negative { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        let exact = format!("{sign}{whole}{point}{fraction}");
        let number = exact.parse().unwrap_or(f64::NAN);
        Value { exact, number }
    }
}

/// The number that begins at token `at`.
pub(super) fn numeral(tokens: &[Token], at: usize, language: &Language) -> Option<Numeral> {
    match tokens.get(at)?.kind {
        Kind::Number => digits(tokens, at, language),
        Kind::Word => words(tokens, at, language),
        Kind::Mark => None,
    }
}

/// A number word below a hundred: “three”, “twenty”.
pub(in crate::extract) fn small_count(token: &Token, language: &Language) -> Option<u16> {
    language.number_words.iter().find(|(word, _)| token.is(word)).map(|&(_, value)| value)
}

fn digits(tokens: &[Token], at: usize, language: &Language) -> Option<Numeral> {
    let mut text = tokens[at].text.to_owned();
    let mut end = at + 1;
    // “12 000” outside English.
    if !language.is_english() && text.len() <= 3 && !text.contains(['.', ',']) {
        while let Some(group) = tokens.get(end).filter(|group| group.kind == Kind::Number && group.spaced) {
            let has_three = group.text.split([',', '.']).next().is_some_and(|whole| whole.len() == 3);
            if !has_three || text.contains(language.decimal) {
                break;
            }
            text.push_str(group.text);
            end += 1;
        }
    }
    let (mut decimal, doubt) = parse(&text, language)?;
    if let Some(half) = tokens.get(end).filter(|token| !token.spaced)
        && let Some(digits) = match half.text {
            "½" => Some("5"),
            "¼" => Some("25"),
            "¾" => Some("75"),
            _ => None,
        }
    {
        decimal = Decimal { places: decimal.places + digits.len(), digits: decimal.digits + digits };
        end += 1;
    }
    let (scale, end) = scale(tokens, end, language);
    Some(Numeral { decimal, scale, end, is_words: false, doubt })
}

/// Reads digits with their separators.
fn parse(text: &str, language: &Language) -> Option<(Decimal, Option<&'static str>)> {
    let group = if language.decimal == '.' { ',' } else { '.' };
    let plain = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let is_grouped = |text: &str, mark: char| {
        let mut parts = text.split(mark);
        let first = parts.next().unwrap_or_default();
        let parts: Vec<&str> = parts.collect();
        let last = parts.last().is_some_and(|last| last.len() == 3);
        // Thousands, or lakhs and crores.
        (1..=3).contains(&first.len()) && last && parts.iter().all(|part| part.len() == 2 || part.len() == 3)
    };
    if text.chars().filter(char::is_ascii_digit).count() > MOST_DIGITS {
        return None;
    }
    let marks: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let fraction = |mark: char| {
        let (whole, fraction) = text.split_once(mark)?;
        let whole_is_sound = whole.chars().all(|c| c.is_ascii_digit())
            || is_grouped(whole, if mark == '.' { ',' } else { '.' })
            || is_grouped(&whole.replace('’', "'"), '\'');
        let sound = whole_is_sound && fraction.bytes().all(|b| b.is_ascii_digit());
        sound.then(|| Decimal { digits: plain(text), places: fraction.len() })
    };
    let whole = || Decimal { digits: plain(text), places: 0 };
    match marks.as_slice() {
        [] => Some((whole(), None)),
        // Two different marks: the last is the decimal one, in any language.
        [first, .., last] if first != last => fraction(*last).map(|decimal| (decimal, None)),
        ['\'' | '’', ..] => is_grouped(&text.replace('’', "'"), '\'').then(|| (whole(), None)),
        [mark] if *mark == language.decimal => {
            let looks_grouped = is_grouped(text, *mark) && !text.starts_with('0');
            let doubt = looks_grouped.then_some("three digits stand behind the mark, which elsewhere groups thousands");
            fraction(*mark).map(|decimal| (decimal, doubt))
        }
        // “2.5” in a German text.
        [mark] if !is_grouped(text, *mark) => {
            let doubt = "written with the decimal mark of another language";
            fraction(*mark).map(|decimal| (decimal, Some(doubt)))
        }
        [mark, ..] if *mark == group && is_grouped(text, group) => Some((whole(), None)),
        [mark, ..] if is_grouped(text, *mark) => Some((whole(), Some("grouped as in another language"))),
        _ => None,
    }
}

/// The words that multiply: “million”, “bn”, “thousand million”.
fn scale(tokens: &[Token], at: usize, language: &Language) -> (u8, usize) {
    let (mut scale, mut end) = (0, at);
    while let Some(token) = tokens.get(end) {
        let Some(power) = power(token, language) else { break };
        let has_stop = token.is_any(&["mio", "mrd", "тыс", "млн", "млрд"])
            && tokens.get(end + 1).is_some_and(|stop| stop.text == "." && !stop.spaced);
        scale += power;
        end += 1 + usize::from(has_stop);
        if scale > 12 {
            break;
        }
    }
    if end == at && tokens.get(at).is_some_and(|token| token.is("dozen")) {
        return (0, at);
    }
    (scale, end)
}

fn power(token: &Token, language: &Language) -> Option<u8> {
    if !token.is_word() {
        return None;
    }
    language.scales.iter().find(|(word, _)| token.is(word)).map(|&(_, power)| power)
}

/// “three”, “twenty-five”, “two hundred and fifteen”, “a dozen”, “half a million”.
fn words(tokens: &[Token], at: usize, language: &Language) -> Option<Numeral> {
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is(word));
    let is_large =
        |at: usize| tokens.get(at).is_some_and(|token| power(token, language).is_some() || token.is("dozen"));
    let done = |decimal, scale, end| Some(Numeral { decimal, scale, end, is_words: true, doubt: None });
    if is(at, "half") && is(at + 1, "a") && is_large(at + 2) {
        let half = Decimal { digits: "5".to_owned(), places: 1 };
        return match is(at + 2, "dozen") {
            true => done(Decimal::of(6), 0, at + 3),
            false => done(half, power(&tokens[at + 2], language)?, at + 3),
        };
    }
    let mut end = at;
    let (mut total, mut current, mut last) = (0u64, 0u64, u64::MAX);
    if (is(at, "a") || is(at, "an")) && is_large(at + 1) {
        current = 1;
        end += 1;
    }
    loop {
        let mut next = end;
        if end > at
            && (is(end, "and") && current.is_multiple_of(100) && last >= 100
                || tokens.get(end).is_some_and(|token| token.is_dash() && !token.spaced))
        {
            next += 1;
        }
        let Some(token) = tokens.get(next).filter(|token| token.is_word()) else { break };
        let is_joined_by_and = next > end;
        if let Some(value) = small_count(token, language).map(u64::from) {
            // After “twenty” a unit, after “hundred” anything below it.
            let fits = current == 0
                || current % 100 >= 20 && current.is_multiple_of(10) && value < 10 && value > 0
                || last == 100;
            if !fits || current != 0 && end == at {
                break;
            }
            current += value;
            last = value;
            end = next + 1;
        } else if !is_joined_by_and && end > at && token.is("dozen") {
            current = current.max(1) * 12;
            last = 12;
            end = next + 1;
        } else if !is_joined_by_and
            && end > at
            && let Some(power) = power(token, language)
        {
            let factor = 10u64.checked_pow(u32::from(power))?;
            last = factor;
            if factor == 100 {
                current = current.max(1).checked_mul(100)?;
            } else {
                total = total.checked_add(current.max(1).checked_mul(factor)?)?;
                current = 0;
            }
            end = next + 1;
            // Ten words say any number that is told.
            if end - at > 12 {
                break;
            }
        } else {
            break;
        }
    }
    let value = total.checked_add(current)?;
    (end > at).then_some(())?;
    done(Decimal::of(value), 0, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::language::language;
    use crate::extract::token::tokens;
    use crate::span::Span;

    fn read(text: &str, tag: &str) -> Option<(String, bool)> {
        let tokens = tokens(text, Span::new(0, text.len()));
        let numeral = numeral(&tokens, 0, language(tag))?;
        let rest: String = tokens[numeral.end..].iter().map(|token| token.text).collect();
        Some((format!("{}|{rest}", numeral.decimal.to_value(numeral.scale, false).exact), numeral.doubt.is_none()))
    }

    #[test]
    fn numbers_are_exact_in_every_spelling() {
        for (text, tag, expected, sure) in [
            ("215 drones", "en", "215|drones", true),
            ("1,204.5", "en", "1204.5|", true),
            ("1.204,5", "de", "1204.5|", true),
            ("1.204,5", "en", "1204.5|", true),
            ("1,204", "en", "1204|", true),
            ("1.204", "en", "1.204|", false),
            ("1.204", "de", "1204|", true),
            ("1,204", "de", "1.204|", false),
            ("2.5", "de", "2.5|", false),
            ("1’204’000", "de", "1204000|", true),
            ("12 000 soldats", "fr", "12000|soldats", true),
            ("1 234 567,8", "ru", "1234567.8|", true),
            ("12,34,567", "en", "1234567|", true),
            ("3.2 million", "en", "3200000|", true),
            ("0.05", "en", "0.05|", true),
            ("3bn", "en", "3000000000|", true),
            ("2½ hours", "en", "2.5|hours", true),
            ("twenty-five", "en", "25|", true),
            ("two hundred and fifteen men", "en", "215|men", true),
            ("three thousand two hundred", "en", "3200|", true),
            ("two dozen", "en", "24|", true),
            ("a dozen eggs", "en", "12|eggs", true),
            ("half a million", "en", "500000|", true),
            ("a hundred", "en", "100|", true),
            ("three and four", "en", "3|andfour", true),
            ("drei Millionen", "de", "3000000|", true),
            ("5 Mrd. Euro", "de", "5000000000|Euro", true),
            ("30 тысяч человек", "ru", "30000|человек", true),
        ] {
            assert_eq!(read(text, tag), Some((expected.to_owned(), sure)), "{text} ({tag})");
        }
        for text in ["a man", "hundred", "drones", "1234567890123456"] {
            assert_eq!(read(text, "en"), None, "{text}");
        }
    }
}
