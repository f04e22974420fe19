//! The seal against all that is there, for machines that publish what others have looked at: `stale-seal`. Called only
//! under `--locked`; what is wrong with a source page that is there is found by `seal`.

use super::Known;
use crate::diagnostic::{Code, Finding};
use crate::meta::Kind;
use crate::path::FilePath;
use crate::seal::{Entry, Seal};
use crate::span::Span;
use crate::world::LOCK;
use std::collections::BTreeSet;

/// What does not fit, with the file that it is about.
pub(super) fn check(known: &Known<'_>) -> Vec<(FilePath, Finding)> {
    let lock = FilePath::new(LOCK).expect("the seal's path lies inside the root");
    let named = named_seeds(known);
    let Some(file) = known.world.files.get(LOCK) else {
        let is_needed = !known.world.seeds.is_empty() || !named.is_empty();
        let is_unreadable = known.world.unreadable.iter().any(|file| file.path == lock);
        let finding = is_needed && !is_unreadable;
        return if finding { vec![(lock, no_lock())] } else { Vec::new() };
    };
    if !is_readable(known) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for seed in known.world.seeds.keys().filter(|seed| !named.contains(seed) && !known.seal.entries.contains_key(*seed))
    {
        let finding = Finding::new(Code::StaleSeal, Span::at(0), format!("`{seed}` was never imported"));
        let help = format!("run `ibid import {seed}`, or move the file out of `seeds/`");
        findings.push((seed.clone(), finding.help(help)));
    }
    for (seed, entry) in known.seal.entries.iter().filter(|(seed, _)| !named.contains(seed)) {
        if !known.world.files.contains_key(&entry.page) {
            findings.push((lock.clone(), no_page(known, file.text(), seed, entry)));
        }
    }
    findings
}

/// Whether there is a seal that a page can be held against; where there is none, that is said once.
pub(super) fn is_readable(known: &Known<'_>) -> bool {
    known.world.files.get(LOCK).is_some_and(|file| !known.seal.entries.is_empty() || Seal::parse(file.text()).is_ok())
}

fn named_seeds<'a>(known: &Known<'a>) -> BTreeSet<&'a FilePath> {
    let sources = known.corpus.pages.rows().iter().filter(|page| page.kind == Kind::Source);
    sources.filter_map(|page| Some(&page.meta.source.seed.as_ref()?.value)).collect()
}

fn no_lock() -> Finding {
    let message = format!("there is no `{LOCK}`, so nothing ties the sources to their documents");
    Finding::new(Code::StaleSeal, Span::at(0), message).help("run `ibid import`, and commit the file")
}

fn no_page(known: &Known<'_>, lock: &str, seed: &FilePath, entry: &Entry) -> Finding {
    let line = format!("seed = \"{seed}\"");
    let span = lock.find(&line).map_or(Span::at(0), |start| Span::new(start, start + line.len()));
    let (message, help) = if known.world.seeds.contains_key(seed) {
        let message = format!("`{seed}` is sealed, and its page `{}` is gone", entry.page);
        (message, format!("restore the page, or run `ibid import {seed}`, which writes it anew"))
    } else {
        let message = format!("`{seed}` is sealed, and both it and its page `{}` are gone", entry.page);
        (message, "restore both, or run `ibid import`, which takes out of the seal what is no longer there".to_owned())
    };
    Finding::new(Code::StaleSeal, span, message).help(help)
}
