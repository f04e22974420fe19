//! The sources of the program → a fingerprint, by which a build knows whether the last one was made by the same program
//! (`src/disk/record.rs`). Two builds of the same sources have the same one, on any machine.
#![expect(clippy::disallowed_methods, reason = "reads the source code")]

use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// What the program is made of. `Cargo.lock` is missing where the package is a dependency.
const SOURCES: [&str; 6] = ["Cargo.lock", "Cargo.toml", "build.rs", "docs/diagnostics.md", "src", "themes/default"];

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        gather(Path::new(source), &mut files)?;
    }
    files.sort();
    let mut hasher = Sha256::new();
    for path in files {
        let bytes = fs::read(&path)?;
        // Lengths between the parts, so that no two sets of files run together into the same bytes.
        let name = path.to_string_lossy().replace('\\', "/");
        hasher.update(format!("{} {name} {} ", name.len(), bytes.len()));
        hasher.update(bytes);
    }
    let digest: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=IBID_SOURCES={digest}");
    Ok(())
}

/// The files at `path` or below it.
fn gather(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            gather(&entry?.path(), files)?;
        }
    } else if path.exists() {
        files.push(path.to_owned());
    }
    Ok(())
}
