//! An EPUB → Source. `import::read` calls `read`; the package says which parts are chapters, and `import::html` reads each.

mod package;
mod xhtml;

use super::archive::{Archive, resolve};
use super::xml::{Node, Ns, Xml, decode};
use crate::import::account::Yield;
use crate::import::blocks::Blocks;
use crate::import::html;
use crate::import::source::{Class, Content, Form, Locator, Source};
use package::{Chapter, Package};
use std::collections::BTreeSet;

const CONTAINER: &str = "META-INF/container.xml";
const ENCRYPTION: &str = "META-INF/encryption.xml";

/// The error says why the book cannot be read: lower case, no final stop.
pub(crate) fn read(bytes: &[u8]) -> Result<Yield, String> {
    let mut archive = Archive::open(bytes)?;
    let name = package_name(&mut archive)?;
    let Some(opf) = text(&mut archive, &name)? else {
        return Err(format!("the archive holds no book (`{name}` is missing)"));
    };
    let Package { metadata, mut notes, chapters } = package::read(&name, &opf)?;
    let encrypted = encrypted(&mut archive)?;
    let mut blocks = Blocks::default();
    let mut received = String::new();
    let mut missing = 0;
    for (nth, chapter) in chapters.iter().enumerate() {
        if encrypted.contains(&chapter.part) {
            return Err("the book is protected against copying, so its text cannot be read".into());
        }
        match text(&mut archive, &chapter.part)?.filter(|_| chapter.html) {
            Some(text) => received.push_str(&add(&mut blocks, chapter, nth + 1, &xhtml::html(&text))),
            None => missing += 1,
        }
    }
    if chapters.is_empty() {
        return Err(format!("the book names no chapters in its order (`{name}`)"));
    }
    if missing > 0 {
        notes.push(format!("{missing} of {} chapters are missing or are no text", chapters.len()));
    }
    let source = Source { metadata, blocks: blocks.into_blocks(), notes, ..Source::default() };
    Ok(Yield { source, received })
}

/// Adds a chapter. Gives all that it shows.
fn add(blocks: &mut Blocks, chapter: &Chapter, nth: usize, html: &str) -> String {
    let at = Locator::Part(chapter.part.clone());
    let labels = format!("c{nth}n");
    let setting = html::Chapter { base: None, notes: &labels };
    if !chapter.contents {
        return html::blocks(blocks, html, setting, &at);
    }
    let mut contents = Blocks::default();
    let shown = html::blocks(&mut contents, html, setting, &at);
    let lines: Vec<String> = contents.into_blocks().into_iter().flat_map(|block| lines(block.content)).collect();
    if !lines.is_empty() {
        blocks.aside(at, Class::Navigation, "table-of-contents", lines);
    }
    shown
}

fn lines(content: Content) -> Vec<String> {
    match content {
        Content::Metadata(_) => Vec::new(),
        Content::Heading { text, .. } => vec![text],
        Content::Passage(passage) => {
            let mark = match &passage.form {
                Form::Item { mark, .. } if mark != "-" => mark.as_str(),
                _ => "",
            };
            let label = passage.label.as_ref().map_or("", |label| label.raw.as_str());
            let shown = passage.words.shown();
            vec![[mark, label, &shown].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")]
        }
        Content::TableHead(cells) => cells.iter().map(|cell| cell.shown()).collect(),
        Content::Boilerplate { raw, .. } => raw,
    }
}

/// Where the package stands that describes the book.
fn package_name(archive: &mut Archive<'_>) -> Result<String, String> {
    let Some(container) = text(archive, CONTAINER)? else {
        return Err(format!("the archive holds no book (`{CONTAINER}` is missing)"));
    };
    let mut xml = Xml::new(CONTAINER, &container);
    while let Some(node) = xml.next()? {
        if let Node::Start(element) = node
            && element.is(Ns::Container, "rootfile")
            && let Some(name) = element.get("full-path").and_then(|path| resolve("", &path))
        {
            return Ok(name);
        }
    }
    Err(format!("`{CONTAINER}` names no book"))
}

/// The parts that only the shop's own program can read. Typefaces are often among them, and do not matter.
fn encrypted(archive: &mut Archive<'_>) -> Result<BTreeSet<String>, String> {
    let mut parts = BTreeSet::new();
    let Some(encryption) = text(archive, ENCRYPTION)? else { return Ok(parts) };
    let mut xml = Xml::new(ENCRYPTION, &encryption);
    while let Some(node) = xml.next()? {
        if let Node::Start(element) = node
            && element.name() == "CipherReference"
        {
            parts.extend(element.get("URI").and_then(|part| resolve("", &part)));
        }
    }
    Ok(parts)
}

fn text(archive: &mut Archive<'_>, name: &str) -> Result<Option<String>, String> {
    let Some(bytes) = archive.part(name)? else { return Ok(None) };
    Ok(Some(decode(name, &bytes)?.into_owned()))
}

#[cfg(test)]
pub(super) mod tests;
