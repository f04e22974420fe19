//! Whatever a seed says, a Markdown parser gives its words back from the source page, with every extension switched on
//! that could make something else of them.
#![expect(clippy::disallowed_methods, reason = "reads the seeds and the spec")]

use ibid::import::{Import, Received, Seed, Status, Wish, addresses, import, read};
use ibid::key::PassageId;
use ibid::path::FilePath;
use ibid::seal::{PassageHash, Seal};
use ibid::world::Sha256;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::BTreeMap;

/// The passages of a page: boilerplate and front matter cut out, ids and labels taken off.
fn passages(page: &str) -> BTreeMap<PassageId, String> {
    let (_, body) = page.strip_prefix("---\n").unwrap().split_once("\n---\n").unwrap();
    let mut kept = String::new();
    let mut fence: Option<&str> = None;
    for line in body.lines() {
        match fence {
            Some(open) if line == open => fence = None,
            Some(_) => {}
            None if line.starts_with(":::") => fence = line.split(' ').next(),
            None => kept.extend([line, "\n"]),
        }
    }
    let mut options = Options::all();
    options.remove(Options::ENABLE_SMART_PUNCTUATION);
    options.remove(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS);
    let mut blocks = vec![String::new()];
    let mut label = false;
    for event in Parser::new_ext(&kept, options) {
        match event {
            Event::Start(Tag::Paragraph | Tag::Item | Tag::Heading { .. }) => blocks.push(String::new()),
            Event::Start(Tag::Strong) => label = true,
            Event::End(TagEnd::Strong) => label = false,
            Event::Text(text) if !label => blocks.last_mut().unwrap().push_str(&text),
            Event::SoftBreak | Event::HardBreak => blocks.last_mut().unwrap().push('\n'),
            Event::Text(_) | Event::Start(_) | Event::End(_) => {}
            other => panic!("{other:?} was made of the seed's words"),
        }
    }
    let passage = |block: &String| {
        let (text, id) = block.trim_end().strip_suffix('}')?.rsplit_once("{#")?;
        Some((PassageId::parse(id)?, text.trim().to_owned()))
    };
    blocks.iter().filter_map(passage).collect()
}

fn import_text(text: &str) -> Import {
    let import = import_over(text, &Seal::default(), None);
    if let (Some(page), Some(entry)) = (&import.page, &import.entry) {
        let read = passages(page).into_iter().map(|(id, text)| (id, PassageHash::of(&text))).collect();
        assert_eq!(entry.passages, read, "ibid reads its page as any other parser does");
    }
    import
}

fn import_over(text: &str, seal: &Seal, page: Option<&str>) -> Import {
    let path = FilePath::new("seeds/a.txt").unwrap();
    let received = Received { path: &path, sha256: Sha256::of(text.as_bytes()) };
    let address = addresses(seal, &[received], None).remove(0).unwrap();
    let source = read(Seed { path: &path, bytes: text.as_bytes() }, true).unwrap();
    import(seal, &received, &source, &address, page, Wish::default())
}

#[test]
fn words_that_look_like_markdown_come_back() {
    for line in [
        "# no heading",
        "#",
        "## two ##",
        "1. first",
        "2) second",
        "- item",
        "+ plus",
        "* star",
        "---",
        "***",
        "===",
        "+++",
        "> quoted",
        ">> twice",
        "::: boilerplate",
        ":::: x",
        ": definition",
        "`code` and ``more``",
        "*stress* **more** _x_ __y__",
        "[@key#p1] and [[Page]] and [^1] and [text](url)",
        "[ref]: https://example.org",
        "![image](x.png)",
        "@key#p1",
        "<b>bold</b>",
        "<https://example.org>",
        "<!-- comment -->",
        "&amp; &#8212; &copy",
        "a | b | c",
        "| a | b |",
        "~~gone~~ H~2~O x^2^",
        "$x$ and $$y$$",
        "ends in a backslash \\",
        "\\* escaped",
        "no id {#p1}",
        "{#p1}",
        "p {#p1} {#p2}",
        "    indented",
        "\tindented",
        "~~~",
        "```rust",
        "**Label:** words",
        "LABEL: words",
        "Term\u{A0}: x",
        "a  b   c",
        "1986. A year",
        "1234567890. Not a list",
        "- [ ] task",
        "[x] task",
        "a\u{B}b\u{C}c",
        "soft\u{AD}hyphen",
        "zero\u{200B}width",
        "\u{2028}separated",
        "C #",
        "a_b_c _d_ e_",
        "x<y and y>z",
        "<?php ?>",
        "https://example.org/a_b_(c)*d*",
        "====",
        "a\\",
        "{",
        "}",
        "!",
        "![",
        "](",
        "''",
        "...",
        "--",
        "(c)",
        "[!NOTE]",
        "%%",
        "||x||",
    ] {
        for text in [
            format!("A title of three\n\n{line}\n\nMore.\n"),
            format!("A title\n\nBefore, a sentence.\n{line}\nAfter it, a sentence.\n"),
            format!("ADA REED, HOST:\n{line}\nBO STONE: {line}\nREED: {line}\nSTONE: {line}\n"),
            format!("A title\n\n• {line}\n• {line}\n\n> {line}\n"),
        ] {
            let import = import_text(&text);
            assert_eq!(import.report.status, Status::Created, "{text}\n{:?}\n{:?}", import.report.error, import.page);
        }
    }
}

#[test]
fn the_seeds_of_this_site_give_their_passages() {
    let import_seed = |name: &str| {
        let bytes = std::fs::read(format!("{}/seeds/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let import = import_text(str::from_utf8(&bytes).unwrap());
        (import.report, passages(&import.page.unwrap()))
    };
    let id = |number: u32| PassageId::new(number).unwrap();

    let (report, passages) = import_seed("npr-witkoff-interview.txt");
    assert_eq!((report.passages, report.boilerplate, report.date.as_deref()), (20, 2, Some("2026")));
    assert!(passages[&id(1)].starts_with("Just to keep track"));
    assert_eq!(passages[&id(2)], "Hello.");
    assert!(passages[&id(9)].starts_with("OK. So what"));
    assert!(report.notes[0].starts_with("p9 has the speaker label \"REGISTRATION\""));
    assert!(report.notes[0].ends_with("perhaps Steve Inskeep, who alternates there"));

    let (report, passages) = import_seed("witkoff-in-russia-article.txt");
    assert_eq!((report.passages, report.date.as_deref()), (22, Some("../2025-04-25")));
    assert!(passages[&id(1)].starts_with("On April 25, 2025, Sky News reported"));
    assert!(passages[&id(22)].starts_with("What are your thoughts"));
}

/// The page of a document, without the lines that every page has.
fn shown(import: &Import) -> String {
    let Some(page) = &import.page else { return format!("{}\n", import.report.error.as_deref().unwrap_or("nothing")) };
    let common = ["key: ", "seed: ", "sha256: ", "rights: "];
    page.lines().filter(|line| !common.iter().any(|key| line.starts_with(key))).flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn the_documents_of_the_spec_give_their_pages() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/spec/import.md");
    let spec = std::fs::read_to_string(path).unwrap();
    let mut actual = String::new();
    let mut rest = spec.as_str();
    while let Some((before, after)) = rest.split_once("````seed\n") {
        let (seed, after) = after.split_once("````\n").unwrap();
        let (between, after) = after.split_once("````page\n").unwrap();
        let (_, after) = after.split_once("````\n").unwrap();
        let page = shown(&import_text(seed));
        actual.extend([before, "````seed\n", seed, "````\n", between, "````page\n", &page, "````\n"]);
        rest = after;
    }
    actual.push_str(rest);
    compare(path, &spec, &actual);
}

/// Compares a spec with what is so; `BLESS=1` writes what is so into its place.
fn compare(path: &str, spec: &str, actual: &str) {
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, actual).unwrap();
    } else {
        let differs = spec.lines().zip(actual.lines()).enumerate().find(|(_, (expected, actual))| expected != actual);
        assert!(actual == spec, "the spec differs; `BLESS=1` writes it anew: {differs:?}");
    }
}

/// The text between the next fence of this name and its end; what stands before it, with the fence; and the rest.
fn fenced<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let fence = format!("````{name}\n");
    let start = text.find(&fence)? + fence.len();
    let end = start + text[start..].find("````\n")?;
    Some((&text[..start], &text[start..end], &text[end..]))
}

#[test]
fn the_changes_of_the_spec_give_their_pages() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/spec/merge.md");
    let spec = std::fs::read_to_string(path).unwrap();
    let (mut actual, mut rest) = (String::new(), spec.as_str());
    while let Some((before, seed, after)) = fenced(rest, "seed") {
        let (to_edit, edits, after) = fenced(after, "edit").unwrap();
        let (to_again, again, after) = fenced(after, "seed").unwrap();
        let (to_page, _, after) = fenced(after, "page").unwrap();
        let (to_report, _, after) = fenced(after, "report").unwrap();
        let first = import_text(seed);
        let mut page = first.page.unwrap();
        for edit in edits.lines() {
            let (old, new) = edit.split_once(" => ").unwrap();
            let [old, new] = [old, new].map(|text| text.replace("\\n", "\n"));
            assert!(page.contains(&old), "{old}");
            page = page.replacen(&old, &new, 1);
        }
        let seal = Seal { entries: [(FilePath::new("seeds/a.txt").unwrap(), first.entry.unwrap())].into() };
        let import = import_over(again, &seal, Some(&page));
        let mut report: Vec<String> = import.report.changes.iter().flat_map(|changes| changes.lines()).collect();
        let entry = import.entry.iter().flat_map(|entry| &entry.retired);
        report.extend(entry.map(|(id, heirs)| format!("sealed: {id} is retired, {heirs:?} took its place")));
        let report: String = report.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
        actual.extend([before, seed, to_edit, edits, to_again, again, to_page, &shown(&import), to_report, &report]);
        rest = after;
    }
    actual.push_str(rest);
    compare(path, &spec, &actual);
}

/// Lines of the characters that Markdown, citations and fences are made of, among words.
fn line() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[a-zA-Zé]{1,6}",
        4 => " ",
        6 => "[\\\\`*_{}\\[\\]()#+.!|<>~^$&@:;=\"'/%?,0-9-]",
        1 => prop_oneof![Just("{#p1}"), Just(":::"), Just("[@a#p1]"), Just("**A:**"), Just("ADA:"), Just("• "), Just("[[Page S1]]"), Just("\u{A0}"), Just("&amp;")]
            .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

/// Whether a document is read as text; others are for their own readers.
fn is_text(text: &str) -> bool {
    let path = FilePath::new("seeds/a.txt").unwrap();
    let source = read(Seed { path: &path, bytes: text.as_bytes() }, true);
    source.is_err() || source.is_ok_and(|source| source.importer.starts_with("text "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_comes_back(lines in proptest::collection::vec((line(), "\n|\n\n|\n\n\n"), 1..12)) {
        let text: String = lines.iter().flat_map(|(line, end)| [line.as_str(), end.as_str()]).collect();
        prop_assume!(is_text(&text));
        let import = import_text(&text);
        prop_assert_eq!(import.report.status, Status::Created, "{:?}\n{}", import.report.error, text);
    }

    #[test]
    fn any_characters_come_back(text in "([^\\x00]{0,30}\n){0,6}") {
        let import = import_text(&text);
        prop_assert_eq!(import.report.status, Status::Created, "{:?}", import.report.error);
    }
}
