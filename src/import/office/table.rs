//! The cells of a table as they are read → the table, or what stands in a cell that is only a frame. Every reader of
//! this folder fills one.

use super::document::{Part, Table, flatten};
use crate::import::words::Words;

/// Cells; a table this large with most of them empty is no table of a document.
const CELLS: usize = 4_000_000;
/// Columns that one cell may span.
const SPAN: usize = 64;

#[derive(Debug, Default)]
pub(super) struct OpenTable {
    head: Option<usize>,
    rows: Vec<Vec<Vec<Part>>>,
    /// The row that is open: its cells, and whether it is marked as the head.
    row: Vec<Vec<Part>>,
    is_head: bool,
    span: usize,
    filled: usize,
}

impl OpenTable {
    pub fn begin_row(&mut self) {
        self.end_row();
        self.is_head = false;
    }

    /// Marks the row that is open as a head, or not.
    pub fn mark_head(&mut self, on: bool) {
        self.is_head = on;
    }

    /// How many columns the cell spans that ends next.
    pub fn span(&mut self, columns: usize) {
        self.span = columns.clamp(1, SPAN);
    }

    /// Adds a cell; the columns that it spans further have empty ones.
    pub fn cell(&mut self, parts: Vec<Part>) {
        self.filled += 1;
        self.row.push(parts);
        let empty = std::mem::take(&mut self.span).saturating_sub(1);
        self.row.extend(std::iter::repeat_with(Vec::new).take(empty));
    }

    pub fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if !row.is_empty() {
            if self.is_head && self.rows.is_empty() {
                self.head = Some(0);
            }
            self.rows.push(row);
        }
    }

    /// The table and what was set aside in it; the parts themselves where the table has one cell, for that is a frame.
    pub fn into_parts(mut self, drawn: &mut String) -> Result<Vec<Part>, String> {
        self.end_row();
        if self.filled == 1 {
            return Ok(self.rows.into_iter().flatten().flatten().collect());
        }
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        if columns.saturating_mul(self.rows.len()) > CELLS {
            return Err(format!(
                "a table has {} rows and {columns} columns; {CELLS} cells are the limit",
                self.rows.len()
            ));
        }
        let mut asides = Vec::new();
        let mut rows: Vec<Vec<Words>> = Vec::new();
        for row in self.rows {
            let mut cells = Vec::new();
            for cell in row {
                let (words, aside) = flatten(cell, drawn);
                cells.push(words);
                asides.extend(aside);
            }
            rows.push(cells);
        }
        let head = if self.head.is_some() { rows.remove(0) } else { Vec::new() };
        let mut parts = vec![Part::Table(Table { head, rows })];
        parts.append(&mut asides);
        Ok(parts)
    }
}
