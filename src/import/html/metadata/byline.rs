//! Byline → the part of it that names people: what opens it, follows it and separates the names is cut away.

use crate::import::months::month;

/// Words that open a byline wherever it stands.
#[rustfmt::skip]
const OPENINGS: &[&str] = &[
    "author", "authors", "posted by", "published by", "reported by", "story by", "text by", "words by", "written by",
    "artikel von", "autor", "autor/in", "autoren", "autorin", "blog beitrag von", "ein beitrag von", "ein gastbeitrag von",
    "ein kommentar von", "eine analyse von", "eingestellt von", "erstellt von", "gastbeitrag von", "geschrieben von",
    "text von", "verfasst von", "veröffentlicht von",
    "auteur", "auteurs", "auteur(s)", "propos recueillis par", "publié par", "rédigé par", "écrit par",
    "autora", "autores", "escrito por", "publicado por", "publicado por",
    "a cura di", "autore", "pubblicato da", "scritto da",
    "geschreven door", "skrevet av", "skrevet af", "автор", "autor wpisu",
];

/// Words that open a byline where one is expected, and sentences elsewhere.
#[rustfmt::skip]
const SHORT_OPENINGS: &[&str] = &[
    "by", "von", "par", "por", "da", "di", "av", "af", "door", "przez", "tarafından", "text", "texte", "texto", "testo",
    "interview", "words", "report",
];

/// Words after which something else than the author is told.
#[rustfmt::skip]
const ENDS: &[&str] = &[
    " on ", " am ", " vom ", " le ", " il ", " el ", " in ", " für ", " for ", " at ", " auf ", " aus ", " bei ",
    ", den ", " foto ", " fotos ", " photo ", " photos ", " bild ", " bilder ", " illustration ", " fotografie ",
];

#[rustfmt::skip]
const SEPARATORS: &[&str] = &[
    " and ", " und ", " et ", " y ", " e ", " & ", " och ", " en ", " og ", " mit ", " with ", ",", ";", " / ", " /", " + ",
];

/// The parts of a byline that may be names, in order.
pub(super) fn parts(byline: &str) -> Vec<&str> {
    let lines = byline.split(['\n', '|', '•', '·', '–', '—', '\u{2028}']).map(str::trim);
    let mut lines = lines.filter(|line| !opened(line).is_empty() && !begins_with_date(line));
    let line = after_inner_opening(opened(lines.next().unwrap_or_default()));
    let mut parts = vec![until_end(line)];
    for separator in SEPARATORS {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    // `dpa/lno` are two; `Autor/in` is one word.
    parts = parts
        .into_iter()
        .flat_map(|part| if part.contains(' ') { vec![part] } else { part.split('/').collect() })
        .collect();
    parts.into_iter().map(opened).collect()
}

/// Whether a line says by itself that it names an author: `Autor: …`, `Written by …`.
pub(super) fn is_labelled(line: &str) -> bool {
    let line = line.trim_start();
    OPENINGS.iter().any(|opening| {
        let rest = rest_after(line, opening);
        // A bare noun may begin a sentence; with a colon it is a label.
        rest.is_some_and(|rest| {
            opening.contains(' ') && rest.starts_with([' ', ':']) || rest.trim_start().starts_with(':')
        })
    })
}

/// Whether a line that stands where bylines do opens like one.
pub(super) fn is_opened(line: &str) -> bool {
    let line = line.trim_start();
    is_labelled(line)
        || ["by", "von", "par", "por", "text"]
            .iter()
            .any(|opening| rest_after(line, opening).is_some_and(|rest| rest.starts_with([' ', ':'])))
}

/// Whether the words before a place open a byline: `Posted by <a class="username">`.
pub(super) fn opens(before: &str) -> bool {
    let before = before.trim_end_matches([' ', ':']).to_lowercase();
    let ends =
        |opening: &str| before.strip_suffix(opening).is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '\n']));
    ["by", "von", "par", "por", "autor", "autorin", "author", "auteur"].iter().any(|opening| ends(opening))
}

/// The line without the words that open it.
fn opened(line: &str) -> &str {
    let mut line = line.trim().trim_start_matches(|c: char| !c.is_alphanumeric() && c != '@' && c != '(').trim();
    // Openings follow one another at most this often: `Autor: Text von`.
    for _ in 0..4 {
        let rests = OPENINGS.iter().chain(SHORT_OPENINGS).filter_map(|opening| rest_after(line, opening));
        let rests = rests.filter(|rest| rest.is_empty() || rest.starts_with([' ', ':', '\n']) || is_glued(line, rest));
        match rests.min_by_key(|rest| rest.len()) {
            Some(rest) => line = rest.trim_start_matches([' ', ':', '\n']),
            None => break,
        }
    }
    line
}

/// Whether only a style sheet keeps a name apart from what opens it: `ByAda Ferry`.
fn is_glued(line: &str, rest: &str) -> bool {
    let opening = &line[..line.len() - rest.len()];
    matches!(opening, "By" | "by" | "Von" | "von") && rest.starts_with(char::is_uppercase)
}

/// What follows an opening, whatever its case.
fn rest_after<'l>(line: &'l str, opening: &str) -> Option<&'l str> {
    let mut rest = line.chars();
    for wanted in opening.chars() {
        let c = rest.next()?;
        if !c.to_lowercase().eq(std::iter::once(wanted)) {
            return None;
        }
    }
    Some(rest.as_str())
}

/// The line after a `Von` or `By` with a capital within it, before which a category stands.
fn after_inner_opening(line: &str) -> &str {
    let openings = [" Von ", " By ", " Par ", " Por ", " VON ", " BY "];
    openings.iter().find_map(|opening| Some(line.split_once(opening)?.1)).unwrap_or(line)
}

/// The line up to a date, a bracket, or words that tell something else.
fn until_end(line: &str) -> &str {
    let mut end = line.find(['(', '[', '<']).unwrap_or(line.len());
    let lower = line.to_lowercase();
    if lower.len() == line.len() {
        end = ENDS.iter().filter_map(|mark| lower.find(mark)).fold(end, usize::min);
    }
    let mut at = 0;
    for (nth, word) in line.split(' ').enumerate() {
        let dated = word.starts_with(|c: char| c.is_ascii_digit())
            || word.strip_suffix(',').is_some_and(|word| month(word).is_some());
        if nth > 0 && dated {
            end = end.min(at);
            break;
        }
        at += word.len() + 1;
    }
    line.get(..end).unwrap_or(line).trim()
}

fn begins_with_date(line: &str) -> bool {
    let first = line.split([' ', ',', '.']).next().unwrap_or_default();
    let digits = line.contains(|c: char| c.is_ascii_digit());
    digits
        && (month(first).is_some()
            || line.starts_with(|c: char| c.is_ascii_digit()) && !first.contains(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_opens_and_follows_names_is_cut_away() {
        for (line, names) in [
            ("By Ada Ferry and Bo Reed", vec!["Ada Ferry", "Bo Reed"]),
            ("Von Ada Ferry, Bo Reed und Cy Stone", vec!["Ada Ferry", "Bo Reed", "Cy Stone"]),
            ("Posted by: Ada Ferry on 12 April 2019", vec!["Ada Ferry"]),
            ("12.04.2019 | Autorin: Ada Ferry", vec!["Ada Ferry"]),
            ("Ada Ferry (dpa)", vec!["Ada Ferry"]),
            ("ByAda Ferry", vec!["Ada Ferry"]),
            ("Byron Reed", vec!["Byron Reed"]),
            ("Politics By Ada Ferry", vec!["Ada Ferry"]),
            ("Par Ada Ferry le 12/04/2019", vec!["Ada Ferry"]),
            ("Text: Ada Ferry Fotos: Bo Reed", vec!["Ada Ferry Fotos: Bo Reed"]),
        ] {
            assert_eq!(parts(line), names, "{line}");
        }
    }

    #[test]
    fn a_label_is_told_from_a_sentence() {
        assert!(is_labelled("Author: Ada Ferry") && is_labelled("geschrieben von Ada Ferry"));
        assert!(!is_labelled("Authors of all kinds met") && !is_labelled("By the river"));
        assert!(is_opened("By the river") && !is_opened("Bystanders saw it"));
    }
}
