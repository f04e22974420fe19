//! YAML front matter → the lines of each of its keys, so that one of them can be replaced and all else stay as it was
//! written. `front` calls it; what the values mean is said nowhere here.

use crate::fields::{Fields, Notation, Value};
use crate::span::Span;

/// A front matter, taken apart by its keys.
pub(super) struct Matter<'a> {
    pub open: &'a str,
    pub close: &'a str,
    pub pieces: Vec<Piece<'a>>,
}

/// The lines of a key, or lines that belong to none: comments, blank ones.
#[derive(Clone, Debug)]
pub(super) struct Piece<'a> {
    pub key: Option<String>,
    pub lines: &'a str,
    pub value: Value,
}

impl<'a> Matter<'a> {
    pub fn of(text: &'a str) -> Result<Self, String> {
        let unlike = || "its front matter is not YAML, with a line for each key, between `---` lines".to_owned();
        let open = text.find('\n').map_or(text.len(), |end| end + 1);
        let close = text[..text.trim_end().len()].rfind('\n').map_or(text.len(), |newline| newline + 1).max(open);
        if text[..open].trim_matches('\u{FEFF}').trim() != "---" {
            return Err(unlike());
        }
        let inside = Span::new(open, close);
        let mut fields = Fields::parse(text, inside, Notation::Yaml).map_err(|error| error.message)?;
        let mut pieces = pieces(inside.of(text), "");
        for piece in &mut pieces {
            if let Some(key) = &piece.key {
                piece.value = fields.take(key).ok_or_else(unlike)?.value;
            }
        }
        if !fields.into_unknown(&[]).is_empty() {
            return Err(unlike());
        }
        Ok(Self { open: &text[..open], close: &text[close..], pieces })
    }
}

/// Takes lines apart by the keys that stand at this indent.
pub(super) fn pieces<'a>(text: &'a str, indent: &str) -> Vec<Piece<'a>> {
    let mut ranges: Vec<(Option<String>, usize, usize)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let body = line.strip_prefix(indent).unwrap_or("");
        let idle = line.trim().is_empty() || line.trim_start().starts_with('#');
        match key_of(body) {
            Some(key) => ranges.push((Some(key), at, end)),
            None if idle => ranges.push((None, at, end)),
            None => {
                // Whatever goes on with a value takes the comments in it along.
                let keyed = ranges.iter().rposition(|(key, _, _)| key.is_some());
                ranges.truncate(keyed.map_or(ranges.len(), |keyed| keyed + 1));
                match ranges.last_mut() {
                    Some(last) => last.2 = end,
                    None => ranges.push((None, at, end)),
                }
            }
        }
        at = end;
    }
    let piece =
        |(key, start, end): (Option<String>, usize, usize)| Piece { key, lines: &text[start..end], value: Value::Null };
    ranges.into_iter().map(piece).collect()
}

/// The key that a line begins with, if it begins with one.
fn key_of(line: &str) -> Option<String> {
    let (key, rest) = match line.chars().next()? {
        quote @ ('"' | '\'') => line[1..].split_once(quote)?,
        c if c.is_alphanumeric() || c == '_' => line.split_at(line.find(':')?),
        _ => return None,
    };
    let rest = rest.trim_start().strip_prefix(':')?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| key.trim_end().to_owned())
}

/// New lines in the place of old ones, whose comments stay.
pub(super) fn replaced(old: &str, new: &str) -> String {
    let mut lines = comments(old);
    let trailing = old.lines().next().and_then(trailing_comment);
    let mut new = new.split_inclusive('\n');
    let first = new.next().unwrap_or_default();
    match trailing {
        Some(comment) => lines.push_str(&format!("{} {comment}\n", first.trim_end())),
        None => lines.push_str(first),
    }
    lines.extend(new);
    lines
}

/// The lines of a key that are nothing but comments.
pub(super) fn comments(lines: &str) -> String {
    if lines.lines().next().is_some_and(|line| line.trim_end().ends_with(['|', '>', '-', '+'])) {
        // In a block of text a number sign is text.
        return String::new();
    }
    lines.split_inclusive('\n').skip(1).filter(|line| line.trim_start().starts_with('#')).collect()
}

/// The comment behind a value on one line.
fn trailing_comment(line: &str) -> Option<&str> {
    let mut quote = None;
    let mut previous = ' ';
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') if matches!(previous, ' ' | '[' | ',' | '{') => quote = Some(c),
            (Some(open), c) if c == open && previous != '\\' => quote = None,
            (None, '#') if previous.is_whitespace() => return Some(line[at..].trim_end()),
            _ => {}
        }
        previous = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notation_that_has_no_lines_for_keys_is_refused() {
        assert!(Matter::of("+++\ntitle = 1\n+++\n").is_err());
        assert!(Matter::of("---\n{title: a}\n---\n").is_err());
    }

    #[test]
    fn comments_outlive_their_values() {
        assert_eq!(replaced("a: \"x # y\" # why\n", "a: z\n"), "a: z # why\n");
        assert_eq!(replaced("a:\n  # why\n  - x\n", "a: z\n"), "  # why\na: z\n");
        assert_eq!(replaced("a: |\n  # text\n", "a: z\n"), "a: z\n");
    }
}
