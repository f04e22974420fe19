//! What people name on a command line → the files that they mean: a file, everything below a folder, a pattern. `import`
//! asks; hidden files and what editors leave behind are never meant, unless they are named outright.

use super::Error;
use super::load::is_litter_name;
use std::path::{Component, Path, PathBuf};
use walkdir::WalkDir;

/// What one path names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// What the files' names are relative to, where they are copied: the folder that holds a file or a folder that was
    /// named, the part of a pattern before its first sign.
    pub base: PathBuf,
    /// Sorted. Empty only for a folder or a pattern with nothing in it.
    pub files: Vec<PathBuf>,
}

/// The files that a path names: itself, or all below it, or, where there is no such file and it is a pattern (`*`, `?`,
/// `[ab]`, `{a,b}`, `**`), all that match.
pub fn named_files(path: &Path) -> Result<Named, Error> {
    let here = || PathBuf::from(".");
    let holder =
        |path: &Path| path.parent().filter(|folder| *folder != Path::new("")).map_or_else(here, Path::to_owned);
    if path.is_file() {
        return Ok(Named { base: holder(path), files: vec![path.to_owned()] });
    }
    if path.is_dir() {
        // `.` and `..` have no name to keep.
        let base = if path.file_name().is_some() { holder(path) } else { path.to_owned() };
        return Ok(Named { base, files: files_below(path)? });
    }
    if !path.to_str().is_some_and(has_signs) {
        path.metadata().map_err(Error::io("import", path))?;
        return Err(Error::new("import", path, "it is neither a file nor a folder"));
    }
    let is_plain = |part: &Component<'_>| part.as_os_str().to_str().is_some_and(|part| !has_signs(part));
    let fixed: PathBuf = path.components().take_while(is_plain).collect();
    let pattern = globset::GlobBuilder::new(&path.to_string_lossy()).literal_separator(true).build();
    let pattern = pattern.map_err(|error| Error::new("import", path, format!("the pattern is wrong: {error}")))?;
    let matcher = pattern.compile_matcher();
    let is_deep = path.components().any(|part| part.as_os_str() == "**");
    let depth = if is_deep { usize::MAX } else { path.components().count() - fixed.components().count() };
    let base = if fixed.as_os_str().is_empty() { here() } else { fixed };
    let found = walk(&base, depth).filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let matches = |file: &PathBuf| matcher.is_match(file.strip_prefix("./").unwrap_or(file));
    let files = found.map(walkdir::DirEntry::into_path).filter(matches).collect();
    Ok(Named { base, files })
}

/// Whether a name holds a sign of a pattern.
fn has_signs(name: &str) -> bool {
    name.contains(['*', '?', '[', '{'])
}

/// What lies in a folder, so many levels deep, without hidden files and litter.
fn walk(folder: &Path, depth: usize) -> impl Iterator<Item = walkdir::Result<walkdir::DirEntry>> {
    let walk = WalkDir::new(folder).follow_links(true).max_depth(depth).sort_by_file_name().into_iter();
    walk.filter_entry(|entry| entry.depth() == 0 || !is_litter_name(entry.file_name()))
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for entry in walk(folder, usize::MAX) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_owned();
            Error::new(
                "read",
                &path,
                error.io_error().map_or("is a link to a folder around it".to_owned(), super::reason),
            )
        })?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn files_folders_and_patterns_are_found() {
        let root = tempfile::tempdir().unwrap();
        for path in ["a.txt", "b.pdf", "deep/c.txt", "deep/.hidden", "deep/d.txt~"] {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let named = |text: &str| {
            let found = named_files(&root.path().join(text)).map_err(|error| error.reason)?;
            let within = |path: PathBuf| path.strip_prefix(root.path()).unwrap().to_string_lossy().replace('\\', "/");
            Ok::<_, String>(found.files.into_iter().map(within).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(named("a.txt").unwrap(), "a.txt");
        assert_eq!(named("").unwrap(), "a.txt b.pdf deep/c.txt");
        assert_eq!(named("*.txt").unwrap(), "a.txt");
        assert_eq!(named("**/*.txt").unwrap(), "a.txt deep/c.txt");
        assert_eq!(named("d*/?.txt").unwrap(), "deep/c.txt");
        assert_eq!(named("*.doc").unwrap(), "");
        assert_eq!(named("deep/.hidden").unwrap(), "deep/.hidden");
        assert_eq!(named("x.txt").unwrap_err(), "no such file or directory");
    }
}
