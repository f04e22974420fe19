//! Numbers that count nothing: times of day, pages and sections, ratings, telephone numbers, names like “F-16”, marks
//! of lists. `figures` asks before it reads a number.

use super::noun::{is_function_word, is_plural};
use crate::extract::token::{Kind, Token};

/// Words before the number of a thing.
#[rustfmt::skip]
const NUMBERING: &[&str] = &[
    "c", "cl", "reg", "section", "sections", "sec", "§", "article", "articles", "art", "arts", "chapter", "chapters", "ch", "page",
    "pages", "p", "pp", "no", "nos", "nr", "№", "#", "paragraph", "paragraphs", "para", "paras", "figure", "figures",
    "fig", "table", "tables", "annex", "annexes", "appendix", "rule", "rules", "resolution", "resolutions", "line",
    "lines", "note", "footnote", "vol", "volume", "part", "clause", "directive", "regulation", "room", "flight",
    "highway", "route", "channel", "building", "form", "version", "item", "items", "step", "gate", "apartment",
    "suite", "box", "exit", "schedule", "exhibit", "question", "protocol", "decree", "decision", "case", "bill",
    "grade", "type", "model", "interstate", "title", "level", "tier", "phase", "day", "number", "numbers",
    "platform", "track", "isbn", "issn", "id", "seite", "artikel", "absatz", "kapitel", "ziffer", "abs", "página",
    "páginas", "capítulo", "artículo", "статья", "статьи", "статье", "глава", "пункт", "ст", "стр", "unit",
    "building", "lot", "group",
];

const CLOCKS: &[&str] = &["am", "pm", "uhr", "gmt", "utc", "hrs", "cet", "est", "edt"];

/// Whether a number behind this word only names: “Section 5”.
pub(in crate::extract) fn is_numbering(token: &Token) -> bool {
    token.is_any(NUMBERING)
}

/// How many tokens from `at` on, which is a number, count nothing; 0 where it is a figure.
pub(super) fn skipped(tokens: &[Token], at: usize) -> usize {
    let chain = chain_length(tokens, at);
    if is_code(tokens, at) {
        return dialled_length(tokens, at);
    }
    if is_clock(tokens, at) || is_list_mark(tokens, at) || is_note(tokens, at) {
        return chain.max(1);
    }
    if is_numbered(tokens, at) {
        return listed_length(tokens, at);
    }
    if chain > 1 {
        return chain;
    }
    usize::from(is_inside_a_name(tokens, at))
}

fn is_mark(tokens: &[Token], at: usize, marks: &[&str]) -> bool {
    tokens.get(at).is_some_and(|token| marks.contains(&token.text))
}

fn is_joined(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| !token.spaced)
}

/// `8:11`, `8 am`, `17.30 Uhr`, `8 p.m.`, `8 o’clock`, `17h30`
fn is_clock(tokens: &[Token], at: usize) -> bool {
    let next = tokens.get(at + 1);
    if next.is_some_and(|colon| colon.text == ":" && !colon.spaced)
        && tokens.get(at + 2).is_some_and(|token| token.kind == Kind::Number && !token.spaced)
    {
        return true;
    }
    let is_half = next.is_some_and(|token| token.is_any(&["a", "p"]))
        && is_mark(tokens, at + 2, &["."])
        && tokens.get(at + 3).is_some_and(|token| token.is("m"));
    let is_h = next.is_some_and(|token| token.is("h") && !token.spaced) && tokens[at].text.len() <= 2;
    let is_o = next.is_some_and(|token| token.is("o")) && is_mark(tokens, at + 2, &["’", "'"]);
    next.is_some_and(|token| token.is_any(CLOCKS)) || is_half || is_h || is_o
}

/// The numbers of a date, a rating, a telephone number, a score: joined by slashes, colons or dashes.
fn chain_length(tokens: &[Token], at: usize) -> usize {
    let number = |at: usize| tokens.get(at).is_some_and(|token| token.kind == Kind::Number);
    let mut end = at + 1;
    let mut dashes = 0;
    loop {
        let mark = tokens.get(end);
        let is_slash = mark.is_some_and(|mark| mark.text == "/" || mark.text == ":" && !mark.spaced);
        let is_dash = mark.is_some_and(|mark| mark.is_dash() && !mark.spaced) && is_joined(tokens, end + 1);
        if !(is_slash || is_dash) || !number(end + 1) {
            break;
        }
        dashes += usize::from(is_dash);
        end += 2;
    }
    let is_chain = end - at > 1;
    // One dash may be a range.
    let is_range = dashes == 1 && end - at == 3 && is_ascending(&tokens[at], &tokens[at + 2]);
    if is_chain && !is_range { end - at } else { 0 }
}

/// The groups of a telephone number that begins at `at`.
fn dialled_length(tokens: &[Token], at: usize) -> usize {
    let is_part = |token: &&Token| token.kind == Kind::Number || token.is_dash() || matches!(token.text, "(" | ")");
    let length = tokens[at..].iter().take(12).take_while(is_part).count();
    let last = tokens[at..at + length].iter().rposition(|token| token.kind == Kind::Number);
    last.map_or(1, |last| last + 1)
}

fn is_ascending(from: &Token, to: &Token) -> bool {
    if to.text.starts_with('0') {
        return false;
    }
    let digits = |token: &Token| token.text.chars().filter(char::is_ascii_digit).count();
    (digits(from), from.text) < (digits(to), to.text) || from.text.contains(['.', ',']) || to.text.contains(['.', ','])
}

/// Telephone numbers, identifiers, versions: too long, or with a leading zero, or two stops.
fn is_code(tokens: &[Token], at: usize) -> bool {
    let text = tokens[at].text;
    let is_long = text.bytes().filter(u8::is_ascii_digit).count() > 15;
    let has_zero = text.len() > 1 && text.starts_with('0') && !text[1..].starts_with(['.', ',']);
    let stops = text.split('.').collect::<Vec<_>>();
    let is_version = stops.len() > 2 && stops[1..].iter().any(|part| part.len() != 3);
    let is_dialled = at > 0 && is_mark(tokens, at - 1, &["+"]) && is_joined(tokens, at) && text.len() <= 3;
    // “555 0123 4567”
    let is_grouped = text.len() >= 3
        && (1..3).all(|step| {
            tokens.get(at + step).is_some_and(|token| token.kind == Kind::Number && token.small_number().is_some())
        })
        && tokens[at + 1].text.len() + tokens[at + 2].text.len() > 6;
    is_long || has_zero || is_version || is_dialled || is_grouped
}

/// `1.` or `(1)` at the start.
fn is_list_mark(tokens: &[Token], at: usize) -> bool {
    let is_short = tokens[at].text.len() <= 2;
    let opens = at == 0 || at == 1 && is_mark(tokens, 0, &["("]);
    let closes = is_mark(tokens, at + 1, &[")", "."]) && is_joined(tokens, at + 1) && tokens.len() > at + 2;
    opens && closes && is_short
}

/// `[12]`, `(3)`
fn is_note(tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    is_mark(tokens, before, &["[", "("]) && is_mark(tokens, at + 1, &["]", ")"])
        || is_mark(tokens, before, &["["]) && is_mark(tokens, at + 1, &[","])
}

/// “Section 5”, “No. 7”
fn is_numbered(tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else { return false };
    let after_stop = before.text == "." && !before.spaced && at > 1 && is_numbering(&tokens[at - 2]);
    // “no” without a stop is a word.
    let is_word = is_numbering(before) && !before.is_any(&["no", "art", "p", "c", "cl", "ch", "id"]);
    let counts = tokens.get(at + 1).is_some_and(|noun| noun.is_word() && !noun.is_capital() && is_plural(noun));
    (after_stop || is_word) && !counts
}

/// The numbers of a list that begins at `at`: “Articles 5, 6 and 7”.
fn listed_length(tokens: &[Token], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(token) = tokens.get(end) {
        let joins =
            token.is_dash() || token.text == "," || token.is_any(&["and", "or", "to", "und", "et", "y", "и", "(", ")"]);
        let is_letter = token.is_word() && token.text.len() == 1 && !token.spaced;
        if token.kind == Kind::Number || joins || is_letter {
            end += 1;
        } else {
            break;
        }
    }
    // What joins to a word that is no number belongs to the sentence.
    while end > at + 1 && tokens[end - 1].kind != Kind::Number {
        end -= 1;
    }
    // “Article 5, 12 members …”: a noun behind the last makes it a figure.
    let counts = tokens.get(end).is_some_and(|noun| is_plural(noun));
    if counts && end > at + 1 { end - at - 1 } else { end - at }
}

/// “F-16”, “COVID-19”, “G7”, “Apollo 11”, “3D”
fn is_inside_a_name(tokens: &[Token], at: usize) -> bool {
    let next = tokens.get(at + 1);
    if let Some(before) = at.checked_sub(1).map(|before| &tokens[before])
        && !tokens[at].spaced
    {
        let is_hyphened = before.is_dash()
            && !before.spaced
            && at > 1
            && (tokens[at - 2].is_word() || tokens[at - 2].kind == Kind::Number);
        let is_word = before.is_word() && !super::unit::is_currency(before);
        if is_hyphened || is_word || matches!(before.text, "_" | "/" | "." | "@" | "=" | "#" | ":" | "\\") {
            return true;
        }
    }
    let is_glued = |next: &Token| next.is_word() && !next.spaced && !super::unit::is_glued_unit(next);
    if next.is_some_and(is_glued) {
        return true;
    }
    let Some(name) = at.checked_sub(1).map(|before| &tokens[before]).filter(|_| at > 1) else { return false };
    let is_name = name.is_word() && name.is_capital() && !is_function_word(name) && !super::unit::is_currency(name);
    let is_quantity = next.is_some_and(|next| {
        super::unit::is_unit(next) || is_plural(next) || next.kind == Kind::Mark && matches!(next.text, "%" | "°" | "€")
    });
    is_name && !is_quantity && next.is_none_or(|next| !next.is_word() || is_function_word(next) || next.is_capital())
}
