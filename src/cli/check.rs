//! `ibid check`: every check, nothing written. The diagnostics are the result, so they go to standard output.

use super::coverage;
use super::mend::{Manner, mend};
use super::progress::Progress;
use super::session::{Session, count, faults};
use super::{Failure, Outcome};
use crate::compile::{Options, compile};
use crate::disk::load::load;
use crate::render::dress;
use crate::report;
use crate::site::{Site, Summary};
use std::path::Path;

#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// Whom the diagnostics are for: people (`text`), programs (`json`), code hosts (`sarif`), or a job's log on GitHub
    /// (`github`)
    #[arg(long, value_enum, default_value_t)]
    format: ReportFormat,
    /// Fails on warnings too
    #[arg(long)]
    deny_warnings: bool,
    /// Checks as if `ibid.toml` said `strict = true`
    #[arg(long)]
    strict: bool,
    /// Fails if the seal does not fit what is there, or if citations drifted and nobody has looked: for machines that publish
    #[arg(long)]
    locked: bool,
    /// Mends what is certain: never a word, never a source page
    #[arg(long)]
    fix: bool,
    /// Shows what `--fix` would change, and writes nothing
    #[arg(long, requires = "fix")]
    dry_run: bool,
}

#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
enum ReportFormat {
    #[default]
    Text,
    Json,
    Sarif,
    Github,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session) -> Result<Outcome, Failure> {
    let root = session.root()?;
    let progress = Progress::start(session.shows_progress(), "reading");
    let world = load(&root)?;
    progress.step("checking");
    let options = Options { strict: arguments.strict, locked: arguments.locked, ..Options::default() };
    let (site, _) = dress(compile(world, options));
    drop(progress);
    if !arguments.fix {
        return conclude(arguments, session, &site, &folder(&root));
    }
    let found = Outcome::of(&site.diagnostics, arguments.deny_warnings);
    let manner = Manner { diff_is_result: arguments.format == ReportFormat::Text, is_dry_run: arguments.dry_run };
    let (site, _) = dress(mend(session, &root, site, options, manner)?);
    let left = conclude(arguments, session, &site, &folder(&root))?;
    Ok(if arguments.dry_run { found } else { left })
}

/// The way from the repository to the site, with a final `/`: what a job on GitHub checked out, else the working
/// directory. Empty where the site is not below.
fn folder(root: &Path) -> String {
    let workspace = std::env::var_os("GITHUB_WORKSPACE").filter(|path| !path.is_empty()).map(Into::into);
    let base = workspace.or_else(|| std::env::current_dir().ok()).and_then(|base| base.canonicalize().ok());
    let (Some(base), Ok(root)) = (base, root.canonicalize()) else { return String::new() };
    let Ok(below) = root.strip_prefix(&base) else { return String::new() };
    below.iter().map(|part| part.to_string_lossy() + "/").collect()
}

/// Prints what was found and draws the conclusion.
pub(super) fn conclude(
    arguments: &Arguments,
    session: &mut Session,
    site: &Site,
    folder: &str,
) -> Result<Outcome, Failure> {
    let summary = site.summary();
    match arguments.format {
        ReportFormat::Text => session.print_report(&site.diagnostics, &site.world)?,
        ReportFormat::Json => session.print(&report::json(&site.diagnostics, &site.world, &summary))?,
        ReportFormat::Sarif => session.print(&report::sarif(&site.diagnostics, &site.world, folder))?,
        ReportFormat::Github => session.print(&report::github(&site.diagnostics, &site.world, folder))?,
    }
    session.say(&closing_line(&summary));
    coverage::tell(&summary, session);
    let certain = site.diagnostics.iter().filter(|diagnostic| diagnostic.fix.is_some()).count();
    if certain > 0 && !arguments.fix {
        session.say(&format!("{} can be mended for certain: `ibid check --fix`", count(certain, "finding")));
    }
    Ok(Outcome::of(&site.diagnostics, arguments.deny_warnings))
}

/// `checked 9 pages from 2 sources: 1 error · 41 citations, 16 of 17 quotations verified`
pub(super) fn closing_line(summary: &Summary) -> String {
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
