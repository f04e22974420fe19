//! A line → the speaker's label that it begins with. Four grammars, tested at the start of a line only.
//! `turns.rs` decides whether a document is a transcript at all; a label alone proves nothing.

use super::paragraph::ends_sentence;
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
#[rustfmt::skip]
const NO_SPEAKER: [&str; 47] = [
    "FOR IMMEDIATE RELEASE", "MEDIA ADVISORY", "PRESS RELEASE", "CONTACT", "CONTACTS", "MEDIA CONTACT", "PRESS CONTACT", "NOTE",
    "NOTES", "EDITOR’S NOTE", "EDITOR'S NOTE", "UPDATE", "UPDATED", "PUBLISHED", "CORRECTION", "WARNING", "SOURCE", "SOURCES",
    "PHOTO", "PHOTOS", "TO", "FROM", "CC", "BCC", "SUBJECT", "RE", "DATE", "TIME", "LOCATION", "PLACE", "WHERE", "WHEN", "WHAT",
    "WHO", "WHY", "HOW", "ALSO", "EXHIBIT", "EXAMINATION", "FACT SHEET", "BACKGROUND", "EMBARGOED", "VIDEO", "AUDIO", "RELATED",
    "READ MORE", "PS",
];
/// Words before a colon that name no speaker either, when they are not in capitals.
#[rustfmt::skip]
const NO_MIXED_SPEAKER: [&str; 22] = [
    "OFFICE", "CELL", "PHONE", "TEL", "FAX", "EMAIL", "E-MAIL", "BY", "COPYRIGHT", "TAGS", "CATEGORY", "SHARE", "WEBSITE", "ADDRESS",
    "MOBILE", "TITLE", "AUTHOR", "EPISODE", "GUESTS", "HOSTS", "LINKS", "DURATION",
];
/// What may stand in a name with a small letter.
const PARTICLES: [&str; 11] = ["van", "von", "de", "der", "den", "la", "le", "da", "di", "al", "bin"];

/// The label at the start of a line, in the first grammar that fits.
pub(crate) fn label(line: &str) -> Option<Mark<'_>> {
    let line = line.trim_start();
    question(line).or_else(|| congress(line)).or_else(|| before_colon(line))
}

/// What is known of a document's labels before its lines are joined to paragraphs.
pub(crate) struct Labels {
    /// The folded names of those that stand at the start of two lines or more.
    recurring: BTreeSet<String>,
    /// Whether a turn in the record of a parliament begins with an indent, as its every paragraph does.
    indented: bool,
}

impl Labels {
    pub fn of(lines: &[Line<'_>]) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let (mut indented, mut flush) = (0, 0);
        for line in lines {
            let Some(mark) = label(line.raw) else { continue };
            *counts.entry(mark.name.to_uppercase()).or_default() += 1;
            if mark.grammar == Grammar::Congress {
                *(if line.indent() > 0 { &mut indented } else { &mut flush }) += 1;
            }
        }
        let recurring = counts.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name).collect();
        Self { recurring, indented: indented > flush }
    }

    /// Whether a line of wrapped text begins a turn, and so a paragraph; `before` is the line above it.
    pub fn opens(&self, line: Line<'_>, before: Line<'_>) -> bool {
        let Some(mark) = label(line.raw) else { return false };
        let recurs = self.recurring.contains(&mark.name.to_uppercase());
        match mark.grammar {
            // In the midst of a sentence, only a label that is known for one ends it.
            Grammar::Capitals => recurs || ends_sentence(before.text()),
            Grammar::Congress => {
                recurs && !self.indented || line.indent() > 0 || !self.indented && ends_sentence(before.text())
            }
            Grammar::Mixed => recurs,
        }
    }
}

/// Whether a line begins with a word and a colon, as labels do, but is known to name no speaker: `CONTACT: …`.
pub(crate) fn is_field(line: &str) -> bool {
    let name = line.split_once(':').map_or("", |(name, _)| name.trim()).to_uppercase();
    NO_SPEAKER.contains(&name.as_str()) || NO_MIXED_SPEAKER.contains(&name.as_str())
}

/// `Q` and `A` of printed interviews, briefings and depositions: behind them two spaces, a colon or a full stop, or
/// nothing else on the line.
fn question(line: &str) -> Option<Mark<'_>> {
    let name = line.get(..1).filter(|name| matches!(*name, "Q" | "A"))?;
    let after = &line[1..];
    let spaces = after.chars().take_while(|c| c.is_whitespace()).count();
    let raw = if after.trim().is_empty() || spaces >= 2 || after.starts_with('\t') {
        name
    } else if after.starts_with([':', '.']) && after[1..].chars().next().is_none_or(char::is_whitespace) {
        &line[..2]
    } else {
        return None;
    };
    // `A. SMITH:` is a name with an initial.
    let named = raw.ends_with('.')
        && before_colon(after[1..].trim_start()).is_some_and(|mark| mark.grammar == Grammar::Capitals);
    (!named).then_some(Mark { raw, name, role: None, grammar: Grammar::Capitals })
}

/// The printed record of a parliament: a title, the surname in capitals, a full stop.
fn congress(line: &str) -> Option<Mark<'_>> {
    const TITLES: [&str; 7] = ["Mr.", "Mrs.", "Ms.", "Miss", "Dr.", "The", "Senator"];
    const LONGEST: usize = 90;
    let title = TITLES.into_iter().find(|title| line.strip_prefix(title).is_some_and(|rest| rest.starts_with(' ')))?;
    let mut end = title.len();
    let mut capitals = 0;
    // `of` brings in the name of a state, which is in small letters.
    let mut of_state = false;
    for word in line[title.len()..].split_inclusive(' ') {
        let (bare, last) = match word.trim_end().strip_suffix('.') {
            Some(bare) => (bare, true),
            None => (word.trim_end(), false),
        };
        let bracketed = bare.starts_with('(') || line[title.len()..end].contains('(');
        let initial = last && bare.chars().count() == 1 && bare.starts_with(char::is_uppercase) && !of_state;
        let shouted = is_shouted(bare);
        let small =
            matches!(bare, "of" | "pro" | "tempore" | "" | "and" | "the" | "Acting" | "Van" | "De" | "La" | "Del");
        let state = of_state && bare.starts_with(char::is_uppercase);
        if !(shouted || bracketed || small || state || initial || PARTICLES.contains(&bare)) || end > LONGEST {
            return None;
        }
        of_state |= bare == "of" && capitals > 0;
        capitals += usize::from(shouted);
        end += word.len();
        let closed = !bracketed || bare.ends_with(')');
        if last && closed && !initial && capitals > 0 {
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
    /// A label is no longer than this, in bytes: a line without an end need not be searched for its colon.
    const LONGEST: usize = 160;
    // Some transcripts print their labels bold, `**Adam Stacoviak:**`.
    let bold = if line.starts_with("**") { "**" } else { "" };
    let inner = &line[bold.len()..];
    let end = inner.char_indices().map(|(at, _)| at).find(|&at| at >= LONGEST).unwrap_or(inner.len());
    let ends = |at: usize| {
        let rest = inner[at + 1..].strip_prefix(bold).unwrap_or(&inner[at + 1..]);
        rest.chars().next().is_none_or(char::is_whitespace)
    };
    let colon = inner[..end].match_indices(':').map(|(at, _)| at).find(|&at| ends(at))?;
    let head = inner[..colon].trim_end();
    let (name, role) = match head.split_once(',') {
        Some((name, role)) => (name.trim(), Some(role.trim())),
        None => (head, None),
    };
    let words: Vec<&str> = name.split_whitespace().collect();
    let sound = (1..=4).contains(&words.len())
        && role.is_none_or(|role| !role.is_empty() && role.split_whitespace().count() <= 8)
        && name.starts_with(char::is_alphabetic)
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '\u{A0}' | '.' | '-' | '\'' | '’' | '#' | '(' | ')'));
    let folded = name.to_uppercase();
    // `BY MR. STONE:` says who asks the questions that follow; it is no turn.
    if !sound || NO_SPEAKER.contains(&folded.as_str()) || folded.starts_with("BY ") {
        return None;
    }
    let closing = if inner[colon + 1..].starts_with(bold) { bold.len() } else { 0 };
    let raw = &line[..bold.len() + colon + 1 + closing];
    let mark = |grammar| Mark { raw, name, role, grammar };
    if is_capitals(name) && role.is_none_or(|role| role.starts_with(char::is_uppercase)) {
        return Some(mark(Grammar::Capitals));
    }
    let name_word = |word: &&str| {
        let word = word.trim_start_matches('(');
        word.starts_with(char::is_uppercase) || word.starts_with(|c: char| c.is_ascii_digit() || c == '#')
    };
    let names = words.iter().all(|word| name_word(word) || PARTICLES.contains(word));
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
        for no in [
            "FOR IMMEDIATE RELEASE: x",
            "LOWERING THE PRICE OF BREAD FOR ALL: x",
            "10:30 AM",
            "X: y",
            "Say: no",
            "BY MR. STONE:",
        ] {
            assert!(raw(no).is_none_or(|(_, grammar)| grammar != Grammar::Capitals), "{no}");
        }
    }

    #[test]
    fn the_record_of_a_parliament() {
        for (line, label) in [
            ("  Mr. McCAIN. I thank the Chair.", "Mr. McCAIN."),
            ("The PRESIDING OFFICER (Mr. Thune). Without objection.", "The PRESIDING OFFICER (Mr. Thune)."),
            ("Mr. BROWN of Ohio. I yield.", "Mr. BROWN of Ohio."),
            ("Mr. BROWN of New York. I yield.", "Mr. BROWN of New York."),
            ("Mr. DANNY K. DAVIS of Illinois. I yield.", "Mr. DANNY K. DAVIS of Illinois."),
            ("The Acting CHAIR. The time has expired.", "The Acting CHAIR."),
            ("The SPEAKER pro tempore. The time has expired.", "The SPEAKER pro tempore."),
            ("Mr. Van HOLLEN. I yield.", "Mr. Van HOLLEN."),
            ("Mr. STONE (during the reading). I ask.", "Mr. STONE (during the reading)."),
        ] {
            assert_eq!(raw(line), Some((label, Grammar::Congress)));
        }
        assert_eq!(raw("Mr. Smith. He left."), None);
        assert_eq!(raw("The USA won. So did I."), None);
    }

    #[test]
    fn questions_and_mixed_case() {
        assert_eq!(raw("Q  What now?"), Some(("Q", Grammar::Capitals)));
        assert_eq!(raw("Q\u{A0}\u{A0}What now?"), Some(("Q", Grammar::Capitals)));
        assert_eq!(raw("Q: What now?"), Some(("Q:", Grammar::Capitals)));
        assert_eq!(raw("A. Yes: two."), Some(("A.", Grammar::Capitals)));
        assert_eq!(raw("A. SMITH: Yes."), Some(("A. SMITH:", Grammar::Capitals)));
        assert_eq!(raw("A man: no"), None);
        assert_eq!(raw("Adam Stone: Hello."), Some(("Adam Stone:", Grammar::Mixed)));
        assert_eq!(raw("Bo van Dam: Hello."), Some(("Bo van Dam:", Grammar::Mixed)));
        assert_eq!(raw("**Adam Stone:** Hello."), Some(("**Adam Stone:**", Grammar::Mixed)));
        assert_eq!(raw("Office: 12"), None);
    }
}
