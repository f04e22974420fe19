//! A file and the spans that matter in it → the few lines to quote, each short enough to read, with nothing in it that
//! a terminal would obey. `report` calls it for every place that it shows.

use crate::span::Span;
use crate::world::File;
use std::ops::Range;

/// Lines of a file, cut where they are long, with a way to find the file's spans in them.
#[derive(Debug)]
pub(super) struct Excerpt {
    pub text: String,
    /// The number of the first line in the file, counted from 1.
    pub first_line: usize,
    /// Offsets into the file and where they are in `text`; both ascending.
    offsets: Vec<(usize, usize)>,
}

/// What stands for the words that are left out of a long line.
const CUT: char = '…';

/// So many lines at either end of a span are quoted.
const DEPTH: usize = 4;

/// A long line is cut at the end of a word if there is one within so many characters.
const LONGEST_WORD: usize = 12;

impl Excerpt {
    /// The lines from the first span to the last, with the surroundings of their ends in about `width` characters.
    pub fn new(file: &File, spans: &[Span], width: usize) -> Self {
        let text = file.text();
        let spans: Vec<Span> = spans.iter().map(|&span| fit(span, text)).collect();
        let start = spans.iter().map(|span| span.start).min().unwrap_or(0);
        let end = spans.iter().map(|span| last(*span, text)).max().unwrap_or(0);
        let (first, last) = (file.place(start).line, file.place(end).line);
        let mut excerpt = Self { text: String::new(), first_line: first, offsets: Vec::new() };
        for number in first..=last {
            let line = file.lines().line_span(text, number).expect("the line lies between two spans");
            // Deep inside a long span the lines will be folded anyway.
            let is_inside = number > first + DEPTH && number + DEPTH < last;
            let ends = |span: &Span| [span.start, span.end].iter().any(|&end| line.start <= end && end <= line.end);
            match is_inside && !spans.iter().any(ends) {
                true => excerpt.text.push('\n'),
                false => excerpt.push_line(text, line, &spans, width),
            }
        }
        excerpt
    }

    /// Where a span of the file is in the text. Each end lies in the text as it does in the file, or at the cut.
    pub fn find(&self, span: Span) -> Range<usize> {
        let find = |offset: usize| {
            let nth = self.offsets.partition_point(|&(in_file, _)| in_file < offset);
            self.offsets.get(nth).map_or(self.text.len(), |&(_, in_text)| in_text)
        };
        let (start, end) = (find(span.start), find(span.end));
        // A line break at the end of a span is no part of what is underlined.
        start..end - usize::from(end > start && self.text[..end].ends_with('\n'))
    }

    fn push_line(&mut self, text: &str, line: Span, spans: &[Span], width: usize) {
        let content = line.of(text).trim_end_matches('\r');
        let near = near(text, Span::new(line.start, line.start + content.len()), spans, width);
        let chars: Vec<(usize, char)> = near.of(text).char_indices().map(|(at, c)| (near.start + at, c)).collect();
        let mut done = 0;
        for kept in kept(&chars, line, spans, width) {
            if kept.start > done {
                self.offsets.push((chars[done].0, self.text.len()));
                self.text.push(CUT);
            }
            for &(offset, c) in &chars[kept.clone()] {
                self.offsets.push((offset, self.text.len()));
                push_visible(&mut self.text, c);
            }
            done = kept.end;
        }
        if done < chars.len() {
            self.offsets.push((chars[done].0, self.text.len()));
            self.text.push(CUT);
        }
        self.offsets.extend((line.start + content.len()..=line.end).map(|offset| (offset, self.text.len())));
        self.text.push('\n');
    }
}

/// The part of a line from which stretches are kept. A line may be megabytes long, and have thousands of findings.
fn near(text: &str, line: Span, spans: &[Span], width: usize) -> Span {
    // No character takes more than four bytes, and no more than `width` characters around a span are kept.
    let margin = 4 * (width + LONGEST_WORD);
    let ends = spans.iter().filter(|span| span.start <= line.end && line.start <= span.end);
    let ends = ends.flat_map(|span| [span.start, span.end]).map(|end| end.clamp(line.start, line.end));
    let (start, end) = ends.fold((line.end, line.start), |(start, end), at| (start.min(at), end.max(at)));
    if start > end {
        return line;
    }
    let start = text.floor_char_boundary(start.saturating_sub(margin)).max(line.start);
    Span::new(start, text.ceil_char_boundary(end + margin).min(line.end))
}

/// The stretches of a line to keep, counted in characters, ascending and apart: around each end of each span.
fn kept(chars: &[(usize, char)], line: Span, spans: &[Span], width: usize) -> Vec<Range<usize>> {
    let length = chars.len();
    if length <= width {
        return std::iter::once(0..length).collect();
    }
    let nth = |offset: usize| chars.partition_point(|&(at, _)| at < offset);
    let mut wanted: Vec<Range<usize>> = Vec::new();
    for span in spans.iter().filter(|span| span.start <= line.end && line.start <= span.end) {
        let (start, end) = (nth(span.start), nth(span.end));
        if end - start <= width * 2 / 3 {
            wanted.push(start..end);
        } else {
            if span.start >= line.start {
                wanted.push(start..start + width / 3);
            }
            if span.end <= line.end {
                wanted.push(end - width / 3..end);
            }
        }
    }
    if wanted.is_empty() {
        wanted.push(0..width);
    }
    let sum: usize = wanted.iter().map(Range::len).sum();
    let around = (width.saturating_sub(sum) / (2 * wanted.len())).max(LONGEST_WORD);
    wanted.sort_by_key(|range| (range.start, range.end));
    let mut kept: Vec<Range<usize>> = Vec::new();
    for range in wanted {
        // Very many marks in one line: the first few show what is meant.
        if kept.iter().map(Range::len).sum::<usize>() > 2 * width {
            break;
        }
        let start = cut_before(chars, range.start.saturating_sub(around), range.start);
        let end = cut_after(chars, (range.end + around).min(length), range.end);
        match kept.last_mut() {
            Some(last) if start <= last.end + 2 => last.end = last.end.max(end),
            _ => kept.push(start..end),
        }
    }
    kept
}

/// The beginning of the first whole word after `from`, not after `to`.
fn cut_before(chars: &[(usize, char)], from: usize, to: usize) -> usize {
    let space = (from..to).take(LONGEST_WORD).find(|&at| chars[at].1.is_whitespace());
    if from == 0 { 0 } else { space.map_or(from, |at| at + 1) }
}

/// The end of the last whole word before `from`, not before `to`.
fn cut_after(chars: &[(usize, char)], from: usize, to: usize) -> usize {
    let space = (to..from).rev().take(LONGEST_WORD).find(|&at| chars[at].1.is_whitespace());
    if from == chars.len() { from } else { space.unwrap_or(from) }
}

/// The last place that a span touches: a line break at its end belongs to the line that it ends.
fn last(span: Span, text: &str) -> usize {
    let content = span.of(text);
    span.start + content.strip_suffix('\n').unwrap_or(content).len()
}

/// The part of a span that lies in the text. A report of a slip in a stage must not itself fail.
pub(super) fn fit(span: Span, text: &str) -> Span {
    let start = text.floor_char_boundary(span.start);
    Span::new(start, text.floor_char_boundary(span.end).max(start))
}

/// A text that is safe to print: what a terminal would obey, and what would turn the direction of the words, is shown
/// as a sign for it; what takes no room is left out. Line breaks stay.
pub(crate) fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => visible.push('\n'),
            c => push_visible(&mut visible, c),
        }
    }
    visible
}

fn push_visible(text: &mut String, c: char) {
    match c {
        '\t' => text.push_str("    "),
        '\0'..='\u{1F}' => text.push(char::from_u32(0x2400 + c as u32).expect("a picture of a control character")),
        '\u{7F}' => text.push('␡'),
        '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' => {}
        '\u{80}'..='\u{9F}'
        | '\u{61C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2066}'..='\u{206F}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}' => text.push('\u{FFFD}'),
        c => text.push(c),
    }
}
