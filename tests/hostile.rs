//! Documents that are broken or mean harm, through the program as people run it: each fails alone and says why, or what
//! it tried comes to nothing; the others are imported.
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "runs the program in a folder of its own")]

use flate2::{Compression, write::GzEncoder};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

const SENTENCE: &str = "The ferry crossed the river in fog every morning of that winter, and nobody complained of it. ";

/// A site with these seeds, after its import: exit code, one JSON object a seed, and what went wrong.
fn import(root: &Path, seeds: &[(&str, Vec<u8>)]) -> (i32, Vec<serde_json::Value>) {
    fs::write(root.join("ibid.toml"), "").unwrap();
    for (name, bytes) in seeds {
        let path = root.join("seeds").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_ibid"))
        .args(["import", "--format", "json", "--root"])
        .arg(root)
        .output()
        .unwrap();
    let reports = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    });
    (output.status.code().unwrap(), reports)
}

fn error(reports: &[serde_json::Value], seed: &str) -> String {
    let report = reports.iter().find(|report| report["seed"] == format!("seeds/{seed}")).unwrap();
    assert_eq!(report["status"], "failed", "{report}");
    report["error"].as_str().unwrap().to_owned()
}

fn page(root: &Path, key: &str) -> String {
    fs::read_to_string(root.join(format!("content/sources/{key}.md"))).unwrap()
}

fn check(root: &Path) {
    let output = Command::new(env!("CARGO_BIN_EXE_ibid")).args(["check", "--root"]).arg(root).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn docx(document: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let types =
        br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let mut parts: Vec<(&str, &[u8])> =
        vec![("[Content_Types].xml", types), ("word/document.xml", document.as_bytes())];
    parts.extend(more);
    zip(&parts)
}

fn word(body: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>"#
    )
}

#[test]
fn what_is_broken_fails_alone() {
    let root = tempfile::tempdir().unwrap();
    let noise: Vec<u8> = (0..4000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let bomb = word(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "a".repeat(1 << 20))).repeat(600);
    let entities = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY a \"{}\"><!ENTITY b \"{}\">]>{}",
        "x".repeat(1000),
        "&a;".repeat(1000),
        &word(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "&b;".repeat(1000)))[21..]
    );
    let (code, reports) = import(
        root.path(),
        &[
            ("good.txt", format!("A log\n\n{}\n", SENTENCE.repeat(4)).into_bytes()),
            ("noise.txt", noise),
            ("bomb.txt.gz", gzip(&vec![b'a'; 300 << 20])),
            ("cut.txt.gz", gzip(SENTENCE.repeat(50).as_bytes())[..60].to_vec()),
            ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog".to_vec()),
            ("cut.docx", docx(&word(""), &[])[..80].to_vec()),
            ("bomb.docx", docx(&bomb, &[])),
            ("entities.docx", docx(&entities, &[])),
            ("empty.html", b"<!doctype html><title>x</title>".to_vec()),
            ("empty.txt", Vec::new()),
            ("picture.txt", b"\x89PNG\r\n\x1a\n0000".to_vec()),
        ],
    );
    assert_eq!(code, 1);
    for (seed, reason) in [
        ("noise.txt", "no text"),
        ("bomb.txt.gz", "unpacks to more than 256 MiB"),
        ("cut.txt.gz", "cannot be unpacked"),
        ("cut.pdf", ""),
        ("cut.docx", "ZIP archive"),
        ("bomb.docx", ""),
        ("entities.docx", ""),
        ("empty.html", "0 words"),
        ("empty.txt", "0 words"),
        ("picture.txt", "picture"),
    ] {
        assert!(error(&reports, seed).contains(reason), "{seed}: {}", error(&reports, seed));
    }
    assert_eq!(reports.iter().filter(|report| report["status"] == "created").count(), 1);
    assert!(page(root.path(), "good").contains("{#p1}"));
    check(root.path());
}

#[test]
fn a_nest_without_a_bottom_harms_nobody() {
    let root = tempfile::tempdir().unwrap();
    let html = |opening: &str, n: usize| format!("<!doctype html><body>{}<p>{}", opening.repeat(n), SENTENCE.repeat(5));
    let xml = word(&format!("{}<w:p><w:r><w:t>deep</w:t></w:r></w:p>", "<w:sdt><w:sdtContent>".repeat(100_000)));
    let rtf = format!("{{\\rtf1 {}{}", "{".repeat(200_000), SENTENCE.repeat(5));
    let (_, reports) = import(
        root.path(),
        &[
            ("good.txt", format!("A log\n\n{}\n", SENTENCE.repeat(4)).into_bytes()),
            ("div.html", html("<div>", 50_000).into_bytes()),
            ("list.html", html("<ul><li>", 10_000).into_bytes()),
            ("table.html", html("<table><tr><td>", 5_000).into_bytes()),
            ("deep.docx", docx(&xml, &[])),
            ("deep.rtf", rtf.into_bytes()),
            (
                "deep.md",
                format!("# T\n\n[a](https://a.example) **b**\n\n{} {}", ">".repeat(5_000), SENTENCE.repeat(5))
                    .into_bytes(),
            ),
        ],
    );
    let good = reports.iter().find(|report| report["seed"] == "seeds/good.txt").unwrap();
    assert_eq!(good["status"], "created");
    for report in &reports {
        // Either it is read, or somebody is told why not.
        assert!(
            report["status"] == "created" || report["error"].as_str().is_some_and(|error| !error.is_empty()),
            "{report}"
        );
    }
    check(root.path());
}

#[test]
fn what_a_page_tries_comes_to_nothing() {
    let root = tempfile::tempdir().unwrap();
    let html = format!(
        "<!doctype html><title>Log</title><body onload='evil()'><article><h1>Log</h1><script>evil()</script>\
         <p onclick='evil()'>{0} <a href='javascript:evil()'>one</a>, <a href='JaVa&#x09;Script:evil()'>two</a>, \
         <a href='data:text/html,evil'>three</a>, <a href='https://a.example/?a=)(evil'>four</a>.</p>\
         <p>{0}</p><p>::: boilerplate x</p><p>[@key#p1] {{#p9}} &lt;script&gt;evil()&lt;/script&gt;</p><p>{0}</p></article>",
        SENTENCE.repeat(3)
    );
    let text = format!(
        "---\ntitle: a\nkey: evil\n---\n\n{0}\n\n## {{#p1}}\n\n{0} {{#p2}}\n\n::: boilerplate\n\n{0}\n\n[@a]: https://a.example\n\n<script>evil()</script>\n",
        SENTENCE.repeat(3)
    );
    let names = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("../../../evil.txt", b"evil"),
        ("/etc/evil", b"evil"),
        ("word/document.xml", word(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", SENTENCE.repeat(5))).as_bytes()),
    ]);
    let (code, reports) = import(
        root.path(),
        &[("web.html", html.into_bytes()), ("front.txt", text.into_bytes()), ("names.docx", names)],
    );
    assert_eq!(code, 0, "{reports:?}");
    let web = page(root.path(), "web");
    let (_, body) = web.split_once("\n---\n").unwrap();
    for word in ["javascript:", "data:text", "onclick", "onload"] {
        assert!(!web.to_lowercase().contains(word), "{web}");
    }
    assert!(body.contains("(https://a.example/"), "{body}");
    assert!(!body.contains("\n::: boilerplate x"), "{body}");
    assert!(!body.contains("<script>evil()</script>") || body.contains("\\<script>"), "{body}");
    assert!(!root.path().join("../evil.txt").exists());
    check(root.path());
}
