//! Numbers and texts → bytes, and back, for the files of the cache. Each begins with what made it and ends with the hash of
//! all before: whatever is not whole, or was made by another program, is as good as nothing.

use super::record::PROGRAM;
use crate::world::Sha256;

/// So many bytes are a SHA-256.
const DIGEST: usize = 32;

/// A file of the cache, while it is written.
pub(super) struct Writer(Vec<u8>);

impl Writer {
    /// Begins with the names of what is written, its form first.
    pub fn begin(names: &[&str]) -> Self {
        let mut writer = Self(Vec::new());
        names.iter().chain(&[PROGRAM]).for_each(|name| writer.text(name));
        writer
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend(bytes);
    }

    /// Seven bits in each byte, the lowest first; the eighth says that more follow (LEB128).
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    pub fn blob(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.bytes(bytes);
    }

    pub fn text(&mut self, text: &str) {
        self.blob(text.as_bytes());
    }

    /// All of it, with its hash.
    pub fn end(mut self) -> Vec<u8> {
        let digest = Sha256::of(&self.0);
        self.bytes(digest.as_bytes());
        self.0
    }
}

/// What is left to be read.
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Goes past the names; `None` if there are others, or the file is not whole.
    pub fn begin(bytes: &'a [u8], names: &[&str]) -> Option<Self> {
        let (body, digest) = bytes.split_at_checked(bytes.len().checked_sub(DIGEST)?)?;
        if Sha256::of(body).as_bytes() != digest {
            return None;
        }
        let mut reader = Self(body);
        names.iter().chain(&[PROGRAM]).all(|name| reader.text() == Some(name)).then_some(reader)
    }

    pub fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (first, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(first)
    }

    pub fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes(N)?.try_into().ok()
    }

    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let [byte] = self.array()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub fn blob(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        self.bytes(length)
    }

    pub fn text(&mut self) -> Option<&'a str> {
        str::from_utf8(self.blob()?).ok()
    }

    /// `value`, if nothing is left.
    pub fn end<T>(self, value: T) -> Option<T> {
        self.0.is_empty().then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_are_read_as_they_were_written() {
        let numbers = [0, 1, 127, 128, 300, u64::MAX];
        let mut writer = Writer::begin(&["form 1", "for whom"]);
        numbers.iter().for_each(|&number| writer.number(number));
        writer.text("ähm");
        let bytes = writer.end();
        let read = |bytes: &[u8], names: &[&str]| {
            let mut reader = Reader::begin(bytes, names)?;
            let read: Option<Vec<u64>> = numbers.iter().map(|_| reader.number()).collect();
            let text = reader.text()?.to_owned();
            reader.end((read?, text))
        };
        assert_eq!(read(&bytes, &["form 1", "for whom"]), Some((numbers.to_vec(), "ähm".to_owned())));
        assert_eq!(read(&bytes, &["form 1", "for others"]), None);
        for length in 0..bytes.len() {
            assert_eq!(read(&bytes[..length], &["form 1", "for whom"]), None, "cut after {length}");
            let mut altered = bytes.clone();
            altered[length] ^= 1;
            assert_eq!(read(&altered, &["form 1", "for whom"]), None, "altered at {length}");
        }
    }

    #[test]
    fn what_another_program_wrote_is_nothing() {
        let bytes = Writer::begin(&["form 1"]).end();
        assert!(Reader::begin(&bytes, &["form 1"]).is_some());
        let other: String = PROGRAM.chars().rev().collect();
        let mut writer = Writer(Vec::new());
        ["form 1", &other].iter().for_each(|name| writer.text(name));
        assert!(Reader::begin(&writer.end(), &["form 1"]).is_none());
    }
}
