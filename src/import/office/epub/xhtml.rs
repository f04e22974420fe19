//! A chapter in XHTML → the same chapter as HTML. The reader of HTML does not know that `<title/>` is closed, and would take
//! all that follows for the title.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::borrow::Cow;

/// What is no XML stays as it is; the reader of HTML makes the best of it.
pub(super) fn html(text: &str) -> Cow<'_, str> {
    /// Elements that HTML knows to be empty.
    const VOID: [&str; 14] =
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event();
        let Some(raw) = text.get(start..reader.buffer_position() as usize) else { return Cow::Borrowed(text) };
        match event {
            Err(_) => return Cow::Borrowed(text),
            Ok(Event::Eof) => return Cow::Owned(out),
            Ok(Event::Decl(_) | Event::PI(_)) => {}
            Ok(Event::Empty(element)) => {
                let name = element.name().into_inner().to_owned();
                match raw.strip_suffix("/>").filter(|_| !VOID.contains(&name.as_str())) {
                    Some(open) => out.extend([open, "></", &name, ">"]),
                    None => out.push_str(raw),
                }
            }
            Ok(Event::CData(data)) => {
                out.push_str(&data.into_inner().replace('&', "&amp;").replace('<', "&lt;"));
            }
            Ok(_) => out.push_str(raw),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_closes_html_closes_too() {
        let chapter = "<?xml version='1.0'?><html><head><title/></head><body><a id='x'/><br/>A &amp; b&nbsp;<![CDATA[<c>]]></body></html>";
        assert_eq!(
            html(chapter),
            "<html><head><title></title></head><body><a id='x'></a><br/>A &amp; b&nbsp;&lt;c></body></html>"
        );
        assert_eq!(html("<p>a <b c"), "<p>a <b c");
    }
}
