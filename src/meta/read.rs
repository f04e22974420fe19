//! Front matter → `Meta`: YAML between `---` lines or TOML between `+++` lines. Called by `page::parse`.

use super::{BriefingMeta, Correction, EntityMeta, Kind, Meta, Placed, Rights, SourceMeta};
use crate::config::Reader;
use crate::date::Edtf;
use crate::diagnostic::{Code, Finding, did_you_mean, nearest};
use crate::fields::{Fields, Notation, Value};
use crate::key::SourceKey;
use crate::path::FilePath;
use crate::span::Span;
use crate::world::Sha256;

const KEYS: &[&str] = &[
    "title",
    "kind",
    "date",
    "updated",
    "summary",
    "authors",
    "topics",
    "slug",
    "aliases",
    "draft",
    "language",
    "template",
    "strict",
    "autolink",
    "checks",
    "extra",
    "as_of",
    "corrections",
    "names",
    "role",
    "same_as",
    "key",
    "type",
    "publisher",
    "speakers",
    "url",
    "copyright",
    "seed",
    "sha256",
    "retrieved",
    "rights",
    "reliability",
    "descriptor",
    "csl",
    "notes",
];

/// Reads the front matter of a file. Returns what it says, the offset at which the Markdown begins, and what is wrong.
pub fn parse(text: &str) -> (Meta, usize, Vec<Finding>) {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let Some(notation) = notation(&text[bom..]) else {
        return (Meta::default(), bom, Vec::new());
    };
    let Some((inside, body)) = enclosed(text, bom, notation) else {
        let fence = fence(notation);
        let opening = Span::new(bom, bom + fence.len());
        let finding = Finding::new(
            Code::InvalidFrontMatter,
            opening,
            format!("nothing closes the front matter that `{fence}` opens"),
        );
        return (Meta::default(), text.len(), vec![finding.help(format!("write a line `{fence}` after the last key"))]);
    };
    match Fields::parse(text, inside, notation) {
        Ok(fields) => {
            let (meta, findings) = read(fields);
            (meta, body, findings)
        }
        Err(fault) => {
            let message = format!("the front matter cannot be read: {}", fault.message);
            let help = match notation {
                Notation::Yaml => {
                    "it is YAML: `key: value`, a line each; put a value with `: ` or a leading `[`, `{`, `*`, `&` or `@` in quotation marks"
                }
                Notation::Toml => "it is TOML: `key = \"value\"`, a line each",
            };
            (Meta::default(), body, vec![Finding::new(Code::InvalidFrontMatter, fault.span, message).help(help)])
        }
    }
}

fn fence(notation: Notation) -> &'static str {
    match notation {
        Notation::Yaml => "---",
        Notation::Toml => "+++",
    }
}

fn notation(text: &str) -> Option<Notation> {
    let first = text.lines().next()?.trim_end();
    [Notation::Yaml, Notation::Toml].into_iter().find(|&notation| fence(notation) == first)
}

/// The span between the fences, and the offset of the line after the second.
fn enclosed(text: &str, start: usize, notation: Notation) -> Option<(Span, usize)> {
    let mut lines = text[start..].split_inclusive('\n');
    let mut at = start + lines.next()?.len();
    let inside = at;
    for line in lines {
        let bare = line.trim_end();
        if bare == fence(notation) || notation == Notation::Yaml && bare == "..." {
            return Some((Span::new(inside, at), at + line.len()));
        }
        at += line.len();
    }
    None
}

const KINDS: &[&str] = &["briefing", "source", "person", "organisation", "place", "page"];

/// The Admiralty grades of a source.
const GRADES: &[&str] = &["A", "B", "C", "D", "E", "F"];

/// The types of CSL 1.0.2, <https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types>, and
/// `transcript`.
const GENRES: &[&str] = &[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "broadcast",
    "chapter",
    "classic",
    "collection",
    "dataset",
    "document",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "event",
    "figure",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "musical_score",
    "pamphlet",
    "paper-conference",
    "patent",
    "performance",
    "periodical",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "review",
    "review-book",
    "software",
    "song",
    "speech",
    "standard",
    "thesis",
    "transcript",
    "treaty",
    "webpage",
];

pub(super) const DATE_HELP: &str =
    "dates are EDTF: `2026`, `2026-02`, `2026-02-05`, `2026-02-05?`, `2025-04-23/2025-04-25`";

fn read(mut fields: Fields) -> (Meta, Vec<Finding>) {
    let mut reader = Reader { fields: &mut fields, code: Code::InvalidFrontMatter, findings: Vec::new() };
    let meta = Meta {
        title: placed(&mut reader, "title"),
        kind: reader.chosen("kind", KINDS, Kind::parse, "is no kind of page"),
        date: date(&mut reader, "date"),
        updated: date(&mut reader, "updated"),
        summary: placed(&mut reader, "summary"),
        authors: reader.texts("authors"),
        topics: reader.texts("topics"),
        slug: reader.text("slug"),
        aliases: reader.texts("aliases"),
        draft: reader.truth("draft").unwrap_or(false),
        language: reader.text("language"),
        template: placed(&mut reader, "template"),
        strict: reader.truth("strict"),
        autolink: reader.truth("autolink"),
        checks: reader.checks("checks"),
        extra: reader.extra(),
        briefing: BriefingMeta { as_of: date(&mut reader, "as_of"), corrections: corrections(&mut reader) },
        entity: EntityMeta {
            names: reader.texts("names"),
            role: placed(&mut reader, "role"),
            same_as: reader.texts("same_as"),
        },
        source: source(&mut reader),
    };
    let mut findings = reader.findings;
    findings.extend(fields.into_unknown(KEYS));
    findings.sort_by_key(|finding| finding.span);
    (meta, findings)
}

fn source(reader: &mut Reader<'_>) -> SourceMeta {
    let key = reader.placed_text("key");
    let key = key.and_then(|(text, span)| match SourceKey::new(&text) {
        Some(value) => Some(Placed { value, span }),
        None => {
            let message = format!("`{text}` cannot be a key");
            let rule = "a key is made of the letters a–z, digits, `_`, `.`, `:` and `-`, begins with a letter or digit, and is not `judgement`";
            let near = SourceKey::new(&crate::path::slugify(&text));
            let help = near.map_or(rule.to_owned(), |near| format!("write `key: {near}`; {rule}"));
            reader.findings.push(Finding::new(Code::InvalidFrontMatter, span, message).help(help));
            None
        }
    });
    SourceMeta {
        key,
        genre: genre(reader),
        publisher: reader.text("publisher"),
        speakers: reader.texts("speakers"),
        url: reader.parsed(
            "url",
            web_address,
            "is no web address",
            "write an absolute address that begins with `https://` or `http://`",
        ),
        copyright: reader.text("copyright"),
        seed: placed_parsed(
            reader,
            "seed",
            |text| FilePath::new(text).ok(),
            "is no path below the site's root",
            "write it like `seeds/report.txt`",
        ),
        sha256: placed_parsed(
            reader,
            "sha256",
            Sha256::parse,
            "is no SHA-256",
            "64 hexadecimal digits, as `sha256sum` prints them",
        ),
        retrieved: date(reader, "retrieved"),
        rights: reader
            .chosen("rights", &["full", "excerpt", "none"], Rights::parse, "is no setting of rights")
            .unwrap_or_default(),
        reliability: reader.chosen("reliability", GRADES, grade, "is no grade of reliability"),
        descriptor: reader.text("descriptor"),
        csl: super::csl::csl(reader),
        notes: reader.texts("notes"),
    }
}

/// The type of a source. One that is unknown is said, and published as it stands.
fn genre(reader: &mut Reader<'_>) -> Option<String> {
    let (text, span) = reader.placed_text("type")?;
    if !GENRES.contains(&text.as_str()) {
        let help =
            "write a type of CSL, such as `interview`, `report`, `webpage`, `article-newspaper`, or `transcript`";
        let help = did_you_mean(&text, GENRES.iter().copied(), help);
        let message = format!("`type` is no type of source: `{text}`");
        reader.findings.push(Finding::new(reader.code, span, message).help(help));
    }
    Some(text)
}

fn placed(reader: &mut Reader<'_>, key: &str) -> Option<Placed<String>> {
    reader.placed_text(key).map(|(value, span)| Placed { value, span })
}

fn placed_parsed<T>(
    reader: &mut Reader<'_>,
    key: &str,
    parse: impl FnOnce(&str) -> Option<T>,
    wrong: &str,
    help: &str,
) -> Option<Placed<T>> {
    let (text, span) = reader.placed_text(key)?;
    let parsed = parse(&text);
    if parsed.is_none() {
        reader.findings.push(Finding::new(reader.code, span, format!("`{key}` {wrong}: `{text}`")).help(help));
    }
    parsed.map(|value| Placed { value, span })
}

fn date(reader: &mut Reader<'_>, key: &str) -> Option<Edtf> {
    reader.parsed(key, Edtf::parse, "is no date", DATE_HELP)
}

fn web_address(text: &str) -> Option<String> {
    let sound = (text.starts_with("https://") || text.starts_with("http://"))
        && !text.contains(|c: char| c.is_whitespace() || c.is_control());
    sound.then(|| text.to_owned())
}

fn grade(text: &str) -> Option<String> {
    GRADES.contains(&text).then(|| text.to_owned())
}

/// `corrections` is a list of tables with `date` and `text`.
fn corrections(reader: &mut Reader<'_>) -> Vec<Correction> {
    let Some(field) = reader.fields.take("corrections") else { return Vec::new() };
    let span = field.span;
    let help = "write a list of `- date: 2026-02-05` with `text: …` on the line below";
    let mut fault_at = |span: Span, message: String, help: &str| {
        reader.findings.push(Finding::new(Code::InvalidFrontMatter, span, message).help(help));
    };
    let items = match field.value.clone() {
        Value::List(items) => items,
        Value::Null => return Vec::new(),
        other => {
            fault_at(span, format!("`corrections` must be a list, not {}", other.kind()), help);
            return Vec::new();
        }
    };
    let mut corrections = Vec::new();
    for item in items {
        let Value::Table(mut table) = item else {
            fault_at(span, format!("a correction must have `date` and `text`, this is {}", item.kind()), help);
            continue;
        };
        let date = table.remove("date").and_then(Value::into_text);
        let parsed = date.as_deref().map(Edtf::parse);
        if parsed == Some(None) {
            fault_at(
                span,
                format!("a correction's `date` is no date: `{}`", date.as_deref().unwrap_or_default()),
                help,
            );
        }
        match table.remove("text").and_then(Value::into_text) {
            Some(value) => corrections.push(Correction { date: parsed.flatten(), text: Placed { value, span } }),
            // A key that was meant is reported below.
            None if table.keys().any(|key| nearest(key, ["text"]).is_some()) => {}
            None => fault_at(span, "a correction has no `text`".into(), help),
        }
        if let Some(key) = table.keys().next() {
            let help = did_you_mean(key, ["date", "text"], "a correction has a `date` and a `text`");
            fault_at(field.place_of(key), format!("the key `{key}` means nothing in a correction"), &help);
        }
    }
    corrections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_and_toml_say_the_same() {
        let yaml = "---\ntitle: Talks\ndate: 2026-02\nas_of: 2026-02-05\ntopics: [war, talks]\nrights: none\n---\nText";
        let toml = "+++\ntitle = \"Talks\"\ndate = \"2026-02\"\nas_of = 2026-02-05\ntopics = [\"war\", \"talks\"]\nrights = \"none\"\n+++\nText";
        for text in [yaml, toml] {
            let (meta, body, findings) = parse(text);
            assert_eq!(findings, []);
            assert_eq!(&text[body..], "Text");
            assert_eq!(meta.title.unwrap().value, "Talks");
            assert_eq!(meta.date.unwrap().to_string(), "2026-02");
            assert_eq!(meta.briefing.as_of.unwrap().to_string(), "2026-02-05");
            assert_eq!((meta.topics.len(), meta.source.rights), (2, Rights::None));
        }
        assert_eq!(parse("No front matter").1, 0);
        assert_eq!(parse("---\r\ntitle: x\r\n---\r\nText").0.title.unwrap().value, "x");
    }

    #[test]
    fn all_faults_are_found_with_their_lines() {
        let text = "---\ntitle: [a]\ndate: yesterday\nrights: most\nkey: judgement\nreliability: G\nurl: javascript:x\nsumary: x\n---\n";
        let (_, _, findings) = parse(text);
        let found: Vec<(Code, &str)> = findings.iter().map(|f| (f.code, f.span.of(text))).collect();
        assert_eq!(
            found,
            [
                (Code::InvalidFrontMatter, "title: [a]"),
                (Code::InvalidFrontMatter, "date: yesterday"),
                (Code::InvalidFrontMatter, "rights: most"),
                (Code::InvalidFrontMatter, "key: judgement"),
                (Code::InvalidFrontMatter, "reliability: G"),
                (Code::InvalidFrontMatter, "url: javascript:x"),
                (Code::UnknownKey, "sumary"),
            ]
        );
    }

    #[test]
    fn front_matter_that_never_ends_hides_no_fault() {
        let unclosed = "---\ntitle: x\n\nText";
        let (_, body, findings) = parse(unclosed);
        assert_eq!((body, findings.len()), (unclosed.len(), 1));
        let (_, _, findings) = parse("---\ntitle: a: b\n---\n");
        assert_eq!(findings[0].code, Code::InvalidFrontMatter);
    }

    #[test]
    fn corrections_are_dated_texts() {
        let (meta, _, findings) =
            parse("---\ncorrections:\n  - date: 2026-02-05\n    text: A number was wrong.\n---\n");
        assert_eq!(findings, []);
        assert_eq!(meta.briefing.corrections[0].text.value, "A number was wrong.");
        assert_eq!(parse("---\ncorrections:\n  - date: now\n---\n").2.len(), 2);
    }
}
