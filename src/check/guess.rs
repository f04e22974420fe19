//! `unconfirmed-guess`: what a draft guessed and nobody has confirmed yet, on a page that is published. `check` asks for
//! the findings of a page.

use crate::diagnostic::{Code, Finding};
use crate::page::Page;

/// Findings for what is guessed on a published page. A draft may guess.
pub(super) fn unconfirmed(page: &Page) -> impl Iterator<Item = Finding> + '_ {
    page.gist.guesses.iter().filter(|_| !page.meta.draft).map(|&span| {
        let finding =
            Finding::new(Code::UnconfirmedGuess, span, "a guess that nobody has confirmed would be published");
        finding.help("compare it with the cited passage, mend the line if it is wrong, and delete the `(?)`")
    })
}
