//! A site that was just written → how its files and folders look, for the record of the build. `publish` asks for the
//! folders while nobody else can reach them, and for the files when all is done.

use super::look::Look;
use super::output::MARKER;
use super::stage::folders_of;
use super::tree::{Entry, Manner, Tree};
use crate::path::OutPath;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
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

/// A site, if it stands as it was placed: each file, each folder, and nothing beside them but dot files.
pub(super) fn stands<P: AsRef<str> + Sync>(folder: &Path, folders: &[(P, Look)], files: &[(P, Look)]) -> Option<Tree> {
    let there = |(path, seen): &(P, Look)| {
        let metadata = fs::symlink_metadata(folder.join(path.as_ref())).ok()?;
        (Look::of(&metadata) == *seen).then(|| (path.as_ref().to_owned(), metadata))
    };
    let has_a_place = |name: &OsString| {
        let is =
            |name: &str, entries: &[(P, Look)]| entries.binary_search_by_key(&name, |(path, _)| path.as_ref()).is_ok();
        name.as_encoded_bytes().starts_with(b".")
            || name.to_str().is_some_and(|name| is(name, files) || is(name, folders))
    };
    let top = || fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>();
    top().ok()?.iter().all(has_a_place).then_some(())?;
    let folders = folders.par_iter().map(there).collect::<Option<Vec<_>>>()?;
    let files = files.par_iter().map(there).collect::<Option<Vec<_>>>()?;
    let folders = folders.into_iter().map(|(path, metadata)| (path, Manner::of(&metadata)));
    let files = files.into_iter().map(|(path, metadata)| (path, Entry::of(&metadata)));
    Some(Tree { files: files.collect(), folders: folders.collect(), has_others: false })
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

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    /// A site of two files, as a stage has noted them.
    fn site() -> (tempfile::TempDir, BTreeMap<OutPath, Look>, File) {
        let folder = tempfile::tempdir().unwrap();
        let written = ["a/b/index.html", "index.html"].map(|path| {
            fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
            fs::write(folder.path().join(path), "text").unwrap();
            (OutPath::new(path).unwrap(), look(folder.path(), path).unwrap())
        });
        let clock = tempfile::tempfile_in(folder.path()).unwrap();
        (folder, written.into(), clock)
    }

    #[test]
    fn a_site_stands_until_somebody_touches_it() {
        let (folder, written, clock) = site();
        let folders = folders(folder.path(), &written, &clock);
        let names = |entries: &[(String, Look)]| entries.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
        assert_eq!(names(folders.as_deref().unwrap()), ["a", "a/b"]);
        let placed = settle(folder.path(), folders, &written, &clock).unwrap();
        assert_eq!(names(&placed.files), ["a/b/index.html", "index.html"]);
        assert!(stands(folder.path(), &placed.folders, &placed.files).is_some());
        fs::write(folder.path().join(".theirs"), "").unwrap();
        assert!(stands(folder.path(), &placed.folders, &placed.files).is_some());
        fs::write(folder.path().join("a/b/index.html"), "TEXT").unwrap();
        assert!(stands(folder.path(), &placed.folders, &placed.files).is_none(), "at once, and as long");
    }

    #[test]
    fn a_site_that_somebody_touched_before_it_stood_is_not_recorded() {
        let touches: [fn(&Path); 4] = [
            |site| fs::write(site.join("index.html"), "TEXT").unwrap(),
            |site| fs::remove_file(site.join("index.html")).unwrap(),
            |site| fs::write(site.join("a/b/more"), "").unwrap(),
            |site| {
                fs::write(site.join("index.new"), "text").unwrap();
                fs::rename(site.join("index.new"), site.join("index.html")).unwrap();
            },
        ];
        for touch in touches {
            let (folder, written, clock) = site();
            let folders = folders(folder.path(), &written, &clock);
            assert!(folders.is_some());
            touch(folder.path());
            assert_eq!(settle(folder.path(), folders, &written, &clock), None);
        }
    }

    #[test]
    fn a_time_that_lies_ahead_is_never_older() {
        let (folder, mut written, clock) = site();
        let path = folder.path().join("index.html");
        let ahead = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 33);
        File::options().append(true).open(path).unwrap().set_modified(ahead).unwrap();
        written.insert(OutPath::new("index.html").unwrap(), look(folder.path(), "index.html").unwrap());
        let folders = folders(folder.path(), &written, &clock);
        assert_eq!(settle(folder.path(), folders, &written, &clock), None);
    }
}
