//! The page of a person, an organisation or a place: what the site says of it, and where.

use super::html;
use super::notes::notes;
use super::timeline::event_view;
use super::view::{CitedInView, EntityView, EventView, LinkView, QuotedView};
use super::words;
use crate::bind::Verdict;
use crate::graph::StatementRef;
use crate::page::fold;
use crate::site::Site;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn entity(site: &Site, index: usize) -> EntityView {
    let page = &site.corpus.pages[index];
    EntityView {
        kind_name: words::kind_name(site.words_of(index), page.kind),
        summary: page.meta.summary.as_ref().map(|summary| summary.value.clone()).unwrap_or_default(),
        names: page.meta.entity.names.clone(),
        role: page.meta.entity.role.as_ref().map(|role| role.value.clone()).unwrap_or_default(),
        same_as: page.meta.entity.same_as.clone(),
        body: html::body(site, index),
        notes: notes(site, index),
        quoted: quoted(site, index),
        mentions: site.graph.pages[index]
            .mentioned_in
            .iter()
            .map(|&mention| mention_view(site, index, mention))
            .collect(),
        events: events(site, index),
        beside: beside(site, index),
    }
}

/// The person's verified words, the newest page first.
fn quoted(site: &Site, index: usize) -> Vec<QuotedView> {
    let mut spoken = site.graph.pages[index].spoken.clone();
    spoken.sort_by_key(|quotation| (std::cmp::Reverse(site.corpus.pages[quotation.page].meta.date), *quotation));
    let mut seen = BTreeSet::new();
    let views = spoken.into_iter().filter_map(|quotation| {
        let (Verdict::Verified(verified) | Verdict::Translated(verified)) =
            &site.bindings.pages[quotation.page].quotations[quotation.quotation]
        else {
            return None;
        };
        let text = fold(site.corpus.pages[quotation.page].quotations[quotation.quotation].prose.text());
        let source = &site.corpus.pages[verified.source];
        // What is translated is in the language of the page that quotes.
        let language = match &site.bindings.pages[quotation.page].quotations[quotation.quotation] {
            Verdict::Translated(_) => site.language(quotation.page),
            _ => site.known_language(verified.source),
        };
        let first = verified.places.first().map(|(passage, _)| *passage);
        let id = first
            .filter(|passage| site.graph.pages[verified.source].publishable.contains(passage))
            .map(|passage| source.passages[passage].id.to_string());
        let note = verified
            .citation
            .and_then(|(citation, _)| site.graph.pages[quotation.page].notes[citation])
            .map(|note| format!("r{note}"));
        seen.insert(text.clone()).then(|| QuotedView {
            text,
            language: language.to_owned(),
            source: LinkView {
                title: words::source_name(source).to_owned(),
                href: site.link(index, verified.source, id.as_deref()),
            },
            briefing: LinkView {
                title: site.corpus.pages[quotation.page].title().to_owned(),
                href: site.link(index, quotation.page, note.as_deref()),
            },
        })
    });
    views.collect()
}

fn mention_view(site: &Site, from: usize, mention: StatementRef) -> CitedInView {
    let page = &site.corpus.pages[mention.page];
    let statement = &page.statements[mention.statement];
    let note = statement.citations.iter().find_map(|&citation| site.graph.pages[mention.page].notes[citation]);
    let id = note.map(|note| format!("r{note}"));
    CitedInView {
        title: page.title().to_owned(),
        href: site.link(from, mention.page, id.as_deref()),
        statement: statement.text.clone(),
        language: site.language(mention.page).to_owned(),
    }
}

/// The events whose statements mention the entity.
fn events(site: &Site, index: usize) -> Vec<EventView> {
    let mentions: BTreeSet<StatementRef> = site.graph.pages[index].mentioned_in.iter().copied().collect();
    let all = site.graph.events.iter().enumerate().filter(|(_, reference)| {
        let mut statements = site.corpus.pages[reference.page].events[reference.event].statements.clone();
        statements.any(|statement| mentions.contains(&StatementRef { page: reference.page, statement }))
    });
    all.map(|(number, reference)| {
        event_view(site, site.words_of(index), site.corpus.address(index), number, *reference)
    })
    .collect()
}

/// Who and what is mentioned in the same statements, most often first; at most ten.
fn beside(site: &Site, index: usize) -> Vec<LinkView> {
    let own: BTreeSet<StatementRef> = site.graph.pages[index].mentioned_in.iter().copied().collect();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let entities = site.corpus.published().filter(|&page| page != index && site.corpus.pages[page].kind.is_entity());
    for other in entities {
        let shared = site.graph.pages[other].mentioned_in.iter().filter(|mention| own.contains(mention)).count();
        if shared > 0 {
            counts.insert(other, shared);
        }
    }
    let mut ranked: Vec<(usize, usize)> = counts.into_iter().collect();
    ranked.sort_by_key(|&(page, count)| (std::cmp::Reverse(count), site.corpus.pages[page].title().to_lowercase()));
    ranked.into_iter().take(10).map(|(page, _)| words::link(site, index, page)).collect()
}
