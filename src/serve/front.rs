//! A request → the answer: a file of the site, the script that the server adds, or the stream of what changes. Every address
//! is looked up; none is a path on the disk.

use super::board::{Board, Thing};
use super::http::{Body, Request, Response, kind, value};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use std::sync::Arc;

/// The script that the server adds to pages, and what it asks for. No site has a file there: its `.ibid` is the marker
/// of a published site.
const SCRIPT: &str = "/.ibid/serve.js";
const EVENTS: &str = "/.ibid/events";

/// What cannot stand in a path.
const UNSAFE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'\\');

/// What answers requests, from any number of threads.
#[derive(Clone)]
pub(super) struct Front {
    pub board: Arc<Board>,
}

pub(super) enum Answer {
    Response(Response),
    /// What changes, for the page that a browser shows: its path.
    Events(String),
}

impl Front {
    pub fn answer(&self, request: &Request) -> Answer {
        let response = match request.path.as_str() {
            SCRIPT => Response::new(200, kind(SCRIPT), include_bytes!("serve.js").as_slice()),
            EVENTS => return Answer::Events(value(&request.query, "page").unwrap_or_default()),
            path => self.look_up(path),
        };
        Answer::Response(response)
    }

    fn look_up(&self, path: &str) -> Response {
        let now = self.board.now();
        let mount = now.shown.mount.as_str();
        if path == "/" && mount != "/" || format!("{path}/") == mount {
            return Response::redirect(encoded(mount));
        }
        let below = path.strip_prefix(mount);
        match self.board.find(&now, below.unwrap_or("//")) {
            Thing::Page(page) => html(200, &page.rendered.bytes),
            Thing::Missing(page) => html(404, &page.rendered.bytes),
            Thing::Bytes(kind, bytes) => Response::new(200, kind, bytes),
            Thing::File(kind, file) => Response { status: 200, kind, location: None, body: Body::File(file) },
            Thing::Folder(folder) => Response::redirect(encoded(&format!("{mount}{folder}"))),
            Thing::Failed(reason) => Response::plain(500, &reason),
        }
    }
}

fn html(status: u16, bytes: &Arc<[u8]>) -> Response {
    Response::new(status, kind("a.html"), Arc::clone(bytes))
}

fn encoded(path: &str) -> String {
    utf8_percent_encode(path, UNSAFE).to_string()
}
