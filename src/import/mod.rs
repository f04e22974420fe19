//! Seed → Source → source page. The command line calls `read` and `import` per seed and writes what it is handed back;
//! nothing here touches a file. A format is one folder or file with a `read`; `merge/` keeps what a human did to a page.

mod account;
mod blocks;
mod cast;
mod commonmark;
mod decide;
mod encoding;
mod format;
mod html;
pub(crate) mod inline;
mod line;
mod mail;
mod markdown;
pub mod merge;
mod months;
#[cfg_attr(not(test), expect(dead_code, reason = "`read` calls its readers"))]
mod office;
mod pdf;
mod read;
pub mod source;
mod subtitle;
mod text;
pub mod words;
pub(crate) mod yaml;

use crate::date::Date;
use crate::key::SourceKey;
use crate::meta;
use crate::page::Page;
use crate::path::{FilePath, slugify};
use crate::seal::{Entry, Seal};
use crate::world::Sha256;
pub use decide::import;
use merge::change::Changes;
pub use merge::{Settle, change, drift};
pub use read::{LARGEST, read};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A document as received.
#[derive(Clone, Copy, Debug)]
pub struct Seed<'a> {
    pub path: &'a FilePath,
    pub bytes: &'a [u8],
}

/// A document that has been read: where it lies, and the hash of its bytes as received.
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
    /// What to do where a human and the document changed the same thing.
    pub on_conflict: Settle,
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
    /// What became of the passages, where the seed was imported before and changed since.
    pub changes: Option<Changes>,
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

/// The page of a seed where a human has put it: at the sealed place, else wherever below `content/` a page names the seed.
/// `pages` are paths and texts.
pub fn find_page<'a>(
    seed: &FilePath,
    address: &Address,
    pages: impl IntoIterator<Item = (&'a FilePath, &'a str)> + Clone,
) -> FilePath {
    let is_markdown = |path: &FilePath| path.as_str().starts_with("content/") && path.extension() == Some("md");
    if pages.clone().into_iter().any(|(path, _)| *path == address.page) {
        return address.page.clone();
    }
    let names = |text: &str| {
        // Only a page that speaks of the seed at all is read.
        text.contains(seed.as_str()) && meta::parse(text).0.source.seed.is_some_and(|named| named.value == *seed)
    };
    let found = pages.into_iter().find(|(path, text)| is_markdown(path) && names(text));
    found.map_or(address.page.clone(), |(path, _)| path.clone())
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
    let name = seed.path.name().strip_suffix(".gz").unwrap_or(seed.path.name());
    let (stem, extension) = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).unwrap_or((name, ""));
    let stem = slugify(stem);
    let stem = if SourceKey::new(&stem).is_some() { stem } else { format!("seed-{}", &digest[..8]) };
    let folder = seed.path.as_str().rsplit('/').nth(1).filter(|&folder| folder != "seeds").map(slugify);
    let named = [
        Some(stem.clone()),
        folder.map(|folder| format!("{folder}-{stem}")),
        (!extension.is_empty()).then(|| format!("{stem}-{}", slugify(extension))),
    ];
    let counted = (2u32..).map(move |number| format!("{stem}-{number}"));
    named.into_iter().flatten().chain(counted).filter_map(|key| SourceKey::new(&key))
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
        changes: None,
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
        changes: None,
        error: Some(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::PassageId;

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

        fn import(&self, text: &str, existing: Option<&str>) -> Import {
            self.settle(text, existing, Settle::Stop)
        }

        fn settle(&self, text: &str, existing: Option<&str>, on_conflict: Settle) -> Import {
            let seed = Received { path: &self.path, sha256: Sha256::of(text.as_bytes()) };
            let address = addresses(&self.seal, &[seed], None).remove(0).unwrap();
            let source = read(Seed { path: &self.path, bytes: text.as_bytes() }, true).unwrap();
            import(&self.seal, &seed, &source, &address, existing, Wish { on_conflict, ..Wish::default() })
        }

        /// Imports for the first time and keeps the entry.
        fn sealed() -> (Self, String) {
            let mut desk = Self::new();
            let import = desk.import(TEXT, None);
            desk.seal.entries.insert(desk.path.clone(), import.entry.unwrap());
            (desk, import.page.unwrap())
        }
    }

    fn error(import: Import) -> String {
        assert_eq!((import.page, import.entry, import.report.status), (None, None, Status::Failed));
        import.report.error.unwrap()
    }

    #[test]
    fn a_first_import_creates_a_page_and_a_second_leaves_it_alone() {
        let first = Desk::new().import(TEXT, None);
        assert_eq!(first.report.status, Status::Created);
        assert_eq!(first.report.source.as_deref(), Some("content/sources/the-ferry.md"));
        assert_eq!((first.report.passages, first.report.boilerplate), (4, 0));
        let page = first.page.unwrap();
        assert!(page.contains("**Reed:** Four ferries"));

        let (desk, _) = Desk::sealed();
        let second = desk.import(TEXT, Some(&page.replace("Four", "Five")));
        assert_eq!((second.page, second.entry, second.report.status), (None, None, Status::Unchanged));
    }

    #[test]
    fn a_page_of_another_is_never_overwritten() {
        let (desk, page) = Desk::sealed();
        let human = page.replace("seed: ", "seeds: ");
        assert!(error(desk.import(TEXT, Some(&human))).contains("a human wrote it"));
        let other = page.replace("seeds/The Ferry.txt", "seeds/other.txt");
        assert!(error(desk.import(TEXT, Some(&other))).contains("belongs to `seeds/other.txt`"));
    }

    #[test]
    fn a_changed_seed_is_merged() {
        let (desk, page) = Desk::sealed();
        let changed = TEXT.replace("Four", "Five");
        let import = desk.import(&changed, Some(&page));
        assert_eq!(import.report.status, Status::Updated);
        assert!(import.page.unwrap().contains("**Reed:** Five ferries and a ferryman"));
        let changes = import.report.changes.unwrap();
        assert_eq!((changes.kept, changes.edited.len()), (3, 1));
        assert!(changes.edited[0].difference.starts_with("[-Four-] {+Five+} ferries"), "{:?}", changes.edited);
    }

    #[test]
    fn two_changes_of_one_passage_stop_the_import_until_they_are_settled() {
        let (desk, page) = Desk::sealed();
        let corrected = page.replace("Four ferries", "Fourteen ferries");
        let changed = TEXT.replace("Four", "Five");
        let import = desk.import(&changed, Some(&corrected));
        let conflicts = import.report.changes.clone().unwrap().conflicts;
        assert!(error(import).contains("p2 (words); nothing was overwritten"));
        assert!(conflicts[0].difference.starts_with("[-Fourteen-] {+Five+}"));
        let kept = desk.settle(&changed, Some(&corrected), Settle::KeepPage);
        assert!(kept.page.unwrap().contains("**Reed:** Fourteen ferries"));
        let taken = desk.settle(&changed, Some(&corrected), Settle::TakeSeed);
        assert!(taken.page.unwrap().contains("**Reed:** Five ferries"));
    }

    #[test]
    fn a_page_that_is_gone_comes_back_with_the_ids_that_are_sealed() {
        let (mut desk, page) = Desk::sealed();
        assert_eq!(desk.import(TEXT, None).page, Some(page.clone()));
        // An import in between gave `p5` for `p2`.
        let entry = desk.seal.entries.values_mut().next().unwrap();
        let (old, new) = (PassageId::new(2).unwrap(), PassageId::new(5).unwrap());
        let hash = entry.passages.remove(&old).unwrap();
        entry.passages.insert(new, hash);
        entry.retired.insert(old, Vec::new());
        let import = desk.import(TEXT, None);
        assert_eq!(import.page, Some(page.replace("{#p2}", "{#p5}")));
        assert_eq!(import.entry.unwrap().retired, [(old, Vec::new())].into());
    }

    #[test]
    fn a_lost_seal_is_put_back_where_the_passages_are_the_same() {
        let (_, page) = Desk::sealed();
        let desk = Desk::new();
        let import = desk.import(TEXT, Some(&page));
        assert_eq!((import.page, import.report.status), (None, Status::Unchanged));
        assert!(import.entry.is_some());
        assert!(error(desk.import(TEXT, Some(&page.replace("Four", "Five")))).contains("its passages differ"));
    }

    #[test]
    fn a_passage_that_a_human_moved_stays_where_it_was_put() {
        let (desk, page) = Desk::sealed();
        let third = "**Stone:** Really? {#p3}\n\n";
        let edited = page.replace(third, "").replace("**Stone:** What", &format!("{third}**Stone:** What"));
        let import = desk.import(&TEXT.replace("Four", "Five"), Some(&edited));
        assert_eq!(
            import.page,
            Some(edited.replace("Four", "Five").replace(
                &Sha256::of(TEXT.as_bytes()).to_string(),
                &Sha256::of(TEXT.replace("Four", "Five").as_bytes()).to_string(),
            ))
        );
        assert_eq!(import.report.changes.unwrap().respected, ["p3 (place)"]);
    }

    #[test]
    fn a_page_that_was_moved_is_found() {
        let (mut desk, page) = Desk::sealed();
        let seed = Received { path: &desk.path, sha256: Sha256::of(TEXT.as_bytes()) };
        let mut address = addresses(&desk.seal, &[seed], None).remove(0).unwrap();
        let elsewhere = FilePath::new("content/sources/old/ferry.md").unwrap();
        address.page = find_page(&desk.path, &address, [(&elsewhere, page.as_str())]);
        assert_eq!(address.page, elsewhere);
        let source = read(Seed { path: &desk.path, bytes: TEXT.as_bytes() }, true).unwrap();
        let import = import(&desk.seal, &seed, &source, &address, Some(&page), Wish::default());
        assert_eq!((import.page, import.report.status), (None, Status::Unchanged));
        desk.seal.entries.insert(desk.path.clone(), import.entry.unwrap());
        assert_eq!(desk.seal.of_page(&elsewhere).map(|(seed, _)| seed), Some(&desk.path));
    }

    #[test]
    fn a_key_belongs_to_one_seed() {
        let (mut desk, _) = Desk::sealed();
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
        assert_eq!(page(&desk, "seeds/a.b.html.gz"), "content/sources/a-b.md");
        assert_eq!(page(&desk, "seeds/2026/the-ferry.txt"), "content/sources/2026-the-ferry.md");
        assert_eq!(page(&desk, "seeds/the-ferry.md"), "content/sources/the-ferry-md.md");
        let mut entry = desk.seal.entries.values().next().unwrap().clone();
        entry.key = SourceKey::new("the-ferry-md").unwrap();
        desk.seal.entries.insert(FilePath::new("seeds/a.md").unwrap(), entry);
        assert_eq!(page(&desk, "seeds/the-ferry.md"), "content/sources/the-ferry-2.md");
    }
}
