//! The columns of all pages → one sequence of paragraphs: what a column's end or a page's end broke off is put together
//! again, and what stands between, notes and tables and captions, comes after it.

use super::column::Column;
use super::hyphen;
use super::line::Line;
use super::measure::Measure;
use super::note;
use super::paragraph::{Kind, Paragraph, paragraphs};
use super::table::{Section, sections};

/// Paragraphs that are looked at beyond the end of a column for the one that goes on.
const REACH: usize = 6;

/// A paragraph and where it stands.
struct Placed {
    paragraph: Paragraph,
    /// The column that it begins in and the one that it ends in, counted through the document.
    first: usize,
    last: usize,
}

/// The paragraphs of the document in the order of reading; `pages` holds the columns of each.
pub(super) fn flow(pages: Vec<Vec<Column>>, measure: &Measure) -> Vec<Paragraph> {
    let mut placed: Vec<Placed> = Vec::new();
    let mut column = 0;
    for columns in pages {
        let is_body = |line: &Line| line.size > 0.93 * measure.em;
        let has_body = columns.iter().any(|column| column.lines.iter().any(is_body));
        for Column { mut lines } in columns {
            column += 1;
            let open = placed.iter_mut().rev().map(|placed| &mut placed.paragraph).find(|paragraph| is_note(paragraph));
            let notes = if has_body { note::take(&mut lines, measure, open) } else { Vec::new() };
            let mut found = Vec::new();
            for section in sections(lines) {
                match section {
                    Section::Lines(lines) => found.extend(paragraphs(&lines, measure)),
                    Section::Table(table) => found.push(table),
                }
            }
            found.extend(notes);
            placed.extend(found.into_iter().map(|paragraph| Placed { paragraph, first: column, last: column }));
        }
    }
    let indents = indents(&placed);
    rejoin(placed, indents, measure)
}

/// Whether the document shows by an indent that a paragraph begins.
fn indents(placed: &[Placed]) -> bool {
    let texts = placed.iter().filter(|placed| placed.paragraph.kind == Kind::Text && placed.paragraph.lines.len() > 1);
    let (indented, all) =
        texts.fold((0, 0), |(indented, all), placed| (indented + placed.paragraph.indented as usize, all + 1));
    indented >= 3 && indented * 3 > all
}

fn rejoin(mut placed: Vec<Placed>, indents: bool, measure: &Measure) -> Vec<Paragraph> {
    let mut at = 0;
    while at < placed.len() {
        // What has been put together may break off again at the end of the next column.
        while let Some(next) = continuation(&placed, at, indents, measure) {
            let rest = placed.remove(next);
            let (whole, column) = (&mut placed[at], rest.last);
            whole.paragraph.lines.extend(rest.paragraph.lines);
            whole.paragraph.room = rest.paragraph.room;
            whole.last = column;
        }
        at += 1;
    }
    placed.into_iter().map(|placed| placed.paragraph).collect()
}

/// Where the paragraph at `at` goes on, if the end of its column broke it off.
fn continuation(placed: &[Placed], at: usize, indents: bool, measure: &Measure) -> Option<usize> {
    let one = &placed[at];
    if !is_running(&one.paragraph, measure) {
        return None;
    }
    let mut beyond = false;
    for (nth, other) in placed.iter().enumerate().skip(at + 1).take(REACH) {
        beyond |= other.first > one.last;
        let running = is_running(&other.paragraph, measure);
        if running && !beyond {
            return None;
        }
        if running || other.paragraph.kind == Kind::Heading {
            let adjacent = placed[at + 1..nth].iter().all(|between| is_note(&between.paragraph));
            return goes_on(&one.paragraph, &other.paragraph, indents, adjacent).then_some(nth);
        }
    }
    None
}

/// Whether a paragraph is of the running text: not a heading, a note, a table or a caption in smaller type.
fn is_running(paragraph: &Paragraph, measure: &Measure) -> bool {
    matches!(paragraph.kind, Kind::Text | Kind::Item(_)) && paragraph.size() > 0.93 * measure.em
}

fn is_note(paragraph: &Paragraph) -> bool {
    matches!(paragraph.kind, Kind::Note(_))
}

/// Whether the second paragraph is the rest of the first, which stands at the end of its column. Between them stands
/// nothing but notes where they are `adjacent`.
fn goes_on(one: &Paragraph, other: &Paragraph, indents: bool, adjacent: bool) -> bool {
    if other.kind != Kind::Text {
        return false;
    }
    let next = other.text();
    if (one.size() - other.size()).abs() > 0.09 * one.size() {
        return false;
    }
    let ended = one.ends_sentence();
    let lower = next.chars().next().is_some_and(char::is_lowercase);
    match (ended, lower) {
        (false, true) => true,
        _ if one.lines.last().is_some_and(|line| hyphen::breaks(&line.text())) => true,
        _ if !adjacent || one.has_room_for(other) || other.indented && indents => false,
        // A full line that ends a sentence is the end of a paragraph where the next one has no other way to show its start.
        (true, _) if !indents && one.lines.len() == 1 => false,
        _ => true,
    }
}
