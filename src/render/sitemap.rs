//! What leads programs and old links to the pages: the sitemap (sitemaps.org 0.9), `robots.txt`, and the small pages at
//! old addresses. The sitemap needs `base_url`. Days come from what pages say of themselves, never from a clock.

use super::escape::{attribute, text};
use super::feed::changed;
use super::frame::{absolute, file_of};
use super::words::html;
use crate::corpus::Address;
use crate::date::Edtf;
use crate::interface::direction;
use crate::meta::Kind;
use crate::path::OutPath;
use crate::site::Site;

/// The addresses of all pages, with the day of their last change where they say it.
pub(super) fn sitemap(site: &Site, made: &[(OutPath, Option<Edtf>)]) -> Option<String> {
    site.config.base_url.as_deref()?;
    let mut urls: Vec<(String, Option<String>)> = site
        .corpus
        .published()
        .filter_map(|page| {
            let dated = site.corpus.kind(page) != Kind::Source;
            let changed = if dated { changed(site, page) } else { None };
            let file = OutPath::new(&file_of(site, page)).ok()?;
            Some((absolute(site, &file)?, changed.map(Edtf::last_day)))
        })
        .chain(made.iter().filter_map(|(file, changed)| Some((absolute(site, file)?, changed.map(Edtf::last_day)))))
        .collect();
    urls.sort();
    urls.dedup_by(|a, b| a.0 == b.0);
    let mut xml =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
            .to_owned();
    for (url, changed) in urls {
        let changed = changed.map(|day| format!("<lastmod>{day}</lastmod>")).unwrap_or_default();
        xml.push_str(&format!("<url><loc>{}</loc>{changed}</url>\n", text(&url)));
    }
    xml.push_str("</urlset>\n");
    Some(xml)
}

pub(super) fn robots(site: &Site) -> String {
    let sitemap =
        site.config.base_url.as_deref().map(|base| format!("\nSitemap: {base}sitemap.xml\n")).unwrap_or_default();
    format!("User-agent: *\nAllow: /\n{sitemap}")
}

/// A page that sends its reader on to where the page is now.
pub(super) fn redirect(site: &Site, from: &OutPath, page: usize) -> String {
    let file = file_of(site, page);
    let folder = from.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
    let href = attribute(&Address::of_folder(folder).link_to(&file));
    let canonical = OutPath::new(&file).ok().and_then(|file| absolute(site, &file));
    let canonical =
        canonical.map(|url| format!("<link rel=\"canonical\" href=\"{}\">\n", attribute(&url))).unwrap_or_default();
    let title = text(site.corpus.title(page));
    let words = site.words_of(page);
    let moved = html(words, "frame.moved", &[("link", &format!("<a href=\"{href}\">{title}</a>"))]);
    let interface = if words.is_of(site.language(page)) {
        String::new()
    } else {
        format!(" lang=\"{}\" dir=\"{}\"", attribute(words.tag()), words.dir())
    };
    format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<meta name=\"robots\" content=\"noindex\">\n<meta http-equiv=\"refresh\" content=\"0; url={href}\">\n{canonical}</head>\n<body>\n<main><h1>{title}</h1>\n<p{interface}>{moved}</p></main>\n</body>\n</html>\n",
        attribute(site.language(page)),
        direction(site.language(page)),
    )
}
