//! Sentences → the figures in them: how many of what, in the words of the passage, with the sentence around them.

use super::material::{Material, Sentence};
use super::write::{GUESSED, plain, quote};
use super::{Line, Section};
use crate::extract::Figure;
use crate::extract::figure::{Bound, Class};
use crate::interface::Words;
use crate::page::GUESS;
use std::ops::RangeInclusive;

/// More sentences with figures than this are a table, which `ibid extract` makes.
const MOST: usize = 40;

/// So few words say nothing of a figure, and so many are no sentence.
const READABLE: RangeInclusive<usize> = 5..=90;

/// A count below this that no other figure stands beside is a way of speaking: “three issues”.
const SMALL: f64 = 10.0;

pub(super) fn section(material: &Material, words: &Words) -> Section {
    let mut chosen: Vec<(&Sentence, Vec<&Figure>)> = Vec::new();
    for sentence in &material.sentences {
        let figures: Vec<&Figure> = sentence.figures().filter(|figure| figure.unit.is_some()).collect();
        let is_question = sentence.text.trim_end().ends_with('?');
        let is_readable = sentence.is_row() || READABLE.contains(&sentence.words());
        if figures.iter().any(|figure| tells(figure)) && !is_question && is_readable {
            chosen.push((sentence, figures));
        }
    }
    let mut remark = "In the words of the passages; “at least” and “up to” belong to the figure.".to_owned();
    if chosen.len() > MOST {
        remark += &format!(" {} more sentences with figures: `ibid extract` lists them.", chosen.len() - MOST);
        keep_best(&mut chosen);
    }
    let lines = chosen.into_iter().map(|(sentence, figures)| line(material, sentence, &figures)).collect();
    Section { heading: words.say("draft.figures"), remark, lines }
}

/// Whether a figure is worth a line.
pub(super) fn tells(figure: &Figure) -> bool {
    let Some(unit) = &figure.unit else { return false };
    // “a 10-point plan” says of what kind the plan is.
    let is_compound = figure.words.text.contains(['-', '‑']) && figure.to.is_none();
    match unit.class {
        Class::Count | Class::People if is_compound => false,
        Class::Count => figure.value.number.abs() >= SMALL || figure.bound != Bound::Exactly,
        // “one people”, “two sides”
        Class::People => figure.value.number.abs() >= 2.0,
        Class::Duration => figure.value.number.abs() >= SMALL || figure.bound != Bound::Exactly,
        _ => true,
    }
}

/// Those with the most figures, in their order.
fn keep_best(chosen: &mut Vec<(&Sentence, Vec<&Figure>)>) {
    let mut places: Vec<usize> = (0..chosen.len()).collect();
    let weight = |place: usize| chosen[place].1.iter().filter(|figure| tells(figure)).count();
    places.sort_by_key(|&place| (std::cmp::Reverse(weight(place)), place));
    places.truncate(MOST);
    let mut place = 0;
    chosen.retain(|_| {
        place += 1;
        places.contains(&(place - 1))
    });
}

/// `at least 215 drones; at least 12 deaths: “…”`
fn line(material: &Material, sentence: &Sentence, figures: &[&Figure]) -> Line {
    let mut named: Vec<String> = Vec::new();
    let mut reasons: Vec<String> = Vec::new();
    for figure in figures {
        let words = plain(&figure.words.text);
        let words = if figure.sure { words } else { format!("{words} {GUESS}") };
        if !figure.sure {
            reasons.push(format!("“{}”: {}", figure.words.text, figure.why));
        }
        if !named.contains(&words) {
            named.push(words);
        }
    }
    let text = format!("{}: {}", named.join("; "), quote(sentence.text));
    let reasons = if reasons.is_empty() { String::new() } else { format!("{GUESSED}{}", reasons.join("; ")) };
    Line::new(text, vec![material.cite(sentence)]).remark(reasons)
}
