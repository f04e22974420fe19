//! What somebody typed → a query: words, phrases in quotation marks, and what must not be there. Called by the command
//! line; no query is wrong, but one can have too many phrases.

use crate::prose::fold::letters;
use crate::prose::term::{Kind, terms};
use crate::span::Span;
use std::fmt;

/// Each phrase is looked for in the passages by itself.
const MOST_PHRASES: usize = 32;

/// What is sought.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    /// All that count for the order, those of phrases among them.
    pub(super) words: Vec<Word>,
    /// What must stand in the passage, word after word; none is empty.
    pub(super) phrases: Vec<Vec<Word>>,
    /// Words and phrases that must not.
    pub(super) excluded: Vec<Vec<Word>>,
}

/// A term that is sought.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Word {
    /// As it was typed.
    pub typed: String,
    pub folded: String,
    pub spelled: String,
    pub kind: Kind,
    /// Whether it is sought for itself, and not only as a part of a phrase.
    pub stands_alone: bool,
}

/// A query has more phrases than are looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooManyPhrases;

impl fmt::Display for TooManyPhrases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a query may have {MOST_PHRASES} phrases and words with `-`; leave some out")
    }
}

impl Query {
    /// Reads `peace "red line" -gaza`: words; phrases in “ ”, " ", « » or „ “; after a hyphen, what must not be there.
    /// A mark that nothing closes is no mark.
    pub fn parse(text: &str) -> Result<Self, TooManyPhrases> {
        let mut query = Self::default();
        for Part { span, is_phrase, is_excluded } in parts(text) {
            let mut words = words(span.of(text), !is_phrase && !is_excluded);
            if words.is_empty() {
                continue;
            }
            if is_excluded {
                trim_tail(&mut words);
                query.excluded.push(words);
            } else if is_phrase {
                query.words.extend(words.iter().cloned());
                trim_tail(&mut words);
                query.phrases.push(words);
            } else {
                trim_tail(&mut words);
                query.words.extend(words);
            }
        }
        if query.phrases.len() + query.excluded.len() > MOST_PHRASES { Err(TooManyPhrases) } else { Ok(query) }
    }

    /// Whether nothing is asked for: then the filter alone decides.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.excluded.is_empty()
    }

    /// Whether some of the words must stand one after the other.
    pub fn has_phrases(&self) -> bool {
        !self.phrases.is_empty()
    }
}

/// The terms of a part of the query.
fn words(text: &str, stands_alone: bool) -> Vec<Word> {
    let mut words = Vec::new();
    terms(text, |term| {
        words.push(Word {
            typed: term.span.of(text).to_owned(),
            folded: term.folded.to_owned(),
            spelled: term.spelled.to_owned(),
            kind: term.kind,
            stands_alone,
        });
    });
    words
}

/// A run of characters without spaces may go on in the text where it ends in the query, so its last character is no
/// term of its own there: the pair before has it already.
fn trim_tail(words: &mut Vec<Word>) {
    if let [.., before, last] = &words[..]
        && last.kind == Kind::Single
        && matches!(before.kind, Kind::Pair { .. })
    {
        words.pop();
    }
}

struct Part {
    span: Span,
    is_phrase: bool,
    is_excluded: bool,
}

/// Cuts at white space and at quotation marks.
fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut closers = Closers { text, next: [None; CLOSERS.len()] };
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let is_excluded = c == '-' && text[at + 1..].starts_with(|c: char| !c.is_whitespace());
        let start = at + usize::from(is_excluded);
        let opening = text[start..].chars().next().expect("a part has a character");
        let inside = start + opening.len_utf8();
        if let Some(end) = closers.close(opening, inside) {
            parts.push(Part { span: Span::new(inside, end), is_phrase: true, is_excluded });
            at = end + text[end..].chars().next().map_or(0, char::len_utf8);
            continue;
        }
        let end = text[inside..].find(char::is_whitespace).map_or(text.len(), |space| inside + space);
        parts.push(Part { span: Span::new(start, end), is_phrase: false, is_excluded });
        at = end;
    }
    parts
}

/// What closes a phrase, by what opens it.
const CLOSERS: [(&[char], &[char]); 6] = [
    (&['"', '＂'], &['"', '＂']),
    (&['“', '‟'], &['”', '"']),
    (&['„'], &['“', '”', '"']),
    (&['”'], &['”']),
    (&['«'], &['»']),
    (&['「', '『'], &['」', '』']),
];

/// Where the marks are. Each kind is sought onwards only, so that marks without end cost no more than their number.
struct Closers<'t> {
    text: &'t str,
    /// By kind, the next mark that was found; the length of the text when there is none.
    next: [Option<usize>; CLOSERS.len()],
}

impl Closers<'_> {
    /// Where the phrase ends that `opening` opens, if it is a mark and one follows that closes it.
    fn close(&mut self, opening: char, from: usize) -> Option<usize> {
        if !letters::is_quotation_mark(opening) {
            return None;
        }
        let kind = CLOSERS.iter().position(|(opens, _)| opens.contains(&opening))?;
        let known = self.next[kind].filter(|&next| next >= from);
        let next = known.unwrap_or_else(|| {
            let closes = CLOSERS[kind].1;
            self.text[from..].find(closes).map_or(self.text.len(), |found| from + found)
        });
        self.next[kind] = Some(next);
        (next < self.text.len()).then_some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words; phrases in brackets; exclusions after a minus.
    fn shown(text: &str) -> String {
        let query = Query::parse(text).unwrap();
        let list = |words: &[Word]| words.iter().map(|word| &*word.folded).collect::<Vec<_>>().join(" ");
        let mut shown = vec![list(&query.words)];
        shown.extend(query.phrases.iter().map(|words| format!("[{}]", list(words))));
        shown.extend(query.excluded.iter().map(|words| format!("-{}", list(words))));
        shown.retain(|part| !part.is_empty());
        shown.join(" ")
    }

    #[test]
    fn a_query_is_words_phrases_and_what_must_not_be_there() {
        for (text, expected) in [
            ("Peace talks", "peace talks"),
            ("peace \"red line\" -gaza", "peace red line [red line] -gaza"),
            ("“ready for peace”", "ready for peace [ready for peace]"),
            ("„rote Linie“ «ligne rouge»", "rote linie ligne rouge [rote linie] [ligne rouge]"),
            ("-\"red line\" -well-known x", "x -red line -well known"),
            ("well-known - x", "well known x"),
            ("\"unclosed mark", "unclosed mark"),
            ("5\" pipe 6\"", "5 pipe 6"),
            ("「平和条約」 平和条約", "平和 和条 条約 約 平和 和条 条約 [平和 和条 条約]"),
            ("\"\" - “…”", ""),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn there_is_an_end_to_phrases_and_none_to_words() {
        assert!(Query::parse(&"\"a b\" ".repeat(MOST_PHRASES)).is_ok());
        assert_eq!(Query::parse(&"\"a b\" ".repeat(MOST_PHRASES + 1)), Err(TooManyPhrases));
        assert_eq!(Query::parse(&"word ".repeat(100_000)).unwrap().words.len(), 100_000);
        assert_eq!(Query::parse(&"“x ".repeat(100_000)).unwrap().words.len(), 100_000);
    }
}
