//! A source page → what its passages say: their sentences, dates, figures, names and quotations, each with the
//! words that it was read from and where they stand. `ibid extract` prints it. Nothing is judged here: a finding says
//! what is written, what it was resolved from, and whether another reading is likely.
//!
//! Pure and deterministic: the anchor of a relative date is the source's own, never the clock. Every grammar looks a
//! fixed number of words ahead, so the time is linear.

pub mod date;
pub mod figure;
mod language;
pub mod name;
pub mod speech;
mod token;

use crate::key::PassageId;
use crate::page::{Page, Passage};
use crate::prose::quotation::quotations;
use crate::prose::sentence::sentence_ends;
use crate::span::Span;
use serde::Serialize;

pub use date::DateMention;
pub use figure::Figure;
pub use name::{Known, NameMention, known};
pub use speech::Speech;

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
    /// In order of their words.
    pub names: Vec<NameMention>,
    /// In order of their words.
    pub speech: Vec<Speech>,
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

/// Extracts from every passage of a source page, in page order, with the entities that its site knows; what was set
/// aside as boilerplate is no passage. A page that names no language is read in the one that its most frequent words
/// belong to, or else in `language`.
pub fn extract(page: &Page, language: &str, known: &Known) -> Vec<Extraction> {
    let language = match page.meta.language.as_deref() {
        Some(tag) => language::language(tag),
        None => {
            let texts = page.passages.iter().map(|passage| passage.prose.text());
            language::guess(texts).unwrap_or_else(|| language::language(language))
        }
    };
    let mut found: Vec<Extraction> = page.passages.iter().map(|passage| of_passage(page, passage, language)).collect();
    let names = names(page, &found, language, known);
    for (passage, names) in found.iter_mut().zip(names) {
        passage.names = names;
    }
    let mut last_speaker: Option<String> = None;
    for (of_page, passage) in page.passages.iter().zip(&mut found) {
        passage.speech = speech(of_page, passage, language, known, last_speaker.as_deref());
        let named = passage.speech.iter().rev().filter_map(|speech| speech.speaker.as_ref()?.name.as_ref());
        let is_person = |name: &&String| {
            passage.names.iter().any(|mention| mention.kind == name::Kind::Person && mention.name == **name)
        };
        last_speaker = named.into_iter().find(is_person).cloned().or(last_speaker);
    }
    found
}

/// `last_speaker` is the last person who was named as one, in a passage before.
fn speech(
    of_page: &Passage,
    passage: &Extraction,
    language: &language::Language,
    known: &Known,
    last_speaker: Option<&str>,
) -> Vec<Speech> {
    let text = passage.text.as_str();
    let quotations = quotations(text, of_page.prose.opaque(), false).quotations;
    let (mut units, mut starts) = (Vec::new(), Vec::new());
    for tokens in passage.tokens() {
        starts.push(units.len());
        units.extend(name::unit::units(text, &tokens, known));
    }
    let words = |span: Span| {
        let sentence = passage.sentences.partition_point(|sentence| sentence.span.start <= span.start);
        let text = span.of(text).to_owned();
        Words { text, span, bytes: of_page.prose.to_bytes(span), sentence: sentence.saturating_sub(1) }
    };
    let label = passage.speaker.as_deref();
    let passage = speech::Passage {
        text,
        units: &units,
        sentences: &starts,
        names: &passage.names,
        quotations: &quotations,
        label,
        last_speaker,
    };
    speech::speech(&passage, language.is_english(), words)
}

/// Names need the whole document: who “Baer” is may be said pages before.
fn names(page: &Page, found: &[Extraction], language: &language::Language, known: &Known) -> Vec<Vec<NameMention>> {
    let passages: Vec<_> = found.iter().map(|passage| (passage.text.as_str(), passage.tokens())).collect();
    let words = |at: usize, span: Span, sentence| Words {
        text: span.of(&found[at].text).to_owned(),
        span,
        bytes: page.passages[at].prose.to_bytes(span),
        sentence,
    };
    name::names(&passages, &page.meta.source.speakers, known, language.is_english(), words)
}

impl Extraction {
    /// Sentence by sentence.
    fn tokens(&self) -> Vec<Vec<token::Token<'_>>> {
        self.sentences.iter().map(|sentence| token::tokens(&self.text, sentence.span)).collect()
    }
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
        names: Vec::new(),
        speech: Vec::new(),
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
mod judged;
#[cfg(test)]
mod tests;
