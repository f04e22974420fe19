use super::*;
use crate::path::FilePath;
use crate::site::Summary;

const PLAIN: Style = Style { colour: false, width: 100, most: None };

/// The nth time that `words` stand in `text`, from 0.
fn nth(text: &str, words: &str, nth: usize) -> Span {
    let (at, _) = text.match_indices(words).nth(nth).unwrap();
    Span::new(at, at + words.len())
}

fn span(text: &str, words: &str) -> Span {
    nth(text, words, 0)
}

fn location(path: &str, span: Span) -> Location {
    Location { path: FilePath::new(path).unwrap(), span }
}

fn diagnostic(code: Code, path: &str, span: Span, message: &str) -> Diagnostic {
    Diagnostic {
        code,
        severity: Severity::Error,
        place: location(path, span),
        label: None,
        marks: Vec::new(),
        message: message.to_owned(),
        help: None,
        related: Vec::new(),
        fix: None,
    }
}

/// One finding in `a.md`, which is the whole world.
fn in_file(file: &str, span: Span) -> String {
    let world = World::from_texts([("content/a.md", file)]);
    text(&[diagnostic(Code::MissingAlt, "content/a.md", span, "here")], &world, PLAIN)
}

const BRIEFING: &str = "# A\n\nHe said that “Putin is ready for peace” [@npr#p6].\n";
const SOURCE: &str = "---\ntitle: x\n---\n\n**Baer:** Well, Putin is not ready for a peace. {#p6}\n";

fn two_files() -> (World, Diagnostic) {
    let world = World::from_texts([("content/a.md", BRIEFING), ("content/sources/npr.md", SOURCE)]);
    let message = "the words do not stand in `npr#p6`";
    let mut misquotation =
        diagnostic(Code::Misquotation, "content/a.md", span(BRIEFING, "Putin is ready for peace"), message);
    misquotation.label = Some("two words differ".to_owned());
    misquotation.help = Some("quote the words that stand there".to_owned());
    misquotation.related.push(Related {
        place: location("content/sources/npr.md", span(SOURCE, "Well, Putin is not ready for a peace.")),
        message: "the nearest passage".to_owned(),
        marks: vec![span(SOURCE, "not"), span(SOURCE, "a ")],
    });
    (world, misquotation)
}

#[test]
fn a_misquotation_shows_both_files() {
    let (world, misquotation) = two_files();
    let expected = "\
error[misquotation]: the words do not stand in `npr#p6`
 --> content/a.md:3:15
  |
3 | He said that “Putin is ready for peace” [@npr#p6].
  |               ^^^^^^^^^^^^^^^^^^^^^^^^ two words differ
  |
note: the nearest passage
 --> content/sources/npr.md:5:11
  |
5 | **Baer:** Well, Putin is not ready for a peace. {#p6}
  |                          ^^^           ^^
help: quote the words that stand there

";
    assert_eq!(text(std::slice::from_ref(&misquotation), &world, PLAIN), expected);
    let coloured = text(&[misquotation], &world, Style { colour: true, ..PLAIN });
    assert!(coloured.starts_with("\u{1b}[1m\u{1b}[91merror[misquotation]\u{1b}[0m"), "{coloured:?}");
    let bare: String =
        coloured.split("\u{1b}[").map(|part| part.split_once('m').map_or(part, |(_, rest)| rest)).collect();
    assert_eq!(bare, expected, "colour adds colour only");
}

#[test]
fn a_program_reads_one_object() {
    let (world, mut misquotation) = two_files();
    let mut whole_file = diagnostic(Code::UnsealedSource, "content/gone.md", Span::default(), "no \"seal\"");
    whole_file.severity = Severity::Warning;
    misquotation.place.span = span(BRIEFING, "“Putin is ready for peace” [@npr#p6].\n");
    let summary = Summary { pages: 9, errors: 1, warnings: 1, ..Summary::default() };
    let expected = concat!(
        r#"{"diagnostics":[{"code":"misquotation","severity":"error","path":"content/a.md","line":3,"column":14,"#,
        r#""end_line":4,"end_column":1,"message":"the words do not stand in `npr#p6`","#,
        r#""help":"quote the words that stand there","related":[{"path":"content/sources/npr.md","line":5,"column":11,"#,
        r#""message":"the nearest passage"}],"fixes":[]},{"code":"unsealed-source","severity":"warning","path":"content/gone.md","#,
        r#""line":1,"column":1,"end_line":1,"end_column":1,"message":"no \"seal\"","help":null,"related":[],"fixes":[]}],"#,
        r#""summary":{"pages":9,"sources":0,"errors":1,"warnings":1,"citations":0,"quotations":0,"verified":0,"#,
        r#""statements":0,"sourced":0,"judgements":0,"unsourced":0,"needed":0,"guesses":0,"briefings":[]}}"#,
        "\n"
    );
    assert_eq!(json(&[whole_file, misquotation], &world, &summary), expected);
    let nothing = json(&[], &world, &Summary::default());
    assert!(nothing.starts_with(r#"{"diagnostics":[],"summary":{"pages":0"#), "{nothing}");
}

#[test]
fn diagnostics_stand_in_order_of_file_place_and_code() {
    let world = World::from_texts([("content/a.md", "one two\n"), ("content/b.md", "three\n")]);
    let at = |code, path, start: usize| diagnostic(code, path, Span::new(start, start + 1), "m");
    let report = text(
        &[
            at(Code::MissingAlt, "content/b.md", 0),
            at(Code::UnknownKey, "content/a.md", 4),
            at(Code::MissingAlt, "content/a.md", 4),
            at(Code::UnknownKey, "content/a.md", 0),
        ],
        &world,
        PLAIN,
    );
    let heads: Vec<&str> = report.lines().filter(|line| line.starts_with("error") || line.contains("-->")).collect();
    let expected = [
        "error[unknown-key]: m",
        " --> content/a.md:1:1",
        "error[missing-alt]: m",
        " --> content/a.md:1:5",
        "error[unknown-key]: m",
        " --> content/a.md:1:5",
        "error[missing-alt]: m",
        " --> content/b.md:1:1",
    ];
    assert_eq!(heads, expected);
}

#[test]
fn a_file_as_a_whole_and_a_file_that_is_not_there_have_no_lines() {
    let world = World::from_texts([("content/a.md", "text\n")]);
    let mut unreadable = diagnostic(Code::InvalidMarkdown, "content/b.md", Span::new(9, 12), "is not UTF-8");
    unreadable.label = Some("byte 0xE9".to_owned());
    unreadable.help = Some("save it as UTF-8".to_owned());
    let whole = diagnostic(Code::UnusedSource, "content/a.md", Span::default(), "no page cites it");
    let expected = "\
error[unused-source]: no page cites it
--> content/a.md

error[invalid-markdown]: is not UTF-8
--> content/b.md
 = note: byte 0xE9
help: save it as UTF-8

";
    assert_eq!(text(&[unreadable, whole], &world, PLAIN), expected);
}

#[test]
fn a_long_line_is_cut_around_what_matters() {
    let file = format!("{}“here” {}\n", "Lorem ipsum dolor. ".repeat(100), "Sit amet, elit. ".repeat(100));
    let expected = "\
error[missing-alt]: here
 --> content/a.md:1:1902
  |
1 | …dolor. Lorem ipsum dolor. Lorem ipsum dolor. “here” Sit amet, elit. Sit amet, elit. Sit amet,…
  |                                                ^^^^

";
    assert_eq!(in_file(&file, span(&file, "here")), expected);
    let expected = "\
error[missing-alt]: here
 --> content/a.md:1:20
  |
1 | …dolor. Lorem ipsum dolor. Lorem ipsum dolor. Lorem…dolor. Lorem ipsum dolor. Lorem ipsum dolor. Lorem…
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

";
    assert_eq!(in_file(&file, Span::new(19, 19 * 90 - 1)), expected, "a long span is cut in its middle");
}

#[test]
fn marks_far_apart_keep_their_surroundings() {
    let file = format!("first {}second {}third", "and so on ".repeat(50), "and so on ".repeat(50));
    let world = World::from_texts([("content/a.md", &*file)]);
    let mut found = diagnostic(Code::Misquotation, "content/b.md", Span::default(), "m");
    found.related.push(Related {
        place: location("content/a.md", Span::new(0, file.len())),
        message: "n".to_owned(),
        marks: ["first", "second", "third"].map(|word| span(&file, word)).to_vec(),
    });
    let expected = "\
error[misquotation]: m
 --> content/b.md
  |
note: n
 --> content/a.md:1:1
  |
1 | first and so on…on and so on second and so on…on and so on third
  | ^^^^^                        ^^^^^^                        ^^^^^

";
    assert_eq!(text(&[found], &world, PLAIN), expected);
}

#[test]
fn a_span_over_many_lines_is_folded() {
    let file = format!("> first\n{}> last\r\nafter\n", "> between\n".repeat(500));
    let expected = "\
error[missing-alt]: here
   --> content/a.md:1:3
    |
  1 |   > first
    |  ___^
  2 | | > between
  3 | | > between
  4 | | > between
...   |
501 | | > between
502 | | > last
    | |______^

";
    assert_eq!(in_file(&file, Span::new(2, file.len() - "after\n".len())), expected);
}

#[test]
fn nothing_in_a_file_can_command_the_terminal() {
    let file = "\ta\u{1b}[31m \u{202e}evil\u{9b}2J\u{7f} 東京 e\u{301} \u{ad}x\u{0} “here”\r\n";
    let expected = "\
error[missing-alt]: here
 --> content/a.md:1:30
  |
1 |     a␛[31m �evil�2J␡ 東京 e\u{301} x␀ “here”
  |                                 ^^^^

";
    assert_eq!(in_file(file, span(file, "here")), expected);
    let world = World::default();
    let mut found = diagnostic(Code::MissingAlt, "content/\u{1b}[2J.md", Span::default(), "a\u{1b}b");
    found.help = Some("c\u{7}d".to_owned());
    found.related.push(Related { place: found.place.clone(), message: "e\u{8}f".to_owned(), marks: Vec::new() });
    let report = text(&[found], &world, PLAIN);
    assert!(!report.contains(|c: char| c.is_control() && c != '\n'), "{report:?}");
}

#[test]
fn a_span_that_does_not_fit_is_shown_as_far_as_it_goes() {
    let expected = "\
error[missing-alt]: here
 --> content/a.md:1:1
  |
1 | é
  | ^

";
    assert_eq!(in_file("é", Span::new(1, 99)), expected);
    let expected = "\
error[missing-alt]: here
 --> content/a.md:2:1
  |
2 |
  | ^

";
    assert_eq!(in_file("é\n", Span::at(3)), expected, "the end of a file");
}

#[test]
fn very_many_warnings_of_one_kind_are_counted() {
    let file = "word ".repeat(30);
    let world = World::from_texts([("content/a.md", &*file)]);
    let mut found: Vec<_> =
        (0..30).map(|n| diagnostic(Code::MissingAlt, "content/a.md", Span::new(n * 5, n * 5 + 4), "m")).collect();
    let few = Style { most: Some(20), ..PLAIN };
    assert_eq!(text(&found, &world, few).matches("error[missing-alt]").count(), 30, "errors are all shown");
    for diagnostic in &mut found {
        diagnostic.severity = Severity::Warning;
    }
    let report = text(&found, &world, few);
    assert_eq!(report.matches("\n --> ").count(), 20);
    assert!(report.ends_with("\n\nwarning[missing-alt]: 10 more like the ones above\n\n"), "{report}");
    assert_eq!(text(&found, &world, PLAIN).matches("\n --> ").count(), 30);
}

#[test]
fn nothing_in_a_message_can_end_a_workflow_command() {
    let path = "content/a,b: 100%.md";
    let world = World::from_texts([(path, "one\ntwo\n")]);
    let mut found = diagnostic(Code::MissingAlt, path, Span::new(0, 3), "100% of\r\nit::warning::x");
    found.help = Some("see".to_owned());
    found.related.push(Related {
        place: location(path, Span::new(4, 7)),
        message: "there".to_owned(),
        marks: Vec::new(),
    });
    let expected = "::error file=site/content/a%2Cb%3A 100%25.md,line=1,endLine=1,col=1,endColumn=4,title=missing-alt::\
        100%25 of␍%0Ait::warning::x%0Anote: there (content/a,b: 100%25.md:2)%0A  two%0Ahelp: see\n";
    assert_eq!(github(&[found.clone()], &world, "site/"), expected);
    found.place.span = Span::new(0, 7);
    assert!(github(&[found], &world, "").contains(",line=1,endLine=2,title="), "columns are for one line");
}

#[test]
fn a_finding_is_known_again_where_lines_moved_and_told_from_its_like() {
    let fingerprints = |file: &str| -> Vec<String> {
        let world = World::from_texts([("content/a b.md", file)]);
        let spans: Vec<usize> = file.match_indices("word").map(|(at, _)| at).collect();
        let found = spans.iter().map(|&at| diagnostic(Code::MissingAlt, "content/a b.md", Span::new(at, at + 4), "m"));
        let log = sarif(&found.collect::<Vec<_>>(), &world, "");
        let log: serde_json::Value = serde_json::from_str(&log).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        let uri = &results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(uri, "content/a%20b.md");
        results.iter().map(|result| result["partialFingerprints"]["primaryLocationLineHash"].to_string()).collect()
    };
    let before = fingerprints("word\n\nword\n");
    assert_eq!(before, fingerprints("new lines\n\nword and\n\nmore word\n"));
    assert_ne!(before[0], before[1]);
}
