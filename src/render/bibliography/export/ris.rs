//! A reference → a record of RIS, <https://en.wikipedia.org/wiki/RIS_(file_format)>: a tag and a value a line. Its dates know no
//! doubt, so that the words for it go into their last part. `export` calls it.

use crate::date::{Doubt, Edtf};
use crate::render::bibliography::reference::Reference;

pub(super) fn record(reference: &Reference) -> String {
    let mut record = Record(String::new());
    record.line("TY", kind(&reference.genre));
    record.line("ID", &reference.key);
    let names = |role: &str| reference.names_of(role).iter().map(|name| name.inverted()).collect::<Vec<_>>();
    for (tag, role) in [("AU", "author"), ("ED", "editor"), ("A4", "translator")] {
        names(role).iter().for_each(|name| record.line(tag, name));
    }
    for (role, _) in
        reference.names.iter().filter(|(role, _)| !["author", "editor", "translator"].contains(&role.as_str()))
    {
        let role_name = crate::render::words::capitalise(&role.replace('-', " "));
        names(role).iter().for_each(|name| record.line("N1", &format!("{role_name}: {name}")));
    }
    record.line("TI", reference.text_of("title"));
    record.line("T2", reference.text_of("container-title"));
    record.line("T3", reference.text_of("collection-title"));
    if let Some(issued) = reference.dates.get("issued") {
        record.line("PY", &format!("{:04}", issued.start().year));
        record.line("DA", &date(*issued));
    }
    record.line("Y2", &reference.dates.get("accessed").map(|accessed| date(*accessed)).unwrap_or_default());
    let (first, last) = pages(reference.text_of("page"));
    for (tag, variable) in [
        ("PB", "publisher"),
        ("CY", "publisher-place"),
        ("VL", "volume"),
        ("IS", "issue"),
        ("ET", "edition"),
        ("M3", "genre"),
        ("DO", "DOI"),
        ("SN", if reference.texts.contains_key("ISBN") { "ISBN" } else { "ISSN" }),
        ("LA", "language"),
        ("AB", "abstract"),
        ("UR", "URL"),
    ] {
        record.line(tag, reference.text_of(variable));
    }
    record.line("SP", first);
    record.line("EP", last);
    record.0.push_str("ER  - \r\n\r\n");
    record.0
}

struct Record(String);

impl Record {
    /// A line, unless it would say nothing. A value never holds the end of a line.
    fn line(&mut self, tag: &str, value: &str) {
        let value = value
            .split(|c: char| c.is_control() || c.is_whitespace())
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        if !value.is_empty() {
            self.0.push_str(&format!("{tag}  - {value}\r\n"));
        }
    }
}

fn kind(genre: &str) -> &'static str {
    match genre {
        "article-journal" | "article" | "review" | "review-book" => "JOUR",
        "article-magazine" => "MGZN",
        "article-newspaper" => "NEWS",
        "bill" => "BILL",
        "book" | "classic" | "collection" => "BOOK",
        "broadcast" | "motion_picture" => "VIDEO",
        "chapter" => "CHAP",
        "dataset" => "DATA",
        "entry" | "entry-encyclopedia" => "ENCYC",
        "entry-dictionary" => "DICT",
        "figure" => "FIGURE",
        "graphic" => "ART",
        "hearing" => "HEAR",
        "legal_case" => "CASE",
        "legislation" | "regulation" => "STAT",
        "manuscript" => "UNPB",
        "map" => "MAP",
        "musical_score" => "MUSIC",
        "pamphlet" => "PAMP",
        "paper-conference" => "CPAPER",
        "patent" => "PAT",
        "personal_communication" => "PCOMM",
        "post-weblog" => "BLOG",
        "post" | "webpage" => "ELEC",
        "report" => "RPRT",
        "software" => "COMP",
        "song" => "SOUND",
        "standard" => "STAND",
        "thesis" => "THES",
        _ => "GEN",
    }
}

/// `2026/02/05/`, `2026/02//`, `2026///circa`.
fn date(edtf: Edtf) -> String {
    let start = edtf.start();
    let part = |part: Option<u8>| part.map(|part| format!("{part:02}")).unwrap_or_default();
    let other = match edtf {
        Edtf::Interval(..) => edtf.to_string(),
        Edtf::Date(date) => match date.doubt {
            Doubt::None => String::new(),
            Doubt::Uncertain => "uncertain".to_owned(),
            Doubt::Approximate => "circa".to_owned(),
            Doubt::Both => "circa, uncertain".to_owned(),
        },
    };
    format!("{:04}/{}/{}/{other}", start.year, part(start.month), part(start.day))
}

/// The first and the last page of `12–15` or `12-15`.
fn pages(text: &str) -> (&str, &str) {
    match text.split_once(['-', '–']) {
        Some((first, last)) => (first.trim(), last.trim_start_matches(['-', '–']).trim()),
        None => (text, ""),
    }
}
