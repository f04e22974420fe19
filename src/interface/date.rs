//! A date → the words of a language: `5 February 2026`, `about 2026`, `23–25 April 2025`. The order of day, month and year
//! stands in the language file, and so does each preposition, since some languages choose it by how much is known.

use super::{Arg, Words};
use crate::date::{Date, Doubt, Edtf};

impl Words {
    /// A date for people.
    pub fn date(&self, edtf: Edtf) -> String {
        match edtf {
            Edtf::Date(date) => self.one_date(date),
            Edtf::Interval(Some(from), None) => self.bounded("since", from),
            Edtf::Interval(None, Some(to)) => self.bounded("until", to),
            Edtf::Interval(Some(from), Some(to)) => self.interval(from, to),
            Edtf::Interval(None, None) => String::new(),
        }
    }

    /// A month's name as it stands alone: `April`.
    pub fn month(&self, month: u8) -> String {
        self.say(&format!("month-alone.{month}"))
    }

    /// `23–25 April 2025`, `28 December 2025 – 2 January 2026`.
    fn interval(&self, from: Date, to: Date) -> String {
        let certain = from.doubt == Doubt::None && to.doubt == Doubt::None;
        match (from.day, to.day, to.month) {
            (Some(first), Some(last), Some(month)) if certain && (from.year, from.month) == (to.year, to.month) => {
                let (first, last, year) = (self.day(first), self.day(last), to.year.to_string());
                let month = self.say(&format!("month.{month}"));
                let args = [("from", &first), ("to", &last), ("month", &month), ("year", &year)];
                self.fill("date.days", &args.map(|(name, text)| (name, Arg::Text(text))))
            }
            _ => {
                let (from, to) = (self.one_date(from), self.one_date(to));
                self.fill("date.interval", &[("from", Arg::Text(&from)), ("to", Arg::Text(&to))])
            }
        }
    }

    fn one_date(&self, date: Date) -> String {
        let text = self.certain(date);
        match date.doubt {
            Doubt::None => text,
            Doubt::Uncertain => self.fill("date.uncertain", &[("date", Arg::Text(&text))]),
            Doubt::Approximate => self.bounded("about", Date { doubt: Doubt::None, ..date }),
            Doubt::Both => {
                let about = self.bounded("about", Date { doubt: Doubt::None, ..date });
                self.fill("date.uncertain", &[("date", Arg::Text(&about))])
            }
        }
    }

    /// A date after a preposition, of which there is one for days, one for months and one for years.
    fn bounded(&self, preposition: &str, date: Date) -> String {
        let precision = match (date.day, date.month) {
            (Some(_), _) => "day",
            (None, Some(_)) => "month",
            (None, None) => "year",
        };
        let text = self.one_date(date);
        self.fill(&format!("date.{preposition}-{precision}"), &[("date", Arg::Text(&text))])
    }

    fn certain(&self, date: Date) -> String {
        let year = date.year.to_string();
        let Some(month) = date.month else { return self.fill("date.year", &[("year", Arg::Text(&year))]) };
        let Some(day) = date.day else {
            let month = self.month(month);
            return self.fill("date.month", &[("month", Arg::Text(&month)), ("year", Arg::Text(&year))]);
        };
        let (day, month) = (self.day(day), self.say(&format!("month.{month}")));
        self.fill("date.day", &[("day", Arg::Text(&day)), ("month", Arg::Text(&month)), ("year", Arg::Text(&year))])
    }

    /// The number of a day; the first of a month has a name of its own in some languages.
    fn day(&self, day: u8) -> String {
        let digits = day.to_string();
        if day == 1 { self.fill("date.first", &[("day", Arg::Text(&digits))]) } else { digits }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Languages;
    use super::*;
    use crate::world::World;

    fn words(tag: &str) -> Languages {
        Languages::load(&World::default(), &[], tag, [].into_iter()).0
    }

    #[test]
    fn dates_say_what_is_known_and_no_more() {
        for (edtf, expected) in [
            ("2026", "2026"),
            ("2026-02", "February 2026"),
            ("2026-02-05", "5 February 2026"),
            ("2026-02-05?", "5 February 2026 (uncertain)"),
            ("2026~", "about 2026"),
            ("2026-02%", "about February 2026 (uncertain)"),
            ("2025-04-23/2025-04-25", "23–25 April 2025"),
            ("2025-12-28/2026-01-02", "28 December 2025 – 2 January 2026"),
            ("2025-04-23/..", "from 23 April 2025"),
            ("../2025-04-25", "until 25 April 2025"),
        ] {
            assert_eq!(words("en-GB").site().date(Edtf::parse(edtf).unwrap()), expected);
        }
    }
}
