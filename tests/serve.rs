//! `ibid serve` as a browser meets it: the program is started on a free port, asked over plain sockets, and told of changes by
//! its files alone. Whatever is waited for may take long, so that a slow machine does not fail; nothing is waited for in vain.
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "starts the program and speaks to it")]
#![cfg(unix)]

use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Nothing that is waited for takes longer, on any machine.
const LONG: Duration = Duration::from_secs(60);

const FILES: &[(&str, &str)] = &[
    ("ibid.toml", "title = \"Harbour\"\n"),
    ("content/_index.md", "---\ntitle: Harbour\n---\n\nWelcome.\n"),
    ("content/briefings/a.md", "---\ntitle: Alpha\n---\n\nThe mayor said “the harbour stays open” [@minutes#p1].\n"),
    ("content/briefings/b.md", "---\ntitle: Beta\n---\n\nNothing is said here [@judgement].\n"),
    (
        "content/sources/minutes.md",
        "---\ntitle: Minutes\nkey: minutes\nrights: full\n---\n\nI repeat that the harbour stays open. {#p1}\n",
    ),
    ("static/custom.css", "body { color: black }\n"),
    ("static/clip.mp4", "0123456789"),
];

/// A folder with a site in it.
fn site() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap().join("site");
    for (path, text) in FILES {
        write(&root, path, text);
    }
    (folder, root)
}

fn write(root: &Path, path: &str, text: &str) {
    let place = root.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, text).unwrap();
}

fn ibid(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
    command.arg("--root").arg(root).args(arguments).stdin(Stdio::null());
    command
}

/// The program at work, until it is dropped.
struct Running {
    child: Child,
    /// `http://127.0.0.1:PORT` and the path of the site.
    address: String,
    port: u16,
    /// What it said to the terminal.
    log: Arc<Mutex<String>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(root: &Path) -> Running {
    serve_with(root, &[])
}

fn serve_with(root: &Path, more: &[&str]) -> Running {
    let arguments = [&["serve", "--port", "0"], more].concat();
    let mut child = ibid(root, &arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let log = Arc::new(Mutex::new(String::new()));
    let (heard, mut stderr) = (Arc::clone(&log), child.stderr.take().unwrap());
    thread::spawn(move || {
        let mut piece = [0; 4096];
        while let Ok(length @ 1..) = stderr.read(&mut piece) {
            heard.lock().unwrap().push_str(&String::from_utf8_lossy(&piece[..length]));
        }
    });
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("serving ").expect("the address is printed").to_owned();
    let port = address.split([':', '/']).nth(4).unwrap().parse().unwrap();
    Running { child, address, port, log }
}

/// An answer, read to its end.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

impl Running {
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream
    }

    /// Sends these bytes and reads until the server closes.
    fn send(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // A server that refuses may close before it has read all of it.
        let _ = stream.write_all(bytes);
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        let end = all.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer has a head");
        let head = String::from_utf8(all[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head, body: all[end + 4..].to_vec() }
    }

    fn ask(&self, method: &str, target: &str, headers: &str) -> Answer {
        self.send(format!("{method} {target} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n").as_bytes())
    }

    fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, "Host: localhost\r\n")
    }

    /// What a tab that shows this page is told.
    fn events(&self, page: &str) -> Events {
        let mut stream = self.connect();
        write!(stream, "GET /.ibid/events?page={page} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        Events(BufReader::new(stream), String::new())
    }

    fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Waits until the terminal shows this.
    fn wait_for(&self, words: &str) {
        let began = Instant::now();
        while !self.log().contains(words) {
            assert!(began.elapsed() < LONG, "{words:?} is not in\n{}", self.log());
            thread::sleep(Duration::from_millis(10));
        }
    }
}

/// With what was told last, for whoever waits in vain.
struct Events(BufReader<TcpStream>, String);

impl Events {
    fn next(&mut self) -> Value {
        let (mut line, began) = (String::new(), Instant::now());
        loop {
            line.clear();
            assert!(began.elapsed() < LONG, "nothing is said in time after {}", self.1);
            assert_ne!(self.0.read_line(&mut line).expect("something is said in time"), 0, "the stream has ended");
            if let Some(data) = line.strip_prefix("data: ") {
                self.1 = data.to_owned();
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    /// The first of which this is true.
    fn until(&mut self, mut is_it: impl FnMut(&Value) -> bool) -> Value {
        loop {
            let event = self.next();
            if is_it(&event) {
                return event;
            }
        }
    }
}

fn print(event: &Value) -> String {
    event["state"]["print"].as_str().unwrap().to_owned()
}

fn errors(event: &Value) -> u64 {
    event["state"]["errors"].as_u64().unwrap()
}

/// The page without what the server adds.
fn bare(page: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(page.to_vec()).unwrap();
    let Some((before, rest)) = text.split_once("<script src=\"/.ibid/serve.js\"") else { return page.to_vec() };
    let (_, after) = rest.split_once("</script>\n").unwrap();
    format!("{before}{after}").into_bytes()
}

fn files_below(folder: &Path) -> Vec<String> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    files.map(|entry| entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned()).collect()
}

#[test]
fn every_file_is_the_one_that_is_built() {
    let (folder, root) = site();
    write(&root, "content/old.md", "---\ntitle: Moved\naliases: [before/]\n---\n\nText [@judgement].\n");
    fs::write(root.join("ibid.toml"), "base_url = \"https://example.org/some/desk/\"\n").unwrap();
    let built = folder.path().join("built");
    assert!(ibid(&root, &["build", "--output", built.to_str().unwrap()]).output().unwrap().status.success());
    let server = serve(&root);
    assert_eq!(server.address, format!("http://127.0.0.1:{}/some/desk/", server.port));
    let files = files_below(&built);
    for needed in
        ["404.html", "before/index.html", "search/w0.js", "feed.xml", "evidence.json", "style.css", "clip.mp4"]
    {
        assert!(files.iter().any(|file| file == needed), "{needed} is built");
    }
    for file in files.iter().filter(|file| *file != ".ibid") {
        let answer = server.get(&format!("/some/desk/{file}"));
        assert_eq!(answer.status, 200, "{file}");
        assert!(bare(&answer.body) == fs::read(built.join(file)).unwrap(), "{file}");
        assert_eq!(answer.header("Cache-Control"), Some("no-store"));
        assert_eq!(answer.header("Cross-Origin-Resource-Policy"), Some("same-origin"));
        assert!(!file.ends_with(".html") || answer.text().contains("/.ibid/serve.js"), "{file}");
    }
    assert_eq!(server.get("/some/desk/.ibid").status, 404);
    assert_eq!(server.get("/some/desk/").body, server.get("/some/desk/index.html").body);
    for (from, to) in [
        ("/", "/some/desk/"),
        ("/some/desk", "/some/desk/"),
        ("/some/desk/briefings", "/some/desk/briefings/"),
        ("/some/desk/briefings/a?x", "/some/desk/briefings/a/"),
    ] {
        let answer = server.get(from);
        assert_eq!((answer.status, answer.header("Location")), (302, Some(to)), "{from}");
    }
    let missing = server.get("/some/desk/nothing/here/");
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("href=\"/some/desk/"), "the page for missing addresses links below the address");
    assert!(!root.join("public").exists(), "serving writes no site");
}

#[test]
fn an_edit_is_told_to_the_tabs_that_it_concerns() {
    let (_folder, root) = site();
    let server = serve(&root);
    let (mut alpha, mut again, mut beta) =
        (server.events("/briefings/a/"), server.events("/briefings/a/index.html"), server.events("/briefings/b/"));
    let (before, other) = (alpha.next(), beta.next());
    assert_eq!(print(&again.next()), print(&before));
    let page = server.get("/briefings/a/").text();
    assert!(page.contains(&format!("data-print=\"{}\"", print(&before))), "a page says what it is");

    write(&root, "content/briefings/a.md", "---\ntitle: Alpha\n---\n\nQuite another text [@judgement].\n");
    let after = alpha.until(|event| print(event) != print(&before));
    assert_eq!(print(&again.next()), print(&after));
    assert!(server.get("/briefings/a/").text().contains("Quite another text"));

    // The other page did not change with it; what it is told next is of its own change.
    write(&root, "content/briefings/b.md", "---\ntitle: Beta\n---\n\nBeta has changed [@judgement].\n");
    let event = beta.until(|event| print(event) != print(&other));
    assert!(server.get("/briefings/b/").text().contains("Beta has changed"));
    assert!(event["changed"].as_array().unwrap().is_empty());

    // A style sheet changes nothing of the page, but the tab is told which file it is.
    write(&root, "static/custom.css", "body { color: navy }\n");
    let event = beta.until(|event| event["changed"].as_array().is_some_and(|changed| !changed.is_empty()));
    assert_eq!((event["changed"][0].as_str(), print(&event)), (Some("custom.css"), print(&event)));
    assert!(server.get("/custom.css").text().contains("navy"));
}

#[test]
fn a_mistake_is_shown_over_the_page_as_it_was() {
    let (_folder, root) = site();
    let server = serve(&root);
    let mut tab = server.events("/briefings/a/");
    let good = tab.next();
    assert_eq!(errors(&good), 0);
    let page = server.get("/briefings/a/");
    let right = fs::read_to_string(root.join("content/briefings/a.md")).unwrap();

    fs::write(root.join("content/briefings/a.md"), right.replace("stays open", "stays closed")).unwrap();
    let event = tab.until(|event| errors(event) == 1);
    assert_eq!((print(&event), event["state"]["old"].as_bool()), (print(&good), Some(true)));
    let fault = &event["state"]["faults"][0];
    assert_eq!((fault["severity"].as_str(), fault["code"].as_str()), (Some("error"), Some("misquotation")));
    assert_eq!(fault["place"].as_str(), Some("content/briefings/a.md:5:16"));
    assert!(fault["excerpt"].as_str().unwrap().contains("5 | The mayor said “the harbour stays closed”"));
    assert!(fault["excerpt"].as_str().unwrap().contains("content/sources/minutes.md:7"));
    assert!(!fault["message"].as_str().unwrap().is_empty() && !fault["help"].as_str().unwrap().is_empty());
    server.wait_for("error[misquotation]");
    assert_eq!(server.get("/briefings/a/").body, page.body, "the good page stays");

    // Elsewhere work goes on.
    let mut other = server.events("/briefings/b/");
    let before = other.next();
    assert_eq!((errors(&before), before["state"]["old"].as_bool()), (1, Some(false)));
    write(&root, "content/briefings/b.md", "---\ntitle: Beta\n---\n\nBeta goes on [@judgement].\n");
    other.until(|event| print(event) != print(&before));
    assert!(server.get("/briefings/b/").text().contains("Beta goes on"));

    fs::write(root.join("content/briefings/a.md"), right).unwrap();
    let event = tab.until(|event| errors(event) == 0);
    assert_eq!(event["state"]["old"].as_bool(), Some(false));
}

#[test]
fn what_every_page_is_made_with_may_break_and_no_page_does() {
    let (_folder, root) = site();
    let server = serve(&root);
    let mut tab = server.events("/briefings/a/");
    let good = tab.next();
    const PLAIN: &str = "{% extends \"base.html\" %}{% block main %}{% block kicker %}{% endblock %}{% block coverage %}{% endblock %}{% endblock %}";
    let breaks = [
        ("ibid.toml", "title = \n", "title = \"Harbour\"\n"),
        ("templates/briefing.html", "{% if %}", PLAIN),
        ("ibid.toml", "theme = \"nobody\"\n", "title = \"Harbour\"\n"),
    ];
    for (path, wrong, right) in breaks {
        write(&root, path, wrong);
        let event = tab.until(|event| errors(event) > 0);
        assert_eq!(event["state"]["old"].as_bool(), Some(true), "{path}");
        assert!(event["state"]["faults"][0]["place"].as_str().unwrap().starts_with(path), "{event}");
        let page = server.get("/briefings/b/");
        assert!(page.status == 200 && page.text().contains("Harbour"), "{path}");
        write(&root, path, right);
        tab.until(|event| errors(event) == 0);
    }
    assert_ne!(print(&good), print(&server.events("/briefings/a/").next()), "the template is in force");

    // A template that fails only when a page is made with it.
    write(&root, "templates/briefing.html", "{{ nothing.is.here }}");
    let event = tab.until(|event| errors(event) > 0);
    assert_eq!(event["state"]["faults"][0]["code"].as_str(), Some("template-error"));
    assert_eq!(server.get("/briefings/a/").status, 200);
    fs::remove_dir_all(root.join("templates")).unwrap();
    let event = tab.until(|event| errors(event) == 0);
    assert_eq!(print(&event), print(&good));
}

#[test]
fn folders_vanish_and_come_back() {
    let (folder, root) = site();
    let server = serve(&root);
    let mut tab = server.events("/briefings/a/");
    let good = tab.next();
    for vanishing in [root.join("content"), root.clone(), root.join("ibid.toml")] {
        let aside = folder.path().join("aside");
        fs::rename(&vanishing, &aside).unwrap();
        let event = tab.until(|event| errors(event) > 0);
        assert_eq!(print(&event), print(&good), "{}", vanishing.display());
        assert!(!event["state"]["faults"][0]["message"].as_str().unwrap().is_empty());
        assert_eq!(server.get("/briefings/a/").status, 200);
        fs::rename(&aside, &vanishing).unwrap();
        tab.until(|event| errors(event) == 0);
    }
    // What was put back is watched.
    write(&root, "content/briefings/a.md", "---\ntitle: Alpha\n---\n\nStill alive [@judgement].\n");
    tab.until(|event| print(event) != print(&good));
    assert!(server.get("/briefings/a/").text().contains("Still alive"));
}

#[test]
fn files_come_go_and_move() {
    let (_folder, root) = site();
    let server = serve(&root);
    let mut tab = server.events("/briefings/deep/new/");
    let missing = tab.next();
    assert_eq!(server.get("/briefings/deep/new/").status, 404);
    write(&root, "content/briefings/deep/new.md", "---\ntitle: New\n---\n\nNew text [@judgement].\n");
    let there = tab.until(|event| print(event) != print(&missing));
    assert_eq!(server.get("/briefings/deep/new/").status, 200);
    // In the new folder too, and as editors save: another file takes the name.
    let place = root.join("content/briefings/deep");
    fs::write(place.join(".new.md.swp"), "Newer text [@judgement].\n").unwrap();
    fs::rename(place.join(".new.md.swp"), place.join("new.md")).unwrap();
    tab.until(|event| print(event) != print(&there));
    assert!(server.get("/briefings/deep/new/").text().contains("Newer text"));
    let mut moved = server.events("/briefings/shallow/new/");
    let missing = moved.next();
    fs::rename(&place, root.join("content/briefings/shallow")).unwrap();
    let there = moved.until(|event| print(event) != print(&missing));
    assert_eq!(server.get("/briefings/deep/new/").status, 404);
    fs::remove_file(root.join("content/briefings/shallow/new.md")).unwrap();
    moved.until(|event| print(event) != print(&there));
    assert_eq!(server.get("/briefings/shallow/new/").status, 404);
    // A file that is no text stops its own page, which stays as it was.
    fs::write(root.join("content/briefings/b.md"), b"\xFF\xFE broken").unwrap();
    let event = moved.until(|event| errors(event) > 0);
    assert!(event["state"]["faults"][0]["place"].as_str().unwrap().starts_with("content/briefings/b.md"));
}

#[test]
fn what_is_no_part_of_the_site_starts_nothing() {
    let (_folder, root) = site();
    let server = serve(&root);
    let mut tab = server.events("/briefings/a/");
    let before = tab.next();
    for path in
        ["public/index.html", ".git/index", ".ibid/images/x", "target/debug/x", "content/.a.md.swp", "content/a.md~"]
    {
        write(&root, path, "noise");
    }
    write(&root, "content/briefings/a.md", "---\ntitle: Alpha\n---\n\nThe signal [@judgement].\n");
    assert_ne!(print(&tab.next()), print(&before), "the first that is told is of the edit");
    server.wait_for(" changed: ");
    assert_eq!(server.log().matches(" changed: ").count(), 1, "{}", server.log());
}

#[test]
fn a_thousand_files_at_once_are_few_editions() {
    let (_folder, root) = site();
    let server = serve(&root);
    let mut tab = server.events("/notes/n999/");
    let missing = tab.next();
    for number in 0..1000 {
        write(&root, &format!("content/notes/n{number}.md"), "A note.\n");
    }
    tab.until(|event| print(event) != print(&missing));
    for number in 0..1000 {
        assert_eq!(server.get(&format!("/notes/n{number}/")).status, 200, "{number}");
        if number % 100 == 0 {
            assert!(server.log().matches(" changed: ").count() < 50, "{}", server.log());
        }
    }
}

#[test]
fn an_address_is_looked_up_and_opens_no_file() {
    let (folder, root) = site();
    fs::write(folder.path().join("secret"), "the secret").unwrap();
    std::os::unix::fs::symlink("../../secret", root.join("static/link.txt")).unwrap();
    write(&root, "static/inside.txt", "inside");
    let server = serve(&root);
    for target in [
        "/../secret",
        "/%2e%2e/secret",
        "/..%2fsecret",
        "/%2e%2e%2fsecret",
        "/static/../../secret",
        "/link.txt",
        "//secret",
        "/a%00b",
        "/index.html%00.txt",
        "/ibid.toml",
        "/content/briefings/a.md",
        "/seeds/",
        "/./index.html",
        "/briefings/../index.html",
        "/..\\secret",
        "/%5c..%5csecret",
        "/public/",
        "/.ibid/images/x",
        "/.ibid/",
        "http://localhost/../secret",
        "/search/w99999.js",
    ] {
        let answer = server.get(target);
        assert_eq!(answer.status, 404, "{target}");
        assert!(!answer.text().contains("the secret"), "{target}");
    }
    for (target, status) in [("secret", 400), ("*", 400), ("/%ff", 400), ("http://localhost/inside.txt", 200)] {
        assert_eq!(server.get(target).status, status, "{target}");
    }
    // One that became a link out of the site since it was read.
    fs::remove_file(root.join("static/inside.txt")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("secret"), root.join("static/inside.txt")).unwrap();
    assert!(!server.get("/inside.txt").text().contains("the secret"));
}

#[test]
fn only_names_of_this_machine_are_answered() {
    let (_folder, root) = site();
    let server = serve(&root);
    let status = |host: &str| server.ask("GET", "/", &format!("Host: {host}\r\n")).status;
    for own in ["localhost", &format!("localhost:{}", server.port), "127.0.0.1", "[::1]:80", "LOCALHOST"] {
        assert_eq!(status(own), 200, "{own}");
    }
    for other in ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8000", "192.0.2.1", ""] {
        assert_eq!(status(other), 421, "{other}");
    }
    assert_eq!(server.ask("GET", "/", "").status, 400);
    assert_eq!(server.ask("GET", "/", "Host: localhost\r\nHost: evil.example\r\n").status, 400);
    assert_eq!(server.ask("GET", "http://evil.example/", "Host: localhost\r\n").status, 421);
    let events = server.ask("GET", "/.ibid/events?page=/", "Host: evil.example\r\n");
    assert_eq!(events.status, 421);
}

#[test]
fn requests_have_limits() {
    let (_folder, root) = site();
    let server = serve(&root);
    let localhost = "Host: localhost\r\n";
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "TRACE"] {
        let answer = server.ask(method, "/", localhost);
        assert_eq!((answer.status, answer.header("Allow")), (405, Some("GET, HEAD")), "{method}");
    }
    let (whole, head) = (server.get("/"), server.ask("HEAD", "/", localhost));
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("Content-Length"), Some(whole.body.len().to_string().as_str()));
    assert_eq!(head.header("Content-Type"), Some("text/html; charset=utf-8"));
    assert_eq!(server.ask("HEAD", "/nothing/", localhost).status, 404);
    assert_eq!(server.ask("GET", "/", &format!("{localhost}X: {}\r\n", "x".repeat(20_000))).status, 431);
    assert_eq!(server.ask("GET", "/", &format!("{localhost}{}", "X: y\r\n".repeat(100))).status, 431);
    assert_eq!(server.get(&format!("/{}", "a".repeat(20_000))).status, 431);
    assert_eq!(server.ask("GET", "/", &format!("{localhost}Content-Length: 3\r\n")).status, 400);
    assert_eq!(server.send(b"\x16\x03\x01\x02\x00\x01\x00").status, 400);

    let part = server.ask("GET", "/clip.mp4", &format!("{localhost}Range: bytes=2-4\r\n"));
    assert_eq!((part.status, part.text().as_str()), (206, "234"));
    assert_eq!(part.header("Content-Range"), Some("bytes 2-4/10"));
    assert_eq!(part.header("Content-Type"), Some("video/mp4"));
    assert_eq!(server.ask("GET", "/clip.mp4", &format!("{localhost}Range: bytes=99-\r\n")).status, 416);

    // Two requests on one connection, the second of which came with the first.
    let mut stream = server.connect();
    let ask = "GET /custom.css HTTP/1.1\r\nHost: localhost\r\n";
    write!(stream, "{ask}\r\n{ask}Connection: close\r\n\r\n").unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    assert_eq!(text.matches("HTTP/1.1 200 OK").count(), 2);

    // Somebody who opens a hundred connections and says nothing holds up nobody.
    let idle: Vec<TcpStream> = (0..100).map(|_| server.connect()).collect();
    assert_eq!(server.get("/").status, 200);
    let more: Vec<TcpStream> = (0..100).map(|_| server.connect()).collect();
    assert_eq!(server.get("/").status, 503, "there is a limit");
    drop((idle, more));
    let began = Instant::now();
    while server.get("/").status != 200 {
        assert!(began.elapsed() < LONG);
    }
}

#[test]
fn who_never_finishes_a_request_is_cut_off() {
    let (_folder, root) = site();
    let server = serve(&root);
    let (mut slow, mut silent) = (server.connect(), server.connect());
    slow.write_all(b"GET / HTTP/1.1\r\nHost: loc").unwrap();
    let mut said = String::new();
    slow.read_to_string(&mut said).unwrap();
    assert!(said.starts_with("HTTP/1.1 408 "), "{said}");
    said.clear();
    silent.read_to_string(&mut said).unwrap();
    assert_eq!(said, "");
}

fn ended(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_port_in_use_and_a_site_that_is_none_are_errors() {
    let (folder, root) = site();
    let server = serve(&root);
    let port = server.port.to_string();
    let (code, said) = ended(&ibid(&root, &["serve", "--port", &port]).output().unwrap());
    assert_eq!(code, Some(2));
    assert_eq!(
        said,
        format!("error: cannot listen on `127.0.0.1:{port}`: another program does; choose another `--port`\n")
    );
    let (code, said) = ended(&ibid(folder.path(), &["serve"]).output().unwrap());
    assert!(code == Some(2) && said.contains("is not a site"), "{said}");
}

#[test]
fn an_interrupt_ends_it_in_order() {
    let (_folder, root) = site();
    let mut server = serve(&root);
    server.wait_for("Ctrl-C ends");
    let _tab = server.events("/");
    let pid = rustix::process::Pid::from_raw(server.child.id().try_into().unwrap()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}

#[test]
fn drafts_are_shown_when_they_are_asked_for() {
    let (_folder, root) = site();
    write(&root, "content/briefings/d.md", "---\ntitle: Draft\ndraft: true\n---\n\nA draft [@judgement].\n");
    assert_eq!(serve(&root).get("/briefings/d/").status, 404);
    assert_eq!(serve_with(&root, &["--drafts"]).get("/briefings/d/").status, 200);
}
