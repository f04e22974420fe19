//! Everything known about a site at one moment, immutable: what `compile` returns and everything else reads.

use crate::bind::{Bindings, BoundCite, Standing, Verdict};
use crate::check::{self, Known};
use crate::config::Config;
use crate::corpus::Corpus;
use crate::date::Edtf;
use crate::diagnostic::{Diagnostic, Finding, Severity};
use crate::graph::Graph;
use crate::import::change::Told;
use crate::import::drift::Cited;
use crate::interface::{Languages, Words};
use crate::key::{PassageId, SourceKey};
use crate::meta::Kind;
use crate::path::FilePath;
use crate::seal::Seal;
use crate::world::World;
use serde::Serialize;
use std::sync::Arc;

/// A compiled site. It is complete even where its content is wrong: then it carries the diagnostics that say so.
#[derive(Debug)]
pub struct Site {
    pub world: World,
    pub config: Config,
    pub seal: Seal,
    pub corpus: Corpus,
    pub bindings: Bindings,
    pub graph: Graph,
    /// Files of which no two can lie where both would.
    pub(crate) collisions: Arc<[(FilePath, Finding)]>,
    /// The themes that it is dressed in, the lowest first; the default one lies below them.
    pub themes: Vec<String>,
    pub languages: Languages,
    /// In order of file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// The figures of a page or of a site.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Counts {
    /// Citations of a source that is there: each one of a label counts.
    pub citations: usize,
    /// Words that claim to stand in a source.
    pub quotations: usize,
    pub verified: usize,
    pub statements: usize,
    pub sourced: usize,
    pub judgements: usize,
    /// Those that neither cite nor are a judgement, the needed among them.
    pub unsourced: usize,
    /// Those of the unsourced that say so: `citation needed`.
    pub needed: usize,
}

/// What the statements of a briefing stand on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Coverage {
    pub path: FilePath,
    #[serde(flatten)]
    pub counts: Counts,
}

/// The figures of a whole site, as `ibid check` sums it up.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Summary {
    /// Published Markdown pages, sources among them.
    pub pages: usize,
    pub sources: usize,
    pub errors: usize,
    pub warnings: usize,
    /// Citations and quotations of all pages; statements of briefings.
    #[serde(flatten)]
    pub counts: Counts,
    /// What drafts guessed and nobody has confirmed, on all pages, drafts among them.
    pub guesses: usize,
    /// Briefing by briefing, by path.
    pub briefings: Vec<Coverage>,
}

impl Counts {
    /// How many statements neither stand on anything nor say that they do not.
    pub fn unmarked(&self) -> usize {
        self.unsourced - self.needed
    }
}

impl Site {
    fn known(&self) -> Known<'_> {
        let Self { world, corpus, bindings, graph, seal, collisions, .. } = self;
        Known { world, corpus, bindings, graph, seal, collisions }
    }

    /// What the pages rest on in the source at this path, which may be gone; then its citations know it by `key`.
    pub fn cited(&self, source: &FilePath, key: &SourceKey) -> Cited {
        check::cited(&self.known(), source, key)
    }

    /// What became of every citation of a source, in order of the pages and of their places; `moved` are passages of which
    /// this is known.
    pub fn told(&self, source: usize, moved: &[PassageId]) -> Vec<Told> {
        check::told(&self.known(), source, moved)
    }

    /// The language of a page.
    pub(crate) fn language(&self, page: usize) -> &str {
        self.corpus.language(page).unwrap_or(&self.config.language)
    }

    /// The language of what a page says, as far as it is known: a source says it, what is written here is in the site's.
    pub(crate) fn known_language(&self, page: usize) -> &str {
        match self.corpus.kind(page) {
            Kind::Source => self.corpus.language(page).unwrap_or_default(),
            _ => self.language(page),
        }
    }

    /// The words in which a page of Markdown speaks to its reader. What a source says is in its own language, what is said
    /// of it in the site's.
    pub(crate) fn words_of(&self, page: usize) -> &Words {
        match self.corpus.kind(page) {
            Kind::Source => self.words(),
            _ => self.languages.of(self.language(page)),
        }
    }

    /// The words of what the site makes by itself: its lists, its feeds, the page for missing addresses.
    pub(crate) fn words(&self) -> &Words {
        self.languages.site()
    }

    /// The words of a list, which a page of Markdown may open.
    pub(crate) fn words_of_list(&self, own: Option<usize>) -> &Words {
        own.map_or_else(|| self.words(), |page| self.words_of(page))
    }

    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// The figures of one page.
    pub fn counts(&self, page: usize) -> Counts {
        let bindings = &self.bindings.pages[page];
        let cites = bindings.citations.iter().flatten();
        let claimed = |verdict: &&Verdict| !matches!(verdict, Verdict::Unclaimed);
        let verified = |verdict: &&Verdict| matches!(verdict, Verdict::Verified(_) | Verdict::Translated(_));
        let mut counts = Counts {
            citations: cites.filter(|cite| matches!(cite, BoundCite::Source(_))).count(),
            quotations: bindings.quotations.iter().filter(claimed).count() + bindings.aside_quotations.1,
            verified: bindings.quotations.iter().filter(verified).count() + bindings.aside_quotations.0,
            ..Counts::default()
        };
        for standing in &bindings.standings {
            match standing {
                Standing::Sourced => counts.sourced += 1,
                Standing::Judgement(_) => counts.judgements += 1,
                Standing::Unsourced => counts.unsourced += 1,
                Standing::Needed => counts.needed += 1,
                Standing::Aside => {}
            }
        }
        counts.unsourced += counts.needed;
        counts.statements = counts.sourced + counts.judgements + counts.unsourced;
        counts
    }

    /// What drafts guessed and nobody has confirmed on these pages.
    pub(crate) fn guesses(&self, pages: impl Iterator<Item = usize>) -> usize {
        pages.map(|page| self.corpus.pages[page].gist.guesses.len()).sum()
    }

    pub fn summary(&self) -> Summary {
        let of_severity =
            |severity| self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        let mut counts = Counts::default();
        let mut briefings = Vec::new();
        for page in self.corpus.published() {
            let own = self.counts(page);
            counts.citations += own.citations;
            counts.quotations += own.quotations;
            counts.verified += own.verified;
            if self.corpus.kind(page) == Kind::Briefing {
                counts.statements += own.statements;
                counts.sourced += own.sourced;
                counts.judgements += own.judgements;
                counts.unsourced += own.unsourced;
                counts.needed += own.needed;
                briefings.push(Coverage { path: self.corpus.path(page).clone(), counts: own });
            }
        }
        Summary {
            pages: self.corpus.published().count(),
            sources: self.corpus.sources().count(),
            errors: of_severity(Severity::Error),
            warnings: of_severity(Severity::Warning),
            counts,
            guesses: self.guesses(0..self.corpus.pages.len()),
            briefings,
        }
    }

    /// The day that the site was last changed, as far as its content says: what feeds and sitemaps need, without a clock.
    pub fn last_changed(&self) -> Option<Edtf> {
        let dates = self.corpus.published().filter(|&page| self.corpus.kind(page) != Kind::Source);
        dates.filter_map(|page| self.corpus.meta(page).updated.max(self.corpus.meta(page).date)).max()
    }
}
