//! A long file in pieces → the file in a stage. Most of them may stand in the published file; the system copies these, and
//! nothing of them is read here. `cli/write` calls it for `evidence.json`.

use super::look::Look;
use super::stage::Stage;
use super::{Error, reason};
use crate::path::OutPath;
use crate::render::Piece;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

impl Stage {
    /// Writes a file whose pieces are all new, without ever having it in one.
    pub fn write_pieces(&self, path: &OutPath, pieces: &[Piece]) -> Result<(), Error> {
        let texts = || pieces.iter().filter_map(Piece::text).map(str::as_bytes);
        let length = texts().map(|text| text.len() as u64).sum();
        let (mut left, mut text) = (texts(), &[][..]);
        let same = self.published_as(path, length, |mut published| {
            while !published.is_empty() {
                if text.is_empty() {
                    text = left.next().unwrap_or_default();
                }
                let (here, rest) = text.split_at(text.len().min(published.len()));
                let (there, after) = published.split_at(here.len());
                if here != there {
                    return false;
                }
                (text, published) = (rest, after);
            }
            true
        });
        self.put(path, same, |file, shown| {
            texts().try_for_each(|text| file.write_all(text)).map_err(Error::io("write", shown))
        })
    }

    /// Makes a file of these pieces, if the published one looks like this. False if it does not; then the file has to be
    /// written without it.
    pub fn patch(&self, path: &OutPath, look: &Look, pieces: &[Piece]) -> Result<bool, Error> {
        let Some(published) = self.open_published(path, look) else { return Ok(false) };
        if is_made_of(&published, look.length, pieces) {
            return self.keep(path, look);
        }
        self.put(path, None, |file, shown| {
            for piece in pieces {
                add(file, piece, &published).map_err(|error| Error::new("write", shown, reason(&error)))?;
            }
            // Whoever wrote to it meanwhile has written to what was copied.
            let is_it = published.metadata().is_ok_and(|metadata| Look::of(&metadata).has_the_bytes_of(look));
            if is_it { Ok(()) } else { Err(changed(shown)) }
        })?;
        Ok(true)
    }
}

/// Whether the pieces, joined, are what the file says.
fn is_made_of(mut published: &File, length: u64, pieces: &[Piece]) -> bool {
    let mut at = 0;
    for piece in pieces {
        at += match piece {
            Piece::Published(range) if range.start == at => range.end - range.start,
            Piece::Published(_) => return false,
            Piece::New(text) => {
                let mut there = vec![0; text.len()];
                let is_read = published.seek(SeekFrom::Start(at)).and_then(|_| published.read_exact(&mut there));
                if is_read.is_err() || there != text.as_bytes() {
                    return false;
                }
                text.len() as u64
            }
        };
    }
    at == length
}

fn add(file: &mut File, piece: &Piece, mut published: &File) -> io::Result<()> {
    let range = match piece {
        Piece::New(text) => return file.write_all(text.as_bytes()),
        Piece::Published(range) => range,
    };
    published.seek(SeekFrom::Start(range.start))?;
    let length = range.end - range.start;
    let copied = io::copy(&mut published.take(length), file)?;
    if copied == length { Ok(()) } else { Err(io::Error::from(io::ErrorKind::UnexpectedEof)) }
}

fn changed(path: &Path) -> Error {
    Error::new("write", path, "the published file changed while it was copied")
}

#[cfg(test)]
mod tests {
    use super::super::output::Output;
    use super::super::publish::publish;
    use super::*;
    use crate::path::OutPath;
    use std::fs;

    #[test]
    fn a_file_is_made_of_published_and_of_new_pieces() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("public");
        let output = Output::new(root.path(), &folder).unwrap();
        let path = OutPath::new("evidence.json").unwrap();
        let first = publish(&output, |stage| stage.write(&path, b"one, two, three")).unwrap();
        let look = first.placed.unwrap().files.into_iter().find(|(name, _)| name == path.as_str()).unwrap().1;
        let pieces = [
            Piece::Published(0..5),
            Piece::New("2 and ".to_owned()),
            Piece::Published(10..15),
            Piece::New(String::new()),
        ];
        let other = Look { length: look.length + 1, ..look };
        publish(&output, |stage| {
            assert!(!stage.patch(&path, &other, &pieces)?, "it looks otherwise");
            assert!(!stage.patch(&OutPath::new("other.json").unwrap(), &look, &pieces)?, "it is not there");
            assert!(stage.patch(&path, &look, &pieces)?);
            stage.write(&OutPath::new("b").unwrap(), b"")
        })
        .unwrap();
        assert_eq!(fs::read_to_string(folder.join("evidence.json")).unwrap(), "one, 2 and three");
    }

    #[test]
    fn pieces_are_written_and_compared_without_being_joined() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("public");
        let output = Output::new(root.path(), &folder).unwrap();
        let path = OutPath::new("evidence.json").unwrap();
        let long = "long ".repeat(30_000);
        for (texts, fresh) in
            [(["one", "", &long], 1), (["", "on", &format!("e{long}")], 0), (["one", "", &long.replace("g ", "g.")], 1)]
        {
            let pieces = texts.map(|text| Piece::New(text.to_owned()));
            let published = publish(&output, |stage| stage.write_pieces(&path, &pieces)).unwrap();
            assert_eq!(published.fresh, fresh);
            assert_eq!(fs::read_to_string(folder.join("evidence.json")).unwrap(), texts.concat());
        }
    }

    #[test]
    fn a_file_that_says_the_same_stays() {
        let root = tempfile::tempdir().unwrap();
        let output = Output::new(root.path(), &root.path().join("public")).unwrap();
        let path = OutPath::new("evidence.json").unwrap();
        let first = publish(&output, |stage| stage.write(&path, b"one, two, three")).unwrap();
        let look = first.placed.unwrap().files.into_iter().find(|(name, _)| name == path.as_str()).unwrap().1;
        let pieces = [Piece::New("one".to_owned()), Piece::Published(3..10), Piece::New("three".to_owned())];
        let again = publish(&output, |stage| {
            assert!(stage.patch(&path, &look, &pieces)?);
            Ok::<(), Error>(())
        });
        assert_eq!(again.unwrap().fresh, 0);
    }

    #[test]
    fn what_ends_too_early_is_an_error() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("public");
        let output = Output::new(root.path(), &folder).unwrap();
        let path = OutPath::new("evidence.json").unwrap();
        let first = publish(&output, |stage| stage.write(&path, b"one")).unwrap();
        let look = first.placed.unwrap().files.into_iter().find(|(name, _)| name == path.as_str()).unwrap().1;
        let failed = publish(&output, |stage| stage.patch(&path, &look, &[Piece::Published(1..4)]).map(drop));
        assert!(failed.is_err());
        assert_eq!(fs::read_to_string(folder.join("evidence.json")).unwrap(), "one");
    }
}
