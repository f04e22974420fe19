//! What the text stages of a build cost, each alone: a text cut into words and into sentences, pages read, and what is made
//! of all passages when a site is planned: the index of the search, and which passages go with which.
//! `cargo bench --bench text`

mod desk;

use divan::{Bencher, black_box, counter::BytesCount};
use ibid::compile::{Options, compile};
use ibid::corpus::corpus;
use ibid::page::Reading;
use ibid::prose::sentence::sentence_ends;
use ibid::prose::term::terms;
use ibid::render::plan;
use ibid::world::World;

fn main() {
    divan::main();
}

/// So many briefings, with a source of fifteen passages to every four.
const SIZES: [usize; 2] = [100, 1000];

/// The texts of the sources of a site.
fn texts(briefings: usize) -> Vec<String> {
    let sources = desk::files(briefings).into_iter().filter(|(path, _)| path.starts_with("content/sources/"));
    sources.map(|(_, text)| text).collect()
}

fn world(briefings: usize) -> World {
    let files = desk::files(briefings);
    World::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

#[divan::bench]
fn words(bencher: Bencher) {
    let texts = texts(1000);
    let bencher = bencher.counter(BytesCount::new(texts.iter().map(String::len).sum::<usize>()));
    bencher.bench(|| {
        let mut words = 0;
        texts.iter().for_each(|text| terms(black_box(text), |term| words += term.folded.len()));
        words
    });
}

#[divan::bench]
fn sentences(bencher: Bencher) {
    let texts = texts(1000);
    let bencher = bencher.counter(BytesCount::new(texts.iter().map(String::len).sum::<usize>()));
    bencher.bench(|| texts.iter().map(|text| sentence_ends(black_box(text), &[]).len()).sum::<usize>());
}

#[divan::bench(args = SIZES)]
fn pages(bencher: Bencher, briefings: usize) {
    let world = world(briefings);
    bencher.bench(|| corpus(&world, Reading::default()));
}

/// Nearly all of it is the index of the search and the echoes of passages.
#[divan::bench(args = SIZES)]
fn planned(bencher: Bencher, briefings: usize) {
    let site = compile(world(briefings), Options::default());
    bencher.bench(|| plan(&site));
}
