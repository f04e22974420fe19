//! The day of publication, from marks that say so: "Published", a dateline alone on its line, a copyright year, the
//! first comment as the latest day possible. A date in a sentence of the text is never taken for one.

use super::byline;
use super::calendar::dates;
use super::paragraph::{ends_sentence, words};
use super::reading::Reading;
use crate::date::{Date, Doubt, Edtf};
use crate::import::source::Class;

const RULE: &str = "dateline";
/// How many open paragraphs below the title a dateline stands at most.
const REACH: usize = 15;

#[rustfmt::skip]
const PUBLISHED: [&str; 24] = [
    "published", "first published", "originally published", "posted", "issued", "date:", "publication date", "date published",
    "veröffentlicht", "erschienen", "publiziert", "stand:", "datum:", "publié", "publication", "publicado", "publicada",
    "fecha:", "pubblicato", "pubblicata", "gepubliceerd", "geplaatst", "опубликовано", "дата публикации",
];
#[rustfmt::skip]
const UPDATED: [&str; 17] = [
    "updated", "last updated", "last modified", "last update", "modified", "• updated", "· updated", "aktualisiert", "zuletzt aktualisiert",
    "mis à jour", "actualizado", "actualizada", "aggiornato", "atualizado", "atualizada", "bijgewerkt", "обновлено",
];

/// Claims the lines that date the document or name its author, and fills the date from the best evidence.
pub(crate) fn dateline(reading: &mut Reading<'_>, comments: &[(usize, Date)]) {
    byline::byline(reading);
    clocks(reading);
    let found = marked(reading);
    if let Some((index, _)) = found.filter(|&(index, _)| reading.is_open(index)) {
        reading.set_aside(index, Class::Dateline, RULE);
    }
    stamps(reading);
    let first_comment = comments.iter().copied().min_by_key(|&(_, date)| Edtf::Date(date));
    if let Some((index, date)) = found {
        let evidence = format!("line {}: {}", reading.line(index), reading.paragraphs[index].text);
        reading.metadata.evidence.insert("date".to_owned(), evidence);
        reading.metadata.date = Some(date);
        return;
    }
    let until = |date| Some(Edtf::Interval(None, Some(date)));
    if let Some((index, date)) = first_comment {
        let line = reading.line(index);
        reading.metadata.date = until(date);
        reading.doubt(format!(
            "no line gives the day of publication; the first comment (line {line}) is of {date}, so it was published no \
             later{}",
            told(reading, date).unwrap_or_default()
        ));
    } else if let Some((line, date)) = copyright_year(reading) {
        reading.metadata.date = Some(Edtf::Date(date));
        reading.doubt(format!("the date is the year of the copyright line (line {line}); no line gives the day"));
    } else {
        reading.doubt("no line gives the day of publication");
    }
}

/// What the text itself says of the latest possible day.
fn told(reading: &Reading<'_>, latest: Date) -> Option<String> {
    let index =
        reading.open().find(|&index| dates(&reading.paragraphs[index].text).iter().any(|(date, _)| *date == latest))?;
    Some(format!("; the text tells of that day too (line {})", reading.line(index)))
}

/// A line that says when it was published.
fn marked(reading: &Reading<'_>) -> Option<(usize, Edtf)> {
    let is_line = |&index: &usize| reading.paragraphs[index].words <= 18 && reading.is_dated(index);
    let lines: Vec<usize> = reading.open().filter(is_line).collect();
    let says = |index: usize, marks: &[&str]| {
        let folded = reading.paragraphs[index].text.to_lowercase();
        marks.iter().any(|mark| folded.starts_with(mark))
    };
    let dated = |index: usize| Some((index, dates(&reading.paragraphs[index].text).first()?.0));
    let on = |(index, date)| (index, Edtf::Date(date));
    let until = |(index, date)| (index, Edtf::Interval(None, Some(date)));
    let lines = || lines.iter().copied();
    let published = lines().filter(|&index| says(index, &PUBLISHED)).find_map(dated);
    let released = || {
        let all = 0..reading.paragraphs.len();
        let at = all.into_iter().find(|&index| says(index, &["for immediate release", "press release"]))?;
        lines().filter(|index| (at..at + 4).contains(index)).find_map(dated)
    };
    // Alone on its line a date is a dateline only above the text.
    let head: Vec<usize> = reading.open().take(REACH).collect();
    let alone =
        || lines().filter(|index| head.contains(index)).filter(|&index| is_dateline(reading, index)).find_map(dated);
    let updated = || lines().filter(|&index| says(index, &UPDATED)).find_map(dated);
    let recorded = || {
        let heads =
            (0..reading.paragraphs.len()).take(REACH).filter(|&index| reading.is_set_aside(index, Class::Header));
        heads.into_iter().find_map(dated)
    };
    published.or_else(recorded).or_else(released).or_else(alone).map(on).or_else(|| updated().map(until))
}

/// A day with no more than a weekday or a place beside it, or with a time and a name.
fn is_dateline(reading: &Reading<'_>, index: usize) -> bool {
    let text = &reading.paragraphs[index].text;
    let Some((_, range)) = dates(text).into_iter().next() else { return false };
    let beside = words(text) - words(&text[range.clone()]);
    let clock = text.contains(|c: char| c.is_ascii_digit()) && text.contains(':');
    // What stands before an update is the day of publication.
    let folded = text[..range.start].to_lowercase();
    (beside <= 3 || clock && beside <= 9) && !text.ends_with('.') && !UPDATED.iter().any(|mark| folded.contains(mark))
}

/// The last year in the copyright: `© 2019–2024` was last claimed in 2024.
fn copyright_year(reading: &Reading<'_>) -> Option<(usize, Date)> {
    let copyright = reading.metadata.copyright.as_ref()?;
    let years = copyright.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    let year = years.filter_map(|digits| digits.parse().ok()).filter(|year| (1800..2200).contains(year)).max()?;
    let line = reading.paragraphs.iter().find(|paragraph| paragraph.text.contains(copyright.as_str()))?.range().first;
    Some((line, Date { year, month: None, day: None, doubt: Doubt::None }))
}

/// Claims the lines above the text that have a day and a clock, or a day and a word for publishing, whatever else they
/// have: names, places, sections.
fn stamps(reading: &mut Reading<'_>) {
    const LONGEST: usize = 25;
    let head: Vec<usize> = reading.open().take(REACH).collect();
    for index in head {
        let paragraph = &reading.paragraphs[index];
        let text = &paragraph.text;
        if paragraph.is_long_prose() && ends_sentence(text) {
            break;
        }
        let folded = text.to_lowercase();
        let clock = || folded.contains(':') && text.contains(|c: char| c.is_ascii_digit());
        let says = || PUBLISHED.iter().chain(&UPDATED).any(|mark| folded.contains(mark));
        let stamp = paragraph.words <= LONGEST && !text.ends_with('.') && !dates(text).is_empty();
        if stamp && (clock() || says()) {
            reading.set_aside(index, Class::Dateline, RULE);
        }
    }
}

/// Claims the hour at which a briefing began or ended, and the line that releases a text to the press.
fn clocks(reading: &mut Reading<'_>) {
    let is_clock = |text: &str| {
        let folded = text.to_lowercase();
        let folded = folded.trim_start_matches("end").trim_start();
        let hour = folded.starts_with(|c: char| c.is_ascii_digit()) && folded.contains(':');
        words(text) <= 5 && hour && (folded.contains("p.m.") || folded.contains("a.m.") || folded.contains(" pm"))
    };
    let released = |text: &str| text.to_lowercase().trim_end_matches(':') == "for immediate release";
    let lines = reading.open().filter(|&index| {
        let text = &reading.paragraphs[index].text;
        reading.paragraphs[index].words <= 6 && (is_clock(text) || released(text))
    });
    for index in lines.collect::<Vec<_>>() {
        reading.set_aside(index, Class::Dateline, RULE);
    }
}

#[cfg(test)]
mod tests {
    use crate::import::text::read;

    const PROSE: &str = "On May 2, 2024, the mayor cut the ribbon, and the old ferry, which had carried carts and cattle \
        over the river for ninety years, went home for good.";

    fn date_of(head: &str, tail: &str) -> Option<String> {
        read(&format!("The bridge opens\n\n{head}\n\n{PROSE}\n\n{PROSE}\n\n{tail}\n"))
            .metadata
            .date
            .map(|d| d.to_string())
    }

    #[test]
    fn only_marks_date_a_document() {
        assert_eq!(date_of("By Ada Ferry", ""), None);
        assert_eq!(date_of("Published May 3, 2024 2:37 PM", "").as_deref(), Some("2024-05-03"));
        assert_eq!(date_of("Veröffentlicht am 3. Mai 2024", "").as_deref(), Some("2024-05-03"));
        assert_eq!(date_of("Publié le 3 mai 2024 à 14h37", "").as_deref(), Some("2024-05-03"));
        assert_eq!(date_of("May 3, 2024", "").as_deref(), Some("2024-05-03"));
        assert_eq!(date_of("Updated 4 May 2024", "").as_deref(), Some("../2024-05-04"));
        assert_eq!(date_of("", "Copyright © 2021-2024 Ferry Post.").as_deref(), Some("2024"));
        assert_eq!(
            date_of("", "1 Comment\n\nAda Ferry, May 5, 2024 @ 8:11 am\n\n  Well.").as_deref(),
            Some("../2024-05-05")
        );
    }
}
