//! Folders beside an output in which sites are staged: made with a lock, known by it, removed when nobody holds it any more.
//! `publish` and `stage` call this; what such a folder holds means nothing here.

use super::carry::{device, identity};
use super::output::has_marker;
use super::publish::moment;
use rayon::prelude::*;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

const PREFIX: &str = ".ibid-stage-";

/// What the spare of an output is called before the output's own name.
const SPARE: &str = ".ibid-spare-";

/// Stands in every staging folder from its first moment to its last; whoever builds holds its lock, so that the
/// system itself lets go of it when the build is killed.
const STAGED: &str = "staged-by-ibid";

/// A staging folder that is ours alone for as long as this value lives.
#[derive(Debug)]
pub(super) struct Claim {
    pub folder: PathBuf,
    pub lock: File,
    /// False on a file system without locks: then nobody can tell whether somebody still needs the folder.
    pub is_locked: bool,
}

impl Claim {
    /// Makes a staging folder and takes its lock.
    pub fn new(parent: &Path) -> io::Result<Self> {
        loop {
            let folder = free_folder(parent)?;
            let staged = folder.join(STAGED);
            let lock = match File::create_new(&staged) {
                // Another build swept the folder while it was still empty, and a third may have made it again.
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists) => {
                    continue;
                }
                made => made?,
            };
            let is_locked = match lock.try_lock() {
                Err(fs::TryLockError::WouldBlock) => continue,
                // A file system without locks: then nobody can take one, and nobody sweeps.
                Err(fs::TryLockError::Error(_)) => false,
                Ok(()) if holds(&lock, &folder) => true,
                Ok(()) => continue,
            };
            // Git shows nothing of it, wherever it lies.
            fs::write(folder.join(".gitignore"), "*\n")?;
            return Ok(Self { folder, lock, is_locked });
        }
    }

    /// Takes the spare of an output, which is a staging folder from then on: if this build dies, it is removed.
    pub fn of_spare(output: &Path) -> Option<Self> {
        let spare = spare(output);
        let lock = File::options().append(true).open(spare.join(STAGED)).ok()?;
        lock.try_lock().ok()?;
        if !holds(&lock, &spare) {
            return None;
        }
        let folder = free_folder(output.parent()?).ok()?;
        // Over the empty folder, which nobody else makes.
        if fs::rename(&spare, &folder).is_err() {
            let _ = fs::remove_dir(&folder);
            return None;
        }
        moment("taken");
        Some(Self { folder, lock, is_locked: true })
    }

    /// Leaves the folder as the spare of an output, unless there is one.
    pub fn leave_as_spare(&self, output: &Path) -> io::Result<()> {
        fs::rename(&self.folder, spare(output))
    }

    /// Removes the folder with all that is still in it; does nothing the second time.
    pub fn remove(&self) -> io::Result<()> {
        if holds(&self.lock, &self.folder) { remove_stage(&self.folder) } else { Ok(()) }
    }
}

fn spare(output: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(SPARE);
    name.push(output.file_name().expect("an output has a name"));
    output.with_file_name(name)
}

/// Removes what killed builds left in `parent`, and puts back an old site that was set aside when its build was
/// killed. Returns the folders that resisted. What another build still holds, or ibid did not make, stays.
pub(super) fn sweep(parent: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).into_iter().flatten().filter_map(Result::ok);
    let mut left = Vec::new();
    for entry in entries {
        let (folder, name) = (entry.path(), entry.file_name());
        let is_stage = name.as_encoded_bytes().starts_with(PREFIX.as_bytes());
        // A spare is of use as long as there is something that it is the spare of.
        let of = name.to_str().and_then(|name| name.strip_prefix(SPARE)).map(|name| parent.join(name));
        let is_orphan = of.is_some_and(|output| !has_marker(&output));
        if !(is_stage || is_orphan) || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
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

/// Makes an empty folder with a name that nobody has.
fn free_folder(parent: &Path) -> io::Result<PathBuf> {
    for number in 0.. {
        let folder = parent.join(format!("{PREFIX}{}-{number}", std::process::id()));
        match private_folder(&folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return made.map(|()| folder),
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
pub(super) fn remove_tree(path: &Path) -> io::Result<()> {
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
