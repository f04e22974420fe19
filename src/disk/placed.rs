//! A site that was just written → how its files and folders look, for the record of the build. `publish` asks for the
//! folders while nobody else can reach them, and for the files when all is done.

use super::look::Look;
use super::output::MARKER;
use super::stage::folders_of;
use crate::path::OutPath;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

/// How long to wait for the next tick of a file system's clock, which is mostly a few thousandths of a second away, and
/// how often to look. Where it takes longer, the next build starts from nothing.
const PATIENCE: (u32, Duration) = (40, Duration::from_millis(1));

/// How a site's files and folders look in their place: paths below the output, sorted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placed {
    /// But for the output itself and for what begins with a dot at its top: others may keep files there.
    pub folders: Vec<(String, Look)>,
    /// The marker among them.
    pub files: Vec<(String, Look)>,
}

/// The folders of the staged site that hold these files. Nothing that is put into one of them later, or taken away, leaves
/// its look as it is. `None` where that cannot be promised.
pub(super) fn folders(site: &Path, written: &BTreeMap<OutPath, Look>, clock: &File) -> Option<Vec<(String, Look)>> {
    let mut folders = BTreeSet::new();
    for path in written.keys().map(OutPath::as_str).filter(|path| !path.starts_with('.')) {
        let _ = folders_of(path).all(|folder| folders.insert(folder));
    }
    let now = next_tick(clock)?;
    let folders: Vec<&str> = folders.into_iter().collect();
    let looks = folders.par_iter().map(|folder| Some((folder.to_string(), look(site, folder)?)));
    looks.map(|seen| seen.filter(|(_, look)| look.is_older(now))).collect()
}

/// The site as it stands; `None` if anything in it is not what was written.
pub(super) fn settle(
    folder: &Path,
    folders: Option<Vec<(String, Look)>>,
    written: &BTreeMap<OutPath, Look>,
    clock: &File,
) -> Option<Placed> {
    let folders = folders?;
    let now = next_tick(clock)?;
    let files: Vec<(&OutPath, &Look)> = written.iter().collect();
    let files = files.par_iter().map(|(path, seen)| {
        let look = look(folder, path.as_str()).filter(|look| look.has_the_bytes_of(seen) && look.is_older(now))?;
        Some((path.as_str().to_owned(), look))
    });
    let files = files.collect::<Option<_>>()?;
    let stand = folders.par_iter().all(|(path, seen)| look(folder, path).as_ref() == Some(seen));
    stand.then_some(Placed { folders, files })
}

/// Whether a site stands as it was placed: each file, each folder, and nothing beside them but dot files.
pub(super) fn stands(folder: &Path, folders: &[(&str, Look)], files: &[(&str, Look)]) -> bool {
    let is_there = |(path, seen): &(&str, Look)| look(folder, path).as_ref() == Some(seen);
    let has_a_place = |name: &str| {
        let is = |entries: &[(&str, Look)]| entries.binary_search_by_key(&name, |(path, _)| path).is_ok();
        name.starts_with('.') || is(files) || is(folders)
    };
    let top = || fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>();
    top().is_ok_and(|names| names.iter().all(|name| name.to_str().is_some_and(has_a_place)))
        && folders.par_iter().all(is_there)
        && files.par_iter().all(is_there)
}

/// Not that of a link's target: ibid makes no links.
fn look(folder: &Path, path: &str) -> Option<Look> {
    fs::symlink_metadata(folder.join(path)).ok().map(|metadata| Look::of(&metadata))
}

/// The next moment that the file system can tell from this one. Whatever was written before has an older look.
fn next_tick(clock: &File) -> Option<i128> {
    let stamp = |mut clock: &File| {
        clock.write_all(b".")?;
        clock.metadata().map(|metadata| Look::of(&metadata).written)
    };
    let (times, pause) = PATIENCE;
    let now = stamp(clock).ok()?;
    (0..times).find_map(|_| {
        sleep(pause);
        stamp(clock).ok().filter(|next| *next > now)
    })
}

/// The path of the file by which ibid knows a site as its own.
pub(super) fn marker() -> OutPath {
    OutPath::new(MARKER).expect("a name is a path")
}
