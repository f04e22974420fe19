//! The bindings of an earlier moment → those that still stand: the page is the same, so is all that it cites, quotes, links
//! to and mentions, and everything is found as it was. `bind` calls it; what is in doubt is bound anew.

use super::{Bindings, BoundCite, LinkTarget, PageBindings, Verdict};
use crate::config::Config;
use crate::corpus::Corpus;
use crate::seal::Seal;
use crate::world::World;
use std::sync::Arc;

/// A site as it was bound before, in which every page is found as it is now.
#[derive(Clone, Copy)]
pub(crate) struct Earlier<'a> {
    pub world: &'a World,
    pub corpus: &'a Corpus,
    pub seal: &'a Seal,
    pub config: &'a Config,
    pub bindings: &'a Bindings,
}

impl Earlier<'_> {
    /// By page: its bindings, if they stand. Empty where nothing does.
    pub fn kept(self, world: &World, corpus: &Corpus, seal: &Seal, config: &Config) -> Vec<Option<Arc<PageBindings>>> {
        if world.assets != self.world.assets || (seal, config) != (self.seal, self.config) {
            return Vec::new();
        }
        let pages = corpus.pages.rows().iter().zip(self.corpus.pages.rows());
        let is_same: Vec<bool> = pages.map(|(now, before)| Arc::ptr_eq(now, before)).collect();
        let stands = |(page, bindings): (usize, &Arc<PageBindings>)| {
            let stands = is_same[page] && leans_only_on(bindings, |page| is_same[page]);
            stands.then(|| Arc::clone(bindings))
        };
        self.bindings.pages.rows().iter().enumerate().map(stands).collect()
    }
}

/// Whether all that these bindings rest on are these pages. What was found wrong may rest on any page, for what it
/// proposes; and so may quotations in front matter, whose citations are in no table.
fn leans_only_on(bindings: &PageBindings, holds: impl Fn(usize) -> bool) -> bool {
    let cites = bindings.citations.iter().flatten().all(|cite| match cite {
        BoundCite::Source(cite) => holds(cite.source),
        BoundCite::Judgement(_) => true,
        BoundCite::Broken => false,
    });
    let quotes = bindings.quotations.iter().all(|verdict| match verdict {
        Verdict::Verified(verified) | Verdict::Translated(verified) => holds(verified.source),
        _ => true,
    });
    let links = bindings.links.iter().all(|target| match target {
        LinkTarget::Page { page, .. } => holds(*page),
        LinkTarget::Asset(_) | LinkTarget::Made { .. } | LinkTarget::External => true,
        LinkTarget::Broken => false,
    });
    let mentions = bindings.mentions.iter().all(|mention| holds(mention.entity));
    cites && quotes && links && mentions && bindings.aside_quotations.1 == 0 && bindings.findings.is_empty()
}
