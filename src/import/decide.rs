//! A seed that was read, the seal and the page that is there → what is to be written: a new page, a merged one, or
//! nothing. Whatever is written has been read back as the checks will read it. This is `import::import`.

use super::markdown::{self, Origin};
use super::merge::{self, Settle, change};
use super::source::{Content, Source};
use super::{Address, Import, Received, Report, Status, Wish, failed};
use crate::diagnostic::Code;
use crate::key::PassageId;
use crate::page::Page;
use crate::seal::{Accepted, Drift, Entry, Matter, PassageHash, Seal};
use crate::world::Sha256;
use std::collections::BTreeMap;

/// Decides about one seed, which was read as `source`. `existing` is the text of the page at `address`, if there is one.
pub fn import(
    seal: &Seal,
    seed: &Received<'_>,
    source: &Source,
    address: &Address,
    existing: Option<&str>,
    wish: Wish,
) -> Import {
    let existing = existing.map(|text| merge::parsed(&address.page, text.to_owned()));
    let sealed = seal.entries.get(seed.path);
    let job = Job { seed: *seed, address, wish };
    let decided = belongs(&job, existing.as_ref()).and_then(|()| match (sealed, existing.as_ref()) {
        (None, None) => job.create(source),
        (None, Some(page)) => job.seal_again(page, source),
        (Some(sealed), None) => job.restore(sealed, source),
        (Some(sealed), Some(page)) => job.merge(sealed, page, source),
    });
    decided.unwrap_or_else(|error| Import {
        page: None,
        entry: None,
        report: failed(seed.path, Some(&address.page), error),
    })
}

/// Whether the page at the address is this seed's. What a human wrote is never overwritten.
fn belongs(job: &Job<'_>, existing: Option<&Page>) -> Result<(), String> {
    let place = &job.address.page;
    match existing.map(|page| page.meta.source.seed.as_ref()) {
        None => Ok(()),
        Some(Some(named)) if named.value == *job.seed.path => Ok(()),
        Some(Some(other)) => Err(format!("`{place}` belongs to `{}`; give this seed another `--key`", other.value)),
        Some(None) => Err(format!("`{place}` names no seed, so a human wrote it; give this seed another `--key`")),
    }
}

/// One seed, and what is wanted of it.
struct Job<'a> {
    seed: Received<'a>,
    address: &'a Address,
    wish: Wish,
}

impl Job<'_> {
    fn create(&self, source: &Source) -> Result<Import, String> {
        let (page, entry) = self.draw_up(source)?;
        let text = Some(page.file.text().to_owned());
        Ok(Import { page: text, entry: Some(entry), report: self.report(Status::Created, source) })
    }

    /// The seal was lost; a page with the very passages of this import can be sealed again, whatever else was edited.
    fn seal_again(&self, page: &Page, source: &Source) -> Result<Import, String> {
        let (_, entry) = self.draw_up(source)?;
        if page.gist.hashes != entry.passages {
            return Err(format!(
                "`{}` names this seed, but the seal does not know it and its passages differ; restore `ibid.lock`, or \
                 move the page away",
                self.address.page
            ));
        }
        Ok(Import { page: None, entry: Some(entry), report: self.report(Status::Unchanged, source) })
    }

    /// The page was lost: its passages come back with the ids under which they are sealed.
    fn restore(&self, sealed: &Entry, source: &Source) -> Result<Import, String> {
        let numbering = merge::number(sealed, None, source);
        let source = renumbered(source, &numbering.ids);
        let (page, mut entry) = self.draw_up(&source)?;
        entry.retired.clone_from(&sealed.retired);
        let gone = sealed.passages.keys().filter(|id| !entry.passages.contains_key(id));
        entry.retired.extend(gone.map(|&id| (id, Vec::new())));
        entry.accepted.clone_from(&sealed.accepted);
        entry.drift.clone_from(&sealed.drift);
        let text = Some(page.file.text().to_owned());
        Ok(Import { page: text, entry: Some(entry), report: self.report(Status::Created, &source) })
    }

    /// What was imported before: its page takes what is new in the document and keeps what a human wrote.
    fn merge(&self, sealed: &Entry, page: &Page, source: &Source) -> Result<Import, String> {
        if let Some(fault) = page.gist.findings.iter().find(|finding| is_unreadable(finding.code)) {
            return Err(format!("`{}` has to be mended first: {}", self.address.page, fault.message));
        }
        let numbering = merge::number(sealed, Some(page), source);
        let source = renumbered(source, &numbering.ids);
        let (new, mut entry) = self.draw_up(&source)?;
        let merged = merge::merge(sealed, page, &new, &numbering, self.wish.on_conflict)
            .map_err(|error| format!("`{}` cannot be merged: {error}", self.address.page))?;
        if self.wish.on_conflict == Settle::Stop && !merged.changes.conflicts.is_empty() {
            let names: Vec<String> = merged.changes.conflicts.iter().map(change::Conflict::name).collect();
            let error = format!(
                "the page and the document changed the same: {}; nothing was overwritten; settle it on the page, or \
                 say whose version counts: `--on-conflict page` or `--on-conflict seed`",
                names.join(", ")
            );
            let report = failed(self.seed.path, Some(&self.address.page), error);
            return Ok(Import { page: None, entry: None, report: Report { changes: Some(merged.changes), ..report } });
        }
        entry.retired = merged.retired;
        entry.drift.clone_from(&sealed.drift);
        let went = |id: &PassageId| entry.retired.contains_key(id) || merged.overruled.contains(id);
        let result = merge::parsed(&self.address.page, merged.text);
        let says = &result.gist.hashes;
        // A correction is over where the page says what the document says.
        let is_over = |id: &PassageId| went(id) || says.get(id) == entry.passages.get(id);
        let stays = |accepted: &&Accepted| accepted.matter == Matter::Drift || !is_over(&accepted.passage);
        entry.accepted = sealed.accepted.iter().filter(stays).cloned().collect();
        self.prove(sealed, page, &result, &mut entry)?;
        let mut report = self.report(Status::Updated, &source);
        (report.passages, report.boilerplate) = (result.passages.len(), result.boilerplate.len());
        if result.file.text() == page.file.text() && sealed.sha256 == entry.sha256 {
            // The same document, read as it was: at most the seal learns where its page lies now.
            report.status = Status::Unchanged;
            return Ok(Import { page: None, entry: Some(entry).filter(|entry| entry != sealed), report });
        }
        report.changes = Some(merged.changes);
        Ok(Import { page: Some(result.file.text().to_owned()), entry: Some(entry), report })
    }

    /// Whether a merged page reads as it was meant to: every passage is what the document or the page says, and nothing is
    /// wrong that was not wrong before.
    fn prove(&self, sealed: &Entry, page: &Page, result: &Page, entry: &mut Entry) -> Result<(), String> {
        let (before, now) = (&page.gist.hashes, &result.gist.hashes);
        let broken = now.iter().find(|(id, hash)| entry.passages.get(id) != Some(hash) && before.get(id) != Some(hash));
        if let Some((id, _)) = broken {
            return Err(format!("`{id}` would not come back from the merged page; nothing was overwritten"));
        }
        let is_lost =
            |id: &&PassageId| !now.contains_key(id) && (before.contains_key(id) || !sealed.passages.contains_key(id));
        if let Some(id) = entry.passages.keys().find(is_lost) {
            return Err(format!("`{id}` would be lost from the merged page; nothing was overwritten"));
        }
        let faults = |page: &Page| page.gist.findings.len() + page.gist.unnumbered.len();
        if faults(result) > faults(page) {
            let fault = result.gist.findings.first().map_or("text without an id", |finding| finding.message.as_str());
            return Err(format!("the merged page would not be sound ({fault}); nothing was overwritten"));
        }
        let gone = before.keys().filter(|id| !now.contains_key(id) && !entry.passages.contains_key(id));
        for id in gone.copied().collect::<Vec<_>>() {
            entry.retired.entry(id).or_default();
        }
        Ok(())
    }

    /// Writes the page of a source as text, and makes its entry from what a parser will find on that page.
    fn draw_up(&self, source: &Source) -> Result<(Page, Entry), String> {
        let Job { seed, address, wish } = self;
        let origin = Origin { key: &address.key, seed: seed.path, sha256: seed.sha256, retrieved: wish.retrieved };
        let page = merge::parsed(&address.page, markdown::page(&origin, source));
        let entry = Entry {
            page: address.page.clone(),
            key: address.key.clone(),
            sha256: seed.sha256,
            importer: source.importer.clone(),
            written: Sha256::of(page.file.text().as_bytes()),
            passages: page.gist.hashes.clone(),
            retired: BTreeMap::new(),
            accepted: Vec::new(),
            drift: Drift::default(),
            imprint: Some(merge::imprint(&page)?),
        };
        let meant: BTreeMap<PassageId, PassageHash> =
            source.passages().map(|passage| (passage.id, PassageHash::of(&passage.words.text))).collect();
        let lost = meant.keys().chain(entry.passages.keys()).find(|id| meant.get(id) != entry.passages.get(id));
        match lost {
            Some(id) => Err(format!("`{id}` would not come back from its page as it went in")),
            None => Ok((page, entry)),
        }
    }

    fn report(&self, status: Status, source: &Source) -> Report {
        Report {
            seed: self.seed.path.to_string(),
            source: Some(self.address.page.to_string()),
            status,
            title: source.metadata.title.clone(),
            date: source.metadata.date.map(|date| date.to_string()),
            passages: source.passages().count(),
            boilerplate: source.boilerplate(),
            notes: source.notes.clone(),
            changes: None,
            error: None,
        }
    }
}

/// Whether a page with such a fault cannot be taken apart.
fn is_unreadable(code: Code) -> bool {
    matches!(code, Code::InvalidFrontMatter | Code::InvalidMarkdown | Code::DuplicatePassage)
}

/// Gives the passages these ids, in order, and the notes that speak of them.
fn renumbered(source: &Source, ids: &[PassageId]) -> Source {
    let mut source = source.clone();
    let mut new: BTreeMap<String, String> = BTreeMap::new();
    let mut ids = ids.iter();
    for block in &mut source.blocks {
        if let Content::Passage(passage) = &mut block.content
            && let Some(&id) = ids.next()
        {
            new.insert(passage.id.to_string(), id.to_string());
            passage.id = id;
        }
    }
    for note in &mut source.notes {
        // Words of the document stand in quotation marks.
        let parts = note.split('"').enumerate().map(|(nth, part)| {
            let words = part.split(' ').map(|word| {
                let id = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
                new.get(id).filter(|_| nth % 2 == 0).map_or(word.to_owned(), |other| word.replacen(id, other, 1))
            });
            words.collect::<Vec<_>>().join(" ")
        });
        *note = parts.collect::<Vec<_>>().join("\"");
    }
    source
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::blocks::Blocks;
    use crate::import::source::{Form, Locator};

    #[test]
    fn notes_speak_of_the_ids_that_are_given() {
        let mut blocks = Blocks::default();
        for words in ["one", "two", "three", "four"] {
            blocks.passage(Locator::None, Form::Paragraph, None, words);
        }
        let mut source = Source { blocks: blocks.into_blocks(), ..Source::default() };
        source.notes = vec!["p2 has the label \"p2\"; see p1, p9".into()];
        let ids: Vec<PassageId> = [7, 8, 3, 4].into_iter().filter_map(PassageId::new).collect();
        assert_eq!(renumbered(&source, &ids).notes, ["p8 has the label \"p2\"; see p7, p9"]);
    }
}
