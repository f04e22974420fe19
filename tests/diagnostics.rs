//! `docs/diagnostics.md` is true: its table is that of the program, every code has its section, and every example gives
//! what it says. The notation of the examples is told on the page itself.

use ibid::compile::{Options, compile};
use ibid::diagnostic::{Code, Diagnostic, Level};
use ibid::key::PassageId;
use ibid::path::FilePath;
use ibid::picture::Picture;
use ibid::render::{Theme, missing_templates};
use ibid::report::{self, Style, manual};
use ibid::seal::{Accepted, Drift, Drifted, Entry, Matter, PassageHash, Seal};
use ibid::world::{Asset, Sha256, World};
use std::collections::{BTreeMap, BTreeSet};

type Files = BTreeMap<String, String>;

const EXAMPLE: &str = "content/briefings/example.md";
const MINUTES: &str = "content/sources/minutes.md";
const SEED: &str = "seeds/minutes.txt";
const BODY: &str = "The committee met in March [@minutes#p1].\n";

/// One `wrong:` or `right:` of a section.
struct Example {
    is_wrong: bool,
    /// The word after the fence's backticks.
    language: String,
    text: String,
}

#[test]
fn the_table_is_that_of_the_program() {
    let row = |&code: &Code| {
        let fixed = if code.can_be_lowered() { "" } else { " ‡" };
        let [default, strict] = [code.default_level(), code.strict_level()].map(manual::level_name);
        format!("| [`{code}`](#{code}){fixed} | {default} | {strict} |\n")
    };
    let table: String = Code::ALL.iter().map(row).collect();
    assert!(manual::PAGE.contains(&format!("| --- | --- | --- |\n{table}\n")), "the table should be\n{table}");
}

#[test]
fn every_example_gives_what_it_says() {
    let mut faults = Vec::new();
    for &code in Code::ALL {
        let examples = examples(code);
        for kind in [true, false] {
            if !examples.iter().any(|example| example.is_wrong == kind) {
                faults.push(format!("{code}: no example is {}", if kind { "wrong" } else { "right" }));
            }
        }
        for example in examples {
            let (world, found) = check(code, &example);
            let report = report::text(&found, &world, Style { colour: false, width: 100, most: None });
            let is_so = match example.is_wrong {
                true => !found.is_empty() && found.iter().all(|found| found.code == code),
                false => found.is_empty(),
            };
            if !is_so {
                let kind = if example.is_wrong { "wrong" } else { "right" };
                faults.push(format!("{code}: what is {kind} gives this:\n{}\n\n{report}", example.text));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n\n"));
}

#[test]
fn the_page_lists_the_files_of_the_site() {
    let (_, table) = manual::PAGE.split_once("| file | what it is |\n| --- | --- |\n").unwrap();
    let listed: BTreeSet<&str> = table.lines().map_while(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let mut files = site();
    files.insert(EXAMPLE.to_owned(), String::new());
    let files: BTreeSet<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(listed, files);
}

/// The examples of a section, in order.
fn examples(code: Code) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut language: Option<&str> = None;
    for line in manual::section(code).lines() {
        if let Some(info) = line.strip_prefix("```") {
            language = if language.is_some() { None } else { Some(info) };
            continue;
        }
        let Some(language) = language.filter(|&language| language != "sh") else { continue };
        let start = [("wrong: ", true), ("right: ", false)].into_iter().find(|(mark, _)| line.starts_with(mark));
        match start {
            Some((mark, is_wrong)) => {
                let text = format!("{}\n", &line[mark.len()..]);
                examples.push(Example { is_wrong, language: language.to_owned(), text });
            }
            None => {
                let rest = line.strip_prefix("       ").or_else(|| line.is_empty().then_some(""));
                let rest = rest.unwrap_or_else(|| panic!("{code}: `{line}` belongs to no example"));
                let example = examples.last_mut().unwrap_or_else(|| panic!("{code}: `{line}` belongs to no example"));
                example.text.push_str(&format!("{rest}\n"));
            }
        }
    }
    examples
}

/// The site as it is shown on the page, without the page of the example.
fn site() -> Files {
    let (_, page) = manual::PAGE.split_once("## The site of the examples").unwrap();
    let (_, page) = page.split_once("```markdown\n").unwrap();
    let (passages, _) = page.split_once("```\n").unwrap();
    let letter = manual::PAGE.split("with one passage: “").nth(1).unwrap().split('”').next().unwrap();
    let seed: String =
        passages.lines().filter(|line| !line.starts_with(":::")).map(|line| format!("{line}\n")).collect();
    let seed = [" {#p1}", " {#p2}", " {#p3}"].iter().fold(seed, |seed, id| seed.replace(id, ""));
    let place = "---\ntitle: Georgia\n---\n";
    let files = [
        ("content/briefings/chart.png", String::new()),
        ("content/briefings/saved-page.png", String::new()),
        ("content/method.md", "---\ntitle: Method\n---\n\n## Dates\n".to_owned()),
        ("content/places/georgia-country.md", place.to_owned()),
        ("content/places/georgia-state.md", place.to_owned()),
        (MINUTES, format!("---\ntitle: Minutes\nkey: minutes\nseed: {SEED}\n---\n\n{passages}")),
        (
            "content/sources/letter.md",
            format!("---\ntitle: Letter\nchecks:\n  unsealed-source: allow\n---\n\n{letter} {{#p1}}\n"),
        ),
        (SEED, seed),
    ];
    files.into_iter().map(|(path, text)| (path.to_owned(), text)).collect()
}

/// What `p2` said before the document changed.
fn drift() -> Drift {
    let words = manual::PAGE.split("`p2` said before:\n“").nth(1).unwrap().split('”').next().unwrap();
    let drifted = Drifted { was: PassageHash::of(words), words: Some(words.to_owned()), pieces: Vec::new() };
    Drift { passages: [(PassageId::new(2).unwrap(), drifted)].into(), ..Drift::default() }
}

/// What an import wrote and a human accepted: `p3` was set aside.
fn seal(code: Code, files: &Files) -> String {
    let path = |path: &str| FilePath::new(path).unwrap();
    let id = |number| PassageId::new(number).unwrap();
    let words = files[MINUTES].lines().filter_map(|line| line.split_once(" {#p"));
    let hashes: Vec<(PassageId, PassageHash)> =
        words.map(|(text, rest)| (id(rest.trim_end_matches('}').parse().unwrap()), PassageHash::of(text))).collect();
    let aside = hashes.iter().find(|(passage, _)| *passage == id(3)).unwrap().1;
    let entry = Entry {
        page: path(MINUTES),
        key: ibid::key::SourceKey::new("minutes").unwrap(),
        sha256: Sha256::of(files[SEED].as_bytes()),
        importer: "text 1".to_owned(),
        written: Sha256::of(files[MINUTES].as_bytes()),
        passages: hashes.into_iter().collect(),
        retired: [(id(4), vec![id(2)])].into(),
        accepted: vec![Accepted {
            passage: id(3),
            matter: Matter::Correction,
            from: Some(aside),
            to: None,
            note: "A notice.".to_owned(),
            by: None,
        }],
        drift: if code == Code::DriftedCitation { drift() } else { Drift::default() },
        imprint: None,
    };
    Seal { entries: [(path(SEED), entry)].into() }.to_string()
}

/// Puts an example onto the site and says what is found.
fn check(code: Code, example: &Example) -> (World, Vec<Diagnostic>) {
    let mut files = site();
    let lock = seal(code, &files);
    // What is allowed by default would not be seen.
    let level =
        if code.default_level() == Level::Allow { format!("[checks]\n{code} = \"warn\"\n") } else { String::new() };
    files.insert("ibid.toml".to_owned(), level);
    files.insert(EXAMPLE.to_owned(), format!("---\ntitle: Example\n---\n\n{BODY}"));
    let text = &example.text;
    match example.language.as_str() {
        "markdown" => drop(files.insert(EXAMPLE.to_owned(), format!("---\ntitle: Example\n---\n\n{text}"))),
        "yaml" => drop(files.insert(EXAMPLE.to_owned(), format!("---\n{text}---\n\n{BODY}"))),
        "toml" => drop(files.insert("ibid.toml".to_owned(), text.clone())),
        "text" => {
            let (path, text) = text.split_once('\n').expect("the path stands on a line of its own");
            files.insert(path.to_owned(), text.to_owned());
        }
        "diff" => {
            let (path, diff) = text.split_once('\n').expect("the path stands on a line of its own");
            let file = files.entry(path.to_owned()).or_default();
            *file = patched(file, diff);
        }
        other => panic!("{code}: an example in `{other}` cannot be tried"),
    }
    files.insert("ibid.lock".to_owned(), lock);
    let texts = files.iter().filter(|(path, _)| !path.ends_with(".png"));
    let mut world = World::from_texts(texts.map(|(path, text)| (path.as_str(), text.as_str())));
    for path in files.keys().filter(|path| path.ends_with(".png")) {
        let picture = path.contains("chart").then_some(Picture { size: Some((800, 400)), is_photograph: true });
        world.assets.insert(FilePath::new(path).unwrap(), Asset { sha256: Sha256::of(b""), picture });
    }
    let mut site = compile(world, Options { locked: code == Code::StaleSeal, ..Options::default() });
    let (theme, faults) = Theme::load(&site);
    let missing = missing_templates(&site, &theme);
    let found = std::mem::take(&mut site.diagnostics).into_iter().chain(faults).chain(missing).collect();
    (site.world, found)
}

/// The text with the lines of `-` replaced by those of `+`; lines of `+` alone go to its end.
fn patched(text: &str, diff: &str) -> String {
    let of = |sign: char| -> String {
        diff.lines().filter_map(|line| line.strip_prefix(sign)).map(|line| format!("{line}\n")).collect()
    };
    let (old, new) = (of('-'), of('+'));
    assert!(diff.lines().all(|line| line.starts_with(['+', '-'])), "{diff}");
    if old.is_empty() {
        return format!("{text}{new}");
    }
    assert_eq!(text.matches(&old).count(), 1, "one place has\n{old}");
    text.replace(&old, &new)
}
