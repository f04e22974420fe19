//! An expression that leaves something to its reader → EDTF, counted from the source's date or from one that the passage
//! told. `resolve` calls it, and says what is written out.
//!
//! - “yesterday”, “Friday”, “last week”, “two days ago”: the source's date, which must be known to the day; for
//!   “last month” to the month, for “last year” to the year.
//! - “5 May”, “in March”: the source's date, or else a date that stands earlier in the same passage.
//! - “the next day”, “a year later”, “that month”: the date that the passage told last, and never the source's.
//! - Where a day or month comes round again, the verb decides: the last one, but the next one if the sentence looks
//!   ahead (`tense`).

use super::calendar::{self, Unit};
use super::reader::{Partial, Which};
use super::resolve::{
    Context, Resolution, WEEKDAYS, complete, map_dates, precision_of, precision_of_partial, relative, unresolved,
};
use super::tense::Tense;
use super::{Anchor, AnchorPlace, Precision, Rule};
use crate::date::{Date, Doubt, Edtf};

impl Context<'_> {
    /// A day or month whose year the reader of the document was meant to know.
    pub(super) fn year_left_out(&self, date: Partial) -> Resolution {
        let precision = precision_of_partial(date);
        let from_source = self.known.source.filter(|anchor| anchor.date.month.is_some());
        let anchor = from_source.or(self.known.passage.filter(|anchor| anchor.date.month.is_some()));
        let Some(anchor) = anchor else {
            return unresolved(precision, &format!("no year is written, and {}", self.lack(Unit::Month)));
        };
        let years = [-1, 0, 1].map(|step| complete(date, anchor.date.year + step));
        let is_passage = anchor.place != AnchorPlace::Source;
        // What a passage tells goes on from its last date, not back from it.
        let tense = if is_passage { Tense::Unknown } else { self.tense };
        let Some((found, is_near)) = nearest(&years, anchor.date, tense) else {
            return unresolved(precision, "the calendar has no such day");
        };
        let agrees = date.weekday.is_none_or(|weekday| calendar::weekday(found) == Some(weekday));
        let sure = agrees && !is_passage && (is_near || tense != Tense::Unknown && date.day.is_none());
        let why = format!("{} {}", side(tense), told(anchor));
        relative(Edtf::Date(found), precision, anchor, Rule::YearLeftOut, sure, why)
    }

    pub(super) fn month(&self, month: u8, which: Which) -> Resolution {
        let bare = Partial { month: Some(month), ..Partial::default() };
        let Some(anchor) = self.known.source.filter(|anchor| anchor.date.month.is_some()) else {
            return match which {
                Which::Bare => self.year_left_out(bare),
                _ => unresolved(Precision::Month, &self.lack(Unit::Month)),
            };
        };
        let own = anchor.date.month.unwrap_or(1);
        let step = match which {
            Which::Bare => return self.year_left_out(bare),
            Which::Last => -i16::from(month >= own),
            Which::This => 0,
            Which::Next => i16::from(month <= own),
        };
        match calendar::month(anchor.date.year + step, month) {
            Some(date) => {
                let why = format!("counted from {}", told(anchor));
                relative(Edtf::Date(date), Precision::Month, anchor, Rule::YearLeftOut, true, why)
            }
            None => unresolved(Precision::Month, "out of the calendar"),
        }
    }

    pub(super) fn in_year(&self, precision: Precision, steps: i64, of: impl Fn(i16) -> Option<Edtf>) -> Resolution {
        let Some(anchor) = self.known.source else { return unresolved(precision, &self.lack(Unit::Year)) };
        let year = calendar::add_years(anchor.date, steps);
        match year.and_then(|year| of(year.year)) {
            // “last winter” may be of this year, “last summer” too.
            Some(edtf) => {
                let sure = precision != Precision::Season;
                relative(edtf, precision, anchor, Rule::Unit, sure, format!("counted from {}", told(anchor)))
            }
            None => unresolved(precision, "out of the calendar"),
        }
    }

    pub(super) fn weekday(&self, weekday: u8, which: Which) -> Resolution {
        let Some(anchor) = self.anchor(Unit::Day) else { return unresolved(Precision::Day, &self.lack(Unit::Day)) };
        let own = calendar::weekday(anchor.date);
        let forwards = match which {
            Which::Last => false,
            Which::Next | Which::This => true,
            Which::Bare => self.tense == Tense::Future,
        };
        let is_today = own == Some(weekday) && matches!(which, Which::Bare | Which::This);
        let found = match is_today {
            true => Some(anchor.date),
            false if which == Which::This && self.tense == Tense::Past => {
                calendar::weekday_from(anchor.date, weekday, false)
            }
            false => calendar::weekday_from(anchor.date, weekday, forwards),
        };
        let Some(found) = found else { return unresolved(Precision::Day, "out of the calendar") };
        let same_week = calendar::unit_from(found, Unit::Week, 0) == calendar::unit_from(anchor.date, Unit::Week, 0);
        let sure = match which {
            Which::Bare => self.tense != Tense::Unknown || is_today,
            Which::This => true,
            // On a Thursday, “last Monday” may be of this week or the one before.
            Which::Last | Which::Next => !same_week,
        };
        let name = WEEKDAYS[usize::from(weekday) - 1];
        let why = match is_today {
            true => format!("{} is a {name}", told(anchor)),
            false if forwards => format!("the first {name} after {}", told(anchor)),
            false => format!("the last {name} before {}", told(anchor)),
        };
        relative(Edtf::Date(found), Precision::Day, anchor, Rule::Weekday, sure, why)
    }

    /// “This weekend” is the one that is over, where the verb looks back before a new one has come.
    pub(super) fn weekend(&self) -> Resolution {
        let weekday = self.known.source.and_then(|anchor| calendar::weekday(anchor.date));
        let is_over = self.tense == Tense::Past && weekday.is_some_and(|weekday| weekday < 6);
        self.counted(Unit::Weekend, -i64::from(is_over), Rule::Unit, weekday.is_some_and(|weekday| weekday >= 6))
    }

    /// As precise as the unit that is counted: “two years ago” is a year, “two decades ago” a year about then.
    pub(super) fn count(&self, unit: Unit, count: i64, or_more: bool) -> Resolution {
        let years = match unit {
            Unit::Decade => Some(10 * count),
            Unit::Century => Some(100 * count),
            _ => None,
        };
        let mut resolution = match years {
            Some(years) => self.counted(Unit::Year, years, Rule::Count, true),
            None => self.counted(unit, count, Rule::Count, unit != Unit::Week),
        };
        resolution.precision = precision_of(unit);
        let about = |date| Date { doubt: Doubt::Approximate, ..date };
        resolution.edtf = resolution.edtf.map(|edtf| if years.is_some() { map_dates(edtf, about) } else { edtf });
        match resolution.edtf {
            Some(edtf) if or_more && count < 0 => Resolution {
                edtf: Some(Edtf::Interval(None, Some(end_of(edtf)))),
                precision: Precision::Interval,
                why: format!("then or earlier, {}", resolution.why),
                ..resolution
            },
            _ => resolution,
        }
    }

    pub(super) fn counted(&self, unit: Unit, count: i64, rule: Rule, sure: bool) -> Resolution {
        let precision = precision_of(unit);
        let Some(anchor) = self.anchor(unit) else { return unresolved(precision, &self.lack(unit)) };
        match calendar::unit_from(anchor.date, unit, count) {
            Some(edtf) => relative(edtf, precision, anchor, rule, sure, format!("counted from {}", told(anchor))),
            None => unresolved(precision, "out of the calendar"),
        }
    }

    pub(super) fn told_before(&self, unit: Unit, steps: i64, rule: Rule) -> Resolution {
        let precision = precision_of(unit);
        let lacks = "it is counted from another date, which the passage does not give";
        let Some(anchor) = self.known.passage else { return unresolved(precision, lacks) };
        match calendar::unit_from(anchor.date, unit, steps) {
            Some(edtf) => relative(edtf, precision, anchor, rule, false, format!("counted from {}", told(anchor))),
            None => unresolved(precision, lacks),
        }
    }

    /// The source's date, if it is as precise as the unit.
    fn anchor(&self, unit: Unit) -> Option<Anchor> {
        self.known.source.filter(|anchor| calendar::unit_from(anchor.date, unit, 0).is_some())
    }

    /// What is missing of the source's date.
    pub(super) fn lack(&self, unit: Unit) -> String {
        let wanted = match unit {
            Unit::Day | Unit::Week | Unit::Weekend => "day",
            Unit::Month | Unit::Quarter => "month",
            Unit::Year | Unit::Decade | Unit::Century => "year",
        };
        match self.known.source {
            Some(anchor) => format!("the source's date ({}) says no {wanted}", anchor.date),
            None => "the source has no date to count from".to_owned(),
        }
    }
}

/// Of the same day or month in three years, the one that is meant; and whether it is within two months of the anchor.
fn nearest(years: &[Option<Date>; 3], anchor: Date, tense: Tense) -> Option<(Date, bool)> {
    // The middle stands for what is not known of the anchor.
    let days = |date: Date| {
        let month = i32::from(date.month.unwrap_or(6));
        i32::from(date.year) * 372 + month * 31 + i32::from(date.day.or(anchor.day).unwrap_or(15))
    };
    let distance = |date: &Date| days(*date) - days(anchor);
    // A month that has begun counts for both sides.
    let same_month = |date: &Date| date.day.is_none() && (date.year, date.month) == (anchor.year, anchor.month);
    let fits = |date: &&Date| match tense {
        Tense::Past => distance(date) <= 0 || same_month(date),
        Tense::Future => distance(date) >= 0 || same_month(date),
        Tense::Unknown => true,
    };
    // Of a day a year ago one says the year, whatever the verb.
    let near = years.iter().flatten().filter(|date| date.day.is_some() && distance(date).abs() <= 31);
    let found = near.chain(years.iter().flatten().filter(fits)).min_by_key(|date| distance(date).abs())?;
    Some((*found, distance(found).abs() <= 62))
}

fn side(tense: Tense) -> &'static str {
    match tense {
        Tense::Past => "the last one before",
        Tense::Future => "the next one after",
        Tense::Unknown => "the one nearest to",
    }
}

fn told(anchor: Anchor) -> String {
    match anchor.place {
        AnchorPlace::Source => format!("{}, the source's date", anchor.date),
        AnchorPlace::Passage { .. } => format!("{}, which the passage told before", anchor.date),
    }
}

/// The last date of an interval, or the date itself.
fn end_of(edtf: Edtf) -> Date {
    match edtf {
        Edtf::Date(date) | Edtf::Interval(_, Some(date)) | Edtf::Interval(Some(date), None) => date,
        Edtf::Interval(None, None) => unreachable!("an interval has at least one end"),
    }
}
