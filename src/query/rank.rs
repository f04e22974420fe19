//! What is sought → the passages that have any of it, each with a score. Called by `find`, once for a query.
//!
//! The score of a passage is BM25 (Robertson and Zaragoza 2009, *The Probabilistic Relevance Framework*) with
//! k₁ = 1.2 and b = 0.5, since a passage is short and a long one says no more by the way than a short one:
//!
//! ```text
//! Σ over terms t   idf(t) · f · (k₁ + 1) / (f + K)       K = k₁ · (1 − b + b · length / mean length)
//! idf(t) = ln(1 + (N − n + ½) / (n + ½))                 N passages, n of them with t
//! ```
//!
//! `f` counts the term's occurrences before they saturate, as BM25F does for fields (Robertson, Zaragoza and Taylor
//! 2004): another form of its stem counts 0.75, a word in the heading or the speaker's label 0.3. No word is left out, but
//! one that is in most passages has an idf near 0, and that of a function word (`which`, `the`) counts a fifth, since in a
//! few pages rarity says little.
//!
//! To this comes the proximity of Büttcher, Clarke and Lushman (SIGIR 2006): each two neighbouring occurrences of
//! different terms, d words apart, add idf(u) / d² to `a(t)` and idf(t) / d² to `a(u)`, and the passage gains
//!
//! ```text
//! Σ over terms t   min(1, idf(t)) · a(t) · (k₁ + 1) / (a(t) + K)
//! ```

use super::index::Index;
use super::sought::Sought;
use super::vocabulary::WordId;
use rayon::prelude::*;

/// How soon further occurrences of a term stop to count.
const K1: f64 = 1.2;

/// How far the length of a passage counts against it, from 0 to 1.
const B: f64 = 0.5;

/// So many passages are weighed in one go.
const BATCH: usize = 1024;

/// The passages that have any term, in the order of the index.
pub(super) fn rank(index: &Index, sought: &Sought) -> Vec<(f64, u32)> {
    let mut scores = vec![0.0_f64; index.len()];
    let mut terms_in = vec![0_u32; index.len()];
    let mut frequencies = vec![0.0_f32; index.len()];
    let mut idfs = Vec::with_capacity(sought.terms.len());
    let mut touched: Vec<u32> = Vec::new();
    for term in &sought.terms {
        for &(word, weight) in &term.forms {
            for posting in index.postings(word) {
                let frequency = &mut frequencies[posting.entry as usize];
                if *frequency == 0.0 {
                    touched.push(posting.entry);
                }
                *frequency += weight * posting.frequency;
            }
        }
        let idf = term.weight * idf(index.len(), touched.len());
        idfs.push(idf);
        for entry in touched.drain(..) {
            let frequency = f64::from(std::mem::take(&mut frequencies[entry as usize]));
            scores[entry as usize] += idf * saturated(frequency, damping(index, entry));
            terms_in[entry as usize] += 1;
        }
    }
    let mut ranked: Vec<(f64, u32)> =
        scores.into_iter().zip(0..).filter(|&(_, entry)| terms_in[entry as usize] > 0).collect();
    if sought.terms.len() > 1 {
        let terms = terms_by_word(index, sought);
        ranked.par_chunks_mut(BATCH).for_each(|batch| {
            let mut nearness =
                Nearness { idfs: &idfs, terms: &terms, sums: vec![0.0; idfs.len()], touched: Vec::new() };
            for (score, entry) in batch.iter_mut().filter(|(_, entry)| terms_in[*entry as usize] > 1) {
                *score += nearness.of(index.tokens(*entry), damping(index, *entry));
            }
        });
    }
    ranked
}

/// Keeps the best, best first; of equals, those that come first.
pub(super) fn keep_best(ranked: &mut Vec<(f64, u32)>, limit: usize) {
    let order = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if limit == 0 {
        ranked.clear();
    } else if limit < ranked.len() {
        ranked.select_nth_unstable_by(limit - 1, order);
        ranked.truncate(limit);
    }
    ranked.sort_unstable_by(order);
}

fn idf(passages: usize, holders: usize) -> f64 {
    let (passages, holders) = (passages as f64, holders as f64);
    (1.0 + (passages - holders + 0.5) / (holders + 0.5)).ln()
}

/// K: what a frequency is measured against, more in a long passage.
fn damping(index: &Index, entry: u32) -> f64 {
    K1 * (1.0 - B + B * index.tokens(entry).len() as f64 / index.mean_length())
}

fn saturated(frequency: f64, damping: f64) -> f64 {
    frequency * (K1 + 1.0) / (frequency + damping)
}

/// No term seeks this word.
const NONE: u32 = u32::MAX;

fn terms_by_word(index: &Index, sought: &Sought) -> Vec<u32> {
    let mut terms = vec![NONE; index.vocabulary.len()];
    for (number, term) in (0..).zip(&sought.terms) {
        for &(word, _) in &term.forms {
            terms[word as usize] = number;
        }
    }
    terms
}

/// The part of a score that says how near to one another the terms stand.
struct Nearness<'a> {
    idfs: &'a [f64],
    /// By word of the index: the term that seeks it.
    terms: &'a [u32],
    /// By term; all 0 between two passages.
    sums: Vec<f64>,
    touched: Vec<usize>,
}

impl Nearness<'_> {
    fn of(&mut self, tokens: &[WordId], damping: f64) -> f64 {
        let mut before: Option<(usize, usize)> = None;
        for (at, &token) in tokens.iter().enumerate() {
            let term = self.terms[token as usize];
            if term == NONE {
                continue;
            }
            let term = term as usize;
            if let Some((earlier, place)) = before.filter(|&(earlier, _)| earlier != term) {
                let distance = (at - place) as f64;
                self.add(term, self.idfs[earlier] / (distance * distance));
                self.add(earlier, self.idfs[term] / (distance * distance));
            }
            before = Some((term, at));
        }
        let mut score = 0.0;
        for term in self.touched.drain(..) {
            let sum = std::mem::take(&mut self.sums[term]);
            score += self.idfs[term].min(1.0) * saturated(sum, damping);
        }
        score
    }

    fn add(&mut self, term: usize, nearness: f64) {
        if self.sums[term] == 0.0 {
            self.touched.push(term);
        }
        self.sums[term] += nearness;
    }
}
