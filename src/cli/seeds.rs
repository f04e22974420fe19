//! What a command line names → the seeds that are meant: documents of the site, or documents from elsewhere that are to
//! be kept in `seeds/`. `import` and `new` ask; nothing is read or written here.

use super::Failure;
use crate::disk::find::{Named, named_files};
use crate::path::FilePath;
use crate::world::World;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A document to import.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Wanted {
    /// Where it is, or will be, below the root.
    pub path: FilePath,
    pub from: From,
}

/// Where a document's bytes are now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum From {
    Site,
    File(PathBuf),
    Given(Vec<u8>),
}

/// How documents are named.
#[derive(clap::Args, Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Names {
    /// Files, folders or patterns; what lies outside `seeds/` is copied there; `-` is standard input [default: all seeds]
    #[arg(value_name = "SEED")]
    pub seeds: Vec<PathBuf>,
    /// A file with one name of a seed a line; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,
    /// What to call the one document that is copied into `seeds/`
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
}

/// The documents that are meant, each once, in order of their paths; all of the site's for none.
pub(super) fn wanted(root: &Path, world: &World, names: &Names) -> Result<Vec<Wanted>, Failure> {
    let mut paths = names.seeds.clone();
    if let Some(list) = &names.list {
        paths.extend(listed(list)?);
    } else if paths.is_empty() {
        let site = |path: &FilePath| Wanted { path: path.clone(), from: From::Site };
        return Ok(world.seeds.keys().map(site).collect());
    }
    let root = root.canonicalize().map_err(|error| refuse(root, &error.to_string()))?;
    let mut wanted: BTreeMap<FilePath, From> = BTreeMap::new();
    for path in &paths {
        for found in if path == Path::new("-") { vec![given(names)?] } else { named(&root, world, path)? } {
            let found = renamed(found, names)?;
            if wanted.get(&found.path).is_some_and(|other| *other != found.from) {
                let message =
                    format!("two of the documents would be `{}`; import one by itself, with `--name`", found.path);
                return Err(Failure::Environment(message));
            }
            wanted.insert(found.path, found.from);
        }
    }
    if names.name.is_some() && wanted.values().filter(|from| **from != From::Site).count() != 1 {
        return Err(Failure::Environment("`--name` names one document that is copied into `seeds/`".to_owned()));
    }
    Ok(wanted.into_iter().map(|(path, from)| Wanted { path, from }).collect())
}

fn refuse(path: &Path, reason: &str) -> Failure {
    Failure::Environment(format!("cannot import `{}`: {reason}", path.display()))
}

fn listed(list: &Path) -> Result<Vec<PathBuf>, Failure> {
    let read =
        if list == Path::new("-") { std::io::read_to_string(std::io::stdin()) } else { std::fs::read_to_string(list) };
    let text = read.map_err(|error| Failure::Environment(format!("cannot read `{}`: {error}", list.display())))?;
    Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(PathBuf::from).collect())
}

fn given(names: &Names) -> Result<Wanted, Failure> {
    if names.name.is_none() {
        let message = "a document from standard input has no name; give it one with `--name`";
        return Err(Failure::Environment(message.to_owned()));
    }
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|error| Failure::Environment(format!("cannot read standard input: {error}")))?;
    Ok(Wanted { path: seed_path("standard-input")?, from: From::Given(bytes) })
}

fn renamed(found: Wanted, names: &Names) -> Result<Wanted, Failure> {
    match &names.name {
        Some(name) if found.from != From::Site => Ok(Wanted { path: seed_path(name)?, ..found }),
        _ => Ok(found),
    }
}

fn seed_path(name: &str) -> Result<FilePath, Failure> {
    let path = FilePath::new(&format!("seeds/{name}")).ok();
    path.ok_or_else(|| Failure::Environment(format!("`{name}` cannot be the name of a file in `seeds/`")))
}

/// The documents that one path names. What lies in the site's `seeds/` is the site's, what lies elsewhere is copied.
fn named(root: &Path, world: &World, path: &Path) -> Result<Vec<Wanted>, Failure> {
    let seeds = root.join("seeds");
    let Named { base, files } = named_files(path)?;
    let mut found = Vec::new();
    for file in files {
        // The name in `seeds/` counts, not what a link there leads to.
        let folder = file.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        let folder = folder.canonicalize().map_err(|error| refuse(&file, &error.to_string()))?;
        let place = folder.join(file.file_name().unwrap_or_default());
        let named = match place.strip_prefix(&seeds) {
            Ok(within) => Wanted { path: seed_at(&file, within)?, from: From::Site },
            Err(_) => {
                Wanted { path: seed_at(&file, file.strip_prefix(&base).unwrap_or(&file))?, from: From::File(place) }
            }
        };
        if named.from == From::Site && !world.seeds.contains_key(&named.path) {
            let unreadable = world.unreadable.iter().find(|unreadable| unreadable.path == named.path);
            let reason = unreadable.map_or("it is no seed (a hidden or temporary file)", |file| &file.reason);
            return Err(refuse(&file, reason));
        }
        found.push(named);
    }
    if found.is_empty() {
        return Err(refuse(path, "no document is there"));
    }
    Ok(found)
}

/// The seed whose name below `seeds/` is `within`.
fn seed_at(file: &Path, within: &Path) -> Result<FilePath, Failure> {
    let name = within.to_str().map(|name| name.replace(std::path::MAIN_SEPARATOR, "/"));
    seed_path(name.as_deref().ok_or_else(|| refuse(file, "its name is not UTF-8; rename it"))?)
}
