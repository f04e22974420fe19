//! What stands after an `@`, `key#p3-p5` or `judgement high` → a target. `parse` calls it; prefix and locator lie outside.

use super::{Confidence, Fault, NamedPassage, Passages, Target, fault, run};
use crate::diagnostic::did_you_mean;
use crate::key::{JUDGEMENT, PassageId, SourceKey, is_key_char};
use crate::span::Span;

/// What stands after the `@` at byte `at`, and where it ends.
pub(super) fn target(label: &str, at: usize) -> Result<(Target, usize), Fault> {
    let key_start = at + 1;
    let word_end = key_start + run(&label[key_start..], |c| is_key_char(c) || c.is_alphanumeric());
    let word = &label[key_start..word_end];
    let has_id = label[word_end..].starts_with('#');
    // As in pandoc, punctuation belongs to a key only inside it; a `#` shows that the key goes up to there.
    let name = if has_id { word } else { word.trim_end_matches(['.', ':', '-']) };
    let key_span = Span::new(key_start, key_start + name.len());
    if name.is_empty() {
        let help = "write a source's key after it, as in `@key#p1`, or `\\@` for a plain at sign";
        return Err(fault(Span::new(at, word_end), "`@` names no source", help));
    }
    if name == JUDGEMENT {
        return judgement(label, key_span);
    }
    let Some(key) = SourceKey::new(name) else {
        let help = "a key is made of the letters a to z, digits, and after the first of them `_`, `.`, `:` and `-`";
        return Err(fault(key_span, format!("`{name}` is no key"), help));
    };
    if !has_id {
        return Ok((Target::Source { key, key_span, passages: Passages::Whole }, key_span.end));
    }
    let (passages, end) = passages(label, word_end + 1)?;
    Ok((Target::Source { key, key_span, passages }, end))
}

fn judgement(label: &str, name: Span) -> Result<(Target, usize), Fault> {
    let rest = &label[name.end..];
    if rest.starts_with('#') {
        let span = Span::new(name.end, name.end + run(rest, |c| !c.is_whitespace() && c != ';' && c != ','));
        let help = format!("write `@{JUDGEMENT}` alone, or cite a source's passage: `@key{}`", span.of(label));
        return Err(fault(span, "a judgement has no passages", help));
    }
    let start = name.end + run(rest, char::is_whitespace);
    let end = start + run(&label[start..], char::is_alphanumeric);
    if start == name.end || start == end {
        return Ok((Target::Judgement(None), name.end));
    }
    let word = &label[start..end];
    let Some(confidence) = Confidence::parse(word) else {
        let message = format!("`{word}` is no confidence");
        let words = ["low", "moderate", "high"];
        let help = did_you_mean(word, words, "a judgement's confidence is `low`, `moderate` or `high`");
        return Err(fault(Span::new(start, end), message, help));
    };
    Ok((Target::Judgement(Some(confidence)), end))
}

/// The ids after the `#`, from byte `start`, and where they end.
fn passages(label: &str, start: usize) -> Result<(Passages, usize), Fault> {
    let token_len =
        run(&label[start..], |c| c.is_alphanumeric() || matches!(c, '-' | '–' | '—' | '_' | '.' | ':' | '#'));
    let token = label[start..start + token_len].trim_end_matches(['.', ':']);
    let end = start + token.len();
    let named = |part: &str, at: usize| {
        let span = Span::new(at, at + part.len());
        PassageId::parse(part).map(|id| NamedPassage { id, span })
    };
    let passages = match token.split_once(['-', '–']) {
        None => named(token, start).map(Passages::One),
        Some((first, last)) => {
            named(first, start).zip(named(last, end - last.len())).map(|(first, last)| Passages::Range(first, last))
        }
    };
    passages.map(|passages| (passages, end)).ok_or_else(|| {
        let message = format!("`#{token}` names no passage");
        fault(Span::new(start - 1, end), message, near_ids(token))
    })
}

/// How to write what `token` probably means.
fn near_ids(token: &str) -> String {
    let sound = token.chars().all(|c| c.is_ascii_digit() || matches!(c, 'p' | 'P' | '-' | '–' | '—' | '.' | '#'));
    let numbers: Vec<u32> = token.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    match numbers[..] {
        [one] if sound && one > 0 => format!("write `#p{one}`"),
        [first, last] if sound && first > 0 && last > 0 => format!("write `#p{first}-p{last}`"),
        _ => "a passage's id is `p` and a number from 1, as in `#p3` or `#p3-p5`".to_owned(),
    }
}
