//! A finished site → the output folder, in one step. `ibid build` calls it with a closure that fills the stage.
//! Until the exchange the old site is whole, after it the new one is; a build that fails, is killed or runs out of disk
//! changes nothing that can be seen. It does not wait for the disk: after a power cut, build again.

use super::carry::{Carried, Own, carry, catch_up};
use super::output::{Output, Standing, own_dot_files};
use super::placed::{self, Placed};
use super::stage::{Link, Stage};
use super::staging::sweep;
use super::tree::Tree;
use super::{Error, reason};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// A site that is in its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Published {
    /// Files that the site wrote, without the marker and without what was carried over.
    pub files: usize,
    /// How many of them are other files than before: new ones, and those whose bytes changed.
    pub fresh: usize,
    /// Staging folders that could not be removed; the next build tries again.
    pub left: Vec<PathBuf>,
    /// `None` where somebody was in it before the build was done with it, or where the file system's clock is too coarse to
    /// tell: then there is nothing to compare a later state with.
    pub placed: Option<Placed>,
}

/// Builds a site beside `output` and exchanges it with what is there.
pub fn publish<E: From<Error>>(output: &Output, write: impl FnOnce(&Stage) -> Result<(), E>) -> Result<Published, E> {
    publish_over(output, None, write)
}

/// The same over a site of which it is known how it stands.
pub fn publish_over<E: From<Error>>(
    output: &Output,
    standing: Option<Tree>,
    write: impl FnOnce(&Stage) -> Result<(), E>,
) -> Result<Published, E> {
    publish_by(Ways { exchange, link }, output, standing, write)
}

/// What not every system can do, both with paths that are there.
#[derive(Clone, Copy)]
struct Ways {
    /// How two folders trade places.
    exchange: Exchange,
    link: Link,
}

type Exchange = fn(&Path, &Path) -> io::Result<()>;

fn publish_by<E: From<Error>>(
    ways: Ways,
    output: &Output,
    standing: Option<Tree>,
    write: impl FnOnce(&Stage) -> Result<(), E>,
) -> Result<Published, E> {
    let parent = output.parent();
    fs::create_dir_all(parent).map_err(Error::io("make", parent))?;
    let mut left = clear_leftovers(output);
    output.standing()?;
    let stage = Stage::new(output, ways.link, standing)?;
    moment("staged");
    write(&stage)?;
    let fresh = stage.new_files();
    stage.finish()?;
    let folders = placed::folders(&stage.site(), &stage.written(), stage.clock());
    moment("written");
    let turn = take_turn(parent);
    let old = place(ways.exchange, &stage, output)?;
    drop(turn);
    moment("placed");
    if stage.retire(old.as_deref()).is_err() {
        left.push(stage.folder().to_owned());
    }
    let written = stage.written();
    let placed = placed::settle(output.folder(), folders, &written, stage.clock());
    Ok(Published { files: written.len() - 1, fresh, left, placed })
}

/// Removes what killed builds left beside an output; returns what resisted.
pub(super) fn clear_leftovers(output: &Output) -> Vec<PathBuf> {
    let _turn = take_turn(output.parent());
    sweep(output.parent())
}

/// Waits until no other build is exchanging in this folder. Where the file system has no locks, nobody waits.
fn take_turn(parent: &Path) -> Option<File> {
    let folder = File::open(parent).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

/// Brings the staged site to its place, with the dot files of others in it. Returns where the old site is now.
fn place(exchange: Exchange, stage: &Stage, output: &Output) -> Result<Option<PathBuf>, Error> {
    let (site, folder) = (stage.site(), output.folder());
    if output.standing()? == Standing::Nothing {
        return fs::rename(&site, folder).map(|()| None).map_err(Error::io("publish into", folder));
    }
    let own = Own { before: own_dot_files(folder), now: stage.own_dot_files() };
    let carried = carry(folder, &site, &own)?;
    let mode = fs::metadata(folder).map_err(Error::io("read", folder))?.permissions();
    fs::set_permissions(&site, mode).map_err(Error::io("publish into", folder))?;
    moment("carried");
    match exchange(&site, folder) {
        Ok(()) => {
            moment("exchanged");
            settle(&site, folder, &own, &carried, || exchange(&site, folder))?;
            Ok(Some(site))
        }
        Err(error) if is_unsupported(&error) => {
            let aside = stage.aside();
            set_aside(&site, folder, &aside).map_err(Error::io("publish into", folder))?;
            settle(&aside, folder, &own, &carried, || {
                fs::rename(folder, &site)?;
                fs::rename(&aside, folder)
            })?;
            Ok(Some(aside))
        }
        Err(error) => Err(Error::new("publish into", folder, reason(&error))),
    }
}

/// Brings over what changed at the last moment; where that fails, the old site comes back, for nothing may be lost.
fn settle(
    old: &Path,
    new: &Path,
    own: &Own,
    carried: &Carried,
    undo: impl FnOnce() -> io::Result<()>,
) -> Result<(), Error> {
    catch_up(old, new, own, carried).or_else(|error| {
        undo().map_err(Error::io("put back", new))?;
        Err(error)
    })
}

/// The two renames of a system without an exchange. Between them there is no output for a moment; a build that is
/// killed just then is mended by the next one.
fn set_aside(site: &Path, folder: &Path, aside: &Path) -> io::Result<()> {
    fs::create_dir_all(aside.parent().expect("it lies in the stage"))?;
    fs::rename(folder, aside)?;
    moment("aside");
    fs::rename(site, folder).or_else(|error| {
        fs::rename(aside, folder)?;
        Err(error)
    })
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Where a file cannot be known by its number, it cannot be known again under another name.
#[cfg(unix)]
fn link(file: &Path, name: &Path) -> io::Result<()> {
    fs::hard_link(file, name)
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Old kernels and some file systems know the call and not the flag.
fn is_unsupported(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}

/// A named moment of a publication. Tests kill the process there; otherwise it is nothing.
#[cfg(not(test))]
pub(super) fn moment(_: &str) {}

#[cfg(test)]
pub(super) use tests::moment;

#[cfg(test)]
mod tests;
