//! Words → the passages that match them best. `ibid find` asks; everything that looks for passages by their words can.
//! Pure: an [`Index`] is made of a corpus once and asked any number of times. It finds what can be cited and nothing
//! else: passages of sources that are published, never boilerplate, never a draft.
//!
//! ```text
//! Corpus ─index─▶ Index      text ─parse─▶ Query      Index + Query + Filter ─find─▶ Answer: hits, words unknown
//! ```

mod excerpt;
mod filter;
mod index;
mod parse;
mod phrase;
mod rank;
mod sought;
mod suggest;
mod vocabulary;

pub use excerpt::{Excerpt, excerpt};
pub use filter::{Filter, is_pattern, matches_pattern};
pub use index::Index;
pub use parse::{Query, TooManyPhrases};

use crate::prose::term::terms;
use crate::span::Span;
use phrase::Phrase;
use sought::Sought;
use vocabulary::WordId;

/// What a query found.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Answer {
    /// Best first; of equals, in the order of the sources and their passages.
    pub hits: Vec<Hit>,
    /// How many passages match, those beyond the limit among them.
    pub total: usize,
    /// The words of the query that stand nowhere, in their order, without repetition.
    pub unknown: Vec<Unknown>,
    /// How many sources a filter by date left out since nobody says when they are from.
    pub undated: usize,
}

/// A passage that matches.
#[derive(Clone, PartialEq, Debug)]
pub struct Hit {
    /// Index of the page in the corpus.
    pub page: usize,
    /// Index of the passage in the page.
    pub passage: usize,
    /// Comparable within one answer only; 0 where nothing was asked for.
    pub score: f64,
    /// What was found, in bytes of the passage's text: ascending and apart.
    pub matches: Vec<Span>,
}

/// A word that stands in no passage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unknown {
    pub word: String,
    /// The word that may have been meant.
    pub nearest: Option<String>,
}

impl Index<'_> {
    /// The best passages, `limit` at most. A query without words gives the passages that the filter lets through, in
    /// order. Costs time linear in the passages that have a word of the query.
    pub fn find(&self, query: &Query, filter: &Filter, limit: usize) -> Answer {
        let sought = Sought::new(self, &query.words);
        let phrases: Vec<Phrase> = query.phrases.iter().map(|words| Phrase::new(self, words)).collect();
        let (admitted, undated) = filter.admitted(self);
        let mut ranked = match query.words.is_empty() {
            true => admitted.ids().map(|entry| (0.0, entry)).collect(),
            false => rank::rank(self, &sought),
        };
        ranked.retain(|&(_, entry)| admitted.contains(entry));
        for phrase in &phrases {
            let holders = phrase.holders(self);
            ranked.retain(|(_, entry)| holders.binary_search(entry).is_ok());
        }
        for words in &query.excluded {
            let holders = self.holders_of(words);
            ranked.retain(|(_, entry)| holders.binary_search(entry).is_err());
        }
        let total = ranked.len();
        rank::keep_best(&mut ranked, limit);
        let hits = ranked.into_iter().map(|(score, entry)| self.hit(entry, score, &sought, &phrases)).collect();
        Answer { hits, total, unknown: suggest::unknown(self, query), undated }
    }

    /// The passages that a word in any of its forms, or a phrase, stands in; ascending.
    fn holders_of(&self, words: &[parse::Word]) -> Vec<u32> {
        match words {
            [_] => Sought::new(self, words).holders(self),
            words => Phrase::new(self, words).holders(self),
        }
    }

    fn hit(&self, entry: u32, score: f64, sought: &Sought, phrases: &[Phrase]) -> Hit {
        let (page, passage) = self.place(entry);
        let tokens = self.tokens(entry);
        let mut spans = Vec::with_capacity(tokens.len());
        let text = self.corpus.pages[page].passages[passage].prose.text();
        terms(text, |term| spans.push(term.span));
        let mut found: Vec<Span> = Vec::new();
        let mut add = |first: usize, last: usize| {
            // A pair ends where its second character does, unless only its first was sought.
            let reach = last + usize::from(self.vocabulary.is_pair(tokens[last]) && sought.is_typed(tokens[last]));
            found.push(spans[first].join(spans[reach.min(spans.len() - 1)]));
        };
        let alone = |word: WordId| sought.term(word).is_some_and(|term| sought.terms[term].stands_alone);
        (0..tokens.len()).filter(|&at| alone(tokens[at])).for_each(|at| add(at, at));
        for phrase in phrases {
            phrase.places(self, tokens).into_iter().for_each(|place| add(place.start, place.end - 1));
        }
        Hit { page, passage, score, matches: joined(found) }
    }
}

/// Ascending, those that touch one another made one.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

#[cfg(test)]
mod tests;
