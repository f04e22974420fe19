//! A reference → an entry of BibLaTeX, whose dates are EDTF as ours are. What has a meaning for TeX is escaped; letters of all
//! scripts stay what they are. `export` calls it.

use crate::render::bibliography::name::Name;
use crate::render::bibliography::reference::Reference;

pub(super) fn entry(reference: &Reference) -> String {
    let genre = kind(&reference.genre);
    let mut fields: Vec<(&str, String)> = Vec::new();
    for role in ["author", "editor", "translator"] {
        let names: Vec<String> = reference.names_of(role).iter().map(name).collect();
        fields.push((role, names.join(" and ")));
    }
    // Braces within keep every style from changing the letters of a title.
    fields.push(("title", braced(reference.text_of("title"))));
    for (field, variable) in texts(genre) {
        fields.push((field, escape(reference.text_of(variable))));
    }
    for (field, variable) in
        [("date", "issued"), ("urldate", "accessed"), ("eventdate", "event-date"), ("origdate", "original-date")]
    {
        fields.push((field, reference.dates.get(variable).map(ToString::to_string).unwrap_or_default()));
    }
    for (field, variable) in [("url", "URL"), ("doi", "DOI")] {
        fields.push((field, verbatim(reference.text_of(variable))));
    }
    fields.push(("note", escape(&others(reference))));
    let mut text = format!("@{genre}{{{},\n", reference.key);
    for (field, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        text.push_str(&format!("  {field} = {{{value}}},\n"));
    }
    text.push_str("}\n");
    text
}

fn kind(genre: &str) -> &'static str {
    match genre {
        "article" | "article-journal" | "article-magazine" | "article-newspaper" | "review" | "review-book" => {
            "article"
        }
        "book" | "classic" => "book",
        "chapter" => "incollection",
        "collection" => "collection",
        "dataset" => "dataset",
        "entry" | "entry-dictionary" | "entry-encyclopedia" => "inreference",
        "manuscript" => "unpublished",
        "pamphlet" => "booklet",
        "paper-conference" => "inproceedings",
        "patent" => "patent",
        "periodical" => "periodical",
        "post" | "post-weblog" | "webpage" => "online",
        "report" => "report",
        "software" => "software",
        "thesis" => "thesis",
        _ => "misc",
    }
}

/// The fields of an entry and the variables that they take. What something appeared in has its own name in each kind.
fn texts(genre: &str) -> Vec<(&'static str, &'static str)> {
    let container = match genre {
        "article" => "journaltitle",
        "incollection" | "inproceedings" | "inreference" => "booktitle",
        "online" => "organization",
        _ => "howpublished",
    };
    let publisher = if matches!(genre, "report" | "thesis") { "institution" } else { "publisher" };
    vec![
        (container, "container-title"),
        (publisher, "publisher"),
        ("location", "publisher-place"),
        ("type", "genre"),
        ("number", if genre == "article" { "issue" } else { "number" }),
        ("volume", "volume"),
        ("edition", "edition"),
        ("chapter", "chapter-number"),
        ("pages", "page"),
        ("pagetotal", "number-of-pages"),
        ("series", "collection-title"),
        ("eventtitle", "event-title"),
        ("venue", "event-place"),
        ("version", "version"),
        ("isbn", "ISBN"),
        ("issn", "ISSN"),
        ("language", "language"),
        ("abstract", "abstract"),
    ]
}

/// Those whose part BibLaTeX has no field for: `Interviewer: Ann Lee. Guest: Bo Ek`.
fn others(reference: &Reference) -> String {
    let known = ["author", "editor", "translator"];
    let others = reference.names.iter().filter(|(role, _)| !known.contains(&role.as_str()));
    let said = others.map(|(role, names)| {
        let names: Vec<String> = names.iter().map(plain).collect();
        format!("{}: {}", crate::render::words::capitalise(&role.replace('-', " ")), names.join("; "))
    });
    said.collect::<Vec<_>>().join(". ")
}

fn plain(name: &Name) -> String {
    match name {
        Name::Literal(literal) => literal.clone(),
        Name::Person { given, particle, family, suffix } => [given, particle, family, suffix]
            .map(String::as_str)
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// `von Last, Jr, First`; in braces a name is one word.
fn name(name: &Name) -> String {
    match name {
        Name::Literal(literal) => braced(literal),
        Name::Person { given, particle, family, suffix } => {
            let family =
                if particle.is_empty() { part(family) } else { format!("{} {}", escape(particle), part(family)) };
            let parts = [family, part(suffix), part(given)];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        }
    }
}

/// A part of a name; in braces where a parser would divide it.
fn part(text: &str) -> String {
    let is_divided = text.contains(',') || text.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
    if is_divided { braced(text) } else { escape(text) }
}

fn braced(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{{{}}}", escape(text)) }
}

/// Text for TeX. Braces are named and never written, since they count even behind a backslash.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '#' | '$' | '%' | '&' | '_' => escaped.extend(['\\', c]),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// An address, which BibLaTeX takes letter by letter: only what would end the field is encoded.
fn verbatim(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .map(|c| match c {
            '{' => "%7B".to_owned(),
            '}' => "%7D".to_owned(),
            '\\' => "%5C".to_owned(),
            c => c.to_string(),
        })
        .collect()
}
