//! `ibid.lock` ⇄ the seal: the hashes that tie every source page to the seed that it came from.
//! `import` adds entries, `check` compares; reading and writing the file is `disk.rs`'s affair.
//!
//! The file is TOML, one block per seed, sorted, one line per passage, so that two branches merge line by line.

use crate::key::{PassageId, SourceKey};
use crate::path::FilePath;
use crate::span::Span;
use crate::world::Sha256;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use toml::Spanned;

/// Everything that is sealed, by the seed's path.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Seal {
    pub entries: BTreeMap<FilePath, Entry>,
}

/// What an import fixed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The source page.
    pub page: FilePath,
    pub key: SourceKey,
    /// Of the seed's bytes as received.
    pub sha256: Sha256,
    /// The format and version that read the seed: `text 1`.
    pub importer: String,
    /// Of the page as the import wrote it: when the page's own differs, a human has edited it.
    pub written: Sha256,
    /// Every passage that can be cited.
    pub passages: BTreeMap<PassageId, PassageHash>,
    /// Ids that are never given out again, and the passages that took their place, as far as that is known.
    pub retired: BTreeMap<PassageId, Vec<PassageId>>,
    /// Corrections that a human has vouched for, in the order in which they were made.
    pub accepted: Vec<Correction>,
    /// What else the import wrote; `None` in a seal that is older than this.
    pub imprint: Option<Imprint>,
}

/// What an import wrote beside the words of the passages, as hashes: by these a human's changes are told from its own when
/// the seed is imported again.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Imprint {
    /// The values of the front matter by their names; those of `extra` as `extra.license`.
    pub fields: BTreeMap<String, PassageHash>,
    /// The items of `notes`.
    pub notes: Vec<PassageHash>,
    /// The passages as they stood on the page, where that is not the order of their numbers; else empty.
    pub order: Vec<PassageId>,
    /// Headings and heads of tables, in order.
    pub headings: Vec<PassageHash>,
    /// What was set aside, in order.
    pub boilerplate: Vec<PassageHash>,
    /// The speakers' labels, of the passages that have one.
    pub labels: BTreeMap<PassageId, PassageHash>,
    /// What the passages have besides words: attributes, marks, links. None for a plain paragraph.
    pub forms: BTreeMap<PassageId, PassageHash>,
}

/// A passage that is not what is vouched for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change {
    pub passage: PassageId,
    /// `None` where there was no such passage.
    pub from: Option<PassageHash>,
    /// `None` where there is none any more: it was set aside.
    pub to: Option<PassageHash>,
}

/// A change of a passage that a human has accepted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correction {
    pub passage: PassageId,
    /// `None` where the import had no such passage.
    pub from: Option<PassageHash>,
    /// `None` where the passage was set aside.
    pub to: Option<PassageHash>,
    pub note: String,
}

/// The first 16 bytes of the SHA-256 of a passage's plain text with white space folded; prints as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassageHash([u8; 16]);

/// The version of the file's format.
const VERSION: u32 = 1;

impl Seal {
    /// Reads `ibid.lock`. The error is the place in the text and what is wrong there.
    pub fn parse(text: &str) -> Result<Self, (Span, String)> {
        let file: Lock = toml::from_str(text)
            .map_err(|error| (error.span().map_or(Span::at(0), Span::from), error.message().to_owned()))?;
        if *file.version.get_ref() != VERSION {
            let message =
                format!("this version of ibid reads format {VERSION}, the file has {}", file.version.get_ref());
            return Err((file.version.span().into(), message));
        }
        let mut entries = BTreeMap::new();
        for source in file.source {
            let place = source.seed.span();
            let (seed, entry) = source.into_entry()?;
            if entries.insert(seed, entry).is_some() {
                return Err((place.into(), "this seed is sealed twice; keep one block".to_owned()));
            }
        }
        Ok(Self { entries })
    }

    /// The entry, and its seed, of a source page.
    pub fn of_page(&self, page: &FilePath) -> Option<(&FilePath, &Entry)> {
        self.entries.iter().find(|(_, entry)| entry.page == *page)
    }
}

impl Entry {
    /// How the passages of a page differ from what is vouched for: those of the import, with the corrections that were
    /// accepted since. By id. Going back to the words of the document is no change.
    pub fn changes(&self, now: &BTreeMap<PassageId, PassageHash>) -> Vec<Change> {
        let mut vouched: BTreeMap<PassageId, Option<PassageHash>> =
            self.passages.iter().map(|(&id, &hash)| (id, Some(hash))).collect();
        for correction in &self.accepted {
            vouched.insert(correction.passage, correction.to);
        }
        let ids: BTreeSet<PassageId> = vouched.keys().chain(now.keys()).copied().collect();
        let changes = ids.into_iter().map(|passage| {
            let (from, to) = (vouched.get(&passage).copied().flatten(), now.get(&passage).copied());
            Change { passage, from, to }
        });
        changes
            .filter(|change| change.from != change.to && change.to != self.passages.get(&change.passage).copied())
            .collect()
    }

    /// Records that a human vouches for these changes.
    pub fn accept(&mut self, changes: Vec<Change>, note: &str) {
        self.accepted.extend(changes.into_iter().map(|change| Correction {
            passage: change.passage,
            from: change.from,
            to: change.to,
            note: note.to_owned(),
        }));
    }
}

impl PassageHash {
    /// Of a passage's plain text, without its label and its id.
    pub fn of(text: &str) -> Self {
        let folded: Vec<&str> = text.split_whitespace().collect();
        let digest = Sha256::of(folded.join(" ").as_bytes()).to_string();
        Self::parse(&digest[..32]).expect("a digest is hexadecimal")
    }

    /// Reads 32 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 16];
        if text.len() != 32 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }
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
    accepted: Vec<LockedCorrection>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LockedCorrection {
    passage: Spanned<String>,
    from: Option<Spanned<String>>,
    to: Option<Spanned<String>>,
    note: String,
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
        let accepted = self.accepted.iter().map(LockedCorrection::to_correction).collect::<Result<_, _>>()?;
        let entry = Entry {
            page: path(&self.page)?,
            key: read(&self.key, "a source's key", SourceKey::new)?,
            sha256: digest(&self.sha256)?,
            importer: self.importer,
            written: digest(&self.written)?,
            passages,
            retired,
            accepted,
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

/// The numbers that follow each other, as one.
fn runs(order: &[PassageId]) -> Vec<String> {
    let runs = order.chunk_by(|one, next| one.number() + 1 == next.number());
    runs.map(|run| match run {
        [first, .., last] => format!("{first}-{last}"),
        _ => run[0].to_string(),
    })
    .collect()
}

fn by_passage(
    table: &BTreeMap<Spanned<String>, Spanned<String>>,
) -> Result<BTreeMap<PassageId, PassageHash>, (Span, String)> {
    table.iter().map(|(passage, hash)| Ok((id(passage)?, passage_hash(hash)?))).collect()
}

impl LockedCorrection {
    fn to_correction(&self) -> Result<Correction, (Span, String)> {
        Ok(Correction {
            passage: id(&self.passage)?,
            from: self.from.as_ref().map(passage_hash).transpose()?,
            to: self.to.as_ref().map(passage_hash).transpose()?,
            note: self.note.clone(),
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

/// As the file is written; what is parsed prints as it was written.
impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# The seal of this site's sources, written by `ibid import` and `ibid accept`, never by hand.")?;
        writeln!(f, "version = {VERSION}")?;
        for (seed, entry) in &self.entries {
            writeln!(f, "\n[[source]]")?;
            writeln!(f, "seed = {}", basic(seed.as_str()))?;
            writeln!(f, "{entry}")?;
        }
        Ok(())
    }
}

/// Without the line that names the seed, and without a line end after the last line.
impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "page = {}", basic(self.page.as_str()))?;
        writeln!(f, "key = {}", basic(self.key.as_str()))?;
        writeln!(f, "sha256 = \"{}\"", self.sha256)?;
        writeln!(f, "importer = {}", basic(&self.importer))?;
        write!(f, "written = \"{}\"", self.written)?;
        let older = Imprint::default();
        let imprint = self.imprint.as_ref().unwrap_or(&older);
        if !imprint.order.is_empty() {
            write!(f, "\norder = [")?;
            runs(&imprint.order).iter().try_for_each(|run| write!(f, "\n  \"{run}\","))?;
            write!(f, "\n]")?;
        }
        let lists = [("notes", &imprint.notes), ("headings", &imprint.headings), ("boilerplate", &imprint.boilerplate)];
        for (name, hashes) in lists.into_iter().filter(|(_, hashes)| !hashes.is_empty()) {
            write!(f, "\n{name} = [")?;
            hashes.iter().try_for_each(|hash| write!(f, "\n  \"{hash}\","))?;
            write!(f, "\n]")?;
        }
        if self.imprint.is_some() {
            write!(f, "\n[source.fields]")?;
            imprint.fields.iter().try_for_each(|(name, hash)| write!(f, "\n{} = \"{hash}\"", basic(name)))?;
        }
        for (name, hashes) in [("passages", &self.passages), ("labels", &imprint.labels), ("forms", &imprint.forms)] {
            if !hashes.is_empty() {
                write!(f, "\n[source.{name}]")?;
            }
            hashes.iter().try_for_each(|(id, hash)| write!(f, "\n{id} = \"{hash}\""))?;
        }
        if !self.retired.is_empty() {
            write!(f, "\n[source.retired]")?;
        }
        for (id, heirs) in &self.retired {
            let heirs: Vec<String> = heirs.iter().map(|heir| format!("\"{heir}\"")).collect();
            write!(f, "\n{id} = [{}]", heirs.join(", "))?;
        }
        for correction in &self.accepted {
            write!(f, "\n[[source.accepted]]\npassage = \"{}\"", correction.passage)?;
            for (name, hash) in [("from", correction.from), ("to", correction.to)] {
                if let Some(hash) = hash {
                    write!(f, "\n{name} = \"{hash}\"")?;
                }
            }
            write!(f, "\nnote = {}", basic(&correction.note))?;
        }
        Ok(())
    }
}

/// A TOML basic string.
fn basic(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

impl fmt::Display for PassageHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PassageHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u32) -> PassageId {
        PassageId::new(number).unwrap()
    }

    fn entry(key: &str) -> Entry {
        Entry {
            page: FilePath::new(&format!("content/sources/{key}.md")).unwrap(),
            key: SourceKey::new(key).unwrap(),
            sha256: Sha256::of(b"seed"),
            importer: "text 1".into(),
            written: Sha256::of(b"page"),
            passages: [(id(10), PassageHash::of("ten")), (id(2), PassageHash::of("two"))].into(),
            retired: [(id(3), vec![id(10)]), (id(4), vec![])].into(),
            accepted: vec![Correction {
                passage: id(2),
                from: Some(PassageHash::of("tow")),
                to: Some(PassageHash::of("two")),
                note: "a \"slip\"\n".into(),
            }],
            imprint: Some(Imprint {
                fields: [("extra.roles".to_owned(), PassageHash::of("roles"))].into(),
                notes: vec![PassageHash::of("a doubt")],
                order: [10, 2, 3, 4].map(id).into(),
                headings: vec![PassageHash::of("two"), PassageHash::of("one")],
                boilerplate: vec![],
                labels: [(id(2), PassageHash::of("Stone"))].into(),
                forms: [(id(10), PassageHash::of("**"))].into(),
            }),
        }
    }

    #[test]
    fn what_is_printed_is_read_back() {
        let mut seal = Seal::default();
        assert_eq!(Seal::parse(&seal.to_string()), Ok(seal.clone()));
        seal.entries.insert(FilePath::new("seeds/b \"b\".txt").unwrap(), entry("b"));
        seal.entries.insert(FilePath::new("seeds/a.txt").unwrap(), entry("a"));
        let text = seal.to_string();
        assert_eq!(Seal::parse(&text), Ok(seal));
        assert!(text.find("p2 = ").unwrap() < text.find("p10 = ").unwrap(), "by number, not by spelling");
        let mut older = entry("a");
        older.imprint = None;
        let seal = Seal { entries: [(FilePath::new("seeds/a.txt").unwrap(), older)].into() };
        assert_eq!(Seal::parse(&seal.to_string()), Ok(seal));
        assert!(text.find("a.txt").unwrap() < text.find("b \\\"b").unwrap());
    }

    #[test]
    fn errors_name_their_place() {
        let mut seal = Seal::default();
        seal.entries.insert(FilePath::new("seeds/a.txt").unwrap(), entry("a"));
        let text = seal.to_string();
        for (from, to, marked) in [
            ("key = \"a\"", "key = \"judgement\"", "\"judgement\""),
            ("p10 = ", "p010 = ", "p010"),
            ("page = \"content", "page = \"../content", "\"../content/sources/a.md\""),
            ("version = 1", "version = 9", "9"),
        ] {
            let broken = text.replace(from, to);
            let (span, message) = Seal::parse(&broken).unwrap_err();
            assert_eq!(span.of(&broken), marked, "{message}");
        }
        let twice = format!("{text}{}", &text[text.find("\n[[source]]").unwrap()..]);
        assert!(Seal::parse(&twice).unwrap_err().1.contains("twice"));
        assert!(Seal::parse("<<<<<<< ours\n").is_err());
    }

    #[test]
    fn a_hash_does_not_see_how_a_passage_is_wrapped() {
        assert_eq!(PassageHash::of("two  words\n"), PassageHash::of("two words"));
        assert_ne!(PassageHash::of("two words"), PassageHash::of("two, words"));
        assert_eq!(PassageHash::of("").to_string(), "e3b0c44298fc1c149afbf4c8996fb924");
    }

    #[test]
    fn what_was_accepted_is_vouched_for_and_so_is_the_document() {
        let id = |number| PassageId::new(number).unwrap();
        let hash = PassageHash::of;
        let lock = format!(
            "version = 1\n[[source]]\nseed = \"seeds/a.txt\"\npage = \"content/sources/a.md\"\nkey = \"a\"\nsha256 = \"{0}\"\nimporter = \"text 1\"\nwritten = \"{0}\"\n[source.passages]\np1 = \"{1}\"\np2 = \"{2}\"\n",
            Sha256::of(b"a"),
            hash("one"),
            hash("two"),
        );
        let mut entry = Seal::parse(&lock).unwrap().entries.into_values().next().unwrap();
        let document = BTreeMap::from([(id(1), hash("one")), (id(2), hash("two"))]);
        let corrected = BTreeMap::from([(id(1), hash("One")), (id(3), hash("three"))]);
        assert_eq!(entry.changes(&document), []);
        let changes = entry.changes(&corrected);
        let ids: Vec<u32> = changes.iter().map(|change| change.passage.number()).collect();
        assert_eq!(ids, [1, 2, 3]);
        entry.accept(changes, "a note");
        assert_eq!(entry.changes(&corrected), []);
        assert_eq!(entry.changes(&document), [], "going back needs nobody's word");
        let other = BTreeMap::from([(id(1), hash("won")), (id(3), hash("three"))]);
        assert_eq!(entry.changes(&other)[0].from, Some(hash("One")));
    }
}
