//! A citation and the seal → what its passages said before the document changed under it. `cite` and `explain` show it with
//! what is no longer there; `check` tells from it what became of each citation. It reports nothing.

use super::quote::{self, Scope, Skeleton};
use super::{Extent, SourceCite};
use crate::corpus::Corpus;
use crate::key::PassageId;
use crate::page::Page;
use crate::seal::{Drifted, Entry, PassageHash, Seal};
use std::collections::BTreeSet;

/// So many words of a passage that is gone are shown.
const SHOWN: usize = 40;

/// What became of a passage that is no longer there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Fate {
    /// Its words went into these.
    Merged(Vec<PassageId>),
    SetAside,
    Retired,
}

/// The entry of a source's page in the seal.
pub(crate) fn entry<'a>(corpus: &Corpus, seal: &'a Seal, source: usize) -> Option<&'a Entry> {
    seal.entries.get(&corpus.pages[source].meta.source.seed.as_ref()?.value)
}

/// The record of a passage that is not what it was; `None` where it says so again.
pub(crate) fn open<'a>(entry: &'a Entry, page: &Page, id: PassageId) -> Option<&'a Drifted> {
    let drifted = entry.drift.passages.get(&id)?;
    let now = page.passage(id).map(|passage| PassageHash::of(page.passages[passage].prose.text()));
    (now != Some(drifted.was)).then_some(drifted)
}

/// The passages of a citation as they were, in page order, as far as their words are known; empty where they are what they
/// were. Of a source that is cited as a whole each is looked at by itself.
pub(crate) fn before<'a>(entry: &'a Entry, page: &'a Page, cite: &SourceCite) -> Vec<Vec<(PassageId, &'a str)>> {
    let words = |id: PassageId| match (open(entry, page, id), page.passage(id)) {
        (Some(drifted), _) => drifted.words.as_deref(),
        (None, Some(passage)) => Some(page.passages[passage].prose.text()),
        (None, None) => None,
    };
    let told = |ids: &[PassageId]| {
        let split = ids.iter().filter_map(|&id| Some((id, open(entry, page, id)?)));
        // What was split said all that its pieces say.
        let pieces: BTreeSet<PassageId> = split
            .flat_map(|(whole, drifted)| drifted.pieces.iter().copied().filter(move |&piece| piece != whole))
            .collect();
        let whole = ids.iter().filter(|id| !pieces.contains(id));
        whole.filter_map(|&id| Some((id, words(id)?))).collect::<Vec<_>>()
    };
    if cite.extent == Extent::Whole {
        let open = entry.drift.passages.keys().filter(|&&id| open(entry, page, id).is_some());
        return open.map(|&id| told(&[id])).collect();
    }
    let now: Vec<PassageId> = page.passages[cite.passages.clone()].iter().map(|passage| passage.id).collect();
    let held = held(entry, &now);
    let changed = *held != *now || held.iter().any(|&id| open(entry, page, id).is_some());
    if changed { vec![told(held)] } else { Vec::new() }
}

/// The passages that a range held, given those that it holds.
pub(crate) fn held<'a>(entry: &'a Entry, now: &'a [PassageId]) -> &'a [PassageId] {
    let ends = now.first().copied().zip(now.last().copied()).filter(|_| now.len() > 1);
    ends.and_then(|ends| entry.drift.ranges.get(&ends)).map_or(now, Vec::as_slice)
}

/// The passage in which a text stood before the document changed, and what that passage said.
pub(crate) fn stood<'a>(
    text: &str,
    entry: &'a Entry,
    page: &'a Page,
    cite: &SourceCite,
) -> Option<(PassageId, &'a str)> {
    before(entry, page, cite).into_iter().find_map(|passages| {
        let skeletons: Vec<Skeleton> = passages.iter().map(|&(_, words)| Skeleton::new(words)).collect();
        let found = quote::verify(text, &Scope::new(&skeletons)).ok()?;
        // The words that are missing now stood in a passage that changed, if they stood in several.
        let mut places = found.places.iter().map(|place| passages[place.passage]);
        places.clone().find(|(id, _)| open(entry, page, *id).is_some()).or_else(|| places.next())
    })
}

/// What became of a passage that was imported and is no longer there; `None` where it never was.
pub(crate) fn fate(entry: &Entry, page: &Page, id: PassageId) -> Option<Fate> {
    let drifted = entry.drift.passages.get(&id);
    let aside = |was: PassageHash| {
        page.boilerplate.iter().any(|block| {
            let inside = block.inside.of(page.file.text());
            inside.lines().chain([inside]).any(|text| PassageHash::of(text) == was)
        })
    };
    match entry.retired.get(&id) {
        Some(heirs) if !heirs.is_empty() => Some(Fate::Merged(heirs.clone())),
        _ if drifted.is_some_and(|drifted| aside(drifted.was)) => Some(Fate::SetAside),
        Some(_) => Some(Fate::Retired),
        None => drifted.map(|_| Fate::Retired),
    }
}

/// What a passage that is gone said, for a message.
pub(crate) fn said(entry: &Entry, id: PassageId) -> Option<String> {
    let words: Vec<&str> = entry.drift.passages.get(&id)?.words.as_ref()?.split(' ').collect();
    let cut = if words.len() > SHOWN { " …" } else { "" };
    Some(format!("“{}{cut}”", words[..words.len().min(SHOWN)].join(" ")))
}
