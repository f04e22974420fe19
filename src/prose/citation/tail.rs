//! What follows a target, `, second half, tr. «…»` → locator and original. `parse` calls it; the target is read already.

use super::{Fault, fault, is_citation, run, starts_word, trim, unescape, unescaped};
use crate::key::PassageId;
use crate::span::Span;

/// What follows a target.
#[derive(Default)]
pub(super) struct Tail {
    pub locator: String,
    pub original: Option<(Span, String)>,
    /// At a `;` or at the label's end.
    pub end: usize,
}

/// Reads from behind `target` up to a `;` or the label's end.
pub(super) fn tail(label: &str, target: Span) -> Result<Tail, Fault> {
    let attached = target.end + run(&label[target.end..], |c| matches!(c, '.' | ':' | '-'));
    let next = attached + run(&label[attached..], char::is_whitespace);
    match label[next..].chars().next() {
        None | Some(';') => Ok(Tail { end: next, ..Tail::default() }),
        Some(',') => locator(label, target, next + 1),
        Some(_) => {
            let stop = unescaped(label, next).find(|&(_, c)| c == ';').map_or(label.len(), |(at, _)| at);
            let words = trim(label, next, stop);
            let (target, text) = (target.of(label), words.of(label));
            let mark = if is_citation(text) { ';' } else { ',' };
            let name = if mark == ';' { "semicolon" } else { "comma" };
            let message = format!("`{text}` follows `{target}` without a {name}");
            let help = match PassageId::parse(text) {
                Some(id) if !target.contains('#') => format!("write `{target}#{id}`"),
                _ => format!("write `{target}{mark} {text}`"),
            };
            Err(fault(words, message, help))
        }
    }
}

/// Reads from behind the comma of `target` up to a `;` or the label's end.
fn locator(label: &str, target: Span, start: usize) -> Result<Tail, Fault> {
    let mut tail = Tail { end: label.len(), ..Tail::default() };
    let mut before = String::new();
    let mut resume = start;
    for (at, c) in unescaped(label, start) {
        match c {
            _ if at < resume => {}
            ';' => {
                tail.end = at;
                break;
            }
            '@' if starts_word(label, at) => {
                let message = format!("`{}` has a second `@` in its locator", target.of(label));
                let help = "separate citations with `;`, or write `\\@` for a plain at sign";
                return Err(fault(Span::new(at, at + 1), message, help));
            }
            't' if starts_word(label, at) => {
                let Some((marked, words)) = original(label, at)? else { continue };
                if tail.original.is_some() {
                    let help = "leave words out with `…`, or cite the passage once for each, separated by `;`";
                    return Err(fault(marked, "a citation has two originals", help));
                }
                before = unescape(&label[start..at]);
                tail.original = Some((words, unescape(words.of(label))));
                resume = marked.end;
            }
            _ => {}
        }
    }
    let after = unescape(&label[resume..tail.end]);
    let parts = [&before, &after].map(|part| part.trim_matches([',', ' ']));
    tail.locator = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    refuse_passages(label, target, Span::new(start, tail.end), &tail.locator)?;
    Ok(tail)
}

/// `@key#p1, p2` looks as if it cited two passages, and would check only one.
fn refuse_passages(label: &str, target: Span, span: Span, locator: &str) -> Result<(), Fault> {
    let mut words = locator.split([',', ' ']).filter(|word| !word.is_empty()).peekable();
    let is_id = |word: &str| PassageId::parse(word.split(['-', '–']).next().unwrap_or(word).trim_start_matches('#'));
    let Some(id) = words.peek().copied().and_then(is_id) else { return Ok(()) };
    if !words.all(|word| is_id(word).is_some()) {
        return Ok(());
    }
    let key = target.of(label).split('#').next().unwrap_or_default();
    let help = format!("write `{}; {key}#{id}`, or `p. {}` for a page", target.of(label), id.number());
    Err(fault(
        trim(label, span.start, span.end),
        format!("`{locator}` after a comma is a locator and cites no passage"),
        help,
    ))
}

/// `tr. «…»` at byte `at`: the whole of it, and the words inside the marks. `None` when no mark follows `tr.`.
fn original(label: &str, at: usize) -> Result<Option<(Span, Span)>, Fault> {
    let Some(after) = label[at..].strip_prefix("tr.") else { return Ok(None) };
    let open_at = label.len() - after.trim_start().len();
    let Some(open) = label[open_at..].chars().next() else { return Ok(None) };
    let close: &[char] = match open {
        '«' => &['»'],
        '»' => &['«'],
        '“' => &['”'],
        '„' => &['“', '”'],
        '「' => &['」'],
        '"' => &['"'],
        _ => return Ok(None),
    };
    let inside = open_at + open.len_utf8();
    let mut depth = 1;
    for (i, c) in unescaped(label, inside) {
        if close.contains(&c) {
            depth -= 1;
        } else if c == open {
            depth += 1;
        }
        if depth == 0 {
            return Ok(Some((Span::new(at, i + c.len_utf8()), trim(label, inside, i))));
        }
    }
    let message = format!("the original after `tr. {open}` is not closed");
    Err(fault(Span::new(at, inside), message, format!("write `{}` after its last word", close[0])))
}
