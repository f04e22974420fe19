//! What holds for quotations from real prose in forty languages: an edit that editors are licensed to make verifies, any
//! other does not. The texts are in `tests/corpus/`; the cases are the same on every run.
#![expect(clippy::disallowed_methods, reason = "reads the corpus")]

use ibid::bind::quote::{Grade, Refusal, Scope, Skeleton, verify};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use std::ops::Range;
use std::path::Path;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A paragraph of the corpus, cut into pieces at white space, and after punctuation where there is none.
#[derive(Clone, Debug)]
struct Passage {
    language: &'static str,
    plain: &'static str,
    /// Byte ranges into `plain`, none empty; each has a letter or a digit.
    pieces: Vec<Range<usize>>,
}

/// The passages of each text, the texts in the order of their names.
static CORPUS: LazyLock<Vec<Vec<Passage>>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let declarations = std::fs::read_dir(folder.join("declaration")).expect("the corpus is there");
    let mut files: Vec<_> = declarations.map(|entry| entry.expect("a folder can be read").path()).collect();
    files.push(folder.join("pride-and-prejudice.txt"));
    files.sort();
    let text = |file: &Path| -> Vec<Passage> {
        let language = file.file_stem().and_then(|stem| stem.to_str()).expect("names are ASCII").to_owned().leak();
        let text: &str = std::fs::read_to_string(file).expect("a file can be read").leak();
        let divider = if language.contains('-') { "\n\n" } else { "\n" };
        let passages = text.split(divider).map(|plain| Passage { language, plain, pieces: pieces(plain) });
        passages.filter(|passage| passage.pieces.len() >= 6).collect()
    };
    let texts: Vec<Vec<Passage>> = files.iter().map(|file| text(file)).collect();
    texts.into_iter().filter(|passages| !passages.is_empty()).collect()
});

fn pieces(plain: &str) -> Vec<Range<usize>> {
    let ends_piece = |c: char| c.is_whitespace() || "，。、；,;：፡".contains(c);
    let mut at = 0;
    let cut = plain.split_inclusive(ends_piece).map(|piece| {
        let start = at;
        at += piece.len();
        start..start + piece.trim_end().len()
    });
    cut.filter(|piece| plain[piece.clone()].contains(char::is_alphanumeric)).collect()
}

impl Passage {
    /// The plain text of a run of pieces.
    fn text(&self, run: Range<usize>) -> &str {
        &self.plain[self.pieces[run.start].start..self.pieces[run.end - 1].end]
    }

    fn piece(&self, index: usize) -> &str {
        &self.plain[self.pieces[index].clone()]
    }

    /// A run of at least `least` pieces.
    fn run(&self, least: usize, from: Index, length: Index) -> Range<usize> {
        let from = from.index(self.pieces.len() - least + 1);
        from..from + least + length.index((self.pieces.len() - from - least + 1).min(12))
    }

    /// The pieces of a run with what stands between them, for changing some.
    fn parts(&self, run: Range<usize>) -> Vec<String> {
        let mut parts = Vec::new();
        for index in run.clone() {
            parts.push(self.piece(index).to_owned());
            if index + 1 < run.end {
                parts.push(self.plain[self.pieces[index].end..self.pieces[index + 1].start].to_owned());
            }
        }
        parts
    }
}

fn passage() -> impl Strategy<Value = Passage> {
    (any::<Index>(), any::<Index>()).prop_map(|(text, passage)| {
        let text = &CORPUS[text.index(CORPUS.len())];
        text[passage.index(text.len())].clone()
    })
}

fn grade(quotation: &str, source: &str) -> Result<Grade, Refusal> {
    let skeleton = Skeleton::new(source);
    verify(quotation, &Scope::new([&skeleton])).map(|found| found.grade)
}

/// The letters and digits of a text and nothing else: an independent way to see that an edited text does stand there,
/// or is the same but for its accents.
fn letters(text: &str) -> String {
    let decomposed = text.nfkd().flat_map(char::to_lowercase).nfkd();
    decomposed.filter(|&c| c.is_alphanumeric() && !is_combining_mark(c)).collect()
}

/// Spellings of a text that a reader cannot tell from it, or that printers choose.
fn respelt(text: &str, way: usize) -> String {
    let between = |mark: &str, test: fn(char) -> bool| {
        let mut out = String::new();
        let mut before = ' ';
        for c in text.chars() {
            if test(before) && test(c) {
                out.push_str(mark);
            }
            out.push(c);
            before = c;
        }
        out
    };
    let is_small = |c: char| c.is_lowercase() && !is_combining_mark(c);
    match way {
        0 => text.replace(['“', '”', '„', '«', '»'], "\""),
        1 => text.replace('"', "”").replace('\'', "’"),
        2 => text.replace("--", "—").replace(" - ", " — ").replace(" – ", " — "),
        3 => text.replace(' ', "\u{A0}"),
        4 => text.replace(' ', "\n  "),
        5 => text.nfc().collect(),
        6 => text.nfd().collect(),
        7 => text.nfkc().collect(),
        8 => text.nfkd().collect(),
        9 => between("\u{AD}", is_small),
        10 => between("\u{200D}", |c| ('\u{900}'..'\u{E00}').contains(&c)),
        11 => between("\u{640}", |c| ('\u{620}'..'\u{64B}').contains(&c)),
        12 => between("\u{2060}", char::is_alphanumeric),
        13 => between("\u{200B}", |c| ('\u{E00}'..'\u{1800}').contains(&c)),
        14 => format!("\u{2067}{}\u{2069}\u{200F}", text.replace(' ', " \u{200E}")),
        15 => text.replace("fi", "ﬁ").replace("fl", "ﬂ").replace("ff", "ﬀ"),
        16 => text.chars().map(full_width).collect(),
        _ => between("-\n", is_small),
    }
}

fn full_width(c: char) -> char {
    match c {
        '0'..='9' | 'a'..='z' | 'A'..='Z' | ',' | '(' | ')' => {
            char::from_u32(u32::from(c) + 0xFEE0).expect("a full-width form")
        }
        c => c,
    }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(1948),
        max_global_rejects: 100_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn a_run_of_pieces_is_exact(passage in passage(), from: Index, length: Index) {
        let run = passage.run(1, from, length);
        prop_assert_eq!(grade(passage.text(run.clone()), passage.plain), Ok(Grade::Exact), "{}", passage.text(run));
    }

    #[test]
    fn typography_is_free(passage in passage(), from: Index, length: Index, way in 0_usize..18, source_too: bool) {
        let run = passage.run(1, from, length);
        let (quotation, source) = if source_too {
            (passage.text(run).to_owned(), respelt(passage.plain, way))
        } else {
            (respelt(passage.text(run), way), passage.plain.to_owned())
        };
        let grade = grade(&quotation, &source);
        prop_assert!(grade.as_ref().is_ok_and(|grade| *grade <= Grade::Typographic), "{way} {grade:?}: {quotation} in {source}");
    }

    #[test]
    fn the_first_letter_and_a_stop_are_free(passage in passage(), from: Index, length: Index, stop in select(vec![".", ","])) {
        let run = passage.run(1, from, length);
        let text = passage.text(run);
        let first = text.chars().next().expect("a piece has a letter");
        let other: String = if first.is_uppercase() { first.to_lowercase().collect() } else { first.to_uppercase().collect() };
        // Georgian has capitals that nobody begins a sentence with, and `ŉ` has none.
        prop_assume!(other.chars().count() == 1);
        let quotation = other + &text[first.len_utf8()..].replace('…', "") + stop;
        let grade = grade(&quotation, passage.plain);
        prop_assert!(grade.as_ref().is_ok_and(|grade| *grade <= Grade::Typographic), "{grade:?}: {quotation} in {}", passage.plain);
    }

    #[test]
    fn what_is_left_out_is_marked(
        passage in passage(), from: Index, length: Index, cut: Index, mark in select(vec!["…", " … ", "...", " . . . ", " […] "]),
    ) {
        let run = passage.run(5, from, length);
        let cut = run.start + 2 + cut.index(run.len() - 4);
        let (head, tail) = (passage.text(run.start..cut), passage.text(cut + 1..run.end));
        let quotation = format!("{head}{mark}{tail}");
        prop_assert_eq!(grade(&quotation, passage.plain), Ok(Grade::Edited), "{} in {}", quotation, passage.plain);
        let (source, reversed) = (letters(passage.plain), format!("{tail}{mark}{head}"));
        let stands = source.find(&letters(tail)).is_some_and(|at| source[at..].rfind(&letters(head)).is_some_and(|after| after >= letters(tail).len()));
        prop_assert!(stands || grade(&reversed, passage.plain).is_err(), "{} in {}", reversed, passage.plain);
        let unmarked = format!("{head} {tail}");
        prop_assert!(source.contains(&letters(&unmarked)) || grade(&unmarked, passage.plain).is_err(), "{}", unmarked);
    }

    #[test]
    fn a_bracket_replaces_a_piece(passage in passage(), from: Index, length: Index, at: Index) {
        let run = passage.run(3, from, length);
        let at = run.start + 1 + at.index(run.len() - 2);
        prop_assume!(ibid::bind::quote::word_count(passage.piece(at)) <= 8);
        let quotation = format!("{} [hic] {}", passage.text(run.start..at), passage.text(at + 1..run.end));
        // What follows may stand there twice, once with a capital.
        prop_assert!(grade(&quotation, passage.plain).is_ok(), "{} in {}", quotation, passage.plain);
    }

    #[test]
    fn no_changed_piece_passes(passage in passage(), from: Index, length: Index, at: Index, other: Index, kind in 0..5) {
        let run = passage.run(3, from, length);
        let mut parts = passage.parts(run.clone());
        let at = 2 * (1 + at.index(run.len() - 2));
        let other = passage.piece(other.index(passage.pieces.len())).to_owned();
        match kind {
            0 => parts[at] = other,
            1 => parts.insert(at, other + " "),
            2 => drop(parts.drain(at..at + 2)),
            3 => parts.swap(at, at - 2),
            _ => parts.insert(at, negation(passage.language).to_owned()),
        }
        let quotation = parts.concat();
        prop_assume!(!letters(passage.plain).contains(&letters(&quotation)));
        prop_assert!(grade(&quotation, passage.plain).is_err(), "{kind}: {quotation} in {}", passage.plain);
    }

    #[test]
    fn no_changed_quantity_passes(passage in passage(), from: Index, length: Index, at: Index, change in select(QUANTITIES)) {
        let run = passage.run(4, from, length);
        let at = 2 * (1 + at.index(run.len() - 2));
        let (told, changed) = change;
        let with = |quantity: &str| {
            let mut parts = passage.parts(run.clone());
            parts.insert(at, format!(" {quantity} "));
            parts.concat()
        };
        let source = format!("{} {}", passage.plain, with(told));
        prop_assert!(grade(&with(told), &source).is_ok(), "{} in {}", with(told), source);
        prop_assert!(grade(&with(changed), &source).is_err(), "{} in {}", with(changed), source);
    }

    #[test]
    fn no_cut_word_passes(passage in passage(), from: Index, length: Index, cut: Index, at_end: bool) {
        prop_assume!(!UNSPACED.contains(&passage.language));
        let run = passage.run(2, from, length);
        let text = passage.text(run.clone());
        let word = passage.piece(if at_end { run.end - 1 } else { run.start });
        prop_assume!(word.chars().all(|c| c.is_alphabetic() || is_combining_mark(c)));
        let cuts: Vec<usize> = word.char_indices().skip(1).filter(|&(_, c)| c.is_alphabetic() && !is_combining_mark(c)).map(|(at, _)| at).collect();
        prop_assume!(!cuts.is_empty());
        let cut = cuts[cut.index(cuts.len())];
        let quotation = if at_end { &text[..text.len() - word.len() + cut] } else { &text[cut..] };
        let words = |text: &str| format!(" {} ", text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").to_lowercase());
        prop_assume!(!words(passage.plain).contains(&words(quotation)));
        prop_assert!(grade(quotation, passage.plain).is_err(), "{} in {}", quotation, passage.plain);
    }
}

/// Texts in which a word may begin after any other.
const UNSPACED: &[&str] = &["cmn_hans", "cmn_hant", "jpn", "khm", "lao", "mya", "tha"];

/// A quantity, and one that is not the same.
const QUANTITIES: &[(&str, &str)] = &[
    ("12,5 %", "12,6 %"),
    ("12,5 %", "125 %"),
    ("12,5 %", "12,5 ‰"),
    ("12,5 %", "12,5"),
    ("−5", "5"),
    ("5", "−5"),
    ("$1.5", "€1.5"),
    ("1,500 €", "1.500 €"),
    ("10²", "102"),
    ("3–4", "34"),
    ("١٢٫٥", "١٢٫٦"),
    ("۱۲", "۲۱"),
    ("१२%", "१२"),
    ("๕๐", "๕๑"),
    ("５０", "５１"),
    ("> 0.05", "< 0.05"),
    ("50 °", "50"),
    ("½", "1/2"),
];

/// A word that negates, as a writer of the language might slip it in.
fn negation(language: &str) -> &'static str {
    match language.get(..3).unwrap_or_default() {
        "amh" => "አይደለም ",
        "arb" => "لا ",
        "ben" => "না ",
        "bul" | "rus" | "ukr" => "не ",
        "cmn" => "不",
        "deu" => "nicht ",
        "ell" => "δεν ",
        "fra" => "pas ",
        "heb" => "לא ",
        "hin" => "नहीं ",
        "hun" => "nem ",
        "hye" => "ոչ ",
        "jpn" => "ない",
        "kat" => "არ ",
        "khm" => "មិន",
        "kor" => "안 ",
        "lao" => "ບໍ່",
        "mya" => "မ",
        "pes" => "نه ",
        "pol" => "nie ",
        "spa" | "por" | "ita" => "no ",
        "swe" => "inte ",
        "nld" => "niet ",
        "tam" => "இல்லை ",
        "tha" => "ไม่",
        "tur" => "değil ",
        "urd" => "نہیں ",
        "vie" => "không ",
        _ => "not ",
    }
}
