//! The files for machines that are not pages: the Atom feed (RFC 4287), the sitemap (sitemaps.org 0.9), `robots.txt`,
//! and the small pages that old addresses redirect with. All but the last two need `base_url`.

use super::escape::{attribute, text};
use super::frame::{absolute, file_of};
use crate::corpus::Address;
use crate::date::Edtf;
use crate::meta::Kind;
use crate::path::OutPath;
use crate::site::Site;

/// How many briefings the feed has.
const ENTRIES: usize = 20;

/// The newest briefings. A briefing without a date has no place in time, so it has none in the feed.
pub(super) fn atom(site: &Site) -> Option<String> {
    let base = site.config.base_url.as_deref()?;
    let mut dated: Vec<(Edtf, usize)> = site
        .corpus
        .published()
        .filter(|&page| site.corpus.pages[page].kind == Kind::Briefing)
        .filter_map(|page| Some((changed(site, page)?, page)))
        .collect();
    dated.sort_by_key(|&(date, page)| (std::cmp::Reverse(date), page));
    let updated = dated.first().map(|(date, _)| *date).or_else(|| site.last_changed());
    let updated = updated.map_or("1970-01-01".to_owned(), Edtf::last_day);
    let author =
        [&site.config.author, &site.config.publisher, &site.config.title].into_iter().find(|name| !name.is_empty());
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<title>{}</title>\n<id>{}</id>\n<updated>{updated}T00:00:00Z</updated>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<author><name>{}</name></author>\n",
        attribute(&site.config.language),
        text(&site.config.title),
        text(base),
        attribute(&format!("{base}feed.xml")),
        attribute(base),
        text(author.map_or("", String::as_str)),
    );
    if !site.config.description.is_empty() {
        xml.push_str(&format!("<subtitle>{}</subtitle>\n", text(&site.config.description)));
    }
    for (date, page) in dated.into_iter().take(ENTRIES) {
        xml.push_str(&entry(site, page, date)?);
    }
    xml.push_str("</feed>\n");
    Some(xml)
}

fn entry(site: &Site, page: usize, date: Edtf) -> Option<String> {
    let meta = &site.corpus.pages[page].meta;
    let url = absolute(site, &site.corpus.address(page).to_out_path())?;
    let published =
        meta.date.map(|date| format!("<published>{}T00:00:00Z</published>\n", date.last_day())).unwrap_or_default();
    let summary = meta
        .summary
        .as_ref()
        .map(|summary| format!("<summary>{}</summary>\n", text(&summary.value)))
        .unwrap_or_default();
    let authors: String =
        meta.authors.iter().map(|author| format!("<author><name>{}</name></author>\n", text(author))).collect();
    Some(format!(
        "<entry>\n<title>{}</title>\n<id>{}</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<updated>{}T00:00:00Z</updated>\n{published}{authors}{summary}</entry>\n",
        text(site.corpus.pages[page].title()),
        text(&url),
        attribute(&url),
        date.last_day(),
    ))
}

fn changed(site: &Site, page: usize) -> Option<Edtf> {
    let meta = &site.corpus.pages[page].meta;
    meta.updated.or(meta.date)
}

/// The addresses of all pages, with the day of their last change where they say it.
pub(super) fn sitemap(site: &Site, made: &[OutPath]) -> Option<String> {
    site.config.base_url.as_deref()?;
    let mut urls: Vec<(String, Option<String>)> = site
        .corpus
        .published()
        .filter_map(|page| {
            let dated = site.corpus.pages[page].kind != Kind::Source;
            let changed = if dated { changed(site, page) } else { None };
            let file = OutPath::new(&file_of(site, page)).ok()?;
            Some((absolute(site, &file)?, changed.map(Edtf::last_day)))
        })
        .chain(made.iter().filter_map(|file| Some((absolute(site, file)?, None))))
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
    let title = text(site.corpus.pages[page].title());
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<meta name=\"robots\" content=\"noindex\">\n<meta http-equiv=\"refresh\" content=\"0; url={href}\">\n{canonical}</head>\n<body>\n<main><h1>{title}</h1>\n<p>This page is now at <a href=\"{href}\">{title}</a>.</p></main>\n</body>\n</html>\n",
        attribute(site.language(page)),
    )
}
