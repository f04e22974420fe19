//! A quotation and the passages it cites → a verdict: the words stand there, and where; or they do not, and why.
//!
//! Called by whoever has found the quotation marks and the citation; pure functions over plain text. It finds no
//! marks in Markdown, picks no diagnostic code and words no message.
//!
//! Nothing here measures likeness to accept a quotation. [`verify`] compares *skeletons*, the letters, digits and
//! signs that carry meaning, and lets through a closed list of edits that editors are licensed to make. Only
//! [`nearest`] measures likeness, to show a writer what the source says instead.

mod nearest;
mod skeleton;

pub use nearest::{Nearest, nearest};
pub use skeleton::{Scope, Skeleton};

use crate::span::Span;

/// Looks for the quotation in the scope. Of several places the best grade wins, then the tightest, then the first.
///
/// `quotation` is plain text without its own marks. Costs time linear in the scope and the quotation.
pub fn verify(quotation: &str, scope: &Scope) -> Result<Found, Refusal> {
    let _ = (quotation, scope);
    Err(Refusal::Empty)
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
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

/// Whether this is one or two words without omission, bracket or digit: perhaps no quotation but a scare quote.
pub fn is_short(quotation: &str) -> bool {
    let _ = quotation;
    false
}

/// How many words a reader would count, in any script.
pub fn word_count(quotation: &str) -> usize {
    quotation.split_whitespace().count()
}
