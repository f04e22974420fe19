//! Diagnostics → one JSON object for programs. Its shape is part of what ibid promises.

use super::{places, sorted};
use crate::diagnostic::{Diagnostic, Fix, Location};
use crate::path::FilePath;
use crate::site::Summary;
use crate::world::World;
use serde::Serialize;

/// A report for programs: one JSON object on one line, with a line break at its end. The format is part of what ibid
/// promises: lines and columns count from 1, columns count characters.
pub fn json(diagnostics: &[Diagnostic], world: &World, summary: &Summary) -> String {
    #[derive(Serialize)]
    struct Report<'a> {
        diagnostics: Vec<Entry<'a>>,
        summary: &'a Summary,
    }
    let diagnostics = sorted(diagnostics).into_iter().map(|diagnostic| Entry::new(diagnostic, world)).collect();
    let mut json = serde_json::to_string(&Report { diagnostics, summary }).expect("texts and numbers are JSON");
    json.push('\n');
    json
}

#[derive(Serialize)]
struct Entry<'a> {
    code: &'static str,
    severity: &'static str,
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'a str,
    help: Option<&'a str>,
    related: Vec<RelatedEntry<'a>>,
    fixes: Vec<FixEntry<'a>>,
}

#[derive(Serialize)]
struct RelatedEntry<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
}

/// A change that mends the finding for certain; its edits are all made or none.
#[derive(Serialize)]
struct FixEntry<'a> {
    title: &'a str,
    edits: Vec<EditEntry<'a>>,
}

#[derive(Serialize)]
struct EditEntry<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    replacement: &'a str,
}

impl<'a> Entry<'a> {
    fn new(diagnostic: &'a Diagnostic, world: &World) -> Self {
        let [start, end] = places(&diagnostic.place, world);
        let related = diagnostic.related.iter().map(|related| {
            let [start, _] = places(&related.place, world);
            let path = related.place.path.as_str();
            RelatedEntry { path, line: start.line, column: start.column, message: &related.message }
        });
        Self {
            code: diagnostic.code.as_str(),
            severity: diagnostic.severity.as_str(),
            path: diagnostic.place.path.as_str(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            related: related.collect(),
            fixes: diagnostic.fix.iter().map(|fix| FixEntry::new(fix, &diagnostic.place.path, world)).collect(),
        }
    }
}

impl<'a> FixEntry<'a> {
    fn new(fix: &'a Fix, path: &'a FilePath, world: &World) -> Self {
        let edits = fix.edits.iter().map(|edit| {
            let [start, end] = places(&Location { path: path.clone(), span: edit.span }, world);
            EditEntry {
                path: path.as_str(),
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
                replacement: &edit.replacement,
            }
        });
        Self { title: &fix.title, edits: edits.collect() }
    }
}
