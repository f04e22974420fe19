//! What was looked at while a file of the site was made → its trace, by which a later build tells whether the file would
//! come out the same. The tables of a compiled site note each row that is looked at; `record` collects the notes.
//!
//! Nothing has to be declared, and so nothing can be forgotten: a template's context that begins to ask another page begins
//! to depend on it. The idea is that of verifying traces (Mokhov, Mitchell and Peyton Jones, “Build Systems à la Carte”,
//! 2018).

use crate::world::Sha256;
use sha2::Digest;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::ops::Index;
use std::sync::Arc;

/// Something that a file may depend on, besides what all files depend on. Pages are known by their index.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Fact {
    /// A page's front matter.
    Face(usize),
    /// All that is written in a page.
    Text(usize),
    /// What the marks of a page resolve to.
    Bindings(usize),
    /// All that the site says of a page.
    Graph(usize),
    /// Of that, the numbers of its notes.
    Notes(usize),
    /// Of that, the passages that may be shown.
    Shown(usize),
    /// What the words of its passages, or of those that name it, say of it.
    Threads(usize),
    /// The briefings that go with a briefing.
    Related(usize),
    /// The dated statements of the site, in the order of time.
    Events,
    /// The pages of each folder, in the order of lists.
    Lists,
    /// The entries of the bibliography.
    References,
}

impl Fact {
    /// The kind and the page, 0 where there is none.
    pub fn to_parts(self) -> (u8, usize) {
        match self {
            Self::Face(page) => (0, page),
            Self::Text(page) => (1, page),
            Self::Bindings(page) => (2, page),
            Self::Graph(page) => (3, page),
            Self::Notes(page) => (4, page),
            Self::Shown(page) => (5, page),
            Self::Threads(page) => (6, page),
            Self::Related(page) => (7, page),
            Self::Events => (8, 0),
            Self::Lists => (9, 0),
            Self::References => (10, 0),
        }
    }

    /// The same backwards.
    pub fn from_parts(kind: u8, page: usize) -> Option<Self> {
        let of_page = [
            Self::Face,
            Self::Text,
            Self::Bindings,
            Self::Graph,
            Self::Notes,
            Self::Shown,
            Self::Threads,
            Self::Related,
        ];
        match (kind, page) {
            (8, 0) => Some(Self::Events),
            (9, 0) => Some(Self::Lists),
            (10, 0) => Some(Self::References),
            (kind, page) => of_page.get(usize::from(kind)).map(|fact| fact(page)),
        }
    }
}

/// What tells a value from others: the hash of its parts, in order. Holds for one program on one machine.
pub fn print(value: &(impl Hash + ?Sized)) -> Sha256 {
    let mut printer = Printer::default();
    value.hash(&mut printer);
    printer.hash.update(&printer.gathered);
    Sha256::from_bytes(printer.hash.finalize().into())
}

/// What facts are like at one moment, each as a print.
#[derive(Clone, Debug)]
pub struct Prints {
    ground: Sha256,
    /// By kind of fact, then by page.
    facts: BTreeMap<u8, Arc<[Sha256]>>,
}

impl Prints {
    /// `ground` tells apart everything on which all stands that is made, and of which no fact tells.
    pub fn new(ground: Sha256) -> Self {
        Self { ground, facts: BTreeMap::new() }
    }

    /// The same on a ground of which this is told besides.
    pub fn above(&self, more: &impl Hash) -> Self {
        Self { ground: print(&(self.ground, more)), facts: self.facts.clone() }
    }

    /// Those of all facts of this one's kind, by page; of a kind that knows no pages there is one.
    pub fn put(&mut self, fact: Fact, by_page: Vec<Sha256>) {
        self.facts.insert(fact.to_parts().0, by_page.into());
    }

    /// `None` for what is not known, a page that is not there for instance.
    pub fn of(&self, fact: Fact) -> Option<&Sha256> {
        let (kind, page) = fact.to_parts();
        self.facts.get(&kind)?.get(page)
    }

    /// What tells a thing that is made by this recipe from one that would come out otherwise, if nothing was looked at for
    /// it but this.
    pub fn print(&self, recipe: &(impl Hash + ?Sized), looked_at: &[Fact]) -> Option<Sha256> {
        let prints = looked_at.iter().map(|fact| self.of(*fact)).collect::<Option<Vec<&Sha256>>>()?;
        Some(print(&(self.ground, recipe, looked_at, prints)))
    }
}

/// Gathers what it is given: most of it comes in numbers, and to hash each by itself would take longer than the hashing.
#[derive(Default)]
struct Printer {
    gathered: Vec<u8>,
    hash: sha2::Sha256,
}

/// So many bytes are hashed at a time.
const GATHERED: usize = 4096;

impl Hasher for Printer {
    fn write(&mut self, bytes: &[u8]) {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= GATHERED {
            self.hash.update(&self.gathered);
            self.gathered.clear();
        }
    }

    fn finish(&self) -> u64 {
        unreachable!("a print is longer")
    }
}

thread_local! {
    /// Asked at every look, so it is apart from what is seldom needed.
    static IS_RECORDING: Cell<bool> = const { Cell::new(false) };
    static NOTED: RefCell<Noted> = const { RefCell::new(Noted { facts: Vec::new(), sorted: 0 }) };
}

#[derive(Default)]
struct Noted {
    facts: Vec<Fact>,
    /// So many of them are in order, each once.
    sorted: usize,
}

/// Notes that something is looked at.
pub fn note(fact: Fact) {
    if IS_RECORDING.get() {
        NOTED.with_borrow_mut(|noted| noted.add(fact));
    }
}

/// Makes something, and says what this thread looked at for it: in order, each once. What is made in parallel within it has
/// to be recorded where it is made, or noted as a whole.
pub fn record<T>(make: impl FnOnce() -> T) -> (T, Vec<Fact>) {
    let outer = Outer::begin(true);
    let made = make();
    let mut noted = NOTED.take();
    drop(outer);
    noted.sort();
    (made, noted.facts)
}

/// Makes something that others share: what it looks at is nobody's.
pub fn apart<T>(make: impl FnOnce() -> T) -> T {
    let _outer = Outer::begin(false);
    make()
}

/// What was being recorded, set aside: a thread that waits for others may make another file meanwhile.
struct Outer {
    was_recording: bool,
    noted: Noted,
}

impl Outer {
    fn begin(records: bool) -> Self {
        Self { was_recording: IS_RECORDING.replace(records), noted: NOTED.take() }
    }
}

impl Drop for Outer {
    fn drop(&mut self) {
        IS_RECORDING.set(self.was_recording);
        NOTED.set(std::mem::take(&mut self.noted));
    }
}

impl Noted {
    fn add(&mut self, fact: Fact) {
        if self.facts.last() == Some(&fact) {
            return;
        }
        self.facts.push(fact);
        // A list asks every page many things.
        if self.facts.len() > 2 * self.sorted + 1024 {
            self.sort();
        }
    }

    fn sort(&mut self) {
        self.facts.sort_unstable();
        self.facts.dedup();
        self.sorted = self.facts.len();
    }
}

/// A table by page of which every row that is looked at is noted.
#[derive(Clone, Debug)]
pub struct Table<T>(Vec<T>);

/// What a table's rows are.
pub trait Row {
    /// What is noted when this row is looked at.
    fn fact(index: usize) -> Fact;
}

impl<T> Table<T> {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The rows, for whoever looks at all of them and notes that himself.
    pub fn rows(&self) -> &[T] {
        &self.0
    }
}

impl<T: Row> Index<usize> for Table<T> {
    type Output = T;

    fn index(&self, index: usize) -> &T {
        note(T::fact(index));
        &self.0[index]
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> From<Vec<T>> for Table<T> {
    fn from(rows: Vec<T>) -> Self {
        Self(rows)
    }
}

impl<T> FromIterator<T> for Table<T> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Self {
        Self(rows.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Row for &str {
        fn fact(index: usize) -> Fact {
            Fact::Text(index)
        }
    }

    #[test]
    fn facts_have_parts_in_their_order() {
        let mut last = None;
        for kind in 0..=u8::MAX {
            for page in [0, 7] {
                if let Some(fact) = Fact::from_parts(kind, page) {
                    assert_eq!(fact.to_parts(), (kind, page));
                    assert!(last < Some(fact), "{last:?} before {fact:?}");
                    last = Some(fact);
                }
            }
        }
        assert_eq!(last, Some(Fact::References));
    }

    #[test]
    fn what_is_looked_at_is_noted_once() {
        let table: Table<&str> = ["a", "b", "c"].into_iter().collect();
        assert_eq!(table[0], "a", "nobody records");
        let look = || [2, 0, 2].map(|row| table[row]);
        assert_eq!(record(look), (["c", "a", "c"], vec![Fact::Text(0), Fact::Text(2)]));
        assert_eq!(record(|| table.rows().len()), (3, vec![]));
    }

    #[test]
    fn a_recording_within_another_is_its_own() {
        let outer = record(|| {
            note(Fact::Events);
            let inner = record(|| note(Fact::Lists)).1;
            apart(|| note(Fact::References));
            note(Fact::Face(1));
            inner
        });
        assert_eq!(outer, (vec![Fact::Lists], vec![Fact::Face(1), Fact::Events]));
        note(Fact::Lists);
        assert_eq!(record(|| ()).1, []);
    }

    #[test]
    fn many_looks_take_little_room() {
        let ((), facts) = record(|| {
            for round in 0..1000 {
                (0..100).for_each(|page| note(Fact::Face((page * 7 + round) % 100)));
            }
            NOTED.with_borrow(|noted| assert!(noted.facts.capacity() < 4096));
        });
        assert_eq!(facts.len(), 100);
    }
}
