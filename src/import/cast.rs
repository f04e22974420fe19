//! The source of a web page or a PDF that turns out to be a transcript → the same with its speakers. `read.rs` calls it
//! after readers that do not look for speakers; the rules are those for plain text.

use super::source::{Block, Content, Form, Label, Passage, Source};
use super::text::spoken;
use crate::span::Span;

/// Gives the paragraphs of a transcript their labels. A source that has labels, or is no transcript, stays as it is.
pub(crate) fn cast(source: &mut Source) {
    if source.passages().any(|passage| passage.label.is_some()) {
        return;
    }
    let is_paragraph =
        |block: &Block| matches!(&block.content, Content::Passage(Passage { form: Form::Paragraph, .. }));
    let paragraphs: Vec<usize> = (0..source.blocks.len()).filter(|&at| is_paragraph(&source.blocks[at])).collect();
    let texts: Vec<&str> = paragraphs.iter().map(|&at| passage(&source.blocks[at]).words.text.as_str()).collect();
    let Some(spoken) = spoken(&texts) else { return };
    let mut alone = Vec::new();
    for (&index, label) in &spoken.labels {
        let at = paragraphs[index];
        let words = &passage(&source.blocks[at]).words;
        let rest = words.text.strip_prefix(&label.raw).unwrap_or(&words.text).trim_start();
        let rest = words.slice(Span::new(words.text.len() - rest.len(), words.text.len()));
        // A label that stands alone on its line belongs to the paragraph after it.
        let owner = if rest.is_empty() { paragraphs.get(index + 1).copied() } else { Some(at) };
        let Some(owner) = owner.filter(|&owner| owner == at || !spoken.labels.contains_key(&(index + 1))) else {
            continue;
        };
        if owner == at {
            passage_mut(&mut source.blocks[at]).words = rest;
        } else {
            alone.push(at);
        }
        // Set in type, a label is part of the document's face: it is shown as printed.
        let shown = label.raw.trim_end().trim_end_matches([':', '.']).trim_end().to_owned();
        passage_mut(&mut source.blocks[owner]).label = Some(Label { shown, raw: label.raw.clone() });
    }
    for (index, doubt) in spoken.doubts {
        let place = index.map(|index| format!("{} ", passage(&source.blocks[paragraphs[index]]).id));
        source.notes.push(place.unwrap_or_default() + &doubt);
    }
    for at in alone.into_iter().rev() {
        source.blocks.remove(at);
    }
    source.metadata.kind = spoken.kind;
    source.metadata.speakers = spoken.speakers;
}

fn passage(block: &Block) -> &Passage {
    match &block.content {
        Content::Passage(passage) => passage,
        _ => unreachable!("only passages are asked for"),
    }
}

fn passage_mut(block: &mut Block) -> &mut Passage {
    match &mut block.content {
        Content::Passage(passage) => passage,
        _ => unreachable!("only passages are asked for"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::account::whole;
    use crate::import::blocks::Blocks;
    use crate::import::source::{Kind, Locator};
    use crate::import::words::{Mark, Style, Words};

    fn source(paragraphs: &[&str]) -> Source {
        let mut blocks = Blocks::default();
        for paragraph in paragraphs {
            let mut words = Words::from(*paragraph);
            if let Some(at) = paragraph.find("ferries") {
                words.marks.push(Mark { span: Span::new(at, at + 7), style: Style::Strong });
            }
            blocks.passage(Locator::Page(1), Form::Paragraph, None, words);
        }
        Source { blocks: blocks.into_blocks(), ..Source::default() }
    }

    #[test]
    fn a_transcript_gets_its_speakers() {
        let paragraphs = [
            "ADA STONE, HOST: What did it cost, in the end?",
            "BO REED:",
            "Four ferries, one ferryman and a bell that nobody has found since.",
            "STONE: Really?",
            "REED: Yes.",
        ];
        let mut source = source(&paragraphs);
        cast(&mut source);
        whole(&paragraphs.concat(), &source).unwrap();
        let shown: Vec<String> = source
            .passages()
            .map(|passage| {
                let label = passage.label.as_ref().map_or("-", |label| label.shown.as_str());
                format!("{} {label}: {} {:?}", passage.id, passage.words.text, passage.words.marks.len())
            })
            .collect();
        assert_eq!(
            shown,
            [
                "p1 ADA STONE, HOST: What did it cost, in the end? 0",
                "p3 BO REED: Four ferries, one ferryman and a bell that nobody has found since. 1",
                "p4 STONE: Really? 0",
                "p5 REED: Yes. 0",
            ]
        );
        assert_eq!(source.metadata.kind, Kind::Interview);
        assert_eq!(source.passages().nth(1).unwrap().words.marks[0].span, Span::new(5, 12));
    }

    #[test]
    fn other_documents_stay_as_they_are() {
        let mut prose = source(&["Four ferries crossed.", "NOTE: one of them sank."]);
        let before = prose.clone();
        cast(&mut prose);
        assert_eq!(prose, before);
    }
}
