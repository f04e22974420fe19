//! A word and its neighbours → what a full stop after it means. The tables of sentence splitting, and nothing else:
//! common abbreviations of English, German, French and Spanish, in lower case where case does not matter.

/// What the word before a full stop says about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Word {
    /// The full stop ends the sentence.
    Ordinary,
    /// It ends none: `Gen.`, `e.g.`
    Bound,
    /// It ends one unless a number follows: `No. 5`, `Jan. 6`.
    Numbered,
    /// It ends one before a word that begins sentences and no name: `Inc.`, `U.S.`
    Trailing,
    /// A single letter: as `Trailing`, but `vitamin C.` ends one.
    Letter,
    /// `a.m.`, `p.m.`
    Clock,
}

impl Word {
    pub fn of(word: &str) -> Self {
        let mut chars = word.chars();
        match (chars.next(), chars.next()) {
            (None, _) => return Word::Ordinary,
            (Some(only), None) if only.is_alphabetic() => return Word::Letter,
            _ => {}
        }
        let folded = word.to_lowercase();
        let is_in = |table: &[&str]| table.binary_search(&folded.as_str()).is_ok();
        let is_name = word.starts_with(char::is_uppercase);
        if matches!(&*folded, "a.m" | "p.m") {
            Word::Clock
        } else if is_in(BOUND) && word.contains(char::is_lowercase) || is_name && is_in(TITLES) {
            Word::Bound
        } else if is_in(NUMBERED) {
            Word::Numbered
        } else if is_in(TRAILING) || is_name && is_in(STATES) || is_dotted(word) {
            Word::Trailing
        } else {
            Word::Ordinary
        }
    }
}

/// `U.S`, `Ph.D`, `EE.UU`: letters in ones and twos between full stops.
fn is_dotted(word: &str) -> bool {
    let mut parts = word.split('.');
    word.contains('.')
        && parts.all(|part| (1..=2).contains(&part.chars().count()) && part.chars().all(char::is_alphabetic))
}

/// Whether a capitalised word begins sentences and hardly ever names.
pub(super) fn opens_sentences(word: &str) -> bool {
    OPENERS.binary_search(&word).is_ok()
}

/// Whether a word reports speech: `“Why?” Smith asked`.
pub(super) fn reports_speech(word: &str) -> bool {
    REPORTING.binary_search(&word).is_ok()
}

/// Whether a capitalised word continues a time of day: `at 5 p.m. Friday`.
pub(super) fn follows_clock(word: &str) -> bool {
    AFTER_CLOCK.binary_search(&word).is_ok()
}

/// Whether a letter after the word names a kind: `vitamin C`.
pub(super) fn takes_letter(word: &str) -> bool {
    LETTERED.binary_search(&&*word.to_lowercase()).is_ok()
}

/// Whether a name ends in an exclamation mark.
pub(super) fn exclaims(word: &str) -> bool {
    matches!(word, "Jeopardy" | "Joomla" | "Wham" | "Yahoo" | "Yum")
}

/// Whether a clause that begins with the word may end in a time of day, with its subject to come.
pub(super) fn sets_time(word: &str) -> bool {
    matches!(word, "After" | "Around" | "At" | "Before" | "By" | "From" | "On" | "Since" | "Until")
}

/// Whether a number with a full stop after the word, or before it, is a German ordinal: `der 3. Oktober`.
pub(super) fn takes_ordinal(before: &str, after: &str) -> bool {
    matches!(before, "das" | "dem" | "den" | "der" | "des" | "die" | "vom" | "zum" | "zur")
        || MONATE.binary_search(&after).is_ok()
}

#[rustfmt::skip]
const BOUND: &[&str] = &[
    "anm", "approx", "av", "bzgl", "bzw", "ca", "cf", "d.h", "dipl", "e.g", "einschl", "env", "evtl", "geb", "ggf",
    "hrsg", "i.e", "incl", "inkl", "insb", "mio", "mrd", "resp", "ret", "s.o", "s.u", "sog", "tsd", "u.a", "usf",
    "vgl", "viz", "vs", "z.b", "zzgl",
];

#[rustfmt::skip]
const TITLES: &[&str] = &[
    "adm", "amb", "atty", "brig", "capt", "cdr", "cmdr", "col", "cpl", "det", "dott", "dr", "dña", "ee", "fr", "ft",
    "gen", "gov", "gral", "hon", "hptm", "hr", "ing", "insp", "lt", "maj", "messrs", "mgr", "mlle", "mm", "mme", "mr",
    "mrs", "ms", "mt", "pfc", "pres", "prof", "pvt", "rabb", "rep", "reps", "rev", "rt", "sen", "sens", "sgt", "sig",
    "spc", "sra", "srta", "supt", "ud", "uds", "vda",
];

#[rustfmt::skip]
const NUMBERED: &[&str] = &[
    "abs", "apr", "art", "arts", "aug", "bd", "cap", "ch", "chap", "cl", "dec", "ext", "feb", "fig", "figs", "fn",
    "fol", "fri", "ft", "jan", "jul", "jun", "kap", "lb", "lbs", "lit", "mar", "mon", "no", "nos", "nov", "nr", "n°",
    "nº", "núm", "oct", "oz", "p", "para", "paras", "pgs", "pp", "pt", "pág", "págs", "res", "rn", "rte", "sat",
    "sec", "sect", "sep", "sept", "sun", "tel", "thu", "thur", "thurs", "tue", "tues", "vol", "vols", "wed", "ziff",
];

#[rustfmt::skip]
const TRAILING: &[&str] = &[
    "al", "assn", "assoc", "ave", "bldg", "blvd", "bros", "chr", "cie", "co", "corp", "cía", "dept", "dist", "div",
    "esq", "govt", "hwy", "ibid", "inc", "inst", "intl", "jr", "ltd", "ltda", "mfg", "natl", "pty", "rd", "sr",
    "st", "ste", "str", "univ",
];

#[rustfmt::skip]
const STATES: &[&str] = &[
    "ala", "ariz", "ark", "calif", "colo", "conn", "dak", "del", "fla", "ga", "ill", "ind", "kan", "ky", "la", "mass",
    "md", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "okla", "ont", "ore", "pa", "penn", "que", "tenn",
    "tex", "va", "vt", "wash", "wis", "wyo",
];

#[rustfmt::skip]
const OPENERS: &[&str] = &[
    "A", "Aber", "According", "After", "All", "Although", "Among", "An", "Analysts", "And", "Another", "Any", "Are",
    "As", "Asked", "At", "Authorities", "Because", "Before", "Both", "But", "By", "Can", "Ce", "Cette", "Could",
    "Critics", "Das", "Despite", "Did", "Dies", "Diese", "Do", "Doch", "Does", "During", "Each", "Earlier", "Either",
    "Ella", "Elle", "Elles", "Ellos", "Er", "Es", "Even", "Every", "Everyone", "Experts", "Few", "For", "From", "Had",
    "Has", "Have", "He", "Hence", "Her", "Here", "His", "How", "However", "I", "Ich", "If", "Il", "Ils", "In",
    "Indeed", "Instead", "Is", "It", "Its", "Just", "Last", "Later", "Mais", "Many", "Maybe", "Meanwhile", "Moreover",
    "Most", "Much", "My", "Neither", "Nevertheless", "No", "Nobody", "None", "Nonetheless", "Nor", "Not", "Nothing",
    "Nous", "Now", "Officials", "Often", "On", "Once", "One", "Only", "Or", "Other", "Others", "Otherwise", "Our",
    "Over", "People", "Perhaps", "Pero", "Recently", "Según", "Several", "She", "Should", "Sie", "Since", "So",
    "Some", "Someone", "Soon", "Speaking", "Still", "Such", "That", "The", "Their", "Then", "There", "Therefore",
    "These", "They", "This", "Those", "Though", "Three", "Thus", "To", "Today", "Tomorrow", "Two", "Und", "Under",
    "Unlike", "Until", "Was", "We", "Were", "What", "When", "Where", "Whether", "Which", "While", "Who", "Whose",
    "Why", "Wir", "With", "Within", "Without", "Would", "Yes", "Yesterday", "Yet", "You", "Your",
];

#[rustfmt::skip]
const REPORTING: &[&str] = &[
    "added", "adds", "announced", "answered", "asked", "asks", "began", "called", "continued", "cried", "declared",
    "demanded", "exclaimed", "insisted", "joked", "quipped", "remarked", "repeated", "replied", "responded", "said",
    "says", "screamed", "shouted", "told", "tweeted", "urged", "warned", "wondered", "wrote", "yelled",
];

#[rustfmt::skip]
const AFTER_CLOCK: &[&str] = &[
    "April", "August", "BST", "CDT", "CEST", "CET", "CST", "CT", "Central", "December", "EDT", "EST", "ET", "Eastern",
    "February", "Friday", "GMT", "IST", "January", "July", "June", "MDT", "MSK", "MST", "MT", "March", "May",
    "Monday", "Mountain", "November", "October", "PDT", "PST", "PT", "Pacific", "Saturday", "September", "Sunday",
    "Thursday", "Tuesday", "UTC", "Wednesday",
];

#[rustfmt::skip]
const LETTERED: &[&str] = &[
    "annex", "appendix", "category", "class", "exhibit", "figure", "grade", "group", "hepatitis", "influenza",
    "model", "option", "part", "plan", "point", "schedule", "section", "series", "table", "type", "vitamin",
];

#[rustfmt::skip]
const MONATE: &[&str] = &[
    "April", "August", "Dezember", "Februar", "Januar", "Juli", "Juni", "Jänner", "Mai", "März", "November",
    "Oktober", "September",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_for_the_search() {
        let tables = [
            ("BOUND", BOUND),
            ("TITLES", TITLES),
            ("NUMBERED", NUMBERED),
            ("TRAILING", TRAILING),
            ("STATES", STATES),
            ("OPENERS", OPENERS),
            ("REPORTING", REPORTING),
            ("AFTER_CLOCK", AFTER_CLOCK),
            ("LETTERED", LETTERED),
            ("MONATE", MONATE),
        ];
        for (name, table) in tables {
            let slip = table.windows(2).find(|pair| pair[0] >= pair[1]);
            assert_eq!(slip, None, "{name}");
        }
    }

    #[test]
    fn words_are_of_a_kind() {
        let of = |kind, words: &[&str]| words.iter().for_each(|word| assert_eq!(Word::of(word), kind, "{word}"));
        of(Word::Ordinary, &["", "peace", "rep", "sen", "1.5", "2022", "example.com", "etc", "ill", "CA"]);
        of(Word::Bound, &["Gen", "Mr", "e.g", "vs", "z.B", "Mio"]);
        of(Word::Numbered, &["No", "no", "Jan", "núm", "pp"]);
        of(Word::Trailing, &["Inc", "U.S", "Ph.D", "Jr", "Ill"]);
        of(Word::Letter, &["J", "p", "Я"]);
        of(Word::Clock, &["a.m", "P.M"]);
    }
}
