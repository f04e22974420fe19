//! A pattern and a scope → hits: where the pattern's texts stand, in order, at the edges of words. Called by
//! `verify`, which grades them; it looks at skeletons only.
//!
//! Every loop spends from one budget in proportion to the bytes that it looks at, so that no quotation, however
//! contrived, costs more than a constant times its own length and the scope's.

use super::count;
use super::needle::Needle;
use super::pattern::{Bracket, Link, Pattern};
use super::skeleton::Scope;
use crate::prose::fold::Edge;
use crate::prose::fold::letters::{self, Class};
use crate::span::Span;
use std::cell::Cell;
use std::ops::Range;

/// How many words of the source a bracket may stand for.
const BRACKET_WORDS: usize = 8;
/// How many letters a bracket that clings to a word may replace at its end.
const ENDING_LETTERS: usize = 4;
/// How many ways to read the brackets of one part are followed side by side.
const WAYS: usize = 16;
/// What trying one of them costs, in bytes compared.
const BRACKET_COST: usize = 64;
/// How many arrangements that straddle the border of two passages are followed side by side.
const STRADDLES: usize = 16;

/// Where each text of the pattern stands, in order: bytes of the scope's text.
pub(super) type Hit = Vec<Span>;

/// Looks for one pattern in one scope.
pub(super) struct Search<'s> {
    pub scope: &'s Scope<'s>,
    pub pattern: &'s Pattern,
    needles: Vec<Needle<'s>>,
    parts: Vec<Range<usize>>,
    /// Whether only `[…]` may leave out the end of one passage and the beginning of another.
    pub gaps_stay_in_passage: bool,
    budget: Cell<usize>,
}

impl<'s> Search<'s> {
    pub fn new(pattern: &'s Pattern, scope: &'s Scope<'s>) -> Self {
        let length: usize = pattern.texts.iter().map(|text| text.folded.len()).sum();
        let budget = Cell::new((1 << 20) + 64 * (length + scope.text().len()));
        Self {
            scope,
            pattern,
            needles: Needle::all(pattern),
            parts: pattern.parts(),
            gaps_stay_in_passage: true,
            budget,
        }
    }

    /// The leftmost hit that begins at `from` or later, drawn together from its end.
    pub fn next(&self, from: usize) -> Option<Hit> {
        let mut hit = Hit::new();
        let mut at = from;
        let mut part = 0;
        while part < self.parts.len() {
            let chain_end = self.chain_end(part);
            let chain = self.find_chain(part..chain_end, at)?;
            at = chain.last().expect("a chain has a text").end;
            hit.extend(chain);
            part = chain_end;
        }
        self.tighten(&mut hit);
        Some(hit)
    }

    /// Where the first hit of one part that begins at `from` or later ends, whatever the other parts do.
    pub fn find_after(&self, part: usize, from: usize) -> Option<usize> {
        self.find_part(part, from, self.scope.text().len()).and_then(|hit| hit.last().map(|text| text.end))
    }

    pub fn is_exhausted(&self) -> bool {
        self.budget.get() == 0
    }

    /// Takes from the budget; `false` when it is used up.
    pub fn spend(&self, bytes: usize) -> bool {
        self.budget.set(self.budget.get().saturating_sub(bytes + 1));
        !self.is_exhausted()
    }

    /// Where the run of parts ends that begins with `part` and in which no gap may cross passages.
    fn chain_end(&self, part: usize) -> usize {
        let mut end = part + 1;
        while end < self.parts.len() && self.gaps_stay_in_passage && !self.may_cross(end) {
            end += 1;
        }
        end
    }

    /// Whether the omission before this part may cross from passage to passage.
    fn may_cross(&self, part: usize) -> bool {
        let link = &self.pattern.links[self.parts[part].start - 1];
        !self.gaps_stay_in_passage || link.omission.is_some_and(|omission| omission.is_bracketed)
    }

    /// The chain of parts with the earliest end, in the first passage where it can end.
    fn find_chain(&self, chain: Range<usize>, from: usize) -> Option<Hit> {
        if chain.len() == 1 {
            return self.find_part(chain.start, from, self.scope.text().len());
        }
        let mut waiting = Vec::new();
        let mut passage = self.scope.passage_at(from);
        while passage < self.scope.passages().len() {
            if waiting.is_empty() {
                // Nothing has begun: the next passage that matters is the one in which the first part does.
                let start = self.scope.passage_span(passage).start.max(from);
                let first = self.find_part(chain.start, start, self.scope.text().len())?;
                passage = self.scope.passage_at(first[0].start);
            }
            let span = self.scope.passage_span(passage);
            waiting.push((passage, Arrangement { next: chain.start, at: span.start.max(from), hit: Hit::new() }));
            let here: Vec<(usize, Arrangement)> = waiting.extract_if(.., |(at, _)| *at <= passage).collect();
            let mut best: Option<Hit> = None;
            for (_, arrangement) in here {
                let found = self.arrange(arrangement, chain.end, span, &mut waiting);
                best = [best, found].into_iter().flatten().min_by_key(|hit| hit.last().map(|text| text.end));
            }
            if best.is_some() || self.is_exhausted() {
                return best;
            }
            passage += 1;
        }
        None
    }

    /// Follows an arrangement through one passage. Parts that run on into a later one are left in `waiting` there.
    fn arrange(
        &self,
        mut arrangement: Arrangement,
        end: usize,
        passage: Span,
        waiting: &mut Vec<(usize, Arrangement)>,
    ) -> Option<Hit> {
        while arrangement.next < end {
            let found = self.find_part(arrangement.next, arrangement.at, passage.end);
            let straddles = |hit: &Hit| hit.last().is_some_and(|text| text.end > passage.end);
            let is_last = arrangement.next + 1 == end;
            let straddling = match &found {
                Some(hit) if !straddles(hit) && is_last => None,
                Some(hit) if straddles(hit) => found.clone(),
                _ => self.find_straddling(arrangement.next, arrangement.at, passage.end),
            };
            if let Some(straddling) = straddling {
                if is_last {
                    arrangement.push(straddling);
                    return Some(arrangement.hit);
                }
                if waiting.len() < STRADDLES && self.spend(arrangement.hit.len()) {
                    let mut along = arrangement.clone();
                    along.push(straddling);
                    waiting.push((self.scope.passage_before(along.at), along));
                }
            }
            arrangement.push(found.filter(|hit| !straddles(hit))?);
        }
        Some(arrangement.hit)
    }

    /// A part that begins before the end of its passage and ends after it.
    fn find_straddling(&self, part: usize, from: usize, passage_end: usize) -> Option<Hit> {
        if passage_end == self.scope.text().len() {
            return None;
        }
        // A bracket may stand for words of any length, but few are longer than this.
        const BRACKET_BYTES: usize = 256;
        let texts = &self.pattern.texts[self.parts[part].clone()];
        let reach: usize = texts.iter().map(|text| text.folded.len() + BRACKET_BYTES).sum::<usize>() - BRACKET_BYTES;
        let mut from = self.scope.text().floor_char_boundary(passage_end.saturating_sub(reach)).max(from);
        loop {
            let hit = self.find_part(part, from, passage_end)?;
            if hit.last()?.end > passage_end {
                return Some(hit);
            }
            from = self.after(hit.first()?.start);
        }
    }

    /// The first hit of a part that begins in `from..until`.
    fn find_part(&self, part: usize, from: usize, until: usize) -> Option<Hit> {
        let texts = &self.parts[part];
        let needle = &self.needles[texts.start];
        let end = (until + needle.len()).saturating_sub(1).min(self.scope.text().len());
        let mut at = from;
        while at < end {
            let Some(start) = needle.find(self.scope, at, end) else {
                self.spend((end - at) / 16);
                return None;
            };
            if !self.spend((start - at) / 16 + needle.len()) {
                return None;
            }
            if self.may_begin(texts.start, start)
                && let Some(hit) = self.read_part(texts, start)
            {
                return Some(hit);
            }
            at = self.after(start);
        }
        None
    }

    /// The last hit of a part that begins at `from` or later and ends at `until` or earlier.
    fn find_part_back(&self, part: usize, from: usize, until: usize) -> Option<Hit> {
        let texts = &self.parts[part];
        let needle = &self.needles[texts.start];
        let mut end = until;
        while from < end {
            let start = needle.find_back(self.scope, from, end)?;
            if !self.spend((end - start) / 16 + needle.len()) {
                return None;
            }
            if self.may_begin(texts.start, start)
                && let Some(hit) = self.read_part(texts, start)
                && hit.last()?.end <= until
            {
                return Some(hit);
            }
            end = start + needle.len() - 1;
        }
        None
    }

    /// Moves every part but the last as near to the next as it can stand.
    fn tighten(&self, hit: &mut Hit) {
        for part in (0..self.parts.len() - 1).rev() {
            let texts = self.parts[part].clone();
            let (own, next) = (hit[texts.start].start, hit[texts.end].start);
            if hit[texts.end - 1].end == next {
                continue;
            }
            let Some(nearer) = self.find_part_back(part, own, next) else { continue };
            let end = nearer.last().map_or(0, |text| text.end);
            let ends_well = self.may_cross(part + 1) || self.scope.passage_before(end) == self.scope.passage_at(next);
            let begins_well = self.scope.passage_at(nearer[0].start) == self.scope.passage_at(own);
            if begins_well && ends_well {
                hit[texts].copy_from_slice(&nearer);
            }
        }
    }

    /// Reads a part whose first text stands at `start`: through its brackets to its last text.
    fn read_part(&self, texts: &Range<usize>, start: usize) -> Option<Hit> {
        let first = Span::new(start, start + self.pattern.texts[texts.start].folded.len());
        // For each text, the ways to reach it: where it stands, and by which way of the text before.
        let mut layers: Vec<Vec<(Span, usize)>> = vec![vec![(first, 0)]];
        for index in texts.start..texts.end - 1 {
            let bracket = self.pattern.links[index].bracket.as_ref().expect("texts of one part are linked by brackets");
            let next = &self.pattern.texts[index + 1].folded;
            let mut layer: Vec<(Span, usize)> = Vec::new();
            for (way, &(before, _)) in layers[layers.len() - 1].iter().enumerate() {
                for start in self.after_bracket(bracket, before.end) {
                    if layer.len() == WAYS || !self.spend(BRACKET_COST + next.len()) {
                        break;
                    }
                    let is_new = layer.iter().all(|(other, _)| other.start != start);
                    if is_new && self.scope.text()[start..].starts_with(next.as_str()) {
                        layer.push((Span::new(start, start + next.len()), way));
                    }
                }
            }
            layers.push(layer);
        }
        let last =
            layers.last().and_then(|layer| layer.iter().position(|(text, _)| self.may_end(texts.end - 1, text.end)));
        let mut way = last?;
        let mut hit: Hit = Hit::with_capacity(layers.len());
        for layer in layers.iter().rev() {
            hit.push(layer[way].0);
            way = layer[way].1;
        }
        hit.reverse();
        Some(hit)
    }

    /// Whether a part's first text may begin at `start`.
    fn may_begin(&self, text: usize, start: usize) -> bool {
        let link = match text {
            0 => self.pattern.lead.as_ref(),
            text => Some(&self.pattern.links[text - 1]),
        };
        match link {
            Some(Link { omission: None, bracket: Some(bracket) }) => {
                self.scope.edge(start).is_some_and(|edge| edge != Edge::Apart) || {
                    let word = self.scope.word_around(start).start;
                    bracket.clings_after && bracket.words.last().is_some_and(|last| self.slice(word, start) == last)
                }
            }
            _ => self.scope.is_start(start),
        }
    }

    /// Whether a part's last text may end at `end`.
    fn may_end(&self, text: usize, end: usize) -> bool {
        match self.pattern.links.get(text).or(self.pattern.trail.as_ref()) {
            Some(Link { omission: None, bracket: Some(bracket) }) => self.end_before(bracket, end).is_some(),
            _ => self.scope.is_end(end),
        }
    }

    /// Where the words begin that a bracket stands for, when the text before it ends at `end`: after the ending
    /// that the bracket replaces, if it clings to the text. `None` when the text cannot end there.
    fn end_before(&self, bracket: &Bracket, end: usize) -> Option<usize> {
        if self.scope.is_end(end) || self.scope.edge(end).is_some() {
            return Some(end);
        }
        let word = self.scope.word_around(end);
        let (stem, ending) = (self.slice(word.start, end), self.slice(end, word.end));
        let (stem_letters, letters) = (stem.chars().count(), ending.chars().count());
        let is_same = bracket.words.first().is_some_and(|first| first == ending);
        let is_ending = (2..).contains(&stem_letters) && letters <= stem_letters.min(ENDING_LETTERS);
        let is_word = !self.slice(word.start, word.end).contains(is_quantity);
        (bracket.clings_before && is_word && (is_same || is_ending)).then_some(word.end)
    }

    /// Where the text after a bracket may begin, when the text before it ends at `end`; the nearest first.
    fn after_bracket(&self, bracket: &Bracket, end: usize) -> Vec<usize> {
        let Some(first) = self.end_before(bracket, end) else { return self.inside_word(bracket, end) };
        let mut starts = vec![self.past_apart(first)];
        let is_piece = (bracket.clings_before || bracket.clings_after) && bracket.words.len() <= 1;
        // A range's dash is a word to the skeleton and not to a reader.
        let is_dash = self.scope.edge(starts[0]) == Some(Edge::Apart);
        let words = if bracket.is_remark || is_piece { 0 } else { BRACKET_WORDS + usize::from(is_dash) };
        let (mut passed, mut word) = (0, starts[0]);
        for (at, edge) in self.scope.edges_after(starts[0]).filter(|&(_, edge)| edge != Edge::Apart) {
            passed += if edge == Edge::Joint { 0 } else { self.weight(word) };
            if passed > words * count::WORD_WEIGHT {
                break;
            }
            starts.push(self.past_apart(at));
            word = at;
        }
        let literal = bracket.words.concat();
        if bracket.words.len() > BRACKET_WORDS && self.scope.text()[starts[0]..].starts_with(&literal) {
            starts.push(starts[0] + literal.len());
        }
        starts.retain(|&start| self.scope.edge(start).is_some_and(|edge| edge != Edge::Apart));
        starts.dedup();
        if let Some(last) = bracket.words.last().filter(|_| bracket.clings_after) {
            let clinging = starts.iter().filter(|&&at| self.scope.text()[at..].starts_with(last.as_str()));
            let clinging: Vec<usize> = clinging.map(|at| at + last.len()).collect();
            starts.extend(clinging);
            starts.extend(self.inside_word(bracket, end));
        }
        starts
    }

    /// What the word at `at` adds to a count of words.
    fn weight(&self, at: usize) -> usize {
        self.scope.text()[at..].chars().next().map_or(count::WORD_WEIGHT, count::weight)
    }

    /// Steps over what keeps two numbers apart, which belongs to neither.
    fn past_apart(&self, at: usize) -> usize {
        let is_apart = self.scope.edge(at) == Some(Edge::Apart) && self.scope.text()[at..].starts_with(' ');
        at + usize::from(is_apart)
    }

    /// Where a text may go on inside the word in which the text before ends: `gover[n]ment`.
    fn inside_word(&self, bracket: &Bracket, end: usize) -> Vec<usize> {
        let [word] = &bracket.words[..] else { return Vec::new() };
        if !(bracket.clings_before && bracket.clings_after) {
            return Vec::new();
        }
        let same = self.scope.text()[end..].starts_with(word.as_str()).then(|| end + word.len());
        [Some(end), same].into_iter().flatten().collect()
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        &self.scope.text()[start.min(end)..end]
    }

    /// The next place where a hit can begin after one that began at `start`.
    pub fn after(&self, start: usize) -> usize {
        self.scope.text().ceil_char_boundary(start + 1)
    }
}

fn is_quantity(c: char) -> bool {
    matches!(letters::class(c), Class::Digit | Class::Numeral | Class::Unit | Class::Sign)
}

/// Parts that have been found one after the other, and where the next may begin.
#[derive(Clone)]
struct Arrangement {
    next: usize,
    at: usize,
    hit: Hit,
}

impl Arrangement {
    fn push(&mut self, part: Hit) {
        self.next += 1;
        self.at = part.last().map_or(self.at, |text| text.end);
        self.hit.extend(part);
    }
}
