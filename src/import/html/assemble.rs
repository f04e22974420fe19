//! Page and a verdict on each grain → blocks in the order of the document. `html` calls it, for a web page with the
//! verdicts of `article/`, for a chapter or a message with none.

use super::note;
use super::page::{Aside, Cell, Grain, Page, Shape};
use crate::import::blocks::Blocks;
use crate::import::source::{Field, Form, Label, Locator};
use crate::import::words::{Style, Words};
use crate::span::Span;
use std::collections::BTreeSet;

/// What becomes of a grain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    Body,
    Aside(Aside),
    /// Its words went to the front matter.
    Taken(Field),
}

/// What the caller knows of all blocks.
pub(super) struct Setting<'a> {
    /// Where the passages stand.
    pub at: &'a Locator,
    /// Stands before the labels of footnotes.
    pub notes: &'a str,
    /// Whether boilerplate names the element it stood in, not the place of all.
    pub elements: bool,
}

/// Adds the blocks of a page; the verdicts are those of its grains. Gives what the blocks show that no text node holds.
pub(super) fn assemble(blocks: &mut Blocks, mut page: Page, verdicts: &[Verdict], setting: &Setting<'_>) -> String {
    settle_notes(&mut page, verdicts, setting.notes);
    let top = top_level(&page, verdicts);
    let mut assembly = Assembly {
        blocks,
        setting,
        labels: labels(&page, verdicts),
        marked: BTreeSet::new(),
        generated: String::new(),
        top,
    };
    let mut at = 0;
    while at < page.grains.len() {
        let end = match &page.grains[at].shape {
            Shape::Cell(cell) => at + run_of(&page, verdicts, at, cell.table),
            _ => at + 1,
        };
        match &verdicts[at] {
            Verdict::Body if matches!(page.grains[at].shape, Shape::Cell(_)) => assembly.table(&mut page, at..end),
            Verdict::Body => assembly.body(&mut page, at),
            verdict => {
                for nth in at..end {
                    assembly.aside(&mut page, nth, verdict);
                }
            }
        }
        at = end;
    }
    page.generated + &assembly.generated
}

/// How many grains from here on are cells of this table with one verdict.
fn run_of(page: &Page, verdicts: &[Verdict], from: usize, table: usize) -> usize {
    let same = |nth: &usize| {
        matches!(page.grains[*nth].shape, Shape::Cell(cell) if cell.table == table) && verdicts[*nth] == verdicts[from]
    };
    (from..page.grains.len()).take_while(same).count()
}

/// Keeps the footnotes that are part of the body; references to others show what they showed.
fn settle_notes(page: &mut Page, verdicts: &[Verdict], prefix: &str) {
    page.notes.retain(|&nth, _| verdicts[nth] == Verdict::Body);
    for label in page.notes.values_mut() {
        label.insert_str(0, prefix);
    }
    let kept: BTreeSet<&String> = page.notes.values().collect();
    let carries = |grain: &Grain| !matches!(grain.shape, Shape::Heading(_) | Shape::Code(_));
    for (grain, verdict) in page.grains.iter_mut().zip(verdicts) {
        let marks = carries(grain) && *verdict == Verdict::Body;
        note::relabel(&mut grain.words, |old| {
            Some(format!("{prefix}{old}")).filter(|label| marks && kept.contains(label))
        });
    }
}

/// The level of the highest heading of the body.
fn top_level(page: &Page, verdicts: &[Verdict]) -> u8 {
    let level = |(grain, verdict): (&Grain, &Verdict)| match grain.shape {
        Shape::Heading(level) if *verdict == Verdict::Body => Some(level),
        _ => None,
    };
    page.grains.iter().zip(verdicts).filter_map(level).min().unwrap_or(2)
}

/// The grains that begin with a speaker's label, each with the end of the label, if the page is a conversation: two
/// speakers or more who take turns.
fn labels(page: &Page, verdicts: &[Verdict]) -> Vec<Option<Span>> {
    let label = |(grain, verdict): (&Grain, &Verdict)| {
        (*verdict == Verdict::Body && grain.shape == Shape::Paragraph && grain.item.is_none() && !grain.quoted)
            .then(|| label(&grain.words))
            .flatten()
    };
    let found: Vec<Option<Span>> = page.grains.iter().zip(verdicts).map(label).collect();
    let names: Vec<&str> =
        found.iter().zip(&page.grains).filter_map(|(span, grain)| Some((*span)?.of(&grain.words.text))).collect();
    let distinct: BTreeSet<&str> = names.iter().copied().collect();
    let turns = names.windows(2).filter(|pair| pair[0] != pair[1]).count();
    // Each speaks twice or more on the average: once each is a list of points, not a conversation.
    if distinct.len() >= 2 && turns >= 3 && names.len() >= 2 * distinct.len() {
        found
    } else {
        vec![None; page.grains.len()]
    }
}

/// The strong words that open a paragraph and end in a colon.
fn label(words: &Words) -> Option<Span> {
    const LONGEST: usize = 60;
    let strong = words.marks.iter().find(|mark| mark.style == Style::Strong && mark.span.start == 0)?;
    let text = &words.text;
    let end = match strong.span.of(text).trim_end().strip_suffix(':') {
        Some(_) => strong.span.end,
        None if text[strong.span.end..].starts_with(':') => strong.span.end + 1,
        None => return None,
    };
    let shown = text[..end].trim_end().trim_end_matches(':');
    let sound = !shown.is_empty() && shown.len() <= LONGEST && !shown.contains([':', '\n', '.', '?', '!']);
    (sound && !text[end..].trim().is_empty()).then(|| Span::new(0, end))
}

struct Assembly<'a> {
    blocks: &'a mut Blocks,
    setting: &'a Setting<'a>,
    labels: Vec<Option<Span>>,
    /// The items whose mark has been given to a passage.
    marked: BTreeSet<usize>,
    /// The numbers of items that a browser counts out.
    generated: String,
    top: u8,
}

impl Assembly<'_> {
    fn body(&mut self, page: &mut Page, nth: usize) {
        let mut words = std::mem::take(&mut page.grains[nth].words);
        let grain = &page.grains[nth];
        let at = self.setting.at.clone();
        let form = match &grain.shape {
            Shape::Heading(level) if !grain.quoted => {
                return self.blocks.heading(at, 2 + level.saturating_sub(self.top), words.text.replace('\n', " "));
            }
            Shape::Code(language) => Form::Code { language: language.clone() },
            _ => match page.notes.get(&nth) {
                Some(label) => Form::Note(label.clone()),
                None => self.form(page, grain),
            },
        };
        if matches!(form, Form::Code { .. }) {
            words = words.text.trim_matches('\n').into();
        }
        let label = self.labels[nth].filter(|_| form == Form::Paragraph).map(|span| {
            let raw = span.of(&words.text).to_owned();
            words = without_label(&words, span);
            Label { shown: raw.trim_end().trim_end_matches(':').to_owned(), raw }
        });
        self.blocks.passage(at, form, label, words);
    }

    fn form(&mut self, page: &Page, grain: &Grain) -> Form {
        if grain.quoted {
            return Form::Quote;
        }
        match grain.item {
            Some(item) if self.marked.insert(item) => {
                let item = &page.items[item];
                if item.mark != "-" {
                    self.generated.push_str(&item.mark);
                }
                Form::Item { mark: item.mark.clone(), depth: item.depth }
            }
            _ if grain.shape == Shape::Description => Form::Item { mark: "-".to_owned(), depth: 0 },
            _ => Form::Paragraph,
        }
    }

    fn aside(&mut self, page: &mut Page, nth: usize, verdict: &Verdict) {
        let words = std::mem::take(&mut page.grains[nth].words);
        let grain = &page.grains[nth];
        match verdict {
            Verdict::Body => unreachable!("bodies are not set aside"),
            Verdict::Taken(field) => {
                self.blocks.metadata(self.setting.at.clone(), vec![(*field, words.text)]);
            }
            Verdict::Aside(Aside { class, rule }) => {
                let at = if self.setting.elements { Locator::Part(page.place(grain)) } else { self.setting.at.clone() };
                let raw = words.text.lines().map(str::to_owned).collect();
                self.blocks.aside(at, *class, rule, raw);
            }
        }
    }

    fn table(&mut self, page: &mut Page, range: std::ops::Range<usize>) {
        let mut rows: Vec<(Cell, Vec<Words>)> = Vec::new();
        for grain in &mut page.grains[range] {
            let Shape::Cell(cell) = grain.shape else { continue };
            let words = std::mem::take(&mut grain.words);
            if rows.last().is_none_or(|(row, _)| row.row != cell.row) {
                rows.push((cell, Vec::new()));
            }
            let (_, cells) = rows.last_mut().expect("a row has begun");
            cells.resize(cells.len().max(cell.column + 1), Words::default());
            let place = &mut cells[cell.column];
            if !place.is_empty() {
                place.text.push(' ');
            }
            place.append(words);
        }
        let head = rows.first().is_some_and(|(cell, _)| cell.head);
        let mut rows = rows.into_iter().map(|(_, cells)| cells);
        let head = if head { rows.next().unwrap_or_default() } else { Vec::new() };
        let at = self.setting.at;
        self.blocks.table(head, rows.map(|cells| (at.clone(), cells)).collect());
    }
}

/// The words behind a label, with the marks that stand in them.
fn without_label(words: &Words, label: Span) -> Words {
    let start = words.text.len() - words.text[label.end..].trim_start().len();
    words.slice(Span::new(start, words.text.len()))
}
