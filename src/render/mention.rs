//! An entity → the statements and the published passages that name it, each with its sentence, and who is named beside it.
//! `entity` calls it.

use super::backlink::note;
use super::compare::folded;
use super::escape;
use super::view::{BesideView, MentionView, MentionsView};
use super::words;
use crate::graph::{Naming, StatementRef, Threads};
use crate::interface::Arg;
use crate::page::CELLS;
use crate::prose::sentence::sentence_ends;
use crate::site::Site;
use crate::span::Span;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// So many places of a page are shown at once,
const OPEN: usize = 12;
/// and so many more when a reader asks.
const FOLDED: usize = 50;

const MOST_PAGES: usize = 100;
const MOST_SOURCES: usize = 60;

/// So many entities are named beside one, each with so many places.
const MOST_BESIDE: usize = 10;
const PLACES: usize = 3;

/// The pages that mention an entity, the newest first, and how many there are besides.
pub(super) fn in_pages(site: &Site, index: usize) -> (Vec<MentionsView>, usize) {
    let mut pages: BTreeMap<usize, Vec<MentionView>> = BTreeMap::new();
    for &mention in &site.graph.pages[index].mentioned_in {
        pages.entry(mention.page).or_default().push(in_statement(site, index, mention));
    }
    grouped(site, index, pages, MOST_PAGES)
}

/// The sources whose published passages name an entity, the newest first, and how many there are besides.
pub(super) fn in_sources(site: &Site, threads: &Threads, index: usize) -> (Vec<MentionsView>, usize) {
    let mut sources: BTreeMap<usize, Vec<MentionView>> = BTreeMap::new();
    for naming in threads.naming(index) {
        sources.entry(naming.source).or_default().push(in_passage(site, index, naming));
    }
    grouped(site, index, sources, MOST_SOURCES)
}

fn grouped(
    site: &Site,
    from: usize,
    pages: BTreeMap<usize, Vec<MentionView>>,
    most: usize,
) -> (Vec<MentionsView>, usize) {
    let more = pages.len().saturating_sub(most);
    let mut pages: Vec<(usize, Vec<MentionView>)> = pages.into_iter().collect();
    pages.sort_by_key(|(page, _)| (Reverse(site.corpus.meta(*page).date), *page));
    let group = |(page, mut places): (usize, Vec<MentionView>)| {
        let mut rest = places.split_off(OPEN.min(places.len()));
        let more = rest.len().saturating_sub(FOLDED);
        rest.truncate(FOLDED);
        MentionsView {
            page: words::page_link(site, &site.link(from, page, None), page),
            date: site.corpus.meta(page).date.map(|date| words::date(date, site.words_of(from))),
            places,
            rest,
            more,
        }
    };
    (pages.into_iter().take(most).map(group).collect(), more)
}

fn in_statement(site: &Site, from: usize, mention: StatementRef) -> MentionView {
    let page = &site.corpus.pages[mention.page];
    MentionView {
        href: site.link(from, mention.page, note(site, mention.page, mention.statement).as_deref()),
        passage_label: String::new(),
        html: escape::text(&page.statements[mention.statement].text(&page.blocks)),
        language: site.language(mention.page).to_owned(),
    }
}

fn in_passage(site: &Site, from: usize, naming: &Naming) -> MentionView {
    let passage = &site.corpus.pages[naming.source].passages[naming.passage];
    let number = passage.id.number().to_string();
    MentionView {
        href: site.link(from, naming.source, Some(&passage.id.to_string())),
        passage_label: site.words_of(from).fill("note.passage", &[("number", Arg::Text(&number))]),
        html: sentence(passage.prose.text(), passage.prose.opaque(), &naming.spans),
        language: site.known_language(naming.source).to_owned(),
    }
}

/// The sentence of a passage in which the first of the names stands, with all of them that it has in `<b>`.
fn sentence(text: &str, opaque: &[Span], names: &[Span]) -> String {
    let Some(first) = names.first() else { return String::new() };
    let ends = sentence_ends(text, opaque);
    let at = ends.partition_point(|&end| end <= first.start);
    let start = at.checked_sub(1).map_or(0, |before| ends[before]);
    let end = ends.get(at).copied().unwrap_or(text.len()).max(first.end);
    let mut html = String::new();
    let mut from = start;
    for name in names.iter().filter(|name| start <= name.start && name.end <= end) {
        html += &format!("{}<b>{}</b>", escape::text(&text[from..name.start]), escape::text(name.of(text)));
        from = name.end;
    }
    html += &escape::text(&text[from..end]);
    folded(&html.replace(CELLS, " · "))
}

/// Who and what is named in the same statements and passages, most often first.
pub(super) fn beside(site: &Site, threads: &Threads, index: usize) -> Vec<BesideView> {
    let mut others: BTreeMap<usize, (Vec<StatementRef>, Vec<&Naming>)> = BTreeMap::new();
    for mention in &site.graph.pages[index].mentioned_in {
        for &other in threads.in_statement(*mention).iter().filter(|&&other| other != index) {
            others.entry(other).or_default().0.push(*mention);
        }
    }
    for naming in threads.naming(index) {
        let named = threads.in_passage(naming.source, naming.passage);
        for &other in named.iter().filter(|&&other| other != index) {
            others.entry(other).or_default().1.push(naming);
        }
    }
    let mut ranked: Vec<_> = others.into_iter().collect();
    let title = |page: usize| site.corpus.title(page).to_lowercase();
    ranked.sort_by_cached_key(|(page, (statements, passages))| {
        (Reverse(statements.len() + passages.len()), title(*page))
    });
    let view = |(page, (statements, passages)): (usize, (Vec<StatementRef>, Vec<&Naming>))| {
        let in_statements = statements.iter().map(|&mention| in_statement(site, index, mention));
        let in_passages = passages.iter().map(|naming| in_passage(site, index, naming));
        BesideView {
            page: words::page_link(site, &site.link(index, page, None), page),
            statements: statements.len(),
            passages: passages.len(),
            places: in_statements.chain(in_passages).take(PLACES).collect(),
        }
    };
    ranked.into_iter().take(MOST_BESIDE).map(view).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shown_in_its_sentence() {
        let text = "It rained. Ann <A> met\nBo and Ann. She left.";
        let names = [text.find("Ann").unwrap(), text.rfind("Ann").unwrap()].map(|at| Span::new(at, at + 3));
        assert_eq!(sentence(text, &[], &names), "<b>Ann</b> &lt;A&gt; met Bo and <b>Ann</b>.");
        assert_eq!(sentence("Ann", &[], &[Span::new(0, 3)]), "<b>Ann</b>");
    }
}
