//! Parts of a year, and centuries: “the third quarter of 2024”, “Q3”, “the first half of last year”, “summer 2024”,
//! “fiscal 2024”, “the 19th century”. Rules of [`Reader`], in English.

use super::calendar::Unit;
use super::reader::{Read, Reader, Season, When, YearOf};
use super::relative::WHICH;

const ORDINALS: &[&str] = &["first", "second", "third", "fourth"];
const SEASONS: &[(&str, Season)] = &[
    ("spring", Season::Spring),
    ("summer", Season::Summer),
    ("autumn", Season::Autumn),
    ("fall", Season::Autumn),
    ("winter", Season::Winter),
];

impl Reader<'_> {
    /// “the third quarter of 2024”, “Q3 2024”, “the first half of last year”, “summer 2024”
    pub(super) fn part_of_year(&self, at: usize) -> Read<When> {
        if let Some((when, next)) = self.season(at) {
            return Some((when, next));
        }
        let (number, unit, next) = self.ordinal_part(at)?;
        let length = if unit == Unit::Quarter { 3 } else { 6 };
        let from = (number - 1) * length + 1;
        let (year, next) = self.year_of(next);
        // “the first half” is of a game, and a lone “second quarter” of a firm’s year.
        if year == YearOf::LeftOut && unit != Unit::Quarter {
            return None;
        }
        (from + length <= 13).then_some((When::Months { from, to: from + length - 1, year }, next))
    }

    fn ordinal_part(&self, at: usize) -> Option<(u8, Unit, usize)> {
        let token = self.get(at)?;
        if self.is_any(at, &["q", "h"]) && token.is_capital() && self.is_joined(at + 1) {
            let number = self.get(at + 1)?.small_number().filter(|number| (1..=4).contains(number))?;
            let unit = if token.is("q") { Unit::Quarter } else { Unit::Year };
            return Some((number as u8, unit, at + 2));
        }
        let (number, next) = match ORDINALS.iter().position(|word| token.is(word)) {
            Some(index) => (index as u8 + 1, at + 1),
            None => {
                let number = token.small_number().filter(|number| (1..=4).contains(number))?;
                let is_ordinal = self.is_joined(at + 1) && self.is_any(at + 1, self.language.ordinal_ends);
                (number as u8, is_ordinal.then_some(at + 2)?)
            }
        };
        let next = next + usize::from(self.is_dash(next));
        match &*self.get(next)?.folded {
            "quarter" => Some((number, Unit::Quarter, next + 1)),
            "half" => Some((number, Unit::Year, next + 1)),
            _ => None,
        }
    }

    /// The year that is said behind a part of it.
    fn year_of(&self, at: usize) -> (YearOf, usize) {
        let start = at + usize::from(self.is_any(at, &["of", "in", ","]));
        let start = start + usize::from(self.is(start, "fiscal"));
        if let Some((year, next)) = self.year(start) {
            return (YearOf::Written(year), next);
        }
        if let Some((When::Unit(Unit::Year, steps), next)) = self.named_period_of(start) {
            return (YearOf::Relative(steps), next);
        }
        (YearOf::LeftOut, at)
    }

    fn named_period_of(&self, at: usize) -> Read<When> {
        let which = WHICH.iter().find(|(word, _)| self.is(at, word) && !self.is(at, "past"))?.1;
        self.named_period(at + 1, which)
    }

    /// “summer 2024”, “the spring of 2022”, “the winter of last year”
    fn season(&self, at: usize) -> Read<When> {
        let season = self.season_name(at)?;
        match self.year_of(at + 1) {
            (YearOf::LeftOut, _) => None,
            (year, next) => Some((When::Season(season, year), next)),
        }
    }

    pub(super) fn season_name(&self, at: usize) -> Option<Season> {
        SEASONS.iter().find(|(word, _)| self.is(at, word)).map(|&(_, season)| season)
    }

    /// “the 19th century”, “twenty-first-century”
    pub(super) fn century(&self, at: usize) -> Read<When> {
        const WORDS: &[(&str, i16)] = &[
            ("fifteenth", 15),
            ("sixteenth", 16),
            ("seventeenth", 17),
            ("eighteenth", 18),
            ("nineteenth", 19),
            ("twentieth", 20),
        ];
        let token = self.get(at)?;
        let (number, next) = match WORDS.iter().find(|(word, _)| token.is(word)) {
            Some(&(_, number)) => (number, at + 1),
            None if token.is("twenty") && self.is_dash(at + 1) && self.is(at + 2, "first") => (21, at + 3),
            None => {
                let number = token.small_number().filter(|number| (1..=30).contains(number))?;
                let is_ordinal = self.is_joined(at + 1) && self.is_any(at + 1, self.language.ordinal_ends);
                (number as i16, is_ordinal.then_some(at + 2)?)
            }
        };
        let next = next + usize::from(self.is_dash(next));
        self.is_any(next, &["century", "centuries"]).then_some((When::Century(number), next + 1))
    }

    /// “fiscal 2024”, “FY2024”
    pub(super) fn fiscal(&self, at: usize) -> Read<When> {
        let next = match &*self.get(at)?.folded {
            "fiscal" | "financial" => at + 1 + usize::from(self.is(at + 1, "year")),
            "fy" if self.tokens[at].text == "FY" => at + 1,
            _ => return None,
        };
        let (year, next) = self.year(next)?;
        Some((When::Fiscal(year), next))
    }
}
