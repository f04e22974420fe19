//! What is new, for programs that follow a site: Atom (RFC 4287) and JSON Feed 1.1, of the site's briefings, of each
//! folder, of each topic, and of the corrections. They say what a page is about, not all that it says: its notes would
//! come without their markers. Without `base_url` there is none, since their links must be absolute.

use super::corrections;
use super::frame::{absolute, section_address, section_title};
use super::view::CorrectionView;
use super::words;
use crate::corpus::{Address, TOPICS};
use crate::date::Edtf;
use crate::interface::Arg;
use crate::meta::Kind;
use crate::page::is_section;
use crate::path::OutPath;
use crate::site::Site;
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many entries a feed has.
const ENTRIES: usize = 20;

/// What can be followed.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Channel {
    /// The briefings.
    Site,
    /// A folder, by its path below `content/`.
    Section(String),
    Topic(Address),
    Corrections,
}

/// How a feed is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Format {
    Atom,
    Json,
}

impl Format {
    pub(super) const ALL: [Format; 2] = [Format::Atom, Format::Json];

    pub(super) fn file(self) -> &'static str {
        if self == Format::Atom { "feed.xml" } else { "feed.json" }
    }

    pub(super) fn mime(self) -> &'static str {
        if self == Format::Atom { "application/atom+xml" } else { "application/feed+json" }
    }

    pub(super) fn name(self) -> &'static str {
        if self == Format::Atom { "Atom" } else { "JSON" }
    }
}

/// The channels of a site, each by the address of the page beside which its feeds lie. One that would be empty is left
/// out, unless it is the site's.
pub(super) fn channels(site: &Site, sections: &BTreeMap<String, Vec<usize>>) -> BTreeMap<Address, Channel> {
    let mut channels = BTreeMap::new();
    if site.config.base_url.is_none() {
        return channels;
    }
    let folders = sections.keys().filter(|folder| !folder.is_empty() && *folder != TOPICS);
    channels.extend(folders.map(|folder| (section_address(site, folder), Channel::Section(folder.clone()))));
    channels.extend(site.corpus.topics.keys().map(|address| (address.clone(), Channel::Topic(address.clone()))));
    channels.insert(Address::of_folder("corrections"), Channel::Corrections);
    channels.retain(|_, channel| match channel {
        Channel::Corrections => corrections::all(site).iter().any(|(_, correction)| correction.edtf.is_some()),
        _ => channel.pages(site, sections).next().is_some(),
    });
    channels.insert(Address::of_folder(""), Channel::Site);
    channels
}

impl Channel {
    pub(super) fn title(&self, site: &Site) -> String {
        let part = match self {
            Channel::Site => return site.config.title.clone(),
            Channel::Section(folder) => section_title(site, site.words(), folder),
            Channel::Topic(address) => site.corpus.topics[address].title.clone(),
            Channel::Corrections => site.words().say("corrections.title"),
        };
        format!("{part} · {}", site.config.title)
    }

    fn address(&self, site: &Site) -> Address {
        match self {
            Channel::Site => Address::of_folder(""),
            Channel::Section(folder) => section_address(site, folder),
            Channel::Topic(address) => address.clone(),
            Channel::Corrections => Address::of_folder("corrections"),
        }
    }

    /// The pages that it tells of, if it tells of pages. One without a date has no place in time, so it has none here.
    fn pages<'a>(
        &'a self,
        site: &'a Site,
        sections: &'a BTreeMap<String, Vec<usize>>,
    ) -> impl Iterator<Item = (Edtf, usize)> + 'a {
        let all: Vec<usize> = match self {
            Channel::Site => site.corpus.published().filter(|&page| !is_section(site.corpus.path(page))).collect(),
            Channel::Section(folder) => sections.get(folder).cloned().unwrap_or_default(),
            Channel::Topic(address) => site.corpus.topics[address].pages.clone(),
            Channel::Corrections => Vec::new(),
        };
        all.into_iter().filter_map(|page| {
            let kind = site.corpus.kind(page);
            let wanted = kind == Kind::Briefing || kind == Kind::Page && *self != Channel::Site;
            wanted.then(|| Some((changed(site, page)?, page)))?
        })
    }

    /// The newest first.
    fn entries(&self, site: &Site, sections: &BTreeMap<String, Vec<usize>>) -> Vec<Entry> {
        let mut entries: Vec<Entry> = match self {
            Channel::Corrections => {
                let dated = corrections::all(site).into_iter();
                dated.filter_map(|(page, correction)| correction_entry(site, page, correction)).collect()
            }
            _ => {
                // Thousands of pages may belong to it, so the newest are chosen before anything is written of them.
                let mut pages: Vec<(Edtf, usize)> = self.pages(site, sections).collect();
                pages.sort_by_key(|&(updated, page)| (Reverse(updated), page));
                pages.truncate(ENTRIES);
                pages.into_iter().filter_map(|(updated, page)| page_entry(site, page, updated)).collect()
            }
        };
        entries.sort_by_key(|entry| (Reverse(entry.updated), entry.page));
        entries.truncate(ENTRIES);
        entries
    }
}

/// One thing that is new.
struct Entry {
    url: String,
    title: String,
    summary: String,
    published: Option<Edtf>,
    updated: Edtf,
    page: usize,
}

/// A feed, whatever it is written as.
struct Feed<'a> {
    site: &'a Site,
    title: String,
    /// The page that it is the feed of, and its own address.
    home: String,
    own: String,
    /// Who writes what no entry names an author of.
    author: &'a str,
    entries: Vec<Entry>,
}

/// The bytes of a feed; none without `base_url`.
pub(super) fn feed(
    site: &Site,
    sections: &BTreeMap<String, Vec<usize>>,
    channel: &Channel,
    format: Format,
) -> Option<String> {
    let address = channel.address(site);
    let author = [&site.config.author, &site.config.publisher, &site.config.title];
    let feed = Feed {
        site,
        title: channel.title(site),
        home: absolute(site, &address.to_out_path())?,
        own: absolute(site, &OutPath::new(&format!("{}{}", address.as_str(), format.file())).ok()?)?,
        author: author.into_iter().find(|name| !name.is_empty()).map_or("", String::as_str),
        entries: channel.entries(site, sections),
    };
    Some(match format {
        Format::Atom => feed.atom(),
        Format::Json => feed.json(),
    })
}

fn page_entry(site: &Site, page: usize, updated: Edtf) -> Option<Entry> {
    Some(Entry {
        url: absolute(site, &site.corpus.address(page).to_out_path())?,
        title: site.corpus.title(page).to_owned(),
        summary: words::summary(site.corpus.face(page)).to_owned(),
        published: site.corpus.meta(page).date,
        updated,
        page,
    })
}

fn correction_entry(site: &Site, page: usize, correction: CorrectionView) -> Option<Entry> {
    let url = absolute(site, &site.corpus.address(page).to_out_path())?;
    Some(Entry {
        url: format!("{url}#{}", correction.id),
        title: site.words().fill("corrections.entry", &[("title", Arg::Text(site.corpus.title(page)))]),
        summary: correction.text,
        published: correction.edtf,
        updated: correction.edtf?,
        page,
    })
}

impl Feed<'_> {
    fn atom(&self) -> String {
        let config = &self.site.config;
        let updated = self.entries.first().map(|entry| entry.updated).or_else(|| self.site.last_changed());
        let updated = updated.map_or("1970-01-01".to_owned(), Edtf::last_day);
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<title>{}</title>\n<id>{}</id>\n<updated>{updated}T00:00:00Z</updated>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<author><name>{}</name></author>\n",
            xml(&config.language),
            xml(&self.title),
            xml(&self.home),
            xml(&self.own),
            xml(&self.home),
            xml(self.author),
        );
        if !config.description.is_empty() {
            out.push_str(&format!("<subtitle>{}</subtitle>\n", xml(&config.description)));
        }
        for entry in &self.entries {
            out.push_str(&self.atom_entry(entry));
        }
        out.push_str("</feed>\n");
        out
    }

    fn atom_entry(&self, entry: &Entry) -> String {
        let url = xml(&entry.url);
        let mut out = format!(
            "<entry>\n<title>{}</title>\n<id>{url}</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"{url}\"/>\n<updated>{}</updated>\n",
            xml(&entry.title),
            day(entry.updated),
        );
        if let Some(published) = entry.published {
            out.push_str(&format!("<published>{}</published>\n", day(published)));
        }
        let meta = self.site.corpus.meta(entry.page);
        for author in &meta.authors {
            out.push_str(&format!("<author><name>{}</name></author>\n", xml(author)));
        }
        for topic in &meta.topics {
            out.push_str(&format!("<category term=\"{}\"/>\n", xml(topic)));
        }
        if !entry.summary.is_empty() {
            out.push_str(&format!("<summary>{}</summary>\n", xml(&entry.summary)));
        }
        out + "</entry>\n"
    }

    fn json(&self) -> String {
        let config = &self.site.config;
        let mut feed = json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title,
            "home_page_url": self.home,
            "feed_url": self.own,
            "language": config.language,
            "authors": [{ "name": self.author }],
            "items": self.entries.iter().map(|entry| self.json_item(entry)).collect::<Vec<_>>(),
        });
        if !config.description.is_empty() {
            feed["description"] = config.description.clone().into();
        }
        let mut text = serde_json::to_string_pretty(&feed).expect("texts are JSON");
        text.push('\n');
        text
    }

    fn json_item(&self, entry: &Entry) -> Value {
        let meta = self.site.corpus.meta(entry.page);
        let mut item = json!({
            "id": entry.url,
            "url": entry.url,
            "title": entry.title,
            // An item has to say something.
            "content_text": if entry.summary.is_empty() { &entry.title } else { &entry.summary },
            "date_modified": day(entry.updated),
            "language": self.site.language(entry.page),
        });
        if let Some(published) = entry.published {
            item["date_published"] = day(published).into();
        }
        if !meta.authors.is_empty() {
            item["authors"] = meta.authors.iter().map(|name| json!({ "name": name })).collect();
        }
        if !meta.topics.is_empty() {
            item["tags"] = meta.topics.clone().into();
        }
        item
    }
}

/// When a page last changed, as far as it says so.
pub(super) fn changed(site: &Site, page: usize) -> Option<Edtf> {
    let meta = site.corpus.meta(page);
    meta.updated.or(meta.date)
}

/// Feeds want a moment: the last day that a date can mean, where it begins.
fn day(date: Edtf) -> String {
    format!("{}T00:00:00Z", date.last_day())
}

/// Text for XML, between tags or in quotation marks. What XML cannot say, such as a form feed, is left out.
pub(super) fn xml(text: &str) -> String {
    let can_stand = |c: &char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    let sayable: String = text.chars().filter(|c| can_stand(c) && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
    super::escape::attribute(&sayable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_say_is_left_out() {
        assert_eq!(xml("a\u{c}\u{0}b <&\"> \u{ffff}ü\t"), "ab &lt;&amp;&quot;&gt; ü\t");
    }
}
