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
        if !body.is_empty() || matches!(last, Class::Gap | Class::Sign) || !number_before && ends_in_minus(dashes) {
            lead.sign = Some(MINUS);
            head = body;
        } else if number_before {
            lead.between = Some(Between::Tight(RANGE));
        }
    } else if number_before && !core.is_empty() && core.chars().all(letters::is_dash) {
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

/// Whether dashes right after a letter are more than a dash: a true minus, or a wide dash and then a hyphen.
fn ends_in_minus(dashes: &str) -> bool {
    let last = dashes.chars().next_back();
    last == Some(MINUS) || last == Some('-') && dashes.chars().any(|dash| dash != '-')
}

fn apart(gap: &str, has_point: bool) -> Between {
    let first = gap.chars().next().expect("the gap is not empty");
    if has_point || gap.contains(char::is_whitespace) {
        return Between::Spaced(APART);
    }
    let mut normal = if letters::is_quotation_mark(first) { '\'' } else { first };
    unicode_normalization::char::decompose_compatible(normal, |part| normal = part);
    Between::Tight(normal)
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
