use crate::extract::tests::extracted;

/// Each figure of a passage as `words → bound value–to unit`, with `?` where it is not sure.
fn read(language: &str, text: &str) -> Vec<String> {
    let found = extracted(language, "2026-02-05", text);
    let figures = found.iter().flat_map(|passage| &passage.figures);
    let shown = figures.map(|figure| {
        let bound = serde_json::to_value(figure.bound).unwrap();
        let bound =
            bound.as_str().filter(|bound| *bound != "exactly").map_or(String::new(), |bound| format!("{bound} "));
        let to = figure.to.as_ref().map_or(String::new(), |to| format!("–{}", to.exact));
        let unit = figure.unit.as_ref().map_or(String::new(), |unit| format!(" {}", unit.code.unwrap_or(&unit.text)));
        let referent = figure.referent.as_ref().map_or(String::new(), |referent| format!(" ({})", referent.text));
        let doubt = if figure.sure { "" } else { " ?" };
        format!("{} → {bound}{}{to}{unit}{referent}{doubt}", figure.words.text, figure.value.exact)
    });
    shown.collect()
}

fn check(language: &str, cases: &[(&str, &[&str])]) {
    let wrong = cases.iter().filter_map(|(text, expected)| {
        let found = read(language, text);
        (found != *expected).then(|| format!("{text}\n  found    {found:?}\n  expected {expected:?}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn figures_have_value_bound_unit_and_referent() {
    check(
        "en",
        &[
            ("It fired at least 215 drones.", &["at least 215 drones → at-least 215 drones (drones)"]),
            ("Some 30,000 people were killed.", &["Some 30,000 people → about 30000 people (people)"]),
            (
                "It killed 12 Ukrainian soldiers and hurt over 70.",
                &["12 Ukrainian soldiers → 12 soldiers (Ukrainian soldiers)", "over 70 → more-than 70"],
            ),
            ("No more than five ships left.", &["No more than five ships → at-most 5 ships (ships)"]),
            ("Fewer than two dozen men came.", &["Fewer than two dozen men → less-than 24 men (men)"]),
            ("It cost up to $3.2 billion in aid.", &["up to $3.2 billion → up-to 3200000000 USD (aid)"]),
            (
                "It cost US$3m or €5 million or 7 million euros.",
                &["US$3m → 3000000 USD", "€5 million → 5000000 EUR", "7 million euros → 7000000 EUR"],
            ),
            ("It fell by 10 to 15 per cent.", &["10 to 15 per cent → 10–15 %"]),
            ("It rose from 3% to 5% of voters.", &["3% → 3 %", "5% → 5 % (voters)"]),
            (
                "It rose by 2.5 percentage points, or 25 basis points.",
                &["2.5 percentage points → 2.5 pp", "25 basis points → 25 bp"],
            ),
            ("Between 10 and 15 villages burned.", &["10 and 15 villages → 10–15 villages (villages)"]),
            (
                "It measured 40 square kilometres and 3 km at 90 km/h.",
                &["40 square kilometres → 40 km²", "3 km → 3 km", "90 km/h → 90 km/h"],
            ),
            ("It sold 100 tonnes of wheat.", &["100 tonnes → 100 t (wheat)"]),
            ("It was -5 °C and fell −0.2%.", &["-5 °C → -5 °C", "−0.2% → -0.2 %"]),
            ("A 20-year-old waited three years.", &["20-year-old → 20 year", "three years → 3 year"]),
            ("His 10-point plan needs 5 votes or more.", &["10-point → 10 point (point)", "5 votes → 5 votes (votes)"]),
            ("It holds 50 or more.", &["50 or more → at-least 50"]),
            ("Two hundred and fifteen guests came.", &["Two hundred and fifteen guests → 215 guests (guests)"]),
            (
                "It is liable to a fine not exceeding £5,000 within 28 days.",
                &["not exceeding £5,000 → at-most 5000 GBP", "within 28 days → up-to 28 day"],
            ),
            (
                "It grew from 2.1 to 3.3 million tonnes in NOK 4 billion.",
                &["2.1 → 2100000 t", "3.3 million tonnes → 3300000 t", "NOK 4 billion → 4000000000 NOK"],
            ),
            (
                "It cut off 17 of 40 villages at -12 °C in early winter.",
                &["17 of 40 villages → 17 villages (villages)", "-12 °C → -12 °C"],
            ),
            ("It weighs 5 pounds.", &["5 pounds → 5 pounds ?"]),
            ("It has 1.204 parts.", &["1.204 parts → 1.204 parts (parts) ?"]),
        ],
    );
}

#[test]
fn what_only_names_is_no_figure() {
    check(
        "en",
        &[
            ("On 5 May 2025 at 8:11, at 8 p.m. and in 2022.", &[]),
            ("See Section 5, Articles 3, 4 and 7, page 12, No. 9 and Table 2.", &[]),
            ("The F-16, COVID-19, G7, Apollo 11, a 737-800 and the Su-35.", &[]),
            ("Rated 0 / 10, 4/5, on the 5th and 3rd day.", &[]),
            ("They won 3-2. Call +1 555 123 4567 or 555-0123.", &[]),
            ("1. The first. See note [12] and version 1.2.3.", &[]),
            ("Two thirds of 14 Mill Lane fall under the Act (c. 40).", &[]),
            ("One of them said that the two agreed.", &[]),
            ("It is 24/7 at 192.168.0.1 and https://example.org/a-12.", &[]),
        ],
    );
}

#[test]
fn numbers_are_read_in_the_language_of_the_source() {
    check(
        "de",
        &[
            (
                "Mindestens 1.204 Menschen und rund 3,5 Millionen Euro.",
                &[
                    "Mindestens 1.204 Menschen → at-least 1204 Menschen (Menschen)",
                    "rund 3,5 Millionen Euro → about 3500000 EUR",
                ],
            ),
            (
                "Ein Anteil von 12,5 Prozent und ca. 10 Mio. Versicherte.",
                &["12,5 Prozent → 12.5 %", "10 Mio. Versicherte → 10000000 Versicherte (Versicherte)"],
            ),
        ],
    );
    check(
        "fr",
        &[(
            "Plus de 12 000 soldats et 3,5 % des voix.",
            &["Plus de 12 000 soldats → more-than 12000 soldats (soldats)", "3,5 % → 3.5 % (voix)"],
        )],
    );
    check(
        "es",
        &[("Al menos 1.500 personas murieron.", &["Al menos 1.500 personas → at-least 1500 personas (personas)"])],
    );
    check(
        "ru",
        &[("Погибли не менее 30 тысяч человек.", &["не менее 30 тысяч человек → at-least 30000 человек (человек)"])],
    );
}
