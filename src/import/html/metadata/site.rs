//! The site that publishes the page, and the names it goes by: titles end in them, and it is not its own author.

use super::structured::Structured;
use super::survey::Survey;
use super::{Stated, address, key};

/// The names of the site.
pub(super) struct Site {
    pub name: Option<Stated<String>>,
    /// What it calls itself, folded to letters and digits.
    declared: Vec<String>,
    /// What its host is called, folded: with and without its ending, and each label.
    hosts: Vec<String>,
    /// The words of the host's labels: `st-georg` has two.
    labels: Vec<Vec<String>>,
}

impl Site {
    pub fn of(survey: &Survey<'_>, structured: &Structured, url: Option<&Stated<String>>) -> Self {
        let metas = |names: &[&str]| -> Vec<Stated<String>> {
            let metas = names.iter().filter_map(|name| survey.meta_named(name));
            metas.map(|meta| Stated::new(meta.content.clone(), meta.evidence())).collect()
        };
        let publisher = structured.things.iter().find_map(|thing| thing.publisher.clone());
        let publisher = publisher.map(|name| Stated::new(name, "JSON-LD publisher"));
        let named = structured.site.clone().map(|name| Stated::new(name, "JSON-LD WebSite"));
        let mut stated = metas(&["og:site_name"]);
        stated.extend(publisher.into_iter().chain(named));
        stated.extend(metas(&["citation_publisher", "dc.publisher", "dcterms.publisher", "publisher"]));
        stated.extend(metas(&["application-name", "apple-mobile-web-app-title"]));
        stated.retain(|stated| (2..=80).contains(&stated.value.chars().count()) && !stated.value.contains("://"));
        let declared = stated.iter().map(|stated| key(&stated.value)).filter(|name| !name.is_empty()).collect();
        let host = url.and_then(|url| address::host(&url.value)).unwrap_or_default();
        let hosts = address::names_of_host(host).into_iter().filter(|name| name.chars().count() >= 2).collect();
        let labels = address::labels(host).iter().map(|label| label.split('-').map(key).collect()).collect();
        Self { name: stated.into_iter().next(), declared, hosts, labels }
    }

    /// Whether these words are a name of the site.
    pub fn is_named(&self, words: &str) -> bool {
        self.is_declared(words) || self.is_host(words)
    }

    /// Whether the site calls itself so.
    pub fn is_declared(&self, words: &str) -> bool {
        let key = key(words);
        self.declared.contains(&key)
    }

    fn is_host(&self, words: &str) -> bool {
        let key = key(words);
        let bare = key.strip_prefix("www").unwrap_or(&key);
        self.hosts.iter().any(|name| *name == key || name == bare)
    }

    /// Whether a part of a title speaks of the site: its name, or few words with its name or its host's among them.
    pub fn is_spoken_of(&self, part: &str) -> bool {
        const FEW: usize = 7;
        if self.is_named(part) {
            return true;
        }
        let words: Vec<String> =
            part.split(|c: char| !c.is_alphanumeric()).map(key).filter(|w| !w.is_empty()).collect();
        let long = |label: &[String]| label.iter().map(String::len).sum::<usize>() >= 4;
        let mut labels = self.labels.iter().filter(|label| long(label));
        words.len() <= FEW && labels.any(|label| label.iter().all(|word| words.contains(word)))
    }
}
