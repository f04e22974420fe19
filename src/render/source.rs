//! A source's page: what is known of the document, and as many of its passages as its rights let the site publish.

use super::inline::Place;
use super::passage::{self, Shown};
use super::view::{CitedInView, PassageView, ReferenceView, SourceItem, SourceView};
use super::{backlink, compare, document, words};
use crate::graph::{Citing, PageGraph, Threads};
use crate::interface::Arg;
use crate::key::PassageId;
use crate::page::{Hold, Page};
use crate::seal::Matter;
use crate::site::Site;
use std::collections::BTreeMap;

pub(super) fn source(site: &Site, threads: &Threads, index: usize, reference: ReferenceView) -> SourceView {
    let page = &site.corpus.pages[index];
    let meta = &page.meta.source;
    let graph = &site.graph.pages[index];
    let date = |edtf: Option<crate::date::Edtf>| edtf.map(|edtf| words::date(edtf, site.words_of(index)));
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    SourceView {
        text_language: site.known_language(index).to_owned(),
        key: site.corpus.key(index).map(ToString::to_string).unwrap_or_default(),
        summary: words::summary(site.corpus.face(index)).to_owned(),
        kind_name: words::genre(site.words_of(index), site.corpus.face(index)),
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
        items: items(site, threads, index, page, graph),
        cited_in: graph.whole_cited_in.iter().map(|citing| cited_in(site, index, citing)).collect(),
        reference,
        backlinks: backlink::backlinks(site, index),
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

/// What may be published of the document, in page order.
fn items(site: &Site, threads: &Threads, index: usize, page: &Page, graph: &PageGraph) -> Vec<SourceItem> {
    let notes = notes_by_label(page, graph);
    let place = Place { site, source: index, notes: Some(&notes) };
    let passage = |number| passage_view(&place, threads, page, number, graph);
    document::items(page, &graph.publishable, passage, |table| passage::columns(&place, page, table))
}

/// The first published passage of each footnote.
fn notes_by_label<'a>(page: &'a Page, graph: &PageGraph) -> BTreeMap<&'a str, PassageId> {
    let mut notes = BTreeMap::new();
    for &number in &graph.publishable {
        let passage = &page.passages[number];
        let container = page.blocks[passage.blocks.start].container.map(|container| &page.containers[container].hold);
        if let Some(Hold::Note { label }) = container {
            notes.entry(label.as_str()).or_insert(passage.id);
        }
    }
    notes
}

/// Whether a heading or passage of a source has a place on its page: what is withheld has none.
pub(super) fn has_place(site: &Site, index: usize, id: &str) -> bool {
    let (page, publishable) = (&site.corpus.pages[index], site.graph.publishable(index));
    let passage = PassageId::parse(id).and_then(|id| page.passage(id));
    let heading = || page.headings.iter().position(|heading| heading.id == id);
    passage.map_or_else(
        || heading().is_some_and(|heading| document::has_heading(page, publishable, heading)),
        |passage| publishable.contains(&passage),
    )
}

fn passage_view(place: &Place<'_>, threads: &Threads, page: &Page, number: usize, graph: &PageGraph) -> PassageView {
    let passage = &page.passages[number];
    let key = place.site.corpus.key(place.source).map(ToString::to_string).unwrap_or_default();
    let locator = match (passage.attributes.get("page"), passage.attributes.get("t")) {
        (Some(page), _) => place.site.words_of(place.source).fill("passage.page", &[("page", Arg::Text(page))]),
        (None, Some(time)) => time.clone(),
        (None, None) => String::new(),
    };
    let quoted = graph.quoted.get(&number).map_or(&[][..], Vec::as_slice);
    let cited = graph.cited_in.get(&number).into_iter().flatten();
    let Shown { form, html, cells } = passage::shown(place, page, passage, quoted);
    PassageView {
        id: passage.id.to_string(),
        form: form.to_owned(),
        speaker: passage.speaker.clone().unwrap_or_default(),
        locator,
        html,
        cells,
        cited_in: cited.map(|citing| cited_in(place.site, place.source, citing)).collect(),
        compare: compare::compare(place.site, threads, place.source, number),
        citation: format!("[@{key}#{}]", passage.id),
    }
}

/// The statement that a citation belongs to, with a link to the marker in it.
pub(super) fn cited_in(site: &Site, from: usize, citing: &Citing) -> CitedInView {
    let page = &site.corpus.pages[citing.page];
    let number = site.graph.notes(citing.page)[citing.citation];
    let id = number.map(|number| format!("r{number}"));
    CitedInView {
        title: page.title().to_owned(),
        href: site.link(from, citing.page, id.as_deref()),
        statement: citing
            .statement
            .map(|statement| page.statements[statement].text(&page.blocks).into_owned())
            .unwrap_or_default(),
        language: site.language(citing.page).to_owned(),
    }
}
