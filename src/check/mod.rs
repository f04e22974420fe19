//! Everything known → diagnostics: the findings of all stages and those of the rules, each judged by the settings of its
//! page. Called last by `compile`. A rule is a file.

mod addresses;
mod coverage;
mod drift;
mod guess;
mod locked;
mod seal;
mod sources;

pub(crate) use addresses::collisions;
pub(crate) use drift::{cited, told};

use crate::bind::Bindings;
use crate::config::{self, Config};
use crate::corpus::Corpus;
use crate::diagnostic::{Code, Diagnostic, Finding, Level, Levels, Location, Severity};
use crate::graph::Graph;
use crate::names;
use crate::page::Page;
use crate::path::FilePath;
use crate::seal::Seal;
use crate::span::Span;
use crate::world::{self, World};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What the rules look at.
pub(crate) struct Known<'a> {
    pub world: &'a World,
    pub corpus: &'a Corpus,
    pub bindings: &'a Bindings,
    pub graph: &'a Graph,
    pub seal: &'a Seal,
    /// See [`collisions`].
    pub collisions: &'a [(FilePath, Finding)],
}

/// What the caller asks for beyond what the site and its pages say of themselves.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Rigour {
    /// As if every page were strict.
    pub strict: bool,
    /// The seal has to fit all that is there, and nothing may be left to look at.
    pub locked: bool,
}

/// All diagnostics, in order of file and place, without repetitions.
pub(crate) fn check(known: &Known<'_>, config: &Config, rigour: Rigour) -> Vec<Diagnostic> {
    let has_drifted = known.seal.entries.values().any(|entry| !entry.drift.is_empty());
    // The first of several seeds that name one page.
    let sealed = known.seal.entries.iter().rev().map(|(seed, entry)| (&entry.page, seed));
    let sealed: BTreeMap<&FilePath, &FilePath> = sealed.collect();
    let judge = |index: usize, finding: Finding| {
        let page = &known.corpus.pages[index];
        if rigour.locked && finding.code == Code::DriftedCitation {
            // No setting lowers what the command line asks for.
            return finding.judge(&page.path, &Levels { page: &BTreeMap::new(), site: &BTreeMap::new(), strict: true });
        }
        finding.judge(&page.path, &levels(page, config, rigour))
    };
    let of_page = |index: usize| {
        let page = &known.corpus.pages[index];
        let found = page.gist.findings.iter().chain(&known.bindings.pages[index].findings).cloned();
        // A briefing has dozens of statements without a source, and few sites ask to hear of them.
        let counts = Code::UnsourcedStatement.severity(&levels(page, config, rigour)).is_some();
        let found = found.chain(counts.then(|| coverage::unsourced(known, index)).into_iter().flatten());
        let found = found.chain(guess::unconfirmed(page)).chain(seal::check(
            known,
            index,
            sealed.get(&page.path).copied(),
            rigour.locked,
        ));
        let drifted = has_drifted.then(|| drift::check(known, index)).into_iter().flatten();
        let found = found.chain(drifted).chain(sources::check(known, index));
        found.filter_map(|finding| judge(index, finding)).collect::<Vec<_>>()
    };
    let collisions = known.corpus.findings.iter().cloned();
    let mut diagnostics: Vec<Diagnostic> = collisions.filter_map(|(index, finding)| judge(index, finding)).collect();
    diagnostics.par_extend((0..known.corpus.pages.len()).into_par_iter().flat_map_iter(of_page));
    coverage::drop_repeated(&mut diagnostics);
    for (path, finding) in known.collisions {
        diagnostics.extend(judge_file(path.as_str(), vec![finding.clone()], config));
    }
    if rigour.locked {
        for (path, finding) in locked::check(known) {
            diagnostics.extend(judge_file(path.as_str(), vec![finding], config));
        }
    }
    diagnostics.extend(unreadable(known.world));
    sort(&mut diagnostics);
    diagnostics
}

/// How severe each code is on a page.
fn levels<'a>(page: &'a Page, config: &'a Config, rigour: Rigour) -> Levels<'a> {
    let strict = rigour.strict || page.meta.strict.unwrap_or(config.strict);
    Levels { page: &page.meta.checks, site: &config.checks, strict }
}

/// By file, place and code; what two stages found alike stands once.
pub(crate) fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| (&a.place, a.code, &a.message).cmp(&(&b.place, b.code, &b.message)));
    diagnostics.dedup();
}

/// The findings of a file that is no page, under the settings of the site.
pub(crate) fn judge_file(path: &str, findings: Vec<Finding>, config: &Config) -> Vec<Diagnostic> {
    let path = crate::path::FilePath::new(path).expect("a path of the site's own lies inside the root");
    let none: BTreeMap<Code, Level> = BTreeMap::new();
    let levels = Levels { page: &none, site: &config.checks, strict: config.strict };
    findings.into_iter().filter_map(|finding| finding.judge(&path, &levels)).collect()
}

fn unreadable(world: &World) -> impl Iterator<Item = Diagnostic> {
    world.unreadable.iter().map(|file| {
        let (code, help) = match file.path.as_str() {
            config::PATH | names::PATH | world::LOCK => (Code::InvalidConfig, "restore the file"),
            path if path.starts_with("styles/") => (Code::InvalidConfig, "mend the file, or move it out of `styles/`"),
            path if path.starts_with("seeds/") => (Code::SeedChanged, "put the file back as it was received"),
            path if path.starts_with("content/") => {
                (Code::InvalidMarkdown, "mend the file, or move it out of `content/`")
            }
            _ => (Code::TemplateError, "mend the file, or move it out of the theme"),
        };
        Diagnostic {
            code,
            severity: Severity::Error,
            place: Location { path: file.path.clone(), span: Span::at(0) },
            label: None,
            marks: Vec::new(),
            message: format!("the file cannot be read: {}", file.reason),
            help: Some(help.to_owned()),
            related: Vec::new(),
            fix: None,
        }
    })
}
