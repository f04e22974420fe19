//! The words of a document, and what becomes of a hyphen at the end of a line: whether it belongs to the word, or was put
//! there to break it.

use super::line::Line;
use std::collections::BTreeSet;

/// Stands in a word where a hyphen was taken out.
pub(super) const SOFT: char = '\u{AD}';
/// What is drawn as a hyphen. A soft one that is drawn is one too: some fonts have one glyph for both.
const HYPHENS: [char; 4] = ['-', '\u{2010}', '\u{2011}', SOFT];

#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// In lower case.
    words: BTreeSet<String>,
    /// With their hyphens, in lower case.
    compounds: BTreeSet<String>,
    /// The hyphens that stand within its lines. Another one at a line's end is there only to break a word.
    own: BTreeSet<char>,
    /// A hyphen at a line's end is the word's own, unless it is of a kind that is used only there.
    unbroken: bool,
}

/// What a line's end does to its last word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum End {
    /// No word goes on over it.
    Word,
    /// The word goes on; its hyphen is its own.
    Compound,
    /// The word goes on, and had no hyphen; this long is the one at the line's end, in bytes.
    Broken(usize),
}

impl Vocabulary {
    /// The words of these paragraphs, each the text of its lines.
    pub fn of<'a>(paragraphs: impl Iterator<Item = &'a [Line]> + Clone) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for lines in paragraphs.clone() {
            let mut broken = false;
            for line in lines {
                let text = line.text();
                let mut words = text.split_whitespace().peekable();
                while let Some(word) = words.next() {
                    let last = words.peek().is_none() && hyphen(word).is_some();
                    if !last && !broken {
                        vocabulary.learn(word);
                    }
                    broken = last;
                }
            }
        }
        vocabulary.unbroken = vocabulary.keeps_hyphens(paragraphs);
        vocabulary
    }

    fn learn(&mut self, word: &str) {
        let word = bare(word);
        for part in word.split(HYPHENS).filter(|part| !part.is_empty()) {
            self.words.insert(part.to_owned());
        }
        if word.contains(HYPHENS) {
            self.own.extend(word.chars().filter(|c| HYPHENS.contains(c)));
            self.compounds.insert(word.replace(HYPHENS, "-"));
        }
    }

    /// Whether hyphens at the ends of lines belong to their words: the document breaks words with a hyphen of another kind,
    /// or, as in a browser, not at all; then, of those that it explains itself, none breaks a word.
    fn keeps_hyphens<'a>(&self, paragraphs: impl Iterator<Item = &'a [Line]>) -> bool {
        let (mut compounds, mut broken) = (0, 0);
        for pair in paragraphs.flat_map(|lines| lines.windows(2)) {
            let (one, other) = (pair[0].text(), pair[1].text());
            let Some((left, right)) = halves(&one, &other) else { continue };
            if hyphen(one.trim_end()).is_some_and(|(_, sign)| self.is_for_breaks(sign)) {
                return true;
            }
            if self.words.contains(&format!("{left}{right}")) {
                broken += 1;
            } else if self.is_compound(&left, &right) {
                compounds += 1;
            }
        }
        compounds > 0 && broken == 0
    }

    /// Whether a hyphen is used only to break words.
    fn is_for_breaks(&self, sign: char) -> bool {
        sign != '-' && !self.own.contains(&sign)
    }

    fn is_compound(&self, left: &str, right: &str) -> bool {
        let whole = self.compounds.contains(&format!("{left}-{right}"));
        whole || (self.words.contains(left) && self.words.contains(right) && left.len() > 2 && right.len() > 2)
    }

    /// The hyphens that break words of these lines, as a reader sees them.
    pub fn broken(&self, lines: &[Line]) -> String {
        let texts: Vec<String> = lines.iter().map(Line::text).collect();
        let ends = texts.windows(2).filter(|pair| matches!(self.end(&pair[0], &pair[1]), End::Broken(_)));
        let signs = ends.filter_map(|pair| hyphen(pair[0].trim_end()));
        signs.map(|(_, sign)| if sign == SOFT { '-' } else { sign }).collect()
    }

    /// What the end of `one` does to the word that may go on in `next`.
    pub fn end(&self, one: &str, next: &str) -> End {
        let one = one.trim_end();
        let Some((length, sign)) = hyphen(one) else { return End::Word };
        let Some((left, right)) = halves(one, next) else {
            return if next.trim_start().starts_with(char::is_alphanumeric) { End::Compound } else { End::Word };
        };
        let first = next.trim_start().chars().next().unwrap_or(' ');
        let word = one.split_whitespace().next_back().unwrap_or_default();
        let joined = format!("{left}{right}");
        if (first.is_uppercase() && word.contains(char::is_lowercase)) || is_address(word) {
            return End::Compound;
        }
        if self.compounds.contains(&format!("{left}-{right}")) && !self.words.contains(&joined) {
            return End::Compound;
        }
        if self.words.contains(&joined) || self.is_for_breaks(sign) {
            return End::Broken(length);
        }
        // `state-of-the-` has shown that it is one of those words.
        let chained = bare(word).contains(HYPHENS);
        if chained || self.unbroken || self.is_compound(&left, &right) { End::Compound } else { End::Broken(length) }
    }
}

/// Whether a text ends within a word.
pub(super) fn breaks(text: &str) -> bool {
    hyphen(text.trim_end()).is_some()
}

/// The hyphen that a text ends in, with a letter before it: its length in bytes, and which it is.
fn hyphen(text: &str) -> Option<(usize, char)> {
    let sign = text.chars().next_back().filter(|c| matches!(*c, '-' | '\u{2010}' | SOFT))?;
    let before = text[..text.len() - sign.len_utf8()].chars().next_back()?;
    (before.is_alphanumeric()).then_some((sign.len_utf8(), sign))
}

/// The halves of the word that is broken between two lines, in lower case; both must be letters at the break.
fn halves(one: &str, next: &str) -> Option<(String, String)> {
    let one = one.trim_end();
    let (length, _) = hyphen(one)?;
    let left = one[..one.len() - length].rsplit(|c: char| !c.is_alphabetic() && c != '\'' && c != '’').next()?;
    let right = next.trim_start().split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’').next()?;
    (!left.is_empty() && !right.is_empty()).then(|| (left.to_lowercase(), right.to_lowercase()))
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn is_address(word: &str) -> bool {
    word.contains("://") || word.contains("www.") || word.contains('@') || word.matches('/').count() > 1
}
