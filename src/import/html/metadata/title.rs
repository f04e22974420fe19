//! The title: the heading that agrees with what the page declares, else what it declares without the site's name.

use super::structured::Structured;
use super::survey::{Element, Survey};
use super::{Site, Stated};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

pub(super) struct Title {
    pub title: Option<Stated<String>>,
    /// Where the heading stands in the text, if the page has one that agrees.
    pub heading: Option<Range<usize>>,
}

/// What separates a title from the name of the site.
const SEPARATORS: [&str; 11] = [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / ", ": "];
/// How many headings are looked at; a page with more is a list.
const HEADINGS: usize = 60;
/// How many of the words of a heading and a declared title are common to both if they are the same, in hundredths.
const AGREES: usize = 50;
/// The most characters that a title has.
const LONG: usize = 400;

/// Reads the title of a page.
pub(super) fn title(survey: &Survey<'_>, structured: &Structured, site: &Site) -> Title {
    let declared = declared(survey, structured, site);
    let headings = headings(survey, site);
    let best = headings.iter().enumerate().filter_map(|(nth, heading)| {
        let agreement = declared.iter().map(|stated| agreement(&heading.words, &words(&stated.value))).max()?;
        (agreement >= AGREES).then_some(((agreement, heading.level == 1, Reverse(nth)), heading))
    });
    if let Some((_, heading)) = best.max_by_key(|(rank, _)| *rank) {
        let span = without_kicker(survey, heading, &declared);
        let text = survey.text[span.clone()].replace('\n', " ");
        let title = Stated::new(text.trim().to_owned(), format!("<h{}>", heading.level));
        return Title { title: Some(title), heading: Some(span) };
    }
    let only = || {
        let mut first = headings.iter().filter(|heading| heading.level == 1);
        first.next().filter(|_| first.next().is_none())
    };
    let title = declared.into_iter().next();
    // What stands only in `<title>` may name a part of the site; a reader sees the heading.
    let weak = title.as_ref().is_none_or(|title| title.evidence == "<title>");
    match (title, only()) {
        (_, Some(heading)) if weak => {
            let title = Stated::new(heading.text.clone(), "<h1>");
            Title { title: Some(title), heading: Some(heading.span.clone()) }
        }
        (title, only) => Title { title, heading: only.map(|heading| heading.span.clone()) },
    }
}

/// The titles of the page as it declares and shows them, folded.
pub(super) fn all(survey: &Survey<'_>) -> Vec<String> {
    let metas = ["og:title", "twitter:title"].iter().filter_map(|name| survey.meta_named(name));
    let headings = survey.elements.iter().filter(|element| element.is_named("h1")).take(HEADINGS);
    let shown = headings.map(|heading| super::key(survey.text_of(heading)));
    let declared = metas.map(|meta| &meta.content).chain(&survey.title).map(|title| super::key(title));
    shown.chain(declared).filter(|title| !title.is_empty()).collect()
}

/// What the page declares, best first, without the site's name.
fn declared(survey: &Survey<'_>, structured: &Structured, site: &Site) -> Vec<Stated<String>> {
    const METAS: [&str; 9] = [
        "og:title",
        "citation_title",
        "parsely-title",
        "sailthru.title",
        "dcterms.title",
        "dc.title",
        "twitter:title",
        "title",
        "headline",
    ];
    let thing =
        structured.things.first().filter(|thing| thing.kind != "WebPage").and_then(|thing| thing.headline.clone());
    let thing = thing.map(|headline| Stated::new(headline, "JSON-LD headline"));
    let metas = METAS.iter().filter_map(|name| survey.meta_named(name));
    let metas = metas.map(|meta| Stated::new(meta.content.clone(), meta.evidence()));
    let title = survey.title.clone().map(|title| Stated::new(title, "<title>"));
    let all = metas.chain(thing).chain(title);
    let bare = |stated: Stated<String>| {
        let bare = without_site(&stated.value, site)?;
        Some(Stated { value: bare.to_owned(), ..stated })
    };
    all.filter(|stated| stated.value.chars().count() <= LONG).filter_map(bare).collect()
}

/// A title without the site's name at its end or beginning; `None` when nothing else is there.
fn without_site<'t>(title: &'t str, site: &Site) -> Option<&'t str> {
    let mut title = title.trim();
    if site.is_named(title) || !title.contains(char::is_alphanumeric) {
        return None;
    }
    loop {
        let cut = SEPARATORS.iter().find_map(|separator| {
            let end = title.rsplit_once(separator).filter(|(_, tail)| *separator != ": " && site.is_spoken_of(tail));
            let start = title.split_once(separator).filter(|(head, _)| site.is_named(head));
            end.map(|(head, _)| head).or(start.map(|(_, tail)| tail))
        });
        match cut.map(str::trim).filter(|rest| rest.contains(char::is_alphanumeric)) {
            Some(rest) => title = rest,
            None => return Some(title),
        }
    }
}

/// The heading without the words that stand in an element or on a line of their own before or after what the page
/// declares as its title: a kicker, a date, a category.
fn without_kicker(survey: &Survey<'_>, heading: &Heading, declared: &[Stated<String>]) -> Range<usize> {
    const CUTS: usize = 40;
    let Range { start, end } = heading.span;
    let within = |element: &&Element<'_>| start <= element.span.start && element.span.end <= end;
    let inner = survey.elements.iter().filter(within).take(CUTS);
    let breaks = survey.text[start..end].match_indices('\n').take(CUTS).map(|(at, _)| start + at);
    let cuts = inner.flat_map(|element| [element.span.start, element.span.end]).chain(breaks);
    let parts = cuts.filter(|cut| (start..=end).contains(cut)).flat_map(|cut| [start..cut, cut..end]);
    let declared: Vec<String> = declared.iter().map(|stated| super::key(&stated.value)).collect();
    let whole = std::iter::once(start..end);
    let mut parts = whole.chain(parts);
    parts.find(|part| declared.contains(&super::key(&survey.text[part.clone()]))).unwrap_or(start..end)
}

struct Heading {
    level: u8,
    text: String,
    words: BTreeSet<String>,
    span: Range<usize>,
}

/// The headings that could be the document's: not empty, not the site's name.
fn headings(survey: &Survey<'_>, site: &Site) -> Vec<Heading> {
    let heading = |element: &Element<'_>| {
        let level = match &*element.name {
            "h1" => 1,
            "h2" => 2,
            "h3" => 3,
            _ if element.itemprop.split_whitespace().any(|prop| prop == "headline") => 1,
            _ => return None,
        };
        let text = survey.text_of(element).replace('\n', " ");
        let words = words(&text);
        let fits = !words.is_empty() && text.chars().count() <= LONG && !site.is_named(&text);
        fits.then(|| Heading { level, text, words, span: element.span.clone() })
    };
    survey.elements.iter().filter_map(heading).take(HEADINGS).collect()
}

/// The words of a text, folded.
fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// How many of the words of two texts are common to both, in hundredths.
fn agreement(a: &BTreeSet<String>, b: &BTreeSet<String>) -> usize {
    let common = a.intersection(b).count();
    if common == 0 { 0 } else { 200 * common / (a.len() + b.len()) }
}
