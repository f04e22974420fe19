//! The text of `ibid.lock` → the seal, or where it is no seal.

use super::{Accepted, Drift, Drifted, Entry, Fault, Imprint, Matter, PassageHash, Seal};
use crate::key::{PassageId, SourceKey};
use crate::path::FilePath;
use crate::span::Span;
use crate::world::Sha256;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// The version of the file's format.
pub(super) const VERSION: u32 = 1;

const RESTORE: &str = "the file is written by ibid; restore it from version control, or import again";
const TWICE: &str = "keep the block of the version whose document lies in `seeds/` now, and run `ibid import`";
const MERGE: &str = "keep the lines of both sides, delete the lines that git added, and run `ibid import`; where both \
                     sides have a block of the same seed, keep the one whose document lies in `seeds/` now";

pub(super) fn parse(text: &str) -> Result<Seal, Fault> {
    if let Some(marker) = conflict_marker(text) {
        let message = "it holds both sides of a merge that git could not settle".to_owned();
        return Err(Fault { span: marker, message, help: MERGE });
    }
    let fault = |(span, message): (Span, String)| Fault { span, message, help: RESTORE };
    let file: Lock = toml::from_str(text)
        .map_err(|error| fault((error.span().map_or(Span::at(0), Span::from), error.message().to_owned())))?;
    if *file.version.get_ref() != VERSION {
        let message = format!("this version of ibid reads format {VERSION}, the file has {}", file.version.get_ref());
        let help = "use the version of ibid that wrote the file, or a newer one";
        return Err(Fault { span: file.version.span().into(), message, help });
    }
    let mut entries = BTreeMap::new();
    for source in file.source {
        let place = source.seed.span();
        let (seed, entry) = source.into_entry().map_err(fault)?;
        if entries.insert(seed, entry).is_some() {
            let message = "this seed is sealed twice".to_owned();
            return Err(Fault { span: place.into(), message, help: TWICE });
        }
    }
    Ok(Seal { entries })
}

/// The first line that git leaves where two sides of a merge meet.
fn conflict_marker(text: &str) -> Option<Span> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if ["<<<<<<< ", "||||||| ", ">>>>>>> "].iter().any(|marker| line.starts_with(marker)) {
            return Some(Span::new(start, start + line.trim_end().len()));
        }
        start += line.len();
    }
    None
}

/// The file's shape. Places are kept, for what TOML cannot check is checked after it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lock {
    version: Spanned<u32>,
    #[serde(default)]
    source: Vec<LockedSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LockedSource {
    seed: Spanned<String>,
    page: Spanned<String>,
    key: Spanned<String>,
    sha256: Spanned<String>,
    importer: String,
    written: Spanned<String>,
    #[serde(default)]
    notes: Vec<Spanned<String>>,
    #[serde(default)]
    order: Vec<Spanned<String>>,
    #[serde(default)]
    headings: Vec<Spanned<String>>,
    #[serde(default)]
    boilerplate: Vec<Spanned<String>>,
    fields: Option<BTreeMap<String, Spanned<String>>>,
    #[serde(default)]
    passages: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    labels: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    forms: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    retired: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    #[serde(default)]
    ranges: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    #[serde(default)]
    drifted: Vec<LockedDrift>,
    #[serde(default)]
    accepted: Vec<LockedAccepted>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LockedDrift {
    passage: Spanned<String>,
    was: Spanned<String>,
    words: Option<String>,
    #[serde(default)]
    pieces: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LockedAccepted {
    passage: Spanned<String>,
    #[serde(default)]
    matter: LockedMatter,
    from: Option<Spanned<String>>,
    to: Option<Spanned<String>>,
    note: String,
    by: Option<String>,
}

#[derive(Deserialize, Clone, Copy, Default)]
#[serde(rename_all = "kebab-case")]
enum LockedMatter {
    #[default]
    Correction,
    Drift,
}

impl LockedSource {
    fn into_entry(self) -> Result<(FilePath, Entry), (Span, String)> {
        let path = |text: &Spanned<String>| read(text, "a path inside the site", |text| FilePath::new(text).ok());
        let digest = |text: &Spanned<String>| read(text, "64 hexadecimal digits", Sha256::parse);
        let passages = by_passage(&self.passages)?;
        let imprint = self.imprint()?;
        let mut retired = BTreeMap::new();
        for (passage, heirs) in &self.retired {
            retired.insert(id(passage)?, heirs.iter().map(id).collect::<Result<_, _>>()?);
        }
        let drift = self.drift()?;
        let mut accepted = self.accepted.iter().map(LockedAccepted::to_accepted).collect::<Result<Vec<_>, _>>()?;
        accepted.sort_by_key(|accepted| accepted.passage);
        let entry = Entry {
            page: path(&self.page)?,
            key: read(&self.key, "a source's key", SourceKey::new)?,
            sha256: digest(&self.sha256)?,
            importer: self.importer,
            written: digest(&self.written)?,
            passages,
            retired,
            accepted,
            drift,
            imprint,
        };
        Ok((path(&self.seed)?, entry))
    }
}

impl LockedSource {
    /// Every import writes fields, so a block without them is of an older seal.
    fn imprint(&self) -> Result<Option<Imprint>, (Span, String)> {
        let Some(fields) = &self.fields else { return Ok(None) };
        let all = |hashes: &[Spanned<String>]| hashes.iter().map(passage_hash).collect::<Result<Vec<_>, _>>();
        let field = |(name, hash): (&String, &Spanned<String>)| Ok((name.clone(), passage_hash(hash)?));
        Ok(Some(Imprint {
            fields: fields.iter().map(field).collect::<Result<_, _>>()?,
            notes: all(&self.notes)?,
            order: order(&self.order)?,
            headings: all(&self.headings)?,
            boilerplate: all(&self.boilerplate)?,
            labels: by_passage(&self.labels)?,
            forms: by_passage(&self.forms)?,
        }))
    }

    fn drift(&self) -> Result<Drift, (Span, String)> {
        let mut drift = Drift::default();
        for (range, held) in &self.ranges {
            let ends = |text: &str| {
                let (first, last) = text.split_once('-')?;
                Some((PassageId::parse(first)?, PassageId::parse(last)?))
            };
            drift.ranges.insert(read(range, "a range of passages such as `p3-p7`", ends)?, order(held)?);
        }
        for locked in &self.drifted {
            let pieces = locked.pieces.iter().map(id).collect::<Result<_, _>>()?;
            let drifted = Drifted { was: passage_hash(&locked.was)?, words: locked.words.clone(), pieces };
            // Of two that meet in a merge, either is what some writer read.
            drift.passages.entry(id(&locked.passage)?).or_insert(drifted);
        }
        Ok(drift)
    }
}

/// Reads `p3` and `p5-p9`.
fn order(runs: &[Spanned<String>]) -> Result<Vec<PassageId>, (Span, String)> {
    let mut order = Vec::new();
    for run in runs {
        let ends = |text: &str| {
            let (first, last) = text.split_once('-').unwrap_or((text, text));
            let (first, last) = (PassageId::parse(first)?.number(), PassageId::parse(last)?.number());
            // No document has so many passages that one line could name more.
            (first <= last && last - first < 10_000_000).then_some(first..=last)
        };
        order.extend(read(run, "a run of passages such as `p3-p7`", ends)?.filter_map(PassageId::new));
    }
    Ok(order)
}

fn by_passage(
    table: &BTreeMap<Spanned<String>, Spanned<String>>,
) -> Result<BTreeMap<PassageId, PassageHash>, (Span, String)> {
    table.iter().map(|(passage, hash)| Ok((id(passage)?, passage_hash(hash)?))).collect()
}

impl LockedAccepted {
    fn to_accepted(&self) -> Result<Accepted, (Span, String)> {
        Ok(Accepted {
            passage: id(&self.passage)?,
            matter: match self.matter {
                LockedMatter::Correction => Matter::Correction,
                LockedMatter::Drift => Matter::Drift,
            },
            from: self.from.as_ref().map(passage_hash).transpose()?,
            to: self.to.as_ref().map(passage_hash).transpose()?,
            note: self.note.clone(),
            by: self.by.clone(),
        })
    }
}

fn id(text: &Spanned<String>) -> Result<PassageId, (Span, String)> {
    read(text, "a passage's id such as `p12`", PassageId::parse)
}

fn passage_hash(text: &Spanned<String>) -> Result<PassageHash, (Span, String)> {
    read(text, "32 hexadecimal digits", PassageHash::parse)
}

fn read<T>(text: &Spanned<String>, wanted: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, (Span, String)> {
    parse(text.get_ref()).ok_or_else(|| (text.span().into(), format!("`{}` is not {wanted}", text.get_ref())))
}
