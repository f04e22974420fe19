//! Words about running text: where its citations, quotations and sentences begin and end.
//! Pure functions from `&str` to spans. `page/` and `draft/` call them; nothing here knows Markdown, files or sources.

pub mod citation;
pub mod difference;
pub(crate) mod fold;
pub mod quotation;
pub mod sentence;
pub mod term;

/// Separates the paragraphs of one text (PARAGRAPH SEPARATOR). All other white space is alike.
pub const PARAGRAPH: char = '\u{2029}';

/// Whether no white space stands in a text but single spaces: so it is in most sentences, and looking costs a tenth of what
/// splitting does. Of a text beyond ASCII it may not tell.
pub(crate) fn has_single_spaces(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Without early ends, so that the loops become vectors. The four bytes begin all other white space of Unicode.
    let is_odd = |byte: &u8| *byte < b' ' || matches!(byte, 0xC2 | 0xE1..=0xE3);
    let is_double = |pair: &[u8]| pair[0] == b' ' && pair[1] == b' ';
    !bytes.iter().fold(false, |found, byte| found | is_odd(byte))
        && !bytes.windows(2).fold(false, |found, pair| found | is_double(pair))
}

/// The stretches of a text between its characters of white space, empty ones too: `text.split(char::is_whitespace)`, in
/// half its time, since only bytes beyond ASCII are read as characters.
pub(crate) fn split_white(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let from = rest?;
        let Some((at, width)) = white(from) else { return rest.take() };
        rest = Some(&from[at + width..]);
        Some(&from[..at])
    })
}

/// Where the first white space of a text stands, and how long it is.
fn white(text: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    loop {
        at += text.as_bytes()[at..].iter().position(|byte| matches!(byte, b'\t'..=b'\r' | b' ' | 0x80..))?;
        let c = text[at..].chars().next()?;
        if c.is_whitespace() {
            return Some((at, c.len_utf8()));
        }
        at += c.len_utf8();
    }
}

#[cfg(test)]
mod tests {
    use super::{has_single_spaces, split_white};

    #[test]
    fn white_space_of_any_script_parts_a_text() {
        let all: String = (0..=0x3100).filter_map(char::from_u32).flat_map(|c| [c, 'x', 'é']).collect();
        for text in ["", " ", "a", " a\u{b}b\u{a0}\u{3000}c ", &all] {
            let expected: Vec<&str> = text.split(char::is_whitespace).collect();
            assert_eq!(split_white(text).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn single_spaces_are_all_the_white_space_there_is() {
        for c in ('\0'..='\u{3100}').filter(|&c| c.is_whitespace() && c != ' ') {
            assert!(!has_single_spaces(&format!("a{c}b")), "{c:?}");
        }
        assert!(has_single_spaces("") && has_single_spaces(" a é b ") && !has_single_spaces("a  b"));
    }
}
