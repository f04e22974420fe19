//! A planned site → its facts as prints, by which a file's trace is compared with what is there now: a file of which
//! nothing differs would come out the same. Whoever writes a site asks; see `trace`.
//!
//! What is told apart page by page is what an edit of a page's text or dates changes. Everything else (settings, themes,
//! images, names, addresses, titles) is the ground on which all files stand: when it changes, every file is made again.

use super::graph;
use super::plan::{Artefact, Plan};
use super::search::Script;
use crate::site::Site;
use crate::trace::{Fact, Prints, print};
use crate::world::Sha256;
use rayon::prelude::*;

/// What every fact of a planned site is like at one moment.
pub struct Facts {
    prints: Prints,
    /// Of all that `graph.json` is made of: an edit of a few words changes none of it.
    graph: Sha256,
}

/// What the facts are like of which a compiled site tells, before it is planned.
pub(super) fn prints(site: &Site) -> Prints {
    let mut prints = Prints::new(ground(site));
    let count = site.corpus.pages.len();
    let by_page: Vec<[Sha256; 6]> = (0..count).into_par_iter().map(|page| of_page(site, page)).collect();
    let kinds = [Fact::Face, Fact::Text, Fact::Bindings, Fact::Graph, Fact::Notes, Fact::Shown];
    for (number, kind) in kinds.into_iter().enumerate() {
        prints.put(kind(0), by_page.iter().map(|prints| prints[number]).collect());
    }
    prints.put(Fact::Events, vec![print(&site.graph.events())]);
    prints
}

fn of_page(site: &Site, index: usize) -> [Sha256; 6] {
    let page = &site.corpus.pages[index];
    let text = page.file.text();
    [
        print(&text[..page.body]),
        page.file.sha256(),
        print(&site.bindings.pages[index]),
        print(&site.graph.pages[index]),
        print(site.graph.notes(index)),
        print(site.graph.publishable(index)),
    ]
}

impl Facts {
    pub fn of(site: &Site, plan: &Plan) -> Self {
        let (pages, outline) = (0..site.corpus.pages.len(), plan.outline());
        let of_site = plan.parts().prints().cloned().unwrap_or_else(|| prints(site).into());
        let mut facts = of_site.above(&outline.print());
        let (threads, related) = (plan.threads(site), plan.related());
        let by_page = pages
            .into_par_iter()
            .map(|page| ((threads.print(page), print(&related.of(site, page))), graph::print_of(site, page)));
        let ((threads, related), own): ((Vec<Sha256>, Vec<Sha256>), Vec<Sha256>) = by_page.unzip();
        let graph = print(&(&threads, &related, own));
        facts.put(Fact::Threads(0), threads);
        facts.put(Fact::Related(0), related);
        facts.put(Fact::Lists, vec![print(outline.sections())]);
        let references: Vec<_> = site.corpus.sources().map(|source| of_site.of(Fact::Face(source))).collect();
        facts.put(Fact::References, vec![print(&references)]);
        Self { prints: facts, graph }
    }

    /// What tells this file from one that would come out otherwise, if nothing was looked at for it but this. `None` for a
    /// file that has to be made to know, and for facts of pages that are not there.
    pub fn print(&self, artefact: &Artefact, plan: &Plan, looked_at: &[Fact]) -> Option<Sha256> {
        match artefact {
            // They look at everything, and some of it in parallel; a photograph that is damaged has to be told of.
            Artefact::Resized(..) | Artefact::Evidence | Artefact::Search => None,
            Artefact::SearchScript(Script::Index | Script::Words(_)) => None,
            Artefact::Graph => self.prints.print(&("graph", self.graph), looked_at),
            Artefact::SearchScript(Script::Texts(number)) => {
                self.prints.print(&("texts", number, plan.searched_pages(*number)?), looked_at)
            }
            artefact => self.prints.print(artefact, looked_at),
        }
    }
}

/// What all stands on that is made of a site: everything that a site is made from but the text of its pages, and what all pages together make
/// of their names and addresses.
fn ground(site: &Site) -> Sha256 {
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
    print(&(files, assets, &site.world.seeds, &site.themes, pages, tables))
}
