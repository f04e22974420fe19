//! Citations → passages. Says which source or passage is not there, and what was probably meant.

use super::drift::{self, Fate};
use super::{Context, PageBindings};
use crate::diagnostic::{Code, Finding, nearest};
use crate::key::{JUDGEMENT, PassageId, SourceKey};
use crate::page::{Citation, Label, Page};
use crate::prose::citation::{Cite, Confidence, NamedPassage, Passages, Target};
use crate::span::Span;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What one citation of a label names.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum BoundCite {
    Source(SourceCite),
    Judgement(Option<Confidence>),
    /// It names what is not there; found where it stands.
    Broken,
}

/// Passages of a source.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct SourceCite {
    /// The source's page.
    pub source: usize,
    /// Indexes into its passages, in page order; all of them for the source as a whole.
    pub passages: Range<usize>,
    pub extent: Extent,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Extent {
    Passage,
    Range,
    Whole,
}

pub(super) fn bind_citations(context: &Context<'_>, page: &Page, bindings: &mut PageBindings) {
    for citation in &page.citations {
        let bound = match &citation.label {
            Label::Cites(cites) => {
                cites.iter().map(|cite| bind_cite(context, page, citation, cite, &mut bindings.findings)).collect()
            }
            Label::Needed | Label::Faulty => Vec::new(),
        };
        bindings.citations.push(bound);
    }
    for (span, key) in &page.bare_citations {
        if SourceKey::new(key).and_then(|key| context.corpus.by_key(&key)).is_some() {
            let text = span.of(page.file.text());
            let (message, help) = match text.starts_with('@') {
                true => (
                    format!("`{text}` stands outside brackets, so it cites nothing"),
                    format!("write `[{text}]`, or `\\{text}` if it is meant as text"),
                ),
                false => (
                    format!("`{text}` has no `@`, so it cites nothing"),
                    format!("write `@{text}` in the brackets, or `\\[` before them if it is meant as text"),
                ),
            };
            bindings.findings.push(Finding::new(Code::InvalidCitation, *span, message).help(help));
        }
    }
}

fn bind_cite(
    context: &Context<'_>,
    page: &Page,
    citation: &Citation,
    cite: &Cite,
    findings: &mut Vec<Finding>,
) -> BoundCite {
    let in_file = |span: Span| Span::new(citation.mark.label.start + span.start, citation.mark.label.start + span.end);
    let (key, key_span, passages) = match &cite.target {
        Target::Judgement(confidence) => return BoundCite::Judgement(*confidence),
        Target::Source { key, key_span, passages } => (key, *key_span, passages),
    };
    let Some(source) = context.corpus.by_key(key) else {
        findings.push(unknown_source(context, key, in_file(key_span)));
        return BoundCite::Broken;
    };
    if context.corpus.pages[source].meta.draft && !page.meta.draft {
        let message = format!("the source `{key}` is a draft, so it is not published");
        let finding = Finding::new(Code::UnknownSource, in_file(key_span), message);
        let path = &context.corpus.pages[source].path;
        findings.push(finding.help(format!("remove `draft: true` from the front matter of `{path}`")));
        return BoundCite::Broken;
    }
    let mut find = |named: &NamedPassage| find_passage(context, source, key, named, in_file(named.span), findings);
    let (first, last, extent) = match passages {
        Passages::Whole => {
            let all = 0..context.corpus.pages[source].passages.len();
            return BoundCite::Source(SourceCite { source, passages: all, extent: Extent::Whole });
        }
        Passages::One(named) => {
            let Some(found) = find(named) else { return BoundCite::Broken };
            (found, found, Extent::Passage)
        }
        Passages::Range(first, last) => {
            let (Some(first), Some(last)) = (find(first), find(last)) else { return BoundCite::Broken };
            (first, last, Extent::Range)
        }
    };
    if first > last {
        let Passages::Range(named_first, named_last) = passages else { return BoundCite::Broken };
        let span = in_file(named_first.span.join(named_last.span));
        let message = format!(
            "the range runs backwards: `{}` stands after `{}` on the page of `{key}`",
            named_first.id, named_last.id
        );
        let help = format!("write `#{}-{}`", named_last.id, named_first.id);
        findings.push(Finding::new(Code::InvalidCitation, span, message).help(help));
        return BoundCite::Broken;
    }
    BoundCite::Source(SourceCite { source, passages: first..last + 1, extent })
}

fn unknown_source(context: &Context<'_>, key: &SourceKey, span: Span) -> Finding {
    let candidates = context.corpus.known_keys().chain([JUDGEMENT]);
    let help = match nearest(key.as_str(), candidates) {
        _ if let Some((key, id)) = passage_behind(context, key) => format!("write `@{key}#{id}`"),
        Some(JUDGEMENT) => format!("did you mean `@{JUDGEMENT}`?"),
        Some(near) => format!("the nearest key is `{near}`"),
        None if context.corpus.known_keys().next().is_none() => {
            "there are no sources yet: put the document into `seeds/` and run `ibid import`".to_owned()
        }
        None => "keys are given in the front matter of the pages below `content/sources/`".to_owned(),
    };
    Finding::new(Code::UnknownSource, span, format!("no source has the key `{key}`")).help(help)
}

/// What was meant by `minutes.p7` or `minutes:p7`: a source that is there, and an id.
fn passage_behind<'a>(context: &Context<'_>, key: &'a SourceKey) -> Option<(&'a str, PassageId)> {
    let (key, id) = key.as_str().rsplit_once(['.', ':', '-', '_'])?;
    SourceKey::new(key).and_then(|key| context.corpus.by_key(&key))?;
    PassageId::parse(id).map(|id| (key, id))
}

/// The index of a passage, or what is the matter with its id.
fn find_passage(
    context: &Context<'_>,
    source: usize,
    key: &SourceKey,
    named: &NamedPassage,
    span: Span,
    findings: &mut Vec<Finding>,
) -> Option<usize> {
    let page = &context.corpus.pages[source];
    if let Some(found) = page.passage(named.id) {
        return Some(found);
    }
    let id = named.id;
    if let Some(aside) = page.boilerplate.iter().find(|block| holds_id(block.inside.of(page.file.text()), id)) {
        let finding = Finding::new(
            Code::CitesBoilerplate,
            span,
            format!("`{key}#{id}` was set aside as boilerplate, so it is not published"),
        );
        let finding = finding
            .related(&page.path, aside.span, "it stands here")
            .help("cite another passage, or move it out of the `:::` block");
        findings.push(finding);
        return None;
    }
    let help = match (retired(context, source, id), page.passages.len()) {
        (Some(fate), _) => fate,
        (None, 0) => "the source has no passages; cite it as a whole".to_owned(),
        (None, count) => {
            let near = page
                .passages
                .iter()
                .min_by_key(|passage| passage.id.number().abs_diff(id.number()))
                .expect("there is a passage");
            format!("it has {count} passages; the nearest id is `{}`", near.id)
        }
    };
    findings.push(Finding::new(Code::UnknownPassage, span, format!("`{key}` has no passage `{id}`")).help(help));
    None
}

/// What became of an id that an earlier import gave and a later one took back, and what the passage said.
fn retired(context: &Context<'_>, source: usize, id: PassageId) -> Option<String> {
    let (page, entry) = (&context.corpus.pages[source], drift::entry(context.corpus, context.seal, source)?);
    let fate = match drift::fate(entry, page, id)? {
        Fate::Retired => format!("`{id}` was retired when the document changed, and nothing took its place"),
        Fate::SetAside => format!("`{id}` was set aside as boilerplate when the document changed"),
        Fate::Merged(heirs) => {
            let heirs: Vec<String> = heirs.iter().map(|id| format!("`{id}`")).collect();
            format!("`{id}` was retired when the document changed; its words went to {}", heirs.join(", "))
        }
    };
    Some(drift::said(entry, id).map_or(fate.clone(), |said| format!("{fate}; it said {said}")))
}

fn holds_id(text: &str, id: PassageId) -> bool {
    let marker = format!("{{#{id}");
    text.match_indices(&marker).any(|(at, _)| text[at + marker.len()..].starts_with(['}', ' ']))
}
