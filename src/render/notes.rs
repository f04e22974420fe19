//! The notes of a page: for each citation mark the sources that it names and the passages that may be shown.

use super::inline::Place;
use super::passage::{self, Shown};
use super::view::{CiteView, ExcerptView, NoteView};
use super::words;
use crate::bind::{BoundCite, Extent, SourceCite, Verdict};
use crate::meta::Rights;
use crate::page::Label;
use crate::site::Site;
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// The notes of a page, by number. The first that names a source gives it in full, those after it in short.
pub(crate) fn notes(site: &Site, page: usize) -> Vec<NoteView> {
    let quoted = quoted_by_cite(site, page);
    let mut named = BTreeSet::new();
    let mut notes = Vec::new();
    for (citation, number) in site.graph.notes(page).iter().enumerate() {
        let Some(number) = *number else { continue };
        let mut cites = Vec::new();
        for (place, cite) in site.bindings.pages[page].citations[citation].iter().enumerate() {
            let BoundCite::Source(cite) = cite else { continue };
            let mut view = cite_view(site, page, (citation, place), cite, &quoted);
            if !named.insert(cite.source) {
                view.title = String::new();
                view.name = words::short_name(site.corpus.face(cite.source));
            }
            cites.push(view);
        }
        notes.push(NoteView { number, cites });
    }
    point_back(&mut notes);
    notes
}

/// The file of the rules that `style` makes.
pub(super) const STYLE: &str = "notes.css";

/// The rules of a style sheet that tie the cards of so many notes to their markers. Numbers cannot be reckoned with in
/// the names of anchors, so each needs a rule.
pub(super) fn style(count: usize) -> String {
    let rule = |n: usize| format!("#r{n}{{anchor-name:--r{n}}}#c{n}{{--r:--r{n}}}\n");
    (1..=count).map(rule).collect()
}

/// A passage that an earlier note shows says which.
fn point_back(notes: &mut [NoteView]) {
    let mut shown: BTreeMap<(String, String), usize> = BTreeMap::new();
    for note in notes {
        for cite in &mut note.cites {
            let source = cite.href.split('#').next().unwrap_or_default();
            for passage in &mut cite.passages {
                let first = *shown.entry((source.to_owned(), passage.id.clone())).or_insert(note.number);
                passage.shown_in = (first != note.number).then_some(first);
            }
        }
    }
}

/// What is quoted through one cite: spans by passage, and whether all of it is translated.
#[derive(Default)]
struct Quoted {
    spans: BTreeMap<usize, Vec<Span>>,
    translated: bool,
}

fn quoted_by_cite(site: &Site, page: usize) -> BTreeMap<(usize, usize), Quoted> {
    let mut by_cite: BTreeMap<(usize, usize), Quoted> = BTreeMap::new();
    for verdict in &site.bindings.pages[page].quotations {
        let (verified, translated) = match verdict {
            Verdict::Verified(verified) => (verified, false),
            Verdict::Translated(verified) => (verified, true),
            _ => continue,
        };
        let Some(cite) = verified.citation else { continue };
        let quoted = by_cite.entry(cite).or_default();
        quoted.translated |= translated;
        for (passage, span) in &verified.places {
            quoted.spans.entry(*passage).or_default().push(*span);
        }
    }
    by_cite
}

fn cite_view(
    site: &Site,
    page: usize,
    place: (usize, usize),
    cite: &SourceCite,
    quoted: &BTreeMap<(usize, usize), Quoted>,
) -> CiteView {
    let source = &site.corpus.pages[cite.source];
    let none = Quoted::default();
    let quoted = quoted.get(&place).unwrap_or(&none);
    let shown = shown_passages(site, cite, quoted);
    let passages: Vec<ExcerptView> = shown.iter().map(|&passage| excerpt(site, cite.source, passage, quoted)).collect();
    let (prefix, locator) = match &site.corpus.pages[page].citations[place.0].label {
        Label::Cites(cites) => (cites[place.1].prefix.clone(), cites[place.1].locator.clone()),
        Label::Needed | Label::Faulty => Default::default(),
    };
    let said = site.words_of(page);
    let (badge, badge_label) = match (quoted.spans.is_empty(), quoted.translated, cite.extent) {
        (false, true, _) => ("translated", said.say("badge.translated")),
        (false, false, _) => ("quotation", said.say("badge.quotation")),
        (true, _, Extent::Whole) => ("source", said.say("badge.source")),
        (true, ..) => ("passage", said.say("badge.passage")),
    };
    let first =
        quoted.spans.keys().next().copied().or_else(|| (cite.extent != Extent::Whole).then_some(cite.passages.start));
    let on_page = first.filter(|passage| site.graph.publishable(cite.source).contains(passage));
    let id = on_page.map(|passage| source.passages[passage].id.to_string());
    CiteView {
        language: site.known_language(cite.source).to_owned(),
        name: words::source_name(site.corpus.face(cite.source)).to_owned(),
        title: source.title().to_owned(),
        date: source.meta.date.map(|date| words::date(date, said)),
        href: site.link(page, cite.source, id.as_deref()),
        passage_label: words::passage_label(site, said, cite),
        prefix,
        locator,
        withheld: if source.meta.source.rights == Rights::None { said.say("note.withheld") } else { String::new() },
        passages,
        badge: badge.to_owned(),
        badge_label,
        original: original(site, cite.source, first, quoted),
        url: source.meta.source.url.clone(),
    }
}

/// The cited passages; of a source cited as a whole, those that the statement quotes. Never more than may be published.
fn shown_passages(site: &Site, cite: &SourceCite, quoted: &Quoted) -> BTreeSet<usize> {
    let cited: BTreeSet<usize> = match cite.extent {
        Extent::Whole => quoted.spans.keys().copied().collect(),
        Extent::Passage | Extent::Range => cite.passages.clone().collect(),
    };
    cited.intersection(site.graph.publishable(cite.source)).copied().collect()
}

fn excerpt(site: &Site, source: usize, number: usize, quoted: &Quoted) -> ExcerptView {
    let page = &site.corpus.pages[source];
    let passage = &page.passages[number];
    let spans = quoted.spans.get(&number).map_or(&[][..], Vec::as_slice);
    let place = Place { site, source, notes: None };
    let Shown { form, html, cells } = passage::shown(&place, page, passage, spans);
    ExcerptView {
        id: passage.id.to_string(),
        form: form.to_owned(),
        speaker: passage.speaker.clone().unwrap_or_default(),
        html,
        cells: cells.into_iter().filter(|cell| !cell.html.is_empty()).collect(),
        shown_in: None,
    }
}

/// The original address, with a text fragment that leads to the quoted words
/// (https://wicg.github.io/scroll-to-text-fragment/).
fn original(site: &Site, source: usize, passage: Option<usize>, quoted: &Quoted) -> Option<String> {
    let page = &site.corpus.pages[source];
    let url = page.meta.source.url.as_deref()?;
    // The address may not say what the note may not show.
    let passage = passage.filter(|_| page.meta.source.rights != Rights::None);
    let words = passage.and_then(|passage| {
        let text = page.passages[passage].prose.text();
        let span = quoted.spans.get(&passage).and_then(|spans| spans.first())?;
        Some(span.of(text).split_whitespace().collect::<Vec<_>>().join(" "))
    });
    match words {
        Some(words) if words.chars().count() <= 300 && !url.contains('#') => {
            Some(format!("{url}#:~:text={}", encode_fragment(&words)))
        }
        _ => Some(url.to_owned()),
    }
}

fn encode_fragment(words: &str) -> String {
    let mut encoded = String::new();
    for byte in words.bytes() {
        if byte.is_ascii_alphanumeric() || b"._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
