//! A seed's bytes → what kind of document it is, by what they are and not by what the file is called. `read.rs` asks;
//! it names the reader for each format, and the reason for each that has none.

/// A kind of document that is no text, or carries its encoding in itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Packed {
    Docx,
    Epub,
    Mail,
    Odt,
    Pdf,
    Rtf,
}

/// A kind of document that is text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Written {
    Html,
    Markdown,
    Plain,
    Subtitles,
}

impl Packed {
    /// The reader and its version: the number grows when the same seed would be read otherwise than before.
    pub fn importer(self) -> &'static str {
        match self {
            Packed::Docx => "docx 1",
            Packed::Epub => "epub 1",
            Packed::Mail => "mail 1",
            Packed::Odt => "odt 1",
            Packed::Pdf => "pdf 1",
            Packed::Rtf => "rtf 1",
        }
    }
}

impl Written {
    /// As for `Packed`.
    pub fn importer(self) -> &'static str {
        match self {
            Written::Html => "html 1",
            Written::Markdown => "markdown 1",
            Written::Plain => "text 1",
            Written::Subtitles => "subtitles 1",
        }
    }
}

/// The format of bytes that are no text, or carry their encoding in themselves; `None` where they may be text.
/// The error is the reason why nothing can be made of them.
pub(crate) fn of_bytes(bytes: &[u8]) -> Result<Option<Packed>, String> {
    /// How far into a file the mark of a PDF may stand (ISO 32000-2, annex I).
    const REACH: usize = 1024;
    let head = &bytes[..bytes.len().min(REACH)];
    if memchr::memmem::find(head, b"%PDF-").is_some() {
        return Ok(Some(Packed::Pdf));
    }
    if bytes.trim_ascii_start().starts_with(b"{\\rtf") {
        return Ok(Some(Packed::Rtf));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return of_archive(bytes).map(Some);
    }
    if let Some((_, what)) = UNREADABLE.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Err((*what).to_owned());
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Err("it is a recording; import a transcript or its subtitles".to_owned());
    }
    Ok(is_mail(bytes).then_some(Packed::Mail))
}

/// What begins with these bytes holds no text that could be read, and what to do about it.
const UNREADABLE: [(&[u8], &str); 14] = [
    (b"\xD0\xCF\x11\xE0", "it is a document of an office program from before 2007; save it as DOCX or ODT"),
    (b"\x89PNG", "it is a picture; import its text, recognised by another program"),
    (b"\xFF\xD8\xFF", "it is a picture; import its text, recognised by another program"),
    (b"GIF8", "it is a picture; import its text, recognised by another program"),
    (b"II*\0", "it is a picture; import its text, recognised by another program"),
    (b"MM\0*", "it is a picture; import its text, recognised by another program"),
    (b"ID3", "it is a recording; import a transcript or its subtitles"),
    (b"OggS", "it is a recording; import a transcript or its subtitles"),
    (b"fLaC", "it is a recording; import a transcript or its subtitles"),
    (b"RIFF", "it is a recording or a picture; import a transcript or its subtitles"),
    (b"\x7FELF", "it is a program"),
    (b"MZ\x90\0", "it is a program"),
    (b"7z\xBC\xAF", "it is an archive; unpack it, and import what is in it"),
    (b"SQLite format 3\0", "it is a database; export what is wanted as text"),
];

/// The format of a ZIP archive, by the names of its parts.
fn of_archive(bytes: &[u8]) -> Result<Packed, String> {
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes))
        .map_err(|error| format!("it looks like a ZIP archive, and its directory cannot be read: {error}"))?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    let has_below = |folder: &str| archive.file_names().flatten().any(|name| name.starts_with(folder));
    if has("META-INF/container.xml") {
        Ok(Packed::Epub)
    } else if has("[Content_Types].xml") && has_below("word/") {
        Ok(Packed::Docx)
    } else if has("content.xml") && has("META-INF/manifest.xml") {
        Ok(Packed::Odt)
    } else if has_below("xl/") {
        Err("it is a spreadsheet; save what is wanted of it as text, HTML or PDF".to_owned())
    } else if has_below("ppt/") {
        Err("it is a presentation; save it as PDF".to_owned())
    } else {
        Err("it is an archive; unpack it, and import what is in it".to_owned())
    }
}

/// Whether the bytes begin with the header of a message (RFC 5322): at least two fields that every message has.
fn is_mail(bytes: &[u8]) -> bool {
    const FIELDS: [&str; 11] = [
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "received",
        "return-path",
        "mime-version",
        "delivered-to",
        "reply-to",
        "content-type",
    ];
    let bytes = bytes.trim_ascii_start();
    let bytes =
        if bytes.starts_with(b"From ") { &bytes[bytes.iter().position(|&b| b == b'\n').unwrap_or(0)..] } else { bytes };
    let mut known: Vec<&str> = Vec::new();
    for line in bytes.trim_ascii_start().split(|&byte| byte == b'\n').take(200) {
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = line.iter().position(|&byte| byte == b':') else { break };
        let name = &line[..colon];
        if name.is_empty() || !name.iter().all(|byte| byte.is_ascii_graphic()) {
            break;
        }
        let found = FIELDS.into_iter().find(|field| field.as_bytes().eq_ignore_ascii_case(name));
        known.extend(found.filter(|field| !known.contains(field)));
    }
    let sent = ["message-id", "mime-version", "received", "date", "content-type"];
    known.contains(&"from") && known.len() >= 3 && sent.iter().any(|field| known.contains(field))
}

/// The format of a text. The name of the file is asked only whether text with the signs of Markdown is meant as such.
pub(crate) fn of_text(text: &str, is_named_markdown: bool) -> Written {
    if super::subtitle::is_subtitles(text) {
        Written::Subtitles
    } else if is_html(text) {
        Written::Html
    } else if is_markdown(text, is_named_markdown) {
        Written::Markdown
    } else {
        Written::Plain
    }
}

/// Whether the text begins as a web page does, or is so full of elements that it must be a piece of one.
fn is_html(text: &str) -> bool {
    const STARTS: [&str; 6] = ["<!doctype html", "<html", "<head", "<body", "<!--", "<?xml"];
    const ELEMENTS: [&str; 9] = ["<p", "<div", "<span", "<h1", "<h2", "<table", "<ul", "<article", "<a "];
    let start = text.trim_start();
    let head: String = start.chars().take(20_000).collect::<String>().to_ascii_lowercase();
    if !head.starts_with('<') {
        return false;
    }
    let closed = ELEMENTS.iter().filter(|element| head.contains(*element)).count();
    let opens = STARTS.iter().any(|opening| head.starts_with(opening));
    let says = head.contains("<html") || head.contains("<!doctype html") || head.contains("<body");
    says || opens && closed >= 1 || closed >= 2 || closed >= 1 && head.contains("</")
}

/// Whether a text is written in Markdown: it has several of its signs, which plain text hardly has.
fn is_markdown(text: &str, is_named: bool) -> bool {
    let mut signs = [false; 6];
    let mut in_front = text.starts_with("---\n") || text.starts_with("---\r\n");
    for (number, line) in text.lines().enumerate().take(2000) {
        if in_front {
            in_front = number == 0 || line != "---";
            continue;
        }
        let level = line.bytes().take_while(|&byte| byte == b'#').count();
        signs[0] |= (1..=6).contains(&level) && line[level..].starts_with(' ');
        signs[1] |= line.contains("](http") || line.contains("](/") || line.contains("](#");
        signs[2] |= line.starts_with("```") || line.starts_with("~~~");
        signs[3] |= line.split("**").count() >= 3 || line.split("__").count() >= 3;
        signs[4] |= line.starts_with('|') && line.contains("---");
        signs[5] |= line.starts_with("[^") && line.contains("]:") || line.starts_with("- [ ] ");
    }
    let found = signs.into_iter().filter(|&sign| sign).count();
    found >= 2 || is_named && (found >= 1 || text.starts_with("---\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_tell_what_they_are() {
        assert_eq!(of_bytes(b"\n%PDF-1.7\n"), Ok(Some(Packed::Pdf)));
        assert_eq!(of_bytes(b"{\\rtf1\\ansi"), Ok(Some(Packed::Rtf)));
        assert_eq!(of_bytes(b"plain"), Ok(None));
        assert!(of_bytes(b"\x89PNG\r\n").unwrap_err().contains("picture"));
        assert!(of_bytes(b"PK\x03\x04junk").unwrap_err().contains("cannot be read"));
        let mail =
            b"Received: from a by b;\n\tMon, 2 Feb 2026\nFrom: Ada <a@a.example>\nTo: b@b.example\nDate: x\n\nHello.";
        assert_eq!(of_bytes(mail), Ok(Some(Packed::Mail)));
        assert_eq!(of_bytes(b"From: Ada\nI have: a note\n\nTo: all"), Ok(None));
        assert_eq!(of_bytes(b"STONE: Hello.\nREED: Hello.\n"), Ok(None));
    }

    #[test]
    fn texts_tell_what_they_are() {
        for (text, format) in [
            ("WEBVTT\n\n00:01.000 --> 00:02.000\nHello.\n", Written::Subtitles),
            ("\n<!DOCTYPE html>\n<title>x</title>", Written::Html),
            ("<div class=a><p>One</p></div>", Written::Html),
            ("<p>One</p>", Written::Html),
            ("<stone> four ferries\n", Written::Plain),
            ("# A title\n\nWith a [link](https://a.example).\n", Written::Markdown),
            ("# A comment in a dump\n\nand text\n", Written::Plain),
            ("Four ferries.\n", Written::Plain),
        ] {
            assert_eq!(of_text(text, false), format, "{text}");
        }
        assert_eq!(of_text("# A title\n\nand text\n", true), Written::Markdown);
        assert_eq!(of_text("and text\n", true), Written::Plain);
    }
}
