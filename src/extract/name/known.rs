//! The pages of a site on people, organisations and places → the names by which passages may call them. `cli` makes it
//! once of the corpus; `sort` asks it first, since what a human named is the strongest evidence there is.

use super::Kind;
use crate::corpus::Corpus;
use crate::meta;
use std::collections::BTreeMap;

/// The entities of a site by the names that they go by.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// By folded name; those that share one in order of their pages.
    by_name: BTreeMap<String, Vec<Entity>>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Entity {
    pub kind: Kind,
    /// The title of its page.
    pub title: String,
    /// The path of its page.
    pub path: String,
}

/// The published entities of `corpus` with titles and other names.
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
            let named = known.by_name.entry(fold(name)).or_default();
            let entity = Entity { kind, title: title.clone(), path: path.clone() };
            if !named.contains(&entity) {
                named.push(entity);
            }
        }
    }
    known
}

impl Known {
    pub(super) fn get(&self, folded: &str) -> &[Entity] {
        self.by_name.get(folded).map_or(&[], Vec::as_slice)
    }
}

/// A name without its article, in lower case, with one apostrophe for all and single spaces.
pub(super) fn fold(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let folded = words.join(" ").to_lowercase().replace('’', "'");
    folded.strip_prefix("the ").map_or_else(|| folded.clone(), str::to_owned)
}
