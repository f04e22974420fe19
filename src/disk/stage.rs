//! A site's files → a staging folder beside the output. `publish` makes one and exchanges it; a caller fills it, from as
//! many threads as it likes. Whatever a killed build left behind is found here, and removed.

use super::carry::{device, identity};
use super::look::Look;
use super::output::{MARKER, Output, marker_text};
use super::placed::marker;
use super::publish::moment;
use super::{Error, reason};
use crate::path::OutPath;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

const PREFIX: &str = ".ibid-stage-";

/// Stands in every staging folder from its first moment to its last; whoever builds holds its lock, so that the
/// system itself lets go of it when the build is killed.
const STAGED: &str = "staged-by-ibid";

/// A folder that is becoming a site. Dropping it removes it, and leaves the output as it was.
#[derive(Debug)]
pub struct Stage {
    /// Beside the output, so that one rename brings the site into place.
    folder: PathBuf,
    /// For messages: people know the output, not the staging folder.
    output: PathBuf,
    /// How each file looked when it had been written.
    written: Mutex<BTreeMap<OutPath, Look>>,
    /// Held until the folder is gone.
    lock: File,
}

impl Stage {
    pub(super) fn new(output: &Output) -> Result<Self, Error> {
        let parent = output.parent();
        let (folder, lock) = claim(parent).map_err(Error::io("build in", parent))?;
        let stage = Self { folder, output: output.folder().to_owned(), written: Mutex::default(), lock };
        let site = stage.site();
        fs::create_dir(&site).map_err(Error::io("make", &site))?;
        Ok(stage)
    }

    /// Writes a file that the site does not have yet.
    pub fn write(&self, path: &OutPath, bytes: &[u8]) -> Result<(), Error> {
        self.refuse_marker(path)?;
        self.fill(path, |file, shown| file.write_all(bytes).map_err(Error::io("write", shown)))
    }

    /// Copies a file's bytes, and nothing else of it: the site is as readable as what ibid writes itself.
    pub fn copy(&self, path: &OutPath, from: &Path) -> Result<(), Error> {
        self.refuse_marker(path)?;
        let mut original = File::open(from).map_err(Error::io("read", from))?;
        self.fill(path, |file, shown| match io::copy(&mut original, file) {
            Ok(_) => Ok(()),
            Err(error) => Err(Error::new("copy", from, format!("{} (to `{}`)", reason(&error), shown.display()))),
        })
    }

    /// What was written so far, each file with its look just then.
    pub(super) fn written(&self) -> MutexGuard<'_, BTreeMap<OutPath, Look>> {
        self.written.lock().expect("nothing panics while it holds the lock")
    }

    /// What tells the time of the file system that the site is on.
    pub(super) fn clock(&self) -> &File {
        &self.lock
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn site(&self) -> PathBuf {
        self.folder.join("site")
    }

    /// Where the old site waits while the new one is brought into place, on systems that cannot exchange the two.
    /// It keeps its name there, so that a later run knows where it belongs.
    pub(super) fn aside(&self) -> PathBuf {
        self.folder.join("old").join(self.output.file_name().expect("an output has a name"))
    }

    /// The dot files at the top of the site that the site wrote itself.
    pub(super) fn own_dot_files(&self) -> BTreeSet<PathBuf> {
        let is_own = |path: &&OutPath| path.as_str().starts_with('.') && path.as_str() != MARKER;
        self.written().keys().filter(is_own).map(|path| path.as_str().into()).collect()
    }

    /// Writes the file by which ibid will know the site as its own.
    pub(super) fn mark(&self) -> Result<(), Error> {
        let text = marker_text(&self.own_dot_files());
        self.fill(&marker(), |file, shown| file.write_all(text.as_bytes()).map_err(Error::io("write", shown)))
    }

    /// Removes the folder with all that is still in it; does nothing the second time.
    pub(super) fn remove(&self) -> io::Result<()> {
        if holds(&self.lock, &self.folder) { remove_stage(&self.folder) } else { Ok(()) }
    }

    fn refuse_marker(&self, path: &OutPath) -> Result<(), Error> {
        if path.as_str().split('/').next() == Some(MARKER) {
            let shown = self.output.join(path.as_str());
            return Err(Error::new("write", &shown, "the name is taken by the marker of ibid's output"));
        }
        Ok(())
    }

    /// Makes a file and has it filled; errors name it as people know it.
    fn fill(&self, path: &OutPath, content: impl FnOnce(&mut File, &Path) -> Result<(), Error>) -> Result<(), Error> {
        let shown = self.output.join(path.as_str());
        let mut file = self.create(path).map_err(Error::io("write", &shown))?;
        content(&mut file, &shown)?;
        let metadata = file.metadata().map_err(Error::io("write", &shown))?;
        self.written().insert(path.clone(), Look::of(&metadata));
        Ok(())
    }

    fn create(&self, path: &OutPath) -> io::Result<File> {
        let to = self.site().join(path.as_str());
        File::create_new(&to).or_else(|error| match (error.kind(), to.parent()) {
            // Folders are made when the first file needs them; asking first would cost a call for every file.
            (io::ErrorKind::NotFound, Some(folder)) => {
                fs::create_dir_all(folder)?;
                File::create_new(&to)
            }
            _ => Err(error),
        })
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Nobody can be told any more; the next build finds what is left.
        let _ = self.remove();
    }
}

/// Removes what killed builds left in `parent`, and puts back an old site that was set aside when its build was
/// killed. Returns the folders that resisted. What another build still holds, or ibid did not make, stays.
pub(super) fn sweep(parent: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).into_iter().flatten().filter_map(Result::ok);
    let mut left = Vec::new();
    for entry in entries {
        let named = entry.file_name().as_encoded_bytes().starts_with(PREFIX.as_bytes());
        if !named || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let folder = entry.path();
        match File::open(folder.join(STAGED)) {
            Ok(lock) => {
                let is_dead = lock.try_lock().is_ok() && holds(&lock, &folder);
                if is_dead && remove_stage(&folder).is_err() {
                    left.push(folder);
                }
            }
            // Killed between its first two steps: removable only if it is empty.
            Err(_) => drop(fs::remove_dir(&folder)),
        }
    }
    left.sort();
    left
}

/// Makes a staging folder and takes its lock.
fn claim(parent: &Path) -> io::Result<(PathBuf, File)> {
    for number in 0.. {
        let folder = parent.join(format!("{PREFIX}{}-{number}", std::process::id()));
        match private_folder(&folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            made => made?,
        }
        let staged = folder.join(STAGED);
        let lock = match File::create_new(&staged) {
            // Another build swept the folder while it was still empty, and a third may have made it again.
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists) => continue,
            made => made?,
        };
        match lock.try_lock() {
            Err(fs::TryLockError::WouldBlock) => continue,
            // A file system without locks: then nobody can take one, and nobody sweeps.
            Err(fs::TryLockError::Error(_)) => return Ok((folder, lock)),
            Ok(()) if holds(&lock, &folder) => return Ok((folder, lock)),
            Ok(()) => {}
        }
    }
    unreachable!("there is a free number")
}

/// Whether a lock is the lock of the folder that has this name now. Names come back: when a folder is gone, another
/// build may give its own the same one, and a lock on the old file says nothing about the new.
fn holds(lock: &File, folder: &Path) -> bool {
    match (lock.metadata(), fs::symlink_metadata(folder.join(STAGED))) {
        (Ok(held), Ok(named)) => identity(&held) == identity(&named),
        _ => false,
    }
}

fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Removes a staging folder, its lock last: what is left of a removal that was killed is still known as ours.
fn remove_stage(folder: &Path) -> io::Result<()> {
    put_back(folder)?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name() != STAGED {
            moment("removing");
            remove_tree(&entry.path())?;
        }
    }
    fs::remove_file(folder.join(STAGED))?;
    moment("unmarked");
    match fs::remove_dir(folder) {
        // A sweep was faster, for to it an empty folder without a mark is a leftover; perhaps the name is taken again.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::DirectoryNotEmpty) => Ok(()),
        removed => removed,
    }
}

/// Returns an old site from where it was set aside, if nothing has taken its place.
fn put_back(folder: &Path) -> io::Result<()> {
    let parent = folder.parent().expect("a staging folder lies in a folder");
    let old = match fs::read_dir(folder.join("old")) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in old {
        let entry = entry?;
        let place = parent.join(entry.file_name());
        match fs::symlink_metadata(&place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(entry.path(), place)?,
            Err(error) => return Err(error),
            // The new site never left the stage, so somebody else made what stands there: only they can say which counts.
            Ok(_) if folder.join("site").exists() => return Err(io::ErrorKind::AlreadyExists.into()),
            Ok(_) => {}
        }
    }
    Ok(())
}

/// Removes a file or a folder with all that it holds, without following a link or entering another file system.
fn remove_tree(path: &Path) -> io::Result<()> {
    let metadata = fs::symlink_metadata(path)?;
    if metadata.is_dir() { remove_folder(path, device(&metadata)) } else { fs::remove_file(path) }
}

/// Several entries at a time: an old site of ten thousand pages would otherwise cost as much as writing the new one.
fn remove_folder(folder: &Path, within: u64) -> io::Result<()> {
    let remove = |entry: &fs::DirEntry| match entry.file_type()?.is_dir() {
        false => fs::remove_file(entry.path()),
        true if device(&entry.metadata()?) == within => remove_folder(&entry.path(), within),
        true => Err(io::ErrorKind::CrossesDevices.into()),
    };
    let empty = || fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?.par_iter().try_for_each(remove);
    match empty() {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            open_up(folder)?;
            empty()?;
        }
        emptied => emptied?,
    }
    fs::remove_dir(folder)
}

/// Lets the owner change a folder that is about to be removed.
fn open_up(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}
