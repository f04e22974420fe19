//! Small documents set in Courier, whose letters are all 0.6 em wide, and what is read from them.

use super::*;
use crate::import::account;
use crate::import::source::{Block, Content, Form};
use std::fmt::Write;

/// A line of text: the left edge and the baseline, in points from the bottom left corner, and the size; `F` or bold `B`.
type Text<'a> = (f32, f32, f32, char, &'a str);

/// A PDF of pages of 400 by 500 points.
fn pdf(pages: &[Vec<Text<'_>>]) -> Vec<u8> {
    pdf_of(pages, "", "")
}

/// The same with more operators on each page, and entries in the information dictionary.
fn pdf_of(pages: &[Vec<Text<'_>>], painted: &str, info: &str) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|nth| format!("{} 0 R ", 6 + 2 * nth)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{kids}]/Count {}>>", pages.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>".to_owned(),
        "<</Type/Font/Subtype/Type1/BaseFont/Courier-Bold/Encoding/WinAnsiEncoding>>".to_owned(),
        format!("<<{info}>>"),
    ];
    for (nth, page) in pages.iter().enumerate() {
        let mut content = format!("{painted} BT\n");
        for (x, y, size, font, text) in page {
            let text = text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
            writeln!(content, "/{font} {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj").unwrap();
        }
        content.push_str("ET");
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 500]/Contents {} 0 R/Resources<</Font<</F 3 0 R/B 4 0 R>>>>>>",
            7 + 2 * nth
        ));
        objects.push(format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()));
    }
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (nth, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", file.len()).unwrap();
        writeln!(file, "{} 0 obj\n{object}\nendobj", nth + 1).unwrap();
    }
    let start = file.len();
    write!(file, "{table}trailer\n<</Size {}/Root 1 0 R/Info 5 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1)
        .unwrap();
    file.into_bytes()
}

/// Lines under one another, 12 points apart, in 10 points: 40 letters are 240 points wide.
fn lines<'a>(x: f32, y: f32, texts: &[&'a str]) -> Vec<Text<'a>> {
    texts.iter().enumerate().map(|(nth, &text)| (x, y - 12.0 * nth as f32, 10.0, 'F', text)).collect()
}

fn whole(bytes: &[u8]) -> Source {
    let found = read(bytes).unwrap();
    account::whole(&found.received, &found.source).unwrap();
    found.source
}

/// A line for each block: its page, what it is, and its text, in which `|` stands for a hyphen that was taken out.
fn outline(bytes: &[u8]) -> Vec<String> {
    let line = |block: &Block| {
        let (what, text) = match &block.content {
            Content::Heading { level, text } => (format!("h{level}"), text.clone()),
            Content::Metadata(values) => ("title".to_owned(), values[0].1.clone()),
            Content::TableHead(cells) => {
                ("head".to_owned(), cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | "))
            }
            Content::Boilerplate { class, raw, .. } => (class.as_str().to_owned(), raw.join(" / ")),
            Content::Passage(passage) => match &passage.form {
                Form::Item { mark, depth } => (format!("item{depth} {mark}"), passage.words.text.clone()),
                Form::Note(label) => (format!("note {label}"), passage.words.text.clone()),
                Form::Row(_) => ("row".to_owned(), passage.words.text.clone()),
                _ => ("p".to_owned(), passage.words.shown()),
            },
        };
        format!("{} {what}: {}", block.at.to_string().replace(" page=", ""), text.replace(hyphen::SOFT, "|"))
    };
    whole(bytes).blocks.iter().map(line).collect()
}

fn join<'a>(parts: &[Vec<Text<'a>>]) -> Vec<Text<'a>> {
    parts.concat()
}

#[test]
fn columns_are_read_down_and_a_sentence_runs_over_the_page() {
    let left = [
        "The ferry at Lower Wick has",
        "crossed the river since the",
        "winter in which the ice had",
        "broken the wooden bridge of",
    ];
    let right = [
        "the town. Nobody wrote down",
        "who rowed it first, and the",
        "accounts of the parish that",
        "name a widow are not signed",
    ];
    let title: Vec<Text<'_>> = vec![(30.0, 450.0, 18.0, 'B', "The ferry and the rope")];
    let head: Vec<Text<'_>> = vec![(30.0, 480.0, 8.0, 'F', "Lower Wick Society")];
    let foot = |text| -> Vec<Text<'_>> { vec![(180.0, 20.0, 8.0, 'F', text)] };
    let first =
        join(&[lines(30.0, 420.0, &left), lines(210.0, 420.0, &right), title, head.clone(), foot("Page 1 of 2")]);
    let second = join(&[lines(30.0, 420.0, &["by anybody who was there."]), head, foot("Page 2 of 2")]);
    assert_eq!(
        outline(&pdf(&[first, second])),
        [
            "1 title: The ferry and the rope",
            "1 p: The ferry at Lower Wick has crossed the river since the winter in which the ice had broken the wooden bridge \
             of the town. Nobody wrote down who rowed it first, and the accounts of the parish that name a widow are not \
             signed by anybody who was there.",
            "1 running-header: Lower Wick Society",
            "1 page-number: Page 1 of 2",
            "2 running-header: Lower Wick Society",
            "2 page-number: Page 2 of 2",
        ]
    );
}

#[test]
fn a_gap_an_indent_and_a_short_line_part_paragraphs() {
    let gap = join(&[
        lines(30.0, 400.0, &["One line that is long enough to be full.", "Two."]),
        lines(30.0, 370.0, &["Three."]),
    ]);
    assert_eq!(outline(&pdf(&[gap])), ["1 p: One line that is long enough to be full. Two.", "1 p: Three."]);
    let short = lines(
        30.0,
        400.0,
        &[
            "One line that is long enough to be full,",
            "and one that is not.",
            "Another line that is as long as the one.",
        ],
    );
    assert_eq!(
        outline(&pdf(&[short])),
        [
            "1 p: One line that is long enough to be full, and one that is not.",
            "1 p: Another line that is as long as the one."
        ]
    );
}

#[test]
fn hyphens_at_the_ends_of_lines() {
    let text = lines(
        30.0,
        400.0,
        &[
            "In close co-operation they built a brid-",
            "ge, and the co-",
            "operation was long, a well known and well-",
            "known matter; the govern-",
            "ment paid, said the Anglo-",
            "Saxon; the government and state-of-the-",
            "art ferries did not care.",
        ],
    );
    let read = outline(&pdf(&[text]));
    assert_eq!(
        read,
        [
            "1 p: In close co-operation they built a brid|ge, and the co-operation was long, a well known and well-known \
          matter; the govern|ment paid, said the Anglo-Saxon; the government and state-of-the-art ferries did not care."
        ]
    );
}

#[test]
fn headings_stand_out_by_size_or_weight_and_never_in_one_type() {
    let body = lines(30.0, 380.0, &["The ferry at Lower Wick has crossed the", "river since the winter of that year."]);
    let large =
        join(&[vec![(30.0, 440.0, 20.0, 'F', "The ferry"), (30.0, 410.0, 14.0, 'F', "Its rope")], body.clone()]);
    assert_eq!(outline(&pdf(&[large]))[..2], ["1 title: The ferry", "1 h2: Its rope"]);
    let bold = join(&[vec![(30.0, 410.0, 10.0, 'B', "Its rope")], body.clone()]);
    assert_eq!(outline(&pdf(&[bold]))[0], "1 h2: Its rope");
    let single = join(&[lines(30.0, 410.0, &["ITS ROPE"]), body]);
    assert_eq!(outline(&pdf(&[single]))[0], "1 p: ITS ROPE");
}

#[test]
fn items_rows_and_notes() {
    let items = join(&[
        lines(30.0, 450.0, &["1. Ring the bell, and wait for the ferry", "   that is on the other bank.", "2. Pay."]),
        lines(60.0, 414.0, &["- a penny", "- or four"]),
    ]);
    assert_eq!(
        outline(&pdf(&[items])),
        [
            "1 item0 1.: Ring the bell, and wait for the ferry that is on the other bank.",
            "1 item0 2.: Pay.",
            "1 item1 -: a penny",
            "1 item1 -: or four",
        ]
    );
    let mut table: Vec<Text<'_>> = vec![(30.0, 450.0, 10.0, 'B', "Year"), (150.0, 450.0, 10.0, 'B', "Cows")];
    for (nth, (year, cows)) in [("1909", "12"), ("1910", ""), ("1911", "9"), ("1912", "14")].into_iter().enumerate() {
        let y = 438.0 - 12.0 * nth as f32;
        table.extend(
            [(30.0, y, 10.0, 'F', year), (150.0, y, 10.0, 'F', cows)].into_iter().filter(|text| !text.4.is_empty()),
        );
    }
    let rows = outline(&pdf(&[table]));
    assert_eq!(rows, ["1 head: Year | Cows", "1 row: 1909 | 12", "1 row: 1910", "1 row: 1911 | 9", "1 row: 1912 | 14"]);

    let mut noted = lines(30.0, 400.0, &["The ferry has crossed the river", "since that winter, and is still"]);
    noted.push((216.0, 404.0, 6.0, 'F', "1"));
    noted.extend([(30.0, 63.0, 5.0, 'F', "1"), (34.0, 60.0, 8.0, 'F', "Parish accounts, leaf 12.")]);
    let pages = [noted, lines(30.0, 400.0, &["there to be seen."])];
    assert_eq!(
        outline(&pdf(&pages)),
        [
            "1 p: The ferry has crossed the river1 since that winter, and is still there to be seen.",
            "1 note 1: Parish accounts, leaf 12."
        ]
    );
    assert!(whole(&pdf(&pages)).passages().next().unwrap().words.text.contains("the river since"));
}

#[test]
fn what_the_file_says_of_itself_is_a_witness_only() {
    let page = lines(30.0, 400.0, &["The ferry and the rope, by Ada Stone", "A text of two lines."]);
    let read = |info| whole(&pdf_of(std::slice::from_ref(&page), "", info)).metadata;
    assert_eq!(read("/Title(Microsoft Word - draft3.doc)/Author(astone)").title, None);
    let metadata = read("/Title(The Ferry and the Rope)/Author(Ada Stone)/CreationDate(D:20240312120000Z)");
    assert_eq!((metadata.title.as_deref(), metadata.date), (Some("The Ferry and the Rope"), None));
    assert_eq!(metadata.authors, ["Ada Stone"]);
    assert_eq!(read("/Author(Bo Reed)").authors, Vec::<String>::new());
}

#[test]
fn what_holds_no_text_is_refused_with_the_reason() {
    let image = "q 400 0 0 500 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q";
    let error = |bytes: &[u8]| read(bytes).unwrap_err();
    assert!(error(&pdf_of(&[vec![], vec![]], image, "")).starts_with("it is a scan"));
    assert_eq!(error(&pdf(&[vec![]])), "it has no text");
    assert!(error(&pdf(&[])).contains("no pages"));
    assert!(error(b"%PDF-1.4\n").starts_with("it is broken"));
    assert!(error(b"plain").contains("does not begin"));
    let deep = [b"%PDF-1.4\n1 0 obj\n".as_slice(), &b"[".repeat(100_000)].concat();
    assert!(error(&deep).contains("deep"));
    let nested = pdf_of(&[vec![]], &"[".repeat(100_000), "");
    assert!(error(&nested).starts_with("it has no text: page 1 could not be read") || error(&nested).contains("deep"));
    let encrypted = include_bytes!("../../../tests/data/pdf/encrypted.pdf");
    assert!(error(encrypted).starts_with("it is encrypted"));
}

#[test]
fn a_page_without_text_is_named() {
    let page = lines(30.0, 400.0, &["The ferry and the rope, by Ada Stone", "A text of two lines."]);
    let source = whole(&pdf(&[page.clone(), vec![], vec![], page, vec![]]));
    assert_eq!(source.notes, ["pages 2-3, 5: no text"]);
}

#[test]
fn a_recognised_text_is_told_from_a_printed_one_and_a_turned_line_stands_apart() {
    let page = lines(30.0, 400.0, &["The ferry and the rope, by Ada Stone", "A text of two lines."]);
    let source = whole(&pdf_of(std::slice::from_ref(&page), "3 Tr", ""));
    assert_eq!(source.notes, ["page 1: the text was recognised in an image; compare quotations with the page"]);
    let turned = "BT /F 8 Tf 0 1 -1 0 20 100 Tm (not for loan) Tj ET";
    let read = outline(&pdf_of(&[page], turned, ""));
    assert_eq!(read, ["1 p: The ferry and the rope, by Ada Stone A text of two lines.", "1 sidebar: not for loan"]);
}

#[test]
fn a_document_of_a_common_program_is_read_whole() {
    let read = outline(include_bytes!("../../../tests/data/pdf/columns.pdf"));
    let count = |what: &str| read.iter().filter(|line| line.contains(what)).count();
    assert_eq!(
        (count(" title: "), count(" h2: "), count(" row: "), count(" page-number: ")),
        (1, 2, 3, 2),
        "{read:#?}"
    );
    let over: Vec<&String> = read.iter().filter(|line| line.starts_with("1 p: It was the widow")).collect();
    assert!(over[0].ends_with("as the committee had been told."), "{over:?}");
}

/// Bytes changed at random, from a seed: whatever comes of it, the reader answers.
#[test]
fn damaged_files_are_answered() {
    let whole = include_bytes!("../../../tests/data/pdf/columns.pdf");
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for round in 0..60 {
        let mut bytes = whole.to_vec();
        for _ in 0..=next(6) {
            let at = next(bytes.len());
            match next(4) {
                0 => bytes[at] = next(256) as u8,
                1 => drop(bytes.drain(at..(at + 40).min(whole.len() / 2).max(at))),
                2 => drop(bytes.splice(at..at, *b"[ 99999999 ")),
                _ if round % 8 == 0 => bytes.truncate(at.max(16)),
                _ => bytes[at] ^= 1 << next(8),
            }
        }
        if let Ok(found) = read(&bytes) {
            account::whole(&found.received, &found.source).unwrap();
        }
    }
}
