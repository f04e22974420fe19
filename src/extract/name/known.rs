//! The pages of a site on people, organisations and places, and its `names.toml` → the names by which passages may call
//! them. `cli` makes it once of the corpus; `sort` asks it first, since what a human named is the strongest evidence
//! there is.

use super::{Evidence, Kind};
use crate::corpus::Corpus;
use crate::extract::token::SOFT_HYPHEN;
use crate::meta;
use crate::names::Named;
use std::collections::{BTreeMap, BTreeSet};

/// The entities of a site by the names that they go by.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// By folded name; those that share one in order of their pages.
    by_name: BTreeMap<String, Vec<Entity>>,
    /// Folded words that name nobody.
    never: BTreeSet<String>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Entity {
    pub kind: Kind,
    /// The title of its page; without one, the name that `names.toml` gives it.
    pub title: String,
    /// The path of its page.
    pub path: Option<String>,
    /// What has the name: the page, or `names.toml`.
    pub by: Evidence,
}

/// The published entities of `corpus` with titles and other names, and those of `names.toml`. What is a draft is no evidence.
pub fn known(corpus: &Corpus) -> Known {
    let mut known = Known::default();
    for index in corpus.published() {
        let page = &corpus.pages[index];
        let kind = match page.kind {
            meta::Kind::Person => Kind::Person,
            meta::Kind::Organisation => Kind::Organisation,
            meta::Kind::Place => Kind::Place,
            _ => continue,
        };
        let title = page.title().to_owned();
        let path = page.path.as_str().to_owned();
        // The list of a folder is about no one.
        if page.path.name() == "_index.md" {
            continue;
        }
        for name in std::iter::once(&title).chain(&page.meta.entity.names) {
            let entity = Entity { kind, title: title.clone(), path: Some(path.clone()), by: Evidence::Entity };
            known.add(name, entity);
        }
    }
    for named in &corpus.names.named {
        known.add_named(named);
    }
    known.never = corpus.names.never.iter().map(|word| fold(word)).collect();
    known
}

impl Known {
    fn add(&mut self, name: &str, entity: Entity) {
        let named = self.by_name.entry(fold(name)).or_default();
        if named
            .iter()
            .all(|other| (other.kind, &other.title, &other.path) != (entity.kind, &entity.title, &entity.path))
        {
            named.push(entity);
        }
    }

    /// A name that a page has already gives that page its other forms.
    fn add_named(&mut self, named: &Named) {
        let kind = match named.kind {
            meta::Kind::Person => Kind::Person,
            meta::Kind::Organisation => Kind::Organisation,
            _ => Kind::Place,
        };
        let entity = match self.get(&fold(&named.name)) {
            [page] if page.kind == kind => Entity { by: Evidence::NamesFile, ..page.clone() },
            _ => Entity { kind, title: named.name.clone(), path: None, by: Evidence::NamesFile },
        };
        for name in std::iter::once(&named.name).chain(&named.forms) {
            self.add(name, entity.clone());
        }
    }

    /// All names of the site, folded, with those who have them.
    pub(super) fn entities(&self) -> impl Iterator<Item = (&str, &Entity)> {
        self.by_name.iter().flat_map(|(name, entities)| entities.iter().map(move |entity| (name.as_str(), entity)))
    }

    /// Whether the words name nobody, whatever else speaks for it.
    pub(super) fn is_never(&self, folded: &str) -> bool {
        self.never.contains(folded)
    }

    pub(super) fn get(&self, folded: &str) -> &[Entity] {
        self.by_name.get(folded).map_or(&[], Vec::as_slice)
    }
}

/// A name without its article, in lower case, with one apostrophe for all and single spaces.
pub(super) fn fold(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let folded = words.join(" ").to_lowercase().replace('’', "'").replace(SOFT_HYPHEN, "");
    folded.strip_prefix("the ").map_or_else(|| folded.clone(), str::to_owned)
}
