//! Builds the blocks of a source in the order of its document, and gives the passages their numbers. Every format uses
//! it; what becomes a passage and what is set aside is for the format to say.

use super::source::{Block, Class, Content, Field, Form, Label, Locator, Passage};
use super::words::Words;
use crate::key::PassageId;
use crate::span::Span;

#[derive(Debug, Default)]
pub(crate) struct Blocks {
    blocks: Vec<Block>,
    passages: u32,
}

impl Blocks {
    pub fn heading(&mut self, at: Locator, level: u8, text: impl Into<String>) {
        self.push(at, Content::Heading { level: level.clamp(2, 6), text: text.into() });
    }

    pub fn metadata(&mut self, at: Locator, values: Vec<(Field, String)>) {
        self.push(at, Content::Metadata(values));
    }

    /// Gives the id that the passage got.
    pub fn passage(&mut self, at: Locator, form: Form, label: Option<Label>, words: impl Into<Words>) -> PassageId {
        self.passages += 1;
        let id = PassageId::new(self.passages).expect("counted from 1");
        self.push(at, Content::Passage(Passage { id, form, label, words: words.into() }));
        id
    }

    /// A table: its head and its rows, each of which becomes a passage; rows in which nothing stands are left out.
    pub fn table(&mut self, head: Vec<Words>, rows: Vec<(Locator, Vec<Words>)>) {
        let columns = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0).max(head.len());
        let pad = |mut cells: Vec<Words>| {
            cells.resize(columns, Words::default());
            cells
        };
        let at = rows.first().map(|(at, _)| at.clone()).unwrap_or_default();
        self.push(at, Content::TableHead(pad(head)));
        for (at, cells) in rows {
            if !cells.iter().all(Words::is_empty) {
                self.row(at, pad(cells));
            }
        }
    }

    fn row(&mut self, at: Locator, cells: Vec<Words>) {
        let mut words = Words::default();
        let mut spans = Vec::with_capacity(cells.len());
        for cell in cells {
            // An empty cell is not read back.
            if !cell.is_empty() && !words.is_empty() {
                words.text.push_str(" | ");
            }
            let start = words.text.len();
            words.append(cell);
            spans.push(Span::new(start, words.text.len()));
        }
        self.passage(at, Form::Row(spans), None, words);
    }

    /// Sets lines aside. What is of one class and set aside by one rule in one place becomes one block.
    pub fn aside(&mut self, at: Locator, class: Class, rule: &str, raw: Vec<String>) {
        let lifted = self.ends_lifted();
        if let Some(last) = self.blocks.last_mut().filter(|_| !lifted)
            && let Content::Boilerplate { class: last_class, rule: last_rule, raw: last_raw } = &mut last.content
            && (*last_class, last_rule.as_str()) == (class, rule)
        {
            match (&mut last.at, &at) {
                (Locator::Lines(lines), Locator::Lines(next)) => {
                    last_raw.extend(std::iter::repeat_n(String::new(), next.first - lines.last - 1));
                    *lines = lines.join(*next);
                    last_raw.extend(raw);
                    return;
                }
                (here, there) if here == there => {
                    last_raw.extend(raw);
                    return;
                }
                _ => {}
            }
        }
        self.push(at, Content::Boilerplate { class, rule: rule.to_owned(), raw });
    }

    /// Whether the last block was lifted out of the lines of the block before: it stays by itself.
    fn ends_lifted(&self) -> bool {
        let [.., before, last] = &self.blocks[..] else { return false };
        matches!((&before.at, &last.at), (Locator::Lines(before), Locator::Lines(last)) if last.first <= before.last)
    }

    pub fn into_blocks(self) -> Vec<Block> {
        self.blocks
    }

    fn push(&mut self, at: Locator, content: Content) {
        self.blocks.push(Block { at, content });
    }
}
