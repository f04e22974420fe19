//! Proposals of pages on people, organisations and places → files, and a line that says so. `import` calls it for what it
//! made of seeds; whoever else has proposals calls `write`. What a page should say was decided in `propose`.

use super::library::reading;
use super::session::{Session, count};
use super::{Failure, import::Written};
use crate::config;
use crate::corpus::corpus;
use crate::disk::save::save;
use crate::extract::name::Kind;
use crate::extract::{extract, known};
use crate::page::{self, Page};
use crate::path::FilePath;
use crate::propose::{Proposal, propose, propose_new};
use crate::world::{File, World};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// For which names an import writes pages.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Wish {
    /// For those that this import made worth one, the best of them
    #[default]
    New,
    /// For every name in the sources of the site that is worth one
    All,
    /// For none
    None,
}

/// Of people, organisations and places, so many each: as many as somebody reads after an import.
const FEW: usize = 10;

/// As many paths are listed in a line.
const LISTED: usize = 5;

/// Writes what an import gives rise to. `world` is the site as it was; `written` has the source pages that are new or
/// changed since.
pub(super) fn propose_for_import(
    root: &Path,
    world: &World,
    written: &Written,
    wish: Wish,
    session: &mut Session,
) -> Result<(), Failure> {
    if wish == Wish::None || wish == Wish::New && written.pages.is_empty() {
        return Ok(());
    }
    let mut proposals = proposals(world, &written.pages, wish);
    let all = proposals.len();
    if wish == Wish::New {
        let mut of_kind: BTreeMap<Kind, usize> = BTreeMap::new();
        proposals.retain(|proposal| {
            let so_far = of_kind.entry(proposal.kind).or_default();
            *so_far += 1;
            *so_far <= FEW
        });
    }
    if written.is_dry {
        tell("would propose", &proposals.iter().map(|proposal| &proposal.path).collect::<Vec<_>>(), session);
    } else {
        write(root, &proposals, session)?;
    }
    if all > proposals.len() {
        let more = count(all - proposals.len(), "more name");
        session.say(&format!("{more} could have a page, too: `ibid import --proposals all` writes them"));
    }
    Ok(())
}

/// What is worth a page on the site as it is now.
fn proposals(world: &World, pages: &BTreeMap<FilePath, String>, wish: Wish) -> Vec<Proposal> {
    let config = config::parse(world.files.get(config::PATH).map_or("", |file| file.text())).0;
    let reading = reading(&config);
    let mut now = world.clone();
    for (path, text) in pages {
        now.files.insert(path.clone(), Arc::new(File::new(text.clone())));
    }
    let corpus = corpus(&now, reading);
    if wish == Wish::All {
        let known = known(&corpus);
        let sources: Vec<usize> = corpus.sources().collect();
        let read = |index: usize| (index, extract(&corpus.pages[index], &config.language, &known));
        let found: Vec<_> = sources.into_par_iter().map(read).collect();
        return propose(&corpus, &found);
    }
    let was = |path: &FilePath| world.files.get(path).map(|file| page::parse(path, file, reading));
    let changed: BTreeMap<usize, Option<Page>> =
        pages.keys().filter_map(|path| Some((corpus.by_path(path.as_str())?, was(path)))).collect();
    propose_new(&corpus, &config.language, &changed)
}

/// Writes the pages and says which. A file that is there already is left as it is, whatever it holds.
pub(super) fn write(root: &Path, proposals: &[Proposal], session: &mut Session) -> Result<Vec<FilePath>, Failure> {
    let mut written = Vec::new();
    for Proposal { path, text, .. } in proposals {
        if root.join(path.as_str()).symlink_metadata().is_ok() {
            session.mention(&format!("`{path}` is there already, so it is left as it is"));
            continue;
        }
        save(root, path, None, text)?;
        written.push(path.clone());
    }
    tell("proposed", &written.iter().collect::<Vec<_>>(), session);
    Ok(written)
}

fn tell(verb: &str, paths: &[&FilePath], session: &mut Session) {
    if paths.is_empty() {
        return;
    }
    let listed: Vec<&str> = paths.iter().take(LISTED).map(|path| path.as_str()).collect();
    let rest = match paths.len().saturating_sub(LISTED) {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    let pages = count(paths.len(), "page");
    session.say(&format!("{verb} {pages}, drafts until you confirm them: {}{rest}", listed.join(", ")));
}
