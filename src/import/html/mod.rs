//! HTML → blocks. For a chapter, a message or a rendered page, `blocks` takes everything as the body; for a web page,
//! `read` tells the article from what surrounds it. The DOM is walked once; nothing of its text is lost.

mod address;
mod article;
mod assemble;
mod depth;
mod element;
mod metadata;
mod note;
mod page;
mod received;
mod running;
mod table;
mod walk;

use super::account::Yield;
use super::blocks::Blocks;
use super::source::{Locator, Source};
use address::Base;
use article::Titles;
use assemble::{Setting, Verdict, assemble};
use dom_query::Document;

/// Reads a web page: its article as passages, all else of it set aside.
pub(crate) fn read(html: &str) -> Yield {
    let document = parse(html);
    let (metadata, notes) = metadata::metadata(&document).into_metadata();
    let page = walk::walk(&document, &base(&document, metadata.url.as_deref()));
    let declared = document.head().and_then(|head| head.find(&["title"]).first().map(|title| title.text().to_string()));
    let titles = Titles { settled: metadata.title.as_deref(), declared: &declared.unwrap_or_default() };
    let verdicts = article::verdicts(&document, &page, &titles);
    let mut blocks = Blocks::default();
    let setting = Setting { at: &Locator::None, notes: "", elements: true };
    let received = received::received(&document) + &assemble(&mut blocks, page, &verdicts, &setting);
    Yield { source: Source { metadata, blocks: blocks.into_blocks(), notes, ..Source::default() }, received }
}

/// What a caller knows of a piece of HTML.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Chapter<'a> {
    /// The absolute address that its links are relative to.
    pub base: Option<&'a str>,
    /// Stands before the labels of its footnotes: letters and digits that tell the chapters of one document apart.
    pub notes: &'a str,
}

/// Adds the blocks of a piece of HTML, all of them standing `at` one place: every text is body, but for what the HTML
/// hides and the controls of forms. Gives all that it shows, for the account.
pub(crate) fn blocks(blocks: &mut Blocks, html: &str, chapter: Chapter<'_>, at: &Locator) -> String {
    let document = parse(html);
    let base = base(&document, chapter.base);
    let page = walk::walk(&document, &base);
    let verdicts: Vec<Verdict> =
        page.grains.iter().map(|grain| grain.aside.map_or(Verdict::Body, Verdict::Aside)).collect();
    let setting = Setting { at, notes: chapter.notes, elements: false };
    received::received(&document) + &assemble(blocks, page, &verdicts, &setting)
}

fn parse(html: &str) -> Document {
    Document::from(depth::bounded(html).as_ref())
}

/// What links are relative to: what the page declares, itself relative to the address that is known.
fn base(document: &Document, known: Option<&str>) -> Base {
    let known = known.and_then(Base::new).unwrap_or_default();
    let declared = document.base_uri().and_then(|declared| known.within(&declared));
    declared.unwrap_or(known)
}

#[cfg(test)]
mod tests;
