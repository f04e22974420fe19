//! The tokens of a sentence → the units that names are made of: `O’Brien`, `U.S.` and `Jean-Luc` are one,
//! `Russia-Ukraine` is two, and the `’s` of a possessive is none. `run` joins them.

use super::known::{Known, fold};
use super::table;
use crate::extract::token::{Kind, SOFT_HYPHEN, Token};
use crate::span::Span;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::extract) struct Unit<'a> {
    /// Without `’s`.
    pub span: Span,
    pub text: &'a str,
    pub folded: String,
    pub class: Class,
    /// Whether white space alone stands before it.
    pub spaced: bool,
    /// Whether it begins a sentence, or what may be one: its capital is no evidence then.
    pub initial: bool,
    /// Whether `’s` or `’` stands behind it.
    pub possessive: bool,
    /// Whether a part of the same word follows in lower case: `NATO-led`.
    pub compound: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::extract) enum Class {
    /// Begins with a capital.
    Name,
    Lower,
    Number,
    Mark,
}

impl Unit<'_> {
    /// “the *People’s* Daily”: a possessive that is part of a name.
    pub fn owns_a_name(&self) -> bool {
        self.possessive
            && matches!(&*self.folded, "people" | "women" | "children" | "men" | "king" | "queen" | "workers")
    }
}

/// The units of one sentence.
pub(in crate::extract) fn units<'a>(text: &'a str, tokens: &[Token<'a>], known: &Known) -> Vec<Unit<'a>> {
    let mut units: Vec<Unit> = Vec::new();
    let mut initial = true;
    let mut at = 0;
    while at < tokens.len() {
        let len = length(tokens, at, known);
        let last = &tokens[at + len - 1];
        let span = tokens[at].span.join(last.span);
        let joint = at.checked_sub(1).is_some_and(|before| tokens[before].is_dash() && !tokens[at].spaced);
        let possessive = possessive_length(tokens, at + len);
        let class = class(&tokens[at], span.of(text));
        units.push(Unit {
            span,
            text: span.of(text),
            folded: fold_word(span.of(text)),
            class,
            spaced: tokens[at].spaced && !joint,
            initial,
            possessive: possessive > 0 || ends_with_possessive(span.of(text), tokens, at + len),
            compound: goes_on_in_lower_case(tokens, at + len),
        });
        at += len + possessive;
        // A straight mark opens before a word, and closes before a space.
        let opens = || tokens.get(at).is_some_and(|next| !next.spaced);
        initial = match class {
            Class::Mark if span.of(text) == "\"" => initial || opens(),
            Class::Mark => initial || matches!(span.of(text), "“" | "„" | "«" | "‘" | ":" | "…" | "•" | "—" | "–"),
            _ => false,
        };
    }
    units
}

fn fold_word(word: &str) -> String {
    word.to_lowercase().replace('’', "'").replace(SOFT_HYPHEN, "")
}

fn class(first: &Token, text: &str) -> Class {
    match first.kind {
        Kind::Number => Class::Number,
        Kind::Mark => Class::Mark,
        Kind::Word if first.is_capital() => Class::Name,
        // al-Assad, d’Estaing
        Kind::Word if text.len() > first.text.len() && text.contains(char::is_uppercase) => Class::Name,
        Kind::Word => Class::Lower,
    }
}

/// How many tokens the unit at `at` takes in.
fn length(tokens: &[Token], at: usize, known: &Known) -> usize {
    let first = &tokens[at];
    if !first.is_word() {
        return 1;
    }
    if let Some(len) = initials(tokens, at) {
        return len;
    }
    if first.is_capital() && is_short(&first.folded) && follows(tokens, at + 1, ".") {
        return 2;
    }
    let mut len = 1;
    while let Some([joint, next]) = tokens.get(at + len..at + len + 2) {
        let close = !joint.spaced && !next.spaced && next.is_word();
        let before = &tokens[at + len - 1];
        let is_apostrophe = matches!(joint.text, "'" | "’");
        let elision = is_apostrophe && before.text.chars().count() <= 2 && next.is_capital();
        let contraction = is_apostrophe && !next.is_capital() && next.text != "s";
        let hyphen = joint.is_dash() && !matches!(joint.text, "–" | "—") && joins(before, next, known);
        if !close || !(elision || contraction || hyphen) {
            break;
        }
        len += 2;
    }
    len
}

/// Whether a hyphen makes one name of two words. Names that stand alone elsewhere stay two.
fn joins(before: &Token, next: &Token, known: &Known) -> bool {
    let is_one = |token: &Token| {
        let folded = fold(token.text);
        table::is_place(&folded)
            || table::is_demonym(&folded)
            || table::is_organisation(&folded)
            || !known.get(&folded).is_empty()
    };
    if before.is_capital() && next.is_capital() {
        return !is_one(before) && !is_one(next) || table::is_place(&format!("{}-{}", before.folded, next.folded));
    }
    // al-Assad, and Port-au-Prince by way of `au`, Mar-a-Lago by way of `a`.
    let is_particle =
        |token: &Token| matches!(&*token.folded, "al" | "el" | "ul" | "au" | "ad" | "as" | "a" | "de" | "la");
    is_particle(before) && next.is_capital()
        || before.is_capital() && is_particle(next)
        || !before.is_capital() && !next.is_capital()
}

/// `U.S.`, `J.K.`, `F.`: capitals, each with its full stop.
fn initials(tokens: &[Token], at: usize) -> Option<usize> {
    let is_letter = |at: usize| {
        tokens.get(at).is_some_and(|token| token.is_word() && token.is_capital() && token.text.chars().count() == 1)
    };
    let mut len = 0;
    while len < 8 && is_letter(at + len) && (len == 0 || !tokens[at + len].spaced) && follows(tokens, at + len + 1, ".")
    {
        len += 2;
    }
    // “So did I.” ends a sentence.
    (len > 2 || len == 2 && &*tokens[at].folded != "i" && at + len < tokens.len()).then_some(len)
}

fn follows(tokens: &[Token], at: usize, mark: &str) -> bool {
    tokens.get(at).is_some_and(|token| !token.spaced && token.text == mark)
}

fn is_short(folded: &str) -> bool {
    const SHORT: &[&str] = &[
        "mr", "mrs", "ms", "dr", "prof", "sen", "rep", "gov", "gen", "col", "capt", "lt", "sgt", "maj", "adm", "rev",
        "st", "jr", "sr",
    ];
    SHORT.contains(&folded)
}

/// How many tokens the `’s` at `at` takes.
fn possessive_length(tokens: &[Token], at: usize) -> usize {
    match tokens.get(at..at + 2) {
        Some([mark, s]) if matches!(mark.text, "'" | "’") && !mark.spaced && !s.spaced && s.text == "s" => 2,
        _ => 0,
    }
}

/// `Ukrainians’`
fn ends_with_possessive(word: &str, tokens: &[Token], at: usize) -> bool {
    word.ends_with('s') && tokens.get(at).is_some_and(|mark| mark.text == "’" && !mark.spaced)
}

fn goes_on_in_lower_case(tokens: &[Token], at: usize) -> bool {
    matches!(tokens.get(at..at + 2), Some([dash, next]) if dash.is_dash() && !dash.spaced && !next.spaced
        && next.is_word() && !next.is_capital())
}
