//! Names of people, organisations and places in running text → mentions of their pages; the first on a page becomes a
//! link. Never in headings, quotations, links or code, nor on the entity's own page.

use super::LinkTarget;
use crate::corpus::Corpus;
use crate::page::{Block, LinkForm, Page, Prose, Role};
use crate::span::Span;
use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use unicode_segmentation::UnicodeSegmentation;

/// A name in a page's text that belongs to an entity.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Mention {
    /// The entity's page.
    pub entity: usize,
    /// The name, in bytes.
    pub span: Span,
    pub block: usize,
    /// Whether it becomes a link.
    pub link: bool,
}

/// The names of all entities, ready to be sought.
pub(crate) struct Names {
    automaton: AhoCorasick,
    /// By pattern: the entity that has the name.
    entities: Vec<usize>,
}

impl Names {
    pub fn new(corpus: &Corpus) -> Self {
        let mut owners: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for index in corpus.published() {
            let page = &corpus.pages[index];
            if page.kind.is_entity() {
                let names = page.meta.entity.names.iter().map(|name| name.trim()).chain([page.title()]);
                for name in names.filter(|name| !name.is_empty()) {
                    owners.entry(name).or_default().insert(index);
                }
            }
        }
        // A name that two share says nothing of either.
        let (names, entities): (Vec<&str>, Vec<usize>) = owners
            .iter()
            .filter(|(_, owners)| owners.len() == 1)
            .filter_map(|(name, owners)| Some((*name, *owners.first()?)))
            .unzip();
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names);
        Self { automaton: automaton.expect("the names of a site fit an automaton"), entities }
    }

    /// The mentions on a page, in the order of the text. The first of each entity becomes a link where it may.
    pub fn mentions(&self, index: usize, page: &Page, links: &[LinkTarget], autolink: bool) -> Vec<Mention> {
        let mut mentions = Vec::new();
        if self.is_empty() {
            return mentions;
        }
        let mut linked = BTreeSet::from([index]);
        let running = |block: &Block| !matches!(block.role, Role::Heading { .. } | Role::Code | Role::Term);
        for (number, block) in page.blocks.iter().enumerate().filter(|(_, block)| running(block)) {
            for (entity, plain) in self.found_in(&block.prose).filter(|(entity, _)| *entity != index) {
                let span = block.prose.to_bytes(plain);
                let around = link_around(page, number, plain);
                if around.is_some_and(|link| matches!(links[link], LinkTarget::Page { page, .. } if page == entity)) {
                    linked.insert(entity);
                }
                let linkable = autolink && around.is_none() && may_be_linked(page, block, plain, span);
                let link = linkable && linked.insert(entity);
                mentions.push(Mention { entity, span, block: number, link });
            }
        }
        mentions
    }

    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }

    /// The names in a text, outside code, each with its entity.
    pub fn found_in(&self, prose: &Prose) -> impl Iterator<Item = (usize, Span)> {
        // A name may be wrapped; a line's end is as long as a space.
        let text = prose.text().replace('\n', " ");
        let found = self.automaton.find_iter(&text).filter(|found| is_whole(&text, found.start(), found.end()));
        let found = found.map(|found| (self.entities[found.pattern().as_usize()], Span::from(found.range())));
        let visible = |span: Span| !prose.opaque().iter().any(|opaque| opaque.contains(span));
        found.filter(|(_, span)| visible(*span)).collect::<Vec<_>>().into_iter()
    }
}

/// Whether a name is the writer's own text, written in one piece: not quoted, not the words that a citation supports.
fn may_be_linked(page: &Page, block: &Block, plain: Span, span: Span) -> bool {
    let before = page.quotations.partition_point(|quotation| quotation.span.start <= span.start);
    let quotation = before.checked_sub(1).map(|index| page.quotations[index].span);
    let before = page.citations.partition_point(|citation| citation.mark.span.start <= span.start);
    let supported = before.checked_sub(1).and_then(|index| page.citations[index].mark.words);
    let holds = |around: Option<Span>| around.is_some_and(|around| around.contains(span));
    block.quote.is_none() && !holds(quotation) && !holds(supported) && block.prose.is_one_piece(plain)
}

/// The link whose words hold a span of a block's text. Links follow one another; only images stand in them.
fn link_around(page: &Page, block: usize, span: Span) -> Option<usize> {
    let next = page.links.partition_point(|link| (link.block, link.words.start) <= (block, span.start));
    let mut before = (0..next).rev().filter(|&index| page.links[index].form != LinkForm::Image);
    before.next().filter(|&index| page.links[index].block == block && page.links[index].words.contains(span))
}

/// Whether the name begins and ends where words do: no letter or digit touches it, but in a script without spaces.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let runs_on = |before: Option<char>, after: Option<char>| {
        let (Some(before), Some(after)) = (before, after) else { return false };
        let pair: String = [before, after].iter().collect();
        before.is_alphanumeric() && after.is_alphanumeric() && pair.split_word_bounds().nth(1).is_none()
    };
    let name = &text[start..end];
    !runs_on(text[..start].chars().next_back(), name.chars().next())
        && !runs_on(name.chars().next_back(), text[end..].chars().next())
}
