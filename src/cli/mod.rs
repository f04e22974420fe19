//! Arguments → a command's work → an exit code: 0 when all is well, 1 when the content has errors, 2 when the command
//! was wrong or the machine failed. `main` calls it; what a command finds out is decided elsewhere.
#![expect(clippy::disallowed_methods, reason = "this room speaks to the environment")]

mod accept;
mod build;
mod check;
mod coverage;
mod draft;
mod explain;
mod extract;
mod find;
mod import;
mod library;
mod mend;
mod new;
mod progress;
mod proposals;
mod readers;
mod seeds;
mod serve;
mod session;
mod words;
mod write;

use crate::diagnostic::{Diagnostic, Severity};
use crate::disk;
use clap::{Parser, Subcommand, ValueEnum};
use session::{Session, Streams};
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs the command that the process was given.
pub fn main() -> ExitCode {
    ExitCode::from(run(std::env::args_os(), Streams::of_process()))
}

/// Publishes briefings whose every citation and quotation is checked against its source.
#[derive(Parser, Debug)]
#[command(name = "ibid", version, max_term_width = 100)]
struct Arguments {
    /// The site's folder [default: the nearest one with an `ibid.toml`, from here upwards]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Says nothing but errors
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Says more, and shows every warning
    #[arg(long, short, global = true, conflicts_with = "quiet")]
    verbose: bool,
    /// Whether to colour what is printed; `auto` asks the terminal and NO_COLOR
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    color: Colour,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Checks the site and publishes it in one step
    Build(build::Arguments),
    /// Shows the site in a browser, anew with every change, and what is wrong with it
    Serve(serve::Arguments),
    /// Checks the site and writes nothing
    Check(check::Arguments),
    /// Finds passages of the sources, each with the citation to paste
    Find(find::Arguments),
    /// Says what a code of a report means and how to mend it
    Explain(explain::Arguments),
    /// Records a human's correction of a source page in the seal
    Accept(accept::Arguments),
    /// Makes a site that builds as it stands, with these documents imported
    New(new::Arguments),
    /// Makes source pages of documents; safe to repeat
    Import(import::Arguments),
    /// Drafts a briefing from sources: quotations and facts, each with its citation
    Draft(draft::Arguments),
    /// Prints the dates and figures that passages of sources give, with where they stand
    Extract(extract::Arguments),
    /// Reads seeds for another process of this program
    #[command(name = readers::COMMAND, hide = true)]
    ReadSeeds,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Colour {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Format {
    #[default]
    Text,
    Json,
}

/// How a command ended that could do its work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Outcome {
    Sound,
    /// The content has errors.
    Unsound,
}

/// Why a command could not do its work, or not all of it.
#[derive(Debug)]
enum Failure {
    /// The machine failed, or the command cannot mean what it says.
    Environment(String),
    /// Something printed went nowhere: a full disk behind standard output, for instance.
    Output(io::Error),
    /// The content turned out to be wrong on the way: a template that fails on a page.
    Content(Vec<Diagnostic>),
}

impl Outcome {
    /// Whether a site with these diagnostics may be published.
    fn of(diagnostics: &[Diagnostic], deny_warnings: bool) -> Self {
        let least = if deny_warnings { Severity::Warning } else { Severity::Error };
        let found = diagnostics.iter().any(|diagnostic| diagnostic.severity >= least);
        if found { Outcome::Unsound } else { Outcome::Sound }
    }
}

impl From<disk::Error> for Failure {
    fn from(error: disk::Error) -> Self {
        Self::Environment(error.to_string())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// The exit code of a command line, everything it says going to `streams`.
fn run(arguments: impl IntoIterator<Item = OsString>, mut streams: Streams) -> u8 {
    let arguments = match Arguments::try_parse_from(find::exclusions_last(arguments)) {
        Ok(arguments) => arguments,
        Err(error) => return streams.print_usage(&error),
    };
    let Arguments { root, quiet, verbose, color, command } = arguments;
    let readers = readers::Readers { program: streams.reader.take(), ..readers::Readers::default() };
    let mut session = Session { root, quiet, verbose, color, streams, readers };
    let done = match &command {
        Command::Build(arguments) => build::run(arguments, &mut session),
        Command::Serve(arguments) => serve::run(arguments, &mut session),
        Command::Check(arguments) => check::run(arguments, &mut session),
        Command::Find(arguments) => find::run(arguments, &mut session),
        Command::Explain(arguments) => explain::run(arguments, &mut session),
        Command::Accept(arguments) => accept::run(arguments, &mut session),
        Command::Import(arguments) => import::run(arguments, &mut session),
        Command::New(arguments) => new::run(arguments, &mut session),
        Command::Draft(arguments) => draft::run(arguments, &mut session),
        Command::Extract(arguments) => extract::run(arguments, &mut session),
        Command::ReadSeeds => readers::work().map(|()| Outcome::Sound).map_err(Failure::from),
    };
    match done {
        Ok(Outcome::Sound) => 0,
        Ok(Outcome::Unsound) => 1,
        Err(failure) => session.fail(failure),
    }
}

#[cfg(test)]
mod tests;
