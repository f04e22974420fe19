//! A site's folder → the site in a browser, made anew whenever a file changes. The command line starts a `Server` and lets it
//! run; it compiles and renders with the functions that build the site, and writes nothing but smaller photographs into
//! the cache.
//!
//! ```text
//! watch ─Signal─▶ the loop below ─World─▶ Edition ─▶ Board ◀─ Front ◀─ connections ◀─ door
//! ```
//!
//! One thread watches and compiles; each connection has a thread of its own. The board is all that they share.
#![expect(clippy::disallowed_methods, reason = "waiting for quiet, and for slow readers, needs a clock")]
#![expect(clippy::disallowed_types, reason = "this room is the door to the network")]

mod board;
mod connection;
mod door;
mod edition;
mod events;
mod faults;
mod front;
mod http;
mod watch;

pub use door::{Door, PORT, Shut};
pub use edition::{Edition, Took};
pub use watch::Signal;

use crate::compile::Options;
use crate::config;
use crate::disk::Error;
use crate::disk::follow::{Follower, differ};
use crate::world::World;
use board::Board;
use front::Front;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};
use watch::{Batch, Watch, collect};

/// However still it is, the files are looked at after so long: on some file systems nobody says what changes.
const LOOK: Duration = Duration::from_secs(3);

/// The same while something is wrong with the folder itself.
const ANXIOUS_LOOK: Duration = Duration::from_millis(500);

/// Looking may take one part in so many of the time.
const SHARE: u32 = 100;

/// A site that is watched.
pub struct Server {
    follower: Follower,
    /// What was read last, whether or not it could be shown.
    world: World,
    options: Options,
    board: Arc<Board>,
    watch: Result<Watch, String>,
    sender: Sender<Signal>,
    signals: Receiver<Signal>,
    /// How long it took to look at every file.
    looking: Duration,
}

/// What happened, for whoever sits at the terminal.
pub enum News<'a> {
    /// The site was made anew.
    Edition {
        edition: &'a Edition,
        /// Files that changed, by their paths from the root; empty when the folder was looked at whole.
        changed: Vec<PathBuf>,
        /// From the first sign until browsers were told.
        took: Duration,
        /// Of that, until nothing more happened, and for reading.
        waiting: Duration,
        reading: Duration,
        /// Whether its pages are shown; otherwise those of the edition before.
        is_shown: bool,
    },
    /// The site cannot be read; what was shown is shown.
    Trouble(&'a str),
    /// It can be read again, and is as it was.
    Recovered,
}

impl Server {
    /// Reads and compiles a site, and begins to watch it.
    pub fn start(root: &Path, options: Options) -> Result<Self, Error> {
        let (sender, signals) = channel();
        let began = Instant::now();
        let (follower, world) = Follower::begin(root)?;
        let looking = began.elapsed();
        // What changed since it was read is found when the watch stands.
        let watch = Watch::begin(follower.root(), follower.targets(), &sender);
        let _ = sender.send(Signal::Doubt);
        let edition = Edition::new(world.clone(), options, None);
        let board = Arc::new(Board::new(follower.root().to_owned(), edition));
        Ok(Self { follower, world, options, board, watch, sender, signals, looking })
    }

    /// Where signals can be sent to: the one that ends it, for instance.
    pub fn sender(&self) -> Sender<Signal> {
        self.sender.clone()
    }

    /// The edition that is shown.
    pub fn edition(&self) -> Arc<Edition> {
        self.board.now().shown
    }

    /// Why not everything is watched; what is not is looked at every few seconds.
    pub fn blindness(&self) -> Option<&str> {
        match &self.watch {
            Ok(watch) => watch.fault.as_deref(),
            Err(reason) => Some(reason),
        }
    }

    /// Serves until it is told to stop.
    pub fn run(mut self, door: Door, mut tell: impl FnMut(News<'_>)) {
        door.attend(Front { board: Arc::clone(&self.board) });
        loop {
            let batch = match self.signals.recv_timeout(self.pause()) {
                Ok(signal) => Some(signal),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let began = Instant::now();
            let batch = match batch {
                Some(first) => collect(first, &self.signals, |path| self.follower.knows(path)),
                None => Batch { is_doubtful: true, ..Batch::default() },
            };
            if batch.stops {
                return;
            }
            self.catch_up(&batch, began, &mut tell);
            self.watch_again();
        }
    }

    /// How long nothing need happen before all files are looked at.
    fn pause(&self) -> Duration {
        let is_anxious = self.watch.is_err() || self.board.now().trouble.is_some();
        if is_anxious { ANXIOUS_LOOK.max(self.looking * 10) } else { LOOK.max(self.looking * SHARE) }
    }

    /// Reads what changed, and shows it.
    fn catch_up(&mut self, batch: &Batch, began: Instant, tell: &mut impl FnMut(News<'_>)) {
        let waiting = began.elapsed();
        let read = if batch.is_doubtful {
            self.follower.rescan(&self.world)
        } else {
            self.follower.reread(&self.world, &batch.paths)
        };
        let reading = began.elapsed().saturating_sub(waiting);
        if batch.is_doubtful {
            self.looking = reading;
        }
        let world = match read {
            Ok(world) => world,
            Err(error) => return self.stop_at(error.to_string(), tell),
        };
        if let Some(world) = world {
            self.world = world;
        }
        if let Some(trouble) = self.missing() {
            return self.stop_at(trouble, tell);
        }
        // What was read while the site could not be shown is shown now.
        if !differ(&self.board.now().latest.site.world, &self.world) {
            if self.board.trouble(None) {
                tell(News::Recovered);
            }
            return;
        }
        let before = self.board.now().latest;
        let edition = self.board.pin(Edition::new(self.world.clone(), self.options, Some(&before)));
        let is_shown = Arc::ptr_eq(&edition, &self.board.now().shown);
        let root = self.follower.root();
        let within = batch.paths.iter().filter_map(|path| path.strip_prefix(root).ok().map(Path::to_owned));
        let changed = if batch.is_doubtful { Vec::new() } else { within.collect() };
        tell(News::Edition { edition: &edition, changed, took: began.elapsed(), waiting, reading, is_shown });
    }

    fn stop_at(&self, trouble: String, tell: &mut impl FnMut(News<'_>)) {
        if self.board.trouble(Some(trouble.clone())) {
            tell(News::Trouble(&trouble));
        }
    }

    /// What is gone and without which there is no site: nobody means to publish nothing.
    fn missing(&self) -> Option<String> {
        let shown = &self.board.now().latest.site.world;
        let has_content = |world: &World| {
            let mut paths = world.files.keys().chain(world.unreadable.iter().map(|unreadable| &unreadable.path));
            paths.any(|path| path.as_str().starts_with("content/"))
        };
        if !self.world.files.contains_key(config::PATH) && shown.files.contains_key(config::PATH) {
            let is_unreadable = self.world.unreadable.iter().any(|unreadable| unreadable.path.as_str() == config::PATH);
            return (!is_unreadable).then(|| "`ibid.toml` is gone; the site is shown as it was".to_owned());
        }
        let is_gone = has_content(shown) && !has_content(&self.world);
        is_gone.then(|| "nothing is left in `content/`; the site is shown as it was".to_owned())
    }

    /// Watches anew where a folder was put in the place of another, or a link leads elsewhere.
    fn watch_again(&mut self) {
        let is_stale = self.watch.as_ref().is_ok_and(Watch::is_stale);
        if is_stale || self.watch.is_err() {
            self.watch = Watch::begin(self.follower.root(), self.follower.targets(), &self.sender);
            if self.watch.is_ok() {
                // Something may have changed before the watch stood.
                let _ = self.sender.send(Signal::Doubt);
            }
        }
    }
}
