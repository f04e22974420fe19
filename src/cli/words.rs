//! What a build says when it has published → the text that its record keeps, and back: where nothing has changed it is said
//! again. Only `build` calls it.

use super::session::{Session, style};
use crate::report;
use crate::site::{Counts, Site, Summary};
use serde::{Deserialize, Serialize};

/// Of a site with more findings no words are kept: it is compiled each time, until somebody has looked at them.
const MOST_FINDINGS: usize = 10_000;

/// All that depends on the site alone. How long it took, and what is coloured or cut, is up to each run.
#[derive(Serialize, Deserialize, Debug)]
pub(super) struct Words {
    /// The report of its findings: plain and in colour, each whole and cut.
    reports: [[String; 2]; 2],
    pub notes: Vec<String>,
    pages: usize,
    sources: usize,
    citations: usize,
    quotations: usize,
    verified: usize,
}

impl Words {
    /// `None` where there is too much to keep.
    pub fn new(site: &Site, notes: &[String]) -> Option<Self> {
        if site.diagnostics.len() > MOST_FINDINGS {
            return None;
        }
        let Summary { pages, sources, counts, .. } = site.summary();
        let Counts { citations, quotations, verified, .. } = counts;
        let report = |colour, cuts| report::text(&site.diagnostics, &site.world, style(colour, cuts));
        let both = |colour| [report(colour, false), report(colour, true)];
        let (plain, coloured) = rayon::join(|| both(false), || both(true));
        let reports = [plain, coloured];
        Some(Self { reports, notes: notes.to_vec(), pages, sources, citations, quotations, verified })
    }

    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("words and numbers can be written down")
    }

    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The report, as the build that found these things would print it now. It published, so there are no errors among
    /// them, and whoever wants quiet hears nothing.
    pub fn tell_report(&self, session: &mut Session) {
        if session.quiet {
            return;
        }
        let is_terminal = session.streams.err_is_terminal;
        let (colour, cuts) = (session.colour(is_terminal), session.cuts(is_terminal));
        session.tell_text(&self.reports[usize::from(colour)][usize::from(cuts)]);
    }

    /// As far as the closing line needs it.
    pub fn summary(&self) -> Summary {
        let Self { pages, sources, citations, quotations, verified, .. } = *self;
        let counts = Counts { citations, quotations, verified, ..Counts::default() };
        Summary { pages, sources, counts, ..Summary::default() }
    }
}
