//! `ibid serve`: the site in a browser while it is being written. The address is the result and goes to standard output;
//! what is found, and what happens, to standard error.

use super::check::closing_line;
use super::progress::Progress;
use super::session::{Session, count, faults};
use super::{Failure, Outcome};
use crate::compile::Options;
use crate::diagnostic::Diagnostic;
use crate::serve::{Door, Edition, News, PORT, Server, Signal};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// The port; 0 takes any that is free [default: the first free one from 8000]
    #[arg(long, short, value_name = "N")]
    port: Option<u16>,
    /// The address or name to listen on; only this machine can reach the default
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    host: String,
    /// Opens the site in the browser
    #[arg(long, short)]
    open: bool,
    /// Shows drafts as if they were published
    #[arg(long)]
    drafts: bool,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session) -> Result<Outcome, Failure> {
    let root = session.root()?;
    let shut = |shut: crate::serve::Shut| Failure::Environment(shut.to_string());
    let door = Door::open(&arguments.host, arguments.port).map_err(shut)?;
    let progress = Progress::start(session.shows_progress(), "checking");
    let options = Options { drafts: arguments.drafts, ..Options::default() };
    let server = Server::start(&root, options)?;
    drop(progress);
    let stopper = server.sender();
    // Without it the system ends the program, which leaves nothing behind either.
    let handled = ctrlc::set_handler(move || drop(stopper.send(Signal::Stop)));

    let edition = server.edition();
    let mut told = Told::default();
    told.report(&edition, session);
    session.say(&closing_line(&edition.site.summary()));
    if arguments.port.is_none() && door.address.port() != PORT {
        session.say(&format!("note: port {PORT} is in use; this is the next that is free"));
    }
    if door.address.ip().is_unspecified() {
        session.say("note: everybody who can reach this machine can read the site");
    }
    if let Some(reason) = server.blindness() {
        session
            .say(&format!("note: not every folder can be watched ({reason}); files are looked at every few seconds"));
    }
    let address = format!("{}{}", door.origin(), edition.mount);
    session.print(&format!("serving {address}\n"))?;
    let end = if handled.is_ok() { "; Ctrl-C ends" } else { "" };
    session.say(&format!("watching `{}`{end}", root.display()));
    if arguments.open
        && let Err(error) = open::that_detached(&address)
    {
        session.say(&format!("note: no browser could be opened: {error}"));
    }
    drop(edition);
    server.run(door, |news| told.tell(news, session));
    Ok(Outcome::Sound)
}

/// What was said before: a finding is reported once, as long as it is there.
#[derive(Default)]
struct Told(BTreeSet<(PathBuf, &'static str, String)>);

impl Told {
    fn tell(&mut self, news: News<'_>, session: &mut Session) {
        match news {
            News::Edition { edition, changed, took, waiting, reading, is_shown } => {
                self.report(edition, session);
                session.say(&changed_line(edition, &changed, took, is_shown));
                let [compiling, planning] = [edition.took.compiling, edition.took.planning];
                let steps = [("waited", waiting), ("read", reading), ("compiled", compiling), ("planned", planning)];
                let steps = steps.map(|(step, took)| format!("{step} {:.1} ms", took.as_secs_f64() * 1e3));
                session.mention(&steps.join(", "));
            }
            News::Trouble(trouble) => session.tell_error(trouble),
            News::Recovered => session.say("the site is there again"),
        }
    }

    /// Reports what was not reported for the edition before.
    fn report(&mut self, edition: &Edition, session: &mut Session) {
        let key =
            |found: &Diagnostic| (PathBuf::from(found.place.path.as_str()), found.code.as_str(), found.message.clone());
        let all = &edition.site.diagnostics;
        let new: Vec<Diagnostic> = all.iter().filter(|found| !self.0.contains(&key(found))).cloned().collect();
        session.tell_report(&new, &edition.site.world);
        self.0 = all.iter().map(key).collect();
    }
}

/// `content/briefings/a.md changed: 23 pages in 0.03 s · 1 error`
fn changed_line(edition: &Edition, changed: &[PathBuf], took: Duration, is_shown: bool) -> String {
    let what = match changed {
        [] => "the site changed".to_owned(),
        [path] => format!("{} changed", path.display()),
        paths => format!("{} changed", count(paths.len(), "file")),
    };
    let summary = edition.site.summary();
    let found = Some(faults(&summary)).filter(|found| !found.is_empty()).unwrap_or("nothing to report".to_owned());
    let pages = count(summary.pages, "page");
    let kept = if is_shown { "" } else { "; pages are shown as they were" };
    format!("{what}: {pages} in {:.2} s · {found}{kept}", took.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::World;

    #[test]
    fn a_change_is_one_line() {
        let files = [("ibid.toml", ""), ("content/a.md", "Text [@nobody].\n")];
        let edition = Edition::new(World::from_texts(files), Options::default(), None);
        let line = |changed: &[&str], is_shown| {
            let changed: Vec<PathBuf> = changed.iter().map(PathBuf::from).collect();
            changed_line(&edition, &changed, Duration::from_millis(31), is_shown)
        };
        assert_eq!(line(&["content/a.md"], true), "content/a.md changed: 1 page in 0.03 s · 1 error");
        assert_eq!(line(&["a", "b"], true), "2 files changed: 1 page in 0.03 s · 1 error");
        assert_eq!(line(&[], false), "the site changed: 1 page in 0.03 s · 1 error; pages are shown as they were");
    }
}
