//! Marks → targets: what a page cites, quotes and links to, found and verified.

pub mod quote;
