//! Marks → targets: what each page cites, quotes, links to and mentions, found in the corpus and verified.
//! Called by `compile` once the corpus stands; one page at a time, in parallel. It resolves, and says what does not
//! resolve; what follows from all of it together is for `graph/` and `check/`.

mod again;
pub mod cite;
pub(crate) mod drift;
mod explain;
mod link;
mod mend;
mod mention;
mod quotation;
pub mod quote;

pub(crate) use again::Earlier;
pub use cite::{BoundCite, Extent, SourceCite};
pub use link::LinkTarget;
pub use mention::Mention;
pub(crate) use mention::Names;
pub use quotation::{Verdict, Verified};

use crate::config::Config;
use crate::corpus::Corpus;
use crate::diagnostic::Finding;
use crate::page::{Form, Label, Page};
use crate::prose::citation::Confidence;
use crate::seal::Seal;
use crate::trace::{Fact, Row, Table};
use crate::world::World;
use quote::{Scope, Skeleton};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

/// What the marks of every page resolve to, in the order of the corpus.
#[derive(Debug, Default)]
pub struct Bindings {
    /// Shared with those of another moment where nothing changed that they rest on.
    pub pages: Table<Arc<PageBindings>>,
}

/// What the marks of one page resolve to. Each table follows the page's own.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct PageBindings {
    /// By citation: what its label names, in order; empty for `citation needed` and for labels that do not parse.
    pub citations: Vec<Vec<BoundCite>>,
    /// By quotation.
    pub quotations: Vec<Verdict>,
    /// By link.
    pub links: Vec<LinkTarget>,
    /// By statement.
    pub standings: Vec<Standing>,
    /// In the order of the text.
    pub mentions: Vec<Mention>,
    /// Quotations of the front matter and of images that were verified, and all of them.
    pub aside_quotations: (usize, usize),
    pub findings: Vec<Finding>,
}

/// Of what was resolved: what is wrong is said, and shows in no page.
impl Hash for PageBindings {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { citations, quotations, links, standings, mentions, aside_quotations, findings: _ } = self;
        (citations, quotations, links, standings, mentions, aside_quotations).hash(state);
    }
}

impl PageBindings {
    /// The quotations that stand in a source, in the order of the text.
    pub(crate) fn verified(&self) -> impl Iterator<Item = &Verified> {
        self.quotations.iter().filter_map(|verdict| match verdict {
            Verdict::Verified(verified) | Verdict::Translated(verified) => Some(verified),
            _ => None,
        })
    }

    /// All pages that this one cites, quotes, links to or mentions, in no order; some more than once.
    pub(crate) fn targets(&self) -> impl Iterator<Item = usize> {
        let cited = self.citations.iter().flatten().filter_map(|cite| match cite {
            BoundCite::Source(cite) => Some(cite.source),
            BoundCite::Judgement(_) | BoundCite::Broken => None,
        });
        let linked = self.links.iter().filter_map(|target| match target {
            LinkTarget::Page { page, .. } => Some(*page),
            _ => None,
        });
        let mentioned = self.mentions.iter().map(|mention| mention.entity);
        cited.chain(self.verified().map(|verified| verified.source)).chain(linked).chain(mentioned)
    }
}

impl Row for Arc<PageBindings> {
    fn fact(page: usize) -> Fact {
        Fact::Bindings(page)
    }
}

/// What a statement stands on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Standing {
    /// It cites a source.
    Sourced,
    Judgement(Option<Confidence>),
    /// It is marked `citation needed`.
    Needed,
    Unsourced,
    /// It states nothing that is counted.
    Aside,
}

/// What the stages of binding look things up in.
pub(crate) struct Context<'a> {
    pub world: &'a World,
    pub corpus: &'a Corpus,
    pub seal: &'a Seal,
    /// Whether the site knows its absolute address.
    pub has_base_url: bool,
    pub has_search: bool,
    pub skeletons: &'a Skeletons<'a>,
    /// Sources read as one text, each made when the first quotation asks for it.
    wholes: Vec<OnceLock<Scope<'a>>>,
}

/// The skeletons of sources, each made when the first quotation asks for it.
pub(crate) struct Skeletons<'a> {
    corpus: &'a Corpus,
    by_page: Vec<OnceLock<Vec<Skeleton>>>,
}

/// Resolves the marks of all pages; those that stand as they stood in an earlier site are taken from there.
pub(crate) fn bind(
    world: &World,
    corpus: &Corpus,
    seal: &Seal,
    config: &Config,
    before: Option<Earlier<'_>>,
) -> Bindings {
    let kept = before.map(|before| before.kept(world, corpus, seal, config)).unwrap_or_default();
    let has_base_url = config.base_url.is_some();
    let skeletons = Skeletons::new(corpus);
    let wholes = (0..corpus.pages.len()).map(|_| OnceLock::new()).collect();
    let context =
        Context { world, corpus, seal, has_base_url, has_search: config.search, skeletons: &skeletons, wholes };
    let names = Names::new(corpus);
    let pages: Vec<Arc<PageBindings>> = (0..corpus.pages.len())
        .into_par_iter()
        .with_max_len(32)
        .map(|page| match kept.get(page) {
            Some(Some(bindings)) => Arc::clone(bindings),
            _ => Arc::new(bind_page(&context, &names, config.autolink, page)),
        })
        .collect();
    Bindings { pages: pages.into() }
}

fn bind_page(context: &Context<'_>, names: &Names, autolink: bool, index: usize) -> PageBindings {
    let page = &context.corpus.pages[index];
    let mut bindings = PageBindings::default();
    cite::bind_citations(context, page, &mut bindings);
    bindings.standings = page.statements.iter().map(|statement| standing(page, &bindings, statement)).collect();
    quotation::bind_quotations(context, page, &mut bindings);
    mend::retired(context, page, &mut bindings);
    link::bind_links(context, index, &mut bindings);
    bindings.mentions = names.mentions(index, page, &bindings.links, page.meta.autolink.unwrap_or(autolink));
    bindings
}

fn standing(page: &Page, bindings: &PageBindings, statement: &crate::page::Statement) -> Standing {
    if statement.form == Form::Aside {
        return Standing::Aside;
    }
    let mut standing = Standing::Unsourced;
    for &citation in &statement.citations {
        match page.citations[citation].label {
            // What is wrong with the label is said there; the statement did mean to cite.
            Label::Faulty => return Standing::Sourced,
            Label::Needed if standing == Standing::Unsourced => standing = Standing::Needed,
            Label::Needed => {}
            Label::Cites(_) => {
                for cite in &bindings.citations[citation] {
                    match cite {
                        BoundCite::Source(_) | BoundCite::Broken => return Standing::Sourced,
                        BoundCite::Judgement(confidence) => standing = Standing::Judgement(*confidence),
                    }
                }
            }
        }
    }
    standing
}

impl<'a> Context<'a> {
    /// A source as one text.
    pub fn whole(&self, source: usize) -> &Scope<'a> {
        self.wholes[source].get_or_init(|| Scope::new(self.skeletons.of(source)).indexed())
    }
}

impl<'a> Skeletons<'a> {
    fn new(corpus: &'a Corpus) -> Self {
        Self { corpus, by_page: (0..corpus.pages.len()).map(|_| OnceLock::new()).collect() }
    }

    /// The skeletons of a source's passages, in page order.
    pub fn of(&self, page: usize) -> &[Skeleton] {
        self.by_page[page].get_or_init(|| {
            self.corpus.pages[page].passages.iter().map(|passage| Skeleton::new(passage.prose.text())).collect()
        })
    }
}
