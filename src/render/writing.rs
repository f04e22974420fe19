//! Briefings and pages → what their templates receive.

use super::frame::{Outline, card, file_of, section_address, section_page, sort};
use super::html;
use super::notes::notes;
use super::related::Related;
use super::view::{BriefingView, Card, CountsView, LinkView, PageLink, SectionView, TocView};
use super::{backlink, corrections, resting, topic, words};
use crate::bind::Standing;
use crate::meta::Kind;
use crate::page::{Statement, is_section};
use crate::site::{Counts, Site};

pub(super) fn briefing(site: &Site, related: &Related, index: usize) -> BriefingView {
    let page = &site.corpus.pages[index];
    let date = |edtf: Option<crate::date::Edtf>| edtf.map(|edtf| words::date(edtf, site.words_of(index)));
    BriefingView {
        summary: page.meta.summary.as_ref().map(|summary| summary.value.clone()).unwrap_or_default(),
        authors: page.meta.authors.clone(),
        date: date(page.meta.date),
        updated: date(page.meta.updated),
        as_of: date(page.meta.briefing.as_of),
        topics: topic::of_page(site, index),
        counts: counts(site.counts(index)),
        unsourced: if page.kind == Kind::Briefing { unsourced(site, index) } else { Vec::new() },
        toc: toc(site, index),
        body: html::body(site, index),
        notes: notes(site, index),
        corrections: corrections::of_page(site, site.words_of(index), index),
        sources: resting::source_summary(site, index),
        backlinks: backlink::backlinks(site, index),
        related: if page.kind == Kind::Briefing { related.view(site, index) } else { Vec::new() },
    }
}

pub(super) fn counts(counts: Counts) -> CountsView {
    CountsView {
        statements: counts.statements,
        sourced: counts.sourced,
        judgements: counts.judgements,
        unsourced: counts.unsourced,
        needed: counts.needed,
        quotations: counts.quotations,
        verified: counts.verified,
        citations: counts.citations,
    }
}

/// The statements of a page that stand on nothing, each with the anchor that stands before it.
fn unsourced(site: &Site, index: usize) -> Vec<LinkView> {
    let page = &site.corpus.pages[index];
    let statements = page.statements.iter().zip(&site.bindings.pages[index].standings).enumerate();
    let unsourced = statements.filter(|(_, (_, standing))| matches!(standing, Standing::Unsourced | Standing::Needed));
    let link = |number: usize, statement: &Statement| LinkView {
        title: statement.text(&page.blocks).into_owned(),
        href: format!("#s{}", number + 1),
    };
    unsourced.map(|(number, (statement, _))| link(number, statement)).collect()
}

/// Headings of the second and third level.
fn toc(site: &Site, index: usize) -> Vec<TocView> {
    let headings = site.corpus.pages[index].headings.iter().filter(|heading| matches!(heading.level, 2 | 3));
    headings
        .map(|heading| TocView { title: heading.text.clone(), id: heading.id.clone(), level: heading.level })
        .collect()
}

/// A folder's list of pages, with the text of its own page where it has one.
pub(super) fn section(site: &Site, outline: &Outline, folder: &str, own: Option<usize>) -> SectionView {
    let address = section_address(site, folder);
    let words = site.words_of_list(own);
    let pages = outline.sections().get(folder).into_iter().flatten().map(|&page| card(site, words, &address, page));
    let folders = outline.sections().keys().filter(|other| is_child(folder, other));
    let folders = folders.map(|other| {
        let file = section_address(site, other).to_out_path();
        Card {
            kind: "section".to_owned(),
            language: section_page(site, other).map_or_else(|| words.tag(), |page| site.language(page)).to_owned(),
            title: super::frame::section_title(site, words, other),
            href: address.link_to(file.as_str()),
            summary: String::new(),
            date: None,
            as_of: None,
            note: String::new(),
        }
    });
    SectionView {
        body: own.map(|page| html::body(site, page)).unwrap_or_default(),
        notes: own.map(|page| notes(site, page)).unwrap_or_default(),
        pages: pages.chain(folders).collect(),
    }
}

fn is_child(folder: &str, other: &str) -> bool {
    let below = if folder.is_empty() {
        Some(other)
    } else {
        other.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'))
    };
    below.is_some_and(|below| !below.is_empty() && !below.contains('/'))
}

/// The newest briefings, then the other pages: what the page for a missing address offers. Folders are in its navigation.
pub(super) fn main_pages(site: &Site, prefix: &str) -> Vec<PageLink> {
    let of_kind = |kind: Kind| {
        let is_wanted = |page: &usize| site.corpus.kind(*page) == kind && !is_section(site.corpus.path(*page));
        let mut pages: Vec<usize> = site.corpus.published().filter(is_wanted).collect();
        sort(site, &mut pages);
        pages.into_iter().take(10)
    };
    let link = |page: usize| words::page_link(site, &format!("{prefix}{}", file_of(site, page)), page);
    of_kind(Kind::Briefing).chain(of_kind(Kind::Page)).map(link).collect()
}
