//! Running text → where its sentences end. `page/` calls it for statements, `extract/` for a passage's sentences.
//! It reads the characters around each terminal mark and tables of abbreviations; it knows no grammar.
//!
//! A full stop ends a sentence when something that can begin one follows, unless the word before it is an
//! abbreviation. Each mark looks at the words beside it only, so the time is linear.

mod bracket;
mod language;
mod list;
mod vocabulary;
mod wide;

use self::vocabulary::Word;
use crate::prose::PARAGRAPH;
use crate::span::Span;

/// The byte offsets at which the sentences of `text` end, ascending: behind the terminal mark, its closing quotation
/// marks and brackets, and the numbers of notes. The last is the end of the text without the white space behind it;
/// a text without words or marks has none.
///
/// No sentence ends inside a `whole` span (a quotation with its marks, code); they are in order and do not overlap.
/// U+2029 ends a sentence, other white space is all alike.
pub fn sentence_ends(text: &str, whole: &[Span]) -> Vec<usize> {
    let mut sentences = Sentences { text, ends: Vec::new(), start: 0, word_search: 0, has_word: false };
    let mut items = list::item_starts(text, whole).into_iter().peekable();
    let mut whole = whole.iter().copied().peekable();
    let is_ascii = text.is_ascii();
    let mut next = 0;
    while let Some((at, c)) = next_mark(text, next, is_ascii) {
        next = at + c.len_utf8();
        while let Some(item) = items.next_if(|&item| item <= at) {
            sentences.break_before(item);
        }
        while whole.next_if(|span| span.end <= at).is_some() {}
        if c == PARAGRAPH {
            if whole.peek().is_none_or(|span| at < span.start) {
                sentences.break_before(at);
            }
            continue;
        }
        let stop = Stop::read(text, at);
        next = stop.marks_end;
        let mut reached = whole.clone().take_while(|span| span.start < stop.end);
        if reached.all(|span| span.end <= stop.end) && sentences.ends_at(&stop) {
            sentences.end(stop.end);
        }
    }
    items.for_each(|item| sentences.break_before(item));
    sentences.finish()
}

struct Sentences<'a> {
    text: &'a str,
    ends: Vec<usize>,
    /// Where the sentence that is being read begins, white space included.
    start: usize,
    /// How far the sentence was searched for a word.
    word_search: usize,
    has_word: bool,
}

/// Terminal marks that stand together, with what closes behind them.
struct Stop {
    start: usize,
    marks_end: usize,
    /// Behind the closing marks and the numbers of notes.
    end: usize,
    /// Whether a closing mark or bracket follows.
    is_closed: bool,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Full,
    /// With the number of dots.
    Ellipsis(usize),
    /// With `!` or `?`.
    Loud,
    /// Ends a sentence wherever it stands before white space: `؟`, `।`.
    Sure,
    /// Needs no white space: `。`
    Wide,
}

/// What begins behind a stop.
struct Next<'a> {
    first: Option<char>,
    /// The letters at `first`; empty for a letter before a full stop, which is an initial.
    word: &'a str,
    /// Whether an opening mark or bracket stands before it.
    is_opened: bool,
    /// From `first` on.
    rest: &'a str,
}

/// The first terminal mark or U+2029 at byte `from` or behind it. Only `.!?;` and what is not ASCII is looked at closely.
fn next_mark(text: &str, mut from: usize, is_ascii: bool) -> Option<(usize, char)> {
    if is_ascii {
        let at = from + memchr::memchr3(b'.', b'!', b'?', &text.as_bytes()[from..])?;
        return Some((at, char::from(text.as_bytes()[at])));
    }
    loop {
        let at = from + text.as_bytes()[from..].iter().position(|b| matches!(b, b'.' | b'!' | b'?' | b';' | 0x80..))?;
        let c = text[at..].chars().next()?;
        if c == PARAGRAPH || is_terminal(text, at, c) {
            return Some((at, c));
        }
        from = at + c.len_utf8();
    }
}

/// The Greek question mark is mostly written as a semicolon.
fn is_terminal(text: &str, at: usize, c: char) -> bool {
    let is_greek = |c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}');
    matches!(c, '.' | '!' | '?' | '…')
        || !c.is_ascii() && kind_of(c).is_some()
        || c == ';' && text[..at].ends_with(is_greek)
}

fn kind_of(mark: char) -> Option<Kind> {
    match mark {
        '.' => Some(Kind::Full),
        '…' => Some(Kind::Ellipsis(3)),
        '!' | '?' | '‼' | '⁇' | '⁈' | '⁉' => Some(Kind::Loud),
        '؟' | '۔' | '।' | '॥' | '։' | '።' | '။' | '។' | '\u{37e}' | ';' => Some(Kind::Sure),
        '。' | '．' | '！' | '？' | '｡' => Some(Kind::Wide),
        _ => None,
    }
}

impl Stop {
    fn read(text: &str, start: usize) -> Self {
        let (mut dots, mut kind, mut end) = (0, Kind::Full, start);
        while let Some((mark, of_mark)) = text[end..].chars().next().and_then(|c| Some((c, kind_of(c)?))) {
            if mark == ';' && end > start {
                break;
            }
            match of_mark {
                Kind::Full => dots += 1,
                Kind::Ellipsis(more) => dots += more,
                _ => kind = of_mark,
            }
            end += mark.len_utf8();
            // `. . .`
            let rest = &text[end..];
            let spaced = mark == '.' && (rest.starts_with(" .") || rest.starts_with("\u{a0}."));
            let after_dot = rest.chars().nth(2);
            if spaced && after_dot.is_none_or(|c| !c.is_alphanumeric()) {
                end += rest.len() - rest.trim_start_matches([' ', '\u{a0}']).len();
            }
        }
        if kind == Kind::Full && dots > 1 {
            kind = Kind::Ellipsis(dots);
        }
        let closed = close_end(text, end);
        Stop { start, marks_end: end, end: note_end(text, closed), is_closed: closed > end, kind }
    }
}

/// Behind the closing quotation marks and brackets at byte `at`.
fn close_end(text: &str, mut at: usize) -> usize {
    loop {
        let rest = &text[at..];
        let mark = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        let Some(c) = mark.chars().next() else { return at };
        let after = mark[c.len_utf8()..].chars().next();
        // `Non. »` closes, `Nein. »Ja«` opens.
        let closes = match c {
            ')' | ']' | '}' | '"' | '\'' | '”' | '’' | '›' | '」' | '』' | '）' | '】' | '〉' | '》' | '｣' => {
                mark.len() == rest.len()
            }
            '»' => mark.len() == rest.len() || after.is_none_or(|c| !c.is_alphanumeric()),
            '“' | '‘' | '«' | '‹' => mark.len() == rest.len() && after.is_none_or(|c| !c.is_alphanumeric()),
            _ => false,
        };
        if !closes {
            return at;
        }
        at = text.len() - mark.len() + c.len_utf8();
    }
}

/// Behind the numbers of notes at byte `at`: `[12]`, `³`.
fn note_end(text: &str, mut at: usize) -> usize {
    const LONGEST: usize = 16;
    loop {
        let rest = &text[at..];
        at += match rest.chars().next() {
            Some(c @ ('¹' | '²' | '³' | '\u{2070}'..='\u{2079}')) => c.len_utf8(),
            Some('[') => {
                let inside =
                    rest[1..].bytes().take(LONGEST).take_while(|b| matches!(b, b'0'..=b'9' | b',' | b' ' | b'-'));
                let digits = inside.count();
                if digits == 0 || !rest[1 + digits..].starts_with(']') {
                    return at;
                }
                digits + 2
            }
            _ => return at,
        };
    }
}

impl<'a> Next<'a> {
    fn read(after: &'a str) -> Self {
        let opening = |c: char| "([{“\"‘'„‚«»‹›「『（¿¡*_".contains(c);
        let rest = after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '–' | '—' | '-') || opening(c));
        let skipped = &after[..after.len() - rest.len()];
        let word = &rest[..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())];
        let is_initial = word.chars().count() == 1 && rest[word.len()..].starts_with('.');
        let word = if is_initial { "" } else { word };
        Next { first: rest.chars().next(), word, is_opened: skipped.contains(opening), rest }
    }

    /// Whether it begins in lower case; `iPhone` does not.
    fn is_lower(&self) -> bool {
        let is_brand = self.word.chars().nth(1).is_some_and(char::is_uppercase);
        self.first.is_some_and(char::is_lowercase) && !is_brand
    }

    /// Whether punctuation follows that carries a sentence on.
    fn is_joined(&self) -> bool {
        self.first.is_some_and(|c| matches!(c, ',' | ';' | ':' | ')' | ']' | '}' | '/' | '&' | '=' | '+' | '%'))
    }

    fn is_number(&self) -> bool {
        let token = self.rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let is_roman = token.len() > 1 && token.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C'));
        is_roman || self.first.is_some_and(|c| c.is_ascii_digit())
    }

    fn opens_sentence(&self) -> bool {
        vocabulary::opens_sentences(self.word)
    }

    /// Whether a name and a verb of saying follow: `“Why?” President Smith asked`.
    fn reports_speech(&self) -> bool {
        let is_name = |word: &&str| word.starts_with(char::is_uppercase) && !vocabulary::opens_sentences(word);
        let mut words = self.rest.split_whitespace();
        let names = words.by_ref().take(4).take_while(|word| is_name(word));
        let last = names.count();
        let verb = self.rest.split_whitespace().nth(last).unwrap_or_default();
        last > 0 && vocabulary::reports_speech(verb.trim_end_matches(|c: char| !c.is_alphabetic()))
    }
}

impl Sentences<'_> {
    fn ends_at(&mut self, stop: &Stop) -> bool {
        let (text, after) = (self.text, &self.text[stop.end..]);
        if !self.has_word(stop.start) || text[..stop.start].ends_with(|c| "([{„‚¿¡".contains(c)) {
            return false;
        }
        if stop.kind == Kind::Wide {
            return wide::ends_at(text, self.start, stop);
        }
        if !after.starts_with(char::is_whitespace) {
            return !after.is_empty() && self.lacks_space(stop);
        }
        if bracket::interrupts(text, self.start, stop) {
            return false;
        }
        let next = Next::read(after);
        if next.first.is_none() || stop.kind == Kind::Sure {
            return true;
        }
        if next.is_joined() {
            return false;
        }
        let before = word_before(text, self.start, stop.start);
        if next.is_lower() {
            let is_apart = stop.kind == Kind::Full && next.is_opened && Word::of(before) == Word::Ordinary;
            return is_apart && !after.trim_start().starts_with(['-', '–', '—']);
        }
        match stop.kind {
            Kind::Ellipsis(dots) => dots > 3 || !text[..stop.start].ends_with(char::is_whitespace) && next.word != "I",
            Kind::Loud => {
                let is_name = vocabulary::exclaims(before) && !next.opens_sentence();
                !(is_name || stop.is_closed && next.reports_speech())
            }
            _ => self.full_stop_ends(before, stop, &next),
        }
    }

    /// Whether a single full stop behind `before` ends the sentence; `next` does not begin in lower case.
    fn full_stop_ends(&self, before: &str, stop: &Stop, next: &Next) -> bool {
        let before_start = stop.start - before.len();
        let lead = &self.text[self.start..before_start];
        if is_item(before) && lead.len() < MARGIN && !lead.contains(char::is_alphanumeric) {
            return false;
        }
        match Word::of(before) {
            Word::Bound => false,
            Word::Numbered => !next.is_number(),
            Word::Trailing => next.opens_sentence(),
            Word::Letter => {
                let previous = previous_word(self.text, self.start, before_start);
                let is_pronoun = before == "I" && matches!(previous, "and" | "or" | "than");
                let is_kind = before.starts_with(char::is_uppercase) && vocabulary::takes_letter(previous);
                let opens = next.opens_sentence() && !vocabulary::is_particle(next.word);
                opens || (is_pronoun || is_kind) && !next.is_number()
            }
            Word::Clock => self.clock_ends(stop, next),
            Word::Ordinary => {
                let is_short_number =
                    before.len() <= 2 && before.bytes().all(|b| b.is_ascii_digit()) && !before.is_empty();
                let previous = previous_word(self.text, self.start, before_start);
                !(is_short_number && !next.opens_sentence() && vocabulary::is_ordinal(previous, next.word))
            }
        }
    }

    /// `at 5 p.m. Friday` and `At 5 a.m. Smith left` carry on.
    fn clock_ends(&self, stop: &Stop, next: &Next) -> bool {
        const LONGEST: usize = 40;
        let second = next.rest[next.word.len()..].trim_start();
        let is_local = second.strip_prefix("time").is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
        if vocabulary::follows_clock(next.word) || is_local {
            return false;
        }
        let so_far = self.text[self.start..stop.start].trim_start();
        let first = so_far.split_whitespace().next().unwrap_or_default();
        !(so_far.len() <= LONGEST && !so_far.contains(',') && vocabulary::sets_time(first))
    }

    /// `the war.Then` lacks a space; `example.com` and `Node.js` do not.
    fn lacks_space(&self, stop: &Stop) -> bool {
        let before = word_before(self.text, self.start, stop.start);
        let is_word = before.chars().count() > 2
            && before.chars().all(char::is_alphabetic)
            && before.ends_with(char::is_lowercase);
        let is_number = before.ends_with(|c: char| c.is_ascii_digit())
            && before.bytes().all(|b| matches!(b, b'0'..=b'9' | b',' | b'$'));
        let next = Next::read(&self.text[stop.end..]);
        let mut letters = next.rest.chars();
        let is_sentence = letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_lowercase)
            && !next.is_opened
            && !matches!(next.word, "Com" | "Io" | "Js" | "Net" | "Org")
            && next.rest[next.word.len()..]
                .starts_with(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '\'' | '’'));
        (is_word && Word::of(before) == Word::Ordinary || is_number) && stop.kind != Kind::Sure && is_sentence
    }

    /// Whether a word begins in the sentence before byte `until`. Each byte is looked at once.
    fn has_word(&mut self, until: usize) -> bool {
        let from = self.word_search.max(self.start);
        if !self.has_word && from < until {
            self.has_word = self.text[from..until].contains(char::is_alphanumeric);
            self.word_search = until;
        }
        self.has_word
    }

    fn end(&mut self, end: usize) {
        self.ends.push(end);
        self.start = end;
        self.has_word = false;
    }

    /// Ends the sentence before byte `at`, whatever its last mark, if there is one.
    fn break_before(&mut self, at: usize) {
        if at > self.start && self.has_word(at) {
            self.end(self.start + self.text[self.start..at].trim_end().len());
        }
    }

    fn finish(mut self) -> Vec<usize> {
        let end = self.text.trim_end().len();
        if self.start < end {
            // Marks without a word are no sentence of their own.
            if !self.has_word(end) {
                self.ends.pop();
            }
            self.ends.push(end);
        }
        self.ends
    }
}

/// A number or letter that may stand before a list item.
fn is_item(word: &str) -> bool {
    let is_number = word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'I' | b'V' | b'X'));
    is_number && !word.is_empty() || word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphabetic())
}

/// How many bytes before a stop are looked at. No abbreviation is longer, and a text without white space costs no more.
const MARGIN: usize = 64;

/// The word that ends at byte `end`, without the marks and brackets before it.
fn word_before(text: &str, start: usize, end: usize) -> &str {
    let start = text.floor_char_boundary(end.saturating_sub(MARGIN)).max(start);
    let before = &text[start..end];
    let word = before.rfind(|c: char| c.is_whitespace() || "([{<\"'“”‘’„‚«»‹›–—-/…!?•⁃".contains(c));
    &before[word.map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8))..]
}

/// The word before the white space before byte `end`.
fn previous_word(text: &str, start: usize, end: usize) -> &str {
    let end = start + text[start..end].trim_end().len();
    word_before(text, start, end)
}

#[cfg(test)]
mod tests;
