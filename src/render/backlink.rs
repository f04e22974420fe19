//! A page → the pages that link to it, with the sentences that do: wikilinks, links of Markdown, and names that became links.
//! `writing`, `source` and `entity` call it.

use super::view::{BacklinkView, SentenceView};
use crate::bind::LinkTarget;
use crate::graph::StatementRef;
use crate::page::{LinkMark, Page};
use crate::site::Site;
use std::collections::BTreeSet;

/// So many sentences of a page are shown.
const SENTENCES: usize = 3;

/// The pages that link here, by title. What mentions an entity by its name is told on its page, and left out here.
pub(super) fn backlinks(site: &Site, index: usize) -> Vec<BacklinkView> {
    let mentions: BTreeSet<StatementRef> = site.graph.pages[index].mentioned_in.iter().copied().collect();
    let linking = site.graph.pages[index].linked_from.iter();
    let mut links: Vec<BacklinkView> = linking.filter_map(|&page| backlink(site, index, page, &mentions)).collect();
    links.sort_by(|a, b| (&a.title, &a.href).cmp(&(&b.title, &b.href)));
    links
}

/// `None` where a page links here by the entity's name alone.
fn backlink(site: &Site, index: usize, from: usize, mentions: &BTreeSet<StatementRef>) -> Option<BacklinkView> {
    let page = &site.corpus.pages[from];
    let marks = page.links.iter().zip(&site.bindings.pages[from].links);
    let leads_here = |target: &LinkTarget| matches!(target, LinkTarget::Page { page, .. } if *page == index);
    let mut is_loose = false;
    let mut statements: BTreeSet<usize> = BTreeSet::new();
    for (mark, _) in marks.filter(|(_, target)| leads_here(target)) {
        match statement(page, mark) {
            Some(statement) => drop(statements.insert(statement)),
            None => is_loose = true,
        }
    }
    statements.retain(|&statement| !mentions.contains(&StatementRef { page: from, statement }));
    if statements.is_empty() && !is_loose {
        return None;
    }
    let total = statements.len();
    let sentences = statements.into_iter().take(SENTENCES).map(|statement| SentenceView {
        text: page.statements[statement].text(&page.blocks).into_owned(),
        href: site.link(index, from, note(site, from, statement).as_deref()),
    });
    Some(BacklinkView {
        title: page.title().to_owned(),
        href: site.link(index, from, None),
        language: site.language(from).to_owned(),
        sentences: sentences.collect(),
        more: total.saturating_sub(SENTENCES),
    })
}

/// The statement in which a link stands. It begins with its words, also where a link's mark stands before them.
fn statement(page: &Page, link: &LinkMark) -> Option<usize> {
    let words = page.blocks[link.block].prose.to_bytes(link.words);
    let at = if words.is_empty() { link.span } else { words };
    let next = page.statements.partition_point(|statement| statement.span.start <= at.start);
    next.checked_sub(1).filter(|&before| page.statements[before].span.contains(at))
}

/// The id of the first note in a statement.
pub(super) fn note(site: &Site, page: usize, statement: usize) -> Option<String> {
    let citations = &site.corpus.pages[page].statements[statement].citations;
    let note = citations.iter().find_map(|&citation| site.graph.notes(page)[citation]);
    note.map(|note| format!("r{note}"))
}
