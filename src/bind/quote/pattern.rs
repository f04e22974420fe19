//! A quotation → the texts that it claims, and the edits between them: what `search` looks for.
//! Called by `verify`; knows nothing of the source.

use super::negation;
use crate::prose::fold::letters::{self, Class};
use crate::prose::fold::{Sink, Unit, fold};
use crate::span::Span;

/// `Text (Link Text)*`, with an edit perhaps before and after.
#[derive(Debug)]
pub(super) struct Pattern {
    pub texts: Vec<Text>,
    /// Between the texts: one fewer than there are texts.
    pub links: Vec<Link>,
    pub lead: Option<Link>,
    pub trail: Option<Link>,
}

/// Words that the quotation claims to find without a change. Spans are bytes of the quotation.
#[derive(Debug)]
pub(super) struct Text {
    pub span: Span,
    /// The skeleton; not empty.
    pub folded: String,
}

/// What a writer did between two texts: left words out, or replaced or inserted some, or both.
#[derive(Clone, Debug, Default)]
pub(super) struct Link {
    pub omission: Option<Omission>,
    pub bracket: Option<Bracket>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Omission {
    pub span: Span,
    /// Written `[…]`, which may cross from passage to passage.
    pub is_bracketed: bool,
}

/// Words in brackets; several brackets side by side are one.
#[derive(Clone, Debug)]
pub(super) struct Bracket {
    /// Inside the brackets.
    pub span: Span,
    /// The skeletons of its words.
    pub words: Vec<String>,
    /// A letter stands right before: `admir[es]`.
    pub clings_before: bool,
    /// A letter stands right after: `[T]he`.
    pub clings_after: bool,
    /// `[sic]` and its like, which replace nothing.
    pub is_remark: bool,
}

impl Pattern {
    /// Reads omissions and brackets as edits. `None` when no word is left beside them.
    pub fn edited(quotation: &str) -> Option<Self> {
        let mut pattern = Self { texts: Vec::new(), links: Vec::new(), lead: None, trail: None };
        let mut link: Option<Link> = None;
        let mut at = 0;
        let end = Span::at(quotation.len());
        let edits = edits(quotation).into_iter().map(|(span, link)| (span, Some(link))).chain([(end, None)]);
        for (span, edit) in edits {
            pattern.push_text(quotation, Span::new(at, span.start), &mut link);
            if let Some(edit) = edit {
                link = Some(link.map_or(edit.clone(), |link| link.followed_by(edit)));
            }
            at = span.end;
        }
        pattern.trail = link;
        (!pattern.texts.is_empty()).then_some(pattern)
    }

    /// Reads brackets and omissions as words of the source. `None` when there is no word.
    pub fn literal(quotation: &str) -> Option<Self> {
        let mut pattern = Self { texts: Vec::new(), links: Vec::new(), lead: None, trail: None };
        pattern.push_text(quotation, Span::new(0, quotation.len()), &mut None);
        (!pattern.texts.is_empty()).then_some(pattern)
    }

    pub fn is_edited(&self) -> bool {
        !self.links.is_empty() || self.lead.is_some() || self.trail.is_some()
    }

    /// The texts between omissions, as ranges of indices into `texts`.
    pub fn parts(&self) -> Vec<std::ops::Range<usize>> {
        let mut parts = Vec::new();
        let mut start = 0;
        for (index, link) in self.links.iter().enumerate() {
            if link.omission.is_some() {
                parts.push(start..index + 1);
                start = index + 1;
            }
        }
        parts.push(start..self.texts.len());
        parts
    }

    /// The quotation's words from one text to another.
    pub fn span(&self, texts: &std::ops::Range<usize>) -> Span {
        self.texts[texts.start].span.join(self.texts[texts.end - 1].span)
    }

    /// Ends the link that stands before the text, if the text has words; else the link goes on.
    fn push_text(&mut self, quotation: &str, span: Span, link: &mut Option<Link>) {
        let text = span.of(quotation);
        let trimmed = text.trim();
        let start = span.start + (text.len() - text.trim_start().len());
        let folded = folded(trimmed);
        if folded.is_empty() {
            return;
        }
        match link.take() {
            link if self.texts.is_empty() => self.lead = link,
            link => self.links.push(link.unwrap_or_default()),
        }
        self.texts.push(Text { span: Span::new(start, start + trimmed.len()), folded });
    }
}

impl Link {
    fn followed_by(self, next: Link) -> Link {
        let omission = match (self.omission, next.omission) {
            (Some(a), Some(b)) => {
                Some(Omission { span: a.span.join(b.span), is_bracketed: a.is_bracketed || b.is_bracketed })
            }
            (a, b) => a.or(b),
        };
        let bracket = match (self.bracket, next.bracket) {
            (Some(a), Some(b)) => Some(Bracket {
                span: a.span.join(b.span),
                words: a.words.into_iter().chain(b.words).collect(),
                clings_before: a.clings_before,
                clings_after: b.clings_after,
                is_remark: a.is_remark && b.is_remark,
            }),
            (a, b) => a.or(b),
        };
        Link { omission, bracket }
    }
}

/// Collects the skeleton of a text and nothing else.
struct Folded(String);

impl Sink for Folded {
    fn unit(&mut self, unit: Unit) {
        self.0.push(unit.folded);
    }

    fn letters(&mut self, letters: &str, _: usize) {
        let start = self.0.len();
        self.0.push_str(letters);
        self.0[start..].make_ascii_lowercase();
    }

    fn accent(&mut self, _: char, _: usize) {}
}

pub(super) fn folded(text: &str) -> String {
    let mut folded = Folded(String::with_capacity(text.len()));
    fold(text, &mut folded);
    folded.0
}

/// The omissions and brackets of a quotation, in order, none inside another.
fn edits(quotation: &str) -> Vec<(Span, Link)> {
    let closing = closing_brackets(quotation);
    let mut edits = Vec::new();
    let mut at = 0;
    let mut closings = closing.iter().peekable();
    while let Some(c) = quotation[at..].chars().next() {
        let next = at + c.len_utf8();
        match c {
            '.' | '…' | '⋯' => {
                let length = omission_length(&quotation[at..]);
                if length == 0 {
                    at += dots_length(&quotation[at..]).0;
                    continue;
                }
                edits.push(omission(Span::new(at, at + length), false));
                at += length;
            }
            '(' => {
                let inner = quotation[next..].trim_start();
                let dots = omission_length(inner);
                let rest = inner[dots..].trim_start();
                if dots > 0 && rest.starts_with(')') {
                    let end = quotation.len() - rest.len() + 1;
                    edits.push(omission(Span::new(at, end), true));
                    at = end;
                } else {
                    at = next;
                }
            }
            '[' | '［' => {
                while closings.next_if(|&&(open, _)| open < at).is_some() {}
                match closings.next_if(|&&(open, _)| open == at) {
                    Some(&(_, close)) => {
                        let (span, link) = bracket(quotation, at, close);
                        edits.push((span, link));
                        at = span.end;
                    }
                    None => at = next,
                }
            }
            _ => at = next,
        }
    }
    edits
}

fn omission(span: Span, is_bracketed: bool) -> (Span, Link) {
    (span, Link { omission: Some(Omission { span, is_bracketed }), bracket: None })
}

/// How many bytes of dots `text` begins with, white space between them included, and how many dots they are.
fn dots_length(text: &str) -> (usize, usize) {
    let (mut length, mut dots) = (0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '.' => dots += 1,
            '…' | '⋯' => dots += 3,
            ' ' | '\u{A0}' | '\u{2009}' | '\u{202F}' => continue,
            _ => break,
        }
        length = at + c.len_utf8();
    }
    (length, dots)
}

/// The length of the omission that `text` begins with, three dots or more; 0 when there is none.
fn omission_length(text: &str) -> usize {
    match dots_length(text) {
        (length, 3..) => length,
        _ => 0,
    }
}

/// Every opening bracket that has its closing one, in order, outermost only; offsets of the two characters.
fn closing_brackets(quotation: &str) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut open = Vec::new();
    for (at, c) in quotation.char_indices() {
        match c {
            '[' | '［' => open.push(at),
            ']' | '］' => {
                if let Some(start) = open.pop() {
                    while pairs.last().is_some_and(|&(inner, _)| inner > start) {
                        pairs.pop();
                    }
                    pairs.push((start, at));
                }
            }
            _ => {}
        }
    }
    pairs
}

/// The bracket that opens at `open` and closes at `close`.
fn bracket(quotation: &str, open: usize, close: usize) -> (Span, Link) {
    let width = |at: usize| quotation[at..].chars().next().map_or(0, char::len_utf8);
    let inner = Span::new(open + width(open), close);
    let content = inner.of(quotation).trim();
    let mut end = close + width(close);
    if omission_length(content) == content.len() && !content.is_empty() {
        return omission(Span::new(open, end), true);
    }
    // The ending of `[Baer]’s` belongs to the word that the bracket brings in.
    let possessive = ["'s", "’s"].into_iter().find(|ending| {
        let after = quotation[end..].strip_prefix(ending);
        after.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
    });
    end += possessive.map_or(0, str::len);
    let words: Vec<String> = content.split_whitespace().map(folded).filter(|word| !word.is_empty()).collect();
    // A bracket clings to a word only where spaces divide words.
    let is_letter = |c: Option<char>| c.is_some_and(|c| letters::class(c) == Class::Letter);
    let last_before = quotation[..open].chars().rev().find(|&c| letters::class(c) != Class::Mark);
    let has_digit = words.iter().any(|word| word.contains(|c| letters::class(c) == Class::Digit));
    let may_cling = !has_digit && !negation::is_remark(content);
    let bracket = Bracket {
        span: inner,
        clings_before: may_cling && is_letter(last_before),
        clings_after: may_cling && is_letter(quotation[end..].chars().next()),
        is_remark: negation::is_remark(content),
        words,
    };
    (Span::new(open, end), Link { omission: None, bracket: Some(bracket) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts with their links: `_` an omission, `#` a bracketed one, `[words]` with `-` on the side where it clings.
    fn shown(quotation: &str) -> String {
        let Some(pattern) = Pattern::edited(quotation) else { return String::new() };
        let link = |link: &Link| {
            let mut shown = String::new();
            if let Some(omission) = link.omission {
                shown.push(if omission.is_bracketed { '#' } else { '_' });
            }
            if let Some(bracket) = &link.bracket {
                let side = |clings| if clings { "-" } else { "" };
                let (before, after) = (side(bracket.clings_before), side(bracket.clings_after));
                let remark = if bracket.is_remark { "!" } else { "" };
                shown += &format!("{before}[{}{remark}]{after}", bracket.words.join(" "));
            }
            shown
        };
        let mut shown: Vec<String> = pattern.lead.iter().map(link).collect();
        for (index, text) in pattern.texts.iter().enumerate() {
            shown.push(text.folded.clone());
            shown.extend(pattern.links.get(index).map(link));
        }
        shown.extend(pattern.trail.iter().map(link));
        shown.join(" ")
    }

    #[test]
    fn omissions_and_brackets_are_edits() {
        for (quotation, expected) in [
            ("one two", "onetwo"),
            ("one … two... three . . . four", "one _ two _ three _ four"),
            ("one […] two [...] three (…) four [. . .] five", "one # two # three # four # five"),
            ("… one. … [he] two…", "_ one _[he] two _"),
            ("one.. two", "onetwo"),
            ("[T]he poor admir[es] it", "[t]- hepooradmir -[es] it"),
            ("they is [sic] here [emphasis added].", "theyis [sic!] here [emphasis added!]"),
            ("[he] [she] went", "[he she] went"),
            ("[Baer]’s plan", "[baer] plan"),
            ("20[25] was", "20 [25] was"),
            ("a [b [c] d] e", "a [b c d] e"),
            ("a [b c", "abc"),
            ("a ] b [c] d", "ab [c] d"),
            ("[he] …", ""),
            ("“…”", ""),
        ] {
            assert_eq!(shown(quotation), expected, "{quotation}");
        }
    }
}
