//! A folder that somebody named → an `Output`, the proof that a site may be published there. The command line makes
//! one before it renders anything; `publish` takes no other. Nothing is written here.

use super::carry::device;
use super::load::FOLDERS;
use super::{Error, reason};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The file by which ibid knows its own output.
pub(super) const MARKER: &str = ".ibid";

/// The marker's first words. The rest of the line is for people; the lines after it name the site's own dot files.
const MARKER_START: &str = "ibid output:";
const MARKER_LINE: &str =
    "ibid output: the next `ibid build` replaces all of this folder but dot files that are not its own";

/// A folder that may be replaced by a site: absent, empty but for dot files, or written by ibid before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Output {
    /// Absolute, and without links.
    folder: PathBuf,
}

/// What stands where the site will be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    Nothing,
    Folder,
}

impl Output {
    /// Follows links and checks that nothing of the site's own, and nothing of anybody else's, would be replaced.
    pub fn new(root: &Path, folder: &Path) -> Result<Self, Error> {
        let refuse = |reason: &str| Err(Error::new("publish into", folder, reason));
        let resolved = std::path::absolute(folder).and_then(|path| resolve(&path));
        let resolved = resolved.map_err(Error::io("publish into", folder))?;
        let root = root.canonicalize().map_err(Error::io("read", root))?;
        if root.starts_with(&resolved) {
            return refuse("it is the site's own folder, or contains it; choose a folder such as `public`");
        }
        for name in FOLDERS.iter().map(OsStr::new) {
            // A missing folder still counts: it may be made tomorrow.
            let input = root.join(name).canonicalize().unwrap_or_else(|_| root.join(name));
            if resolved.starts_with(&input) || input.starts_with(&resolved) {
                let name = name.display();
                return refuse(&format!("it lies in the site's `{name}` folder, or contains it; choose another"));
            }
        }
        let within = resolved.strip_prefix(&root).unwrap_or(&resolved);
        if within.iter().any(|part| part == ".git" || part.as_encoded_bytes().starts_with(MARKER.as_bytes())) {
            return refuse("names that begin with `.ibid`, and `.git`, are taken; choose another");
        }
        if resolved.ancestors().skip(1).any(has_marker) {
            return refuse("it lies inside another published site, which would replace it; choose another");
        }
        let output = Self { folder: resolved };
        output.standing()?;
        Ok(output)
    }

    /// Absolute, and without links.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder that holds the output: staging lies there, on the same file system.
    pub(super) fn parent(&self) -> &Path {
        self.folder.parent().expect("the root of a file system contains every site, and is refused")
    }

    /// What stands there now; an error when it is not ours to replace.
    pub(super) fn standing(&self) -> Result<Standing, Error> {
        let folder = &self.folder;
        let refuse = |reason: &str| Err(Error::new("publish into", folder, reason));
        let metadata = match fs::symlink_metadata(folder) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Standing::Nothing),
            Err(error) => return refuse(&reason(&error)),
        };
        if !metadata.is_dir() {
            return refuse("it is not a folder; choose another with `--output`");
        }
        let within = device(&metadata);
        if fs::metadata(self.parent()).is_ok_and(|parent| device(&parent) != within) {
            return refuse("it is the top of a file system, which cannot be exchanged; choose a folder inside it");
        }
        let is_ours = has_marker(folder);
        for entry in fs::read_dir(folder).map_err(Error::io("publish into", folder))? {
            let entry = entry.map_err(Error::io("publish into", folder))?;
            let (path, name) = (entry.path(), entry.file_name());
            if fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_dir() && device(&metadata) != within) {
                let name = name.display();
                return refuse(&format!(
                    "`{name}` in it is another file system, which would move away with it; mount it elsewhere"
                ));
            }
            let is_foreign = !is_ours && (!name.as_encoded_bytes().starts_with(b".") || name == MARKER);
            // Asked again, for another build may have brought its site into place just now.
            if is_foreign && !has_marker(folder) {
                let name = name.display();
                return refuse(&format!(
                    "it holds `{name}`, and ibid did not write it; empty the folder, or choose another with `--output`"
                ));
            }
        }
        Ok(Standing::Folder)
    }
}

/// Whether ibid wrote a site into this folder.
pub(super) fn has_marker(folder: &Path) -> bool {
    read_marker(folder).is_some()
}

/// The dot files that the site in this folder wrote itself; none when it has no marker.
pub(super) fn own_dot_files(folder: &Path) -> BTreeSet<PathBuf> {
    read_marker(folder).map(|text| text.lines().skip(1).map(PathBuf::from).collect()).unwrap_or_default()
}

/// What the marker says: the same for the same site, whenever and wherever it is written.
pub(super) fn marker_text(own_dot_files: &BTreeSet<PathBuf>) -> String {
    let mut text = format!("{MARKER_LINE}\n");
    for path in own_dot_files {
        text.push_str(&format!("{}\n", path.display()));
    }
    text
}

fn read_marker(folder: &Path) -> Option<String> {
    let path = folder.join(MARKER);
    // At a site's root the same name is the cache folder.
    let is_file = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file());
    if is_file { fs::read_to_string(path).ok().filter(|text| text.starts_with(MARKER_START)) } else { None }
}

/// An absolute path without links; its last parts need not exist, nor what a link at its end leads to.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    match path.canonicalize() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        done => return done,
    }
    let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::Error::new(io::ErrorKind::NotFound, "`..` of a folder that is not there"));
    };
    match fs::read_link(path) {
        Ok(target) => resolve(&parent.join(target)),
        Err(_) => Ok(resolve(parent)?.join(name)),
    }
}
