//! The extractions of documents → the names in them, each with its mentions in all documents: documents are joined by full
//! names only. `gate` and `form` ask what else stands in the same documents.

use super::Found;
use super::person::ends;
use crate::corpus::Corpus;
use crate::extract::Extraction;
use crate::extract::name::list::{self, Nearness};
use crate::extract::name::{Evidence, Kind, NameMention};
use crate::path::slugify;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A name that may deserve a page.
pub(super) struct Candidate<'a> {
    pub kind: Kind,
    /// In full, as most mentions that name it so spell it.
    pub name: String,
    /// In order of documents and words.
    pub mentions: Vec<Mention<'a>>,
    /// The passages that carry the name as their speaker.
    pub turns: Vec<Place>,
    /// The passages in which words are reported as theirs, without a doubt, each with the sentence; sorted.
    pub said: Vec<(Place, usize)>,
}

/// A passage: the place of its document in what was found, and its own in the document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Place {
    pub document: usize,
    pub passage: usize,
}

#[derive(Clone, Copy)]
pub(super) struct Mention<'a> {
    pub place: Place,
    pub of: &'a NameMention,
    /// The passage that holds it.
    pub within: &'a Extraction,
}

/// The names of all documents.
pub(super) struct Names<'a> {
    /// By kind and folded name.
    pub candidates: Vec<Candidate<'a>>,
    /// How many mentions say of a folded name that it is of a kind.
    kinds: BTreeMap<String, BTreeMap<Kind, usize>>,
    /// Those who are named in full, by folded surname.
    pub surnames: BTreeMap<String, BTreeSet<String>>,
    /// The first names of people who are named in full, folded.
    first_names: BTreeSet<String>,
    /// Words that the documents write in lower case.
    lower: HashSet<&'a str>,
    /// Names that the documents leave between two, folded.
    doubtful: BTreeSet<String>,
    /// By folded name of a person, names that may be the same, each with a passage.
    near: BTreeMap<String, BTreeSet<(String, Place)>>,
    /// People by first and last name, as their places among the candidates.
    by_ends: BTreeMap<(String, String), Vec<usize>>,
}

pub(super) fn names<'a>(corpus: &Corpus, found: &'a Found) -> Names<'a> {
    let mut names = Names {
        candidates: Vec::new(),
        kinds: BTreeMap::new(),
        surnames: BTreeMap::new(),
        first_names: BTreeSet::new(),
        lower: HashSet::new(),
        doubtful: BTreeSet::new(),
        near: near(found),
        by_ends: BTreeMap::new(),
    };
    let mut candidates: BTreeMap<(Kind, String), Candidate<'a>> = BTreeMap::new();
    for (document, (index, passages)) in found.iter().enumerate() {
        // What no citation can name is no ground for a page.
        if corpus.key(*index).and_then(|key| corpus.by_key(key)) != Some(*index) {
            continue;
        }
        let speakers = &corpus.pages[*index].meta.source.speakers;
        for (passage, extraction) in passages.iter().enumerate() {
            let place = Place { document, passage };
            let words = extraction.text.split(|c: char| !c.is_alphanumeric());
            names.lower.extend(words.filter(|word| word.starts_with(char::is_lowercase)));
            for mention in &extraction.names {
                names.add(mention);
                if is_named(mention) {
                    let candidate = entry(&mut candidates, mention.kind, &mention.name);
                    candidate.mentions.push(Mention { place, of: mention, within: extraction });
                }
            }
            for speech in &extraction.speech {
                let sure = speech.speaker.as_ref().filter(|speaker| !speaker.guess);
                let name = sure.and_then(|speaker| speaker.name.as_deref()).unwrap_or_default();
                if let Some(of) = candidates.get_mut(&(Kind::Person, slugify(name))) {
                    of.said.push((place, speech.words.sentence));
                }
            }
            if let Some(speaker) = extraction.speaker.as_deref().and_then(|label| in_full(speakers, label)) {
                entry(&mut candidates, Kind::Person, speaker).turns.push(place);
                names.add_person(speaker);
            }
        }
    }
    names.candidates = candidates.into_values().collect();
    names.candidates.iter_mut().for_each(Candidate::settle);
    for (at, person) in names.candidates.iter().enumerate().filter(|(_, of)| of.kind == Kind::Person) {
        if let Some(ends) = ends(&person.name) {
            names.by_ends.entry(ends).or_default().push(at);
        }
    }
    names
}

fn entry<'m, 'a>(
    candidates: &'m mut BTreeMap<(Kind, String), Candidate<'a>>,
    kind: Kind,
    name: &str,
) -> &'m mut Candidate<'a> {
    candidates.entry((kind, slugify(name))).or_insert_with(|| Candidate {
        kind,
        name: name.to_owned(),
        mentions: Vec::new(),
        turns: Vec::new(),
        said: Vec::new(),
    })
}

/// The suggestions that extraction makes: the same first name and nearly the same surname, or the surname alone.
fn near(found: &Found) -> BTreeMap<String, BTreeSet<(String, Place)>> {
    let documents: Vec<&[Extraction]> = found.iter().map(|(_, passages)| passages.as_slice()).collect();
    let lists = list::names(&documents);
    let mut places: BTreeMap<(usize, &str), Place> = BTreeMap::new();
    for (document, passages) in documents.iter().enumerate() {
        for (passage, extraction) in passages.iter().enumerate() {
            for person in extraction.names.iter().filter(|mention| mention.kind == Kind::Person) {
                places.entry((document, &person.name)).or_insert(Place { document, passage });
            }
        }
    }
    let mut near: BTreeMap<String, BTreeSet<(String, Place)>> = BTreeMap::new();
    let names = lists.iter().enumerate().flat_map(|(document, list)| list.iter().map(move |name| (document, name)));
    for (document, name) in names.filter(|(_, name)| name.kind == Kind::Person) {
        for perhaps in &name.perhaps {
            let (of, other) = match perhaps.why {
                Nearness::NearSpelling => (&name.name, (perhaps.document, &perhaps.name)),
                // A bare surname is told of the full name.
                Nearness::Surname => (&perhaps.name, (document, &name.name)),
            };
            let is_other = slugify(of) != slugify(other.1);
            let place = places.get(&(other.0, other.1.as_str())).filter(|_| is_other);
            near.entry(slugify(of)).or_default().extend(place.map(|place| (other.1.clone(), *place)));
        }
    }
    near
}

/// Whether the mention names, on good evidence, one whom the site has no page on; of a person, in full, unless a human has
/// written in `names.toml` that this is one.
fn is_named(mention: &NameMention) -> bool {
    let is_full = mention.kind != Kind::Person || mention.name.contains(' ') || mention.evidence == Evidence::NamesFile;
    is_full
        && mention.kind != Kind::Unsorted
        && mention.entity.is_none()
        && mention.evidence.is_strong()
        && mention.between.is_empty()
}

/// The speaker of a source whose label that is: the one with that last name, or that name in full.
pub(super) fn in_full<'s>(speakers: &'s [String], label: &str) -> Option<&'s str> {
    let label = slugify(label);
    let is_meant = |name: &&String| ends(name).is_some_and(|(_, last)| last == label) || slugify(name) == label;
    let mut meant = speakers.iter().filter(|name| name.contains(' ')).filter(is_meant);
    meant.next().filter(|_| meant.next().is_none()).map(String::as_str)
}

impl Names<'_> {
    fn add(&mut self, mention: &NameMention) {
        if !mention.between.is_empty() {
            self.doubtful.insert(slugify(&mention.words.text));
        }
        if mention.kind == Kind::Unsorted || !mention.evidence.is_strong() {
            return;
        }
        *self.kinds.entry(slugify(&mention.name)).or_default().entry(mention.kind).or_default() += 1;
        if mention.kind == Kind::Person {
            self.add_person(&mention.name);
        }
    }

    fn add_person(&mut self, name: &str) {
        if let Some((first, last)) = ends(name) {
            self.surnames.entry(last).or_default().insert(slugify(name));
            self.first_names.insert(first);
        }
    }

    /// Whether nearly all mentions say that a name is of this kind: a place that is a team in one table is still a place.
    pub fn is_surely(&self, name: &str, kind: Kind) -> bool {
        let Some(kinds) = self.kinds.get(&slugify(name)) else { return true };
        let others: usize = kinds.iter().filter(|(other, _)| **other != kind).map(|(_, mentions)| mentions).sum();
        others * 10 <= kinds.get(&kind).copied().unwrap_or_default()
    }

    /// Whether a form alone means nobody and nothing but `of`, as far as the documents show.
    pub fn means_only(&self, form: &str, of: &Candidate) -> bool {
        let folded = slugify(form);
        let namesakes =
            self.surnames.get(&folded).is_some_and(|people| people.len() > usize::from(of.kind == Kind::Person));
        let is_other_name = self.kinds.get(&folded).is_some_and(|kinds| kinds.keys().any(|kind| *kind != of.kind));
        !namesakes && !is_other_name && !self.first_names.contains(&folded) && !self.doubtful.contains(&folded)
    }

    /// Other names in the documents that may mean the same person, each with a passage: one spelled nearly so, a surname
    /// alone, and one with another middle name.
    pub fn like(&self, of: &Candidate) -> Vec<(String, Place)> {
        const MOST: usize = 5;
        if of.kind != Kind::Person {
            return Vec::new();
        }
        let near = self.near.get(&slugify(&of.name)).into_iter().flatten().cloned();
        let first = |other: &Candidate| other.passages().into_iter().next().map(|place| (other.name.clone(), place));
        let fuller = self.variants(of).filter_map(first);
        near.chain(fuller).take(MOST).collect()
    }

    /// The people with the same first and last name, and other words between.
    pub fn variants(&self, of: &Candidate) -> impl Iterator<Item = &Candidate<'_>> {
        let same_ends = ends(&of.name).and_then(|ends| self.by_ends.get(&ends)).into_iter().flatten();
        let folded = slugify(&of.name);
        same_ends.map(|&at| &self.candidates[at]).filter(move |other| slugify(&other.name) != folded)
    }

    /// Whether the documents have the word in lower case: with a capital it may be the beginning of a sentence.
    pub fn is_common_word(&self, word: &str) -> bool {
        self.lower.contains(word.to_lowercase().as_str())
    }
}

impl<'a> Mention<'a> {
    pub fn sentence(&self) -> &'a str {
        let sentence = self.within.sentences.get(self.of.words.sentence);
        sentence.map_or("", |sentence| sentence.span.of(&self.within.text))
    }

    /// What stands before it and behind it in the passage.
    pub fn around(&self) -> (&'a str, &'a str) {
        let (span, text) = (self.of.words.span, self.within.text.as_str());
        (&text[..span.start], &text[span.end..])
    }
}

impl Candidate<'_> {
    /// Chooses the spelling, now that all mentions are known.
    fn settle(&mut self) {
        let mut spellings: BTreeMap<&str, usize> = BTreeMap::new();
        for mention in &self.mentions {
            *spellings.entry(&mention.of.name).or_default() += 1;
        }
        let is_shouted = |name: &str| name.contains(' ') && !name.contains(char::is_lowercase);
        let best = spellings.iter().max_by_key(|(name, mentions)| (!is_shouted(name), **mentions));
        if let Some((name, _)) = best {
            self.name = (*name).to_owned();
        }
    }

    /// Where it is named or speaks, in order, each passage once.
    pub fn passages(&self) -> BTreeSet<Place> {
        let named = self.mentions.iter().map(|mention| mention.place);
        named.chain(self.turns.iter().copied()).collect()
    }

    /// How many passages say something of it. Copies of one report are one.
    pub fn weight(&self) -> usize {
        let mut passages: BTreeMap<Place, &str> = BTreeMap::new();
        for mention in &self.mentions {
            passages.entry(mention.place).or_insert_with(|| mention.sentence());
        }
        let turns = self.turns.iter().filter(|turn| !passages.contains_key(turn)).count();
        passages.values().collect::<BTreeSet<_>>().len() + turns
    }

    /// Whether a passage says by a title or a role that this is a person, or a source lets them speak.
    pub fn is_introduced(&self) -> bool {
        !self.turns.is_empty() || self.mentions.iter().any(|mention| self.introduces(mention))
    }

    /// Whether the mention says who that is.
    pub fn introduces(&self, mention: &Mention) -> bool {
        let by_word =
            matches!(mention.of.evidence, Evidence::Title | Evidence::Role | Evidence::RoleBehind | Evidence::Speaker);
        self.is_whole(mention) && (by_word || mention.of.role.is_some())
    }

    /// Whether `names.toml` has the name.
    pub fn is_vouched_for(&self) -> bool {
        self.mentions.iter().any(|mention| mention.of.evidence == Evidence::NamesFile)
    }

    /// Whether the mention has the name in full.
    pub fn is_whole(&self, mention: &Mention) -> bool {
        slugify(&mention.of.words.text) == slugify(&self.name)
    }
}
