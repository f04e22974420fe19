//! A `World` → an `Edition`: the compiled site with its theme and its plan, as a build would write it at that moment, and
//! what tells it from others. Pages are made when somebody asks for them; `board` keeps those.

use crate::compile::{Options, compile_after};
use crate::diagnostic::{Diagnostic, Severity};
use crate::page::is_section;
use crate::path::{FilePath, OutPath};
use crate::render::{Artefact, Plan, Theme, dress, plan_pages_after};
use crate::site::Site;
use crate::world::{Sha256, World};
use percent_encoding::percent_decode_str;
use sha2::Digest;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What every page is made with: where it is broken, no page would come out as it is meant.
const SHARED: [&str; 5] = ["ibid.toml", "languages/", "styles/", "templates/", "themes/"];

/// The site of one moment.
pub struct Edition {
    /// Of the moment at which it was shown; no other edition has it.
    pub(super) number: u64,
    pub site: Site,
    theme: Theme,
    plan: Plan,
    /// The path of `base_url`, below which the site lies; begins and ends with `/`.
    pub mount: String,
    /// The files that pages load, each with what tells it from another file.
    assets: BTreeMap<OutPath, Sha256>,
    pub assets_print: String,
    /// The files with errors in them.
    faulty: BTreeSet<FilePath>,
    pub took: Took,
}

/// How long each step took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Took {
    pub compiling: Duration,
    pub planning: Duration,
}

/// A page as it was made once.
#[derive(Debug)]
pub(super) struct Rendered {
    /// With the server's script in it.
    pub bytes: Arc<[u8]>,
    /// Equal for pages that look the same, whatever the addresses of their style sheets.
    pub print: String,
}

impl Edition {
    /// Compiles a world, as a build does; with what has not changed since an earlier edition taken from there.
    pub fn new(world: World, options: Options, before: Option<&Edition>) -> Self {
        let began = Instant::now();
        let (site, theme) = dress(compile_after(world, options, before.map(|before| (&before.site).into())));
        let compiling = began.elapsed();
        let plan = plan_pages_after(&site, before.map(|before| (&before.site, &before.plan)));
        let assets = assets(&site, &theme, &plan);
        let mut all = sha2::Sha256::new();
        assets.iter().for_each(|(path, sha256)| {
            all.update(path.as_str());
            all.update(sha256.as_bytes());
        });
        let errors = site.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        Self {
            number: 0,
            mount: mount(site.config.base_url.as_deref()),
            faulty: errors.map(|error| error.place.path.clone()).collect(),
            assets_print: short(Sha256::from_bytes(all.finalize().into())),
            took: Took { compiling, planning: began.elapsed().saturating_sub(compiling) },
            site,
            theme,
            plan,
            assets,
        }
    }

    /// Whether something is wrong that every page is made with.
    pub(super) fn is_broken(&self) -> bool {
        self.faulty.iter().any(|path| SHARED.iter().any(|shared| path.as_str().starts_with(shared)))
    }

    pub(super) fn is_faulty(&self, path: &FilePath) -> bool {
        self.faulty.contains(path)
    }

    /// What lies at a path of the site.
    pub(super) fn find(&self, path: &str) -> Option<Artefact> {
        self.plan.find(&self.site, path)
    }

    /// The file that a page is written in, if it is written.
    pub(super) fn written_in(&self, artefact: &Artefact) -> Option<&FilePath> {
        let corpus = &self.site.corpus;
        let list = |folder: &str| {
            let own = |page: &&Arc<crate::page::Page>| is_section(&page.path) && page.path.folder() == folder;
            corpus.pages.rows().iter().find(own).map(|page| &page.path)
        };
        match artefact {
            Artefact::Page(page) | Artefact::Redirect(_, page) => Some(&corpus.pages[*page].path),
            Artefact::Topic(address) => corpus.topics[address].own.map(|page| &corpus.pages[page].path),
            Artefact::Home => list("content"),
            Artefact::Section(folder) => list(&format!("content/{folder}")),
            Artefact::Topics => list("content/topics"),
            _ => None,
        }
    }

    /// The bytes of anything but a file that is copied and a photograph.
    pub(super) fn bytes(&self, artefact: &Artefact) -> Result<Vec<u8>, Box<Diagnostic>> {
        self.plan.bytes(artefact, &self.site, &self.theme).map(std::borrow::Cow::into_owned)
    }

    /// A page, ready to be sent.
    pub(super) fn render(&self, artefact: &Artefact) -> Result<Rendered, Box<Diagnostic>> {
        let page = self.bytes(artefact)?;
        Ok(self.equip(&page))
    }

    /// A page with the server's script in it.
    pub(super) fn equip(&self, page: &[u8]) -> Rendered {
        let print = page_print(page);
        let script = format!(
            "<script src=\"/.ibid/serve.js\" data-print=\"{print}\" data-assets=\"{}\" defer></script>\n",
            self.assets_print
        );
        let at = memchr::memmem::find(page, b"</head>").unwrap_or(page.len());
        let bytes = [&page[..at], script.as_bytes(), &page[at..]].concat();
        Rendered { bytes: bytes.into(), print }
    }

    /// The paths of files that an earlier edition had otherwise, or not.
    pub(super) fn changes_since<'a>(&'a self, earlier: &'a Edition) -> Vec<&'a str> {
        let changed = self.assets.iter().filter(|(path, sha256)| earlier.assets.get(*path) != Some(*sha256));
        let gone = earlier.assets.keys().filter(|path| !self.assets.contains_key(*path));
        changed.map(|(path, _)| path.as_str()).chain(gone.map(OutPath::as_str)).collect()
    }
}

/// What pages load and show besides their own text: files that are copied, photographs, style sheets that are made.
fn assets(site: &Site, theme: &Theme, plan: &Plan) -> BTreeMap<OutPath, Sha256> {
    let of = |artefact: &Artefact| match artefact {
        Artefact::Copy(from) | Artefact::Resized(from, _) => site.world.assets.get(from).map(|asset| asset.sha256),
        Artefact::TimelineStyle | Artefact::NoteStyle(_) => {
            plan.bytes(artefact, site, theme).ok().map(|bytes| Sha256::of(&bytes))
        }
        _ => None,
    };
    plan.artefacts.iter().filter_map(|(path, artefact)| Some((path.clone(), of(artefact)?))).collect()
}

/// The path of an address. Pages link to one another relatively, but the page for missing addresses does by this path.
fn mount(base_url: Option<&str>) -> String {
    let path = base_url.and_then(|base| base.split_once("://")?.1.split_once('/')).map_or("", |(_, path)| path);
    let path = percent_decode_str(path).decode_utf8_lossy();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "/".to_owned() } else { format!("/{}/", parts.join("/")) }
}

/// The hash of a page without the hashes in the addresses that it loads: `style.css?h=1a2b3c4d`. Whether those files
/// changed is told apart, so that a style sheet can be exchanged under a page.
fn page_print(page: &[u8]) -> String {
    const MARK: &[u8] = b"?h=";
    const DIGITS: usize = 8;
    let mut hasher = sha2::Sha256::new();
    let mut from = 0;
    for at in memchr::memmem::find_iter(page, MARK) {
        let digits = at + MARK.len();
        let Some(address) = page.get(digits..=digits + DIGITS) else { break };
        // In running text a quotation mark would be `&quot;`.
        if address[..DIGITS].iter().all(u8::is_ascii_hexdigit) && address[DIGITS] == b'"' {
            hasher.update(&page[from..digits]);
            from = digits + DIGITS;
        }
    }
    hasher.update(&page[from..]);
    short(Sha256::from_bytes(hasher.finalize().into()))
}

fn short(sha256: Sha256) -> String {
    format!("{sha256}")[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition(files: &[(&str, &str)]) -> Edition {
        Edition::new(World::from_texts(files.iter().copied()), Options::default(), None)
    }

    #[test]
    fn the_site_lies_where_its_address_says() {
        assert_eq!(mount(None), "/");
        assert_eq!(mount(Some("https://example.org/")), "/");
        assert_eq!(mount(Some("https://example.org/a/b/")), "/a/b/");
        assert_eq!(mount(Some("https://example.org//evil.example/")), "/evil.example/");
        assert_eq!(mount(Some("https://example.org/%C3%A9/")), "/é/");
    }

    #[test]
    fn only_the_addresses_of_files_do_not_count() {
        let page = |rest: &str| page_print(format!("<link href=\"style.css?h={rest}").as_bytes());
        assert_eq!(page("1a2b3c4d\"> text"), page("aaaaaaaa\"> text"));
        assert_ne!(page("1a2b3c4d\"> text"), page("1a2b3c4d\"> other"));
        assert_ne!(page("1a2b3c4d in words"), page("aaaaaaaa in words"));
        assert_ne!(page("1a2b3c4"), page("1a2b3c5"));
    }

    #[test]
    fn a_page_has_the_script_and_is_otherwise_the_one_that_is_built() {
        let edition = edition(&[("ibid.toml", ""), ("content/a.md", "Text.\n")]);
        let artefact = edition.find("a/index.html").unwrap();
        let (built, served) = (edition.bytes(&artefact).unwrap(), edition.render(&artefact).unwrap());
        let served = String::from_utf8(served.bytes.to_vec()).unwrap();
        let (before, rest) = served.split_once("<script src=\"/.ibid/").unwrap();
        let (_, after) = rest.split_once("</script>\n").unwrap();
        assert_eq!(format!("{before}{after}").as_bytes(), built);
        assert_eq!(edition.written_in(&artefact).unwrap().as_str(), "content/a.md");
    }

    #[test]
    fn drafts_are_shown_when_they_are_wanted() {
        let world = || World::from_texts([("ibid.toml", ""), ("content/a.md", "---\ndraft: true\n---\nText.\n")]);
        let shown = |drafts| {
            let edition = Edition::new(world(), Options { drafts, ..Options::default() }, None);
            edition.find("a/index.html").is_some()
        };
        assert_eq!((shown(false), shown(true)), (false, true));
    }

    #[test]
    fn what_every_page_needs_breaks_an_edition_and_a_page_does_not() {
        assert!(!edition(&[("content/a.md", "[@nobody]\n")]).is_broken());
        assert!(edition(&[("content/a.md", "[@nobody]\n")]).is_faulty(&FilePath::new("content/a.md").unwrap()));
        assert!(edition(&[("templates/page.html", "{% if %}")]).is_broken());
        assert!(edition(&[("ibid.toml", "title = ")]).is_broken());
    }
}
