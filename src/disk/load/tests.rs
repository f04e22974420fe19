use super::*;
use std::os::unix::fs::symlink;

/// A folder with these files in it.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    root
}

fn names<T>(map: &std::collections::BTreeMap<FilePath, T>) -> Vec<&str> {
    map.keys().map(FilePath::as_str).collect()
}

fn unreadable(world: &World) -> Vec<String> {
    world.unreadable.iter().map(|file| format!("{}: {}", file.path, file.reason)).collect()
}

#[test]
fn pages_come_alone_when_only_they_are_wanted() {
    let root = folder(&[
        ("ibid.toml", b"title = \"x\""),
        ("content/sources/a.md", b"a"),
        ("content/briefings/map.png", b"\x89PNG"),
        ("seeds/a.pdf", b"abc"),
        ("themes/plain/theme.toml", b""),
    ]);
    let world = load_pages(root.path()).unwrap();
    assert_eq!(names(&world.files), ["content/sources/a.md", "ibid.toml"]);
    assert!(world.assets.is_empty() && world.seeds.is_empty() && world.unreadable.is_empty());
}

#[test]
fn every_file_goes_where_the_world_wants_it() {
    let root = folder(&[
        ("ibid.toml", b"title = \"x\""),
        ("ibid.lock", b""),
        ("README.md", b"not of the site"),
        ("content/_index.md", b"# Home\r\n"),
        ("content/briefings/a.md", b"\xEF\xBB\xBFa"),
        ("content/briefings/map.png", b"\x89PNG"),
        ("seeds/deep/a.pdf", b"abc"),
        ("static/favicon.ico", b""),
        ("templates/page.html", b"t"),
        ("themes/plain/theme.toml", b""),
        ("themes/plain/README.md", b"not of the site"),
        ("themes/plain/templates/partials/base.html", b"b"),
        ("themes/plain/static/fonts/a.woff2", b"\0"),
        ("public/index.html", b"not of the site"),
    ]);
    let world = load(root.path()).unwrap();
    assert_eq!(
        names(&world.files),
        [
            "content/_index.md",
            "content/briefings/a.md",
            "ibid.lock",
            "ibid.toml",
            "templates/page.html",
            "themes/plain/templates/partials/base.html",
            "themes/plain/theme.toml"
        ]
    );
    assert_eq!(
        names(&world.assets),
        ["content/briefings/map.png", "static/favicon.ico", "themes/plain/static/fonts/a.woff2"]
    );
    assert_eq!(world.seeds["seeds/deep/a.pdf"], Sha256::of(b"abc"));
    assert_eq!(world.files["content/_index.md"].text(), "# Home\r\n", "line endings stay");
    assert_eq!(world.files["content/briefings/a.md"].text(), "a", "a byte order mark is no text");
    assert_eq!(unreadable(&world), [""; 0]);
}

#[test]
fn an_empty_folder_is_an_empty_site_and_a_missing_one_is_an_error() {
    let root = folder(&[]);
    let world = load(root.path()).unwrap();
    assert!(world.files.is_empty() && world.assets.is_empty() && world.seeds.is_empty());
    let error = load(&root.path().join("gone")).unwrap_err();
    assert_eq!((error.action, error.reason.as_str()), ("read", "no such file or directory"));
}

#[test]
fn the_root_is_the_nearest_folder_with_a_configuration() {
    let root = folder(&[("ibid.toml", b""), ("content/deep/a.md", b"")]);
    assert_eq!(find_root(&root.path().join("content/deep")).unwrap(), root.path());
    let elsewhere = folder(&[]);
    assert_eq!(find_root(elsewhere.path()).unwrap_err().action, "find a site in");
}

#[test]
fn litter_is_skipped_and_hosts_dot_files_are_not() {
    let root = folder(&[
        ("content/.obsidian/workspace.md", b""),
        ("content/a.md~", b""),
        ("content/#a.md#", b""),
        ("content/.a.md.swp", b""),
        ("seeds/~$report.docx", b""),
        ("seeds/.DS_Store", b""),
        ("static/.well-known/security.txt", b""),
        ("static/.nojekyll", b""),
        ("static/.git/HEAD", b""),
        ("static/.env", b""),
        ("content/.well-known/x", b""),
    ]);
    symlink("somebody@host.1234", root.path().join("content/.#a.md")).unwrap();
    let world = load(root.path()).unwrap();
    assert_eq!(names(&world.files), [""; 0]);
    assert_eq!(names(&world.assets), ["static/.nojekyll", "static/.well-known/security.txt"]);
    assert!(world.seeds.is_empty());
    assert_eq!(unreadable(&world), [""; 0]);
}

#[test]
fn text_that_is_not_utf8_is_listed_with_its_place() {
    let root = folder(&[
        ("content/latin.md", b"# Titel\n\nCaf\xE9\n"),
        ("content/wide.md", b"\xFF\xFEa\0"),
        ("content/ends.md", b"abc\xE2\x80"),
        ("content/bytes.dat", b"\xFF"),
    ]);
    let world = load(root.path()).unwrap();
    assert_eq!(
        unreadable(&world),
        [
            "content/ends.md: is not UTF-8: byte 0xE2 at offset 3, in line 1; save it as UTF-8",
            "content/latin.md: is not UTF-8: byte 0xE9 at offset 12, in line 3; save it as UTF-8",
            "content/wide.md: is UTF-16; save it as UTF-8",
        ]
    );
    assert_eq!(names(&world.assets), ["content/bytes.dat"]);
}

#[test]
fn links_inside_the_site_are_followed_and_others_are_listed() {
    let root = folder(&[
        ("content/a.md", b"a"),
        ("content/pictures/1.png", b"1"),
        ("shared/note.md", b"n"),
        (".git/config", b""),
        ("public/.ibid", b"ibid output: x\n"),
        ("public/index.html", b""),
    ]);
    let elsewhere = folder(&[("secret.md", b"s")]);
    let content = root.path().join("content");
    let link = |target: &Path, name: &str| symlink(target, content.join(name)).unwrap();
    link(Path::new("../shared"), "shared");
    link(Path::new("a.md"), "b.md");
    link(elsewhere.path(), "out");
    link(&elsewhere.path().join("secret.md"), "out.md");
    link(Path::new(".."), "up");
    link(Path::new("."), "self");
    link(Path::new("nowhere.md"), "broken.md");
    link(Path::new("ring.md"), "ring.md");
    link(Path::new("../.git"), "git");
    link(Path::new("../public"), "site");
    let world = load(root.path()).unwrap();
    assert_eq!(names(&world.files), ["content/a.md", "content/b.md", "content/shared/note.md"]);
    assert_eq!(
        unreadable(&world),
        [
            "content/broken.md: is a link to nothing",
            "content/git: is a link to something hidden",
            "content/out: is a link that leaves the site's folder",
            "content/out.md: is a link that leaves the site's folder",
            "content/ring.md: too many levels of symbolic links",
            "content/self: is a link to a folder that contains it",
            "content/site: is a link into a published site",
            "content/up: is a link to a folder that contains it",
        ]
    );
}

#[test]
fn links_that_cross_one_another_end() {
    let root = folder(&[("content/a/x.md", b""), ("content/b/y.md", b"")]);
    let content = root.path().join("content");
    for (folder, other) in [("a", "b"), ("b", "a")] {
        for name in ["1", "2", "3"] {
            symlink(content.join(other), content.join(folder).join(name)).unwrap();
        }
    }
    let world = load(root.path()).unwrap();
    assert!(world.files.len() < 100, "{}", world.files.len());
    assert!(!world.unreadable.is_empty());
}

#[test]
#[cfg(target_os = "linux")]
fn a_pipe_or_an_odd_name_does_not_stop_the_rest() {
    use std::os::unix::ffi::OsStrExt;
    let root = folder(&[("content/a.md", b"a"), ("content/b\\c.md", b"")]);
    fs::write(root.path().join("content").join(OsStr::from_bytes(b"caf\xE9.md")), "").unwrap();
    let pipe = root.path().join("content/pipe.md");
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0).unwrap();
    fs::write(root.path().join("static"), "").unwrap();
    let world = load(root.path()).unwrap();
    assert_eq!(names(&world.files), ["content/a.md"]);
    assert_eq!(
        unreadable(&world),
        [
            "content: holds `b\\c.md`, whose name is not UTF-8 or contains `\\`; rename it",
            "content: holds `caf\u{FFFD}.md`, whose name is not UTF-8 or contains `\\`; rename it",
            "content/pipe.md: is neither a file nor a folder",
            "static: is a file, not a folder",
        ]
    );
}

#[test]
fn what_may_not_be_read_is_listed() {
    use std::os::unix::fs::PermissionsExt;
    let root = folder(&[("content/a.md", b"a"), ("content/shut/b.md", b"b"), ("seeds/s.txt", b"s")]);
    for name in ["content/a.md", "content/shut", "seeds/s.txt"] {
        fs::set_permissions(root.path().join(name), fs::Permissions::from_mode(0o000)).unwrap();
    }
    if fs::read(root.path().join("content/a.md")).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    let world = load(root.path()).unwrap();
    fs::set_permissions(root.path().join("content/shut"), fs::Permissions::from_mode(0o700)).unwrap();
    let expected = ["content/a.md", "content/shut", "seeds/s.txt"].map(|name| format!("{name}: permission denied"));
    assert_eq!(unreadable(&world), expected);
}
