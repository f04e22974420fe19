//! Names of people, organisations and places in running text → mentions of their pages; the first on a page becomes a
//! link. Never in headings, quotations, links or code, nor on the entity's own page.

use super::LinkTarget;
use crate::corpus::Corpus;
use crate::page::{LinkForm, Page, Role};
use crate::span::Span;
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::{BTreeMap, BTreeSet};
use unicode_segmentation::UnicodeSegmentation;

/// A name in a page's text that belongs to an entity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
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
pub(super) struct Names {
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

    /// The mentions on a page, in the order of the text.
    pub fn mentions(&self, index: usize, page: &Page, links: &[LinkTarget], autolink: bool) -> Vec<Mention> {
        let mut mentions = Vec::new();
        let mut linked = BTreeSet::from([index]);
        if self.entities.is_empty() {
            return mentions;
        }
        for (number, block) in page.blocks.iter().enumerate() {
            if matches!(block.role, Role::Heading { .. } | Role::Code | Role::Term) {
                continue;
            }
            // A name may be wrapped; a line's end is as long as a space.
            let text = &block.prose.text().replace('\n', " ");
            for found in self.automaton.find_iter(text) {
                let (start, end) = (found.start(), found.end());
                let entity = self.entities[found.pattern().as_usize()];
                let plain = Span::new(start, end);
                let hidden = block.prose.opaque().iter().any(|opaque| opaque.contains(plain));
                if entity == index || hidden || !is_whole(text, start, end) {
                    continue;
                }
                let span = block.prose.to_bytes(plain);
                match link_around(page, number, plain) {
                    Some(link) => {
                        if matches!(links[link], LinkTarget::Page { page, .. } if page == entity) {
                            linked.insert(entity);
                        }
                        mentions.push(Mention { entity, span, block: number, link: false });
                    }
                    None => {
                        let before = page.quotations.partition_point(|other| other.span.start <= span.start);
                        let quotation = before.checked_sub(1).map(|index| &page.quotations[index]);
                        let quoted = block.quote.is_some() || quotation.is_some_and(|other| other.span.contains(span));
                        let before = page.citations.partition_point(|other| other.mark.span.start <= span.start);
                        let citation = before.checked_sub(1).map(|index| &page.citations[index]);
                        let words = citation.and_then(|citation| citation.mark.words);
                        let cited = words.is_some_and(|words| words.contains(span));
                        let linkable = autolink && !quoted && !cited && block.prose.is_one_piece(plain);
                        let link = linkable && linked.insert(entity);
                        mentions.push(Mention { entity, span, block: number, link });
                    }
                }
            }
        }
        mentions
    }
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
