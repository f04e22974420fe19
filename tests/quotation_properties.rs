//! What holds for every quotation: a licensed edit of any passage verifies, an unlicensed one never does, and no text
//! whatever makes the check fail or point between the bytes of a character.

use ibid::bind::quote::{Found, Grade, Negation, Refusal, Scope, Skeleton, is_short, nearest, verify, word_count};
use ibid::span::Span;
use proptest::prelude::*;
use proptest::sample::{Index, select};

fn look(quotation: &str, source: &str) -> Result<Found, Refusal> {
    let skeleton = Skeleton::new(source);
    let scope = Scope::new([&skeleton]);
    let verdict = verify(quotation, &scope);
    assert_eq!(verify(quotation, &scope.indexed()), verdict, "an index decides nothing: {quotation} in {source}");
    verdict
}

fn grade(quotation: &str, source: &str) -> Option<Grade> {
    look(quotation, source).ok().map(|found| found.grade)
}

/// Words with what stands after each. No two words are equal, and none is a negation.
#[derive(Clone, Debug)]
struct Prose {
    words: Vec<String>,
    gaps: Vec<&'static str>,
}

impl Prose {
    fn text(&self, from: usize, to: usize) -> String {
        let mut text = String::new();
        for index in from..to {
            text.push_str(&self.words[index]);
            if index + 1 < to {
                text.push_str(self.gaps[index]);
            }
        }
        text
    }

    fn whole(&self) -> String {
        self.text(0, self.words.len()) + "."
    }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-z]{3,9}",
        1 => "[A-Z][a-z]{3,7}",
        1 => "[а-я]{3,8}",
        1 => "[0-9]{1,2}[,.][0-9]{3}",
        1 => "[$€−-][1-9][0-9]{0,3}",
        1 => "[1-9][0-9]%",
        1 => "[אבגדהוזחט]{3,6}",
        1 => "[كتبعدرسل]{3,6}",
        1 => "[éüñç][a-z]{3,5}",
    ]
}

fn prose() -> impl Strategy<Value = Prose> {
    let gap = select(vec![" ", " ", " ", " ", ", ", ". ", "; ", " — ", " “", "” ", "\n"]);
    (prop::collection::vec(word(), 14..40), prop::collection::vec(gap, 40)).prop_map(|(mut words, gaps)| {
        let mut seen = std::collections::BTreeSet::new();
        words.retain(|word| seen.insert(word.to_lowercase()));
        // Negations are tested elsewhere; a random one would be a licensed surprise.
        words.retain(|word| word != "not");
        while words.len() < 12 {
            words.push(format!("filler{}", (b'a' + words.len() as u8) as char));
        }
        Prose { words, gaps }
    })
}

/// A range of at least `least` words.
fn range(prose: &Prose, least: usize, from: Index, length: Index) -> (usize, usize) {
    let from = from.index(prose.words.len() - least + 1);
    let to = from + least + length.index(prose.words.len() - from - least + 1);
    (from, to)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_run_of_words_is_exact(prose in prose(), from: Index, length: Index) {
        let (from, to) = range(&prose, 1, from, length);
        let (source, quotation) = (prose.whole(), prose.text(from, to));
        let found = look(&quotation, &source).unwrap();
        prop_assert_eq!(found.grade, Grade::Exact);
        prop_assert_eq!(found.places[0].span.of(&source), quotation);
    }

    #[test]
    fn typography_is_free(prose in prose(), from: Index, length: Index, stop in select(vec!["", ".", ","])) {
        let (from, to) = range(&prose, 1, from, length);
        let quotation = prose.text(from, to).replace(['“', '”'], "'").replace(" — ", " -- ");
        let quotation = quotation.replace('\n', "\u{A0}").replace("aa", "a\u{AD}a") + stop;
        let mut characters = quotation.chars();
        let first = characters.next().unwrap();
        let quotation: String = first.to_uppercase().chain(characters).collect();
        prop_assert!(grade(&quotation, &prose.whole()).is_some_and(|grade| grade <= Grade::Typographic), "{}", quotation);
    }

    #[test]
    fn omissions_are_edits(prose in prose(), cut: Index, mark in select(vec!["…", "...", " . . . ", " […] ", "[...]"])) {
        let cut = 3 + cut.index(prose.words.len() - 7);
        let source = prose.whole();
        let quotation = prose.text(0, cut) + " " + mark + " " + &prose.text(cut + 1, prose.words.len());
        let found = look(&quotation, &source).unwrap();
        prop_assert_eq!(found.grade, Grade::Edited);
        let left_out = prose.text(0, cut + 1).len() - prose.words[cut].len();
        prop_assert!(!found.places.iter().any(|place| (place.span.start..place.span.end).contains(&left_out)));
        let reversed = prose.text(cut + 1, prose.words.len()) + " " + mark + " " + &prose.text(0, cut);
        prop_assert!(look(&reversed, &source).is_err());
    }

    #[test]
    fn brackets_replace_up_to_eight_words(prose in prose(), from: Index, count in 0_usize..12) {
        let from = 1 + from.index(prose.words.len() - 2);
        let to = (from + count).min(prose.words.len() - 1);
        let quotation = format!("{} [hic] {}", prose.text(0, from), prose.text(to, prose.words.len()));
        // What keeps two numbers apart is a word to nobody.
        let expected = if to - from <= 8 { Some(Grade::Edited) } else { None };
        prop_assert_eq!(grade(&quotation, &prose.whole()), expected, "{}", quotation);
    }

    #[test]
    fn no_changed_word_passes(prose in prose(), from: Index, length: Index, at: Index, kind in 0..5) {
        let (from, to) = range(&prose, 3, from, length);
        let at = from + at.index(to - from - 1);
        let mut changed = prose.clone();
        match kind {
            0 => changed.words[at] = "zyzzyva".into(),
            1 => changed.words[at].push_str(" not"),
            2 => changed.words.swap(at, at + 1),
            3 if at > from => drop((changed.words.remove(at), changed.gaps.remove(at))),
            3 => changed.words[at + 1].insert_str(0, "not "),
            _ => {
                let word = &mut changed.words[at];
                match word.find(|c: char| c.is_ascii_digit()) {
                    Some(digit) => {
                        let other = if word[digit..].starts_with('7') { "8" } else { "7" };
                        word.replace_range(digit..digit + 1, other);
                    }
                    None => word.push('q'),
                }
            }
        }
        let to = to.min(changed.words.len());
        let quotation = changed.text(from, to);
        // Two neighbours may spell the same in either order (`aaa`, `aaaa`), and a changed number may stand elsewhere.
        let folded = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        prop_assume!(!folded(&prose.whole()).contains(&folded(&quotation)));
        prop_assert!(look(&quotation, &prose.whole()).is_err(), "{} in {}", quotation, prose.whole());
    }

    #[test]
    fn a_refused_quotation_has_a_neighbour(words in prop::collection::btree_set("[a-y]{3,9}", 12..40), at: Index) {
        let words: Vec<&String> = words.iter().collect();
        let at = at.index(words.len());
        let source = words.iter().map(|word| word.as_str()).collect::<Vec<_>>();
        let mut quotation = source.clone();
        quotation[at] = "zyzzyva";
        let skeleton = Skeleton::new(source.join(" "));
        let quotation = quotation.join(" ");
        let nearest = nearest(&quotation, &[&skeleton]).unwrap();
        let marked = (nearest.quotation[0].of(&quotation), nearest.source[0].of(skeleton.plain()));
        prop_assert_eq!(marked, ("zyzzyva", source[at]));
        prop_assert_eq!((nearest.quotation.len(), nearest.source.len()), (1, 1));
    }

    #[test]
    fn strange_text_stands_in_itself(strange in strange()) {
        let source = format!("zeta alpha {strange} omega eta");
        let quotation = format!("alpha {strange} omega");
        prop_assert_eq!(grade(&quotation, &source), Some(Grade::Exact));
    }

    #[test]
    fn strange_text_is_survived(quotation in strange(), sources in prop::collection::vec(strange(), 0..4)) {
        survive(&quotation, &sources)?;
        survive(&sources.concat(), &sources)?;
        survive(&sources.join("…"), &sources)?;
        survive(&sources.join("[…]"), &[sources.concat(), quotation])?;
    }

    #[test]
    fn any_text_is_survived(quotation: String, sources in prop::collection::vec(any::<String>(), 0..3)) {
        survive(&quotation, &sources)?;
        survive(&sources.join(" "), &sources)?;
    }
}

/// Text made of what the check treats in some special way.
fn strange() -> impl Strategy<Value = String> {
    let pieces = vec![
        "a",
        "b",
        "the",
        "not",
        "A",
        "I",
        "ß",
        "İ",
        "ı",
        "ς",
        "é",
        "e\u{301}",
        "\u{301}",
        "\u{338}",
        "=",
        "≠",
        "ﬁ",
        "ǆ",
        "가",
        "각",
        "\u{1100}",
        "й",
        "ё",
        "שׁ",
        "كِ",
        "लि",
        "\u{94D}",
        "ไ",
        "ท",
        "\u{E33}",
        "東",
        "三",
        "万",
        "ア",
        "ー",
        "ｶﾞ",
        "か\u{3099}",
        "5",
        "10",
        "²",
        "₂",
        "½",
        "①",
        "㎡",
        "٣",
        "%",
        "°",
        "$",
        "€",
        "<",
        "+",
        "±",
        "&",
        "#",
        "👍",
        "👩\u{200D}🚀",
        ".",
        ",",
        ":",
        "/",
        "…",
        "...",
        ". . .",
        "[",
        "]",
        "[…]",
        "[x]",
        "[sic]",
        "(",
        ")",
        "-",
        "–",
        "—",
        "−",
        "--",
        "'",
        "’",
        "\"",
        "“",
        "”",
        "«",
        "״",
        " ",
        " ",
        " ",
        "\n",
        "\u{A0}",
        "\u{2009}",
        "\u{AD}",
        "\u{200D}",
        "\u{200B}",
        "\u{202E}",
        "\u{2066}",
        "\u{FEFF}",
        "\u{FE0F}",
        "`",
        "·",
        "!",
        "?",
        "。",
        "،",
        "\u{FFFD}",
        "\u{1F1E9}",
        "㏄",
        "ǅ",
        "ᾳ",
        "\u{345}",
        "ŉ",
        "\u{FDFA}",
    ];
    prop::collection::vec(select(pieces), 0..24).prop_map(|pieces| pieces.concat())
}

/// Runs every function and checks that spans lie on the borders of characters.
fn survive(quotation: &str, sources: &[String]) -> Result<(), TestCaseError> {
    let skeletons: Vec<Skeleton> = sources.iter().map(|source| Skeleton::new(source.as_str())).collect();
    let scope = Scope::new(&skeletons);
    let whole = |text: &str, span: Span| text.get(span.start..span.end).is_some();
    prop_assert_eq!(verify(quotation, &scope), verify(quotation, &scope.clone().indexed()));
    match verify(quotation, &scope) {
        Ok(found) => {
            prop_assert!(!found.places.is_empty());
            prop_assert_eq!(found.grade == Grade::Inexact, !found.differences.is_empty());
            for place in &found.places {
                prop_assert!(whole(&sources[place.passage], place.span) && !place.span.is_empty());
            }
            for difference in &found.differences {
                prop_assert!(whole(quotation, difference.quotation));
                prop_assert!(whole(&sources[difference.source.passage], difference.source.span));
            }
            match found.negation {
                Some(Negation::Removed { place, .. } | Negation::CutOff { place, .. }) => {
                    prop_assert!(whole(&sources[place.passage], place.span))
                }
                Some(Negation::BroughtIn { quotation: span, .. }) => prop_assert!(whole(quotation, span)),
                None => {}
            }
        }
        Err(
            Refusal::Missing { words }
            | Refusal::Fragment { words }
            | Refusal::OutOfOrder { words }
            | Refusal::TooShort { words }
            | Refusal::CrossesPassages { omission: words },
        ) => prop_assert!(whole(quotation, words)),
        Err(Refusal::Empty | Refusal::Tangled) => {}
    }
    let passages: Vec<&Skeleton> = skeletons.iter().collect();
    if let Some(nearest) = nearest(quotation, &passages) {
        let source = &sources[nearest.place.passage];
        prop_assert!(whole(source, nearest.place.span));
        prop_assert!(nearest.quotation.iter().all(|&span| whole(quotation, span)));
        prop_assert!(nearest.source.iter().all(|&span| whole(source, span)));
    }
    let _ = (is_short(quotation), word_count(quotation));
    Ok(())
}
