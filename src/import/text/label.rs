//! A line → the speaker's label that it begins with. Four grammars, tested at the start of a line only.
//! `turns.rs` decides whether a document is a transcript at all; a label alone proves nothing.

use crate::import::line::Line;
use std::collections::{BTreeMap, BTreeSet};

/// A label as it stands at the start of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Mark<'a> {
    /// The whole label with what ends it: `STEVE INSKEEP, HOST:`.
    pub raw: &'a str,
    /// The name alone: `STEVE INSKEEP`.
    pub name: &'a str,
    /// What follows the name's comma: `HOST`.
    pub role: Option<&'a str>,
    pub grammar: Grammar,
}

/// How a kind of transcript prints its labels.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Grammar {
    /// `STEVE INSKEEP, HOST:`, `BAER:`, `MS. JEAN-PIERRE:`, and `Q` with two spaces or a mark after it.
    Capitals,
    /// `Adam Stacoviak:`
    Mixed,
    /// `Mr. McCAIN.`, `The PRESIDING OFFICER (Mr. Thune).`
    Congress,
}

/// Capitals before a colon that name no speaker.
const NO_SPEAKER: [&str; 32] = [
    "FOR IMMEDIATE RELEASE",
    "MEDIA ADVISORY",
    "PRESS RELEASE",
    "CONTACT",
    "CONTACTS",
    "MEDIA CONTACT",
    "PRESS CONTACT",
    "NOTE",
    "NOTES",
    "EDITOR’S NOTE",
    "EDITOR'S NOTE",
    "UPDATE",
    "UPDATED",
    "PUBLISHED",
    "CORRECTION",
    "WARNING",
    "SOURCE",
    "SOURCES",
    "PHOTO",
    "PHOTOS",
    "TO",
    "FROM",
    "CC",
    "SUBJECT",
    "RE",
    "DATE",
    "TIME",
    "LOCATION",
    "WHERE",
    "WHEN",
    "WHAT",
    "WHO",
];
/// Words before a colon that name no speaker either, when they are not in capitals.
const NO_MIXED_SPEAKER: [&str; 14] = [
    "OFFICE",
    "CELL",
    "PHONE",
    "TEL",
    "FAX",
    "EMAIL",
    "E-MAIL",
    "BY",
    "COPYRIGHT",
    "TAGS",
    "CATEGORY",
    "SHARE",
    "WEBSITE",
    "ADDRESS",
];

/// The label at the start of a line, in the first grammar that fits.
pub(crate) fn label(line: &str) -> Option<Mark<'_>> {
    let line = line.trim_start();
    question(line).or_else(|| congress(line)).or_else(|| before_colon(line))
}

/// The folded names of labels that stand at the start of two lines or more.
pub(crate) fn recurring(lines: &[Line<'_>]) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for mark in lines.iter().filter_map(|line| label(line.raw)) {
        *counts.entry(mark.name.to_uppercase()).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name).collect()
}

/// Whether a line of wrapped text begins a turn, and so a paragraph.
pub(crate) fn opens(line: &str, recurring: &BTreeSet<String>) -> bool {
    label(line).is_some_and(|mark| mark.grammar == Grammar::Capitals || recurring.contains(&mark.name.to_uppercase()))
}

/// Whether a line begins with a word and a colon, as labels do, but is known to name no speaker: `CONTACT: …`.
pub(crate) fn is_field(line: &str) -> bool {
    let name = line.split_once(':').map_or("", |(name, _)| name.trim()).to_uppercase();
    NO_SPEAKER.contains(&name.as_str()) || NO_MIXED_SPEAKER.contains(&name.as_str())
}

/// `Q` and `A` of printed interviews and briefings.
fn question(line: &str) -> Option<Mark<'_>> {
    let name = line.get(..1).filter(|name| matches!(*name, "Q" | "A"))?;
    let after = &line[1..];
    let raw = if after.starts_with("  ") || after.starts_with('\t') {
        name
    } else if after.starts_with([':', '.']) && after[1..].starts_with(char::is_whitespace) {
        &line[..2]
    } else {
        return None;
    };
    // `A. Smith` is an initial, so only a question may end in a full stop alone.
    (raw != "A." || !after[1..].trim_start().contains(": ")).then_some(Mark {
        raw,
        name,
        role: None,
        grammar: Grammar::Capitals,
    })
}

/// The printed record of a parliament: a title, the surname in capitals, a full stop.
fn congress(line: &str) -> Option<Mark<'_>> {
    const TITLES: [&str; 7] = ["Mr.", "Mrs.", "Ms.", "Miss", "Dr.", "The", "Senator"];
    let title = TITLES.into_iter().find(|title| line.strip_prefix(title).is_some_and(|rest| rest.starts_with(' ')))?;
    let mut end = title.len();
    let mut capitals = 0;
    for word in line[title.len()..].split_inclusive(' ') {
        let (bare, last) = match word.trim_end().strip_suffix('.') {
            Some(bare) => (bare, true),
            None => (word.trim_end(), false),
        };
        let bracketed = bare.starts_with('(') || line[title.len()..end].contains('(');
        let shouted = is_shouted(bare);
        let small = matches!(bare, "of" | "pro" | "tempore" | "de" | "la" | "" | "and") || line[..end].ends_with("of ");
        if !(shouted || bracketed || small) || end > 60 {
            return None;
        }
        capitals += usize::from(shouted);
        end += word.len();
        let closed = !bracketed || bare.ends_with(')');
        if last && closed && capitals > 0 {
            let raw = line[..end].trim_end();
            return Some(Mark { raw, name: &raw[..raw.len() - 1], role: None, grammar: Grammar::Congress });
        }
    }
    None
}

/// Capitals but for a prefix such as `Mc` or `de`: two letters at the end are enough to tell a surname from a word.
fn is_shouted(word: &str) -> bool {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    letters.len() >= 2 && letters.iter().rev().take(2).all(|c| c.is_uppercase()) && letters[0].is_uppercase()
}

fn before_colon(line: &str) -> Option<Mark<'_>> {
    let colon = line
        .match_indices(':')
        .map(|(at, _)| at)
        .find(|&at| line[at + 1..].chars().next().is_none_or(char::is_whitespace))?;
    let head = line[..colon].trim_end();
    let (name, role) = match head.split_once(',') {
        Some((name, role)) => (name.trim(), Some(role.trim())),
        None => (head, None),
    };
    let words: Vec<&str> = name.split_whitespace().collect();
    let sound = (1..=4).contains(&words.len())
        && role.is_none_or(|role| !role.is_empty() && role.split_whitespace().count() <= 8)
        && name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | '#' | '(' | ')'));
    let folded = name.to_uppercase();
    if !sound || NO_SPEAKER.contains(&folded.as_str()) {
        return None;
    }
    let mark = |grammar| Mark { raw: &line[..=colon], name, role, grammar };
    if is_capitals(name) && role.is_none_or(|role| role.starts_with(char::is_uppercase)) {
        return Some(mark(Grammar::Capitals));
    }
    let names =
        words.iter().all(|word| word.starts_with(char::is_uppercase) || word.bytes().all(|b| b.is_ascii_digit()));
    let mixed = names && role.is_none() && !NO_MIXED_SPEAKER.contains(&folded.as_str());
    mixed.then(|| mark(Grammar::Mixed))
}

/// No small letter but those of `Mc`, and two capitals at least.
fn is_capitals(name: &str) -> bool {
    let name = name.replace("Mc", "").replace("Mac", "");
    name.chars().filter(|c| c.is_uppercase()).count() >= 2 && !name.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(line: &str) -> Option<(&str, Grammar)> {
        label(line).map(|mark| (mark.raw, mark.grammar))
    }

    #[test]
    fn capitals_before_a_colon() {
        assert_eq!(raw("STEVE INSKEEP, HOST:"), Some(("STEVE INSKEEP, HOST:", Grammar::Capitals)));
        assert_eq!(label("STEVE INSKEEP, HOST:").unwrap().role, Some("HOST"));
        assert_eq!(raw("MS. JEAN-PIERRE: Good day."), Some(("MS. JEAN-PIERRE:", Grammar::Capitals)));
        assert_eq!(raw("SPEAKER 1: Yes."), Some(("SPEAKER 1:", Grammar::Capitals)));
        for no in ["FOR IMMEDIATE RELEASE: x", "LOWERING THE PRICE OF BREAD FOR ALL: x", "10:30 AM", "X: y", "Say: no"]
        {
            assert!(raw(no).is_none_or(|(_, grammar)| grammar != Grammar::Capitals), "{no}");
        }
    }

    #[test]
    fn the_record_of_a_parliament() {
        for (line, label) in [
            ("  Mr. McCAIN. I thank the Chair.", "Mr. McCAIN."),
            ("The PRESIDING OFFICER (Mr. Thune). Without objection.", "The PRESIDING OFFICER (Mr. Thune)."),
            ("Mr. BROWN of Ohio. I yield.", "Mr. BROWN of Ohio."),
            ("The SPEAKER pro tempore. The time has expired.", "The SPEAKER pro tempore."),
        ] {
            assert_eq!(raw(line), Some((label, Grammar::Congress)));
        }
        assert_eq!(raw("Mr. Smith. He left."), None);
        assert_eq!(raw("The USA won. So did I."), None);
    }

    #[test]
    fn questions_and_mixed_case() {
        assert_eq!(raw("Q  What now?"), Some(("Q", Grammar::Capitals)));
        assert_eq!(raw("Q: What now?"), Some(("Q:", Grammar::Capitals)));
        assert_eq!(raw("A man: no"), None);
        assert_eq!(raw("Adam Stone: Hello."), Some(("Adam Stone:", Grammar::Mixed)));
        assert_eq!(raw("Office: 12"), None);
    }
}
