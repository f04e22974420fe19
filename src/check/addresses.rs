//! `duplicate-address`, as far as pages alone do not show it: files against pages, files against files, a file where a
//! folder must be, folders that differ only in how they are written.

use crate::corpus::{Address, Corpus, TOPICS, asset_path, folder_address};
use crate::diagnostic::{Code, Finding};
use crate::page::is_section;
use crate::path::{FilePath, OutPath};
use crate::span::Span;
use crate::world::World;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What every site has.
const MADE: [&str; 13] = [
    "404.html",
    "bibliography/bibliography.bib",
    "bibliography/bibliography.json",
    "bibliography/bibliography.ris",
    "bibliography/index.html",
    "bibliography/publishers/index.html",
    "evidence.json",
    "feed.json",
    "feed.xml",
    "index.html",
    "robots.txt",
    "sitemap.xml",
    "timeline/index.html",
];

/// Findings, each with the file that it is about.
pub(crate) fn collisions(world: &World, corpus: &Corpus) -> Vec<(FilePath, Finding)> {
    let mut findings = Vec::new();
    let mut taken: BTreeMap<OutPath, FilePath> = BTreeMap::new();
    for page in corpus.published() {
        taken.insert(corpus.address(page).to_out_path(), corpus.pages[page].path.clone());
    }
    let lists = corpus.sections.values().chain(corpus.topics.keys());
    let mut made: BTreeSet<OutPath> = lists.map(Address::to_out_path).collect();
    if !corpus.topics.is_empty() {
        made.insert(Address::of_folder(TOPICS).to_out_path());
    }
    if corpus.has_corrections() {
        made.insert(Address::of_folder("corrections").to_out_path());
    }
    for (file, page) in corpus.aliases() {
        let path = &corpus.pages[page].path;
        if MADE.contains(&file.as_str()) || made.contains(file) {
            let message = format!("an alias of this page is `{file}`, which the build makes");
            findings.push((
                path.clone(),
                Finding::new(Code::DuplicateAddress, Span::at(0), message).help("remove the alias"),
            ));
        }
        taken.insert(file.clone(), path.clone());
    }
    // A theme's files give way to the site's own; those are all somebody's.
    let own = world.assets.keys().filter(|path| !path.as_str().starts_with("themes/"));
    for path in own {
        let Some(out) = asset_path(path) else { continue };
        let holder = taken
            .get(&out)
            .map(FilePath::as_str)
            .or((out.as_str() == "evidence.json").then_some("the evidence of the site"));
        if let Some(holder) = holder {
            findings.push((
                path.clone(),
                collision(&format!("`{path}` would be published as `{out}`, where `{holder}` is")),
            ));
        } else {
            taken.insert(out, path.clone());
        }
    }
    for (out, other) in files_as_folders(&taken) {
        let message = format!("`{out}` would be a file, and a folder that holds `{other}`");
        findings.push((taken[out].clone(), collision(&message)));
    }
    findings.extend(folders(corpus));
    findings
}

/// The files that would have to be folders too, each with the first file that would lie in it.
fn files_as_folders(taken: &BTreeMap<OutPath, FilePath>) -> BTreeMap<&OutPath, &FilePath> {
    let files: HashMap<&str, &OutPath> = taken.keys().map(|out| (out.as_str(), out)).collect();
    let mut found = BTreeMap::new();
    for (out, path) in taken {
        let folders = out.as_str().match_indices('/').map(|(end, _)| &out.as_str()[..end]);
        for file in folders.filter_map(|folder| files.get(folder)) {
            found.entry(*file).or_insert(path);
        }
    }
    found
}

fn collision(message: &str) -> Finding {
    Finding::new(Code::DuplicateAddress, Span::at(0), message).help("rename one of the files")
}

/// Folders of pages whose names make one address: `Notes` and `notes`.
fn folders(corpus: &Corpus) -> Vec<(FilePath, Finding)> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut known_folders: HashMap<&str, &str> = HashMap::new();
    let mut findings = Vec::new();
    for page in corpus.published().map(|page| &corpus.pages[page]).filter(|page| !is_section(&page.path)) {
        let folder = page.path.folder();
        let first = *known_folders
            .entry(folder)
            .or_insert_with(|| seen.entry(folder_address(folder).as_str().to_owned()).or_insert(folder));
        if first != folder {
            let message = format!("the folders `{first}` and `{folder}` have one address");
            findings.push((
                page.path.clone(),
                Finding::new(Code::DuplicateAddress, Span::at(0), message).help("move the pages into one of them"),
            ));
        }
    }
    findings
}
