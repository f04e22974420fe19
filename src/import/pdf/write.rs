//! The paragraphs of a document → blocks and metadata: what is a title, how deep headings and items stand, which note a
//! reference means.

use super::compose::{self, Notes};
use super::hyphen::{self, Vocabulary};
use super::line::Line;
use super::margin::Aside;
use super::measure::Measure;
use super::paragraph::{Kind, Paragraph};
use super::sheet::{Bundle, Sheet};
use super::{note, title};
use crate::import::blocks::Blocks;
use crate::import::line::fold_space;
use crate::import::source::{Class, Field, Form, Locator, Metadata};
use crate::import::words::Words;
use std::collections::BTreeSet;

/// Writes paragraphs as blocks.
pub(super) struct Writer {
    pub blocks: Blocks,
    pub metadata: Metadata,
    vocabulary: Vocabulary,
    labels: Notes,
    /// The sizes of headings, the largest first.
    levels: Vec<i32>,
    title: Option<usize>,
    /// Where the items begin that the next one may stand in.
    open: Vec<f32>,
    /// Characters that the document shows and a block stands for without showing them: the marks of notes.
    pub unshown: String,
    /// What a human should settle about the metadata.
    pub remarks: Vec<String>,
}

impl Writer {
    pub fn new(paragraphs: &[Paragraph], measure: &Measure, bundle: &Bundle) -> Writer {
        let title = title::of_page(paragraphs, measure);
        let mut levels: Vec<i32> = paragraphs
            .iter()
            .enumerate()
            .filter(|(nth, paragraph)| paragraph.kind == Kind::Heading && Some(*nth) != title)
            .map(|(_, paragraph)| rank(paragraph))
            .collect();
        levels.sort_unstable_by(|one, other| other.cmp(one));
        levels.dedup();
        let vocabulary = Vocabulary::of(paragraphs.iter().map(|paragraph| paragraph.lines.as_slice()));
        let mut writer = Writer {
            blocks: Blocks::default(),
            metadata: Metadata::default(),
            vocabulary,
            labels: labels(paragraphs),
            levels,
            title,
            open: Vec::new(),
            unshown: String::new(),
            remarks: Vec::new(),
        };
        writer.describe(paragraphs, bundle);
        writer
    }

    /// The metadata, each value with what it rests on.
    fn describe(&mut self, paragraphs: &[Paragraph], bundle: &Bundle) {
        let pages: String = paragraphs.iter().take_while(|one| one.page() <= 2).map(|one| one.text() + " ").collect();
        let own = title::of_info(&bundle.info);
        let shown = self.title.map(|nth| self.plain(&paragraphs[nth]));
        let (title, evidence) = match (shown, own) {
            (Some(shown), _) => (Some(shown), "the largest type on its page"),
            (None, Some(own)) if title::stands_in(&own, &pages) => {
                (Some(own), "PDF information dictionary, and the first pages")
            }
            (None, Some(own)) => {
                self.remarks
                    .push(format!("the title \"{own}\" is what the file calls itself; its first pages do not say so"));
                (Some(own), "PDF information dictionary")
            }
            (None, None) => (None, ""),
        };
        if let Some(title) = title {
            self.metadata.title = Some(title);
            self.metadata.evidence.insert("title".to_owned(), evidence.to_owned());
        }
        self.metadata.authors = title::authors(&bundle.info, &pages);
        if !self.metadata.authors.is_empty() {
            let evidence = "PDF information dictionary, and the first pages";
            self.metadata.evidence.insert("authors".to_owned(), evidence.to_owned());
        } else if let Some(author) = bundle.info.author.as_deref().map(str::trim).filter(|name| name.contains(' ')) {
            self.remarks.push(format!("the file names \"{author}\" as its author; its first pages do not"));
        }
        if let Some((date, line)) = title::dated(paragraphs) {
            self.metadata.date = Some(date);
            self.metadata.evidence.insert("date".to_owned(), format!("the line \"{line}\" on the first page"));
        } else if let Some(day) = title::created(&bundle.info) {
            self.remarks.push(format!("the file was made on {day}, which may not be the day of the document"));
        }
    }

    pub fn write(&mut self, paragraphs: &[Paragraph], asides: Vec<Vec<Aside>>, sheets: &[Sheet]) {
        let mut edges = asides.into_iter().zip(sheets).peekable();
        for (nth, paragraph) in paragraphs.iter().enumerate() {
            // What stands at the edges of a page comes after the paragraph in which the page ends.
            while edges.peek().is_some_and(|(_, sheet)| sheet.number < paragraph.page()) {
                let (asides, sheet) = edges.next().expect("it was just looked at");
                self.edge(asides, sheet);
            }
            self.paragraph(nth, paragraph);
        }
        for (asides, sheet) in edges {
            self.edge(asides, sheet);
        }
    }

    fn edge(&mut self, asides: Vec<Aside>, sheet: &Sheet) {
        for Aside { page, class, raw } in asides {
            self.blocks.aside(Locator::Page(page), class, "repetition", vec![raw]);
        }
        let turned: Vec<String> =
            sheet.turned.iter().map(|text| fold_space(text)).filter(|text| !text.is_empty()).collect();
        if !turned.is_empty() {
            self.blocks.aside(Locator::Page(sheet.number), Class::Sidebar, "turned", turned);
        }
    }

    /// The text of a title or a heading, which nobody quotes: where a word was broken, nothing tells of it.
    fn plain(&mut self, paragraph: &Paragraph) -> String {
        self.unshown.push_str(&self.vocabulary.broken(&paragraph.lines));
        compose::words(&paragraph.lines, 0, &self.vocabulary, &Notes::new()).text.replace(hyphen::SOFT, "")
    }

    /// In how many items an item stands: those before it that begin further left, with nothing but items between.
    fn depth(&mut self, paragraph: &Paragraph) -> usize {
        let line = &paragraph.lines[0];
        while self.open.pop_if(|open| *open > line.x - 0.8 * line.size).is_some() {}
        self.open.push(line.x);
        self.open.len() - 1
    }

    fn paragraph(&mut self, nth: usize, paragraph: &Paragraph) {
        if !matches!(paragraph.kind, Kind::Item(_)) {
            self.open.clear();
        }
        let at = Locator::Page(paragraph.page());
        let words = |skip| compose::words(&paragraph.lines, skip, &self.vocabulary, &self.labels);
        match &paragraph.kind {
            Kind::Text => drop(self.blocks.passage(at, Form::Paragraph, None, words(0))),
            Kind::Heading if Some(nth) == self.title => {
                let title = self.metadata.title.clone().unwrap_or_default();
                self.blocks.metadata(at, vec![(Field::Title, title)]);
            }
            Kind::Heading => {
                let level = self.levels.iter().position(|level| *level == rank(paragraph)).unwrap_or(0);
                let text = self.plain(paragraph);
                self.blocks.heading(at, 2 + level.min(2) as u8, text);
            }
            Kind::Item(length) => {
                let text = paragraph.lines[0].text();
                let (words, mark) = (words(*length), text[..*length].trim().to_owned());
                let depth = self.depth(paragraph);
                self.blocks.passage(at, Form::Item { mark, depth }, None, words);
            }
            Kind::Note(mark) => match self.labels.get(&(paragraph.page(), note::bare(mark).to_owned())) {
                Some(label) => {
                    let text = paragraph.lines[0].text();
                    let skip = text.find(mark.as_str()).map_or(0, |start| start + mark.len());
                    let (words, label) = (words(skip), label.clone());
                    self.unshown.push_str(mark);
                    self.blocks.passage(at, Form::Note(label), None, words);
                }
                None => drop(self.blocks.passage(at, Form::Paragraph, None, words(0))),
            },
            Kind::Table { rows, headed } => {
                let cells = |row: &Vec<String>| row.iter().map(|cell| Words::from(cell.as_str())).collect();
                let (head, rows) = rows.split_at(*headed as usize);
                let rows = rows.iter().map(|row| (at.clone(), cells(row))).collect();
                self.blocks.table(head.first().map(cells).unwrap_or_default(), rows);
            }
        }
    }
}

/// How large a heading is, and then how bold.
fn rank(paragraph: &Paragraph) -> i32 {
    let bold = paragraph.lines.iter().all(Line::is_bold);
    (paragraph.size() * 2.0).round() as i32 * 2 + bold as i32
}

/// A label for each note that a raised mark on its page refers to: its mark, and where that is taken the page before it.
fn labels(paragraphs: &[Paragraph]) -> Notes {
    let mut references: BTreeSet<(u32, &str)> = BTreeSet::new();
    for line in paragraphs.iter().filter(|one| !matches!(one.kind, Kind::Note(_))).flat_map(|one| &one.lines) {
        let raised = line.parts.iter().filter(|part| part.raised);
        references.extend(raised.map(|part| (line.page, note::bare(&part.text))));
    }
    let mut notes = Notes::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for paragraph in paragraphs {
        let Kind::Note(mark) = &paragraph.kind else { continue };
        let (page, mark) = (paragraph.page(), note::bare(mark));
        if !references.contains(&(page, mark)) || notes.contains_key(&(page, mark.to_owned())) {
            continue;
        }
        let name: String = mark.chars().filter(char::is_ascii_alphanumeric).collect();
        let name = if name.is_empty() { format!("n{}", mark.chars().count()) } else { name };
        let label = if taken.contains(&name) { format!("{page}-{name}") } else { name };
        taken.insert(label.clone());
        notes.insert((page, mark.to_owned()), label);
    }
    notes
}
