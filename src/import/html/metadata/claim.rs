//! Survey → claims: every statement that the page makes about its dates, best first. `date.rs` judges them.

use super::Page;
use super::address;
use super::calendar::{Order, dates, greenwich, stamp};
use super::survey::{Element, is_comment, mark_words};
use crate::date::Date;

/// A statement about a date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Claim {
    pub date: Date,
    pub evidence: String,
    pub says: Says,
    /// The page shows it to its readers.
    pub shown: bool,
    /// The hour in Greenwich, where the day is only known to be the day there.
    pub greenwich: Option<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Says {
    Published,
    Modified,
    /// A date and no more.
    Unsaid,
}

/// Metas that tell the day of publication, best first.
#[rustfmt::skip]
const PUBLISHED: &[&str] = &[
    "article:published_time", "article:published", "og:published_time", "og:article:published_time", "datepublished",
    "publishdate", "publish_date", "publish-date", "pubdate", "publication_date", "publication-date",
    "publicationdate", "published_time", "published-date", "published_date", "published", "originalpublicationdate",
    "article_date_original", "article.published", "citation_publication_date", "citation_online_date",
    "citation_date", "dcterms.issued", "dc.date.issued", "dcterms.available", "dcterms.created", "dc.date.created",
    "dc.date.publication", "prism.publicationdate", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "article:post_date", "bt:pubdate", "displaydate", "ptime", "rnews:datepublished", "release_date", "release-date",
    "article:create_at", "shareaholic:article_published_time",
];

/// Metas that give a date and do not say of what; what stands at the heading is better.
const UNSAID: &[&str] =
    &["date", "dc.date", "dcterms.date", "created", "datecreated", "creation_date", "video:release_date"];

#[rustfmt::skip]
const MODIFIED: &[&str] = &[
    "article:modified_time", "article:modified", "og:updated_time", "og:modified_time", "datemodified",
    "last-modified", "lastmod", "last_modified", "modified", "dcterms.modified", "dc.date.modified", "updated_time",
    "revised", "modificationdate", "dc.date.updated",
];

/// The most elements with dates that are compared; a page with more is a calendar.
const MOST: usize = 500;
/// How far from the heading a date is still shown as the document's own, in bytes.
const NEAR: usize = 1_500;
/// The most bytes of a line or an element that does little more than print a date.
const SHORT: usize = 160;

/// All that the page says of its dates, best first.
pub(super) fn claims(page: &Page<'_>, order: Order) -> Vec<Claim> {
    let mut claims = structured(page, order);
    claims.extend(metas(page, order, PUBLISHED, Says::Published));
    claims.extend(metas(page, order, MODIFIED, Says::Modified));
    claims.extend(elements(page, order));
    claims.extend(lines(page, order));
    claims.extend(metas(page, order, UNSAID, Says::Unsaid));
    claims.extend(created(page, order));
    claims.retain(|claim| address::is_of_the_web(claim.date));
    claims
}

fn structured(page: &Page<'_>, order: Order) -> Vec<Claim> {
    let claims = page.structured.things.iter().flat_map(|thing| {
        let published = (&thing.published, "datePublished", Says::Published);
        let modified = (&thing.modified, "dateModified", Says::Modified);
        [published, modified]
            .into_iter()
            .filter_map(|(value, name, says)| declared(value.as_ref()?, order, format!("JSON-LD {name}"), says))
    });
    claims.collect()
}

/// The day on which a work was made, where nothing tells when it was published.
fn created(page: &Page<'_>, order: Order) -> Option<Claim> {
    let mut created = page.structured.things.iter().filter_map(|thing| thing.created.as_ref());
    created.find_map(|value| declared(value, order, "JSON-LD dateCreated".to_owned(), Says::Unsaid))
}

/// A date that the page gives to machines.
fn declared(value: &str, order: Order, evidence: String, says: Says) -> Option<Claim> {
    Some(Claim { date: stamp(value, order)?, evidence, says, shown: false, greenwich: greenwich(value) })
}

fn metas(page: &Page<'_>, order: Order, names: &[&str], says: Says) -> Vec<Claim> {
    let claim = |name: &&str| {
        let meta = page.survey.meta_named(name)?;
        declared(&meta.content, order, meta.evidence(), says)
    };
    names.iter().filter_map(claim).collect()
}

/// The dates of elements that are made to hold one: microdata, then `<time>`, then by class; each nearest to the
/// heading first.
fn elements(page: &Page<'_>, order: Order) -> Vec<Claim> {
    let open = page.survey.elements.iter().filter(|element| !page.survey.is_aside(element.span.start));
    let claims = open.filter_map(|element| {
        let (rank, mut claim) = element_claim(page, element, order)?;
        let distance = match &page.heading {
            Some(heading) => element.span.start.abs_diff(heading.start),
            None => element.span.start,
        };
        claim.shown &= distance <= NEAR;
        Some((rank, distance, claim))
    });
    let mut claims: Vec<(u8, usize, Claim)> = claims.take(MOST).collect();
    claims.sort_by_key(|(rank, distance, _)| (*rank, *distance));
    claims.into_iter().map(|(_, _, claim)| claim).collect()
}

fn element_claim(page: &Page<'_>, element: &Element<'_>, order: Order) -> Option<(u8, Claim)> {
    let prop = |name: &str| element.itemprop.split_whitespace().any(|prop| prop == name);
    let published = prop("datepublished");
    let machine = || {
        let mut values = ["datetime", "content", "title"].iter().filter_map(|name| element.attr(name));
        values.find_map(|value| stamp(&value, order))
    };
    let printed = || dates(short_text(page, element), order).into_iter().next().map(|(date, _)| date);
    let (rank, evidence, says) = if published || prop("datemodified") {
        let (name, says) =
            if published { ("datePublished", Says::Published) } else { ("dateModified", Says::Modified) };
        (0, format!("itemprop=\"{name}\""), Some(says))
    } else if element.is_named("time") {
        let says = element.attr("pubdate").map(|_| Says::Published);
        (1, "<time datetime>".to_owned(), says)
    } else if element.is_named("abbr") && element.attr("title").is_some() {
        (1, "<abbr title>".to_owned(), None)
    } else if is_dated(&element.marks) {
        let mark = element.marks.split_whitespace().find(|mark| is_dated(mark)).unwrap_or_default();
        (2, format!("class \"{mark}\""), None)
    } else {
        return None;
    };
    let machine = if rank < 2 { machine() } else { None };
    let date = machine.or_else(printed)?;
    let said = || saying(&element.marks).or_else(|| saying(short_text(page, element)));
    let says = says.or_else(said).unwrap_or(Says::Unsaid);
    Some((rank, Claim { date, evidence, says, shown: machine.is_none(), greenwich: None }))
}

/// The text of an element, unless it is too long to be a date and little else.
fn short_text<'p>(page: &'p Page<'_>, element: &Element<'_>) -> &'p str {
    let text = page.survey.text_of(element);
    if text.len() <= SHORT { text } else { "" }
}

/// Whether a class says that a date stands there, among other things perhaps.
fn is_dated(marks: &str) -> bool {
    #[rustfmt::skip]
    const WORDS: [&str; 20] = [
        "author", "byline", "created", "dachzeile", "datum", "details", "fecha", "info", "meta", "posted", "postmeta",
        "published", "stand", "submitted", "time", "timestamp", "zeit", "dateline", "datestamp", "fechado",
    ];
    mark_words(marks).any(|word| {
        let compound = word.ends_with("date") && word != "update" || word.ends_with("datum");
        WORDS.contains(&word) || word.starts_with("date") || compound || word.ends_with("publish")
    })
}

/// What a class or the beginning of a line says of its date.
pub(super) fn saying(text: &str) -> Option<Says> {
    #[rustfmt::skip]
    const CHANGED: [&str; 15] = [
        "update", "modif", "aktualisiert", "geändert", "changed", "mis à jour", "actualizado", "aggiornato",
        "atualizado", "bijgewerkt", "edited", "bearbeitet", "revised", "обновлено", "última actualización",
    ];
    #[rustfmt::skip]
    const PUBLISHED: [&str; 15] = [
        "publish", "veröffentlicht", "posted", "publié", "publicado", "pubblicato", "erstellt", "gepubliceerd",
        "erschienen", "entry-date", "pubdate", "issued", "created", "pressemitteilung vom", "press release",
    ];
    let text = text[..text.floor_char_boundary(60)].to_lowercase();
    let first = |words: &[&str]| words.iter().filter_map(|word| text.find(word)).min();
    match (first(&PUBLISHED), first(&CHANGED)) {
        (Some(published), Some(changed)) if published < changed => Some(Says::Published),
        (_, Some(_)) => Some(Says::Modified),
        (Some(_), None) => Some(Says::Published),
        (None, None) => None,
    }
}

/// Lines near the heading that print a date and little else, or that say what date they print.
fn lines(page: &Page<'_>, order: Order) -> Vec<Claim> {
    const BEFORE: usize = 300;
    const AFTER: usize = 800;
    /// How much may stand beside a date that does not say what it is, in bytes.
    const BESIDE: usize = 40;
    let Some(heading) = page.heading.clone() else { return Vec::new() };
    let near = heading.start.saturating_sub(BEFORE)..(heading.end + AFTER).min(page.survey.text.len());
    let lines = page.survey.lines(near).filter(|(at, _)| !page.survey.is_aside(*at) && !heading.contains(at));
    let claims = lines.filter_map(|(_, line)| {
        let head = &line[..line.floor_char_boundary(SHORT)];
        let (date, range) = dates(head, order).into_iter().next()?;
        let says = saying(line);
        let alone = line.len() - range.len() <= BESIDE;
        let labelled = says.is_some() && range.start <= 60;
        let evidence = "line near the heading".to_owned();
        (alone || labelled).then(|| Claim {
            date,
            evidence,
            says: says.unwrap_or(Says::Unsaid),
            shown: true,
            greenwich: None,
        })
    });
    claims.collect()
}

/// The day of the first comment: the document is no younger.
pub(super) fn first_comment(page: &Page<'_>, order: Order) -> Option<Date> {
    let mut end = 0;
    let mut first: Option<Date> = None;
    for element in page.survey.elements.iter() {
        if is_comment(element) {
            end = end.max(element.span.end);
        }
        let machine = element.is_named("time") && element.span.start < end;
        let printed = element.span.start < end && (is_dated(&element.marks) || is_comment(element));
        let date = if machine { element.attr("datetime").and_then(|value| stamp(&value, order)) } else { None };
        let date = date.or_else(|| {
            if machine || printed { Some(dates(short_text(page, element), order).first()?.0) } else { None }
        });
        first = match (first, date.filter(|date| date.day.is_some())) {
            (Some(a), Some(b)) => Some(if super::date::day(b) < super::date::day(a) { b } else { a }),
            (a, b) => a.or(b),
        };
    }
    first
}
