//! Topics → the list of them, and the page of each: its introduction, where somebody wrote one, and what is about it.

use super::frame::{card, section_page, sort};
use super::html;
use super::notes::notes;
use super::view::{Card, TopicLink, TopicView, TopicsView};
use crate::corpus::{Address, TOPICS, Topic};
use crate::meta::Kind;
use crate::site::Site;

/// A topic's page; briefings first, newest first.
pub(super) fn topic(site: &Site, address: &Address, topic: &Topic) -> TopicView {
    let mut pages = topic.pages.clone();
    sort(site, &mut pages);
    let (briefings, others): (Vec<usize>, Vec<usize>) =
        pages.into_iter().partition(|&page| site.corpus.kind(page) == Kind::Briefing);
    let words = site.words_of_list(topic.own);
    let cards =
        |pages: Vec<usize>| -> Vec<Card> { pages.into_iter().map(|page| card(site, words, address, page)).collect() };
    TopicView {
        body: topic.own.map(|page| html::body(site, page)).unwrap_or_default(),
        notes: topic.own.map(|page| notes(site, page)).unwrap_or_default(),
        briefings: cards(briefings),
        others: cards(others),
    }
}

/// The list of all topics, with the text of `content/topics/_index.md`.
pub(super) fn topics(site: &Site) -> TopicsView {
    let own = section_page(site, TOPICS);
    TopicsView {
        body: own.map(|page| html::body(site, page)).unwrap_or_default(),
        notes: own.map(|page| notes(site, page)).unwrap_or_default(),
        topics: all(site, &Address::of_folder(TOPICS)),
    }
}

/// Every topic by title, seen from a page.
pub(super) fn all(site: &Site, from: &Address) -> Vec<TopicLink> {
    let mut links: Vec<TopicLink> =
        site.corpus.topics.iter().map(|(address, topic)| link(from, address, topic)).collect();
    links.sort_by_key(|link| link.title.to_lowercase());
    links
}

/// The topics that a page names, in its order.
pub(super) fn of_page(site: &Site, index: usize) -> Vec<TopicLink> {
    let names = site.corpus.meta(index).topics.iter();
    let links = names.filter_map(|name| {
        let address = site.corpus.topic_address(name);
        Some(link(site.corpus.address(index), &address, site.corpus.topics.get(&address)?))
    });
    links.collect()
}

fn link(from: &Address, address: &Address, topic: &Topic) -> TopicLink {
    TopicLink {
        title: topic.title.clone(),
        href: from.link_to(address.to_out_path().as_str()),
        pages: topic.pages.len(),
    }
}
