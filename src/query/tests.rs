use super::*;
use crate::corpus::{Corpus, corpus};
use crate::date::Edtf;
use crate::page::Reading;
use crate::world::World;

fn site(sources: &[(&str, &str)]) -> Corpus {
    let files = sources.iter().map(|(name, text)| (format!("content/sources/{name}.md"), *text)).collect::<Vec<_>>();
    let world = World::from_texts(files.iter().map(|(path, text)| (path.as_str(), *text)));
    corpus(&world, Reading::default())
}

/// The citations found, in order.
fn found(corpus: &Corpus, query: &str, filter: &Filter) -> Vec<String> {
    let answer = Index::new(corpus, "en").find(&Query::parse(query).unwrap(), filter, 10);
    assert_eq!(answer.hits.len(), answer.total.min(10));
    let name = |hit: &Hit| {
        let id = corpus.pages[hit.page].passages[hit.passage].id;
        format!("{}#{id}", corpus.key(hit.page).unwrap().as_str())
    };
    answer.hits.iter().map(name).collect()
}

fn find(corpus: &Corpus, query: &str) -> String {
    found(corpus, query, &Filter::default()).join(" ")
}

/// The matches of the first hit.
fn marked(corpus: &Corpus, query: &str) -> Vec<String> {
    let answer = Index::new(corpus, "en").find(&Query::parse(query).unwrap(), &Filter::default(), 1);
    let hit = &answer.hits[0];
    let text = corpus.pages[hit.page].passages[hit.passage].prose.text();
    hit.matches.iter().map(|span| span.of(text).to_owned()).collect()
}

fn harbour() -> Corpus {
    site(&[
        (
            "harbour",
            "\
## The breakwater

The committee approved the new breakwater by seven votes to two. {#p1}

**Ana Ruiz:** Work will begin in May, and it will cost 4.2 million euros. {#p2}

## Other matters

The ferries were approved after a long debate, and the harbour of the breakwater was not. {#p3}

A well-known café keeps the new chairs. {#p4}

::: boilerplate comment
The committee is a breakwater. {#p9}
:::
",
        ),
        ("draft", "---\ndraft: true\n---\n\nA breakwater in a draft. {#p1}\n"),
        ("twice", "---\nkey: harbour\n---\n\nA breakwater that nobody can cite. {#p1}\n"),
    ])
}

#[test]
fn what_can_be_cited_is_found_by_any_form_of_its_words() {
    let corpus = harbour();
    assert_eq!(find(&corpus, "approving breakwaters"), "harbour#p1 harbour#p3 harbour#p2");
    assert_eq!(find(&corpus, "CAFE"), "harbour#p4");
    assert_eq!(find(&corpus, "4,2 million"), "harbour#p2");
    assert_eq!(find(&corpus, "lighthouse"), "");
    assert_eq!(marked(&corpus, "approving breakwaters vote"), ["approved", "breakwater", "votes"]);
}

#[test]
fn the_form_that_was_typed_and_words_side_by_side_rank_higher() {
    let corpus = site(&[(
        "a",
        "\
The talks were held, and then some more were held in town. {#p1}

One talk was held, and then some more were held in town. {#p2}

A grey harbour near the old stone bridge where a master keeps goats. {#p3}

A grey stone bridge near the old goats where a harbour master keeps. {#p4}
",
    )]);
    assert_eq!(find(&corpus, "talk"), "a#p2 a#p1");
    assert_eq!(find(&corpus, "talks"), "a#p1 a#p2");
    assert_eq!(find(&corpus, "harbour master"), "a#p4 a#p3");
}

#[test]
fn a_phrase_stands_word_after_word_as_it_is_folded() {
    let corpus = harbour();
    assert_eq!(find(&corpus, "\"new breakwater\""), "harbour#p1");
    assert_eq!(find(&corpus, "“NEW Breakwater” committee"), "harbour#p1");
    assert_eq!(find(&corpus, "\"well known cafe\""), "harbour#p4");
    assert_eq!(find(&corpus, "\"new breakwaters\""), "");
    assert_eq!(find(&corpus, "\"breakwater new\""), "");
    assert_eq!(marked(&corpus, "\"the new\" breakwater"), ["the new", "breakwater"]);
    assert_eq!(marked(&corpus, "\"the new\" seven"), ["the new", "seven"]);
    let corpus = site(&[("a", "so it so it is so {#p1}\n\nso it so so it is {#p2}\n")]);
    assert_eq!(find(&corpus, "\"so it so it is\""), "a#p1");
    assert_eq!(find(&corpus, "\"so it is\""), "a#p1 a#p2");
}

#[test]
fn what_must_not_be_there_is_not() {
    let corpus = harbour();
    assert_eq!(find(&corpus, "approved -ferry"), "harbour#p1");
    assert_eq!(find(&corpus, "approved -\"new breakwater\""), "harbour#p3");
    assert_eq!(find(&corpus, "approved -well-known"), "harbour#p1 harbour#p3");
    assert_eq!(find(&corpus, "-approve"), "harbour#p2 harbour#p4");
}

#[test]
fn headings_and_labels_count_a_little() {
    let corpus = harbour();
    assert_eq!(find(&corpus, "breakwater"), "harbour#p1 harbour#p3 harbour#p2");
    assert_eq!(find(&corpus, "Ruiz"), "harbour#p2");
    assert_eq!(marked(&corpus, "Ruiz work"), ["Work"]);
}

#[test]
fn filters_let_through_what_they_say() {
    let corpus = site(&[
        (
            "a-radio",
            "---\ndate: 2025-04-25\nlanguage: en-GB\n---\n\n**Baer:** Peace. {#p1}\n\n**Inskeep:** Peace? {#p2}\n",
        ),
        ("b-paper", "---\ndate: 2026-02?\n---\n\n**Dan Baer:** Peace. {#p1}\n"),
        ("c-paper", "---\nlanguage: de\n---\n\nPeace. {#p1}\n"),
    ]);
    let with = |change: &dyn Fn(&mut Filter)| {
        let mut filter = Filter::default();
        change(&mut filter);
        assert_eq!(found(&corpus, "peace", &filter).len(), found(&corpus, "", &filter).len());
        found(&corpus, "", &filter).join(" ")
    };
    let date = |text| Edtf::parse(text);
    let strings = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    assert_eq!(with(&|_| {}), "a-radio#p1 a-radio#p2 b-paper#p1 c-paper#p1");
    assert_eq!(with(&|filter| filter.sources = strings(&["a-radio"])), "a-radio#p1 a-radio#p2");
    assert_eq!(with(&|filter| filter.sources = strings(&["*-paper"])), "b-paper#p1 c-paper#p1");
    assert_eq!(with(&|filter| filter.speakers = strings(&["baer"])), "a-radio#p1 b-paper#p1");
    assert_eq!(with(&|filter| filter.speakers = strings(&["Dan Baer", "INSKEEP"])), "a-radio#p1 a-radio#p2 b-paper#p1");
    assert_eq!(with(&|filter| filter.from = date("2026-02-10")), "b-paper#p1");
    assert_eq!(with(&|filter| filter.to = date("2025-04")), "a-radio#p1 a-radio#p2");
    assert_eq!(with(&|filter| filter.language = Some("en".to_owned())), "a-radio#p1 a-radio#p2 b-paper#p1");
    assert_eq!(with(&|filter| filter.language = Some("en-GB".to_owned())), "a-radio#p1 a-radio#p2");
    let dated = Filter { from: date("2000"), ..Filter::default() };
    assert_eq!(Index::new(&corpus, "en").find(&Query::default(), &dated, 10).undated, 1);
}

#[test]
fn scripts_without_spaces_are_found_by_what_stands_in_them() {
    let corpus = site(&[
        ("ja", "---\nlanguage: ja\n---\n\n日本は平和条約に署名した。 {#p1}\n\n条約は和平ではない。水素 {#p2}\n"),
        ("ko", "---\nlanguage: ko\n---\n\n한국은 협정에 서명했다. {#p1}\n"),
        ("th", "---\nlanguage: th\n---\n\nประเทศไทยลงนามในสนธิสัญญา {#p1}\n"),
        ("ru", "---\nlanguage: ru\n---\n\nПереговоры в Киеве ещё идут. {#p1}\n"),
    ]);
    assert_eq!(find(&corpus, "平和条約"), "ja#p1 ja#p2");
    assert_eq!(find(&corpus, "「平和条約」"), "ja#p1");
    assert_eq!(find(&corpus, "水"), "ja#p2");
    assert_eq!(find(&corpus, "「水」"), "ja#p2");
    assert_eq!(find(&corpus, "平和 -水"), "ja#p1");
    assert_eq!(find(&corpus, "한국"), "ko#p1");
    assert_eq!(find(&corpus, "สนธิสัญญา"), "th#p1");
    assert_eq!(find(&corpus, "переговоров еще"), "ru#p1");
    assert_eq!(marked(&corpus, "平和条約"), ["平和条約"]);
    assert_eq!(marked(&corpus, "「水」"), ["水"]);
}

#[test]
fn a_word_without_its_accents_finds_all_its_forms() {
    let corpus = site(&[(
        "fr",
        "---\nlanguage: fr\n---\n\nLes députées réélues. {#p1}\n\nUne députée parle. {#p2}\n\nUn depot. {#p3}\n",
    )]);
    assert_eq!(find(&corpus, "deputee"), "fr#p2 fr#p1");
    assert_eq!(find(&corpus, "députées"), "fr#p1 fr#p2");
}

#[test]
fn a_word_that_stands_nowhere_is_said_with_the_nearest_and_never_replaced() {
    let corpus = harbour();
    let unknown = |query: &str| {
        let answer = Index::new(&corpus, "en").find(&Query::parse(query).unwrap(), &Filter::default(), 10);
        let shown = |unknown: &Unknown| format!("{}:{}", unknown.word, unknown.nearest.as_deref().unwrap_or("-"));
        (answer.unknown.iter().map(shown).collect::<Vec<_>>().join(" "), answer.total)
    };
    assert_eq!(unknown("brekwater"), ("brekwater:breakwater".to_owned(), 0));
    assert_eq!(unknown("Comittee zebra Comittee"), ("Comittee:committee zebra:-".to_owned(), 0));
    assert_eq!(unknown("cafés"), (String::new(), 1));
    // In a phrase the form itself counts.
    assert_eq!(unknown("\"new breakwaters\"").0, "breakwaters:breakwater");
    assert_eq!(unknown("coffee cafex").0, "coffee:- cafex:café");
}

#[test]
fn a_query_of_any_length_costs_no_more_than_the_index() {
    // Each of these took hours if one step of them were not linear.
    let words: String = (0..20_000).map(|n| format!("w{} ", n % 10_000)).collect();
    let laugh = "ha ".repeat(200_000);
    let text = format!("{words}{{#p1}}\n\n{laugh}{{#p2}}\n\n{}ho {{#p3}}\n", "ha ".repeat(1000));
    let corpus = site(&[("a", &text)]);
    let index = Index::new(&corpus, "en");
    let find = |query: &str| index.find(&Query::parse(query).unwrap(), &Filter::default(), 10).total;
    assert_eq!(find(&words), 1);
    assert_eq!(find(&format!("\"{words}\"")), 1);
    assert_eq!(find(&format!("\"{}ho\"", "ha ".repeat(1000))), 1);
    assert_eq!(find("ha ho"), 2);
    assert_eq!(find(&"“ha ".repeat(20_000)), 2);
    assert_eq!(find(&(0..20_000).map(|n| format!("x{n} ")).collect::<String>()), 0);
}

#[test]
fn an_answer_is_the_same_on_any_number_of_threads() {
    let sources: Vec<(String, String)> = (0..40)
        .map(|n| (format!("s{n:02}"), format!("The keeper {n} of tide {} spoke of keepers. {{#p1}}\n", n % 7)))
        .collect();
    let sources: Vec<(&str, &str)> = sources.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let corpus = site(&sources);
    let answer = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let query = Query::parse("keeper tide 3 tied").unwrap();
        pool.install(|| Index::new(&corpus, "en").find(&query, &Filter::default(), 10))
    };
    assert_eq!(answer(1), answer(7));
}
