//! What the site says in words: dates as people write them, names of sources, of kinds and of notes.

use super::escape::text;
use super::view::{DateView, PageLink};
use crate::bind::{BoundCite, Extent, SourceCite};
use crate::corpus::Face;
use crate::date::{Doubt, Edtf};
use crate::interface::{Arg, Piece, Words};
use crate::meta::{Kind, Rights};
use crate::site::Site;

/// A date for people and for `<time>`.
pub(crate) fn date(date: Edtf, words: &Words) -> DateView {
    let ends = match date {
        Edtf::Date(date) => [Some(date), None],
        Edtf::Interval(from, to) => [from, to],
    };
    let uncertain = ends.into_iter().flatten().any(|end| matches!(end.doubt, Doubt::Uncertain | Doubt::Both));
    let plain = super::structured::plain(date).is_some();
    DateView { iso: date.to_html_time(), plain, uncertain, text: words.date(date) }
}

/// Who says it: the publisher, else the first author, else the title.
pub(crate) fn source_name(page: Face<'_>) -> &str {
    let meta = page.meta();
    let publisher = meta.source.publisher.as_deref();
    publisher.or_else(|| meta.authors.first().map(String::as_str)).unwrap_or_else(|| page.title())
}

/// The same, cut at a word's end where there is little room.
pub(crate) fn short_name(page: Face<'_>) -> String {
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
pub(crate) fn summary(page: Face<'_>) -> &str {
    let withheld = page.kind() == Kind::Source && page.meta().source.rights != Rights::Full;
    page.meta().summary.as_ref().filter(|_| !withheld).map_or("", |summary| summary.value.as_str())
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
    names.join(&site.words_of(page).say("mark.semicolon"))
}

fn cite_name(site: &Site, page: usize, cite: &SourceCite) -> String {
    let source = site.corpus.face(cite.source);
    let date = source
        .meta()
        .date
        .map(|published| site.words_of(page).say("mark.comma") + &site.words_of(page).date(published));
    format!("{}{}", short_name(source), date.unwrap_or_default())
}

/// `¶ 6`, `¶ 3–5`; empty for a whole source.
pub(crate) fn passage_label(site: &Site, words: &Words, cite: &SourceCite) -> String {
    let passages = &site.corpus.pages[cite.source].passages[cite.passages.clone()];
    match (cite.extent, passages) {
        (Extent::Whole, _) | (_, []) => String::new(),
        (_, [only]) => words.fill("note.passage", &[("number", Arg::Text(&only.id.number().to_string()))]),
        (_, [first, .., last]) => {
            let (from, to) = (first.id.number().to_string(), last.id.number().to_string());
            words.fill("note.passages", &[("from", Arg::Text(&from)), ("to", Arg::Text(&to))])
        }
    }
}

/// `Interview`, `Web page`: a CSL type in words.
pub(crate) fn genre(words: &Words, page: Face<'_>) -> String {
    let genre = page.meta().source.genre.as_deref().unwrap_or("document");
    let key = format!("genre.{genre}");
    if words.has(&key) { words.say(&key) } else { capitalise(&genre.replace(['_', '-'], " ")) }
}

pub(crate) fn kind_name(words: &Words, kind: Kind) -> String {
    words.say(&format!("kind.{}", kind.as_str()))
}

/// What is put into running text, as HTML: the text is escaped, and what goes into it is HTML already.
pub(crate) fn html(words: &Words, key: &str, args: &[(&str, &str)]) -> String {
    let mut html = String::new();
    for piece in words.pieces(key, None).unwrap_or_default() {
        match piece {
            Piece::Text(said) => html.push_str(&text(said)),
            Piece::Hole(name) => html.extend(args.iter().find(|(own, _)| own == name).map(|(_, arg)| *arg)),
        }
    }
    html
}

/// The name of a folder that has no page of its own: `briefings` → `Briefings`.
pub(crate) fn capitalise(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// A page by its title, as a link.
pub(crate) fn page_link(site: &Site, href: &str, page: usize) -> PageLink {
    PageLink {
        title: site.corpus.title(page).to_owned(),
        href: href.to_owned(),
        language: site.known_language(page).to_owned(),
    }
}
