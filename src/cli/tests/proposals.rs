//! What an import says of names, and what it writes.

use super::*;
use std::collections::BTreeMap;
use walkdir::WalkDir;

const FIRST: &str = "The bridge\n\nMinister Paul Costa opened the bridge over the river on a fine day in that summer, and all \
    of the town came to see it. The boats whistled.\n\nCosta said that “the river is wide enough for all of us” and \
    went home by boat, as he had come, with the band of the harbour playing on the quay.\n";
const SECOND: &str = "The flood\n\nMinister Paul Costa closed the bridge in the night of the flood, and nobody who was there \
    will forget it. The historian Rita Lund saw it from the quay and wrote it down in a book that was lost. Nobody else had stayed up that night.\n";

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.write("ibid.toml", "");
        desk.write("seeds/bridge.txt", FIRST);
        desk
    }

    fn run(&self, arguments: &[&str]) -> (u8, String, String) {
        let mut arguments = arguments.to_vec();
        arguments.extend(["--root", self.0.path().to_str().unwrap()]);
        ibid(&arguments)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.0.path().join(path)).ok()
    }

    /// What the site publishes, by path.
    fn published(&self) -> BTreeMap<String, Vec<u8>> {
        let (code, _, err) = self.run(&["build", "--deny-warnings"]);
        assert_eq!(code, 0, "{err}");
        let public = self.0.path().join("public");
        let files = WalkDir::new(&public).into_iter().flatten().filter(|entry| entry.file_type().is_file());
        files.map(|file| (file.path().display().to_string(), fs::read(file.path()).unwrap())).collect()
    }
}

const COSTA: &str = "content/people/paul-costa.md";
const LUND: &str = "content/people/rita-lund.md";

#[test]
fn an_import_proposes_pages_once() {
    let desk = Desk::new();
    let (code, _, err) = desk.run(&["import", "--dry-run"]);
    assert_eq!(code, 0);
    assert!(err.contains(&format!("would propose 1 page, drafts until you confirm them: {COSTA}\n")), "{err}");
    assert_eq!(desk.read(COSTA), None);
    let (_, out, err) = desk.run(&["import"]);
    assert_eq!(out, "created   seeds/bridge.txt → content/sources/bridge.md (2 passages, 0 blocks set apart)\n");
    assert!(err.ends_with(&format!("proposed 1 page, drafts until you confirm them: {COSTA}\n")), "{err}");
    assert!(desk.read(COSTA).unwrap().contains("names: [Costa]\nrole: Minister\ndraft: true\n"));

    // A human who wants no such page deletes it, and is not asked again.
    fs::remove_file(desk.0.path().join(COSTA)).unwrap();
    let (_, _, err) = desk.run(&["import", "--again"]);
    assert_eq!(err, "");
    desk.write("seeds/flood.txt", SECOND);
    let (_, _, err) = desk.run(&["import"]);
    assert!(err.contains(&format!("proposed 1 page, drafts until you confirm them: {LUND}\n")), "{err}");
    assert_eq!(desk.read(COSTA), None);

    let lund = desk.read(LUND).unwrap();
    let (_, _, err) = desk.run(&["import", "--proposals", "all"]);
    assert_eq!(err, format!("proposed 1 page, drafts until you confirm them: {COSTA}\n"));
    assert!(desk.read(COSTA).unwrap().contains("[@flood#p1]"), "older and newer sources are quoted");
    assert_eq!(desk.read(LUND).unwrap(), lund);
}

#[test]
fn a_page_is_never_written_over() {
    let desk = Desk::new();
    desk.write(COSTA, "---\ntitle: Somebody else\n---\n");
    assert_eq!(desk.run(&["import"]).0, 0);
    assert_eq!(desk.read(COSTA).unwrap(), "---\ntitle: Somebody else\n---\n");
    let (_, _, err) = desk.run(&["import", "--proposals", "all"]);
    assert_eq!(err, "");
}

#[test]
fn nothing_is_proposed_to_those_who_want_nothing() {
    let desk = Desk::new();
    let (code, _, err) = desk.run(&["import", "--proposals", "none"]);
    assert_eq!((code, err.contains("propose")), (0, false));
    assert_eq!(desk.read(COSTA), None);
}

#[test]
fn the_published_site_is_the_same_until_a_human_confirms() {
    let desk = Desk::new();
    desk.write("seeds/flood.txt", SECOND);
    assert_eq!(desk.run(&["import", "--proposals", "none"]).0, 0);
    desk.write("content/briefings/a.md", "---\ntitle: A\n---\n\nPaul Costa opened the bridge [@bridge#p1].\n");
    let before = desk.published();
    assert_eq!(desk.run(&["import", "--proposals", "all"]).0, 0);
    assert!(desk.read(COSTA).is_some() && desk.read(LUND).is_some());
    assert!(desk.published() == before, "a draft is seen on the site");

    let confirmed = desk.read(COSTA).unwrap().replace("draft: true\n", "");
    desk.write(COSTA, &confirmed);
    desk.write("ibid.toml", "strict = true\n");
    let after = desk.published();
    let path = |page: &str| desk.0.path().join(format!("public/{page}/index.html")).display().to_string();
    assert!(after.contains_key(&path("people/paul-costa")) && !after.contains_key(&path("people/rita-lund")));
    let briefing = String::from_utf8_lossy(&after[&path("briefings/a")]);
    assert!(briefing.contains("people/paul-costa/index.html\">Paul Costa</a>"), "{briefing}");
}

#[test]
fn an_import_of_many_names_writes_the_best_and_tells_of_the_rest() {
    let desk = Desk::new();
    let surnames =
        ["Abel", "Babel", "Carlsen", "Dahl", "Eklund", "Falk", "Gram", "Holm", "Iversen", "Jensen", "Krog", "Lund"];
    let paragraph =
        |surname: &&str| format!("Minister Rita {surname} came to the bridge that day and saw the boats.\n\n");
    desk.write("seeds/bridge.txt", &format!("The bridge\n\n{}", surnames.iter().map(paragraph).collect::<String>()));
    let (_, _, err) = desk.run(&["import"]);
    assert!(err.contains("proposed 10 pages, drafts until you confirm them: content/people/rita-abel.md, "), "{err}");
    let rest = "2 more names could have a page, too: `ibid import --proposals all` writes them\n";
    assert!(err.contains("content/people/rita-eklund.md and 5 more\n") && err.ends_with(rest), "{err}");
    let (_, out, err) = desk.run(&["import", "--proposals", "all", "--format", "json"]);
    assert!(err.starts_with("proposed 2 pages, "), "{err}");
    assert!(out.starts_with("[{\"seed\":"), "{out}");
}
