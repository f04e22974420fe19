//! Times that are counted from another one: “last Friday”, “two weeks ago”, “in March”, “late last year”. Rules of
//! [`Reader`]; English, but for the words of single days.

use super::calendar::Unit;
use super::reader::{Read, Reader, When, Which, YearOf};
use crate::extract::figure::number::small_count;
use crate::extract::token::{Kind, Token};

/// Which of its kind: the word before the unit.
pub(super) const WHICH: &[(&str, Which)] = &[
    ("last", Which::Last),
    ("past", Which::Last),
    ("this", Which::This),
    ("next", Which::Next),
    ("coming", Which::Next),
    ("upcoming", Which::Next),
];

const UNITS: &[(&str, Unit)] = &[
    ("day", Unit::Day),
    ("days", Unit::Day),
    ("week", Unit::Week),
    ("weeks", Unit::Week),
    ("weekend", Unit::Weekend),
    ("month", Unit::Month),
    ("months", Unit::Month),
    ("quarter", Unit::Quarter),
    ("year", Unit::Year),
    ("years", Unit::Year),
    ("decade", Unit::Decade),
    ("decades", Unit::Decade),
    ("century", Unit::Century),
    ("centuries", Unit::Century),
];

const DAY_PARTS: &[&str] = &["morning", "afternoon", "evening", "night"];

impl Reader<'_> {
    /// A time that needs an anchor, or a part of a year.
    pub(super) fn relative(&self, at: usize) -> Read<When> {
        if let Some(read) = self.day_word(at) {
            return Some(read);
        }
        if !self.language.is_english() {
            return self.weekday(at).or_else(|| self.bare_month(at));
        }
        self.qualified(at)
            .or_else(|| self.counted(at))
            .or_else(|| self.shifted(at))
            .or_else(|| self.part_of_year(at))
            .or_else(|| self.century(at))
            .or_else(|| self.fiscal(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.bare_month(at))
    }

    /// “yesterday”, “the day before yesterday”, “last night”, “this morning”
    fn day_word(&self, at: usize) -> Read<When> {
        let words = self.language.day_words;
        let day = |at: usize| words.iter().find(|(word, _)| self.is(at, word)).map(|&(_, days)| days);
        if let Some(days) = day(at) {
            // “today’s Europe” and “Russia Today” are no days.
            let is_name = self.tokens[at].is_capital() && self.before(at).is_some_and(Token::is_capital);
            return (!is_name).then_some((When::Day(days), at + 1));
        }
        if !self.language.is_english() {
            return None;
        }
        if self.is(at, "day") && self.is_any(at + 1, &["before", "after"]) {
            let days = day(at + 2).filter(|days| *days != 0)?;
            let further = if self.is(at + 1, "before") { -1 } else { 1 };
            return (days == further).then_some((When::Day(2 * days), at + 3));
        }
        if self.is(at, "earlier") && self.is(at + 1, "today") {
            return Some((When::Day(0), at + 2));
        }
        if self.is_any(at + 1, DAY_PARTS) {
            match &*self.get(at)?.folded {
                "this" => return Some((When::Day(0), at + 2)),
                "last" if self.is(at + 1, "night") => return Some((When::Day(-1), at + 2)),
                _ => {}
            }
        }
        None
    }

    /// “last week”, “late next year”, “this Friday”, “last March”, “later in the week”
    fn qualified(&self, at: usize) -> Read<When> {
        let is_part = self.is_any(at, &["early", "earlier", "late", "later", "mid"]);
        let mut start = at;
        if is_part {
            start += 1;
            start += usize::from(self.is_dash(start));
            if self.is(start, "in") && self.is_any(start + 1, &["the", "this"]) {
                let (unit, next) = self.unit(start + 2)?;
                let is_whole = matches!(unit, Unit::Week | Unit::Month | Unit::Year | Unit::Day);
                return is_whole.then_some((When::Unit(unit, 0), next));
            }
        }
        if is_part && let Some((year, next)) = self.year(start) {
            let date = super::reader::Partial { year: Some(year), ..Default::default() };
            return Some((When::Date(date), next));
        }
        if is_part && let Some((month, next)) = self.month(start) {
            let named = match self.year(next) {
                Some((year, next)) => {
                    let date = super::reader::Partial { year: Some(year), month: Some(month), ..Default::default() };
                    (When::Date(date), next)
                }
                None => (When::Month(month, Which::Bare), next),
            };
            return Some(named);
        }
        let which = WHICH.iter().find(|(word, _)| self.is(start, word))?.1;
        // “the last week” is a length of time, “the past year” too.
        let has_article = self.before(start).is_some_and(|token| token.is_any(&["the", "these", "those"]));
        let is_past = self.is(start, "past") && !self.before(start).is_some_and(|token| token.is("this"));
        let mut next = start + 1;
        if which == Which::This && self.is_any(next, &["past", "coming"]) {
            let further = self.is(next, "coming");
            let (when, next) = self.named_period(next + 1, if further { Which::Next } else { Which::Last })?;
            return (!matches!(when, When::Unit(..))).then_some((when, next));
        }
        next += usize::from(self.is_any(next, &["calendar"]));
        let (when, next) = self.named_period(next, which)?;
        let is_length = matches!(when, When::Unit(..)) && (has_article || is_past);
        // “this day” and “this decade” are seldom dates of news, “last days” never.
        let is_loose = matches!(when, When::Unit(Unit::Day | Unit::Century, _))
            || self.tokens[next - 1].is_any(&["days", "weeks", "months", "years", "decades", "centuries"]);
        (!is_length && !is_loose).then_some((when, next))
    }

    /// What “last”, “this” and “next” stand before.
    pub(super) fn named_period(&self, at: usize, which: Which) -> Read<When> {
        let steps = match which {
            Which::Last => -1,
            Which::Next => 1,
            Which::This | Which::Bare => 0,
        };
        if let Some(weekday) = self.language.weekday(self.get(at)?) {
            return Some((When::Weekday(weekday, which), at + 1));
        }
        if let Some((month, next)) = self.month(at) {
            // “last May 5” is a day.
            return Some((When::Month(month, which), next));
        }
        if let Some(season) = self.season_name(at) {
            return Some((When::Season(season, YearOf::Relative(steps)), at + 1));
        }
        let (unit, next) = self.unit(at)?;
        Some((When::Unit(unit, steps), next))
    }

    fn unit(&self, at: usize) -> Read<Unit> {
        let token = self.get(at).filter(|token| token.is_word())?;
        let unit = UNITS.iter().find(|(word, _)| token.is(word))?.1;
        Some((unit, at + 1))
    }

    /// “two weeks ago”, “a year earlier”, “three days later”, “in two weeks’ time”, “year-ago”
    fn counted(&self, at: usize) -> Read<When> {
        if self.is(at, "year") && self.is_dash(at + 1) && self.is_any(at + 2, &["ago", "earlier"]) {
            return Some((When::Count { unit: Unit::Year, count: -1, or_more: false }, at + 3));
        }
        let is_ahead = self.before(at).is_some_and(|token| token.is("in"));
        let is_more = self.before(at).is_some_and(|token| token.is_any(&["over", "than"]))
            && !(at > 1 && self.is_any(at - 2, &["less", "fewer"]));
        let (count, next) = self.count(at)?;
        let (unit, next) = self.unit(next)?;
        let sign = |sign: i64| count.map(|count| sign * count);
        let next = next + usize::from(self.is_any(next, &["’", "'"]));
        let counted = |count: Option<i64>, next: usize| match count {
            Some(count) => (When::Count { unit, count, or_more: is_more }, next),
            None => (When::Vague(unit), next),
        };
        let counted_on = |count: Option<i64>| count.map(|count| (When::FromThatDate(unit, count), next + 1));
        match &*self.get(next)?.folded {
            "ago" => Some(counted(sign(-1), next + 1)),
            "earlier" | "previously" | "prior" | "beforehand" => counted_on(sign(-1)),
            "later" | "afterwards" | "afterward" => counted_on(sign(1)),
            "time" if is_ahead => Some(counted(sign(1), next + 1)),
            "s" if is_ahead && self.is(next + 1, "time") => Some(counted(sign(1), next + 2)),
            _ => None,
        }
    }

    /// “three”, “3”, “a”; `None` for “a few”.
    fn count(&self, at: usize) -> Read<Option<i64>> {
        if self.is_any(at, &["a", "an"]) {
            return match &*self.get(at + 1)?.folded {
                "few" => Some((None, at + 2)),
                "couple" => Some((None, at + 2 + usize::from(self.is(at + 2, "of")))),
                _ => Some((Some(1), at + 1)),
            };
        }
        if self.is_any(at, &["several", "some", "many", "few"]) {
            return Some((None, at + 1));
        }
        let token = self.get(at)?;
        if token.is("one") {
            return Some((Some(1), at + 1));
        }
        let count = match token.kind {
            Kind::Number => token.small_number()?,
            _ => small_count(token, self.language)?,
        };
        // “twenty-five”
        let ones =
            self.get(at + 2).filter(|ones| count >= 20 && ones.is_word() && self.is_dash(at + 1) && !ones.spaced);
        match ones.and_then(|ones| small_count(ones, self.language)).filter(|ones| *ones < 10) {
            Some(ones) => Some((Some(i64::from(count + ones)), at + 3)),
            None => Some((Some(i64::from(count)), at + 1)),
        }
    }

    /// “the next day”, “the following month”, “that year”, “the same day”, “the day before”
    fn shifted(&self, at: usize) -> Read<When> {
        if !self.is_any(at, &["the", "that"]) {
            return None;
        }
        let is_that = self.is(at, "that");
        let mut next = at + 1;
        let steps = match &*self.get(next)?.folded {
            "next" | "following" => 1,
            "previous" | "preceding" | "prior" => -1,
            "same" => 0,
            _ if is_that => {
                next -= 1;
                0
            }
            _ => {
                let (unit, behind) = self.unit(next)?;
                let steps = match &*self.get(behind)?.folded {
                    "before" => -1,
                    "after" => 1,
                    _ => return None,
                };
                // “the day after the attack” is counted from the attack.
                let ends = self.get(behind + 1).is_none_or(|token| token.kind == Kind::Mark && !token.is_dash());
                return ends.then_some((When::FromThatDate(unit, steps), behind + 1));
            }
        };
        next += 1;
        if self.is_any(next, DAY_PARTS) {
            let when = if steps == 0 { When::ThatDate(Unit::Day) } else { When::FromThatDate(Unit::Day, steps) };
            return Some((when, next + 1));
        }
        let (unit, next) = self.unit(next)?;
        // “over the next decade” is a length of time.
        let is_length =
            self.before(at).is_some_and(|token| token.is_any(&["over", "for", "within", "during", "throughout"]));
        if self.tokens[next - 1].folded.ends_with('s') || is_length && steps != 0 {
            return None;
        }
        // “the same day that”, “the year that”: what follows says which.
        let is_told = self.is_any(next, &["that", "when", "as"]);
        let when = if steps == 0 { When::ThatDate(unit) } else { When::FromThatDate(unit, steps) };
        (!is_told).then_some((when, next))
    }

    /// A day of the week that is no habit (“on Mondays”, “every Monday”) and no name (“the Sunday Times”).
    fn weekday(&self, at: usize) -> Read<When> {
        let token = self.get(at)?;
        let weekday = self.language.weekday(token)?;
        let is_short = self.language.is_english() && token.text.len() < 6;
        let is_repeated = self.before(at).is_some_and(|token| {
            token.is_any(&[
                "every",
                "each",
                "any",
                "a",
                "per",
                "black",
                "good",
                "bloody",
                "cyber",
                "super",
                "palm",
                "ash",
                "holy",
                "fat",
                "giving",
                "jeden",
                "каждый",
                "каждую",
                "каждое",
                "tous",
                "todos",
                "chaque",
                "cada",
            ])
        });
        let is_name =
            self.is_any(at + 1, &["times", "telegraph", "mirror", "express", "mail", "post", "prayers", "prayer"]);
        let is_open_end = self.before(at).is_some_and(|token| token.is("the")) && !self.is_any(at + 1, DAY_PARTS);
        // “the Tuesday meeting” names one; “the Tuesday after” another.
        let is_told = is_open_end && self.is_any(at + 1, &["after", "before", "of"]);
        (!is_short && !is_repeated && !is_name && !is_told).then_some((When::Weekday(weekday, Which::Bare), at + 1))
    }

    /// A month by itself, where a preposition says that it is none of a person’s names.
    fn bare_month(&self, at: usize) -> Read<When> {
        let token = self.get(at)?;
        let month = self.language.month(token)?;
        let before = self.before(at)?;
        let is_cued = before.is_any(self.language.before_year)
            || before.is_any(self.language.since)
            || before.is_any(self.language.until);
        let is_full = self.language.months[usize::from(month) - 1][0] == token.folded;
        let is_possessive = self.is_any(at + 1, &["’", "'"]) && self.is(at + 2, "s") && !before.is_capital();
        let is_name = self.get(at + 1).is_some_and(|next| next.is_word() && next.is_capital());
        // A day or a year was written with it, but in no form that is known.
        let has_number = self.get(at + 1).is_some_and(|next| next.kind == Kind::Number);
        let may =
            token.is("may") && !before.is_any(&["in", "since", "until", "by", "early", "late", "mid", "of", "from"]);
        let is_dative = self.language.is_english() && before.is_any(&["to", "for", "as", "fiscal", "year"]);
        ((is_cued && !is_dative || is_possessive) && is_full && !is_name && !has_number && !may)
            .then_some((When::Month(month, Which::Bare), at + 1))
    }
}
