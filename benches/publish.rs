//! What it costs to bring a site into its place, without making it: all new, all as it was, one page changed, all changed.
//! `cargo bench --bench publish`; `IBID_BENCH_SITE=some/public` publishes the files of that folder, and
//! `IBID_BENCH_BESIDE=some/folder` does so there.
#![expect(clippy::disallowed_methods, reason = "publishes in a folder of its own")]

use ibid::disk::Error;
use ibid::disk::output::Output;
use ibid::disk::publish::{Published, publish};
use ibid::path::OutPath;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::{env, fs};
use tempfile::TempDir;

fn main() {
    divan::main();
}

type Files = Vec<(OutPath, Vec<u8>)>;

/// The files of a site, without dot files at its top.
fn files() -> Files {
    let Some(site) = env::var_os("IBID_BENCH_SITE").map(PathBuf::from) else { return made() };
    let below = |path: &Path| OutPath::new(path.strip_prefix(&site).ok()?.to_str()?).ok();
    let entries = walkdir::WalkDir::new(&site).into_iter().map(|entry| entry.expect("the site can be read"));
    let files = entries.filter(|entry| entry.file_type().is_file()).map(|entry| {
        let path = below(entry.path()).expect("a path of UTF-8");
        (path, fs::read(entry.path()).expect("the file can be read"))
    });
    files.filter(|(path, _)| !path.as_str().starts_with('.')).collect()
}

/// Two thousand pages of 30 KB, each in a folder of its own.
fn made() -> Files {
    let page = |number: usize| {
        let path = OutPath::new(&format!("briefings/page-{number}/index.html")).expect("a path that stays below");
        (path, format!("{number} ").repeat(30_000 / format!("{number} ").len()).into_bytes())
    };
    (0..2_000).map(page).collect()
}

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let beside = env::var_os("IBID_BENCH_BESIDE").map_or_else(env::temp_dir, PathBuf::from);
        Self(tempfile::tempdir_in(beside).expect("a folder can be made"))
    }

    fn publish(&self, files: &Files) -> Published {
        let output = Output::new(self.0.path(), &self.0.path().join("public")).expect("the folder is free");
        let published: Result<_, Error> =
            publish(&output, |stage| files.par_iter().try_for_each(|(path, bytes)| stage.write(path, bytes)));
        published.expect("the site can be published")
    }
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn first(bencher: divan::Bencher) {
    let files = files();
    bencher.with_inputs(Desk::new).bench_refs(|desk| desk.publish(&files));
}

/// Without a spare: the second build.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn second(bencher: divan::Bencher) {
    let files = files();
    let desk = || {
        let desk = Desk::new();
        desk.publish(&files);
        desk
    };
    bencher.with_inputs(desk).bench_refs(|desk| desk.publish(&files));
}

fn again(bencher: divan::Bencher, mut change: impl FnMut(&mut Files)) {
    let mut files = files();
    let desk = Desk::new();
    (0..2).for_each(|_| drop(desk.publish(&files)));
    let inputs = || {
        change(&mut files);
        files.clone()
    };
    bencher.with_inputs(inputs).bench_local_refs(|files| desk.publish(files));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn all_as_it_was(bencher: divan::Bencher) {
    again(bencher, |_| ());
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn one_file_changed(bencher: divan::Bencher) {
    again(bencher, |files| {
        let page = files.iter_mut().find(|(path, _)| path.as_str().ends_with("/index.html"));
        page.expect("a site has a page").1.push(b' ');
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn every_file_changed(bencher: divan::Bencher) {
    again(bencher, |files| files.iter_mut().for_each(|(_, bytes)| bytes.push(b' ')));
}
