//! A file's metadata → its look: what tells, without reading the file, whether it is still the one that was seen. Whoever
//! reads a file and wants to know later whether to read it again takes its look first.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Two equal looks are the same file with the same bytes, unless it was written twice within one tick of the clock that
/// stamps it: see [`Look::is_older`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Look {
    /// Which file it is; 0 where the system does not tell.
    pub device: u64,
    pub number: u64,
    /// In bytes.
    pub length: u64,
    /// When its bytes were written, in nanoseconds since 1970. A program can set it.
    pub written: i128,
    /// When anything of it changed, its names and its permissions too. Nobody can set it; 0 where the system does not tell.
    pub changed: i128,
}

impl Look {
    #[cfg(unix)]
    pub fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        let time = |seconds: i64, nanoseconds: i64| i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds);
        Self {
            device: metadata.dev(),
            number: metadata.ino(),
            length: metadata.size(),
            written: time(metadata.mtime(), metadata.mtime_nsec()),
            changed: time(metadata.ctime(), metadata.ctime_nsec()),
        }
    }

    #[cfg(not(unix))]
    pub fn of(metadata: &Metadata) -> Self {
        let time = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let written = time.map_or(0, |time| time.as_nanos() as i128);
        Self { device: 0, number: 0, length: metadata.len(), written, changed: 0 }
    }

    /// When its bytes were written, as the system says it; `None` where that is no time of this system's.
    pub fn time(&self) -> Option<SystemTime> {
        let distance = Duration::from_nanos(u64::try_from(self.written.unsigned_abs()).ok()?);
        match self.written >= 0 {
            true => UNIX_EPOCH.checked_add(distance),
            false => UNIX_EPOCH.checked_sub(distance),
        }
    }

    /// Whether the file was left alone since before `moment`. If the look was taken after that moment, whatever is written
    /// later gets another time, and shows.
    pub fn is_older(&self, moment: i128) -> bool {
        self.written < moment && self.changed < moment
    }

    /// Whether these are the same bytes in the same file. Other names may have come or gone, which changes a file's
    /// `changed` and nothing that can be read in it.
    pub fn has_the_bytes_of(&self, other: &Self) -> bool {
        Self { changed: other.changed, ..*self } == *other
    }
}
