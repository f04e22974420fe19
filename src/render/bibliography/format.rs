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
use super::tree;
use hayagriva::citationberg::IndependentStyle;
use hayagriva::citationberg::json::Item;
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest, standalone_citation,
};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
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
    let styles = by_type(items, &without_citations(&style.csl));
    let mut entries = in_parallel(order.len(), |place| {
        let item = &items.0[order[place]];
        format(&[item], &styles[&*type_of(item)], style, place)
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

fn type_of(item: &Item) -> Cow<'_, str> {
    item.type_().unwrap_or_default()
}

/// A style for each type of thing, with its choices decided: in most styles that is most of the work.
fn by_type(items: &Items, csl: &IndependentStyle) -> BTreeMap<String, IndependentStyle> {
    let types: BTreeSet<Cow<'_, str>> = items.0.iter().map(type_of).collect();
    let styles = types.into_iter().map(|name| {
        let mut decided = csl.clone();
        if let Ok(kind) = name.parse() {
            tree::decide(&mut decided, kind);
        }
        (name.into_owned(), decided)
    });
    styles.collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::date::Edtf;
    use crate::meta::Placed;
    use crate::render::bibliography::name::{Known, name};
    use crate::render::bibliography::style::style;
    use crate::span::Span;
    use crate::world::World;
    use hayagriva::archive::ArchivedStyle;

    /// A thing of a type, with much or little known of it.
    fn reference(genre: &str, is_full: bool) -> Reference {
        let texts = [
            ("title", "The quay"),
            ("publisher", "Harbour Authority"),
            ("container-title", "The Harbour Times"),
            ("number", "12"),
            ("volume", "3"),
            ("page", "4-5"),
            ("URL", "https://example.org/quay"),
            ("DOI", "10.1000/1"),
            ("authority", "District Court"),
            ("event-title", "Hearing"),
            ("medium", "Radio"),
            ("genre", "Letter"),
        ];
        let known = texts.iter().take(if is_full { texts.len() } else { 1 });
        Reference {
            key: "quay".to_owned(),
            genre: genre.to_owned(),
            texts: known.map(|(variable, text)| ((*variable).to_owned(), (*text).to_owned())).collect(),
            names: [("author".to_owned(), vec![name("Jane Doe", "en", Known::Nothing)])].into(),
            dates: ["issued", "accessed"].map(|date| (date.to_owned(), Edtf::parse("2026-02-05").unwrap())).into(),
        }
    }

    #[test]
    fn a_style_that_has_decided_prints_what_it_did() {
        let types = ["article-newspaper", "book", "hearing", "interview", "legal_case", "report", "speech", "webpage"];
        let references: Vec<Reference> =
            types.iter().flat_map(|genre| [reference(genre, true), reference(genre, false)]).collect();
        let items = items(&references);
        for archived in ArchivedStyle::all().iter().filter(|style| **style != ArchivedStyle::Alphanumeric) {
            let name = archived.names()[0];
            let chosen = Placed { value: name.to_owned(), span: Span::at(0) };
            let style = style(&World::default(), &Config { csl: Some(chosen), ..Config::default() });
            for item in &items.0 {
                let decided = &by_type(&Items(vec![item.clone()]), &style.csl)[&*type_of(item)];
                let print = |csl| format(&[item], csl, &style, 0).iter().map(markup::entry).collect::<Vec<_>>();
                assert_eq!(print(decided), print(&style.csl), "{name}: {item:?}");
            }
        }
    }
}
