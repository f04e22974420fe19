//! `ibid find`: words → the passages that match best, each with the citation to paste. The passages are the result, so
//! they go to standard output; what was not found, and what may have been meant, is said beside it.

use super::library::{Library, check_source, library};
use super::progress::Progress;
use super::session::{Session, WIDTH, count};
use super::{Failure, Format, Outcome};
use crate::corpus::Corpus;
use crate::date::Edtf;
use crate::key::SourceKey;
use crate::page::{Page, Passage};
use crate::query::{Answer, Excerpt, Filter, Hit, Index, Query, excerpt};
use crate::report::visible;
use crate::span::Span;
use crate::world::World;
use serde::Serialize;
use std::ffi::OsString;

/// A longer passage is shown in part.
const LONGEST_PASSAGE: usize = 480;

/// Before each line of a passage, so that citations stand out.
const INDENT: &str = "    ";

#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// What is sought: words, “phrases” in quotation marks, and -words that must not be there
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// In these sources only; `*` and `?` stand for other characters
    #[arg(long = "source", value_name = "KEY")]
    sources: Vec<String>,
    /// Said by these people only: a label, or a last name
    #[arg(long = "speaker", value_name = "NAME")]
    speakers: Vec<String>,
    /// In sources of that day, month or year, or later
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    from: Option<Edtf>,
    /// In sources of that day, month or year, or earlier
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    to: Option<Edtf>,
    /// In sources of this language only
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// How many passages are shown
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Whom the result is for: people (`text`) or programs (`json`)
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

fn parse_date(text: &str) -> Result<Edtf, String> {
    Edtf::parse(text).ok_or_else(|| format!("`{text}` is no date; write `2026`, `2026-02` or `2026-02-05`"))
}

pub(super) fn run(arguments: &Arguments, session: &mut Session) -> Result<Outcome, Failure> {
    let typed = arguments.words.join(" ");
    let query = Query::parse(&typed).map_err(|fault| Failure::Environment(fault.to_string()))?;
    let filter = filter(arguments);
    if query.is_empty() && filter.is_empty() {
        let message = "nothing is sought; name words, or a filter such as `--source KEY`";
        return Err(Failure::Environment(message.to_owned()));
    }
    let root = session.root()?;
    let progress = Progress::start(session.shows_progress(), "reading");
    let Library { world, config, corpus } = library(&root)?;
    filter.sources.iter().try_for_each(|source| check_source(&corpus, source))?;
    progress.step("searching");
    let answer = Index::new(&corpus, &config.language).find(&query, &filter, arguments.limit);
    drop(progress);
    print(&answer, &corpus, arguments.format, session)?;
    for line in remarks(&answer, &query, &world) {
        session.say(&line);
    }
    Ok(Outcome::Sound)
}

/// Puts what must not be there, `-gaza`, behind a `--`, where it is no option. `find` alone has such words.
pub(super) fn exclusions_last(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    let Some(command) = command(&arguments).filter(|&at| arguments[at] == "find") else { return arguments };
    let end = arguments.iter().position(|argument| argument == "--").unwrap_or(arguments.len());
    let mut words = arguments.split_off(end);
    let (excluded, rest): (Vec<_>, Vec<_>) = arguments.drain(command + 1..).partition(is_exclusion);
    arguments.extend(rest);
    if !excluded.is_empty() {
        let dashes = if words.is_empty() { OsString::from("--") } else { words.remove(0) };
        arguments.push(dashes);
        arguments.extend(excluded);
    }
    arguments.extend(words);
    arguments
}

/// Where the command stands: it is the first argument that is neither an option nor the value of one.
fn command(arguments: &[OsString]) -> Option<usize> {
    let takes_value = |argument: &OsString| argument == "--root" || argument == "--color";
    let is_option = |argument: &OsString| argument.as_encoded_bytes().starts_with(b"-");
    (1..arguments.len()).find(|&at| !is_option(&arguments[at]) && !takes_value(&arguments[at - 1]))
}

/// Whether an argument is a hyphen and a word, and not short options: `-q`, `-n5`.
fn is_exclusion(argument: &OsString) -> bool {
    let Some(word) = argument.to_str().and_then(|argument| argument.strip_prefix('-')) else { return false };
    let options = word.trim_start_matches(['q', 'v', 'h', 'V']);
    let is_limit = options.strip_prefix('n').is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()));
    !options.is_empty() && !is_limit && !word.starts_with('-')
}

fn filter(arguments: &Arguments) -> Filter {
    Filter {
        sources: arguments.sources.clone(),
        speakers: arguments.speakers.clone(),
        from: arguments.from,
        to: arguments.to,
        language: arguments.language.clone(),
    }
}

fn print(answer: &Answer, corpus: &Corpus, format: Format, session: &mut Session) -> Result<(), Failure> {
    let found = answer.hits.iter().map(|hit| Found::new(hit, corpus));
    let text = match format {
        Format::Text => {
            let colour = session.colour(session.streams.out_is_terminal);
            found.map(|found| found.shown(colour)).collect::<Vec<_>>().join("\n")
        }
        Format::Json => {
            let json = serde_json::to_string(&found.map(|found| found.entry()).collect::<Vec<_>>());
            json.expect("texts and numbers are JSON") + "\n"
        }
    };
    session.print(&text)
}

/// What somebody should know who reads the result.
fn remarks(answer: &Answer, query: &Query, world: &World) -> Vec<String> {
    let mut lines = Vec::new();
    for unknown in &answer.unknown {
        let near = unknown.nearest.as_ref().map(|near| format!("; did you mean `{}`?", visible(near)));
        lines.push(format!("no passage has `{}`{}", visible(&unknown.word), near.unwrap_or_default()));
    }
    if answer.undated > 0 {
        lines.push(format!("left out {} without a date", count(answer.undated, "source")));
    }
    for unreadable in world.unreadable.iter() {
        lines.push(format!("left out `{}`, which {}", visible(unreadable.path.as_str()), visible(&unreadable.reason)));
    }
    lines.push(match answer.hits.len() {
        0 if answer.total > 0 => count(answer.total, "passage"),
        0 if query.has_phrases() && answer.unknown.is_empty() => {
            "nothing matches; without the quotation marks the words may stand apart".to_owned()
        }
        0 => "nothing matches".to_owned(),
        shown if shown < answer.total => format!("{shown} of {}; `-n` shows more", count(answer.total, "passage")),
        _ => count(answer.total, "passage"),
    });
    lines
}

/// A hit with what is known of it.
struct Found<'a> {
    hit: &'a Hit,
    page: &'a Page,
    passage: &'a Passage,
    key: &'a SourceKey,
}

/// The machine interface: part of what ibid promises.
#[derive(Serialize)]
struct Entry<'a> {
    citation: String,
    source: &'a str,
    passage: String,
    score: f64,
    text: &'a str,
    title: &'a str,
    speaker: Option<&'a str>,
    date: Option<Edtf>,
    heading: Option<&'a str>,
    path: &'a str,
    line: usize,
    matches: Vec<[usize; 2]>,
}

impl<'a> Found<'a> {
    fn new(hit: &'a Hit, corpus: &'a Corpus) -> Self {
        let page = &corpus.pages[hit.page];
        let key = corpus.key(hit.page).expect("what is found has a key");
        Self { hit, page, passage: &page.passages[hit.passage], key }
    }

    fn citation(&self) -> String {
        format!("[@{}#{}]", self.key, self.passage.id)
    }

    fn entry(&self) -> Entry<'a> {
        let heading = self.passage.headings.checked_sub(1).map(|heading| self.page.headings[heading].text.as_str());
        Entry {
            citation: self.citation(),
            source: self.key.as_str(),
            passage: self.passage.id.to_string(),
            // Enough to compare, and the same on every machine.
            score: (self.hit.score * 1e4).round() / 1e4,
            text: self.passage.prose.text(),
            title: self.page.title(),
            speaker: self.passage.speaker.as_deref(),
            date: self.page.meta.date,
            heading,
            path: self.page.path.as_str(),
            line: self.page.file.place(self.passage.span.start).line,
            matches: self.hit.matches.iter().map(|span| [span.start, span.end]).collect(),
        }
    }

    /// The citation, where it comes from, and the words.
    fn shown(&self, colour: bool) -> String {
        let date = self.page.meta.date.map(|date| date.to_string());
        let speaker = self.passage.speaker.clone();
        let about = [Some(self.page.title().to_owned()), speaker, date];
        let about: Vec<String> = about.into_iter().flatten().map(|part| one_line(&part)).collect();
        let citation = if colour { format!("\x1b[36m{}\x1b[0m", self.citation()) } else { self.citation() };
        let text = self.passage.prose.text();
        let words = paragraph(text, excerpt(text, &self.hit.matches, LONGEST_PASSAGE), &self.hit.matches, colour);
        format!("{citation}  {}\n{words}", about.join(" · "))
    }
}

/// White space made single spaces, and nothing in it that a terminal would obey.
fn one_line(text: &str) -> String {
    visible(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The words of a stretch, in indented lines that are easy to read, with the matches in bold.
fn paragraph(text: &str, excerpt: Excerpt, matches: &[Span], colour: bool) -> String {
    let Excerpt { span, is_cut_before, is_cut_after } = excerpt;
    let mut words: Vec<(usize, String)> = Vec::new();
    words.extend(is_cut_before.then(|| (1, "…".to_owned())));
    let mut at = span.start;
    for word in span.of(text).split_whitespace() {
        at += text[at..].find(word).expect("the word stands there");
        let place = Span::new(at, at + word.len());
        words.push((word.chars().count(), if colour { marked(text, place, matches) } else { visible(word) }));
        at = place.end;
    }
    words.extend(is_cut_after.then(|| (1, "…".to_owned())));
    let mut paragraph = String::new();
    let mut column = 0;
    for (length, word) in words {
        if column > 0 && column + 1 + length <= WIDTH {
            paragraph.push(' ');
            column += 1;
        } else {
            paragraph.push_str(if column > 0 { "\n" } else { "" });
            paragraph.push_str(INDENT);
            column = INDENT.len();
        }
        paragraph.push_str(&word);
        column += length;
    }
    paragraph + "\n"
}

/// A word with the parts of it that match in bold.
fn marked(text: &str, word: Span, matches: &[Span]) -> String {
    let first = matches.partition_point(|found| found.end <= word.start);
    let mut marked = String::new();
    let mut at = word.start;
    for found in matches[first..].iter().take_while(|found| found.start < word.end) {
        let bold = Span::new(found.start.max(at), found.end.min(word.end));
        marked.push_str(&visible(&text[at..bold.start]));
        marked.push_str(&format!("\x1b[1m{}\x1b[0m", visible(bold.of(text))));
        at = bold.end;
    }
    marked + &visible(&text[at..word.end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_must_not_be_there_are_no_options() {
        let sorted = |line: &str| {
            let line = line.split(' ').map(OsString::from);
            exclusions_last(line).iter().map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
        };
        for (line, expected) in [
            ("ibid find -gaza peace -n 5", "ibid find peace -n 5 -- -gaza"),
            ("ibid --root x find peace -nature -n5 -qn3 -q", "ibid --root x find peace -n5 -qn3 -q -- -nature"),
            ("ibid find a --source b -- -c d", "ibid find a --source b -- -c d"),
            ("ibid find a -b -- -c", "ibid find a -- -b -c"),
            ("ibid check -gaza", "ibid check -gaza"),
            ("ibid import find -x", "ibid import find -x"),
            ("ibid", "ibid"),
        ] {
            assert_eq!(sorted(line), expected);
        }
    }

    #[test]
    fn a_paragraph_is_wrapped_and_its_matches_are_bold() {
        let text = format!("one\ttwo\nthree {}", "word ".repeat(30));
        let matches = [Span::new(2, 6), Span::new(8, 10)];
        let shown = paragraph(&text, excerpt(&text, &matches, 1000), &matches, true);
        assert!(shown.starts_with("    on\x1b[1me\x1b[0m \x1b[1mtw\x1b[0mo \x1b[1mth\x1b[0mree word"), "{shown:?}");
        assert!(shown.lines().skip(1).all(|line| line.len() <= WIDTH && line.starts_with("    word")), "{shown}");
        let plain = paragraph("a\u{1b}[31m b", excerpt("a\u{1b}[31m b", &[], 100), &[], false);
        assert_eq!(plain, "    a␛[31m b\n");
    }
}
