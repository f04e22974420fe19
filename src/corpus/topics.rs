//! What pages say they are about → topics, each with its address and its pages. Called once the pages have their
//! addresses; what collides is found here, as for pages.

use super::{Address, CONTENT, Corpus, fold_name, slugify_or_keep, title_span};
use crate::diagnostic::{Code, Finding};
use crate::meta::Kind;
use crate::page::{Page, is_section};
use std::collections::{BTreeMap, HashMap};

/// The folder of the topics, below the root of the site and below `content/`.
pub const TOPICS: &str = "topics";

/// A subject that pages name in their front matter.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Topic {
    /// The title of its page, or its name; of several spellings the first in the order of letters, capitals first.
    pub title: String,
    /// The page below `content/topics/` that introduces it.
    pub own: Option<usize>,
    /// The published pages that name it, in order of path.
    pub pages: Vec<usize>,
}

/// The topics of all published pages, by address; also those that only have a page of their own.
pub(super) fn topics(corpus: &mut Corpus) -> BTreeMap<Address, Topic> {
    let mut topics: BTreeMap<Address, Topic> = BTreeMap::new();
    for (index, page) in corpus.pages.rows().iter().enumerate().filter(|(index, page)| introduces(corpus, *index, page))
    {
        let topic = Topic { title: page.title().to_owned(), own: Some(index), pages: Vec::new() };
        topics.entry(corpus.addresses[index].clone()).or_insert(topic);
    }
    let mut findings = Vec::new();
    // A few names, each on many pages.
    let mut known: HashMap<&str, Address> = HashMap::new();
    for index in corpus.published().filter(|&index| !is_section(&corpus.pages[index].path)) {
        for name in &corpus.pages[index].meta.topics {
            let address = known.entry(name).or_insert_with(|| corpus.topic_address(name)).clone();
            let topic = topics.entry(address.clone()).or_insert_with(|| {
                findings.extend(folder_of_that_address(corpus, index, name, &address));
                Topic { title: name.clone(), own: None, pages: Vec::new() }
            });
            let other_name = topic.own.is_none() && fold_name(&topic.title) != fold_name(name);
            if other_name {
                findings.push((index, one_address(corpus, index, name, &address, topic)));
            } else if topic.own.is_none() && *name < topic.title {
                topic.title.clone_from(name);
            }
            if topic.pages.last() != Some(&index) && topic.own != Some(index) {
                topic.pages.push(index);
            }
        }
    }
    corpus.findings.extend(findings);
    topics
}

/// Whether a page is a topic's own: it lies right below `content/topics/` and is what its folder makes of it.
fn introduces(corpus: &Corpus, index: usize, page: &Page) -> bool {
    let below = page.path.as_str().strip_prefix(CONTENT).and_then(|path| path[1..].strip_prefix(TOPICS));
    let is_page = page.kind == Kind::Page && !page.meta.draft && !is_section(&page.path);
    is_page
        && below.is_some_and(|below| below.starts_with('/'))
        && corpus.addresses[index].as_str().matches('/').count() == 2
        && corpus.by_address.get(&corpus.addresses[index]) == Some(&index)
}

fn folder_of_that_address(corpus: &Corpus, index: usize, name: &str, address: &Address) -> Option<(usize, Finding)> {
    let folder = address.as_str().trim_end_matches('/');
    corpus.sections.contains_key(folder).then(|| {
        let message = format!("the topic `{name}` and the list of a folder claim the address `{address}`");
        let finding = Finding::new(Code::DuplicateAddress, title_span(&corpus.pages[index]), message);
        (index, finding.help(format!("introduce a topic in one file, `{CONTENT}/{folder}.md`; move the folder away")))
    })
}

/// Two names that a slug does not tell apart.
fn one_address(corpus: &Corpus, index: usize, name: &str, address: &Address, topic: &Topic) -> Finding {
    let message = format!("the topics `{}` and `{name}` claim the address `{address}`", topic.title);
    let finding = Finding::new(Code::DuplicateAddress, title_span(&corpus.pages[index]), message);
    let help =
        format!("if they are one, write them alike; if not, give one a page with a `slug` in `{CONTENT}/topics/`");
    let first = topic.pages.first().filter(|first| **first != index).map(|&first| &corpus.pages[first]);
    match first {
        Some(first) => finding.related(&first.path, title_span(first), "the first of them").help(help),
        None => finding.help(help),
    }
}

impl Corpus {
    /// Where a topic lies: at the page that introduces it, by whatever name, or at the slug of its own.
    pub fn topic_address(&self, name: &str) -> Address {
        let introduced = self.by_name(name).iter().find(|&&page| introduces(self, page, &self.pages.rows()[page]));
        introduced.map_or_else(
            || Address::of_folder(&format!("{TOPICS}/{}", slugify_or_keep(name))),
            |&page| self.addresses[page].clone(),
        )
    }

    /// Whether some published page has been corrected.
    pub fn has_corrections(&self) -> bool {
        self.published().any(|page| !self.pages[page].meta.briefing.corrections.is_empty())
    }
}
