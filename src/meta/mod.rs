//! What a page says of itself in its front matter, as typed values. `read` makes them of YAML or TOML; what needs other
//! pages (keys that collide, addresses) is said in `corpus`.

pub mod csl;
mod read;

pub use read::parse;

use crate::date::Edtf;
use crate::diagnostic::{Code, Level};
use crate::key::SourceKey;
use crate::path::FilePath;
use crate::span::Span;
use crate::world::Sha256;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a page says of itself. Absent is `None` or empty, never a guess.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Meta {
    pub title: Option<Placed<String>>,
    pub kind: Option<Kind>,
    pub date: Option<Edtf>,
    pub updated: Option<Edtf>,
    pub summary: Option<Placed<String>>,
    pub authors: Vec<String>,
    pub topics: Vec<String>,
    pub slug: Option<String>,
    /// Old addresses, which become redirects.
    pub aliases: Vec<String>,
    pub draft: bool,
    pub language: Option<String>,
    pub template: Option<Placed<String>>,
    pub strict: Option<bool>,
    pub autolink: Option<bool>,
    pub checks: BTreeMap<Code, Level>,
    #[serde(with = "as_json")]
    pub extra: serde_json::Value,
    pub briefing: BriefingMeta,
    pub entity: EntityMeta,
    pub source: SourceMeta,
}

/// A value and the line that it stands on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Placed<T> {
    pub value: T,
    pub span: Span,
}

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct BriefingMeta {
    /// The day up to which the briefing holds.
    pub as_of: Option<Edtf>,
    pub corrections: Vec<Correction>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Correction {
    pub date: Option<Edtf>,
    pub text: Placed<String>,
}

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct EntityMeta {
    /// Other names.
    pub names: Vec<String>,
    pub role: Option<Placed<String>>,
    pub same_as: Vec<String>,
}

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct SourceMeta {
    pub key: Option<Placed<SourceKey>>,
    /// A CSL type, or `transcript`.
    pub genre: Option<String>,
    pub publisher: Option<String>,
    pub speakers: Vec<String>,
    pub url: Option<String>,
    pub copyright: Option<String>,
    pub seed: Option<Placed<FilePath>>,
    pub sha256: Option<Placed<Sha256>>,
    pub retrieved: Option<Edtf>,
    pub rights: Rights,
    pub reliability: Option<String>,
    pub descriptor: Option<String>,
    /// Further variables of CSL, each with its values: one, or names.
    pub csl: BTreeMap<String, Vec<String>>,
    /// What an import left for a human to settle.
    pub notes: Vec<String>,
}

/// How much of a source may be published.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Rights {
    Full,
    #[default]
    Excerpt,
    None,
}

/// What a page is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Kind {
    Briefing,
    Source,
    Person,
    Organisation,
    Place,
    Page,
}

impl Kind {
    pub fn parse(text: &str) -> Option<Self> {
        [Kind::Briefing, Kind::Source, Kind::Person, Kind::Organisation, Kind::Place, Kind::Page]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Briefing => "briefing",
            Kind::Source => "source",
            Kind::Person => "person",
            Kind::Organisation => "organisation",
            Kind::Place => "place",
            Kind::Page => "page",
        }
    }

    /// The kind of a page that lies in this top folder of `content/`.
    pub fn of_folder(folder: &str) -> Self {
        match folder {
            "briefings" => Kind::Briefing,
            "sources" => Kind::Source,
            "people" => Kind::Person,
            "organisations" => Kind::Organisation,
            "places" => Kind::Place,
            _ => Kind::Page,
        }
    }

    pub fn is_entity(self) -> bool {
        matches!(self, Kind::Person | Kind::Organisation | Kind::Place)
    }
}

impl Rights {
    pub fn parse(text: &str) -> Option<Self> {
        [Rights::Full, Rights::Excerpt, Rights::None].into_iter().find(|rights| rights.as_str() == text)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Rights::Full => "full",
            Rights::Excerpt => "excerpt",
            Rights::None => "none",
        }
    }
}

/// A value of any shape, as a text, for formats in which a value does not say its shape.
mod as_json {
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::Serializer;
    use serde_json::Value;

    pub fn serialize<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        let text = String::deserialize(deserializer)?;
        serde_json::from_str(&text).map_err(D::Error::custom)
    }
}
