//! A grain in its surroundings → points for and against its being part of the article. `article` asks for what neither
//! its place nor its words have settled. The points are those of a logistic regression over pages whose article is
//! known, in tenths of its natural unit, with the extractor's voice as strong as two of the strongest other reasons.

use super::measure::{Measures, words};
use crate::import::html::page::{Page, Shape};

/// What the judges have not settled.
pub(super) struct Field<'a> {
    pub page: &'a Page,
    pub measures: &'a Measures,
    /// The grains that are left, ascending.
    pub open: &'a [usize],
    /// The extractor's voice on each grain of the page.
    pub voices: Option<&'a [bool]>,
}

/// The points of each open grain; what has more than none is body.
pub(super) fn points(field: &Field<'_>) -> Vec<i32> {
    let Field { page, measures, open, voices } = field;
    let prose: Vec<usize> = open.iter().copied().filter(|&nth| measures.grains[nth].prose > 0.0).collect();
    let holder = holder(page, measures);
    let points = |(at, &nth): (usize, &usize)| {
        let voice = voices.map_or(0, |voices| if voices[nth] { VOICE } else { -VOICE });
        let place = Place {
            before: at.checked_sub(1).map(|before| open[before]),
            after: open.get(at + 1).copied(),
            leads: prose.first().is_some_and(|&first| nth < first),
            trails: prose.last().is_some_and(|&last| nth > last),
        };
        BASE + voice
            + of_words(page, measures, nth)
            + of_elements(page, measures, nth, holder)
            + of_place(field, nth, &place)
    };
    open.iter().enumerate().map(points).collect()
}

const BASE: i32 = -21;
const VOICE: i32 = 20;

/// Where a grain stands among those that are open.
struct Place {
    before: Option<usize>,
    after: Option<usize>,
    /// No running text stands before it.
    leads: bool,
    /// No running text stands after it.
    trails: bool,
}

fn of_words(page: &Page, measures: &Measures, nth: usize) -> i32 {
    let (grain, measure) = (&page.grains[nth], &measures.grains[nth]);
    let text = &grain.words.text;
    sum(&[
        (measure.words >= 3, 9),
        (measure.words >= 20, 3),
        (measure.linked >= 0.25, -14),
        (text.contains([',', '、', '，']), 3),
        (measure.prose > 0.0, 5),
        (matches!(grain.shape, Shape::Heading(_)), 2),
    ])
}

fn of_elements(page: &Page, measures: &Measures, nth: usize, holder: usize) -> i32 {
    let own = page.grains[nth].element;
    let above = |steps: usize| page.ancestors(own).take(steps + 1).last().unwrap_or(own);
    let (second, third) = (above(2), above(3));
    let name = &*page.elements[own].name;
    sum(&[
        (name == "p", 9),
        (name == "li", -3),
        (measures.share(second) >= 0.15, 1),
        (measures.share(second) >= 0.4, 8),
        (measures.share(third) >= 0.15, 4),
        (measures.share(third) >= 0.4, 8),
        (measures.elements[second].density() >= 0.4, -4),
        (holder == 0 || page.ancestors(own).any(|at| at == holder), 7),
        (page.ancestors(own).any(|at| &*page.elements[at].name == "article"), 10),
    ])
}

fn of_place(field: &Field<'_>, nth: usize, place: &Place) -> i32 {
    let Field { page, measures, .. } = field;
    let kin = |other: Option<usize>| other.is_some_and(|other| other.abs_diff(nth) == 1 && are_kin(page, other, nth));
    let linked = place.before.is_some_and(|before| measures.grains[before].linked >= 0.5);
    sum(&[
        (linked, -4),
        (kin(place.before), 9),
        (kin(place.after), 8),
        (place.leads, -2),
        (place.trails, -9),
        // Where there is next to no running text, there is nothing better to be had.
        (measures.prose() >= 300.0, -12),
    ])
}

fn sum(reasons: &[(bool, i32)]) -> i32 {
    reasons.iter().filter(|(holds, _)| *holds).map(|(_, points)| points).sum()
}

/// The innermost element that holds most of the page's running text; the root where there is none.
fn holder(page: &Page, measures: &Measures) -> usize {
    const MOST: f64 = 0.7;
    // Two elements that hold most of it stand within each other, and the inner one comes later.
    (1..page.elements.len()).rev().find(|&at| measures.share(at) >= MOST).unwrap_or(0)
}

/// Whether two grains stand in elements of the same names, up to four of them.
fn are_kin(page: &Page, one: usize, other: usize) -> bool {
    let names = |nth: usize| page.ancestors(page.grains[nth].element).take(4).map(|at| &page.elements[at]);
    names(one)
        .map(|element| (&element.name, &element.label))
        .eq(names(other).map(|element| (&element.name, &element.label)))
}

/// How much of the words of a text stand in a title, and of the title in the text: 1 where they are the same.
pub(super) fn likeness(text: &str, title: &str) -> f64 {
    let set = |text: &str| words(text).map(str::to_lowercase).collect::<std::collections::BTreeSet<String>>();
    let (text, title) = (set(text), set(title));
    let both = text.intersection(&title).count();
    both as f64 / (text.len() + title.len() - both).max(1) as f64
}
