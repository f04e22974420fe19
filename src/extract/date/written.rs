//! Dates that are written out: “Monday, 5 May 2025”, “May 5–7, 2025”, “le 1er mars 2024”, “25.04.2025”, “March 2025”,
//! and the ranges between two of them. Rules of [`Reader`]; the year may be left out, the month may not.

use super::reader::{Partial, Read, Reader, When};
use crate::extract::token::Kind;

impl Reader<'_> {
    /// A date with a month, or a range of such dates.
    pub(super) fn written(&self, at: usize) -> Read<When> {
        if let Some(read) = self.numeric(at) {
            return Some(read);
        }
        if let Some(read) = self.days_of_month(at) {
            return Some(read);
        }
        if let Some((from, next)) = self.full(at) {
            return Some(self.range_from(at, from, next).unwrap_or((When::Date(from), next)));
        }
        let (month, next) = self.month(at)?;
        let from = Partial { month: Some(month), ..Partial::default() };
        self.range_from(at, from, next)
    }

    /// One date that has a day or a year beside its month.
    fn full(&self, at: usize) -> Read<Partial> {
        let weekday = self.language.weekday(self.get(at)?);
        let mut start = at;
        if weekday.is_some() {
            start += 1;
            start += usize::from(self.is(start, "."));
            start += usize::from(self.is(start, ","));
            start += usize::from(self.is_any(start, &["the", "den", "dem", "le", "el"]));
        }
        let (date, next) =
            self.day_first(start).or_else(|| self.month_first(start)).or_else(|| self.month_and_year(start))?;
        if weekday.is_some() && date.day.is_none() {
            return None;
        }
        Some((Partial { weekday, ..date }, next))
    }

    /// “5 May 2025”, “the 5th of May”, “5. Mai 2025”, “25 de abril de 2025”
    fn day_first(&self, at: usize) -> Read<Partial> {
        let (day, next) = self.day(at)?;
        let next = next + usize::from(self.is_any(next, self.language.of));
        let (month, next) = self.month(next)?;
        let (year, next) = self.year_behind(next);
        Some((Partial { year, month: Some(month), day: Some(day), weekday: None }, next))
    }

    /// “May 5, 2025”, “May the 5th”
    fn month_first(&self, at: usize) -> Read<Partial> {
        if !self.language.is_english() {
            return None;
        }
        let (month, next) = self.month(at)?;
        let next = next + usize::from(self.is(next, "the"));
        let (day, next) = self.day(next)?;
        let (year, next) = self.year_behind(next);
        Some((Partial { year, month: Some(month), day: Some(day), weekday: None }, next))
    }

    /// “March 2025”, “März 2025”, “mars de 2025”
    fn month_and_year(&self, at: usize) -> Read<Partial> {
        let (month, next) = self.month(at)?;
        let (year, next) = self.year_behind(next);
        Some((Partial { year: Some(year?), month: Some(month), ..Partial::default() }, next))
    }

    /// Days of one month: “3–5 May 2025”, “May 3 to 5, 2025”, “between 3 and 5 May”.
    fn days_of_month(&self, at: usize) -> Read<When> {
        let two = |first: u8, last: u8, month: u8, year| {
            let from = Partial { year, month: Some(month), day: Some(first), weekday: None };
            When::Range(from, Partial { day: Some(last), ..from })
        };
        if let Some((first, next)) = self.day(at) {
            let next = self.to(at, next)?;
            let (last, next) = self.day(next)?;
            let next = next + usize::from(self.is_any(next, self.language.of));
            let (month, next) = self.month(next)?;
            let (year, next) = self.year_behind(next);
            return (first < last).then_some((two(first, last, month, year), next));
        }
        if !self.language.is_english() {
            return None;
        }
        let (month, next) = self.month(at)?;
        let (first, next) = self.day(next)?;
        let next = self.to(at, next)?;
        let (last, next) = self.day(next)?;
        // “May 3 to 5 June” ends in another month.
        if self.month(next).is_some() {
            return None;
        }
        let (year, next) = self.year_behind(next);
        (first < last).then_some((two(first, last, month, year), next))
    }

    /// The rest of “28 April to 3 May 2025” behind its first date.
    fn range_from(&self, at: usize, from: Partial, next: usize) -> Read<When> {
        let next = self.to(at, next)?;
        let next = next + usize::from(self.is_any(next, &["the", "el"]));
        let (to, end) = self.full(next).or_else(|| {
            let (month, end) = self.month(next)?;
            Some((Partial { month: Some(month), ..Partial::default() }, end))
        })?;
        // “in April to May 5” is no range: both ends are days, or both are months.
        (from.day.is_some() == to.day.is_some()).then_some((When::Range(from, to), end))
    }

    /// Behind the word or dash between two ends of a range that begins at token `from`.
    pub(super) fn to(&self, from: usize, at: usize) -> Option<usize> {
        let is_between = self.before(from).is_some_and(|token| token.is_any(self.language.between))
            || from > 1 && self.is_any(from - 2, self.language.between);
        let joins =
            self.is_dash(at) || self.is_any(at, self.language.to) || is_between && self.is_any(at, self.language.and);
        joins.then_some(at + 1)
    }

    /// A month by its name, with the stop of a short form.
    pub(super) fn month(&self, at: usize) -> Read<u8> {
        let token = self.get(at)?;
        let month = self.language.month(token)?;
        let is_name = self.language.months[usize::from(month) - 1][0] == token.folded;
        let is_short = !is_name && self.is(at + 1, ".") && self.is_joined(at + 1);
        Some((month, at + 1 + usize::from(is_short)))
    }

    /// A day of a month, with its ending: `5`, `5th`, `5.`, `1er`.
    fn day(&self, at: usize) -> Read<u8> {
        let token = self.get(at)?;
        let day = token.small_number().filter(|&day| (1..=31).contains(&day) && token.text.len() <= 2)?;
        let mut next = at + 1;
        if self.is_joined(next) {
            if self.is_any(next, self.language.ordinal_ends) || self.language.code == "de" && self.is(next, ".") {
                next += 1;
            } else if self.get(next).is_some_and(|next| next.is_word() || matches!(next.text, "%" | ":" | "°" | "/")) {
                return None;
            }
        }
        Some((day as u8, next))
    }

    /// The year behind a day or month, with the comma or word before it and the word behind it.
    fn year_behind(&self, at: usize) -> (Option<i16>, usize) {
        let skipped = at + usize::from(self.is(at, ",") || self.is_any(at, self.language.of));
        match self.year(skipped) {
            Some((year, next)) => {
                let next = next + usize::from(self.is_any(next, self.language.after_year));
                (Some(year), next)
            }
            None => (None, at),
        }
    }

    /// Four digits that can be a year.
    pub(super) fn year(&self, at: usize) -> Read<i16> {
        let token = self.get(at)?;
        let year = token.small_number().filter(|year| token.text.len() == 4 && (1000..=2199).contains(year))?;
        let glued = self.is_joined(at + 1)
            && self.get(at + 1).is_some_and(|next| next.is_word() || matches!(next.text, "%" | "°" | "_" | "€" | "$"));
        (!glued).then_some((year as i16, at + 1))
    }

    /// `2025-04-25`, `25.04.2025`, `25/04/2025`, `2025/04/25`; one number as it is lexed, or three and their marks.
    fn numeric(&self, at: usize) -> Read<When> {
        let token = self.get(at).filter(|token| token.kind == Kind::Number)?;
        let (parts, mark, next): (Vec<&str>, &str, usize) = if token.text.contains('.') {
            (token.text.split('.').take(4).collect(), ".", at + 1)
        } else {
            let mark = self.get(at + 1).filter(|mark| matches!(mark.text, "-" | "/" | "‑" | "–"))?.text;
            let same = self.is(at + 3, mark) && (at + 1..at + 5).all(|at| self.is_joined(at));
            let number = |at: usize| self.get(at).filter(|token| token.kind == Kind::Number).map(|token| token.text);
            (vec![token.text, number(at + 2)?, number(at + 4).filter(|_| same)?], mark, at + 5)
        };
        let joined = self.is_joined(next) && self.get(next).is_some_and(|next| next.is_word() && !next.is("t"));
        let &[first, second, third] = parts.as_slice() else { return None };
        if joined || [first, second, third].iter().any(|part| part.len() > 4 || part.is_empty()) {
            return None;
        }
        let next = self.skip_clock(next);
        Some((self.numeric_date(first, second, third, mark)?, next))
    }

    /// Behind `T10:30:00Z`, which tells no day.
    fn skip_clock(&self, at: usize) -> usize {
        if !(self.is(at, "t") && self.is_joined(at)) {
            return at;
        }
        let is_clock = |at: &usize| {
            self.is_joined(*at)
                && self.get(*at).is_some_and(|t| t.kind == Kind::Number || matches!(&*t.folded, ":" | "z" | "+" | "-"))
        };
        let end = (at + 1..).take(10).take_while(is_clock).count();
        at + 1 + end
    }

    fn numeric_date(&self, first: &str, second: &str, third: &str, mark: &str) -> Option<When> {
        let number = |part: &str| part.parse::<i16>().ok();
        let date = |year: i16, month: i16, day: i16| {
            let fits = (1..=12).contains(&month) && (1..=31).contains(&day) && (1000..=2199).contains(&year);
            fits.then_some(Partial { year: Some(year), month: Some(month as u8), day: Some(day as u8), weekday: None })
        };
        let (a, b, c) = (number(first)?, number(second)?, number(third)?);
        if first.len() == 4 && second.len() <= 2 && third.len() <= 2 {
            return date(a, b, c).map(When::Date);
        }
        if first.len() > 2 || second.len() > 2 {
            return None;
        }
        let (day_first, month_first) = match third.len() {
            4 => (date(c, b, a), date(c, a, b)),
            2 if mark != "-" => {
                let fits = date(2000 + c, b, a).is_some() || date(2000 + c, a, b).is_some();
                let is_date = first.len() == 2 && second.len() == 2 || mark == "/";
                return (fits && is_date).then_some(When::ShortYear);
            }
            _ => return None,
        };
        // Full stops between the parts are the habit of those who write the day first.
        let habit = if mark == "." { Some(true) } else { self.language.day_first };
        match (day_first, month_first, habit) {
            (Some(one), Some(other), _) if one == other => Some(When::Date(one)),
            (Some(date), _, Some(true)) | (_, Some(date), Some(false)) => Some(When::Date(date)),
            (Some(one), Some(other), None) => Some(When::Ambiguous(one, other)),
            (Some(date), None, _) | (None, Some(date), _) => Some(When::Date(date)),
            (None, None, _) => None,
        }
    }
}
