//! What a link names and the address of the page → an absolute address (RFC 3986, 5.2), or nothing where a reader of the
//! source page could not follow it. `walk.rs` asks for every link.

/// The address that links are relative to, if the page has one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Base {
    /// `https`, `//host`, `/path/to/` up to and with the last slash, and the file behind it.
    parts: Option<Parts>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Parts {
    scheme: String,
    authority: String,
    path: String,
}

/// Longer ones hold data, and no page that a reader could open.
const LONGEST: usize = 2_000;

impl Base {
    /// `None` where the text is no absolute web address.
    pub fn new(address: &str) -> Option<Self> {
        let (scheme, rest) = address.trim().split_once("://")?;
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "http" | "https") {
            return None;
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let path = if path.is_empty() { "/" } else { path };
        (!authority.is_empty())
            .then(|| Self { parts: Some(Parts { scheme, authority: authority.to_owned(), path: path.to_owned() }) })
    }

    /// The base that a page declares, which may itself be relative to the page's address.
    pub fn within(&self, declared: &str) -> Option<Self> {
        Self::new(&self.resolve(declared)?)
    }

    /// The absolute address that a link names: `http`, `https` or `mailto`.
    pub fn resolve(&self, link: &str) -> Option<String> {
        let link: String = link.trim().chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
        if link.is_empty() || link.len() > LONGEST || link.contains(char::is_control) {
            return None;
        }
        let address = match scheme(&link) {
            Some("http" | "https") => Self::new(&link).map(|_| link.clone()),
            Some("mailto") => Some(link.clone()),
            Some(_) => None,
            None => self.join(&link),
        };
        // A space ends an address in Markdown, and in most other places.
        address.map(|address| address.replace(' ', "%20"))
    }

    fn join(&self, link: &str) -> Option<String> {
        let Parts { scheme, authority, path } = self.parts.as_ref()?;
        if link.starts_with('#') {
            return None;
        }
        if link.starts_with("//") {
            return Self::new(&format!("{scheme}:{link}")).map(|_| format!("{scheme}:{link}"));
        }
        let end = link.find(['?', '#']).unwrap_or(link.len());
        let (target, query) = link.split_at(end);
        let path = match target {
            "" => path.clone(),
            _ if target.starts_with('/') => without_dots(target),
            _ => without_dots(&format!("{}/{target}", path.rsplit_once('/').map_or("", |(folder, _)| folder))),
        };
        Some(format!("{scheme}://{authority}{path}{query}"))
    }
}

/// In lower case as most are; what has none is relative.
fn scheme(link: &str) -> Option<&'static str> {
    let colon = link.find(':')?;
    let name = &link[..colon];
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(sound) {
        return None;
    }
    Some(match name.to_ascii_lowercase().as_str() {
        "http" => "http",
        "https" => "https",
        "mailto" => "mailto",
        _ => "other",
    })
}

/// A path without `.` and `..`.
fn without_dots(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    if path.ends_with("/.") || path.ends_with("/..") {
        parts.push("");
    }
    format!("/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_become_absolute() {
        let base = Base::new("https://a.example/news/2026/page.html?x=1#y").unwrap();
        for (link, address) in [
            ("other.html", Some("https://a.example/news/2026/other.html")),
            ("../b/", Some("https://a.example/news/b/")),
            ("../../../..", Some("https://a.example/")),
            ("/c?d=e", Some("https://a.example/c?d=e")),
            ("?q", Some("https://a.example/news/2026/page.html?q")),
            ("//b.example/x", Some("https://b.example/x")),
            ("HTTP://B.example", Some("HTTP://B.example")),
            ("mailto:a@b.example", Some("mailto:a@b.example")),
            ("a b.html", Some("https://a.example/news/2026/a%20b.html")),
            ("#here", None),
            ("", None),
            ("javascript:alert(1)", None),
            ("java\nscript:alert(1)", None),
            ("DATA:text/html,x", None),
            ("vbscript:x", None),
            ("https://", None),
        ] {
            assert_eq!(base.resolve(link).as_deref(), address, "{link}");
        }
    }

    #[test]
    fn without_a_base_only_absolute_links_lead_anywhere() {
        let base = Base::default();
        assert_eq!(base.resolve("page.html"), None);
        assert_eq!(base.resolve("https://a.example/x").as_deref(), Some("https://a.example/x"));
        assert_eq!(
            base.within("https://b.example/").and_then(|base| base.resolve("x")).as_deref(),
            Some("https://b.example/x")
        );
    }
}
