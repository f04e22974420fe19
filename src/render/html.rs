//! A page's Markdown → HTML, with its marks put in: note markers, links, names, dates, badges. Called for the body of
//! every page but a source. Looks everything up; decides nothing.

use super::highlight::highlight;
use super::{source, words};
use crate::bind::{BoundCite, LinkTarget, Standing};
use crate::meta::Kind;
use crate::page::markdown::{self, CitationLink, CodeBlockKind, Event, LinkType, Tag, TagEnd};
use crate::page::{Citation, Label, Page};
use crate::prose::citation::Confidence;
use crate::site::Site;
use crate::span::Span;
use pulldown_cmark::{CowStr, html::push_html};
use pulldown_cmark_escape::{escape_html, escape_html_body_text};
use std::collections::{HashMap, HashSet};

/// The HTML of a page's body. Links are relative to the page's address.
pub fn body(site: &Site, index: usize) -> String {
    let page = &site.corpus.pages[index];
    let mut writer = Writer {
        site,
        index,
        page,
        edits: edits(site, index),
        next_edit: 0,
        out: Vec::new(),
        next_heading: 0,
        links: page.links.iter().enumerate().map(|(number, link)| (link.span, number)).collect(),
        next_citation: 0,
        open: Vec::new(),
        code: None,
        html: None,
        footer: false,
        footnotes: HashMap::new(),
        referenced: HashSet::new(),
        definitions: Vec::new(),
        items: Vec::new(),
        attributions: page.quotations.iter().filter_map(|quotation| quotation.attribution).collect(),
    };
    for (event, span) in markdown::events(&page.markdown[page.body..], page.body) {
        writer.event(event, span);
    }
    writer.link_footnotes_back();
    let mut html = String::with_capacity(page.markdown.len() * 3 / 2);
    push_html(&mut html, writer.out.into_iter());
    html
}

/// HTML to put in at a byte of the file, in place of the bytes under the span.
struct Edit {
    span: Span,
    html: String,
}

/// Names that become links, dates of events, anchors of what is unsourced; in order, without overlaps.
fn edits(site: &Site, index: usize) -> Vec<Edit> {
    let page = &site.corpus.pages[index];
    let bindings = &site.bindings.pages[index];
    let mut edits = Vec::new();
    for mention in bindings.mentions.iter().filter(|mention| mention.link) {
        let href = site.link(index, mention.entity, None);
        let name = mention.span.of(page.file.text());
        edits.push(Edit {
            span: mention.span,
            html: format!("<a class=\"entity\" href=\"{}\">{}</a>", attribute(&href), text(name)),
        });
    }
    for event in &page.events {
        let date = words::date(event.date, site.language(index));
        edits.push(Edit {
            span: event.date_span,
            html: format!("<time datetime=\"{}\">{}</time>", date.iso, text(&date.text)),
        });
    }
    if page.kind == Kind::Briefing {
        for (number, (statement, standing)) in page.statements.iter().zip(&bindings.standings).enumerate() {
            if matches!(standing, Standing::Unsourced | Standing::Needed) {
                let html = format!("<span class=\"unsourced\" id=\"s{}\"></span>", number + 1);
                edits.push(Edit { span: Span::at(statement.span.start), html });
            }
        }
    }
    edits.sort_by_key(|edit| edit.span);
    edits
}

struct Writer<'a> {
    site: &'a Site,
    index: usize,
    page: &'a Page,
    edits: Vec<Edit>,
    next_edit: usize,
    out: Vec<Event<'a>>,
    next_heading: usize,
    /// Links and images, by their place.
    links: HashMap<Span, usize>,
    next_citation: usize,
    /// What is open and needs something at its end, innermost last.
    open: Vec<Open>,
    /// The language and text of an open code block.
    code: Option<(String, String)>,
    html: Option<String>,
    /// Whether the attribution of a block quote is open.
    footer: bool,
    /// The letters of footnotes, by label.
    footnotes: HashMap<String, String>,
    /// The labels of footnotes that the text refers to.
    referenced: HashSet<String>,
    /// Where footnotes begin in `out`, with their labels.
    definitions: Vec<(usize, String)>,
    /// For each open list item, whether it was opened as raw HTML.
    items: Vec<bool>,
    /// Where the attributions of block quotes begin.
    attributions: HashSet<usize>,
}

enum Open {
    /// A citation: its labels hide, words that it supports show.
    Citation {
        words: Option<Span>,
        after: String,
    },
    /// A link that leads nowhere: its words show.
    Nothing,
    Link,
}

impl<'a> Writer<'a> {
    fn event(&mut self, event: Event<'a>, span: Span) {
        let hidden = self.open.iter().any(
            |open| matches!(open, Open::Citation { words, .. } if !words.is_some_and(|words| words.contains(span))),
        );
        match event {
            Event::End(TagEnd::Link) => self.end(TagEnd::Link),
            _ if hidden => {}
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => match (&mut self.code, &mut self.html) {
                (Some((_, code)), _) => code.push_str(&words),
                (None, Some(html)) => html.push_str(&words),
                (None, None) => self.words(words, span),
            },
            Event::SoftBreak | Event::HardBreak => {
                self.flush_edits(span.start);
                self.out.push(event);
            }
            Event::Html(html) => {
                if let Some(block) = &mut self.html {
                    block.push_str(&html);
                }
            }
            Event::InlineHtml(html) => {
                self.flush_edits(span.start);
                self.raw_html(&html, true);
            }
            Event::FootnoteReference(label) => {
                self.flush_edits(span.start);
                let letter = self.footnote(&label);
                // The way back leads to the first reference.
                let first = self.referenced.insert(label.to_string());
                let id = if first { format!(" id=\"fr-{letter}\"") } else { String::new() };
                self.inline(format!(
                    "<sup><a class=\"footnote\" href=\"#f-{letter}\"{id} role=\"doc-noteref\" aria-label=\"Footnote {letter}\">{letter}</a></sup>"
                ));
            }
            Event::TaskListMarker(done) => {
                let (mark, label) = if done { ("☑", "done") } else { ("☐", "not done") };
                self.inline(format!("<span class=\"task\" role=\"img\" aria-label=\"{label}\">{mark}</span> "));
            }
            Event::Code(_) => {
                self.flush_edits(span.start);
                self.out.push(event);
            }
            Event::Rule => self.out.push(event),
            Event::InlineMath(words) | Event::DisplayMath(words) => self.words(words, span),
        }
    }

    fn start(&mut self, tag: Tag<'a>, span: Span) {
        match tag {
            Tag::Link { link_type, .. } if markdown::is_citation_link(link_type) => {
                self.flush_edits(span.start);
                self.start_citation(link_type, span);
            }
            Tag::Link { title, .. } => {
                self.flush_edits(span.start);
                self.start_link(title, span);
            }
            Tag::Image { title, dest_url, .. } => {
                self.flush_edits(span.start);
                let dest_url = self.target(span).unwrap_or_else(|| dest_url.to_string());
                self.out.push(Event::Start(Tag::Image {
                    link_type: LinkType::Inline,
                    dest_url: dest_url.into(),
                    title,
                    id: "".into(),
                }));
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {
                self.flush_edits(span.start);
                self.out.push(Event::Start(tag));
            }
            Tag::Heading { level, classes, .. } => {
                let heading = self.page.headings.get(self.next_heading);
                self.next_heading += 1;
                let id = heading.map(|heading| CowStr::from(heading.id.clone()));
                // Attributes could run scripts: `{onclick=…}`.
                self.out.push(Event::Start(Tag::Heading { level, id, classes, attrs: Vec::new() }));
            }
            Tag::CodeBlock(kind) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().unwrap_or_default().to_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new()));
            }
            Tag::HtmlBlock => self.html = Some(String::new()),
            Tag::Table(alignment) => {
                self.block("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">\n".to_owned());
                self.out.push(Event::Start(Tag::Table(alignment)));
            }
            Tag::Item => {
                let next = self.page.events.partition_point(|event| event.date_span.start < span.start);
                let event = self
                    .page
                    .events
                    .get(next)
                    .is_some_and(|event| span.contains(event.date_span) && self.opens_with(event.date_span, span));
                if event {
                    self.block("<li class=\"event\">".to_owned());
                } else {
                    self.out.push(Event::Start(Tag::Item));
                }
                self.items.push(event);
            }
            Tag::FootnoteDefinition(label) => {
                let letter = self.footnote(&label);
                // Of two footnotes of one label the first is the one that is meant.
                if self.definitions.iter().any(|(_, other)| **other == *label) {
                    self.block("<div class=\"footnote-definition\">".to_owned());
                } else {
                    self.definitions.push((self.out.len(), label.to_string()));
                    self.block(format!("<div class=\"footnote-definition\" id=\"f-{letter}\">"));
                }
            }
            Tag::Paragraph if self.attribution_at(span.start) => {
                self.block("<footer>".to_owned());
                self.footer = true;
            }
            tag => self.out.push(Event::Start(tag)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => match self.open.pop() {
                Some(Open::Citation { after, .. }) => self.inline(after),
                Some(Open::Link) => self.out.push(Event::End(tag)),
                Some(Open::Nothing) | None => {}
            },
            TagEnd::CodeBlock => {
                if let Some((language, code)) = self.code.take() {
                    self.block(highlight(&language, &code));
                }
            }
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take() {
                    self.raw_html(&html, false);
                }
            }
            TagEnd::Table => {
                self.out.push(Event::End(tag));
                self.block("</div>\n".to_owned());
            }
            TagEnd::Item => {
                let raw = self.items.pop().unwrap_or(false);
                if raw { self.block("</li>\n".to_owned()) } else { self.out.push(Event::End(tag)) }
            }
            TagEnd::FootnoteDefinition => self.block("</div>\n".to_owned()),
            TagEnd::Paragraph if self.footer => {
                self.footer = false;
                self.block("</footer>\n".to_owned());
            }
            tag => self.out.push(Event::End(tag)),
        }
    }

    /// Whether an item's date is the first thing in it, and not in an item inside it.
    fn opens_with(&self, date: Span, item: Span) -> bool {
        let before = &self.page.markdown[item.start..date.start];
        before
            .trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit() || "-*+.)[]x".contains(c))
            .is_empty()
            && !before.trim().contains('\n')
    }

    fn words(&mut self, words: CowStr<'a>, span: Span) {
        if self.attribution_at(span.start) && !self.footer {
            self.inline("</p><footer>".to_owned());
            self.footer = true;
        }
        // Only text that stands in the file as it reads can be edited in place.
        let as_written = self.page.markdown.get(span.start..span.end) == Some(words.as_ref());
        let mut at = span.start;
        while let Some(edit) = self
            .edits
            .get(self.next_edit)
            .filter(|edit| edit.span.start < span.end || edit.span.is_empty() && edit.span.start == span.start)
        {
            let (start, end) = (edit.span.start.max(at), edit.span.end);
            if !as_written || edit.span.start < at && !edit.span.is_empty() || end > span.end {
                self.next_edit += 1;
                if edit_is_anchor(&self.edits[self.next_edit - 1]) {
                    let html = self.edits[self.next_edit - 1].html.clone();
                    self.inline(html);
                }
                continue;
            }
            self.next_edit += 1;
            if start > at {
                self.out.push(Event::Text(CowStr::from(self.page.markdown[at..start].to_owned())));
            }
            let html = self.edits[self.next_edit - 1].html.clone();
            self.inline(html);
            at = end.max(at);
        }
        let rest = if as_written { CowStr::from(self.page.markdown[at..span.end].to_owned()) } else { words };
        if !rest.is_empty() {
            self.out.push(Event::Text(rest));
        }
    }

    /// Anchors that stand where no text begins: before an image, before code.
    fn flush_edits(&mut self, before: usize) {
        while let Some(edit) = self.edits.get(self.next_edit).filter(|edit| edit.span.start <= before) {
            if !edit_is_anchor(edit) && edit.span.start == before {
                break;
            }
            let anchor = edit_is_anchor(edit).then(|| edit.html.clone());
            self.next_edit += 1;
            if let Some(html) = anchor {
                self.inline(html);
            }
        }
    }

    fn start_citation(&mut self, link_type: LinkType, span: Span) {
        let (words, count) = match markdown::citation_link(&self.page.markdown, span, link_type) {
            CitationLink::One { words, .. } => (words, 1),
            CitationLink::Two { .. } => (None, 2),
        };
        let first = self.next_citation;
        self.next_citation += count;
        let citations = first..self.next_citation;
        if words.is_none() && self.note(first).is_some() {
            self.trim_space();
        }
        let mut after = if words.is_some() { "</span>".to_owned() } else { String::new() };
        let mut follows_marker = words.is_none() && self.follows_marker();
        for citation in citations {
            if follows_marker && self.note(citation).is_some() {
                after.push_str("<sup class=\"cite-sep\">,</sup>");
            }
            after.push_str(&self.marker(citation));
            follows_marker = after.ends_with("</sup>");
        }
        if words.is_some() {
            self.inline("<span class=\"cited\">".to_owned());
        }
        self.open.push(Open::Citation { words, after });
    }

    /// A note's marker leans on the word before it, or on another marker.
    fn trim_space(&mut self) {
        let rest = match self.out.last() {
            Some(Event::SoftBreak) => "",
            Some(Event::Text(words)) if words.ends_with(' ') => words.trim_end_matches(' '),
            _ => return,
        };
        let rest = (!rest.is_empty()).then(|| Event::Text(CowStr::from(rest.to_owned())));
        self.out.pop();
        self.out.extend(rest);
    }

    /// Whether the last thing written is a marker: two numbers would run together.
    fn follows_marker(&self) -> bool {
        matches!(self.out.last(), Some(Event::InlineHtml(html)) if html.ends_with("</sup>"))
    }

    fn note(&self, citation: usize) -> Option<usize> {
        self.site.graph.pages[self.index].notes.get(citation).copied().flatten()
    }

    /// What stands in the text for a citation: a marker, or a badge.
    fn marker(&self, citation: usize) -> String {
        let Some(Citation { label, mark }) = self.page.citations.get(citation) else { return String::new() };
        let mut html = String::new();
        if let Some(number) = self.note(citation) {
            let names = words::note_name(self.site, self.index, citation);
            html = format!(
                "<sup><a class=\"cite\" href=\"#n{number}\" id=\"r{number}\" role=\"doc-noteref\" aria-label=\"Note {number}: {}\">{number}</a></sup>",
                attribute(&names)
            );
        }
        match label {
            Label::Needed => html.push_str("<span class=\"badge needed\">citation needed</span>"),
            Label::Faulty => html.push_str(&format!(
                "<span class=\"badge broken\">{}</span>",
                text(mark.span.of(self.page.file.text()))
            )),
            Label::Cites(_) => {
                for cite in &self.site.bindings.pages[self.index].citations[citation] {
                    match cite {
                        BoundCite::Judgement(confidence) => html.push_str(&judgement(*confidence)),
                        BoundCite::Broken => {
                            html.push_str(&format!(
                                "<span class=\"badge broken\">{}</span>",
                                text(mark.span.of(self.page.file.text()))
                            ));
                        }
                        BoundCite::Source(_) => {}
                    }
                }
            }
        }
        html
    }

    fn start_link(&mut self, title: CowStr<'a>, span: Span) {
        match self.target(span) {
            Some(dest_url) => {
                let link_type = LinkType::Inline;
                self.out.push(Event::Start(Tag::Link { link_type, dest_url: dest_url.into(), title, id: "".into() }));
                self.open.push(Open::Link);
            }
            None => self.open.push(Open::Nothing),
        }
    }

    /// Where the link at this place leads, as it is written in HTML.
    fn target(&self, span: Span) -> Option<String> {
        let number = *self.links.get(&span)?;
        self.site.href(self.index, &self.page.links[number], &self.site.bindings.pages[self.index].links[number])
    }

    fn attribution_at(&self, start: usize) -> bool {
        self.attributions.contains(&start)
    }

    fn footnote(&mut self, label: &str) -> String {
        let count = self.footnotes.len();
        self.footnotes.entry(label.to_owned()).or_insert_with(|| letters(count)).clone()
    }

    fn raw_html(&mut self, html: &str, inline: bool) {
        if markdown::is_comment(html) {
            return;
        }
        match (self.site.config.unsafe_html, inline) {
            (true, true) => self.inline(html.to_owned()),
            (true, false) => self.block(html.to_owned()),
            (false, true) => self.out.push(Event::Text(CowStr::from(html.to_owned()))),
            (false, false) => self.block(format!("<p>{}</p>\n", text(html.trim_end()))),
        }
    }

    /// Gives each footnote that the text refers to a link to the place where it does.
    fn link_footnotes_back(&mut self) {
        for (at, label) in std::mem::take(&mut self.definitions) {
            if self.referenced.contains(&label) {
                let letter = self.footnote(&label);
                let html = format!(
                    "<div class=\"footnote-definition\" id=\"f-{letter}\"><a class=\"back\" href=\"#fr-{letter}\" role=\"doc-backlink\" aria-label=\"Back to the text, footnote {letter}\">{letter}</a>\n"
                );
                self.out[at] = Event::Html(html.into());
            }
        }
    }

    fn inline(&mut self, html: String) {
        if !html.is_empty() {
            self.out.push(Event::InlineHtml(html.into()));
        }
    }

    fn block(&mut self, html: String) {
        self.out.push(Event::Html(html.into()));
    }
}

fn edit_is_anchor(edit: &Edit) -> bool {
    edit.span.is_empty()
}

/// a, b, …, z, aa, ab, …
fn letters(mut number: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'a' + (number % 26) as u8));
        if number < 26 {
            return letters.into_iter().rev().collect();
        }
        number = number / 26 - 1;
    }
}

fn judgement(confidence: Option<Confidence>) -> String {
    match confidence {
        Some(confidence) => {
            format!("<span class=\"badge judgement\">Judgement ({} confidence)</span>", confidence.as_str())
        }
        None => "<span class=\"badge judgement\">Judgement</span>".to_owned(),
    }
}

impl Site {
    /// A link from one page to another, and to an id on it.
    pub(crate) fn link(&self, from: usize, to: usize, id: Option<&str>) -> String {
        let fragment = id.map(|id| format!("#{id}")).unwrap_or_default();
        if from == to && id.is_some() {
            return fragment;
        }
        let file = self.corpus.address(to).to_out_path();
        format!("{}{fragment}", self.corpus.address(from).link_to(file.as_str()))
    }

    /// Where a link of a page leads, as it is written in HTML; `None` for nowhere.
    fn href(&self, from: usize, link: &crate::page::LinkMark, target: &LinkTarget) -> Option<String> {
        let address = self.corpus.address(from);
        match target {
            LinkTarget::Page { page, fragment } => {
                let is_source = self.corpus.pages[*page].kind == Kind::Source;
                // What the rights withhold has no place on the page that a link could lead to.
                let fragment = fragment.as_deref().filter(|id| !is_source || source::has_place(self, *page, id));
                Some(self.link(from, *page, fragment))
            }
            LinkTarget::Asset(path) => Some(address.link_to(super::asset_path(path)?.as_str())),
            LinkTarget::Made { file } => Some(address.link_to(file)),
            LinkTarget::External => Some(link.target.clone()),
            LinkTarget::Broken => None,
        }
    }

    /// The language of a page.
    pub(crate) fn language(&self, page: usize) -> &str {
        self.corpus.pages[page].meta.language.as_deref().unwrap_or(&self.config.language)
    }
}

/// Escapes text for the content of an element.
pub(crate) fn text(words: &str) -> String {
    let mut html = String::with_capacity(words.len());
    escape_html_body_text(&mut html, words).expect("a string takes all that is written to it");
    html
}

/// Escapes text for an attribute in quotation marks.
pub(crate) fn attribute(words: &str) -> String {
    let mut html = String::with_capacity(words.len());
    escape_html(&mut html, words).expect("a string takes all that is written to it");
    html
}
