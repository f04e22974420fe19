//! An expression of time and what it may be counted from → EDTF, with the evidence; or the reason why there is none.
//! `dates` calls it for each expression in turn.
//! What is written out needs no anchor; what is counted from one is read by `anchored`.

use super::calendar::{self, Unit};
use super::reader::{Expression, Open, Partial, Reader, Season, When, YearOf};
use super::tense::{Tense, tense};
use super::{Anchor, Evidence, Precision, Rule};
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

pub(super) const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

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

pub(super) fn map_dates(edtf: Edtf, f: impl Fn(Date) -> Date) -> Edtf {
    match edtf {
        Edtf::Date(date) => Edtf::Date(f(date)),
        Edtf::Interval(from, to) => Edtf::Interval(from.map(&f), to.map(&f)),
    }
}

/// Where an expression stands.
pub(super) struct Context<'a> {
    pub known: &'a Known,
    pub tense: Tense,
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
}

pub(super) fn complete(date: Partial, year: i16) -> Option<Date> {
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

pub(super) fn precision_of(unit: Unit) -> Precision {
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

pub(super) fn precision_of_partial(date: Partial) -> Precision {
    match (date.month, date.day) {
        (Some(_), Some(_)) => Precision::Day,
        (Some(_), None) => Precision::Month,
        _ => Precision::Year,
    }
}

pub(super) fn written(edtf: Option<Edtf>, precision: Precision, sure: bool, why: &str) -> Resolution {
    match edtf {
        Some(_) => Resolution { edtf, precision, evidence: Some(Evidence::Written), sure, why: why.to_owned() },
        None => unresolved(precision, "out of the calendar"),
    }
}

pub(super) fn relative(
    edtf: Edtf,
    precision: Precision,
    anchor: Anchor,
    rule: Rule,
    sure: bool,
    why: String,
) -> Resolution {
    let is_firm = anchor.date.doubt == Doubt::None;
    // What is counted from a doubtful date is as doubtful.
    let edtf = map_dates(edtf, |date| Date { doubt: anchor.date.doubt, ..date });
    let evidence = Some(Evidence::Relative { anchor, rule });
    Resolution { edtf: Some(edtf), precision, evidence, sure: sure && is_firm, why }
}

pub(super) fn unresolved(precision: Precision, why: &str) -> Resolution {
    Resolution { edtf: None, precision, evidence: None, sure: false, why: why.to_owned() }
}
