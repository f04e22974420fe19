//! Site → plan: every file that the site will have, sorted by path, each with the recipe for its bytes. The plan is a
//! value: the disk writes all of it, a server makes the one file that a browser asks for.

use super::bibliography::{Export, FOLDER, Grouping, Table, export_file, table};
use super::evidence::Evidence;
use super::feed::{Channel, Format};
use super::frame::{Outline, Subject, frame, outline, page_frame, section_address, section_page, section_title};
use super::related::Related;
use super::search::{Script, Search};
use super::theme::Theme;
use super::view::NotFoundView;
use super::{
    corrections, embedded, entity, evidence, facts, feed, graph, home, notes, picture, search, sitemap, source,
    structured, timeline, topic, writing,
};
use crate::corpus::{Address, TOPICS, asset_path};
use crate::date::Edtf;
use crate::diagnostic::{Code, Diagnostic, Location, Severity};
use crate::graph::{Threads, threads};
use crate::meta::Kind;
use crate::page::is_section;
use crate::parts::{Kept, Parts};
use crate::path::{FilePath, OutPath};
use crate::site::Site;
use crate::trace::{self, Fact};
use crate::world::Sha256;
use serde_json::json;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// What a site consists of.
pub struct Plan {
    /// Shared with another plan of the same files.
    pub artefacts: Arc<BTreeMap<OutPath, Artefact>>,
    shape: Shape,
    outline: Outline,
    /// Made when something of it is first asked for.
    search: OnceLock<Search>,
    /// Made when a page of a source or an entity first asks for it.
    threads: OnceLock<Threads>,
    /// Found all at once where all pages are made.
    related: Related,
    /// Made when a page first asks for it.
    references: OnceLock<Table>,
    /// What is dear to make is made here, if an earlier plan did not leave it.
    parts: Parts,
}

/// One file of the site: how to make it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Artefact {
    /// A Markdown page, by its index.
    Page(usize),
    Home,
    /// The list of a folder's pages, by the folder's path below `content/`.
    Section(String),
    /// The list of all topics.
    Topics,
    /// A topic's page, by its address.
    Topic(Address),
    Timeline,
    /// The rules of the timeline's filters.
    TimelineStyle,
    /// The rules that tie so many notes to their markers.
    NoteStyle(usize),
    Bibliography(Grouping),
    /// References for other programs: of one source, or of all.
    Export(Option<usize>, Export),
    /// The log of all corrections.
    Corrections,
    /// What is checked and how to read the marks.
    Method,
    /// The page that searches the site.
    Search,
    /// A part of its index.
    SearchScript(Script),
    NotFound,
    Feed(Channel, Format),
    Sitemap,
    Robots,
    Evidence,
    /// Pages and what ties them, as JSON.
    Graph,
    /// The file at an old address, and the page that it leads to.
    Redirect(OutPath, usize),
    /// A file of the default theme.
    Embedded(&'static [u8]),
    /// A file of the site that is copied as it is.
    Copy(FilePath),
    /// An image of the site in fewer pixels: the width.
    Resized(FilePath, u32),
}

impl Artefact {
    /// Whether it is made of the whole site: one that is begun last keeps everybody waiting.
    pub fn is_long(&self) -> bool {
        use Artefact::{
            Bibliography, Evidence, Export, Graph, Home, Search, Section, Sitemap, Timeline, Topic, Topics,
        };
        let is_list = matches!(self, Home | Section(_) | Topics | Topic(_) | Timeline | Bibliography(_) | Search);
        is_list || matches!(self, Evidence | Graph | Sitemap | Export(None, _))
    }
}

/// Plans a site, every file of it.
pub fn plan(site: &Site) -> Plan {
    plan_with(site, Kept::default())
}

/// The same, with what an earlier plan left: the same files, in less time.
pub fn plan_with(site: &Site, kept: Kept) -> Plan {
    let parts = Parts::new(Arc::new(facts::prints(site)), kept);
    let mut plan = Plan { parts, ..plan_pages(site) };
    // Now, on all cores: a page that is made in parallel with others would keep them waiting.
    plan.threads(site);
    plan.related.find_all(site, &plan.parts);
    if plan.outline.has_search {
        let scripts: Vec<_> = plan.search_index(site).scripts().collect();
        let artefacts = Arc::make_mut(&mut plan.artefacts);
        for (path, script) in scripts {
            if let Ok(path) = OutPath::new(&path) {
                artefacts.entry(path).or_insert(Artefact::SearchScript(script));
            }
        }
    }
    plan
}

/// Plans a site without the scripts of its search: how many there are is known only when all pages have been read for it.
/// A server, which is asked for one file at a time, begins with this and goes on with `Plan::find`. What a site writes
/// itself wins over what would be made in the same place.
pub fn plan_pages(site: &Site) -> Plan {
    plan_pages_after(site, None)
}

/// The same, in less time where an earlier site had the same files.
pub fn plan_pages_after(site: &Site, before: Option<(&Site, &Plan)>) -> Plan {
    let before = before.filter(|(earlier, _)| {
        site.corpus.is_placed_as(&earlier.corpus)
            && site.world.assets == earlier.world.assets
            && (&site.config, &site.themes) == (&earlier.config, &earlier.themes)
    });
    let outline = outline(site, before.map(|(_, plan)| &plan.outline));
    let shape = Shape::of(site, &outline);
    let artefacts = match before {
        Some((_, plan)) if plan.shape == shape => Arc::clone(&plan.artefacts),
        _ => Arc::new(artefacts(site, &outline, &shape)),
    };
    Plan {
        artefacts,
        shape,
        outline,
        search: OnceLock::new(),
        threads: OnceLock::new(),
        related: Related::default(),
        references: OnceLock::new(),
        parts: Parts::default(),
    }
}

/// What decides which files a site has, besides its names, its settings and the files that it copies.
#[derive(PartialEq, Eq)]
struct Shape {
    frames: Sha256,
    has_filters: bool,
    pictures: Vec<(OutPath, FilePath, u32)>,
}

impl Shape {
    fn of(site: &Site, outline: &Outline) -> Self {
        let has_filters = !timeline::style(site).is_empty();
        Self { frames: outline.print(), has_filters, pictures: picture::smaller(site) }
    }
}

fn artefacts(site: &Site, outline: &Outline, shape: &Shape) -> BTreeMap<OutPath, Artefact> {
    let mut artefacts = BTreeMap::new();
    let mut put = |path: &str, artefact: Artefact| {
        if let Ok(path) = OutPath::new(path) {
            artefacts.insert(path, artefact);
        }
    };
    put("404.html", Artefact::NotFound);
    put("robots.txt", Artefact::Robots);
    put("graph.json", Artefact::Graph);
    if site.config.base_url.is_some() {
        put("sitemap.xml", Artefact::Sitemap);
    }
    for (address, channel) in outline.channels.iter() {
        for format in Format::ALL {
            put(&format!("{}{}", address.as_str(), format.file()), Artefact::Feed(channel.clone(), format));
        }
    }
    put("timeline/index.html", Artefact::Timeline);
    if shape.has_filters {
        put(timeline::STYLE, Artefact::TimelineStyle);
    }
    if outline.most_notes > 0 {
        put(notes::STYLE, Artefact::NoteStyle(outline.most_notes));
    }
    put("bibliography/index.html", Artefact::Bibliography(Grouping::Kind));
    put_references(site, &mut put);
    put("method/index.html", Artefact::Method);
    if site.corpus.has_corrections() {
        put("corrections/index.html", Artefact::Corrections);
    }
    if outline.has_search {
        put("search/index.html", Artefact::Search);
    }
    for (name, bytes) in embedded::STATIC {
        put(name, Artefact::Embedded(bytes));
    }
    let themes = site.themes.iter().map(|theme| format!("themes/{theme}/static/"));
    for folder in themes.chain(["static/".to_owned(), "content/".to_owned()]) {
        for path in site.world.assets.keys().filter(|path| path.as_str().starts_with(&folder)) {
            if let Some(out) = asset_path(path) {
                put(out.as_str(), Artefact::Copy(path.clone()));
            }
        }
    }
    for (file, from, width) in &shape.pictures {
        artefacts.entry(file.clone()).or_insert_with(|| Artefact::Resized(from.clone(), *width));
    }
    let mut put = |path: &str, artefact: Artefact| {
        if let Ok(path) = OutPath::new(path) {
            artefacts.insert(path, artefact);
        }
    };
    // What proves the site is never anybody else's.
    put("evidence.json", Artefact::Evidence);
    for (file, page) in site.corpus.aliases().filter(|(_, page)| !site.corpus.is_draft(*page)) {
        put(file.as_str(), Artefact::Redirect(file.clone(), page));
    }
    for folder in outline.sections().keys().filter(|folder| !folder.is_empty()) {
        put(section_address(site, folder).to_out_path().as_str(), Artefact::Section(folder.clone()));
    }
    if !site.corpus.topics.is_empty() {
        put("topics/index.html", Artefact::Topics);
    }
    put("index.html", Artefact::Home);
    for page in site.corpus.published().filter(|&page| !is_section(site.corpus.path(page))) {
        put(site.corpus.address(page).to_out_path().as_str(), Artefact::Page(page));
    }
    for (address, topic) in &site.corpus.topics {
        let holder = site.corpus.by_address(address).filter(|&page| !site.corpus.is_draft(page));
        // A page of another kind that has the address keeps it.
        if holder == topic.own {
            put(address.to_out_path().as_str(), Artefact::Topic(address.clone()));
        }
    }
    artefacts
}

/// What a site with sources has besides: the other order of the bibliography, and all references as files.
fn put_references(site: &Site, put: &mut impl FnMut(&str, Artefact)) {
    let sources: Vec<Option<usize>> = site.corpus.sources().map(Some).collect();
    if sources.is_empty() {
        return;
    }
    let publishers = Grouping::Publisher;
    put(publishers.address().to_out_path().as_str(), Artefact::Bibliography(publishers));
    for source in sources.into_iter().chain([None]) {
        for export in Export::ALL {
            put(&export_file(site, source, export), Artefact::Export(source, export));
        }
    }
}

impl Plan {
    /// The file at a path of the site, also where it is a part of the search that was not planned.
    pub fn find(&self, site: &Site, path: &str) -> Option<Artefact> {
        let planned = OutPath::new(path).ok().and_then(|path| self.artefacts.get(&path).cloned());
        planned.or_else(|| {
            let may_be = self.outline.has_search && path.starts_with("search/") && path.ends_with(".js");
            let mut scripts = may_be.then(|| self.search_index(site))?.scripts();
            scripts.find_map(|(name, script)| (name == path).then_some(Artefact::SearchScript(script)))
        })
    }

    fn search_index(&self, site: &Site) -> &Search {
        self.search.get_or_init(|| trace::apart(|| search::search(site, &self.parts)))
    }

    /// What the words of all published passages say of each other.
    pub(super) fn threads(&self, site: &Site) -> &Threads {
        let made = || threads(&site.corpus, &site.bindings, &site.graph, &site.config.language, &self.parts);
        self.threads.get_or_init(|| trace::apart(made))
    }

    pub(super) fn parts(&self) -> &Parts {
        &self.parts
    }

    pub(super) fn related(&self) -> &Related {
        &self.related
    }

    pub(super) fn outline(&self) -> &Outline {
        &self.outline
    }

    /// The pages whose texts a script of the search has.
    pub(super) fn searched_pages(&self, script: usize) -> Option<&[usize]> {
        self.search.get()?.of_script(script)
    }

    /// The bytes of one file. Pure, and independent of the other files. An image has none here, nor has a file
    /// that is only copied: whoever writes the site reads the one and resizes the other.
    pub fn bytes<'a>(
        &'a self,
        artefact: &'a Artefact,
        site: &'a Site,
        theme: &Theme,
    ) -> Result<Cow<'a, [u8]>, Box<Diagnostic>> {
        let text = match artefact {
            Artefact::Page(page) => self.page(site, theme, *page)?,
            Artefact::Home => self.home(site, theme)?,
            Artefact::Section(folder) => self.section(site, theme, folder)?,
            Artefact::Topics => self.topics(site, theme)?,
            Artefact::Topic(address) => self.topic(site, theme, address)?,
            Artefact::Timeline => {
                let address = Address::of_folder("timeline");
                let (title, about) = (site.words().say("timeline.title"), site.words().say("timeline.about"));
                let frame = self.made(site, "timeline", &title, &about, &address);
                theme.render("timeline.html", site.words(), &frame, &timeline::timeline(site, &address))?
            }
            Artefact::TimelineStyle => timeline::style(site),
            Artefact::NoteStyle(count) => notes::style(*count),
            Artefact::Bibliography(grouping) => {
                let (title, about) = (site.words().say("bibliography.title"), site.words().say("bibliography.about"));
                let frame = self.made(site, FOLDER, &title, &about, &grouping.address());
                let view = self.references(site).view(site, *grouping);
                theme.render("bibliography.html", site.words(), &frame, &view)?
            }
            Artefact::Export(source, export) => self.references(site).export(*source, *export),
            Artefact::Method => {
                let (title, about) = (site.words().say("method.title"), site.words().say("method.about"));
                let frame = self.made(site, "method", &title, &about, &Address::of_folder("method"));
                theme.render("method.html", site.words(), &frame, &serde_json::Map::new())?
            }
            Artefact::Corrections => {
                let address = Address::of_folder("corrections");
                let (title, about) = (site.words().say("corrections.title"), site.words().say("corrections.about"));
                let frame = self.made(site, "corrections", &title, &about, &address);
                theme.render("corrections.html", site.words(), &frame, &corrections::log(site, &address))?
            }
            Artefact::Search => self.search(site, theme)?,
            Artefact::SearchScript(script) => {
                return Ok(match self.search_index(site).bytes(site, *script) {
                    Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
                    Cow::Owned(text) => Cow::Owned(text.into_bytes()),
                });
            }
            Artefact::NotFound => self.not_found(site, theme)?,
            Artefact::Feed(channel, format) => {
                feed::feed(site, self.outline.sections(), channel, *format).unwrap_or_default()
            }
            Artefact::Sitemap => sitemap::sitemap(site, &self.made_pages(site)).unwrap_or_default(),
            Artefact::Robots => sitemap::robots(site),
            Artefact::Evidence => self.evidence(site, None).into_text().unwrap_or_default(),
            Artefact::Graph => trace::apart(|| graph::graph(site, self.threads(site), &self.related)),
            Artefact::Redirect(file, page) => sitemap::redirect(site, file, *page),
            Artefact::Embedded(bytes) => return Ok(Cow::Borrowed(bytes)),
            Artefact::Copy(_) | Artefact::Resized(..) => return Ok(Cow::Borrowed(&[])),
        };
        Ok(Cow::Owned(text.into_bytes()))
    }

    /// `evidence.json` in pieces. Those that stand in the published one, which is known by its print, are not made.
    pub fn evidence(&self, site: &Site, published: Option<Sha256>) -> Evidence {
        evidence::evidence(site, &self.parts, published)
    }

    fn page(&self, site: &Site, theme: &Theme, index: usize) -> Result<String, Box<Diagnostic>> {
        let page = &site.corpus.pages[index];
        let frame = page_frame(site, &self.outline, index);
        let template = template(site, theme, index)?;
        let words = site.words_of(index);
        let named = |name: &'static str| template.unwrap_or(name);
        match page.kind {
            Kind::Source => {
                let reference = self.references(site).reference(site, index);
                theme.render(
                    named("source.html"),
                    words,
                    &frame,
                    &source::source(site, self.threads(site), index, reference),
                )
            }
            Kind::Person | Kind::Organisation | Kind::Place => {
                theme.render(named("entity.html"), words, &frame, &entity::entity(site, self.threads(site), index))
            }
            Kind::Briefing => {
                theme.render(named("briefing.html"), words, &frame, &writing::briefing(site, &self.related, index))
            }
            Kind::Page => {
                theme.render(named("page.html"), words, &frame, &writing::briefing(site, &self.related, index))
            }
        }
    }

    /// The references of all sources, formatted together: numbers and letters depend on the others.
    fn references(&self, site: &Site) -> &Table {
        trace::note(Fact::References);
        self.references.get_or_init(|| trace::apart(|| table(site, &self.parts)))
    }

    /// What another plan may use again: what this one made, and what it did not need.
    pub fn keep(self) -> Kept {
        self.parts.keep()
    }

    fn home(&self, site: &Site, theme: &Theme) -> Result<String, Box<Diagnostic>> {
        let own = section_page(site, "");
        let mut frame = match own {
            Some(page) => page_frame(site, &self.outline, page),
            None => self.made(site, "home", &site.config.title, &site.config.description, &Address::of_folder("")),
        };
        frame.structured = structured::website(site);
        let template = own.map_or(Ok(None), |page| template(site, theme, page))?;
        theme.render(template.unwrap_or("home.html"), site.words_of_list(own), &frame, &home::home(site, own))
    }

    fn section(&self, site: &Site, theme: &Theme, folder: &str) -> Result<String, Box<Diagnostic>> {
        let own = section_page(site, folder);
        let frame = match own {
            Some(page) => page_frame(site, &self.outline, page),
            None => self.made(
                site,
                "section",
                &section_title(site, site.words(), folder),
                "",
                &section_address(site, folder),
            ),
        };
        let template = own.map_or(Ok(None), |page| template(site, theme, page))?;
        let view = writing::section(site, &self.outline, folder, own);
        theme.render(template.unwrap_or("section.html"), site.words_of_list(own), &frame, &view)
    }

    fn topics(&self, site: &Site, theme: &Theme) -> Result<String, Box<Diagnostic>> {
        let own = section_page(site, TOPICS);
        let mut frame = match own {
            Some(page) => page_frame(site, &self.outline, page),
            None => {
                let (title, about) = (site.words().say("topics.title"), site.words().say("topics.about"));
                self.made(site, "topics", &title, &about, &section_address(site, TOPICS))
            }
        };
        frame.kind = "topics".to_owned();
        let template = own.map_or(Ok(None), |page| template(site, theme, page))?;
        theme.render(template.unwrap_or("topics.html"), site.words_of_list(own), &frame, &topic::topics(site))
    }

    fn topic(&self, site: &Site, theme: &Theme, address: &Address) -> Result<String, Box<Diagnostic>> {
        let topic = &site.corpus.topics[address];
        let mut frame = match topic.own {
            Some(page) => page_frame(site, &self.outline, page),
            None => self.made(site, "topic", &topic.title, "", address),
        };
        frame.kind = "topic".to_owned();
        let template = topic.own.map_or(Ok(None), |page| template(site, theme, page))?;
        let view = topic::topic(site, address, topic);
        theme.render(template.unwrap_or("topic.html"), site.words_of_list(topic.own), &frame, &view)
    }

    fn search(&self, site: &Site, theme: &Theme) -> Result<String, Box<Diagnostic>> {
        let address = Address::of_folder(search::FOLDER);
        let frame = self.made(site, "search", &site.words().say("search.title"), "", &address);
        theme.render("search.html", site.words(), &frame, &self.search_index(site).view(site, &self.outline))
    }

    /// The page for a missing address is served anywhere, so it alone links by the path of `base_url`.
    fn not_found(&self, site: &Site, theme: &Theme) -> Result<String, Box<Diagnostic>> {
        let path = site
            .config
            .base_url
            .as_deref()
            .and_then(|base| base.split_once("://")?.1.split_once('/'))
            .map_or("", |(_, path)| path);
        let root = format!("/{path}");
        let mut frame = self.made(site, "not-found", &site.words().say("not-found.title"), "", &Address::of_folder(""));
        frame.nav.iter_mut().for_each(|link| link.href = format!("{root}{}", link.href));
        frame.nav.iter_mut().for_each(|link| link.current = false);
        frame.feeds.iter_mut().for_each(|link| link.href = format!("{root}{}", link.href));
        frame.canonical = None;
        let view = NotFoundView { pages: writing::main_pages(site, &root), titles: titles(site, &root) };
        frame.root = root;
        theme.render("not-found.html", site.words(), &frame, &view)
    }

    fn made(&self, site: &Site, kind: &str, title: &str, description: &str, address: &Address) -> super::view::Frame {
        // What the interface says is in its language, also where the site's has no words.
        let own = &site.config.language;
        let language = if site.words().is_of(own) { own } else { site.words().tag() };
        frame(site, &self.outline, &Subject { kind, title, description, language, words: site.words(), address })
    }

    /// The pages that list others, each with the day of what changed last among them.
    fn made_pages(&self, site: &Site) -> Vec<(OutPath, Option<Edtf>)> {
        use Artefact::{Bibliography, Corrections, Home, Method, Section, Timeline, Topic, Topics};
        // The date of a source is that of the document.
        let is_ours = |page: &&usize| site.corpus.kind(**page) != Kind::Source;
        let newest = |pages: &[usize]| pages.iter().filter(is_ours).filter_map(|&page| feed::changed(site, page)).max();
        let made = self.artefacts.iter().filter_map(|(path, artefact)| {
            let changed = match artefact {
                Home => site.last_changed(),
                Section(folder) => self.outline.sections().get(folder).and_then(|pages| newest(pages)),
                Topic(address) => newest(&site.corpus.topics[address].pages),
                Corrections => corrections::all(site).first().and_then(|(_, correction)| correction.edtf),
                Topics | Timeline | Bibliography(_) | Method => None,
                _ => return None,
            };
            Some((path.clone(), changed))
        });
        made.collect()
    }
}

/// The pages that somebody may have meant, as JSON: what is written here before what is kept here, at most 500.
fn titles(site: &Site, root: &str) -> String {
    let mut pages: Vec<usize> = site.corpus.published().collect();
    pages.sort_by_key(|&page| match site.corpus.kind(page) {
        Kind::Briefing => 0,
        Kind::Source => 2,
        _ => 1,
    });
    let pages = pages.into_iter().map(|page| (site.corpus.title(page), site.corpus.address(page)));
    let topics = site.corpus.topics.iter().filter(|(_, topic)| topic.own.is_none());
    let topics = topics.map(|(address, topic)| (topic.title.as_str(), address));
    let titles = pages.chain(topics).take(500);
    structured::script(
        &titles.map(|(title, address)| json!([title, format!("{root}{}", address.to_out_path())])).collect(),
    )
}

/// Reads the templates of a site; what is wrong with them is among its diagnostics then, once. Whatever checks, builds or
/// serves a site asks here, so that all of them agree.
pub fn dress(mut site: Site) -> (Site, Theme) {
    let (theme, faults) = Theme::load(&site);
    let faults = faults.into_iter().chain(missing_templates(&site, &theme));
    let new: Vec<_> = faults.filter(|fault| !site.diagnostics.contains(fault)).collect();
    site.diagnostics.extend(new);
    (site, theme)
}

/// The templates that pages ask for in their front matter and that are not there.
pub fn missing_templates(site: &Site, theme: &Theme) -> Vec<Diagnostic> {
    site.corpus.published().filter_map(|page| template(site, theme, page).err()).map(|missing| *missing).collect()
}

/// The template that a page's front matter asks for.
fn template<'a>(site: &'a Site, theme: &Theme, index: usize) -> Result<Option<&'a str>, Box<Diagnostic>> {
    let page = &site.corpus.pages[index];
    let Some(wanted) = &page.meta.template else { return Ok(None) };
    if theme.has(&wanted.value) {
        return Ok(Some(&wanted.value));
    }
    let where_they_are = "templates lie in `templates/` and in the theme's `templates/`";
    let help = match theme.nearest(&wanted.value) {
        Some(near) => format!("did you mean `{near}`? {where_they_are}"),
        None => where_they_are.to_owned(),
    };
    Err(Box::new(Diagnostic {
        code: Code::TemplateError,
        severity: Severity::Error,
        place: Location { path: page.path.clone(), span: wanted.span },
        label: None,
        marks: Vec::new(),
        message: format!("there is no template `{}`", wanted.value),
        help: Some(help),
        related: Vec::new(),
        fix: None,
    }))
}
