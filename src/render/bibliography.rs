//! All sources → the bibliography, grouped by kind.

use super::frame::file_of;
use super::view::{BibliographyEntry, BibliographyGroup, BibliographyView, LinkView};
use super::words;
use crate::corpus::Address;
use crate::site::Site;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn bibliography(site: &Site, address: &Address) -> BibliographyView {
    let mut groups: BTreeMap<String, Vec<BibliographyEntry>> = BTreeMap::new();
    for source in site.corpus.sources() {
        groups
            .entry(words::genre(site.words(), &site.corpus.pages[source]))
            .or_default()
            .push(entry(site, address, source));
    }
    let groups = groups.into_iter().map(|(name, mut entries)| {
        entries.sort_by_key(|entry| (entry.publisher.to_lowercase(), entry.title.to_lowercase()));
        BibliographyGroup { name, entries }
    });
    BibliographyView { groups: groups.collect() }
}

fn entry(site: &Site, address: &Address, source: usize) -> BibliographyEntry {
    let page = &site.corpus.pages[source];
    let graph = &site.graph.pages[source];
    let citing = graph.cited_in.values().flatten().chain(&graph.whole_cited_in);
    let statements: BTreeSet<(usize, Option<usize>)> = citing.map(|citing| (citing.page, citing.statement)).collect();
    let pages: BTreeSet<usize> = statements.iter().map(|(page, _)| *page).collect();
    let mut cited_in: Vec<LinkView> = pages
        .into_iter()
        .map(|page| LinkView {
            title: site.corpus.pages[page].title().to_owned(),
            href: address.link_to(&file_of(site, page)),
        })
        .collect();
    cited_in.sort();
    BibliographyEntry {
        key: site.corpus.key(source).map(ToString::to_string).unwrap_or_default(),
        authors: page.meta.authors.clone(),
        publisher: page.meta.source.publisher.clone().unwrap_or_default(),
        title: page.title().to_owned(),
        date: page.meta.date.map(|date| words::date(date, site.words())),
        href: address.link_to(&file_of(site, source)),
        url: page.meta.source.url.clone().unwrap_or_default(),
        citations: statements.len(),
        cited_in,
    }
}
