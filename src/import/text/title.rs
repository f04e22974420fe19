//! The title, the site's name that hangs on it, and the lines that repeat it.

use super::furniture;
use super::paragraph::{Paragraph, ends_sentence, words};
use super::reading::{Part, Reading};
use super::wrap::is_bracketed;
use crate::import::source::{Class, Field};
use std::collections::BTreeSet;

const RULE: &str = "title";
/// The rule that claims the lines over a printed record.
const RECORD: &str = "record-head";
/// A longer first line is no title.
const LONGEST: usize = 25;
/// How far down a title of a word or two is repeated; a longer one is known wherever it stands.
const REACH: usize = 40;
/// A title of so many words is known with a word changed.
const LONG: usize = 5;
/// Fewer lines over a title are no menu.
const MENU: usize = 6;

/// Claims the title, what stands before it, and its repetitions.
pub(crate) fn title(reading: &mut Reading<'_>) {
    record_head(reading);
    let Some(at) = find(reading) else {
        reading.doubt("no line of the document is its title; give it one");
        return;
    };
    let before: Vec<usize> = reading.open().take_while(|&index| index < at).collect();
    for index in before {
        reading.set_aside(index, Class::Navigation, RULE);
    }
    let line = reading.paragraphs[at].text.clone();
    let (title, publisher) = split_suffix(reading, at, &line);
    let same = [fold(title), fold(&line)];
    let reach = if words(title) >= 3 { reading.paragraphs.len() } else { at + REACH };
    let repeats: Vec<usize> = reading
        .open()
        .filter(|&index| index != at && index < reach && reading.paragraphs[index].words <= LONGEST)
        .filter(|&index| same.contains(&fold(&reading.paragraphs[index].text)))
        .collect();
    let near: Vec<usize> =
        reading.open().filter(|&index| index != at && resembles(title, &reading.paragraphs[index])).collect();
    let mut values = vec![(Field::Title, title.to_owned())];
    values.extend(publisher.map(|publisher| (Field::Publisher, publisher.to_owned())));
    // Where more than a title and one name stand on the line, it is kept whole, and a repetition gives the title.
    let whole = values.iter().map(|(_, value)| fold(value)).collect::<String>() == fold(&line);
    let source = if whole { at } else { repeats[0] };
    let all: BTreeSet<usize> = [at].into_iter().chain(repeats).chain(near).collect();
    for &index in &all {
        if index != source {
            reading.set_aside(index, Class::DuplicateTitle, RULE);
        } else if whole {
            reading.claim(index, Part::Metadata(values.clone()));
        } else {
            reading.claim(index, Part::Metadata(vec![(Field::Title, reading.paragraphs[index].text.clone())]));
        }
    }
    let shown = if whole { title } else { &reading.paragraphs[source].text };
    reading.metadata.title = Some(shown.to_owned());
    reading.metadata.publisher = publisher.map(str::to_owned);
    if let Some(heading) = heading(reading, &all) {
        let menu: Vec<usize> = reading.open().filter(|&index| index < heading).collect();
        reading.has_menu = menu.len() >= MENU;
        for &index in &menu {
            reading.set_aside(index, Class::Navigation, RULE);
        }
        reading.doubt_prose(&menu, Class::Navigation);
    }
}

/// Claims the lines in brackets over a printed record: its volume and its day, its house, its pages.
fn record_head(reading: &mut Reading<'_>) {
    let is_head = |index: &usize| {
        let paragraph = &reading.paragraphs[*index];
        is_bracketed(paragraph.lines[0]) && paragraph.words <= LONGEST
            || paragraph.text.starts_with("From the Congressional Record")
    };
    let head: Vec<usize> = reading.open().take_while(is_head).collect();
    // One line in brackets may be anything.
    if head.len() >= 2 {
        for index in head {
            reading.set_aside(index, Class::Header, RECORD);
        }
    }
}

/// The repetition of the title that stands over the text, where a page's menus stand before it.
fn heading(reading: &Reading<'_>, repeats: &BTreeSet<usize>) -> Option<usize> {
    const NEAR: usize = 12;
    const ENOUGH: usize = 30;
    let prose = |index: usize| {
        let paragraph = &reading.paragraphs[index];
        let counts =
            reading.is_open(index) && paragraph.is_long_prose() && furniture::address(&paragraph.text).is_none();
        if counts && (paragraph.stands_alone || !reading.is_airy) { paragraph.words } else { 0 }
    };
    let count = reading.paragraphs.len();
    let all: usize = (0..count).map(prose).sum();
    let first = *repeats.first()?;
    let (mut before, mut short, mut lines, mut at) = (0, 0, 0, first);
    let mut found = None;
    for &repeat in repeats {
        for index in (at..repeat).filter(|&index| reading.is_open(index)) {
            before += prose(index);
            lines += 1;
            short += usize::from(reading.paragraphs[index].words <= LONGEST);
        }
        at = repeat;
        // Among menus, a teaser or two do no harm.
        let framed = before * 10 <= all && (before == 0 || short >= 10 && short * 10 >= lines * 8);
        let leads = (repeat..count.min(repeat + NEAR)).map(prose).sum::<usize>() >= ENOUGH;
        if framed && leads && repeat != first {
            found = Some(repeat);
        }
    }
    found
}

/// Whether a line says what the title says, give or take a word in four.
fn resembles(title: &str, paragraph: &Paragraph<'_>) -> bool {
    let count = words(title);
    if count < LONG || paragraph.words > count + 4 || paragraph.words * 2 < count {
        return false;
    }
    let (title, line) = (fold(title), fold(&paragraph.text));
    let of_title: BTreeSet<&str> = title.split(' ').filter(|word| !word.is_empty()).collect();
    let of_line: BTreeSet<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
    let shared = of_title.intersection(&of_line).count();
    shared == of_title.len() || shared * 4 >= of_title.len().max(of_line.len()) * 3
}

/// The first line, where it is short enough and no part of a page's frame; else the first line that is repeated.
fn find(reading: &Reading<'_>) -> Option<usize> {
    let is_title = |index: usize| {
        let text = &reading.paragraphs[index].text;
        (1..=LONGEST).contains(&words(text)) && furniture::mark(text).is_none()
    };
    let first = reading.open().next()?;
    let text = &reading.paragraphs[first].text;
    let sentence = ends_sentence(text) && !text.ends_with(['?', '!']) && reading.paragraphs[first].is_prose();
    if is_title(first) && !sentence {
        return Some(first);
    }
    let reach = REACH.min(reading.paragraphs.len());
    (0..reach).find(|&index| {
        let text = &reading.paragraphs[index].text;
        let text = fold(splits(text).next().map_or(text.as_str(), |(title, ..)| title));
        let repeated = (0..reach).any(|other| other != index && fold(&reading.paragraphs[other].text) == text);
        is_title(index) && words(&text) >= 3 && repeated
    })
}

/// Letters and digits alone, in one case: what two printings of a title share.
fn fold(text: &str) -> String {
    let mut folded = String::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        folded.extend(word.chars().flat_map(char::to_lowercase));
        folded.push(' ');
    }
    folded
}

/// The title and the site's name. A line that repeats the title without the name settles where one ends; else a dash
/// may belong to the title, and needs the site's name elsewhere in the document as evidence.
fn split_suffix<'t>(reading: &Reading<'_>, at: usize, line: &'t str) -> (&'t str, Option<&'t str>) {
    let others = || reading.paragraphs.iter().enumerate().filter(|(index, _)| *index != at);
    let repeated = |title: &str| others().take(REACH).any(|(_, other)| fold(&other.text) == fold(title));
    let splits: Vec<(&str, &str, &str)> = splits(line).collect();
    let Some(&(title, separator, site)) = splits.last() else { return (line, None) };
    if let Some((title, ..)) = splits.iter().rev().find(|(title, ..)| words(title) >= 3 && repeated(title)) {
        return (title, Some(site));
    }
    let sound = (1..=5).contains(&words(site)) && words(title) >= 2 && !site.starts_with(char::is_lowercase);
    let dash = matches!(separator, " - " | " – " | " — ");
    let evident = !dash || others().any(|(_, other)| other.text.contains(site));
    if sound && evident { (title, Some(site)) } else { (line, None) }
}

/// The ways to split a line at a separator, from left to right: before it, the separator, after it.
fn splits(line: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    const SEPARATORS: [&str; 7] = [" : ", " | ", " :: ", " · ", " - ", " – ", " — "];
    line.char_indices().filter_map(move |(at, _)| {
        let separator = SEPARATORS.into_iter().find(|separator| line[at..].starts_with(separator))?;
        Some((line[..at].trim(), separator, line[at + separator.len()..].trim()))
    })
}

#[cfg(test)]
mod tests {
    use crate::import::text::read;

    fn title_of(text: &str) -> (Option<String>, Option<String>) {
        let metadata = read(text).metadata;
        (metadata.title, metadata.publisher)
    }

    #[test]
    fn the_site_s_name_is_the_publisher() {
        assert_eq!(
            title_of("The bridge opens at last : KXYZ\n\nBody."),
            (Some("The bridge opens at last".into()), Some("KXYZ".into()))
        );
    }

    #[test]
    fn a_dash_needs_evidence() {
        let title = "The bridge - A History";
        assert_eq!(title_of(&format!("{title}\n\nBody.")), (Some(title.into()), None));
        let text = "The bridge opens - The Ferry Post\n\nThe Ferry Post was there when the first cart crossed.";
        assert_eq!(title_of(text), (Some("The bridge opens".into()), Some("The Ferry Post".into())));
    }

    #[test]
    fn a_title_repeated_alone_is_the_title() {
        let text = "The bridge opens - Town | News | ferrypost.example\n\nThe bridge opens\n\nNobody came to see it, said the mayor.";
        assert_eq!(title_of(text), (Some("The bridge opens".into()), Some("ferrypost.example".into())));
        let source = read(text);
        assert_eq!((source.boilerplate(), source.passages().count()), (1, 1));
    }

    #[test]
    fn a_menu_before_the_title_is_navigation() {
        let text = "Skip to main content\n\nThe bridge opens at last\n\nNews\n\nThe bridge opens at last\n\nThe mayor cut the ribbon on Tuesday morning, and the ferry went home.\n";
        assert_eq!(title_of(text).0.as_deref(), Some("The bridge opens at last"));
    }

    #[test]
    fn a_document_that_begins_with_a_sentence_has_no_title() {
        let source =
            read("The mayor cut the ribbon on Tuesday morning, and the old ferry went home for good.\n\nMore.");
        assert_eq!(source.metadata.title, None);
        assert!(source.notes[0].starts_with("no line"));
    }
}
