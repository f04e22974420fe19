//! `ibid extract`: the sources that are named, or all → what their passages say, for
//! programs (`json`) or people (`text`). Writes nothing.

use super::library::{Library, check_source, library};
use super::progress::Progress;
use super::session::Session;
use super::{Failure, Format, Outcome};
use crate::corpus::Corpus;
use crate::extract::{Extraction, extract, known};
use crate::query::{is_pattern, matches_pattern};
use crate::report::extraction;
use rayon::prelude::*;

#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// Keys of sources; `*` and `?` stand for other characters [default: every source]
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,
    /// Whom the result is for: people (`text`) or programs (`json`)
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session) -> Result<Outcome, Failure> {
    let root = session.root()?;
    let progress = Progress::start(session.shows_progress(), "reading");
    let Library { config, corpus, .. } = library(&root)?;
    arguments.sources.iter().try_for_each(|source| check_source(&corpus, source))?;
    progress.step("extracting");
    let pages: Vec<usize> = corpus.sources().filter(|&page| is_wanted(&corpus, page, &arguments.sources)).collect();
    let known = known(&corpus);
    let of_page = |page: usize| (page, extract(&corpus.pages[page], &config.language, &known));
    let found: Vec<(usize, Vec<Extraction>)> = pages.into_par_iter().map(of_page).collect();
    drop(progress);
    session.print(&match arguments.format {
        Format::Json => extraction::json(&corpus, &known, &found),
        Format::Text => extraction::text(&corpus, &known, &found),
    })?;
    Ok(Outcome::Sound)
}

/// Whether a source is among those that are named. One without a key can be named by nobody.
fn is_wanted(corpus: &Corpus, page: usize, names: &[String]) -> bool {
    let Some(key) = corpus.key(page) else { return false };
    let is_meant = |name: &String| name == key.as_str() || is_pattern(name) && matches_pattern(name, key.as_str());
    names.is_empty() || names.iter().any(is_meant)
}
