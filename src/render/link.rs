//! Where things lie, seen from a page: relative links to pages, to what stands on them, and to files.

use super::source;
use crate::bind::LinkTarget;
use crate::corpus::asset_path;
use crate::meta::Kind;
use crate::page::LinkMark;
use crate::site::Site;

impl Site {
    /// A link from one page to another, and to an id on it.
    pub(crate) fn link(&self, from: usize, to: usize, id: Option<&str>) -> String {
        let fragment = id.map(|id| format!("#{id}")).unwrap_or_default();
        if from == to && id.is_some() {
            return fragment;
        }
        let file = self.corpus.address(to).to_out_path();
        format!("{}{fragment}", self.corpus.address(from).link_to(file.as_str()))
    }

    /// Where a link of a page leads, as it is written in HTML; `None` for nowhere.
    pub(crate) fn href(&self, from: usize, link: &LinkMark, target: &LinkTarget) -> Option<String> {
        let address = self.corpus.address(from);
        match target {
            LinkTarget::Page { page, fragment } => {
                let is_source = self.corpus.kind(*page) == Kind::Source;
                // What the rights withhold has no place on the page that a link could lead to.
                let fragment = fragment.as_deref().filter(|id| !is_source || source::has_place(self, *page, id));
                Some(self.link(from, *page, fragment))
            }
            LinkTarget::Asset(path) => Some(address.link_to(asset_path(path)?.as_str())),
            LinkTarget::Made { file } => Some(address.link_to(file)),
            LinkTarget::External => Some(link.target.clone()),
            LinkTarget::Broken => None,
        }
    }
}
