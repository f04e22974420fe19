//! One text of a pattern, and a scope → where the text stands. Called by `search`, which knows what has to stand beside it.
//! Whether words begin and end there is not asked here.

use super::pattern::Pattern;
use super::skeleton::Scope;
use memchr::memmem::{self, Finder};
use std::cell::OnceCell;

/// In so many bytes, trying each word costs less than making ready to search.
const SHORT: usize = 2048;

pub(super) struct Needle<'s> {
    folded: &'s str,
    /// Whether it can only begin where a word does. After a bracket that clings, as in `[T]he`, it need not.
    begins_with_word: bool,
    /// Made when it is first asked for.
    finder: OnceCell<Finder<'s>>,
}

impl<'s> Needle<'s> {
    /// For each text of the pattern, in order.
    pub fn all(pattern: &'s Pattern) -> Vec<Self> {
        let links = std::iter::once(pattern.lead.as_ref()).chain(pattern.links.iter().map(Some));
        let needles = pattern.texts.iter().zip(links).map(|(text, link)| {
            let bracket = link.and_then(|link| link.bracket.as_ref());
            let begins_with_word = !bracket.is_some_and(|bracket| bracket.clings_after);
            Self { folded: &text.folded, begins_with_word, finder: OnceCell::new() }
        });
        needles.collect()
    }

    /// In bytes of the skeleton.
    pub fn len(&self) -> usize {
        self.folded.len()
    }

    /// Where the text first stands in the scope, at `from` or later, and ends at `until` or earlier. Places where it
    /// cannot begin may be passed over.
    pub fn find(&self, scope: &Scope<'_>, from: usize, until: usize) -> Option<usize> {
        let (within, needle) = (&scope.text().as_bytes()[..until], self.folded.as_bytes());
        let stands = |&word: &usize| within.get(word..).is_some_and(|rest| rest.starts_with(needle));
        if let Some(words) = self.candidates(scope) {
            let words = words[words.partition_point(|&word| (word as usize) < from)..].iter();
            return words.map(|&word| word as usize).find(stands);
        }
        if until <= SHORT && self.begins_with_word {
            return scope.words_from(from).find(stands);
        }
        let finder = self.finder.get_or_init(|| Finder::new(needle));
        finder.find(&within[from..]).map(|found| from + found)
    }

    /// Where the text last stands in `from..until`.
    pub fn find_back(&self, scope: &Scope<'_>, from: usize, until: usize) -> Option<usize> {
        let (within, needle) = (&scope.text().as_bytes()[..until], self.folded.as_bytes());
        let Some(words) = self.candidates(scope) else {
            return memmem::rfind(&within[from..], needle).map(|found| from + found);
        };
        let words = words[..words.partition_point(|&word| (word as usize) < until)].iter().rev();
        let mut words = words.map(|&word| word as usize).take_while(|&word| word >= from);
        words.find(|&word| within[word..].starts_with(needle))
    }

    /// The words with which the text may begin, where the scope has an index.
    fn candidates<'w>(&self, scope: &'w Scope<'_>) -> Option<&'w [u32]> {
        scope.index().filter(|_| self.begins_with_word)?.candidates(self.folded.as_bytes())
    }
}
