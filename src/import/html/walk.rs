//! DOM → Page: one walk in document order that puts every piece of text into exactly one grain. `html` calls it; which
//! grains are the article is not decided here.

use super::address::Base;
use super::element::{self, Counter, Role};
use super::page::{Aside, Element, Grain, Item, Page, Shape};
use super::running::Running;
use super::table::{self, Grid};
use crate::import::words::{Style, Words};
use dom_query::{Document, Element as Node, LocalName, NodeData, NodeRef, local_name};
use std::collections::BTreeMap;

/// Walks a page. Links are resolved against `base`.
pub(super) fn walk(document: &Document, base: &Base) -> Page {
    let mut walk = Walk::new(base);
    walk.page.elements.push(Element {
        parent: 0,
        name: LocalName::from("html"),
        marks: String::new(),
        label: String::new(),
    });
    let mut steps = vec![Step::Enter(document.root())];
    while let Some(step) = steps.pop() {
        match step {
            Step::Enter(node) => walk.enter(&node, &mut steps),
            Step::Leave(leave) => walk.leave(*leave),
        }
    }
    walk.flush();
    walk.finish()
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave(Box<Leave>),
}

/// What ends with an element.
struct Leave {
    /// Where the walk stood before it.
    outside: Here,
    block: bool,
    mark: bool,
    quotation: bool,
    list: bool,
    table: bool,
}

/// Where the walk stands.
#[derive(Clone, Default)]
struct Here {
    element: usize,
    shape: Shape,
    item: Option<usize>,
    /// The number of list items around.
    depth: usize,
    quoted: bool,
    /// How many short quotations are open.
    quotations: usize,
    linked: bool,
    verbatim: bool,
    aside: Option<Aside>,
    /// Set within an inline element whose text is set aside, so that it does not break the line around it.
    aloof: bool,
}

struct Walk<'a> {
    page: Page,
    base: &'a Base,
    here: Here,
    running: Running,
    /// Text that is set aside in the middle of a line.
    aloof: Running,
    lists: Vec<Counter>,
    grids: Vec<Grid>,
    tables: usize,
    /// Names of elements whose text has not begun yet.
    ids: Vec<String>,
    /// The grain that an id names.
    targets: BTreeMap<String, usize>,
}

impl<'a> Walk<'a> {
    fn new(base: &'a Base) -> Self {
        Self {
            page: Page::default(),
            base,
            here: Here::default(),
            running: Running::default(),
            aloof: Running::default(),
            lists: Vec::new(),
            grids: Vec::new(),
            tables: 0,
            ids: Vec::new(),
            targets: BTreeMap::new(),
        }
    }

    fn enter<'d>(&mut self, node: &NodeRef<'d>, steps: &mut Vec<Step<'d>>) {
        let Some(element) = node.element_ref() else {
            node.query(|inner| {
                if let NodeData::Text { contents } = &inner.data {
                    self.text(contents);
                }
            });
            if node.may_have_children() {
                steps.extend(node.children_it(true).map(Step::Enter));
            }
            return;
        };
        let name = element.name.local.clone();
        match element::role(&name) {
            Role::Skipped => {}
            Role::Block => self.enter_block(node, &element, &name, steps),
            Role::Inline => self.enter_inline(node, &element, &name, steps),
        }
    }

    fn enter_block<'d>(&mut self, node: &NodeRef<'d>, element: &Node, name: &LocalName, steps: &mut Vec<Step<'d>>) {
        self.flush();
        let outside = self.here.clone();
        self.page.elements.push(Element {
            parent: self.here.element,
            name: name.clone(),
            marks: element::marks(element),
            label: element::label(element),
        });
        self.here.element = self.page.elements.len() - 1;
        self.here.aside = self.here.aside.or_else(|| element::aside(name, element));
        self.name(element);
        let mut leave = Leave { outside, block: true, mark: false, quotation: false, list: false, table: false };
        self.shape(node, element, name, &mut leave);
        steps.push(Step::Leave(Box::new(leave)));
        steps.extend(node.children_it(true).map(Step::Enter));
    }

    /// What the element makes of the text in it.
    fn shape(&mut self, node: &NodeRef<'_>, element: &Node, name: &str, leave: &mut Leave) {
        let in_cell = matches!(self.here.shape, Shape::Cell(_));
        match name {
            "blockquote" => self.here.quoted = true,
            "ol" | "ul" | "menu" | "dir" => {
                self.lists.push(Counter::of(name, element));
                leave.list = true;
            }
            "li" => self.item(),
            "table" => {
                leave.table = true;
                self.tables += 1;
                self.grids.push(table::grid(node, self.tables));
            }
            "tr" => {
                if let Some(grid) = self.grids.last_mut() {
                    grid.begin_row(node);
                }
            }
            "td" | "th" => {
                if let Some(cell) = self.grids.last_mut().and_then(|grid| grid.begin_cell(element)) {
                    self.here.shape = Shape::Cell(cell);
                }
            }
            "pre" if !in_cell => {
                self.here.verbatim = true;
                let inner = || node.first_element_child().and_then(|child| element::language(&*child.element_ref()?));
                self.here.shape = Shape::Code(element::language(element).or_else(inner));
            }
            "figcaption" | "caption" => self.here.shape = Shape::Caption,
            _ if in_cell => {}
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.here.shape = Shape::Heading(name.as_bytes()[1] - b'0'),
            "dd" => self.here.shape = Shape::Description,
            "dt" | "p" => self.here.shape = Shape::Paragraph,
            _ => {}
        }
    }

    fn item(&mut self) {
        let item = match self.lists.last_mut() {
            Some(list) => list.item(self.here.depth),
            None => Item { mark: "-".to_owned(), depth: self.here.depth },
        };
        self.page.items.push(item);
        self.here.item = Some(self.page.items.len() - 1);
        self.here.depth += 1;
        if !matches!(self.here.shape, Shape::Cell(_)) {
            self.here.shape = Shape::Paragraph;
        }
    }

    fn enter_inline<'d>(&mut self, node: &NodeRef<'d>, element: &Node, name: &str, steps: &mut Vec<Step<'d>>) {
        self.name(element);
        match name {
            "br" if self.here.verbatim => return self.line().push_verbatim("\n", false),
            "br" => return self.line().end_line(),
            "sup" | "sub" if !self.here.verbatim => {
                if let Some(shifted) = sole_text(node).and_then(|text| element::shifted(&text, name == "sup")) {
                    return self.text(&shifted);
                }
            }
            "a" => {
                if let Some((target, raw)) = super::note::reference(node, element) {
                    return self.reference(target, raw);
                }
            }
            _ => {}
        }
        let mut leave = Leave {
            outside: self.here.clone(),
            block: false,
            mark: false,
            quotation: false,
            list: false,
            table: false,
        };
        let aside = self.here.aside.is_none().then(|| element::aside(name, element)).flatten();
        if aside.is_some() {
            self.here.aside = aside;
            self.here.aloof = true;
        }
        if name == "a" {
            self.here.linked = true;
        }
        let style = match name {
            "a" => element.attr_ref(local_name!("href")).and_then(|href| self.base.resolve(href)).map(Style::Link),
            _ => element::style(name),
        };
        if let Some(style) = style.filter(|_| !self.here.verbatim) {
            self.line().open(style);
            leave.mark = true;
        }
        if name == "q" {
            leave.quotation = true;
            self.here.quotations += 1;
            self.quotation_mark(if self.here.quotations % 2 == 1 { "“" } else { "‘" });
        }
        steps.push(Step::Leave(Box::new(leave)));
        steps.extend(node.children_it(true).map(Step::Enter));
    }

    fn leave(&mut self, leave: Leave) {
        if leave.quotation {
            self.quotation_mark(if self.here.quotations % 2 == 1 { "”" } else { "’" });
        }
        if leave.mark {
            self.line().close();
        }
        if self.here.aloof && !leave.outside.aloof {
            self.flush_aloof();
        }
        if leave.block {
            self.flush();
        }
        if leave.list {
            self.lists.pop();
        }
        if leave.table {
            self.grids.pop();
        }
        self.here = leave.outside;
    }

    /// A mark that the browser draws, as CSS 2.1 has it for `q`.
    fn quotation_mark(&mut self, mark: &str) {
        self.page.generated.push_str(mark);
        self.text(mark);
    }

    fn reference(&mut self, target: String, raw: String) {
        self.part();
        self.line().note(target, raw);
    }

    fn text(&mut self, text: &str) {
        if self.here.verbatim {
            let linked = self.here.linked;
            return self.line().push_verbatim(text, linked);
        }
        if !text.trim_ascii().is_empty() {
            self.part();
        }
        let linked = self.here.linked;
        self.line().push(text, linked);
    }

    /// Two line breaks are the end of a paragraph, except in a cell, which is one line.
    fn part(&mut self) {
        if !self.here.aloof && self.running.is_parted() && !matches!(self.here.shape, Shape::Cell(_)) {
            self.flush();
        }
    }

    fn line(&mut self) -> &mut Running {
        if self.here.aloof { &mut self.aloof } else { &mut self.running }
    }

    /// Keeps the id of an element until its text begins.
    fn name(&mut self, element: &Node) {
        for name in [local_name!("id"), local_name!("name")] {
            if let Some(id) = element.attr_ref(name).filter(|id| !id.is_empty() && id.len() <= 200) {
                self.ids.push(id.to_owned());
            }
        }
    }

    /// Ends the grain.
    fn flush(&mut self) {
        if self.here.aloof {
            return self.flush_aloof();
        }
        let linked = self.running.linked;
        if self.running.is_blank() {
            self.running.take();
            return;
        }
        let words = self.running.take();
        let grain = self.grain(words, linked);
        let index = self.page.grains.len();
        for id in self.ids.drain(..) {
            self.targets.entry(id).or_insert(index);
        }
        self.page.grains.push(grain);
    }

    fn flush_aloof(&mut self) {
        let (linked, blank) = (self.aloof.linked, self.aloof.is_blank());
        let words = self.aloof.take();
        if !blank {
            let grain = self.grain(words, linked);
            self.page.grains.push(grain);
        }
    }

    fn grain(&self, words: Words, linked: usize) -> Grain {
        Grain {
            words,
            shape: self.here.shape.clone(),
            element: self.here.element,
            linked,
            item: self.here.item,
            quoted: self.here.quoted,
            aside: self.here.aside,
        }
    }

    fn finish(mut self) -> Page {
        super::note::settle(&mut self.page, &self.targets);
        self.page
    }
}

/// The text of an element that holds one text and nothing else.
fn sole_text(node: &NodeRef<'_>) -> Option<String> {
    let mut children = node.children_it(false);
    let child = children.next()?;
    (children.next().is_none() && child.is_text()).then(|| child.text().to_string())
}
