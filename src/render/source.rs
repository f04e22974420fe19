//! A source's page: what is known of the document, and as many of its passages as its rights let the site publish.

use super::notes::marked;
use super::view::{CitedInView, PassageView, ReferenceView, SourceItem, SourceView};
use super::words;
use crate::graph::{Citing, PageGraph};
use crate::interface::Arg;
use crate::key::PassageId;
use crate::page::{Heading, Page, Passage};
use crate::seal::Matter;
use crate::site::Site;

pub(super) fn source(site: &Site, index: usize, reference: ReferenceView) -> SourceView {
    let page = &site.corpus.pages[index];
    let meta = &page.meta.source;
    let graph = &site.graph.pages[index];
    let date = |edtf: Option<crate::date::Edtf>| edtf.map(|edtf| words::date(edtf, site.words_of(index)));
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    SourceView {
        text_language: site.known_language(index).to_owned(),
        key: site.corpus.key(index).map(ToString::to_string).unwrap_or_default(),
        summary: words::summary(page).to_owned(),
        kind_name: words::genre(site.words_of(index), page),
        authors: page.meta.authors.clone(),
        publisher: text(&meta.publisher),
        speakers: meta.speakers.clone(),
        date: date(page.meta.date),
        retrieved: date(meta.retrieved),
        url: text(&meta.url),
        copyright: text(&meta.copyright),
        sha256: sealed_hash(site, page).unwrap_or_default(),
        seed: meta.seed.as_ref().map(|seed| seed.value.name().to_owned()).unwrap_or_default(),
        seal: seal_state(site, page).to_owned(),
        rights: meta.rights.as_str().to_owned(),
        reliability: text(&meta.reliability),
        descriptor: text(&meta.descriptor),
        total_passages: page.passages.len(),
        cited_passages: graph.cited_in.len(),
        items: items(site, index, page, graph),
        cited_in: graph.whole_cited_in.iter().map(|citing| cited_in(site, index, citing)).collect(),
        reference,
    }
}

/// The SHA-256 of the document as received: the sealed one, or what the page says of an unsealed document.
pub(super) fn sealed_hash(site: &Site, page: &Page) -> Option<String> {
    let seed = page.meta.source.seed.as_ref().map(|seed| &seed.value);
    let sealed = seed.and_then(|seed| site.seal.entries.get(seed)).map(|entry| entry.sha256);
    sealed.or_else(|| page.meta.source.sha256.as_ref().map(|sha256| sha256.value)).map(|sha256| sha256.to_string())
}

fn seal_state(site: &Site, page: &Page) -> &'static str {
    let entry = page.meta.source.seed.as_ref().and_then(|seed| site.seal.entries.get(&seed.value));
    match entry {
        None => "unsealed",
        Some(entry) if entry.accepted.iter().all(|accepted| accepted.matter == Matter::Drift) => "sealed",
        Some(_) => "altered",
    }
}

/// Headings and passages in page order; what is not published becomes gaps.
fn items(site: &Site, index: usize, page: &Page, graph: &PageGraph) -> Vec<SourceItem> {
    let mut items = Vec::new();
    let mut headings_seen = 0;
    let mut pending: Vec<&Heading> = Vec::new();
    let mut gap = 0;
    for (number, passage) in page.passages.iter().enumerate() {
        for heading in &page.headings[headings_seen.min(passage.headings)..passage.headings] {
            // A heading goes with the passages under it: a new one of its level closes the others.
            pending.retain(|other| other.level < heading.level);
            pending.push(heading);
        }
        headings_seen = passage.headings;
        if !graph.publishable.contains(&number) {
            gap += 1;
            continue;
        }
        if gap > 0 {
            items.push(SourceItem::Gap { passages: gap });
            gap = 0;
        }
        items.extend(
            pending.drain(..).filter(|heading| heading.level > 1 || heading.text != page.title()).map(heading_item),
        );
        items.push(SourceItem::Passage(passage_view(site, index, number, passage, graph)));
    }
    if gap > 0 {
        items.push(SourceItem::Gap { passages: gap });
    }
    items
}

/// Whether a heading or passage of a source has a place on its page: what is withheld has none.
pub(super) fn has_place(site: &Site, index: usize, id: &str) -> bool {
    let (page, graph) = (&site.corpus.pages[index], &site.graph.pages[index]);
    let passage = PassageId::parse(id).and_then(|id| page.passage(id));
    let is_heading = |item: &SourceItem| matches!(item, SourceItem::Heading { id: own, .. } if own == id);
    passage.map_or_else(
        || items(site, index, page, graph).iter().any(is_heading),
        |passage| graph.publishable.contains(&passage),
    )
}

fn heading_item(heading: &Heading) -> SourceItem {
    SourceItem::Heading {
        level: heading.level.max(2),
        id: heading.id.clone(),
        html: super::escape::text(&heading.text),
    }
}

fn passage_view(site: &Site, index: usize, number: usize, passage: &Passage, graph: &PageGraph) -> PassageView {
    let key = site.corpus.key(index).map(ToString::to_string).unwrap_or_default();
    let locator = match (passage.attributes.get("page"), passage.attributes.get("t")) {
        (Some(page), _) => site.words_of(index).fill("passage.page", &[("page", Arg::Text(page))]),
        (None, Some(time)) => time.clone(),
        (None, None) => String::new(),
    };
    let quoted = graph.quoted.get(&number).map_or(&[][..], Vec::as_slice);
    let cited = graph.cited_in.get(&number).into_iter().flatten();
    PassageView {
        id: passage.id.to_string(),
        speaker: passage.speaker.clone().unwrap_or_default(),
        locator,
        html: marked(passage.prose.text(), quoted),
        cited_in: cited.map(|citing| cited_in(site, index, citing)).collect(),
        citation: format!("[@{key}#{}]", passage.id),
    }
}

/// The statement that a citation belongs to, with a link to the marker in it.
pub(super) fn cited_in(site: &Site, from: usize, citing: &Citing) -> CitedInView {
    let page = &site.corpus.pages[citing.page];
    let number = site.graph.pages[citing.page].notes[citing.citation];
    let id = number.map(|number| format!("r{number}"));
    CitedInView {
        title: page.title().to_owned(),
        href: site.link(from, citing.page, id.as_deref()),
        statement: citing.statement.map(|statement| page.statements[statement].text.clone()).unwrap_or_default(),
        language: site.language(citing.page).to_owned(),
    }
}
