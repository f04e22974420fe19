//! The rules for verifying a quotation, one table per rule: what each lets through and what it does not.

use ibid::bind::quote::{DifferenceKind, Found, Grade, Negation, Refusal, Scope, Skeleton, verify};

fn look(quotation: &str, passages: &[&str]) -> Result<Found, Refusal> {
    let skeletons: Vec<Skeleton> = passages.iter().map(|&passage| Skeleton::new(passage)).collect();
    verify(quotation, &Scope::new(&skeletons))
}

/// The verdict in one word, for tables.
fn verdict(quotation: &str, passages: &[&str]) -> &'static str {
    match look(quotation, passages) {
        Ok(found) => match found.grade {
            Grade::Exact => "exact",
            Grade::Typographic => "typographic",
            Grade::Edited => "edited",
            Grade::Inexact => match found.differences.first().expect("an inexact quotation differs").kind {
                DifferenceKind::Case => "case",
                DifferenceKind::Accents => "accents",
                DifferenceKind::WordBreaks => "word breaks",
                DifferenceKind::Punctuation => "punctuation",
            },
        },
        Err(Refusal::Empty) => "empty",
        Err(Refusal::Missing { .. }) => "missing",
        Err(Refusal::Fragment { .. }) => "fragment",
        Err(Refusal::OutOfOrder { .. }) => "out of order",
        Err(Refusal::TooShort { .. }) => "too short",
        Err(Refusal::CrossesPassages { .. }) => "crosses",
        Err(Refusal::Tangled) => "tangled",
    }
}

/// Rows of source, quotation and verdict.
fn check(rows: &[(&str, &str, &str)]) {
    let rows = rows.iter().map(|&(source, quotation, expected)| (vec![source], quotation, expected));
    report(rows.collect());
}

/// The same for sources of several passages, which `|` divides.
fn check_range(rows: &[(&str, &str, &str)]) {
    let rows = rows.iter().map(|&(source, quotation, expected)| (source.split('|').collect(), quotation, expected));
    report(rows.collect());
}

/// Fails with every row whose verdict is another.
fn report(rows: Vec<(Vec<&str>, &str, &str)>) {
    let wrong = rows.iter().filter_map(|(passages, quotation, expected)| {
        let verdict = verdict(quotation, passages);
        (verdict != *expected).then(|| format!("{verdict}, not {expected}: “{quotation}” in {passages:?}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

const RIVER: &str = "The river rose, slowly at first, and by noon it had covered the lower road.";

#[test]
fn the_same_words_in_the_same_order() {
    check(&[
        (RIVER, "The river rose, slowly at first", "exact"),
        (RIVER, "by noon it had covered the lower road", "exact"),
        (RIVER, "by noon it had covered the upper road", "missing"),
        (RIVER, "by noon it had not covered the lower road", "missing"),
        (RIVER, "by noon it covered the lower road", "missing"),
        (RIVER, "by noon had it covered the lower road", "missing"),
        (RIVER, "slowly at first, and by noon it had covered the lower road, and the bridge", "missing"),
        ("He was not guilty.", "He was guilty", "missing"),
        ("He was guilty.", "He was not guilty", "missing"),
        ("", "The river", "missing"),
        (RIVER, "", "empty"),
        (RIVER, "…", "empty"),
    ]);
}

#[test]
fn words_are_whole() {
    check(&[
        ("The category is catalogued.", "cat", "fragment"),
        ("The category is catalogued.", "category is cat", "fragment"),
        ("The category is catalogued.", "egory is catalogued", "fragment"),
        ("It is non-negotiable.", "negotiable", "fragment"),
        ("It is non-negotiable.", "It is non", "fragment"),
        ("They didn’t go.", "t go", "fragment"),
        ("They didn’t go.", "They didn", "fragment"),
        ("Pour l’homme.", "homme", "exact"),
        ("цей об’єкт", "єкт", "fragment"),
        ("They can’t go there.", "They can [go] there", "missing"),
        ("the pro-war party", "the [anti-]war party", "edited"),
        ("He left.Then she left.", "Then she left", "exact"),
        ("We sell C++ and AT&T shares.", "We sell C", "fragment"),
        ("We sell C++ and AT&T shares.", "T shares", "fragment"),
        ("这是不可能的事情", "可能的", "exact"),
        ("カメラマンが来た", "カメラ", "fragment"),
        ("三十人が来た", "十人が来た", "fragment"),
        ("ประเทศไทยสวยงาม", "ไทยสวย", "exact"),
        ("ประเทศไทยสวยงาม", "ทยสวย", "fragment"),
        ("हिन्दी भाषा सरल है", "हिन्द", "fragment"),
        ("हिन्दी भाषा सरल है", "भाषा सरल", "exact"),
        ("הבית הגדול", "בית", "fragment"),
        ("불가능한 일이다", "가능한 일이다", "fragment"),
    ]);
}

#[test]
fn numbers_and_signs_are_words() {
    check(&[
        ("with p < 0.05 throughout", "p > 0.05", "missing"),
        ("with p < 0.05 throughout", "p<0.05", "typographic"),
        ("a change of -5% in May", "a change of 5% in May", "missing"),
        ("a change of -5% in May", "5% in May", "fragment"),
        ("a change of −5 % in May", "a change of -5% in May", "typographic"),
        ("fell by 5 in May", "fell by -5 in May", "missing"),
        ("a rise of 5% in May", "a rise of 5", "fragment"),
        ("$1.5 million was paid", "$1 5 million was paid", "missing"),
        ("$1.5 million was paid", "$15 million was paid", "missing"),
        ("$1.5 million was paid", "1.5 million was paid", "fragment"),
        ("$1.5 million was paid", "€1.5 million was paid", "missing"),
        ("some 1,500 men", "some 1.500 men", "missing"),
        ("some 1,500 men", "some 1500 men", "missing"),
        ("some 1,500 men", "500 men", "fragment"),
        ("10² is a hundred", "102 is a hundred", "missing"),
        ("102 is not a hundred", "10² is not a hundred", "missing"),
        ("10² is a hundred", "10 is a hundred", "missing"),
        ("between 2-3 days", "between 23 days", "missing"),
        ("between 2-3 days", "between 2 3 days", "missing"),
        ("between 2-3 days", "between 2–3 days", "typographic"),
        ("between 2-3 days", "3 days", "fragment"),
        ("at 12:30 sharp", "at 12.30 sharp", "missing"),
        ("on 9/11 there", "on 911 there", "missing"),
        ("a score of .5 here", "a score of 5 here", "missing"),
        ("in 2019, 20 men", "in 2019 20 men", "punctuation"),
        ("in 2019, 20 men", "in 201920 men", "missing"),
        ("in 2019, 20 men", "20 men", "exact"),
        ("half is ½ of it", "half is 1/2 of it", "missing"),
        ("the 2½ hours", "the 21/2 hours", "missing"),
        ("x ≠ y always", "x = y always", "missing"),
        ("x ≥ y always", "x > y always", "missing"),
        ("about ±3 points", "about 3 points", "missing"),
        ("CO₂ levels", "CO2 levels", "typographic"),
        ("COVID-19 came", "COVID 19 came", "word breaks"),
        ("the rate—5 percent—held", "5 percent", "exact"),
        ("the rate—5 percent—held", "the rate -5 percent", "missing"),
        ("销量为5万台", "销量为5", "fragment"),
        ("the ratio 1.,5 here", "the ratio 1.5 here", "missing"),
        ("a height of 5'10 there", "a height of 5\"10 there", "missing"),
        ("▲5 against last year", "▼5 against last year", "missing"),
        ("the “boom”—5 percent a year", "5 percent a year", "exact"),
    ]);
}

#[test]
fn typography_costs_nothing() {
    check(&[
        ("He said “yes, I will” — twice.", "He said 'yes, I will' - twice", "typographic"),
        ("He said “yes, I will” — twice.", "he said \"yes, I will\"--twice", "typographic"),
        ("a\u{A0}narrow  road\nhome", "a narrow road home", "typographic"),
        ("co\u{AD}operate with the of\u{AD}fice", "cooperate with the office", "typographic"),
        ("an inter-\nnational body", "an international body", "typographic"),
        ("the ﬁrst oﬀer", "the first offer", "typographic"),
        ("cafe\u{301} au lait", "café au lait", "typographic"),
        ("it’s \u{2067}theirs\u{2069}", "it's theirs", "typographic"),
        ("Ｆｕｌｌ width，text", "Full width, text", "typographic"),
        ("Er kommt « heute »", "Er kommt „heute“", "typographic"),
        ("كِتَاب جديد", "كِتَـاب جديد", "typographic"),
        ("他说“你好”，然后走了", "他说「你好」，然后走了", "typographic"),
    ]);
}

#[test]
fn the_first_letter_and_the_last_stop_are_free() {
    check(&[
        (RIVER, "the river rose", "typographic"),
        (RIVER, "By noon it had covered", "typographic"),
        (RIVER, "The river rose.", "typographic"),
        (RIVER, "The river rose,", "exact"),
        (RIVER, "by noon it had covered the lower road,", "typographic"),
        (RIVER, "by noon it had covered the lower road!", "punctuation"),
        ("Did it rise?", "Did it rise", "exact"),
        ("It did rise.", "It did rise?", "punctuation"),
    ]);
}

#[test]
fn what_is_inexact_is_said_to_be() {
    check(&[
        ("We told US officials.", "We told us officials", "case"),
        ("US officials came.", "Us officials came", "case"),
        ("They will re-sign today.", "They will resign today", "word breaks"),
        ("They will resign today.", "They will re-sign today", "word breaks"),
        ("any one can", "anyone can", "word breaks"),
        ("a long-term plan", "a long term plan", "word breaks"),
        ("the résumé here", "the resume here", "accents"),
        ("Ещё не всё", "Еще не все", "accents"),
        ("were there", "we’re there", "punctuation"),
        ("Well, I know it", "Well I know it", "punctuation"),
        ("Strasse und Maß", "Straße und Mass", "case"),
        ("It is notable.", "It is no table", "missing"),
        ("мой йод", "мой иод", "missing"),
        ("かき と かぎ", "かき と がき", "missing"),
    ]);
}

#[test]
fn words_may_be_left_out_where_a_mark_says_so() {
    check(&[
        (RIVER, "The river rose … by noon", "edited"),
        (RIVER, "The river rose... it had covered . . . lower road", "edited"),
        (RIVER, "The river rose […] by noon", "edited"),
        (RIVER, "The river rose (…) by noon", "edited"),
        (RIVER, "… by noon it had covered …", "edited"),
        (RIVER, "by noon … the river rose", "out of order"),
        (RIVER, "The river rose by noon", "missing"),
        (RIVER, "The … by noon", "too short"),
        (RIVER, "The river rose … noon", "too short"),
        (RIVER, "The river … of the lower road", "missing"),
        (RIVER, "The river ro … by noon", "fragment"),
        (RIVER, "at first … covered … lower road", "too short"),
        ("Well… I know that.", "Well… I know that", "exact"),
        ("Well... I know that.", "Well… I know that", "typographic"),
        ("Well, no. I know that much.", "Well… that much", "too short"),
        ("“Yes,” she said, “I will go.”", "Yes … I will go", "edited"),
        ("He laughed. “I will go,” he said. “No!”", "I will go … No!", "edited"),
        ("Yes, she said, I will go.", "Yes … I will go", "too short"),
        ("It is not so, then. No man will go there.", "It is not so … No … go there", "too short"),
        ("transformation is not transubstantiation", "transformation … transubstantiation", "edited"),
        ("a b c d a b e f", "a b … a b … e f", "edited"),
        ("a b c d a b e f", "a b … a b … a b", "out of order"),
    ]);
}

#[test]
fn brackets_replace_and_insert() {
    check(&[
        ("President Baker said that he would go.", "[He] said that he would go", "edited"),
        ("Yesterday President Baker said no.", "Yesterday [he] said no", "edited"),
        ("Yesterday one two three four five six seven eight said no.", "Yesterday [he] said no", "edited"),
        ("Yesterday one two three four five six seven eight nine said no.", "Yesterday [he] said no", "missing"),
        ("Yesterday said no.", "Yesterday [he] said no", "edited"),
        ("The poor admired it.", "[t]he poor admir[es] it", "edited"),
        ("the poor admired it.", "[T]he poor admir[ed] it", "edited"),
        ("We will go.", "[H]e will go", "fragment"),
        ("She will go.", "[H]e will go", "fragment"),
        ("They is here now.", "They is [sic] here now", "edited"),
        ("They is not here now.", "They is [sic] here now", "missing"),
        ("They is here now.", "They is here now [emphasis added]", "edited"),
        ("They is [sic] here now.", "They is [sic] here now", "exact"),
        ("As shown [3], it works.", "As shown [3], it works", "exact"),
        ("A goverment of men.", "A gover[n]ment of men", "edited"),
        ("In 2024 it was.", "In 20[25] it was", "missing"),
        ("Then John’s plan failed.", "Then [his] plan failed", "edited"),
        ("Then his plan failed.", "Then [Baker]’s plan failed", "edited"),
        ("He can go on.", "He [Baker] can … go on", "edited"),
        ("He can surely go on there.", "He [Baker] can … go on", "edited"),
        ("the administration acts", "the admir[es] acts", "missing"),
        ("a b c d e f g h i j k l", "a [x] c [y z] f [] j", "edited"),
    ]);
}

#[test]
fn a_range_is_one_text() {
    check_range(&[
        ("It rose and rose.|Then it fell.", "rose and rose. Then it fell", "typographic"),
        ("It rose and rose.|Then it fell.", "It rose … it fell", "crosses"),
        ("It rose and rose.|Then it fell.", "It rose […] it fell", "edited"),
        ("It rose and rose.|Then it fell.", "Then it fell", "exact"),
        ("It rose.|It rose and then fell.", "It rose … then fell", "edited"),
        ("in 20|15 people", "in 2015 people", "missing"),
        ("in 20|15 people", "in 20 15 people", "typographic"),
        ("one two. three four|five six. seven eight", "one two … four five six … seven eight", "edited"),
        ("he said yes. Then he said|yes and left soon", "he said yes … left soon", "edited"),
        ("a b. c d|e f", "e f […] a b", "out of order"),
        ("", "x", "missing"),
        ("|alpha beta||gamma", "alpha beta gamma", "typographic"),
    ]);
}

#[test]
fn the_best_grade_wins_then_the_tightest() {
    let source = "Alpha beta, so. alpha beta; then far away gamma delta. alpha beta and gamma delta.";
    let found = look("alpha beta … gamma delta", &[source]).unwrap();
    let words: Vec<&str> = found.places.iter().map(|place| place.span.of(source)).collect();
    assert_eq!(words, ["alpha beta", "gamma delta"]);
    assert_eq!(found.places[0].span.start, source.rfind("alpha").unwrap());
    let source = "WE went home. We went home.";
    let found = look("We went home", &[source]).unwrap();
    assert_eq!((found.grade, found.places[0].span.start), (Grade::Exact, 14));
}

#[test]
fn places_are_the_quoted_words_alone() {
    let source = "Yesterday “President Baker” said, of it all, nothing much";
    let found = look("[He] said … nothing [at all]", &["Before.", source]).map(|found| found.grade);
    assert_eq!(found, Err(Refusal::TooShort { words: (5..9).into() }));
    let found = look("Yesterday [he] said, of it all, nothing", &["Before.", source]).unwrap();
    let words: Vec<&str> = found.places.iter().map(|place| place.span.of(source)).collect();
    assert_eq!(words, ["Yesterday", "said, of it all, nothing"]);
    assert!(found.places.iter().all(|place| place.passage == 1));
}

#[test]
fn an_edit_that_turns_the_sense_is_pointed_out() {
    let negation = |quotation: &str, source: &str| look(quotation, &[source]).unwrap().negation;
    let removed = |word: &str, quotation, source: &str| match negation(quotation, source) {
        Some(Negation::Removed { word: found, place }) => {
            assert_eq!((found.as_str(), place.span.of(source).is_empty()), (word, false), "{quotation}");
        }
        other => panic!("{quotation}: {other:?}"),
    };
    removed("not", "he is … guilty of it", "We say he is surely not guilty of it.");
    removed("not", "he is [clearly] guilty", "We say he is not guilty.");
    removed("didnt", "they [all] go home", "they didn’t go home");
    removed("nobody", "[He] was guilty", "Nobody was guilty.");
    removed("never", "he was [kind]", "he was never kind.");
    let brought = negation("he is [not] guilty", "he is guilty");
    assert!(matches!(brought, Some(Negation::BroughtIn { word, .. }) if word == "not"));
    let brought = negation("he is [un]able", "he is able");
    assert!(matches!(brought, Some(Negation::BroughtIn { .. })));
    assert_eq!(negation("they have no[t] one", "they have no one"), None);
    let brought = negation("he can[’t] go", "he can go");
    assert!(matches!(brought, Some(Negation::BroughtIn { .. })));
    removed("non", "the [wholly] negotiable terms", "the non-negotiable terms");
    assert_eq!(negation("he can[not] go", "he can’t go"), None);
    assert_eq!(negation("he is [not] guilty", "he is not guilty"), None);
    assert_eq!(negation("he can[not] go", "he cannot go"), None);
    assert_eq!(negation("we say … of course", "we say that he is surely not guilty, of course"), None);
    assert_eq!(negation("he is … of it", "he is guilty of it"), None);
}

#[test]
fn differences_have_places() {
    let source = "In truth, we told US officials.";
    let found = look("we told us officials", &[source]).unwrap();
    let difference = &found.differences[0];
    assert_eq!((difference.quotation, difference.source.span.of(source)), ((8..10).into(), "US"));
    assert_eq!(found.differences.len(), 1);
}

#[test]
fn a_refusal_says_where() {
    let quotation = "The river rose … it had sunk";
    let Err(Refusal::Missing { words }) = look(quotation, &[RIVER]) else { panic!() };
    assert_eq!(words.of(quotation), "it had sunk");
    let Err(Refusal::CrossesPassages { omission }) = look("a b … c d", &["a b x", "y c d"]) else { panic!() };
    assert_eq!(omission.of("a b … c d"), "…");
}
