//! Text → dates: the ways in which pages print a day, in many languages. Nothing is filled in: `März 2019` is a month,
//! and `03/04/2019` is a year where neither the page's language nor the numbers tell the day from the month.

use super::address::web_date;
use crate::date::Date;
use crate::import::months::month;
use std::ops::Range;

/// Which number comes first in `03/04/2019`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
    Unknown,
}

impl Order {
    /// The order that is usual in a language; English alone is written both ways.
    pub fn of(language: Option<&str>) -> Self {
        let tag = language.unwrap_or_default().to_lowercase().replace('_', "-");
        match tag.as_str() {
            "" | "en" => Order::Unknown,
            "en-us" | "en-ph" => Order::MonthFirst,
            _ => Order::DayFirst,
        }
    }
}

/// The date at the beginning of a value that is nothing but a date: `2019-04-12T08:00`, `20190412`, `12 avril 2019`.
pub(super) fn stamp(value: &str, order: Order) -> Option<Date> {
    let value = value.trim();
    if value.len() > 200 {
        return None;
    }
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    if matches!(digits, 8 | 12 | 14) {
        return web_date(&format!("{}-{}-{}", &value[..4], &value[4..6], &value[6..8]));
    }
    // A month and no more, or a year and no more.
    if let Some(date) = web_date(value).filter(|date| date.day.is_none()) {
        return Some(date);
    }
    dates(value, order).into_iter().next().map(|(date, _)| date).or_else(|| month_and_year(value))
}

/// The hour of a moment that is given in Greenwich's time: `2019-04-12T23:30:00Z`, `…+00:00`.
pub(super) fn greenwich(value: &str) -> Option<u8> {
    let value = value.trim();
    let ends = ["Z", "z", "+00:00", "+0000", "-00:00"].iter().any(|end| value.ends_with(end));
    let hour = value.get(11..13).filter(|_| ends && matches!(value.as_bytes()[10], b'T' | b't' | b' '))?;
    hour.parse().ok().filter(|hour| *hour < 24)
}

/// `November 2022`, alone or with a weekday's worth of other words.
fn month_and_year(value: &str) -> Option<Date> {
    let tokens = tokens(value);
    let pair = tokens.windows(2).find_map(|pair| {
        let month = month(&value[pair[0].clone()])?;
        let year = &value[pair[1].clone()];
        (year.len() == 4).then(|| web_date(&format!("{year}-{month:02}"))).flatten()
    });
    pair.filter(|_| tokens.len() <= 4)
}

/// The days that a text names, in order, with their places in bytes.
pub(super) fn dates(text: &str, order: Order) -> Vec<(Date, Range<usize>)> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let scan = Scan { text, tokens: &tokens[at..], order };
        let joined = at > 0 && matches!(&text[tokens[at - 1].end..tokens[at].start], "." | "-" | "/" | ":");
        let joined = joined && text[tokens[at - 1].clone()].bytes().all(|b| b.is_ascii_digit());
        match scan.year_first().or_else(|| if joined { None } else { scan.day_first() }).or_else(|| scan.named()) {
            Some((date, count)) => {
                found.push((date, tokens[at].start..tokens[at + count - 1].end));
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

/// A text from one of its tokens on.
struct Scan<'t> {
    text: &'t str,
    tokens: &'t [Range<usize>],
    order: Order,
}

impl<'t> Scan<'t> {
    fn token(&self, ahead: usize) -> Option<&'t str> {
        self.tokens.get(ahead).map(|token| &self.text[token.clone()])
    }

    /// What stands between a token and the next, white space trimmed.
    fn gap(&self, ahead: usize) -> Option<&'t str> {
        let (token, next) = (self.tokens.get(ahead)?, self.tokens.get(ahead + 1)?);
        Some(self.text[token.end..next.start].trim())
    }

    fn number(&self, ahead: usize, width: std::ops::RangeInclusive<usize>) -> Option<u16> {
        let token = self.token(ahead)?;
        (width.contains(&token.len()) && token.bytes().all(|b| b.is_ascii_digit())).then(|| token.parse().ok())?
    }

    /// `2019-04-12`, `2019/4/12`, `2019年4月12日`.
    fn year_first(&self) -> Option<(Date, usize)> {
        let year = self.number(0, 4..=4)?;
        if let (Some(month), Some(day)) = (self.number(1, 1..=2), self.number(2, 1..=2)) {
            let (first, second) = (self.gap(0)?, self.gap(1)?);
            return (first == second && matches!(first, "-" | "/" | "."))
                .then(|| day_of(year, month, day))
                .flatten()
                .map(|date| (date, 3));
        }
        let units = [("年", "月"), ("년", "월")];
        let (month, day) = (self.number(2, 1..=2)?, self.number(4, 1..=2)?);
        let printed = (self.token(1)?, self.token(3)?);
        units.contains(&printed).then(|| day_of(year, month, day)).flatten().map(|date| (date, 5))
    }

    /// `12.04.2019`, `12/4/2019`, `12-04-2019`, `12.04.19`.
    fn day_first(&self) -> Option<(Date, usize)> {
        let (first, second) = (self.number(0, 1..=2)?, self.number(1, 1..=2)?);
        let gap = self.gap(0)?;
        if self.gap(1)? != gap || !matches!(gap, "." | "/" | "-") {
            return None;
        }
        let year = match self.number(2, 4..=4) {
            Some(year) => year,
            // Two digits are a year only between points, the way German prints a date.
            None if gap == "." && self.token(0)?.len() == 2 && self.token(1)?.len() == 2 => {
                self.number(2, 2..=2)? + 2000
            }
            None => return None,
        };
        if self.number(2, 2..=2).is_some()
            && self.gap(2).is_some_and(|gap| gap.starts_with('.') && gap.len() == 1)
            && self.number(3, 1..=4).is_some()
        {
            return None;
        }
        let date = match (gap, self.order) {
            (".", _) | (_, Order::DayFirst) => day_of(year, second, first).or_else(|| day_of(year, first, second)),
            (_, Order::MonthFirst) => day_of(year, first, second).or_else(|| day_of(year, second, first)),
            (_, Order::Unknown) if first > 12 || first == second => day_of(year, second, first),
            (_, Order::Unknown) if second > 12 => day_of(year, first, second),
            (_, Order::Unknown) => web_date(&format!("{year:04}")),
        };
        date.map(|date| (date, 3))
    }

    /// `12. April 2019`, `12th of April, 2019`, `12 de abril de 2019`, `April 12, 2019`, `12-Apr-2019`.
    fn named(&self) -> Option<(Date, usize)> {
        let (day, month, mut at) = match self.number(0, 1..=2) {
            Some(day) => {
                let mut at = 1;
                at += usize::from(is_ordinal(self.token(at)?));
                at += usize::from(is_of(self.token(at)?));
                (day, month(self.token(at)?)?, at + 1)
            }
            None => {
                let month = month(self.token(0)?)?;
                let day = self.number(1, 1..=2)?;
                let ordinal = self.token(2).is_some_and(is_ordinal);
                (day, month, 2 + usize::from(ordinal))
            }
        };
        at += usize::from(self.token(at).is_some_and(is_of));
        let near = (0..at).all(|ahead| self.gap(ahead).is_some_and(|gap| gap.chars().count() <= 2));
        let year = self.number(at, 4..=4).filter(|_| near)?;
        day_of(year, u16::from(month), day).map(|date| (date, at + 1))
    }
}

fn is_ordinal(word: &str) -> bool {
    matches!(word, "st" | "nd" | "rd" | "th" | "er" | "º" | "ª" | "ST" | "ND" | "RD" | "TH")
}

fn is_of(word: &str) -> bool {
    matches!(word, "of" | "de" | "del" | "d" | "di" | "do" | "de l")
}

fn day_of(year: u16, month: u16, day: u16) -> Option<Date> {
    web_date(&format!("{year:04}-{month:02}-{day:02}"))
}

/// Runs of digits and runs of letters, marks on letters among them.
fn tokens(text: &str) -> Vec<Range<usize>> {
    #[derive(PartialEq, Clone, Copy)]
    enum Kind {
        Digit,
        Letter,
        Other,
    }
    let mut tokens: Vec<Range<usize>> = Vec::new();
    let mut last = Kind::Other;
    for (at, c) in text.char_indices() {
        let kind = match c {
            _ if c.is_ascii_digit() => Kind::Digit,
            _ if c.is_alphabetic() => Kind::Letter,
            // Vowel signs and viramas of Indic scripts continue a word.
            '\u{900}'..='\u{dff}' if last == Kind::Letter && !c.is_numeric() => Kind::Letter,
            _ => Kind::Other,
        };
        if kind != Kind::Other {
            match tokens.last_mut() {
                Some(token) if kind == last => token.end = at + c.len_utf8(),
                _ => tokens.push(at..at + c.len_utf8()),
            }
        }
        last = kind;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, order: Order) -> Vec<String> {
        dates(text, order).iter().map(|(date, _)| date.to_string()).collect()
    }

    #[test]
    fn days_are_read_as_many_languages_print_them() {
        for (text, day) in [
            ("Updated 2019-04-12T08:00:00+02:00", "2019-04-12"),
            ("Freitag, 12. April 2019, 8 Uhr", "2019-04-12"),
            ("12.04.2019", "2019-04-12"),
            ("am 12. 4. 2019 um 8:15", "2019-04-12"),
            ("12.04.19", "2019-04-12"),
            ("le 1er avril 2019", "2019-04-01"),
            ("12 de abril de 2019", "2019-04-12"),
            ("April 12th, 2019", "2019-04-12"),
            ("12-Apr-2019", "2019-04-12"),
            ("the 12th of April, 2019", "2019-04-12"),
            ("12 апреля 2019", "2019-04-12"),
            ("2019年4月12日", "2019-04-12"),
            ("8:15, 12/4/2019", "2019-04-12"),
        ] {
            assert_eq!(all(text, Order::DayFirst), [day], "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_left_alone() {
        for text in
            ["40.04.2019", "version 1.12.04.2019", "10.0.4.2019.1", "2019", "tel. 12-04-20", "May I, 2019", "1/2"]
        {
            assert_eq!(all(text, Order::DayFirst), Vec::<String>::new(), "{text}");
        }
        assert_eq!(all("12.04.1970 and 30.02.2019", Order::DayFirst), Vec::<String>::new());
    }

    #[test]
    fn an_order_that_is_not_known_is_not_chosen() {
        assert_eq!(all("03/04/2019", Order::of(Some("en"))), ["2019"]);
        assert_eq!(all("03/04/2019", Order::of(Some("en-US"))), ["2019-03-04"]);
        assert_eq!(all("03/04/2019", Order::of(Some("en-GB"))), ["2019-04-03"]);
        assert_eq!(all("03/04/2019", Order::of(Some("fr"))), ["2019-04-03"]);
        assert_eq!(all("13/04/2019, 04/13/2019, 4/4/2019", Order::Unknown), ["2019-04-13", "2019-04-13", "2019-04-04"]);
    }

    #[test]
    fn a_stamp_is_as_precise_as_it_is_written() {
        for (value, date) in [
            ("2019-04-12 08:00", Some("2019-04-12")),
            ("20190412", Some("2019-04-12")),
            ("20190412T080000", Some("2019-04-12")),
            ("2019-04", Some("2019-04")),
            ("2019", Some("2019")),
            ("November 2022", Some("2022-11")),
            ("1970-01-01T00:00:00Z", None),
            ("1554969600", None),
            ("soon", None),
        ] {
            assert_eq!(stamp(value, Order::Unknown).map(|date| date.to_string()).as_deref(), date, "{value}");
        }
    }

    #[test]
    fn only_a_moment_in_greenwich_has_an_hour_there() {
        assert_eq!(greenwich("2019-04-12T23:30:00Z"), Some(23));
        assert_eq!(greenwich("2019-04-12T23:30:00+02:00"), None);
        assert_eq!(greenwich("2019-04-12"), None);
        assert_eq!(greenwich("12. März um 23 Uhr Z"), None);
    }
}
