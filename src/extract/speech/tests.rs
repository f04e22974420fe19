use super::*;
use crate::extract::tests::{extracted, of_file};

/// The speech of a passage: `Ann Roe: words`, with `?` behind a guess, `~` before what is reported, `-` for nobody.
fn read(text: &str) -> Vec<String> {
    let found = extracted("en", "", text);
    let speech = found.iter().flat_map(|passage| &passage.speech);
    let line = |speech: &Speech| {
        let speaker = speech.speaker.as_ref().map_or("-".to_owned(), |speaker| {
            let doubt = if speaker.guess { "?" } else { "" };
            format!("{}{doubt}", speaker.name.as_deref().unwrap_or(&speaker.text))
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
fn a_clause_is_reported_without_that_too() {
    check(&[
        ("Officials said the bridge would reopen.", &["Officials: ~the bridge would reopen"]),
        ("The ministry said it had no boats.", &["The ministry: ~it had no boats"]),
        ("Ann Roe said Monday there is no plan.", &["Ann Roe: ~there is no plan"]),
        ("Ann Roe said in a statement that it rained.", &["Ann Roe: ~it rained"]),
        ("Ann Roe told reporters on Monday that it rained.", &["Ann Roe: ~it rained"]),
        ("He told police he had no boat.", &["He?: ~he had no boat"]),
        ("Ann Roe said it rained, but added that it was warm.", &["Ann Roe: ~it rained", "Ann Roe: ~it was warm"]),
    ]);
}

#[test]
fn a_cue_may_stand_behind_its_clause_or_in_it() {
    check(&[
        ("The bridge is safe, he added.", &["he?: ~The bridge is safe"]),
        ("The bridge is safe, said Ann Roe.", &["Ann Roe: ~The bridge is safe"]),
        ("The bridge is safe, officials said in a statement on Monday.", &["officials: ~The bridge is safe"]),
        ("The strike, officials say, was a test.", &["officials: ~The strike, officials say, was a test"]),
        ("It rained all day, according to Ann Roe.", &["Ann Roe: ~It rained all day"]),
        ("It rained, according to the harbour’s records.", &["the harbour’s records: ~It rained"]),
        ("According to a senior official, it rained.", &["a senior official: ~it rained"]),
        (
            "The rain was “heavier than it ever had been” there, Ann Roe said.",
            &["Ann Roe: heavier than it ever had been"],
        ),
    ]);
}

#[test]
fn who_has_no_name_speaks_by_a_phrase() {
    check(&[
        ("A senior official said that it rained.", &["A senior official: ~it rained"]),
        ("“We are ready to go,” the statement said.", &["the statement: We are ready to go,"]),
        (
            "“We are ready to go,” said a spokesman for the museum.",
            &["a spokesman for the museum: We are ready to go,"],
        ),
        ("A doctor on the scene said that it rained.", &["A doctor on the scene: ~it rained"]),
        ("The military says that it rained.", &["The military: ~it rained"]),
        ("Critics say the plan is dead.", &["Critics: ~the plan is dead"]),
        ("Moscow said that it rained.", &["Moscow: ~it rained"]),
        ("A friend of Ann Roe said that it rained.", &["A friend of Ann Roe: ~it rained"]),
        ("Ann Roe’s friend said that it rained.", &["Ann Roe’s friend: ~it rained"]),
        ("Ann Roe wrote on Telegram: “We are ready to go.”", &["Ann Roe: We are ready to go."]),
    ]);
    let moscow = extracted("en", "", "Moscow said that it rained.")[0].speech[0].speaker.clone().unwrap();
    assert_eq!((moscow.name, &*moscow.text), (None, "Moscow"));
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
    check(&[
        ("“We are ready to go,” she said.", &["she?: We are ready to go,"]),
        // Whom only the quoted words name, the pronoun is not.
        ("Ann Roe came. “Jack Dahl is not ready to go,” she said.", &["Ann Roe?: Jack Dahl is not ready to go,"]),
        ("Ann Roe came. She said it had rained all day.", &["Ann Roe?: ~it had rained all day"]),
        ("It said that it rained.", &["It?: ~it rained"]),
    ]);
}

#[test]
fn without_a_subject_nobody_speaks() {
    check(&[
        ("The “peace corridor” in Kyiv is closed.", &["-: peace corridor"]),
        ("It is called “a gift” by Ann Roe.", &["-: a gift"]),
        ("The plan that was dead said it all.", &[]),
        ("Kyiv Central, which he said, was it.", &[]),
        ("The office announced the end of the plan that was made.", &[]),
        ("They told the story of a bridge that was lost.", &[]),
        ("The law said nothing and was dropped.", &[]),
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
