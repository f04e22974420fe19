//! RTF as its programs write it, in the smallest form that shows each thing.

use crate::import::office::tests::{body, proven};
use crate::import::source::Source;

fn read(text: &str) -> Source {
    proven(super::read(text.as_bytes())).unwrap()
}

const HEAD: &str = "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset204 Times Cyr;}{\\f2\\fcharset2 Symbol;}\
    {\\f3\\fcharset128 Gothic;}}{\\stylesheet{\\s0 Normal;}{\\s1\\sbasedon0 \\'dcberschrift 1;}{\\s2\\outlinelevel1 Mine;}{\\s3\\sbasedon2 Other;}\
    {\\s4 Title;}{\\s5 Quote;}{\\*\\cs6 Title;}}{\\info{\\title Made up}{\\author Ada Stone}{\\creatim\\yr2024\\mo5\\dy3}}";

/// Tables, notes and what is set aside.
const ALL: &str = "{\\rtf1{\\header Draft\\par}{\\footer Page\\par}It sank.{\\super\\chftn}{\\footnote\\pard In May.}{\\v secret}{\\deleted out}\
         {\\*\\atnid AS}{\\*\\atnauthor Ada}{\\*\\annotation Sure?}{\\*\\unknown not shown}{\\pict 0123}\\par\
         \\trowd\\trhdr\\cellx1\\cellx2\\intbl What\\cell Cost\\cell\\row\\trowd\\cellx1\\cellx2\\intbl One\\par two\\cell\\cell\\row\
         \\pard After.{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv y}}{\\shptxt In a box.\\par}}}\\par}";

#[test]
fn code_pages_and_unicode() {
    let text = "caf\\'e9 {\\f1\\'cc\\'e8\\'f0} {\\f2 a\\'ae} {\\f3\\'93\\'fa\\'96\\'7b} \\u8220?x\\u8221\\'94 \\u-10179?\\u-8704? \
        {\\uc2\\u233 ab}\\uc0\\u233 z\\~\\_\\emdash\\{\\\\\\}\\lquote\\par";
    let source = read(&format!("{{\\rtf1\\ansi{}{text}}}", HEAD.trim_start_matches("{\\rtf1\\ansi")));
    let words = &source.passages().next().unwrap().words.text;
    assert_eq!(words, "café Мир α→ 日本 “x” 😀 ééz\u{A0}\u{2011}—{\\}‘");
}

#[test]
fn styles_looks_links_and_lists() {
    let source = read(&format!(
        "{HEAD}\\pard\\s4 The Ferry\\par\\pard\\s1 Its end\\par\\pard\\plain It {{\\b sank}} {{\\i\\strike deep}}, {{\\field{{\\*\\fldinst HYPERLINK \
         \"https://a.example\"}}{{\\fldrslt twice}}}}.\\line m{{\\super 2}}\\par\\pard\\s3 When\\par\\pard\\s5 Nobody saw it.\\par\
         {{\\listtext\\f2\\'b7\\tab}}\\pard\\ls1 bullet\\par{{\\listtext (a)\\tab}}\\pard\\ls1\\ilvl1 inner\\par{{\\listtext 2.\\tab}}\\pard\\ls2 two\\par}}"
    ));
    assert_eq!(source.metadata.title.as_deref(), Some("The Ferry"));
    assert_eq!(source.metadata.authors, ["Ada Stone"]);
    assert_eq!(source.notes, ["the file was made on 2024-05-03, which need not be the date of the document"]);
    assert_eq!(
        body(&source),
        "## Its end\n\nIt __sank__ _deep_, [twice](https://a.example).\\\nm² {#p1}\n\n### When\n\n> Nobody saw it. {#p2}\n\n\
         - bullet {#p3}\n  - (a) inner {#p4}\n2. two {#p5}"
    );
}

#[test]
fn tables_notes_and_what_is_set_aside() {
    let source = read(ALL);
    assert_eq!(
        body(&source),
        "::: boilerplate running-header rule=headers\nDraft\n:::\n\nIt sank.[^1] {#p1}\n\n\
         ::: boilerplate hidden rule=hidden-text\nsecret\n:::\n\n::: boilerplate deletion rule=tracked-changes\nout\n:::\n\n\
         ::: boilerplate comment rule=comments\nAda: Sure?\n:::\n\n| What | Cost |\n| --- | --- |\n| One two | {#p2} |\n\n\
         After. {#p3}\n\nIn a box. {#p4}\n\n::: boilerplate running-footer rule=footers\nPage\n:::\n\n[^1]: In May. {#p5}"
    );
}

#[test]
fn what_is_cut_off_or_nested_too_deep_says_so() {
    assert_eq!(super::read(b"plain").unwrap_err(), "the document does not begin as RTF does (`{\\rtf`)");
    assert!(read("{\\rtf1 It sank. {\\b Twice").notes[0].contains("cut off"));
    let deep = format!("{{\\rtf1 {}", "{".repeat(100_000));
    assert_eq!(super::read(deep.as_bytes()).unwrap_err(), "the document nests groups more than 5000 deep");
    assert_eq!(body(&read("{\\rtf1 It sank.}trailing {\\par")), "It sank. {#p1}");
}

/// A document with something of everything.
pub(in crate::import::office) fn sample() -> String {
    format!(
        "{HEAD}\\pard\\s4 The Ferry\\par{{\\listtext 2.\\tab}}\\pard\\ls2 two\\par{{\\field{{\\*\\fldinst HYPERLINK \"https://a.example\"}}{{\\fldrslt x}}}}{}",
        &ALL[6..]
    )
}
