//! A web page → which of its grains an extractor of the Readability family takes for the article. `card.rs` counts it as
//! one voice among others; whatever the extractor does, no text is taken from it.

use super::measure::{Measure, words};
use crate::import::html::address::Base;
use crate::import::html::page::Page;
use crate::import::html::walk::walk;
use dom_query::Document;
use dom_smoothie::{Config, Readability};
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Beyond this many elements the extractor is not asked: parts of it look at the whole page again and again.
const MOST_ELEMENTS: usize = 30_000;
/// How many words in a row are compared.
const RUN: usize = 5;

/// For each grain whether it stands in the extracted text; `None` where nothing could be extracted.
pub(super) fn voices(document: &Document, page: &Page, measures: &[Measure]) -> Option<Vec<bool>> {
    let config = Config { max_elements_to_parse: MOST_ELEMENTS, disable_json_ld: true, ..Config::default() };
    let article = Readability::with_document(document.clone(), None, Some(config)).ok()?.parse().ok()?;
    let extracted = Extract::of(&article.content);
    let found = page.grains.iter().zip(measures);
    let found: Vec<bool> = found.map(|(grain, measure)| extracted.holds(&grain.words.shown(), &measure.key)).collect();
    found.contains(&true).then_some(found)
}

/// A text, made ready to be asked what it holds in constant time.
struct Extract {
    /// Its grains as letters and digits.
    keys: BTreeSet<String>,
    /// Its runs of words.
    runs: BTreeSet<u64>,
}

impl Extract {
    fn of(html: &str) -> Self {
        let page = walk(&Document::from(html), &Base::default());
        let mut extract = Self { keys: BTreeSet::new(), runs: BTreeSet::new() };
        for grain in &page.grains {
            let text = grain.words.shown();
            extract.runs.extend(runs(&text));
            extract.keys.insert(key(&text));
        }
        extract
    }

    /// Whether most of a text stands in it; a short one has to stand for itself.
    fn holds(&self, text: &str, key: &str) -> bool {
        if self.keys.contains(key) {
            return true;
        }
        let (mut held, mut all) = (0, 0);
        for run in runs(text) {
            held += usize::from(self.runs.contains(&run));
            all += 1;
        }
        all > 0 && held * 5 >= all * 4
    }
}

fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn runs(text: &str) -> Vec<u64> {
    let words: Vec<&str> = words(text).collect();
    let hash = |run: &[&str]| {
        let mut hasher = DefaultHasher::new();
        run.hash(&mut hasher);
        hasher.finish()
    };
    words.windows(RUN).map(hash).collect()
}
