//! Calendar arithmetic on dates that may lack a day or a month: the words “two weeks before”, “the Friday after”, “that
//! month” as functions. `resolve` alone calls it; jiff knows the lengths of months.

use crate::date::{Date, Doubt, Edtf};
use jiff::ToSpan;
use jiff::civil;

/// A stretch of the calendar that people count in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Unit {
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

pub(super) fn day(year: i16, month: u8, day: u8) -> Option<Date> {
    civil::Date::new(year, month as i8, day as i8).ok()?;
    in_range(Date { year, month: Some(month), day: Some(day), doubt: Doubt::None })
}

pub(super) fn month(year: i16, month: u8) -> Option<Date> {
    (1..=12).contains(&month).then_some(())?;
    in_range(Date { year, month: Some(month), day: None, doubt: Doubt::None })
}

pub(super) fn year(year: i16) -> Option<Date> {
    in_range(Date { year, month: None, day: None, doubt: Doubt::None })
}

/// EDTF writes a year with four digits.
fn in_range(date: Date) -> Option<Date> {
    (1..=9999).contains(&date.year).then_some(date)
}

/// The day of a date that has one.
fn civil_day(date: Date) -> Option<civil::Date> {
    civil::Date::new(date.year, date.month? as i8, date.day? as i8).ok()
}

fn of_civil(date: civil::Date) -> Option<Date> {
    day(date.year(), date.month() as u8, date.day() as u8)
}

pub(super) fn add_days(date: Date, days: i64) -> Option<Date> {
    // No rule counts further than ten thousand years.
    let days = i32::try_from(days).ok().filter(|days| days.abs() < 3_660_000)?;
    of_civil(civil_day(date)?.checked_add(days.days()).ok()?)
}

/// Month by month, whatever the day; the result has none.
pub(super) fn add_months(date: Date, months: i64) -> Option<Date> {
    let all = i64::from(date.year) * 12 + i64::from(date.month?) - 1 + months;
    month(i16::try_from(all.div_euclid(12)).ok()?, all.rem_euclid(12) as u8 + 1)
}

pub(super) fn add_years(date: Date, years: i64) -> Option<Date> {
    year(i16::try_from(i64::from(date.year) + years).ok()?)
}

/// 1 for Monday to 7.
pub(super) fn weekday(date: Date) -> Option<u8> {
    Some(civil_day(date)?.weekday().to_monday_one_offset() as u8)
}

/// The unit `count` units away from the one that `date` lies in; `None` where the date is less precise than the unit.
/// Weeks run from Monday to Sunday (ISO 8601).
pub(super) fn unit_from(date: Date, unit: Unit, count: i64) -> Option<Edtf> {
    let interval = |from: Option<Date>, to: Option<Date>| Some(Edtf::Interval(Some(from?), Some(to?)));
    match unit {
        Unit::Day => add_days(date, count).map(Edtf::Date),
        Unit::Week | Unit::Weekend => {
            let monday = add_days(date, 1 - i64::from(weekday(date)?) + 7 * count)?;
            let first = if unit == Unit::Week { 0 } else { 5 };
            interval(add_days(monday, first), add_days(monday, 6))
        }
        Unit::Month => add_months(date, count).map(Edtf::Date),
        Unit::Quarter => {
            let into = (i64::from(date.month?) - 1) % 3;
            let first = add_months(date, 3 * count - into)?;
            interval(Some(first), add_months(first, 2))
        }
        Unit::Year => add_years(date, count).map(Edtf::Date),
        Unit::Decade => {
            let first = i64::from(date.year).div_euclid(10) + count;
            years(first * 10, first * 10 + 9)
        }
        Unit::Century => {
            let first = (i64::from(date.year) - 1).div_euclid(100) + count;
            years(first * 100 + 1, first * 100 + 100)
        }
    }
}

pub(super) fn years(from: i64, to: i64) -> Option<Edtf> {
    let of = |value: i64| i16::try_from(value).ok().and_then(year);
    Some(Edtf::Interval(Some(of(from)?), Some(of(to)?)))
}

/// The next day of the week from `date` on, forwards or backwards, the day itself left out.
pub(super) fn weekday_from(date: Date, wanted: u8, forwards: bool) -> Option<Date> {
    let own = i64::from(weekday(date)?);
    let ahead = (i64::from(wanted) - own - 1).rem_euclid(7) + 1;
    let back = (own - i64::from(wanted) - 1).rem_euclid(7) + 1;
    add_days(date, if forwards { ahead } else { -back })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Edtf::parse(text).unwrap().start()
    }

    #[test]
    fn units_are_counted_from_the_one_around_the_date() {
        for (from, unit, count, expected) in [
            ("2026-02-05", Unit::Day, -1, "2026-02-04"),
            ("2026-03-01", Unit::Day, -1, "2026-02-28"),
            ("2026-02-05", Unit::Week, -1, "2026-01-26/2026-02-01"),
            ("2026-02-08", Unit::Week, 0, "2026-02-02/2026-02-08"),
            ("2026-02-05", Unit::Weekend, 0, "2026-02-07/2026-02-08"),
            ("2026-01", Unit::Month, -1, "2025-12"),
            ("2026-02-05", Unit::Quarter, -1, "2025-10/2025-12"),
            ("2026", Unit::Year, -1, "2025"),
            ("2026", Unit::Decade, -1, "2010/2019"),
            ("2000", Unit::Century, 0, "1901/2000"),
        ] {
            assert_eq!(unit_from(date(from), unit, count).unwrap().to_string(), expected, "{from} {unit:?} {count}");
        }
        assert_eq!(unit_from(date("2026"), Unit::Day, -1), None);
        assert_eq!(unit_from(date("2026-02"), Unit::Week, -1), None);
        assert_eq!(unit_from(date("0001"), Unit::Year, -1), None);
    }

    #[test]
    fn a_day_of_the_week_is_never_the_day_itself() {
        // A Thursday.
        let from = date("2026-02-05");
        for (wanted, before, after) in [
            (1, "2026-02-02", "2026-02-09"),
            (4, "2026-01-29", "2026-02-12"),
            (5, "2026-01-30", "2026-02-06"),
            (7, "2026-02-01", "2026-02-08"),
        ] {
            assert_eq!(weekday_from(from, wanted, false).unwrap().to_string(), before);
            assert_eq!(weekday_from(from, wanted, true).unwrap().to_string(), after);
        }
    }
}
