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
    /// How many bytes at the end of the gap are the sign and the point.
    pub tail: usize,
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

impl Lead {
    pub fn is_signed(&self) -> bool {
        self.sign.is_some() || self.point.is_some()
    }
}

/// Reads `gap`, which has nothing invisible in it, between a character of class `last` and a number.
/// `last` is [`Class::Gap`] at the start of a text.
pub(super) fn lead(last: Class, gap: &str, class: Class) -> Lead {
    let mut lead = Lead::default();
    let number_before = matches!(last, Class::Digit | Class::Numeral | Class::Unit);
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
    if !dashes.is_empty() {
        if !body.is_empty() || matches!(last, Class::Gap | Class::Sign) {
            lead.sign = Some(MINUS);
        } else if number_before {
            lead.between = Some(Between::Tight(RANGE));
        } else if ends_in_minus(dashes) {
            lead.sign = Some(MINUS);
        }
    } else if head.ends_with(char::is_whitespace) {
        let core = head.trim();
        if number_before && !core.is_empty() && core.chars().all(letters::is_dash) {
            lead.between = Some(Between::Spaced(RANGE));
        } else if core.ends_with(MINUS) {
            lead.sign = Some(MINUS);
        } else if core == "/" {
            lead.between = Some(Between::Spaced('/'));
        }
    }
    let digits_on_both_sides = last == Class::Digit && class == Class::Digit;
    if lead.between.is_none() && digits_on_both_sides {
        lead.between = apart(gap, &lead);
    }
    if lead.sign.is_some() {
        lead.tail = gap.len() - body.trim_end().trim_end_matches(letters::is_dash).trim_end().len();
        lead.tail = lead.tail.min(gap.len() - gap.len().min(body.len()));
    } else if lead.point.is_some() {
        lead.tail = gap.len() - head.len();
    }
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

fn apart(gap: &str, lead: &Lead) -> Option<Between> {
    if lead.sign.is_some() {
        return None;
    }
    if lead.point.is_some() || gap.contains(char::is_whitespace) {
        return Some(Between::Spaced(APART));
    }
    let first = gap.chars().next()?;
    let mut normal = if letters::is_quotation_mark(first) { '\'' } else { first };
    unicode_normalization::char::decompose_compatible(normal, |part| normal = part);
    Some(Between::Tight(normal))
}
