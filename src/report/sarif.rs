//! Diagnostics → SARIF 2.1.0, which code hosts and editors read.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use super::{manual, places, sorted};
use crate::diagnostic::{Code, Diagnostic, Level, Location, Severity};
use crate::world::{Sha256, World};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The log of one run, ending in a line break. `folder` is the way from the repository to the site, with a final `/`;
/// empty where they are one.
pub fn sarif(diagnostics: &[Diagnostic], world: &World, folder: &str) -> String {
    let mut seen = BTreeMap::new();
    let log = Log { world, folder };
    let results: Vec<Value> =
        sorted(diagnostics).into_iter().map(|diagnostic| log.result(diagnostic, &mut seen)).collect();
    let run = json!({
        "tool": {"driver": {
            "name": "ibid",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": Code::ALL.iter().map(|&code| rule(code)).collect::<Vec<_>>(),
        }},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": true}],
        "results": results,
    });
    let log = json!({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]});
    format!("{log}\n")
}

/// What a code means: its section of the documentation.
fn rule(code: Code) -> Value {
    let (enabled, level) = match code.default_level() {
        Level::Deny => (true, "error"),
        Level::Warn => (true, "warning"),
        Level::Allow => (false, "warning"),
    };
    json!({
        "id": code.as_str(),
        "shortDescription": {"text": manual::summary(code)},
        "fullDescription": {"text": manual::paragraph(code)},
        "help": {"text": manual::plain(code), "markdown": manual::section(code)},
        "defaultConfiguration": {"enabled": enabled, "level": level},
    })
}

struct Log<'a> {
    world: &'a World,
    folder: &'a str,
}

impl Log<'_> {
    /// `seen` counts the results that have the same fingerprint otherwise.
    fn result(&self, diagnostic: &Diagnostic, seen: &mut BTreeMap<String, usize>) -> Value {
        let rule = Code::ALL.iter().position(|code| *code == diagnostic.code).expect("every code is listed");
        let level = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let related = diagnostic.related.iter().enumerate().map(|(number, related)| {
            let mut location = self.location(&related.place);
            location["id"] = json!(number + 1);
            location["message"] = json!({"text": related.message});
            location
        });
        let mut result = json!({
            "ruleId": diagnostic.code.as_str(),
            "ruleIndex": rule,
            "level": level,
            "message": {"text": message(diagnostic)},
            "locations": [self.location(&diagnostic.place)],
            "relatedLocations": related.collect::<Vec<_>>(),
            // The name by which GitHub knows a finding again.
            "partialFingerprints": {"primaryLocationLineHash": self.fingerprint(diagnostic, seen)},
        });
        if let Some(fix) = &diagnostic.fix {
            let path = &diagnostic.place.path;
            let replacements = fix.edits.iter().map(|edit| {
                let place = Location { path: path.clone(), span: edit.span };
                json!({"deletedRegion": self.region(&place), "insertedContent": {"text": edit.replacement}})
            });
            let replacements: Vec<Value> = replacements.collect();
            let change = json!({"artifactLocation": self.artifact(&diagnostic.place), "replacements": replacements});
            result["fixes"] = json!([{"description": {"text": fix.title}, "artifactChanges": [change]}]);
        }
        result
    }

    fn location(&self, place: &Location) -> Value {
        json!({"physicalLocation": {"artifactLocation": self.artifact(place), "region": self.region(place)}})
    }

    fn artifact(&self, place: &Location) -> Value {
        json!({"uri": uri(&format!("{}{}", self.folder, place.path)), "uriBaseId": "%SRCROOT%"})
    }

    fn region(&self, place: &Location) -> Value {
        let [start, end] = places(place, self.world);
        json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        })
    }

    /// Stays the same while the text around the finding moves: made of the code, the file, and the words found fault with.
    /// Findings alike in these are numbered.
    fn fingerprint(&self, diagnostic: &Diagnostic, seen: &mut BTreeMap<String, usize>) -> String {
        let file = self.world.files.get(&diagnostic.place.path);
        let words = file.map_or("", |file| super::fit(diagnostic.place.span, file.text()).of(file.text()));
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = if words.is_empty() { &diagnostic.message } else { &words };
        let identity = format!("{}\0{}\0{words}", diagnostic.code, diagnostic.place.path);
        let digest = Sha256::of(identity.as_bytes()).to_string();
        let digest = digest[..16].to_owned();
        let number = seen.entry(digest.clone()).or_default();
        *number += 1;
        format!("{digest}:{number}")
    }
}

fn message(diagnostic: &Diagnostic) -> String {
    let help = diagnostic.help.as_ref().map(|help| format!("help: {help}"));
    let parts = [Some(diagnostic.message.clone()), diagnostic.label.clone(), help];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// A path as a relative reference (RFC 3986): everything but unreserved characters and `/` in percent signs.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(byte.into()),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
