//! What is written is read back by small readers of the two formats, which know no more of them than their manuals say.

use super::*;
use crate::date::Edtf;
use crate::render::bibliography::name::Name;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The fields of one entry of BibTeX: balanced braces around each value, whatever is in it.
fn read_bibtex(text: &str) -> Option<(String, BTreeMap<String, String>)> {
    let (head, mut rest) = text.strip_prefix('@')?.split_once(",\n")?;
    let mut fields = BTreeMap::new();
    while let Some(line) = rest.strip_prefix("  ") {
        let (name, value) = line.split_once(" = {")?;
        let mut depth = 1;
        let end = value.char_indices().find(|(_, c)| {
            depth += i32::from(*c == '{') - i32::from(*c == '}');
            depth == 0
        })?;
        fields.insert(name.to_owned(), value[..end.0].to_owned());
        rest = value[end.0..].strip_prefix("},\n")?;
    }
    (rest == "}\n").then(|| (head.to_owned(), fields))
}

/// TeX for a letter → the letter.
fn from_tex(text: &str) -> String {
    let named = [
        ("\\textbackslash{}", "\u{1}"),
        ("\\textbraceleft{}", "\u{2}"),
        ("\\textbraceright{}", "\u{3}"),
        ("\\textasciitilde{}", "~"),
        ("\\textasciicircum{}", "^"),
    ];
    let text = named.iter().fold(text.to_owned(), |text, (tex, letter)| text.replace(tex, letter));
    let text = ["#", "$", "%", "&", "_"].iter().fold(text, |text, c| text.replace(&format!("\\{c}"), c));
    text.replace(['{', '}'], "").replace('\u{1}', "\\").replace('\u{2}', "{").replace('\u{3}', "}")
}

fn read_ris(text: &str) -> Option<Vec<(String, String)>> {
    let lines = text.strip_suffix("\r\n\r\n")?.split("\r\n");
    lines
        .map(|line| {
            let (tag, value) = line.split_once("  - ")?;
            (tag.len() == 2 && !value.contains(char::is_control)).then(|| (tag.to_owned(), value.to_owned()))
        })
        .collect()
}

fn reference(title: &str, names: Vec<Name>, date: Option<Edtf>) -> Reference {
    let text = |name: &str, value: &str| (name.to_owned(), value.split_whitespace().collect::<Vec<_>>().join(" "));
    Reference {
        key: "k.1:x_y-z".into(),
        genre: "report".into(),
        texts: [text("title", title), text("URL", "https://example.org/a_b?c={d}")]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .collect(),
        names: if names.is_empty() { BTreeMap::new() } else { [("author".to_owned(), names)].into() },
        dates: date.map(|date| ("issued".to_owned(), date)).into_iter().collect(),
    }
}

proptest! {
    #[test]
    fn what_is_written_can_be_read(title in r"[^\p{C}]{0,30}", literal in r"[^\p{C}\s]{1,9}( and)?( [^\p{C}\s]{1,9})?", given in r"\p{Lu}\p{Ll}{0,5}", family in r"\p{Lu}\p{Ll}{1,9}") {
        let person = Name::Person { given: given.clone(), particle: "van".into(), family: family.clone(), suffix: String::new() };
        let own = reference(&title, vec![Name::Literal(literal.clone()), person], Edtf::parse("2026-02-05?"));
        let (head, fields) = read_bibtex(&Export::Biblatex.text(&[&own])).expect("an entry of BibTeX");
        prop_assert_eq!(head, "report{k.1:x_y-z");
        prop_assert_eq!(from_tex(fields.get("title").map_or("", String::as_str)), own.text_of("title"));
        prop_assert_eq!(&fields["date"], "2026-02-05?");
        prop_assert_eq!(from_tex(&fields["author"]), format!("{literal} and van {family}, {given}"));
        prop_assert_eq!(&fields["url"], "https://example.org/a_b?c=%7Bd%7D");

        let lines = read_ris(&Export::Ris.text(&[&own])).expect("a record of RIS");
        let of = |tag: &str| lines.iter().filter(|(own, _)| own == tag).map(|(_, value)| value.as_str()).collect::<Vec<_>>();
        prop_assert_eq!(of("TI").join(""), own.text_of("title"));
        prop_assert_eq!(of("AU"), [literal.as_str(), &format!("van {family}, {given}")]);
        prop_assert_eq!(of("DA"), ["2026/02/05/uncertain"]);
        prop_assert_eq!((lines[0].0.as_str(), lines[lines.len() - 1].0.as_str()), ("TY", "ER"));

        let json: Value = serde_json::from_str(&Export::CslJson.text(&[&own])).expect("JSON");
        prop_assert_eq!(json[0]["title"].as_str().unwrap_or_default(), own.text_of("title"));
    }
}

#[test]
fn a_line_stays_a_line() {
    let mut own = reference("", Vec::new(), Edtf::parse("../2025-04-25"));
    own.texts.insert("title".into(), "a\nER  - \nTY  - BOOK\u{85}b".into());
    let tags: Vec<String> = read_ris(&Export::Ris.text(&[&own])).unwrap().into_iter().map(|(tag, _)| tag).collect();
    assert_eq!(tags, ["TY", "ID", "TI", "PY", "DA", "UR", "ER"]);
    assert!(read_bibtex(&Export::Biblatex.text(&[&own])).is_some());
}
