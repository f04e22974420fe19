//! Readers' comments: a line with a name, a date and a time, and the indented text under it; and whole sections of them,
//! known by the stamps that recur in them. Never part of the text.

use super::calendar;
use super::furniture::mark;
use super::paragraph::words;
use super::reading::Reading;
use crate::date::Date;
use crate::import::source::Class;

const RULE: &str = "comments";

/// Claims the comments; yields the date of each that has one.
pub(crate) fn comments(reading: &mut Reading<'_>) -> Vec<(usize, Date)> {
    let stamps: Vec<(usize, Date)> =
        reading.open().filter_map(|index| Some((index, stamp(&reading.paragraphs[index].text)?))).collect();
    for &(index, _) in &stamps {
        reading.set_aside(index, Class::Comment, RULE);
        let indent = reading.paragraphs[index].indent();
        let mut next = index + 1;
        while reading.is_open(next) && reading.paragraphs[next].indent() > indent {
            reading.set_aside(next, Class::Comment, RULE);
            next += 1;
        }
    }
    section(reading);
    stamps
}

/// Claims everything from the head of a section of comments on, where their stamps recur after most of the text.
fn section(reading: &mut Reading<'_>) {
    const LEAST_STAMPS: usize = 2;
    const LEAST_WORDS: usize = 60;
    const REACH: usize = 6;
    let ages: Vec<usize> = reading.open().filter(|&index| is_age(&reading.paragraphs[index].text)).collect();
    let (Some(&first), Some(&last)) = (ages.first(), ages.last()) else { return };
    let is_head = |index: &usize| mark(&reading.paragraphs[*index].text) == Some(Class::Comment);
    // The name of the first to comment stands above the first stamp.
    let head = (first.saturating_sub(REACH)..first).rev().find(is_head);
    let name = || first.checked_sub(1).filter(|&above| reading.paragraphs[above].words <= 4);
    let start = head.or_else(name).unwrap_or(first);
    let prose = |from: usize, to: usize| -> usize {
        let long = (from..to).filter(|&index| reading.is_open(index) && reading.paragraphs[index].is_long_prose());
        long.map(|index| reading.paragraphs[index].words).sum()
    };
    let (before, after) = (prose(0, start), prose(last + 1, reading.paragraphs.len()));
    // Teasers have stamps too, but no prose between them.
    let is_talk = head.is_some() || prose(start, last) >= ages.len() * 12;
    if ages.len() < LEAST_STAMPS || before < LEAST_WORDS || before < after || !is_talk {
        return;
    }
    let section: Vec<usize> = reading.open().filter(|&index| index >= start).collect();
    for &index in &section {
        reading.set_aside(index, Class::Comment, RULE);
    }
}

/// A line that says how long ago something was posted: `3 hours ago`, `vor 2 Tagen`, `il y a 5 minutes`.
fn is_age(text: &str) -> bool {
    const AGO: [&str; 8] = [" ago", "vor ", "il y a ", "hace ", "há ", " fa", " geleden", " назад"];
    if words(text) > 10 || !text.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let folded = format!(" {} ", text.trim().to_lowercase());
    let says = |ago: &str| {
        let at = folded.find(&format!(" {} ", ago.trim()))?;
        let near = if ago.ends_with(' ') { &folded[at + 1 + ago.trim().len()..] } else { &folded[..at] };
        let mut words: Vec<&str> = near.split_whitespace().collect();
        if !ago.ends_with(' ') {
            words.reverse();
        }
        Some(words.iter().take(2).any(|word| word.starts_with(|c: char| c.is_ascii_digit())))
    };
    AGO.iter().any(|ago| says(ago) == Some(true))
}

/// The date in `Name, April 25, 2025 @ 8:11 am`.
fn stamp(text: &str) -> Option<Date> {
    if words(text) > 12 {
        return None;
    }
    let (date, range) = calendar::dates(text).into_iter().next()?;
    let after = text[range.end..].trim_start_matches([',', ' ']);
    let time = ["@", "at ", "- ", "– ", "um ", "à ", "a las ", "às ", "alle ", "om ", "в "]
        .iter()
        .find_map(|sign| after.strip_prefix(sign))?
        .trim_start();
    let named = is_name(text[..range.start].trim_matches(|c: char| !c.is_alphanumeric()));
    let clock = time.starts_with(|c: char| c.is_ascii_digit()) && time.contains(':');
    (named && clock && date.day.is_some()).then_some(date)
}

/// One to four capitalised words, none of which dates a text.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let name = |word: &&str| word.starts_with(char::is_alphabetic) && !calendar::NO_NAMES.contains(word);
    (1..=4).contains(&words.len()) && words.iter().all(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_a_name_a_date_and_a_time() {
        assert_eq!(
            stamp("• Ada Ferry , May 3, 2024 @ 8:11 am").map(|date| date.to_string()).as_deref(),
            Some("2024-05-03")
        );
        assert!(stamp("Ada Ferry 3 May 2024 at 20:11").is_some());
        assert!(stamp("Ada Ferry 3. Mai 2024 um 20:11").is_some());
        for no in [
            "Published May 3, 2024 at 8:11 am",
            "May 3, 2024 @ 8:11 am",
            "Ada Ferry, May 3, 2024",
            "On May 3, 2024 at dawn",
        ] {
            assert_eq!(stamp(no), None, "{no}");
        }
    }

    #[test]
    fn an_age_is_a_number_of_hours_or_days() {
        for age in
            ["2 days ago at 07:52 am", "vor 3 Stunden", "il y a 5 minutes", "hace 2 días", "2 ore fa", "3 дня назад"]
        {
            assert!(is_age(age), "{age}");
        }
        for no in ["It was long ago", "4:14 p.m.", "The 3 ferries of Chicago", "Er stand vor dem Haus 3"] {
            assert!(!is_age(no), "{no}");
        }
    }
}
