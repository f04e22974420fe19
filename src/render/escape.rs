//! Text → HTML: the escapes that everything here uses.

use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

/// Escapes text for the content of an element.
pub(crate) fn text(words: &str) -> String {
    let mut html = String::with_capacity(words.len());
    escape_html_body_text(&mut html, words).expect("a string takes all that is written to it");
    html
}

/// Escapes text for an attribute in quotation marks.
pub(crate) fn attribute(words: &str) -> String {
    let mut html = String::with_capacity(words.len());
    escape_html(&mut html, words).expect("a string takes all that is written to it");
    html
}

/// Escapes an address for an attribute in quotation marks: what no URL may contain is written in per cent.
pub(crate) fn href(address: &str) -> String {
    let mut html = String::with_capacity(address.len());
    escape_href(&mut html, address).expect("a string takes all that is written to it");
    html
}
