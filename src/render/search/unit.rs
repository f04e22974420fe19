//! A published page → its units: what can be found on it, piece by piece, each with its words and the place that a link
//! can name. Called for the index and for the texts that hits show, so that both always speak of the same things.
//! What of a source may be published is not decided here: `graph::publishable` is asked.

use super::super::words;
use crate::meta::Kind;
use crate::page::{Block, Page, Role};
use crate::prose::white::{has_single_spaces, split_white};
use crate::site::Site;

/// A paragraph, a list item, a row, a heading, a passage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Unit {
    /// The nearest place at or before it that has a name: `p6`, the marker of a note, a heading. Empty for the top.
    pub anchor: String,
    /// White space folded. `MARK` stands where the page shows something that is no part of the text, `CELL` between cells.
    pub text: String,
}

/// Where a note's marker stands: what runs over it is one text here, and two on the page.
pub(super) const MARK: char = '\t';

/// Between the cells of a row.
pub(super) const CELL: char = '\n';

/// What a page is known by. Found on any of its units.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Head {
    pub title: String,
    /// Other names, the role, who published it: in the order in which it is shown.
    pub note: Vec<String>,
}

pub(super) fn head(site: &Site, index: usize) -> Head {
    let page = &site.corpus.pages[index];
    let meta = &page.meta;
    let note: Vec<&String> = match page.kind {
        Kind::Source => meta.source.publisher.iter().chain(&meta.authors).chain(&meta.source.speakers).collect(),
        kind if kind.is_entity() => meta.entity.role.iter().map(|role| &role.value).chain(&meta.entity.names).collect(),
        _ => meta.authors.iter().collect(),
    };
    let mut shown: Vec<String> = Vec::new();
    for words in note {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() && !shown.contains(&words) {
            shown.push(words);
        }
    }
    Head { title: page.title().split_whitespace().collect::<Vec<_>>().join(" "), note: shown }
}

/// The units of a page, in its order.
pub(super) fn units(site: &Site, index: usize) -> Vec<Unit> {
    let page = &site.corpus.pages[index];
    let mut units = Vec::new();
    let summary = words::summary(site.corpus.face(index));
    if !summary.is_empty() {
        units.push(Unit { anchor: String::new(), text: folded(summary) });
    }
    if page.kind == Kind::Source {
        units.extend(passages(site, index, page));
    } else {
        paragraphs(site, index, page, &mut units);
    }
    units.retain(|unit| !unit.text.is_empty());
    units
}

/// The published passages of a source, each behind its speaker's label.
fn passages(site: &Site, index: usize, page: &Page) -> impl Iterator<Item = Unit> {
    site.graph.publishable(index).iter().map(|&number| {
        let passage = &page.passages[number];
        let text = folded(passage.prose.text());
        let text = match &passage.speaker {
            Some(speaker) => format!("{}: {text}", folded(speaker)),
            None => text,
        };
        Unit { anchor: passage.id.to_string(), text }
    })
}

fn paragraphs(site: &Site, index: usize, page: &Page, units: &mut Vec<Unit>) {
    let mut headings = page.headings.iter();
    let mut section = "";
    let mut at = 0;
    while at < page.blocks.len() {
        let end = at + length(&page.blocks[at..]);
        if matches!(page.blocks[at].role, Role::Heading { .. }) {
            section = headings.next().map_or("", |heading| heading.id.as_str());
        }
        let first = page.citations.partition_point(|citation| citation.mark.block < at);
        let after = page.citations.partition_point(|citation| citation.mark.block < end);
        let note = site.graph.notes(index)[first..after].iter().find_map(|note| *note);
        let anchor = note.map_or_else(|| section.to_owned(), |number| format!("r{number}"));
        units.push(Unit { anchor, text: text(page, at..end) });
        at = end;
    }
}

/// The cells of a row belong together; else a block is a unit.
fn length(blocks: &[Block]) -> usize {
    let Role::Cell { row, .. } = blocks[0].role else { return 1 };
    blocks.iter().take_while(|block| matches!(block.role, Role::Cell { row: other, .. } if other == row)).count()
}

fn text(page: &Page, blocks: std::ops::Range<usize>) -> String {
    let mut out = String::new();
    for block in blocks.clone() {
        if block > blocks.start {
            push_mark(&mut out, CELL);
        }
        let text = page.blocks[block].prose.text();
        let first = page.citations.partition_point(|citation| citation.mark.block < block);
        let marks = page.citations[first..].iter().take_while(|citation| citation.mark.block == block);
        // An event's date, with which its item begins, is shown in words.
        let dates = page.gist.events.iter().filter(|event| event.block == block).map(|event| event.date_span.len());
        let mut places: Vec<usize> = marks.map(|citation| citation.mark.at).chain(dates).collect();
        places.sort_unstable();
        let mut from = 0;
        for place in places {
            let place = text.floor_char_boundary(place.clamp(from, text.len()));
            push_folded(&mut out, &text[from..place]);
            push_mark(&mut out, MARK);
            from = place;
        }
        push_folded(&mut out, &text[from..]);
    }
    out.truncate(out.trim_end().len());
    out
}

fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_folded(&mut out, text);
    out.truncate(out.trim_end().len());
    out
}

/// Adds text with each run of white space as one space, and none at the beginning.
fn push_folded(out: &mut String, text: &str) {
    let may_part = |out: &str| !out.is_empty() && !out.trim_end_matches(MARK).ends_with([' ', CELL]);
    if has_single_spaces(text) {
        let is_kept = !text.starts_with(' ') || may_part(out);
        return out.push_str(&text[usize::from(!is_kept)..]);
    }
    for (nth, word) in split_white(text).enumerate() {
        if nth > 0 && may_part(out) {
            out.push(' ');
        }
        out.push_str(word);
    }
}

fn push_mark(out: &mut String, mark: char) {
    if !out.is_empty() && !out.ends_with(mark) {
        out.push(mark);
    }
}
