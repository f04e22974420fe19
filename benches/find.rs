//! What finding costs: an index is made once and then asked, and `ibid find` as a whole reads the site anew.
//! `cargo bench --bench find`; `cargo bench --bench find -- 10000` for sites of that size alone.
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "makes a site, and runs the program in it")]

use divan::{Bencher, black_box};
use ibid::corpus::{Corpus, corpus};
use ibid::page::Reading;
use ibid::query::{Filter, Index, Query};
use ibid::world::World;
use std::fmt::Write;
use std::fs;
use std::process::{Command, Stdio};

fn main() {
    divan::main();
}

/// So many passages, fifty to a source, of about forty words each.
const SIZES: [usize; 2] = [10_000, 100_000];

/// So many repetitions of contrived input.
const REPETITIONS: [usize; 3] = [10_000, 100_000, 1_000_000];

const SYLLABLES: [&str; 16] =
    ["ba", "con", "der", "el", "fi", "gra", "ho", "in", "ka", "lo", "men", "no", "per", "ri", "sta", "tu"];

/// Words of which, as in any language, a few are everywhere and most are rare: the n-th is about n times as rare as the
/// first (Zipf), drawn with a linear congruential generator (Knuth's MMIX).
struct Words(u64);

impl Words {
    fn next(&mut self) -> String {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let uniform = (self.0 >> 33) as f64 / (1_u64 << 31) as f64;
        word(30_000_f64.powf(uniform) as usize)
    }
}

/// The word of this rank; short ones come first.
fn word(mut rank: usize) -> String {
    let mut word = String::new();
    while rank > 0 {
        word.push_str(SYLLABLES[rank % SYLLABLES.len()]);
        rank /= SYLLABLES.len();
    }
    word
}

fn files(passages: usize) -> Vec<(String, String)> {
    let mut words = Words(1);
    let mut files = Vec::new();
    for source in 0..passages / 50 {
        let mut text =
            format!("---\ntitle: Source {source}\npublisher: The Gazette\ndate: 2024\n---\n\n## Minutes\n\n");
        for passage in 1..=50 {
            let words: Vec<String> = (0..40).map(|_| words.next()).collect();
            writeln!(text, "**Speaker {}:** {}. {{#p{passage}}}\n", passage % 5, words.join(" "))
                .expect("a string takes all");
        }
        files.push((format!("content/sources/s{source}.md"), text));
    }
    files
}

fn site(files: &[(String, String)]) -> Corpus {
    corpus(&World::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))), Reading::default())
}

/// From the pages as they are read to an index.
#[divan::bench(args = SIZES, sample_count = 10)]
fn make_index(bencher: Bencher, passages: usize) {
    let corpus = site(&files(passages));
    bencher.bench(|| Index::new(black_box(&corpus), "en"));
}

/// A question to an index that stands.
fn ask(bencher: Bencher, passages: usize, query: &str) {
    let corpus = site(&files(passages));
    let index = Index::new(&corpus, "en");
    bencher.bench(|| index.find(&Query::parse(black_box(query)).expect("few phrases"), &Filter::default(), 10));
}

#[divan::bench(args = SIZES)]
fn one_word(bencher: Bencher, passages: usize) {
    ask(bencher, passages, &word(500));
}

#[divan::bench(args = SIZES)]
fn three_words(bencher: Bencher, passages: usize) {
    ask(bencher, passages, &format!("{} {} {}", word(40), word(300), word(2000)));
}

#[divan::bench(args = SIZES)]
fn ten_words_some_very_common(bencher: Bencher, passages: usize) {
    let words: Vec<String> = (1..=10).map(|n| word(n * n * n)).collect();
    ask(bencher, passages, &words.join(" "));
}

#[divan::bench(args = SIZES)]
fn a_phrase_of_common_words(bencher: Bencher, passages: usize) {
    ask(bencher, passages, &format!("“{} {} {}”", word(1), word(2), word(3)));
}

#[divan::bench(args = SIZES)]
fn a_very_common_word(bencher: Bencher, passages: usize) {
    ask(bencher, passages, &word(1));
}

#[divan::bench(args = SIZES)]
fn a_word_that_does_not_exist(bencher: Bencher, passages: usize) {
    ask(bencher, passages, "congrahostaq");
}

/// The whole of `ibid find`: a process that reads the site from the disk, makes the index and asks it once. Files have
/// been read before, so that the disk itself is not measured.
#[divan::bench(args = SIZES, sample_count = 10)]
fn whole_process(bencher: Bencher, passages: usize) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::create_dir_all(folder.path().join("content/sources")).expect("folders can be made");
    fs::write(folder.path().join("ibid.toml"), "").expect("a file can be written");
    for (path, text) in files(passages) {
        fs::write(folder.path().join(path), text).expect("a file can be written");
    }
    let query = format!("{} {} {}", word(40), word(300), word(2000));
    bencher.bench(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
        command.args(["find", "--root"]).arg(folder.path()).args(query.split(' '));
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("the program runs");
        assert!(status.success());
    });
}

/// A site with this passage, asked this: the cost must grow no faster than the input.
fn contrived(bencher: Bencher, passage: &str, query: &str) {
    let corpus = site(&[("content/sources/a.md".to_owned(), format!("{passage} {{#p1}}\n"))]);
    bencher.bench(|| {
        let index = Index::new(black_box(&corpus), "en");
        index.find(&Query::parse(black_box(query)).expect("few phrases"), &Filter::default(), 10)
    });
}

#[divan::bench(args = REPETITIONS, sample_count = 10)]
fn one_word_repeated(bencher: Bencher, size: usize) {
    contrived(bencher, &("ha ".repeat(size) + "ho"), "“ha ha ha ho” ha ho");
}

#[divan::bench(args = REPETITIONS, sample_count = 10)]
fn a_query_of_many_words(bencher: Bencher, size: usize) {
    let words: String = (0..size / 10).map(|n| format!("w{n} ")).collect();
    contrived(bencher, &words, &words);
}

#[divan::bench(args = REPETITIONS, sample_count = 10)]
fn a_long_phrase_of_one_word(bencher: Bencher, size: usize) {
    contrived(bencher, &"ha ".repeat(size), &format!("“{}ho” ho", "ha ".repeat(size / 2)));
}

#[divan::bench(args = REPETITIONS, sample_count = 10)]
fn marks_that_nothing_closes(bencher: Bencher, size: usize) {
    contrived(bencher, "ha ho", &"“ha «ho ".repeat(size / 10));
}

#[divan::bench(args = REPETITIONS, sample_count = 10)]
fn words_without_end(bencher: Bencher, size: usize) {
    contrived(bencher, &"平和".repeat(size), &"和平".repeat(size / 10));
}
