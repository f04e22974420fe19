//! The names of documents, of the site's pages and of `names.toml` → for each name, those that may be the same: a surname
//! alone that is the other's, a spelling that is near. `list` calls it. No more than suggestions: nothing is merged.

use super::known::Known;
use super::list::{Name, Nearness, Perhaps, Resemblance};
use super::near::{are_near, is_near_surname, keys};
use super::{Evidence, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// As many other documents are told for one name.
const MOST: usize = 20;

/// A name with one kind, wherever it stands: `(document, place in its list)`.
struct Distinct {
    kind: Kind,
    name: String,
    /// Whether a person's name has no other than this word.
    is_bare: bool,
    places: Vec<(usize, usize)>,
}

/// Fills in what of the documents' own names may be the same.
pub(super) fn suggest(lists: &mut [Vec<Name>]) {
    let distinct = distinct(lists);
    let mut found: Vec<(usize, usize, Nearness)> = Vec::new();
    let mut add = |one: usize, other: usize, why| {
        found.push((one, other, why));
        found.push((other, one, why));
    };
    for (one, other) in pairs(distinct.iter().map(|one| keys(&one.name))) {
        let (a, b) = (&distinct[one], &distinct[other]);
        let is_one_word = a.is_bare || b.is_bare;
        if !is_one_word && are_near((a.kind, &a.name), (b.kind, &b.name)) {
            add(one, other, Nearness::NearSpelling);
        }
    }
    let mut surnames: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, one) in distinct.iter().enumerate().filter(|(_, one)| one.is_full_person()) {
        for key in keys(one.surname()) {
            surnames.entry(key).or_default().push(at);
        }
    }
    let full: BTreeSet<String> =
        distinct.iter().filter(|one| one.is_full_person()).map(|one| one.surname().to_lowercase()).collect();
    for (at, bare) in distinct.iter().enumerate().filter(|(_, one)| one.is_bare || one.is_unsorted_word()) {
        let near: BTreeSet<usize> =
            keys(&bare.name).iter().filter_map(|key| surnames.get(key)).flatten().copied().collect();
        for other in near {
            let surname = distinct[other].surname();
            if bare.is_bare && surname.to_lowercase() == bare.name.to_lowercase() {
                found.push((at, other, Nearness::Surname));
            } else if !full.contains(&bare.name.to_lowercase()) && is_near_surname(&bare.name, surname) {
                found.push((at, other, Nearness::NearSpelling));
            }
        }
    }
    found.sort();
    found.dedup();
    for (one, other, why) in found {
        tell(lists, &distinct[one], &distinct[other], why);
    }
}

/// Tells each place of one name where the other stands.
fn tell(lists: &mut [Vec<Name>], one: &Distinct, other: &Distinct, why: Nearness) {
    for &(document, at) in &one.places {
        // In one document a surname is merged with its full name, or it is told between whom it is.
        let others = other.places.iter().filter(|place| place.0 != document || why == Nearness::NearSpelling);
        let told = others.take(MOST).map(|&(document, _)| Perhaps { document, name: other.name.clone(), why });
        lists[document][at].perhaps.extend(told);
    }
}

/// Fills in what of the site may be the same.
pub(super) fn resemble(lists: &mut [Vec<Name>], known: &Known) {
    let entities: Vec<_> = known.entities().collect();
    let mut by_key: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (at, (name, entity)) in entities.iter().enumerate() {
        let surname = Some(&*entity.title).filter(|_| entity.kind == Kind::Person).and_then(surname_of);
        for key in keys(name).into_iter().chain(surname.map(keys).into_iter().flatten()) {
            by_key.entry(key).or_default().insert(at);
        }
    }
    for name in lists.iter_mut().flatten() {
        let is_known = name.entity.is_some() || name.evidence.contains(&Evidence::NamesFile);
        if is_known || !name.between.is_empty() {
            continue;
        }
        let near: BTreeSet<usize> =
            keys(&name.name).iter().filter_map(|key| by_key.get(key)).flatten().copied().collect();
        for (of_site, entity) in near.into_iter().map(|at| &entities[at]) {
            let is_word = !name.name.contains(' ') && matches!(name.kind, Kind::Person | Kind::Unsorted);
            let surname = surname_of(&entity.title).filter(|_| is_word && entity.kind == Kind::Person);
            let why = match surname {
                Some(surname) if surname.to_lowercase() == name.name.to_lowercase() => Nearness::Surname,
                Some(surname) if is_near_surname(&name.name, surname) => Nearness::NearSpelling,
                _ if are_near((name.kind, &name.name), (entity.kind, of_site)) => Nearness::NearSpelling,
                _ => continue,
            };
            name.resembles.push(Resemblance { name: entity.title.clone(), entity: entity.path.clone(), why });
        }
        name.resembles.sort();
        name.resembles.dedup();
    }
}

fn distinct(lists: &[Vec<Name>]) -> Vec<Distinct> {
    type Called<'n> = (Kind, &'n str, bool);
    let mut distinct: BTreeMap<Called, Vec<(usize, usize)>> = BTreeMap::new();
    for (document, list) in lists.iter().enumerate() {
        for (at, name) in list.iter().enumerate().filter(|(_, name)| name.between.is_empty()) {
            let is_bare = name.kind == Kind::Person && !name.is_full();
            distinct.entry((name.kind, &name.name, is_bare)).or_default().push((document, at));
        }
    }
    let to_distinct =
        |((kind, name, is_bare), places): (Called, _)| Distinct { kind, name: name.to_owned(), is_bare, places };
    distinct.into_iter().map(to_distinct).collect()
}

/// Those that share a key, each pair once.
fn pairs(keys: impl Iterator<Item = Vec<String>>) -> BTreeSet<(usize, usize)> {
    /// A key that more names share tells nothing of any two.
    const CROWD: usize = 50;
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, keys) in keys.enumerate() {
        for key in keys {
            by_key.entry(key).or_default().push(at);
        }
    }
    let mut pairs = BTreeSet::new();
    for group in by_key.values().filter(|group| group.len() <= CROWD) {
        for (nth, &one) in group.iter().enumerate() {
            pairs.extend(group[nth + 1..].iter().map(|&other| (one, other)));
        }
    }
    pairs
}

fn surname_of(name: &str) -> Option<&str> {
    name.rsplit_once(' ').map(|(_, surname)| surname)
}

impl Distinct {
    fn is_full_person(&self) -> bool {
        self.kind == Kind::Person && self.name.contains(' ')
    }

    fn is_unsorted_word(&self) -> bool {
        self.kind == Kind::Unsorted && !self.name.contains(' ')
    }

    fn surname(&self) -> &str {
        surname_of(&self.name).unwrap_or(&self.name)
    }
}
