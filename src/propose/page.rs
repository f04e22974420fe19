//! A candidate → the text of its page: front matter with the evidence in its notes, and sentences of the sources, quoted
//! and cited. What is written is read back, so that no proposal says other than its source.

use super::Found;
use super::candidate::{Candidate, Names, Place, in_full};
use super::form::{Forms, forms};
use super::quote::{Quote, quotes};
use super::role::roles;
use super::taken::Taken;
use crate::corpus::Corpus;
use crate::extract::name::{Evidence, Kind};
use crate::import::inline::{self, block_words};
use crate::import::yaml::scalar;
use crate::key::PassageId;
use crate::page::{self, Page, Reading};
use crate::path::FilePath;
use crate::world::{File, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;

/// So many passages are listed; `ibid find` lists them all.
const LISTED: usize = 12;

/// What stands before the digest, and in its place while it is taken.
const MARK: &str = "proposed by ibid as ";
const UNSIGNED: &str = "00000000";

fn signed(unsigned: &str) -> String {
    unsigned.replacen(&format!("{MARK}{UNSIGNED}"), &format!("{MARK}{}", digest(unsigned)), 1)
}

fn digest(text: &str) -> String {
    Sha256::of(text.as_bytes()).to_string()[..UNSIGNED.len()].to_owned()
}

/// Whether the text is a proposal as it was written, which nobody confirmed or changed.
pub(super) fn is_untouched(text: &str) -> bool {
    let Some((head, rest)) = text.split_once(MARK) else { return false };
    let Some((written, tail)) = rest.split_at_checked(UNSIGNED.len()) else { return false };
    digest(&format!("{head}{MARK}{UNSIGNED}{tail}")) == written
}

/// What a page is written from.
pub(super) struct Writer<'a> {
    pub corpus: &'a Corpus,
    pub found: &'a Found,
    pub names: &'a Names<'a>,
    pub taken: &'a Taken<'a>,
}

impl Writer<'_> {
    /// The whole file, with its own digest.
    pub fn page(&self, candidate: &Candidate, path: &FilePath) -> String {
        signed(&self.unsigned(candidate, path))
    }

    fn unsigned(&self, candidate: &Candidate, path: &FilePath) -> String {
        let forms = forms(candidate, self.names, self.taken);
        let front = self.front_matter(candidate, &forms);
        let quotes = quotes(&self.pages(), self.found, candidate);
        let body = |quotes: &[Quote]| quotes.iter().map(|quote| self.quoted(quote)).collect::<Vec<_>>().join("\n");
        let sound: Vec<Quote> =
            quotes.into_iter().filter(|quote| is_sound(path, &self.quoted(quote), &quote.text)).collect();
        match sound[..] {
            [] => format!("{front}\n{}", self.named(candidate)),
            _ => format!("{front}\n{}", body(&sound)),
        }
    }

    fn front_matter(&self, candidate: &Candidate, forms: &Forms) -> String {
        let mut lines = vec!["---".to_owned(), format!("title: {}", scalar(&candidate.name))];
        if !forms.safe.is_empty() {
            let names: Vec<String> = forms.safe.iter().map(|name| scalar(name)).collect();
            lines.push(format!("names: [{}]", names.join(", ")));
        }
        lines.extend(roles(candidate).first().map(|role| format!("role: {}", scalar(role.text))));
        lines.push("draft: true".to_owned());
        lines.push("notes:".to_owned());
        lines.extend(self.notes(candidate, forms).iter().map(|note| format!("  - {}", scalar(note))));
        lines.push("---\n".to_owned());
        lines.join("\n")
    }

    /// What a human needs to know to confirm the page, to mend it, or to delete it.
    fn notes(&self, candidate: &Candidate, forms: &Forms) -> Vec<String> {
        let mut notes = vec![format!(
            "{MARK}{UNSIGNED}: to confirm the page, mend it and remove `draft: true`; otherwise delete the file"
        )];
        notes.push(format!("{}: {}", kind(candidate.kind), self.evidence(candidate).join("; ")));
        notes.push(self.places(candidate));
        notes.extend(self.roles(candidate));
        for (form, doubt) in &forms.withheld {
            notes.push(format!("“{form}” is not among `names`: {doubt}"));
        }
        for (name, place) in self.names.like(candidate) {
            notes.push(format!("perhaps the same: “{name}” ({})", self.cited(place)));
        }
        if let Some(page) = self.taken.like(&candidate.name).filter(|_| candidate.kind == Kind::Person) {
            let (title, path) = (page.title(), &page.path);
            notes.push(format!("perhaps the same: “{title}” ({path}); if so, add the name to the `names` there"));
        }
        notes
    }

    /// Where the role stands, and others that the passages give.
    fn roles(&self, candidate: &Candidate) -> Option<String> {
        const MOST: usize = 4;
        let roles = roles(candidate);
        let (first, others) = roles.split_first()?;
        let mut note = format!("`role` stands in {}", self.cited(first.place));
        for role in others.iter().take(MOST) {
            note.push_str(&format!("; “{}” in {}", role.text, self.cited(role.place)));
        }
        Some(note)
    }

    /// `named in minutes#p1, #p3; press#p2`
    fn places(&self, candidate: &Candidate) -> String {
        let places = candidate.passages();
        let mut note = if candidate.mentions.is_empty() { "speaks in" } else { "named in" }.to_owned();
        let mut document = None;
        for place in places.iter().take(LISTED) {
            if document == Some(place.document) {
                note.push_str(&format!(", #{}", self.passage(*place)));
            } else {
                note.push_str(if document.is_some() { "; " } else { " " });
                note.push_str(&self.cited(*place));
            }
            document = Some(place.document);
        }
        match places.len().saturating_sub(LISTED) {
            0 => note,
            rest => note + &format!(" and {rest} more passages"),
        }
    }

    /// What shows the kind, the best first, each with a passage.
    fn evidence(&self, candidate: &Candidate) -> Vec<String> {
        const MOST: usize = 4;
        let mut shown: BTreeSet<(Evidence, &str)> = BTreeSet::new();
        let mut mentions: Vec<_> = candidate.mentions.iter().collect();
        let is_weaker =
            |evidence: Evidence| matches!(evidence, Evidence::Same | Evidence::Surname | Evidence::Initials);
        mentions.sort_by_key(|mention| (is_weaker(mention.of.evidence), mention.of.evidence));
        let turns = candidate.turns.first().map(|turn| format!("speaks in {}", self.cited(*turn)));
        let mut evidence: Vec<String> = turns.into_iter().collect();
        for mention in mentions {
            let of = mention.of;
            if is_weaker(of.evidence) && !evidence.is_empty() || !shown.insert((of.evidence, &of.cue)) {
                continue;
            }
            let cue = if of.cue.is_empty() { String::new() } else { format!(" “{}”", of.cue) };
            evidence.push(format!("{}{cue} in {}", of.evidence.describe(), self.cited(mention.place)));
        }
        if let Some((said, _)) = candidate.said.first() {
            evidence.push(format!("words are reported as theirs in {}", self.cited(*said)));
        }
        evidence.truncate(MOST);
        evidence
    }

    /// `minutes#p3`
    fn cited(&self, place: Place) -> String {
        let key = self.corpus.key(self.found[place.document].0).map_or("", |key| key.as_str());
        format!("{key}#{}", self.passage(place))
    }

    fn passage(&self, place: Place) -> PassageId {
        self.found[place.document].1[place.passage].passage
    }

    fn pages(&self) -> Vec<&Page> {
        self.found.iter().map(|(index, _)| &*self.corpus.pages[*index]).collect()
    }

    /// A block quote with its attribution.
    fn quoted(&self, quote: &Quote) -> String {
        let words = block_words(&quote.text.as_str().into(), inline::Place::Start);
        let by = block_words(&self.attribution(quote.place).as_str().into(), inline::Place::Within);
        format!("> {words}\n>\n> — {by} [@{}]\n", self.cited(quote.place))
    }

    /// Who says it: the speaker, else the publisher, else the document by its title.
    fn attribution(&self, place: Place) -> String {
        let (index, passages) = &self.found[place.document];
        let page = &self.corpus.pages[*index];
        let source = &page.meta.source;
        let speaker = passages[place.passage].speaker.as_deref();
        let by = speaker.map(|label| in_full(&source.speakers, label).unwrap_or(label));
        // Marks in an attribution would be read as a quotation.
        let is_mark = |c: char| matches!(c, '“' | '”' | '"' | '„' | '«' | '»' | '「' | '」');
        by.or(source.publisher.as_deref()).unwrap_or_else(|| page.title()).replace(is_mark, "")
    }

    /// What can be said without a sentence that could be quoted.
    fn named(&self, candidate: &Candidate) -> String {
        let places = candidate.passages();
        let cited: Vec<String> = places.into_iter().take(3).map(|place| format!("@{}", self.cited(place))).collect();
        let name = block_words(&candidate.name.as_str().into(), inline::Place::Start);
        format!("{name} is named in the sources [{}].\n", cited.join("; "))
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "a person",
        Kind::Organisation => "an organisation",
        Kind::Place => "a place",
        Kind::Unsorted => "a name",
    }
}

/// Whether a parser finds in the Markdown one quotation, of these words, with one citation.
fn is_sound(path: &FilePath, markdown: &str, words: &str) -> bool {
    let page = page::parse(path, &Arc::new(File::new(markdown.to_owned())), Reading::default());
    let [quotation] = &page.quotations[..] else { return false };
    let is_same = quotation.block_quote && page::fold(quotation.prose.text()) == words;
    is_same && page.citations.len() == 1 && page.gist.findings.is_empty() && page.links.is_empty()
}
