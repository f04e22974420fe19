//! The index of the site's search, read back as a browser reads it: it has the words of what is published, at their
//! places, and of nothing else.

use ibid::compile::{Options, compile};
use ibid::path::OutPath;
use ibid::prose::term::{Kind, Stemming, terms};
use ibid::render::{Artefact, Theme, plan, plan_pages};
use ibid::world::World;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a site's scripts say.
struct Index {
    facts: Value,
    /// By word: the places in each unit, counted through the site.
    words: BTreeMap<String, BTreeMap<u32, Vec<u32>>>,
    /// Words that find each other.
    kin: BTreeSet<BTreeSet<String>>,
    /// By page: what `t0.js` and its like say of it.
    pages: Vec<Vec<String>>,
    /// All scripts, and the search's own page.
    raw: BTreeMap<String, String>,
}

fn built(files: &[(&str, &str)]) -> Index {
    let site = compile(World::from_texts(files.iter().copied()), Options::default());
    let theme = Theme::load(&site).0;
    let plan = plan(&site);
    let mut raw = BTreeMap::new();
    for (path, artefact) in plan.artefacts.iter() {
        if matches!(artefact, Artefact::Search | Artefact::SearchScript(_)) {
            let bytes = plan.bytes(artefact, &site, &theme).expect("the page can be rendered");
            raw.insert(path.to_string(), String::from_utf8(bytes.into_owned()).expect("a script is text"));
        }
    }
    let values = |prefix: &str| {
        let mut values: Vec<(usize, Value)> = Vec::new();
        for text in raw.values().filter_map(|text| text.strip_prefix(&format!("ibidSearch(\"{prefix}"))) {
            let (number, value) = text.split_once("\",").expect("a name and a value");
            let value = value.strip_suffix(");\n").expect("a call ends");
            values.push((number.parse().unwrap_or_default(), serde_json::from_str(value).expect("a value is JSON")));
        }
        values.sort_by_key(|(number, _)| *number);
        values.into_iter().map(|(_, value)| value).collect::<Vec<Value>>()
    };
    let mut index = Index {
        facts: values("index").pop().unwrap_or_default(),
        words: BTreeMap::new(),
        kin: BTreeSet::new(),
        pages: values("t")
            .into_iter()
            .flat_map(|texts| serde_json::from_value::<Vec<Vec<String>>>(texts).unwrap())
            .collect(),
        raw: raw.clone(),
    };
    let firsts: Vec<String> = index.facts["words"].as_str().unwrap_or_default().split(' ').map(str::to_owned).collect();
    for (shard, first) in values("w").into_iter().zip(firsts) {
        let words = words(shard[0].as_str().unwrap());
        assert_eq!(words[0], first, "the index says where a shard begins");
        let postings: Vec<&str> = shard[1].as_str().unwrap().split(' ').collect();
        assert_eq!(words.len(), postings.len());
        for family in shard[2].as_str().unwrap().split('|').filter(|family| !family.is_empty()) {
            let mut parts = family.split(' ');
            let stem = parts.next().unwrap_or_default();
            index.kin.insert(parts.map(|end| format!("{stem}{end}")).collect());
        }
        index.words.extend(words.into_iter().zip(postings).map(|(word, coded)| (word, units(coded))));
    }
    index
}

fn numbers(text: &str) -> Vec<u32> {
    let mut numbers = Vec::new();
    let mut ahead = 0;
    for code in text.bytes().map(u32::from) {
        let digit = code - 35 - u32::from(code > 92);
        if digit < 61 {
            numbers.push(ahead * 61 + digit);
            ahead = 0;
        } else {
            ahead = ahead * 30 + digit - 60;
        }
    }
    numbers
}

fn words(coded: &str) -> Vec<String> {
    let mut before: Vec<u16> = Vec::new();
    let read = |word: &str| {
        before.truncate(numbers(&word[..1])[0] as usize);
        before.extend(word[1..].encode_utf16());
        String::from_utf16(&before).expect("words are cut between characters")
    };
    coded.split(' ').map(read).collect()
}

fn units(coded: &str) -> BTreeMap<u32, Vec<u32>> {
    let mut numbers = numbers(coded).into_iter();
    let mut units = BTreeMap::new();
    let mut unit = 0;
    while let Some(distance) = numbers.next() {
        unit += distance / 2;
        let count = if distance % 2 == 1 { numbers.next().unwrap() + 2 } else { 1 };
        let mut place = 0;
        let places = (0..count).map(|_| {
            place += numbers.next().unwrap();
            place
        });
        units.insert(unit, places.collect());
    }
    units
}

/// The words of a text with their places, as the index counts them.
fn words_of(text: &str) -> Vec<(String, u32)> {
    let mut words = Vec::new();
    terms(text, |term| {
        if term.kind != Kind::Sign {
            words.push((term.folded.replace(' ', ""), words.len() as u32));
        }
    });
    words
}

#[test]
fn the_index_has_every_word_of_the_texts_at_its_place_and_no_other() {
    let index = built(&[
        ("ibid.toml", "title = \"S\""),
        (
            "content/briefings/a.md",
            "---\ntitle: The quay\nsummary: It stands.\n---\n# One\n\nThe quay [@s#p1] is the quay.\n\n- 2026-02-05 — It stood.\n\n| a | b |\n|--|--|\n| c d | e |\n\n> “Words”\n> [@s#p1]\n",
        ),
        ("content/briefings/ja.md", "---\ntitle: 平和条約\nlanguage: ja\n---\n日本は平和条約を結んだ。水。\n"),
        (
            "content/sources/s.md",
            "---\nkey: s\npublisher: Quill\nrights: full\n---\n**Ada:** Words at the quay, 1,500 of them. {#p1}\n\nOther words. {#p2}\n",
        ),
    ]);
    let starts: Vec<u32> = numbers(index.facts["units"].as_str().unwrap());
    assert_eq!(starts.len(), index.pages.len());
    let little: BTreeSet<&str> = index.facts["little"].as_str().unwrap().split(' ').collect();
    assert!(little.contains("the"));
    let mut expected: BTreeMap<String, BTreeMap<u32, Vec<u32>>> = BTreeMap::new();
    let mut unit = 0;
    for (page, count) in index.pages.iter().zip(starts) {
        let texts: Vec<String> = std::iter::once(format!("{}\n{}", page[0], page[3]))
            .chain(page[4..].chunks(2).map(|unit| unit[1].clone()))
            .collect();
        assert_eq!(texts.len() as u32, count, "{}", page[0]);
        for (number, text) in texts.iter().enumerate() {
            for (word, place) in words_of(text) {
                if number == 0 || !little.contains(word.as_str()) {
                    expected.entry(word).or_default().entry(unit).or_default().push(place);
                }
            }
            unit += 1;
        }
    }
    assert_eq!(index.words, expected);
    let briefing = index.pages.iter().find(|page| page[0] == "The quay").unwrap();
    assert_eq!(
        briefing[4..].chunks(2).map(|unit| (unit[0].as_str(), unit[1].as_str())).collect::<Vec<_>>(),
        [
            ("", "It stands."),
            ("one", "One"),
            ("r1", "The quay \tis the quay."),
            ("one", "2026-02-05\t — It stood."),
            ("one", "a\nb"),
            ("one", "c d\ne"),
            ("r2", "“Words”"),
        ]
    );
    let source = index.pages.iter().find(|page| page[1].starts_with("sources/s/")).unwrap();
    assert_eq!(source[3..], ["Quill", "p1", "Ada: Words at the quay, 1,500 of them.", "p2", "Other words."]);
}

#[test]
fn nothing_that_is_withheld_is_in_any_script() {
    let index = built(&[
        ("content/briefings/a.md", "It came [@excerpt#p2]. So they said [@none#p1].\n"),
        ("content/briefings/draft.md", "---\ndraft: true\ntitle: Draftword\n---\nUnripeword.\n"),
        (
            "content/sources/excerpt.md",
            "---\nkey: excerpt\ntitle: Excerpttitle\nrights: excerpt\nsummary: Summaryword.\nnotes: [Noteword]\n---\n## Headword\n\nHiddenword. {#p1}\n\nShownword. {#p2}\n\n::: boilerplate menu lines=1-2\nMenuword\n:::\n",
        ),
        (
            "content/sources/none.md",
            "---\nkey: none\ntitle: Nonetitle\nrights: none\nsummary: Silentword.\n---\n**Speakerword:** Secretword. {#p1}\n",
        ),
        (
            "content/sources/full.md",
            "---\nkey: full\nrights: full\n---\nOpenword. {#p1}\n\n::: boilerplate tail lines=3-4\nTailword\n:::\n",
        ),
        ("content/sources/hidden.md", "---\nkey: hidden\ndraft: true\nrights: full\n---\nBuriedword. {#p1}\n"),
    ]);
    for word in ["shownword", "openword", "excerpttitle", "nonetitle"] {
        assert!(index.words.contains_key(word), "{word}");
    }
    let withheld = [
        "draftword",
        "unripeword",
        "summaryword",
        "noteword",
        "headword",
        "hiddenword",
        "menuword",
        "silentword",
        "speakerword",
        "secretword",
        "tailword",
        "buriedword",
    ];
    for word in withheld {
        assert!(!index.words.contains_key(word), "{word} is in the index");
        for (path, text) in &index.raw {
            assert!(!text.to_lowercase().contains(word), "{word} is in {path}");
        }
    }
}

#[test]
fn forms_of_a_word_find_each_other() {
    let index = built(&[
        ("content/a.md", "He negotiates. The negotiations go on; negotiating, he said, is all.\n"),
        ("content/b.md", "---\nlanguage: de\n---\nDas Haus und die Häuser.\n"),
        ("content/c.md", "---\nlanguage: ru\n---\nПереговоры и переговоров.\n"),
    ]);
    let families: Vec<Vec<&str>> = index.kin.iter().map(|kin| kin.iter().map(String::as_str).collect()).collect();
    for family in
        [&["haus", "hauser"][..], &["negotiates", "negotiating", "negotiations"], &["переговоров", "переговоры"]]
    {
        assert!(families.contains(&family.to_vec()), "{family:?} in {families:?}");
    }
    assert_eq!(Stemming::of("en").stem("negotiates"), Stemming::of("en").stem("negotiations"));
}

/// Enough pages for several batches and several scripts of each sort.
fn many() -> Vec<(String, String)> {
    let word = |seed: usize| format!("w{}x", seed * seed % 2_003);
    let page = |number: usize| {
        let words: Vec<String> = (0..120).map(|at| word(number * 31 + at)).collect();
        let words: Vec<String> = words.chunks(20).map(|sentence| sentence.join(" ") + ".").collect();
        (
            format!("content/notes/n{number:04}.md"),
            format!("---\ndate: {}\n---\n{}\n", 1990 + number % 40, words.join("\n\n")),
        )
    };
    (0..700).map(page).collect()
}

#[test]
fn a_server_that_plans_no_search_finds_the_same_files() {
    let files = many();
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let site = compile(World::from_texts(files), Options::default());
    let (whole, lean) = (plan(&site), plan_pages(&site));
    assert!(!lean.artefacts.values().any(|artefact| matches!(artefact, Artefact::SearchScript(_))));
    assert!(whole.artefacts.contains_key(&OutPath::new("search/t0.js").unwrap()));
    for (path, artefact) in whole.artefacts.iter() {
        assert_eq!(lean.find(&site, path.as_str()).as_ref(), Some(artefact), "{path}");
    }
    for missing in ["search/w999.js", "search/.js", "search/", "search/../index.html", "search//index.js", ""] {
        assert_eq!(lean.find(&site, missing), None, "{missing}");
    }
}

#[test]
fn the_scripts_are_the_same_for_any_number_of_threads() {
    let files = many();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let with = |threads: usize| {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start").install(|| built(&files))
    };
    let (one, many) = (with(1), with(7));
    assert_eq!(one.raw, many.raw);
    let scripts = |letter: &str| one.raw.keys().filter(|path| path.starts_with(&format!("search/{letter}"))).count();
    assert!(scripts("w") > 3 && scripts("t") > 3, "{:?}", one.raw.keys());
    assert!(one.raw.values().all(|script| script.len() < 100_000));
    let postings: usize = one.words.values().flat_map(BTreeMap::values).map(Vec::len).sum();
    assert_eq!(postings, 700 * 120 + 700, "every word once, with those of the titles");
}
