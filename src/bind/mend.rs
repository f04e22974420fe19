//! What is wrong with a quotation or a citation → the change that mends it for certain, where there is one. `explain` and
//! `bind` attach it to the finding; `fix` applies it. Each change is proved here against the source before it is offered,
//! and no word is ever changed.

use super::quotation::{Candidate, Claim, verify};
use super::quote::{self, DifferenceKind, Found, Grade, Scope};
use super::{Context, PageBindings};
use crate::diagnostic::{Code, Edit, Fix};
use crate::key::PassageId;
use crate::page::{Label, Page, Statement};
use crate::prose::citation::{Cite, Passages, Target};
use crate::seal::Entry;
use crate::span::Span;

/// Fewer words can stand somewhere by chance.
const ENOUGH_WORDS: usize = 5;

/// The words of an inexact quotation as the source has them, the marks of the writer kept.
pub(super) fn inexact(context: &Context<'_>, claim: &Claim<'_>, found: &Found, candidate: &Candidate) -> Option<Fix> {
    let prose = claim.prose?;
    let stretches = stretches(context, claim, found, candidate)?;
    let proved = |edits: &Vec<Edit>| {
        let text = apply(claim.text, edits);
        verify(context, &text, &candidate.cite).is_ok_and(|found| found.grade < Grade::Inexact)
    };
    let edits = [Stretch::inner, Stretch::whole].into_iter().find_map(|replacement| {
        let edits: Vec<Edit> = stretches.iter().filter_map(|stretch| stretch.edit(replacement(stretch))).collect();
        Some(edits).filter(proved)
    })?;
    let edits = edits.into_iter().map(|Edit { span, replacement }| {
        // Markup between the letters, an escape or a line end: then nobody knows what would become of it.
        let is_plain = prose.is_one_piece(span) && !replacement.contains(MARKUP);
        is_plain.then(|| Edit { span: prose.to_bytes(span), replacement })
    });
    let edits = edits.collect::<Option<Vec<Edit>>>()?;
    Some(Fix { title: "write the words as the source has them".to_owned(), edits })
}

/// What Markdown, or the search for quotations, could take for something else than text.
const MARKUP: &[char] =
    &['\\', '`', '*', '_', '[', ']', '<', '>', '&', '|', '~', '@', '{', '}', '"', '“', '”', '„', '«', '»', '「', '」'];

/// A stretch of the quotation that differs from the source, from white space to white space.
struct Stretch<'a> {
    span: Span,
    ours: &'a str,
    theirs: &'a str,
    is_punctuation: bool,
}

/// The differences, those that touch each other taken together.
fn stretches<'a>(
    context: &'a Context<'_>,
    claim: &Claim<'a>,
    found: &Found,
    candidate: &Candidate,
) -> Option<Vec<Stretch<'a>>> {
    let source = &context.corpus.pages[candidate.cite.source];
    let mut merged: Vec<quote::Difference> = Vec::new();
    let mut differences = found.differences.clone();
    differences.sort_by_key(|difference| difference.quotation);
    for next in differences {
        match merged.last_mut().filter(|last| next.quotation.start < last.quotation.end) {
            Some(last) if last.source.passage != next.source.passage => return None,
            Some(last) => {
                last.quotation = last.quotation.join(next.quotation);
                last.source.span = last.source.span.join(next.source.span);
                last.kind = last.kind.max(next.kind);
            }
            None => merged.push(next),
        }
    }
    let stretches = merged.into_iter().map(|difference| Stretch {
        span: difference.quotation,
        ours: difference.quotation.of(claim.text),
        theirs: difference
            .source
            .span
            .of(source.passages[candidate.cite.passages.start + difference.source.passage].prose.text()),
        is_punctuation: difference.kind == DifferenceKind::Punctuation,
    });
    Some(stretches.collect())
}

impl Stretch<'_> {
    /// The source's letters and what stands between them; what surrounds them is the writer's.
    fn inner(&self) -> String {
        let ours = self.ours.trim_matches(is_edge);
        let at = self.ours.find(ours).unwrap_or(0);
        let theirs = with_marks_of(ours, self.theirs.trim_matches(is_edge));
        format!("{}{theirs}{}", &self.ours[..at], &self.ours[at + ours.len()..])
    }

    /// All that the source has there, where it is the punctuation that differs.
    fn whole(&self) -> String {
        if self.is_punctuation { with_marks_of(self.ours, self.theirs) } else { self.inner() }
    }

    /// The edit that makes the stretch `replacement`: the characters that differ and no others.
    fn edit(&self, replacement: String) -> Option<Edit> {
        let same = |(ours, theirs): &(char, char)| ours == theirs;
        let before: usize =
            self.ours.chars().zip(replacement.chars()).take_while(same).map(|(ours, _)| ours.len_utf8()).sum();
        let (ours, theirs) = (&self.ours[before..], &replacement[before..]);
        let after: usize =
            ours.chars().rev().zip(theirs.chars().rev()).take_while(same).map(|(ours, _)| ours.len_utf8()).sum();
        let span = Span::new(self.span.start + before, self.span.end - after);
        let replacement = theirs[..theirs.len() - after].to_owned();
        (!span.is_empty() || !replacement.is_empty()).then_some(Edit { span, replacement })
    }
}

fn is_edge(c: char) -> bool {
    !c.is_alphanumeric()
}

/// `theirs` with the apostrophes and dashes of `ours`, where each has as many; white space folded.
fn with_marks_of(ours: &str, theirs: &str) -> String {
    let folded: Vec<&str> = theirs.split_whitespace().collect();
    let mut theirs = folded.join(" ").replace(['\u{AD}', '\u{200B}', '\u{2060}', '\u{FEFF}'], "");
    for kind in [&['\'', '’', '‘', 'ʼ'][..], &['-', '‐', '‑', '–', '—']] {
        let marks: Vec<char> = ours.chars().filter(|c| kind.contains(c)).collect();
        if theirs.chars().filter(|c| kind.contains(c)).count() == marks.len() {
            let mut marks = marks.into_iter();
            let own = |c| if kind.contains(&c) { marks.next().unwrap_or(c) } else { c };
            theirs = theirs.chars().map(own).collect();
        }
    }
    theirs
}

fn apply(text: &str, edits: &[Edit]) -> String {
    let mut text = text.to_owned();
    for Edit { span, replacement } in edits.iter().rev() {
        text.replace_range(span.start..span.end, replacement);
    }
    text
}

/// Points the citation of a refused quotation at the one passage that has its words, of the cited source if that has
/// it once, else of all others.
pub(super) fn elsewhere(
    context: &Context<'_>,
    page: &Page,
    claim: &Claim<'_>,
    candidates: &[Candidate],
    places: &[(usize, usize)],
) -> Option<Fix> {
    let [Candidate { citation: Some((citation, number)), cite: cited }] = candidates else { return None };
    let statement = &page.statements[page.statement_of_citation(*citation)?];
    // What else the citation supports may be right.
    if statement.quotations.len() != 1 || quote::word_count(claim.text) < ENOUGH_WORDS {
        return None;
    }
    let cite = cite_of(page, *citation, *number)?;
    let Target::Source { key_span, passages: Passages::One(named), .. } = &cite.target else { return None };
    if !cite.prefix.is_empty() || !cite.locator.is_empty() {
        return None;
    }
    let word_for_word = |&(source, passage): &(usize, usize)| {
        let scope = Scope::new(&context.skeletons.of(source)[passage..=passage]);
        quote::verify(claim.text, &scope).is_ok_and(|found| found.grade <= Grade::Typographic)
    };
    let of_source = |place: &&(usize, usize)| place.0 == cited.source;
    let place = match (places.iter().find(of_source), places.iter().filter(of_source).count(), places) {
        (Some(one), 1, _) | (None, _, [one]) => one,
        _ => return None,
    };
    if !places.iter().all(word_for_word) {
        return None;
    }
    let (source, id) = (place.0, context.corpus.pages[place.0].passages[place.1].id);
    let key = context.corpus.key(source)?;
    let base = page.citations[*citation].mark.label.start;
    let (span, replacement) = match source == cited.source {
        true => (named.span, id.to_string()),
        false => (key_span.join(named.span), format!("{key}#{id}")),
    };
    let edit = Edit { span: Span::new(base + span.start, base + span.end), replacement };
    Some(Fix { title: format!("cite `{key}#{id}`"), edits: vec![edit] })
}

/// Gives the findings about citations of retired passages their fixes: the one passage that took their words, if all
/// that the statement quotes stands there, or all that the passage said.
pub(super) fn retired(context: &Context<'_>, page: &Page, bindings: &mut PageBindings) {
    if bindings.findings.iter().all(|finding| finding.code != Code::UnknownPassage) {
        return;
    }
    for statement in &page.statements {
        for &citation in &statement.citations {
            for number in 0..bindings.citations[citation].len() {
                let Some((span, fix)) = heir(context, page, statement, citation, number) else { continue };
                let of_citation = |finding: &&mut crate::diagnostic::Finding| {
                    finding.code == Code::UnknownPassage && finding.span == span
                };
                if let Some(finding) = bindings.findings.iter_mut().find(of_citation) {
                    finding.fix = Some(fix);
                }
            }
        }
    }
}

/// The fix of one citation of a retired passage, and where the passage is named.
fn heir(
    context: &Context<'_>,
    page: &Page,
    statement: &Statement,
    citation: usize,
    number: usize,
) -> Option<(Span, Fix)> {
    let cite = cite_of(page, citation, number)?;
    let Target::Source { key, passages: Passages::One(named), .. } = &cite.target else { return None };
    let source = context.corpus.by_key(key)?;
    let [heir] = heirs(context, source, named.id)? else { return None };
    let passage = context.corpus.pages[source].passage(*heir)?;
    let scope = Scope::new(&context.skeletons.of(source)[passage..=passage]);
    let stands = |text: &str| quote::verify(text, &scope).is_ok_and(|found| found.grade < Grade::Inexact);
    let mut quoted = statement.quotations.iter().map(|&quotation| page.quotations[quotation].prose.text());
    let stands_still = match &cite.original {
        Some((_, original)) => stands(original),
        // Where nothing is quoted, all that the passage said has to stand there.
        None if statement.quotations.is_empty() => sealed(context, source)
            .and_then(|entry| entry.drift.passages.get(&named.id)?.words.as_deref())
            .is_some_and(stands),
        None => quoted.all(stands),
    };
    if !stands_still {
        return None;
    }
    let base = page.citations[citation].mark.label.start;
    let span = Span::new(base + named.span.start, base + named.span.end);
    let edits = vec![Edit { span, replacement: heir.to_string() }];
    Some((span, Fix { title: format!("cite `{key}#{heir}`"), edits }))
}

/// The passages that took the words of an id which an earlier import gave and a later one took back.
pub(super) fn heirs<'a>(context: &'a Context<'_>, source: usize, id: PassageId) -> Option<&'a [PassageId]> {
    sealed(context, source)?.retired.get(&id).map(Vec::as_slice)
}

fn sealed<'a>(context: &'a Context<'_>, source: usize) -> Option<&'a Entry> {
    let seed = context.corpus.pages[source].meta.source.seed.as_ref()?;
    context.seal.entries.get(&seed.value)
}

fn cite_of(page: &Page, citation: usize, number: usize) -> Option<&Cite> {
    match &page.citations[citation].label {
        Label::Cites(cites) => cites.get(number),
        Label::Needed | Label::Faulty => None,
    }
}
