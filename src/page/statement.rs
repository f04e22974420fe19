//! Blocks → statements and quotations: what a page says, piece by piece, and which citations each piece leans on.
//! Called by `page::parse`. Whether the citations hold is for `bind/`.

use super::block::{Block, CitationMark, Role};
use super::prose::Prose;
use crate::date::Edtf;
use crate::diagnostic::{Code, Finding};
use crate::prose::quotation::{Scan, quotations};
use crate::prose::sentence::sentence_ends;
use crate::prose::{PARAGRAPH, white};
use crate::span::Span;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A sentence, a table row, a list item without a sentence, or a block quote.
#[derive(Clone, PartialEq, Debug)]
pub struct Statement {
    pub form: Form,
    /// From its first character to its last, in bytes; citations that follow its end are outside.
    pub span: Span,
    words: Words,
    /// Indexes into the page's citations, ascending.
    pub citations: Vec<usize>,
    /// Indexes into the page's quotations, ascending.
    pub quotations: Vec<usize>,
    /// Indexes into the page's blocks.
    pub blocks: std::ops::Range<usize>,
}

/// Where the words of a statement stand. Most of what a site says stands in its blocks already, and is not kept twice.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Words {
    /// In the text of its first block: from, to, in bytes.
    Within(u32, u32),
    /// Those of several blocks, white space folded.
    Own(Box<str>),
}

impl Words {
    fn within(span: Span) -> Self {
        let narrow = |offset: usize| u32::try_from(offset).expect("a file is shorter than 4 GiB");
        Words::Within(narrow(span.start), narrow(span.end))
    }
}

impl Statement {
    /// What it says, white space folded; `blocks` are those of its page.
    pub fn text<'a>(&'a self, blocks: &'a [Block]) -> Cow<'a, str> {
        match &self.words {
            Words::Within(from, to) => {
                white::fold(&blocks[self.blocks.start].prose.text()[*from as usize..*to as usize])
            }
            Words::Own(words) => Cow::Borrowed(words),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    Sentence,
    Row,
    BlockQuote,
    /// Headings, footnotes, terms: they state nothing that is counted, but what they quote is checked.
    Aside,
}

/// Words that are claimed to stand in a source.
#[derive(Clone, PartialEq, Debug)]
pub struct Quotation {
    /// With its marks, in bytes.
    pub span: Span,
    /// Without the marks around it.
    pub prose: Prose,
    pub block_quote: bool,
    /// Where the attribution of a block quote begins, in bytes.
    pub attribution: Option<usize>,
}

/// What a page writes beside something that was guessed and that nobody has confirmed.
pub const GUESS: &str = "(?)";

/// A dated statement: a list item that begins with a date and a dash or colon.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Event {
    pub date: Edtf,
    /// The date as written, in bytes.
    pub date_span: Span,
    /// The item's words after the dash, white space folded.
    pub text: String,
    pub block: usize,
    /// Indexes into the page's statements.
    pub statements: std::ops::Range<usize>,
}

/// A quotation may run over so many paragraphs. All of them are scanned again for each that is added, so a page of
/// nothing but marks that never close would take its time.
const MOST_PARAGRAPHS: usize = 100;

/// What the blocks of a page state.
#[derive(Debug, Default)]
pub(crate) struct Statements {
    pub statements: Vec<Statement>,
    pub quotations: Vec<Quotation>,
    pub events: Vec<Event>,
    pub findings: Vec<Finding>,
}

pub(crate) fn statements(blocks: &[Block], citations: &[CitationMark], single_quotes: bool) -> Statements {
    let mut reader = Reader { blocks, citations, single_quotes, out: Statements::default() };
    let mut at = 0;
    while at < blocks.len() {
        at = reader.unit(at);
    }
    reader.out
}

struct Reader<'a> {
    blocks: &'a [Block],
    citations: &'a [CitationMark],
    single_quotes: bool,
    out: Statements,
}

impl Reader<'_> {
    /// Reads the unit that begins at a block; returns the block after it.
    fn unit(&mut self, at: usize) -> usize {
        let block = &self.blocks[at];
        match &block.role {
            Role::Code => at + 1,
            _ if block.quote.is_some() && block.footnote.is_none() => self.block_quote(at),
            Role::Cell { row, header, .. } => self.row(at, *row, *header),
            Role::Heading { .. } | Role::Term => {
                self.whole(at..at + 1, Form::Aside);
                at + 1
            }
            Role::Text => self.running_text(at),
        }
    }

    /// The citations that stand in these blocks, as indexes.
    fn citations_in(&self, blocks: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        let start = self.citations.partition_point(|citation| citation.block < blocks.start);
        start..self.citations.partition_point(|citation| citation.block < blocks.end)
    }

    fn row(&mut self, at: usize, row: usize, header: bool) -> usize {
        let cells = self.blocks[at..].iter();
        let count =
            cells.take_while(|block| matches!(&block.role, Role::Cell { row: other, .. } if *other == row)).count();
        self.whole(at..at + count, if header { Form::Aside } else { Form::Row });
        at + count
    }

    /// These blocks as one statement, with the quotations in each of them.
    fn whole(&mut self, blocks: std::ops::Range<usize>, form: Form) {
        let first_quotation = self.out.quotations.len();
        for index in blocks.clone() {
            let prose = &self.blocks[index].prose;
            let scan = quotations(prose.text(), prose.opaque(), self.single_quotes);
            self.unclosed(&scan, prose);
            self.quotations(&scan, prose);
        }
        let texts = || self.blocks[blocks.clone()].iter().map(|block| block.prose.text());
        let words = match blocks.len() {
            1 => Words::within(Span::new(0, self.blocks[blocks.start].prose.len())),
            _ => Words::Own(texts().map(fold).collect::<Vec<_>>().join(" | ").into()),
        };
        let citations = self.citations_in(&blocks);
        if texts().any(|text| text.contains(char::is_alphanumeric)) || !citations.is_empty() {
            let span =
                blocks.clone().map(|index| self.blocks[index].span).reduce(Span::join).expect("a unit has a block");
            let quotations = (first_quotation..self.out.quotations.len()).collect();
            self.out.statements.push(Statement {
                form,
                span,
                words,
                citations: citations.collect(),
                quotations,
                blocks,
            });
        }
    }

    /// A block quote, and the paragraph of citations right after it.
    fn block_quote(&mut self, at: usize) -> usize {
        let quote = self.blocks[at].quote;
        let end = at + self.blocks[at..].iter().take_while(|block| block.quote == quote).count();
        let depth = self.blocks[at..end].iter().map(|block| block.depth).min().unwrap_or(0);
        let follows = self.blocks.get(end).is_some_and(|next| {
            next.role == Role::Text && next.quote.is_none() && next.depth + 1 == depth && self.is_citations_only(end)
        });
        let after = end + usize::from(follows);
        let (words, attribution) = quoted_words(&self.blocks[at..end], |index| self.is_citations_only(at + index));
        let span = self.blocks[at..end].iter().map(|block| block.span).reduce(Span::join).expect("a quote has a block");
        let citations: Vec<usize> = self.citations_in(&(at..after)).collect();
        let text = fold(words.text());
        if text.chars().any(char::is_alphanumeric) {
            let quotation = self.out.quotations.len();
            let (attributed, attribution) = attribution.map_or((String::new(), None), |(text, at)| (text, Some(at)));
            self.out.quotations.push(Quotation { span, prose: words.trimmed(), block_quote: true, attribution });
            let words = Words::Own(format!("{text} {attributed}").trim_end().into());
            let form = Form::BlockQuote;
            self.out.statements.push(Statement {
                form,
                span,
                words,
                citations,
                quotations: vec![quotation],
                blocks: at..after,
            });
        }
        after
    }

    fn is_citations_only(&self, block: usize) -> bool {
        let empty = !self.blocks[block].prose.text().chars().any(char::is_alphanumeric);
        empty && !self.citations_in(&(block..block + 1)).is_empty()
    }

    /// A paragraph or a list item, with the paragraphs that a quotation runs on over.
    fn running_text(&mut self, at: usize) -> usize {
        let mut prose = Cow::Borrowed(&self.blocks[at].prose);
        let mut shifts = vec![0];
        let mut scan = quotations(prose.text(), prose.opaque(), self.single_quotes);
        let mut end = at + 1;
        while !scan.unclosed.is_empty() && end - at < MOST_PARAGRAPHS && self.continues(at, end) {
            let mut longer = prose.clone().into_owned();
            longer.push_separator(PARAGRAPH.encode_utf8(&mut [0; 4]));
            let shift = longer.append(&self.blocks[end].prose);
            let longer_scan = quotations(longer.text(), longer.opaque(), self.single_quotes);
            // The join is worth it only where it closes what was open, or may yet do so further on.
            let closed = longer_scan.unclosed.iter().all(|unclosed| unclosed.start >= shift);
            if !closed && !self.continues(at, end + 1) {
                break;
            }
            (prose, scan) = (Cow::Owned(longer), longer_scan);
            shifts.push(shift);
            end += 1;
        }
        self.unclosed(&scan, &prose);
        self.sentences(at..end, &prose, &shifts, &scan);
        end
    }

    /// Whether block `next` is a paragraph right after those of block `at` that begins with an opening mark.
    fn continues(&self, at: usize, next: usize) -> bool {
        let first = &self.blocks[at];
        self.blocks.get(next).is_some_and(|block| {
            let sibling = block.role == Role::Text && block.depth == first.depth && block.quote == first.quote;
            let opens = block.prose.text().trim_start().starts_with(['“', '"', '«', '»', '„', '”', '「', '‘', '\'']);
            sibling && !block.opens_item && block.footnote == first.footnote && opens
        })
    }

    fn sentences(&mut self, blocks: std::ops::Range<usize>, prose: &Prose, shifts: &[usize], scan: &Scan) {
        let mut whole: Vec<Span> =
            scan.quotations.iter().map(|quoted| quoted.outer).chain(prose.opaque().iter().copied()).collect();
        // An event's date is no sentence, whatever marks of doubt it ends in.
        if self.blocks[blocks.start].opens_item
            && let Some((_, _, rest)) = leading_date(prose.text())
        {
            whole.push(Span::new(0, rest));
        }
        whole.sort();
        let ends = sentence_ends(prose.text(), &whole);
        let first_statement = self.out.statements.len();
        let first_quotation = self.out.quotations.len();
        self.quotations(scan, prose);
        let form = if self.blocks[blocks.start].footnote.is_some() { Form::Aside } else { Form::Sentence };
        let mut start = 0;
        for &end in &ends {
            let start_trimmed = end - prose.text()[start..end].trim_start().len();
            let span = prose.to_bytes(Span::new(start_trimmed, end));
            let words = match blocks.len() {
                1 => Words::within(Span::new(start_trimmed, end)),
                _ => Words::Own(fold(&prose.text()[start_trimmed..end]).into()),
            };
            let before = |offset: usize| scan.quotations.partition_point(|quoted| quoted.outer.start < offset);
            let quotations = (first_quotation + before(start)..first_quotation + before(end)).collect();
            let statement = Statement { form, span, words, citations: Vec::new(), quotations, blocks: blocks.clone() };
            self.out.statements.push(statement);
            start = end;
        }
        self.assign_citations(&blocks, prose, shifts, &ends, first_statement);
        self.event(blocks.start, prose, first_statement);
    }

    /// A citation belongs to the sentence in which it stands; right after a sentence's end, to that sentence.
    fn assign_citations(
        &mut self,
        blocks: &std::ops::Range<usize>,
        prose: &Prose,
        shifts: &[usize],
        ends: &[usize],
        first: usize,
    ) {
        let citations = self.citations_in(blocks);
        if ends.is_empty() && !citations.is_empty() {
            let span = self.blocks[blocks.start].span;
            let citations = citations.collect();
            // It cites, but states nothing.
            let statement = Statement {
                form: Form::Aside,
                span,
                words: Words::within(Span::at(0)),
                citations,
                quotations: Vec::new(),
                blocks: blocks.clone(),
            };
            self.out.statements.push(statement);
            return;
        }
        for index in citations {
            let citation = &self.citations[index];
            let at = shifts[citation.block - blocks.start] + citation.at;
            // The white space between a sentence's end and the marker belongs to nobody.
            let at = prose.text()[..at].trim_end().len();
            let sentence = ends.partition_point(|&end| end < at).min(ends.len() - 1);
            self.out.statements[first + sentence].citations.push(index);
        }
    }

    fn event(&mut self, block: usize, prose: &Prose, first_statement: usize) {
        let last_statement = self.out.statements.len();
        if !self.blocks[block].opens_item || first_statement == last_statement {
            return;
        }
        if let Some((date, date_span, rest)) = leading_date(prose.text()) {
            let text = fold(&prose.text()[rest..]);
            let date_span = prose.to_bytes(date_span);
            self.out.events.push(Event { date, date_span, text, block, statements: first_statement..last_statement });
        }
    }

    fn quotations(&mut self, scan: &Scan, prose: &Prose) {
        for quoted in &scan.quotations {
            let mut words = Prose::default();
            for part in &quoted.parts {
                if !words.is_empty() {
                    words.push_separator("\n");
                }
                words.append(&prose.slice(*part));
            }
            let span = prose.to_bytes(quoted.outer);
            self.out.quotations.push(Quotation { span, prose: words, block_quote: false, attribution: None });
        }
    }

    fn unclosed(&mut self, scan: &Scan, prose: &Prose) {
        for mark in &scan.unclosed {
            let message = format!("nothing closes the quotation mark `{}`", mark.of(prose.text()));
            let finding = Finding::new(Code::UnclosedQuotation, prose.to_bytes(*mark), message);
            self.out
                .findings
                .push(finding.help("close the quotation in the same paragraph, or reopen it at the start of the next"));
        }
    }
}

/// The quoted words of a block quote, and its attribution: the last line if it begins with a dash, or a last paragraph
/// of citations only.
fn quoted_words(blocks: &[Block], is_citations_only: impl Fn(usize) -> bool) -> (Prose, Option<(String, usize)>) {
    let last = blocks.len() - 1;
    let mut words = Prose::default();
    let mut attribution = None;
    for (index, block) in blocks.iter().enumerate() {
        let mut part = block.prose.clone();
        if index == last {
            if last > 0 && is_citations_only(index) {
                break;
            }
            if let Some(start) = attribution_start(part.text(), last > 0) {
                let text = &part.text()[start..];
                let at = start + text.len() - text.trim_start().len();
                attribution = Some((fold(text), part.to_bytes(Span::new(at, part.len())).start));
                part = part.slice(Span::new(0, start));
            }
        }
        if !words.is_empty() {
            words.push_separator("\n");
        }
        words.append(&part);
    }
    (words, attribution)
}

/// Where the last line begins, if it begins with a dash; a paragraph's first line counts only when others stand before it.
fn attribution_start(text: &str, others_before: bool) -> Option<usize> {
    let start = text.rfind('\n').map_or(0, |newline| newline + 1);
    let dashed =
        text[start..].trim_start().starts_with(['—', '–', '―']) || text[start..].trim_start().starts_with("--");
    (dashed && (start > 0 || others_before)).then_some(start)
}

/// `2025-04-25 — …`: the date, its span, and where the words after the dash or colon begin.
fn leading_date(text: &str) -> Option<(Edtf, Span, usize)> {
    let start = text.len() - text.trim_start().len();
    let end = start + text[start..].find(|c: char| c.is_whitespace() || matches!(c, ':' | '—' | '–'))?;
    let date = Edtf::parse(&text[start..end])?;
    let rest = text[end..].trim_start();
    let mark = ["—", "–", "--", "-", ":"].into_iter().find(|mark| rest.starts_with(mark))?;
    let rest = rest[mark.len()..].trim_start_matches('-').trim_start();
    Some((date, Span::new(start, end), text.len() - rest.len()))
}

/// White space folded to single spaces.
pub fn fold(text: &str) -> String {
    white::fold(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::block::blocks;

    fn read(text: &str) -> (Vec<String>, Statements) {
        let blocks = blocks(text, 0, false);
        let read = statements(&blocks.blocks, &blocks.citations, false);
        let labels = |statement: &Statement| {
            let labels = statement.citations.iter().map(|&citation| blocks.citations[citation].label.of(text));
            labels.collect::<Vec<_>>().join(" ")
        };
        let shown = read
            .statements
            .iter()
            .map(|statement| format!("{} <{}>", statement.text(&blocks.blocks), labels(statement)));
        (shown.collect(), read)
    }

    #[test]
    fn citations_belong_to_the_sentence_they_stand_in_or_follow() {
        let (shown, _) = read("One [@a]. Two is “so.” [@b] Three\n[@c; @d], and more. [@e] Four.");
        assert_eq!(shown, ["One. <@a>", "Two is “so.” <@b>", "Three, and more. <@c; @d @e>", "Four. <>"]);
    }

    #[test]
    fn rows_items_and_quotes_are_statements() {
        let text = "- an item [@a]\n- Two. Sentences [@b].\n\n| h [@h] | i |\n|---|---|\n| x [@c] | y [@d] |\n\n> Said so.\n> — Somebody\n\n[@e]\n\nAfter.\n";
        let (shown, read) = read(text);
        assert_eq!(
            shown,
            [
                "an item <@a>",
                "Two. <>",
                "Sentences. <@b>",
                "h | i <@h>",
                "x | y <@c @d>",
                "Said so. — Somebody <@e>",
                "After. <>"
            ]
        );
        assert_eq!(read.quotations[0].prose.text(), "Said so.");
        assert_eq!(read.quotations[0].attribution.map(|at| text[at..].starts_with('—')), Some(true));
    }

    #[test]
    fn a_quotation_runs_on_over_paragraphs_that_reopen_it() {
        let (shown, read) = read("He said: “One.\n\n“Two.\n\n“Three” [@a]. After.\n\nAn “open mark.\n\nElse.");
        assert_eq!(shown, ["He said: “One. “Two. “Three”. <@a>", "After. <>", "An “open mark. <>", "Else. <>"]);
        assert_eq!(read.quotations[0].prose.text(), "One.\nTwo.\nThree");
        assert_eq!(read.findings.len(), 1);
    }

    #[test]
    fn items_that_begin_with_a_date_are_events() {
        let (_, read) = read(
            "- 2025-04-25 — He *arrives* [@a]. Then more.\n- 2026: A year\n- 2025-12-28? - Perhaps.\n- 2025 was a year\n\n2025 — No item.",
        );
        let events: Vec<String> = read.events.iter().map(|event| format!("{} {}", event.date, event.text)).collect();
        assert_eq!(events, ["2025-04-25 He arrives. Then more.", "2026 A year", "2025-12-28? Perhaps."]);
        assert_eq!(read.events[0].statements, 0..2);
    }
}
