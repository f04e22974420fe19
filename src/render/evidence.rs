//! `evidence.json`: every statement that cites, with its citations, its quotations and what was verified, so that anyone
//! can walk the chain from a statement to the SHA-256 of a document. Holds no text of a source but what pages quote.

use super::frame::file_of;
use crate::bind::quote::Grade;
use crate::bind::{BoundCite, Extent, Verdict};
use crate::page::{Page, Statement, fold};
use crate::site::{Site, Summary};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
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
        serializer.collect_seq(site.corpus.published().flat_map(|page| {
            let statements = site.corpus.pages[page].statements.iter().enumerate();
            statements.filter_map(move |(number, statement)| statement_value(site, page, number, statement))
        }))
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
    let mut json = serde_json::to_string_pretty(&evidence).expect("texts and numbers are JSON");
    json.push('\n');
    json
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

fn statement_value(site: &Site, page: usize, number: usize, statement: &Statement) -> Option<Value> {
    if statement.citations.is_empty() {
        return None;
    }
    let citations: Vec<Value> =
        statement.citations.iter().flat_map(|&citation| citation_values(site, page, citation)).collect();
    let quotations: Vec<Value> =
        statement.quotations.iter().filter_map(|&quotation| quotation_value(site, page, quotation)).collect();
    let place = site.corpus.pages[page].file.place(statement.span.start);
    Some(json!({
        "page": file_of(site, page),
        "path": site.corpus.pages[page].path.as_str(),
        "line": place.line,
        "standing": standing(site, page, number),
        "text": statement.text,
        "citations": citations,
        "quotations": quotations,
    }))
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

fn citation_values(site: &Site, page: usize, citation: usize) -> Vec<Value> {
    let note = site.graph.pages[page].notes[citation];
    let cites = site.bindings.pages[page].citations[citation].iter();
    cites
        .map(|cite| match cite {
            BoundCite::Source(cite) => {
                let ids = |passages: &[crate::page::Passage]| passages.iter().map(|passage| passage.id.to_string()).collect::<Vec<_>>();
                let passages = if cite.extent == Extent::Whole { Vec::new() } else { ids(&site.corpus.pages[cite.source].passages[cite.passages.clone()]) };
                json!({ "source": site.corpus.key(cite.source).map(ToString::to_string), "passages": passages, "note": note })
            }
            BoundCite::Judgement(confidence) => json!({ "judgement": confidence.map(|confidence| confidence.as_str()) }),
            BoundCite::Broken => json!({ "broken": true }),
        })
        .collect()
}

fn quotation_value(site: &Site, page: usize, quotation: usize) -> Option<Value> {
    let words: &Page = &site.corpus.pages[page];
    let text = fold(words.quotations[quotation].prose.text());
    let (verified, translated) = match &site.bindings.pages[page].quotations[quotation] {
        Verdict::Verified(verified) => (verified, false),
        Verdict::Translated(verified) => (verified, true),
        Verdict::Uncited => return Some(json!({ "text": text, "status": "uncited" })),
        Verdict::Refused | Verdict::Unchecked => return Some(json!({ "text": text, "status": "unverified" })),
        Verdict::Unclaimed => return None,
    };
    let source = &site.corpus.pages[verified.source];
    let mut passages: Vec<String> =
        verified.places.iter().map(|(passage, _)| source.passages[*passage].id.to_string()).collect();
    passages.dedup();
    let grade = match verified.grade {
        Grade::Exact => "exact",
        Grade::Typographic => "typographic",
        Grade::Edited => "edited",
        Grade::Inexact => "inexact",
    };
    Some(json!({
        "text": text,
        "status": if translated { "translated" } else { "verified" },
        "grade": grade,
        "source": site.corpus.key(verified.source).map(ToString::to_string),
        "passages": passages,
    }))
}
