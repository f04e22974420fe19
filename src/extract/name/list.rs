//! The mentions of documents → a list of names for each, and what another document calls by the same name or by one that
//! is near. `report` prints it. Documents are joined by full names only; all else is a suggestion.

use super::known::Known;
use super::merge::single_spaced;
use super::suggest::{resemble, suggest};
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
    /// Names of the site that may be the same. No more than a suggestion; only `names_beside` fills it in.
    #[serde(skip)]
    pub resembles: Vec<Resemblance>,
}

/// A name that may be another's.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Perhaps {
    /// By its place in the list: another document, or the same one.
    pub document: usize,
    pub name: String,
    pub why: Nearness,
}

/// A name that may be that of a page of the site, or one of `names.toml`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Resemblance {
    /// The title of the page, or the name in full.
    pub name: String,
    /// The path of the page.
    pub entity: Option<String>,
    pub why: Nearness,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nearness {
    /// One letter differs, or the transliteration.
    NearSpelling,
    /// A surname alone, which is that of the other.
    Surname,
}

/// The names of documents: a list for each, by kind and then in order of their first mentions.
pub fn names(documents: &[&[Extraction]]) -> Vec<Vec<Name>> {
    let mut lists: Vec<Vec<Name>> = documents.iter().map(|passages| of_document(passages)).collect();
    suggest(&mut lists);
    join(&mut lists);
    lists
}

/// The same, with what of the site's pages and of `names.toml` each name may be.
pub fn names_beside(documents: &[&[Extraction]], known: &Known) -> Vec<Vec<Name>> {
    let mut lists = names(documents);
    resemble(&mut lists, known);
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
            resembles: Vec::new(),
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
    pub(super) fn is_full(&self) -> bool {
        let is_listed = self.entity.is_some() || self.evidence.contains(&Evidence::NamesFile);
        let is_long = self.kind != Kind::Person || self.name.contains(' ') || is_listed;
        self.kind != Kind::Unsorted && self.between.is_empty() && is_long
    }
}

/// Tells of each name that is full which other documents have it.
fn join(lists: &mut [Vec<Name>]) {
    let mut same: BTreeMap<(Kind, String), BTreeSet<usize>> = BTreeMap::new();
    for (document, list) in lists.iter().enumerate() {
        for name in list.iter().filter(|name| name.is_full()) {
            same.entry((name.kind, name.name.to_lowercase())).or_default().insert(document);
        }
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
