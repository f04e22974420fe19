//! A document in Markdown → Source: its front matter is evidence, its text goes the way of a web page's. `read.rs` calls
//! it; the Markdown of source pages is another affair, `markdown.rs`.

use super::account::Yield;
use super::blocks::Blocks;
use super::html::{self, Chapter};
use super::source::{Class, Content, Field, Kind, Locator, Metadata, Source};
use crate::meta::{self, Meta};
use crate::page::markdown::foreign_html;

/// Reads a document in Markdown.
pub(crate) fn read(text: &str) -> Yield {
    let (meta, body, _) = meta::parse(text);
    let mut metadata = metadata(&meta);
    let mut blocks = Blocks::default();
    let mut received = String::new();
    let front = &text[..body];
    if !front.trim().is_empty() {
        received.push_str(front);
        blocks.aside(Locator::None, Class::Metadata, "front-matter", front.lines().map(str::to_owned).collect());
    }
    let base = metadata.url.clone();
    let chapter = Chapter { base: base.as_deref(), notes: "" };
    received.push_str(&html::blocks(&mut blocks, &foreign_html(&text[body..]), chapter, &Locator::None));
    let mut source = Source { blocks: blocks.into_blocks(), ..Source::default() };
    if text[body..].trim_start().starts_with("# ") && metadata.title.is_none() {
        take_title(&mut source, &mut metadata);
    }
    source.metadata = metadata;
    Yield { source, received }
}

/// Makes the first heading the title; the headings below it come up a level.
fn take_title(source: &mut Source, metadata: &mut Metadata) {
    for block in &mut source.blocks {
        let Content::Heading { level, text } = &mut block.content else { continue };
        if metadata.title.is_some() {
            *level = (*level - 1).max(2);
            continue;
        }
        metadata.title = Some(text.clone());
        metadata.evidence.insert("title".to_owned(), "the first heading".to_owned());
        block.content = Content::Metadata(vec![(Field::Title, std::mem::take(text))]);
    }
}

/// What the front matter says, as far as it is of use to a source.
fn metadata(meta: &Meta) -> Metadata {
    let mut metadata = Metadata {
        kind: Kind::Document,
        title: meta.title.as_ref().map(|title| title.value.clone()),
        authors: meta.authors.clone(),
        publisher: meta.source.publisher.clone(),
        date: meta.date,
        url: meta.source.url.clone(),
        language: meta.language.clone(),
        copyright: meta.source.copyright.clone(),
        summary: meta.summary.as_ref().map(|summary| summary.value.clone()),
        ..Metadata::default()
    };
    let given = [
        ("title", metadata.title.is_some()),
        ("authors", !metadata.authors.is_empty()),
        ("publisher", metadata.publisher.is_some()),
        ("date", metadata.date.is_some()),
        ("url", metadata.url.is_some()),
        ("language", metadata.language.is_some()),
        ("copyright", metadata.copyright.is_some()),
        ("summary", metadata.summary.is_some()),
    ];
    for (field, _) in given.into_iter().filter(|(_, is_given)| *is_given) {
        metadata.evidence.insert(field.to_owned(), "the document's front matter".to_owned());
    }
    metadata
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::account::whole;

    fn shown(text: &str) -> (Metadata, Vec<String>) {
        let Yield { source, received } = read(text);
        whole(&received, &source).unwrap();
        let shown = source.blocks.iter().map(|block| match &block.content {
            Content::Metadata(values) => format!("metadata {}", values[0].1),
            Content::Heading { level, text } => format!("{level} {text}"),
            Content::Passage(passage) => passage.words.shown(),
            Content::TableHead(_) => "table".to_owned(),
            Content::Boilerplate { class, raw, .. } => format!("{}: {}", class.as_str(), raw.join("/")),
        });
        (source.metadata, shown.collect())
    }

    #[test]
    fn markdown_is_read_as_its_reader_sees_it() {
        let (metadata, blocks) = shown(
            "---\ntitle: The ferry\ndate: 2026-02-05\n---\n\nIt **sank** [here](https://a.example/x).\n\n- one\n- two [@key]\n\n\
             | a | b |\n|---|---|\n| 1 | 2 |\n\n```rust\nlet x;\n```\n",
        );
        assert_eq!(
            (metadata.title.as_deref(), metadata.date.map(|date| date.to_string())),
            (Some("The ferry"), Some("2026-02-05".into()))
        );
        assert_eq!(
            blocks,
            [
                "metadata: ---/title: The ferry/date: 2026-02-05/---",
                "It sank here.",
                "one",
                "two [@key]",
                "table",
                "1 | 2",
                "let x;"
            ]
        );
    }

    #[test]
    fn the_first_heading_is_the_title() {
        let (metadata, blocks) = shown("# The ferry\n\n## One\n\nIt sank.\n");
        assert_eq!(metadata.title.as_deref(), Some("The ferry"));
        assert_eq!(blocks, ["metadata The ferry", "2 One", "It sank."]);
    }
}
