//! The frame that a site puts around a text: menus before it, teasers after it. What a dump of a whole page holds.

use super::furniture::{address, mark};
use super::paragraph::{bullet, ends_sentence};
use super::reading::{Part, Reading};
use crate::import::source::Class;

const RULE: &str = "frame";
/// What a line that is no sentence costs: as much as so many words of text are worth.
const COST: i64 = 6;
/// How many words of a sentence prove nothing.
const TEASER: i64 = 12;
/// What a run of such lines costs at most: no list of the text's own, however long, cuts a long text in two.
const RUN: i64 = 150;
/// What the head of a comment section or of a form costs, and what a lesser mark does.
const BARRIER: i64 = 170;
const MARK: i64 = 60;
/// After so many words' worth of other lines, what follows is another text.
const DROP: i64 = 160;
/// Fewer short lines than this at an end are no frame: a text may begin with a list, and end with one.
const LEAST: usize = 6;

/// Claims what stands before and after the text. Wants the tail set aside.
pub(crate) fn frame(reading: &mut Reading<'_>) {
    let text: Vec<usize> = (0..reading.paragraphs.len()).filter(|&index| is_text(reading, index)).collect();
    let weights = weights(reading, &text);
    // Where a title stands over the text, the text begins there; else it is wherever the most text is.
    let found = if reading.has_menu { longest(&weights) } else { heaviest(&weights) };
    let Some((first, last)) = found else { return };
    let (before, rest) = text.split_at(first);
    let (_, after) = rest.split_at(last + 1 - first);
    let short = |lines: &[usize]| lines.iter().filter(|&&index| weight(reading, index) < 0).count();
    let marked = |lines: &[usize]| lines.iter().any(|&index| mark(&reading.paragraphs[index].text).is_some());
    // A page with a frame has a menu; without one, what follows the text may well be its tables.
    let framed = reading.has_menu || short(before) >= LEAST;
    let teased = short(after) >= LEAST && (framed || marked(after));
    for (lines, class, is_frame) in [(before, Class::Navigation, framed), (after, Class::Related, teased)] {
        let lines: Vec<usize> = lines.iter().copied().filter(|&index| is_frame && reading.is_open(index)).collect();
        for &index in &lines {
            reading.set_aside(index, class, RULE);
        }
        reading.doubt_prose(&lines, class);
    }
}

/// What no rule has claimed, and what speakers say.
fn is_text(reading: &Reading<'_>, index: usize) -> bool {
    reading.is_open(index) || matches!(reading.part(index), Some(Part::Turn(_)))
}

/// Claims what a site says to its readers, wherever it stands.
pub(crate) fn furniture(reading: &mut Reading<'_>) {
    let found: Vec<(usize, Class)> = reading
        .open()
        .filter_map(|index| {
            let text = &reading.paragraphs[index].text;
            Some((index, mark(text).or_else(|| address(text))?))
        })
        .collect();
    for (index, class) in found {
        if !reading.is_open(index) {
            continue;
        }
        reading.set_aside(index, class, RULE);
        // What is listed under such a mark is what the mark announces.
        let mut next = index + 1;
        while class == Class::Related && reading.is_open(next) && is_link(reading, next) {
            reading.set_aside(next, class, RULE);
            next += 1;
        }
    }
}

/// A list item that is no sentence.
fn is_link(reading: &Reading<'_>, index: usize) -> bool {
    let text = &reading.paragraphs[index].text;
    bullet(text).is_some() && !ends_sentence(text)
}

/// The run from the first on of the greatest sum, given up where the sum has fallen by `DROP`.
fn longest(weights: &[i64]) -> Option<(usize, usize)> {
    let mut best: Option<(i64, usize)> = None;
    let mut sum = 0;
    for (at, weight) in weights.iter().enumerate() {
        sum += weight;
        if best.is_none_or(|(most, _)| sum > most) {
            best = Some((sum, at));
        }
        if best.is_some_and(|(most, _)| most > 0 && sum + DROP < most) {
            break;
        }
    }
    best.filter(|&(sum, _)| sum > 0).map(|(_, last)| (0, last))
}

/// The run of the greatest sum (Kadane's algorithm), as the places of its first and last.
fn heaviest(weights: &[i64]) -> Option<(usize, usize)> {
    let mut best: Option<(i64, usize, usize)> = None;
    let (mut sum, mut start) = (0, 0);
    for (at, weight) in weights.iter().enumerate() {
        sum += weight;
        if best.is_none_or(|(most, ..)| sum > most) {
            best = Some((sum, start, at));
        }
        if sum <= 0 {
            (sum, start) = (0, at + 1);
        }
    }
    best.filter(|&(sum, ..)| sum > 0).map(|(_, first, last)| (first, last))
}

/// What each paragraph counts for the text, or against it; a run of short lines costs `RUN` at most.
fn weights(reading: &Reading<'_>, text: &[usize]) -> Vec<i64> {
    let mut run = 0;
    let capped = |&index: &usize| {
        let weight = weight(reading, index);
        if weight > 0 {
            run = 0;
            return weight;
        }
        let barrier = match mark(&reading.paragraphs[index].text) {
            Some(Class::Comment | Class::Form) => BARRIER,
            Some(Class::Related | Class::Tags | Class::AuthorBox | Class::Copyright) => MARK,
            _ => 0,
        };
        let cost = (-weight).min(RUN - run);
        run += cost;
        -cost - barrier
    };
    text.iter().map(capped).collect()
}

/// Words of a sentence count for the text, any other line against it.
fn weight(reading: &Reading<'_>, index: usize) -> i64 {
    let paragraph = &reading.paragraphs[index];
    let words = i64::try_from(paragraph.words).unwrap_or(i64::MAX);
    let ended = ends_sentence(&paragraph.text);
    if bullet(&paragraph.text).is_some() {
        return if ended && words >= 12 { 0 } else { -COST };
    }
    if reading.is_airy && !paragraph.stands_alone {
        return -COST;
    }
    // Where there are menus there are teasers, which are as long as a short sentence.
    let certain = if reading.has_menu { (words - TEASER).max(2) } else { words };
    match words {
        5.. if ended => certain,
        25.. => certain / 2,
        _ if matches!(reading.part(index), Some(Part::Turn(_))) => words,
        // Under the title a short line that stands alone may be a heading, or one of a text made of them.
        _ if reading.has_menu && words < TEASER && paragraph.stands_alone => -COST / 3,
        _ => -COST,
    }
}

#[cfg(test)]
mod tests {
    use crate::import::source::Content;
    use crate::import::text::read;

    const PROSE: &str = "The mayor cut the ribbon on Tuesday morning, and the old ferry, which had carried carts and cattle \
        over the river for ninety years, went home for good.";

    fn set_aside(text: &str) -> Vec<String> {
        let blocks = read(text).blocks;
        let raw = |content: Content| match content {
            Content::Boilerplate { raw, rule, .. } if rule == "frame" => Some(raw.join("/")),
            _ => None,
        };
        blocks.into_iter().filter_map(|block| raw(block.content)).collect()
    }

    #[test]
    fn menus_and_teasers_are_set_aside() {
        let text = format!(
            "The bridge opens\n* News\n* Town\n* River\n* Sport\n* Shop\n* Boats\n\n{PROSE}\n\n{PROSE}\n\n{PROSE}\n\
             * A ferry burns\n* Fish\n* More fish\n* A boat\n* Two boats\n* Water\n"
        );
        assert_eq!(
            set_aside(&text),
            [
                "* News/* Town/* River/* Sport/* Shop/* Boats",
                "* A ferry burns/* Fish/* More fish/* A boat/* Two boats/* Water"
            ]
        );
    }

    #[test]
    fn a_short_list_at_an_end_stays() {
        let text = format!("The bridge opens\n\n{PROSE}\n\n* one\n* two\n* three\n");
        assert!(set_aside(&text).is_empty());
    }

    #[test]
    fn an_advertisement_is_cut_out_of_the_text() {
        assert_eq!(
            set_aside(&format!("The bridge opens\n\n{PROSE}\n\nADVERTISEMENT\n\n{PROSE} So it was.\n")),
            ["ADVERTISEMENT"]
        );
    }
}
