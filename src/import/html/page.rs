//! A web page taken apart: elements, and grains of text in document order. `walk.rs` fills it from a DOM, `article/`
//! judges the grains, `assemble.rs` makes blocks of them.

use crate::import::source::Class;
use crate::import::words::Words;
use dom_query::LocalName;
use std::collections::BTreeMap;

/// What one walk over a page found.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The block-level elements in document order; the first is the root, and its own parent.
    pub elements: Vec<Element>,
    pub grains: Vec<Grain>,
    /// The list items that hold grains.
    pub items: Vec<Item>,
    /// By the index of the grain with which a footnote begins: its label.
    pub notes: BTreeMap<usize, String>,
    /// What a browser shows though no text node holds it: the numbers of items, the marks of short quotations.
    pub generated: String,
}

/// A block-level element.
#[derive(Debug)]
pub(super) struct Element {
    pub parent: usize,
    pub name: LocalName,
    /// What its author called it, in lower case: class, id, role and the like, with spaces between.
    pub marks: String,
    /// Its first class or its id, as the page has it.
    pub label: String,
}

/// The text between two block boundaries.
#[derive(Debug)]
pub(super) struct Grain {
    pub words: Words,
    pub shape: Shape,
    /// The innermost block-level element around it.
    pub element: usize,
    /// How many of its characters that are no white space stand in links.
    pub linked: usize,
    /// The innermost list item around it.
    pub item: Option<usize>,
    /// Whether a block quote holds it.
    pub quoted: bool,
    pub aside: Option<Aside>,
}

/// What the page itself says about the form of a grain.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) enum Shape {
    #[default]
    Paragraph,
    /// As the element counts, 1 to 6.
    Heading(u8),
    Caption,
    /// The description that belongs to a term.
    Description,
    Code(Option<String>),
    Cell(Cell),
}

/// The place of a grain in a table of data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Cell {
    pub table: usize,
    pub row: usize,
    pub column: usize,
    /// Whether its whole row is a head.
    pub head: bool,
}

/// A list item.
#[derive(Debug)]
pub(super) struct Item {
    /// `-`, or the number that the list gives it.
    pub mark: String,
    /// In how many items of other lists it stands.
    pub depth: usize,
}

/// What an element settles by itself: the text in it is set aside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Aside {
    pub class: Class,
    pub rule: &'static str,
}

impl Page {
    /// The element and all around it, from the inside out; the root is left out.
    pub fn ancestors(&self, element: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(element), |&at| Some(self.elements[at].parent)).take_while(|&at| at != 0)
    }

    /// Where a grain stands, as a selector: `nav.menu`.
    pub fn place(&self, grain: &Grain) -> String {
        let named = self.ancestors(grain.element).find(|&at| self.elements[at].is_telling());
        let element = &self.elements[named.unwrap_or(grain.element)];
        format!("{}{}", element.name, element.label)
    }
}

impl Element {
    /// Whether its name or its label says more than that something is grouped.
    fn is_telling(&self) -> bool {
        !self.label.is_empty()
            || matches!(&*self.name, "nav" | "header" | "footer" | "aside" | "main" | "article" | "form" | "figure")
    }
}
