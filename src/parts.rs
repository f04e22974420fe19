//! What is dear to make → bytes for the next build, and back. Whoever makes something large of a site cuts it into parts: one
//! that would come out as it was kept is taken, the others are made, with a trace of what was looked at for each. `render`
//! has the desk at which that is done; `disk` carries what is kept from one build to the next.
//!
//! A part is taken for the same print alone, so it may come from any build, or from none.

use crate::trace::{self, Fact, Prints, print};
use crate::world::Sha256;
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard};

/// Where parts are taken and made. One that knows no prints takes nothing, and keeps nothing.
#[derive(Default)]
pub struct Parts {
    prints: Option<Arc<Prints>>,
    before: Kept,
    now: Mutex<Kept>,
}

/// Parts by what they are parts of, in their order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Kept(BTreeMap<String, Vec<Part>>);

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// Of all that it was made of.
    pub print: Sha256,
    /// That of it which was looked at while it was made.
    pub looked_at: Box<[Fact]>,
    pub bytes: Arc<Vec<u8>>,
}

impl Parts {
    /// Takes what was kept, where it is what it was by these prints.
    pub fn new(prints: Arc<Prints>, before: Kept) -> Self {
        Self { prints: Some(prints), before, now: Mutex::default() }
    }

    pub fn prints(&self) -> Option<&Arc<Prints>> {
        self.prints.as_ref()
    }

    /// All parts of something, one for each recipe, in parallel. `take` says no to bytes of which it can make nothing; `make`
    /// says what it made, and what is to be kept of it.
    pub fn all<R: Hash + Sync, T: Send>(
        &self,
        name: &str,
        recipes: &[R],
        take: impl Fn(&Arc<Vec<u8>>) -> Option<T> + Sync,
        make: impl Fn(&R) -> (T, Arc<Vec<u8>>) + Sync,
    ) -> Vec<T> {
        let Some(prints) = &self.prints else {
            return recipes.par_iter().map(|recipe| make(recipe).0).collect();
        };
        let before = self.before.of(name);
        let part = |(number, recipe): (usize, &R)| {
            let print = |looked_at: &[Fact]| prints.print(&(name, recipe), looked_at);
            if let Some(part) = before.get(number)
                && print(&part.looked_at) == Some(part.print)
                && let Some(taken) = take(&part.bytes)
            {
                return (taken, part.clone());
            }
            let ((made, bytes), looked_at) = trace::record(|| make(recipe));
            // What was made of something that has no print here is like nothing that will ever be.
            let print = print(&looked_at).unwrap_or(Sha256::of(b""));
            (made, Part { print, looked_at: looked_at.into(), bytes })
        };
        let (values, parts) = recipes.par_iter().enumerate().map(part).unzip();
        self.now().0.insert(name.to_owned(), parts);
        values
    }

    /// The same for what is kept as it is.
    pub fn values<R: Hash + Sync, T: Serialize + DeserializeOwned + Send>(
        &self,
        name: &str,
        recipes: &[R],
        make: impl Fn(&R) -> T + Sync,
    ) -> Vec<T> {
        let made = |recipe: &R| {
            let made = make(recipe);
            let bytes = Arc::new(pack(&made));
            (made, bytes)
        };
        self.all(name, recipes, |bytes| unpack(bytes), made)
    }

    /// Something that is made of nothing but what has this print.
    pub fn alone<T: Serialize + DeserializeOwned>(&self, name: &str, print: Sha256, make: impl FnOnce() -> T) -> T {
        if self.prints.is_none() {
            return make();
        }
        let before = self.before.of(name).first().filter(|part| part.print == print);
        if let Some((part, taken)) = before.and_then(|part| Some((part, unpack(&part.bytes)?))) {
            self.now().0.insert(name.to_owned(), vec![part.clone()]);
            return taken;
        }
        let made = make();
        let part = Part { print, looked_at: Box::default(), bytes: pack(&made).into() };
        self.now().0.insert(name.to_owned(), vec![part]);
        made
    }

    /// What was left of something by an earlier plan, whatever it was made of.
    pub(crate) fn before(&self, name: &str) -> &[Part] {
        self.before.of(name)
    }

    /// Leaves something that is made of these parts and of `more`, and says what its print is.
    pub(crate) fn leave(&self, name: &str, of: &str, more: &str, bytes: Vec<u8>) -> Option<Sha256> {
        self.prints.as_ref()?;
        let mut now = self.now();
        let print = print(&(now.of(of).iter().map(|part| part.print).collect::<Vec<_>>(), more));
        now.put(name, vec![Part { print, looked_at: Box::default(), bytes: bytes.into() }]);
        Some(print)
    }

    /// What another site may use again: what this one made, and what it did not need.
    pub fn keep(self) -> Kept {
        let Self { before: Kept(mut kept), now, .. } = self;
        kept.extend(now.into_inner().expect(UNHARMED).0);
        Kept(kept)
    }

    fn now(&self) -> MutexGuard<'_, Kept> {
        self.now.lock().expect(UNHARMED)
    }
}

const UNHARMED: &str = "nothing panics while it holds the lock";

impl Kept {
    pub fn of(&self, name: &str) -> &[Part] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    pub fn put(&mut self, name: &str, parts: Vec<Part>) {
        self.0.insert(name.to_owned(), parts);
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &[Part])> {
        self.0.iter().map(|(name, parts)| (name.as_str(), parts.as_slice()))
    }
}

/// A value as bytes.
pub(crate) fn pack(value: &impl Serialize) -> Vec<u8> {
    postcard::to_stdvec(value).expect("what is kept has no value that cannot be written")
}

/// The same backwards; `None` for bytes that are no such value, or more than that.
pub(crate) fn unpack<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    postcard::take_from_bytes(bytes).ok().and_then(|(value, rest)| rest.is_empty().then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Two pages with these texts.
    fn prints(texts: [&str; 2]) -> Arc<Prints> {
        let mut prints = Prints::new(Sha256::of(b"ground"));
        prints.put(Fact::Text(0), texts.map(|text| Sha256::of(text.as_bytes())).into());
        Arc::new(prints)
    }

    /// The texts as parts, how many of them had to be made, and what is kept.
    fn shout(texts: [&str; 2], kept: Kept) -> (Vec<String>, usize, Kept) {
        let parts = Parts::new(prints(texts), kept);
        let count = AtomicUsize::new(0);
        let values = parts.values("shouts", &[0, 1], |&page: &usize| {
            count.fetch_add(1, Ordering::Relaxed);
            trace::note(Fact::Text(page));
            texts[page].to_uppercase()
        });
        (values, count.into_inner(), parts.keep())
    }

    #[test]
    fn a_part_is_made_again_if_what_it_was_made_of_is_another() {
        let (first, made, kept) = shout(["a", "b"], Kept::default());
        assert_eq!((first, made), (vec!["A".to_owned(), "B".to_owned()], 2));
        let (again, made, same) = shout(["a", "b"], kept.clone());
        assert_eq!((again, made, &same), (vec!["A".to_owned(), "B".to_owned()], 0, &kept));
        let (other, made, _) = shout(["a", "c"], kept.clone());
        assert_eq!((other, made), (vec!["A".to_owned(), "C".to_owned()], 1));
        let mut damaged = kept.clone();
        damaged.0.get_mut("shouts").unwrap()[0].bytes = vec![200].into();
        assert_eq!(shout(["a", "b"], damaged).1, 1);
    }

    #[test]
    fn what_is_made_of_something_unknown_is_always_made() {
        let make = |kept: Kept| {
            let parts = Parts::new(prints(["a", "b"]), kept);
            let count = AtomicUsize::new(0);
            parts.values("lists", &[()], |()| {
                trace::note(Fact::Lists);
                count.fetch_add(1, Ordering::Relaxed)
            });
            (count.into_inner(), parts.keep())
        };
        let (made, kept) = make(Kept::default());
        assert_eq!((made, make(kept).0), (1, 1));
    }

    #[test]
    fn what_stands_alone_is_taken_for_its_print() {
        let make = |print: &[u8], kept: Kept| {
            let parts = Parts::new(prints(["a", "b"]), kept);
            let mut is_made = false;
            parts.alone("all", Sha256::of(print), || is_made = true);
            (is_made, parts.keep())
        };
        let (made, kept) = make(b"a", Kept::default());
        assert!(made);
        assert!(!make(b"a", kept.clone()).0);
        assert!(make(b"b", kept).0);
    }

    #[test]
    fn where_no_prints_are_known_nothing_is_kept() {
        let parts = Parts::default();
        assert_eq!(parts.values("halves", &[2, 4], |number: &usize| number / 2), [1, 2]);
        assert_eq!(parts.alone("all", Sha256::of(b""), || 7), 7);
        assert_eq!(parts.keep(), Kept::default());
    }
}
