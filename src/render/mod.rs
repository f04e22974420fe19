//! Site → plan → bytes: what files the site will have, and how each is made. Pure; `disk` writes them, a server could
//! serve them. Nothing here resolves or checks anything: that has been done.

mod backlink;
mod bibliography;
mod compare;
mod corrections;
mod document;
mod embedded;
mod entity;
mod escape;
mod evidence;
mod facts;
mod feed;
mod fingerprint;
mod frame;
mod graph;
mod highlight;
mod home;
pub(crate) mod html;
mod inline;
mod link;
mod mention;
mod notes;
mod passage;
mod picture;
pub mod plan;
mod related;
mod resting;
mod search;
mod sitemap;
mod source;
mod speech;
mod structured;
pub mod theme;
mod timeline;
mod topic;
pub mod view;
mod words;
mod writing;

pub(crate) use bibliography::check as check_style;
pub use bibliography::{Export, Grouping};
pub use evidence::{Evidence, Piece};
pub use facts::Facts;
pub use html::body;
pub use plan::{Artefact, Plan, dress, missing_templates, plan, plan_pages, plan_pages_after, plan_with};
pub use theme::Theme;
