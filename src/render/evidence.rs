//! `evidence.json`: every statement that cites, with its citations, its quotations and what was verified, so that anyone
//! can walk the chain from a statement to the SHA-256 of a document. Holds no text of a source but what pages quote.
//!
//! It is as long as the pages together, so it is made of fragments, one for each page. Of those that would come out as they
//! stand in the published file nothing is kept but where they are: whoever writes the file takes them from there.

use super::frame::file_of;
use crate::bind::quote::Grade;
use crate::bind::{BoundCite, Extent, Verdict};
use crate::key::SourceKey;
use crate::meta::Kind;
use crate::page::{Statement, fold};
use crate::parts::{Parts, pack, unpack};
use crate::site::{Site, Summary};
use crate::world::Sha256;
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// The name under which the lengths of the fragments are kept, page by page.
const PART: &str = "evidence";

/// The same for the file that they stand in.
const FILE: &str = "evidence.json";

/// The file, in pieces.
pub struct Evidence {
    pieces: Vec<Piece>,
    print: Option<Sha256>,
}

/// A stretch of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Stands here in the published one, in bytes.
    Published(Range<u64>),
    New(String),
}

/// What a page has in the file.
enum Fragment {
    /// So long, and as it is published.
    Published(usize),
    New(String),
}

/// What the file is made of, in order.
enum Item {
    Text(&'static str),
    /// Of the page that is the so manieth of the published ones.
    Fragment(usize),
}

#[derive(Serialize)]
struct Frame<'a> {
    generator: &'static str,
    site: &'a str,
    summary: Summary,
    sources: BTreeMap<String, Value>,
    statements: [(); 0],
}

/// What stands between the last source and the first statement, and after the last of these, as `Frame` has it.
const BETWEEN: &str = "},\n  \"statements\": [";
const END: &str = "]\n}";

/// Writes the evidence; `published` tells which file stands there, by the print that it had.
pub(super) fn evidence(site: &Site, parts: &Parts, published: Option<Sha256>) -> Evidence {
    let pages: Vec<usize> = site.corpus.published().collect();
    let before = published.and_then(|published| starts(site, &pages, parts, published));
    let take = |bytes: &Arc<Vec<u8>>| {
        let length = before.as_ref().and_then(|_| unpack(bytes));
        length.map(Fragment::Published)
    };
    let fragments = parts.all(PART, &pages, take, |page| {
        let text = fragment(site, *page);
        let length = Arc::new(pack(&text.len()));
        (Fragment::New(text), length)
    });
    let head = head(site);
    let print = parts.leave(FILE, PART, &head, pack(&head.len()));
    let items = items(site, &pages, |number| fragments[number].length());
    let mut fragments: Vec<Option<Fragment>> = fragments.into_iter().map(Some).collect();
    let mut pieces = vec![Piece::New(head)];
    for item in items {
        match item {
            Item::Text(text) => add(&mut pieces, text),
            Item::Fragment(number) => match (fragments[number].take(), &before) {
                (Some(Fragment::New(text)), _) => pieces.push(Piece::New(text)),
                (Some(Fragment::Published(length)), Some(starts)) => {
                    add_published(&mut pieces, starts[number]..starts[number] + length as u64);
                }
                _ => {}
            },
        }
    }
    add(&mut pieces, "\n");
    Evidence { pieces, print }
}

impl Evidence {
    /// What tells the file from another; `None` where nothing is kept.
    pub fn print(&self) -> Option<Sha256> {
        self.print
    }

    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Whether some of it is to be had where it is published.
    pub fn is_published_in_part(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Published(_)))
    }

    /// The whole file; `None` if some of it is to be had only where it is published.
    pub fn into_text(self) -> Option<String> {
        let lengths = self.pieces.iter().map(|piece| match piece {
            Piece::Published(_) => 0,
            Piece::New(text) => text.len(),
        });
        let mut whole = String::with_capacity(lengths.sum());
        for piece in self.pieces {
            match piece {
                Piece::Published(_) => return None,
                Piece::New(text) => whole.push_str(&text),
            }
        }
        Some(whole)
    }
}

impl Piece {
    /// What is new.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Published(_) => None,
            Self::New(text) => Some(text),
        }
    }
}

impl Fragment {
    fn length(&self) -> usize {
        match self {
            Self::Published(length) => *length,
            Self::New(text) => text.len(),
        }
    }
}

fn add(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        Some(Piece::New(last)) => last.push_str(text),
        _ => pieces.push(Piece::New(text.to_owned())),
    }
}

/// Adds what is published, together with what stands before it if a comma alone parts the two there and here.
fn add_published(pieces: &mut Vec<Piece>, range: Range<u64>) {
    if let [.., Piece::Published(last), Piece::New(between)] = &mut pieces[..]
        && between == ","
        && last.end + 1 == range.start
    {
        last.end = range.end;
        pieces.pop();
    } else {
        pieces.push(Piece::Published(range));
    }
}

/// Where the fragments begin in the file with this print; `None` if what was kept is of another.
fn starts(site: &Site, pages: &[usize], parts: &Parts, published: Sha256) -> Option<Vec<u64>> {
    let [file] = parts.before(FILE) else { return None };
    let kept = parts.before(PART);
    if file.print != published || kept.len() != pages.len() {
        return None;
    }
    let lengths: Vec<usize> = kept.iter().map(|part| unpack(&part.bytes)).collect::<Option<_>>()?;
    let mut at: usize = unpack(&file.bytes)?;
    let mut starts = vec![0; pages.len()];
    for item in items(site, pages, |number| lengths[number]) {
        match item {
            Item::Text(text) => at += text.len(),
            Item::Fragment(number) => {
                starts[number] = at as u64;
                at += lengths[number];
            }
        }
    }
    Some(starts)
}

/// All that follows the head: sources by their keys, then statements page by page.
fn items(site: &Site, pages: &[usize], length: impl Fn(usize) -> usize) -> Vec<Item> {
    let mut sources: BTreeMap<&str, usize> = BTreeMap::new();
    let mut others: Vec<usize> = Vec::new();
    for (number, &page) in pages.iter().enumerate() {
        match site.corpus.key(page) {
            Some(key) if site.corpus.kind(page) == Kind::Source => drop(sources.insert(key.as_str(), number)),
            _ => others.push(number),
        }
    }
    let mut items = Vec::with_capacity(2 * pages.len() + 4);
    for (numbers, end) in [(sources.into_values().collect(), BETWEEN), (others, END)] {
        let filled: Vec<usize> = numbers.into_iter().filter(|&number| length(number) > 0).collect();
        for (nth, &number) in filled.iter().enumerate() {
            if nth > 0 {
                items.push(Item::Text(","));
            }
            items.push(Item::Fragment(number));
        }
        if !filled.is_empty() {
            items.push(Item::Text("\n  "));
        }
        items.push(Item::Text(end));
    }
    items
}

/// All that stands before the first source.
fn head(site: &Site) -> String {
    let frame = Frame {
        generator: "ibid",
        site: &site.config.title,
        // What is not published shows in nothing that is.
        summary: Summary { guesses: site.guesses(site.corpus.published()), ..site.summary() },
        sources: BTreeMap::new(),
        statements: [],
    };
    let mut text = pretty(&frame);
    text.truncate(text.len() - BETWEEN.len() - END.len());
    text
}

/// The source as an entry, or the statements of a page; empty if there is none.
fn fragment(site: &Site, page: usize) -> String {
    if site.corpus.kind(page) == Kind::Source {
        let entry = site.corpus.key(page).map(|key| (key.as_str(), source_value(site, page)));
        return within("sources", &BTreeMap::from_iter(entry));
    }
    let file = file_of(site, page);
    let statements = site.corpus.pages[page].statements.iter().enumerate();
    let entries = statements.filter_map(|(number, statement)| statement_entry(site, (page, &file), number, statement));
    within("statements", &entries.collect::<Vec<_>>())
}

/// The inside of a list as it is written in a field of the file.
fn within(name: &str, list: &impl Serialize) -> String {
    let text = pretty(&BTreeMap::from([(name, list)]));
    let (open, close) = ("{\n  \"\": [".len() + name.len(), "]\n}".len());
    // Without the line of the bracket that closes a list which is not empty, and without the room to grow.
    text[open..text.len() - close].trim_end().to_owned()
}

fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("texts and numbers are JSON")
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
