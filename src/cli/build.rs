//! `ibid build`: checks the site, renders it, and publishes it in one step. The site is the result; what is said about
//! it goes to standard error.

use super::check::verified;
use super::progress::Progress;
use super::session::{Session, count, faults, grouped};
use super::words::Words;
use super::write::{Legacy, Writer};
use super::{Failure, Outcome};
use crate::compile::{Options, compile_after};
use crate::disk::again::{Begun, recall};
use crate::disk::follow::Follower;
use crate::disk::kept;
use crate::disk::output::Output;
use crate::disk::pictures::Pictures;
use crate::disk::publish::{Published, publish_over};
use crate::disk::remembered;
use crate::disk::stage::Stage;
use crate::disk::tree::Tree;
use crate::memory::Memory;
use crate::render::dress;
use crate::site::{Site, Summary};
use std::mem::ManuallyDrop;
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
    let known = match recall(&root, &output, &options) {
        Err(known) => known,
        Ok(recalled) => match Words::parse(&recalled.words).filter(|words| words.are_those_of(session)) {
            None => Box::default(),
            Some(words) => {
                words.tell_report(session);
                let done = format!("nothing changed: {} left as they are", count(recalled.files, "file"));
                let closing = closing_line(&words.summary(), &shown(&folder), started.elapsed());
                tell_end(session, &words.notes, &recalled.left, &done, &closing);
                return Ok(Outcome::Sound);
            }
        },
    };
    let begun = Begun::now(&root, &output, &options);
    let progress = Progress::start(session.shows_progress(), "reading");
    let (follower, world) = Follower::begin(&root)?;
    known.identify(&follower, &world);
    progress.step("checking");
    let settings = Options { locked: arguments.locked, ..Options::default() };
    let compile = || {
        let memory = remembered::read(&root, &world, settings);
        (dress(compile_after(world, settings, memory.as_ref().map(Memory::past))), memory)
    };
    let rest = || rayon::join(|| begun.traces(), || kept::read(&root));
    // Of a site that was built before much is read by one thread alone.
    let (((site, theme), memory), (before, kept)) = rayon::join(compile, rest);
    // The program ends with this build: the texts of a large site would be freed one by one for nothing.
    let (site, memory) = (ManuallyDrop::new(site), ManuallyDrop::new(memory));
    drop(progress);
    let shows_progress = session.shows_progress();
    let pictures = Pictures::new(&root);
    let mut legacy = Legacy::default();
    let write = |stage: &Stage| {
        let progress = Progress::start(shows_progress, "rendering");
        let (root, site, theme, pictures) = (&root, &site, &theme, &pictures);
        legacy = Writer { root, site, theme, pictures, before, kept, stage, progress }.write()?;
        Ok(())
    };
    let Some((published, report)) = conclude(arguments, session, &site, (&output, known.standing), write)? else {
        return Ok(Outcome::Unsound);
    };
    let notes = notes(&site, pictures);
    let words = Words::new(&site, &notes, report, session);
    let keep_words = || {
        kept::keep(&root, &legacy.kept);
        begun.keep_traces(published.placed.as_ref(), legacy.traces);
        begun.remember(&follower, &site.world, published.placed.as_ref(), &words.to_text());
    };
    rayon::join(keep_words, || remembered::keep(&root, &site, settings, memory.as_ref()));
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

/// Reports what was found, and publishes if it may. Gives the report, too; `None` when the content does not allow it.
pub(super) fn conclude(
    arguments: &Arguments,
    session: &mut Session,
    site: &Site,
    (output, standing): (&Output, Option<Tree>),
    write: impl FnOnce(&Stage) -> Result<(), Failure>,
) -> Result<Option<(Published, String)>, Failure> {
    let report = session.tell_report(&site.diagnostics, &site.world);
    if Outcome::of(&site.diagnostics, arguments.deny_warnings) == Outcome::Unsound {
        session.tell_error(&format!("nothing was published: {}", faults(&site.summary())));
        return Ok(None);
    }
    match publish_over(output, standing, write) {
        Ok(published) => Ok(Some((published, report))),
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
