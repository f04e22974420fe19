//! DOM → Survey: one walk over the page that keeps its text in one piece and, for every element that may tell of the
//! document, where its text stands. The readers of titles, authors and dates ask it; none of them walks the page again,
//! so that the work stays linear whatever the page is.

use dom_query::{Document, LocalName, NodeData, NodeRef};
use std::ops::Range;

/// What one walk over the page found, in document order.
pub(super) struct Survey<'a> {
    /// The running text, white space folded; a block stands on lines of its own.
    pub text: String,
    pub elements: Vec<Element<'a>>,
    pub metas: Vec<Meta>,
    pub links: Vec<Link>,
    /// The JSON-LD blocks as they stand in the page.
    pub scripts: Vec<String>,
    /// The text of the first `<title>`.
    pub title: Option<String>,
    /// The `lang` of the page.
    pub language: Option<String>,
    /// Where the text is not the document's own: menus, side columns, footers. Sorted, apart from each other.
    asides: Vec<Range<usize>>,
}

/// An element of the body that has a name or a mark by which readers can know it.
pub(super) struct Element<'a> {
    pub name: LocalName,
    /// The values of `class`, `id` and `data-testid`, in lower case.
    pub marks: String,
    pub itemprop: String,
    pub rel: String,
    /// Its text in `Survey::text`, in bytes.
    pub span: Range<usize>,
    node: NodeRef<'a>,
}

/// A `<meta>`: its name, property or itemprop in lower case, and its content.
pub(super) struct Meta {
    pub name: String,
    /// Which attribute gave the name.
    pub key: &'static str,
    pub content: String,
}

/// A `<link>` of the page.
pub(super) struct Link {
    pub rel: String,
    pub href: String,
}

/// What a `<meta>` may hold before it is no longer metadata, in bytes.
const LONG: usize = 2_000;
/// The words of a class that make its element no part of the document.
const WORDS_OF_ASIDES: &[&str] = &[
    "aside",
    "breadcrumb",
    "breadcrumbs",
    "carousel",
    "disqus",
    "menu",
    "mostread",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "popular",
    "promo",
    "recent",
    "recommended",
    "recommendations",
    "related",
    "respond",
    "sidebar",
    "slider",
    "teasers",
    "ticker",
    "widget",
    "widgets",
];
/// The words of a class that make its element the document, or a part of it.
const WORDS_OF_ARTICLES: &[&str] = &["article", "entry", "node", "post", "story"];
/// The words of a class that make its element a reader's answer to the document.
const WORDS_OF_COMMENTS: &[&str] = &["comment", "comments", "commentlist", "commentmetadata", "kommentare"];

enum Step<'a> {
    Enter(NodeRef<'a>),
    /// The element of this index ends, if it was kept; a block ends its line.
    Leave(Option<usize>, bool),
}

impl<'a> Survey<'a> {
    pub fn of(document: &'a Document) -> Self {
        let mut survey = Survey {
            text: String::new(),
            elements: Vec::new(),
            metas: Vec::new(),
            links: Vec::new(),
            scripts: Vec::new(),
            title: None,
            language: None,
            asides: Vec::new(),
        };
        let mut steps = vec![Step::Enter(document.root())];
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(node) => survey.enter(node, &mut steps),
                Step::Leave(index, block) => {
                    if let Some(index) = index {
                        survey.elements[index].span.end = survey.text.len();
                    }
                    if block {
                        survey.end_line();
                    }
                }
            }
        }
        survey.asides = survey.asides_around(0..0);
        survey
    }

    fn enter(&mut self, node: NodeRef<'a>, steps: &mut Vec<Step<'a>>) {
        let Some(name) = node.element_ref().map(|element| element.name.local.clone()) else {
            node.query(|inner| {
                if let NodeData::Text { contents } = &inner.data {
                    self.push(contents);
                }
            });
            if node.may_have_children() {
                steps.extend(node.children_it(true).map(Step::Enter));
            }
            return;
        };
        match &*name {
            "meta" => return self.meta(&node),
            "link" => return self.link(&node),
            "script" => return self.script(&node),
            "title" => return self.title(&node),
            "style" | "noscript" | "template" | "svg" | "iframe" | "select" | "textarea" | "math" => return,
            "html" => self.language = node.attr("lang").or_else(|| node.attr("xml:lang")).map(|lang| folded(&lang)),
            "br" => self.end_line(),
            _ => {}
        }
        let block = is_block(&name);
        if block {
            self.end_line();
        }
        let index = self.element(node, name);
        steps.push(Step::Leave(index, block));
        steps.extend(node.children_it(true).map(Step::Enter));
    }

    /// Keeps the element when a reader could ask for it.
    fn element(&mut self, node: NodeRef<'a>, name: LocalName) -> Option<usize> {
        const NAMED: [&str; 17] = [
            "h1", "h2", "h3", "time", "abbr", "a", "address", "article", "main", "nav", "aside", "footer", "span",
            "small", "strong", "em", "b",
        ];
        let attr = |name: &str| node.attr(name).filter(|value| value.len() <= LONG);
        let mut marks = attr("class").map(|class| class.to_lowercase()).unwrap_or_default();
        for more in ["id", "data-testid"] {
            if let Some(value) = attr(more) {
                marks.push(' ');
                marks.push_str(&value.to_lowercase());
            }
        }
        let itemprop = attr("itemprop").map(|value| value.to_lowercase()).unwrap_or_default();
        let rel = attr("rel").map(|value| value.to_lowercase()).unwrap_or_default();
        let kept = NAMED.contains(&&*name) || !marks.is_empty() || !itemprop.is_empty() || !rel.is_empty();
        kept.then(|| {
            let start = self.text.len();
            self.elements.push(Element { name, marks, itemprop, rel, span: start..start, node });
            self.elements.len() - 1
        })
    }

    fn meta(&mut self, node: &NodeRef<'a>) {
        let Some(content) = node.attr("content").filter(|content| content.len() <= LONG) else { return };
        let content = folded(&content);
        for key in ["name", "property", "itemprop", "http-equiv"] {
            if let Some(name) = node.attr(key).filter(|name| name.len() <= 100 && !content.is_empty()) {
                self.metas.push(Meta { name: name.trim().to_lowercase(), key, content });
                return;
            }
        }
    }

    fn link(&mut self, node: &NodeRef<'a>) {
        if let (Some(rel), Some(href)) = (node.attr("rel"), node.attr("href"))
            && rel.len() + href.len() <= LONG
        {
            self.links.push(Link { rel: rel.to_lowercase(), href: href.trim().to_owned() });
        }
    }

    fn script(&mut self, node: &NodeRef<'a>) {
        if node.attr("type").is_some_and(|kind| kind.to_lowercase().contains("ld+json")) {
            self.scripts.push(node.text().to_string());
        }
    }

    fn title(&mut self, node: &NodeRef<'a>) {
        if self.title.is_none() {
            self.title = Some(folded(&node.text())).filter(|title| !title.is_empty() && title.len() <= LONG);
        }
    }

    /// Appends words, white space folded.
    fn push(&mut self, words: &str) {
        for c in words.chars() {
            if !c.is_whitespace() {
                self.text.push(c);
            } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
    }

    fn end_line(&mut self) {
        if self.text.ends_with(' ') {
            self.text.pop();
        }
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// The text of an element, on one line; nothing when it is longer than metadata is.
    pub fn text_of(&self, element: &Element<'_>) -> &str {
        let end = element.span.end.min(self.text.len());
        let text = self.text.get(element.span.start.min(end)..end).unwrap_or_default();
        if text.len() > LONG { "" } else { text.trim() }
    }

    /// The lines of a part of the text, each with its place.
    pub fn lines(&self, part: Range<usize>) -> impl Iterator<Item = (usize, &str)> {
        let part = self.floor(part.start)..self.floor(part.end);
        let mut at = part.start;
        self.text[part].split('\n').map(move |line| {
            let start = at;
            at += line.len() + 1;
            (start, line.trim())
        })
    }

    /// The nearest boundary of a character at or before a place.
    fn floor(&self, place: usize) -> usize {
        self.text.floor_char_boundary(place)
    }

    /// Whether a place belongs to a menu, a side column, a footer, comments.
    pub fn is_aside(&self, place: usize) -> bool {
        let after = self.asides.partition_point(|aside| aside.start <= place);
        after > 0 && place < self.asides[after - 1].end
    }

    /// Tells where the document's own heading stands: what encloses it is no aside, whatever its class says.
    pub fn settle(&mut self, heading: Range<usize>) {
        self.asides = self.asides_around(heading);
    }

    fn asides_around(&self, heading: Range<usize>) -> Vec<Range<usize>> {
        let mut asides: Vec<Range<usize>> = Vec::new();
        // The end of the article that the heading stands in: a footer before it is the article's own.
        let mut article = 0;
        for element in &self.elements {
            let encloses =
                element.span.start <= heading.start && heading.end <= element.span.end && !heading.is_empty();
            if encloses
                && (element.is_named("article") || element.is_named("main") || element.is_marked(WORDS_OF_ARTICLES))
            {
                article = element.span.end;
            }
            let footer = element.is_named("footer") || element.is_marked(&["footer"]);
            let own = footer && (element.span.start < article || element.is_marked(WORDS_OF_ARTICLES));
            let aside = is_aside(element) || is_comment(element) || footer && !own;
            if encloses || element.span.is_empty() || !aside {
                continue;
            }
            // In document order an element begins at or after the one before it.
            match asides.last_mut() {
                Some(last) if element.span.start < last.end => last.end = last.end.max(element.span.end),
                _ => asides.push(element.span.clone()),
            }
        }
        asides
    }

    /// The content of the first `<meta>` of this name.
    pub fn meta_named(&self, name: &str) -> Option<&Meta> {
        self.metas.iter().find(|meta| meta.name == name)
    }
}

impl Element<'_> {
    pub fn attr(&self, name: &str) -> Option<String> {
        self.node.attr(name).filter(|value| value.len() <= LONG).map(|value| folded(&value)).filter(|v| !v.is_empty())
    }

    /// Whether one of the words that its class and id are made of is among these.
    pub fn is_marked(&self, words: &[&str]) -> bool {
        mark_words(&self.marks).any(|word| words.contains(&word))
    }

    pub fn is_named(&self, name: &str) -> bool {
        &*self.name == name
    }
}

impl Meta {
    /// The way a human would look for it in the page's source.
    pub fn evidence(&self) -> String {
        format!("<meta {}=\"{}\">", self.key, self.name)
    }
}

/// The words that classes and ids are made of: `entry-meta__author` has three.
pub(super) fn mark_words(marks: &str) -> impl Iterator<Item = &str> {
    marks.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether an element holds what readers answered.
pub(super) fn is_comment(element: &Element<'_>) -> bool {
    !matches!(&*element.name, "html" | "body" | "main" | "article" | "a" | "h1" | "h2")
        && (element.is_marked(WORDS_OF_COMMENTS)
            || matches!(element.itemprop.as_str(), "comment" | "review" | "reviews"))
}

fn is_aside(element: &Element<'_>) -> bool {
    match &*element.name {
        "nav" | "aside" => true,
        "html" | "body" | "main" | "article" | "h1" | "h2" | "time" => false,
        // A page may tell its readers what day it is.
        _ if element.is_marked(&["current"]) && element.is_marked(&["clock", "date", "time"]) => true,
        // Builders of pages call every one of their blocks a widget.
        _ if element.marks.contains("elementor") => false,
        _ => element.is_marked(WORDS_OF_ASIDES),
    }
}

fn is_block(name: &str) -> bool {
    !matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    )
}

/// White space folded and trimmed.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len().min(LONG));
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}
