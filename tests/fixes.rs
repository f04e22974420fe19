//! What holds for every fix: it is kept only where it leaves the same letters, it mends what it was offered for, and
//! there is nothing to mend a second time.

use ibid::compile::{Options, compile};
use ibid::diagnostic::Code;
use ibid::fix::{Mended, fix};
use ibid::world::World;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::cell::Cell;

const WORDS: &str = "The Committee's ferry crossed the Élbe river in fog, on 3 March 2026; nobody on board — not even \
    the well-known Mrs O’Neil — complained about the re-signed timetable (of 1 May) before the end of the naïve debate.";

const PATH: &str = "content/b.md";

/// What a hasty hand does to a text: at some letter, some change.
#[derive(Clone, Debug)]
struct Slip {
    at: Index,
    change: &'static str,
}

fn slip() -> impl Strategy<Value = Slip> {
    let changes =
        ["case", "case", "accent", "comma", "dash", "apart", "together", "bare", "emphasis", "line", "letter"];
    (any::<Index>(), select(changes.to_vec())).prop_map(|(at, change)| Slip { at, change })
}

fn slipped(text: &str, slip: &Slip) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = slip.at.index(chars.len());
    let c = chars[at];
    let new = match (slip.change, c) {
        ("case", c) if c.is_lowercase() => c.to_uppercase().to_string(),
        ("case", c) => c.to_lowercase().to_string(),
        ("accent", 'e') => "é".to_owned(),
        ("accent", 'É') => "E".to_owned(),
        ("comma", ' ') => ", ".to_owned(),
        ("dash", '’' | '\'') => "’".to_owned(),
        ("dash", '—') => "–".to_owned(),
        ("apart", c) if c.is_alphabetic() => format!("{c}-"),
        ("together", '-') => String::new(),
        ("bare", ',' | ';' | '(' | ')') => String::new(),
        ("emphasis", c) if c.is_alphabetic() => format!("*{c}*"),
        ("line", ' ') => "\n".to_owned(),
        ("letter", c) if c.is_alphabetic() => "x".to_owned(),
        (_, c) => c.to_string(),
    };
    chars[..at].iter().collect::<String>() + &new + &chars[at + 1..].iter().collect::<String>()
}

/// The letters and digits, as far as an inexact quotation may not change them.
fn letters(text: &str) -> String {
    let plain = text.to_lowercase().replace(['é', 'è'], "e").replace('ï', "i");
    plain.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn mended(briefing: &str) -> (String, Mended) {
    let source = format!("---\ntitle: A\nchecks:\n  unsealed-source: allow\n---\n\n{WORDS} {{#p1}}\n");
    let world = World::from_texts([("content/sources/a.md", &*source), (PATH, briefing)]);
    let site = compile(world, Options::default());
    let mended = fix(site, Options::default());
    (mended.site.world.files[PATH].text().to_owned(), mended)
}

/// The same cases on every run.
fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]))
}

#[test]
fn a_fix_leaves_the_letters_and_leaves_nothing_to_fix() {
    let fixes = Cell::new(0);
    let cases = (any::<Index>(), proptest::collection::vec(slip(), 0..5));
    let outcome = runner(600).run(&cases, |(start, slips)| {
        let starts: Vec<usize> =
            WORDS.match_indices(' ').map(|(at, _)| at + 1).filter(|at| at + 60 < WORDS.len()).collect();
        let quoted =
            slips.iter().fold(WORDS[starts[start.index(starts.len())]..].to_owned(), |text, slip| slipped(&text, slip));
        let before = format!("He wrote “{}” [@a#p1].\n", quoted.trim());
        let (after, first) = mended(&before);
        prop_assert_eq!(letters(&after), letters(&before), "{} became {}", before, after);
        let left = first.site.diagnostics.iter().filter(|found| found.code == Code::InexactQuotation).count();
        prop_assert_eq!(first.kept.len() + left, first.kept.len().max(left), "mended or left, not both: {}", after);
        let (again, second) = mended(&after);
        prop_assert_eq!((again, second.kept.len()), (after, 0));
        fixes.set(fixes.get() + first.kept.len());
        Ok(())
    });
    outcome.unwrap();
    assert!(fixes.get() > 100, "only {} of the cases had anything to mend", fixes.get());
}
