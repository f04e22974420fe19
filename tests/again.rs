//! A site is built again: where nothing changed, nothing is done and the same is said; where something changed, the site
//! is the one that a first build would make, and only files whose bytes changed are other files than before.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "builds sites in folders of its own")]

use std::collections::BTreeMap;
use std::fs::{self, File, FileTimes};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// A site's folder, whose output is `public`.
struct Desk(TempDir);

/// How a build ended: its exit code and what it said, but for how long it took.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Said {
    code: i32,
    text: String,
}

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.put("ibid.toml", "title = \"Ferries\"\n[checks]\nunsealed-source = \"allow\"\n");
        for (key, word) in [("log", "closed"), ("letter", "opened")] {
            let text =
                format!("---\ntitle: The {key}\nrights: full\n---\n\nThe lock {word} on 5 March 2026. {{#p1}}\n");
            desk.put(&format!("content/sources/{key}.md"), &text);
        }
        desk.put("content/briefings/lock.md", "---\ntitle: The lock\n---\n\nIt “closed” then [@log#p1].\n");
        desk.put("content/briefings/quay.md", "---\ntitle: The quay\n---\n\nIt opened [@letter#p1].\n");
        desk.put("static/robots.txt", "User-agent: *\n");
        desk.put("static/.well-known/security.txt", "Contact: a\n");
        desk
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        let place = self.path(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Gives every input an age at which its time is believed.
    fn age(&self) {
        let then = SystemTime::now() - Duration::from_secs(3_600);
        for folder in ["content", "static", "ibid.toml"] {
            for entry in
                walkdir::WalkDir::new(self.path(folder)).into_iter().filter(|e| e.as_ref().unwrap().path().is_file())
            {
                set_time(entry.unwrap().path(), then);
            }
        }
    }

    fn build(&self, arguments: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
        let done = command.args(["build", "--root"]).arg(self.0.path()).args(arguments).output().unwrap();
        assert_eq!(done.stdout, b"");
        let text = String::from_utf8(done.stderr).unwrap();
        // `built 5 pages in 0.12 s → public/`
        let timeless = |line: &str| match line.split_once(" s → ") {
            Some((head, tail)) => {
                format!("{} → {tail}\n", head.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.'))
            }
            None => format!("{line}\n"),
        };
        Said { code: done.status.code().unwrap(), text: text.lines().map(timeless).collect() }
    }

    /// Builds, and tells whether there was anything to do.
    fn works(&self) -> bool {
        let said = self.build(&["-v"]);
        assert_eq!(said.code, 0, "{}", said.text);
        assert!(said.text.contains("wrote ") != said.text.contains("nothing changed: "), "{}", said.text);
        said.text.contains("wrote ")
    }

    /// What a first build makes of this folder, in a folder where nothing was built before.
    fn built_elsewhere(&self) -> BTreeMap<String, Vec<u8>> {
        let other = Self(tempfile::tempdir().unwrap());
        for entry in walkdir::WalkDir::new(self.0.path()).min_depth(1) {
            let entry = entry.unwrap();
            let within = entry.path().strip_prefix(self.0.path()).unwrap();
            let is_input =
                ["ibid.toml", "content", "static", "templates", "themes"].iter().any(|top| within.starts_with(top));
            if is_input && entry.path().is_file() {
                other.put(within.to_str().unwrap(), "");
                fs::copy(entry.path(), other.path(within.to_str().unwrap())).unwrap();
            }
        }
        assert_eq!(other.build(&[]).code, 0);
        tree(&other.path("public"))
    }

    fn assert_as_built_elsewhere(&self, context: &str) {
        let (here, there) = (tree(&self.path("public")), self.built_elsewhere());
        let names = |tree: &BTreeMap<String, Vec<u8>>| tree.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&here), names(&there), "{context}");
        for (path, bytes) in here {
            assert!(bytes == there[&path], "{context}: `{path}` differs");
        }
    }
}

fn set_time(path: &Path, time: SystemTime) {
    File::options().append(true).open(path).unwrap().set_times(FileTimes::new().set_modified(time)).unwrap();
}

/// Every file below a folder with its bytes, every empty folder.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut tree = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.unwrap();
        let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_file() {
            tree.insert(name, fs::read(entry.path()).unwrap());
        } else if fs::read_dir(entry.path()).unwrap().next().is_none() {
            tree.insert(name + "/", Vec::new());
        }
    }
    tree
}

#[test]
fn nothing_changed_and_the_same_is_said() {
    let desk = Desk::new();
    // Sources without a seal to be warned of, and a note.
    desk.put("ibid.toml", "");
    let first = desk.build(&[]);
    assert!(first.code == 0 && first.text.contains("warning[") && first.text.contains("base_url"), "{}", first.text);
    let before = tree(&desk.path("public"));
    assert!(!desk.works());
    for arguments in [&["--color", "always"][..], &["--quiet"], &[]] {
        let recalled = desk.build(arguments);
        fs::remove_file(desk.path(".ibid/record")).unwrap();
        assert_eq!(recalled, desk.build(arguments), "{arguments:?}");
        assert_eq!(recalled, desk.build(arguments), "{arguments:?}");
    }
    assert_eq!(tree(&desk.path("public")), before);
    assert_eq!(desk.build(&["--deny-warnings"]).code, 1, "other options are another build");
    assert!(!desk.works());
}

#[test]
fn a_site_with_errors_is_compiled_each_time() {
    let desk = Desk::new();
    assert!(desk.works());
    let sound = desk.read("content/briefings/lock.md");
    desk.put("content/briefings/lock.md", &sound.replace("log#p1", "log#p9"));
    let (first, second) = (desk.build(&[]), desk.build(&[]));
    assert!(first.code == 1 && first.text.contains("nothing was published"), "{}", first.text);
    assert_eq!(first, second);
    desk.put("content/briefings/lock.md", &sound);
    assert!(!desk.works(), "the site that stands is the one of these inputs");
}

#[test]
fn whatever_changed_is_seen() {
    let desk = Desk::new();
    desk.age();
    assert!(desk.works());
    let lock = "content/briefings/lock.md";
    let (text, time) = (desk.read(lock), fs::metadata(desk.path(lock)).unwrap().modified().unwrap());
    let as_long = |with: &str| {
        desk.put(lock, &text.replace("closed", with));
        set_time(&desk.path(lock), time);
    };
    let changes: [(&str, &dyn Fn()); 9] = [
        ("a word of the same length, and the old time", &|| {
            desk.put("content/sources/log.md", &desk.read("content/sources/log.md").replace("closed", "parted"));
            as_long("parted");
        }),
        ("a page more", &|| desk.put("content/briefings/new.md", "---\ntitle: New\n---\n\nIt opened [@letter#p1].\n")),
        ("a page less", &|| fs::remove_file(desk.path("content/briefings/new.md")).unwrap()),
        ("a page elsewhere", &|| {
            fs::rename(desk.path("content/briefings/quay.md"), desk.path("content/briefings/pier.md")).unwrap();
        }),
        ("the configuration", &|| desk.put("ibid.toml", &desk.read("ibid.toml").replace("Ferries", "Bridges"))),
        ("a template", &|| desk.put("templates/404.html", "Gone.\n")),
        ("a static file", &|| desk.put("static/robots.txt", "User-agent: b\n")),
        ("a document", &|| desk.put("seeds/deep/new.txt", "Words.\n")),
        ("a list of names", &|| desk.put("names.toml", "")),
    ];
    for (what, change) in changes {
        desk.age();
        assert!(!desk.works() && !desk.works(), "before {what}");
        change();
        assert!(desk.works(), "{what}");
        desk.assert_as_built_elsewhere(what);
    }
    for path in [lock, "static/robots.txt"] {
        set_time(&desk.path(path), SystemTime::now());
        assert!(!desk.works(), "`{path}` was touched, and says the same");
    }
}

#[test]
fn what_is_written_just_after_it_was_read_is_seen() {
    let desk = Desk::new();
    desk.works();
    // One tick of the clock is some thousandths of a second, and so is what a build does at its end.
    for round in 0..8 {
        let digit = char::from(b'a' + round);
        desk.put("static/robots.txt", &format!("User-agent: {digit}\n"));
        assert!(desk.works(), "round {round}");
        assert_eq!(desk.read("public/robots.txt"), desk.read("static/robots.txt"));
    }
}

#[test]
fn a_site_that_somebody_touched_is_built() {
    let desk = Desk::new();
    assert!(desk.works());
    let page = "public/briefings/lock/index.html";
    let touched: [(&str, &dyn Fn()); 9] = [
        ("a page was edited", &|| desk.put(page, "mine")),
        ("a page was edited by as many letters, and has the old time", &|| {
            let (text, time) = (desk.read(page), fs::metadata(desk.path(page)).unwrap().modified().unwrap());
            desk.put(page, &text.replace("lock", "rock"));
            set_time(&desk.path(page), time);
        }),
        ("a page was deleted", &|| fs::remove_file(desk.path(page)).unwrap()),
        ("a page was locked", &|| {
            fs::set_permissions(desk.path(page), fs::Permissions::from_mode(0o600)).unwrap();
        }),
        ("a folder was locked", &|| {
            fs::set_permissions(desk.path("public/briefings"), fs::Permissions::from_mode(0o700)).unwrap();
        }),
        ("a file was put in", &|| desk.put("public/briefings/lock/mine.txt", "")),
        ("a file was put in at the top", &|| desk.put("public/mine.txt", "")),
        ("an empty folder was put in", &|| fs::create_dir(desk.path("public/briefings/mine")).unwrap()),
        ("all was deleted", &|| fs::remove_dir_all(desk.path("public")).unwrap()),
    ];
    for (what, touch) in touched {
        assert!(!desk.works(), "before {what}");
        touch();
        assert!(desk.works(), "{what}");
        desk.assert_as_built_elsewhere(what);
        for path in [page, "public/briefings"] {
            let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
            let (fresh_file, fresh_folder) = (desk.path("fresh.txt"), desk.path("fresh"));
            let _ = (fs::write(&fresh_file, ""), fs::create_dir(&fresh_folder));
            let fresh = if path == page { fresh_file } else { fresh_folder };
            assert_eq!(mode(&desk.path(path)), mode(&fresh), "{what}: {path}");
        }
    }
    desk.put("public/.nojekyll", "somebody's own");
    desk.put("public/.git/HEAD", "ref");
    assert!(!desk.works(), "dot files of others are theirs");
    assert_eq!(desk.read("public/.nojekyll"), "somebody's own");
}

#[test]
fn a_record_that_is_not_whole_is_none() {
    let desk = Desk::new();
    assert!(desk.works());
    let record = desk.path(".ibid/record");
    let whole = fs::read(&record).unwrap();
    let mut altered = whole.clone();
    altered[whole.len() / 2] ^= 1;
    let older = String::from_utf8(whole.clone()).unwrap().replacen("ibid record ", "ibid record 0", 1).into_bytes();
    for damage in [b"".to_vec(), whole[..whole.len() / 2].to_vec(), altered, older, vec![0xFF; 9_000]] {
        assert!(!desk.works());
        fs::write(&record, damage).unwrap();
        assert!(desk.works());
    }
    fs::remove_dir_all(desk.path(".ibid")).unwrap();
    assert!(desk.works() && !desk.works());
    // Where nothing can be kept, each build is a first one.
    fs::remove_dir_all(desk.path(".ibid")).unwrap();
    desk.put(".ibid", "a file where the folder should be");
    assert!(desk.works() && desk.works());
    desk.assert_as_built_elsewhere("without a cache");
}

#[test]
fn traces_that_are_not_whole_are_none_and_those_of_other_files_are_not_believed() {
    let desk = Desk::new();
    assert!(desk.works());
    let (traces, page) = (desk.path(".ibid/traces"), "public/briefings/quay/index.html");
    let whole = fs::read(&traces).unwrap();
    let mut altered = whole.clone();
    altered[whole.len() / 2] ^= 1;
    for (nth, damage) in [Vec::new(), whole[..whole.len() / 2].to_vec(), altered, whole.clone()].into_iter().enumerate()
    {
        fs::write(&traces, damage).unwrap();
        // A file that is as long and as old as the one that was made.
        let (text, time) = (desk.read(page), fs::metadata(desk.path(page)).unwrap().modified().unwrap());
        desk.put(page, &text.replace("opened", "OPENED"));
        set_time(&desk.path(page), time);
        desk.put("content/briefings/lock.md", &format!("---\ntitle: The lock\n---\n\nA {nth}th try [@log#p1].\n"));
        assert!(desk.works());
        desk.assert_as_built_elsewhere(&format!("damage {nth}"));
    }
}

#[test]
fn evidence_is_patched_only_where_it_stands_as_it_was_published() {
    let desk = Desk::new();
    for number in 0..9 {
        let text = format!("---\ntitle: Page {number}\n---\n\nIt opened, says page {number} [@letter#p1].\n");
        desk.put(&format!("content/briefings/page-{number}.md"), &text);
    }
    assert!(desk.works());
    let (parts, evidence) = (desk.path(".ibid/parts"), desk.path("public/evidence.json"));
    let first = fs::read(&parts).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let meddle: [(&str, &dyn Fn()); 7] = [
        ("nothing", &|| {}),
        ("other parts", &|| fs::write(&parts, &first).unwrap()),
        ("half of the parts", &|| fs::write(&parts, &first[..first.len() / 2]).unwrap()),
        ("no parts", &|| fs::remove_file(&parts).unwrap()),
        ("another output", &|| drop(desk.build(&["-o", elsewhere.path().join("www").to_str().unwrap()]))),
        ("no evidence", &|| fs::remove_file(&evidence).unwrap()),
        ("forged evidence", &|| {
            // As long and as old as the one that was made.
            let (text, time) =
                (fs::read_to_string(&evidence).unwrap(), fs::metadata(&evidence).unwrap().modified().unwrap());
            fs::write(&evidence, text.replace("It opened", "It closed")).unwrap();
            set_time(&evidence, time);
        }),
    ];
    for (nth, (name, meddle)) in meddle.into_iter().enumerate() {
        meddle();
        desk.put("content/briefings/lock.md", &format!("---\ntitle: The lock\n---\n\nA {nth}th try [@log#p1].\n"));
        assert!(desk.works(), "{name}");
        desk.assert_as_built_elsewhere(name);
    }
}

#[test]
fn a_site_that_moved_with_its_output_is_the_same_and_another_output_is_another_site() {
    let mut desk = Desk::new();
    assert!(desk.works());
    let elsewhere = tempfile::tempdir().unwrap();
    fs::rename(desk.path(""), elsewhere.path().join("moved")).unwrap();
    let moved = elsewhere.path().join("moved");
    fs::create_dir(desk.path("")).unwrap();
    for entry in fs::read_dir(moved).unwrap() {
        let entry = entry.unwrap();
        fs::rename(entry.path(), desk.path(entry.file_name().to_str().unwrap())).unwrap();
    }
    assert!(!desk.works());
    let beside = tempfile::tempdir().unwrap();
    let output = beside.path().join("www");
    let to = |desk: &Desk| desk.build(&["-v", "--output", output.to_str().unwrap()]).text.contains("wrote ");
    assert!(to(&desk) && !to(&desk));
    assert_eq!(tree(&output), tree(&desk.path("public")));
    desk = Desk(desk.0);
    assert!(desk.works() && !desk.works());
}

/// Numbers that look like chance, and are the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

/// What may happen to a site between two builds. Returns whether it happened to the output.
fn happen(desk: &Desk, dice: &mut Dice) -> (String, bool) {
    let name = ["one", "two", "three"][dice.below(3)];
    let word = ["ferry", "quays", "locks", "boats"][dice.below(4)];
    let page = format!("content/briefings/{name}.md");
    let text = format!("---\ntitle: The {name}\n---\n\nOf {word} [@judgement]. It opened [@letter#p1].\n");
    let remove = |path: &str| drop(fs::remove_file(desk.path(path)));
    let kept = ["record", "traces", "parts", "memory"][dice.below(4)];
    let (cache, stash) = (desk.path(&format!(".ibid/{kept}")), desk.path(&format!("stash-{kept}")));
    let event = dice.below(20);
    match event {
        0..4 => desk.put(&page, &text),
        4 => remove(&page),
        5 => drop(fs::rename(desk.path(&page), desk.path("content/briefings/four.md"))),
        6 => {
            let log = desk.read("content/sources/log.md");
            desk.put(
                "content/sources/log.md",
                &format!("{log}\nThe {word} left on 7 March 2026. {{#p{}}}\n", log.len()),
            );
        }
        7 => desk.put("templates/404.html", &format!("<!doctype html><title>{word}</title>\n")),
        8 => remove("templates/404.html"),
        9 => desk.put("ibid.toml", &format!("title = \"The {word}\"\n[checks]\nunsealed-source = \"allow\"\n")),
        10 => desk.put(&format!("static/{name}.txt"), word),
        11 => remove(&format!("static/{name}.txt")),
        12 => drop(fs::remove_dir_all(desk.path(".ibid"))),
        13 => drop(fs::remove_dir_all(desk.path(".ibid-spare-public"))),
        14 => {
            let spare = desk.path(".ibid-spare-public/site/index.html");
            let _ = fs::remove_file(&spare).and_then(|()| fs::write(spare, word));
        }
        15 => {
            let whole = fs::read(&cache).unwrap_or_default();
            drop(fs::write(&cache, &whole[..whole.len() / 2]));
        }
        // What was true of the site some builds ago.
        16 | 17 => drop(fs::copy(&cache, &stash)),
        18 => drop(fs::copy(&stash, &cache)),
        _ => {
            desk.put("public/index.html", word);
            desk.put("public/briefings/mine.html", word);
        }
    }
    (format!("event {event}, {name}, {word}, {kept}"), event == 19)
}

#[test]
fn a_site_that_is_built_again_and_again_is_the_one_that_is_built_once() {
    for seed in 0..4 {
        let (desk, mut dice) = (Desk::new(), Dice(seed));
        desk.build(&[]);
        for step in 0..12 {
            let files = |tree: &BTreeMap<String, Vec<u8>>| -> BTreeMap<String, (u64, SystemTime)> {
                let look = |path: &str| fs::metadata(desk.path("public").join(path)).unwrap();
                tree.keys().map(|path| (path.clone(), (look(path).ino(), look(path).modified().unwrap()))).collect()
            };
            let before = tree(&desk.path("public"));
            let were = files(&before);
            let events: Vec<_> = (0..=dice.below(3)).map(|_| happen(&desk, &mut dice)).collect();
            let context = format!("seed {seed}, step {step}: {events:?}");
            assert_eq!(desk.build(&[]).code, 0, "{context}");
            desk.assert_as_built_elsewhere(&context);
            assert!(!desk.works(), "{context}");
            let after = tree(&desk.path("public"));
            let is = files(&after);
            let is_touched = events.iter().any(|(_, is_touched)| *is_touched);
            for (path, bytes) in after.iter().filter(|(path, _)| !is_touched || !path.ends_with("index.html")) {
                let is_same = before.get(path) == Some(bytes);
                assert_eq!(is_same, were.get(path) == Some(&is[path]), "{context}: {path}");
            }
        }
    }
}
