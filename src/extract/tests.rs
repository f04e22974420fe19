use super::*;
use crate::date::Edtf;
use crate::page::{self, Reading};
use crate::path::FilePath;
use crate::world::World;
use proptest::prelude::*;

/// The extractions of a source page with this front matter; empty strings leave a field out.
pub(super) fn extracted(language: &str, date: &str, text: &str) -> Vec<Extraction> {
    let field = |name: &str, value: &str| match value {
        "" => String::new(),
        value => format!("{name}: {value}\n"),
    };
    let front = field("language", language) + &field("date", date);
    of_file(&format!("---\n{front}---\n\n{text} {{#p1}}\n"))
}

fn of_file(text: &str) -> Vec<Extraction> {
    let path = "content/sources/s.md";
    let world = World::from_texts([(path, text)]);
    let page = page::parse(&FilePath::new(path).unwrap(), &world.files[path], Reading::default());
    extract(&page, "en")
}

#[test]
fn every_finding_leads_back_to_the_file() {
    let file = "---\ndate: 2026-02-05\n---\n\n**Ann:** Some *2,000* people came on\n5 May\n2025. It was **Monday**. {#p3}\n\n::: boilerplate menu\nCopyright 2024, 5 pages\n:::\n";
    let found = of_file(file);
    assert_eq!(found.len(), 1, "boilerplate is no passage");
    let passage = &found[0];
    assert_eq!((passage.passage.to_string().as_str(), passage.speaker.as_deref()), ("p3", Some("Ann")));
    assert_eq!(passage.sentences.len(), 2);
    let words: Vec<&Words> = passage
        .dates
        .iter()
        .map(|date| &date.words)
        .chain(passage.figures.iter().map(|figure| &figure.words))
        .collect();
    let of_file: Vec<&str> = words.iter().map(|words| words.bytes.of(file)).collect();
    assert_eq!(of_file, ["5 May\n2025", "Monday", "Some *2,000* people"]);
    assert!(words.iter().all(|words| words.span.of(&passage.text) == words.text));
    assert_eq!(passage.sentences[1].bytes.of(file), "It was **Monday**.");
}

#[test]
fn a_page_without_a_language_is_read_in_its_own() {
    let text =
        "Der Rat hat das nicht mit der Mehrheit und nicht auf die Schnelle beschlossen: 1.204 Stimmen im März 2025.";
    let found = extracted("", "", text);
    assert_eq!(found[0].figures[0].value.exact, "1204");
    assert_eq!(found[0].dates[0].edtf.unwrap().to_string(), "2025-03");
}

/// What holds of any text.
fn assert_sound(text: &str) {
    let found = of_file(&format!("---\ndate: 2026-02-05\n---\n\n{text} {{#p1}}\n"));
    for passage in &found {
        let dates = passage.dates.iter().map(|date| &date.words);
        let figures = passage.figures.iter().map(|figure| &figure.words);
        for words in dates.clone().chain(figures.clone()) {
            assert_eq!(words.span.of(&passage.text), words.text);
            assert!(passage.sentences[words.sentence].span.contains(words.span), "{words:?} leaves its sentence");
        }
        for (one, other) in dates.clone().zip(dates.clone().skip(1)) {
            assert!(one.span.end <= other.span.start, "dates are in order and apart");
        }
        for (one, other) in figures.clone().zip(figures.clone().skip(1)) {
            assert!(one.span.end <= other.span.start, "figures are in order and apart");
        }
        for figure in figures {
            let apart = |date: &Words| date.span.end <= figure.span.start || figure.span.end <= date.span.start;
            assert!(dates.clone().all(apart), "{figure:?} is part of a date");
        }
        for figure in &passage.figures {
            assert!(figure.value.number.is_finite() && figure.value.exact.parse::<f64>().is_ok());
        }
        for date in &passage.dates {
            assert_eq!(date.edtf.is_some(), date.resolved_from.is_some());
            assert!(date.edtf.is_none_or(|edtf| Edtf::parse(&edtf.to_string()) == Some(edtf)), "{date:?}");
        }
    }
    assert_eq!(of_file(&format!("---\ndate: 2026-02-05\n---\n\n{text} {{#p1}}\n")), found);
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(20), ..ProptestConfig::default() })]

    #[test]
    fn words_in_any_order_are_read_soundly(words in prop::collection::vec(prop::sample::select(WORDS), 0..24)) {
        assert_sound(&words.join(" "));
        assert_sound(&words.concat());
    }

    #[test]
    fn any_text_is_read_soundly(text in "[^\\n{}<>]{0,80}") {
        assert_sound(&text);
    }
}

const WORDS: &[&str] = &[
    "5",
    "May",
    "2025",
    ",",
    ".",
    "-",
    "–",
    "to",
    "and",
    "between",
    "from",
    "the",
    "Monday",
    "last",
    "next",
    "this",
    "week",
    "year",
    "years",
    "ago",
    "a",
    "of",
    "in",
    "since",
    "until",
    "about",
    "3.2",
    "million",
    "$",
    "%",
    "percent",
    "two",
    "dozen",
    "hundred",
    "half",
    "quarter",
    "first",
    "25.04.2025",
    "2025-04-25",
    "/",
    "’",
    "s",
    "1990",
    "th",
    "century",
    "9999",
    "12",
    "over",
    "at least",
    "people",
    "km",
    "square",
    "Б",
    "é",
    "0",
    "1,204.5",
    "(",
    ")",
    "[",
    "]",
    "31",
    "February",
    "day",
    "before",
    "after",
    "yesterday",
    "late",
    "early",
    "minus",
    "°",
    "C",
    "per",
    "cent",
    "or",
    "more",
    "old",
    "99999999999",
    "years’",
    "time",
    "Q3",
    "FY",
    "fiscal",
    "summer",
    "twenty",
    "one",
    "thousand",
];

/// A grammar that looked over all that stands before or behind a word would not end on these.
#[test]
fn long_monotony_is_read_in_linear_time() {
    for unit in
        ["1", "1 ", "May ", "5 May ", "two ", "twenty-", "last ", "1/", "$", "2014, ", "10 to ", "(1) ", "a ", "1.2"]
    {
        let text = unit.repeat(300_000 / unit.len());
        let found = extracted("en", "2026-02-05", &text);
        assert!(found.len() <= 1);
    }
}
