//! `ibid.toml` → settings. Every key has a default, so an empty file is a valid site. Read by `compile`.

use crate::diagnostic::{Code, Finding, Level, did_you_mean};
use crate::fields::{Field, Fields, Notation, Value};
use crate::meta::Placed;
use crate::span::Span;
use std::collections::BTreeMap;

/// The path of the configuration below the site's root.
pub const PATH: &str = "ibid.toml";

/// A site's settings.
#[derive(Clone, PartialEq, Debug)]
pub struct Config {
    pub title: String,
    /// The absolute address of the home page, with a trailing `/`.
    pub base_url: Option<String>,
    pub description: String,
    /// BCP 47 tag.
    pub language: String,
    pub author: String,
    pub publisher: String,
    pub theme: String,
    /// The style of the bibliography: a name, or the path of a `.csl` file.
    pub csl: Option<Placed<String>>,
    pub strict: bool,
    /// Whether ‘ ’ and ' ' are quotation marks.
    pub single_quotes: bool,
    /// Whether an entity's first mention links to its page.
    pub autolink: bool,
    /// Whether raw HTML in Markdown is published as it is.
    pub unsafe_html: bool,
    pub checks: BTreeMap<Code, Level>,
    /// Whether the site can be searched.
    pub search: bool,
    pub extra: serde_json::Value,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "Briefings".into(),
            base_url: None,
            description: String::new(),
            language: "en".into(),
            author: String::new(),
            publisher: String::new(),
            theme: "default".into(),
            csl: None,
            strict: false,
            single_quotes: false,
            autolink: true,
            unsafe_html: false,
            checks: BTreeMap::new(),
            search: true,
            extra: serde_json::Value::Null,
        }
    }
}

const KEYS: &[&str] = &[
    "title",
    "base_url",
    "description",
    "language",
    "author",
    "publisher",
    "theme",
    "csl",
    "strict",
    "single_quotes",
    "autolink",
    "unsafe_html",
    "search",
    "checks",
    "extra",
];

/// Reads the text of `ibid.toml`. What is wrong is found, and the default stands in its place.
pub fn parse(text: &str) -> (Config, Vec<Finding>) {
    let mut config = Config::default();
    let mut fields = match Fields::parse(text, Span::new(0, text.len()), Notation::Toml) {
        Ok(fields) => fields,
        Err(fault) => {
            let finding =
                Finding::new(Code::InvalidConfig, fault.span, format!("`{PATH}` cannot be read: {}", fault.message));
            return (config, vec![finding.help("the file is TOML: `key = \"value\"`, a line each")]);
        }
    };
    let mut reader = Reader { fields: &mut fields, code: Code::InvalidConfig, findings: Vec::new() };
    for (key, place) in [
        ("title", &mut config.title),
        ("description", &mut config.description),
        ("language", &mut config.language),
        ("author", &mut config.author),
        ("publisher", &mut config.publisher),
        ("theme", &mut config.theme),
    ] {
        if let Some(text) = reader.text(key) {
            *place = text;
        }
    }
    for (key, place) in [
        ("strict", &mut config.strict),
        ("single_quotes", &mut config.single_quotes),
        ("autolink", &mut config.autolink),
        ("unsafe_html", &mut config.unsafe_html),
        ("search", &mut config.search),
    ] {
        if let Some(truth) = reader.truth(key) {
            *place = truth;
        }
    }
    config.csl = reader.placed_text("csl").map(|(value, span)| Placed { value, span });
    config.base_url =
        reader.parsed("base_url", base_url, "is no absolute address", "write it like `https://example.org/`");
    config.checks = reader.checks("checks");
    config.extra = reader.extra();
    let mut findings = reader.findings;
    findings.extend(fields.into_unknown(KEYS));
    (config, findings)
}

/// An `http` or `https` address with a host, made to end in `/`.
fn base_url(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let sound = !rest.is_empty()
        && !rest.starts_with('/')
        && !rest.contains(|c: char| c.is_whitespace() || c.is_control() || "?#<>\"'\\".contains(c));
    sound.then(|| if text.ends_with('/') { text.to_owned() } else { format!("{text}/") })
}

/// Takes fields one by one and collects what is wrong with them, all under one code.
pub(crate) struct Reader<'a> {
    pub fields: &'a mut Fields,
    pub code: Code,
    pub findings: Vec<Finding>,
}

impl Reader<'_> {
    fn fault(&mut self, span: Span, message: String, help: &str) {
        self.findings.push(Finding::new(self.code, span, message).help(help));
    }

    /// A scalar as text; empty text is nothing.
    pub fn text(&mut self, key: &str) -> Option<String> {
        self.placed_text(key).map(|(text, _)| text)
    }

    pub fn placed_text(&mut self, key: &str) -> Option<(String, Span)> {
        let Field { span, value, .. } = self.fields.take(key)?;
        if value == Value::Null {
            return None;
        }
        let kind = value.kind();
        let Some(text) = value.into_text() else {
            self.fault(span, format!("`{key}` must be text, not {kind}"), "write one value after the key");
            return None;
        };
        let text = text.trim();
        (!text.is_empty()).then(|| (text.to_owned(), span))
    }

    pub fn truth(&mut self, key: &str) -> Option<bool> {
        let Field { span, value, .. } = self.fields.take(key)?;
        match value {
            Value::Bool(truth) => Some(truth),
            Value::Null => None,
            other => {
                let help = match other.clone().into_text().map(|text| text.to_lowercase()).as_deref() {
                    Some("yes" | "on" | "1") => "write `true`",
                    Some("no" | "off" | "0") => "write `false`",
                    _ => "write `true` or `false`",
                };
                self.fault(span, format!("`{key}` must be true or false, not {}", other.kind()), help);
                None
            }
        }
    }

    /// A list of texts; one text is a list of one.
    pub fn texts(&mut self, key: &str) -> Vec<String> {
        let Some(Field { span, value, .. }) = self.fields.take(key) else { return Vec::new() };
        let items = match value {
            Value::Null => Vec::new(),
            Value::List(items) => items,
            one => vec![one],
        };
        let texts: Option<Vec<String>> = items.into_iter().map(Value::into_text).collect();
        texts.unwrap_or_else(|| {
            self.fault(span, format!("`{key}` must be a list of texts"), "write `[one, two]`");
            Vec::new()
        })
    }

    /// A text that must mean something to `parse`.
    pub fn parsed<T>(
        &mut self,
        key: &str,
        parse: impl FnOnce(&str) -> Option<T>,
        wrong: &str,
        help: &str,
    ) -> Option<T> {
        let (text, span) = self.placed_text(key)?;
        let parsed = parse(&text);
        if parsed.is_none() {
            self.fault(span, format!("`{key}` {wrong}: `{text}`"), help);
        }
        parsed
    }

    /// A text that must be one of a few words.
    pub fn chosen<T>(
        &mut self,
        key: &str,
        words: &[&str],
        parse: impl FnOnce(&str) -> Option<T>,
        wrong: &str,
    ) -> Option<T> {
        let (text, span) = self.placed_text(key)?;
        let parsed = parse(&text);
        if parsed.is_none() {
            let help = did_you_mean(&text, words.iter().copied(), &format!("write {}", one_of(words)));
            self.fault(span, format!("`{key}` {wrong}: `{text}`"), &help);
        }
        parsed
    }

    /// A table of codes and levels.
    pub fn checks(&mut self, key: &str) -> BTreeMap<Code, Level> {
        let Some(field) = self.fields.take(key) else { return BTreeMap::new() };
        let span = field.span;
        let table = match field.value.clone() {
            Value::Table(table) => table,
            Value::Null => return BTreeMap::new(),
            other => {
                self.fault(
                    span,
                    format!("`{key}` must be a table, not {}", other.kind()),
                    "write `code = \"allow\"`, `\"warn\"` or `\"deny\"`",
                );
                return BTreeMap::new();
            }
        };
        let mut checks = BTreeMap::new();
        for (name, level) in table {
            let level = level.into_text().unwrap_or_default();
            let span = field.place_of(&name);
            match (Code::parse(&name), Level::parse(&level)) {
                (Some(code), Some(level)) if level == Level::Deny || code.can_be_lowered() => {
                    checks.insert(code, level);
                }
                (Some(_), Some(_)) => {
                    self.fault(
                        span,
                        format!("`{name}` cannot be lowered to `{level}`"),
                        "remove the line: this check is what the site promises its readers",
                    );
                }
                (Some(_), None) => {
                    let help = did_you_mean(&level, ["allow", "warn", "deny"], "write `allow`, `warn` or `deny`");
                    self.fault(span, format!("`{level}` is no level for `{name}`"), &help)
                }
                (None, _) => {
                    let codes = Code::ALL.iter().map(|code| code.as_str());
                    let help = did_you_mean(&name, codes, "`ibid explain` lists the codes");
                    self.fault(span, format!("there is no check `{name}`"), &help);
                }
            }
        }
        checks
    }

    pub fn extra(&mut self) -> serde_json::Value {
        self.fields.take("extra").map_or(serde_json::Value::Null, |field| field.value.to_json())
    }
}

/// ``` `a`, `b` or `c` ```
fn one_of(words: &[&str]) -> String {
    let mut named: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    let last = named.pop().unwrap_or_default();
    if named.is_empty() { last } else { format!("{} or {last}", named.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_is_a_valid_site() {
        assert_eq!(parse(""), (Config::default(), vec![]));
    }

    #[test]
    fn every_fault_is_found_in_one_run() {
        let text = "titel = \"x\"\nstrict = 3\nbase_url = \"example.org\"\n[checks]\nmisquotation = \"allow\"\nmissing-alt = \"deny\"\nunused = \"warn\"\n";
        let (config, findings) = parse(text);
        let messages: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`strict` must be true or false, not a number",
                "`base_url` is no absolute address: `example.org`",
                "`misquotation` cannot be lowered to `allow`",
                "there is no check `unused`",
                "the key `titel` means nothing here",
            ]
        );
        assert_eq!(config.checks, BTreeMap::from([(Code::MissingAlt, Level::Deny)]));
    }

    #[test]
    fn the_base_address_ends_in_a_slash() {
        assert_eq!(parse("base_url = \"https://a.example/x\"").0.base_url.as_deref(), Some("https://a.example/x/"));
        assert_eq!(parse("base_url = \"javascript:alert(1)\"").0.base_url, None);
    }
}
