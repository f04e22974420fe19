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
use std::collections::BTreeMap;
use std::ops::Range;
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
        let mut evidence = BTreeMap::new();
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
fn told<T>(field: &str, stated: Option<Stated<T>>, evidence: &mut BTreeMap<String, String>) -> Option<T> {
    let stated = stated?;
    evidence.insert(field.to_owned(), stated.evidence);
    Some(stated.value)
}

/// Reads the metadata of a page.
pub(crate) fn metadata(document: &Document) -> Found {
    let mut survey = Survey::of(document);
    let mut structured = structured::structured(&survey.scripts);
    let url = address::url(&survey, &structured);
    let titles = title::all(&survey);
    structured.keep_document(|thing| {
        let is_titled = |headline: &String| titles.iter().any(|title| title.contains(&key(headline)));
        thing.url.is_some() && thing.url == url.as_ref().map(|url| url.value.clone())
            || thing.headline.as_ref().is_some_and(is_titled)
    });
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
    heading: Option<Range<usize>>,
}

/// Letters and digits only, in lower case: how two spellings of a name are compared.
fn key(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(html: &str) -> Found {
        metadata(&Document::from(html))
    }

    fn title(html: &str) -> Option<(String, String)> {
        found(html).title.map(|title| (title.value, title.evidence))
    }

    fn authors(html: &str) -> (Vec<String>, String) {
        found(html).authors.map(|authors| (authors.value, authors.evidence)).unwrap_or_default()
    }

    fn date(html: &str) -> (String, String) {
        found(html).date.map(|date| (date.value.to_string(), date.evidence)).unwrap_or_default()
    }

    fn pair(value: &str, evidence: &str) -> (String, String) {
        (value.to_owned(), evidence.to_owned())
    }

    const HEAD: &str = "<title>The bridge opens | Ferry Post</title><meta property=og:site_name content='Ferry Post'>";

    #[test]
    fn a_page_without_statements_has_no_metadata() {
        assert_eq!(found("<p>On 12 April 2019 the mayor cut the ribbon. © 2019"), Found::default());
    }

    #[test]
    fn the_title_is_the_heading_that_agrees_or_what_is_declared_without_the_site() {
        let heading = title(&format!("{HEAD}<h1>Ferry Post</h1><h2>The bridge opens!</h2><h2>More</h2>"));
        assert_eq!(heading, Some(pair("The bridge opens!", "<h2>")));
        assert_eq!(title(HEAD), Some(pair("The bridge opens", "<title>")));
        assert_eq!(title("<title>Ships - a history</title>"), Some(pair("Ships - a history", "<title>")));
        let host = "<link rel=canonical href='https://www.ferry-post.org/x'><title>Ferry Post » The bridge</title>";
        assert_eq!(title(host), Some(pair("The bridge", "<title>")));
        let own = "<meta property=og:site_name content='Ferry Post'><title>Ferry Post</title>";
        assert_eq!(title(own), None);
    }

    #[test]
    fn a_kicker_within_the_heading_is_no_title() {
        let html = format!("{HEAD}<h1><span>Transport</span> The bridge opens</h1>");
        assert_eq!(title(&html), Some(pair("The bridge opens", "<h1>")));
        let plain = format!("{HEAD}<h1>Today the bridge opens</h1>");
        assert_eq!(title(&plain), Some(pair("Today the bridge opens", "<h1>")));
    }

    #[test]
    fn authors_are_declared_marked_or_printed() {
        let names =
            |names: &[&str], evidence: &str| (names.iter().map(|n| (*n).to_owned()).collect(), evidence.to_owned());
        let page = |inside: &str| authors(&format!("{HEAD}<h1>The bridge opens</h1>{inside}<p>A long story.</p>"));
        let meta = "<meta name=author content='Ada Ferry'><p>Ada Ferry sat there";
        assert_eq!(page(meta), names(&["Ada Ferry"], "<meta name=\"author\">"));
        let ld =
            "<script type='application/ld+json'>{\"@type\":\"Article\",\"author\":{\"name\":\"Ada Ferry\"}}</script>";
        assert_eq!(page(ld), names(&["Ada Ferry"], "JSON-LD author"));
        let micro = "<div itemprop=author><span itemprop=name>Ada Ferry</span>, who writes</div>";
        assert_eq!(page(micro), names(&["Ada Ferry"], "itemprop=\"author\""));
        assert_eq!(page("<a rel=author>Ada Ferry</a>"), names(&["Ada Ferry"], "<a rel=\"author\">"));
        let byline = "<p class='post-byline'>By Ada Ferry and Bo Reed</p>";
        assert_eq!(page(byline), names(&["Ada Ferry", "Bo Reed"], "class \"post-byline\""));
        assert_eq!(page("<p>Von Ada Ferry</p>"), names(&["Ada Ferry"], "byline"));
    }

    #[test]
    fn what_is_no_author_stays_out() {
        let page = |inside: &str| authors(&format!("{HEAD}<h1>The bridge opens</h1>{inside}<p>A long story.</p>")).0;
        for inside in [
            "<meta property=article:author content='https://example.org/ada'>",
            "<meta name=author content='Ferry Post'>",
            "<meta name=author content='Webdesign GmbH'><p>Webdesign GmbH",
            "<meta name=author content='wpadmin7'>",
            "<p class=byline>By the river the old man sat and waited</p>",
            "<div class=comments><p class=author>Bo Reed</p></div>",
            "<aside><a rel=author>Bo Reed</a></aside>",
        ] {
            assert_eq!(page(inside), Vec::<String>::new(), "{inside}");
        }
    }

    #[test]
    fn an_organisation_is_the_author_only_where_nobody_is_named() {
        let ld = |authors: &str| {
            format!("{HEAD}<script type='application/ld+json'>{{\"@type\":\"Article\",\"author\":{authors}}}</script>")
        };
        let board = r#"{"@type":"Organization","name":"River Board"}"#;
        assert_eq!(authors(&ld(board)).0, ["River Board"]);
        assert_eq!(authors(&ld(&format!(r#"[{board},{{"@type":"Person","name":"Ada Ferry"}}]"#))).0, ["Ada Ferry"]);
        assert_eq!(authors(&ld(r#"{"@type":"Organization","name":"Ferry Post"}"#)).0, Vec::<String>::new());
    }

    #[test]
    fn the_date_comes_with_its_evidence() {
        let page = |inside: &str| date(&format!("{HEAD}<h1>The bridge opens</h1>{inside}<p>A long story.</p>"));
        let ld = "<script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":\"2019-04-12\"}</script>";
        assert_eq!(page(ld), pair("2019-04-12", "JSON-LD datePublished"));
        let meta = "<meta property=article:published_time content='2019-04-12T08:00:00+02:00'>";
        assert_eq!(page(meta), pair("2019-04-12", "<meta property=\"article:published_time\">"));
        assert_eq!(page("<time datetime=2019-04-12>last week</time>"), pair("2019-04-12", "<time datetime>"));
        assert_eq!(page("<abbr title=2019-04-12>last week</abbr>"), pair("2019-04-12", "<abbr title>"));
        assert_eq!(page("<p class=entry-date>12 April 2019</p>"), pair("2019-04-12", "class \"entry-date\""));
        assert_eq!(page("<p>Published 12 April 2019</p>"), pair("2019-04-12", "line near the heading"));
        let address = "<link rel=canonical href='https://example.org/2019/04/12/bridge'>";
        assert_eq!(page(address), pair("2019-04-12", "address: /2019/04/12/"));
    }

    #[test]
    fn no_date_is_invented() {
        let page = |inside: &str| date(&format!("{HEAD}<h1>The bridge opens</h1>{inside}")).0;
        for inside in [
            "<p>On 12 April 2019, before a crowd of many hundreds, the mayor cut the ribbon and the band played on.</p>",
            "<footer>© 2019 Ferry Post</footer>",
            "<aside><time datetime=2019-04-12>A teaser</time></aside>",
            "<link rel=canonical href='https://example.org/2019/bridge'>",
            "<time datetime=1970-01-01>now</time>",
            "<p class=current-date>12 April 2019</p>",
        ] {
            assert_eq!(page(inside), "", "{inside}");
        }
        assert_eq!(page("<meta name=citation_date content=2019-04>"), "2019-04");
        assert_eq!(page("<link rel=canonical href='https://example.org/2019/04/bridge'>"), "2019-04");
    }

    #[test]
    fn a_rough_date_is_made_finer_by_one_that_agrees() {
        let html = "<html lang=en><h1>A</h1><meta name=citation_date content=2019-04><p class=date>04/12/2019</p><p class=date>12 April 2019</p>";
        assert_eq!(date(html), pair("2019-04-12", "class \"date\""));
    }

    #[test]
    fn what_was_only_changed_or_commented_on_was_published_no_later() {
        let changed = found("<meta property=article:modified_time content=2019-04-12>");
        assert_eq!(changed.date.map(|date| date.value.to_string()).as_deref(), Some("../2019-04-12"));
        assert_eq!(changed.date_modified.map(|date| date.value.to_string()).as_deref(), Some("2019-04-12"));
        let comments = "<h1>A</h1><div class=comment>12 April 2019</div><div class=comment>11 April 2019</div>";
        assert_eq!(date(comments), pair("../2019-04-11", "first comment"));
    }

    #[test]
    fn the_day_is_the_one_that_the_readers_saw() {
        let ld = "<script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":\"2019-04-12T02:00:00Z\"}</script>";
        let html = format!("{HEAD}<h1>The bridge opens</h1>{ld}<p class=date>April 11, 2019</p>");
        assert_eq!(date(&html), pair("2019-04-11", "class \"date\""));
        let local = html.replace("00Z", "00+02:00");
        assert_eq!(date(&local), pair("2019-04-12", "JSON-LD datePublished"));
    }

    #[test]
    fn a_conflict_is_settled_towards_the_first_publication_and_told() {
        let html = "<link rel=canonical href='https://example.org/2019/04/12/bridge'>\
            <meta property=article:published_time content=2021-01-05>";
        let found = found(html);
        assert_eq!(found.date.map(|date| date.value.to_string()).as_deref(), Some("2019-04-12"));
        let note = "the date is that of address: /2019/04/12/, 2019-04-12; <meta property=\"article:published_time\"> says \
            2021-01-05";
        assert_eq!(found.notes, [note]);
    }

    #[test]
    fn the_smaller_statements_are_read_where_they_are_explicit() {
        let html = "<html lang=en_gb><meta name=description content='How it  was built.'><meta property=og:type content=website>\
            <link rel=canonical href='/bridge'><meta property=og:url content='https://example.org/bridge'>\
            <link rel=license href='https://example.org/terms'><h1>A</h1><footer><p>© 2019 Ferry Post</p></footer>";
        let (metadata, notes) = found(html).into_metadata();
        assert_eq!(metadata.language.as_deref(), Some("en-GB"));
        assert_eq!(metadata.summary.as_deref(), Some("How it was built."));
        assert_eq!(metadata.url.as_deref(), Some("https://example.org/bridge"));
        assert_eq!(metadata.license.as_deref(), Some("https://example.org/terms"));
        assert_eq!(metadata.copyright.as_deref(), Some("© 2019 Ferry Post"));
        assert_eq!((metadata.kind, notes), (Kind::Webpage, Vec::new()));
        assert_eq!(metadata.evidence["license"], "<link rel=\"license\">");
        assert_eq!(metadata.evidence["type"], "<meta property=\"og:type\">");
    }

    #[test]
    fn the_licence_of_a_picture_is_not_the_documents() {
        let cc = |licence: &str| format!("<a href='https://creativecommons.org/licenses/{licence}/4.0/'>CC</a>");
        let license = |html: &str| found(html).license.map(|license| license.value);
        assert_eq!(license(&format!("<h1>A</h1><p>Photo: Ada Ferry, {}</p>", cc("by"))), None);
        assert_eq!(license(&format!("<h1>A</h1><footer>{} {}</footer>", cc("by"), cc("by-sa"))), None);
        let all = license(&format!("<h1>A</h1><footer>{}</footer>", cc("by")));
        assert_eq!(all.as_deref(), Some("https://creativecommons.org/licenses/by/4.0/"));
    }
}
