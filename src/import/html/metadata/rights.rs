//! The smaller statements of a page, each read where it is explicit: language, licence, copyright line, summary, type.

use super::Stated;
use super::address::is_address;
use super::structured::Structured;
use super::survey::{Element, Survey};
use crate::import::source::Kind;

/// The declared language of the page.
pub(super) fn language(survey: &Survey<'_>, structured: &Structured) -> Option<Stated<String>> {
    let html = survey.language.clone().map(|tag| Stated::new(tag, "<html lang>"));
    let metas = ["content-language", "og:locale", "dc.language", "dcterms.language", "language"];
    let metas = metas.iter().filter_map(|name| survey.meta_named(name));
    let metas = metas.map(|meta| Stated::new(meta.content.clone(), meta.evidence()));
    let things = structured.things.iter().filter_map(|thing| thing.language.clone());
    let things = things.map(|tag| Stated::new(tag, "JSON-LD inLanguage"));
    let tag = |stated: Stated<String>| Some(Stated { value: tag(&stated.value)?, ..stated });
    html.into_iter().chain(metas).chain(things).find_map(tag)
}

/// A BCP 47 tag in its usual spelling (`de-CH`), if it has the shape of one.
fn tag(text: &str) -> Option<String> {
    let text = text.trim().replace('_', "-");
    let mut parts = text.split('-');
    let first = parts.next()?;
    if !(2..=3).contains(&first.len()) || !first.bytes().all(|b| b.is_ascii_alphabetic()) || text.len() > 35 {
        return None;
    }
    let mut tag = first.to_ascii_lowercase();
    for part in parts {
        if part.is_empty() || part.len() > 8 || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        tag.push('-');
        match part.len() {
            2 => tag.push_str(&part.to_ascii_uppercase()),
            4 if part.bytes().all(|b| b.is_ascii_alphabetic()) => {
                tag.push_str(&part[..1].to_ascii_uppercase());
                tag.push_str(&part[1..].to_ascii_lowercase());
            }
            _ => tag.push_str(&part.to_ascii_lowercase()),
        }
    }
    Some(tag)
}

/// The licence of the document: its address, else its name.
pub(super) fn license(survey: &Survey<'_>, structured: &Structured) -> Option<Stated<String>> {
    let is_license = |rel: &str| rel.split_whitespace().any(|rel| rel == "license" || rel == "licence");
    let links = survey.links.iter().filter(|link| is_license(&link.rel) && is_address(&link.href));
    let links = links.map(|link| Stated::new(link.href.clone(), "<link rel=\"license\">"));
    let things = structured.things.iter().filter_map(|thing| thing.license.clone());
    let things = things.map(|license| Stated::new(license, "JSON-LD license"));
    let metas = ["dc.rights.license", "dcterms.license", "license", "citation_license"];
    let metas = metas.iter().filter_map(|name| survey.meta_named(name));
    let metas = metas.map(|meta| Stated::new(meta.content.clone(), meta.evidence()));
    links.chain(things).chain(metas).next().or_else(|| {
        let said = alone(anchors(survey, |anchor, _| is_license(&anchor.rel)));
        said.map(|href| Stated::new(href, "<a rel=\"license\">")).or_else(|| commons(survey))
    })
}

/// A Creative Commons licence linked from what surrounds the document, its footer mostly. A link within the document may
/// be the licence of a picture.
fn commons(survey: &Survey<'_>) -> Option<Stated<String>> {
    let linked = anchors(survey, |anchor, href| {
        let path = href.split_once("creativecommons.org/").map(|(_, path)| path);
        let is_license = path.is_some_and(|path| path.starts_with("licenses/") || path.starts_with("publicdomain/"));
        is_license && survey.is_aside(anchor.span.start)
    });
    alone(linked).map(|href| Stated::new(href, "link to the licence"))
}

/// The absolute addresses of links that fit.
fn anchors<'s>(
    survey: &'s Survey<'_>,
    fits: impl Fn(&Element<'_>, &str) -> bool + 's,
) -> impl Iterator<Item = String> + 's {
    let anchors = survey.elements.iter().filter(|element| element.is_named("a"));
    anchors.filter_map(move |anchor| anchor.attr("href").filter(|href| is_address(href) && fits(anchor, href)))
}

/// The first, if all others are the same: where they differ, none is the document's for certain.
fn alone(mut values: impl Iterator<Item = String>) -> Option<String> {
    let first = values.next()?;
    values.all(|other| other == first).then_some(first)
}

/// The line that claims the copyright.
pub(super) fn copyright(survey: &Survey<'_>) -> Option<Stated<String>> {
    for name in ["copyright", "dc.rights", "dcterms.rights", "rights", "citation_copyright"] {
        if let Some(meta) = survey.meta_named(name) {
            return Some(Stated::new(meta.content.clone(), meta.evidence()));
        }
    }
    let is_claim = |line: &str| {
        let lower = line.to_lowercase();
        lower.starts_with('©') || lower.starts_with("copyright") || lower.starts_with("(c)")
    };
    let dated = |line: &str| line.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() == 4);
    let line = survey.lines(0..survey.text.len()).map(|(_, line)| line).filter(|line| line.len() <= 200);
    let line = line.filter(|line| is_claim(line) && dated(line)).last()?;
    Some(Stated::new(line.to_owned(), "line of the page"))
}

/// The description that the page gives of itself.
pub(super) fn summary(survey: &Survey<'_>) -> Option<Stated<String>> {
    let names = ["description", "og:description", "dc.description", "dcterms.description", "twitter:description"];
    let meta = names.iter().find_map(|name| survey.meta_named(name))?;
    Some(Stated::new(meta.content.clone(), meta.evidence()))
}

/// The type of the document, where the page gives one that has a name in CSL.
pub(super) fn kind(survey: &Survey<'_>, structured: &Structured) -> Option<Stated<Kind>> {
    let thing = structured.things.iter().find_map(|thing| {
        let kind = match thing.kind.as_str() {
            "BlogPosting" => Kind::PostWeblog,
            "Report" => Kind::Report,
            "Book" => Kind::Book,
            "WebPage" | "AboutPage" | "FAQPage" => Kind::Webpage,
            kind if kind.ends_with("NewsArticle") => Kind::ArticleNewspaper,
            _ => return None,
        };
        Some(Stated::new(kind, format!("JSON-LD @type {}", thing.kind)))
    });
    thing.or_else(|| {
        let meta = survey.meta_named("og:type")?;
        let kind = match meta.content.to_lowercase().as_str() {
            "blog" | "blogpost" => Kind::PostWeblog,
            "book" => Kind::Book,
            "website" => Kind::Webpage,
            _ => return None,
        };
        Some(Stated::new(kind, meta.evidence()))
    })
}
