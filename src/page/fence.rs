//! `:::` blocks of a source page → boilerplate. They are cut out by line before Markdown is parsed, so that nothing in them
//! can mean anything. Called by `page::parse`.

use crate::diagnostic::{Code, Finding};
use crate::span::Span;

/// What an import set aside.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Boilerplate {
    /// What it is: `copyright`, `comment`.
    pub class: String,
    /// From the opening fence to the closing one.
    pub span: Span,
    /// The text between the fences.
    pub inside: Span,
}

/// Blanks the blocks in `text[base..]`, byte for byte, so that spans stay true. A longer fence encloses a shorter one.
pub(crate) fn cut(text: &str, base: usize) -> (String, Vec<Boilerplate>, Vec<Finding>) {
    let mut cut = text.as_bytes().to_vec();
    let (mut blocks, mut findings) = (Vec::new(), Vec::new());
    let mut open: Option<(usize, Boilerplate)> = None;
    let mut at = base;
    for line in text[base..].split_inclusive('\n') {
        let end = at + line.len();
        let colons = line.len() - line.trim_start_matches(':').len();
        let rest = line[colons..].trim();
        match &mut open {
            Some((length, block)) if colons >= *length && rest.is_empty() => {
                block.inside.end = at;
                block.span.end = end;
                blocks.push(block.clone());
                open = None;
                blank(&mut cut, at, end);
            }
            Some(_) => blank(&mut cut, at, end),
            None if colons >= 3 && !rest.is_empty() => {
                let class =
                    rest.strip_prefix("boilerplate").unwrap_or(rest).split_whitespace().next().unwrap_or("").to_owned();
                open = Some((colons, Boilerplate { class, span: Span::new(at, end), inside: Span::at(end) }));
                blank(&mut cut, at, end);
            }
            None => {}
        }
        at = end;
    }
    if let Some((length, block)) = open {
        let message = "nothing closes this block, so the rest of the page is set apart";
        let help = format!("write a line `{}` after the last line that belongs to it", ":".repeat(length));
        let line = block.span.start..block.span.start + block.span.of(text).trim_end().len();
        findings.push(Finding::new(Code::InvalidMarkdown, line.into(), message).help(help));
    }
    let cut = String::from_utf8(cut).expect("whole lines are blanked");
    (cut, blocks, findings)
}

/// Overwrites with spaces all but the line ending.
fn blank(text: &mut [u8], start: usize, end: usize) {
    for byte in &mut text[start..end] {
        if *byte != b'\n' && *byte != b'\r' {
            *byte = b' ';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_cut_and_spans_stay_true() {
        let text = "a\n:::: boilerplate comment lines=2-4 rule=tail\né\n::: boilerplate x\n# no\n:::\n::::\nb\n";
        let (cut, blocks, findings) = cut(text, 0);
        assert_eq!(findings, []);
        assert_eq!(cut.len(), text.len());
        assert_eq!(cut.split_whitespace().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(blocks.len(), 1);
        assert_eq!(
            (blocks[0].class.as_str(), blocks[0].inside.of(text)),
            ("comment", "é\n::: boilerplate x\n# no\n:::\n")
        );
    }

    #[test]
    fn a_block_that_nothing_closes_is_found() {
        let text = "a\n::: boilerplate x\nb\n";
        let (_, blocks, findings) = cut(text, 0);
        assert_eq!((blocks.len(), findings.len()), (0, 1));
        assert_eq!(findings[0].span.of(text), "::: boilerplate x");
    }
}
