//! A page's Markdown → HTML, with its marks put in: note markers, links, names, dates, badges. Called for the body of
//! every page but a source. Looks everything up; decides nothing.

mod citation;
mod edit;
mod footnote;

use super::escape::{attribute, text};
use super::highlight::highlight;
use super::picture::img;
use crate::bind::Verdict;
use crate::interface::{Arg, direction, is_one};
use crate::page::Page;
use crate::page::markdown::{self, CodeBlockKind, Event, LinkType, Tag, TagEnd};
use crate::site::Site;
use crate::span::Span;
use edit::{Edit, edits};
use footnote::Footnotes;
use pulldown_cmark::{Alignment, CowStr, html::push_html};
use std::collections::{HashMap, HashSet, VecDeque};

/// The HTML of a page's body. Links are relative to the page's address.
pub fn body(site: &Site, index: usize) -> String {
    let page = &site.corpus.pages[index];
    let mut writer = Writer {
        site,
        index,
        page,
        edits: edits(site, index),
        out: Vec::new(),
        next_heading: 0,
        links: page.links.iter().enumerate().map(|(number, link)| (link.span, number)).collect(),
        next_citation: 0,
        open: Vec::new(),
        code: None,
        html: None,
        quoted: None,
        footer: false,
        footnotes: Footnotes::default(),
        items: Vec::new(),
        inside_image: 0,
        images: 0,
        tables: 0,
        table: Table::default(),
        attributions: page.quotations.iter().filter_map(|quotation| quotation.attribution).collect(),
    };
    for (event, span) in markdown::events(&page.markdown()[page.body..], page.body) {
        writer.event(event, span);
    }
    for (at, html) in std::mem::take(&mut writer.footnotes).link_back(site.words_of(index)) {
        writer.out[at] = Event::Html(html.into());
    }
    let mut html = String::with_capacity(page.markdown().len() * 3 / 2);
    push_html(&mut html, writer.out.into_iter());
    html
}

struct Writer<'a> {
    site: &'a Site,
    index: usize,
    page: &'a Page,
    edits: VecDeque<Edit>,
    /// What the library's writer makes HTML of.
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
    /// The language of the open block quote, where it is another than the page's.
    quoted: Option<&'a str>,
    /// Whether the attribution of a block quote is open.
    footer: bool,
    footnotes: Footnotes,
    /// For each open list item, whether it was opened as raw HTML.
    items: Vec<bool>,
    /// How many elements are open of an image and what is in its description.
    inside_image: usize,
    /// The images so far.
    images: usize,
    /// The tables so far.
    tables: usize,
    table: Table,
    /// Where the attributions of block quotes begin.
    attributions: HashSet<usize>,
}

/// The attributes of an element whose text is in a language.
fn in_language(language: &str) -> String {
    format!(" lang=\"{}\" dir=\"{}\"", attribute(language), direction(language))
}

/// The attributes of an element in a page's running text through which the interface speaks.
fn interface(site: &Site, index: usize) -> String {
    let words = site.words_of(index);
    if words.is_of(site.language(index)) { String::new() } else { in_language(words.tag()) }
}

/// Where in a table the writer is.
#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    head: bool,
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
        if self.inside_image > 0 {
            // The words of an image stand in its HTML already.
            match event {
                Event::Start(_) => self.inside_image += 1,
                Event::End(_) => self.inside_image -= 1,
                _ => {}
            }
            return;
        }
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
                let marker = self.footnotes.reference(self.site.words_of(self.index), &label);
                self.inline(marker);
            }
            Event::TaskListMarker(done) => {
                let (mark, key) = if done { ("☑", "text.done") } else { ("☐", "text.not-done") };
                let label = attribute(&self.said(key, &[]));
                self.inline(format!(
                    "<span class=\"task\" role=\"img\" aria-label=\"{label}\"{}>{mark}</span> ",
                    self.interface()
                ));
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
            Tag::Image { title, .. } => {
                self.flush_edits(span.start);
                let image = self.image(span, &title);
                self.inline(image);
                self.inside_image = 1;
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
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead | Tag::TableRow => {
                self.table.head = matches!(tag, Tag::TableHead);
                self.table.column = 0;
                self.out.push(Event::Start(tag));
            }
            Tag::TableCell => self.start_cell(),
            Tag::Item => self.start_item(span),
            Tag::FootnoteDefinition(label) => {
                let html = self.footnotes.define(&label, self.out.len());
                self.block(html);
            }
            Tag::Paragraph if self.attributions.contains(&span.start) => {
                self.block(self.start_footer());
                self.footer = true;
            }
            Tag::BlockQuote(None) if self.foreign(span).is_some() => {
                let language = self.foreign(span).unwrap_or_default();
                let html = format!("<blockquote{}>\n", in_language(language));
                self.quoted = Some(language);
                self.block(html);
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
            TagEnd::TableCell => self.block(if self.table.head { "</th>" } else { "</td>" }.to_owned()),
            TagEnd::Item => {
                let raw = self.items.pop().unwrap_or(false);
                if raw { self.block("</li>\n".to_owned()) } else { self.out.push(Event::End(tag)) }
            }
            TagEnd::BlockQuote(_) => {
                self.quoted = None;
                self.out.push(Event::End(tag));
            }
            TagEnd::FootnoteDefinition => self.block("</div>\n".to_owned()),
            TagEnd::Paragraph if self.footer => {
                self.footer = false;
                self.block("</footer>\n".to_owned());
            }
            tag => self.out.push(Event::End(tag)),
        }
    }

    /// The language of the source that a block quote repeats the words of, where it is another than the page's.
    fn foreign(&self, span: Span) -> Option<&'a str> {
        let verdicts = self.page.quotations.iter().zip(&self.site.bindings.pages[self.index].quotations);
        let source = verdicts.filter(|(quotation, _)| quotation.block_quote && span.contains(quotation.span));
        let mut sources = source.map(|(_, verdict)| match verdict {
            Verdict::Verified(verified) => Some(verified.source),
            _ => None,
        });
        let language = self.site.known_language(sources.next()??);
        let is_foreign = !language.is_empty() && !is_one(language, self.site.language(self.index));
        is_foreign.then_some(language)
    }

    /// The attribution of a block quote is the writer's.
    fn start_footer(&self) -> String {
        let own = self.quoted.map(|_| in_language(self.site.language(self.index))).unwrap_or_default();
        format!("<footer{own}>")
    }

    fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.tables += 1;
        let section = self.next_heading.checked_sub(1).map(|heading| self.page.headings[heading].text.as_str());
        let number = self.tables.to_string();
        let name = match section.filter(|name| !name.is_empty()) {
            Some(name) => self.said("text.table-named", &[("number", &number), ("name", name)]),
            None => self.said("text.table", &[("number", &number)]),
        };
        let name = attribute(&name);
        self.block(format!("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\">\n"));
        self.table.alignments.clone_from(&alignments);
        self.out.push(Event::Start(Tag::Table(alignments)));
    }

    fn start_cell(&mut self) {
        let element = if self.table.head { "th scope=\"col\"" } else { "td" };
        let class = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            _ => "",
        };
        self.table.column += 1;
        self.block(format!("<{element}{class}>"));
    }

    fn start_item(&mut self, span: Span) {
        let next = self.page.gist.events.partition_point(|event| event.date_span.start < span.start);
        let event = self.page.gist.events.get(next).filter(|event| span.contains(event.date_span));
        let is_event = event.is_some_and(|event| self.opens_with(event.date_span, span));
        if is_event {
            self.block("<li class=\"event\">".to_owned());
        } else {
            self.out.push(Event::Start(Tag::Item));
        }
        self.items.push(is_event);
    }

    /// Whether an item's date is the first thing in it, and not in an item inside it.
    fn opens_with(&self, date: Span, item: Span) -> bool {
        let before = &self.page.markdown()[item.start..date.start];
        before
            .trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit() || "-*+.)[]x".contains(c))
            .is_empty()
            && !before.trim().contains('\n')
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

    /// The HTML of the image at this place.
    fn image(&mut self, span: Span, title: &str) -> String {
        let Some(&number) = self.links.get(&span) else { return String::new() };
        self.images += 1;
        let target = &self.site.bindings.pages[self.index].links[number];
        img(self.site, self.index, &self.page.links[number], target, title, self.images == 1)
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

    /// What the interface of the page says.
    fn said(&self, key: &str, args: &[(&str, &str)]) -> String {
        let args: Vec<(&str, Arg<'_>)> = args.iter().map(|(name, text)| (*name, Arg::Text(text))).collect();
        self.site.words_of(self.index).fill(key, &args)
    }

    fn interface(&self) -> String {
        interface(self.site, self.index)
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
