//! How long it takes to import a document again: 10,000 passages of which some changed, on a page that a human edited.

use ibid::import::source::{Block, Content, Form, Locator, Passage, Source};
use ibid::import::{Received, Status, Wish, addresses, import};
use ibid::key::PassageId;
use ibid::path::FilePath;
use ibid::seal::Seal;
use ibid::world::Sha256;

fn main() {
    divan::main();
}

/// Sentences of some 1,700 words; each call with the same number gives the same.
fn sentence(number: u64) -> String {
    const PARTS: [&str; 12] = ["ba", "cor", "del", "fi", "gra", "hol", "ki", "lum", "mar", "nes", "tor", "vi"];
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut below = |bound: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % bound) as usize
    };
    let words: Vec<String> = (0..40).map(|_| [PARTS[below(12)], PARTS[below(12)], PARTS[below(12)]].concat()).collect();
    format!("Now {}.", words.join(" "))
}

fn source(texts: &[String]) -> Source {
    let passage = |(nth, text): (usize, &String)| {
        let id = PassageId::new(nth as u32 + 1).expect("counted from 1");
        let passage = Passage { id, form: Form::Paragraph, label: None, words: text.as_str().into() };
        Block { at: Locator::None, content: Content::Passage(passage) }
    };
    Source { blocks: texts.iter().enumerate().map(passage).collect(), ..Source::default() }
}

/// One passage in twenty has another word, one in fifty is new, one in fifty is gone, and the last hundred come first.
fn light(texts: &[String]) -> Vec<String> {
    let mut changed = Vec::new();
    for (nth, text) in texts.iter().enumerate() {
        match nth % 100 {
            3 | 23 | 43 | 63 | 83 => changed.push(text.replacen(" ba", " another ba", 1)),
            7 | 57 => changed.extend([sentence(nth as u64 + 1_000_000), text.clone()]),
            9 | 59 => {}
            _ => changed.push(text.clone()),
        }
    }
    changed.rotate_right(100);
    changed
}

/// Every passage says something else.
fn heavy(texts: &[String]) -> Vec<String> {
    (0..texts.len() as u64).map(|nth| sentence(nth + 2_000_000)).collect()
}

fn merge(bencher: divan::Bencher<'_, '_>, size: u64, change: impl Fn(&[String]) -> Vec<String>) {
    let path = FilePath::new("seeds/a.txt").expect("a path below the root");
    let texts: Vec<String> = (0..size).map(sentence).collect();
    let received = |version: &[u8]| Received { path: &path, sha256: Sha256::of(version) };
    let mut seal = Seal::default();
    let place = addresses(&seal, &[received(b"1")], None).remove(0).expect("nobody has the key");
    let first = import(&seal, &received(b"1"), &source(&texts), &place, None, Wish::default());
    seal.entries.insert(path.clone(), first.entry.expect("a first import is sealed"));
    let page = first.page.expect("a first import writes its page");
    let page = page.replace("rights: excerpt", "rights: full") + "\nA note of mine.\n";
    let changed = change(&texts);
    bencher.with_inputs(|| source(&changed)).bench_values(|source| {
        let import = import(&seal, &received(b"2"), &source, &place, Some(&page), Wish::default());
        assert_eq!(import.report.status, Status::Updated, "{:?}", import.report.error);
        import
    });
}

#[divan::bench(args = [1_000, 10_000], sample_count = 5)]
fn light_edits(bencher: divan::Bencher<'_, '_>, size: u64) {
    merge(bencher, size, light);
}

#[divan::bench(args = [1_000, 10_000], sample_count = 5)]
fn another_text(bencher: divan::Bencher<'_, '_>, size: u64) {
    merge(bencher, size, heavy);
}
