//! What is wrong with the site → what a browser shows of it: each finding in the words of the terminal, those of the page
//! that is looked at first. `events` sends them.

use super::board::{Now, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::{self, Style};
use crate::world::World;
use serde::Serialize;

/// Of errors and of warnings, so many are shown; the terminal has them all.
const MOST: usize = 20;

/// So many columns of a line are quoted.
const WIDTH: usize = 90;

/// All that is to be said to one tab.
pub(super) struct Faults {
    pub errors: usize,
    pub warnings: usize,
    /// Errors first, and of each sort those of the page first.
    pub shown: Vec<Fault>,
}

/// One finding, or the reason why the site cannot be read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Fault {
    severity: &'static str,
    code: &'static str,
    message: String,
    /// `path:line:column`
    place: String,
    /// The lines around it, as the terminal shows them.
    excerpt: String,
    help: String,
}

pub(super) fn faults(now: &Now, page: Option<&Page>) -> Faults {
    let world = &now.latest.site.world;
    let own = page.and_then(|page| page.fault.as_ref());
    let all: Vec<&Diagnostic> = own.into_iter().chain(&now.latest.site.diagnostics).collect();
    let of = |severity: Severity| all.iter().filter(move |diagnostic| diagnostic.severity == severity);
    let file = page.and_then(|page| page.file.as_ref());
    let mut shown = Vec::new();
    shown.extend(now.trouble.as_deref().map(trouble));
    for severity in [Severity::Error, Severity::Warning] {
        let mut sorted: Vec<&&Diagnostic> = of(severity).collect();
        sorted.sort_by_key(|diagnostic| Some(&diagnostic.place.path) != file);
        shown.extend(sorted.into_iter().take(MOST).map(|diagnostic| fault(diagnostic, world)));
    }
    let errors = of(Severity::Error).count() + usize::from(now.trouble.is_some());
    Faults { errors, warnings: of(Severity::Warning).count(), shown }
}

fn trouble(message: &str) -> Fault {
    let (message, empty) = (message.to_owned(), String::new());
    Fault { severity: "error", code: "", message, place: empty.clone(), excerpt: empty.clone(), help: empty }
}

fn fault(diagnostic: &Diagnostic, world: &World) -> Fault {
    let style = Style { colour: false, width: WIDTH, most: None };
    let text = report::text(std::slice::from_ref(diagnostic), world, style);
    let rest = text.split_once('\n').map_or("", |(_, rest)| rest).trim_end();
    // The help stands apart, unless a change follows it.
    let help = diagnostic.help.as_ref().filter(|_| diagnostic.fix.is_none());
    let excerpt = help.and_then(|_| rest.rfind("help: ")).map_or(rest, |at| rest[..at].trim_end());
    let start = world.files.get(&diagnostic.place.path).map(|_| report::places(&diagnostic.place, world)[0]);
    let path = &diagnostic.place.path;
    Fault {
        severity: diagnostic.severity.as_str(),
        code: diagnostic.code.as_str(),
        message: report::visible(&diagnostic.message),
        place: start.map_or(path.to_string(), |start| format!("{path}:{}:{}", start.line, start.column)),
        excerpt: excerpt.to_owned(),
        help: help.map(|help| report::visible(help)).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::{Options, compile};

    #[test]
    fn a_fault_says_what_the_terminal_says() {
        let site = compile(
            World::from_texts([("ibid.toml", ""), ("content/a.md", "Some text.\n\nA claim [@nobody#p1].\n")]),
            Options::default(),
        );
        let fault = fault(&site.diagnostics[0], &site.world);
        assert_eq!(
            (fault.severity, fault.code, fault.place.as_str()),
            ("error", "unknown-source", "content/a.md:3:11")
        );
        assert!(
            fault.excerpt.contains("3 | A claim [@nobody#p1].") && fault.excerpt.contains('^'),
            "{}",
            fault.excerpt
        );
        assert!(!fault.excerpt.contains("error[") && !fault.message.is_empty());
        let has_help = site.diagnostics[0].help.is_some();
        assert_eq!(fault.help.is_empty(), !has_help);
        assert!(!fault.excerpt.contains("help: "));
    }
}
