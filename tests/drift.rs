//! A document that changes under citations and quotations: what each is told is what a comparison of the texts says, and
//! no citation comes to rest on other words without a word.

use ibid::compile::{Options, compile};
use ibid::diagnostic::{Code, Diagnostic};
use ibid::import::change::{State, Told};
use ibid::import::source::{Block, Content, Form, Locator, Metadata, Passage, Source};
use ibid::import::{Received, Settle, Status, Wish, addresses, import};
use ibid::key::{PassageId, SourceKey};
use ibid::page::fold;
use ibid::path::FilePath;
use ibid::seal::Seal;
use ibid::site::Site;
use ibid::world::{LOCK, Sha256, World};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::BTreeSet;

/// Numbers that look random and are the same in every run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }

    fn word(&mut self) -> String {
        const HEADS: [&str; 12] = ["ba", "cor", "del", "fi", "gra", "hol", "ki", "lum", "mar", "nes", "tor", "vi"];
        const TAILS: [&str; 12] =
            ["den", "low", "mer", "ney", "per", "rick", "son", "ter", "ture", "ving", "wick", "xon"];
        [HEADS[self.below(12)], HEADS[self.below(12)], TAILS[self.below(12)]].concat()
    }
}

/// A paragraph, and which of the first paragraphs went into it.
#[derive(Clone, Debug)]
struct Item {
    origins: BTreeSet<usize>,
    words: Vec<String>,
}

impl Item {
    fn text(&self) -> String {
        format!("Now {}.", self.words.join(" "))
    }
}

#[derive(Clone, Debug)]
struct Document {
    items: Vec<Item>,
    written: usize,
}

impl Document {
    fn new(dice: &mut Dice, size: usize) -> Self {
        let mut document = Self { items: Vec::new(), written: 0 };
        for at in 0..size {
            document.write(at, dice);
        }
        document
    }

    fn write(&mut self, at: usize, dice: &mut Dice) {
        let words = (0..14 + dice.below(20)).map(|_| dice.word()).collect();
        self.items.insert(at, Item { origins: BTreeSet::from([self.written]), words });
        self.written += 1;
    }

    fn edit(&mut self, dice: &mut Dice) {
        let at = dice.below(self.items.len());
        match dice.below(8) {
            0 => self.write(at, dice),
            1 if self.items.len() > 3 => drop(self.items.remove(at)),
            2 => {
                let item = self.items.remove(at);
                self.items.insert(dice.below(self.items.len() + 1), item);
            }
            3 if self.items[at].words.len() > 20 => {
                let cut = 8 + dice.below(self.items[at].words.len() - 16);
                let mut tail = self.items[at].clone();
                tail.words.drain(..cut);
                self.items[at].words.truncate(cut);
                self.items.insert(at + 1, tail);
            }
            4 if at + 1 < self.items.len() => {
                let next = self.items.remove(at + 1);
                self.items[at].words.extend(next.words);
                self.items[at].origins.extend(next.origins);
            }
            _ => {
                let words = &mut self.items[at].words;
                let word = dice.below(words.len());
                words[word] = dice.word();
            }
        }
    }

    fn source(&self) -> Source {
        let block = |(nth, item): (usize, &Item)| {
            let id = PassageId::new(nth as u32 + 1).unwrap();
            let words = item.text().as_str().into();
            Block {
                at: Locator::None,
                content: Content::Passage(Passage { id, form: Form::Paragraph, label: None, words }),
            }
        };
        Source {
            metadata: Metadata { title: Some("A manual".into()), ..Metadata::default() },
            blocks: self.items.iter().enumerate().map(block).collect(),
            importer: "text 1".into(),
            ..Source::default()
        }
    }
}

/// A citation of one of the first paragraphs, on a line of its own.
#[derive(Clone, Debug)]
struct Citation {
    origin: usize,
    said: String,
    quotation: Option<String>,
}

impl Citation {
    fn new(document: &Document, dice: &mut Dice) -> Self {
        let origin = dice.below(document.items.len());
        let item = &document.items[origin];
        let quotation = (dice.below(3) > 0).then(|| {
            let start = dice.below(item.words.len() - 6);
            item.words[start..start + 3 + dice.below(4)].join(" ")
        });
        Self { origin, said: item.text(), quotation }
    }

    fn id(&self) -> PassageId {
        PassageId::new(self.origin as u32 + 1).unwrap()
    }

    fn line(&self) -> String {
        let quoted = self.quotation.as_ref().map(|words| format!("says “{words}”"));
        format!("It {} [@a#{}].\n", quoted.unwrap_or("went on".to_owned()), self.id())
    }
}

/// A site of one source and one briefing.
struct Desk {
    seed: FilePath,
    page: String,
    seal: Seal,
    citations: Vec<Citation>,
}

impl Desk {
    fn new(document: &Document, citations: Vec<Citation>) -> Self {
        let seed = FilePath::new("seeds/a.txt").unwrap();
        let mut desk = Self { seed, page: String::new(), seal: Seal::default(), citations };
        desk.import(document, None);
        desk
    }

    fn site(&self, document: &Document) -> Site {
        let briefing: String = self.citations.iter().map(|citation| citation.line() + "\n").collect();
        compile(
            World::from_texts([
                ("ibid.toml", ""),
                (LOCK, self.seal.to_string().as_str()),
                (self.seed.as_str(), format!("{document:?}").as_str()),
                ("content/sources/a.md", self.page.as_str()),
                ("content/briefings/a.md", briefing.as_str()),
            ]),
            Options::default(),
        )
    }

    /// Imports the document as it is now; the passages that moved.
    fn import(&mut self, document: &Document, before: Option<&Document>) -> Vec<PassageId> {
        let received = Received { path: &self.seed, sha256: Sha256::of(format!("{document:?}").as_bytes()) };
        let address = addresses(&self.seal, &[received], None).remove(0).unwrap();
        let existing = before.map(|_| self.page.as_str());
        let wish = Wish { on_conflict: Settle::Stop, ..Wish::default() };
        let mut import = import(&self.seal, &received, &document.source(), &address, existing, wish);
        assert_ne!(import.report.status, Status::Failed, "{:?}", import.report.error);
        if let (Some(sealed), Some(before)) = (self.seal.entries.get(&self.seed), before) {
            let cited = self.site(before).cited(&address.page, &SourceKey::new("a").unwrap());
            import.remember(sealed, existing, &cited);
        }
        self.seal.entries.extend(import.entry.map(|entry| (self.seed.clone(), entry)));
        if let Some(page) = import.page {
            self.page = page;
        }
        // What is sealed is what is read back.
        self.seal = Seal::parse(&self.seal.to_string()).unwrap();
        import.report.changes.map_or(Vec::new(), |changes| changes.moved)
    }
}

/// What a citation has to be told, by its words and those that its passage has now.
fn expected(citation: &Citation, now: Option<&str>, told: &Told) -> (State, Option<Code>) {
    let Some(now) = now else {
        let state = if told.into.is_empty() { State::Gone } else { State::Merged };
        return (state, Some(Code::UnknownPassage));
    };
    if now == citation.said {
        return (if told.state == State::Moved { State::Moved } else { State::Same }, None);
    }
    let bare = |text: &str| format!(" {} ", text.trim_start_matches("Now ").trim_end_matches('.'));
    let stands = citation.quotation.as_ref().map(|words| bare(now).contains(&format!(" {words} ")));
    match stands {
        Some(false) => (State::EditedInsideQuotation, Some(Code::Misquotation)),
        _ if !told.into.is_empty() => (State::Split, Some(Code::DriftedCitation)),
        Some(true) => (State::EditedOutsideQuotation, Some(Code::DriftedCitation)),
        None => (State::Edited, Some(Code::DriftedCitation)),
    }
}

fn story(start: u64, size: usize, cites: usize, edits: usize, rounds: usize) -> Result<(), TestCaseError> {
    let mut dice = Dice(start);
    let mut document = Document::new(&mut dice, size);
    let citations: Vec<Citation> = (0..cites).map(|_| Citation::new(&document, &mut dice)).collect();
    let mut desk = Desk::new(&document, citations);
    prop_assert!(desk.site(&document).diagnostics.is_empty(), "{:?}", desk.site(&document).diagnostics);
    let first = document.clone();
    let mut meant: Vec<BTreeSet<usize>> =
        desk.citations.iter().map(|citation| BTreeSet::from([citation.origin])).collect();
    for round in 0..rounds {
        let before = document.clone();
        if round == 2 {
            document = first.clone();
        } else {
            (0..edits).for_each(|_| document.edit(&mut dice));
        }
        let moved = desk.import(&document, Some(&before));
        check(&desk, &document, &moved, &mut meant)?;
    }
    Ok(())
}

fn check(
    desk: &Desk,
    document: &Document,
    moved: &[PassageId],
    meant: &mut [BTreeSet<usize>],
) -> Result<(), TestCaseError> {
    let site = desk.site(document);
    let source = site.corpus.by_path("content/sources/a.md").unwrap();
    let page = &site.corpus.pages[source];
    let told = site.told(source, moved);
    prop_assert_eq!(told.len(), desk.citations.len());
    let briefing = site.corpus.pages.rows().iter().find(|page| page.path.as_str() == "content/briefings/a.md").unwrap();
    for (nth, (citation, told)) in desk.citations.iter().zip(&told).enumerate() {
        let now = page.passage(citation.id()).map(|passage| fold(page.passages[passage].prose.text()));
        // The id still stands for a piece of the document that goes on with what it stood for, or for nothing.
        if let Some(now) = &now {
            let here = document.items.iter().filter(|item| item.text() == *now);
            let origins: BTreeSet<usize> = here.flat_map(|item| item.origins.clone()).collect();
            prop_assert!(!origins.is_disjoint(&meant[nth]), "{:?} is {:?}", citation, now);
            meant[nth].extend(origins);
        }
        let (state, code) = expected(citation, now.as_deref(), told);
        prop_assert_eq!(told.state, state, "{:?} {:?} {:?}", citation, now, told);
        let on_line = |diagnostic: &&Diagnostic| {
            let line = briefing.file.place(diagnostic.place.span.start).line;
            diagnostic.place.path == briefing.path && line == 2 * nth + 1
        };
        let found: Vec<&Diagnostic> = site.diagnostics.iter().filter(on_line).collect();
        let codes: Vec<Code> = found.iter().map(|diagnostic| diagnostic.code).collect();
        prop_assert_eq!(codes, Vec::from_iter(code), "{:?} {:?} {:?}", citation, now, found);
        let note = found.iter().flat_map(|diagnostic| &diagnostic.related).map(|related| related.message.as_str());
        let help = found.iter().filter_map(|diagnostic| diagnostic.help.as_deref());
        let said: String = note.chain(help).collect::<Vec<_>>().join("\n");
        match code {
            Some(Code::Misquotation) => {
                prop_assert!(said.contains(&format!("stood in `a#{}` before", citation.id())), "{}", said)
            }
            Some(Code::UnknownPassage) => prop_assert!(said.contains("it said “Now "), "{}", said),
            Some(_) => prop_assert!(said.contains(&format!("`ibid accept a {} --note", citation.id())), "{}", said),
            None => {}
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        max_shrink_iters: 0,
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_a_citation_is_told_is_what_a_comparison_says(
        start in any::<u64>(), size in 2usize..24, cites in 1usize..20, edits in 1usize..10, rounds in 1usize..4,
    ) {
        story(start, size, cites, edits, rounds)?;
    }
}
