//! `ibid build`: checks the site, renders it, and publishes it in one step. The site is the result; what is said about
//! it goes to standard error.

use super::check::verified;
use super::progress::Progress;
use super::session::{Session, count, faults, grouped};
use super::words::Words;
use super::{Failure, Outcome};
use crate::compile::{Options, compile};
use crate::disk::again::{Begun, Recalled, recall};
use crate::disk::follow::Follower;
use crate::disk::output::Output;
use crate::disk::pictures::Pictures;
use crate::disk::publish::{Published, publish};
use crate::disk::stage::Stage;
use crate::disk::traces::{Trace, Traced, Traces};
use crate::path::OutPath;
use crate::render::{Artefact, Facts, Plan, Theme, dress, plan};
use crate::site::{Site, Summary};
use crate::trace;
use rayon::iter::Either;
use rayon::prelude::*;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// Where the site goes [default: `public` in the site's folder]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Publishes nothing if there are warnings
    #[arg(long)]
    deny_warnings: bool,
    /// Publishes nothing if the seal does not fit what is there, or if citations drifted and nobody has looked
    #[arg(long)]
    locked: bool,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session) -> Result<Outcome, Failure> {
    let started = Instant::now();
    let root = session.root()?;
    let folder = arguments.output.clone().unwrap_or_else(|| root.join("public"));
    // A folder that may not be replaced is better refused now than after a minute's rendering.
    let output = Output::new(&root, &folder)?;
    let options = arguments.options();
    if let Some((words, recalled)) = recall_words(&root, &output, &options) {
        words.tell_report(session);
        let done = format!("nothing changed: {} left as they are", count(recalled.files, "file"));
        let closing = closing_line(&words.summary(), &shown(&folder), started.elapsed());
        tell_end(session, &words.notes, &recalled.left, &done, &closing);
        return Ok(Outcome::Sound);
    }
    let begun = Begun::now(&root, &output, &options);
    let progress = Progress::start(session.shows_progress(), "reading");
    let (follower, world) = Follower::begin(&root)?;
    progress.step("checking");
    let (site, theme) = dress(compile(world, Options { locked: arguments.locked, ..Options::default() }));
    drop(progress);
    let shows_progress = session.shows_progress();
    let pictures = Pictures::new(&root);
    let mut traces = HashMap::new();
    let write = |stage: &Stage| {
        let progress = Progress::start(shows_progress, "rendering");
        let before = begun.traces();
        traces =
            Writer { root: &root, site: &site, theme: &theme, pictures: &pictures, before, stage, progress }.write()?;
        Ok(())
    };
    let Some(published) = conclude(arguments, session, &site, &output, write)? else {
        return Ok(Outcome::Unsound);
    };
    let notes = notes(&site, pictures);
    if let Some(words) = Words::new(&site, &notes) {
        begun.keep_traces(published.placed.as_ref(), traces);
        begun.remember(&follower, &site.world, published.placed.as_ref(), &words.to_text());
    }
    let files = count(published.files, "file");
    let done = match published.fresh == published.files {
        true => format!("wrote {files}"),
        false => format!("wrote {} of {files}; the others say the same", grouped(published.fresh)),
    };
    let closing = closing_line(&site.summary(), &shown(&folder), started.elapsed());
    tell_end(session, &notes, &published.left, &done, &closing);
    Ok(Outcome::Sound)
}

impl Arguments {
    /// What makes another site, or another answer, of the same folder.
    fn options(&self) -> String {
        format!("deny-warnings={} locked={}", self.deny_warnings, self.locked)
    }
}

/// What the last build said, where another would do and say the same.
fn recall_words(root: &Path, output: &Output, options: &str) -> Option<(Words, Recalled)> {
    let recalled = recall(root, output, options)?;
    Some((Words::parse(&recalled.words)?, recalled))
}

/// What a build of this site has to say besides its findings.
fn notes(site: &Site, pictures: Pictures<'_>) -> Vec<String> {
    let damaged = pictures.finish().into_iter().map(|(path, reason)| {
        format!("note: `{path}` is damaged ({reason}); it is published as it is, in its own size only")
    });
    let mut notes: Vec<String> = damaged.collect();
    if site.config.base_url.is_none() {
        notes.push(
            "note: without `base_url` in `ibid.toml` the site has no feed, no sitemap and no canonical links"
                .to_owned(),
        );
    }
    notes
}

/// The last words of a build that ended well.
fn tell_end(session: &mut Session, notes: &[String], left: &[PathBuf], done: &str, closing: &str) {
    notes.iter().for_each(|note| session.say(note));
    for folder in left {
        session.say(&format!("note: `{}` could not be removed; the next build tries again", folder.display()));
    }
    session.mention(done);
    session.say(closing);
}

/// What writes the files of a site into a stage.
struct Writer<'a> {
    root: &'a Path,
    site: &'a Site,
    theme: &'a Theme,
    pictures: &'a Pictures<'a>,
    /// How the files of the site were made that stands.
    before: Traces,
    stage: &'a Stage,
    progress: Progress,
}

impl Writer<'_> {
    /// Plans the site and writes its files, in parallel: a few pages at a time are in memory. What would come out as it
    /// stands is kept, and not made.
    fn write(&self) -> Result<HashMap<String, Trace>, Failure> {
        let plan = plan(self.site);
        let facts = Facts::of(self.site, &plan);
        self.progress.count("rendering", plan.artefacts.len());
        let files = plan.artefacts.par_iter().map(|(path, artefact)| {
            let written = self.write_file(path, artefact, &plan, &facts);
            self.progress.advance();
            written.map(|trace| (path.as_str().to_owned(), trace))
        });
        let (failures, written): (Vec<_>, Vec<_>) = files.partition_map(Either::from);
        merge(failures)?;
        Ok(written.into_iter().filter_map(|(path, trace)| Some((path, trace?))).collect())
    }

    /// Writes a file or keeps it; says how it was made.
    fn write_file(
        &self,
        path: &OutPath,
        artefact: &Artefact,
        plan: &Plan,
        facts: &Facts,
    ) -> Result<Option<Trace>, Failure> {
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

/// Reports what was found, and publishes if it may. `None` when the content does not allow it.
pub(super) fn conclude(
    arguments: &Arguments,
    session: &mut Session,
    site: &Site,
    output: &Output,
    write: impl FnOnce(&Stage) -> Result<(), Failure>,
) -> Result<Option<Published>, Failure> {
    session.tell_report(&site.diagnostics, &site.world);
    if Outcome::of(&site.diagnostics, arguments.deny_warnings) == Outcome::Unsound {
        session.tell_error(&format!("nothing was published: {}", faults(&site.summary())));
        return Ok(None);
    }
    match publish(output, write) {
        Ok(published) => Ok(Some(published)),
        Err(Failure::Content(diagnostics)) => {
            session.tell_report(&diagnostics, &site.world);
            session.tell_error(&format!("nothing was published: {}", count(diagnostics.len(), "error")));
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}

/// A folder as the user would name it from where the command was given.
fn shown(folder: &Path) -> PathBuf {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let there = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    here.ok().and_then(|here| there.strip_prefix(here).ok().map(Path::to_owned)).unwrap_or_else(|| folder.to_owned())
}

/// `built 23 pages from 2 sources in 0.12 s → public/ · 41 citations, 17 quotations verified`
pub(super) fn closing_line(summary: &Summary, folder: &Path, took: Duration) -> String {
    format!(
        "built {} from {} in {:.2} s → {}/ · {}",
        count(summary.pages, "page"),
        count(summary.sources, "source"),
        took.as_secs_f64(),
        folder.display(),
        verified(summary)
    )
}
