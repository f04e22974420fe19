//! Dates that say no more than is known: EDTF level 1 (ISO 8601-2), as far as briefings need it.
//! Forms: `2026`, `2026-02`, `2026-02-05`, each with `?`, `~` or `%`, and intervals `A/B` with an open end `..`.

use std::cmp::Ordering;
use std::fmt;

/// A calendar date with its precision.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Date {
    pub year: i16,
    pub month: Option<u8>,
    /// Present only when the month is.
    pub day: Option<u8>,
    pub doubt: Doubt,
}

/// What the writer doubts about a date.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Doubt {
    #[default]
    None,
    /// `?`
    Uncertain,
    /// `~`
    Approximate,
    /// `%`
    Both,
}

/// A date or an interval; either end of an interval may be open (`..`), not both.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Edtf {
    Date(Date),
    Interval(Option<Date>, Option<Date>),
}

impl Date {
    fn parse(text: &str) -> Option<Self> {
        let (digits, doubt) = match text.char_indices().next_back()? {
            (at, '?') => (&text[..at], Doubt::Uncertain),
            (at, '~') => (&text[..at], Doubt::Approximate),
            (at, '%') => (&text[..at], Doubt::Both),
            _ => (text, Doubt::None),
        };
        let mut parts = digits.split('-');
        let year = number(parts.next()?, 4)?;
        let month = parts.next().map(|part| number(part, 2)).map_or(Some(None), |n| n.map(Some))?;
        let day = parts.next().map(|part| number(part, 2)).map_or(Some(None), |n| n.map(Some))?;
        if parts.next().is_some() {
            return None;
        }
        let month = month.map(|month| month as u8);
        let day = day.map(|day| day as u8);
        // The calendar knows how long a month is.
        jiff::civil::Date::new(year, month.unwrap_or(1) as i8, day.unwrap_or(1) as i8).ok()?;
        Some(Self { year, month, day, doubt })
    }

    /// The first day that the date can mean, as (year, month, day).
    fn first_day(self) -> (i16, u8, u8) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day that the date can mean.
    fn last_day(self) -> (i16, u8, u8) {
        let month = self.month.unwrap_or(12);
        let last = jiff::civil::date(self.year, month as i8, 1).days_in_month() as u8;
        (self.year, month, self.day.unwrap_or(last))
    }
}

fn number(digits: &str, length: usize) -> Option<i16> {
    let sound = digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit());
    if sound { digits.parse().ok() } else { None }
}

impl Edtf {
    pub fn parse(text: &str) -> Option<Self> {
        let Some((from, to)) = text.split_once('/') else {
            return Date::parse(text).map(Self::Date);
        };
        let end = |text: &str| if text == ".." { Some(None) } else { Date::parse(text).map(Some) };
        let (from, to) = (end(from)?, end(to)?);
        let forwards = match (from, to) {
            (Some(from), Some(to)) => from.first_day() <= to.last_day(),
            (None, None) => false,
            _ => true,
        };
        forwards.then_some(Self::Interval(from, to))
    }

    /// The date that begins it, or the only known end.
    pub fn start(self) -> Date {
        match self {
            Edtf::Date(date) => date,
            Edtf::Interval(Some(from), _) => from,
            Edtf::Interval(None, Some(to)) => to,
            Edtf::Interval(None, None) => unreachable!("an interval has at least one end"),
        }
    }

    fn end(self) -> Date {
        match self {
            Edtf::Date(date) => date,
            Edtf::Interval(_, Some(to)) => to,
            Edtf::Interval(Some(from), None) => from,
            Edtf::Interval(None, None) => unreachable!("an interval has at least one end"),
        }
    }

    /// Whether some day that the date can mean is not before the first day of `from` and not after the last of `to`. The
    /// open end of an interval is as far away as it must be.
    pub fn may_lie_between(self, from: Option<Edtf>, to: Option<Edtf>) -> bool {
        let starts_after = |from: Edtf, to: Edtf| match (from.first(), to.last()) {
            (Some(from), Some(to)) => from > to,
            _ => false,
        };
        !from.is_some_and(|from| starts_after(from, self)) && !to.is_some_and(|to| starts_after(self, to))
    }

    /// The first day that the date can mean, unless it is open there.
    fn first(self) -> Option<(i16, u8, u8)> {
        match self {
            Edtf::Date(date) => Some(date.first_day()),
            Edtf::Interval(from, _) => from.map(Date::first_day),
        }
    }

    /// The last day that the date can mean, unless it is open there.
    fn last(self) -> Option<(i16, u8, u8)> {
        match self {
            Edtf::Date(date) => Some(date.last_day()),
            Edtf::Interval(_, to) => to.map(Date::last_day),
        }
    }

    /// The last day that the date can mean, as `2026-02-28`: the day for feeds and sitemaps, which want one.
    pub fn last_day(self) -> String {
        let (year, month, day) = self.end().last_day();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// The span's date text as EDTF, the way HTML's `<time datetime>` takes it: no doubt, the start of an interval.
    pub fn to_html_time(self) -> String {
        Date { doubt: Doubt::None, ..self.start() }.to_string()
    }
}

/// As it is written.
impl serde::Serialize for Edtf {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Edtf {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Edtf::parse(&text).ok_or_else(|| serde::de::Error::custom("no EDTF date"))
    }
}

/// Chronological: by the first possible day, then the broader date first, so a year leads its months.
impl Ord for Edtf {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |edtf: &Edtf| {
            let start = edtf.start();
            let end = edtf.end();
            (
                start.first_day(),
                std::cmp::Reverse(end.last_day()),
                start.doubt as u8,
                matches!(edtf, Edtf::Interval(..)),
            )
        };
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Edtf {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        f.write_str(match self.doubt {
            Doubt::None => "",
            Doubt::Uncertain => "?",
            Doubt::Approximate => "~",
            Doubt::Both => "%",
        })
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |f: &mut fmt::Formatter<'_>, date: &Option<Date>| match date {
            Some(date) => write!(f, "{date}"),
            None => f.write_str(".."),
        };
        match self {
            Edtf::Date(date) => write!(f, "{date}"),
            Edtf::Interval(from, to) => {
                end(f, from)?;
                f.write_str("/")?;
                end(f, to)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parses_prints_as_it_was_written() {
        for text in [
            "2026",
            "2026-02",
            "2026-02-05",
            "2026-02-05?",
            "2026~",
            "2025-04-23/2025-04-25",
            "../2025",
            "2024-02-29/..",
        ] {
            assert_eq!(Edtf::parse(text).map(|edtf| edtf.to_string()).as_deref(), Some(text));
        }
        for bad in [
            "",
            "26",
            "2026-2",
            "2026-13",
            "2025-02-29",
            "2026-02-05T10",
            "../..",
            "2026/2025",
            "2026-02-05-1",
            "20２6",
        ] {
            assert_eq!(Edtf::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn order_is_chronological_and_a_broad_date_leads() {
        let mut dates =
            ["2026-02-05", "2026-02", "2026", "2025-12-28", "2025-12-28/2026-01-02"].map(|d| Edtf::parse(d).unwrap());
        dates.sort();
        let printed: Vec<String> = dates.iter().map(Edtf::to_string).collect();
        assert_eq!(printed, ["2025-12-28/2026-01-02", "2025-12-28", "2026", "2026-02", "2026-02-05"]);
        assert_eq!(Edtf::parse("2024-02").unwrap().last_day(), "2024-02-29");
        assert_eq!(Edtf::parse("2026").unwrap().last_day(), "2026-12-31");
    }

    #[test]
    fn a_date_lies_where_one_of_its_days_does() {
        let date = |text: &str| Some(text).filter(|text| !text.is_empty()).map(|text| Edtf::parse(text).unwrap());
        for (text, from, to, expected) in [
            ("2026-02-05", "2026-02", "2026-02", true),
            ("2026-02", "2026-02-28", "", true),
            ("2026-02", "2026-03", "", false),
            ("2026?", "2026-06-01", "2026-06-30", true),
            ("2025", "", "2024-12-31", false),
            ("2025-04-23/2025-04-25", "2025-04-25", "2026", true),
            ("2025-04-23/..", "2030", "", true),
            ("../2025", "", "1900", true),
            ("../2025", "2026", "", false),
            ("2025", "", "", true),
        ] {
            let lies = date(text).unwrap().may_lie_between(date(from), date(to));
            assert_eq!(lies, expected, "{text} in {from}..{to}");
        }
    }
}
