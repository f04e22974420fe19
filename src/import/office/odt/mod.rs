//! An ODT → Source. `import::read` calls `read`; the text stands in one part of the archive, the styles, the headers and
//! footers in another.

mod body;
mod list;
mod plain;
mod styles;

use super::archive::Archive;
use super::compose::compose;
use super::document::{Document, Part, counted};
use super::properties::Properties;
use super::xml::{Node, Ns, Xml, decode};
use crate::import::account::Yield;
use crate::import::source::Class;
use body::walk;
use styles::Styles;

/// The error says why the document cannot be read: lower case, no final stop.
pub(crate) fn read(bytes: &[u8]) -> Result<Yield, String> {
    let mut archive = Archive::open(bytes)?;
    if let Some(manifest) = text(&mut archive, "META-INF/manifest.xml")?
        && is_encrypted(&manifest)?
    {
        return Err("the document is encrypted with a password; save it without one".into());
    }
    let Some(content) = text(&mut archive, "content.xml")? else {
        return Err("the archive holds no OpenDocument text (`content.xml` is missing)".into());
    };
    let page = text(&mut archive, "styles.xml")?.unwrap_or_default();
    let mut styles = Styles::default();
    styles.read("styles.xml", &page)?;
    styles.read("content.xml", &content)?;
    let mut received = String::new();
    plain::gather("styles.xml", &page, &mut received)?;
    plain::gather("content.xml", &content, &mut received)?;
    let mut running = walk("styles.xml", &page, &styles)?;
    let walked = walk("content.xml", &content, &styles)?;
    let mut document = Document { properties: properties(&mut archive, &styles)?, ..Document::default() };
    document.parts = std::mem::take(&mut running.headers);
    // What stands in no header and no footer is not shown, but it is there.
    document.parts.extend(running.parts.into_iter().chain(walked.parts).chain(running.footers));
    document.notes = walked.notes;
    document.drawn = running.drawn + &walked.drawn;
    document.remarks = remarks(&document.parts, walked.pictures, walked.objects);
    Ok(compose(document, received))
}

fn text(archive: &mut Archive<'_>, name: &str) -> Result<Option<String>, String> {
    let Some(bytes) = archive.part(name)? else { return Ok(None) };
    Ok(Some(decode(name, &bytes)?.into_owned()))
}

fn is_encrypted(manifest: &str) -> Result<bool, String> {
    let mut xml = Xml::new("META-INF/manifest.xml", manifest);
    while let Some(node) = xml.next()? {
        if let Node::Start(element) = node
            && element.is(Ns::Manifest, "encryption-data")
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn properties(archive: &mut Archive<'_>, styles: &Styles) -> Result<Properties, String> {
    let mut properties = Properties::default();
    let mut editor = None;
    if let Some(meta) = text(archive, "meta.xml")? {
        let mut xml = Xml::new("meta.xml", &meta);
        while let Some(node) = xml.next()? {
            let Node::Start(element) = node else { continue };
            match (element.ns, element.name()) {
                (Ns::Dc, "title") => properties.title = Some(xml.text()?),
                (Ns::OdfMeta, "initial-creator") => properties.creators.push(xml.text()?),
                // Whoever saved the file last.
                (Ns::Dc, "creator") => editor = Some(xml.text()?),
                (Ns::Dc, "language") => properties.language = Some(xml.text()?),
                (Ns::OdfMeta, "creation-date") => properties.created = Some(xml.text()?),
                (Ns::Dc, "date") => properties.modified = Some(xml.text()?),
                _ => {}
            }
        }
    }
    if properties.creators.is_empty() {
        properties.creators.extend(editor);
    }
    properties.language = properties.language.or_else(|| styles.language.clone());
    Ok(properties)
}

fn remarks(parts: &[Part], pictures: usize, objects: usize) -> Vec<String> {
    let aside =
        |class: Class| parts.iter().filter(|part| matches!(part, Part::Aside(aside) if aside.class == class)).count();
    counted(&[
        (aside(Class::Deletion), "tracked deletion", "set aside; insertions are taken as text"),
        (aside(Class::Comment), "comment", "set aside"),
        (aside(Class::Hidden), "stretch of hidden text", "set aside"),
        (pictures, "picture", "not imported"),
        (objects, "embedded object, such as a chart or a formula,", "not imported, nor is any text in it"),
    ])
}

#[cfg(test)]
pub(super) mod tests;
