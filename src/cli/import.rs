//! `ibid import`: seeds → source pages. This file finds out which seeds are meant; the pages are made by `import/` and
//! saved by `disk`.

use super::progress::Progress;
use super::session::{Session, count};
use super::{Failure, Format, Outcome};
use crate::disk::load::{load, read};
use crate::disk::save::save;
use crate::import::{self, Received, Report, Seed, Status, Wish};
use crate::key::SourceKey;
use crate::path::FilePath;
use crate::seal::Seal;
use crate::world::{LOCK, Sha256, World};
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

/// Imports each seed by itself: one that fails does so alone, and makes the outcome unsound. A page is saved before the
/// seal that vouches for it, so that a run that is cut short leaves at worst a page to import again.
fn import_seeds(
    root: &Path,
    world: &World,
    seeds: &[FilePath],
    arguments: &Arguments,
    progress: Progress,
    session: &mut Session,
) -> Result<Outcome, Failure> {
    let lock = FilePath::new(LOCK).expect("the seal's path lies inside the root");
    let sealed = world.files.get(LOCK).map(|file| file.text());
    let mut seal = sealed
        .map_or(Ok(Seal::default()), Seal::parse)
        .map_err(|(_, message)| Failure::Environment(format!("the seal `{LOCK}` cannot be read: {message}")))?;
    let mut reports = Vec::new();
    for path in seeds {
        let report = import_seed(root, world, &mut seal, path, arguments);
        reports.push(report.unwrap_or_else(|error| import::failed(path, None, error)));
        progress.advance();
    }
    if !seal.entries.is_empty() || sealed.is_some() {
        save(root, &lock, sealed, &seal.to_string())?;
    }
    drop(progress);
    print(&reports, arguments.format, session)?;
    let failed = reports.iter().any(|report| report.status == Status::Failed);
    Ok(if failed { Outcome::Unsound } else { Outcome::Sound })
}

/// One seed: its page is saved, and the seal in memory learns of it.
fn import_seed(
    root: &Path,
    world: &World,
    seal: &mut Seal,
    path: &FilePath,
    arguments: &Arguments,
) -> Result<Report, String> {
    let bytes = read(root, path).map_err(|error| error.to_string())?;
    let seed = Received { path, sha256: Sha256::of(&bytes) };
    let mut address = import::address(seal, seed, arguments.key.clone())?;
    address.page = import::find_page(path, &address, world.files.iter().map(|(path, file)| (path, file.text())));
    let old = world.files.get(&address.page);
    let source = import::read(Seed { path, bytes: &bytes }, arguments.force || import::is_known(seal, seed))?;
    let import = import::import(seal, seed, &address, old.map(|file| file.text()), Wish::default(), source);
    if let Some(text) = &import.page {
        save(root, &address.page, old.map(|file| file.text()), text).map_err(|error| error.to_string())?;
    }
    if let Some(entry) = import.entry {
        seal.entries.insert(path.clone(), entry);
    }
    Ok(import.report)
}

/// One line per seed, and the doubts that the import leaves to a human; or one JSON array.
fn print(reports: &[Report], format: Format, session: &mut Session) -> Result<(), Failure> {
    if format == Format::Json {
        let mut json = serde_json::to_string(reports).expect("texts and numbers are JSON");
        json.push('\n');
        return session.print(&json);
    }
    for report in reports {
        let page = report.source.as_deref().unwrap_or("no page");
        match &report.error {
            Some(error) => session.tell_error(&format!("{}: {error}", report.seed)),
            None => {
                let found =
                    [count(report.passages, "passage"), count(report.boilerplate, "block") + " set apart"].join(", ");
                session.print(&format!("{:9} {} → {page} ({found})\n", report.status.as_str(), report.seed))?;
            }
        }
        if report.status != Status::Unchanged {
            for note in &report.notes {
                session.say(&format!("    note: {note}"));
            }
        }
    }
    if reports.is_empty() {
        session.say("there is nothing to import: put documents into `seeds/`");
    }
    Ok(())
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
