//! The seal: whether each source page still says what its seed said when it was imported.
//! `unsealed-source`, `seed-changed`, `passage-altered`, `unnumbered-passage`.

use super::Known;
use crate::diagnostic::{Code, Finding};
use crate::meta::{Kind, Placed};
use crate::page::Page;
use crate::path::FilePath;
use crate::seal::{Entry, PassageHash};
use crate::span::Span;

pub(super) fn check(known: &Known<'_>, index: usize) -> Vec<Finding> {
    let page = &known.corpus.pages[index];
    if page.kind != Kind::Source {
        return Vec::new();
    }
    let place = page.meta.title.as_ref().map_or(Span::at(0), |title| title.span);
    let sealed = known.seal.of_page(&page.path).map(|(seed, _)| seed);
    if let Some(sealed) =
        sealed.filter(|sealed| page.meta.source.seed.as_ref().is_none_or(|seed| seed.value != **sealed))
    {
        let message = format!("this page was imported from `{sealed}`, and no longer says so");
        let finding = Finding::new(Code::PassageAltered, place, message);
        return vec![finding.help(format!("put `seed: {sealed}` back into the front matter"))];
    }
    let Some(seed) = &page.meta.source.seed else {
        let finding = Finding::new(
            Code::UnsealedSource,
            place,
            "this source names no seed, so nothing proves where its words come from",
        );
        return vec![finding.help("import the document with `ibid import`, or allow `unsealed-source` on this page")];
    };
    let Some(entry) = known.seal.entries.get(&seed.value) else {
        let finding = Finding::new(Code::UnsealedSource, seed.span, format!("the seal does not know `{}`", seed.value));
        return vec![finding.help("run `ibid import` to seal the source")];
    };
    let mut findings: Vec<Finding> = seed_changed(known, seed, entry).into_iter().collect();
    findings.extend(altered(page, entry));
    findings.extend(missing(page, entry, place));
    findings.extend(page.unnumbered.iter().map(|&span| {
        let finding = Finding::new(
            Code::UnnumberedPassage,
            span,
            "this text of a sealed source has no id, so nobody can tell where it comes from",
        );
        finding.help("give it an id that was never used, `{#p12}`, or put it into a `::: boilerplate` block")
    }));
    findings
}

fn seed_changed(known: &Known<'_>, seed: &Placed<FilePath>, entry: &Entry) -> Option<Finding> {
    let message = match known.world.seeds.get(&seed.value) {
        Some(sha256) if *sha256 == entry.sha256 => return None,
        Some(sha256) => format!("`{}` is not the document that was imported: its SHA-256 is now {sha256}", seed.value),
        None if known.world.unreadable.iter().any(|file| file.path == seed.value) => return None,
        None => format!("the seed `{}` is gone", seed.value),
    };
    let finding = Finding::new(Code::SeedChanged, seed.span, message).label(format!("sealed with {}", entry.sha256));
    Some(
        finding
            .help("put the file back as it was received; a new version of the document is imported with `ibid import`"),
    )
}

/// Passages of the seal that the page no longer has. One that a human set aside is gone, too, until that is recorded.
fn missing(page: &Page, entry: &Entry, place: Span) -> Vec<Finding> {
    let is_accepted = |id| entry.accepted.iter().any(|correction| correction.passage == id && correction.to.is_none());
    let gone = entry.passages.keys().copied().filter(|&id| page.passage(id).is_none() && !is_accepted(id));
    gone.map(|id| {
        let finding = Finding::new(Code::PassageAltered, place, format!("`{id}` was imported and is no longer here"));
        finding.help("put the passage back; that it was set aside must be recorded in the seal before it counts")
    })
    .collect()
}

fn altered(page: &Page, entry: &Entry) -> impl Iterator<Item = Finding> {
    page.passages.iter().filter_map(|passage| {
        let sealed = entry.passages.get(&passage.id);
        let hash = PassageHash::of(passage.prose.text());
        let accepted =
            entry.accepted.iter().any(|correction| correction.passage == passage.id && correction.to == Some(hash));
        let message = match sealed {
            Some(sealed) if *sealed == hash => return None,
            _ if accepted => return None,
            Some(_) => format!("`{}` is not what was imported", passage.id),
            None => format!("`{}` is not in the seal", passage.id),
        };
        let finding = Finding::new(Code::PassageAltered, passage.span, message);
        Some(
            finding
                .help("restore the words of the document; a correction must be recorded in the seal before it counts"),
        )
    })
}
