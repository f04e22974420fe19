//! `numbering.xml` → the number that Word draws before a paragraph. The walk over the text asks in the order of the text.

use super::styles::number;
use crate::import::office::numeral::{Numerals, numeral};
use crate::import::office::xml::{Node, Ns, Xml};
use std::collections::{BTreeMap, BTreeSet};

const LEVELS: usize = 9;

#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: BTreeMap<String, List>,
    /// The levels of each abstract list.
    levels: BTreeMap<String, Vec<Level>>,
    /// A list that only names the style that defines it, by that style; and the list that defines it.
    linked: BTreeMap<String, String>,
    defining: BTreeMap<String, String>,
    /// How far each abstract list has counted.
    counts: BTreeMap<String, [Option<u32>; LEVELS]>,
    begun: BTreeSet<String>,
}

#[derive(Clone, Debug, Default)]
struct List {
    of: String,
    /// Where a level begins anew.
    starts: BTreeMap<usize, u32>,
}

#[derive(Clone, Debug)]
struct Level {
    start: u32,
    /// `None` for a bullet.
    numerals: Option<Numerals>,
    /// `%1.%2` with the number of a level for each `%`.
    text: String,
}

impl Default for Level {
    fn default() -> Self {
        Self { start: 1, numerals: Some(Numerals::Decimal), text: String::new() }
    }
}

/// Where a part of `numbering.xml` belongs.
enum Open {
    Nothing,
    Abstract(String),
    List(String),
}

impl Numbering {
    pub fn read(part: &str, text: &str) -> Result<Self, String> {
        let mut xml = Xml::new(part, text);
        let mut numbering = Self::default();
        let (mut open, mut at) = (Open::Nothing, 0);
        while let Some(node) = xml.next()? {
            let Node::Start(element) = node else { continue };
            if element.ns != Ns::W {
                continue;
            }
            let value = || element.get("val").unwrap_or_default();
            match (element.name(), &open) {
                ("abstractNum", _) => {
                    let id = element.get("abstractNumId").unwrap_or_default();
                    numbering.levels.insert(id.clone(), vec![Level::default(); LEVELS]);
                    open = Open::Abstract(id);
                }
                ("num", _) => {
                    let id = element.get("numId").unwrap_or_default();
                    numbering.lists.insert(id.clone(), List::default());
                    open = Open::List(id);
                }
                ("styleLink", Open::Abstract(id)) => drop(numbering.defining.insert(value(), id.clone())),
                ("numStyleLink", Open::Abstract(id)) => drop(numbering.linked.insert(id.clone(), value())),
                ("lvl" | "lvlOverride", _) => {
                    at = element.get("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0).min(LEVELS - 1);
                }
                ("abstractNumId", Open::List(id)) => {
                    numbering.lists.entry(id.clone()).or_default().of = value();
                }
                ("startOverride", Open::List(id)) => {
                    let list = numbering.lists.entry(id.clone()).or_default();
                    list.starts.insert(at, number(&element).unwrap_or(1) as u32);
                }
                (name @ ("start" | "numFmt" | "lvlText"), Open::Abstract(id)) => {
                    let Some(level) = numbering.levels.get_mut(id).map(|levels| &mut levels[at]) else { continue };
                    match name {
                        "start" => level.start = number(&element).unwrap_or(1) as u32,
                        "numFmt" => level.numerals = numerals(&value()),
                        _ => level.text = value(),
                    }
                }
                _ => {}
            }
        }
        Ok(numbering)
    }

    /// The number of the next paragraph of a list at a level: `None` where there is no such list, `Some(None)` for a bullet.
    pub fn next(&mut self, list: &str, level: usize) -> Option<Option<String>> {
        let level = level.min(LEVELS - 1);
        let found = self.lists.get(list)?;
        let of = match self.linked.get(&found.of).and_then(|style| self.defining.get(style)) {
            Some(defining) => defining.clone(),
            None => found.of.clone(),
        };
        let levels = self.levels.get(&of)?;
        let counts = self.counts.entry(of).or_default();
        if !found.starts.is_empty() && self.begun.insert(list.to_owned()) {
            for (&at, &start) in &found.starts {
                counts[at] = start.checked_sub(1);
            }
        }
        counts[level] = Some(counts[level].map_or(levels[level].start, |count| count.saturating_add(1)));
        counts[level + 1..].fill(None);
        Some(levels[level].numerals.and_then(|_| drawn(levels, counts, level)))
    }
}

fn numerals(format: &str) -> Option<Numerals> {
    Some(match format {
        "bullet" | "none" => return None,
        "lowerLetter" => Numerals::Letters { upper: false },
        "upperLetter" => Numerals::Letters { upper: true },
        "lowerRoman" => Numerals::Roman { upper: false },
        "upperRoman" => Numerals::Roman { upper: true },
        _ => Numerals::Decimal,
    })
}

/// The text of a level with the numbers of the levels that it names; `None` where it shows none.
fn drawn(levels: &[Level], counts: &[Option<u32>], level: usize) -> Option<String> {
    let mut out = String::new();
    let mut numbered = false;
    let mut chars = levels[level].text.chars().peekable();
    while let Some(c) = chars.next() {
        let named =
            chars.peek().and_then(|digit| digit.to_digit(10)).filter(|digit| c == '%' && (1..=9).contains(digit));
        match named {
            Some(digit) => {
                chars.next();
                let at = digit as usize - 1;
                let count = counts[at].unwrap_or(levels[at].start);
                out.push_str(&numeral(count, levels[at].numerals.unwrap_or(Numerals::Decimal)));
                numbered = true;
            }
            None => out.push(c),
        }
    }
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    (numbered && !out.is_empty()).then_some(out)
}
