//! All sources → the bibliography: each as a reference in the style of the site, grouped by kind or by publisher, and as files
//! for other programs. `plan` makes the table of references once and its pages from that; source pages show their own row.

mod export;
mod format;
mod markup;
mod name;
mod order;
mod reference;
mod style;
mod tree;

pub use export::Export;
pub(crate) use style::check;

use super::frame::file_of;
use super::view::{
    BibliographyEntry, BibliographyGroup, BibliographyView, ExportView, NavLink, PageLink, ReferenceView,
};
use super::words;
use crate::corpus::Address;
use crate::parts::Parts;
use crate::site::Site;
use crate::trace::print;
use markup::Markup;
use reference::Reference;
use std::collections::{BTreeMap, BTreeSet};
use style::Style;

/// The folder of the bibliography.
pub(super) const FOLDER: &str = "bibliography";

/// What the bibliography is grouped by: each has a page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Grouping {
    Kind,
    Publisher,
}

impl Grouping {
    pub const ALL: [Grouping; 2] = [Grouping::Kind, Grouping::Publisher];

    pub(super) fn address(self) -> Address {
        match self {
            Grouping::Kind => Address::of_folder(FOLDER),
            Grouping::Publisher => Address::of_folder("bibliography/publishers"),
        }
    }

    fn title(self, site: &Site) -> String {
        site.words().say(match self {
            Grouping::Kind => "bibliography.by-kind",
            Grouping::Publisher => "bibliography.by-publisher",
        })
    }

    /// The group of a source. Empty, which comes last, where it is not known.
    fn group(self, site: &Site, source: usize) -> String {
        let page = site.corpus.face(source);
        match self {
            Grouping::Kind => words::genre(site.words(), page),
            Grouping::Publisher => page.meta().source.publisher.clone().unwrap_or_default(),
        }
    }
}

/// The references of a site, formatted. In order of the style within the kinds, which is how they are numbered.
pub(super) struct Table {
    rows: Vec<Row>,
    /// By the source's page.
    by_source: BTreeMap<usize, usize>,
    /// What the style is called.
    style: String,
}

struct Row {
    source: usize,
    reference: Reference,
    markup: Markup,
}

/// The name under which formatted entries are kept.
const PART: &str = "references";

/// The entries in their order, each with the index of its reference.
type Entries = Vec<(usize, Markup)>;

pub(super) fn table(site: &Site, parts: &Parts) -> Table {
    let style = style::style(&site.world, &site.config);
    let sources: Vec<usize> = site.corpus.sources().collect();
    let references: Vec<Reference> = sources.iter().map(|&source| reference::reference(site, source)).collect();
    let groups: Vec<String> = sources.iter().map(|&source| Grouping::Kind.group(site, source)).collect();
    let print = print(&(&references, &groups, &style.csl, &style.locale, &style.locales));
    let entries: Entries = parts.alone(PART, print, || entries(&references, &groups, &style));
    let mut references: Vec<Option<Reference>> = references.into_iter().map(Some).collect();
    let rows = entries.into_iter().map(|(index, markup)| Row {
        source: sources[index],
        reference: references[index].take().expect("an order names each once"),
        markup,
    });
    let rows: Vec<Row> = rows.collect();
    let by_source = rows.iter().enumerate().map(|(row, own)| (own.source, row)).collect();
    Table { rows, by_source, style: style.csl.info.title.value }
}

fn entries(references: &[Reference], groups: &[String], style: &Style) -> Entries {
    let items = format::items(references);
    let mut order = format::sorted(references, &items, style);
    order.sort_by_key(|&index| &groups[index]);
    let entries = format::entries(&items, &order, style);
    order.into_iter().zip(entries).collect()
}

/// The file of a format: of one source, or of all.
pub(super) fn export_file(site: &Site, source: Option<usize>, export: Export) -> String {
    let folder = source.map_or_else(|| Address::of_folder(FOLDER), |source| site.corpus.address(source).clone());
    let name = folder.as_str().trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    format!("{}{name}.{}", folder.as_str(), export.extension())
}

fn export_views(site: &Site, from: &Address, source: Option<usize>) -> Vec<ExportView> {
    let view = |export: Export| ExportView {
        name: export.name().to_owned(),
        href: from.link_to(&export_file(site, source, export)),
    };
    Export::ALL.map(view).into()
}

impl Table {
    /// The text of an export: of one source, or of all.
    pub fn export(&self, source: Option<usize>, export: Export) -> String {
        let chosen = source.map(|source| self.by_source.get(&source).copied());
        let rows = match chosen {
            Some(row) => row.map_or(&[][..], |row| &self.rows[row..=row]),
            None => &self.rows,
        };
        export.text(&rows.iter().map(|row| &row.reference).collect::<Vec<_>>())
    }

    /// How a source is cited, for its own page.
    pub fn reference(&self, site: &Site, source: usize) -> ReferenceView {
        let markup = self.by_source.get(&source).map(|&row| self.rows[row].markup.body.clone());
        ReferenceView {
            html: markup.unwrap_or_default(),
            style: self.style.clone(),
            exports: export_views(site, site.corpus.address(source), Some(source)),
        }
    }

    pub fn view(&self, site: &Site, grouping: Grouping) -> BibliographyView {
        let address = grouping.address();
        let mut groups: BTreeMap<(bool, String), BibliographyGroup> = BTreeMap::new();
        for row in &self.rows {
            let name = grouping.group(site, row.source);
            // Names of publishers that differ only in their capitals are one publisher.
            let group = groups.entry((name.is_empty(), name.to_lowercase())).or_insert_with(|| {
                let name = if name.is_empty() { site.words().say("bibliography.no-publisher") } else { name };
                BibliographyGroup { name, entries: Vec::new() }
            });
            group.entries.push(entry(site, &address, row));
        }
        let ways = Grouping::ALL.map(|way| NavLink {
            title: way.title(site),
            href: address.link_to(way.address().to_out_path().as_str()),
            current: way == grouping,
        });
        BibliographyView {
            groups: groups.into_values().collect(),
            ways: ways.into(),
            style: self.style.clone(),
            exports: export_views(site, &address, None),
        }
    }
}

fn entry(site: &Site, address: &Address, row: &Row) -> BibliographyEntry {
    let source = row.source;
    let meta = site.corpus.meta(source);
    let graph = &site.graph.pages[source];
    let citing = graph.cited_in.values().flatten().chain(&graph.whole_cited_in);
    let statements: BTreeSet<(usize, Option<usize>)> = citing.map(|citing| (citing.page, citing.statement)).collect();
    let pages: BTreeSet<usize> = statements.iter().map(|(page, _)| *page).collect();
    let mut cited_in: Vec<PageLink> =
        pages.into_iter().map(|page| words::page_link(site, &address.link_to(&file_of(site, page)), page)).collect();
    cited_in.sort();
    BibliographyEntry {
        key: site.corpus.key(source).map(ToString::to_string).unwrap_or_default(),
        label: row.markup.label.clone(),
        html: row.markup.body.clone(),
        exports: export_views(site, address, Some(source)),
        authors: meta.authors.clone(),
        publisher: meta.source.publisher.clone().unwrap_or_default(),
        title: site.corpus.title(source).to_owned(),
        date: meta.date.map(|date| words::date(date, site.words())),
        href: address.link_to(&file_of(site, source)),
        url: meta.source.url.clone().unwrap_or_default(),
        citations: statements.len(),
        cited_in,
    }
}
