//! The home page: the newest briefing first, then what else there is.

use super::frame::{card, file_of};
use super::notes::notes;
use super::view::{Card, ChangeView, CorrectionView, HomeView, LinkView, TopicLink};
use super::writing::counts;
use super::{corrections, html, topic, words};
use crate::corpus::Address;
use crate::date::Edtf;
use crate::meta::Kind;
use crate::site::Site;
use std::cmp::Reverse;

pub(super) fn home(site: &Site, own: Option<usize>) -> HomeView {
    let words = site.words_of_list(own);
    let address = Address::of_folder("");
    let mut briefings: Vec<usize> = of_kind(site, Kind::Briefing);
    briefings.sort_by_cached_key(|&page| {
        let meta = site.corpus.meta(page);
        (Reverse(meta.briefing.as_of.or(meta.updated).or(meta.date)), site.corpus.title(page).to_lowercase())
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
        lately: lately(site, &address),
        sources: cards(recent_sources(site)),
        people: cards(by_mentions(site, Kind::Person)),
        organisations: cards(by_mentions(site, Kind::Organisation)),
        places: cards(by_mentions(site, Kind::Place)),
    }
}

fn of_kind(site: &Site, kind: Kind) -> Vec<usize> {
    site.corpus.published().filter(|&page| site.corpus.kind(page) == kind).collect()
}

/// Entities, most often mentioned first; at most twelve.
fn by_mentions(site: &Site, kind: Kind) -> Vec<usize> {
    let mut pages = of_kind(site, kind);
    pages.sort_by_key(|&page| {
        (Reverse(site.graph.pages[page].mentioned_in.len()), site.corpus.title(page).to_lowercase())
    });
    pages.truncate(12);
    pages
}

fn recent_sources(site: &Site) -> Vec<usize> {
    let mut sources = of_kind(site, Kind::Source);
    sources.sort_by_key(|&page| {
        let meta = site.corpus.meta(page);
        (Reverse(meta.source.retrieved.or(meta.date)), site.corpus.title(page).to_lowercase())
    });
    sources.truncate(10);
    sources
}

/// What changed last of pages that were there before: updates and corrections; at most five.
fn lately(site: &Site, address: &Address) -> Vec<ChangeView> {
    let mut changes: Vec<(Edtf, usize, Option<CorrectionView>)> = Vec::new();
    for page in site.corpus.published() {
        let meta = site.corpus.meta(page);
        let updated = meta.updated.filter(|&updated| meta.date.is_some_and(|date| date != updated));
        changes.extend(updated.map(|date| (date, page, None)));
    }
    let corrections = corrections::all(site).into_iter();
    changes.extend(corrections.filter_map(|(page, correction)| Some((correction.edtf?, page, Some(correction)))));
    changes.sort_by_key(|(date, page, correction)| (Reverse(*date), *page, correction.is_none()));
    // A page that is corrected says that it was updated on the same day; the correction says more.
    changes.dedup_by(|later, earlier| later.2.is_none() && (later.0, later.1) == (earlier.0, earlier.1));
    let view = |(date, page, correction): (Edtf, usize, Option<CorrectionView>)| {
        let to = address.link_to(&file_of(site, page));
        ChangeView {
            page: LinkView {
                title: site.corpus.title(page).to_owned(),
                href: correction.as_ref().map_or_else(|| to.clone(), |correction| format!("{to}#{}", correction.id)),
            },
            language: site.language(page).to_owned(),
            date: words::date(date, site.words()),
            correction: correction.map(|correction| correction.text).unwrap_or_default(),
        }
    };
    changes.into_iter().take(5).map(view).collect()
}

/// The topics that most pages are about, by title; at most sixteen.
fn topics(site: &Site, address: &Address) -> Vec<TopicLink> {
    let mut topics = topic::all(site, address);
    topics.sort_by_key(|topic| Reverse(topic.pages));
    topics.truncate(16);
    topics.sort_by_key(|topic| topic.title.to_lowercase());
    topics
}
