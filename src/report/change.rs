//! What was mended → the lines before and after, as `diff` shows them. `ibid check --fix` prints it.

use super::excerpt::visible;
use crate::fix::{Mend, edited};
use crate::span::Span;
use crate::world::File;

/// The changes of one file, in order, from its text before: for each a head with its line and what it does, the lines
/// as they were, and as they are.
pub fn changes(file: &File, mends: &[&Mend], colour: bool) -> String {
    let Some(first) = mends.first() else { return String::new() };
    let paint = |code: &str, line: String| match colour {
        true => format!("\x1b[{code}m{line}\x1b[0m\n"),
        false => line + "\n",
    };
    let path = visible(first.path.as_str());
    let mut text = paint("1", format!("--- {path}")) + &paint("1", format!("+++ {path}"));
    let mut grown = 0;
    for hunk in hunks(file, mends) {
        let lines = lines(file, hunk);
        let before = lines.of(file.text());
        let here: Vec<_> = mends.iter().filter(|mend| lines.contains(extent(mend))).collect();
        let edits = here.iter().flat_map(|mend| &mend.fix.edits).cloned().map(|mut edit| {
            edit.span = Span::new(edit.span.start - lines.start, edit.span.end - lines.start);
            edit
        });
        let after = edited(before, &edits.collect::<Vec<_>>());
        let (line, were, are) = (file.place(lines.start).line, before.lines().count(), after.lines().count());
        let why: Vec<String> = here.iter().map(|mend| format!("{}: {}", mend.code, visible(&mend.fix.title))).collect();
        let now = line.saturating_add_signed(grown);
        text += &paint("36", format!("@@ -{line},{were} +{now},{are} @@ {}", why.join("; ")));
        let shown = |line: &str| visible(line.trim_end_matches('\r'));
        before.lines().for_each(|line| text += &paint("31", format!("-{}", shown(line))));
        after.lines().for_each(|line| text += &paint("32", format!("+{}", shown(line))));
        grown += are as isize - were as isize;
    }
    text
}

/// What the edits of a fix cover.
fn extent(mend: &Mend) -> Span {
    let spans = mend.fix.edits.iter().map(|edit| edit.span);
    spans.reduce(Span::join).unwrap_or_default()
}

/// The spans to show, ascending: fixes that share a line are shown together.
fn hunks(file: &File, mends: &[&Mend]) -> Vec<Span> {
    let mut hunks: Vec<Span> = Vec::new();
    let mut extents: Vec<Span> = mends.iter().map(|mend| extent(mend)).collect();
    extents.sort();
    for extent in extents {
        match hunks.last_mut().filter(|last| lines(file, **last).end >= extent.start) {
            Some(last) => *last = last.join(extent),
            None => hunks.push(extent),
        }
    }
    hunks
}

/// The whole lines that a span touches, without the last line's end.
fn lines(file: &File, span: Span) -> Span {
    let line = |offset: usize| file.lines().line_span(file.text(), file.place(offset).line);
    match (line(span.start), line(span.end)) {
        (Some(first), Some(last)) => first.join(last),
        _ => span,
    }
}
