//! A text of a quotation and the place where its skeleton stands → how closely the two agree. Called by `verify` for
//! every hit; it re-reads both plain texts, since a skeleton has lost what is compared here.

use super::accent::{self, Accents};
use super::pattern::{Pattern, Text};
use super::skeleton::Scope;
use super::{Difference, DifferenceKind, Grade, Place, gap, negation};
use crate::prose::fold::letters::{self, Class};
use crate::prose::fold::{Sink, Unit, fold};
use crate::span::Span;
use std::borrow::Cow;
use std::cmp::Ordering;

/// No message needs more differences than this.
const DIFFERENCES: usize = 32;

/// What re-reading has shown so far.
#[derive(Default)]
pub(super) struct Reading {
    /// Something differs that costs nothing.
    pub is_typographic: bool,
    pub differences: Vec<Difference>,
}

/// Grades one hit. `None` when the words are not the same after all.
pub(super) fn read(quotation: &str, pattern: &Pattern, scope: &Scope, hit: &[Span]) -> Option<(Grade, Reading)> {
    let mut reading = Reading::default();
    for (index, (text, &stretch)) in pattern.texts.iter().zip(hit).enumerate() {
        compare(quotation, text, index == 0, scope, stretch, &mut reading)?;
    }
    let grade = if !reading.differences.is_empty() {
        Grade::Inexact
    } else if pattern.is_edited() {
        Grade::Edited
    } else if reading.is_typographic {
        Grade::Typographic
    } else {
        Grade::Exact
    };
    Some((grade, reading))
}

/// The plain texts under a hit; texts that follow one another directly are one place.
pub(super) fn places(scope: &Scope, hit: &[Span]) -> Vec<Place> {
    let mut stretches: Vec<Span> = Vec::new();
    for &text in hit {
        match stretches.last_mut().filter(|last| last.end == text.start) {
            Some(last) => *last = last.join(text),
            None => stretches.push(text),
        }
    }
    stretches.into_iter().flat_map(|stretch| scope.places(stretch)).collect()
}

/// Compares one text of the quotation with the stretch of the scope on which its skeleton was found. `None` when
/// they are not the same words after all.
fn compare(
    quotation: &str,
    text: &Text,
    is_first: bool,
    scope: &Scope,
    stretch: Span,
    reading: &mut Reading,
) -> Option<()> {
    let words = text.span.of(quotation);
    if is_verbatim(words, scope, stretch) {
        return Some(());
    }
    let quoted = Stretch { tokens: tokens(words), texts: vec![Source { passage: 0, plain: words }] };
    let source = source_stretch(scope, stretch);
    if quoted.tokens.len() != source.tokens.len() {
        return None;
    }
    let mut notes =
        Notes { base: text.span.start, quoted: &quoted, source: &source, reading, breaks_words: false, lacking: None };
    for index in 0..quoted.tokens.len() {
        notes.compare_gaps(index);
        notes.compare_tokens(index, is_first && index == 0)?;
    }
    notes.compare_lead();
    notes.compare_trail();
    // `notable` and `no table` are not the same words, however one spaces them.
    let negates_alike = || {
        let places = scope.places(stretch).into_iter();
        let said =
            places.map(|place| negation::negations_in(place.span.of(scope.passages()[place.passage].plain())).len());
        negation::negations_in(words).len() == said.sum::<usize>()
    };
    (!notes.breaks_words || negates_alike()).then_some(())
}

/// Whether the quotation's words are a plain copy. A hit that is none may still turn out exact.
fn is_verbatim(words: &str, scope: &Scope, stretch: Span) -> bool {
    match scope.places(stretch)[..] {
        [Place { passage, span }] => {
            let begins_word = scope.edge(stretch.start).is_some();
            begins_word
                && words.len() >= span.len()
                && scope.passages()[passage].plain()[span.start..].starts_with(words)
        }
        _ => false,
    }
}

/// The units of a text, with what grading wants to know of each.
struct Stretch<'t> {
    tokens: Vec<Token>,
    texts: Vec<Source<'t>>,
}

#[derive(Clone, Copy)]
struct Source<'t> {
    passage: usize,
    plain: &'t str,
}

#[derive(Clone, Copy)]
struct Token {
    folded: char,
    cased: char,
    accents: Accents,
    /// Index into `texts`, to which the offsets refer.
    text: usize,
    start: usize,
    end: usize,
}

impl Token {
    fn letter(self) -> accent::Letter {
        accent::Letter { folded: self.folded, cased: self.cased, accents: self.accents }
    }
}

impl Stretch<'_> {
    /// The plain text between two neighbouring tokens; passages are apart by a line break.
    fn gap(&self, index: usize) -> Cow<'_, str> {
        let (before, token) = (self.tokens[index - 1], self.tokens[index]);
        if before.text != token.text {
            Cow::Owned(format!("{}\n{}", self.after(before), self.before(token)))
        } else {
            Cow::Borrowed(self.texts[token.text].plain.get(before.end..token.start).unwrap_or(""))
        }
    }

    fn raw(&self, index: usize) -> &str {
        let token = self.tokens[index];
        &self.texts[token.text].plain[token.start..token.end]
    }

    /// Punctuation and white space before a token.
    fn before(&self, token: Token) -> &str {
        let before = &self.texts[token.text].plain[..token.start];
        &before[before.trim_end_matches(is_gap).len()..]
    }

    /// Punctuation and white space after a token.
    fn after(&self, token: Token) -> &str {
        let after = &self.texts[token.text].plain[token.end..];
        &after[..after.len() - after.trim_start_matches(is_gap).len()]
    }

    /// The words that tokens stand in: from white space to white space, in the text of the last of them.
    fn words(&self, tokens: std::ops::Range<usize>) -> Place {
        let last = self.tokens[tokens.end - 1];
        let first = self.tokens[tokens.start];
        let first = if first.text == last.text { first } else { last };
        let Source { passage, plain } = self.texts[last.text];
        let start = plain[..first.start].trim_end_matches(|c: char| !c.is_whitespace()).len();
        let end = plain.len() - plain[last.end..].trim_start_matches(|c: char| !c.is_whitespace()).len();
        Place { passage, span: Span::new(start, end) }
    }
}

fn is_gap(c: char) -> bool {
    matches!(letters::class(c), Class::Gap | Class::Silent)
}

/// Two stretches side by side, and what is found to differ.
struct Notes<'n> {
    /// Where the quoted text begins in the quotation.
    base: usize,
    quoted: &'n Stretch<'n>,
    source: &'n Stretch<'n>,
    reading: &'n mut Reading,
    breaks_words: bool,
    /// Which of the two lacks accents: the quotation (`Less`) or the source.
    lacking: Option<Ordering>,
}

impl Notes<'_> {
    fn compare_gaps(&mut self, index: usize) {
        let (quoted, source) = (self.quoted, self.source);
        let keeps_apart = |index: usize| quoted.tokens[index].folded == ' ';
        // What keeps two numbers apart is a token and covers the gap.
        if index == 0 || keeps_apart(index) || keeps_apart(index - 1) {
            return;
        }
        let (ours, theirs) = (quoted.gap(index), source.gap(index));
        if ours == theirs {
            return;
        }
        let around = [quoted.tokens[index - 1].folded, quoted.tokens[index].folded];
        match gap::difference(&ours, &theirs, around) {
            None => self.reading.is_typographic = true,
            Some(kind) => self.note(kind, index - 1..index + 1),
        }
    }

    /// `None` when the two are not the same unit.
    fn compare_tokens(&mut self, index: usize, is_first: bool) -> Option<()> {
        let (ours, theirs) = (self.quoted.tokens[index], self.source.tokens[index]);
        if ours.folded != theirs.folded {
            return None;
        }
        // Between passages nothing is written for what keeps two numbers apart.
        let crosses = theirs.start == theirs.end;
        let (our_raw, their_raw) = (self.quoted.raw(index), if crosses { "\n" } else { self.source.raw(index) });
        if our_raw == their_raw {
            return Some(());
        }
        self.reading.is_typographic = true;
        if ours.folded == ' ' {
            if let Some(kind) = gap::difference(our_raw, their_raw, ['0'; 2]) {
                self.note(kind, index..index + 1);
            }
        } else if let lacking @ (Ordering::Less | Ordering::Greater) = accent::compare(ours.letter(), theirs.letter())?
        {
            // Either the writer leaves accents out or the source does: `pâte` is not `paté`.
            if self.lacking.is_some_and(|known| known != lacking) {
                return None;
            }
            self.lacking = Some(lacking);
            self.note(DifferenceKind::Accents, index..index + 1);
        } else if ours.cased != theirs.cased && !is_first {
            self.note(DifferenceKind::Case, index..index + 1);
        }
        Some(())
    }

    fn compare_lead(&mut self) {
        let (ours, theirs) = (self.quoted.before(self.quoted.tokens[0]), self.source.before(self.source.tokens[0]));
        if !theirs.ends_with(ours.trim_start()) {
            self.reading.is_typographic = true;
            if !gap::marks(theirs).ends_with(&gap::marks(ours)) {
                self.note(DifferenceKind::Punctuation, 0..1);
            }
        }
    }

    /// A comma or full stop at the end is free; what stands after the words in the source need not be quoted.
    fn compare_trail(&mut self) {
        let last = self.quoted.tokens.len() - 1;
        let (ours, theirs) = (self.quoted.after(self.quoted.tokens[last]), self.source.after(self.source.tokens[last]));
        if !theirs.starts_with(ours.trim_end()) {
            self.reading.is_typographic = true;
            let (ours, theirs) = (gap::marks(ours), gap::marks(theirs));
            let without_stop = ours.strip_suffix(gap::is_stop).unwrap_or(&ours);
            if !theirs.starts_with(&ours) && !theirs.starts_with(without_stop) {
                self.note(DifferenceKind::Punctuation, last..last + 1);
            }
        }
    }

    fn note(&mut self, kind: DifferenceKind, tokens: std::ops::Range<usize>) {
        self.breaks_words |= kind == DifferenceKind::WordBreaks;
        let is_known = |known: &Difference, span: Span| known.kind == kind && known.quotation.end >= span.end;
        if self.reading.differences.len() == DIFFERENCES {
            return;
        }
        let span = self.quoted.words(tokens.clone()).span;
        let quotation = Span::new(self.base + span.start, self.base + span.end);
        if !self.reading.differences.iter().any(|known| is_known(known, quotation)) {
            self.reading.differences.push(Difference { kind, quotation, source: self.source.words(tokens) });
        }
    }
}

/// The units of a stretch of the scope, which may begin and end inside a word beside a bracket.
fn source_stretch<'s>(scope: &'s Scope, stretch: Span) -> Stretch<'s> {
    let mut found = Stretch { tokens: Vec::new(), texts: Vec::new() };
    for Place { passage, span } in scope.places(stretch) {
        let own = scope.passage_span(passage);
        if own.start > stretch.start && scope.text()[..own.start].ends_with(' ') && !found.tokens.is_empty() {
            let before = found.tokens[found.tokens.len() - 1];
            found.tokens.push(Token {
                folded: ' ',
                cased: ' ',
                accents: Accents::default(),
                start: before.end,
                ..before
            });
        }
        let plain = scope.passages()[passage].plain();
        let mut at = scope.word_around(stretch.start.max(own.start)).start;
        for token in tokens(span.of(plain)) {
            if (stretch.start..stretch.end).contains(&at) {
                let (start, end) = (span.start + token.start, span.start + token.end);
                found.tokens.push(Token { text: found.texts.len(), start, end, ..token });
            }
            at += token.folded.len_utf8();
        }
        found.texts.push(Source { passage, plain });
    }
    found
}

struct Tokens(Vec<Token>);

impl Sink for Tokens {
    fn unit(&mut self, unit: Unit) {
        let Unit { folded, cased, start, end, .. } = unit;
        self.0.push(Token { folded, cased, accents: Accents::default(), text: 0, start, end });
    }

    fn accent(&mut self, mark: char, end: usize) {
        if let Some(token) = self.0.last_mut() {
            token.accents.push(mark);
            token.end = token.end.max(end);
        }
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Tokens(Vec::with_capacity(text.len()));
    fold(text, &mut tokens);
    tokens.0
}
