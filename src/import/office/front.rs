//! The lines above the text → metadata: title, subtitle, author, day. Only what a style or a property names as such;
//! `compose.rs` calls it and does to each line what it is told.

use super::document::{Document, Part, Role};
use super::properties::fold;
use crate::date::Edtf;
use crate::import::source::{Class, Field, Metadata};
use crate::import::text::dates;
use crate::import::words::Words;
use std::collections::BTreeMap;

pub(super) struct Front {
    pub metadata: Metadata,
    /// What becomes of parts, by their index.
    pub fates: BTreeMap<usize, Fate>,
    /// The level of the document's highest heading that is not its title.
    pub top: u8,
}

#[derive(Debug)]
pub(super) enum Fate {
    Metadata(Field, String),
    /// It went into the metadata together with the part before it.
    Joined,
    Aside(Class, &'static str),
}

impl Fate {
    pub fn summary(text: &str) -> Self {
        Fate::Metadata(Field::Summary, text.to_owned())
    }
}

pub(super) fn front(document: &Document) -> Front {
    let mut front = Front { metadata: document.properties.metadata(), fates: BTreeMap::new(), top: 1 };
    let lines: Vec<(usize, &Role, &Words)> = document
        .parts
        .iter()
        .enumerate()
        .filter_map(|(at, part)| match part {
            Part::Paragraph(role, words) if !words.text.is_empty() && *role != Role::Contents => {
                Some((at, role, words))
            }
            _ => None,
        })
        .collect();
    let title = styled(&lines, &mut front).or_else(|| sole_heading(&lines, &mut front));
    let (title, evidence) = match title {
        Some(found) => found,
        None => match document.properties.title() {
            Some(title) => (repeated(&lines, title, &mut front), "document property: title"),
            None => return with_top(front, &lines),
        },
    };
    front.metadata.title = Some(title);
    front.metadata.evidence.insert("title".into(), evidence.into());
    with_top(front, &lines)
}

/// The paragraph of the style for titles among the first lines, and what its neighbours say by their styles.
fn styled(lines: &[(usize, &Role, &Words)], front: &mut Front) -> Option<(String, &'static str)> {
    let first = lines.iter().take(20).position(|(_, role, _)| **role == Role::Title)?;
    let mut rest = &lines[first..];
    let run = rest.iter().take_while(|(_, role, _)| **role == Role::Title).count();
    let title = fold(&rest[..run].iter().map(|(_, _, words)| words.text.as_str()).collect::<Vec<_>>().join(" "));
    front.fates.insert(rest[0].0, Fate::Metadata(Field::Title, title.clone()));
    front.fates.extend(rest[1..run].iter().map(|(at, _, _)| (*at, Fate::Joined)));
    rest = &rest[run..];
    while let Some(((at, role, words), others)) = rest.split_first() {
        let text = fold(&words.text);
        match role {
            Role::Subtitle if front.metadata.summary.is_none() => {
                front.fates.insert(*at, Fate::summary(&text));
                front.metadata.summary = Some(text);
            }
            Role::Author => {
                front.fates.insert(*at, Fate::Aside(Class::Byline, "style"));
                // The file's own author may be whoever typed it; the line under the title is for the reader.
                if front.metadata.evidence.get("authors").is_none_or(|evidence| evidence.starts_with("document")) {
                    front.metadata.authors.clear();
                }
                front.metadata.authors.push(text);
                front.metadata.evidence.insert("authors".into(), "paragraph of the style Author".into());
            }
            Role::Date => {
                front.fates.insert(*at, Fate::Aside(Class::Dateline, "style"));
                if let Some(date) = day(&text) {
                    front.metadata.date = Some(date);
                    front.metadata.evidence.insert("date".into(), format!("paragraph of the style Date: {text}"));
                }
            }
            _ => break,
        }
        rest = others;
    }
    Some((title, "paragraph of the style Title"))
}

/// A heading of the first level that opens the document and has no equal is its title.
fn sole_heading(lines: &[(usize, &Role, &Words)], front: &mut Front) -> Option<(String, &'static str)> {
    let (at, role, words) = lines.first()?;
    let mut levels = lines.iter().filter_map(|(_, role, _)| level(role));
    let Role::Heading(first) = role else { return None };
    let sole = levels.clone().filter(|level| level == first).count() == 1 && levels.all(|level| level >= *first);
    sole.then(|| {
        let title = fold(&words.text);
        front.fates.insert(*at, Fate::Metadata(Field::Title, title.clone()));
        (title, "the only heading of its level, which opens the document")
    })
}

/// The title as the first lines print it, so that they need not say it again.
fn repeated(lines: &[(usize, &Role, &Words)], title: String, front: &mut Front) -> String {
    let folded = title.to_lowercase();
    let printed = lines.iter().take(5).find(|(_, _, words)| fold(&words.text).to_lowercase() == folded);
    let Some((at, _, words)) = printed else { return title };
    let title = fold(&words.text);
    front.fates.insert(*at, Fate::Metadata(Field::Title, title.clone()));
    title
}

/// The only day that a line names.
fn day(text: &str) -> Option<Edtf> {
    let sole = || match dates(text).as_slice() {
        [(date, _)] => Some(Edtf::Date(*date)),
        _ => None,
    };
    Edtf::parse(text).or_else(sole)
}

fn level(role: &Role) -> Option<u8> {
    match role {
        Role::Heading(level) => Some(*level),
        _ => None,
    }
}

fn with_top(mut front: Front, lines: &[(usize, &Role, &Words)]) -> Front {
    let levels = lines.iter().filter(|(at, _, _)| !front.fates.contains_key(at)).filter_map(|(_, role, _)| level(role));
    front.top = levels.min().unwrap_or(1);
    front
}
