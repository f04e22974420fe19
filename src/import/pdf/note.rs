//! Footnotes: smaller lines at the foot of a column, the first of which begins with a mark.

use super::line::Line;
use super::measure::Measure;
use super::paragraph::{Kind, Paragraph};

/// Type of a note, as a share of that of the running text, at most.
const SMALL: f32 = 0.93;

/// Takes the notes off the end of a column. `open` is the last note of the page before, if it broke off.
pub(super) fn take(lines: &mut Vec<Line>, measure: &Measure, open: Option<&mut Paragraph>) -> Vec<Paragraph> {
    let is_small = |line: &Line| line.size <= SMALL * measure.em;
    let foot = lines.iter().rposition(|line| !is_small(line)).map_or(0, |last| last + 1);
    let first = lines[foot..].iter().position(|line| mark(line).is_some());
    let mut small = match (first, open) {
        (Some(_), Some(open)) if !open.ends_sentence() && foot > 0 => {
            let rest = lines.split_off(foot);
            let (more, notes) = rest.split_at(first.unwrap_or(0));
            open.lines.extend(more.iter().cloned());
            notes.to_vec()
        }
        (Some(first), _) => lines.split_off(foot + first),
        (None, _) => return Vec::new(),
    };
    let mut notes: Vec<Paragraph> = Vec::new();
    for line in small.drain(..) {
        match (mark(&line), notes.last_mut()) {
            (Some(mark), _) => {
                notes.push(Paragraph { lines: vec![line], kind: Kind::Note(mark), room: f32::MAX, indented: false });
            }
            (None, Some(last)) => last.lines.push(line),
            (None, None) => unreachable!("the first line has a mark"),
        }
    }
    notes
}

/// The mark that a line begins with: raised, or a number or sign with a space behind it.
fn mark(line: &Line) -> Option<String> {
    let first = line.parts.iter().find(|part| !part.text.trim().is_empty())?;
    let text = line.text();
    let text = text.trim_start();
    let mark = match first.raised {
        true => first.text.trim(),
        false => text.split_whitespace().next()?,
    };
    let bare = bare(mark);
    let digits = !bare.is_empty() && bare.len() <= 3 && bare.bytes().all(|b| b.is_ascii_digit());
    let sign = !mark.is_empty() && mark.chars().count() <= 3 && mark.chars().all(|c| "*†‡§¶".contains(c));
    let letter = first.raised && bare.len() == 1 && bare.bytes().all(|b| b.is_ascii_lowercase());
    let more = text.len() > mark.len() + 1;
    (more && (digits || sign || letter)).then(|| mark.to_owned())
}

/// A mark as references and notes have it alike: `1.` and `[1]` are `1`.
pub(super) fn bare(mark: &str) -> &str {
    mark.trim().trim_start_matches(['[', '(']).trim_end_matches([']', ')', '.'])
}
