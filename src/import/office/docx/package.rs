//! The archive of a DOCX → the parts that make the document, found by relationship and not by name. `mod.rs` calls it.

use crate::import::office::archive::{Archive, folder, resolve};
use crate::import::office::run::address;
use crate::import::office::xml::{Node, Ns, Xml, decode};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A part as text, with its relationships.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub name: String,
    pub text: String,
    /// Addresses that lead out of the document, by the relationship's id.
    pub links: BTreeMap<String, Rc<str>>,
    /// Other parts: the last word of the relationship's type, and the part's name, in order.
    pub others: Vec<(String, String)>,
}

/// The main part of the document. The error says what the archive is instead.
pub(super) fn main_part(archive: &mut Archive<'_>) -> Result<Part, String> {
    let root = relationships(archive, "_rels/.rels", "")?;
    let named = root.others.into_iter().find(|(kind, _)| kind == "officeDocument").map(|(_, name)| name);
    let name = named.filter(|name| archive.has(name)).unwrap_or_else(|| "word/document.xml".to_owned());
    match part(archive, &name)? {
        Some(part) => Ok(part),
        None if archive.has("ppt/presentation.xml") => Err("the document is a presentation, not a text".into()),
        None if archive.has("xl/workbook.xml") => Err("the document is a spreadsheet, not a text".into()),
        None => Err("the archive holds no Word document (`word/document.xml` is missing)".into()),
    }
}

/// A part and its relationships; `None` where the archive has no such part.
pub(super) fn part(archive: &mut Archive<'_>, name: &str) -> Result<Option<Part>, String> {
    let Some(bytes) = archive.part(name)? else { return Ok(None) };
    let text = decode(name, &bytes)?.into_owned();
    let file = name.rsplit('/').next().unwrap_or(name);
    let rels = resolve(folder(name), &format!("_rels/{file}.rels")).unwrap_or_default();
    let related = relationships(archive, &rels, folder(name))?;
    Ok(Some(Part { name: name.to_owned(), text, ..related }))
}

/// The first part of a kind that another part names.
pub(super) fn related(archive: &mut Archive<'_>, of: &Part, kind: &str) -> Result<Option<Part>, String> {
    match of.others.iter().find(|(found, _)| found == kind) {
        Some((_, name)) => part(archive, name),
        None => Ok(None),
    }
}

fn relationships(archive: &mut Archive<'_>, rels: &str, base: &str) -> Result<Part, String> {
    let mut found = Part::default();
    let Some(bytes) = archive.part(rels)? else { return Ok(found) };
    let text = decode(rels, &bytes)?;
    let mut xml = Xml::new(rels, &text);
    while let Some(node) = xml.next()? {
        let Node::Start(element) = node else { continue };
        if !element.is(Ns::Rels, "Relationship") {
            continue;
        }
        let get = |name| element.get(name).unwrap_or_default();
        let target = get("Target");
        if get("TargetMode") == "External" {
            found.links.extend(address(&target).map(|address| (get("Id"), address)));
        } else if let Some(name) = resolve(base, &target) {
            let kind = get("Type").rsplit('/').next().unwrap_or_default().to_owned();
            found.others.push((kind, name));
        }
    }
    Ok(found)
}
