//! What is on show → events for one browser tab: what its page is now, which files changed, and what is wrong. A connection
//! that asked for them stays here until the tab is gone (server-sent events, HTML Living Standard, section 9.2).

use super::board::{Board, Now, Page, Thing};
use super::connection::is_closed;
use super::edition::Edition;
use super::faults::{Fault, faults};
use super::front::Front;
use super::http::begin_events;
use serde::Serialize;
use std::io::{self, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

/// How soon a tab that is gone is noticed.
const LOOK: Duration = Duration::from_secs(1);

/// After so many looks something is said, for whatever lies between and closes what is silent.
const SILENT: u32 = 15;

/// What a tab is told, besides the files that changed.
#[derive(Serialize)]
struct State<'a> {
    /// Of the page at its address; another than its own means that it is to load it again.
    print: &'a str,
    assets: &'a str,
    /// Whether the page is one of before the mistakes.
    old: bool,
    errors: usize,
    warnings: usize,
    faults: &'a [Fault],
}

/// Tells one tab, whose page has this path, until it is gone.
pub(super) fn tell(stream: &mut TcpStream, front: &Front, page: &str) -> io::Result<()> {
    begin_events(stream)?;
    let board = &front.board;
    let mut told: Option<(Arc<Edition>, String)> = None;
    loop {
        let now = board.now();
        let state = state(board, &now, page);
        // The first time it is not known what the tab has seen; it has the hash of all files.
        let changed = told.as_ref().map(|(edition, _)| now.shown.changes_since(edition));
        let is_news = told.as_ref().is_none_or(|(_, last)| *last != state);
        if is_news || changed.as_ref().is_some_and(|changed| !changed.is_empty()) {
            let changed = serde_json::to_string(&changed).expect("paths are JSON");
            let data = format!("{{\"changed\":{changed},\"state\":{state}}}");
            stream.write_all(format!("event: state\ndata: {data}\n\n").as_bytes())?;
        }
        told = Some((Arc::clone(&now.shown), state));
        if !wait(stream, board, now.number)? {
            return Ok(());
        }
    }
}

/// Waits for something newer; false when the tab has gone.
fn wait(stream: &mut TcpStream, board: &Board, number: u64) -> io::Result<bool> {
    let mut silent = 0;
    while !board.wait(number, LOOK) {
        if is_closed(stream) {
            return Ok(false);
        }
        silent += 1;
        if silent % SILENT == 0 {
            stream.write_all(b": still here\n\n")?;
        }
    }
    Ok(true)
}

/// The state as JSON, on one line.
fn state(board: &Board, now: &Now, path: &str) -> String {
    let below = path.strip_prefix(now.shown.mount.as_str()).unwrap_or("//");
    let page: Option<Page> = match board.find(now, below) {
        Thing::Page(page) | Thing::Missing(page) => Some(page),
        _ => None,
    };
    let faults = faults(now, page.as_ref());
    let state = State {
        print: page.as_ref().map_or("", |page| page.rendered.print.as_str()),
        assets: &now.shown.assets_print,
        old: page.as_ref().is_some_and(|page| page.is_old) || !Arc::ptr_eq(&now.shown, &now.latest),
        errors: faults.errors,
        warnings: faults.warnings,
        faults: &faults.shown,
    };
    serde_json::to_string(&state).expect("texts and numbers are JSON")
}
