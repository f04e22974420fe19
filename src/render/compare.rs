//! A passage → those of other sources that go with it, as its source's page shows them. `source` calls it; which they are is
//! decided in `graph`, from published passages alone.

use super::backlink::note;
use super::view::{CitedInView, CompareView};
use super::words;
use crate::graph::{Bond, Echo, StatementRef, Threads};
use crate::interface::Arg;
use crate::site::Site;
use crate::span::Span;

/// So many characters of a passage are shown, to the end of a word.
const EXCERPT: usize = 240;

pub(super) fn compare(site: &Site, threads: &Threads, source: usize, passage: usize) -> Vec<CompareView> {
    threads.echoes(source, passage).iter().map(|echo| view(site, source, passage, echo)).collect()
}

fn view(site: &Site, source: usize, passage: usize, echo: &Echo) -> CompareView {
    let other = &site.corpus.pages[echo.source];
    let there = &other.passages[echo.passage];
    let text = there.prose.text();
    let here = site.corpus.pages[source].passages[passage].prose.text();
    let whole = Span::new(0, text.len());
    let (bond, span, shared, statement) = match &echo.bond {
        Bond::Copy => ("copy", whole, Vec::new(), None),
        Bond::Together(statement) => ("together", whole, Vec::new(), Some(statement_view(site, source, *statement))),
        Bond::Words { shared, there } => ("words", *there, distinct(here, shared), None),
    };
    let number = there.id.number().to_string();
    CompareView {
        bond: bond.to_owned(),
        name: words::short_name(site.corpus.face(echo.source)),
        passage_label: site.words_of(source).fill("note.passage", &[("number", Arg::Text(&number))]),
        href: site.link(source, echo.source, Some(&there.id.to_string())),
        speaker: there.speaker.clone().unwrap_or_default(),
        excerpt: short(&folded(span.of(text))),
        language: site.known_language(echo.source).to_owned(),
        shared,
        statement,
    }
}

fn statement_view(site: &Site, from: usize, statement: StatementRef) -> CitedInView {
    let page = &site.corpus.pages[statement.page];
    CitedInView {
        title: page.title().to_owned(),
        href: site.link(from, statement.page, note(site, statement.page, statement.statement).as_deref()),
        statement: page.statements[statement.statement].text(&page.blocks).into_owned(),
        language: site.language(statement.page).to_owned(),
    }
}

/// The words at these places, each once.
fn distinct(text: &str, places: &[Span]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for place in places {
        let word = place.of(text).to_owned();
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

pub(super) fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The beginning of a text, cut between words.
fn short(text: &str) -> String {
    if text.chars().count() <= EXCERPT {
        return text.to_owned();
    }
    let end = text.char_indices().nth(EXCERPT).map_or(text.len(), |(end, _)| end);
    let end = text[..end].rfind(' ').filter(|&space| space * 2 > end).unwrap_or(end);
    format!("{} …", text[..end].trim_end_matches([',', ';', ':', ' ']))
}
