//! A folder with a site in it → what lies there, each file with its look. A stage asks, about the site that stands and about
//! its spare, before it is filled; nothing is followed and nothing is changed.

use super::carry::device;
use super::look::Look;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, DirEntry, File, Metadata};
use std::io;
use std::path::Path;

/// What lies below a folder, by its path from there. What begins with a dot at its top is left out.
#[derive(Default, Debug)]
pub struct Tree {
    pub files: HashMap<String, Entry>,
    pub folders: BTreeMap<String, Manner>,
    /// Whether there is anything else: a link, a socket.
    pub has_others: bool,
}

#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub look: Look,
    /// How many names the file has, here and elsewhere.
    pub names: u64,
    manner: Manner,
}

/// Whose a file is, and who may do what with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Manner {
    mode: u32,
    owner: (u32, u32),
}

/// What new files and folders are like in some place.
#[derive(Clone, Debug)]
pub(super) struct Fresh {
    top: Manner,
    folder: Manner,
    file: Manner,
    /// Whether the file system takes some names for others: capitals for small letters, an accent for two characters.
    pub folds_names: bool,
}

impl Fresh {
    /// Finds out in a folder, which is left as it was.
    pub fn probe(folder: &Path) -> io::Result<Self> {
        let top = folder.join("probe");
        let (inner, file) = (top.join("inner"), top.join("\u{E9}-Ibid"));
        fs::create_dir(&top)?;
        fs::create_dir(&inner)?;
        File::create_new(&file)?;
        let manner = |path: &Path| fs::symlink_metadata(path).map(|metadata| Manner::of(&metadata));
        let is_known_as = |name: &str| fs::symlink_metadata(top.join(name)).is_ok();
        let fresh = Self {
            top: manner(&top)?,
            folder: manner(&inner)?,
            file: manner(&file)?,
            folds_names: is_known_as("\u{E9}-ibid") || is_known_as("e\u{301}-Ibid"),
        };
        fs::remove_dir_all(top)?;
        Ok(fresh)
    }

    /// Makes the top of a site be like a new one; false where it belongs to somebody else.
    /// Whether a file belongs to whom a new one would belong, and may be read by the same people.
    pub fn suits(&self, entry: &Entry) -> bool {
        entry.manner == self.file
    }

    /// Whether a tree has nothing but files, and every folder is as ibid makes it.
    pub fn is_plain(&self, tree: &Tree) -> bool {
        !tree.has_others && tree.folders.values().all(|manner| *manner == self.folder)
    }

    pub fn renew_top(&self, top: &Path) -> io::Result<bool> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(top, fs::Permissions::from_mode(self.top.mode & 0o7777))?;
        }
        Ok(Manner::of(&fs::symlink_metadata(top)?) == self.top)
    }
}

impl Manner {
    #[cfg(unix)]
    pub fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self { mode: metadata.mode(), owner: (metadata.uid(), metadata.gid()) }
    }

    #[cfg(not(unix))]
    pub fn of(metadata: &Metadata) -> Self {
        Self { mode: metadata.permissions().readonly().into(), owner: (0, 0) }
    }
}

impl Entry {
    pub fn of(metadata: &Metadata) -> Self {
        Self { look: Look::of(metadata), names: names(metadata), manner: Manner::of(metadata) }
    }
}

impl Tree {
    /// Looks at everything below a folder; where that fails, nothing is known of it.
    pub fn survey(top: &Path) -> Self {
        let walked = fs::symlink_metadata(top).and_then(|metadata| walk(top, "", device(&metadata)));
        let Ok(found) = walked else { return Self { has_others: true, ..Self::default() } };
        let mut tree = Self::default();
        for (path, metadata) in found {
            if metadata.is_file() {
                tree.files.insert(path, Entry::of(&metadata));
            } else if metadata.is_dir() {
                tree.folders.insert(path, Manner::of(&metadata));
            } else {
                tree.has_others = true;
            }
        }
        tree
    }

    /// Adds files that begin with a dot, as far as they are there and no link leads to them.
    pub fn add<'a>(&mut self, top: &Path, paths: impl Iterator<Item = &'a Path>) {
        let look = |path: &Path| fs::symlink_metadata(top.join(path)).ok();
        let is_folder = |path: &Path| look(path).is_some_and(|metadata| metadata.is_dir());
        for path in paths.filter(|path| path.ancestors().skip(1).all(is_folder)) {
            if let (Some(name), Some(metadata)) = (path.to_str(), look(path).filter(Metadata::is_file)) {
                self.files.insert(name.to_owned(), Entry::of(&metadata));
            }
        }
    }
}

/// Several folders at a time, and not into another file system.
fn walk(folder: &Path, within: &str, on: u64) -> io::Result<Vec<(String, Metadata)>> {
    let entries: Vec<DirEntry> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    let below = entries.par_iter().map(|entry| {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { return Err(io::ErrorKind::InvalidFilename.into()) };
        if within.is_empty() && name.starts_with('.') {
            return Ok(Vec::new());
        }
        let path = if within.is_empty() { name.to_owned() } else { format!("{within}/{name}") };
        let metadata = entry.metadata()?;
        if device(&metadata) != on {
            return Err(io::ErrorKind::CrossesDevices.into());
        }
        let mut found = if metadata.is_dir() { walk(&entry.path(), &path, on)? } else { Vec::new() };
        found.push((path, metadata));
        Ok(found)
    });
    Ok(below.collect::<io::Result<Vec<_>>>()?.into_iter().flatten().collect())
}

#[cfg(unix)]
fn names(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

#[cfg(not(unix))]
fn names(_: &Metadata) -> u64 {
    1
}
