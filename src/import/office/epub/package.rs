//! The package of an EPUB (its OPF) → metadata and the chapters in their order. `mod.rs` calls it with the text of the
//! part and its place in the archive.

use crate::date::Edtf;
use crate::import::office::archive::{folder, resolve};
use crate::import::office::properties::{fold, language};
use crate::import::office::xml::{Element, Node, Ns, Xml};
use crate::import::source::{Kind, Metadata};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Default)]
pub(super) struct Package {
    pub metadata: Metadata,
    pub notes: Vec<String>,
    /// Each once, in the order in which the book is read.
    pub chapters: Vec<Chapter>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Chapter {
    /// The name of its part in the archive.
    pub part: String,
    /// It is the table of contents.
    pub contents: bool,
    /// It is a page of HTML, which not all are.
    pub html: bool,
}

/// A person whom the package names.
#[derive(Debug, Default)]
struct Person {
    id: String,
    name: String,
    /// A code of MARC: `aut`, `trl`.
    role: String,
}

/// What is found on the way, until all of it is known.
#[derive(Debug, Default)]
struct Found {
    titles: Vec<(String, String)>,
    people: Vec<Person>,
    /// What `meta` says of other elements: `(property, id)` → value.
    refined: BTreeMap<(String, String), String>,
    items: BTreeMap<String, Chapter>,
    spine: Vec<String>,
    dates: Vec<(String, String)>,
}

pub(super) fn read(name: &str, text: &str) -> Result<Package, String> {
    let mut xml = Xml::new(name, text);
    let mut package = Package { metadata: Metadata { kind: Kind::Book, ..Metadata::default() }, ..Package::default() };
    let mut found = Found::default();
    while let Some(node) = xml.next()? {
        let Node::Start(element) = node else { continue };
        match (element.ns, element.name()) {
            (Ns::Dc, _) => about(&element, &mut xml, &mut package.metadata, &mut found)?,
            (Ns::Opf, "meta") => {
                if let (Some(property), Some(refines)) = (element.get("property"), element.get("refines")) {
                    let of = refines.trim_start_matches('#').to_owned();
                    found.refined.insert((property, of), fold(&xml.text()?));
                }
            }
            (Ns::Opf, "item") => found.items.extend(item(&element, folder(name))),
            (Ns::Opf, "itemref") => found.spine.extend(element.get("idref")),
            _ => {}
        }
    }
    settle(&mut package, &found);
    let mut known = BTreeSet::new();
    let chapters = found.spine.iter().filter_map(|id| found.items.get(id));
    package.chapters = chapters.filter(|chapter| known.insert(chapter.part.clone())).cloned().collect();
    Ok(package)
}

fn item(element: &Element<'_>, base: &str) -> Option<(String, Chapter)> {
    let href = element.get("href")?;
    let part = resolve(base, &unescaped(href.split('#').next().unwrap_or_default()))?;
    let kind = element.get("media-type").unwrap_or_default();
    let html = matches!(kind.as_str(), "application/xhtml+xml" | "text/html" | "text/x-oeb1-document");
    let contents = element.get("properties").is_some_and(|all| all.split_whitespace().any(|one| one == "nav"));
    Some((element.get("id")?, Chapter { part, contents, html }))
}

/// One element of Dublin Core.
fn about(element: &Element<'_>, xml: &mut Xml<'_>, metadata: &mut Metadata, found: &mut Found) -> Result<(), String> {
    let id = element.get("id").unwrap_or_default();
    let value = fold(&xml.text()?);
    if value.is_empty() {
        return Ok(());
    }
    let mut evidence = |field: &str| drop(metadata.evidence.insert(field.into(), format!("OPF dc:{}", element.name())));
    match element.name() {
        "title" => found.titles.push((id, value)),
        "creator" | "contributor" => {
            let given = element.get("role").unwrap_or_default();
            let role = if given.is_empty() && element.name() == "contributor" { "ctb".to_owned() } else { given };
            found.people.push(Person { id, name: value, role });
        }
        "publisher" if metadata.publisher.is_none() => {
            evidence("publisher");
            metadata.publisher = Some(value);
        }
        "date" => found.dates.push((element.get("event").unwrap_or_default(), value)),
        "language" if metadata.language.is_none() => metadata.language = language(&value),
        "rights" if metadata.copyright.is_none() => {
            evidence("copyright");
            metadata.copyright = Some(value);
        }
        "description" if metadata.summary.is_none() => {
            evidence("summary");
            metadata.summary = Some(untagged(&value)).filter(|text| !text.is_empty());
        }
        "identifier" => {
            if metadata.url.is_none() && (value.starts_with("http://") || value.starts_with("https://")) {
                evidence("url");
                metadata.url = Some(value.clone());
            }
            let identifiers = metadata.evidence.entry("identifier".into()).or_default();
            identifiers.push_str(if identifiers.is_empty() { "" } else { "; " });
            identifiers.push_str(&value);
        }
        _ => {}
    }
    Ok(())
}

/// What can be said only when all is known.
fn settle(package: &mut Package, found: &Found) {
    let Package { metadata, notes, .. } = package;
    let refined = |property: &str, id: &str| found.refined.get(&(property.to_owned(), id.to_owned()));
    let main = |(id, _): &&(String, String)| refined("title-type", id).is_some_and(|kind| kind == "main");
    if let Some((_, title)) = found.titles.iter().find(main).or(found.titles.first()) {
        metadata.title = Some(title.clone());
        metadata.evidence.insert("title".into(), "OPF dc:title".into());
    }
    for person in &found.people {
        let role = refined("role", &person.id).map_or(person.role.as_str(), String::as_str);
        if matches!(role, "" | "aut" | "cre") {
            metadata.authors.push(person.name.clone());
            metadata.evidence.insert("authors".into(), "OPF dc:creator".into());
        } else if let Some(what) = occupation(role) {
            notes.push(format!("{} is named as {what}", person.name));
        }
    }
    let published =
        |(event, _): &&(String, String)| event.is_empty() || event == "publication" || event.contains("publ");
    if let Some((_, date)) = found.dates.iter().find(published) {
        match day(date) {
            Some(day) => {
                metadata.date = Some(day);
                metadata.evidence.insert("date".into(), format!("OPF dc:date: {date}"));
            }
            None => notes.push(format!("the date of publication cannot be read: {date}")),
        }
    }
}

/// What a person did for a book, by the code of MARC. Programs that made the file are left out.
fn occupation(role: &str) -> Option<&str> {
    Some(match role {
        "edt" => "editor",
        "trl" => "translator",
        "ill" => "illustrator",
        "aui" => "author of the introduction",
        "nrt" => "narrator",
        "ctb" => "contributor",
        "bkp" | "mrk" | "cov" | "bkd" => return None,
        role => role,
    })
}

/// The day of a point of time. Books of nobody knows when are dated to the year 101 by a well-known program.
fn day(date: &str) -> Option<Edtf> {
    let day = date.split('T').next().unwrap_or(date);
    Edtf::parse(day).filter(|day| day.start().year >= 1000)
}

/// Without the elements of HTML that some descriptions have.
fn untagged(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        let Some((_, after)) = tag.split_once('>') else { break };
        out.push(' ');
        rest = after;
    }
    out.push_str(rest);
    fold(&out)
}

/// A path with its `%20` as a space.
fn unescaped(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| first == b'%').and_then(|digits| str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
