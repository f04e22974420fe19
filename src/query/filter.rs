//! Which passages may be found at all: by source, speaker, date and language. Called by `find`; a filter ranks nothing.

use super::index::Index;
use crate::date::Edtf;
use crate::prose::term::terms;
use std::collections::{BTreeSet, HashMap};

/// What a passage must be like; an empty list and `None` let everything through.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Filter {
    /// Keys, or patterns of them (`*`, `?`): any of them.
    pub sources: Vec<String>,
    /// Names: any of them is the speaker's, or the end of it.
    pub speakers: Vec<String>,
    /// The source may be from that day or later.
    pub from: Option<Edtf>,
    /// The source may be from that day or earlier.
    pub to: Option<Edtf>,
    /// A BCP 47 tag; `en` admits `en-GB`.
    pub language: Option<String>,
}

/// The entries that a filter lets through.
pub(super) struct Admitted(Vec<bool>);

impl Admitted {
    pub fn contains(&self, entry: u32) -> bool {
        self.0[entry as usize]
    }

    pub fn ids(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.0).filter(|(_, admitted)| **admitted).map(|(entry, _)| entry)
    }
}

impl Filter {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What it lets through, and how many sources it keeps back only since they have no date.
    pub(super) fn admitted(&self, index: &Index) -> (Admitted, usize) {
        let standings: Vec<Standing> = (0..index.corpus.pages.len()).map(|page| self.standing(index, page)).collect();
        let speakers: Vec<Vec<String>> = self.speakers.iter().map(|name| names(name)).collect();
        let is_speaker = |label: &str| speakers.iter().any(|wanted| is_same_person(wanted, &names(label)));
        let mut known: HashMap<&str, bool> = HashMap::new();
        let mut admitted = Vec::with_capacity(index.len());
        let mut undated = BTreeSet::new();
        for entry in (0..).take(index.len()) {
            let (page, passage) = index.place(entry);
            let label = index.corpus.pages[page].passages[passage].speaker.as_deref();
            let mut speaks = |label| *known.entry(label).or_insert_with(|| is_speaker(label));
            let by_speaker = speakers.is_empty() || label.is_some_and(&mut speaks);
            admitted.push(by_speaker && standings[page] == Standing::Admitted);
            if by_speaker && standings[page] == Standing::Undated {
                undated.insert(page);
            }
        }
        (Admitted(admitted), undated.len())
    }

    fn standing(&self, index: &Index, page: usize) -> Standing {
        let key = index.corpus.key(page).map_or("", |key| key.as_str());
        let by_source = self.sources.is_empty() || self.sources.iter().any(|pattern| matches_pattern(pattern, key));
        let by_language = self.language.as_deref().is_none_or(|wanted| is_language(wanted, index.language(page)));
        if !by_source || !by_language {
            return Standing::Refused;
        }
        match index.corpus.pages[page].meta.date {
            _ if self.from.is_none() && self.to.is_none() => Standing::Admitted,
            None => Standing::Undated,
            Some(date) if date.may_lie_between(self.from, self.to) => Standing::Admitted,
            Some(_) => Standing::Refused,
        }
    }
}

/// What a filter makes of a source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Standing {
    Admitted,
    Refused,
    /// Nothing is against it but that nobody knows its date.
    Undated,
}

/// The parts of a name, folded.
fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    terms(text, |term| names.push(term.folded.to_owned()));
    names
}

/// Whether one name is the other or the end of it: `Baer` is `Dan Baer`, whichever of them the label has.
fn is_same_person(wanted: &[String], label: &[String]) -> bool {
    !wanted.is_empty() && !label.is_empty() && (label.ends_with(wanted) || wanted.ends_with(label))
}

/// Whether a tag is the wanted one, or a kind of it.
fn is_language(wanted: &str, tag: &str) -> bool {
    let head = tag.get(..wanted.len()).is_some_and(|head| head.eq_ignore_ascii_case(wanted));
    head && (tag.len() == wanted.len() || tag[wanted.len()..].starts_with('-'))
}

/// Whether a name of a source is a pattern of keys.
pub fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?'])
}

/// Whether a key is the pattern's, where `*` stands for any characters and `?` for one. Keys are ASCII.
pub fn matches_pattern(pattern: &str, key: &str) -> bool {
    let (pattern, key) = (pattern.as_bytes(), key.as_bytes());
    let (mut p, mut k) = (0, 0);
    // Where the latest `*` stands, and how far into the key it reaches.
    let mut star: Option<(usize, usize)> = None;
    while k < key.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, k));
                p += 1;
            }
            Some(&c) if c == b'?' || c == key[k] => {
                p += 1;
                k += 1;
            }
            _ => {
                let Some((at, reach)) = star else { return false };
                star = Some((at, reach + 1));
                p = at + 1;
                k = reach + 1;
            }
        }
    }
    pattern[p..].iter().all(|&c| c == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_a_shell() {
        for (pattern, key, expected) in [
            ("npr-witkoff", "npr-witkoff", true),
            ("npr-*", "npr-witkoff", true),
            ("*witkoff", "npr-witkoff", true),
            ("n?r*w*f", "npr-witkoff", true),
            ("npr", "npr-witkoff", false),
            ("*x*", "npr-witkoff", false),
            ("**", "a", true),
            ("?", "ab", false),
            ("", "", true),
        ] {
            assert_eq!(matches_pattern(pattern, key), expected, "{pattern} {key}");
        }
    }

    #[test]
    fn a_person_is_known_by_the_last_name() {
        let same = |wanted: &str, label: &str| is_same_person(&names(wanted), &names(label));
        assert!(same("baer", "Dan Baer") && same("Dan Baer", "Baer") && same("müller", "MULLER"));
        assert!(same("van der Berg", "Jan van der Berg"));
        assert!(!same("Dan", "Dan Baer") && !same("", "Baer") && !same("aer", "Baer") && !same("Dan Baer", "Jan Baer"));
    }

    #[test]
    fn a_language_admits_its_kinds() {
        assert!(is_language("en", "en-GB") && is_language("EN-gb", "en-GB") && is_language("en", "en"));
        assert!(!is_language("en-GB", "en") && !is_language("e", "en") && !is_language("en", "eng"));
    }
}
