//! The bytes of a PDF → what it shows: headings, paragraphs, list items, rows and notes with their pages, in the order of
//! reading. `import::read` calls it. It reads no images: a scan is refused.
//!
//! ```text
//! bytes ─sheet─▶ runs of text with places ─piece─▶ pieces of lines ─margin─▶ without headers, footers, page numbers
//!       ─column─▶ columns in reading order ─table, note, paragraph─▶ paragraphs ─flow─▶ whole across columns and pages
//!       ─hyphen, compose─▶ words
//! ```

mod column;
mod compose;
mod flow;
mod guard;
mod hyphen;
mod item;
mod line;
mod margin;
mod measure;
mod note;
mod paragraph;
mod piece;
mod sheet;
mod table;
mod title;

use super::account::Yield;
use super::blocks::Blocks;
use super::source::{Class, Field, Form, Locator, Metadata, Source};
use super::words::Words;
use compose::Notes;
use hyphen::Vocabulary;
use margin::{Aside, Leaf};
use measure::Measure;
use paragraph::{Kind, Paragraph};
use sheet::{Bundle, Sheet};
use std::collections::{BTreeMap, BTreeSet};

/// A page with fewer characters than this that shows an image is a picture of a page.
const LEAST: usize = 24;

/// Reads a PDF. The error says why it cannot be a source.
pub(crate) fn read(bytes: &[u8]) -> Result<Yield, String> {
    let bundle = sheet::sheets(bytes)?;
    refuse(&bundle)?;
    let mut received = String::new();
    let mut leaves: Vec<Leaf> = Vec::new();
    for sheet in &bundle.sheets {
        let pieces = piece::pieces(sheet.number, &sheet.runs);
        sheet.received(&mut received);
        leaves.push(Leaf { page: sheet.number, height: sheet.height, pieces });
    }
    let asides = margin::asides(&mut leaves);
    let em = measure::em(leaves.iter().flat_map(|leaf| &leaf.pieces));
    for leaf in &mut leaves {
        line::initials(&mut leaf.pieces, em);
    }
    let pages: Vec<Vec<column::Column>> = leaves.into_iter().map(|leaf| column::columns(leaf.pieces, em)).collect();
    let measure = measure::measure(pages.iter().flatten());
    let paragraphs = flow::flow(pages, &measure);
    let mut writer = Writer::new(&paragraphs, &measure, &bundle);
    writer.write(&paragraphs, asides, &bundle.sheets);
    let notes = [bundle.notes.clone(), writer.remarks, notes(&bundle)].concat();
    let source = Source { metadata: writer.metadata, blocks: writer.blocks.into_blocks(), notes, ..Source::default() };
    Ok(Yield { source, received: without(received, &writer.unshown) })
}

/// Whether there is no text, or none that could be told.
fn refuse(bundle: &Bundle) -> Result<(), String> {
    let all: usize = bundle.sheets.iter().map(Sheet::ink).sum();
    let blank = bundle.sheets.iter().filter(|sheet| sheet.ink() < LEAST).count();
    let images = bundle.sheets.iter().filter(|sheet| sheet.ink() < LEAST && sheet.facts.images).count();
    let undecoded: usize = bundle.sheets.iter().map(|sheet| sheet.facts.undecoded).sum();
    let count = bundle.sheets.len();
    if all < LEAST * count.min(4) && images * 2 > blank {
        return Err(format!(
            "it is a scan: of its {count} pages {images} show an image and next to no text; recognise the text with \
             another program, and import the result"
        ));
    }
    if all == 0 && undecoded > 0 {
        return Err(
            "its text cannot be decoded: it is damaged, or its fonts do not say which characters they show".to_owned()
        );
    }
    if all == 0 {
        let because = bundle.notes.first().map(|note| format!(": {note}")).unwrap_or_default();
        return Err(format!("it has no text{because}"));
    }
    let unknown: usize = bundle.sheets.iter().map(Sheet::unknown).sum();
    if unknown * 2 > all {
        return Err(format!("of its {all} characters {unknown} cannot be told: its fonts do not say which they show"));
    }
    Ok(())
}

/// What a human should look at, with the pages.
fn notes(bundle: &Bundle) -> Vec<String> {
    let pages = |is: &dyn Fn(&Sheet) -> bool| -> Option<String> {
        let pages: Vec<u32> = bundle.sheets.iter().filter(|sheet| is(sheet)).map(|sheet| sheet.number).collect();
        (!pages.is_empty()).then(|| ranges(&pages))
    };
    let says = |pages: Option<String>, what: &str| pages.map(|pages| format!("{pages}: {what}"));
    [
        says(
            pages(&|sheet| sheet.ink() == 0 && sheet.facts.images),
            "an image and no text; what it shows is missing here",
        ),
        says(pages(&|sheet| sheet.ink() == 0 && !sheet.facts.images), "no text"),
        says(
            pages(&|sheet| sheet.facts.garbled),
            "the text that was recognised in the image made no sense and was left out",
        ),
        says(
            pages(&|sheet| sheet.facts.unseen),
            "the text was recognised in an image; compare quotations with the page",
        ),
        says(pages(&|sheet| sheet.facts.undecoded > 0), "some text could not be decoded and is missing here"),
        says(
            pages(&|sheet| sheet.unknown() > 0),
            "some characters cannot be told: the font does not say which they show",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// `page 3`, `pages 2, 5-7`.
fn ranges(pages: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for &page in pages {
        match ranges.last_mut() {
            Some(last) if last.1 + 1 == page => last.1 = page,
            _ => ranges.push((page, page)),
        }
    }
    let texts: Vec<String> =
        ranges.iter().map(|&(from, to)| if from == to { from.to_string() } else { format!("{from}-{to}") }).collect();
    format!("{} {}", if pages.len() == 1 { "page" } else { "pages" }, texts.join(", "))
}

/// A text without one each of these characters, as far as it has them.
fn without(text: String, characters: &str) -> String {
    let mut counts: BTreeMap<char, usize> = BTreeMap::new();
    for c in characters.chars() {
        *counts.entry(c).or_default() += 1;
    }
    text.chars()
        .filter(|c| match counts.get_mut(c) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        })
        .collect()
}

/// Writes paragraphs as blocks.
struct Writer {
    blocks: Blocks,
    metadata: Metadata,
    vocabulary: Vocabulary,
    labels: Notes,
    /// The sizes of headings, the largest first.
    levels: Vec<i32>,
    title: Option<usize>,
    /// Where the items begin that the next one may stand in.
    open: Vec<f32>,
    /// Characters that the document shows and a block stands for without showing them: the marks of notes.
    unshown: String,
    remarks: Vec<String>,
}

impl Writer {
    fn new(paragraphs: &[Paragraph], measure: &Measure, bundle: &Bundle) -> Writer {
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
        let shown = self.title.map(|nth| compose::text(&paragraphs[nth].lines, &self.vocabulary));
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
        if let Some(day) = title::created(&bundle.info) {
            self.remarks.push(format!("the file was made on {day}, which may not be the day of the document"));
        }
    }

    fn write(&mut self, paragraphs: &[Paragraph], asides: Vec<Vec<Aside>>, sheets: &[Sheet]) {
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
            sheet.turned.iter().map(|text| super::line::fold_space(text)).filter(|text| !text.is_empty()).collect();
        if !turned.is_empty() {
            self.blocks.aside(Locator::Page(sheet.number), Class::Sidebar, "turned", turned);
        }
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
                let title = words(0).text;
                self.blocks.metadata(at, vec![(Field::Title, title)]);
            }
            Kind::Heading => {
                let level = self.levels.iter().position(|level| *level == rank(paragraph)).unwrap_or(0);
                self.blocks.heading(at, 2 + level.min(2) as u8, words(0).text);
            }
            Kind::Item(length) => {
                let text = paragraph.lines[0].text();
                let (words, mark) = (words(*length), text[..*length].trim().to_owned());
                if mark == "-" {
                    self.unshown.push('-');
                }
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
    let bold = paragraph.lines.iter().all(line::Line::is_bold);
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
