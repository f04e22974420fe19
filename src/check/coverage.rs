//! `unsourced-statement`: what a briefing states on nothing.

use super::Known;
use crate::bind::Standing;
use crate::diagnostic::{Code, Finding};
use crate::meta::Kind;

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
