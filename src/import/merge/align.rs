//! Old passages and new ones → which new passage continues which old one. An id goes over only where the words do: equal
//! hashes in order, equal hashes that moved, words that are alike, then what was split or joined. `merge` calls it and
//! gives the ids; nothing here knows of pages.

use super::likeness::{Text, Vocabulary, in_common, likeness, shared};
use crate::seal::PassageHash;
use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// From here on two texts are one passage that changed.
const ALIKE: f64 = 0.55;
/// A passage that moved and changed at once has to be more alike than one that stayed.
const ALIKE_ELSEWHERE: f64 = 0.75;
/// So much of a piece must stand in the passage that it was cut from, or that it went into.
const WITHIN: f64 = 0.8;
/// So many words make a passage that can be told from others wherever it stands.
const TELLING: usize = 6;
/// So many words make a piece of a passage.
const PIECE: usize = 3;
/// A word that stands in more passages than this finds none of them.
const COMMON: usize = 40;
/// So many of a passage's rarest words are looked up.
const RARE: usize = 12;
/// So many of those that share such words are compared.
const VOTED: usize = 8;
/// So many neighbours in a gap are compared on each side.
const NEAR: usize = 4;

/// A passage of the page as it is, or of the seal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Old<'a> {
    /// What the seed said when it was imported.
    pub hash: PassageHash,
    /// What the page says now; `None` where it stands nowhere any more.
    pub words: Option<&'a str>,
    /// Whether the import gave it: a human's own passage goes over only where the words are the same.
    pub sealed: bool,
}

/// What became of the passages.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Alignment {
    /// For each new passage, the old one that it continues.
    pub old: Vec<Option<usize>>,
    /// Old passages that were split: all their pieces, in order, the one that continues it among them.
    pub splits: BTreeMap<usize, Vec<usize>>,
    /// Old passages that went into a new one which continues another.
    pub heirs: BTreeMap<usize, usize>,
}

/// Aligns passages, each side in the order of its page. Old passages without words stand nowhere: they come last.
pub(super) fn align(old: &[Old<'_>], new: &[&str]) -> Alignment {
    let hashes: Vec<PassageHash> = new.iter().map(|text| PassageHash::of(text)).collect();
    let mut aligner =
        Aligner { new_of: vec![None; old.len()], old_of: vec![None; new.len()], gaps: Vec::new(), offsets: Vec::new() };
    aligner.in_order(old, &hashes);
    (aligner.gaps, aligner.offsets) = gaps(&aligner.new_of, new.len());
    let mut words = Vocabulary::default();
    // Only what is still open, and the neighbours of that, is read word by word.
    let open_old = |aligner: &Aligner, at: usize| aligner.new_of[at].is_none();
    let near_old: Vec<bool> = (0..old.len())
        .map(|at| (at.saturating_sub(1)..(at + 2).min(old.len())).any(|near| open_old(&aligner, near)))
        .collect();
    let near_new: Vec<bool> = (0..new.len())
        .map(|at| (at.saturating_sub(1)..(at + 2).min(new.len())).any(|near| aligner.old_of[near].is_none()))
        .collect();
    // The other side of an open neighbour is a neighbour, too; and what the seal does not know may be a piece of one.
    let is_near_old = |at: usize| near_old[at] || aligner.new_of[at].is_some_and(|new| near_new[new]);
    let unknown: BTreeSet<PassageHash> = old.iter().filter(|old| !old.sealed).map(|old| old.hash).collect();
    let is_near_new = |at: usize| {
        near_new[at] || aligner.old_of[at].is_some_and(|old| near_old[old]) || unknown.contains(&hashes[at])
    };
    let text_of = |at: usize| old[at].words.filter(|_| is_near_old(at)).unwrap_or_default();
    let old_texts: Vec<Text> = (0..old.len()).map(|at| words.text(text_of(at))).collect();
    let text_of = |at: usize| if is_near_new(at) { new[at] } else { "" };
    let new_texts: Vec<Text> = (0..new.len()).map(|at| words.text(text_of(at))).collect();
    aligner.moved(old, &hashes, &new_texts);
    let candidates = aligner.candidates(old, &old_texts, &new_texts);
    aligner.alike(&candidates, &old_texts, &new_texts);
    let splits = aligner.splits(old, &candidates, &old_texts, &new_texts);
    let heirs = aligner.joins(&candidates, &old_texts, &new_texts);
    Alignment { old: aligner.old_of, splits, heirs }
}

struct Aligner {
    new_of: Vec<Option<usize>>,
    old_of: Vec<Option<usize>>,
    /// For each old passage, the new ones between those that its nearest neighbours in the common order became.
    gaps: Vec<Range<usize>>,
    /// For each old passage, how many stand between it and such a neighbour.
    offsets: Vec<usize>,
}

impl Aligner {
    fn join(&mut self, old: usize, new: usize) {
        self.new_of[old] = Some(new);
        self.old_of[new] = Some(old);
    }

    /// Equal hashes in the order of both: passages that occur once are the landmarks.
    fn in_order(&mut self, old: &[Old<'_>], new: &[PassageHash]) {
        // A human's own passage that says the same must not take the place of one that the seal knows.
        let standing: Vec<usize> = (0..old.len()).filter(|&at| old[at].sealed && old[at].words.is_some()).collect();
        let hashes: Vec<PassageHash> = standing.iter().map(|&at| old[at].hash).collect();
        for op in capture_diff_slices(Algorithm::Patience, &hashes, new) {
            if op.tag() == DiffTag::Equal {
                op.old_range().zip(op.new_range()).for_each(|(at, new)| self.join(standing[at], new));
            }
        }
    }

    /// Equal hashes that stand elsewhere now. A few words that anybody may say again do not move alone.
    fn moved(&mut self, old: &[Old<'_>], hashes: &[PassageHash], texts: &[Text]) {
        let mut open: BTreeMap<PassageHash, Vec<usize>> = BTreeMap::new();
        for (at, hash) in hashes.iter().enumerate().rev() {
            if self.old_of[at].is_none() {
                open.entry(*hash).or_default().push(at);
            }
        }
        // First what the seal knows, then a human's own, then what stands nowhere: of this a few words prove nothing, unless
        // the whole page is gone.
        let mut order: Vec<usize> = (0..old.len()).collect();
        order.sort_by_key(|&at| (old[at].words.is_none(), !old[at].sealed));
        let no_page = old.iter().all(|old| old.words.is_none());
        for at in order {
            let passage = &old[at];
            if self.new_of[at].is_some() {
                continue;
            }
            let Some(places) = open.get_mut(&passage.hash) else { continue };
            let fits = |new: usize| {
                texts[new].len() >= TELLING
                    || no_page
                    || passage.words.is_some() && (self.gaps[at].contains(&new) || self.follows(at, new))
            };
            if let Some(nth) = places.iter().rposition(|&new| fits(new)) {
                let new = places.remove(nth);
                self.join(at, new);
            }
        }
    }

    /// Whether a neighbour of the one became a neighbour of the other.
    fn follows(&self, old: usize, new: usize) -> bool {
        let before = old.checked_sub(1).and_then(|before| self.new_of[before]);
        let after = self.new_of.get(old + 1).copied().flatten();
        before.is_some_and(|before| before + 1 == new) || after == Some(new + 1)
    }

    /// For each open old passage the open and the neighbouring new ones that share rare words with it, or stand where it
    /// stood.
    fn candidates(&self, old: &[Old<'_>], old_texts: &[Text], new_texts: &[Text]) -> Vec<Vec<usize>> {
        let mut holders: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (at, text) in new_texts.iter().enumerate() {
            for word in text.distinct() {
                holders.entry(word).or_default().push(at);
            }
        }
        let mut candidates = vec![Vec::new(); old.len()];
        for (at, passage) in old.iter().enumerate() {
            if self.new_of[at].is_some() || passage.words.is_none() || !passage.sealed {
                continue;
            }
            let mut rare: Vec<(usize, u32)> =
                old_texts[at].distinct().filter_map(|word| Some((holders.get(&word)?.len(), word))).collect();
            rare.sort_unstable();
            rare.truncate(RARE);
            let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
            for holder in rare.iter().filter(|(count, _)| *count <= COMMON).flat_map(|(_, word)| &holders[word]) {
                *votes.entry(*holder).or_default() += 1;
            }
            // What shares most of the words that few share; one such word is chance.
            let least = if rare.len() < 4 { 1 } else { 2 };
            let mut voted: Vec<(usize, usize)> = votes.into_iter().filter(|(_, votes)| *votes >= least).collect();
            voted.sort_unstable_by_key(|&(holder, votes)| (std::cmp::Reverse(votes), holder));
            let mut found: BTreeSet<usize> = voted.into_iter().take(VOTED).map(|(holder, _)| holder).collect();
            found.extend(self.near(at));
            candidates[at] = found.into_iter().collect();
        }
        candidates
    }

    /// New passages about the place where the old one stood.
    fn near(&self, old: usize) -> impl Iterator<Item = usize> + use<> {
        let gap = &self.gaps[old];
        let middle = gap.start + self.offsets[old];
        middle.saturating_sub(NEAR).max(gap.start)..(middle + NEAR).min(gap.end)
    }

    /// The pairs that are alike, the likest first; of equals those that stayed, then those nearest.
    fn alike(&mut self, candidates: &[Vec<usize>], old: &[Text], new: &[Text]) {
        let mut pairs = Vec::new();
        for (at, found) in candidates.iter().enumerate() {
            for &candidate in found.iter().filter(|&&candidate| self.old_of.get(candidate) == Some(&None)) {
                let stays = self.gaps[at].contains(&candidate);
                let telling = old[at].len().min(new[candidate].len()) >= TELLING;
                let least = if stays { ALIKE } else { ALIKE_ELSEWHERE };
                let alike = if stays || telling { likeness(&old[at], &new[candidate], least) } else { 0.0 };
                if alike >= least {
                    let distance = candidate.abs_diff(at);
                    pairs.push(((alike * 100.0).round() as i64, stays, distance, at, candidate));
                }
            }
        }
        pairs
            .sort_unstable_by_key(|&(alike, stays, distance, at, candidate)| (-alike, !stays, distance, at, candidate));
        for (_, _, _, at, candidate) in pairs {
            if self.new_of[at].is_none() && self.old_of[candidate].is_none() {
                self.join(at, candidate);
            }
        }
    }

    /// Old passages whose words stand in several new neighbours: the larger piece continues them.
    fn splits(
        &mut self,
        passages: &[Old<'_>],
        candidates: &[Vec<usize>],
        old: &[Text],
        new: &[Text],
    ) -> BTreeMap<usize, Vec<usize>> {
        // What is alike to nothing may still be whole in pieces. An import that died before it was sealed may have written
        // some of them already: those have ids that the seal does not know.
        for (at, found) in candidates.iter().enumerate() {
            if self.new_of[at].is_some() {
                continue;
            }
            let is_open = |piece: usize| self.old_of[piece].is_none_or(|old| !passages[old].sealed);
            let pieces: Vec<usize> = (found.iter().copied())
                .filter(|&piece| is_open(piece) && self.gaps[at].contains(&piece) && is_piece(&new[piece], &old[at]))
                .collect();
            let run = best_run(&pieces, &old[at], new);
            let free = run.iter().rev().filter(|&&piece| self.old_of[piece].is_none());
            let larger = free.max_by_key(|&&piece| new[piece].len()).copied();
            if let Some(larger) = larger.filter(|_| run.len() > 1) {
                self.join(at, larger);
            }
        }
        let mut splits = BTreeMap::new();
        for (at, text) in old.iter().enumerate() {
            let Some(kept) = self.new_of[at].filter(|_| !text.is_empty()) else { continue };
            let mut pieces = kept..kept + 1;
            let grows = |pieces: &Range<usize>, more: usize, wider: Range<usize>| {
                let covered = |range: Range<usize>| shared(text, &Text::concat(new[range].iter()));
                let gain = covered(wider).saturating_sub(covered(pieces.clone()));
                gain as f64 >= 0.6 * new[more].len() as f64
            };
            let open = |piece: usize| self.old_of.get(piece) == Some(&None) && is_piece(&new[piece], text);
            while open(pieces.end) && grows(&pieces, pieces.end, pieces.start..pieces.end + 1) {
                pieces.end += 1;
            }
            while pieces.start > 0
                && open(pieces.start - 1)
                && grows(&pieces, pieces.start - 1, pieces.start - 1..pieces.end)
            {
                pieces.start -= 1;
            }
            if pieces.len() > 1 {
                let larger = pieces.clone().rev().max_by_key(|&piece| shared(text, &new[piece])).unwrap_or(kept);
                self.old_of[kept] = None;
                self.join(at, larger);
                splits.insert(at, pieces.collect());
            }
        }
        splits
    }

    /// Old passages whose words went into the passage that a neighbour became.
    fn joins(&mut self, candidates: &[Vec<usize>], old: &[Text], new: &[Text]) -> BTreeMap<usize, usize> {
        // What continues nothing may still be the whole of its pieces.
        let mut pieces: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, found) in candidates.iter().enumerate().filter(|(at, _)| self.new_of[*at].is_none()) {
            for &whole in found.iter().filter(|&&whole| self.old_of.get(whole) == Some(&None)) {
                if self.gaps[at].contains(&whole) && is_piece(&old[at], &new[whole]) {
                    pieces.entry(whole).or_default().push(at);
                }
            }
        }
        for (whole, pieces) in pieces {
            let run = best_run(&pieces, &new[whole], old);
            if run.len() > 1 && run.iter().all(|&at| self.new_of[at].is_none()) {
                let larger = run.iter().rev().max_by_key(|&&at| old[at].len()).copied();
                self.join(larger.expect("there are pieces"), whole);
            }
        }
        let mut heirs = BTreeMap::new();
        // What the nearest passages after and before it became.
        let mut after: Vec<Option<usize>> = self.new_of.clone();
        (0..after.len().saturating_sub(1)).rev().for_each(|at| after[at] = after[at].or(after[at + 1]));
        let mut before = None;
        for (at, text) in old.iter().enumerate() {
            if self.new_of[at].is_some() || text.len() < PIECE {
                before = self.new_of[at].or(before);
                continue;
            }
            let home = before.into_iter().chain(after[at]).find(|&home| {
                let Some(partner) = self.old_of[home] else { return false };
                let both = if partner < at { [&old[partner], text] } else { [text, &old[partner]] };
                let gain = shared(&new[home], &Text::concat(both.into_iter()))
                    .saturating_sub(shared(&new[home], &old[partner]));
                is_piece(text, &new[home]) && gain as f64 >= 0.6 * text.len() as f64
            });
            heirs.extend(home.map(|home| (at, home)));
        }
        heirs
    }
}

/// Whether the words of a piece stand in a whole, in their order.
fn is_piece(piece: &Text, whole: &Text) -> bool {
    let enough = |words: usize| words as f64 >= WITHIN * piece.len() as f64;
    // Counting words is quick, and most texts have nothing to do with each other.
    piece.len() >= PIECE && enough(in_common(piece, whole)) && enough(shared(piece, whole))
}

/// Of these pieces the neighbours that cover most of the whole together; none where that is too little.
fn best_run<'a>(pieces: &'a [usize], whole: &Text, texts: &[Text]) -> &'a [usize] {
    let covered = |run: &&[usize]| shared(whole, &Text::concat(run.iter().map(|&piece| &texts[piece])));
    let runs = pieces.chunk_by(|one, next| one + 1 == *next);
    let best = runs.max_by_key(covered).filter(|run| covered(run) as f64 >= ALIKE * whole.len() as f64);
    best.unwrap_or_default()
}

/// For each old passage, the new ones that lie between what its neighbours in the common order became, and how many old
/// ones lie between it and the neighbour before.
fn gaps(new_of: &[Option<usize>], len: usize) -> (Vec<Range<usize>>, Vec<usize>) {
    let mut gaps = vec![0..len; new_of.len()];
    let mut offsets = vec![0; new_of.len()];
    let (mut start, mut offset) = (0, 0);
    for (at, new) in new_of.iter().enumerate() {
        (gaps[at].start, offsets[at]) = (start, offset);
        (start, offset) = new.map_or((start, offset + 1), |new| (new + 1, 0));
    }
    let mut end = len;
    for (gap, new) in gaps.iter_mut().zip(new_of).rev() {
        gap.end = end;
        end = new.unwrap_or(end);
    }
    (gaps, offsets)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// For each new text the number of the old one that it continues, counted from 1, or a dash.
    fn aligned(old: &str, new: &str) -> (String, Alignment) {
        let old: Vec<Old> =
            old.split(" / ").map(|text| Old { hash: PassageHash::of(text), words: Some(text), sealed: true }).collect();
        let alignment = align(&old, &new.split(" / ").collect::<Vec<_>>());
        let shown: Vec<String> =
            alignment.old.iter().map(|old| old.map_or("-".to_owned(), |old| (old + 1).to_string())).collect();
        (shown.join(" "), alignment)
    }

    const FERRY: &str = "The ferry crossed the river in fog every morning of that winter";
    const BRIDGE: &str = "Nobody in the town remembers who first asked for a bridge of stone";
    const TOLL: &str = "A cart paid two pence and a man on foot paid nothing at all";

    fn texts(parts: &[&str]) -> String {
        parts.join(" / ")
    }

    #[test]
    fn what_stays_what_moves_and_what_changes_keeps_its_id() {
        let old = texts(&[FERRY, BRIDGE, TOLL]);
        assert_eq!(aligned(&old, &old).0, "1 2 3");
        assert_eq!(aligned(&old, &texts(&[TOLL, FERRY, BRIDGE])).0, "3 1 2");
        let fewer = TOLL.replace("two pence", "three pence");
        assert_eq!(aligned(&old, &texts(&["A foreword.", FERRY, &fewer])).0, "- 1 3");
        assert_eq!(
            aligned(&old, &texts(&[BRIDGE, TOLL, "Something else stands here now, of which nobody had spoken"])).0,
            "2 3 -"
        );
    }

    #[test]
    fn words_that_anybody_says_again_move_only_with_their_neighbours() {
        assert_eq!(aligned("Yes. / One. / Two. / Three.", "One. / Two. / Three. / Yes.").0, "2 3 4 -");
        assert_eq!(aligned("Yes. / One. / Yes. / Two. / Yes.", "Yes. / One. / Two. / Yes.").0, "1 2 4 5");
    }

    #[test]
    fn the_larger_piece_of_a_split_keeps_the_id() {
        let whole = [FERRY, "and", BRIDGE, "but", TOLL].join(" ");
        let (shown, alignment) = aligned(
            &texts(&["Before it.", &whole, "After it."]),
            &texts(&["Before it.", FERRY, BRIDGE, TOLL, "After it."]),
        );
        assert_eq!(alignment.splits, BTreeMap::from([(1, vec![1, 2, 3])]), "{shown}");
        let (shown, alignment) = aligned(&whole, &texts(&[&whole, FERRY]));
        assert_eq!((shown.as_str(), alignment.splits.len()), ("1 -", 0), "what is said twice is not split");
    }

    #[test]
    fn pieces_that_were_written_before_an_import_died_are_known_again() {
        let whole = [FERRY, "and", BRIDGE, "but", TOLL].join(" ");
        let corrected = whole.replace("fog", "mist");
        let known = Old { hash: PassageHash::of(&whole), words: Some(&corrected), sealed: true };
        let written = |text| Old { hash: PassageHash::of(text), words: Some(text), sealed: false };
        let old = [written(FERRY), known, written(TOLL)];
        assert_eq!(align(&old, &[FERRY, BRIDGE, TOLL]).old, [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn what_is_joined_names_its_heir() {
        let whole = [FERRY, BRIDGE, TOLL].join(" ");
        let (shown, alignment) = aligned(&texts(&[FERRY, BRIDGE, TOLL, "After it."]), &texts(&[&whole, "After it."]));
        assert_eq!(alignment.heirs.len(), 2, "{shown} {alignment:?}");
        let (shown, alignment) = aligned(&texts(&[FERRY, BRIDGE]), &[FERRY, BRIDGE].join(" "));
        assert_eq!((shown.as_str(), alignment.heirs), ("2", BTreeMap::from([(0, 0)])));
    }

    #[test]
    fn a_passage_that_stands_nowhere_comes_back_by_its_hash() {
        let lost = Old { hash: PassageHash::of("Yes."), words: None, sealed: true };
        let here = Old { hash: PassageHash::of(FERRY), words: Some(FERRY), sealed: true };
        assert_eq!(align(&[lost], &["Yes.", FERRY]).old, [Some(0), None]);
        assert_eq!(align(&[here, lost], &["Yes.", FERRY]).old, [None, Some(0)], "anybody may have said it");
        let lost = Old { words: None, ..here };
        assert_eq!(align(&[lost], &["Yes.", FERRY]).old, [None, Some(0)]);
    }
}
