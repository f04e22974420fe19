//! World → Site: the stages in order. Read this first.
//!
//! Never fails: what is wrong with the content is in the site's diagnostics, and everything else is still there.
//! Build, check, and every other program run this one function.

use crate::bind::{Bindings, Earlier, bind};
use crate::check::{self, Known, Rigour, check, collisions};
use crate::config::{self, Config};
use crate::corpus::{Corpus, corpus_after};
use crate::diagnostic::{Code, Finding};
use crate::graph::{Before, Graph, graph};
use crate::interface::Languages;
use crate::names;
use crate::page::Reading;
use crate::path::FilePath;
use crate::render::check_style;
use crate::seal::{Fault, Seal};
use crate::site::Site;
use crate::themes;
use crate::world::{self, World};
use std::sync::Arc;

/// What the caller sets over the site's own configuration.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// As if `ibid.toml` said `strict = true`, and no page otherwise.
    pub strict: bool,
    /// What the seal does not fit, and what nobody has looked at, is an error, whatever the settings say.
    pub locked: bool,
    /// Drafts count as if they were published.
    pub drafts: bool,
}

/// A site as it was, as far as the next one can begin with it.
#[derive(Clone, Copy)]
pub struct Past<'a> {
    pub(crate) world: &'a World,
    pub(crate) config: &'a Config,
    pub(crate) seal: &'a Seal,
    pub(crate) corpus: &'a Corpus,
    pub(crate) bindings: &'a Bindings,
    pub(crate) graph: &'a Graph,
    pub(crate) collisions: &'a Arc<[(FilePath, Finding)]>,
}

impl<'a> From<&'a Site> for Past<'a> {
    fn from(site: &'a Site) -> Self {
        let Site { world, config, seal, corpus, bindings, graph, collisions, .. } = site;
        Self { world, config, seal, corpus, bindings, graph, collisions }
    }
}

impl Options {
    /// How the pages of a site with this configuration are read.
    pub(crate) fn reading(self, config: &Config) -> Reading {
        let Config { single_quotes, unsafe_html, .. } = *config;
        Reading { single_quotes, unsafe_html, publishes_drafts: self.drafts }
    }
}

/// Reads, resolves, verifies and checks a whole site.
pub fn compile(world: World, options: Options) -> Site {
    compile_after(world, options, None)
}

/// The same, in less time where the site was compiled before and little has changed since: files that both worlds share are
/// not read again, and what rests on them is not bound again. The result is the same.
pub fn compile_after(world: World, options: Options, before: Option<Past<'_>>) -> Site {
    let text = |path: &str| world.files.get(path).map_or("", |file| file.text());
    let (mut config, mut config_findings) = config::parse(text(config::PATH));
    let (seal, seal_findings) = world.files.get(world::LOCK).map(|file| read_seal(file.text())).unwrap_or_default();

    config.strict |= options.strict;

    let corpus = corpus_after(&world, options.reading(&config), before.map(|before| before.corpus));
    // Where pages are found otherwise, what was known of them by their numbers says nothing.
    let before = before.filter(|before| corpus.finds_as(before.corpus));
    let earlier = before.map(|before| Earlier {
        world: before.world,
        corpus: before.corpus,
        seal: before.seal,
        config: before.config,
        bindings: before.bindings,
    });
    let bindings = bind(&world, &corpus, &seal, &config, earlier);
    let earlier = before.map(|before| Before { corpus: before.corpus, bindings: before.bindings, graph: before.graph });
    let graph = graph(&corpus, &bindings, earlier.as_ref());

    let (themes, theme_findings) = themes::chain(&world, &config);
    let tags = corpus.pages.rows().iter().filter_map(|page| page.meta.language.as_deref());
    let (languages, language_findings) = Languages::load(&world, &themes, &config.language, tags);

    let places_stand = |before: &Past<'_>| corpus.is_placed_as(before.corpus) && world.assets == before.world.assets;
    let collisions = match before.filter(places_stand) {
        Some(before) => Arc::clone(before.collisions),
        None => collisions(&world, &corpus).into(),
    };
    let known = Known {
        world: &world,
        corpus: &corpus,
        bindings: &bindings,
        graph: &graph,
        seal: &seal,
        collisions: &collisions,
    };
    let mut diagnostics = check(&known, &config, Rigour { strict: options.strict, locked: options.locked });
    config_findings.extend(check_style(&world, &config));
    diagnostics.extend(check::judge_file(config::PATH, config_findings, &config));
    diagnostics.extend(check::judge_file(world::LOCK, seal_findings, &config));
    diagnostics.extend(check::judge_file(names::PATH, corpus.names.findings.clone(), &config));
    for (path, finding) in theme_findings.into_iter().chain(language_findings) {
        diagnostics.extend(check::judge_file(&path, vec![finding], &config));
    }
    check::sort(&mut diagnostics);
    Site { world, config, seal, corpus, bindings, graph, collisions, themes, languages, diagnostics }
}

fn read_seal(text: &str) -> (Seal, Vec<Finding>) {
    match Seal::parse(text) {
        Ok(seal) => (seal, Vec::new()),
        Err(Fault { span, message, help }) => {
            let finding = Finding::new(Code::InvalidConfig, span, format!("the seal cannot be read: {message}"));
            (Seal::default(), vec![finding.help(help)])
        }
    }
}
