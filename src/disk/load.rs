//! A site's folder → a `World`. Every command that reads a site calls it; it makes no file and changes none, and what
//! it finds means nothing to it. A file that cannot be read is listed, not fatal: only the root itself can fail.

use super::look::Look;
use super::{Error, reason};
use crate::path::FilePath;
use crate::picture;
use crate::world::{Asset, File, Sha256, Unreadable, World};
use rayon::prelude::*;
use sha2::Digest;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufReader, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use walkdir::WalkDir;

/// The folders of a site that are read, each with everything below it.
pub const FOLDERS: [&str; 7] = ["content", "languages", "seeds", "static", "styles", "templates", "themes"];

/// The files of a site that are read at its root.
pub const CONFIGURATION: [&str; 3] = ["ibid.toml", "ibid.lock", "names.toml"];

/// Hidden names that hosts give a meaning to, so that below `static/` they are meant for publication.
const PUBLISHED_DOT_NAMES: [&str; 4] = [".well-known", ".nojekyll", ".htaccess", ".domains"];

/// A path may pass through this many links to folders. Links that cross one another would otherwise multiply.
const MOST_LINKS: usize = 3;

/// The nearest folder, from `start` upwards, with an `ibid.toml`.
pub fn find_root(start: &Path) -> Result<PathBuf, Error> {
    let start = std::path::absolute(start).map_err(Error::io("find", start))?;
    let root = start.ancestors().find(|folder| folder.join("ibid.toml").is_file());
    root.map(Path::to_owned).ok_or_else(|| {
        Error::new(
            "find a site in",
            &start,
            "neither it nor a folder above it has an `ibid.toml`; `ibid new` makes one",
        )
    })
}

/// Everything that a build reads below `root`, at this moment. Missing folders are empty folders.
pub fn load(root: &Path) -> Result<World, Error> {
    load_only(root, &FOLDERS, |_| true)
}

/// The same without seeds, themes and what is only copied, which take a while to read: what pages say, and nothing
/// else. It is no world to check or to build.
pub fn load_pages(root: &Path) -> Result<World, Error> {
    load_only(root, &["content"], |kind| kind == Kind::Text)
}

fn load_only(root: &Path, folders: &[&str], is_wanted: impl Fn(Kind) -> bool) -> Result<World, Error> {
    let mut survey = survey(root, folders)?;
    survey.found.retain(|found| is_wanted(found.kind));
    let mut world = World { unreadable: survey.unreadable, ..World::default() };
    let read: Vec<_> = survey.found.par_iter().map(Found::read).collect();
    for (found, content) in survey.found.into_iter().zip(read) {
        put(&mut world, found.path, content);
    }
    sort(&mut world.unreadable);
    Ok(world)
}

/// What lies in the folders of a site, before anything of it is read.
pub(super) struct Survey {
    pub found: Vec<Found>,
    pub unreadable: Vec<Unreadable>,
    /// Where links of the site lead that were followed.
    pub targets: Vec<PathBuf>,
}

pub(super) fn survey(root: &Path, folders: &[&str]) -> Result<Survey, Error> {
    let root = root.canonicalize().map_err(Error::io("read", root))?;
    fs::read_dir(&root).map_err(Error::io("read", &root))?;
    let mut walk = Walk { root: &root, found: Vec::new(), unreadable: Vec::new(), targets: Vec::new() };
    walk.configuration();
    for folder in folders {
        walk.folder(folder);
    }
    let Walk { found, unreadable, targets, .. } = walk;
    Ok(Survey { found, unreadable, targets })
}

/// Puts what was read of a file where the world wants it.
pub(super) fn put(world: &mut World, path: FilePath, content: Result<Content, Unreadable>) {
    match content {
        Ok(Content::Text(text)) => drop(world.files.insert(path, Arc::new(File::new(text)))),
        Ok(Content::Asset(asset)) => drop(world.assets.insert(path, asset)),
        Ok(Content::Seed(sha256)) => drop(world.seeds.insert(path, sha256)),
        Err(unreadable) => world.unreadable.push(unreadable),
    }
}

pub(super) fn sort(unreadable: &mut [Unreadable]) {
    unreadable.sort_by(|a, b| (&a.path, &a.reason).cmp(&(&b.path, &b.reason)));
}

/// The bytes of one file of the site, a seed for instance: a `World` holds its hash only.
pub fn read(root: &Path, path: &FilePath, most: u64) -> Result<Vec<u8>, Error> {
    read_at(&root.join(path.as_str()), most)
}

/// The bytes of a file, which may have so many of them.
pub fn read_at(path: &Path, most: u64) -> Result<Vec<u8>, Error> {
    let too_large = || Error::new("read", path, format!("it is larger than {} MiB", most >> 20));
    let file = fs::File::open(path).map_err(Error::io("read", path))?;
    if file.metadata().is_ok_and(|metadata| metadata.len() > most) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(Error::io("read", path))?;
    // A file can grow while it is read, and a device has no size.
    if bytes.len() as u64 > most { Err(too_large()) } else { Ok(bytes) }
}

/// The text of a file that should be UTF-8, without its byte order mark: columns are then what an editor shows.
/// Line endings stay as they are.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, String> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err("is UTF-16; save it as UTF-8".to_owned());
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text)),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let line = memchr::memchr_iter(b'\n', &error.as_bytes()[..offset]).count() + 1;
            let byte = error.as_bytes()[offset];
            Err(format!("is not UTF-8: byte 0x{byte:02X} at offset {offset}, in line {line}; save it as UTF-8"))
        }
    }
}

/// A file that the world wants, before it is read.
pub(super) struct Found {
    pub path: FilePath,
    pub on_disk: PathBuf,
    pub kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Text,
    Asset,
    Seed,
}

pub(super) enum Content {
    Text(String),
    Asset(Asset),
    Seed(Sha256),
}

impl Found {
    pub fn read(&self) -> Result<Content, Unreadable> {
        let content = match self.kind {
            Kind::Text => fs::read(&self.on_disk).map_err(|e| reason(&e)).and_then(decode).map(Content::Text),
            Kind::Asset => self.asset().map_err(|e| reason(&e)).map(Content::Asset),
            Kind::Seed => digest(&self.on_disk).map_err(|e| reason(&e)).map(Content::Seed),
        };
        content.map_err(|reason| Unreadable { path: self.path.clone(), reason })
    }
}

impl Found {
    /// How the file looks now, a link's target in its stead; `None` when it is gone.
    pub fn look(&self) -> Option<Look> {
        fs::metadata(&self.on_disk).ok().map(|metadata| Look::of(&metadata))
    }

    fn asset(&self) -> io::Result<Asset> {
        let sha256 = digest(&self.on_disk)?;
        let is_image = self.path.extension().is_some_and(picture::is_image);
        let picture = if is_image { picture::measure(BufReader::new(fs::File::open(&self.on_disk)?)) } else { None };
        Ok(Asset { sha256, picture })
    }
}

/// The SHA-256 of a file of any size, read piece by piece.
fn digest(path: &Path) -> io::Result<Sha256> {
    let mut file = fs::File::open(path)?;
    let mut hasher = sha2::Sha256::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(Sha256::from_bytes(hasher.finalize().into())),
            Ok(length) => hasher.update(&piece[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// One pass over a site's folders that notes what is to be read, and what cannot be.
struct Walk<'a> {
    /// Without links in it, so that a link's target can be compared.
    root: &'a Path,
    found: Vec<Found>,
    unreadable: Vec<Unreadable>,
    targets: Vec<PathBuf>,
}

impl Walk<'_> {
    fn configuration(&mut self) {
        for name in CONFIGURATION {
            let on_disk = self.root.join(name);
            match fs::symlink_metadata(&on_disk) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Ok(metadata) if metadata.is_symlink() && check_link(self.root, &on_disk).is_err() => {
                    self.report(&on_disk, check_link(self.root, &on_disk).err().unwrap_or_default());
                }
                Ok(metadata) if metadata.is_dir() => self.report(&on_disk, "is a folder, not a file".to_owned()),
                Ok(metadata) if metadata.is_symlink() => {
                    self.targets.extend(on_disk.canonicalize());
                    self.note(&on_disk, |_| Some(Kind::Text));
                }
                _ => self.note(&on_disk, |_| Some(Kind::Text)),
            }
        }
    }

    fn folder(&mut self, folder: &str) {
        let top = self.root.join(folder);
        match fs::symlink_metadata(&top) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Ok(metadata) if metadata.is_file() => return self.report(&top, "is a file, not a folder".to_owned()),
            _ => {}
        }
        let mut links: Vec<PathBuf> = Vec::new();
        let mut entries = WalkDir::new(&top).follow_links(true).into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.report_walk(&error, &top);
                    continue;
                }
            };
            let is_folder = entry.file_type().is_dir();
            if self.is_litter(entry.path()) {
                if is_folder {
                    entries.skip_current_dir();
                }
                continue;
            }
            if entry.path_is_symlink() {
                let crossed = links.iter().filter(|link| entry.path().starts_with(link)).count();
                let checked = if crossed < MOST_LINKS {
                    check_link(self.root, entry.path())
                } else {
                    Err(format!("lies behind {MOST_LINKS} other links; link to the folder itself"))
                };
                if let Err(reason) = checked {
                    self.report(entry.path(), reason);
                    if is_folder {
                        entries.skip_current_dir();
                    }
                    continue;
                }
                self.targets.extend(entry.path().canonicalize());
                if is_folder {
                    links.push(entry.path().to_owned());
                }
            }
            if entry.file_type().is_file() {
                self.note(entry.path(), kind);
            } else if !is_folder {
                // Opening a pipe would wait for its writer for ever.
                self.report(entry.path(), "is neither a file nor a folder".to_owned());
            }
        }
    }

    fn is_litter(&self, path: &Path) -> bool {
        is_litter(path.strip_prefix(self.root).unwrap_or(path))
    }

    fn note(&mut self, on_disk: &Path, kind: impl FnOnce(&FilePath) -> Option<Kind>) {
        match self.relative(on_disk) {
            Ok(path) => {
                if let Some(kind) = kind(&path) {
                    self.found.push(Found { path, on_disk: on_disk.to_owned(), kind });
                }
            }
            Err(unreadable) => self.unreadable.push(unreadable),
        }
    }

    fn report(&mut self, on_disk: &Path, reason: String) {
        let unreadable = match self.relative(on_disk) {
            Ok(path) => Unreadable { path, reason },
            Err(unreadable) => unreadable,
        };
        self.unreadable.push(unreadable);
    }

    fn report_walk(&mut self, error: &walkdir::Error, top: &Path) {
        let path = error.path().unwrap_or(top);
        if self.is_litter(path) {
            // Emacs marks an open file with a hidden link to nowhere.
            return;
        }
        let words = match error.io_error() {
            None => "is a link to a folder that contains it".to_owned(),
            Some(error) if error.kind() == io::ErrorKind::NotFound => "is a link to nothing".to_owned(),
            Some(error) => reason(error),
        };
        self.report(path, words);
    }

    /// The path from the root. A name that no address can carry is reported on the folder that holds it.
    fn relative(&self, on_disk: &Path) -> Result<FilePath, Unreadable> {
        let within = on_disk.strip_prefix(self.root).expect("the walk stays below the root");
        let text = within.components().map(|part| part.as_os_str().to_str()).collect::<Option<Vec<_>>>();
        let path = text.and_then(|parts| FilePath::new(&parts.join("/")).ok());
        path.ok_or_else(|| {
            let folder = within.parent().and_then(Path::to_str).and_then(|folder| FilePath::new(folder).ok());
            let shown = within.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Unreadable {
                path: folder.unwrap_or_else(|| FilePath::new(FOLDERS[0]).expect("a folder's name is a path")),
                reason: format!("holds `{shown}`, whose name is not UTF-8 or contains `\\`; rename it"),
            }
        })
    }
}

/// Whether what lies here below the root is hidden, or is what an editor or a file manager leaves behind.
pub(super) fn is_litter(within: &Path) -> bool {
    let name = within.file_name().unwrap_or_default();
    let parts: Vec<_> = within.components().collect();
    let is = |at: usize, name: &str| parts.get(at).is_some_and(|part| part.as_os_str() == name);
    let is_static = is(0, "static") || is(0, "themes") && is(2, "static");
    is_temporary(name) || is_hidden(name) && !(is_static && is_published_dot_name(name))
}

/// What the world makes of a file, by where it lies; `None` when nothing.
pub(super) fn kind(path: &FilePath) -> Option<Kind> {
    let parts: Vec<&str> = path.as_str().split('/').collect();
    match parts[..] {
        ["content", ..] if path.extension() == Some("md") => Some(Kind::Text),
        ["content", _, ..] | ["static", _, ..] | ["themes", _, "static", _, ..] => Some(Kind::Asset),
        ["templates", _, ..] | ["themes", _, "theme.toml"] | ["themes", _, "templates", _, ..] => Some(Kind::Text),
        ["languages", _] | ["themes", _, "languages", _] if path.extension() == Some("toml") => Some(Kind::Text),
        ["seeds", _, ..] => Some(Kind::Seed),
        ["styles", _, ..] if path.extension() == Some("csl") => Some(Kind::Text),
        _ => None,
    }
}

/// Whether a name is hidden, or is what an editor or a file manager leaves behind.
pub(super) fn is_litter_name(name: &OsStr) -> bool {
    is_temporary(name) || is_hidden(name)
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn is_published_dot_name(name: &OsStr) -> bool {
    PUBLISHED_DOT_NAMES.iter().any(|published| name == *published)
}

/// Backups and half-saved files of editors, locks of office programs, and what file managers drop.
fn is_temporary(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let framed = name.len() > 1 && name.starts_with('#') && name.ends_with('#');
    framed
        || name.ends_with('~')
        || name.starts_with("~$")
        || name.ends_with(".swp")
        || matches!(&*name, "Thumbs.db" | "desktop.ini")
}

/// Whether a link leads to something that belongs to the site; otherwise what is wrong with it.
/// A link out of the site would publish what its folder does not hold, one into the output would nest it in itself.
pub(super) fn check_link(root: &Path, link: &Path) -> Result<(), String> {
    let target = link.canonicalize().map_err(|error| reason(&error))?;
    let Ok(within) = target.strip_prefix(root) else {
        return Err("is a link that leaves the site's folder".to_owned());
    };
    if link.starts_with(&target) {
        return Err("is a link to a folder that contains it".to_owned());
    }
    if within.components().any(|part| matches!(part, Component::Normal(name) if is_hidden(name))) {
        return Err("is a link to something hidden".to_owned());
    }
    let published = target.ancestors().take_while(|folder| *folder != root).any(super::output::has_marker);
    if published { Err("is a link into a published site".to_owned()) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
