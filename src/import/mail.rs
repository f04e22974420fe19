//! A message (RFC 5322, MIME) → Source: what it says is passages; what it repeats of other messages, its signature and
//! its header are set aside. `read.rs` calls it.

use super::account::Yield;
use super::blocks::Blocks;
use super::html::{self, Chapter};
use super::line::{fold_space, lines};
use super::source::{Class, Form, Kind, Locator, Metadata, Source};
use crate::date::Edtf;
use mail_parser::{Address, Message, MessageParser, MimeHeaders, PartType};
use std::borrow::Cow;

/// Lines narrower than this were broken by hand, not by a program that wraps.
const WRAPPED: usize = 55;

/// Reads one message.
pub(crate) fn read(bytes: &[u8]) -> Result<Yield, String> {
    // What a mailbox file puts before the message.
    let bytes = match bytes.strip_prefix(b"From ") {
        Some(rest) => rest.iter().position(|&byte| byte == b'\n').map_or(rest, |end| &rest[end + 1..]),
        None => bytes,
    };
    let message = MessageParser::default().parse(bytes).ok_or("the header of the message cannot be read")?;
    let mut blocks = Blocks::default();
    let mut received = String::new();
    let header = header(&message);
    received.push_str(&header.concat());
    blocks.aside(Locator::None, Class::Header, "message-header", header);
    let mut notes = Vec::new();
    body(&message, &mut blocks, &mut received)?;
    for part in message.attachments() {
        let name = part.attachment_name().unwrap_or("without a name");
        let size = part.contents().len().div_ceil(1000);
        notes.push(format!(
            "the attachment “{name}” ({size} kB) was not read; save it and import it as a seed of its own"
        ));
    }
    let source = Source { metadata: metadata(&message), blocks: blocks.into_blocks(), notes, ..Source::default() };
    Ok(Yield { source, received })
}

/// The fields of the header that people read, decoded.
fn header(message: &Message<'_>) -> Vec<String> {
    let people = |name: &str, address: Option<&Address<'_>>| Some(format!("{name}: {}", people(address?).join(", ")));
    let fields = [
        people("From", message.from()),
        people("To", message.to()),
        people("Cc", message.cc()),
        message.header_raw("Date").map(|date| format!("Date: {}", clean(date))),
        message.subject().map(|subject| format!("Subject: {}", clean(subject))),
    ];
    fields.into_iter().flatten().collect()
}

fn metadata(message: &Message<'_>) -> Metadata {
    let mut metadata = Metadata { kind: Kind::PersonalCommunication, ..Metadata::default() };
    let mut evidence = |field: &str, name: &str| drop(metadata.evidence.insert(field.to_owned(), name.to_owned()));
    if let Some(subject) = message.subject().map(clean).filter(|subject| !subject.is_empty()) {
        metadata.title = Some(subject);
        evidence("title", "the message's Subject");
    }
    // The day where it was sent, which the zone of the field gives.
    let day = message.date().map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day));
    if let Some(date) = day.and_then(|day| Edtf::parse(&day)) {
        metadata.date = Some(date);
        evidence("date", "the message's Date");
    }
    let authors = message.from().map(authors).unwrap_or_default();
    if !authors.is_empty() {
        metadata.authors = authors;
        evidence("authors", "the message's From");
    }
    metadata
}

fn authors(from: &Address<'_>) -> Vec<String> {
    let name = |address: &mail_parser::Addr<'_>| address.name().or(address.address()).map(clean);
    from.iter().filter_map(name).filter(|name| !name.is_empty()).collect()
}

fn people(address: &Address<'_>) -> Vec<String> {
    let one = |address: &mail_parser::Addr<'_>| match (address.name(), address.address()) {
        (Some(name), Some(address)) => format!("{} <{}>", clean(name), clean(address)),
        (name, address) => clean(name.or(address).unwrap_or_default()),
    };
    address.iter().map(one).collect()
}

/// What the message says: its plain text where it has one, else its HTML.
fn body(message: &Message<'_>, blocks: &mut Blocks, received: &mut String) -> Result<(), String> {
    let before = received.len();
    for part in (0u32..).map_while(|at| message.text_part(at)) {
        match &part.body {
            PartType::Text(text) => {
                let text = readable(text);
                plain(&text, blocks);
                received.push_str(&text);
            }
            PartType::Html(html) => {
                received.push_str(&html::blocks(blocks, &readable(html), Chapter::default(), &Locator::None));
            }
            _ => {}
        }
    }
    if received[before..].trim().is_empty() { Err("the message has no text".to_owned()) } else { Ok(()) }
}

/// A text without the character zero, which is none: where a damaged part decodes to it, U+FFFD shows that.
fn readable(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{FFFD}")) } else { Cow::Borrowed(text) }
}

/// A value of the header: one line.
fn clean(text: &str) -> String {
    fold_space(&readable(text))
}

/// What a line of a plain text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Said,
    /// What another message said, and the line that says so.
    Quoted,
    Signature,
}

/// Reads the plain text of a message.
fn plain(text: &str, blocks: &mut Blocks) {
    let lines: Vec<&str> = lines(text).iter().map(|line| line.raw).collect();
    let parts = parts(&lines);
    let mut at = 0;
    while at < lines.len() {
        let end = at + parts[at..].iter().take_while(|&&part| part == parts[at]).count();
        let stretch = &lines[at..end];
        match parts[at] {
            Part::Said => paragraphs(stretch, blocks),
            part => {
                let raw: Vec<String> = stretch.iter().map(|&line| line.to_owned()).collect();
                let (class, rule) = match part {
                    Part::Quoted => (Class::QuotedReply, "quoted-reply"),
                    _ => (Class::Signature, "signature"),
                };
                if raw.iter().any(|line| !line.trim().is_empty()) {
                    blocks.aside(Locator::None, class, rule, raw);
                }
            }
        }
        at = end;
    }
}

fn parts(lines: &[&str]) -> Vec<Part> {
    let mut parts = Vec::with_capacity(lines.len());
    let mut signed = false;
    for (at, line) in lines.iter().enumerate() {
        // RFC 3676 §4.3: two hyphens and a space, alone on a line.
        signed |= line.trim_end() == "--";
        let quoted = line.starts_with('>');
        let introduces = line.trim_end().ends_with(':')
            && lines[at + 1..].iter().find(|next| !next.trim().is_empty()).is_some_and(|next| next.starts_with('>'))
            && line.contains(|c: char| c.is_ascii_digit() || c == '@');
        parts.push(match (quoted || introduces, signed) {
            (true, _) => Part::Quoted,
            (false, true) => Part::Signature,
            (false, false) => Part::Said,
        });
    }
    parts
}

fn paragraphs(lines: &[&str], blocks: &mut Blocks) {
    for paragraph in lines.split(|line| line.trim().is_empty()).filter(|lines| !lines.is_empty()) {
        let is_item = |line: &&str| mark(line).is_some();
        if paragraph.iter().filter(|line| is_item(line)).count() >= 2 && is_item(&paragraph[0]) {
            items(paragraph, blocks);
            continue;
        }
        blocks.passage(Locator::None, Form::Paragraph, None, joined(paragraph));
    }
}

fn items(lines: &[&str], blocks: &mut Blocks) {
    let mut open: Vec<&str> = Vec::new();
    let mut sign = "";
    for line in lines {
        if let Some(next) = mark(line) {
            item(sign, &open, blocks);
            (sign, open) = (next, vec![line.trim_start()[next.len()..].trim_start()]);
        } else {
            open.push(line);
        }
    }
    item(sign, &open, blocks);
}

/// The sign that opens an item of a list.
fn mark(line: &str) -> Option<&'static str> {
    let opens = |mark: &&str| line.trim_start().strip_prefix(mark).is_some_and(|rest| rest.starts_with(' '));
    ["-", "*", "•"].into_iter().find(opens)
}

fn item(mark: &str, lines: &[&str], blocks: &mut Blocks) {
    if !lines.is_empty() {
        blocks.passage(Locator::None, Form::Item { mark: mark.to_owned(), depth: 0 }, None, joined(lines));
    }
}

/// The lines of a paragraph: those that a program wrapped run on, those that were broken by hand stay apart.
fn joined(lines: &[&str]) -> String {
    let mut text = String::new();
    let mut wrapped = true;
    for line in lines {
        if !text.is_empty() {
            text.push(if wrapped { ' ' } else { '\n' });
        }
        text.push_str(&fold_space(line));
        // A space at the end means that the line runs on (RFC 3676).
        wrapped = line.ends_with(' ') || line.trim_end().chars().count() >= WRAPPED;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::account::whole;
    use crate::import::source::Content;

    const MESSAGE: &str = "From mailbox@a.example Mon Feb  2 10:00:00 2026\r\n\
From: =?utf-8?Q?Ada_St=C3=B6ne?= <ada@a.example>\r\nTo: Bo Reed <bo@b.example>, c@c.example\r\n\
Subject: The ferry\r\n =?utf-8?B?4oCT?= again\r\nDate: Mon, 2 Feb 2026 23:30:00 -0500\r\nMIME-Version: 1.0\r\n\
Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\
Content-Transfer-Encoding: quoted-printable\r\n\r\nDear Bo,\r\n\r\nThe f=E4hre sank on Monday, in fog, with two horses and a cart =\r\non\r\n\
board. See:\r\n\r\n- the log\r\n- the bill,\r\n  unpaid\r\n\r\nAda\r\nStone\r\n\r\nOn 1 Feb 2026, Bo wrote:\r\n> All well?\r\n> > Yes.\r\n\r\n-- \r\nFerries Ltd\r\n\
--x\r\nContent-Type: application/pdf; name=\"bill.pdf\"\r\nContent-Disposition: attachment; filename=\"bill.pdf\"\r\n\r\n%PDF\r\n--x--\r\n";

    #[test]
    fn a_message_is_taken_apart() {
        let Yield { source, received } = read(MESSAGE.as_bytes()).unwrap();
        whole(&received, &source).unwrap();
        let metadata = &source.metadata;
        assert_eq!(metadata.title.as_deref(), Some("The ferry – again"));
        assert_eq!(metadata.authors, ["Ada Stöne"]);
        assert_eq!(metadata.date.unwrap().to_string(), "2026-02-02");
        let shown: Vec<String> = source
            .blocks
            .iter()
            .map(|block| match &block.content {
                Content::Passage(passage) => passage.words.text.clone(),
                Content::Boilerplate { class, raw, .. } => format!("{}: {}", class.as_str(), raw.join("/")),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            shown,
            [
                "header: From: Ada Stöne <ada@a.example>/To: Bo Reed <bo@b.example>, c@c.example/\
                 Date: Mon, 2 Feb 2026 23:30:00 -0500/Subject: The ferry – again",
                "Dear Bo,",
                "The fähre sank on Monday, in fog, with two horses and a cart on board. See:",
                "the log",
                "the bill,\nunpaid",
                "Ada\nStone",
                "quoted-reply: On 1 Feb 2026, Bo wrote:/> All well?/> > Yes.",
                "signature: --/Ferries Ltd",
            ]
        );
        assert_eq!(source.notes.len(), 1);
        assert!(source.notes[0].contains("“bill.pdf”"));
    }

    #[test]
    fn a_message_in_html_is_read_too() {
        let message = "From: a@a.example\r\nTo: b@b.example\r\nSubject: x\r\nContent-Type: text/html\r\n\r\n\
                       <p>The <b>ferry</b> sank.</p><script>alert(1)</script>";
        let Yield { source, received } = read(message.as_bytes()).unwrap();
        whole(&received, &source).unwrap();
        assert_eq!(source.passages().next().unwrap().words.text, "The ferry sank.");
    }

    #[test]
    fn a_message_without_words_is_refused() {
        assert!(read(b"From: a@a.example\r\nTo: b@b.example\r\nSubject: x\r\n\r\n \r\n").is_err());
        assert!(read(b"").is_err());
    }
}
