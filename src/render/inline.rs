//! The words of a passage → HTML: set as the document sets them, what is quoted in `<mark>`. `source` and `notes` call it.
//! A mark that crosses the borders of emphasis or a link is closed and opened there, and nowhere else.

use super::escape;
use super::escape::text;
use super::picture;
use crate::bind::LinkTarget;
use crate::key::PassageId;
use crate::page::{LinkMark, Prose, Style, Styled};
use crate::site::Site;
use crate::span::Span;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Where the words of a source are shown.
pub(super) struct Place<'a> {
    pub site: &'a Site,
    pub source: usize,
    /// On the source's own page: the passage of each footnote, by its label. Elsewhere links and pictures are only named.
    pub notes: Option<&'a BTreeMap<&'a str, PassageId>>,
}

/// The words with the parts under `marks` marked; where these overlap, the first wins.
pub(super) fn inline(place: &Place<'_>, words: &Prose, marks: &[Span]) -> String {
    let mut styles: Vec<&Styled> = words.styles().iter().rev().collect();
    // The outer first: of two with the same span it ended last, and now stands first.
    styles.sort_by_key(|styled| (styled.span.start, Reverse(styled.span.end)));
    let mut marks = marks.to_vec();
    marks.sort_by_key(|mark| Reverse((mark.start, mark.end)));
    let mut writer = Writer { text: words.text(), at: 0, marks, marked: None, open: Vec::new(), html: String::new() };
    writer.html.reserve(words.len() + 16);
    for styled in styles {
        writer.advance(styled.span.start);
        match place.element(&styled.style) {
            Element::Around(opening, closing) => writer.begin(styled.span, &opening, closing),
            Element::Alone(html) => writer.stand(&html),
            Element::None => {}
        }
    }
    writer.advance(words.len());
    writer.close_mark();
    writer.html
}

enum Element {
    Around(String, &'static str),
    Alone(String),
    None,
}

impl Place<'_> {
    fn element(&self, style: &Style) -> Element {
        let plain = |name: &str, closing| Element::Around(format!("<{name}>"), closing);
        match style {
            Style::Emphasis => plain("em", "</em>"),
            Style::Strong => plain("strong", "</strong>"),
            Style::Strike => plain("del", "</del>"),
            Style::Superscript => plain("sup", "</sup>"),
            Style::Subscript => plain("sub", "</sub>"),
            Style::Code => plain("code", "</code>"),
            Style::Break => Element::Alone("<br>".to_owned()),
            Style::Link(link) => self.link(*link),
            Style::Image(image) => Element::Alone(self.image(*image)),
            Style::Note(label) => Element::Alone(self.note(label)),
            Style::Task(done) => {
                Element::Alone(format!("<span class=\"task\">{}</span> ", if *done { "☑" } else { "☐" }))
            }
        }
    }

    /// A link of the source, and where it leads.
    fn target(&self, link: usize) -> Option<(&LinkMark, &LinkTarget)> {
        let mark = self.site.corpus.pages[self.source].links.get(link)?;
        Some((mark, self.site.bindings.pages[self.source].links.get(link)?))
    }

    fn link(&self, link: usize) -> Element {
        let Some((mark, target)) = self.target(link).filter(|_| self.notes.is_some()) else { return Element::None };
        let Some(href) = self.site.href(self.source, mark, target) else { return Element::None };
        let rel = if *target == LinkTarget::External { " rel=\"external\"" } else { "" };
        Element::Around(format!("<a href=\"{}\"{rel}>", escape::href(&href)), "</a>")
    }

    /// A picture of the site is shown, one of another site named: a page asks nobody else for anything.
    fn image(&self, image: usize) -> String {
        let Some((mark, target)) = self.target(image) else { return String::new() };
        let name = mark.target.rsplit('/').next().unwrap_or_default();
        let alt = if mark.alt.trim().is_empty() { name } else { mark.alt.trim() };
        let href = self.site.href(self.source, mark, target).filter(|_| self.notes.is_some());
        match (href, target) {
            (Some(_), LinkTarget::Asset(_)) => picture::img(self.site, self.source, mark, target, "", false),
            (Some(href), _) => {
                format!("<a class=\"picture\" href=\"{}\" rel=\"external\">{}</a>", escape::href(&href), text(alt))
            }
            (None, _) => format!("<span class=\"picture\">{}</span>", text(alt)),
        }
    }

    fn note(&self, label: &str) -> String {
        match self.notes.and_then(|notes| notes.get(label)) {
            Some(id) => format!("<sup><a class=\"footnote\" href=\"#{id}\">{}</a></sup>", text(label)),
            None => format!("<sup>{}</sup>", text(label)),
        }
    }
}

struct Writer<'a> {
    text: &'a str,
    /// How much of it is written.
    at: usize,
    /// Those that do not lie behind, the next one last.
    marks: Vec<Span>,
    /// How many elements were open when a mark was opened that still is.
    marked: Option<usize>,
    /// Where the open elements end, and their closing tags.
    open: Vec<(usize, &'static str)>,
    html: String,
}

impl Writer<'_> {
    /// Writes the text up to an offset and closes what ends there.
    fn advance(&mut self, to: usize) {
        while let Some((end, closing)) = self.open.pop_if(|(end, _)| *end <= to) {
            self.write(end);
            if self.marked.is_some_and(|depth| depth > self.open.len()) {
                self.close_mark();
            }
            self.html.push_str(closing);
        }
        self.write(to);
    }

    fn write(&mut self, to: usize) {
        while self.at < to {
            let mark = self.mark();
            let is_marked = mark.is_some_and(|mark| mark.start <= self.at);
            let end = mark.map_or(to, |mark| if is_marked { mark.end } else { mark.start }).min(to);
            if is_marked {
                self.open_mark();
            } else {
                self.close_mark();
            }
            self.html.push_str(&text(&self.text[self.at..end]));
            self.at = end;
        }
    }

    /// The mark that is open, or the next one.
    fn mark(&mut self) -> Option<Span> {
        while self.marks.pop_if(|mark| mark.end <= self.at || mark.is_empty()).is_some() {
            self.close_mark();
        }
        self.marks.last().copied()
    }

    /// Opens an element. A mark goes around it if it covers all of it.
    fn begin(&mut self, span: Span, opening: &str, closing: &'static str) {
        if span.is_empty() {
            return;
        }
        match self.mark() {
            Some(mark) if mark.contains(span) => self.open_mark(),
            _ => self.close_mark(),
        }
        self.html.push_str(opening);
        self.open.push((span.end, closing));
    }

    fn stand(&mut self, html: &str) {
        if self.mark().is_none_or(|mark| mark.start >= self.at) {
            self.close_mark();
        }
        self.html.push_str(html);
    }

    fn open_mark(&mut self) {
        if self.marked.is_none() {
            self.html.push_str("<mark>");
            self.marked = Some(self.open.len());
        }
    }

    fn close_mark(&mut self) {
        if self.marked.take().is_some() {
            self.html.push_str("</mark>");
        }
    }
}
