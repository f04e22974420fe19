//! A wide mark, `。`, → whether a sentence ends there. `Sentences` calls it. These scripts have neither spaces nor
//! capital letters, so brackets and what follows must tell.

use super::{MARGIN, Stop};

/// Whether the stop ends the sentence that begins at byte `start`.
pub(super) fn ends_at(text: &str, start: usize, stop: &Stop) -> bool {
    if is_inside(text, start, stop) || is_decimal(text, stop) {
        return false;
    }
    // 「…。」と carries on.
    let next = text[stop.end..].chars().next();
    let joins = |c| matches!(c, '、' | '，' | ',') || stop.is_closed && matches!(c, '\u{3040}'..='\u{309f}');
    !next.is_some_and(joins)
}

/// Whether a bracket or quotation mark is open: 《去吧！爸爸》, or what one closes is in a sentence: 人（是吗？）知道.
fn is_inside(text: &str, start: usize, stop: &Stop) -> bool {
    const PAIRS: [(char, char); 5] = [('《', '》'), ('〈', '〉'), ('「', '」'), ('『', '』'), ('（', '）')];
    let start = text.floor_char_boundary(stop.start.saturating_sub(MARGIN)).max(start);
    let before = &text[start..stop.start];
    let after = &text[stop.end..text.floor_char_boundary(stop.end + MARGIN)];
    PAIRS.iter().any(|&(open, close)| {
        let opened = before.rfind([open, close]).filter(|&at| before[at..].starts_with(open));
        let is_closed = text[stop.marks_end..stop.end].contains(close);
        let interrupts = |at: usize| close == '）' && is_closed && before[..at].contains(char::is_alphanumeric);
        opened.is_some_and(|at| interrupts(at) || !is_closed && after.contains(close))
    })
}

/// `３．２`
fn is_decimal(text: &str, stop: &Stop) -> bool {
    let is_point = &text[stop.start..stop.end] == "．";
    is_point && text[..stop.start].ends_with(char::is_numeric) && text[stop.end..].starts_with(char::is_numeric)
}
