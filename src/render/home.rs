//! The home page: the newest briefing first, then what else there is.

use super::frame::card;
use super::notes::notes;
use super::view::{Card, HomeView, TopicLink};
use super::writing::counts;
use super::{html, topic};
use crate::corpus::Address;
use crate::meta::Kind;
use crate::site::Site;

pub(super) fn home(site: &Site, own: Option<usize>) -> HomeView {
    let words = site.words_of_list(own);
    let address = Address::of_folder("");
    let mut briefings: Vec<usize> = of_kind(site, Kind::Briefing);
    briefings.sort_by_key(|&page| {
        let page = &site.corpus.pages[page];
        (
            std::cmp::Reverse(page.meta.briefing.as_of.or(page.meta.updated).or(page.meta.date)),
            page.title().to_lowercase(),
        )
    });
    let cards =
        |pages: Vec<usize>| -> Vec<Card> { pages.into_iter().map(|page| card(site, words, &address, page)).collect() };
    let lead = briefings.first().copied();
    let briefings = briefings.into_iter().skip(1).take(20).collect();
    HomeView {
        body: own.map(|page| html::body(site, page)).unwrap_or_default(),
        notes: own.map(|page| notes(site, page)).unwrap_or_default(),
        lead: lead.map(|page| card(site, words, &address, page)),
        lead_counts: lead.map(|page| counts(site.counts(page))),
        briefings: cards(briefings),
        topics: topics(site, &address),
        sources: cards(recent_sources(site)),
        people: cards(by_mentions(site, Kind::Person)),
        organisations: cards(by_mentions(site, Kind::Organisation)),
        places: cards(by_mentions(site, Kind::Place)),
    }
}

fn of_kind(site: &Site, kind: Kind) -> Vec<usize> {
    site.corpus.published().filter(|&page| site.corpus.pages[page].kind == kind).collect()
}

/// Entities, most often mentioned first; at most twelve.
fn by_mentions(site: &Site, kind: Kind) -> Vec<usize> {
    let mut pages = of_kind(site, kind);
    pages.sort_by_key(|&page| {
        (std::cmp::Reverse(site.graph.pages[page].mentioned_in.len()), site.corpus.pages[page].title().to_lowercase())
    });
    pages.truncate(12);
    pages
}

fn recent_sources(site: &Site) -> Vec<usize> {
    let mut sources = of_kind(site, Kind::Source);
    sources.sort_by_key(|&page| {
        let meta = &site.corpus.pages[page].meta;
        (std::cmp::Reverse(meta.source.retrieved.or(meta.date)), site.corpus.pages[page].title().to_lowercase())
    });
    sources.truncate(10);
    sources
}

/// The topics that most pages are about, by title; at most sixteen.
fn topics(site: &Site, address: &Address) -> Vec<TopicLink> {
    let mut topics = topic::all(site, address);
    topics.sort_by_key(|topic| std::cmp::Reverse(topic.pages));
    topics.truncate(16);
    topics.sort_by_key(|topic| topic.title.to_lowercase());
    topics
}
