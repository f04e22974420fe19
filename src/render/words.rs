//! What the site says in words: dates as people write them, names of kinds, of notes and of badges.

use super::view::{DateView, LinkView};
use crate::bind::{BoundCite, Extent, SourceCite};
use crate::date::{Date, Doubt, Edtf};
use crate::meta::{Kind, Rights};
use crate::page::Page;
use crate::site::Site;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date for people and for `<time>`. English has words; other languages get the digits of ISO 8601, which all can read.
pub(crate) fn date(date: Edtf, language: &str) -> DateView {
    let text = if language.split('-').next() == Some("en") { in_english(date) } else { date.to_string() };
    DateView { iso: date.to_html_time(), plain: super::structured::plain(date).is_some(), text }
}

fn in_english(edtf: Edtf) -> String {
    match edtf {
        Edtf::Date(date) => one_date(date),
        Edtf::Interval(Some(from), None) => format!("from {}", one_date(from)),
        Edtf::Interval(None, Some(to)) => format!("until {}", one_date(to)),
        Edtf::Interval(Some(from), Some(to)) => interval(from, to),
        Edtf::Interval(None, None) => String::new(),
    }
}

/// `23–25 April 2025`, `28 December 2025 – 2 January 2026`.
fn interval(from: Date, to: Date) -> String {
    let certain = from.doubt == Doubt::None && to.doubt == Doubt::None;
    match (from.day, to.day) {
        (Some(first), Some(_)) if certain && (from.year, from.month) == (to.year, to.month) => {
            format!("{first}–{}", one_date(to))
        }
        _ => format!("{} – {}", one_date(from), one_date(to)),
    }
}

fn one_date(date: Date) -> String {
    let month = date.month.map(month_name);
    let text = match (date.day, month) {
        (Some(day), Some(month)) => format!("{day} {month} {}", date.year),
        (_, Some(month)) => format!("{month} {}", date.year),
        (_, None) => date.year.to_string(),
    };
    match date.doubt {
        Doubt::None => text,
        Doubt::Uncertain => format!("{text} (uncertain)"),
        Doubt::Approximate => format!("about {text}"),
        Doubt::Both => format!("about {text} (uncertain)"),
    }
}

pub(crate) fn month_name(month: u8) -> &'static str {
    MONTHS[usize::from(month) - 1]
}

/// Who says it: the publisher, else the first author, else the title.
pub(crate) fn source_name(page: &Page) -> &str {
    let publisher = page.meta.source.publisher.as_deref();
    publisher.or_else(|| page.meta.authors.first().map(String::as_str)).unwrap_or_else(|| page.title())
}

/// The same, cut at a word's end where there is little room.
pub(crate) fn short_name(page: &Page) -> String {
    const ROOM: usize = 32;
    let name = source_name(page);
    if name.chars().count() <= ROOM {
        return name.to_owned();
    }
    let mut short = String::new();
    for word in name.split(' ') {
        if short.chars().count() + word.chars().count() > ROOM {
            break;
        }
        short.push_str(word);
        short.push(' ');
    }
    format!("{}…", short.trim_end().trim_end_matches([',', ':', ';']))
}

/// What a page says of itself in a sentence. The summary of a source is the source's own text, which its rights bind.
pub(crate) fn summary(page: &Page) -> &str {
    let withheld = page.kind == Kind::Source && page.meta.source.rights != Rights::Full;
    page.meta.summary.as_ref().filter(|_| !withheld).map_or("", |summary| summary.value.as_str())
}

/// What a note's marker is called: `NPR, 2026; Reuters, 2 March 2026`.
pub(crate) fn note_name(site: &Site, page: usize, citation: usize) -> String {
    let cites = site.bindings.pages[page].citations[citation].iter();
    let names: Vec<String> = cites
        .filter_map(|cite| match cite {
            BoundCite::Source(cite) => Some(cite_name(site, page, cite)),
            _ => None,
        })
        .collect();
    names.join("; ")
}

fn cite_name(site: &Site, page: usize, cite: &SourceCite) -> String {
    let source = &site.corpus.pages[cite.source];
    let date = source.meta.date.map(|published| format!(", {}", date(published, site.language(page)).text));
    format!("{}{}", short_name(source), date.unwrap_or_default())
}

/// `¶ 6`, `¶ 3–5`; empty for a whole source.
pub(crate) fn passage_label(site: &Site, cite: &SourceCite) -> String {
    let passages = &site.corpus.pages[cite.source].passages[cite.passages.clone()];
    match (cite.extent, passages) {
        (Extent::Whole, _) | (_, []) => String::new(),
        (_, [only]) => format!("¶ {}", only.id.number()),
        (_, [first, .., last]) => format!("¶ {}–{}", first.id.number(), last.id.number()),
    }
}

/// `Interview`, `Web page`: a CSL type in words.
pub(crate) fn genre(page: &Page) -> String {
    let genre = page.meta.source.genre.as_deref().unwrap_or("document");
    let words = match genre {
        "webpage" => "web page",
        "post-weblog" => "blog post",
        "article-newspaper" => "newspaper article",
        "article-magazine" => "magazine article",
        "article-journal" => "journal article",
        "personal_communication" => "letter or message",
        "legal_case" => "court case",
        "motion_picture" => "film",
        "paper-conference" => "conference paper",
        other => other,
    };
    capitalise(&words.replace(['_', '-'], " "))
}

pub(crate) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Briefing => "Briefing",
        Kind::Source => "Source",
        Kind::Person => "Person",
        Kind::Organisation => "Organisation",
        Kind::Place => "Place",
        Kind::Page => "Page",
    }
}

/// The name of a folder that has no page of its own: `briefings` → `Briefings`.
pub(crate) fn capitalise(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// Whether a language is written from right to left, by its script or by habit.
pub(crate) fn direction(language: &str) -> &'static str {
    let mut parts = language.split('-');
    let rtl = ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"];
    let primary = parts.next().unwrap_or_default().to_ascii_lowercase();
    let to_the_left = match parts.find(|part| part.len() == 4) {
        Some(script) => ["Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm"].contains(&script),
        None => rtl.contains(&primary.as_str()),
    };
    if to_the_left { "rtl" } else { "ltr" }
}

/// A page as a link from another.
pub(crate) fn link(site: &Site, from: usize, to: usize) -> LinkView {
    LinkView { title: site.corpus.pages[to].title().to_owned(), href: site.link(from, to, None) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_say_what_is_known_and_no_more() {
        for (edtf, words) in [
            ("2026", "2026"),
            ("2026-02", "February 2026"),
            ("2026-02-05", "5 February 2026"),
            ("2026-02-05?", "5 February 2026 (uncertain)"),
            ("2026~", "about 2026"),
            ("2025-04-23/2025-04-25", "23–25 April 2025"),
            ("2025-12-28/2026-01-02", "28 December 2025 – 2 January 2026"),
            ("../2025-04-25", "until 25 April 2025"),
        ] {
            assert_eq!(date(Edtf::parse(edtf).unwrap(), "en-GB").text, words);
        }
        let view = date(Edtf::parse("2026-02-05?").unwrap(), "fr");
        assert_eq!((view.iso.as_str(), view.text.as_str()), ("2026-02-05", "2026-02-05?"));
    }

    #[test]
    fn direction_follows_the_script() {
        for (language, expected) in
            [("en", "ltr"), ("ar", "rtl"), ("fa-IR", "rtl"), ("az-Arab", "rtl"), ("ks-Latn", "ltr"), ("ckb", "rtl")]
        {
            assert_eq!(direction(language), expected, "{language}");
        }
    }
}
