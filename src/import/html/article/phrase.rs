//! The words of a short text → what they make of it, in the languages that seeds come in: a pointer to another page, an
//! appeal, a date that stands alone, the credit of a picture. `article` asks after the names of elements said nothing.

use super::measure::words;

/// Openings of lines that point to other pages, in lower case.
#[rustfmt::skip]
const POINTERS: &[&str] = &[
    // English
    "also on", "also read", "also see", "also:", "don't miss", "don’t miss", "further reading", "more about",
    "more from", "more on", "more:", "read also", "read more", "read next", "read this", "recommended", "related",
    "see also", "see more", "watch now", "watch:", "you may also", "you may like", "you might also", "you might like",
    // German
    "auch interessant", "lesen sie", "lies auch", "mehr dazu", "mehr zum thema", "siehe auch", "weitere artikel",
    "weitere beiträge", "weitere informationen", "weitere themen", "zum thema",
    // French, Spanish, Portuguese, Italian
    "lire aussi", "à lire", "voir aussi", "lea además", "lea también", "le puede interesar", "leia mais", "leia também",
    "te puede interesar", "veja também", "ver también", "guarda anche", "leggi anche",
    // Dutch, Swedish, Norwegian, Danish
    "lees ook", "läs mer", "läs också", "läs även", "les også", "læs også",
    // Polish, Russian, Ukrainian
    "czytaj też", "czytaj także", "czytaj więcej", "zobacz też", "zobacz także", "смотрите также", "читайте также",
    "читайте також",
];

/// Words that ask the reader to do something for the site, in lower case.
#[rustfmt::skip]
const APPEALS: &[&str] = &[
    "click here", "clicking here", "follow us", "follow me on", "follow him on", "follow her on", "follow them on",
    "join our", "like this story", "like this article", "like this post", "newsletter", "share it", "share this",
    "sign up for", "sign up here", "sign up to", "sign up today", "signing up for", "signing up to", "subscribe here",
    "subscribe now", "subscribe to", "tell us what",
    "folgen sie uns", "hier klicken", "jetzt abonnieren", "noch keine bewertungen", "teilen sie",
    "abonnez-vous", "inscrivez-vous", "suscríbete", "suscribete", "assine", "iscriviti",
];

/// Words beside which a date still stands alone, in lower case.
#[rustfmt::skip]
const BESIDE_DATES: &[&str] = &[
    "a", "actualizado", "aggiornato", "aktualisiert", "alle", "am", "and", "at", "by", "cest", "cet", "de", "del",
    "den", "der", "edt", "el", "em", "erstellt", "est", "et", "feira", "gmt", "h", "il", "jour", "last", "le", "m",
    "min", "mis", "modified", "nd", "of", "on", "p", "pdt", "pm", "posted", "pst", "pubblicato", "publicado",
    "published", "publié", "rd", "st", "stand", "th", "the", "uhr", "um", "update", "updated", "utc",
    "veröffentlicht", "vom", "von", "à", "às",
];

/// How the names of the days of the week begin, in lower case.
#[rustfmt::skip]
const DAYS: &[&str] = &[
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mont", "dienst", "mitt", "donn", "frei", "sams", "sonn", "lun",
    "mar", "mer", "mié", "jeu", "jue", "ven", "vie", "sam", "sáb", "dim", "dom", "seg", "ter", "qua", "qui", "sex",
];

/// Those whose pictures are printed with their name.
#[rustfmt::skip]
const AGENCIES: &[&str] = &[
    "getty", "getty images", "reuters", "afp", "epa", "dpa", "shutterstock", "istock", "unsplash", "pixabay", "imago",
    "ap photo", "flickr", "wikimedia", "imagebroker",
];

/// Whether the text points to another page.
pub(super) fn is_pointer(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    POINTERS
        .iter()
        .any(|pointer| text.strip_prefix(pointer).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())))
}

/// Whether the text asks the reader to subscribe, to follow, to share.
pub(super) fn is_appeal(text: &str) -> bool {
    let text = text.to_lowercase();
    APPEALS
        .iter()
        .any(|appeal| text.match_indices(appeal).any(|(at, _)| !text[..at].ends_with(|c: char| c.is_alphanumeric())))
}

/// Whether the text is a date and nothing else.
pub(super) fn is_date(text: &str) -> bool {
    let words: Vec<String> = words(text).map(str::to_lowercase).collect();
    if !(2..=16).contains(&words.len()) || !words.iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit())) {
        return false;
    }
    let year = |word: &String| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let clock = || {
        text.as_bytes().windows(3).any(|at| at[0].is_ascii_digit() && b":./".contains(&at[1]) && at[2].is_ascii_digit())
    };
    if !words.iter().any(|word| year(word) && word.bytes().all(|b| b.is_ascii_digit())) && !clock() {
        return false;
    }
    let strange = words.iter().filter(|word| !belongs_to_date(word)).count();
    strange <= usize::from(words.len() > 4)
}

fn belongs_to_date(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        || BESIDE_DATES.contains(&word)
        || crate::import::months::month(word).is_some()
        || DAYS.iter().any(|day| word.starts_with(day))
}

/// Whether the text ends in the credit of a picture, or begins as one.
pub(super) fn is_credit(text: &str) -> bool {
    const OPENINGS: [&str; 12] = [
        "photo", "photos", "image", "images", "picture", "foto", "fotos", "bild", "bilder", "crédit", "credit",
        "credits",
    ];
    let text = text.to_lowercase();
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    let named = AGENCIES
        .iter()
        .any(|agency| bare.strip_suffix(agency).is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric())));
    let opens = |text: &str| {
        let word = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let rest = text[word.len()..].trim_start();
        let rest = ["credit", "by", "courtesy"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
        OPENINGS.contains(&word) && rest.trim_start().starts_with([':', '©'])
    };
    let closing =
        text.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once('(')).is_some_and(|(_, last)| opens(last));
    named || opens(bare) || closing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_open_with_what_they_do() {
        assert!(is_pointer("» READ MORE: The ferry sank"));
        assert!(is_pointer("Lesen Sie auch"));
        assert!(!is_pointer("Relatedness is a measure"));
        assert!(!is_pointer("The more on board, the better"));
    }

    #[test]
    fn appeals_ask_for_something() {
        assert!(is_appeal("Sign up for our daily letter"));
        assert!(!is_appeal("They redesign up to four ferries"));
    }

    #[test]
    fn dates_stand_alone() {
        for date in [
            "Updated: Sat 8:31 PM, Feb 17, 2018",
            "12. März 2026, 14:05 Uhr",
            "05/04/2020",
            "sexta-feira, 22 de outubro de 2010 às 20:13",
        ] {
            assert!(is_date(date), "{date}");
        }
        for text in ["In 1986 the ferry sank", "4 ferries", "Chapter 12", "The year 2020"] {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn credits_name_who_took_the_picture() {
        for text in [
            "The ferry (Image: GETTY)",
            "A. Stone/Getty Images",
            "Foto: A. Stone",
            "Photo by: B. Reed",
            "The quay. REUTERS/B. Reed (Photo: B)",
        ] {
            assert!(is_credit(text), "{text}");
        }
        for text in ["The photo shows a ferry", "She works for the reuters of old", "He took pictures"] {
            assert!(!is_credit(text), "{text}");
        }
    }
}
