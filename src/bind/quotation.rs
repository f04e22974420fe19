//! Quotations → verdicts: each is looked for in the passages that its statement cites, and what does not stand there is
//! reported with the nearest words that do. How words are compared is `quote`'s affair; this says against what.

use super::explain::{doubts, refuse};
use super::quote::{self, Found, Grade, Refusal, Scope};
use super::{BoundCite, Context, Extent, PageBindings, SourceCite};
use crate::diagnostic::{Code, Finding};
use crate::meta::Kind;
use crate::page::{Form, Label, LinkForm, Page, Prose, Quotation};
use crate::span::Span;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};

/// What came of a quotation.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Verdict {
    /// It stands in a source.
    Verified(Verified),
    /// A translation; its original stands in a source.
    Translated(Verified),
    /// Its statement cites no source, and it is long enough that it should.
    Uncited,
    /// One or two words in marks whose statement cites no source: perhaps a scare quote.
    Unclaimed,
    /// It does not stand where it should; reported.
    Refused,
    /// What it cites is not there, so it cannot be looked for; reported with the citation.
    Unchecked,
}

/// Where a quotation stands.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Verified {
    /// The citation of the page that led there, and which of its cites; `None` for the front matter, images and headings
    /// without a citation.
    pub citation: Option<(usize, usize)>,
    pub source: usize,
    pub grade: Grade,
    /// The words: an index into the source's passages, and a span of that passage's text.
    pub places: Vec<(usize, Span)>,
}

/// Passages in which a quotation may stand.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub citation: Option<(usize, usize)>,
    pub cite: SourceCite,
}

/// Words that claim to stand in a source.
pub(super) struct Claim<'a> {
    pub text: &'a str,
    pub span: Span,
    /// Where the words were written, for marking some of them.
    pub prose: Option<&'a Prose>,
    /// However short it is: a block quote, or the original of a translation.
    pub is_set_apart: bool,
}

pub(super) fn bind_quotations(context: &Context<'_>, page: &Page, bindings: &mut PageBindings) {
    let mut verdicts: Vec<Option<Verdict>> = vec![None; page.quotations.len()];
    let fallback = cited_sources(context, bindings);
    for statement in &page.statements {
        let mut candidates = Vec::new();
        let mut broken = false;
        for &citation in &statement.citations {
            broken |= page.citations[citation].label == Label::Faulty;
            for (number, bound) in bindings.citations[citation].iter().enumerate() {
                match bound {
                    BoundCite::Source(cite) => {
                        candidates.push(Candidate { citation: Some((citation, number)), cite: cite.clone() })
                    }
                    BoundCite::Broken => broken = true,
                    BoundCite::Judgement(_) => {}
                }
            }
        }
        let translated = translations(context, page, statement, &candidates, bindings);
        for (quotation, verdict) in translated {
            verdicts[quotation] = Some(verdict);
        }
        // Citing a passage again and again makes it no likelier to hold the words.
        let mut seen = HashSet::new();
        candidates.retain(|candidate| seen.insert((candidate.cite.source, candidate.cite.passages.clone())));
        if candidates.is_empty() && statement.form == Form::Aside {
            candidates.clone_from(&fallback);
        }
        for &quotation in &statement.quotations {
            if verdicts[quotation].is_none() {
                let claim = claim(&page.quotations[quotation]);
                let verdict = check(context, page, &claim, &candidates, broken, &mut bindings.findings);
                verdicts[quotation] = Some(verdict);
            }
        }
    }
    bindings.quotations = verdicts.into_iter().map(|verdict| verdict.unwrap_or(Verdict::Unclaimed)).collect();
    bind_asides(context, page, &fallback, bindings);
}

fn claim(quotation: &Quotation) -> Claim<'_> {
    Claim {
        text: quotation.prose.text(),
        span: quotation.span,
        prose: Some(&quotation.prose),
        is_set_apart: quotation.block_quote,
    }
}

/// The sources that the page cites, each as a whole.
fn cited_sources(context: &Context<'_>, bindings: &PageBindings) -> Vec<Candidate> {
    let cites = bindings.citations.iter().flatten();
    let sources: BTreeSet<usize> = cites
        .filter_map(|bound| match bound {
            BoundCite::Source(cite) => Some(cite.source),
            _ => None,
        })
        .collect();
    let whole = |source: usize| SourceCite {
        source,
        passages: 0..context.corpus.pages[source].passages.len(),
        extent: Extent::Whole,
    };
    sources.into_iter().map(|source| Candidate { citation: None, cite: whole(source) }).collect()
}

/// Quotations in `title`, `summary`, `role` and `corrections`, and in what images are said to show, against the sources
/// that the page cites. Other names are names, nicknames in marks among them.
fn bind_asides(context: &Context<'_>, page: &Page, candidates: &[Candidate], bindings: &mut PageBindings) {
    if page.kind == Kind::Source {
        return;
    }
    let fields = [&page.meta.title, &page.meta.summary, &page.meta.entity.role].into_iter().flatten();
    let corrections = page.meta.briefing.corrections.iter().map(|correction| &correction.text);
    let fields = fields.chain(corrections).map(|field| (field.value.as_str(), field.span));
    let images = page.links.iter().filter(|link| link.form == LinkForm::Image);
    for (value, place) in fields.chain(images.map(|image| (image.alt.as_str(), image.span))) {
        for quoted in crate::prose::quotation::quotations(value, &[], false).quotations {
            let text: Vec<&str> = quoted.parts.iter().map(|part| part.of(value)).collect();
            let text = text.join("\n");
            let marked = quoted.outer.of(value);
            // A value may be written with escapes or over several lines; then its line stands for it.
            let written = place.of(page.file.text()).find(marked);
            let span = written.map_or(place, |at| Span::new(place.start + at, place.start + at + marked.len()));
            let claim = Claim { text: &text, span, prose: None, is_set_apart: false };
            let verdict = check(context, page, &claim, candidates, false, &mut bindings.findings);
            bindings.aside_quotations.1 += 1;
            bindings.aside_quotations.0 += usize::from(matches!(verdict, Verdict::Verified(_)));
        }
    }
}

/// Looks for one quotation in its candidates and reports what is wrong.
fn check(
    context: &Context<'_>,
    page: &Page,
    claim: &Claim<'_>,
    candidates: &[Candidate],
    broken: bool,
    findings: &mut Vec<Finding>,
) -> Verdict {
    if !claim.text.chars().any(char::is_alphanumeric) {
        return Verdict::Unchecked;
    }
    if candidates.is_empty() {
        let must_be_cited = claim.is_set_apart || quote::word_count(claim.text) >= 3;
        if !broken && must_be_cited {
            let finding = Finding::new(Code::UncitedQuotation, claim.span, "this quotation cites no source");
            findings.push(finding.help("cite the passage in the same sentence: `“…” [@key#p12]`"));
        }
        return match (broken, must_be_cited) {
            (true, _) => Verdict::Unchecked,
            (false, true) => Verdict::Uncited,
            (false, false) => Verdict::Unclaimed,
        };
    }
    let mut refusals = Vec::new();
    let mut best: Option<(Found, &Candidate)> = None;
    for candidate in candidates {
        match verify(context, claim.text, &candidate.cite) {
            Ok(found) if best.as_ref().is_none_or(|(other, _)| found.grade < other.grade) => {
                best = Some((found, candidate))
            }
            Ok(_) => {}
            Err(refusal) => refusals.push((refusal, candidate)),
        }
    }
    match best {
        Some((found, candidate)) => {
            findings.extend(doubts(context, claim, &found, candidate));
            Verdict::Verified(verified(found, candidate))
        }
        None if broken => Verdict::Unchecked,
        None => {
            findings.push(refuse(context, page, claim, candidates, refusals));
            Verdict::Refused
        }
    }
}

pub(super) fn verify(context: &Context<'_>, text: &str, cite: &SourceCite) -> Result<Found, Refusal> {
    match cite.extent {
        Extent::Whole => quote::verify(text, context.whole(cite.source)),
        Extent::Passage | Extent::Range => {
            quote::verify(text, &Scope::new(&context.skeletons.of(cite.source)[cite.passages.clone()]))
        }
    }
}

fn verified(found: Found, candidate: &Candidate) -> Verified {
    let first = candidate.cite.passages.start;
    Verified {
        citation: candidate.citation,
        source: candidate.cite.source,
        grade: found.grade,
        places: found.places.iter().map(|place| (first + place.passage, place.span)).collect(),
    }
}

/// Translated quotations: the original is looked for, and the nearest quotation before the citation is its translation.
fn translations(
    context: &Context<'_>,
    page: &Page,
    statement: &crate::page::Statement,
    candidates: &[Candidate],
    bindings: &mut PageBindings,
) -> Vec<(usize, Verdict)> {
    let mut verdicts = Vec::new();
    for candidate in candidates {
        let Some((citation, number)) = candidate.citation else { continue };
        let mark = &page.citations[citation].mark;
        let Label::Cites(cites) = &page.citations[citation].label else { continue };
        let Some((span, original)) = &cites[number].original else { continue };
        let span = Span::new(mark.label.start + span.start, mark.label.start + span.end);
        let mut before = statement
            .quotations
            .iter()
            .copied()
            .filter(|&quotation| page.quotations[quotation].span.start < mark.span.end);
        let Some(translation) = before.next_back() else {
            let finding = Finding::new(
                Code::InvalidCitation,
                span,
                "this original translates nothing: no quotation stands before the citation",
            );
            bindings.findings.push(finding.help("write the translation in quotation marks before the citation"));
            continue;
        };
        let claim = Claim { text: original, span, prose: None, is_set_apart: true };
        let only = std::slice::from_ref(candidate);
        let verdict = match check(context, page, &claim, only, false, &mut bindings.findings) {
            Verdict::Verified(verified) => Verdict::Translated(verified),
            other => other,
        };
        verdicts.push((translation, verdict));
    }
    verdicts
}
