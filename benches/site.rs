//! What a site costs, stage by stage, beside the floor: parsing the same Markdown and printing it as HTML.
//! `cargo bench --bench site`

use ibid::compile::{Options, compile};
use ibid::render::{Artefact, Theme, plan};
use ibid::world::World;
use pulldown_cmark::{Parser, html::push_html};
use rayon::prelude::*;
use std::fmt::Write;

fn main() {
    divan::main();
}

/// So many briefings, each with twelve paragraphs, twelve citations and four quotations; a source to every four.
const SIZES: [usize; 2] = [100, 1000];

const WORDS: [&str; 24] = [
    "harbour", "council", "ferry", "toll", "bridge", "winter", "ledger", "keeper", "grain", "vote", "tide", "letter",
    "market", "repair", "island", "crossing", "engineer", "evening", "storm", "clerk", "budget", "quay", "lantern",
    "petition",
];

/// A sentence that no other number gives.
fn sentence(number: usize) -> String {
    let word = |shift: usize| WORDS[(number / 24usize.pow(shift as u32) + shift * 7) % 24];
    format!("The {} of the {} told the {} about the {} before the {}", word(0), word(1), word(2), word(3), word(4))
}

fn files(briefings: usize) -> Vec<(String, String)> {
    let sources = (briefings / 4).max(1);
    let mut files = vec![("ibid.toml".to_owned(), "base_url = \"https://example.org/\"\n".to_owned())];
    for source in 0..sources {
        let mut text = format!(
            "---\ntitle: Source {source}\nkey: s{source}\npublisher: The Gazette\ndate: 2024\nrights: full\n---\n\n"
        );
        for passage in 1..=20 {
            let number = source * 20 + passage;
            writeln!(text, "{}. {}. {{#p{passage}}}\n", sentence(number), sentence(number + 7))
                .expect("a string takes all");
        }
        files.push((format!("content/sources/s{source}.md"), text));
    }
    for briefing in 0..briefings {
        let mut text = format!("---\ntitle: Briefing {briefing}\ndate: 2025-01-{:02}\n---\n\n", briefing % 28 + 1);
        for paragraph in 1..=12 {
            let (source, passage) = ((briefing + paragraph) % sources, (briefing * 3 + paragraph) % 20 + 1);
            let own = sentence(briefing * 31 + paragraph * 5);
            match paragraph % 3 {
                0 => writeln!(
                    text,
                    "{own}: “{}” [@s{source}#p{passage}]. More follows.\n",
                    sentence(source * 20 + passage)
                ),
                _ => writeln!(text, "{own} [@s{source}#p{passage}]. *More* follows, with `code`.\n"),
            }
            .expect("a string takes all");
        }
        files.push((format!("content/briefings/b{briefing}.md"), text));
    }
    files
}

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
