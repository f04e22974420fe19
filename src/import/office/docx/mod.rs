//! A DOCX → Source. `import::read` calls `read`; the parts of the archive are read one after another, each by a walk over
//! its elements.

mod body;
pub(super) mod field;
mod numbering;
mod package;
mod plain;
mod styles;

use super::archive::Archive;
use super::compose::compose;
use super::document::{Document, Part, counted, flatten};
use super::properties::Properties;
use super::xml::{Node, Ns, Xml, decode};
use crate::import::account::Yield;
use crate::import::source::Class;
use body::{Shared, Sort, Walked, walk};
use numbering::Numbering;
use package::Part as Package;
use std::collections::BTreeMap;
use styles::Styles;

/// The error says why the document cannot be read: lower case, no final stop.
pub(crate) fn read(bytes: &[u8]) -> Result<Yield, String> {
    refuse_compound(bytes)?;
    let mut archive = Archive::open(bytes)?;
    let main = package::main_part(&mut archive)?;
    let mut related = |kind| package::related(&mut archive, &main, kind);
    let (styles, numbering) = (related("styles")?, related("numbering")?);
    let [footnotes, endnotes, comments] = [related("footnotes")?, related("endnotes")?, related("comments")?];
    let headers = all(&mut archive, &main, "header")?;
    let footers = all(&mut archive, &main, "footer")?;
    let mut shared = Shared::default();
    if let Some(part) = styles {
        shared.styles = Styles::read(&part.name, &part.text)?;
    }
    if let Some(part) = numbering {
        shared.numbering = Numbering::read(&part.name, &part.text)?;
    }
    let mut received = String::new();
    for part in [&footnotes, &endnotes, &comments].into_iter().flatten().chain(&headers).chain(&footers).chain([&main])
    {
        plain::gather(&part.name, &part.text, &mut received)?;
    }
    let mut document = Document { properties: properties(&mut archive, &shared.styles)?, ..Document::default() };
    if let Some(part) = &comments {
        let walked = walk(part, &mut shared)?;
        shared.comments = as_asides(walked, Class::Comment, "comments", &mut shared.drawn);
    }
    document.parts = running(&headers, Class::RunningHeader, "headers", &mut shared)?;
    shared.labels.both = footnotes.is_some() && endnotes.as_ref().is_some_and(holds_notes);
    document.parts.extend(walk(&main, &mut shared)?.parts);
    for (part, sort) in [(footnotes, Sort::Footnote), (endnotes, Sort::Endnote)] {
        if let Some(part) = part {
            notes(&part, sort, &mut shared, &mut document)?;
        }
    }
    document.parts.extend(std::mem::take(&mut shared.comments).into_values().flatten());
    document.parts.extend(running(&footers, Class::RunningFooter, "footers", &mut shared)?);
    document.remarks = remarks(&shared, &document.parts);
    document.drawn = shared.drawn;
    Ok(compose(document, received))
}

/// Old Word documents and encrypted ones are no archives, but compound files of Microsoft's.
fn refuse_compound(bytes: &[u8]) -> Result<(), String> {
    if !bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Ok(());
    }
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    Err(match memchr::memmem::find(bytes, &name) {
        Some(_) => "the document is encrypted with a password; save it without one".into(),
        None => "the document is in the old Word format; save it as DOCX".into(),
    })
}

fn all(archive: &mut Archive<'_>, main: &Package, kind: &str) -> Result<Vec<Package>, String> {
    let mut names: Vec<&String> = main.others.iter().filter(|(found, _)| found == kind).map(|(_, name)| name).collect();
    names.sort();
    names.dedup();
    names.into_iter().filter_map(|name| package::part(archive, name).transpose()).collect()
}

/// Whether a part has notes beside the lines that Word draws above them.
fn holds_notes(part: &Package) -> bool {
    let mut all = String::new();
    plain::gather(&part.name, &part.text, &mut all).is_ok() && !all.trim().is_empty()
}

fn notes(part: &Package, sort: Sort, shared: &mut Shared, document: &mut Document) -> Result<(), String> {
    for (id, parts) in walk(part, shared)?.stories {
        let (words, asides) = flatten(parts, &mut shared.drawn);
        document.notes.insert(shared.labels.of(sort, &id), words);
        document.parts.extend(asides);
    }
    Ok(())
}

/// Each story of a part as one thing set aside, by its id.
fn as_asides(walked: Walked, class: Class, rule: &'static str, drawn: &mut String) -> BTreeMap<String, Vec<Part>> {
    let mut asides: BTreeMap<String, Vec<Part>> = BTreeMap::new();
    for (id, parts) in walked.stories {
        let (words, inner) = flatten(parts, drawn);
        let story = asides.entry(id).or_default();
        story.extend(Part::aside(class, rule, &words.shown()));
        story.extend(inner);
    }
    asides
}

/// Headers or footers, set aside.
fn running(parts: &[Package], class: Class, rule: &'static str, shared: &mut Shared) -> Result<Vec<Part>, String> {
    let mut asides = Vec::new();
    for part in parts {
        let walked = walk(part, shared)?;
        let (words, inner) = flatten(walked.parts, &mut shared.drawn);
        asides.extend(Part::aside(class, rule, &words.shown()));
        asides.extend(inner);
    }
    Ok(asides)
}

fn properties(archive: &mut Archive<'_>, styles: &Styles) -> Result<Properties, String> {
    let mut properties = Properties::default();
    if let Some(bytes) = archive.part("docProps/core.xml")? {
        let text = decode("docProps/core.xml", &bytes)?;
        let mut xml = Xml::new("docProps/core.xml", &text);
        while let Some(node) = xml.next()? {
            let Node::Start(element) = node else { continue };
            match (element.ns, element.name()) {
                (Ns::Dc, "title") => properties.title = Some(xml.text()?),
                // Several authors stand in one property.
                (Ns::Dc, "creator") => properties.creators = xml.text()?.split(';').map(str::to_owned).collect(),
                (Ns::Dc, "language") => properties.language = Some(xml.text()?),
                (Ns::Dc, "created") => properties.created = Some(xml.text()?),
                (Ns::Dc, "modified") => properties.modified = Some(xml.text()?),
                _ => {}
            }
        }
    }
    properties.language = properties.language.filter(|tag| !tag.trim().is_empty()).or_else(|| styles.language.clone());
    Ok(properties)
}

fn remarks(shared: &Shared, parts: &[Part]) -> Vec<String> {
    let aside =
        |class: Class| parts.iter().filter(|part| matches!(part, Part::Aside(aside) if aside.class == class)).count();
    let seen = &shared.seen;
    let counts = [
        (aside(Class::Deletion), "tracked deletion", "set aside; insertions are taken as text"),
        (aside(Class::Comment), "comment", "set aside"),
        (aside(Class::Hidden), "stretch of hidden text", "set aside"),
        (seen.pictures, "picture", "not imported"),
        (seen.charts, "chart or diagram", "not imported, nor is any text in it"),
        (seen.embedded, "embedded document", "not imported, nor is any text in it"),
        (seen.formulas, "formula", "written in one line; compare the document before quoting"),
    ];
    counted(&counts)
}

#[cfg(test)]
pub(super) mod tests;
