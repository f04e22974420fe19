//! An earlier graph → the rows and events of it that still stand, and those made anew that do not: what a page says of others
//! touches only their rows. `graph` calls it; where much changed, all rows are made.

use super::{Citing, EventRef, Graph, PageGraph, add_quoted, contribute, number_notes};
use crate::bind::Bindings;
use crate::corpus::Corpus;
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// If more than one page in so many changed, and more than four, all rows are made.
const FEW: usize = 16;

/// A site as it was before: each page has the number that it has now, its kind, and whether it is a draft.
#[derive(Clone, Copy)]
pub(crate) struct Before<'a> {
    pub corpus: &'a Corpus,
    pub bindings: &'a Bindings,
    pub graph: &'a Graph,
}

impl Before<'_> {
    fn changed(&self, corpus: &Corpus, bindings: &Bindings) -> Vec<usize> {
        let (pages, were) = (corpus.pages.rows(), self.corpus.pages.rows());
        let (bound, was_bound) = (bindings.pages.rows(), self.bindings.pages.rows());
        let stands =
            |page: usize| Arc::ptr_eq(&pages[page], &were[page]) && Arc::ptr_eq(&bound[page], &was_bound[page]);
        (0..pages.len()).filter(|&page| !stands(page)).collect()
    }
}

/// Every row; `None` where too much changed for it to pay.
pub(super) fn rows(corpus: &Corpus, bindings: &Bindings, before: &Before<'_>) -> Option<Vec<Arc<PageGraph>>> {
    let changed = before.changed(corpus, bindings);
    if changed.len() > (corpus.pages.len() / FEW).max(4) {
        return None;
    }
    let changed: BTreeSet<usize> = changed.into_iter().collect();
    let said_before = changed.iter().flat_map(|&page| before.bindings.pages[page].targets());
    let said_now = changed.iter().flat_map(|&page| bindings.pages[page].targets());
    let touched: BTreeSet<usize> = changed.iter().copied().chain(said_before).chain(said_now).collect();
    let mut anew: BTreeMap<usize, PageGraph> = BTreeMap::new();
    for target in touched {
        let others = before.graph.pages[target].without(&changed);
        let own = &bindings.pages[target].citations;
        let mut row = PageGraph { notes: number_notes(own), ..others };
        if !corpus.is_draft(target) {
            row.count_sources(own);
        }
        anew.insert(target, row);
    }
    for &page in changed.iter().filter(|&&page| !corpus.is_draft(page)) {
        contribute(corpus, bindings, page, |target, contribution| {
            if let Some(row) = anew.get_mut(&target) {
                row.add(page, contribution);
            }
        });
    }
    let mut rows = before.graph.pages.rows().to_vec();
    for (target, mut row) in anew {
        row.sort();
        row.quoted = row.quoted(bindings, target);
        if corpus.is_published_source(target) {
            row.close(corpus, target);
        }
        rows[target] = Arc::new(row);
    }
    Some(rows)
}

impl PageGraph {
    /// What pages say of this one, but for these: all that is not told by the bindings of the others.
    fn without(&self, pages: &BTreeSet<usize>) -> Self {
        let stays = |page: &usize| !pages.contains(page);
        let citing =
            |citing: &[Citing]| citing.iter().filter(|citing| stays(&citing.page)).copied().collect::<Vec<_>>();
        let cited_in = self.cited_in.iter().map(|(&passage, cited)| (passage, citing(cited)));
        let mentioned_in = self.mentioned_in.iter().filter(|mention| stays(&mention.page));
        let of = |set: &BTreeSet<usize>| set.iter().copied().filter(stays).collect();
        Self {
            cited_in: cited_in.filter(|(_, cited)| !cited.is_empty()).collect(),
            whole_cited_in: citing(&self.whole_cited_in),
            cited_by: of(&self.cited_by),
            quoted_by: of(&self.quoted_by),
            mentioned_in: mentioned_in.copied().collect(),
            linked_from: of(&self.linked_from),
            ..Self::default()
        }
    }

    /// The words that are quoted of a page, by those who quote it.
    fn quoted(&self, bindings: &Bindings, target: usize) -> BTreeMap<usize, Vec<Span>> {
        let mut quoted = BTreeMap::new();
        for &page in &self.quoted_by {
            let places = bindings.pages[page].verified().filter(|verified| verified.source == target);
            places.for_each(|verified| add_quoted(&mut quoted, &verified.places));
        }
        quoted
    }

    /// Brings what was added last to its place: pages stand in their order.
    fn sort(&mut self) {
        self.cited_in
            .values_mut()
            .chain([&mut self.whole_cited_in])
            .for_each(|cited| cited.sort_by_key(|citing| citing.page));
        self.mentioned_in.sort_by_key(|mention| mention.page);
    }
}

/// The events, if no page tells of another date than before.
pub(super) fn events(corpus: &Corpus, before: &Before<'_>) -> Option<Vec<EventRef>> {
    let mut pages = corpus.pages.rows().iter().zip(before.corpus.pages.rows());
    let dates_are_those = pages.all(|(now, was)| {
        Arc::ptr_eq(now, was)
            || now.gist.events.iter().map(|event| event.date).eq(was.gist.events.iter().map(|event| event.date))
    });
    dates_are_those.then(|| before.graph.events.clone())
}
