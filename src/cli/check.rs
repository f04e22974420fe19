//! `ibid check`: every check, nothing written. The diagnostics are the result, so they go to standard output.

use super::coverage;
use super::progress::Progress;
use super::session::{Session, count, faults};
use super::{Failure, Format, Outcome};
use crate::compile::{self, Options};
use crate::disk::load::load;
use crate::render::Theme;
use crate::report;
use crate::site::{Site, Summary};
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
    let (site, _) = compile(world, arguments.strict);
    drop(progress);
    conclude(arguments, session, &site)
}

/// Compiles a world and reads its templates. The build asks here too, so that both always agree.
pub(super) fn compile(world: World, strict: bool) -> (Site, Theme) {
    let mut site = compile::compile(world, Options { strict });
    let (theme, faults) = Theme::load(&site.world, &site.config);
    site.diagnostics.extend(faults);
    (site, theme)
}

/// Prints what was found and draws the conclusion.
pub(super) fn conclude(arguments: &Arguments, session: &mut Session, site: &Site) -> Result<Outcome, Failure> {
    let summary = site.summary();
    match arguments.format {
        Format::Text => session.print_report(&site.diagnostics, &site.world)?,
        Format::Json => session.print(&report::json(&site.diagnostics, &site.world, &summary))?,
    }
    session.say(&closing_line(&summary));
    coverage::tell(&summary, session);
    Ok(Outcome::of(&site.diagnostics, arguments.deny_warnings))
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
    let quotations = count(summary.counts.quotations, "quotation");
    let quotations = match summary.counts.verified == summary.counts.quotations {
        true => quotations,
        false => format!("{} of {quotations}", summary.counts.verified),
    };
    format!("{}, {quotations} verified", count(summary.counts.citations, "citation"))
}
