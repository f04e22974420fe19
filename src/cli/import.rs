//! `ibid import`: seeds → source pages. Readers read several at a time, and what they make of them is kept one by one:
//! the pages are drawn up by `import/` and saved by `disk`.

use super::progress::Progress;
use super::proposals::{self, propose_for_import};
use super::readers::Readers;
use super::seeds::{From, Names, Wanted, wanted};
use super::session::{Session, count};
use super::{Failure, Format, Outcome};
use crate::compile::{Options, compile};
use crate::date::{Date, Edtf};
use crate::disk::load::{load, read};
use crate::disk::save::{keep, save};
use crate::import::change::Changes;
use crate::import::source::Source;
use crate::import::{self, Address, Received, Report, Seed, Settle, Status, Wish};
use crate::key::SourceKey;
use crate::page::{self, Reading};
use crate::path::FilePath;
use crate::seal::{Fault, Seal};
use crate::site::Site;
use crate::world::{File, LOCK, Sha256, World};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, mpsc};

#[derive(clap::Args, Debug, Default)]
pub(super) struct Arguments {
    #[command(flatten)]
    names: Names,
    /// What citations will call the source, if one seed is named
    #[arg(long, value_parser = parse_key)]
    key: Option<SourceKey>,
    /// The day on which the documents were received, for pages that are new
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    retrieved: Option<Date>,
    /// Takes a document that holds next to no text, too
    #[arg(long)]
    force: bool,
    /// Reads seeds again that have not changed: another version of ibid may read them better
    #[arg(long)]
    again: bool,
    /// Whose version counts where a human and the document changed the same thing
    #[arg(long, value_enum, value_name = "WHOSE", default_value_t)]
    on_conflict: OnConflict,
    /// Says what would become of each seed, and writes nothing
    #[arg(long)]
    dry_run: bool,
    /// For which names in the sources pages are proposed: drafts below `content/people`, `organisations` and `places`
    #[arg(long, value_enum, value_name = "WHICH", default_value_t)]
    proposals: proposals::Wish,
    /// How many seeds are read at a time [default: as many as there are processors]
    #[arg(long, short, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Whom the result is for: people (`text`) or programs (`json`)
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug, Default)]
enum OnConflict {
    /// Nobody's: the seed fails, and nothing of it is written
    #[default]
    Stop,
    /// The page's: what a human wrote stays
    Page,
    /// The document's
    Seed,
}

impl std::convert::From<OnConflict> for Settle {
    fn from(wanted: OnConflict) -> Self {
        match wanted {
            OnConflict::Stop => Settle::Stop,
            OnConflict::Page => Settle::KeepPage,
            OnConflict::Seed => Settle::TakeSeed,
        }
    }
}

pub(super) fn run(arguments: &Arguments, session: &mut Session) -> Result<Outcome, Failure> {
    let root = session.root()?;
    let reports = import(&root, arguments, session)?;
    if arguments.dry_run {
        session.say("nothing was written");
    }
    let failed = reports.iter().any(|report| report.status == Status::Failed);
    Ok(if failed { Outcome::Unsound } else { Outcome::Sound })
}

/// Imports documents into a new site, and prints what became of each.
pub(super) fn import_named(root: &Path, names: Names, session: &mut Session) -> Result<Vec<Report>, Failure> {
    import(root, &Arguments { names, ..Arguments::default() }, session)
}

/// Imports, prints what became of each seed, and proposes pages on the names that came in.
fn import(root: &Path, arguments: &Arguments, session: &mut Session) -> Result<Vec<Report>, Failure> {
    let progress = Progress::start(session.shows_progress(), "reading");
    let world = load(root)?;
    let seeds = wanted(root, &world, &arguments.names)?;
    if arguments.key.is_some() && seeds.len() != 1 {
        let message = "`--key` names one source, so it goes with one seed: `ibid import SEED --key KEY`";
        return Err(Failure::Environment(message.to_owned()));
    }
    progress.count("importing", seeds.len());
    let (reports, written) = import_seeds(root, &world, &seeds, arguments, &session.readers, &progress)?;
    drop(progress);
    print(&reports, arguments.format, session)?;
    propose_for_import(root, &world, &written, arguments.proposals, session)?;
    Ok(reports)
}

/// The source pages that an import wrote, or would write, and that say something else than before.
pub(super) struct Written {
    pub pages: BTreeMap<FilePath, String>,
    pub is_dry: bool,
}

/// Imports each seed by itself: one that fails does so alone. The reports come in the order of the seeds. A page is
/// saved before the seal that vouches for it, so that a run that is cut short leaves at worst a page to import again.
fn import_seeds(
    root: &Path,
    world: &World,
    seeds: &[Wanted],
    arguments: &Arguments,
    readers: &Readers,
    progress: &Progress,
) -> Result<(Vec<Report>, Written), Failure> {
    let lock = FilePath::new(LOCK).expect("the seal's path lies inside the root");
    let sealed = world.files.get(LOCK).map(|file| file.text());
    let mut seal = sealed.map_or(Ok(Seal::default()), Seal::parse).map_err(unreadable)?;
    if arguments.names == Names::default() {
        forget(world, &mut seal);
    }
    let addresses = addresses(world, &seal, seeds, arguments.key.as_ref());
    let mut reports: BTreeMap<usize, Report> = BTreeMap::new();
    let mut to_read = Vec::new();
    let unchanged: Vec<(usize, Option<Report>)> = seeds
        .par_iter()
        .enumerate()
        .map(|(at, seed)| (at, if arguments.again { None } else { unchanged(world, &seal, seed) }))
        .collect();
    for (at, report) in unchanged {
        match (report, &addresses[at]) {
            (Some(report), _) => drop(reports.insert(at, report)),
            (None, Err(error)) => drop(reports.insert(at, import::failed(&seeds[at].path, None, error.clone()))),
            (None, Ok(_)) => to_read.push(at),
        }
    }
    progress.skip(reports.len());
    let jobs = arguments.jobs.or(std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let force = |at: usize| arguments.force || seal.entries.contains_key(&seeds[at].path);
    let keeping = Keeping { root, world, arguments, site: OnceLock::new() };
    let mut pages: BTreeMap<FilePath, String> = BTreeMap::new();
    let forced: Vec<bool> = to_read.iter().map(|&at| force(at)).collect();
    let fetch = |nth: usize| fetch(root, &seeds[to_read[nth]]).map(|bytes| (bytes, forced[nth]));
    read_all(readers, jobs.min(to_read.len()), seeds, &to_read, fetch, |at, read| {
        let address = addresses[at].as_ref().expect("a seed without an address is not read");
        let report = read.and_then(|read| keeping.keep(&mut seal, &mut pages, &seeds[at], address, read));
        reports.insert(at, report.unwrap_or_else(|error| import::failed(&seeds[at].path, None, error)));
        progress.advance();
    });
    if !arguments.dry_run && (!seal.entries.is_empty() || sealed.is_some()) {
        save(root, &lock, sealed, &seal.to_string())?;
    }
    let mut reports: Vec<Report> = reports.into_values().collect();
    tell_citations(world, &seal, &pages, &mut reports);
    pages.retain(|path, text| world.files.get(path).is_none_or(|file| file.text() != text));
    Ok((reports, Written { pages, is_dry: arguments.dry_run }))
}

/// Says of each source that changed what became of its citations, as a check will say it.
fn tell_citations(world: &World, seal: &Seal, pages: &BTreeMap<FilePath, String>, reports: &mut [Report]) {
    if !reports.iter().any(|report| report.changes.is_some() && report.error.is_none()) {
        return;
    }
    let mut world = world.clone();
    let lock = FilePath::new(LOCK).expect("the seal's path lies inside the root");
    let pages = pages.iter().map(|(path, text)| (path.clone(), text.clone()));
    for (path, text) in pages.chain([(lock, seal.to_string())]) {
        world.files.insert(path, Arc::new(File::new(text)));
    }
    let site = compile(world, Options::default());
    for report in reports.iter_mut().filter(|report| report.error.is_none()) {
        let source = report.source.as_deref().and_then(|path| site.corpus.by_path(path));
        if let (Some(source), Some(changes)) = (source, &mut report.changes) {
            changes.citations = site.told(source, &changes.moved);
        }
    }
}

/// Takes out of the seal the seeds of which neither the document nor a page is there any more.
fn forget(world: &World, seal: &mut Seal) {
    let is_there =
        |path: &FilePath| world.files.contains_key(path) || world.unreadable.iter().any(|file| file.path == *path);
    let pages = || world.files.iter().map(|(path, file)| (path, file.text()));
    seal.entries.retain(|seed, entry| {
        let address = Address { key: entry.key.clone(), page: entry.page.clone() };
        world.seeds.contains_key(seed)
            || is_there(seed)
            || is_there(&entry.page)
            || is_there(&import::find_page(seed, &address, pages()))
    });
}

/// Where the page of each seed is, or will be. A seed that is not of the site yet has no hash that could name it; its
/// path does as well.
fn addresses(world: &World, seal: &Seal, seeds: &[Wanted], key: Option<&SourceKey>) -> Vec<Result<Address, String>> {
    let hash = |path: &FilePath| world.seeds.get(path).copied().unwrap_or_else(|| Sha256::of(path.as_str().as_bytes()));
    let received: Vec<Received<'_>> =
        seeds.iter().map(|seed| Received { path: &seed.path, sha256: hash(&seed.path) }).collect();
    let pages = || world.files.iter().map(|(path, file)| (path, file.text()));
    let found = |(seed, address): (&Wanted, Result<Address, String>)| {
        let address = address?;
        Ok(Address { page: import::find_page(&seed.path, &address, pages()), ..address })
    };
    seeds.iter().zip(import::addresses(seal, &received, key)).map(found).collect()
}

/// The report on a seed that is the one that was sealed, if its page is there.
fn unchanged(world: &World, seal: &Seal, seed: &Wanted) -> Option<Report> {
    let entry = seal.entries.get(&seed.path)?;
    let same = seed.from == From::Site && world.seeds.get(&seed.path) == Some(&entry.sha256);
    let file = world.files.get(&entry.page).filter(|_| same)?;
    let page = page::parse(&entry.page, file, Reading::default());
    let named = page.meta.source.seed.as_ref().is_some_and(|named| named.value == seed.path);
    named.then(|| import::unchanged(&seed.path, &page))
}

fn fetch(root: &Path, seed: &Wanted) -> Result<Vec<u8>, String> {
    match &seed.from {
        From::Site => read(root, &seed.path, import::LARGEST).map_err(|error| error.to_string()),
        From::File(path) => crate::disk::load::read_at(path, import::LARGEST).map_err(|error| error.to_string()),
        From::Given(bytes) => Ok(bytes.clone()),
    }
}

/// A seed as a reader gives it back.
struct Read {
    bytes: Vec<u8>,
    source: Source,
}

/// Reads seeds with so many readers at a time; `done` gets each as it comes, with its place in `seeds`.
fn read_all(
    readers: &Readers,
    jobs: usize,
    seeds: &[Wanted],
    to_read: &[usize],
    fetch: impl Fn(usize) -> Result<(Vec<u8>, bool), String> + Sync,
    mut done: impl FnMut(usize, Result<Read, String>),
) {
    let next = AtomicUsize::new(0);
    let (sender, results) = mpsc::sync_channel(jobs.max(1));
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            let (sender, next, fetch) = (sender.clone(), &next, &fetch);
            scope.spawn(move || {
                let mut reader = readers.reader();
                loop {
                    let nth = next.fetch_add(1, Ordering::Relaxed);
                    let Some(&at) = to_read.get(nth) else { break };
                    let read = fetch(nth).and_then(|(bytes, force)| {
                        let source = reader.read(Seed { path: &seeds[at].path, bytes: &bytes }, force)?;
                        Ok(Read { bytes, source })
                    });
                    if sender.send((at, read)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (at, read) in results {
            done(at, read);
        }
    });
}

/// Keeps what was read: the document if it came from elsewhere, its page, and in memory its entry in the seal.
struct Keeping<'a> {
    root: &'a Path,
    world: &'a World,
    arguments: &'a Arguments,
    /// The site before the import, compiled when it is first asked for.
    site: OnceLock<Site>,
}

impl Keeping<'_> {
    fn keep(
        &self,
        seal: &mut Seal,
        pages: &mut BTreeMap<FilePath, String>,
        seed: &Wanted,
        address: &Address,
        read: Read,
    ) -> Result<Report, String> {
        let Read { bytes, source } = read;
        let received = Received { path: &seed.path, sha256: Sha256::of(&bytes) };
        let old = self.world.files.get(&address.page).map(|file| file.text());
        let wish = Wish { retrieved: self.arguments.retrieved, on_conflict: self.arguments.on_conflict.into() };
        let mut import = import::import(seal, &received, &source, address, old, wish);
        if let Some(sealed) = seal.entries.get(&seed.path).filter(|_| import.entry.is_some()) {
            let site = self.site.get_or_init(|| compile(self.world.clone(), Options::default()));
            import.remember(sealed, old, &site.cited(&address.page, &address.key));
        }
        if !self.arguments.dry_run {
            if seed.from != From::Site && import.report.status != Status::Failed {
                keep(self.root, &seed.path, &bytes).map_err(|error| error.to_string())?;
            }
            if let Some(text) = &import.page {
                save(self.root, &address.page, old, text).map_err(|error| error.to_string())?;
            }
        }
        pages.extend(import.page.map(|text| (address.page.clone(), text)));
        if let Some(entry) = import.entry {
            seal.entries.insert(seed.path.clone(), entry);
        }
        Ok(import.report)
    }
}

/// The seal is not one, so nothing can be done with it.
pub(super) fn unreadable(Fault { message, help, .. }: Fault) -> Failure {
    Failure::Environment(format!("the seal `{LOCK}` cannot be read: {message}; {help}"))
}

/// One line per seed, and the doubts that the import leaves to a human; or one JSON array.
fn print(reports: &[Report], format: Format, session: &mut Session) -> Result<(), Failure> {
    if format == Format::Json {
        let mut json = serde_json::to_string(reports).expect("texts and numbers are JSON");
        json.push('\n');
        return session.print(&json);
    }
    for report in reports {
        let page = report.source.as_deref().unwrap_or("no page");
        match &report.error {
            Some(error) => session.tell_error(&format!("{}: {error}", report.seed)),
            None => {
                let found =
                    [count(report.passages, "passage"), count(report.boilerplate, "block") + " set apart"].join(", ");
                session.print(&format!("{:9} {} → {page} ({found})\n", report.status.as_str(), report.seed))?;
            }
        }
        for line in report.changes.iter().flat_map(Changes::lines) {
            session.say(&format!("    {line}"));
        }
        if report.status != Status::Unchanged {
            for note in &report.notes {
                session.say(&format!("    note: {note}"));
            }
        }
    }
    if reports.is_empty() {
        session.say("there is nothing to import: put documents into `seeds/`");
    }
    Ok(())
}

fn parse_key(text: &str) -> Result<SourceKey, String> {
    let rule = "a key begins with a letter or digit and goes on with these and `_ . : -`; `judgement` is taken";
    SourceKey::new(text).ok_or_else(|| rule.to_owned())
}

fn parse_day(text: &str) -> Result<Date, String> {
    match Edtf::parse(text) {
        Some(Edtf::Date(date)) => Ok(date),
        _ => Err("a date is a year, a month or a day: `2026`, `2026-02`, `2026-02-05`".to_owned()),
    }
}
