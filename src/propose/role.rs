//! What the passages say that a candidate is → the role that its page gives, word for word, and the others that they give.

use super::candidate::{Candidate, Place};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Words of a passage.
pub(super) struct Role<'a> {
    pub text: &'a str,
    pub place: Place,
}

/// All roles, those of more than one word first (“captain” of what?), then those that most passages give, then the first.
pub(super) fn roles<'a>(candidate: &Candidate<'a>) -> Vec<Role<'a>> {
    let mut counted: BTreeMap<&str, (usize, Place)> = BTreeMap::new();
    for mention in &candidate.mentions {
        if let Some(role) = mention.of.role.as_ref().filter(|role| is_plain(&role.text)) {
            counted.entry(&role.text).or_insert((0, mention.place)).0 += 1;
        }
    }
    let mut roles: Vec<(usize, Role)> =
        counted.into_iter().map(|(text, (times, place))| (times, Role { text, place })).collect();
    roles.sort_by_key(|(times, role)| (!role.text.contains(' '), Reverse(*times), role.place));
    roles.into_iter().map(|(_, role)| role).collect()
}

/// Whether the words can stand in front matter: in one line, and without marks that would be read as a quotation.
fn is_plain(text: &str) -> bool {
    !text.contains(['\n', '“', '”', '"', '„', '«', '»', '「', '」', '[', ']'])
}
