//! Two names → whether one may be a slip of the other, or another transliteration. `suggest` asks; nothing is ever merged
//! by it, so where two things are often near (Austria and Australia, Martin and Marvin) it says no.

use super::Kind;
use super::known::fold;
use super::sort::is_shouted;
use super::table;

/// A spelling that common transliterations of a name share: Zelensky, Zelenskyy and Zelenskiy, Sergei and Sergey, and
/// also Witkof and Witkoff. `folded` is one word or more.
pub(super) fn skeleton(folded: &str) -> String {
    let mut skeleton = String::with_capacity(folded.len());
    let mut last = None;
    for c in folded.chars() {
        let c = match c {
            'y' | 'j' | 'ї' | 'й' => 'i',
            'é' | 'è' | 'ë' => 'e',
            'ö' | 'ó' | 'ø' => 'o',
            'ü' | 'ú' => 'u',
            'ä' | 'á' | 'å' => 'a',
            'ł' => 'l',
            'ń' => 'n',
            'ş' | 'š' => 's',
            'č' | 'ç' => 'c',
            c => c,
        };
        // The h of “kh” is often left out.
        if last != Some(c) && !(c == 'h' && last == Some('k')) {
            skeleton.push(c);
            last = Some(c);
        }
    }
    ["zh", "sh", "ch"].iter().fold(skeleton, |word, twice| word.replace(&twice.repeat(2), twice))
}

/// Names that are near share one of these.
pub(super) fn keys(name: &str) -> Vec<String> {
    let skeleton = skeleton(&fold(name));
    let mut keys: Vec<String> = skeleton
        .char_indices()
        .map(|(at, c)| format!("{}{}", &skeleton[..at], &skeleton[at + c.len_utf8()..]))
        .collect();
    keys.push(skeleton);
    keys.sort();
    keys.dedup();
    keys
}

/// Whether two names of these kinds may be one: the same words, but for one that is near.
pub(super) fn are_near(one: (Kind, &str), other: (Kind, &str)) -> bool {
    let kind = match (one.0, other.0) {
        (kind, Kind::Unsorted) | (Kind::Unsorted, kind) => kind,
        (kind, other) if kind == other => kind,
        _ => return false,
    };
    let (a, b) = (fold(one.1), fold(other.1));
    let is_listed = |name: &str| table::is_place(name) || table::is_organisation(name);
    if a == b || is_listed(&a) && is_listed(&b) || is_shouted(one.1) || is_shouted(other.1) {
        return false;
    }
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    if a.len() != b.len() {
        return false;
    }
    let mut differing = a.iter().zip(&b).enumerate().filter(|(_, (a, b))| a != b);
    let Some((at, (one, other))) = differing.next() else { return false };
    if let Some((_, (a, b))) = differing.next() {
        // “Sergei Shoigu”, “Sergey Shoygu”
        return differing.next().is_none() && is_respelled(one, other) && is_respelled(a, b);
    }
    let is_surname = a.len() > 1 && at + 1 == a.len() && matches!(kind, Kind::Person | Kind::Unsorted);
    is_respelled(one, other) || is_slip(one, other, if is_surname { 4 } else { 6 })
}

/// Whether a surname alone may be that of somebody else, misspelt.
pub(super) fn is_near_surname(bare: &str, surname: &str) -> bool {
    let (bare, surname) = (fold(bare), fold(surname));
    let is_another = table::is_first_name(&bare) || table::is_place(&bare) || table::is_organisation(&bare);
    bare != surname && !is_another && (is_respelled(&bare, &surname) || is_slip(&bare, &surname, 6))
}

/// Whether two words transliterate one.
fn is_respelled(one: &str, other: &str) -> bool {
    let is_long = one.chars().count().min(other.chars().count()) >= 5;
    is_long && !are_plural(one, other) && skeleton(one) == skeleton(other)
}

/// Whether two words differ in one letter, or two that changed places. Shorter ones than `least` differ too easily, and a
/// letter for another is a slip only in longer ones; two first names are two.
fn is_slip(one: &str, other: &str, least: usize) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let long = a.len().max(b.len());
    let both = |is: fn(&str) -> bool| is(one) && is(other);
    if a.len().min(b.len()) + 1 < least.max(5)
        || long < least
        || a.first() != b.first()
        || are_plural(one, other)
        || both(table::is_first_name)
        || both(table::is_common)
    {
        return false;
    }
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let rest = |skip_a: usize, skip_b: usize| a.get(head + skip_a..) == b.get(head + skip_b..);
    match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Less => rest(0, 1),
        std::cmp::Ordering::Greater => rest(1, 0),
        std::cmp::Ordering::Equal => {
            let swapped = a.get(head) == b.get(head + 1) && a.get(head + 1) == b.get(head);
            swapped && rest(2, 2) || long >= least.max(5) && rest(1, 1)
        }
    }
}

/// “Holm” and “Holms” are one person and his family.
fn are_plural(one: &str, other: &str) -> bool {
    one.strip_suffix('s') == Some(other) || other.strip_suffix('s') == Some(one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_transliterations_are_near() {
        use Kind::*;
        for (kind, one, other) in [
            (Person, "Steve Witkoff", "Steve Witkof"),
            (Person, "Volodymyr Zelensky", "Volodymyr Zelenskyy"),
            (Person, "Volodymyr Zelenskiy", "Volodymyr Zelenskyy"),
            (Person, "Sergei Shoigu", "Sergey Shoygu"),
            (Person, "Dan Baer", "Dan Bear"),
            (Organisation, "Ministry of Defence", "Ministry of Defense"),
            (Organisation, "Labour Party", "Labor Party"),
            (Place, "Zaporizhzhia", "Zaporizhia"),
            (Unsorted, "Merefa", "Merreffa"),
        ] {
            let share = keys(one).iter().any(|key| keys(other).contains(key));
            assert!(share && are_near((kind, one), (kind, other)), "{one} {other}");
        }
        for (bare, surname) in [("Witkof", "Witkoff"), ("Zelenskiy", "Zelenskyy"), ("Pushlin", "Pushilin")] {
            assert!(is_near_surname(bare, surname), "{bare}");
        }
    }

    #[test]
    fn what_is_often_two_is_not_near() {
        use Kind::*;
        for (kind, one, other) in [
            (Place, "Austria", "Australia"),
            (Place, "Iran", "Iraq"),
            (Place, "Niger", "Nigeria"),
            (Place, "Slovakia", "Slovenia"),
            (Place, "Gambia", "Zambia"),
            (Person, "John Martin", "John Marvin"),
            (Person, "Ann Roe", "Ann Poe"),
            (Person, "Ann Roe", "Anna Roe"),
            (Person, "Homer Simpson", "Homer Simpsons"),
            (Organisation, "University of York", "University of Cork"),
            (Organisation, "UNHCR", "UNHCP"),
            (Unsorted, "Disney", "Sidney"),
        ] {
            assert!(!are_near((kind, one), (kind, other)), "{one} {other}");
        }
        for (bare, surname) in [("Martin", "Marvin"), ("Holms", "Holm"), ("Holm", "Holt"), ("Turkey", "Turkei")] {
            assert!(!is_near_surname(bare, surname), "{bare} {surname}");
        }
        assert!(!are_near((Person, "Ann Merefa"), (Place, "Anne Merefa")));
    }
}
