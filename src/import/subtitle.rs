//! Subtitles (SubRip, WebVTT, SBV) → Source: cues that run on become sentences, and sentences paragraphs, each with the
//! time at which it is first heard. `read.rs` calls it.

use super::account::Yield;
use super::blocks::Blocks;
use super::line::{fold_space, lines};
use super::source::{Class, Form, Kind, Label, Locator, Metadata, Source, Speaker};

/// A pause of so many milliseconds ends a paragraph.
const PAUSE: u32 = 3_000;
/// A paragraph of so many characters ends with its sentence.
const LONG: usize = 400;
/// Speech that is never punctuated is cut all the same.
const LONGEST: usize = 900;

/// What is heard while one subtitle stands.
struct Cue {
    start: u32,
    end: u32,
    label: Option<Label>,
    words: String,
}

/// Whether a text is subtitles: it says so, or it begins with a time from and to.
pub(crate) fn is_subtitles(text: &str) -> bool {
    let mut lines = text.trim_start().lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let is_vtt = first.strip_prefix("WEBVTT").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
    let counted =
        first.bytes().all(|byte| byte.is_ascii_digit()) && lines.next().is_some_and(|line| times(line).is_some());
    is_vtt || times(first).is_some() || counted
}

/// Reads subtitles. What is no speech (styles, comments, numbers, positions) is set aside.
pub(crate) fn read(text: &str) -> Result<Yield, String> {
    let mut reading = Reading::default();
    let mut block: Vec<&str> = Vec::new();
    for line in lines(text).iter().map(|line| line.raw.trim()).chain([""]) {
        if !line.is_empty() {
            block.push(line);
        } else if !block.is_empty() {
            reading.block(&block);
            block.clear();
        }
    }
    reading.paragraphs()
}

#[derive(Default)]
struct Reading {
    blocks: Blocks,
    cues: Vec<Cue>,
    speakers: Vec<Speaker>,
    received: String,
    repeated: usize,
}

impl Reading {
    /// Lines between blank ones: a cue with its number and its times, or a header.
    fn block(&mut self, block: &[&str]) {
        let Some(timed) = block.iter().position(|line| times(line).is_some()) else {
            return self.set_aside("header", block);
        };
        self.set_aside("cue-times", &block[..=timed]);
        let (start, end) = times(block[timed]).expect("the line was found by its times");
        // A cue without a blank line before the next one.
        let next = block[timed + 1..].iter().position(|line| times(line).is_some()).map(|at| timed + 1 + at);
        let numbered = |at: usize| at > timed + 1 && block[at - 1].bytes().all(|byte| byte.is_ascii_digit());
        let last = next.map_or(block.len(), |at| if numbered(at) { at - 1 } else { at });
        for line in &block[timed + 1..last] {
            self.line(start, end, line);
        }
        if next.is_some() {
            self.block(&block[last..]);
        }
    }

    fn set_aside(&mut self, rule: &str, lines: &[&str]) {
        if !lines.is_empty() {
            self.received.extend(lines.iter().copied());
            let raw = lines.iter().map(|&line| line.to_owned()).collect();
            self.blocks.aside(Locator::None, Class::Metadata, rule, raw);
        }
    }

    fn line(&mut self, start: u32, end: u32, line: &str) {
        let (voice, text) = plain(line);
        let text = fold_space(&text);
        self.received.push_str(&text);
        // Rolling subtitles show each line again while the next one comes in.
        if self.cues.last().is_some_and(|cue| cue.words == text && cue.label.is_none() && start <= cue.end + 200) {
            self.repeated += 1;
            self.cues.last_mut().expect("there is one").end = end;
            self.blocks.aside(Locator::None, Class::Metadata, "repeated-line", vec![text]);
            return;
        }
        let (label, words) = match voice {
            Some(name) => {
                self.received.push_str(&name);
                (Some(Label { shown: name.clone(), raw: name }), text)
            }
            None => match label(&text) {
                Some((label, rest)) => (Some(label), rest),
                None => (None, text),
            },
        };
        if let Some(label) = &label
            && !self.speakers.iter().any(|speaker| speaker.name == label.shown)
        {
            self.speakers.push(Speaker { name: label.shown.clone(), role: None });
        }
        self.cues.push(Cue { start, end, label, words });
    }

    /// Joins the cues: a paragraph ends where another speaks, after a pause, or with a sentence once it is long.
    fn paragraphs(mut self) -> Result<Yield, String> {
        if self.cues.iter().all(|cue| cue.words.is_empty()) {
            return Err("nothing is said in these subtitles".to_owned());
        }
        let mut open: Option<Cue> = None;
        for mut cue in std::mem::take(&mut self.cues) {
            let Some(paragraph) = &mut open else {
                open = Some(cue);
                continue;
            };
            let sentence = paragraph.words.ends_with(['.', '!', '?', '…', '”', '"', '。', '？', '！']);
            let speaks = cue
                .label
                .as_ref()
                .is_some_and(|label| paragraph.label.as_ref().is_none_or(|other| other.shown != label.shown));
            let turn = cue.label.is_some() && speaks || cue.words.starts_with(['-', '–', '—', '>']);
            let paused = cue.start.saturating_sub(paragraph.end) >= PAUSE && sentence;
            let long = paragraph.words.len() >= LONG && sentence || paragraph.words.len() >= LONGEST;
            if turn || paused || long {
                self.blocks_push(open.replace(cue));
                continue;
            }
            // The same speaker's name, said again.
            if let Some(label) = cue.label.take() {
                self.blocks.aside(Locator::Time(cue.start), Class::Label, "same-speaker", vec![label.raw]);
            }
            if !paragraph.words.is_empty() && !cue.words.is_empty() {
                paragraph.words.push(' ');
            }
            paragraph.words.push_str(&cue.words);
            paragraph.end = cue.end;
        }
        self.blocks_push(open);
        let mut notes = Vec::new();
        if self.repeated > 0 {
            notes.push(format!("{} lines that only repeat the line before were set aside", self.repeated));
        }
        let metadata = Metadata { kind: Kind::Transcript, speakers: self.speakers, ..Metadata::default() };
        let source = Source { metadata, blocks: self.blocks.into_blocks(), notes, ..Source::default() };
        Ok(Yield { source, received: self.received })
    }

    fn blocks_push(&mut self, cue: Option<Cue>) {
        if let Some(cue) = cue.filter(|cue| !cue.words.is_empty() || cue.label.is_some()) {
            self.blocks.passage(Locator::Time(cue.start), Form::Paragraph, cue.label, cue.words);
        }
    }
}

/// The times of a cue, in milliseconds: `00:01:02,500 --> 00:01:04,000`, or `0:01:02.500,0:01:04.000`.
fn times(line: &str) -> Option<(u32, u32)> {
    if let Some((from, to)) = line.split_once("-->") {
        return Some((time(from.trim())?, time(to.split_whitespace().next()?)?));
    }
    let (from, to) = line.split_once(',')?;
    Some((time(from.trim())?, time(to.trim())?))
}

/// `01:02:03.004` or `02:03.004`, with a comma or a point.
fn time(text: &str) -> Option<u32> {
    let (clock, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let is_number = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = clock.split(':').collect();
    if !(2..=3).contains(&parts.len()) || !parts.iter().all(|part| is_number(part)) || !is_number(fraction) {
        return None;
    }
    let seconds = parts.iter().try_fold(0u32, |sum, part| sum.checked_mul(60)?.checked_add(part.parse().ok()?))?;
    let thousandths: u32 = format!("{fraction:0<3}")[..3].parse().ok()?;
    seconds.checked_mul(1000)?.checked_add(thousandths)
}

/// The words of a line without its tags, and the name in a voice tag, `<v Ada Stone>`.
fn plain(line: &str) -> (Option<String>, String) {
    let (mut out, mut voice) = (String::with_capacity(line.len()), None);
    let mut rest = line;
    while let Some(at) = rest.find(['<', '{']) {
        out.push_str(&rest[..at]);
        let (close, is_tag): (char, fn(&str) -> bool) = match rest.as_bytes()[at] {
            b'<' => ('>', is_tag),
            _ => ('}', |inside| inside.starts_with('\\')),
        };
        match rest[at + 1..].find(close).map(|end| (&rest[at + 1..at + 1 + end], at + 2 + end)) {
            Some((inside, end)) if is_tag(inside) => {
                voice = voice.or_else(|| name(inside));
                rest = &rest[end..];
            }
            _ => {
                out.push_str(&rest[at..=at]);
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    for (entity, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", "\u{A0}"),
        ("&lrm;", "\u{200E}"),
        ("&rlm;", "\u{200F}"),
        ("&amp;", "&"),
    ] {
        if out.contains(entity) {
            out = out.replace(entity, character);
        }
    }
    (voice, out)
}

/// A tag of WebVTT or SubRip: a time, or one of a few names, with classes.
fn is_tag(inside: &str) -> bool {
    const NAMES: [&str; 9] = ["b", "i", "u", "c", "v", "s", "font", "lang", "ruby"];
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let name = inside.split(['.', ' ', '\t']).next().unwrap_or_default();
    name == "rt" || NAMES.contains(&name.to_ascii_lowercase().as_str()) || time(inside).is_some()
}

fn name(tag: &str) -> Option<String> {
    let name = tag.strip_prefix('v').filter(|rest| rest.starts_with(['.', ' ']))?;
    let name = name.split_once(' ')?.1.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// `ADA STONE: words`, with `>>` or a dash before it; names in capitals only, for any word may have a colon.
fn label(text: &str) -> Option<(Label, String)> {
    let start = text.len() - text.trim_start_matches(['>', '-', '–', ' ']).len();
    let (name, rest) = text[start..].split_once(':')?;
    let capitals = name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_lowercase);
    let short = name.split_whitespace().count() <= 4 && name.chars().all(|c| c.is_alphabetic() || " .'’-".contains(c));
    if !capitals || !short || !rest.starts_with(' ') {
        return None;
    }
    let raw = &text[..start + name.len() + 1];
    Some((Label { shown: name.to_owned(), raw: raw.to_owned() }, rest.trim_start().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::account::whole;
    use crate::import::source::Content;

    fn passages(text: &str) -> Vec<String> {
        assert!(is_subtitles(text));
        let Yield { source, received } = read(text).unwrap();
        whole(&received, &source).unwrap();
        let passages = source.blocks.iter().filter_map(|block| match &block.content {
            Content::Passage(passage) => {
                let label = passage.label.as_ref().map_or(String::new(), |label| format!(" [{}]", label.shown));
                Some(format!("{}{label} {}", block.at.to_string().trim(), passage.words.text))
            }
            _ => None,
        });
        passages.collect()
    }

    #[test]
    fn cues_become_paragraphs() {
        let srt = "1\n00:00:01,000 --> 00:00:03,000\n<i>The ferry left</i>\nat dawn,\n\n2\n00:00:03,100 --> 00:00:05,000\nand came back &amp; sank.\n\n3\n00:00:20,000 --> 00:00:22,000\nNobody swam.\n";
        assert_eq!(
            passages(srt),
            ["t=00:00:01 The ferry left at dawn, and came back & sank.", "t=00:00:20 Nobody swam."]
        );
        let sbv = "0:00:01.000,0:00:02.000\nOne\n\n0:01:02.000,0:01:03.000\ntwo.\n";
        assert_eq!(passages(sbv), ["t=00:00:01 One two."]);
    }

    #[test]
    fn voices_are_speakers() {
        let vtt = "WEBVTT - a title\n\nNOTE a comment\n\nintro\n00:01.000 --> 00:02.000 align:start\n<v.loud Ada Stone>What <b>did</b> it cost?\n\n00:02.000 --> 00:03.000\n<v Bo Reed>Four ferries.</v>\n\n00:03.000 --> 00:04.000\n<v Bo Reed>No less.\n";
        assert_eq!(
            passages(vtt),
            ["t=00:00:01 [Ada Stone] What did it cost?", "t=00:00:02 [Bo Reed] Four ferries. No less."]
        );
        let srt = "1\n00:00:01,000 --> 00:00:02,000\n>> STONE: Well?\n2\n00:00:02,000 --> 00:00:03,000\nREED: It is 3 < 4: sure.\n";
        assert_eq!(passages(srt), ["t=00:00:01 [STONE] Well?", "t=00:00:02 [REED] It is 3 < 4: sure."]);
    }

    #[test]
    fn lines_that_roll_are_said_once() {
        let vtt = "WEBVTT\n\n00:00.000 --> 00:02.000\nthe ferry\n\n00:02.000 --> 00:02.010\nthe ferry\n\n00:02.010 --> 00:04.000\nthe ferry\nleft<00:03.000><c> at dawn</c>\n";
        assert_eq!(passages(vtt), ["t=00:00:00 the ferry left at dawn"]);
    }

    #[test]
    fn a_text_with_a_time_in_it_is_none() {
        assert!(!is_subtitles("The meeting\n10:00, 12:00\n"));
        assert!(!is_subtitles("12\n"));
        assert!(read("WEBVTT\n\nNOTE nothing\n").is_err());
    }
}
