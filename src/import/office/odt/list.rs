//! The lists of an ODT that are open → the number that stands before a paragraph. `body.rs` tells where lists begin and end.

use super::styles::Styles;
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub(super) struct Lists {
    open: Vec<List>,
    /// How far lists have counted that were closed, by style and level; a list may go on with another.
    counted: BTreeMap<(String, usize), u32>,
}

#[derive(Debug)]
struct List {
    style: Option<String>,
    count: Option<u32>,
    /// An item has begun and shown nothing yet: its first paragraph gets the number.
    fresh: bool,
}

impl Lists {
    /// `style` is the list's own, else that of the list around it counts.
    pub fn begin(&mut self, style: Option<String>, continues: bool) {
        let style = style.or_else(|| self.open.last().and_then(|outer| outer.style.clone()));
        let level = self.open.len();
        let counted = style.as_ref().and_then(|style| self.counted.get(&(style.clone(), level)).copied());
        self.open.push(List { style, count: counted.filter(|_| continues), fresh: false });
    }

    pub fn end(&mut self) {
        if let Some(List { style: Some(style), count: Some(count), .. }) = self.open.pop() {
            self.counted.insert((style, self.open.len()), count);
        }
    }

    /// An item begins, perhaps with a number of its own.
    pub fn item(&mut self, styles: &Styles, value: Option<u32>) {
        let level = self.open.len().saturating_sub(1);
        if let Some(list) = self.open.last_mut() {
            let start = list.style.as_ref().map_or(1, |style| styles.start(style, level));
            let next = list.count.map_or(start, |count| count.saturating_add(1));
            list.count = Some(value.unwrap_or(next));
            list.fresh = true;
        }
    }

    /// For the first paragraph of an item: its number, `None` for a bullet, and in how many lists it stands.
    pub fn paragraph(&mut self, styles: &Styles, style: Option<&str>) -> Option<(Option<String>, usize)> {
        let fresh = std::mem::replace(&mut self.open.last_mut()?.fresh, false);
        if !fresh {
            return None;
        }
        let list = self.open.last()?.style.as_deref().or(style);
        let counts: Vec<Option<u32>> = self.open.iter().map(|list| list.count).collect();
        Some((list.and_then(|list| styles.number(list, &counts)), self.open.len() - 1))
    }
}
