//! Runs of text → pieces of lines: what stands on one baseline without a gap that a reader would see as one, with its
//! spaces, and with the small type beside it that is raised or lowered.

use super::line::{Cell, Line, Part, is_unspaced};
use super::sheet::Run;
use unpdf::parser::bidi;

/// A gap wider than this, in ems, stands between words; a narrower one is kerning.
const WORD_GAP: f32 = 0.16;
/// A gap wider than this, in ems, may stand between columns; between words only where a narrow column is justified.
const COLUMN_GAP: f32 = 0.8;
/// Among so many strips before and after it, by their baselines, small type finds its line.
const NEAR: usize = 24;

/// The pieces of a page, by their baselines, then from left to right.
pub(super) fn pieces(page: u32, runs: &[Run]) -> Vec<Line> {
    let mut order: Vec<&Run> = runs.iter().collect();
    order.sort_by(|one, other| one.base.total_cmp(&other.base).then(one.x.total_cmp(&other.x)));
    let strips: Vec<Strip<'_>> = rows(order).into_iter().flat_map(split).collect();
    let mut lines: Vec<Line> = rejoin(raise(strips)).into_iter().filter_map(|strip| line(page, strip)).collect();
    lines.sort_by(|one, other| one.base.total_cmp(&other.base).then(one.x.total_cmp(&other.x)));
    lines
}

/// Runs that follow one another, and what they come to.
struct Strip<'a> {
    runs: Vec<&'a Run>,
    x: f32,
    end: f32,
    /// The size of most of its characters.
    size: f32,
    /// The baseline of the type that sets the size.
    base: f32,
}

impl<'a> Strip<'a> {
    fn new(mut runs: Vec<&'a Run>) -> Strip<'a> {
        runs.sort_by(|one, other| one.x.total_cmp(&other.x));
        let size = size(&runs);
        let base = runs.iter().find(|run| run.size >= 0.9 * size).map_or(0.0, |run| run.base);
        let x = runs.first().map_or(0.0, |run| run.x);
        let end = runs.iter().map(|run| ink(run)).fold(f32::MIN, f32::max);
        Strip { runs, x, end, size, base }
    }

    fn join(&mut self, other: Strip<'a>) {
        let mut runs = std::mem::take(&mut self.runs);
        runs.extend(other.runs);
        *self = Strip::new(runs);
    }

    /// Whether this is small type raised or lowered beside, or within, a line.
    fn is_beside(&self, line: &Strip<'_>) -> bool {
        let (shift, gap) = (line.base - self.base, 0.45 * line.size);
        self.size <= 0.82 * line.size
            && (-0.35 * line.size..=0.7 * line.size).contains(&shift)
            && shift.abs() > 0.02 * line.size
            && self.x <= line.end + gap
            && self.end >= line.x - gap
    }
}

/// Runs on one baseline.
fn rows(order: Vec<&Run>) -> Vec<Vec<&Run>> {
    let mut rows: Vec<Vec<&Run>> = Vec::new();
    for run in order {
        match rows.last_mut() {
            Some(row) if run.base - row[0].base <= 0.12 * run.size.min(row[0].size) => row.push(run),
            _ => rows.push(vec![run]),
        }
    }
    rows
}

/// Parts a row at its wide gaps.
fn split(mut row: Vec<&Run>) -> Vec<Strip<'_>> {
    row.sort_by(|one, other| one.x.total_cmp(&other.x));
    let mut strips: Vec<Vec<&Run>> = Vec::new();
    let mut end = f32::MIN;
    for run in row {
        match strips.last_mut() {
            Some(strip) if run.x - end <= COLUMN_GAP * run.size.max(strip[strip.len() - 1].size) => strip.push(run),
            _ => {
                strips.push(vec![run]);
                end = f32::MIN;
            }
        }
        end = end.max(ink(run));
    }
    strips.into_iter().map(Strip::new).collect()
}

/// Where a run's last character ends that is not a space, as far as its font tells.
fn ink(run: &Run) -> f32 {
    if run.ink < run.right || !run.text.ends_with(char::is_whitespace) {
        return run.ink;
    }
    let all = run.text.chars().count() as f32;
    let spaces = run.text.chars().rev().take_while(|c| c.is_whitespace()).count() as f32;
    (run.right - spaces * 0.25 * run.size).max(run.x + (run.right - run.x) * (all - spaces) / all * 0.5)
}

/// The size of the middle character.
fn size(runs: &[&Run]) -> f32 {
    let mut sizes: Vec<(f32, usize)> = runs.iter().map(|run| (run.size, run.text.chars().count())).collect();
    sizes.sort_by(|one, other| one.0.total_cmp(&other.0));
    let half = sizes.iter().map(|(_, count)| count).sum::<usize>() / 2;
    let mut seen = 0;
    let middle = sizes.iter().find(|(_, count)| {
        seen += count;
        seen > half
    });
    middle.or(sizes.first()).map_or(0.0, |(size, _)| *size)
}

/// Brings raised and lowered small type into the line beside it: references to notes, exponents, ordinals.
fn raise(strips: Vec<Strip<'_>>) -> Vec<Strip<'_>> {
    // Strips come by their baselines, so a line that one could belong to is not far.
    let near = |nth: usize| nth.saturating_sub(NEAR)..(nth + NEAR).min(strips.len());
    let is_small = |nth: usize| {
        let letters = strips[nth].runs.iter().map(|run| run.text.trim().chars().count()).sum::<usize>();
        letters <= 12 && near(nth).any(|line| strips[nth].is_beside(&strips[line]))
    };
    let small: Vec<bool> = (0..strips.len()).map(is_small).collect();
    let home = |nth: usize| {
        let distance =
            |line: &usize| (strips[nth].x - strips[*line].end).max(strips[*line].x - strips[nth].end).max(0.0);
        near(nth)
            .filter(|&line| !small[line] && strips[nth].is_beside(&strips[line]))
            .min_by(|one, other| distance(one).total_cmp(&distance(other)))
    };
    let homes: Vec<usize> =
        (0..strips.len()).map(|nth| if small[nth] { home(nth).unwrap_or(nth) } else { nth }).collect();
    let mut raised: Vec<Option<Strip<'_>>> = strips.into_iter().map(Some).collect();
    for (nth, home) in homes.into_iter().enumerate().filter(|(nth, home)| nth != home) {
        if let (Some(strip), Some(line)) = (raised[nth].take(), raised[home].as_mut()) {
            line.join(strip);
        }
    }
    raised.into_iter().flatten().collect()
}

/// A raised mark can fill what was a wide gap in its line.
fn rejoin(mut strips: Vec<Strip<'_>>) -> Vec<Strip<'_>> {
    strips.sort_by(|one, other| one.base.total_cmp(&other.base).then(one.x.total_cmp(&other.x)));
    let mut joined: Vec<Strip<'_>> = Vec::new();
    for strip in strips {
        let same = |last: &Strip<'_>| {
            let size = strip.size.max(last.size);
            (strip.base - last.base).abs() <= 0.12 * size
                && (-0.2 * size..=COLUMN_GAP * size).contains(&(strip.x - last.end))
        };
        match joined.last_mut().filter(|last| same(last)) {
            Some(last) => last.join(strip),
            None => joined.push(strip),
        }
    }
    joined
}

fn line(page: u32, strip: Strip<'_>) -> Option<Line> {
    let Strip { runs, x, end: right, size: whole, base } = strip;
    let gap = word_gap(&runs, whole);
    let mut parts: Vec<Part> = Vec::new();
    for (nth, run) in runs.iter().enumerate() {
        let gap = if nth == 0 { Gap::None } else { between(runs[nth - 1], run, gap) };
        if gap == Gap::Closed
            && let Some(last) = parts.last_mut()
        {
            last.text.truncate(last.text.trim_end().len());
        }
        let mut text = if gap == Gap::Space { " ".to_owned() } else { String::new() };
        text.push_str(&run.text);
        let raised = (run.size <= 0.85 * whole && base - run.base > 0.12 * whole) || is_superior(run);
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

/// Whether a run is of figures that a font has for raised ones: on the line, but narrower than any others.
fn is_superior(run: &Run) -> bool {
    let figures = run.text.trim();
    let count = figures.chars().count();
    (1..=3).contains(&count)
        && figures.bytes().all(|b| b.is_ascii_digit())
        && run.ink - run.x < 0.36 * run.size * count as f32
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Nothing is to be added to what the runs say.
    None,
    Space,
    /// The one run ends in a space on which the other is drawn: what a browser makes of a soft hyphen.
    Closed,
}

fn between(one: &Run, other: &Run, gap: f32) -> Gap {
    let (Some(last), Some(first)) = (one.text.chars().next_back(), other.text.chars().next()) else { return Gap::None };
    let measured = one.ink < one.right;
    if last.is_whitespace() && measured && other.x - one.ink < 0.05 * one.size && other.x - one.ink > -0.2 * one.size {
        return Gap::Closed;
    }
    let spaced = last.is_whitespace() || first.is_whitespace() || (is_unspaced(last) && is_unspaced(first));
    if !spaced && other.x - one.right > gap { Gap::Space } else { Gap::None }
}
