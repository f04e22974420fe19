//! A quotation and the passages it cites → a verdict: the words stand there, and where; or they do not, and why.
//!
//! Called by whoever has found the quotation marks and the citation; pure functions over plain text. It finds no
//! marks in Markdown, picks no diagnostic code and words no message.
//!
//! Nothing here measures likeness to accept a quotation. [`verify`] compares *skeletons*, the letters, digits and
//! signs that carry meaning, and lets through a closed list of edits that editors are licensed to make. Only
//! [`nearest`] measures likeness, to show a writer what the source says instead.

mod accent;
mod count;
mod gap;
mod grade;
mod index;
mod nearest;
mod needle;
mod negation;
mod negative;
mod pattern;
mod refusal;
mod search;
mod skeleton;

pub use count::{is_short, word_count};
pub use nearest::{Nearest, nearest};
pub use skeleton::{Scope, Skeleton};

use crate::span::Span;
use grade::Reading;
use pattern::Pattern;
use search::{Hit, Search};
use serde::{Deserialize, Serialize};

/// Looks for the quotation in the scope. Of several places the best grade wins, then the tightest, then the first.
///
/// `quotation` is plain text without its own marks. Costs time linear in the scope and the quotation.
pub fn verify(quotation: &str, scope: &Scope) -> Result<Found, Refusal> {
    // Brackets and dots that the source itself has are text; only where it lacks them are they edits.
    let literal = Pattern::literal(quotation).ok_or(Refusal::Empty)?;
    let as_text = best(quotation, &Search::new(&literal, scope));
    if as_text.as_ref().is_some_and(|found| found.grade <= Grade::Typographic) {
        return as_text.ok_or(Refusal::Empty);
    }
    let Some(edited) = Pattern::edited(quotation).filter(Pattern::is_edited) else {
        return as_text.ok_or_else(|| refusal::explain(quotation, &literal, scope));
    };
    let as_edited = best(quotation, &Search::new(&edited, scope));
    let found = [as_edited, as_text].into_iter().flatten().min_by_key(|found| found.grade);
    found.ok_or_else(|| refusal::explain(quotation, &edited, scope))
}

/// How many hits are graded: the first are nearly always all alike, and a contrived text must not cost more.
const HITS: usize = 4096;
/// The same where a hit is an arrangement of several parts, and finding the next costs a pass through the scope.
const ARRANGEMENTS: usize = 32;

/// What grading a byte costs, in bytes compared.
const GRADING_COST: usize = 16;

/// The best of the pattern's hits.
fn best(quotation: &str, search: &Search) -> Option<Found> {
    let rounds = if search.pattern.links.is_empty() { HITS } else { ARRANGEMENTS };
    let mut best: Option<(Grade, usize, Hit, Reading)> = None;
    let mut at = 0;
    for _ in 0..rounds {
        let Some(hit) = search.next(at) else { break };
        let extent = hit[hit.len() - 1].end - hit[0].start;
        at = search.after(hit[0].start);
        if !search.spend(GRADING_COST * extent) {
            break;
        }
        if let Some((grade, reading)) = grade::read(quotation, search.pattern, search.scope, &hit)
            && count::too_short(quotation, search.pattern, search.scope, &hit).is_none()
            && best.as_ref().is_none_or(|(known, length, ..)| (grade, extent) < (*known, *length))
        {
            best = Some((grade, extent, hit, reading));
            if grade == Grade::Exact {
                break;
            }
        }
    }
    let (grade, _, hit, reading) = best?;
    Some(Found {
        grade,
        negation: negation::edited_negation(quotation, search.pattern, search.scope, &hit),
        places: grade::places(search.scope, &hit),
        differences: reading.differences,
    })
}

/// A quotation that stands in its source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    pub grade: Grade,
    /// The quoted words, in order, without what was left out or replaced; none is empty.
    pub places: Vec<Place>,
    /// The first negation that an omission of five words or fewer, or a bracket, removes or brings in.
    pub negation: Option<Negation>,
    /// What differs, in order; empty unless the grade is [`Grade::Inexact`].
    pub differences: Vec<Difference>,
}

/// How closely a verified quotation follows its source; the lesser is the better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Grade {
    /// Character for character.
    Exact,
    /// Marks, dashes, spaces, or the case of the first letter differ.
    Typographic,
    /// With omissions or brackets, each marked as such.
    Edited,
    /// The same words, but case, accents, word breaks or inner punctuation differ.
    Inexact,
}

/// A stretch of one passage's plain text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Place {
    /// Index into the passages that the scope was made from.
    pub passage: usize,
    /// Byte offsets into that passage's plain text.
    pub span: Span,
}

/// A negation that an edit removes from the source or brings into it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Negation {
    /// The source has the word (at this place) and the quotation leaves it out or replaces it.
    Removed { word: String, place: Place },
    /// The word stands in the source right beside the quotation, without a space, and the quotation is cut off there:
    /// `可能` out of `不可能`.
    CutOff { word: String, place: Place },
    /// The quotation has the word, in brackets at this span, and the source does not.
    BroughtIn { word: String, quotation: Span },
}

/// One difference between a quotation and the same words in its source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    pub kind: DifferenceKind,
    /// The word or words, as byte offsets into the quotation.
    pub quotation: Span,
    /// The same words in the source.
    pub source: Place,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DifferenceKind {
    Case,
    Accents,
    /// `re-sign` for `resign`, `any one` for `anyone`.
    WordBreaks,
    Punctuation,
}

/// Why a quotation was not verified. Spans are byte offsets into the quotation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// The quotation has no word that could be looked for.
    Empty,
    /// These words stand nowhere in the scope: some are changed, added, dropped or in another order.
    Missing { words: Span },
    /// These words stand in the scope only as a piece of a longer word or number.
    Fragment { words: Span },
    /// Every part stands in the scope, but these words do not follow the part before them.
    OutOfOrder { words: Span },
    /// This part between omissions has fewer than two words and fewer than eight letters.
    TooShort { words: Span },
    /// What this omission leaves out crosses from one passage into another, which only `[…]` may do.
    CrossesPassages { omission: Span },
    /// The brackets and omissions can be read in more ways than are worth trying.
    Tangled,
}
