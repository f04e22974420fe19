//! What a document is called, who wrote it and when: what its pages show, with what the file says of itself as a witness.
//! The file alone is believed where it is the only one who speaks, and then a human is told.

use super::measure::Measure;
use super::paragraph::{Kind, Paragraph};
use super::sheet::Info;
use crate::date::Edtf;
use crate::import::text::dates;

/// A title in letters this much larger than the running text is one.
const LARGE: f32 = 1.15;
/// Among so many paragraphs from the beginning.
const REACH: usize = 12;

/// The paragraph that is the title, by its index.
pub(super) fn of_page(paragraphs: &[Paragraph], measure: &Measure) -> Option<usize> {
    let first = paragraphs.first()?.page();
    let near = |nth: &usize| paragraphs[*nth].page() == first && paragraphs[*nth].kind == Kind::Heading;
    let size = |nth: usize| paragraphs[nth].size();
    let is_worded = |nth: &usize| paragraphs[*nth].text().chars().filter(|c| c.is_alphabetic()).count() > 1;
    let largest = (0..paragraphs.len().min(REACH))
        .filter(near)
        .filter(is_worded)
        .max_by(|&one, &other| size(one).total_cmp(&size(other)).then(other.cmp(&one)))?;
    let alone = paragraphs
        .iter()
        .enumerate()
        .all(|(nth, other)| nth == largest || other.kind != Kind::Heading || other.size() < size(largest) - 0.2);
    (alone && size(largest) >= LARGE * measure.em).then_some(largest)
}

/// The title in the information dictionary, unless it is what programs write there by themselves.
pub(super) fn of_info(info: &Info) -> Option<String> {
    let title = folded(info.title.as_deref()?);
    let lower = title.to_lowercase();
    const FILES: [&str; 14] = [
        ".doc", ".docx", ".pdf", ".rtf", ".odt", ".tex", ".dvi", ".indd", ".qxd", ".pages", ".ppt", ".pptx", ".xls",
        ".html",
    ];
    const EMPTY: [&str; 9] = [
        "untitled",
        "(anonymous)",
        "document",
        "title",
        "powerpoint presentation",
        "presentation",
        "slide 1",
        "about:blank",
        "no title",
    ];
    let is_file = lower.starts_with("microsoft word")
        || FILES.iter().any(|end| lower.ends_with(end))
        || lower.starts_with("file:");
    let is_empty = EMPTY.iter().any(|word| lower.starts_with(word) && lower.len() < word.len() + 4);
    let words = title.split_whitespace().count();
    let sound = !is_file && !is_empty && !title.contains('\u{FFFD}') && title.chars().count() <= 300;
    (sound && words >= 2 && title.chars().any(char::is_alphabetic)).then_some(title)
}

/// The authors in the information dictionary that the first pages name too.
pub(super) fn authors(info: &Info, pages: &str) -> Vec<String> {
    let Some(author) = info.author.as_deref().map(folded) else { return Vec::new() };
    let names = author.split([';', '&']).flat_map(|part| part.split(" and ")).map(str::trim);
    let names: Vec<String> =
        names.filter(|name| name.split_whitespace().count() >= 2 && name.len() < 80).map(str::to_owned).collect();
    let named = |name: &String| stands_in(name, pages);
    if names.iter().all(named) { names } else { Vec::new() }
}

/// The day that a line near the beginning names, with little beside it, and the line.
pub(super) fn dated(paragraphs: &[Paragraph]) -> Option<(Edtf, String)> {
    let first = paragraphs.first()?.page();
    let near = paragraphs.iter().take(REACH).take_while(|one| one.page() == first);
    near.map(Paragraph::text).find_map(|text| {
        let (date, place) = dates(&text).into_iter().next()?;
        let beside = text.split_whitespace().count() - text[place].split_whitespace().count();
        (beside <= 3 && !text.ends_with('.')).then_some((Edtf::Date(date), text))
    })
}

/// The day on which the file was made: `2024-03-12`.
pub(super) fn created(info: &Info) -> Option<String> {
    let digits: String =
        info.created.as_deref()?.trim_start_matches("D:").chars().take_while(char::is_ascii_digit).collect();
    let day = digits.get(..8)?;
    Some(format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]))
}

/// Whether the letters of a text stand in another, whatever is between them.
pub(super) fn stands_in(text: &str, pages: &str) -> bool {
    let letters = letters(text);
    !letters.is_empty() && self::letters(pages).contains(&letters)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_write_is_no_title() {
        let title = |text: &str| of_info(&Info { title: Some(text.to_owned()), ..Info::default() });
        for text in
            ["Microsoft Word - draft3.doc", "draft 3.docx", "untitled", "(anonymous)", "Untitled 1", "report", " "]
        {
            assert_eq!(title(text), None, "{text}");
        }
        assert_eq!(title("The  ferry\nand the bridge").as_deref(), Some("The ferry and the bridge"));
    }
}
