//! `ibid build`: checks the site, renders it, and publishes it in one step. The site is the result; what is said about
//! it goes to standard error.

use super::check::{verdict, verified};
use super::progress::Progress;
use super::session::{Session, count, faults};
use super::{Failure, Outcome, Verdict};
use crate::disk::load::load;
use crate::disk::output::Output;
use crate::disk::publish::{Published, publish};
use crate::disk::stage::Stage;
use crate::report::Summary;
use crate::world::World;
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
}

pub(super) fn run(arguments: &Arguments, session: &mut Session) -> Result<Outcome, Failure> {
    let started = Instant::now();
    let root = session.root()?;
    let folder = arguments.output.clone().unwrap_or_else(|| root.join("public"));
    // A folder that may not be replaced is better refused now than after a minute's rendering.
    let output = Output::new(&root, &folder)?;
    let progress = Progress::start(session.shows_progress(), "reading");
    let world = load(&root)?;
    progress.step("checking");
    let verdict = verdict(&world, false)?;
    drop(progress);
    let shows_progress = session.shows_progress();
    let write = |stage: &Stage| write_site(&root, &world, stage, &Progress::start(shows_progress, "rendering"));
    let Some(published) = conclude(arguments, session, &world, &verdict, &output, write)? else {
        return Ok(Outcome::Unsound);
    };
    for folder in &published.left {
        session.say(&format!("note: `{}` could not be removed; the next build tries again", folder.display()));
    }
    session.mention(&format!("wrote {}", count(published.files, "file")));
    session.say(&closing_line(&verdict.summary, &folder, started.elapsed()));
    Ok(Outcome::Sound)
}

/// The seam to the renderer: plans the site and writes each of its files into the stage, in parallel. Assets are
/// copied from below `root`. Templates that fail are `Failure::Content`.
fn write_site(_root: &Path, _world: &World, _stage: &Stage, _progress: &Progress) -> Result<(), Failure> {
    Err(Failure::Environment("the stages that render a site are not part of this program yet".to_owned()))
}

/// Reports what was found, and publishes if it may. `None` when the content does not allow it.
pub(super) fn conclude(
    arguments: &Arguments,
    session: &mut Session,
    world: &World,
    verdict: &Verdict,
    output: &Output,
    write: impl FnOnce(&Stage) -> Result<(), Failure>,
) -> Result<Option<Published>, Failure> {
    session.tell_report(&verdict.diagnostics, world);
    if verdict.outcome(arguments.deny_warnings) == Outcome::Unsound {
        session.tell_error(&format!("nothing was published: {}", faults(&verdict.summary)));
        return Ok(None);
    }
    match publish(output, write) {
        Ok(published) => Ok(Some(published)),
        Err(Failure::Content(diagnostics)) => {
            session.tell_report(&diagnostics, world);
            session.tell_error(&format!("nothing was published: {}", count(diagnostics.len(), "error")));
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
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
