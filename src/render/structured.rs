//! What a page is, for programs: JSON-LD in the words of schema.org. A briefing is an `Article` with its `citation`s and the
//! quotations that were verified; a source a `CreativeWork`; an entity a `Person`, an `Organization` or a `Place`. It says
//! nothing that the page itself does not: of a source its metadata, of its text only what the page quotes. Dates are left
//! out that schema.org cannot say: uncertain ones and intervals.

use super::frame::{absolute, section_address, section_title};
use super::{corrections, words};
use crate::bind::Verdict;
use crate::date::{Doubt, Edtf};
use crate::graph;
use crate::meta::Kind;
use crate::page::{Page, fold, is_section};
use crate::site::Site;
use crate::span::Span;
use serde::Serialize;
use serde_json::Value;

/// The JSON of a page, fit to stand in a `<script>`; empty for pages that are only lists.
pub(super) fn structured(site: &Site, index: usize) -> String {
    let page = &site.corpus.pages[index];
    if is_section(&page.path) {
        return String::new();
    }
    let thing = match page.kind {
        Kind::Briefing => article(site, index, "Article"),
        Kind::Page => article(site, index, "WebPage"),
        Kind::Source => source(site, index),
        Kind::Person | Kind::Organisation | Kind::Place => entity(site, index),
    };
    document([Some(thing), breadcrumbs(site, index)].into_iter().flatten().collect())
}

/// The JSON of the home page.
pub(super) fn website(site: &Site) -> String {
    let mut thing = Thing::new("WebSite");
    thing.say("url", site.config.base_url.clone());
    thing.say("name", site.config.title.as_str());
    thing.say("description", site.config.description.as_str());
    thing.say("inLanguage", site.config.language.as_str());
    thing.say("publisher", publisher(&site.config.publisher));
    document(vec![thing])
}

/// The JSON of all that a page tells of.
fn document(things: Vec<Thing>) -> String {
    let graph: Json = things.into();
    fit(format!("{{\"@context\":\"https://schema.org\",\"@graph\":{}}}", graph.0))
}

/// A value as JSON that is fit to stand in a `<script>`.
pub(super) fn script(value: &Value) -> String {
    fit(value.to_string())
}

/// JSON that no HTML parser takes for a tag or for the end of the script.
fn fit(json: String) -> String {
    let is_special = |c: char| matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}');
    if !json.contains(is_special) {
        return json;
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_special(c) { out.push_str(&format!("\\u{:04x}", u32::from(c))) } else { out.push(c) }
    }
    out
}

/// An object that leaves out what is not known: its fields, by name.
struct Thing(Vec<(&'static str, Json)>);

/// A value as it is written; nothing where it says nothing.
struct Json(String);

impl Thing {
    fn new(kind: &str) -> Self {
        let mut thing = Self(Vec::new());
        thing.say("@type", kind);
        thing
    }

    fn say(&mut self, name: &'static str, value: impl Into<Json>) {
        let value = value.into();
        if !value.0.is_empty() {
            self.0.push((name, value));
        }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self(if text.is_empty() { String::new() } else { json(text) })
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<&[String]> for Json {
    fn from(texts: &[String]) -> Self {
        Self(if texts.is_empty() { String::new() } else { json(texts) })
    }
}

impl From<Thing> for Json {
    fn from(Thing(mut fields): Thing) -> Self {
        fields.sort_by_key(|(name, _)| *name);
        let length: usize = fields.iter().map(|(name, value)| name.len() + value.0.len() + 4).sum();
        let mut json = String::with_capacity(length + 2);
        json.push('{');
        for (nth, (name, value)) in fields.iter().enumerate() {
            json.push_str(if nth == 0 { "\"" } else { ",\"" });
            json.push_str(name);
            json.push_str("\":");
            json.push_str(&value.0);
        }
        json.push('}');
        Self(json)
    }
}

impl From<Vec<Thing>> for Json {
    fn from(things: Vec<Thing>) -> Self {
        if things.is_empty() {
            return Self(String::new());
        }
        let things: Vec<String> = things.into_iter().map(|thing| Self::from(thing).0).collect();
        Self(format!("[{}]", things.join(",")))
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self(String::new()), Into::into)
    }
}

fn json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("texts and numbers are JSON")
}

fn article(site: &Site, index: usize, kind: &str) -> Thing {
    let page = &site.corpus.pages[index];
    let url = address(site, index);
    let mut thing = Thing::new(kind);
    thing.say("@id", url.clone());
    thing.say("url", url.clone());
    thing.say("mainEntityOfPage", url);
    thing.say("headline", page.title());
    thing.say("description", words::summary(site.corpus.face(index)));
    thing.say("inLanguage", site.language(index));
    thing.say("datePublished", page.meta.date.and_then(plain));
    thing.say("dateModified", page.meta.updated.or(page.meta.date).and_then(plain));
    thing.say("author", authors(site, page));
    thing.say("publisher", publisher(&site.config.publisher));
    thing.say("keywords", page.meta.topics.as_slice());
    thing.say("correction", corrections_of(site, index));
    let sources = site.graph.pages[index].cites.keys();
    thing.say("citation", sources.map(|&source| cited(site, source)).collect::<Vec<_>>());
    thing.say("hasPart", quotations(site, index));
    thing
}

fn corrections_of(site: &Site, index: usize) -> Vec<Thing> {
    let corrections = corrections::of_page(site, site.words_of(index), index).into_iter().map(|correction| {
        let mut thing = Thing::new("CorrectionComment");
        thing.say("text", correction.text);
        thing.say("datePublished", correction.edtf.and_then(plain));
        thing
    });
    corrections.collect()
}

/// A source as others refer to it. What it is found by is the original; its page here is what keeps it.
fn cited(site: &Site, source: usize) -> Thing {
    let page = &site.corpus.pages[source];
    let kept = address(site, source);
    let original = page.meta.source.url.clone().filter(|url| is_web(url));
    let mut thing = Thing::new("CreativeWork");
    thing.say("@id", kept.clone());
    thing.say("name", page.title());
    thing.say("url", original.clone().or_else(|| kept.clone()));
    thing.say("archivedAt", original.and(kept));
    thing.say("datePublished", page.meta.date.and_then(plain));
    thing.say("author", authors(site, page));
    thing.say("publisher", publisher(page.meta.source.publisher.as_deref().unwrap_or_default()));
    thing
}

/// The same on the source's own page, with what that page says of it.
fn source(site: &Site, index: usize) -> Thing {
    let page = &site.corpus.pages[index];
    let mut thing = cited(site, index);
    thing.say("mainEntityOfPage", address(site, index));
    thing.say("description", words::summary(site.corpus.face(index)));
    thing.say("inLanguage", page.meta.language.clone());
    thing.say("genre", words::genre(site.words_of(index), site.corpus.face(index)));
    thing.say("copyrightNotice", page.meta.source.copyright.clone());
    let sealed = super::source::sealed_hash(site, page).map(|sha256| {
        let mut hash = Thing::new("PropertyValue");
        hash.say("propertyID", "SHA-256");
        hash.say("value", sha256);
        hash
    });
    thing.say("identifier", sealed);
    thing
}

/// The quotations of a page that were verified, each once.
fn quotations(site: &Site, index: usize) -> Vec<Thing> {
    let marks = site.corpus.pages[index].quotations.iter().zip(&site.bindings.pages[index].quotations);
    let mut seen = std::collections::BTreeSet::new();
    let quotations = marks.filter_map(|(quotation, verdict)| {
        let (verified, part) = match verdict {
            Verdict::Verified(verified) => (verified, "isPartOf"),
            // A translation is not in its source; it is made of it.
            Verdict::Translated(verified) => (verified, "isBasedOn"),
            _ => return None,
        };
        let text = fold(quotation.prose.text());
        let is_new = seen.insert((verified.source, text.clone()));
        is_new.then(|| {
            let first = verified.places.first().copied();
            let mut thing = Thing::new("Quotation");
            thing.say("text", text);
            thing.say("creator", first.and_then(|place| speaker(site, verified.source, place)));
            thing.say(part, whole(site, verified.source));
            thing
        })
    });
    quotations.collect()
}

/// The source that a quotation is taken from, as the page's citation names it.
fn whole(site: &Site, source: usize) -> Thing {
    match address(site, source) {
        Some(id) => Thing(vec![("@id", id.into())]),
        None => {
            let mut work = Thing::new("CreativeWork");
            work.say("name", site.corpus.title(source));
            work
        }
    }
}

/// Who said it, where the passage carries the name of a person who has a page here, and quotes nobody else.
fn speaker(site: &Site, source: usize, (passage, span): (usize, Span)) -> Option<Thing> {
    let source = &site.corpus.pages[source];
    let label = source.passages[passage].speaker.as_deref()?;
    if graph::is_quoted(&source.passages[passage], span) {
        return None;
    }
    let person = graph::speaker(&site.corpus, &source.meta.source.speakers, label)?;
    Some(named(site, person))
}

fn authors(site: &Site, page: &Page) -> Vec<Thing> {
    page.meta.authors.iter().map(|name| author(site, name)).collect()
}

/// An author by name: the person or organisation that has a page here, or else a person.
fn author(site: &Site, name: &str) -> Thing {
    let is_author = |page: &usize| matches!(site.corpus.kind(*page), Kind::Person | Kind::Organisation);
    match site.corpus.published_by_name(name).find(is_author) {
        Some(page) => named(site, page),
        None if name == site.config.publisher => called("Organization", name),
        None => called("Person", name),
    }
}

fn publisher(name: &str) -> Option<Thing> {
    (!name.is_empty()).then(|| called("Organization", name))
}

fn called(kind: &str, name: &str) -> Thing {
    let mut thing = Thing::new(kind);
    thing.say("name", name);
    thing
}

/// An entity as others refer to it.
fn named(site: &Site, index: usize) -> Thing {
    let page = &site.corpus.pages[index];
    let mut thing = Thing::new(match page.kind {
        Kind::Organisation => "Organization",
        Kind::Place => "Place",
        _ => "Person",
    });
    thing.say("@id", address(site, index));
    thing.say("name", page.title());
    thing
}

fn entity(site: &Site, index: usize) -> Thing {
    let page = &site.corpus.pages[index];
    let mut thing = named(site, index);
    thing.say("url", address(site, index));
    thing.say("mainEntityOfPage", address(site, index));
    thing.say("alternateName", page.meta.entity.names.as_slice());
    thing.say("description", words::summary(site.corpus.face(index)));
    let same: Vec<String> = page.meta.entity.same_as.iter().filter(|url| is_web(url)).cloned().collect();
    thing.say("sameAs", same.as_slice());
    if page.kind == Kind::Person {
        thing.say("jobTitle", page.meta.entity.role.as_ref().map(|role| role.value.clone()));
    }
    thing
}

/// The way from the home page; it needs absolute addresses.
fn breadcrumbs(site: &Site, index: usize) -> Option<Thing> {
    let page = &site.corpus.pages[index];
    let mut steps = vec![(site.config.title.clone(), site.config.base_url.clone()?)];
    let folder = page.path.folder().strip_prefix("content/").filter(|folder| !folder.contains('/'));
    if let Some(folder) = folder {
        steps.push((
            section_title(site, site.words_of(index), folder),
            absolute(site, &section_address(site, folder).to_out_path())?,
        ));
    }
    steps.push((page.title().to_owned(), address(site, index)?));
    let items = steps.into_iter().zip(1..).map(|((name, url), position)| {
        let mut item = Thing::new("ListItem");
        item.say("position", Json(json(&position)));
        item.say("name", name);
        item.say("item", url);
        item
    });
    let mut crumbs = Thing::new("BreadcrumbList");
    crumbs.say("itemListElement", items.collect::<Vec<_>>());
    Some(crumbs)
}

/// The absolute address of a page; none without `base_url`.
fn address(site: &Site, index: usize) -> Option<String> {
    absolute(site, &site.corpus.address(index).to_out_path())
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// A date that is no more than a year, a month or a day, as ISO 8601 writes it.
pub(super) fn plain(date: Edtf) -> Option<String> {
    match date {
        Edtf::Date(date) if date.doubt == Doubt::None => Some(date.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_script() {
        let json = script(&serde_json::json!({ "name": "</script><!-- & \u{2028}" }));
        assert_eq!(json, r#"{"name":"\u003c/script\u003e\u003c!-- \u0026 \u2028"}"#);
        assert_eq!(serde_json::from_str::<Value>(&json).unwrap()["name"], "</script><!-- & \u{2028}");
    }

    #[test]
    fn only_plain_dates_are_said() {
        let said = |text| plain(Edtf::parse(text).unwrap());
        assert_eq!(said("2026-02").as_deref(), Some("2026-02"));
        assert_eq!((said("2026?"), said("2026~"), said("2025/2026")), (None, None, None));
    }
}
