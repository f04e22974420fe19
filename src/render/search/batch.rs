//! Units → what some pages, one after the other, give to the index: their words with the places of each, and how long they
//! are. Called by `invert`, which joins it with what other pages give; as bytes it is a part that a later build may take.

use super::digits;
use super::unit::{Head, Unit};
use crate::parts::pack;
use crate::prose::term::{Kind, Stemming, terms};
use crate::world::Sha256;
use foldhash::{HashMap, HashMapExt};
use serde::{Deserialize, Serialize};

/// What some pages give to the index.
#[derive(Serialize, Deserialize)]
pub(super) struct Batch<'a> {
    pub pages: Vec<Measure>,
    /// By language: words as they are spelled, those that say little left out, each with its number below.
    #[serde(borrow)]
    pub languages: Vec<Vec<(&'a str, u32)>>,
    #[serde(borrow)]
    pub words: Vec<Found<'a>>,
    /// How many units the pages have.
    pub units: u32,
    /// Of all that is shown of each page.
    pub fingerprints: &'a str,
}

/// How much there is of a page.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Measure {
    /// With its title, which is the first of them.
    pub units: u32,
    /// Bytes of text.
    pub length: usize,
}

/// The units of a batch that have a word.
#[derive(Serialize, Deserialize)]
pub(super) struct Found<'a> {
    pub folded: &'a str,
    /// Counted through the batch; no unit has the word if it has no first.
    pub first: Option<u32>,
    pub last: u32,
    /// As `Word::postings`, but the first of them lacks its distance: what was before is not known here.
    pub postings: &'a str,
    /// Whether the word stands in the first unit more than once.
    pub first_is_many: bool,
}

/// Some pages, while they are read.
pub(super) struct Reading {
    pages: Vec<Measure>,
    /// By language: the number of a form by its spelling.
    languages: Vec<HashMap<Box<str>, Form>>,
    /// In the order in which they first stand.
    spelled: Vec<Vec<(Box<str>, u32)>>,
    numbers: HashMap<Box<str>, u32>,
    words: Vec<Word>,
    /// Every word as it stands, in the order of the text.
    tokens: Vec<Token>,
    /// How many units were read.
    units: u32,
    fingerprints: String,
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

/// As `Found`.
#[derive(Default)]
struct Word {
    folded: Box<str>,
    first: Option<u32>,
    last: u32,
    postings: String,
    first_is_many: bool,
}

impl Reading {
    /// Of a site with so many languages.
    pub fn new(languages: usize) -> Self {
        Self {
            pages: Vec::new(),
            languages: vec![HashMap::new(); languages],
            spelled: vec![Vec::new(); languages],
            numbers: HashMap::new(),
            words: Vec::new(),
            tokens: Vec::new(),
            units: 0,
            fingerprints: String::new(),
        }
    }

    pub fn page(&mut self, head: &Head, units: &[Unit], stemming: Stemming, language: usize) {
        let mut shown = format!("{}\n{}", head.title, head.note.join("\n"));
        self.unit(&shown, true, stemming, language);
        for unit in units {
            self.unit(&unit.text, false, stemming, language);
            shown.push_str(&unit.anchor);
            shown.push_str(&unit.text);
        }
        self.pages.push(Measure { units: super::narrow(units.len() + 1), length: shown.len() });
        self.fingerprints.push_str(&Sha256::of(shown.as_bytes()).to_string());
    }

    /// The batch, to be kept.
    pub fn end(mut self) -> Vec<u8> {
        self.find();
        pack(&Batch {
            words: self.words.iter().map(Word::found).collect(),
            languages: self.spelled.iter().map(|forms| spelled(forms)).collect(),
            pages: self.pages,
            units: self.units,
            fingerprints: &self.fingerprints,
        })
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

    fn add_form(&mut self, folded: &str, spelled: &str, stemming: Stemming, language: usize) -> Form {
        // Groups of digits that make no number in any notation: a space would end the word where words are listed.
        let folded = &*folded.replace(' ', "");
        let word = match self.numbers.get(folded) {
            Some(&word) => word,
            None => {
                let word = super::narrow(self.words.len());
                self.numbers.insert(folded.into(), word);
                self.words.push(Word { folded: folded.into(), ..Word::default() });
                word
            }
        };
        let form = Form { word, says_little: stemming.is_function_word(folded) };
        self.languages[language].insert(spelled.into(), form);
        if !form.says_little {
            self.spelled[language].push((spelled.into(), word));
        }
        form
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
        for places in sorted.chunk_by(|a, b| (a.word, a.unit) == (b.word, b.unit)) {
            self.words[places[0].word as usize].add(places);
        }
    }
}

fn spelled(forms: &[(Box<str>, u32)]) -> Vec<(&str, u32)> {
    forms.iter().map(|(spelled, word)| (&**spelled, *word)).collect()
}

impl Word {
    fn found(&self) -> Found<'_> {
        let Self { folded, first, last, postings, first_is_many } = self;
        Found { folded, first: *first, last: *last, postings, first_is_many: *first_is_many }
    }

    /// Adds its places in one unit.
    fn add(&mut self, places: &[Token]) {
        let (unit, is_many) = (places[0].unit, places.len() > 1);
        if self.first.is_none() {
            self.first = Some(unit);
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

/// How far a unit is from the one before, and whether it has the word more than once.
pub(super) fn push_distance(postings: &mut String, distance: u32, is_many: bool) {
    digits::push(postings, distance * 2 + u32::from(is_many));
}
