//! Short lines between paragraphs: headings, kickers, captions, pull quotes. Only headings go to the page as such;
//! the rest is set aside, each under its own class. What no rule is sure of stays a passage.

use super::label;
use super::paragraph::{bullet, ends_sentence, words};
use super::reading::{Part, Reading};
use crate::import::source::Class;
use std::collections::{BTreeMap, BTreeSet};

/// Claims the short lines of an article.
pub(crate) fn headings(reading: &mut Reading<'_>) {
    pull_quotes(reading);
    let spaced = is_spaced(reading);
    let headings: BTreeSet<usize> = reading.open().filter(|&index| is_heading(reading, index, spaced)).collect();
    let names = Names::of(reading);
    let captions: Vec<usize> = reading.open().filter(|&index| is_caption(reading, &names, index)).collect();
    let kickers: Vec<usize> =
        reading.open().filter(|index| !headings.contains(index) && is_kicker(reading, *index, &headings)).collect();
    let said = said_elsewhere(reading, &kickers);
    // Two names or more between paragraphs are the headings of a row of portraits.
    let portraits = captions.iter().filter(|index| headings.contains(index)).count() > 1;
    for index in captions {
        if !(portraits && headings.contains(&index)) && reading.is_open(index) {
            reading.set_aside(index, Class::Caption, "caption");
            doubt_caption(reading, &names, index);
        }
    }
    for index in kickers {
        if reading.is_open(index) && !said.contains(&index) {
            reading.set_aside(index, Class::Kicker, "kicker");
        }
    }
    let headings: Vec<usize> = headings.into_iter().filter(|&index| reading.is_open(index)).collect();
    let levels = levels(reading, &headings);
    for (index, level) in headings.into_iter().zip(levels) {
        reading.claim(index, Part::Heading(level));
    }
}

/// Whether blank lines stand between most paragraphs, so that they mean something.
fn is_spaced(reading: &Reading<'_>) -> bool {
    reading.paragraphs.iter().filter(|paragraph| paragraph.blank_before > 0).count() * 2 >= reading.paragraphs.len()
}

/// A short line without a full stop, mostly in capitalised words, or a question, or `Word: more`; text follows.
fn is_heading(reading: &Reading<'_>, index: usize, spaced: bool) -> bool {
    let paragraph = &reading.paragraphs[index];
    let text = paragraph.text.as_str();
    let near = index + 1..reading.paragraphs.len().min(index + 4);
    let next = near.into_iter().find(|&next| is_text_or_absent(reading, next));
    let alone = paragraph.lines.len() == 1
        && (!spaced || reading.paragraphs.get(index + 1).is_some_and(|next| next.blank_before > 0))
        && (!spaced || index == 0 || paragraph.blank_before > 0);
    let short = (1..=12).contains(&words(text)) && text.chars().count() <= 110;
    let unended = !text.ends_with(['.', ',', ';', ':', '…', '”', '"']);
    let leads = next.is_some_and(|next| leads_to(reading, next));
    alone
        && short
        && unended
        && leads
        && !label::is_field(text)
        && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && (is_title_case(text) || text.ends_with('?') || has_lead_word(text) || is_sentence_case(reading, index))
}

/// Most languages write headings as they write sentences: a few words that stand alone between two paragraphs of text.
fn is_sentence_case(reading: &Reading<'_>, index: usize) -> bool {
    let paragraph = &reading.paragraphs[index];
    let text = |at: Option<usize>| {
        at.is_some_and(|at| {
            reading.is_open(at) && reading.paragraphs[at].is_prose() && reading.paragraphs[at].words >= 12
        })
    };
    reading.is_airy
        && paragraph.stands_alone
        && (2..=10).contains(&paragraph.words)
        && text(index.checked_sub(1))
        && text(Some(index + 1))
}

/// Not another short line.
fn is_text_or_absent(reading: &Reading<'_>, index: usize) -> bool {
    let paragraph = &reading.paragraphs[index];
    !reading.is_open(index) || paragraph.words > 12 || paragraph.is_prose()
}

/// Text that can stand under a heading.
fn leads_to(reading: &Reading<'_>, index: usize) -> bool {
    match reading.part(index) {
        None => reading.paragraphs[index].is_prose(),
        Some(part) => matches!(part, Part::Item(_) | Part::Quote),
    }
}

/// Three in five of the words that carry meaning begin with a capital.
fn is_title_case(text: &str) -> bool {
    let long = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() >= 4;
    let mut carrying: Vec<&str> = text.split_whitespace().filter(long).collect();
    if carrying.is_empty() {
        carrying = text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).collect();
    }
    let capital =
        |word: &&&str| word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase);
    text.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && carrying.iter().filter(capital).count() * 5 >= carrying.len() * 3
}

/// `Conclusion: what now`
fn has_lead_word(text: &str) -> bool {
    text.split_once(": ").is_some_and(|(lead, rest)| words(lead) <= 2 && words(rest) >= 1)
}

/// A few words right before or after a heading that are none themselves.
fn is_kicker(reading: &Reading<'_>, index: usize, headings: &BTreeSet<usize>) -> bool {
    let paragraph = &reading.paragraphs[index];
    let is_title =
        |at: usize| matches!(reading.part(at), Some(Part::Metadata(_) | Part::Boilerplate(Class::DuplicateTitle, _)));
    let is_head = |at: Option<usize>| at.is_some_and(|at| headings.contains(&at) || is_title(at));
    let text = &paragraph.text;
    words(text) <= 6
        && paragraph.lines.len() == 1
        && bullet(text).is_none()
        && !ends_sentence(text)
        && !text.ends_with([',', ';'])
        && text.contains(|c: char| c.is_alphabetic())
        && (is_head(index.checked_sub(1)) || is_head(Some(index + 1)))
}

/// A name that the text knows, or a credit, alone between two paragraphs of text.
fn is_caption(reading: &Reading<'_>, names: &Names, index: usize) -> bool {
    let paragraph = &reading.paragraphs[index];
    let text = &paragraph.text;
    let prose = |at: Option<usize>| at.is_some_and(|at| reading.is_open(at) && reading.paragraphs[at].is_prose());
    words(text) <= 8
        && paragraph.lines.len() == 1
        && !text.ends_with(['.', '!', '?', ':', ',', ';'])
        && prose(index.checked_sub(1))
        && prose(Some(index + 1))
        && (is_credit(text) || names.nearest(text).is_some())
}

fn is_credit(text: &str) -> bool {
    const CREDITS: [&str; 16] = [
        "Getty",
        "Reuters",
        "AFP",
        "Photo",
        "Photograph",
        "Credit",
        "Image",
        "Illustration",
        "Courtesy",
        "Shutterstock",
        "Foto",
        "Bild",
        "Crédit",
        "Crédito",
        "Imagen",
        "Фото",
    ];
    text.split(|c: char| !c.is_alphanumeric()).any(|word| CREDITS.contains(&word))
}

/// The names of two or three words in a document's text, by their first letters.
struct Names(BTreeMap<String, BTreeSet<String>>);

impl Names {
    fn of(reading: &Reading<'_>) -> Self {
        let bare = |word: &str| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            word.trim_end_matches("’s").trim_end_matches("'s").to_owned()
        };
        let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for index in reading.open().filter(|&index| reading.paragraphs[index].is_prose()) {
            let words: Vec<String> = reading.paragraphs[index].text.split_whitespace().map(bare).collect();
            for name in words.windows(2).chain(words.windows(3)) {
                if name.iter().all(|word| word.starts_with(char::is_uppercase)) {
                    names.entry(first_letters(&name[0])).or_default().insert(name.join(" "));
                }
            }
        }
        Self(names)
    }

    /// The name that a line of capitalised words spells, give or take two letters.
    fn nearest(&self, line: &str) -> Option<&String> {
        let names = self.0.get(&first_letters(line))?.iter();
        let length = |text: &str| text.split_whitespace().count();
        names
            .map(|name| (distance(name, line), name))
            .filter(|(distance, name)| *distance <= 2 && length(name) == length(line))
            .min()
            .map(|(_, name)| name)
    }
}

fn first_letters(text: &str) -> String {
    text.chars().take(2).collect()
}

fn doubt_caption(reading: &mut Reading<'_>, names: &Names, index: usize) {
    let text = reading.paragraphs[index].text.clone();
    if let Some(name) = names.nearest(&text).filter(|name| **name != text) {
        reading.doubt_at(index, format!("is taken for a caption; it spells \"{text}\", the text spells \"{name}\""));
    }
}

/// The number of letters to insert, drop or replace (Levenshtein 1966).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()]
}

/// Sets aside a line that a paragraph of the text says too.
fn pull_quotes(reading: &mut Reading<'_>) {
    let quotes: Vec<usize> =
        reading.open().filter(|&index| (6..=40).contains(&reading.paragraphs[index].words)).collect();
    for index in said_elsewhere(reading, &quotes) {
        reading.set_aside(index, Class::PullQuote, "pull-quote");
    }
}

/// Which of some lines stand, without their quotation marks, in an open paragraph that says more.
fn said_elsewhere(reading: &Reading<'_>, lines: &[usize]) -> BTreeSet<usize> {
    let mut sought: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &index in lines {
        sought.entry(reading.paragraphs[index].text.trim_matches(['"', '“', '”', ' '])).or_default().push(index);
    }
    // All lines are sought at once, so a long document costs one pass.
    let Ok(seeker) = aho_corasick::AhoCorasick::new(sought.keys()) else { return BTreeSet::new() };
    let mut sought: Vec<Vec<usize>> = sought.into_values().collect();
    let mut said = BTreeSet::new();
    for index in reading.open() {
        let paragraph = &reading.paragraphs[index];
        for found in seeker.find_overlapping_iter(paragraph.text.as_str()) {
            let lines = &mut sought[found.pattern().as_usize()];
            let words = lines.first().map_or(0, |&line| reading.paragraphs[line].words);
            if paragraph.words >= words + 5 {
                said.extend(lines.drain(..));
            }
        }
    }
    said
}

/// Where some headings have two blank lines before them, those are of level 2 and the others of level 3; else all are
/// of level 2, but for the second of two in a row.
fn levels(reading: &Reading<'_>, headings: &[usize]) -> Vec<u8> {
    let doubled = |index: usize| reading.paragraphs[index].blank_before >= 2;
    let graded = headings.iter().any(|&index| doubled(index));
    let level = |at: usize| {
        let index = headings[at];
        let follows = at > 0 && headings[at - 1] + 1 == index;
        if graded && !doubled(index) || !graded && follows { 3 } else { 2 }
    };
    (0..headings.len()).map(level).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::source::{Content, Source};
    use crate::import::text::read;

    const PROSE: &str = "The mayor cut the ribbon on Tuesday morning, and old Ada Stone, who had steered the ferry over \
        the river for forty years, went home for good.";

    fn outline(source: &Source) -> Vec<String> {
        source
            .blocks
            .iter()
            .filter_map(|block| match &block.content {
                Content::Heading { level, text } => Some(format!("h{level} {text}")),
                Content::Boilerplate { class, raw, .. } => Some(format!("{} {}", class.as_str(), raw[0])),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn short_lines_between_paragraphs() {
        let source = read(&format!(
            "The bridge opens\n\nIn brief\n\n\nThe Day: A Ribbon\n\nA last look\n\n{PROSE}\n\nAda Ston\n\n{PROSE} And so on.\n\n\
             \nWhat Comes Next?\n\nThe Ferry and the River\n\nNobody knows what is to become of the ferry, nor of the old landing.\n"
        ));
        assert_eq!(
            outline(&source),
            [
                "kicker In brief",
                "h2 The Day: A Ribbon",
                "kicker A last look",
                "caption Ada Ston",
                "h2 What Comes Next?",
                "h3 The Ferry and the River",
            ]
        );
        assert_eq!(source.passages().count(), 3);
        assert!(source.notes.iter().any(|note| note.contains("spells \"Ada Ston\", the text spells \"Ada Stone\"")));
    }

    #[test]
    fn a_pull_quote_is_no_passage() {
        let source = read(&format!(
            "The bridge opens\n\n{PROSE}\n\n“The mayor cut the ribbon on Tuesday morning”\n\nNobody on the bank had thought that the day would come.\n"
        ));
        assert_eq!(outline(&source), ["pull-quote “The mayor cut the ribbon on Tuesday morning”"]);
    }

    #[test]
    fn a_row_of_portraits_has_headings() {
        let source = read(&format!(
            "Two ferrymen\n\nBo Reed\n\n{PROSE} And Bo Reed laughed.\n\nAda Stone\n\n{PROSE} So it is.\n\nBo Reed\n\n{PROSE} It was.\n"
        ));
        assert!(outline(&source).iter().all(|line| line.starts_with("h2")), "{:?}", outline(&source));
    }

    #[test]
    fn a_line_that_ends_in_a_full_stop_stays_a_passage() {
        let source = read(&format!(
            "The bridge opens\n\n{PROSE}\n\nNobody Cried.\n\nNobody on the bank had thought that the day would come.\n"
        ));
        assert_eq!(outline(&source), Vec::<String>::new());
    }

    #[test]
    fn letters_that_differ_are_counted() {
        assert_eq!(distance("Steve Ston", "Steve Stone"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
