//! The words around a date → whether its sentence looks back or ahead, which decides between “last Friday” and “next
//! Friday” where only “Friday” is written. `resolve` asks.
//!
//! The rule: the nearest verb that shows a tense counts, first among the words before the date, then among those behind
//! it. “will”, “shall”, “is to” and the likes of “plans to” look ahead; so does a participle behind “will” or “to”.

use crate::extract::token::{Kind, Token};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tense {
    Past,
    Future,
    Unknown,
}

const FUTURE: &[&str] =
    &["will", "ll", "shall", "wo", "wird", "werden", "sera", "seront", "будет", "будут", "upcoming", "forthcoming"];
/// With “to” behind them.
#[rustfmt::skip]
const PLANS: &[&str] = &[
    "expected", "scheduled", "due", "set", "planned", "plans", "plan", "planning", "going", "about", "likely",
    "intends", "hopes", "hope", "aims", "vows", "slated", "wants", "is", "are", "expects", "needs",
];
/// With “for” or “on” behind them.
const APPOINTED: &[&str] = &["expected", "scheduled", "due", "set", "planned", "slated"];
#[rustfmt::skip]
const PAST: &[&str] = &[
    "said", "was", "were", "had", "did", "told", "went", "came", "took", "gave", "made", "met", "began", "became",
    "held", "left", "won", "lost", "fell", "rose", "saw", "found", "got", "brought", "sent", "shot", "struck", "spoke",
    "wrote", "broke", "led", "fled", "flew", "grew", "sank", "sold", "bought", "cut", "hit", "put", "let", "quit",
    "read", "paid", "kept", "drove", "drew", "chose", "built", "died", "been", "has", "have", "called", "ended",
    "since", "hat", "hatte", "war", "waren", "wurde", "wurden", "était", "fue", "fueron", "был", "была", "были",
    "было", "stood", "ran", "sat",
];

/// How far a verb may stand from its date, in tokens.
const REACH: usize = 25;

/// The tense that the tokens around `from..to` show.
pub(super) fn tense(tokens: &[Token], from: usize, to: usize) -> Tense {
    let shows = |at: &usize| shown(tokens, *at, from) != Tense::Unknown;
    let before = (from.saturating_sub(REACH)..from).rev().find(shows);
    // “by March” is ahead, unless something was done by then.
    let is_deadline = from > 0 && tokens[from - 1].is("by");
    if before.is_none() && is_deadline {
        return Tense::Future;
    }
    let behind = || (to..tokens.len().min(to + REACH)).find(shows);
    before.or_else(behind).map_or(Tense::Unknown, |at| shown(tokens, at, from))
}

fn shown(tokens: &[Token], at: usize, from: usize) -> Tense {
    let token = &tokens[at];
    if token.kind != Kind::Word {
        return Tense::Unknown;
    }
    let follows = |words: &[&str]| tokens.get(at + 1).is_some_and(|next| next.is_any(words));
    let is_plan = token.is_any(PLANS) && follows(&["to"]) || token.is_any(APPOINTED) && follows(&["for", "on"]);
    // “The meeting is Friday” is yet to come.
    let is_next = token.is_any(&["is", "are", "starts", "begins", "opens"])
        && (at + 1 == from || follows(&["on"]) && at + 2 == from);
    // “She said the lock would open in May.”
    let is_announced = token.is("would")
        && tokens[at.saturating_sub(REACH)..at]
            .iter()
            .any(|verb| verb.is_any(&["said", "told", "announced", "promised"]));
    if token.is_any(FUTURE) || is_plan || is_next || is_announced {
        return Tense::Future;
    }
    if token.is_any(PAST) || token.text.len() > 4 && token.folded.ends_with("ed") && !token.is_capital() {
        return if looks_ahead(tokens, at) { Tense::Future } else { Tense::Past };
    }
    Tense::Unknown
}

/// Whether “will”, “to” or “be” before a past form makes it a participle of the future: “will be launched”.
fn looks_ahead(tokens: &[Token], at: usize) -> bool {
    let before = &tokens[at.saturating_sub(3)..at];
    let verbs = before.iter().rev().take_while(|token| token.kind == Kind::Word);
    let mut has_to = false;
    for token in verbs {
        if token.is_any(&["will", "ll", "shall", "be"]) {
            return true;
        }
        has_to |= token.is("to");
        if !token.is_any(&["not", "also", "have", "then", "to", "only", "soon"]) {
            break;
        }
    }
    has_to
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::token::tokens;
    use crate::span::Span;

    #[test]
    fn the_nearest_verb_decides() {
        for (text, word, expected) in [
            ("The minister resigned on Friday.", "Friday", Tense::Past),
            ("Talks will resume on Friday.", "Friday", Tense::Future),
            ("She said on Tuesday that talks will resume Friday.", "Tuesday", Tense::Past),
            ("She said on Tuesday that talks will resume Friday.", "Friday", Tense::Future),
            ("The bridge will be opened on Friday.", "Friday", Tense::Future),
            ("The council is to vote on Friday.", "Friday", Tense::Future),
            ("He is expected to arrive on Friday.", "Friday", Tense::Future),
            ("On Friday they struck again.", "Friday", Tense::Past),
            ("On Friday, the court will rule.", "Friday", Tense::Future),
            ("A meeting on Friday.", "Friday", Tense::Unknown),
            ("It may open by Friday, as it is needed.", "Friday", Tense::Future),
            ("All were withdrawn by Friday.", "Friday", Tense::Past),
            ("The launch is Friday.", "Friday", Tense::Future),
            ("She said the lock would open again on Friday.", "Friday", Tense::Future),
            ("It would open on Friday.", "Friday", Tense::Unknown),
            ("It dropped its plans for a sale on Friday.", "Friday", Tense::Past),
        ] {
            let tokens = tokens(text, Span::new(0, text.len()));
            let at = tokens.iter().position(|token| token.text == word).unwrap();
            assert_eq!(tense(&tokens, at, at + 1), expected, "{text}");
        }
    }
}
