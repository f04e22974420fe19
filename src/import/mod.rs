//! Seed → Source → source page, and the decision what an import may write. The command line calls `import` per seed
//! and writes what it hands back; nothing here touches a file. A format is one folder or file with a `read`.

mod account;
mod line;
mod markdown;
pub mod source;
mod text;
mod yaml;

use crate::date::Date;
use crate::key::{PassageId, SourceKey};
use crate::path::{FilePath, slugify};
use crate::seal::{Entry, PassageHash, Seal};
use crate::world::Sha256;
use markdown::Origin;
use serde::Serialize;
use source::Source;
use std::collections::BTreeMap;

/// The reader of plain text; the number grows when the same seed would be read otherwise than before.
const IMPORTER: &str = "text 1";

/// A document as received.
#[derive(Clone, Copy, Debug)]
pub struct Seed<'a> {
    pub path: &'a FilePath,
    pub bytes: &'a [u8],
}

/// Where a seed's source page is, or will be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address {
    pub key: SourceKey,
    pub page: FilePath,
}

/// What the caller asks for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish {
    /// The day on which the seed was received, if known.
    pub retrieved: Option<Date>,
    /// Takes a document that looks like a wall or holds next to no text.
    pub force: bool,
}

/// The source page that stands at the address now, as its parser reads it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Existing<'a> {
    pub text: &'a str,
    /// The front matter's `seed`.
    pub seed: Option<FilePath>,
    /// The plain text of each passage.
    pub passages: BTreeMap<PassageId, String>,
}

/// What is to be done, and what to tell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Import {
    /// The page to write, and the entry to seal it with.
    pub created: Option<(String, Entry)>,
    pub report: Report,
}

/// One object of `ibid import --format json`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Report {
    pub seed: String,
    /// The path of the source page.
    pub source: Option<String>,
    pub status: Status,
    pub title: Option<String>,
    pub date: Option<String>,
    pub passages: usize,
    pub boilerplate: usize,
    pub notes: Vec<String>,
    pub error: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Created,
    Updated,
    Unchanged,
    Failed,
}

/// Decides about one seed. `existing` is the page at `address`, if there is one; `passages` reads the plain text of a
/// page's passages, the way that checks will, for the seal must hash what they see.
pub fn import(
    seal: &Seal,
    seed: Seed<'_>,
    address: &Address,
    existing: Option<&Existing<'_>>,
    wish: Wish,
    passages: impl Fn(&str) -> BTreeMap<PassageId, String>,
) -> Import {
    let source = match read(seed, wish.force) {
        Ok(source) => source,
        Err(error) => return Import { created: None, report: failed(seed.path, None, error) },
    };
    let origin =
        Origin { key: &address.key, seed: seed.path, sha256: Sha256::of(seed.bytes), retrieved: wish.retrieved };
    let page = markdown::page(&origin, &source);
    let entry = Entry {
        page: address.page.clone(),
        key: address.key.clone(),
        sha256: origin.sha256,
        importer: IMPORTER.to_owned(),
        written: Sha256::of(page.as_bytes()),
        passages: passages(&page).into_iter().map(|(id, text)| (id, PassageHash::of(&text))).collect(),
        retired: BTreeMap::new(),
        accepted: Vec::new(),
    };
    let decision = match whole(&source, &entry) {
        Ok(()) => decide(seal.entries.get(seed.path), seed.path, &entry, existing, &page),
        Err(error) => Err(error),
    };
    match decision {
        Err(error) => Import { created: None, report: failed(seed.path, Some(&address.page), error) },
        Ok(status) => {
            let created = (status == Status::Created).then_some((page, entry));
            Import { created, report: report(seed.path, &address.page, status, &source) }
        }
    }
}

/// The address of a seed's page: the sealed one, else the key that was asked for, else the slug of the file's stem.
/// The error says which other seed holds it.
pub fn address(seal: &Seal, seed: Seed<'_>, key: Option<SourceKey>) -> Result<Address, String> {
    if let Some(entry) = seal.entries.get(seed.path) {
        return match key {
            Some(key) if key != entry.key => Err(format!(
                "`{}` is sealed with the key `{}`, which citations use; rename neither",
                seed.path, entry.key
            )),
            _ => Ok(Address { key: entry.key.clone(), page: entry.page.clone() }),
        };
    }
    let key = key.or_else(|| SourceKey::new(&slugify(seed.path.stem()))).unwrap_or_else(|| {
        // A stem in another script has no key in it; the hash is as good a name as any, and stays the same.
        let digest = Sha256::of(seed.bytes).to_string();
        SourceKey::new(&format!("seed-{}", &digest[..8])).expect("letters, digits and a hyphen make a key")
    });
    let page = FilePath::new(&format!("content/sources/{key}.md")).map_err(|_| format!("`{key}` names no file"))?;
    match seal.entries.iter().find(|(_, entry)| entry.key == key || entry.page == page) {
        Some((other, _)) => {
            Err(format!("the key `{key}` belongs to `{other}`; give `{}` another with `--key`", seed.path))
        }
        None => Ok(Address { key, page }),
    }
}

/// Reads a seed and proves that nothing of it is lost.
pub fn read(seed: Seed<'_>, force: bool) -> Result<Source, String> {
    let text = line::decode(seed.bytes)?;
    let source = text::read(text);
    if let Some(reason) = text::refuse(text, &source).filter(|_| !force) {
        return Err(format!("{reason}; `--force` imports it all the same"));
    }
    account::account(&line::lines(text), &source)?;
    Ok(source)
}

/// Whether the page, as it will be read, has the passages of the source: the same ids, the same words.
fn whole(source: &Source, entry: &Entry) -> Result<(), String> {
    let meant = source.passages().map(|passage| (passage.id, PassageHash::of(&passage.text)));
    let meant: BTreeMap<PassageId, PassageHash> = meant.collect();
    let differs = |id: &&PassageId| meant.get(id) != entry.passages.get(id);
    match meant.keys().chain(entry.passages.keys()).find(differs) {
        Some(id) => Err(format!("`{id}` would not come back from its page as it went in")),
        None => Ok(()),
    }
}

/// Whether the page may be written, need not be, or must not be. What a human wrote is never overwritten.
fn decide(
    sealed: Option<&Entry>,
    seed: &FilePath,
    entry: &Entry,
    existing: Option<&Existing<'_>>,
    page: &str,
) -> Result<Status, String> {
    let place = &entry.page;
    match (sealed, existing) {
        (None, None) => Ok(Status::Created),
        (_, Some(existing)) if existing.seed.as_ref().is_some_and(|other| other != seed) => {
            let other = existing.seed.as_ref().expect("just compared");
            Err(format!("`{place}` belongs to `{other}`; import this seed with another `--key`"))
        }
        (_, Some(existing)) if existing.seed.is_none() => {
            Err(format!("`{place}` names no seed, so a human wrote it; import this seed with another `--key`"))
        }
        // The seal was lost, and the page is the one that this import writes: sealing it again changes nothing.
        (None, Some(existing)) if existing.text == page => Ok(Status::Created),
        (None, Some(_)) => Err(format!(
            "`{place}` names this seed, but the seal does not know it; restore `ibid.lock`, or move the page away"
        )),
        (Some(sealed), _) if sealed.sha256 != entry.sha256 => Err(format!(
            "`{seed}` is not the file that was imported (SHA-256 {}, sealed {}); nothing was overwritten. Restore the \
             file, or import the new one under another name",
            entry.sha256, sealed.sha256
        )),
        (Some(_), Some(_)) => Ok(Status::Unchanged),
        (Some(sealed), None) if sealed.passages == entry.passages && sealed.retired.is_empty() => Ok(Status::Created),
        (Some(_), None) => Err(format!(
            "`{place}` is gone, and this version reads the seed otherwise than the one that sealed it; restore the page"
        )),
    }
}

fn report(seed: &FilePath, page: &FilePath, status: Status, source: &Source) -> Report {
    Report {
        seed: seed.to_string(),
        source: Some(page.to_string()),
        status,
        title: source.metadata.title.clone(),
        date: source.metadata.date.map(|date| date.to_string()),
        passages: source.passages().count(),
        boilerplate: source.boilerplate(),
        notes: source.notes.clone(),
        error: None,
    }
}

/// The report on a seed that gives no page; also for a seed that could not be read from disk.
pub fn failed(seed: &FilePath, page: Option<&FilePath>, error: String) -> Report {
    Report {
        seed: seed.to_string(),
        source: page.map(FilePath::to_string),
        status: Status::Failed,
        title: None,
        date: None,
        passages: 0,
        boilerplate: 0,
        notes: Vec::new(),
        error: Some(error),
    }
}
