//! What was dear to make for one plan, for the next: parts of a site as bytes, each with the print of all that it was made of.
//! A part is taken only for the same print, so it may come from any build, or from none; `disk` carries it from one to the next.

use crate::world::Sha256;
use std::collections::BTreeMap;

/// Parts by name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Kept(BTreeMap<String, Part>);

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    pub print: Sha256,
    pub bytes: Vec<u8>,
}

impl Kept {
    /// The part of this name, if it was made of the same.
    pub fn get(&self, name: &str, print: Sha256) -> Option<&[u8]> {
        self.0.get(name).filter(|part| part.print == print).map(|part| part.bytes.as_slice())
    }

    pub fn put(&mut self, name: &str, part: Part) {
        self.0.insert(name.to_owned(), part);
    }

    pub fn parts(&self) -> impl ExactSizeIterator<Item = (&str, &Part)> {
        self.0.iter().map(|(name, part)| (name.as_str(), part))
    }
}
