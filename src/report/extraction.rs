//! What was extracted from sources → one JSON array for programs, and lists for people. `ibid extract` prints it; what
//! is found, and how sure it is, was decided before.

use super::excerpt::visible;
use crate::corpus::Corpus;
use crate::date::Edtf;
use crate::extract::figure::Bound;
use crate::extract::name::list::{self, Name, Nearness};
use crate::extract::name::{Evidence, Kind};
use crate::extract::{DateMention, Extraction, Figure, Known, Speech, speech};
use crate::names;
use serde::Serialize;
use std::fmt::Write as _;

/// The extractions of each source, by its page: a JSON array with an object per source, in the order given.
pub fn json(corpus: &Corpus, known: &Known, found: &[(usize, Vec<Extraction>)]) -> String {
    #[derive(Serialize)]
    struct Entry<'a> {
        source: &'a str,
        path: &'a str,
        title: &'a str,
        date: Option<Edtf>,
        names: Vec<NameEntry<'a>>,
        passages: &'a [Extraction],
    }
    let lists = lists(known, found);
    let entries: Vec<Entry> = found
        .iter()
        .zip(&lists)
        .map(|((index, passages), list)| {
            let page = &corpus.pages[*index];
            let source = corpus.key(*index).map_or("", |key| key.as_str());
            let names = list.iter().map(|name| NameEntry::of(name, corpus, found)).collect();
            Entry { source, path: page.path.as_str(), title: page.title(), date: page.meta.date, names, passages }
        })
        .collect();
    let mut json = serde_json::to_string(&entries).expect("texts and numbers are JSON");
    json.push('\n');
    json
}

fn lists(known: &Known, found: &[(usize, Vec<Extraction>)]) -> Vec<Vec<Name>> {
    let documents: Vec<&[Extraction]> = found.iter().map(|(_, passages)| passages.as_slice()).collect();
    list::names_beside(&documents, known)
}

fn key_of<'a>(corpus: &'a Corpus, found: &[(usize, Vec<Extraction>)], document: usize) -> &'a str {
    corpus.key(found[document].0).map_or("", |key| key.as_str())
}

/// A name as programs read it, documents by their keys.
#[derive(Serialize)]
struct NameEntry<'a> {
    #[serde(flatten)]
    name: &'a Name,
    also_in: Vec<&'a str>,
    perhaps: Vec<Suggestion<'a>>,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    /// Where the other stands; `null` for a name of the site.
    source: Option<&'a str>,
    /// The page of the other, if the site has one.
    entity: Option<&'a str>,
    name: &'a str,
    why: Nearness,
}

impl<'a> NameEntry<'a> {
    fn of(name: &'a Name, corpus: &'a Corpus, found: &[(usize, Vec<Extraction>)]) -> Self {
        let suggestion = |perhaps: &'a list::Perhaps| Suggestion {
            source: Some(key_of(corpus, found, perhaps.document)),
            entity: None,
            name: &perhaps.name,
            why: perhaps.why,
        };
        let of_site = |other: &'a list::Resemblance| Suggestion {
            source: None,
            entity: other.entity.as_deref(),
            name: &other.name,
            why: other.why,
        };
        NameEntry {
            name,
            also_in: name.also_in.iter().map(|&document| key_of(corpus, found, document)).collect(),
            perhaps: name.resembles.iter().map(of_site).chain(name.perhaps.iter().map(suggestion)).collect(),
        }
    }
}

/// A list per source and kind: the passage, what was found, and the words in quotation marks.
pub fn text(corpus: &Corpus, known: &Known, found: &[(usize, Vec<Extraction>)]) -> String {
    let mut text = String::new();
    let lists = lists(known, found);
    for (nth, (index, passages)) in found.iter().enumerate() {
        if nth > 0 {
            text.push('\n');
        }
        let page = &corpus.pages[*index];
        let key = corpus.key(*index).map_or("", |key| key.as_str());
        let date = page.meta.date.map_or("no date".to_owned(), |date| date.to_string());
        let _ = writeln!(text, "{key} · {} · {date}", visible(page.title()));
        let dates = passages.iter().flat_map(|passage| passage.dates.iter().map(move |date| (passage, of_date(date))));
        push_list(&mut text, "dates", dates.collect());
        let figures =
            passages.iter().flat_map(|passage| passage.figures.iter().map(move |figure| (passage, of_figure(figure))));
        push_list(&mut text, "figures", figures.collect());
        let speech =
            passages.iter().flat_map(|passage| passage.speech.iter().map(move |speech| (passage, of_speech(speech))));
        push_list(&mut text, "quotations and reported speech", speech.collect());
        let elsewhere = |document| Some(key_of(corpus, found, document)).filter(|_| document != nth);
        push_names(&mut text, &lists[nth], elsewhere);
    }
    text
}

/// What was found, and what is to be said of it.
struct Line {
    value: String,
    words: String,
    remark: String,
}

fn push_list(text: &mut String, kind: &str, found: Vec<(&Extraction, Line)>) {
    if found.is_empty() {
        return;
    }
    let width = found.iter().map(|(_, line)| line.value.chars().count()).max().unwrap_or(0);
    let _ = writeln!(text, "\n  {kind}");
    for (passage, Line { value, words, remark }) in found {
        let remark = if remark.is_empty() { remark } else { format!(": {remark}") };
        let _ = writeln!(text, "    {:<5} {value:<width$}  “{}”{remark}", passage.passage.to_string(), visible(&words));
    }
}

/// The names by kind: how often each stands there, since which passage, and what shows what it is.
/// `elsewhere` is the key of another document.
fn push_names<'a>(text: &mut String, names: &'a [Name], elsewhere: impl Fn(usize) -> Option<&'a str>) {
    let kinds = [
        (Kind::Person, "people"),
        (Kind::Organisation, "organisations"),
        (Kind::Place, "places"),
        (Kind::Unsorted, "unsorted names"),
    ];
    let width = names.iter().map(|name| name.name.chars().count()).max().unwrap_or(0);
    for (kind, heading) in kinds {
        let mut of_kind = names.iter().filter(|name| name.kind == kind).peekable();
        if of_kind.peek().is_some() {
            let _ = writeln!(text, "\n  {heading}");
        }
        for name in of_kind {
            let first = name.passages.first().map(ToString::to_string).unwrap_or_default();
            let remark = remark(name, &elsewhere);
            let _ = writeln!(text, "    {first:<5} {:<width$}  {:>3} ×  {remark}", visible(&name.name), name.mentions);
        }
    }
}

fn remark<'a>(name: &'a Name, elsewhere: &impl Fn(usize) -> Option<&'a str>) -> String {
    let evidence = name.evidence.first().map_or("", |evidence| Evidence::describe(*evidence));
    let mut remark = match &*name.cue {
        "" => evidence.to_owned(),
        cue => format!("{evidence} “{}”", visible(cue)),
    };
    if let Some(role) = name.roles.first() {
        let _ = write!(remark, "; “{}”", visible(role));
    }
    if !name.between.is_empty() {
        let between: Vec<String> = name.between.iter().map(|one| visible(one)).collect();
        let _ = write!(remark, "; (?) one of {}", between.join(", "));
    }
    for other in &name.resembles {
        let place = other.entity.as_deref().unwrap_or(names::PATH);
        let _ = write!(remark, "; (?) perhaps {} in {place} ({})", visible(&other.name), nearness(other.why));
    }
    for perhaps in &name.perhaps {
        let place = elsewhere(perhaps.document).map_or(String::new(), |key| format!(" in {key}"));
        let _ = write!(remark, "; (?) perhaps {}{place} ({})", visible(&perhaps.name), nearness(perhaps.why));
    }
    remark
}

fn nearness(why: Nearness) -> &'static str {
    match why {
        Nearness::NearSpelling => "near spelling",
        Nearness::Surname => "surname",
    }
}

fn of_date(date: &DateMention) -> Line {
    let value = match date.edtf {
        Some(edtf) => format!("{edtf}{}", if date.sure { "" } else { " (?)" }),
        None => "–".to_owned(),
    };
    let attributive = if date.attributive { "; it qualifies a noun" } else { "" };
    let is_plain = date.sure && date.why == "written out" && attributive.is_empty();
    let remark = if is_plain { String::new() } else { format!("{}{attributive}", date.why) };
    Line { value, words: date.words.text.clone(), remark }
}

fn of_speech(speech: &Speech) -> Line {
    let kind = match speech.kind {
        speech::Kind::Direct => "",
        speech::Kind::Reported => "reported",
        speech::Kind::Term => "a term",
    };
    let Some(speaker) = &speech.speaker else {
        return Line { value: "–".to_owned(), words: speech.words.text.clone(), remark: kind.to_owned() };
    };
    let doubt = if speaker.guess { " (?)" } else { "" };
    let name = speaker.name.as_deref().unwrap_or(&speaker.text);
    let evidence = match speaker.evidence {
        speech::Evidence::Continued => speaker.evidence.describe().to_owned(),
        _ => format!("{} “{}”", speaker.evidence.describe(), visible(&speech.cue)),
    };
    let remark = if kind.is_empty() { evidence } else { format!("{kind}, {evidence}") };
    Line { value: visible(&format!("{name}{doubt}")), words: speech.words.text.clone(), remark }
}

fn of_figure(figure: &Figure) -> Line {
    let bound = match figure.bound {
        Bound::Exactly => "",
        Bound::About => "~ ",
        Bound::AtLeast => "≥ ",
        Bound::MoreThan => "> ",
        Bound::AtMost | Bound::UpTo => "≤ ",
        Bound::LessThan => "< ",
    };
    let to = figure.to.as_ref().map_or(String::new(), |to| format!("–{}", to.exact));
    let unit = figure.unit.as_ref().map_or(String::new(), |unit| format!(" {}", unit.code.unwrap_or(&unit.text)));
    let of = figure.referent.as_ref().filter(|_| figure.unit.as_ref().is_some_and(|unit| unit.code.is_some()));
    let of = of.map_or(String::new(), |referent| format!(" of {}", referent.text));
    let doubt = if figure.sure { "" } else { " (?)" };
    Line {
        value: visible(&format!("{bound}{}{to}{unit}{of}{doubt}", figure.value.exact)),
        words: figure.words.text.clone(),
        remark: figure.why.clone(),
    }
}
