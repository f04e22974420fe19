//! Running text → terms: the words that can be sought, folded as quotations are compared, each with its place; and a
//! word → its stem. `query/` makes its index of them. Knows no documents, weighs nothing and leaves no word out.

mod stem;

pub use stem::Stemming;

use super::fold::letters::{self, Class};
use super::fold::{Sink, Unit, fold};
use crate::span::Span;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Feeds the terms of `text` to `take`, in order.
///
/// A word is a term, and so is a number (`1,500` and `1500` are the same one), and each sign that carries meaning.
/// Chinese, Japanese, Korean, Thai and their like are cut into overlapping pairs of characters, since nothing says where
/// their words end; the last character of such a run is a term by itself, so that a run has as many terms as characters.
pub fn terms(text: &str, take: impl FnMut(Term<'_>)) {
    let mut cutter = Cutter {
        text,
        take,
        open: None,
        folded: String::new(),
        spelled: String::new(),
        span: Span::default(),
        last: Last::default(),
        held: None,
    };
    fold(text, &mut cutter);
    cutter.close();
    cutter.release(None);
}

/// Something that can be sought.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Term<'a> {
    /// Where it stands, in bytes of the text; of a pair, its first character.
    pub span: Span,
    /// How it is compared: without case, accents and apostrophes.
    pub folded: &'a str,
    /// In lower case, with its accents and apostrophes: what a stemmer reads.
    pub spelled: &'a str,
    pub kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    /// A word or a number.
    Word,
    /// `%`, `€`, `&`, `👍`.
    Sign,
    /// Two neighbours of a script without spaces; the first takes so many bytes of `folded`.
    Pair { first: usize },
    /// The last of a run of such characters, or the only one.
    Single,
}

/// What the next unit can continue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Run {
    Letters,
    /// Begins with a digit: letters after it are another word, so that `5km` is found as `5 km`.
    Number,
    Sign,
    /// A character of a script without spaces, with what leans on it.
    Alone,
}

/// The latest unit.
#[derive(Clone, Copy, Default)]
struct Last {
    folded: char,
    start: usize,
    end: usize,
}

struct Cutter<'t, F> {
    text: &'t str,
    take: F,
    /// What kind of term is being read, if any.
    open: Option<Run>,
    folded: String,
    spelled: String,
    span: Span,
    last: Last,
    /// A character without spaces around it that waits for its neighbour.
    held: Option<(String, Span)>,
}

impl<F: FnMut(Term<'_>)> Sink for Cutter<'_, F> {
    fn unit(&mut self, unit: Unit) {
        let class = letters::class(unit.folded);
        if class == Class::Mark && self.open.is_some() {
            self.push(&unit);
            return;
        }
        if class == Class::Gap {
            self.between_digits(&unit);
            return;
        }
        let run = self.run(&unit, class);
        if unit.edge.is_some() || !self.continues(&unit, run) {
            self.close();
            self.open = Some(run);
            self.span = Span::at(unit.start);
        }
        self.push(&unit);
    }

    fn letters(&mut self, letters: &str, at: usize) {
        // What stands before them may be a syllable of Hangul, which is a term of its own.
        if self.open != Some(Run::Letters) {
            self.close();
            self.open = Some(Run::Letters);
            self.span = Span::at(at);
        }
        self.push_letters(letters, at);
    }

    fn word(&mut self, letters: &str, at: usize) {
        self.close();
        if ends_word(&self.text.as_bytes()[at + letters.len()..]) {
            self.give_word(letters, at);
        } else {
            self.open = Some(Run::Letters);
            self.span = Span::at(at);
            self.push_letters(letters, at);
        }
    }

    fn accent(&mut self, mark: char, end: usize) {
        if self.open.is_some() {
            self.spelled.push(mark);
            self.span.end = end;
            self.last.end = end;
        }
    }
}

impl<F: FnMut(Term<'_>)> Cutter<'_, F> {
    fn run(&self, unit: &Unit, class: Class) -> Run {
        // Hangul comes in its parts, so the text itself is asked.
        let is_syllable = self.text[unit.start..].starts_with(|c| ('가'..='힣').contains(&c));
        match class {
            Class::Unspaced | Class::Katakana => Run::Alone,
            _ if is_syllable => Run::Alone,
            Class::Unit | Class::Sign | Class::Picture => Run::Sign,
            Class::Digit if self.open != Some(Run::Letters) => Run::Number,
            Class::Digit if unit.edge.is_some() => Run::Number,
            _ => Run::Letters,
        }
    }

    /// Whether a unit without a border before it belongs to the term that is being read.
    fn continues(&self, unit: &Unit, run: Run) -> bool {
        match run {
            Run::Sign => false,
            Run::Alone => {
                let leans = letters::leans_back(unit.folded) || letters::leans_forward(self.last.folded);
                self.open == Some(run) && (unit.start == self.last.start || leans)
            }
            run => self.open == Some(run),
        }
    }

    fn push(&mut self, unit: &Unit) {
        let gap = &self.text[self.last.end.min(unit.start)..unit.start];
        if !self.spelled.is_empty() && gap.chars().any(letters::is_apostrophe) {
            self.spelled.push('\'');
        }
        self.folded.push(unit.folded);
        self.spelled.push(unit.folded);
        self.span.end = unit.end;
        self.last = Last { folded: unit.folded, start: unit.start, end: unit.end };
    }

    /// Adds letters of ASCII that stand right behind what is there.
    fn push_letters(&mut self, letters: &str, at: usize) {
        let before = self.folded.len();
        self.folded.push_str(letters);
        self.folded[before..].make_ascii_lowercase();
        self.spelled.push_str(&self.folded[before..]);
        let end = at + letters.len();
        self.span.end = end;
        self.last = Last { folded: self.folded.chars().next_back().unwrap_or_default(), start: end - 1, end };
    }

    /// Gives away a word of letters of ASCII that nothing continues; none is open.
    fn give_word(&mut self, letters: &str, at: usize) {
        self.release(None);
        let span = Span::new(at, at + letters.len());
        let word = if letters.bytes().any(|byte| byte.is_ascii_uppercase()) {
            self.folded.push_str(letters);
            self.folded.make_ascii_lowercase();
            &self.folded
        } else {
            letters
        };
        (self.take)(Term { span, folded: word, spelled: word, kind: Kind::Word });
        self.folded.clear();
    }

    /// What stands between or before digits: a point or a group's mark is part of a number, a range or a slash is not.
    fn between_digits(&mut self, unit: &Unit) {
        let is_inner = matches!(unit.folded, '.' | ',' | ':' | '\'' | ' ');
        if self.open == Some(Run::Number) && unit.edge.is_none() && is_inner {
            self.push(unit);
            return;
        }
        self.close();
        if matches!(unit.folded, '.' | ',') {
            self.open = Some(Run::Number);
            self.span = Span::at(unit.start);
            self.folded.push('0');
            self.push(unit);
        }
    }

    /// Gives away the term that is being read.
    fn close(&mut self) {
        let Some(run) = self.open.take() else { return };
        let number;
        let mut folded = self.folded.as_str();
        if run == Run::Number && folded.contains(|c: char| c.is_ascii_punctuation() || c == ' ') {
            number = canonical_number(folded);
            folded = &number;
        }
        let kind = match run {
            Run::Alone => {
                let cluster = (std::mem::take(&mut self.folded), self.span);
                self.spelled.clear();
                self.release(Some(cluster));
                return;
            }
            Run::Sign => Kind::Sign,
            Run::Letters | Run::Number => Kind::Word,
        };
        let spelled: Cow<'_, str> = match run {
            Run::Letters if self.spelled.is_ascii() => Cow::Borrowed(&self.spelled),
            Run::Letters => Cow::Owned(self.spelled.nfc().collect()),
            _ => Cow::Borrowed(folded),
        };
        if self.held.is_none() {
            (self.take)(Term { span: self.span, folded, spelled: &spelled, kind });
        } else {
            let (folded, spelled, span) = (folded.to_owned(), spelled.into_owned(), self.span);
            self.release(None);
            (self.take)(Term { span, folded: &folded, spelled: &spelled, kind });
        }
        self.folded.clear();
        self.spelled.clear();
    }

    /// Gives away the character that waits, with its neighbour if this is one, and lets this one wait.
    fn release(&mut self, next: Option<(String, Span)>) {
        let before = std::mem::replace(&mut self.held, next);
        let Some((mut folded, span)) = before else { return };
        let kind = match &self.held {
            Some((second, at)) if is_bridge(&self.text[span.end..at.start]) => {
                let first = folded.len();
                folded.push_str(second);
                Kind::Pair { first }
            }
            _ => Kind::Single,
        };
        (self.take)(Term { span, folded: &folded, spelled: &folded, kind });
    }
}

/// Whether a word of letters ends where `rest` begins, as nearly all do: at white space, and at a stop or comma before it.
fn ends_word(rest: &[u8]) -> bool {
    let is_white = |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b' ' | b'\n'));
    is_white(rest.first()) || matches!(rest[0], b',' | b'.' | b';' | b':') && is_white(rest.get(1))
}

/// Whether what lies between two characters without spaces is nothing to a reader: the end of a line of the file.
fn is_bridge(gap: &str) -> bool {
    gap.chars().all(|c| matches!(c, '\n' | '\r') || letters::is_silent(c))
}

/// A number in one notation: `1,500`, `1.500` and `1 500` are `1500`; `4,2` is `4.2`.
fn canonical_number(number: &str) -> String {
    let is_mark = |c: char| c.is_ascii_punctuation() || c == ' ';
    let marks: Vec<char> = number.chars().filter(|&c| is_mark(c)).collect();
    let parts: Vec<&str> = number.split(is_mark).collect();
    let (&last, inner) = parts.split_last().expect("a split has a part");
    let is_group = |part: &&str| part.chars().count() == 3;
    let leads = (1..=3).contains(&parts[0].chars().count()) && !parts[0].starts_with('0');
    let (groups, end) = marks.split_at(marks.len().saturating_sub(1));
    let uniform = groups.windows(2).all(|pair| pair[0] == pair[1]) && !marks.contains(&':');
    if leads && uniform && inner.iter().skip(1).all(is_group) {
        let same = groups.first().is_none_or(|mark| end.first() == Some(mark));
        if is_group(&last) && same {
            return parts.concat();
        }
        if !groups.is_empty() && !same {
            return format!("{}.{last}", inner.concat());
        }
    }
    number.replace(',', ".")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The folded terms; `+` behind pairs, `.` behind what stands alone.
    fn cut(text: &str) -> String {
        let mut shown = Vec::new();
        terms(text, |term| {
            let sign = match term.kind {
                Kind::Pair { .. } => "+",
                Kind::Single => ".",
                _ => "",
            };
            shown.push(format!("{}{sign}", term.folded));
        });
        shown.join(" ")
    }

    #[test]
    fn a_text_is_cut_into_what_is_sought() {
        for (text, expected) in [
            ("“Hello,” she SAID — naïve café.", "hello she said naive cafe"),
            ("well-known didn't l'homme U.S. AT&T", "well known didnt l homme us at & t"),
            ("1,500 1.500 1 500 1\u{A0}500 1'500 1,500.25 1.500,25", "1500 1500 1 500 1500 1500 1500.25 1500.25"),
            ("4.2 4,2 .5 0.125 0,125 1.2.3 12:30 5 % $5 -5", "4.2 4.2 0.5 0.125 0.125 1.2.3 12:30 5 % $ 5 5"),
            ("2–3 9/11 2026-02-05 5km 4th H₂O COVID-19 p12", "2 3 9 11 2026 02 05 5 km 4 th h2o covid 19 p12"),
            ("平和条約だ。", "平和+ 和条+ 条約+ 約た\u{3099}+ た\u{3099}."),
            ("水 三十人 5万", "水. 三十+ 十人+ 人. 5 万."),
            ("カメラ 한국은 ok", "カメ+ メラ+ ラ. 한국+ 국은+ 은. ok"),
            ("ไทยแลนด์", "ไทย+ ยแล+ แลน+ นด์+ ด์."),
            ("平和\n条約 👍 the", "平和+ 和条+ 条約+ 約. 👍 the"),
            ("", ""),
            ("— … !", ""),
        ] {
            assert_eq!(cut(text).nfc().collect::<String>(), expected.nfc().collect::<String>(), "{text}");
        }
    }

    #[test]
    fn every_term_leads_back_to_its_place() {
        let text = "«Cafe\u{301}», Trump’s 1,500 and 平和 -5 %.";
        let mut places = Vec::new();
        terms(text, |term| places.push((term.span.of(text).to_owned(), term.spelled.to_owned())));
        let places: Vec<(&str, &str)> = places.iter().map(|(place, spelled)| (&**place, &**spelled)).collect();
        let expected = [
            ("Cafe\u{301}", "café"),
            ("Trump’s", "trump's"),
            ("1,500", "1500"),
            ("and", "and"),
            ("平", "平和"),
            ("和", "和"),
            ("5", "5"),
            ("%", "%"),
        ];
        assert_eq!(places, expected);
    }
}
