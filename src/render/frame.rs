//! What every page's frame says: the site, the navigation, the page's own title and address.

use super::feed::{Channel, Format, channels};
use super::fingerprint::stamped;
use super::notes;
use super::structured::structured;
use super::view::{Card, DateView, FeedLink, Frame, InterfaceView, NavLink, SiteView};
use super::{search, words};
use crate::corpus::{Address, TOPICS, folder_address};
use crate::interface::{Words, direction};
use crate::meta::Kind;
use crate::page::is_section;
use crate::path::OutPath;
use crate::site::Site;
use crate::trace::{self, Fact, print};
use crate::world::Sha256;
use std::collections::BTreeMap;

/// The pages that have an address and a place in the navigation, worked out once for all frames.
pub(crate) struct Outline {
    /// By folder below `content/`: its pages, the folder's own page left out.
    sections: BTreeMap<String, Vec<usize>>,
    has_corrections: bool,
    pub has_search: bool,
    has_custom_css: bool,
    /// How many notes the page with most of them has.
    pub most_notes: usize,
    /// The address of the style sheet for so many notes.
    notes_css: String,
    /// What can be followed, by the address of the page that it tells of.
    pub channels: BTreeMap<Address, Channel>,
    nav: Vec<Entry>,
}

/// An entry of the navigation. What it is called depends on the page that it stands on.
#[derive(Hash)]
enum Entry {
    Section(String),
    Timeline,
    Bibliography,
    Page(usize),
}

/// The folders that the navigation names first, in this order.
const FIRST: [&str; 5] = ["briefings", "people", "organisations", "places", "sources"];

impl Outline {
    /// By folder below `content/`: its pages, the folder's own page left out.
    pub fn sections(&self) -> &BTreeMap<String, Vec<usize>> {
        trace::note(Fact::Lists);
        &self.sections
    }

    /// What tells the frames of a site from those of another; the lists are left out.
    pub fn print(&self) -> Sha256 {
        let Self { sections: _, has_corrections, has_search, has_custom_css, most_notes, notes_css, channels, nav } =
            self;
        print(&((has_corrections, has_search, has_custom_css), most_notes, notes_css, channels, nav))
    }
}

/// Groups the published pages by folder.
pub(crate) fn outline(site: &Site) -> Outline {
    let mut sections: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for page in site.corpus.published() {
        let folder = site.corpus.path(page).folder().trim_start_matches("content").trim_start_matches('/').to_owned();
        let folder = if site.corpus.path(page).stem() == "index" { parent(&folder) } else { folder };
        let pages = sections.entry(folder).or_default();
        if !is_section(site.corpus.path(page)) {
            pages.push(page);
        }
    }
    for pages in sections.values_mut() {
        sort(site, pages);
    }
    let nav = nav(site, &sections);
    let notes = site.corpus.published().map(|page| site.graph.notes(page).iter().flatten().count());
    let most_notes = notes.max().unwrap_or(0);
    Outline {
        channels: channels(site, &sections),
        has_corrections: site.corpus.has_corrections(),
        has_custom_css: has_custom_css(site),
        most_notes,
        notes_css: stamped(notes::STYLE, &notes::style(most_notes)),
        has_search: search::is_wanted(site),
        nav,
        sections,
    }
}

fn has_custom_css(site: &Site) -> bool {
    let themes = site.themes.iter().map(|theme| format!("themes/{theme}/static/custom.css"));
    themes.chain(["static/custom.css".to_owned()]).any(|path| site.world.assets.contains_key(path.as_str()))
}

fn parent(folder: &str) -> String {
    folder.rsplit_once('/').map_or(String::new(), |(parent, _)| parent.to_owned())
}

/// Briefings and pages newest first, then by title; entities and sources by title.
pub(crate) fn sort(site: &Site, pages: &mut [usize]) {
    pages.sort_by_cached_key(|&page| {
        let dated = matches!(site.corpus.kind(page), Kind::Briefing | Kind::Page);
        let meta = dated.then(|| site.corpus.meta(page));
        let date = meta.and_then(|meta| meta.updated.or(meta.date));
        (std::cmp::Reverse(date), site.corpus.title(page).to_lowercase())
    });
}

fn nav(site: &Site, sections: &BTreeMap<String, Vec<usize>>) -> Vec<Entry> {
    let mut nav = Vec::new();
    let section = |folder: &str| {
        let filled = sections.get(folder).is_some_and(|pages| !pages.is_empty());
        filled.then(|| Entry::Section(folder.to_owned()))
    };
    nav.extend(section(FIRST[0]));
    if !site.graph.events().is_empty() {
        nav.push(Entry::Timeline);
    }
    nav.extend(FIRST[1..].iter().filter_map(|folder| section(folder)));
    if site.corpus.sources().next().is_some() {
        nav.push(Entry::Bibliography);
    }
    let is_other = |folder: &&String| {
        !folder.is_empty() && !folder.contains('/') && *folder != TOPICS && !FIRST.contains(&folder.as_str())
    };
    let others = sections.keys().filter(is_other);
    nav.extend(others.filter_map(|folder| section(folder)));
    let top = sections.get("").into_iter().flatten();
    nav.extend(top.map(|&page| Entry::Page(page)));
    nav
}

impl Entry {
    fn title(&self, site: &Site, words: &Words) -> String {
        match self {
            Entry::Section(folder) => section_title(site, words, folder),
            Entry::Timeline => words.say("timeline.title"),
            Entry::Bibliography => words.say("bibliography.title"),
            Entry::Page(page) => site.corpus.title(*page).to_owned(),
        }
    }

    fn file(&self, site: &Site) -> String {
        match self {
            Entry::Section(folder) => section_address(site, folder).to_out_path().as_str().to_owned(),
            Entry::Timeline => "timeline/index.html".to_owned(),
            Entry::Bibliography => "bibliography/index.html".to_owned(),
            Entry::Page(page) => file_of(site, *page),
        }
    }
}

pub(crate) fn file_of(site: &Site, page: usize) -> String {
    site.corpus.address(page).to_out_path().as_str().to_owned()
}

/// The page of a folder, if it has one of its own.
pub(crate) fn section_page(site: &Site, folder: &str) -> Option<usize> {
    let path = if folder.is_empty() { "content/_index.md".to_owned() } else { format!("content/{folder}/_index.md") };
    site.corpus.by_path(&path).filter(|&page| !site.corpus.is_draft(page))
}

/// What a folder is called: by its page, by the words for the folders that every site has, or else by its name.
pub(crate) fn section_title(site: &Site, words: &Words, folder: &str) -> String {
    if let Some(page) = section_page(site, folder) {
        return site.corpus.title(page).to_owned();
    }
    let key = format!("folder.{folder}");
    if words.has(&key) {
        return words.say(&key);
    }
    let name = folder.rsplit('/').next().unwrap_or_default();
    words::capitalise(&name.replace(['-', '_'], " "))
}

pub(crate) fn section_address(site: &Site, folder: &str) -> Address {
    match section_page(site, folder) {
        Some(page) => site.corpus.address(page).clone(),
        None => folder_address(folder),
    }
}

/// What a frame is made for.
pub(crate) struct Subject<'a> {
    pub kind: &'a str,
    pub title: &'a str,
    pub description: &'a str,
    pub language: &'a str,
    /// The interface that the page has.
    pub words: &'a Words,
    pub address: &'a Address,
}

pub(crate) fn frame(site: &Site, outline: &Outline, subject: &Subject<'_>) -> Frame {
    let file = subject.address.to_out_path();
    let nav = outline.nav.iter().map(|entry| {
        let target = entry.file(site);
        let (href, current) = (subject.address.link_to(&target), target == file.as_str());
        NavLink { title: entry.title(site, subject.words), href, current }
    });
    let interface = (!subject.words.is_of(subject.language))
        .then(|| InterfaceView { language: subject.words.tag().to_owned(), dir: subject.words.dir().to_owned() });
    Frame {
        site: SiteView {
            title: site.config.title.clone(),
            language: site.config.language.clone(),
            description: site.config.description.clone(),
            author: site.config.author.clone(),
            publisher: site.config.publisher.clone(),
            has_feed: site.config.base_url.is_some(),
            has_topics: !site.corpus.topics.is_empty(),
            has_corrections: outline.has_corrections,
            has_search: outline.has_search,
            has_custom_css: outline.has_custom_css,
            notes_css: outline.notes_css.clone(),
        },
        kind: subject.kind.to_owned(),
        title: subject.title.to_owned(),
        description: subject.description.to_owned(),
        language: subject.language.to_owned(),
        dir: direction(subject.language).to_owned(),
        interface,
        root: subject.address.to_root(),
        canonical: absolute(site, &file),
        structured: String::new(),
        nav: nav.collect(),
        feeds: feeds(site, outline, subject.address),
    }
}

/// The feeds of the page at an address, and those of the site.
fn feeds(site: &Site, outline: &Outline, address: &Address) -> Vec<FeedLink> {
    let home = Address::of_folder("");
    let own = outline.channels.get_key_value(address).filter(|_| *address != home);
    let channels = own.into_iter().chain(outline.channels.get_key_value(&home));
    let links = channels.flat_map(|(place, channel)| {
        Format::ALL.map(|format| FeedLink {
            title: channel.title(site),
            href: address.link_to(&format!("{}{}", place.as_str(), format.file())),
            mime: format.mime().to_owned(),
            format: format.name().to_owned(),
            own: place == address && *place != home,
        })
    });
    links.collect()
}

/// The frame of a Markdown page.
pub(crate) fn page_frame(site: &Site, outline: &Outline, page: usize) -> Frame {
    let meta = &site.corpus.pages[page];
    let address = site.corpus.address(page);
    let kind = if address.as_str().is_empty() {
        "home"
    } else if is_section(&meta.path) {
        "section"
    } else {
        meta.kind.as_str()
    };
    let title = if kind == "home" && meta.meta.title.is_none() { site.config.title.as_str() } else { meta.title() };
    let description = words::summary(site.corpus.face(page));
    let words = site.words_of(page);
    let language = if meta.kind == Kind::Source { &site.config.language } else { site.language(page) };
    let frame = frame(site, outline, &Subject { kind, title, description, language, words, address });
    Frame { structured: structured(site, page), ..frame }
}

/// The absolute address of a file, with `index.html` left out; `None` without `base_url`.
pub(crate) fn absolute(site: &Site, file: &OutPath) -> Option<String> {
    let base = site.config.base_url.as_deref()?;
    let path = file.as_str().strip_suffix("index.html").unwrap_or(file.as_str());
    let mut url = base.to_owned();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(url)
}

/// A page as it stands in a list on another, which speaks in these words.
pub(crate) fn card(site: &Site, words: &Words, from: &Address, page: usize) -> Card {
    let meta = site.corpus.meta(page);
    let date = |edtf: Option<crate::date::Edtf>| -> Option<DateView> { edtf.map(|edtf| words::date(edtf, words)) };
    let note = match site.corpus.kind(page) {
        Kind::Source => meta.source.publisher.clone(),
        _ => meta.entity.role.as_ref().map(|role| role.value.clone()),
    };
    Card {
        kind: site.corpus.kind(page).as_str().to_owned(),
        language: site.known_language(page).to_owned(),
        title: site.corpus.title(page).to_owned(),
        href: from.link_to(&file_of(site, page)),
        summary: words::summary(site.corpus.face(page)).to_owned(),
        date: date(meta.date),
        as_of: date(meta.briefing.as_of),
        note: note.unwrap_or_default(),
    }
}
