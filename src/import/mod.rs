//! Seed → Source → source page, and the decision what an import may write. The command line calls `import` per seed
//! and writes what it hands back; nothing here touches a file. A format is one folder or file with a `read`.

mod account;
mod blocks;
mod commonmark;
mod encoding;
mod format;
mod html;
mod inline;
mod line;
mod mail;
mod markdown;
#[cfg_attr(not(test), expect(dead_code, reason = "the reader of web pages calls it"))]
mod months;
#[cfg_attr(not(test), expect(dead_code, reason = "`read` calls its readers"))]
mod office;
mod pdf;
mod read;
pub mod source;
mod subtitle;
mod text;
pub mod words;
mod yaml;

use crate::date::Date;
use crate::key::{PassageId, SourceKey};
use crate::page::Page;
use crate::path::{FilePath, slugify};
use crate::seal::{Entry, PassageHash, Seal};
use crate::world::Sha256;
use markdown::Origin;
pub use read::{LARGEST, read};
use serde::Serialize;
use source::Source;
use std::collections::{BTreeMap, BTreeSet};

/// A document as received.
#[derive(Clone, Copy, Debug)]
pub struct Seed<'a> {
    pub path: &'a FilePath,
    pub bytes: &'a [u8],
}

/// Which document it was that was read.
#[derive(Clone, Copy, Debug)]
pub struct Received<'a> {
    pub path: &'a FilePath,
    pub sha256: Sha256,
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
}

/// The source page that stands at the address now, as its parser reads it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Existing {
    /// The front matter's `seed`.
    pub seed: Option<FilePath>,
    /// The plain text of each passage.
    pub passages: BTreeMap<PassageId, String>,
}

/// What is to be done, and what to tell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Import {
    /// The text to write as the source page.
    pub page: Option<String>,
    /// The entry to put in the seal.
    pub entry: Option<Entry>,
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

impl Status {
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Created => "created",
            Status::Updated => "updated",
            Status::Unchanged => "unchanged",
            Status::Failed => "failed",
        }
    }
}

/// Decides about one seed, which has been read as `source`. `existing` is the page at `address`, if there is one;
/// `passages` reads the plain text of a page's passages, the way that checks will, for the seal must hash what they see.
pub fn import(
    seal: &Seal,
    seed: &Received<'_>,
    source: &Source,
    address: &Address,
    existing: Option<&Existing>,
    wish: Wish,
    passages: impl Fn(&str) -> BTreeMap<PassageId, String>,
) -> Import {
    let sealed = seal.entries.get(seed.path);
    match draw_up(seed, source, address, wish, passages) {
        Err(error) => Import { page: None, entry: None, report: failed(seed.path, None, error) },
        Ok((page, entry)) => match decide(sealed, seed.path, &entry, existing) {
            Err(error) => Import { page: None, entry: None, report: failed(seed.path, Some(&address.page), error) },
            Ok(deed) => Import {
                report: report(seed.path, &address.page, deed, source),
                page: (deed == Deed::Write).then_some(page),
                entry: (deed != Deed::Leave).then_some(entry),
            },
        },
    }
}

/// Writes a source's page as text, and makes its entry from what a parser will find on that page.
fn draw_up(
    seed: &Received<'_>,
    source: &Source,
    address: &Address,
    wish: Wish,
    passages: impl Fn(&str) -> BTreeMap<PassageId, String>,
) -> Result<(String, Entry), String> {
    let origin = Origin { key: &address.key, seed: seed.path, sha256: seed.sha256, retrieved: wish.retrieved };
    let page = markdown::page(&origin, source);
    let entry = Entry {
        page: address.page.clone(),
        key: address.key.clone(),
        sha256: seed.sha256,
        importer: source.importer.clone(),
        written: Sha256::of(page.as_bytes()),
        passages: hashes(passages(&page)),
        retired: BTreeMap::new(),
        accepted: Vec::new(),
    };
    let meant = hashes(source.passages().map(|passage| (passage.id, passage.words.text.clone())).collect());
    let lost = meant.keys().chain(entry.passages.keys()).find(|id| meant.get(id) != entry.passages.get(id));
    match lost {
        Some(id) => Err(format!("`{id}` would not come back from its page as it went in")),
        None => Ok((page, entry)),
    }
}

fn hashes(passages: BTreeMap<PassageId, String>) -> BTreeMap<PassageId, PassageHash> {
    passages.into_iter().map(|(id, text)| (id, PassageHash::of(&text))).collect()
}

/// The addresses of seeds that are imported together, in their order: no two get the same, and what lies higher in the
/// folders gets the simpler one. `key` is for the one seed.
pub fn addresses(seal: &Seal, seeds: &[Received<'_>], key: Option<&SourceKey>) -> Vec<Result<Address, String>> {
    let mut given: BTreeSet<SourceKey> = seal.entries.values().map(|entry| entry.key.clone()).collect();
    let depth = |seed: &Received<'_>| seed.path.as_str().matches('/').count();
    let mut order: Vec<usize> = (0..seeds.len()).collect();
    order.sort_by_key(|&at| (depth(&seeds[at]), seeds[at].path));
    let mut addresses = BTreeMap::new();
    for at in order {
        let address = address(seal, &given, &seeds[at], key.cloned());
        given.extend(address.iter().map(|address| address.key.clone()));
        addresses.insert(at, address);
    }
    addresses.into_values().collect()
}

/// The address of a seed's page: the sealed one, else that of the key that was asked for, else of the first key that is
/// free. The error says which other seed holds it.
fn address(
    seal: &Seal,
    given: &BTreeSet<SourceKey>,
    seed: &Received<'_>,
    key: Option<SourceKey>,
) -> Result<Address, String> {
    if let Some(entry) = seal.entries.get(seed.path) {
        return match key {
            Some(key) if key != entry.key => Err(format!(
                "`{}` is sealed with the key `{}`, which citations use; rename neither",
                seed.path, entry.key
            )),
            _ => Ok(Address { key: entry.key.clone(), page: entry.page.clone() }),
        };
    }
    let pages: BTreeSet<&FilePath> = seal.entries.values().map(|entry| &entry.page).collect();
    let is_free = |address: &Address| !given.contains(&address.key) && !pages.contains(&address.page);
    if let Some(key) = key {
        let address = page_of(key)?;
        let holder = seal.entries.iter().find(|(_, entry)| entry.key == address.key || entry.page == address.page);
        return match holder {
            Some((other, _)) => {
                let key = &address.key;
                Err(format!("the key `{key}` belongs to `{other}`; give `{}` another with `--key`", seed.path))
            }
            None => Ok(address),
        };
    }
    let free = candidates(seed).filter_map(|key| page_of(key).ok()).find(is_free);
    Ok(free.expect("one of endlessly many keys is free"))
}

fn page_of(key: SourceKey) -> Result<Address, String> {
    let page = FilePath::new(&format!("content/sources/{key}.md")).map_err(|_| format!("`{key}` names no file"))?;
    Ok(Address { key, page })
}

/// The keys that a seed may get, the best first: its name, its name behind that of its folder, with its extension, and
/// then numbers without end.
fn candidates(seed: &Received<'_>) -> impl Iterator<Item = SourceKey> {
    // A name in another script has no key in it; the hash is as good a name as any, and stays the same.
    let digest = seed.sha256.to_string();
    let stem = slugify(seed.path.stem());
    let stem = if SourceKey::new(&stem).is_some() { stem } else { format!("seed-{}", &digest[..8]) };
    let folder = seed.path.as_str().rsplit('/').nth(1).filter(|&folder| folder != "seeds").map(slugify);
    let named = [
        Some(stem.clone()),
        folder.map(|folder| format!("{folder}-{stem}")),
        seed.path.extension().map(|extension| format!("{stem}-{}", slugify(extension))),
    ];
    let counted = (2u32..).map(move |number| format!("{stem}-{number}"));
    named.into_iter().flatten().chain(counted).filter_map(|key| SourceKey::new(&key))
}

/// What an import may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Deed {
    /// Write the page and its entry.
    Write,
    /// Only put the entry back.
    Seal,
    Leave,
}

/// Whether the page may be written, need not be, or must not be. What a human wrote is never overwritten.
fn decide(sealed: Option<&Entry>, seed: &FilePath, entry: &Entry, existing: Option<&Existing>) -> Result<Deed, String> {
    let place = &entry.page;
    if let Some(existing) = existing {
        match &existing.seed {
            Some(named) if named == seed => {}
            Some(other) => return Err(format!("`{place}` belongs to `{other}`; give this seed another `--key`")),
            None => {
                return Err(format!("`{place}` names no seed, so a human wrote it; give this seed another `--key`"));
            }
        }
    }
    match (sealed, existing) {
        (Some(sealed), _) if sealed.sha256 != entry.sha256 => Err(format!(
            "`{seed}` is not the file that was imported (its SHA-256 is {}, sealed is {}), and merging a changed seed is \
             not supported yet; nothing was overwritten; restore the file, or import the new one under another name",
            entry.sha256, sealed.sha256
        )),
        (Some(_), Some(_)) => Ok(Deed::Leave),
        (None, None) => Ok(Deed::Write),
        (Some(sealed), None) if sealed.passages == entry.passages && sealed.retired.is_empty() => Ok(Deed::Write),
        (Some(_), None) => {
            Err(format!("`{place}` is gone, and its passages would not be those that were sealed; restore the page"))
        }
        // The seal was lost; a page with the very passages of this import can be sealed again, whatever else was edited.
        (None, Some(existing)) if hashes(existing.passages.clone()) == entry.passages => Ok(Deed::Seal),
        (None, Some(_)) => Err(format!(
            "`{place}` names this seed, but the seal does not know it and its passages differ; restore `ibid.lock`, or \
             move the page away"
        )),
    }
}

fn report(seed: &FilePath, page: &FilePath, deed: Deed, source: &Source) -> Report {
    Report {
        seed: seed.to_string(),
        source: Some(page.to_string()),
        status: if deed == Deed::Write { Status::Created } else { Status::Unchanged },
        title: source.metadata.title.clone(),
        date: source.metadata.date.map(|date| date.to_string()),
        passages: source.passages().count(),
        boilerplate: source.boilerplate(),
        notes: source.notes.clone(),
        error: None,
    }
}

/// The report on a seed that is the sealed one and whose page is there: neither needs to be looked at again.
pub fn unchanged(seed: &FilePath, page: &Page) -> Report {
    Report {
        seed: seed.to_string(),
        source: Some(page.path.to_string()),
        status: Status::Unchanged,
        title: page.meta.title.as_ref().map(|title| title.value.clone()),
        date: page.meta.date.as_ref().map(|date| date.to_string()),
        passages: page.passages.len(),
        boilerplate: page.boilerplate.len(),
        notes: page.meta.source.notes.clone(),
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

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The ferry : KXYZ\n\nADA STONE, HOST:\nWhat did the bridge over the river cost this town, and who paid for it?\n\
        BO REED: Four ferries and a ferryman, and the town paid for it, as towns do when nobody asks them.\nSTONE: Really?\n\
        REED: Yes. It could have been worse, for there was a time when they wanted two bridges.\n";

    struct Desk {
        seal: Seal,
        path: FilePath,
    }

    impl Desk {
        fn new() -> Self {
            Self { seal: Seal::default(), path: FilePath::new("seeds/The Ferry.txt").unwrap() }
        }

        fn import(&self, text: &str, existing: Option<&Existing>) -> Import {
            self.import_checked(text, existing, |_| words(text))
        }

        fn import_checked(
            &self,
            text: &str,
            existing: Option<&Existing>,
            passages: impl Fn(&str) -> BTreeMap<PassageId, String>,
        ) -> Import {
            let seed = Received { path: &self.path, sha256: Sha256::of(text.as_bytes()) };
            let address = addresses(&self.seal, &[seed], None).remove(0).unwrap();
            let source = read(Seed { path: &self.path, bytes: text.as_bytes() }, true).unwrap();
            import(&self.seal, &seed, &source, &address, existing, Wish::default(), passages)
        }

        /// Imports for the first time and keeps the entry.
        fn sealed() -> Self {
            let mut desk = Self::new();
            let entry = desk.import(TEXT, None).entry.unwrap();
            desk.seal.entries.insert(desk.path.clone(), entry);
            desk
        }

        fn page(&self, text: &str) -> Existing {
            Existing { seed: Some(self.path.clone()), passages: words(text) }
        }
    }

    fn words(text: &str) -> BTreeMap<PassageId, String> {
        text::read(text).passages().map(|passage| (passage.id, passage.words.text.clone())).collect()
    }

    fn error(import: Import) -> String {
        assert_eq!((import.page, import.entry, import.report.status), (None, None, Status::Failed));
        import.report.error.unwrap()
    }

    #[test]
    fn a_first_import_creates_a_page_and_a_second_leaves_it_alone() {
        let desk = Desk::new();
        let first = desk.import(TEXT, None);
        assert_eq!(first.report.status, Status::Created);
        assert_eq!(first.report.source.as_deref(), Some("content/sources/the-ferry.md"));
        assert_eq!((first.report.passages, first.report.boilerplate), (4, 0));
        assert!(first.page.unwrap().contains("**Reed:** Four ferries"));

        let desk = Desk::sealed();
        let edited = Existing { passages: words("A title\n\nThe words of a human."), ..desk.page(TEXT) };
        let second = desk.import(TEXT, Some(&edited));
        assert_eq!((second.page, second.entry, second.report.status), (None, None, Status::Unchanged));
    }

    #[test]
    fn a_page_of_another_is_never_overwritten() {
        let desk = Desk::new();
        let human = Existing { seed: None, ..desk.page(TEXT) };
        assert!(error(desk.import(TEXT, Some(&human))).contains("a human wrote it"));
        let other = Existing { seed: FilePath::new("seeds/other.txt").ok(), ..desk.page(TEXT) };
        assert!(error(desk.import(TEXT, Some(&other))).contains("belongs to `seeds/other.txt`"));
    }

    #[test]
    fn a_changed_seed_overwrites_nothing() {
        let desk = Desk::sealed();
        let changed = TEXT.replace("Four", "Five");
        assert!(error(desk.import(&changed, Some(&desk.page(TEXT)))).contains("nothing was overwritten"));
        assert!(error(desk.import(&changed, None)).contains("nothing was overwritten"));
    }

    #[test]
    fn a_page_that_is_gone_comes_back_with_the_same_ids_or_not_at_all() {
        let mut desk = Desk::sealed();
        assert_eq!(desk.import(TEXT, None).report.status, Status::Created);
        let entry = desk.seal.entries.values_mut().next().unwrap();
        entry.retired.insert(PassageId::new(9).unwrap(), Vec::new());
        assert!(error(desk.import(TEXT, None)).contains("is gone"));
    }

    #[test]
    fn a_lost_seal_is_put_back_where_the_passages_are_the_same() {
        let desk = Desk::new();
        let import = desk.import(TEXT, Some(&desk.page(TEXT)));
        assert_eq!((import.page, import.report.status), (None, Status::Unchanged));
        assert!(import.entry.is_some());
        let edited = desk.page(&TEXT.replace("Four", "Five"));
        assert!(error(desk.import(TEXT, Some(&edited))).contains("its passages differ"));
    }

    #[test]
    fn a_key_belongs_to_one_seed() {
        let mut desk = Desk::sealed();
        let address_of = |desk: &Desk, path: &str, key: Option<&str>| {
            let path = FilePath::new(path).unwrap();
            let seed = Received { path: &path, sha256: Sha256::of(b"") };
            let key = key.and_then(SourceKey::new);
            addresses(&desk.seal, &[seed], key.as_ref()).remove(0).map(|address| address.page.to_string())
        };
        let asked = address_of(&desk, "seeds/b.txt", Some("the-ferry"));
        assert!(asked.unwrap_err().contains("belongs to `seeds/The Ferry.txt`"));
        let again = address_of(&desk, "seeds/The Ferry.txt", Some("x"));
        assert!(again.unwrap_err().contains("is sealed with the key"));
        let page = |desk: &Desk, path| address_of(desk, path, None).unwrap();
        assert_eq!(page(&desk, "seeds/паром.txt"), "content/sources/seed-e3b0c442.md");
        assert_eq!(page(&desk, "seeds/2026/the-ferry.txt"), "content/sources/2026-the-ferry.md");
        assert_eq!(page(&desk, "seeds/the-ferry.md"), "content/sources/the-ferry-md.md");
        let mut entry = desk.seal.entries.values().next().unwrap().clone();
        entry.key = SourceKey::new("the-ferry-md").unwrap();
        desk.seal.entries.insert(FilePath::new("seeds/a.md").unwrap(), entry);
        assert_eq!(page(&desk, "seeds/the-ferry.md"), "content/sources/the-ferry-2.md");
    }

    #[test]
    fn a_page_that_does_not_give_its_passages_back_is_not_written() {
        let import = Desk::new().import_checked(TEXT, None, |_| BTreeMap::new());
        assert!(error(import).contains("`p1` would not come back"));
    }
}
