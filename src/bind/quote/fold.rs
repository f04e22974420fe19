//! Plain text → the units that a comparison compares, with the edges of words. Called for passages and quotations
//! alike; it knows nothing of brackets and omissions. What stands between two numbers is read by `number`.

use super::letters::{self, Class};
use super::number::{self, Between};
use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// Feeds the units of `text` to `sink`, in order.
///
/// A unit is a character under compatibility normalisation (NFKC, kept decomposed) and case folding; accents are
/// told apart from it. Only letters, digits and signs that carry meaning are units.
pub(super) fn fold(text: &str, sink: &mut impl Sink) {
    let mut folding = Folding { text, sink, last: Last::default(), marks: Vec::new(), parts: Vec::new() };
    for (at, c) in text.char_indices() {
        match letters::class(c) {
            Class::Gap if c == '#' && next_is_digit(text, at + 1) => folding.base(c, Class::Sign, at),
            Class::Gap | Class::Silent => {}
            Class::Mark => folding.mark(c, at),
            class => folding.base(c, class, at),
        }
    }
    folding.settle_marks();
}

/// One unit. Offsets are bytes of the folded text.
pub(super) struct Unit {
    pub folded: char,
    /// The same before its case was folded.
    pub cased: char,
    pub start: usize,
    pub end: usize,
    /// Present when a word begins here.
    pub edge: Option<Edge>,
}

/// What kind of border lies before a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Edge {
    /// A quotation may begin and end here.
    Word,
    /// A quotation may begin here and not end: after the apostrophe of `l'homme`.
    Elision,
    /// Inside a compound, `well|-known`: a quotation may be cut here only beside a bracket.
    Joint,
    /// Not before a word but before what keeps two numbers apart: a quotation may end here.
    Apart,
}

pub(super) trait Sink {
    fn unit(&mut self, unit: Unit);
    /// An accent on the latest unit, ending at byte `end`.
    fn accent(&mut self, mark: char, end: usize);
}

struct Folding<'t, S> {
    text: &'t str,
    sink: &'t mut S,
    last: Last,
    /// Marks after the latest base, not yet in canonical order, with their spans.
    marks: Vec<(char, usize, usize)>,
    /// Room for the decomposition of one character.
    parts: Vec<char>,
}

/// The latest base character.
#[derive(Clone, Copy)]
struct Last {
    /// `Gap` before the first.
    class: Class,
    folded: char,
    /// Where it and its marks end.
    end: usize,
    /// How many bases since the last gap.
    run: usize,
}

impl Default for Last {
    fn default() -> Self {
        Self { class: Class::Gap, folded: ' ', end: 0, run: 0 }
    }
}

impl<S: Sink> Folding<'_, S> {
    fn mark(&mut self, mark: char, at: usize) {
        let base_stands_before = self.last.class != Class::Gap && is_silent(&self.text[self.last.end..at]);
        if base_stands_before {
            self.last.end = at + mark.len_utf8();
            self.marks.push((mark, at, self.last.end));
        }
    }

    fn settle_marks(&mut self) {
        if self.marks.len() > 1 {
            self.marks.sort_by_key(|&(mark, ..)| canonical_combining_class(mark));
        }
        for (mark, start, end) in self.marks.drain(..) {
            if letters::is_accent(mark, self.last.folded) {
                self.sink.accent(mark, end);
            } else {
                self.sink.unit(Unit { folded: mark, cased: mark, start, end, edge: None });
            }
        }
    }

    fn base(&mut self, c: char, class: Class, at: usize) {
        self.settle_marks();
        let class = if letters::is_subscript(c) { self.subscript_class(at) } else { class };
        let edge = self.edge(c, class, at);
        let end = at + c.len_utf8();
        self.last = Last { class, folded: c, end, run: if edge.is_some() { 1 } else { self.last.run + 1 } };
        let start = match edge {
            Some((_, start)) => start,
            None => at,
        };
        let edge = edge.map(|(edge, _)| edge);
        if c.is_ascii() || class == Class::Numeral {
            self.emit(c, start, end, edge);
        } else {
            self.emit_parts(c, start, end, edge);
        }
    }

    fn emit_parts(&mut self, c: char, start: usize, end: usize, mut edge: Option<Edge>) {
        let mut parts = std::mem::take(&mut self.parts);
        parts.clear();
        decompose_compatible(c, |part| parts.push(part));
        for &part in &parts {
            match letters::class(part) {
                Class::Mark => self.marks.push((part, end - c.len_utf8(), end)),
                Class::Gap | Class::Silent => {}
                _ => {
                    self.settle_marks();
                    self.emit(part, start, end, edge.take());
                }
            }
        }
        self.parts = parts;
    }

    fn emit(&mut self, cased: char, start: usize, end: usize, mut edge: Option<Edge>) {
        let sink = &mut *self.sink;
        let mut unit = |folded| sink.unit(Unit { folded, cased, start, end, edge: edge.take() });
        if cased.is_ascii() {
            self.last.folded = cased.to_ascii_lowercase();
            return unit(self.last.folded);
        }
        for lower in cased.to_lowercase() {
            match lower {
                'ß' => (unit('s'), unit('s')).0,
                'ς' => unit('σ'),
                'ı' => unit('i'),
                // The dot that `İ` leaves behind is an accent, and was one before its case was folded.
                '\u{307}' => {}
                lower => unit(lower),
            }
            self.last.folded = lower;
        }
    }

    /// A subscript is a digit, unless it would melt into a digit beside it: `log₂8`.
    fn subscript_class(&self, at: usize) -> Class {
        let is_digit = |c: Option<char>| c.is_some_and(|c| letters::class(c) == Class::Digit && !letters::is_subscript(c));
        let before = self.text[..at].chars().next_back();
        let after = self.text[at + '₀'.len_utf8()..].chars().next();
        if is_digit(before) || is_digit(after) { Class::Numeral } else { Class::Digit }
    }

    /// The border before the character at `at`, with where its word begins in the text: at a sign, if it has one.
    /// Emits the units that the gap before it stands for.
    fn edge(&mut self, c: char, class: Class, at: usize) -> Option<(Edge, usize)> {
        let gap = &self.text[self.last.end..at];
        if gap.is_empty() && self.last.class == Class::Letter && class == Class::Letter {
            return None;
        }
        let visible: String;
        let gap_seen = if gap.chars().any(letters::is_silent) {
            visible = gap.chars().filter(|&c| !letters::is_silent(c)).collect();
            visible.as_str()
        } else {
            gap
        };
        let edge = self.border(gap_seen, c, class, at);
        let is_quantity = class == Class::Digit
            || class == Class::Numeral
            || letters::is_currency(c) && starts_number(&self.text[at + c.len_utf8()..]);
        if is_quantity && !(gap_seen.is_empty() && self.last.class != Class::Gap) {
            self.number_edge(gap_seen, class, at, edge)
        } else {
            edge.map(|edge| (edge, at))
        }
    }

    /// Emits what stands between a number and what is before it.
    fn number_edge(&mut self, gap: &str, class: Class, at: usize, edge: Option<Edge>) -> Option<(Edge, usize)> {
        let lead = number::lead(self.last.class, gap, class);
        let gap_start = self.last.end;
        let mut edge = edge;
        if let Some(between) = lead.between {
            let (sign, kind, after) = match between {
                Between::Tight(sign) => (sign, None, None),
                Between::Spaced(sign) if edge.is_none() => (sign, None, None),
                Between::Spaced(sign) => (sign, Some(Edge::Apart), Some(Edge::Word)),
            };
            let end = if lead.is_signed() { gap_start } else { at };
            self.sink.unit(Unit { folded: sign, cased: sign, start: gap_start, end, edge: kind });
            edge = after;
        } else if lead.is_signed() && edge == Some(Edge::Joint) {
            edge = Some(Edge::Word);
        }
        let start = at - lead.tail;
        for sign in [lead.sign, lead.point].into_iter().flatten() {
            // The sign is part of the number's word, whose first unit carries the edge.
            self.sink.unit(Unit { folded: sign, cased: sign, start, end: at, edge: edge.take() });
        }
        if edge.is_none() { None } else { edge.map(|edge| (edge, at)) }
    }

    /// The border that `gap`, without what is invisible, makes before `c`.
    fn border(&self, gap: &str, c: char, class: Class, at: usize) -> Option<Edge> {
        let last = &self.last;
        if last.class == Class::Gap {
            return Some(Edge::Word);
        }
        if gap.is_empty() {
            return self.border_without_gap(c, class).then_some(Edge::Word);
        }
        if gap == " " && class == Class::Letter {
            return Some(Edge::Word);
        }
        let joins = |class| !matches!(class, Class::Unspaced | Class::Picture);
        let both_letters = last.class == Class::Letter && class == Class::Letter;
        let mut rest = gap.chars();
        let (first, second) = (rest.next().expect("the gap is not empty"), rest.next());
        if gap.chars().all(char::is_whitespace) {
            let number_before = matches!(last.class, Class::Digit | Class::Numeral);
            let unit_follows = number_before && class == Class::Unit && !starts_number(&self.text[at + c.len_utf8()..]);
            let currency_leads = letters::is_currency(last.folded) && class == Class::Digit;
            let one_number = matches!(gap, "\u{A0}" | "\u{2009}" | "\u{202F}")
                && last.class == Class::Digit
                && last.run <= 3
                && is_group_of_three(&self.text[at..]);
            return (!unit_follows && !currency_leads && !one_number).then_some(Edge::Word);
        }
        if second.is_none() && letters::is_hyphen(first) && joins(last.class) && joins(class) {
            return Some(Edge::Joint);
        }
        if both_letters && second.is_none() && letters::is_apostrophe(first) {
            let homme = self.text[at..].chars().take(3).filter(|&c| letters::class(c) == Class::Letter).count() == 3;
            return Some(if homme { Edge::Elision } else { Edge::Joint });
        }
        if both_letters && second.is_none() && (first == '·' || letters::is_quotation_mark(first)) {
            return Some(Edge::Joint);
        }
        if both_letters && gap == "." && last.run == 1 {
            return Some(Edge::Joint);
        }
        let hyphenated = letters::is_hyphen(first) && gap.contains('\n') && gap[first.len_utf8()..].trim().is_empty();
        if both_letters && hyphenated && c.is_lowercase() {
            return Some(Edge::Joint);
        }
        Some(Edge::Word)
    }

    fn border_without_gap(&self, c: char, class: Class) -> bool {
        let last = &self.last;
        match (last.class, class) {
            _ if letters::leans_back(c) || letters::leans_forward(last.folded) => false,
            (Class::Digit | Class::Unspaced, Class::Unspaced) if letters::is_han_number(c) => {
                last.class == Class::Unspaced && !letters::is_han_number(last.folded)
            }
            (Class::Katakana, Class::Katakana) => false,
            (Class::Unspaced | Class::Katakana | Class::Picture, _) => true,
            (_, Class::Unspaced | Class::Katakana | Class::Picture) => true,
            _ => false,
        }
    }
}

fn is_silent(gap: &str) -> bool {
    gap.chars().all(letters::is_silent)
}

fn next_is_digit(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(|c| letters::class(c) == Class::Digit)
}

/// Whether `text` begins with a number: a digit, or a point and a digit.
fn starts_number(text: &str) -> bool {
    let text = text.trim_start();
    next_is_digit(text.strip_prefix(['.', ',']).unwrap_or(text), 0)
}

fn is_group_of_three(text: &str) -> bool {
    text.chars().take(4).take_while(|&c| letters::class(c) == Class::Digit).count() == 3
}
