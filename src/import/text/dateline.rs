//! The day of publication, from marks that say so: "Published", a dateline alone on its line, a copyright year, the
//! first comment as the latest day possible. A date in a sentence of the text is never taken for one.

use super::paragraph::words;
use super::reading::Reading;
use crate::date::{Date, Doubt, Edtf};
use crate::import::source::Class;
use std::ops::Range;

const RULE: &str = "dateline";

/// Claims the lines that date the document or name its author, and fills the date from the best evidence.
pub(crate) fn dateline(reading: &mut Reading<'_>, comments: &[(usize, Date)]) {
    byline(reading);
    clocks(reading);
    let first_comment = comments.iter().copied().min_by_key(|&(_, date)| Edtf::Date(date));
    if let Some((index, date)) = marked(reading) {
        if reading.is_open(index) {
            reading.set_aside(index, Class::Dateline, RULE);
        }
        reading.metadata.date = Some(date);
        return;
    }
    let until = |date| Some(Edtf::Interval(None, Some(date)));
    if let Some((index, date)) = first_comment {
        let line = reading.line(index);
        reading.metadata.date = until(date);
        reading.doubt(format!(
            "no line gives the day of publication; the first comment (line {line}) is of {date}, so it was published no \
             later{}",
            told(reading, date).unwrap_or_default()
        ));
    } else if let Some((line, date)) = copyright_year(reading) {
        reading.metadata.date = Some(Edtf::Date(date));
        reading.doubt(format!("the date is the year of the copyright line (line {line}); no line gives the day"));
    } else {
        reading.doubt("no line gives the day of publication");
    }
}

/// What the text itself says of the latest possible day.
fn told(reading: &Reading<'_>, latest: Date) -> Option<String> {
    let index =
        reading.open().find(|&index| dates(&reading.paragraphs[index].text).iter().any(|(date, _)| *date == latest))?;
    Some(format!("; the text tells of that day too (line {})", reading.line(index)))
}

/// A line that says when it was published.
fn marked(reading: &Reading<'_>) -> Option<(usize, Edtf)> {
    const PUBLISHED: [&str; 7] =
        ["published", "first published", "originally published", "posted", "issued", "date:", "publication date"];
    const UPDATED: [&str; 3] = ["updated", "last updated", "last modified"];
    let lines = || reading.open().filter(|&index| words(&reading.paragraphs[index].text) <= 18);
    let says = |index: usize, marks: &[&str]| {
        let folded = reading.paragraphs[index].text.to_lowercase();
        marks.iter().any(|mark| folded.starts_with(mark))
    };
    let dated = |index: usize| Some((index, dates(&reading.paragraphs[index].text).first()?.0));
    let on = |(index, date)| (index, Edtf::Date(date));
    let until = |(index, date)| (index, Edtf::Interval(None, Some(date)));
    let published = lines().filter(|&index| says(index, &PUBLISHED)).find_map(dated);
    let released = || {
        let all = 0..reading.paragraphs.len();
        let at = all.into_iter().find(|&index| says(index, &["for immediate release", "press release"]))?;
        lines().filter(|index| (at..at + 4).contains(index)).find_map(dated)
    };
    let alone = || lines().take_while(|&index| index < 15).filter(|&index| is_dateline(reading, index)).find_map(dated);
    let updated = || lines().filter(|&index| says(index, &UPDATED)).find_map(dated);
    published.or_else(released).or_else(alone).map(on).or_else(|| updated().map(until))
}

/// A day with no more than a weekday or a place beside it, or with a time and a name.
fn is_dateline(reading: &Reading<'_>, index: usize) -> bool {
    let text = &reading.paragraphs[index].text;
    let Some((_, range)) = dates(text).into_iter().next() else { return false };
    let beside = words(text) - words(&text[range]);
    let clock = text.contains(|c: char| c.is_ascii_digit()) && text.contains(':');
    (beside <= 3 || clock && beside <= 9) && !text.ends_with('.') && !text.to_lowercase().contains("updated")
}

/// The last year in the copyright: `© 2019–2024` was last claimed in 2024.
fn copyright_year(reading: &Reading<'_>) -> Option<(usize, Date)> {
    let copyright = reading.metadata.copyright.as_ref()?;
    let years = copyright.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    let year = years.filter_map(|digits| digits.parse().ok()).filter(|year| (1800..2200).contains(year)).max()?;
    let line = reading.paragraphs.iter().find(|paragraph| paragraph.text.contains(copyright.as_str()))?.range().first;
    Some((line, Date { year, month: None, day: None, doubt: Doubt::None }))
}

/// Claims the hour at which a briefing began or ended, and the line that releases a text to the press.
fn clocks(reading: &mut Reading<'_>) {
    let is_clock = |text: &str| {
        let folded = text.to_lowercase();
        let hour = folded.starts_with(|c: char| c.is_ascii_digit()) && folded.contains(':');
        words(text) <= 4 && hour && (folded.contains("p.m.") || folded.contains("a.m.") || folded.contains(" pm"))
    };
    let released = |text: &str| text.to_lowercase().trim_end_matches(':') == "for immediate release";
    let lines = reading.open().filter(|&index| {
        let text = &reading.paragraphs[index].text;
        is_clock(text) || released(text)
    });
    for index in lines.collect::<Vec<_>>() {
        reading.set_aside(index, Class::Dateline, RULE);
    }
}

/// Claims `By Ada Ferry` near the top and names the authors.
fn byline(reading: &mut Reading<'_>) {
    let found = reading.open().take_while(|&index| index < 10).find_map(|index| {
        let text = &reading.paragraphs[index].text;
        let names = ["By ", "BY ", "by ", "Written by ", "written by "].iter().find_map(|by| text.strip_prefix(by))?;
        Some((index, authors(names)?))
    });
    if let Some((index, authors)) = found {
        reading.set_aside(index, Class::Byline, "byline");
        reading.metadata.authors = authors;
    }
}

/// The names in a byline; `None` when it reads like the start of a sentence.
fn authors(names: &str) -> Option<Vec<String>> {
    let names = names.split([',', '|', '•']).next().unwrap_or(names);
    let names: Vec<String> =
        names.split(" and ").flat_map(|part| part.split(" & ")).map(|s| s.trim().to_owned()).collect();
    let is_name = |name: &String| {
        let words: Vec<&str> = name.split_whitespace().collect();
        (2..=4).contains(&words.len())
            && words
                .iter()
                .all(|word| word.starts_with(char::is_uppercase) || matches!(*word, "de" | "van" | "von" | "al"))
            && !name.ends_with(['.', '?', '!'])
            && !name.contains(|c: char| c.is_ascii_digit())
    };
    names.iter().all(is_name).then_some(names)
}

/// The days named in a text, in order, with their places: `April 25, 2025`, `25 April 2025`, `2025-04-25`.
pub(crate) fn dates(text: &str) -> Vec<(Date, Range<usize>)> {
    let tokens: Vec<Range<usize>> = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let word = |ahead: usize| tokens.get(at + ahead).map(|token| &text[token.clone()]);
        let (date, length) = match (word(0), word(1), word(2)) {
            (Some(iso), ..) if iso.len() == 10 && iso.is_ascii() && iso.as_bytes()[4] == b'-' => (iso.to_owned(), 1),
            (Some(first), Some(second), Some(year)) => {
                let named = month(first).zip(day(second)).or_else(|| month(second).zip(day(first)));
                let sound = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
                match named.filter(|_| sound) {
                    Some((month, day)) => (format!("{year}-{month:02}-{day:02}"), 3),
                    None => (String::new(), 1),
                }
            }
            _ => (String::new(), 1),
        };
        if let Some(Edtf::Date(date)) = Edtf::parse(&date) {
            found.push((date, tokens[at].start..tokens[at + length - 1].end));
        }
        at += length;
    }
    found
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
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let suffix = &word[digits.len()..];
    let sound = digits.len() <= 2 && matches!(suffix, "" | "st" | "nd" | "rd" | "th");
    digits.parse().ok().filter(|day| sound && (1..=31).contains(day))
}

fn month(word: &str) -> Option<u8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_lowercase();
    let at = MONTHS
        .iter()
        .position(|month| *month == word || word == month[..3] || word == "sept" && *month == "september")?;
    Some(at as u8 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::read;

    const PROSE: &str = "On May 2, 2024, the mayor cut the ribbon, and the old ferry, which had carried carts and cattle \
        over the river for ninety years, went home for good.";

    fn date_of(head: &str, tail: &str) -> Option<String> {
        read(&format!("The bridge opens\n\n{head}\n\n{PROSE}\n\n{PROSE}\n\n{tail}\n"))
            .metadata
            .date
            .map(|d| d.to_string())
    }

    #[test]
    fn days_are_read_in_three_forms() {
        let found: Vec<String> = dates("April 25, 2025 and 3rd Sept. 2024 or 2023-02-28, not May 40, 2025")
            .iter()
            .map(|(d, _)| d.to_string())
            .collect();
        assert_eq!(found, ["2025-04-25", "2024-09-03", "2023-02-28"]);
    }

    #[test]
    fn only_marks_date_a_document() {
        assert_eq!(date_of("By Ada Ferry", ""), None);
        assert_eq!(date_of("Published May 3, 2024 2:37 PM", "").as_deref(), Some("2024-05-03"));
        assert_eq!(date_of("May 3, 2024", "").as_deref(), Some("2024-05-03"));
        assert_eq!(date_of("Updated 4 May 2024", "").as_deref(), Some("../2024-05-04"));
        assert_eq!(date_of("", "Copyright © 2021-2024 Ferry Post.").as_deref(), Some("2024"));
        assert_eq!(
            date_of("", "1 Comment\n\nAda Ferry, May 5, 2024 @ 8:11 am\n\n  Well.").as_deref(),
            Some("../2024-05-05")
        );
    }

    #[test]
    fn a_byline_names_authors_only() {
        assert_eq!(authors("Ada Ferry and Bo van Dam"), Some(vec!["Ada Ferry".into(), "Bo van Dam".into()]));
        assert_eq!(authors("the river he sat down"), None);
        assert_eq!(authors("Tuesday the bridge was open."), None);
    }
}
