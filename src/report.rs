//! Diagnostics → the text that a terminal shows, in the manner of a compiler, and the JSON that programs read. The
//! command line prints what this module returns; nothing here decides what is wrong, or how severe it is.

mod excerpt;
pub mod extraction;

use crate::diagnostic::{Code, Diagnostic, Location, Related, Severity};
use crate::site::Summary;
use crate::span::{Place, Span};
use crate::world::World;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, Title};
use excerpt::{Excerpt, fit, visible};
use serde::Serialize;
use std::collections::BTreeMap;

/// How the text looks; nothing about what it says, but for `most`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    pub colour: bool,
    /// The columns that a quoted line may take, without its number. Longer lines are cut around what is underlined.
    pub width: usize,
    /// Of each code, so many warnings are shown, and the others counted. Errors are all shown.
    pub most: Option<usize>,
}

/// A report for people, one diagnostic after the other in order of file and place, an empty line after each; empty
/// when there is nothing to report.
pub fn text(diagnostics: &[Diagnostic], world: &World, style: Style) -> String {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    // Lines are cut here, where it is known what matters in them.
    let renderer = renderer.term_width(usize::MAX / 4);
    let mut report = String::new();
    let mut warnings: BTreeMap<Code, usize> = BTreeMap::new();
    for diagnostic in sorted(diagnostics) {
        if diagnostic.severity == Severity::Warning {
            let seen = warnings.entry(diagnostic.code).or_default();
            *seen += 1;
            if style.most.is_some_and(|most| *seen > most) {
                continue;
            }
        }
        push(&mut report, &renderer.render(&groups(diagnostic, world, style.width)));
    }
    for (code, seen) in warnings {
        let hidden = seen.saturating_sub(style.most.unwrap_or(seen));
        if hidden > 0 {
            let title = Level::WARNING.primary_title(format!("{hidden} more like the ones above")).id(code.as_str());
            push(&mut report, &renderer.render(&[Group::with_title(title)]));
        }
    }
    report
}

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

/// In order of file, line, column and code.
fn sorted(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|diagnostic| (&diagnostic.place.path, diagnostic.place.span.start, diagnostic.code.as_str()));
    sorted
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
}

#[derive(Serialize)]
struct RelatedEntry<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
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
        }
    }
}

/// Where a location begins and ends; the first character of a file that is not in the world.
fn places(location: &Location, world: &World) -> [Place; 2] {
    match world.files.get(&location.path) {
        Some(file) => {
            let span = fit(location.span, file.text());
            [file.place(span.start), file.place(span.end)]
        }
        None => [Place { line: 1, column: 1 }; 2],
    }
}

/// The parts of one diagnostic: what is the matter and where, what else shows it, what helps.
fn groups<'a>(diagnostic: &Diagnostic, world: &World, width: usize) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.as_str());
    let whole = std::slice::from_ref(&diagnostic.place.span);
    let marks = if diagnostic.marks.is_empty() { whole } else { &diagnostic.marks };
    let mut groups = vec![quoted(title, &diagnostic.place, marks, diagnostic.label.as_deref(), world, width)];
    for Related { place, message, marks } in &diagnostic.related {
        let title = Level::NOTE.secondary_title(visible(message));
        let marks = if marks.is_empty() { std::slice::from_ref(&place.span) } else { marks };
        groups.push(quoted(title, place, marks, None, world, width));
    }
    if let Some(help) = &diagnostic.help {
        groups.push(Group::with_title(Level::HELP.secondary_title(visible(help))));
    }
    groups
}

/// Adds a rendered diagnostic and an empty line. The renderer takes a place that is given apart from its lines for
/// another place, and sets them off with `:::`; they are the same here, for only the file has the true column.
fn push(report: &mut String, rendered: &str) {
    let bare = |line: &str| {
        let mut parts = line.split('\x1b');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |bare, part| bare + part.split_once('m').map_or("", |(_, rest)| rest))
    };
    for line in rendered.lines().filter(|line| bare(line).trim() != ":::") {
        report.push_str(line);
        report.push('\n');
    }
    report.push('\n');
}

/// A title, the place, and the lines there with these spans underlined.
fn quoted<'a>(
    title: Title<'a>,
    location: &Location,
    marks: &[Span],
    label: Option<&str>,
    world: &World,
    width: usize,
) -> Group<'a> {
    let origin = Origin::path(visible(location.path.as_str()));
    let file = world.files.get(&location.path).filter(|_| location.span != Span::default());
    let Some(file) = file else {
        let group = Group::with_title(title).element(origin);
        return match label {
            Some(label) => group.element(Level::NOTE.message(visible(label))),
            None => group,
        };
    };
    let start = file.place(fit(location.span, file.text()).start);
    let excerpt = Excerpt::new(file, marks, width);
    let annotations = marks.iter().enumerate().map(|(number, &mark)| {
        let annotation = AnnotationKind::Primary.span(excerpt.find(fit(mark, file.text())));
        annotation.label(label.filter(|_| number == 0).map(visible))
    });
    let annotations: Vec<_> = annotations.collect();
    let snippet = Snippet::source(excerpt.text.clone()).line_start(excerpt.first_line).annotations(annotations);
    Group::with_title(title).element(origin.line(start.line).char_column(start.column)).element(snippet)
}

#[cfg(test)]
mod tests;
