//! The title, the site's name that hangs on it, and the lines that repeat it.

use super::paragraph::{ends_sentence, words};
use super::reading::{Part, Reading};
use super::tail;
use crate::import::source::{Class, Field};

const RULE: &str = "title";
/// A longer first line is no title.
const LONGEST: usize = 25;
/// How far down a title is repeated.
const REACH: usize = 40;

/// Claims the title, what stands before it, and its repetitions.
pub(crate) fn title(reading: &mut Reading<'_>) {
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
    let repeats: Vec<usize> = reading
        .open()
        .filter(|&index| index != at && index < at + REACH)
        .filter(|&index| [fold(title), fold(&line)].contains(&fold(&reading.paragraphs[index].text)))
        .collect();
    let mut values = vec![(Field::Title, title.to_owned())];
    values.extend(publisher.map(|publisher| (Field::Publisher, publisher.to_owned())));
    // Where more than a title and one name stand on the line, it is kept whole, and a repetition gives the title.
    let whole = values.iter().map(|(_, value)| fold(value)).collect::<String>() == fold(&line);
    let source = if whole { at } else { repeats[0] };
    for index in std::iter::once(at).chain(repeats) {
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
}

/// The first line, where it is short enough and no part of a page's frame; else the first line that is repeated.
fn find(reading: &Reading<'_>) -> Option<usize> {
    let is_title = |index: usize| {
        let text = &reading.paragraphs[index].text;
        (1..=LONGEST).contains(&words(text)) && tail::mark(text).is_none()
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
