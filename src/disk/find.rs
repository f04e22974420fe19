//! What people name on a command line → the files that they mean: a file, everything below a folder, a pattern. `import`
//! asks; hidden files and what editors leave behind are never meant, unless they are named outright.

use super::Error;
use super::load::is_litter_name;
use std::path::{Component, Path, PathBuf};
use walkdir::WalkDir;

/// The files that a path names, sorted: itself, or all below it, or, where there is no such file and it is a pattern
/// (`*`, `?`, `[ab]`, `**`), all that match. Empty only for a folder or a pattern with nothing in it.
pub fn named_files(path: &Path) -> Result<Vec<PathBuf>, Error> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    if path.is_dir() {
        return files_below(path);
    }
    let is_pattern = path.to_str().is_some_and(|text| text.contains(['*', '?', '[', '{']));
    if !is_pattern {
        path.metadata().map_err(Error::io("import", path))?;
        return Err(Error::new("import", path, "it is neither a file nor a folder"));
    }
    let is_plain =
        |part: &Component<'_>| part.as_os_str().to_str().is_some_and(|part| !part.contains(['*', '?', '[', '{']));
    let fixed: PathBuf = path.components().take_while(is_plain).collect();
    let pattern = globset::GlobBuilder::new(&path.to_string_lossy()).literal_separator(true).build();
    let pattern = pattern.map_err(|error| Error::new("import", path, format!("the pattern is wrong: {error}")))?;
    let matcher = pattern.compile_matcher();
    let start = if fixed.as_os_str().is_empty() { Path::new(".") } else { &fixed };
    let is_deep = path.components().any(|part| part.as_os_str() == "**");
    let depth = if is_deep { usize::MAX } else { path.components().count() - fixed.components().count() };
    let found = walk(start, depth).filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let matches = |file: &PathBuf| matcher.is_match(file.strip_prefix("./").unwrap_or(file));
    Ok(found.map(walkdir::DirEntry::into_path).filter(matches).collect())
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
            Ok::<_, String>(found.into_iter().map(within).collect::<Vec<_>>().join(" "))
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
