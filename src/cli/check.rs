//! `ibid check`: every check, nothing written. The diagnostics are the result, so they go to standard output.

use super::progress::Progress;
use super::session::{Session, count, faults};
use super::{Failure, Format, Outcome, Verdict};
use crate::disk::load::load;
use crate::report::{self, Summary};
use crate::world::World;

#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// Whom the diagnostics are for: people (`text`) or programs (`json`)
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Fails on warnings too
    #[arg(long)]
    deny_warnings: bool,
    /// Checks as if `ibid.toml` said `strict = true`
    #[arg(long)]
    strict: bool,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session) -> Result<Outcome, Failure> {
    let root = session.root()?;
    let progress = Progress::start(session.shows_progress(), "reading");
    let world = load(&root)?;
    progress.step("checking");
    let verdict = verdict(&world, arguments.strict)?;
    drop(progress);
    conclude(arguments, session, &world, &verdict)
}

/// The seam to the stages: compiles a world, with `strict` over the configuration, and says what was found.
/// The build asks here too, so that both always agree.
pub(super) fn verdict(_world: &World, _strict: bool) -> Result<Verdict, Failure> {
    Err(Failure::Environment("the stages that compile a site are not part of this program yet".to_owned()))
}

/// Prints what was found and draws the conclusion.
pub(super) fn conclude(
    arguments: &Arguments,
    session: &mut Session,
    world: &World,
    verdict: &Verdict,
) -> Result<Outcome, Failure> {
    match arguments.format {
        Format::Text => session.print_report(&verdict.diagnostics, world)?,
        Format::Json => session.print(&report::json(&verdict.diagnostics, world, &verdict.summary))?,
    }
    session.say(&closing_line(&verdict.summary));
    Ok(verdict.outcome(arguments.deny_warnings))
}

/// `checked 9 pages from 2 sources: 1 error · 41 citations, 16 of 17 quotations verified`
fn closing_line(summary: &Summary) -> String {
    let found = Some(faults(summary)).filter(|faults| !faults.is_empty()).unwrap_or("nothing to report".to_owned());
    format!(
        "checked {} and {}: {found} · {}",
        count(summary.pages, "page"),
        count(summary.sources, "source"),
        verified(summary)
    )
}

/// `41 citations, 17 quotations verified`, or how many of them.
pub(super) fn verified(summary: &Summary) -> String {
    let quotations = count(summary.quotations, "quotation");
    let quotations = match summary.verified == summary.quotations {
        true => quotations,
        false => format!("{} of {quotations}", summary.verified),
    };
    format!("{}, {quotations} verified", count(summary.citations, "citation"))
}
