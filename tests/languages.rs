//! The language files of the default theme against one another, and against what asks for their words: templates and the
//! source code.
#![expect(clippy::disallowed_methods, reason = "reads the repository")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use walkdir::WalkDir;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The texts below a folder with this ending, joined.
fn texts(folder: &str, extension: &str) -> String {
    let files = WalkDir::new(repository().join(folder)).sort_by_file_name().into_iter().map(|entry| entry.unwrap());
    let files = files.filter(|entry| entry.path().extension().is_some_and(|own| own == extension));
    files.map(|entry| fs::read_to_string(entry.path()).unwrap()).collect::<Vec<_>>().join("\n")
}

/// What each key says: its forms by category, `other` for a text alone.
type Words = BTreeMap<String, BTreeMap<String, String>>;

fn words(tag: &str) -> Words {
    let path = repository().join(format!("themes/default/languages/{tag}.toml"));
    let file: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
    let mut words = Words::new();
    for (section, table) in file {
        for (name, value) in table.as_table().unwrap() {
            let forms = match value {
                toml::Value::Table(forms) => forms.clone(),
                text => toml::Table::from_iter([("other".to_owned(), text.clone())]),
            };
            let forms = forms.into_iter().map(|(form, text)| (form, text.as_str().unwrap().to_owned()));
            words.insert(format!("{section}.{name}"), forms.collect());
        }
    }
    words
}

fn languages() -> Vec<String> {
    let files = fs::read_dir(repository().join("themes/default/languages")).unwrap();
    let mut tags: Vec<String> =
        files.map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    tags.sort();
    tags
}

fn holes(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()).collect()
}

#[test]
fn every_language_says_all_that_english_says() {
    let english = words("en");
    for tag in languages() {
        let own = words(&tag);
        assert_eq!(own.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{tag}");
        for (key, forms) in &own {
            // A form may leave its number out: "one statement".
            let wanted = holes(&english[key]["other"]);
            for (form, text) in forms {
                let own = holes(text);
                let is_whole = own == wanted || form != "other" && wanted.difference(&own).all(|hole| *hole == "n");
                assert!(is_whole && own.is_subset(&wanted), "{tag}: `{key}` takes {wanted:?}, not {own:?}");
            }
        }
    }
}

/// The forms that each language needs for whole numbers.
#[test]
fn every_language_has_its_plural_forms() {
    for (tag, needed) in
        [("en", &["other"][..]), ("fr", &["other"]), ("ar", &["zero", "one", "two", "few", "many", "other"])]
    {
        for (key, forms) in words(tag) {
            let is_plural = words("en")[&key].len() > 1 || words(tag)[&key].len() > 1;
            if is_plural {
                let missing: Vec<_> = needed.iter().filter(|form| !forms.contains_key(**form)).collect();
                assert!(missing.is_empty(), "{tag}: `{key}` lacks {missing:?}");
            }
        }
    }
    assert_eq!(languages(), ["ar", "en", "fr"], "a new language belongs into this test");
}

/// The keys that templates and code ask for: whole ones, and the beginnings of those that are put together.
fn asked() -> (BTreeSet<String>, BTreeSet<String>) {
    let templates = texts("themes/default/templates", "html");
    let code = texts("src", "rs");
    let (mut whole, mut begun) = (BTreeSet::new(), BTreeSet::new());
    for rest in templates.split("key=\"").skip(1) {
        let (key, after) = rest.split_once('"').unwrap();
        if after.trim_start().starts_with('~') {
            begun.insert(key.to_owned())
        } else {
            whole.insert(key.to_owned())
        };
    }
    let filtered = templates.match_indices("\" | t }}").map(|(at, _)| templates[..at].rsplit('"').next().unwrap());
    whole.extend(filtered.map(str::to_owned));
    let english = words("en");
    let sections: BTreeSet<&str> = english.keys().map(|key| key.split('.').next().unwrap()).collect();
    for text in code.split('"') {
        let Some((section, name)) = text.split_once('.') else { continue };
        let is_file = ["html", "js"].contains(&name);
        let is_name = !name.contains(|c: char| !c.is_ascii_alphanumeric() && !"-_{}".contains(c));
        if !sections.contains(section) || is_file || !is_name {
            continue;
        }
        match text.split_once('{') {
            Some((beginning, _)) => begun.insert(beginning.to_owned()),
            None => whole.insert(text.to_owned()),
        };
    }
    (whole, begun)
}

#[test]
fn every_word_that_is_asked_for_is_there() {
    let english = words("en");
    let (whole, begun) = asked();
    let missing: Vec<&String> = whole.iter().filter(|key| !english.contains_key(*key)).collect();
    assert!(missing.is_empty(), "no language file says {missing:?}");
    for beginning in begun {
        assert!(english.keys().any(|key| key.starts_with(&beginning)), "no key begins with `{beginning}`");
    }
}

#[test]
fn every_word_is_asked_for() {
    let (whole, begun) = asked();
    let is_asked = |key: &str| whole.contains(key) || begun.iter().any(|beginning| key.starts_with(beginning));
    let english = words("en");
    let idle: Vec<&String> = english.keys().filter(|key| !is_asked(key)).collect();
    assert!(idle.is_empty(), "nobody asks for {idle:?}");
}

/// French sets `:`, `;`, `!` and `?` off by a space that does not break, and guillemets from what they hold.
#[test]
fn french_has_its_spaces() {
    for (key, forms) in words("fr") {
        for text in forms.values() {
            for (at, c) in text.char_indices().filter(|(_, c)| ":;!?»".contains(*c)) {
                let before = text[..at].chars().next_back();
                assert!(
                    matches!(before, Some('\u{a0}' | '\u{202f}')),
                    "`{key}`: `{text}` has no such space before {c}"
                );
            }
            assert!(!text.contains('\''), "`{key}`: `{text}` has a straight apostrophe");
        }
    }
}
