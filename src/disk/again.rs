//! The record of the last build and a site's folder → what that build said, if another would do and say the same.
//! `ibid build` asks before it reads anything, and makes a record when it has published. Nothing is believed that could
//! have changed unseen: docs/architecture.md, “Building again”.

use super::follow::Follower;
use super::load::{Content, FOLDERS, Found, survey};
use super::look::Look;
use super::output::Output;
use super::placed::{Placed, stands};
use super::publish::clear_leftovers;
use super::record::{self, Input, Record};
use super::traces::{Trace, Traces};
use super::tree::Tree;
use crate::world::{Sha256, World};
use rayon::prelude::*;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A file that was written so shortly before the build began may have been written again just after it was read, in the same
/// tick of the clock. Two seconds are the coarsest tick in use, that of FAT.
const TICK: i128 = 2_000_000_000;

/// What is known of a site that stands as the last build left it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recalled {
    /// What `remember` was given.
    pub words: String,
    /// Files that the site wrote, without the marker.
    pub files: usize,
    /// Staging folders of killed builds that could not be removed.
    pub left: Vec<PathBuf>,
}

/// What is known of a site that has to be built again.
#[derive(Debug, Default)]
pub struct Known {
    /// By path: the files that were left alone since before the last build, with the hash of what was read.
    inputs: HashMap<String, (Look, Sha256)>,
    /// What is published, if it is what the last build published.
    pub standing: Option<Tree>,
}

/// A build that may become a record: it knows when it began.
#[derive(Debug)]
pub struct Begun {
    root: PathBuf,
    order: String,
    /// `None` where nothing can be kept.
    moment: Option<i128>,
}

/// What the last build said, if its options were these, no input differs, and its site stands untouched; else what is known
/// all the same.
pub fn recall(root: &Path, output: &Output, options: &str) -> Result<Recalled, Box<Known>> {
    let text = record::read(root).unwrap_or_default();
    let record = Record::parse(&text).filter(|record| record.order == order(root, output, options));
    let Some(record) = record else { return Err(Box::default()) };
    let stands = || stands(output.folder(), &record.folders, &record.files);
    let (newer, standing) = rayon::join(|| compare(root, &record), stands);
    let (Some(newer), Some(_)) = (newer, &standing) else {
        let inputs = record.inputs.iter().filter(|input| input.look.is_older(record.begun - TICK));
        let inputs = inputs.map(|input| (input.path.to_owned(), (input.look, input.sha256)));
        return Err(Box::new(Known { inputs: inputs.collect(), standing }));
    };
    if let Some(newer) = newer {
        record::keep(root, &newer);
    }
    let left = clear_leftovers(output);
    Ok(Recalled { words: record.words.to_owned(), files: record.files.len() - 1, left })
}

impl Known {
    /// Tells the files that were read just now what they are, as far as they look as they did.
    pub fn identify(&self, follower: &Follower, world: &World) {
        for (path, file) in &world.files {
            if let (Some((seen, sha256)), Some(look)) = (self.inputs.get(path.as_str()), follower.looks().get(path))
                && seen == look
            {
                file.is_known_as(*sha256);
            }
        }
    }
}

impl Begun {
    /// To be called before anything of the site is looked at.
    pub fn now(root: &Path, output: &Output, options: &str) -> Self {
        Self { root: root.to_owned(), order: order(root, output, options), moment: record::now(root).ok() }
    }

    /// How the files of the site that stands were made, as far as the last build left word.
    pub fn traces(&self) -> Traces {
        Traces::read(&self.root, &self.order)
    }

    /// Keeps word of how the files of a site were made that was published just now.
    pub fn keep_traces(&self, placed: Option<&Placed>, traces: HashMap<String, Trace>) {
        if let (Some(_), Some(placed)) = (self.moment, placed) {
            Traces::keep(&self.root, &self.order, placed, traces);
        }
    }

    /// Keeps a record of a build that read this world by way of this follower, and published a site from it.
    pub fn remember(&self, follower: &Follower, world: &World, placed: Option<&Placed>, words: &str) {
        let (Some(begun), Some(placed)) = (self.moment, placed) else { return };
        if !world.unreadable.is_empty() || words.contains('\0') {
            return;
        }
        let seen: Vec<_> = follower.looks().iter().collect();
        let inputs = seen.par_iter().map(|&(path, &look)| {
            // What is only copied was read twice. It is one input only if nobody wrote to it in between.
            let now = std::fs::metadata(self.root.join(path.as_str())).ok()?;
            let sha256 = match world.files.get(path) {
                Some(file) => file.sha256(),
                None => *world.assets.get(path).map(|asset| &asset.sha256).or_else(|| world.seeds.get(path))?,
            };
            (Look::of(&now) == look).then_some(Input { path: path.as_str(), look, sha256 })
        });
        let Some(inputs) = inputs.collect::<Option<Vec<_>>>() else { return };
        let (folders, files) = (borrowed(&placed.folders), borrowed(&placed.files));
        record::keep(&self.root, &Record { order: &self.order, words, begun, inputs, folders, files });
    }
}

fn borrowed(entries: &[(String, Look)]) -> Vec<(&str, Look)> {
    entries.iter().map(|(path, look)| (path.as_str(), *look)).collect()
}

/// What a build was asked for: its options, and where the site goes.
fn order(root: &Path, output: &Output, options: &str) -> String {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    // A site that was moved with its output is the same.
    let folder = output.folder().strip_prefix(&root).unwrap_or(output.folder());
    format!("{options} {}", folder.display())
}

/// `None` if an input is not what it was. Otherwise, if files had to be read to be sure, a record that knows their new
/// looks, so that they need not be read the next time.
fn compare<'a>(root: &Path, record: &Record<'a>) -> Option<Option<Record<'a>>> {
    let mut survey = survey(root, &FOLDERS).ok()?;
    survey.found.sort_by(|a, b| a.path.cmp(&b.path));
    let paths = survey.found.iter().map(|found| found.path.as_str());
    if !survey.unreadable.is_empty() || !paths.eq(record.inputs.iter().map(|input| input.path)) {
        return None;
    }
    let is_sure =
        |found: &Found, input: &Input<'_>| found.look() == Some(input.look) && input.look.is_older(record.begun - TICK);
    let inputs: Vec<(&Found, &Input<'_>)> = survey.found.iter().zip(&record.inputs).collect();
    let doubtful = inputs.par_iter().enumerate().filter(|(_, (found, input))| !is_sure(found, input));
    let doubtful: Vec<usize> = doubtful.map(|(nth, _)| nth).collect();
    if doubtful.is_empty() {
        return Some(None);
    }
    let begun = record::now(root).ok();
    let looks = doubtful.par_iter().map(|&nth| {
        let (found, input) = inputs[nth];
        let look = found.look()?;
        (digest(&found.read().ok()?) == input.sha256).then_some((nth, look))
    });
    let looks = looks.collect::<Option<Vec<_>>>()?;
    // What was sure before this moment is sure at it.
    Some(begun.map(|begun| {
        let mut newer = Record { begun, ..record.clone() };
        looks.into_iter().for_each(|(nth, look)| newer.inputs[nth].look = look);
        newer
    }))
}

/// The hash by which the record knows what was read.
fn digest(content: &Content) -> Sha256 {
    match content {
        Content::Text(text) => Sha256::of(text.as_bytes()),
        Content::Asset(asset) => asset.sha256,
        Content::Seed(sha256) => *sha256,
    }
}
