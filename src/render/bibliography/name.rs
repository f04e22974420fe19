//! A name as a byline gives it → the parts that a reference needs. `reference` calls it. What cannot be told for certain
//! stays as it is written: a name that is not taken apart is never wrong, one that is taken apart wrongly is another name.

use serde_json::{Value, json};

/// A name in a reference.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Name {
    /// An organisation, a single name, or a name whose parts cannot be told.
    Literal(String),
    Person {
        given: String,
        /// `van der`; stands before the family name and is sorted with it. Empty if there is none.
        particle: String,
        family: String,
        /// `Jr.`, `III`; empty if there is none.
        suffix: String,
    },
}

/// What is known of a name besides its letters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Known {
    /// The site has a page on the person.
    Person,
    /// The site has a page on the organisation, or it is the publisher.
    Organisation,
    Nothing,
}

/// Words that a person's name does not have.
const INSTITUTIONS: &[&str] = &[
    "academy",
    "administration",
    "agency",
    "agence",
    "alliance",
    "army",
    "assembly",
    "association",
    "authority",
    "bank",
    "board",
    "bureau",
    "cabinet",
    "center",
    "centre",
    "chamber",
    "channel",
    "church",
    "club",
    "coalition",
    "college",
    "commission",
    "committee",
    "company",
    "conference",
    "congress",
    "consortium",
    "corporation",
    "council",
    "court",
    "department",
    "desk",
    "directorate",
    "division",
    "editors",
    "embassy",
    "federation",
    "fondation",
    "force",
    "forces",
    "forum",
    "foundation",
    "fund",
    "gazette",
    "government",
    "group",
    "herald",
    "house",
    "initiative",
    "institut",
    "institute",
    "institution",
    "journal",
    "laboratory",
    "league",
    "library",
    "magazine",
    "media",
    "ministry",
    "ministère",
    "ministerium",
    "mission",
    "monitor",
    "movement",
    "museum",
    "nations",
    "network",
    "news",
    "newspaper",
    "office",
    "organisation",
    "organization",
    "parliament",
    "partners",
    "party",
    "police",
    "post",
    "press",
    "project",
    "publishing",
    "radio",
    "reporters",
    "review",
    "school",
    "secretariat",
    "senate",
    "service",
    "services",
    "society",
    "staff",
    "star",
    "state",
    "states",
    "studio",
    "team",
    "television",
    "times",
    "treasury",
    "tribune",
    "trust",
    "union",
    "universität",
    "université",
    "university",
    "watch",
    "weekly",
    "writers",
    "inc",
    "inc.",
    "llc",
    "ltd",
    "ltd.",
    "gmbh",
    "plc",
    "s.a.",
    "e.v.",
];

/// Words that begin a family name, in lower case. Capitals make them parts of it: `Le Pen`, `De Niro`.
const PARTICLES: &[&str] = &[
    "abu", "af", "al", "av", "bin", "bint", "da", "dal", "das", "de", "degli", "dei", "del", "della", "den", "der",
    "di", "do", "dos", "du", "el", "ibn", "la", "las", "le", "los", "san", "st.", "ten", "ter", "van", "vom", "von",
    "zu", "zum", "zur",
];

const SUFFIXES: &[&str] = &["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"];

const TITLES: &[&str] = &["dr", "dr.", "prof", "prof.", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "sir", "dame"];

/// Languages that put the family name first; which part it is then cannot be told.
const FAMILY_FIRST: &[&str] = &["hu", "ja", "ko", "vi", "zh"];

/// Reads a name that stands in a document of this language.
pub(super) fn name(text: &str, language: &str, known: Known) -> Name {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_family_first = FAMILY_FIRST.contains(&language.split('-').next().unwrap_or_default());
    if known == Known::Organisation || !is_alphabetic_name(&text) || is_family_first && known != Known::Person {
        return Name::Literal(text);
    }
    if known == Known::Nothing && is_institution(&text) {
        return Name::Literal(text);
    }
    person(&text).unwrap_or(Name::Literal(text))
}

/// Whether a name is in letters of which some are capitals: elsewhere nothing tells its parts apart.
fn is_alphabetic_name(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).all(|c| c.is_uppercase() || c.is_lowercase() || is_apostrophe(c))
}

/// The letters that stand for a glottal stop have no case.
fn is_apostrophe(c: char) -> bool {
    matches!(c, 'ʻ' | 'ʼ' | 'ʾ' | 'ʿ')
}

fn is_institution(text: &str) -> bool {
    let is_joined = |word: &str| matches!(word, "and" | "&" | "of" | "for" | "the" | "und" | "et" | "für" | "pour");
    let has_digit = text.contains(|c: char| c.is_numeric() || "()[]/:;@|".contains(c));
    let mut words = text.split(' ').map(|word| word.trim_end_matches(',').to_lowercase());
    has_digit || words.any(|word| is_joined(&word) || INSTITUTIONS.contains(&word.as_str()))
}

/// `Given Family`, `Family, Given`, with particles and a suffix; `None` where the words do not say.
fn person(text: &str) -> Option<Name> {
    let (body, suffix) = without_suffix(text);
    if let Some((family, given)) = body.split_once(", ") {
        // `García Márquez, Gabriel` looks like `Jane Doe, Reuters`, so only a single word or a particle will do.
        let (particle, family) = split_particle(family);
        let is_sound = !family.contains(' ') && !given.contains(',') && !given.is_empty();
        return is_sound.then(|| of_parts(given, particle, family, suffix));
    }
    let mut words: Vec<&str> = body.split(' ').collect();
    while words.len() > 2 && TITLES.contains(&words[0].to_lowercase().as_str()) {
        words.remove(0);
    }
    let (&first, rest) = words.split_first()?;
    if rest.is_empty() || body.contains(',') || !first.starts_with(|c: char| c.is_uppercase() || is_apostrophe(c)) {
        return None;
    }
    let begins_low = |word: &&str| word.starts_with(char::is_lowercase);
    let family_at = match rest.iter().position(begins_low) {
        // `von der Leyen`: what a small letter begins is no given name, and something must follow it.
        Some(at) => at,
        None => {
            let mut at = rest.len() - 1;
            while at > 0 && PARTICLES.contains(&rest[at - 1].to_lowercase().as_str()) {
                at -= 1;
            }
            at
        }
    };
    let given = words[..=family_at].join(" ");
    let family = rest[family_at..].join(" ");
    let (particle, family) = split_particle(&family);
    family.contains(char::is_uppercase).then(|| of_parts(&given, particle, family, suffix))
}

fn of_parts(given: &str, particle: &str, family: &str, suffix: &str) -> Name {
    Name::Person {
        given: given.to_owned(),
        particle: particle.to_owned(),
        family: family.to_owned(),
        suffix: suffix.to_owned(),
    }
}

/// `John Roe, Jr.` → `John Roe` and `Jr.`.
fn without_suffix(text: &str) -> (&str, &str) {
    match text.rsplit_once(' ') {
        Some((body, last)) if SUFFIXES.contains(&last.to_lowercase().as_str()) && body.contains(' ') => {
            (body.trim_end_matches(','), last)
        }
        _ => (text, ""),
    }
}

/// The small words before a family name, and the name: `van der` and `Berg`, `al-` stays with its name.
fn split_particle(family: &str) -> (&str, &str) {
    let mut at = 0;
    for word in family.split_inclusive(' ') {
        if !word.ends_with(' ') || !word.starts_with(char::is_lowercase) {
            break;
        }
        at += word.len();
    }
    (family[..at].trim_end(), &family[at..])
}

impl Name {
    /// As CSL-JSON has it.
    pub fn to_csl(&self) -> Value {
        match self {
            Name::Literal(literal) => json!({ "literal": literal }),
            Name::Person { given, particle, family, suffix } => {
                let parts =
                    [("family", family), ("given", given), ("non-dropping-particle", particle), ("suffix", suffix)];
                let said = parts.into_iter().filter(|(_, part)| !part.is_empty());
                said.map(|(name, part)| (name.to_owned(), Value::from(part.as_str())))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            }
        }
    }

    /// With the family name first, as lists are ordered: `van der Berg, Anna, Jr.`; as BibTeX and RIS want it.
    pub fn inverted(&self) -> String {
        match self {
            Name::Literal(literal) => literal.clone(),
            Name::Person { given, particle, family, suffix } => {
                let family = if particle.is_empty() { family.clone() } else { format!("{particle} {family}") };
                [&family, given, suffix]
                    .map(String::as_str)
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(", ")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match name(text, "en", Known::Nothing) {
            Name::Literal(literal) => literal,
            Name::Person { given, particle, family, suffix } => format!("{given}|{particle}|{family}|{suffix}"),
        }
    }

    #[test]
    fn names_of_people_are_taken_apart() {
        for (text, parts) in [
            ("Jane Doe", "Jane||Doe|"),
            ("John Q. Public", "John Q.||Public|"),
            ("Ursula von der Leyen", "Ursula|von der|Leyen|"),
            ("Ludwig van  Beethoven", "Ludwig|van|Beethoven|"),
            ("Marine Le Pen", "Marine||Le Pen|"),
            ("Robert De Niro", "Robert||De Niro|"),
            ("Nawal el Saadawi", "Nawal|el|Saadawi|"),
            ("Martin Luther King Jr.", "Martin Luther||King|Jr."),
            ("John Roe, III", "John||Roe|III"),
            ("Doe, Jane", "Jane||Doe|"),
            ("van Rijn, Anna", "Anna|van|Rijn|"),
            ("Dr. Jane Doe", "Jane||Doe|"),
            ("Jean-Luc Picard", "Jean-Luc||Picard|"),
            ("Владимир Зеленский", "Владимир||Зеленский|"),
            ("Siobhán O’Brien", "Siobhán||O’Brien|"),
            ("Khalid al-Falih", "Khalid||al-Falih|"),
        ] {
            assert_eq!(read(text), parts, "{text}");
        }
    }

    #[test]
    fn what_may_be_no_person_stays_as_it_is() {
        for text in [
            "Reuters",
            "BBC News",
            "The New York Times",
            "Ministry of Defence",
            "Médecins et Médecins",
            "Jane Doe and John Roe",
            "Jane Doe, Reuters",
            "Doe (AFP)",
            "张伟",
            "山田 太郎",
            "نجيب محفوظ",
            "김민수",
            "bell hooks",
            "Agence France-Presse",
            "AP Staff",
            "Group 5",
            "",
            "García Márquez, Gabriel",
        ] {
            assert_eq!(read(text), text, "{text}");
        }
    }

    #[test]
    fn the_pages_of_the_site_and_the_language_decide_first() {
        assert_eq!(
            name("Amnesty International", "en", Known::Organisation),
            Name::Literal("Amnesty International".into())
        );
        assert_eq!(name("Emily Post", "en", Known::Person).inverted(), "Post, Emily");
        assert_eq!(name("Orbán Viktor", "hu", Known::Nothing), Name::Literal("Orbán Viktor".into()));
    }
}
