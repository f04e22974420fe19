//! `graph.json`: the published pages and what ties them, for programs that draw or count. Titles, addresses, dates and
//! counts, and no text of a source.

use super::frame::file_of;
use super::related::Related;
use crate::bind::LinkTarget;
use crate::graph::{Bond, Threads};
use crate::meta::Kind;
use crate::site::Site;
use crate::trace::print;
use crate::world::Sha256;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// The version of the shape, as `docs/format.md` has it.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Node<'a> {
    address: String,
    kind: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    language: &'a str,
}

/// Ordered by where it begins, then by kind, then by where it leads.
#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Edge {
    from: usize,
    kind: &'static str,
    to: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
    #[serde(flatten)]
    shared: Option<Shared>,
}

/// What two briefings have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Shared {
    /// Nodes.
    sources: Vec<usize>,
    topics: Vec<String>,
    /// Nodes.
    entities: Vec<usize>,
}

pub(super) fn graph(site: &Site, threads: &Threads, related: &Related) -> String {
    let pages: Vec<usize> = site.corpus.published().collect();
    let numbers: BTreeMap<usize, usize> = pages.iter().copied().zip(0..).collect();
    // By page, and so in their order.
    let edges: Vec<String> =
        pages.par_iter().map(|&page| lines(&edges_from(site, (threads, related), page, &numbers))).collect();
    let nodes: Vec<String> = pages.par_iter().map(|&page| lines(&[node(site, page)])).collect();
    let graph = [
        ("generator", json(&"ibid")),
        ("version", json(&VERSION)),
        ("site", json(&site.config.title)),
        ("nodes", list(nodes)),
        ("edges", list(edges)),
    ];
    let fields: Vec<String> = graph.iter().map(|(name, value)| format!("{}: {value}", json(name))).collect();
    format!("{{\n{}\n}}\n", fields.join(",\n"))
}

/// What of a page's own the graph is made of, besides what the pages go by. What its words say of others is told apart.
pub(super) fn print_of(site: &Site, page: usize) -> Sha256 {
    let (row, bindings) = (&site.graph.pages[page], &site.bindings.pages[page]);
    let links = bindings.links.iter().filter_map(|target| match target {
        LinkTarget::Page { page, .. } => Some(*page),
        _ => None,
    });
    let (links, mentions): (Vec<usize>, Vec<usize>) =
        (links.collect(), bindings.mentions.iter().map(|mention| mention.entity).collect());
    print(&(&row.cites, &row.publishable, links, mentions, site.corpus.meta(page).date))
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("texts and numbers are JSON")
}

/// An entry on each line, so that two graphs can be compared.
fn lines<T: Serialize>(entries: &[T]) -> String {
    entries.iter().map(json).collect::<Vec<_>>().join(",\n")
}

/// The lines of several.
fn list(mut lines: Vec<String>) -> String {
    lines.retain(|lines| !lines.is_empty());
    if lines.is_empty() { "[]".to_owned() } else { format!("[\n{}\n]", lines.join(",\n")) }
}

fn node(site: &Site, page: usize) -> Node<'_> {
    Node {
        address: file_of(site, page),
        kind: site.corpus.kind(page).as_str(),
        title: site.corpus.title(page),
        date: site.corpus.meta(page).date.map(|date| date.to_string()),
        language: site.known_language(page),
    }
}

/// What leads from a page to others: citations, links, mentions, and what goes with it; in order.
fn edges_from(
    site: &Site,
    (threads, related): (&Threads, &Related),
    page: usize,
    numbers: &BTreeMap<usize, usize>,
) -> Vec<Edge> {
    let mut counts: BTreeMap<(&'static str, usize), usize> = BTreeMap::new();
    for (&source, &count) in &site.graph.pages[page].cites {
        counts.insert(("cites", source), count);
    }
    // What a source says is read in its published passages alone, below.
    if site.corpus.kind(page) != Kind::Source {
        for target in &site.bindings.pages[page].links {
            if let LinkTarget::Page { page: target, .. } = target {
                *counts.entry(("links", *target)).or_default() += 1;
            }
        }
        for mention in &site.bindings.pages[page].mentions {
            *counts.entry(("mentions", mention.entity)).or_default() += 1;
        }
    }
    for &passage in site.graph.publishable(page) {
        for &entity in threads.in_passage(page, passage) {
            *counts.entry(("mentions", entity)).or_default() += 1;
        }
        for echo in threads.echoes(page, passage) {
            let kind = match echo.bond {
                Bond::Copy => "copies",
                Bond::Together(_) => "cited-with",
                Bond::Words { .. } => "resembles",
            };
            *counts.entry((kind, echo.source)).or_default() += 1;
        }
    }
    let from = numbers[&page];
    let node = |page: &usize| numbers.get(page).copied();
    let counted = counts
        .into_iter()
        .filter(|((_, to), _)| *to != page)
        .filter_map(|((kind, to), count)| Some(Edge { from, kind, to: node(&to)?, count: Some(count), shared: None }));
    let mut edges: Vec<Edge> = counted.collect();
    let related = related.of(site, page);
    edges.extend(related.iter().filter_map(|(other, shared)| {
        let shared = Shared {
            sources: shared.sources.iter().filter_map(node).collect(),
            topics: shared.topics.iter().map(|topic| site.corpus.topics[topic].title.clone()).collect(),
            entities: shared.entities.iter().filter_map(node).collect(),
        };
        Some(Edge { from, kind: "related", to: node(other)?, count: None, shared: Some(shared) })
    }));
    edges.sort();
    edges
}
