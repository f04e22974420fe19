//! A file of the site that is published as it is → its bytes, piece by piece. The server calls it, for files that may be
//! larger than memory. Which file that is says a plan, never an address.

use super::Error;
use super::follow::stays_inside;
use crate::path::FilePath;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// An open file and its length in bytes.
#[derive(Debug)]
pub struct Opened {
    file: File,
    pub length: u64,
}

/// Opens a file below the root. What became a link out of the site since it was read stays closed, as for a build.
pub fn open(root: &Path, path: &FilePath) -> Result<Opened, Error> {
    let root = root.canonicalize().map_err(Error::io("read", root))?;
    let place = root.join(path.as_str());
    stays_inside(&root, &place).map_err(|reason| Error::new("read", &place, reason))?;
    // Opening a pipe would wait for its writer for ever.
    if !place.is_file() {
        return Err(Error::new("read", &place, "is not a file"));
    }
    let file = File::open(&place).map_err(Error::io("read", &place))?;
    let length = file.metadata().map_err(Error::io("read", &place))?.len();
    Ok(Opened { file, length })
}

impl Opened {
    /// Goes to so many bytes after the beginning.
    pub fn skip(&mut self, bytes: u64) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(bytes)).map(drop)
    }
}

impl Read for Opened {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    #[cfg(unix)]
    fn a_link_is_followed_inside_the_site_only() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let (root, outside) = (folder.path().join("site"), folder.path().join("secret"));
        fs::create_dir_all(root.join("static/.well-known")).unwrap();
        fs::write(&outside, "secret").unwrap();
        fs::write(root.join("static/.well-known/a"), "inside").unwrap();
        symlink(".well-known/a", root.join("static/inner")).unwrap();
        symlink("../../secret", root.join("static/outer")).unwrap();
        symlink("../..", root.join("static/up")).unwrap();
        let read = |path: &str| {
            let mut text = String::new();
            open(&root, &FilePath::new(path).unwrap()).map(|mut file| file.read_to_string(&mut text)).ok()?.ok()?;
            Some(text)
        };
        assert_eq!(read("static/.well-known/a").as_deref(), Some("inside"));
        for path in ["static/outer", "static/up/secret", "static", "static/none"] {
            assert_eq!(read(path), None, "{path}");
        }
    }

    #[test]
    fn a_part_of_a_file_can_be_read() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a"), "0123456789").unwrap();
        let mut file = open(folder.path(), &FilePath::new("a").unwrap()).unwrap();
        assert_eq!(file.length, 10);
        file.skip(7).unwrap();
        let mut rest = String::new();
        file.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "789");
    }
}
