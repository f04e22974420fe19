//! The name of a person → its words: first name, surname, and whether it looks like one at all. `gate`, `form` and
//! `candidate` ask.

use crate::path::slugify;

/// The last word but for “Jr.” and the like.
pub(super) fn surname(name: &str) -> Option<&str> {
    name.split_whitespace().rev().find(|word| !is_generation(word))
}

/// The first name and the surname of a name that has both, folded.
pub(super) fn ends(name: &str) -> Option<(String, String)> {
    let (first, rest) = name.trim().split_once(' ')?;
    Some((slugify(first), slugify(surname(rest)?)))
}

/// Two words to five, the first no title, none of them a number or glued to another, the last long enough and no word for a
/// thing.
pub(super) fn looks_like_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_sign = |c: char| matches!(c, '.' | '\'' | '’' | '-' | '‐');
    let is_plain = |word: &&str| word.chars().all(|c| c.is_alphabetic() || is_sign(c)) && !is_glued(word);
    let is_surname = |last: &str| {
        let (small, large) = (last.matches(char::is_lowercase).count(), last.matches(char::is_uppercase).count());
        small > 0 && small + 1 >= large && !THINGS.contains(&last.to_lowercase().as_str())
    };
    let is_titled = words.first().is_some_and(|first| TITLES.contains(&first.to_lowercase().trim_end_matches('.')));
    let has_job = words.iter().any(|word| JOBS.contains(&word.to_lowercase().as_str()));
    (2..=5).contains(&words.len())
        && !has_job
        && words.iter().all(is_plain)
        && surname(name).is_some_and(is_surname)
        && !is_titled
}

fn is_generation(word: &str) -> bool {
    matches!(word.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV")
}

/// “NoemKristi”: two words between which a page lost its space. “McDonald”, “DeSantis” and “FitzGerald” are one.
fn is_glued(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let joints: Vec<usize> =
        (1..letters.len()).filter(|&at| letters[at - 1].is_lowercase() && letters[at].is_uppercase()).collect();
    match joints[..] {
        [] => false,
        [joint] => joint > 3 && !word.starts_with("Fitz"),
        _ => true,
    }
}

/// Stand before a name and are no part of it.
const TITLES: &[&str] = &[
    "st",
    "prof",
    "professor",
    "dr",
    "doctor",
    "mr",
    "mrs",
    "ms",
    "miss",
    "sir",
    "dame",
    "lord",
    "lady",
    "rev",
    "gen",
    "general",
    "col",
    "colonel",
    "capt",
    "captain",
    "lt",
    "sgt",
    "hon",
    "president",
    "minister",
    "senator",
    "sen",
    "gov",
];

/// Belong to a title of more words: “Chief Strategy Officer Hannah Weber”.
const JOBS: &[&str] = &[
    "adviser",
    "advisor",
    "analyst",
    "commissioner",
    "correspondent",
    "director",
    "editor",
    "executive",
    "manager",
    "minister",
    "officer",
    "president",
    "secretary",
    "spokesman",
    "spokeswoman",
];

/// Words that end the names of things, and hardly ever those of people.
#[rustfmt::skip]
const THINGS: &[&str] = &[
    "accord", "act", "agency", "agreement", "airport", "amendment", "app", "army", "article", "avenue", "award",
    "awards", "bay", "beach", "bill", "boulevard", "bowl", "bridge", "building", "bureau", "business", "campaign",
    "centre", "center", "championship", "championships", "channel", "city", "coast", "college", "committee",
    "conference", "corp", "council", "county", "creek", "cup", "day", "deal", "department", "district",
    "edition", "entertainment", "experience", "festival", "films", "final", "finals", "forum", "foundation", "game", "games", "group",
    "house", "inc", "institute", "island", "islands", "journal", "lake", "league", "magazine", "medal",
    "ministry", "model", "month", "movement", "museum", "news", "office", "open", "palace",
    "party", "phone", "pictures", "plan", "press", "prime", "prix", "prize", "pro", "product", "productions", "program", "programme",
    "project", "railway", "records", "report", "republic", "research", "review", "revolution", "river", "road", "school", "season",
    "series", "service", "services", "show", "square", "stadium", "states", "station", "store", "street",
    "studio", "studios", "summit", "system", "systems", "team", "theater", "theatre", "times", "today", "tour", "tower",
    "treaty", "trophy", "university", "valley", "video", "war", "week", "weekend", "world", "year",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_from_what_looks_like_them() {
        for name in [
            "Dan Baer",
            "Dwight F. Eisenhower",
            "P.J. Fleck",
            "Mohammed bin Rashid Al Maktoum",
            "James P. Kennedy Jr.",
            "Jean-Luc O’Neill",
            "Ron DeSantis",
            "Michael McDonald",
            "Anne FitzGerald",
            "Grace MacArthur",
        ] {
            assert!(looks_like_person(name), "{name}");
        }
        for thing in [
            "Registration",
            "Davis Cup",
            "Kristi NoemKristi",
            "Prof. Carlos",
            "Strategy Officer",
            "Brent LCOc",
            "Dan 2",
            "Dick Clark Productions",
            "Hope Amid Ongoing Conflict Peace Talks",
            "St. Mary",
        ] {
            assert!(!looks_like_person(thing), "{thing}");
        }
    }

    #[test]
    fn a_generation_is_no_surname() {
        assert_eq!(surname("James P. Kennedy Jr."), Some("Kennedy"));
        assert_eq!(ends("Sammy Davis III"), Some(("sammy".to_owned(), "davis".to_owned())));
        assert_eq!(ends("Baer"), None);
    }
}
