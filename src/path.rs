//! Paths as values: inside the site's root, and inside the output. Both are relative, use `/`, and never climb out.

use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::fmt;

/// The path of a file below the site's root, with `/` between its parts: `content/briefings/a.md`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct FilePath(String);

/// The path of a file below the output folder, with `/` between its parts: `briefings/a/index.html`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OutPath(String);

/// A path that is empty, absolute, or climbs with `..`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotInside(pub String);

fn inside(path: &str) -> Result<String, NotInside> {
    let sound = !path.is_empty()
        && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
        && !path.contains(['\\', '\0']);
    if sound { Ok(path.to_owned()) } else { Err(NotInside(path.to_owned())) }
}

impl FilePath {
    pub fn new(path: &str) -> Result<Self, NotInside> {
        inside(path).map(Self)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part: `a.md`.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().expect("split yields at least one part")
    }

    /// The last part without its extension: `a`.
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
    }

    pub fn extension(&self) -> Option<&str> {
        self.name().rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map(|(_, extension)| extension)
    }

    /// The folder that holds the file, without a trailing `/`; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

impl TryFrom<String> for FilePath {
    type Error = String;

    fn try_from(path: String) -> Result<Self, Self::Error> {
        Self::new(&path).map_err(|NotInside(path)| path)
    }
}

impl OutPath {
    pub fn new(path: &str) -> Result<Self, NotInside> {
        inside(path).map(Self)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for FilePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Resolves `link` as written in a file of `folder`: relative to it, or from `base` when it begins with `/`.
/// `None` when it climbs out of the root.
pub fn resolve(base: &str, folder: &str, link: &str) -> Option<String> {
    let (start, rest) = match link.strip_prefix('/') {
        Some(rest) => (base, rest),
        None => (folder, link),
    };
    let mut parts: Vec<&str> = start.split('/').filter(|part| !part.is_empty()).collect();
    for part in rest.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Lower-case letters and digits of any script with single hyphens between: what addresses are made of.
/// `Steve Witkoff’s talks` becomes `steve-witkoff-s-talks`; text without a letter or digit becomes empty.
pub fn slugify(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    if text.is_ascii() {
        // Nothing to decompose and nothing to compose.
        return slug_of(text.chars());
    }
    slug_of(text.nfkd()).nfc().collect()
}

fn slug_of(text: impl Iterator<Item = char>) -> String {
    let mut slug = String::with_capacity(text.size_hint().0);
    for c in text {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !unicode_normalization::char::is_combining_mark(c) && !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leaves_its_root() {
        for bad in ["", "/a", "a//b", "../a", "a/../b", "a/", "a\\b", "./a"] {
            assert_eq!(FilePath::new(bad), Err(NotInside(bad.to_owned())));
        }
        let path = FilePath::new("content/briefings/a.b.md").unwrap();
        assert_eq!((path.name(), path.stem(), path.extension()), ("a.b.md", "a.b", Some("md")));
        assert_eq!(path.folder(), "content/briefings");
        assert_eq!(FilePath::new(".gitkeep").unwrap().extension(), None);
    }

    #[test]
    fn links_resolve_from_their_folder_or_from_the_base() {
        assert_eq!(resolve("content", "content/briefings", "b.md").as_deref(), Some("content/briefings/b.md"));
        assert_eq!(resolve("content", "content/briefings", "../people/x.md").as_deref(), Some("content/people/x.md"));
        assert_eq!(resolve("content", "content/briefings", "/places/y.md").as_deref(), Some("content/places/y.md"));
        assert_eq!(resolve("content", "content", "../../x.md"), None);
    }

    #[test]
    fn slugs_keep_letters_of_every_script() {
        assert_eq!(slugify("Steve Witkoff’s talks"), "steve-witkoff-s-talks");
        assert_eq!(slugify("  Élysée — 2026! "), "elysee-2026");
        assert_eq!(slugify("Война и мир"), "воина-и-мир");
        assert_eq!(slugify("東京"), "東京");
        assert_eq!(slugify("!!"), "");
    }
}
