//! A file that was drafted before, and a new draft → the same file, in which only what nobody touched is brought up to date.
//! `ibid draft` calls it where its file is there already.
//!
//! What was drafted is known by a record at the end of the file: a digest for each line, taken together with its heading.
//! So a line that still has its digest is ours, one without is a human's, and a digest without its line is something that a human
//! deleted, moved or rewrote, which no draft brings back. White space does not count: a line may be wrapped.

use super::Draft;
use crate::world::Sha256;
use std::collections::BTreeSet;

/// What the record begins with.
const MARK: &str = "<!-- ibid:draft";

/// What came of drafting again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Again {
    pub text: String,
    /// Lines that are new in the file.
    pub added: usize,
    /// Lines that nobody had touched, and that the new draft no longer has.
    pub removed: usize,
    /// Lines of the new draft whose heading a human has taken out.
    pub homeless: usize,
}

/// Whether the text is a draft of ours, as far as its record says.
pub fn is_draft(text: &str) -> bool {
    text.lines().any(|line| line.starts_with(MARK))
}

/// The sources that a text was drafted from.
pub fn sources_of(text: &str) -> Vec<String> {
    let record = text.lines().find_map(|line| line.strip_prefix(MARK)).unwrap_or_default();
    let sources = record.split_whitespace().find_map(|word| word.strip_prefix("from=")).unwrap_or_default();
    sources.split(',').filter(|key| !key.is_empty()).map(str::to_owned).collect()
}

/// The record of a draft.
pub(super) fn record(draft: &Draft) -> String {
    let mut record = format!("{MARK} from={}", draft.sources.join(","));
    for (nth, digest) in entries(draft).iter().flatten().map(|entry| &entry.digest).enumerate() {
        record += if nth % 12 == 0 { "\n" } else { " " };
        record += digest;
    }
    record + "\n-->"
}

/// Something that was drafted: a heading, the remark under it, a line.
struct Entry {
    text: String,
    digest: String,
}

/// Of each section: its heading first, then its remark, then its lines.
fn entries(draft: &Draft) -> Vec<Vec<Entry>> {
    let of_section = |section: &super::Section| {
        let entry = |text: String| Entry { digest: digest(&section.heading_line(), &text), text };
        let heading = entry(section.heading_line());
        let lines = section.lines.iter().map(|line| entry(line.markdown()));
        [heading, entry(section.remark_line())].into_iter().chain(lines).collect()
    };
    draft.sections.iter().map(of_section).collect()
}

fn digest(heading: &str, text: &str) -> String {
    let folded: Vec<&str> = heading.split_whitespace().chain(["\n"]).chain(text.split_whitespace()).collect();
    Sha256::of(folded.join(" ").as_bytes()).to_string()[..6].to_owned()
}

/// Brings what nobody touched in `old` up to date.
pub fn redraft(old: &str, new: &Draft) -> Again {
    let (body, recorded) = split(old);
    let mut sections = sections(&body);
    let mut again = Again { text: String::new(), added: 0, removed: 0, homeless: 0 };
    for entries in entries(new) {
        let heading = &entries[0];
        let there = sections.iter_mut().find(|section| section.is_headed(&heading.text));
        match there {
            Some(section) => section.update(&entries[1..], &recorded, &mut again),
            None if recorded.contains(&heading.digest) => {
                let is_new = |entry: &&Entry| !recorded.contains(&entry.digest);
                again.homeless += entries[2..].iter().filter(is_new).count();
            }
            None => {
                sections.push(Chunks::new(&entries));
                again.added += entries.len() - 2;
            }
        }
    }
    // A section that was ours and is no longer drafted loses its lines, and then its heading.
    for section in &mut sections {
        let is_drafted = new.sections.iter().any(|drafted| section.is_headed(&drafted.heading_line()));
        if !is_drafted {
            section.update(&[], &recorded, &mut again);
        }
    }
    sections.retain(|section| !section.is_ours_and_empty(&recorded));
    let text: Vec<String> = sections.iter().map(Chunks::text).collect();
    again.text = format!("{}\n\n{}\n", text.concat().trim_end(), record(new));
    again
}

/// The text without its record, and the digests in that.
fn split(text: &str) -> (String, BTreeSet<String>) {
    let mut body = String::with_capacity(text.len());
    let mut recorded = BTreeSet::new();
    let mut in_record = false;
    for line in text.split_inclusive('\n') {
        let begins = line.starts_with(MARK);
        in_record |= begins;
        if !in_record {
            body.push_str(line);
            continue;
        }
        let is_digest = |word: &&str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_hexdigit());
        recorded.extend(line.split_whitespace().filter(is_digest).map(str::to_owned));
        in_record = !line.contains("-->");
    }
    (body, recorded)
}

/// A section of the file: its lines, an item of a list with those that continue it as one. What stands before the first
/// heading is a section, too.
struct Chunks {
    heading: String,
    chunks: Vec<String>,
}

fn sections(body: &str) -> Vec<Chunks> {
    let mut sections = vec![Chunks { heading: String::new(), chunks: Vec::new() }];
    for line in body.split_inclusive('\n') {
        if line.starts_with("## ") {
            sections.push(Chunks { heading: line.trim_end().to_owned(), chunks: vec![line.to_owned()] });
            continue;
        }
        let chunks = &mut sections.last_mut().expect("there is the first").chunks;
        let opens = line.trim().is_empty() || line.starts_with(['#', '<', '-', '*', '+', '|', '>']);
        match chunks.last_mut() {
            Some(last) if !opens && last.starts_with("- ") => last.push_str(line),
            _ => chunks.push(line.to_owned()),
        }
    }
    sections
}

impl Chunks {
    fn new(entries: &[Entry]) -> Self {
        let mut chunks = vec!["\n".to_owned(), format!("{}\n", entries[0].text), "\n".to_owned()];
        chunks.extend([format!("{}\n", entries[1].text), "\n".to_owned()]);
        chunks.extend(entries[2..].iter().map(|entry| format!("{}\n", entry.text)));
        Chunks { heading: entries[0].text.clone(), chunks }
    }

    fn is_headed(&self, heading: &str) -> bool {
        self.heading == heading
    }

    fn digest_of(&self, chunk: &str) -> String {
        digest(&self.heading, chunk)
    }

    /// Takes out what was drafted before and is no longer, and puts in what is new, behind what stands before it in
    /// the draft.
    fn update(&mut self, new: &[Entry], recorded: &BTreeSet<String>, again: &mut Again) {
        let kept: BTreeSet<&str> = new.iter().map(|entry| entry.digest.as_str()).collect();
        let heading = self.heading.clone();
        let before = self.chunks.len();
        self.chunks.retain(|chunk| {
            let own = digest(&heading, chunk);
            let is_text = !chunk.trim().is_empty() && !chunk.starts_with('#');
            !is_text || !recorded.contains(&own) || kept.contains(own.as_str())
        });
        let dropped = before - self.chunks.len();
        let mut place =
            self.chunks.iter().take_while(|chunk| chunk.starts_with('#') || chunk.trim().is_empty()).count();
        let mut added = 0;
        for entry in new {
            let there = self.chunks.iter().position(|chunk| self.digest_of(chunk) == entry.digest);
            match there {
                Some(at) => place = at + 1,
                // A human took it out.
                None if recorded.contains(&entry.digest) => {}
                None => {
                    if !entry.text.starts_with("<!--") {
                        place = self.behind_head(place);
                    }
                    self.chunks.insert(place, format!("{}\n", entry.text));
                    place += 1;
                    added += 1;
                }
            }
        }
        let remarks = usize::from(
            added > 0 && dropped > 0 && new.first().is_some_and(|remark| !recorded.contains(&remark.digest)),
        );
        again.added += added - remarks;
        again.removed += dropped - remarks;
    }

    /// The place of the first line, if this one is right behind the heading or the remark: an empty line sets them off.
    fn behind_head(&self, place: usize) -> usize {
        let is_head = |chunk: &String| chunk.starts_with('#') || chunk.starts_with("<!--");
        match place.checked_sub(1).is_some_and(|before| is_head(&self.chunks[before])) {
            true => place + self.chunks[place..].iter().take_while(|chunk| chunk.trim().is_empty()).count(),
            false => place,
        }
    }

    fn is_ours_and_empty(&self, recorded: &BTreeSet<String>) -> bool {
        let mut texts = self.chunks.iter().filter(|chunk| !chunk.trim().is_empty());
        recorded.contains(&self.digest_of(&self.heading)) && texts.all(|chunk| chunk.starts_with('#'))
    }

    fn text(&self) -> String {
        self.chunks.concat()
    }
}
