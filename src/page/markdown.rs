//! Markdown → events with byte spans, under the one configuration that the whole program uses. `page/` reads marks from
//! the events and `render/` makes HTML of them, so both see the same document. Knows the syntax, not what it means.

use crate::prose::citation::{is_citation, is_needed};
use crate::span::Span;
use pulldown_cmark::{BrokenLink, BrokenLinkCallback, CowStr, OffsetIter, Options, Parser};

pub use pulldown_cmark::Alignment;
pub(crate) use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};

/// The events of a document, each with the bytes that it came from.
pub(crate) struct Events<'a> {
    inner: OffsetIter<'a, CitationLabels>,
    base: usize,
}

/// Reads `text` as Markdown; spans come out shifted by `base`, the offset of `text` in its file.
pub(crate) fn events(text: &str, base: usize) -> Events<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_WIKILINKS
        | Options::ENABLE_DEFINITION_LIST;
    let inner = Parser::new_with_broken_link_callback(text, options, Some(CitationLabels)).into_offset_iter();
    Events { inner, base }
}

/// A document that was not written for ibid, as HTML: nothing in it cites, and its own HTML stays.
pub(crate) fn foreign_html(text: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST;
    let mut html = String::with_capacity(text.len() * 3 / 2);
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(text, options));
    html
}

impl Events<'_> {
    /// Link definitions, `[label]: address`, with their spans, in order.
    pub fn definitions(&self) -> Vec<(String, Span)> {
        let mut definitions: Vec<(String, Span)> = self
            .inner
            .reference_definitions()
            .iter()
            .map(|(label, definition)| (label.to_owned(), self.shift(definition.span.clone())))
            .collect();
        definitions.sort_by_key(|(_, span)| *span);
        definitions
    }

    fn shift(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(range.start + self.base, range.end + self.base)
    }
}

impl<'a> Iterator for Events<'a> {
    type Item = (Event<'a>, Span);

    fn next(&mut self) -> Option<Self::Item> {
        let (event, range) = self.inner.next()?;
        let span = self.shift(range);
        Some((event, span))
    }
}

/// Makes links of the reference labels that cite: they have no definition, and must have none.
struct CitationLabels;

impl<'a> BrokenLinkCallback<'a> for CitationLabels {
    fn handle_broken_link(&mut self, link: BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)> {
        let cites = is_citation(&link.reference) || is_needed(&link.reference);
        cites.then(|| ("".into(), "".into()))
    }
}

/// A link that has no definition: one that the callback let through.
pub(crate) fn is_citation_link(link_type: LinkType) -> bool {
    matches!(link_type, LinkType::ReferenceUnknown | LinkType::CollapsedUnknown | LinkType::ShortcutUnknown)
}

/// The labels of a citation link as it stands in the text, `[words][label]` or `[label]`.
/// Two citations side by side read as one link: `[@a#p1][@b#p2]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CitationLink {
    /// The label's span, and that of the words it supports.
    One {
        label: Span,
        words: Option<Span>,
    },
    Two {
        first: Span,
        second: Span,
    },
}

/// Takes a citation link apart. `span` covers it with its brackets.
pub(crate) fn citation_link(text: &str, span: Span, link_type: LinkType) -> CitationLink {
    let inside = |start: usize, end: usize| Span::new(start.min(end), end);
    match link_type {
        LinkType::ReferenceUnknown => {
            // A label holds no bare bracket, so the last `][` is the seam.
            let seam = span.start + span.of(text).rfind("][").unwrap_or(1);
            let (words, label) = (inside(span.start + 1, seam), inside(seam + 2, span.end - 1));
            if is_citation(words.of(text)) || is_needed(words.of(text)) {
                CitationLink::Two { first: words, second: label }
            } else {
                CitationLink::One { label, words: Some(words) }
            }
        }
        _ if span.of(text).ends_with("][]") => {
            CitationLink::One { label: inside(span.start + 1, span.end - 3), words: None }
        }
        _ => CitationLink::One { label: inside(span.start + 1, span.end - 1), words: None },
    }
}

/// Whether raw HTML is nothing but a comment.
pub(crate) fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.starts_with("<!--")
        && html.ends_with("-->")
        && html.len() >= 7
        && html[4..].find("-->") == Some(html.len() - 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<CitationLink> {
        events(text, 0)
            .filter_map(|(event, span)| match event {
                Event::Start(Tag::Link { link_type, .. }) if is_citation_link(link_type) => {
                    Some(citation_link(text, span, link_type))
                }
                _ => None,
            })
            .collect()
    }

    #[test]
    fn citation_links_come_apart() {
        let text = "A [@a#p1][@b#p2], [words][@c], [@d][], [see -@e] and [citation needed]; not [f], [g@h], \\[@i].";
        let shown: Vec<String> = links(text)
            .into_iter()
            .map(|link| match link {
                CitationLink::One { label, words } => {
                    format!("{}<{}", label.of(text), words.map_or("", |w| w.of(text)))
                }
                CitationLink::Two { first, second } => format!("{}+{}", first.of(text), second.of(text)),
            })
            .collect();
        assert_eq!(shown, ["@a#p1+@b#p2", "@c<words", "@d<", "see -@e<", "citation needed<"]);
    }

    #[test]
    fn comments_are_known_as_such() {
        assert!(is_comment("<!-- a -->\n"));
        assert!(!is_comment("<!-- a --> <b> <!-- c -->"));
        assert!(!is_comment("<b>"));
        assert!(!is_comment("<!-->"));
    }
}
