//! Two branches that change the seal, and git, which knows nothing of it: what does not touch merges, and what does is a
//! conflict that a human can settle.
#![expect(clippy::disallowed_types, clippy::disallowed_methods, reason = "runs git on files of its own")]

use ibid::key::{PassageId, SourceKey};
use ibid::path::FilePath;
use ibid::seal::{Accepted, Change, Drifted, Entry, Imprint, Matter, PassageHash, Seal};
use ibid::world::Sha256;
use std::fs;
use std::process::Command;

fn id(number: u32) -> PassageId {
    PassageId::new(number).unwrap()
}

fn entry(key: &str) -> Entry {
    Entry {
        page: FilePath::new(&format!("content/sources/{key}.md")).unwrap(),
        key: SourceKey::new(key).unwrap(),
        sha256: Sha256::of(key.as_bytes()),
        importer: "text 1".into(),
        written: Sha256::of(format!("page {key}").as_bytes()),
        passages: (1..=12).map(|number| (id(number), PassageHash::of(&format!("{key} {number}")))).collect(),
        retired: Default::default(),
        accepted: Vec::new(),
        drift: Default::default(),
        imprint: Some(Imprint { fields: [("title".into(), PassageHash::of(key))].into(), ..Imprint::default() }),
    }
}

fn seal(keys: &[&str]) -> Seal {
    let entry = |key: &&str| (FilePath::new(&format!("seeds/{key}.txt")).unwrap(), entry(key));
    Seal { entries: keys.iter().map(entry).collect() }
}

fn accept(seal: &mut Seal, key: &str, number: u32, note: &str) {
    let entry = seal.entries.get_mut(format!("seeds/{key}.txt").as_str()).unwrap();
    let change =
        Change { passage: id(number), from: entry.passages.get(&id(number)).copied(), to: Some(PassageHash::of(note)) };
    entry.accept(Matter::Correction, &[change], note, None);
}

/// What `git merge-file` makes of two sides, and whether they met.
fn merged(base: &Seal, ours: &Seal, theirs: &Seal) -> (String, bool) {
    let folder = tempfile::tempdir().unwrap();
    let paths = [("ours", ours), ("base", base), ("theirs", theirs)].map(|(name, seal)| {
        let path = folder.path().join(name);
        fs::write(&path, seal.to_string()).unwrap();
        path
    });
    let done = Command::new("git").args(["merge-file", "-p"]).args(&paths).output().expect("git can be run");
    (String::from_utf8(done.stdout).unwrap(), !done.status.success())
}

/// As a human settles it who is told to keep both sides.
fn settled(conflict: &str) -> String {
    let markers = ["<<<<<<< ", "=======", ">>>>>>> "];
    let lines = conflict.split_inclusive('\n').filter(|line| !markers.iter().any(|marker| line.starts_with(marker)));
    lines.collect()
}

#[test]
fn branches_that_import_other_seeds_merge_or_conflict_in_whole_blocks() {
    let base = seal(&["b", "d"]);
    let (ours, theirs) = (seal(&["a", "b", "d"]), seal(&["b", "c", "d"]));
    let (text, met) = merged(&base, &ours, &theirs);
    assert!(!met, "{text}");
    assert_eq!(text, seal(&["a", "b", "c", "d"]).to_string());

    let (ours, theirs) = (seal(&["b", "c1", "d"]), seal(&["b", "c2", "d"]));
    let (text, met) = merged(&base, &ours, &theirs);
    assert!(met);
    let fault = Seal::parse(&text).unwrap_err();
    assert!(fault.span.of(&text).starts_with("<<<<<<< "), "{fault:?}");
    assert!(fault.help.contains("keep the lines of both sides"), "{fault:?}");
    assert_eq!(text.matches("<<<<<<<").count(), 1, "{text}");
    assert_eq!(Seal::parse(&settled(&text)), Ok(seal(&["b", "c1", "c2", "d"])), "{text}");
    let (text, met) = merged(&seal(&[]), &seal(&["x"]), &seal(&["y"]));
    assert!(met);
    assert_eq!(Seal::parse(&settled(&text)), Ok(seal(&["x", "y"])), "{text}");
}

#[test]
fn branches_that_accept_other_passages_merge_or_keep_both() {
    let base = seal(&["a"]);
    let mut between = base.clone();
    accept(&mut between, "a", 5, "five");
    let (mut ours, mut theirs) = (between.clone(), between.clone());
    accept(&mut ours, "a", 2, "two");
    accept(&mut theirs, "a", 9, "nine");
    let (text, met) = merged(&between, &ours, &theirs);
    assert!(!met, "{text}");
    accept(&mut ours, "a", 9, "nine");
    assert_eq!(text, ours.to_string());

    // The same passage on both sides, at the same place: both are kept, in the order of the file, and both are vouched for.
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    accept(&mut ours, "a", 7, "seven");
    accept(&mut theirs, "a", 7, "sieben");
    let (text, met) = merged(&base, &ours, &theirs);
    assert!(met);
    let both = Seal::parse(&settled(&text)).unwrap();
    let entry = both.entries.values().next().unwrap();
    let notes: Vec<&str> = entry.accepted.iter().map(|Accepted { note, .. }| note.as_str()).collect();
    assert_eq!(notes, ["seven", "sieben"]);
    for (words, vouched) in [("seven", true), ("sieben", true), ("sept", false)] {
        let mut now = entry.passages.clone();
        now.insert(id(7), PassageHash::of(words));
        assert_eq!(entry.changes(&now).is_empty(), vouched, "{words}");
    }
    assert_eq!(both.to_string(), Seal::parse(&both.to_string()).unwrap().to_string());
}

#[test]
fn a_drift_that_one_branch_closes_is_closed() {
    let mut base = seal(&["a", "b"]);
    for entry in base.entries.values_mut() {
        for number in [2, 4] {
            let drifted = Drifted { was: PassageHash::of("was"), words: Some("was".into()), pieces: vec![] };
            entry.drift.passages.insert(id(number), drifted);
        }
    }
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    let mut drifts = ours.entries.values_mut().map(|entry| &mut entry.drift.passages);
    drifts.next().unwrap().remove(&id(2));
    theirs.entries.values_mut().last().unwrap().drift.passages.remove(&id(4));
    let (text, met) = merged(&base, &ours, &theirs);
    assert!(!met, "{text}");
    let merged = Seal::parse(&text).unwrap();
    let open: Vec<Vec<u32>> =
        merged.entries.values().map(|entry| entry.drift.passages.keys().map(|id| id.number()).collect()).collect();
    assert_eq!(open, [[4], [2]]);
}

#[test]
fn a_block_that_did_not_change_is_printed_as_it_was() {
    let text = seal(&["a", "b", "c"]).to_string();
    let mut read = Seal::parse(&text).unwrap();
    accept(&mut read, "b", 3, "three");
    let now = read.to_string();
    let block = |text: &str, key: &str| {
        let start = text.find(&format!("[[source]] # seeds/{key}.txt")).unwrap();
        let end = text[start..].find("\n\n").map_or(text.len(), |end| start + end + 1);
        text[start..end].to_owned()
    };
    for key in ["a", "c"] {
        assert_eq!(block(&text, key), block(&now, key));
    }
    let (was, is) = (block(&text, "b"), block(&now, "b"));
    let added: Vec<&str> = is.lines().filter(|line| !was.contains(line)).collect();
    assert_eq!((added.len(), is.lines().count()), (2, was.lines().count() + 3), "{is}");
}
