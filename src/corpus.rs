//! Pages → corpus: every page with its address, and the names by which pages find each other: keys, titles, paths.
//! Built once by `compile`; later stages only look things up. What collides is found here.

mod topics;

pub use topics::{TOPICS, Topic};

use crate::diagnostic::{Code, Finding};
use crate::key::SourceKey;
use crate::meta::{Kind, Meta};
use crate::names::{self, Names};
use crate::page::{self, Page, Reading};
use crate::path::{FilePath, OutPath, resolve, slugify};
use crate::span::Span;
use crate::trace::{self, Fact, Row, Table};
use crate::world::{File, World};
use foldhash::HashMap;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The folder below which the pages lie.
pub const CONTENT: &str = "content";

/// All pages of a site. A page is known by its index, which follows the order of paths.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// Shared with the corpus of another moment where the file is the same.
    pub pages: Table<Arc<Page>>,
    reading: Reading,
    /// Another one for all tables that are made; two corpora that share it found the same.
    made: Arc<()>,
    addresses: Vec<Address>,
    keys: Vec<Option<SourceKey>>,
    by_path: HashMap<FilePath, usize>,
    by_key: BTreeMap<SourceKey, usize>,
    by_address: BTreeMap<Address, usize>,
    by_name: HashMap<String, Vec<usize>>,
    /// Addresses that redirect to a page.
    aliases: BTreeMap<OutPath, usize>,
    /// The folders below `content/` that hold published pages, as they are written and as they are addressed, each
    /// with the address of its list.
    pub sections: BTreeMap<String, Address>,
    pub topics: BTreeMap<Address, Topic>,
    /// What `names.toml` says: names that pages go by in no link.
    pub names: Names,
    /// What collides, with the page that it is reported on.
    pub findings: Vec<(usize, Finding)>,
}

/// A page without its text.
#[derive(Clone, Copy, Debug)]
pub struct Face<'a>(&'a Page);

/// Where a page lies below the home page: empty for the home page itself, else `briefings/a/`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Address(String);

/// Reads every Markdown file below `content/`, and `names.toml`.
pub fn corpus(world: &World, reading: Reading) -> Corpus {
    corpus_after(world, reading, None)
}

/// The same, with the pages of an earlier corpus whose files have not changed.
pub fn corpus_after(world: &World, reading: Reading, before: Option<&Corpus>) -> Corpus {
    let files: Vec<_> = world.files.iter().filter(|(path, _)| is_page(path)).collect();
    let before = before.filter(|before| before.reading == reading);
    let read = |(path, file): (&FilePath, &Arc<File>)| {
        let known = before.and_then(|before| Some(&before.pages[before.by_path(path.as_str())?]));
        let known = known.filter(|page| Arc::ptr_eq(&page.file, file)).cloned();
        known.unwrap_or_else(|| Arc::new(page::parse(path, file, reading)))
    };
    // A few at a time, or one thread would be left with many when the others have none.
    let pages: Vec<Arc<Page>> = files.into_par_iter().with_max_len(32).map(read).collect();
    match before.filter(|before| before.knows(&pages)) {
        Some(before) => Corpus { pages: pages.into(), names: names_of_site(world), reading, ..before.clone() },
        None => of_pages(world, reading, pages),
    }
}

/// The corpus of these pages, in the order of their paths.
pub(crate) fn of_pages(world: &World, reading: Reading, pages: Vec<Arc<Page>>) -> Corpus {
    Corpus { names: names_of_site(world), reading, ..Corpus::of_pages(pages) }
}

/// Whether a file is a page: Markdown below `content/`.
pub(crate) fn is_page(path: &FilePath) -> bool {
    path.as_str().starts_with("content/") && path.extension() == Some("md")
}

fn names_of_site(world: &World) -> Names {
    world.files.get(names::PATH).map(|file| names::parse(file.text())).unwrap_or_default()
}

impl Corpus {
    fn of_pages(pages: Vec<Arc<Page>>) -> Self {
        let mut corpus = Self::default();
        let called = |page: &Arc<Page>| {
            let key = (page.kind == Kind::Source).then(|| key_of(page)).flatten();
            let (address, names) = (address_of(page, key.as_ref()), names_of(page, key.as_ref()));
            (key, address, names)
        };
        let called: Vec<_> = pages.par_iter().with_min_len(64).map(called).collect();
        for (index, (page, (key, address, names))) in pages.iter().zip(called).enumerate() {
            corpus.by_path.insert(page.path.clone(), index);
            // A source's address is made of its key: a key that is claimed twice is one mistake, not two.
            let key_is_free = key.as_ref().is_none_or(|key| corpus.claim_key(&pages, index, key));
            if key_is_free {
                corpus.claim_address(&pages, index, &address);
            }
            for name in names {
                let named = corpus.by_name.entry(name).or_default();
                if !named.contains(&index) {
                    named.push(index);
                }
            }
            if page.kind == Kind::Source && key.is_none() && page.gist.findings.is_empty() {
                let message = format!("the name `{}` gives the source no key", page.path.name());
                let finding = Finding::new(Code::InvalidFrontMatter, title_span(page), message);
                corpus.findings.push((
                    index,
                    finding.help("give it one: `key: …`, of the letters a–z, digits, `_`, `.`, `:` and `-`"),
                ));
            }
            if !page.meta.draft {
                corpus.add_section(page);
            }
            corpus.addresses.push(address);
            corpus.keys.push(key);
        }
        for (index, page) in pages.iter().enumerate() {
            corpus.claim_aliases(&pages, index, page);
        }
        corpus.pages = pages.into();
        corpus.topics = topics::topics(&mut corpus);
        corpus
    }

    /// Whether these pages go by all that the pages here go by, one by one, so that the tables hold for them too.
    fn knows(&self, pages: &[Arc<Page>]) -> bool {
        let goes_by = |now: &Page, before: &Page| {
            let (now_sound, before_sound) = (now.gist.findings.is_empty(), before.gist.findings.is_empty());
            (&now.path, now.kind, now.title(), now_sound) == (&before.path, before.kind, before.title(), before_sound)
                && now.meta == before.meta
        };
        let mut both = pages.iter().zip(self.pages.rows());
        pages.len() == self.pages.len() && both.all(|(now, before)| Arc::ptr_eq(now, before) || goes_by(now, before))
    }

    fn add_section(&mut self, page: &Page) {
        let below = page.path.folder().strip_prefix(CONTENT).unwrap_or_default().trim_start_matches('/');
        let folder = if page.path.stem() == "index" { parent(below) } else { below };
        if !folder.is_empty() && !self.sections.contains_key(folder) {
            let address = folder_address(folder);
            self.sections.insert(folder.to_owned(), address.clone());
            self.sections.insert(address.as_str().trim_end_matches('/').to_owned(), address);
        }
    }

    fn claim_address(&mut self, pages: &[Arc<Page>], index: usize, address: &Address) {
        if let Some(&first) = self.by_address.get(address) {
            let message = format!("two pages claim the address `{address}`");
            let finding = Finding::new(Code::DuplicateAddress, title_span(&pages[index]), message)
                .related(&pages[first].path, title_span(&pages[first]), "the first of them")
                .help("rename one of the files, or give it a `slug` of its own");
            self.findings.push((index, finding));
        } else {
            self.by_address.insert(address.clone(), index);
        }
    }

    /// Whether the key was free.
    fn claim_key(&mut self, pages: &[Arc<Page>], index: usize, key: &SourceKey) -> bool {
        if let Some(&first) = self.by_key.get(key) {
            let finding =
                Finding::new(Code::DuplicateKey, key_span(&pages[index]), format!("two sources claim the key `{key}`"))
                    .related(&pages[first].path, key_span(&pages[first]), "the first of them")
                    .help("give one of them another `key`");
            self.findings.push((index, finding));
            false
        } else {
            self.by_key.insert(key.clone(), index);
            true
        }
    }

    fn claim_aliases(&mut self, pages: &[Arc<Page>], index: usize, page: &Page) {
        for alias in &page.meta.aliases {
            let Some(file) = alias_file(alias) else {
                let message = format!("the alias `{alias}` leaves the site");
                self.findings.push((index, Finding::new(Code::InvalidFrontMatter, title_span(page), message)));
                continue;
            };
            let address =
                file.as_str().strip_suffix("index.html").map(|folder| Address::of_folder(folder.trim_end_matches('/')));
            let holder = address.and_then(|address| self.by_address.get(&address).copied());
            match holder.or_else(|| self.aliases.get(&file).copied()) {
                Some(other) if other != index => {
                    let message = format!("the alias `{alias}` is the address of another page");
                    let finding = Finding::new(Code::DuplicateAddress, title_span(page), message)
                        .related(&pages[other].path, title_span(&pages[other]), "this page has it")
                        .help("remove the alias");
                    self.findings.push((index, finding));
                }
                Some(_) => {}
                None => {
                    self.aliases.insert(file, index);
                }
            }
        }
    }

    /// Whether pages are found here by the same paths, keys, names and addresses as there, each under the same number. What
    /// is written in them may differ.
    pub(crate) fn finds_as(&self, other: &Self) -> bool {
        let entities = |corpus: &Self| {
            let named = corpus.pages.rows().iter().filter(|page| page.kind.is_entity());
            named.map(|page| (page.title().to_owned(), page.meta.entity.names.clone())).collect::<Vec<_>>()
        };
        let kinds =
            |corpus: &Self| corpus.pages.rows().iter().map(|page| (page.kind, page.meta.draft)).collect::<Vec<_>>();
        self.is_placed_as(other)
            || self.by_path == other.by_path
                && (&self.keys, &self.by_key) == (&other.keys, &other.by_key)
                && (&self.addresses, &self.by_address) == (&other.addresses, &other.by_address)
                && (&self.by_name, &self.aliases) == (&other.by_name, &other.aliases)
                && self.sections == other.sections
                && self.topics.keys().eq(other.topics.keys())
                && kinds(self) == kinds(other)
                && entities(self) == entities(other)
    }

    /// Whether the two have their tables in common: every page says of itself what it says there, but for its text.
    pub(crate) fn is_placed_as(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.made, &other.made)
    }

    pub fn path(&self, page: usize) -> &FilePath {
        &self.pages.rows()[page].path
    }

    pub fn kind(&self, page: usize) -> Kind {
        self.pages.rows()[page].kind
    }

    pub fn title(&self, page: usize) -> &str {
        self.pages.rows()[page].title()
    }

    /// The language that a page says it is in.
    pub fn language(&self, page: usize) -> Option<&str> {
        self.pages.rows()[page].meta.language.as_deref()
    }

    pub fn is_draft(&self, page: usize) -> bool {
        self.pages.rows()[page].meta.draft
    }

    /// What a page says of itself, for whoever does not look at its text.
    pub fn face(&self, page: usize) -> Face<'_> {
        trace::note(Fact::Face(page));
        Face(&self.pages.rows()[page])
    }

    pub fn meta(&self, page: usize) -> &Meta {
        self.face(page).meta()
    }

    pub fn address(&self, page: usize) -> &Address {
        &self.addresses[page]
    }

    /// The key of a source; `None` for other pages.
    pub fn key(&self, page: usize) -> Option<&SourceKey> {
        self.keys[page].as_ref()
    }

    pub fn by_path(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    pub fn by_key(&self, key: &SourceKey) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    pub fn by_address(&self, address: &Address) -> Option<usize> {
        self.by_address.get(address).copied()
    }

    /// The pages with that title, name, key or slug, in order of path.
    pub fn by_name(&self, name: &str) -> &[usize] {
        self.by_name.get(&fold_name(name)).map_or(&[], Vec::as_slice)
    }

    /// Those among them that are published.
    pub fn published_by_name(&self, name: &str) -> impl Iterator<Item = usize> {
        self.by_name(name).iter().copied().filter(|&page| !self.is_draft(page))
    }

    pub fn known_keys(&self) -> impl Iterator<Item = &str> {
        self.by_key.keys().map(SourceKey::as_str)
    }

    /// The files at old addresses, each with the page that it leads to now.
    pub fn aliases(&self) -> impl Iterator<Item = (&OutPath, usize)> {
        self.aliases.iter().map(|(file, &page)| (file, page))
    }

    /// The pages that are published, by index.
    pub fn published(&self) -> impl Iterator<Item = usize> {
        (0..self.pages.len()).filter(|&page| !self.is_draft(page))
    }

    /// The published sources.
    pub fn sources(&self) -> impl Iterator<Item = usize> {
        (0..self.pages.len()).filter(|&page| self.is_published_source(page))
    }

    pub(crate) fn is_published_source(&self, page: usize) -> bool {
        self.kind(page) == Kind::Source && !self.is_draft(page)
    }
}

/// The file that an old address was served from: `/old/` is `old/index.html`, `/old/b.html` is itself.
fn alias_file(alias: &str) -> Option<OutPath> {
    let path = resolve("", "", alias.trim_start_matches('/'))?;
    let is_file = alias.ends_with(".html");
    if is_file { OutPath::new(&path).ok() } else { Some(Address::of_folder(&path).to_out_path()) }
}

/// Where a file that is published as it is goes: what lies below `content/`, `static/` or a theme's `static/` keeps its
/// place.
pub fn asset_path(path: &FilePath) -> Option<OutPath> {
    let path = path.as_str();
    let below_theme = || path.strip_prefix("themes/")?.split_once("/static/").map(|(_, below)| below);
    let below = path.strip_prefix("content/").or_else(|| path.strip_prefix("static/")).or_else(below_theme)?;
    OutPath::new(below).ok()
}

/// The address of a folder below `content/`, unless its own page says otherwise.
pub fn folder_address(folder: &str) -> Address {
    let parts: Vec<String> = folder.split('/').filter(|part| !part.is_empty()).map(slugify_or_keep).collect();
    Address::of_folder(&parts.join("/"))
}

/// The line that says a page's title, or the page as a whole.
fn title_span(page: &Page) -> Span {
    page.meta.title.as_ref().map_or(Span::at(0), |title| title.span)
}

fn key_span(page: &Page) -> Span {
    page.meta.source.key.as_ref().map_or_else(|| title_span(page), |key| key.span)
}

/// The key that a source's front matter gives, or its slugified stem.
fn key_of(page: &Page) -> Option<SourceKey> {
    match &page.meta.source.key {
        Some(key) => Some(key.value.clone()),
        None => SourceKey::new(&slugify(page.path.stem())),
    }
}

fn address_of(page: &Page, key: Option<&SourceKey>) -> Address {
    let below = page.path.folder().strip_prefix(CONTENT).unwrap_or_default().trim_start_matches('/');
    let folder = folder_address(below);
    let folder = folder.as_str().trim_end_matches('/');
    let stem = page.path.stem();
    if stem == "_index" {
        return Address::of_folder(folder);
    }
    if let Some(key) = key {
        return Address::of_folder(&format!("sources/{}", slugify_or_keep(key.as_str())));
    }
    let own = page.meta.slug.as_deref().map(slugify_or_keep);
    match (own, stem) {
        (Some(slug), "index") => Address::of_folder(&join(parent(folder), &slug)),
        (Some(slug), _) => Address::of_folder(&join(folder, &slug)),
        (None, "index") => Address::of_folder(folder),
        (None, stem) => Address::of_folder(&join(folder, &slugify_or_keep(stem))),
    }
}

fn slugify_or_keep(text: &str) -> String {
    let slug = slugify(text);
    if slug.is_empty() { "page".to_owned() } else { slug }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

fn parent(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Every name that a wikilink may call the page.
fn names_of(page: &Page, key: Option<&SourceKey>) -> Vec<String> {
    if page::is_section(&page.path) {
        return vec![fold_name(page.title())];
    }
    let stem = match page.path.stem() {
        "index" => page.path.folder().rsplit('/').next().unwrap_or_default(),
        stem => stem,
    };
    let own = [Some(page.title()), Some(stem), page.meta.slug.as_deref(), key.map(SourceKey::as_str)];
    let own = own.into_iter().flatten().map(fold_name);
    own.chain(page.meta.entity.names.iter().map(|name| fold_name(name))).filter(|name| !name.is_empty()).collect()
}

fn fold_name(name: &str) -> String {
    page::fold(name).to_lowercase()
}

impl Row for Arc<Page> {
    fn fact(page: usize) -> Fact {
        Fact::Text(page)
    }
}

impl<'a> Face<'a> {
    pub fn kind(self) -> Kind {
        self.0.kind
    }

    pub fn title(self) -> &'a str {
        self.0.title()
    }

    pub fn meta(self) -> &'a Meta {
        &self.0.meta
    }
}

impl Address {
    /// The address of a folder: `a/b`, or empty for the home page.
    pub fn of_folder(folder: &str) -> Self {
        Self(if folder.is_empty() { String::new() } else { format!("{folder}/") })
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that a browser is served: `briefings/a/index.html`.
    pub fn to_out_path(&self) -> OutPath {
        OutPath::new(&format!("{}index.html", self.0)).expect("an address is made of slugs")
    }

    /// From a page at this address to the folder of the home page: `../../`.
    pub fn to_root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }

    /// A relative link from a page at this address to a file below the output folder.
    pub fn link_to(&self, file: &str) -> String {
        let same = self.0.bytes().zip(file.bytes()).take_while(|(a, b)| a == b).count();
        // Up to the end of the last folder that both have.
        let shared = self.0.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
        let mut link = "../".repeat(self.0[shared..].matches('/').count());
        link.push_str(&file[shared..]);
        link
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: &[(&str, &str)]) -> Corpus {
        corpus(&World::from_texts(texts.iter().copied()), Reading::default())
    }

    #[test]
    fn pages_have_addresses() {
        let corpus = of(&[
            ("content/_index.md", ""),
            ("content/briefings/_index.md", ""),
            ("content/briefings/Große Lage.md", ""),
            ("content/briefings/b.md", "---\nslug: Other One\n---\n"),
            ("content/briefings/bundle/index.md", ""),
            ("content/sources/x.md", "---\nkey: A.b\n---\n"),
            ("content/about.md", ""),
        ]);
        let addresses: Vec<&str> = corpus.addresses.iter().map(Address::as_str).collect();
        assert_eq!(
            addresses,
            [
                "",
                "about/",
                "briefings/große-lage/",
                "briefings/",
                "briefings/other-one/",
                "briefings/bundle/",
                "sources/a-b/"
            ]
        );
        assert_eq!(corpus.findings, []);
        assert_eq!(corpus.by_key(&SourceKey::new("A.b").unwrap()), Some(6));
        assert_eq!(corpus.by_name("große  lage"), [2]);
    }

    #[test]
    fn aliases_are_the_files_of_old_addresses() {
        for (alias, file) in [
            ("/old/", "old/index.html"),
            ("old", "old/index.html"),
            ("/a/b.html", "a/b.html"),
            ("x/index.html", "x/index.html"),
        ] {
            assert_eq!(alias_file(alias).map(|file| file.as_str().to_owned()).as_deref(), Some(file));
        }
        assert_eq!(alias_file("../x"), None);
    }

    #[test]
    fn links_between_addresses_are_relative() {
        let from = Address::of_folder("briefings/a");
        assert_eq!(from.link_to("sources/x/index.html"), "../../sources/x/index.html");
        assert_eq!(from.link_to("briefings/b/index.html"), "../b/index.html");
        assert_eq!(from.link_to("index.html"), "../../index.html");
        assert_eq!(from.link_to("briefings/a/chart.png"), "chart.png");
        assert_eq!(Address::of_folder("").link_to("timeline/index.html"), "timeline/index.html");
        assert_eq!(from.to_root(), "../../");
    }

    #[test]
    fn what_collides_is_found_once_with_both_places() {
        let corpus = of(&[
            ("content/a.md", "---\ntitle: A\naliases: [/b/, ../x]\n---\n"),
            ("content/b.md", "---\ntitle: B\n---\n"),
            ("content/c.md", "---\nslug: b\n---\n"),
            ("content/sources/k.md", ""),
            ("content/sources/other.md", "---\nkey: k\n---\n"),
        ]);
        let codes: Vec<(usize, Code)> = corpus.findings.iter().map(|(page, finding)| (*page, finding.code)).collect();
        assert_eq!(
            codes,
            [
                (2, Code::DuplicateAddress),
                (4, Code::DuplicateKey),
                (0, Code::DuplicateAddress),
                (0, Code::InvalidFrontMatter),
            ]
        );
    }
}
