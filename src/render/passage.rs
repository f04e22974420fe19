//! A passage → HTML by what it is: words, code, or the cells of a row, each under the name of its column. `source` shows it
//! in its document, `notes` by itself.

use super::escape::text;
use super::highlight::highlight;
use super::inline::{Place, inline};
use super::view::CellView;
use crate::page::{Alignment, Block, CELLS, Hold, Page, Passage, Role};
use crate::span::Span;

/// What a passage is, and how it reads.
pub(super) struct Shown {
    /// `text`, `code`, `term` or `row`.
    pub form: &'static str,
    /// Empty for a row.
    pub html: String,
    /// Of a row, one for each column.
    pub cells: Vec<CellView>,
}

/// A passage with the words under `quoted` marked.
pub(super) fn shown(place: &Place<'_>, page: &Page, passage: &Passage, quoted: &[Span]) -> Shown {
    let first = &page.blocks[passage.blocks.start];
    let words = |form| Shown { form, html: inline(place, &passage.prose, quoted), cells: Vec::new() };
    match &first.role {
        Role::Cell { .. } => Shown { form: "row", html: String::new(), cells: cells(place, page, passage, quoted) },
        Role::Code => Shown { form: "code", html: code(place, page, passage, quoted), cells: Vec::new() },
        Role::Term => words("term"),
        Role::Text | Role::Heading { .. } => words("text"),
    }
}

/// The header of a table, a cell for each column; none where the document left it empty.
pub(super) fn columns(place: &Place<'_>, page: &Page, table: usize) -> Vec<CellView> {
    let Hold::Table { alignments, head } = &page.containers[table].hold else { return Vec::new() };
    if head.is_empty() {
        return Vec::new();
    }
    let mut columns: Vec<CellView> = alignments.iter().map(|alignment| empty_cell(*alignment)).collect();
    for block in &page.blocks[head.clone()] {
        if let Some(cell) = column(block).and_then(|column| columns.get_mut(column)) {
            let words = block.prose.trimmed();
            cell.html = inline(place, &words, &[]);
            cell.name = words.text().to_owned();
        }
    }
    columns
}

fn column(block: &Block) -> Option<usize> {
    match block.role {
        Role::Cell { column, .. } => Some(column),
        _ => None,
    }
}

fn empty_cell(alignment: Alignment) -> CellView {
    let align = match alignment {
        Alignment::Center => "center",
        Alignment::Right => "right",
        Alignment::None | Alignment::Left => "",
    };
    CellView { name: String::new(), html: String::new(), align: align.to_owned() }
}

fn cells(place: &Place<'_>, page: &Page, passage: &Passage, quoted: &[Span]) -> Vec<CellView> {
    let table = page.blocks[passage.blocks.start].container.unwrap_or_default();
    let mut cells = columns(place, page, table);
    if let (Hold::Table { alignments, .. }, true) = (&page.containers[table].hold, cells.is_empty()) {
        cells = alignments.iter().map(|alignment| empty_cell(*alignment)).collect();
    }
    cells.iter_mut().for_each(|cell| cell.html.clear());
    let words = &passage.prose;
    let within = |at: usize| at.saturating_sub(passage.start).min(words.len());
    let mut at = 0;
    for block in &page.blocks[passage.blocks.clone()] {
        let span = Span::new(within(at), within(at + block.prose.len()));
        at += block.prose.len() + CELLS.len();
        let Some(cell) = column(block).and_then(|column| cells.get_mut(column)) else { continue };
        let part = words.slice(span);
        let inside = quoted.iter().filter(|mark| mark.start < span.end && span.start < mark.end);
        let inside: Vec<Span> = inside
            .map(|mark| Span::new(mark.start.max(span.start) - span.start, mark.end.min(span.end) - span.start))
            .collect();
        cell.html = inline(place, &part, &inside).trim().to_owned();
    }
    cells
}

/// Code with its first indentation, which is no part of the words; coloured in its document, if nothing of it is quoted.
fn code(place: &Place<'_>, page: &Page, passage: &Passage, quoted: &[Span]) -> String {
    let block = &page.blocks[passage.blocks.start];
    let language = match block.container.map(|container| &page.containers[container].hold) {
        Some(Hold::Code { language }) => language,
        _ => "",
    };
    let code = block.prose.text();
    if quoted.is_empty() && place.notes.is_some() {
        return highlight(language, code);
    }
    let mut html = text(code.get(..passage.start).unwrap_or_default());
    let words = passage.prose.text();
    let mut quoted = quoted.to_vec();
    quoted.sort();
    let mut at = 0;
    for mark in quoted {
        let start = mark.start.max(at);
        if start < mark.end {
            html += &format!("{}<mark>{}</mark>", text(&words[at..start]), text(&words[start..mark.end]));
            at = mark.end;
        }
    }
    html += &text(&words[at..]);
    format!("<pre class=\"code\"><code>{html}</code></pre>\n")
}
