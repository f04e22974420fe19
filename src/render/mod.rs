//! Site → plan → bytes: what files the site will have, and how each is made. Pure; `disk` writes them, a server could
//! serve them. Nothing here resolves or checks anything: that has been done.

mod bibliography;
mod embedded;
mod entity;
mod escape;
mod evidence;
mod feed;
mod frame;
mod highlight;
mod home;
pub(crate) mod html;
mod link;
mod notes;
pub mod plan;
mod source;
pub mod theme;
mod timeline;
pub mod view;
mod words;
mod writing;

pub use html::body;
pub use plan::{Artefact, Plan, plan};
pub use theme::Theme;

use crate::path::{FilePath, OutPath};

/// Where a file that is published as it is goes: what lies below `content/`, `static/` or a theme's `static/` keeps its place.
pub(crate) fn asset_path(path: &FilePath) -> Option<OutPath> {
    let path = path.as_str();
    let below_theme = || path.strip_prefix("themes/")?.split_once("/static/").map(|(_, below)| below);
    let below = path.strip_prefix("content/").or_else(|| path.strip_prefix("static/")).or_else(below_theme)?;
    OutPath::new(below).ok()
}
