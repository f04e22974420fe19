//! The proof that an import lost nothing: every character of the seed that can be seen stands in a passage, a heading,
//! the metadata or boilerplate, in the seed's order. Part of every import, not a test of it.

use super::line::{Line, ink, is_ink};
use super::source::{Block, Content, Field, Form, Label, LineRange, Locator, Metadata, Passage, Source};
use super::words::Words;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// Stands in a word where a hyphen at a line's end was taken out.
const SOFT_HYPHEN: char = '\u{AD}';

/// What a reader makes of a seed that has no lines of its own.
#[derive(Debug)]
pub(crate) struct Yield {
    pub source: Source,
    /// All that the document shows, white space as it may be: gathered on a way of its own, not from the blocks.
    pub received: String,
}

/// Compares a source with all that a reader found in its document, in any order: for formats that have no lines. The
/// reader gathers `received` on its own way, not from the blocks. The error names a character.
pub(crate) fn whole(received: &str, source: &Source) -> Result<(), String> {
    let mut balance: BTreeMap<char, i64> = BTreeMap::new();
    for c in ink(received).nfkc() {
        *balance.entry(c).or_default() += 1;
    }
    let mut joins = 0;
    // Some formats write the marks of their lists, others have the reader make them up.
    let mut marks: BTreeMap<char, i64> = BTreeMap::new();
    for block in &source.blocks {
        let kept = shown(&source.metadata, block).ok_or("a label or a value was lost")?;
        joins += kept.chars().filter(|&c| c == SOFT_HYPHEN).count() as i64;
        for c in ink(&kept).nfkc() {
            *balance.entry(c).or_default() -= 1;
        }
        if let Content::Passage(Passage { form: Form::Item { mark, .. }, .. }) = &block.content {
            for c in ink(mark).nfkc() {
                *marks.entry(c).or_default() += 1;
            }
        }
    }
    for (c, count) in &mut balance {
        *count -= (*count).clamp(0, marks.get(c).copied().unwrap_or(0));
        // Where a word was put together again, a soft hyphen stands for the hyphen that the document shows.
        if matches!(c, '-' | '\u{2010}') && *count > 0 {
            let joined = joins.min(*count);
            (*count, joins) = (*count - joined, joins - joined);
        }
    }
    balance.retain(|_, count| *count != 0);
    let Some((c, count)) = balance.first_key_value() else { return Ok(()) };
    let (what, count) = if *count > 0 { ("lost", *count) } else { ("added", -count) };
    Err(format!("the character `{c}` was {what} {count} times, and {} others do not add up", balance.len() - 1))
}

/// What a block shows of its document, in the order of its own.
fn shown(metadata: &Metadata, block: &Block) -> Option<String> {
    Some(match &block.content {
        Content::Heading { text, .. } => text.clone(),
        Content::Boilerplate { raw, .. } => raw.concat(),
        Content::TableHead(cells) => cells.iter().map(Words::shown).collect(),
        Content::Metadata(values) => {
            values.iter().all(|(field, value)| holds(metadata, *field, value)).then_some(())?;
            values.iter().map(|(_, value)| value.as_str()).collect()
        }
        Content::Passage(passage) => {
            let label = match &passage.label {
                Some(label) => shows(metadata, label).then_some(label.raw.as_str())?,
                None => "",
            };
            let words = match &passage.form {
                Form::Row(cells) => cells.iter().map(|&cell| passage.words.slice(cell).shown()).collect(),
                _ => passage.words.shown(),
            };
            [label, &words].concat()
        }
    })
}

/// Compares a source with the lines that it was read from. The error names the line.
pub(crate) fn account(lines: &[Line<'_>], source: &Source) -> Result<(), String> {
    let mut next = 1;
    let mut blocks = source.blocks.iter().peekable();
    while let Some(block) = blocks.next() {
        let Locator::Lines(range) = block.at else { return Err("a block has no lines".to_owned()) };
        if range.first < next || range.last < range.first || range.last > lines.len() {
            return Err(format!("lines {range} are accounted for twice, or are not there"));
        }
        skipped(&lines[next - 1..range.first - 1])?;
        let mut received = received(&lines[range.first - 1..range.last], block);
        // What was lifted out of the words, such as the mark of a page, stands right behind them.
        while let Some(lifted) = blocks.next_if(|lifted| is_within(lifted, range)) {
            received = without(&received, lifted).ok_or_else(|| format!("lines {range}: a mark was lost"))?;
        }
        // Of a value in the front matter only letters and digits count, for the separators go.
        if matches!(block.content, Content::Metadata(_)) {
            received = letters(&received);
        }
        let kept =
            kept(&source.metadata, block).ok_or_else(|| format!("lines {range}: a label or a value was lost"))?;
        if !same(&received, &kept) {
            return Err(format!("lines {range} do not stand in the source as received"));
        }
        next = range.last + 1;
    }
    skipped(&lines[next - 1..])
}

/// Whether a block was set aside out of the midst of some lines.
fn is_within(block: &Block, lines: LineRange) -> bool {
    matches!(block.content, Content::Boilerplate { .. })
        && matches!(block.at, Locator::Lines(at) if at.first >= lines.first && at.last <= lines.last)
}

/// The characters without those that were lifted out of them, in their order.
fn without(received: &str, lifted: &Block) -> Option<String> {
    let Content::Boilerplate { raw, .. } = &lifted.content else { return None };
    let mut left = String::with_capacity(received.len());
    let mut rest = received;
    for mark in raw.iter().flat_map(|line| line.split_inclusive("]]")).map(ink).filter(|mark| !mark.is_empty()) {
        let (before, after) = rest.split_once(&mark)?;
        left.push_str(before);
        rest = after;
    }
    Some(left + rest)
}

/// Whether characters are the same, but that a soft hyphen may stand where a hyphen broke a word at a line's end.
fn same(received: &str, kept: &str) -> bool {
    let mut received = received.chars().peekable();
    let mut kept = kept.chars().peekable();
    while let Some(c) = kept.next() {
        if c == SOFT_HYPHEN {
            // A hyphen that is kept as well was not taken for the break's.
            received.next_if(|hyphen| matches!(hyphen, '-' | '\u{2010}') && kept.peek() != Some(hyphen));
        } else if received.next() != Some(c) {
            return false;
        }
    }
    received.next().is_none()
}

fn skipped(lines: &[Line<'_>]) -> Result<(), String> {
    match lines.iter().find(|line| !line.is_blank()) {
        Some(line) => Err(format!("line {} is not accounted for", line.number)),
        None => Ok(()),
    }
}

/// What can be seen of the lines; without the signs before what is quoted.
fn received(lines: &[Line<'_>], block: &Block) -> String {
    let quote = matches!(&block.content, Content::Passage(passage) if passage.form == Form::Quote);
    let raw =
        |line: &Line<'_>| if quote { ink(line.text().strip_prefix('>').unwrap_or(line.raw)) } else { ink(line.raw) };
    lines.iter().map(raw).collect()
}

/// The same, out of the source; `None` where a word that was taken off stands nowhere else.
fn kept(metadata: &Metadata, block: &Block) -> Option<String> {
    match &block.content {
        Content::Heading { text, .. } => Some(ink(text)),
        Content::TableHead(cells) => Some(cells.iter().map(|cell| ink(&cell.text)).collect()),
        Content::Boilerplate { raw, .. } => Some(raw.iter().map(|line| ink(line)).collect()),
        Content::Passage(passage) => {
            let mark = match &passage.form {
                Form::Item { mark, .. } => mark,
                _ => "",
            };
            let label = match &passage.label {
                Some(label) => shows(metadata, label).then_some(label.raw.as_str())?,
                None => "",
            };
            let seen = |c: &char| is_ink(*c) || *c == SOFT_HYPHEN;
            Some(ink(mark) + &ink(label) + &passage.words.text.chars().filter(seen).collect::<String>())
        }
        Content::Metadata(values) => {
            values.iter().all(|(field, value)| holds(metadata, *field, value)).then_some(())?;
            Some(values.iter().map(|(_, value)| letters(value)).collect())
        }
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn holds(metadata: &Metadata, field: Field, value: &str) -> bool {
    let stored = match field {
        Field::Title => &metadata.title,
        Field::Publisher => &metadata.publisher,
        Field::Summary => &metadata.summary,
    };
    stored.as_deref() == Some(value)
}

/// Whether each word of a label stands in the label as shown, or in a speaker's name or role.
fn shows(metadata: &Metadata, label: &Label) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let mut known = words(&label.shown);
    for speaker in &metadata.speakers {
        known.extend(words(&speaker.name));
        known.extend(speaker.role.iter().flat_map(|role| words(role)));
    }
    words(&label.raw).iter().all(|word| known.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::blocks::Blocks;
    use crate::import::line::lines;
    use crate::import::text::read;

    const TEXT: &str =
        "The ferry : KXYZ\n\nADA STONE, HOST:\nWhat did it cost?\nBO REED: Four ferries.\nSTONE: Really?\n\n---\n";

    #[test]
    fn a_source_as_read_is_whole() {
        assert_eq!(account(&lines(TEXT), &read(TEXT)), Ok(()));
    }

    #[test]
    fn a_document_without_lines_is_whole_too() {
        let mut blocks = Blocks::default();
        blocks.passage(Locator::None, Form::Item { mark: "-".into(), depth: 0 }, None, "the co\u{AD}operative x²");
        blocks.table(vec!["a".into()], vec![(Locator::None, vec!["b".into(), "c".into()])]);
        let source = Source { blocks: blocks.into_blocks(), ..Source::default() };
        for received in ["the co-\noperative x2 a b c", "- the co-operative x2 a b c"] {
            assert_eq!(whole(received, &source), Ok(()));
        }
        assert!(whole("the co-operative x2 a b", &source).unwrap_err().contains("`c` was added 1 times"));
        assert!(whole("the co-operative x2 a b c d", &source).unwrap_err().contains("`d` was lost 1 times"));
        assert!(whole("- - the co-operative x2 a b c", &source).is_err());
    }

    #[test]
    fn a_lost_line_a_lost_word_and_a_lost_role_are_found() {
        let lines = lines(TEXT);
        let mut source = read(TEXT);
        source.blocks.pop();
        assert_eq!(account(&lines, &source), Err("line 8 is not accounted for".into()));

        let mut source = read(TEXT);
        let Content::Passage(passage) = &mut source.blocks[2].content else { panic!("the second turn is a passage") };
        passage.words = "Four.".into();
        assert!(account(&lines, &source).unwrap_err().starts_with("lines 5-5 do not"));

        let mut source = read(TEXT);
        source.metadata.speakers[0].role = None;
        assert!(account(&lines, &source).unwrap_err().starts_with("lines 3-4: a label"));

        let mut source = read(TEXT);
        source.metadata.publisher = None;
        assert!(account(&lines, &source).unwrap_err().starts_with("lines 1-1: a label or a value"));

        let mut source = read(TEXT);
        source.blocks[1].at = Locator::Lines(LineRange { first: 1, last: 4 });
        assert!(account(&lines, &source).unwrap_err().contains("twice"));
    }
}
