//! The contract, clause by clause: each file of `tests/spec` is a suite, each of its sections a case. The fences of a
//! case are the files of a site and what is expected of it; see `suite.rs` for the notation.
//! `UPDATE_EXPECT=1 cargo test --test spec` writes the expectations anew.
//!
//! Whatever a case is about, its site must also build to sound HTML without a dangling link, and to the same bytes on
//! one thread and on many.
#![expect(clippy::disallowed_methods, reason = "reads the suites, and writes them anew when asked to")]

#[path = "spec/built.rs"]
mod built;
#[path = "spec/html.rs"]
mod html;
#[path = "spec/suite.rs"]
mod suite;

use built::Built;
use similar::{Algorithm, ChangeTag, capture_diff_slices};
use std::fs;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use suite::{Expectation, Suite};

/// Belongs to `tests/import.rs`: its sections are seeds and pages, not sites.
const OTHERS: &[&str] = &["import.md", "merge.md"];

fn suites() -> Vec<(PathBuf, Suite)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec");
    let files = fs::read_dir(&folder).expect("the suites lie in tests/spec");
    let mut paths: Vec<PathBuf> = files.map(|file| file.expect("the folder can be read").path()).collect();
    paths.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".md") && !OTHERS.contains(&&*name)
    });
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a suite is text");
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let suite = Suite::parse(&format!("tests/spec/{name}"), &text);
        (path, suite)
    };
    paths.into_iter().map(read).collect()
}

/// What `work` makes of every suite, side by side. Threads of their own: a worker of `rayon` that waits for a site's
/// pages would take up the next site meanwhile, and the one after that, until its stack is full.
fn each_suite<T: Send>(work: impl Fn(&Path, Suite) -> T + Sync) -> Vec<T> {
    let work = &work;
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            suites().into_iter().map(|(path, suite)| scope.spawn(move || work(&path, suite))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

#[test]
fn every_case_is_as_expected() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let results: Vec<(usize, Vec<String>)> = each_suite(|path, mut suite| {
        let actual: Vec<Vec<Expectation>> = suite.cases.iter().map(|case| run(&suite, case)).collect();
        if update {
            // What must be published and what must not is for the author to say: it is never rewritten, and still fails.
            let cases = suite.cases.iter().zip(&actual);
            let said = |word: &str| ["published", "withheld"].contains(&word);
            let failures = cases.filter_map(|(case, actual)| differences(&suite, case, actual, said)).collect();
            if suite.rewrite(&actual) {
                fs::write(path, suite.to_text()).expect("a suite can be written");
            }
            return (actual.len(), failures);
        }
        let cases = suite.cases.iter().zip(&actual);
        (actual.len(), cases.filter_map(|(case, actual)| differences(&suite, case, actual, |_| true)).collect())
    });
    let failures: Vec<String> = results.iter().flat_map(|(_, failures)| failures.clone()).collect();
    let cases: usize = results.iter().map(|(cases, _)| cases).sum();
    assert!(
        failures.is_empty(),
        "\n\n{}\n{} of {cases} cases differ; UPDATE_EXPECT=1 takes what they say now",
        failures.join("\n"),
        failures.len()
    );
}

#[test]
fn every_case_builds_to_sound_html_without_dangling_links() {
    let faults = each_case(|suite, case| {
        let built = Built::new(&suite.files(case));
        if built.has_errors() || suite.allows_html(case) {
            return Vec::new();
        }
        html::faults(&built.files)
    });
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_case_builds_to_the_same_bytes_on_any_number_of_threads() {
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
    let (one, many) = (pool(1), pool(7));
    let faults = each_case(|suite, case| {
        let files = suite.files(case);
        let (alone, together) = (one.install(|| Built::new(&files)), many.install(|| Built::new(&files)));
        let same = alone.report == together.report && alone.files == together.files;
        if same { Vec::new() } else { vec!["the bytes depend on the threads".to_owned()] }
    });
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// A proposal is a draft: nobody sees it. A human who confirms it has nothing to mend that the program could have known.
#[test]
fn every_case_is_published_the_same_with_proposals_in_place() {
    let faults = each_case(|suite, case| {
        let mut files = suite.files(case);
        let built = Built::new(&files);
        let proposals = built.proposals();
        if proposals.is_empty() {
            return Vec::new();
        }
        files.extend(proposals.iter().map(|of| (of.path.as_str().to_owned(), of.text.clone())));
        let proposed = Built::new(&files);
        let mut faults = Vec::new();
        if proposed.report != built.report {
            faults.push(format!("proposals change the report:\n{}", proposed.report));
        }
        let differs = |(path, bytes): (&String, &Vec<u8>)| (built.files.get(path) != Some(bytes)).then(|| path.clone());
        faults.extend(proposed.files.iter().filter_map(differs).map(|path| format!("proposals change `{path}`")));
        if proposed.files.len() != built.files.len() {
            faults.push("proposals take files away".to_owned());
        }
        if !proposed.proposals().is_empty() {
            faults.push("what has a draft is proposed again".to_owned());
        }
        for proposal in &proposals {
            let strict = proposal.text.replacen("draft: true\n", "strict: true\n", 1);
            files.insert(proposal.path.as_str().to_owned(), strict);
        }
        let confirmed = Built::new(&files);
        let path = |line: &str| proposals.iter().any(|of| line.contains(&format!("{}:", of.path)));
        faults.extend(confirmed.report.lines().filter(|line| path(line)).map(|line| format!("confirmed: {line}")));
        faults
    });
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// What is wrong with the cases, each line with the place of its case.
fn each_case(faults: impl Fn(&Suite, &suite::Case) -> Vec<String> + Sync) -> Vec<String> {
    let found = each_suite(|_, suite| {
        let mut found = Vec::new();
        for case in &suite.cases {
            let place = format!("{}:{}: {}", suite.path, case.line, case.title);
            found.extend(faults(&suite, case).into_iter().map(|fault| format!("{place}: {fault}")));
        }
        found
    });
    found.into_iter().flatten().collect()
}

/// What the site of a case says, in the order of its expectations; the report is the first of them.
fn run(suite: &Suite, case: &suite::Case) -> Vec<Expectation> {
    let built = Built::new(&suite.files(case));
    suite.expectations(case).into_iter().map(|expected| built.observe(&expected)).collect()
}

fn differences(
    suite: &Suite,
    case: &suite::Case,
    actual: &[Expectation],
    is_wanted: impl Fn(&str) -> bool,
) -> Option<String> {
    let mut text = String::new();
    for (expected, actual) in suite.expectations(case).iter().zip(actual) {
        if expected.text == actual.text || !is_wanted(&actual.word) {
            continue;
        }
        text.push_str(&format!("  {}\n", expected.name()));
        let (old, new): (Vec<&str>, Vec<&str>) = (expected.text.lines().collect(), actual.text.lines().collect());
        for change in
            capture_diff_slices(Algorithm::Myers, &old, &new).iter().flat_map(|op| op.iter_changes(&old, &new))
        {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            text.push_str(&format!("  {sign} {}\n", change.value()));
        }
    }
    (!text.is_empty()).then(|| format!("{}:{}: {}\n{text}", suite.path, case.line, case.title))
}
