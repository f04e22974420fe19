//! A seed's bytes → its text, in whatever encoding it is: by its byte order mark, as UTF-8 where it is that, as it
//! declares, or by the look of the letters. `read.rs` calls it and keeps on record how it was decided.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;

/// A text, and how its encoding was found.
#[derive(Debug)]
pub(crate) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    /// `None` for UTF-8, which needs no proof.
    pub evidence: Option<String>,
    /// How many places could not be read; each became U+FFFD.
    pub unreadable: usize,
}

/// Decodes a text. The error says why the bytes are none.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, String> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let evidence = (encoding != UTF_8).then(|| format!("{}, by its byte order mark", encoding.name()));
        return decoded(encoding, &bytes[length..], evidence);
    }
    if let Some(zero) = memchr::memchr(0, bytes) {
        return match wide(bytes) {
            Some(encoding) => {
                decoded(encoding, bytes, Some(format!("{}, by the zeros between its letters", encoding.name())))
            }
            None => Err(format!("byte {zero} is zero, so this is no text")),
        };
    }
    if let Ok(text) = str::from_utf8(bytes) {
        return Ok(Decoded { text: Cow::Borrowed(text), evidence: None, unreadable: 0 });
    }
    if let Some(encoding) = declared(bytes).filter(|&encoding| encoding != UTF_8) {
        let found = decoded(encoding, bytes, Some(format!("{}, as declared", encoding.name())))?;
        if found.unreadable == 0 {
            return Ok(found);
        }
    }
    if let Some(found) = damaged(bytes) {
        return Ok(found);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    decoded(encoding, bytes, Some(format!("{}, by the look of its letters", encoding.name())))
}

fn decoded<'a>(encoding: &'static Encoding, bytes: &'a [u8], evidence: Option<String>) -> Result<Decoded<'a>, String> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let unreadable = if had_errors { text.matches('\u{FFFD}').count() } else { 0 };
    match memchr::memchr(0, text.as_bytes()) {
        Some(_) => Err("it holds the character zero, so this is no text".to_owned()),
        None => Ok(Decoded { text, evidence, unreadable }),
    }
}

/// UTF-16 without a byte order mark: nearly every second byte of a western text is zero, always the same one.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = head.len() * 2 / 5;
    match (even > most, odd > most) {
        (false, true) if even == 0 => Some(encoding_rs::UTF_16LE),
        (true, false) if odd == 0 => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// The encoding that a page declares within its first lines: `charset=` of HTML, `encoding=` of XML.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    let after = |mark: &[u8]| memchr::memmem::find(&head, mark).map(|at| &head[at + mark.len()..]);
    let value = match after(b"charset=") {
        Some(value) => value,
        None if head.trim_ascii_start().starts_with(b"<?xml") => after(b"encoding=")?,
        None => return None,
    };
    let value = value.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:.".contains(byte));
    Encoding::for_label(&value[..end.unwrap_or(value.len())])
}

/// UTF-8 in which a few bytes were damaged: most of its letters beyond ASCII are whole.
fn damaged(bytes: &[u8]) -> Option<Decoded<'_>> {
    let text = String::from_utf8_lossy(bytes);
    let unreadable = text.matches('\u{FFFD}').count();
    let whole = text.chars().filter(|&c| !c.is_ascii() && c != '\u{FFFD}').count();
    let evidence = Some("UTF-8, damaged in places".to_owned());
    (whole >= 4 && whole >= unreadable * 4).then_some(Decoded { text, evidence, unreadable })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Option<String>) {
        let decoded = decode(bytes).unwrap();
        assert_eq!(decoded.unreadable, 0);
        (decoded.text.into_owned(), decoded.evidence)
    }

    #[test]
    fn marks_declarations_and_letters_tell_the_encoding() {
        assert_eq!(read(b"\xEF\xBB\xBFabc"), ("abc".into(), None));
        assert_eq!(read("fähre".as_bytes()), ("fähre".into(), None));
        let utf16: Vec<u8> = "the ferry\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(read(&utf16).1.unwrap().starts_with("UTF-16LE, by the zeros"));
        let marked: Vec<u8> = [0xFE, 0xFF].into_iter().chain("é".encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert_eq!(read(&marked), ("é".into(), Some("UTF-16BE, by its byte order mark".into())));
        let page = b"<meta charset='iso-8859-2'>\xB1";
        assert!(read(page).0.ends_with('ą'));
        let (text, evidence) = read(b"Die F\xE4hre f\xFChrt \xFCber den Flu\xDF, sagte der F\xE4hrmann.");
        assert_eq!(text, "Die Fähre führt über den Fluß, sagte der Fährmann.");
        assert_eq!(evidence.unwrap(), "windows-1252, by the look of its letters");
    }

    #[test]
    fn damage_is_counted_and_bytes_are_refused() {
        let mut bytes = "Fähre über Flüsse, schön und grün und süß".as_bytes().to_vec();
        bytes.push(0xE4);
        let decoded = decode(&bytes).unwrap();
        assert_eq!((decoded.unreadable, decoded.evidence.as_deref()), (1, Some("UTF-8, damaged in places")));
        assert!(decode(b"a\0b\x01\0").unwrap_err().contains("byte 1 is zero"));
    }
}
