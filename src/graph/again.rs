//! An earlier graph → the rows and events of it that still stand, and those made anew that do not: what a page says of others
//! touches only their rows. `graph` calls it; where much changed, all rows are made.

use super::{EventRef, Graph, PageGraph, contribute};
use crate::bind::Bindings;
use crate::corpus::Corpus;
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
    let mut touched: BTreeSet<usize> = changed.iter().copied().collect();
    for &page in changed.iter().filter(|&&page| !corpus.is_draft(page)) {
        contribute(before.corpus, before.bindings, page, |target, _| {
            touched.insert(target);
        });
        contribute(corpus, bindings, page, |target, _| {
            touched.insert(target);
        });
    }
    let mut anew: BTreeMap<usize, PageGraph> = BTreeMap::new();
    let mut speaking: BTreeSet<usize> = changed.into_iter().collect();
    for target in touched {
        let own = &bindings.pages[target].citations;
        let mut row = PageGraph::of_own(own);
        if !corpus.is_draft(target) {
            row.count_sources(own);
        }
        anew.insert(target, row);
        speaking.extend(before.graph.pages[target].said_by());
    }
    // Each once for all rows, so that this takes no longer than to make all of them.
    for page in speaking.into_iter().filter(|&page| !corpus.is_draft(page)) {
        contribute(corpus, bindings, page, |target, contribution| {
            if let Some(row) = anew.get_mut(&target) {
                row.add(page, contribution);
            }
        });
    }
    let mut rows = before.graph.pages.rows().to_vec();
    for (target, mut row) in anew {
        if corpus.is_published_source(target) {
            row.close(corpus, target);
        }
        rows[target] = Arc::new(row);
    }
    Some(rows)
}

/// The events, if no page tells of another date than before.
pub(super) fn events(corpus: &Corpus, before: &Before<'_>) -> Option<Vec<EventRef>> {
    let mut pages = corpus.pages.rows().iter().zip(before.corpus.pages.rows());
    let dates_are_those = pages.all(|(now, was)| {
        Arc::ptr_eq(now, was) || now.events.iter().map(|event| event.date).eq(was.events.iter().map(|event| event.date))
    });
    dates_are_those.then(|| before.graph.events.clone())
}
