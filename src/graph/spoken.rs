//! Verified quotations → the people whose words they are. `threads` calls it. A turn belongs to the name on its label; words
//! that the passage itself quotes belong to the one whom it names as their speaker, if its words leave no doubt, else to
//! nobody: who retells is not who spoke.

use super::threads::Context;
use super::{QuotationRef, speaker};
use crate::bind::Verdict;
use crate::corpus::Corpus;
use crate::extract::{Extraction, Known, extract, known, speech};
use crate::meta::Kind;
use crate::page::Passage;
use crate::parts::Parts;
use crate::prose::quotation::quotations;
use crate::span::Span;
use crate::trace;
use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A verified quotation of somebody's words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Spoken {
    pub quotation: QuotationRef,
    /// Whether the source has the words from the speaker itself, or quotes them.
    pub retold: bool,
}

/// Where the words of a quotation stand in its source: passages, with spans of their text.
type Places<'a> = &'a [(usize, Span)];

/// Whose words they are, and whether they are retold; nobody's where that is not sure.
type Answer = Option<(usize, bool)>;

/// The name under which answers are kept, source by source.
const PART: &str = "spoken";

/// By person, in the order of the corpus.
pub(super) fn spoken(context: &Context<'_>, parts: &Parts) -> BTreeMap<usize, Vec<Spoken>> {
    let mut asked: BTreeMap<usize, (Vec<QuotationRef>, Vec<Places<'_>>)> =
        context.corpus.sources().map(|source| (source, Default::default())).collect();
    for (quotation, source, places) in verified(context) {
        let (quotations, asked) = asked.entry(source).or_default();
        quotations.push(quotation);
        asked.push(places);
    }
    let (quotations, questions): (Vec<_>, Vec<_>) =
        asked.into_iter().map(|(source, (quotations, places))| (quotations, (source, places))).unzip();
    // What all pages are called is known without a look at any of them.
    let known = LazyLock::new(|| trace::apart(|| known(context.corpus)));
    let answers = parts.values(PART, &questions, |(source, asked)| answers(context, *source, asked, &known));
    let mut spoken: BTreeMap<usize, Vec<Spoken>> = BTreeMap::new();
    for (quotation, answer) in quotations.into_iter().flatten().zip(answers.into_iter().flatten()) {
        if let Some((person, retold)) = answer {
            spoken.entry(person).or_default().push(Spoken { quotation, retold });
        }
    }
    spoken.values_mut().for_each(|quotations| quotations.sort());
    spoken
}

/// Whose words a source has in these places.
fn answers(
    context: &Context<'_>,
    source: usize,
    asked: &[Places<'_>],
    known: &LazyLock<Known, impl FnOnce() -> Known>,
) -> Vec<Answer> {
    if asked.is_empty() {
        return Vec::new();
    }
    let page = &context.corpus.pages[source];
    // Few sources quote what is quoted of them, so that reading those whole costs little.
    let read = LazyCell::new(|| extract(page, context.language, known));
    let answer =
        |places: &Places<'_>| match places.iter().find(|(passage, span)| is_quoted(&page.passages[*passage], *span)) {
            Some((passage, span)) => Some((told_by(context.corpus, &read[*passage], *span)?, true)),
            None => {
                let labels = places.iter().filter_map(|(passage, _)| page.passages[*passage].speaker.as_deref());
                let mut people: Vec<Option<usize>> =
                    labels.map(|label| speaker(context.corpus, &page.meta.source.speakers, label)).collect();
                people.dedup();
                match people[..] {
                    [Some(person)] => Some((person, false)),
                    _ => None,
                }
            }
        };
    asked.iter().map(answer).collect()
}

/// The verified quotations of the published pages: each with its source, and where its words stand there.
fn verified<'a>(context: &Context<'a>) -> impl Iterator<Item = (QuotationRef, usize, &'a [(usize, Span)])> {
    let (corpus, bindings) = (context.corpus, context.bindings);
    corpus.published().flat_map(move |page| {
        let verdicts = bindings.pages[page].quotations.iter().enumerate();
        verdicts.filter_map(move |(quotation, verdict)| match verdict {
            Verdict::Verified(verified) | Verdict::Translated(verified) => {
                Some((QuotationRef { page, quotation }, verified.source, verified.places.as_slice()))
            }
            _ => None,
        })
    })
}

/// Whether words of a passage stand within quotation marks of its own.
pub(crate) fn is_quoted(passage: &Passage, span: Span) -> bool {
    let marked = quotations(passage.prose.text(), passage.prose.opaque(), false).quotations;
    marked.iter().flat_map(|quoted| &quoted.parts).any(|part| part.contains(span))
}

/// The person whom a passage names as the speaker of words that it quotes.
fn told_by(corpus: &Corpus, passage: &Extraction, span: Span) -> Option<usize> {
    let holds = |speech: &&speech::Speech| speech.kind == speech::Kind::Direct && speech.words.span.contains(span);
    let speaker = passage.speech.iter().find(holds)?.speaker.as_ref()?;
    let is_told = !speaker.guess && speaker.evidence != speech::Evidence::Pronoun;
    match corpus.by_name(speaker.name.as_deref().filter(|_| is_told)?) {
        [person] if corpus.kind(*person) == Kind::Person && !corpus.is_draft(*person) => Some(*person),
        _ => None,
    }
}
