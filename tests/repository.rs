//! The site in this repository: nothing of its seeds is lost, nothing is published that may not be, and nothing is wrong.
#![expect(clippy::disallowed_methods, reason = "reads the repository")]

use ibid::compile::{Options, compile};
use ibid::disk::load::load;
use ibid::page::{Page, fold};
use ibid::render::{Artefact, Theme, plan};
use ibid::site::Site;
use std::path::Path;

fn site() -> Site {
    compile(load(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap(), Options::default())
}

fn sources(site: &Site) -> Vec<&Page> {
    site.corpus.sources().map(|source| &*site.corpus.pages[source]).collect()
}

/// Letters, digits and signs, without white space and capitals.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<String>().to_lowercase()
}

#[test]
fn the_site_has_nothing_to_report_even_under_strict() {
    let world = load(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    for strict in [false, true] {
        let site = compile(world.clone(), Options { strict, ..Options::default() });
        let briefings =
            site.diagnostics.iter().filter(|diagnostic| !diagnostic.place.path.as_str().contains("/method.md"));
        assert_eq!(briefings.collect::<Vec<_>>(), Vec::<&ibid::diagnostic::Diagnostic>::new());
    }
    let summary = site().summary();
    assert!(summary.counts.quotations > 20 && summary.counts.verified == summary.counts.quotations, "{summary:?}");
    assert_eq!(summary.counts.unsourced, 0);
}

/// Promise 4: every line of a seed is in a passage, in a heading, in the metadata, or set apart.
#[test]
fn every_line_of_every_seed_is_accounted_for() {
    let site = site();
    let sources = sources(&site);
    assert_eq!(sources.len(), 2);
    for page in sources {
        let seed = page.meta.source.seed.as_ref().unwrap();
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(seed.value.as_str())).unwrap();
        let label = |speaker: &Option<String>| speaker.as_ref().map(|name| format!("{name}:")).unwrap_or_default();
        let passages = page
            .passages
            .iter()
            .map(|passage| squeeze(&format!("{}{}", label(&passage.speaker), passage.prose.text())));
        let headings = page.headings.iter().map(|heading| squeeze(&heading.text));
        let aside = page.boilerplate.iter().flat_map(|block| block.inside.of(page.file.text()).lines().map(squeeze));
        let kept: Vec<String> = passages.chain(headings).chain(aside).collect();
        let metadata = squeeze(&page.file.text()[..page.body]);
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let whole = squeeze(line);
            let is_kept = |words: &str| kept.iter().any(|kept| kept.contains(words)) || metadata.contains(words);
            let trimmed = |word: &str| squeeze(word).trim_matches([',', ':']).to_owned();
            let in_metadata = |words: &str| words.split_whitespace().all(|word| metadata.contains(&trimmed(word)));
            // A label is shortened to the surname; the full name and the role stand in the metadata.
            let labelled =
                line.split_once(": ").is_some_and(|(name, words)| in_metadata(name) && is_kept(&squeeze(words)));
            let found = is_kept(&whole) || in_metadata(line) || labelled;
            assert!(found, "line {} of `{}` is nowhere on its page: {line}", number + 1, seed.value);
        }
    }
}

#[test]
fn passages_that_the_rights_withhold_are_in_no_file() {
    let site = site();
    let (theme, faults) = Theme::load(&site);
    assert_eq!(faults, []);
    let plan = plan(&site);
    let mut published = String::new();
    for artefact in
        plan.artefacts.values().filter(|artefact| !matches!(artefact, Artefact::Copy(_) | Artefact::Embedded(_)))
    {
        published.push_str(&String::from_utf8_lossy(&plan.bytes(artefact, &site, &theme).unwrap()));
    }
    let published = fold(&published);
    let mut withheld = 0;
    for source in site.corpus.sources() {
        let publishable = &site.graph.pages[source].publishable;
        for (number, passage) in site.corpus.pages[source].passages.iter().enumerate() {
            let words = fold(passage.prose.text());
            // A word or two, such as a greeting, may stand anywhere.
            if !publishable.contains(&number) && words.len() > 30 {
                withheld += 1;
                let start: String = words.chars().take(40).collect();
                assert!(!published.contains(&start), "`{}` is published: {start}", passage.id);
            }
        }
    }
    assert!(withheld > 0, "some passage is withheld, or this proves nothing");
}
