//! Captions of pictures that a dump left between the paragraphs: lines with a credit, the lines that hang together with
//! one, and lines printed twice in a row, once for the picture and once under it.

use super::paragraph::{bullet, ends_sentence, words};
use super::reading::Reading;
use crate::import::source::Class;
use std::collections::BTreeSet;

const RULE: &str = "caption";
/// A longer paragraph is text, whatever stands at its end.
const LONGEST: usize = 90;

/// Claims captions.
pub(crate) fn captions(reading: &mut Reading<'_>) {
    let count = reading.paragraphs.len();
    let mut start = 0;
    while start < count {
        let end = (start + 1..count).find(|&next| reading.paragraphs[next].blank_before > 0).unwrap_or(count);
        let block: Vec<usize> = (start..end).filter(|&index| reading.is_open(index)).collect();
        let figure = reading.is_airy && is_figure(reading, &block);
        for &index in &block {
            if figure || is_credited(&reading.paragraphs[index].text) {
                reading.set_aside(index, Class::Caption, RULE);
            }
        }
        start = end;
    }
    twice(reading);
}

/// A few lines that hang together, one of them a credit or the last no more than a name, where text stands apart.
fn is_figure(reading: &Reading<'_>, block: &[usize]) -> bool {
    let text = |index: &usize| reading.paragraphs[*index].text.as_str();
    let sound = (2..=4).contains(&block.len())
        && block.iter().all(|index| reading.paragraphs[*index].words <= LONGEST && bullet(text(index)).is_none());
    let credited = || block.iter().any(|index| is_credited(text(index)));
    let named = || {
        let (first, last) = (text(&block[0]), text(&block[block.len() - 1]));
        let name = (1..=5).contains(&words(last)) && !ends_sentence(last) && last.starts_with(char::is_uppercase);
        name && words(first) >= 6
    };
    sound && (credited() || named())
}

/// Claims both of two lines that say the same, one right after the other.
fn twice(reading: &mut Reading<'_>) {
    let open: Vec<usize> = reading.open().collect();
    let mut captions = BTreeSet::new();
    for pair in open.windows(2) {
        let (one, two) = (&reading.paragraphs[pair[0]], &reading.paragraphs[pair[1]]);
        let is_caption = (3..=LONGEST).contains(&one.words) && (!ends_sentence(&one.text) || !two.stands_alone);
        if is_caption && one.text == two.text {
            captions.extend(pair);
        }
    }
    for index in captions {
        reading.set_aside(index, Class::Caption, RULE);
    }
}

/// Whether a line begins or ends with a credit: `Photo: Ada Stone`, `(Getty Images)`, `© Reuters / Ada Stone`.
fn is_credited(text: &str) -> bool {
    #[rustfmt::skip]
    const BEGIN: [&str; 37] = [
        "Photo:", "Photos:", "Photo by", "Photograph by", "Photograph:", "Photography by", "Photo credit", "Photo Credit", "PHOTO:",
        "FILE PHOTO", "File photo", "Credit:", "Credit...", "Credits:", "Image:", "Image credit", "Image Credit", "Image copyright",
        "Image Copyright", "Image caption", "Image source", "Picture:", "Pictured:", "Above:", "Illustration:", "Illustration by",
        "Foto:", "Fotos:", "Bild:", "Bildquelle", "Symbolbild", "Crédit", "Crédito", "Imagem:", "Imagen:", "Фото:", "Фото ",
    ];
    if words(text) > LONGEST {
        return false;
    }
    BEGIN.iter().any(|begin| text.starts_with(begin)) || ends_in_credit(text)
}

/// Names of agencies, and the words for a picture, in a last bracket, behind a slash or a sign, or as the last words.
fn ends_in_credit(text: &str) -> bool {
    #[rustfmt::skip]
    const AGENCIES: [&str; 20] = [
        "Getty", "GETTY", "getty", "Reuters", "REUTERS", "AFP", "AP", "Shutterstock", "iStock", "EPA", "dpa", "ANSA", "EFE",
        "Lusa", "Unsplash", "Flickr", "Wikimedia", "ТАСС", "РИА", "Alamy",
    ];
    #[rustfmt::skip]
    const PICTURES: [&str; 17] = [
        "Photo", "photo", "PHOTO", "Image", "Images", "image", "Photos", "Picture", "Credit", "credit", "Foto", "Bild", "Crédit",
        "Illustration", "Photograph", "Courtesy", "фото",
    ];
    let word_of =
        |part: &str, list: &[&str]| part.split(|c: char| !c.is_alphanumeric()).any(|word| list.contains(&word));
    let bare = text.trim_end_matches(['.', ' ']);
    if let Some(open) = bare.rfind(['(', '[']).filter(|_| bare.ends_with([')', ']'])) {
        let inside = &bare[open..];
        if words(inside) <= 14 && (word_of(inside, &AGENCIES) || word_of(inside, &PICTURES)) {
            return true;
        }
    }
    if ends_sentence(text) {
        return false;
    }
    let last: Vec<&str> = text.split_whitespace().rev().take(6).collect();
    let last: String = last.into_iter().rev().flat_map(|word| [word, " "]).collect();
    let behind =
        last.rfind(['/', '©', '|']).map(|at| word_of(&last[at..], &AGENCIES) || word_of(&last[..at], &AGENCIES));
    let final_word = last.split_whitespace().next_back().unwrap_or("");
    behind == Some(true)
        || last.contains('©')
        || last.contains("Getty Images")
        || final_word == "AP"
        || last.contains("via Reuters")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credit_stands_at_an_end() {
        for caption in [
            "The ferry at its landing. (Image credit: Ada Stone)",
            "FILE PHOTO: The ferry at its landing, May 3, 2024. REUTERS/Ada Stone",
            "The ferry (AP Photo/Ada Stone, File)",
            "The ferry at its landing © Reuters / Ada Stone",
            "The mayor speaks at the landing on July 25, 2019. Ada Stone / AP file",
            "Photo: Ada Stone",
        ] {
            assert!(is_credited(caption), "{caption}");
        }
        for text in [
            "The mayor told Reuters that the ferry would go.",
            "RIVERTON (Reuters) - The ferry burned on Saturday night.",
            "He took a photo (of the river).",
            "The AP reported on the ferry, and so did others",
        ] {
            assert!(!is_credited(text), "{text}");
        }
    }
}
