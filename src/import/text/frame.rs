//! The frame that a site puts around a text: menus before it, teasers after it. What a dump of a whole page holds.

use super::paragraph::ends_sentence;
use super::reading::Reading;
use super::tail;
use crate::import::source::Class;

const RULE: &str = "frame";
/// What a line that is no sentence costs: as much as so many words of text are worth.
const COST: i64 = 6;
/// Fewer short lines than this at an end are no frame: a text may begin with a list, and end with one.
const LEAST: usize = 6;

/// Claims what stands before and after the text, and single lines of furniture in it. Wants the tail set aside.
pub(crate) fn frame(reading: &mut Reading<'_>) {
    let open: Vec<usize> = reading.open().collect();
    let Some((first, last)) = heaviest(reading, &open) else { return };
    let (before, rest) = open.split_at(first);
    let (within, after) = rest.split_at(last + 1 - first);
    let short = |lines: &[usize]| lines.iter().filter(|&&index| weight(reading, index) < 0).count();
    // A page with a frame has a menu; without one, what follows the text may well be its tables.
    let framed = short(before) >= LEAST;
    let teased = framed && short(after) >= LEAST;
    for (lines, class, is_frame) in [(before, Class::Navigation, framed), (after, Class::Related, teased)] {
        let lines = if is_frame { lines } else { &[] };
        for &index in lines {
            reading.set_aside(index, class, RULE);
        }
        reading.doubt_prose(lines, class);
    }
    for &index in within {
        let text = &reading.paragraphs[index].text;
        let furniture =
            matches!(tail::mark(text), Some(Class::Share | Class::Subscribe | Class::Related | Class::Form));
        if let Some(class) = tail::mark(text).filter(|_| furniture) {
            reading.set_aside(index, class, RULE);
        }
    }
}

/// The run of open paragraphs with the most text in it, for its short lines (Kadane's maximum sum).
fn heaviest(reading: &Reading<'_>, open: &[usize]) -> Option<(usize, usize)> {
    let mut best: Option<(i64, usize, usize)> = None;
    let (mut sum, mut start) = (0, 0);
    for (at, &index) in open.iter().enumerate() {
        sum += weight(reading, index);
        if best.is_none_or(|(most, ..)| sum > most) {
            best = Some((sum, start, at));
        }
        if sum <= 0 {
            (sum, start) = (0, at + 1);
        }
    }
    best.filter(|&(sum, ..)| sum > 0).map(|(_, first, last)| (first, last))
}

/// Words of a sentence count for the text, any other line against it.
fn weight(reading: &Reading<'_>, index: usize) -> i64 {
    let paragraph = &reading.paragraphs[index];
    let words = i64::try_from(paragraph.words()).unwrap_or(i64::MAX);
    let sentence = words >= 5 && ends_sentence(&paragraph.text) || words >= 25;
    if sentence { words } else { -COST }
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
