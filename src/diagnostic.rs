//! What a check reports: a code, a severity, a place, a message, and how to mend it.
//! Stages make diagnostics; `report.rs` prints them; nothing here knows of a terminal.

use crate::path::FilePath;
use crate::span::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    Warning,
    Error,
}

/// What a site or a page makes of a code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Level {
    Allow,
    Warn,
    Deny,
}

/// One finding. Messages and help are lower case, without a final stop, with names in backticks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    pub place: Location,
    /// Said under the underlined words: what is the matter just there.
    pub label: Option<String>,
    /// Byte spans of the same file, ascending, inside `place.span`: the words that matter in it.
    pub marks: Vec<Span>,
    pub message: String,
    pub help: Option<String>,
    pub related: Vec<Related>,
    pub fix: Option<Fix>,
}

/// A change that mends a finding for certain: nothing in it is left to a human's judgement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fix {
    /// What it does, as an order: ``cite `minutes#p2` instead``.
    pub title: String,
    /// In the file of the finding; ascending and apart.
    pub edits: Vec<Edit>,
}

/// Other text for a span of a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Edit {
    pub span: Span,
    pub replacement: String,
}

/// A span of a file. An empty span at 0 means the file as a whole.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Location {
    pub path: FilePath,
    pub span: Span,
}

/// Another place that explains the finding, with the words that matter in it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Related {
    pub place: Location,
    pub message: String,
    /// Byte spans of the same file, ascending, inside or beside `place.span`: the words that differ.
    pub marks: Vec<Span>,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $level:ident, $strict:ident, $floor:ident;)*) => {
        /// The stable name of a kind of finding.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// The level without any setting.
            pub fn default_level(self) -> Level {
                match self { $(Code::$name => Level::$level,)* }
            }

            /// The level under `strict`.
            pub fn strict_level(self) -> Level {
                match self { $(Code::$name => Level::$strict,)* }
            }

            /// Whether a setting may lower the level.
            pub fn can_be_lowered(self) -> bool {
                match self { $(Code::$name => codes!(@lower $floor),)* }
            }
        }
    };
    (@lower fixed) => { false };
    (@lower free) => { true };
}

codes! {
    /// The words do not stand in the cited passages.
    Misquotation = "misquotation", Deny, Deny, fixed;
    /// A citation that does not parse, or stands where none can.
    InvalidCitation = "invalid-citation", Deny, Deny, fixed;
    /// A citation names a source that is not there.
    UnknownSource = "unknown-source", Deny, Deny, fixed;
    /// A citation names a passage that its source does not have.
    UnknownPassage = "unknown-passage", Deny, Deny, fixed;
    /// An internal link whose page or heading is not there.
    BrokenLink = "broken-link", Deny, Deny, fixed;
    /// A wikilink that could mean two pages.
    AmbiguousLink = "ambiguous-link", Deny, Deny, free;
    /// A seed whose SHA-256 is no longer the sealed one.
    SeedChanged = "seed-changed", Deny, Deny, fixed;
    /// A passage that differs from the seal, accepted by nobody.
    PassageAltered = "passage-altered", Deny, Deny, fixed;
    /// Front matter that cannot be read, or a value of the wrong shape.
    InvalidFrontMatter = "invalid-front-matter", Deny, Deny, fixed;
    /// Markdown that would escape the checks, or a file that is not text.
    InvalidMarkdown = "invalid-markdown", Deny, Deny, fixed;
    /// `ibid.toml` or `ibid.lock` cannot be read, or a value has the wrong shape.
    InvalidConfig = "invalid-config", Deny, Deny, fixed;
    /// A template is missing, does not parse, or fails.
    TemplateError = "template-error", Deny, Deny, fixed;
    /// Two sources claim one key.
    DuplicateKey = "duplicate-key", Deny, Deny, fixed;
    /// Two pages claim one address.
    DuplicateAddress = "duplicate-address", Deny, Deny, fixed;
    /// Two passages of one source claim one id.
    DuplicatePassage = "duplicate-passage", Deny, Deny, fixed;
    /// The seal does not fit what is there; looked for only under `--locked`.
    StaleSeal = "stale-seal", Deny, Deny, fixed;
    /// Text of a sealed source page that is neither a passage nor set apart.
    UnnumberedPassage = "unnumbered-passage", Deny, Deny, free;
    /// A quotation whose statement cites no source.
    UncitedQuotation = "uncited-quotation", Warn, Deny, free;
    /// The same words, but case, accents, word breaks or inner punctuation differ.
    InexactQuotation = "inexact-quotation", Warn, Deny, free;
    /// An omission or a bracket that removes or brings in a negation.
    NegationEdited = "negation-edited", Warn, Warn, free;
    /// A citation of a passage that its document changed, and that nobody has looked at since.
    DriftedCitation = "drifted-citation", Warn, Deny, free;
    /// One or two quoted words that do not stand in the cited passages.
    ShortQuotation = "short-quotation", Warn, Warn, free;
    /// A quotation mark that nothing closes.
    UnclosedQuotation = "unclosed-quotation", Warn, Warn, free;
    /// A statement of a briefing that neither cites nor is marked as judgement.
    UnsourcedStatement = "unsourced-statement", Allow, Deny, free;
    /// Something that a draft guessed, on a page that is published.
    UnconfirmedGuess = "unconfirmed-guess", Warn, Deny, free;
    /// A source page that the seal does not know.
    UnsealedSource = "unsealed-source", Warn, Warn, free;
    /// A citation of words that an import set aside.
    CitesBoilerplate = "cites-boilerplate", Warn, Warn, free;
    /// A key of the front matter or of `ibid.toml` that means nothing.
    UnknownKey = "unknown-key", Warn, Warn, free;
    /// An image without a text for those who cannot see it.
    MissingAlt = "missing-alt", Warn, Warn, free;
    /// An image that cannot be read as one, or that readers would fetch from another host.
    InvalidImage = "invalid-image", Warn, Warn, free;
    /// A source that no page cites.
    UnusedSource = "unused-source", Allow, Allow, free;
    /// A briefing whose every citation names one source.
    SingleSource = "single-source", Allow, Allow, free;
}

impl Code {
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }

    /// The severity under these settings: the page's own level first, then the site's, then the default.
    /// `None` when the finding is allowed.
    pub fn severity(self, levels: &Levels<'_>) -> Option<Severity> {
        let set = levels.page.get(&self).or_else(|| levels.site.get(&self)).copied();
        let default = if levels.strict { self.strict_level() } else { self.default_level() };
        let level = set.filter(|&level| level >= default || self.can_be_lowered()).unwrap_or(default);
        match level {
            Level::Allow => None,
            Level::Warn => Some(Severity::Warning),
            Level::Deny => Some(Severity::Error),
        }
    }
}

/// The settings that decide how severe a code is on one page.
#[derive(Clone, Copy, Debug)]
pub struct Levels<'a> {
    pub page: &'a BTreeMap<Code, Level>,
    pub site: &'a BTreeMap<Code, Level>,
    pub strict: bool,
}

impl Level {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "allow" => Some(Level::Allow),
            "warn" => Some(Level::Warn),
            "deny" => Some(Level::Deny),
            _ => None,
        }
    }
}

/// A finding before its severity is known: what a rule says, whatever the settings make of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Finding {
    pub code: Code,
    pub span: Span,
    pub label: Option<String>,
    /// Byte spans, ascending, inside `span`: the words that matter in it.
    pub marks: Vec<Span>,
    pub message: String,
    pub help: Option<String>,
    pub related: Vec<Related>,
    pub fix: Option<Fix>,
}

impl Finding {
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        let (label, help, fix) = (None, None, None);
        Self { code, span, label, marks: Vec::new(), message: message.into(), help, related: Vec::new(), fix }
    }

    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }

    pub fn related(mut self, path: &FilePath, span: Span, message: impl Into<String>) -> Self {
        let place = Location { path: path.clone(), span };
        self.related.push(Related { place, message: message.into(), marks: Vec::new() });
        self
    }

    /// The diagnostic of a finding in `path`; `None` when the settings allow it.
    pub fn judge(self, path: &FilePath, levels: &Levels<'_>) -> Option<Diagnostic> {
        let severity = self.code.severity(levels)?;
        Some(Diagnostic {
            code: self.code,
            severity,
            place: Location { path: path.clone(), span: self.span },
            label: self.label,
            marks: self.marks,
            message: self.message,
            help: self.help,
            related: self.related,
            fix: self.fix,
        })
    }
}

impl Severity {
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The candidate nearest to `word` by edits, when it is near enough to be a slip of the pen.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (edits(&folded, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| {
            let (ours, theirs) = (word.chars().count(), candidate.chars().count());
            // A word of which nothing is left is another word.
            *distance * 3 <= ours.max(theirs).max(3) && *distance < ours.min(theirs).max(1)
                || candidate.to_lowercase().starts_with(&folded) && folded.len() >= 3
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// `help`, behind the candidate that was probably meant.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>, help: &str) -> String {
    match nearest(word, candidates) {
        Some(near) => format!("did you mean `{near}`? {help}"),
        None => help.to_owned(),
    }
}

/// Edits between two words: insertions, deletions, replacements, and swaps of neighbours
/// (optimal string alignment).
pub(crate) fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replace = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replace.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_code_cannot_be_lowered_and_a_page_overrides_the_site() {
        let none = BTreeMap::new();
        let allow_all: BTreeMap<Code, Level> = Code::ALL.iter().map(|&code| (code, Level::Allow)).collect();
        let levels = |page, site, strict| Levels { page, site, strict };
        assert_eq!(Code::Misquotation.severity(&levels(&allow_all, &allow_all, false)), Some(Severity::Error));
        assert_eq!(Code::UnusedSource.severity(&levels(&none, &none, false)), None);
        assert_eq!(Code::UncitedQuotation.severity(&levels(&none, &none, false)), Some(Severity::Warning));
        assert_eq!(Code::UncitedQuotation.severity(&levels(&none, &none, true)), Some(Severity::Error));
        let deny = BTreeMap::from([(Code::MissingAlt, Level::Deny)]);
        assert_eq!(Code::MissingAlt.severity(&levels(&deny, &allow_all, false)), Some(Severity::Error));
        assert_eq!(Code::MissingAlt.severity(&levels(&none, &allow_all, false)), None);
    }

    #[test]
    fn what_is_set_counts_for_every_code_that_is_free() {
        let settings = [None, Some(Level::Allow), Some(Level::Warn), Some(Level::Deny)];
        let severity = |level| match level {
            Level::Allow => None,
            Level::Warn => Some(Severity::Warning),
            Level::Deny => Some(Severity::Error),
        };
        for &code in Code::ALL {
            for (page, site, strict) in settings
                .iter()
                .flat_map(|page| settings.iter().flat_map(move |site| [(page, site, true), (page, site, false)]))
            {
                let map = |set: &Option<Level>| set.iter().map(|&level| (code, level)).collect::<BTreeMap<_, _>>();
                let found = code.severity(&Levels { page: &map(page), site: &map(site), strict });
                let expected = match (code.can_be_lowered(), page.or(*site)) {
                    (false, _) => Some(Severity::Error),
                    (true, Some(level)) => severity(level),
                    (true, None) if strict => severity(code.strict_level()),
                    (true, None) => severity(code.default_level()),
                };
                assert_eq!(found, expected, "{code}, {page:?} on the page, {site:?} for the site, strict {strict}");
            }
        }
    }

    #[test]
    fn the_nearest_word_is_a_slip_away_or_nothing() {
        let keys = ["npr-witkoff", "ecb-2023", "summary"];
        assert_eq!(nearest("npr-witkof", keys), Some("npr-witkoff"));
        assert_eq!(nearest("ecb-2024", keys), Some("ecb-2023"));
        assert_eq!(nearest("sumary", keys), Some("summary"));
        assert_eq!(nearest("zebra", keys), None);
        assert_eq!(nearest("tilte", ["title"]), Some("title"));
        assert_eq!(nearest("lgo", ["log"]), Some("log"));
        assert_eq!(nearest("b", ["a"]), None);
        assert_eq!(did_you_mean("hgih", ["low", "high"], "write one"), "did you mean `high`? write one");
    }
}
