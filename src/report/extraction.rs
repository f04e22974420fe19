//! What was extracted from sources → one JSON array for programs, and lists for people. `ibid extract` prints it; what
//! is found, and how sure it is, was decided before.

use super::excerpt::visible;
use crate::corpus::Corpus;
use crate::date::Edtf;
use crate::extract::figure::Bound;
use crate::extract::{DateMention, Extraction, Figure};
use serde::Serialize;
use std::fmt::Write as _;

/// The extractions of each source, by its page: a JSON array with an object per source, in the order given.
pub fn json(corpus: &Corpus, found: &[(usize, Vec<Extraction>)]) -> String {
    #[derive(Serialize)]
    struct Entry<'a> {
        source: &'a str,
        path: &'a str,
        title: &'a str,
        date: Option<Edtf>,
        passages: &'a [Extraction],
    }
    let entries: Vec<Entry> = found
        .iter()
        .map(|(index, passages)| {
            let page = &corpus.pages[*index];
            let source = corpus.key(*index).map_or("", |key| key.as_str());
            Entry { source, path: page.path.as_str(), title: page.title(), date: page.meta.date, passages }
        })
        .collect();
    let mut json = serde_json::to_string(&entries).expect("texts and numbers are JSON");
    json.push('\n');
    json
}

/// A list per source and kind: the passage, what was found, and the words in quotation marks.
pub fn text(corpus: &Corpus, found: &[(usize, Vec<Extraction>)]) -> String {
    let mut text = String::new();
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
