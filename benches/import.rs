//! What reading a document costs, by format and size: the curve is a line, and a web page of 80 kB takes a few milliseconds.
//! Each document is made of the same sentences.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use ibid::import::{Seed, read};
use ibid::path::FilePath;
use std::fmt::Write;

fn main() {
    divan::main();
}

const SENTENCE: &str = "The ferry crossed the river in fog every morning of that winter, and nobody complained of it, for \
    the rope had been mended by the smith and the horses knew the way.";

/// A text of so many paragraphs, under headings.
fn text(paragraphs: usize) -> String {
    let mut text = String::from("The ferry in fog\n\n");
    for n in 0..paragraphs {
        let heading = if n % 10 == 9 { "What The Ferryman Said\n\n" } else { "" };
        write!(text, "{heading}{n}: {SENTENCE} {SENTENCE}\n\n").expect("a string takes all");
    }
    text
}

/// A web page of so many paragraphs between a menu and teasers; about half of it is machinery.
fn web_page(paragraphs: usize) -> String {
    let mut html = String::from("<!doctype html><html lang=en><head><title>The ferry in fog | The River</title>");
    html.push_str(
        "<meta property='og:site_name' content='The River'><meta name=author content='Ada Stone'></head><body>",
    );
    html.push_str("<nav><ul>");
    html.push_str(&"<li class='menu-item menu-item-type-custom'><a href='/news'>News of the river</a></li>".repeat(40));
    html.push_str("</ul></nav><article><h1>The ferry in fog</h1>");
    for n in 0..paragraphs {
        let class = "paragraph paragraph--type--text story-body__inner";
        write!(html, "<div class='{class}'><p>{n}: {SENTENCE} <a href='/log/{n}'>{SENTENCE}</a></p></div>")
            .expect("a string takes all");
    }
    html.push_str("</article><aside><h2>Read more</h2>");
    html.push_str(&"<div class=teaser><a href='/x'>A bridge for the river, at last</a></div>".repeat(60));
    html.push_str("</aside></body></html>");
    html
}

fn bench(bencher: Bencher<'_, '_>, name: &str, document: &str) {
    let path = FilePath::new(&format!("seeds/{name}")).expect("a path below the root");
    bencher.counter(BytesCount::new(document.len())).bench(|| {
        read(black_box(Seed { path: &path, bytes: document.as_bytes() }), false).expect("the document can be read")
    });
}

#[divan::bench(args = [100, 1000, 10_000], sample_count = 10)]
fn plain_text(bencher: Bencher<'_, '_>, paragraphs: usize) {
    bench(bencher, "log.txt", &text(paragraphs));
}

/// 160 paragraphs make 80 kB.
#[divan::bench(args = [160, 1600], sample_count = 10)]
fn web(bencher: Bencher<'_, '_>, paragraphs: usize) {
    bench(bencher, "log.html", &web_page(paragraphs));
}
