//! The house rules that a compiler does not know: a module leans on lower layers only, and each large dependency has
//! one home. Reads `src/` as text, so a rule costs nothing and names the line that breaks it.
#![expect(clippy::disallowed_methods, reason = "reads the source code")]

use std::fs;
use std::path::Path;
use walkdir::WalkDir;

/// The rooms from the ground up. Those of one line may lean on one another.
const LAYERS: &[&[&str]] = &[
    &["span", "path", "key", "date", "diagnostic", "picture", "prose", "seal", "fields"],
    &["config", "meta", "names", "parts", "trace", "world"],
    &["interface", "themes"],
    &["page"],
    &["import"],
    &["corpus"],
    &["bind"],
    &["extract"],
    &["propose"],
    &["graph"],
    &["check"],
    &["draft"],
    &["site"],
    &["render"],
    &["compile", "query"],
    &["fix", "memory"],
    &["disk", "report"],
    &["serve", "lsp", "cli"],
];

/// Words of the ground floor that speak of one another: the hash in a seal is the world's.
const EXCEPTIONS: &[(&str, &str)] = &[("seal", "world")];

/// What may be named only below these paths.
const HOMES: &[(&str, &[&str])] = &[
    ("pulldown_cmark", &["page/", "render/"]),
    ("tera", &["render/theme", "render/speech"]),
    ("syntect", &["render/"]),
    ("annotate_snippets", &["report"]),
    ("std::fs", &["disk/", "cli/"]),
    ("walkdir", &["disk/", "cli/tests/"]),
    ("rustix", &["disk/", "cli/readers"]),
    ("globset", &["disk/"]),
    ("snowball_stemmers_rs", &["prose/term"]),
    ("chardetng", &["import/encoding"]),
    ("flate2", &["import/read"]),
    ("unpdf", &["import/pdf"]),
    ("mail_parser", &["import/mail"]),
    ("image", &["picture"]),
    ("imagesize", &["picture"]),
    ("quick_xml", &["import/office", "picture"]),
    ("hayagriva", &["render/bibliography"]),
    ("icu_collator", &["render/bibliography"]),
    ("zip", &["import/office", "import/format"]),
    ("dom_query", &["import/html"]),
    ("icu_plurals", &["interface/message"]),
    ("icu_locale", &["interface/message", "render/bibliography"]),
    ("std::net", &["serve/"]),
    ("notify", &["serve/watch"]),
    ("httparse", &["serve/http"]),
    ("percent_encoding", &["serve/"]),
    ("ctrlc", &["cli/serve"]),
    ("mimalloc", &["main"]),
    ("clap", &["cli/"]),
    ("postcard", &["memory", "parts"]),
    ("indicatif", &["cli/"]),
];

/// A line of code in `src/`, comments and strings left out as far as one line shows them.
struct Line {
    /// Below `src/`, with `/`.
    path: String,
    number: usize,
    code: String,
}

fn lines() -> Vec<Line> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut lines = Vec::new();
    for entry in WalkDir::new(&src).sort_by_file_name() {
        let entry = entry.expect("the source code can be read");
        if entry.path().extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let path = entry.path().strip_prefix(&src).expect("the walk stays below").to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(entry.path()).expect("source code is text");
        for (nth, line) in text.lines().enumerate() {
            lines.push(Line { path: path.clone(), number: nth + 1, code: code(line) });
        }
    }
    lines
}

/// The line without its strings and its comment.
fn code(line: &str) -> String {
    let outside: String = line.split('"').step_by(2).collect::<Vec<_>>().join("\"\"");
    outside.split("//").next().unwrap_or_default().to_owned()
}

/// The room of a file below `src/`; none for the library's and the program's own file.
fn room(path: &str) -> Option<&str> {
    let room = path.split('/').next().unwrap_or(path).trim_end_matches(".rs");
    (room != "lib" && room != "main").then_some(room)
}

fn layer(room: &str) -> Option<usize> {
    LAYERS.iter().position(|rooms| rooms.contains(&room))
}

/// The rooms that a line of code names: `crate::page::Page` names `page`, `crate::{page, path::FilePath}` two.
fn named(code: &str) -> Vec<&str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut named = Vec::new();
    for (at, marker) in code.match_indices("crate::") {
        let rest = &code[at + marker.len()..];
        let Some(list) = rest.strip_prefix('{') else {
            named.extend(rest.split(|c| !is_word(c)).next());
            continue;
        };
        let mut depth = 0;
        let parts = list.split(|c| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            c == ',' && depth == 0
        });
        named.extend(parts.filter_map(|part| part.trim().split(|c| !is_word(c)).next()));
    }
    named.retain(|name| layer(name).is_some());
    named
}

/// Whether `code` names the crate or module `name` as a path of its own.
fn names(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = &code[at + name.len()..];
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':' && c != '.')
            && (after.starts_with("::") || after.starts_with(';') || after.starts_with(" as "))
    }) || name == "std::fs" && code.contains("std::{") && code.contains("fs")
}

fn assert_none(broken: Vec<String>) {
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn every_room_has_its_layer() {
    let mut homeless: Vec<String> = Vec::new();
    for line in lines() {
        if let Some(room) = room(&line.path).filter(|room| layer(room).is_none()) {
            homeless.push(format!("`{room}` stands in no layer of tests/architecture.rs"));
        }
    }
    homeless.dedup();
    assert_none(homeless);
}

#[test]
fn a_room_leans_on_lower_layers_only() {
    let mut broken = Vec::new();
    for line in lines() {
        let Some(own) = room(&line.path) else { continue };
        for other in named(&line.code) {
            let leans_up = layer(other) > layer(own);
            if leans_up && !EXCEPTIONS.contains(&(own, other)) {
                broken.push(format!(
                    "src/{}:{}: `{own}` leans on `{other}`, which stands higher",
                    line.path, line.number
                ));
            }
        }
    }
    assert_none(broken);
}

#[test]
fn each_large_dependency_has_one_home() {
    let mut broken = Vec::new();
    for line in lines() {
        for (name, homes) in HOMES {
            if names(&line.code, name) && !homes.iter().any(|home| line.path.starts_with(home)) {
                broken.push(format!("src/{}:{}: `{name}` belongs to {}", line.path, line.number, homes.join(" and ")));
            }
        }
    }
    assert_none(broken);
}

#[test]
fn the_rules_see_what_they_should() {
    assert_eq!(named("use crate::page::Page;"), ["page"]);
    assert_eq!(named("use crate::{page::{Page, Mark}, path, unknown};"), ["page", "path"]);
    assert_eq!(named("pub(crate) fn x(world: &crate::world::World)"), ["world"]);
    assert_eq!(code("let a = \"crate::cli::x\"; // crate::page"), "let a = \"\"; ");
    assert!(names("use std::fs::File;", "std::fs") && names("use std::{fs, io};", "std::fs"));
    assert!(names("use tera::Tera;", "tera") && !names("let literate = iterate::x", "tera"));
}
