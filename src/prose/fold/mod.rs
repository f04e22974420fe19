//! Plain text → the units that a comparison compares, with the edges of words. Called for passages and quotations
//! alike, and for words that are sought; it knows nothing of brackets and omissions. What stands between two numbers is
//! read by `number`.

pub(crate) mod letters;
mod number;

use letters::Class;
use number::Between;
use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// Feeds the units of `text` to `sink`, in order.
///
/// A unit is a character under compatibility normalisation (NFKC, kept decomposed) and case folding; accents are
/// told apart from it. Only letters, digits and signs that carry meaning are units.
pub(crate) fn fold(text: &str, sink: &mut impl Sink) {
    let mut folding = Folding { text, sink, last: Last::default(), marks: Vec::new(), parts: Vec::new() };
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_ascii_alphabetic() && folding.goes_on(at) {
            at = folding.letters(at);
            continue;
        }
        if c == ' ' && folding.begins_word(at) {
            at = folding.word(at + 1);
            continue;
        }
        match letters::class(c) {
            Class::Gap if c == '#' && next_is_digit(text, at + 1) => folding.base(c, Class::Sign, at),
            Class::Gap | Class::Silent => {}
            Class::Mark => folding.mark(c, at),
            class => folding.base(c, class, at),
        }
        at += c.len_utf8();
    }
    folding.settle_marks();
}

/// One unit. Offsets are bytes of the folded text.
pub(crate) struct Unit {
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
pub(crate) enum Edge {
    /// A quotation may begin and end here.
    Word,
    /// A quotation may begin here and not end: after the apostrophe of `l'homme`.
    Elision,
    /// After the hyphen of a compound, `well-known`: a quotation may be cut here only beside a bracket.
    Joint,
    /// Not before a word but before what keeps two numbers apart: a quotation may end here.
    Apart,
}

pub(crate) trait Sink {
    fn unit(&mut self, unit: Unit);
    /// Letters of ASCII that continue a word, from byte `at` on: a unit each, all at once.
    fn letters(&mut self, letters: &str, at: usize) {
        for (start, cased) in (at..).zip(letters.chars()) {
            self.unit(Unit { folded: cased.to_ascii_lowercase(), cased, start, end: start + 1, edge: None });
        }
    }
    /// A word that begins with letters of ASCII, from byte `at` on, after a space: a unit each, all at once.
    fn word(&mut self, letters: &str, at: usize) {
        let first = char::from(letters.as_bytes()[0]);
        let edge = Some(Edge::Word);
        self.unit(Unit { folded: first.to_ascii_lowercase(), cased: first, start: at, end: at + 1, edge });
        if letters.len() > 1 {
            self.letters(&letters[1..], at + 1);
        }
    }
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

impl<'t, S: Sink> Folding<'t, S> {
    /// Whether a letter at `at` only continues a word of letters: the common case, for which `letter` is enough.
    fn goes_on(&self, at: usize) -> bool {
        self.last.end == at && self.last.class == Class::Letter && self.marks.is_empty()
    }

    /// Takes the letters of ASCII from `at` on, which continue a word, and returns where they end.
    fn letters(&mut self, at: usize) -> usize {
        let letters = self.advance(at, self.last.run);
        self.sink.letters(letters, at);
        self.last.end
    }

    /// Whether the space at `at` is all that lies before a letter of ASCII: how most words begin.
    fn begins_word(&self, at: usize) -> bool {
        self.last.end == at && self.text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_alphabetic)
    }

    /// Takes the letters of ASCII from `at` on, with which a word begins, and returns where they end.
    fn word(&mut self, at: usize) -> usize {
        self.settle_marks();
        let letters = self.advance(at, 0);
        self.sink.word(letters, at);
        self.last.end
    }

    /// The letters of ASCII from `at` on, of which there is one; `run` bases of their word stand before them.
    fn advance(&mut self, at: usize, run: usize) -> &'t str {
        let rest = &self.text.as_bytes()[at..];
        let length = rest.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
        let folded = char::from(rest[length - 1]).to_ascii_lowercase();
        self.last = Last { class: Class::Letter, folded, end: at + length, run: run + length };
        &self.text[at..at + length]
    }

    /// A mark belongs to the base right before it; without one it is nothing.
    fn mark(&mut self, mark: char, at: usize) {
        if self.last.class != Class::Gap && is_silent(&self.text[self.last.end..at]) {
            let end = at + mark.len_utf8();
            decompose_compatible(mark, |part| self.marks.push((part, at, end)));
            self.last.end = end;
        }
    }

    fn settle_marks(&mut self) {
        let (Some(&(_, start, _)), Some(&(.., end))) = (self.marks.first(), self.marks.last()) else { return };
        if self.marks.len() > 1 {
            self.marks.sort_by_key(|&(mark, ..)| canonical_combining_class(mark));
        }
        for (mark, ..) in self.marks.drain(..) {
            if letters::is_accent(mark, self.last.folded) {
                self.sink.accent(mark, end);
            } else {
                self.sink.unit(Unit { folded: mark, cased: mark, start, end, edge: None });
            }
        }
    }

    fn base(&mut self, c: char, class: Class, at: usize) {
        let written = c.len_utf8();
        let c = self.split_am(c, at);
        self.settle_marks();
        let class = if letters::is_subscript(c) { self.subscript_class(at) } else { class };
        let gap = &self.text[self.last.end..at];
        let edge = self.edge(gap, c, class, at);
        let end = at + written;
        let run = if is_silent(gap) { self.last.run + 1 } else { 1 };
        let c = if class == Class::Digit || class == Class::Unit { letters::latin_number(c) } else { c };
        let before = std::mem::replace(&mut self.last, Last { class, folded: c, end, run });
        let is_unit = if c.is_ascii() || class == Class::Numeral {
            self.emit(c, at, end, edge)
        } else {
            self.emit_parts(c, at, end, edge)
        };
        if !is_unit {
            // A letter of which nothing is left, as of the Hangul filler: the word begins after it.
            self.last = before;
        }
    }

    /// The Thai and Lao vowel `ำ` is a ring and a letter, and a tone may stand between the two or before both. The
    /// ring joins the marks before; what is left is the letter.
    fn split_am(&mut self, c: char, at: usize) -> char {
        let Some((ring, letter)) = letters::am(c) else { return c };
        self.mark(ring, at);
        self.last.end = self.last.end.min(at);
        letter
    }

    /// Emits a character in its parts: `ﬁ` as two letters, `é` as a letter with an accent. Whether there were any.
    fn emit_parts(&mut self, c: char, start: usize, end: usize, mut edge: Option<Edge>) -> bool {
        let mut is_unit = false;
        let mut parts = std::mem::take(&mut self.parts);
        parts.clear();
        decompose_compatible(c, |part| parts.push(part));
        for &part in &parts {
            match letters::class(part) {
                Class::Mark if edge.is_none() => self.marks.push((part, start, end)),
                Class::Gap | Class::Silent => {}
                _ => {
                    self.settle_marks();
                    is_unit |= self.emit(part, start, end, edge);
                    edge = edge.filter(|_| !is_unit);
                }
            }
        }
        self.parts = parts;
        is_unit
    }

    /// Emits one part, and says whether it made a unit.
    fn emit(&mut self, cased: char, start: usize, end: usize, mut edge: Option<Edge>) -> bool {
        let mut is_unit = false;
        let sink = &mut *self.sink;
        let mut unit = |folded| {
            is_unit = true;
            sink.unit(Unit { folded, cased, start, end, edge: edge.take() });
        };
        if cased.is_ascii() {
            self.last.folded = cased.to_ascii_lowercase();
            unit(self.last.folded);
            return true;
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
        is_unit
    }

    /// A subscript is a digit, unless it would melt into a digit beside it: `log₂8`.
    fn subscript_class(&self, at: usize) -> Class {
        let is_digit =
            |c: Option<char>| c.is_some_and(|c| letters::class(c) == Class::Digit && !letters::is_subscript(c));
        let before = self.text[..at].chars().next_back();
        let after = self.text[at + '₀'.len_utf8()..].chars().next();
        if is_digit(before) || is_digit(after) { Class::Numeral } else { Class::Digit }
    }

    /// The border before `c`, for the unit of `c` to carry. Emits the units that the gap itself stands for.
    fn edge(&mut self, gap: &str, c: char, class: Class, at: usize) -> Option<Edge> {
        if gap.is_empty() && self.last.class == Class::Letter && class == Class::Letter {
            return None;
        }
        let visible: String;
        let gap = if !gap.is_ascii() && gap.chars().any(letters::is_silent) {
            visible = gap.chars().filter(|&c| !letters::is_silent(c)).collect();
            &visible
        } else {
            gap
        };
        let edge = self.border(gap, c, class, at);
        let is_quantity = matches!(class, Class::Digit | Class::Numeral)
            || letters::is_currency(c) && starts_number(&self.text[at + c.len_utf8()..]);
        if is_quantity && !gap.is_empty() { self.number_edge(gap, class, at, edge) } else { edge }
    }

    /// Emits what stands between a number and what is before it; what is left of `edge` is the number's own.
    fn number_edge(&mut self, gap: &str, class: Class, at: usize, mut edge: Option<Edge>) -> Option<Edge> {
        let lead = number::lead(self.last.class, gap, class);
        let start = self.last.end;
        let tail = self.text[start..at].char_indices().rev().filter(|&(_, c)| !letters::is_silent(c));
        let lead_start =
            lead.length.checked_sub(1).and_then(|back| tail.clone().nth(back)).map_or(at, |(i, _)| start + i);
        if let Some(between) = lead.between {
            let (sign, before) = match between {
                Between::Spaced(sign) if edge.is_some() => (sign, Some(Edge::Apart)),
                Between::Spaced(sign) | Between::Tight(sign) => (sign, None),
            };
            self.sink.unit(Unit { folded: sign, cased: sign, start, end: lead_start, edge: before });
            edge = before.map(|_| Edge::Word);
        }
        for sign in [lead.sign, lead.point].into_iter().flatten() {
            // A sign is part of its number's word, and the first of it.
            self.sink.unit(Unit { folded: sign, cased: sign, start: lead_start, end: at, edge: edge.take() });
        }
        edge
    }

    /// The border that `gap`, without what is invisible, makes before `c`.
    fn border(&self, gap: &str, c: char, class: Class, at: usize) -> Option<Edge> {
        let last = &self.last;
        if last.class == Class::Gap {
            return Some(Edge::Word);
        }
        if gap.is_empty() {
            return self.border_without_gap(c, class, at).then_some(Edge::Word);
        }
        if gap == " " && class == Class::Letter {
            return Some(Edge::Word);
        }
        if gap.chars().all(char::is_whitespace) {
            return (!self.is_one_quantity(gap, c, class, at)).then_some(Edge::Word);
        }
        let joins = |class| !matches!(class, Class::Unspaced | Class::Katakana | Class::Picture);
        let both_letters = last.class == Class::Letter && class == Class::Letter;
        let mut rest = gap.chars();
        match (rest.next().expect("the gap is not empty"), rest.as_str()) {
            (first, "") if letters::is_hyphen(first) && joins(last.class) && joins(class) => Some(Edge::Joint),
            (first, "") if both_letters && letters::is_apostrophe(first) && !letters::is_jamo(last.folded) => {
                (!letters::is_apostrophe_letter(first) && self.is_elision(at)).then_some(Edge::Elision)
            }
            // `col·lecció`, `צה״ל`
            ('·' | '״', "") if both_letters => None,
            ('"' | '”', "") if both_letters && ('א'..='ת').contains(&c) => None,
            // `U.S.`
            ('.', "") if both_letters && last.run == 1 => None,
            (first, rest) if both_letters && letters::is_hyphen(first) && is_line_end(rest) && c.is_lowercase() => None,
            _ => Some(Edge::Word),
        }
    }

    /// Whether the apostrophe before `at` ends a short word that leans on the next: `homme` may be quoted from
    /// `l’homme`, but `t` not from `didn’t`, nor a half of a word in scripts that spell with apostrophes.
    fn is_elision(&self, at: usize) -> bool {
        let is_latin = |c: char| c < '\u{250}' && letters::class(c) == Class::Letter;
        let following = self.text[at..].chars().take(3).filter(|&c| is_latin(c)).count();
        self.last.run <= 5 && is_latin(self.last.folded) && following == 3
    }

    /// Whether white space stands inside a quantity: `5 %`, `€ 5`, `1 500` with a space that does not break.
    fn is_one_quantity(&self, space: &str, c: char, class: Class, at: usize) -> bool {
        let last = &self.last;
        match class {
            Class::Unit => {
                matches!(last.class, Class::Digit | Class::Numeral) && !starts_number(&self.text[at + c.len_utf8()..])
            }
            Class::Digit if last.class == Class::Digit => {
                let does_not_break = matches!(space, "\u{A0}" | "\u{2009}" | "\u{202F}");
                does_not_break && last.run <= 3 && is_group_of_three(&self.text[at..])
            }
            Class::Digit => letters::is_currency(last.folded),
            _ => false,
        }
    }

    fn border_without_gap(&self, c: char, class: Class, at: usize) -> bool {
        let last = &self.last;
        match (last.class, class) {
            _ if letters::leans_back(c) || letters::leans_forward(last.folded) => false,
            (Class::Digit | Class::Unspaced, Class::Unspaced) if letters::is_han_number(c) => {
                last.class == Class::Unspaced && !letters::is_han_number(last.folded)
            }
            (Class::Katakana, Class::Katakana) => false,
            (Class::Unspaced, Class::Unspaced) if letters::ends_syllable(&self.text[at..]) => false,
            (Class::Unspaced, Class::Unspaced) if self.text[..at].ends_with(letters::stacks) => false,
            (Class::Unspaced | Class::Katakana | Class::Picture, _) => true,
            (_, Class::Unspaced | Class::Katakana | Class::Picture) => true,
            _ => false,
        }
    }
}

fn is_silent(gap: &str) -> bool {
    gap.is_empty() || gap.chars().all(letters::is_silent)
}

/// Whether what follows a hyphen is the end of a line and nothing else.
fn is_line_end(rest: &str) -> bool {
    rest.contains('\n') && rest.trim().is_empty()
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
