//! A planned site → its facts as prints, by which a file's trace is compared with what is there now: a file of which
//! nothing differs would come out the same. Whoever writes a site asks; see `trace`.
//!
//! What is told apart page by page is what an edit of a page's text or dates changes. Everything else (settings, themes,
//! images, names, addresses, titles) is the ground on which all files stand: when it changes, every file is made again.

use super::frame::Outline;
use super::plan::{Artefact, Plan};
use super::search::Script;
use crate::site::Site;
use crate::trace::{Fact, print};
use crate::world::Sha256;
use rayon::prelude::*;

/// What every fact of a site is like at one moment.
pub struct Facts {
    ground: Sha256,
    pages: Vec<OfPage>,
    events: Sha256,
    lists: Sha256,
    references: Sha256,
}

struct OfPage {
    face: Sha256,
    text: Sha256,
    bindings: Sha256,
    graph: Sha256,
    notes: Sha256,
    shown: Sha256,
    threads: Sha256,
    related: Sha256,
}

impl Facts {
    pub fn of(site: &Site, plan: &Plan) -> Self {
        let pages: Vec<OfPage> =
            (0..site.corpus.pages.len()).into_par_iter().map(|page| OfPage::of(site, plan, page)).collect();
        let references: Vec<Sha256> = site.corpus.sources().map(|source| pages[source].face).collect();
        Self {
            ground: ground(site, plan.outline()),
            events: print(&site.graph.events()),
            lists: print(plan.outline().sections()),
            references: print(&references),
            pages,
        }
    }

    /// What tells this file from one that would come out otherwise, if nothing was looked at for it but this. `None` for a
    /// file that has to be made to know, and for facts of pages that are not there.
    pub fn print(&self, artefact: &Artefact, plan: &Plan, looked_at: &[Fact]) -> Option<Sha256> {
        let recipe = match artefact {
            // They look at everything, and some of it in parallel; a photograph that is damaged has to be told of.
            Artefact::Resized(..) | Artefact::Evidence | Artefact::Graph | Artefact::Search => return None,
            Artefact::SearchScript(Script::Index | Script::Words(_)) => return None,
            Artefact::SearchScript(Script::Texts(number)) => print(&("texts", number, plan.searched_pages(*number)?)),
            artefact => print(artefact),
        };
        let prints = looked_at.iter().map(|fact| self.of_fact(*fact)).collect::<Option<Vec<&Sha256>>>()?;
        Some(print(&(self.ground, recipe, looked_at, prints)))
    }

    fn of_fact(&self, fact: Fact) -> Option<&Sha256> {
        let page = |page: usize| self.pages.get(page);
        Some(match fact {
            Fact::Face(index) => &page(index)?.face,
            Fact::Text(index) => &page(index)?.text,
            Fact::Bindings(index) => &page(index)?.bindings,
            Fact::Graph(index) => &page(index)?.graph,
            Fact::Notes(index) => &page(index)?.notes,
            Fact::Shown(index) => &page(index)?.shown,
            Fact::Threads(index) => &page(index)?.threads,
            Fact::Related(index) => &page(index)?.related,
            Fact::Events => &self.events,
            Fact::Lists => &self.lists,
            Fact::References => &self.references,
        })
    }
}

impl OfPage {
    fn of(site: &Site, plan: &Plan, index: usize) -> Self {
        let page = &site.corpus.pages[index];
        let text = page.file.text();
        Self {
            face: print(&text[..page.body]),
            text: page.file.sha256(),
            bindings: print(&site.bindings.pages[index]),
            graph: print(&site.graph.pages[index]),
            notes: print(site.graph.notes(index)),
            shown: print(site.graph.publishable(index)),
            threads: plan.threads(site).print(index),
            related: print(&plan.related().of(site, index)),
        }
    }
}

/// What all files stand on: everything that a site is made from but the text of its pages, and what all pages together make
/// of their names and addresses.
fn ground(site: &Site, outline: &Outline) -> Sha256 {
    let is_page = |path: &str| site.corpus.by_path(path).is_some();
    let files = site.world.files.iter().filter(|(path, _)| !is_page(path.as_str()));
    let files: Vec<_> = files.map(|(path, file)| (path, file.sha256())).collect();
    let assets: Vec<_> = site.world.assets.iter().map(|(path, asset)| (path, asset.sha256)).collect();
    let pages = site.corpus.pages.rows().iter().enumerate().map(|(index, page)| {
        let names = (page.title(), &page.meta.slug, &page.meta.entity.names, site.corpus.key(index));
        (names, &page.path, page.kind, page.meta.draft, &page.meta.language, site.corpus.address(index))
    });
    let pages: Vec<_> = pages.collect();
    let tables = (site.corpus.aliases().collect::<Vec<_>>(), &site.corpus.sections, &site.corpus.topics);
    print(&(files, assets, &site.world.seeds, &site.themes, pages, tables, outline.print()))
}
