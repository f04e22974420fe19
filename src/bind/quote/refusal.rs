//! A pattern that has no hit → why, in terms that a writer can act on. Called by `verify` when all else has failed;
//! decides nothing.

use super::pattern::Pattern;
use super::search::Search;
use super::skeleton::Scope;
use super::{Refusal, count};
use crate::span::Span;

/// The first reason that holds, in the order of the variants of [`Refusal`].
pub(super) fn explain(quotation: &str, pattern: &Pattern, scope: &Scope) -> Refusal {
    let mut search = Search::new(pattern, scope);
    let parts = pattern.parts();
    for (index, part) in parts.iter().enumerate() {
        if search.find_after(index, 0).is_none() {
            let words = pattern.span(part);
            let stands = pattern.texts[part.clone()].iter().all(|text| scope.text().contains(text.folded.as_str()));
            let is_fragment = part.len() == 1 && stands;
            return if is_fragment { Refusal::Fragment { words } } else { Refusal::Missing { words } };
        }
    }
    if let Some(hit) = search.next(0) {
        let whole = pattern.span(&(0..pattern.texts.len()));
        let too_short = count::too_short(quotation, pattern, scope, &hit);
        return too_short.map_or(Refusal::Missing { words: whole }, |words| Refusal::TooShort { words });
    }
    search.gaps_stay_in_passage = false;
    if let Some(hit) = search.next(0) {
        return crossing(pattern, scope, &hit)
            .map_or(Refusal::Tangled, |omission| Refusal::CrossesPassages { omission });
    }
    if search.is_exhausted() {
        return Refusal::Tangled;
    }
    let mut at = 0;
    for (index, part) in parts.iter().enumerate() {
        match search.find_after(index, at) {
            Some(end) => at = end,
            None => return Refusal::OutOfOrder { words: pattern.span(part) },
        }
    }
    Refusal::Tangled
}

/// The first omission that crosses passages and may not.
fn crossing(pattern: &Pattern, scope: &Scope, hit: &[Span]) -> Option<Span> {
    pattern.links.iter().zip(hit.windows(2)).find_map(|(link, texts)| {
        let omission = link.omission.filter(|omission| !omission.is_bracketed)?;
        let crosses = scope.passage_before(texts[0].end) != scope.passage_at(texts[1].start);
        crosses.then_some(omission.span)
    })
}
