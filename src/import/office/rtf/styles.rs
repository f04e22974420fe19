//! The style sheet of an RTF → what each style makes of a paragraph. `reader.rs` feeds it while it walks over the sheet.

use crate::import::office::document::Role;
use crate::import::office::style;
use std::collections::BTreeMap;

/// A chain of styles longer than this runs in a circle.
const CHAIN: usize = 32;

#[derive(Debug, Default)]
pub(super) struct Styles {
    by_number: BTreeMap<i32, Style>,
    open: Style,
    number: i32,
}

#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    based_on: Option<i32>,
    level: Option<u8>,
}

impl Styles {
    pub fn word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "s" => self.number = number.unwrap_or(0),
            // Styles for characters, tables and sections; no paragraph has such a number.
            "cs" | "ts" | "ds" => self.number = -1,
            "sbasedon" => self.open.based_on = number,
            "outlinelevel" => self.open.level = level(number),
            _ => {}
        }
    }

    pub fn text(&mut self, text: &str) {
        self.open.name.push_str(text);
    }

    /// A style ends.
    pub fn end(&mut self) {
        // A group within a style ends before the style's name.
        if !self.open.name.is_empty() {
            self.by_number.insert(std::mem::take(&mut self.number), std::mem::take(&mut self.open));
        }
    }

    pub fn role(&self, number: i32) -> Option<Role> {
        let mut next = Some(number);
        for _ in 0..CHAIN {
            let style = self.by_number.get(&next?)?;
            let role = style::role(style.name.trim().trim_end_matches(';'));
            if let Some(role) = role.or(style.level.map(Role::Heading)) {
                return Some(role);
            }
            next = style.based_on.filter(|&number| number != 222);
        }
        None
    }
}

/// The level of a heading, counted from 1; the tenth is running text.
pub(super) fn level(number: Option<i32>) -> Option<u8> {
    number.filter(|level| (0..9).contains(level)).map(|level| level as u8 + 1)
}
