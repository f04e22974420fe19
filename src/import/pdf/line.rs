//! Lines of text: what the stages from `piece.rs` to `compose.rs` hand on. Knows nothing of the document around a line.

use unpdf::parser::bidi;

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

    /// Whether a sentence could end with it, whatever note is referred to there.
    pub fn ends_sentence(&self) -> bool {
        const CLOSING: [char; 8] = ['"', '\'', '”', '’', '»', '“', ')', ']'];
        let parts = self.parts.iter().filter(|part| !part.raised);
        let text: String = parts.map(|part| part.text.as_str()).collect();
        let text = text.trim_end().trim_end_matches(CLOSING);
        text.ends_with(['.', '!', '?', ':', '…', '。', '！', '？', '؟', '۔'])
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

/// Whether a character belongs to a script that puts no spaces between words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF64}'
        | '\u{20000}'..='\u{3FFFF}' | '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

/// Puts a large initial back before its line, and the lines beside it to its left edge, where they would begin without it.
pub(super) fn initials(pieces: &mut Vec<Line>, em: f32) {
    let is_initial = |line: &Line| {
        let text = line.text();
        let mut letters = text.trim().chars();
        line.size > 1.8 * em && letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
    };
    while let Some(at) = pieces.iter().position(is_initial) {
        let mut initial = pieces.remove(at);
        let (x, right) = (initial.x, initial.right);
        let beside = |line: &Line| {
            (right - 0.3 * em..right + em).contains(&line.x)
                && line.base > initial.top()
                && line.top() < initial.base + 0.5 * em
        };
        let mut lines: Vec<&mut Line> = pieces.iter_mut().filter(|line| beside(line)).collect();
        lines.sort_by(|one, other| one.base.total_cmp(&other.base));
        let Some(first) = lines.first_mut() else {
            // It stands alone after all: what is not larger than the text is not looked at again.
            initial.size = em;
            pieces.insert(at, initial);
            continue;
        };
        let letter = initial.parts.iter().map(|part| part.text.trim()).collect::<String>();
        if let (Some(part), Some(cell)) = (first.parts.first_mut(), first.cells.first_mut()) {
            part.text.insert_str(0, &letter);
            cell.text.insert_str(0, &letter);
        }
        for line in lines {
            line.x = x;
            if let Some(cell) = line.cells.first_mut() {
                cell.x = x;
            }
        }
    }
}
