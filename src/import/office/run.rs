//! Stretches of text with their looks → `Words`. Every reader of this folder pushes what it finds into `Runs`; how a
//! format spells bold is for the format to know.

use super::document::shows;
use crate::import::words::{Mark, Style, Words};
use crate::span::Span;
use std::rc::Rc;

/// How a stretch of text looks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Look {
    pub strong: bool,
    pub emphasis: bool,
    pub strike: bool,
    pub code: bool,
    /// Set as a superscript.
    pub raised: bool,
    /// Absolute: `http`, `https` or `mailto`.
    pub link: Option<Rc<str>>,
}

/// The text of a paragraph while it is being read.
#[derive(Clone, Debug, Default)]
pub(super) struct Runs {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    Text(String, Look),
    Note(String),
}

impl Runs {
    /// What shows nothing is left out.
    pub fn push(&mut self, text: &str, look: &Look) {
        if text.is_empty() {
            return;
        }
        let shown = text.chars().filter(|&c| shows(c));
        match self.pieces.last_mut() {
            Some(Piece::Text(last, as_look)) if as_look == look => last.extend(shown),
            _ => self.pieces.push(Piece::Text(shown.collect(), look.clone())),
        }
    }

    /// A reference to the note with this label, which the document shows as a number of its own drawing.
    pub fn note(&mut self, label: String) {
        self.pieces.push(Piece::Note(label));
    }

    /// Nothing stands in it, or nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.pieces.iter().all(|piece| matches!(piece, Piece::Text(text, _) if text.trim().is_empty()))
    }

    /// The text as it is, without looks: for code, where white space counts.
    pub fn into_code(self) -> String {
        let texts = self.pieces.into_iter().filter_map(|piece| match piece {
            Piece::Text(text, _) => Some(text),
            Piece::Note(_) => None,
        });
        texts.collect()
    }

    /// The words, with white space folded and marks that nest.
    pub fn into_words(self) -> Words {
        let styles: Vec<Vec<Style>> = self.pieces.iter().map(styles).collect();
        let ends = stretches(&styles);
        let mut setter = Setter::default();
        for (at, piece) in self.pieces.into_iter().enumerate() {
            match piece {
                Piece::Text(text, look) => {
                    setter.wear(&styles[at], &ends[at]);
                    setter.text(&if look.raised { raised(text) } else { text });
                }
                Piece::Note(label) => {
                    let style = Style::Note { label, raw: String::new() };
                    setter.marks.push(Mark { span: Span::at(setter.text.len()), style });
                }
            }
        }
        setter.into_words()
    }
}

/// The marks that a piece wears, in a fixed order.
fn styles(piece: &Piece) -> Vec<Style> {
    let Piece::Text(_, look) = piece else { return Vec::new() };
    let link = look.link.as_deref().map(|address| Style::Link(address.to_owned()));
    let flags = [
        (look.strong, Style::Strong),
        (look.emphasis, Style::Emphasis),
        (look.strike, Style::Strike),
        (look.code, Style::Code),
    ];
    link.into_iter().chain(flags.into_iter().filter(|(worn, _)| *worn).map(|(_, style)| style)).collect()
}

/// For each piece and each mark that it wears, the piece at which that mark ends.
fn stretches(styles: &[Vec<Style>]) -> Vec<Vec<usize>> {
    let mut ends: Vec<Vec<usize>> = vec![Vec::new(); styles.len()];
    for at in (0..styles.len()).rev() {
        let end = |style: &Style| {
            let next = styles.get(at + 1).and_then(|next| next.iter().position(|other| other == style));
            next.map_or(at + 1, |found| ends[at + 1][found])
        };
        ends[at] = styles[at].iter().map(end).collect();
    }
    ends
}

#[derive(Default)]
struct Setter {
    text: String,
    /// White space that has not been written, for nothing may follow it.
    space: bool,
    marks: Vec<Mark>,
    /// The marks that are open, the innermost last, and where they began.
    open: Vec<(Style, usize)>,
}

impl Setter {
    /// Closes and opens marks so that exactly these are open; the one that goes on longest is opened first.
    fn wear(&mut self, styles: &[Style], ends: &[usize]) {
        if let Some(first) = self.open.iter().position(|(style, _)| !styles.contains(style)) {
            self.close(first);
        }
        let mut missing: Vec<usize> =
            (0..styles.len()).filter(|&at| !self.open.iter().any(|(style, _)| *style == styles[at])).collect();
        missing.sort_by_key(|&at| std::cmp::Reverse(ends[at]));
        self.open.extend(missing.into_iter().map(|at| (styles[at].clone(), self.text.len())));
    }

    fn close(&mut self, first: usize) {
        for (style, start) in self.open.split_off(first) {
            self.marks.push(Mark { span: Span::new(start, self.text.len()), style });
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if c == '\n' {
                if !self.text.is_empty() && !self.text.ends_with('\n') {
                    self.text.push('\n');
                }
                self.space = false;
            } else if c.is_ascii_whitespace() || c == '\u{B}' {
                self.space = true;
            } else {
                if self.space && !self.text.is_empty() && !self.text.ends_with('\n') {
                    self.text.push(' ');
                }
                self.space = false;
                self.text.push(c);
            }
        }
    }

    fn into_words(mut self) -> Words {
        self.close(0);
        let end = self.text.trim_end_matches('\n').len();
        self.text.truncate(end);
        let mut marks = std::mem::take(&mut self.marks);
        for mark in &mut marks {
            let span = Span::new(mark.span.start.min(end), mark.span.end.min(end));
            let inside = span.of(&self.text);
            let start = span.start + inside.len() - inside.trim_start().len();
            mark.span = Span::new(start.min(span.end), start.max(span.start + inside.trim_end().len()).min(span.end));
        }
        marks.retain(|mark| !mark.span.is_empty() || matches!(mark.style, Style::Note { .. }));
        marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
        Words { text: self.text, marks }
    }
}

/// In superscript characters where every one has its own: `10` raised is `¹⁰`. Letters stay as they are, for `st` after
/// a number is no power.
fn raised(text: String) -> String {
    let one = |c: char| {
        Some(match c {
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '0' | '4'..='9' => char::from_u32(0x2070 + u32::from(c) - u32::from('0'))?,
            '+' => '⁺',
            '-' | '\u{2212}' | '\u{2011}' => '⁻',
            '=' => '⁼',
            '(' => '⁽',
            ')' => '⁾',
            _ => return None,
        })
    };
    let digits = text.chars().any(|c| c.is_ascii_digit());
    match text.trim().chars().map(one).collect::<Option<String>>() {
        Some(raised) if digits => raised,
        _ => text,
    }
}

/// An address that may be published as a link.
pub(super) fn address(target: &str) -> Option<Rc<str>> {
    let target = target.trim();
    let scheme = target.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let rest = target.get(scheme.len() + 1..)?;
    let sound = match scheme.as_str() {
        "http" | "https" => rest.strip_prefix("//").is_some_and(|host| !host.is_empty() && !host.starts_with('/')),
        "mailto" => rest.contains('@'),
        _ => false,
    };
    (sound && !target.contains(|c: char| c.is_control())).then(|| Rc::from(target))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(looks: &str) -> Look {
        Look {
            strong: looks.contains('b'),
            emphasis: looks.contains('i'),
            raised: looks.contains('^'),
            link: looks.contains('l').then(|| Rc::from("https://a.example")),
            ..Look::default()
        }
    }

    fn words(pieces: &[(&str, &str)]) -> String {
        let mut runs = Runs::default();
        pieces.iter().for_each(|(text, looks)| runs.push(text, &look(looks)));
        let words = runs.into_words();
        let marks = words.marks.iter().map(|mark| {
            let sign = match mark.style {
                Style::Strong => 'b',
                Style::Emphasis => 'i',
                _ => 'l',
            };
            format!(" {sign}[{}]", mark.span.of(&words.text))
        });
        format!("{}{}", words.text, marks.collect::<String>())
    }

    #[test]
    fn looks_become_marks_that_nest() {
        assert_eq!(
            words(&[(" a ", ""), ("bold ", "b"), ("word", "b"), (" here", "")]),
            "a bold word here b[bold word]"
        );
        assert_eq!(words(&[("a", "b"), (" b", "bi"), (" c", "i")]), "a b c b[a b] i[b] i[c]");
        assert_eq!(words(&[("see ", "l"), ("this", "li")]), "see this l[see this] i[this]");
        assert_eq!(words(&[(" ", "b"), ("x\n\n\ny ", ""), ("\n", "")]), "x\ny");
    }

    #[test]
    fn digits_are_raised_and_letters_are_not() {
        assert_eq!(words(&[("10", ""), ("-12", "^"), (" on the 1", ""), ("st", "^")]), "10⁻¹² on the 1st");
    }

    #[test]
    fn only_addresses_that_lead_out_are_links() {
        assert!(address("https://a.example/b").is_some() && address("MAILTO:a@b.example").is_some());
        for no in ["javascript:alert(1)", "file:///etc/passwd", "a.docx", "http:", "https:///x", "é:x", "#a", ""] {
            assert_eq!(address(no), None, "{no}");
        }
    }
}
