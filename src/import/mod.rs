//! Seed → Source → source page, and the decision what an import may write. The command line calls `import` per seed
//! and writes what it hands back; nothing here touches a file. A format is one folder or file with a `read`.

mod account;
mod blocks;
mod inline;
mod line;
mod markdown;
mod office;
mod read;
pub mod source;
mod text;
pub mod words;
mod yaml;

use crate::date::Date;
use crate::key::{PassageId, SourceKey};
use crate::path::{FilePath, slugify};
use crate::seal::{Entry, PassageHash, Seal};
use crate::world::Sha256;
use markdown::Origin;
pub use read::read;
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

/// Decides about one seed. `existing` is the page at `address`, if there is one; `passages` reads the plain text of a
/// page's passages, the way that checks will, for the seal must hash what they see.
pub fn import(
    seal: &Seal,
    seed: Seed<'_>,
    address: &Address,
    existing: Option<&Existing>,
    wish: Wish,
    passages: impl Fn(&str) -> BTreeMap<PassageId, String>,
) -> Import {
    let sealed = seal.entries.get(seed.path);
    // What was once taken by force is taken again without being asked for.
    let known = sealed.is_some_and(|entry| entry.sha256 == Sha256::of(seed.bytes));
    match draw_up(seed, address, Wish { force: wish.force || known, ..wish }, passages) {
        Err(error) => Import { page: None, entry: None, report: failed(seed.path, None, error) },
        Ok((source, page, entry)) => match decide(sealed, seed.path, &entry, existing) {
            Err(error) => Import { page: None, entry: None, report: failed(seed.path, Some(&address.page), error) },
            Ok(deed) => Import {
                report: report(seed.path, &address.page, deed, &source),
                page: (deed == Deed::Write).then_some(page),
                entry: (deed != Deed::Leave).then_some(entry),
            },
        },
    }
}

/// Reads a seed, writes its page as text, and makes its entry from what a parser will find on that page.
fn draw_up(
    seed: Seed<'_>,
    address: &Address,
    wish: Wish,
    passages: impl Fn(&str) -> BTreeMap<PassageId, String>,
) -> Result<(Source, String, Entry), String> {
    let source = read(seed, wish.force)?;
    let sha256 = Sha256::of(seed.bytes);
    let origin = Origin { key: &address.key, seed: seed.path, sha256, retrieved: wish.retrieved };
    let page = markdown::page(&origin, &source);
    let entry = Entry {
        page: address.page.clone(),
        key: address.key.clone(),
        sha256,
        importer: IMPORTER.to_owned(),
        written: Sha256::of(page.as_bytes()),
        passages: hashes(passages(&page)),
        retired: BTreeMap::new(),
        accepted: Vec::new(),
    };
    let meant = hashes(source.passages().map(|passage| (passage.id, passage.words.text.clone())).collect());
    let lost = meant.keys().chain(entry.passages.keys()).find(|id| meant.get(id) != entry.passages.get(id));
    match lost {
        Some(id) => Err(format!("`{id}` would not come back from its page as it went in")),
        None => Ok((source, page, entry)),
    }
}

fn hashes(passages: BTreeMap<PassageId, String>) -> BTreeMap<PassageId, PassageHash> {
    passages.into_iter().map(|(id, text)| (id, PassageHash::of(&text))).collect()
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
            let seed = Seed { path: &self.path, bytes: text.as_bytes() };
            let address = address(&self.seal, seed, None).unwrap();
            let wish = Wish::default();
            import(&self.seal, seed, &address, existing, wish, |_| words(text))
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
    fn what_was_forced_once_need_not_be_forced_again() {
        let mut desk = Desk::new();
        let text = "The ferry\n\nIt sank.\n";
        assert!(error(desk.import(text, None)).contains("`--force`"));
        let seed = Seed { path: &desk.path, bytes: text.as_bytes() };
        let address = address(&desk.seal, seed, None).unwrap();
        let wish = Wish { force: true, ..Wish::default() };
        let entry = import(&desk.seal, seed, &address, None, wish, |_| words(text)).entry.unwrap();
        desk.seal.entries.insert(desk.path.clone(), entry);
        assert_eq!(desk.import(text, Some(&desk.page(text))).report.status, Status::Unchanged);
    }

    #[test]
    fn a_key_belongs_to_one_seed() {
        let desk = Desk::sealed();
        let other = FilePath::new("seeds/the-ferry.md").unwrap();
        let seed = Seed { path: &other, bytes: b"" };
        assert!(address(&desk.seal, seed, None).unwrap_err().contains("belongs to `seeds/The Ferry.txt`"));
        let again = Seed { path: &desk.path, bytes: b"" };
        assert!(address(&desk.seal, again, SourceKey::new("x")).unwrap_err().contains("is sealed with the key"));
        let far = FilePath::new("seeds/паром.txt").unwrap();
        let address = address(&desk.seal, Seed { path: &far, bytes: b"" }, None).unwrap();
        assert_eq!(address.page.as_str(), "content/sources/seed-e3b0c442.md");
    }

    #[test]
    fn a_page_that_does_not_give_its_passages_back_is_not_written() {
        let desk = Desk::new();
        let seed = Seed { path: &desk.path, bytes: TEXT.as_bytes() };
        let address = address(&desk.seal, seed, None).unwrap();
        let import = import(&desk.seal, seed, &address, None, Wish::default(), |_| BTreeMap::new());
        assert!(error(import).contains("`p1` would not come back"));
    }

    #[test]
    fn bytes_that_are_no_text_fail_with_their_place() {
        let desk = Desk::new();
        let seed = Seed { path: &desk.path, bytes: b"caf\xE9" };
        let address = address(&desk.seal, seed, None).unwrap();
        let import = import(&desk.seal, seed, &address, None, Wish::default(), |_| BTreeMap::new());
        assert!(error(import).starts_with("byte 3 (0xE9) is not UTF-8"));
    }
}
