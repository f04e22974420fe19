//! Published passages → the entities that they name, by title or by one of their `names`. `threads` calls it. A name that may
//! be somebody else's is left out: one that two share, and one word that stands in a longer name.

use super::threads::{Context, has_capital_nouns};
use crate::bind::Names;
use crate::corpus::Corpus;
use crate::meta::Kind;
use crate::parts::Parts;
use crate::prose::term::{Stemming, terms};
use crate::span::Span;
use crate::trace;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A passage that names an entity.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub(crate) struct Naming {
    pub source: usize,
    /// Index in the source.
    pub passage: usize,
    /// The names, in bytes of the passage's text: ascending and apart; never none.
    pub spans: Vec<Span>,
}

/// What may stand beside a name of one word without being a part of it: titles, in lower case.
#[rustfmt::skip]
const TITLES: &[&str] = &[
    "president", "minister", "premier", "chancellor", "mayor", "governor", "gov", "senator", "sen", "representative",
    "rep", "congressman", "congresswoman", "secretary", "ambassador", "envoy", "commissioner", "king", "queen", "prince",
    "princess", "pope", "bishop", "general", "gen", "colonel", "col", "captain", "capt", "admiral", "judge", "justice",
    "professor", "prof", "chairman", "chairwoman", "director", "spokesman", "spokeswoman", "leader", "mr", "mrs", "ms",
    "dr", "sir", "lord", "lady", "dame", "monsieur", "madame", "mme", "m", "président", "présidente", "ministre",
];

/// So many pages are read together: after an edit of a source, those beside it are read anew.
const TOGETHER: usize = 32;

/// The name under which it is kept what they name.
const PART: &str = "named";

/// By entity, in the order of the corpus.
pub(super) fn named(context: &Context<'_>, parts: &Parts) -> BTreeMap<usize, Vec<Naming>> {
    let corpus = context.corpus;
    let mut named: BTreeMap<usize, Vec<Naming>> = BTreeMap::new();
    if !corpus.published().any(|page| corpus.kind(page).is_entity()) {
        return named;
    }
    // What all pages are called is known without a look at any of them.
    let names = LazyLock::new(|| trace::apart(|| (Names::new(corpus), surnames(corpus))));
    let sources: Vec<usize> = corpus.sources().collect();
    let batches: Vec<&[usize]> = sources.chunk_by(|one, next| one / TOGETHER == next / TOGETHER).collect();
    let read = parts.values(PART, &batches, |sources| -> Vec<(usize, Naming)> {
        let (names, surnames) = &*names;
        sources.iter().flat_map(|&source| of_source(context, names, surnames, source)).collect()
    });
    for (entity, naming) in read.into_iter().flatten() {
        named.entry(entity).or_default().push(naming);
    }
    named
}

/// The last words of people's names, each with those who have it.
fn surnames(corpus: &Corpus) -> BTreeMap<&str, BTreeSet<usize>> {
    let mut surnames: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for person in corpus.published().filter(|&page| corpus.kind(page) == Kind::Person) {
        let page = &corpus.pages[person];
        for name in page.meta.entity.names.iter().map(String::as_str).chain([page.title()]) {
            if let Some(last) = name.split_whitespace().next_back() {
                surnames.entry(last).or_default().insert(person);
            }
        }
    }
    surnames
}

fn of_source(
    context: &Context<'_>,
    names: &Names,
    surnames: &BTreeMap<&str, BTreeSet<usize>>,
    source: usize,
) -> Vec<(usize, Naming)> {
    let page = &context.corpus.pages[source];
    let language = context.language(source);
    let capitals_tell = !has_capital_nouns(language);
    let stemming = Stemming::of(language);
    let mut found = Vec::new();
    for &passage in context.graph.publishable(source) {
        let prose = &page.passages[passage].prose;
        let text = prose.text();
        let mut of_passage: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
        for (entity, span) in names.found_in(prose) {
            let name = span.of(text);
            let is_one_word = !name.contains(char::is_whitespace);
            let is_shared = surnames.get(name).is_some_and(|owners| owners.iter().any(|owner| *owner != entity));
            if is_one_word && (is_shared || capitals_tell && stands_in_a_name(text, span, stemming)) {
                continue;
            }
            of_passage.entry(entity).or_default().push(span);
        }
        found.extend(of_passage.into_iter().map(|(entity, spans)| (entity, Naming { source, passage, spans })));
    }
    found
}

/// Whether a word with a capital touches the name that is no title: “Melania Trump”, “South Korea”, “Trump Tower”.
fn stands_in_a_name(text: &str, span: Span, stemming: Stemming) -> bool {
    let before = text[..span.start].strip_suffix(' ').and_then(|before| before.split_whitespace().next_back());
    let after = text[span.end..].strip_prefix(' ').and_then(|after| after.split_whitespace().next());
    let after = after.map(|after| after.trim_end_matches(|c: char| !c.is_alphanumeric()));
    [before, after].into_iter().flatten().any(|word| is_part_of_a_name(word, stemming))
}

fn is_part_of_a_name(word: &str, stemming: Stemming) -> bool {
    let bare = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    // What ends in a mark ends before the name.
    let ends = bare.ends_with(|c: char| !c.is_alphanumeric());
    let lower = bare.trim_end_matches('.').to_lowercase();
    let mut says_little = false;
    terms(&lower, |term| says_little = stemming.is_function_word(term.folded));
    bare.starts_with(char::is_uppercase) && !ends && !says_little && !TITLES.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capital_beside_a_word_makes_a_longer_name() {
        for (text, expected) in [
            ("Then Trump left.", false),
            ("President Trump left.", false),
            ("Mr. Trump left.", false),
            ("Melania Trump left.", true),
            ("the Trump Tower", true),
            ("He met Rubio. Trump left.", false),
            ("Russia’s Trump", true),
            ("“Trump Tower”", true),
            ("Putin, Trump and others", false),
            ("the Trump–Putin call", false),
            ("Trump", false),
        ] {
            let at = text.find("Trump").unwrap();
            let span = Span::new(at, at + "Trump".len());
            assert_eq!(stands_in_a_name(text, span, Stemming::of("en")), expected, "{text}");
        }
    }
}
