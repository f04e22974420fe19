//! Documents that are none: the page of a guard against robots, a login, an error, or hardly any text.

use super::paragraph::words;
use crate::import::source::Source;

/// Less prose than this is a page that did not load.
const LEAST: usize = 40;

/// Why a document should not become a source, unless a human insists.
pub(crate) fn refuse(text: &str, source: &Source) -> Option<String> {
    const WALLS: [(&str, &str); 16] = [
        ("enable javascript", "asks for JavaScript"),
        ("javascript is disabled", "asks for JavaScript"),
        ("verify you are human", "is a guard against robots"),
        ("are you a robot", "is a guard against robots"),
        ("not a robot", "is a guard against robots"),
        ("unusual traffic", "is a guard against robots"),
        ("checking your browser", "is a guard against robots"),
        ("checking if the site connection is secure", "is a guard against robots"),
        ("captcha", "is a guard against robots"),
        ("access denied", "says that access was denied"),
        ("log in to continue", "is a login"),
        ("sign in to continue", "is a login"),
        ("subscribe to continue reading", "is a paywall"),
        ("page not found", "is an error page"),
        ("404 not found", "is an error page"),
        ("page you requested could not be found", "is an error page"),
    ];
    let folded = text.to_lowercase();
    let prose: usize = source.passages().map(|passage| words(&passage.words.text)).sum();
    // A long text may speak of robots; a wall never says much.
    let wall = WALLS.iter().find(|(phrase, _)| prose < 200 && folded.contains(phrase));
    match wall {
        Some((phrase, what)) => Some(format!("the document {what} (\"{phrase}\"), not the text that was wanted")),
        None if prose < LEAST => Some(format!("the document has {prose} words of text, fewer than {LEAST}")),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::read;

    #[test]
    fn walls_and_near_empty_pages_are_refused() {
        let refusal = |text: &str| refuse(text, &read(text));
        assert!(refusal("One moment\n\nPlease verify you are human before you go on.\n").unwrap().contains("robots"));
        assert!(refusal("The bridge\n\nIt opens.\n").unwrap().contains("2 words"));
        let long =
            format!("The robots\n\n{}\n", "The page said: please verify you are human, and he laughed. ".repeat(30));
        assert_eq!(refusal(&long), None);
    }
}
