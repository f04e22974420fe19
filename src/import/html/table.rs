//! A `<table>` → whether it holds data or only lays out the page, and the place of each cell. `walk.rs` asks while it
//! walks; `assemble.rs` builds the rows.

use super::page::Cell;
use dom_query::{Element as Node, NodeRef, local_name};

/// How many columns a table may have; a `colspan` beyond is a mistake.
const WIDEST: usize = 200;

/// Where the walk stands in a table.
#[derive(Debug)]
pub(super) struct Grid {
    /// None in a table that only lays out the page.
    table: Option<usize>,
    /// Counted from 1 once a row has begun.
    row: usize,
    /// Where the next cell begins.
    column: usize,
    /// The whole row is a head.
    head: bool,
    /// For each column, how many rows a cell from above still covers.
    covered: Vec<usize>,
}

/// The grid of the table that begins here; `number` tells it from other tables of the page.
pub(super) fn grid(table: &NodeRef<'_>, number: usize) -> Grid {
    let data = holds_data(table);
    Grid { table: data.then_some(number), row: 0, column: 0, head: false, covered: Vec::new() }
}

/// Whether rows and columns mean something. Reads the table to its end, or to a table within it, so that tables in
/// tables cost no more than the page is long.
fn holds_data(table: &NodeRef<'_>) -> bool {
    let role = table.attr("role").unwrap_or_default();
    if matches!(&*role, "presentation" | "none") {
        return false;
    }
    let (mut rows, mut cells, mut widest, mut heads, mut blocks) = (0, 0, 0, 0, 0);
    for node in table.descendants_it() {
        let Some(name) = node.qual_name_ref().map(|name| name.local.clone()) else { continue };
        match &*name {
            "tr" => (rows, cells) = (rows + 1, 0),
            "td" | "th" => {
                (cells, blocks) = (cells + 1, 0);
                heads += usize::from(&*name == "th");
                widest = widest.max(cells);
            }
            "table" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "form" | "article" | "section" | "nav"
            | "blockquote" | "pre" => return false,
            "p" | "div" => {
                blocks += 1;
                if blocks > 3 {
                    return false;
                }
            }
            _ => {}
        }
    }
    rows >= 2 && (widest >= 2 || heads > 0)
}

impl Grid {
    pub fn begin_row(&mut self, row: &NodeRef<'_>) {
        if self.table.is_none() {
            return;
        }
        self.row += 1;
        self.column = 0;
        let mut cells = row.children_it(false).filter(NodeRef::is_element).peekable();
        self.head = self.row == 1 && cells.peek().is_some() && cells.all(|cell| cell.has_name("th"));
    }

    /// The place of the cell that begins here.
    pub fn begin_cell(&mut self, cell: &Node) -> Option<Cell> {
        let table = self.table?;
        while self.covered.get(self.column).is_some_and(|&rows| rows > 0) {
            self.covered[self.column] -= 1;
            self.column += 1;
        }
        let span = |name| cell.attr_ref(name).and_then(|value| value.trim().parse::<usize>().ok()).unwrap_or(1);
        let (width, height) = (span(local_name!("colspan")), span(local_name!("rowspan")));
        let place = Cell { table, row: self.row, column: self.column.min(WIDEST), head: self.head };
        let end = (self.column + width.clamp(1, WIDEST)).min(WIDEST);
        if height > 1 {
            self.covered.resize(self.covered.len().max(end), 0);
            self.covered[place.column.min(end)..end].fill(height.min(1_000) - 1);
        }
        self.column = end;
        Some(place)
    }
}
