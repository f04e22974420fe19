//! Extreme texts come through: nesting that could fill the stack, and pages that repeat one thing thousands of times.
//! Nothing is timed here, so nothing is said about cost; that is what the benchmarks are for.

use ibid::compile::{Options, compile};
use ibid::render::{Theme, plan};
use ibid::world::World;

const SOURCE: &str = "---\ntitle: S\n---\n\nThe words of the source. {#p1}\n";

/// Compiles and renders a site whose briefing has this text.
fn build(briefing: &str) {
    let files = [
        ("ibid.toml", ""),
        ("content/sources/s.md", SOURCE),
        ("content/briefings/a.md", briefing),
        ("content/people/ann.md", "---\ntitle: Ann Ash\n---\n"),
    ];
    let site = compile(World::from_texts(files), Options::default());
    let (theme, _) = Theme::load(&site);
    let plan = plan(&site);
    for artefact in plan.artefacts.values() {
        plan.bytes(artefact, &site, &theme).expect("the default theme renders every page");
    }
}

#[test]
fn deep_nesting_fills_no_stack() {
    let n = 10_000;
    build(&format!("{}x", "> ".repeat(n)));
    build(&format!("{}x", "- ".repeat(n)));
    build(&(0..500).map(|depth| format!("{}- x [@s#p1]\n", " ".repeat(2 * depth))).collect::<String>());
    build(&format!("{}x{}", "*a ".repeat(n), " a*".repeat(n)));
    build(&format!("{}x{}", "[".repeat(n), "]".repeat(n)));
    build(&format!("{}x{}", "![".repeat(n / 5), "](y)".repeat(n / 5)));
    build(&format!("{}x{}", "[[".repeat(n), "]]".repeat(n)));
    build(&format!("{}x{}", "“".repeat(n), "”".repeat(n)));
    build(&format!("{}x", "[@s#p1 ".repeat(n)));
    build(&format!("---\nextra: {}{}\n---\n", "[".repeat(n), "]".repeat(n)));
    build(&format!("+++\nextra = {}{}\n+++\n", "[".repeat(n), "]".repeat(n)));
    build(&"`".repeat(n));
    build(&format!("{}x", "<b>".repeat(n)));
}

#[test]
fn repetitive_texts_build_and_render() {
    let repeated = |text: &str, bytes: usize| text.repeat(bytes / text.len());
    let size = 50_000;
    build(&repeated("word ", 2 * size));
    build(&repeated("The words [@s#p1]. ", size));
    build(&repeated("“The words” [@s#p1] ", size));
    build(&repeated("“The words” so [@s#p1]. ", size));
    build(&repeated("“The words [@s#p1]\n\n", size));
    build(&repeated("- The words [@s#p1]\n", size));
    build(&repeated("- 2026-02-05 — It rained [@s#p1].\n", size));
    build(&repeated("> The words [@s#p1]\n> — He\n\n", size));
    build(&format!("| a |\n| - |\n{}", repeated("| “The words” [@s#p1] |\n", size)));
    build(&repeated("[x](#h) Ann Ash ", size));
    build(&repeated("Ann Ash ", size));
    build(&repeated("# A\n", size));
    build(&repeated("# A{#b}\n", size));
    build(&repeated("`code` “The words” ", size));
    build(&repeated("A @s#p1 b. ", size));
    build(&repeated("`code` and @s#p1 so [@s#p1] ", size));
    build(&repeated("x[^1] ", size / 4));
    build(&(0..500).map(|n| format!("x[^{n}]\n\n[^{n}]: y\n\n")).collect::<String>());
    build(&repeated("<b>x</b> ", size));
    build(&repeated("![x](y.png) ", size));
    build(&repeated("[[Ann Ash|x]] ", size));
}

/// Each citation listed its whole statement below the passage, so the page grew with the square of their number.
#[test]
fn a_statement_that_cites_a_passage_often_is_listed_once() {
    let source = "---\ntitle: S\n---\n\nThe words. {#p1}\n\nMore. {#p2}\n";
    let briefing = format!("It says {}. It is so [@s#p1; @s#p2].\n", "[@s#p1] [@s] ".repeat(1_000));
    let world = World::from_texts([("content/sources/s.md", source), ("content/briefings/a.md", &briefing)]);
    let site = compile(world, Options::default());
    let source = &site.graph.pages[site.corpus.sources().next().unwrap()];
    let listed = source.cited_in.values().map(Vec::len).collect::<Vec<_>>();
    assert_eq!((listed, source.whole_cited_in.len()), (vec![2, 1], 1));
}

#[test]
fn a_large_source_is_read_and_cited() {
    let source: String = (1..=5_000).map(|n| format!("The words of passage {n}. {{#p{n}}}\n\n")).collect();
    let source = format!("---\ntitle: S\n---\n\n{source}");
    let briefing: String = (1..=1_000).map(|n| format!("It says “of passage {n}” [@s#p{n}]. ")).collect();
    let site = compile(
        World::from_texts([("content/sources/s.md", source.as_str()), ("content/briefings/a.md", &briefing)]),
        Options::default(),
    );
    assert_eq!(site.summary().counts.verified, 1_000);
}
