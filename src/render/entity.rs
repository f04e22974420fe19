//! The page of a person, an organisation or a place: what the site says of it, and where.

use super::html;
use super::notes::notes;
use super::timeline::event_view;
use super::view::{EntityView, EventView, LinkView, QuotedView};
use super::{backlink, mention, words};
use crate::bind::Verdict;
use crate::graph::{Spoken, StatementRef, Threads};
use crate::page::fold;
use crate::site::Site;
use std::collections::BTreeSet;

pub(super) fn entity(site: &Site, threads: &Threads, index: usize) -> EntityView {
    let page = &site.corpus.pages[index];
    let (mentions, more_mentions) = mention::in_pages(site, index);
    let (passages, more_passages) = mention::in_sources(site, threads, index);
    EntityView {
        kind_name: words::kind_name(site.words_of(index), page.kind),
        summary: page.meta.summary.as_ref().map(|summary| summary.value.clone()).unwrap_or_default(),
        names: page.meta.entity.names.clone(),
        role: page.meta.entity.role.as_ref().map(|role| role.value.clone()).unwrap_or_default(),
        same_as: page.meta.entity.same_as.clone(),
        body: html::body(site, index),
        notes: notes(site, index),
        quoted: quoted(site, threads, index),
        events: events(site, index),
        mentions,
        more_mentions,
        passages,
        more_passages,
        beside: mention::beside(site, threads, index),
        backlinks: backlink::backlinks(site, index),
    }
}

/// The person's verified words, the newest page first.
fn quoted(site: &Site, threads: &Threads, index: usize) -> Vec<QuotedView> {
    let mut spoken: Vec<Spoken> = threads.spoken_by(index).to_vec();
    let date = |spoken: &Spoken| site.corpus.meta(spoken.quotation.page).date;
    spoken.sort_by_key(|spoken| (std::cmp::Reverse(date(spoken)), *spoken));
    let mut seen = BTreeSet::new();
    let views = spoken.into_iter().filter_map(|Spoken { quotation, retold }| {
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
            .filter(|passage| site.graph.publishable(verified.source).contains(passage))
            .map(|passage| source.passages[passage].id.to_string());
        let note = verified
            .citation
            .and_then(|(citation, _)| site.graph.notes(quotation.page)[citation])
            .map(|note| format!("r{note}"));
        seen.insert(text.clone()).then(|| QuotedView {
            text,
            language: language.to_owned(),
            source: LinkView {
                title: words::source_name(site.corpus.face(verified.source)).to_owned(),
                href: site.link(index, verified.source, id.as_deref()),
            },
            briefing: words::page_link(site, &site.link(index, quotation.page, note.as_deref()), quotation.page),
            retold,
        })
    });
    views.collect()
}

/// The events whose statements mention the entity.
fn events(site: &Site, index: usize) -> Vec<EventView> {
    let mentions: BTreeSet<StatementRef> = site.graph.pages[index].mentioned_in.iter().copied().collect();
    let pages: BTreeSet<usize> = mentions.iter().map(|mention| mention.page).collect();
    let on_pages = site.graph.events().iter().enumerate().filter(|(_, reference)| pages.contains(&reference.page));
    let all = on_pages.filter(|(_, reference)| {
        let mut statements = site.corpus.pages[reference.page].gist.events[reference.event].statements.clone();
        statements.any(|statement| mentions.contains(&StatementRef { page: reference.page, statement }))
    });
    all.map(|(number, reference)| {
        event_view(site, site.words_of(index), site.corpus.address(index), number, *reference)
    })
    .collect()
}
