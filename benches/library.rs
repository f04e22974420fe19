//! What checking a library costs beside reading it: 28 sources of 13 million characters together, and 37,000 quotations
//! of them, a quarter with an omission, in 370 briefings. `read` is the files parsed and nothing else; `check_*` is all
//! that `ibid check` does, `read` included. `cargo bench --bench library`

use divan::{Bencher, counter::ItemsCount};
use ibid::compile::{Options, compile};
use ibid::corpus::corpus;
use ibid::page::Reading;
use ibid::world::World;
use std::fmt::Write;

fn main() {
    divan::main();
}

const SOURCES: usize = 28;
const PASSAGES: usize = 1_160;
const PASSAGE_BYTES: usize = 400;
const BRIEFINGS: usize = 370;
const QUOTATIONS: usize = 100;

/// What the citation of a quotation names.
#[derive(Clone, Copy)]
enum Cited {
    Passage,
    /// Nineteen passages, the one quoted among them.
    Range,
    Source,
}

/// Words in an order that does not repeat (a linear congruential generator, Knuth's MMIX).
struct Words(u64);

impl Words {
    fn next(&mut self) -> String {
        const SYLLABLES: [&str; 14] =
            ["ba", "con", "der", "el", "fi", "gra", "ho", "in", "ka", "lo", "men", "no", "per", "ri"];
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut bits = (self.0 >> 33) as usize;
        let mut word = String::new();
        for _ in 0..1 + bits % 4 {
            bits /= 4;
            word.push_str(SYLLABLES[bits % SYLLABLES.len()]);
        }
        word
    }

    /// Sentences of a dozen words, without a final stop.
    fn passage(&mut self) -> String {
        let mut text = String::new();
        let mut words = 0;
        while text.len() < PASSAGE_BYTES {
            text.push_str(&self.next());
            words += 1;
            text.push_str(if words % 12 == 0 { ", " } else { " " });
        }
        text.trim_end_matches([',', ' ']).to_owned()
    }
}

fn files(cited: Cited) -> Vec<(String, String)> {
    let mut words = Words(1);
    let sources: Vec<Vec<String>> = (0..SOURCES).map(|_| (0..PASSAGES).map(|_| words.passage()).collect()).collect();
    let mut files = vec![("ibid.toml".to_owned(), String::new())];
    for (source, passages) in sources.iter().enumerate() {
        let mut text = format!("---\ntitle: Source {source}\nkey: s{source}\n---\n\n");
        for (index, passage) in passages.iter().enumerate() {
            writeln!(text, "{passage}. {{#p{}}}\n", index + 1).expect("a string takes all");
        }
        files.push((format!("content/sources/s{source}.md"), text));
    }
    for briefing in 0..BRIEFINGS {
        let mut text = format!("---\ntitle: Briefing {briefing}\n---\n\n");
        for number in 0..QUOTATIONS {
            let nth = briefing * QUOTATIONS + number;
            let (source, passage) = (nth % SOURCES, nth * 7919 % PASSAGES);
            let quoted: Vec<&str> = sources[source][passage].split(' ').collect();
            let quoted = match nth % 4 {
                0 => format!("{} … {}", quoted[4..12].join(" "), quoted[24..34].join(" ")),
                _ => quoted[6..26].join(" "),
            };
            let target = match cited {
                Cited::Passage => format!("s{source}#p{}", passage + 1),
                Cited::Range => {
                    let first = passage.saturating_sub(9).min(PASSAGES - 19);
                    format!("s{source}#p{}-p{}", first + 1, first + 19)
                }
                Cited::Source => format!("s{source}"),
            };
            writeln!(text, "The keeper wrote “{quoted}” [@{target}].\n").expect("a string takes all");
        }
        files.push((format!("content/briefings/b{briefing}.md"), text));
    }
    files
}

fn world(cited: Cited) -> World {
    let files = files(cited);
    World::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

#[divan::bench]
fn read(bencher: Bencher) {
    let world = world(Cited::Passage);
    bencher.bench(|| corpus(&world, Reading::default()));
}

fn check(bencher: Bencher, cited: Cited) {
    let world = world(cited);
    let quotations = BRIEFINGS * QUOTATIONS;
    let site = compile(world.clone(), Options::default());
    assert!(!site.has_errors() && site.summary().counts.verified == quotations, "every quotation is verified");
    let bencher = bencher.counter(ItemsCount::new(quotations)).with_inputs(|| world.clone());
    bencher.bench_values(|world| compile(world, Options::default()));
}

#[divan::bench]
fn check_quotations_of_passages(bencher: Bencher) {
    check(bencher, Cited::Passage);
}

#[divan::bench]
fn check_quotations_of_ranges(bencher: Bencher) {
    check(bencher, Cited::Range);
}

#[divan::bench]
fn check_quotations_of_whole_sources(bencher: Bencher) {
    check(bencher, Cited::Source);
}
