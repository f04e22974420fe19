//! A site's files → a staging folder beside the output. `publish` makes one and exchanges it; a caller fills it, from as
//! many threads as it likes. A file with the bytes of one that is published becomes that very file, by another name. No
//! file is ever written to that had a name before.

use super::look::Look;
use super::output::{MARKER, Output, marker_text, own_dot_files};
use super::placed::marker;
use super::publish::moment;
use super::staging::{Claim, remove_tree};
use super::tree::{Entry, Fresh, Tree};
use super::{Error, reason};
use crate::path::OutPath;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};

/// How a file gets a second name.
pub(super) type Link = fn(&Path, &Path) -> io::Result<()>;

/// So many bytes are compared at a time.
const PIECE: usize = 64 << 10;

/// Why a file is not written a second time.
const TWICE: &str = "file exists";

/// A folder that is becoming a site. Dropping it removes it, and leaves the output as it was.
#[derive(Debug)]
pub struct Stage {
    /// Beside the output, so that one rename brings the site into place.
    claim: Claim,
    /// For messages: people know the output, not the staging folder.
    output: PathBuf,
    link: Link,
    /// What is new is like this.
    fresh: Fresh,
    /// The site that stands.
    published: Tree,
    /// The site before it, if it lies in this stage: what the new site shares with it is there already.
    spare: Tree,
    /// Whether the site of today may be the spare of the next.
    may_spare: AtomicBool,
    /// How many files are new, and no file of the published site.
    new: AtomicUsize,
    /// How each file looked when it had been written.
    written: Mutex<BTreeMap<OutPath, Look>>,
}

impl Stage {
    /// `published` is the site that stands, if that is known.
    pub(super) fn new(output: &Output, link: Link, published: Option<Tree>) -> Result<Self, Error> {
        let parent = output.parent();
        let failed = |error| Error::new("build in", parent, reason(&error));
        let spared = Claim::of_spare(output.folder()).and_then(|claim| take_up(claim).ok());
        let (claim, fresh, spare) = match spared {
            Some(spared) => spared,
            None => {
                let claim = Claim::new(parent).map_err(failed)?;
                let fresh = Fresh::probe(&claim.folder).map_err(failed)?;
                fs::create_dir(site(&claim)).map_err(failed)?;
                (claim, fresh, Tree::default())
            }
        };
        let mut published = published.unwrap_or_else(|| Tree::survey(output.folder()));
        // Where a file has no number, a spare cannot be known to share it.
        let is_able = cfg!(unix) && claim.is_locked && !fresh.folds_names;
        let may_spare = is_able && fresh.is_plain(&published) && !published.files.is_empty();
        let own_dot_files = own_dot_files(output.folder());
        published.add(output.folder(), own_dot_files.iter().map(PathBuf::as_path).chain([Path::new(MARKER)]));
        let output = output.folder().to_owned();
        let (may_spare, new, written) = (may_spare.into(), AtomicUsize::new(0), Mutex::default());
        Ok(Self { claim, output, link, fresh, published, spare, may_spare, new, written })
    }

    /// Writes a file that the site does not have yet.
    pub fn write(&self, path: &OutPath, bytes: &[u8]) -> Result<(), Error> {
        self.refuse_marker(path)?;
        self.write_any(path, bytes)
    }

    /// Copies a file's bytes, and nothing else of it: the site is as readable as what ibid writes itself.
    pub fn copy(&self, path: &OutPath, from: &Path) -> Result<(), Error> {
        self.refuse_marker(path)?;
        let unreadable = |error| Error::new("read", from, reason(&error));
        let mut original = File::open(from).map_err(unreadable)?;
        let length = original.metadata().map_err(unreadable)?.len();
        let mut piece = vec![0; PIECE];
        let same = self.published_as(path, length, |published| {
            let piece = &mut piece[..published.len()];
            original.read_exact(piece).is_ok() && piece == published
        });
        original.rewind().map_err(unreadable)?;
        self.put(path, same, |file, shown| match io::copy(&mut original, file) {
            Ok(_) => Ok(()),
            Err(error) => Err(Error::new("copy", from, format!("{} (to `{}`)", reason(&error), shown.display()))),
        })
    }

    /// Keeps a file of the published site, which the caller knows to be the right one if it looks like this. False where it
    /// cannot be kept: it is gone, is another, is somebody's, or has another name elsewhere. Then it has to be written.
    pub fn keep(&self, path: &OutPath, look: &Look) -> Result<bool, Error> {
        self.refuse_marker(path)?;
        match self.published_entry(path.as_str()) {
            Some(entry) if entry.look == *look => self.link_to(path, look),
            _ => Ok(false),
        }
    }

    /// What was written so far, each file with its look just then.
    pub(super) fn written(&self) -> MutexGuard<'_, BTreeMap<OutPath, Look>> {
        self.written.lock().expect("nothing panics while it holds the lock")
    }

    /// How many of them are new files.
    pub(super) fn new_files(&self) -> usize {
        self.new.load(Ordering::Relaxed)
    }

    /// What tells the time of the file system that the site is on.
    pub(super) fn clock(&self) -> &File {
        &self.claim.lock
    }

    pub(super) fn folder(&self) -> &Path {
        &self.claim.folder
    }

    pub(super) fn site(&self) -> PathBuf {
        site(&self.claim)
    }

    /// Where the old site waits while the new one is brought into place, on systems that cannot exchange the two.
    /// It keeps its name there, so that a later run knows where it belongs.
    pub(super) fn aside(&self) -> PathBuf {
        self.folder().join("old").join(self.output.file_name().expect("an output has a name"))
    }

    /// The dot files at the top of the site that the site wrote itself.
    pub(super) fn own_dot_files(&self) -> BTreeSet<PathBuf> {
        let is_own = |path: &&OutPath| path.as_str().starts_with('.') && path.as_str() != MARKER;
        self.written().keys().filter(is_own).map(|path| path.as_str().into()).collect()
    }

    /// Takes away what the spare had and the site has not, and writes the file by which ibid will know it as its own.
    pub(super) fn finish(&self) -> Result<(), Error> {
        self.prune().map_err(Error::io("build in", self.folder()))?;
        let text = marker_text(&self.own_dot_files());
        self.write_any(&marker(), text.as_bytes())
    }

    /// The old site becomes the spare of the next build if it may, and is removed otherwise.
    pub(super) fn retire(&self, old: Option<&Path>) -> io::Result<()> {
        if let Some(old) = old
            && self.may_spare.load(Ordering::Relaxed)
            && self.leave_as_spare(old).is_ok()
        {
            return Ok(());
        }
        self.remove()
    }

    /// Removes the folder with all that is still in it; does nothing the second time.
    pub(super) fn remove(&self) -> io::Result<()> {
        self.claim.remove()
    }

    fn leave_as_spare(&self, old: &Path) -> io::Result<()> {
        if old != self.site() {
            fs::rename(old, self.site())?;
            fs::remove_dir(old.parent().expect("it was set aside in a folder"))?;
        }
        // Among them are those of others, which are carried from site to site and belong to no spare.
        for entry in fs::read_dir(self.site())? {
            let entry = entry?;
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                moment("sparing");
                remove_tree(&entry.path())?;
            }
        }
        self.claim.leave_as_spare(&self.output)?;
        moment("spared");
        Ok(())
    }

    fn refuse_marker(&self, path: &OutPath) -> Result<(), Error> {
        if path.as_str().split('/').next() == Some(MARKER) {
            let shown = self.output.join(path.as_str());
            return Err(Error::new("write", &shown, "the name is taken by the marker of ibid's output"));
        }
        Ok(())
    }

    fn write_any(&self, path: &OutPath, bytes: &[u8]) -> Result<(), Error> {
        let mut rest = bytes;
        let same = self.published_as(path, bytes.len() as u64, |published| {
            let (next, after) = rest.split_at(published.len().min(rest.len()));
            rest = after;
            next == published
        });
        self.put(path, same, |file, shown| file.write_all(bytes).map_err(Error::io("write", shown)))
    }

    /// The published file that may go on being a part of the site: it is ibid's own, and whoever writes to it by another
    /// name, which is not the spare's, would write to the site.
    fn published_entry(&self, path: &str) -> Option<Entry> {
        let entry = self.published.files.get(path).copied().filter(|entry| self.fresh.suits(entry))?;
        let names = 1 + u64::from(self.is_in_spare(path, &entry.look));
        (entry.names == names).then_some(entry)
    }

    fn is_in_spare(&self, path: &str, look: &Look) -> bool {
        self.spare.files.get(path).is_some_and(|spare| spare.look.has_the_bytes_of(look))
    }

    /// The published file, if it looks like this.
    pub(super) fn open_published(&self, path: &OutPath, look: &Look) -> Option<File> {
        self.published.files.get(path.as_str()).filter(|entry| entry.look == *look)?;
        let file = File::open(self.output.join(path.as_str())).ok()?;
        // Another build may have brought its site into place.
        Look::of(&file.metadata().ok()?).has_the_bytes_of(look).then_some(file)
    }

    /// The look of the published file if it has this length and `agrees` says so of each of its pieces, in order.
    pub(super) fn published_as(
        &self,
        path: &OutPath,
        length: u64,
        mut agrees: impl FnMut(&[u8]) -> bool,
    ) -> Option<Look> {
        let look = self.published_entry(path.as_str()).map(|entry| entry.look).filter(|look| look.length == length)?;
        let mut file = self.open_published(path, &look)?;
        let mut piece = vec![0; PIECE.min(length as usize)];
        let mut left = length as usize;
        while left > 0 {
            let piece = &mut piece[..left.min(PIECE)];
            if file.read_exact(piece).is_err() || !agrees(piece) {
                return None;
            }
            left -= piece.len();
        }
        Some(look)
    }

    /// Makes a file that has the bytes of the published one if that has this look, or else is filled.
    pub(super) fn put(
        &self,
        path: &OutPath,
        same: Option<Look>,
        content: impl FnOnce(&mut File, &Path) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if let Some(look) = &same
            && self.link_to(path, look)?
        {
            return Ok(());
        }
        let shown = self.output.join(path.as_str());
        let failed = |error| Error::new("write", &shown, reason(&error));
        let mut file = self.make(path, |to| File::create_new(to)).map_err(failed)?;
        content(&mut file, &shown)?;
        if let Some(time) = same.and_then(|look| look.time()) {
            // The same file could not have another name; whoever goes by times sees no change.
            file.set_modified(time).map_err(failed)?;
        }
        let look = Look::of(&file.metadata().map_err(failed)?);
        self.new.fetch_add(1, Ordering::Relaxed);
        self.note(path, look)
    }

    /// Gives the published file with this look a name in the stage, which it may have had in the spare. False where that
    /// is not possible.
    fn link_to(&self, path: &OutPath, look: &Look) -> Result<bool, Error> {
        if !self.is_in_spare(path.as_str(), look) {
            let published = self.output.join(path.as_str());
            if self.make(path, |to| (self.link)(&published, to)).is_err() {
                self.may_spare.store(false, Ordering::Relaxed);
                return Ok(false);
            }
            let to = self.site().join(path.as_str());
            let linked = fs::symlink_metadata(&to).is_ok_and(|metadata| Look::of(&metadata).has_the_bytes_of(look));
            if !linked {
                // Another build brought its site into place just now, or somebody wrote to the file.
                fs::remove_file(&to).map_err(Error::io("write", &published))?;
                return Ok(false);
            }
        }
        self.note(path, *look).map(|()| true)
    }

    fn note(&self, path: &OutPath, look: Look) -> Result<(), Error> {
        match self.written().insert(path.clone(), look) {
            None => Ok(()),
            Some(_) => Err(Error::new("write", &self.output.join(path.as_str()), TWICE)),
        }
    }

    /// Makes a file that the stage does not have but for the spare's, which gives way.
    fn make<T>(&self, path: &OutPath, make: impl Fn(&Path) -> io::Result<T>) -> io::Result<T> {
        let to = self.site().join(path.as_str());
        if self.written().contains_key(path) {
            return Err(io::Error::other(TWICE));
        }
        if self.spare.files.contains_key(path.as_str()) {
            gone(fs::remove_file(&to))?;
        }
        make(&to).or_else(|error| match (error.kind(), to.parent()) {
            // Folders are made when the first file needs them; asking first would cost a call for every file.
            (io::ErrorKind::NotFound, Some(folder)) => {
                fs::create_dir_all(folder)?;
                make(&to)
            }
            _ if self.make_way(path.as_str())? => {
                fs::create_dir_all(to.parent().expect("a file lies in a folder"))?;
                make(&to)
            }
            _ => Err(error),
        })
    }

    /// Takes away what the spare has in the way of a path: a folder where a file should be, a file where a folder should
    /// be. False if there is nothing of the kind.
    fn make_way(&self, path: &str) -> io::Result<bool> {
        let written = self.written();
        let is_written = |path: &str| OutPath::new(path).is_ok_and(|path| written.contains_key(&path));
        let is_below = |other: &OutPath| other.as_str().strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        let mut made = false;
        if self.spare.folders.contains_key(path) && !written.keys().any(is_below) {
            gone(remove_tree(&self.site().join(path)))?;
            made = true;
        }
        for folder in folders_of(path).filter(|folder| self.spare.files.contains_key(*folder) && !is_written(folder)) {
            match fs::remove_file(self.site().join(folder)) {
                // Another thread made way, and a folder.
                Err(_) if self.site().join(folder).is_dir() => {}
                removed => gone(removed)?,
            }
            made = true;
        }
        Ok(made)
    }

    /// Removes what the spare had and the site has not.
    fn prune(&self) -> io::Result<()> {
        let written = self.written();
        let names: BTreeSet<&str> = written.keys().map(OutPath::as_str).collect();
        let kept: BTreeSet<&str> = names.iter().flat_map(|path| folders_of(path)).collect();
        if names.intersection(&kept).next().is_some() {
            // Two threads would have been told, had they not met in the spare.
            return Err(io::ErrorKind::NotADirectory.into());
        }
        let is_used = |path: &str| names.contains(path) || kept.contains(path);
        let stale: Vec<&str> = self.spare.files.keys().map(String::as_str).filter(|path| !is_used(path)).collect();
        stale.par_iter().try_for_each(|path| gone(fs::remove_file(self.site().join(path))))?;
        // Longer paths first: what is in a folder goes before it.
        let empty = self.spare.folders.keys().rev().filter(|path| !is_used(path));
        empty.into_iter().try_for_each(|path| gone(fs::remove_dir(self.site().join(path))))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Nobody can be told any more; the next build finds what is left.
        let _ = self.remove();
    }
}

fn site(claim: &Claim) -> PathBuf {
    claim.folder.join("site")
}

/// Begins with the site that lies in a spare. One that is not as ibid leaves spares is emptied.
fn take_up(claim: Claim) -> io::Result<(Claim, Fresh, Tree)> {
    let site = site(&claim);
    let fresh = Fresh::probe(&claim.folder)?;
    let tree = Tree::survey(&site);
    if fresh.is_plain(&tree) && !fresh.folds_names && fresh.renew_top(&site)? && !has_dot_files(&site)? {
        return Ok((claim, fresh, tree));
    }
    gone(remove_tree(&site))?;
    fs::create_dir(&site)?;
    Ok((claim, fresh, Tree::default()))
}

fn has_dot_files(folder: &Path) -> io::Result<bool> {
    let names = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name()));
    let names = names.collect::<io::Result<Vec<_>>>()?;
    Ok(names.iter().any(|name| name.as_encoded_bytes().starts_with(b".")))
}

/// The folders that hold a file, the nearest first.
pub(super) fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(path.rsplit_once('/'), |(folder, _)| folder.rsplit_once('/')).map(|(folder, _)| folder)
}

/// What was to be removed and is not there is as good as removed.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(()),
        removed => removed,
    }
}
