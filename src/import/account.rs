//! The proof that an import lost nothing: every character of the seed that can be seen stands in a passage, a heading,
//! the metadata or boilerplate, in the seed's order. Part of every import, not a test of it.

use super::line::{Line, ink};
use super::source::{Block, Content, Field, Form, Label, Metadata, Source};

/// Compares a source with the lines that it was read from. The error names the line.
pub(crate) fn account(lines: &[Line<'_>], source: &Source) -> Result<(), String> {
    let mut next = 1;
    for block in &source.blocks {
        let range = block.lines;
        if range.first < next || range.last < range.first || range.last > lines.len() {
            return Err(format!("lines {range} are accounted for twice, or are not there"));
        }
        skipped(&lines[next - 1..range.first - 1])?;
        let received = received(&lines[range.first - 1..range.last], block);
        let kept =
            kept(&source.metadata, block).ok_or_else(|| format!("lines {range}: a label or a value was lost"))?;
        if received != kept {
            return Err(format!("lines {range} do not stand in the source as received"));
        }
        next = range.last + 1;
    }
    skipped(&lines[next - 1..])
}

fn skipped(lines: &[Line<'_>]) -> Result<(), String> {
    match lines.iter().find(|line| !line.is_blank()) {
        Some(line) => Err(format!("line {} is not accounted for", line.number)),
        None => Ok(()),
    }
}

/// What can be seen of the lines; of a value in the front matter only letters and digits, for the separators go.
fn received(lines: &[Line<'_>], block: &Block) -> String {
    let quote = matches!(&block.content, Content::Passage(passage) if passage.form == Form::Quote);
    let raw =
        |line: &Line<'_>| if quote { ink(line.text().strip_prefix('>').unwrap_or(line.raw)) } else { ink(line.raw) };
    let all: String = lines.iter().map(raw).collect();
    if matches!(block.content, Content::Metadata(_)) { letters(&all) } else { all }
}

/// The same, out of the source; `None` where a word that was taken off stands nowhere else.
fn kept(metadata: &Metadata, block: &Block) -> Option<String> {
    match &block.content {
        Content::Heading { text, .. } => Some(ink(text)),
        Content::Boilerplate { raw, .. } => Some(raw.iter().map(|line| ink(line)).collect()),
        Content::Passage(passage) => {
            let mark = match &passage.form {
                Form::Item(mark) => mark,
                Form::Paragraph | Form::Quote => "",
            };
            let label = match &passage.label {
                Some(label) => shows(metadata, label).then_some(label.raw.as_str())?,
                None => "",
            };
            Some(ink(mark) + &ink(label) + &ink(&passage.text))
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
    use crate::import::line::lines;
    use crate::import::source::LineRange;
    use crate::import::text::read;

    const TEXT: &str =
        "The ferry : KXYZ\n\nADA STONE, HOST:\nWhat did it cost?\nBO REED: Four ferries.\nSTONE: Really?\n\n---\n";

    #[test]
    fn a_source_as_read_is_whole() {
        assert_eq!(account(&lines(TEXT), &read(TEXT)), Ok(()));
    }

    #[test]
    fn a_lost_line_a_lost_word_and_a_lost_role_are_found() {
        let lines = lines(TEXT);
        let mut source = read(TEXT);
        source.blocks.pop();
        assert_eq!(account(&lines, &source), Err("line 8 is not accounted for".into()));

        let mut source = read(TEXT);
        let Content::Passage(passage) = &mut source.blocks[2].content else { panic!("the second turn is a passage") };
        passage.text = "Four.".into();
        assert!(account(&lines, &source).unwrap_err().starts_with("lines 5-5 do not"));

        let mut source = read(TEXT);
        source.metadata.speakers[0].role = None;
        assert!(account(&lines, &source).unwrap_err().starts_with("lines 3-4: a label"));

        let mut source = read(TEXT);
        source.metadata.publisher = None;
        assert!(account(&lines, &source).unwrap_err().starts_with("lines 1-1: a label or a value"));

        let mut source = read(TEXT);
        source.blocks[1].lines = LineRange { first: 1, last: 4 };
        assert!(account(&lines, &source).unwrap_err().contains("twice"));
    }
}
