//! Internal links and wikilinks → pages, headings and files. Addresses elsewhere are left alone, unless they run scripts.

use super::{Context, PageBindings};
use crate::corpus::{Address, CONTENT, TOPICS};
use crate::diagnostic::{Code, Finding, nearest};
use crate::page::{LinkForm, LinkMark, Page};
use crate::path::{FilePath, resolve};
use crate::picture::is_image;
use serde::{Deserialize, Serialize};

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum LinkTarget {
    /// A page, and the heading or passage on it.
    Page { page: usize, fragment: Option<String> },
    /// A file that is published as it is.
    Asset(FilePath),
    /// A file that the build makes, below the output folder: `timeline/index.html`.
    Made { file: String },
    /// Another site, as written.
    External,
    /// Nowhere; found where it stands.
    Broken,
}

/// The pages and files that the build makes by itself, by address.
pub(crate) const MADE: &[(&str, &str)] = &[
    ("timeline", "timeline/index.html"),
    ("bibliography", "bibliography/index.html"),
    ("corrections", "corrections/index.html"),
    ("method", "method/index.html"),
    ("search", "search/index.html"),
    ("feed.json", "feed.json"),
    ("feed.xml", "feed.xml"),
    ("sitemap.xml", "sitemap.xml"),
    ("evidence.json", "evidence.json"),
];

pub(super) fn bind_links(context: &Context<'_>, index: usize, bindings: &mut PageBindings) {
    let page = &context.corpus.pages[index];
    for link in &page.links {
        let target = match link.form {
            LinkForm::Wiki => bind_wikilink(context, index, link),
            LinkForm::Markdown | LinkForm::Image => bind_markdown_link(context, index, link),
        };
        let target = target.unwrap_or_else(|finding| {
            bindings.findings.push(*finding);
            LinkTarget::Broken
        });
        if link.form == LinkForm::Image {
            bindings.findings.extend(unfit_image(context, link, &target));
        }
        bindings.links.push(target);
    }
}

fn bind_markdown_link(context: &Context<'_>, index: usize, link: &LinkMark) -> Result<LinkTarget, Box<Finding>> {
    if let Some(scheme) = scheme(&link.target) {
        let runs = ["javascript", "vbscript", "data"].contains(&scheme.to_ascii_lowercase().as_str());
        if runs {
            let finding =
                Finding::new(Code::InvalidMarkdown, link.span, format!("a link must not lead to `{scheme}:`"));
            return Err(Box::new(finding.help("link to a page, a file beside the page, or a web address")));
        }
        return Ok(LinkTarget::External);
    }
    if link.target.starts_with("//") {
        return Ok(LinkTarget::External);
    }
    let (path, fragment) = match link.target.split_once('#') {
        Some((path, fragment)) => (path, Some(percent_decode(fragment))),
        None => (link.target.as_str(), None),
    };
    let path = percent_decode(path.split('?').next().unwrap_or_default());
    if path.is_empty() {
        return to_page(context, index, index, fragment, link);
    }
    let page = &context.corpus.pages[index];
    let below = resolve(CONTENT, page.path.folder(), &path);
    let found = below.as_deref().and_then(|below| find(context, below));
    match found {
        Some(LinkTarget::Page { page: target, .. }) => to_page(context, index, target, fragment, link),
        Some(LinkTarget::Made { file, .. }) if fragment.as_ref().is_some_and(|fragment| !fragment.is_empty()) => {
            let message = format!("`{file}` is made by the build, so what it holds may be called otherwise tomorrow");
            let finding = Finding::new(Code::BrokenLink, link.span, message);
            Err(finding.help("link to the page as a whole, without the `#`").into())
        }
        Some(target) => Ok(target),
        None if link.target.starts_with('@') && link.form == LinkForm::Markdown => Err(Box::new(cites(page, link))),
        None => Err(Box::new(broken(context, link, &path))),
    }
}

/// An image that a browser will not show, or that it would fetch from elsewhere.
fn unfit_image(context: &Context<'_>, link: &LinkMark, target: &LinkTarget) -> Option<Finding> {
    let invalid = |message: String| Finding::new(Code::InvalidImage, link.span, message);
    match target {
        LinkTarget::External => {
            let help = "save it beside the page and name it by its path";
            Some(invalid("every reader's browser would fetch this image from another host".to_owned()).help(help))
        }
        LinkTarget::Asset(path) => {
            let is_named_one = path.extension().is_some_and(is_image);
            let help = "images are AVIF, GIF, JPEG, PNG, SVG and WebP";
            let message = match context.world.assets.get(path).and_then(|asset| asset.picture) {
                Some(_) => return None,
                None if is_named_one => format!("`{path}` cannot be read as an image"),
                None => format!("`{path}` is no image"),
            };
            Some(invalid(message).help(help))
        }
        // A label of a citation has no target, and is reported as one.
        LinkTarget::Page { .. } | LinkTarget::Made { .. } if !link.target.is_empty() => {
            Some(invalid("this is a page, not an image".to_owned()).help("remove the `!` to link to it"))
        }
        LinkTarget::Page { .. } | LinkTarget::Made { .. } | LinkTarget::Broken => None,
    }
}

/// A link that was meant to cite: `[words](@minutes#p1)`.
fn cites(page: &Page, link: &LinkMark) -> Finding {
    let finding = Finding::new(Code::InvalidCitation, link.span, "a link in round brackets cites nothing");
    let words = link.span.of(page.file.text()).split_once("](").map_or("", |(words, _)| words);
    finding.help(format!("write `{words}][{}]`", link.target))
}

/// What lies at a path below the root: `content/briefings/b.md`, also without the extension, or as an address.
fn find(context: &Context<'_>, below: &str) -> Option<LinkTarget> {
    let corpus = context.corpus;
    let by_path = [below.to_owned(), format!("{below}.md"), format!("{below}/_index.md"), format!("{below}/index.md")];
    let by_path = by_path.iter().find_map(|path| corpus.by_path(path));
    let address = below.strip_prefix(CONTENT)?.trim_start_matches('/');
    let address = address.strip_suffix("index.html").unwrap_or(address).trim_end_matches('/');
    let page = by_path.or_else(|| corpus.by_address(&Address::of_folder(address)));
    if let Some(page) = page {
        return Some(LinkTarget::Page { page, fragment: None });
    }
    let assets = [below.to_owned(), format!("static/{address}")];
    if let Some((path, _)) = assets.iter().find_map(|path| context.world.assets.get_key_value(path.as_str())) {
        return Some(LinkTarget::Asset(path.clone()));
    }
    let made = |file: &str| Some(LinkTarget::Made { file: file.to_owned() });
    match MADE.iter().find(|(made, _)| *made == address) {
        // These need absolute addresses.
        Some(("feed.json" | "feed.xml" | "sitemap.xml", _)) if !context.has_base_url => None,
        Some(("corrections", _)) if !corpus.has_corrections() => None,
        Some(("search", _)) if !context.has_search => None,
        Some((_, file)) => made(file),
        None if address == TOPICS && !corpus.topics.is_empty() => made("topics/index.html"),
        None if corpus.topics.contains_key(&Address::of_folder(address)) => made(&format!("{address}/index.html")),
        // A folder's list is made where the folder has no page of its own.
        None if address.is_empty() => made("index.html"),
        None => {
            let folder = context.corpus.sections.get(address)?;
            made(folder.to_out_path().as_str())
        }
    }
}

fn bind_wikilink(context: &Context<'_>, index: usize, link: &LinkMark) -> Result<LinkTarget, Box<Finding>> {
    let (name, fragment) = match link.target.split_once('#') {
        Some((name, fragment)) => (name.trim(), Some(fragment.trim().to_owned())),
        None => (link.target.as_str(), None),
    };
    if name.is_empty() {
        return to_page(context, index, index, fragment, link);
    }
    let named = context.corpus.by_name(name);
    match named {
        [page] => to_page(context, index, *page, fragment, link),
        [] => match find(context, &format!("{CONTENT}/{name}")) {
            Some(LinkTarget::Page { page, .. }) => to_page(context, index, page, fragment, link),
            Some(target) => Ok(target),
            None => Err(Box::new(broken_wikilink(context, link, name))),
        },
        several => {
            let finding = Finding::new(
                Code::AmbiguousLink,
                link.span,
                format!("`[[{name}]]` could mean {} pages", several.len()),
            );
            let related = several.iter().fold(finding, |finding, &page| {
                let page = &context.corpus.pages[page];
                finding.related(
                    &page.path,
                    page.meta.title.as_ref().map_or_else(Default::default, |title| title.span),
                    "it could be this one",
                )
            });
            let first = context.corpus.pages[several[0]].path.as_str();
            let help = format!("link to the file instead: `[{name}](/{})`", first.trim_start_matches("content/"));
            Err(Box::new(related.help(help)))
        }
    }
}

/// A link to a page that is there: whether it is published, and has the heading.
fn to_page(
    context: &Context<'_>,
    from: usize,
    page: usize,
    fragment: Option<String>,
    link: &LinkMark,
) -> Result<LinkTarget, Box<Finding>> {
    let target = &context.corpus.pages[page];
    if target.meta.draft && !context.corpus.pages[from].meta.draft {
        let finding =
            Finding::new(Code::BrokenLink, link.span, format!("`{}` is a draft, so it is not published", target.path));
        return Err(Box::new(finding.help("remove `draft: true` from its front matter, or remove the link")));
    }
    let fragment = fragment.filter(|fragment| !fragment.is_empty());
    let Some(wanted) = fragment else { return Ok(LinkTarget::Page { page, fragment: None }) };
    if let Some(id) = find_anchor(target, &wanted) {
        return Ok(LinkTarget::Page { page, fragment: Some(id) });
    }
    let message = format!("`{}` has no heading `#{wanted}`", target.path);
    let help = match nearest(&wanted, target.headings.iter().map(|heading| heading.id.as_str())) {
        Some(near) => format!("the nearest is `#{near}`"),
        None => "the id of a heading is its text in lower case with hyphens".to_owned(),
    };
    Err(Box::new(Finding::new(Code::BrokenLink, link.span, message).help(help)))
}

/// The id on a page that a fragment names: a heading by its id or its text, or a passage.
fn find_anchor(page: &Page, wanted: &str) -> Option<String> {
    let slug = crate::path::slugify(wanted);
    let by_id = page.headings.iter().find(|heading| heading.id == wanted);
    let heading = by_id.or_else(|| page.headings.iter().find(|heading| heading.id == slug && !slug.is_empty()));
    let passage =
        || crate::key::PassageId::parse(wanted).filter(|id| page.passage(*id).is_some()).map(|id| id.to_string());
    heading.map(|heading| heading.id.clone()).or_else(passage)
}

fn broken(context: &Context<'_>, link: &LinkMark, path: &str) -> Finding {
    let what = if link.form == LinkForm::Image { "image" } else { "page or file" };
    let finding = Finding::new(Code::BrokenLink, link.span, format!("there is no {what} `{path}`"));
    let pages = context.corpus.pages.rows().iter().map(|page| &page.path);
    let files: Vec<&FilePath> =
        pages.chain(context.world.assets.keys().filter(|path| path.as_str().starts_with("content/"))).collect();
    // All Markdown files are alike in their extension.
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md").to_owned();
    let names: Vec<String> = files.iter().map(|file| name(file.as_str())).collect();
    let near = nearest(&name(path), names.iter().map(String::as_str));
    let near = near.and_then(|near| names.iter().position(|name| name == near)).map(|nth| files[nth]);
    finding.help(match (near, link.form) {
        (Some(file), _) => format!(
            "did you mean `/{}`? a path is relative to the file, or begins with `/` at `content/`",
            file.as_str().trim_start_matches("content/")
        ),
        (None, LinkForm::Image) => {
            "put the image there; a path is relative to the file, or begins with `/` at `content/`".to_owned()
        }
        (None, _) => {
            "make the page, or name one that is there, relative to this file or from `/` at `content/`".to_owned()
        }
    })
}

fn broken_wikilink(context: &Context<'_>, link: &LinkMark, name: &str) -> Finding {
    let finding =
        Finding::new(Code::BrokenLink, link.span, format!("no page has the title, name, key or slug `{name}`"));
    let titles = context
        .corpus
        .pages
        .rows()
        .iter()
        .flat_map(|page| std::iter::once(page.title()).chain(page.meta.entity.names.iter().map(String::as_str)));
    let stems = context
        .corpus
        .pages
        .rows()
        .iter()
        .map(|page| page.path.stem())
        .filter(|stem| !["_index", "index"].contains(stem));
    let names = titles.chain(context.corpus.known_keys()).chain(stems);
    finding.help(match nearest(name, names) {
        Some(near) => format!("did you mean `[[{near}]]`?"),
        None => "write the page's title, or make a page that has it".to_owned(),
    })
}

/// The scheme of an absolute address: `https`.
pub(crate) fn scheme(target: &str) -> Option<&str> {
    let (scheme, _) = target.split_once(':')?;
    let sound = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-'));
    sound.then_some(scheme)
}

fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = (first == b'%').then(|| tail.get(..2)).flatten();
        let byte = code.and_then(|code| str::from_utf8(code).ok()).and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_and_escapes() {
        assert_eq!(scheme("https://a"), Some("https"));
        assert_eq!(scheme("mailto:a@b"), Some("mailto"));
        assert_eq!(scheme("a/b:c"), None);
        assert_eq!(scheme("x.md"), None);
        assert_eq!(percent_decode("a%20b%C3%A9%zz"), "a bé%zz");
        assert_eq!(percent_decode("%FF"), "%FF");
    }
}
