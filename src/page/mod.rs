//! A Markdown file → `Page`: its text, and what stands where in it: headings, statements, citations, quotations, links,
//! passages. Called by `corpus`; looks at one file alone, so whether anything that it names exists is decided later.
//!
//! A page that was read by an earlier build may come without its content, which is then read when somebody asks for it.

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
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// One Markdown file, read. Final: later stages add tables beside it.
#[derive(Clone, Debug)]
pub struct Page {
    pub path: FilePath,
    pub file: Arc<File>,
    pub kind: Kind,
    pub meta: Meta,
    /// Where the Markdown begins, in bytes.
    pub body: usize,
    pub gist: Gist,
    reading: Reading,
    content: OnceLock<Box<Content>>,
}

/// What all pages are asked for: little, so that a page of which nothing else is wanted need not be read.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Gist {
    /// The first heading of level 1.
    pub heading: Option<String>,
    pub events: Vec<Event>,
    /// What a draft guessed and nobody has confirmed: its marks in statements, in order; those in quotations are the source's.
    pub guesses: Vec<Span>,
    /// Those of the links that show an image.
    pub images: Vec<usize>,
    /// For a source: text without an id.
    pub unnumbered: Vec<Span>,
    /// For a source: what the seal compares, by id; where two passages claim one, the last.
    pub hashes: BTreeMap<PassageId, PassageHash>,
    pub findings: Vec<Finding>,
}

/// A page without its content, to be kept.
#[derive(Serialize, Deserialize)]
pub(crate) struct Surface<'a> {
    kind: Kind,
    meta: Cow<'a, Meta>,
    body: usize,
    gist: Cow<'a, Gist>,
}

/// What stands where in a page.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// The file's text with what was set apart blanked, byte for byte; `None` where nothing was.
    cut: Option<String>,
    pub blocks: Vec<Block>,
    /// What the blocks stand in.
    pub containers: Vec<Container>,
    pub headings: Vec<Heading>,
    pub citations: Vec<Citation>,
    pub quotations: Vec<Quotation>,
    pub statements: Vec<Statement>,
    pub links: Vec<LinkMark>,
    /// `@key#p1` outside brackets, with the key.
    pub bare_citations: Vec<(Span, String)>,
    /// For a source: its passages, in page order.
    pub passages: Vec<Passage>,
    /// Ids with their indices into `passages`, ascending; where two claim one, the first comes first.
    by_id: Vec<(PassageId, usize)>,
    /// For a source: what an import set aside.
    pub boilerplate: Vec<Boilerplate>,
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
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
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
    let (mut gist, content) = Reader { path, text, kind, body, reading }.read();
    gist.findings.splice(0..0, findings);
    gist.findings.sort_by_key(|finding| finding.span);
    Page {
        path: path.clone(),
        file: Arc::clone(file),
        kind,
        meta,
        body,
        gist,
        reading,
        content: Box::new(content).into(),
    }
}

/// What decides how a page's Markdown reads.
struct Reader<'a> {
    path: &'a FilePath,
    text: &'a str,
    kind: Kind,
    body: usize,
    reading: Reading,
}

impl Reader<'_> {
    fn read(&self) -> (Gist, Content) {
        let mut gist = Gist::default();
        let (cut, boilerplate) = match self.kind {
            Kind::Source => {
                let (cut, boilerplate, faults) = fence::cut(self.text, self.body);
                gist.findings.extend(faults);
                (Some(cut).filter(|cut| cut != self.text), boilerplate)
            }
            _ => (None, Vec::new()),
        };
        let mut blocks = block::blocks(cut.as_deref().unwrap_or(self.text), self.body, self.reading.unsafe_html);
        if cut.is_some() {
            blocks.blocks.iter_mut().for_each(|block| block.prose.widen(self.text));
        }
        gist.findings.extend(blocks.findings);
        gist.findings.extend(missing_alts(&blocks.links));
        let is_image = |link: &usize| blocks.links[*link].form == LinkForm::Image;
        gist.images = (0..blocks.links.len()).filter(is_image).collect();
        let headings = heading::headings(&blocks.blocks);
        gist.heading = headings.iter().find(|heading| heading.level == 1).map(|heading| heading.text.clone());
        let mut content = Content {
            cut,
            headings,
            links: blocks.links,
            boilerplate,
            blocks: blocks.blocks,
            containers: blocks.containers,
            ..Content::default()
        };
        if self.kind == Kind::Source {
            self.read_source(&mut content, &mut gist);
        } else {
            self.read_statements(&mut content, &mut gist, blocks.citations);
        }
        content.fit();
        (gist, content)
    }

    fn read_source(&self, content: &mut Content, gist: &mut Gist) {
        let passages = passage::passages(self.path, &content.blocks);
        content.passages = passages.passages;
        content.by_id = content.passages.iter().map(|passage| passage.id).zip(0..).collect();
        content.by_id.sort_unstable();
        let hash = |passage: &Passage| (passage.id, PassageHash::of(passage.prose.text()));
        gist.hashes = content.passages.iter().map(hash).collect();
        gist.unnumbered = passages.unnumbered;
        gist.findings.extend(passages.findings);
    }

    fn read_statements(&self, content: &mut Content, gist: &mut Gist, marks: Vec<CitationMark>) {
        let statements = statement::statements(&content.blocks, &marks, self.reading.single_quotes);
        content.statements = statements.statements;
        content.quotations = statements.quotations;
        gist.events = statements.events;
        gist.findings.extend(statements.findings);
        for mark in marks {
            let label = read_label(mark.label, self.text, &mut gist.findings);
            content.citations.push(Citation { mark, label });
        }
        content.bare_citations = bare_citations(content, self.text, self.body);
        gist.guesses = guesses(content, self.text);
    }
}

fn guesses(content: &Content, text: &str) -> Vec<Span> {
    // Nearly no page has any.
    if memchr::memmem::find(text.as_bytes(), GUESS.as_bytes()).is_none() {
        return Vec::new();
    }
    let in_statement = |statement: &Statement| -> Vec<Span> {
        let start = statement.span.start;
        let marks = statement.span.of(text).match_indices(GUESS);
        let marks = marks.map(|(at, mark)| Span::new(start + at, start + at + mark.len()));
        let is_quoted =
            |mark: &Span| statement.quotations.iter().any(|&quoted| content.quotations[quoted].span.contains(*mark));
        marks.filter(|mark| !is_quoted(mark)).collect()
    };
    content.statements.iter().flat_map(in_statement).collect()
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
fn bare_citations(content: &Content, text: &str, body: usize) -> Vec<(Span, String)> {
    if !text[body..].contains('@') && !text[body..].contains("#p") {
        return Vec::new();
    }
    let inside_mark = |span: Span| {
        let next = content.citations.partition_point(|citation| citation.mark.span.start <= span.start);
        let citation = next.checked_sub(1).is_some_and(|before| content.citations[before].mark.span.contains(span));
        // An image in a link ends before it, so links are in the order of their ends.
        let next = content.links.partition_point(|link| link.span.end < span.end);
        citation || content.links.get(next).is_some_and(|link| link.span.contains(span))
    };
    let mut found = Vec::new();
    for block in content.blocks.iter().filter(|block| block.role != Role::Code) {
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

/// Gives back what a list has reserved for more. `shrink_to_fit` would not: an allocator may leave a block where it is as long as
/// half of it is filled, and the program's does.
fn fit<T>(list: &mut Vec<T>) {
    if list.capacity() > list.len() {
        let mut fitting = Vec::with_capacity(list.len());
        fitting.append(list);
        *list = fitting;
    }
}

impl Page {
    /// The page that was read from this file before, when this was what it showed.
    pub(crate) fn of_surface(path: &FilePath, file: &Arc<File>, reading: Reading, surface: Surface) -> Self {
        let Surface { kind, meta, body, gist } = surface;
        let (path, file, meta, gist) = (path.clone(), Arc::clone(file), meta.into_owned(), gist.into_owned());
        Self { path, file, kind, meta, body, gist, reading, content: OnceLock::new() }
    }

    pub(crate) fn surface(&self) -> Surface<'_> {
        let (meta, gist) = (Cow::Borrowed(&self.meta), Cow::Borrowed(&self.gist));
        Surface { kind: self.kind, meta, body: self.body, gist }
    }

    /// The title, or what stands in for it: the first heading of level 1, else the stem of the file.
    pub fn title(&self) -> &str {
        let title = self.meta.title.as_ref().map(|title| &title.value);
        title.or(self.gist.heading.as_ref()).map(String::as_str).unwrap_or_else(|| match self.path.stem() {
            "_index" | "index" => self.path.folder().rsplit('/').next().unwrap_or_default(),
            stem => stem,
        })
    }

    /// Whether somebody asked for its content.
    pub fn is_read(&self) -> bool {
        self.content.get().is_some()
    }

    /// The text as Markdown is read from it: as long as the file's, with what was set apart blanked.
    pub(crate) fn markdown(&self) -> &str {
        self.cut.as_deref().unwrap_or(self.file.text())
    }
}

/// What stands in the page; it is read now if it was not before.
impl Deref for Page {
    type Target = Content;

    fn deref(&self) -> &Content {
        self.content.get_or_init(|| {
            let Self { path, file, kind, body, reading, .. } = self;
            let reader = Reader { path, text: file.text(), kind: *kind, body: *body, reading: *reading };
            Box::new(reader.read().1)
        })
    }
}

impl Content {
    /// Gives back what was reserved for more.
    fn fit(&mut self) {
        let proses = self.blocks.iter_mut().map(|block| &mut block.prose);
        let proses = proses.chain(self.quotations.iter_mut().map(|quotation| &mut quotation.prose));
        proses.chain(self.passages.iter_mut().map(|passage| &mut passage.prose)).for_each(Prose::fit);
        fit(&mut self.blocks);
        fit(&mut self.containers);
        fit(&mut self.headings);
        fit(&mut self.citations);
        fit(&mut self.quotations);
        fit(&mut self.statements);
        fit(&mut self.links);
        fit(&mut self.passages);
    }

    pub fn passage(&self, id: PassageId) -> Option<usize> {
        let first = self.by_id.partition_point(|&(other, _)| other < id);
        self.by_id.get(first).filter(|&&(other, _)| other == id).map(|&(_, index)| index)
    }

    /// The statement that a citation belongs to.
    pub fn statement_of_citation(&self, citation: usize) -> Option<usize> {
        self.statements.iter().position(|statement| statement.citations.contains(&citation))
    }
}
