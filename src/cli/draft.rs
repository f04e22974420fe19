//! `ibid draft`: sources → the draft of a briefing, checked as it will be before it is written. A file that is there is
//! touched only if it was drafted, and then only where nobody else touched it.

use super::library::check_source;
use super::progress::Progress;
use super::proposals;
use super::session::{Session, count, counted};
use super::{Failure, Outcome};
use crate::compile::{Options, compile};
use crate::corpus::Corpus;
use crate::disk::load::load;
use crate::disk::save::{Saved, save};
use crate::draft::{Draft, Written, draft, is_draft, redraft, sources_of};
use crate::extract::{Extraction, extract, known};
use crate::path::FilePath;
use crate::propose::propose;
use crate::query::{is_pattern, matches_pattern};
use crate::site::Site;
use crate::world::{File, World};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// Keys of sources; `*` and `?` stand for other characters [default: every source, or those of the draft that is there]
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,
    /// Where to write the briefing, below `content/` [default: standard output]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// The title of the briefing [default: the name of the file]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Writes pages for the people, organisations and places in these sources, too: drafts that you confirm
    #[arg(long, requires = "to")]
    proposals: bool,
}

/// Where a draft is checked that nobody wants to keep.
const UNNAMED: &str = "content/briefings/draft.md";

pub(super) fn run(arguments: &Arguments, session: &mut Session) -> Result<Outcome, Failure> {
    let root = session.root()?;
    let path = arguments.to.as_deref().map(|to| below_content(&root, to)).transpose()?;
    let progress = Progress::start(session.shows_progress(), "reading");
    let site = compile(load(&root)?, Options::default());
    let there = path.as_ref().and_then(|path| site.world.files.get(path)).map(|file| file.text().to_owned());
    if let (Some(text), Some(path)) = (&there, &path)
        && !is_draft(text)
    {
        let message =
            format!("`{path}` is there already and was not drafted by ibid, so it is left as it is; name another file");
        return Err(Failure::Environment(message));
    }
    let sources = sources(&site.corpus, arguments, there.as_deref())?;
    progress.step("extracting");
    let known = known(&site.corpus);
    let language = &site.config.language;
    let of_page = |page: usize| (page, extract(&site.corpus.pages[page], language, &known));
    let found: Vec<(usize, Vec<Extraction>)> = sources.into_par_iter().map(of_page).collect();
    let proposals = propose(&site.corpus, &found);
    progress.step("drafting");
    let title = arguments.title.clone().unwrap_or_else(|| path.as_ref().map_or("Draft".to_owned(), title_of));
    let drafted = draft(&site.corpus, &found, &title, language, site.words());
    progress.step("checking");
    let place = path.clone().unwrap_or_else(|| FilePath::new(UNNAMED).expect("a path of the program's own"));
    let (drafted, written, refused) = checked(&site, &place, drafted);
    drop(progress);
    for reason in &refused {
        session.tell_error(&format!("left a line out: {reason}"));
    }
    match path {
        None => session.print(&written.text)?,
        Some(path) => keep(session, &root, &path, there.as_deref(), &drafted, written)?,
    }
    if arguments.proposals {
        proposals::write(&root, &proposals, session)?;
    } else if arguments.to.is_some() && !proposals.is_empty() {
        let names = count(proposals.len(), "name");
        session.say(&format!("{names} could have a page of their own: `--proposals` writes them as drafts"));
    }
    Ok(Outcome::Sound)
}

/// The pages that are meant: those named, else those that the file was drafted from, else all.
fn sources(corpus: &Corpus, arguments: &Arguments, there: Option<&str>) -> Result<Vec<usize>, Failure> {
    let mut named = arguments.sources.clone();
    if named.is_empty() {
        named = there.map(sources_of).unwrap_or_default();
    }
    named.iter().try_for_each(|source| check_source(corpus, source))?;
    let key = |page: usize| corpus.key(page).map_or("", |key| key.as_str());
    let mut pages: Vec<usize> = Vec::new();
    for name in &named {
        let is_meant = |page: &usize| name == key(*page) || is_pattern(name) && matches_pattern(name, key(*page));
        let meant: Vec<usize> = corpus.sources().filter(|page| is_meant(page) && !pages.contains(page)).collect();
        pages.extend(meant);
    }
    if named.is_empty() {
        pages = corpus.sources().filter(|&page| corpus.key(page).is_some()).collect();
    }
    if pages.is_empty() {
        let message = "there is no source to draft from; put documents into `seeds/` and run `ibid import`";
        return Err(Failure::Environment(message.to_owned()));
    }
    Ok(pages)
}

/// Below the site's `content/`, whatever the working directory.
fn below_content(root: &Path, to: &Path) -> Result<FilePath, Failure> {
    let refuse = |reason: &str| Failure::Environment(format!("cannot draft to `{}`: {reason}", to.display()));
    let root = root.canonicalize().map_err(|error| refuse(&error.to_string()))?;
    let absolute = std::env::current_dir()?.join(to);
    // The folders that are there, as they are; those that are not will be made.
    let there = absolute.ancestors().find_map(|folder| folder.canonicalize().ok().map(|found| (folder, found)));
    let (folder, found) = there.ok_or_else(|| refuse("there is no such folder"))?;
    let rest = absolute.strip_prefix(folder).map_err(|error| refuse(&error.to_string()))?;
    let place = if rest.as_os_str().is_empty() { found } else { found.join(rest) };
    let below = place.strip_prefix(&root).ok().and_then(|below| below.to_str()).map(|below| below.replace('\\', "/"));
    let path = below.and_then(|below| FilePath::new(&below).ok());
    let is_page = |path: &FilePath| {
        path.as_str().starts_with("content/") && path.extension() == Some("md") && !path.name().starts_with(['_', '.'])
    };
    path.filter(is_page)
        .ok_or_else(|| refuse("a briefing is a Markdown file below `content/`, such as `content/briefings/talks.md`"))
}

/// `content/briefings/witkoff-talks.md` → “Witkoff talks”
fn title_of(path: &FilePath) -> String {
    let words = path.stem().replace(['-', '_'], " ");
    let mut chars = words.trim().chars();
    chars.next().map(|first| first.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}

/// The draft without the lines that the check refuses, and why it does: none that is known, but what is published has to
/// be sure.
fn checked(site: &Site, path: &FilePath, mut drafted: Draft) -> (Draft, Written, Vec<String>) {
    let mut refused = Vec::new();
    loop {
        let written = drafted.write();
        let mut places = BTreeSet::new();
        for diagnostic in trial(&site.world, path, &written.text).diagnostics {
            let place = written.lines.iter().position(|line| line.contains(&diagnostic.place.span.start));
            if let Some(place) = place.filter(|_| diagnostic.place.path == *path)
                && places.insert(place)
            {
                let line = written.text[written.lines[place].clone()].trim_end();
                refused.push(format!("{}: {line}", diagnostic.message));
            }
        }
        if places.is_empty() {
            return (drafted, written, refused);
        }
        drafted = drafted.without(&places);
    }
}

/// The site with the draft in it, under `strict`.
fn trial(world: &World, path: &FilePath, text: &str) -> Site {
    let mut world = world.clone();
    world.files.insert(path.clone(), Arc::new(File::new(text.to_owned())));
    compile(world, Options { strict: true, ..Options::default() })
}

/// Writes the draft, or what it changes in the one that is there, and says what came of it.
fn keep(
    session: &mut Session,
    root: &Path,
    path: &FilePath,
    there: Option<&str>,
    drafted: &Draft,
    written: Written,
) -> Result<(), Failure> {
    let Some(old) = there else {
        save(root, path, None, &written.text)?;
        let lines = count(drafted.lines().count(), "line");
        session.say(&format!(
            "drafted {path} from {}: {lines}, {}",
            count(drafted.sources.len(), "source"),
            guesses(drafted)
        ));
        return Ok(());
    };
    let again = redraft(old, drafted);
    let saved = save(root, path, Some(old), &again.text)?;
    session.say(&match saved {
        Saved::Unchanged => format!("{path} is up to date"),
        _ => format!(
            "updated {path}: {} added, {} removed; what you touched is as it was",
            count(again.added, "line"),
            again.removed
        ),
    });
    if again.homeless > 0 {
        let lines = count(again.homeless, "new line");
        session.say(&format!("{lines} had a heading that is gone from {path}; `ibid draft` without `--to` shows them"));
    }
    Ok(())
}

fn guesses(drafted: &Draft) -> String {
    match drafted.guesses() {
        0 => "nothing guessed".to_owned(),
        guesses => format!("{} marked (?)", counted(guesses, "guess", "guesses")),
    }
}
