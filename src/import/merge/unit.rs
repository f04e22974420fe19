//! A source page → the pieces that a merge moves and replaces: passages, headings, what is set aside, and whatever a human
//! put between them, each with its lines as they stand. `body` puts them together again.

use crate::key::PassageId;
use crate::page::{Block, Page, Passage, Role, fold};
use crate::seal::PassageHash;
use crate::span::Span;
use std::collections::BTreeMap;
use std::ops::Range;

/// Whole lines of a page that belong together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Unit<'a> {
    pub kind: Kind,
    /// The blank lines before it.
    pub blank: &'a str,
    pub raw: &'a str,
    /// Of what it says: the words of a passage, the text and the level of a heading, the lines that are set aside.
    pub hash: PassageHash,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Passage(Box<Spoken>),
    /// A heading, or the head of a table.
    Heading,
    /// A `:::` block.
    Aside,
    /// What no import writes: a human's note, a comment.
    Note,
}

/// A passage as it stands on the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Spoken {
    pub id: PassageId,
    pub words: String,
    pub label: Option<String>,
    /// Where the label stands in the lines, marks and all; empty where it would stand.
    pub label_at: Span,
    /// Where the id stands in the lines, braces and all.
    pub id_at: Span,
    /// The marks between the words, without white space.
    pub marks: String,
    pub attributes: BTreeMap<String, String>,
    /// Whether it is a row of a table.
    pub is_row: bool,
}

impl Unit<'_> {
    pub fn passage(&self) -> Option<&Spoken> {
        match &self.kind {
            Kind::Passage(spoken) => Some(spoken),
            _ => None,
        }
    }
}

impl Spoken {
    /// What it has besides words and a label; `None` for a plain paragraph.
    pub fn form(&self) -> Option<PassageHash> {
        let attributes: Vec<String> = self.attributes.iter().map(|(name, value)| format!(" {name}={value}")).collect();
        let form = self.marks.clone() + &attributes.concat();
        (!form.is_empty()).then(|| PassageHash::of(&form))
    }

    pub fn label_hash(&self) -> Option<PassageHash> {
        self.label.as_deref().map(PassageHash::of)
    }
}

/// Takes a page apart: joined again in order, `blank` and `raw`, with the rest that is handed back, are its body.
pub(super) fn units(page: &Page) -> (Vec<Unit<'_>>, &str) {
    let text = page.file.text();
    let lines = Lines::of(text, page.body);
    let mut found: Vec<(Range<usize>, What)> = Vec::new();
    let mut at = 0;
    let mut passages = page.passages.iter().enumerate().peekable();
    while at < page.blocks.len() {
        if let Some((nth, passage)) = passages.next_if(|(_, passage)| passage.blocks.start == at) {
            found.push((lines.under(passage.span), What::Passage(nth)));
            at = passage.blocks.end;
            continue;
        }
        let block = &page.blocks[at];
        let what = match block.role {
            Role::Heading { .. } | Role::Cell { header: true, .. } => What::Heading,
            _ => What::Note,
        };
        found.push((lines.under(block.span), what));
        at += 1;
    }
    found.extend(page.boilerplate.iter().enumerate().map(|(nth, block)| (lines.under(block.span), What::Aside(nth))));
    found.sort_by_key(|(range, _)| range.start);
    let found = whole(found, &lines, page);
    let mut units = Vec::with_capacity(found.len());
    let mut end = page.body;
    for (range, what) in found {
        let span = Span::new(lines.starts[range.start], lines.starts[range.end]);
        let (kind, hash) = read(page, what, span);
        units.push(Unit { kind, blank: &text[end..span.start], raw: span.of(text), hash });
        end = span.end;
    }
    (units, &text[end..])
}

/// What the lines are, by number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum What {
    Passage(usize),
    Heading,
    Aside(usize),
    Note,
}

/// The lines of a body.
struct Lines<'a> {
    text: &'a str,
    /// Where each begins, and where the last one ends, in bytes of the file.
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str, body: usize) -> Self {
        let mut starts = vec![body];
        for line in text[body..].split_inclusive('\n') {
            starts.push(starts[starts.len() - 1] + line.len());
        }
        Self { text, starts }
    }

    /// The lines on which a span stands.
    fn under(&self, span: Span) -> Range<usize> {
        let last = span.end.max(span.start + 1) - 1;
        let line = |at: usize| self.starts.partition_point(|&start| start <= at).saturating_sub(1);
        line(span.start)..(line(last) + 1).min(self.starts.len() - 1)
    }

    fn line(&self, nth: usize) -> &'a str {
        &self.text[self.starts[nth]..self.starts[nth + 1]]
    }

    /// Whether nothing stands on it but the sign of a block quote.
    fn is_blank(&self, nth: usize) -> bool {
        self.line(nth).chars().all(|c| c.is_whitespace() || c == '>')
    }

    fn is_comment(&self, nth: usize) -> bool {
        self.line(nth).trim_start().starts_with("<!--")
    }

    /// Whether a code block may begin on it.
    fn opens_code(&self, nth: usize) -> bool {
        let line = self.line(nth).trim_start_matches(|c: char| c.is_whitespace() || c == '>' || c == '-');
        line.starts_with("```") || line.starts_with("~~~")
    }
}

/// Gives every line that is not blank to a unit: those that close a block, or underline it, to the one before; those that
/// open a code block to that; what is left is a human's.
fn whole(found: Vec<(Range<usize>, What)>, lines: &Lines<'_>, page: &Page) -> Vec<(Range<usize>, What)> {
    let mut units: Vec<(Range<usize>, What)> = Vec::with_capacity(found.len());
    let mut next = 0;
    let end = lines.starts.len() - 1;
    for (mut range, what) in
        found.into_iter().map(Some).chain([None]).map(|found| found.unwrap_or((end..end, What::Note)))
    {
        if range.start < next {
            // Blocks that share a line, such as the cells of a row, are one.
            if let Some((last, _)) = units.last_mut() {
                last.end = last.end.max(range.end);
                next = last.end;
            }
            continue;
        }
        let is_code = |at: usize| matches!(page.blocks[at].role, Role::Code);
        let in_code = match what {
            What::Passage(nth) => page.passages[nth].blocks.clone().any(is_code),
            What::Note => {
                page.blocks.iter().enumerate().any(|(at, block)| is_code(at) && lines.under(block.span) == range)
            }
            _ => false,
        };
        if in_code && range.start > next && lines.opens_code(range.start - 1) {
            range.start -= 1;
        }
        let mut line = next;
        while line < range.start {
            if lines.is_blank(line) {
                line += 1;
                continue;
            }
            let stop = (line..range.start).find(|&line| lines.is_blank(line)).unwrap_or(range.start);
            let stop = (line + 1..stop).find(|&line| lines.is_comment(line)).unwrap_or(stop);
            match units.last_mut() {
                Some((last, what)) if last.end == line && goes_on(*what, lines, line) => last.end = stop,
                _ => units.push((line..stop, What::Note)),
            }
            line = stop;
        }
        next = range.end;
        if !range.is_empty() {
            units.push((range, what));
        }
    }
    units
}

/// Whether a line right below a unit is a part of it.
fn goes_on(what: What, lines: &Lines<'_>, line: usize) -> bool {
    match what {
        What::Aside(_) => false,
        // The rule below a title, or below the head of a table.
        What::Heading => lines.line(line).chars().all(|c| c.is_whitespace() || matches!(c, '=' | '-' | '|' | ':')),
        What::Passage(_) | What::Note => !lines.is_comment(line),
    }
}

fn read(page: &Page, what: What, lines: Span) -> (Kind, PassageHash) {
    let text = page.file.text();
    match what {
        What::Passage(nth) => {
            let passage = &page.passages[nth];
            (Kind::Passage(Box::new(spoken(page, passage, lines))), PassageHash::of(passage.prose.text()))
        }
        What::Aside(nth) => (Kind::Aside, PassageHash::of(page.boilerplate[nth].inside.of(text))),
        What::Heading => {
            let raw = lines.of(text).trim_start();
            let level = raw.len() - raw.trim_start_matches('#').len();
            let words: Vec<&str> = raw.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            (Kind::Heading, PassageHash::of(&format!("{level} {}", words.join(" "))))
        }
        What::Note => (Kind::Note, PassageHash::of(lines.of(text))),
    }
}

fn spoken(page: &Page, passage: &Passage, lines: Span) -> Spoken {
    let text = page.file.text();
    let raw = lines.of(text);
    let blocks = &page.blocks[passage.blocks.clone()];
    let id_start = raw.rfind("{#p").unwrap_or(raw.len());
    let id_end = raw[id_start..].find('}').map_or(raw.len(), |end| id_start + end + 1);
    let label_at = label_at(text, blocks, passage, lines);
    // Marks are the bytes that no character of the text was written with.
    let mut marks = String::new();
    let mut at = 0;
    let mut gap = |from: usize, to: usize| {
        let (from, to) = (from.min(id_start), to.min(id_start));
        let around = [from..to.min(label_at.start), from.max(label_at.end)..to];
        for part in around.into_iter().filter(|part| part.start < part.end) {
            marks.extend(raw[part].chars().filter(|c| !c.is_whitespace() && *c != '\\'));
        }
    };
    for piece in blocks.iter().flat_map(|block| block.prose.written()) {
        let start = piece.start.max(lines.start) - lines.start;
        gap(at, start.max(at));
        at = at.max(piece.end.max(lines.start) - lines.start);
    }
    gap(at, raw.len());
    Spoken {
        id: passage.id,
        words: fold(passage.prose.text()),
        label: passage.speaker.clone(),
        label_at,
        id_at: Span::new(id_start, id_end),
        marks,
        attributes: passage.attributes.clone(),
        is_row: matches!(blocks[0].role, Role::Cell { .. }),
    }
}

/// Where the label of a passage stands in its lines, or would stand.
fn label_at(text: &str, blocks: &[Block], passage: &Passage, lines: Span) -> Span {
    let first = blocks[0].prose.written().next().map_or(lines.start, |piece| piece.start).max(lines.start);
    let is_mark = |c: char| matches!(c, '*' | '_' | '`' | '~' | '[' | '\\' | '<' | '!');
    let start = lines.start + text[lines.start..first].trim_end_matches(is_mark).len();
    let end = match blocks[0].lead.filter(|_| passage.speaker.is_some()) {
        Some(lead) => {
            let rest = &text[blocks[0].prose.to_bytes(lead).end..lines.end];
            lines.end - rest.trim_start_matches(['*', '_']).trim_start().len()
        }
        None => start,
    };
    Span::new(start - lines.start, end.max(start) - lines.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{self, Reading};
    use crate::path::FilePath;
    use crate::world::File;
    use std::sync::Arc;

    fn page(text: &str) -> Page {
        page::parse(
            &FilePath::new("content/sources/a.md").unwrap(),
            &Arc::new(File::new(text.to_owned())),
            Reading::default(),
        )
    }

    #[test]
    fn every_line_belongs_to_a_unit_or_is_blank() {
        let text = "---\ntitle: x\n---\n\n<!-- note -->\n\n# One\n\n**Stone:** Four *ferries*,\nor five. {#p1 page=7}\n\n\
            Title\n=====\n\n- a {#p2}\n  - b {#p3}\n\nA note of mine.\n\n| h | i |\n|---|---|\n| a | b {#p4} |\n| c | d {#p5} |\n\n\
            ```rust\nlet x;\n\nlet y;\n```\n\n{#p6}\n\n> q\n>\n> r {#p7}\n\n::: boilerplate x\n# no\n:::\n<!-- tight -->\n\\*Last {#p8}\n\n";
        let page = page(text);
        let (units, rest) = units(&page);
        let joined: String = units.iter().flat_map(|unit| [unit.blank, unit.raw]).chain([rest]).collect();
        assert_eq!(joined, &text[page.body..]);
        let shown: Vec<String> = units
            .iter()
            .map(|unit| match &unit.kind {
                Kind::Passage(spoken) => format!(
                    "{} {:?} {:?} {} {:?}",
                    spoken.id,
                    spoken.label_at.of(unit.raw),
                    spoken.id_at.of(unit.raw),
                    spoken.marks,
                    spoken.attributes
                ),
                kind => format!("{kind:?} {:?}", unit.raw),
            })
            .collect();
        assert_eq!(
            shown,
            [
                "Note \"<!-- note -->\\n\"",
                "Heading \"# One\\n\"",
                "p1 \"**Stone:** \" \"{#p1 page=7}\" ** {\"page\": \"7\"}",
                "Heading \"Title\\n=====\\n\"",
                "p2 \"\" \"{#p2}\" - {}",
                "p3 \"\" \"{#p3}\" - {}",
                "Note \"A note of mine.\\n\"",
                "Heading \"| h | i |\\n|---|---|\\n\"",
                "p4 \"\" \"{#p4}\" || {}",
                "p5 \"\" \"{#p5}\" || {}",
                "p6 \"\" \"{#p6}\" ```rust``` {}",
                "Note \"> q\\n\"",
                "p7 \"\" \"{#p7}\" > {}",
                "Aside \"::: boilerplate x\\n# no\\n:::\\n\"",
                "Note \"<!-- tight -->\\n\"",
                "p8 \"\" \"{#p8}\"  {}",
            ]
        );
    }
}
