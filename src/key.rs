//! The names that citations use: a source's key and a passage's id. Parsed once; inside, the type is the proof.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::num::NonZeroU32;

/// What citations call a source: `[A-Za-z0-9][A-Za-z0-9_.:-]*`, and not the reserved word `judgement`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct SourceKey(String);

/// The id of a passage, printed `p12`: given once, never reused, never renumbered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct PassageId(NonZeroU32);

/// The word that a citation uses in place of a key for the writer's own judgement.
pub const JUDGEMENT: &str = "judgement";

/// Whether `c` may stand in a key after its first character.
pub fn is_key_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '-')
}

impl SourceKey {
    /// `None` when `text` is no key, or is the reserved word.
    pub fn new(text: &str) -> Option<Self> {
        let sound = text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(is_key_char);
        (sound && text != JUDGEMENT).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for SourceKey {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(&text).ok_or("no key")
    }
}

impl PassageId {
    /// `None` for zero.
    pub fn new(number: u32) -> Option<Self> {
        NonZeroU32::new(number).map(Self)
    }

    /// Reads `p12`; no sign, no leading zero.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('p')?;
        let sound = !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
        if sound { Self::new(digits.parse().ok()?) } else { None }
    }

    pub fn number(self) -> u32 {
        self.0.get()
    }
}

impl From<PassageId> for String {
    fn from(id: PassageId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for PassageId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a passage's id is `p` and a number")
    }
}

impl fmt::Display for SourceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for PassageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "p{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_ids_are_strict() {
        assert!(SourceKey::new("npr-witkoff.2026:a_b").is_some());
        for bad in ["", "-a", "a b", "é", "judgement"] {
            assert_eq!(SourceKey::new(bad), None);
        }
        assert_eq!(PassageId::parse("p12").map(PassageId::number), Some(12));
        for bad in ["p0", "p01", "12", "p", "p1x", "p+1", "p99999999999"] {
            assert_eq!(PassageId::parse(bad), None);
        }
    }
}
