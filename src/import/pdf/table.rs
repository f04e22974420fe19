//! Lines of a column → tables, where at least three rows have their cells under one another, and lines as they were.

use super::item;
use super::line::{Cell, Line};
use super::paragraph::{Kind, Paragraph};

/// Rows of more than one cell, at least.
const ROWS: usize = 3;
/// The narrowest gap between two columns of cells, in ems.
const GAP: f32 = 0.7;
/// Rows further apart than this, in ems, are of two tables.
const APART: f32 = 3.5;
/// A line this close below another, in ems, can go on in its cells.
const CLOSE: f32 = 1.45;
/// A line this close below another, in ems, stands beside it.
const BESIDE: f32 = 0.85;

#[derive(Debug, PartialEq)]
pub(super) enum Section {
    Lines(Vec<Line>),
    Table(Paragraph),
}

/// Parts the lines of a column, in their order.
pub(super) fn sections(lines: Vec<Line>) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut plain: Vec<Line> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match table(&lines[at..]) {
            Some((count, table)) => {
                if !plain.is_empty() {
                    sections.push(Section::Lines(std::mem::take(&mut plain)));
                }
                sections.push(Section::Table(table));
                at += count;
            }
            None => {
                plain.push(lines[at].clone());
                at += 1;
            }
        }
    }
    if !plain.is_empty() {
        sections.push(Section::Lines(plain));
    }
    sections
}

/// The table that begins with the first line, and of how many lines it is.
fn table(lines: &[Line]) -> Option<(usize, Paragraph)> {
    if lines.first()?.cells.len() < 2 {
        return None;
    }
    let mut columns: Vec<(f32, f32)> = Vec::new();
    let (mut count, mut most, mut filled) = (0, 0, 0);
    for (nth, line) in lines.iter().enumerate() {
        let far = nth > 0 && line.base - lines[nth - 1].base > APART * line.size;
        // A line of its own in other type is a heading.
        let other = line.cells.len() == 1 && (line.size - lines[0].size).abs() > 0.09 * line.size;
        if far || other {
            break;
        }
        let next = with(&columns, &line.cells, GAP * line.size);
        most = most.max(line.cells.len());
        if next.len() < most {
            break;
        }
        columns = next;
        if line.cells.len() > 1 {
            (count, filled) = (nth + 1, filled + 1);
        }
    }
    let lines = &lines[..count];
    // What the last lines added, which were left out again, must not widen the columns.
    let columns = lines.iter().fold(Vec::new(), |columns, line| with(&columns, &line.cells, GAP * line.size));
    if filled < ROWS || columns.len() < 2 || is_list(lines) {
        return None;
    }
    let rows = rows(lines, &columns)?;
    let headed = lines[0].is_bold() && lines[1..].iter().any(|line| !line.is_bold());
    let table =
        Paragraph { lines: lines.to_vec(), kind: Kind::Table { rows, headed }, room: f32::MAX, indented: false };
    Some((count, table))
}

/// The columns that these cells and the columns before them leave.
fn with(columns: &[(f32, f32)], cells: &[Cell], gap: f32) -> Vec<(f32, f32)> {
    let mut all: Vec<(f32, f32)> = columns.to_vec();
    all.extend(cells.iter().map(|cell| (cell.x, cell.right)));
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut united: Vec<(f32, f32)> = Vec::new();
    for (left, right) in all {
        match united.last_mut() {
            Some(last) if left - last.1 < gap => last.1 = last.1.max(right),
            _ => united.push((left, right)),
        }
    }
    united
}

/// Whether the first column holds nothing but the marks of list items.
fn is_list(lines: &[Line]) -> bool {
    let is_mark = |cell: &Cell| {
        item::mark(&format!("{} x", cell.text.trim())).is_some_and(|mark| mark.length == cell.text.trim().len())
    };
    lines.iter().filter(|line| line.cells.len() > 1).all(|line| is_mark(&line.cells[0]))
}

/// The cells of each row; `None` where two cells of a row stand in one column.
fn rows(lines: &[Line], columns: &[(f32, f32)]) -> Option<Vec<Vec<String>>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut above = f32::MIN;
    for line in lines {
        let mut row = vec![String::new(); columns.len()];
        for cell in &line.cells {
            let column = columns.iter().position(|column| cell.x < column.1)?;
            if !row[column].is_empty() {
                return None;
            }
            row[column] = folded(&cell.text);
        }
        let base = std::mem::replace(&mut above, line.base);
        // Cells of one row that are not as high as others can stand between their lines.
        if let Some(last) = rows.last_mut().filter(|_| line.base - base < BESIDE * line.size) {
            append(last, row);
            continue;
        }
        // A line with nothing in the first column goes on with the cells above it.
        match rows.last_mut() {
            Some(last) if row[0].is_empty() && line.base - base <= CLOSE * line.size => append(last, row),
            _ => rows.push(row),
        }
    }
    Some(rows)
}

fn append(row: &mut [String], more: Vec<String>) {
    for (cell, more) in row.iter_mut().zip(more) {
        *cell = format!("{cell} {more}").trim().to_owned();
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
