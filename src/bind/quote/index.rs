//! A long scope → where its words begin, by the bytes that follow: what `search` asks, so that it need not read a whole
//! source for every quotation of it. Called by `skeleton` and `search`; it knows bytes and decides nothing.

/// So many bytes are looked up from where a word begins: about two words of English.
const GRAM: usize = 8;

/// A list that is longer is no help: reading the text is as good, and cannot be made to cost more.
const LONGEST: usize = 256;

/// About what a word takes in a skeleton, so that most lists are short.
const LETTERS_PER_WORD: usize = 4;

/// The words of a text by their beginnings.
#[derive(Clone, Debug)]
pub(super) struct Index {
    /// Where the list of each bucket begins in `words`, and where the last one ends.
    buckets: Vec<u32>,
    /// Byte offsets of words, list after list, ascending in each.
    words: Vec<u32>,
    /// How many bits of a hash name a bucket.
    bits: u32,
}

impl Index {
    /// `starts` are byte offsets into `text`, ascending. Costs time linear in both.
    pub fn new(text: &str, starts: impl DoubleEndedIterator<Item = usize> + Clone) -> Option<Self> {
        u32::try_from(text.len()).ok()?;
        let bits = (text.len() / LETTERS_PER_WORD).max(1).ilog2() + 1;
        let grams = starts.filter_map(|start| Some((start, gram(text.as_bytes().get(start..)?)?)));
        let mut buckets = vec![0_u32; (1 << bits) + 1];
        for (_, gram) in grams.clone() {
            buckets[bucket(gram, bits)] += 1;
        }
        let mut sum = 0;
        for end in &mut buckets {
            sum += *end;
            *end = sum;
        }
        // From the last word to the first, each takes the last place that is left in its list.
        let mut words = vec![0; sum as usize];
        for (start, gram) in grams.rev() {
            let place = &mut buckets[bucket(gram, bits)];
            *place -= 1;
            words[*place as usize] = u32::try_from(start).expect("no longer than the text");
        }
        Some(Self { buckets, words, bits })
    }

    /// Every word with which `needle` may begin, and a few others. `None` where the text itself has to be read: the
    /// needle is too short, or begins as too many words do.
    pub fn candidates(&self, needle: &[u8]) -> Option<&[u32]> {
        let bucket = bucket(gram(needle)?, self.bits);
        let list = &self.words[self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize];
        (list.len() <= LONGEST).then_some(list)
    }
}

fn gram(bytes: &[u8]) -> Option<u64> {
    bytes.first_chunk().map(|first: &[u8; GRAM]| u64::from_le_bytes(*first))
}

/// Fibonacci hashing: the upper bits of the product (Knuth, TAOCP 6.4).
fn bucket(gram: u64, bits: u32) -> usize {
    (gram.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - bits)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_by_its_beginning() {
        let text = "thekeepersawtheferryandthekeepersawtheharbour";
        let starts = [0, 3, 9, 12, 15, 20, 23, 26, 32, 35, 38];
        let index = Index::new(text, starts.into_iter()).unwrap();
        for start in starts.into_iter().filter(|start| start + GRAM <= text.len()) {
            let candidates = index.candidates(&text.as_bytes()[start..]).unwrap();
            assert!(candidates.contains(&u32::try_from(start).unwrap()), "{start}");
            assert!(candidates.is_sorted());
        }
        assert_eq!(index.candidates(b"keeper"), None);
    }

    #[test]
    fn what_begins_as_too_many_words_do_is_left_to_the_text() {
        let text = "ha".repeat(LONGEST * 2);
        let index = Index::new(&text, (0..text.len()).step_by(2)).unwrap();
        assert_eq!(index.candidates(b"hahahahaho"), None);
    }

    #[test]
    fn an_empty_text_has_no_words() {
        let index = Index::new("", std::iter::empty()).unwrap();
        assert_eq!(index.candidates(b"anything at all"), Some(&[][..]));
    }
}
