//! Windows → the passages of different sources that speak of the same. `echoes` calls it. Two passages are kin where two
//! sentences of each share a name and what is said of it, and their sources share names that few have; names alone, or words
//! alone, join nothing. The bounds were chosen by reading what they let through on 397 pages of news and notes.
//!
//! What stands in many windows says nothing and joins none, so the time is linear in the words.

use super::super::threads::Context;
use super::window::{Window, Windows, Word, WordId, windows};
use super::{Bond, Echo, MOST};
use rayon::prelude::*;
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

/// A word that stands in more windows than this joins none.
const COMMON: usize = 64;

/// So many words that join must be shared before two windows are compared.
const JOINED: usize = 2;

/// So many words are shared besides the names.
const WORDS: usize = 3;

/// How alike two windows are, at least: the cosine of their words, weighed by how rare they are.
const ALIKE: f64 = 0.25;

/// The same where they share two words in a row that few have, too.
const ALIKE_WITH_PHRASE: f64 = 0.15;

/// A phrase that more windows have is a turn of speech.
const PHRASE: usize = 14;

/// So many names of few sources are shared by the two sources as a whole.
const NAMES: usize = 3;

/// A name of few sources: so many, or a twentieth of them.
const FEW: usize = 10;

/// So many of the shared words are told, half of them names at most.
const TOLD: usize = 6;

/// What is known of all windows.
struct Index {
    all: Windows,
    /// By word: the square of its weight.
    weights: Vec<f64>,
    /// By word: the windows that have it, ascending; none for a word that joins nothing.
    postings: Postings,
    /// By window: the length of its vector.
    norms: Vec<f64>,
    /// The phrases of all windows that may join two, ascending: each as often as windows have it.
    phrases: Vec<(WordId, WordId)>,
    /// By source: its names that few have, ascending.
    names: BTreeMap<usize, Vec<WordId>>,
}

/// The windows of each word, one word after the other.
struct Postings {
    windows: Vec<u32>,
    /// By word: where its windows begin; one more is where the last end.
    starts: Vec<u32>,
}

/// A source and one of its passages.
type Place = (usize, usize);

/// Two windows.
#[derive(Clone, Copy)]
struct Pair {
    one: u32,
    other: u32,
    alike: f64,
}

/// For each passage its kin, those most alike first.
pub(super) fn kin(context: &Context<'_>) -> Vec<((usize, usize), Echo)> {
    let index = Index::new(windows(context));
    let numbers: Vec<u32> = (0..narrow(index.all.windows.len())).collect();
    let pairs: Vec<Pair> = numbers.into_par_iter().flat_map_iter(|window| index.pairs(window)).collect();
    // Of two passages the windows that are most alike.
    let mut best: BTreeMap<[Place; 2], Pair> = BTreeMap::new();
    for pair in pairs {
        let place = |window: u32| (index.window(window).source, index.window(window).passage);
        let known = best.entry([place(pair.one), place(pair.other)]).or_insert(pair);
        if pair.alike > known.alike {
            *known = pair;
        }
    }
    let mut of_passage: BTreeMap<Place, Vec<Pair>> = BTreeMap::new();
    for ([one, other], pair) in best {
        of_passage.entry(one).or_default().push(pair);
        of_passage.entry(other).or_default().push(Pair { one: pair.other, other: pair.one, ..pair });
    }
    let mut kin = Vec::new();
    for (passage, mut pairs) in of_passage {
        pairs.sort_by(|a, b| b.alike.total_cmp(&a.alike).then((a.one, a.other).cmp(&(b.one, b.other))));
        kin.extend(pairs.into_iter().take(MOST).map(|pair| (passage, index.echo(pair.one, pair.other))));
    }
    kin
}

impl Index {
    fn new(all: Windows) -> Self {
        let postings = Postings::new(&all);
        let weights: Vec<f64> = all.words.iter().map(|word| weight(*word, all.passages)).collect();
        let norm = |window: &Window| all.words(window).iter().map(|&word| weights[word as usize]).sum::<f64>().sqrt();
        let norms = all.windows.iter().map(norm).collect();
        let mut phrases: Vec<(WordId, WordId)> =
            all.windows.par_iter().flat_map_iter(|window| phrases(&all, window)).collect();
        phrases.par_sort_unstable();
        let names = names(&all);
        Self { all, weights, postings, norms, phrases, names }
    }

    fn window(&self, number: u32) -> &Window {
        &self.all.windows[number as usize]
    }

    fn word(&self, word: WordId) -> Word {
        self.all.words[word as usize]
    }

    fn weight(&self, word: WordId) -> f64 {
        self.weights[word as usize]
    }

    /// The windows after this one, of other sources, that speak of the same.
    fn pairs(&self, number: u32) -> Vec<Pair> {
        let window = self.window(number);
        let mut joined: Vec<u32> = Vec::new();
        for &word in self.all.words(window) {
            let postings = self.postings.of(word);
            let after = postings.partition_point(|&other| other <= number);
            joined.extend(postings[after..].iter().filter(|&&other| self.window(other).source != window.source));
        }
        joined.sort_unstable();
        let candidates = joined.chunk_by(|a, b| a == b).filter(|same| same.len() >= JOINED).map(|same| same[0]);
        let alike = candidates.filter_map(|other| Some((other, self.alike(number, other)?)));
        alike.map(|(other, alike)| Pair { one: number, other, alike }).collect()
    }

    /// How alike two windows are; `None` where that is not enough to say so.
    fn alike(&self, one: u32, other: u32) -> Option<f64> {
        let (a, b) = (self.window(one), self.window(other));
        let shared: Vec<WordId> = common(self.all.words(a), self.all.words(b));
        let norms = self.norms[one as usize] * self.norms[other as usize];
        let alike = shared.iter().map(|&word| self.weight(word)).sum::<f64>() / norms.max(f64::MIN_POSITIVE);
        if alike < ALIKE_WITH_PHRASE {
            return None;
        }
        let (names, words): (Vec<WordId>, Vec<WordId>) =
            shared.iter().filter(|&&word| !self.word(word).is_number).partition(|&&word| self.word(word).is_name());
        let is_capital = |window: &Window, word: WordId| self.all.is_capital(window, word);
        let told = words.len() >= WORDS && names.iter().any(|&word| is_capital(a, word) && is_capital(b, word));
        let of = |window: &Window| &self.names[&window.source];
        let enough = || alike >= ALIKE || self.shares_phrase(a, b);
        (told && enough() && common(of(a), of(b)).len() >= NAMES).then_some(alike)
    }

    /// Whether two windows share a phrase that is no turn of speech.
    fn shares_phrase(&self, one: &Window, other: &Window) -> bool {
        let windows = |phrase: (WordId, WordId)| {
            let first = self.phrases.partition_point(|other| *other < phrase);
            self.phrases[first..].iter().take(PHRASE + 1).take_while(|other| **other == phrase).count()
        };
        let shared = common(&phrases(&self.all, one), &phrases(&self.all, other));
        shared.into_iter().any(|phrase| windows(phrase) <= PHRASE)
    }

    fn echo(&self, here: u32, there: u32) -> Echo {
        let (window, other) = (self.window(here), self.window(there));
        // The names, which alone would join nothing, then what is said of them.
        let (mut names, mut words): (Vec<WordId>, Vec<WordId>) = common(self.all.words(window), self.all.words(other))
            .into_iter()
            .partition(|&word| self.word(word).is_name());
        let rank = |word: &WordId| (Reverse(Rarity(self.weight(*word))), *word);
        names.sort_by_key(rank);
        words.sort_by_key(rank);
        names.truncate(TOLD / 2);
        let shared: Vec<WordId> = names.into_iter().chain(words).take(TOLD).collect();
        let shared = shared.iter().map(|&word| self.all.place(window, word)).collect();
        let bond = Bond::Words { shared, there: other.span };
        Echo { source: other.source, passage: other.passage, bond }
    }
}

impl Postings {
    fn new(all: &Windows) -> Self {
        let words = || all.windows.iter().map(|window| all.words(window));
        let mut counts = vec![0; all.words.len()];
        words().flatten().for_each(|&word| counts[word as usize] += 1);
        let mut starts = vec![0];
        for count in &counts {
            let kept = if *count <= COMMON { *count } else { 0 };
            starts.push(starts[starts.len() - 1] + narrow(kept));
        }
        let mut windows = vec![0; starts[starts.len() - 1] as usize];
        let mut next = starts.clone();
        for (window, words) in (0..).zip(words()) {
            for &word in words.iter().filter(|&&word| counts[word as usize] <= COMMON) {
                windows[next[word as usize] as usize] = window;
                next[word as usize] += 1;
            }
        }
        Self { windows, starts }
    }

    fn of(&self, word: WordId) -> &[u32] {
        let word = word as usize;
        &self.windows[self.starts[word] as usize..self.starts[word + 1] as usize]
    }
}

/// The phrases of a window that may join it to another: of words that are no names, and that stand elsewhere too.
fn phrases(all: &Windows, window: &Window) -> Vec<(WordId, WordId)> {
    all.phrases(window, |word| {
        let word = all.words[word as usize];
        !word.is_name() && !word.is_number && word.sources > 1
    })
}

/// By source: its names that few have, ascending.
fn names(all: &Windows) -> BTreeMap<usize, Vec<WordId>> {
    let of_sources: Vec<&[Window]> = all.windows.chunk_by(|one, next| one.source == next.source).collect();
    let few = FEW.max(of_sources.len() / 20);
    let is_rare = |word: &WordId| {
        let word = all.words[*word as usize];
        word.is_name() && word.sources as usize <= few
    };
    let names = of_sources.into_par_iter().map(|windows| {
        let words = windows.iter().flat_map(|window| all.words(window)).copied();
        let mut names: Vec<WordId> = words.filter(is_rare).collect();
        names.sort_unstable();
        names.dedup();
        (windows[0].source, names)
    });
    names.collect::<Vec<_>>().into_iter().collect()
}

/// The square of a word's weight: the logarithm of how rare it is.
fn weight(word: Word, passages: usize) -> f64 {
    let rare = (passages as f64 + 1.0) / f64::from(word.passages.max(1));
    rare.ln().powi(2)
}

/// To order by.
#[derive(PartialEq)]
struct Rarity(f64);

impl Eq for Rarity {}

impl PartialOrd for Rarity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rarity {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// What two ascending lists have in common, ascending.
fn common<T: Ord + Copy>(one: &[T], other: &[T]) -> Vec<T> {
    let (mut one, mut other) = (one.iter().copied().peekable(), other.iter().copied().peekable());
    let mut common = Vec::new();
    while let (Some(a), Some(b)) = (one.peek(), other.peek()) {
        match a.cmp(b) {
            Ordering::Less => _ = one.next(),
            Ordering::Greater => _ = other.next(),
            Ordering::Equal => {
                common.push(*a);
                one.next();
                other.next();
            }
        }
    }
    common
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("a site has fewer than four billion sentences")
}
