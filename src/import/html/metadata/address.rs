//! The address of the page as it gives it itself, and what an address tells: the name of the host, the date in a path.

use super::Stated;
use super::calendar::Order;
use super::structured::Structured;
use super::survey::Survey;
use crate::date::{Date, Doubt, Edtf};

/// The canonical address; only what is absolute and of the web.
pub(super) fn url(survey: &Survey<'_>, structured: &Structured) -> Option<Stated<String>> {
    let canonical = survey.links.iter().filter(|link| link.rel.split_whitespace().any(|rel| rel == "canonical"));
    let canonical = canonical.map(|link| Stated::new(link.href.clone(), "<link rel=\"canonical\">"));
    let declared = ["og:url", "twitter:url", "dc.identifier", "parsely-link", "al:web:url"];
    let metas = declared.iter().filter_map(|name| survey.meta_named(name));
    let metas = metas.map(|meta| Stated::new(meta.content.clone(), meta.evidence()));
    let things = structured.things.iter().filter_map(|thing| thing.url.clone());
    let things = things.map(|url| Stated::new(url, "JSON-LD url"));
    canonical.chain(metas).chain(things).find(|stated| is_address(&stated.value))
}

/// Whether it is absolute, of the web, and without spaces.
pub(super) fn is_address(text: &str) -> bool {
    text.len() <= 2_000
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'))
        && host(text).is_some()
}

/// The host of an address of the web: `example.org`.
pub(super) fn host(url: &str) -> Option<&str> {
    let scheme = url.get(..8).map(str::to_ascii_lowercase)?;
    let rest = if scheme.starts_with("https://") {
        &url[8..]
    } else {
        url.get(7..).filter(|_| scheme.starts_with("http://"))?
    };
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    (host.contains('.') && !host.starts_with('.') && !host.ends_with('.')).then_some(host)
}

/// The names that a host gives its site, folded: `news.example.co.uk` is `newsexamplecouk`, `examplecouk`, `example`.
pub(super) fn names_of_host(host: &str) -> Vec<String> {
    let labels = labels(host);
    let ending: String = host
        .to_lowercase()
        .split('.')
        .skip_while(|label| labels.iter().any(|l| l == label) || *label == "www")
        .collect();
    let mut names = Vec::new();
    for from in 0..labels.len() {
        let joined = super::key(&labels[from..].concat());
        names.push(format!("{joined}{}", super::key(&ending)));
        names.push(joined);
    }
    names.extend(labels.iter().map(|label| super::key(label)));
    names
}

/// The labels of a host that name somebody, in lower case: not `www`, not `co.uk`; of `blog.example.org`, two.
pub(super) fn labels(host: &str) -> Vec<String> {
    const SECOND: [&str; 9] = ["co", "com", "org", "net", "ac", "gov", "gv", "or", "edu"];
    let host = host.to_lowercase();
    let mut labels: Vec<&str> = host.split('.').collect();
    labels.pop();
    if labels.len() > 1 && labels.last().is_some_and(|label| SECOND.contains(label)) {
        labels.pop();
    }
    labels.into_iter().filter(|label| *label != "www").take(8).map(str::to_owned).collect()
}

/// The date in the path of an address and the part that says so: `/2019/04/12/`, `/2019-04-12-`, `/20190412/`; a month
/// where no day follows. A year alone is no date: it may be a number, an archive, an event.
pub(super) fn dated(url: &str, order: Order) -> Option<(Date, String)> {
    let path = url.find("://").and_then(|at| url[at + 3..].find('/').map(|slash| &url[at + 3 + slash..]))?;
    let path = path.split(['?', '#']).next()?;
    let bytes = path.as_bytes();
    let digits = |at: usize, count: usize| {
        let run = bytes.get(at..at + count)?;
        let alone = bytes.get(at + count).is_none_or(|b| !b.is_ascii_digit());
        (alone && run.iter().all(u8::is_ascii_digit))
            .then(|| run.iter().fold(0u16, |n, b| n * 10 + u16::from(b - b'0')))
    };
    let short = |at: usize| digits(at, 2).map(|n| (n, 2)).or_else(|| digits(at, 1).map(|n| (n, 1)));
    for at in 1..bytes.len() {
        let before = bytes[at - 1];
        if !matches!(before, b'/' | b'-' | b'_' | b'~' | b'.') || !bytes[at].is_ascii_digit() {
            continue;
        }
        let whole = path.get(at..at + 8).filter(|_| digits_run(bytes, at) == 8);
        if let Some(run) = whole {
            let text = format!("{}-{}-{}", &run[..4], &run[4..6], &run[6..]);
            if let Some(date) = web_date(&text) {
                return Some((date, format!("address: {}", around(path, at - 1, at + 8))));
            }
        }
        if let Some((date, width)) = day_first(path, at, order) {
            return Some((date, format!("address: {}", around(path, at - 1, at + width))));
        }
        let Some(year) = digits(at, 4) else { continue };
        let Some(separator) = bytes.get(at + 4).copied().filter(|b| matches!(b, b'/' | b'-' | b'_')) else { continue };
        let Some((month, width)) = short(at + 5) else { continue };
        let month_end = at + 5 + width;
        if bytes.get(month_end) == Some(&separator)
            && let Some((day, width)) = short(month_end + 1)
            && let Some(date) = web_date(&format!("{year:04}-{month:02}-{day:02}"))
        {
            return Some((date, format!("address: {}", around(path, at - 1, month_end + 1 + width))));
        }
        let folder = before == b'/' && separator == b'/' && bytes.get(month_end) == Some(&b'/') && width == 2;
        if folder && let Some(date) = web_date(&format!("{year:04}-{month:02}")) {
            return Some((date, format!("address: {}", around(path, at - 1, month_end))));
        }
    }
    None
}

/// `12-04-2019`, with as many bytes as it takes, where the order of day and month is known.
fn day_first(path: &str, at: usize, order: Order) -> Option<(Date, usize)> {
    let text = path.get(at..at + 10)?;
    let bytes = text.as_bytes();
    let apart = matches!(bytes[2], b'-' | b'_' | b'.') && bytes[2] == bytes[5];
    if !apart || digits_run(path.as_bytes(), at + 6) != 4 {
        return None;
    }
    let (first, second, year) = (&text[..2], &text[3..5], &text[6..]);
    let date = match order {
        Order::DayFirst => web_date(&format!("{year}-{second}-{first}")),
        _ if first > "12" => web_date(&format!("{year}-{second}-{first}")),
        _ => None,
    };
    date.map(|date| (date, 10))
}

fn digits_run(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().take(20).take_while(|b| b.is_ascii_digit()).count()
}

/// A part of a path with the mark that ends it.
fn around(path: &str, from: usize, to: usize) -> &str {
    path.get(from..to + 1).or_else(|| path.get(from..to)).unwrap_or_default()
}

/// A date on which a page of the web can have been published.
pub(super) fn web_date(text: &str) -> Option<Date> {
    match Edtf::parse(text)? {
        Edtf::Date(date) if is_of_the_web(date) && date.doubt == Doubt::None => Some(date),
        _ => None,
    }
}

/// There was no web before 1990, and pages of the next century are not written yet; `1970-01-01` is a clock at zero.
pub(super) fn is_of_the_web(date: Date) -> bool {
    (1990..2100).contains(&date.year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_absolute_and_of_the_web() {
        assert_eq!(host("https://user@www.Example.org:80/a?b"), Some("www.Example.org"));
        for bad in ["/a/b", "ftp://example.org/", "https://", "http://localhost/", "https://a b.org/", "javascript:x"] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn a_host_has_several_names() {
        let names = names_of_host("www.ferry-post.co.uk");
        assert!(names.contains(&"ferrypost".to_owned()) && names.contains(&"ferrypostcouk".to_owned()));
        assert!(!names.contains(&"co".to_owned()));
        assert_eq!(labels("blog.example.org"), ["blog", "example"]);
    }

    #[test]
    fn a_path_gives_a_day_or_a_month_and_never_more() {
        let dated = |path: &str| {
            dated(&format!("https://example.org{path}"), Order::DayFirst)
                .map(|(date, evidence)| (date.to_string(), evidence))
        };
        let found = |date: &str, evidence: &str| Some((date.to_owned(), evidence.to_owned()));
        assert_eq!(dated("/2019/04/12/bridge"), found("2019-04-12", "address: /2019/04/12/"));
        assert_eq!(dated("/news/2019-04-12-bridge"), found("2019-04-12", "address: /2019-04-12-"));
        assert_eq!(dated("/20190412/bridge"), found("2019-04-12", "address: /20190412/"));
        assert_eq!(dated("/12-04-2019/"), found("2019-04-12", "address: /12-04-2019/"));
        assert_eq!(dated("/2019/04/bridge"), found("2019-04", "address: /2019/04/"));
        for none in ["/2019/bridge", "/2019-budget", "/1970/01/01/", "/2019/13/12/", "/a?d=2019/04/12", "/20194099"] {
            assert_eq!(dated(none), None, "{none}");
        }
    }
}
