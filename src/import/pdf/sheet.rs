//! The bytes of a PDF → sheets: on each page, runs of text with their places and their type. With `guard.rs` it is what
//! knows the parser; it decides nothing about what the text means.

use super::guard::{Guard, MAX_NESTING, nesting};
use super::hyphen::SOFT;
use super::line::Line;
use crate::import::line::is_ink;
use std::panic::{AssertUnwindSafe, catch_unwind};
use unpdf::parser::backend::{PageBox, PdfBackend, RawBackend};
use unpdf::parser::bidi;
use unpdf::parser::{LayoutAnalyzer, TextSpan};

/// A document with more pages than this is no text that anybody will cite by passage.
const MAX_PAGES: usize = 20_000;
/// Baselines that rise or fall less than this, as a share of their length, are level: a scan is never quite straight.
const LEVEL: f32 = 0.1;

/// A document as its parser gives it.
#[derive(Debug, Default)]
pub(super) struct Bundle {
    pub sheets: Vec<Sheet>,
    pub info: Info,
    /// What the file itself is in doubt about; no final stop.
    pub notes: Vec<String>,
}

/// What the file says of itself in its information dictionary, as written.
#[derive(Debug, Default)]
pub(super) struct Info {
    pub title: Option<String>,
    pub author: Option<String>,
    pub created: Option<String>,
}

/// A page. Places are in points from the top left corner of what is shown of it.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Counted from 1.
    pub number: u32,
    pub height: f32,
    pub runs: Vec<Run>,
    /// Text that runs up, down or upside down on the page, each line once.
    pub turned: Vec<String>,
    pub facts: Facts,
}

/// What reading a page found out beyond its text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    /// Images were painted on it.
    pub images: bool,
    /// Most of its text is painted in no colour: what a scanner's software read off the image.
    pub unseen: bool,
    /// Its image had a text layer that made no sense, which the parser dropped.
    pub garbled: bool,
    /// Runs, codes or streams that could not be decoded.
    pub undecoded: usize,
}

/// Text that was drawn at one stroke.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Run {
    pub text: String,
    pub x: f32,
    pub right: f32,
    /// Where its last character ends that is not a space.
    pub ink: f32,
    /// The baseline.
    pub base: f32,
    pub size: f32,
    pub bold: bool,
    pub italic: bool,
}

/// Reads the pages. The error says why there is nothing to be had, or not without a human.
pub(super) fn sheets(bytes: &[u8]) -> Result<Bundle, String> {
    // Some writers put a line or two before the header, and readers look for it in the first kilobyte.
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let start = head.windows(5).position(|five| five == b"%PDF-").ok_or("it does not begin as a PDF does")?;
    let bytes = &bytes[start..];
    if nesting(bytes) > MAX_NESTING {
        return Err(format!("its objects stand more than {MAX_NESTING} deep in one another"));
    }
    // The parser is not ours; what makes it panic is one more kind of broken file.
    let read = catch_unwind(AssertUnwindSafe(|| read(bytes)));
    read.unwrap_or_else(|_| Err("it is broken: its parser gave up".to_owned()))
}

fn read(bytes: &[u8]) -> Result<Bundle, String> {
    let backend = Guard::new(RawBackend::load_bytes(bytes).map_err(reason)?);
    let pages = backend.pages();
    if pages.is_empty() {
        return Err("it is broken: it has no pages".to_owned());
    }
    if pages.len() > MAX_PAGES {
        return Err(format!("it has {} pages, and {MAX_PAGES} are the most", pages.len()));
    }
    let meta = backend.metadata();
    let info = Info { title: meta.title, author: meta.author, created: meta.creation_date };
    let mut bundle = Bundle { info, ..Bundle::default() };
    let integrity = backend.integrity();
    if integrity.pages_incomplete() {
        let declared = integrity.declared_page_count.unwrap_or_default();
        bundle.notes.push(format!("the file is damaged: {} of {declared} pages were found", pages.len()));
    } else if integrity.xref_reconstructed {
        bundle
            .notes
            .push("the file is damaged: its table of contents had to be rebuilt, so parts may be missing".into());
    }
    for (&number, &page) in &pages {
        let analyzer = LayoutAnalyzer::new(&backend);
        backend.begin_page();
        match analyzer.extract_page_spans(number) {
            Ok(_) if backend.is_exhausted() => {
                bundle.notes.push(format!("page {number} could not be read: it paints more than any page should"));
                bundle.sheets.push(Sheet { number, ..Sheet::default() });
            }
            Ok(spans) => {
                let facts = facts(&analyzer);
                let frame = Frame { shown: backend.crop_box(page), quarter: backend.page_rotation(page) / 90 };
                bundle.sheets.push(sheet(number, frame, facts, spans));
            }
            Err(error) => {
                bundle.notes.push(format!("page {number} could not be read: {error}"));
                bundle.sheets.push(Sheet { number, ..Sheet::default() });
            }
        }
    }
    Ok(bundle)
}

/// Why the parser will not have it.
fn reason(error: unpdf::Error) -> String {
    match error {
        unpdf::Error::Encrypted | unpdf::Error::InvalidPassword => {
            "it is encrypted; save a copy without the password and import that".to_owned()
        }
        unpdf::Error::UnsupportedVersion(what) => format!("it cannot be read: {what} is not supported"),
        error => format!("it is broken: {error}"),
    }
}

fn facts(analyzer: &LayoutAnalyzer<'_>) -> Facts {
    let found = analyzer.page_facts();
    Facts {
        images: analyzer.page_op_counts().image > 0,
        unseen: found.invisible_text_chars > found.painted_text_chars,
        garbled: analyzer.ocr_text_suppressed(),
        undecoded: analyzer.suppressed_text_runs()
            + analyzer.undecodable_content_streams()
            + found.undecoded_text_codes as usize,
    }
}

/// How a page's own coordinates lie on the sheet.
#[derive(Clone, Copy)]
struct Frame {
    shown: PageBox,
    /// Quarters of a turn, clockwise, that the page is turned to be read.
    quarter: u16,
}

impl Frame {
    /// A point of the page as it lies on the sheet, from the top left.
    fn place(self, (x, y): (f32, f32)) -> (f32, f32) {
        let PageBox { llx, lly, urx, ury } = self.shown;
        match self.quarter % 4 {
            0 => (x - llx, ury - y),
            1 => (y - lly, x - llx),
            2 => (urx - x, y - lly),
            _ => (ury - y, urx - x),
        }
    }

    /// A direction of the page as it points on the sheet, down being positive.
    fn turn(self, [x, y]: [f32; 2]) -> (f32, f32) {
        match self.quarter % 4 {
            0 => (x, -y),
            1 => (y, x),
            2 => (-x, y),
            _ => (-y, -x),
        }
    }

    fn height(self) -> f32 {
        if self.quarter.is_multiple_of(2) { self.shown.height() } else { self.shown.width() }
    }
}

fn sheet(number: u32, mut frame: Frame, facts: Facts, spans: Vec<TextSpan>) -> Sheet {
    let sound = |span: &TextSpan| {
        [span.x, span.y, span.width, span.font_size].iter().all(|part| part.is_finite() && part.abs() < 1e6)
    };
    // A table that was laid on its side is read on its side.
    let mut quarters = [0; 4];
    for span in spans.iter().filter(|span| sound(span)) {
        quarters[quarter(frame.turn(span.direction))] += span.text.chars().count();
    }
    let most = (0..4).max_by_key(|&quarter| (quarters[quarter], 4 - quarter)).unwrap_or(0);
    if quarters[most] > 2 * quarters[0] {
        frame.quarter += 4 - most as u16;
    }
    let mut sheet = Sheet { number, height: frame.height(), facts, ..Sheet::default() };
    for span in spans {
        let turned = frame.turn(span.direction);
        // A run that is nowhere still has its words.
        if !sound(&span) || quarter(turned) != 0 || turned.1.abs() > LEVEL {
            sheet.turned.push(span.text);
            continue;
        }
        let (x, base) = frame.place((span.x, span.y));
        let size = if span.font_size.abs() < 0.5 { 0.5 } else { span.font_size.abs() };
        let width = if span.width > 0.0 { span.width } else { 0.5 * size * span.text.chars().count() as f32 };
        let ink = x + span.ink_width.filter(|_| span.width_measured).unwrap_or(width).min(width);
        let (bold, italic, right) = (span.is_bold, span.is_italic, x + width);
        let run = Run { text: span.text, x, right, ink, base, size, bold, italic };
        if !sheet.runs.iter().rev().take(8).any(|other| is_same(other, &run)) {
            sheet.runs.push(run);
        }
    }
    sheet
}

/// To which quarter of a turn, clockwise, a direction on the sheet is nearest.
fn quarter((x, y): (f32, f32)) -> usize {
    match (x.abs() >= y.abs(), x >= 0.0, y >= 0.0) {
        (true, true, _) => 0,
        (false, _, true) => 1,
        (true, false, _) => 2,
        (false, _, false) => 3,
    }
}

/// Whether a run was painted over another to make it bolder, or for its shadow.
fn is_same(one: &Run, other: &Run) -> bool {
    let near = 0.08 * other.size;
    one.text == other.text && (one.x - other.x).abs() < near && (one.base - other.base).abs() < near
}

impl Sheet {
    /// Everything that was drawn, in the order of drawing: what an import must not lose. Where a script runs from right to
    /// left, brackets are turned with it, and it is the lines that say how.
    pub fn received(&self, pieces: &[Line], out: &mut String) {
        let runs = || self.runs.iter().map(|run| run.text.clone());
        let reversed = self.runs.iter().any(|run| bidi::contains_rtl(&run.text));
        let texts: Vec<String> = if reversed { pieces.iter().map(Line::text).collect() } else { runs().collect() };
        for text in texts.iter().chain(&self.turned) {
            out.push_str(&text.replace(SOFT, "-"));
            out.push(' ');
        }
    }

    fn characters(&self) -> impl Iterator<Item = char> {
        self.runs.iter().map(|run| &run.text).chain(&self.turned).flat_map(|text| text.chars()).filter(|&c| is_ink(c))
    }

    /// How many characters can be seen.
    pub fn ink(&self) -> usize {
        self.characters().count()
    }

    /// How many of them are none that anybody could read. Fonts of symbols have their bullets from U+F000 to U+F0FF.
    pub fn unknown(&self) -> usize {
        let unknown = |c: &char| match c {
            '\u{F000}'..='\u{F0FF}' => false,
            c => matches!(c, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..) || c.is_control(),
        };
        self.characters().filter(unknown).count()
    }
}
