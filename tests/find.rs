//! What `ibid find` finds, as its user sees it: the machine interface, what is said beside it, and how good the order
//! is, measured on sources and judgements made for it (`tests/data/find`).
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "makes a site, and runs the program in it")]

use ibid::corpus::{Corpus, corpus};
use ibid::page::Reading;
use ibid::prose::term::terms;
use ibid::query::{Filter, Index, Query};
use ibid::world::World;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/find")
}

fn judged_corpus() -> Corpus {
    let mut files: Vec<(String, String)> = Vec::new();
    for entry in fs::read_dir(data().join("sources")).expect("the sources are there") {
        let path = entry.expect("the folder can be read").path();
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        files.push((format!("content/sources/{name}"), fs::read_to_string(&path).expect("a source is text")));
    }
    corpus(&World::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))), Reading::default())
}

/// A query and the passages that answer it, the best first.
struct Judgement {
    query: String,
    answers: Vec<String>,
}

fn judgements() -> Vec<Judgement> {
    let text = fs::read_to_string(data().join("judgements.txt")).expect("the judgements are there");
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let judgement = |line: &str| {
        let (query, answers) = line.split_once(" → ").expect("a judgement has an arrow");
        Judgement { query: query.to_owned(), answers: answers.split(' ').map(str::to_owned).collect() }
    };
    lines.map(judgement).collect()
}

/// The passages found, best first.
fn found(index: &Index, corpus: &Corpus, query: &str, limit: usize) -> Vec<String> {
    let query = Query::parse(query).expect("a judgement has few phrases");
    let hits = index.find(&query, &Filter::default(), limit).hits;
    let name = |page: usize, passage: usize| {
        let key = corpus.key(page).expect("a source has a key").as_str();
        format!("{key}#{}", corpus.pages[page].passages[passage].id)
    };
    hits.into_iter().map(|hit| name(hit.page, hit.passage)).collect()
}

/// The measure is the mean reciprocal rank of the best answer, and how many of all answers are among the first three.
/// The floors are what was measured when the judgements were made: less is a step back.
#[test]
fn the_passages_that_answer_come_first() {
    let corpus = judged_corpus();
    let index = Index::new(&corpus, "en");
    let (mut reciprocal, mut recalled, mut report) = (0.0, 0.0, String::new());
    let judgements = judgements();
    for Judgement { query, answers } in &judgements {
        let found = found(&index, &corpus, query, 10);
        let rank = found.iter().position(|passage| *passage == answers[0]);
        reciprocal += rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
        let early = answers.iter().filter(|answer| found.iter().take(3).any(|passage| passage == *answer)).count();
        recalled += early as f64 / answers.len() as f64;
        if rank != Some(0) || early < answers.len() {
            report += &format!("  {query}: {} for {}\n", found[..found.len().min(4)].join(" "), answers.join(" "));
        }
    }
    let count = judgements.len() as f64;
    let (mean, recall) = (reciprocal / count, recalled / count);
    println!("{count} queries, MRR {mean:.3}, recall@3 {recall:.3}\n{report}");
    assert!(judgements.len() >= 50, "the set is whole");
    assert!(mean >= 0.95 && recall >= 0.97, "MRR {mean:.3}, recall@3 {recall:.3}; not first:\n{report}");
}

/// A site with the judged sources, a draft among them.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let sources = folder.path().join("content/sources");
    fs::create_dir_all(&sources).expect("folders can be made");
    fs::write(folder.path().join("ibid.toml"), "").expect("a file can be written");
    for entry in fs::read_dir(data().join("sources")).expect("the sources are there") {
        let path = entry.expect("the folder can be read").path();
        fs::copy(&path, sources.join(path.file_name().expect("a file has a name"))).expect("a file can be copied");
    }
    let draft = "---\ntitle: Draft\ndraft: true\n---\n\nThe breakwater, in a draft. {#p1}\n";
    fs::write(sources.join("draft.md"), draft).expect("a file can be written");
    folder
}

/// Exit code, standard output and standard error of `ibid find` in that site.
fn ibid_find(site: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
    let Output { status, stdout, stderr } =
        command.args(["find", "--root"]).arg(site).args(arguments).output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
    (status.code().expect("it ends by itself"), text(stdout), text(stderr))
}

#[test]
fn people_see_the_citation_first_and_then_the_words() {
    let site = site();
    let (code, out, err) = ibid_find(site.path(), &["promise", "writing", "-n", "1"]);
    let expected = "\
[@interview#p9]  “We were never asked”: the fishermen and the breakwater · Rehn · 2026-03-06
    What I want is a promise in writing, nothing more: no dredging before the fifteenth of June.
";
    assert_eq!((code, out.as_str(), err.as_str()), (0, expected, "1 of 2 passages; `-n` shows more\n"));
    let (_, out, err) = ibid_find(site.path(), &["mercury", "--color", "always", "-q"]);
    assert!(out.contains("of \u{1b}[1mmercury\u{1b}[0m in the sediment"), "{out}");
    assert_eq!(err, "");
}

#[test]
fn programs_get_one_array_of_objects() {
    let site = site();
    let (code, out, _) = ibid_find(site.path(), &["harbour master", "-contractors", "--format", "json"]);
    assert_eq!(code, 0);
    let hits: serde_json::Value = serde_json::from_str(&out).expect("the result is JSON");
    let first = &hits[0];
    for (key, expected) in [
        ("citation", "[@minutes#p3]"),
        ("source", "minutes"),
        ("passage", "p3"),
        ("title", "Minutes of the harbour committee"),
        ("date", "2026-03-03"),
        ("heading", "The breakwater"),
        ("path", "content/sources/minutes.md"),
    ] {
        assert_eq!(first[key], expected, "{key}");
    }
    assert_eq!((&first["speaker"], &first["line"]), (&serde_json::Value::Null, &16.into()));
    assert!(first["score"].as_f64().is_some_and(|score| score > 0.0));
    let text = first["text"].as_str().expect("the text is a string");
    let matches = first["matches"].as_array().expect("the matches are a list");
    let bytes = |place: &serde_json::Value| place[0].as_u64().unwrap() as usize..place[1].as_u64().unwrap() as usize;
    let matches: Vec<&str> = matches.iter().map(|place| &text[bytes(place)]).collect();
    assert_eq!(matches, ["harbour", "master"]);
    let citations: Vec<&str> = hits.as_array().unwrap().iter().map(|hit| hit["citation"].as_str().unwrap()).collect();
    assert!(!citations.contains(&"[@interview#p3]"), "{citations:?}");
    assert_eq!(ibid_find(site.path(), &["zebra", "--format", "json"]).1, "[]\n");
}

#[test]
fn nothing_found_is_a_result_and_says_what_may_have_been_meant() {
    let site = site();
    let find = |arguments: &[&str]| ibid_find(site.path(), arguments);
    let said = "no passage has `brekwater`; did you mean `breakwater`?\nnothing matches\n";
    assert_eq!(find(&["brekwater"]), (0, String::new(), said.to_owned()));
    assert_eq!(
        find(&["“breakwater new”"]).2,
        "nothing matches; without the quotation marks the words may stand apart\n"
    );
    assert_eq!(find(&["breakwater", "-n", "0"]).2, "5 passages\n");
}

#[test]
fn a_slip_in_a_filter_is_told_from_an_empty_result() {
    let site = site();
    let find = |arguments: &[&str]| ibid_find(site.path(), arguments);
    let failed = |message: &str| (2, String::new(), format!("error: {message}\n"));
    assert_eq!(find(&["x", "--source", "minute"]), failed("no source has the key `minute`; the nearest is `minutes`"));
    assert_eq!(find(&["x", "--source", "x*"]), failed("no source has a key like `x*`"));
    let draft = "the source `draft` is a draft, so it cannot be cited; remove `draft: true` from the front matter of \
                 `content/sources/draft.md`";
    assert_eq!(find(&["x", "--source", "draft"]), failed(draft));
    assert_eq!(find(&[]), failed("nothing is sought; name words, or a filter such as `--source KEY`"));
    assert_eq!(find(&["x", "--from", "May"]).0, 2);
}

#[test]
fn filters_without_words_list_the_passages_in_order() {
    let site = site();
    let citations = |arguments: &[&str]| {
        let (_, out, _) = ibid_find(site.path(), arguments);
        let citation = |line: &str| line.split_once("  ").map(|(citation, _)| citation.to_owned());
        out.lines().filter(|line| line.starts_with("[@")).filter_map(citation).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(citations(&["--speaker", "Tomas Rehn", "-n", "3"]), "[@interview#p2] [@interview#p4] [@interview#p6]");
    assert_eq!(citations(&["--to", "2025", "-n", "2"]), "[@report#p1] [@report#p2]");
    assert_eq!(citations(&["--language", "ja"]), "[@shimbun#p1] [@shimbun#p2] [@shimbun#p3]");
    assert_eq!(citations(&["--source", "l*", "--source", "uk", "-n", "20"]).split(' ').count(), 9);
}

/// Any characters, those among them that fold to several, lean on others or are drawn as nothing.
fn text() -> impl Strategy<Value = String> {
    let odd = "[a-c1-9 .,'’%€\\-\u{301}\u{200B}ßﬁ㍿㋀℃½²平和カー한ไท้א\u{5B8}“”\"«»\n]{0,40}";
    prop_oneof![odd, any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, rng_seed: RngSeed::Fixed(20), ..Default::default() })]

    #[test]
    fn terms_stand_in_their_text_in_order(text in text()) {
        let mut before = 0;
        terms(&text, |term| {
            assert!(term.span.start >= before && !term.span.is_empty() && !term.folded.is_empty(), "{term:?}");
            assert!(text.get(term.span.start..term.span.end).is_some(), "{term:?}");
            before = term.span.start;
        });
    }

    #[test]
    fn a_passage_is_found_by_its_own_words_and_no_query_breaks(words in text(), query in text()) {
        let page = format!("x {} {{#p1}}\n", words.replace(['\n', '\r'], " "));
        let corpus = corpus(&World::from_texts([("content/sources/a.md", page.as_str())]), Reading::default());
        let index = Index::new(&corpus, "en");
        let answer = index.find(&Query::parse("x").unwrap(), &Filter::default(), 9);
        if let Some(passage) = corpus.pages[0].passages.first() {
            prop_assert_eq!(answer.total, 1);
            if let Ok(query) = Query::parse(&query) {
                for hit in index.find(&query, &Filter::default(), 9).hits {
                    let text = passage.prose.text();
                    prop_assert!(hit.score.is_finite());
                    prop_assert!(hit.matches.iter().all(|span| text.get(span.start..span.end).is_some()));
                    prop_assert!(hit.matches.windows(2).all(|pair| pair[0].end < pair[1].start));
                }
            }
        }
    }
}
