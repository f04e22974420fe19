//! `ibid import`: seeds → source pages. This file finds out which seeds are meant; the pages are made by `import/` and
//! saved by `disk`.

use super::progress::Progress;
use super::session::Session;
use super::{Failure, Format, Outcome};
use crate::disk::load::load;
use crate::key::SourceKey;
use crate::path::FilePath;
use crate::world::World;
use std::path::{Path, PathBuf};

#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// Files or folders below `seeds/` [default: all of it]
    #[arg(value_name = "SEED")]
    seeds: Vec<PathBuf>,
    /// What citations will call the source, if one seed is named
    #[arg(long, value_parser = parse_key)]
    key: Option<SourceKey>,
    /// Takes a document that holds next to no text, too
    #[arg(long)]
    force: bool,
    /// Whom the result is for: people (`text`) or programs (`json`)
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session) -> Result<Outcome, Failure> {
    let root = session.root()?;
    let progress = Progress::start(session.shows_progress(), "reading");
    let world = load(&root)?;
    let seeds = named_seeds(&root, &world, &arguments.seeds)?;
    if arguments.key.is_some() && seeds.len() != 1 {
        let message = "`--key` names one source, so it goes with one seed: `ibid import SEED --key KEY`";
        return Err(Failure::Environment(message.to_owned()));
    }
    progress.count("importing", seeds.len());
    import_seeds(&root, &world, &seeds, arguments, progress, session)
}

/// The seam to the importer: for each seed, reads its bytes (`disk::load::read`), draws up its page, saves page and
/// seal (`disk::save::save`), and prints one result per seed. A seed that fails does so alone, and makes the outcome
/// unsound.
fn import_seeds(
    _root: &Path,
    _world: &World,
    _seeds: &[FilePath],
    arguments: &Arguments,
    _progress: Progress,
    _session: &mut Session,
) -> Result<Outcome, Failure> {
    let Arguments { key: _, force: _, format: _, .. } = arguments;
    Err(Failure::Environment("the stages that import a seed are not part of this program yet".to_owned()))
}

fn parse_key(text: &str) -> Result<SourceKey, String> {
    let rule = "a key begins with a letter or digit and goes on with these and `_ . : -`; `judgement` is taken";
    SourceKey::new(text).ok_or_else(|| rule.to_owned())
}

/// The seeds that paths of the working directory name, each once, in order of their paths; all of them for none.
/// A folder means every seed below it.
pub(super) fn named_seeds(root: &Path, world: &World, named: &[PathBuf]) -> Result<Vec<FilePath>, Failure> {
    if named.is_empty() {
        return Ok(world.seeds.keys().cloned().collect());
    }
    let refuse =
        |path: &Path, reason: &str| Failure::Environment(format!("cannot import `{}`: {reason}", path.display()));
    let root = root.canonicalize().map_err(|error| refuse(root, &error.to_string()))?;
    let mut seeds = Vec::new();
    for path in named {
        // The name in `seeds/` counts, not what a link there leads to.
        let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        let place = match path.file_name() {
            Some(name) => folder.canonicalize().map(|folder| folder.join(name)),
            None => path.canonicalize(),
        };
        let place = place.map_err(|_| refuse(path, "there is no such file"))?;
        let within = place.strip_prefix(&root).ok().and_then(Path::to_str);
        let within = within.map(|within| within.replace(std::path::MAIN_SEPARATOR, "/"));
        let Some(within) = within.filter(|within| within == "seeds" || within.starts_with("seeds/")) else {
            return Err(refuse(path, "it does not lie in the site's `seeds` folder; copy it there first"));
        };
        let below = format!("{within}/");
        let before = seeds.len();
        let meant = |seed: &&FilePath| seed.as_str() == within || seed.as_str().starts_with(&below);
        seeds.extend(world.seeds.keys().filter(meant).cloned());
        if seeds.len() == before {
            let unreadable = world.unreadable.iter().find(|file| file.path.as_str() == within);
            return Err(refuse(path, unreadable.map_or("there is no such seed", |file| &file.reason)));
        }
    }
    seeds.sort();
    seeds.dedup();
    Ok(seeds)
}
