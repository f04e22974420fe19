//! A file whose trace says that it would come out the same does come out the same, and so does one that is made of parts that
//! were kept: random edits of a site with everything in it, and after each every file made anew and compared.

use ibid::compile::{Options, compile};
use ibid::disk::load::load;
use ibid::parts::{Kept, Part};
use ibid::path::{FilePath, OutPath};
use ibid::render::{Artefact, Facts, Piece, Plan, Theme, dress, plan, plan_with};
use ibid::site::Site;
use ibid::trace::{self, Fact};
use ibid::world::{File, Sha256, World};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// What the repository's own site has not: several briefings about the same, with dates, topics, links and code.
const MORE: &[(&str, &str)] = &[
    (
        "content/briefings/tariffs.md",
        "---\ntitle: What was said of Kyiv\ndate: 2026-03-01\nas_of: 2026-03-02\ntopics: [War, Talks]\nsummary: Words on Kyiv.\n---\n\nSteve Witkoff spoke with NPR [@npr-witkoff#p3]. See [[Vladimir Putin]] and [the other](witkoff-diplomacy.md).\n\n- 2025-04-11 — He flew to Russia [@peace-talks-article#p4].\n- 2025-05 — Nobody knows [@judgement].\n\n```rust\nfn main() {}\n```\n",
    ),
    (
        "content/briefings/gaza.md",
        "---\ntitle: Gaza in two sources\ndate: 2026-03-05\ntopics: [Talks]\ncorrections:\n  - date: 2026-03-06\n    text: A name was misspelled.\n---\n\nOf Gaza both sources speak [@npr-witkoff#p5; @peace-talks-article#p2]. Volodymyr Zelenskyy did not agree [@npr-witkoff#p6].\n\n## Later\n\nA claim that nobody supports. Donald Trump said so [citation needed].\n\n- 2025-04-11 — The same flight [@peace-talks-article#p4].\n",
    ),
    ("content/topics/talks.md", "---\ntitle: Talks\n---\n\nWhat was said at tables.\n"),
    (
        "content/sources/letter.md",
        "---\ntitle: A letter\nrights: excerpt\ndate: 2026-02-01\n---\n\n## Of Kyiv\n\nDonald Trump wrote to Kyiv, and Volodymyr Zelenskyy wrote back. {#p1}\n\nNobody in Moscow answered the letter. {#p2}\n",
    ),
    (
        "content/briefings/post.md",
        "---\ntitle: The letter\ndate: 2026-02-03\ntopics: [War]\n---\n\n“Nobody in Moscow answered” [@letter#p2]. The rest is in [the first passage](../sources/letter.md).\n",
    ),
];

/// Numbers that look random, the same in every run (Knuth's multiplier for linear congruences).
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % sides
    }
}

fn world() -> World {
    let mut world = load(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    for (path, text) in MORE {
        put(&mut world, &FilePath::new(path).unwrap(), (*text).to_owned());
    }
    let config = "title = \"Harbour\"\nbase_url = \"https://ibid.example/x/\"\n";
    put(&mut world, &FilePath::new("ibid.toml").unwrap(), config.to_owned());
    world
}

fn put(world: &mut World, path: &FilePath, text: String) {
    world.files.insert(path.clone(), Arc::new(File::new(text)));
}

/// Something that a writer does to a page. It may make mistakes: a site is made of those too.
fn edit(world: &mut World, dice: &mut Dice) -> String {
    let pages: Vec<FilePath> = world.files.keys().filter(|path| path.extension() == Some("md")).cloned().collect();
    // Briefings are edited most.
    let briefings: Vec<&FilePath> = pages.iter().filter(|path| path.as_str().contains("/briefings/")).collect();
    let path =
        if dice.throw(2) == 0 { briefings[dice.throw(briefings.len())] } else { &pages[dice.throw(pages.len())] };
    let text = world.files[path].text().to_owned();
    let front = text.find("\n---\n").map_or(0, |at| at + 5);
    let mut paragraphs: Vec<&str> = text[front..].split("\n\n").collect();
    let at = dice.throw(paragraphs.len());
    let kind = dice.throw(12);
    let added;
    let (mut head, mut body) = (text[..front].to_owned(), None);
    match kind {
        0 => paragraphs.insert(at, "Another sentence stands here, without a source."),
        1 => drop(paragraphs.remove(at)),
        2 => paragraphs.swap(0, at),
        3 => {
            let target = pages[dice.throw(pages.len())].stem();
            added = format!(
                "It is told in [[{target}]], and by Steve Witkoff of NPR [@npr-witkoff#p{}].",
                1 + dice.throw(9)
            );
            paragraphs.insert(at, &added);
        }
        4 => {
            added = format!("- 2025-04-1{} — Something happened in Kyiv [@letter#p1].", dice.throw(3));
            paragraphs.insert(at, &added);
        }
        5 => body = Some(text[front..].replacen("[@", "[see @", 1)),
        6 => body = Some(text[front..].replacen(". ", ", and so on. ", 1)),
        7 => body = Some(text[front..].replacen("Trump", "Vance", 1)),
        8 => head = head.replacen("title: ", "updated: 2026-04-01\ntitle: ", 1),
        9 => head = head.replacen("date: 20", "date: 19", 1),
        10 => head = head.replacen("title: ", "summary: In a few words.\ntitle: ", 1),
        _ => head = head.replacen("rights: full", "rights: excerpt", 1),
    }
    let body = body.unwrap_or_else(|| paragraphs.join("\n\n"));
    put(world, path, head + &body);
    format!("edit {kind} of {path}")
}

/// How a file was made.
struct Made {
    bytes: Vec<u8>,
    looked_at: Vec<Fact>,
    print: Option<Sha256>,
}

/// Every file of a site that is made of text; of those whose trace is known, whether it would come out the same.
fn make(world: World, before: &BTreeMap<OutPath, Made>) -> (BTreeMap<OutPath, Made>, BTreeMap<OutPath, bool>) {
    let (site, theme) = dress(compile(world, Options::default()));
    let plan: Plan = plan(&site);
    let facts = Facts::of(&site, &plan);
    let mut same = BTreeMap::new();
    let files = plan.artefacts.iter().map(|(path, artefact): (&OutPath, &Artefact)| {
        let known = before.get(path).and_then(|made| Some((made, made.print?)));
        if let Some((made, print)) = known {
            same.insert(path.clone(), facts.print(artefact, &plan, &made.looked_at) == Some(print));
        }
        let (bytes, looked_at) = trace::record(|| plan.bytes(artefact, &site, &theme).unwrap().into_owned());
        let print = facts.print(artefact, &plan, &looked_at);
        (path.clone(), Made { bytes, looked_at, print })
    });
    (files.collect(), same)
}

/// Every file that is made of text, by a plan.
fn bytes(site: &Site, theme: &Theme, plan: &Plan) -> BTreeMap<OutPath, Vec<u8>> {
    let file = |(path, artefact): (&OutPath, &Artefact)| {
        (path.clone(), plan.bytes(artefact, site, theme).unwrap().into_owned())
    };
    plan.artefacts.iter().map(file).collect()
}

/// The evidence of a site whose plan was left these parts, with what it takes from the evidence that was published.
fn patched(site: &Site, plan: &Plan, published: &Published) -> (Published, usize) {
    let evidence = plan.evidence(site, published.print);
    let (mut text, mut taken) = (Vec::new(), 0);
    for piece in evidence.pieces() {
        match piece {
            Piece::New(new) => text.extend_from_slice(new.as_bytes()),
            Piece::Published(range) => {
                let range = range.start as usize..range.end as usize;
                taken += range.len();
                text.extend_from_slice(&published.text[range]);
            }
        }
    }
    (Published { print: evidence.print(), text }, taken)
}

/// The evidence as it stands after a build.
#[derive(Default)]
struct Published {
    print: Option<Sha256>,
    text: Vec<u8>,
}

/// Holds every file of a plan that was left these parts to the one of a plan that knows nothing, and says what it leaves.
fn assert_same_with(
    (kept, published): (Kept, Published),
    world: &World,
    made: &BTreeMap<OutPath, Made>,
    context: &str,
) -> (Kept, Published) {
    let (site, theme) = dress(compile(world.clone(), Options::default()));
    let plan = plan_with(&site, kept);
    let (published, _) = patched(&site, &plan, &published);
    assert!(
        published.text == made[&OutPath::new("evidence.json").unwrap()].bytes,
        "{context}: the evidence is another when it is patched"
    );
    let files = bytes(&site, &theme, &plan);
    assert!(files.keys().eq(made.keys()), "{context}: other files");
    for (path, bytes) in files {
        assert!(bytes == made[&path].bytes, "{context}: `{path}` is another with parts that were kept");
    }
    (plan.keep(), published)
}

#[test]
fn what_a_trace_says_is_the_same_is_the_same() {
    let (mut same_files, mut all) = (0, 0);
    for seed in 0..2 {
        let mut dice = Dice(seed);
        let mut world = world();
        let (mut before, _) = make(world.clone(), &BTreeMap::new());
        let mut kept = assert_same_with(Default::default(), &world, &before, "at first");
        for step in 0..8 {
            let edits: Vec<String> = (0..=dice.throw(3) / 2).map(|_| edit(&mut world, &mut dice)).collect();
            let (after, same) = make(world.clone(), &before);
            for (path, _) in same.iter().filter(|(_, is_same)| **is_same) {
                let is_same = before[path].bytes == after[path].bytes;
                assert!(is_same, "seed {seed}, step {step}: `{path}` is another after {edits:?}");
            }
            kept = assert_same_with(kept, &world, &after, &format!("seed {seed}, step {step}, {edits:?}"));
            same_files += same.values().filter(|is_same| **is_same).count();
            all += same.len();
            before = after;
        }
    }
    assert!(2 * same_files > all, "{same_files} of {all} files were known to be the same");
}

#[test]
fn what_only_a_writer_of_sources_does_is_seen_by_parts() {
    let mut world = world();
    let letter = FilePath::new("content/sources/letter.md").unwrap();
    let (first, _) = make(world.clone(), &BTreeMap::new());
    let mut kept = assert_same_with(Default::default(), &world, &first, "at first");
    let mut last = first;
    for (from, to) in [
        ("rights: excerpt", "rights: full"),
        ("Donald Trump wrote to Kyiv", "Steve Witkoff wrote to Kyiv"),
        ("rights: full", "rights: none"),
        ("rights: none", "rights: full\nlanguage: de"),
        ("title: A letter", "title: A note\npublisher: The post"),
        ("rights: full", "rights: full\ndraft: true"),
        ("draft: true\n", ""),
        ("answered the letter. {#p2}", "answered the letter. {#p2}\n\nThat was all. {#p3}"),
        ("key: letter", "key: note"),
    ] {
        let text = world.files[&letter].text().replacen(from, to, 1);
        put(&mut world, &letter, text);
        let (made, _) = make(world.clone(), &BTreeMap::new());
        kept = assert_same_with(kept, &world, &made, to);
        last = made;
    }
    let new = "---\ntitle: A new page\n---\n\nDonald Trump is named here [@letter#p1; @npr-witkoff#p5].\n";
    put(&mut world, &FilePath::new("content/briefings/a-new-page.md").unwrap(), new.to_owned());
    let (made, _) = make(world.clone(), &BTreeMap::new());
    assert_ne!(made.len(), last.len());
    kept = assert_same_with(kept, &world, &made, "a new page");
    world.files.remove("content/briefings/tariffs.md");
    let (made, _) = make(world.clone(), &BTreeMap::new());
    assert_same_with(kept, &world, &made, "a page that is gone");
}

#[test]
fn an_edit_of_a_briefing_concerns_few_files() {
    let mut world = world();
    let (before, _) = make(world.clone(), &BTreeMap::new());
    let path = FilePath::new("content/briefings/post.md").unwrap();
    let text = world.files[&path].text().replace("The rest is in", "And the rest stands in");
    put(&mut world, &path, text);
    let (after, same) = make(world, &before);
    let changed = |path: &&OutPath| after[*path].bytes != before[*path].bytes;
    let made: Vec<&str> = same.iter().filter(|(_, same)| !**same).map(|(path, _)| path.as_str()).collect();
    let needed: Vec<&OutPath> = same.keys().filter(changed).collect();
    assert!(needed.iter().all(|path| made.contains(&path.as_str())));
    assert!(same[&OutPath::new("graph.json").unwrap()], "it ties the pages, and says none of their words");
    // The page itself, its text in the search, and the source that prints the statement.
    assert_eq!(made, ["briefings/post/index.html", "search/t0.js", "sources/letter/index.html"]);
}

/// What is kept, with other bytes of the same length.
fn forge(kept: &Kept, name: &str, from: &str, to: &str) -> Kept {
    assert_eq!(from.len(), to.len());
    let forge = |part: &Part| {
        let mut bytes = part.bytes.to_vec();
        let places: Vec<usize> = memchr::memmem::find_iter(&part.bytes, from.as_bytes()).collect();
        places.into_iter().for_each(|at| bytes[at..at + to.len()].copy_from_slice(to.as_bytes()));
        Part { bytes: bytes.into(), ..part.clone() }
    };
    let mut forged = kept.clone();
    forged.put(name, kept.of(name).iter().map(forge).collect());
    assert_ne!(&forged, kept, "`{name}` says “{from}”");
    forged
}

/// What a site shows of a letter when its plan is left these parts, and what that leaves.
fn show(world: &World, kept: Kept, files: &[&str]) -> (Vec<String>, Kept) {
    let (site, theme) = dress(compile(world.clone(), Options::default()));
    let plan = plan_with(&site, kept);
    let file = |file: &&str| plan.bytes(&plan.find(&site, file).unwrap(), &site, &theme).unwrap().into_owned();
    (files.iter().map(file).map(|bytes| String::from_utf8(bytes).unwrap()).collect(), plan.keep())
}

#[test]
fn what_one_plan_keeps_serves_the_next_if_it_is_made_of_the_same() {
    let files = ["bibliography/index.html", "sources/letter/index.html", "sources/letter/letter.ris"];
    let mut world = world();
    let (first, kept) = show(&world, Kept::default(), &files);
    assert_eq!(show(&world, kept.clone(), &files), (first.clone(), kept.clone()));
    let forged = forge(&kept, "references", "A letter", "A forger");
    let (believed, _) = show(&world, forged.clone(), &files);
    assert!(believed[..2].iter().all(|page| page.contains("A forger")), "kept entries are used");
    let letter = FilePath::new("content/sources/letter.md").unwrap();
    let text = world.files[&letter].text().replace("date: 2026-02-01", "date: 2026-02-02");
    put(&mut world, &letter, text);
    let (anew, _) = show(&world, Kept::default(), &files);
    assert_ne!(anew, first);
    assert_eq!(show(&world, forged, &files).0, anew, "of another source they are not");
    assert_eq!(show(&world, kept, &files).0, anew);
}

#[test]
fn the_search_reads_only_batches_of_which_a_page_changed() {
    let files = ["search/index.js", "search/w0.js", "search/t0.js"];
    let mut world = world();
    // A site of several batches.
    for number in 0..300 {
        let text = format!("---\ntitle: Page {number}\n---\n\nThe word{number} stands in the abaharbour.\n");
        put(&mut world, &FilePath::new(&format!("content/briefings/page-{number}.md")).unwrap(), text);
    }
    let (first, kept) = show(&world, Kept::default(), &files);
    assert!(kept.of("search").len() > 2, "{}", kept.of("search").len());
    assert_eq!(show(&world, kept.clone(), &files), (first.clone(), kept.clone()));
    let forged = forge(&kept, "search", "abaharbour", "abaharvest");
    assert_ne!(show(&world, forged, &files).0[1], first[1], "kept batches are used");
    let changed = FilePath::new("content/briefings/page-7.md").unwrap();
    put(&mut world, &changed, "---\ntitle: Page 7\n---\n\nThe quay is new.\n".to_owned());
    let (anew, made) = show(&world, Kept::default(), &files);
    assert_eq!(show(&world, kept.clone(), &files), (anew, made.clone()));
    let both = made.of("search").iter().zip(kept.of("search"));
    assert_eq!(both.filter(|(now, before)| now != before).count(), 1);
    let mut damaged = kept.clone();
    let cut = |part: &Part| Part { bytes: part.bytes[1..].to_vec().into(), ..part.clone() };
    damaged.put("search", kept.of("search").iter().map(cut).collect());
    assert_eq!(show(&world, damaged, &files).0, show(&world, Kept::default(), &files).0);
}

#[test]
fn what_words_say_of_each_other_is_read_again_only_where_a_source_changed() {
    let files = ["sources/npr-witkoff/index.html", "people/dan-baer/index.html", "graph.json"];
    let mut world = world();
    let text = "---\ntitle: TITLE\nrights: full\n---\n\nThe ferry left the quay of the northern harbour at noon on Monday, with all of its crew on board. {#p1}\n";
    for title in ["Log", "Diary"] {
        let path = FilePath::new(&format!("content/sources/{}.md", title.to_lowercase())).unwrap();
        put(&mut world, &path, text.replace("TITLE", title));
    }
    let (first, kept) = show(&world, Kept::default(), &files);
    assert!(show(&world, kept.clone(), &files) == (first.clone(), kept.clone()));
    // Nothing echoes, nothing is named, nobody said anything: no entries in one list, or in two.
    let hollow = |names: &[(&str, usize)]| {
        let mut hollow = kept.clone();
        for (name, lists) in names {
            let part = |part: &Part| Part { bytes: vec![0; *lists].into(), ..part.clone() };
            hollow.put(name, kept.of(name).iter().map(part).collect());
        }
        hollow
    };
    for part in [("echoes", 2), ("named", 1), ("spoken", 1)] {
        assert!(show(&world, hollow(&[part]), &files).0 != first, "`{}` is used", part.0);
    }
    let post = FilePath::new("content/briefings/post.md").unwrap();
    let text = world.files[&post].text().replace("The rest is in", "And the rest stands in");
    put(&mut world, &post, text.replace("title: The letter", "title: The post"));
    let (_, after) = show(&world, kept.clone(), &files);
    assert_eq!(after.of("echoes"), kept.of("echoes"), "a briefing has another title");
    let source = FilePath::new("content/sources/npr-witkoff.md").unwrap();
    let text = world.files[&source].text().replacen("Witkoff", "Putin", 1);
    put(&mut world, &source, text);
    let anew = show(&world, Kept::default(), &files);
    assert!(show(&world, hollow(&[("echoes", 2), ("named", 1), ("spoken", 1)]), &files) == anew);
}

#[test]
fn evidence_is_taken_from_where_it_is_published_but_for_what_changed() {
    let mut world = world();
    let site = |world: &World| dress(compile(world.clone(), Options::default())).0;
    let first = site(&world);
    let plan = plan_with(&first, Kept::default());
    let (published, taken) = patched(&first, &plan, &Published::default());
    assert_eq!(taken, 0, "nothing is published yet");
    let kept = plan.keep();
    let path = FilePath::new("content/briefings/post.md").unwrap();
    let text = world.files[&path].text().replace("The rest is in", "And the rest stands in");
    put(&mut world, &path, text + "\nNobody in Moscow answered [@letter#p2].\n");
    let second = site(&world);
    let whole = plan_with(&second, Kept::default()).evidence(&second, None).into_text().unwrap();
    let plan = plan_with(&second, kept.clone());
    let (again, taken) = patched(&second, &plan, &published);
    assert!(again.text == whole.as_bytes() && again.text != published.text);
    assert!(taken * 10 > whole.len() * 9, "{taken} of {} bytes are taken", whole.len());
    assert!(plan.evidence(&second, None).into_text().is_some(), "where none is published, all is made");
    let other = Published { print: Some(Sha256::of(b"another")), ..published };
    assert_eq!(patched(&second, &plan_with(&second, kept), &other).1, 0, "nothing is known of another file");
}

#[test]
fn briefings_go_with_the_same_others_as_long_as_they_have_the_same() {
    let files = ["briefings/tariffs/index.html", "briefings/gaza/index.html", "graph.json"];
    let mut world = world();
    let (first, kept) = show(&world, Kept::default(), &files);
    let post = FilePath::new("content/briefings/tariffs.md").unwrap();
    let edit = |world: &mut World, from: &str, to: &str| {
        let text = world.files[&post].text().replacen(from, to, 1);
        put(world, &post, text);
    };
    edit(&mut world, "Nobody knows", "And nobody knows");
    let (_, after) = show(&world, kept.clone(), &files);
    assert_eq!(after.of("related"), kept.of("related"));
    let mut hollow = kept.clone();
    let pages = kept.of("related")[0].bytes[0];
    let part = Part { bytes: [vec![pages], vec![0; pages.into()]].concat().into(), ..kept.of("related")[0].clone() };
    hollow.put("related", vec![part]);
    assert!(show(&world, hollow.clone(), &files).0 != show(&world, kept, &files).0, "those that were kept are used");
    for (from, to) in [
        ("topics: [War, Talks]", "topics: [War]"),
        ("date: 2026-03-01", "date: 2026-03-09"),
        ("@npr-witkoff#p3", "@letter#p1"),
    ] {
        edit(&mut world, from, to);
        let anew = show(&world, Kept::default(), &files);
        assert!(show(&world, hollow.clone(), &files) == anew, "{to}");
    }
    assert!(first != show(&world, Kept::default(), &files).0);
}
