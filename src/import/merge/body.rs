//! The units of a page and those of a new import → one body: the order and what is untouched from the document, what a
//! human wrote from the page, anchored to its neighbours. `merge` calls it with passages that bear their final ids.

use super::change::Conflict;
use super::likeness::{Vocabulary, likeness};
use super::unit::{Kind, Spoken, Unit};
use super::weave::{Slot, Woof, weave};
use super::{Choice, Settle, choose};
use crate::key::PassageId;
use crate::page::fold;
use crate::seal::{Imprint, PassageHash};
use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::collections::{BTreeMap, BTreeSet};

/// What is merged, and by what a human's part is told.
pub(super) struct Sides<'a> {
    pub page: &'a [Unit<'a>],
    pub new: &'a [Unit<'a>],
    /// What the last import said, for the ids that go on and those that do not.
    pub sealed: &'a BTreeMap<PassageId, PassageHash>,
    pub imprint: Option<&'a Imprint>,
    /// Passages that a human set aside.
    pub aside: &'a BTreeMap<PassageId, SetAside>,
    pub settle: Settle,
}

/// A passage in a block that a human put around it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct SetAside {
    /// Which unit of the page is the block.
    pub unit: usize,
    /// Its lines in the block.
    pub raw: String,
    pub words: String,
    /// Whether its id still stands there.
    pub numbered: bool,
}

/// A body, merged.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Body {
    pub text: String,
    pub respected: Vec<String>,
    pub conflicts: Vec<Conflict>,
    /// Passages that the document lost and the page keeps.
    pub spared: BTreeSet<PassageId>,
    /// Passages of which the page's version went.
    pub overruled: BTreeSet<PassageId>,
}

pub(super) fn merge(sides: &Sides<'_>) -> Body {
    let mut merger = Merger {
        sides,
        place: vec![None; sides.page.len()],
        slots: vec![Slot::Open; sides.new.len()],
        human: vec![false; sides.page.len()],
        lines: BTreeMap::new(),
        out: Body::default(),
    };
    merger.pair();
    merger.passages();
    merger.boilerplate();
    merger.structure();
    merger.leftovers();
    merger.moved();
    let Merger { place, slots, human, lines, mut out, .. } = merger;
    let woof = Woof { page: sides.page, new: sides.new, place: &place, slots: &slots, human: &human, lines: &lines };
    out.text = weave(&woof);
    out
}

struct Merger<'a> {
    sides: &'a Sides<'a>,
    /// For each unit of the page, the new one that it goes with.
    place: Vec<Option<usize>>,
    slots: Vec<Slot>,
    /// Units of the page that are a human's own and stay.
    human: Vec<bool>,
    /// The lines of those of them that the document has, too.
    lines: BTreeMap<usize, String>,
    out: Body,
}

/// By this units of both sides are the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
enum Token {
    Passage(PassageId),
    Heading(PassageHash),
    Aside(PassageHash),
    Note(PassageHash),
}

fn token(unit: &Unit<'_>) -> Token {
    match &unit.kind {
        Kind::Passage(spoken) => Token::Passage(spoken.id),
        Kind::Heading => Token::Heading(unit.hash),
        Kind::Aside => Token::Aside(unit.hash),
        Kind::Note => Token::Note(unit.hash),
    }
}

impl<'a> Merger<'a> {
    /// Equal units: in the order of both first, then wherever they went.
    fn pair(&mut self) {
        let page: Vec<Token> = self.sides.page.iter().map(token).collect();
        let new: Vec<Token> = self.sides.new.iter().map(token).collect();
        let mut taken = vec![false; new.len()];
        for op in capture_diff_slices(Algorithm::Patience, &page, &new) {
            if op.tag() == DiffTag::Equal {
                op.old_range().zip(op.new_range()).for_each(|(old, new)| {
                    self.place[old] = Some(new);
                    taken[new] = true;
                });
            }
        }
        let mut open: BTreeMap<Token, Vec<usize>> = BTreeMap::new();
        for (at, &token) in new.iter().enumerate().rev().filter(|(at, _)| !taken[*at]) {
            open.entry(token).or_default().push(at);
        }
        for (at, token) in page.iter().enumerate() {
            if self.place[at].is_none() {
                self.place[at] = open.get_mut(token).and_then(Vec::pop);
            }
        }
        for (at, place) in self.place.clone().into_iter().enumerate() {
            if let Some(place) = place.filter(|_| self.sides.page[at].passage().is_none()) {
                self.slots[place] = Slot::Lines(self.sides.page[at].raw.to_owned());
            }
        }
    }

    /// The passages of both sides, of the page alone, and those that a human set aside or took away.
    fn passages(&mut self) {
        for at in 0..self.sides.page.len() {
            let Some(spoken) = self.sides.page[at].passage() else { continue };
            match self.place[at] {
                Some(place) => self.slots[place] = self.both(at, place),
                None => self.dropped(at, spoken),
            }
        }
        for place in 0..self.sides.new.len() {
            let unit = &self.sides.new[place];
            let Some(id) = unit.passage().map(|spoken| spoken.id).filter(|_| self.slots[place] == Slot::Open) else {
                continue;
            };
            let sealed = self.sides.sealed.get(&id);
            if self.sides.aside.contains_key(&id) {
                self.slots[place] = Slot::Nothing;
            } else if sealed == Some(&unit.hash) {
                self.out.respected.push(format!("{id} (taken away)"));
                self.slots[place] = Slot::Nothing;
            } else {
                self.slots[place] = Slot::New;
            }
        }
    }

    /// A passage that stands on the page and in the document.
    fn both(&mut self, at: usize, place: usize) -> Slot {
        let (page, new) = (&self.sides.page[at], &self.sides.new[place]);
        let (Some(ours), Some(theirs)) = (page.passage(), new.passage()) else { return Slot::Open };
        let imprint = self.sides.imprint;
        let sealed = self.sides.sealed.get(&ours.id).copied();
        let words = match sealed {
            Some(sealed) => choose(page.hash, sealed, new.hash),
            None => choose(page.hash, new.hash, new.hash),
        };
        // Where the seal knows nothing of labels and marks, the page may be a human's.
        let sealed_label = imprint.map_or(theirs.label_hash(), |imprint| imprint.labels.get(&ours.id).copied());
        let sealed_form = imprint.map_or(theirs.form(), |imprint| imprint.forms.get(&ours.id).copied());
        let label = choose(ours.label_hash(), sealed_label, theirs.label_hash());
        let mut form = choose(ours.form(), sealed_form, theirs.form());
        let attributes = ours.marks == theirs.marks;
        let words = self.settled(words, ours.id, "words", &ours.words, &theirs.words);
        let text = |label: &Option<String>| label.clone().unwrap_or_default();
        let label = self.settled(label, ours.id, "label", &text(&ours.label), &text(&theirs.label));
        if form == Choice::Page && words == Choice::Seed && !attributes {
            // A human's marks stand on words that are no longer there.
            form = Choice::Both;
        }
        let form = self.settled(form, ours.id, "marks", page.raw.trim_end(), new.raw.trim_end());
        if words == Choice::Seed || form == Choice::Seed && words == Choice::Same {
            let wanted_label =
                if label == Choice::Page { ours.label_at.of(page.raw) } else { theirs.label_at.of(new.raw) };
            let wanted_id = if form == Choice::Page { ours.id_at.of(page.raw) } else { theirs.id_at.of(new.raw) };
            return Slot::Lines(spelled(new.raw, theirs, wanted_label, wanted_id));
        }
        let wanted_label = if label == Choice::Seed { theirs.label_at.of(new.raw) } else { ours.label_at.of(page.raw) };
        let wanted_id =
            if form == Choice::Seed && attributes { theirs.id_at.of(new.raw) } else { ours.id_at.of(page.raw) };
        Slot::Lines(spelled(page.raw, ours, wanted_label, wanted_id))
    }

    /// Records what a human wrote, and settles what both wrote.
    fn settled(&mut self, choice: Choice, id: PassageId, what: &str, page: &str, seed: &str) -> Choice {
        match choice {
            Choice::Both => {
                self.out.conflicts.push(Conflict::new(Some(id), what, page, seed));
                if self.sides.settle.choice() == Choice::Seed && what == "words" {
                    self.out.overruled.insert(id);
                }
                self.sides.settle.choice()
            }
            Choice::Page => {
                self.out.respected.push(format!("{id} ({what})"));
                Choice::Page
            }
            choice => choice,
        }
    }

    /// A passage of the page that the document does not have: a human's own, or one that went.
    fn dropped(&mut self, at: usize, spoken: &Spoken) {
        let Some(sealed) = self.sides.sealed.get(&spoken.id) else {
            self.human[at] = true;
            return;
        };
        let imprint = self.sides.imprint;
        let label = imprint.map_or(spoken.label_hash(), |imprint| imprint.labels.get(&spoken.id).copied());
        let form = imprint.map_or(spoken.form(), |imprint| imprint.forms.get(&spoken.id).copied());
        let unit = &self.sides.page[at];
        if unit.hash == *sealed && label == spoken.label_hash() && form == spoken.form() {
            return;
        }
        let what = if unit.hash == *sealed { "marks" } else { "words" };
        let choice = self.settled(Choice::Both, spoken.id, what, unit.raw.trim_end(), "");
        if choice == Choice::Page {
            self.human[at] = true;
            self.out.spared.insert(spoken.id);
        }
    }

    /// What is set aside: by the import, by a human, or no longer.
    fn boilerplate(&mut self) {
        let sealed = self.sides.imprint.map(|imprint| &imprint.boilerplate);
        self.absent(Kind::Aside, sealed);
        let mut inside: BTreeMap<usize, Vec<PassageId>> = BTreeMap::new();
        for (&id, aside) in self.sides.aside {
            inside.entry(aside.unit).or_default().push(id);
        }
        for (unit, ids) in inside {
            self.set_aside(unit, &ids);
        }
        // A passage that a human made of boilerplate is not set aside again.
        let made: Vec<usize> = (0..self.sides.page.len())
            .filter(|&at| {
                self.human[at] && self.sides.page[at].passage().is_some_and(|own| !self.out.spared.contains(&own.id))
            })
            .collect();
        for place in 0..self.sides.new.len() {
            if self.slots[place] != Slot::Open || self.sides.new[place].kind != Kind::Aside {
                continue;
            }
            self.slots[place] = Slot::New;
            let block = inside_of(self.sides.new[place].raw);
            let Some((&at, own)) = made
                .iter()
                .filter_map(|at| Some((at, self.sides.page[*at].passage()?)))
                .find(|(_, own)| is_like(&own.words, &block))
            else {
                continue;
            };
            let what = if own.words == block { Choice::Page } else { Choice::Both };
            if self.settled(what, own.id, "words", &own.words, &block) == Choice::Page {
                self.slots[place] = Slot::Nothing;
            } else {
                self.human[at] = false;
            }
        }
    }

    /// A block that a human put around passages: it stands where they would, and follows their words.
    fn set_aside(&mut self, unit: usize, ids: &[PassageId]) {
        let places: BTreeMap<PassageId, usize> =
            self.sides.new.iter().enumerate().filter_map(|(at, unit)| Some((unit.passage()?.id, at))).collect();
        let mut block = self.sides.page[unit].raw.to_owned();
        let mut first: Option<usize> = None;
        let mut gone = true;
        for id in ids {
            let aside = &self.sides.aside[id];
            let untouched = self.sides.sealed.get(id) == Some(&PassageHash::of(&aside.words));
            let Some(&place) = places.get(id) else {
                gone &= untouched;
                continue;
            };
            (gone, first) = (false, first.or(Some(place)));
            let new = &self.sides.new[place];
            let Some(theirs) = new.passage() else { continue };
            let sealed = self.sides.sealed.get(id).copied().unwrap_or(new.hash);
            let words = choose(PassageHash::of(&aside.words), sealed, new.hash);
            self.out.respected.push(format!("{id} (set aside)"));
            if self.settled(words, *id, "words", &aside.words, &theirs.words) == Choice::Seed {
                let wanted_id = if aside.numbered { theirs.id_at.of(new.raw) } else { "" };
                let lines = spelled(new.raw, theirs, theirs.label_at.of(new.raw), wanted_id);
                block = block.replacen(aside.raw.trim_end(), lines.trim_end(), 1);
            }
        }
        match first {
            Some(place) => {
                self.place[unit] = Some(place);
                self.slots[place] = Slot::Lines(block);
            }
            // The document has lost all that stood in it.
            None => self.human[unit] = !gone,
        }
        if first.is_none() && gone {
            self.place[unit] = None;
            self.human[unit] = false;
        }
    }

    /// Headings, and the heads of tables.
    fn structure(&mut self) {
        let sealed = self.sides.imprint.map(|imprint| &imprint.headings);
        self.absent(Kind::Heading, sealed);
        let Some(sealed) = sealed else { return };
        let of_kind = |units: &'a [Unit<'a>], hash: &PassageHash| {
            units.iter().any(|unit| unit.kind == Kind::Heading && unit.hash == *hash)
        };
        let mut gone =
            sealed.iter().filter(|hash| !of_kind(self.sides.page, hash) && !of_kind(self.sides.new, hash)).count();
        for place in 0..self.sides.new.len() {
            let unit = &self.sides.new[place];
            if gone == 0 || unit.kind != Kind::Heading || self.slots[place] != Slot::Open || sealed.contains(&unit.hash)
            {
                continue;
            }
            let follows = next_passage(self.sides.new, place);
            let rival = (0..self.sides.page.len()).find(|&at| {
                let other = &self.sides.page[at];
                other.kind == Kind::Heading
                    && self.place[at].is_none()
                    && !sealed.contains(&other.hash)
                    && follows.is_some()
                    && next_passage(self.sides.page, at) == follows
            });
            let Some(at) = rival else { continue };
            gone -= 1;
            self.out.conflicts.push(Conflict::new(None, "heading", self.sides.page[at].raw.trim(), unit.raw.trim()));
            self.place[at] = Some(place);
            self.slots[place] = match self.sides.settle.choice() {
                Choice::Seed => Slot::New,
                _ => Slot::Lines(self.sides.page[at].raw.to_owned()),
            };
        }
    }

    /// What the last import wrote and the page no longer has stays away, as often as it is missing.
    fn absent(&mut self, kind: Kind, sealed: Option<&Vec<PassageHash>>) {
        let count = |hashes: &mut dyn Iterator<Item = PassageHash>| {
            let mut counts: BTreeMap<PassageHash, usize> = BTreeMap::new();
            hashes.for_each(|hash| *counts.entry(hash).or_default() += 1);
            counts
        };
        let on_page = count(&mut self.sides.page.iter().filter(|unit| unit.kind == kind).map(|unit| unit.hash));
        let mut missing = count(&mut sealed.into_iter().flatten().copied());
        for (hash, count) in &mut missing {
            *count = count.saturating_sub(on_page.get(hash).copied().unwrap_or(0));
        }
        for place in 0..self.sides.new.len() {
            let unit = &self.sides.new[place];
            if unit.kind != kind || self.slots[place] != Slot::Open {
                continue;
            }
            if let Some(count) = missing.get_mut(&unit.hash).filter(|count| **count > 0) {
                *count -= 1;
                self.slots[place] = Slot::Nothing;
                let what = if kind == Kind::Heading { "heading" } else { "boilerplate" };
                self.out.respected.push(format!("{what} (taken away)"));
            }
        }
    }

    /// What stands on the page alone: the import's own went with the document, the rest is a human's.
    fn leftovers(&mut self) {
        let known = |kind: &Kind, hash: &PassageHash| {
            self.sides.imprint.is_some_and(|imprint| match kind {
                Kind::Heading => imprint.headings.contains(hash),
                Kind::Aside => imprint.boilerplate.contains(hash),
                Kind::Passage(_) | Kind::Note => false,
            })
        };
        for at in 0..self.sides.page.len() {
            let unit = &self.sides.page[at];
            let decided =
                matches!(unit.kind, Kind::Passage(_)) || self.sides.aside.values().any(|aside| aside.unit == at);
            if self.place[at].is_none() && !decided {
                self.human[at] = !known(&unit.kind, &unit.hash);
            }
        }
        for slot in self.slots.iter_mut().filter(|slot| **slot == Slot::Open) {
            *slot = Slot::New;
        }
    }

    /// Passages that a human moved stay where they were put.
    fn moved(&mut self) {
        let ascending = || self.sides.sealed.keys().copied().collect();
        let order = self.sides.imprint.map(|imprint| imprint.order.clone()).filter(|order| !order.is_empty());
        let order: BTreeMap<PassageId, usize> =
            order.unwrap_or_else(ascending).into_iter().enumerate().map(|(place, id)| (id, place)).collect();
        let stood: Vec<Option<usize>> = (self.sides.page.iter())
            .map(|unit| {
                unit.passage().filter(|spoken| !spoken.is_row).and_then(|spoken| order.get(&spoken.id).copied())
            })
            .collect();
        for at in super::moved(&stood) {
            let (Some(place), Some(spoken)) = (self.place[at], self.sides.page[at].passage()) else { continue };
            if let Slot::Lines(lines) = std::mem::replace(&mut self.slots[place], Slot::Nothing) {
                self.out.respected.push(format!("{} (place)", spoken.id));
                self.lines.insert(at, lines);
                self.human[at] = true;
                self.place[at] = None;
            }
        }
    }
}

/// A passage's lines with another label and another id.
fn spelled(raw: &str, spoken: &Spoken, label: &str, id: &str) -> String {
    let [head, words, tail] = [
        &raw[..spoken.label_at.start],
        &raw[spoken.label_at.end.min(spoken.id_at.start)..spoken.id_at.start],
        &raw[spoken.id_at.end..],
    ];
    [head, label, words, id, tail].concat()
}

/// The first passage after a unit.
fn next_passage(units: &[Unit<'_>], at: usize) -> Option<PassageId> {
    units[at + 1..].iter().find_map(|unit| unit.passage().map(|spoken| spoken.id))
}

/// The lines between the fences of a block, with white space folded.
fn inside_of(raw: &str) -> String {
    let lines: Vec<&str> = raw.lines().collect();
    fold(&lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default().join("\n"))
}

fn is_like(words: &str, block: &str) -> bool {
    if words == block {
        return true;
    }
    let mut vocabulary = Vocabulary::default();
    likeness(&vocabulary.text(words), &vocabulary.text(block), 0.55) >= 0.55
}
