//! Readers' comments: a line with a name, a date and a time, and the indented text under it. Never part of the text.

use super::dateline;
use super::reading::Reading;
use crate::date::Date;
use crate::import::source::Class;

const RULE: &str = "comments";

/// Claims the comments; yields the date of each.
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
    stamps
}

/// The date in `Name, April 25, 2025 @ 8:11 am`.
fn stamp(text: &str) -> Option<Date> {
    if super::paragraph::words(text) > 12 {
        return None;
    }
    let (date, range) = dateline::dates(text).into_iter().next()?;
    let after = text[range.end..].trim_start_matches([',', ' ']);
    let time = ["@", "at ", "- ", "– "].iter().find_map(|sign| after.strip_prefix(sign))?.trim_start();
    let named = is_name(text[..range.start].trim_matches(|c: char| !c.is_alphanumeric()));
    let clock = time.starts_with(|c: char| c.is_ascii_digit()) && time.contains(':');
    (named && clock && date.day.is_some()).then_some(date)
}

/// One to four capitalised words, none of which dates a text.
fn is_name(text: &str) -> bool {
    const NO_NAMES: [&str; 8] = ["Published", "Updated", "Posted", "Last", "First", "On", "By", "Date"];
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=4).contains(&words.len())
        && words.iter().all(|word| word.starts_with(char::is_alphabetic) && !NO_NAMES.contains(word))
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
        for no in [
            "Published May 3, 2024 at 8:11 am",
            "May 3, 2024 @ 8:11 am",
            "Ada Ferry, May 3, 2024",
            "On May 3, 2024 at dawn",
        ] {
            assert_eq!(stamp(no), None, "{no}");
        }
    }
}
