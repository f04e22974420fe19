//! The mark at the beginning of a list item.

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Mark {
    /// In bytes, from the beginning of the text, without the space after it.
    pub length: usize,
    /// It is nothing else than a mark, wherever it stands.
    pub certain: bool,
}

/// The mark that a text begins with, if words follow it.
pub(super) fn mark(text: &str) -> Option<Mark> {
    let trimmed = text.trim_start();
    let space = text.len() - trimmed.len();
    let first = trimmed.chars().next()?;
    let (length, certain) = match first {
        '•' | '‣' | '◦' | '▪' | '▫' | '●' | '○' | '■' | '□' | '∙' | '►' | '➢' | '➤' | '✓' | '❖' | '⁃' => {
            (first.len_utf8(), true)
        }
        // Fonts of symbols have their bullets there.
        '\u{F000}'..='\u{F0FF}' => (first.len_utf8(), true),
        '-' | '–' | '—' | '*' | '·' => (first.len_utf8(), false),
        _ => (number(trimmed)?, false),
    };
    let rest = &trimmed[length..];
    let apart = rest.starts_with(char::is_whitespace) && !rest.trim().is_empty();
    apart.then_some(Mark { length: space + length, certain })
}

/// Whether the mark is a sign, which says nothing.
pub(super) fn is_bullet(mark: &str) -> bool {
    !mark.contains(char::is_alphanumeric)
}

/// The length of `1.`, `12)`, `(a)`, `iv.`, `b)`.
fn number(text: &str) -> Option<usize> {
    let open = text.starts_with('(') as usize;
    let rest = &text[open..];
    let count = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = &rest[..count];
    let digits = name.bytes().all(|b| b.is_ascii_digit());
    let roman = name.bytes().all(|b| b"ivx".contains(&b)) || name.bytes().all(|b| b"IVX".contains(&b));
    let sound = count > 0 && ((digits && count <= 3) || count == 1 || (roman && count <= 5));
    let close = rest[count..].chars().next()?;
    let closed =
        if open == 1 { close == ')' } else { close == ')' || (close == '.' && (digits || roman || open == 0)) };
    // A letter and a full stop is an initial more often than a mark.
    let initial = close == '.' && !digits && count == 1 && !name.starts_with(['i', 'v', 'x']);
    (sound && closed && !initial).then_some(open + count + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_words() {
        let found = |text: &str| mark(text).map(|mark| text[..mark.length].to_owned());
        for (text, expected) in [
            ("• milk", "•"),
            ("12. milk", "12."),
            ("(a) milk", "(a)"),
            ("iv. milk", "iv."),
            ("b) milk", "b)"),
            ("– milk", "–"),
        ] {
            assert_eq!(found(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["milk", "J. Stone", "2024. A year", "-2 degrees", "1.5 litres", "(see", "•", "1.", "A) "] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
