//! A text → one file of the site, whole or not at all. `ibid import` and `ibid accept` call it for source pages, for
//! `ibid.lock` and for documents that come from elsewhere; it never replaces what a human wrote since the file was read.

use super::load::decode;
use super::{Error, reason};
use crate::path::FilePath;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// What became of the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Saved {
    Created,
    Updated,
    Unchanged,
}

/// Writes `text` to the file at `path` if it still reads `read`, the text that the new one was made from; `None` means
/// that there was no file.
pub fn save(root: &Path, path: &FilePath, read: Option<&str>, text: &str) -> Result<Saved, Error> {
    let shown = root.join(path.as_str());
    let failed = |error: io::Error| Error::new("write", &shown, reason(&error));
    // The file, not the link to it, is replaced.
    let place = shown.canonicalize().unwrap_or_else(|_| shown.clone());
    check(&shown, &place, read)?;
    if read == Some(text) {
        return Ok(Saved::Unchanged);
    }
    let folder = place.parent().expect("a file lies in a folder");
    fs::create_dir_all(folder).map_err(failed)?;
    let beside = folder.join(format!(".ibid-{}-{}", std::process::id(), path.name()));
    let saved = fill(&beside, &place, text).map_err(failed).and_then(|()| {
        check(&shown, &place, read)?;
        match read {
            // A second name, unlike a rename, never replaces a file that has just appeared.
            None => fs::hard_link(&beside, &place).or_else(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => Err(error),
                _ if place.exists() => Err(io::ErrorKind::AlreadyExists.into()),
                _ => fs::rename(&beside, &place),
            }),
            Some(_) => fs::rename(&beside, &place),
        }
        .map_err(failed)
    });
    // Already gone where it was renamed.
    let _ = fs::remove_file(&beside);
    saved.map(|()| if read.is_none() { Saved::Created } else { Saved::Updated })
}

/// Keeps a document as received at `path` below the root. A file that is there already stays, whatever it holds: the
/// same bytes are a success, others an error.
pub fn keep(root: &Path, path: &FilePath, bytes: &[u8]) -> Result<Saved, Error> {
    let place = root.join(path.as_str());
    let failed = |error: io::Error| Error::new("write", &place, reason(&error));
    let folder = place.parent().expect("a file lies in a folder");
    fs::create_dir_all(folder).map_err(failed)?;
    match File::options().write(true).create_new(true).open(&place) {
        Ok(mut file) => {
            let written = file.write_all(bytes).and_then(|()| file.sync_data());
            written.map_err(|error| {
                // Half a document must not pass for one.
                let _ = fs::remove_file(&place);
                failed(error)
            })?;
            Ok(Saved::Created)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => match fs::read(&place) {
            Ok(there) if there == bytes => Ok(Saved::Unchanged),
            Ok(_) => Err(Error::new(
                "write",
                &place,
                "another document has this name; give the new one another with `--name`, or, if it is a newer version, put it into `seeds/` by hand",
            )),
            Err(error) => Err(failed(error)),
        },
        Err(error) => Err(failed(error)),
    }
}

/// Whether the file is still what was read.
fn check(shown: &Path, place: &Path, read: Option<&str>) -> Result<(), Error> {
    let refuse = |reason: &str| Err(Error::new("write", shown, reason));
    match (fs::read(place).map(decode), read) {
        (Ok(Ok(text)), Some(read)) if text == read => Ok(()),
        (Ok(_), Some(_)) => refuse("it changed since it was read, so it is left as it is; run the command again"),
        (Ok(_), None) => refuse("it appeared meanwhile, so it is left as it is; run the command again"),
        (Err(error), None) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        (Err(error), _) => refuse(&reason(&error)),
    }
}

/// The new file beside the old, with its permissions, safely on the disk before it takes its name: a source page can
/// hold a human's work.
fn fill(beside: &Path, place: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create(beside)?;
    file.write_all(text.as_bytes())?;
    if let Ok(metadata) = fs::metadata(place) {
        file.set_permissions(metadata.permissions())?;
    }
    file.sync_data()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> FilePath {
        FilePath::new("content/sources/a.md").unwrap()
    }

    #[test]
    fn a_page_is_made_changed_and_left_when_it_is_the_same() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(save(root.path(), &page(), None, "1"), Ok(Saved::Created));
        assert_eq!(save(root.path(), &page(), Some("1"), "2"), Ok(Saved::Updated));
        assert_eq!(save(root.path(), &page(), Some("2"), "2"), Ok(Saved::Unchanged));
        let folder = root.path().join("content/sources");
        assert_eq!(fs::read_to_string(folder.join("a.md")).unwrap(), "2");
        assert_eq!(fs::read_dir(folder).unwrap().count(), 1);
    }

    #[test]
    fn what_changed_since_it_was_read_is_left() {
        let root = tempfile::tempdir().unwrap();
        save(root.path(), &page(), None, "by hand").unwrap();
        let error = save(root.path(), &page(), Some("as read"), "new").unwrap_err();
        assert_eq!(error.reason, "it changed since it was read, so it is left as it is; run the command again");
        let error = save(root.path(), &page(), None, "new").unwrap_err();
        assert_eq!(error.reason, "it appeared meanwhile, so it is left as it is; run the command again");
        let place = root.path().join(page().as_str());
        assert_eq!(fs::read_to_string(&place).unwrap(), "by hand");
        fs::remove_file(place).unwrap();
        let error = save(root.path(), &page(), Some("by hand"), "new").unwrap_err();
        assert_eq!(error.reason, "no such file or directory");
    }

    #[test]
    fn a_document_is_kept_once_and_never_replaced() {
        let root = tempfile::tempdir().unwrap();
        let path = FilePath::new("seeds/deep/a.pdf").unwrap();
        assert_eq!(keep(root.path(), &path, b"1"), Ok(Saved::Created));
        assert_eq!(keep(root.path(), &path, b"1"), Ok(Saved::Unchanged));
        assert!(keep(root.path(), &path, b"2").unwrap_err().reason.contains("another document"));
        assert_eq!(fs::read(root.path().join(path.as_str())).unwrap(), b"1");
    }

    #[test]
    #[cfg(unix)]
    fn a_link_and_a_byte_order_mark_are_no_change() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("content/sources")).unwrap();
        fs::write(root.path().join("real.md"), "\u{FEFF}a").unwrap();
        let link = root.path().join(page().as_str());
        std::os::unix::fs::symlink("../../real.md", &link).unwrap();
        assert_eq!(save(root.path(), &page(), Some("a"), "b"), Ok(Saved::Updated));
        assert!(fs::symlink_metadata(link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(root.path().join("real.md")).unwrap(), "b");
    }
}
