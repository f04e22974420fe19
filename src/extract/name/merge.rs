//! The names of a document → who is meant: a surname is the one person whom the document names in full, initials are the
//! one organisation. Where two could be meant, they are kept apart, and the mention says so. `name` calls it.

use super::known::{Entity, Known};
use super::sort::{Found, is_shouted, key};
use super::table;
use super::{Evidence, Kind, NameMention};
use crate::extract::Words;
use crate::extract::token::SOFT_HYPHEN;
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// As many who share a surname are told; a list of more helps nobody.
const NAMESAKES: usize = 12;

/// Those whom the source names as its speakers, in full.
pub(in crate::extract) type Speakers = Vec<String>;

/// What the whole document says about its names.
pub(super) struct Reading<'a> {
    texts: &'a [&'a str],
    known: &'a Known,
    /// People in full, by surname.
    people: BTreeMap<String, BTreeSet<String>>,
    speakers: BTreeSet<String>,
    /// Organisations in full, by their initials or by the letters in brackets behind them.
    initials: BTreeMap<String, BTreeSet<String>>,
    /// The kind of names that have good evidence somewhere; `None` where that differs.
    kinds: BTreeMap<String, Option<Kind>>,
}

impl<'a> Reading<'a> {
    pub fn new(texts: &'a [&'a str], found: &[Vec<(usize, Found)>], speakers: &Speakers, known: &'a Known) -> Self {
        let mut reading = Reading {
            texts,
            known,
            people: BTreeMap::new(),
            speakers: BTreeSet::new(),
            initials: BTreeMap::new(),
            kinds: BTreeMap::new(),
        };
        for speaker in speakers.iter().filter(|speaker| speaker.split_whitespace().count() > 1) {
            reading.add_person(speaker);
            reading.speakers.insert(key(speaker));
        }
        for (at, names) in found.iter().enumerate() {
            for (nth, (_, name)) in names.iter().enumerate() {
                reading.add(texts[at], name, names.get(nth + 1).map(|(_, next)| next));
            }
        }
        reading
    }

    fn add(&mut self, text: &str, name: &Found, next: Option<&Found>) {
        let full = single_spaced(name.span.of(text));
        if name.evidence == Evidence::Entity {
            if let [entity] = self.known.get(&key(&full))
                && entity.kind == Kind::Person
            {
                self.add_person(&entity.title.clone());
            }
            return;
        }
        if !name.evidence.is_strong() {
            return;
        }
        let words = full.split(' ').count();
        let kind = self.kinds.entry(key(&full)).or_insert(Some(name.kind));
        if *kind != Some(name.kind) {
            *kind = None;
        }
        if name.kind == Kind::Person && words > 1 {
            self.add_person(&full);
        }
        if name.kind == Kind::Organisation && words > 1 {
            let capitals: String =
                full.split([' ', '-']).filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect();
            if capitals.chars().count() > 2 {
                self.initials.entry(capitals).or_default().insert(full.clone());
            }
            // “(KIIS)”
            let bracketed = next.filter(|next| {
                let between = &text[name.span.end.min(next.span.start)..next.span.start];
                between == " (" && text[next.span.end..].starts_with(')') && is_shouted(next.span.of(text))
            });
            if let Some(letters) =
                bracketed.map(|next| next.span.of(text)).filter(|letters| abbreviates(letters, &full))
            {
                self.initials.entry(letters.to_owned()).or_default().insert(full);
            }
        }
    }

    fn add_person(&mut self, full: &str) {
        if let Some(surname) = full.rsplit(' ').find(|word| !is_generation(word)).filter(|_| full.contains(' ')) {
            self.people.entry(key(surname)).or_default().insert(full.to_owned());
        }
    }

    /// The names of one passage, in the order of their words.
    pub fn mentions(
        &self,
        passage: usize,
        found: &[(usize, Found)],
        words: impl Fn(Span, usize) -> Words,
    ) -> Vec<NameMention> {
        let text = self.texts[passage];
        let mentions = found.iter().filter_map(|(sentence, name)| {
            let shown = single_spaced(name.span.of(text));
            let read = self.read(name, &shown)?;
            let role = match read.kind {
                Kind::Person => name.roles.before.or(name.roles.behind),
                Kind::Organisation => name.roles.thing,
                Kind::Place | Kind::Unsorted => None,
            };
            Some(NameMention {
                words: words(name.span, *sentence),
                role: role.map(|span| words(span, *sentence)),
                kind: read.kind,
                name: read.name,
                entity: read.entity,
                evidence: read.evidence,
                cue: read.cue,
                between: read.between,
            })
        });
        mentions.collect()
    }

    fn read(&self, found: &Found, shown: &str) -> Option<Read> {
        let folded = key(shown);
        let plain = |kind, evidence, name: &str, cue: &str| Read {
            kind,
            evidence,
            name: name.to_owned(),
            cue: cue.to_owned(),
            entity: None,
            between: Vec::new(),
        };
        let people: Vec<&String> = self.people.get(&folded).into_iter().flatten().take(NAMESAKES).collect();
        if found.evidence == Evidence::Entity {
            return Some(self.entity(shown, self.known.get(&folded), &people));
        }
        let form = table::FORMS.iter().find(|(short, _)| *short == folded).map(|(_, form)| *form);
        let form = form.filter(|_| matches!(found.evidence, Evidence::PlaceList | Evidence::OrganisationList));
        let as_found = || plain(found.kind, found.evidence, form.unwrap_or(shown), &found.cue);
        if found.evidence == Evidence::PlaceList && !people.is_empty() {
            let mut between: Vec<String> = people.iter().map(|&name| name.clone()).collect();
            between.push(shown.to_owned());
            between.sort();
            return Some(Read { between, ..plain(Kind::Unsorted, Evidence::TwoMeanings, shown, "") });
        }
        let is_surname = !shown.contains(' ') && (found.kind == Kind::Person || !found.evidence.is_strong());
        match people[..] {
            [full] if is_surname => {
                let evidence = match found.evidence.is_strong() {
                    true => found.evidence,
                    false if self.speakers.contains(&key(full)) => Evidence::Speaker,
                    false => Evidence::Surname,
                };
                let cue = if found.evidence.is_strong() { &found.cue } else { full };
                return Some(self.linked(plain(Kind::Person, evidence, full, cue)));
            }
            [_, _, ..] if is_surname => {
                let between = people.into_iter().cloned().collect();
                return Some(Read { between, ..plain(Kind::Person, Evidence::Surname, shown, "") });
            }
            _ => {}
        }
        let organisations: Vec<&String> = self.initials.get(shown).into_iter().flatten().collect();
        if let [full] = organisations[..]
            && (found.kind == Kind::Organisation || !found.evidence.is_strong())
        {
            return Some(self.linked(plain(Kind::Organisation, Evidence::Initials, full, full)));
        }
        if found.evidence.is_strong() {
            return Some(self.linked(as_found()));
        }
        if self.speakers.contains(&folded) {
            return Some(self.linked(plain(Kind::Person, Evidence::Speaker, shown, shown)));
        }
        if let Some(Some(kind)) = self.kinds.get(&folded) {
            return Some(self.linked(plain(*kind, Evidence::Same, shown, "")));
        }
        (!found.doubtful).then(as_found)
    }

    /// A name that the site has. One word that is also the surname of somebody else here could be either.
    fn entity(&self, shown: &str, entities: &[Entity], people: &[&String]) -> Read {
        let mut titles: BTreeSet<String> = entities.iter().map(|entity| entity.title.clone()).collect();
        let is_person = entities.iter().all(|entity| entity.kind == Kind::Person);
        if is_person {
            titles.extend(people.iter().map(|&name| name.clone()));
        }
        let read = Read {
            kind: if is_person { Kind::Person } else { Kind::Unsorted },
            evidence: entities.iter().map(|entity| entity.by).min().unwrap_or(Evidence::Entity),
            name: shown.to_owned(),
            cue: String::new(),
            entity: None,
            between: Vec::new(),
        };
        match entities {
            [entity] if titles.len() == 1 => {
                let (kind, evidence) = (entity.kind, entity.by);
                Read { kind, evidence, name: entity.title.clone(), entity: entity.path.clone(), ..read }
            }
            _ => Read { between: titles.into_iter().collect(), ..read },
        }
    }

    /// With the page of the site, where the full name leads to one.
    fn linked(&self, read: Read) -> Read {
        match self.known.get(&key(&read.name)) {
            [entity] if entity.kind == read.kind => {
                Read { name: entity.title.clone(), entity: entity.path.clone(), ..read }
            }
            _ => read,
        }
    }
}

/// What a mention is taken for.
struct Read {
    kind: Kind,
    name: String,
    entity: Option<String>,
    evidence: Evidence,
    cue: String,
    between: Vec<String>,
}

/// Whether the letters begin words of the name, in order: KIIS, and DoD's `o`.
fn abbreviates(letters: &str, full: &str) -> bool {
    let mut words = full.split([' ', '-']).filter_map(|word| word.chars().next());
    letters.chars().all(|letter| words.any(|first| first.eq_ignore_ascii_case(&letter)))
}

fn is_generation(word: &str) -> bool {
    matches!(word, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "IV" | "V")
}

pub(super) fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(SOFT_HYPHEN, "")
}
