//! The head of a request → a `Request`; a `Response` → bytes. HTTP/1.1 (RFC 9112) as far as those need it who only read:
//! GET and HEAD, no bodies, one range. `connection` calls it; it knows no socket and no site.

use crate::disk::open::Opened;
use percent_encoding::percent_decode_str;
use std::io::{self, Read, Write};
use std::sync::Arc;

/// A request of more headers is refused.
const MOST_HEADERS: usize = 64;

/// Said with every answer. Nothing is kept, since everything may change. A page of another origin can neither read an
/// answer, as browsers hold, nor load it as a script of its own, which is how it could read the scripts of the search.
const ALWAYS: &str =
    "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n";

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Request {
    /// Everything but the body is the same for HEAD.
    pub wants_body: bool,
    /// The name by which the server was called, with the port if one was named.
    pub host: String,
    /// Decoded; begins with `/`. It names something of the site, never a file.
    pub path: String,
    /// As it was sent, without the `?`.
    pub query: String,
    pub range: Option<Range>,
    /// Whether another request may follow on the same connection.
    pub keeps_open: bool,
}

/// A part of a file, in bytes (RFC 9110, section 14.1.2).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Range {
    /// From here, to there inclusively if it is said.
    From(u64, Option<u64>),
    Last(u64),
}

/// Why a request gets no answer but this one; the connection is closed after it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Refusal(pub u16, pub &'static str);

/// Reads a head that may not have arrived in full: then `None`. With the request comes the length of its head.
pub(super) fn parse(bytes: &[u8]) -> Result<Option<(Request, usize)>, Refusal> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut head = httparse::Request::new(&mut headers);
    let length = match head.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(Refusal(431, "too many headers")),
        Err(httparse::Error::Version) => return Err(Refusal(505, "only HTTP/1.1 is spoken here")),
        Err(_) => return Err(Refusal(400, "this is no request")),
    };
    let (Some(method), Some(target), Some(version)) = (head.method, head.path, head.version) else {
        return Err(Refusal(400, "this is no request"));
    };
    let sent: &[httparse::Header<'_>] = head.headers;
    let wants_body = match method {
        "GET" => true,
        "HEAD" => false,
        _ => return Err(Refusal(405, "only GET and HEAD are answered")),
    };
    if values(sent, "transfer-encoding").next().is_some() || values(sent, "content-length").any(|length| length != "0")
    {
        return Err(Refusal(400, "a request to read has no body"));
    }
    let mut hosts = values(sent, "host");
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return Err(Refusal(400, "a request names one host"));
    };
    let (host, target) = authority(target).unwrap_or((host, target));
    if !target.starts_with('/') {
        return Err(Refusal(400, "a request names a path"));
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let Ok(path) = percent_decode_str(path).decode_utf8() else {
        return Err(Refusal(400, "an address is UTF-8"));
    };
    let closes = values(sent, "connection").any(|value| value.to_ascii_lowercase().contains("close"));
    let request = Request {
        wants_body,
        host,
        path: path.into_owned(),
        query: query.to_owned(),
        range: values(sent, "range").next().as_deref().and_then(range),
        keeps_open: version == 1 && !closes,
    };
    Ok(Some((request, length)))
}

/// What the headers of this name say.
fn values<'a>(headers: &'a [httparse::Header<'_>], name: &'a str) -> impl Iterator<Item = String> + 'a {
    let named = headers.iter().filter(move |header| header.name.eq_ignore_ascii_case(name));
    named.map(|header| String::from_utf8_lossy(header.value).trim().to_owned())
}

/// The two parts of a target that is a whole address, as a proxy is asked; its host counts then (RFC 9112, section 3.2.2).
fn authority(target: &str) -> Option<(String, &str)> {
    let rest = target.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("http://")).map(|_| &target[7..])?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    Some((rest[..end].to_owned(), if rest[end..].starts_with('/') { &rest[end..] } else { "/" }))
}

/// One range of bytes. Several may be answered with the whole file, and are.
fn range(value: &str) -> Option<Range> {
    let (first, last) = value.strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| text.trim().parse::<u64>();
    match (first.trim().is_empty(), last.trim().is_empty()) {
        (false, true) => Some(Range::From(number(first).ok()?, None)),
        (false, false) => {
            let (first, last) = (number(first).ok()?, number(last).ok()?);
            (first <= last).then_some(Range::From(first, Some(last)))
        }
        (true, false) => Some(Range::Last(number(last).ok()?)),
        (true, true) => None,
    }
}

/// The values of a key in a query, decoded.
pub(super) fn value(query: &str, key: &str) -> Option<String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.into_iter().find(|(name, _)| *name == key)?;
    percent_decode_str(value).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

/// What a request is answered with.
#[derive(Debug)]
pub(super) struct Response {
    pub status: u16,
    pub kind: &'static str,
    /// Where a redirect leads.
    pub location: Option<String>,
    pub body: Body,
}

#[derive(Debug)]
pub(super) enum Body {
    Bytes(Arc<[u8]>),
    File(Opened),
}

impl Response {
    pub fn new(status: u16, kind: &'static str, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self { status, kind, location: None, body: Body::Bytes(bytes.into()) }
    }

    /// A line for people.
    pub fn plain(status: u16, line: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", format!("{line}\n").into_bytes())
    }

    pub fn redirect(to: String) -> Self {
        Self { location: Some(to), ..Self::plain(302, "it is elsewhere") }
    }

    /// Writes the answer; to a HEAD all but the body, to a request for a part of a file that part.
    pub fn write(self, request: &Request, to: &mut impl Write) -> io::Result<()> {
        let mut head = ALWAYS.to_owned();
        let mut status = self.status;
        if let Some(location) = &self.location {
            head += &format!("Location: {location}\r\n");
        }
        if status == 405 {
            head += "Allow: GET, HEAD\r\n";
        }
        if !request.keeps_open {
            head += "Connection: close\r\n";
        }
        head += &format!("Content-Type: {}\r\n", self.kind);
        match self.body {
            Body::Bytes(bytes) => {
                begin(to, status, &head, bytes.len() as u64)?;
                if request.wants_body {
                    to.write_all(&bytes)?
                }
            }
            Body::File(mut file) => {
                head += "Accept-Ranges: bytes\r\n";
                let mut part = (0, file.length);
                if let Some(range) = request.range.filter(|_| status == 200) {
                    let Some(asked) = range.of(file.length) else {
                        head += &format!("Content-Range: bytes */{}\r\n", file.length);
                        return begin(to, 416, &head, 0);
                    };
                    part = asked;
                    status = 206;
                    head += &format!("Content-Range: bytes {}-{}/{}\r\n", part.0, part.0 + part.1 - 1, file.length);
                }
                begin(to, status, &head, part.1)?;
                if request.wants_body {
                    file.skip(part.0)?;
                    // One that shrank meanwhile breaks off, and the browser sees it by the length.
                    if io::copy(&mut file.take(part.1), to)? < part.1 {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
            }
        }
        to.flush()
    }
}

impl Range {
    /// Beginning and length in a file of so many bytes; nothing when it has no such part.
    fn of(self, length: u64) -> Option<(u64, u64)> {
        let (first, end) = match self {
            Self::From(first, last) => (first, last.map_or(length, |last| length.min(last.saturating_add(1)))),
            Self::Last(count) => (length.saturating_sub(count), length),
        };
        (first < end).then(|| (first, end - first))
    }
}

fn begin(to: &mut impl Write, status: u16, head: &str, length: u64) -> io::Result<()> {
    to.write_all(format!("HTTP/1.1 {status} {}\r\n{head}Content-Length: {length}\r\n\r\n", phrase(status)).as_bytes())
}

/// The head of an answer that has no end: a stream of events.
pub(super) fn begin_events(to: &mut impl Write) -> io::Result<()> {
    let head = format!("HTTP/1.1 200 OK\r\n{ALWAYS}Connection: close\r\nContent-Type: text/event-stream\r\n\r\n");
    to.write_all(head.as_bytes())
}

fn phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        206 => "Partial Content",
        302 => "Found",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        416 => "Range Not Satisfiable",
        421 => "Misdirected Request",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Internal Server Error",
    }
}

/// What a file is, by its extension, as static hosts say it.
pub(super) fn kind(path: &str) -> &'static str {
    let extension =
        path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml",
        "txt" | "md" | "bib" | "ris" | "vtt" | "srt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "wasm" => "application/wasm",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn request(text: &str) -> Result<Request, Refusal> {
        parse(text.as_bytes()).map(|parsed| parsed.expect("the head is whole").0)
    }

    fn path(target: &str) -> Result<String, u16> {
        let parsed = request(&format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        parsed.map(|request| request.path).map_err(|refusal| refusal.0)
    }

    #[test]
    fn a_head_is_read_when_it_is_whole() {
        let head = "GET /a?b=c HTTP/1.1\r\nHost: localhost:8000\r\n\r\n";
        for length in 0..head.len() {
            assert_eq!(parse(&head.as_bytes()[..length]), Ok(None));
        }
        let (request, length) = parse(format!("{head}GET /next").as_bytes()).unwrap().unwrap();
        assert_eq!(length, head.len());
        assert_eq!((request.path.as_str(), request.query.as_str()), ("/a", "b=c"));
        assert_eq!((request.host.as_str(), request.keeps_open, request.wants_body), ("localhost:8000", true, true));
    }

    #[test]
    fn what_is_no_request_to_read_is_refused() {
        let status = |head: &str| request(head).map_err(|refusal| refusal.0).unwrap_err();
        assert_eq!(status("POST / HTTP/1.1\r\nHost: a\r\n\r\n"), 405);
        assert_eq!(status("GET / HTTP/1.1\r\n\r\n"), 400);
        assert_eq!(status("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
        assert_eq!(status("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n"), 400);
        assert_eq!(status("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
        assert_eq!(status("GET / HTTP/3.0\r\nHost: a\r\n\r\n"), 505);
        assert_eq!(status("\u{16}\u{3}\u{1}\r\n\r\n"), 400);
        assert_eq!(status(&format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "X: y\r\n".repeat(MOST_HEADERS))), 431);
        assert!(!request("GET / HTTP/1.0\r\nHost: a\r\n\r\n").unwrap().keeps_open);
        assert!(!request("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n").unwrap().wants_body);
    }

    #[test]
    fn a_path_is_decoded_once_and_says_what_it_says() {
        assert_eq!(path("/a%20b/%C3%A9"), Ok("/a b/é".to_owned()));
        assert_eq!(path("/%252e%252e/"), Ok("/%2e%2e/".to_owned()));
        assert_eq!(path("/%2e%2e/x"), Ok("/../x".to_owned()));
        assert_eq!(path("//host/x"), Ok("//host/x".to_owned()));
        assert_eq!(path("/a%00b"), Ok("/a\0b".to_owned()));
        assert_eq!(path("/%ff"), Err(400));
        assert_eq!(path("*"), Err(400));
        assert_eq!(path("ftp://x/y"), Err(400));
    }

    #[test]
    fn a_whole_address_names_its_own_host() {
        let request = request("GET http://evil.example:80/a?b HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        assert_eq!((request.host.as_str(), request.path.as_str()), ("evil.example:80", "/a"));
        assert_eq!(path("http://localhost"), Ok("/".to_owned()));
    }

    #[test]
    fn a_part_of_a_file_is_where_it_says() {
        let part = |value: &str| range(value).and_then(|range| range.of(10));
        assert_eq!(part("bytes=0-3"), Some((0, 4)));
        assert_eq!(part("bytes=4-"), Some((4, 6)));
        assert_eq!(part("bytes=4-100"), Some((4, 6)));
        assert_eq!(part("bytes=-3"), Some((7, 3)));
        assert_eq!(part("bytes=-30"), Some((0, 10)));
        assert_eq!(range("bytes=10-").unwrap().of(10), None);
        assert_eq!(range("bytes=-0").unwrap().of(10), None);
        for none in ["bytes=3-1", "bytes=-", "bytes=a-b", "items=0-1", "bytes=0-1,3-4"] {
            assert_eq!(range(none), None, "{none}");
        }
        assert_eq!(range(&format!("bytes=0-{}", u64::MAX)).unwrap().of(10), Some((0, 10)));
    }

    #[test]
    fn an_answer_has_its_length_and_a_head_has_no_body() {
        let written = |head: &str| {
            let mut bytes = Vec::new();
            let answer = Response::new(200, kind("a.css"), b"body".to_vec());
            answer.write(&request(head).unwrap(), &mut bytes).unwrap();
            String::from_utf8(bytes).unwrap()
        };
        let whole = written("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assert!(
            whole.starts_with("HTTP/1.1 200 OK\r\n") && whole.ends_with("Content-Length: 4\r\n\r\nbody"),
            "{whole}"
        );
        assert!(whole.contains("Content-Type: text/css; charset=utf-8\r\n"));
        assert!(whole.contains("Cache-Control: no-store\r\n"));
        assert!(written("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").ends_with("Content-Length: 4\r\n\r\n"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn nothing_that_arrives_is_too_strange(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            target in "[ -~é\u{202E}]{0,40}",
            host in "\\PC{0,20}",
            range in "(bytes=)?[0-9,-]{0,50}",
        ) {
            let _ = parse(&bytes);
            let head = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nRange: {range}\r\n\r\n");
            if let Ok(Some((request, length))) = parse(head.as_bytes()) {
                prop_assert!(request.path.starts_with('/') && length <= head.len());
                if let Some((first, count)) = request.range.and_then(|range| range.of(10)) {
                    prop_assert!(count > 0 && first + count <= 10);
                }
            }
        }
    }

    #[test]
    fn a_query_gives_its_values_decoded() {
        assert_eq!(value("a=1&page=%2Fb%2F%C3%A9", "page").as_deref(), Some("/b/é"));
        assert_eq!(value("a=1", "page"), None);
    }
}
