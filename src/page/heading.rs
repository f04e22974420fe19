//! Headings and their ids: what a link's `#` may name. Called by `page::parse`.

use super::block::{Block, Role};
use crate::path::slugify;
use crate::span::Span;
use std::collections::BTreeMap;

/// A heading of a page, in page order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    pub span: Span,
    pub text: String,
    /// What `#` names it by; unique on the page.
    pub id: String,
}

pub(crate) fn headings(blocks: &[Block]) -> Vec<Heading> {
    let mut taken = BTreeMap::new();
    let mut headings = Vec::new();
    for block in blocks {
        let Role::Heading { level, id } = &block.role else { continue };
        let text = block.prose.text().split_whitespace().collect::<Vec<_>>().join(" ");
        let wanted = id.clone().unwrap_or_else(|| slugify(&text));
        headings.push(Heading { level: *level, span: block.span, id: unique(&wanted, &mut taken), text });
    }
    headings
}

/// `taken` holds the ids so far, each with the last number that was put behind it.
fn unique(wanted: &str, taken: &mut BTreeMap<String, usize>) -> String {
    let wanted = if wanted.is_empty() { "section" } else { wanted };
    let wanted = if is_reserved(wanted) { format!("{wanted}-1") } else { wanted.to_owned() };
    let base = wanted.strip_suffix("-1").filter(|base| is_reserved(base)).unwrap_or(&wanted);
    let mut id = wanted.clone();
    while taken.contains_key(&id) {
        let count = taken.get_mut(&wanted).expect("the id itself was taken first");
        *count += 1;
        id = format!("{base}-{count}");
    }
    taken.insert(id.clone(), 1);
    id
}

/// The ids of passages, notes and their like: a letter and a number. And what begins with `ib-`, which is the theme's.
fn is_reserved(id: &str) -> bool {
    let numbered = id
        .strip_prefix(['p', 'n', 'r', 'c', 's', 'e'])
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    numbered || id.starts_with("ib-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::block::blocks;

    #[test]
    fn ids_are_unique_and_leave_passages_and_notes_alone() {
        let text = "# What is known\n\n## P12\n\n## p12\n\n## What is known\n\n## !\n\n## X {#own}\n\n## Ib notes\n";
        let ids: Vec<String> = headings(&blocks(text, 0, false).blocks).into_iter().map(|h| h.id).collect();
        assert_eq!(ids, ["what-is-known", "p12-1", "p12-2", "what-is-known-2", "section", "own", "ib-notes-1"]);
    }
}
