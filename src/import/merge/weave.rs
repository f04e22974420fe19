//! Units of a page and of a new import, and what was decided about them → the text of the merged body. `body` decides and
//! calls it; here is only order and distance.

use super::unit::{Kind, Unit};
use std::collections::BTreeMap;

/// What stands where a unit of the new import would.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Slot {
    /// Not decided yet.
    Open,
    /// The import's own lines.
    New,
    /// These lines, which are those of a unit of the page or made of both.
    Lines(String),
    /// Nothing: a human took it away, or has it elsewhere.
    Nothing,
}

/// All that is woven together.
#[derive(Clone, Copy)]
pub(super) struct Woof<'a> {
    pub page: &'a [Unit<'a>],
    pub new: &'a [Unit<'a>],
    /// For each unit of the page, the new one that it goes with.
    pub place: &'a [Option<usize>],
    /// For each new unit.
    pub slots: &'a [Slot],
    /// Whether a unit of the page stands where a human put it.
    pub human: &'a [bool],
    /// The lines of such a unit, where they are not those of the page.
    pub lines: &'a BTreeMap<usize, String>,
}

/// Puts all of it in order: that of the document, with a human's own units beside their neighbours on the page.
pub(super) fn weave(woof: &Woof<'_>) -> String {
    let Woof { page, new, place: places, slots, human, lines } = *woof;
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); new.len()];
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); new.len()];
    let mut start: Vec<usize> = Vec::new();
    let mut at = 0;
    let mut last: Option<usize> = None;
    while at < page.len() {
        if !human[at] {
            last = places[at].or(last);
            at += 1;
            continue;
        }
        let end = (at..page.len()).find(|&at| !human[at]).unwrap_or(page.len());
        let run = at..end;
        let tight = end < page.len() && page[end].blank.is_empty();
        let heads = run.clone().any(|at| page[at].kind == Kind::Heading);
        let next = page.get(end).and_then(|_| places[end]).filter(|_| tight || heads);
        match (next, last) {
            (Some(next), _) => before[first_of_table(new, next)].extend(run),
            (None, Some(last)) => after[last_of_table(new, last)].extend(run),
            (None, None) => start.extend(run),
        }
        at = end;
    }
    let unit_of: BTreeMap<usize, usize> = (0..page.len()).filter_map(|at| Some((places[at]?, at))).collect();
    let mut writer = Writer { page, new, text: String::new(), last: (None, None) };
    let lines_of = |at: usize| lines.get(&at).map_or(page[at].raw, String::as_str);
    start.into_iter().for_each(|at| writer.unit(Some(at), None, lines_of(at)));
    for place in 0..new.len() {
        before[place].iter().for_each(|&at| writer.unit(Some(at), None, lines_of(at)));
        match &slots[place] {
            Slot::Lines(lines) => writer.unit(unit_of.get(&place).copied(), Some(place), lines),
            Slot::New | Slot::Open => writer.unit(None, Some(place), new[place].raw),
            Slot::Nothing => {}
        }
        after[place].iter().for_each(|&at| writer.unit(Some(at), None, lines_of(at)));
    }
    writer.text
}

struct Writer<'a> {
    page: &'a [Unit<'a>],
    new: &'a [Unit<'a>],
    text: String,
    /// Where the unit before stands on either side.
    last: (Option<usize>, Option<usize>),
}

impl Writer<'_> {
    /// Units that follow each other on a side keep their distance; others are set apart by a blank line.
    fn unit(&mut self, on_page: Option<usize>, in_new: Option<usize>, lines: &str) {
        let follows =
            |last: Option<usize>, this: Option<usize>| this.is_some_and(|this| last.map_or(0, |last| last + 1) == this);
        let first = self.last == (None, None);
        let blank = if let Some(at) = on_page.filter(|_| first || follows(self.last.0, on_page)) {
            self.page[at].blank
        } else if let Some(at) = in_new.filter(|_| follows(self.last.1, in_new)) {
            self.new[at].blank
        } else {
            "\n"
        };
        // A row that joins a table has no blank line before it, wherever it came from.
        let is_row = |at: usize| self.new[at].passage().is_some_and(|spoken| spoken.is_row);
        let blank = if in_new.is_some_and(is_row) && !first { "" } else { blank };
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.text.push_str(blank);
        self.text.push_str(lines);
        self.last = (on_page, in_new);
    }
}

/// Where the table begins in which a unit is a row; the unit itself, if it is none.
fn first_of_table(units: &[Unit<'_>], at: usize) -> usize {
    let is_row = |at: usize| units[at].passage().is_some_and(|spoken| spoken.is_row);
    (0..=at).rev().find(|&at| !is_row(at)).filter(|_| is_row(at)).unwrap_or(at)
}

/// Where the table ends in which a unit is a row or the head; the unit itself, if it is neither.
fn last_of_table(units: &[Unit<'_>], at: usize) -> usize {
    let goes_on = |at: &usize| {
        units
            .get(at + 1)
            .is_some_and(|next| next.blank.is_empty() && next.passage().is_some_and(|spoken| spoken.is_row))
    };
    (at..units.len()).find(|at| !goes_on(at)).unwrap_or(at)
}
