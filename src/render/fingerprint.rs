//! The files of `static/`, in layers → for each an address that changes with its bytes, so that a browser may keep a file
//! for as long as it likes. `theme` offers it to templates as `asset(path=…)`.

use super::embedded;
use crate::diagnostic::nearest;
use crate::world::{Sha256, World};
use std::collections::BTreeMap;

/// How many hexadecimal digits of a file's SHA-256 stand in its address.
const DIGITS: usize = 8;

/// The beginnings of the hashes of a site's static files, by their paths below its root.
pub(super) struct Fingerprints(BTreeMap<String, String>);

impl Fingerprints {
    /// Of the default theme's files, of those of the themes over it, the lowest first, and of the site's own.
    pub fn new(world: &World, themes: &[String]) -> Self {
        let mut files: BTreeMap<String, String> =
            embedded::STATIC.iter().map(|(name, bytes)| ((*name).to_owned(), print(Sha256::of(bytes)))).collect();
        let folders = themes.iter().map(|theme| format!("themes/{theme}/static/"));
        for folder in folders.chain(["static/".to_owned()]) {
            for (path, asset) in &world.assets {
                if let Some(name) = path.as_str().strip_prefix(folder.as_str()) {
                    files.insert(name.to_owned(), print(asset.sha256));
                }
            }
        }
        Self(files)
    }

    /// The file's address below the site's root, `style.css?h=1a2b3c4d`; otherwise what is wrong with its name.
    pub fn address(&self, path: &str) -> Result<String, String> {
        let print = self.0.get(path).ok_or_else(|| {
            let near = nearest(path, self.0.keys().map(String::as_str)).map(|near| format!("; did you mean `{near}`?"));
            format!("there is no file `{path}` in `static/`{}", near.unwrap_or_default())
        })?;
        Ok(format!("{path}?h={print}"))
    }
}

/// The address of a file that the build makes: the path and the beginning of its hash.
pub(super) fn stamped(path: &str, text: &str) -> String {
    format!("{path}?h={}", print(Sha256::of(text.as_bytes())))
}

fn print(sha256: Sha256) -> String {
    sha256.to_string()[..DIGITS].to_owned()
}
