//! The text of an ODT → parts of a document. One walk over the elements with a stack of its own; `mod.rs` calls it for
//! `content.xml`, and for the headers and footers in `styles.xml`.

use super::list::Lists;
use super::styles::{Style, Styles};
use crate::import::office::document::{Part, Role, flatten};
use crate::import::office::font::Font;
use crate::import::office::run::{Look, address};
use crate::import::office::story::Story;
use crate::import::office::table::OpenTable;
use crate::import::office::xml::{Element, Node, Ns, Xml};
use crate::import::source::Class;
use crate::import::words::Words;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What the walk found.
#[derive(Debug, Default)]
pub(super) struct Walked {
    pub parts: Vec<Part>,
    pub headers: Vec<Part>,
    pub footers: Vec<Part>,
    pub notes: BTreeMap<String, Words>,
    pub drawn: String,
    pub pictures: usize,
    pub objects: usize,
}

/// Walks over a part.
pub(super) fn walk(name: &str, text: &str, styles: &Styles) -> Result<Walked, String> {
    let mut walker = Walker {
        xml: Xml::new(name, text),
        styles,
        footnotes: text.contains("note-class=\"footnote\""),
        frames: Vec::new(),
        stories: vec![Open::default()],
        tables: Vec::new(),
        links: Vec::new(),
        fonts: Vec::new(),
        hidden: 0,
        contents: 0,
        heads: 0,
        deletions: BTreeMap::new(),
        counts: [0; 2],
        walked: Walked::default(),
    };
    while let Some(node) = walker.xml.next()? {
        match node {
            Node::Start(element) => {
                if let Some(frame) = walker.start(&element)? {
                    walker.frames.push(frame);
                }
            }
            Node::End => walker.end()?,
            Node::Text(text) => walker.text(&text),
        }
    }
    walker.walked.parts = walker.pop_story();
    walker.walked.parts.extend(walker.deletions.into_values().flatten());
    Ok(walker.walked)
}

/// Elements that hold nothing that is shown, or that the program draws itself.
pub(super) fn is_silent(element: &Element<'_>) -> bool {
    match element.ns {
        Ns::Text => {
            matches!(element.name(), "note-citation" | "sequence-decls" | "variable-decls" | "user-field-decls")
        }
        Ns::Office => {
            matches!(element.name(), "forms" | "change-info" | "scripts" | "automatic-styles" | "binary-data")
        }
        // The names of pictures, for those who do not see them.
        Ns::Other => matches!(element.name(), "title" | "desc"),
        Ns::Dc => element.name() == "date",
        Ns::OdfMeta => true,
        _ => false,
    }
}

/// Elements whose text stands apart from the paragraph that they are in: only paragraphs of their own show it.
pub(super) fn stands_apart(element: &Element<'_>) -> bool {
    match (element.ns, element.name()) {
        (Ns::Office, "annotation") | (Ns::Text, "note" | "changed-region") => true,
        (Ns::Table, "table-cell" | "covered-table-cell") => true,
        (Ns::Draw, name) => !matches!(name, "image" | "object" | "object-ole" | "frame" | "g" | "page" | "a"),
        _ => false,
    }
}

/// What an open element is to the walk.
enum Frame {
    Other,
    Paragraph,
    Span,
    Link,
    Hidden,
    Contents,
    List,
    Table,
    HeadRows,
    Row,
    Cell,
    Box,
    Note(String),
    Comment,
    Deletion(String),
    Running(Class),
    Creator,
}

/// A story and what only its own paragraphs know.
#[derive(Default)]
struct Open {
    story: Story,
    /// How many paragraphs are open in it.
    paragraphs: usize,
    lists: Lists,
    style: Style,
}

struct Walker<'a> {
    xml: Xml<'a>,
    styles: &'a Styles,
    /// Whether there are footnotes; the labels of endnotes stand apart from theirs.
    footnotes: bool,
    frames: Vec<Frame>,
    stories: Vec<Open>,
    tables: Vec<OpenTable>,
    links: Vec<Option<Rc<str>>>,
    /// Of the spans that are open, each with all around it.
    fonts: Vec<Font>,
    hidden: usize,
    contents: usize,
    heads: usize,
    /// What was deleted, by the id that the text names where it stood.
    deletions: BTreeMap<String, Vec<Part>>,
    /// How many footnotes and endnotes there were.
    counts: [usize; 2],
    walked: Walked,
}

impl Walker<'_> {
    /// `None` where the element was read to its end.
    fn start(&mut self, element: &Element<'_>) -> Result<Option<Frame>, String> {
        if is_silent(element) {
            return self.xml.skip().map(|()| None);
        }
        Ok(Some(match element.ns {
            Ns::Text => self.start_text(element),
            Ns::Table => self.start_table(element),
            Ns::Office => match element.name() {
                "annotation" => self.push_story(Frame::Comment),
                "spreadsheet" | "presentation" | "drawing" | "chart" => {
                    return Err(format!("the document is a {}, not a text", element.name()));
                }
                _ => Frame::Other,
            },
            Ns::Style => match element.name() {
                "header" | "header-left" | "header-first" => self.push_story(Frame::Running(Class::RunningHeader)),
                "footer" | "footer-left" | "footer-first" => self.push_story(Frame::Running(Class::RunningFooter)),
                _ => Frame::Other,
            },
            Ns::Draw => match element.name() {
                "image" => {
                    self.walked.pictures += 1;
                    Frame::Other
                }
                "object" | "object-ole" => {
                    self.walked.objects += 1;
                    Frame::Other
                }
                "frame" | "g" | "page" => Frame::Other,
                "a" => self.link(element),
                // A text box, or a shape with text in it.
                _ => self.push_story(Frame::Box),
            },
            Ns::Dc if element.name() == "creator" => Frame::Creator,
            _ => Frame::Other,
        }))
    }

    fn start_text(&mut self, element: &Element<'_>) -> Frame {
        match element.name() {
            "p" | "h" => {
                self.begin_paragraph(element);
                Frame::Paragraph
            }
            "span" => {
                let own = self.styles.resolve("text", element.get("style-name").as_deref()).font;
                self.fonts.push(own.over(self.fonts.last().unwrap_or(&Font::default())));
                Frame::Span
            }
            "a" => self.link(element),
            "s" => {
                let count = element.get("c").and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
                self.show(&" ".repeat(count.min(200)));
                Frame::Other
            }
            "tab" => {
                self.show("\t");
                Frame::Other
            }
            "line-break" => {
                self.show("\n");
                Frame::Other
            }
            "list" => {
                let continues = element.get("continue-numbering").as_deref() == Some("true")
                    || element.get("continue-list").is_some();
                self.open().lists.begin(element.get("style-name"), continues);
                Frame::List
            }
            "list-item" => {
                let value = element.get("start-value").and_then(|value| value.parse().ok());
                let styles = self.styles;
                self.open().lists.item(styles, value);
                Frame::Other
            }
            "note" => {
                let endnote = element.get("note-class").as_deref() == Some("endnote");
                let count = &mut self.counts[usize::from(endnote)];
                *count += 1;
                let prefix = if endnote && self.footnotes { "e" } else { "" };
                let label = format!("{prefix}{count}");
                self.open().story.note(label.clone());
                self.push_story(Frame::Note(label))
            }
            "table-of-content" | "illustration-index" | "table-index" | "object-index" | "user-index"
            | "alphabetical-index" => {
                self.contents += 1;
                Frame::Contents
            }
            "hidden-text" | "hidden-paragraph" | "section" if is_hidden(element) => {
                self.hidden += 1;
                Frame::Hidden
            }
            "changed-region" => {
                let id = element.get("id").unwrap_or_default();
                self.push_story(Frame::Deletion(id))
            }
            "change" => {
                let id = element.get("change-id").unwrap_or_default();
                let deleted = self.deletions.remove(&id);
                self.open().story.put_behind(deleted.into_iter().flatten());
                Frame::Other
            }
            _ => Frame::Other,
        }
    }

    fn start_table(&mut self, element: &Element<'_>) -> Frame {
        match element.name() {
            "table" => {
                self.end_paragraph();
                self.tables.push(OpenTable::default());
                Frame::Table
            }
            "table-header-rows" => {
                self.heads += 1;
                Frame::HeadRows
            }
            "table-row" => {
                let head = self.heads > 0;
                self.table().begin_row();
                self.table().mark_head(head);
                Frame::Row
            }
            // A cell that another covers is an empty one. Cells that are repeated are empty but for the first.
            "table-cell" | "covered-table-cell" => {
                let repeated = element.get("number-columns-repeated").and_then(|count| count.parse().ok()).unwrap_or(1);
                self.table().span(repeated);
                self.push_story(Frame::Cell)
            }
            _ => Frame::Other,
        }
    }

    fn end(&mut self) -> Result<(), String> {
        match self.frames.pop() {
            Some(Frame::Paragraph) => {
                self.open().paragraphs -= 1;
                self.end_paragraph();
            }
            Some(Frame::Span) => drop(self.fonts.pop()),
            Some(Frame::Link) => drop(self.links.pop()),
            Some(Frame::Hidden) => self.hidden -= 1,
            Some(Frame::Contents) => self.contents -= 1,
            Some(Frame::List) => self.open().lists.end(),
            Some(Frame::HeadRows) => self.heads -= 1,
            Some(Frame::Row) => self.table().end_row(),
            Some(Frame::Cell) => {
                let parts = self.pop_story();
                self.table().cell(parts);
            }
            Some(Frame::Table) => {
                let table = self.tables.pop().unwrap_or_default();
                let parts = table.into_parts(&mut self.walked.drawn)?;
                self.open().story.parts.extend(parts);
            }
            Some(Frame::Box) => {
                let parts = self.pop_story();
                self.open().story.put_behind(parts);
            }
            Some(Frame::Note(label)) => {
                let (words, asides) = self.pop_flat();
                self.walked.notes.insert(label, words);
                self.open().story.put_behind(asides);
            }
            Some(Frame::Comment) => {
                let asides = self.pop_aside(Class::Comment, "comments");
                self.open().story.put_behind(asides);
            }
            Some(Frame::Deletion(id)) => {
                let asides = self.pop_aside(Class::Deletion, "tracked-changes");
                self.deletions.entry(id).or_default().extend(asides);
            }
            Some(Frame::Running(class)) if class == Class::RunningHeader => {
                let asides = self.pop_aside(class, "headers");
                self.walked.headers.extend(asides);
            }
            Some(Frame::Running(class)) => {
                let asides = self.pop_aside(class, "footers");
                self.walked.footers.extend(asides);
            }
            Some(Frame::Other | Frame::Creator) | None => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(Frame::Creator) = self.frames.last() {
            self.open().story.text(&format!("{text}: "), &Look::default());
        } else if self.open().paragraphs > 0 {
            // Only `text:s` and its like make white space that counts.
            let mut folded = String::with_capacity(text.len());
            for c in text.chars() {
                let c = if c.is_ascii_whitespace() { ' ' } else { c };
                if c != ' ' || !folded.ends_with(' ') {
                    folded.push(c);
                }
            }
            self.show(&folded);
        }
    }

    fn show(&mut self, text: &str) {
        let paragraph = &self.open().style.font.clone();
        let font = self.fonts.last().cloned().unwrap_or_default();
        let look = Look { link: self.links.last().cloned().flatten(), ..font.look(paragraph) };
        let hidden = self.hidden > 0 || font.hidden.or(paragraph.hidden) == Some(true);
        let story = &mut self.open().story;
        if hidden {
            story.set_aside(Class::Hidden, "hidden-text", text);
        } else {
            story.text(text, &look);
        }
    }

    fn begin_paragraph(&mut self, element: &Element<'_>) {
        let style = self.styles.resolve("paragraph", element.get("style-name").as_deref());
        let level = element.get("outline-level").and_then(|level| level.parse::<u8>().ok());
        let mut role = style.role.clone().unwrap_or_default();
        if element.name() == "h" && role != Role::Title {
            role = Role::Heading(level.unwrap_or(1).clamp(1, 9));
        }
        let (styles, contents) = (self.styles, self.contents > 0);
        let open = self.stories.last_mut().expect("the part's own story stays");
        open.paragraphs += 1;
        let number = open.lists.paragraph(styles, style.list.as_deref());
        (open.story.role, open.story.number) = match (role, number) {
            _ if contents => (Role::Contents, None),
            (Role::Body, Some((number, depth))) => (Role::Item { number, depth: depth.min(8) }, None),
            (role, number) => (role, number.and_then(|(number, _)| number)),
        };
        open.style = style;
    }

    fn end_paragraph(&mut self) {
        let drawn = self.open().story.end_paragraph();
        self.walked.drawn.extend(drawn);
    }

    fn link(&mut self, element: &Element<'_>) -> Frame {
        self.links.push(element.get("href").as_deref().and_then(address));
        Frame::Link
    }

    fn open(&mut self) -> &mut Open {
        self.stories.last_mut().expect("the part's own story stays")
    }

    fn push_story(&mut self, frame: Frame) -> Frame {
        self.stories.push(Open::default());
        frame
    }

    fn pop_story(&mut self) -> Vec<Part> {
        self.stories.pop().unwrap_or_default().story.into_parts()
    }

    fn pop_flat(&mut self) -> (Words, Vec<Part>) {
        let parts = self.pop_story();
        flatten(parts, &mut self.walked.drawn)
    }

    fn pop_aside(&mut self, class: Class, rule: &'static str) -> Vec<Part> {
        let (words, mut asides) = self.pop_flat();
        asides.splice(0..0, Part::aside(class, rule, &words.shown()));
        asides
    }

    fn table(&mut self) -> &mut OpenTable {
        if self.tables.is_empty() {
            self.tables.push(OpenTable::default());
        }
        self.tables.last_mut().expect("there is one now")
    }
}

fn is_hidden(element: &Element<'_>) -> bool {
    let section = element.name() == "section";
    let display = element.get("display");
    let hidden = element.get("is-hidden");
    if section {
        display.as_deref() == Some("none")
            || display.as_deref() == Some("condition") && hidden.as_deref() == Some("true")
    } else {
        hidden.as_deref() != Some("false")
    }
}
