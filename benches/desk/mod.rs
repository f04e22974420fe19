//! A desk's site as text, made by code: briefings that cite and quote, the sources that they cite, people whom they name.
//! The same files for the same size, on every machine.

use std::fmt::Write;

const WORDS: [&str; 48] = [
    "harbour", "council", "ferry", "toll", "bridge", "winter", "ledger", "keeper", "grain", "vote", "tide", "letter",
    "market", "repair", "island", "crossing", "engineer", "evening", "storm", "clerk", "budget", "quay", "lantern",
    "petition", "the", "of", "and", "to", "in", "that", "was", "for", "with", "before", "after", "under", "said",
    "closed", "opened", "paid", "refused", "wrote", "raised", "lowered", "counted", "measured", "sold", "moved",
];

const SURNAMES: [&str; 12] =
    ["Olsen", "Berg", "Carver", "Duarte", "Eriksen", "Faulk", "Grant", "Holm", "Ivers", "Jansen", "Keller", "Lund"];

const TOPICS: [&str; 8] = ["tolls", "repairs", "grain", "islands", "storms", "budget", "votes", "markets"];

/// Passages of a source.
const PASSAGES: usize = 15;

/// Paragraphs of a briefing.
const PARAGRAPHS: usize = 20;

/// Numbers that look random, the same in every run (Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % sides
    }

    fn sentence(&mut self) -> String {
        let mut sentence = String::new();
        let length = 9 + self.throw(14);
        for place in 0..length {
            let word = WORDS[self.throw(WORDS.len())];
            match place {
                0 => sentence.extend(word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1))),
                _ => write!(sentence, "{}{word}", if self.throw(11) == 0 { ", " } else { " " }).expect("it grows"),
            }
        }
        sentence + "."
    }
}

/// The files of a site of so many briefings, with a source to every four of them, by path.
pub fn files(briefings: usize) -> Vec<(String, String)> {
    let sources = (briefings / 4).max(1);
    let mut files = vec![
        ("ibid.toml".to_owned(), "title = \"The desk\"\nbase_url = \"https://ibid.example/\"\n".to_owned()),
        ("content/_index.md".to_owned(), "---\ntitle: The desk\n---\n\nWhat we know.\n".to_owned()),
    ];
    for (number, surname) in SURNAMES.iter().enumerate() {
        let text =
            format!("---\ntitle: Mara {surname}\nnames: [M. {surname}]\nrole: clerk {number}\n---\n\nA clerk.\n");
        files.push((format!("content/people/{}.md", surname.to_lowercase()), text));
    }
    let said: Vec<Vec<String>> = (0..sources).map(passages).collect();
    for (source, passages) in said.iter().enumerate() {
        let mut text = format!(
            "---\ntitle: Minutes of meeting {source}\nkey: minutes-{source}\npublisher: The {} Gazette\ndate: 20{:02}-0{}-1{}\nurl: https://gazette.example/{source}\nrights: full\nchecks:\n  unsealed-source: allow\n---\n",
            SURNAMES[source % SURNAMES.len()],
            10 + source % 15,
            1 + source % 9,
            source % 10,
        );
        for (passage, words) in passages.iter().enumerate() {
            write!(text, "\n{words} {{#p{}}}\n", passage + 1).expect("it grows");
        }
        files.push((format!("content/sources/minutes-{source}.md"), text));
    }
    for briefing in 0..briefings {
        files.push((format!("content/briefings/briefing-{briefing}.md"), self::briefing(briefing, briefings, &said)));
    }
    files
}

fn passages(source: usize) -> Vec<String> {
    let mut dice = Dice(source as u64 + 1);
    let mut passages: Vec<String> = Vec::new();
    for passage in 0..PASSAGES {
        let mut words: Vec<String> = (0..2 + dice.throw(3)).map(|_| dice.sentence()).collect();
        if passage % 5 == 0 {
            words.push(format!("Mara {} said so.", SURNAMES[dice.throw(SURNAMES.len())]));
        }
        passages.push(words.join(" "));
    }
    passages
}

fn briefing(number: usize, briefings: usize, said: &[Vec<String>]) -> String {
    let mut dice = Dice(1_000_003 + number as u64);
    let mut text = format!(
        "---\ntitle: Briefing {number} on the {}\ndate: 2025-0{}-1{}\nsummary: {}\ntopics: [{}, {}]\n---\n",
        WORDS[number % 24],
        1 + number % 9,
        number % 10,
        dice.sentence(),
        TOPICS[number % 8],
        TOPICS[(number / 8) % 8],
    );
    let own: Vec<usize> = (0..3).map(|_| dice.throw(said.len())).collect();
    for paragraph in 0..PARAGRAPHS {
        let (source, passage) = (own[dice.throw(3)], dice.throw(PASSAGES));
        let first = dice.sentence();
        match paragraph % 10 {
            0 => write!(text, "\n## {} {paragraph}\n\n{first}\n", WORDS[dice.throw(24)]),
            1 | 2 => write!(
                text,
                "\n{first} {} [@minutes-{source}#p{}]. {}\n",
                dice.sentence(),
                passage + 1,
                dice.sentence()
            ),
            3 => {
                let words = said[source][passage].split_inclusive('.').next().unwrap_or_default();
                let words = words.trim_end_matches('.');
                write!(text, "\nThe minutes say: “{words}” [@minutes-{source}#p{}]. {first}\n", passage + 1)
            }
            4 => write!(text, "\n{first} See [another](briefing-{}.md).\n", dice.throw(briefings)),
            5 => write!(text, "\n- {first}\n- {} [@minutes-{source}#p{}]\n", dice.sentence(), passage + 1),
            6 => write!(text, "\nMara {} agreed. *{first}*\n", SURNAMES[dice.throw(SURNAMES.len())]),
            7 => write!(
                text,
                "\n| Day | Toll |\n| --- | ---: |\n| Monday | {} |\n| Friday | {} |\n",
                dice.throw(900),
                dice.throw(900)
            ),
            8 if number.is_multiple_of(5) => {
                write!(text, "\n```rust\nlet toll = {}; // {first}\n```\n", dice.throw(900))
            }
            _ => write!(text, "\n{first} {} {}\n", dice.sentence(), dice.sentence()),
        }
        .expect("it grows");
    }
    text
}
