//! A part of a DOCX with text in it → parts of the document: paragraphs, tables, what is set aside. One walk over the
//! elements with a stack of its own. `mod.rs` calls it for the body, the notes, the comments, the headers and footers.

use super::field::Fields;
use super::numbering::Numbering;
use super::package::Part as Package;
use super::styles::{Style, Styles, is_on, number, outline, run_properties};
use crate::import::office::document::{Part, Role};
use crate::import::office::font::Font;
use crate::import::office::run::Look;
use crate::import::office::story::Story;
use crate::import::office::symbol::symbol;
use crate::import::office::table::OpenTable;
use crate::import::office::xml::{Element, Node, Ns, Xml};
use crate::import::source::Class;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What the walks over the parts of one document share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub styles: Styles,
    pub numbering: Numbering,
    /// The comments by their id; each stands behind the paragraph that refers to it first.
    pub comments: BTreeMap<String, Vec<Part>>,
    /// The labels of notes, in the order in which the text refers to them.
    pub labels: Labels,
    /// Numbers and signs that are shown and that no text has.
    pub drawn: String,
    pub seen: Seen,
}

/// How often something occurs that a human should know of.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub pictures: usize,
    pub formulas: usize,
    pub charts: usize,
    pub embedded: usize,
}

#[derive(Debug, Default)]
pub(super) struct Labels {
    given: BTreeMap<(Sort, String), String>,
    counts: BTreeMap<Sort, usize>,
    /// Endnotes have labels apart from those of footnotes.
    pub both: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Sort {
    Footnote,
    Endnote,
}

impl Labels {
    pub fn of(&mut self, sort: Sort, id: &str) -> String {
        let prefix = if self.both && sort == Sort::Endnote { "e" } else { "" };
        let count = self.counts.entry(sort).or_default();
        let new = || {
            *count += 1;
            format!("{prefix}{count}")
        };
        self.given.entry((sort, id.to_owned())).or_insert_with(new).clone()
    }
}

/// What a part holds: its own text, and the stories in it that have an id, such as notes.
#[derive(Debug, Default)]
pub(super) struct Walked {
    pub parts: Vec<Part>,
    pub stories: Vec<(String, Vec<Part>)>,
}

/// Walks over a part.
pub(super) fn walk(part: &Package, shared: &mut Shared) -> Result<Walked, String> {
    let mut walker = Walker {
        xml: Xml::new(&part.name, &part.text),
        links: &part.links,
        shared,
        frames: Vec::new(),
        stories: vec![Story::default()],
        tables: Vec::new(),
        fields: Fields::default(),
        style: Style::default(),
        look: Look::default(),
        hidden: false,
        link: None,
        deleted: 0,
        contents: 0,
        walked: Walked::default(),
    };
    while let Some(node) = walker.xml.next()? {
        match node {
            Node::Start(element) => walker.start(&element)?,
            Node::End => walker.end()?,
            Node::Text(text) => walker.text(&text),
        }
    }
    let last = walker.stories.pop().unwrap_or_default();
    Ok(Walked { parts: last.into_parts(), ..walker.walked })
}

/// What an open element is to the walk.
enum Frame {
    Other,
    Paragraph,
    Run,
    Text,
    Instruction,
    Deleted,
    Contents,
    /// The link outside this one.
    Link(Option<Rc<str>>),
    Field,
    Table,
    Row,
    Cell,
    Box,
    /// A note or a comment.
    Story(String),
    /// One of several ways to say the same; whether one was taken.
    Alternate(bool),
}

struct Walker<'a> {
    xml: Xml<'a>,
    links: &'a BTreeMap<String, Rc<str>>,
    shared: &'a mut Shared,
    frames: Vec<Frame>,
    /// The innermost last; the first is the part's own.
    stories: Vec<Story>,
    tables: Vec<OpenTable>,
    fields: Fields,
    /// Of the paragraph.
    style: Style,
    look: Look,
    hidden: bool,
    link: Option<Rc<str>>,
    /// How many elements are open whose text was deleted.
    deleted: usize,
    /// How many elements are open that hold a table of contents.
    contents: usize,
    walked: Walked,
}

impl Walker<'_> {
    fn start(&mut self, element: &Element<'_>) -> Result<(), String> {
        let frame = match element.ns {
            Ns::W => self.start_word(element)?,
            Ns::M => Some(self.start_formula(element)),
            Ns::Mc => self.start_alternate(element)?,
            Ns::A => {
                self.shared.seen.pictures += usize::from(element.name() == "blip");
                let chart = element.name() == "graphicData"
                    && element.get("uri").is_some_and(|uri| uri.ends_with("/chart") || uri.ends_with("/diagram"));
                self.shared.seen.charts += usize::from(chart);
                Some(if element.name() == "t" { Frame::Text } else { Frame::Other })
            }
            _ => {
                self.shared.seen.pictures += usize::from(element.name() == "imagedata");
                Some(Frame::Other)
            }
        };
        self.frames.extend(frame);
        Ok(())
    }

    /// `None` where the element was read to its end.
    fn start_word(&mut self, element: &Element<'_>) -> Result<Option<Frame>, String> {
        Ok(Some(match element.name() {
            "p" => {
                self.style = self.shared.styles.paragraph(None);
                self.begin_paragraph(None, None);
                Frame::Paragraph
            }
            "pPr" => return self.paragraph_properties().map(|()| None),
            "r" => {
                self.wear(Font::default());
                Frame::Run
            }
            "rPr" => {
                let font = run_properties(&mut self.xml)?;
                self.wear(font);
                return Ok(None);
            }
            "t" | "delText" => Frame::Text,
            "instrText" => Frame::Instruction,
            "del" | "moveFrom" => {
                self.deleted += 1;
                Frame::Deleted
            }
            "hyperlink" => {
                let link = element.get("id").and_then(|id| self.links.get(&id).cloned());
                Frame::Link(std::mem::replace(&mut self.link, link))
            }
            "fldSimple" => {
                self.fields.begin();
                self.fields.instruct(&element.get("instr").unwrap_or_default());
                self.fields.separate();
                Frame::Field
            }
            "tbl" => {
                self.story().end_paragraph();
                self.tables.push(OpenTable::default());
                Frame::Table
            }
            "tr" => {
                self.table().begin_row();
                Frame::Row
            }
            "tc" => {
                self.stories.push(Story::default());
                Frame::Cell
            }
            "gridSpan" => {
                let span = number(element).unwrap_or(1);
                self.table().span(span);
                Frame::Other
            }
            "tblHeader" => {
                let on = element.get("val").is_none_or(|on| is_on(&on));
                self.table().mark_head(on);
                Frame::Other
            }
            "txbxContent" => {
                self.stories.push(Story::default());
                Frame::Box
            }
            "footnote" | "endnote" | "comment" => return self.start_story(element),
            "sdt" => Frame::Other,
            "docPartGallery" => {
                // It stands in the properties of the `sdt` that holds the table of contents.
                let contents = element.get("val").is_some_and(|name| name == "Table of Contents");
                if contents && let Some(frame @ Frame::Other) = self.frames.iter_mut().rev().nth(2) {
                    *frame = Frame::Contents;
                    self.contents += 1;
                }
                Frame::Other
            }
            "tblPr" | "sectPr" | "tblGrid" | "tblPrEx" => return self.xml.skip().map(|()| None),
            "altChunk" | "subDoc" => {
                self.shared.seen.embedded += 1;
                Frame::Other
            }
            name => {
                self.sign(name, element);
                Frame::Other
            }
        }))
    }

    /// An element that stands for a character, a note or a comment.
    fn sign(&mut self, name: &str, element: &Element<'_>) {
        match name {
            "tab" | "ptab" => self.show("\t"),
            "br" if element.get("type").is_none_or(|kind| kind == "textWrapping") => self.show("\n"),
            "br" => self.show(" "),
            "cr" => self.show("\n"),
            "noBreakHyphen" => self.show("\u{2011}"),
            "softHyphen" => self.show("\u{AD}"),
            "sym" => self.show(picture(element).encode_utf8(&mut [0; 4])),
            "fldChar" => match element.get("fldCharType").as_deref() {
                Some("begin") => self.fields.begin(),
                Some("separate") => self.fields.separate(),
                Some("end") => self.fields.end(),
                _ => {}
            },
            "footnoteReference" => self.refer(Sort::Footnote, element),
            "endnoteReference" => self.refer(Sort::Endnote, element),
            "commentReference" => {
                let comment = element.get("id").and_then(|id| self.shared.comments.remove(&id));
                self.story().put_behind(comment.into_iter().flatten());
            }
            _ => {}
        }
    }

    fn refer(&mut self, sort: Sort, element: &Element<'_>) {
        if let Some(id) = element.get("id").filter(|_| self.deleted == 0) {
            let label = self.shared.labels.of(sort, &id);
            self.story().note(label);
        }
    }

    fn start_story(&mut self, element: &Element<'_>) -> Result<Option<Frame>, String> {
        // Separators are lines that Word draws above notes.
        if is_separator(element) {
            return self.xml.skip().map(|()| None);
        }
        let mut story = Story::default();
        if let Some(author) = element.get("author").filter(|_| element.name() == "comment") {
            story.text(&format!("{author}: "), &Look::default());
        }
        self.stories.push(story);
        Ok(Some(Frame::Story(element.get("id").unwrap_or_default())))
    }

    /// A formula becomes a line: `a/b`, `x^2`, `x_1`.
    fn start_formula(&mut self, element: &Element<'_>) -> Frame {
        let sign = match element.name() {
            "t" => return Frame::Text,
            "oMath" => {
                self.shared.seen.formulas += 1;
                return Frame::Other;
            }
            "den" => "/",
            "sup" => "^",
            "sub" => "_",
            _ => return Frame::Other,
        };
        self.look = Look::default();
        if self.deleted == 0 {
            self.show(sign);
            self.shared.drawn.push_str(sign);
        }
        Frame::Other
    }

    fn start_alternate(&mut self, element: &Element<'_>) -> Result<Option<Frame>, String> {
        match (element.name(), self.frames.last_mut()) {
            ("AlternateContent", _) => Ok(Some(Frame::Alternate(false))),
            ("Choice" | "Fallback", Some(Frame::Alternate(taken))) if *taken => self.xml.skip().map(|()| None),
            ("Choice" | "Fallback", Some(Frame::Alternate(taken))) => {
                *taken = true;
                Ok(Some(Frame::Other))
            }
            _ => Ok(Some(Frame::Other)),
        }
    }

    fn end(&mut self) -> Result<(), String> {
        match self.frames.pop() {
            Some(Frame::Paragraph) => {
                let drawn = self.story().end_paragraph();
                self.shared.drawn.extend(drawn);
            }
            Some(Frame::Deleted) => self.deleted -= 1,
            Some(Frame::Contents) => self.contents -= 1,
            Some(Frame::Link(outside)) => self.link = outside,
            Some(Frame::Field) => self.fields.end(),
            Some(Frame::Row) => self.table().end_row(),
            Some(Frame::Cell) => {
                let parts = self.pop_story();
                self.table().cell(parts);
            }
            Some(Frame::Table) => {
                let table = self.tables.pop().unwrap_or_default();
                let parts = table.into_parts(&mut self.shared.drawn)?;
                self.story().parts.extend(parts);
            }
            Some(Frame::Box) => {
                let parts = self.pop_story();
                self.story().put_behind(parts);
            }
            Some(Frame::Story(id)) => {
                let parts = self.pop_story();
                self.walked.stories.push((id, parts));
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        match self.frames.last() {
            Some(Frame::Text) => self.show(text),
            Some(Frame::Instruction) => self.fields.instruct(text),
            _ => {}
        }
    }

    /// Text that stands in the document, wherever that is.
    fn show(&mut self, text: &str) {
        let link = self.link.clone().or_else(|| self.fields.link());
        let look = Look { link, ..self.look.clone() };
        let (deleted, code, hidden) = (self.deleted > 0, self.fields.in_code(), self.hidden);
        let story = self.story();
        if deleted {
            story.set_aside(Class::Deletion, "tracked-changes", text);
        } else if code {
            story.set_aside(Class::Hidden, "field-code", text);
        } else if hidden {
            story.set_aside(Class::Hidden, "hidden-text", text);
        } else {
            story.text(text, &look);
        }
    }

    fn paragraph_properties(&mut self) -> Result<(), String> {
        let (mut style, mut level) = (None, None);
        let mut list: (Option<String>, Option<usize>) = (None, None);
        let mut depth = 1;
        while depth > 0 {
            match self.xml.next()? {
                Some(Node::Start(element)) => {
                    depth += 1;
                    match (element.ns, element.name()) {
                        (Ns::W, "pStyle") => style = element.get("val"),
                        (Ns::W, "outlineLvl") => level = Some(outline(&element)),
                        (Ns::W, "numId") => list.0 = element.get("val"),
                        (Ns::W, "ilvl") => list.1 = number(&element),
                        // In the properties of the mark that ends the paragraph.
                        (Ns::W, "del" | "moveFrom") => self.story().joins_next = true,
                        (Ns::W, "pPrChange" | "sectPr" | "rPrChange") => {
                            self.xml.skip()?;
                            depth -= 1;
                        }
                        _ => {}
                    }
                }
                Some(Node::End) => depth -= 1,
                Some(Node::Text(_)) => {}
                None => break,
            }
        }
        self.style = self.shared.styles.paragraph(style.as_deref());
        if let Some(level) = level {
            self.style.role = level.or(self.style.role.take());
        }
        let id = list.0.or_else(|| self.style.list.0.clone());
        let at = list.1.or(self.style.list.1).unwrap_or(0);
        self.begin_paragraph(id.as_deref(), Some(at));
        Ok(())
    }

    /// Says what the paragraph is that has begun, and draws its number.
    fn begin_paragraph(&mut self, list: Option<&str>, level: Option<usize>) {
        let number = list.and_then(|list| self.shared.numbering.next(list, level.unwrap_or(0)));
        let contents = self.contents > 0;
        let role = self.style.role.clone().unwrap_or_default();
        let story = self.stories.last_mut().expect("the part's own story stays");
        (story.role, story.number) = match (role, number) {
            _ if contents => (Role::Contents, None),
            (Role::Body, Some(number)) => (Role::Item { number, depth: level.unwrap_or(0).min(8) }, None),
            (role, number) => (role, number.flatten()),
        };
    }

    /// Sets the look of the text that follows in the run.
    fn wear(&mut self, font: Font) {
        let style = font.style.clone().map(|id| self.shared.styles.characters(&id)).unwrap_or_default();
        let font = font.over(&style);
        let below = &self.style.font;
        self.look = font.look(below);
        self.hidden = font.hidden.or(below.hidden) == Some(true);
    }

    fn story(&mut self) -> &mut Story {
        self.stories.last_mut().expect("the part's own story stays")
    }

    fn pop_story(&mut self) -> Vec<Part> {
        self.stories.pop().unwrap_or_default().into_parts()
    }

    /// The innermost table; rows and cells outside of one make one.
    fn table(&mut self) -> &mut OpenTable {
        if self.tables.is_empty() {
            self.tables.push(OpenTable::default());
        }
        self.tables.last_mut().expect("there is one now")
    }
}

/// Whether a note is a line that Word draws above notes.
pub(super) fn is_separator(element: &Element<'_>) -> bool {
    element.get("type").is_some_and(|kind| kind != "normal")
}

/// The character of a `w:sym`.
pub(super) fn picture(element: &Element<'_>) -> char {
    let place = element.get("char").and_then(|place| u32::from_str_radix(&place, 16).ok());
    symbol(&element.get("font").unwrap_or_default(), place.unwrap_or(0xFFFD))
}
