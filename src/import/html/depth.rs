//! HTML → the same HTML, nested no deeper than a parser can follow in linear time. Called before every parse. A parser
//! looks through all open elements at nearly every tag, so that a page of nothing but `<div>` would take it hours.

use memchr::{memchr, memmem};
use std::borrow::Cow;

/// How deep elements may stand in each other. No page that people wrote comes near.
const DEEPEST: usize = 600;

/// The page without the tags of what stands too deep; the text in them stays, in lines of its own.
pub(super) fn bounded(html: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    // Up to where the page is in `kept`, or can be taken as it is.
    let mut copied = 0;
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(open) = memchr(b'<', &html.as_bytes()[at..]) {
        let start = at + open;
        let Some(tag) = tag(html, start) else {
            at = start + 1;
            continue;
        };
        at = tag.end;
        let deep = match tag.kind {
            Kind::Open => {
                depth += 1;
                depth > DEEPEST
            }
            Kind::Close => {
                depth = depth.saturating_sub(1);
                depth >= DEEPEST
            }
            Kind::Other => false,
        };
        if deep {
            kept.push_str(&html[copied..start]);
            kept.push_str("<br><br>");
            copied = tag.end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(&html[copied..]);
    Cow::Owned(kept)
}

struct Tag {
    kind: Kind,
    /// One past the tag, or past all that belongs to it where no tags are read in it.
    end: usize,
}

enum Kind {
    Open,
    Close,
    /// Not counted.
    Other,
}

/// The tag or comment that begins here.
fn tag(html: &str, start: usize) -> Option<Tag> {
    let rest = &html.as_bytes()[start..];
    if rest.starts_with(b"<!--") {
        let end = memmem::find(&rest[4..], b"-->").map_or(html.len(), |found| start + 4 + found + 3);
        return Some(Tag { kind: Kind::Other, end });
    }
    let closes = rest.get(1) == Some(&b'/');
    let from = if closes { 2 } else { 1 };
    let length = rest[from..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    if length == 0 || !rest[from].is_ascii_alphabetic() {
        return None;
    }
    let name = html[start + from..start + from + length].to_ascii_lowercase();
    let end = memchr(b'>', rest).map_or(html.len(), |found| start + found + 1);
    if !closes && RAW.contains(&name.as_str()) {
        return Some(Tag { kind: Kind::Other, end: raw_end(html, end, &name) });
    }
    let kind = match () {
        () if UNCOUNTED.contains(&name.as_str()) => Kind::Other,
        () if closes => Kind::Close,
        () => Kind::Open,
    };
    Some(Tag { kind, end })
}

/// Where the text of an element ends in which no tags are read.
fn raw_end(html: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = memmem::find(&html.as_bytes()[at..], b"</") {
        at += found + 2;
        if html.as_bytes()[at..].get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
            return at - 2;
        }
    }
    // Never closed: all that follows is in it.
    html.len()
}

/// Elements without tags in them.
const RAW: &[&str] = &["iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"];

/// Elements that have no end, or may go without an end tag; the parser closes them by itself.
const UNCOUNTED: &[&str] = &[
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "iframe", "img",
    "input", "li", "link", "meta", "noembed", "noframes", "optgroup", "option", "p", "param", "path", "rp", "rt",
    "script", "source", "style", "tbody", "td", "textarea", "tfoot", "th", "thead", "title", "tr", "track", "wbr",
    "xmp",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_people_stays_as_it_is() {
        let html = "<div>".repeat(500) + "<script>if (a<b) '<div>'</script><!-- <div> --> text" + &"</div>".repeat(500);
        assert!(matches!(bounded(&html), Cow::Borrowed(_)));
    }

    #[test]
    fn what_stands_too_deep_is_lifted_out() {
        let html = "<div>".repeat(1_000) + "a" + &"</div>".repeat(1_000) + "<p>b</p>";
        let bounded = bounded(&html);
        assert_eq!(bounded.matches("<div>").count(), DEEPEST);
        assert_eq!(bounded.matches("</div>").count(), DEEPEST);
        assert!(bounded.ends_with("<p>b</p>"));
    }
}
