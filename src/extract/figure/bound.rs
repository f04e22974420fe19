//! The words before a number → whether it is a bound: “at least 215”, “up to 30,000”, “no more than five”.

use crate::extract::language::Language;
use crate::extract::token::Token;
use serde::Serialize;

/// How a figure limits what it counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// As far as the words say.
    Exactly,
    About,
    AtLeast,
    MoreThan,
    AtMost,
    LessThan,
    UpTo,
}

/// The bound that stands before token `at`, and where it begins.
pub(super) fn before(tokens: &[Token], at: usize, language: &Language) -> (Bound, usize) {
    let phrases = [
        (Bound::AtMost, language.at_most),
        (Bound::AtLeast, language.at_least),
        (Bound::MoreThan, language.more_than),
        (Bound::LessThan, language.less_than),
        (Bound::UpTo, language.up_to),
    ];
    // The longest first: “no more than” before “more than”.
    for length in [3, 2, 1] {
        let Some(start) = at.checked_sub(length) else { continue };
        for (bound, list) in phrases {
            let is_said = |phrase: &&[&str]| {
                phrase.len() == length && phrase.iter().zip(&tokens[start..at]).all(|(word, token)| token.is(word))
            };
            if list.iter().any(is_said) {
                return (bound, start);
            }
        }
    }
    let Some(start) = at.checked_sub(1) else { return (Bound::Exactly, at) };
    let token = &tokens[start];
    let signs = [(">", Bound::MoreThan), ("<", Bound::LessThan), ("≥", Bound::AtLeast), ("≤", Bound::AtMost)];
    if let Some((_, bound)) = signs.iter().find(|(sign, _)| token.text == *sign) {
        return (*bound, start);
    }
    let english = ["nearly", "almost", "some", "estimated", "approximately", "roughly"];
    let is_about = token.is_any(language.about)
        || matches!(token.text, "~" | "≈")
        || language.is_english() && token.is_any(&english);
    // “talks about 12 ships” has them for a topic.
    if is_about { (Bound::About, start) } else { (Bound::Exactly, at) }
}

/// The bound that stands behind token `at`, and where it ends: “or more”, “or so”, “+”.
pub(super) fn behind(tokens: &[Token], at: usize) -> (Bound, usize) {
    let is = |at: usize, words: &[&str]| tokens.get(at).is_some_and(|token| token.is_any(words));
    if tokens.get(at).is_some_and(|plus| plus.text == "+" && !plus.spaced) {
        return (Bound::AtLeast, at + 1);
    }
    match is(at, &["or"]) {
        true if is(at + 1, &["more", "above", "over"]) => (Bound::AtLeast, at + 2),
        true if is(at + 1, &["less", "fewer", "under"]) => (Bound::AtMost, at + 2),
        true if is(at + 1, &["so"]) => (Bound::About, at + 2),
        _ => (Bound::Exactly, at),
    }
}
