//! DOM → Found: what a web page says of itself, each statement with the evidence that a human can look up in the
//! page. The reader of web pages calls it; it guesses nothing, reads no clock, and leaves the body alone.

mod address;
mod author;
mod byline;
mod calendar;
mod claim;
mod date;
mod name;
mod rights;
mod site;
mod structured;
mod survey;
mod title;

use crate::date::Edtf;
use crate::import::source::{Kind, Metadata};
use dom_query::Document;
use site::Site;
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
    /// Only where the page gives its own type.
    pub kind: Option<Stated<Kind>>,
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

impl Found {
    /// The same as a source keeps it, evidence by field, and the notes.
    pub fn into_metadata(self) -> (Metadata, Vec<String>) {
        let mut evidence = std::collections::BTreeMap::new();
        let mut metadata = Metadata {
            title: told("title", self.title, &mut evidence),
            authors: told("authors", self.authors, &mut evidence).unwrap_or_default(),
            publisher: told("publisher", self.publisher, &mut evidence),
            date: told("date", self.date, &mut evidence),
            url: told("url", self.url, &mut evidence),
            language: told("language", self.language, &mut evidence),
            copyright: told("copyright", self.copyright, &mut evidence),
            license: told("license", self.license, &mut evidence),
            summary: told("summary", self.summary, &mut evidence),
            kind: told("type", self.kind, &mut evidence).unwrap_or(Kind::Webpage),
            ..Metadata::default()
        };
        metadata.evidence = evidence;
        (metadata, self.notes)
    }
}

/// The value, its evidence put under the field's name in the front matter.
fn told<T>(
    field: &str,
    stated: Option<Stated<T>>,
    evidence: &mut std::collections::BTreeMap<String, String>,
) -> Option<T> {
    let stated = stated?;
    evidence.insert(field.to_owned(), stated.evidence);
    Some(stated.value)
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
    let dates = date::dates(&page, language.as_ref(), url.as_ref());
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
        notes: dates.notes,
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

/// Letters and digits only, in lower case: how two spellings of a name are compared.
fn key(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
