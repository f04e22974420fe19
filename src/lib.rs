//! ibid publishes sourced briefings: documents become source pages of numbered passages, writers cite
//! passages in Markdown, and every citation and quotation is checked before a static site is written.

pub mod bind;
pub mod cli;
pub mod date;
pub mod diagnostic;
pub mod disk;
pub mod import;
pub mod key;
pub mod path;
pub mod report;
pub mod span;
pub mod world;
