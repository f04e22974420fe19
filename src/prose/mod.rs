//! Words about running text: where its citations, quotations and sentences begin and end.
//! Pure functions from `&str` to spans. `page/` and `draft/` call them; nothing here knows Markdown, files or sources.

pub mod citation;
pub mod difference;
pub(crate) mod fold;
pub mod quotation;
pub mod sentence;
pub mod term;
pub(crate) mod white;

/// Separates the paragraphs of one text (PARAGRAPH SEPARATOR). All other white space is alike.
pub const PARAGRAPH: char = '\u{2029}';
