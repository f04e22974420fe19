//! Files that do not change stay the same files, whatever lies in the spare.

use super::*;
use crate::disk::look::Look;
use std::os::unix::fs::MetadataExt;
use std::time::SystemTime;

const PAGES: &[(&str, &str)] =
    &[("a/b/index.html", "b"), ("a/index.html", "a"), ("index.html", "top"), (".nojekyll", ""), ("c.css", "css")];

/// What somebody does to a site, and how.
type Deed = (&'static str, fn(&Site));

impl Site {
    fn by(&self, ways: Ways, files: &[(&str, &str)]) {
        self.wait_for_spare();
        let before = if self.path("public").exists() { self.tree() } else { BTreeMap::new() };
        let published = publish_by(ways, &self.output().unwrap(), None, |stage| fill(stage, files)).unwrap();
        assert_eq!(self.tree(), map(files));
        let changed = files.iter().filter(|(path, text)| before.get(*path).is_none_or(|old| old != text)).count();
        assert!(published.files == files.len() && published.fresh >= changed, "{changed} of {published:?}");
    }

    /// Tests run side by side, and one that starts a program hands it all locks of this process until the program has begun.
    fn wait_for_spare(&self) {
        let is_free = || match File::open(self.path(SPARE).join("staged-by-ibid")) {
            Ok(lock) => lock.try_lock().is_ok(),
            Err(_) => true,
        };
        let pause = || std::thread::sleep(std::time::Duration::from_millis(1));
        let _ = (0..100).find(|_| {
            is_free() || {
                pause();
                false
            }
        });
    }

    /// The number and the time of a file of the site.
    fn file(&self, path: &str) -> (u64, SystemTime) {
        let metadata = fs::metadata(self.path("public").join(path)).unwrap();
        (metadata.ino(), metadata.modified().unwrap())
    }

    fn spare(&self, path: &str) -> PathBuf {
        self.path(SPARE).join("site").join(path)
    }
}

/// The same files, one of them with another text.
fn with(path: &str, text: &'static str) -> Vec<(&'static str, &'static str)> {
    PAGES.iter().map(|(name, old)| (*name, if *name == path { text } else { old })).collect()
}

/// A site that was built three times, so that the last build took up a spare.
fn third_site() -> Site {
    let site = Site::new();
    for _ in 0..3 {
        site.by(ALL, PAGES);
    }
    assert!(site.spare("index.html").exists());
    assert_eq!(fs::read_to_string(site.path(SPARE).join(".gitignore")).unwrap(), "*\n");
    site
}

#[test]
fn a_file_with_the_same_bytes_is_the_same_file() {
    for (ways, links) in [(ALL, true), (RENAMES, true), (COPIES, false)] {
        let site = Site::new();
        site.by(ways, PAGES);
        for changed in ["a/index.html", "c.css", ".nojekyll", "a/index.html", "index.html"] {
            let before: Vec<_> = PAGES.iter().map(|(path, _)| site.file(path)).collect();
            let marker = site.file(".ibid");
            site.by(ways, &with(changed, "new"));
            site.by(ways, PAGES);
            for ((path, _), before) in PAGES.iter().zip(before) {
                let now = site.file(path);
                assert_eq!(now.1 == before.1, *path != changed, "{path} when {changed} changed");
                // The number of a file that is gone is given to others.
                assert!(!links || *path == changed || now.0 == before.0, "{path} when {changed} changed");
            }
            assert_eq!(site.file(".ibid").1, marker.1);
        }
        assert_eq!(site.hidden().len(), if site.spare("").exists() { 2 } else { 1 });
    }
}

#[test]
fn a_copied_file_with_the_same_bytes_is_the_same_file() {
    let site = Site::new();
    let path = OutPath::new("film").unwrap();
    let copy = || publish(&site.output().unwrap(), |stage| stage.copy(&path, &site.path("static/film"))).unwrap();
    let long = "x".repeat(200_000);
    for (text, is_same) in [(long.as_str(), false), (&long, true), (&long, true), (&long[1..], false), ("", false)] {
        let before = site.path("public/film").exists().then(|| site.file("film"));
        site.put("static/film", text);
        copy();
        assert_eq!(before == Some(site.file("film")), is_same);
        assert_eq!(fs::read_to_string(site.path("public/film")).unwrap(), text);
    }
    let last = format!("{}y", &long[1..]);
    for text in [&long, &last, &long] {
        site.put("static/film", text);
        copy();
        assert_eq!(&fs::read_to_string(site.path("public/film")).unwrap(), text, "of the same length");
    }
}

#[test]
fn what_the_caller_knows_is_kept_unread() {
    let site = third_site();
    let before = site.file("c.css");
    let known = |path: &str| OutPath::new(path).unwrap();
    let look = |path: &str| Look::of(&fs::symlink_metadata(site.path("public").join(path)).unwrap());
    let (css, page) = (look("c.css"), look("a/b/index.html"));
    publish::<Error>(&site.output().unwrap(), |stage| {
        assert!(!stage.keep(&known("c.css"), &page)?, "it looks otherwise");
        assert!(stage.keep(&known("c.css"), &css)? && stage.keep(&known("a/b/index.html"), &page)?);
        assert!(!stage.keep(&known("d.css"), &css)?, "there is none");
        let is_there = stage.keep(&known("c.css"), &css).is_err() && stage.write(&known("c.css"), b"").is_err();
        assert!(is_there);
        stage.write(&known("d.css"), b"d")
    })
    .unwrap();
    assert_eq!(site.tree(), map(&[("a/b/index.html", "b"), ("c.css", "css"), ("d.css", "d")]));
    assert_eq!(site.file("c.css"), before);
    let (css, other) = (look("c.css"), look("d.css"));
    let by_copies = publish_by::<Error>(COPIES, &site.output().unwrap(), None, |stage| {
        // In the spare it has its name already; the other would need one.
        assert!(stage.keep(&known("c.css"), &css)? && !stage.keep(&known("d.css"), &other)?);
        stage.write(&known("d.css"), b"d")
    });
    assert_eq!(by_copies.unwrap().files, 2);
}

#[test]
fn whatever_lies_in_the_spare_the_site_is_what_was_written() {
    let damages: &[Deed] = &[
        ("gone", |site| fs::remove_dir_all(site.path(SPARE)).unwrap()),
        ("without its site", |site| fs::remove_dir_all(site.spare("")).unwrap()),
        ("without its mark", |site| fs::remove_file(site.path(SPARE).join("staged-by-ibid")).unwrap()),
        ("a file more", |site| fs::write(site.spare("a/more"), "more").unwrap()),
        ("a file less", |site| fs::remove_file(site.spare("a/index.html")).unwrap()),
        ("another file", |site| {
            fs::remove_file(site.spare("index.html")).unwrap();
            fs::write(site.spare("index.html"), "top").unwrap();
        }),
        ("a file that was written to, and with it the site's", |site| {
            fs::write(site.spare("index.html"), "TOP").unwrap()
        }),
        ("a file as a folder", |site| {
            fs::remove_file(site.spare("a/index.html")).unwrap();
            fs::create_dir_all(site.spare("a/index.html/deep")).unwrap();
            fs::write(site.spare("a/index.html/deep/x"), "x").unwrap();
        }),
        ("a folder as a file", |site| {
            fs::remove_dir_all(site.spare("a")).unwrap();
            fs::write(site.spare("a"), "a").unwrap();
        }),
        ("a link", |site| symlink("index.html", site.spare("link")).unwrap()),
        ("a folder as a link", |site| {
            fs::remove_dir_all(site.spare("a")).unwrap();
            symlink(site.path("public/a"), site.spare("a")).unwrap();
        }),
        ("dot files", |site| fs::write(site.spare(".htaccess"), "deny").unwrap()),
        ("an empty folder", |site| fs::create_dir(site.spare("a/empty")).unwrap()),
        ("a locked folder", |site| {
            fs::set_permissions(site.spare("a"), fs::Permissions::from_mode(0o700)).unwrap();
        }),
        ("a folder that is open to all", |site| {
            fs::set_permissions(site.spare(""), fs::Permissions::from_mode(0o2777)).unwrap();
        }),
    ];
    for (damage, apply) in damages {
        for changed in ["a/index.html", "nothing"] {
            let site = third_site();
            apply(&site);
            site.by(ALL, &with(changed, "new"));
            let mode = |path: &str| fs::metadata(site.path("public").join(path)).unwrap().mode();
            assert_eq!(mode("a"), mode("a/b"), "{damage}");
            let hidden: Vec<String> = site.hidden().into_iter().filter(|name| name != SPARE).collect();
            assert_eq!(hidden, [".ibid"], "{damage}");
            site.by(ALL, PAGES);
        }
    }
}

#[test]
fn files_become_folders_and_folders_files() {
    let site = Site::new();
    let shapes: &[&[(&str, &str)]] = &[
        &[("a", "file"), ("x/y/z", "z")],
        &[("a/b/c", "c"), ("x", "file")],
        &[("a/b", "file"), ("a/d", "d"), ("x/y", "file")],
        &[("a", "file"), ("x/y/z", "z"), ("x/y/w", "w")],
        &[("index.html", "alone")],
    ];
    // Each after each, with the one before in the spare.
    for step in 0..shapes.len() * shapes.len() {
        site.by(ALL, shapes[step % shapes.len()]);
        site.by(ALL, shapes[step / shapes.len()]);
    }
    let both = site.publish(&[("a/b", ""), ("a", "")]);
    assert!(both.is_err());
    assert_eq!(site.tree(), map(shapes[4]));
}

#[test]
fn a_file_with_a_name_elsewhere_is_left_to_its_owner() {
    let site = third_site();
    let backup = site.path("backup.html");
    fs::hard_link(site.path("public/index.html"), &backup).unwrap();
    site.by(ALL, PAGES);
    fs::write(&backup, "mine").unwrap();
    assert_eq!(site.tree(), map(PAGES));
    site.by(ALL, PAGES);
    assert_eq!(fs::metadata(backup).unwrap().nlink(), 1, "nor is it in the spare any more");
    assert_eq!(site.tree(), map(PAGES));
}

#[test]
fn what_somebody_did_to_the_site_is_undone() {
    let deeds: &[Deed] = &[
        ("a mode", |site| {
            fs::set_permissions(site.path("public/index.html"), fs::Permissions::from_mode(0o666)).unwrap();
        }),
        ("a folder's mode", |site| {
            fs::set_permissions(site.path("public/a/b"), fs::Permissions::from_mode(0o700)).unwrap();
        }),
        ("an edit in place", |site| fs::write(site.path("public/a/index.html"), "A").unwrap()),
        ("a link to a file", |site| {
            fs::write(site.path("mine"), "top").unwrap();
            fs::remove_file(site.path("public/index.html")).unwrap();
            symlink(site.path("mine"), site.path("public/index.html")).unwrap();
        }),
        ("a link to a folder", |site| {
            fs::rename(site.path("public/a"), site.path("mine")).unwrap();
            symlink(site.path("mine"), site.path("public/a")).unwrap();
        }),
        ("a link to a dot file", |site| {
            fs::write(site.path("mine"), "").unwrap();
            fs::remove_file(site.path("public/.nojekyll")).unwrap();
            symlink(site.path("mine"), site.path("public/.nojekyll")).unwrap();
        }),
    ];
    for (deed, apply) in deeds {
        for times in [1, 2, 3] {
            let site = Site::new();
            (0..times).for_each(|_| site.by(ALL, PAGES));
            apply(&site);
            site.by(ALL, PAGES);
            let kind = |path: &str| fs::symlink_metadata(site.path("public").join(path)).unwrap();
            assert_eq!(kind("index.html").mode(), kind("c.css").mode(), "{deed}");
            assert_eq!(kind("a/b").mode(), kind("a").mode(), "{deed}");
            for (path, _) in PAGES {
                assert!(kind(path).is_file(), "{deed}: {path}");
            }
            if site.path("mine").is_dir() {
                assert_eq!(tree(&site.path("mine")), map(&[("b/index.html", "b"), ("index.html", "a")]), "{deed}");
            }
        }
    }
}

#[test]
fn a_spare_that_another_build_holds_is_let_alone() {
    let site = third_site();
    let lock = File::open(site.path(SPARE).join("staged-by-ibid")).unwrap();
    lock.lock().unwrap();
    site.by(ALL, &with("index.html", "new"));
    assert_eq!(site.hidden(), [".ibid", SPARE]);
    assert_eq!(fs::read_to_string(site.spare("index.html")).unwrap(), "top");
    drop(lock);
    site.by(ALL, PAGES);
    site.by(ALL, PAGES);
}

#[test]
fn a_spare_goes_with_its_site() {
    let site = third_site();
    fs::remove_dir_all(site.path("public")).unwrap();
    let other = Output::new(&site.path(""), &site.path("other")).unwrap();
    publish(&other, |stage| fill(stage, PAGES)).unwrap();
    assert_eq!(site.hidden(), [".ibid"]);
    assert_eq!(tree(&site.path("other")), map(PAGES));
}
