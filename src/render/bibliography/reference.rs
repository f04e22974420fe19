//! A source's front matter → what a reference says of it, in the variables of CSL 1.0.2. The formatter and the exports read
//! nothing else. It says what the page says and never more: a field that nobody filled in is not there.

use super::name::{Known, Name, name};
use crate::date::{Date, Doubt, Edtf};
use crate::meta::Kind;
use crate::meta::csl::{Matter, matter};
use crate::page::Page;
use crate::render::words;
use crate::site::Site;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What is known of a source, by CSL variable. What is absent is unknown.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Reference {
    pub key: String,
    /// A type of CSL.
    pub genre: String,
    pub texts: BTreeMap<String, String>,
    pub names: BTreeMap<String, Vec<Name>>,
    pub dates: BTreeMap<String, Edtf>,
}

/// The types whose publisher is what they appeared in: an outlet, a site, a programme.
const CONTAINED: &[&str] = &[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "broadcast",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "interview",
    "post",
    "post-weblog",
    "review",
    "review-book",
    "webpage",
];

/// What the roles of those who ask are called in transcripts.
const HOSTS: &[&str] = &["anchor", "byline", "host", "interviewer", "moderator", "presenter"];

pub(super) fn reference(site: &Site, index: usize) -> Reference {
    let page = &site.corpus.pages[index];
    let meta = &page.meta.source;
    let mut reference = Reference {
        key: site.corpus.key(index).map(ToString::to_string).unwrap_or_default(),
        genre: genre(page).to_owned(),
        ..Reference::default()
    };
    reference.text("title", Some(page.title()));
    reference.text("URL", meta.url.as_deref());
    reference.text("language", Some(site.language(index)));
    reference.text("abstract", Some(words::summary(site.corpus.face(index))));
    if meta.genre.as_deref() == Some("transcript") {
        reference.text("genre", Some("Transcript"));
    }
    reference.date("issued", page.meta.date);
    reference.date("accessed", meta.retrieved.filter(|_| meta.url.is_some()));
    let read = |text: &String| name(text, site.language(index), known(site, page, text));
    reference.named("author", page.meta.authors.iter().map(read).collect());
    for (variable, values) in &meta.csl {
        match matter(variable) {
            Some(Matter::Name) => reference.named(variable, values.iter().map(read).collect()),
            Some(Matter::Date) => reference.date(variable, values.first().and_then(|text| Edtf::parse(text))),
            Some(Matter::Text) => reference.text(variable, values.first().map(String::as_str)),
            None => {}
        }
    }
    let is_contained =
        CONTAINED.contains(&reference.genre.as_str()) && !reference.texts.contains_key("container-title");
    reference.text(if is_contained { "container-title" } else { "publisher" }, meta.publisher.as_deref());
    reference.add_speakers(page, read);
    reference
}

/// The CSL type. A transcript is none, and what nobody classed is a web page if it has an address.
fn genre(page: &Page) -> &str {
    match page.meta.source.genre.as_deref() {
        None if page.meta.source.url.is_some() => "webpage",
        None | Some("transcript") => "document",
        Some(genre) => genre,
    }
}

/// What the site knows of a name: it may have a page.
fn known(site: &Site, page: &Page, name: &str) -> Known {
    if page.meta.source.publisher.as_deref().is_some_and(|publisher| publisher.to_lowercase() == name.to_lowercase()) {
        return Known::Organisation;
    }
    let kinds = site.corpus.published_by_name(name).map(|page| site.corpus.kind(page));
    kinds.fold(Known::Nothing, |known, kind| match kind {
        Kind::Organisation | Kind::Place => Known::Organisation,
        Kind::Person if known == Known::Nothing => Known::Person,
        _ => known,
    })
}

impl Reference {
    fn text(&mut self, variable: &str, text: Option<&str>) {
        let text = text.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.texts.insert(variable.to_owned(), text);
        }
    }

    fn date(&mut self, variable: &str, date: Option<Edtf>) {
        if let Some(date) = date {
            self.dates.insert(variable.to_owned(), date);
        }
    }

    fn named(&mut self, variable: &str, mut names: Vec<Name>) {
        names.retain(|name| *name != Name::Literal(String::new()));
        if !names.is_empty() {
            self.names.entry(variable.to_owned()).or_default().extend(names);
        }
    }

    /// Who speaks. Who asked and who answered is known only where a transcript names the roles; then the one who answered
    /// is the author, as CSL has it. The others are contributors, which says no more than that they spoke.
    fn add_speakers(&mut self, page: &Page, read: impl Fn(&String) -> Name) {
        let speakers = &page.meta.source.speakers;
        let role = |name: &str| page.meta.extra.get("roles").and_then(|roles| roles.get(name)).and_then(Value::as_str);
        let is_host = |name: &&String| {
            role(name).is_some_and(|role| {
                role.to_lowercase().split(|c: char| !c.is_alphabetic()).any(|word| HOSTS.contains(&word))
            })
        };
        let (hosts, others): (Vec<&String>, Vec<&String>) = speakers.iter().partition(|name| is_host(name));
        let is_authorless = !self.names.contains_key("author");
        let (asked, answered) = match self.genre.as_str() {
            "interview" if !hosts.is_empty() => ("interviewer", if is_authorless { "author" } else { "contributor" }),
            "broadcast" if !hosts.is_empty() => ("host", "guest"),
            "speech" if is_authorless && speakers.len() == 1 => ("contributor", "author"),
            _ => ("contributor", "contributor"),
        };
        self.named(asked, hosts.into_iter().map(&read).collect());
        self.named(answered, others.into_iter().map(&read).collect());
    }

    pub fn text_of(&self, variable: &str) -> &str {
        self.texts.get(variable).map_or("", String::as_str)
    }

    pub fn names_of(&self, variable: &str) -> &[Name] {
        self.names.get(variable).map_or(&[], Vec::as_slice)
    }

    /// An item of CSL-JSON.
    pub fn to_csl(&self) -> Value {
        self.to_item(csl_date)
    }

    /// The same for the formatter, which knows no intervals: of one it is given what both ends share.
    pub fn to_formattable(&self) -> Value {
        self.to_item(|date| {
            let shared = shared(date);
            one_date(&[shared], shared.doubt != Doubt::None)
        })
    }

    fn to_item(&self, date: impl Fn(Edtf) -> Value) -> Value {
        let mut item = Map::new();
        item.insert("id".to_owned(), json!(self.key));
        item.insert("type".to_owned(), json!(self.genre));
        for (variable, names) in &self.names {
            item.insert(variable.clone(), names.iter().map(Name::to_csl).collect());
        }
        item.extend(self.dates.iter().map(|(variable, edtf)| (variable.clone(), date(*edtf))));
        item.extend(self.texts.iter().map(|(variable, text)| (variable.clone(), json!(text))));
        item.into()
    }
}

fn csl_date(edtf: Edtf) -> Value {
    match edtf {
        Edtf::Interval(Some(from), Some(to)) => {
            one_date(&[from, to], from.doubt != Doubt::None || to.doubt != Doubt::None)
        }
        // CSL-JSON has no open ends: about that year is what can be said.
        Edtf::Interval(..) => one_date(&[shared(edtf)], true),
        Edtf::Date(date) => one_date(&[date], date.doubt != Doubt::None),
    }
}

fn one_date(dates: &[Date], circa: bool) -> Value {
    let parts = |date: &Date| {
        let parts = [Some(i32::from(date.year)), date.month.map(i32::from), date.day.map(i32::from)];
        parts.into_iter().flatten().collect::<Vec<_>>()
    };
    let mut value = json!({ "date-parts": dates.iter().map(parts).collect::<Vec<_>>() });
    if circa {
        value["circa"] = json!(true);
    }
    value
}

/// The date, or what the ends of an interval have in common, so that it is never said more exactly than it is known.
fn shared(edtf: Edtf) -> Date {
    let Edtf::Interval(Some(from), Some(to)) = edtf else {
        return match edtf {
            Edtf::Date(date) => date,
            Edtf::Interval(..) => Date { year: edtf.start().year, month: None, day: None, doubt: Doubt::Both },
        };
    };
    let month = from.month.filter(|_| from.year == to.year && from.month == to.month);
    let day = from.day.filter(|_| month.is_some() && from.day == to.day);
    let doubt = if from.year == to.year { from.doubt } else { Doubt::Both };
    Date { year: from.year, month, day, doubt }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_say_no_more_than_is_known() {
        let formattable = |text: &str| {
            let reference =
                Reference { dates: [("issued".to_owned(), Edtf::parse(text).unwrap())].into(), ..Reference::default() };
            (reference.to_csl()["issued"].to_string(), reference.to_formattable()["issued"].to_string())
        };
        for (edtf, exported, formatted) in [
            ("2026", r#"{"date-parts":[[2026]]}"#, r#"{"date-parts":[[2026]]}"#),
            (
                "2026-02-05?",
                r#"{"circa":true,"date-parts":[[2026,2,5]]}"#,
                r#"{"circa":true,"date-parts":[[2026,2,5]]}"#,
            ),
            ("2025-04-23/2025-04-25", r#"{"date-parts":[[2025,4,23],[2025,4,25]]}"#, r#"{"date-parts":[[2025,4]]}"#),
            (
                "2025-12-28/2026-01-02",
                r#"{"date-parts":[[2025,12,28],[2026,1,2]]}"#,
                r#"{"circa":true,"date-parts":[[2025]]}"#,
            ),
            ("../2025-04-25", r#"{"circa":true,"date-parts":[[2025]]}"#, r#"{"circa":true,"date-parts":[[2025]]}"#),
        ] {
            assert_eq!(formattable(edtf), (exported.to_owned(), formatted.to_owned()), "{edtf}");
        }
    }
}
