//! One connection → requests, each answered before the next is read. `door` gives every connection a thread; this file
//! keeps slow and endless ones from holding it, and asks `front` what to say.

use super::door::Names;
use super::events;
use super::front::{Answer, Front};
use super::http::{Refusal, Request, Response, parse};
use std::io::{self, Read};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// The head of a request may have so many bytes.
const MOST_HEAD: usize = 16 * 1024;

/// The head of a request must have arrived after so long; a connection that says nothing is closed then.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// A reader may stand still for so long.
const WRITE_TIME: Duration = Duration::from_secs(30);

/// Answers until the other side has enough.
pub(super) fn hold(mut stream: TcpStream, names: &Names, front: &Front) {
    // Where a limit cannot be set nobody is served: a thread would be lost for good.
    if stream.set_write_timeout(Some(WRITE_TIME)).is_err() || stream.set_nodelay(true).is_err() {
        return;
    }
    let mut read = Vec::new();
    while let Ok(Some(request)) = next(&mut stream, &mut read) {
        let request = match request.and_then(|request| names.check(&request.host).map(|()| request)) {
            Ok(request) => request,
            Err(refusal) => return refuse(&mut stream, refusal),
        };
        let written = match front.answer(&request) {
            Answer::Response(response) => response.write(&request, &mut stream),
            Answer::Events(_) if !request.wants_body => Response::plain(200, "").write(&request, &mut stream),
            // What broke off is not worth a word: the tab is gone.
            Answer::Events(page) => return drop(events::tell(&mut stream, front, &page)),
        };
        if written.is_err() || !request.keeps_open {
            return;
        }
    }
}

/// The next request, or what is wrong with it; nothing when the other side has gone or stays silent.
fn next(stream: &mut TcpStream, read: &mut Vec<u8>) -> io::Result<Option<Result<Request, Refusal>>> {
    let deadline = Instant::now() + HEAD_TIME;
    loop {
        match parse(read) {
            Ok(Some((request, length))) => {
                read.drain(..length);
                return Ok(Some(Ok(request)));
            }
            Ok(None) if read.len() < MOST_HEAD => {}
            Ok(None) => return Ok(Some(Err(Refusal(431, "the head of the request is too long")))),
            Err(refusal) => return Ok(Some(Err(refusal))),
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            let late = Refusal(408, "the request took too long");
            return Ok((!read.is_empty()).then_some(Err(late)));
        }
        stream.set_read_timeout(Some(left))?;
        let mut piece = [0; 4096];
        match stream.read(&mut piece[..(MOST_HEAD - read.len()).min(4096)]) {
            Ok(0) => return Ok(None),
            Ok(length) => read.extend_from_slice(&piece[..length]),
            Err(error) if is_pause(&error) => {}
            Err(error) => return Err(error),
        }
    }
}

/// Whether nothing came in time, or a signal came between.
fn is_pause(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted)
}

/// Says why, and reads on for a moment: a system that closes on unread bytes takes the answer back.
fn refuse(stream: &mut TcpStream, Refusal(status, reason): Refusal) {
    let said = Response::plain(status, reason).write(&nobody(), stream).and_then(|()| stream.shutdown(Shutdown::Write));
    if said.is_ok() && stream.set_read_timeout(Some(Duration::from_millis(200))).is_ok() {
        let mut piece = [0; MOST_HEAD];
        // No more than a few pieces, however small: nobody may hold the thread with them.
        let _ = (0..8).try_for_each(|_| if matches!(stream.read(&mut piece), Ok(1..)) { Ok(()) } else { Err(()) });
    }
}

/// Somebody of whom nothing is known but that they hear the answer.
pub(super) fn nobody() -> Request {
    Request {
        wants_body: true,
        host: String::new(),
        path: String::new(),
        query: String::new(),
        range: None,
        keeps_open: false,
    }
}

/// Whether the other side has closed, without waiting for it.
pub(super) fn is_closed(stream: &mut TcpStream) -> bool {
    if stream.set_nonblocking(true).is_err() {
        return true;
    }
    let peeked = stream.peek(&mut [0]);
    let closed = match peeked {
        Ok(length) => length == 0,
        Err(error) => !is_pause(&error),
    };
    stream.set_nonblocking(false).is_err() || closed
}
