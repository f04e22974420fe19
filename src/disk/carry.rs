//! The dot files that others keep at the top of an output (`.git`, `.gitkeep`) → the same files in the new site.
//! `publish` carries them before the exchange, so that they are never missing, and again after it, so that what
//! changed in between is not lost. Nothing is taken away from where it was.

use super::Error;
use super::output::MARKER;
use super::publish::moment;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// What was carried: paths below the output, each with the state in which it was seen.
#[derive(Default, Debug)]
pub(super) struct Carried(BTreeMap<PathBuf, Print>);

/// Tells whether a file is still the one that was seen.
type Print = (u64, u64, i128);

/// The dot files that are the site's own: those that it wrote last time, and those that it writes now.
#[derive(Default, Debug)]
pub(super) struct Own {
    pub before: BTreeSet<PathBuf>,
    pub now: BTreeSet<PathBuf>,
}

/// Makes every foreign dot file of `old` appear in `new`: as a second name of the same file where the file system
/// can do that, otherwise as a copy. The site's own files win.
pub(super) fn carry(old: &Path, new: &Path, own: &Own) -> Result<Carried, Error> {
    let mut carried = Carried::default();
    let mut folders = Vec::new();
    let device = device(&fs::symlink_metadata(old).map_err(Error::io("read", old))?);
    for top in foreign_tops(old)? {
        let mut entries = WalkDir::new(&top).follow_root_links(false).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let Some((entry, metadata)) = look(entry, &top)? else { continue };
            let path = entry.path().strip_prefix(old).expect("the walk stays in the old output").to_owned();
            let to = new.join(&path);
            if self::device(&metadata) != device {
                let reason = "it is on another file system, so it cannot be kept; mount it elsewhere";
                return Err(Error::new("keep", entry.path(), reason));
            }
            if metadata.is_dir() {
                match fs::create_dir(&to) {
                    Ok(()) => folders.push((to, metadata.permissions())),
                    Err(_) if to.is_dir() => {}
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => entries.skip_current_dir(),
                    Err(error) => return Err(Error::io("keep", entry.path())(error)),
                }
            } else if !own.has(&path) {
                moment("carrying");
                if keep(entry.path(), &metadata, &to).map_err(Error::io("keep", entry.path()))? {
                    carried.0.insert(path, print(&metadata));
                }
            }
        }
    }
    // The folders of the site's own files of last time; the call fails where anything else lies in them.
    for folder in own.before.iter().flat_map(|path| path.ancestors().skip(1)).filter(|path| *path != Path::new("")) {
        let _ = fs::remove_dir(new.join(folder));
    }
    for (folder, permissions) in folders.into_iter().rev() {
        if folder.exists() {
            fs::set_permissions(&folder, permissions).map_err(Error::io("keep", &folder))?;
        }
    }
    Ok(carried)
}

/// After the exchange: brings into `new` what changed in `old` since it was carried.
pub(super) fn catch_up(old: &Path, new: &Path, own: &Own, carried: &Carried) -> Result<(), Error> {
    let mut gone = carried.0.clone();
    for top in foreign_tops(old)? {
        for entry in WalkDir::new(&top).follow_root_links(false) {
            let Some((entry, metadata)) = look(entry, &top)? else { continue };
            let path = entry.path().strip_prefix(old).expect("the walk stays in the old output").to_owned();
            let to = new.join(&path);
            if metadata.is_dir() {
                if !to.exists() && !own.before.iter().any(|file| file.starts_with(&path)) {
                    fs::create_dir_all(&to).map_err(Error::io("keep", entry.path()))?;
                }
                continue;
            }
            let seen = gone.remove(&path);
            let same_file = fs::symlink_metadata(&to).is_ok_and(|new| identity(&new) == identity(&metadata));
            if seen != Some(print(&metadata)) && !same_file && !own.has(&path) {
                replace(entry.path(), &metadata, &to).map_err(Error::io("keep", entry.path()))?;
            }
        }
    }
    for (path, seen) in gone {
        let to = new.join(path);
        // Only what is still as it was carried: anything else was written since, by somebody who knows better.
        if fs::symlink_metadata(&to).is_ok_and(|metadata| print(&metadata) == seen) {
            fs::remove_file(&to).map_err(Error::io("remove", &to))?;
        }
    }
    Ok(())
}

impl Own {
    fn has(&self, path: &Path) -> bool {
        let in_the_way = |own: &PathBuf| own.starts_with(path) || path.starts_with(own);
        self.before.contains(path) || self.now.iter().any(in_the_way)
    }
}

/// The entries at the top of an output that begin with a dot, but for the marker.
fn foreign_tops(old: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut tops = Vec::new();
    for entry in fs::read_dir(old).map_err(Error::io("read", old))? {
        let name = entry.map_err(Error::io("read", old))?.file_name();
        if name.as_encoded_bytes().starts_with(b".") && name != MARKER {
            tops.push(old.join(name));
        }
    }
    tops.sort();
    Ok(tops)
}

/// An entry of a walk with its metadata; `None` when it vanished meanwhile.
fn look(entry: walkdir::Result<DirEntry>, top: &Path) -> Result<Option<(DirEntry, Metadata)>, Error> {
    let looked = entry.and_then(|entry| entry.metadata().map(|metadata| (entry, metadata)));
    match looked {
        Ok(found) => Ok(Some(found)),
        Err(error) => {
            let path = error.path().unwrap_or(top).to_owned();
            let error = io::Error::from(error);
            if error.kind() == io::ErrorKind::NotFound { Ok(None) } else { Err(Error::io("keep", &path)(error)) }
        }
    }
}

/// Gives a file a second name, or a copy where that is impossible. False when the site has a file there itself, or
/// when there is nothing to copy: a socket or a pipe means nothing without its process.
fn keep(from: &Path, metadata: &Metadata, to: &Path) -> io::Result<bool> {
    match fs::hard_link(from, to) {
        Ok(()) => return Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(from).is_err() => {
            return Ok(false);
        }
        Err(_) => {}
    }
    copy(from, metadata, to)
}

fn copy(from: &Path, metadata: &Metadata, to: &Path) -> io::Result<bool> {
    if metadata.is_symlink() {
        return symlink(&fs::read_link(from)?, to).map(|()| true);
    }
    if !metadata.is_file() {
        return Ok(false);
    }
    let mut original = File::open(from)?;
    let mut file = File::create_new(to)?;
    io::copy(&mut original, &mut file)?;
    file.set_permissions(metadata.permissions())?;
    // Git tells by the time whether a file changed.
    file.set_modified(metadata.modified()?)?;
    Ok(true)
}

/// Like `keep`, over what is there.
fn replace(from: &Path, metadata: &Metadata, to: &Path) -> io::Result<()> {
    let mut name = to.file_name().expect("a file has a name").to_owned();
    name.push(".ibid-new");
    let beside = to.with_file_name(name);
    if keep(from, metadata, &beside)? {
        fs::rename(&beside, to)?;
    }
    Ok(())
}

#[cfg(unix)]
fn symlink(target: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(not(unix))]
fn symlink(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// A copy keeps size and time but not identity, so these two and not the number of the file.
#[cfg(unix)]
fn print(metadata: &Metadata) -> Print {
    use std::os::unix::fs::MetadataExt;
    let time = i128::from(metadata.mtime()) * 1_000_000_000 + i128::from(metadata.mtime_nsec());
    (u64::from(metadata.mode()), metadata.size(), time)
}

#[cfg(not(unix))]
fn print(metadata: &Metadata) -> Print {
    let time = metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    (0, metadata.len(), time.map_or(0, |time| time.as_nanos() as i128))
}

/// Two names of one file have the same; `None` where the system does not tell.
#[cfg(unix)]
pub(super) fn identity(metadata: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
pub(super) fn identity(_: &Metadata) -> Option<(u64, u64)> {
    None
}

/// The file system that a file lies on.
pub(super) fn device(metadata: &Metadata) -> u64 {
    identity(metadata).map_or(0, |(device, _)| device)
}
