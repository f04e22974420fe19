//! A passage's plain text → its skeleton: what must be the same in a quotation, with the way back to the text.

use std::sync::Arc;

/// The skeleton of one passage. Make it once and share it.
#[derive(Clone, Debug)]
pub struct Skeleton {
    plain: Arc<str>,
}

impl Skeleton {
    /// `plain` is the passage as a reader sees it: no Markdown, no id, no speaker's label; line breaks kept.
    pub fn new(plain: impl Into<Arc<str>>) -> Self {
        Self { plain: plain.into() }
    }

    pub fn plain(&self) -> &str {
        &self.plain
    }
}

/// Passages of one source in page order, read as one text: what a citation names.
#[derive(Clone, Debug)]
pub struct Scope<'a> {
    passages: Vec<&'a Skeleton>,
}

impl<'a> Scope<'a> {
    /// Copies the skeletons of a scope of several passages: make it once for all quotations that cite them.
    pub fn new(passages: impl IntoIterator<Item = &'a Skeleton>) -> Self {
        Self { passages: passages.into_iter().collect() }
    }

    pub fn passages(&self) -> &[&'a Skeleton] {
        &self.passages
    }
}
