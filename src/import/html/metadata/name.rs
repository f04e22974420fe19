//! Byline → names: takes the names of people out of what a page prints or declares as its author, and drops what is
//! none: `By`, roles, addresses, handles, dates, the site itself.

use super::Site;
use crate::import::months::month;

/// How much a value has to look like a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Trust {
    /// The page declares it as the author: a user name is a name.
    Declared,
    /// Printed where an author may be: only what is written like a person's name.
    Printed,
}

/// The words that open a byline, longest first.
const OPENINGS: &[&str] = &[
    "ein gastbeitrag von",
    "ein beitrag von",
    "eine analyse von",
    "ein kommentar von",
    "veröffentlicht von",
    "geschrieben von",
    "verfasst von",
    "erstellt von",
    "eingestellt von",
    "publié par",
    "rédigé par",
    "écrit par",
    "propos recueillis par",
    "escrito por",
    "publicado por",
    "escrito por",
    "scritto da",
    "pubblicato da",
    "a cura di",
    "posted by",
    "published by",
    "written by",
    "reported by",
    "story by",
    "text von",
    "by:",
    "von:",
    "author:",
    "authors:",
    "autor:",
    "autorin:",
    "autoren:",
    "autor/in:",
    "auteur :",
    "auteur:",
    "autore:",
    "text:",
    "texte:",
    "texto:",
    "redaktion:",
    "redacteur:",
    "author",
    "autor",
    "autorin",
    "auteur",
    "by",
    "von",
    "par",
    "por",
    "da",
    "di",
    "av",
    "af",
    "door",
    "przez",
    "tarafından",
    "автор:",
    "автор",
    "artikel von",
    "interview:",
];

/// Words that are part of a role or an office, never of a name.
const ROLES: &[&str] = &[
    "editor",
    "reporter",
    "correspondent",
    "writer",
    "journalist",
    "journalistin",
    "columnist",
    "contributor",
    "redakteur",
    "redakteurin",
    "korrespondent",
    "korrespondentin",
    "autor",
    "autorin",
    "author",
    "staff",
    "chief",
    "director",
    "professor",
    "blogger",
    "bloggerin",
    "photographer",
    "producer",
    "freelance",
    "freelancer",
    "journaliste",
    "redactor",
    "redactora",
    "periodista",
    "rédacteur",
    "rédactrice",
    "senior",
    "founder",
    "ceo",
    "administrator",
    "volontärin",
    "volontär",
    "chefredakteur",
    "chefredakteurin",
    "geschäftsführer",
    "geschäftsführerin",
];

/// What stands where a name should and names nobody.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "anonymous",
    "anonym",
    "author",
    "autor",
    "autorin",
    "by",
    "editor",
    "editorial",
    "editorialstaff",
    "guest",
    "gast",
    "gastautor",
    "gastbeitrag",
    "none",
    "null",
    "redakteur",
    "root",
    "staff",
    "staffreporter",
    "staffwriter",
    "superuser",
    "system",
    "test",
    "undefined",
    "unknown",
    "user",
    "webmaster",
    "website",
    "moderator",
    "team",
    "adminuser",
    "wordpress",
    "wpadmin",
    "newsdesk",
    "newsroom",
    "share",
    "home",
    "kommentare",
    "comments",
    "author",
    "profile",
    "profil",
    "drucken",
    "teilen",
];

/// The names in a byline, in order, without doubles; empty when it holds none.
pub(super) fn names(byline: &str, trust: Trust, site: &Site) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let byline = byline.trim();
    let byline = &byline[..byline.floor_char_boundary(400)];
    if byline.contains("://") || byline.contains("www.") {
        return names;
    }
    let line = byline
        .split(['\n', '|', '•', '·', '–', '—', '\u{2028}'])
        .map(str::trim)
        .find(|part| !bare(part).is_empty() && !starts_with_date(part));
    let line = bare(line.unwrap_or_default());
    let line = until_rest(line);
    for part in split(line) {
        let part = bare(part)
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';' | '*' | '"' | '/' | '»' | '«'));
        if is_role(part) {
            continue;
        }
        if is_name(part, trust)
            && !site.is_named(part)
            && !names.iter().any(|name| super::key(name) == super::key(part))
        {
            names.push(part.to_owned());
        }
    }
    names
}

/// Whether a name is that of a firm, an office, an association.
pub(super) fn is_organisation(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "ag",
        "agency",
        "agentur",
        "association",
        "bundesamt",
        "bundesministerium",
        "company",
        "corp",
        "corporation",
        "departement",
        "department",
        "eingetragener",
        "foundation",
        "gmbh",
        "group",
        "gruppe",
        "inc",
        "institut",
        "institute",
        "kg",
        "limited",
        "llc",
        "ltd",
        "media",
        "medien",
        "ministerium",
        "ministry",
        "office",
        "publisher",
        "redaktion",
        "sa",
        "se",
        "stiftung",
        "union",
        "universität",
        "university",
        "verband",
        "verein",
        "verlag",
        "zeitung",
    ];
    let mut words = name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let ends = |word: &str| {
        ["verband", "ministerium", "verein", "stiftung", "verlag", "institut"].iter().any(|end| word.ends_with(end))
    };
    name.to_lowercase().replace(' ', "").ends_with("e.v.")
        || words.any(|word| WORDS.contains(&word.as_str()) || ends(&word))
}

/// The byline without the words that open it.
fn bare(byline: &str) -> &str {
    let mut line = byline.trim().trim_start_matches(|c: char| !c.is_alphanumeric() && c != '@' && c != '(').trim();
    loop {
        let opening = OPENINGS.iter().find_map(|opening| {
            let mut rest = line.char_indices();
            let mut wanted = opening.chars();
            let end = loop {
                match (wanted.next(), rest.clone().next()) {
                    (None, next) => break Some(next.map_or(line.len(), |(at, _)| at)),
                    (Some(w), Some((_, c))) if c.to_lowercase().eq(std::iter::once(w)) => {
                        rest.next();
                    }
                    _ => break None,
                }
            }?;
            let after = &line[end..];
            let ends = after.is_empty() || after.starts_with([' ', ':', '\n']) || opening.ends_with(':');
            ends.then(|| after.trim_start_matches([' ', ':', '\n']))
        });
        match opening {
            Some(rest) if rest.len() < line.len() => line = rest,
            _ => return line,
        }
    }
}

/// The byline up to a date, an hour, a bracket, an address.
fn until_rest(line: &str) -> &str {
    let mut end = line.len();
    if let Some(at) = line.find(['(', '[', '<']) {
        end = end.min(at);
    }
    for mark in [
        " on ", " am ", " vom ", " le ", " il ", " el ", " in ", " für ", " for ", " at ", " auf ", " aus ", " bei ",
        ", den ",
    ] {
        if let Some(at) = line.find(mark) {
            end = end.min(at);
        }
    }
    // A word that holds digits after the first word belongs to a date.
    let mut at = 0;
    for (nth, word) in line.split(' ').enumerate() {
        let is_date = word.starts_with(|c: char| c.is_ascii_digit())
            || word.ends_with(',') && month(&word[..word.len() - 1]).is_some();
        if nth > 0 && is_date && at > 0 {
            end = end.min(at - 1);
            break;
        }
        at += word.len() + 1;
    }
    line[..end].trim()
}

fn starts_with_date(part: &str) -> bool {
    let first = part.split([' ', ',', '.']).next().unwrap_or_default();
    part.starts_with(|c: char| c.is_ascii_digit()) && !first.contains(char::is_alphabetic)
        || month(first).is_some() && part.contains(|c: char| c.is_ascii_digit())
}

/// The parts between `and`, `,`, `;`, `/` and their like.
fn split(line: &str) -> Vec<&str> {
    let mut parts = vec![line];
    for separator in [
        " and ", " und ", " et ", " y ", " e ", " & ", " och ", " en ", " og ", " mit ", " with ", ",", ";", " / ",
        "/", " + ",
    ] {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    parts
}

fn is_role(part: &str) -> bool {
    part.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| ROLES.contains(&word.to_lowercase().as_str()))
}

fn is_name(part: &str, trust: Trust) -> bool {
    let count = part.chars().count();
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    if !(2..=60).contains(&count)
        || letters * 2 < count
        || part.contains("://")
        || part.contains(['@', '<', '>', '{', '}', '=', '#'])
    {
        return false;
    }
    if NOBODY.contains(&super::key(part).as_str())
        || part.ends_with(['.', '?', '!', ':']) && part.split(' ').count() > 4
    {
        return false;
    }
    let words: Vec<&str> = part.split_whitespace().collect();
    let is_host = words.len() == 1 && part.contains('.') && part.split('.').all(|label| label.len() > 1);
    match trust {
        Trust::Declared => words.len() <= 6 && !is_host,
        Trust::Printed => {
            let particle = |word: &&str| word.chars().count() <= 4 && word.chars().all(char::is_lowercase);
            let capital = |word: &&str| {
                word.chars().find(|c| c.is_alphabetic()).is_some_and(|c| c.is_uppercase() || !c.is_lowercase())
            };
            words.len() <= 5
                && !is_host
                && words.iter().all(|word| capital(word) || particle(word))
                && words.iter().any(capital)
        }
    }
}
