//! ibid publishes sourced briefings: documents become source pages of numbered passages, writers cite passages in
//! Markdown, and every citation and quotation is checked before a static site is written.
//!
//! The pipeline, in order; each stage adds a table and reopens none:
//!
//! ```text
//! World ─page─▶ Page… ─corpus─▶ Corpus ─bind─▶ Bindings ─graph─▶ Graph ─check─▶ diagnostics     = Site
//! Site ─plan─▶ Plan: path → Artefact ─bytes─▶ the files of the site
//! ```
//!
//! [`compile::compile`] runs the first line and [`render::plan()`] begins the second: read those two. Both are pure;
//! [`disk`] makes a `World` of a folder and publishes a plan, and [`cli`] is what people call. [`import`] is the way in:
//! a document as received becomes a source page. `docs/architecture.md` tells what must stay true.

// Words.
pub mod date;
pub mod diagnostic;
pub mod fields;
pub mod key;
pub mod path;
pub mod picture;
pub mod prose;
pub mod span;
pub mod trace;

// Inputs.
pub mod config;
pub mod interface;
pub mod meta;
pub mod names;
pub mod parts;
pub mod seal;
pub(crate) mod themes;
pub mod world;

// Stages, in the order of the pipeline.
pub mod bind;
pub mod check;
pub mod compile;
pub mod corpus;
pub mod draft;
pub mod extract;
pub mod fix;
pub mod graph;
pub mod import;
pub mod memory;
pub mod page;
pub mod propose;
pub mod query;
pub mod render;
pub mod site;

// Devices: the only input and output.
pub mod disk;
pub mod report;

// The programs.
pub mod cli;
pub mod serve;
