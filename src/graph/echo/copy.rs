//! Published passages → those that stand nearly word for word in another source, found by the hashes of eight words in a row.
//! Called by `echoes`.

use super::super::threads::Context;
use super::{Bond, Echo, MOST};
use crate::prose::term::terms;
use foldhash::fast::FixedState;
use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::hash::BuildHasher;
use std::ops::Range;

/// So many words in a row are a shingle.
const SHINGLE: usize = 8;

/// A shorter passage may be a phrase that everybody uses.
const SHORTEST: usize = 12;

/// So much of a passage must stand in the other, in hundredths of its words.
const COVERED: usize = 85;

/// What stands in more passages than this is what sites print below everything.
const COMMON: usize = 6;

/// A published passage, and the hash of the shingle at each of its words.
struct Shingled {
    source: usize,
    passage: usize,
    hashes: Vec<u64>,
}

/// For each passage those that hold most of it, the fullest first.
pub(super) fn copies(context: &Context<'_>) -> Vec<((usize, usize), Echo)> {
    let passages: Vec<Shingled> =
        context.sources().into_par_iter().flat_map_iter(|source| shingled(context, source)).collect();
    let holders = Holders::new(&passages);
    passages.par_iter().flat_map_iter(|passage| held(passage, &passages, &holders)).collect()
}

/// The shingles that several passages have, but not many.
struct Holders {
    by_hash: HashMap<u64, Range<usize>>,
    /// By number, ascending for each hash.
    passages: Vec<u32>,
}

impl Holders {
    /// Most shingles stand in one passage, so they are sorted, and only the others become keys.
    fn new(passages: &[Shingled]) -> Self {
        let numbered = passages.par_iter().enumerate().flat_map_iter(|(number, passage)| {
            let number = u32::try_from(number).expect("a site has fewer than four billion passages");
            passage.hashes.iter().map(move |&hash| (hash, number))
        });
        let mut all: Vec<(u64, u32)> = numbered.collect();
        all.par_sort_unstable();
        all.dedup();
        let mut holders = Self { by_hash: HashMap::new(), passages: Vec::new() };
        for same in all.chunk_by(|a, b| a.0 == b.0).filter(|same| (2..=COMMON).contains(&same.len())) {
            let start = holders.passages.len();
            holders.passages.extend(same.iter().map(|(_, passage)| passage));
            holders.by_hash.insert(same[0].0, start..holders.passages.len());
        }
        holders
    }

    fn of(&self, hash: u64) -> &[u32] {
        self.by_hash.get(&hash).map_or(&[], |range| &self.passages[range.clone()])
    }
}

fn shingled(context: &Context<'_>, source: usize) -> Vec<Shingled> {
    let page = &context.corpus.pages[source];
    // The same in every run.
    let hasher = FixedState::default();
    let mut words: Vec<u64> = Vec::new();
    let shingled = context.of(source).publishable.iter().filter_map(|&passage| {
        words.clear();
        terms(page.passages[passage].prose.text(), |term| words.push(hasher.hash_one(term.folded)));
        let hashes = words.windows(SHINGLE).map(|words| hasher.hash_one(words)).collect();
        (words.len() >= SHORTEST).then_some(Shingled { source, passage, hashes })
    });
    shingled.collect()
}

/// The passages of other sources that hold most of this one.
fn held(passage: &Shingled, passages: &[Shingled], holders: &Holders) -> impl Iterator<Item = ((usize, usize), Echo)> {
    let mut places: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (place, &hash) in passage.hashes.iter().enumerate() {
        for &other in holders.of(hash) {
            if passages[other as usize].source != passage.source {
                places.entry(other).or_default().push(place);
            }
        }
    }
    let length = passage.hashes.len() + SHINGLE - 1;
    let mut held: Vec<(usize, u32)> = places
        .into_iter()
        .map(|(other, places)| (covered(&places), other))
        .filter(|(covered, _)| covered * 100 >= length * COVERED)
        .collect();
    held.sort_by_key(|&(covered, other)| (std::cmp::Reverse(covered), other));
    held.truncate(MOST);
    let here = (passage.source, passage.passage);
    let found: Vec<_> = held
        .into_iter()
        .map(|(_, other)| {
            let other = &passages[other as usize];
            (here, Echo { source: other.source, passage: other.passage, bond: Bond::Copy })
        })
        .collect();
    found.into_iter()
}

/// How many words the shingles at these places cover; ascending.
fn covered(places: &[usize]) -> usize {
    let mut end = 0;
    let mut covered = 0;
    for &place in places {
        covered += place + SHINGLE - end.max(place);
        end = place + SHINGLE;
    }
    covered
}

#[cfg(test)]
mod tests {
    use super::covered;

    #[test]
    fn words_that_two_shingles_cover_count_once() {
        assert_eq!(covered(&[]), 0);
        assert_eq!(covered(&[3]), 8);
        assert_eq!(covered(&[0, 1, 2]), 10);
        assert_eq!(covered(&[0, 4, 20]), 20);
    }
}
