//! The accents of a letter in a quotation and of the same letter in its source → whether the two may be one letter.
//! Called by `grade`. Accents that are missing are a matter of keyboards; other accents are another word.

use std::cmp::Ordering;

/// Up to six accents, in canonical order; of more, the last six.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Accents(u128);

/// A letter as `fold` gives it.
#[derive(Clone, Copy)]
pub(super) struct Letter {
    pub folded: char,
    pub cased: char,
    pub accents: Accents,
}

const BITS: u32 = 21;
/// The dot of `İ` above its letter.
const DOT: char = '\u{307}';

impl Accents {
    pub fn push(&mut self, mark: char) {
        self.0 = self.0 << BITS | u128::from(u32::from(mark));
    }

    fn iter(self) -> impl Iterator<Item = char> {
        let parts = (0..u128::BITS / BITS).map(move |part| (self.0 >> (part * BITS)) as u32 & ((1 << BITS) - 1));
        parts.filter(|&part| part != 0).filter_map(char::from_u32)
    }

    fn has(self, mark: char) -> bool {
        self.iter().any(|own| own == mark)
    }

    fn are_among(self, others: Self) -> bool {
        self.iter().all(|mark| others.has(mark))
    }
}

/// `Equal` when the accents are the same, but for the case of the letters; `Less` or `Greater` when the first or the
/// second lacks some, as `resume` for `résumé` does; `None` when they are others: `bạn` is not `bán`.
pub(super) fn compare(ours: Letter, theirs: Letter) -> Option<Ordering> {
    if ours.folded == 'i' && ours.cased != theirs.cased {
        return Some(compare_dots(ours, theirs));
    }
    match (ours.accents.are_among(theirs.accents), theirs.accents.are_among(ours.accents)) {
        (true, true) => Some(Ordering::Equal),
        (true, false) => Some(Ordering::Less),
        (false, true) => Some(Ordering::Greater),
        // Greek and Cyrillic accents tell where the stress lies, and old and new spelling write them differently.
        (false, false) => matches!(ours.folded, 'α'..='ω' | '\u{400}'..='\u{52F}').then_some(Ordering::Less),
    }
}

/// The letters with and without a dot of Turkish: `I` is the capital of `ı` there, and elsewhere that of `i`.
fn compare_dots(ours: Letter, theirs: Letter) -> Ordering {
    let is_dotted = |letter: Letter| match letter.cased {
        'ı' => Some(false),
        'I' if !letter.accents.has(DOT) => None,
        _ => Some(true),
    };
    match (is_dotted(ours), is_dotted(theirs)) {
        (Some(ours), Some(theirs)) => ours.cmp(&theirs),
        _ => Ordering::Equal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    /// A letter of one character and its marks.
    fn letter(text: &str) -> Letter {
        let mut parts = text.nfd();
        let cased = parts.next().expect("a letter");
        let folded = if cased == 'ı' { 'i' } else { cased.to_lowercase().next().expect("a letter") };
        let mut accents = Accents::default();
        parts.for_each(|mark| accents.push(mark));
        Letter { folded, cased, accents }
    }

    #[test]
    fn an_accent_may_be_missing_and_not_another() {
        for (ours, theirs, expected) in [
            ("é", "é", Some(Ordering::Equal)),
            ("e", "é", Some(Ordering::Less)),
            ("ế", "ê", Some(Ordering::Greater)),
            ("ế", "ề", None),
            ("é", "è", None),
            ("ἄ", "ά", Some(Ordering::Greater)),
            ("ὰ", "ά", Some(Ordering::Less)),
            ("I", "ı", Some(Ordering::Equal)),
            ("i", "İ", Some(Ordering::Equal)),
            ("I", "i", Some(Ordering::Equal)),
            ("ı", "i", Some(Ordering::Less)),
            ("İ", "ı", Some(Ordering::Greater)),
        ] {
            assert_eq!(compare(letter(ours), letter(theirs)), expected, "{ours} {theirs}");
        }
    }
}
