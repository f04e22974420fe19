//! Words → inline Markdown. Whatever Markdown, a citation or a fence would make of the characters themselves is escaped;
//! a mark that could not be read back where it stands is left out, for the words matter more. `markdown.rs` calls it.

use super::words::{Mark, Style, Words};
use crate::span::Span;

/// Where words are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// At the start of a block, where a character may open another kind of block.
    Start,
    /// Behind a label, in a block that has begun.
    Within,
    /// In a cell of a table, which is one line.
    Cell,
}

/// The words of a block or a cell.
pub(crate) fn block_words(words: &Words, place: Place) -> String {
    let mut writer = Writer { words, place, out: String::with_capacity(words.text.len() + 8) };
    let marks: Vec<&Mark> = sound_marks(words);
    writer.stretch(Span::new(0, words.text.len()), &marks);
    writer.out
}

/// The words of a heading: one line, in which nothing is marked.
pub(crate) fn escape_heading(text: &str) -> String {
    let escaped = block_words(&text.replace('\n', " ").into(), Place::Start);
    // A heading may be closed by number signs, so the last one has to be a character.
    match escaped.strip_suffix('#') {
        Some(rest) if !rest.ends_with('\\') => format!("{rest}\\#"),
        _ => escaped,
    }
}

/// The marks that can be written, by where they begin, the outer first.
fn sound_marks(words: &Words) -> Vec<&Mark> {
    let mut sound: Vec<&Mark> = Vec::new();
    // Those that are open, the innermost last.
    let mut open: Vec<&Mark> = Vec::new();
    for mark in &words.marks {
        let span = mark.span;
        while open.pop_if(|outer| outer.span.end <= span.start).is_some() {}
        let nested = open.iter().all(|outer| outer.span.contains(span));
        let is_link = |mark: &Mark| matches!(mark.style, Style::Link(_) | Style::Note { .. });
        let in_code = open.iter().any(|outer| outer.style == Style::Code);
        let linked = is_link(mark) && open.iter().any(|outer| is_link(outer));
        let beside = sound.iter().rev().take(8).any(|other| touches(other, mark));
        if nested && !in_code && !linked && !beside && can_stand(&words.text, mark) {
            sound.push(mark);
            if !span.is_empty() {
                open.push(mark);
            }
        }
    }
    sound
}

/// Whether the signs of two marks would run into each other: `**a***b*`.
fn touches(one: &Mark, other: &Mark) -> bool {
    let stars = |mark: &Mark| matches!(mark.style, Style::Strong | Style::Emphasis | Style::Strike);
    let (a, b) = (one.span, other.span);
    stars(one) && stars(other) && (a.start == b.start || a.end == b.end || a.end == b.start)
}

/// Whether the signs around the span would be read as a mark, by CommonMark's rule on flanking.
fn can_stand(text: &str, mark: &Mark) -> bool {
    let span = mark.span;
    let sound = span.end <= text.len() && text.is_char_boundary(span.start) && text.is_char_boundary(span.end);
    if !sound {
        return false;
    }
    let inside = span.of(text);
    match &mark.style {
        Style::Note { label, .. } => !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
        Style::Link(_) => !inside.trim().is_empty() && inside.trim() == inside,
        Style::Code => !inside.trim().is_empty() && !inside.contains('\n'),
        Style::Strong | Style::Emphasis | Style::Strike => {
            let before = text[..span.start].chars().next_back().unwrap_or(' ');
            let after = text[span.end..].chars().next().unwrap_or(' ');
            let (first, last) = (inside.chars().next().unwrap_or(' '), inside.chars().next_back().unwrap_or(' '));
            let apart = |c: char| c.is_whitespace() || is_sign(c);
            let opens = !first.is_whitespace() && (!is_sign(first) || apart(before));
            let closes = !last.is_whitespace() && (!is_sign(last) || apart(after));
            opens && closes
        }
    }
}

/// Punctuation and symbols, as CommonMark counts them; letters and digits of any script are none.
fn is_sign(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

struct Writer<'a> {
    words: &'a Words,
    place: Place,
    out: String,
}

impl Writer<'_> {
    /// Writes the text under a span; `marks` are those that stand in it.
    fn stretch(&mut self, span: Span, marks: &[&Mark]) {
        let mut at = span.start;
        let mut rest = marks;
        while let Some((mark, others)) = rest.split_first() {
            let inner = others.iter().take_while(|other| other.span.start < mark.span.end).count();
            self.characters(Span::new(at, mark.span.start));
            self.mark(mark, &others[..inner]);
            at = mark.span.end;
            rest = &others[inner..];
        }
        self.characters(Span::new(at, span.end));
    }

    fn mark(&mut self, mark: &Mark, inner: &[&Mark]) {
        match &mark.style {
            Style::Strong => self.between(if self.is_apart(mark.span) { "__" } else { "**" }, mark.span, inner),
            Style::Emphasis => self.between(if self.is_apart(mark.span) { "_" } else { "*" }, mark.span, inner),
            Style::Strike => self.between("~~", mark.span, inner),
            Style::Code => self.code(mark.span.of(&self.words.text)),
            Style::Note { label, .. } => {
                self.bracket();
                self.out.push_str(&format!("^{label}]"));
            }
            Style::Link(address) => {
                self.bracket();
                self.stretch(mark.span, inner);
                self.out.push_str(&format!("]({})", destination(address)));
            }
        }
    }

    /// Whether a span is whole words: only there would low lines be read as marks.
    fn is_apart(&self, span: Span) -> bool {
        let text = self.words.text.as_str();
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !is_word(text[..span.start].chars().next_back()) && !is_word(text[span.end..].chars().next())
    }

    fn between(&mut self, sign: &str, span: Span, inner: &[&Mark]) {
        self.out.push_str(sign);
        self.stretch(span, inner);
        self.out.push_str(sign);
    }

    /// An opening bracket; after an exclamation mark it would open an image.
    fn bracket(&mut self) {
        if self.out.ends_with('!') {
            self.out.pop();
            self.out.push_str("\\!");
        }
        self.out.push('[');
    }

    fn code(&mut self, code: &str) {
        let mut longest = 0;
        let mut run = 0;
        for c in code.chars() {
            run = if c == '`' { run + 1 } else { 0 };
            longest = longest.max(run);
        }
        let fence = "`".repeat(longest + 1);
        let pad = if code.starts_with(['`', ' ']) || code.ends_with(['`', ' ']) { " " } else { "" };
        let code = if self.place == Place::Cell { code.replace('|', "\\|") } else { code.to_owned() };
        self.out.push_str(&format!("{fence}{pad}{code}{pad}{fence}"));
    }

    /// Writes text that has no marks in it.
    fn characters(&mut self, span: Span) {
        let text = self.words.text.as_str();
        for (at, c) in span.of(text).char_indices() {
            let at = span.start + at;
            let previous = text[..at].chars().next_back();
            let next = text[at + c.len_utf8()..].chars().next();
            let begins = match previous {
                None => self.place == Place::Start,
                Some('\n') => self.place != Place::Cell,
                Some(_) => false,
            };
            if c == '\n' {
                self.out.push_str(if self.place == Place::Cell { " " } else { "\\\n" });
                continue;
            }
            let counted = matches!(c, '.' | ')') && self.place != Place::Cell && self.counts(at, next);
            let meant = means(c, previous.unwrap_or(' '), next.unwrap_or(' '), &text[at + c.len_utf8()..])
                || counted
                || begins && opens_block(c, next)
                || c == '|' && (self.place == Place::Cell || begins && previous.is_some());
            if meant {
                self.out.push('\\');
            }
            self.out.push(c);
        }
    }

    /// Whether the mark at `at` and the digits before it would open a numbered item.
    fn counts(&self, at: usize, next: Option<char>) -> bool {
        let text = self.words.text.as_str();
        let head = &text[..at];
        let digits = head.bytes().rev().take_while(u8::is_ascii_digit).count();
        let start = at - digits;
        let begins = if start == 0 { self.place == Place::Start } else { text[..start].ends_with('\n') };
        begins && (1..=9).contains(&digits) && next.is_none_or(char::is_whitespace)
    }
}

/// Whether a character at the start of a line would open a block.
fn opens_block(c: char, next: Option<char>) -> bool {
    match c {
        '#' | '>' | ':' | '=' => true,
        '+' | '-' => next.is_none_or(|next| next.is_whitespace() || next == c),
        _ => false,
    }
}

/// Whether a character means something anywhere in a line: to CommonMark, to its usual extensions, or to ibid.
fn means(c: char, previous: char, next: char, after: &str) -> bool {
    match c {
        '\\' | '`' | '*' | '[' | ']' | '{' | '~' | '^' | '$' => true,
        '_' => !(previous.is_alphanumeric() && next.is_alphanumeric()),
        '<' => !next.is_whitespace(),
        '&' => is_entity(after),
        '@' => !previous.is_alphanumeric() && next.is_ascii_alphanumeric(),
        _ => false,
    }
}

/// Whether what follows an ampersand may make an entity of it: `amp;`, `#8212;`.
fn is_entity(after: &str) -> bool {
    let name = after.trim_start_matches('#').trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    name.starts_with(';')
}

/// An address as Markdown takes it between parentheses.
fn destination(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '(' | ')' | '<' | '>' | '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '&' => {
                out.push_str(&if c == '&' || c == '_' { c.to_string() } else { format!("%{:02X}", u32::from(c)) });
            }
            c if c.is_whitespace() || c.is_control() => {
                let mut bytes = [0; 4];
                c.encode_utf8(&mut bytes).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escape(text: &str) -> String {
        block_words(&text.into(), Place::Start)
    }

    #[test]
    fn what_would_mean_something_is_escaped() {
        for (text, escaped) in [
            ("# no heading", "\\# no heading"),
            ("1. no list", "1\\. no list"),
            ("1986. A year", "1986\\. A year"),
            ("1.5 m", "1.5 m"),
            ("-5 degrees", "-5 degrees"),
            ("---", "\\---"),
            ("- no item", "\\- no item"),
            ("::: no fence", "\\::: no fence"),
            ("see [@key#p1]", "see \\[\\@key#p1\\]"),
            ("write to @key#p1 or a@b.org", "write to \\@key#p1 or a@b.org"),
            ("no id {#p3}", "no id \\{#p3}"),
            ("snake_case and _stress_", "snake_case and \\_stress\\_"),
            ("a < b <c>", "a < b \\<c>"),
            ("R&D &amp; so", "R&D \\&amp; so"),
            ("back\\slash", "back\\\\slash"),
            ("broken\n2. by hand\n===", "broken\\\n2\\. by hand\\\n\\==="),
        ] {
            assert_eq!(escape(text), escaped);
        }
        assert_eq!(escape_heading("In C #"), "In C \\#");
    }

    fn marked(text: &str, marks: &[(usize, usize, Style)]) -> String {
        let marks =
            marks.iter().map(|(start, end, style)| Mark { span: Span::new(*start, *end), style: style.clone() });
        block_words(&Words { text: text.to_owned(), marks: marks.collect() }, Place::Start)
    }

    #[test]
    fn marks_are_written_where_they_can_be_read() {
        let link = Style::Link("https://a.example/x_(y)?a=1&b=2".into());
        let note = Style::Note { label: "1".into(), raw: "[1]".into() };
        for (text, marks, written) in [
            ("a bold word", vec![(2, 6, Style::Strong)], "a __bold__ word"),
            ("halfbold", vec![(4, 8, Style::Strong)], "half**bold**"),
            ("half“bold”", vec![(4, 14, Style::Strong)], "half“bold”"),
            ("(bold)", vec![(1, 5, Style::Strong)], "(__bold__)"),
            (
                "a link!",
                vec![(0, 6, link.clone()), (2, 6, Style::Emphasis)],
                "[a _link_](https://a.example/x_%28y%29?a=1&b=2)!",
            ),
            ("ab", vec![(0, 1, Style::Strong), (1, 2, Style::Emphasis)], "**a**b"),
            ("so!", vec![(3, 3, note)], "so\\![^1]"),
            ("a `b` c", vec![(2, 5, Style::Code)], "a `` `b` `` c"),
            ("a b", vec![(0, 3, Style::Emphasis), (2, 9, Style::Strong)], "_a b_"),
        ] {
            assert_eq!(marked(text, &marks), written);
        }
    }
}
