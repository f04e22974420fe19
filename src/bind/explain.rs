//! What came of a quotation → the findings that say so: what differs where it was verified with doubts; and where it was
//! refused, why, the nearest words, and the passage that does have it. `quotation` has decided; this only explains.

use super::drift;
use super::quotation::{Candidate, Claim};
use super::quote::{self, DifferenceKind, Found, Grade, Negation, Refusal, Scope, Skeleton};
use super::{Context, Extent, SourceCite, mend};
use crate::diagnostic::{Code, Finding};
use crate::page::Page;
use crate::prose::difference;
use crate::span::Span;
use std::collections::BTreeSet;

/// Warnings about a quotation that does stand in its source.
pub(super) fn doubts(context: &Context<'_>, claim: &Claim<'_>, found: &Found, candidate: &Candidate) -> Vec<Finding> {
    let mut doubts = Vec::new();
    let source = &context.corpus.pages[candidate.cite.source];
    let passage = |place: quote::Place| &source.passages[candidate.cite.passages.start + place.passage];
    if let (Grade::Inexact, Some(first)) = (found.grade, found.differences.first()) {
        let what: BTreeSet<&str> = found.differences.iter().map(|difference| kind_name(difference.kind)).collect();
        let verb = if what == BTreeSet::from(["punctuation"]) { "differs" } else { "differ" };
        let what = listed(&what.into_iter().map(str::to_owned).collect::<Vec<_>>(), "and");
        let (ours, theirs) = (first.quotation.of(claim.text), first.source.span.of(passage(first.source).prose.text()));
        let message = format!("the words stand in the source, but {what} {verb}");
        let place = passage(first.source).prose.to_bytes(first.source.span);
        let finding = Finding::new(Code::InexactQuotation, claim.span, message).related(
            &source.path,
            place,
            "as it stands in the source",
        );
        let beside = found.differences.iter().filter(|difference| difference.source.passage == first.source.passage);
        let mut finding = finding.help(format!("the source has `{theirs}` where the quotation has `{ours}`"));
        if let Some(related) = finding.related.last_mut() {
            let words = beside.map(|difference| passage(difference.source).prose.to_bytes(difference.source.span));
            related.marks = apart(words.collect());
        }
        if let Some(prose) = claim.prose {
            let words = found.differences.iter().map(|difference| prose.to_bytes(difference.quotation));
            finding.marks = apart(words.collect());
        }
        finding.fix = mend::inexact(context, claim, found, candidate);
        doubts.push(finding);
    }
    if let Some(negation) = &found.negation {
        let (message, place) = match negation {
            Negation::Removed { word, place } => {
                (format!("what is left out or replaced here removes `{word}`"), Some(*place))
            }
            Negation::CutOff { word, place } => {
                (format!("the quotation is cut off beside `{word}`, which belongs to its words"), Some(*place))
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

/// Spans in order, those that meet taken together: one word can differ in several ways.
fn apart(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut apart: Vec<Span> = Vec::new();
    for span in spans {
        match apart.last_mut().filter(|last| span.start <= last.end) {
            Some(last) => *last = last.join(span),
            None => apart.push(span),
        }
    }
    apart
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
pub(super) fn refuse(
    context: &Context<'_>,
    page: &Page,
    claim: &Claim<'_>,
    candidates: &[Candidate],
    refusals: Vec<(Refusal, &Candidate)>,
) -> Finding {
    let cited: Vec<String> =
        candidates.iter().map(|candidate| format!("`{}`", name(context, &candidate.cite))).collect();
    let cited = listed(&cited, "or");
    let short = quote::is_short(claim.text);
    let code = if short { Code::ShortQuotation } else { Code::Misquotation };
    let (refusal, _) =
        refusals.iter().max_by_key(|(refusal, _)| informative(refusal)).expect("every candidate refused");
    let mut finding = Finding::new(code, claim.span, format!("these words do not stand in {cited}"));
    if let Some(label) = explain(refusal, claim.text) {
        finding = finding.label(label);
    }
    let fault = stretch(refusal).zip(claim.prose);
    finding.marks = fault.map(|(span, prose)| prose.to_bytes(span)).into_iter().collect();
    let elsewhere = elsewhere(context, page, claim.text, candidates);
    if !short {
        finding.fix = mend::elsewhere(context, page, claim, candidates, &elsewhere);
    }
    // Where the words are right and the way of leaving some out is wrong, there is nothing to compare.
    if !short && elsewhere.is_empty() && !matches!(refusal, Refusal::TooShort { .. } | Refusal::CrossesPassages { .. })
    {
        finding = with_nearest(context, page, claim, candidates, finding);
    }
    finding = with_old_words(context, claim, candidates, finding);
    let help = match (elsewhere.first().and_then(|place| passage_name(context, *place)), refusal) {
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
        (None, _) if finding.related.is_empty() => {
            "cite the passage that has the words (`ibid find` looks for it), or take the marks off and say it in words of your own".to_owned()
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
    let shown = |span: &Span| shorten(span.of(text));
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

/// The part of the quotation that a refusal is about, where that is less than all of it.
fn stretch(refusal: &Refusal) -> Option<Span> {
    match refusal {
        Refusal::Fragment { words } | Refusal::OutOfOrder { words } | Refusal::TooShort { words } => Some(*words),
        Refusal::CrossesPassages { omission } => Some(*omission),
        Refusal::Empty | Refusal::Missing { .. } | Refusal::Tangled => None,
    }
}

/// What differs, where one thing does: said under the quotation, whose dropped words cannot be underlined.
fn difference(ours: &[&str], theirs: &[&str]) -> Option<String> {
    match (ours, theirs) {
        ([_], [theirs]) => Some(format!("the source has `{}`", shorten(theirs))),
        ([_], []) => Some("the source does not have this".to_owned()),
        ([], [theirs]) => Some(format!("`{}` is left out, and nothing shows it", shorten(theirs))),
        _ => None,
    }
}

/// A stretch of words for a message, cut in the middle when it is long.
fn shorten(text: &str) -> String {
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
    if finding.label.is_none() {
        let ours: Vec<&str> = nearest.quotation.iter().map(|span| span.of(claim.text)).collect();
        let theirs: Vec<&str> = nearest.source.iter().map(|span| span.of(passage.prose.text())).collect();
        finding.label = difference(&ours, &theirs);
    }
    if let Some(prose) = claim.prose.filter(|_| finding.marks.is_empty()) {
        finding.marks = nearest.quotation.iter().map(|span| prose.to_bytes(*span)).collect();
        debug_assert!(finding.marks.iter().all(|mark| mark.end <= page.file.text().len()));
    }
    finding
}

/// Says where the quotation stood before a document changed, and what it says there now.
fn with_old_words(context: &Context<'_>, claim: &Claim<'_>, candidates: &[Candidate], mut finding: Finding) -> Finding {
    let stood = candidates.iter().find_map(|candidate| {
        let source = candidate.cite.source;
        let entry = drift::entry(context.corpus, context.seal, source)?;
        let (id, words) = drift::stood(claim.text, entry, &context.corpus.pages[source], &candidate.cite)?;
        Some((source, id, words))
    });
    let Some((source, id, words)) = stood else { return finding };
    let page = &context.corpus.pages[source];
    let key = context.corpus.key(source).map(|key| key.as_str()).unwrap_or_default();
    let message = format!("the words stood in `{key}#{id}` before the document changed");
    let Some(passage) = page.passage(id).map(|passage| &page.passages[passage]) else {
        return finding.related(&page.path, Span::at(0), format!("{message}; the passage is gone"));
    };
    let message = format!("{message}: {}", difference::difference(words, passage.prose.text()));
    match finding.related.last_mut() {
        Some(near) if near.place.path == page.path && passage.span.contains(near.place.span) => near.message = message,
        _ => finding = finding.related(&page.path, passage.span, message),
    }
    finding
}

/// So many places are looked for: the first is named, and a second says that the first is not the only one.
const PLACES: usize = 2;

/// Other passages in which the quotation does stand, as source and passage: of the cited sources first.
fn elsewhere(context: &Context<'_>, page: &Page, text: &str, candidates: &[Candidate]) -> Vec<(usize, usize)> {
    let cited: BTreeSet<usize> = candidates.iter().map(|candidate| candidate.cite.source).collect();
    let is_published = |source: &usize| page.meta.draft || !context.corpus.pages[*source].meta.draft;
    let others = context.corpus.sources().filter(|source| !cited.contains(source) && is_published(source));
    let passages = cited.iter().copied().chain(others).flat_map(|source| {
        let skeletons = context.skeletons.of(source);
        (0..skeletons.len())
            .filter(move |&passage| {
                quote::verify(text, &Scope::new(&skeletons[passage..=passage]))
                    .is_ok_and(|found| found.grade < Grade::Inexact)
            })
            .map(move |passage| (source, passage))
    });
    passages.take(PLACES).collect()
}

/// `npr-witkoff#p6`
fn passage_name(context: &Context<'_>, (source, passage): (usize, usize)) -> Option<String> {
    let id = context.corpus.pages[source].passages[passage].id;
    context.corpus.key(source).map(|key| format!("{key}#{id}"))
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

/// `a`, `a or b`, `a, b or c`
fn listed(names: &[String], last_word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {last_word} {last}", first.join(", ")),
    }
}
