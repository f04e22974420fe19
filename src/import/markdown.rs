//! Source → the Markdown of its page: front matter, passages with their ids, boilerplate in fences. `import` calls it;
//! `inline.rs` writes the words, so that whatever Markdown would make of the seed's own characters is escaped.

use super::inline::{Place, block_words, escape_heading};
use super::source::{Block, Content, Form, Label, Locator, Metadata, Passage, Source};
use super::words::{Mark, Style, Words};
use super::yaml::scalar;
use crate::date::Date;
use crate::key::{PassageId, SourceKey};
use crate::page::{self, Reading};
use crate::path::FilePath;
use crate::seal::PassageHash;
use crate::world::{File, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// What the page says of its seed, beside what the seed says itself.
pub(crate) struct Origin<'a> {
    pub key: &'a SourceKey,
    pub seed: &'a FilePath,
    pub sha256: Sha256,
    pub retrieved: Option<Date>,
}

/// The text of the source page.
pub(crate) fn page(origin: &Origin<'_>, source: &Source) -> String {
    let mut page = front_matter(origin, source);
    let mut writer = Writer::default();
    for block in source.blocks.iter().filter(|block| !matches!(block.content, Content::Metadata(_))) {
        writer.block(&mut page, block);
    }
    page
}

/// What a parser finds on the page of a source: a hash of each passage, as the seal will have it.
pub(crate) fn passages_written(source: &Source) -> BTreeMap<PassageId, PassageHash> {
    let mut page = String::new();
    let mut writer = Writer::default();
    source.blocks.iter().for_each(|block| writer.block(&mut page, block));
    let path = FilePath::new("content/sources/a.md").expect("a path below the root");
    page::parse(&path, &Arc::new(File::new(page)), Reading::default()).gist.hashes
}

fn front_matter(origin: &Origin<'_>, source: &Source) -> String {
    let Metadata {
        title,
        kind,
        authors,
        publisher,
        speakers,
        date,
        url,
        language,
        copyright,
        license,
        summary,
        evidence,
    } = &source.metadata;
    let mut lines = vec!["---".to_owned()];
    let mut line = |name: &str, value: Option<String>| lines.extend(value.map(|value| format!("{name}: {value}")));
    let list = |names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| scalar(name)).collect();
        (!names.is_empty()).then(|| format!("[{}]", names.join(", ")))
    };
    let names: Vec<String> = speakers.iter().map(|speaker| speaker.name.clone()).collect();
    line("title", title.as_deref().map(scalar));
    line("key", Some(scalar(origin.key.as_str())));
    line("type", Some(kind.as_str().to_owned()));
    line("authors", list(authors));
    line("publisher", publisher.as_deref().map(scalar));
    line("speakers", list(&names));
    line("date", date.map(|date| date.to_string()));
    line("url", url.as_deref().map(scalar));
    line("language", language.as_deref().map(scalar));
    line("summary", summary.as_deref().map(scalar));
    line("copyright", copyright.as_deref().map(scalar));
    line("seed", Some(scalar(origin.seed.as_str())));
    line("sha256", Some(scalar(&origin.sha256.to_string())));
    line("retrieved", origin.retrieved.map(|date| date.to_string()));
    line("rights", Some("excerpt".to_owned()));
    if !source.notes.is_empty() {
        lines.push("notes:".to_owned());
        lines.extend(source.notes.iter().map(|note| format!("  - {}", scalar(note))));
    }
    let roles: Vec<(&str, &str)> =
        speakers.iter().filter_map(|speaker| Some((speaker.name.as_str(), speaker.role.as_deref()?))).collect();
    let evidence: Vec<(&str, &str)> =
        evidence.iter().map(|(field, evidence)| (field.as_str(), evidence.as_str())).collect();
    if license.is_some() || !roles.is_empty() || !evidence.is_empty() {
        lines.push("extra:".to_owned());
        lines.extend(license.iter().map(|license| format!("  license: {}", scalar(license))));
    }
    for (name, entries) in [("roles", roles), ("evidence", evidence)] {
        if !entries.is_empty() {
            lines.push(format!("  {name}:"));
            lines.extend(entries.iter().map(|(key, value)| format!("    {}: {}", scalar(key), scalar(value))));
        }
    }
    lines.push("---\n".to_owned());
    lines.join("\n")
}

/// Writes blocks one after another. Items of one list and rows of one table stand together, other blocks apart.
#[derive(Debug, Default)]
struct Writer {
    /// For each list that is open, the outermost first, how deep its items stand and at which column their words begin.
    items: Vec<(usize, usize)>,
    in_table: bool,
}

impl Writer {
    fn block(&mut self, page: &mut String, block: &Block) {
        let form = match &block.content {
            Content::Passage(passage) => Some(&passage.form),
            _ => None,
        };
        let (item, row) = (matches!(form, Some(Form::Item { .. })), matches!(form, Some(Form::Row(_))));
        if !(item && !self.items.is_empty() || row && self.in_table) {
            page.push('\n');
        }
        if !item {
            self.items.clear();
        }
        self.in_table = row || matches!(block.content, Content::TableHead(_));
        match &block.content {
            Content::Metadata(_) => {}
            Content::Heading { level, text } => {
                let marks = "#".repeat(usize::from(*level));
                page.push_str(&format!("{marks} {}\n", escape_heading(text)));
            }
            Content::Passage(passage) => self.passage(page, passage, &block.at),
            Content::TableHead(cells) => {
                page.push_str(&row_of(cells.iter().cloned(), ""));
                page.push_str(&format!("|{}\n", " --- |".repeat(cells.len())));
            }
            Content::Boilerplate { class, rule, raw } => {
                let fence = fence(raw);
                let head = format!("{fence} boilerplate {}{} rule={rule}", class.as_str(), block.at);
                page.push_str(&format!("{head}\n{}\n{fence}\n", raw.join("\n")));
            }
        }
    }

    fn passage(&mut self, page: &mut String, passage: &Passage, at: &Locator) {
        let id = id(passage.id, at);
        let (opening, rest) = match &passage.form {
            Form::Paragraph => (String::new(), String::new()),
            Form::Item { mark, depth } => self.item(mark, *depth),
            Form::Quote => ("> ".to_owned(), "> ".to_owned()),
            Form::Note(label) => (format!("[^{label}]: "), "    ".to_owned()),
            Form::Row(cells) => {
                let cells = cells.iter().map(|&cell| passage.words.slice(cell));
                return page.push_str(&row_of(cells, &id));
            }
            // A line that opens boilerplate would do so within a fence, too.
            Form::Code { .. } if passage.words.text.lines().any(|line| line.starts_with(":::")) => {
                let lines = passage.words.text.lines().map(|line| format!("    {line}"));
                return page.push_str(&format!("{}\n\n{id}\n", lines.collect::<Vec<_>>().join("\n")));
            }
            Form::Code { language } => {
                let fence = code_fence(&passage.words.text);
                let language = language.as_deref().unwrap_or_default();
                return page.push_str(&format!("{fence}{language}\n{}\n{fence}\n\n{id}\n", passage.words.text));
            }
        };
        let words = labelled(passage.label.as_ref(), &passage.words);
        let written = format!("{} {id}", words.trim_end());
        page.push_str(&opening);
        page.push_str(&written.replace('\n', &format!("\n{rest}")));
        page.push('\n');
    }

    /// What stands before an item's first line, and before its others.
    fn item(&mut self, mark: &str, depth: usize) -> (String, String) {
        // The lists around it may hold no item of their own.
        while self.items.pop_if(|(other, _)| *other >= depth).is_some() {}
        let column = self.items.last().map_or(0, |&(_, column)| column);
        let mark = if is_number(mark) { mark } else { "-" };
        self.items.push((depth, column + mark.len() + 1));
        (format!("{}{mark} ", " ".repeat(column)), " ".repeat(column + mark.len() + 1))
    }
}

/// Whether Markdown counts with this mark: `2.`, `2)`.
fn is_number(mark: &str) -> bool {
    let digits = mark.strip_suffix(['.', ')']).unwrap_or_default();
    (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

fn id(id: PassageId, at: &Locator) -> String {
    let attribute = match at {
        Locator::Page(_) | Locator::Time(_) => at.to_string(),
        Locator::None | Locator::Lines(_) | Locator::Part(_) => String::new(),
    };
    format!("{{#{id}{attribute}}}")
}

fn labelled(label: Option<&Label>, words: &Words) -> String {
    match label {
        Some(label) => {
            let shown = block_words(&label.shown.as_str().into(), Place::Within);
            format!("**{shown}:** {}", block_words(words, Place::Within))
        }
        None => block_words(&without_lead(words), Place::Start),
    }
}

/// Bold words with a colon at the beginning of a passage would be read as a speaker's label, so they are not set in bold.
fn without_lead(words: &Words) -> Cow<'_, Words> {
    let is_lead = |mark: &Mark| {
        let before = words.text[..mark.span.start].trim();
        mark.style == Style::Strong && before.is_empty() && mark.span.of(&words.text).trim_end().ends_with(':')
    };
    if !words.marks.iter().any(is_lead) {
        return Cow::Borrowed(words);
    }
    let marks = words.marks.iter().filter(|mark| !is_lead(mark)).cloned().collect();
    Cow::Owned(Words { text: words.text.clone(), marks })
}

fn row_of(cells: impl Iterator<Item = Words>, id: &str) -> String {
    let mut row = String::new();
    let mut cells = cells.peekable();
    while let Some(cell) = cells.next() {
        let id = if cells.peek().is_none() { id } else { "" };
        write!(row, "| {} ", format!("{} {id}", block_words(&cell, Place::Cell)).trim()).expect("a string takes all");
    }
    row.push_str("|\n");
    row
}

/// Backticks enough that no line of the code ends it.
fn code_fence(code: &str) -> String {
    let ticks = |line: &str| line.trim_start().chars().take_while(|&c| c == '`').count();
    "`".repeat((code.lines().map(ticks).max().unwrap_or(0) + 1).max(3))
}

/// Colons enough that no line of the block ends it.
fn fence(raw: &[String]) -> String {
    let colons = |line: &String| line.trim_start().chars().take_while(|&c| c == ':').count();
    let longest = raw.iter().map(colons).max().unwrap_or(0);
    ":".repeat((longest + 1).max(3))
}

#[cfg(test)]
mod tests {
    use super::super::blocks::Blocks;
    use super::super::source::Class;
    use super::*;
    use crate::span::Span;

    /// What is written of these blocks.
    fn written(fill: impl Fn(&mut Blocks)) -> String {
        let mut blocks = Blocks::default();
        fill(&mut blocks);
        let (mut page, mut writer) = (String::new(), Writer::default());
        blocks.into_blocks().iter().for_each(|block| writer.block(&mut page, block));
        page
    }

    /// What a parser finds: each passage's id, attributes and words.
    fn found(page: &str) -> Vec<String> {
        let path = FilePath::new("content/sources/a.md").unwrap();
        let file = Arc::new(File::new(page.to_owned()));
        let page = page::parse(&path, &file, Reading::default());
        assert_eq!((&page.gist.unnumbered, &page.gist.findings), (&vec![], &vec![]));
        let shown = page.passages.iter().map(|passage| {
            let attributes: Vec<String> =
                passage.attributes.iter().map(|(name, value)| format!("{name}={value} ")).collect();
            format!("{} {}{}", passage.id, attributes.concat(), passage.prose.text())
        });
        shown.collect()
    }

    fn item(mark: &str, depth: usize) -> Form {
        Form::Item { mark: mark.into(), depth }
    }

    #[test]
    fn every_form_of_passage_is_read_back() {
        let page = written(|blocks| {
            let stone = Label { shown: "Stone".into(), raw: "ADA STONE:".into() };
            blocks.passage(Locator::None, Form::Paragraph, Some(stone), "Four ferries.");
            blocks.passage(Locator::Page(7), Form::Quote, None, "two\nlines");
            blocks.passage(Locator::None, item("2.", 0), None, "two");
            blocks.passage(Locator::None, item("•", 1), None, "inner\n- no item");
            blocks.passage(Locator::None, item("10.", 0), None, "ten");
            blocks.passage(Locator::Time(3_724_500), Form::Paragraph, None, "heard");
            let head = vec!["".into(), "b|".into()];
            blocks.table(
                head,
                vec![(Locator::None, vec!["`x|y`".into()]), (Locator::None, vec!["c".into(), "d".into()])],
            );
            blocks.passage(Locator::None, Form::Code { language: Some("rust".into()) }, None, "let x;\n```");
            blocks.passage(Locator::None, Form::Note("1".into()), None, "a note\nin two lines");
        });
        assert_eq!(
            page,
            "\n**Stone:** Four ferries. {#p1}\n\n> two\\\n> lines {#p2 page=7}\n\n2. two {#p3}\n   - inner\\\n     \\- no item {#p4}\n10. ten {#p5}\n\n\
             heard {#p6 t=01:02:04}\n\n|  | b\\| |\n| --- | --- |\n| \\`x\\|y\\` | {#p7} |\n| c | d {#p8} |\n\n\
             ````rust\nlet x;\n```\n````\n\n{#p9}\n\n[^1]: a note\\\n    in two lines {#p10}\n"
        );
        assert_eq!(
            found(&page),
            [
                "p1 Four ferries.",
                "p2 page=7 two\nlines",
                "p3 two",
                "p4 inner\n- no item",
                "p5 ten",
                "p6 t=01:02:04 heard",
                "p7 `x|y`",
                "p8 c | d",
                "p9 let x;\n```",
                "p10 a note\nin two lines",
            ]
        );
    }

    #[test]
    fn what_would_be_read_as_something_else_is_written_otherwise() {
        let page = written(|blocks| {
            blocks.passage(Locator::None, Form::Code { language: None }, None, "::: boilerplate x\n\n  y");
            let mut words = Words::from("Mind: the gap");
            words.marks.push(Mark { span: Span::new(0, 5), style: Style::Strong });
            blocks.passage(Locator::None, Form::Paragraph, None, words);
            blocks.passage(Locator::None, item("1.", 1), None, "deep");
            blocks.passage(Locator::None, item("2.", 1), None, "and deep");
            blocks.passage(Locator::None, item("-", 0), None, "high");
        });
        assert_eq!(
            found(&page),
            ["p1 ::: boilerplate x\n\n  y", "p2 Mind: the gap", "p3 deep", "p4 and deep", "p5 high"]
        );
    }

    #[test]
    fn a_fence_is_longer_than_any_inside_it() {
        let page = written(|blocks| {
            let raw = vec![":::: x".to_owned(), "y".to_owned()];
            blocks.aside(Locator::Part("nav.menu a".into()), Class::Related, "tail", raw);
        });
        assert_eq!(page, "\n::::: boilerplate related part=nav.menu-a rule=tail\n:::: x\ny\n:::::\n");
    }
}
