//! ODT as its programs write it, in the smallest form that shows each thing.

use crate::import::office::archive::tests::archive;
use crate::import::office::tests::{body, proven};
use crate::import::source::Source;

const NS: &str = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
    xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' \
    xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' \
    xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0' xmlns:xlink='http://www.w3.org/1999/xlink' \
    xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:meta='urn:oasis:names:tc:opendocument:xmlns:meta:1.0'";

const STYLES: &str = "<style:style style:name='B' style:family='text'><style:text-properties fo:font-weight='bold'/></style:style>\
    <style:style style:name='Up' style:family='text'><style:text-properties style:text-position='super 58%'/></style:style>\
    <style:style style:name='No' style:family='text'><style:text-properties text:display='none'/></style:style>\
    <style:style style:name='P1' style:family='paragraph' style:parent-style-name='Quotations'/>\
    <text:list-style style:name='L'><text:list-level-style-number text:level='1' style:num-format='1' style:num-suffix='.'/>\
    <text:list-level-style-number text:level='2' style:num-format='a' style:num-prefix='(' style:num-suffix=')'/></text:list-style>";

/// A text with notes, boxes and what is set aside.
const ALL: &str = "<text:tracked-changes><text:changed-region text:id='c1'><text:deletion><office:change-info><dc:creator>Bo</dc:creator>\
        <dc:date>2024-01-01</dc:date></office:change-info><text:p>taken out</text:p></text:deletion></text:changed-region></text:tracked-changes>\
        <text:table-of-content><text:index-body><text:p>1 Its end 2</text:p></text:index-body></text:table-of-content>\
        <text:p>It sank.<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>\
        <text:p>In May.</text:p></text:note-body></text:note><text:change text:change-id='c1'/><office:annotation><dc:creator>Ada</dc:creator>\
        <dc:date>2024-01-01</dc:date><x:initials xmlns:x='x'>A</x:initials><text:p>Sure?</text:p></office:annotation><text:span text:style-name='No'>secret</text:span>\
        <draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame></text:p>";
const PAGE: &str = "<office:master-styles><style:master-page><style:header><text:p>Draft</text:p></style:header>\
        <style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer></style:master-page></office:master-styles>";

pub(in crate::import::office) fn odt(text: &str, page: &str) -> Vec<u8> {
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.text".to_owned()),
        (
            "content.xml",
            format!(
                "<office:document-content {NS}><office:automatic-styles>{STYLES}</office:automatic-styles>\
                 <office:body><office:text>{text}</office:text></office:body></office:document-content>"
            ),
        ),
        ("styles.xml", format!("<office:document-styles {NS}>{page}</office:document-styles>")),
        (
            "meta.xml",
            format!(
                "<office:document-meta {NS}><office:meta><dc:title>The ferry</dc:title><meta:initial-creator>Ada Stone\
                 </meta:initial-creator><dc:creator>Bo Reed</dc:creator><dc:language>en-GB</dc:language>\
                 <meta:creation-date>2024-05-03T10:00:00</meta:creation-date></office:meta></office:document-meta>"
            ),
        ),
    ])
}

fn read(text: &str, page: &str) -> Source {
    proven(super::read(&odt(text, page))).unwrap()
}

#[test]
fn headings_paragraphs_looks_and_links() {
    let source = read(
        "<text:p text:style-name='Title'>The Ferry</text:p><text:h text:outline-level='1'>Its <text:s/>end</text:h>\n\
         <text:p>It <text:span text:style-name='B'>sank\n   deep</text:span>,<text:s text:c='3'/>\
         <text:a xlink:href='https://a.example'>twice</text:a><text:a xlink:href='#b'>.</text:a><text:line-break/>\
         10<text:span text:style-name='Up'>6</text:span></text:p><text:p text:style-name='P1'>Nobody saw it.</text:p>\
         <text:h text:outline-level='2'>When</text:h>",
        "",
    );
    let metadata = &source.metadata;
    assert_eq!(
        (metadata.title.as_deref(), metadata.authors.as_slice()),
        (Some("The Ferry"), &["Ada Stone".to_owned()][..])
    );
    assert_eq!((metadata.language.as_deref(), metadata.date), (Some("en-GB"), None));
    assert_eq!(
        body(&source),
        "## Its end\n\nIt __sank deep__, [twice](https://a.example).\\\n10⁶ {#p1}\n\n> Nobody saw it. {#p2}\n\n### When"
    );
}

#[test]
fn lists_and_tables() {
    let item = |inside: &str| format!("<text:list-item>{inside}</text:list-item>");
    let list = format!(
        "<text:list text:style-name='L'>{}{}</text:list>",
        item(&format!(
            "<text:p>one</text:p><text:list>{}{}</text:list>",
            item("<text:p>a</text:p>"),
            item("<text:p>b</text:p>")
        )),
        item("<text:p>two</text:p><text:p>more of two</text:p>")
    );
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let table = format!(
        "<table:table><table:table-header-rows><table:table-row>{}{}</table:table-row></table:table-header-rows>\
         <table:table-row>{}<table:covered-table-cell/></table:table-row><table:table-row><table:table-cell/>{}</table:table-row></table:table>",
        cell("What"),
        cell("Cost"),
        cell("both"),
        cell("12")
    );
    let more = format!(
        "<text:list text:style-name='L' text:continue-numbering='true'>{}</text:list>",
        item("<text:p>three</text:p>")
    );
    assert_eq!(
        body(&read(&(list + &table + &more), "")),
        "1. one {#p1}\n   - (a) a {#p2}\n   - (b) b {#p3}\n2. two {#p4}\n\nmore of two {#p5}\n\n\
         | What | Cost |\n| --- | --- |\n| both | {#p6} |\n|  | 12 {#p7} |\n\n3. three {#p8}"
    );
}

#[test]
fn notes_boxes_and_what_is_set_aside() {
    let (text, page) = (ALL, PAGE);
    assert_eq!(
        body(&read(text, page)),
        "::: boilerplate running-header rule=headers\nDraft\n:::\n\n::: boilerplate navigation rule=table-of-contents\n1 Its end 2\n:::\n\n\
         It sank.[^1] {#p1}\n\n::: boilerplate deletion rule=tracked-changes\ntaken out\n:::\n\n\
         ::: boilerplate comment rule=comments\nAda: Sure?\n:::\n\n::: boilerplate hidden rule=hidden-text\nsecret\n:::\n\n\
         In a box. {#p2}\n\n::: boilerplate running-footer rule=footers\nPage 1\n:::\n\n[^1]: In May. {#p3}"
    );
}

#[test]
fn what_cannot_be_read_says_why() {
    let refused = |bytes: &[u8]| super::read(bytes).unwrap_err();
    let manifest = "<m:manifest xmlns:m='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>";
    assert!(refused(&archive(&[("META-INF/manifest.xml", manifest)])).contains("encrypted"));
    assert!(refused(&archive(&[("word/document.xml", "<x/>")])).contains("`content.xml` is missing"));
    let sheet = format!(
        "<office:document-content {NS}><office:body><office:spreadsheet/></office:body></office:document-content>"
    );
    assert!(refused(&archive(&[("content.xml", sheet)])).contains("is a spreadsheet"));
}

/// A document with something of everything.
pub(in crate::import::office) fn sample() -> Vec<u8> {
    let list = "<text:list text:style-name='L'><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>two</text:p>\
        </text:list-item></text:list></text:list-item></text:list>";
    let table = "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p>\
        </table:table-cell></table:table-row></table:table>";
    odt(&format!("<text:h text:outline-level='1'>Its end</text:h>{list}{table}{ALL}"), PAGE)
}
