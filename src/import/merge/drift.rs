//! What pages cite, the source page before a merge and after it → what the seal is to remember until a human has looked.
//! The command line asks for it once an import is decided; `check` tells from it what became of each citation.
//!
//! Only what the page said counts, for that is what a writer has read: a correction that a human made is no drift. Of two
//! changes in a row the record keeps the words before the first.

use crate::import::Import;
use crate::key::PassageId;
use crate::page::{Page, fold};
use crate::seal::{Drift, Drifted, Entry, PassageHash};
use std::collections::{BTreeMap, BTreeSet};

/// The passages of a source that some page rests on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cited {
    /// Those that a citation names, and those in which a verified quotation stands.
    pub passages: BTreeSet<PassageId>,
    /// The first and the last passage of ranges, as written.
    pub ranges: BTreeSet<(PassageId, PassageId)>,
}

/// A source on both sides of an import.
#[derive(Clone, Copy)]
struct Sides<'a> {
    /// What was sealed, and the page as it was; none where it was lost.
    sealed: &'a Entry,
    before: Option<&'a Page>,
    /// What will be sealed, and the page as it will be.
    entry: &'a Entry,
    after: &'a Page,
}

impl Import {
    /// Has the seal remember what the pages of the site rest on and this import changed. `sealed` is the entry and `existing`
    /// the page from before it.
    pub fn remember(&mut self, sealed: &Entry, existing: Option<&str>, cited: &Cited) {
        let Some(entry) = &mut self.entry else { return };
        let Some(text) = self.page.as_deref().or(existing) else { return };
        let before = existing.map(|text| super::parsed(&sealed.page, text.to_owned()));
        let after = super::parsed(&entry.page, text.to_owned());
        let splits = self.report.changes.iter().flat_map(|changes| &changes.split);
        let pieces = splits.map(|split| (split.id, split.into.clone())).collect();
        entry.drift = drift(Sides { sealed, before: before.as_ref(), entry, after: &after }, &pieces, cited);
    }
}

/// The record that the seal is to keep. `pieces` are those of the passages that this import split.
fn drift(sides: Sides<'_>, pieces: &BTreeMap<PassageId, Vec<PassageId>>, cited: &Cited) -> Drift {
    let Sides { sealed, before, after, .. } = sides;
    let mut drift = Drift::default();
    let mut passages = cited.passages.clone();
    for &(first, last) in &cited.ranges {
        let stood = before.and_then(|page| range(page, first, last)).unwrap_or_default();
        let held = sealed.drift.ranges.get(&(first, last)).cloned().unwrap_or_else(|| stood.clone());
        passages.extend(held.iter().copied().chain(stood));
        let holds = range(after, first, last).unwrap_or_default();
        let set = |ids: &[PassageId]| ids.iter().copied().collect::<BTreeSet<_>>();
        if !held.is_empty() && set(&held) != set(&holds) {
            drift.ranges.insert((first, last), held);
        }
    }
    let (was, is) = (words(before), words(Some(after)));
    for id in passages {
        let Some(known) = sealed.drift.passages.get(&id).cloned().or_else(|| read(sides, &was, id)) else { continue };
        if is.get(&id).is_some_and(|words| PassageHash::of(words) == known.was) {
            continue;
        }
        let here = |pieces: &&Vec<PassageId>| pieces.iter().all(|piece| is.contains_key(piece));
        let pieces = pieces.get(&id).or(Some(&known.pieces)).filter(here).cloned().unwrap_or_default();
        drift.passages.insert(id, Drifted { pieces, ..known });
    }
    drift
}

/// What a writer has read in a passage; `None` where there was nothing to read.
fn read(sides: Sides<'_>, was: &BTreeMap<PassageId, String>, id: PassageId) -> Option<Drifted> {
    let Sides { sealed, before, entry, .. } = sides;
    let imported = sealed.passages.get(&id);
    let hash = was.get(&id).map(|words| PassageHash::of(words));
    // A page that already says what the document says now was written by an import that died before it was sealed.
    let is_ahead = hash.is_some()
        && hash != imported.copied()
        && hash == entry.passages.get(&id).copied()
        && sealed.changes(&hash.map(|hash| (id, hash)).into_iter().collect()).iter().any(|change| change.passage == id);
    match (was.get(&id), hash) {
        (Some(words), Some(hash)) if !is_ahead => {
            Some(Drifted { was: hash, words: Some(words.clone()), pieces: vec![] })
        }
        // What was not on the page could not be read there.
        (None, _) if before.is_some() => None,
        _ => imported.map(|&was| Drifted { was, words: None, pieces: vec![] }),
    }
}

fn words(page: Option<&Page>) -> BTreeMap<PassageId, String> {
    let passages = page.into_iter().flat_map(|page| &page.passages);
    passages.map(|passage| (passage.id, fold(passage.prose.text()))).collect()
}

/// The passages from one to another, in the order of the page.
fn range(page: &Page, first: PassageId, last: PassageId) -> Option<Vec<PassageId>> {
    let held = page.passages.get(page.passage(first)?..=page.passage(last)?)?;
    Some(held.iter().map(|passage| passage.id).collect())
}
