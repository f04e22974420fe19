//! What checking a quotation costs: the load of a long briefing, and contrived input of growing size, which must grow
//! no faster than its size. `cargo bench --bench quotation`.

use divan::{Bencher, black_box, counter::BytesCount};
use ibid::bind::quote::{Scope, Skeleton, nearest, verify};

fn main() {
    divan::main();
}

/// Sizes of contrived input, in repetitions.
const SIZES: &[usize] = &[1_000, 10_000, 100_000];

/// Prose without end: words in an order that does not repeat (a linear congruential generator, Knuth's MMIX).
fn prose(bytes: usize) -> String {
    const SYLLABLES: &[&str] =
        &["ba", "con", "der", "el", "fi", "gra", "ho", "in", "ka", "lo", "men", "no", "per", "ri"];
    let mut text = String::with_capacity(bytes + 16);
    let mut state: u64 = 1;
    while text.len() < bytes {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut bits = state >> 33;
        for _ in 0..1 + bits % 4 {
            bits /= 4;
            text.push_str(SYLLABLES[(bits % SYLLABLES.len() as u64) as usize]);
        }
        text.push_str(if bits.is_multiple_of(11) { ", " } else { " " });
    }
    text
}

fn passages(bytes: usize) -> Vec<Skeleton> {
    let text = prose(bytes);
    let words: Vec<&str> = text.split(' ').collect();
    words.chunks_exact(80).map(|words| Skeleton::new(words.join(" "))).collect()
}

/// Quotations of twelve words, every third with an omission, from all over the passages.
fn quotations(passages: &[Skeleton], count: usize) -> Vec<String> {
    let pick = |index: usize| {
        let words: Vec<&str> = passages[index * 7919 % passages.len()].plain().split(' ').collect();
        match index % 3 {
            0 => format!("{} … {}", words[4..10].join(" "), words[20..26].join(" ")),
            _ => words[8..20].join(" "),
        }
    };
    (0..count).map(pick).collect()
}

#[divan::bench(args = [10_000, 1_000_000])]
fn make_skeleton(bencher: Bencher, bytes: usize) {
    let text = prose(bytes);
    bencher.counter(BytesCount::of_str(&text)).bench(|| Skeleton::new(black_box(text.as_str())));
}

#[divan::bench]
fn a_thousand_quotations_each_in_its_passage(bencher: Bencher) {
    let passages = passages(1_000_000);
    let quotations = quotations(&passages, 1000);
    bencher.bench(|| {
        for (index, quotation) in quotations.iter().enumerate() {
            let scope = Scope::new([&passages[index * 7919 % passages.len()]]);
            verify(black_box(quotation), &scope).expect("the quotation stands there");
        }
    });
}

#[divan::bench]
fn a_thousand_quotations_in_a_source_of_a_megabyte(bencher: Bencher) {
    let passages = passages(1_000_000);
    let quotations = quotations(&passages, 1000);
    let scope = Scope::new(&passages);
    bencher.bench(|| {
        for quotation in &quotations {
            verify(black_box(quotation), &scope).expect("the quotation stands there");
        }
    });
}

#[divan::bench]
fn the_nearest_in_a_megabyte(bencher: Bencher) {
    let passages = passages(1_000_000);
    let passages: Vec<&Skeleton> = passages.iter().collect();
    let quotation = quotations(&[passages[40].clone()], 2)[1].replacen(' ', " never ", 1);
    bencher.bench(|| nearest(black_box(&quotation), &passages).expect("there is one"));
}

/// Contrived pairs of quotation and source passages; each is refused or found in time linear in its size.
fn contrived(bencher: Bencher, quotation: String, sources: &[String]) {
    let skeletons: Vec<Skeleton> = sources.iter().map(|source| Skeleton::new(source.as_str())).collect();
    let scope = Scope::new(&skeletons);
    let bytes = quotation.len() + sources.iter().map(String::len).sum::<usize>();
    bencher.counter(BytesCount::new(bytes)).bench(|| verify(black_box(&quotation), &scope).is_ok());
}

#[divan::bench(args = SIZES)]
fn ellipses_that_all_fit(bencher: Bencher, size: usize) {
    contrived(bencher, "so it … ".repeat(size), &["so it is ".repeat(size + 1)]);
}

#[divan::bench(args = SIZES)]
fn ellipses_that_do_not_fit(bencher: Bencher, size: usize) {
    contrived(bencher, "so it … ".repeat(size) + "then came", &["so it is ".repeat(size), "then came".into()]);
}

#[divan::bench(args = SIZES)]
fn ellipses_over_many_passages(bencher: Bencher, size: usize) {
    contrived(bencher, "so it … ".repeat(30) + "it so … then", &vec!["is so it is so it".to_owned(); size]);
}

#[divan::bench(args = SIZES)]
fn one_word_repeated(bencher: Bencher, size: usize) {
    contrived(bencher, "ha ".repeat(size / 2) + "ho", &["ha ".repeat(size)]);
}

#[divan::bench(args = SIZES)]
fn one_word_repeated_in_capitals(bencher: Bencher, size: usize) {
    contrived(bencher, "HA ".repeat(size / 2), &["ha ".repeat(size)]);
}

#[divan::bench(args = SIZES)]
fn one_letter_repeated(bencher: Bencher, size: usize) {
    contrived(bencher, "a".repeat(size / 2), &["a".repeat(size)]);
}

#[divan::bench(args = SIZES)]
fn brackets_that_fit_everywhere(bencher: Bencher, size: usize) {
    contrived(bencher, "ha [he] ".repeat(size) + "ho", &["ha ".repeat(size)]);
}

#[divan::bench(args = SIZES)]
fn opening_brackets_only(bencher: Bencher, size: usize) {
    contrived(bencher, "[".repeat(size) + "ha", &["ha ho".into()]);
}

#[divan::bench(args = SIZES)]
fn marks_on_one_letter(bencher: Bencher, size: usize) {
    let marked = "a".to_owned() + &"\u{301}\u{327}".repeat(size);
    contrived(bencher, marked.clone(), &[marked + " b"]);
}

#[divan::bench(args = SIZES)]
fn a_long_quotation(bencher: Bencher, size: usize) {
    let source = prose(size * 10);
    contrived(bencher, source.to_uppercase(), &[source]);
}
