//! References → files for other programs: CSL-JSON, BibLaTeX and RIS. `plan` writes them for each source and for the whole.
//! They hold what the bibliography shows and no text of a source.

mod biblatex;
mod ris;

use super::reference::Reference;
use serde_json::Value;

/// A format that programs of references read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Export {
    CslJson,
    Biblatex,
    Ris,
}

impl Export {
    pub const ALL: [Export; 3] = [Export::CslJson, Export::Biblatex, Export::Ris];

    /// What its files end in.
    pub fn extension(self) -> &'static str {
        match self {
            Export::CslJson => "json",
            Export::Biblatex => "bib",
            Export::Ris => "ris",
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Export::CslJson => "CSL-JSON",
            Export::Biblatex => "BibTeX",
            Export::Ris => "RIS",
        }
    }

    /// The text of a file with these references.
    pub(super) fn text(self, references: &[&Reference]) -> String {
        match self {
            Export::CslJson => json(references),
            Export::Biblatex => {
                references.iter().map(|reference| biblatex::entry(reference)).collect::<Vec<_>>().join("\n")
            }
            Export::Ris => references.iter().map(|reference| ris::record(reference)).collect(),
        }
    }
}

/// A list, also of one: what pandoc and Zotero read.
fn json(references: &[&Reference]) -> String {
    let items: Value = references.iter().map(|reference| reference.to_csl()).collect();
    let mut json = serde_json::to_string_pretty(&items).expect("texts and numbers are JSON");
    json.push('\n');
    json
}

#[cfg(test)]
mod tests;
