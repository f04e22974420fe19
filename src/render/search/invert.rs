//! Units → index: every word of the published pages, with the units that it stands in and its places there, and which
//! words are forms of one. Called once for a plan. Batches of pages are read side by side and joined in their order, so
//! the index is the same for any number of threads; within a batch nothing but the index itself is kept.

use super::digits;
use super::unit::{Head, Unit, head, units};
use crate::prose::term::{Kind, Stemming, terms};
use crate::site::Site;
use crate::world::Sha256;
use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// So many pages are read by one thread at a time.
const BATCH: usize = 256;

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

/// How much there is of a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// With its title, which is the first of them.
    pub units: u32,
    /// Bytes of text.
    pub length: usize,
}

/// Reads the pages. Those of `site.corpus.published()` may be read, and no others.
pub(super) fn index(site: &Site, pages: &[usize]) -> Index {
    let mut languages: Vec<Stemming> = Vec::new();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for &page in pages {
        numbers.entry(site.language(page)).or_insert_with_key(|tag| {
            let stemming = Stemming::of(tag);
            let known = languages.iter().position(|other| *other == stemming);
            known.unwrap_or_else(|| {
                languages.push(stemming);
                languages.len() - 1
            })
        });
    }
    let read = |pages: &[usize]| {
        let mut batch = Batch { languages: vec![HashMap::new(); languages.len()], ..Batch::default() };
        for &page in pages {
            let language = numbers[site.language(page)];
            batch.page(&head(site, page), &units(site, page), languages[language], language);
        }
        batch.find();
        batch
    };
    let batches: Vec<Batch> = pages.par_chunks(BATCH).map(read).collect();
    let kin = kin(&batches, &languages);
    let fingerprints: Vec<u8> = batches.iter().flat_map(|batch| batch.fingerprints.iter().copied()).collect();
    Index {
        pages: batches.iter().flat_map(|batch| batch.pages.iter().copied()).collect(),
        kin,
        function_words: languages.iter().flat_map(|language| language.function_words()).collect(),
        fingerprint: Sha256::of(&fingerprints),
        words: join(batches),
    }
}

/// Some pages, one after the other.
#[derive(Default)]
struct Batch {
    pages: Vec<Measure>,
    /// By language: the number of a word by its spelling; none for what is not indexed.
    languages: Vec<HashMap<Box<str>, Form>>,
    numbers: HashMap<Box<str>, u32>,
    words: Vec<Found>,
    /// Every word as it stands, in the order of the text.
    tokens: Vec<Token>,
    /// How many units were read.
    units: u32,
    fingerprints: Vec<u8>,
}

#[derive(Clone, Copy)]
struct Form {
    word: u32,
    /// Found in titles only.
    says_little: bool,
}

/// A word in a unit, both counted through the batch, and its place among the words of the unit.
#[derive(Clone, Copy, Default)]
struct Token {
    word: u32,
    unit: u32,
    place: u32,
}

/// The units of a batch that have a word.
struct Found {
    folded: Box<str>,
    /// Counted through the batch.
    first: u32,
    last: u32,
    /// As `Word::postings`, but the first of them lacks its distance: what was before is not known here.
    postings: String,
    /// Whether the word stands in the first unit more than once.
    first_is_many: bool,
}

impl Batch {
    fn page(&mut self, head: &Head, units: &[Unit], stemming: Stemming, language: usize) {
        let mut shown = format!("{}\n{}", head.title, head.note.join("\n"));
        self.unit(&shown, true, stemming, language);
        for unit in units {
            self.unit(&unit.text, false, stemming, language);
            shown.push_str(&unit.anchor);
            shown.push_str(&unit.text);
        }
        self.pages.push(Measure { units: super::narrow(units.len() + 1), length: shown.len() });
        self.fingerprints.extend(Sha256::of(shown.as_bytes()).to_string().bytes());
    }

    fn unit(&mut self, text: &str, is_head: bool, stemming: Stemming, language: usize) {
        let mut place = 0;
        terms(text, |term| {
            if term.kind == Kind::Sign {
                return;
            }
            let form = match self.languages[language].get(term.spelled) {
                Some(form) => *form,
                None => self.add_form(term.folded, term.spelled, stemming, language),
            };
            if is_head || !form.says_little {
                self.tokens.push(Token { word: form.word, unit: self.units, place });
            }
            place += 1;
        });
        self.units += 1;
    }

    /// Hands every word the units that it stands in. The tokens are sorted by counting, which keeps the order of the text,
    /// so that the postings of a word are written in one go.
    fn find(&mut self) {
        let mut starts = vec![0; self.words.len() + 1];
        self.tokens.iter().for_each(|token| starts[token.word as usize + 1] += 1);
        (1..starts.len()).for_each(|word| starts[word] += starts[word - 1]);
        let mut sorted = vec![Token::default(); self.tokens.len()];
        for token in std::mem::take(&mut self.tokens) {
            let next = &mut starts[token.word as usize];
            sorted[*next] = token;
            *next += 1;
        }
        self.numbers = HashMap::new();
        for places in sorted.chunk_by(|a, b| (a.word, a.unit) == (b.word, b.unit)) {
            self.words[places[0].word as usize].add(places);
        }
        self.words.iter_mut().for_each(|word| word.postings.shrink_to_fit());
    }

    fn add_form(&mut self, folded: &str, spelled: &str, stemming: Stemming, language: usize) -> Form {
        // Groups of digits that make no number in any notation: a space would end the word where words are listed.
        let folded = &*folded.replace(' ', "");
        let word = match self.numbers.get(folded) {
            Some(&word) => word,
            None => {
                let word = super::narrow(self.words.len());
                self.numbers.insert(folded.into(), word);
                self.words.push(Found::new(folded));
                word
            }
        };
        let form = Form { word, says_little: stemming.is_function_word(folded) };
        self.languages[language].insert(spelled.into(), form);
        form
    }
}

impl Found {
    fn new(folded: &str) -> Self {
        Self { folded: folded.into(), first: u32::MAX, last: 0, postings: String::new(), first_is_many: false }
    }

    /// Adds its places in one unit.
    fn add(&mut self, places: &[Token]) {
        let (unit, is_many) = (places[0].unit, places.len() > 1);
        if self.first == u32::MAX {
            self.first = unit;
            self.first_is_many = is_many;
        } else {
            push_distance(&mut self.postings, unit - self.last, is_many);
        }
        self.last = unit;
        if is_many {
            digits::push(&mut self.postings, super::narrow(places.len() - 2));
        }
        let mut before = 0;
        for token in places {
            digits::push(&mut self.postings, token.place - before);
            before = token.place;
        }
    }
}

fn push_distance(postings: &mut String, distance: u32, is_many: bool) {
    digits::push(postings, distance * 2 + u32::from(is_many));
}

/// The words of all batches, each with its postings in the order of the pages.
fn join(batches: Vec<Batch>) -> Vec<Word> {
    let mut parts: Vec<(Found, u32)> = Vec::new();
    let mut before = 0;
    for batch in batches {
        parts.extend(batch.words.into_iter().filter(|found| found.first != u32::MAX).map(|found| (found, before)));
        before += batch.units;
    }
    parts.par_sort_by(|a, b| (&a.0.folded, a.1).cmp(&(&b.0.folded, b.1)));
    let joined = parts.par_chunk_by(|a, b| a.0.folded == b.0.folded).map(|parts| {
        let mut postings = String::with_capacity(parts.iter().map(|(found, _)| found.postings.len() + 4).sum());
        let mut last = 0;
        for (found, before) in parts {
            push_distance(&mut postings, before + found.first - last, found.first_is_many);
            postings.push_str(&found.postings);
            last = before + found.last;
        }
        Word { folded: parts[0].0.folded.clone(), postings }
    });
    joined.collect()
}

/// The words that share a stem, as a language has it. A word may have kin in several languages.
fn kin(batches: &[Batch], languages: &[Stemming]) -> BTreeSet<Vec<Box<str>>> {
    let mut kin = BTreeSet::new();
    for (number, stemming) in languages.iter().enumerate() {
        let mut forms: HashMap<&str, &str> = HashMap::new();
        for batch in batches {
            let said = batch.languages[number].iter().filter(|(_, form)| !form.says_little);
            forms.extend(said.map(|(spelled, form)| (&**spelled, &*batch.words[form.word as usize].folded)));
        }
        let forms: Vec<(&str, &str)> = forms.into_iter().collect();
        let mut stems: Vec<(String, &str)> =
            forms.par_iter().map(|(spelled, folded)| (stemming.stem(spelled), *folded)).collect();
        stems.par_sort();
        stems.dedup();
        let families = stems.chunk_by(|a, b| a.0 == b.0).filter(|family| family.len() > 1);
        kin.extend(families.map(|family| family.iter().map(|(_, folded)| (*folded).into()).collect::<Vec<Box<str>>>()));
    }
    kin
}
