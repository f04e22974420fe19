//! The seal: whether each source page still says what its seed said when it was imported.
//! `unsealed-source`, `seed-changed`, `passage-altered`, `unnumbered-passage`; under `--locked` also `stale-seal`.

use super::{Known, locked};
use crate::diagnostic::{Code, Finding};
use crate::key::SourceKey;
use crate::meta::{Kind, Placed};
use crate::path::FilePath;
use crate::seal::{Change, Entry};
use crate::span::Span;

/// `sealed` is the seed that the seal says the page was imported from.
pub(super) fn check(known: &Known<'_>, index: usize, sealed: Option<&FilePath>, is_locked: bool) -> Vec<Finding> {
    let page = &known.corpus.pages[index];
    if page.kind != Kind::Source {
        return Vec::new();
    }
    let place = page.meta.title.as_ref().map_or(Span::at(0), |title| title.span);
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
        if is_locked && !locked::is_readable(known) {
            return Vec::new();
        }
        let code = if is_locked { Code::StaleSeal } else { Code::UnsealedSource };
        let finding = Finding::new(code, seed.span, format!("the seal does not know `{}`", seed.value));
        return vec![finding.help("run `ibid import` to seal the source")];
    };
    let mut findings: Vec<Finding> = seed_changed(known, seed, entry).into_iter().collect();
    findings.extend(altered(known, index, entry, place));
    if is_locked {
        findings.extend(withdrawn(known, index, entry, place));
    }
    findings.extend(page.gist.unnumbered.iter().map(|&span| {
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

/// What the page has that the seal does not vouch for, and the other way round.
fn altered(known: &Known<'_>, index: usize, entry: &Entry, place: Span) -> Vec<Finding> {
    let page = &known.corpus.pages[index];
    let key = known.corpus.key(index).map(SourceKey::as_str).unwrap_or_default();
    let help = format!("restore the words of the document, or vouch for the change: `ibid accept {key} --note \"…\"`");
    let changes = entry.changes(&page.gist.hashes);
    let finding = |change: Change| {
        let id = change.passage;
        let (message, span) = match (page.passage(id), change.from) {
            (None, _) => (format!("`{id}` was imported and is no longer here"), place),
            (Some(passage), Some(_)) => (format!("`{id}` is not what was imported"), page.passages[passage].span),
            (Some(passage), None) => (format!("`{id}` is not in the seal"), page.passages[passage].span),
        };
        Finding::new(Code::PassageAltered, span, message).help(help.clone())
    };
    changes.into_iter().map(finding).collect()
}

/// Corrections that were accepted and are not on the page any more.
fn withdrawn(known: &Known<'_>, index: usize, entry: &Entry, place: Span) -> Vec<Finding> {
    let page = &known.corpus.pages[index];
    let key = known.corpus.key(index).map(SourceKey::as_str).unwrap_or_default();
    let finding = |change: Change| {
        let id = change.passage;
        let span = page.passage(id).map_or(place, |passage| page.passages[passage].span);
        let message = format!("the correction of `{id}` that was accepted is no longer on the page");
        let help = format!("put it back, or say why it went: `ibid accept {key} {id} --note \"…\"`");
        Finding::new(Code::StaleSeal, span, message).help(help)
    };
    entry.withdrawn(&page.gist.hashes).into_iter().map(finding).collect()
}
