//! What the formatter made of an entry → HTML, escaped, without inline styles. `format` calls it.

use crate::render::escape;
use hayagriva::citationberg::{Display, FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign};
use hayagriva::{BibliographyItem, ElemChild, Formatted, Formatting};
use serde::{Deserialize, Serialize};

/// A formatted entry.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Debug, Default)]
pub(super) struct Markup {
    /// HTML: the number or label that the style sets apart; empty if it has none.
    pub label: String,
    /// HTML.
    pub body: String,
}

pub(super) fn entry(item: &BibliographyItem) -> Markup {
    let mut label = Writer::default();
    item.first_field.iter().for_each(|field| label.push(field));
    let mut body = Writer::default();
    item.content.0.iter().for_each(|child| body.push(child));
    Markup { label: label.html.trim().to_owned(), body: body.html.trim().to_owned() }
}

#[derive(Default)]
struct Writer {
    html: String,
    /// The last character that a reader sees.
    last: Option<char>,
}

impl Writer {
    fn push(&mut self, child: &ElemChild) {
        match child {
            ElemChild::Text(text) => self.push_text(text, &mended(&text.text, self.last)),
            ElemChild::Elem(element) => {
                let class = match element.display {
                    Some(Display::Block) => Some("bib-block"),
                    Some(Display::Indent) => Some("bib-block bib-indent"),
                    // A margin is not to be had in running text, and the words read on without it.
                    Some(Display::LeftMargin | Display::RightInline) | None => None,
                };
                self.html.push_str(&class.map(|class| format!("<span class=\"{class}\">")).unwrap_or_default());
                element.children.0.iter().for_each(|child| self.push(child));
                self.html.push_str(if class.is_some() { "</span>" } else { "" });
            }
            ElemChild::Link { text, url } if url.starts_with("https://") || url.starts_with("http://") => {
                let href = escape::attribute(url);
                self.html.push_str(&format!("<a class=\"bib-link\" href=\"{href}\" rel=\"external\">"));
                self.push_text(text, &text.text);
                self.html.push_str("</a>");
            }
            ElemChild::Link { text, .. } => self.push_text(text, &text.text),
            ElemChild::Markup(text) => self.html.push_str(&escape::text(text)),
            ElemChild::Transparent { .. } => {}
        }
    }

    fn push_text(&mut self, text: &Formatted, words: &str) {
        let tags = tags(text.formatting);
        tags.iter().for_each(|(open, _)| self.html.push_str(open));
        self.html.push_str(&escape::text(words));
        tags.iter().rev().for_each(|(_, close)| self.html.push_str(close));
        self.last = words.chars().next_back().or(self.last);
    }
}

/// Text behind the character `last`, without the marks that the formatter leaves where two meet: a full stop after a
/// question mark, a comma before the bracket that a day would have stood in.
fn mended(text: &str, last: Option<char>) -> String {
    let text = match last {
        Some('?' | '!') => text.strip_prefix('.').unwrap_or(text),
        _ => text,
    };
    [("  ", " "), ("?.", "?"), ("!.", "!"), (",)", ")"), (", )", ")")]
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn tags(formatting: Formatting) -> Vec<(&'static str, &'static str)> {
    let mut tags = Vec::new();
    if formatting.font_style == FontStyle::Italic {
        tags.push(("<i>", "</i>"));
    }
    if formatting.font_weight == FontWeight::Bold {
        tags.push(("<b>", "</b>"));
    }
    if formatting.font_variant == FontVariant::SmallCaps {
        tags.push(("<span class=\"small-caps\">", "</span>"));
    }
    if formatting.text_decoration == TextDecoration::Underline {
        tags.push(("<u>", "</u>"));
    }
    match formatting.vertical_align {
        VerticalAlign::Sup => tags.push(("<sup>", "</sup>")),
        VerticalAlign::Sub => tags.push(("<sub>", "</sub>")),
        VerticalAlign::None | VerticalAlign::Baseline => {}
    }
    tags
}
