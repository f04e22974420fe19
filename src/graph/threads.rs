//! Graph → what the words of the published passages add to it: which of them name an entity, who says the words that pages
//! quote, and which passages of different sources speak of the same. Made once when a site is planned, since only readers
//! need it; `check` never does. Takes no passage that `publishable` leaves out, nor any of its words.

use super::echo::{self, Echo};
use super::named::{self, Naming};
use super::spoken::{self, Spoken};
use super::{Graph, PageGraph, StatementRef};
use crate::bind::Bindings;
use crate::corpus::Corpus;
use crate::parts::Parts;
use crate::trace::{self, Fact, print};
use crate::world::Sha256;
use std::collections::BTreeMap;

/// What was read in the published passages.
#[derive(Debug, Default)]
pub(crate) struct Threads {
    /// By entity: the passages that name it, in the order of the corpus.
    named: BTreeMap<usize, Vec<Naming>>,
    /// By person: the verified quotations of their words, in the order of the corpus.
    spoken: BTreeMap<usize, Vec<Spoken>>,
    /// Who and what is named together: by statement and by passage, ascending.
    in_statement: BTreeMap<StatementRef, Vec<usize>>,
    in_passage: BTreeMap<(usize, usize), Vec<usize>>,
    /// By source and passage: the passages of other sources that go with it, best first, three at most.
    echoes: BTreeMap<(usize, usize), Vec<Echo>>,
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

/// Reads the published passages, but for what is known of them by earlier parts; `language` is the site's.
pub(crate) fn threads(corpus: &Corpus, bindings: &Bindings, graph: &Graph, language: &str, parts: &Parts) -> Threads {
    let context = Context { corpus, bindings, graph, language };
    let (echoes, (named, spoken)) = rayon::join(
        || echo::echoes(&context, parts),
        || (named::named(&context, parts), spoken::spoken(&context, parts)),
    );
    let mut threads = Threads { named, spoken, echoes, ..Threads::default() };
    for entity in corpus.published().filter(|&page| corpus.kind(page).is_entity()) {
        for &statement in &graph.pages[entity].mentioned_in {
            threads.in_statement.entry(statement).or_default().push(entity);
        }
        for naming in threads.named.get(&entity).into_iter().flatten() {
            threads.in_passage.entry((naming.source, naming.passage)).or_default().push(entity);
        }
    }
    threads
}

impl Threads {
    /// The passages that name an entity, in the order of the corpus.
    pub fn naming(&self, entity: usize) -> &[Naming] {
        trace::note(Fact::Threads(entity));
        self.named.get(&entity).map_or(&[], Vec::as_slice)
    }

    /// The verified quotations of a person's words, in the order of the corpus.
    pub fn spoken_by(&self, person: usize) -> &[Spoken] {
        trace::note(Fact::Threads(person));
        self.spoken.get(&person).map_or(&[], Vec::as_slice)
    }

    /// Who and what a statement names.
    pub fn in_statement(&self, statement: StatementRef) -> &[usize] {
        trace::note(Fact::Threads(statement.page));
        self.in_statement.get(&statement).map_or(&[], Vec::as_slice)
    }

    /// Who and what a passage names.
    pub fn in_passage(&self, source: usize, passage: usize) -> &[usize] {
        trace::note(Fact::Threads(source));
        self.in_passage.get(&(source, passage)).map_or(&[], Vec::as_slice)
    }

    /// The passages of other sources that go with one, best first.
    pub fn echoes(&self, source: usize, passage: usize) -> &[Echo] {
        trace::note(Fact::Threads(source));
        self.echoes.get(&(source, passage)).map_or(&[], Vec::as_slice)
    }

    /// What tells the threads of a page from those that it had at another time.
    pub fn print(&self, page: usize) -> Sha256 {
        let statements = StatementRef { page, statement: 0 }..StatementRef { page: page + 1, statement: 0 };
        let passages = || (page, 0)..(page + 1, 0);
        print(&(
            (self.named.get(&page), self.spoken.get(&page)),
            self.in_statement.range(statements).collect::<Vec<_>>(),
            self.in_passage.range(passages()).collect::<Vec<_>>(),
            self.echoes.range(passages()).collect::<Vec<_>>(),
        ))
    }
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
        self.corpus.meta(page).language.as_deref().unwrap_or(self.language)
    }
}

/// Whether a language writes its nouns with capitals, so that a capital does not make a name.
pub(super) fn has_capital_nouns(language: &str) -> bool {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    ["de", "lb"].iter().any(|other| primary.eq_ignore_ascii_case(other))
}
