//! A site's folder → its pages, read and not compiled: all that `find` and `extract` need, and the names by which they are
//! told which sources are meant.

use super::Failure;
use crate::config::{self, Config};
use crate::corpus::{Corpus, corpus};
use crate::diagnostic::nearest;
use crate::disk::load::load_pages;
use crate::key::SourceKey;
use crate::page::Reading;
use crate::query::{is_pattern, matches_pattern};
use crate::world::World;
use std::path::Path;

pub(super) struct Library {
    /// Without seeds and themes.
    pub world: World,
    pub config: Config,
    pub corpus: Corpus,
}

pub(super) fn library(root: &Path) -> Result<Library, Failure> {
    let world = load_pages(root)?;
    let config = config::parse(world.files.get(config::PATH).map_or("", |file| file.text())).0;
    let corpus = corpus(&world, reading(&config));
    Ok(Library { world, config, corpus })
}

/// How the pages of a site with this configuration are read.
pub(super) fn reading(config: &Config) -> Reading {
    Reading { single_quotes: config.single_quotes, unsafe_html: config.unsafe_html, ..Reading::default() }
}

/// A key that no source has is a slip, and not a question with an empty answer.
pub(super) fn check_source(corpus: &Corpus, wanted: &str) -> Result<(), Failure> {
    if is_pattern(wanted) {
        let is_some = corpus.known_keys().any(|key| matches_pattern(wanted, key));
        let none = || Failure::Environment(format!("no source has a key like `{wanted}`"));
        return if is_some { Ok(()) } else { Err(none()) };
    }
    match SourceKey::new(wanted).and_then(|key| corpus.by_key(&key)) {
        None => {
            let near = nearest(wanted, corpus.known_keys()).map(|near| format!("; the nearest is `{near}`"));
            Err(Failure::Environment(format!("no source has the key `{wanted}`{}", near.unwrap_or_default())))
        }
        Some(page) if corpus.pages[page].meta.draft => Err(Failure::Environment(format!(
            "the source `{wanted}` is a draft, so it cannot be cited; remove `draft: true` from the front matter of `{}`",
            corpus.pages[page].path
        ))),
        Some(_) => Ok(()),
    }
}
