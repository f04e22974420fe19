//! The pages of a site → the names and addresses that they have already, so that no proposal takes one.

use super::person::{ends, surname};
use crate::corpus::{Corpus, folder_address};
use crate::meta::Kind;
use crate::page::Page;
use crate::path::{FilePath, OutPath, slugify};
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Taken<'a> {
    corpus: &'a Corpus,
    /// Titles, other names, stems, slugs and keys of all pages, drafts among them; folded to letters and digits.
    names: BTreeSet<String>,
    /// The last words of the names of people: a bare surname may mean one of them.
    surnames: BTreeSet<String>,
    /// Old addresses that lead to a page.
    redirects: BTreeSet<&'a OutPath>,
    /// The titles of pages on people, by first and last word.
    people: BTreeMap<(String, String), &'a Page>,
}

impl<'a> Taken<'a> {
    pub fn of(corpus: &'a Corpus) -> Self {
        let (mut names, mut surnames, mut people) = (BTreeSet::new(), BTreeSet::new(), BTreeMap::new());
        for (index, page) in corpus.pages.rows().iter().enumerate() {
            let key = corpus.key(index).map(|key| key.as_str());
            let other = page.meta.entity.names.iter().map(String::as_str);
            let own = [Some(page.title()), Some(page.path.stem()), page.meta.slug.as_deref(), key];
            names.extend(own.into_iter().flatten().chain(other.clone()).map(slugify));
            if page.kind == Kind::Person {
                surnames.extend(other.chain([page.title()]).filter_map(surname).map(slugify));
                people.extend(ends(page.title()).map(|ends| (ends, &**page)));
            }
        }
        let redirects = corpus.aliases().map(|(file, _)| file).collect();
        Self { corpus, names, surnames, redirects, people }
    }

    /// Whether a page with that name may lie at that path.
    pub fn is_free(&self, name: &str, path: &FilePath) -> bool {
        let folder = path.folder().trim_start_matches("content/");
        let address = folder_address(&format!("{folder}/{}", path.stem()));
        !self.names.contains(&slugify(name))
            && self.corpus.by_path(path.as_str()).is_none()
            && self.corpus.by_address(&address).is_none()
            && !self.redirects.contains(&address.to_out_path())
    }

    pub fn has_name(&self, name: &str) -> bool {
        self.names.contains(&slugify(name))
    }

    pub fn has_surname(&self, name: &str) -> bool {
        self.surnames.contains(&slugify(name))
    }

    /// The page on a person who may be the same: the first names are equal and the surnames differ in a letter or two.
    pub fn like(&self, name: &str) -> Option<&'a Page> {
        let (first, last) = ends(name)?;
        let of_first = self.people.range((first.clone(), String::new())..).take_while(|((one, _), _)| *one == first);
        let is_near = |other: &str| crate::diagnostic::nearest(&last, [other]).is_some();
        of_first.filter(|((_, other), _)| is_near(other)).map(|(_, page)| *page).next()
    }
}
