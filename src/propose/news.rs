//! Sources that an import made or changed → the proposals that it gave rise to. What was worth a page before was proposed
//! before: a human who deleted that page, or left it unwritten, is not asked again. Nothing has to be remembered for this,
//! since the sources themselves say what was worth a page.

use super::candidate::names;
use super::page::is_untouched;
use super::taken::Taken;
use super::{Found, Proposal, path, propose};
use crate::corpus::Corpus;
use crate::extract::name::Kind;
use crate::extract::{Extraction, extract, known};
use crate::page::Page;
use crate::path::{FilePath, slugify};
use crate::world::{File, World};
use aho_corasick::{AhoCorasick, MatchKind};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The proposals among the files of a site that are as they were written: those that still speak for nobody but ibid, and
/// may be written anew when their sources change.
pub fn untouched(world: &World) -> BTreeMap<FilePath, Arc<File>> {
    let is_ours = |path: &FilePath, text: &str| {
        let folder = path.folder();
        matches!(folder, "content/people" | "content/organisations" | "content/places") && is_untouched(text)
    };
    let files = world.files.iter().filter(|(path, file)| is_ours(path, file.text()));
    files.map(|(path, file)| (path.clone(), file.clone())).collect()
}

/// A name in more of the older sources than these was worth a page long ago; they need not be read to know it.
const MANY: usize = 20;

/// `propose` for the names that became worth a page, and for those whose pages lay at `again` and are not in the corpus.
/// `changed` has the sources that are new or say something else now, each with its page as it was; `language` is the site's.
pub fn propose_new(
    corpus: &Corpus,
    language: &str,
    changed: &BTreeMap<usize, Option<Page>>,
    again: &BTreeSet<FilePath>,
) -> Vec<Proposal> {
    let known = known(corpus);
    let read = |(index, page): (usize, &Page)| (index, extract(page, language, &known));
    let read_all =
        |pages: Vec<(usize, &Page)>| -> Vec<(usize, Vec<Extraction>)> { pages.into_par_iter().map(read).collect() };
    let citable = corpus.sources().filter(|index| changed.contains_key(index));
    let mut after = read_all(citable.map(|index| (index, &*corpus.pages[index])).collect());
    let were = changed.iter().filter_map(|(index, page)| Some((*index, page.as_ref()?)));
    let mut before = read_all(were.collect());
    let stems: BTreeSet<&str> = again.iter().map(FilePath::stem).collect();
    let is_again = |name: &str| stems.contains(name);
    let mut wanted = forms(corpus, &after);
    for (name, forms) in forms(corpus, &before).into_iter().filter(|(name, _)| is_again(name)) {
        wanted.entry(name).or_default().extend(forms);
    }
    let older = older(corpus, changed, &mut wanted, is_again);
    let older = read_all(older.into_iter().map(|index| (index, &*corpus.pages[index])).collect());
    for found in [&mut before, &mut after] {
        found.extend(older.iter().cloned());
        found.sort_by_key(|(index, _)| *index);
    }
    let old: BTreeSet<FilePath> = propose(corpus, &before).into_iter().map(|proposal| proposal.path).collect();
    let is_new = |proposal: &Proposal| {
        again.contains(&proposal.path) || wanted.contains_key(&slugify(&proposal.name)) && !old.contains(&proposal.path)
    };
    propose(corpus, &after).into_iter().filter(is_new).collect()
}

/// The names that may be proposed, folded, each with the ways in which it may be written elsewhere.
fn forms(corpus: &Corpus, found: &Found) -> BTreeMap<String, BTreeSet<String>> {
    let taken = Taken::of(corpus);
    let names = names(corpus, found);
    let mut forms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for candidate in &names.candidates {
        if path(candidate).is_none_or(|path| !taken.is_free(&candidate.name, &path)) {
            continue;
        }
        let forms = forms.entry(slugify(&candidate.name)).or_default();
        forms.insert(candidate.name.clone());
        // A surname alone may be anybody's.
        if candidate.kind != Kind::Person {
            forms.extend(candidate.mentions.iter().map(|mention| mention.of.words.text.clone()));
        }
    }
    forms
}

/// The sources that did not change and have one of the names. Names that many of them have are not wanted any more.
fn older(
    corpus: &Corpus,
    changed: &BTreeMap<usize, Option<Page>>,
    wanted: &mut BTreeMap<String, BTreeSet<String>>,
    is_kept: impl Fn(&str) -> bool,
) -> BTreeSet<usize> {
    let (names, forms): (Vec<String>, Vec<String>) =
        wanted.iter().flat_map(|(name, forms)| forms.iter().map(|form| (name.clone(), form.clone()))).unzip();
    let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&forms);
    let automaton = automaton.expect("the names of a site fit an automaton");
    let unchanged: Vec<usize> = corpus.sources().filter(|index| !changed.contains_key(index)).collect();
    let found: Vec<(usize, BTreeSet<&str>)> = unchanged
        .into_par_iter()
        .map(|index| {
            let text = corpus.pages[index].file.text();
            let found = automaton.find_iter(text).map(|found| names[found.pattern().as_usize()].as_str());
            (index, found.collect())
        })
        .collect();
    let mut sources: BTreeMap<&str, usize> = BTreeMap::new();
    found.iter().flat_map(|(_, names)| names).for_each(|name| *sources.entry(*name).or_default() += 1);
    wanted.retain(|name, _| is_kept(name) || sources.get(name.as_str()).is_none_or(|sources| *sources <= MANY));
    let has_wanted = |names: &BTreeSet<&str>| names.iter().any(|name| wanted.contains_key(*name));
    found.iter().filter(|(_, names)| has_wanted(names)).map(|(index, _)| *index).collect()
}
