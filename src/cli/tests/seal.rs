//! What changes under a site from one command to the next: documents, pages and the seal itself.

use super::ibid;
use std::fs;
use tempfile::TempDir;

/// A site with one document, one briefing, and people who change both.
struct Desk(TempDir);

const LOG: &str = "A log\n\nThe ferry crossed the river in fog every morning of that winter, and nobody complained of it.\n\n\
    The toll was two pence for a cart, and a man on foot paid nothing at all in those days.\n\n\
    The old crane was sold to a yard in the north for the price of its iron, and nobody was sorry.\n";

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.write("ibid.toml", "");
        desk.write("seeds/log.txt", LOG);
        desk.write(
            "content/briefings/a.md",
            "The ferry ran [@log#p1].\n\nA cart paid “two pence” each way [@log#p2].\n",
        );
        assert_eq!(desk.run(&["import"]).0, 0);
        desk
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.path().join(path)).unwrap()
    }

    fn replace(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{text}");
        self.write(path, &text.replace(from, to));
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.0.path().join(path)).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> (u8, String, String) {
        ibid(&[arguments, &["--root", self.0.path().to_str().unwrap()]].concat())
    }

    /// The codes that a check prints, with their exit code.
    fn check(&self, arguments: &[&str]) -> (u8, Vec<String>) {
        let (code, out, _) = self.run(&[&["check"], arguments].concat());
        let codes = out.lines().filter_map(|line| Some(line.split_once('[')?.1.split_once("]: ")?.0.to_owned()));
        (code, codes.filter(|code| !code.contains(' ')).collect())
    }
}

#[test]
fn a_citation_drifts_until_somebody_has_looked() {
    let desk = Desk::new();
    assert_eq!(desk.check(&["--locked"]), (0, vec![]));
    desk.replace("seeds/log.txt", "in fog", "in thick fog");
    desk.replace("seeds/log.txt", "nothing at all", "one penny");
    let (code, _, err) = desk.run(&["import"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("look at content/briefings/a.md:1:16: `@log#p1`: edited: "), "{err}");
    assert!(err.contains("look at content/briefings/a.md:3:35: `@log#p2`: edited outside the quotation: "), "{err}");
    let drifted = || vec!["drifted-citation".to_owned(); 2];
    assert_eq!(desk.check(&[]), (0, drifted()));
    assert_eq!(desk.check(&["--strict"]), (1, drifted()));
    assert_eq!(desk.check(&["--locked"]), (1, drifted()));
    desk.write("ibid.toml", "[checks]\ndrifted-citation = \"allow\"\n");
    assert_eq!(desk.check(&[]), (0, vec![]));
    assert_eq!(desk.check(&["--locked"]), (1, drifted()), "no setting lowers what the command line asks for");
    desk.write("ibid.toml", "");

    // Another import before anyone looks: what the writer read is still what is compared.
    desk.replace("seeds/log.txt", "thick fog", "very thick fog");
    assert_eq!(desk.run(&["import"]).0, 0);
    let (_, out, _) = desk.run(&["check"]);
    assert!(out.contains("the river in {+very thick+} fog every"), "{out}");

    let before = desk.read("ibid.lock");
    let (code, out, err) = desk.run(&["accept", "log", "--dry-run"]);
    assert_eq!((code, err.as_str()), (0, "nothing was written\n"));
    assert_eq!(desk.read("ibid.lock"), before);
    assert!(out.starts_with("accepted  log#p1: The ferry crossed the river in {+very thick+} fog"), "{out}");
    assert_eq!(desk.run(&["accept", "log", "p3", "--note", "x"]).0, 2, "nothing changed there");
    assert_eq!(desk.run(&["accept", "log", "p1", "--note", "It still ran.", "--by", "Ada"]).0, 0);
    assert_eq!(desk.check(&[]), (0, vec!["drifted-citation".to_owned()]));
    let lock = desk.read("ibid.lock");
    assert!(lock.contains("matter = \"drift\"") && lock.contains("by = \"Ada\""), "{lock}");

    // The words come back: the record is closed, and by the next import forgotten.
    desk.replace("seeds/log.txt", "one penny", "nothing at all");
    let (_, _, err) = desk.run(&["import"]);
    assert!(err.contains("citations that need no look: 2 same"), "{err}");
    assert_eq!(desk.check(&["--locked"]), (0, vec![]));
    assert!(!desk.read("ibid.lock").contains("drifted"));
    assert!(desk.read("ibid.lock").contains("It still ran."));
}

#[test]
fn an_import_that_died_before_it_sealed_leaves_a_drift_without_words() {
    let desk = Desk::new();
    desk.replace("seeds/log.txt", "in fog", "in thin fog");
    desk.remove("content/sources/log.md");
    assert_eq!(desk.run(&["import"]).0, 0);
    let (_, out, _) = desk.run(&["check"]);
    assert!(
        out.contains("`p1` was retired when the document changed"),
        "without its page, no id goes on by likeness: {out}"
    );
    let desk = Desk::new();
    let sealed = desk.read("ibid.lock");
    desk.replace("seeds/log.txt", "in fog", "in thick fog");
    assert_eq!(desk.run(&["import"]).0, 0);
    desk.write("ibid.lock", &sealed);
    assert_eq!(desk.run(&["import"]).0, 0);
    let (_, out, _) = desk.run(&["check"]);
    assert!(out.contains("what it said is not known any more"), "{out}");
    let (_, out, _) = desk.run(&["accept", "log", "--note", "Read."]);
    assert!(out.contains("accepted  log#p1: ") && out.contains(" → "), "{out}");
    assert_eq!(desk.check(&["--locked"]), (0, vec![]));
}

#[test]
fn a_locked_check_wants_a_seal_that_fits() {
    let desk = Desk::new();
    let locked = |expected: &str| {
        let (code, out, _) = desk.run(&["check", "--locked"]);
        assert!(code == 1 && out.contains(expected), "{code} {out}");
        assert_eq!(out.matches("error[").count(), 1, "{out}");
        assert_eq!(desk.run(&["build", "--locked"]).0, 1);
        assert!(!desk.0.path().join("public").exists());
    };
    let lock = desk.read("ibid.lock");
    desk.remove("ibid.lock");
    locked("error[stale-seal]: there is no `ibid.lock`");
    desk.write("ibid.lock", "# empty\nversion = 1\n");
    locked("error[stale-seal]: the seal does not know `seeds/log.txt`");
    desk.write("ibid.lock", &lock.replace("version = 1", "version = 2"));
    locked("error[invalid-config]: the seal cannot be read: this version of ibid reads format 1");
    desk.write("ibid.lock", &lock.replace("[source.passages]", "<<<<<<< ours\n[source.passages]"));
    locked("error[invalid-config]: the seal cannot be read: it holds both sides of a merge");
    desk.write("ibid.lock", &lock);

    desk.write("seeds/more.txt", LOG);
    locked("error[stale-seal]: `seeds/more.txt` was never imported");
    desk.remove("seeds/more.txt");
    assert_eq!(desk.check(&["--locked"]), (0, vec![]));

    let page = desk.read("content/sources/log.md");
    desk.remove("seeds/log.txt");
    locked("error[seed-changed]: the seed `seeds/log.txt` is gone");
    desk.write("content/briefings/a.md", "Nothing.\n");
    desk.remove("content/sources/log.md");
    locked("error[stale-seal]: `seeds/log.txt` is sealed, and both it and its page");
    desk.write("seeds/log.txt", LOG);
    locked("error[stale-seal]: `seeds/log.txt` is sealed, and its page `content/sources/log.md` is gone");
    desk.write("content/sources/log.md", &page.replace("two pence", "three pence"));
    assert_eq!(desk.run(&["accept", "log", "--note", "The scan."]).0, 0);
    assert_eq!(desk.check(&["--locked"]), (0, vec![]));
    desk.write("content/sources/log.md", &page);
    assert_eq!(desk.check(&[]), (0, vec![]), "the words of the document need nobody's word");
    locked("error[stale-seal]: the correction of `p2` that was accepted is no longer on the page");
    assert_eq!(desk.run(&["accept", "log", "p2", "--note", "It was right."]).0, 0);
    assert_eq!(desk.check(&["--locked"]), (0, vec![]));
}

#[test]
fn what_is_gone_for_good_is_taken_out_of_the_seal_by_an_import_of_all() {
    let desk = Desk::new();
    desk.write("seeds/more.txt", LOG);
    assert_eq!(desk.run(&["import"]).0, 0);
    let both = desk.read("ibid.lock");
    let log = desk.0.path().join("seeds/log.txt");
    desk.remove("seeds/more.txt");
    assert_eq!(desk.run(&["import"]).0, 0);
    assert_eq!(desk.read("ibid.lock"), both);
    desk.remove("content/sources/more.md");
    assert_eq!(desk.run(&["import", log.to_str().unwrap()]).0, 0);
    assert_eq!(desk.read("ibid.lock"), both);
    assert_eq!(desk.run(&["import"]).0, 0);
    assert!(!desk.read("ibid.lock").contains("seeds/more.txt"));
    assert_eq!(desk.check(&["--locked"]), (0, vec![]));
}
