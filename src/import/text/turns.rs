//! Speakers' turns: decides whether a document is a transcript, and gives each turn its label.
//! `speakers.rs` finds out who the labels name.

use super::label::{Grammar, Mark, label};
use super::paragraph::{ends_sentence, words};
use super::reading::{Part, Reading};
use super::speakers::{Cast, Voice, has_honorific, is_office};
use crate::import::line::fold_space;
use crate::import::source::{Field, Kind, Label};
use std::collections::{BTreeMap, BTreeSet};

/// Claims the turns and the line that introduces them, when the document is a transcript.
/// Wants the tail set aside, so that it counts the words of the text alone.
pub(crate) fn turns(reading: &mut Reading<'_>) {
    let found = [Grammar::Capitals, Grammar::Congress, Grammar::Mixed].into_iter().find_map(|grammar| {
        let turns = marked(reading, grammar);
        is_transcript(reading, &turns).then_some(turns)
    });
    let Some(mut turns) = found else { return };
    if turns[0].1.grammar == Grammar::Mixed {
        turns = with_strangers(reading, turns);
    }
    let (indices, marks): (Vec<usize>, Vec<Mark<'_>>) = turns.into_iter().unzip();
    let text: String = reading.paragraphs.iter().flat_map(|paragraph| [paragraph.text.as_str(), "\n"]).collect();
    let cast = Cast::of(&marks, &text);
    for (&index, mark) in indices.iter().zip(&marks) {
        reading.claim(index, Part::Turn(Label { shown: cast.shown(mark), raw: fold_space(mark.raw) }));
    }
    deck(reading, indices[0]);
    sections(reading);
    let voices: Vec<Voice> = marks.iter().map(|mark| cast.voice(mark)).collect();
    reading.metadata.kind = if cast.is_interview(&voices) { Kind::Interview } else { Kind::Transcript };
    reading.metadata.speakers = cast.into_speakers(&marks);
    doubt_unknown(reading, &indices, &marks, &voices);
    note_interruptions(reading, &indices, &marks);
}

/// The label that a paragraph begins with, if it is of one grammar. The line is taken as received, for two spaces are
/// what makes a label of a `Q`.
fn mark_of<'a>(reading: &Reading<'a>, index: usize, grammar: Grammar) -> Option<Mark<'a>> {
    label(reading.paragraphs[index].lines[0].raw).filter(|mark| mark.grammar == grammar)
}

/// The open paragraphs that begin with a label of one grammar.
/// Labels in mixed case are common words as often as names, so only those that recur count.
fn marked<'a>(reading: &Reading<'a>, grammar: Grammar) -> Vec<(usize, Mark<'a>)> {
    let mark = |index: usize| Some((index, mark_of(reading, index, grammar)?));
    let mut marked: Vec<(usize, Mark<'a>)> = reading.open().filter_map(mark).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, mark) in &marked {
        *counts.entry(mark.name.to_uppercase()).or_default() += 1;
    }
    marked.retain(|(_, mark)| {
        let name = mark.name.to_uppercase();
        counts[&name] > 1 || grammar == Grammar::Congress || grammar == Grammar::Capitals && !is_phrase(mark, &name)
    });
    marked
}

/// Whether capitals before a colon are the words of a heading: `LOWERING TOLLS FOR FAMILIES:`.
fn is_phrase(mark: &Mark<'_>, folded: &str) -> bool {
    const LINKS: [&str; 10] = ["FOR", "AND", "TO", "IN", "ON", "WITH", "BY", "AT", "OR", "ARE"];
    let words: Vec<&str> = folded.split_whitespace().collect();
    mark.role.is_none() && !is_office(folded) && words.iter().any(|word| LINKS.contains(word))
}

/// In a transcript with labels in mixed case, adds those that stand once: an office, a part of a known name, or a name
/// of two words or three, none of which the text uses as a common word. Only between turns, so that notes stay out.
fn with_strangers<'a>(reading: &Reading<'a>, turns: Vec<(usize, Mark<'a>)>) -> Vec<(usize, Mark<'a>)> {
    let (first, last) = (turns[0].0, turns[turns.len() - 1].0);
    let names: BTreeSet<String> =
        turns.iter().flat_map(|(_, mark)| mark.name.split_whitespace()).map(str::to_uppercase).collect();
    let mut common: BTreeSet<&str> = BTreeSet::new();
    for paragraph in &reading.paragraphs {
        let words = paragraph.text.split(|c: char| !c.is_alphanumeric());
        common.extend(words.filter(|word| word.starts_with(char::is_lowercase)));
    }
    let is_speaker = |mark: &Mark<'_>| {
        let words: Vec<&str> = mark.name.split_whitespace().collect();
        let known = words.iter().all(|word| names.contains(&word.to_uppercase()));
        let proper = words.iter().all(|word| !common.contains(word.to_lowercase().as_str()));
        known || is_office(&mark.name.to_uppercase()) || (2..=3).contains(&words.len()) && proper
    };
    let mut all: BTreeMap<usize, Mark<'a>> = turns.into_iter().collect();
    for index in reading.open().filter(|index| (first..last).contains(index)) {
        if let Some(mark) = mark_of(reading, index, Grammar::Mixed).filter(&is_speaker) {
            all.entry(index).or_insert(mark);
        }
    }
    all.into_iter().collect()
}

/// Two labels or more, one of which comes back after another has spoken, over half of the words.
fn is_transcript(reading: &Reading<'_>, turns: &[(usize, Mark<'_>)]) -> bool {
    let Some(&(first, mark)) = turns.first() else { return false };
    let names: Vec<String> = turns.iter().map(|(_, mark)| surname(mark.name).to_uppercase()).collect();
    let mut before: BTreeSet<&str> = BTreeSet::new();
    let alternates = (2..names.len()).any(|at| {
        before.insert(&names[at - 2]);
        names[at] != names[at - 1] && before.contains(names[at].as_str())
    });
    let enough = turns.len() >= if mark.grammar == Grammar::Mixed { 4 } else { 3 };
    let spoken: Vec<usize> = reading.open().filter(|&index| index >= first).collect();
    let words = |indices: &[usize]| indices.iter().map(|&index| reading.paragraphs[index].words).sum::<usize>();
    let all: Vec<usize> = reading.open().collect();
    // A text with a label here and there is no transcript: in one, a turn has few paragraphs. But who makes a speech has
    // many, so labels that only speakers have are enough.
    let dense = turns.len() * 6 >= spoken.len();
    let sure = turns.iter().filter(|(_, mark)| is_sure(mark)).count() * 2 > turns.len();
    alternates && enough && (dense || sure) && words(&spoken) * 2 >= words(&all)
}

/// Whether a label is of a kind that nothing else is mistaken for.
fn is_sure(mark: &Mark<'_>) -> bool {
    let name = mark.name.to_uppercase();
    match mark.grammar {
        Grammar::Congress => true,
        Grammar::Capitals => mark.role.is_some() || is_office(&name) || has_honorific(&name),
        Grammar::Mixed => false,
    }
}

/// Lines in the middle of the page, and lines of capitals that stand alone, are headings, not what the last speaker said.
fn sections(reading: &mut Reading<'_>) {
    const CENTRED: usize = 8;
    const LONGEST: usize = 14;
    let is_section = |index: &usize| {
        let paragraph = &reading.paragraphs[*index];
        let text = &paragraph.text;
        let shouted = !text.contains(char::is_lowercase) && text.chars().filter(|c| c.is_alphabetic()).count() >= 6;
        let next = reading.paragraphs.get(index + 1);
        let centred = paragraph.indent() >= CENTRED && next.is_some_and(|next| next.indent() < CENTRED);
        (centred || shouted && paragraph.stands_alone)
            && paragraph.words <= LONGEST
            && paragraph.lines.len() <= 2
            && !ends_sentence(text)
            && !text.ends_with(',')
            && !text.contains(':')
            && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
    };
    for index in reading.open().filter(is_section).collect::<Vec<_>>() {
        reading.claim(index, Part::Heading(2));
    }
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
