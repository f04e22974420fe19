//! `unused-source` and `single-source`: how a site leans on its sources.

use super::Known;
use crate::diagnostic::{Code, Finding};
use crate::meta::Kind;
use crate::span::Span;

pub(super) fn check<'a>(known: &'a Known<'_>, index: usize) -> impl Iterator<Item = Finding> + 'a {
    let page = &known.corpus.pages[index];
    let graph = &known.graph.pages[index];
    let place = page.meta.title.as_ref().map_or(Span::at(0), |title| title.span);
    let unused = page.kind == Kind::Source && graph.cited_in.is_empty() && graph.whole_cited_in.is_empty();
    let unused = unused.then(|| {
        let finding = Finding::new(Code::UnusedSource, place, "no page cites this source");
        finding.help("cite it, or set `unused-source: allow` on this page")
    });
    let single = (page.kind == Kind::Briefing && graph.cites.len() == 1).then(|| {
        let source = graph.cites.keys().next().expect("one source is cited");
        let key = known.corpus.key(*source).map(|key| key.as_str()).unwrap_or_default();
        let finding = Finding::new(Code::SingleSource, place, format!("every citation of this briefing names `{key}`"));
        finding.help("what only one source says is worth checking against another")
    });
    unused.into_iter().chain(single)
}
