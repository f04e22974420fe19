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
use std::collections::{BTreeMap, HashMap};

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

/// A phrase that more passages have is a turn of speech.
const PHRASE: u32 = 8;

/// So many names of few sources are shared by the two sources as a whole.
const NAMES: usize = 3;

/// A name of few sources: so many, or a twentieth of them.
const FEW: usize = 10;

/// So many of the shared words are told, half of them names at most.
const TOLD: usize = 6;

/// What is known of all windows.
struct Index {
    all: Windows,
    /// By word: the windows that have it, ascending; none for a word that joins nothing.
    postings: Vec<Vec<u32>>,
    /// By window: the length of its vector.
    norms: Vec<f64>,
    /// In how many passages each phrase stands.
    phrases: HashMap<(WordId, WordId), u32>,
    /// By source: its names that few have, ascending.
    names: BTreeMap<usize, Vec<WordId>>,
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
        let mut postings: Vec<Vec<u32>> = vec![Vec::new(); all.words.len()];
        let mut phrases: HashMap<(WordId, WordId), u32> = HashMap::new();
        let mut seen: HashMap<(WordId, WordId), (usize, usize)> = HashMap::new();
        let mut names: BTreeMap<usize, Vec<WordId>> = BTreeMap::new();
        let sources = all.windows.iter().map(|window| window.source).collect::<std::collections::BTreeSet<_>>().len();
        let few = FEW.max(sources / 20);
        for (number, window) in all.windows.iter().enumerate() {
            for &word in &window.words {
                // One more than joins tells that there are too many.
                if postings[word as usize].len() <= COMMON {
                    postings[word as usize].push(narrow(number));
                }
            }
            for &phrase in &window.phrases {
                let place = (window.source, window.passage);
                if seen.insert(phrase, place) != Some(place) {
                    *phrases.entry(phrase).or_default() += 1;
                }
            }
            let rare = |word: &&WordId| {
                let word = all.words[**word as usize];
                word.is_name() && word.sources as usize <= few
            };
            names.entry(window.source).or_default().extend(window.words.iter().filter(rare));
        }
        postings.iter_mut().filter(|postings| postings.len() > COMMON).for_each(|postings| *postings = Vec::new());
        for names in names.values_mut() {
            names.sort_unstable();
            names.dedup();
        }
        let passages = all.passages;
        let norm = |window: &Window| {
            let squares = window.words.iter().map(|&word| weight(all.words[word as usize], passages));
            squares.sum::<f64>().sqrt()
        };
        let norms = all.windows.iter().map(norm).collect();
        Self { all, postings, norms, phrases, names }
    }

    fn window(&self, number: u32) -> &Window {
        &self.all.windows[number as usize]
    }

    fn word(&self, word: WordId) -> Word {
        self.all.words[word as usize]
    }

    fn weight(&self, word: WordId) -> f64 {
        weight(self.word(word), self.all.passages)
    }

    /// The windows after this one, of other sources, that speak of the same.
    fn pairs(&self, number: u32) -> Vec<Pair> {
        let window = self.window(number);
        let mut joined: Vec<u32> = Vec::new();
        for &word in &window.words {
            let postings = &self.postings[word as usize];
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
        let shared: Vec<WordId> = common(&a.words, &b.words);
        let norms = self.norms[one as usize] * self.norms[other as usize];
        let alike = shared.iter().map(|&word| self.weight(word)).sum::<f64>() / norms.max(f64::MIN_POSITIVE);
        if alike < ALIKE_WITH_PHRASE {
            return None;
        }
        let (names, words): (Vec<WordId>, Vec<WordId>) =
            shared.iter().filter(|&&word| !self.word(word).is_number).partition(|&&word| self.word(word).is_name());
        let has = |window: &Window, word: &WordId| window.capitals.binary_search(word).is_ok();
        let names = names.iter().filter(|word| has(a, word) && has(b, word)).count();
        let told = names > 0 && words.len() >= WORDS;
        let is_rare = |phrase: &(WordId, WordId)| {
            let is_plain = |word: WordId| !self.word(word).is_name() && !self.word(word).is_number;
            is_plain(phrase.0) && is_plain(phrase.1) && self.phrases[phrase] <= PHRASE
        };
        let enough = alike >= ALIKE || common(&a.phrases, &b.phrases).iter().any(is_rare);
        let of = |window: &Window| &self.names[&window.source];
        (told && enough && common(of(a), of(b)).len() >= NAMES).then_some(alike)
    }

    fn echo(&self, here: u32, there: u32) -> Echo {
        let (window, other) = (self.window(here), self.window(there));
        // The names, which alone would join nothing, then what is said of them.
        let (mut names, mut words): (Vec<WordId>, Vec<WordId>) =
            common(&window.words, &other.words).into_iter().partition(|&word| self.word(word).is_name());
        let rank = |word: &WordId| (Reverse(Rarity(self.weight(*word))), *word);
        names.sort_by_key(rank);
        words.sort_by_key(rank);
        names.truncate(TOLD / 2);
        let shared: Vec<WordId> = names.into_iter().chain(words).take(TOLD).collect();
        let place = |word: &WordId| window.places[window.words.binary_search(word).expect("the words are shared")];
        let shared = shared.iter().map(place).collect();
        let bond = Bond::Words { shared, there: other.span };
        Echo { source: other.source, passage: other.passage, bond }
    }
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
