//! Byline → names: takes the names of people out of what a page prints or declares as its author, and drops what is
//! none: roles, addresses, handles, placeholders, the site itself.

use super::byline;
use super::key;
use super::site::Site;

/// How much a value has to look like a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Trust {
    /// The page says that this is its author: any name will do, and that of a blog that is called like its author.
    Author,
    /// Printed where nothing but the author is: a user name, or written like a person's name.
    User,
    /// The page declares it, among things that software fills in.
    Declared,
    /// Printed where an author may be: only what is written like a person's name.
    Printed,
}

/// Words that are part of a role, never of a name.
#[rustfmt::skip]
const ROLES: &[&str] = &[
    "editor", "reporter", "correspondent", "writer", "journalist", "columnist", "contributor", "author", "staff",
    "chief", "director", "professor", "photographer", "producer", "freelance", "freelancer", "senior", "founder", "ceo",
    "journalistin", "redakteur", "redakteurin", "korrespondent", "korrespondentin", "autor", "autorin", "blogger",
    "bloggerin", "volontär", "volontärin", "chefredakteur", "chefredakteurin", "geschäftsführer", "geschäftsführerin",
    "journaliste", "rédacteur", "rédactrice", "redactor", "redactora", "periodista", "projektleiterin", "projektleiter",
];

/// What stands where a name should and names nobody; folded.
#[rustfmt::skip]
const NOBODY: &[&str] = &[
    "adminuser", "anonym", "anonymous", "author", "autor", "autorin", "by", "comments", "datum", "date", "drucken",
    "editor", "editorial", "editorialstaff", "foto", "fotos", "gast", "gastautor", "gastbeitrag", "guest", "home",
    "kommentare", "mehr", "moderator", "more", "newsdesk", "newsroom", "none", "null", "photo", "profil", "profile",
    "publisher", "quelle", "redakteur", "root", "share", "source", "staff", "staffreporter", "staffwriter",
    "superuser", "system", "team", "teilen", "test", "text", "texte", "undefined", "unknown", "user", "webmaster",
    "website", "wordpress",
];

/// Words of the names of firms, offices and associations.
#[rustfmt::skip]
const ORGANISATIONS: &[&str] = &[
    "ag", "agency", "agentur", "association", "bundesamt", "company", "corp", "corporation", "departement",
    "department", "foundation", "gmbh", "group", "gruppe", "inc", "institute", "kg", "limited", "llc", "ltd", "media",
    "medien", "ministry", "office", "publisher", "redaktion", "sa", "se", "union", "universität", "university", "zeitung",
];

/// How long a byline is at most, in bytes; what follows is something else.
const LONG: usize = 400;

/// The names in a byline, in order, without doubles; empty when it holds none.
pub(super) fn names(byline: &str, trust: Trust, site: &Site) -> Vec<String> {
    let byline = byline.trim();
    let byline = &byline[..byline.floor_char_boundary(LONG)];
    if byline.contains("://") || byline.contains("www.") {
        return Vec::new();
    }
    let mut names: Vec<String> = Vec::new();
    let parts = byline::parts(byline);
    // A user name stands alone; among other words it is one of them.
    let trust = if trust == Trust::User && parts.len() > 1 { Trust::Printed } else { trust };
    for part in parts {
        let marks = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';' | '*' | '"' | '/' | '»' | '«' | '-');
        let part = part.trim_matches(marks);
        // After a full name a single word is a place, an office, a month.
        let stray =
            trust == Trust::Printed && !part.contains(' ') && names.first().is_some_and(|name| name.contains(' '));
        let own = site.is_declared(part) || !matches!(trust, Trust::Author | Trust::User) && site.is_named(part);
        if is_name(part, trust) && !is_role(part) && !own && !stray && !names.iter().any(|name| key(name) == key(part))
        {
            names.push(part.to_owned());
        }
    }
    names
}

/// Whether every name has more than one word.
pub(super) fn are_full(names: &[String]) -> bool {
    names.iter().all(|name| name.contains([' ', '.']))
}

/// Whether a name is that of a firm, an office, an association.
pub(super) fn is_organisation(name: &str) -> bool {
    const ENDS: [&str; 6] = ["verband", "ministerium", "verein", "stiftung", "verlag", "institut"];
    let mut words = name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let registered = name.to_lowercase().replace(' ', "").ends_with("e.v.");
    registered || words.any(|word| ORGANISATIONS.contains(&word.as_str()) || ENDS.iter().any(|end| word.ends_with(end)))
}

fn is_role(part: &str) -> bool {
    part.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| ROLES.contains(&word.to_lowercase().as_str()))
}

fn is_name(part: &str, trust: Trust) -> bool {
    let count = part.chars().count();
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    let words: Vec<&str> = part.split_whitespace().collect();
    let host = words.len() == 1 && part.contains('.') && part.split('.').all(|label| label.len() > 1);
    let sentence = part.ends_with(['.', '?', '!', ':']) && words.len() > 4;
    let marks = part.contains(['@', '<', '>', '{', '}', '=', '#', '%', '…']);
    let folded = key(part);
    let nobody = NOBODY.contains(&folded.as_str()) || folded.contains("admin");
    if !(2..=60).contains(&count) || letters * 2 < count || host || sentence || marks || nobody {
        return false;
    }
    match trust {
        Trust::Author | Trust::Declared => words.len() <= 6,
        Trust::User if words.len() == 1 => true,
        Trust::User | Trust::Printed => {
            words.len() <= 5 && is_capital(words[0]) && words.iter().all(|word| is_capital(word) || is_particle(word))
        }
    }
}

/// `van`, `de`, `al`.
fn is_particle(word: &str) -> bool {
    word.chars().count() <= 4 && word.chars().all(char::is_lowercase)
}

/// Begins with a capital, or is written in a script that has none.
fn is_capital(word: &str) -> bool {
    word.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::html::metadata::structured::Structured;
    use crate::import::html::metadata::survey::Survey;

    fn found(byline: &str, trust: Trust) -> Vec<String> {
        let document = dom_query::Document::from(
            "<meta property=og:site_name content='Ferry Post'><link rel=canonical href='https://adasblog.example.org/'>",
        );
        let survey = Survey::of(&document);
        let structured = Structured::default();
        let url = super::super::address::url(&survey, &structured);
        names(byline, trust, &Site::of(&survey, &structured, url.as_ref()))
    }

    #[test]
    fn names_are_told_from_roles_places_and_sentences() {
        assert_eq!(found("By Ada van Ferry, Staff Writer, and Bo Reed", Trust::Printed), ["Ada van Ferry", "Bo Reed"]);
        assert_eq!(found("Ada Ferry, London", Trust::Printed), ["Ada Ferry"]);
        for none in ["By the river he sat", "admin", "Staff", "https://example.org/ada", "ada@example.org", "@ada", ""]
        {
            assert_eq!(found(none, Trust::Printed), Vec::<String>::new(), "{none}");
        }
    }

    #[test]
    fn the_site_is_not_its_author_but_a_blog_may_be_called_like_hers() {
        assert_eq!(found("Ferry Post", Trust::Author), Vec::<String>::new());
        assert_eq!(found("adasblog", Trust::Author), ["adasblog"]);
        assert_eq!(found("adasblog", Trust::Declared), Vec::<String>::new());
    }

    #[test]
    fn firms_are_told_from_people() {
        assert!(is_organisation("Ferry GmbH") && is_organisation("Fährverband") && is_organisation("Fähre e. V."));
        assert!(!is_organisation("Ada Ferry"));
    }
}
