//! `evidence.json`: every statement that cites, with its citations, its quotations and what was verified, so that anyone
//! can walk the chain from a statement to the SHA-256 of a document. Holds no text of a source but what pages quote.

use super::frame::file_of;
use crate::bind::quote::Grade;
use crate::bind::{BoundCite, Extent, Verdict};
use crate::key::SourceKey;
use crate::page::{Statement, fold};
use crate::site::{Site, Summary};
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Evidence<'a> {
    generator: &'static str,
    site: &'a str,
    summary: Summary,
    sources: BTreeMap<String, Value>,
    statements: Statements<'a>,
}

/// Written one by one: a large site has too many to hold them all as values.
struct Statements<'a>(&'a Site);

impl Serialize for Statements<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let site = self.0;
        let mut list = serializer.serialize_seq(None)?;
        for page in site.corpus.published() {
            let file = file_of(site, page);
            for (number, statement) in site.corpus.pages[page].statements.iter().enumerate() {
                if let Some(entry) = statement_entry(site, (page, &file), number, statement) {
                    list.serialize_element(&entry)?;
                }
            }
        }
        list.end()
    }
}

pub(super) fn evidence(site: &Site) -> String {
    let sources = site
        .corpus
        .sources()
        .filter_map(|source| Some((site.corpus.key(source)?.to_string(), source_value(site, source))));
    let evidence = Evidence {
        generator: "ibid",
        site: &site.config.title,
        // What is not published shows in nothing that is.
        summary: Summary { guesses: site.guesses(site.corpus.published()), ..site.summary() },
        sources: sources.collect(),
        statements: Statements(site),
    };
    // About as long as the pages: a text that grew would for a moment stand in memory twice.
    let pages = site.corpus.published().map(|page| site.corpus.pages[page].file.text().len());
    let mut json = Vec::with_capacity(pages.sum());
    serde_json::to_writer_pretty(&mut json, &evidence).expect("texts and numbers are JSON");
    json.push(b'\n');
    String::from_utf8(json).expect("JSON is UTF-8")
}

fn source_value(site: &Site, source: usize) -> Value {
    let page = &site.corpus.pages[source];
    let seed = page.meta.source.seed.as_ref().map(|seed| &seed.value);
    let sealed = seed.and_then(|seed| site.seal.entries.get(seed));
    let sha256 =
        sealed.map(|entry| entry.sha256).or_else(|| page.meta.source.sha256.as_ref().map(|placed| placed.value));
    json!({
        "title": page.title(),
        "page": file_of(site, source),
        "publisher": page.meta.source.publisher,
        "date": page.meta.date.map(|date| date.to_string()),
        "url": page.meta.source.url,
        "sha256": sha256.map(|sha256| sha256.to_string()),
        "sealed": sealed.is_some(),
        "rights": page.meta.source.rights.as_str(),
        "passages": page.passages.len(),
    })
}

/// A statement that cites; its fields, as all below, in the order of the alphabet.
#[derive(Serialize)]
struct StatementEntry<'a> {
    citations: Vec<CitationEntry<'a>>,
    line: usize,
    page: &'a str,
    path: &'a str,
    quotations: Vec<QuotationEntry<'a>>,
    standing: &'static str,
    text: Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum CitationEntry<'a> {
    Source { note: Option<usize>, passages: Vec<String>, source: Option<&'a str> },
    Judgement { judgement: Option<&'static str> },
    Broken { broken: bool },
}

#[derive(Serialize)]
struct QuotationEntry<'a> {
    #[serde(flatten)]
    verified: Option<VerifiedEntry<'a>>,
    status: &'static str,
    text: String,
}

#[derive(Serialize)]
struct VerifiedEntry<'a> {
    grade: &'static str,
    passages: Vec<String>,
    source: Option<&'a str>,
}

fn statement_entry<'a>(
    site: &'a Site,
    (page, file): (usize, &'a str),
    number: usize,
    statement: &'a Statement,
) -> Option<StatementEntry<'a>> {
    if statement.citations.is_empty() {
        return None;
    }
    let citations = statement.citations.iter().flat_map(|&citation| citation_entries(site, page, citation));
    let quotations = statement.quotations.iter().filter_map(|&quotation| quotation_entry(site, page, quotation));
    Some(StatementEntry {
        citations: citations.collect(),
        line: site.corpus.pages[page].file.line(statement.span.start),
        page: file,
        path: site.corpus.path(page).as_str(),
        quotations: quotations.collect(),
        standing: standing(site, page, number),
        text: statement.text(&site.corpus.pages[page].blocks),
    })
}

fn standing(site: &Site, page: usize, number: usize) -> &'static str {
    use crate::bind::Standing::{Aside, Judgement, Needed, Sourced, Unsourced};
    match site.bindings.pages[page].standings[number] {
        Sourced => "sourced",
        Judgement(_) => "judgement",
        Needed => "needed",
        Unsourced => "unsourced",
        Aside => "aside",
    }
}

fn citation_entries(site: &Site, page: usize, citation: usize) -> impl Iterator<Item = CitationEntry<'_>> {
    let note = site.graph.notes(page)[citation];
    site.bindings.pages[page].citations[citation].iter().map(move |cite| match cite {
        BoundCite::Source(cite) => {
            let cited = if cite.extent == Extent::Whole { 0..0 } else { cite.passages.clone() };
            let cited = site.corpus.pages[cite.source].passages[cited].iter();
            let passages = cited.map(|passage| passage.id.to_string()).collect();
            CitationEntry::Source { note, passages, source: key(site, cite.source) }
        }
        BoundCite::Judgement(confidence) => {
            CitationEntry::Judgement { judgement: confidence.map(|confidence| confidence.as_str()) }
        }
        BoundCite::Broken => CitationEntry::Broken { broken: true },
    })
}

fn key(site: &Site, source: usize) -> Option<&str> {
    site.corpus.key(source).map(SourceKey::as_str)
}

fn quotation_entry(site: &Site, page: usize, quotation: usize) -> Option<QuotationEntry<'_>> {
    let text = fold(site.corpus.pages[page].quotations[quotation].prose.text());
    let (verified, status) = match &site.bindings.pages[page].quotations[quotation] {
        Verdict::Verified(verified) => (verified, "verified"),
        Verdict::Translated(verified) => (verified, "translated"),
        Verdict::Uncited => return Some(QuotationEntry { verified: None, status: "uncited", text }),
        Verdict::Refused | Verdict::Unchecked => {
            return Some(QuotationEntry { verified: None, status: "unverified", text });
        }
        Verdict::Unclaimed => return None,
    };
    let source = &site.corpus.pages[verified.source];
    let places = verified.places.iter();
    let mut passages: Vec<String> = places.map(|(passage, _)| source.passages[*passage].id.to_string()).collect();
    passages.dedup();
    let grade = match verified.grade {
        Grade::Exact => "exact",
        Grade::Typographic => "typographic",
        Grade::Edited => "edited",
        Grade::Inexact => "inexact",
    };
    let verified = VerifiedEntry { grade, passages, source: key(site, verified.source) };
    Some(QuotationEntry { verified: Some(verified), status, text })
}
