
        page.grains.iter().map(|grain| grain.aside.map_or(Verdict::Body, Verdict::Aside)).collect();
    /// Stands before the labels of its footnotes: letters and digits that tell the chapters of one document apart.
    /// The absolute address that its links are relative to.
    Document::from(depth::bounded(html).as_ref())
    declared.unwrap_or(known)
    let base = base(&document, chapter.base);
    let declared = document.base_uri().and_then(|declared| known.within(&declared));
    let document = parse(html);
    let known = known.and_then(Base::new).unwrap_or_default();
    let page = walk::walk(&document, &base);
    let setting = Setting { at, notes: chapter.notes, elements: false };
    let verdicts: Vec<Verdict> =
    pub base: Option<&'a str>,
    pub notes: &'a str,
    received::received(&document) + &assemble(blocks, page, &verdicts, &setting)
#[cfg(test)]
#[cfg_attr(not(test), expect(dead_code, reason = "the reader of the body calls it"))]
#[derive(Clone, Copy, Debug, Default)]
//! HTML → blocks. For a chapter, a message or a rendered page, `blocks` takes everything as the body; for a web page,
//! Web page → Source. `import` calls it with decoded HTML.
//! `read` tells the article from what surrounds it. The DOM is walked once; nothing of its text is lost.
/// Adds the blocks of a piece of HTML, all of them standing `at` one place: every text is body, but for what the HTML
/// What a caller knows of a piece of HTML.
/// What links are relative to: what the page declares, itself relative to the address that is known.
/// hides and the controls of forms. Gives all that it shows, for the account.
use address::Base;
mod address;
use assemble::{Setting, Verdict, assemble};
mod assemble;
mod depth;
use dom_query::Document;
mod element;
fn base(document: &Document, known: Option<&str>) -> Base {
fn parse(html: &str) -> Document {
mod metadata;
mod note;
use page::Page;
mod page;
pub(crate) fn blocks(blocks: &mut Blocks, html: &str, chapter: Chapter<'_>, at: &Locator) -> String {
pub(crate) struct Chapter<'a> {
mod received;
mod running;
use super::blocks::Blocks;
use super::source::Locator;
mod table;
mod tests;
mod walk;
}
