//! What stands under a text: who wrote it and who helped, and whom to write to. Only the last paragraphs are looked at,
//! and only what says so itself is taken for it.

use super::furniture::mark;
use super::paragraph::words;
use super::reading::Reading;
use crate::import::source::Class;

const RULE: &str = "ending";
/// How many open paragraphs from the end are looked at.
const REACH: usize = 6;
/// A longer paragraph tells more than who its author is.
const LONGEST: usize = 110;

/// Claims the credits and the portraits of authors at the end.
pub(crate) fn ending(reading: &mut Reading<'_>) {
    let open: Vec<usize> = reading.open().collect();
    // A text of a few paragraphs may well be about somebody who is a writer.
    if open.len() < REACH {
        return;
    }
    let mut last: Vec<usize> = open.into_iter().rev().take(REACH).collect();
    last.reverse();
    let mut after_box = false;
    for index in last {
        let paragraph = &reading.paragraphs[index];
        let text = paragraph.text.as_str();
        let is_box = opens_box(reading, text);
        let portrait = paragraph.words <= LONGEST && (after_box || is_portrait(reading, text));
        let class = if is_box || portrait {
            Some(Class::AuthorBox)
        } else {
            (paragraph.words <= LONGEST && is_credit(text)).then_some(Class::Byline)
        };
        after_box = is_box;
        if let Some(class) = class {
            reading.set_aside(index, class, RULE);
        }
    }
}

/// `About Ada Stone`, `Über Ada Stone`: a line of a few capitalised words over a portrait.
fn opens_box(reading: &Reading<'_>, text: &str) -> bool {
    const ABOUT: [&str; 9] =
        ["About ", "Über ", "À propos de ", "Sobre ", "Acerca de ", "Su ", "Informazioni su ", "Over ", "Об авторе"];
    let name = ABOUT.iter().find_map(|about| text.strip_prefix(about));
    mark(text) == Some(Class::AuthorBox)
        || name.is_some_and(|name| {
            let words: Vec<&str> = name.split_whitespace().collect();
            let capital = words.iter().all(|word| word.starts_with(char::is_uppercase));
            (2..=3).contains(&words.len()) && capital || reading.metadata.authors.iter().any(|author| author == name)
        })
}

/// `Ada Stone is a writer who lives in Riverton.`
fn is_portrait(reading: &Reading<'_>, text: &str) -> bool {
    const IS: [&str; 18] = [
        " is a ",
        " is an ",
        " is the ",
        " is our ",
        " are ",
        " covers ",
        " writes ",
        " ist ",
        " est ",
        " es un",
        " è un",
        " é um",
        " é uma",
        " é jornalista",
        " is een ",
        " schrijft ",
        " — ",
        " –",
    ];
    const TRADES: [&str; 43] = [
        "writer",
        "reporter",
        "journalist",
        "editor",
        "correspondent",
        "columnist",
        "contributor",
        "freelance",
        "blogger",
        "author of",
        "producer",
        "professor",
        "fellow at",
        "curator",
        "contributing",
        "redakteur",
        "autor",
        "schreibt",
        "journaliste",
        "rédact",
        "auteur",
        "periodista",
        "redactor",
        "escritor",
        "giornalista",
        "redattore",
        "scrittore",
        "jornalista",
        "editora",
        "colunista",
        "redacteur",
        "schrijver",
        "журналист",
        "корреспондент",
        "редактор",
        "обозреватель",
        "co-founder",
        "attorney",
        "lawyer",
        "staff",
        "senior",
        "podcast",
        "native now living",
    ];
    let known = reading.metadata.authors.iter().any(|author| text.starts_with(author.as_str()));
    let start: Vec<&str> = text.split_whitespace().take(2).collect();
    let named = start.len() == 2 && start.iter().all(|word| word.starts_with(char::is_uppercase));
    let folded = text.to_lowercase();
    let head: String = folded.chars().take(90).collect();
    let is = IS.iter().any(|is| head.contains(is));
    known && words(text) >= 5 && is
        || named && is && TRADES.iter().any(|trade| head.contains(trade)) && is_present(&folded)
}

/// A portrait ends the page: it speaks of now, of one person, and quotes nobody.
fn is_present(folded: &str) -> bool {
    !folded.contains(['"', '“', '”', '«']) && !folded.contains(" said")
}

/// Who reported, who helped, whom to write to.
fn is_credit(text: &str) -> bool {
    const BEGIN: [&str; 18] = [
        "reporting by",
        "(reporting by",
        "additional reporting",
        "with reporting by",
        "editing by",
        "source:",
        "sources:",
        "quelle:",
        "quellen:",
        "source :",
        "fuente:",
        "fonte:",
        "bron:",
        "источник:",
        "have a tip",
        "contact the writer",
        "contact the reporter",
        "copyright ",
    ];
    const INSIDE: [&str; 10] = [
        "contributed to this report",
        "contributed to this article",
        "contributed reporting",
        "editing by",
        "may be reached at",
        "can be reached at",
        "follow him on",
        "follow her on",
        "follow them on",
        "originally appeared",
    ];
    let folded = text.to_lowercase();
    BEGIN.iter().any(|begin| folded.starts_with(begin)) || INSIDE.iter().any(|inside| folded.contains(inside))
}

#[cfg(test)]
mod tests {
    use super::is_credit;
    use crate::import::text::read;

    const PROSE: &str = "The mayor cut the ribbon on Tuesday morning, and the old ferry, which had carried carts and cattle \
        over the river for ninety years, went home for good.";

    #[test]
    fn a_portrait_at_the_end_is_an_author_box() {
        let body: String = (0..6).map(|nth| format!("{PROSE} So said {nth} people.\n\n")).collect();
        let text =
            format!("The bridge opens\n\n{body}Ada Stone is a reporter for the Ferry Post and lives by the river.\n");
        let source = read(&text);
        assert_eq!((source.passages().count(), source.boilerplate()), (6, 1));
        let text = format!(
            "The bridge opens\n\n{body}Ada Stone is a reporter, and “nobody reads me”, she said to the mayor.\n"
        );
        assert_eq!(read(&text).boilerplate(), 0);
    }

    #[test]
    fn a_credit_names_those_who_helped() {
        assert!(is_credit("(Reporting by Ada Stone; editing by Bo Reed)"));
        assert!(is_credit("Bo Reed contributed to this report."));
        assert!(!is_credit("He contributed four ferries to the river."));
    }
}
