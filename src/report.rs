//! Diagnostics → the text that a terminal shows, in the manner of a compiler, and what programs read: JSON, SARIF, the
//! annotations of GitHub. The command line prints what this module returns; nothing here decides what is wrong, or how
//! severe it is.

mod change;
mod excerpt;
pub mod extraction;
mod github;
mod json;
pub mod manual;
mod sarif;

pub use change::changes;
pub use github::github;
pub use json::json;
pub use sarif::sarif;

use crate::diagnostic::{Code, Diagnostic, Fix, Location, Related, Severity};
use crate::span::{Place, Span};
use crate::world::{File, World};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet, Title};
pub(crate) use excerpt::visible;
use excerpt::{Excerpt, fit};
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

/// The line of a place is shown if what matters begins no more lines after it.
const LINES_APART: usize = 5;

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

/// In order of file, line, column and code.
fn sorted(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|diagnostic| (&diagnostic.place.path, diagnostic.place.span.start, diagnostic.code.as_str()));
    sorted
}

/// Where a location begins and ends; the first character of a file that is not in the world.
pub(crate) fn places(location: &Location, world: &World) -> [Place; 2] {
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
    let help = diagnostic.help.as_ref().map(|help| Level::HELP.secondary_title(visible(help)));
    groups.extend(match (&diagnostic.fix, help) {
        (Some(fix), help) => {
            let title = help.unwrap_or_else(|| Level::HELP.secondary_title(visible(&fix.title)));
            Some(patched(title, &diagnostic.place, fix, world, width))
        }
        (None, help) => help.map(Group::with_title),
    });
    groups
}

/// A title, and the lines of a file as a fix would make them.
fn patched<'a>(title: Title<'a>, location: &Location, fix: &Fix, world: &World, width: usize) -> Group<'a> {
    let group = Group::with_title(title);
    let Some(file) = world.files.get(&location.path) else { return group };
    let spans: Vec<Span> = fix.edits.iter().map(|edit| edit.span).collect();
    let excerpt = Excerpt::new(file, &spans, width);
    let patches = fix.edits.iter().map(|edit| {
        let span = excerpt.find(fit(edit.span, file.text()));
        Patch::new(span, visible(&edit.replacement))
    });
    let patches: Vec<_> = patches.collect();
    group.element(Snippet::source(excerpt.text.clone()).line_start(excerpt.first_line).patches(patches))
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

/// Whether spans begin within a few lines of each other, but not all on one.
fn is_near(file: &File, spans: &[Span]) -> bool {
    let lines = spans.iter().map(|span| file.place(fit(*span, file.text()).start).line);
    let (first, last) = lines.fold((usize::MAX, 0), |(first, last), line| (first.min(line), last.max(line)));
    (1..=LINES_APART).contains(&last.saturating_sub(first))
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
    let beginning = Span::at(location.span.start);
    let shown: Vec<Span> = marks.iter().copied().chain([beginning]).collect();
    let excerpt = Excerpt::new(file, if is_near(file, &shown) { &shown } else { marks }, width);
    let annotations = marks.iter().enumerate().map(|(number, &mark)| {
        let annotation = AnnotationKind::Primary.span(excerpt.find(fit(mark, file.text())));
        annotation.label(label.filter(|_| number == 0).map(visible))
    });
    let mut annotations: Vec<_> = annotations.collect();
    // The line that the place names is shown, also where what matters comes later.
    if is_near(file, &shown) {
        annotations.push(AnnotationKind::Visible.span(excerpt.find(beginning)));
    }
    let snippet = Snippet::source(excerpt.text.clone()).line_start(excerpt.first_line).annotations(annotations);
    Group::with_title(title).element(origin.line(start.line).char_column(start.column)).element(snippet)
}

#[cfg(test)]
mod tests;
