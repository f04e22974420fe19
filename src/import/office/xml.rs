//! The bytes of an XML part → elements and text, one after another, with namespaces known by name. Every reader of an
//! archive pulls from it. It knows no document, expands no entity but the five and character references, and never recurses.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::{NsReader, XmlVersion};
use std::borrow::Cow;

/// Deeper than any document nests; what walks an element may keep a stack.
const DEPTH: usize = 1_000;

/// The namespaces that documents are written in. Those of one letter or two follow their usual prefixes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ns {
    /// WordprocessingML.
    W,
    /// Office Math.
    M,
    /// DrawingML.
    A,
    /// Markup compatibility.
    Mc,
    /// Package relationships.
    Rels,
    /// Dublin Core elements, and its terms.
    Dc,
    /// OPC core properties.
    Cp,
    Office,
    Text,
    Table,
    Style,
    Draw,
    OdfMeta,
    Manifest,
    /// The container and the package of an EPUB.
    Container,
    Opf,
    Xhtml,
    Other,
}

pub(super) enum Node<'a> {
    Start(Element<'a>),
    End,
    Text(Cow<'a, str>),
}

pub(super) struct Element<'a> {
    pub ns: Ns,
    start: BytesStart<'a>,
}

pub(super) struct Xml<'a> {
    reader: NsReader<&'a [u8]>,
    part: &'a str,
    depth: usize,
}

impl<'a> Xml<'a> {
    /// `part` names the part in errors.
    pub fn new(part: &'a str, text: &'a str) -> Self {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, part, depth: 0 }
    }

    /// The next node, `None` at the end of the part. The error says what is wrong with which part.
    pub fn next(&mut self) -> Result<Option<Node<'a>>, String> {
        loop {
            let (resolved, event) = match self.reader.read_resolved_event() {
                Ok(found) => found,
                Err(error) => return Err(format!("`{}` is damaged ({error})", self.part)),
            };
            return Ok(Some(match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEPTH {
                        return Err(format!("`{}` nests elements more than {DEPTH} deep", self.part));
                    }
                    Node::Start(Element { ns: namespace(&resolved), start })
                }
                Event::End(_) => {
                    self.depth -= 1;
                    Node::End
                }
                Event::Text(text) => Node::Text(text.into_inner()),
                Event::CData(text) => Node::Text(text.into_inner()),
                Event::GeneralRef(reference) => Node::Text(character(&reference)),
                Event::Eof if self.depth > 0 => return Err(format!("`{}` ends in the middle", self.part)),
                Event::Eof => return Ok(None),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            }));
        }
    }

    /// Goes past the end of the element that was started last.
    pub fn skip(&mut self) -> Result<(), String> {
        let outside = self.depth - 1;
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    /// The text of the element that was started last, to its end.
    pub fn text(&mut self) -> Result<String, String> {
        let outside = self.depth - 1;
        let mut text = String::new();
        while self.depth > outside {
            if let Some(Node::Text(more)) = self.next()? {
                text.push_str(&more);
            }
        }
        Ok(text)
    }
}

impl Element<'_> {
    /// Without its prefix.
    pub fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    pub fn is(&self, ns: Ns, name: &str) -> bool {
        self.ns == ns && self.name() == name
    }

    /// The value of an attribute, whatever its prefix.
    pub fn get(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        let found =
            attributes.with_checks(false).flatten().find(|found| found.key.local_name().into_inner() == name)?;
        // An entity that nobody knows stays as it is written.
        Some(match found.normalized_value(XmlVersion::Implicit1_0) {
            Ok(value) => value.into_owned(),
            Err(_) => found.value.into_owned(),
        })
    }
}

/// What a reference stands for; one that nobody knows stays as it is written.
fn character<'a>(reference: &quick_xml::events::BytesRef<'_>) -> Cow<'a, str> {
    let known = match reference.resolve_char_ref() {
        Ok(Some(c)) => return Cow::Owned(c.to_string()),
        _ => quick_xml::escape::resolve_predefined_entity(reference),
    };
    known.map_or_else(|| Cow::Owned(format!("&{};", &**reference)), Cow::Borrowed)
}

fn namespace(resolved: &ResolveResult<'_>) -> Ns {
    let ResolveResult::Bound(namespace) = resolved else { return Ns::Other };
    match namespace.0 {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Ns::W,
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
        | "http://purl.oclc.org/ooxml/officeDocument/math" => Ns::M,
        "http://schemas.openxmlformats.org/drawingml/2006/main" | "http://purl.oclc.org/ooxml/drawingml/main" => Ns::A,
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => Ns::Mc,
        "http://schemas.openxmlformats.org/package/2006/relationships" => Ns::Rels,
        "http://schemas.openxmlformats.org/package/2006/metadata/core-properties" => Ns::Cp,
        "http://purl.org/dc/elements/1.1/" | "http://purl.org/dc/terms/" => Ns::Dc,
        "urn:oasis:names:tc:opendocument:xmlns:office:1.0" => Ns::Office,
        "urn:oasis:names:tc:opendocument:xmlns:text:1.0" => Ns::Text,
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0" => Ns::Table,
        "urn:oasis:names:tc:opendocument:xmlns:style:1.0" => Ns::Style,
        "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" => Ns::Draw,
        "urn:oasis:names:tc:opendocument:xmlns:meta:1.0" => Ns::OdfMeta,
        "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" => Ns::Manifest,
        "urn:oasis:names:tc:opendocument:xmlns:container" => Ns::Container,
        "http://www.idpf.org/2007/opf" => Ns::Opf,
        "http://www.w3.org/1999/xhtml" => Ns::Xhtml,
        _ => Ns::Other,
    }
}

/// The text of a part, in UTF-8, UTF-16 or the encoding that it declares.
pub(super) fn decode<'a>(part: &str, bytes: &'a [u8]) -> Result<Cow<'a, str>, String> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[mark..]).0);
    }
    if let Ok(text) = str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let declared = head.split_once("encoding=").and_then(|(_, rest)| rest.get(1..)?.split(['"', '\'']).next());
    let encoding = declared.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    match encoding {
        Some(encoding) if encoding != encoding_rs::UTF_8 => Ok(encoding.decode_without_bom_handling(bytes).0),
        _ => Err(format!("`{part}` is not UTF-8")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Result<String, String> {
        let mut xml = Xml::new("a.xml", text);
        let mut all = String::new();
        while let Some(node) = xml.next()? {
            if let Node::Text(text) = node {
                all.push_str(&text);
            }
        }
        Ok(all)
    }

    #[test]
    fn entities_are_never_expanded() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"0123456789\"><!ENTITY y \"&x;&x;&x;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>\
            <a>&y;&f; &lt;&#233;&#x2014;&nbsp;</a>";
        assert_eq!(all(bomb).unwrap(), "&y;&f; <é—&nbsp;");
        let mut xml = Xml::new("a.xml", "<a b='&quot;x&y;'/>");
        let Some(Node::Start(element)) = xml.next().unwrap() else { panic!("an element") };
        assert_eq!(element.get("b").unwrap(), "&quot;x&y;");
    }

    #[test]
    fn what_is_nested_too_deep_or_cut_off_is_refused() {
        let deep = "<a>".repeat(100_000);
        assert_eq!(all(&deep).unwrap_err(), "`a.xml` nests elements more than 1000 deep");
        assert_eq!(all("<a><b>words").unwrap_err(), "`a.xml` ends in the middle");
        assert!(all("<a></b>").unwrap_err().starts_with("`a.xml` is damaged"));
    }

    #[test]
    fn a_part_may_be_in_another_encoding() {
        let wide: Vec<u8> = "\u{FEFF}<a>é</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode("a.xml", &wide).unwrap(), "<a>é</a>");
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>";
        assert!(decode("a.xml", latin).unwrap().ends_with("<a>é</a>"));
        assert_eq!(decode("a.xml", b"<a>\xE9</a>").unwrap_err(), "`a.xml` is not UTF-8");
    }
}
