//! A compiled site → its files in a stage, and how each of them was made. `build` calls it; what would come out as it
//! stands is kept, and not made.

use super::Failure;
use super::progress::Progress;
use crate::disk::pictures::Pictures;
use crate::disk::stage::Stage;
use crate::disk::traces::{Trace, Traced, Traces};
use crate::parts::Kept;
use crate::path::OutPath;
use crate::render::{Artefact, Facts, Plan, Theme, plan_with};
use crate::site::Site;
use crate::trace;
use rayon::iter::Either;
use rayon::prelude::*;
use std::collections::HashMap;
use std::path::Path;

/// A thread takes up so many files at a time, so that none is left with many when the others have nothing more to do.
const TOGETHER: usize = 8;

pub(super) struct Writer<'a> {
    pub root: &'a Path,
    pub site: &'a Site,
    pub theme: &'a Theme,
    pub pictures: &'a Pictures<'a>,
    /// How the files of the site were made that stands.
    pub before: Traces,
    pub kept: Kept,
    pub stage: &'a Stage,
    pub progress: Progress,
}

/// What a build leaves to the next: how each file was made, and what was dear to make.
#[derive(Default)]
pub(super) struct Legacy {
    pub traces: HashMap<String, Trace>,
    pub kept: Kept,
}

impl Writer<'_> {
    /// Plans the site and writes its files, in parallel: a few pages at a time are in memory.
    pub fn write(mut self) -> Result<Legacy, Failure> {
        let plan = plan_with(self.site, std::mem::take(&mut self.kept));
        let facts = Facts::of(self.site, &plan);
        self.progress.count("rendering", plan.artefacts.len());
        let mut artefacts: Vec<(&OutPath, &Artefact)> = plan.artefacts.iter().collect();
        artefacts.sort_by_key(|(_, artefact)| !artefact.is_long());
        let files = artefacts.into_par_iter().with_max_len(TOGETHER).map(|(path, artefact)| {
            let written = self.write_file(path, artefact, &plan, &facts);
            self.progress.advance();
            written.map(|trace| (path.as_str().to_owned(), trace))
        });
        let (failures, written): (Vec<_>, Vec<_>) = files.partition_map(Either::from);
        merge(failures)?;
        let traces = written.into_iter().filter_map(|(path, trace)| Some((path, trace?)));
        Ok(Legacy { traces: traces.collect(), kept: plan.keep() })
    }

    /// Writes a file or keeps it; says how it was made.
    fn write_file(
        &self,
        path: &OutPath,
        artefact: &Artefact,
        plan: &Plan,
        facts: &Facts,
    ) -> Result<Option<Trace>, Failure> {
        if matches!(artefact, Artefact::Evidence) {
            return self.write_evidence(path, plan);
        }
        if let Some(Traced { look, trace }) = self.before.get(path.as_str())
            && facts.print(artefact, plan, &trace.looked_at) == Some(trace.print)
            && self.stage.keep(path, look)?
        {
            return Ok(Some(trace.clone()));
        }
        let (made, looked_at) = trace::record(|| self.make_file(path, artefact, plan));
        made?;
        let print = facts.print(artefact, plan, &looked_at);
        Ok(print.map(|print| Trace { print, looked_at: looked_at.into() }))
    }

    /// Writes the evidence, most of which stands in the published file.
    fn write_evidence(&self, path: &OutPath, plan: &Plan) -> Result<Option<Trace>, Failure> {
        let before = self.before.get(path.as_str());
        let evidence = plan.evidence(self.site, before.map(|before| before.trace.print));
        let trace = evidence.print().map(|print| Trace { print, looked_at: Box::default() });
        if let Some(Traced { look, .. }) = before
            && evidence.is_published_in_part()
            && self.stage.patch(path, look, evidence.pieces())?
        {
            return Ok(trace);
        }
        // What cannot be had from the published file is made.
        let evidence = match evidence.is_published_in_part() {
            true => plan.evidence(self.site, None),
            false => evidence,
        };
        self.stage.write_pieces(path, evidence.pieces())?;
        Ok(trace)
    }

    fn make_file(&self, path: &OutPath, artefact: &Artefact, plan: &Plan) -> Result<(), Failure> {
        match artefact {
            Artefact::Copy(from) => self.stage.copy(path, &self.root.join(from.as_str()))?,
            Artefact::Resized(from, width) => {
                let sha256 = self.site.world.assets[from].sha256;
                self.stage.write(path, &self.pictures.smaller(from, sha256, *width)?)?;
            }
            artefact => match plan.bytes(artefact, self.site, self.theme) {
                Ok(bytes) => self.stage.write(path, &bytes)?,
                Err(diagnostic) => return Err(Failure::Content(vec![*diagnostic])),
            },
        }
        Ok(())
    }
}

/// All that failed as one failure: the machine's first, else everything that is wrong with the content.
fn merge(failures: Vec<Failure>) -> Result<(), Failure> {
    let mut diagnostics = Vec::new();
    for failure in failures {
        match failure {
            Failure::Content(faults) => diagnostics.extend(faults),
            failure => return Err(failure),
        }
    }
    // One fault of a template shows on every page that it makes.
    diagnostics.sort_by(|a, b| (&a.place, a.code, &a.message).cmp(&(&b.place, b.code, &b.message)));
    diagnostics.dedup();
    if diagnostics.is_empty() { Ok(()) } else { Err(Failure::Content(diagnostics)) }
}
