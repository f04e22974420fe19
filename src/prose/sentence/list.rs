//! A paragraph that is a list run together, `1) peace 2) trade`, → where its items end. `sentence_ends` calls it.

use crate::prose::PARAGRAPH;
use crate::span::Span;

/// The byte offsets at which the items of run-in lists begin, but for the first of each list, ascending. A list begins
/// its paragraph, and each item carries the next number or letter, or the same bullet, outside `whole`.
pub(super) fn item_starts(text: &str, whole: &[Span]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut base = 0;
    // A text of ASCII is one paragraph, and need not be searched for a second.
    let separator = |c: char| c == PARAGRAPH;
    let paragraphs = if text.is_ascii() { text.splitn(1, separator) } else { text.splitn(usize::MAX, separator) };
    for paragraph in paragraphs {
        let lead = paragraph.len() - paragraph.trim_start().len();
        if let Some(first) = Marker::read(&paragraph[lead..]) {
            items(paragraph, lead, first, |start| starts.push(base + start));
        }
        base += paragraph.len() + PARAGRAPH.len_utf8();
    }
    let mut whole = whole.iter().peekable();
    starts.retain(|&start| {
        while whole.next_if(|span| span.end <= start).is_some() {}
        whole.peek().is_none_or(|span| start < span.start)
    });
    starts
}

fn items(paragraph: &str, lead: usize, first: Marker, mut found: impl FnMut(usize)) {
    let mut expected = first.successor();
    let mut after_white = false;
    for (at, c) in paragraph.char_indices().skip_while(|&(at, _)| at <= lead) {
        if after_white && expected.may_begin_with(c) && Marker::read(&paragraph[at..]) == Some(expected) {
            found(at);
            expected = expected.successor();
        }
        after_white = c.is_whitespace();
    }
}

/// `•`, `1.`, `1)`, `1.)`, `(1)`, `a.`, `• 9.`
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Marker {
    bullet: Option<char>,
    number: Option<Number>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Number {
    value: u32,
    is_letter: bool,
    parenthesis: bool,
    close: &'static str,
}

impl Marker {
    /// The marker at the beginning of `text`, with white space behind it.
    fn read(text: &str) -> Option<Self> {
        let bullet = text.chars().next().filter(|c| "•⁃‣◦▪●".contains(*c));
        let rest = text.strip_prefix(|c| Some(c) == bullet).unwrap_or(text);
        let number = Number::read(if bullet.is_some() { rest.trim_start() } else { rest });
        (bullet.is_some() || number.is_some()).then_some(Marker { bullet, number })
    }

    fn successor(self) -> Self {
        let number = self.number.map(|number| Number { value: number.value + 1, ..number });
        Marker { number, ..self }
    }

    fn may_begin_with(self, c: char) -> bool {
        self.bullet.map_or(c == '(' || c.is_ascii_alphanumeric(), |bullet| c == bullet)
    }
}

impl Number {
    fn read(text: &str) -> Option<Self> {
        let inside = text.strip_prefix('(').unwrap_or(text);
        let parenthesis = inside.len() < text.len();
        let digits = inside.len() - inside.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (value, rest) = match (digits, inside.as_bytes().first()) {
            (0, Some(letter @ b'a'..=b'z')) => (u32::from(*letter), &inside[1..]),
            (1..=3, _) => (inside[..digits].parse().ok()?, &inside[digits..]),
            _ => return None,
        };
        let close = [".)", ")", "."].into_iter().find(|close| rest.starts_with(close))?;
        let after = rest[close.len()..].trim_start();
        let is_apart = after.len() + close.len() < rest.len();
        // `a.` and `2.` are often an abbreviation or a number: what follows must begin like an item.
        let begins = close != "." || after.starts_with(|c: char| !c.is_lowercase());
        (is_apart && begins).then_some(Self { value, is_letter: digits == 0, parenthesis, close })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_follow_in_order() {
        let items = |text: &str| -> Vec<String> {
            let word = |start: usize| text[start..].chars().take(4).collect();
            item_starts(text, &[]).into_iter().map(word).collect()
        };
        assert_eq!(items("1) peace 2) trade 3) food"), ["2) t", "3) f"]);
        assert_eq!(items("(a) peace (b) trade"), ["(b) "]);
        assert_eq!(items("a. Peace b. Trade b. Bread"), ["b. T"]);
        assert_eq!(items("• 9. Peace • 10. Trade"), ["• 10"]);
        assert_eq!(items("• peace • trade\u{2029}• food • fuel"), ["• tr", "• fu"]);
        for text in
            ["1. Peace in chapter 2. of it", "He has 1) peace 2) trade", "1) peace 3) trade", "1) peace2) trade", ""]
        {
            assert_eq!(items(text), [""; 0], "{text}");
        }
        assert_eq!(item_starts("1) “peace 2) trade”", &[Span::new(3, 22)]), [0; 0]);
    }
}
