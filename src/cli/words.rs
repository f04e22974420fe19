//! What a build says when it has published → the text that its record keeps, and back: where nothing has changed it is said
//! again. Only `build` calls it.

use super::session::Session;
use crate::site::{Counts, Site, Summary};
use serde::{Deserialize, Serialize};

/// All that depends on the site, and on how its findings were shown. How long it took is up to each run.
#[derive(Serialize, Deserialize, Debug)]
pub(super) struct Words {
    /// The report of its findings as it was told; `None` where there are some, and nobody wanted to hear of them.
    report: Option<String>,
    form: Form,
    pub notes: Vec<String>,
    pages: usize,
    sources: usize,
    citations: usize,
    quotations: usize,
    verified: usize,
}

/// How a report looks: in colour, and cut.
type Form = (bool, bool);

impl Words {
    /// `report` is what this session has told.
    pub fn new(site: &Site, notes: &[String], report: String, session: &Session) -> Self {
        let Summary { pages, sources, counts, .. } = site.summary();
        let Counts { citations, quotations, verified, .. } = counts;
        let report = (!session.quiet || site.diagnostics.is_empty()).then_some(report);
        Self { report, form: form(session), notes: notes.to_vec(), pages, sources, citations, quotations, verified }
    }

    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("words and numbers can be written down")
    }

    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// Whether a session would be told just this. A build published, so there are no errors among its findings, and whoever
    /// wants quiet hears nothing.
    pub fn are_those_of(&self, session: &Session) -> bool {
        session.quiet || self.report.as_ref().is_some_and(|report| report.is_empty() || self.form == form(session))
    }

    /// The report, to a session whose words they are.
    pub fn tell_report(&self, session: &mut Session) {
        if let Some(report) = self.report.as_ref().filter(|_| !session.quiet) {
            session.tell_text(report);
        }
    }

    /// As far as the closing line needs it.
    pub fn summary(&self) -> Summary {
        let Self { pages, sources, citations, quotations, verified, .. } = *self;
        let counts = Counts { citations, quotations, verified, ..Counts::default() };
        Summary { pages, sources, counts, ..Summary::default() }
    }
}

fn form(session: &Session) -> Form {
    let is_terminal = session.streams.err_is_terminal;
    (session.colour(is_terminal), session.cuts(is_terminal))
}
