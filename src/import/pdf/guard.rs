//! The parser's document with limits: a file that would have it recurse or unfold without end is told from one that is
//! merely large. `sheet.rs` reads every page through it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use unpdf::Error;
use unpdf::parser::backend::{
    BackendFontInfo, ContentOp, DecodedRun, DecodedText, DocumentIntegrity, FormXObject, GlyphAdvance, PageBox,
    PageContent, PageId, PaintedXObject, PdfBackend, PdfMetadataRaw, RawBackend, RawOutlineItem, RawXObject,
    ResourceScope,
};

/// Brackets that stand open within one another in any document that somebody made; the parser recurses at each.
pub(super) const MAX_NESTING: usize = 256;
/// What a page may paint, in bytes of its content and of the forms in it, each as often as it is painted.
const MAX_PAINTED: usize = 24 << 20;

/// Strokes of text in one content stream; a page set letter by letter has some thousands.
const MAX_STROKES: usize = 200_000;

pub(super) struct Guard {
    backend: RawBackend,
    /// Bytes of content painted since the last page was begun.
    painted: AtomicUsize,
}

impl Guard {
    pub fn new(backend: RawBackend) -> Guard {
        Guard { backend, painted: AtomicUsize::new(0) }
    }

    pub fn begin_page(&self) {
        self.painted.store(0, Ordering::Relaxed);
    }

    /// Whether the page that was begun paints more than any should; what was read of it is not all.
    pub fn is_exhausted(&self) -> bool {
        self.painted.load(Ordering::Relaxed) > MAX_PAINTED
    }

    fn paint(&self, bytes: usize) {
        // A form of no content costs its call.
        self.painted.fetch_add(bytes + 64, Ordering::Relaxed);
    }
}

impl PdfBackend for Guard {
    fn xobject(&self, scope: ResourceScope, name: &[u8]) -> Option<PaintedXObject> {
        if self.is_exhausted() {
            return Some(PaintedXObject::Other);
        }
        let painted = self.backend.xobject(scope, name);
        if let Some(PaintedXObject::Form(FormXObject { content, .. })) = &painted {
            self.paint(content.as_ref().map_or(0, |content| content.len()));
        }
        painted
    }

    fn decode_content(&self, data: &[u8]) -> unpdf::Result<Vec<ContentOp>> {
        self.paint(data.len());
        if self.is_exhausted() || nesting(data) > MAX_NESTING {
            return Err(Error::PdfParse("its content is larger or deeper than that of any page".to_owned()));
        }
        let operations = self.backend.decode_content(data)?;
        let strokes = operations.iter().filter(|one| matches!(one.operator.as_str(), "Tj" | "TJ" | "'" | "\""));
        if strokes.count() > MAX_STROKES {
            return Err(Error::PdfParse("it has more pieces of text than any page".to_owned()));
        }
        Ok(operations)
    }

    fn pages(&self) -> BTreeMap<u32, PageId> {
        self.backend.pages()
    }

    fn page_fonts(&self, scope: ResourceScope) -> unpdf::Result<Vec<BackendFontInfo>> {
        self.backend.page_fonts(scope)
    }

    fn page_content(&self, page: PageId) -> unpdf::Result<Vec<u8>> {
        self.backend.page_content(page)
    }

    fn page_content_with_losses(&self, page: PageId) -> unpdf::Result<PageContent> {
        self.backend.page_content_with_losses(page)
    }

    fn decode_text(&self, scope: ResourceScope, font: &[u8], bytes: &[u8]) -> DecodedText {
        self.backend.decode_text(scope, font, bytes)
    }

    fn decode_run(&self, scope: ResourceScope, font: &[u8], bytes: &[u8]) -> DecodedRun {
        self.backend.decode_run(scope, font, bytes)
    }

    fn glyph_advances(&self, scope: ResourceScope, font: &[u8], bytes: &[u8]) -> Option<Vec<GlyphAdvance>> {
        self.backend.glyph_advances(scope, font, bytes)
    }

    fn is_vertical_font(&self, scope: ResourceScope, font: &[u8]) -> bool {
        self.backend.is_vertical_font(scope, font)
    }

    fn metadata(&self) -> PdfMetadataRaw {
        self.backend.metadata()
    }

    fn page_box(&self, page: PageId) -> PageBox {
        self.backend.page_box(page)
    }

    fn crop_box(&self, page: PageId) -> PageBox {
        self.backend.crop_box(page)
    }

    fn page_rotation(&self, page: PageId) -> u16 {
        self.backend.page_rotation(page)
    }

    fn outline(&self) -> unpdf::Result<Vec<RawOutlineItem>> {
        Ok(Vec::new())
    }

    fn page_xobjects(&self, _: PageId) -> unpdf::Result<Vec<RawXObject>> {
        Ok(Vec::new())
    }

    fn integrity(&self) -> DocumentIntegrity {
        self.backend.integrity()
    }
}

/// How deep brackets stand in one another, outside of strings and streams.
pub(super) fn nesting(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'[' => depth += 1,
            b'<' if bytes.get(at + 1) == Some(&b'<') => {
                depth += 1;
                at += 1;
            }
            b']' => depth = depth.saturating_sub(1),
            b'>' if bytes.get(at + 1) == Some(&b'>') => {
                depth = depth.saturating_sub(1);
                at += 1;
            }
            b'(' => at = string_end(bytes, at),
            b's' if bytes[at..].starts_with(b"stream\n") || bytes[at..].starts_with(b"stream\r") => {
                depth = 0;
                at += memchr::memmem::find(&bytes[at..], b"endstream").unwrap_or(bytes.len() - at);
            }
            // Between objects nothing is open.
            b'e' if bytes[at..].starts_with(b"endobj") => depth = 0,
            _ => {}
        }
        deepest = deepest.max(depth);
        at += 1;
    }
    deepest
}

/// Where the string ends that begins at a parenthesis; there, if it never ends.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut open = 0_usize;
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'(' => open += 1,
            b')' if open == 1 => return at,
            b')' => open -= 1,
            _ => {}
        }
        at += 1;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_count_outside_of_strings_and_streams() {
        assert_eq!(nesting(b"<< /A [ [ 1 ] [ 2 ] ] >>"), 3);
        assert_eq!(nesting(b"[ ([[[\\)[() ) ]"), 1);
        assert_eq!(nesting(b"<<>> stream\n[[[[[[\nendstream endobj [ ]"), 1);
        assert_eq!(nesting(b"(never closed [[["), 3);
    }
}
