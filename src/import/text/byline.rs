//! Who wrote it: a line near the top that begins with `By` and goes on with names, in eight languages.

use super::calendar::{self, dates};
use super::reading::Reading;
use crate::import::source::Class;

const RULE: &str = "byline";
/// How many open paragraphs below the title a byline stands at most.
const REACH: usize = 12;

/// What a byline begins with. The short ones begin sentences too, and need names after them.
#[rustfmt::skip]
const BY: [&str; 24] = [
    "Written by", "written by", "Words by", "Posted by", "Reported by", "Story by", "By:", "By", "BY", "by", "Author:", "Autor:",
    "Autorin:", "Von", "Par", "Por", "Di", "Door", "Text:", "Texte:", "Texto:", "Testo:", "Автор:", "Текст:",
];

/// Claims the bylines near the top and names the authors of the first that names any.
pub(crate) fn byline(reading: &mut Reading<'_>) {
    let head: Vec<usize> = reading.open().take(REACH).collect();
    for (at, &index) in head.iter().enumerate() {
        let text = reading.paragraphs[index].text.clone();
        let Some(rest) = after_by(&text) else { continue };
        // `By` may stand alone, with the name on the next line.
        let next = head.get(at + 1).copied().filter(|&next| rest.is_empty() && next == index + 1);
        let names = match next {
            Some(next) => reading.paragraphs[next].text.clone(),
            None => rest.to_owned(),
        };
        let authors = authors(&names);
        if authors.is_none() && !is_line(rest) {
            continue;
        }
        reading.set_aside(index, Class::Byline, RULE);
        if let Some(authors) = authors {
            if let Some(next) = next {
                reading.set_aside(next, Class::Byline, RULE);
            }
            if reading.metadata.authors.is_empty() {
                reading.metadata.authors = authors;
            }
        }
    }
}

/// What follows `By` on a line; `None` where the line begins with another word.
fn after_by(text: &str) -> Option<&str> {
    BY.iter().find_map(|by| {
        let rest = text.strip_prefix(by)?;
        (rest.is_empty() || by.ends_with(':') || rest.starts_with(' ')).then(|| rest.trim())
    })
}

/// Nothing, or a few words, most of them capitalised, that are no sentence.
fn is_line(rest: &str) -> bool {
    let words: Vec<&str> = rest.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).collect();
    let capital = |word: &&&str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    words.len() <= 12
        && words.iter().filter(capital).count() * 4 >= words.len() * 3
        && !rest.ends_with(['.', '?', '!', ',', ':'])
}

/// The names in a byline; `None` when it reads like the start of a sentence.
fn authors(line: &str) -> Option<Vec<String>> {
    const AND: [&str; 9] = [" and ", " und ", " et ", " y ", " e ", " en ", " и ", " & ", ", "];
    let end = [" - ", " – ", " — ", " | ", " • ", " · ", " publi", " veröff", " for ", " / "]
        .iter()
        .filter_map(|end| line.find(end))
        .min();
    let dated = dates(line).first().map(|(_, range)| range.start);
    let line = &line[..end.into_iter().chain(dated).min().unwrap_or(line.len())];
    let mut names = vec![line.trim_end_matches([' ', ','])];
    for and in AND {
        names = names.into_iter().flat_map(|part| part.split(and)).collect();
    }
    let mut names: Vec<String> =
        names.into_iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    // What follows a name and a comma may be an office: the names before it still count.
    let sound = names.iter().position(|name| !is_name(name)).unwrap_or(names.len());
    let office = names
        .get(sound)
        .is_none_or(|office| sound > 0 && !office.ends_with(['.', '?', '!']) && office.split(' ').count() <= 5);
    names.truncate(sound);
    (office && !names.is_empty()).then_some(names)
}

/// Two to four capitalised words.
fn is_name(name: &str) -> bool {
    const SMALL: [&str; 12] = ["de", "van", "von", "al", "da", "der", "den", "di", "dos", "del", "la", "zu"];
    let words: Vec<&str> = name.split_whitespace().collect();
    (2..=4).contains(&words.len())
        && words.iter().all(|word| word.starts_with(char::is_uppercase) || SMALL.contains(word))
        && words.iter().all(|word| !calendar::NO_NAMES.contains(word))
        && !name.ends_with(['.', '?', '!', ':'])
        && !name.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byline_names_authors_only() {
        let names = |line: &str| authors(line).map(|names| names.join("; "));
        assert_eq!(names("Ada Ferry and Bo van Dam").as_deref(), Some("Ada Ferry; Bo van Dam"));
        assert_eq!(names("Ada Ferry, Bo Reed, Cy Stone").as_deref(), Some("Ada Ferry; Bo Reed; Cy Stone"));
        assert_eq!(names("Ada Ferry, Ferry Post Staff").as_deref(), Some("Ada Ferry; Ferry Post Staff"));
        assert_eq!(names("Ada Ferry - 11/19/2019 06:56 AM").as_deref(), Some("Ada Ferry"));
        assert_eq!(names("Ada Ferry publiziert am 25. September 2018").as_deref(), Some("Ada Ferry"));
        assert_eq!(names("Ada Ferry und Bo Reed").as_deref(), Some("Ada Ferry; Bo Reed"));
        assert_eq!(names("the river he sat down"), None);
        assert_eq!(names("Tuesday the bridge was open."), None);
    }
}
