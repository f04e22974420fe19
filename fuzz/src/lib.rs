//! Bytes → a panic, if what must hold for all bytes does not. The fuzz targets call these with what a fuzzer makes up,
//! `tests/fuzz_corpus.rs` with the files of `corpus/`: one check for each target. Nothing here knows a fuzzer.

use ibid::bind::quote::{Found, Grade, Place, Refusal, Scope, Skeleton, nearest, verify};
use ibid::compile::{Options, compile};
use ibid::diagnostic::Finding;
use ibid::page::{Page, Reading, parse};
use ibid::path::FilePath;
use ibid::prose::citation::{self, Passages, Target};
use ibid::prose::quotation::quotations;
use ibid::prose::sentence::sentence_ends;
use ibid::render::{Artefact, Theme, plan};
use ibid::seal::Seal;
use ibid::span::Span;
use ibid::world::{File, World};
use std::sync::{Arc, OnceLock};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A check of one part of ibid.
pub type Check = fn(&[u8]);

/// Every check with the name of its target and of its folder below `corpus/`.
pub const CHECKS: [(&str, Check); 8] = [
    ("citation", citation),
    ("meta", meta),
    ("page", page),
    ("quotation", quotation),
    ("quote", quote),
    ("seal", seal),
    ("sentence", sentence),
    ("site", site),
];

/// What separates the texts of one input: a quotation and the passages, a page and its source.
const SEPARATOR: char = '\u{1e}';

/// The label of a citation: what it names stands where it says, and each of its parts reads the same alone.
pub fn citation(data: &[u8]) {
    let label = String::from_utf8_lossy(data);
    for (span, key) in citation::bare_citations(&label) {
        assert!(span.of(&label)[1..].starts_with(key));
    }
    match citation::parse(&label) {
        Err(fault) => check_span(fault.span, &label),
        Ok(cites) => {
            assert!(!cites.is_empty());
            for cite in cites {
                let own = cite.span.of(&label);
                if let Target::Source { key, key_span, passages } = &cite.target {
                    assert_eq!(key_span.of(&label), key.as_str());
                    let named = match *passages {
                        Passages::Whole => Vec::new(),
                        Passages::One(one) => vec![one],
                        Passages::Range(first, last) => vec![first, last],
                    };
                    for passage in named {
                        assert_eq!(passage.span.of(&label), passage.id.to_string());
                    }
                }
                if let Some((span, _)) = &cite.original {
                    assert!(cite.span.contains(*span));
                    check_span(*span, &label);
                }
                let alone = citation::parse(own).expect("a part of a label is a label");
                assert_eq!(alone.len(), 1);
                let parts = |cite: &citation::Cite| (cite.prefix.clone(), cite.locator.clone(), cite.suppress_author);
                assert_eq!(parts(&alone[0]), parts(&cite));
            }
        }
    }
}

/// Front matter: the Markdown begins inside the text, and every finding stands in it.
pub fn meta(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (_, body, findings) = ibid::meta::parse(&text);
    check_span(Span::new(body, text.len()), &text);
    check_findings(&findings, &text);
}

/// A page of each kind: every mark stands in the text, and the indexes of statements are those of their tables.
pub fn page(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let file = Arc::new(File::new(text.into_owned()));
    for (path, reading) in [
        ("content/briefings/a.md", Reading { single_quotes: false, unsafe_html: false, ..Reading::default() }),
        ("content/people/a.md", Reading { single_quotes: true, unsafe_html: true, ..Reading::default() }),
        ("content/sources/a.md", Reading::default()),
    ] {
        let path = FilePath::new(path).expect("the path stays inside");
        check_page(&parse(&path, &file, reading));
    }
}

fn check_page(page: &Page) {
    let text = page.file.text();
    check_findings(&page.gist.findings, text);
    for block in &page.blocks {
        check_span(block.span, text);
        for written in block.prose.written() {
            check_span(written, text);
        }
        block.prose.opaque().iter().for_each(|&span| check_span(span, block.prose.text()));
    }
    let marks = page.citations.iter().flat_map(|citation| [citation.mark.span, citation.mark.label]);
    let links = page.links.iter().map(|link| link.span);
    let bare = page.bare_citations.iter().map(|(span, _)| *span);
    let passages = page.passages.iter().map(|passage| passage.span);
    let quoted = page.quotations.iter().map(|quotation| quotation.span);
    marks.chain(links).chain(bare).chain(passages).chain(quoted).for_each(|span| check_span(span, text));
    let mut owned = vec![0; page.citations.len()];
    for statement in &page.statements {
        check_span(statement.span, text);
        assert!(statement.blocks.end <= page.blocks.len());
        assert!(statement.quotations.iter().all(|&index| index < page.quotations.len()));
        assert!(statement.citations.is_sorted());
        statement.citations.iter().for_each(|&index| owned[index] += 1);
    }
    assert!(owned.iter().all(|&owners| owners <= 1), "a citation belongs to one statement");
    for event in &page.gist.events {
        check_span(event.date_span, text);
        assert!(!event.statements.is_empty() && event.statements.end <= page.statements.len());
    }
}

/// Panics for a span outside the text, or one that cuts a character.
fn check_span(span: Span, text: &str) {
    assert!(text.get(span.start..span.end).is_some(), "{span:?} in {} bytes", text.len());
}

fn check_findings(findings: &[Finding], text: &str) {
    for finding in findings {
        check_span(finding.span, text);
        finding.marks.iter().for_each(|&mark| check_span(mark, text));
    }
}

/// The scanner of quotations: they stand in order, apart, with their parts inside them.
pub fn quotation(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for single_quotes in [false, true] {
        let scan = quotations(&text, &opaque(&text), single_quotes);
        let mut end = 0;
        for quoted in &scan.quotations {
            assert!(end <= quoted.outer.start && !quoted.parts.is_empty());
            end = quoted.outer.end;
            let mut part_end = quoted.outer.start;
            for part in &quoted.parts {
                assert!(part_end < part.end && part_end <= part.start && quoted.outer.contains(*part));
                assert_eq!(part.of(&text).trim(), part.of(&text));
                part_end = part.end;
            }
        }
        for mark in &scan.unclosed {
            assert_eq!(mark.of(&text).chars().count(), 1);
            assert!(scan.quotations.iter().all(|quoted| !quoted.outer.contains(*mark)));
        }
    }
}

/// What stands between backticks, as code does.
fn opaque(text: &str) -> Vec<Span> {
    let ticks: Vec<usize> = text.match_indices('`').map(|(at, _)| at).collect();
    ticks.chunks_exact(2).map(|pair| Span::new(pair[0], pair[1] + 1)).collect()
}

/// The matcher: a first text is the quotation, the others are the passages. What it accepts stands there.
pub fn quote(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut texts = text.split(SEPARATOR);
    let quotation = texts.next().unwrap_or_default();
    let skeletons: Vec<Skeleton> = texts.take(8).map(Skeleton::new).collect();
    match verify(quotation, &Scope::new(&skeletons)) {
        Ok(found) => check_found(quotation, &skeletons, &found),
        Err(refusal) => check_refusal(quotation, &refusal),
    }
    let passages: Vec<&Skeleton> = skeletons.iter().collect();
    if let Some(nearest) = nearest(quotation, &passages) {
        place_text(&skeletons, &nearest.place);
        nearest.quotation.iter().for_each(|&span| check_span(span, quotation));
        let passage = skeletons[nearest.place.passage].plain();
        nearest.source.iter().for_each(|&span| check_span(span, passage));
        assert!(nearest.likeness <= 1000);
    }
}

fn check_found(quotation: &str, skeletons: &[Skeleton], found: &Found) {
    let places: Vec<&str> = found.places.iter().map(|place| place_text(skeletons, place)).collect();
    assert!(places.iter().all(|place| !place.is_empty()));
    for difference in &found.differences {
        check_span(difference.quotation, quotation);
        place_text(skeletons, &difference.source);
    }
    let stands = letters(&places.concat());
    // What is inexact may have brackets besides.
    let is_edited = found.grade == Grade::Edited || found.grade == Grade::Inexact && quotation.contains('[');
    if is_edited {
        // A place is whole words, of which brackets may have replaced some letters.
        let quoted = letters(&without_brackets(quotation));
        let is_foreign = !is_plain(&quoted) || !is_plain(&stands);
        assert!(is_foreign || is_subsequence(&quoted, &stands), "{quotation:?} was verified by {stands:?}");
    } else if is_plain(&stands) && is_plain(quotation) {
        assert_eq!(stands, letters(quotation), "verified as {:?}", found.grade);
    }
}

fn check_refusal(quotation: &str, refusal: &Refusal) {
    match refusal {
        Refusal::Empty | Refusal::Tangled => {}
        Refusal::Missing { words }
        | Refusal::Fragment { words }
        | Refusal::OutOfOrder { words }
        | Refusal::TooShort { words }
        | Refusal::CrossesPassages { omission: words } => check_span(*words, quotation),
    }
}

fn place_text<'a>(skeletons: &'a [Skeleton], place: &Place) -> &'a str {
    place.span.of(skeletons[place.passage].plain())
}

/// The letters and digits of a text, without case and accents: a coarser skeleton than ibid's, made without it.
fn letters(text: &str) -> String {
    let folded: String = text.nfkc().collect::<String>().to_uppercase().to_lowercase();
    let bare = folded.nfkd().filter(|&c| !is_combining_mark(c) && c.is_alphanumeric());
    bare.map(|c| if c == 'ς' { 'σ' } else { c }).collect()
}

/// Whether a text has letters of Latin, Greek and Cyrillic only: other scripts have rules that are not repeated here.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| !c.is_alphanumeric() || matches!(c, ..'\u{590}' | '\u{1e00}'..'\u{2000}'))
}

/// The text without its outermost pairs of brackets and what is in them.
fn without_brackets(text: &str) -> String {
    let (mut open, mut pairs) = (Vec::new(), Vec::<(usize, usize)>::new());
    for (at, c) in text.char_indices() {
        match c {
            '[' | '［' => open.push(at),
            ']' | '］' => {
                if let Some(start) = open.pop() {
                    pairs.retain(|&(inner, _)| inner < start);
                    pairs.push((start, at + c.len_utf8()));
                }
            }
            _ => {}
        }
    }
    let mut outside = String::new();
    let mut done = 0;
    for (start, end) in pairs {
        outside.push_str(&text[done..start]);
        done = end;
    }
    outside + &text[done..]
}

fn is_subsequence(part: &str, whole: &str) -> bool {
    let mut whole = whole.chars();
    part.chars().all(|wanted| whole.any(|c| c == wanted))
}

/// The seal: it is written as it was read, and what cannot be read is told inside the text.
pub fn seal(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match Seal::parse(&text) {
        Err(fault) => check_span(fault.span, &text),
        Ok(seal) => assert_eq!(Seal::parse(&seal.to_string()).expect("a seal reads what it writes"), seal),
    }
}

/// The sentence splitter: ends ascend, outside what is whole, and the last is the end of the text.
pub fn sentence(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let quoted = quotations(&text, &[], false).quotations.into_iter().map(|quoted| quoted.outer).collect();
    for whole in [Vec::new(), opaque(&text), quoted] {
        let ends = sentence_ends(&text, &whole);
        let trimmed = text.trim_end().len();
        let mut start = 0;
        for &end in &ends {
            assert!(start < end && !text[start..end].trim().is_empty());
            assert!(end == trimmed || whole.iter().all(|span| end <= span.start || span.end <= end));
            start = end;
        }
        assert_eq!(ends.last().copied().unwrap_or(0), trimmed);
    }
}

/// A whole site of three pages and a seal, to the bytes of its pages: nothing that is written makes ibid fail.
pub fn site(data: &[u8]) {
    static THEME: OnceLock<Theme> = OnceLock::new();
    let text = String::from_utf8_lossy(data);
    let mut texts = text.split(SEPARATOR);
    let mut next = || texts.next().unwrap_or_default();
    let world = World::from_texts([
        ("content/briefings/a.md", next()),
        ("content/sources/s.md", next()),
        ("content/people/p.md", next()),
        ("ibid.lock", next()),
    ]);
    let site = compile(
        world,
        Options { strict: data.len().is_multiple_of(2), locked: data.len().is_multiple_of(3), ..Options::default() },
    );
    for diagnostic in &site.diagnostics {
        if let Some(file) = site.world.files.get(diagnostic.place.path.as_str()) {
            check_span(diagnostic.place.span, file.text());
        }
    }
    let theme = THEME.get_or_init(|| Theme::load(&site).0);
    let plan = plan(&site);
    let own = plan.artefacts.values().filter(|artefact| matches!(artefact, Artefact::Page(_) | Artefact::Evidence));
    for artefact in own {
        drop(plan.bytes(artefact, &site, theme));
    }
}
