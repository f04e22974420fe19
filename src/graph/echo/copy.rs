//! Published passages → those that stand nearly word for word in another source, found by the hashes of eight words in a row.
//! Called by `echoes`.

use super::super::threads::Context;
use super::{Bond, Echo, MOST};
use crate::prose::term::terms;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

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
    let mut holders: HashMap<u64, Vec<u32>> = HashMap::new();
    for (number, passage) in passages.iter().enumerate() {
        for &hash in &passage.hashes {
            let holders = holders.entry(hash).or_default();
            let number = u32::try_from(number).expect("a site has fewer than four billion passages");
            if holders.last() != Some(&number) {
                holders.push(number);
            }
        }
    }
    holders.retain(|_, holders| (2..=COMMON).contains(&holders.len()));
    let found = passages.par_iter().flat_map_iter(|passage| held(passage, &passages, &holders));
    found.collect()
}

fn shingled(context: &Context<'_>, source: usize) -> Vec<Shingled> {
    let page = &context.corpus.pages[source];
    let shingled = context.of(source).publishable.iter().filter_map(|&passage| {
        let mut words: Vec<u64> = Vec::new();
        terms(page.passages[passage].prose.text(), |term| words.push(hash(&term.folded)));
        let hashes = words.windows(SHINGLE).map(|words| hash(&words)).collect();
        (words.len() >= SHORTEST).then_some(Shingled { source, passage, hashes })
    });
    shingled.collect()
}

/// The same in every run: the hasher has no key.
fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The passages of other sources that hold most of this one.
fn held(
    passage: &Shingled,
    passages: &[Shingled],
    holders: &HashMap<u64, Vec<u32>>,
) -> impl Iterator<Item = ((usize, usize), Echo)> {
    let mut places: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (place, hash) in passage.hashes.iter().enumerate() {
        for &other in holders.get(hash).into_iter().flatten() {
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
