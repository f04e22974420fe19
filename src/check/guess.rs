//! `unconfirmed-guess`: what a draft guessed and nobody has confirmed yet, on a page that is published. `check` asks for
//! the findings of a page, and the site for the number of all that are left.

use crate::diagnostic::{Code, Finding};
use crate::meta::Kind;
use crate::page::{GUESS, Page};
use crate::span::Span;

/// Findings for what is guessed on a published page. A draft may guess.
pub(super) fn unconfirmed(page: &Page) -> impl Iterator<Item = Finding> + '_ {
    guesses(page).filter(|_| !page.meta.draft).map(|span| {
        let finding =
            Finding::new(Code::UnconfirmedGuess, span, "a guess that nobody has confirmed would be published");
        finding.help("compare it with the cited passage, mend the line if it is wrong, and delete the `(?)`")
    })
}

/// The marks of guesses in what a page states, in order; one in a quotation is the source's own.
pub(crate) fn guesses(page: &Page) -> impl Iterator<Item = Span> + '_ {
    let text = page.file.text();
    // Nearly no page has any, and this is asked of every page after every edit.
    let may_guess = page.kind != Kind::Source && memchr::memmem::find(text.as_bytes(), GUESS.as_bytes()).is_some();
    let statements = page.statements.iter().filter(move |_| may_guess);
    statements.flat_map(move |statement| {
        let marks = statement.span.of(text).match_indices(GUESS);
        let marks =
            marks.map(|(at, mark)| Span::new(statement.span.start + at, statement.span.start + at + mark.len()));
        let quotations = &statement.quotations;
        marks.filter(move |mark| !quotations.iter().any(|&quotation| page.quotations[quotation].span.contains(*mark)))
    })
}
