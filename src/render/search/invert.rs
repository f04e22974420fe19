//! Batches → index: every word of the published pages, with the units that it stands in and its places there, and which
//! words are forms of one. Called once for a plan. Batches of pages are read side by side and joined in their order, so
//! the index is the same for any number of threads; a batch of which no page changed is the one that an earlier plan read.

use super::batch::{Batch, Found, Measure, Reading, push_distance};
use super::unit::{head, units};
use crate::parts::{Parts, unpack};
use crate::prose::term::Stemming;
use crate::site::Site;
use crate::world::Sha256;
use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// So many pages are read by one thread at a time: after an edit of one, these are read anew. If they were fewer, more would
/// have to be joined.
const BATCH: usize = 128;

/// The name under which batches are kept.
const PART: &str = "search";

/// The words of a site.
#[derive(Debug)]
pub(super) struct Index {
    /// By page, in the order in which they were given.
    pub pages: Vec<Measure>,
    /// Ascending.
    pub words: Vec<Word>,
    /// Words that are forms of one another in some language, ascending; two and more.
    pub kin: BTreeSet<Vec<Box<str>>>,
    /// The words that say little, of all languages of the site; ascending.
    pub function_words: BTreeSet<&'static str>,
    /// Of all that is shown.
    pub fingerprint: Sha256,
}

/// A folded word, and where it stands.
#[derive(Debug)]
pub(super) struct Word {
    pub folded: Box<str>,
    /// For each unit that has it: how far it is from the unit before, doubled, and one more if the word stands there more
    /// than once; then, if so, how often less two; then its places among the words of the unit, each from the one before.
    pub postings: String,
}

/// The languages of a site.
struct Languages<'a> {
    stemmings: Vec<Stemming>,
    /// By tag: which of them it is.
    numbers: HashMap<&'a str, usize>,
}

/// Reads the pages. Those of `site.corpus.published()` may be read, and no others.
pub(super) fn index(site: &Site, pages: &[usize], parts: &Parts) -> Index {
    let languages = Languages::of(site, pages);
    let known = joined(&languages, &batches(site, pages, &languages, parts));
    // What was kept is no batch where somebody wrote into it; then nothing of it is believed.
    let made = || joined(&languages, &batches(site, pages, &languages, &Parts::default()));
    known.or_else(made).expect("batches are read as they were written")
}

/// The pages batch by batch. Bounds lie where they lay as long as the site has the same pages, published or not.
fn batches(site: &Site, pages: &[usize], languages: &Languages<'_>, parts: &Parts) -> Vec<Arc<Vec<u8>>> {
    let batches: Vec<&[usize]> = pages.chunk_by(|one, next| one / BATCH == next / BATCH).collect();
    let take = |bytes: &Arc<Vec<u8>>| Some(Arc::clone(bytes));
    parts.all(PART, &batches, take, |pages| {
        let mut batch = Reading::new(languages.stemmings.len());
        for &page in *pages {
            let language = languages.numbers[site.language(page)];
            batch.page(&head(site, page), &units(site, page), languages.stemmings[language], language);
        }
        let bytes = Arc::new(batch.end());
        (Arc::clone(&bytes), bytes)
    })
}

fn joined(languages: &Languages<'_>, batches: &[Arc<Vec<u8>>]) -> Option<Index> {
    let batches: Vec<Batch<'_>> = batches.par_iter().map(|bytes| unpack(bytes)).collect::<Option<_>>()?;
    let fingerprints: String = batches.iter().map(|batch| batch.fingerprints).collect();
    let stemmings = &languages.stemmings;
    Some(Index {
        pages: batches.iter().flat_map(|batch| batch.pages.iter().copied()).collect(),
        kin: kin(&batches, stemmings)?,
        function_words: stemmings.iter().flat_map(|language| language.function_words()).collect(),
        fingerprint: Sha256::of(fingerprints.as_bytes()),
        words: join(&batches),
    })
}

impl<'a> Languages<'a> {
    /// In the order of the pages.
    fn of(site: &'a Site, pages: &[usize]) -> Self {
        let mut languages = Self { stemmings: Vec::new(), numbers: HashMap::new() };
        for &page in pages {
            languages.numbers.entry(site.language(page)).or_insert_with_key(|tag| {
                let stemming = Stemming::of(tag);
                let known = languages.stemmings.iter().position(|other| *other == stemming);
                known.unwrap_or_else(|| {
                    languages.stemmings.push(stemming);
                    languages.stemmings.len() - 1
                })
            });
        }
        languages
    }
}

/// The words of all batches, each with its postings in the order of the pages.
fn join(batches: &[Batch<'_>]) -> Vec<Word> {
    let mut parts: Vec<(&Found<'_>, u32, u32)> = Vec::new();
    let mut before = 0;
    for batch in batches {
        parts.extend(batch.words.iter().filter_map(|found| Some((found, found.first?, before))));
        before += batch.units;
    }
    parts.par_sort_unstable_by(|a, b| (a.0.folded, a.2).cmp(&(b.0.folded, b.2)));
    let joined = parts.par_chunk_by(|a, b| a.0.folded == b.0.folded).map(|parts| {
        let mut postings = String::with_capacity(parts.iter().map(|(found, ..)| found.postings.len() + 4).sum());
        let mut last = 0;
        for (found, first, before) in parts {
            push_distance(&mut postings, before + first - last, found.first_is_many);
            postings.push_str(found.postings);
            last = before + found.last;
        }
        Word { folded: parts[0].0.folded.into(), postings }
    });
    joined.collect()
}

/// The words that share a stem, as a language has it. A word may have kin in several languages.
fn kin(batches: &[Batch<'_>], languages: &[Stemming]) -> Option<BTreeSet<Vec<Box<str>>>> {
    let mut kin = BTreeSet::new();
    for (number, stemming) in languages.iter().enumerate() {
        let mut forms: HashMap<&str, &str> = HashMap::new();
        for batch in batches {
            for (spelled, word) in batch.languages.get(number)? {
                forms.insert(spelled, batch.words.get(*word as usize)?.folded);
            }
        }
        let forms: Vec<(&str, &str)> = forms.into_iter().collect();
        let mut stems: Vec<(String, &str)> =
            forms.par_iter().map(|(spelled, folded)| (stemming.stem(spelled), *folded)).collect();
        stems.par_sort();
        stems.dedup();
        let families = stems.chunk_by(|a, b| a.0 == b.0).filter(|family| family.len() > 1);
        kin.extend(families.map(|family| family.iter().map(|(_, folded)| (*folded).into()).collect::<Vec<Box<str>>>()));
    }
    Some(kin)
}
