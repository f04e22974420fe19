//! The mentions of documents → a list of names for each, and what another document calls by the same name or by one that
//! is near. `report` prints it. Documents are joined by full names only; all else is a suggestion.

use super::merge::single_spaced;
use super::{Evidence, Kind, NameMention};
use crate::extract::Extraction;
use crate::key::PassageId;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A name and its mentions in one document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Name {
    pub kind: Kind,
    pub name: String,
    /// The path of the entity's page.
    pub entity: Option<String>,
    /// As the passages write it, sorted, without doubles.
    pub forms: Vec<String>,
    /// All kinds of evidence, the best first.
    pub evidence: Vec<Evidence>,
    /// The word of the best evidence.
    pub cue: String,
    pub between: Vec<String>,
    /// The words that say who or what it is, in order of the mentions, without doubles.
    pub roles: Vec<String>,
    /// In page order, without doubles.
    pub passages: Vec<PassageId>,
    pub mentions: usize,
    /// Other documents, by their place in the list, that have the same name in full: the
    /// first 20.
    #[serde(skip)]
    pub also_in: Vec<usize>,
    /// Names that may be the same. No more than a suggestion.
    #[serde(skip)]
    pub perhaps: Vec<Perhaps>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Perhaps {
    /// By its place in the list.
    pub document: usize,
    pub name: String,
    pub why: Nearness,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nearness {
    /// The same first name, and a surname that differs in one letter.
    NearSpelling,
    /// A surname alone, which is that of the other.
    Surname,
}

/// The names of documents: a list for each, by kind and then in order of their first mentions.
pub fn names(documents: &[&[Extraction]]) -> Vec<Vec<Name>> {
    let mut lists: Vec<Vec<Name>> = documents.iter().map(|passages| of_document(passages)).collect();
    join(&mut lists);
    lists
}

fn of_document(passages: &[Extraction]) -> Vec<Name> {
    let mut places: BTreeMap<(Kind, &str, &[String]), usize> = BTreeMap::new();
    let mut names: Vec<Name> = Vec::new();
    for passage in passages {
        for mention in &passage.names {
            let place = *places.entry((mention.kind, &mention.name, &mention.between)).or_insert_with(|| {
                names.push(Name::of(mention));
                names.len() - 1
            });
            names[place].add(mention, passage.passage);
        }
    }
    for name in &mut names {
        name.forms.sort();
        name.forms.dedup();
        name.evidence.sort();
        name.evidence.dedup();
        name.passages.dedup();
    }
    names.sort_by_key(|name| name.kind);
    names
}

impl Name {
    fn of(mention: &NameMention) -> Self {
        Name {
            kind: mention.kind,
            name: mention.name.clone(),
            entity: mention.entity.clone(),
            forms: Vec::new(),
            evidence: Vec::new(),
            cue: String::new(),
            between: mention.between.clone(),
            roles: Vec::new(),
            passages: Vec::new(),
            mentions: 0,
            also_in: Vec::new(),
            perhaps: Vec::new(),
        }
    }

    fn add(&mut self, mention: &NameMention, passage: PassageId) {
        if self.evidence.iter().all(|evidence| mention.evidence < *evidence) {
            self.cue.clone_from(&mention.cue);
        }
        self.forms.push(single_spaced(&mention.words.text));
        let role = mention.role.as_ref().map(|role| single_spaced(&role.text));
        self.roles.extend(role.filter(|role| !self.roles.contains(role)));
        self.evidence.push(mention.evidence);
        self.passages.push(passage);
        self.mentions += 1;
        if self.entity.is_none() {
            self.entity.clone_from(&mention.entity);
        }
    }

    /// Whether the name tells whom it means outside its document too: a person's needs two words.
    fn is_full(&self) -> bool {
        let is_listed = self.entity.is_some() || self.evidence.contains(&Evidence::NamesFile);
        let is_long = self.kind != Kind::Person || self.name.contains(' ') || is_listed;
        self.kind != Kind::Unsorted && self.between.is_empty() && is_long
    }

    fn surname(&self) -> &str {
        self.name.rsplit(' ').next().unwrap_or_default()
    }
}

fn join(lists: &mut [Vec<Name>]) {
    let mut same: BTreeMap<(Kind, String), BTreeSet<usize>> = BTreeMap::new();
    // People by surname, and in full without it: what may be near to one of them shares one of both.
    let mut surnames: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    let mut firsts: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for (document, list) in lists.iter().enumerate() {
        for (at, name) in list.iter().enumerate() {
            if name.is_full() {
                same.entry((name.kind, name.name.to_lowercase())).or_default().insert(document);
            }
            if name.kind == Kind::Person && name.between.is_empty() {
                surnames.entry(name.surname().to_lowercase()).or_default().push((document, at));
                if let Some((first, _)) = name.name.rsplit_once(' ') {
                    firsts.entry(first.to_lowercase()).or_default().push((document, at));
                }
            }
        }
    }
    let mut suggested: Vec<(usize, usize, Perhaps)> = Vec::new();
    let mut suggest = |lists: &[Vec<Name>], one: (usize, usize), other: (usize, usize), why| {
        let name = lists[other.0][other.1].name.clone();
        suggested.push((one.0, one.1, Perhaps { document: other.0, name, why }));
    };
    for group in surnames.values() {
        let (bare, full): (Vec<_>, Vec<_>) = group.iter().partition(|place| !lists[place.0][place.1].is_full());
        for &one in &bare {
            for &other in full.iter().take(MOST) {
                suggest(lists, one, other, Nearness::Surname);
            }
        }
    }
    for group in firsts.values() {
        for (nth, &one) in group.iter().enumerate() {
            for &other in group[nth + 1..].iter().take(MOST) {
                if is_one_letter_off(lists[one.0][one.1].surname(), lists[other.0][other.1].surname()) {
                    suggest(lists, one, other, Nearness::NearSpelling);
                    suggest(lists, other, one, Nearness::NearSpelling);
                }
            }
        }
    }
    for (document, at, perhaps) in suggested {
        lists[document][at].perhaps.push(perhaps);
    }
    for (document, list) in lists.iter_mut().enumerate() {
        for name in list {
            name.perhaps.sort();
            name.perhaps.dedup();
            if name.is_full() {
                let with = same.get(&(name.kind, name.name.to_lowercase())).into_iter().flatten();
                name.also_in = with.copied().filter(|&other| other != document).take(SHOWN).collect();
            }
        }
    }
}

/// As many other documents are listed: the name of a country is in all of them.
const SHOWN: usize = 20;

/// As many suggestions are read; more are none.
const MOST: usize = 200;

/// Whether the words differ in one letter that is put in, left out or exchanged. Short ones differ too easily.
fn is_one_letter_off(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) =
        (one.to_lowercase().chars().collect(), other.to_lowercase().chars().collect());
    if one == other || one.len().min(other.len()) < 4 || one.len().abs_diff(other.len()) > 1 {
        return false;
    }
    let head = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let rest = |skip_one: usize, skip_other: usize| {
        one[(head + skip_one).min(one.len())..] == other[(head + skip_other).min(other.len())..]
    };
    match one.len().cmp(&other.len()) {
        std::cmp::Ordering::Equal => rest(1, 1),
        std::cmp::Ordering::Less => rest(0, 1),
        std::cmp::Ordering::Greater => rest(1, 0),
    }
}
