//! Tags → what holds blocks: quotations, lists and their items, tables, footnotes. `block` collects them in the order in
//! which they begin; `render/` sets a document out with them.

use super::markdown::{Alignment, CodeBlockKind, Tag, TagEnd};
use std::ops::Range;

/// Something that blocks stand in.
#[derive(Clone, PartialEq, Debug)]
pub struct Container {
    /// The container around it, by its index.
    pub parent: Option<usize>,
    pub hold: Hold,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Hold {
    Quote,
    List {
        /// The number of its first item, where it is numbered.
        first: Option<usize>,
        /// How many items it has.
        items: usize,
    },
    Item {
        /// In a numbered list.
        number: Option<usize>,
    },
    Table {
        /// By column.
        alignments: Vec<Alignment>,
        /// The blocks of its header.
        head: Range<usize>,
    },
    Code {
        /// Empty where the writer names none.
        language: String,
    },
    /// A footnote.
    Note {
        label: String,
    },
    /// What a definition list says of a term.
    Definition,
}

impl Hold {
    /// What a tag opens within the container around it; `blocks` are those before it.
    pub(super) fn begin(tag: &Tag<'_>, around: Option<&mut Hold>, blocks: usize) -> Option<Hold> {
        Some(match tag {
            Tag::BlockQuote(_) => Hold::Quote,
            Tag::List(first) => {
                Hold::List { first: first.map(|first| usize::try_from(first).unwrap_or(usize::MAX)), items: 0 }
            }
            Tag::Item => {
                let Some(Hold::List { first, items }) = around else { return None };
                *items += 1;
                Hold::Item { number: first.map(|first| first.saturating_add(*items - 1)) }
            }
            Tag::Table(alignments) => Hold::Table { alignments: alignments.clone(), head: blocks..blocks },
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                Hold::Code { language: info.split([' ', ',', '{']).next().unwrap_or_default().to_owned() }
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => Hold::Code { language: String::new() },
            Tag::FootnoteDefinition(label) => Hold::Note { label: label.to_string() },
            Tag::DefinitionListDefinition => Hold::Definition,
            _ => return None,
        })
    }

    pub(super) fn ends_with(&self, tag: TagEnd) -> bool {
        matches!(
            (self, tag),
            (Hold::Quote, TagEnd::BlockQuote(_))
                | (Hold::List { .. }, TagEnd::List(_))
                | (Hold::Item { .. }, TagEnd::Item)
                | (Hold::Table { .. }, TagEnd::Table)
                | (Hold::Code { .. }, TagEnd::CodeBlock)
                | (Hold::Note { .. }, TagEnd::FootnoteDefinition)
                | (Hold::Definition, TagEnd::DefinitionListDefinition)
        )
    }
}
