//! The text of one language file → what its keys say, and what is wrong with it.
//!
//! ```toml
//! [note]
//! title = "Notes"
//! more = { one = "and one more", other = "and {n} more" }
//! ```

use super::message::{CATEGORIES, Message, Pattern};
use crate::diagnostic::{Code, Finding, did_you_mean, nearest};
use crate::fields::{Field, Fields, Notation, Value};
use crate::span::Span;
use std::collections::BTreeMap;

/// What keys say: `note.title` is `title` in the section `note`.
pub(crate) type Entries = BTreeMap<String, Message>;

/// The section for words of a theme's own, which no file has to have.
const OWN: &str = "extra";

/// Reads a language file. `known` are the words that there are, in English; without them every key is.
pub(crate) fn read(text: &str, known: Option<&Entries>) -> (Entries, Vec<Finding>) {
    let fields = match Fields::parse(text, Span::new(0, text.len()), Notation::Toml) {
        Ok(fields) => fields,
        Err(fault) => {
            let message = format!("the language file cannot be read: {}", fault.message);
            let help = "the file is TOML: sections in brackets, and a `key = \"text\"` on each line";
            return (Entries::new(), vec![Finding::new(Code::InvalidConfig, fault.span, message).help(help)]);
        }
    };
    let mut reader = Reader { known, entries: Entries::new(), findings: Vec::new() };
    for (section, field) in fields.into_rest() {
        reader.section(&section, &field);
    }
    (reader.entries, reader.findings)
}

struct Reader<'a> {
    known: Option<&'a Entries>,
    entries: Entries,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn fault(&mut self, span: Span, message: String, help: impl Into<String>) {
        self.findings.push(Finding::new(Code::InvalidConfig, span, message).help(help));
    }

    fn section(&mut self, section: &str, field: &Field) {
        let Value::Table(table) = &field.value else {
            let message = format!("`{section}` stands in no section");
            return self.fault(
                field.span,
                message,
                "put it below a line like `[note]`, as in the default theme's file",
            );
        };
        for (name, value) in table {
            let key = format!("{section}.{name}");
            let span = field.place_of(name);
            let known = self.known.and_then(|known| known.get(&key));
            if self.known.is_some() && known.is_none() && section != OWN {
                self.unknown(&key, span);
                continue;
            }
            if let Some(message) = self.message(&key, value, span) {
                self.check(&key, &message, known, span);
                self.entries.insert(key, message);
            }
        }
    }

    fn unknown(&mut self, key: &str, span: Span) {
        let known = self.known.into_iter().flat_map(BTreeMap::keys).map(String::as_str);
        let help = did_you_mean(key, known, &format!("words of your own templates go under `[{OWN}]`"));
        self.findings.push(Finding::new(Code::UnknownKey, span, format!("there is no word `{key}`")).help(help));
    }

    fn message(&mut self, key: &str, value: &Value, span: Span) -> Option<Message> {
        match value {
            Value::Text(text) => self.pattern(key, text, span).map(Message::One),
            Value::Table(table) => {
                let mut forms = BTreeMap::new();
                for (category, value) in table {
                    let Value::Text(text) = value else {
                        self.fault(
                            span,
                            format!("`{key}` must say its `{category}` form in text"),
                            "write it in quotation marks",
                        );
                        continue;
                    };
                    if !CATEGORIES.contains(&category.as_str()) {
                        let help =
                            did_you_mean(category, CATEGORIES, "the forms are zero, one, two, few, many and other");
                        self.fault(span, format!("there is no plural form `{category}`"), help);
                        continue;
                    }
                    forms.extend(self.pattern(key, text, span).map(|pattern| (category.clone(), pattern)));
                }
                if !forms.contains_key("other") {
                    self.fault(span, format!("`{key}` has no form `other`"), "every language has `other`; add it");
                    return None;
                }
                Some(Message::Plural(forms))
            }
            other => {
                let message = format!("`{key}` must be text, or a table of plural forms, not {}", other.kind());
                self.fault(span, message, "write it in quotation marks");
                None
            }
        }
    }

    fn pattern(&mut self, key: &str, text: &str, span: Span) -> Option<Pattern> {
        let pattern = Pattern::parse(text);
        if pattern.is_none() {
            let help = "what is put in stands in braces, by a name in small letters: `{title}`";
            self.fault(span, format!("`{key}` has a brace without a partner, or without a name"), help);
        }
        pattern
    }

    /// Holds what a key says to what it says in English.
    fn check(&mut self, key: &str, message: &Message, known: Option<&Message>, span: Span) {
        let Some(known) = known else { return };
        if matches!(message, Message::Plural(_)) && matches!(known, Message::One(_)) {
            let help = "write one text; only words that count something have plural forms";
            self.fault(span, format!("`{key}` counts nothing, so it has no plural forms"), help);
        }
        let holes = known.holes();
        for hole in message.holes() {
            if !holes.contains(&hole) {
                let help = match (nearest(hole, holes.iter().copied()), &holes[..]) {
                    (Some(near), _) => format!("did you mean `{{{near}}}`?"),
                    (None, []) => "nothing is put into this word".to_owned(),
                    (None, holes) => format!("what can be put in is `{{{}}}`", holes.join("}`, `{")),
                };
                self.fault(span, format!("`{{{hole}}}` means nothing in `{key}`"), help);
            }
        }
    }
}
