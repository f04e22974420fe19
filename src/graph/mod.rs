//! Bindings → graph: the same threads seen from the other end. Who cites this passage, who mentions this person, what
//! happened when, which sources stand behind the site, and what of them may be published. Called by `compile`; `threads`
//! reads the published passages themselves, when a site is planned.

mod again;
mod echo;
mod named;
mod spoken;
mod threads;

pub(crate) use again::Before;
pub(crate) use echo::{Bond, Echo};
pub(crate) use named::Naming;
pub(crate) use spoken::{Spoken, is_quoted};
pub(crate) use threads::{Threads, threads};

use crate::bind::{Bindings, BoundCite, Extent, LinkTarget, SourceCite};
use crate::corpus::Corpus;
use crate::date::Edtf;
use crate::meta::{Kind, Rights};
use crate::span::Span;
use crate::trace::{self, Fact, Row, Table};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the published pages, taken together, say of each other. Tables follow the order of the corpus.
#[derive(Debug, Default)]
pub struct Graph {
    /// Shared with those of another moment where nothing changed.
    pub pages: Table<Arc<PageGraph>>,
    /// Dated statements of all pages, in the order of time.
    events: Vec<EventRef>,
}

/// What the site says of one page.
#[derive(Hash, Debug, Default, Serialize, Deserialize)]
pub struct PageGraph {
    /// By citation: the number of its note, from 1; none for judgements and what cites nothing.
    pub notes: Vec<Option<usize>>,
    /// For a source: who cites each passage, by its index.
    pub cited_in: BTreeMap<usize, Vec<Citing>>,
    /// For a source: who cites it as a whole.
    pub whole_cited_in: Vec<Citing>,
    /// For a source: the pages that cite it in any way.
    pub cited_by: BTreeSet<usize>,
    /// For a source: the words of each passage that are quoted, in order, without overlaps.
    pub quoted: BTreeMap<usize, Vec<Span>>,
    /// For a source: the pages of which a quotation stands in it.
    quoted_by: BTreeSet<usize>,
    /// For a source: the passages that its rights let the site publish.
    pub publishable: BTreeSet<usize>,
    /// For an entity: the statements that mention it.
    pub mentioned_in: Vec<StatementRef>,
    /// Pages that link here.
    pub linked_from: BTreeSet<usize>,
    /// Sources that this page cites, with the number of citations.
    pub cites: BTreeMap<usize, usize>,
}

/// A citation of a page, and the statement that it belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Citing {
    pub page: usize,
    pub citation: usize,
    pub statement: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct StatementRef {
    pub page: usize,
    pub statement: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct QuotationRef {
    pub page: usize,
    pub quotation: usize,
}

/// A dated statement.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct EventRef {
    pub date: Edtf,
    pub page: usize,
    pub event: usize,
}

/// Turns the bindings of all published pages round. Of an earlier graph, whose pages have these numbers, the rows are taken of
/// which nothing changed.
pub(crate) fn graph(corpus: &Corpus, bindings: &Bindings, before: Option<&Before<'_>>) -> Graph {
    let again = before.and_then(|before| again::rows(corpus, bindings, before));
    let rows = again.unwrap_or_else(|| rows(corpus, bindings).into_iter().map(Arc::new).collect());
    let events = before.and_then(|before| again::events(corpus, before)).unwrap_or_else(|| events(corpus));
    Graph { pages: rows.into(), events }
}

fn rows(corpus: &Corpus, bindings: &Bindings) -> Vec<PageGraph> {
    let mut rows: Vec<PageGraph> =
        (0..corpus.pages.len()).map(|page| PageGraph::of_own(&bindings.pages[page].citations)).collect();
    for page in corpus.published() {
        rows[page].count_sources(&bindings.pages[page].citations);
        contribute(corpus, bindings, page, |target, contribution| rows[target].add(page, contribution));
    }
    for source in corpus.sources() {
        rows[source].close(corpus, source);
    }
    rows
}

fn events(corpus: &Corpus) -> Vec<EventRef> {
    let of_page = |page: usize| {
        let events = corpus.pages[page].gist.events.iter().zip(0..);
        events.map(move |(event, number)| EventRef { date: event.date, page, event: number })
    };
    let mut events: Vec<EventRef> = corpus.published().flat_map(of_page).collect();
    events.sort_by_key(|event| event.date);
    events
}

/// What a page says of another.
enum Contribution<'a> {
    Cites(&'a SourceCite, Citing),
    Quotes(&'a [(usize, Span)]),
    Mentions(StatementRef),
    Links,
}

/// Hands over all that a page says of others, with the page that it is said of, in the order of the text.
fn contribute<'a>(
    corpus: &Corpus,
    bindings: &'a Bindings,
    page: usize,
    mut hand_over: impl FnMut(usize, Contribution<'a>),
) {
    let (marks, bindings) = (&corpus.pages[page], &bindings.pages[page]);
    let mut statement_of = vec![None; marks.citations.len()];
    for (index, statement) in marks.statements.iter().enumerate() {
        for &citation in &statement.citations {
            statement_of[citation] = Some(index);
        }
    }
    for (citation, cites) in bindings.citations.iter().enumerate() {
        let citing = Citing { page, citation, statement: statement_of[citation] };
        for cite in cites {
            if let BoundCite::Source(cite) = cite {
                hand_over(cite.source, Contribution::Cites(cite, citing));
            }
        }
    }
    for verified in bindings.verified() {
        hand_over(verified.source, Contribution::Quotes(&verified.places));
    }
    for mention in &bindings.mentions {
        let next = marks.statements.partition_point(|statement| statement.span.start <= mention.span.start);
        let place = next.checked_sub(1).filter(|&before| marks.statements[before].span.contains(mention.span));
        if let Some(statement) = place {
            hand_over(mention.entity, Contribution::Mentions(StatementRef { page, statement }));
        }
    }
    for target in &bindings.links {
        if let LinkTarget::Page { page: target, .. } = target
            && *target != page
        {
            hand_over(*target, Contribution::Links);
        }
    }
}

/// A note for each mark that cites a source, in the order of the text.
fn number_notes(citations: &[Vec<BoundCite>]) -> Vec<Option<usize>> {
    let mut number = 0;
    let note = |cites: &Vec<BoundCite>| {
        cites.iter().any(|cite| matches!(cite, BoundCite::Source(_))).then(|| {
            number += 1;
            number
        })
    };
    citations.iter().map(note).collect()
}

/// A statement that cites a passage again is listed once, so that one with thousands of citations does not print itself
/// as often.
fn add_citing(known: &mut Vec<Citing>, citing: Citing) {
    let is_known = |last: &Citing| last.page == citing.page && last.statement == citing.statement;
    if citing.statement.is_none() || !known.last().is_some_and(is_known) {
        known.push(citing);
    }
}

fn add_quoted(quoted: &mut BTreeMap<usize, Vec<Span>>, places: &[(usize, Span)]) {
    for (passage, span) in places {
        quoted.entry(*passage).or_default().push(*span);
    }
}

impl Row for Arc<PageGraph> {
    fn fact(page: usize) -> Fact {
        Fact::Graph(page)
    }
}

impl Graph {
    /// A graph that was made before.
    pub(crate) fn remembered(pages: Vec<Arc<PageGraph>>, events: Vec<EventRef>) -> Self {
        Self { pages: pages.into(), events }
    }

    /// Dated statements of all pages, in the order of time.
    pub fn events(&self) -> &[EventRef] {
        trace::note(Fact::Events);
        &self.events
    }

    /// By citation of the page: the number of its note.
    pub fn notes(&self, page: usize) -> &[Option<usize>] {
        trace::note(Fact::Notes(page));
        &self.pages.rows()[page].notes
    }

    /// The passages of a source that its rights let the site publish.
    pub fn publishable(&self, source: usize) -> &BTreeSet<usize> {
        trace::note(Fact::Shown(source));
        &self.pages.rows()[source].publishable
    }
}

impl PageGraph {
    /// What follows from the page's own citations, whether it is published or not.
    fn of_own(citations: &[Vec<BoundCite>]) -> Self {
        Self { notes: number_notes(citations), ..Self::default() }
    }

    fn count_sources(&mut self, citations: &[Vec<BoundCite>]) {
        for cite in citations.iter().flatten() {
            if let BoundCite::Source(cite) = cite {
                *self.cites.entry(cite.source).or_default() += 1;
            }
        }
    }

    /// Adds what a published page says of this one. Pages come in their order.
    fn add(&mut self, page: usize, contribution: Contribution<'_>) {
        match contribution {
            Contribution::Cites(cite, citing) => {
                self.cited_by.insert(page);
                if cite.extent == Extent::Whole {
                    add_citing(&mut self.whole_cited_in, citing);
                } else {
                    for passage in cite.passages.clone() {
                        add_citing(self.cited_in.entry(passage).or_default(), citing);
                    }
                }
            }
            Contribution::Quotes(places) => {
                self.quoted_by.insert(page);
                add_quoted(&mut self.quoted, places);
            }
            Contribution::Mentions(statement) => {
                if self.mentioned_in.last() != Some(&statement) {
                    self.mentioned_in.push(statement);
                }
            }
            Contribution::Links => drop(self.linked_from.insert(page)),
        }
    }

    /// Says of a published source what follows from all that was added.
    fn close(&mut self, corpus: &Corpus, source: usize) {
        self.publishable = publishable(corpus, self, source);
        self.quoted.values_mut().for_each(merge);
    }
}

/// The page of the person that a speaker's label names: by the full name in the source's metadata, or by the label itself.
pub(crate) fn speaker(corpus: &Corpus, speakers: &[String], label: &str) -> Option<usize> {
    let folded = label.to_lowercase();
    let mut holders =
        speakers.iter().filter(|name| name.to_lowercase().split_whitespace().next_back() == Some(folded.as_str()));
    let full = match (holders.next(), holders.next()) {
        (Some(name), None) => name.as_str(),
        _ => label,
    };
    let mut named = corpus.published_by_name(full);
    match (named.next(), named.next()) {
        (Some(page), None) if corpus.kind(page) == Kind::Person => Some(page),
        _ => None,
    }
}

/// What the rights of a source let the site publish: everything, what is cited or quoted, or nothing.
fn publishable(corpus: &Corpus, graph: &PageGraph, source: usize) -> BTreeSet<usize> {
    let page = &corpus.pages[source];
    match page.meta.source.rights {
        Rights::Full => (0..page.passages.len()).collect(),
        Rights::Excerpt => graph.cited_in.keys().chain(graph.quoted.keys()).copied().collect(),
        Rights::None => BTreeSet::new(),
    }
}

/// Sorts spans and joins those that touch.
fn merge(spans: &mut Vec<Span>) {
    spans.sort();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans.drain(..) {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => *last = last.join(span),
            _ => merged.push(span),
        }
    }
    *spans = merged;
}
