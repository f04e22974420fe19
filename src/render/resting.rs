//! The citations of a page → what it rests on, as ICD 206 asks a source summary statement to say: how many sources, of what
//! kinds, publishers, dates and grades, and how much hangs on one of them. `writing` calls it; templates have the words.

use super::frame::card;
use super::view::{CitedSourceView, GradeView, SourceSummaryView, TallyView};
use super::words;
use crate::bind::{BoundCite, Extent, Standing};
use crate::corpus::Face;
use crate::date::Edtf;
use crate::site::Site;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn source_summary(site: &Site, index: usize) -> SourceSummaryView {
    let cites = &site.graph.pages[index].cites;
    let mut sources: Vec<CitedSourceView> =
        cites.iter().map(|(&source, &citations)| cited_source(site, index, source, citations)).collect();
    sources.sort_by(|a, b| (b.citations, &a.card.title).cmp(&(a.citations, &b.card.title)));
    let pages = || cites.keys().map(|&source| site.corpus.face(source));
    let publisher = |page: Face<'_>| page.meta().source.publisher.clone();
    let graded = |page: Face<'_>| page.meta().source.reliability.clone();
    let (earliest, latest) = period(pages());
    let in_words = |edtf: Option<Edtf>| edtf.map(|edtf| words::date(edtf, site.words_of(index)));
    let (statements, single) = statements(site, index);
    SourceSummaryView {
        total: cites.len(),
        cited_passages: cited_passages(site, index),
        statements,
        single,
        kinds: tally(pages().map(|page| words::genre(site.words_of(index), page))),
        publishers: tally(pages().filter_map(publisher)),
        unnamed: pages().filter(|page| publisher(*page).is_none()).count(),
        earliest: in_words(earliest),
        latest: in_words(latest.filter(|latest| Some(*latest) != earliest)),
        undated: pages().filter(|page| page.meta().date.is_none()).count(),
        grades: grades(pages().filter_map(graded)),
        ungraded: pages().filter(|page| graded(*page).is_none()).count(),
        sources,
    }
}

fn cited_source(site: &Site, from: usize, source: usize, citations: usize) -> CitedSourceView {
    let meta = &site.corpus.meta(source).source;
    CitedSourceView {
        card: card(site, site.words_of(from), site.corpus.address(from), source),
        kind: words::genre(site.words_of(from), site.corpus.face(source)),
        reliability: meta.reliability.clone().unwrap_or_default(),
        descriptor: meta.descriptor.clone().unwrap_or_default(),
        citations,
    }
}

fn cited_passages(site: &Site, index: usize) -> usize {
    let mut passages = BTreeSet::new();
    for cite in site.bindings.pages[index].citations.iter().flatten() {
        if let BoundCite::Source(cite) = cite
            && cite.extent != Extent::Whole
        {
            passages.extend(cite.passages.clone().map(|passage| (cite.source, passage)));
        }
    }
    passages.len()
}

/// How many statements cite sources, and how many of them one alone.
fn statements(site: &Site, index: usize) -> (usize, usize) {
    let bindings = &site.bindings.pages[index];
    let standings = site.corpus.pages[index].statements.iter().zip(&bindings.standings);
    let mut counts = (0, 0);
    for (statement, _) in standings.filter(|(_, standing)| **standing == Standing::Sourced) {
        let cites = statement.citations.iter().flat_map(|&citation| &bindings.citations[citation]);
        let sources: BTreeSet<usize> = cites
            .filter_map(|cite| match cite {
                BoundCite::Source(cite) => Some(cite.source),
                _ => None,
            })
            .collect();
        counts.0 += usize::from(!sources.is_empty());
        counts.1 += usize::from(sources.len() == 1);
    }
    counts
}

/// The dates between which the sources were published.
fn period<'a>(pages: impl Iterator<Item = Face<'a>>) -> (Option<Edtf>, Option<Edtf>) {
    let mut dates: Vec<Edtf> = pages.filter_map(|page| page.meta().date).collect();
    dates.sort();
    (dates.first().copied(), dates.last().copied())
}

/// How often each name occurs, the most frequent first.
fn tally(names: impl Iterator<Item = String>) -> Vec<TallyView> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    names.for_each(|name| *counts.entry(name).or_default() += 1);
    let mut tally: Vec<TallyView> = counts.into_iter().map(|(name, count)| TallyView { name, count }).collect();
    tally.sort_by_key(|entry| Reverse(entry.count));
    tally
}

/// By grade, the best first.
fn grades(grades: impl Iterator<Item = String>) -> Vec<GradeView> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    grades.for_each(|grade| *counts.entry(grade).or_default() += 1);
    counts.into_iter().map(|(grade, count)| GradeView { grade, count }).collect()
}
