//! Index → shards: the words in alphabetical order, cut into scripts of about one size, so that a browser loads only
//! those in which the words of a query stand. A shard has its words, their postings, and the kin of each word.

use super::digits;
use super::invert::{Index, Word};
use rayon::prelude::*;
use serde_json::json;
use std::ops::Range;

/// About so many bytes a shard has; more only if a single word does.
const SIZE: usize = 32 * 1024;

/// The words, cut.
#[derive(Debug, Default)]
pub(super) struct Shards {
    /// The first word of each.
    pub firsts: Vec<Box<str>>,
    /// Scripts.
    pub scripts: Vec<String>,
}

pub(super) fn shards(index: &Index) -> Shards {
    let ranges = cut(&index.words);
    let firsts: Vec<Box<str>> = ranges.iter().map(|range| index.words[range.start].folded.clone()).collect();
    let mut kin: Vec<Vec<&[Box<str>]>> = vec![Vec::new(); ranges.len()];
    for family in &index.kin {
        let homes = family.iter().map(|word| firsts.partition_point(|first| first <= word) - 1);
        let mut homes: Vec<usize> = homes.collect();
        homes.dedup();
        homes.into_iter().for_each(|home| kin[home].push(family));
    }
    let scripts = ranges.into_par_iter().zip(kin).enumerate();
    let scripts = scripts.map(|(number, (range, kin))| script(number, &index.words[range], &kin)).collect();
    Shards { firsts, scripts }
}

fn cut(words: &[Word]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (at, word) in words.iter().enumerate() {
        let own = word.folded.len() + word.postings.len();
        if size > 0 && size + own > SIZE {
            ranges.push(start..at);
            (start, size) = (at, 0);
        }
        size += own;
    }
    if start < words.len() {
        ranges.push(start..words.len());
    }
    ranges
}

fn script(number: usize, words: &[Word], kin: &[&[Box<str>]]) -> String {
    let mut postings = String::with_capacity(words.iter().map(|word| word.postings.len() + 1).sum());
    for word in words {
        postings.push_str(&word.postings);
        postings.push(' ');
    }
    let families: Vec<String> = kin.iter().map(|family| by_prefix(family)).collect();
    let words = by_predecessor(words.iter().map(|word| &*word.folded));
    super::script(&format!("w{number}"), &json!([words, postings.trim_end(), families.join("|")]))
}

/// Each word as how many characters it shares with the word before, in one digit, and the rest of it.
fn by_predecessor<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    let mut before = "";
    for word in words {
        let shared = before.chars().zip(word.chars()).take(60).take_while(|(a, b)| a == b);
        let shared: usize = shared.map(|(c, _)| c.len_utf8()).sum();
        let units = word[..shared].encode_utf16().count();
        // A longer beginning than one digit can say is said again.
        let (shared, units) = if units < 61 { (shared, units) } else { (0, 0) };
        if !out.is_empty() {
            out.push(' ');
        }
        digits::push(&mut out, super::narrow(units));
        out.push_str(&word[shared..]);
        before = word;
    }
    out
}

/// What all have in common, then what each has besides.
fn by_prefix(family: &[Box<str>]) -> String {
    let (first, last) = (&family[0], &family[family.len() - 1]);
    let shared: usize = first.chars().zip(last.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let ends: Vec<&str> = family.iter().map(|word| &word[shared..]).collect();
    format!("{} {}", &first[..shared], ends.join(" "))
}
