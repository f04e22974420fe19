//! A site → what the next build of it begins with, as bytes, and back: of each page what it shows without being read, what its
//! marks resolve to and what the site says of it. `cli/build` asks; `disk/` keeps the bytes.
//!
//! A memory is of use only where all is as it was but for pages. Which of its rows still stand is decided by `compile_after`, as it
//! is for a server; here a page that is not the same merely has no text any more.

use crate::bind::{Bindings, PageBindings};
use crate::compile::{Options, Past};
use crate::config::{self, Config};
use crate::corpus::{self, Corpus, is_page};
use crate::diagnostic::Finding;
use crate::graph::{EventRef, Graph, PageGraph};
use crate::page::{Page, Surface};
use crate::path::FilePath;
use crate::seal::Seal;
use crate::site::Site;
use crate::trace::print;
use crate::world::{File, LOCK, Sha256, World};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// So many pages are written and read together.
const BATCH: usize = 256;

/// A site as it was when it was last built.
#[derive(Debug)]
pub struct Memory {
    world: World,
    config: Config,
    seal: Seal,
    corpus: Corpus,
    bindings: Bindings,
    graph: Graph,
    collisions: Arc<[(FilePath, Finding)]>,
}

/// What comes before the pages.
#[derive(Serialize, Deserialize)]
struct Head {
    ground: Sha256,
    events: Vec<EventRef>,
    collisions: Vec<(FilePath, Finding)>,
    /// By batch of pages: how many bytes it has.
    batches: Vec<usize>,
}

/// A page: its path, the hash of its text, and its rows in the tables.
type Row<'a> = (FilePath, Sha256, Surface<'a>, PageBindings, PageGraph);

/// The same as it is written.
type BorrowedRow<'a> = (&'a FilePath, Sha256, Surface<'a>, &'a PageBindings, &'a PageGraph);

/// What is to be remembered of a site that was compiled with these options; `None` where it cannot be written down.
pub fn write(site: &Site, options: Options) -> Option<Vec<u8>> {
    let (pages, bindings, graph) = (site.corpus.pages.rows(), site.bindings.pages.rows(), site.graph.pages.rows());
    let row = |index: usize| -> BorrowedRow<'_> {
        let page = &pages[index];
        (&page.path, page.file.sha256(), page.surface(), &bindings[index], &graph[index])
    };
    let numbers: Vec<usize> = (0..pages.len()).collect();
    let batch = |numbers: &[usize]| postcard::to_stdvec(&numbers.iter().copied().map(row).collect::<Vec<_>>()).ok();
    let batches = numbers.par_chunks(BATCH).map(batch).collect::<Option<Vec<Vec<u8>>>>()?;
    let head = Head {
        ground: ground(&site.world, options),
        events: site.graph.events().to_vec(),
        collisions: site.collisions.to_vec(),
        batches: batches.iter().map(Vec::len).collect(),
    };
    let mut bytes = postcard::to_stdvec(&head).ok()?;
    bytes.extend(batches.concat());
    Some(bytes)
}

/// What the bytes say of a site of which this is the world now; `None` where more than pages changed since.
pub fn read(bytes: &[u8], world: &World, options: Options) -> Option<Memory> {
    let (head, mut rest) = postcard::take_from_bytes::<Head>(bytes).ok()?;
    if head.ground != ground(world, options) {
        return None;
    }
    let mut batches = Vec::new();
    for length in head.batches {
        let (batch, after) = rest.split_at_checked(length)?;
        batches.push(batch);
        rest = after;
    }
    let text = |path: &str| world.files.get(path).map_or("", |file| file.text());
    let mut config = config::parse(text(config::PATH)).0;
    config.strict |= options.strict;
    let reading = options.reading(&config);
    let page = |(path, sha256, surface, bindings, graph): Row<'_>| {
        let same = world.files.get(&path).filter(|file| file.sha256() == sha256);
        let file = same.cloned().unwrap_or_else(|| Arc::new(File::new(String::new())));
        (Arc::new(Page::of_surface(&path, &file, reading, surface)), (Arc::new(bindings), Arc::new(graph)))
    };
    let rows = batches.into_par_iter().map(|batch| postcard::from_bytes::<Vec<Row<'_>>>(batch).ok());
    let pages = rows.map(|rows| rows.map(|rows| rows.into_iter().map(page).collect::<Vec<_>>()));
    let pages = pages.collect::<Option<Vec<_>>>()?;
    let (pages, (bindings, graph)): (Vec<_>, (Vec<_>, Vec<_>)) = pages.into_iter().flatten().unzip();
    Some(Memory {
        world: world.clone(),
        config,
        seal: Seal::parse(text(LOCK)).unwrap_or_default(),
        corpus: corpus::of_pages(world, reading, pages),
        bindings: Bindings { pages: bindings.into() },
        graph: Graph::remembered(graph, head.events),
        collisions: head.collisions.into(),
    })
}

impl Memory {
    pub fn past(&self) -> Past<'_> {
        let Self { world, config, seal, corpus, bindings, graph, collisions } = self;
        Past { world, config, seal, corpus, bindings, graph, collisions }
    }
}

/// What tells all that a site is made from, but for its pages, from what it was at another time.
fn ground(world: &World, options: Options) -> Sha256 {
    let files = world.files.iter().filter(|(path, _)| !is_page(path));
    let files: Vec<_> = files.map(|(path, file)| (path, file.sha256())).collect();
    let assets: Vec<_> = world.assets.iter().map(|(path, asset)| (path, asset.sha256)).collect();
    print(&(files, assets, options.strict, options.drafts))
}
