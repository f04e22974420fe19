//! Speakers' turns: decides whether a document is a transcript, and gives each turn its label.
//! `speakers.rs` finds out who the labels name.

use super::label::{Grammar, Mark, label};
use super::paragraph::words;
use super::reading::{Part, Reading};
use super::speakers::{Cast, Voice};
use crate::import::line::fold_space;
use crate::import::source::{Field, Kind, Label};
use std::collections::BTreeMap;

/// Claims the turns and the line that introduces them, when the document is a transcript.
/// Wants the tail set aside, so that it counts the words of the text alone.
pub(crate) fn turns(reading: &mut Reading<'_>) {
    let found = [Grammar::Capitals, Grammar::Congress, Grammar::Mixed].into_iter().find_map(|grammar| {
        let turns = marked(reading, grammar);
        is_transcript(reading, &turns).then_some(turns)
    });
    let Some(turns) = found else { return };
    let (indices, marks): (Vec<usize>, Vec<Mark<'_>>) = turns.into_iter().unzip();
    let text: String = reading.paragraphs.iter().flat_map(|paragraph| [paragraph.text.as_str(), "\n"]).collect();
    let cast = Cast::of(&marks, &text);
    for (&index, mark) in indices.iter().zip(&marks) {
        reading.claim(index, Part::Turn(Label { shown: cast.shown(mark), raw: fold_space(mark.raw) }));
    }
    deck(reading, indices[0]);
    let voices: Vec<Voice> = marks.iter().map(|mark| cast.voice(mark)).collect();
    reading.metadata.kind = if cast.is_interview(&voices) { Kind::Interview } else { Kind::Transcript };
    reading.metadata.speakers = cast.into_speakers(&marks);
    doubt_unknown(reading, &indices, &marks, &voices);
    note_interruptions(reading, &indices, &marks);
}

/// The open paragraphs that begin with a label of one grammar.
/// Labels in mixed case are common words as often as names, so only those that recur count.
fn marked<'a>(reading: &Reading<'a>, grammar: Grammar) -> Vec<(usize, Mark<'a>)> {
    // The line as received, for two spaces are what makes a label of a `Q`.
    let mark = |index: usize| label(reading.paragraphs[index].lines[0].raw).filter(|mark| mark.grammar == grammar);
    let mut marked: Vec<(usize, Mark<'a>)> = reading.open().filter_map(|index| Some((index, mark(index)?))).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, mark) in &marked {
        *counts.entry(mark.name.to_uppercase()).or_default() += 1;
    }
    marked.retain(|(_, mark)| grammar != Grammar::Mixed || counts[&mark.name.to_uppercase()] > 1);
    marked
}

/// Two labels or more, one of which comes back after another has spoken, over half of the words.
fn is_transcript(reading: &Reading<'_>, turns: &[(usize, Mark<'_>)]) -> bool {
    let Some(&(first, mark)) = turns.first() else { return false };
    let names: Vec<String> = turns.iter().map(|(_, mark)| surname(mark.name).to_uppercase()).collect();
    let alternates = (2..names.len()).any(|at| names[at] != names[at - 1] && names[..at - 1].contains(&names[at]));
    let enough = turns.len() >= if mark.grammar == Grammar::Mixed { 4 } else { 3 };
    let spoken: Vec<usize> = reading.open().filter(|&index| index >= first).collect();
    let words = |indices: &[usize]| indices.iter().map(|&index| reading.paragraphs[index].words).sum::<usize>();
    let all: Vec<usize> = reading.open().collect();
    // A text with a label here and there is no transcript: in one, a turn has few paragraphs.
    let dense = turns.len() * 6 >= spoken.len();
    alternates && enough && dense && words(&spoken) * 2 >= words(&all)
}

fn surname(name: &str) -> &str {
    name.split_whitespace().next_back().unwrap_or(name)
}

/// One paragraph between the title and the first turn says what the transcript is about.
fn deck(reading: &mut Reading<'_>, first_turn: usize) {
    let above: Vec<usize> = reading.open().filter(|&index| index < first_turn).collect();
    let [index] = above[..] else { return };
    let text = reading.paragraphs[index].text.clone();
    if words(&text) <= 60 && reading.paragraphs[index].is_prose() {
        reading.claim(index, Part::Metadata(vec![(Field::Summary, text.clone())]));
        reading.metadata.summary = Some(text);
    }
}

/// Points out labels that nobody was introduced by, with whoever alternates at that place.
fn doubt_unknown(reading: &mut Reading<'_>, indices: &[usize], marks: &[Mark<'_>], voices: &[Voice]) {
    for (at, _) in voices.iter().enumerate().filter(|(_, voice)| **voice == Voice::Unknown) {
        let neighbour = |at: Option<usize>| at.and_then(|at| voices.get(at));
        let before = neighbour(at.checked_sub(1));
        let alternate = neighbour(at.checked_sub(2));
        let fits = before.is_some() && before == neighbour(Some(at + 1)) && alternate == neighbour(Some(at + 2));
        let perhaps = match alternate {
            Some(Voice::Person(name)) if fits => format!("; perhaps {name}, who alternates there"),
            _ => String::new(),
        };
        let doubt = format!("has the speaker label \"{}\", who is never introduced{perhaps}", marks[at].name);
        // The words are in the next paragraph where the label stands alone.
        let alone = reading.paragraphs[indices[at]].text == fold_space(marks[at].raw);
        reading.doubt_at(indices[at] + usize::from(alone), doubt);
    }
}

/// A turn that trails off and is taken up two turns later was spoken in one breath.
fn note_interruptions(reading: &mut Reading<'_>, indices: &[usize], marks: &[Mark<'_>]) {
    let words = |at: usize| {
        let text = reading.paragraphs[indices[at]].text.as_str();
        text.strip_prefix(fold_space(marks[at].raw).as_str()).unwrap_or(text).trim_start()
    };
    let trails = |at: usize| words(at).ends_with('…') || words(at).ends_with("...");
    let resumes = |at: usize| words(at).starts_with('…') || words(at).starts_with("...");
    let interrupted: Vec<usize> = (2..indices.len()).filter(|&at| trails(at - 2) && resumes(at)).collect();
    for at in interrupted {
        reading.doubt_at(indices[at - 2], "trails off and goes on two turns later: one sentence, interrupted");
    }
}

#[cfg(test)]
mod tests {
    use crate::import::source::{Kind, Source};
    use crate::import::text::read;

    fn turns(source: &Source) -> Vec<(String, String)> {
        source
            .passages()
            .map(|passage| {
                (passage.label.as_ref().map_or(String::new(), |label| label.shown.clone()), passage.words.text.clone())
            })
            .collect()
    }

    const RADIO: &str = "The ferry : KXYZ\n\nOur reporter Ada Stone talks to Bo Reed of the Ferry Museum about the bridge.\n\
        ADA STONE, HOST:\nWhat did the bridge cost the town?\nBO REED: Four ferries.\nSTONE: Is that all?\n\
        REED: No. It also cost…\nSTONE: Yes?\nREED: …a ferryman.\nSUBSCRIPTION: And who was that?\nREED: My father.\n\
        And he never complained.\nSTONE: Thank you.\n";

    #[test]
    fn a_radio_interview_with_labels_in_capitals() {
        let source = read(RADIO);
        assert_eq!(source.metadata.kind, Kind::Interview);
        let turns = turns(&source);
        assert_eq!(turns[0], ("Stone".into(), "What did the bridge cost the town?".into()));
        assert_eq!(turns[1], ("Reed".into(), "Four ferries.".into()));
        assert_eq!(turns[6].0, "SUBSCRIPTION");
        assert_eq!(turns[8], (String::new(), "And he never complained.".into()));
        let names: Vec<&str> = source.metadata.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
        assert_eq!(names, ["Ada Stone", "Bo Reed"]);
        assert!(source.notes.contains(
            &"p7 has the speaker label \"SUBSCRIPTION\", who is never introduced; perhaps Ada Stone, who alternates there".into()
        ));
        assert!(source.notes.iter().any(|note| note.starts_with("p4 trails off")));
    }

    #[test]
    fn a_podcast_with_labels_in_mixed_case() {
        let source = read(
            "Episode 12\n\nAda Stone: Welcome back to the show, everybody.\n\nBo Reed: Glad to be here.\n\n\
             Ada Stone: One thing: what about the ferry?\n\nNote: this was cut.\n\nBo Reed: It is gone.\n",
        );
        assert_eq!(source.metadata.kind, Kind::Transcript);
        let turns = turns(&source);
        assert_eq!(turns[0].0, "Ada Stone");
        assert_eq!(turns[3], (String::new(), "Note: this was cut.".into()));
    }

    #[test]
    fn the_record_of_a_parliament() {
        let source = read(
            "THE FERRY ACT\n\n  Mr. McREED. Mr. President, I rise to speak for the ferries of\nthis country, which nobody else will do.\n\
             \x20 The PRESIDING OFFICER (Ms. Stone). The Senator has five minutes.\n\
             \x20 Mr. McREED. I thank the Chair. I shall need four of them, and I\nshall give the fifth to the ferryman.\n",
        );
        let turns = turns(&source);
        assert_eq!(turns[0].0, "Mr. McREED");
        assert_eq!(turns[1].0, "The PRESIDING OFFICER (Ms. Stone)");
        assert!(turns[2].1.ends_with("the fifth to the ferryman."));
    }

    #[test]
    fn a_press_release_is_no_transcript() {
        let source = read(
            "A new ferry\n\nFOR IMMEDIATE RELEASE: May 3, 2024\n\nLOWERING PRICES FOR ALL: The ferry costs less, as the mayor said on Tuesday.\n\n\
             CONTACT: Ada Stone\n\nOffice: 12345\n\nCell: 12345\n\nOffice: 12346\n\nCell: 12346\n",
        );
        assert_eq!(source.metadata.kind, Kind::Document);
        assert!(source.metadata.speakers.is_empty());
    }
}
