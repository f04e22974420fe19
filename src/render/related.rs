//! A page → the pages that a reader may want next: briefings that share its sources, topics and entities, and pages that link
//! to it, with the sentence that does. `writing` calls it.

use super::frame::card;
use super::view::{BacklinkView, LinkView, RelatedView};
use super::words;
use crate::bind::LinkTarget;
use crate::corpus::Address;
use crate::meta::Kind;
use crate::page::Page;
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
struct Shared {
    score: usize,
    sources: Vec<usize>,
    topics: Vec<Address>,
    entities: Vec<usize>,
}

/// The briefings that have most in common with this one. What few briefings have counts more than what many have, and a
/// source more than a topic, and that more than a name.
pub(super) fn related(site: &Site, index: usize) -> Vec<RelatedView> {
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
    ranked.into_iter().take(MOST).map(|(page, shared)| view(site, index, page, shared)).collect()
}

/// The topics of a page, each with the pages that name it.
fn topics(site: &Site, index: usize) -> BTreeMap<Address, BTreeSet<usize>> {
    let addresses = site.corpus.pages[index].meta.topics.iter().map(|name| site.corpus.topic_address(name));
    let pages = |address: &Address| site.corpus.topics.get(address).map(|topic| topic.pages.iter().copied().collect());
    addresses.filter_map(|address| Some((address.clone(), pages(&address)?))).collect()
}

fn view(site: &Site, from: usize, page: usize, shared: Shared) -> RelatedView {
    let address = site.corpus.address(from);
    let named = |pages: Vec<usize>, name: &dyn Fn(&Page) -> String| -> Vec<LinkView> {
        let mut links: Vec<LinkView> = pages
            .into_iter()
            .map(|page| LinkView { title: name(&site.corpus.pages[page]), href: site.link(from, page, None) })
            .collect();
        links.sort();
        links.truncate(NAMED);
        links
    };
    let topic = |topic: Address| LinkView {
        title: site.corpus.topics[&topic].title.clone(),
        href: address.link_to(topic.to_out_path().as_str()),
    };
    RelatedView {
        card: card(site, site.words_of(from), address, page),
        shared_sources: shared.sources.len(),
        sources: named(shared.sources, &words::short_name),
        topics: shared.topics.into_iter().take(NAMED).map(topic).collect(),
        shared_entities: shared.entities.len(),
        entities: named(shared.entities, &|page| page.title().to_owned()),
    }
}

/// The pages that link here, each with the first sentence that does.
pub(super) fn backlinks(site: &Site, index: usize) -> Vec<BacklinkView> {
    let mut links: Vec<BacklinkView> =
        site.graph.pages[index].linked_from.iter().map(|&page| backlink(site, index, page)).collect();
    links.sort_by(|a, b| (&a.title, &a.href).cmp(&(&b.title, &b.href)));
    links
}

fn backlink(site: &Site, index: usize, from: usize) -> BacklinkView {
    let page = &site.corpus.pages[from];
    let mut links = page.links.iter().zip(&site.bindings.pages[from].links);
    let leads_here = |target: &LinkTarget| matches!(target, LinkTarget::Page { page, .. } if *page == index);
    let statement = links.find(|(_, target)| leads_here(target)).and_then(|(link, _)| {
        let next = page.statements.partition_point(|statement| statement.span.start <= link.span.start);
        page.statements[..next].last().filter(|statement| statement.span.contains(link.span))
    });
    let cited = statement
        .and_then(|statement| statement.citations.iter().find_map(|&citation| site.graph.pages[from].notes[citation]));
    BacklinkView {
        title: page.title().to_owned(),
        href: site.link(index, from, cited.map(|note| format!("r{note}")).as_deref()),
        sentence: statement.map(|statement| statement.text.clone()).unwrap_or_default(),
    }
}
