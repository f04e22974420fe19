//! Everything known → diagnostics: the findings of all stages and those of the rules, each judged by the settings of its
//! page. Called last by `compile`. A rule is a file.

mod addresses;
mod coverage;
mod drift;
mod guess;
mod locked;
mod seal;
mod sources;

pub(crate) use drift::{cited, told};
pub(crate) use guess::guesses;

use crate::bind::Bindings;
use crate::config::{self, Config};
use crate::corpus::Corpus;
use crate::diagnostic::{Code, Diagnostic, Finding, Level, Levels, Location, Severity};
use crate::graph::Graph;
use crate::names;
use crate::seal::Seal;
use crate::span::Span;
use crate::world::{self, World};
use std::collections::BTreeMap;

/// What the rules look at.
pub(crate) struct Known<'a> {
    pub world: &'a World,
    pub corpus: &'a Corpus,
    pub bindings: &'a Bindings,
    pub graph: &'a Graph,
    pub seal: &'a Seal,
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
    let mut findings: Vec<(usize, Finding)> = known.corpus.findings.clone();
    let has_drifted = known.seal.entries.values().any(|entry| !entry.drift.is_empty());
    for (index, page) in known.corpus.pages.iter().enumerate() {
        let own = page.findings.iter().chain(&known.bindings.pages[index].findings);
        findings.extend(own.cloned().map(|finding| (index, finding)));
        findings.extend(coverage::unsourced(known, index).map(|finding| (index, finding)));
        findings.extend(guess::unconfirmed(page).map(|finding| (index, finding)));
        findings.extend(seal::check(known, index, rigour.locked).into_iter().map(|finding| (index, finding)));
        if has_drifted {
            findings.extend(drift::check(known, index).into_iter().map(|finding| (index, finding)));
        }
        findings.extend(sources::check(known, index).map(|finding| (index, finding)));
    }
    let none: BTreeMap<Code, Level> = BTreeMap::new();
    let mut diagnostics: Vec<Diagnostic> = findings
        .into_iter()
        .filter_map(|(index, finding)| {
            let page = &known.corpus.pages[index];
            let strict = rigour.strict || page.meta.strict.unwrap_or(config.strict);
            if rigour.locked && finding.code == Code::DriftedCitation {
                // No setting lowers what the command line asks for.
                return finding.judge(&page.path, &Levels { page: &none, site: &none, strict: true });
            }
            finding.judge(&page.path, &Levels { page: &page.meta.checks, site: &config.checks, strict })
        })
        .collect();
    coverage::drop_repeated(&mut diagnostics);
    for (path, finding) in addresses::collisions(known) {
        diagnostics.extend(judge_file(path.as_str(), vec![finding], config));
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
