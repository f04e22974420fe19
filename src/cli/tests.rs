#![expect(clippy::disallowed_types, reason = "the tests write to devices that fail")]

mod proposals;
mod seal;

use super::*;
use crate::compile::{Options, compile};
use crate::diagnostic::{Code, Location};
use crate::disk::output::Output;
use crate::path::{FilePath, OutPath};
use crate::site::{Counts, Site, Summary};
use crate::span::Span;
use crate::world::World;
use std::cell::RefCell;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::rc::Rc;

/// What was written, for as long as somebody still wants to read it.
#[derive(Clone, Default)]
struct Paper(Rc<RefCell<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Paper {
    fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

/// A reader that has gone.
struct Gone;

impl Write for Gone {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn streams() -> (Streams, Paper, Paper) {
    let (out, err) = (Paper::default(), Paper::default());
    let streams = Streams {
        out: Box::new(out.clone()),
        err: Box::new(err.clone()),
        out_is_terminal: false,
        err_is_terminal: false,
        no_colour: false,
        reader: None,
    };
    (streams, out, err)
}

fn session() -> (Session, Paper, Paper) {
    let (streams, out, err) = streams();
    (
        Session {
            root: None,
            quiet: false,
            verbose: false,
            color: Colour::Auto,
            streams,
            readers: readers::Readers::default(),
        },
        out,
        err,
    )
}

/// Exit code, standard output and standard error of a command line.
fn ibid(arguments: &[&str]) -> (u8, String, String) {
    let (streams, out, err) = streams();
    let code = run(std::iter::once("ibid").chain(arguments.iter().copied()).map(OsString::from), streams);
    (code, out.text(), err.text())
}

fn diagnostic(severity: Severity) -> Diagnostic {
    Diagnostic {
        code: Code::MissingAlt,
        severity,
        place: Location { path: FilePath::new("content/a.md").unwrap(), span: Span::new(0, 4) },
        label: None,
        marks: Vec::new(),
        message: "the picture says nothing".to_owned(),
        help: None,
        related: Vec::new(),
        fix: None,
    }
}

/// A site of one page in which just this was found.
fn site(severities: &[Severity]) -> Site {
    let mut site = compile(World::from_texts([("content/a.md", "![](x.png)\n")]), Options::default());
    site.diagnostics = severities.iter().map(|&severity| diagnostic(severity)).collect();
    site
}

fn check(arguments: &[&str], session: &mut Session, site: &Site) -> Outcome {
    let arguments = Arguments::try_parse_from(["ibid", "check"].iter().chain(arguments)).unwrap();
    let Command::Check(arguments) = arguments.command else { panic!("not a check") };
    check::conclude(&arguments, session, site, "").unwrap()
}

#[test]
fn arguments_are_consistent() {
    use clap::CommandFactory;
    Arguments::command().debug_assert();
}

#[test]
fn wrong_usage_exits_2_and_help_exits_0() {
    for wrong in
        [&["publish"][..], &[], &["build", "--outptu", "x"], &["check", "--format", "xml"], &["-q", "-v", "check"]]
    {
        let (code, out, err) = ibid(wrong);
        assert_eq!((code, out.as_str()), (2, ""), "{wrong:?}");
        assert!(err.contains("Usage:") || err.starts_with("error: "), "{err}");
    }
    let (code, out, err) = ibid(&["--help"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("Checks the site and publishes it in one step"), "{out}");
    assert_eq!(ibid(&["--version"]).1, format!("ibid {}\n", env!("CARGO_PKG_VERSION")));
    let (code, _, err) = ibid(&["import", "--key", "judgement"]);
    assert_eq!(code, 2);
    assert!(err.contains("`judgement` is taken"), "{err}");
}

#[test]
fn a_folder_that_is_no_site_exits_2() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_str().unwrap();
    for command in ["build", "check", "import"] {
        let (code, out, err) = ibid(&[command, "--root", root]);
        assert_eq!((code, out.as_str()), (2, ""));
        assert_eq!(err, format!("error: `{root}` is not a site: it has no `ibid.toml` (an empty one will do)\n"));
    }
}

#[test]
fn what_passages_say_is_extracted_by_key_or_pattern() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_str().unwrap();
    fs::write(folder.path().join("ibid.toml"), "").unwrap();
    fs::create_dir_all(folder.path().join("content/sources")).unwrap();
    for (name, text) in
        [("log-a", "On 5 May 2025, 12 boats sank. {#p1}\n"), ("log-b", "Nothing. {#p1}\n"), ("note", "")]
    {
        fs::write(folder.path().join(format!("content/sources/{name}.md")), text).unwrap();
    }
    let extract = |rest: &[&str]| ibid(&[&["extract", "--root", root], rest].concat());
    let (code, out, err) = extract(&["log-a"]);
    let expected = "log-a · log-a · no date\n\n  dates\n    p1    2025-05-05  “5 May 2025”\n\n  figures\n    p1    12 boats  “12 boats”\n";
    assert_eq!((code, out.as_str(), err.as_str()), (0, expected, ""));
    let (code, out, _) = extract(&["log-*", "log-a", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&out).unwrap();
    let keys: Vec<&str> = found.as_array().unwrap().iter().map(|source| source["source"].as_str().unwrap()).collect();
    assert_eq!((code, keys), (0, vec!["log-a", "log-b"]));
    assert_eq!(extract(&[]).1.matches(" · no date").count(), 3);
    let (code, out, err) = extract(&["log-c"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.starts_with("error: no source has the key `log-c`; the nearest is `log-a`"), "{err}");
    assert!(!folder.path().join("ibid.lock").exists());
}

#[test]
fn a_draft_is_printed_written_once_and_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_str().unwrap();
    let write = |path: &str, text: &str| {
        let place = folder.path().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    };
    let source = "---\ntitle: Letter\n---\n\nThe lock at Port Ellery closed on 5 March 2026. {#p1}\n";
    write("ibid.toml", "[checks]\nunsealed-source = \"allow\"\n");
    write("content/sources/letter.md", source);
    write("content/briefings/mine.md", "---\ntitle: Mine\n---\n\nIt closed [@letter#p1].\n");
    let to = |name: &str| folder.path().join("content/briefings").join(name).to_str().unwrap().to_owned();

    let (code, printed, _) = ibid(&["--root", root, "draft"]);
    assert_eq!(code, 0);
    assert!(
        printed.contains("- 2026-03-05 — “The lock at Port Ellery closed on 5 March 2026.” [@letter#p1]\n"),
        "{printed}"
    );
    let (code, _, said) = ibid(&["--root", root, "draft", "letter", "--to", &to("the-lock.md")]);
    assert_eq!(
        (code, said.as_str()),
        (0, "drafted content/briefings/the-lock.md from 1 source: 2 lines, nothing guessed\n")
    );
    let drafted = fs::read_to_string(to("the-lock.md")).unwrap();
    assert!(drafted.starts_with("---\ntitle: The lock\ndraft: true\n---\n"), "{drafted}");
    assert_eq!(ibid(&["--root", root, "check", "--strict"]).0, 0);

    let (code, _, said) = ibid(&["--root", root, "draft", "--to", &to("the-lock.md")]);
    assert_eq!((code, said.as_str()), (0, "content/briefings/the-lock.md is up to date\n"));
    write("content/sources/letter.md", &format!("{source}\nIt opened on 7 March 2026. {{#p2}}\n"));
    let (code, _, said) = ibid(&["--root", root, "draft", "--to", &to("the-lock.md")]);
    let told = "updated content/briefings/the-lock.md: 1 line added, 0 removed; what you touched is as it was\n";
    assert_eq!((code, said.as_str()), (0, told));

    for (arguments, reason) in [
        (["letter", "--to", &to("mine.md")], "was not drafted by ibid, so it is left as it is"),
        (["letter", "--to", root], "a briefing is a Markdown file below `content/`"),
        (["leter", "--to", &to("new.md")], "no source has the key `leter`; the nearest is `letter`"),
    ] {
        let (code, _, said) = ibid(&[&["--root", root, "draft"], &arguments[..]].concat());
        assert!(code == 2 && said.contains(reason), "{said}");
    }
    assert!(!Path::new(&to("new.md")).exists());
}

#[test]
fn a_check_prints_its_findings_and_says_what_it_saw() {
    let (mut session, out, err) = session();
    assert_eq!(check(&[], &mut session, &site(&[Severity::Error])), Outcome::Unsound);
    let expected = "\
error[missing-alt]: the picture says nothing
 --> content/a.md:1:1
  |
1 | ![](x.png)
  | ^^^^

";
    assert_eq!(out.text(), expected);
    assert_eq!(err.text(), "checked 1 page and 0 sources: 1 error · 0 citations, 0 quotations verified\n");
}

#[test]
fn a_check_tells_what_the_statements_stand_on() {
    let told = |texts: &[(&str, &str)], verbose| {
        let (mut session, _, err) = session();
        session.verbose = verbose;
        check(&[], &mut session, &compile(World::from_texts(texts.iter().copied()), Options::default()));
        let text = err.text();
        text.split_once(" verified\n").unwrap().1.to_owned()
    };
    let a = ("content/briefings/a.md", "So [@judgement]. It was [citation needed]. Why? How?\n");
    let b = ("content/briefings/b.md", "So [@judgement low].\n");
    let site = "5 statements: 2 judgements, 2 unsourced, 1 marked `citation needed`\n";
    assert_eq!(told(&[a, b], false), site);
    assert_eq!(
        told(&[a, b], true),
        "content/briefings/a.md: 4 statements: 1 judgement, 2 unsourced, 1 marked `citation needed`\n\
         content/briefings/b.md: 1 statement: 1 judgement\n"
            .to_owned()
            + site
    );
    assert_eq!(told(&[b], true), "1 statement: 1 judgement\n");
    assert_eq!(told(&[("content/x.md", "Why?\n")], true), "");
}

#[test]
fn warnings_count_only_when_they_are_denied_and_quiet_leaves_them_out() {
    let warned = site(&[Severity::Warning]);
    assert_eq!(check(&[], &mut session().0, &warned), Outcome::Sound);
    assert_eq!(check(&["--deny-warnings"], &mut session().0, &warned), Outcome::Unsound);
    let (mut session, out, err) = session();
    session.quiet = true;
    assert_eq!(check(&[], &mut session, &site(&[Severity::Warning, Severity::Error])), Outcome::Unsound);
    assert!(out.text().starts_with("error") && !out.text().contains("warning"), "{}", out.text());
    assert_eq!(err.text(), "");
}

#[test]
fn colour_is_for_terminals_that_want_it_or_for_those_who_ask() {
    let coloured = |color, is_terminal, no_colour| {
        let (mut session, out, _) = session();
        session.color = color;
        session.streams.out_is_terminal = is_terminal;
        session.streams.no_colour = no_colour;
        check(&[], &mut session, &site(&[Severity::Error]));
        out.text().contains('\u{1b}')
    };
    assert!(coloured(Colour::Auto, true, false));
    assert!(!coloured(Colour::Auto, false, false));
    assert!(!coloured(Colour::Auto, true, true));
    assert!(coloured(Colour::Always, false, true));
    assert!(!coloured(Colour::Never, true, false));
}

#[test]
fn a_reader_that_has_gone_is_no_failure_and_a_full_disk_is() {
    let (mut session, ..) = session();
    session.streams.out = Box::new(Gone);
    session.streams.err = Box::new(Gone);
    assert_eq!(check(&["--format", "json"], &mut session, &site(&[])), Outcome::Sound);
    if let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") {
        let (mut session, _, err) = self::session();
        session.streams.out = Box::new(full);
        let failure = session.print("result").unwrap_err();
        assert_eq!(session.fail(failure), 2);
        assert!(err.text().starts_with("error: cannot print the result: "), "{}", err.text());
    }
}

#[test]
fn a_build_publishes_what_is_sound_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let output = Output::new(folder.path(), &folder.path().join("public")).unwrap();
    let page = folder.path().join("public/index.html");
    let build = |severities: &[Severity], failure: Option<Failure>| {
        let Command::Build(arguments) = Arguments::parse_from(["ibid", "build"]).command else { panic!("not a build") };
        let (mut session, out, err) = session();
        let write = |stage: &disk::stage::Stage| {
            stage.write(&OutPath::new("index.html").unwrap(), b"page")?;
            failure.map_or(Ok(()), Err)
        };
        let done = build::conclude(&arguments, &mut session, &site(severities), &output, write);
        assert_eq!(out.text(), "", "the site is the result");
        (done.map(|published| published.is_some()), err.text())
    };
    let (published, err) = build(&[Severity::Error], None);
    assert!(!published.unwrap() && !page.exists());
    assert!(err.ends_with("\nerror: nothing was published: 1 error\n"), "{err}");
    let (published, err) = build(&[], Some(Failure::Content(vec![diagnostic(Severity::Error)])));
    assert!(!published.unwrap() && !page.exists());
    assert!(err.starts_with("error[missing-alt]") && err.ends_with("nothing was published: 1 error\n"), "{err}");
    let (published, err) = build(&[Severity::Warning], None);
    assert!(published.unwrap() && page.exists());
    assert!(err.starts_with("warning[missing-alt]"), "{err}");
}

#[test]
fn a_report_that_is_told_again_is_the_same_in_each_form() {
    let site = site(&[Severity::Warning; 30]);
    let in_form = |form: u8| {
        let is = |bit: u8| form & (1 << bit) != 0;
        let (mut session, _, err) = session();
        (session.quiet, session.verbose, session.streams.err_is_terminal) = (is(0), is(1), is(2));
        session.color = if is(3) { Colour::Always } else { Colour::Auto };
        (session, err)
    };
    let mut told = 0;
    for (before, now) in (0..16).flat_map(|before| (0..16).map(move |now| (before, now))) {
        let (mut session, _) = in_form(before);
        let report = session.tell_report(&site.diagnostics, &site.world);
        let kept = words::Words::new(&site, &[], report, &session).to_text();
        let ((mut first, first_err), (mut again, again_err)) = (in_form(now), in_form(now));
        first.tell_report(&site.diagnostics, &site.world);
        let words = words::Words::parse(&kept).unwrap();
        assert!(before != now || words.are_those_of(&again));
        if words.are_those_of(&again) {
            words.tell_report(&mut again);
            assert_eq!(first_err.text(), again_err.text(), "form {before}, then {now}");
            told += 1;
        }
    }
    assert!(told >= 16 * 8, "{told}: quiet suits all");
}

#[test]
fn closing_lines_count_as_people_do() {
    let counts = Counts { citations: 1041, quotations: 17, verified: 16, ..Counts::default() };
    let summary = Summary { pages: 9, sources: 1, counts, ..Summary::default() };
    assert_eq!(
        build::closing_line(&summary, Path::new("public"), std::time::Duration::from_millis(123)),
        "built 9 pages from 1 source in 0.12 s → public/ · 1,041 citations, 16 of 17 quotations verified"
    );
    let counts: Vec<String> = [0, 1, 999, 1000, 1234567].iter().map(|&n| session::count(n, "page")).collect();
    assert_eq!(counts, ["0 pages", "1 page", "999 pages", "1,000 pages", "1,234,567 pages"]);
}

#[test]
fn seeds_are_named_by_file_by_folder_by_pattern_or_not_at_all() {
    let site = tempfile::tempdir().unwrap();
    for path in ["ibid.toml", "seeds/a.txt", "seeds/deep/b.txt", "seeds/deep/c.txt", "notes.txt"] {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    let outside = tempfile::tempdir().unwrap();
    fs::create_dir_all(outside.path().join("box")).unwrap();
    fs::write(outside.path().join("box/d.txt"), "").unwrap();
    let world = disk::load::load(site.path()).unwrap();
    let named_as = |name: Option<&str>, paths: &[&str]| {
        let paths = paths.iter().map(|path| match path.strip_prefix("outside/") {
            Some(path) => outside.path().join(path),
            None => site.path().join(path),
        });
        let names = seeds::Names { seeds: paths.collect(), list: None, name: name.map(str::to_owned) };
        match seeds::wanted(site.path(), &world, &names) {
            Ok(wanted) => {
                let shown = wanted.iter().map(|seed| match seed.from {
                    seeds::From::Site => seed.path.to_string(),
                    _ => format!("+{}", seed.path),
                });
                shown.collect::<Vec<_>>().join(" ")
            }
            Err(Failure::Environment(message)) => message.replace(&format!("{}/", site.path().display()), ""),
            Err(failure) => panic!("{failure:?}"),
        }
    };
    let named = |paths: &[&str]| named_as(None, paths);
    assert_eq!(named(&[]), "seeds/a.txt seeds/deep/b.txt seeds/deep/c.txt");
    let missing = named(&["seeds/deep/c.txt", "seeds/deep", "content/../seeds/a.txt"]);
    assert_eq!(missing, "cannot import `content/../seeds/a.txt`: no such file or directory");
    assert_eq!(named(&["seeds/deep/c.txt", "seeds/deep"]), "seeds/deep/b.txt seeds/deep/c.txt");
    assert_eq!(named(&["seeds/**/[ab].txt"]), "seeds/a.txt seeds/deep/b.txt");
    assert_eq!(named(&["seeds/*.pdf"]), "cannot import `seeds/*.pdf`: no document is there");
    assert_eq!(named(&["seeds/deep/../a.txt"]), "seeds/a.txt");
    assert_eq!(named(&["seeds/x.txt"]), "cannot import `seeds/x.txt`: no such file or directory");
    assert_eq!(named(&["notes.txt", "outside/box"]), "+seeds/box/d.txt +seeds/notes.txt");
    assert_eq!(named(&["outside/box/d.txt"]), "+seeds/d.txt");
    assert_eq!(named_as(Some("x.txt"), &["outside/box/d.txt"]), "+seeds/x.txt");
    let twice = named(&["outside/box/d.txt", "seeds/deep", "notes.txt"]);
    assert_eq!(twice, "+seeds/d.txt seeds/deep/b.txt seeds/deep/c.txt +seeds/notes.txt");
    let both = named_as(Some("x.txt"), &["outside/box/d.txt", "notes.txt"]);
    assert_eq!(both, "two of the documents would be `seeds/x.txt`; import one by itself, with `--name`");
}

#[test]
fn a_correction_counts_once_a_human_has_vouched_for_it() {
    let site = tempfile::tempdir().unwrap();
    let root = site.path().to_str().unwrap();
    let sentence = "The ferry crossed the river in fog every morning of that winter, and nobody complained. ";
    fs::create_dir_all(site.path().join("seeds")).unwrap();
    fs::write(site.path().join("ibid.toml"), "").unwrap();
    fs::write(site.path().join("seeds/a.txt"), format!("A log\n\n{}\n", sentence.repeat(4))).unwrap();
    assert_eq!(ibid(&["import", "--root", root]).0, 0);
    assert_eq!(ibid(&["check", "--root", root]).0, 0);
    let page = site.path().join("content/sources/a.md");
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, text.replacen("in fog", "in thick fog", 1)).unwrap();

    let (code, out, _) = ibid(&["check", "--root", root]);
    assert_eq!(code, 1);
    assert!(out.contains("passage-altered") && out.contains("`ibid accept a --note \"…\"`"), "{out}");
    assert_eq!(ibid(&["accept", "a", "--root", root]).0, 2, "a reason is asked for");
    let (code, _, err) = ibid(&["accept", "A", "--note", "x", "--root", root]);
    assert_eq!((code, err.as_str()), (2, "error: no source has the key `A`; the nearest is `a`\n"));

    let (code, out, err) = ibid(&["accept", "a", "--note", "A word was lost in the scan.", "--root", root]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.starts_with("accepted  a#p1: The ferry crossed the river in {+thick+} fog every "), "{out}");
    assert_eq!(ibid(&["check", "--root", root]).0, 0);
    let lock = fs::read_to_string(site.path().join("ibid.lock")).unwrap();
    assert!(lock.contains("A word was lost in the scan."), "{lock}");
    assert_eq!(ibid(&["import", "--root", root]).0, 0, "an import leaves the correction alone");
    assert!(fs::read_to_string(&page).unwrap().contains("in thick fog"));
    let (code, _, err) = ibid(&["accept", "a", "--note", "Again.", "--root", root]);
    assert_eq!((code, err.as_str()), (2, "error: nothing changed in `a` that somebody would have to accept\n"));
    // The words of the document need nobody's word.
    fs::write(&page, text).unwrap();
    assert_eq!(ibid(&["check", "--root", root]).0, 0);
}

#[test]
fn a_new_site_builds_without_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let sentence = "The ferry crossed the river in fog every morning of that winter, and nobody complained. ";
    fs::create_dir_all(at("box/deep")).unwrap();
    fs::write(at("box/log.txt"), format!("A log\n\n{}\n\n“Never again,” he said.\n", sentence.repeat(4))).unwrap();
    fs::write(at("box/deep/log.txt"), format!("Another log\n\n“{}”\n", sentence.repeat(4))).unwrap();

    let (code, out, err) = ibid(&["new", &at("site-of_2026"), &at("box")]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("created   seeds/box/deep/log.txt → content/sources/deep-log.md"), "{out}");
    assert!(out.contains("created   seeds/box/log.txt → content/sources/log.md"), "{out}");
    let (code, _, err) = ibid(&["build", "--root", &at("site-of_2026"), "--deny-warnings"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("1 quotation verified"), "{err}");
    assert!(fs::read_to_string(at("site-of_2026/ibid.toml")).unwrap().contains("title = \"Site of 2026\""));

    let (code, _, err) = ibid(&["new", &at("box")]);
    assert_eq!(code, 2);
    assert!(err.contains("is not empty"), "{err}");
    assert_eq!(ibid(&["new", &at("bare"), "--title", "Say \"no\": x"]).0, 0);
    assert_eq!(ibid(&["build", "--root", &at("bare"), "--deny-warnings"]).0, 0);
    assert_eq!(ibid(&["new", &at("none"), &at("nowhere.txt")]).0, 2);
    assert!(!folder.path().join("none").exists(), "nothing is made where a document is missing");
}

/// A site of a source and a briefing with two mistakes, of which one can be mended for certain.
fn site_to_mend() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("ibid.toml", "[checks]\nunsealed-source = \"allow\"\n");
    write("content/sources/log.md", "The ferry crossed the river in fog. {#p1}\n");
    write("content/b.md", "It “crossed the River” [@log#p1].\r\n\r\nIt was “late again, as always” [@log#p1].\r\n");
    site
}

#[test]
fn a_fix_is_shown_written_once_and_the_rest_is_reported() {
    let site = site_to_mend();
    let root = site.path().to_str().unwrap();
    let page = site.path().join("content/b.md");
    let diff = "--- content/b.md\n+++ content/b.md\n\
        @@ -1,1 +1,1 @@ inexact-quotation: write the words as the source has them\n\
        -It “crossed the River” [@log#p1].\n+It “crossed the river” [@log#p1].\n\nerror[misquotation]: ";
    let (code, out, err) = ibid(&["check", "--root", root]);
    assert_eq!((code, out.contains("--- content")), (1, false));
    assert!(err.ends_with("1 finding can be mended for certain: `ibid check --fix`\n"), "{err}");
    let before = fs::read_to_string(&page).unwrap();
    let (code, out, err) = ibid(&["check", "--fix", "--dry-run", "--root", root]);
    assert_eq!((code, fs::read_to_string(&page).unwrap()), (1, before.clone()));
    assert!(out.starts_with(diff), "{out}");
    assert!(err.starts_with("would mend 1 finding in 1 file\nchecked "), "{err}");
    let (code, out, err) = ibid(&["check", "--fix", "--root", root]);
    assert_eq!((code, fs::read_to_string(&page).unwrap()), (1, before.replace("River", "river")));
    assert!(out.starts_with(diff) && !out.contains("inexact-quotation]"), "{out}");
    assert!(err.starts_with("mended 1 finding in 1 file\nchecked 2 pages and 1 source: 1 error"), "{err}");
    let (code, out, err) = ibid(&["check", "--fix", "--root", root]);
    assert_eq!((code, out.starts_with("error[misquotation]")), (1, true), "{out}");
    assert!(err.starts_with("nothing can be mended for certain\nchecked"), "{err}");
    assert_eq!(ibid(&["check", "--dry-run", "--root", root]).0, 2, "nothing to try out without `--fix`");
}

#[test]
fn a_page_that_was_edited_meanwhile_is_left_as_it_is() {
    let folder = site_to_mend();
    let site = compile(disk::load::load(folder.path()).unwrap(), Options::default());
    let page = folder.path().join("content/b.md");
    fs::write(&page, "Mine.\n").unwrap();
    let (mut session, out, _) = session();
    let manner = mend::Manner { diff_is_result: true, is_dry_run: false };
    let failure = mend::mend(&mut session, folder.path(), site, Options::default(), manner).unwrap_err();
    assert!(matches!(&failure, Failure::Environment(message) if message.contains("it changed since it was read")));
    assert_eq!((fs::read_to_string(&page).unwrap().as_str(), out.text().as_str()), ("Mine.\n", ""));
}

#[test]
fn programs_get_their_format_and_the_diff_stands_beside_it() {
    let site = site_to_mend();
    let root = site.path().to_str().unwrap();
    let (code, out, _) = ibid(&["check", "--format", "github", "--root", root]);
    assert_eq!((code, out.lines().count()), (1, 2));
    assert!(out.starts_with("::warning file=content/b.md,line=1,endLine=1,col=4,endColumn=23,title="), "{out}");
    let (code, out, err) = ibid(&["check", "--format", "sarif", "--fix", "--dry-run", "--root", root]);
    let log: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (code, &log["version"], &log["runs"][0]["columnKind"]),
        (1, &"2.1.0".into(), &"unicodeCodePoints".into())
    );
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 1, "what would be left");
    assert!(err.starts_with("--- content/b.md\n"), "{err}");
}

#[test]
fn a_code_is_explained_and_an_unknown_one_is_guessed() {
    let (code, out, _) = ibid(&["explain", "misquotation"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("misquotation: error by default; it cannot be lowered\n\nThe quoted words"), "{out}");
    assert_eq!(ibid(&["explain", "error[misquotation]:"]).1, out, "as it stands in a report");
    let (code, out, _) = ibid(&["explain"]);
    assert_eq!((code, out.lines().count()), (0, Code::ALL.len()));
    assert!(out.starts_with("misquotation          error    The quoted words do not stand in"), "{out}");
    let (code, out, err) = ibid(&["explain", "misquotaton"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(err, "error: there is no code `misquotaton`; did you mean `misquotation`?\n");
    assert_eq!(ibid(&["explain", "zzz"]).2, "error: there is no code `zzz`; `ibid explain` lists all codes\n");
}
