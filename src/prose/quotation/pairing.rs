//! Marks in the order of the text → which closes which. `quotations` calls it; it sees no character but the marks
//! and their neighbours.

use super::Mark;
use crate::prose::PARAGRAPH;
use crate::span::Span;

/// A quotation from its opening mark on.
pub(super) struct Quote {
    pub open: Span,
    /// From the end of a paragraph to the end of the mark that reopens the quotation in the next.
    pub breaks: Vec<Span>,
    /// The closing mark; `None` when there is none.
    pub close: Option<Span>,
}

pub(super) struct Pairing<'a> {
    text: &'a str,
    /// In the order of their opening marks.
    quotes: Vec<Quote>,
    /// The quotations that are open, the innermost last.
    stack: Vec<Open>,
    /// How many entries of the stack are of each kind: a stray closing mark need not search it.
    counts: [usize; KINDS.len()],
    /// The U+2029 behind which an open quotation may be reopened.
    paragraph: Option<usize>,
}

struct Open {
    /// Index into `KINDS`.
    kind: usize,
    /// Index into `Pairing::quotes`.
    quote: usize,
    /// A mark that closes the quotation unless a later one does.
    may_close: Option<Span>,
}

/// What a mark does where it stands.
enum Role {
    Open,
    Close,
    /// Closes, unless the quotation closes later: the apostrophe of `the Smiths’ house`.
    MayClose,
    Nothing,
}

/// Each opening mark and the marks that close it.
const KINDS: [(char, &str); 13] = [
    ('"', "\""),
    ('“', "”"),
    ('„', "“”"),
    ('”', "”"),
    ('«', "»"),
    ('»', "«»"),
    ('「', "」"),
    ('\'', "'"),
    ('‘', "’"),
    ('‚', "‘’"),
    ('‹', "›"),
    ('›', "‹›"),
    ('『', "』"),
];

/// Words that begin with an apostrophe where a mark could open.
const ELISIONS: [&str; 8] = ["tis", "twas", "em", "til", "cause", "bout", "round", "n"];

impl<'a> Pairing<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, quotes: Vec::new(), stack: Vec::new(), counts: [0; KINDS.len()], paragraph: None }
    }

    /// Takes the next mark of the text.
    pub fn meet(&mut self, mark: Mark) {
        if mark.mark == PARAGRAPH {
            if !mark.leads {
                self.begin_paragraph();
            }
            self.paragraph = self.paragraph.or(Some(mark.at));
            return;
        }
        if let Some(start) = self.paragraph
            && mark.leads
            && self.reopen(start, mark)
        {
            return;
        }
        self.begin_paragraph();
        match self.role(mark) {
            Role::Open => self.open(mark),
            Role::Close => self.close(mark),
            Role::MayClose => {
                // Inside another quotation that is open it is that one's apostrophe.
                if let Some(top) = self.stack.last_mut().filter(|top| closes(top.kind, mark.mark)) {
                    top.may_close = top.may_close.or(Some(mark.span()));
                }
            }
            Role::Nothing => {}
        }
    }

    /// The quotations in the order of their opening marks, nested ones too.
    pub fn into_quotes(mut self) -> Vec<Quote> {
        self.end_paragraph();
        self.quotes
    }

    fn role(&self, mark: Mark) -> Role {
        let closable = (0..KINDS.len()).any(|kind| self.counts[kind] > 0 && closes(kind, mark.mark));
        let (may_open, may_close) = (mark.may_open(), mark.may_close());
        let (close, open) = match mark.mark {
            '\'' | '‘' if self.is_elision(mark) => (false, false),
            '\'' | '’' if closable && may_close && self.is_possessive(mark) => return Role::MayClose,
            '"' | '\'' => (may_close && !(may_open && self.begins_anew(mark)), may_open),
            '’' => (may_close, false),
            '”' => (true, may_open),
            '“' | '‘' => (may_close, !mark.trails_a_word()),
            '«' | '‹' => (may_close || !may_open, !mark.trails_a_word()),
            '»' | '›' => (may_close || !may_open, may_open),
            '」' | '』' => (true, false),
            _ => (false, true),
        };
        match (closable && close, open) {
            (true, _) => Role::Close,
            (false, true) => Role::Open,
            (false, false) => Role::Nothing,
        }
    }

    /// `"…so`: after white space a straight mark opens, unless a sentence's punctuation follows.
    fn begins_anew(&self, mark: Mark) -> bool {
        let rest = &self.text[mark.span().end..];
        mark.before.is_none_or(char::is_whitespace)
            && (rest.starts_with("..") || !rest.starts_with([',', '.', ';', ':', '!', '?', ')', ']', '}']))
    }

    /// `'90s`, `'tis`, `rock 'n' roll`.
    fn is_elision(&self, mark: Mark) -> bool {
        let rest = &self.text[mark.span().end..];
        let is_decade = matches!(rest.as_bytes(), [b'0'..=b'9', b'0'..=b'9', b's', ..]);
        let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        mark.may_open() && (is_decade || ELISIONS.iter().any(|elision| elision.eq_ignore_ascii_case(word)))
    }

    /// `the Smiths’ house`: after an s, and a word in lower case follows.
    fn is_possessive(&self, mark: Mark) -> bool {
        let mut rest = self.text[mark.span().end..].chars();
        mark.before == Some('s') && rest.next() == Some(' ') && rest.next().is_some_and(char::is_lowercase)
    }

    fn open(&mut self, mark: Mark) {
        let kind = KINDS.iter().position(|&(open, _)| open == mark.mark).expect("a mark that can open is of a kind");
        if let Some(top) = self.stack.last().filter(|top| top.kind == kind) {
            // What may have closed the quotation has closed it; marks that look alike do not nest.
            let look_alike = KINDS[kind].1.chars().eq([mark.mark]);
            if top.may_close.is_some() || look_alike {
                self.quotes[top.quote].close = top.may_close;
                self.pop();
            }
        }
        self.stack.push(Open { kind, quote: self.quotes.len(), may_close: None });
        self.counts[kind] += 1;
        self.quotes.push(Quote { open: mark.span(), breaks: Vec::new(), close: None });
    }

    /// Closes the innermost quotation that the mark can close. What is open inside it stays unclosed.
    fn close(&mut self, mark: Mark) {
        while let Some(open) = self.pop() {
            if closes(open.kind, mark.mark) {
                self.quotes[open.quote].close = Some(mark.span());
                return;
            }
        }
    }

    fn pop(&mut self) -> Option<Open> {
        let open = self.stack.pop()?;
        self.counts[open.kind] -= 1;
        Some(open)
    }

    /// Whether `mark`, which leads the paragraph after the U+2029 at `start`, continues a quotation.
    fn reopen(&mut self, start: usize, mark: Mark) -> bool {
        let continues = |open: &Open| KINDS[open.kind].0 == mark.mark && open.may_close.is_none();
        let Some(index) = self.stack.iter().position(continues) else { return false };
        let open = self.stack.swap_remove(index);
        self.begin_paragraph();
        self.quotes[open.quote].breaks.push(Span::new(start, mark.span().end));
        self.counts[open.kind] += 1;
        self.stack.push(open);
        true
    }

    /// Ends the paragraph before, if a U+2029 was met.
    fn begin_paragraph(&mut self) {
        if self.paragraph.take().is_some() {
            self.end_paragraph();
        }
    }

    fn end_paragraph(&mut self) {
        for open in self.stack.drain(..) {
            self.quotes[open.quote].close = open.may_close;
        }
        self.counts = [0; KINDS.len()];
    }
}

fn closes(kind: usize, mark: char) -> bool {
    KINDS[kind].1.contains(mark)
}
