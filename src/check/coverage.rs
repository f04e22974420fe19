//! `unsourced-statement`: what a briefing states on nothing, and does not say so. `check` asks for the findings of a
//! page, and once they are judged, for no second report of one mistake.

use super::Known;
use crate::bind::Standing;
use crate::diagnostic::{Code, Diagnostic, Finding, Location, Severity};
use crate::meta::Kind;
use crate::span::Span;
use std::collections::BTreeMap;

pub(super) fn unsourced<'a>(known: &'a Known<'_>, index: usize) -> impl Iterator<Item = Finding> + 'a {
    let page = &known.corpus.pages[index];
    let standings = known.bindings.pages[index].standings.iter();
    let statements = page.statements.iter().zip(standings).filter(move |_| page.kind == Kind::Briefing);
    statements.filter(|(_, standing)| matches!(standing, Standing::Unsourced)).map(|(statement, _)| {
        let finding = Finding::new(
            Code::UnsourcedStatement,
            statement.span,
            "this statement neither cites nor is marked as judgement",
        );
        finding.help("cite a passage, `[@key#p12]`, or mark it with `[@judgement]` or `[citation needed]`")
    })
}

/// Drops a statement whose quotation is reported as uncited, as an error or as severely as it is itself: to cite mends
/// both.
pub(super) fn drop_repeated(diagnostics: &mut Vec<Diagnostic>) {
    let uncited = diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::UncitedQuotation);
    let uncited: BTreeMap<Location, Severity> =
        uncited.map(|diagnostic| (diagnostic.place.clone(), diagnostic.severity)).collect();
    let is_repeated = |statement: &Diagnostic| {
        let Location { path, span } = &statement.place;
        let from = Location { path: path.clone(), span: Span::at(span.start) };
        let inside = uncited.range(from..).take_while(|(place, _)| place.path == *path && place.span.start < span.end);
        let mut severities = inside.map(|(_, severity)| *severity);
        severities.any(|severity| severity == Severity::Error || severity == statement.severity)
    };
    diagnostics.retain(|diagnostic| diagnostic.code != Code::UnsourcedStatement || !is_repeated(diagnostic));
}
