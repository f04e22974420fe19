//! Sentences in which a text asks its readers for something. They are part of the text and stay passages; a note says so.

use super::reading::Reading;

/// Points out the paragraphs that end in an appeal.
pub(crate) fn appeals(reading: &mut Reading<'_>) {
    const APPEALS: [&str; 8] = [
        "in the comments below",
        "in the comment section",
        "in the comments section",
        "leave a comment",
        "let us know what you think",
        "sign up for our",
        "subscribe to our",
        "follow us on",
    ];
    let asks = |text: &str| APPEALS.iter().any(|appeal| text.to_lowercase().contains(appeal));
    let asking: Vec<usize> = reading.open().filter(|&index| asks(&reading.paragraphs[index].text)).collect();
    for index in asking {
        reading.doubt_at(index, "asks readers to comment or subscribe; set it aside where that is no part of the text");
    }
}

#[cfg(test)]
mod tests {
    use crate::import::text::read;

    #[test]
    fn an_appeal_stays_a_passage_with_a_note() {
        let source = read("The bridge opens\n\nWas it worth it? Tell us in the comments below!\n");
        assert_eq!(source.passages().count(), 1);
        assert!(source.notes.iter().any(|note| note.starts_with("p1 asks readers")));
    }
}
