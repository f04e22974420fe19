//! The published pages → what a browser needs to search them without a server: an index cut into scripts, the texts that
//! hits show, and the page that asks. Called by `plan`; `themes/default/static/search.js` reads what is written here.
//!
//! Scripts, because a page that was opened from a folder may load no other file. Each is one call,
//! `ibidSearch("w12", …)`, and says which one it is:
//!
//! - `index` — what is known of every page at once: where the shards begin, and kind, publisher and year for the facets
//! - `w0`, `w1` … — words in alphabetical order with their postings (`shard`)
//! - `t0`, `t1` … — pages in the order of the site with their texts (`unit`), fetched only for the hits that are shown

mod batch;
mod digits;
mod invert;
mod shard;
mod unit;

use super::frame::{Outline, file_of, section_address, section_title, sort};
use super::view::{LinkView, PageLink, SearchGroup, SearchView};
use super::{structured, words};
use crate::corpus::Address;
use crate::date::Edtf;
use crate::interface::Words;
use crate::meta::Kind;
use crate::page::is_section;
use crate::parts::Parts;
use crate::site::Site;
use batch::Measure;
use invert::Index;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::ops::Range;

/// The folder of the page and its scripts.
pub(super) const FOLDER: &str = "search";

/// About so many bytes of text lie in one script: a hit that is shown costs its reader no more.
const TEXT: usize = 16 * 1024;

/// So many pages of a kind are listed for readers without scripts, with a link to the list of all.
const LISTED: usize = 60;

/// The scripts of a site's search, all but the texts already made.
pub(crate) struct Search {
    /// The pages that can be found, in the order of the site.
    pages: Vec<usize>,
    shards: Vec<String>,
    /// By script of texts: positions in `pages`.
    texts: Vec<Range<usize>>,
    facts: String,
    version: String,
}

/// One of the scripts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Script {
    Index,
    Words(usize),
    Texts(usize),
}

/// Whether the site has a search: it is wanted, and nothing of the site's own stands in its place.
pub(super) fn is_wanted(site: &Site) -> bool {
    let address = Address::of_folder(FOLDER);
    let by_page = site.corpus.by_address(&address).is_some_and(|page| !site.corpus.is_draft(page));
    let by_folder = site.corpus.sections.contains_key(FOLDER);
    let by_alias = site.corpus.aliases().any(|(file, _)| *file == address.to_out_path());
    site.config.search && !by_page && !by_folder && !by_alias
}

/// Reads all published pages, in parallel, but for those that were read as they are.
pub(super) fn search(site: &Site, parts: &Parts) -> Search {
    let pages: Vec<usize> = site.corpus.published().collect();
    let index = invert::index(site, &pages, parts);
    let texts = cut(&index.pages);
    let shards = shard::shards(&index);
    let version = format!("{:.8}", index.fingerprint.to_string());
    let facts = facts(site, &pages, &index, &shards.firsts, &texts);
    Search { pages, shards: shards.scripts, texts, facts, version }
}

impl Search {
    /// Every script, with its path below the output folder.
    pub(super) fn scripts(&self) -> impl Iterator<Item = (String, Script)> {
        let words = (0..self.shards.len()).map(|number| (format!("{FOLDER}/w{number}.js"), Script::Words(number)));
        let texts = (0..self.texts.len()).map(|number| (format!("{FOLDER}/t{number}.js"), Script::Texts(number)));
        words.chain(texts).chain([(format!("{FOLDER}/index.js"), Script::Index)])
    }

    /// The pages whose texts a script has.
    pub(super) fn of_script(&self, number: usize) -> Option<&[usize]> {
        self.texts.get(number).map(|range| &self.pages[range.clone()])
    }

    pub(super) fn bytes(&self, site: &Site, script: Script) -> std::borrow::Cow<'_, str> {
        match script {
            Script::Index => self.facts.as_str().into(),
            Script::Words(number) => self.shards[number].as_str().into(),
            Script::Texts(number) => self.texts(site, number).into(),
        }
    }

    fn texts(&self, site: &Site, number: usize) -> String {
        let pages = &self.pages[self.texts[number].clone()];
        self::script(&format!("t{number}"), &pages.iter().map(|&page| shown(site, page)).collect::<Vec<_>>())
    }

    /// The page that asks: for readers without scripts a list of all pages.
    pub(super) fn view(&self, site: &Site, outline: &Outline) -> SearchView {
        let mut groups: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
        let listed = self.pages.iter().filter(|&&page| !is_section(site.corpus.path(page)));
        listed.for_each(|&page| groups.entry(site.corpus.kind(page)).or_default().push(page));
        let groups = groups.into_iter().map(|(kind, pages)| group(site, outline, kind, pages));
        SearchView { version: self.version.clone(), groups: groups.collect(), words: spoken(site.words()) }
    }
}

/// The pages of a kind, as readers without scripts have them.
fn group(site: &Site, outline: &Outline, kind: Kind, mut pages: Vec<usize>) -> SearchGroup {
    let address = Address::of_folder(FOLDER);
    sort(site, &mut pages);
    let total = pages.len();
    let folders = outline.sections().iter().filter(|(folder, inside)| {
        let holds = inside.iter().any(|&page| site.corpus.kind(page) == kind);
        total > LISTED && !folder.is_empty() && holds
    });
    let lists = folders.map(|(folder, _)| LinkView {
        title: section_title(site, site.words(), folder),
        href: address.link_to(section_address(site, folder).to_out_path().as_str()),
    });
    let link = |page: usize| PageLink {
        language: site.language(page).to_owned(),
        ..words::page_link(site, &address.link_to(&file_of(site, page)), page)
    };
    SearchGroup {
        kind: kind.as_str().to_owned(),
        total,
        more: total.saturating_sub(LISTED),
        lists: lists.collect(),
        pages: pages.into_iter().take(LISTED).map(link).collect(),
    }
}

/// What the script says, as JSON: of what it counts, a text for each plural category.
fn spoken(words: &Words) -> String {
    let counted = ["pages", "passages", "more-here"].map(|key| (key, json!(words.forms(&format!("search.{key}")))));
    let plain = ["none", "loose", "near", "failed", "kind", "publisher", "year"];
    let plain = plain.map(|key| (key, json!(words.say(&format!("search.{key}")))));
    let kinds = [Kind::Briefing, Kind::Source, Kind::Person, Kind::Organisation, Kind::Place, Kind::Page];
    let kinds: BTreeMap<&str, String> =
        kinds.map(|kind| (kind.as_str(), words.say(&format!("kind.{}", kind.as_str())))).into();
    let all = counted.into_iter().chain(plain).chain([("kinds", json!(kinds))]);
    structured::script(&all.map(|(key, said)| (key.to_owned(), said)).collect())
}

/// Pages, cut where there is enough text for a script.
fn cut(pages: &[Measure]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (at, page) in pages.iter().enumerate() {
        if size > 0 && size + page.length > TEXT {
            ranges.push(start..at);
            (start, size) = (at, 0);
        }
        size += page.length;
    }
    if start < pages.len() {
        ranges.push(start..pages.len());
    }
    ranges
}

/// A page as a hit shows it: title, address from the home page, date, what else is known; then an anchor and a text for
/// each of its units.
fn shown(site: &Site, page: usize) -> Vec<String> {
    let head = unit::head(site, page);
    let date = date(site, page).map(|date| words::date(date, site.words()).text);
    let mut parts = vec![head.title, file_of(site, page), date.unwrap_or_default(), head.note.join("\n")];
    for unit in unit::units(site, page) {
        parts.extend([unit.anchor, unit.text]);
    }
    parts
}

/// The day that a page is of: for a briefing the one up to which it holds.
fn date(site: &Site, page: usize) -> Option<Edtf> {
    let meta = site.corpus.meta(page);
    meta.briefing.as_of.or(meta.date).or(meta.updated)
}

/// What the script must know before it has loaded anything else.
fn facts(site: &Site, pages: &[usize], index: &Index, firsts: &[Box<str>], texts: &[Range<usize>]) -> String {
    let kind = |page: usize| site.corpus.kind(page);
    let publisher = |page: usize| {
        let source = &site.corpus.meta(page).source;
        source.publisher.as_deref().filter(|publisher| kind(page) == Kind::Source && !publisher.is_empty())
    };
    let year = |page: usize| date(site, page).map(|date| date.start().year);
    let (kinds, kind_of) = numbered(pages.iter().map(|&page| Some(kind(page))));
    let (publishers, publisher_of) = numbered(pages.iter().map(|&page| publisher(page)));
    let (years, year_of) = numbered(pages.iter().map(|&page| year(page)));
    let facts = json!({
        "words": firsts.join(" "),
        "texts": digits::text(texts.iter().map(|range| narrow(range.len()))),
        "units": digits::text(index.pages.iter().map(|page| page.units)),
        "kind": [kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>(), kind_of],
        "publisher": [publishers, publisher_of],
        "year": [years, year_of],
        "little": index.function_words.iter().copied().collect::<Vec<_>>().join(" "),
    });
    script("index", &facts)
}

/// The different values in their order, and for each of the given ones its number from 1, or 0 for none.
fn numbered<T: Ord + Copy>(values: impl Iterator<Item = Option<T>> + Clone) -> (Vec<T>, String) {
    let mut numbers: BTreeMap<T, u32> = values.clone().flatten().map(|value| (value, 0)).collect();
    numbers.values_mut().zip(1..).for_each(|(number, next)| *number = next);
    let coded = digits::text(values.map(|value| value.map_or(0, |value| numbers[&value])));
    (numbers.into_keys().collect(), coded)
}

/// A script that hands its value over.
fn script(name: &str, value: &impl Serialize) -> String {
    let value = serde_json::to_string(value).expect("texts and numbers are JSON");
    format!("ibidSearch({name:?},{value});\n")
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("a site has fewer than four billion words")
}
