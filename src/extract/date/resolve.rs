//! An expression of time and what it may be counted from → EDTF, with the evidence; or the reason why there is none.
//! `dates` calls it for each expression in turn.
//!
//! The rules, each with its anchor:
//! - Written out with its year: needs none.
//! - “yesterday”, “Friday”, “last week”, “two days ago”: the source's date, which must be known to the day; for
//!   “last month” to the month, for “last year” to the year.
//! - “5 May”, “in March”: the source's date, or else a date that stands earlier in the same passage.
//! - “the next day”, “a year later”, “that month”: the date that the passage told last, and never the source's.
//! - Where a day or month comes round again, the verb decides: the last one, but the next one if the sentence looks
//!   ahead (`tense`).

use super::calendar::{self, Unit};
use super::reader::{Expression, Open, Partial, Reader, Season, When, Which, YearOf};
use super::tense::{Tense, tense};
use super::{Anchor, AnchorPlace, Evidence, Precision, Rule};
use crate::date::{Date, Doubt, Edtf};

/// What is known of the time in which a passage stands.
pub(super) struct Known {
    pub source: Option<Anchor>,
    /// The date that the passage told last.
    pub passage: Option<Anchor>,
}

pub(super) struct Resolution {
    pub edtf: Option<Edtf>,
    pub precision: Precision,
    pub evidence: Option<Evidence>,
    pub sure: bool,
    pub why: String,
}

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// What an expression means where it stands.
pub(super) fn resolve(reader: &Reader, expression: &Expression, known: &Known) -> Resolution {
    let context = Context { known, tense: tense(reader.tokens, expression.from, expression.to) };
    let mut resolution = context.meaning(&expression.when);
    if expression.is_doubtful && resolution.edtf.is_some() {
        resolution.sure = false;
        resolution.why = "four digits that may name something else than the year".to_owned();
    }
    if expression.is_approximate {
        resolution.edtf =
            resolution.edtf.map(|edtf| map_dates(edtf, |date| Date { doubt: Doubt::Approximate, ..date }));
        resolution.why.push_str("; written as approximate");
    }
    opened(resolution, expression.open)
}

/// “since May” begins then, “until May” ends then.
fn opened(mut resolution: Resolution, open: Open) -> Resolution {
    let ends = match resolution.edtf {
        Some(Edtf::Date(date)) => (date, date),
        // A week, a quarter, a decade; a range that is written has both its ends.
        Some(Edtf::Interval(Some(from), Some(to))) if resolution.precision != Precision::Interval => (from, to),
        _ => return resolution,
    };
    let (edtf, word) = match open {
        Open::None => return resolution,
        Open::Since => (Edtf::Interval(Some(ends.0), None), "since"),
        Open::Until => (Edtf::Interval(None, Some(ends.1)), "until"),
    };
    resolution.edtf = Some(edtf);
    resolution.precision = Precision::Interval;
    resolution.why.push_str(&format!("; “{word}” leaves one end open"));
    resolution
}

fn map_dates(edtf: Edtf, f: impl Fn(Date) -> Date) -> Edtf {
    match edtf {
        Edtf::Date(date) => Edtf::Date(f(date)),
        Edtf::Interval(from, to) => Edtf::Interval(from.map(&f), to.map(&f)),
    }
}

/// The last date of an interval, or the date itself.
fn end_of(edtf: Edtf) -> Date {
    match edtf {
        Edtf::Date(date) | Edtf::Interval(_, Some(date)) | Edtf::Interval(Some(date), None) => date,
        Edtf::Interval(None, None) => unreachable!("an interval has at least one end"),
    }
}

struct Context<'a> {
    known: &'a Known,
    tense: Tense,
}

impl Context<'_> {
    fn meaning(&self, when: &When) -> Resolution {
        match *when {
            When::Date(date) => self.date(date),
            When::Range(from, to) => self.range(from, to),
            When::Ambiguous(one, other) => ambiguous(one, other),
            When::ShortYear => unresolved(Precision::Day, "the year has two digits and could be of any century"),
            When::Decade(first) => decade(first),
            When::Century(number) => {
                let last = i64::from(number) * 100;
                written(calendar::years(last - 99, last), Precision::Century, true, "written as a century")
            }
            When::Months { from, to, year } => self.months(from, to, year),
            When::Season(season, year) => self.season(season, year),
            When::Fiscal(year) => {
                let edtf = calendar::year(year).map(Edtf::Date);
                written(edtf, Precision::Year, false, "a fiscal year need not be the calendar's")
            }
            When::Day(days) => self.counted(Unit::Day, days, Rule::DayWord, true),
            When::Weekday(weekday, which) => self.weekday(weekday, which),
            When::Month(month, which) => self.month(month, which),
            When::Unit(Unit::Weekend, 0) => self.weekend(),
            When::Unit(unit, steps) => self.counted(unit, steps, Rule::Unit, true),
            When::Count { unit, count, or_more } => self.count(unit, count, or_more),
            When::FromThatDate(unit, steps) => self.told_before(unit, steps, Rule::FromThatDate),
            When::ThatDate(unit) => self.told_before(unit, 0, Rule::ThatDate),
            When::Vague(unit) => unresolved(precision_of(unit), "how many is not written"),
        }
    }

    fn date(&self, date: Partial) -> Resolution {
        let precision = precision_of_partial(date);
        let Some(year) = date.year else { return self.year_left_out(date) };
        let Some(found) = complete(date, year) else {
            return unresolved(precision, "the calendar has no such day");
        };
        match date.weekday.filter(|&weekday| calendar::weekday(found) != Some(weekday)) {
            Some(weekday) => {
                let why = format!("{found} is no {}", WEEKDAYS[usize::from(weekday) - 1]);
                written(Some(Edtf::Date(found)), precision, false, &why)
            }
            None => written(Some(Edtf::Date(found)), precision, true, "written out"),
        }
    }

    /// A day or month whose year the reader of the document was meant to know.
    fn year_left_out(&self, date: Partial) -> Resolution {
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

    fn month(&self, month: u8, which: Which) -> Resolution {
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

    fn range(&self, from: Partial, to: Partial) -> Resolution {
        let last = self.date(to);
        let Some(Edtf::Date(end)) = last.edtf else { return Resolution { precision: Precision::Interval, ..last } };
        // What the first date leaves out, it shares with the second; a range runs forwards.
        let shared = Partial { year: from.year.or(Some(end.year)), month: from.month.or(to.month), ..from };
        let begin = [0, -1].iter().find_map(|step| {
            let year = shared.year? + if from.year.is_none() { *step } else { 0 };
            complete(shared, year).filter(|begin| first_day(*begin) <= first_day(end))
        });
        match begin {
            Some(begin) => Resolution {
                edtf: Some(Edtf::Interval(Some(begin), Some(end))),
                precision: Precision::Interval,
                ..last
            },
            None => unresolved(Precision::Interval, "the range runs backwards"),
        }
    }

    fn months(&self, from: u8, to: u8, year: YearOf) -> Resolution {
        let precision = if to - from == 2 { Precision::Quarter } else { Precision::Half };
        let of = |year: i16| Some(Edtf::Interval(Some(calendar::month(year, from)?), Some(calendar::month(year, to)?)));
        let doubt = "counted by the calendar; a firm's year may begin elsewhere";
        match year {
            YearOf::Written(year) => written(of(year), precision, true, "written out"),
            YearOf::Relative(steps) => self.in_year(precision, steps, of),
            YearOf::LeftOut => match self.known.source.filter(|anchor| anchor.date.month.is_some()) {
                Some(anchor) => {
                    let ahead = i16::from(anchor.date.month.unwrap_or(1) < from && self.tense != Tense::Future);
                    match of(anchor.date.year - ahead) {
                        Some(edtf) => relative(edtf, precision, anchor, Rule::YearLeftOut, false, doubt.to_owned()),
                        None => unresolved(precision, "out of the calendar"),
                    }
                }
                None => unresolved(precision, &format!("no year is written, and {}", self.lack(Unit::Month))),
            },
        }
    }

    /// A season is kept as its year: where it begins depends on the side of the equator, and EDTF says no more.
    fn season(&self, season: Season, year: YearOf) -> Resolution {
        let of = |year: i16| calendar::year(year).map(Edtf::Date);
        match year {
            YearOf::Written(year) => {
                written(of(year), Precision::Season, true, "a season of that year; its days are not written")
            }
            YearOf::Relative(steps) => {
                // In November, “last spring” is of the same year; so is “next summer” in March.
                let month = self.known.source.and_then(|anchor| anchor.date.month).unwrap_or(0);
                let is_over = month > season.last_month();
                let is_ahead = month > 0 && month + 2 < season.last_month();
                let same_year = steps < 0 && is_over || steps > 0 && is_ahead;
                self.in_year(Precision::Season, if same_year { 0 } else { steps }, of)
            }
            YearOf::LeftOut => unresolved(Precision::Season, "no year is written"),
        }
    }

    fn in_year(&self, precision: Precision, steps: i64, of: impl Fn(i16) -> Option<Edtf>) -> Resolution {
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

    fn weekday(&self, weekday: u8, which: Which) -> Resolution {
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
    fn weekend(&self) -> Resolution {
        let weekday = self.known.source.and_then(|anchor| calendar::weekday(anchor.date));
        let is_over = self.tense == Tense::Past && weekday.is_some_and(|weekday| weekday < 6);
        self.counted(Unit::Weekend, -i64::from(is_over), Rule::Unit, weekday.is_some_and(|weekday| weekday >= 6))
    }

    /// As precise as the unit that is counted: “two years ago” is a year, “two decades ago” a year about then.
    fn count(&self, unit: Unit, count: i64, or_more: bool) -> Resolution {
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

    fn counted(&self, unit: Unit, count: i64, rule: Rule, sure: bool) -> Resolution {
        let precision = precision_of(unit);
        let Some(anchor) = self.anchor(unit) else { return unresolved(precision, &self.lack(unit)) };
        match calendar::unit_from(anchor.date, unit, count) {
            Some(edtf) => relative(edtf, precision, anchor, rule, sure, format!("counted from {}", told(anchor))),
            None => unresolved(precision, "out of the calendar"),
        }
    }

    fn told_before(&self, unit: Unit, steps: i64, rule: Rule) -> Resolution {
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
    fn lack(&self, unit: Unit) -> String {
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

fn complete(date: Partial, year: i16) -> Option<Date> {
    match (date.month, date.day) {
        (Some(month), Some(day)) => calendar::day(year, month, day),
        (Some(month), None) => calendar::month(year, month),
        _ => calendar::year(year),
    }
}

fn first_day(date: Date) -> (i16, u8, u8) {
    (date.year, date.month.unwrap_or(1), date.day.unwrap_or(1))
}

fn decade(first: i16) -> Resolution {
    let edtf = calendar::years(i64::from(first), i64::from(first) + 9);
    let is_century = first % 100 == 0;
    let why = if is_century { "it may mean the century" } else { "written as a decade" };
    written(edtf, Precision::Decade, !is_century, why)
}

/// What both readings have in common.
fn ambiguous(one: Partial, other: Partial) -> Resolution {
    let show = |date: Partial| date.year.and_then(|year| complete(date, year)).map(|date| date.to_string());
    let edtf = one.year.and_then(calendar::year).map(Edtf::Date);
    let (one, other) = (show(one).unwrap_or_default(), show(other).unwrap_or_default());
    written(edtf, Precision::Day, false, &format!("{one} or {other}: which number is the month is not written"))
}

fn precision_of(unit: Unit) -> Precision {
    match unit {
        Unit::Day => Precision::Day,
        Unit::Weekend => Precision::Weekend,
        Unit::Week => Precision::Week,
        Unit::Month => Precision::Month,
        Unit::Quarter => Precision::Quarter,
        Unit::Year => Precision::Year,
        Unit::Decade => Precision::Decade,
        Unit::Century => Precision::Century,
    }
}

fn precision_of_partial(date: Partial) -> Precision {
    match (date.month, date.day) {
        (Some(_), Some(_)) => Precision::Day,
        (Some(_), None) => Precision::Month,
        _ => Precision::Year,
    }
}

fn written(edtf: Option<Edtf>, precision: Precision, sure: bool, why: &str) -> Resolution {
    match edtf {
        Some(_) => Resolution { edtf, precision, evidence: Some(Evidence::Written), sure, why: why.to_owned() },
        None => unresolved(precision, "out of the calendar"),
    }
}

fn relative(edtf: Edtf, precision: Precision, anchor: Anchor, rule: Rule, sure: bool, why: String) -> Resolution {
    let is_firm = anchor.date.doubt == Doubt::None;
    // What is counted from a doubtful date is as doubtful.
    let edtf = map_dates(edtf, |date| Date { doubt: anchor.date.doubt, ..date });
    let evidence = Some(Evidence::Relative { anchor, rule });
    Resolution { edtf: Some(edtf), precision, evidence, sure: sure && is_firm, why }
}

fn unresolved(precision: Precision, why: &str) -> Resolution {
    Resolution { edtf: None, precision, evidence: None, sure: false, why: why.to_owned() }
}
