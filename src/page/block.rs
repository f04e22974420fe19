//! Events → blocks: each paragraph, heading, list item and cell with its running text, and what stands in it that is
//! more than text: citations, links, images. Called by `page::parse`; what the blocks mean is said in its siblings.

use super::container::{Container, Hold};
use super::markdown::{self, CitationLink, Event, HeadingLevel, LinkType, Tag, TagEnd};
use super::prose::{Prose, Style};
use crate::diagnostic::{Code, Finding};
use crate::prose::citation::is_citation;
use crate::span::Span;

/// A stretch of running text.
#[derive(Clone, PartialEq, Debug)]
pub struct Block {
    pub role: Role,
    /// From the first piece of text to the last, in bytes of the file.
    pub span: Span,
    pub prose: Prose,
    /// The outermost block quote that it stands in, counted from 0 through the page.
    pub quote: Option<usize>,
    /// The footnote that it stands in, counted from 0.
    pub footnote: Option<usize>,
    /// Whether it is the first block of a list item.
    pub opens_item: bool,
    /// How many containers it stands in: blocks of one level that follow each other are siblings.
    pub depth: usize,
    /// The bold span at the very beginning, in the text.
    pub lead: Option<Span>,
    /// The innermost container that it stands in, by its index.
    pub container: Option<usize>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Role {
    Text,
    Heading {
        level: u8,
        id: Option<String>,
    },
    /// A cell of a table; rows are counted from 0 through the page, columns from 0 in the row.
    Cell {
        row: usize,
        column: usize,
        header: bool,
    },
    /// The term of a definition list.
    Term,
    /// A code block: its text is verbatim and holds no marks.
    Code,
}

/// A citation mark as written, before its label is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CitationMark {
    /// The whole mark, with its brackets and the words that it supports.
    pub span: Span,
    pub label: Span,
    /// The words that it supports, where it names them.
    pub words: Option<Span>,
    pub block: usize,
    /// Where in the block's text the marker stands: after the words, if there are any.
    pub at: usize,
}

/// A link or an image as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkMark {
    /// The whole mark.
    pub span: Span,
    pub form: LinkForm,
    pub target: String,
    pub block: usize,
    /// The link's words in the block's text; empty for an image.
    pub words: Span,
    /// What an image shows, for those who cannot see it; it is no part of the running text.
    pub alt: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LinkForm {
    Markdown,
    Wiki,
    Image,
}

/// Everything that the events of a page yield.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    pub blocks: Vec<Block>,
    /// What the blocks stand in, in the order in which they begin.
    pub containers: Vec<Container>,
    pub citations: Vec<CitationMark>,
    pub links: Vec<LinkMark>,
    pub findings: Vec<Finding>,
}

/// Reads `text[base..]`. `unsafe_html` leaves raw HTML alone, except for the tags that would escape the checks.
pub(crate) fn blocks(text: &str, base: usize, unsafe_html: bool) -> Blocks {
    let mut collector = Collector { text, unsafe_html, out: Blocks::default(), ..Collector::default() };
    let events = markdown::events(&text[base..], base);
    for (label, span) in events.definitions() {
        if is_citation(&label) {
            let message = format!("`[{label}]:` defines a link, so `[{label}]` would not cite");
            let help = "remove the definition; a source is a page of its own below `content/sources/`";
            collector.out.findings.push(Finding::new(Code::InvalidCitation, span, message).help(help));
        }
    }
    for (event, span) in events {
        collector.event(event, span);
    }
    collector.close();
    collector.out
}

#[derive(Default)]
struct Collector<'a> {
    text: &'a str,
    unsafe_html: bool,
    out: Blocks,
    open: Option<Block>,
    /// What the last block was written into: a copy of it takes no more than it needs, and this has room for the next.
    spare: Prose,
    /// The role of blocks that open now.
    role: Option<Role>,
    depth: usize,
    quote_depth: usize,
    quotes: usize,
    footnotes: usize,
    in_footnote: bool,
    rows: usize,
    column: usize,
    in_header: bool,
    /// The innermost container that is open.
    inside: Option<usize>,
    /// Whether the next block is the first of its item.
    opens_item: bool,
    strong_from: Option<usize>,
    /// Where in the text the styles begin that are open, innermost last.
    styles: Vec<usize>,
    /// Links and images that are open, innermost last.
    links: Vec<OpenLink>,
    /// Which of them is the outermost image: what stands in it is its description.
    image: Option<usize>,
    html: Option<(String, Span)>,
}

struct OpenLink {
    mark: Option<LinkForm>,
    citation: Option<LinkType>,
    target: String,
    span: Span,
    from: usize,
    alt: String,
}

impl Collector<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) if self.html.is_none() => {
                if self.role == Some(Role::Code) {
                    let file = self.text;
                    self.block(span).prose.push_opaque(&text, span, file);
                } else {
                    self.words(&text, span);
                }
            }
            Event::Code(code) if self.image.is_some() => self.words(&code, span),
            Event::Code(code) => {
                let inside = self.text[span.start..span.end]
                    .find(code.as_ref())
                    .map_or(span, |at| Span::new(span.start + at, span.start + at + code.len()));
                let file = self.text;
                let prose = &mut self.block(span).prose;
                let from = prose.len();
                prose.push_opaque(&code, inside, file);
                prose.set(from, Style::Code);
            }
            Event::SoftBreak => self.words("\n", span),
            Event::HardBreak => {
                let from = self.text_end();
                self.words("\n", span);
                self.set(from, Style::Break);
            }
            Event::FootnoteReference(label) => self.stand(Style::Note(label.to_string())),
            Event::TaskListMarker(done) => {
                self.block(span);
                self.stand(Style::Task(done));
            }
            Event::InlineHtml(html) => self.inline_html(&html, span),
            Event::Html(html) => {
                if let Some((whole, place)) = &mut self.html {
                    whole.push_str(&html);
                    *place = place.join(span);
                }
            }
            Event::Text(_) | Event::Rule => {}
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        match tag {
            Tag::Strong => {
                let prose = &self.block(span).prose;
                self.strong_from = prose.text().trim().is_empty().then_some(prose.len());
                self.styles.push(self.text_end());
            }
            Tag::Emphasis | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {
                self.styles.push(self.text_end());
            }
            Tag::Link { link_type, dest_url, .. } => {
                let citation = markdown::is_citation_link(link_type).then_some(link_type);
                let form =
                    if matches!(link_type, LinkType::WikiLink { .. }) { LinkForm::Wiki } else { LinkForm::Markdown };
                // `<a@example.org>` is written without its scheme.
                let scheme = if link_type == LinkType::Email { "mailto:" } else { "" };
                self.open_link(citation.is_none().then_some(form), citation, &format!("{scheme}{dest_url}"), span);
            }
            Tag::Image { dest_url, .. } => self.open_link(Some(LinkForm::Image), None, &dest_url, span),
            Tag::HtmlBlock => {
                self.close();
                self.html = Some((String::new(), span));
            }
            tag => self.start_block(tag),
        }
    }

    fn start_block(&mut self, tag: Tag<'_>) {
        self.close();
        self.enter(&tag);
        match tag {
            Tag::Heading { level, id, .. } => {
                self.role = Some(Role::Heading { level: level_number(level), id: id.map(|id| id.to_string()) });
                return;
            }
            Tag::CodeBlock(_) => {
                self.role = Some(Role::Code);
                return;
            }
            Tag::Paragraph => return,
            Tag::BlockQuote(_) => self.quote_depth += 1,
            Tag::FootnoteDefinition(_) => self.in_footnote = true,
            Tag::Item => self.opens_item = true,
            Tag::TableHead => {
                self.in_header = true;
                self.column = 0;
            }
            Tag::TableRow => self.column = 0,
            Tag::TableCell => {
                self.role = Some(Role::Cell { row: self.rows, column: self.column, header: self.in_header });
                self.column += 1;
            }
            Tag::DefinitionListTitle => self.role = Some(Role::Term),
            _ => {}
        }
        self.depth += 1;
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Strong => {
                let from = self.strong_from.take();
                let block = self.block(span);
                if let (Some(from), None) = (from, block.lead) {
                    block.lead = Some(Span::new(from, block.prose.len()));
                }
                self.end_style(Style::Strong);
            }
            TagEnd::Emphasis => self.end_style(Style::Emphasis),
            TagEnd::Strikethrough => self.end_style(Style::Strike),
            TagEnd::Superscript => self.end_style(Style::Superscript),
            TagEnd::Subscript => self.end_style(Style::Subscript),
            TagEnd::Link | TagEnd::Image => self.close_link(),
            TagEnd::HtmlBlock => {
                if let Some((html, span)) = self.html.take() {
                    self.block_html(&html, span);
                }
            }
            tag => self.end_block(tag, span),
        }
    }

    fn end_block(&mut self, tag: TagEnd, span: Span) {
        if matches!(tag, TagEnd::Heading(_)) {
            // A heading without text is a heading all the same.
            self.block(span);
        }
        self.close();
        self.leave(tag);
        match tag {
            TagEnd::Heading(_) | TagEnd::CodeBlock => {
                self.role = None;
                return;
            }
            TagEnd::Paragraph => return,
            TagEnd::BlockQuote(_) => {
                self.quote_depth -= 1;
                self.quotes += usize::from(self.quote_depth == 0);
            }
            TagEnd::FootnoteDefinition => {
                self.in_footnote = false;
                self.footnotes += 1;
            }
            TagEnd::Item => self.opens_item = false,
            TagEnd::TableHead => {
                self.in_header = false;
                self.rows += 1;
            }
            TagEnd::TableRow => self.rows += 1,
            TagEnd::TableCell | TagEnd::DefinitionListTitle => self.role = None,
            _ => {}
        }
        self.depth -= 1;
    }

    /// Opens the container that begins with a tag, if one does.
    fn enter(&mut self, tag: &Tag<'_>) {
        let around = self.inside.map(|inside| &mut self.out.containers[inside].hold);
        if let Some(hold) = Hold::begin(tag, around, self.out.blocks.len()) {
            self.out.containers.push(Container { parent: self.inside, hold });
            self.inside = Some(self.out.containers.len() - 1);
        }
    }

    fn leave(&mut self, tag: TagEnd) {
        let Some(container) = self.inside.map(|inside| &mut self.out.containers[inside]) else { return };
        match (&mut container.hold, tag) {
            (Hold::Table { head, .. }, TagEnd::TableHead) => head.end = self.out.blocks.len(),
            (hold, tag) if hold.ends_with(tag) => self.inside = container.parent,
            _ => {}
        }
    }

    /// The block that text now belongs to, opened if none is.
    fn block(&mut self, span: Span) -> &mut Block {
        let block = self.open.get_or_insert_with(|| Block {
            role: self.role.clone().unwrap_or(Role::Text),
            span,
            prose: std::mem::take(&mut self.spare).cleared(),
            quote: (self.quote_depth > 0).then_some(self.quotes),
            footnote: self.in_footnote.then_some(self.footnotes),
            opens_item: std::mem::take(&mut self.opens_item),
            depth: self.depth,
            lead: None,
            container: self.inside,
        });
        block.span = block.span.join(span);
        block
    }

    fn close(&mut self) {
        if let Some(mut block) = self.open.take() {
            let prose = block.prose.clone();
            self.spare = std::mem::replace(&mut block.prose, prose);
            self.out.blocks.push(block);
        }
        self.links.clear();
        self.styles.clear();
        self.image = None;
        self.strong_from = None;
    }

    /// How long the text of the open block is.
    fn text_end(&self) -> usize {
        self.open.as_ref().map_or(0, |block| block.prose.len())
    }

    /// Sets what was written since an offset in a style; words of an image are no text.
    fn set(&mut self, from: usize, style: Style) {
        if let Some(block) = self.open.as_mut().filter(|block| block.prose.len() > from) {
            block.prose.set(from, style);
        }
    }

    fn end_style(&mut self, style: Style) {
        if let Some(from) = self.styles.pop() {
            self.set(from, style);
        }
    }

    /// Puts what is no text where the text ends.
    fn stand(&mut self, style: Style) {
        if let Some(block) = &mut self.open {
            block.prose.set(block.prose.len(), style);
        }
    }

    fn words(&mut self, text: &str, span: Span) {
        if let Some(image) = self.image {
            self.links[image].alt.push_str(text);
            return;
        }
        // The label of a bare citation is its syntax, not text; so are the two labels of a pair.
        let label = self.links.last().and_then(|link| link.citation.map(|link_type| (link.span, link_type)));
        if let Some((link, link_type)) = label {
            let supported = match markdown::citation_link(self.text, link, link_type) {
                CitationLink::One { words: Some(words), .. } => words.contains(span),
                _ => false,
            };
            if !supported {
                self.block(span);
                return;
            }
        }
        if text.starts_with(['.', ',', ';', ':', '!', '?', ')', ']']) {
            self.close_up();
        }
        let file = self.text;
        self.block(span).prose.push(text, span, file);
    }

    /// Without its label, `dear [@key#p1].` reads `dear.`: takes away the white space before the citations that came last.
    fn close_up(&mut self) {
        let number = self.out.blocks.len();
        let Some(block) = self.open.as_mut().filter(|_| self.links.is_empty()) else { return };
        let end = block.prose.len();
        let follows = |mark: &CitationMark| mark.block == number && mark.at == end && mark.words.is_none();
        if self.out.citations.last().is_some_and(follows) {
            let end = block.prose.trim_end();
            for mark in self.out.citations.iter_mut().rev().take_while(|mark| mark.block == number && mark.at > end) {
                mark.at = end;
            }
        }
    }

    fn open_link(&mut self, mark: Option<LinkForm>, citation: Option<LinkType>, target: &str, span: Span) {
        let from = self.block(span).prose.len();
        if mark == Some(LinkForm::Image) && self.image.is_none() {
            self.image = Some(self.links.len());
        }
        // In a table the bar of a wikilink is written `\|`, and the backslash is left on the target.
        let target = if mark == Some(LinkForm::Wiki) { target.trim_end_matches('\\').trim() } else { target };
        self.links.push(OpenLink { mark, citation, target: target.to_owned(), span, from, alt: String::new() });
    }

    fn close_link(&mut self) {
        let Some(link) = self.links.pop() else { return };
        self.image = self.image.filter(|&image| image < self.links.len());
        let block = self.out.blocks.len();
        let at = self.block(link.span).prose.len();
        if let Some(form) = link.mark {
            self.misplaced_citation(&link, form);
            let mark = LinkMark {
                span: link.span,
                form,
                target: link.target,
                block,
                words: Span::new(link.from, at),
                alt: link.alt,
            };
            let number = self.out.links.len();
            match form {
                LinkForm::Image if self.image.is_none() => self.stand(Style::Image(number)),
                LinkForm::Image => {}
                LinkForm::Markdown | LinkForm::Wiki => self.set(link.from, Style::Link(number)),
            }
            self.out.links.push(mark);
        } else if self.image.is_some() {
            let finding = Finding::new(Code::InvalidCitation, link.span, "the description of an image cannot cite");
            self.out.findings.push(finding.help("write the citation after the image"));
        } else if let Some(link_type) = link.citation {
            let mark = |span: Span, label, words| CitationMark { span, label, words, block, at };
            match markdown::citation_link(self.text, link.span, link_type) {
                CitationLink::One { label, words } => self.out.citations.push(mark(link.span, label, words)),
                CitationLink::Two { first, second } => {
                    let seam = first.end + 1;
                    self.out.citations.push(mark(Span::new(link.span.start, seam), first, None));
                    self.out.citations.push(mark(Span::new(seam, link.span.end), second, None));
                }
            }
        }
    }

    /// `![x][@k]`, `[@a](…)`: they look like citations and cite nothing.
    fn misplaced_citation(&mut self, link: &OpenLink, form: LinkForm) {
        let raw = link.span.of(self.text);
        let inner = raw.trim_start_matches(['!', '[']);
        let label = inner.split(']').next().unwrap_or_default();
        let reference = raw.rsplit_once("][").map_or("", |(_, reference)| reference);
        if !is_citation(label) && !is_citation(reference) || label.contains('[') || form == LinkForm::Wiki {
            return;
        }
        let defined = form == LinkForm::Markdown && raw.ends_with(']');
        if defined {
            // Reported at the definition.
            return;
        }
        let (what, help) = match form {
            LinkForm::Image => ("an image cannot cite", "write the citation after the image"),
            _ => ("a link with an address cannot cite", "remove the address in parentheses"),
        };
        self.out.findings.push(Finding::new(Code::InvalidCitation, link.span, what).help(help));
    }

    fn inline_html(&mut self, html: &str, span: Span) {
        if markdown::is_comment(html) {
            return;
        }
        self.escaping_tags(html, span);
        if !self.unsafe_html {
            // It is published as text, so what it quotes is checked as text.
            let file = self.text;
            self.block(span).prose.push(html, span, file);
        }
    }

    fn block_html(&mut self, html: &str, span: Span) {
        if markdown::is_comment(html) {
            return;
        }
        self.escaping_tags(html, span);
        if !self.unsafe_html {
            let html = html.trim_end();
            let written = Span::new(span.start, (span.start + html.len()).min(span.end));
            // In a list or a quote the lines are indented or marked, and only the block as a whole can be pointed at.
            let span = if self.text.get(written.start..written.end) == Some(html) { written } else { span };
            let file = self.text;
            self.block(span).prose.push(html, span, file);
            self.close();
        }
    }

    /// Raw quotations would be published without a check.
    fn escaping_tags(&mut self, html: &str, span: Span) {
        let lower = html.to_ascii_lowercase();
        let tag = ["q", "blockquote"].into_iter().find(|tag| {
            lower.split('<').skip(1).any(|rest| {
                rest.strip_prefix(tag)
                    .is_some_and(|rest| rest.starts_with(|c: char| !c.is_ascii_alphanumeric() && c != '-'))
            })
        });
        if let (true, Some(tag)) = (self.unsafe_html, tag) {
            let message = format!("the tag `<{tag}>` would publish a quotation that nobody checks");
            let help = "write the quotation in quotation marks, or as a Markdown block quote";
            self.out.findings.push(Finding::new(Code::InvalidMarkdown, span, message).help(help));
        }
    }
}

pub(crate) fn level_number(level: HeadingLevel) -> u8 {
    level as u8
}
