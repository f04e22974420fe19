//! Plain text → Source: dumps of web pages, transcripts, wrapped text. `import` calls it with decoded text.
//!
//! The rules stand in files of their own and run in the order below. Each claims paragraphs that are still open, so
//! every paragraph has one class and the rule that gave it can be named; what is left open is a passage.

mod appeal;
mod byline;
mod calendar;
mod caption;
mod comment;
mod dateline;
mod ending;
mod frame;
mod furniture;
mod head;
mod heading;
mod label;
mod list;
mod mojibake;
mod paragraph;
mod reading;
mod refuse;
mod speakers;
mod spoken;
mod tail;
mod title;
mod turns;
mod wrap;

use super::line::lines;
use super::source::{Class, Kind, Source};
use reading::{PAGE_MARK, Reading};

pub(crate) use calendar::dates;
pub(crate) use refuse::refuse;
pub(crate) use spoken::spoken;

/// Reads a document.
pub(crate) fn read(text: &str) -> Source {
    let lines = lines(text);
    let mut reading = Reading::new(paragraph::paragraphs(&lines));
    rules(&mut reading);
    pages(&mut reading);
    title::title(&mut reading);
    let comments = comment::comments(&mut reading);
    tail::tail(&mut reading);
    list::quotes(&mut reading);
    turns::turns(&mut reading);
    dateline::dateline(&mut reading, &comments);
    let spoken = reading.metadata.kind.is_spoken();
    if !spoken {
        caption::captions(&mut reading);
    }
    frame::frame(&mut reading);
    frame::furniture(&mut reading);
    if !spoken {
        ending::ending(&mut reading);
        head::head(&mut reading);
        reading.metadata.kind = kind(&reading);
    }
    list::lists(&mut reading);
    if !spoken {
        heading::headings(&mut reading);
    }
    appeal::appeals(&mut reading);
    mojibake::mojibake(&mut reading);
    reading.into_source()
}

/// A document with the marks of a site around it is a page of that site.
fn kind(reading: &Reading<'_>) -> Kind {
    const MARKS: [Class; 6] =
        [Class::Comment, Class::Form, Class::Navigation, Class::Rating, Class::Related, Class::Share];
    let web = MARKS.into_iter().any(|class| reading.has(class)) || reading.metadata.publisher.is_some();
    if web { Kind::Webpage } else { Kind::Document }
}

/// Sets aside lines drawn to divide the page: no letter, no digit.
fn rules(reading: &mut Reading<'_>) {
    let drawn: Vec<usize> =
        reading.open().filter(|&index| !reading.paragraphs[index].text.contains(char::is_alphanumeric)).collect();
    for index in drawn {
        reading.set_aside(index, Class::Rule, "rule");
    }
}

/// Sets aside page marks that stand between paragraphs; those within one are lifted out of its words.
fn pages(reading: &mut Reading<'_>) {
    let marks: Vec<usize> =
        reading.open().filter(|&index| wrap::is_page_mark(reading.paragraphs[index].lines[0])).collect();
    for index in marks {
        reading.set_aside(index, Class::PageNumber, PAGE_MARK);
    }
}
