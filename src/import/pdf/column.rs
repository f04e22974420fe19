//! The pieces of a page → columns of lines in the order in which they are read: across the page where a line runs across
//! it, else down one column and then down the next.

use super::line::Line;

/// The narrowest column, and the narrowest gap between two, in ems of the page's type.
const COLUMN: f32 = 9.0;
const GUTTER: f32 = 0.75;
/// Lines on each side of a gap, at least, before it is one between columns.
const LINES: usize = 2;
/// A page in more pieces than this is no page of columns.
const PIECES: usize = 4_000;
/// Columns stand within columns this deep at most.
const DEPTH: usize = 4;

/// Lines that stand under one another, from the top.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Column {
    pub lines: Vec<Line>,
}

/// The columns of a page in the order of reading; `em` is the size of its type.
pub(super) fn columns(pieces: Vec<Line>, em: f32) -> Vec<Column> {
    let mut columns = Vec::new();
    let depth = if pieces.len() > PIECES { 0 } else { DEPTH };
    cut(pieces, em, depth, &mut columns);
    columns
}

fn cut(pieces: Vec<Line>, em: f32, depth: usize, out: &mut Vec<Column>) {
    let bands = bands(pieces);
    let mut plain: Vec<Line> = Vec::new();
    let mut at = 0;
    while at < bands.len() {
        match (depth > 0).then(|| group(&bands[at..], em)).flatten() {
            Some(Group { skip, count, gutter }) => {
                plain.extend(bands[at..at + skip].iter().flatten().cloned());
                flush(&mut plain, out);
                let bands = &bands[at + skip..at + count];
                let (left, right) = bands.iter().flatten().cloned().partition(|piece: &Line| piece.x < gutter);
                cut(left, em, depth - 1, out);
                cut(right, em, depth - 1, out);
                at += count;
            }
            None => {
                plain.extend(bands[at].iter().cloned());
                at += 1;
            }
        }
    }
    flush(&mut plain, out);
}

/// Ends a column of lines that run across.
fn flush(plain: &mut Vec<Line>, out: &mut Vec<Column>) {
    let lines = rows(std::mem::take(plain));
    if !lines.is_empty() {
        out.push(Column { lines });
    }
}

/// Joins what stands on one baseline.
fn rows(mut pieces: Vec<Line>) -> Vec<Line> {
    pieces.sort_by(|one, other| one.base.total_cmp(&other.base).then(one.x.total_cmp(&other.x)));
    let mut rows: Vec<Vec<Line>> = Vec::new();
    for piece in pieces {
        match rows.last_mut() {
            Some(row) if piece.base - row[0].base <= 0.25 * piece.size.min(row[0].size) => row.push(piece),
            _ => rows.push(vec![piece]),
        }
    }
    rows.into_iter().map(Line::join).collect()
}

/// Pieces by the height at which they stand: no band reaches into the next.
fn bands(mut pieces: Vec<Line>) -> Vec<Vec<Line>> {
    pieces.sort_by(|one, other| one.top().total_cmp(&other.top()).then(one.x.total_cmp(&other.x)));
    let mut bands: Vec<Vec<Line>> = Vec::new();
    let mut bottom = f32::MIN;
    for piece in pieces {
        // Tight lines reach into one another a little.
        if piece.top() + 0.15 * piece.size < bottom {
            bottom = bottom.max(piece.bottom());
            bands.last_mut().expect("a band was begun before its bottom was known").push(piece);
        } else {
            bottom = piece.bottom();
            bands.push(vec![piece]);
        }
    }
    bands
}

/// Bands that share a gap between columns.
struct Group {
    /// The first bands stand over the columns.
    skip: usize,
    count: usize,
    gutter: f32,
}

/// The group that begins with the first band.
fn group(bands: &[Vec<Line>], em: f32) -> Option<Group> {
    let from = bands.iter().flatten().map(|piece| piece.x).fold(f32::MAX, f32::min);
    let to = bands.iter().flatten().map(|piece| piece.right).fold(f32::MIN, f32::max);
    // A line runs across when it leaves no room for a column on either side of it.
    let room = (COLUMN + GUTTER) * em;
    let crosses = |piece: &Line| piece.x - from < room && to - piece.right < room;
    let mut taken: Vec<(f32, f32)> = Vec::new();
    let mut count = 0;
    for band in bands {
        let mut next = taken.clone();
        next.extend(band.iter().map(|piece| (piece.x, piece.right)));
        let next = united(next, GUTTER * em);
        // One stretch is what a line leaves that runs across, or a column on whose other side nothing has stood yet.
        if next.len() < 2 && (taken.len() > 1 || band.iter().any(crosses)) {
            break;
        }
        taken = next;
        count += 1;
    }
    let last = bands[..count].iter().rposition(|band| sides(band, &taken) > 1)?;
    let ends_page = count == bands.len();
    let count = if ends_page { count } else { tail(bands, last, count) };
    let skip = head(&bands[..count], &taken);
    let pieces: Vec<&Line> = bands[skip..count].iter().flatten().collect();
    let beside = taken.windows(2).find(|pair| pair.iter().all(|stretch| is_column(&pieces, *stretch, em)))?;
    Some(Group { skip, count, gutter: (beside[0].1 + beside[1].0) / 2.0 })
}

/// Where the columns begin: a line over them that has nothing beside it is theirs if it follows into them without a gap, or
/// stands over another column than the first, where no line ends that runs across.
fn head(bands: &[Vec<Line>], taken: &[(f32, f32)]) -> usize {
    let mut begin = bands.iter().position(|band| sides(band, taken) > 1).unwrap_or(0);
    let (first, last) = (taken[0], taken[taken.len() - 1]);
    while begin > 0 {
        let above = &bands[begin - 1][0];
        let follows = |below: &Line| {
            below.x < above.right
                && below.right > above.x
                && below.top() - above.bottom() < 0.6 * below.size
                && (above.size - below.size).abs() < 0.3
        };
        let beyond = above.x > first.1 && above.width() > 0.5 * (last.1 - last.0);
        if !beyond && !bands[begin].iter().any(follows) {
            break;
        }
        begin -= 1;
    }
    begin
}

/// In how many of the stretches a band has text.
fn sides(band: &[Line], taken: &[(f32, f32)]) -> usize {
    taken
        .iter()
        .filter(|(left, right)| band.iter().any(|piece| piece.x >= *left - 0.1 && piece.right <= *right + 0.1))
        .count()
}

/// Where the columns end when a line runs across below them: lines that stand under the last one of both columns are theirs
/// only as far as they follow without a gap.
fn tail(bands: &[Vec<Line>], last: usize, count: usize) -> usize {
    let mut end = last + 1;
    let bottom = |band: &[Line]| band.iter().map(Line::bottom).fold(f32::MIN, f32::max);
    while end < count {
        let gap = bands[end][0].top() - bottom(&bands[end - 1]);
        if gap > 0.8 * bands[end][0].size {
            break;
        }
        end += 1;
    }
    end
}

/// Stretches that no gap of this width parts, from left to right.
fn united(mut stretches: Vec<(f32, f32)>, gap: f32) -> Vec<(f32, f32)> {
    stretches.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut united: Vec<(f32, f32)> = Vec::new();
    for (left, right) in stretches {
        match united.last_mut() {
            Some(last) if left - last.1 < gap => last.1 = last.1.max(right),
            _ => united.push((left, right)),
        }
    }
    united
}

/// Whether a stretch holds running text: lines that fill it, not the cells of a table.
fn is_column(pieces: &[&Line], (left, right): (f32, f32), em: f32) -> bool {
    let own = pieces.iter().filter(|piece| piece.x >= left - 0.1 && piece.right <= right + 0.1);
    // In a narrow column that is justified, words can stand as far apart as columns do.
    let lines = rows(own.map(|piece| (*piece).clone()).collect());
    let full = lines.iter().filter(|line| line.width() > 0.6 * (right - left)).count();
    let letters: usize = lines.iter().map(|line| line.text().chars().filter(|c| c.is_alphabetic()).count()).sum();
    lines.len() >= LINES && right - left >= COLUMN * em && full * 5 >= lines.len() * 2 && letters >= 16 * lines.len()
}
