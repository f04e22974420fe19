//! The authors: what the page declares and shows, what it prints as a byline, what it only declares. The site is
//! never its own author.

use super::byline;
use super::name::{Trust, are_full, is_organisation, names};
use super::survey::{Element, mark_words};
use super::{Page, Stated, key};

type Authors = Stated<Vec<String>>;

/// How far from the heading a byline is looked for, in bytes, before it and after it.
const NEAR: (usize, usize) = (300, 1_200);
/// How far from the heading one of several authors may be named, in bytes.
const FAR: usize = 2_000;
/// The most elements that are compared; a page with more is a list.
const MOST: usize = 200;

/// The authors by the best evidence that names any. What the page declares and also shows comes first; what it only
/// declares comes last, for that is often who typed it in.
pub(super) fn authors(page: &Page<'_>) -> Option<Authors> {
    let shown = page.survey.text.to_lowercase();
    let is_shown = |authors: &&Authors| authors.value.iter().take(20).any(|name| shown.contains(&name.to_lowercase()));
    let declared = [structured(page), metas(page)];
    let first = declared.iter().flatten().find(is_shown).cloned();
    first
        .or_else(|| microdata(page))
        .or_else(|| linked(page))
        .or_else(|| marked(page))
        .or_else(|| printed(page))
        .or_else(|| labelled(page))
        .or_else(|| declared.into_iter().flatten().find(|authors| authors.value.iter().all(|name| is_full(name))))
}

/// Whether a name is more than the one by which somebody logs in.
fn is_full(name: &str) -> bool {
    name.contains(' ') || name.starts_with(char::is_uppercase)
}

/// The people of the JSON-LD; its organisations only when it names no people.
fn structured(page: &Page<'_>) -> Option<Authors> {
    let thing = page.structured.things.iter().find(|thing| !thing.authors.is_empty())?;
    [false, true].into_iter().find_map(|organisation| {
        let parties = thing.authors.iter().filter(|party| party.is_organisation == organisation);
        let trust = if organisation { Trust::Declared } else { Trust::Author };
        let found = distinct(parties.flat_map(|party| names(&party.name, trust, page.site)));
        stated(found, "JSON-LD author")
    })
}

fn metas(page: &Page<'_>) -> Option<Authors> {
    const METAS: [&str; 14] = [
        "author",
        "article:author",
        "citation_author",
        "dc.creator",
        "dcterms.creator",
        "parsely-author",
        "sailthru.author",
        "og:article:author",
        "cxenseparse:author",
        "byl",
        "book:author",
        "shareaholic:article_author_name",
        "article:author_name",
        "dc.creator.personalname",
    ];
    METAS.iter().find_map(|name| {
        let metas: Vec<_> = page.survey.metas.iter().filter(|meta| meta.name == *name).take(50).collect();
        let found = metas.iter().flat_map(|meta| names(&inverted(&meta.content, name), Trust::Declared, page.site));
        let found = distinct(found.filter(|name| !is_organisation(name)));
        stated(found, &metas.first()?.evidence())
    })
}

/// Scholarly metadata writes `Ferry, Ada` for one author.
fn inverted(content: &str, name: &str) -> String {
    match content.split_once(", ").filter(|_| name.starts_with("citation")) {
        Some((last, first)) if !first.contains(',') => format!("{first} {last}"),
        _ => content.to_owned(),
    }
}

fn microdata(page: &Page<'_>) -> Option<Authors> {
    let is = |element: &Element<'_>, prop: &str| element.itemprop.split_whitespace().any(|word| word == prop);
    let authors = open(page).filter(|element| is(element, "author") || is(element, "creator")).take(20);
    let found = distinct(authors.flat_map(|author| {
        // In document order what stands within an element begins at or after it.
        let after = page.survey.elements.partition_point(|element| element.span.start < author.span.start);
        let within = page.survey.elements[after..].iter().take_while(|element| element.span.start < author.span.end);
        let name = within.take(MOST).find(|element| is(element, "name"));
        let text = name.map(|name| page.survey.text_of(name)).filter(|text| !text.is_empty());
        let content = author.attr("content").unwrap_or_default();
        let text = text.unwrap_or_else(|| page.survey.text_of(author));
        names(if text.is_empty() { &content } else { text }, Trust::Author, page.site)
    }));
    stated(found, "itemprop=\"author\"")
}

/// Links to the author's page that say so.
fn linked(page: &Page<'_>) -> Option<Authors> {
    let authors = open(page).filter(|element| element.rel.split_whitespace().any(|rel| rel == "author"));
    let found =
        distinct(authors.take(6).flat_map(|author| names(page.survey.text_of(author), Trust::Author, page.site)));
    stated(found, "<a rel=\"author\">")
}

/// Elements whose class says that an author stands there; the nearest to the heading that names one.
fn marked(page: &Page<'_>) -> Option<Authors> {
    let is_authors = |element: &&Element<'_>| is_authors(&element.marks);
    let is_credit = |element: &&Element<'_>| is_credit(&element.marks);
    let mut by_class = nearest(page, open(page).filter(is_authors)).into_iter().filter_map(|element| {
        let text = page.survey.text_of(element);
        // A box about the author is running text after the name.
        let long = text.len() > 80;
        let trust = if is_exact(element) && !long { Trust::User } else { Trust::Printed };
        let found = names(text, trust, page.site);
        let fits = !long || are_full(&found);
        Some((element, by_mark(found, element).filter(|_| fits)?))
    });
    if let Some((element, authors)) = by_class.next() {
        // Far from the heading, one of several people is the author of something else.
        let near = distance(page, element.span.start) <= FAR || page.heading.is_none();
        if near || by_class.all(|(_, others)| others.value.iter().any(|other| authors.value.contains(other))) {
            return Some(authors);
        }
    }
    nearest(page, open(page).filter(is_credit)).into_iter().find_map(|element| {
        let text = page.survey.text_of(element);
        let said = byline::is_opened(text) || follows_opening(page, element.span.start);
        let trust = if is_exact(element) { Trust::User } else { Trust::Printed };
        let found = if said { names(text, trust, page.site) } else { Vec::new() };
        by_mark(found, element)
    })
}

fn by_mark(found: Vec<String>, element: &Element<'_>) -> Option<Authors> {
    let mut marks = element.marks.split_whitespace();
    let mark = marks.find(|mark| is_authors(mark) || is_credit(mark)).unwrap_or_default();
    stated(found, &format!("class \"{mark}\""))
}

/// Whether the class names the author and nothing else: `author`, `byline`, `username`.
fn is_exact(element: &Element<'_>) -> bool {
    element
        .marks
        .split_whitespace()
        .any(|mark| matches!(mark, "author" | "author-name" | "byline" | "post-author" | "username"))
}

/// Whether a class says that it holds an author: `byline`, `post-author`, `autorenzeile`.
fn is_authors(marks: &str) -> bool {
    mark_words(marks).any(|word| {
        let has = |stem: &str| word.find(stem).is_some_and(|at| !word[at + stem.len()..].starts_with(['i', 'o']));
        word == "verfasser" || has("author") || has("autor") || has("auteur") || has("byline")
    })
}

/// Whether a class says that it holds something about the document, the author perhaps.
fn is_credit(marks: &str) -> bool {
    #[rustfmt::skip]
    const WORDS: [&str; 10] = [
        "created", "credit", "credits", "meta", "posted", "postmeta", "redaktion", "signature", "submitted", "username",
    ];
    mark_words(marks).any(|word| WORDS.contains(&word))
}

/// Whether the words just before a place open a byline: `von <a class="username">`.
fn follows_opening(page: &Page<'_>, place: usize) -> bool {
    let text = &page.survey.text;
    byline::opens(&text[text.floor_char_boundary(place.saturating_sub(16))..place])
}

/// `By Ada Ferry` on a line near the heading.
fn printed(page: &Page<'_>) -> Option<Authors> {
    let lines = page.survey.lines(near(page)?).filter(|(at, line)| line.len() <= 120 && !page.survey.is_aside(*at));
    lines.filter(|(_, line)| byline::is_opened(line)).find_map(|(_, line)| {
        let found = names(line, Trust::Printed, page.site);
        let said = byline::is_labelled(line) || are_full(&found);
        stated(found, "byline").filter(|_| said)
    })
}

/// `Author: Ada Ferry` on a line anywhere in the document.
fn labelled(page: &Page<'_>) -> Option<Authors> {
    let from = page.heading.as_ref()?.end;
    let lines = page.survey.lines(from..page.survey.text.len());
    let lines = lines.filter(|(at, line)| line.len() <= 120 && byline::is_labelled(line) && !page.survey.is_aside(*at));
    let mut found =
        lines.take(MOST).map(|(_, line)| names(line, Trust::Printed, page.site)).filter(|found| are_full(found));
    found.find_map(|found| stated(found, "byline"))
}

/// The part of the text around the heading in which bylines stand.
fn near(page: &Page<'_>) -> Option<std::ops::Range<usize>> {
    let heading = page.heading.as_ref()?;
    Some(heading.start.saturating_sub(NEAR.0)..(heading.end + NEAR.1).min(page.survey.text.len()))
}

/// Elements in the order of their distance from the heading.
fn nearest<'p>(page: &Page<'_>, elements: impl Iterator<Item = &'p Element<'p>>) -> Vec<&'p Element<'p>> {
    let mut elements: Vec<&Element<'_>> = elements.take(MOST).collect();
    elements.sort_by_key(|element| distance(page, element.span.start));
    elements
}

/// The elements that stand in the document itself.
fn open<'p>(page: &'p Page<'_>) -> impl Iterator<Item = &'p Element<'p>> {
    page.survey.elements.iter().filter(|element| !page.survey.is_aside(element.span.start))
}

/// How far a place is from the heading, in bytes; what stands before it counts thrice.
fn distance(page: &Page<'_>, place: usize) -> usize {
    match &page.heading {
        Some(heading) if place < heading.start => (heading.start - place) * 3,
        Some(heading) => place - heading.start,
        None => place,
    }
}

fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for name in names.take(100) {
        if !distinct.iter().any(|other| key(other) == key(&name)) {
            distinct.push(name);
        }
    }
    distinct
}

fn stated(names: Vec<String>, evidence: &str) -> Option<Authors> {
    (!names.is_empty()).then(|| Stated::new(names, evidence))
}
