//! A seed's bytes → Source, whatever the format: the way in for every reader, and the proof that it lost nothing.
//! The process that reads seeds calls it; it knows nothing of pages or of the seal.

use super::account::{self, Yield};
use super::cast::cast;
use super::encoding::{Decoded, decode};
use super::format::{self, Packed, Written};
use super::source::{Content, Form, Passage, Source};
use super::{Seed, commonmark, html, line, mail, markdown, office, pdf, subtitle, text};
use crate::seal::PassageHash;
use crate::span::Span;
use flate2::read::MultiGzDecoder;
use std::borrow::Cow;
use std::io::Read;

/// A seed may be so large, in bytes, and so large when it is unpacked.
pub const LARGEST: u64 = 256 << 20;

/// Reads a seed and proves that nothing of it is lost. `force` takes a document that looks like a wall or holds next to
/// no text. The error is the reason why it cannot be a source.
pub fn read(seed: Seed<'_>, force: bool) -> Result<Source, String> {
    let bytes = unpacked(seed.bytes)?;
    let mut source = match format::of_bytes(&bytes)? {
        Some(format) => sound(read_packed(format, &bytes)?, format.importer(), force)?,
        None => read_text(decode(&bytes)?, seed, force)?,
    };
    unmark(&mut source);
    Ok(source)
}

/// Takes the marks off those passages that would not come back from their page with them: the words matter more.
fn unmark(source: &mut Source) {
    let found = markdown::passages_written(source);
    let mut unmarked = 0;
    for block in &mut source.blocks {
        if let Content::Passage(passage) = &mut block.content
            && !passage.words.marks.is_empty()
            && found.get(&passage.id) != Some(&PassageHash::of(&passage.words.text))
        {
            plain(passage);
            unmarked += 1;
        }
    }
    if unmarked > 0 {
        source.notes.push(format!(
            "links and emphasis were left out of {unmarked} passages that could not be written with them"
        ));
    }
}

/// The words without their marks. What a reference to a note showed must not be lost with it, and moves what follows.
fn plain(passage: &mut Passage) {
    let words = std::mem::take(&mut passage.words);
    let Form::Row(cells) = &mut passage.form else {
        passage.words = words.shown().into();
        return;
    };
    let (mut text, mut at) = (String::with_capacity(words.text.len()), 0);
    for cell in cells {
        text.push_str(&words.text[at..cell.start]);
        let start = text.len();
        text.push_str(&words.slice(*cell).shown());
        at = cell.end;
        *cell = Span::new(start, text.len());
    }
    passage.words = text.into();
}

/// The bytes within a gzip file, or those that are there.
fn unpacked(bytes: &[u8]) -> Result<Cow<'_, [u8]>, String> {
    const GZIP: &[u8] = b"\x1F\x8B";
    if bytes.len() as u64 > LARGEST {
        return Err(format!("it is larger than {} MiB", LARGEST >> 20));
    }
    if !bytes.starts_with(GZIP) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut unpacked = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(LARGEST + 1).read_to_end(&mut unpacked);
    match read {
        Ok(_) if unpacked.len() as u64 > LARGEST => Err(format!("it unpacks to more than {} MiB", LARGEST >> 20)),
        Ok(_) if unpacked.starts_with(GZIP) => Err("it is a gzip file in a gzip file; unpack it".to_owned()),
        Ok(_) => Ok(Cow::Owned(unpacked)),
        Err(error) => Err(format!("it is a gzip file that cannot be unpacked: {error}")),
    }
}

fn read_packed(format: Packed, bytes: &[u8]) -> Result<Yield, String> {
    match format {
        Packed::Docx => office::docx::read(bytes),
        Packed::Epub => office::epub::read(bytes),
        Packed::Mail => mail::read(bytes),
        Packed::Odt => office::odt::read(bytes),
        Packed::Pdf => pdf::read(bytes),
        Packed::Rtf => office::rtf::read(bytes),
    }
}

fn read_text(decoded: Decoded<'_>, seed: Seed<'_>, force: bool) -> Result<Source, String> {
    let text = decoded.text.as_ref();
    let format = format::of_text(text, matches!(seed.path.extension(), Some("md" | "markdown")));
    let mut source = match format {
        Written::Html => sound(html::read(text), format.importer(), force)?,
        Written::Markdown => sound(commonmark::read(text), format.importer(), force)?,
        Written::Subtitles => sound(subtitle::read(text)?, format.importer(), force)?,
        Written::Plain => {
            let source = text::read(text);
            account::account(&line::lines(text), &source)?;
            refuse(text, &source, force)?;
            Source { importer: format.importer().to_owned(), ..source }
        }
    };
    if let Some(evidence) = decoded.evidence {
        source.metadata.evidence.insert("encoding".to_owned(), evidence);
    }
    if decoded.unreadable > 0 {
        source.notes.push(format!("{} characters could not be read and show as \u{FFFD}", decoded.unreadable));
    }
    Ok(source)
}

/// What a reader yields, if it is whole and says something.
fn sound(found: Yield, importer: &str, force: bool) -> Result<Source, String> {
    let Yield { mut source, received } = found;
    cast(&mut source);
    account::whole(&received, &source)?;
    refuse(&received, &source, force)?;
    source.importer = importer.to_owned();
    Ok(source)
}

fn refuse(text: &str, source: &Source, force: bool) -> Result<(), String> {
    match text::refuse(text, source).filter(|_| !force) {
        Some(reason) => Err(format!("{reason}; `--force` imports it all the same")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::blocks::Blocks;
    use crate::import::source::Locator;
    use crate::import::words::{Mark, Style, Words};
    use crate::path::FilePath;
    use std::io::Write;

    fn read_named(name: &str, bytes: &[u8], force: bool) -> Result<Source, String> {
        read(Seed { path: &FilePath::new(&format!("seeds/{name}")).unwrap(), bytes }, force)
    }

    #[test]
    fn cells_stay_cells_without_their_marks() {
        let mut first = Words::from("one");
        first.marks.push(Mark { span: Span::at(3), style: Style::Note { label: "1".into(), raw: "[1]".into() } });
        let mut blocks = Blocks::default();
        blocks.table(vec!["a".into(), "b".into()], vec![(Locator::None, vec![first, "zwölf".into()])]);
        let row = blocks.into_blocks().pop().unwrap();
        let Content::Passage(mut passage) = row.content else { panic!("a row is a passage") };
        plain(&mut passage);
        let Form::Row(cells) = &passage.form else { panic!("it is still a row") };
        let shown: Vec<&str> = cells.iter().map(|cell| cell.of(&passage.words.text)).collect();
        assert_eq!((shown, passage.words.text.as_str()), (vec!["one[1]", "zwölf"], "one[1] | zwölf"));
    }

    #[test]
    fn next_to_no_text_wants_force() {
        let text = "The ferry\n\nIt sank.\n";
        assert!(read_named("a.txt", text.as_bytes(), false).unwrap_err().contains("`--force`"));
        assert_eq!(read_named("a.txt", text.as_bytes(), true).unwrap().importer, "text 1");
    }

    #[test]
    fn gzip_is_unpacked_within_limits() {
        let pack = |bytes: &[u8]| {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            packed.write_all(bytes).unwrap();
            packed.finish().unwrap()
        };
        let text = "The ferry\n\nIt sank.\n";
        let packed = pack(text.as_bytes());
        assert_eq!(read_named("a.txt.gz", &packed, true), read_named("a.txt", text.as_bytes(), true));
        assert!(read_named("a.gz", &packed[..20], true).unwrap_err().contains("cannot be unpacked"));
        assert!(read_named("a.gz", &pack(&packed), true).unwrap_err().contains("in a gzip file"));
    }

    #[test]
    fn an_encoding_is_kept_on_record() {
        let source = read_named("a.txt", "Ferry\n\nIt sank — “twice”.\n".as_bytes(), true).unwrap();
        assert_eq!(source.metadata.evidence.get("encoding"), None);
        let source = read_named("a.txt", b"Ferry\n\nIt sank \x97 \x93twice\x94 \x96 in the caf\xE9.\n", true).unwrap();
        assert!(source.metadata.evidence["encoding"].starts_with("windows-1252"));
        assert_eq!(source.passages().next().unwrap().words.text, "It sank — “twice” – in the café.");
    }
}
