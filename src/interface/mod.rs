//! Language files → the words of the published site, in each language that its pages need. `compile` reads them, `render/`
//! speaks with them. What the program itself says, its diagnostics, is English and does not come from here.
//!
//! A language has a file `LANG.toml` in up to three kinds of places: the site's `languages/`, the `languages/` of its
//! themes, and the default theme inside the program. They lie over one another key by key. What no file of a language
//! has comes from its parent (`fr-CA`, then `fr`), and what none of these has from English.

mod date;
mod file;
mod message;
mod words;

pub use words::{Arg, Words};
pub(crate) use words::{direction, is_one};

use crate::diagnostic::Finding;
use crate::world::World;
use file::Entries;
pub(crate) use message::Piece;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// The language that has all words.
pub(crate) const ENGLISH: &str = "en";

/// The words of the default theme, inside the program.
const EMBEDDED: &[(&str, &str)] = &[
    ("ar", include_str!("../../themes/default/languages/ar.toml")),
    ("en", include_str!("../../themes/default/languages/en.toml")),
    ("fr", include_str!("../../themes/default/languages/fr.toml")),
];

static DEFAULT: LazyLock<BTreeMap<&str, Entries>> = LazyLock::new(|| {
    let read = |(tag, text): &(&'static str, &str)| (*tag, file::read(text, None).0);
    EMBEDDED.iter().map(read).collect()
});

/// The words of a site, in every language that a page of it is in.
#[derive(Clone, Debug)]
pub struct Languages {
    site: Arc<Words>,
    /// By the tag that a page or the site bears.
    by_tag: BTreeMap<String, Arc<Words>>,
}

impl Languages {
    /// Reads the language files of a site and its themes; what is wrong with them is returned by file. `tags` are the
    /// languages of its pages, `themes` the lowest first.
    pub(crate) fn load<'a>(
        world: &World,
        themes: &[String],
        site: &str,
        tags: impl Iterator<Item = &'a str>,
    ) -> (Self, Vec<(String, Finding)>) {
        let mut layers: Layers = BTreeMap::new();
        let mut findings = Vec::new();
        for (tag, entries) in DEFAULT.iter() {
            layers.entry((*tag).to_owned()).or_default().push(entries.clone());
        }
        let folders = themes.iter().map(|theme| format!("themes/{theme}/languages/"));
        for folder in folders.chain(["languages/".to_owned()]) {
            for (path, text) in &world.files {
                let Some(tag) = path.as_str().strip_prefix(&folder).and_then(|name| name.strip_suffix(".toml")) else {
                    continue;
                };
                let (entries, faults) = file::read(text.text(), Some(&DEFAULT[ENGLISH]));
                findings.extend(faults.into_iter().map(|fault| (path.as_str().to_owned(), fault)));
                layers.entry(tag.to_lowercase()).or_default().push(entries);
            }
        }
        let english = Arc::new(Words::new(ENGLISH, merged(&layers, ENGLISH), Entries::new()));
        let site = spoken(&layers, site).unwrap_or_else(|| english.clone());
        let mut by_tag: BTreeMap<String, Arc<Words>> = BTreeMap::new();
        for tag in tags {
            if !by_tag.contains_key(tag) {
                by_tag.insert(tag.to_owned(), spoken(&layers, tag).unwrap_or_else(|| site.clone()));
            }
        }
        (Self { site, by_tag }, findings)
    }

    /// The words for a page in a language: its own, else the site's, else English.
    pub(crate) fn of(&self, tag: &str) -> &Words {
        self.by_tag.get(tag).unwrap_or(&self.site)
    }

    /// The words for what the site itself says: lists, feeds, the page for missing addresses.
    pub fn site(&self) -> &Words {
        &self.site
    }

    /// Each language once, the site's first.
    pub fn all(&self) -> Vec<Arc<Words>> {
        let mut all = vec![self.site.clone()];
        for words in self.by_tag.values() {
            if all.iter().all(|other| other.tag() != words.tag()) {
                all.push(words.clone());
            }
        }
        all
    }
}

/// The files of each language, the topmost last.
type Layers = BTreeMap<String, Vec<Entries>>;

/// The words in a language that has a file, or whose parent has one.
fn spoken(layers: &Layers, tag: &str) -> Option<Arc<Words>> {
    let known = parents(tag).find(|tag| layers.contains_key(&tag.to_lowercase()))?;
    Some(Arc::new(Words::new(known, merged(layers, known), merged(layers, ENGLISH))))
}

/// All entries for a language, its parents' among them.
fn merged(layers: &Layers, tag: &str) -> Entries {
    let mut tags: Vec<&str> = parents(tag).collect();
    tags.reverse();
    let files = tags.iter().filter_map(|tag| layers.get(&tag.to_lowercase())).flatten();
    let mut all = Entries::new();
    for file in files {
        all.extend(file.iter().map(|(key, message)| (key.clone(), message.clone())));
    }
    all
}

/// A tag and those that it is a kind of: `fr-CA`, `fr`.
fn parents(tag: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(tag), |tag| tag.rsplit_once('-').map(|(parent, _)| parent))
}
