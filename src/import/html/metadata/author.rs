//! The authors: what the page declares, else what it prints as a byline. The site is never its own author.

use super::name::{Trust, is_organisation, names};
use super::survey::{Element, mark_words};
use super::{Page, Stated};

type Authors = Stated<Vec<String>>;

/// The authors by the best evidence that names any. What the page declares and also shows comes first; what it only
/// declares comes last, for that is often who typed it in.
pub(super) fn authors(page: &Page<'_>) -> Option<Authors> {
    let shown = page.survey.text.to_lowercase();
    let is_shown = |authors: &Authors| authors.value.iter().any(|name| shown.contains(&name.to_lowercase()));
    let declared = [structured(page), metas(page)];
    let first = declared.iter().flatten().find(|authors| is_shown(authors)).cloned();
    first
        .or_else(|| microdata(page))
        .or_else(|| linked(page))
        .or_else(|| marked(page))
        .or_else(|| printed(page))
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
        let found = distinct(parties.flat_map(|party| names(&party.name, Trust::Declared, page.site)));
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
    let authors: Vec<&Element<'_>> =
        open(page).filter(|element| is(element, "author") || is(element, "creator")).take(20).collect();
    let found = distinct(authors.iter().flat_map(|author| {
        let within =
            |element: &&Element<'_>| author.span.start <= element.span.start && element.span.end <= author.span.end;
        let name = page.survey.elements.iter().filter(|element| is(element, "name")).find(within);
        let text = name.map(|name| page.survey.text_of(name)).filter(|text| !text.is_empty());
        let content = author.attr("content").unwrap_or_default();
        let text = text.unwrap_or_else(|| page.survey.text_of(author));
        names(if text.is_empty() { &content } else { text }, Trust::Declared, page.site)
    }));
    stated(found, "itemprop=\"author\"")
}

/// Links to the author's page.
fn linked(page: &Page<'_>) -> Option<Authors> {
    let authors = open(page).filter(|element| element.rel.split_whitespace().any(|rel| rel == "author"));
    let found =
        distinct(authors.take(10).flat_map(|author| names(page.survey.text_of(author), Trust::Declared, page.site)));
    stated(found.into_iter().take(6).collect(), "<a rel=\"author\">")
}

/// Elements whose class says that an author stands there; the nearest to the heading that names one.
fn marked(page: &Page<'_>) -> Option<Authors> {
    for trusted in [true, false] {
        let fits =
            |element: &&Element<'_>| if trusted { is_authors(&element.marks) } else { is_credit(&element.marks) };
        let mut elements: Vec<&Element<'_>> = open(page).filter(fits).take(200).collect();
        elements.sort_by_key(|element| distance(page, element.span.start));
        for element in elements {
            let text = page.survey.text_of(element);
            let said = trusted || opens(text) || follows_opening(page, element.span.start);
            let found = if said { names(text, Trust::Printed, page.site) } else { Vec::new() };
            if !found.is_empty() {
                let fits = |mark: &&str| is_authors(mark) || is_credit(mark);
                let mark = element.marks.split_whitespace().find(fits).unwrap_or_default();
                return stated(found, &format!("class \"{mark}\""));
            }
        }
    }
    None
}

/// Whether a class says that it holds an author: `byline`, `post-author`, `autorenzeile`.
fn is_authors(marks: &str) -> bool {
    mark_words(marks).any(|word| {
        let has = |stem: &str| word.find(stem).is_some_and(|at| !word[at + stem.len()..].starts_with(['i', 'o']));
        word == "fn" || word == "verfasser" || has("author") || has("autor") || has("auteur") || has("byline")
    })
}

/// Whether a class says that it holds something about the document, the author perhaps.
fn is_credit(marks: &str) -> bool {
    const WORDS: [&str; 10] = [
        "username",
        "redaktion",
        "signature",
        "posted",
        "credit",
        "credits",
        "submitted",
        "meta",
        "postmeta",
        "created",
    ];
    mark_words(marks).any(|word| WORDS.contains(&word))
}

/// Whether the words just before a place open a byline: `von <a class="username">`.
fn follows_opening(page: &Page<'_>, place: usize) -> bool {
    let text = &page.survey.text;
    let from = text.floor_char_boundary(place.saturating_sub(16));
    let before = text[from..place].trim_end_matches([' ', ':']).to_lowercase();
    ["by", "von", "par", "por", "autor", "author", "auteur"]
        .iter()
        .any(|opening| before.strip_suffix(opening).is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '\n'])))
}

/// `By Ada Ferry` on a line near the heading.
fn printed(page: &Page<'_>) -> Option<Authors> {
    let heading = page.heading.clone()?;
    let near = heading.start.saturating_sub(300)..(heading.end + 1_200).min(page.survey.text.len());
    page.survey
        .lines(near)
        .filter(|(at, line)| line.len() <= 120 && !page.survey.is_aside(*at) && opens(line))
        .find_map(|(_, line)| {
            let found = names(line, Trust::Printed, page.site);
            let full = found.iter().all(|name| name.contains(' '));
            stated(found, "byline").filter(|_| full)
        })
}

/// Whether a line opens the way bylines do.
fn opens(line: &str) -> bool {
    let first: String = line.trim_start().chars().take(24).collect::<String>().to_lowercase();
    [
        "by ",
        "von ",
        "par ",
        "por ",
        "written by",
        "posted by",
        "text: ",
        "text von",
        "autor: ",
        "autorin: ",
        "author: ",
        "published by",
        "geschrieben von",
        "verfasst von",
        "erstellt von",
        "veröffentlicht von",
        "ein beitrag von",
    ]
    .iter()
    .any(|opening| first.starts_with(opening))
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
        if !distinct.iter().any(|other| super::key(other) == super::key(&name)) {
            distinct.push(name);
        }
    }
    distinct
}

fn stated(names: Vec<String>, evidence: &str) -> Option<Authors> {
    (!names.is_empty()).then(|| Stated::new(names, evidence))
}
