//! Names that sources give → pages on them: drafts that a human reads, mends and confirms. `cli` calls it for
//! `ibid import` and `ibid draft` and writes what it is handed back; nothing here touches a file.
//!
//! `candidate` gathers what all documents say under a name, `gate` decides which names deserve a page, `form` which of
//! their other names are safe to link, `role` and `quote` find what is said of them, `page` writes, and `news` tells what an
//! import made worth a page from what was worth one before.

mod candidate;
mod form;
mod gate;
mod news;
mod page;
mod person;
mod quote;
mod role;
mod taken;

use crate::corpus::Corpus;
use crate::extract::Extraction;
use crate::extract::name::Kind;
use crate::path::{FilePath, slugify};
use candidate::{Candidate, names};
pub use news::propose_new;
use page::Writer;
use std::cmp::Reverse;
use taken::Taken;

/// A page that a site could have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal {
    /// A person, an organisation or a place.
    pub kind: Kind,
    pub name: String,
    /// `content/people/boris-pistorius.md`
    pub path: FilePath,
    /// The whole file: a draft.
    pub text: String,
    /// How many passages say something under the name; copies of one report are one.
    pub passages: usize,
}

/// The documents that names are sought in: the page of each source, by its index, and what its passages say.
pub(crate) type Found = [(usize, Vec<Extraction>)];

/// Pages for the names in `found` that deserve one and that no page of the site has, be it published or a draft. Sorted by
/// kind (people, organisations, places), then those that most passages name first, then by path; no path twice.
///
/// A page written as it is proposed changes nothing on the published site, and is as sound when it is confirmed.
pub fn propose(corpus: &Corpus, found: &Found) -> Vec<Proposal> {
    let names = names(corpus, found);
    let taken = Taken::of(corpus);
    let writer = Writer { corpus, found, names: &names, taken: &taken };
    let mut proposals: Vec<Proposal> = Vec::new();
    for candidate in names.candidates.iter().filter(|candidate| gate::deserves_page(candidate, &names)) {
        let Some(path) = path(candidate).filter(|path| taken.is_free(&candidate.name, path)) else { continue };
        let text = writer.page(candidate, &path);
        let passages = candidate.weight();
        proposals.push(Proposal { kind: candidate.kind, name: candidate.name.clone(), path, text, passages });
    }
    proposals.sort_by(|one, other| {
        let key = |proposal: &Proposal| (proposal.kind, Reverse(proposal.passages));
        key(one).cmp(&key(other)).then_with(|| one.path.cmp(&other.path))
    });
    proposals
}

fn path(candidate: &Candidate) -> Option<FilePath> {
    let slug = slugify(&candidate.name);
    let folder = match candidate.kind {
        Kind::Person => "people",
        Kind::Organisation => "organisations",
        Kind::Place => "places",
        Kind::Unsorted => return None,
    };
    FilePath::new(&format!("content/{folder}/{slug}.md")).ok().filter(|_| !slug.is_empty())
}

#[cfg(test)]
mod tests;
