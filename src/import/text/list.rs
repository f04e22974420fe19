//! Lists and block quotes: runs of two bullets or more, numbers that count up by one, lines that begin with `>`.

use super::paragraph::bullet;
use super::reading::{Part, Reading};

/// Claims quoted lines, before a rule could take their words for something else.
pub(crate) fn quotes(reading: &mut Reading<'_>) {
    let quoted: Vec<usize> = reading.open().filter(|&index| reading.paragraphs[index].is_quote()).collect();
    for index in quoted {
        reading.claim(index, Part::Quote);
    }
}

/// Claims list items.
pub(crate) fn lists(reading: &mut Reading<'_>) {
    let marked: Vec<(usize, String)> = reading
        .open()
        .filter_map(|index| Some((index, bullet(&reading.paragraphs[index].text)?.0.to_owned())))
        .collect();
    for run in marked.chunk_by(|(index, mark), (next, next_mark)| *next == index + 1 && follows(mark, next_mark)) {
        if run.len() >= 2 {
            for (index, mark) in run {
                reading.claim(*index, Part::Item(mark.clone()));
            }
        }
    }
}

/// Whether one mark goes on with the list of another. A number that skips would be renumbered by every Markdown
/// program, so it stays part of the words.
fn follows(mark: &str, next: &str) -> bool {
    match (number(mark), number(next)) {
        (Some((number, sign)), Some((next, next_sign))) => next == number + 1 && sign == next_sign,
        (None, None) => mark == next,
        _ => false,
    }
}

fn number(mark: &str) -> Option<(u32, char)> {
    let sign = mark.chars().next_back().filter(|sign| matches!(sign, '.' | ')'))?;
    Some((mark[..mark.len() - 1].parse().ok()?, sign))
}

#[cfg(test)]
mod tests {
    use crate::import::source::Form;
    use crate::import::text::read;

    fn forms(text: &str) -> Vec<(Form, String)> {
        read(text).passages().map(|passage| (passage.form.clone(), passage.words.text.clone())).collect()
    }

    #[test]
    fn two_bullets_make_a_list_and_one_does_not() {
        let item = |text: &str| (Form::Item { mark: "•".into(), depth: 0 }, text.to_owned());
        assert_eq!(forms("Title\n\n• one\n• two\n"), [item("one"), item("two")]);
        assert_eq!(forms("Title\n\n• one\n"), [(Form::Paragraph, "• one".into())]);
    }

    #[test]
    fn numbers_make_a_list_while_they_count() {
        let forms = forms("Title\n\n1. one\n2. two\n\nThen.\n\n4. four\n6. six\n");
        assert_eq!(forms[1], (Form::Item { mark: "2.".into(), depth: 0 }, "two".into()));
        assert_eq!(forms[3], (Form::Paragraph, "4. four".into()));
    }

    #[test]
    fn quoted_lines_are_a_quote() {
        assert_eq!(forms("Title\n\n> words of another\n"), [(Form::Quote, "words of another".into())]);
    }
}
