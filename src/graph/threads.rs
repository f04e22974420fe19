//! Graph → what the words of the published passages add to it: which of them name an entity, who says the words that pages
//! quote, and which passages of different sources speak of the same. Made once when a site is planned, since only readers
//! need it; `check` never does. Takes no passage that `publishable` leaves out, nor any of its words.

use super::echo::{self, Echo};
use super::named::{self, Naming};
use super::spoken::{self, Spoken};
use super::{Graph, PageGraph, StatementRef};
use crate::bind::Bindings;
use crate::corpus::Corpus;
use std::collections::BTreeMap;

/// What was read in the published passages.
#[derive(Debug, Default)]
pub(crate) struct Threads {
    /// By entity: the passages that name it, in the order of the corpus.
    pub named: BTreeMap<usize, Vec<Naming>>,
    /// By person: the verified quotations of their words, in the order of the corpus.
    pub spoken: BTreeMap<usize, Vec<Spoken>>,
    /// Who and what is named together: by statement and by passage, ascending.
    pub in_statement: BTreeMap<StatementRef, Vec<usize>>,
    pub in_passage: BTreeMap<(usize, usize), Vec<usize>>,
    /// By source and passage: the passages of other sources that go with it, best first, three at most.
    pub echoes: BTreeMap<(usize, usize), Vec<Echo>>,
}

/// What every reading of passages needs.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub corpus: &'a Corpus,
    pub bindings: &'a Bindings,
    pub graph: &'a Graph,
    /// The site's, for pages that name none.
    pub language: &'a str,
}

/// Reads the published passages; `language` is the site's.
pub(crate) fn threads(corpus: &Corpus, bindings: &Bindings, graph: &Graph, language: &str) -> Threads {
    let context = Context { corpus, bindings, graph, language };
    let (echoes, (named, spoken)) =
        rayon::join(|| echo::echoes(&context), || (named::named(&context), spoken::spoken(&context)));
    let mut threads = Threads { named, spoken, echoes, ..Threads::default() };
    for entity in corpus.published().filter(|&page| corpus.pages[page].kind.is_entity()) {
        for &statement in &graph.pages[entity].mentioned_in {
            threads.in_statement.entry(statement).or_default().push(entity);
        }
        for naming in threads.named.get(&entity).into_iter().flatten() {
            threads.in_passage.entry((naming.source, naming.passage)).or_default().push(entity);
        }
    }
    threads
}

impl Context<'_> {
    /// The published sources of which something may be shown.
    pub fn sources(&self) -> Vec<usize> {
        self.corpus.sources().filter(|&source| !self.of(source).publishable.is_empty()).collect()
    }

    pub fn of(&self, page: usize) -> &PageGraph {
        &self.graph.pages[page]
    }

    pub fn language(&self, page: usize) -> &str {
        self.corpus.pages[page].meta.language.as_deref().unwrap_or(self.language)
    }
}

/// Whether a language writes its nouns with capitals, so that a capital does not make a name.
pub(super) fn has_capital_nouns(language: &str) -> bool {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    ["de", "lb"].iter().any(|other| primary.eq_ignore_ascii_case(other))
}
