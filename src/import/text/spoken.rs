//! The paragraphs of a document that another format has read → whose turns they are, by the rules for plain text.
//! A reader of office documents calls it; the headings and tables of its document are none of these paragraphs.

use super::paragraph::Paragraph;
use super::reading::{Part, Reading};
use super::turns;
use crate::import::line::Line;
use crate::import::source::{Field, Kind, Label, Speaker};
use std::collections::BTreeMap;

/// A transcript's turns; paragraphs are named by their index.
#[derive(Debug)]
pub(crate) struct Spoken {
    pub kind: Kind,
    pub speakers: Vec<Speaker>,
    /// What each turn begins with, as received, with all that ends it.
    pub labels: BTreeMap<usize, Label>,
    /// The paragraph before the first turn that says what the transcript is about.
    pub deck: Option<usize>,
    /// What a human should settle, each to be put behind the passage's id; `None` for the document as a whole.
    pub doubts: Vec<(Option<usize>, String)>,
}

/// `None` where the document is no transcript.
pub(crate) fn spoken(paragraphs: &[&str]) -> Option<Spoken> {
    let lines: Vec<Line<'_>> = paragraphs.iter().enumerate().map(|(at, raw)| Line { number: at + 1, raw }).collect();
    let mut reading = Reading::new(lines.iter().map(Paragraph::of_line).collect());
    turns::turns(&mut reading);
    if !reading.metadata.kind.is_spoken() {
        return None;
    }
    let mut labels = BTreeMap::new();
    let mut deck = None;
    for index in 0..lines.len() {
        match reading.part(index) {
            Some(Part::Turn(label)) => drop(labels.insert(index, label.clone())),
            Some(Part::Metadata(values)) if values[0].0 == Field::Summary => deck = Some(index),
            _ => {}
        }
    }
    let (kind, speakers) = (reading.metadata.kind, std::mem::take(&mut reading.metadata.speakers));
    Some(Spoken { kind, speakers, labels, deck, doubts: reading.into_doubts() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_found_among_paragraphs() {
        let spoken = spoken(&[
            "Ada Stone talks to Bo Reed of the Ferry Museum about the price of the new bridge.",
            "ADA STONE, HOST:",
            "What did it cost?",
            "BO REED: Four ferries, one ferryman and a bell that nobody has found since.",
            "STONE: Really?",
            "REED: Yes.",
        ]);
        let spoken = spoken.unwrap();
        assert_eq!((spoken.kind, spoken.deck), (Kind::Interview, Some(0)));
        assert_eq!(spoken.labels.keys().copied().collect::<Vec<_>>(), [1, 3, 4, 5]);
        assert_eq!(spoken.labels[&3].raw, "BO REED:");
        assert!(super::spoken(&["One.", "NOTE: Two."]).is_none());
    }
}
