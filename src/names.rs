//! `names.toml` → the names that a desk knows without having a page on each: people, organisations and places with their
//! other forms, and words that are never names. `corpus` reads it; `extract` finds names by it. No page links by it.

use crate::diagnostic::{Code, Finding, did_you_mean};
use crate::fields::{Field, Fields, Notation, Value};
use crate::meta::Kind;
use crate::span::Span;
use std::collections::BTreeMap;

/// The path of the file below the site's root.
pub const PATH: &str = "names.toml";

/// What the file says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Names {
    /// By kind, and by name.
    pub named: Vec<Named>,
    /// As they are written, sorted.
    pub never: Vec<String>,
    pub findings: Vec<Finding>,
}

/// One who is named.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// A person, an organisation or a place.
    pub kind: Kind,
    pub name: String,
    /// Other names and spellings.
    pub forms: Vec<String>,
}

const KINDS: [(&str, Kind); 3] =
    [("people", Kind::Person), ("organisations", Kind::Organisation), ("places", Kind::Place)];

const NEVER: &str = "never";

/// What a list or a line should look like.
const LINE: &str = "write `\"Name\" = [\"other form\", \"another\"]`, with `[]` where there is none";

/// Reads the text of `names.toml`. What is wrong is found, and left out.
pub fn parse(text: &str) -> Names {
    let mut names = Names::default();
    let mut fields = match Fields::parse(text, Span::new(0, text.len()), Notation::Toml) {
        Ok(fields) => fields,
        Err(fault) => {
            let message = format!("`{PATH}` cannot be read: {}", fault.message);
            names.findings.push(Finding::new(Code::InvalidConfig, fault.span, message).help(LINE));
            return names;
        }
    };
    if let Some(field) = fields.take(NEVER) {
        names.read_never(field);
    }
    for (key, kind) in KINDS {
        if let Some(field) = fields.take(key) {
            names.read_named(key, kind, field);
        }
    }
    for (key, field) in fields.into_rest() {
        let known = KINDS.map(|(key, _)| key).into_iter().chain([NEVER]);
        let help = did_you_mean(&key, known, "names stand under `[people]`, `[organisations]` and `[places]`");
        let message = format!("the key `{key}` means nothing in `{PATH}`");
        names.findings.push(Finding::new(Code::UnknownKey, field.span, message).help(help));
    }
    names
}

impl Names {
    fn fault(&mut self, span: Span, message: String, help: &str) {
        self.findings.push(Finding::new(Code::InvalidConfig, span, message).help(help));
    }

    fn read_never(&mut self, field: Field) {
        match texts(field.value) {
            Ok(words) => self.never = words,
            Err(kind) => {
                let help = "write `never = [\"Registration\", \"Host\"]`";
                self.fault(field.span, format!("`{NEVER}` must be a list of texts, not {kind}"), help);
            }
        }
        self.never.sort();
        self.never.dedup();
    }

    /// A table of names with their forms, or a list of names that have none.
    fn read_named(&mut self, key: &str, kind: Kind, field: Field) {
        let table = match field.value.clone() {
            Value::Table(table) => table,
            Value::Null => BTreeMap::new(),
            value => match texts(value) {
                Ok(names) => names.into_iter().map(|name| (name, Value::List(Vec::new()))).collect(),
                Err(kind) => {
                    let message = format!("`{key}` must be a table of names, not {kind}");
                    return self.fault(field.span, message, LINE);
                }
            },
        };
        for (name, forms) in table {
            let span = field.place_of(&name);
            if name == NEVER {
                let help =
                    format!("move the line to the top of the file, before the first `[…]`: here it is in `[{key}]`");
                self.fault(span, format!("`{NEVER}` is taken for a name"), &help);
                continue;
            }
            match texts(forms) {
                Ok(forms) => self.push(span, Named { kind, name, forms }),
                Err(kind) => {
                    self.fault(span, format!("the forms of `{name}` must be a list of texts, not {kind}"), LINE);
                }
            }
        }
    }

    fn push(&mut self, span: Span, named: Named) {
        let shown = named.name.trim();
        if shown.is_empty() {
            return self.fault(span, "a name is empty".to_owned(), "write the name, or remove the line");
        }
        if let Some(never) = std::iter::once(&named.name).chain(&named.forms).find(|name| self.never.contains(name)) {
            let message = format!("`{never}` is a name, and stands under `{NEVER}` too");
            return self.fault(span, message, "remove it from one of the two");
        }
        let folder = |kind| KINDS.iter().find(|(_, of)| *of == kind).map_or("", |(key, _)| *key);
        if let Some(other) = self.named.iter().find(|other| other.name == named.name) {
            let message = format!("`{shown}` stands under `{}` and under `{}`", folder(other.kind), folder(named.kind));
            return self.fault(span, message, "a name has one kind: remove one of the two");
        }
        self.named.push(named);
    }
}

/// The texts of a list, without empty ones; one text is a list of one. Otherwise what the value is.
fn texts(value: Value) -> Result<Vec<String>, &'static str> {
    let items = match value {
        Value::Null => Vec::new(),
        Value::List(items) => items,
        Value::Text(text) => vec![Value::Text(text)],
        other => return Err(other.kind()),
    };
    let mut texts = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Value::Text(text) => texts.push(text.trim().to_owned()),
            _ => return Err("a list of other things"),
        }
    }
    texts.retain(|text| !text.is_empty());
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_kinds_and_forms() {
        let names = parse(
            "never = [\"Host\"]\nplaces = [\"Merefa\", \"Bucha\"]\n[people]\n\"Ann Roe\" = [\"A. Roe\"]\nRoehm = \"Röhm\"\n",
        );
        assert_eq!(names.findings, []);
        assert_eq!(names.never, ["Host"]);
        let read: Vec<_> = names.named.iter().map(|one| (one.kind, &*one.name, one.forms.join("|"))).collect();
        let expected = [
            (Kind::Person, "Ann Roe", "A. Roe"),
            (Kind::Person, "Roehm", "Röhm"),
            (Kind::Place, "Bucha", ""),
            (Kind::Place, "Merefa", ""),
        ];
        assert_eq!(read, expected.map(|(kind, name, forms)| (kind, name, forms.to_owned())));
        assert_eq!(parse(""), Names::default());
    }

    #[test]
    fn every_fault_is_found_where_it_stands() {
        let text = "never = [3]\npeopel = []\n\n[people]\n\"Ann Roe\" = []\n\"Bob Lee\" = 4\nnever = [\"Host\"]\n\n[places]\n\"Ann Roe\" = []\n";
        let found = parse(text).findings;
        let shown: Vec<_> = found.iter().map(|finding| (finding.span.of(text), &*finding.message)).collect();
        assert_eq!(
            shown,
            [
                ("never = [3]", "`never` must be a list of texts, not a list of other things"),
                ("Bob Lee\" = 4", "the forms of `Bob Lee` must be a list of texts, not a number"),
                ("never = [\"Host\"]", "`never` is taken for a name"),
                ("Ann Roe\" = []", "`Ann Roe` stands under `people` and under `places`"),
                ("peopel = []", "the key `peopel` means nothing in `names.toml`"),
            ]
        );
        assert!(found[4].help.as_deref().unwrap().contains("`people`"));
        assert_eq!(parse("people = = 3").findings[0].code, Code::InvalidConfig);
    }
}
