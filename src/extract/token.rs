//! A sentence → its words, numbers and marks, each with its place in the passage. The grammars of `date/` and `figure/`
//! read tokens and never characters; a token looks at its own characters only, so the time is linear.

use crate::span::Span;
use std::borrow::Cow;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Word,
    /// ASCII digits, with `.` `,` `'` and `’` between digits: `25`, `1,204.5`, `25.04.2025`.
    Number,
    /// One character that is neither, white space apart.
    Mark,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Token<'a> {
    pub kind: Kind,
    pub text: &'a str,
    /// In the text of the passage.
    pub span: Span,
    /// In lower case, without soft hyphens.
    pub folded: Cow<'a, str>,
    /// Whether white space stands before it.
    pub spaced: bool,
}

/// Where a word may be broken: it is shown only there.
pub(super) const SOFT_HYPHEN: char = '\u{ad}';

/// The tokens of the part of `text` under `within`, in order.
pub(super) fn tokens(text: &str, within: Span) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = within.start;
    let mut spaced = true;
    while let Some(first) = text[at..within.end].chars().next() {
        if first.is_whitespace() {
            spaced = true;
            at += first.len_utf8();
            continue;
        }
        let rest = &text[at..within.end];
        let (kind, len) = match first {
            '0'..='9' => (Kind::Number, number_length(rest)),
            c if is_letter(c) => (Kind::Word, rest.find(|c| !is_letter(c)).unwrap_or(rest.len())),
            c => (Kind::Mark, c.len_utf8()),
        };
        let text = &rest[..len];
        let is_lower = !text.bytes().any(|b| b.is_ascii_uppercase()) && text.is_ascii();
        let folded =
            if is_lower { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase().replace(SOFT_HYPHEN, "")) };
        tokens.push(Token { kind, text, span: Span::new(at, at + len), folded, spaced });
        spaced = false;
        at += len;
    }
    tokens
}

fn is_letter(c: char) -> bool {
    // The accents that stand behind their letters, and the hyphen that is not shown.
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | SOFT_HYPHEN)
}

/// The digits that `rest` begins with, and the separators that stand between two of them.
fn number_length(rest: &str) -> usize {
    let is_digit = |at: usize| rest.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let mut len = 0;
    loop {
        while is_digit(len) {
            len += 1;
        }
        let separator = rest[len..].chars().next().filter(|c| matches!(c, '.' | ',' | '\'' | '’'));
        match separator.map(|c| len + c.len_utf8()).filter(|&next| is_digit(next)) {
            Some(next) => len = next,
            None => return len,
        }
    }
}

impl Token<'_> {
    pub fn is(&self, folded: &str) -> bool {
        self.folded == folded
    }

    pub fn is_any(&self, folded: &[&str]) -> bool {
        folded.contains(&&*self.folded)
    }

    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    /// Whether it begins with a capital letter.
    pub fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// A dash, long or short, that may stand for “to”.
    pub fn is_dash(&self) -> bool {
        matches!(self.text, "-" | "–" | "—" | "‐" | "‑" | "−")
    }

    /// The value of up to four digits and nothing else.
    pub fn small_number(&self) -> Option<u16> {
        let plain = self.kind == Kind::Number && self.text.len() <= 4 && self.text.bytes().all(|b| b.is_ascii_digit());
        if plain { self.text.parse().ok() } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_marks_are_told_apart() {
        let text = "Am 25.04.2025, 1,204.5 km: 5th, F-16’s 3bn (1990s), 7.";
        let read: Vec<&str> = tokens(text, Span::new(0, text.len())).iter().map(|token| token.text).collect();
        assert_eq!(
            read,
            [
                "Am",
                "25.04.2025",
                ",",
                "1,204.5",
                "km",
                ":",
                "5",
                "th",
                ",",
                "F",
                "-",
                "16",
                "’",
                "s",
                "3",
                "bn",
                "(",
                "1990",
                "s",
                ")",
                ",",
                "7",
                "."
            ]
        );
    }

    #[test]
    fn a_word_that_may_be_broken_is_one_word() {
        let text = "Po\u{ad}land";
        let tokens = tokens(text, Span::new(0, text.len()));
        assert_eq!((tokens.len(), tokens[0].text, tokens[0].folded.as_ref()), (1, text, "poland"));
    }

    #[test]
    fn tokens_know_their_place() {
        let text = "Über 3 Ämter";
        let tokens = tokens(text, Span::new(6, text.len()));
        assert!(tokens.iter().all(|token| token.span.of(text) == token.text));
        assert_eq!((tokens[1].folded.as_ref(), tokens[1].spaced), ("ämter", true));
    }
}
