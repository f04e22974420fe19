//! DOM → Found: what a web page says of itself, each statement with the evidence that a human can look up in the
//! page. The reader of web pages calls it; it guesses nothing, reads no clock, and leaves the body alone.

mod address;
mod author;
mod calendar;
mod date;
mod name;
mod rights;
mod structured;
mod survey;
mod title;

use crate::date::Edtf;
use dom_query::Document;
use structured::Structured;
use survey::Survey;

/// What the page states; a field without evidence is `None` or empty.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Found {
    pub title: Option<Stated<String>>,
    /// In the order of the byline.
    pub authors: Option<Stated<Vec<String>>>,
    /// The name of the site.
    pub publisher: Option<Stated<String>>,
    /// The day of first publication, never more precise than its evidence.
    pub date: Option<Stated<Edtf>>,
    pub date_modified: Option<Stated<Edtf>>,
    /// A BCP 47 tag as declared.
    pub language: Option<Stated<String>>,
    /// Absolute, `http` or `https`.
    pub url: Option<Stated<String>>,
    /// The address or the name of the licence.
    pub license: Option<Stated<String>>,
    pub copyright: Option<Stated<String>>,
    pub summary: Option<Stated<String>>,
    /// A type of CSL 1.0.2; only where the page gives its own type.
    pub kind: Option<Stated<&'static str>>,
    /// What a human should settle; no final stop.
    pub notes: Vec<String>,
}

/// A value and where the page says so: `JSON-LD datePublished`, `<meta property="og:title">`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Stated<T> {
    pub value: T,
    pub evidence: String,
}

impl<T> Stated<T> {
    fn new(value: T, evidence: impl Into<String>) -> Self {
        Self { value, evidence: evidence.into() }
    }
}

/// Reads the metadata of a page.
pub(crate) fn metadata(document: &Document) -> Found {
    let mut survey = Survey::of(document);
    let structured = structured::structured(&survey.scripts);
    let url = address::url(&survey, &structured);
    let site = Site::of(&survey, &structured, url.as_ref());
    let title::Title { title, heading } = title::title(&survey, &structured, &site);
    if let Some(heading) = heading.clone() {
        survey.settle(heading);
    }
    let language = rights::language(&survey, &structured);
    let page = Page { survey: &survey, structured: &structured, site: &site, heading };
    let mut notes = Vec::new();
    let dates = date::dates(&page, language.as_ref(), url.as_ref(), &mut notes);
    Found {
        title,
        authors: author::authors(&page),
        publisher: site.name.clone(),
        date: dates.published,
        date_modified: dates.modified,
        language,
        url,
        license: rights::license(&survey, &structured),
        copyright: rights::copyright(&survey),
        summary: rights::summary(&survey),
        kind: rights::kind(&survey, &structured),
        notes,
    }
}

/// What the readers of single fields share.
struct Page<'p> {
    survey: &'p Survey<'p>,
    structured: &'p Structured,
    site: &'p Site,
    /// Where the heading that the title was found in stands in the text.
    heading: Option<std::ops::Range<usize>>,
}

/// The names that the site goes by.
struct Site {
    name: Option<Stated<String>>,
    /// All names, folded to letters and digits: `og:site_name`, the host with and without its ending, the address in
    /// the logo.
    names: Vec<String>,
}

impl Site {
    fn of(survey: &Survey<'_>, structured: &Structured, url: Option<&Stated<String>>) -> Self {
        let declared = ["og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "publisher"];
        let meta = declared.iter().filter_map(|name| survey.meta_named(name));
        let mut stated: Vec<Stated<String>> =
            meta.map(|meta| Stated::new(meta.content.clone(), meta.evidence())).collect();
        let publisher = structured.things.iter().find_map(|thing| thing.publisher.clone());
        let at = stated.iter().take_while(|stated| stated.evidence.contains("og:site_name")).count();
        let named = |name: Option<String>, evidence: &str| name.map(|name| Stated::new(name, evidence));
        let more = [named(publisher, "JSON-LD publisher"), named(structured.site.clone(), "JSON-LD WebSite name")];
        stated.splice(at..at, more.into_iter().flatten());
        stated.retain(|stated| stated.value.chars().count() <= 80 && !stated.value.contains("://"));
        let mut names: Vec<String> = stated.iter().map(|stated| key(&stated.value)).collect();
        if let Some(host) = url.and_then(|url| address::host(&url.value)) {
            names.extend(address::names_of_host(host));
        }
        names.retain(|name| name.chars().count() >= 2);
        Self { name: stated.into_iter().next(), names }
    }

    /// Whether these words are a name of the site.
    fn is_named(&self, words: &str) -> bool {
        let key = key(words);
        let bare = key.strip_prefix("www").unwrap_or(&key);
        self.names.iter().any(|name| *name == key || name == bare)
    }
}

/// Letters and digits only, in lower case: how two spellings of a name are compared.
fn key(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
