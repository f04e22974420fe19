use super::*;
use crate::path::OutPath;
use std::collections::BTreeMap;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

const KILL: &str = "IBID_TEST_KILL_AT";
const ROOT: &str = "IBID_TEST_ROOT";
const BY: &str = "IBID_TEST_BY";

/// Kills the process as hard as it can where `IBID_TEST_KILL_AT` says so: `carrying` or, the second time, `carrying:2`.
pub fn moment(name: &str) {
    static SEEN: AtomicUsize = AtomicUsize::new(0);
    let Ok(at) = std::env::var(KILL) else { return };
    let (wanted, times) = at.split_once(':').map_or((at.as_str(), 1), |(name, n)| (name, n.parse().unwrap()));
    if wanted == name && SEEN.fetch_add(1, Ordering::SeqCst) + 1 == times {
        std::process::abort();
    }
}

/// A site's folder, with `public` as its output.
struct Site(tempfile::TempDir);

impl Site {
    fn new() -> Self {
        let site = Self(tempfile::tempdir().unwrap());
        site.put("ibid.toml", "");
        site.put("content/_index.md", "");
        site.put(".ibid/cache", "kept");
        site
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().canonicalize().unwrap().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn output(&self) -> Result<Output, Error> {
        Output::new(self.0.path(), &self.path("public"))
    }

    fn publish(&self, files: &[(&str, &str)]) -> Result<Published, Error> {
        publish(&self.output()?, |stage| fill(stage, files))
    }

    fn tree(&self) -> BTreeMap<String, String> {
        tree(&self.path("public"))
    }

    /// Hidden names beside the output.
    fn hidden(&self) -> Vec<String> {
        let names = fs::read_dir(self.0.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut hidden: Vec<_> = names.filter(|name| name.starts_with('.')).collect();
        hidden.sort();
        hidden
    }
}

fn fill(stage: &Stage, files: &[(&str, &str)]) -> Result<(), Error> {
    files.iter().try_for_each(|(path, text)| stage.write(&OutPath::new(path).unwrap(), text.as_bytes()))
}

/// Paths and texts of everything below a folder but the marker; links as `-> target`, folders only when empty.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut tree = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.unwrap();
        let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        let kind = entry.file_type();
        if kind.is_symlink() {
            tree.insert(name, format!("-> {}", fs::read_link(entry.path()).unwrap().display()));
        } else if kind.is_file() && name != ".ibid" {
            tree.insert(name, fs::read_to_string(entry.path()).unwrap());
        } else if kind.is_dir() && fs::read_dir(entry.path()).unwrap().next().is_none() {
            tree.insert(format!("{name}/"), String::new());
        }
    }
    tree
}

fn map(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect()
}

/// A system that can do everything, one without exchanges, and one without links.
const ALL: Ways = Ways { exchange, link };
const RENAMES: Ways = Ways { exchange: unsupported, link };
const COPIES: Ways = Ways { exchange, link: unsupported };

fn unsupported(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[test]
fn a_site_replaces_the_one_before_it() {
    let site = Site::new();
    let published = site.publish(&[("index.html", "1"), ("a/index.html", "1")]).unwrap();
    assert_eq!((published.files, published.fresh, published.left), (2, 2, Vec::new()));
    assert_eq!(site.tree(), map(&[("index.html", "1"), ("a/index.html", "1")]));
    site.publish(&[("index.html", "2")]).unwrap();
    assert_eq!(site.tree(), map(&[("index.html", "2")]));
    assert_eq!(site.hidden(), [".ibid", SPARE], "nothing but the cache and the spare stays beside the output");
    assert_eq!(fs::read_to_string(site.path(".ibid/cache")).unwrap(), "kept");
    let marker = fs::read_to_string(site.path("public/.ibid")).unwrap();
    assert_eq!(
        marker,
        "ibid output: the next `ibid build` replaces all of this folder but dot files that are not its own\n"
    );
}

#[test]
fn files_are_copied_without_their_permissions() {
    let site = Site::new();
    site.put("static/a.sh", "echo");
    fs::set_permissions(site.path("static/a.sh"), fs::Permissions::from_mode(0o700)).unwrap();
    let path = OutPath::new("a.sh").unwrap();
    publish(&site.output().unwrap(), |stage| {
        stage.write(&OutPath::new("b").unwrap(), b"")?;
        stage.copy(&path, &site.path("static/a.sh"))
    })
    .unwrap();
    let mode = |name: &str| fs::metadata(site.path(name)).unwrap().mode();
    assert_eq!(mode("public/a.sh"), mode("public/b"));
    let missing = publish(&site.output().unwrap(), |stage| stage.copy(&path, &site.path("static/gone"))).unwrap_err();
    assert_eq!((missing.action, missing.path), ("read", site.path("static/gone")));
}

#[test]
fn a_build_that_fails_or_panics_changes_nothing() {
    let site = Site::new();
    site.publish(&[("index.html", "1")]).unwrap();
    let twice = site.publish(&[("index.html", "2"), ("index.html", "3")]).unwrap_err();
    assert_eq!((twice.path, twice.reason.as_str()), (site.path("public/index.html"), "file exists"));
    let under_a_file = site.publish(&[("a", ""), ("a/b", "")]).unwrap_err();
    assert_eq!(under_a_file.path, site.path("public/a/b"));
    let marker = site.publish(&[(".ibid", "")]).unwrap_err();
    assert_eq!(marker.reason, "the name is taken by the marker of ibid's output");
    let output = site.output().unwrap();
    let panicked = std::panic::catch_unwind(|| publish::<Error>(&output, |_| panic!("a renderer's mistake")));
    assert!(panicked.is_err());
    assert_eq!(site.tree(), map(&[("index.html", "1")]));
    assert_eq!(site.hidden(), [".ibid"]);
}

#[test]
fn what_ibid_did_not_write_is_refused_and_left_alone() {
    let site = Site::new();
    site.put("public/thesis.doc", "ten years");
    let error = site.publish(&[("index.html", "")]).unwrap_err();
    assert_eq!(
        error.reason,
        "it holds `thesis.doc`, and ibid did not write it; empty the folder, or choose another with `--output`"
    );
    assert_eq!(site.tree(), map(&[("thesis.doc", "ten years")]));
    fs::remove_dir_all(site.path("public")).unwrap();
    site.put("public/.ibid", "somebody else's");
    assert!(site.publish(&[]).is_err());
    fs::remove_dir_all(site.path("public")).unwrap();
    site.put("public", "a file");
    assert_eq!(site.publish(&[]).unwrap_err().reason, "it is not a folder; choose another with `--output`");
}

#[test]
fn what_the_site_is_made_from_is_refused() {
    let site = Site::new();
    site.put("docs/x", "");
    site.put("elsewhere/vault/a.md", "");
    symlink(site.path("elsewhere/vault"), site.path("seeds")).unwrap();
    symlink(site.path(""), site.path("docs/root")).unwrap();
    let refused = [
        "",
        "..",
        "content",
        "content/out",
        "static",
        "themes/a",
        "templates",
        ".ibid",
        ".ibid-x",
        ".git/out",
        "docs/root",
        "docs/root/content",
        "elsewhere",
        "elsewhere/vault/out",
        "gone/../content",
    ];
    for folder in refused {
        let error = Output::new(&site.path(""), &site.path(folder)).expect_err(folder);
        assert_eq!(error.action, "publish into", "{folder}");
    }
    for folder in ["public", "out/deep/site", "docs/site", "contents", "../beside"] {
        Output::new(&site.path(""), &site.path(folder)).expect(folder);
    }
    site.publish(&[]).unwrap();
    assert!(Output::new(&site.path(""), &site.path("public/inner")).is_err(), "inside another output");
}

#[test]
fn dot_files_of_others_are_kept_as_they_are() {
    let site = Site::new();
    site.put("public/.git/objects/ab/cd", "blob");
    site.put("public/.gitkeep", "");
    fs::create_dir_all(site.path("public/.git/refs/tags")).unwrap();
    symlink("nowhere", site.path("public/.git/link")).unwrap();
    symlink(".git", site.path("public/.other")).unwrap();
    fs::set_permissions(site.path("public/.git/objects/ab/cd"), fs::Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(site.path("public/.git/objects/ab"), fs::Permissions::from_mode(0o555)).unwrap();
    let file = fs::metadata(site.path("public/.git/objects/ab/cd")).unwrap().ino();
    let dots = map(&[
        (".git/link", "-> nowhere"),
        (".git/objects/ab/cd", "blob"),
        (".git/refs/tags/", ""),
        (".gitkeep", ""),
        (".other", "-> .git"),
    ]);
    for by in [ALL, RENAMES, COPIES] {
        for generation in ["1", "2"] {
            publish_by(by, &site.output().unwrap(), None, |stage| fill(stage, &[("index.html", generation)])).unwrap();
            let mut expected = dots.clone();
            expected.insert("index.html".to_owned(), generation.to_owned());
            assert_eq!(site.tree(), expected);
            assert!(site.hidden().iter().all(|name| [".ibid", SPARE].contains(&name.as_str())));
        }
    }
    let kept = fs::metadata(site.path("public/.git/objects/ab/cd")).unwrap();
    assert_eq!((kept.ino(), kept.nlink(), kept.mode() & 0o777), (file, 1, 0o444));
    let folder = site.path("public/.git/objects/ab");
    assert_eq!(fs::metadata(&folder).unwrap().mode() & 0o777, 0o555);
    // So that the test can clean up after itself.
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn the_sites_own_dot_files_win_and_go_when_it_drops_them() {
    let site = Site::new();
    site.put("public/.nojekyll", "theirs");
    site.put("public/.well-known/acme", "theirs");
    site.put("public/.domains/x", "theirs");
    let own = [(".nojekyll", "ours"), (".well-known/security.txt", "ours"), (".domains", "ours"), (".own/deep/x", "")];
    site.publish(&own).unwrap();
    let mut expected = map(&own);
    expected.insert(".well-known/acme".to_owned(), "theirs".to_owned());
    assert_eq!(site.tree(), expected);
    let marker = fs::read_to_string(site.path("public/.ibid")).unwrap();
    let listed: Vec<&str> = marker.lines().skip(1).collect();
    assert_eq!(listed, [".domains", ".nojekyll", ".own/deep/x", ".well-known/security.txt"]);
    site.publish(&[("index.html", "")]).unwrap();
    assert_eq!(site.tree(), map(&[(".well-known/acme", "theirs"), ("index.html", "")]));
}

#[test]
fn what_changes_while_the_site_moves_is_brought_along() {
    let site = Site::new();
    for name in ["HEAD", "index", "index.lock", "config"] {
        site.put(&format!("public/.git/{name}"), "1");
    }
    let (old, new) = (site.path("public"), site.path("new"));
    fs::create_dir(&new).unwrap();
    let own = Own::default();
    let carried = carry(&old, &new, &own).unwrap();
    // Git writes a file by giving a new one the old one's name.
    site.put("public/.git/index.new", "two");
    fs::rename(site.path("public/.git/index.new"), site.path("public/.git/index")).unwrap();
    fs::remove_file(site.path("public/.git/index.lock")).unwrap();
    site.put("public/.git/config", "changed in place");
    site.put("public/.git/objects/ab/cd", "blob");
    fs::remove_file(site.path("new/.git/HEAD")).unwrap();
    site.put("new/.git/HEAD", "written since");
    catch_up(&old, &new, &own, &carried).unwrap();
    let expected =
        [("HEAD", "written since"), ("config", "changed in place"), ("index", "two"), ("objects/ab/cd", "blob")];
    assert_eq!(tree(&new.join(".git")), map(&expected));
}

#[test]
fn a_link_is_followed_and_its_target_published() {
    let site = Site::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let target = elsewhere.path().join("www");
    symlink(&target, site.path("public")).unwrap();
    for generation in ["1", "2"] {
        site.publish(&[("index.html", generation)]).unwrap();
        assert!(fs::symlink_metadata(site.path("public")).unwrap().is_symlink());
        assert_eq!(tree(&target), map(&[("index.html", generation)]));
    }
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 2, "the site and its spare");
}

#[test]
fn an_output_keeps_its_permissions() {
    let site = Site::new();
    fs::create_dir(site.path("public")).unwrap();
    fs::set_permissions(site.path("public"), fs::Permissions::from_mode(0o2751)).unwrap();
    site.publish(&[]).unwrap();
    assert_eq!(fs::metadata(site.path("public")).unwrap().mode() & 0o7777, 0o2751);
}

#[test]
fn builds_at_the_same_time_do_not_harm_each_other() {
    let site = Site::new();
    site.put("public/.git/HEAD", "ref");
    let output = site.output().unwrap();
    let pages: Vec<String> = (0..50).map(|n| format!("{n}/index.html")).collect();
    std::thread::scope(|scope| {
        for builder in 0..4 {
            let (output, pages) = (&output, &pages);
            scope.spawn(move || {
                for _ in 0..10 {
                    let text = builder.to_string();
                    let files: Vec<(&str, &str)> = pages.iter().map(|page| (page.as_str(), text.as_str())).collect();
                    let published = publish(output, |stage| fill(stage, &files));
                    assert_eq!(published.map(|published| (published.files, published.left)), Ok((50, Vec::new())));
                }
            });
        }
    });
    let mut tree = site.tree();
    assert_eq!(tree.remove(".git/HEAD").as_deref(), Some("ref"));
    assert_eq!(tree.len(), 50);
    assert!(tree.values().all(|text| text == &tree["0/index.html"]), "one site, not a mixture");
    assert_eq!(site.hidden(), [".ibid", SPARE]);
}

#[test]
fn only_leftovers_of_dead_builds_are_removed() {
    let site = Site::new();
    site.put(".ibid-stage-1-0/staged-by-ibid", "");
    site.put(".ibid-stage-1-0/site/index.html", "");
    fs::create_dir(site.path(".ibid-stage-2-0")).unwrap();
    site.put(".ibid-stage-notes/mine.txt", "");
    site.put(".ibid-stage-file", "");
    symlink(site.path("content"), site.path(".ibid-stage-link")).unwrap();
    site.put(".ibid-stage-3-0/staged-by-ibid", "");
    let running = File::open(site.path(".ibid-stage-3-0/staged-by-ibid")).unwrap();
    running.lock().unwrap();
    site.publish(&[]).unwrap();
    let stays = [".ibid", ".ibid-stage-3-0", ".ibid-stage-file", ".ibid-stage-link", ".ibid-stage-notes"];
    assert_eq!(site.hidden(), stays);
    assert!(site.path("content/_index.md").exists());
}

#[test]
fn a_stage_that_was_swept_too_early_is_made_again() {
    let site = Site::new();
    let output = site.output().unwrap();
    std::thread::scope(|scope| {
        let sweeper = scope.spawn(|| (0..2000).for_each(|_| drop(sweep(&site.path("")))));
        while !sweeper.is_finished() {
            let stage = Stage::new(&output, link, None).unwrap();
            fill(&stage, &[("a", "")]).unwrap();
        }
    });
}

/// Run by the tests below in a process of its own: publishes the second site.
#[test]
fn child() {
    let Some(root) = std::env::var_os(ROOT).map(PathBuf::from) else { return };
    let by = if std::env::var(BY).as_deref() == Ok("renames") { RENAMES } else { ALL };
    let output = Output::new(&root, &root.join("public")).unwrap();
    loop {
        let write = |stage: &Stage| {
            SECOND.iter().try_for_each(|(path, text)| {
                moment("writing");
                stage.write(&OutPath::new(path).unwrap(), text.as_bytes())
            })
        };
        publish_by::<Error>(by, &output, None, write).unwrap();
        if std::env::var_os(KILL).is_some() {
            return;
        }
    }
}

const SPARE: &str = ".ibid-spare-public";
const FIRST: &[(&str, &str)] = &[("index.html", "1"), ("old/index.html", "1")];
const SECOND: &[(&str, &str)] = &[("a/index.html", "2"), ("b/index.html", "2"), ("index.html", "2")];
const DOTS: &[(&str, &str)] = &[(".git/HEAD", "ref"), (".git/config", ""), (".gitkeep", "")];

fn start_child(site: &Site) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "disk::publish::tests::child", "--nocapture"]).env(ROOT, site.path(""));
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    command
}

/// A published first site with dot files of others in it.
fn first_site() -> Site {
    let site = Site::new();
    DOTS.iter().for_each(|(path, text)| site.put(&format!("public/{path}"), text));
    site.publish(FIRST).unwrap();
    site
}

fn assert_whole(site: &Site, context: &str) {
    let whole = |files: &[(&str, &str)]| map(&[files, DOTS].concat());
    let tree = site.tree();
    assert!(tree == whole(FIRST) || tree == whole(SECOND), "{context}: {tree:?}");
    assert!(site.path("public/.ibid").exists(), "{context}");
}

#[test]
fn a_build_killed_at_any_step_leaves_a_whole_site_and_the_next_one_cleans_up() {
    let moments = [
        "taken",
        "staged",
        "writing",
        "writing:3",
        "written",
        "carrying",
        "carrying:3",
        "carried",
        "exchanged",
        "placed",
        "removing",
        "unmarked",
        "sparing",
        "sparing:2",
        "spared",
    ];
    // A build that takes up a spare leaves one, and removes nothing; one without does the contrary.
    let happens = |at: &str, by: &str, with_spare: bool| match at {
        "taken" => with_spare,
        "exchanged" => by == "exchange",
        "removing" | "unmarked" => false,
        _ => true,
    };
    for (at, with_spare) in moments.iter().flat_map(|at| [(*at, false), (*at, true)]) {
        for by in ["exchange", "renames"] {
            if !happens(at, by, with_spare) {
                continue;
            }
            let site = first_site();
            if with_spare {
                site.publish(SECOND).unwrap();
                site.publish(FIRST).unwrap();
            }
            let context = format!("{at} by {by}, {}", if with_spare { "with a spare" } else { "without" });
            let status = start_child(&site).env(KILL, at).env(BY, by).status().unwrap();
            assert!(!status.success(), "{context}: the child was not killed");
            assert_whole(&site, &context);
            assert_eq!(site.hidden().len(), 2, "{context}: the stage or the spare is left behind");
            site.publish(FIRST).unwrap();
            assert_eq!(site.tree(), map(&[FIRST, DOTS].concat()), "{context}");
            assert_eq!(site.hidden(), [".ibid", SPARE], "{context}");
        }
    }
}

#[test]
fn a_build_killed_while_it_removes_is_followed_by_one_that_goes_on() {
    for at in ["removing", "unmarked"] {
        let site = first_site();
        // What is no file and no folder makes no spare.
        symlink("nowhere", site.path("public/link")).unwrap();
        assert!(!start_child(&site).env(KILL, at).status().unwrap().success(), "{at}: the child was not killed");
        assert_whole(&site, at);
        site.publish(FIRST).unwrap();
        assert_eq!(site.tree(), map(&[FIRST, DOTS].concat()), "{at}");
        assert_eq!(site.hidden(), [".ibid", SPARE], "{at}");
    }
}

#[test]
fn a_build_killed_between_two_renames_is_mended_by_the_next_even_if_that_fails() {
    let site = first_site();
    let status = start_child(&site).env(KILL, "aside").env(BY, "renames").status().unwrap();
    assert!(!status.success() && !site.path("public").exists());
    let failed = publish(&site.output().unwrap(), |_| Err(Error::new("fail", Path::new("x"), "asked to")));
    assert_eq!(failed.unwrap_err().action, "fail");
    assert_eq!(site.tree(), map(&[FIRST, DOTS].concat()));
    assert_eq!(site.hidden(), [".ibid"]);
}

#[test]
fn an_old_site_that_cannot_be_put_back_is_kept() {
    let site = first_site();
    assert!(!start_child(&site).env(KILL, "aside").env(BY, "renames").status().unwrap().success());
    site.put("public/.gitkeep", "");
    let published = site.publish(SECOND).unwrap();
    assert_eq!(published.left.len(), 1);
    assert_eq!(tree(&published.left[0].join("old/public")), map(&[FIRST, DOTS].concat()));
}

#[test]
fn a_build_killed_at_random_leaves_a_whole_site() {
    let site = first_site();
    for round in 0..30_u64 {
        let mut child = start_child(&site).spawn().unwrap();
        let own = format!(".ibid-stage-{}-", child.id());
        while !site.hidden().iter().any(|name| name.starts_with(&own)) {
            std::thread::yield_now();
        }
        std::thread::sleep(std::time::Duration::from_micros(round * 977 % 4_000));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_whole(&site, "random");
    }
    site.publish(FIRST).unwrap();
    assert_eq!(site.tree(), map(&[FIRST, DOTS].concat()));
    assert_eq!(site.hidden(), [".ibid", SPARE]);
}

/// A file system of its own, unmounted at the end; `None` where this user may not mount one.
struct Mount(PathBuf);

impl Mount {
    fn new(at: &Path, size: &str) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", size, "tmpfs"]).arg(at).output();
        if !mounted.is_ok_and(|output| output.status.success()) {
            println!("skipped: this user may not mount a file system");
            return None;
        }
        Some(Self(at.to_owned()))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_leaves_the_old_site() {
    let site = Site::new();
    let Some(_disk) = Mount::new(&site.path("small"), "size=64k") else { return };
    let output = Output::new(&site.path(""), &site.path("small/public")).unwrap();
    publish(&output, |stage| fill(stage, FIRST)).unwrap();
    let error = publish(&output, |stage| fill(stage, &[("big", &"x".repeat(100_000))])).unwrap_err();
    assert_eq!((error.path, error.reason.as_str()), (site.path("small/public/big"), "no space left on device"));
    assert_eq!(tree(&site.path("small/public")), map(FIRST));
    assert_eq!(fs::read_dir(site.path("small")).unwrap().count(), 1, "no stage");
    publish(&output, |stage| fill(stage, SECOND)).unwrap();
    assert_eq!(tree(&site.path("small/public")), map(SECOND));
}

#[test]
fn another_file_system_is_never_emptied() {
    let site = first_site();
    for (place, reason) in [
        (".data", "`.data` in it is another file system, which would move away with it; mount it elsewhere"),
        ("films", "`films` in it is another file system, which would move away with it; mount it elsewhere"),
        (".data/deep", "it is on another file system, so it cannot be kept; mount it elsewhere"),
    ] {
        let place = site.path("public").join(place);
        let Some(_disk) = Mount::new(&place, "size=64k") else { return };
        fs::write(place.join("precious"), "1").unwrap();
        assert_eq!(site.publish(SECOND).unwrap_err().reason, reason);
        assert_eq!(fs::read_to_string(place.join("precious")).unwrap(), "1");
    }
    let Some(mut disk) = Mount::new(&site.path("public/films/deep"), "size=64k") else { return };
    site.put("public/films/deep/precious", "1");
    let left = site.publish(SECOND).unwrap().left;
    disk.0 = left[0].join("site/films/deep");
    assert_eq!(fs::read_to_string(disk.0.join("precious")).unwrap(), "1");
    assert_eq!(site.publish(SECOND).unwrap().left, left, "nor by the next build");
    drop(disk);
    assert_eq!(site.publish(SECOND).unwrap().left, [""; 0].map(PathBuf::from));
    let Some(_disk) = Mount::new(&site.path("public"), "size=64k") else { return };
    let error = site.publish(SECOND).unwrap_err();
    assert_eq!(error.reason, "it is the top of a file system, which cannot be exchanged; choose a folder inside it");
}

mod spare;
