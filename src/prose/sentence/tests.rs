//! Sentences by category and in the style of news, all written for these tests. A `|` in a text marks an end.

use super::*;
use crate::prose::quotation::quotations;
use proptest::prelude::*;

/// Splits `text` as a caller does, no sentence ending inside its double quotation marks.
fn split(text: &str) -> String {
    let whole: Vec<Span> = quotations(text, &[], false).quotations.into_iter().map(|quoted| quoted.outer).collect();
    let mut start = 0;
    let sentences = sentence_ends(text, &whole).into_iter().map(|end| {
        let sentence = text[start..end].trim_start();
        start = end;
        sentence
    });
    sentences.collect::<Vec<_>>().join(" | ")
}

fn check(texts: &[&str]) {
    for text in texts {
        let plain = text.replace(" | ", " ");
        assert_eq!(split(&plain), *text, "\n{text}");
    }
}

/// The categories of the “golden rules” that splitters are compared by, but for one: list items that only a line
/// break separates are one sentence here, since a line break is white space.
#[test]
fn golden_categories() {
    check(&[
        "The talks are over. | The delegates have left.",
        "Who signed it? | Nobody knows.",
        "What a day! | They had waited for years.",
        "The envoy is Anna K. Lindqvist.",
        "The clause is on p. 31 of the annex.",
        "Had Weber and co. seen the draft?",
        "The bid came from Marsh, Hill & Co. in spring.",
        "He wrote to Weber and co. | They did not answer.",
        "The bid came from Marsh, Hill & Co. | It was refused.",
        "Snow fell on Mt. Elbrus in June.",
        "St. Anne's Hospital stands on 9th st. behind the park.",
        "That was Ray Dole Jr.'s idea.",
        "She studied in the U.S.A. for a year.",
        "They moved to the E.U. | What came next?",
        "He flew back to the U.S. | How long will he stay?",
        "He runs a U.S. Navy yard in Maine.",
        "She taught in the U.S. for a decade.",
        "At 7 a.m. Dr. Weber opened the door. | The last guest came at 9 P.M. | Mrs. Weber then closed it.",
        "The fee is $45.50 a month.",
        "The fee is $45.50. | It rises in May.",
        "He lectures (He was once a judge in Bern.) at the academy.",
        "Write to anna.k@post.example.org for a copy.",
        "The text is at https://www.example.org/a.b/c?d=e.html and nowhere else.",
        "He turned to her, 'That is enough.' he said.",
        "He turned to her, \"That is enough.\" he said.",
        "He turned to her, \"That is enough.\" | She put the paper down.",
        "Stop!! | We have arrived.",
        "Now?? | It is midnight.",
        "You signed!? | We had agreed to wait.",
        "You signed?! | We had agreed to wait.",
        "1.) Open the talks | 2.) Sign the text",
        "1.) Open the talks. | 2.) Sign the text.",
        "1) Open the talks | 2) Sign the text",
        "1) Open the talks. | 2) Sign the text.",
        "1. Open the talks | 2. Sign the text",
        "1. Open the talks. | 2. Sign the text.",
        "• 9. Open the talks | • 10. Sign the text",
        "⁃9. Open the talks | ⁃10. Sign the text",
        "a. Open the talks | b. Sign the text | c. Leave",
        "This line was\nbroken by a page that was too narrow.",
        "It was a late \nhour in the capital.",
        "The cairn stands at N°. 2217.481.906. | Nobody has moved it.",
        "He writes for Yahoo! on weekends.",
        "We agree, you and I. | Did you meet Carl I. Moss there?",
        "The judge held that \"nothing in the treaty obliges the parties . . . .\"",
        "\"The plan [...] rests on two ideas [...]\" (Moss 12).",
        "Where the end of a sentence is left out, the dots follow the last word . . . . | The next one begins here.",
        "I never said so.... | He closed the file.",
        "I was hoping ... well, what I mean...look . . . what I want, the point is . . . I wanted it.",
        "One habit that had weakened . . . was that of meeting in winter. . . . | The custom was kept. . . .",
    ]);
    assert_eq!(
        split("The war is over.Now they count the dead.Mr. Moss lost 1,200.That is the figure."),
        "The war is over. | Now they count the dead. | Mr. Moss lost 1,200. | That is the figure."
    );
}

#[test]
fn news() {
    let sentences: Vec<&str> = include_str!("news.txt").lines().filter(|line| !line.is_empty()).collect();
    let expected = sentences.join(" | ");
    let found = split(&sentences.join(" "));
    let lines = |joined: &str| joined.split(" | ").map(str::to_owned).collect::<Vec<_>>();
    let (expected, found) = (lines(&expected), lines(&found));
    let missed: Vec<_> = expected.iter().filter(|sentence| !found.contains(sentence)).collect();
    assert!(missed.is_empty(), "{} of {}: {missed:#?}", missed.len(), expected.len());
    assert_eq!(found, expected);
}

#[test]
fn abbreviations_initials_and_numbers() {
    check(&[
        "Lt. Col. J. R. Vance signed p. 4 of it, 1.5 m from the door.",
        "He lives in Washington, D.C. | She does not.",
        "See e.g. Moss, i.e. No. 5, vs. Weber, approx. Two of them.",
        "It rose on Jan. 6 and fell in Feb. | Officials knew.",
        "He takes vitamin C. | Doctors say so.",
        "Was it plan B. | The other one failed.",
        "No. | I said no. | They left.",
        "Apple Inc. Chief Executive Tim Moss spoke. | He left Apple Inc. | It was sad.",
        "It begins at 5 p.m. Friday or at 6 p.m. London time. | It ends at 7 p.m. | Guests leave.",
        "It was 2022. | The war had begun. | 12 people died. | In 2023, 5. Oktober was far.",
        "Smith et al. (2020) say so; Moss et al. | The end.",
        "Gen. (ret.) Moss spoke.",
        "The Los Angeles, CA. | Two left.",
    ]);
}

#[test]
fn marks_that_close() {
    check(&[
        "“It is done.” | She left. | (He stayed.) | “Was it?” he asked.",
        "“Is it over?” President Moss asked. | “It is!” | He left.",
        "“It ended. They left. Nobody knew,” she said. | “So it was”. | Yes.",
        "It holds.[12] | The next.³ | [3] Not so.",
        "« C’est fini. » | Il partit. | « Oui ! » dit-il.",
        "„Es ist aus.“ | Er ging. | »Nein.« | »Ja«, sagte er „so“. | Dann ging er.",
        "He left (?) Moss and (!) Weber.",
        "Well... | Then he left. | He was … Moss.",
        "The iPhone won. | iPhone sales rose.",
        "It is. | ¿Y qué? | ¡No! | $5 is it.",
        "A * B. *",
    ]);
    assert_eq!(
        split("“A is so.\u{2029}“B is so.” He left.\u{2029}C\u{2029}\u{2029}D"),
        "“A is so.\u{2029}“B is so.” | He left. | C | D"
    );
    assert_eq!(sentence_ends("Run a. B now. C.", &[Span::new(4, 8)]), [13, 16]);
    assert_eq!(sentence_ends("He left.\"So. It\" he said.", &[Span::new(8, 16)]), [25]);
    assert_eq!(sentence_ends(" \n", &[]), [0; 0]);
    assert_eq!(sentence_ends("...", &[]), [3]);
}

#[test]
fn other_languages() {
    check(&[
        "Er kam am 3. Oktober, z. B. Berlin, d.h. Moskau, ca. 5 Mio. Euro, Nr. 5. | Dann ging er.",
        "Wegen der 2. Kammer bzw. Abs. 3 kam Dr. Weber. | Er blieb.",
        "M. Macron et Mme. Weber ont vu la p. 3, cf. Paris. | Ils sont partis.",
        "El Sr. García y la Sra. Moss viven en EE. UU. desde 2020. | Ud. no.",
        "Τι είναι; | Δεν ξέρω.",
        "यह समाप्त है। | वे चले गए।",
        "هل انتهت؟ | نعم. | لا۔ | ثم",
        "Он ушёл. | А. С. Пушкин остался.",
    ]);
    assert_eq!(
        split("終わった。「はい。」と言った。彼は？そう！"),
        "終わった。 | 「はい。」と言った。 | 彼は？ | そう！"
    );
}

/// A search of the sentence or of the word at each mark would take minutes here.
#[test]
fn a_hostile_text_costs_no_more() {
    for pattern in [
        ". ", ".", "a.", "Abc.", "1. Z ", "p.m. X ", "5 p.m. ", "?\" A ", ". . ", "…", "。", ")", "(", "\u{2029}",
        ".)", "! ",
    ] {
        for prefix in ["", "((", "At x"] {
            let text = [&prefix.repeat(10_000), pattern.repeat(20_000).as_str()].concat();
            assert!(sentence_ends(&text, &[]).len() <= text.len());
        }
    }
}

proptest! {
    #[test]
    fn ends_ascend_on_boundaries_outside_what_is_whole(
        text in prop_oneof![any::<String>(), "[\"“”»«.!?… 1aA)\\[\\]\u{2029}。é]{0,40}"],
        cut in 0usize..40,
    ) {
        let edges: Vec<usize> = text.char_indices().map(|(at, _)| at).skip(cut).step_by(3).take(4).collect();
        let whole = edges.chunks_exact(2).map(|pair| Span::new(pair[0], pair[1]));
        let whole: Vec<Span> = whole.filter(|span| !span.of(&text).ends_with(char::is_whitespace)).collect();
        let ends = sentence_ends(&text, &whole);
        let mut start = 0;
        for &end in &ends {
            prop_assert!(start < end && !text[start..end].trim().is_empty());
            prop_assert!(end == text.trim_end().len() || whole.iter().all(|span| end <= span.start || span.end <= end));
            start = end;
        }
        let trimmed = text.trim_end().len();
        prop_assert_eq!(ends.last().copied().unwrap_or(0), trimmed);
    }
}
