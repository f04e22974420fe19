//! `ibid accept`: what a human vouches for → the seal, with the old and the new hash and the reason: a correction of a source
//! page, or that what cites a passage still holds though its document has changed.

use super::import::unreadable;
use super::session::Session;
use super::{Failure, Outcome};
use crate::bind::drift::open;
use crate::compile::{Options, compile};
use crate::diagnostic::nearest;
use crate::disk::load::{load, read};
use crate::disk::save::save;
use crate::import::{self, Seed};
use crate::key::{PassageId, SourceKey};
use crate::page::Page;
use crate::path::FilePath;
use crate::prose::difference::difference;
use crate::seal::{Change, Drift, Entry, Matter, PassageHash, Seal};
use crate::site::Site;
use crate::world::{LOCK, Sha256};
use clap::builder::NonEmptyStringValueParser;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// The key of the source
    #[arg(value_name = "KEY")]
    key: String,
    /// Only these passages, or ranges of them: `p3`, `p3-p7` [default: all that changed]
    #[arg(value_name = "PASSAGE", value_parser = parse_passages)]
    passages: Vec<(PassageId, PassageId)>,
    /// Why it is right
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new(), required_unless_present = "dry_run")]
    note: Option<String>,
    /// Who vouches for it; nobody is named who does not ask for it
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    by: Option<String>,
    /// Shows what would be vouched for, and writes nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session) -> Result<Outcome, Failure> {
    let root = session.root()?;
    let site = compile(load(&root)?, Options::default());
    let lock = FilePath::new(LOCK).expect("the seal's path lies inside the root");
    let sealed = site.world.files.get(LOCK).map(|file| file.text());
    let mut seal = Seal::parse(sealed.unwrap_or_default()).map_err(unreadable)?;
    let page = &site.corpus.pages[page(&site, &arguments.key)?];
    let seed = page.meta.source.seed.as_ref().map(|seed| &seed.value);
    let Some((seed, entry)) = seed.and_then(|seed| Some((seed, seal.entries.get_mut(seed)?))) else {
        let message = format!("`{}` is not sealed, so there is nothing to accept; run `ibid import`", arguments.key);
        return Err(Failure::Environment(message));
    };
    let wanted = wanted(page, &arguments.passages);
    let accepted = Accepted::new(entry, page, wanted.as_ref(), &arguments.passages);
    if accepted.is_empty() {
        return Err(nothing(arguments, wanted.as_ref()));
    }
    let words =
        if accepted.corrections.is_empty() { BTreeMap::new() } else { sealed_words(&root, session, seed, entry) };
    for line in accepted.lines(&arguments.key, entry, page, &words) {
        session.print(&line)?;
    }
    if arguments.dry_run {
        session.say("nothing was written");
        return Ok(Outcome::Sound);
    }
    accepted.close(entry, arguments.note.as_deref().unwrap_or_default().trim(), arguments.by.as_deref());
    save(&root, &lock, sealed, &seal.to_string())?;
    Ok(Outcome::Sound)
}

/// What a human vouches for at once.
struct Accepted {
    corrections: Vec<Change>,
    drifted: Vec<Change>,
    /// What is left to look at.
    drift: Drift,
}

impl Accepted {
    /// `wanted` are all for `None`. Nobody can vouch for what is gone, so that is left where it is not asked for by name.
    fn new(
        entry: &Entry,
        page: &Page,
        wanted: Option<&BTreeSet<PassageId>>,
        ranges: &[(PassageId, PassageId)],
    ) -> Self {
        let now = page.gist.hashes.clone();
        let is_wanted = |id: &PassageId| wanted.is_none_or(|wanted| wanted.contains(id));
        let mut corrections = entry.changes(&now);
        corrections.extend(entry.withdrawn(&now));
        corrections.retain(|change| is_wanted(&change.passage));
        let (mut drift, mut drifted) = (entry.drift.clone(), Vec::new());
        drift.passages.retain(|id, record| {
            let to = now.get(id).copied();
            let is_closed = is_wanted(id) && (to.is_some() || wanted.is_some());
            if is_closed && open(entry, page, *id).is_some() {
                drifted.push(Change { passage: *id, from: Some(record.was), to });
            }
            !is_closed
        });
        let came = |id: &PassageId| Change { passage: *id, from: None, to: now.get(id).copied() };
        let left = |id: &PassageId| Change { passage: *id, from: now.get(id).copied(), to: now.get(id).copied() };
        drift.ranges.retain(|&(first, last), held| {
            let holds = range(page, first, last);
            let is_closed = wanted.is_none() || ranges.contains(&(first, last));
            if is_closed {
                drifted.extend(holds.iter().filter(|id| !held.contains(id)).map(came));
                drifted.extend(held.iter().filter(|id| !holds.contains(id) && now.contains_key(id)).map(left));
            }
            !is_closed
        });
        drifted.sort_by_key(|change: &Change| change.passage);
        drifted.dedup_by_key(|change| change.passage);
        Self { corrections, drifted, drift }
    }

    fn is_empty(&self) -> bool {
        self.corrections.is_empty() && self.drifted.is_empty()
    }

    fn close(self, entry: &mut Entry, note: &str, by: Option<&str>) {
        entry.accept(Matter::Correction, &self.corrections, note, by);
        entry.accept(Matter::Drift, &self.drifted, note, by);
        entry.drift = self.drift;
    }

    /// ``accepted  npr-witkoff#p6: by [-seven-] {+five+} votes``, a line for each passage.
    fn lines(&self, key: &str, entry: &Entry, page: &Page, words: &BTreeMap<PassageHash, String>) -> Vec<String> {
        let text = |id: PassageId| page.passage(id).map_or("", |passage| page.passages[passage].prose.text());
        let hash = |hash: Option<PassageHash>| hash.map_or("nothing".to_owned(), |hash| hash.to_string());
        let read = |id| entry.drift.passages.get(&id).and_then(|drifted| drifted.words.as_deref());
        let line = |change: &Change, was: Option<&str>| {
            let shown = match was.or(change.from.is_none().then_some("")) {
                _ if change.from == change.to => "stands elsewhere now".to_owned(),
                Some(was) => difference(was, text(change.passage)),
                None => format!("{} → {}", hash(change.from), hash(change.to)),
            };
            format!("accepted  {key}#{}: {shown}\n", change.passage)
        };
        let sealed = |change: &Change| words.get(&change.from?).map(String::as_str);
        let corrections = self.corrections.iter().map(|change| line(change, sealed(change)));
        let drifted = self.drifted.iter().map(|change| line(change, read(change.passage)));
        corrections.chain(drifted).collect()
    }
}

/// The words that were sealed, by their hashes: the seal does not keep them, but the document has them still.
fn sealed_words(root: &Path, session: &Session, seed: &FilePath, entry: &Entry) -> BTreeMap<PassageHash, String> {
    let bytes = read(root, seed, import::LARGEST).ok().filter(|bytes| Sha256::of(bytes) == entry.sha256);
    let source = bytes.and_then(|bytes| session.readers.reader().read(Seed { path: seed, bytes: &bytes }, true).ok());
    let passages = source.iter().flat_map(|source| source.passages());
    passages.map(|passage| (PassageHash::of(&passage.words.text), passage.words.text.clone())).collect()
}

/// The passages that the command names, as the page has them in order; `None` for all.
fn wanted(page: &Page, named: &[(PassageId, PassageId)]) -> Option<BTreeSet<PassageId>> {
    let all = named.iter().flat_map(|&(first, last)| range(page, first, last).into_iter().chain([first, last]));
    (!named.is_empty()).then(|| all.collect())
}

fn range(page: &Page, first: PassageId, last: PassageId) -> Vec<PassageId> {
    let held = page.passage(first).zip(page.passage(last)).and_then(|(first, last)| page.passages.get(first..=last));
    held.unwrap_or_default().iter().map(|passage| passage.id).collect()
}

fn nothing(arguments: &Arguments, wanted: Option<&BTreeSet<PassageId>>) -> Failure {
    let key = &arguments.key;
    let names = wanted.iter().flat_map(|wanted| wanted.iter()).map(|id| format!("`{key}#{id}`")).collect::<Vec<_>>();
    let what = if names.is_empty() { format!("`{key}`") } else { names.join(", ") };
    Failure::Environment(format!("nothing changed in {what} that somebody would have to accept"))
}

fn page(site: &Site, key: &str) -> Result<usize, Failure> {
    let page = SourceKey::new(key).and_then(|key| site.corpus.by_key(&key));
    page.ok_or_else(|| {
        let near = nearest(key, site.corpus.known_keys()).map(|near| format!("; the nearest is `{near}`"));
        Failure::Environment(format!("no source has the key `{key}`{}", near.unwrap_or_default()))
    })
}

/// Reads `p3` and `p3-p7`.
fn parse_passages(text: &str) -> Result<(PassageId, PassageId), String> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let both = PassageId::parse(first).zip(PassageId::parse(last));
    both.ok_or_else(|| "a passage is named by its id, `p3`, or a range of them by two, `p3-p7`".to_owned())
}
