//! The figures of a site → what its statements stand on, in words. `ibid check` closes with it: a line for the site, and
//! one for each briefing if asked for more. Counts nothing itself.

use super::session::{Session, count, counted, grouped};
use crate::site::{Counts, Summary};

/// Says what the statements of all briefings stand on, and of each where there are several and the user is curious.
pub(super) fn tell(summary: &Summary, session: &mut Session) {
    if summary.guesses > 0 {
        session.say(&format!("{} to confirm, marked `(?)`", counted(summary.guesses, "guess", "guesses")));
    }
    if summary.counts.statements == 0 {
        return;
    }
    if summary.briefings.len() > 1 {
        for briefing in &summary.briefings {
            session.mention(&format!("{}: {}", briefing.path, line(&briefing.counts)));
        }
    }
    session.say(&line(&summary.counts));
}

/// 120 statements: 101 sourced, 12 judgements, 5 unsourced, 2 marked `citation needed`; without what there is none of.
fn line(counts: &Counts) -> String {
    let parts = [
        (counts.sourced, format!("{} sourced", grouped(counts.sourced))),
        (counts.judgements, count(counts.judgements, "judgement")),
        (counts.unmarked(), format!("{} unsourced", grouped(counts.unmarked()))),
        (counts.needed, format!("{} marked `citation needed`", grouped(counts.needed))),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|(number, _)| *number > 0).map(|(_, part)| part).collect();
    let parts = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
    count(counts.statements, "statement") + &parts
}
