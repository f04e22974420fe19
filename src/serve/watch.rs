//! A site's folders → signals that something changed, and signals → one batch for what was done at once. The home of the
//! file watcher. What it says is a hint: `disk::follow` looks at the files.

use crate::disk::follow::{identity, matters};
use crate::disk::load::FOLDERS;
use notify::event::{EventKind, ModifyKind, RenameMode};
use notify::{Config, ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// After a file was written nothing happened for so long: it is whole. Editors save with one write and a rename.
const QUIET: Duration = Duration::from_millis(15);

/// The same where a file went away, or much is going on: an editor that keeps a backup renames the file before it writes
/// the new one, and a version control system writes hundreds.
const LONG_QUIET: Duration = Duration::from_millis(60);

/// More files than these are much.
const MUCH: usize = 8;

/// Whatever goes on, nobody waits longer.
const MOST_WAIT: Duration = Duration::from_millis(600);

/// What the loop of the server hears.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Signal {
    /// A file may have changed or appeared.
    Changed(PathBuf),
    /// A file may have gone.
    Gone(PathBuf),
    /// Something happened, and it is not known what.
    Doubt,
    /// The user has enough.
    Stop,
}

/// What happened at once.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Batch {
    pub paths: BTreeSet<PathBuf>,
    pub is_doubtful: bool,
    pub stops: bool,
}

/// A watcher at work, until it is dropped.
pub(super) struct Watch {
    _watcher: RecommendedWatcher,
    folders: Vec<PathBuf>,
    /// Which folders it watches: one that was put in the place of another is not watched.
    identities: Vec<Option<(u64, u64)>>,
    /// Why not everything is watched.
    pub fault: Option<String>,
}

impl Watch {
    /// Watches the site's own folders and what its links lead to; nothing else, for the output, caches and repositories
    /// change all the time.
    pub fn begin(root: &Path, targets: &BTreeSet<PathBuf>, signals: &Sender<Signal>) -> Result<Self, String> {
        let (own_root, signals) = (root.to_owned(), signals.clone());
        let own_targets = targets.clone();
        let hear = move |event: notify::Result<Event>| {
            for signal in signals_of(event, &own_root, &own_targets) {
                // The loop has ended, so nobody listens.
                let _ = signals.send(signal);
            }
        };
        // Links are followed by `disk::load`, as far as they may be: one could lead to the whole disk.
        let config = Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(hear, config).map_err(|error| reason(&error))?;
        watcher.watch(root, RecursiveMode::NonRecursive).map_err(|error| reason(&error))?;
        let mut folders: Vec<PathBuf> = FOLDERS.iter().map(|folder| root.join(folder)).collect();
        folders.extend(targets.iter().cloned());
        let mut fault = None;
        for folder in &folders {
            match watcher.watch(folder, RecursiveMode::Recursive) {
                Ok(()) => {}
                Err(error) if is_absent(&error) => {}
                Err(error) => fault = Some(reason(&error)),
            }
        }
        folders.push(root.to_owned());
        let identities = folders.iter().map(|folder| identity(folder)).collect();
        Ok(Self { _watcher: watcher, folders, identities, fault })
    }

    /// Whether the folders that it watches are no longer those of the site.
    pub fn is_stale(&self) -> bool {
        self.folders.iter().zip(&self.identities).any(|(folder, known)| identity(folder) != *known)
    }
}

/// A folder that is not there is watched when it comes.
fn is_absent(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn reason(error: &notify::Error) -> String {
    match error.kind {
        ErrorKind::MaxFilesWatch => "the system's limit of watched folders is reached".to_owned(),
        _ => error.to_string().to_lowercase(),
    }
}

fn signals_of(event: notify::Result<Event>, root: &Path, targets: &BTreeSet<PathBuf>) -> Vec<Signal> {
    let Ok(event) = event else { return vec![Signal::Doubt] };
    if event.need_rescan() {
        return vec![Signal::Doubt];
    }
    let goes = match event.kind {
        // Reading is no change, and the server reads.
        EventKind::Access(_) => return Vec::new(),
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => true,
        _ => false,
    };
    let signal = |path: PathBuf| match path.strip_prefix(root) {
        Ok(within) if within == Path::new("") => Some(Signal::Doubt),
        Ok(within) if matters(within) => Some(if goes { Signal::Gone(path) } else { Signal::Changed(path) }),
        _ => targets.iter().any(|target| path.starts_with(target)).then_some(Signal::Doubt),
    };
    event.paths.into_iter().filter_map(signal).collect()
}

/// Waits until what began with this signal is over. `knows` tells the site's own files from those of editors.
pub(super) fn collect(first: Signal, signals: &Receiver<Signal>, knows: impl Fn(&Path) -> bool) -> Batch {
    let began = Instant::now();
    let mut batch = Batch::default();
    let mut quiet = QUIET;
    let mut next = Some(first);
    while let Some(signal) = next {
        match signal {
            Signal::Changed(path) => drop(batch.paths.insert(path)),
            Signal::Gone(path) => {
                quiet = if knows(&path) { LONG_QUIET } else { quiet };
                batch.paths.insert(path);
            }
            Signal::Doubt => {
                quiet = LONG_QUIET;
                batch.is_doubtful = true;
            }
            Signal::Stop => batch.stops = true,
        }
        if batch.paths.len() > MUCH {
            quiet = LONG_QUIET;
        }
        let left = MOST_WAIT.saturating_sub(began.elapsed());
        if batch.stops || left.is_zero() {
            break;
        }
        next = match signals.recv_timeout(quiet.min(left)) {
            Ok(signal) => Some(signal),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => {
                batch.stops = true;
                None
            }
        };
    }
    batch
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{AccessKind, AccessMode, CreateKind, DataChange, Flag, RemoveKind};
    use std::sync::mpsc::channel;

    fn signals(kind: EventKind, path: &str) -> Vec<Signal> {
        let targets = BTreeSet::from([PathBuf::from("/site/shared")]);
        signals_of(Ok(Event::new(kind).add_path(path.into())), Path::new("/site"), &targets)
    }

    #[test]
    fn only_what_a_build_reads_is_heard() {
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        assert_eq!(signals(written, "/site/content/a.md"), [Signal::Changed("/site/content/a.md".into())]);
        assert_eq!(signals(EventKind::Create(CreateKind::File), "/site/ibid.toml").len(), 1);
        assert_eq!(
            signals(EventKind::Remove(RemoveKind::File), "/site/seeds/x"),
            [Signal::Gone("/site/seeds/x".into())]
        );
        assert_eq!(signals(written, "/site/shared/a.md"), [Signal::Doubt]);
        assert_eq!(signals(EventKind::Remove(RemoveKind::Folder), "/site"), [Signal::Doubt]);
        for other in
            ["/site/public/index.html", "/site/.ibid/x", "/site/content/.a.md.swp", "/site/target/x", "/site/README.md"]
        {
            assert_eq!(signals(written, other), [], "{other}");
        }
        assert_eq!(signals(EventKind::Access(AccessKind::Close(AccessMode::Write)), "/site/content/a.md"), []);
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(signals_of(Ok(lost), Path::new("/site"), &BTreeSet::new()), [Signal::Doubt]);
        assert_eq!(signals_of(Err(notify::Error::generic("x")), Path::new("/site"), &BTreeSet::new()), [Signal::Doubt]);
    }

    #[test]
    fn what_comes_at_once_is_one_batch() {
        let (sender, receiver) = channel();
        for number in 0..1000 {
            sender.send(Signal::Changed(format!("/site/content/{number}.md").into())).unwrap();
        }
        sender.send(Signal::Gone("/site/content/x".into())).unwrap();
        let batch = collect(receiver.recv().unwrap(), &receiver, |_| false);
        assert_eq!((batch.paths.len(), batch.is_doubtful, batch.stops), (1001, false, false));
        sender.send(Signal::Doubt).unwrap();
        assert!(collect(receiver.recv().unwrap(), &receiver, |_| false).is_doubtful);
    }

    #[test]
    fn who_has_enough_waits_for_nothing() {
        let (sender, receiver) = channel();
        sender.send(Signal::Stop).unwrap();
        assert!(collect(Signal::Doubt, &receiver, |_| true).stops);
        drop(sender);
        assert!(collect(Signal::Doubt, &receiver, |_| true).stops);
    }
}
