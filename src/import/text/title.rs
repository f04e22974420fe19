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
    let mut values = vec![(Field::Title, title.to_owned())];
    values.extend(publisher.map(|publisher| (Field::Publisher, publisher.to_owned())));
    reading.claim(at, Part::Metadata(values));
    let folded = fold(title);
    let repeats: Vec<usize> = reading
        .open()
        .take_while(|&index| index < at + REACH)
        .filter(|&index| {
            let text = &reading.paragraphs[index].text;
            fold(text) == folded || fold(text) == fold(&line)
        })
        .collect();
    for index in repeats {
        reading.set_aside(index, Class::DuplicateTitle, RULE);
    }
    reading.metadata.title = Some(title.to_owned());
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
        let text =
            fold(split(&reading.paragraphs[index].text).map_or(reading.paragraphs[index].text.as_str(), |s| s.0));
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

/// The title and the site's name after a separator. A dash may belong to the title, so it needs evidence: the site's
/// name stands elsewhere in the document, or the title is repeated without it.
fn split_suffix<'t>(reading: &Reading<'_>, at: usize, line: &'t str) -> (&'t str, Option<&'t str>) {
    let Some((title, separator, site)) = split(line) else { return (line, None) };
    let dash = matches!(separator, " - " | " – " | " — ");
    let evident = reading.paragraphs.iter().enumerate().any(|(index, paragraph)| {
        index != at && (paragraph.text.contains(site) || fold(&paragraph.text) == fold(title))
    });
    if dash && !evident { (line, None) } else { (title, Some(site)) }
}

fn split(line: &str) -> Option<(&str, &'static str, &str)> {
    const SEPARATORS: [&str; 7] = [" : ", " | ", " :: ", " · ", " - ", " – ", " — "];
    let (at, separator) =
        SEPARATORS.into_iter().filter_map(|separator| Some((line.rfind(separator)?, separator))).max()?;
    let (title, site) = (line[..at].trim(), line[at + separator.len()..].trim());
    let sound = (1..=5).contains(&words(site)) && words(title) >= 2 && !site.starts_with(char::is_lowercase);
    sound.then_some((title, separator, site))
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
