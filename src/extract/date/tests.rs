use crate::extract::tests::extracted;

/// Each date of a passage as `words → EDTF`, with `?` where it is not sure, `*` where it qualifies a noun.
fn read(language: &str, anchor: &str, text: &str) -> Vec<String> {
    let found = extracted(language, anchor, text);
    let dates = found.iter().flat_map(|passage| &passage.dates);
    let shown = dates.map(|date| {
        let edtf = date.edtf.map_or("–".to_owned(), |edtf| edtf.to_string());
        let doubt = if date.edtf.is_some() && !date.sure { " ?" } else { "" };
        let attributive = if date.attributive { " *" } else { "" };
        format!("{} → {edtf}{doubt}{attributive}", date.words.text)
    });
    shown.collect()
}

fn check(language: &str, anchor: &str, cases: &[(&str, &[&str])]) {
    let wrong = cases.iter().filter_map(|(text, expected)| {
        let found = read(language, anchor, text);
        (found != *expected).then(|| format!("{text}\n  found    {found:?}\n  expected {expected:?}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn dates_that_are_written_out_need_no_anchor() {
    check(
        "en",
        "",
        &[
            ("Signed on 5 May 2025.", &["5 May 2025 → 2025-05-05"]),
            ("Signed on May 5, 2025, in Oslo.", &["May 5, 2025 → 2025-05-05"]),
            ("Signed on the 5th of May 2025.", &["5th of May 2025 → 2025-05-05"]),
            ("Signed on Monday, 5 May 2025.", &["Monday, 5 May 2025 → 2025-05-05"]),
            ("Signed on Tuesday, 5 May 2025.", &["Tuesday, 5 May 2025 → 2025-05-05 ?"]),
            ("Signed Sept. 9, 2024.", &["Sept. 9, 2024 → 2024-09-09"]),
            ("Signed in March 2025 by both.", &["March 2025 → 2025-03"]),
            ("Signed on 2025-04-25.", &["2025-04-25 → 2025-04-25"]),
            ("Logged at 2025-04-25T10:30:00Z.", &["2025-04-25T10:30:00Z → 2025-04-25"]),
            ("Signed on 25/04/2025.", &["25/04/2025 → 2025-04-25"]),
            ("Signed on 04/25/2025.", &["04/25/2025 → 2025-04-25"]),
            ("Signed on 04/05/2025.", &["04/05/2025 → 2025 ?"]),
            ("Signed on 25.04.2025.", &["25.04.2025 → 2025-04-25"]),
            ("Signed on 25.04.25.", &["25.04.25 → –"]),
            ("Signed on 31 February 2025.", &["31 February 2025 → –"]),
            ("It rose in May 2025 (see Section 5 May).", &["May 2025 → 2025-05", "5 May → 2025-05-05 ?"]),
        ],
    );
}

#[test]
fn ranges_share_what_is_written_once() {
    check(
        "en",
        "",
        &[
            ("It ran from 3 to 5 May 2025.", &["3 to 5 May 2025 → 2025-05-03/2025-05-05"]),
            ("It ran May 3–5, 2025.", &["May 3–5, 2025 → 2025-05-03/2025-05-05"]),
            ("Between 3 and 5 May 2025 it ran.", &["3 and 5 May 2025 → 2025-05-03/2025-05-05"]),
            ("It ran from 28 April to 3 May 2025.", &["28 April to 3 May 2025 → 2025-04-28/2025-05-03"]),
            (
                "It ran from December 28 to January 3, 2026.",
                &["December 28 to January 3, 2026 → 2025-12-28/2026-01-03"],
            ),
            ("It ran from March to May 2025.", &["March to May 2025 → 2025-03/2025-05"]),
            ("It ran between 2014 and 2016.", &["2014 and 2016 → 2014/2016"]),
            ("The war of 1939–45 was long.", &["1939–45 → 1939/1945"]),
            ("The 2024/25 season began.", &["2024/25 → 2024/2025 *"]),
            ("In 2014, 2015 and 2016 it rained.", &["2014 → 2014", "2015 → 2015", "2016 → 2016"]),
            ("It met in March and April 2025.", &["March → 2025-03", "April 2025 → 2025-04"]),
        ],
    );
}

#[test]
fn years_are_told_from_numbers_by_the_words_around_them() {
    check(
        "en",
        "",
        &[
            ("In 2022 the talks failed.", &["2022 → 2022"]),
            ("The 2022 peace plan failed.", &["2022 → 2022 *"]),
            ("Its pre-2014 borders are closed.", &["2014 → 2014 *"]),
            ("The plan (2022) failed.", &["2022 → 2022"]),
            ("By 2030, it will be built.", &["2030 → 2030"]),
            ("Since 2022 it has been shut.", &["2022 → 2022/.."]),
            ("It was open until May 2021.", &["May 2021 → ../2021-05"]),
            ("It did not open until 2021.", &["2021 → 2021"]),
            ("It was built in about 1850.", &["about 1850 → 1850~"]),
            ("It was built c. 1850.", &["c. 1850 → 1850~"]),
            ("They talked about 2022.", &["2022 → 2022"]),
            ("In the early 1990s and the ’80s it grew.", &["1990s → 1990/1999", "’80s → 1980/1989"]),
            ("A 19th-century house and the 21st century.", &["19th-century → 1801/1900", "21st century → 2001/2100"]),
            ("He came in ’94, with 94 others.", &["’94 → 1994 ?"]),
            ("Riffs of the 70s and a man in his 70s on a 2000 calorie diet.", &["70s → 1970/1979"]),
            ("It was late 2024.", &["late 2024 → 2024"]),
            ("In the third quarter of 2024 it fell.", &["third quarter of 2024 → 2024-07/2024-09"]),
            (
                "In the first half of 2024 and in summer 2023.",
                &["first half of 2024 → 2024-01/2024-06", "summer 2023 → 2023"],
            ),
            ("In fiscal 2024 it fell.", &["fiscal 2024 → 2024 ?"]),
            ("In 2000 cases, 1500 km apart, it was counted.", &[]),
            ("Resolution 2231 and page 2010 and No. 1973 say so.", &[]),
            ("It has 2,022 parts, model F2020 and version 2020.1.", &[]),
            ("See https://example.org/2024/05/x and a_2024.", &[]),
        ],
    );
}

#[test]
fn what_is_counted_needs_an_anchor() {
    // A Thursday.
    check(
        "en",
        "2026-02-05",
        &[
            ("He left yesterday.", &["yesterday → 2026-02-04"]),
            ("He left the day before yesterday.", &["day before yesterday → 2026-02-03"]),
            ("They struck last night.", &["last night → 2026-02-04"]),
            ("They met on Friday.", &["Friday → 2026-01-30"]),
            ("They will meet on Friday.", &["Friday → 2026-02-06"]),
            ("They met on Thursday.", &["Thursday → 2026-02-05"]),
            ("They attacked on Monday night.", &["Monday night → 2026-02-02"]),
            ("They met last Friday.", &["last Friday → 2026-01-30"]),
            ("They meet next Monday.", &["next Monday → 2026-02-09"]),
            ("They met last week.", &["last week → 2026-01-26/2026-02-01"]),
            ("They will meet this weekend.", &["this weekend → 2026-02-07/2026-02-08 ?"]),
            ("They met earlier this month.", &["earlier this month → 2026-02"]),
            ("They met late last year.", &["late last year → 2025"]),
            ("They met two days ago.", &["two days ago → 2026-02-03"]),
            ("They met two weeks ago.", &["two weeks ago → 2026-01-19/2026-01-25 ?"]),
            ("They met three months ago.", &["three months ago → 2025-11"]),
            ("They met over three years ago.", &["three years ago → ../2023"]),
            ("Twenty-five years ago they met.", &["Twenty-five years ago → 2001"]),
            ("They met about two years ago.", &["about two years ago → 2024~"]),
            ("They met a few days ago.", &["a few days ago → –"]),
            ("They will meet in two weeks’ time.", &["two weeks’ time → 2026-02-16/2026-02-22 ?"]),
            ("They met in March.", &["March → 2025-03"]),
            ("They will meet in March.", &["March → 2026-03"]),
            ("They met on December 28.", &["December 28 → 2025-12-28"]),
            ("They met last March.", &["last March → 2025-03"]),
            ("It has been shut since last week.", &["last week → 2026-01-26/.."]),
            ("Net income in the third quarter fell.", &["third quarter → 2025-07/2025-09 ?"]),
            ("It fell last summer.", &["last summer → 2025 ?"]),
        ],
    );
}

#[test]
fn an_anchor_resolves_no_more_than_it_knows() {
    check(
        "en",
        "2026",
        &[
            (
                "He left yesterday, on Friday, last month and last year.",
                &["yesterday → –", "Friday → –", "last month → –", "last year → 2025"],
            ),
            ("It began on December 28.", &["December 28 → –"]),
        ],
    );
    check(
        "en",
        "2026-02",
        &[("He left last month, and his wife yesterday.", &["last month → 2026-01", "yesterday → –"])],
    );
    check("en", "", &[("He left last year.", &["last year → –"])]);
    check("en", "../2026-02-05", &[("He left last year.", &["last year → –"])]);
    check("en", "2026-02-03/2026-02-05", &[("He left last month.", &["last month → 2026-01"])]);
    check("en", "2026-02?", &[("He left last month.", &["last month → 2026-01? ?"])]);
}

#[test]
fn a_passage_anchors_what_it_goes_on_to_tell() {
    check(
        "en",
        "",
        &[
            (
                "On 24 April 2025 it burned. The next day it rained.",
                &["24 April 2025 → 2025-04-24", "The next day → 2025-04-25 ?"],
            ),
            ("In May 2020 it closed. A year later it opened.", &["May 2020 → 2020-05", "A year later → 2021 ?"]),
            (
                "It closed on April 24, 2025, and opened on April 28.",
                &["April 24, 2025 → 2025-04-24", "April 28 → 2025-04-28 ?"],
            ),
            ("It closed in 2020. The same year it opened.", &["2020 → 2020", "The same year → 2020 ?"]),
            ("The next day it rained.", &["The next day → –"]),
            ("Under the 2020 plan, it opened the following year.", &["2020 → 2020 *", "the following year → –"]),
        ],
    );
}

#[test]
fn ages_lengths_habits_and_names_are_no_dates() {
    check(
        "en",
        "2026-02-05",
        &[
            ("Over the past year and for three years he, a 20-year-old, waited.", &[]),
            ("On Mondays and every Friday he may march.", &[]),
            ("Black Friday, the Sunday Times and Cyber Monday.", &[]),
            ("Theresa May met April Jones and August Strindberg.", &[]),
            ("At 8:11 he ran 10 miles in 45 minutes at 17.30.", &[]),
            ("It may be that May I ask.", &[]),
        ],
    );
}

#[test]
fn other_languages_have_tables_of_their_own() {
    check(
        "de",
        "2026-02-05",
        &[
            (
                "Am Montag, dem 5. Mai 2025, und am 25.04.2025.",
                &["Montag, dem 5. Mai 2025 → 2025-05-05", "25.04.2025 → 2025-04-25"],
            ),
            ("Im März 2025 und im Jahr 2024.", &["März 2025 → 2025-03", "2024 → 2024"]),
            (
                "Vom 3. bis 5. Mai 2025, seit 2022, von 2014 bis 2016.",
                &["3. bis 5. Mai 2025 → 2025-05-03/2025-05-05", "2022 → 2022/..", "2014 bis 2016 → 2014/2016"],
            ),
            ("Er ging gestern.", &["gestern → 2026-02-04"]),
        ],
    );
    check(
        "fr",
        "",
        &[
            (
                "Le 1er mars 2024, du 3 au 5 mai 2025, en 2022.",
                &["1er mars 2024 → 2024-03-01", "3 au 5 mai 2025 → 2025-05-03/2025-05-05", "2022 → 2022"],
            ),
            ("Les maires sont venus en mai 2020.", &["mai 2020 → 2020-05"]),
        ],
    );
    check(
        "es",
        "",
        &[(
            "El 25 de abril de 2025, en marzo de 2024, desde 2022.",
            &["25 de abril de 2025 → 2025-04-25", "marzo de 2024 → 2024-03", "2022 → 2022/.."],
        )],
    );
    check(
        "ru",
        "",
        &[(
            "Совет собрался 25 апреля 2025 года, в марте 2024 года и в 2022 году.",
            &["25 апреля 2025 года → 2025-04-25", "марте 2024 года → 2024-03", "2022 году → 2022"],
        )],
    );
    check("id", "", &[("Pada 25.04.2025 di Jakarta.", &["25.04.2025 → 2025-04-25"])]);
}
