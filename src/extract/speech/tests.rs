use super::*;
use crate::extract::tests::{extracted, of_file};

/// The speech of a passage: `Ann Roe: words`, with `?` behind a guess, `~` before what is reported, `-` for nobody.
fn read(text: &str) -> Vec<String> {
    let found = extracted("en", "", text);
    let speech = found.iter().flat_map(|passage| &passage.speech);
    let line = |speech: &Speech| {
        let speaker = speech.speaker.as_ref().map_or("-".to_owned(), |speaker| {
            let doubt = if speaker.guess { "?" } else { "" };
            format!("{}{doubt}", speaker.name.as_deref().unwrap_or_default())
        });
        let mark = if speech.kind == Kind::Reported { "~" } else { "" };
        format!("{speaker}: {mark}{}", speech.words.text)
    };
    speech.map(line).collect()
}

#[track_caller]
fn check(table: &[(&str, &[&str])]) {
    for (text, expected) in table {
        assert_eq!(read(text), *expected, "{text}");
    }
}

#[test]
fn the_subject_of_the_verb_speaks() {
    check(&[
        ("“We are ready to go,” Ann Roe said.", &["Ann Roe: We are ready to go,"]),
        ("“We are ready to go,” said Minister Roe.", &["Roe: We are ready to go,"]),
        ("Ann Roe said: “We are ready to go.”", &["Ann Roe: We are ready to go."]),
        ("Ann Roe, who called it “a gift”, left.", &["Ann Roe: a gift"]),
        ("Ann Roe, a teacher in Kyiv, said that it rained all day.", &["Ann Roe: ~it rained all day"]),
        ("Ann Roe of Kyiv University said that it rained.", &["Ann Roe: ~it rained"]),
        ("According to Ann Roe, it rained all day.", &["Ann Roe: ~it rained all day"]),
        ("It rained all day, Ann Roe said.", &["Ann Roe: ~It rained all day"]),
        ("Ann Roe came, noting that “all of it is gone” now.", &["Ann Roe: all of it is gone"]),
    ]);
}

#[test]
fn who_goes_on_is_the_same() {
    check(&[
        (
            "“We are ready to go,” Ann Roe said. “We have been ready for days.”",
            &["Ann Roe: We are ready to go,", "Ann Roe: We have been ready for days."],
        ),
        (
            "“We are ready to go,” Ann Roe said. Dan Fox met Bob Lee. “We have been ready for days.”",
            &["Ann Roe: We are ready to go,", "-: We have been ready for days."],
        ),
    ]);
}

#[test]
fn a_pronoun_is_a_guess() {
    check(&[("Ann Roe came. “We are ready to go,” she said.", &["Ann Roe?: We are ready to go,"])]);
    assert_eq!(read("“We are ready to go,” she said."), ["-: We are ready to go,"]);
}

#[test]
fn without_a_subject_nobody_speaks() {
    check(&[
        ("The “peace corridor” in Kyiv is closed.", &["-: peace corridor"]),
        ("It is called “a gift” by Ann Roe.", &["-: a gift"]),
        ("A friend of Ann Roe said that it rained all day.", &[]),
        ("Ann Roe’s friend said that it rained all day.", &[]),
        ("“Ann Roe said that it rained all day” is a lie.", &["-: Ann Roe said that it rained all day"]),
    ]);
}

#[test]
fn in_a_transcript_the_turn_has_a_speaker_who_quotes() {
    let file = "---\nlanguage: en\n---\n\n**Fox:** Ann Roe told me: “You will not win this.” {#p1}\n";
    let found = of_file(file);
    let speech = &found[0].speech[0];
    assert_eq!(speech.quoted_by.as_deref(), Some("Fox"));
    assert_eq!(speech.speaker.as_ref().and_then(|speaker| speaker.name.as_deref()), Some("Ann Roe"));
    assert_eq!(speech.words.bytes.of(file), "You will not win this.");
}
