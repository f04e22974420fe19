//! Blocks of a source page → passages: the words, the id that stands behind them, the speaker's label before them.
//! Called by `page::parse` for sources; whether the seal knows them is for `check/` to say.

use super::block::{Block, Role};
use super::prose::Prose;
use crate::diagnostic::{Code, Finding};
use crate::key::PassageId;
use crate::path::FilePath;
use crate::span::Span;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The smallest citable piece of a source.
#[derive(Clone, PartialEq, Debug)]
pub struct Passage {
    pub id: PassageId,
    /// The block, with label and id, in bytes.
    pub span: Span,
    /// The speaker's label without its colon.
    pub speaker: Option<String>,
    /// What stands behind the id: `page`, `t`.
    pub attributes: BTreeMap<String, String>,
    /// The words: no label, no id.
    pub prose: Prose,
    /// The blocks that it was read from.
    pub blocks: std::ops::Range<usize>,
    /// Where the words begin in the text of those blocks, in which cells stand ` | ` apart.
    pub start: usize,
    /// How many headings stand before it.
    pub headings: usize,
}

/// What stands between the cells of a row in the words of a passage.
pub const CELLS: &str = " | ";

/// What the blocks of a source yield.
#[derive(Debug, Default)]
pub(crate) struct Passages {
    pub passages: Vec<Passage>,
    /// Text that has no id, in bytes.
    pub unnumbered: Vec<Span>,
    pub findings: Vec<Finding>,
}

/// Reads the passages of a source page; ids that are claimed twice are found.
pub(crate) fn passages(path: &FilePath, blocks: &[Block]) -> Passages {
    let mut out = Passages::default();
    let mut headings = 0;
    let mut at = 0;
    while at < blocks.len() {
        if matches!(blocks[at].role, Role::Heading { .. }) {
            headings += 1;
            at += 1;
            continue;
        }
        let end = at + unit_length(&blocks[at..]);
        if !matches!(blocks[at].role, Role::Cell { header: true, .. }) {
            read_unit(blocks, at..end, headings, &mut out);
        }
        at = end;
    }
    find_duplicates(path, &mut out);
    out
}

/// How many of these blocks make one passage: the cells of a row, a code block and the line with its id, else one.
fn unit_length(blocks: &[Block]) -> usize {
    match &blocks[0].role {
        Role::Cell { row, .. } => blocks
            .iter()
            .take_while(|block| matches!(&block.role, Role::Cell { row: other, .. } if other == row))
            .count(),
        Role::Code if blocks.get(1).is_some_and(|next| is_bare_id(next.prose.text())) => 2,
        _ => 1,
    }
}

fn is_bare_id(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("{#p") && trailing_id(text).is_some_and(|id| id.start == 0)
}

fn read_unit(blocks: &[Block], range: std::ops::Range<usize>, headings: usize, out: &mut Passages) {
    let unit = &blocks[range.clone()];
    let mut prose = Cow::Borrowed(&unit[0].prose);
    for block in &unit[1..] {
        let prose = prose.to_mut();
        prose.push_separator(if is_bare_id(block.prose.text()) { " " } else { CELLS });
        prose.append(&block.prose);
    }
    let span = unit.iter().map(|block| block.span).reduce(Span::join).expect("a unit has a block");
    // In code it is what the document says.
    let in_code =
        |id: &TrailingId| prose.opaque().iter().any(|code| code.contains(Span::at(id.start)) && id.start < code.end);
    let Some(id) = trailing_id(prose.text()).filter(|id| !in_code(id)) else {
        if !prose.text().trim().is_empty() {
            out.unnumbered.push(span);
        }
        return;
    };
    let (speaker, start) =
        unit[0].lead.and_then(|lead| label(prose.text(), lead)).map_or((None, 0), |(name, end)| (Some(name), end));
    let start = start.min(id.start);
    let words = prose.slice(Span::new(start, id.start));
    let start = start + words.len() - words.text().trim_start().len();
    out.passages.push(Passage {
        id: id.id,
        span,
        speaker,
        attributes: id.attributes,
        prose: words.trimmed(),
        blocks: range,
        start,
        headings,
    });
}

/// A leading bold span that ends in a colon: the name, and where the words begin.
fn label(text: &str, lead: Span) -> Option<(String, usize)> {
    let name = lead.of(text).trim().strip_suffix(':')?.trim();
    (!name.is_empty()).then(|| (name.to_owned(), lead.end))
}

struct TrailingId {
    id: PassageId,
    attributes: BTreeMap<String, String>,
    start: usize,
}

/// Reads `{#p12 page=7}` at the end of a text.
fn trailing_id(text: &str) -> Option<TrailingId> {
    let start = text.rfind("{#p")?;
    let inside = text[start..].trim_end().strip_prefix("{#")?.strip_suffix('}')?;
    let mut words = inside.split_whitespace();
    let id = PassageId::parse(words.next()?)?;
    let attributes: Option<BTreeMap<String, String>> = words
        .map(|word| word.split_once('=').map(|(name, value)| (name.to_owned(), value.trim_matches('"').to_owned())))
        .collect();
    Some(TrailingId { id, attributes: attributes?, start })
}

fn find_duplicates(path: &FilePath, out: &mut Passages) {
    let mut first: BTreeMap<PassageId, Span> = BTreeMap::new();
    for passage in &out.passages {
        if let Some(&earlier) = first.get(&passage.id) {
            let finding = Finding::new(
                Code::DuplicatePassage,
                passage.span,
                format!("`{}` is claimed by two passages", passage.id),
            )
            .related(path, earlier, "the first of them")
            .help("an id is given once; number the newer passage with an id that was never used");
            out.findings.push(finding);
        } else {
            first.insert(passage.id, passage.span);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::block::blocks;

    fn read(text: &str) -> Vec<String> {
        let path = FilePath::new("content/sources/a.md").unwrap();
        let passages = passages(&path, &blocks(text, 0, false).blocks);
        let shown = passages.passages.iter().map(|passage| {
            let speaker = passage.speaker.as_deref().unwrap_or("-");
            format!(
                "{} {speaker} {:?} {:?} h{}",
                passage.id,
                passage.prose.text(),
                passage.attributes,
                passage.headings
            )
        });
        shown.chain(passages.unnumbered.iter().map(|span| format!("unnumbered {:?}", span.of(text)))).collect()
    }

    #[test]
    fn every_form_of_passage_is_read() {
        let text = "# One\n\n**Inskeep:** Just *so*. {#p1}\n\nNo label **bold:** here. {#p2 page=7 t=00:12:04}\n\n- item {#p3}\n- other\n\n## Two\n\n| h | i |\n|---|---|\n| a | b {#p4} |\n\n> quoted\n> words {#p5}\n\n```\ncode {x}\n```\n\n{#p6}\n\n![alt](x.png)\n{#p7}\n";
        assert_eq!(
            read(text),
            [
                "p1 Inskeep \"Just so.\" {} h1",
                "p2 - \"No label bold: here.\" {\"page\": \"7\", \"t\": \"00:12:04\"} h1",
                "p3 - \"item\" {} h1",
                "p4 - \"a | b\" {} h2",
                "p5 - \"quoted\\nwords\" {} h2",
                "p6 - \"code {x}\" {} h2",
                "p7 - \"\" {} h2",
                "unnumbered \"other\"",
            ]
        );
    }

    #[test]
    fn an_id_is_claimed_once() {
        let path = FilePath::new("content/sources/a.md").unwrap();
        let passages = passages(&path, &blocks("a {#p1}\n\nb {#p1}\n\nc {#p01}", 0, false).blocks);
        assert_eq!(passages.findings.len(), 1);
        assert_eq!(passages.unnumbered.len(), 1);
    }
}
