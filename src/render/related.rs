//! A briefing → those that a reader may want next: which share its sources, topics and entities. `writing` and `graph` call it.

use super::frame::card;
use super::view::{LinkView, RelatedView};
use super::words;
use crate::corpus::Address;
use crate::meta::Kind;
use crate::site::Site;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// How many briefings are shown.
const MOST: usize = 5;

/// How many things of a kind are named.
const NAMED: usize = 4;

/// What more briefings than this have in common says nothing of any two of them, and would take its time.
const COMMON: usize = 200;

/// What two briefings have in common.
#[derive(Default)]
pub(super) struct Shared {
    score: usize,
    pub sources: Vec<usize>,
    pub topics: Vec<Address>,
    pub entities: Vec<usize>,
}

/// The same, as readers see it.
pub(super) fn related(site: &Site, index: usize) -> Vec<RelatedView> {
    nearest(site, index).into_iter().map(|(page, shared)| view(site, index, page, shared)).collect()
}

/// The briefings that have most in common with this one, at most five. What few briefings have counts more than what many
/// have, and a source more than a topic, and that more than a name.
pub(super) fn nearest(site: &Site, index: usize) -> Vec<(usize, Shared)> {
    let mut others: BTreeMap<usize, Shared> = BTreeMap::new();
    let mut share = |weight: usize, holders: BTreeSet<usize>, add: &dyn Fn(&mut Shared)| {
        let holders: Vec<usize> =
            holders.into_iter().filter(|&page| site.corpus.pages[page].kind == Kind::Briefing).collect();
        if holders.len() <= COMMON {
            for &page in holders.iter().filter(|&&page| page != index) {
                let shared = others.entry(page).or_default();
                shared.score += weight * 1000 / holders.len();
                add(shared);
            }
        }
    };
    for &source in site.graph.pages[index].cites.keys() {
        share(3, site.graph.pages[source].cited_by.clone(), &|shared| shared.sources.push(source));
    }
    for (address, topic) in topics(site, index) {
        share(2, topic, &|shared| shared.topics.push(address.clone()));
    }
    let entities: BTreeSet<usize> = site.bindings.pages[index].mentions.iter().map(|mention| mention.entity).collect();
    for entity in entities {
        let mentioned_in = site.graph.pages[entity].mentioned_in.iter().map(|mention| mention.page).collect();
        share(1, mentioned_in, &|shared| shared.entities.push(entity));
    }
    let mut ranked: Vec<(usize, Shared)> = others.into_iter().collect();
    ranked.sort_by_key(|(page, shared)| (Reverse(shared.score), Reverse(site.corpus.pages[*page].meta.date), *page));
    ranked.truncate(MOST);
    ranked
}

/// The topics of a page, each with the pages that name it.
fn topics(site: &Site, index: usize) -> BTreeMap<Address, BTreeSet<usize>> {
    let addresses = site.corpus.pages[index].meta.topics.iter().map(|name| site.corpus.topic_address(name));
    let pages = |address: &Address| site.corpus.topics.get(address).map(|topic| topic.pages.iter().copied().collect());
    addresses.filter_map(|address| Some((address.clone(), pages(&address)?))).collect()
}

fn view(site: &Site, from: usize, page: usize, shared: Shared) -> RelatedView {
    let address = site.corpus.address(from);
    fn first<T: Ord>(links: impl Iterator<Item = T>) -> Vec<T> {
        let mut links: Vec<T> = links.collect();
        links.sort();
        links.truncate(NAMED);
        links
    }
    let source = |&page: &usize| LinkView {
        title: words::short_name(&site.corpus.pages[page]),
        href: site.link(from, page, None),
    };
    let entity = |&page: &usize| words::page_link(site, &site.link(from, page, None), page);
    let topic = |topic: Address| LinkView {
        title: site.corpus.topics[&topic].title.clone(),
        href: address.link_to(topic.to_out_path().as_str()),
    };
    RelatedView {
        card: card(site, site.words_of(from), address, page),
        shared_sources: shared.sources.len(),
        sources: first(shared.sources.iter().map(source)),
        topics: shared.topics.into_iter().take(NAMED).map(topic).collect(),
        shared_entities: shared.entities.len(),
        entities: first(shared.entities.iter().map(entity)),
    }
}
