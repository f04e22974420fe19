//! A stop in brackets → whether the sentence around them goes on: `He left (so did she. Nobody saw it.) in May.`
//! `Sentences` calls it.

use super::Stop;

/// How many bytes on either side are looked at for the brackets.
const REACH: usize = 256;

/// Whether the stop stands in a bracket that opened behind a word of the sentence, which begins at byte `start`, and
/// that closes further on. Sentences that stand in brackets as a whole end as others do.
pub(super) fn interrupts(text: &str, start: usize, stop: &Stop) -> bool {
    let from = text.floor_char_boundary(stop.start.saturating_sub(REACH)).max(start);
    let to = text.floor_char_boundary(stop.end + REACH);
    [('(', ')'), ('[', ']')].iter().any(|&(open, close)| {
        let before = &text.as_bytes()[from..stop.start];
        let opened = memchr::memrchr2(open as u8, close as u8, before).filter(|&at| before[at] == open as u8);
        opened.is_some_and(|at| {
            let is_closed = text[stop.marks_end..stop.end].contains(close);
            let follows = text[from..from + at].contains(char::is_alphanumeric);
            let closes =
                || text[stop.end..to].find([open, close]).is_some_and(|at| text[stop.end + at..].starts_with(close));
            follows && !is_closed && closes()
        })
    })
}
