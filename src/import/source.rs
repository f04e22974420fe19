//! What an import makes of a seed: metadata, and blocks in the order of the document.
//! Every format fills one; `account.rs` checks it against what was read, `markdown.rs` writes it as a page. It crosses
//! from the process that reads a seed to the one that keeps the page, so all of it is plain data.

use super::words::Words;
use crate::date::Edtf;
use crate::key::PassageId;
use crate::span::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A seed that has been read.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Source {
    /// The format that it was read as, and the version of its reader: `text 1`.
    pub importer: String,
    pub metadata: Metadata,
    /// In the order of the document; together they hold every character that it shows.
    pub blocks: Vec<Block>,
    /// What a human should settle, each with its evidence; no final stop.
    pub notes: Vec<String>,
}

/// What the seed says of itself. Nothing here is guessed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Metadata {
    pub title: Option<String>,
    pub kind: Kind,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    /// In the order in which they first speak.
    pub speakers: Vec<Speaker>,
    /// Never more precise than its evidence.
    pub date: Option<Edtf>,
    /// The address that the document gives as its own: absolute, `http` or `https`.
    pub url: Option<String>,
    /// As declared: a BCP 47 tag such as `en-GB`.
    pub language: Option<String>,
    pub copyright: Option<String>,
    /// The address or the name of a licence that the document declares.
    pub license: Option<String>,
    /// The line under the title that says what the document is about.
    pub summary: Option<String>,
    /// What each value rests on, for a human to check, by the field's name in the front matter:
    /// `date` → `JSON-LD datePublished`.
    pub evidence: BTreeMap<String, String>,
}

/// A type of CSL 1.0.2, or `transcript`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Kind {
    #[default]
    Document,
    ArticleNewspaper,
    Book,
    Broadcast,
    Interview,
    PersonalCommunication,
    PostWeblog,
    Report,
    Transcript,
    Webpage,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Speaker {
    /// As full as the document gives it.
    pub name: String,
    /// As printed where the speaker is introduced: `HOST`.
    pub role: Option<String>,
}

/// A stretch of the document and what it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Block {
    pub at: Locator,
    pub content: Content,
}

/// Where in its document a block stands, as far as the format has such places.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub enum Locator {
    #[default]
    None,
    /// Of a text.
    Lines(LineRange),
    /// The page on which it begins, counted from 1.
    Page(u32),
    /// When it is heard, in milliseconds from the beginning.
    Time(u32),
    /// The part of an archive or a message: `chapter-2.xhtml`; or the element of a web page: `nav.menu`.
    Part(String),
}

/// Lines of a seed, counted from 1, both ends included; prints as `25-26`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct LineRange {
    pub first: usize,
    pub last: usize,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Content {
    /// Every word went to the front matter: the values in their order, with nothing but punctuation between.
    Metadata(Vec<(Field, String)>),
    /// `level` is 2 to 6.
    Heading {
        level: u8,
        text: String,
    },
    Passage(Passage),
    /// The head of a table; the rows that follow, passages of their own, are its body. Cells may be empty.
    TableHead(Vec<Words>),
    /// `rule` names the rule that set it aside, in `[a-z0-9-]`; `raw` are the lines as received.
    Boilerplate {
        class: Class,
        rule: String,
        raw: Vec<String>,
    },
}

/// A field of the front matter that can take over words of the document.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Field {
    Title,
    Publisher,
    Summary,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Passage {
    pub id: PassageId,
    pub form: Form,
    /// Only where a speaker begins; the paragraphs that follow are theirs too.
    pub label: Option<Label>,
    /// With ASCII white space folded and all else as received; the cells of a row with ` | ` between them.
    pub words: Words,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Form {
    Paragraph,
    Item {
        /// The mark that opened the item, as received: `•` or `2.`; one that nobody wrote is `-`.
        mark: String,
        /// In how many items of other lists it stands.
        depth: usize,
    },
    /// A paragraph of a block quote.
    Quote,
    /// A row of a table: where each cell stands in the words, in order.
    Row(Vec<Span>),
    /// Lines that stand as they are.
    Code {
        language: Option<String>,
    },
    /// What a footnote says; its label is that of the references.
    Note(String),
}

/// A speaker's label.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
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

/// Why something was set aside.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Class {
    Advertisement,
    AuthorBox,
    Byline,
    Caption,
    Comment,
    Copyright,
    Dateline,
    Deletion,
    DuplicateTitle,
    Form,
    Header,
    Hidden,
    Kicker,
    Label,
    Metadata,
    Navigation,
    Notice,
    PageNumber,
    PullQuote,
    QuotedReply,
    Rating,
    Related,
    Rule,
    RunningFooter,
    RunningHeader,
    Share,
    Sidebar,
    Signature,
    Subscribe,
    Tags,
}

named! { Class:
    Advertisement = "advertisement", AuthorBox = "author-box", Byline = "byline", Caption = "caption",
    Comment = "comment", Copyright = "copyright", Dateline = "dateline", Deletion = "deletion", DuplicateTitle = "duplicate-title",
    Form = "form", Header = "header", Hidden = "hidden", Kicker = "kicker", Label = "label", Metadata = "metadata",
    Navigation = "navigation", Notice = "notice", PageNumber = "page-number", PullQuote = "pull-quote",
    QuotedReply = "quoted-reply", Rating = "rating", Related = "related", Rule = "rule",
    RunningFooter = "running-footer", RunningHeader = "running-header", Share = "share", Sidebar = "sidebar",
    Signature = "signature", Subscribe = "subscribe", Tags = "tags",
}

named! { Kind:
    Document = "document", ArticleNewspaper = "article-newspaper", Book = "book", Broadcast = "broadcast",
    Interview = "interview", PersonalCommunication = "personal_communication", PostWeblog = "post-weblog",
    Report = "report", Transcript = "transcript", Webpage = "webpage",
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

/// As an attribute, with a space before it: ` lines=25-26`, ` page=7`, ` t=00:12:04`; nothing where there is no place.
impl fmt::Display for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Locator::None => Ok(()),
            Locator::Lines(lines) => write!(f, " lines={lines}"),
            Locator::Page(page) => write!(f, " page={page}"),
            Locator::Time(milliseconds) => {
                let seconds = milliseconds / 1000;
                write!(f, " t={:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
            }
            Locator::Part(part) => {
                let sound = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '#');
                let part: String = part.chars().map(|c| if sound(c) { c } else { '-' }).collect();
                write!(f, " part={part}")
            }
        }
    }
}

impl fmt::Display for LineRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.first, self.last)
    }
}
