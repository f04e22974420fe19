//! All text that a part of an ODT shows, in the order of the file: the other side of the account. It knows neither
//! paragraphs' styles nor tables; `mod.rs` calls it.

use super::body::{is_silent, stands_apart};
use crate::import::office::xml::{Node, Ns, Xml};

/// Adds the text of a part.
pub(super) fn gather(part: &str, text: &str, all: &mut String) -> Result<(), String> {
    let mut xml = Xml::new(part, text);
    // For each open element, whether text in it counts.
    let mut open = vec![false];
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(element) if is_silent(&element) => xml.skip()?,
            Node::Start(element) => {
                let inside = open.last().copied().unwrap_or(false) && !stands_apart(&element);
                let creator = element.is(Ns::Dc, "creator");
                all.push_str(if creator { ":" } else { "" });
                open.push(inside || creator || element.ns == Ns::Text && matches!(element.name(), "p" | "h"));
            }
            Node::End => drop(open.pop()),
            Node::Text(text) if open.last() == Some(&true) => all.push_str(&text),
            Node::Text(_) => {}
        }
    }
    Ok(())
}
