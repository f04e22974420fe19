//! A source page, what the seal remembers of its last import, and a seed that was read anew → the page that keeps both:
//! the words of the document as they are now, the ids of the passages, and whatever a human changed. `import` calls it.
//!
//! ```text
//! page ─units─▶ old passages ─┐
//! seal ─hashes────────────────┼─align─▶ ids ─▶ the new page as an import would write it ─┐
//! Source ─────▶ new passages ─┘                                                          ├─front, body─▶ merged page
//! page, seal: what is a human's ─────────────────────────────────────────────────────────┘      conflicts, changes
//! ```

mod align;
mod body;
pub mod change;
pub mod drift;
mod front;
mod likeness;
mod matter;
mod unit;
mod weave;

use super::source::Source;
use crate::key::PassageId;
use crate::page::{self, Page, Reading};
use crate::path::FilePath;
use crate::prose::difference::difference;
use crate::seal::{Entry, Imprint, PassageHash};
use crate::world::File;
use align::{Alignment, Old, align};
use body::{SetAside, Sides};
use change::{Changes, Edited, Retired, Split};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use unit::{Kind, Unit, units};

/// What is done where a human and the document changed the same thing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Settle {
    /// Nothing is written.
    #[default]
    Stop,
    KeepPage,
    TakeSeed,
}

impl Settle {
    fn choice(self) -> Choice {
        match self {
            Settle::Stop | Settle::KeepPage => Choice::Page,
            Settle::TakeSeed => Choice::Seed,
        }
    }
}

/// Whose version of a thing goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Choice {
    /// Both say the same.
    Same,
    Page,
    Seed,
    /// Each says something of its own.
    Both,
}

fn choose<T: PartialEq>(page: T, sealed: T, seed: T) -> Choice {
    if page == seed {
        Choice::Same
    } else if page == sealed {
        Choice::Seed
    } else if seed == sealed {
        Choice::Page
    } else {
        Choice::Both
    }
}

/// The ids of a new import, and what became of the old ones.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Numbering {
    /// For each new passage.
    pub ids: Vec<PassageId>,
    alignment: Alignment,
    /// For each old passage.
    old: Vec<PassageId>,
    aside: BTreeMap<PassageId, SetAside>,
}

/// A merged page and what there is to say about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Merged {
    pub text: String,
    pub retired: BTreeMap<PassageId, Vec<PassageId>>,
    /// Passages of which the words were taken from the document against a human's.
    pub overruled: BTreeSet<PassageId>,
    pub changes: Changes,
}

/// Gives the passages of a new import the ids that they had; `page` is the page as it is now, if there is one.
pub(super) fn number(sealed: &Entry, page: Option<&Page>, source: &Source) -> Numbering {
    let aside = page.map_or(BTreeMap::new(), |page| set_aside(sealed, page));
    let mut old: Vec<(PassageId, Option<&str>)> = Vec::new();
    if let Some(page) = page {
        // A block that a human closed around passages stands where they stood.
        let mut blocks: Vec<(usize, PassageId, &str)> =
            page.passages.iter().map(|passage| (passage.span.start, passage.id, passage.prose.text())).collect();
        let (units, _) = units(page);
        let start = |unit: usize| {
            page.body + units[..=unit].iter().map(|unit| unit.blank.len() + unit.raw.len()).sum::<usize>()
                - units[unit].raw.len()
        };
        blocks.extend(aside.iter().map(|(&id, aside)| (start(aside.unit), id, aside.words.as_str())));
        blocks.sort_by_key(|&(start, id, _)| (start, id));
        old.extend(blocks.into_iter().map(|(_, id, words)| (id, Some(words))));
    }
    let known: BTreeSet<PassageId> = old.iter().map(|(id, _)| *id).collect();
    old.extend(sealed.passages.keys().filter(|id| !known.contains(id)).map(|&id| (id, None)));
    let passages: Vec<Old> = old
        .iter()
        .map(|&(id, words)| Old {
            hash: sealed.passages.get(&id).copied().unwrap_or_else(|| PassageHash::of(words.unwrap_or_default())),
            words,
            sealed: sealed.passages.contains_key(&id),
        })
        .collect();
    let new: Vec<&str> = source.passages().map(|passage| passage.words.text.as_str()).collect();
    let alignment = align(&passages, &new);
    let old: Vec<PassageId> = old.into_iter().map(|(id, _)| id).collect();
    let mut next = fresh(sealed, &old);
    let ids = alignment.old.iter().map(|continued| continued.map_or_else(&mut next, |at| old[at])).collect();

    Numbering { ids, alignment, old, aside }
}

/// Numbers that were never used: beyond all that the seal and the page have.
fn fresh(sealed: &Entry, old: &[PassageId]) -> impl FnMut() -> PassageId + use<> {
    let retired = sealed.retired.iter().flat_map(|(id, heirs)| [id].into_iter().chain(heirs));
    let accepted = sealed.accepted.iter().map(|correction| &correction.passage);
    let used = sealed.passages.keys().chain(retired).chain(accepted).chain(old);
    let mut last = used.map(|id| id.number()).max().unwrap_or(0);
    move || {
        last += 1;
        PassageId::new(last).expect("counted from 1")
    }
}

/// Passages of the seal that stand within blocks which no import wrote.
fn set_aside(sealed: &Entry, page: &Page) -> BTreeMap<PassageId, SetAside> {
    let on_page: BTreeSet<PassageId> = page.passages.iter().map(|passage| passage.id).collect();
    let mut missing = sealed.passages.clone();
    missing.retain(|id, _| !on_page.contains(id));
    let mut found = BTreeMap::new();
    if missing.is_empty() || page.boilerplate.is_empty() {
        return found;
    }
    let (units, _) = units(page);
    for (nth, unit) in units.iter().enumerate().filter(|(_, unit)| unit.kind == Kind::Aside) {
        if sealed.imprint.as_ref().is_some_and(|imprint| imprint.boilerplate.contains(&unit.hash)) {
            continue;
        }
        let lines: Vec<&str> = unit.raw.split_inclusive('\n').collect();
        let inside = parsed(&page.path, lines.get(1..lines.len() - 1).unwrap_or_default().concat());
        for piece in self::units(&inside).0 {
            let (id, words) = match &piece.kind {
                Kind::Passage(spoken) => (Some(spoken.id), spoken.words.clone()),
                _ => (None, words_of(&page.path, piece.raw)),
            };
            let hash = PassageHash::of(&words);
            let of_hash = || missing.iter().find(|(_, sealed)| **sealed == hash).map(|(&id, _)| id);
            if let Some(id) = id.filter(|id| missing.contains_key(id)).or_else(of_hash) {
                missing.remove(&id);
                let numbered = piece.passage().is_some();
                found.insert(id, SetAside { unit: nth, raw: piece.raw.to_owned(), words, numbered });
            }
        }
    }
    found
}

/// What lines without an id say, without a speaker's label.
fn words_of(path: &FilePath, raw: &str) -> String {
    let page = parsed(path, format!("{} {{#p1}}\n", raw.trim_end()));
    page.passages.first().map_or(String::new(), |passage| page::fold(passage.prose.text()))
}

/// A text as the checks read it.
pub(super) fn parsed(path: &FilePath, text: String) -> Page {
    page::parse(path, &Arc::new(File::new(text)), Reading::default())
}

/// What the seal is to remember of a page that an import wrote.
pub(super) fn imprint(page: &Page) -> Result<Imprint, String> {
    let front::Values { fields, notes } = front::values(&page.file.text()[..page.body])?;
    let (units, _) = units(page);
    let of_kind = |kind: Kind| units.iter().filter(|unit| unit.kind == kind).map(|unit| unit.hash).collect();
    let spoken = || units.iter().filter_map(Unit::passage);
    Ok(Imprint {
        fields,
        notes,
        order: if page.passages.is_sorted_by_key(|passage| passage.id) {
            Vec::new()
        } else {
            page.passages.iter().map(|passage| passage.id).collect()
        },
        headings: of_kind(Kind::Heading),
        boilerplate: of_kind(Kind::Aside),
        labels: spoken().filter_map(|spoken| Some((spoken.id, spoken.label_hash()?))).collect(),
        forms: spoken().filter_map(|spoken| Some((spoken.id, spoken.form()?))).collect(),
    })
}

/// Merges the page with `new`, the page that an import would write now, which bears the ids of `numbering`. A page that
/// no human touched becomes the new one.
pub(super) fn merge(
    sealed: &Entry,
    page: &Page,
    new: &Page,
    numbering: &Numbering,
    settle: Settle,
) -> Result<Merged, String> {
    let mut changes = changes(sealed, page, new, numbering);
    let untouched = crate::world::Sha256::of(page.file.text().as_bytes()) == sealed.written;
    let (mut text, mut spared, mut overruled) = (new.file.text().to_owned(), BTreeSet::new(), BTreeSet::new());
    if !untouched {
        let (old_units, rest) = units(page);
        let (new_units, _) = units(new);
        let head = |page: &Page| page.file.text()[..page.body].to_owned();
        let front = front::merge(&head(page), sealed.imprint.as_ref(), &head(new), settle)?;
        let sides = Sides {
            page: &old_units,
            new: &new_units,
            sealed: &sealed.passages,
            imprint: sealed.imprint.as_ref(),
            aside: &numbering.aside,
            settle,
        };
        let body = body::merge(&sides);
        text = [front.text, body.text, rest.to_owned()].concat();
        changes.respected = front.respected.into_iter().chain(body.respected).collect();
        changes.conflicts = front.conflicts.into_iter().chain(body.conflicts).collect();
        (spared, overruled) = (body.spared, body.overruled);
    }
    changes.retired.retain(|retired| !spared.contains(&retired.id));
    let retired = retired(sealed, &changes.retired);
    Ok(Merged { text, retired, overruled, changes })
}

/// All ids that are never given out again. What went into a passage that now went itself, went on with it.
fn retired(sealed: &Entry, now: &[Retired]) -> BTreeMap<PassageId, Vec<PassageId>> {
    let now: BTreeMap<PassageId, Vec<PassageId>> =
        now.iter().map(|retired| (retired.id, retired.heirs.clone())).collect();
    let mut all = sealed.retired.clone();
    for heirs in all.values_mut() {
        let next = heirs.iter().flat_map(|heir| now.get(heir).cloned().unwrap_or_else(|| vec![*heir]));
        *heirs = next.collect::<BTreeSet<_>>().into_iter().collect();
    }
    all.extend(now);
    all
}

fn changes(sealed: &Entry, page: &Page, new: &Page, numbering: &Numbering) -> Changes {
    let Numbering { ids, alignment, old, aside } = numbering;
    let on_page: BTreeMap<PassageId, &str> =
        page.passages.iter().map(|passage| (passage.id, passage.prose.text())).collect();
    let mut changes = Changes::default();
    for (passage, continued) in new.passages.iter().zip(&alignment.old) {
        let id = passage.id;
        match continued {
            None => changes.added.push(id),
            Some(_) if sealed.passages.get(&id).is_none_or(|hash| *hash == PassageHash::of(passage.prose.text())) => {
                changes.kept += 1;
            }
            Some(_) => {
                let was = on_page.get(&id).copied().or(aside.get(&id).map(|aside| aside.words.as_str()));
                let difference = difference(was.unwrap_or_default(), passage.prose.text());
                changes.edited.push(Edited { id, difference });
            }
        }
    }
    changes.moved = moved(&alignment.old).into_iter().map(|new| ids[new]).collect();
    let set_apart: BTreeSet<PassageHash> = new
        .boilerplate
        .iter()
        .flat_map(|block| {
            let inside = block.inside.of(new.file.text());
            inside.lines().map(PassageHash::of).chain([PassageHash::of(inside)])
        })
        .collect();
    let continued: BTreeSet<usize> = alignment.old.iter().copied().flatten().collect();
    for (at, &id) in old.iter().enumerate() {
        if let Some(hash) = sealed.passages.get(&id).filter(|_| !continued.contains(&at)) {
            let heirs = alignment.heirs.get(&at).map(|&new| ids[new]).into_iter().collect();
            changes.retired.push(Retired { id, heirs, aside: set_apart.contains(hash) });
        }
    }
    let split = |(&at, pieces): (&usize, &Vec<usize>)| Split {
        id: old[at],
        into: pieces.iter().map(|&new| ids[new]).collect(),
    };
    changes.split = alignment.splits.iter().map(split).collect();
    changes
}

/// Those that stood in another order, given where each stood: all but the longest run that rises.
fn moved(stood: &[Option<usize>]) -> Vec<usize> {
    let places: Vec<(usize, usize)> =
        stood.iter().enumerate().filter_map(|(now, stood)| Some((now, (*stood)?))).collect();
    // For each length, the run of that length that ends lowest; each element knows the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; places.len()];
    for (at, &(_, place)) in places.iter().enumerate() {
        let length = ends.partition_point(|&end| places[end].1 < place);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut stays = BTreeSet::new();
    let mut at = ends.last().copied();
    while let Some(here) = at {
        stays.insert(here);
        at = before[here];
    }
    (0..places.len()).filter(|at| !stays.contains(at)).map(|at| places[at].0).collect()
}
