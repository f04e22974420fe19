//! A site's folder, read again and again → the `World`s that it was. The server calls it when something has changed: files
//! that did not change are not read a second time, and are shared by both worlds.

use super::Error;
use super::load::{CONFIGURATION, FOLDERS, Found, Kind, check_link, is_litter, kind, put, sort, survey};
use super::look::Look;
use crate::path::FilePath;
use crate::world::World;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A site's folder, and how each of its files looked when it was read.
#[derive(Debug)]
pub struct Follower {
    root: PathBuf,
    looks: BTreeMap<FilePath, Look>,
    /// Where links inside the site lead: changes there come under another name.
    targets: BTreeSet<PathBuf>,
}

impl Follower {
    /// Reads a site for the first time.
    pub fn begin(root: &Path) -> Result<(Self, World), Error> {
        let root = root.canonicalize().map_err(Error::io("read", root))?;
        let mut follower = Self { root, looks: BTreeMap::new(), targets: BTreeSet::new() };
        let world = follower.rescan(&World::default())?;
        Ok((follower, world.unwrap_or_default()))
    }

    /// Without links in it.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where links inside the site lead.
    pub fn targets(&self) -> &BTreeSet<PathBuf> {
        &self.targets
    }

    /// How each file that could be read looked just before it was read.
    pub fn looks(&self) -> &BTreeMap<FilePath, Look> {
        &self.looks
    }

    /// The site as it is now; `None` when it is as it was. Every file is looked at, and read if it looks different.
    pub fn rescan(&mut self, last: &World) -> Result<Option<World>, Error> {
        let survey = survey(&self.root, &FOLDERS)?;
        let seen: Vec<_> = survey
            .found
            .par_iter()
            .map(|found| {
                // Before the file is read: what is written meanwhile looks different next time.
                let look = found.look();
                let is_as_it_was = look.is_some() && look.as_ref() == self.looks.get(&found.path) && has(last, found);
                (look, (!is_as_it_was).then(|| found.read()))
            })
            .collect();
        self.looks.clear();
        self.targets = survey.targets.into_iter().collect();
        let mut world = World { unreadable: survey.unreadable, ..World::default() };
        for (found, (look, content)) in survey.found.into_iter().zip(seen) {
            if content.as_ref().is_none_or(Result::is_ok) {
                self.looks.extend(look.map(|look| (found.path.clone(), look)));
            }
            match content {
                Some(content) => put(&mut world, found.path, content),
                None => share(last, &mut world, found),
            }
        }
        sort(&mut world.unreadable);
        Ok(differ(last, &world).then_some(world))
    }

    /// The same where these paths, and no others, may have changed. Where that is not sure it looks at everything.
    pub fn reread(&mut self, last: &World, named: &BTreeSet<PathBuf>) -> Result<Option<World>, Error> {
        if !self.targets.is_empty() {
            return self.rescan(last);
        }
        let mut world = last.clone();
        for on_disk in named {
            match self.reread_one(last, &mut world, on_disk) {
                Some(()) => {}
                None => return self.rescan(last),
            }
        }
        sort(&mut world.unreadable);
        Ok(differ(last, &world).then_some(world))
    }

    /// `None` where one path does not tell what happened.
    fn reread_one(&mut self, last: &World, world: &mut World, on_disk: &Path) -> Option<()> {
        let Some(within) = self.within(on_disk) else { return Some(()) };
        let path = within.to_str().and_then(|text| FilePath::new(&text.replace('\\', "/")).ok())?;
        if within.components().count() == 1 && !CONFIGURATION.contains(&path.as_str()) {
            return None;
        }
        let metadata = match fs::symlink_metadata(on_disk) {
            Ok(metadata) if metadata.is_file() => metadata,
            // A folder was known as its files.
            Err(_) if !is_folder_of(last, &path) => {
                self.forget(world, &path);
                return Some(());
            }
            _ => return None,
        };
        let is_configuration = CONFIGURATION.contains(&path.as_str());
        let kind = if is_configuration { Some(Kind::Text) } else { kind(&path) };
        let Some(kind) = kind else { return Some(()) };
        let content = Found { path: path.clone(), on_disk: on_disk.to_owned(), kind }.read();
        self.forget(world, &path);
        if content.is_ok() {
            self.looks.insert(path.clone(), Look::of(&metadata));
        }
        put(world, path, content);
        Some(())
    }

    fn forget(&mut self, world: &mut World, path: &FilePath) {
        self.looks.remove(path);
        world.files.remove(path);
        world.assets.remove(path);
        world.seeds.remove(path);
        world.unreadable.retain(|unreadable| unreadable.path != *path);
    }

    /// The way from the root to something that may be read; `None` for everything else.
    fn within<'a>(&self, on_disk: &'a Path) -> Option<&'a Path> {
        let within = on_disk.strip_prefix(&self.root).ok()?;
        matters(within).then_some(within)
    }

    /// Whether a path is, or was, a file that the site is made of.
    pub fn knows(&self, on_disk: &Path) -> bool {
        let path = on_disk.strip_prefix(&self.root).ok().and_then(Path::to_str).map(|path| path.replace('\\', "/"));
        path.and_then(|path| FilePath::new(&path).ok()).is_some_and(|path| self.looks.contains_key(&path))
    }
}

/// Whether what lies here below the root can be read by a build: not the output, not a cache, no hidden file, nothing that an
/// editor leaves behind.
pub fn matters(within: &Path) -> bool {
    let Some(top) = within.components().next().and_then(|top| top.as_os_str().to_str()) else { return false };
    let is_read = FOLDERS.contains(&top) || CONFIGURATION.contains(&top);
    is_read && within.ancestors().take_while(|path| *path != Path::new("")).all(|path| !is_litter(path))
}

/// Whether two worlds say different things. A file that was read again and says the same is the same.
pub fn differ(last: &World, world: &World) -> bool {
    let same_files = last.files.len() == world.files.len()
        && last.files.iter().zip(&world.files).all(|((path, file), (new_path, new_file))| {
            path == new_path && (Arc::ptr_eq(file, new_file) || file.text() == new_file.text())
        });
    !(same_files && last.assets == world.assets && last.seeds == world.seeds && last.unreadable == world.unreadable)
}

fn has(world: &World, found: &Found) -> bool {
    match found.kind {
        Kind::Text => world.files.contains_key(&found.path),
        Kind::Asset => world.assets.contains_key(&found.path),
        Kind::Seed => world.seeds.contains_key(&found.path),
    }
}

/// Takes over what the last world has of a file.
fn share(last: &World, world: &mut World, found: Found) {
    let path = found.path;
    match found.kind {
        Kind::Text => drop(world.files.insert(path.clone(), Arc::clone(&last.files[&path]))),
        Kind::Asset => drop(world.assets.insert(path.clone(), last.assets[&path].clone())),
        Kind::Seed => drop(world.seeds.insert(path.clone(), last.seeds[&path])),
    }
}

/// Whether the world has a file below this path.
fn is_folder_of(world: &World, path: &FilePath) -> bool {
    let is_below =
        |other: &FilePath| other.as_str().strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('/'));
    let mut unreadable = world.unreadable.iter().map(|unreadable| &unreadable.path);
    world.files.keys().any(is_below)
        || world.assets.keys().any(is_below)
        || world.seeds.keys().any(is_below)
        || unreadable.any(is_below)
}

/// Whether the folder at `path` is another than it was: what the folder is, apart from what it holds.
pub fn identity(path: &Path) -> Option<(u64, u64)> {
    fs::metadata(path).ok().and_then(|metadata| super::carry::identity(&metadata))
}

/// Why a link that the site holds may not be followed; nothing when it may.
pub(super) fn stays_inside(root: &Path, place: &Path) -> Result<(), String> {
    match place.canonicalize() {
        Ok(target) if target == place => Ok(()),
        _ => check_link(root, place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::load::load;

    fn write(root: &Path, path: &str, text: &str) -> PathBuf {
        let place = root.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(&place, text).unwrap();
        place
    }

    /// A site, its follower and its first world.
    fn site() -> (tempfile::TempDir, PathBuf, Follower, World) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for (path, text) in [
            ("ibid.toml", ""),
            ("content/a.md", "a"),
            ("content/deep/b.md", "b"),
            ("static/x.css", "x"),
            ("seeds/s", "s"),
        ] {
            write(&root, path, text);
        }
        let (follower, world) = Follower::begin(&root).unwrap();
        (folder, root, follower, world)
    }

    /// What `load`, which knows nothing of an earlier world, finds.
    fn assert_true(world: &World, root: &Path) {
        assert!(!differ(world, &load(root).unwrap()));
    }

    #[test]
    fn the_first_world_is_the_one_that_a_build_reads() {
        let (_folder, root, mut follower, world) = site();
        assert_true(&world, &root);
        assert!(follower.rescan(&world).unwrap().is_none());
    }

    #[test]
    fn a_named_file_is_read_and_all_others_are_shared() {
        let (_folder, root, mut follower, world) = site();
        let changed = write(&root, "content/a.md", "longer a");
        // Nobody named this one, so it is not looked at.
        write(&root, "content/deep/b.md", "longer b");
        let next = follower.reread(&world, &BTreeSet::from([changed])).unwrap().unwrap();
        assert_eq!(next.files["content/a.md"].text(), "longer a");
        assert!(Arc::ptr_eq(&next.files["content/deep/b.md"], &world.files["content/deep/b.md"]));
        let last = follower.rescan(&next).unwrap().unwrap();
        assert!(Arc::ptr_eq(&last.files["content/a.md"], &next.files["content/a.md"]));
        assert_true(&last, &root);
    }

    #[test]
    fn files_come_and_go() {
        let (_folder, root, mut follower, world) = site();
        let new = write(&root, "content/new.md", "new");
        let next = follower.reread(&world, &BTreeSet::from([new.clone()])).unwrap().unwrap();
        assert_true(&next, &root);
        fs::rename(&new, root.join("content/moved.md")).unwrap();
        let named = BTreeSet::from([new.clone(), root.join("content/moved.md")]);
        let next = follower.reread(&next, &named).unwrap().unwrap();
        assert_true(&next, &root);
        fs::remove_file(root.join("content/moved.md")).unwrap();
        let next = follower.reread(&next, &named).unwrap().unwrap();
        assert_true(&next, &root);
        assert!(!follower.knows(&new));
    }

    #[test]
    fn what_is_written_back_is_no_change() {
        let (_folder, root, mut follower, world) = site();
        let same = write(&root, "content/a.md", "a");
        assert!(follower.reread(&world, &BTreeSet::from([same])).unwrap().is_none());
        assert!(follower.rescan(&world).unwrap().is_none());
    }

    #[test]
    fn a_folder_that_is_moved_or_removed_is_looked_at_whole() {
        let (_folder, root, mut follower, world) = site();
        fs::rename(root.join("content/deep"), root.join("content/other")).unwrap();
        let named = BTreeSet::from([root.join("content/deep")]);
        let next = follower.reread(&world, &named).unwrap().unwrap();
        assert!(next.files.contains_key("content/other/b.md"));
        assert_true(&next, &root);
        fs::remove_dir_all(root.join("content")).unwrap();
        let next = follower.reread(&next, &BTreeSet::from([root.join("content")])).unwrap().unwrap();
        assert_true(&next, &root);
        fs::rename(&root, root.with_extension("gone")).unwrap();
        assert!(follower.rescan(&next).is_err());
        fs::rename(root.with_extension("gone"), &root).unwrap();
        assert!(follower.rescan(&next).unwrap().is_none());
    }

    #[test]
    fn an_unreadable_file_is_reported_until_it_can_be_read() {
        let (_folder, root, mut follower, world) = site();
        let place = root.join("content/a.md");
        fs::write(&place, b"\xFF").unwrap();
        let named = BTreeSet::from([place.clone()]);
        let next = follower.reread(&world, &named).unwrap().unwrap();
        assert_eq!(next.unreadable.len(), 1);
        assert_true(&next, &root);
        assert!(follower.reread(&next, &named).unwrap().is_none());
        fs::write(&place, "a").unwrap();
        let next = follower.reread(&next, &named).unwrap().unwrap();
        assert!(next.unreadable.is_empty());
        assert_true(&next, &root);
    }

    #[test]
    #[cfg(unix)]
    fn where_links_lead_is_told_and_looked_at() {
        let (_folder, root, mut follower, world) = site();
        write(&root, "shared/c.md", "c");
        std::os::unix::fs::symlink("../shared", root.join("content/linked")).unwrap();
        let next = follower.reread(&world, &BTreeSet::from([root.join("content/linked")])).unwrap().unwrap();
        assert_eq!(follower.targets().iter().collect::<Vec<_>>(), [&root.join("shared")]);
        let changed = write(&root, "shared/c.md", "longer c");
        let next = follower.reread(&next, &BTreeSet::from([changed])).unwrap().unwrap();
        assert_eq!(next.files["content/linked/c.md"].text(), "longer c");
    }

    #[test]
    fn what_a_build_does_not_read_does_not_matter() {
        for path in ["content/a.md", "content", "ibid.toml", "ibid.lock", "themes/x/theme.toml", "static/.well-known/x"]
        {
            assert!(matters(Path::new(path)), "{path}");
        }
        for path in [
            "",
            "public/index.html",
            ".git/index",
            ".ibid/images/x",
            "target/debug/x",
            "content/.a.md.swp",
            "content/a.md~",
            "content/.git/x",
            "README.md",
            "content/#a.md#",
        ] {
            assert!(!matters(Path::new(path)), "{path}");
        }
    }
}
