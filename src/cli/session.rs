//! What the commands share: the site's root, what may be said and in which colours, and where it goes. Results go to
//! standard output, everything else to standard error.

use super::readers::{COMMAND, Readers};
use super::{Colour, Failure};
use crate::diagnostic::{Diagnostic, Severity};
use crate::disk;
use crate::report::{self, Style};
use crate::site::Summary;
use crate::world::World;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

/// So many columns of a line are quoted: as much as one reads with ease.
pub(super) const WIDTH: usize = 100;

/// Of one code, so many warnings are shown on a terminal.
const MOST_WARNINGS: usize = 20;

/// One run of the program.
pub(super) struct Session {
    pub root: Option<PathBuf>,
    pub quiet: bool,
    pub verbose: bool,
    pub color: Colour,
    pub streams: Streams,
    pub readers: Readers,
}

/// Where a run's words go, and what is known of the other end.
pub(super) struct Streams {
    pub out: Box<dyn Write>,
    pub err: Box<dyn Write>,
    pub out_is_terminal: bool,
    pub err_is_terminal: bool,
    /// The environment asks for none: `NO_COLOR` (no-color.org), or a terminal that can do nothing.
    pub no_colour: bool,
    /// The command line that reads seeds for this process.
    pub reader: Option<Vec<OsString>>,
}

impl Streams {
    pub fn of_process() -> Self {
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        Self {
            out: Box::new(io::stdout()),
            err: Box::new(io::stderr()),
            out_is_terminal: io::stdout().is_terminal(),
            err_is_terminal: io::stderr().is_terminal(),
            reader: std::env::current_exe().ok().map(|program| vec![program.into(), COMMAND.into()]),
            no_colour: is_set("NO_COLOR") || std::env::var_os("TERM").is_some_and(|term| term == "dumb"),
        }
    }

    /// Help goes to standard output and is a success; a wrong usage goes to standard error.
    pub fn print_usage(&mut self, error: &clap::Error) -> u8 {
        let wrong = error.use_stderr();
        let (stream, is_terminal) = match wrong {
            true => (&mut self.err, self.err_is_terminal),
            false => (&mut self.out, self.out_is_terminal),
        };
        let text = error.render();
        // Nobody is left to be told that this could not be printed.
        let _ = match is_terminal && !self.no_colour {
            true => write!(stream, "{}", text.ansi()),
            false => write!(stream, "{text}"),
        };
        if wrong { 2 } else { 0 }
    }
}

impl Session {
    /// The folder of the site that the command is about.
    pub fn root(&self) -> Result<PathBuf, Failure> {
        let Some(root) = &self.root else {
            return Ok(disk::load::find_root(&std::env::current_dir()?)?);
        };
        if root.join("ibid.toml").is_file() {
            return Ok(root.clone());
        }
        let root = root.display();
        Err(Failure::Environment(format!("`{root}` is not a site: it has no `ibid.toml` (an empty one will do)")))
    }

    /// Whether somebody watches who likes to see that something is going on.
    pub fn shows_progress(&self) -> bool {
        self.streams.err_is_terminal && !self.quiet
    }

    /// Prints a result. A reader that has gone, as `head` does, has read enough.
    pub fn print(&mut self, text: &str) -> Result<(), Failure> {
        let printed = self.streams.out.write_all(text.as_bytes()).and_then(|()| self.streams.out.flush());
        match printed {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            printed => Ok(printed?),
        }
    }

    /// Says a line about the work, unless the user wants quiet.
    pub fn say(&mut self, line: &str) {
        if !self.quiet {
            self.tell(line);
        }
    }

    /// Says a line for those who want to know more.
    pub fn mention(&mut self, line: &str) {
        if self.verbose {
            self.tell(line);
        }
    }

    /// The report of a check: a result.
    pub fn print_report(&mut self, diagnostics: &[Diagnostic], world: &World) -> Result<(), Failure> {
        let text = self.report(diagnostics, world, self.streams.out_is_terminal);
        self.print(&text)
    }

    /// The report of a build, whose result is the site. Gives what was told.
    pub fn tell_report(&mut self, diagnostics: &[Diagnostic], world: &World) -> String {
        let text = self.report(diagnostics, world, self.streams.err_is_terminal);
        self.tell_text(&text);
        text
    }

    /// A report that was made before.
    pub fn tell_text(&mut self, text: &str) {
        let _ = self.streams.err.write_all(text.as_bytes());
    }

    /// Says why the command failed, and gives the exit code.
    pub fn fail(&mut self, failure: Failure) -> u8 {
        let (message, code) = match failure {
            Failure::Environment(message) => (message, 2),
            Failure::Output(error) => (format!("cannot print the result: {error}"), 2),
            Failure::Content(diagnostics) => (format!("{} in the content", count(diagnostics.len(), "error")), 1),
        };
        self.tell_error(&message);
        code
    }

    pub fn tell_error(&mut self, message: &str) {
        let error = if self.colour(self.streams.err_is_terminal) { "\x1b[1m\x1b[91merror\x1b[0m" } else { "error" };
        self.tell(&format!("{error}: {message}"));
    }

    /// Whether results are printed in colour.
    pub fn colours_results(&self) -> bool {
        self.colour(self.streams.out_is_terminal)
    }

    fn report(&self, diagnostics: &[Diagnostic], world: &World, is_terminal: bool) -> String {
        let style = style(self.colour(is_terminal), self.cuts(is_terminal));
        let shown = |diagnostic: &&Diagnostic| !self.quiet || diagnostic.severity == Severity::Error;
        let shown: Vec<Diagnostic> = diagnostics.iter().filter(shown).cloned().collect();
        report::text(&shown, world, style)
    }

    /// Whether of many warnings of one code only the first are shown on such a stream.
    pub fn cuts(&self, is_terminal: bool) -> bool {
        is_terminal && !self.verbose
    }

    /// Whether what goes to such a stream is coloured.
    pub fn colour(&self, is_terminal: bool) -> bool {
        match self.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => is_terminal && !self.streams.no_colour,
        }
    }

    /// Standard error may be closed; the work goes on all the same.
    fn tell(&mut self, line: &str) {
        let _ = writeln!(self.streams.err, "{line}");
    }
}

/// How reports are shown.
fn style(colour: bool, cuts: bool) -> Style {
    Style { colour, width: WIDTH, most: cuts.then_some(MOST_WARNINGS) }
}

/// `3 errors, 1 warning`; empty when there is neither.
pub(super) fn faults(summary: &Summary) -> String {
    let faults = [(summary.errors, "error"), (summary.warnings, "warning")];
    let faults: Vec<String> = faults.iter().filter(|(n, _)| *n > 0).map(|&(n, noun)| count(n, noun)).collect();
    faults.join(", ")
}

/// `1 page`, `2 pages`, `12,345 pages`.
pub(super) fn count(number: usize, noun: &str) -> String {
    counted(number, noun, &format!("{noun}s"))
}

/// `1 guess`, `2 guesses`.
pub(super) fn counted(number: usize, one: &str, more: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { more })
}

/// `12,345`
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
