//! Quotations → verdicts: each is looked for in the passages that its statement cites, and what does not stand there is
//! reported with the nearest words that do. How words are compared is `quote`'s affair; this says against what.

use super::quote::{self, DifferenceKind, Found, Grade, Negation, Refusal, Scope, Skeleton};
use super::{BoundCite, Context, Extent, PageBindings, SourceCite};
use crate::diagnostic::{Code, Finding};
use crate::meta::Kind;
use crate::page::{Form, Label, Page, Prose, Quotation};
use crate::span::Span;
use std::collections::{BTreeSet, HashSet};

/// What came of a quotation.
#[derive(Clone, PartialEq, Eq, Debug)]
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
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verified {
    /// The citation of the page that led there, and which of its cites; `None` for the front matter and for headings
    /// without a citation.
    pub citation: Option<(usize, usize)>,
    pub source: usize,
    pub grade: Grade,
    /// The words: an index into the source's passages, and a span of that passage's text.
    pub places: Vec<(usize, Span)>,
}

/// Passages in which a quotation may stand.
#[derive(Clone, Debug)]
struct Candidate {
    citation: Option<(usize, usize)>,
    cite: SourceCite,
}

/// Words that claim to stand in a source.
struct Claim<'a> {
    text: &'a str,
    span: Span,
    /// Where the words were written, for marking some of them.
    prose: Option<&'a Prose>,
    must_be_cited: bool,
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
    bind_front_matter(context, page, &fallback, bindings);
}

fn claim(quotation: &Quotation) -> Claim<'_> {
    Claim {
        text: quotation.prose.text(),
        span: quotation.span,
        prose: Some(&quotation.prose),
        must_be_cited: quotation.block_quote || quote::word_count(quotation.prose.text()) >= 3,
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

/// Quotations in `title`, `summary` and `corrections`, against the sources that the page cites.
fn bind_front_matter(context: &Context<'_>, page: &Page, candidates: &[Candidate], bindings: &mut PageBindings) {
    if page.kind == Kind::Source {
        return;
    }
    let corrections = page.meta.briefing.corrections.iter().map(|correction| &correction.text);
    for field in [&page.meta.title, &page.meta.summary].into_iter().flatten().chain(corrections) {
        let scan = crate::prose::quotation::quotations(&field.value, &[], false);
        for quoted in scan.quotations {
            let text: Vec<&str> = quoted.parts.iter().map(|part| part.of(&field.value)).collect();
            let text = text.join("\n");
            let marked = quoted.outer.of(&field.value);
            // A value may be written with escapes or over several lines; then its line stands for it.
            let line = field.span.of(page.file.text());
            let span = line
                .find(marked)
                .map_or(field.span, |at| Span::new(field.span.start + at, field.span.start + at + marked.len()));
            let claim = Claim { text: &text, span, prose: None, must_be_cited: quote::word_count(&text) >= 3 };
            let verdict = check(context, page, &claim, candidates, false, &mut bindings.findings);
            bindings.front_quotations.1 += 1;
            bindings.front_quotations.0 += usize::from(matches!(verdict, Verdict::Verified(_)));
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
        if !broken && claim.must_be_cited {
            let finding = Finding::new(Code::UncitedQuotation, claim.span, "this quotation cites no source");
            findings.push(finding.help("cite the passage in the same sentence: `“…” [@key#p12]`"));
        }
        return match (broken, claim.must_be_cited) {
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

fn verify(context: &Context<'_>, text: &str, cite: &SourceCite) -> Result<Found, Refusal> {
    quote::verify(text, &Scope::new(&context.skeletons.of(cite.source)[cite.passages.clone()]))
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

/// Warnings about a quotation that does stand in its source.
fn doubts(context: &Context<'_>, claim: &Claim<'_>, found: &Found, candidate: &Candidate) -> Vec<Finding> {
    let mut doubts = Vec::new();
    let source = &context.corpus.pages[candidate.cite.source];
    let passage = |place: quote::Place| &source.passages[candidate.cite.passages.start + place.passage];
    if let (Grade::Inexact, Some(first)) = (found.grade, found.differences.first()) {
        let what: BTreeSet<&str> = found.differences.iter().map(|difference| kind_name(difference.kind)).collect();
        let verb = if what == BTreeSet::from(["punctuation"]) { "differs" } else { "differ" };
        let what = what.into_iter().collect::<Vec<_>>().join(" and ");
        let (ours, theirs) = (first.quotation.of(claim.text), first.source.span.of(passage(first.source).prose.text()));
        let message = format!("the words stand in the source, but {what} {verb}");
        let place = passage(first.source).prose.to_bytes(first.source.span);
        let finding = Finding::new(Code::InexactQuotation, claim.span, message).related(
            &source.path,
            place,
            "as it stands in the source",
        );
        doubts.push(finding.help(format!("the source has `{theirs}` where the quotation has `{ours}`")));
    }
    if let Some(negation) = &found.negation {
        let (message, place) = match negation {
            Negation::Removed { word, place } => {
                (format!("what is left out or replaced here removes `{word}`"), Some(*place))
            }
            Negation::BroughtIn { word, .. } => {
                (format!("the bracket brings in `{word}`, which the source does not have there"), None)
            }
        };
        let mut finding = Finding::new(Code::NegationEdited, claim.span, message);
        if let Some(place) = place {
            finding = finding.related(&source.path, passage(place).prose.to_bytes(place.span), "the word stands here");
        }
        doubts.push(finding.help("make sure that the quotation still says what the source says, or quote more of it"));
    }
    doubts
}

fn kind_name(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Case => "capitals",
        DifferenceKind::Accents => "accents",
        DifferenceKind::WordBreaks => "word breaks",
        DifferenceKind::Punctuation => "punctuation",
    }
}

/// The finding for a quotation that stands in none of its candidates.
fn refuse(
    context: &Context<'_>,
    page: &Page,
    claim: &Claim<'_>,
    candidates: &[Candidate],
    refusals: Vec<(Refusal, &Candidate)>,
) -> Finding {
    let cited: Vec<String> =
        candidates.iter().map(|candidate| format!("`{}`", name(context, &candidate.cite))).collect();
    let cited = one_of(&cited);
    let short = quote::is_short(claim.text);
    let code = if short { Code::ShortQuotation } else { Code::Misquotation };
    let (refusal, _) =
        refusals.iter().max_by_key(|(refusal, _)| informative(refusal)).expect("every candidate refused");
    let mut finding = Finding::new(code, claim.span, format!("these words do not stand in {cited}"));
    if let Some(label) = explain(refusal, claim.text) {
        finding = finding.label(label);
    }
    let elsewhere = elsewhere(context, claim.text, candidates);
    if !short && elsewhere.is_none() {
        finding = with_nearest(context, page, claim, candidates, finding);
    }
    let help = match (elsewhere, refusal) {
        (Some(place), _) => format!("the quotation stands in `{place}`: cite that"),
        (None, _) if short => {
            "cite a passage that has the words, or use emphasis if they are not quoted from it".to_owned()
        }
        (None, Refusal::CrossesPassages { .. }) => "mark an omission that crosses passages with `[…]`".to_owned(),
        (None, Refusal::TooShort { .. }) => {
            "quote at least two words or eight letters on each side of an omission".to_owned()
        }
        (None, Refusal::OutOfOrder { .. }) => {
            "quote the parts in the order in which they stand, or as two quotations".to_owned()
        }
        (None, _) => {
            "quote the words as they stand; mark what you leave out with `…` and what you change with `[ ]`".to_owned()
        }
    };
    finding.help(help)
}

/// How much a refusal tells: that something is missing is what one sees anyway.
fn informative(refusal: &Refusal) -> u8 {
    match refusal {
        Refusal::Empty => 0,
        Refusal::Missing { .. } => 1,
        Refusal::Fragment { .. } | Refusal::Tangled => 2,
        Refusal::OutOfOrder { .. } | Refusal::TooShort { .. } | Refusal::CrossesPassages { .. } => 3,
    }
}

fn explain(refusal: &Refusal, text: &str) -> Option<String> {
    let shown = |span: &Span| page_fold(span.of(text));
    Some(match refusal {
        Refusal::Empty => return None,
        Refusal::Missing { words } if words.len() >= text.trim().len() => return None,
        Refusal::Missing { words } => format!("`{}` does not stand there", shown(words)),
        Refusal::Fragment { words } => format!("`{}` stands there only as a piece of something longer", shown(words)),
        Refusal::OutOfOrder { words } => format!("`{}` does not follow the words before it", shown(words)),
        Refusal::TooShort { words } => format!("`{}` is too short a part to be looked for", shown(words)),
        Refusal::CrossesPassages { .. } => "what is left out here crosses from one passage into another".to_owned(),
        Refusal::Tangled => "so many brackets and omissions cannot be read with certainty".to_owned(),
    })
}

/// A stretch of words for a message, cut in the middle when it is long.
fn page_fold(text: &str) -> String {
    let text = crate::page::fold(text);
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() <= 8 {
        text.clone()
    } else {
        format!("{} … {}", words[..4].join(" "), words[words.len() - 3..].join(" "))
    }
}

/// Shows the words that are most like the quotation, in the cited passages or else anywhere in the cited sources.
fn with_nearest(
    context: &Context<'_>,
    page: &Page,
    claim: &Claim<'_>,
    candidates: &[Candidate],
    mut finding: Finding,
) -> Finding {
    let sources: BTreeSet<usize> = candidates.iter().map(|candidate| candidate.cite.source).collect();
    let found = sources.into_iter().filter_map(|source| {
        let skeletons: Vec<&Skeleton> = context.skeletons.of(source).iter().collect();
        quote::nearest(claim.text, &skeletons).map(|nearest| (nearest, source))
    });
    let Some((nearest, source)) = found.max_by_key(|(nearest, source)| (nearest.likeness, std::cmp::Reverse(*source)))
    else {
        return finding;
    };
    let other = &context.corpus.pages[source];
    let passage = &other.passages[nearest.place.passage];
    let key = context.corpus.key(source).map(|key| key.as_str()).unwrap_or_default();
    let message = format!("the nearest words stand in `{key}#{}`", passage.id);
    finding = finding.related(&other.path, passage.prose.to_bytes(nearest.place.span), message);
    if let Some(related) = finding.related.last_mut() {
        related.marks = nearest.source.iter().map(|span| passage.prose.to_bytes(*span)).collect();
    }
    if let Some(prose) = claim.prose {
        finding.marks = nearest.quotation.iter().map(|span| prose.to_bytes(*span)).collect();
        debug_assert!(finding.marks.iter().all(|mark| mark.end <= page.file.text().len()));
    }
    finding
}

/// Another passage in which the quotation does stand, as a citation names it: of the cited sources first.
fn elsewhere(context: &Context<'_>, text: &str, candidates: &[Candidate]) -> Option<String> {
    let cited: Vec<usize> = candidates.iter().map(|candidate| candidate.cite.source).collect();
    let others = context.corpus.sources().filter(|source| !cited.contains(source));
    for source in cited.iter().copied().chain(others) {
        let skeletons = context.skeletons.of(source);
        let found = (0..skeletons.len()).find(|&passage| {
            quote::verify(text, &Scope::new(&skeletons[passage..=passage]))
                .is_ok_and(|found| found.grade < Grade::Inexact)
        });
        if let Some(passage) = found {
            let id = context.corpus.pages[source].passages[passage].id;
            return context.corpus.key(source).map(|key| format!("{key}#{id}"));
        }
    }
    None
}

/// A citation as it is written: `npr-witkoff#p6`.
fn name(context: &Context<'_>, cite: &SourceCite) -> String {
    let key = context.corpus.key(cite.source).map(|key| key.as_str()).unwrap_or_default();
    let passages = &context.corpus.pages[cite.source].passages[cite.passages.clone()];
    match (cite.extent, passages) {
        (Extent::Passage, [only]) => format!("{key}#{}", only.id),
        (Extent::Range, [first, .., last]) => format!("{key}#{}-{}", first.id, last.id),
        _ => key.to_owned(),
    }
}

fn one_of(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
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
        let before = statement.quotations.iter().copied().rev();
        let mut before = before.skip_while(|&quotation| page.quotations[quotation].span.start >= mark.span.end);
        let Some(translation) = before.next() else {
            let finding = Finding::new(
                Code::InvalidCitation,
                span,
                "this original translates nothing: no quotation stands before the citation",
            );
            bindings.findings.push(finding.help("write the translation in quotation marks before the citation"));
            continue;
        };
        let claim = Claim { text: original, span, prose: None, must_be_cited: true };
        let only = std::slice::from_ref(candidate);
        let verdict = match check(context, page, &claim, only, false, &mut bindings.findings) {
            Verdict::Verified(verified) => Verdict::Translated(verified),
            other => other,
        };
        verdicts.push((translation, verdict));
    }
    verdicts
}
