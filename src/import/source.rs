//! What an import makes of a seed: metadata, and blocks in the order of the seed's lines.
//! Every format fills one; `account.rs` checks it against the seed, `markdown.rs` writes it as a page.

use crate::date::Edtf;
use crate::key::PassageId;
use std::fmt;

/// A seed that has been read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Source {
    pub metadata: Metadata,
    /// In the order of the seed; together they hold every line that is not blank.
    pub blocks: Vec<Block>,
    /// What a human should settle, each with its evidence; no final stop.
    pub notes: Vec<String>,
}

/// What the seed says of itself. Nothing here is guessed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Metadata {
    pub title: Option<String>,
    pub kind: Kind,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    /// In the order in which they first speak.
    pub speakers: Vec<Speaker>,
    /// Never more precise than its evidence.
    pub date: Option<Edtf>,
    pub copyright: Option<String>,
    /// The line under the title that says what the document is about.
    pub summary: Option<String>,
}

/// A type of CSL 1.0.2, or `transcript`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Kind {
    #[default]
    Document,
    Webpage,
    Interview,
    Transcript,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Speaker {
    /// As full as the document gives it.
    pub name: String,
    /// As printed where the speaker is introduced: `HOST`.
    pub role: Option<String>,
}

/// Whole lines of the seed and what they are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    pub lines: LineRange,
    pub content: Content,
}

/// Lines of a seed, counted from 1, both ends included; prints as `25-26`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LineRange {
    pub first: usize,
    pub last: usize,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    /// Every word went to the front matter: the values in their order, with nothing but punctuation between.
    Metadata(Vec<(Field, String)>),
    /// `level` is 2 or 3.
    Heading {
        level: u8,
        text: String,
    },
    Passage(Passage),
    /// `rule` names the rule that set the lines aside; `raw` are the lines as received.
    Boilerplate {
        class: Class,
        rule: &'static str,
        raw: Vec<String>,
    },
}

/// A field of the front matter that can take over words of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    Title,
    Publisher,
    Summary,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passage {
    pub id: PassageId,
    pub form: Form,
    /// Only where a speaker begins; the paragraphs that follow are theirs too.
    pub label: Option<Label>,
    /// The words, with ASCII white space folded and all else as received.
    pub text: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Form {
    Paragraph,
    /// The mark that opened the item, as received: `•` or `2.`
    Item(String),
    /// Its lines began with `>`.
    Quote,
}

/// A speaker's label.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// As the page shows it, without the colon: `Inskeep`.
    pub shown: String,
    /// As received, with all that ends it: `STEVE INSKEEP, HOST:`.
    pub raw: String,
}

macro_rules! named {
    ($type:ident: $($name:ident = $text:literal),* $(,)?) => {
        impl $type {
            pub fn as_str(self) -> &'static str {
                match self { $($type::$name => $text,)* }
            }
        }
    };
}

/// Why lines were set aside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    AuthorBox,
    Byline,
    Caption,
    Comment,
    Copyright,
    Dateline,
    DuplicateTitle,
    Form,
    Kicker,
    Label,
    Navigation,
    Notice,
    PullQuote,
    Rating,
    Related,
    Rule,
    Share,
    Subscribe,
    Tags,
}

named! { Class:
    AuthorBox = "author-box", Byline = "byline", Caption = "caption", Comment = "comment", Copyright = "copyright",
    Dateline = "dateline", DuplicateTitle = "duplicate-title", Form = "form", Kicker = "kicker", Label = "label",
    Navigation = "navigation", Notice = "notice", PullQuote = "pull-quote", Rating = "rating", Related = "related",
    Rule = "rule", Share = "share", Subscribe = "subscribe", Tags = "tags",
}

named! { Kind:
    Document = "document", Webpage = "webpage", Interview = "interview", Transcript = "transcript",
}

impl Source {
    pub fn passages(&self) -> impl Iterator<Item = &Passage> {
        self.blocks.iter().filter_map(|block| match &block.content {
            Content::Passage(passage) => Some(passage),
            _ => None,
        })
    }

    /// How many blocks were set aside.
    pub fn boilerplate(&self) -> usize {
        self.blocks.iter().filter(|block| matches!(block.content, Content::Boilerplate { .. })).count()
    }
}

impl Kind {
    /// Whether its passages are turns of speakers.
    pub fn is_spoken(self) -> bool {
        matches!(self, Kind::Interview | Kind::Transcript)
    }
}

impl LineRange {
    pub fn join(self, other: LineRange) -> LineRange {
        LineRange { first: self.first.min(other.first), last: self.last.max(other.last) }
    }
}

impl fmt::Display for LineRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.first, self.last)
    }
}
