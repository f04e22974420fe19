//! The seal → the text of `ibid.lock`, such that what is parsed prints as it was written.
//!
//! Lines that open a table name the seed of their block: where two branches add blocks at the same place, no line of the one
//! is taken for a line of the other, and both stand whole on their side of a conflict.

use super::read::VERSION;
use super::{Accepted, Drifted, Entry, Imprint, Matter, Seal};
use crate::key::PassageId;
use std::fmt;

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# The seal of this site's sources, written by `ibid import` and `ibid accept`, never by hand.")?;
        writeln!(f, "version = {VERSION}")?;
        for (seed, entry) in &self.entries {
            let block = Block { seed: seed.as_str(), entry };
            writeln!(f, "\n[[source]] # {}\nseed = {}\n{block}", block.name(), basic(seed.as_str()))?;
        }
        Ok(())
    }
}

/// What is said of one seed.
struct Block<'a> {
    seed: &'a str,
    entry: &'a Entry,
}

impl Block<'_> {
    /// The seed as a comment names it.
    fn name(&self) -> String {
        self.seed.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
    }
}

/// Without the lines that name the seed, and without a line end after the last line.
impl fmt::Display for Block<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { entry, .. } = self;
        let seed = self.name();
        writeln!(f, "page = {}", basic(entry.page.as_str()))?;
        writeln!(f, "key = {}", basic(entry.key.as_str()))?;
        writeln!(f, "sha256 = \"{}\"", entry.sha256)?;
        writeln!(f, "importer = {}", basic(&entry.importer))?;
        write!(f, "written = \"{}\"", entry.written)?;
        let older = Imprint::default();
        let imprint = entry.imprint.as_ref().unwrap_or(&older);
        let quoted = |item: &dyn fmt::Display| format!("\"{item}\"");
        write_lines(f, "order", runs(&imprint.order).iter().map(|run| quoted(run)))?;
        let lists = [("notes", &imprint.notes), ("headings", &imprint.headings), ("boilerplate", &imprint.boilerplate)];
        for (name, hashes) in lists {
            write_lines(f, name, hashes.iter().map(|hash| quoted(hash)))?;
        }
        write_lines(f, "drifted", entry.drift.passages.iter().map(|(&id, drifted)| drifted_line(id, drifted)))?;
        write_lines(f, "accepted", entry.accepted.iter().map(accepted_line))?;
        if entry.imprint.is_some() {
            write!(f, "\n[source.fields] # {seed}")?;
            imprint.fields.iter().try_for_each(|(name, hash)| write!(f, "\n{} = \"{hash}\"", basic(name)))?;
        }
        for (name, hashes) in [("passages", &entry.passages), ("labels", &imprint.labels), ("forms", &imprint.forms)] {
            if !hashes.is_empty() {
                write!(f, "\n[source.{name}] # {seed}")?;
            }
            hashes.iter().try_for_each(|(id, hash)| write!(f, "\n{id} = \"{hash}\""))?;
        }
        if !entry.retired.is_empty() {
            write!(f, "\n[source.retired] # {seed}")?;
        }
        for (id, heirs) in &entry.retired {
            write!(f, "\n{id} = {}", list(heirs.iter()))?;
        }
        if !entry.drift.ranges.is_empty() {
            write!(f, "\n[source.ranges] # {seed}")?;
        }
        for ((first, last), held) in &entry.drift.ranges {
            write!(f, "\n{first}-{last} = {}", list(runs(held).iter()))?;
        }
        Ok(())
    }
}

fn drifted_line(id: PassageId, drifted: &Drifted) -> String {
    let mut line = format!("{{ passage = \"{id}\", was = \"{}\"", drifted.was);
    if let Some(words) = &drifted.words {
        line.push_str(&format!(", words = {}", basic(words)));
    }
    if !drifted.pieces.is_empty() {
        line.push_str(&format!(", pieces = {}", list(drifted.pieces.iter())));
    }
    line + " }"
}

fn accepted_line(accepted: &Accepted) -> String {
    let mut line = format!("{{ passage = \"{}\"", accepted.passage);
    if accepted.matter == Matter::Drift {
        line.push_str(", matter = \"drift\"");
    }
    for (name, hash) in [("from", accepted.from), ("to", accepted.to)] {
        line.extend(hash.map(|hash| format!(", {name} = \"{hash}\"")));
    }
    line.push_str(&format!(", note = {}", basic(&accepted.note)));
    line.extend(accepted.by.as_ref().map(|by| format!(", by = {}", basic(by))));
    line + " }"
}

/// An item a line, each by itself, so that two branches can add to it.
fn write_lines(f: &mut fmt::Formatter<'_>, name: &str, items: impl ExactSizeIterator<Item = String>) -> fmt::Result {
    if items.len() == 0 {
        return Ok(());
    }
    write!(f, "\n{name} = [")?;
    items.into_iter().try_for_each(|item| write!(f, "\n  {item},"))?;
    write!(f, "\n]")
}

/// The numbers that follow each other, as one.
fn runs(order: &[PassageId]) -> Vec<String> {
    let runs = order.chunk_by(|one, next| one.number() + 1 == next.number());
    runs.map(|run| match run {
        [first, .., last] => format!("{first}-{last}"),
        _ => run[0].to_string(),
    })
    .collect()
}

/// `["p3", "p7"]`
fn list<T: fmt::Display>(items: impl Iterator<Item = T>) -> String {
    let items: Vec<String> = items.map(|item| format!("\"{item}\"")).collect();
    format!("[{}]", items.join(", "))
}

/// A TOML basic string.
fn basic(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
