//! The one room with a door to the file system: a site's folder → a `World`, pages → files, a finished site → the
//! output folder. The command line and the server call it; nothing here knows what a page means.
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "this room is the door to the file system")]

pub mod again;
mod carry;
mod codec;
pub mod find;
pub mod follow;
pub mod kept;
pub mod load;
pub mod look;
pub mod open;
pub mod output;
mod patch;
pub mod pictures;
pub mod placed;
pub mod publish;
mod record;
pub mod remembered;
pub mod save;
pub mod stage;
mod staging;
pub mod traces;
mod tree;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The machine failed, or a path is not ours to use: what was tried, on which path, and why it did not work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    /// Completes "cannot …": `read`, `write`, `publish into`.
    pub action: &'static str,
    pub path: PathBuf,
    pub reason: String,
}

impl Error {
    fn new(action: &'static str, path: &Path, reason: impl Into<String>) -> Self {
        Self { action, path: path.to_owned(), reason: reason.into() }
    }

    fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::new(action, path, reason(&error))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} `{}`: {}", self.action, self.path.display(), self.reason)
    }
}

impl std::error::Error for Error {}

/// The system's own words in the shape of a message: lower case, without the number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().expect("split yields at least one part");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_action_path_and_reason() {
        let error = Error::io("write", Path::new("public/a"))(io::Error::from_raw_os_error(28));
        assert_eq!(error.to_string(), "cannot write `public/a`: no space left on device");
    }
}
