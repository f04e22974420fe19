//! What became of the citations whose source changed since somebody last looked: `drifted-citation`. `import` asks here,
//! too, so that both tell the same.
//!
//! One mistake gives one diagnostic: a passage that is gone is an `unknown-passage`, and a quotation that no longer stands a
//! `misquotation`; both say there what the passage said. What is left is what only a human can judge.

use super::Known;
use crate::bind::drift::{self, Fate};
use crate::bind::{BoundCite, Extent, SourceCite, Verdict};
use crate::diagnostic::{Code, Finding};
use crate::import::change::{State, Told};
use crate::import::drift::Cited;
use crate::key::{PassageId, SourceKey};
use crate::page::{Label, Page, fold};
use crate::path::FilePath;
use crate::prose::citation::{Cite, Passages, Target};
use crate::prose::difference::{added, difference};
use crate::seal::Entry;
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// So many passages of a range are shown.
const SHOWN: usize = 3;

/// A citation of passages that are not what they were.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Drifting {
    /// The citation on its page, in bytes.
    pub span: Span,
    pub source: usize,
    pub state: State,
    /// The passages that say something else or are gone.
    pub passages: Vec<PassageId>,
    /// The passages that came into a range.
    pub came: Vec<PassageId>,
    /// From the old words to the new ones; empty where the old ones are not known.
    pub difference: String,
    /// The pieces of a passage that was split, or the passages that a passage went into.
    pub into: Vec<PassageId>,
    target: String,
}

pub(super) fn check(known: &Known<'_>, index: usize) -> Vec<Finding> {
    let drifting = drifting(known, index)
        .into_iter()
        .filter(|drifting| matches!(drifting.state, State::Edited | State::EditedOutsideQuotation | State::Split));
    drifting.map(|drifting| finding(known, &drifting)).collect()
}

/// The citations of a page that drifted, in the order of the text.
pub(crate) fn drifting(known: &Known<'_>, index: usize) -> Vec<Drifting> {
    let page = &known.corpus.pages[index];
    let mut drifted = Vec::new();
    for (citation, mark) in page.citations.iter().enumerate() {
        let Label::Cites(cites) = &mark.label else { continue };
        for (number, cite) in cites.iter().enumerate() {
            let at = Place { known, index, citation, number, cite };
            drifted.extend(at.drifting());
        }
    }
    drifted
}

/// One citation of a label.
struct Place<'a> {
    known: &'a Known<'a>,
    index: usize,
    citation: usize,
    number: usize,
    cite: &'a Cite,
}

impl Place<'_> {
    fn drifting(&self) -> Option<Drifting> {
        let Target::Source { key, passages, .. } = &self.cite.target else { return None };
        let source = self.known.corpus.by_key(key)?;
        let entry = drift::entry(self.known.corpus, self.known.seal, source)?;
        let page = &self.known.corpus.pages[source];
        match &self.known.bindings.pages[self.index].citations[self.citation][self.number] {
            BoundCite::Source(cite) if !entry.drift.is_empty() => self.bound(entry, page, cite, key),
            BoundCite::Broken => {
                let named = match passages {
                    Passages::Whole => return None,
                    Passages::One(one) => vec![one.id],
                    Passages::Range(first, last) => vec![first.id, last.id],
                };
                let id = named.into_iter().find(|id| page.passage(*id).is_none())?;
                let (state, into) = match drift::fate(entry, page, id)? {
                    Fate::Merged(heirs) => (State::Merged, heirs),
                    Fate::SetAside => (State::SetAside, Vec::new()),
                    Fate::Retired => (State::Gone, Vec::new()),
                };
                let target = format!("{key}#{id}");
                Some(Drifting { state, into, passages: vec![id], ..self.drifted(source, target) })
            }
            BoundCite::Source(_) | BoundCite::Judgement(_) => None,
        }
    }

    fn span(&self) -> Span {
        let start = self.known.corpus.pages[self.index].citations[self.citation].mark.label.start;
        Span::new(start + self.cite.span.start, start + self.cite.span.end)
    }

    fn drifted(&self, source: usize, target: String) -> Drifting {
        Drifting {
            span: self.span(),
            source,
            state: State::Edited,
            passages: Vec::new(),
            came: Vec::new(),
            difference: String::new(),
            into: Vec::new(),
            target,
        }
    }

    /// A citation of what is there.
    fn bound(&self, entry: &Entry, page: &Page, cite: &SourceCite, key: &SourceKey) -> Option<Drifting> {
        let ids: Vec<PassageId> = page.passages[cite.passages.clone()].iter().map(|passage| passage.id).collect();
        let lost = self.lost(entry, page, cite);
        let open = |id: &PassageId| drift::open(entry, page, *id).is_some();
        let held = drift::held(entry, &ids);
        let is_piece = |id: &PassageId| entry.drift.passages.values().any(|drifted| drifted.pieces.contains(id));
        let (passages, came, target): (BTreeSet<PassageId>, Vec<PassageId>, String) = match cite.extent {
            // Whoever cites a document as a whole rests on what is quoted of it.
            Extent::Whole => (self.quoted(cite).filter(open).chain(lost).collect(), Vec::new(), key.to_string()),
            Extent::Passage => (ids.iter().copied().filter(open).collect(), Vec::new(), format!("{key}#{}", ids[0])),
            Extent::Range => (
                held.iter().copied().filter(|id| open(id) || !ids.contains(id)).collect(),
                ids.iter().copied().filter(|id| !held.contains(id) && !is_piece(id)).collect(),
                format!("{key}#{}-{}", ids[0], ids[ids.len() - 1]),
            ),
        };
        if passages.is_empty() && came.is_empty() {
            return None;
        }
        let passages: Vec<PassageId> = passages.into_iter().collect();
        let (old, new) = texts(entry, page, cite, &passages);
        if old.as_ref() == Some(&new) {
            // The same words, cut into passages in another way.
            return None;
        }
        let into = match (cite.extent, passages.as_slice()) {
            (Extent::Passage, [id]) => drift::open(entry, page, *id).map_or(Vec::new(), |open| open.pieces.clone()),
            _ => Vec::new(),
        };
        let state = match () {
            () if lost.is_some() => State::EditedInsideQuotation,
            () if !into.is_empty() => State::Split,
            () if self.quoted(cite).next().is_some() => State::EditedOutsideQuotation,
            () => State::Edited,
        };
        let difference = old.map_or(String::new(), |old| difference(&old, &new));
        Some(Drifting { state, passages, came, difference, into, ..self.drifted(cite.source, target) })
    }

    /// The passages of this citation in which a quotation of its statement stands.
    fn quoted(&self, cite: &SourceCite) -> impl Iterator<Item = PassageId> {
        let page = &self.known.corpus.pages[cite.source];
        let (source, passages) = (cite.source, cite.passages.clone());
        self.verdicts()
            .filter_map(move |(_, verdict)| match verdict {
                Verdict::Verified(verified) | Verdict::Translated(verified) if verified.source == source => {
                    Some(&verified.places)
                }
                _ => None,
            })
            .flatten()
            .filter(move |(passage, _)| passages.contains(passage))
            .map(|(passage, _)| page.passages[*passage].id)
    }

    /// The passage in which a quotation of the statement stood that stands nowhere now.
    fn lost(&self, entry: &Entry, page: &Page, cite: &SourceCite) -> Option<PassageId> {
        let citing = &self.known.corpus.pages[self.index];
        let refused = self.verdicts().filter(|(_, verdict)| **verdict == Verdict::Refused);
        let original = self.cite.original.iter().map(|(_, text)| text.as_str());
        let texts = refused
            .flat_map(|(quotation, _)| [citing.quotations[quotation].prose.text()].into_iter().chain(original.clone()));
        texts.into_iter().find_map(|text| drift::stood(text, entry, page, cite)).map(|(id, _)| id)
    }

    /// The quotations of the citation's statement.
    fn verdicts(&self) -> impl Iterator<Item = (usize, &Verdict)> {
        let page = &self.known.corpus.pages[self.index];
        let statement = page.statement_of_citation(self.citation);
        let quotations = statement.into_iter().flat_map(|statement| &page.statements[statement].quotations);
        quotations.map(|&quotation| (quotation, &self.known.bindings.pages[self.index].quotations[quotation]))
    }
}

/// What a citation said, if all of it is known, and what it says: a range as one text, else the passages that drifted.
fn texts(entry: &Entry, page: &Page, cite: &SourceCite, drifted: &[PassageId]) -> (Option<String>, String) {
    let is_told = |id: &PassageId| cite.extent == Extent::Range || drifted.contains(id);
    let before = drift::before(entry, page, cite).into_iter().flatten().filter(|(id, _)| is_told(id));
    let old: Vec<&str> = before.map(|(_, words)| words).collect();
    let now = match cite.extent {
        Extent::Range => &page.passages[cite.passages.clone()],
        Extent::Passage | Extent::Whole => &page.passages,
    };
    let now: Vec<&str> =
        now.iter().filter(|passage| is_told(&passage.id)).map(|passage| passage.prose.text()).collect();
    let is_known = |id: &PassageId| drift::open(entry, page, *id).is_none_or(|open| open.words.is_some());
    (drifted.iter().all(is_known).then(|| fold(&old.join(" "))), fold(&now.join(" ")))
}

fn finding(known: &Known<'_>, drifting: &Drifting) -> Finding {
    let Drifting { source, target, state, into, .. } = drifting;
    let page = &known.corpus.pages[*source];
    let key = known.corpus.key(*source).map(SourceKey::as_str).unwrap_or_default();
    let message = match state {
        State::Split => format!("`{target}` was split into {} since it was cited", list(into)),
        State::EditedOutsideQuotation => format!("`{target}` changed outside the quotation since it was cited"),
        _ => format!("`{target}` does not say what it said when it was cited"),
    };
    let mut finding = Finding::new(Code::DriftedCitation, drifting.span, message);
    let gone: Vec<PassageId> = drifting.passages.iter().copied().filter(|&id| page.passage(id).is_none()).collect();
    if !gone.is_empty() {
        finding = finding.label(format!("{} gone", list(&gone) + if gone.len() == 1 { " is" } else { " are" }));
    }
    let entry = drift::entry(known.corpus, known.seal, *source);
    for (nth, &id) in drifting.passages.iter().chain(&drifting.came).filter(|id| !gone.contains(id)).enumerate() {
        let (Some(entry), Some(passage), true) = (entry, page.passage(id), nth < SHOWN) else { continue };
        let passage = &page.passages[passage];
        let open = drift::open(entry, page, id);
        let (message, marks) = match open.map(|open| open.words.as_deref()) {
            None if drifting.came.contains(&id) => (format!("`{key}#{id}` came in between"), Vec::new()),
            None => (format!("`{key}#{id}` stands elsewhere now"), Vec::new()),
            Some(None) => (format!("`{key}#{id}` now; what it said is not known any more"), Vec::new()),
            Some(Some(words)) => {
                let now = passage.prose.text();
                let marks = added(words, now).into_iter().map(|span| passage.prose.to_bytes(span)).collect();
                (format!("`{key}#{id}` now: {}", difference(words, now)), marks)
            }
        };
        finding = finding.related(&page.path, passage.span, message);
        if let Some(related) = finding.related.last_mut() {
            related.marks = marks;
        }
    }
    let all = || drifting.passages.iter().map(PassageId::to_string).collect::<Vec<_>>().join(" ");
    let passages = target.split_once('#').map_or_else(all, |(_, passages)| passages.to_owned());
    let accept = format!("`ibid accept {key} {passages} --note \"…\"`");
    finding.help(format!("read it again; if what you wrote still holds, say so: {accept}"))
}

fn list(ids: &[PassageId]) -> String {
    ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" and ")
}

/// What became of every citation of a source, in order of the pages and of their places; `moved` are passages of which this
/// is known.
pub(crate) fn told(known: &Known<'_>, source: usize, moved: &[PassageId]) -> Vec<Told> {
    let mut told = Vec::new();
    for (index, page) in known.corpus.pages.rows().iter().enumerate() {
        let drifting: BTreeMap<Span, Drifting> =
            drifting(known, index).into_iter().map(|drifting| (drifting.span, drifting)).collect();
        for (citation, mark) in page.citations.iter().enumerate() {
            let Label::Cites(cites) = &mark.label else { continue };
            for (number, cite) in cites.iter().enumerate() {
                let place = Place { known, index, citation, number, cite };
                let span = place.span();
                let drifting = drifting.get(&span).filter(|drifting| drifting.source == source);
                let unchanged = || match &known.bindings.pages[index].citations[citation][number] {
                    BoundCite::Source(cite) if cite.source == source => {
                        let passages = &known.corpus.pages[source].passages[cite.passages.clone()];
                        let is_moved = cite.extent == Extent::Passage && moved.contains(&passages[0].id);
                        let state = if is_moved { State::Moved } else { State::Same };
                        Some(Drifting { state, ..place.drifted(source, String::new()) })
                    }
                    _ => None,
                };
                let Some(drifting) = drifting.cloned().or_else(unchanged) else { continue };
                let start = page.file.place(span.start);
                told.push(Told {
                    page: page.path.to_string(),
                    line: start.line,
                    column: start.column,
                    citation: span.of(page.file.text()).to_owned(),
                    state: drifting.state,
                    passages: drifting.passages.into_iter().chain(drifting.came).collect(),
                    difference: drifting.difference,
                    into: drifting.into,
                });
            }
        }
    }
    told
}

/// What the pages of a site rest on in the source at this path, which may be gone; then its citations know it by `key`.
pub(crate) fn cited(known: &Known<'_>, path: &FilePath, key: &SourceKey) -> Cited {
    let mut cited = Cited::default();
    let source = known.corpus.by_path(path.as_str());
    let key = source.and_then(|source| known.corpus.key(source)).unwrap_or(key);
    for (page, bindings) in known.corpus.pages.rows().iter().zip(known.bindings.pages.rows()) {
        let labels = page.citations.iter().filter_map(|citation| match &citation.label {
            Label::Cites(cites) => Some(cites),
            _ => None,
        });
        for cite in labels.flatten() {
            let Target::Source { key: named, passages, .. } = &cite.target else { continue };
            match passages {
                _ if named != key => {}
                Passages::Whole => {}
                Passages::One(one) => drop(cited.passages.insert(one.id)),
                Passages::Range(first, last) => {
                    cited.passages.extend([first.id, last.id]);
                    cited.ranges.insert((first.id, last.id));
                }
            }
        }
        let places = bindings.quotations.iter().filter_map(|verdict| match verdict {
            Verdict::Verified(verified) | Verdict::Translated(verified) if Some(verified.source) == source => {
                Some((verified.source, &verified.places))
            }
            _ => None,
        });
        let quoted = places.flat_map(|(source, places)| {
            places.iter().map(move |(passage, _)| known.corpus.pages[source].passages[*passage].id)
        });
        cited.passages.extend(quoted);
    }
    cited
}
