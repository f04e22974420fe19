//! What a site costs, stage by stage, beside the floor: parsing the same Markdown and printing it as HTML.
//! `cargo bench --bench site`

mod desk;

use desk::files;
use ibid::compile::{Options, compile};
use ibid::render::{Artefact, Theme, plan};
use ibid::world::World;
use pulldown_cmark::{Parser, html::push_html};
use rayon::prelude::*;

fn main() {
    divan::main();
}

/// So many briefings; a source to every four.
const SIZES: [usize; 2] = [100, 1000];

fn world(files: &[(String, String)]) -> World {
    World::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

#[divan::bench(args = SIZES)]
fn floor(bencher: divan::Bencher<'_, '_>, briefings: usize) {
    let files = files(briefings);
    bencher.bench(|| {
        files
            .par_iter()
            .map(|(_, text)| {
                let mut html = String::new();
                push_html(&mut html, Parser::new(text));
                html.len()
            })
            .sum::<usize>()
    });
}

/// Reading, binding, verifying, checking.
#[divan::bench(args = SIZES)]
fn check(bencher: divan::Bencher<'_, '_>, briefings: usize) {
    let world = world(&files(briefings));
    bencher.with_inputs(|| world.clone()).bench_values(|world| compile(world, Options::default()));
}

/// Every file of the site, from the site in memory.
#[divan::bench(args = SIZES)]
fn render(bencher: divan::Bencher<'_, '_>, briefings: usize) {
    let site = compile(world(&files(briefings)), Options::default());
    assert!(!site.has_errors(), "the benchmark's site is sound");
    let (theme, _) = Theme::load(&site);
    let plan = plan(&site);
    let files: Vec<&Artefact> = plan.artefacts.values().collect();
    bencher.bench(|| {
        files
            .par_iter()
            .map(|artefact| plan.bytes(artefact, &site, &theme).expect("the theme is sound").len())
            .sum::<usize>()
    });
}
