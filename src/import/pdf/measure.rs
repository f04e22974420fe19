//! The columns of a document → the measure of its running text: the size and weight that most of it has, and how far its
//! lines stand apart. What is a heading, a note or a gap is told by it.

use super::column::Column;
use super::line::Line;
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measure {
    /// The size of most characters, in points.
    pub em: f32,
    /// From one baseline to the next, in ems.
    pub pitch: f32,
    /// Most of the running text is bold.
    pub bold: bool,
    /// Paragraphs begin with an indent.
    pub indents: bool,
}

/// The size that most characters of these lines have.
pub(super) fn em<'a>(lines: impl Iterator<Item = &'a Line>) -> f32 {
    let mut sizes: BTreeMap<i32, usize> = BTreeMap::new();
    for line in lines {
        *sizes.entry(step(line.size)).or_default() += line.text().chars().filter(|c| !c.is_whitespace()).count();
    }
    most(&sizes).map_or(10.0, |size| size as f32 / 4.0)
}

/// The measure of the whole document.
pub(super) fn measure<'a>(columns: impl Iterator<Item = &'a Column> + Clone) -> Measure {
    let em = em(columns.clone().flat_map(|column| &column.lines));
    let is_body = |line: &Line| (line.size - em).abs() < 0.06 * em + 0.13;
    let mut pitches: BTreeMap<i32, usize> = BTreeMap::new();
    let (mut bold, mut all) = (0, 0);
    let indents = indents(columns.clone(), em);
    for column in columns {
        for pair in column.lines.windows(2).filter(|pair| pair.iter().all(is_body)) {
            let pitch = pair[1].base - pair[0].base;
            if (0.8 * em..3.0 * em).contains(&pitch) {
                *pitches.entry(step(pitch)).or_default() += 1;
            }
        }
        for part in column.lines.iter().filter(|line| is_body(line)).flat_map(|line| &line.parts) {
            let count = part.text.chars().count();
            all += count;
            bold += if part.bold { count } else { 0 };
        }
    }
    // Of two distances that are about as common, the smaller is that of lines and the larger that of paragraphs.
    let common = pitches.values().max().copied().unwrap_or(0);
    let pitch = pitches
        .iter()
        .find(|(_, count)| **count * 3 >= common.max(1))
        .map_or(1.2 * em, |(pitch, _)| *pitch as f32 / 4.0);
    Measure { em, pitch: pitch / em, bold: bold * 3 > all, indents }
}

/// Whether single lines begin further in than those around them where a sentence has ended.
fn indents<'a>(columns: impl Iterator<Item = &'a Column>, em: f32) -> bool {
    let (mut ended, mut others) = (0, 0);
    for column in columns {
        let end = column.lines.iter().map(|line| line.right).fold(f32::MIN, f32::max);
        for three in column.lines.windows(3) {
            let [one, line, next] = three else { continue };
            let indent = line.x - next.x;
            let alone = (0.8 * em..6.0 * em).contains(&indent) && (one.x - next.x).abs() < 0.3 * em;
            if alone && next.base - line.base < 2.0 * em {
                let short = one.right + line.first_word() + 0.6 * em < end;
                if short || one.ends_sentence() { ended += 1 } else { others += 1 }
            }
        }
    }
    ended >= 3 && ended > 3 * others
}

/// Quarters of a point.
fn step(length: f32) -> i32 {
    (length * 4.0).round() as i32
}

fn most(counts: &BTreeMap<i32, usize>) -> Option<i32> {
    counts.iter().max_by_key(|(size, count)| (**count, -**size)).map(|(size, _)| *size)
}
