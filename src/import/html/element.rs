//! What the elements of HTML mean to a reader of text. `walk.rs` asks; nothing here looks at the text itself.

use super::page::{Aside, Item};
use crate::import::source::Class;
use crate::import::words::Style;
use dom_query::{Element as Node, LocalName, local_name};

/// How the walk treats an element.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// Nothing in it is text of the page.
    Skipped,
    /// Stands on lines of its own.
    Block,
    /// Stands in a line.
    Inline,
}

pub(super) fn role(name: &str) -> Role {
    match name {
        "script" | "style" | "template" | "head" => Role::Skipped,
        "a" | "abbr" | "acronym" | "b" | "bdi" | "bdo" | "big" | "br" | "cite" | "code" | "data" | "del" | "dfn"
        | "em" | "font" | "i" | "ins" | "kbd" | "mark" | "nobr" | "output" | "q" | "rb" | "rp" | "rt" | "rtc"
        | "ruby" | "s" | "samp" | "slot" | "small" | "span" | "strike" | "strong" | "sub" | "sup" | "time" | "tt"
        | "u" | "var" | "wbr" => Role::Inline,
        // A name with a hyphen is an element of the page's own; it stands in the line as any unknown name does.
        _ if BLOCKS.contains(&name) => Role::Block,
        _ => Role::Inline,
    }
}

const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "audio",
    "blockquote",
    "body",
    "button",
    "canvas",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "iframe",
    "input",
    "label",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "text",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "video",
];

/// The mark that an inline element puts on its words.
pub(super) fn style(name: &str) -> Option<Style> {
    match name {
        "b" | "strong" => Some(Style::Strong),
        "em" | "i" | "cite" | "dfn" | "var" => Some(Style::Emphasis),
        "s" | "strike" | "del" => Some(Style::Strike),
        "code" | "kbd" | "samp" | "tt" => Some(Style::Code),
        _ => None,
    }
}

/// What an element settles about the text in it, whatever the text is.
pub(super) fn aside(name: &str, element: &Node) -> Option<Aside> {
    let hidden = |rule| Some(Aside { class: Class::Hidden, rule });
    match name {
        "select" | "option" | "optgroup" | "textarea" | "button" | "input" => {
            return Some(Aside { class: Class::Form, rule: "control" });
        }
        "noscript" => return hidden("noscript"),
        "audio" | "video" | "canvas" | "object" | "iframe" | "noembed" | "noframes" => return hidden("fallback"),
        "annotation" | "annotation-xml" => return hidden("annotation"),
        "svg" => return Some(Aside { class: Class::Caption, rule: "drawing" }),
        "dialog" if !element.has_attr("open") => return hidden("closed-dialog"),
        // What hides the whole page is undone by a script; the page is there to be read.
        "html" | "body" | "main" | "article" => return None,
        _ => {}
    }
    if element.has_attr("hidden") {
        return hidden("hidden");
    }
    if element.attr_ref(LocalName::from("aria-hidden")).is_some_and(|value| value.trim() == "true") {
        return hidden("aria-hidden");
    }
    let classes = element.attr_ref(local_name!("class")).unwrap_or_default();
    if classes.split_ascii_whitespace().any(|class| NOT_ON_SCREEN.contains(&class)) {
        return hidden("not-on-screen");
    }
    let style: String = element.attr_ref(local_name!("style")).map(bare).unwrap_or_default();
    (style.contains("display:none") || style.contains("visibility:hidden"))
        .then_some(Aside { class: Class::Hidden, rule: "not-displayed" })
}

/// Classes of frameworks that take text off the screen, or off the page that a reader would print.
const NOT_ON_SCREEN: &[&str] =
    &["mw-editsection", "noprint", "screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden"];

/// A style without white space and in lower case.
fn bare(style: &str) -> String {
    style.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect()
}

/// What its author called an element.
pub(super) fn marks(element: &Node) -> String {
    const NAMING: [&str; 7] = ["class", "id", "role", "itemprop", "data-component", "data-testid", "aria-label"];
    /// What no name is as long as, in bytes.
    const LONG: usize = 300;
    let mut marks = String::new();
    for name in NAMING {
        if let Some(value) = element.attr_ref(LocalName::from(name)) {
            marks.push_str(&value[..value.floor_char_boundary(LONG)]);
            marks.push(' ');
        }
    }
    marks.make_ascii_lowercase();
    marks
}

/// The first class of an element or its id, as a selector has it.
pub(super) fn label(element: &Node) -> String {
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let first = |value: &str| value.split_whitespace().next().map(|word| word.chars().filter(|&c| sound(c)).collect());
    let class: Option<String> = element.attr_ref(local_name!("class")).and_then(first);
    let id: Option<String> = element.attr_ref(local_name!("id")).and_then(first);
    match (class.filter(|name| !name.is_empty()), id.filter(|name| !name.is_empty())) {
        (Some(class), _) => format!(".{class}"),
        (None, Some(id)) => format!("#{id}"),
        (None, None) => String::new(),
    }
}

/// The language that a block of code is written in: `language-rust`, `lang-py`, `highlight-source-c`.
pub(super) fn language(element: &Node) -> Option<String> {
    const OPENINGS: [&str; 4] = ["language-", "lang-", "highlight-source-", "brush:"];
    let classes = element.attr_ref(local_name!("class"))?;
    let named = |class: &str| {
        let name = OPENINGS.iter().find_map(|opening| class.strip_prefix(opening))?;
        let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-' | '_');
        (!name.is_empty() && name.len() <= 20 && name.chars().all(sound)).then(|| name.to_ascii_lowercase())
    };
    classes.split_whitespace().find_map(named)
}

/// A count of the items of one list.
#[derive(Debug)]
pub(super) struct Counter {
    ordered: bool,
    next: i64,
    step: i64,
}

impl Counter {
    /// For the list that begins with this element.
    pub fn of(name: &str, element: &Node) -> Self {
        let number = |value: &str| value.trim().parse::<i64>().ok().filter(|number| (0..=99_999_999).contains(number));
        let start = element.attr_ref(local_name!("start")).and_then(number);
        let step = if element.has_attr("reversed") && start.is_some() { -1 } else { 1 };
        Self { ordered: name == "ol", next: start.unwrap_or(1), step }
    }

    /// The next item, which stands in `depth` items of other lists.
    pub fn item(&mut self, depth: usize) -> Item {
        let number = self.next.max(0);
        self.next = (self.next + self.step).min(99_999_999);
        Item { mark: if self.ordered { format!("{number}.") } else { "-".to_owned() }, depth }
    }
}

/// Small raised or lowered characters for a text, where every character of it has one.
pub(super) fn shifted(text: &str, raised: bool) -> Option<String> {
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    const LOWERED: &str = "₀₁₂₃₄₅₆₇₈₉";
    let row = if raised { RAISED } else { LOWERED };
    let shifted = |c: char| match c {
        '+' => Some(if raised { '⁺' } else { '₊' }),
        '-' | '−' => Some(if raised { '⁻' } else { '₋' }),
        '=' => Some(if raised { '⁼' } else { '₌' }),
        '(' => Some(if raised { '⁽' } else { '₍' }),
        ')' => Some(if raised { '⁾' } else { '₎' }),
        _ => row.chars().nth(c.to_digit(10)? as usize),
    };
    let text = text.trim();
    // A sign alone is a mark of a note.
    text.contains(|c: char| c.is_ascii_digit()).then(|| text.chars().map(shifted).collect())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_can_be_raised_are() {
        assert_eq!(shifted("2", true).as_deref(), Some("²"));
        assert_eq!(shifted(" -6 ", true).as_deref(), Some("⁻⁶"));
        assert_eq!(shifted("2", false).as_deref(), Some("₂"));
        assert_eq!((shifted("th", true), shifted("*", true), shifted("", true)), (None, None, None));
    }
}
