//! The lines of a column → paragraphs, by what a typesetter does to part them: a gap, an indent, a line that ends although
//! the next word would have fitted, a mark, another type. Columns and pages are put together in `flow.rs`.

use super::line::Line;
use super::measure::Measure;
use super::{hyphen, item};
use unpdf::parser::bidi;

/// A line further below the last one than this many times the usual distance begins a paragraph.
const GAP: f32 = 1.22;
/// The same for headings, which are set looser.
const HEADING_GAP: f32 = 1.4;
/// The smallest indent and the largest, in ems.
const INDENT: f32 = 0.8;
const INDENT_MOST: f32 = 8.0;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Paragraph {
    pub lines: Vec<Line>,
    pub kind: Kind,
    /// How much room its last line leaves, in points.
    pub room: f32,
    /// Its first line is indented.
    pub indented: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Text,
    Heading,
    /// With the bytes of its first line that are the mark.
    Item(usize),
    /// A footnote, with its mark.
    Note(String),
    /// A table, row by row: the text of each cell. The first row may be its head.
    Table {
        rows: Vec<Vec<String>>,
        headed: bool,
    },
}

impl Paragraph {
    pub fn page(&self) -> u32 {
        self.lines.first().map_or(1, |line| line.page)
    }

    /// Whether the first word of another would have fitted on its last line.
    pub fn has_room_for(&self, other: &Paragraph) -> bool {
        let (Some(last), Some(first)) = (self.lines.last(), other.lines.first()) else { return true };
        first.first_word() + 0.6 * last.size < self.room
    }

    pub fn text(&self) -> String {
        let texts: Vec<String> = self.lines.iter().map(Line::text).collect();
        texts.join(" ").trim().to_owned()
    }

    /// Whether it could end where it does.
    pub fn ends_sentence(&self) -> bool {
        self.lines.last().is_some_and(Line::ends_sentence)
    }

    pub fn size(&self) -> f32 {
        self.lines.iter().map(|line| line.size).fold(0.0, f32::max)
    }
}

/// Where a line begins and ends in the direction of its script.
#[derive(Clone, Copy)]
struct Extent {
    start: f32,
    end: f32,
}

/// The paragraphs of a column, from the top.
pub(super) fn paragraphs(lines: &[Line], measure: &Measure) -> Vec<Paragraph> {
    let reversed = lines.iter().filter(|line| bidi::contains_rtl(&line.text())).count() * 2 > lines.len();
    let extents: Vec<Extent> = lines
        .iter()
        .map(|line| match reversed {
            false => Extent { start: line.x, end: line.right },
            true => Extent { start: -line.right, end: -line.x },
        })
        .collect();
    let start = extents.iter().map(|extent| extent.start).fold(f32::MAX, f32::min);
    let end = extents.iter().map(|extent| extent.end).fold(f32::MIN, f32::max);
    let column = Extent { start, end };
    let mut paragraphs = Vec::new();
    let mut from = 0;
    for at in 1..=lines.len() {
        if at == lines.len() || parts(lines, &extents, at, end, measure) {
            Block::new(&lines[from..at], &extents[from..at], column, measure).paragraphs(&mut paragraphs);
            from = at;
        }
    }
    paragraphs
}

/// Whether a gap or another size parts a line from the one before it.
fn parts(lines: &[Line], extents: &[Extent], at: usize, end: f32, measure: &Measure) -> bool {
    let (one, other) = (&lines[at - 1], &lines[at]);
    let size = one.size.max(other.size);
    if (one.size - other.size).abs() > 0.09 * size || one.page != other.page {
        return true;
    }
    let gap = other.base - one.base;
    let large = size > 1.1 * measure.em;
    let usual = measure.pitch * size * if large { HEADING_GAP } else { GAP };
    if (-0.1..=usual).contains(&gap) {
        return false;
    }
    // Some passages are set with more room between all their lines.
    let around = |nth: usize| {
        let pair = lines.get(nth.checked_sub(1)?).zip(lines.get(nth))?;
        let alike = (pair.0.size - pair.1.size).abs() < 0.05 * size;
        alike.then_some(pair.1.base - pair.0.base).filter(|gap| *gap > 0.8 * size)
    };
    let least = [around(at - 1), around(at + 1)].into_iter().flatten().reduce(f32::min).unwrap_or(0.0);
    let even = gap <= 1.08 * least && gap < 2.6 * size && one.is_bold() == other.is_bold();
    !(even && gap > 0.0 && !has_room(one, extents[at - 1], other, end))
}

/// Whether the first word of the next line would have fitted on this one.
fn has_room(one: &Line, extent: Extent, next: &Line, end: f32) -> bool {
    extent.end + 0.3 * one.size + next.first_word() < end - 0.3 * one.size
}

/// Lines that neither a gap nor another size parts.
struct Block<'a> {
    lines: &'a [Line],
    extents: &'a [Extent],
    column: Extent,
    measure: &'a Measure,
    /// Where its lines begin that are not indented, and where they end that are full.
    own: Extent,
    /// A line that is not full is followed by what looks like the mark of an item.
    lists: bool,
}

impl<'a> Block<'a> {
    fn new(lines: &'a [Line], extents: &'a [Extent], column: Extent, measure: &'a Measure) -> Block<'a> {
        let start = extents.iter().map(|extent| extent.start).fold(f32::MAX, f32::min);
        let end = extents.iter().map(|extent| extent.end).fold(f32::MIN, f32::max);
        // A few lines do not tell how long they could have been.
        let own = Extent { start, end: if lines.len() >= 4 { end } else { column.end } };
        let mut block = Block { lines, extents, column, measure, own, lists: false };
        let is_item = |at: usize| block.is_short(at - 1) && item::mark(&lines[at].text()).is_some();
        block.lists = (1..lines.len()).any(is_item);
        block
    }

    fn paragraphs(&self, out: &mut Vec<Paragraph>) {
        let hanging = self.is_hanging();
        let mut from = 0;
        for at in 1..=self.lines.len() {
            if at < self.lines.len() && !self.begins(from, at, hanging) {
                continue;
            }
            let lines = self.lines[from..at].to_vec();
            let indented = self.extents[from].start - self.column.start > INDENT * lines[0].size;
            let room = self.own.end - self.extents[at - 1].end;
            let kind = match item::mark(&lines[0].text()) {
                Some(mark) if self.is_item(from, mark) => Kind::Item(mark.length),
                _ => Kind::Text,
            };
            let mut paragraph = Paragraph { lines, kind, room, indented };
            if is_heading(&paragraph, self.measure) {
                paragraph.kind = Kind::Heading;
            }
            out.push(paragraph);
            from = at;
        }
    }

    fn is_short(&self, at: usize) -> bool {
        let line = &self.lines[at];
        !hyphen::breaks(&line.text()) && has_room(line, self.extents[at], &self.lines[at + 1], self.own.end)
    }

    fn is_indented(&self, at: usize) -> bool {
        let indent = (self.extents[at].start - self.own.start) / self.lines[at].size;
        (INDENT..INDENT_MOST).contains(&indent)
    }

    /// Whether it is the first lines that stand out and the others that are indented: a line before an indented one is then
    /// full, while it ends a paragraph where first lines are indented.
    fn is_hanging(&self) -> bool {
        let indented: Vec<usize> = (1..self.lines.len()).filter(|&at| self.is_indented(at)).collect();
        let ends = |at: &&usize| self.is_short(**at - 1) || self.lines[**at - 1].ends_sentence();
        let ended = indented.iter().filter(ends).count();
        let most = if self.measure.indents { ended == 0 && indented.len() > 2 } else { ended * 2 < indented.len() };
        most && !self.is_indented(0)
    }

    /// Whether the line at `at` begins a paragraph; the one before it begins at `from`.
    fn begins(&self, from: usize, at: usize, hanging: bool) -> bool {
        let (one, other) = (&self.lines[at - 1], &self.lines[at]);
        let text = other.text();
        let ended = one.ends_sentence();
        if item::mark(&text).is_some_and(|mark| self.is_item(at, mark)) {
            return true;
        }
        if self.lines[at].size > 1.1 * self.measure.em {
            return false;
        }
        if one.is_bold() != other.is_bold() && self.is_short(at - 1) {
            return true;
        }
        let opens = text.trim_start().chars().next().is_some_and(|c| !c.is_lowercase());
        if self.is_short(at - 1) && (ended || opens) {
            return true;
        }
        match (self.is_indented(at), self.is_indented(at - 1)) {
            (true, _) if hanging => false,
            (false, true) if hanging => at - from > 1 || ended,
            // Several lines at one indent are set apart as a whole; the first of them begins it.
            (true, false) => true,
            (true, true) => at - from == 1 && ended && opens && self.measure.indents,
            _ => false,
        }
    }

    /// Whether what looks like a mark is one: its number could also be the last word of a sentence, its dash be a dash.
    /// After a full line it is one only in a list, which shows by another item after a line that is not full.
    fn is_item(&self, at: usize, mark: item::Mark) -> bool {
        if mark.certain || at == 0 || self.is_short(at - 1) {
            return true;
        }
        self.lists && self.lines[at - 1].ends_sentence()
    }
}

/// Whether a paragraph stands out by its size or, being short, by its weight.
fn is_heading(paragraph: &Paragraph, measure: &Measure) -> bool {
    let text = paragraph.text();
    let count = text.chars().count();
    let lettered = text.chars().any(char::is_alphabetic);
    let large = paragraph.lines.iter().all(|line| line.size >= 1.12 * measure.em);
    let bold = !measure.bold
        && paragraph.lines.len() <= 3
        && paragraph.lines.iter().all(|line| line.is_bold() && line.size >= 0.95 * measure.em)
        && !text.ends_with(['.', ',', ';', ':'])
        && !matches!(paragraph.kind, Kind::Item(mark) if item::is_bullet(&text[..mark.min(text.len())]));
    // An entry of a table of contents is as large as the heading that it names.
    let led = text.contains("....") || text.contains(". . . .");
    lettered && !led && ((large && count <= 300) || (bold && count <= 160))
}
