//! A document of this folder → Source: whose turn each paragraph is, where notes stand, what is set aside after what.
//! The readers call it last; `front.rs` says what the lines above the text are.

use super::document::{Aside, Document, Part, Role, Table, numbered, shows};
use super::front::{self, Fate};
use super::properties::fold;
use crate::import::account::Yield;
use crate::import::blocks::Blocks;
use crate::import::source::{Class, Form, Label, Locator, Metadata, Source};
use crate::import::text::spoken;
use crate::import::words::{Mark, Style, Words};
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Words; a heading longer than this was set as one for its looks, and is a paragraph that may be cited.
const HEADING: usize = 40;

/// `received` is all that the document shows, gathered on another way.
pub(super) fn compose(mut document: Document, mut received: String) -> Yield {
    tidy(&mut document);
    let mut front = front::front(&document);
    let mut composer = Composer { notes: document.notes, top: front.top, ..Composer::default() };
    composer.drawn = document.drawn;
    composer.remarks.extend(document.remarks);
    composer.remarks.extend(document.properties.days());
    composer.cast(&document.parts, &mut front.fates, &mut front.metadata);
    for (at, part) in document.parts.into_iter().enumerate() {
        match (front.fates.remove(&at), part) {
            (Some(Fate::Metadata(field, value)), _) => {
                composer.blocks.metadata(Locator::None, vec![(field, value)]);
            }
            (Some(Fate::Joined), _) => {}
            (Some(Fate::Aside(class, rule)), Part::Paragraph(_, words)) => {
                composer.part(at, Part::Aside(Aside { class, rule, text: words.text }));
            }
            (_, part) => composer.part(at, part),
        }
    }
    composer.finish();
    received.retain(shows);
    received.push_str(&composer.drawn);
    let blocks = composer.blocks.into_blocks();
    Yield {
        source: Source { metadata: front.metadata, blocks, notes: composer.remarks, ..Source::default() },
        received,
    }
}

/// Takes out references to notes that say nothing, and the marks of code where all is set in a typewriter's letters.
fn tidy(document: &mut Document) {
    document.notes.retain(|_, words| !words.text.is_empty());
    let known: BTreeSet<String> = document.notes.keys().cloned().collect();
    let (mut code, mut all) = (0, 0);
    for part in &document.parts {
        if let Part::Paragraph(_, words) = part {
            all += words.text.len();
            let coded = words.marks.iter().filter(|mark| mark.style == Style::Code);
            code += coded.map(|mark| mark.span.len()).sum::<usize>();
        }
    }
    let keep = |style: &Style| match style {
        Style::Note { label, .. } => known.contains(label),
        Style::Code => code * 3 <= all,
        _ => true,
    };
    let words = document.parts.iter_mut().flat_map(Part::words).chain(document.notes.values_mut());
    for words in words {
        // Bold words with a colon at the beginning are how a source page writes a speaker's label.
        let text = &words.text;
        let labels = |mark: &Mark| {
            let span = mark.span;
            span.start == 0 && mark.style == Style::Strong && span.of(text).trim_end().ends_with(':')
        };
        words.marks.retain(|mark| keep(&mark.style) && !labels(mark));
    }
}

#[derive(Default)]
struct Composer {
    blocks: Blocks,
    remarks: Vec<String>,
    notes: BTreeMap<String, Words>,
    /// The labels of the notes that were referred to since the section began.
    due: Vec<String>,
    labels: BTreeMap<usize, Label>,
    doubts: BTreeMap<usize, Vec<String>>,
    /// A label that stood alone, for the paragraph after it.
    label: Option<Label>,
    /// What is set aside within a list, or before a speaker's first word, until that is over.
    asides: Vec<Aside>,
    in_list: bool,
    /// Lines of code that belong together.
    code: Vec<String>,
    /// The level of the document's highest heading.
    top: u8,
    /// What the document draws itself, numbers of lists above all.
    drawn: String,
}

impl Composer {
    /// Finds out whether the document is a transcript, and whose turns its paragraphs are.
    fn cast(&mut self, parts: &[Part], fates: &mut BTreeMap<usize, Fate>, metadata: &mut Metadata) {
        let bodies: Vec<(usize, &str)> = parts
            .iter()
            .enumerate()
            .filter_map(|(at, part)| match part {
                Part::Paragraph(Role::Body, words) if !fates.contains_key(&at) && !words.text.is_empty() => {
                    Some((at, words.text.as_str()))
                }
                _ => None,
            })
            .collect();
        let texts: Vec<&str> = bodies.iter().map(|(_, text)| *text).collect();
        let Some(spoken) = spoken(&texts) else { return };
        metadata.kind = spoken.kind;
        metadata.speakers = spoken.speakers;
        self.labels = spoken.labels.into_iter().map(|(index, label)| (bodies[index].0, label)).collect();
        if let Some(index) = spoken.deck.filter(|_| metadata.summary.is_none()) {
            metadata.summary = Some(texts[index].to_owned());
            fates.insert(bodies[index].0, Fate::summary(texts[index]));
        }
        for (index, doubt) in spoken.doubts {
            match index.and_then(|index| bodies.get(index)) {
                Some((at, _)) => self.doubts.entry(*at).or_default().push(doubt),
                None => self.remarks.push(doubt),
            }
        }
    }

    fn part(&mut self, at: usize, part: Part) {
        match part {
            Part::Paragraph(Role::Code, words) => {
                self.refer(&words);
                self.end_list();
                self.code.push(words.text);
                return;
            }
            _ => self.flush_code(),
        }
        match part {
            Part::Paragraph(Role::Contents, words) => {
                self.refer(&words);
                self.aside(Aside { class: Class::Navigation, rule: "table-of-contents", text: words.text });
            }
            Part::Aside(aside) => self.aside(aside),
            Part::Table(table) => self.table(table),
            Part::Paragraph(Role::Heading(level), words) => self.heading(at, level, words),
            Part::Paragraph(Role::Title, words) => self.heading(at, self.top, words),
            Part::Paragraph(role, words) => {
                self.refer(&words);
                if !words.text.is_empty() {
                    self.paragraph(at, role, words);
                }
            }
        }
    }

    fn paragraph(&mut self, at: usize, role: Role, words: Words) {
        let (mark, depth, words) = match role {
            Role::Item { number, depth } => match number {
                Some(number) if counts(&number) => (number, depth, words),
                // Markdown cannot count so, and a reader wants to see `(a)`.
                Some(number) => {
                    self.drawn.push_str(&number);
                    ("-".to_owned(), depth, numbered(&number, words))
                }
                None => ("-".to_owned(), depth, words),
            },
            Role::Quote => {
                self.end_list();
                self.blocks.passage(Locator::None, Form::Quote, None, words);
                return;
            }
            _ => match bullet(&words.text).filter(|_| !self.labels.contains_key(&at)) {
                Some(mark) => (mark.to_string(), 0, after(&words, mark.len_utf8())),
                None => return self.body(at, words),
            },
        };
        self.set_label_aside();
        self.in_list = true;
        self.blocks.passage(Locator::None, Form::Item { mark, depth }, None, words);
    }

    /// A paragraph of running text, perhaps the beginning of a turn.
    fn body(&mut self, at: usize, words: Words) {
        let label = self.labels.remove(&at);
        let words = match &label {
            Some(label) => after(&words, label.raw.len()),
            None => words,
        };
        if label.is_some() {
            self.set_label_aside();
        }
        if words.text.is_empty() {
            self.label = label;
            return;
        }
        let label = label.or_else(|| self.label.take());
        self.end_list();
        let id = self.blocks.passage(Locator::None, Form::Paragraph, label, words);
        let doubts = self.doubts.remove(&at).unwrap_or_default();
        self.remarks.extend(doubts.into_iter().map(|doubt| format!("{id} {doubt}")));
    }

    fn heading(&mut self, at: usize, level: u8, words: Words) {
        if words.text.split_whitespace().count() > HEADING {
            self.refer(&words);
            return self.body(at, words);
        }
        self.flush_notes();
        self.end_list();
        self.refer(&words);
        let text = words.text.replace('\n', " ");
        if !text.is_empty() {
            self.blocks.heading(Locator::None, level.saturating_sub(self.top) + 2, text);
        }
    }

    fn table(&mut self, table: Table) {
        self.end_list();
        table.head.iter().chain(table.rows.iter().flatten()).for_each(|cell| self.refer(cell));
        let filled = |row: &Vec<Words>| row.iter().any(|cell| !cell.text.is_empty());
        if filled(&table.head) || table.rows.iter().any(filled) {
            let rows = table.rows.into_iter().map(|row| (Locator::None, row));
            self.blocks.table(table.head, rows.collect());
        }
    }

    fn aside(&mut self, aside: Aside) {
        self.asides.push(aside);
        if !self.in_list && self.label.is_none() {
            self.flush_asides();
        }
    }

    fn refer(&mut self, words: &Words) {
        self.due.extend(references(words));
    }

    /// The notes that were referred to, and those to which they refer themselves.
    fn flush_notes(&mut self) {
        let mut due = VecDeque::from(std::mem::take(&mut self.due));
        while let Some(label) = due.pop_front() {
            if let Some(words) = self.notes.remove(&label) {
                due.extend(references(&words));
                self.end_list();
                self.blocks.passage(Locator::None, Form::Note(label), None, words);
            }
        }
    }

    fn flush_code(&mut self) {
        let code = std::mem::take(&mut self.code).join("\n");
        let code = code.trim_end().trim_start_matches('\n');
        if code.trim().is_empty() {
            return;
        }
        // A source page knows its fences by such a line, even within code.
        if code.lines().any(|line| line.trim_start().starts_with(":::")) {
            let lines: Vec<String> = code.lines().map(fold).filter(|line| !line.is_empty()).collect();
            self.blocks.passage(Locator::None, Form::Paragraph, None, lines.join("\n"));
        } else {
            self.blocks.passage(Locator::None, Form::Code { language: None }, None, code);
        }
    }

    fn end_list(&mut self) {
        self.in_list = false;
        self.set_label_aside();
        self.flush_asides();
    }

    /// A label after which nobody spoke.
    fn set_label_aside(&mut self) {
        if let Some(label) = self.label.take() {
            self.asides.push(Aside { class: Class::Label, rule: "turns", text: label.raw });
            if !self.in_list {
                self.flush_asides();
            }
        }
    }

    fn flush_asides(&mut self) {
        for aside in std::mem::take(&mut self.asides) {
            let lines: Vec<String> = aside.text.lines().map(str::to_owned).collect();
            self.blocks.aside(Locator::None, aside.class, aside.rule, lines);
        }
    }

    fn finish(&mut self) {
        self.flush_code();
        self.end_list();
        self.flush_notes();
        self.due = self.notes.keys().cloned().collect();
        self.flush_notes();
    }
}

fn references(words: &Words) -> impl Iterator<Item = String> {
    words.marks.iter().filter_map(|mark| match &mark.style {
        Style::Note { label, .. } => Some(label.clone()),
        _ => None,
    })
}

/// The words behind the first bytes, without white space before them.
fn after(words: &Words, bytes: usize) -> Words {
    let rest = words.text.get(bytes..).unwrap_or_default();
    let start = words.text.len() - rest.trim_start().len();
    words.slice(Span::new(start, words.text.len()))
}

/// The sign of a list that somebody typed.
fn bullet(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let mark = chars.next().filter(|c| matches!(c, '•' | '◦' | '▪' | '‣' | '●' | '○' | '■' | '\u{F0B7}'))?;
    (chars.next()?.is_whitespace() && chars.any(|c| !c.is_whitespace())).then_some(mark)
}

/// Whether Markdown counts with this number.
fn counts(number: &str) -> bool {
    let digits = number.strip_suffix(['.', ')']).unwrap_or_default();
    (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}
