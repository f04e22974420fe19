//! The variables of CSL 1.0.2 that a source page may set in its `csl` table, beside those that the front matter has keys
//! for. <https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables>

use super::read::DATE_HELP;
use crate::config::Reader;
use crate::date::Edtf;
use crate::diagnostic::{Finding, did_you_mean};
use crate::fields::Value;
use std::collections::BTreeMap;

/// What a variable holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Matter {
    Text,
    Name,
    Date,
}

#[rustfmt::skip]
const TEXTS: &[&str] = &[
    "DOI", "ISBN", "ISSN", "PMCID", "PMID", "archive", "archive-place", "archive_collection", "archive_location",
    "authority", "call-number", "chapter-number", "collection-number", "collection-title", "container-title",
    "container-title-short", "dimensions", "division", "edition", "event-place", "event-title", "genre", "issue",
    "jurisdiction", "medium", "number", "number-of-pages", "number-of-volumes", "original-publisher",
    "original-publisher-place", "original-title", "page", "part-number", "part-title", "printing-number",
    "publisher-place", "references", "reviewed-genre", "reviewed-title", "scale", "section", "source", "status",
    "supplement-number", "title-short", "version", "volume", "volume-title",
];

#[rustfmt::skip]
const NAMES: &[&str] = &[
    "chair", "collection-editor", "compiler", "composer", "container-author", "contributor", "curator", "director",
    "editor", "editorial-director", "executive-producer", "guest", "host", "illustrator", "interviewer", "narrator",
    "organizer", "original-author", "performer", "producer", "recipient", "reviewed-author", "script-writer",
    "series-creator", "translator",
];

const DATES: &[&str] = &["available-date", "event-date", "original-date", "submitted"];

/// Those that have a key of their own, and the key.
const ELSEWHERE: &[(&str, &str)] = &[
    ("URL", "url"),
    ("abstract", "summary"),
    ("accessed", "retrieved"),
    ("author", "authors"),
    ("issued", "date"),
    ("language", "language"),
    ("publisher", "publisher"),
    ("title", "title"),
    ("type", "type"),
];

/// What a variable holds; `None` for what is no variable, or has a key of its own.
pub fn matter(variable: &str) -> Option<Matter> {
    let lists = [(TEXTS, Matter::Text), (NAMES, Matter::Name), (DATES, Matter::Date)];
    lists.into_iter().find(|(list, _)| list.contains(&variable)).map(|(_, matter)| matter)
}

/// Reads the table: variables, each with its values. What is wrong with it is said in its place.
pub(super) fn csl(reader: &mut Reader<'_>) -> BTreeMap<String, Vec<String>> {
    let Some(field) = reader.fields.take("csl") else { return BTreeMap::new() };
    let mut fault = |span, message: String, help: String| {
        reader.findings.push(Finding::new(reader.code, span, message).help(help));
    };
    let table = match field.value.clone() {
        Value::Table(table) => table,
        Value::Null => return BTreeMap::new(),
        other => {
            let help = "write `csl: {volume: 3, DOI: 10.1000/182}`".to_owned();
            fault(field.span, format!("`csl` must be a table, not {}", other.kind()), help);
            return BTreeMap::new();
        }
    };
    let mut read = BTreeMap::new();
    for (variable, value) in table {
        let span = field.place_of(&variable);
        let Some(matter) = matter(&variable) else {
            let help = match ELSEWHERE.iter().find(|(name, _)| *name == variable) {
                Some((_, key)) => format!("write it as `{key}`, outside of `csl`"),
                None => did_you_mean(&variable, [TEXTS, NAMES, DATES].concat(), "the variables are those of CSL 1.0.2"),
            };
            fault(span, format!("`{variable}` is no variable of `csl`"), help);
            continue;
        };
        let is_list = matches!(value, Value::List(_));
        let values: Option<Vec<String>> = match value {
            Value::Null => continue,
            Value::List(items) => items.into_iter().map(Value::into_text).collect(),
            one => one.into_text().map(|text| vec![text]),
        };
        match values {
            Some(values) if !is_list || matter == Matter::Name => {
                let wrong = values.iter().find(|text| matter == Matter::Date && Edtf::parse(text).is_none());
                match wrong {
                    Some(text) => fault(span, format!("`{variable}` is no date: `{text}`"), DATE_HELP.to_owned()),
                    None => drop(read.insert(variable, values)),
                }
            }
            _ if matter == Matter::Name => {
                fault(span, format!("`{variable}` must be a list of names"), "write `[one, two]`".to_owned());
            }
            _ => fault(span, format!("`{variable}` must be one text"), "write one value after the key".to_owned()),
        }
    }
    read
}
