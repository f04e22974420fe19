//! The files of a site → what is wrong with their HTML: tags that do not nest, ids given twice, links that lead nowhere.
//! Knows as much of HTML as ibid writes: every tag is closed but the void ones, every attribute is in quotation marks.

use std::collections::{BTreeMap, BTreeSet};

const VOID: &[&str] = &["area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// What a paragraph cannot hold: a browser would close it there.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "div",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];

struct Tag<'a> {
    name: &'a str,
    closing: bool,
    /// Whether it has no content: `<br>`, and the shapes of a drawing.
    alone: bool,
    attributes: Vec<(&'a str, String)>,
}

/// One line for each fault, with the file's path.
pub fn faults(files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut pages: BTreeMap<&str, (BTreeSet<String>, Vec<String>)> = BTreeMap::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = String::from_utf8_lossy(bytes);
        let (mut ids, mut links) = (BTreeSet::new(), Vec::new());
        let mut fault = |message: String| faults.push(format!("{path}: {message}"));
        let tags = match tags(&text) {
            Ok(tags) => tags,
            Err(message) => {
                fault(message);
                continue;
            }
        };
        nesting(&tags, &mut fault);
        for (name, value) in tags.into_iter().flat_map(|tag| tag.attributes) {
            match name {
                "id" if !ids.insert(value.clone()) => fault(format!("two elements have the id `{value}`")),
                "href" | "src" => links.push(value),
                _ => {}
            }
        }
        pages.insert(path, (ids, links));
    }
    for (path, (_, links)) in &pages {
        // Served at any address, so its links begin at the root.
        for link in links.iter().filter(|_| *path != "404.html") {
            faults.extend(dangling(path, link, files, &pages).map(|message| format!("{path}: {message}")));
        }
    }
    faults
}

fn nesting(tags: &[Tag<'_>], fault: &mut impl FnMut(String)) {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags {
        if tag.closing {
            if open.last() != Some(&tag.name) {
                return fault(format!("`</{}>` closes {:?}", tag.name, open.last()));
            }
            open.pop();
            continue;
        }
        if open.contains(&"p") && BLOCKS.contains(&tag.name) {
            fault(format!("`<{}>` stands in a paragraph", tag.name));
        }
        if open.contains(&"a") && tag.name == "a" {
            fault("a link stands in a link".to_owned());
        }
        if !tag.alone {
            open.push(tag.name);
        }
    }
    if let Some(last) = open.last() {
        fault(format!("nothing closes `<{last}>`"));
    }
}

fn dangling(
    from: &str,
    link: &str,
    files: &BTreeMap<String, Vec<u8>>,
    pages: &BTreeMap<&str, (BTreeSet<String>, Vec<String>)>,
) -> Option<String> {
    let (path, fragment) = link.split_once('#').map_or((link, None), |(path, fragment)| (path, Some(fragment)));
    let path = path.split('?').next().unwrap_or_default();
    if path.contains(':') || path.starts_with("//") {
        return None;
    }
    let target = if path.is_empty() { from.to_owned() } else { join(from, &decoded(path)) };
    let target = match files.contains_key(&target) {
        true => target,
        false => format!("{}/index.html", target.trim_end_matches('/')).trim_start_matches('/').to_owned(),
    };
    if !files.contains_key(&target) {
        return Some(format!("`{link}` leads to no file"));
    }
    let ids = pages.get(target.as_str()).map(|(ids, _)| ids)?;
    let fragment = fragment.filter(|fragment| !fragment.is_empty())?;
    (!ids.contains(fragment)).then(|| format!("`{link}` leads to no element"))
}

fn decoded(path: &str) -> String {
    let mut bytes = Vec::new();
    let mut parts = path.split('%');
    bytes.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).expect("two digits follow a percent sign"));
        bytes.extend(part[2..].bytes());
    }
    String::from_utf8(bytes).expect("an address is UTF-8")
}

fn join(from: &str, path: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn tags(html: &str) -> Result<Vec<Tag<'_>>, String> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with('!') {
            let end = if rest.starts_with("!--") { "-->" } else { ">" };
            rest = rest.split_once(end).ok_or("a comment that nothing closes")?.1;
            continue;
        }
        let (tag, after) = tag(rest)?;
        rest = after;
        if !tag.closing && ["script", "style"].contains(&tag.name) {
            let end = format!("</{}", tag.name);
            rest = &rest[rest.find(&end).ok_or("a script that nothing closes")?..];
        }
        tags.push(tag);
    }
    Ok(tags)
}

fn tag(rest: &str) -> Result<(Tag<'_>, &str), String> {
    let shown = || format!("`<{}` is no tag", rest.chars().take(20).collect::<String>());
    let (closing, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).ok_or_else(shown)?;
    let (name, mut rest) = rest.split_at(end);
    if name.is_empty() {
        return Err(shown());
    }
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            return Ok((Tag { name, closing, alone: VOID.contains(&name), attributes }, after));
        }
        if let Some(after) = rest.strip_prefix("/>") {
            return Ok((Tag { name, closing, alone: true, attributes }, after));
        }
        let end = rest.find(|c: char| c == '=' || c == '>' || c.is_whitespace()).ok_or_else(shown)?;
        let (attribute, after) = rest.split_at(end);
        match after.strip_prefix("=\"") {
            Some(value) => {
                let (value, after) = value.split_once('"').ok_or_else(shown)?;
                let value = value.replace("&quot;", "\"").replace("&#39;", "'").replace("&#x27;", "'");
                let value =
                    value.replace("&lt;", "<").replace("&gt;", ">").replace("&#x2F;", "/").replace("&amp;", "&");
                attributes.push((attribute, value));
                rest = after;
            }
            None if attribute.is_empty() || after.starts_with('=') => return Err(shown()),
            None => {
                attributes.push((attribute, String::new()));
                rest = after;
            }
        }
    }
}
