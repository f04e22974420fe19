//! `ibid explain`: what a code means, with examples, and how to mend it: the section of `docs/diagnostics.md`.

use super::session::Session;
use super::{Failure, Outcome};
use crate::diagnostic::{Code, nearest};
use crate::report::manual;

#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// The code, as a report names it: `misquotation`. Without one, all are listed
    code: Option<String>,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session) -> Result<Outcome, Failure> {
    let colour = session.colours_results();
    let text = match &arguments.code {
        None => manual::list(colour),
        Some(name) => manual::explain(find(name)?, colour),
    };
    session.print(&text)?;
    Ok(Outcome::Sound)
}

/// The code of that name; in brackets too, as it stands in a report.
fn find(name: &str) -> Result<Code, Failure> {
    let name = name.trim_start_matches("error").trim_start_matches("warning");
    let name = name.trim_matches(['[', ']', ':']).to_lowercase();
    Code::parse(&name).ok_or_else(|| {
        let near = nearest(&name, Code::ALL.iter().map(|code| code.as_str()));
        let help = near.map_or("`ibid explain` lists all codes".to_owned(), |near| format!("did you mean `{near}`?"));
        Failure::Environment(format!("there is no code `{name}`; {help}"))
    })
}
