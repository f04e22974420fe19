//! Labels → who speaks. A full name with a role introduces its surname; a bare surname means the only one who bears it.
//! Nothing is guessed: a label that nobody was introduced by stays as printed.

use super::label::{Grammar, Mark};
use crate::import::source::Speaker;
use std::collections::{BTreeMap, BTreeSet};

/// Everyone who speaks in a transcript.
pub(crate) struct Cast {
    people: Vec<Person>,
    /// The folded names by which labels call them: an index into `people`.
    called: BTreeMap<String, usize>,
    /// How often each label stands in the document, by its folded name.
    counts: BTreeMap<String, usize>,
    /// The words of the document by their folded form, as the running text writes them.
    casing: BTreeMap<String, String>,
    /// The words that the document writes in small letters, folded.
    common: BTreeSet<String>,
}

struct Person {
    speaker: Speaker,
    /// The label that introduced them, folded.
    name: String,
    /// A surname alone is among their labels.
    by_surname: bool,
}

/// Who speaks one turn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Voice {
    Person(String),
    /// `MODERATOR`, `Q`: somebody, by office.
    Office(String),
    /// The label stands once, and nobody was introduced by it.
    Unknown,
}

/// Words that say by which office somebody speaks. A label made of them, and of `MORE`, names nobody.
#[rustfmt::skip]
const OFFICES: [&str; 64] = [
    "MODERATOR", "HOST", "ANCHOR", "Q", "A", "QUESTION", "ANSWER", "QUESTIONER", "AUDIENCE", "REPORTER", "REPORTERS", "INTERVIEWER",
    "INTERVIEWEE", "OPERATOR", "NARRATOR", "ANNOUNCER", "SPEAKER", "OFFICIAL", "OFFICIALS", "PRESIDENT", "CHAIR", "CHAIRMAN",
    "CHAIRWOMAN", "CHAIRPERSON", "SECRETARY", "OFFICER", "PARTICIPANT", "MEMBER", "MEMBERS", "TRANSLATOR", "INTERPRETER", "WITNESS",
    "COURT", "CLERK", "VIDEOGRAPHER", "JUDGE", "JUSTICE", "COUNSEL", "ATTORNEY", "PROSECUTOR", "JUROR", "BAILIFF", "CALLER",
    "LISTENER", "GUEST", "STUDENT", "TEACHER", "PERSON", "MAN", "WOMAN", "BOY", "GIRL", "CHILD", "VOICE", "VOICES", "CROWD", "STAFF",
    "ALL", "GROUP", "CHORUS", "PRESS", "COMPUTER", "MODERADOR", "INTERVIEWERIN",
];
#[rustfmt::skip]
const MORE: [&str; 34] = [
    "THE", "OF", "FROM", "AND", "TO", "SENIOR", "ADMINISTRATION", "DEFENSE", "STATE", "DEPARTMENT", "WHITE", "HOUSE", "MILITARY",
    "INTELLIGENCE", "UNIDENTIFIED", "UNKNOWN", "MALE", "FEMALE", "FIRST", "SECOND", "THIRD", "ACTING", "PRESIDING", "PRO", "TEMPORE",
    "VICE", "DEPUTY", "ASSISTANT", "LEGISLATIVE", "READING", "BILL", "CHIEF", "ANOTHER", "POOL",
];
/// What stands before a name.
#[rustfmt::skip]
const HONORIFICS: [&str; 33] = [
    "MR", "MRS", "MS", "DR", "MISS", "SEN", "REP", "GEN", "GOV", "LT", "COL", "PROF", "SENATOR", "REPRESENTATIVE", "CONGRESSMAN",
    "CONGRESSWOMAN", "GENERAL", "ADMIRAL", "COLONEL", "GOVERNOR", "MAYOR", "AMBASSADOR", "SECRETARY", "PRESIDENT", "CHAIRMAN",
    "CHAIRWOMAN", "CHAIR", "JUDGE", "JUSTICE", "PROFESSOR", "MINISTER", "CHANCELLOR", "COMMISSIONER",
];

impl Cast {
    /// `text` is the whole document: its running words show how a name in capitals is written.
    pub fn of(marks: &[Mark<'_>], text: &str) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for mark in marks {
            *counts.entry(mark.name.to_uppercase()).or_default() += 1;
        }
        let mut cast =
            Self { people: Vec::new(), called: BTreeMap::new(), counts, casing: casing(text), common: common(text) };
        for mark in marks {
            cast.introduce(mark);
        }
        cast.call_by_surname();
        for mark in marks {
            cast.add_undefined(mark);
        }
        cast
    }

    /// `FULL NAME, ROLE` or `FULL NAME`: two words at least, and no office.
    fn introduce(&mut self, mark: &Mark<'_>) {
        let name = mark.name.to_uppercase();
        // `PRESIDENT ADA STONE` introduces a surname, `PRESIDENT STONE` uses one.
        let least = if has_honorific(&name) { 3 } else { 2 };
        let is_word = |word: &str| self.common.contains(word.trim_matches(|c: char| !c.is_alphanumeric()));
        let words = self.counts[&name] == 1 && mark.role.is_none() && name.split_whitespace().all(is_word);
        let named = name.split_whitespace().count() >= least && !is_office(&name) && !words;
        if named && mark.grammar != Grammar::Congress && !self.called.contains_key(&name) {
            self.add(mark, name);
        }
    }

    fn add(&mut self, mark: &Mark<'_>, name: String) {
        let speaker = Speaker { name: self.cased(mark), role: mark.role.map(str::to_owned) };
        self.called.insert(name.clone(), self.people.len());
        if let Some((_, bare)) = name.split_once(' ').filter(|(_, bare)| has_honorific(&name) && bare.contains(' ')) {
            self.called.entry(bare.to_owned()).or_insert(self.people.len());
        }
        self.people.push(Person { speaker, name, by_surname: false });
    }

    /// Lets a bare surname, a surname after `MR.`, or a bare first name stand for the only person who bears it.
    fn call_by_surname(&mut self) {
        let mut bearers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut first_names: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, person) in self.people.iter().enumerate() {
            bearers.entry(last_word(&person.name)).or_default().push(at);
            let titled = usize::from(has_honorific(&person.name));
            first_names.entry(person.name.split_whitespace().nth(titled).unwrap_or("")).or_default().push(at);
        }
        let mut calls = Vec::new();
        for name in self.counts.keys().filter(|name| !name.contains(' ') || has_honorific(name)) {
            if let Some([at]) = bearers.get(last_word(name)).map(Vec::as_slice) {
                calls.push((name.clone(), *at, !name.contains(' ')));
            } else if let Some([at]) = first_names.get(name.as_str()).map(Vec::as_slice) {
                calls.push((name.clone(), *at, false));
            }
        }
        for (name, at, by_surname) in calls {
            self.people[at].by_surname |= by_surname;
            self.called.entry(name).or_insert(at);
        }
    }

    /// People whom the document calls by a label only: it recurs, or has a `Mr.` before it.
    fn add_undefined(&mut self, mark: &Mark<'_>) {
        let name = mark.name.to_uppercase();
        let known = self.called.contains_key(&name) || is_office(&name);
        if !known && (self.counts[&name] > 1 || has_honorific(&name)) {
            self.add(mark, name);
        }
    }

    fn person(&self, folded: &str) -> Option<&Person> {
        self.called.get(folded).map(|&at| &self.people[at])
    }

    pub fn voice(&self, mark: &Mark<'_>) -> Voice {
        let name = mark.name.to_uppercase();
        match self.person(&name) {
            Some(person) => Voice::Person(person.speaker.name.clone()),
            None if is_office(&name) => Voice::Office(name),
            None => Voice::Unknown,
        }
    }

    /// The label as the page shows it: the surname where the document uses it, in the case of running text.
    pub fn shown(&self, mark: &Mark<'_>) -> String {
        let Some(person) = self.person(&mark.name.to_uppercase()) else { return mark.name.to_owned() };
        let name = mark.name.to_uppercase();
        let by_first_name = !name.contains(' ') && name != last_word(&person.name);
        if person.by_surname && !has_honorific(&name) && !by_first_name {
            last_word(&person.speaker.name).to_owned()
        } else {
            self.cased(mark)
        }
    }

    /// Two people who take turns, one of whom is introduced as the one who asks; or `Q` and `A`.
    pub fn is_interview(&self, voices: &[Voice]) -> bool {
        const ASKS: [&str; 6] = ["HOST", "BYLINE", "ANCHOR", "INTERVIEWER", "REPORTER", "CORRESPONDENT"];
        let asks = self
            .people
            .iter()
            .filter_map(|person| person.speaker.role.as_deref())
            .any(|role| ASKS.iter().any(|word| role.to_uppercase().contains(word)));
        let office = |name: &str| voices.iter().any(|voice| matches!(voice, Voice::Office(office) if office == name));
        asks && self.people.len() == 2 || self.people.is_empty() && office("Q") && office("A") || office("INTERVIEWER")
    }

    /// In the order in which they first speak.
    pub fn into_speakers(self, marks: &[Mark<'_>]) -> Vec<Speaker> {
        let mut people: Vec<Option<Person>> = self.people.into_iter().map(Some).collect();
        let first = |mark: &Mark<'_>| people[*self.called.get(&mark.name.to_uppercase())?].take();
        marks.iter().filter_map(first).map(|person| person.speaker).collect()
    }

    /// A name in the case of running text: `INSKEEP` becomes `Inskeep`, `MCCAIN` becomes `McCain` where the text says so.
    fn cased(&self, mark: &Mark<'_>) -> String {
        if mark.grammar != Grammar::Capitals {
            return mark.name.to_owned();
        }
        let words = mark.name.split_whitespace().map(|word| match self.casing.get(&word.to_uppercase()) {
            Some(written) => written.clone(),
            None => capitalised(word),
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

/// How the running text writes each word that has a capital and a small letter; the first way wins.
fn casing(text: &str) -> BTreeMap<String, String> {
    let mut casing = BTreeMap::new();
    for word in text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'))) {
        let word = word.trim_end_matches("’s").trim_end_matches("'s");
        if word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase) {
            casing.entry(word.to_uppercase()).or_insert_with(|| word.to_owned());
        }
    }
    casing
}

/// The words that are written in small letters, folded.
fn common(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.starts_with(char::is_lowercase));
    let words: BTreeSet<&str> = words.collect();
    words.into_iter().map(str::to_uppercase).collect()
}

/// A capital after each start, hyphen and apostrophe, small letters elsewhere.
fn capitalised(word: &str) -> String {
    let mut starts = true;
    let mut out = String::new();
    for c in word.chars() {
        if starts || !c.is_uppercase() {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        starts = !c.is_alphanumeric();
    }
    out
}

fn last_word(name: &str) -> &str {
    name.split_whitespace().next_back().unwrap_or(name)
}

/// Whether a label names an office and nobody in it; who holds the chair may stand in brackets.
pub(crate) fn is_office(folded: &str) -> bool {
    let outside = folded.split('(').next().unwrap_or(folded);
    let mut words = outside.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).peekable();
    let mut office = false;
    if matches!(outside.split_whitespace().next_back(), Some("OFFICIAL" | "OFFICIALS")) {
        return true;
    }
    words.peek().is_some()
        && words.all(|word| {
            office |= OFFICES.contains(&word);
            OFFICES.contains(&word) || MORE.contains(&word) || word.chars().count() == 1
        })
        && office
}

/// Whether a label begins with a title and goes on with a name.
pub(crate) fn has_honorific(folded: &str) -> bool {
    let mut words = folded.split_whitespace();
    let first = words.next().unwrap_or("").trim_end_matches('.');
    words.next().is_some() && HONORIFICS.contains(&first)
}

#[cfg(test)]
mod tests {
    use super::super::label::label;
    use super::*;

    fn cast_of(lines: &[&str], text: &str) -> (Vec<String>, Vec<String>) {
        let marks: Vec<Mark<'_>> = lines.iter().map(|line| label(line).unwrap()).collect();
        let cast = Cast::of(&marks, text);
        let shown = marks.iter().map(|mark| cast.shown(mark)).collect();
        (cast.into_speakers(&marks).into_iter().map(|speaker| speaker.name).collect(), shown)
    }

    #[test]
    fn a_surname_means_the_only_one_who_bears_it() {
        let (people, shown) = cast_of(&["ADA O'REED, HOST:", "JO STONE:", "O'REED:", "STONE:"], "");
        assert_eq!(people, ["Ada O'Reed", "Jo Stone"]);
        assert_eq!(shown, ["O'Reed", "Stone", "O'Reed", "Stone"]);
    }

    #[test]
    fn two_bearers_of_a_surname_keep_their_full_names() {
        let (people, shown) = cast_of(&["ADA REED:", "BO REED:", "ADA REED:", "REED:"], "");
        assert_eq!(people, ["Ada Reed", "Bo Reed"]);
        assert_eq!(shown, ["Ada Reed", "Bo Reed", "Ada Reed", "REED"]);
    }

    #[test]
    fn a_title_with_a_full_name_introduces_it() {
        let (people, shown) = cast_of(&["PRESIDENT ADA STONE:", "STONE:", "THE PRESIDENT:", "SECRETARY REED:"], "");
        assert_eq!(people, ["President Ada Stone", "Secretary Reed"]);
        assert_eq!(shown, ["President Ada Stone", "Stone", "THE PRESIDENT", "Secretary Reed"]);
    }

    #[test]
    fn an_office_is_nobody() {
        for office in [
            "Q",
            "MODERATOR",
            "SENIOR ADMINISTRATION OFFICIAL",
            "UNIDENTIFIED PERSON #1",
            "THE PRESIDING OFFICER (MR. THUNE)",
            "SPEAKER 2",
        ] {
            assert!(is_office(office), "{office}");
        }
        for person in ["PRESIDENT STONE", "MR. REED", "WHITE", "STATE FARM"] {
            assert!(!is_office(person), "{person}");
        }
    }

    #[test]
    fn the_running_text_knows_how_a_name_is_written() {
        let (people, shown) = cast_of(&["MR. MCREED:", "Q:", "MR. MCREED:"], "Then McReed’s ferry sank.");
        assert_eq!(people, ["Mr. McReed"]);
        assert_eq!(shown, ["Mr. McReed", "Q", "Mr. McReed"]);
    }
}
