//! The days that a text names, in the languages of `months.rs`. A day that could be read in two ways is not read.

use crate::date::{Date, Edtf};
use crate::import::months;
use std::ops::Range;

/// Words that stand before a date and are no names.
#[rustfmt::skip]
pub(crate) const NO_NAMES: [&str; 26] = [
    "Published", "Updated", "Posted", "Last", "First", "On", "By", "Date", "Modified", "Created", "Veröffentlicht",
    "Aktualisiert", "Stand", "Am", "Publié", "Mis", "Le", "Publicado", "Actualizado", "El", "Pubblicato", "Aggiornato",
    "Il", "Atualizado", "Gepubliceerd", "Опубликовано",
];

/// The days named in a text, in order, with their places: `April 25, 2025`, `25. April 2025`, `25 de abril de 2025`,
/// `25.04.2025`, `2025-04-25`.
pub(crate) fn dates(text: &str) -> Vec<(Date, Range<usize>)> {
    // Without four digits there is no year.
    if text.bytes().filter(u8::is_ascii_digit).count() < 4 {
        return Vec::new();
    }
    let tokens: Vec<Range<usize>> = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let ahead = &tokens[at..tokens.len().min(at + 5)];
        match day_at(text, ahead) {
            Some((date, length)) => {
                found.push((date, tokens[at].start..tokens[at + length - 1].end));
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// The day that the first tokens spell, and how many they are.
fn day_at(text: &str, tokens: &[Range<usize>]) -> Option<(Date, usize)> {
    let first = &text[tokens.first()?.clone()];
    if !first.starts_with(|c: char| c.is_ascii_digit()) && month(first).is_none() {
        return None;
    }
    if first.len() >= 10 && first.is_ascii() && first.as_bytes()[4] == b'-' && first.as_bytes()[7] == b'-' {
        // The time may follow in the same breath.
        let sound = first.len() == 10 || first.as_bytes()[10] == b'T';
        return date(first.get(..10).filter(|_| sound)?).map(|date| (date, 1));
    }
    let is_filler = |token: &&Range<usize>| matches!(&text[(*token).clone()], "de" | "del" | "of" | "di");
    let words: Vec<(usize, &Range<usize>)> =
        tokens.iter().enumerate().filter(|(_, token)| !is_filler(token)).take(3).collect();
    let &[(_, one), (_, two), (last, three)] = words.as_slice() else { return None };
    let (one, two, year) = (&text[one.clone()], &text[two.clone()], &text[three.clone()]);
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let named = month(one).zip(day(two)).or_else(|| month(two).zip(day(one)));
    let (month, day) = named.or_else(|| numbered(text, tokens, one, two))?;
    date(&format!("{year}-{month:02}-{day:02}")).map(|date| (date, last + 1))
}

/// `25.04.2025` gives the day first; with slashes only a number over twelve can be no month.
fn numbered(text: &str, tokens: &[Range<usize>], one: &str, two: &str) -> Option<(u8, u8)> {
    let sign = |at: usize| text.get(tokens.get(at)?.end..tokens.get(at + 1)?.start);
    let number = |digits: &str| -> Option<u8> { digits.parse().ok().filter(|_| digits.len() <= 2) };
    let (one, two) = (number(one)?, number(two)?);
    match (sign(0)?, sign(1)?) {
        (".", ".") => Some((two, one)),
        ("/", "/") if one > 12 => Some((two, one)),
        ("/", "/") if two > 12 || one == two => Some((one, two)),
        _ => None,
    }
}

fn date(iso: &str) -> Option<Date> {
    match Edtf::parse(iso) {
        Some(Edtf::Date(date)) => Some(date),
        _ => None,
    }
}

/// Runs of letters, digits and inner hyphens.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut tokens: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric() || *c == '-') {
        match tokens.last_mut() {
            Some(token) if token.end == at => token.end = at + c.len_utf8(),
            _ => tokens.push(at..at + c.len_utf8()),
        }
    }
    tokens
}

fn day(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    let suffix = &word[digits.len()..];
    let sound = digits.len() <= 2 && matches!(suffix, "" | "st" | "nd" | "rd" | "th" | "er" | "º" | "°");
    digits.parse().ok().filter(|day| sound && (1..=31).contains(day))
}

/// A month's name, or its short form of three letters or more: in running text, fewer prove nothing.
fn month(word: &str) -> Option<u8> {
    if word.chars().count() < 3 { None } else { months::month(word) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        dates(text).iter().map(|(date, _)| date.to_string()).collect()
    }

    #[test]
    fn days_are_read_in_three_forms() {
        let text = "April 25, 2025 and 3rd Sept. 2024 or 2023-02-28, not May 40, 2025";
        assert_eq!(found(text), ["2025-04-25", "2024-09-03", "2023-02-28"]);
    }

    #[test]
    fn days_are_read_in_eight_languages() {
        for text in [
            "25. April 2025",
            "25 avril 2025",
            "25 de abril de 2025",
            "25 aprile 2025",
            "25 april 2025",
            "25 апреля 2025 г.",
            "25.04.2025",
            "25/04/2025",
            "04/25/2025",
            "2025-04-25T08:11:00Z",
        ] {
            assert_eq!(found(text), ["2025-04-25"], "{text}");
        }
        assert_eq!(found("1er mars 2024"), ["2024-03-01"]);
    }

    #[test]
    fn a_day_that_could_be_another_is_not_read() {
        for text in ["04/05/2025", "11/19/19", "2025", "April 2025", "3.4.5 2025", "May I ask 12 or 2000 of you"] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
