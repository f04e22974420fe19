use super::*;
use crate::corpus::corpus;
use crate::page::{self, Page, Reading};
use crate::world::{File, World};
use std::collections::BTreeMap;
use std::sync::Arc;

const HEAD: &str = "---\ntitle: A source\n---\n\n";

/// What an import proposes that finds `before` and leaves `after` of it: paths below `content/` and texts.
fn proposed(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<String> {
    let paged = |texts: &[(&str, &str)]| -> BTreeMap<String, String> {
        texts.iter().map(|(path, text)| (format!("content/{path}"), format!("{HEAD}{text} {{#p1}}\n"))).collect()
    };
    let (before, after) = (paged(before), paged(after));
    let world = World::from_texts(after.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let corpus = corpus(&world, Reading::default());
    let parse = |path: &str, text: &String| {
        page::parse(&FilePath::new(path).unwrap(), &Arc::new(File::new(text.clone())), Reading::default())
    };
    let changed = after.iter().filter(|(path, text)| before.get(*path) != Some(text));
    let changed: BTreeMap<usize, Option<Page>> = changed
        .map(|(path, _)| (corpus.by_path(path).unwrap(), before.get(path).map(|text| parse(path, text))))
        .collect();
    let proposals = propose_new(&corpus, "en", &changed);
    proposals.into_iter().map(|proposal| proposal.path.stem().to_owned()).collect()
}

const COSTA: (&str, &str) =
    ("sources/a.md", "Minister Paul Costa opened the bridge on a fine day in the summer of that year.");
const AGAIN: (&str, &str) =
    ("sources/b.md", "Minister Paul Costa closed the bridge again, and Rita Lund took note of it in May.");
const LUND: (&str, &str) =
    ("sources/c.md", "The bridge was closed when Rita Lund came home, and it stayed closed for a year.");

#[test]
fn a_new_source_gives_rise_to_what_it_makes_worth_a_page() {
    assert_eq!(proposed(&[], &[COSTA]), ["paul-costa"]);
    assert_eq!(proposed(&[], &[COSTA, AGAIN, LUND]), ["paul-costa", "rita-lund"]);
}

#[test]
fn what_was_worth_a_page_before_is_not_proposed_again() {
    assert_eq!(proposed(&[COSTA], &[COSTA, AGAIN]), Vec::<String>::new());
    assert_eq!(proposed(&[COSTA, AGAIN, LUND], &[COSTA, AGAIN, LUND]), Vec::<String>::new());
}

#[test]
fn an_older_source_counts_for_a_name_that_was_not_worth_a_page_alone() {
    assert_eq!(proposed(&[COSTA, AGAIN], &[COSTA, AGAIN, LUND]), ["rita-lund"]);
}

#[test]
fn a_source_that_changed_gives_rise_to_what_it_did_not_say_before() {
    let changed = ("sources/a.md", "Minister Paul Costa and the historian Rita Lund opened the bridge on a fine day.");
    assert_eq!(proposed(&[COSTA], &[changed]), ["rita-lund"]);
    assert_eq!(proposed(&[changed], &[COSTA]), Vec::<String>::new());
}

#[test]
fn a_name_that_many_older_sources_have_is_old_news() {
    let paths: Vec<String> = (0..30).map(|number| format!("sources/o{number}.md")).collect();
    let texts: Vec<String> =
        (0..30).map(|number| format!("In the year {number} there was Rita Lund, and nobody else was there.")).collect();
    let older: Vec<(&str, &str)> =
        paths.iter().zip(&texts).map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let with_new: Vec<(&str, &str)> = older.iter().copied().chain([AGAIN]).collect();
    assert_eq!(proposed(&older, &with_new), ["paul-costa"]);
}

#[test]
fn proposals_come_by_kind_and_weight_and_their_paths_are_unlike() {
    let text = "The historian Rita Lund said so to NATO when she was in Lisbon.";
    let also = "It was in Lisbon that Rita Lund and Minister Paul Costa met those of NATO.";
    let third = "Nobody went home from Lisbon, and least of all those of NATO.";
    let all = [("sources/a.md", text), ("sources/b.md", also), ("sources/c.md", third)];
    assert_eq!(proposed(&[], &all), ["rita-lund", "paul-costa", "nato", "lisbon"]);
}
