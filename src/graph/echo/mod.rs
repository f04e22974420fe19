//! Published passages → for each the passages of other sources that go with it: those that a statement cites together with
//! it, those that have nearly the same words, and those that speak of the same people and things. `threads` calls it.
//!
//! What is shown must be right, so little is: a list of what shares a word with what would be endless, and of no use.

mod copy;
mod kin;
mod window;

use super::StatementRef;
use super::threads::Context;
use crate::parts::Parts;
use crate::span::Span;
use crate::trace::print;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

/// The name under which it is kept what words join.
const PART: &str = "echoes";

/// A source and one of its passages.
type Place = (usize, usize);

/// Passages, each with one that goes with it.
type Joined = Vec<(Place, Echo)>;

/// What the words of the passages tell. Sources are numbered among the published ones, so that it holds as long as these are
/// the same, whatever becomes of other pages.
#[derive(Serialize, Deserialize)]
struct Alike {
    copies: Vec<[Place; 2]>,
    /// With the words that both have, in the first, and where they stand in the other.
    kin: Vec<([Place; 2], Vec<Span>, Span)>,
}

/// By source and passage; what goes with none is left out.
pub(super) fn echoes(context: &Context<'_>, parts: &Parts) -> BTreeMap<Place, Vec<Echo>> {
    let (alike, together) = rayon::join(|| alike(context, parts), || together(context));
    let (copies, kin) = alike;
    let mut echoes: BTreeMap<Place, Vec<Echo>> = BTreeMap::new();
    // The surest first: copies, then what a writer joined, then what words join.
    for (passage, echo) in copies.into_iter().chain(together).chain(kin) {
        let known = echoes.entry(passage).or_default();
        let is_new = !known.iter().any(|other| (other.source, other.passage) == (echo.source, echo.passage));
        if known.len() < MOST && is_new {
            known.push(echo);
        }
    }
    echoes
}

/// Copies and kin, which only an edit of a source can change, or of its rights.
fn alike(context: &Context<'_>, parts: &Parts) -> (Joined, Joined) {
    let sources: Vec<usize> = context.corpus.sources().collect();
    let of_source = |&source: &usize| {
        let text = context.corpus.pages[source].file.sha256();
        (text, context.graph.publishable(source), context.language(source))
    };
    let print = print(&sources.iter().map(of_source).collect::<Vec<_>>());
    let known = parts.alone(PART, print, || Alike::of(context, &sources));
    // What was kept says nothing of sources that are not there.
    known.told(&sources).unwrap_or_else(|| Alike::of(context, &sources).told(&sources).unwrap_or_default())
}

impl Alike {
    fn of(context: &Context<'_>, sources: &[usize]) -> Self {
        let (copies, kin) = rayon::join(|| copy::copies(context), || kin::kin(context));
        let number = |(source, passage): Place| (sources.partition_point(|&other| other < source), passage);
        let both = |here: Place, there: &Echo| [number(here), number((there.source, there.passage))];
        let kin = kin.into_iter().filter_map(|(here, echo)| match &echo.bond {
            Bond::Words { shared, there } => Some((both(here, &echo), shared.clone(), *there)),
            Bond::Copy | Bond::Together(_) => None,
        });
        Self { copies: copies.iter().map(|(here, echo)| both(*here, echo)).collect(), kin: kin.collect() }
    }

    /// The same with the sources by their pages.
    fn told(self, sources: &[usize]) -> Option<(Joined, Joined)> {
        let join = |[here, there]: [Place; 2], bond: Bond| {
            let (here, source) = ((*sources.get(here.0)?, here.1), *sources.get(there.0)?);
            Some((here, Echo { source, passage: there.1, bond }))
        };
        let copies = self.copies.into_iter().map(|places| join(places, Bond::Copy)).collect::<Option<_>>()?;
        let kin = self.kin.into_iter().map(|(places, shared, there)| join(places, Bond::Words { shared, there }));
        Some((copies, kin.collect::<Option<_>>()?))
    }
}

/// The passages of different sources that a statement cites, each with the other. The sources are asked who cites them, and
/// no page what is written on it.
fn together(context: &Context<'_>) -> Joined {
    let mut cited: Vec<(StatementRef, Place)> = Vec::new();
    for source in 0..context.corpus.pages.len() {
        for (&passage, citing) in &context.of(source).cited_in {
            let statements = citing.iter().filter_map(|citing| Some((citing.page, citing.statement?)));
            cited.extend(statements.map(|(page, statement)| (StatementRef { page, statement }, (source, passage))));
        }
    }
    cited.par_sort_unstable();
    cited.dedup();
    let mut found = Joined::new();
    for passages in cited.chunk_by(|one, next| one.0 == next.0) {
        if passages.len() < 2 || passages.len() > CITED {
            continue;
        }
        let shown =
            |(_, (source, passage)): &&(StatementRef, Place)| context.graph.publishable(*source).contains(passage);
        for &(statement, here) in passages.iter().filter(shown) {
            for &(_, (source, passage)) in passages.iter().filter(shown).filter(|(_, there)| there.0 != here.0) {
                found.push((here, Echo { source, passage, bond: Bond::Together(statement) }));
            }
        }
    }
    found
}
