//! Published passages → for each the passages of other sources that go with it: those that a statement cites together with
//! it, those that have nearly the same words, and those that speak of the same people and things. `threads` calls it.
//!
//! What is shown must be right, so little is: a list of what shares a word with what would be endless, and of no use.

mod copy;
mod kin;
mod window;

use super::StatementRef;
use super::threads::Context;
use crate::bind::{BoundCite, Extent};
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// A passage of another source.
#[derive(Clone, PartialEq, Hash, Debug)]
pub(crate) struct Echo {
    pub source: usize,
    /// Index in the source.
    pub passage: usize,
    pub bond: Bond,
}

/// What joins two passages.
#[derive(Clone, PartialEq, Hash, Debug)]
pub(crate) enum Bond {
    /// Most of this passage stands in the other one, word for word: the two are no two witnesses.
    Copy,
    /// A statement cites both.
    Together(StatementRef),
    /// They share names and what is said of them.
    Words {
        /// Where the words stand in this passage: names, then others, those that say most first.
        shared: Vec<Span>,
        /// The sentences of the other passage that have them.
        there: Span,
    },
}

/// So many passages are shown with one.
const MOST: usize = 3;

/// What cites more passages than this says of no two of them that they belong together.
const CITED: usize = 8;

/// By source and passage; what goes with none is left out.
pub(super) fn echoes(context: &Context<'_>) -> BTreeMap<(usize, usize), Vec<Echo>> {
    let mut echoes: BTreeMap<(usize, usize), Vec<Echo>> = BTreeMap::new();
    // The surest first: copies, then what a writer joined, then what words join.
    let all = copy::copies(context).into_iter().chain(together(context)).chain(kin::kin(context));
    for (passage, echo) in all {
        let known = echoes.entry(passage).or_default();
        let is_new = !known.iter().any(|other| (other.source, other.passage) == (echo.source, echo.passage));
        if known.len() < MOST && is_new {
            known.push(echo);
        }
    }
    echoes
}

/// The passages of different sources that a statement cites, each with the other.
fn together(context: &Context<'_>) -> Vec<((usize, usize), Echo)> {
    let mut found = Vec::new();
    for page in context.corpus.published() {
        for (statement, citations) in
            context.corpus.pages[page].statements.iter().map(|statement| &statement.citations).enumerate()
        {
            let cites = citations.iter().flat_map(|&citation| &context.bindings.pages[page].citations[citation]);
            let passages: BTreeSet<(usize, usize)> = cites
                .filter_map(|cite| match cite {
                    BoundCite::Source(cite) if cite.extent != Extent::Whole => Some(cite),
                    _ => None,
                })
                .flat_map(|cite| cite.passages.clone().map(|passage| (cite.source, passage)))
                .collect();
            if passages.len() > CITED {
                continue;
            }
            let shown = |(source, passage): &&(usize, usize)| context.of(*source).publishable.contains(passage);
            for &here in passages.iter().filter(shown) {
                for &(source, passage) in passages.iter().filter(shown).filter(|there| there.0 != here.0) {
                    let bond = Bond::Together(StatementRef { page, statement });
                    found.push((here, Echo { source, passage, bond }));
                }
            }
        }
    }
    found
}
