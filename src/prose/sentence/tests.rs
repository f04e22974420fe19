//! Sentences by category and in the style of news, all written for these tests. A `|` in a text marks an end.

use super::*;
use crate::prose::quotation::quotations;
use proptest::prelude::*;

/// Splits `text` as a caller does, no sentence ending inside its double quotation marks.
fn split(text: &str) -> String {
    let whole: Vec<Span> = quotations(text, &[], false).quotations.into_iter().map(|quoted| quoted.outer).collect();
    let mut start = 0;
    let sentences = sentence_ends(text, &whole).into_iter().map(|end| {
        let sentence = text[start..end].trim_start();
        start = end;
        sentence
    });
    sentences.collect::<Vec<_>>().join(" | ")
}

fn check(texts: &[&str]) {
    for text in texts {
        let plain = text.replace(" | ", " ");
        assert_eq!(split(&plain), *text, "\n{text}");
    }
}

/// The categories of the “golden rules” that splitters are compared by, but for one: list items that only a line
/// break separates are one sentence here, since a line break is white space.
#[test]
fn golden_categories() {
    check(&[
        "The talks are over. | The delegates have left.",
        "Who signed it? | Nobody knows.",
        "What a day! | They had waited for years.",
        "The envoy is Anna K. Lindqvist.",
        "The clause is on p. 31 of the annex.",
        "Had Weber and co. seen the draft?",
        "The bid came from Marsh, Hill & Co. in spring.",
        "He wrote to Weber and co. | They did not answer.",
        "The bid came from Marsh, Hill & Co. | It was refused.",
        "Snow fell on Mt. Elbrus in June.",
        "St. Anne's Hospital stands on 9th st. behind the park.",
        "That was Ray Dole Jr.'s idea.",
        "She studied in the U.S.A. for a year.",
        "They moved to the E.U. | What came next?",
        "He flew back to the U.S. | How long will he stay?",
        "He runs a U.S. Navy yard in Maine.",
        "She taught in the U.S. for a decade.",
        "At 7 a.m. Dr. Weber opened the door. | The last guest came at 9 P.M. | Mrs. Weber then closed it.",
        "The fee is $45.50 a month.",
        "The fee is $45.50. | It rises in May.",
        "He lectures (He was once a judge in Bern.) at the academy.",
        "Write to anna.k@post.example.org for a copy.",
        "The text is at https://www.example.org/a.b/c?d=e.html and nowhere else.",
        "He turned to her, 'That is enough.' he said.",
        "He turned to her, \"That is enough.\" he said.",
        "He turned to her, \"That is enough.\" | She put the paper down.",
        "Stop!! | We have arrived.",
        "Now?? | It is midnight.",
        "You signed!? | We had agreed to wait.",
        "You signed?! | We had agreed to wait.",
        "1.) Open the talks | 2.) Sign the text",
        "1.) Open the talks. | 2.) Sign the text.",
        "1) Open the talks | 2) Sign the text",
        "1) Open the talks. | 2) Sign the text.",
        "1. Open the talks | 2. Sign the text",
        "1. Open the talks. | 2. Sign the text.",
        "• 9. Open the talks | • 10. Sign the text",
        "⁃9. Open the talks | ⁃10. Sign the text",
        "a. Open the talks | b. Sign the text | c. Leave",
        "This line was\nbroken by a page that was too narrow.",
        "It was a late \nhour in the capital.",
        "The cairn stands at N°. 2217.481.906. | Nobody has moved it.",
        "He writes for Yahoo! on weekends.",
        "We agree, you and I. | Did you meet Carl I. Moss there?",
        "The judge held that \"nothing in the treaty obliges the parties . . . .\"",
        "\"The plan [...] rests on two ideas [...]\" (Moss 12).",
        "Where the end of a sentence is left out, the dots follow the last word . . . . | The next one begins here.",
        "I never said so.... | He closed the file.",
        "I was hoping ... well, what I mean...look . . . what I want, the point is . . . I wanted it.",
        "One habit that had weakened . . . was that of meeting in winter. . . . | The custom was kept. . . .",
    ]);
    assert_eq!(
        split("The war is over.Now they count the dead.Mr. Moss lost 1,200.That is the figure."),
        "The war is over. | Now they count the dead. | Mr. Moss lost 1,200. | That is the figure."
    );
}

#[test]
fn news() {
    let sentences: Vec<&str> = include_str!("news.txt").lines().filter(|line| !line.is_empty()).collect();
    let expected = sentences.join(" | ");
    let found = split(&sentences.join(" "));
    let lines = |joined: &str| joined.split(" | ").map(str::to_owned).collect::<Vec<_>>();
    let (expected, found) = (lines(&expected), lines(&found));
    let missed: Vec<_> = expected.iter().filter(|sentence| !found.contains(sentence)).collect();
    assert!(missed.is_empty(), "{} of {}: {missed:#?}", missed.len(), expected.len());
    assert_eq!(found, expected);
}

#[test]
fn abbreviations_initials_and_numbers() {
    check(&[
        "Lt. Col. J. R. Vance signed p. 4 of it, 1.5 m from the door.",
        "He lives in Washington, D.C. | She does not.",
        "It was A. La Russa, J. Le Carré or M. El Baradei.",
        "See e.g. Moss, i.e. No. 5, vs. Weber, approx. Two of them.",
        "It rose on Jan. 6 and fell in Feb. | Officials knew.",
        "He takes vitamin C. | Doctors say so.",
        "Was it plan B. | The other one failed.",
        "No. | I said no. | They left.",
        "Apple Inc. Chief Executive Tim Moss spoke. | He left Apple Inc. | It was sad.",
        "It begins at 5 p.m. Friday or at 6 p.m. London time. | It ends at 7 p.m. | Guests leave.",
        "It was 2022. | The war had begun. | 12 people died. | In 2023, 5. Oktober was far.",
        "Smith et al. (2020) say so; Moss et al. | The end.",
        "Gen. (ret.) Moss spoke.",
        "The Los Angeles, CA. | Two left.",
    ]);
}

#[test]
fn marks_that_close() {
    check(&[
        "“It is done.” | She left. | (He stayed.) | “Was it?” he asked.",
        "“Is it over?” President Moss asked. | “It is!” | He left.",
        "“It ended. They left. Nobody knew,” she said. | “So it was”. | Yes.",
        "It holds.[12] | The next.³ | [3] Not so.",
        "« C’est fini. » | Il partit. | « Oui ! » dit-il.",
        "„Es ist aus.“ | Er ging. | »Nein.« | »Ja«, sagte er „so“. | Dann ging er.",
        "He left (?) Moss and (!) Weber.",
        "Well... | Then he left. | He was … Moss.",
        "The iPhone won. | iPhone sales rose.",
        "It is. | ¿Y qué? | ¡No! | $5 is it.",
        "A * B. *",
    ]);
    assert_eq!(
        split("“A is so.\u{2029}“B is so.” He left.\u{2029}C\u{2029}\u{2029}D"),
        "“A is so.\u{2029}“B is so.” | He left. | C | D"
    );
    assert_eq!(sentence_ends("Run a. B now. C.", &[Span::new(4, 8)]), [13, 16]);
    assert_eq!(sentence_ends("He left.\"So. It\" he said.", &[Span::new(8, 16)]), [25]);
    assert_eq!(sentence_ends(" \n", &[]), [0; 0]);
    assert_eq!(sentence_ends("...", &[]), [3]);
}

#[test]
fn other_languages() {
    check(&[
        "Er kam am 3. Oktober, z. B. Berlin, d.h. Moskau, ca. 5 Mio. Euro, Nr. 5. | Dann ging er.",
        "Wegen der 2. Kammer bzw. Abs. 3 kam Dr. Weber. | Er blieb.",
        "M. Macron et Mme. Weber ont vu la p. 3, cf. Paris. | Ils sont partis.",
        "El Sr. García y la Sra. Moss viven en EE. UU. desde 2020. | Ud. no.",
        "Τι είναι; | Δεν ξέρω.",
        "यह समाप्त है। | वे चले गए।",
        "هل انتهت؟ | نعم. | لا۔ | ثم",
        "Он ушёл. | А. С. Пушкин остался.",
    ]);
    assert_eq!(
        split("終わった。「はい。」と言った。彼は？そう！"),
        "終わった。 | 「はい。」と言った。 | 彼は？ | そう！"
    );
}

#[test]
fn abbreviations_of_other_languages() {
    check(&[
        "Wir trafen Dr. med. Weber und Dipl.-Ing. Kern. | Sie blieben bis ca. 5 Uhr.",
        "Es liegt u. a. auf S. 225, s. Anm. 3, und u.a. Bern ist betroffen.",
        "Prof. Dr. h. c. Kern lehrt z. Zt. in St. Gallen. | Er kommt i. d. R. mittags.",
        "Sie wohnt in der Berliner Str. 5. | Das Haus ist alt.",
        "Es gab Brot, Wein usw. | Danach gingen alle. | Kaufleute, Bauern etc. | Blieben sie fern?",
        "Am 1. Mai, am 24. 12. und im 19. Jahrhundert galt Art. 5 Abs. 2 GG. | So war es.",
        "Heinrich VIII. regierte lange. | Er starb im 16. Jahrhundert.",
        "Die Fa. Kern GmbH & Co. KG zahlte 3 Mio. Euro bzw. 2,5 Mrd. Yen. | Das genügte.",
        "Laut Kern, ehem. Kanzler, gilt das ab Jan. 2026 bzw. Febr. 2027.",
        "Der Vertrag gilt vorl. bis auf Weiteres, vgl. Nr. 7 ff. der Akte.",
        "Um 14.30 Uhr kam er. | Um 15 Uhr ging er.",
        "M. Macron a vu Mme Weber, MM. Kern et Moss, le Dr Blanc et Mgr. Noir. | Ils sont partis.",
        "Le traité (art. 5, al. 2) vaut env. 3 millions. | Voir p. 12, chap. 4, vol. 2.",
        "C'est fini, etc. | Il est parti. | J.-C. Blanc et Ph. Noir restent. | C'était av. J.-C. à Rome.",
        "« Est-ce fini ? » demanda-t-elle. | « Oui ! » | Il sortit.",
        "Pourquoi ? | Personne ne sait. | Quelle journée ! | Tout est dit.",
        "La Srta. Ledesma y el Lic. Pastoriza viven en la Av. Central núm. 5. | El Dr. Moss no.",
        "Los EE. UU. y la U. E. firmaron. | Nadie dijo nada. | D. Pedro y Dña. Ana callaron.",
        "¿Cómo está? | ¡Muy bien! | ¡¿Qué vio?! | Nada.",
        "El art. 4, párr. 5, pág. 7 y el cap. 3 siguen. | La ley no cambia.",
        "Vive en EE.UU. desde 2020. | Según Moss, volverá. | S. M. el Rey habló.",
        "Г. Иванов живёт в г. Москве на ул. Ленина, д. 5, кв. 3. | Он врач.",
        "В 1990-х гг. проф. Семёнов и акад. Иванов уехали. | Они вернулись в 2001 г. | Потом всё изменилось.",
        "Цена 5 тыс. руб. за 3 кг, т. е. 2 млн. долл. в год. | Это много.",
        "Это яблоки, груши и т. д. | Всё съели. | Были и др. причины.",
        "Л.Н. Толстой и А. П. Чехов, напр., писали так, см. стр. 5, рис. 2. | Читали все.",
        "«Конец?» — спросил он. | «Да». | Он ушёл.",
        "Родился в 1898 г. в Туле, им. Ленина, ок. 5 км, 300 до н. э. и позже.",
        "قال د. ديفيد إن الأمر انتهى. | لم يصدقه أحد.",
        "ماذا حدث؟ | لا أحد يعرف! | انتهى الأمر.",
        "بلغت 7.9 مليارات في 12.8.2014 تقريبا. | ثم زادت.",
        "यह सच है। | डॉ. शर्मा आए। | क्या हुआ? | कोई नहीं जानता।",
        "श्री ए. के. शर्मा ने कहा। | वे गए॥ | अंत",
    ]);
}

/// These scripts put no white space between sentences.
#[test]
fn wide_marks_need_no_space() {
    for text in [
        "これはペンです。 | それは「はい。そうです。」と言った本です。 | 何？ | すごい！",
        "幅は３．２９％だ。 | ２％は少ない。",
        "我们看《吧！爸爸》好吗？ | 好！",
        "他走了。 | 没有人（是吗？）知道。",
    ] {
        assert_eq!(split(&text.replace(" | ", "")), text);
    }
}

#[test]
fn news_with_every_kind_of_stop() {
    check(&[
        "The EU's Adm. Moss, Gov. Hale, Sens. Roe and Poe, and Rep. Ann Lee, D-N.Y., met Sept. 5. | They left.",
        "He spoke in Washington, D.C., on Jan. 6. | In the U.K. Parliament sat. | He left the U.K. in May.",
        "The firm (Moss Inc.) sued. | Moss Inc. Sued? | It fell 1.5 pct. on Monday.",
        "He said (see fig. 3). | (He was wrong.) | Then [he left]. | It is so (or not?).",
        "Is it No. 10? | No. | It is No. 11 Downing St. | The prime minister lives next door.",
        "At 10 a.m. EDT it began. | It ended at 4 p.m. | The guests left.",
        "Ph.D. students met Prof. Moss et al. in ch. 3. | They read pp. 5-7.",
        "He asked, “Why?” | “Because,” she said. | “I see!” | He left.",
        "The bill — H.R. 5 — passed. | S. 12 did not. | J. Moss et al. v. Weber was heard.",
        "It was over... | He left. | It was... over. | Well… | “So…” | He sat.",
        "The U.N. Security Council met at 3 p.m. local time. | Nobody spoke.",
        "Gen. Moss (U.S. Army, ret.) spoke for approx. 5 min. | Then Lt. Gov. Hale did.",
        "See Moss v. Hale, 5 U.S. 137 (1803). | It is settled.",
        "He wrote to the Dept. of State. | The reply came in Oct. | It was short.",
        "The temperature was 5° C. | It rose. | Type B. | Plan A failed.",
        "1. First we met. | 2. Then we left. | 3. Nobody came.",
        "He left (so did she. Nobody saw it.) in May. | (She came back. | He did not.) | It rained [they said. No].",
        "Am 13. Jän. 2006 war Ruhe. | Then (Phil. 4:8) it is so (Oh. Again!). | He said (nothing. | Then he left.",
        "He has three aims: (1) peace; (2) trade; (3) food. | They are old.",
    ]);
}

/// A search of the sentence or of the word at each mark would take minutes here.
#[test]
fn a_hostile_text_costs_no_more() {
    for pattern in [
        ". ", ".", "a.", "Abc.", "1. Z ", "p.m. X ", "5 p.m. ", "?\" A ", ". . ", "…", "。", ")", "(", "\u{2029}",
        ".)", "! ",
    ] {
        for prefix in ["", "((", "At x"] {
            let text = [&prefix.repeat(10_000), pattern.repeat(20_000).as_str()].concat();
            assert!(sentence_ends(&text, &[]).len() <= text.len());
        }
    }
}

proptest! {
    #[test]
    fn ends_ascend_on_boundaries_outside_what_is_whole(
        text in prop_oneof![any::<String>(), "[\"“”»«.!?… 1aA)\\[\\]\u{2029}。é]{0,40}"],
        cut in 0usize..40,
    ) {
        let edges: Vec<usize> = text.char_indices().map(|(at, _)| at).skip(cut).step_by(3).take(4).collect();
        let whole = edges.chunks_exact(2).map(|pair| Span::new(pair[0], pair[1]));
        let whole: Vec<Span> = whole.filter(|span| !span.of(&text).ends_with(char::is_whitespace)).collect();
        let ends = sentence_ends(&text, &whole);
        let mut start = 0;
        for &end in &ends {
            prop_assert!(start < end && !text[start..end].trim().is_empty());
            prop_assert!(end == text.trim_end().len() || whole.iter().all(|span| end <= span.start || span.end <= end));
            start = end;
        }
        let trimmed = text.trim_end().len();
        prop_assert_eq!(ends.last().copied().unwrap_or(0), trimmed);
    }
}
