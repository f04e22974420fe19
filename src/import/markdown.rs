//! Source → the Markdown of its page: front matter, passages with their ids, boilerplate in fences. `import` calls it.
//! Whatever Markdown, a citation or a fence would make of the seed's own characters is escaped: the words come back.

use super::source::{Block, Content, Form, Metadata, Passage, Source};
use super::yaml::scalar;
use crate::date::Date;
use crate::key::SourceKey;
use crate::path::FilePath;
use crate::world::Sha256;
use std::fmt::Write;

/// What the page says of its seed, beside what the seed says itself.
pub(crate) struct Origin<'a> {
    pub key: &'a SourceKey,
    pub seed: &'a FilePath,
    pub sha256: Sha256,
    pub retrieved: Option<Date>,
}

/// The text of the source page.
pub(crate) fn page(origin: &Origin<'_>, source: &Source) -> String {
    let mut page = front_matter(origin, source);
    let mut previous: Option<&Block> = None;
    for block in source.blocks.iter().filter(|block| !matches!(block.content, Content::Metadata(_))) {
        if !previous.is_some_and(|previous| same_list(previous, block)) {
            page.push('\n');
        }
        push_block(&mut page, block);
        previous = Some(block);
    }
    page
}

fn front_matter(origin: &Origin<'_>, source: &Source) -> String {
    let Metadata { title, kind, authors, publisher, speakers, date, copyright, summary } = &source.metadata;
    let mut lines = vec!["---".to_owned()];
    let mut line = |name: &str, value: Option<String>| lines.extend(value.map(|value| format!("{name}: {value}")));
    let list = |names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| scalar(name)).collect();
        (!names.is_empty()).then(|| format!("[{}]", names.join(", ")))
    };
    let names: Vec<String> = speakers.iter().map(|speaker| speaker.name.clone()).collect();
    line("title", title.as_deref().map(scalar));
    line("key", Some(scalar(origin.key.as_str())));
    line("type", Some(kind.as_str().to_owned()));
    line("authors", list(authors));
    line("publisher", publisher.as_deref().map(scalar));
    line("speakers", list(&names));
    line("date", date.map(|date| date.to_string()));
    line("summary", summary.as_deref().map(scalar));
    line("copyright", copyright.as_deref().map(scalar));
    line("seed", Some(scalar(origin.seed.as_str())));
    line("sha256", Some(scalar(&origin.sha256.to_string())));
    line("retrieved", origin.retrieved.map(|date| date.to_string()));
    line("rights", Some("excerpt".to_owned()));
    if !source.notes.is_empty() {
        lines.push("notes:".to_owned());
        lines.extend(source.notes.iter().map(|note| format!("  - {}", scalar(note))));
    }
    let roles: Vec<String> = speakers
        .iter()
        .filter_map(|speaker| Some(format!("    {}: {}", scalar(&speaker.name), scalar(speaker.role.as_deref()?))))
        .collect();
    if !roles.is_empty() {
        lines.push("extra:".to_owned());
        lines.push("  roles:".to_owned());
        lines.extend(roles);
    }
    lines.push("---\n".to_owned());
    lines.join("\n")
}

/// Items that follow each other are one list, without blank lines between.
fn same_list(previous: &Block, block: &Block) -> bool {
    let item =
        |block: &Block| matches!(&block.content, Content::Passage(passage) if matches!(passage.form, Form::Item(_)));
    item(previous) && item(block)
}

fn push_block(page: &mut String, block: &Block) {
    let written = match &block.content {
        Content::Metadata(_) => Ok(()),
        Content::Heading { level, text } => {
            writeln!(page, "{} {}", "#".repeat(usize::from(*level)), escape_heading(text))
        }
        Content::Passage(passage) => writeln!(page, "{}", passage_line(passage)),
        Content::Boilerplate { class, rule, raw } => {
            let fence = fence(raw);
            let head = format!("{fence} boilerplate {} lines={} rule={rule}", class.as_str(), block.lines);
            writeln!(page, "{head}\n{}\n{fence}", raw.join("\n"))
        }
    };
    written.expect("writing to a string cannot fail");
}

fn passage_line(passage: &Passage) -> String {
    let opening = match &passage.form {
        Form::Paragraph => String::new(),
        Form::Item(mark) if mark.starts_with(|c: char| c.is_ascii_digit()) => format!("{mark} "),
        Form::Item(_) => "- ".to_owned(),
        Form::Quote => "> ".to_owned(),
    };
    let text = match &passage.label {
        Some(label) => format!("**{}:** {}", escape_inline(&label.shown), escape_inline(&passage.text)),
        None => escape(&passage.text),
    };
    format!("{opening}{} {{#{}}}", text.trim_end(), passage.id)
}

/// Colons enough that no line of the block ends it.
fn fence(raw: &[String]) -> String {
    let colons = |line: &String| line.trim_start().chars().take_while(|&c| c == ':').count();
    let longest = raw.iter().map(colons).max().unwrap_or(0);
    ":".repeat((longest + 1).max(3))
}

fn escape_heading(text: &str) -> String {
    let escaped = escape(text);
    // A heading may be closed by number signs, so the last one has to be a character.
    match escaped.strip_suffix('#') {
        Some(rest) if !rest.ends_with('\\') => format!("{rest}\\#"),
        _ => escaped,
    }
}

/// Escapes a text that stands at the start of a block.
fn escape(text: &str) -> String {
    let inline = escape_inline(text);
    let opens = |rest: &str| rest.is_empty() || rest.starts_with(char::is_whitespace);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=9).contains(&digits) && text[digits..].starts_with(['.', ')']) && opens(&text[digits + 1..]) {
        return format!("{}\\{}", &text[..digits], &inline[digits..]);
    }
    let mark = text.chars().next().unwrap_or(' ');
    let meant = match mark {
        '#' | '>' | ':' => true,
        '+' | '-' => opens(&text[1..]) || text[1..].starts_with(mark),
        _ => false,
    };
    if meant { format!("\\{inline}") } else { inline }
}

/// Escapes what means something anywhere in a line: to CommonMark, to its usual extensions, and to ibid.
fn escape_inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.char_indices().peekable();
    let mut previous = ' ';
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |&(_, next)| next);
        let within_word = previous.is_alphanumeric() && next.is_alphanumeric();
        let meant = match c {
            '\\' | '`' | '*' | '[' | ']' | '{' | '~' | '^' | '$' => true,
            '_' => !within_word,
            '<' => !next.is_whitespace(),
            '&' => is_entity(&text[at + 1..]),
            '@' => !previous.is_alphanumeric() && next.is_ascii_alphanumeric(),
            _ => false,
        };
        if meant {
            out.push('\\');
        }
        out.push(c);
        previous = c;
    }
    out
}

/// Whether what follows an ampersand may make an entity of it: `amp;`, `#8212;`.
fn is_entity(after: &str) -> bool {
    let name = after.trim_start_matches('#').trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    name.starts_with(';')
}

#[cfg(test)]
mod tests {
    use super::super::source::{Class, Label, LineRange};
    use super::*;
    use crate::key::PassageId;

    fn passage(form: Form, label: Option<&str>, text: &str) -> String {
        let label = label.map(|shown| Label { shown: shown.to_owned(), raw: shown.to_owned() });
        passage_line(&Passage { id: PassageId::new(1).unwrap(), form, label, text: text.to_owned() })
    }

    #[test]
    fn passages_end_in_their_ids() {
        assert_eq!(passage(Form::Paragraph, Some("Stone"), "Four ferries."), "**Stone:** Four ferries. {#p1}");
        assert_eq!(passage(Form::Item("•".into()), None, "one"), "- one {#p1}");
        assert_eq!(passage(Form::Item("2.".into()), None, "two"), "2. two {#p1}");
        assert_eq!(passage(Form::Quote, None, "words"), "> words {#p1}");
    }

    #[test]
    fn what_would_mean_something_is_escaped() {
        for (text, escaped) in [
            ("# no heading", "\\# no heading"),
            ("1. no list", "1\\. no list"),
            ("1986. A year", "1986\\. A year"),
            ("1.5 m", "1.5 m"),
            ("-5 degrees", "-5 degrees"),
            ("---", "\\---"),
            ("- no item", "\\- no item"),
            ("::: no fence", "\\::: no fence"),
            ("see [@key#p1]", "see \\[\\@key#p1\\]"),
            ("write to @key#p1 or a@b.org", "write to \\@key#p1 or a@b.org"),
            ("no id {#p3}", "no id \\{#p3}"),
            ("snake_case and _stress_", "snake_case and \\_stress\\_"),
            ("a < b <c>", "a < b \\<c>"),
            ("R&D &amp; so", "R&D \\&amp; so"),
            ("back\\slash", "back\\\\slash"),
        ] {
            assert_eq!(escape(text), escaped);
        }
        assert_eq!(escape_heading("In C #"), "In C \\#");
    }

    #[test]
    fn a_fence_is_longer_than_any_inside_it() {
        let raw = vec![":::: x".to_owned(), "y".to_owned()];
        let content = Content::Boilerplate { class: Class::Related, rule: "tail", raw };
        let mut page = String::new();
        push_block(&mut page, &Block { lines: LineRange { first: 3, last: 4 }, content });
        assert_eq!(page, "::::: boilerplate related lines=3-4 rule=tail\n:::: x\ny\n:::::\n");
    }
}
