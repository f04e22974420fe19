//! The tokens of a sentence → the expressions of time in it, as they are written. What they mean is for `resolve`.
//! Every rule looks a fixed number of tokens ahead, so the time is linear.

use super::calendar::Unit;
use crate::extract::language::Language;
use crate::extract::token::{Kind, Token};

/// The words of a sentence that name a time.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Expression {
    /// Tokens, half-open.
    pub from: usize,
    pub to: usize,
    pub when: When,
    /// “about”, “around”
    pub is_approximate: bool,
    /// Qualifies a noun.
    pub attributive: bool,
    /// Other readings are likely: “Windows 2000”.
    pub is_doubtful: bool,
    pub open: Open,
}

/// What stands before: “since May”, “until May”.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Open {
    None,
    Since,
    Until,
}

/// What is written of a time.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum When {
    Date(Partial),
    /// Both ends as they are written; the first may leave to the second what both have.
    Range(Partial, Partial),
    /// `3/4/2025`, of which nobody knows which is the month.
    Ambiguous(Partial, Partial),
    /// Digits that are a date, of a century that is not written: `25.04.25`.
    ShortYear,
    Decade(i16),
    /// By its number.
    Century(i16),
    /// Months of a year, by their numbers: a quarter, a half.
    Months {
        from: u8,
        to: u8,
        year: YearOf,
    },
    Season(Season, YearOf),
    Fiscal(i16),
    Day(i64),
    Weekday(u8, Which),
    Month(u8, Which),
    /// So many units from the one that the anchor lies in.
    Unit(Unit, i64),
    /// So many units from the anchor's day; “over two years ago” means then or earlier.
    Count {
        unit: Unit,
        count: i64,
        or_more: bool,
    },
    /// So many units from the date that was told last.
    FromThatDate(Unit, i64),
    ThatDate(Unit),
    /// A time, but of no day that could be counted: “a few days ago”.
    Vague(Unit),
}

/// Which of those that come round again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Which {
    Bare,
    Last,
    This,
    Next,
}

/// A quarter of the year, as the north of the globe has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

impl Season {
    /// The month in which it is over; winter ends in the year after.
    pub fn last_month(self) -> u8 {
        match self {
            Season::Spring => 5,
            Season::Summer => 8,
            Season::Autumn => 11,
            Season::Winter => 14,
        }
    }
}

/// The year of a part of a year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum YearOf {
    Written(i16),
    /// So many years from the anchor's.
    Relative(i64),
    LeftOut,
}

/// As much of a date as is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Partial {
    pub year: Option<i16>,
    pub month: Option<u8>,
    pub day: Option<u8>,
    pub weekday: Option<u8>,
}

/// What a rule read, and the token behind it.
pub(super) type Read<T> = Option<(T, usize)>;

pub(super) struct Reader<'a> {
    pub tokens: &'a [Token<'a>],
    pub language: &'static Language,
}

impl<'a> Reader<'a> {
    pub fn new(tokens: &'a [Token<'a>], language: &'static Language) -> Self {
        Self { tokens, language }
    }

    /// Every expression, in order; none overlap.
    pub fn expressions(&self) -> Vec<Expression> {
        let mut found: Vec<Expression> = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            let after_date = found.last().is_some_and(|last| self.continues(last, at));
            match self.expression(at, after_date) {
                Some(expression) => {
                    at = expression.to;
                    found.push(expression);
                }
                None => at += 1,
            }
        }
        self.share_years(&mut found);
        found
    }

    fn expression(&self, at: usize, after_date: bool) -> Option<Expression> {
        let token = &self.tokens[at];
        if token.kind == Kind::Mark && !matches!(token.text, "’" | "'" | "‘") {
            return None;
        }
        if self.is_inside_a_word(at) {
            return None;
        }
        let plain = |(when, to)| (when, to, false, false);
        let (when, to, attributive, is_doubtful) = self
            .written(at)
            .or_else(|| self.relative(at))
            .map(plain)
            .or_else(|| self.year_in_context(at, after_date))?;
        let to = self.part_of_day(&when, to);
        let (from, is_approximate) = self.approximation(at, &when);
        let open = self.open(from);
        Some(Expression { from, to, when, is_approximate, attributive, is_doubtful, open })
    }

    /// A number in an address of the web, a file's name, a version: something stands before it without a space.
    fn is_inside_a_word(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if token.spaced || token.kind != Kind::Number {
            return false;
        }
        let before = at.checked_sub(1).map(|before| &self.tokens[before]);
        let joins =
            |text: &str| matches!(text, "/" | "_" | "." | "=" | "@" | "#" | "\\" | "+" | "$" | "€" | "£" | "¥" | "&");
        before.is_some_and(|before| before.is_word() || joins(before.text) || before.kind == Kind::Number)
    }

    /// Whether a list of dates goes on: “in 2014, 2015 and 2016”.
    fn continues(&self, last: &Expression, at: usize) -> bool {
        let between = &self.tokens[last.to..at.max(last.to)];
        matches!(last.when, When::Date(_) | When::Range(..))
            && (1..=2).contains(&between.len())
            && between
                .iter()
                .all(|token| matches!(token.text, "," | "&") || token.is_any(&["and", "or", "und", "et", "y", "и"]))
    }

    /// “Monday *night*”
    fn part_of_day(&self, when: &When, to: usize) -> usize {
        const PARTS: &[&str] = &["morning", "afternoon", "evening", "night"];
        let is_day = match when {
            When::Weekday(..) | When::Day(_) => true,
            When::Date(date) => date.day.is_some(),
            _ => false,
        };
        let is_part = is_day && self.language.is_english() && self.is_any(to, PARTS);
        to + usize::from(is_part)
    }

    /// Takes in the “about” before a date.
    fn approximation(&self, at: usize, when: &When) -> (usize, bool) {
        let is_counted = matches!(when, When::Date(_) | When::Count { .. } | When::Decade(_) | When::Month(..));
        let Some(before) = at.checked_sub(1).filter(|_| is_counted) else { return (at, false) };
        if self.is(before, ".") && before > 0 && self.is_any(before - 1, &["c", "ca"]) {
            return (before - 1, true);
        }
        if !self.is_any(before, self.language.about) {
            return (at, false);
        }
        // “talks about 2022” is about the year.
        let is_topic = self.is(before, "about")
            && !matches!(when, When::Count { .. })
            && !(before > 0 && self.is_any(before - 1, &["in", "since", "from", "of", "by", "until", "on"]));
        if is_topic { (at, false) } else { (before, true) }
    }

    fn open(&self, at: usize) -> Open {
        let before = at.checked_sub(1);
        let before = before.map(|before| if self.is(before, "the") { before.saturating_sub(1) } else { before });
        match before {
            Some(before) if self.is_any(before, self.language.since) => {
                // “с” is also “with”; it opens a range of years only.
                if self.language.code == "ru" { Open::None } else { Open::Since }
            }
            // “is not expected until May” tells a beginning.
            Some(before) if self.is_any(before, self.language.until) => {
                let clause = &self.tokens[before.saturating_sub(10)..before];
                let is_not = clause.iter().any(|token| token.is_any(&["not", "t", "never", "no", "nicht", "pas"]));
                if is_not { Open::None } else { Open::Until }
            }
            _ => Open::None,
        }
    }

    /// “in March and April 2025”, “on 3 May and 5 May 2025”: the year stands once, behind the last.
    fn share_years(&self, found: &mut [Expression]) {
        for at in (1..found.len()).rev() {
            let year = match found[at].when {
                When::Date(Partial { year: Some(year), month: Some(_), .. }) => year,
                _ => continue,
            };
            let is_list = self.continues(&found[at - 1], found[at].from)
                || matches!(found[at - 1].when, When::Month(_, Which::Bare))
                    && found[at].from - found[at - 1].to == 1
                    && self.is_any(found[at - 1].to, &["and", "or", ","]);
            if !is_list {
                continue;
            }
            match &mut found[at - 1].when {
                When::Date(date) if date.year.is_none() && date.month.is_some() => date.year = Some(year),
                When::Month(month, Which::Bare) => {
                    found[at - 1].when =
                        When::Date(Partial { year: Some(year), month: Some(*month), ..Partial::default() });
                }
                _ => {}
            }
        }
    }

    pub fn get(&self, at: usize) -> Option<&Token<'a>> {
        self.tokens.get(at)
    }

    pub fn before(&self, at: usize) -> Option<&Token<'a>> {
        self.tokens.get(at.checked_sub(1)?)
    }

    pub fn is(&self, at: usize, word: &str) -> bool {
        self.get(at).is_some_and(|token| token.is(word))
    }

    pub fn is_any(&self, at: usize, words: &[&str]) -> bool {
        self.get(at).is_some_and(|token| token.is_any(words))
    }

    pub fn is_dash(&self, at: usize) -> bool {
        self.get(at).is_some_and(Token::is_dash)
    }

    /// Whether the token follows the one before it without a space.
    pub fn is_joined(&self, at: usize) -> bool {
        self.get(at).is_some_and(|token| !token.spaced)
    }
}
