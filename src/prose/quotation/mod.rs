//! Running text → its quotations, by their marks, and the marks that nothing closes. `page/` calls it with a block's
//! plain text, `extract/` with a passage's. Whether a source has the words is for `bind/` to say.
//!
//! One pass meets the marks, one stack pairs them, each is pushed and popped once: the time is linear.

mod pairing;

use self::pairing::{Pairing, Quote};
use crate::prose::PARAGRAPH;
use crate::span::Span;

/// What is quoted in a text, in order; quotations do not overlap.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scan {
    pub quotations: Vec<Quoted>,
    /// Opening marks that nothing closes, outside quotations, in order.
    pub unclosed: Vec<Span>,
}

/// Byte offsets into the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quoted {
    /// From the first opening mark to the closing mark, both included.
    pub outer: Span,
    /// The words, without marks and the white space inside them; one span for each paragraph. At least one, none empty.
    pub parts: Vec<Span>,
}

/// Finds the quotations of `text`, whose paragraphs are separated by U+2029. No mark stands in the `opaque` spans
/// (code), which are in order and do not overlap. ‘ ’ ' ' ‚ ‘ ‹ › and 『 』 are marks only with `single_quotes`.
pub fn quotations(text: &str, opaque: &[Span], single_quotes: bool) -> Scan {
    if !may_hold_marks(text, single_quotes) {
        return Scan::default();
    }
    let mut pairing = Pairing::new(text);
    for mark in marks(text, opaque, single_quotes) {
        pairing.meet(mark);
    }
    outermost(text, pairing.into_quotes())
}

/// Whether a byte of the text begins a mark or U+2029: in most sentences none does.
fn may_hold_marks(text: &str, single_quotes: bool) -> bool {
    text.bytes().any(|byte| matches!(byte, b'"' | 0xC2 | 0xE2 | 0xE3) || single_quotes && byte == b'\'')
}

/// A character that may be a quotation mark, or U+2029.
#[derive(Clone, Copy)]
struct Mark {
    at: usize,
    mark: char,
    before: Option<char>,
    after: Option<char>,
    /// Whether nothing but white space stands before it in its paragraph.
    leads: bool,
}

fn marks(text: &str, opaque: &[Span], single_quotes: bool) -> impl Iterator<Item = Mark> {
    /// What stands for an opaque span: no part of a word, and not white.
    const OBJECT: char = '\u{fffc}';
    let mut opaque = opaque.iter().copied().filter(|span| !span.is_empty()).peekable();
    let mut chars = text.char_indices().filter_map(move |(at, c)| {
        while opaque.next_if(|span| span.end <= at).is_some() {}
        match opaque.peek() {
            Some(span) if span.start == at => Some((at, OBJECT)),
            Some(span) if span.start < at => None,
            _ => Some((at, c)),
        }
    });
    let (mut before, mut leads) = (None, true);
    let mut next = chars.next();
    std::iter::from_fn(move || {
        let (at, mark) = next?;
        next = chars.next();
        let found = Mark { at, mark, before, after: next.map(|(_, c)| c), leads };
        before = Some(mark);
        leads = mark == PARAGRAPH || leads && mark.is_whitespace();
        Some(found)
    })
    .filter(move |mark| match mark.mark {
        '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | PARAGRAPH => true,
        '\'' | '‘' | '’' | '‚' | '‹' | '›' | '『' | '』' => single_quotes,
        _ => false,
    })
}

impl Mark {
    /// At the start, or after white space, an opening bracket or mark, or a dash; and before anything but white space.
    /// A straight mark also beside a character of a script that sets no spaces.
    fn may_open(self) -> bool {
        const BEFORE: &str = "([{<（［【〈《-‐‑‒–—―\"'“‘„‚«»‹›「『¿¡";
        let leads_in = |c: char| matches!(c, ':' | ',') && self.after.is_some_and(|after| self.stands_close_to(after));
        self.before.is_none_or(|c| c.is_whitespace() || BEFORE.contains(c) || self.stands_close_to(c) || leads_in(c))
            && self.after.is_some_and(|c| !c.is_whitespace())
    }

    /// Before white space, punctuation or the end; a straight mark also before a character of a script that sets no
    /// spaces. The number of a note, `"so"¹`, is no word.
    fn may_close(self) -> bool {
        let is_note = |c| matches!(c, '¹' | '²' | '³' | '\u{2070}'..='\u{2079}');
        self.after.is_none_or(|c| !c.is_alphanumeric() || is_note(c) || self.stands_close_to(c))
    }

    /// Whether this is a straight mark beside a character that needs no space before one. Other marks tell by
    /// themselves what they do.
    fn stands_close_to(self, c: char) -> bool {
        matches!(self.mark, '"' | '\'') && needs_no_space(c)
    }

    /// Set like a closing mark: `so« und`.
    fn trails_a_word(self) -> bool {
        let word = |c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '!' | '?' | '…' | ')');
        self.before.is_some_and(word) && self.may_close()
    }

    fn span(self) -> Span {
        Span::new(self.at, self.at + self.mark.len_utf8())
    }
}

/// Whether a mark may stand right beside the character, as in `他说"好"。`, `เขาว่า"ดี"` and `"좋다"고`: scripts without spaces with
/// their punctuation, and Hangul, whose particles follow a mark without one.
fn needs_no_space(c: char) -> bool {
    matches!(c,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1100}'..='\u{11FF}' | '\u{1780}'..='\u{17FF}'
        | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF9F}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// Leaves out what stands inside another quotation, and quotations without words.
fn outermost(text: &str, quotes: Vec<Quote>) -> Scan {
    let mut scan = Scan::default();
    let mut inside_until = 0;
    for quote in quotes {
        if quote.open.start < inside_until {
            continue;
        }
        let Some(close) = quote.close else {
            scan.unclosed.push(quote.open);
            continue;
        };
        inside_until = close.end;
        let starts = std::iter::once(quote.open.end).chain(quote.breaks.iter().map(|gap| gap.end));
        let ends = quote.breaks.iter().map(|gap| gap.start).chain([close.start]);
        let parts = starts.zip(ends).map(|(start, end)| trim(text, Span::new(start, end)));
        let parts: Vec<Span> = parts.filter(|part| !part.is_empty()).collect();
        if !parts.is_empty() {
            scan.quotations.push(Quoted { outer: quote.open.join(close), parts });
        }
    }
    scan
}

fn trim(text: &str, span: Span) -> Span {
    let words = span.of(text).trim_start();
    let start = span.end - words.len();
    Span::new(start, start + words.trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The words of each quotation, its paragraphs joined by `¶`, and the text from each unclosed mark on as `? …`.
    fn found(text: &str, single_quotes: bool) -> Vec<String> {
        // Code in these texts stands between backticks.
        let ticks: Vec<usize> = text.match_indices('`').map(|(at, _)| at).collect();
        let code: Vec<Span> = ticks.chunks_exact(2).map(|pair| Span::new(pair[0], pair[1] + 1)).collect();
        let scan = quotations(text, &code, single_quotes);
        let words = |quoted: &Quoted| {
            let parts = quoted.parts.iter().map(|part| part.of(text));
            (quoted.outer.start, parts.collect::<Vec<_>>().join("¶"))
        };
        let rest = |open: &Span| (open.start, format!("? {}", &text[open.end..].chars().take(3).collect::<String>()));
        let mut all: Vec<_> = scan.quotations.iter().map(words).chain(scan.unclosed.iter().map(rest)).collect();
        all.sort();
        all.into_iter().map(|(_, words)| words).collect()
    }

    fn check(single_quotes: bool, table: &[(&str, &[&str])]) {
        for (text, expected) in table {
            assert_eq!(found(text, single_quotes), *expected, "{text}");
        }
    }

    #[test]
    fn every_pair_of_marks_quotes() {
        check(
            false,
            &[
                ("He said “so it is” twice.", &["so it is"]),
                ("\"So it is\", he said, \"or was.\"", &["So it is", "or was."]),
                ("Il dit «\u{a0}ainsi\u{202f}» puis «non».", &["ainsi", "non"]),
                ("Er sagte »so« und »nein«.", &["so", "nein"]),
                ("Er sagte „so“ und „nein”.", &["so", "nein"]),
                ("Han sade ”så” och »nej».", &["så", "nej"]),
                ("他说「你好」。", &["你好"]),
                ("他说“你好”他走了。", &["你好"]),
                ("‘not’ 'these' ‹nor› 『those』", &[]),
                ("A “ ” and \"\" and «\u{a0}» are empty.", &[]),
                ("", &[]),
            ],
        );
    }

    #[test]
    fn a_straight_mark_opens_and_closes_by_its_neighbours() {
        check(
            false,
            &[
                ("(\"a\") [\"b\"] —\"c\"— -\"d\"- “\"e\"”", &["a", "b", "c", "d", "\"e\""]),
                ("A 6\" pipe and a 5'10\" man, 24\" wide.", &[]),
                ("A 3.5\" \"floppy\" disk", &["floppy"]),
                ("x\"y and \" z and w\"", &[]),
                ("\"I was—\" he began. \"Well—\", she said.", &["I was—", "Well—"]),
                ("\"One\"¹ and \"two\"*", &["One", "two"]),
                ("He wrote \"foo\n\tbar\".", &["foo\n\tbar"]),
                ("See `\"a` and \"b\" and `\"`.", &["b"]),
                ("`x`\"y\" is text, \"`\"`\" is code", &["`\"`"]),
            ],
        );
    }

    #[test]
    fn a_straight_mark_needs_no_space_where_words_have_none() {
        check(
            false,
            &[
                ("他说“你好”他走了。\"再见\"又说:\"好。\"", &["你好", "再见", "好。"]),
                ("他说\"你好\"他走了。", &["你好"]),
                ("他说：\"你好。\"然后\"再见\"，走了", &["你好。", "再见"]),
                ("彼は\"はい\"と言った。\"いいえ\"とも", &["はい", "いいえ"]),
                ("그는 \"좋다\"고 말했다. \"아니다\"라고도", &["좋다", "아니다"]),
                ("เขาพูดว่า\"สวัสดี\"และ\"ลาก่อน\"", &["สวัสดี", "ลาก่อน"]),
                ("屏幕24\"的电视和27\"的", &[]),
                ("一台24\"电视", &[]),
            ],
        );
        check(true, &[("그는 '좋다'고 말했다", &["좋다"]), ("他说'好'了", &["好"])]);
    }

    #[test]
    fn marks_inside_a_quotation_belong_to_it() {
        check(
            false,
            &[
                ("“He said ‘no’ and “never” twice” or “so”", &["He said ‘no’ and “never” twice", "so"]),
                ("\"He said “no” to 'me'\" x", &["He said “no” to 'me'"]),
                ("“He said \"no\" twice” x", &["He said \"no\" twice"]),
                ("\"A “B \"C\" D” E\" x", &["A “B \"C\" D” E"]),
                ("« A « B » C » x", &["A « B » C"]),
                ("»A »B« C« x «D»", &["A »B« C", "D"]),
                ("„Er rief “nein” und „so“ dann“ x „ja“", &["Er rief “nein” und „so“ dann", "ja"]),
                ("“Er sagte „so“ dann” x", &["Er sagte „so“ dann"]),
                ("「甲『乙』「丙」」丁", &["甲『乙』「丙」"]),
                ("“A «B” C» x", &["A «B"]),
            ],
        );
    }

    #[test]
    fn an_unclosed_mark_swallows_nothing() {
        check(
            false,
            &[
                ("“A and “B” or «C» x", &["? A a", "B", "C"]),
                ("\"A and \"B\" or \"C\" x", &["? A a", "B", "C"]),
                ("\"A. Then \"...B\" x", &["? A. ", "...B"]),
                ("“A and \"B\" x", &["? A a", "B"]),
                ("“A\" and “B\" x «C»", &["? A\" ", "? B\" ", "C"]),
                ("“A «B” C", &["A «B"]),
                ("so” and so« and so“ und", &[]),
                ("Home » News", &[]),
                ("the last is “", &["? "]),
            ],
        );
    }

    #[test]
    fn a_quotation_runs_over_paragraphs_that_reopen_the_mark() {
        check(
            false,
            &[
                ("“A.\u{2029}“B.\u{2029} “C.” x “D”", &["A.¶B.¶C.", "D"]),
                ("\"A.\u{2029}\"B\" x", &["A.¶B"]),
                ("«\u{a0}A\u{2029}\u{2029}«\u{a0}B\u{a0}»", &["A¶B"]),
                ("“A.\u{2029}B.” x “C”", &["? A.\u{2029}", "C"]),
                ("“A.\u{2029}\"B\"", &["? A.\u{2029}", "B"]),
                ("“A.\u{2029}x\u{2029}“B”", &["? A.\u{2029}", "B"]),
                ("“A.\u{2029}“B “C”", &["? A.\u{2029}", "C"]),
                ("“A “B\u{2029}“C”", &["A “B¶C"]),
                ("« x “A\u{2029}“B” y", &["?  x ", "A¶B"]),
                ("“A.\u{2029}", &["? A.\u{2029}"]),
                ("“A”\u{2029}“B”", &["A", "B"]),
            ],
        );
    }

    #[test]
    fn single_quotes_are_marks_when_they_are_asked_for() {
        check(
            true,
            &[
                ("He said ‘so’ and 'no', ‚ja‘ ‹oui› ›ja‹ 『是』", &["so", "no", "ja", "oui", "ja", "是"]),
                ("I don’t, it's the ’90s, '90s, ‘80s, 'tis rock 'n' roll", &[]),
                ("the Smiths’ house and the Joneses' car", &[]),
                (
                    "‘I don’t know the Smiths’ house,’ he said, 'it's theirs' twice",
                    &["I don’t know the Smiths’ house,", "it's theirs"],
                ),
                ("‘dogs’ and ‘cats’ or 'hens' and 'cocks' too", &["dogs", "cats", "hens", "cocks"]),
                ("‘dogs’ and\u{2029}‘cats’", &["dogs", "cats"]),
                ("‘A “B ‘C’ D” E’ x “F ‘G’”", &["A “B ‘C’ D” E", "F ‘G’"]),
                ("a 6' man, a 5'10\" one", &[]),
                ("‘A and ‘B’ x", &["? A a", "B"]),
            ],
        );
    }

    /// A search of the stack, or of the rest of the text, at each mark would take minutes here.
    #[test]
    fn a_hostile_text_costs_no_more() {
        for pattern in ["\"", " \"a", "“", "„", "«", "»", "”", " 's a", "s' a", "“A\u{2029}", "\"\u{2029}", "\u{2029}"]
        {
            for prefix in ["", "‘a “"] {
                let text = [prefix, &pattern.repeat(30_000), &"“".repeat(30_000), &"s’ a".repeat(30_000)].concat();
                let scan = quotations(&text, &[], true);
                assert!(scan.quotations.len() + scan.unclosed.len() <= text.len());
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_scans_into_spans_in_order(
            text in prop_oneof![any::<String>(), "[\"'“”„«»‘’「」a 1.s\u{2029}é]{0,40}"],
            cut in 0usize..40,
            single_quotes: bool,
        ) {
            let edges: Vec<usize> = text.char_indices().map(|(at, _)| at).skip(cut).step_by(3).take(4).collect();
            let opaque: Vec<Span> = edges.chunks_exact(2).map(|pair| Span::new(pair[0], pair[1])).collect();
            let scan = quotations(&text, &opaque, single_quotes);
            let mut end = 0;
            for quoted in &scan.quotations {
                prop_assert!(end <= quoted.outer.start && !quoted.parts.is_empty());
                end = quoted.outer.start;
                for part in &quoted.parts {
                    prop_assert!(end < part.start && !part.is_empty());
                    prop_assert_eq!(part.of(&text), part.of(&text).trim());
                    end = part.end;
                }
                prop_assert!(end < quoted.outer.end);
                end = quoted.outer.end;
                prop_assert!(opaque.iter().all(|span| !span.contains(Span::at(quoted.outer.start)) || span.end == quoted.outer.start));
            }
            for open in &scan.unclosed {
                prop_assert_eq!(open.of(&text).chars().count(), 1);
                prop_assert!(scan.quotations.iter().all(|quoted| !quoted.outer.contains(*open)));
            }
            prop_assert!(scan.unclosed.is_sorted());
        }
    }
}
