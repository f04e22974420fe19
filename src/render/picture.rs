//! An image on a page → `<img>` with its size, so that nothing jumps while it loads, and with smaller versions of a large
//! one for smaller screens. The plan asks here which of those a site needs.

use super::escape::{attribute, href};
use crate::bind::LinkTarget;
use crate::corpus::asset_path;
use crate::page::LinkMark;
use crate::path::{FilePath, OutPath};
use crate::site::Site;
use std::collections::BTreeSet;

/// How wide an image is shown, for the browser's choice among its versions: the column of text, or the whole of a narrow
/// screen.
const SIZES: &str = "(min-width: 36rem) 34rem, 100vw";

/// The images that the site's pages show, in the widths that they are offered in besides their own.
pub(super) fn smaller(site: &Site) -> Vec<(OutPath, FilePath, u32)> {
    let mut shown = BTreeSet::new();
    for page in site.corpus.published() {
        let images = site.corpus.pages[page].gist.images.iter().map(|&link| &site.bindings.pages[page].links[link]);
        shown.extend(images.filter_map(|target| match target {
            LinkTarget::Asset(path) => Some(path),
            _ => None,
        }));
    }
    let versions = |path: &FilePath| {
        let widths = site.world.assets[path].picture.into_iter().flat_map(crate::picture::Picture::widths);
        let versions = widths.filter_map(|width| Some((version(path, width)?, path.clone(), width)));
        versions.collect::<Vec<_>>()
    };
    shown.into_iter().flat_map(versions).collect()
}

/// The place of a smaller version: `photo.jpg` → `photo.1080w.jpg`.
fn version(path: &FilePath, width: u32) -> Option<OutPath> {
    let file = asset_path(path)?;
    let (stem, extension) = file.as_str().rsplit_once('.')?;
    OutPath::new(&format!("{stem}.{width}w.{extension}")).ok()
}

/// The `<img>` of an image on a page. The first one of a page is loaded at once, the others when they come near.
pub(super) fn img(
    site: &Site,
    page: usize,
    link: &LinkMark,
    target: &LinkTarget,
    title: &str,
    is_first: bool,
) -> String {
    let src = site.href(page, link, target).unwrap_or_else(|| link.target.clone());
    let mut html = format!("<img src=\"{}\" alt=\"{}\"", href(&src), attribute(link.alt.trim()));
    if !title.is_empty() {
        html.push_str(&format!(" title=\"{}\"", attribute(title)));
    }
    let asset = match target {
        LinkTarget::Asset(path) => site.world.assets.get_key_value(path),
        _ => None,
    };
    if let Some((path, picture)) = asset.and_then(|(path, asset)| Some((path, asset.picture?)))
        && let Some((width, height)) = picture.size
    {
        let address = site.corpus.address(page);
        let versions: Vec<String> = (picture.widths())
            .filter_map(|width| Some(format!("{} {width}w", in_list(&address.link_to(version(path, width)?.as_str())))))
            .collect();
        if !versions.is_empty() {
            let versions = versions.join(", ");
            html.push_str(&format!(" srcset=\"{versions}, {} {width}w\" sizes=\"{SIZES}\"", in_list(&src)));
        }
        html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
    }
    if !is_first {
        html.push_str(" loading=\"lazy\"");
    }
    html.push_str(" decoding=\"async\">");
    html
}

/// An address as it stands in a list of versions: a comma at its end would be taken for one between two.
fn in_list(url: &str) -> String {
    href(url).replace(',', "%2C")
}
