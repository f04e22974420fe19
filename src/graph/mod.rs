//! Bindings → graph: the same threads seen from the other end. Who cites this passage, who mentions this person, what
//! happened when, which sources stand behind the site, and what of them may be published. Called by `compile`; `threads`
//! reads the published passages themselves, when a site is planned.

mod echo;
mod named;
mod spoken;
mod threads;

pub(crate) use echo::{Bond, Echo};
pub(crate) use named::Naming;
pub(crate) use spoken::{Spoken, is_quoted};
pub(crate) use threads::{Threads, threads};

use crate::bind::{Bindings, BoundCite, Extent, LinkTarget, Verdict};
use crate::corpus::Corpus;
use crate::date::Edtf;
use crate::meta::{Kind, Rights};
use crate::span::Span;
use crate::trace::{self, Fact, Row, Table};
use std::collections::{BTreeMap, BTreeSet};

/// What the published pages, taken together, say of each other. Tables follow the order of the corpus.
#[derive(Debug, Default)]
pub struct Graph {
    pub pages: Table<PageGraph>,
    /// Dated statements of all pages, in the order of time.
    events: Vec<EventRef>,
}

/// What the site says of one page.
#[derive(Hash, Debug, Default)]
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Citing {
    pub page: usize,
    pub citation: usize,
    pub statement: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
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
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct EventRef {
    pub date: Edtf,
    pub page: usize,
    pub event: usize,
}

/// Turns the bindings of all published pages round.
pub fn graph(corpus: &Corpus, bindings: &Bindings) -> Graph {
    let mut graph =
        Graph { pages: (0..corpus.pages.len()).map(|_| PageGraph::default()).collect(), events: Vec::new() };
    for page in 0..corpus.pages.len() {
        graph.pages[page].notes = number_notes(&bindings.pages[page].citations);
    }
    for page in corpus.published() {
        graph.add_citations(corpus, bindings, page);
        graph.add_quotations(bindings, page);
        graph.add_mentions(corpus, bindings, page);
        for target in &bindings.pages[page].links {
            if let LinkTarget::Page { page: target, .. } = target
                && *target != page
            {
                graph.pages[*target].linked_from.insert(page);
            }
        }
        let events = corpus.pages[page].events.iter().zip(0..);
        graph.events.extend(events.map(|(event, number)| EventRef { date: event.date, page, event: number }));
    }
    graph.events.sort_by_key(|event| event.date);
    for source in corpus.sources() {
        graph.pages[source].publishable = publishable(corpus, &graph.pages[source], source);
        graph.pages[source].quoted.values_mut().for_each(merge);
    }
    graph
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

impl Row for PageGraph {
    fn fact(page: usize) -> Fact {
        Fact::Graph(page)
    }
}

impl Graph {
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

    fn add_citations(&mut self, corpus: &Corpus, bindings: &Bindings, page: usize) {
        let mut statement_of = vec![None; corpus.pages[page].citations.len()];
        for (index, statement) in corpus.pages[page].statements.iter().enumerate() {
            for &citation in &statement.citations {
                statement_of[citation] = Some(index);
            }
        }
        for (citation, cites) in bindings.pages[page].citations.iter().enumerate() {
            let citing = Citing { page, citation, statement: statement_of[citation] };
            for cite in cites {
                let BoundCite::Source(cite) = cite else { continue };
                *self.pages[page].cites.entry(cite.source).or_default() += 1;
                let source = &mut self.pages[cite.source];
                source.cited_by.insert(page);
                if cite.extent == Extent::Whole {
                    add_citing(&mut source.whole_cited_in, citing);
                } else {
                    for passage in cite.passages.clone() {
                        add_citing(source.cited_in.entry(passage).or_default(), citing);
                    }
                }
            }
        }
    }

    fn add_quotations(&mut self, bindings: &Bindings, page: usize) {
        for verdict in &bindings.pages[page].quotations {
            let (Verdict::Verified(verified) | Verdict::Translated(verified)) = verdict else { continue };
            for (passage, span) in &verified.places {
                self.pages[verified.source].quoted.entry(*passage).or_default().push(*span);
            }
        }
    }

    fn add_mentions(&mut self, corpus: &Corpus, bindings: &Bindings, page: usize) {
        let statements = &corpus.pages[page].statements;
        for mention in &bindings.pages[page].mentions {
            let next = statements.partition_point(|statement| statement.span.start <= mention.span.start);
            let place = next.checked_sub(1).filter(|&before| statements[before].span.contains(mention.span));
            let Some(statement) = place else { continue };
            let reference = StatementRef { page, statement };
            let mentioned_in = &mut self.pages[mention.entity].mentioned_in;
            if mentioned_in.last() != Some(&reference) {
                mentioned_in.push(reference);
            }
        }
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
