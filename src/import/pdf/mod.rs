//! The bytes of a PDF → what it shows: headings, paragraphs, list items, rows and notes with their pages, in the order of
//! reading. `import::read` calls it. It reads no images: a scan is refused.
//!
//! ```text
//! bytes ─sheet─▶ runs of text with places ─piece─▶ pieces of lines ─margin─▶ without headers, footers, page numbers
//!       ─column─▶ columns in reading order ─table, note, paragraph─▶ paragraphs ─flow─▶ whole across columns and pages
//!       ─write: hyphen, compose, title─▶ blocks
//! ```

mod column;
mod compose;
mod flow;
mod guard;
mod hyphen;
mod item;
mod line;
mod margin;
mod measure;
mod note;
mod paragraph;
mod piece;
mod sheet;
mod table;
#[cfg(test)]
mod tests;
mod title;
mod write;

use super::account::Yield;
use super::source::Source;
use margin::Leaf;
use sheet::{Bundle, Sheet};
use std::collections::BTreeMap;
use write::Writer;

/// A page with fewer characters than this that shows an image is a picture of a page.
const LEAST: usize = 24;

/// Reads a PDF. The error says why it cannot be a source.
pub(crate) fn read(bytes: &[u8]) -> Result<Yield, String> {
    let bundle = sheet::sheets(bytes)?;
    refuse(&bundle)?;
    let mut received = String::new();
    let mut leaves: Vec<Leaf> = Vec::new();
    for sheet in &bundle.sheets {
        let pieces = piece::pieces(sheet.number, &sheet.runs);
        sheet.received(&pieces, &mut received);
        leaves.push(Leaf { page: sheet.number, height: sheet.height, pieces });
    }
    let asides = margin::asides(&mut leaves);
    let em = measure::em(leaves.iter().flat_map(|leaf| &leaf.pieces));
    for leaf in &mut leaves {
        line::initials(&mut leaf.pieces, em);
    }
    let pages: Vec<Vec<column::Column>> = leaves.into_iter().map(|leaf| column::columns(leaf.pieces, em)).collect();
    let measure = measure::measure(pages.iter().flatten());
    let paragraphs = flow::flow(pages, &measure);
    let mut writer = Writer::new(&paragraphs, &measure, &bundle);
    writer.write(&paragraphs, asides, &bundle.sheets);
    let notes = [bundle.notes.clone(), writer.remarks, notes(&bundle)].concat();
    let source = Source { metadata: writer.metadata, blocks: writer.blocks.into_blocks(), notes, ..Source::default() };
    Ok(Yield { source, received: without(received, &writer.unshown) })
}

/// Whether there is no text, or none that could be told.
fn refuse(bundle: &Bundle) -> Result<(), String> {
    let all: usize = bundle.sheets.iter().map(Sheet::ink).sum();
    let blank = bundle.sheets.iter().filter(|sheet| sheet.ink() < LEAST).count();
    let images = bundle.sheets.iter().filter(|sheet| sheet.ink() < LEAST && sheet.facts.images).count();
    let undecoded: usize = bundle.sheets.iter().map(|sheet| sheet.facts.undecoded).sum();
    let count = bundle.sheets.len();
    if all < LEAST * count.min(4) && images * 2 > blank {
        return Err(format!(
            "it is a scan: of its {count} pages {images} show an image and next to no text; recognise the text with \
             another program, and import the result"
        ));
    }
    if all == 0 && undecoded > 0 {
        return Err(
            "its text cannot be decoded: it is damaged, or its fonts do not say which characters they show".to_owned()
        );
    }
    if all == 0 {
        let because = bundle.notes.first().map(|note| format!(": {note}")).unwrap_or_default();
        return Err(format!("it has no text{because}"));
    }
    let unknown: usize = bundle.sheets.iter().map(Sheet::unknown).sum();
    if unknown * 2 > all {
        return Err(format!("of its {all} characters {unknown} cannot be told: its fonts do not say which they show"));
    }
    Ok(())
}

/// What a human should look at, with the pages.
fn notes(bundle: &Bundle) -> Vec<String> {
    let pages = |is: &dyn Fn(&Sheet) -> bool| -> Option<String> {
        let pages: Vec<u32> = bundle.sheets.iter().filter(|sheet| is(sheet)).map(|sheet| sheet.number).collect();
        (!pages.is_empty()).then(|| ranges(&pages))
    };
    let says = |pages: Option<String>, what: &str| pages.map(|pages| format!("{pages}: {what}"));
    [
        says(
            pages(&|sheet| sheet.ink() == 0 && sheet.facts.images),
            "an image and no text; what it shows is missing here",
        ),
        says(pages(&|sheet| sheet.ink() == 0 && !sheet.facts.images), "no text"),
        says(
            pages(&|sheet| sheet.facts.garbled),
            "the text that was recognised in the image made no sense and was left out",
        ),
        says(
            pages(&|sheet| sheet.facts.unseen),
            "the text was recognised in an image; compare quotations with the page",
        ),
        says(pages(&|sheet| sheet.facts.undecoded > 0), "some text could not be decoded and is missing here"),
        says(
            pages(&|sheet| sheet.unknown() > 0),
            "some characters cannot be told: the font does not say which they show",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// `page 3`, `pages 2, 5-7`.
fn ranges(pages: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for &page in pages {
        match ranges.last_mut() {
            Some(last) if last.1 + 1 == page => last.1 = page,
            _ => ranges.push((page, page)),
        }
    }
    let texts: Vec<String> =
        ranges.iter().map(|&(from, to)| if from == to { from.to_string() } else { format!("{from}-{to}") }).collect();
    format!("{} {}", if pages.len() == 1 { "page" } else { "pages" }, texts.join(", "))
}

/// A text without one each of these characters, as far as it has them.
fn without(text: String, characters: &str) -> String {
    let mut counts: BTreeMap<char, usize> = BTreeMap::new();
    for c in characters.chars() {
        *counts.entry(c).or_default() += 1;
    }
    text.chars()
        .filter(|c| match counts.get_mut(c) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        })
        .collect()
}
