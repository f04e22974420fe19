//! A Markdown file → `Page`: its text, and what stands where in it: headings, statements, citations, quotations, links,
//! passages. Called by `corpus`; looks at one file alone, so whether anything that it names exists is decided later.

mod block;
mod container;
mod fence;
mod heading;
pub(crate) mod markdown;
mod passage;
mod prose;
mod statement;

pub use block::{Block, CitationMark, LinkForm, LinkMark, Role};
pub use container::{Container, Hold};
pub use fence::Boilerplate;
pub use heading::Heading;
pub use markdown::Alignment;
pub use passage::{CELLS, Passage};
pub use prose::{Prose, Style, Styled};
pub use statement::fold;
pub use statement::{Event, Form, GUESS, Quotation, Statement};

use crate::diagnostic::{Code, Finding};
use crate::key::PassageId;
use crate::meta::{self, Kind, Meta};
use crate::path::FilePath;
use crate::prose::citation::{self, Cite};
use crate::seal::PassageHash;
use crate::span::Span;
use crate::world::File;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One Markdown file, read. Final: later stages add tables beside it.
#[derive(Clone, Debug)]
pub struct Page {
    pub path: FilePath,
    pub file: Arc<File>,
    pub kind: Kind,
    pub meta: Meta,
    /// Where the Markdown begins, in bytes.
    pub body: usize,
    /// The file's text with what was set apart blanked, byte for byte; `None` where nothing was.
    cut: Option<String>,
    pub blocks: Vec<Block>,
    /// What the blocks stand in.
    pub containers: Vec<Container>,
    pub headings: Vec<Heading>,
    pub citations: Vec<Citation>,
    pub quotations: Vec<Quotation>,
    pub statements: Vec<Statement>,
    pub events: Vec<Event>,
    pub links: Vec<LinkMark>,
    /// `@key#p1` outside brackets, with the key.
    pub bare_citations: Vec<(Span, String)>,
    /// What a draft guessed and nobody has confirmed: its marks in statements, in order; those in quotations are the source's.
    pub guesses: Vec<Span>,
    /// For a source: its passages, in page order.
    pub passages: Vec<Passage>,
    /// Ids with their indices into `passages`, ascending; where two claim one, the first comes first.
    by_id: Vec<(PassageId, usize)>,
    /// For a source: text without an id.
    pub unnumbered: Vec<Span>,
    /// For a source: what an import set aside.
    pub boilerplate: Vec<Boilerplate>,
    pub findings: Vec<Finding>,
}

/// A citation mark and what its label says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Citation {
    pub mark: CitationMark,
    pub label: Label,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Label {
    /// In order, at least one.
    Cites(Vec<Cite>),
    /// `citation needed`.
    Needed,
    /// Does not parse; found where it stands.
    Faulty,
}

/// The settings of a site that decide how its pages read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Reading {
    pub single_quotes: bool,
    pub unsafe_html: bool,
    /// No page is a draft.
    pub publishes_drafts: bool,
}

/// Reads a file below `content/`.
pub fn parse(path: &FilePath, file: &Arc<File>, reading: Reading) -> Page {
    let text = file.text();
    let (mut meta, body, mut findings) = meta::parse(text);
    meta.draft &= !reading.publishes_drafts;
    findings.extend(text.find('\0').map(|at| {
        let finding = Finding::new(Code::InvalidMarkdown, Span::new(at, at + 1), "a NUL character is no text");
        finding.help("remove it, or save the file as UTF-8 if it was meant to be text")
    }));
    let kind = meta.kind.unwrap_or_else(|| kind_of(path));
    let (cut, boilerplate) = match kind {
        Kind::Source => {
            let (cut, boilerplate, faults) = fence::cut(text, body);
            findings.extend(faults);
            (Some(cut).filter(|cut| cut != text), boilerplate)
        }
        _ => (None, Vec::new()),
    };
    let mut blocks = block::blocks(cut.as_deref().unwrap_or(text), body, reading.unsafe_html);
    if cut.is_some() {
        blocks.blocks.iter_mut().for_each(|block| block.prose.widen(text));
    }
    findings.extend(blocks.findings);
    findings.extend(missing_alts(&blocks.links));
    let mut page = Page {
        path: path.clone(),
        file: Arc::clone(file),
        kind,
        meta,
        body,
        headings: heading::headings(&blocks.blocks),
        citations: Vec::new(),
        quotations: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
        links: blocks.links,
        bare_citations: Vec::new(),
        guesses: Vec::new(),
        passages: Vec::new(),
        by_id: Vec::new(),
        unnumbered: Vec::new(),
        boilerplate,
        blocks: blocks.blocks,
        containers: blocks.containers,
        cut,
        findings,
    };
    if kind == Kind::Source {
        read_source(&mut page);
    } else {
        read_statements(&mut page, blocks.citations, reading);
    }
    page.findings.sort_by_key(|finding| finding.span);
    page.shrink();
    page
}

fn read_source(page: &mut Page) {
    let passages = passage::passages(&page.path, &page.blocks);
    page.passages = passages.passages;
    page.by_id = page.passages.iter().map(|passage| passage.id).zip(0..).collect();
    page.by_id.sort_unstable();
    page.unnumbered = passages.unnumbered;
    page.findings.extend(passages.findings);
}

fn read_statements(page: &mut Page, marks: Vec<CitationMark>, reading: Reading) {
    let statements = statement::statements(&page.blocks, &marks, reading.single_quotes);
    page.statements = statements.statements;
    page.quotations = statements.quotations;
    page.events = statements.events;
    page.findings.extend(statements.findings);
    for mark in marks {
        let label = read_label(mark.label, page.file.text(), &mut page.findings);
        page.citations.push(Citation { mark, label });
    }
    page.bare_citations = bare_citations(page);
    page.guesses = guesses(page);
}

fn guesses(page: &Page) -> Vec<Span> {
    let text = page.file.text();
    // Nearly no page has any.
    if memchr::memmem::find(text.as_bytes(), GUESS.as_bytes()).is_none() {
        return Vec::new();
    }
    let in_statement = |statement: &Statement| -> Vec<Span> {
        let start = statement.span.start;
        let marks = statement.span.of(text).match_indices(GUESS);
        let marks = marks.map(|(at, mark)| Span::new(start + at, start + at + mark.len()));
        let is_quoted =
            |mark: &Span| statement.quotations.iter().any(|&quoted| page.quotations[quoted].span.contains(*mark));
        marks.filter(|mark| !is_quoted(mark)).collect()
    };
    page.statements.iter().flat_map(in_statement).collect()
}

fn read_label(label: Span, text: &str, findings: &mut Vec<Finding>) -> Label {
    let raw = label.of(text);
    if citation::is_needed(raw) {
        return Label::Needed;
    }
    citation::parse(raw).map(Label::Cites).unwrap_or_else(|fault| {
        let span = Span::new(label.start + fault.span.start, label.start + fault.span.end);
        let finding = Finding::new(Code::InvalidCitation, span, fault.message);
        findings.push(finding.maybe_help(fault.help));
        Label::Faulty
    })
}

/// Bare citations in the raw text of the blocks, outside code and brackets.
fn bare_citations(page: &Page) -> Vec<(Span, String)> {
    let text = page.file.text();
    if !text[page.body..].contains('@') && !text[page.body..].contains("#p") {
        return Vec::new();
    }
    let inside_mark = |span: Span| {
        let next = page.citations.partition_point(|citation| citation.mark.span.start <= span.start);
        let citation = next.checked_sub(1).is_some_and(|before| page.citations[before].mark.span.contains(span));
        // An image in a link ends before it, so links are in the order of their ends.
        let next = page.links.partition_point(|link| link.span.end < span.end);
        citation || page.links.get(next).is_some_and(|link| link.span.contains(span))
    };
    let mut found = Vec::new();
    for block in page.blocks.iter().filter(|block| block.role != Role::Code) {
        let raw = block.span.of(text);
        let opaque = block.prose.opaque();
        let is_code = |span: Span| {
            let next = opaque.partition_point(|code| block.prose.to_bytes(*code).end <= span.start);
            opaque.get(next).is_some_and(|code| block.prose.to_bytes(*code).contains(span))
        };
        for (span, key) in citation::bare_citations(raw).chain(citation::signless_citations(raw)) {
            let span = Span::new(span.start + block.span.start, span.end + block.span.start);
            let escaped = text[..span.start].ends_with('\\');
            if !escaped && !inside_mark(span) && !is_code(span) {
                found.push((span, key.to_owned()));
            }
        }
    }
    found.sort();
    found
}

fn missing_alts(links: &[LinkMark]) -> Vec<Finding> {
    let silent = links.iter().filter(|link| link.form == LinkForm::Image && link.alt.trim().is_empty());
    silent
        .map(|link| {
            let finding =
                Finding::new(Code::MissingAlt, link.span, "this image says nothing to those who cannot see it");
            finding.help("describe it between the brackets: `![a chart of …](chart.png)`")
        })
        .collect()
}

/// The kind that a page's place gives it: that of its folder, but a folder's own page only lists.
fn kind_of(path: &FilePath) -> Kind {
    if is_section(path) { Kind::Page } else { Kind::of_folder(top_folder(path)) }
}

/// The folder below `content/` that holds the file, if any: `briefings`.
pub fn top_folder(path: &FilePath) -> &str {
    let below = path.as_str().strip_prefix("content/").unwrap_or(path.as_str());
    below.split_once('/').map_or("", |(folder, _)| folder)
}

/// Whether the file is the page of its folder.
pub fn is_section(path: &FilePath) -> bool {
    path.name() == "_index.md"
}

impl Page {
    /// Gives back what was reserved for more: a quarter of what pages take.
    fn shrink(&mut self) {
        self.blocks.shrink_to_fit();
        self.containers.shrink_to_fit();
        self.headings.shrink_to_fit();
        self.citations.shrink_to_fit();
        self.quotations.shrink_to_fit();
        self.statements.shrink_to_fit();
        self.links.shrink_to_fit();
        self.passages.shrink_to_fit();
    }

    /// The title, or what stands in for it: the first heading of level 1, else the stem of the file.
    pub fn title(&self) -> &str {
        let heading = || self.headings.iter().find(|heading| heading.level == 1).map(|heading| heading.text.as_str());
        self.meta.title.as_ref().map(|title| title.value.as_str()).or_else(heading).unwrap_or_else(|| {
            match self.path.stem() {
                "_index" | "index" => self.path.folder().rsplit('/').next().unwrap_or_default(),
                stem => stem,
            }
        })
    }

    /// The text as Markdown is read from it: as long as the file's, with what was set apart blanked.
    pub(crate) fn markdown(&self) -> &str {
        self.cut.as_deref().unwrap_or(self.file.text())
    }

    pub fn passage(&self, id: PassageId) -> Option<usize> {
        let first = self.by_id.partition_point(|&(other, _)| other < id);
        self.by_id.get(first).filter(|&&(other, _)| other == id).map(|&(_, index)| index)
    }

    /// The statement that a citation belongs to.
    pub fn statement_of_citation(&self, citation: usize) -> Option<usize> {
        self.statements.iter().position(|statement| statement.citations.contains(&citation))
    }

    /// What the seal compares, by id.
    pub fn passage_hashes(&self) -> BTreeMap<PassageId, PassageHash> {
        self.passages.iter().map(|passage| (passage.id, PassageHash::of(passage.prose.text()))).collect()
    }
}
