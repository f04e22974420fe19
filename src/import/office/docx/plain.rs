//! All text that a part of a DOCX shows, in the order of the file: the other side of the account. It knows neither
//! paragraphs nor styles; `mod.rs` calls it.

use super::body::{is_separator, picture};
use crate::import::office::xml::{Node, Ns, Xml};

/// Adds the text of a part.
pub(super) fn gather(part: &str, text: &str, all: &mut String) -> Result<(), String> {
    let mut xml = Xml::new(part, text);
    // For each open element: whether its text counts, and whether a way to say the same was taken in it.
    let mut open: Vec<(bool, bool)> = Vec::new();
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(element) => {
                let (ns, name) = (element.ns, element.name());
                if ns == Ns::W && matches!(name, "footnote" | "endnote") && is_separator(&element) {
                    xml.skip()?;
                    continue;
                }
                if ns == Ns::Mc
                    && matches!(name, "Choice" | "Fallback")
                    && let Some((_, taken)) = open.last_mut()
                    && std::mem::replace(taken, true)
                {
                    xml.skip()?;
                    continue;
                }
                match (ns, name) {
                    (Ns::W, "comment") => all.extend(element.get("author").map(|author| format!("{author}: "))),
                    (Ns::W, "sym") => all.push(picture(&element)),
                    (Ns::W, "noBreakHyphen") => all.push('\u{2011}'),
                    _ => {}
                }
                let counts = matches!((ns, name), (Ns::W, "t" | "delText") | (Ns::M | Ns::A, "t"));
                open.push((counts, false));
            }
            Node::End => drop(open.pop()),
            Node::Text(text) if open.last().is_some_and(|(counts, _)| *counts) => all.push_str(&text),
            Node::Text(_) => {}
        }
    }
    Ok(())
}
