//! The fixes of a site → its files, each written whole or not at all, and the diff that shows what changed. `check` calls
//! it for `--fix`; which fixes hold is for `fix` to say.

use super::Failure;
use super::session::{Session, count};
use crate::compile::Options;
use crate::disk;
use crate::fix::{Mend, Mended, fix};
use crate::path::FilePath;
use crate::report;
use crate::site::Site;
use crate::world::World;
use std::collections::BTreeMap;
use std::path::Path;

/// Where the diff goes, and whether files are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Manner {
    /// The diff is a result, as a report for people is; else it is said beside it.
    pub diff_is_result: bool,
    pub is_dry_run: bool,
}

/// Mends what is certain; returns the site as it is then.
pub(super) fn mend(
    session: &mut Session,
    root: &Path,
    site: Site,
    options: Options,
    manner: Manner,
) -> Result<Site, Failure> {
    let before = site.world.clone();
    let Mended { site, kept } = fix(site, options);
    let mut by_file: BTreeMap<&FilePath, Vec<&Mend>> = BTreeMap::new();
    for mend in &kept {
        by_file.entry(&mend.path).or_default().push(mend);
    }
    for (path, mends) in &by_file {
        if !manner.is_dry_run {
            save(root, path, &before, &site.world)?;
        }
        show(session, path, mends, &before, manner)?;
    }
    session.say(&match (kept.len(), manner.is_dry_run) {
        (0, _) => "nothing can be mended for certain".to_owned(),
        (n, true) => format!("would mend {} in {}", count(n, "finding"), count(by_file.len(), "file")),
        (n, false) => format!("mended {} in {}", count(n, "finding"), count(by_file.len(), "file")),
    });
    Ok(site)
}

fn save(root: &Path, path: &FilePath, before: &World, after: &World) -> Result<(), Failure> {
    if let (Some(read), Some(mended)) = (before.files.get(path), after.files.get(path)) {
        disk::save::save(root, path, Some(read.text()), mended.text())?;
    }
    Ok(())
}

fn show(
    session: &mut Session,
    path: &FilePath,
    mends: &[&Mend],
    before: &World,
    manner: Manner,
) -> Result<(), Failure> {
    let Some(file) = before.files.get(path).filter(|_| !session.quiet) else { return Ok(()) };
    if manner.diff_is_result {
        let diff = report::changes(file, mends, session.colours_results());
        return session.print(&format!("{diff}\n"));
    }
    session.say(report::changes(file, mends, false).trim_end());
    Ok(())
}
