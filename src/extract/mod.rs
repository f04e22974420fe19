//! A source page → what its passages say that can be dated and counted: their sentences, dates and figures, each with the
//! words that it was read from and where they stand. `ibid extract` prints it. Nothing is judged here: a finding says
//! what is written, what it was resolved from, and whether another reading is likely.
//!
//! Pure and deterministic: the anchor of a relative date is the source's own, never the clock. Every grammar looks a
//! fixed number of words ahead, so the time is linear.

pub mod date;
pub mod figure;
mod language;
mod token;

use crate::key::PassageId;
use crate::page::{Page, Passage};
use crate::prose::sentence::sentence_ends;
use crate::span::Span;
use serde::Serialize;

pub use date::DateMention;
pub use figure::Figure;

/// What one passage says.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Extraction {
    pub passage: PassageId,
    /// The speaker's label.
    pub speaker: Option<String>,
    /// The passage's plain text: what all spans count in.
    pub text: String,
    pub sentences: Vec<Sentence>,
    /// In order of their words.
    pub dates: Vec<DateMention>,
    /// In order of their words. No figure is part of a date.
    pub figures: Vec<Figure>,
}

/// Where a sentence stands. Together they cover the text but for the white space between them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Sentence {
    /// In the passage's text.
    pub span: Span,
    /// In the page's file.
    pub bytes: Span,
}

/// Words of a passage that something was read from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Words {
    pub text: String,
    /// In the passage's text.
    pub span: Span,
    /// In the page's file. Markup inside the words lies inside it too.
    pub bytes: Span,
    /// The sentence that holds them, counted from 0.
    pub sentence: usize,
}

/// Extracts from every passage of a source page, in page order; what was set aside as boilerplate is no passage. A page
/// that names no language is read in the one that its most frequent words belong to, or else in `language`.
pub fn extract(page: &Page, language: &str) -> Vec<Extraction> {
    let language = match page.meta.language.as_deref() {
        Some(tag) => language::language(tag),
        None => {
            let texts = page.passages.iter().map(|passage| passage.prose.text());
            language::guess(texts).unwrap_or_else(|| language::language(language))
        }
    };
    page.passages.iter().map(|passage| of_passage(page, passage, language)).collect()
}

fn of_passage(page: &Page, passage: &Passage, language: &'static language::Language) -> Extraction {
    let prose = &passage.prose;
    let text = prose.text();
    let sentences = sentences(passage);
    let tokens: Vec<_> = sentences.iter().map(|sentence| token::tokens(text, sentence.span)).collect();
    let words =
        |span: Span, sentence| Words { text: span.of(text).to_owned(), span, bytes: prose.to_bytes(span), sentence };
    let dates = date::dates(&tokens, language, page.meta.date, words);
    let taken: Vec<Span> = dates.iter().map(|date| date.words.span).collect();
    let figures = figure::figures(&tokens, language, &taken, words);
    Extraction {
        passage: passage.id,
        speaker: passage.speaker.clone(),
        text: text.to_owned(),
        sentences,
        dates,
        figures,
    }
}

fn sentences(passage: &Passage) -> Vec<Sentence> {
    let text = passage.prose.text();
    let mut start = 0;
    let mut sentences = Vec::new();
    for end in sentence_ends(text, passage.prose.opaque()) {
        let white = text[start..end].len() - text[start..end].trim_start().len();
        let span = Span::new(start + white, end);
        sentences.push(Sentence { span, bytes: passage.prose.to_bytes(span) });
        start = end;
    }
    sentences
}

#[cfg(test)]
mod tests;
