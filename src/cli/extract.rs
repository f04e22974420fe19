//! `ibid extract`: the sources that are named, or all → what their passages say that can be dated and counted, for
//! programs (`json`) or people (`text`). Writes nothing.

use super::session::Session;
use super::{Failure, Format, Outcome};
use crate::compile::{Options, compile};
use crate::diagnostic::nearest;
use crate::disk::find::Pattern;
use crate::disk::load::load;
use crate::extract::{Extraction, extract};
use crate::report;
use crate::site::Site;
use rayon::prelude::*;
use std::collections::BTreeSet;

#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// Keys of sources, or patterns of keys such as `report-*` [default: every source]
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,
    /// Whom the result is for: people (`text`) or programs (`json`)
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session) -> Result<Outcome, Failure> {
    let root = session.root()?;
    let site = compile(load(&root)?, Options::default());
    let pages = wanted(&site, &arguments.sources)?;
    let of_page = |&page: &usize| (page, extract(&site.corpus.pages[page], &site.config.language));
    let found: Vec<(usize, Vec<Extraction>)> = pages.par_iter().map(of_page).collect();
    let text = match arguments.format {
        Format::Json => report::extraction::json(&site.corpus, &found),
        Format::Text => report::extraction::text(&site.corpus, &found),
    };
    session.print(&text)?;
    Ok(Outcome::Sound)
}

/// The pages of the sources that are meant, each once, in order of path.
fn wanted(site: &Site, names: &[String]) -> Result<Vec<usize>, Failure> {
    let corpus = &site.corpus;
    let keyed = || (0..corpus.pages.len()).filter_map(|page| Some((page, corpus.key(page)?.as_str())));
    if names.is_empty() {
        return Ok(keyed().map(|(page, _)| page).collect());
    }
    let mut wanted = BTreeSet::new();
    for name in names {
        let pattern = Pattern::new(name)?;
        let meant: Vec<usize> =
            keyed().filter(|(_, key)| key == name || pattern.matches(key)).map(|(page, _)| page).collect();
        if meant.is_empty() {
            let near = nearest(name, corpus.known_keys()).map(|near| format!("; the nearest is `{near}`"));
            let message = format!("no source has the key `{name}`{}", near.unwrap_or_default());
            return Err(Failure::Environment(message));
        }
        wanted.extend(meant);
    }
    Ok(wanted.into_iter().collect())
}
