//! YAML or TOML → a table of named values, each with the place of its key. Used for front matter and for `ibid.toml`;
//! what the names mean is said there.

use crate::diagnostic::{Code, Finding, did_you_mean};
use crate::span::Span;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A value without its place. Dates and numbers keep their text.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Value>),
    Table(BTreeMap<String, Value>),
}

/// The top level of a YAML or TOML document.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    fields: BTreeMap<String, Field>,
}

#[derive(Clone, Debug)]
pub struct Field {
    /// The line of the key, from the key on.
    pub span: Span,
    /// The key itself, without quotation marks around it; the line where it is written otherwise.
    key: Span,
    pub value: Value,
    /// The lines of the keys inside a table, or inside the tables of a list, as far as they stand on lines of their own:
    /// the first of each name.
    pub inner: BTreeMap<String, Span>,
}

impl Field {
    /// Where a key inside the field's table stands; the field itself where that cannot be told.
    pub fn place_of(&self, key: &str) -> Span {
        self.inner.get(key).copied().unwrap_or(self.span)
    }
}

/// The two notations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Notation {
    Yaml,
    Toml,
}

/// A document that does not parse: where, and what the parser says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unparsed {
    pub span: Span,
    pub message: String,
}

impl Fields {
    /// Reads `text[inside]`; spans are offsets into `text`.
    pub fn parse(text: &str, inside: Span, notation: Notation) -> Result<Self, Unparsed> {
        let document = inside.of(text);
        let value: Value = match notation {
            Notation::Yaml => parse_yaml(document, inside)?,
            Notation::Toml => parse_toml(document, inside)?,
        };
        let table = match value {
            Value::Table(table) => table,
            Value::Null => BTreeMap::new(),
            _ => {
                return Err(Unparsed {
                    span: first_line(text, inside),
                    message: "expected lines of `key: value`".into(),
                });
            }
        };
        let fields = table
            .into_iter()
            .map(|(key, value)| {
                let (span, own) = key_line(text, inside, &key, notation).unwrap_or_else(|| {
                    let line = first_line(text, inside);
                    (line, line)
                });
                let value = as_written(value, span.of(text), notation);
                let inner = inner_lines(text, Span::new(span.end, inside.end), &value, notation);
                (key, Field { span, key: own, value, inner })
            })
            .collect();
        Ok(Self { fields })
    }

    /// Removes and returns the field of that name.
    pub fn take(&mut self, key: &str) -> Option<Field> {
        self.fields.remove(key)
    }

    /// What nobody took, by name.
    pub fn into_rest(self) -> impl Iterator<Item = (String, Field)> {
        self.fields.into_iter()
    }

    /// What nobody took, as findings: unknown keys, each with the nearest of `known`.
    pub fn into_unknown(self, known: &[&str]) -> Vec<Finding> {
        let fault = |(key, field): (String, Field)| {
            let help = did_you_mean(&key, known.iter().copied(), "what is the site's own goes under `extra`");
            Finding::new(Code::UnknownKey, field.key, format!("the key `{key}` means nothing here")).help(help)
        };
        self.fields.into_iter().map(fault).collect()
    }
}

fn parse_yaml(document: &str, inside: Span) -> Result<Value, Unparsed> {
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options(document, options).map_err(|error| {
        let start = error.location().map_or(0, |place| line_column_offset(document, place.line(), place.column()));
        let message = error.without_snippet().to_string();
        let message = message.split(", set DuplicateKeyPolicy").next().unwrap_or_default().to_owned();
        Unparsed { span: rest_of_line(document, start, inside), message: strip_place(&message) }
    })
}

fn parse_toml(document: &str, inside: Span) -> Result<Value, Unparsed> {
    toml::from_str(document).map_err(|error| {
        let start = error.span().map_or(0, |range| range.start.min(document.len()));
        Unparsed {
            span: rest_of_line(document, start, inside),
            message: error.message().lines().collect::<Vec<_>>().join("; "),
        }
    })
}

/// A parser's message without the place that the diagnostic states anyway.
fn strip_place(message: &str) -> String {
    message.split(" at line ").next().unwrap_or_default().trim().to_owned()
}

fn line_column_offset(text: &str, line: u64, column: u64) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1) as usize).map(str::len).sum();
    let column = column.saturating_sub(1) as usize;
    text[start..].char_indices().nth(column).map_or(text.len(), |(at, _)| start + at)
}

fn rest_of_line(document: &str, start: usize, inside: Span) -> Span {
    let start = (0..=start).rev().find(|&at| document.is_char_boundary(at)).unwrap_or(0);
    let end = document[start..].find('\n').map_or(document.len(), |newline| start + newline);
    Span::new(inside.start + start, inside.start + end)
}

fn first_line(text: &str, inside: Span) -> Span {
    let end = inside.of(text).find('\n').map_or(inside.end, |newline| inside.start + newline);
    Span::new(inside.start, end)
}

/// The line on which a top-level key stands, from the key to the line's end, and the key.
fn key_line(text: &str, inside: Span, key: &str, notation: Notation) -> Option<(Span, Span)> {
    let mut start = inside.start;
    for line in inside.of(text).split_inclusive('\n') {
        let bare = line.trim_start_matches(['"', '\'', '[']);
        let rest = bare.strip_prefix(key).map(|rest| rest.trim_start_matches(['"', '\'', ' ', '\t']));
        let follows = |rest: &str| match notation {
            Notation::Yaml => rest.starts_with(':'),
            Notation::Toml => rest.starts_with(['=', ']', '.']),
        };
        if rest.is_some_and(follows) {
            let at = start + line.len() - bare.len();
            return Some((Span::new(start, start + line.trim_end().len()), Span::new(at, at + key.len())));
        }
        start += line.len();
    }
    None
}

/// The lines of the keys of a table that begins before `rest`: those that follow, up to the next field of the top level.
fn inner_lines(text: &str, rest: Span, value: &Value, notation: Notation) -> BTreeMap<String, Span> {
    let mut keys: BTreeSet<&str> = BTreeSet::new();
    match value {
        Value::Table(table) => keys.extend(table.keys().map(String::as_str)),
        Value::List(items) => keys.extend(items.iter().flat_map(|item| match item {
            Value::Table(table) => table.keys().map(String::as_str).collect(),
            _ => Vec::new(),
        })),
        _ => {}
    }
    let mut inner = BTreeMap::new();
    let mut start = rest.start;
    for (nth, line) in rest.of(text).split_inclusive('\n').enumerate() {
        let bare = line.trim_start_matches([' ', '\t', '-', '"', '\'']);
        let is_next = match notation {
            Notation::Yaml => line.starts_with(|c: char| !c.is_whitespace() && c != '-' && c != '#'),
            Notation::Toml => line.starts_with('['),
        };
        if is_next && nth > 0 {
            break;
        }
        // A key in quotation marks may hold spaces.
        let quoted = line[..line.len() - bare.len()].ends_with(['"', '\'']);
        let ends: &[char] = if quoted { &['"', '\''] } else { &['"', '\'', ':', '=', ' '] };
        let key = bare.split(ends).next().unwrap_or_default();
        if keys.contains(key) {
            let indent = line.len() - bare.len();
            let span = Span::new(start + indent, start + line.trim_end().len());
            inner.entry(key.to_owned()).or_insert(span);
        }
        start += line.len();
    }
    inner
}

/// A plain YAML scalar that reads as a number or a truth value keeps the text that was written: `1.10` is not `1.1`.
fn as_written(value: Value, line: &str, notation: Notation) -> Value {
    let written = || line.split_once(':').map(|(_, written)| written.split(" #").next().unwrap_or_default().trim());
    match (value, notation) {
        (Value::Number(number), Notation::Yaml) => {
            Value::Number(written().filter(|text| !text.is_empty()).map_or(number, str::to_owned))
        }
        (value, _) => value,
    }
}

/// The key under which the TOML parser hands over its native dates.
const TOML_DATE: &str = "$__toml_private_datetime";

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut table = BTreeMap::new();
        while let Some((key, value)) = entries.next_entry::<Value, Value>()? {
            match key.into_text() {
                Some(key) if key == TOML_DATE => return Ok(value),
                Some(key) => {
                    table.insert(key, value);
                }
                None => return Err(serde::de::Error::custom("a key must be a word")),
            }
        }
        Ok(Value::Table(table))
    }
}

impl Value {
    /// The text of a scalar; `None` for lists, tables and nothing.
    pub fn into_text(self) -> Option<String> {
        match self {
            Value::Text(text) | Value::Number(text) => Some(text),
            Value::Bool(truth) => Some(truth.to_string()),
            Value::Null | Value::List(_) | Value::Table(_) => None,
        }
    }

    /// As JSON, for templates.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Value::Null => serde_json::Value::Null,
            Value::Bool(truth) => (*truth).into(),
            Value::Number(number) => serde_json::from_str(number).unwrap_or_else(|_| number.as_str().into()),
            Value::Text(text) => text.as_str().into(),
            Value::List(list) => list.iter().map(Value::to_json).collect(),
            Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), value.to_json())).collect(),
        }
    }

    /// What kind of value it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str, notation: Notation) -> Result<Fields, Unparsed> {
        Fields::parse(text, Span::new(0, text.len()), notation)
    }

    #[test]
    fn both_notations_give_the_same_values() {
        let yaml = "title: 1.10\ndate: 2026-02-05\nyear: 2026\ntopics: [a, b]\nstrict: true\nempty:\n";
        let toml = "title = \"1.10\"\ndate = 2026-02-05\nyear = 2026\ntopics = [\"a\", \"b\"]\nstrict = true\n";
        for (text, notation) in [(yaml, Notation::Yaml), (toml, Notation::Toml)] {
            let mut fields = parse(text, notation).unwrap();
            assert_eq!(fields.take("title").unwrap().value.into_text().as_deref(), Some("1.10"));
            assert_eq!(fields.take("date").unwrap().value, Value::Text("2026-02-05".into()));
            assert_eq!(fields.take("year").unwrap().value, Value::Number("2026".into()));
            assert_eq!(fields.take("strict").unwrap().value, Value::Bool(true));
            let topics = fields.take("topics").unwrap();
            assert_eq!(topics.value, Value::List(vec![Value::Text("a".into()), Value::Text("b".into())]));
            assert!(topics.span.of(text).starts_with("topics"));
        }
    }

    #[test]
    fn a_document_that_does_not_parse_says_where() {
        let error = parse("title: a\nfoo: [\nbar: x\n", Notation::Yaml).unwrap_err();
        assert_eq!((error.span.start, error.message.as_str()), (14, "unclosed bracket '['"));
        let error = parse("title: a\ntitle: b\n", Notation::Yaml).unwrap_err();
        assert_eq!((error.span, error.message.as_str()), (Span::new(9, 17), "duplicate mapping key: title"));
        let error = parse("a = 1\nb = = 2\n", Notation::Toml).unwrap_err();
        assert!(error.span.start >= 6);
        assert!(parse("just words", Notation::Yaml).is_err());
    }

    #[test]
    fn unknown_keys_come_with_the_nearest_known_one() {
        let fields = parse("sumary: x\n", Notation::Yaml).unwrap();
        let findings = fields.into_unknown(&["summary", "title"]);
        assert_eq!(findings[0].span, Span::new(0, 6));
        assert!(findings[0].help.as_deref().unwrap().contains("`summary`"));
    }

    /// The span of a key in quotation marks cut its last letter in two, and the report of it failed.
    #[test]
    fn unknown_keys_are_underlined_wherever_they_are_written() {
        for (text, notation, expected) in [
            ("\"aé\": 1\n", Notation::Yaml, "aé"),
            ("'é' = 1\n", Notation::Toml, "é"),
            ("? é\n: 1\n", Notation::Yaml, "? é"),
        ] {
            let findings = parse(text, notation).unwrap().into_unknown(&[]);
            assert_eq!(findings[0].span.of(text), expected);
        }
    }
}
