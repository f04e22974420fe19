//! The name of a paragraph's style or of a typeface → what it means. Office programs keep the English names of their own
//! styles in DOCX and ODT; RTF and older files have those of the writer's language.

use super::document::Role;

/// What a paragraph of this style is; `None` where the name says nothing, and the style that it is based on may.
pub(super) fn role(name: &str) -> Option<Role> {
    let name = name.replace("_20_", " ").replace(['_', '-'], " ").to_lowercase();
    let (words, number) = match name.rsplit_once(' ') {
        Some((words, number)) if number.bytes().all(|b| b.is_ascii_digit()) => (words, number.parse().ok()),
        _ => match name.find(|c: char| c.is_ascii_digit()) {
            Some(at) => (&name[..at], name[at..].parse().ok()),
            None => (name.as_str(), None),
        },
    };
    Some(match (words, number) {
        (
            "heading" | "überschrift" | "titre" | "título" | "titulo" | "titolo" | "kop" | "rubrik" | "overskrift"
            | "nagłówek" | "заголовок" | "cabeçalho" | "otsikko",
            Some(level @ 1..=9),
        ) => Role::Heading(level),
        (
            "toc" | "contents" | "verzeichnis" | "tm" | "index" | "user index" | "illustration index" | "table index",
            Some(_),
        )
        | (
            "toc heading" | "contents heading" | "table of figures" | "index heading" | "inhaltsverzeichnisüberschrift",
            None,
        ) => Role::Contents,
        ("title" | "titel" | "titre", None) => Role::Title,
        ("subtitle" | "untertitel" | "sous titre", None) => Role::Subtitle,
        ("author", None) => Role::Author,
        ("date", None) => Role::Date,
        (
            "quote" | "intense quote" | "block text" | "quotations" | "block quote" | "blockquote" | "block quotation"
            | "blockquote text" | "zitat" | "intensives zitat" | "citation" | "citation intense",
            None,
        ) => Role::Quote,
        ("source code" | "html preformatted" | "preformatted text" | "code" | "code block" | "verbatim", None) => {
            Role::Code
        }
        _ => return None,
    })
}

/// Whether a style for characters is one for code.
pub(super) fn is_code(name: &str) -> bool {
    let name = name.replace("_20_", " ").to_lowercase();
    matches!(
        name.as_str(),
        "verbatim char" | "html code" | "source text" | "source_text" | "code" | "inline code" | "html typewriter"
    )
}

/// Whether every letter of a typeface has one width.
pub(super) fn is_typewriter(face: &str) -> bool {
    const FACES: [&str; 11] = [
        "courier",
        "consolas",
        "menlo",
        "monaco",
        "liberation mono",
        "dejavu sans mono",
        "lucida console",
        "source code pro",
        "andale mono",
        "cascadia",
        "fira code",
    ];
    let face = face.to_lowercase();
    FACES.iter().any(|known| face.starts_with(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_styles_in_several_languages() {
        for (name, meant) in [
            ("heading 1", Some(Role::Heading(1))),
            ("Heading_20_2", Some(Role::Heading(2))),
            ("Überschrift 3", Some(Role::Heading(3))),
            ("heading3", Some(Role::Heading(3))),
            ("Titre 1", Some(Role::Heading(1))),
            ("Titre", Some(Role::Title)),
            ("toc 1", Some(Role::Contents)),
            ("Contents Heading", Some(Role::Contents)),
            ("Block Text", Some(Role::Quote)),
            ("Normal", None),
            ("heading 12345678901", None),
            ("", None),
        ] {
            assert_eq!(role(name), meant, "{name}");
        }
    }
}
