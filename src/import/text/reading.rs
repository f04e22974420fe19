//! The table that the rules fill: for each paragraph, what it is. A rule claims paragraphs that no earlier rule has
//! claimed, never another's; what nobody claims is prose. `text/mod.rs` runs the rules in order.

use super::paragraph::Paragraph;
use crate::import::blocks::Blocks;
use crate::import::source::{Class, Field, Form, Label, LineRange, Locator, Metadata, Source};

/// The rule that lifts page marks out of the words.
pub(crate) const PAGE_MARK: &str = "page-mark";

/// A document while it is read.
pub(crate) struct Reading<'a> {
    pub paragraphs: Vec<Paragraph<'a>>,
    /// As long as `paragraphs`.
    parts: Vec<Option<Part>>,
    pub metadata: Metadata,
    /// Whether running text stands between blank lines, so that a line without them is no paragraph of the text.
    pub is_airy: bool,
    /// Whether the menus of a page were set aside down to the title that stands over the text.
    pub has_menu: bool,
    doubts: Vec<Doubt>,
}

/// What a paragraph is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    /// Its words are the front matter's, in this order.
    Metadata(Vec<(Field, String)>),
    /// `level` is 2 or 3.
    Heading(u8),
    /// Begins with a speaker's label.
    Turn(Label),
    /// Begins with this mark.
    Item(String),
    Quote,
    Boilerplate(Class, &'static str),
}

/// What a rule is unsure of.
struct Doubt {
    /// The paragraph in question; `None` for the document as a whole.
    paragraph: Option<usize>,
    text: String,
}

impl<'a> Reading<'a> {
    pub fn new(paragraphs: Vec<Paragraph<'a>>) -> Self {
        let prose = |alone: bool| -> usize {
            let counts = |paragraph: &&Paragraph<'_>| paragraph.is_long_prose() && (paragraph.stands_alone || !alone);
            paragraphs.iter().filter(counts).map(|paragraph| paragraph.words).sum()
        };
        let is_airy = prose(true) * 5 > prose(false) * 4;
        let parts = vec![None; paragraphs.len()];
        Self { parts, paragraphs, metadata: Metadata::default(), is_airy, has_menu: false, doubts: Vec::new() }
    }

    /// `None` where no rule has claimed the paragraph, and past the end.
    pub fn part(&self, index: usize) -> Option<&Part> {
        self.parts.get(index)?.as_ref()
    }

    /// Whether the paragraph is there and no rule has claimed it.
    pub fn is_open(&self, index: usize) -> bool {
        self.parts.get(index).is_some_and(Option::is_none)
    }

    pub fn claim(&mut self, index: usize, part: Part) {
        debug_assert!(self.parts[index].is_none(), "a rule claims only what is open");
        self.parts[index] = Some(part);
    }

    pub fn set_aside(&mut self, index: usize, class: Class, rule: &'static str) {
        self.claim(index, Part::Boilerplate(class, rule));
    }

    /// Whether the paragraph was set aside as `class`.
    pub fn is_set_aside(&self, index: usize, class: Class) -> bool {
        matches!(self.part(index), Some(Part::Boilerplate(found, _)) if *found == class)
    }

    /// Whether a rule has set something aside as `class`.
    pub fn has(&self, class: Class) -> bool {
        self.parts.iter().flatten().any(|part| matches!(part, Part::Boilerplate(found, _) if *found == class))
    }

    /// The paragraphs that no rule has claimed, in order.
    pub fn open(&self) -> impl DoubleEndedIterator<Item = usize> + use<'_> {
        (0..self.parts.len()).filter(|&index| self.is_open(index))
    }

    /// A note on the document as a whole.
    pub fn doubt(&mut self, text: impl Into<String>) {
        self.doubts.push(Doubt { paragraph: None, text: text.into() });
    }

    /// A note on one paragraph, whose id or line is put before `text`.
    pub fn doubt_at(&mut self, index: usize, text: impl Into<String>) {
        self.doubts.push(Doubt { paragraph: Some(index), text: text.into() });
    }

    /// A note on running text that was set aside with the lines around it: that is where a rule may have gone too far.
    pub fn doubt_prose(&mut self, aside: &[usize], class: Class) {
        let prose = aside.iter().filter(|&&index| self.paragraphs[index].is_long_prose());
        let lines: Vec<String> = prose.map(|&index| self.line(index).to_string()).collect();
        if let Some(first) = lines.first() {
            let more = if lines.len() > 1 { format!(" and {} more", lines.len() - 1) } else { String::new() };
            self.doubt(format!(
                "running text was set aside as {} (line {first}{more}); see whether it belongs to the text",
                class.as_str()
            ));
        }
    }

    /// Whether the paragraph has digits enough for a year in it: what is not dated need not be searched for a date.
    pub fn is_dated(&self, index: usize) -> bool {
        self.paragraphs[index].text.bytes().filter(u8::is_ascii_digit).count() >= 4
    }

    /// The line that a human finds the paragraph at.
    pub fn line(&self, index: usize) -> usize {
        self.paragraphs[index].range().first
    }

    /// What the rules are unsure of, each with the paragraph in question.
    pub fn into_doubts(self) -> Vec<(Option<usize>, String)> {
        self.doubts.into_iter().map(|doubt| (doubt.paragraph, doubt.text)).collect()
    }

    /// Numbers the passages and turns every paragraph into its block.
    pub fn into_source(self) -> Source {
        let mut blocks = Blocks::default();
        let mut ids = vec![None; self.paragraphs.len()];
        // A label that stands alone on its line belongs to the paragraph after it.
        let mut waiting: Option<(Label, LineRange)> = None;
        let set_aside = |blocks: &mut Blocks, (label, range): (Label, LineRange)| {
            blocks.aside(Locator::Lines(range), Class::Label, "turns", vec![label.raw]);
        };
        for (index, (paragraph, part)) in self.paragraphs.iter().zip(&self.parts).enumerate() {
            let range = paragraph.range();
            let at = Locator::Lines(range);
            let takes_label = part.is_none();
            if let Some(waiting) = waiting.take_if(|_| !takes_label) {
                set_aside(&mut blocks, waiting);
            }
            match part {
                Some(Part::Metadata(values)) => blocks.metadata(at, values.clone()),
                Some(Part::Heading(level)) => blocks.heading(at, *level, paragraph.text.as_str()),
                Some(Part::Boilerplate(class, rule)) => {
                    let raw = paragraph.lines.iter().map(|line| line.raw.to_owned()).collect();
                    blocks.aside(at, *class, rule, raw);
                }
                Some(Part::Turn(label)) if label.raw == paragraph.text => waiting = Some((label.clone(), range)),
                passage => {
                    let (form, label, text) = passage_of(passage.as_ref(), &paragraph.text);
                    let (label, range) = match waiting.take() {
                        Some((label, lines)) => (Some(label), range.join(lines)),
                        None => (label, range),
                    };
                    ids[index] = Some(blocks.passage(Locator::Lines(range), form, label, text));
                }
            }
            if !matches!(part, Some(Part::Boilerplate(..))) {
                push_lifted(&mut blocks, paragraph);
            }
        }
        if let Some(waiting) = waiting {
            set_aside(&mut blocks, waiting);
        }
        let notes = self.doubts.iter().map(|doubt| match doubt.paragraph {
            None => doubt.text.clone(),
            Some(index) => match ids[index] {
                Some(id) => format!("{id} {}", doubt.text),
                None => format!("line {} {}", self.paragraphs[index].range().first, doubt.text),
            },
        });
        Source { notes: notes.collect(), metadata: self.metadata, blocks: blocks.into_blocks(), ..Source::default() }
    }
}

/// Page marks follow the words that they were lifted out of.
fn push_lifted(blocks: &mut Blocks, paragraph: &Paragraph<'_>) {
    for marks in paragraph.lifted.chunk_by(|(line, _), (next, _)| line == next) {
        let line = marks[0].0;
        let raw: Vec<&str> = marks.iter().map(|(_, mark)| *mark).collect();
        let at = Locator::Lines(LineRange { first: line, last: line });
        blocks.aside(at, Class::PageNumber, PAGE_MARK, vec![raw.join(" ")]);
    }
}

/// What a paragraph is as a passage: its form, the label that it begins with, its words.
fn passage_of<'a>(part: Option<&Part>, text: &'a str) -> (Form, Option<Label>, &'a str) {
    match part {
        Some(Part::Turn(label)) => {
            let text = text.strip_prefix(label.raw.as_str()).unwrap_or(text);
            (Form::Paragraph, Some(label.clone()), text.trim_start())
        }
        Some(Part::Item(mark)) => {
            let text = text.strip_prefix(mark.as_str()).unwrap_or(text).trim_start();
            (Form::Item { mark: mark.clone(), depth: 0 }, None, text)
        }
        Some(Part::Quote) => (Form::Quote, None, text),
        _ => (Form::Paragraph, None, text),
    }
}
