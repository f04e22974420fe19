//! Whether a name deserves a page of its own. Two questions: is it surely a name of its kind, and do the sources say enough
//! of it? A page that should not be is worse than one that a human still has to write, so each doubt counts against it.

use super::candidate::{Candidate, Mention, Names};
use super::person::{looks_like_person, surname};
use crate::extract::name::{Evidence, Kind};

/// An organisation that one passage names in passing is clutter; a second passage shows that it matters.
const LEAST_OF_ORGANISATION: usize = 2;

/// Places stand everywhere: where something happened, where somebody comes from. Three passages are about it.
const LEAST_OF_PLACE: usize = 3;

/// A person who is introduced, or whose words are reported, plays a part; one who is only named needs two passages.
const LEAST_OF_PERSON: usize = 2;

pub(super) fn deserves_page(candidate: &Candidate, names: &Names) -> bool {
    let passages = candidate.weight();
    let is_enough = match candidate.kind {
        Kind::Person => candidate.is_introduced() || !candidate.said.is_empty() || passages >= LEAST_OF_PERSON,
        Kind::Organisation => passages >= LEAST_OF_ORGANISATION,
        Kind::Place => passages >= LEAST_OF_PLACE,
        Kind::Unsorted => false,
    };
    is_enough
        && names.is_surely(&candidate.name, candidate.kind)
        && (candidate.is_vouched_for() || looks_right(candidate, names))
        && !is_lesser_variant(candidate, names)
}

/// “Donald J. Trump” beside “Donald Trump”: one page will do, for the name that more passages have, and its notes tell of
/// the other. Two that both have a word between, or three, are different people.
fn is_lesser_variant(candidate: &Candidate, names: &Names) -> bool {
    let is_short = |of: &Candidate| of.name.split_whitespace().count() == 2;
    let weight = |of: &Candidate| (of.weight(), is_short(of));
    let mut variants = names.variants(candidate).filter(|_| candidate.kind == Kind::Person);
    let (Some(other), None) = (variants.next(), variants.next()) else { return false };
    is_short(candidate) != is_short(other) && weight(candidate) < weight(other)
}

fn looks_right(candidate: &Candidate, names: &Names) -> bool {
    let name = candidate.name.as_str();
    let words = name.split_whitespace().count();
    match candidate.kind {
        Kind::Person => {
            let ends_in_word = surname(name).is_some_and(|surname| names.is_common_word(surname));
            looks_like_person(name) && (is_certain(candidate) || !ends_in_word)
        }
        Kind::Organisation => {
            words <= 9 && !is_other_thing(candidate) && !candidate.mentions.iter().all(is_cut_off) && !ends_in_day(name)
        }
        Kind::Place | Kind::Unsorted => words <= 6,
    }
}

/// Whether more than a capital and a first name, or a title, shows that this is a person: “Chief Strategy Officer” has a
/// title, and “Davis Cup” a first name.
fn is_certain(candidate: &Candidate) -> bool {
    let shows = |evidence| matches!(evidence, Evidence::Role | Evidence::RoleBehind | Evidence::Speaker);
    !candidate.turns.is_empty()
        || !candidate.said.is_empty()
        || candidate
            .mentions
            .iter()
            .any(|mention| candidate.is_whole(mention) && (shows(mention.of.evidence) || mention.of.role.is_some()))
}

/// Whether the text goes on where the name ends: “Securities and | Exchange Commission”, “People’s | Liberation Army”,
/// “Council on Energy | , Environment and Water”.
fn is_cut_off(mention: &Mention) -> bool {
    /// Of whom there are so many that a name begins with them.
    const MANY: &[&str] = &["people", "women", "men", "children", "king", "queen"];
    if mention.of.evidence != Evidence::OrganisationWord {
        return false;
    }
    let (before, behind) = mention.around();
    let mut words = before.split_whitespace().rev();
    let is_name = |word: &str| word.starts_with(char::is_uppercase);
    let begins_before = match words.next() {
        Some("and" | "&") => words.next().is_some_and(is_name),
        Some(word) => word
            .split_once(['’', '\''])
            .is_some_and(|(owner, _)| is_name(owner) && MANY.contains(&owner.to_lowercase().as_str())),
        None => false,
    };
    let joint = ["of", "on", "for"].iter().any(|joint| mention.of.words.text.contains(&format!(" {joint} ")));
    let mut behind = behind.strip_prefix(", ").unwrap_or_default().split_whitespace();
    let goes_on =
        behind.next().is_some_and(is_name) && behind.next() == Some("and") && behind.next().is_some_and(is_name);
    begins_before || joint && goes_on
}

/// “Supreme Court on Monday”
fn ends_in_day(name: &str) -> bool {
    #[rustfmt::skip]
    const DAYS: &[&str] = &[
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March",
        "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];
    name.rsplit(' ').next().is_some_and(|last| DAYS.contains(&last))
}

/// The word that is all the evidence has another meaning: “Fallen Order” is a game.
fn is_other_thing(candidate: &Candidate) -> bool {
    const LOOSE: &[&str] = &["order", "front", "guard", "independent", "united", "monitor", "observer", "chronicle"];
    const ROOMS: &[&str] = &["oval office", "head office", "front office", "box office"];
    candidate.mentions.iter().all(|mention| {
        let is_loose = LOOSE.contains(&mention.of.cue.to_lowercase().as_str());
        mention.of.evidence == Evidence::Same || mention.of.evidence == Evidence::OrganisationWord && is_loose
    }) || ROOMS.contains(&candidate.name.to_lowercase().as_str())
}
