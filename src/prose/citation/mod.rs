//! The label of a citation, `see @key#p6, second half; @judgement high` → what it cites, or what is wrong with it.
//! `page/` calls it with the text between `[` and `]`. Whether the source and the passage exist is for `bind/` to say.

mod tail;
mod target;

use self::tail::tail;
use self::target::target;
use crate::key::{JUDGEMENT, PassageId, SourceKey, is_key_char};
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// One of the citations of a label. All spans are byte offsets into the label.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cite {
    /// From the prefix to the locator, without the white space around.
    pub span: Span,
    /// The words before the target, unescaped, white space folded; empty without any.
    pub prefix: String,
    /// Written `-@key`: the rendered reference leaves the author out.
    pub suppress_author: bool,
    pub target: Target,
    /// The words after the comma, unescaped, white space folded, without the original; empty without any.
    pub locator: String,
    /// The words that a translated quotation has in its source, `tr. «…»`: their span inside the marks, and they
    /// themselves, unescaped, white space folded.
    pub original: Option<(Span, String)>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    Source { key: SourceKey, key_span: Span, passages: Passages },
    Judgement(Option<Confidence>),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Passages {
    /// The source as a whole.
    Whole,
    One(NamedPassage),
    /// First and last, as written: ids do not tell which comes first on the page.
    Range(NamedPassage, NamedPassage),
}

/// A passage's id and where the label names it, without the `#`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NamedPassage {
    pub id: PassageId,
    pub span: Span,
}

/// How sure the writer is of a judgement (ICD 203).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Confidence {
    Low,
    Moderate,
    High,
}

/// Why a label is no citation, in the words of a diagnostic; `span` is in the label.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    pub span: Span,
    pub message: String,
    pub help: Option<String>,
}

/// Reads a label for which [`is_citation`] holds, as written in Markdown, backslash escapes and all.
/// The citations come in order; there is at least one.
pub fn parse(label: &str) -> Result<Vec<Cite>, Fault> {
    // A site has as many as it has notes, and most labels have one: none of them reserves room for four.
    let mut cites = Vec::with_capacity(1);
    let mut start = 0;
    loop {
        let (cite, end) = cite(label, start)?;
        cites.push(cite);
        if end == label.len() {
            cites.shrink_to_fit();
            return Ok(cites);
        }
        start = end + ";".len();
    }
}

/// Whether a label has an `@` at the start of a word, and so must parse. `\@` and `name@host` are text.
pub fn is_citation(label: &str) -> bool {
    label.match_indices('@').any(|(at, _)| starts_word(label, at))
}

/// Whether a label marks its statement as unsourced: `citation needed`.
pub fn is_needed(label: &str) -> bool {
    let mut words = label.split_whitespace();
    let mut next_is = |word: &str| words.next().is_some_and(|found| found.eq_ignore_ascii_case(word));
    next_is("citation") && next_is("needed") && words.next().is_none()
}

/// The places where `@key#p1` stands outside brackets in raw Markdown text, with the key: a citation that was not
/// bracketed, if the key exists. Spans are byte offsets into `text`, in order.
pub fn bare_citations(text: &str) -> impl Iterator<Item = (Span, &str)> {
    text.match_indices('@').filter(|&(at, _)| starts_word(text, at)).filter_map(|(at, _)| {
        let (key, rest) = text[at + 1..].split_at(run(&text[at + 1..], is_key_char));
        let id = rest.strip_prefix("#p")?;
        let digits = run(id, |c| c.is_ascii_digit());
        let end = text.len() - id.len() + digits;
        (digits > 0 && SourceKey::new(key).is_some()).then(|| (Span::new(at, end), key))
    })
}

/// The places where `[key#p1` lacks its `@` in raw Markdown text, with the key: a citation that was meant, if the key
/// exists. Spans are byte offsets into `text`, without the bracket, in order.
pub fn signless_citations(text: &str) -> impl Iterator<Item = (Span, &str)> {
    text.match_indices("#p").filter_map(|(at, _)| {
        let head = text[..at].trim_end_matches(is_key_char);
        let key = &text[head.len()..at];
        let digits = run(&text[at + 2..], |c| c.is_ascii_digit());
        let end = at + 2 + digits;
        let is_bracketed =
            head.ends_with('[') && !head.ends_with("\\[") && text[end..].starts_with([']', ';', ',', '-']);
        (is_bracketed && digits > 0 && SourceKey::new(key).is_some()).then(|| (Span::new(head.len(), end), key))
    })
}

/// One citation from `start`, and where it ends: at a `;` or at the label's end.
fn cite(label: &str, start: usize) -> Result<(Cite, usize), Fault> {
    let at = find_target(label, start)?;
    let suppress_author = label[start..at].ends_with('-') && starts_word(label, at - 1);
    let head = if suppress_author { at - 1 } else { at };
    let (target, target_end) = target(label, at)?;
    let tail = tail(label, Span::new(at, target_end))?;
    if matches!(target, Target::Judgement(None)) && Confidence::parse(&tail.locator).is_some() {
        let help = format!("write `@{JUDGEMENT} {}`", tail.locator);
        return Err(fault(trim(label, at, tail.end), "a confidence stands before the comma", help));
    }
    let cite = Cite {
        span: trim(label, start, tail.end),
        prefix: unescape(&label[start..head]),
        suppress_author,
        target,
        locator: tail.locator,
        original: tail.original,
    };
    Ok((cite, tail.end))
}

/// The `@` of the citation that begins at `start`.
fn find_target(label: &str, start: usize) -> Result<usize, Fault> {
    let mut end = label.len();
    for (at, c) in unescaped(label, start) {
        match c {
            '@' if starts_word(label, at) => return Ok(at),
            ';' => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    let words = trim(label, start, end);
    if words.is_empty() {
        return Err(fault(words, "nothing is cited beside a `;`", "remove the `;`"));
    }
    let message = format!("`{}` cites no source", words.of(label));
    Err(fault(words, message, "name one, as in `@key#p1`, or write `\\;` for a semicolon inside a prefix or a locator"))
}

/// Whether a word can begin at byte `at`: at the beginning, after white space, a dash, a separator or an opening mark.
fn starts_word(text: &str, at: usize) -> bool {
    const BEFORE_WORDS: &str = "-–—;,；，([{<（\"'“‘„‚«»‹›「『¿¡";
    text[..at].chars().next_back().is_none_or(|before| before.is_whitespace() || BEFORE_WORDS.contains(before))
}

/// The characters from byte `start` on that no backslash escapes, with their offsets.
fn unescaped(text: &str, start: usize) -> impl Iterator<Item = (usize, char)> {
    let mut escaping = false;
    text[start..].char_indices().filter_map(move |(at, c)| {
        let plain = !escaping;
        escaping = plain && c == '\\';
        plain.then_some((start + at, c))
    })
}

/// Drops the backslashes that CommonMark drops, and folds white space. No-break spaces stay what they are.
fn unescape(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        let escape = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
        text.push(if escape { chars.next().unwrap_or(c) } else { c });
    }
    let is_no_break = |c| matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}');
    let words = text.trim().split(|c: char| c.is_whitespace() && !is_no_break(c)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The bytes at the beginning of `text` whose characters are `wanted`.
fn run(text: &str, wanted: impl Fn(char) -> bool) -> usize {
    text.find(|c| !wanted(c)).unwrap_or(text.len())
}

/// `start..end` without the white space at both ends.
fn trim(text: &str, start: usize, end: usize) -> Span {
    let words = text[start..end].trim_end();
    let start = start + words.len() - words.trim_start().len();
    Span::new(start, start + words.trim_start().len())
}

fn fault(span: Span, message: impl Into<String>, help: impl Into<String>) -> Fault {
    Fault { span, message: message.into(), help: Some(help.into()) }
}

impl Confidence {
    /// Reads `low`, `moderate` or `high`, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        let all = [Confidence::Low, Confidence::Moderate, Confidence::High];
        all.into_iter().find(|confidence| confidence.as_str().eq_ignore_ascii_case(text))
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Moderate => "moderate",
            Confidence::High => "high",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The citations in one line each: `prefix|-@|key#first-last|locator|original`.
    fn read(label: &str) -> Vec<String> {
        let show = |cite: Cite| {
            let target = match &cite.target {
                Target::Source { key, key_span, passages } => {
                    assert_eq!(key_span.of(label), key.as_str());
                    let ids = match passages {
                        Passages::Whole => vec![],
                        Passages::One(one) => vec![one],
                        Passages::Range(first, last) => vec![first, last],
                    };
                    let ids = ids.into_iter().map(|named| {
                        assert_eq!(named.span.of(label), named.id.to_string());
                        named.id.to_string()
                    });
                    format!("{key}#{}", ids.collect::<Vec<_>>().join("-"))
                }
                Target::Judgement(confidence) => format!("judgement {}", confidence.map_or("", Confidence::as_str)),
            };
            let mark = if cite.suppress_author { "-@" } else { "@" };
            let original = cite.original.map(|(_, words)| words).unwrap_or_default();
            format!("{}|{mark}|{target}|{}|{original}", cite.prefix, cite.locator)
        };
        match parse(label) {
            Ok(cites) => cites.into_iter().map(show).collect(),
            Err(fault) => panic!("{label}: {fault:?}"),
        }
    }

    /// A vertical tab stayed in the prefix, where `read` alone took it for the white space around.
    #[test]
    fn all_white_space_is_folded_but_what_forbids_a_break() {
        assert_eq!(read("\u{b} see\u{b}\u{2028}also @a#p1,\u{c} so\u{a0}on \u{85}"), ["see also|@|a#p1|so\u{a0}on|"]);
    }

    #[test]
    fn the_forms_of_the_format() {
        let table: &[(&str, &[&str])] = &[
            ("@npr-witkoff#p6", &["|@|npr-witkoff#p6||"]),
            ("@npr-witkoff", &["|@|npr-witkoff#||"]),
            ("@a#p6; @blog#p3-p5", &["|@|a#p6||", "|@|blog#p3-p5||"]),
            ("@a#p3–p5;@b", &["|@|a#p3-p5||", "|@|b#||"]),
            ("see @a#p6, second half", &["see|@|a#p6|second half|"]),
            ("see\n  also -@a#p6 ,\n second  half ", &["see also|-@|a#p6|second half|"]),
            ("-@a#p6", &["|-@|a#p6||"]),
            ("@judgement", &["|@|judgement ||"]),
            ("@judgement high", &["|@|judgement high||"]),
            ("cf. @judgement Low, as in May; @a", &["cf.|@|judgement low|as in May|", "|@|a#||"]),
            ("(@a#p1, p. 3)", &["(|@|a#p1|p. 3)|"]),
            // Punctuation belongs to a key only inside it.
            ("see @doe.2026:a_b., p. 4", &["see|@|doe.2026:a_b#|p. 4|"]),
            ("@a.; @b:; @c-; @d#p1.", &["|@|a#||", "|@|b#||", "|@|c#||", "|@|d#p1||"]),
            ("@a.#p1", &["|@|a.#p1||"]),
            // Escapes.
            (r"a\;b \@c @a, x\; y \[z\]", &["a;b @c|@|a#|x; y [z]|"]),
            ("mail x@y.org, see @a", &["mail x@y.org, see|@|a#||"]),
            ("@a, by x@y.org", &["|@|a#|by x@y.org|"]),
            // Originals.
            ("@a#p3, tr. «mots; d’@origine»", &["|@|a#p3||mots; d’@origine"]),
            (r"@a, second, tr. “so \[und\] so”, p. 4; @b", &["|@|a#|second, p. 4|so [und] so", "|@|b#||"]),
            (r#"@a, tr. "er sagte \"ja\"""#, &[r#"|@|a#||er sagte "ja""#]),
            ("@a, tr. „so“", &["|@|a#||so"]),
            ("@a, tr.\n« a «b» c »", &["|@|a#||a «b» c"]),
            ("@a, tr. by Constance Garnett", &["|@|a#|tr. by Constance Garnett|"]),
            ("@a, extr. «x»", &["|@|a#|extr. «x»|"]),
        ];
        for (label, expected) in table {
            assert!(is_citation(label), "{label}");
            assert_eq!(read(label), *expected, "{label}");
        }
    }

    #[test]
    fn faults_name_the_place_and_the_remedy() {
        let table = [
            ("@", "@", "`@` names no source"),
            ("see @#p1", "@", "`@` names no source"),
            ("lunch @ noon", "@", "`@` names no source"),
            ("@größe#p1", "größe", "`größe` is no key"),
            ("@_a", "_a", "`_a` is no key"),
            ("@a#p0", "#p0", "`#p0` names no passage"),
            ("@a#intro", "#intro", "`#intro` names no passage"),
            ("@a#", "#", "`#` names no passage"),
            ("@a#p3-5", "#p3-5", "write `#p3-p5`"),
            ("@a#p3-#p5", "#p3-#p5", "write `#p3-p5`"),
            ("@a#p3..p5.", "#p3..p5", "write `#p3-p5`"),
            ("@a#3", "#3", "write `#p3`"),
            ("@a#p3-", "#p3-", "write `#p3`"),
            ("@a#p1-p2-p3", "#p1-p2-p3", "names no passage"),
            ("@a#p99999999999", "#p99999999999", "names no passage"),
            ("@judgement medium", "medium", "`low`, `moderate` or `high`"),
            ("@judgement, high", "@judgement, high", "write `@judgement high`"),
            ("@judgement#p1", "#p1", "a judgement has no passages"),
            ("@judgement high indeed", "indeed", "follows"),
            ("@a#p6 second half; @b", "second half", "write `@a#p6, second half`"),
            ("@a @b#p1", "@b#p1", "write `@a; @b#p1`"),
            ("@a#p1, @b#p2", "@", "second `@`"),
            ("@a#p1, p2", "p2", "write `@a#p1; @a#p2`, or `p. 2`"),
            ("@a, #p2, #p4-p5", "#p2, #p4-p5", "write `@a; @a#p2`"),
            ("see; @a", "see", "`see` cites no source"),
            ("@a;; @b", "", "remove the `;`"),
            ("@a; ", "", "remove the `;`"),
            ("@a, tr. «so; @b", "tr. «", "write `»` after its last word"),
            ("@a, tr. «x», tr. «y»", "tr. «y»", "two originals"),
        ];
        for (label, place, words) in table {
            let fault = parse(label).expect_err(label);
            let text = format!("{} | {}", fault.message, fault.help.unwrap());
            assert!(text.contains(words), "{label}: {text}");
            assert_eq!(fault.span.of(label), place, "{label}: {text}");
        }
    }

    #[test]
    fn a_label_is_a_citation_by_an_at_sign_at_the_start_of_a_word() {
        for label in ["@a", "see @a", "-@a", "x;@a", "(@a)", "“@a”", "a@b @c", "x,@a", "@"] {
            assert!(is_citation(label), "{label}");
        }
        for label in ["", "a", "a@b", r"\@a", r"\\@a", "social.example/@user", "é@b", "citation needed"] {
            assert!(!is_citation(label), "{label}");
        }
        for label in ["citation needed", " Citation\nNEEDED"] {
            assert!(is_needed(label), "{label}");
        }
        for label in ["citation", "citation is needed", "citation needed now", "citationneeded", ""] {
            assert!(!is_needed(label), "{label}");
        }
    }

    #[test]
    fn bare_citations_have_a_key_and_a_passage() {
        let text = r"as @a-b#p1-p2 and (@c#p3). But \@d#p1, x@e#p1, @f, @#p1, @g#top and @h.#p12 not.";
        let found: Vec<_> = bare_citations(text).map(|(span, key)| (span.of(text), key)).collect();
        assert_eq!(found, [("@a-b#p1", "a-b"), ("@c#p3", "c"), ("@h.#p12", "h.")]);
    }

    /// A search of the rest of the label at each mark would take minutes here.
    #[test]
    fn a_hostile_label_costs_no_more() {
        for pattern in ["@", "@a;", "a@b ", "@a, tr. «", "@a, tr. x", "\\", ";", "@a#p", "@a#p1-", "tr. ", "@a#p1 "] {
            for prefix in ["", "@a, ", "@a, tr. «»"] {
                let label = [prefix, &pattern.repeat(50_000)].concat();
                assert!(parse(&label).map_or(0, |cites| cites.len()) <= label.len());
                assert!(bare_citations(&label).count() <= label.len());
            }
        }
    }

    proptest! {
        #[test]
        fn any_label_reads_or_faults_with_spans_in_order(
            label in prop_oneof![any::<String>(), r"[-@ap1;,#. \\«»“”trx\u{e9}–]{0,40}"],
        ) {
            match parse(&label) {
                Ok(cites) => {
                    let mut end = 0;
                    for cite in cites {
                        prop_assert!(end <= cite.span.start && cite.span.of(&label).contains('@'));
                        if let Target::Source { key, key_span, .. } = &cite.target {
                            prop_assert!(cite.span.contains(*key_span));
                            prop_assert_eq!(key_span.of(&label), key.as_str());
                        }
                        if let Some((span, _)) = cite.original {
                            prop_assert!(cite.span.contains(span) && label.is_char_boundary(span.start));
                        }
                        end = cite.span.end;
                    }
                }
                Err(fault) => prop_assert!(label.get(fault.span.start..fault.span.end).is_some()),
            }
            let mut end = 0;
            for (span, key) in bare_citations(&label) {
                prop_assert!(end <= span.start && span.of(&label)[1..].starts_with(key));
                end = span.end;
            }
        }
    }
}
