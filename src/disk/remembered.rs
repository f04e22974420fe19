//! What the next build begins with (`memory`) → a file of the site's cache, and back. `cli/build` asks before it compiles, and
//! keeps what it compiled.

use super::codec::{Reader, Writer};
use super::record::{FOLDER, keep_file};
use crate::compile::Options;
use crate::memory::{self, Memory};
use crate::site::Site;
use crate::world::World;
use std::fs;
use std::path::Path;

/// Changes with the form of the file.
const EDITION: &str = "ibid memory 1";

const NAME: &str = "memory";

/// What the last build left, if it is of use for this world.
pub fn read(root: &Path, world: &World, options: Options) -> Option<Memory> {
    let bytes = fs::read(root.join(FOLDER).join(NAME)).ok()?;
    let mut reader = Reader::begin(&bytes, &[EDITION])?;
    let body = reader.blob()?;
    memory::read(reader.end(body)?, world, options)
}

/// Keeps a site for the next build; where it cannot be kept, that one reads everything.
pub fn keep(root: &Path, site: &Site, options: Options) {
    let Some(bytes) = memory::write(site, options) else { return };
    let mut writer = Writer::begin(&[EDITION]);
    writer.blob(&bytes);
    keep_file(root, NAME, &writer.end());
}
