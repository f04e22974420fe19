//! Names → the people and organisations of the sources: only those whose kind something shows. What has capitals and
//! nothing else is left to the last section.

use super::material::Material;
use super::write::{plain, quote};
use super::{Cite, Line, Section};
use crate::extract::name::Kind;
use crate::extract::name::list::{Name, Nearness};
use crate::interface::{Arg, Words};
use crate::key::PassageId;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// More names of a kind are a list, which `ibid extract` makes.
const MOST: usize = 30;

/// A name is shown where it is met first, in so many sources.
const PLACES: usize = 3;

/// One name in all documents.
struct Named<'a> {
    /// By document.
    names: Vec<(usize, &'a Name)>,
}

pub(super) fn section(material: &Material, words: &Words) -> Section {
    let mut lines = Vec::new();
    let mut left_out = 0;
    for kind in [Kind::Person, Kind::Organisation] {
        let mut named = joined(material, kind);
        named.sort_by_key(|named| (Reverse(named.mentions()), named.first()));
        left_out += named.len().saturating_sub(MOST);
        lines.extend(named.iter().take(MOST).map(|named| named.line(material, words)));
    }
    let mut remark = "Those for whom something in the text, or a page of the site, shows that they are one; by how often they are named."
        .to_owned();
    if left_out > 0 {
        remark += &format!(" {left_out} more: `ibid extract` lists them.");
    }
    Section { heading: words.say("draft.names"), remark, lines }
}

/// The names of a kind, those that are the same in full joined.
fn joined<'a>(material: &'a Material, kind: Kind) -> Vec<Named<'a>> {
    // A person who is called by one word may be another one in each document.
    let scope = |document: usize, name: &Name| match kind {
        Kind::Person if !name.name.contains(' ') && name.entity.is_none() => Some(document),
        _ => None,
    };
    let mut by_name: BTreeMap<(String, Option<usize>), Named> = BTreeMap::new();
    for (document, names) in material.names.iter().enumerate() {
        for name in names.iter().filter(|name| name.kind == kind && name.between.is_empty()) {
            let key = (name.name.to_lowercase(), scope(document, name));
            by_name.entry(key).or_insert_with(|| Named { names: Vec::new() }).names.push((document, name));
        }
    }
    by_name.into_values().collect()
}

impl Named<'_> {
    fn mentions(&self) -> usize {
        self.names.iter().map(|(_, name)| name.mentions).sum()
    }

    fn passages(&self) -> usize {
        self.names.iter().map(|(_, name)| name.passages.len()).sum()
    }

    fn first(&self) -> (usize, Option<PassageId>) {
        let (document, name) = self.names[0];
        (document, name.passages.first().copied())
    }

    /// `[[Dan Baer]], “director of the Europe program”: named in 2 passages`
    fn line(&self, material: &Material, words: &Words) -> Line {
        let name = &self.names[0].1.name;
        let count = words.fill("draft.named", &[("n", Arg::Number(self.passages()))]);
        let mut cites: Vec<Cite> = Vec::new();
        for (document, name) in self.names.iter().take(PLACES) {
            let key = material.documents[*document].key;
            cites.extend(name.passages.first().map(|&passage| Cite { key: key.clone(), passage }));
        }
        let mut text = material.named(name);
        if let Some((role, cite)) = self.role(material) {
            text = format!("{text}, {}", quote(role));
            cites.retain(|other| *other != cite);
            cites.insert(0, cite);
        }
        Line::new(format!("{text}: {count}"), cites).remark(self.remark())
    }

    /// What a passage says that they are, and which.
    fn role<'m>(&self, material: &'m Material) -> Option<(&'m str, Cite)> {
        self.names.iter().find_map(|(document, name)| {
            let about = &material.documents[*document];
            about.passages.iter().find_map(|passage| {
                let mut mentions =
                    passage.names.iter().filter(|mention| mention.kind == name.kind && mention.name == name.name);
                let role = mentions.find_map(|mention| mention.role.as_ref())?;
                Some((role.text.as_str(), Cite { key: about.key.clone(), passage: passage.passage }))
            })
        })
    }

    /// Names that may be the same: a human knows.
    fn remark(&self) -> String {
        let mut suggestions: Vec<String> = Vec::new();
        for perhaps in self.names.iter().flat_map(|(_, name)| &name.perhaps) {
            let why = match perhaps.why {
                Nearness::NearSpelling => "nearly the same spelling",
                Nearness::Surname => "the same surname",
            };
            let suggestion = format!("perhaps {}: {why}", plain(&perhaps.name));
            if !suggestions.contains(&suggestion) {
                suggestions.push(suggestion);
            }
        }
        suggestions.truncate(PLACES);
        suggestions.join("; ")
    }
}

impl Material<'_> {
    /// A name as a link, where the site has a page of that name, and else as it is.
    pub(super) fn named(&self, name: &str) -> String {
        let is_published =
            |page: &usize| !self.corpus.pages[*page].meta.draft && self.corpus.pages[*page].kind.is_entity();
        match self.corpus.by_name(name) {
            [page] if is_published(page) && !name.contains(['[', ']', '|', '&', '#']) => format!("[[{name}]]"),
            _ => plain(name),
        }
    }
}
