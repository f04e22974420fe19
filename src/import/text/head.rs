//! What stands between a title and the text: a standfirst, names, places, times, the names of sections. A standfirst
//! goes to the front matter; a line is taken for one only where another mark of a page's head comes after it.

use super::paragraph::{bullet, ends_sentence};
use super::reading::{Part, Reading};
use crate::import::source::{Class, Field};

const RULE: &str = "head";
/// How many paragraphs a head has at most, and how many words a standfirst.
const REACH: usize = 16;
const LONGEST: usize = 60;

/// Claims the lines above the text, down to the last mark of a head. Wants bylines, datelines and captions claimed.
pub(crate) fn head(reading: &mut Reading<'_>) {
    let Some(start) = reading.open().next() else { return };
    // Above the title there is no head, and a document without one has none.
    if !(0..start).any(|index| is_title(reading, index)) {
        return;
    }
    let end = (start + REACH).min(reading.paragraphs.len());
    let mut standfirst = None;
    let mut last_mark = None;
    for index in start..end {
        if is_mark(reading, index) {
            last_mark = Some(index);
        } else if reading.is_open(index) && reading.paragraphs[index].is_prose() {
            // The second paragraph of prose is the text's.
            if standfirst.replace(index).is_some() || reading.paragraphs[index].words > LONGEST {
                break;
            }
        }
    }
    let Some(last_mark) = last_mark else { return };
    // A head without a text under it is the text.
    if !reading.open().any(|index| index > last_mark && reading.paragraphs[index].is_prose()) {
        return;
    }
    for index in (start..last_mark).filter(|&index| reading.is_open(index)).collect::<Vec<_>>() {
        let paragraph = &reading.paragraphs[index];
        let text = paragraph.text.clone();
        if paragraph.is_prose() {
            if paragraph.words <= LONGEST && reading.metadata.summary.is_none() {
                reading.claim(index, Part::Metadata(vec![(Field::Summary, text.clone())]));
                reading.metadata.summary = Some(text);
            }
        } else if bullet(&text).is_none() && !ends_sentence(&text) {
            reading.set_aside(index, Class::Kicker, RULE);
        }
    }
}

fn is_title(reading: &Reading<'_>, index: usize) -> bool {
    matches!(reading.part(index), Some(Part::Metadata(_) | Part::Boilerplate(Class::DuplicateTitle, _)))
}

/// What only stands above a text.
fn is_mark(reading: &Reading<'_>, index: usize) -> bool {
    let marks =
        [Class::Byline, Class::Dateline, Class::Caption, Class::Share, Class::Rating, Class::Form, Class::Comment];
    matches!(reading.part(index), Some(Part::Boilerplate(class, _)) if marks.contains(class))
}
