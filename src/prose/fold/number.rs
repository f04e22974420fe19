//! What stands before a number → what of it belongs to the number, or keeps it apart from the number before.
//! Called by `fold` for each digit after a gap, so that `-5` is not `5`, `2–3` not `23` and `1,500` not `1.500`.

use super::letters::{self, Class};

/// What a gap before a number means.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Lead {
    /// What keeps two numbers from melting into one.
    pub between: Option<Between>,
    /// A minus sign.
    pub sign: Option<char>,
    /// A decimal point without a digit before it: `.5`.
    pub point: Option<char>,
    /// How many characters at the end of the gap are the sign and the point.
    pub length: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Between {
    /// No white space: the two make one word.
    Tight(char),
    /// With white space: words of their own.
    Spaced(char),
}

const MINUS: char = '−';
const RANGE: char = '–';
/// White space or punctuation with white space: the numbers are two, nothing more.
const APART: char = ' ';

/// Reads `gap`, which has nothing invisible in it, between a character of class `last` and a number.
/// `last` is [`Class::Gap`] at the start of a text.
pub(super) fn lead(last: Class, gap: &str, class: Class) -> Lead {
    let mut lead = Lead::default();
    let number_before = matches!(last, Class::Digit | Class::Numeral | Class::Unit);
    // What of the gap is left when the number has taken its own from the end.
    let mut head = gap;
    if class == Class::Digit
        && let Some(rest) = gap.strip_suffix(['.', ','])
        && leads_decimal(last, rest)
    {
        lead.point = gap.chars().next_back();
        head = rest;
    }
    let body = head.trim_end_matches(letters::is_dash);
    let dashes = &head[body.len()..];
    let core = head.trim();
    if !dashes.is_empty() {
        if number_before && body.is_empty() {
            lead.between = Some(Between::Tight(RANGE));
        } else if is_sign(last, body, dashes) {
            lead.sign = Some(MINUS);
            head = body;
        }
    } else if number_before && is_range(head) {
        lead.between = Some(Between::Spaced(RANGE));
    } else if core.ends_with(MINUS) {
        lead.sign = Some(MINUS);
        head = head.trim_end().trim_end_matches(MINUS);
    } else if core == "/" && head != core {
        lead.between = Some(Between::Spaced('/'));
    }
    let digits_on_both_sides = last == Class::Digit && class == Class::Digit;
    if lead.between.is_none() && lead.sign.is_none() && digits_on_both_sides {
        lead.between = Some(apart(gap, lead.point.is_some()));
    }
    lead.length = gap[head.len()..].chars().count();
    lead
}

/// Whether a point after `rest` and before a digit is a decimal point, and not the end of a sentence.
fn leads_decimal(last: Class, rest: &str) -> bool {
    match rest.chars().next_back() {
        None => matches!(last, Class::Gap | Class::Sign | Class::Unit),
        Some(c) => c.is_whitespace() || letters::is_dash(c) || matches!(c, '(' | '[' | '“' | '"' | '‘' | '\'' | '«'),
    }
}

/// Whether dashes right before a number, and after `body`, are a sign and not punctuation.
fn is_sign(last: Class, body: &str, dashes: &str) -> bool {
    let after_text = !body.contains(char::is_whitespace) && !body.ends_with(['(', '[', '{', '“', '«']);
    if matches!(last, Class::Gap | Class::Sign) || !after_text {
        return true;
    }
    // A true minus, or a wide dash and then a hyphen.
    let ends_in_minus = dashes.ends_with(MINUS) || dashes.ends_with('-') && dashes.chars().any(|dash| dash != '-');
    // `COVID-19` has a hyphen, and `the rate—5 percent` a dash; but `(net),-5` might well be negative.
    ends_in_minus || !body.is_empty() && dashes == "-"
}

/// Whether dashes and nothing else stand between two numbers, but for spaces and quotation marks.
fn is_range(gap: &str) -> bool {
    let mut marks = gap.chars().filter(|&c| !c.is_whitespace() && !letters::is_quotation_mark(c)).peekable();
    marks.peek().is_some() && marks.all(letters::is_dash)
}

fn apart(gap: &str, has_point: bool) -> Between {
    let mut marks = gap.chars();
    match (marks.next(), marks.next()) {
        (Some(mark), None) if !has_point && !mark.is_whitespace() => Between::Tight(match mark {
            mark if letters::is_apostrophe(mark) => '\'',
            mark if letters::is_quotation_mark(mark) => '"',
            mut mark => {
                unicode_normalization::char::decompose_compatible(mark, |part| mark = part);
                mark
            }
        }),
        _ if !has_point && !gap.contains(char::is_whitespace) => Between::Tight(APART),
        _ => Between::Spaced(APART),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_before_a_digit_is_read() {
        let read = |last, gap| {
            let lead = lead(last, gap, Class::Digit);
            let between = match lead.between {
                Some(Between::Tight(c)) => format!("{c}|"),
                Some(Between::Spaced(c)) => format!(" {c} |"),
                None => String::new(),
            };
            let own: String = [lead.sign, lead.point].into_iter().flatten().collect();
            (between + &own, lead.length)
        };
        for (last, gap, meaning, length) in [
            (Class::Gap, "-", "−", 1),
            (Class::Gap, "", "", 0),
            (Class::Letter, " -", "−", 1),
            (Class::Letter, " (–", "−", 1),
            (Class::Letter, "-", "", 0),
            (Class::Letter, "--", "", 0),
            (Class::Letter, "—-", "−", 2),
            (Class::Letter, "−", "−", 1),
            (Class::Letter, " − ", "−", 2),
            (Class::Letter, " - ", "", 0),
            (Class::Letter, " .", ".", 1),
            (Class::Letter, " -.", "−.", 2),
            (Class::Letter, ".", "", 0),
            (Class::Unit, ".", ".", 1),
            (Class::Sign, "-", "−", 1),
            (Class::Digit, "-", "–|", 0),
            (Class::Digit, " – ", " – |", 0),
            (Class::Digit, " -", "−", 1),
            (Class::Digit, ", -", "−", 1),
            (Class::Unit, "-", "–|", 0),
            (Class::Letter, "”—", "", 0),
            (Class::Letter, ")-", "−", 1),
            (Class::Letter, "(-", "−", 1),
            (Class::Digit, " – “", " – |", 0),
            (Class::Digit, ".,", " |", 0),
            (Class::Digit, "”", "\"|", 0),
            (Class::Digit, ".", ".|", 0),
            (Class::Digit, ",", ",|", 0),
            (Class::Digit, "’", "'|", 0),
            (Class::Digit, " ", "   |", 0),
            (Class::Digit, ", ", "   |", 0),
            (Class::Digit, " .", "   |.", 1),
            (Class::Digit, "/", "/|", 0),
            (Class::Digit, " / ", " / |", 0),
        ] {
            assert_eq!(read(last, gap), (meaning.to_owned(), length), "{last:?} {gap:?}");
        }
    }
}
