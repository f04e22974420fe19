//! Runs of text → lines: what stands on one baseline without a gap that a reader would see as one, with its spaces.

use super::sheet::Run;
use unpdf::parser::bidi;

/// A gap wider than this, in ems, stands between words; a narrower one is kerning.
const WORD_GAP: f32 = 0.16;
/// A gap wider than this, in ems, may stand between columns; between words only where a narrow column is justified.
const COLUMN_GAP: f32 = 0.8;

/// A line, or the part of one that has no wide gap in it.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Line {
    pub page: u32,
    pub x: f32,
    pub right: f32,
    /// The baseline, from the top of the sheet.
    pub base: f32,
    /// The size of most of its characters.
    pub size: f32,
    /// What is drawn, in the order of reading.
    pub parts: Vec<Part>,
    /// Where each stretch begins and ends that has no wide gap in it; more than one may be the cells of a row.
    pub cells: Vec<Cell>,
}

/// A stretch of a line in one type.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Part {
    /// With a space before it where the line has one.
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    /// Smaller and higher than the line.
    pub raised: bool,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) struct Cell {
    pub x: f32,
    pub right: f32,
    pub text: String,
}

impl Line {
    pub fn text(&self) -> String {
        self.parts.iter().map(|part| part.text.as_str()).collect()
    }

    pub fn top(&self) -> f32 {
        self.base - 0.75 * self.size
    }

    pub fn bottom(&self) -> f32 {
        self.base + 0.2 * self.size
    }

    pub fn width(&self) -> f32 {
        self.right - self.x
    }

    /// All that can be seen is bold.
    pub fn is_bold(&self) -> bool {
        self.parts.iter().all(|part| part.bold || part.text.trim().is_empty())
    }

    /// The width of its first word, as far as the line's own measure tells.
    pub fn first_word(&self) -> f32 {
        let text = self.text();
        if text.trim_start().starts_with(is_unspaced) {
            return 2.0 * self.size;
        }
        let all = text.chars().count().max(1) as f32;
        let word = text.split_whitespace().next().map_or(0, |word| word.chars().count()) as f32;
        self.width() * word / all
    }

    /// Puts lines on one baseline together, from left to right; where the script runs the other way, from right to left.
    pub fn join(mut lines: Vec<Line>) -> Line {
        lines.sort_by(|one, other| one.x.total_cmp(&other.x));
        let cells = lines.iter().flat_map(|line| line.cells.clone()).collect();
        let x = lines.iter().map(|line| line.x).fold(f32::MAX, f32::min);
        let right = lines.iter().map(|line| line.right).fold(f32::MIN, f32::max);
        let longest = lines.iter().max_by(|one, other| one.width().total_cmp(&other.width()));
        let (page, base, size) = longest.map_or((0, 0.0, 0.0), |line| (line.page, line.base, line.size));
        if lines.iter().any(|line| bidi::contains_rtl(&line.text())) {
            lines.reverse();
        }
        let mut parts: Vec<Part> = Vec::new();
        for line in lines {
            for (nth, mut part) in line.parts.into_iter().enumerate() {
                if nth == 0 && !parts.is_empty() {
                    part.text.insert(0, ' ');
                }
                parts.push(part);
            }
        }
        Line { page, x, right, base, size, parts, cells }
    }
}

/// The lines of a page, each without a wide gap in it; by their baselines, then from left to right.
pub(super) fn pieces(page: u32, runs: &[Run]) -> Vec<Line> {
    let mut strips: Vec<Vec<&Run>> = Vec::new();
    let mut order: Vec<&Run> = runs.iter().collect();
    order.sort_by(|one, other| one.base.total_cmp(&other.base).then(one.x.total_cmp(&other.x)));
    for row in rows(order) {
        strips.extend(split(row));
    }
    let strips = raise(strips);
    let mut lines: Vec<Line> = strips.into_iter().filter_map(|strip| line(page, strip)).collect();
    lines.sort_by(|one, other| one.base.total_cmp(&other.base).then(one.x.total_cmp(&other.x)));
    lines
}

/// Runs on one baseline, each row from left to right.
fn rows(order: Vec<&Run>) -> Vec<Vec<&Run>> {
    let mut rows: Vec<Vec<&Run>> = Vec::new();
    for run in order {
        match rows.last_mut() {
            Some(row) if run.base - row[0].base <= 0.12 * run.size.min(row[0].size) => row.push(run),
            _ => rows.push(vec![run]),
        }
    }
    for row in &mut rows {
        row.sort_by(|one, other| one.x.total_cmp(&other.x));
    }
    rows
}

/// Parts a row at its wide gaps, and where one run lies over another of a different size.
fn split(row: Vec<&Run>) -> Vec<Vec<&Run>> {
    let mut strips: Vec<Vec<&Run>> = Vec::new();
    for run in row {
        match strips.last_mut() {
            Some(strip) if run.x - end(strip) <= COLUMN_GAP * run.size.max(strip[strip.len() - 1].size) => {
                strip.push(run)
            }
            _ => strips.push(vec![run]),
        }
    }
    strips
}

fn end(strip: &[&Run]) -> f32 {
    strip.iter().map(|run| ink_right(run)).fold(f32::MIN, f32::max)
}

/// Where a run's last character ends that is not a space.
fn ink_right(run: &Run) -> f32 {
    let all = run.text.chars().count().max(1) as f32;
    let spaces = run.text.chars().rev().take_while(|c| c.is_whitespace()).count() as f32;
    (run.right - spaces * 0.25 * run.size).max(run.x + (run.right - run.x) * (all - spaces) / all * 0.5)
}

fn size(strip: &[&Run]) -> f32 {
    let mut sizes: Vec<(f32, usize)> = strip.iter().map(|run| (run.size, run.text.chars().count())).collect();
    sizes.sort_by(|one, other| one.0.total_cmp(&other.0));
    let half = sizes.iter().map(|(_, count)| count).sum::<usize>() / 2;
    let mut seen = 0;
    for (size, count) in sizes {
        seen += count;
        if seen > half {
            return size;
        }
    }
    strip.first().map_or(0.0, |run| run.size)
}

/// Brings raised and lowered small type into the line beside it: references to notes, exponents, ordinals.
fn raise(strips: Vec<Vec<&Run>>) -> Vec<Vec<&Run>> {
    let (mut small, mut lines): (Vec<Vec<&Run>>, Vec<Vec<&Run>>) = (Vec::new(), Vec::new());
    let is_beside = |strip: &[&Run], line: &[&Run]| {
        let (own, whole) = (size(strip), size(line));
        let shift = line[0].base - strip[0].base;
        let gap = 0.45 * whole;
        own <= 0.82 * whole
            && (-0.35 * whole..=0.7 * whole).contains(&shift)
            && shift.abs() > 0.02 * whole
            && strip[0].x <= end(line) + gap
            && end(strip) >= line[0].x - gap
    };
    for (nth, strip) in strips.iter().enumerate() {
        let short = strip.iter().map(|run| run.text.trim().chars().count()).sum::<usize>() <= 12;
        // Strips come by their baselines, so a line that this could belong to is not far.
        let near = &strips[nth.saturating_sub(24)..(nth + 24).min(strips.len())];
        let has_line = short && near.iter().any(|line| is_beside(strip, line));
        if has_line { small.push(strip.clone()) } else { lines.push(strip.clone()) }
    }
    for strip in small {
        let distance = |line: &Vec<&Run>| (strip[0].x - end(line)).max(line[0].x - end(&strip)).max(0.0);
        let home = lines
            .iter_mut()
            .filter(|line| is_beside(&strip, line))
            .min_by(|one, other| distance(one).total_cmp(&distance(other)));
        match home {
            Some(line) => line.extend(strip),
            None => lines.push(strip),
        }
    }
    for line in &mut lines {
        line.sort_by(|one, other| one.x.total_cmp(&other.x));
    }
    rejoin(lines)
}

/// A raised mark can fill what was a wide gap in its line.
fn rejoin(mut lines: Vec<Vec<&Run>>) -> Vec<Vec<&Run>> {
    lines.sort_by(|one, other| baseline(one).total_cmp(&baseline(other)).then(one[0].x.total_cmp(&other[0].x)));
    let mut joined: Vec<Vec<&Run>> = Vec::new();
    for line in lines {
        let same = |last: &Vec<&Run>| {
            let size = size(&line).max(size(last));
            (baseline(&line) - baseline(last)).abs() <= 0.12 * size
                && (-0.2 * size..=COLUMN_GAP * size).contains(&(line[0].x - end(last)))
        };
        match joined.last_mut().filter(|last| same(last)) {
            Some(last) => last.extend(line),
            None => joined.push(line),
        }
    }
    joined
}

/// The baseline of the type that sets the line's size.
fn baseline(strip: &[&Run]) -> f32 {
    let whole = size(strip);
    strip.iter().find(|run| run.size >= 0.9 * whole).map_or(strip[0].base, |run| run.base)
}

fn line(page: u32, strip: Vec<&Run>) -> Option<Line> {
    let (whole, base) = (size(&strip), baseline(&strip));
    let gap = word_gap(&strip, whole);
    let mut parts: Vec<Part> = Vec::new();
    for (nth, run) in strip.iter().enumerate() {
        let mut text = String::new();
        if nth > 0 && is_apart(strip[nth - 1], run, gap) {
            text.push(' ');
        }
        text.push_str(&run.text);
        let raised = run.size <= 0.85 * whole && base - run.base > 0.12 * whole;
        let part = Part { text, bold: run.bold, italic: run.italic, raised };
        match parts.last_mut() {
            Some(last) if (last.bold, last.italic, last.raised) == (part.bold, part.italic, raised) => {
                last.text.push_str(&part.text);
            }
            _ => parts.push(part),
        }
    }
    let text: String = parts.iter().map(|part| part.text.as_str()).collect();
    if text.trim().is_empty() {
        return None;
    }
    // Runs lie as they are seen; a script that runs from right to left is put in the order of reading.
    let text = if bidi::contains_rtl(&text) {
        let (bold, italic) = (parts.iter().all(|part| part.bold), parts.iter().all(|part| part.italic));
        let text = bidi::reorder_bidi(&text);
        parts = vec![Part { text: text.clone(), bold, italic, raised: false }];
        text
    } else {
        text
    };
    let (x, right) = (strip[0].x, end(&strip));
    Some(Line { page, x, right, base, size: whole, parts, cells: vec![Cell { x, right, text }] })
}

/// How wide a gap in this line stands between words. In spaced-out type the letters themselves stand apart.
fn word_gap(strip: &[&Run], size: f32) -> f32 {
    let letters = strip.iter().filter(|run| run.text.trim().chars().count() == 1).count();
    if letters < 6 || letters * 10 < strip.len() * 7 {
        return WORD_GAP * size;
    }
    let mut gaps: Vec<f32> = strip.windows(2).map(|pair| pair[1].x - pair[0].right).collect();
    gaps.sort_by(f32::total_cmp);
    (WORD_GAP * size).max(1.6 * gaps[gaps.len() / 2])
}

fn is_apart(one: &Run, other: &Run, gap: f32) -> bool {
    let (Some(last), Some(first)) = (one.text.chars().next_back(), other.text.chars().next()) else { return false };
    let spaced = last.is_whitespace() || first.is_whitespace();
    !spaced && other.x - one.right > gap && !(is_unspaced(last) && is_unspaced(first))
}

/// Whether a character belongs to a script that puts no spaces between words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF64}'
        | '\u{20000}'..='\u{3FFFF}' | '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}
