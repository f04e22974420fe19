//! Editions, one after the other → what is on show at this moment: the pages that people see, which outlive a mistake, and
//! what is wrong. The loop of the server pins a new edition up; connections look, and wait for the next.

use super::edition::{Edition, Rendered};
use super::http::kind;
use crate::diagnostic::Diagnostic;
use crate::disk::open::{Opened, open};
use crate::disk::pictures::Pictures;
use crate::path::FilePath;
use crate::render::Artefact;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

/// So many pages are kept, those last asked for.
const KEPT: usize = 64;

/// What connections share.
pub(super) struct Board {
    root: PathBuf,
    now: Mutex<Now>,
    changed: Condvar,
    kept: Mutex<VecDeque<Kept>>,
}

/// What is true at one moment.
#[derive(Clone)]
pub(super) struct Now {
    /// Grows with each change.
    pub number: u64,
    /// Whose pages are shown.
    pub shown: Arc<Edition>,
    /// Whose mistakes are told; the same edition, unless it is broken.
    pub latest: Arc<Edition>,
    /// Why the site cannot be read.
    pub trouble: Option<String>,
}

/// A page that somebody has seen.
struct Kept {
    path: String,
    /// The number of the edition that it was last looked up in.
    edition: u64,
    page: Page,
}

/// A page as it is shown.
#[derive(Clone)]
pub(super) struct Page {
    pub rendered: Arc<Rendered>,
    /// Whether it was made without errors.
    is_good: bool,
    /// Whether it is the page of an earlier edition.
    pub is_old: bool,
    /// Why it could not be made anew.
    pub fault: Option<Diagnostic>,
    /// The file that it is written in.
    pub file: Option<FilePath>,
}

/// What lies at an address.
pub(super) enum Thing {
    Page(Page),
    Bytes(&'static str, Vec<u8>),
    File(&'static str, Opened),
    /// A folder that was named without its `/`: the path with it.
    Folder(String),
    /// The page for missing addresses.
    Missing(Page),
    Failed(String),
}

impl Board {
    pub fn new(root: PathBuf, edition: Edition) -> Self {
        let edition = Arc::new(edition);
        let now = Now { number: 1, shown: Arc::clone(&edition), latest: edition, trouble: None };
        Self { root, now: Mutex::new(now), changed: Condvar::new(), kept: Mutex::default() }
    }

    pub fn now(&self) -> Now {
        self.lock().clone()
    }

    /// Shows a new edition, unless it is broken: then only its mistakes.
    pub fn pin(&self, mut edition: Edition) -> Arc<Edition> {
        edition.number = self.lock().number + 1;
        let edition = Arc::new(edition);
        // A large site takes a while to be taken apart: not while others wait for the lock.
        let _before = self.now();
        self.change(|now| {
            if !edition.is_broken() || now.shown.is_broken() {
                now.shown = Arc::clone(&edition);
            }
            now.latest = Arc::clone(&edition);
            now.trouble = None;
        });
        edition
    }

    /// Says why the site cannot be read, or that it can again. False when that was known.
    pub fn trouble(&self, trouble: Option<String>) -> bool {
        if self.lock().trouble == trouble {
            return false;
        }
        self.change(|now| now.trouble = trouble);
        true
    }

    /// Waits for something newer than this; false when nothing came in time.
    pub fn wait(&self, number: u64, most: Duration) -> bool {
        let waited = self.changed.wait_timeout_while(self.lock(), most, |now| now.number == number);
        waited.is_ok_and(|(_, timeout)| !timeout.timed_out())
    }

    fn change(&self, change: impl FnOnce(&mut Now)) {
        let mut now = self.lock();
        change(&mut now);
        now.number += 1;
        drop(now);
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Now> {
        self.now.lock().expect("nothing panics while it holds the lock")
    }

    /// What lies at a path below the site's own address. The plan alone says which file that is; a path opens none.
    pub fn find(&self, now: &Now, path: &str) -> Thing {
        let mut path = path.to_owned();
        if path.is_empty() || path.ends_with('/') {
            path.push_str("index.html");
        }
        let Some(artefact) = now.shown.find(&path) else { return self.missing(now, path) };
        match &artefact {
            Artefact::Copy(from) => match open(&self.root, from) {
                Ok(file) => Thing::File(kind(&path), file),
                Err(error) => Thing::Failed(error.to_string()),
            },
            Artefact::Resized(from, width) => {
                let asset = &now.shown.site.world.assets[from];
                match Pictures::new(&self.root).smaller(from, asset.sha256, *width) {
                    Ok(bytes) => Thing::Bytes(kind(&path), bytes),
                    Err(error) => Thing::Failed(error.to_string()),
                }
            }
            _ if path.ends_with(".html") => Thing::Page(self.page(now, path, &artefact)),
            _ => match now.shown.bytes(&artefact) {
                Ok(bytes) => Thing::Bytes(kind(&path), bytes),
                Err(diagnostic) => Thing::Failed(diagnostic.message),
            },
        }
    }

    fn missing(&self, now: &Now, path: String) -> Thing {
        // A page whose file can no longer be read as a page stays, as one with an error in it does.
        let kept = self.kept().iter().find(|kept| kept.path == path).map(|kept| kept.page.clone());
        let lost = |page: &Page| page.file.as_ref().is_some_and(|file| now.latest.is_faulty(file));
        if let Some(page) = kept.filter(lost) {
            return Thing::Page(Page { is_old: true, ..page });
        }
        if !path.ends_with('/') && now.shown.find(&format!("{path}/index.html")).is_some() {
            return Thing::Folder(format!("{path}/"));
        }
        let artefact = now.shown.find("404.html").unwrap_or(Artefact::NotFound);
        // One that is copied is no page of ours.
        let artefact = if matches!(artefact, Artefact::Copy(_)) { Artefact::NotFound } else { artefact };
        Thing::Missing(self.page(now, "404.html".to_owned(), &artefact))
    }

    /// A page of this edition, made once; the last good one where there are errors in it now.
    fn page(&self, now: &Now, path: String, artefact: &Artefact) -> Page {
        let edition = &now.shown;
        let mut before = None;
        if let Some(kept) = self.kept().iter().find(|kept| kept.path == path) {
            if kept.edition == edition.number {
                return kept.page.clone();
            }
            before = Some(kept.page.clone()).filter(|page| page.is_good);
        }
        let file = edition.written_in(artefact).cloned();
        let rendered = edition.render(artefact);
        let has_error = file.as_ref().is_some_and(|file| edition.is_faulty(file));
        let page = match (rendered, before) {
            (Ok(rendered), before) if !has_error || before.is_none() => {
                let rendered = Arc::new(rendered);
                Page { rendered, is_good: !has_error, is_old: false, fault: None, file }
            }
            (rendered, Some(before)) => Page { is_old: true, fault: rendered.err().map(|fault| *fault), ..before },
            (rendered, None) => {
                let fault = rendered.err().map(|fault| *fault);
                let empty = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>ibid</title>\n</head>\n<body></body>\n</html>\n";
                let rendered = Arc::new(edition.equip(empty.as_bytes()));
                Page { rendered, is_good: false, is_old: false, fault, file }
            }
        };
        let mut kept = self.kept();
        kept.retain(|kept| kept.path != path);
        kept.push_front(Kept { path, edition: edition.number, page: page.clone() });
        kept.truncate(KEPT);
        page
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<Kept>> {
        self.kept.lock().expect("nothing panics while it holds the lock")
    }
}
