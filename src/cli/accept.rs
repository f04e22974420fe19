//! `ibid accept`: a human's correction of a source page → the seal, with the old and the new hash and the reason.

use super::session::Session;
use super::{Failure, Outcome};
use crate::compile::{Options, compile};
use crate::diagnostic::nearest;
use crate::disk::load::load;
use crate::disk::save::save;
use crate::key::SourceKey;
use crate::path::FilePath;
use crate::seal::{Change, Seal};
use crate::site::Site;
use crate::world::LOCK;

#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// The key of the source whose page was corrected
    #[arg(value_name = "KEY")]
    key: String,
    /// Why it is right that the page no longer says what the document said
    #[arg(long, value_name = "TEXT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    note: String,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session) -> Result<Outcome, Failure> {
    let root = session.root()?;
    let site = compile(load(&root)?, Options::default());
    let lock = FilePath::new(LOCK).expect("the seal's path lies inside the root");
    let read = site.world.files.get(LOCK).map(|file| file.text());
    let mut seal = Seal::parse(read.unwrap_or_default())
        .map_err(|(_, message)| Failure::Environment(format!("the seal `{LOCK}` cannot be read: {message}")))?;
    let page = page(&site, &arguments.key)?;
    let seed = site.corpus.pages[page].meta.source.seed.as_ref().map(|seed| seed.value.clone());
    let entry = seed.and_then(|seed| seal.entries.get_mut(&seed));
    let entry = entry.ok_or_else(|| {
        Failure::Environment(format!(
            "`{}` is not sealed, so there is nothing to accept; run `ibid import`",
            arguments.key
        ))
    })?;
    let changes = entry.changes(&site.corpus.pages[page].passage_hashes());
    for change in &changes {
        session.print(&line(&arguments.key, *change))?;
    }
    if changes.is_empty() {
        session.say(&format!("`{}` says what is sealed; there is nothing to accept", arguments.key));
        return Ok(Outcome::Sound);
    }
    entry.accept(changes, arguments.note.trim());
    save(&root, &lock, read, &seal.to_string())?;
    Ok(Outcome::Sound)
}

fn page(site: &Site, key: &str) -> Result<usize, Failure> {
    let page = SourceKey::new(key).and_then(|key| site.corpus.by_key(&key));
    page.ok_or_else(|| {
        let near = nearest(key, site.corpus.known_keys()).map(|near| format!("; the nearest is `{near}`"));
        Failure::Environment(format!("no source has the key `{key}`{}", near.unwrap_or_default()))
    })
}

/// `accepted npr-witkoff#p6: 6703…006f → e8ab…5dfc`
fn line(key: &str, change: Change) -> String {
    let shown = |hash: Option<crate::seal::PassageHash>| hash.map_or("nothing".to_owned(), |hash| hash.to_string());
    format!("accepted  {key}#{}: {} → {}\n", change.passage, shown(change.from), shown(change.to))
}
