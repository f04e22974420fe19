//! DOCX as its programs write it, in the smallest form that shows each thing.

use crate::import::office::archive::tests::archive;
use crate::import::office::tests::{body, proven};
use crate::import::source::{Kind, Source};

const W: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' \
    xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' \
    xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' \
    xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'";
const RELS: &str = "xmlns='http://schemas.openxmlformats.org/package/2006/relationships'";
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const STYLES: &str = "<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val='en-GB'/></w:rPr></w:rPrDefault></w:docDefaults>\
    <w:style w:type='paragraph' w:default='1' w:styleId='N'><w:name w:val='Normal'/></w:style>\
    <w:style w:type='paragraph' w:styleId='berschrift1'><w:name w:val='heading 1'/><w:rPr><w:b/></w:rPr></w:style>\
    <w:style w:type='paragraph' w:styleId='Mine'><w:name w:val='Mine'/><w:basedOn w:val='Out'/></w:style>\
    <w:style w:type='paragraph' w:styleId='Out'><w:name w:val='Out'/><w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style>\
    <w:style w:type='paragraph' w:styleId='Titel'><w:name w:val='Title'/></w:style>\
    <w:style w:type='paragraph' w:styleId='C'><w:name w:val='HTML Preformatted'/></w:style>\
    <w:style w:type='paragraph' w:styleId='D'><w:name w:val='Date'/></w:style>\
    <w:style w:type='paragraph' w:styleId='Q'><w:name w:val='Quote'/></w:style>\
    <w:style w:type='paragraph' w:styleId='Round'><w:name w:val='Round'/><w:basedOn w:val='Round'/></w:style>\
    <w:style w:type='character' w:styleId='S'><w:name w:val='Strong'/><w:rPr><w:b/></w:rPr></w:style>";

const NUMBERING: &str = "<w:abstractNum w:abstractNumId='0'>\
    <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>\
    <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='(%2)'/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='x'/></w:lvl></w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>\
    <w:num w:numId='3'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='7'/></w:lvlOverride></w:num>";

/// A document with these paragraphs and other parts, each by its name.
pub(in crate::import::office) fn docx(text: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let rel = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id='{id}' Type='{KIND}/{kind}' Target='{target}'/>")
    };
    let mut rels = String::new();
    let mut parts = vec![
        (
            "_rels/.rels".to_owned(),
            format!("<Relationships {RELS}>{}</Relationships>", rel("m", "officeDocument", "word/document.xml")),
        ),
        ("word/document.xml".into(), format!("<w:document {W}><w:body>{text}</w:body></w:document>")),
    ];
    for (name, inside) in [("styles", STYLES), ("numbering", NUMBERING)].iter().chain(others) {
        let kind = name.trim_end_matches(|c: char| c.is_ascii_digit());
        rels.push_str(&rel(name, kind, &format!("{name}.xml")));
        parts.push((format!("word/{name}.xml"), format!("<w:x {W}>{inside}</w:x>")));
    }
    rels.push_str(&format!(
        "<Relationship Id='l1' Type='{KIND}/hyperlink' Target='https://a.example/x' TargetMode='External'/>\
         <Relationship Id='l2' Type='{KIND}/hyperlink' Target='javascript:alert(1)' TargetMode='External'/>"
    ));
    parts.push(("word/_rels/document.xml.rels".into(), format!("<Relationships {RELS}>{rels}</Relationships>")));
    archive(&parts)
}

fn read(text: &str, others: &[(&str, &str)]) -> Source {
    proven(super::read(&docx(text, others))).unwrap()
}

fn p(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>")
}

fn r(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>")
}

#[test]
fn styles_make_headings_quotes_and_the_title() {
    let text = p("<w:pStyle w:val='Titel'/>", "The ferry")
        + &p("<w:pStyle w:val='D'/>", "3 May 2024")
        + &p("<w:pStyle w:val='berschrift1'/>", "Its end")
        + &p("", "It sank &amp; stayed.")
        + &p("<w:pStyle w:val='Mine'/>", "When")
        + &p("<w:pStyle w:val='Q'/>", "Nobody saw it.")
        + &p("<w:pStyle w:val='Round'/><w:outlineLvl w:val='2'/>", "Who")
        + &p("<w:pStyle w:val='berschrift1'/><w:outlineLvl w:val='9'/>", "");
    let source = read(&text, &[]);
    assert_eq!(source.metadata.title.as_deref(), Some("The ferry"));
    assert_eq!(source.metadata.language.as_deref(), Some("en-GB"));
    assert_eq!(source.metadata.date.unwrap().to_string(), "2024-05-03");
    assert_eq!(
        body(&source),
        "::: boilerplate dateline rule=style\n3 May 2024\n:::\n\n## Its end\n\nIt sank & stayed. {#p1}\n\n### When\n\n> Nobody saw it. {#p2}\n\n#### Who"
    );
}

#[test]
fn looks_links_and_signs() {
    let text = format!(
        "<w:p>{}{}{}<w:hyperlink r:id='l1'>{}</w:hyperlink><w:hyperlink r:id='l2'>{}</w:hyperlink>\
         <w:r><w:tab/><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:br/><w:t>c</w:t><w:sym w:font='Symbol' w:char='F0AE'/></w:r>{}{}\
         <w:r><w:fldChar w:fldCharType='begin'/><w:instrText> HYPERLINK \"https://b.example\" </w:instrText>\
         <w:fldChar w:fldCharType='separate'/><w:t>field</w:t><w:fldChar w:fldCharType='end'/></w:r></w:p>",
        r("<w:b/>", "bold "),
        r("<w:rStyle w:val='S'/><w:b w:val='0'/>", "plain "),
        r("<w:i/><w:strike/>", "gone "),
        r("", "link"),
        r("", " none"),
        r("", " m"),
        r("<w:vertAlign w:val='superscript'/>", "2"),
    );
    assert_eq!(
        body(&read(&text, &[])),
        "__bold__ plain _gone_ [link](https://a.example/x) none a\u{2011}b\\\nc→ m²[field](https://b.example) {#p1}"
    );
}

#[test]
fn lists_are_numbered_as_word_numbers_them() {
    let item = |list: usize, level: usize, text: &str| {
        p(&format!("<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr>"), text)
    };
    let text = item(1, 0, "one")
        + &item(1, 1, "inner")
        + &item(1, 1, "other")
        + &item(1, 0, "two")
        + &p("", "between")
        + &item(1, 0, "three")
        + &item(2, 0, "bullet")
        + &item(3, 0, "seven")
        + &item(0, 0, "none");
    assert_eq!(
        body(&read(&text, &[])),
        "1. one {#p1}\n   - (a) inner {#p2}\n   - (b) other {#p3}\n2. two {#p4}\n\nbetween {#p5}\n\n3. three {#p6}\n\
         - bullet {#p7}\n7. seven {#p8}\n\nnone {#p9}"
    );
}

#[test]
fn tables_keep_their_cells() {
    let cell = |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p("", text));
    let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("", "x"), cell("", "y"));
    let text = format!(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr><w:tr>{}</w:tr><w:tr><w:tc>{inner}{}</w:tc>{}</w:tr></w:tbl>\
         <w:tbl><w:tr>{}</w:tr></w:tbl>",
        cell("", "What"),
        cell("", "Cost"),
        cell("<w:gridSpan w:val='2'/>", "both"),
        p("", "z"),
        cell("<w:vMerge/>", ""),
        cell("", "a frame"),
    );
    assert_eq!(
        body(&read(&text, &[])),
        "| What | Cost |\n| --- | --- |\n| both | {#p1} |\n| x y z | {#p2} |\n\na frame {#p3}"
    );
}

#[test]
fn notes_stand_at_the_end_of_their_section() {
    let reference = |kind: &str, id: usize| format!("<w:r><w:{kind}Reference w:id='{id}'/></w:r>");
    let text = format!("<w:p>{}{}{}</w:p>", r("", "It sank."), reference("footnote", 2), reference("endnote", 5))
        + &format!("<w:p>{}{}</w:p>", r("", "Twice."), reference("footnote", 9))
        + &p("<w:pStyle w:val='berschrift1'/>", "After")
        + &p("", "Nothing.");
    let note = |kind: &str, id: usize, text: &str| format!("<w:{kind} w:id='{id}'>{}</w:{kind}>", p("", text));
    let footnotes = format!(
        "<w:footnote w:type='separator' w:id='0'>{}</w:footnote>{}{}",
        p("", "---"),
        note("footnote", 2, "In May."),
        note("footnote", 7, "Unused.")
    );
    let source = read(&text, &[("footnotes", &footnotes), ("endnotes", &note("endnote", 5, "Or June."))]);
    assert_eq!(
        body(&source),
        "It sank.[^1][^e1] {#p1}\n\nTwice. {#p2}\n\n[^1]: In May. {#p3}\n\n[^e1]: Or June. {#p4}\n\n## After\n\n\
         Nothing. {#p5}\n\n[^3]: Unused. {#p6}"
    );
}

#[test]
fn what_is_no_text_is_set_aside() {
    let text = format!(
        "<w:p>{}<w:ins w:author='A'>{}</w:ins><w:del w:author='A'><w:r><w:delText>out</w:delText></w:r></w:del>{}\
         <w:r><w:commentReference w:id='4'/></w:r></w:p>",
        r("", "stays, "),
        r("", "came in"),
        r("<w:vanish/>", "secret"),
    ) + &format!("<w:p><w:pPr><w:rPr><w:del w:author='A'/></w:rPr></w:pPr>{}</w:p>", r("", "one "))
        + &p("", "paragraph");
    let source = read(
        &text,
        &[
            ("comments", &format!("<w:comment w:id='4' w:author='Ada'>{}</w:comment>", p("", "Sure?"))),
            ("header1", &p("", "Draft")),
            ("footer1", &p("", "Page 1")),
        ],
    );
    assert_eq!(
        body(&source),
        "::: boilerplate running-header rule=headers\nDraft\n:::\n\nstays, came in {#p1}\n\n\
         ::: boilerplate deletion rule=tracked-changes\nout\n:::\n\n::: boilerplate hidden rule=hidden-text\nsecret\n:::\n\n\
         ::: boilerplate comment rule=comments\nAda: Sure?\n:::\n\none paragraph {#p2}\n\n\
         ::: boilerplate running-footer rule=footers\nPage 1\n:::"
    );
    assert_eq!(
        source.notes,
        [
            "1 tracked deletion is set aside; insertions are taken as text",
            "1 comment is set aside",
            "1 stretch of hidden text is set aside"
        ]
    );
}

#[test]
fn text_boxes_and_formulas_are_text() {
    let boxed = format!("<w:txbxContent>{}</w:txbxContent>", p("", "in a box"));
    let text = format!(
        "<w:p>{}<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{boxed}</mc:Choice><mc:Fallback>{boxed}</mc:Fallback>\
         </mc:AlternateContent></w:r><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den>\
         </m:f></m:oMath></w:p>",
        r("", "Before "),
    );
    assert_eq!(body(&read(&text, &[])), "Before 1/2 {#p1}\n\nin a box {#p2}");
}

#[test]
fn a_transcript_has_its_speakers() {
    let turn = |label: &str, text: &str| format!("<w:p>{}{}</w:p>", r("<w:b/>", label), r("", text));
    let text = turn("ADA STONE, HOST:", " What did the bridge cost the town that built it?")
        + &turn("BO REED:", " Four ferries, one ferryman and a bell that nobody found again.")
        + &turn("STONE:", " Really?")
        + &turn("REED:", "")
        + &p("", "Yes, and the town paid for it.");
    let source = read(&text, &[]);
    assert_eq!(source.metadata.kind, Kind::Interview);
    assert_eq!(source.metadata.speakers.len(), 2);
    assert_eq!(
        body(&source),
        "**Stone:** What did the bridge cost the town that built it? {#p1}\n\n\
         **Reed:** Four ferries, one ferryman and a bell that nobody found again. {#p2}\n\n**Stone:** Really? {#p3}\n\n\
         **Reed:** Yes, and the town paid for it. {#p4}"
    );
}

#[test]
fn what_cannot_be_read_says_why() {
    let refused = |bytes: &[u8]| super::read(bytes).unwrap_err();
    let mut ole = vec![0xD0, 0xCF, 0x11, 0xE0];
    assert!(refused(&ole).contains("old Word format"));
    ole.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert!(refused(&ole).contains("encrypted"));
    assert!(refused(&archive(&[("content.xml", "<x/>")])).contains("`word/document.xml` is missing"));
    assert!(refused(&archive(&[("ppt/presentation.xml", "<x/>")])).contains("a presentation"));
    let deep = "<w:tbl><w:tr><w:tc>".repeat(2000);
    assert!(refused(&docx(&deep, &[])).contains("more than 1000 deep"));
    let cut = archive(&[("word/document.xml", "<w:document xmlns:w='x'><w:body>")]);
    assert!(refused(&cut).contains("ends in the middle"));
}

#[test]
fn what_a_source_page_would_take_for_its_own_is_written_otherwise() {
    let code = |text: &str| p("<w:pStyle w:val='C'/>", text);
    let text = format!("<w:p>{}{}</w:p>", r("<w:b/>", "Note:"), r("", " it sank."))
        + &code("a  b")
        + &code("  c")
        + &p("", "{#p1} ::: x")
        + &code("::: x")
        + &code("  y");
    assert_eq!(
        body(&read(&text, &[])),
        "Note: it sank. {#p1}\n\n```\na  b\n  c\n```\n\n{#p2}\n\n\\{#p1} ::: x {#p3}\n\n\\::: x\\\ny {#p4}"
    );
}

/// A document with something of everything.
pub(in crate::import::office) fn sample() -> Vec<u8> {
    let item = |level: usize| format!("<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr>");
    let text = p("<w:pStyle w:val='Titel'/>", "The ferry")
        + &p("<w:pStyle w:val='berschrift1'/>", "Its end")
        + &format!(
            "<w:p>{}{}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>",
            r("<w:b/>", "It "),
            r("<w:i/><w:vanish/>", "sank")
        )
        + &p(&item(0), "one")
        + &p(&item(1), "two")
        + &format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", p("", "a"), p(&item(0), "b"))
        + &format!("<w:p><w:del>{}</w:del><w:hyperlink r:id='l1'>{}</w:hyperlink>", r("", "out"), r("", "link"))
        + "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType='separate'/>\
           <w:t>1</w:t><w:fldChar w:fldCharType='end'/></w:r><w:r><w:commentReference w:id='4'/></w:r></w:p>";
    let comments = format!("<w:comment w:id='4' w:author='Ada'>{}</w:comment>", p("", "Sure?"));
    let footnotes = format!("<w:footnote w:id='2'>{}</w:footnote>", p("", "In May."));
    docx(&text, &[("comments", &comments), ("footnotes", &footnotes), ("header1", &p("", "Draft"))])
}
