//! ibid publishes sourced briefings: documents become source pages of numbered passages, writers cite
//! passages in Markdown, and every citation and quotation is checked before a static site is written.

pub mod bind;
pub mod check;
pub mod cli;
pub mod compile;
pub mod config;
pub mod corpus;
pub mod date;
pub mod diagnostic;
pub mod disk;
pub mod fields;
pub mod graph;
pub mod import;
pub mod key;
pub mod meta;
pub mod page;
pub mod path;
pub mod prose;
pub mod render;
pub mod report;
pub mod seal;
pub mod site;
pub mod span;
pub mod world;
