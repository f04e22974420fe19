//! References and a style → formatted entries in the order of the style. `mod` calls it once for a plan.
//!
//! The formatter of hayagriva compares every entry with every other, so that ten thousand would take minutes. Only two
//! things in a bibliography depend on other entries: their numbers, and the letters that tell `2026a` from `2026b`. So each
//! entry is formatted alone and told its number, and together with others only where the style could take them for one
//! another. The result does not depend on the number of threads.

use super::markup::{self, Markup};
use super::order;
use super::reference::Reference;
use super::style::Style;
use hayagriva::citationberg::IndependentStyle;
use hayagriva::citationberg::json::Item;
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest, standalone_citation,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// More sources that one style takes for one another get no letters: nobody can tell `2026zz` from the others, and the
/// formatter's letters end after 256.
const MOST_ALIKE: usize = 250;

/// References, in the formatter's terms.
pub(super) struct Items(Vec<Item>);

pub(super) fn items(references: &[Reference]) -> Items {
    Items(in_parallel(references.len(), |index| {
        Item::deserialize(references[index].to_formattable()).expect("a reference is an item of CSL-JSON")
    }))
}

/// The order in which the style lists the references.
pub(super) fn sorted(references: &[Reference], items: &Items, style: &Style) -> Vec<usize> {
    let keys = order::sorter(style);
    let keys = in_parallel(references.len(), |index| keys.key(&references[index], &items.0[index], style));
    let mut sorted: Vec<usize> = (0..references.len()).collect();
    sorted.sort_by(|&a, &b| keys[a].cmp(&keys[b]).then_with(|| references[a].key.cmp(&references[b].key)));
    sorted
}

/// Formats references, which are numbered in this order from 1.
pub(super) fn entries(items: &Items, order: &[usize], style: &Style) -> Vec<Markup> {
    let bare = without_citations(&style.csl);
    let mut entries = in_parallel(order.len(), |place| {
        format(&[&items.0[order[place]]], &bare, style, place)
            .pop()
            .map(|item| markup::entry(&item))
            .unwrap_or_default()
    });
    let alike = alike(items, order, style);
    let lettered = in_parallel(alike.len(), |group| {
        let group: Vec<&Item> = alike[group].iter().map(|&place| &items.0[order[place]]).collect();
        let formatted = format(&group, &style.csl, style, 0);
        formatted.iter().map(|item| (item.key.clone(), markup::entry(item))).collect::<BTreeMap<_, _>>()
    });
    for (group, mut formatted) in alike.iter().zip(lettered) {
        for &place in group {
            let key = items.0[order[place]].id().unwrap_or_default().into_owned();
            if let Some(markup) = formatted.remove(&key) {
                entries[place] = markup;
            }
        }
    }
    entries
}

/// The places of those that the style gives letters, group by group.
fn alike(items: &Items, order: &[usize], style: &Style) -> Vec<Vec<usize>> {
    if !style.csl.citation.disambiguate_add_year_suffix {
        return Vec::new();
    }
    let cited = in_parallel(order.len(), |place| {
        let item = CitationItem::with_entry(&items.0[order[place]]);
        let request = CitationRequest::new(vec![item], &style.csl, style.locale.clone(), &style.locales, None);
        format!("{:#}", standalone_citation(request))
    });
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, text) in cited.into_iter().enumerate() {
        groups.entry(text).or_default().push(place);
    }
    groups.into_values().filter(|group| (2..=MOST_ALIKE).contains(&group.len())).collect()
}

/// The same style with nothing to say in the text: what it would say there costs more than the bibliography.
fn without_citations(csl: &IndependentStyle) -> IndependentStyle {
    let mut bare = csl.clone();
    bare.citation.layout.elements.clear();
    bare.citation.sort = None;
    bare
}

/// Formats some items together; the first has the number after `offset`.
pub(super) fn format(items: &[&Item], csl: &IndependentStyle, style: &Style, offset: usize) -> Vec<BibliographyItem> {
    let mut driver = BibliographyDriver::new().with_citation_number_offset(offset);
    for item in items {
        let item = CitationItem::with_entry(*item);
        driver.citation(CitationRequest::new(vec![item], csl, style.locale.clone(), &style.locales, None));
    }
    let request = BibliographyRequest::new(csl, style.locale.clone(), &style.locales);
    driver.finish(request).bibliography.map(|bibliography| bibliography.items).unwrap_or_default()
}

/// Makes `count` things on all processors, in order. Not with rayon: a worker that waits for these would meanwhile take up
/// another page of the plan, which may be waiting for the same bibliography.
fn in_parallel<T: Send>(count: usize, make: impl Fn(usize) -> T + Sync) -> Vec<T> {
    /// A thread is worth starting for so many.
    const FEWEST: usize = 32;
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(count.div_ceil(FEWEST)).max(1);
    let share = count.div_ceil(threads).max(1);
    let part = |range: Range<usize>| range.map(&make).collect::<Vec<T>>();
    if threads == 1 {
        return part(0..count);
    }
    std::thread::scope(|scope| {
        let starts = (0..count).step_by(share);
        let running: Vec<_> = starts.map(|from| scope.spawn(move || part(from..count.min(from + share)))).collect();
        let joined =
            running.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        joined.flatten().collect()
    })
}
