//! Verified quotations → the people whose words they are. `threads` calls it. A turn belongs to the name on its label; words
//! that the passage itself quotes belong to the one whom it names as their speaker, if its words leave no doubt, else to
//! nobody: who retells is not who spoke.

use super::threads::Context;
use super::{QuotationRef, speaker};
use crate::bind::Verdict;
use crate::corpus::Corpus;
use crate::extract::{Extraction, extract, known, speech};
use crate::meta::Kind;
use crate::page::Passage;
use crate::prose::quotation::quotations;
use crate::span::Span;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A verified quotation of somebody's words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Spoken {
    pub quotation: QuotationRef,
    /// Whether the source has the words from the speaker itself, or quotes them.
    pub retold: bool,
}

/// A quotation, and where its words stand in quotation marks of the source: the passage, and a span of its text.
type Retold = (QuotationRef, (usize, Span));

/// By person, in the order of the corpus.
pub(super) fn spoken(context: &Context<'_>) -> BTreeMap<usize, Vec<Spoken>> {
    let mut retold: BTreeMap<usize, Vec<Retold>> = BTreeMap::new();
    let mut spoken: BTreeMap<usize, Vec<Spoken>> = BTreeMap::new();
    for (quotation, source, places) in verified(context) {
        let page = &context.corpus.pages[source];
        match places.iter().find(|(passage, span)| is_quoted(&page.passages[*passage], *span)) {
            Some(place) => retold.entry(source).or_default().push((quotation, *place)),
            None => {
                let labels = places.iter().filter_map(|(passage, _)| page.passages[*passage].speaker.as_deref());
                let mut people: Vec<Option<usize>> =
                    labels.map(|label| speaker(context.corpus, &page.meta.source.speakers, label)).collect();
                people.dedup();
                if let [Some(person)] = people[..] {
                    spoken.entry(person).or_default().push(Spoken { quotation, retold: false });
                }
            }
        }
    }
    // Few sources quote what is quoted of them, so that reading those whole costs little.
    let known = known(context.corpus);
    let read = retold.par_iter().map(|(&source, quoted)| {
        let page = &context.corpus.pages[source];
        let read = extract(page, context.language, &known);
        let told = |(quotation, (passage, span)): &Retold| {
            Some((told_by(context.corpus, &read[*passage], *span)?, Spoken { quotation: *quotation, retold: true }))
        };
        quoted.iter().filter_map(told).collect::<Vec<_>>()
    });
    for (person, quotation) in read.collect::<Vec<_>>().into_iter().flatten() {
        spoken.entry(person).or_default().push(quotation);
    }
    spoken.values_mut().for_each(|quotations| quotations.sort());
    spoken
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
