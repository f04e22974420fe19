//! What stands after the text: related articles, comments, forms, copyright. Once a stop mark is met and hardly any
//! running text follows, all the rest is set aside under it.

use super::furniture::mark;
use super::paragraph::words;
use super::reading::Reading;
use crate::import::source::Class;

const RULE: &str = "tail";

/// Claims everything from the first stop mark on, and fills the copyright.
pub(crate) fn tail(reading: &mut Reading<'_>) {
    let Some(start) = find(reading) else { return };
    let start = before_author_box(reading, start);
    let mut class = mark(&reading.paragraphs[start].text);
    let mut aside = Vec::new();
    for index in start..reading.paragraphs.len() {
        let text = &reading.paragraphs[index].text;
        let legal = is_legal(text);
        class = mark(text).or(if legal { Some(Class::Notice) } else { class });
        if class == Some(Class::Copyright) {
            reading.metadata.copyright = reading.metadata.copyright.take().or_else(|| copyright(text));
        }
        if reading.is_open(index) {
            reading.set_aside(index, class.unwrap_or(Class::Related), RULE);
            aside.extend((!legal).then_some(index));
        }
    }
    reading.doubt_prose(&aside, Class::Related);
}

/// Small print: it says what may be done with a text, or how far it may be trusted.
fn is_legal(text: &str) -> bool {
    const WORDS: [&str; 16] = [
        "copyright",
        "rights reserved",
        "terms of use",
        "terms of service",
        "permission",
        "transcript",
        "accuracy",
        "authoritative",
        "reproduced",
        "redistributed",
        "may be edited",
        "rush deadline",
        "trademark",
        "liability",
        "disclaimer",
        "contractor",
    ];
    let folded = text.to_lowercase();
    WORDS.iter().filter(|word| folded.contains(*word)).count() >= 2
}

/// The paragraph at which the tail begins: the first mark after which less than 15 % of the words are long prose, or
/// a mark of comments or a form with half of the prose before it.
fn find(reading: &Reading<'_>) -> Option<usize> {
    let prose = |index: usize| {
        let paragraph = &reading.paragraphs[index];
        let counts = reading.is_open(index) && paragraph.is_long_prose() && !is_legal(&paragraph.text);
        if counts { paragraph.words } else { 0 }
    };
    /// What a line that is no prose takes from a run of prose, in words.
    const COST: usize = 6;
    let count = reading.paragraphs.len();
    let mut prose_after = vec![0; count + 1];
    let mut words_after = vec![0; count + 1];
    // The most prose that stands together anywhere after a paragraph, and that which begins with it.
    let mut run_after = vec![0; count + 1];
    let mut run = 0_usize;
    for index in (0..count).rev() {
        prose_after[index] = prose_after[index + 1] + prose(index);
        words_after[index] = words_after[index + 1] + reading.paragraphs[index].words;
        run = if prose(index) > 0 { run + prose(index) } else { run.saturating_sub(COST) };
        run_after[index] = run.max(run_after[index + 1]);
    }
    reading.open().find(|&index| {
        let Some(class) = mark(&reading.paragraphs[index].text) else { return false };
        let before = prose_after[0] - prose_after[index];
        let (after, all) = (prose_after[index + 1], words_after[index]);
        let thin = after * 100 < all * 15 && run_after[index + 1] <= (before / 8).max(40);
        let strong = matches!(class, Class::Comment | Class::Form) && before >= after;
        // Near the top a mark belongs to the page's head.
        before > 0 && (thin || strong)
    })
}

/// The line above the tail that is only the account that posted the text.
fn before_author_box(reading: &mut Reading<'_>, start: usize) -> usize {
    const ACCOUNTS: [&str; 7] = ["editor", "admin", "author", "staff", "administrator", "webmaster", "guest"];
    let Some(index) = start.checked_sub(1).filter(|&index| reading.is_open(index)) else { return start };
    let text = reading.paragraphs[index].text.clone();
    if !ACCOUNTS.contains(&text.to_lowercase().as_str()) {
        return start;
    }
    reading.set_aside(index, Class::AuthorBox, RULE);
    reading.doubt_at(index, format!("names the account \"{text}\", which is no author; no other author is named"));
    start
}

/// The sentence that claims the right: `Copyright © 2026 NPR.`
fn copyright(text: &str) -> Option<String> {
    let end = text.match_indices(". ").map(|(at, _)| at + 1).find(|&end| words(&text[..end]) >= 2);
    let sentence = &text[..end.unwrap_or(text.len())];
    (words(sentence) <= 25).then(|| sentence.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::import::source::Content;
    use crate::import::text::read;

    const PROSE: &str = "The mayor cut the ribbon on Tuesday morning, and the old ferry, which had carried carts \
        and cattle over the river for ninety years, went home for good. Nobody on the bank had thought that the day \
        would come so soon, least of all the ferryman.";

    fn classes(text: &str) -> Vec<&'static str> {
        let blocks = read(text).blocks;
        let class = |content: &Content| match content {
            Content::Boilerplate { class, .. } => class.as_str(),
            Content::Passage(_) => "passage",
            Content::Heading { .. } => "heading",
            Content::Metadata(_) => "metadata",
            Content::TableHead(_) => "table",
        };
        blocks.iter().map(|block| class(&block.content)).collect()
    }

    #[test]
    fn everything_after_a_stop_mark_is_set_aside() {
        let text = format!(
            "The bridge opens\n\n{PROSE}\n\nadmin\n\nRelated Articles\n\nThe ferry\n\n3 Comments\n\nLeave a Reply\n"
        );
        assert_eq!(classes(&text), ["metadata", "passage", "author-box", "related", "comment", "form"]);
    }

    #[test]
    fn a_mark_with_prose_after_it_stops_nothing() {
        let text = format!("The bridge opens\n\n{PROSE}\n\nRead more\n\n{PROSE}\n\n{PROSE}\n");
        assert_eq!(classes(&text).iter().filter(|class| **class == "passage").count(), 3);
    }

    #[test]
    fn the_copyright_is_metadata_and_small_print_is_a_notice() {
        let text = format!(
            "The bridge opens\n\n{PROSE}\n\nCopyright © 2024 Ferry Post. All rights reserved.\n\
             The accuracy of a transcript may vary, and the recording is the authoritative version of the programme."
        );
        assert_eq!(classes(&text), ["metadata", "passage", "copyright", "notice"]);
        assert_eq!(read(&text).metadata.copyright.as_deref(), Some("Copyright © 2024 Ferry Post."));
    }
}
