//! A passage's plain text → its skeleton: what must be the same in a quotation, with the way back to the text; and
//! passages → the scope that a citation names. Called by whoever holds the passages; compares nothing itself.

use super::Place;
use super::index::Index;
use crate::prose::fold::letters::{self, Class};
use crate::prose::fold::{Edge, Sink, Unit, fold};
use crate::span::Span;
use std::borrow::Cow;
use std::sync::Arc;

/// The skeleton of one passage. Make it once and share it: a clone is as large as the passage, except for its text.
#[derive(Clone, Debug)]
pub struct Skeleton {
    plain: Arc<str>,
    /// The folded units, one after the other.
    text: String,
    /// In order; together they cover `text`.
    words: Vec<Word>,
}

/// About what a word takes with the space after it, so that most skeletons are made in one piece.
const LETTERS_PER_WORD: usize = 5;

/// A word of a skeleton; its units run to where the next begins. 32 bits suffice: a passage is at most 4 GiB.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Byte offset into the skeleton.
    at: u32,
    /// Byte offsets into the plain text.
    start: u32,
    end: u32,
    edge: Edge,
}

impl Skeleton {
    /// `plain` is the passage as a reader sees it: no Markdown, no id, no speaker's label; line breaks kept.
    pub fn new(plain: impl Into<Arc<str>>) -> Self {
        let plain = plain.into();
        let (text, words) = (String::with_capacity(plain.len()), Vec::with_capacity(plain.len() / LETTERS_PER_WORD));
        let mut skeleton = Self { plain: Arc::clone(&plain), text, words };
        fold(&plain, &mut skeleton);
        skeleton
    }

    /// The text that the skeleton was made from, which places in it refer to.
    pub fn plain(&self) -> &str {
        &self.plain
    }

    /// The folded text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn word_count(&self) -> usize {
        self.words.len()
    }

    /// The skeleton of the word with this index.
    pub(super) fn word(&self, index: usize) -> &str {
        let end = self.words.get(index + 1).map_or(self.text.len(), |next| next.at as usize);
        &self.text[self.words[index].at as usize..end]
    }

    #[cfg(test)]
    fn word_edge(&self, index: usize) -> Edge {
        self.words[index].edge
    }

    /// Where the word with this index stands in the plain text.
    pub(super) fn word_span(&self, index: usize) -> Span {
        let word = self.words[index];
        Span::new(word.start as usize, word.end as usize)
    }

    /// Where the word with this index begins in the skeleton.
    pub(super) fn word_start(&self, index: usize) -> usize {
        self.words[index].at as usize
    }

    /// The index of the word that has the unit at byte `at` of the skeleton, which must not be its end.
    pub(super) fn word_index(&self, at: usize) -> usize {
        self.words.partition_point(|word| word.at as usize <= at) - 1
    }

    /// The border at byte `at` of the skeleton, if a word begins there.
    fn edge(&self, at: usize) -> Option<Edge> {
        self.words.binary_search_by_key(&at, |word| word.at as usize).ok().map(|index| self.words[index].edge)
    }
}

impl Sink for Skeleton {
    fn unit(&mut self, unit: Unit) {
        if let Some(edge) = unit.edge {
            self.words.push(Word {
                at: narrow(self.text.len()),
                start: narrow(unit.start),
                end: narrow(unit.end),
                edge,
            });
        }
        self.text.push(unit.folded);
        self.accent(unit.folded, unit.end);
    }

    fn letters(&mut self, letters: &str, at: usize) {
        let start = self.text.len();
        self.text.push_str(letters);
        self.text[start..].make_ascii_lowercase();
        if let Some(word) = self.words.last_mut() {
            word.end = narrow(at + letters.len());
        }
    }

    fn word(&mut self, letters: &str, at: usize) {
        let (start, end) = (narrow(at), narrow(at + letters.len()));
        self.words.push(Word { at: narrow(self.text.len()), start, end, edge: Edge::Word });
        let start = self.text.len();
        self.text.push_str(letters);
        self.text[start..].make_ascii_lowercase();
    }

    fn accent(&mut self, _: char, end: usize) {
        if let Some(word) = self.words.last_mut() {
            word.end = narrow(end);
        }
    }
}

fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).expect("a passage is shorter than 4 GiB")
}

/// Passages of one source in page order, read as one text: a passage, a range, or a whole source.
#[derive(Clone, Debug)]
pub struct Scope<'a> {
    passages: Vec<&'a Skeleton>,
    /// The skeletons, one after the other.
    text: Cow<'a, str>,
    /// Where each passage begins in `text`.
    starts: Vec<usize>,
    /// Only where it pays: see [`Scope::indexed`].
    index: Option<Index>,
}

impl<'a> Scope<'a> {
    /// Copies the skeletons of several passages: make it once for all quotations that cite them.
    pub fn new(passages: impl IntoIterator<Item = &'a Skeleton>) -> Self {
        let passages: Vec<&Skeleton> = passages.into_iter().collect();
        if let [passage] = passages[..] {
            return Self { passages, text: Cow::Borrowed(&passage.text), starts: vec![0], index: None };
        }
        let mut text = String::with_capacity(passages.iter().map(|passage| passage.text.len() + 1).sum());
        let mut starts = Vec::with_capacity(passages.len());
        for passage in &passages {
            if melts(&text, &passage.text) {
                text.push(' ');
            }
            starts.push(text.len());
            text.push_str(&passage.text);
        }
        Self { passages, text: Cow::Owned(text), starts, index: None }
    }

    /// The same scope, made ready for many quotations: each then costs what it is long, not what the scope is.
    pub fn indexed(mut self) -> Self {
        self.index = Index::new(&self.text, self.words_of(0));
        self
    }

    /// The passages that places refer to by index.
    pub fn passages(&self) -> &[&'a Skeleton] {
        &self.passages
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where words begin, at `from` or later.
    pub(super) fn words_from(&self, from: usize) -> impl Iterator<Item = usize> {
        self.words_of(self.passage_at(from)).skip_while(move |&word| word < from)
    }

    /// Where words begin in this passage and those after it.
    fn words_of(&self, first: usize) -> impl DoubleEndedIterator<Item = usize> + Clone {
        let passages = self.passages[first..].iter().zip(&self.starts[first..]);
        passages.flat_map(|(passage, start)| passage.words.iter().map(move |word| start + word.at as usize))
    }

    pub(super) fn index(&self) -> Option<&Index> {
        self.index.as_ref()
    }

    /// The passage in which the unit at `at` stands.
    pub(super) fn passage_at(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at).saturating_sub(1)
    }

    /// The passage in which a stretch that ends at `end` ends.
    pub(super) fn passage_before(&self, end: usize) -> usize {
        self.starts.partition_point(|&start| start < end).saturating_sub(1)
    }

    /// Where a passage stands in the scope's text.
    pub(super) fn passage_span(&self, passage: usize) -> Span {
        let start = self.starts[passage];
        Span::new(start, start + self.passages[passage].text.len())
    }

    /// The border at `at`, if a word begins or a passage ends there.
    pub(super) fn edge(&self, at: usize) -> Option<Edge> {
        let passage = self.passage_at(at);
        let span = self.passage_span(passage);
        if at >= span.end { Some(Edge::Apart) } else { self.passages[passage].edge(at - span.start) }
    }

    /// Whether a quotation may begin at `at`.
    pub(super) fn is_start(&self, at: usize) -> bool {
        matches!(self.edge(at), Some(Edge::Word | Edge::Elision))
    }

    /// Whether a quotation may end at `at`.
    pub(super) fn is_end(&self, at: usize) -> bool {
        self.passage_span(self.passage_before(at)).end == at || matches!(self.edge(at), Some(Edge::Word | Edge::Apart))
    }

    /// The word in which the unit at `at` stands, in the scope's text.
    pub(super) fn word_around(&self, at: usize) -> Span {
        let passage = self.passage_at(at);
        let span = self.passage_span(passage);
        if at >= span.end {
            return Span::at(at);
        }
        let skeleton = self.passages[passage];
        let index = skeleton.word_index(at - span.start);
        let start = span.start + skeleton.word_start(index);
        Span::new(start, start + skeleton.word(index).len())
    }

    /// Where words begin after `at`, up to the end of the passage, which is the last; `at` is such a place itself.
    pub(super) fn edges_after(&self, at: usize) -> impl Iterator<Item = (usize, Edge)> {
        let passage = self.passage_at(at);
        let span = self.passage_span(passage);
        let words = &self.passages[passage].words;
        let next = words.partition_point(|word| span.start + word.at as usize <= at);
        let within = words[next..].iter().map(move |word| (span.start + word.at as usize, word.edge));
        within.chain((at < span.end).then_some((span.end, Edge::Word)))
    }

    /// The words under a stretch of the scope's text, as stretches of the passages' plain texts, one per passage.
    pub(super) fn places(&self, stretch: Span) -> Vec<Place> {
        let mut places = Vec::new();
        if stretch.is_empty() {
            return places;
        }
        for passage in self.passage_at(stretch.start)..=self.passage_before(stretch.end) {
            let span = self.passage_span(passage);
            let (start, end) = (stretch.start.max(span.start), stretch.end.min(span.end));
            if start < end {
                let skeleton = self.passages[passage];
                let first = skeleton.word_span(skeleton.word_index(start - span.start));
                let last = skeleton.word_span(skeleton.word_index(end - 1 - span.start));
                places.push(Place { passage, span: first.join(last) });
            }
        }
        places
    }
}

/// Whether two numbers, the last of one passage and the first of the next, would read as one.
fn melts(before: &str, after: &str) -> bool {
    let is_digit = |c: char| letters::class(c) == Class::Digit;
    before.ends_with(is_digit) && after.starts_with(|c| is_digit(c) || c == '.' || c == ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words with the kind of border before each; `/` is what keeps two numbers apart.
    fn shown(plain: &str) -> String {
        let skeleton = Skeleton::new(plain);
        let mut shown = String::new();
        for index in 0..skeleton.word_count() {
            shown.push_str(match skeleton.word_edge(index) {
                _ if index == 0 => "",
                Edge::Word | Edge::Apart => " ",
                Edge::Elision => "'",
                Edge::Joint => "-",
            });
            shown.push_str(if skeleton.word(index) == " " { "/" } else { skeleton.word(index) });
        }
        shown
    }

    #[test]
    fn a_skeleton_keeps_what_carries_meaning() {
        for (plain, skeleton) in [
            ("“Hello,” she said.", "hello she said"),
            ("Café ﬁne STRASSE Straße", "cafe fine strasse strasse"),
            ("co\u{AD}operate inter-\nnational", "cooperate international"),
            ("well-known word—word didn't l'homme U.S. end.Then", "well-known word word didnt l'homme us end then"),
            ("p > 0.05 p<0.05 5% 5 % $5 $ 5 5 €", "p > 0.05 p<0.05 / 5% 5% $5 $5 / 5€"),
            ("10² 10 2 102 2½ H₂O log₂8", "10² 10 / 2 / 102 / 2½ h2o log₂8"),
            ("1,500 1.500 1 500 1\u{A0}500 1'500", "1,500 / 1.500 / 1 / 500 / 1 500 / 1'500"),
            ("-5 to –5, 2-3, 2 – 3, 2 -3; .5 COVID-19 the—5", "−5 to −5 / 2–3 / 2 – 3 / 2 −3 / .5 covid-19 the 5"),
            ("-$5 −.5 a − 5 9/11 12:30 3×4", "−$5 −.5 a −5 / 9/11 / 12:30 / 3×4"),
            ("他说“你好”。三十人 5万 カメラマン", "他 说 你 好 三十 人 5万 カメラマン"),
            ("ไทยแลนด์ ไม่", "ไท ย แล นด์ ไม่"),
            ("в Киеве ещё йод", "в киеве еще и\u{306}од"),
            ("हिन्दी نَصّ שָׁלוֹם צה״ל", "हिन्दी نص שלום צהל"),
            ("a ≠ b great👍 #1 #MeToo", "a =\u{338} b great 👍 #1 metoo"),
        ] {
            assert_eq!(shown(plain), skeleton, "{plain}");
        }
    }

    #[test]
    fn words_lead_back_to_the_text() {
        let skeleton = Skeleton::new("«Cafe\u{301}», about -5 %.");
        let words: Vec<&str> = (0..skeleton.word_count()).map(|i| skeleton.word_span(i).of(skeleton.plain())).collect();
        assert_eq!(words, ["Cafe\u{301}", "about", "-5 %"]);
    }

    #[test]
    fn the_first_unit_begins_a_word_whatever_stands_before_it() {
        for c in '\0'..=char::MAX {
            for plain in [format!("{c}A"), format!("{c}\u{301}1")] {
                let skeleton = Skeleton::new(&*plain);
                assert_eq!(skeleton.words.first().map(|word| word.at), Some(0), "{plain:?}: {}", skeleton.text());
            }
        }
    }

    #[test]
    fn numbers_of_two_passages_stay_two() {
        let passages = ["in 20", "15 people"].map(Skeleton::new);
        let scope = Scope::new(&passages);
        assert_eq!(scope.text(), "in20 15people");
        assert!(scope.is_end(4) && scope.is_start(5) && !scope.is_end(6));
    }
}
