//! The words and signs around a number → its unit: as it is written, and the class that it belongs to. A table, and the
//! few units of two words.

use crate::extract::language::Language;
use crate::extract::token::Token;
use serde::Serialize;

/// What a figure is measured in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Unit {
    /// As it is written.
    pub text: String,
    pub class: Class,
    /// One name for all spellings: `EUR`, `km`, `%`, `year`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    Currency,
    Percent,
    PercentPoints,
    Length,
    Area,
    Volume,
    Mass,
    Temperature,
    Energy,
    Power,
    Speed,
    Data,
    Duration,
    /// Things that are people: soldiers, deaths.
    People,
    /// Things of any other kind.
    Count,
}

#[rustfmt::skip]
const UNITS: &[(&str, Class, &[&str])] = &[
    ("USD", Class::Currency, &["$", "dollar", "dollars", "usd", "доллар", "доллара", "долларов", "dólares"]),
    ("EUR", Class::Currency, &["€", "euro", "euros", "eur", "евро"]),
    ("GBP", Class::Currency, &["£", "sterling", "gbp", "pence"]),
    ("JPY", Class::Currency, &["¥", "yen", "jpy"]),
    ("CNY", Class::Currency, &["yuan", "renminbi", "cny", "rmb"]),
    ("RUB", Class::Currency, &["₽", "ruble", "rubles", "rouble", "roubles", "rub", "рубль", "рубля", "рублей", "rubel"]),
    ("UAH", Class::Currency, &["₴", "hryvnia", "hryvnias", "uah", "гривен"]),
    ("CHF", Class::Currency, &["chf"]),
    ("INR", Class::Currency, &["₹", "rupee", "rupees", "inr"]),
    ("PLN", Class::Currency, &["zloty", "zlotys", "pln"]),
    ("ILS", Class::Currency, &["₪", "shekel", "shekels", "ils"]),
    ("TRY", Class::Currency, &["₺", "lira"]),
    ("NOK", Class::Currency, &["nok", "kroner"]),
    ("SEK", Class::Currency, &["sek", "kronor"]),
    ("DKK", Class::Currency, &["dkk"]),
    ("AUD", Class::Currency, &["aud"]),
    ("CAD", Class::Currency, &["cad"]),
    ("BRL", Class::Currency, &["brl"]),
    ("MXN", Class::Currency, &["mxn"]),
    ("ZAR", Class::Currency, &["zar"]),
    ("KRW", Class::Currency, &["krw"]),
    ("HUF", Class::Currency, &["huf"]),
    ("CZK", Class::Currency, &["czk"]),
    ("SGD", Class::Currency, &["sgd"]),
    ("HKD", Class::Currency, &["hkd"]),
    ("NZD", Class::Currency, &["nzd"]),
    ("IDR", Class::Currency, &["idr", "rupiah"]),
    ("EGP", Class::Currency, &["egp"]),
    ("NGN", Class::Currency, &["ngn", "naira"]),
    ("PKR", Class::Currency, &["pkr"]),
    ("AED", Class::Currency, &["aed"]),
    ("THB", Class::Currency, &["thb"]),
    ("km", Class::Length, &["km", "kilometre", "kilometres", "kilometer", "kilometers", "kms", "км", "километров", "kilómetros", "kilomètres"]),
    ("m", Class::Length, &["m", "metre", "metres", "meter", "meters", "м", "метров", "metros", "mètres"]),
    ("cm", Class::Length, &["cm", "centimetre", "centimetres", "centimeter", "centimeters", "zentimeter", "см"]),
    ("mm", Class::Length, &["mm", "millimetre", "millimetres", "millimeter", "millimeters", "мм"]),
    ("mi", Class::Length, &["mile", "miles"]),
    ("ft", Class::Length, &["ft", "foot", "feet"]),
    ("in", Class::Length, &["inch", "inches"]),
    ("yd", Class::Length, &["yard", "yards"]),
    ("ha", Class::Area, &["ha", "hectare", "hectares", "hektar", "hectáreas", "гектаров"]),
    ("acre", Class::Area, &["acre", "acres"]),
    ("l", Class::Volume, &["litre", "litres", "liter", "liters", "litros", "л"]),
    ("ml", Class::Volume, &["ml", "мл"]),
    ("gal", Class::Volume, &["gallon", "gallons"]),
    ("bbl", Class::Volume, &["barrel", "barrels", "bpd"]),
    ("kg", Class::Mass, &["kg", "kilogram", "kilograms", "kilogramme", "kilogrammes", "kilo", "kilos", "кг"]),
    ("g", Class::Mass, &["gram", "grams", "gramme", "grammes", "г", "гр", "граммов"]),
    ("t", Class::Mass, &["tonne", "tonnes", "ton", "tons", "tonnen", "toneladas", "тонн"]),
    ("lb", Class::Mass, &["lb", "lbs"]),
    ("oz", Class::Mass, &["ounce", "ounces", "oz"]),
    ("°", Class::Temperature, &["градусов", "градусах", "grad", "grados", "degrés"]),
    ("W", Class::Power, &["watt", "watts"]),
    ("kW", Class::Power, &["kw", "kilowatt", "kilowatts"]),
    ("MW", Class::Power, &["mw", "megawatt", "megawatts"]),
    ("GW", Class::Power, &["gw", "gigawatt", "gigawatts"]),
    ("kWh", Class::Energy, &["kwh"]),
    ("MWh", Class::Energy, &["mwh"]),
    ("TWh", Class::Energy, &["twh"]),
    ("kcal", Class::Energy, &["kcal", "calorie", "calories"]),
    ("mph", Class::Speed, &["mph", "knots"]),
    ("kB", Class::Data, &["kb"]),
    ("MB", Class::Data, &["mb", "megabyte", "megabytes"]),
    ("GB", Class::Data, &["gb", "gigabyte", "gigabytes"]),
    ("TB", Class::Data, &["tb", "terabyte", "terabytes"]),
    ("second", Class::Duration, &["second", "seconds", "sekunden"]),
    ("minute", Class::Duration, &["minute", "minutes", "minuten", "minutos", "минут", "минуты"]),
    ("hour", Class::Duration, &["hour", "hours", "stunden", "heures", "horas", "часов", "часа", "час"]),
    ("day", Class::Duration, &["day", "days", "tage", "tagen", "jours", "días", "дней", "дня"]),
    ("week", Class::Duration, &["week", "weeks", "wochen", "semaines", "semanas", "недель", "недели"]),
    ("month", Class::Duration, &["month", "months", "monate", "monaten", "mois", "meses", "месяцев", "месяца"]),
    ("year", Class::Duration, &["year", "years", "jahre", "jahren", "ans", "années", "años", "лет", "года", "год"]),
    ("decade", Class::Duration, &["decade", "decades"]),
    ("century", Class::Duration, &["century", "centuries"]),
];

/// A unit and the tokens that it is written with.
pub(super) struct Read {
    pub class: Class,
    pub code: Option<&'static str>,
    pub tokens: std::ops::Range<usize>,
    /// Another unit has the same name.
    pub is_ambiguous: bool,
}

fn find(token: &Token) -> Option<(&'static str, Class)> {
    UNITS.iter().find(|(_, _, names)| token.is_any(names)).map(|&(code, class, _)| (code, class))
}

/// Whether it is a unit of any kind.
pub(super) fn is_unit(token: &Token) -> bool {
    find(token).is_some()
        || token.is_any(&["percent", "per", "pct", "percentage", "prozent", "pounds", "square", "cubic"])
        || token.is_any(&["hundred", "thousand", "million", "billion", "trillion", "dozen"])
}

/// A unit of length, weight and the like; no currency and no time.
pub(in crate::extract) fn is_measure(token: &Token) -> bool {
    find(token).is_some() && !token.is("m") || token.is_any(&["percent", "square", "cubic", "pounds"])
}

pub(super) fn is_currency(token: &Token) -> bool {
    find(token).is_some_and(|(_, class)| class == Class::Currency)
        || token.is_any(&["us", "a", "c", "hk", "nz", "r"]) && token.text.len() <= 2
}

/// Whether a number may run into it: `5km`, `3bn`, `20m`.
pub(super) fn is_glued_unit(token: &Token) -> bool {
    find(token).is_some()
        || token.is_any(&["m", "bn", "tn", "mn", "k", "million", "billion", "x", "c", "mln", "g", "t", "l"])
}

/// The currency that stands before the number at `at`: `$`, `US$`, `EUR`.
pub(super) fn before(tokens: &[Token], at: usize) -> Option<Read> {
    let token = tokens.get(at.checked_sub(1)?)?;
    let (code, class) = find(token)?;
    let is_code = token.text.len() == 3 && token.text.bytes().all(|b| b.is_ascii_uppercase());
    if class != Class::Currency || token.is_word() && !is_code {
        return None;
    }
    let prefix =
        at.checked_sub(2).map(|at| &tokens[at]).filter(|prefix| prefix.is_word() && !token.spaced && token.text == "$");
    let (code, start) = match prefix.map(|prefix| prefix.text) {
        Some("US") => ("USD", at - 2),
        Some("A" | "AU") => ("AUD", at - 2),
        Some("C" | "CA") => ("CAD", at - 2),
        Some("HK") => ("HKD", at - 2),
        Some("NZ") => ("NZD", at - 2),
        Some("S") => ("SGD", at - 2),
        _ => (code, at - 1),
    };
    Some(Read { class, code: Some(code), tokens: start..at, is_ambiguous: false })
}

/// The unit that stands behind a number, from token `at` on.
pub(super) fn behind(tokens: &[Token], at: usize, language: &Language) -> Option<Read> {
    let of = |class, code, end| Some(Read { class, code: Some(code), tokens: at..end, is_ambiguous: false });
    let token = tokens.get(at)?;
    let is = |at: usize, words: &[&str]| tokens.get(at).is_some_and(|token| token.is_any(words));
    // “a 20-year-old”, “12-month”
    if token.is_dash() && !token.spaced && tokens.get(at + 1).is_some_and(|next| !next.spaced) {
        let next = tokens.get(at + 1)?;
        let (code, class) = find(next).filter(|_| next.text.len() > 1)?;
        return Some(Read { class, code: Some(code), tokens: at + 1..at + 2, is_ambiguous: false });
    }
    if token.text == "%" || token.is_any(language.percent) {
        let is_points = token.is("percentage") && is(at + 1, &["point", "points"]);
        if token.is("percentage") && !is_points {
            return None;
        }
        return if is_points { of(Class::PercentPoints, "pp", at + 2) } else { of(Class::Percent, "%", at + 1) };
    }
    let is_two = token.is("per") && is(at + 1, &["cent"])
        || token.is("pour") && is(at + 1, &["cent"])
        || token.is("por") && is(at + 1, &["ciento"]);
    if is_two {
        return of(Class::Percent, "%", at + 2);
    }
    if token.is("basis") && is(at + 1, &["points"]) {
        return of(Class::PercentPoints, "bp", at + 2);
    }
    if token.text == "°" {
        let code = if is(at + 1, &["c"]) {
            "°C"
        } else if is(at + 1, &["f"]) {
            "°F"
        } else {
            "°"
        };
        return of(Class::Temperature, code, at + 1 + usize::from(code != "°"));
    }
    if token.is_any(&["degrees", "degree"]) {
        let code = if is(at + 1, &["celsius", "c"]) {
            "°C"
        } else if is(at + 1, &["fahrenheit", "f"]) {
            "°F"
        } else {
            return None;
        };
        return of(Class::Temperature, code, at + 2);
    }
    if token.is_any(&["square", "cubic", "sq"]) {
        let (code, _) = find(tokens.get(at + 1)?)?;
        let is_square = !token.is("cubic");
        let code = match (is_square, code) {
            (true, "km") => "km²",
            (true, "m") => "m²",
            (true, "mi") => "mi²",
            (true, "ft") => "ft²",
            (false, "m") => "m³",
            (false, "km") => "km³",
            (false, "ft") => "ft³",
            _ => return None,
        };
        return of(if is_square { Class::Area } else { Class::Volume }, code, at + 2);
    }
    named(tokens, at)
}

fn named(tokens: &[Token], at: usize) -> Option<Read> {
    let token = &tokens[at];
    let is = |at: usize, words: &[&str]| tokens.get(at).is_some_and(|token| token.is_any(words));
    let read = |code, class, end, is_ambiguous| Some(Read { class, code, tokens: at..end, is_ambiguous });
    if token.is_any(&["us", "u"]) && token.is_capital() {
        let skip = if is(at + 1, &["."]) { 4 } else { 1 };
        return is(at + skip, &["dollars", "dollar"])
            .then_some(())
            .and_then(|()| read(Some("USD"), Class::Currency, at + skip + 1, false));
    }
    // Money in Britain, weight in America.
    if token.is_any(&["pounds", "pound", "pfund"]) {
        return read(None, Class::Currency, at + 1, true);
    }
    let (code, class) = find(token)?;
    let is_speed = class == Class::Length && is(at + 1, &["/"]) && is(at + 2, &["h", "s"])
        || class == Class::Length && is(at + 1, &["per", "an"]) && is(at + 2, &["hour", "second"]);
    if is_speed {
        let code = match code {
            "km" => Some("km/h"),
            "mi" => Some("mph"),
            _ => None,
        };
        return read(code, Class::Speed, at + 3, false);
    }
    // “km²” is lexed as two tokens.
    if is(at + 1, &["²"]) {
        return read(if code == "km" { Some("km²") } else { Some("m²") }, Class::Area, at + 2, false);
    }
    if is(at + 1, &["³"]) {
        return read(Some("m³"), Class::Volume, at + 2, false);
    }
    // “the second”, “5 second-hand cars”: a lone “second” is an ordinal.
    (!token.is("second")).then_some(())?;
    read(Some(code), class, at + 1, false)
}
