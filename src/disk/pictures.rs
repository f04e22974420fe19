//! A photograph of the site and a width → the smaller photograph, made once and kept in `.ibid/images/`. A build calls it
//! from many threads. What is kept there is trusted only while it has the hash that it was written with.

use super::Error;
use super::load::read_at;
use crate::path::FilePath;
use crate::picture::resize;
use crate::world::Sha256;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Where smaller photographs are kept, below the site's root.
const FOLDER: &str = ".ibid/images";

/// Changes whenever the same photograph would come out in other bytes.
const EDITION: u32 = 1;

/// A photograph may be so large, in bytes.
const MOST: u64 = 256 << 20;

/// How many bytes of a kept file are the hash of the rest.
const HASH: usize = 32;

/// The smaller photographs of one build.
pub struct Pictures<'a> {
    root: &'a Path,
    folder: PathBuf,
    /// The files of the folder that this build has asked for.
    used: Mutex<BTreeSet<String>>,
    damaged: Mutex<BTreeMap<FilePath, String>>,
    written: AtomicUsize,
}

impl<'a> Pictures<'a> {
    pub fn new(root: &'a Path) -> Self {
        let (used, damaged, written) = Default::default();
        Self { root, folder: root.join(FOLDER), used, damaged, written }
    }

    /// The photograph at `path`, which has this hash, in `width` pixels. One that is damaged is given back as it is: a
    /// browser shows what it can.
    pub fn smaller(&self, path: &FilePath, sha256: Sha256, width: u32) -> Result<Vec<u8>, Error> {
        let name = format!("{sha256}-{width}-{EDITION}");
        self.used.lock().expect("nothing panics while it holds the lock").insert(name.clone());
        let kept = self.folder.join(&name);
        if let Some(bytes) = fs::read(&kept).ok().and_then(sound) {
            return Ok(bytes);
        }
        let bytes = read_at(&self.root.join(path.as_str()), MOST)?;
        match resize(&bytes, width) {
            Ok(smaller) => {
                if Sha256::of(&bytes) == sha256 {
                    self.keep(&kept, &smaller);
                }
                Ok(smaller)
            }
            Err(reason) => {
                self.damaged.lock().expect("nothing panics while it holds the lock").insert(path.clone(), reason);
                Ok(bytes)
            }
        }
    }

    /// Where nothing can be kept, the next build makes it again.
    fn keep(&self, place: &Path, bytes: &[u8]) {
        let number = self.written.fetch_add(1, Ordering::Relaxed);
        let beside = self.folder.join(format!(".{}-{number}", std::process::id()));
        let kept = [Sha256::of(bytes).as_bytes().as_slice(), bytes].concat();
        let written = fs::create_dir_all(&self.folder)
            .and_then(|()| fs::write(&beside, kept))
            .and_then(|()| fs::rename(&beside, place));
        if written.is_err() {
            let _ = fs::remove_file(&beside);
        }
    }

    /// Removes what this build had no use for, and tells which photographs are damaged, with the reasons.
    pub fn finish(self) -> BTreeMap<FilePath, String> {
        let used = self.used.into_inner().expect("nothing panics while it holds the lock");
        for entry in fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok) {
            if entry.file_name().to_str().is_none_or(|name| !used.contains(name)) {
                let _ = fs::remove_file(entry.path());
            }
        }
        self.damaged.into_inner().expect("nothing panics while it holds the lock")
    }
}

/// What a kept file holds, if it is what was once written.
fn sound(mut kept: Vec<u8>) -> Option<Vec<u8>> {
    let bytes = kept.split_off(kept.len().min(HASH));
    (kept == Sha256::of(&bytes).as_bytes()).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::tests::png;

    fn site(bytes: &[u8]) -> (tempfile::TempDir, FilePath, Sha256) {
        let folder = tempfile::tempdir().unwrap();
        let path = FilePath::new("content/photo.png").unwrap();
        fs::create_dir(folder.path().join("content")).unwrap();
        fs::write(folder.path().join(path.as_str()), bytes).unwrap();
        (folder, path, Sha256::of(bytes))
    }

    fn kept(folder: &Path) -> Vec<PathBuf> {
        fs::read_dir(folder.join(FOLDER)).map_or(Vec::new(), |files| files.map(|file| file.unwrap().path()).collect())
    }

    #[test]
    fn a_smaller_photograph_is_made_once_and_made_again_when_what_was_kept_is_damaged() {
        let (folder, path, sha256) = site(&png(64, 32));
        let made = Pictures::new(folder.path()).smaller(&path, sha256, 16).unwrap();
        let [file] = &kept(folder.path())[..] else { panic!("one file is kept") };
        // The photograph itself is not read a second time.
        fs::remove_file(folder.path().join(path.as_str())).unwrap();
        assert_eq!(Pictures::new(folder.path()).smaller(&path, sha256, 16).unwrap(), made);
        fs::write(folder.path().join(path.as_str()), png(64, 32)).unwrap();
        for damage in [&b""[..], b"short", &[7; 400]] {
            fs::write(file, damage).unwrap();
            assert_eq!(Pictures::new(folder.path()).smaller(&path, sha256, 16).unwrap(), made);
            assert_eq!(fs::read(file).unwrap().len(), made.len() + HASH);
        }
    }

    #[test]
    fn what_no_page_shows_any_more_is_removed() {
        let (folder, path, sha256) = site(&png(64, 32));
        let pictures = Pictures::new(folder.path());
        pictures.smaller(&path, sha256, 16).unwrap();
        pictures.smaller(&path, sha256, 8).unwrap();
        assert!(pictures.finish().is_empty());
        assert_eq!(kept(folder.path()).len(), 2);
        let pictures = Pictures::new(folder.path());
        pictures.smaller(&path, sha256, 8).unwrap();
        pictures.finish();
        assert_eq!(kept(folder.path()).len(), 1);
    }

    #[test]
    fn a_damaged_photograph_is_published_as_it_is() {
        let whole = png(64, 32);
        let half = &whole[..whole.len() / 2];
        let (folder, path, sha256) = site(half);
        let pictures = Pictures::new(folder.path());
        assert_eq!(pictures.smaller(&path, sha256, 16).unwrap(), half);
        assert_eq!(pictures.finish().into_keys().collect::<Vec<_>>(), [path]);
        assert!(kept(folder.path()).is_empty());
    }

    #[test]
    fn a_site_that_cannot_be_written_to_is_built_all_the_same() {
        let (folder, path, sha256) = site(&png(64, 32));
        fs::write(folder.path().join(".ibid"), "a file where the folder should be").unwrap();
        assert!(Pictures::new(folder.path()).smaller(&path, sha256, 16).is_ok());
    }
}
