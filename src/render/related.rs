//! A briefing → those that a reader may want next: which share its sources, topics and entities. `writing` and `graph` call it.

use super::frame::card;
use super::view::{LinkView, RelatedView};
use super::words;
use crate::corpus::Address;
use crate::meta::Kind;
use crate::parts::Parts;
use crate::site::Site;
use crate::trace::{self, Fact, print};
use crate::world::Sha256;
use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// How many briefings are shown.
const MOST: usize = 5;

/// How many things of a kind are named.
const NAMED: usize = 4;

/// What more briefings than this have in common says nothing of any two of them, and would take its time.
const COMMON: usize = 200;

/// For each page the briefings that have most in common with it.
#[derive(Default)]
pub(super) struct Related(OnceLock<Vec<Vec<Near>>>);

/// Another briefing, and what two have in common.
pub(super) type Near = (usize, Shared);

/// What two briefings have in common.
#[derive(Clone, Hash, Default)]
pub(super) struct Shared {
    pub sources: Vec<usize>,
    pub topics: Vec<Address>,
    pub entities: Vec<usize>,
}

impl Related {
    /// Finds those of all pages, in parallel: for whoever asks for them all. As long as every page has what it had, be it said
    /// in other words, they are those that were found before.
    pub fn find_all(&self, site: &Site, parts: &Parts) {
        self.0.get_or_init(|| {
            let topics: Vec<&Address> = site.corpus.topics.keys().collect();
            let found = || find(site).iter().map(|near| kept(&topics, near)).collect();
            let found: Vec<Vec<KeptNear>> = parts.alone(PART, of_bonds(site), found);
            let told: Option<_> = found.into_iter().map(|near| told(&topics, near)).collect();
            told.unwrap_or_else(|| find(site))
        });
    }

    /// Those of a page; none of what is no briefing.
    pub fn of(&self, site: &Site, index: usize) -> Cow<'_, [Near]> {
        trace::note(Fact::Related(index));
        match self.0.get() {
            Some(all) => Cow::Borrowed(&all[index]),
            None => Cow::Owned(trace::apart(|| of_kind(site, index))),
        }
    }

    /// The same, as readers see it.
    pub fn view(&self, site: &Site, index: usize) -> Vec<RelatedView> {
        self.of(site, index).iter().map(|(page, shared)| view(site, index, *page, shared)).collect()
    }
}

/// The name under which they are kept.
const PART: &str = "related";

/// A page, and what two have in common: sources, topics by their place among those of the site, entities.
type KeptNear = (usize, Vec<usize>, Vec<usize>, Vec<usize>);

fn kept(topics: &[&Address], near: &[Near]) -> Vec<KeptNear> {
    let kept = |(page, shared): &Near| {
        let topics = shared.topics.iter().filter_map(|topic| topics.binary_search(&topic).ok());
        (*page, shared.sources.clone(), topics.collect(), shared.entities.clone())
    };
    near.iter().map(kept).collect()
}

/// The same backwards; `None` where a topic is not there.
fn told(topics: &[&Address], near: Vec<KeptNear>) -> Option<Vec<Near>> {
    let told = |(page, sources, shared, entities): KeptNear| {
        let topics = shared.into_iter().map(|topic| topics.get(topic).copied().cloned());
        Some((page, Shared { sources, topics: topics.collect::<Option<_>>()?, entities }))
    };
    near.into_iter().map(told).collect()
}

/// Of all that briefings can have in common, and of the dates by which those are ranked that have as much.
fn of_bonds(site: &Site) -> Sha256 {
    let of_page = |page: usize| {
        let (row, meta) = (&site.graph.pages[page], site.corpus.meta(page));
        let mentions: BTreeSet<usize> =
            site.bindings.pages[page].mentions.iter().map(|mention| mention.entity).collect();
        let mut mentioned_in: Vec<usize> = row.mentioned_in.iter().map(|mention| mention.page).collect();
        mentioned_in.dedup();
        let cites: Vec<&usize> = row.cites.keys().collect();
        print(&(site.corpus.kind(page), meta.date, &meta.topics, cites, &row.cited_by, mentions, mentioned_in))
    };
    let pages: Vec<Sha256> = (0..site.corpus.pages.len()).into_par_iter().map(of_page).collect();
    let topics: Vec<_> = site.corpus.topics.iter().map(|(address, topic)| (address, &topic.pages)).collect();
    print(&(pages, topics))
}

fn find(site: &Site) -> Vec<Vec<Near>> {
    (0..site.corpus.pages.len()).into_par_iter().map(|page| of_kind(site, page)).collect()
}

fn of_kind(site: &Site, index: usize) -> Vec<Near> {
    if site.corpus.kind(index) == Kind::Briefing { nearest(site, index) } else { Vec::new() }
}

/// The briefings that have most in common with this one, at most five. What few briefings have counts more than what many
/// have, and a source more than a topic, and that more than a name.
fn nearest(site: &Site, index: usize) -> Vec<Near> {
    let bonds = bonds(site, index);
    let mut scores: HashMap<usize, usize> = HashMap::new();
    for bond in &bonds {
        let score = bond.weight * 1000 / bond.holders.len().max(1);
        bond.holders.iter().for_each(|&page| *scores.entry(page).or_default() += score);
    }
    scores.remove(&index);
    let mut ranked: Vec<(usize, usize)> = scores.into_iter().collect();
    let date = |page: usize| site.corpus.meta(page).date;
    let rank = |one: &(usize, usize), other: &(usize, usize)| {
        let by_score = other.1.cmp(&one.1);
        by_score.then_with(|| date(other.0).cmp(&date(one.0))).then(one.0.cmp(&other.0))
    };
    // Hundreds have something in common, so only those are sorted that score as high as the fifth.
    if ranked.len() > MOST {
        let (_, &mut (_, least), _) = ranked.select_nth_unstable_by_key(MOST - 1, |&(_, score)| Reverse(score));
        ranked.retain(|&(_, score)| score >= least);
    }
    ranked.sort_by(rank);
    ranked.truncate(MOST);
    let shared = |page: usize| {
        let mut shared = Shared::default();
        for bond in bonds.iter().filter(|bond| bond.holders.binary_search(&page).is_ok()) {
            match &bond.thing {
                Thing::Source(source) => shared.sources.push(*source),
                Thing::Topic(address) => shared.topics.push(address.clone()),
                Thing::Entity(entity) => shared.entities.push(*entity),
            }
        }
        shared
    };
    ranked.into_iter().map(|(page, _)| (page, shared(page))).collect()
}

/// Something that a briefing has, and who else.
struct Bond {
    thing: Thing,
    weight: usize,
    /// The briefings that have it, ascending.
    holders: Vec<usize>,
}

enum Thing {
    Source(usize),
    Topic(Address),
    Entity(usize),
}

/// What a page has that few enough briefings have for it to say something: sources, topics, entities, each in order.
fn bonds(site: &Site, index: usize) -> Vec<Bond> {
    let mut bonds = Vec::new();
    let mut add = |thing: Thing, weight: usize, pages: &mut dyn Iterator<Item = usize>| {
        // What all have is left as soon as that is seen, or every page would read all others.
        let mut holders: Vec<usize> = Vec::new();
        for page in pages.filter(|&page| site.corpus.kind(page) == Kind::Briefing) {
            if holders.last() != Some(&page) {
                holders.push(page);
            }
            if holders.len() > COMMON {
                return;
            }
        }
        holders.sort_unstable();
        bonds.push(Bond { thing, weight, holders });
    };
    for &source in site.graph.pages[index].cites.keys() {
        add(Thing::Source(source), 3, &mut site.graph.pages[source].cited_by.iter().copied());
    }
    let topics = site.corpus.meta(index).topics.iter().map(|name| site.corpus.topic_address(name));
    for address in topics.collect::<BTreeSet<Address>>() {
        if let Some(topic) = site.corpus.topics.get(&address) {
            add(Thing::Topic(address), 2, &mut topic.pages.iter().copied());
        }
    }
    let entities: BTreeSet<usize> = site.bindings.pages[index].mentions.iter().map(|mention| mention.entity).collect();
    for entity in entities {
        add(Thing::Entity(entity), 1, &mut site.graph.pages[entity].mentioned_in.iter().map(|mention| mention.page));
    }
    bonds
}

fn view(site: &Site, from: usize, page: usize, shared: &Shared) -> RelatedView {
    let address = site.corpus.address(from);
    fn first<T: Ord>(links: impl Iterator<Item = T>) -> Vec<T> {
        let mut links: Vec<T> = links.collect();
        links.sort();
        links.truncate(NAMED);
        links
    }
    let source = |&page: &usize| LinkView {
        title: words::short_name(site.corpus.face(page)),
        href: site.link(from, page, None),
    };
    let entity = |&page: &usize| words::page_link(site, &site.link(from, page, None), page);
    let topic = |topic: &Address| LinkView {
        title: site.corpus.topics[topic].title.clone(),
        href: address.link_to(topic.to_out_path().as_str()),
    };
    RelatedView {
        card: card(site, site.words_of(from), address, page),
        shared_sources: shared.sources.len(),
        sources: first(shared.sources.iter().map(source)),
        topics: shared.topics.iter().take(NAMED).map(topic).collect(),
        shared_entities: shared.entities.len(),
        entities: first(shared.entities.iter().map(entity)),
    }
}
