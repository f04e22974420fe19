//! The day of publication: every statement of the page in order of its worth, conflicts settled towards the first
//! publication, and what cannot be settled told. No day and no month is filled in.

use super::address;
use super::calendar::{Order, dates as dates_in, stamp};
use super::survey::{Element, mark_words};
use super::{Page, Stated};
use crate::date::{Date, Edtf};

/// What the page says of its dates.
pub(super) struct Dates {
    pub published: Option<Stated<Edtf>>,
    pub modified: Option<Stated<Edtf>>,
}

/// A statement about a date.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Claim {
    date: Date,
    evidence: String,
    says: Says,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Says {
    Published,
    Modified,
    /// A date and no more.
    Unsaid,
}

/// Metas that tell the day of publication, best first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "publishdate",
    "publish_date",
    "publish-date",
    "pubdate",
    "publication_date",
    "publicationdate",
    "published_time",
    "published-date",
    "published_date",
    "originalpublicationdate",
    "article_date_original",
    "article.published",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.available",
    "dcterms.created",
    "dc.date.created",
    "dc.date.publication",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article:post_date",
    "bt:pubdate",
    "displaydate",
    "ptime",
    "rnews:datepublished",
    "release_date",
    "release-date",
    "analyticsattributes.articledate",
    "shareaholic:article_published_time",
];

/// Metas that give a date and do not say of what; what stands at the heading is better.
const UNSAID: &[&str] =
    &["date", "dc.date", "dcterms.date", "created", "datecreated", "creation_date", "video:release_date"];

const MODIFIED: &[&str] = &[
    "article:modified_time",
    "article:modified",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "last-modified",
    "lastmod",
    "last_modified",
    "modified",
    "dcterms.modified",
    "dc.date.modified",
    "updated_time",
    "revised",
    "modificationdate",
    "dc.date.updated",
];

/// The best dates of the page.
pub(super) fn dates(
    page: &Page<'_>,
    language: Option<&Stated<String>>,
    url: Option<&Stated<String>>,
    notes: &mut Vec<String>,
) -> Dates {
    let order = Order::of(language.map(|language| language.value.as_str()));
    let path = url.and_then(|url| address::dated(&url.value, order));
    let mut claims = structured(page, order);
    claims.extend(metas(page, order, PUBLISHED, Says::Published));
    claims.extend(metas(page, order, MODIFIED, Says::Modified));
    claims.extend(elements(page, order));
    claims.extend(lines(page, order));
    claims.extend(metas(page, order, UNSAID, Says::Unsaid));
    claims.extend(path.map(|(date, evidence)| Claim { date, evidence, says: Says::Published }));
    claims.extend(created(page, order));
    claims.retain(|claim| address::is_of_the_web(claim.date));
    let modified = claims.iter().find(|claim| claim.says == Says::Modified).cloned();
    let published = published(&claims, modified.as_ref(), notes);
    let stated = |claim: Claim| Stated::new(Edtf::Date(claim.date), claim.evidence);
    Dates {
        published: published.map(stated).or_else(|| {
            // Changed on a day, so published no later.
            modified.clone().map(|claim| Stated::new(Edtf::Interval(None, Some(claim.date)), claim.evidence))
        }),
        modified: modified.map(stated),
    }
}

/// The first claim, made as precise as the others that agree with it allow.
fn published(claims: &[Claim], modified: Option<&Claim>, notes: &mut Vec<String>) -> Option<Claim> {
    let open: Vec<&Claim> = claims.iter().filter(|claim| claim.says != Says::Modified).collect();
    let first = *open.first()?;
    let finer = open.iter().copied().filter(|claim| refines(claim.date, first.date));
    let best = finer.max_by_key(|claim| precision(claim.date)).unwrap_or(first);
    let said = |claim: &&&Claim| claim.says == Says::Published && apart(claim.date, best.date);
    if let Some(other) = open.iter().find(said) {
        notes.push(format!(
            "{} says {}, {} says {}; the date is the former",
            best.evidence, best.date, other.evidence, other.date
        ));
    } else if let Some(modified) =
        modified.filter(|modified| Edtf::Date(modified.date) < Edtf::Date(best.date) && apart(modified.date, best.date))
    {
        notes.push(format!("{} says {}, before the publication on {}", modified.evidence, modified.date, best.date));
    }
    Some(best.clone())
}

/// Whether a date says the same and more.
fn refines(fine: Date, coarse: Date) -> bool {
    let agree = fine.year == coarse.year && (coarse.month.is_none() || coarse.month == fine.month);
    agree && precision(fine) > precision(coarse)
}

fn precision(date: Date) -> u8 {
    1 + u8::from(date.month.is_some()) + u8::from(date.day.is_some())
}

/// Whether two dates differ by more than a night, which is what time zones do.
fn apart(a: Date, b: Date) -> bool {
    let day = |date: Date| Some(jiff::civil::Date::new(date.year, date.month? as i8, date.day? as i8).ok()?);
    match (day(a), day(b)) {
        (Some(a), Some(b)) => a.until(b).map_or(0, |span| span.get_days().abs()) > 1,
        _ => a.year != b.year || a.month.zip(b.month).is_some_and(|(a, b)| a != b),
    }
}

fn structured(page: &Page<'_>, order: Order) -> Vec<Claim> {
    let mut claims = Vec::new();
    for thing in &page.structured.things {
        let values =
            [(&thing.published, "datePublished", Says::Published), (&thing.modified, "dateModified", Says::Modified)];
        for (value, name, says) in values {
            let date = value.as_ref().and_then(|value| stamp(value, order));
            claims.extend(date.map(|date| Claim { date, evidence: format!("JSON-LD {name}"), says }));
        }
    }
    claims
}

/// The day on which a work was made, where nothing tells when it was published.
fn created(page: &Page<'_>, order: Order) -> Option<Claim> {
    let date = page.structured.things.iter().find_map(|thing| stamp(thing.created.as_ref()?, order))?;
    Some(Claim { date, evidence: "JSON-LD dateCreated".to_owned(), says: Says::Unsaid })
}

fn metas(page: &Page<'_>, order: Order, names: &[&str], says: Says) -> Vec<Claim> {
    let claim = |name: &&str| {
        let meta = page.survey.meta_named(name)?;
        Some(Claim { date: stamp(&meta.content, order)?, evidence: meta.evidence(), says })
    };
    names.iter().filter_map(claim).collect()
}

/// The dates of elements that are made to hold one, nearest to the heading first.
fn elements(page: &Page<'_>, order: Order) -> Vec<Claim> {
    let mut found: Vec<((u8, usize), Claim)> = Vec::new();
    for element in &page.survey.elements {
        if page.survey.is_aside(element.span.start) || found.len() >= 500 {
            continue;
        }
        let Some((rank, claim)) = element_claim(page, element, order) else { continue };
        let distance = match &page.heading {
            Some(heading) => element.span.start.abs_diff(heading.start),
            None => element.span.start,
        };
        found.push(((rank, distance), claim));
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, claim)| claim).collect()
}

fn element_claim(page: &Page<'_>, element: &Element<'_>, order: Order) -> Option<(u8, Claim)> {
    let text = page.survey.text_of(element);
    let machine =
        || ["datetime", "content", "title", "data-datetime"].iter().find_map(|name| stamp(&element.attr(name)?, order));
    let prop = |name: &str| element.itemprop.split_whitespace().any(|prop| prop == name);
    let says = saying(&element.marks).or_else(|| saying(text.get(..text.len().min(40)).unwrap_or_default()));
    let short = text.len() <= 160;
    let printed = || if short { dates_in(text, order).into_iter().next().map(|(date, _)| date) } else { None };
    let (rank, date, evidence, says) = if prop("datepublished") || element.attr("pubdate").is_some() {
        (0, machine().or_else(printed)?, "itemprop=\"datePublished\"".to_owned(), Says::Published)
    } else if prop("datemodified") {
        (0, machine().or_else(printed)?, "itemprop=\"dateModified\"".to_owned(), Says::Modified)
    } else if element.is_named("time") {
        (1, machine().or_else(printed)?, "<time datetime>".to_owned(), says.unwrap_or(Says::Unsaid))
    } else if element.is_named("abbr") && element.attr("title").is_some() {
        (1, machine()?, "<abbr title>".to_owned(), says.unwrap_or(Says::Unsaid))
    } else if is_dated(&element.marks) && short {
        let marks = element.marks.split_whitespace().find(|mark| is_dated(mark)).unwrap_or_default();
        (2, printed()?, format!("class \"{marks}\""), says.unwrap_or(Says::Unsaid))
    } else {
        return None;
    };
    Some((rank, Claim { date, evidence, says }))
}

/// Whether a class says that a date stands there.
fn is_dated(marks: &str) -> bool {
    mark_words(marks).any(|word| {
        matches!(
            word,
            "published"
                | "posted"
                | "datum"
                | "fecha"
                | "timestamp"
                | "dateline"
                | "time"
                | "byline"
                | "meta"
                | "created"
                | "postmeta"
                | "pubdate"
                | "datetime"
                | "info"
                | "submitted"
                | "datestamp"
                | "details"
                | "dachzeile"
                | "author"
                | "zeit"
                | "stand"
        ) || word.starts_with("date")
            || word.ends_with("date") && word != "update"
            || word.ends_with("datum")
            || word.ends_with("publish")
    })
}

/// What a class or the beginning of a line says of its date.
fn saying(text: &str) -> Option<Says> {
    const CHANGED: [&str; 14] = [
        "update",
        "modif",
        "aktualisiert",
        "geändert",
        "changed",
        "mis à jour",
        "actualizado",
        "aggiornato",
        "atualizado",
        "bijgewerkt",
        "edited",
        "bearbeitet",
        "revised",
        "обновлено",
    ];
    const PUBLISHED: [&str; 13] = [
        "publish",
        "veröffentlicht",
        "posted",
        "publié",
        "publicado",
        "pubblicato",
        "erstellt",
        "gepubliceerd",
        "erschienen",
        "entry-date",
        "pubdate",
        "issued",
        "created",
    ];
    let text = text.to_lowercase();
    let first = |words: &[&str]| words.iter().filter_map(|word| text.find(word)).min();
    match (first(&PUBLISHED), first(&CHANGED)) {
        (Some(published), Some(changed)) if published < changed => Some(Says::Published),
        (_, Some(_)) => Some(Says::Modified),
        (Some(_), None) => Some(Says::Published),
        (None, None) => None,
    }
}

/// Lines near the heading that print a date and little else.
fn lines(page: &Page<'_>, order: Order) -> Vec<Claim> {
    let Some(heading) = page.heading.clone() else { return Vec::new() };
    let near = heading.start.saturating_sub(300)..(heading.end + 800).min(page.survey.text.len());
    let mut claims = Vec::new();
    for (at, line) in page.survey.lines(near) {
        if line.len() > 160 || page.survey.is_aside(at) {
            continue;
        }
        let Some((date, range)) = dates_in(line, order).into_iter().next() else { continue };
        let beside = line.len() - range.len();
        let says = saying(line);
        if says.is_some() || beside <= 40 {
            claims.push(Claim {
                date,
                evidence: "line near the heading".to_owned(),
                says: says.unwrap_or(Says::Unsaid),
            });
        }
    }
    claims
}
