//! A site that is compiled after another is the site that is compiled by itself: random edits, each compiled both ways, and
//! everything compared that comes of it, to the bytes of every file.

use ibid::compile::{Options, compile, compile_after};
use ibid::memory::{self, Memory};
use ibid::path::FilePath;
use ibid::render::{Plan, dress, plan, plan_pages, plan_pages_after};
use ibid::site::Site;
use ibid::world::{Asset, File, World};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a file may say; empty where it is not there. Every choice is one that another page can see.
const FILES: &[(&str, &[&str])] = &[
    (
        "ibid.toml",
        &["title = \"Harbour\"\nbase_url = \"https://ibid.example/\"\n", "title = \"Harbour\"\nautolink = false\n"],
    ),
    (
        "content/sources/minutes.md",
        &[
            "---\ntitle: Minutes\nkey: minutes\nrights: full\n---\n\nThe toll fell by four percent. {#p1}\n\nMara Olsen said that the harbour stays open. {#p2}\n",
            "---\ntitle: Minutes\nkey: minutes\nrights: full\n---\n\nThe toll fell by five percent. {#p1}\n\nMara Olsen said that the harbour stays open. {#p2}\n",
            "---\ntitle: Minutes\nkey: minutes\nrights: excerpt\n---\n\nMara Olsen said that the harbour stays open. {#p2}\n",
            "---\ntitle: The minutes of March\nkey: minutes-3\n---\n\nThe toll fell by four percent. {#p1}\n",
            "---\ntitle: Minutes\nkey: minutes\nlanguage: fr\ndraft: true\n---\n\nLe port reste ouvert. {#p1}\n",
            "",
        ],
    ),
    (
        "content/sources/letter.md",
        &[
            "---\ntitle: Letter\nkey: letter\nrights: full\n---\n\nThe quay needs stone, wrote Mara Olsen. {#p1}\n",
            "---\ntitle: Letter\nkey: letter\nrights: full\n---\n\nThe quay needs stone, wrote Mara Olsen. {#p1}\n\nThe toll fell by four percent. {#p2}\n",
            "---\ntitle: Letter\nkey: minutes\n---\n\nThe quay needs stone. {#p1}\n",
        ],
    ),
    (
        "content/briefings/a.md",
        &[
            "---\ntitle: Alpha\ntopics: [tolls]\n---\n\nThe toll “fell by four percent” [@minutes#p1]. Mara Olsen agreed [@letter#p1].\n\n## Later\n\nSee [[Beta]].\n",
            "---\ntitle: Alpha\ntopics: [tolls]\n---\n\nNothing of the toll is known [@judgement].\n\n## Soon\n\nSee [[Beta]].\n",
            "---\ntitle: Alpha\nsummary: It “fell by four percent” [@minutes#p1].\naliases: [/old/]\n---\n\nThe harbour stays open [@minutes#p2].\n",
            "---\ntitle: Alpha and more\nslug: other\ndraft: true\n---\n\nNothing.\n",
        ],
    ),
    (
        "content/briefings/b.md",
        &[
            "---\ntitle: Beta\ntopics: [tolls, stone]\n---\n\nStone is needed, as [Alpha](a.md#later) says [@letter]. Mara Olsen wrote of it.\n\n![](map.png)\n",
            "---\ntitle: Beta\ntopics: [tolls, stone]\n---\n\n“The quay needs stone” [@letter#p1], and “the toll fell by five percent” [@minutes#p1].\n",
            "---\ntitle: Beta\naliases: [/old/]\nstrict: true\n---\n\nA claim without a source. See [[Alpha]] and [[Mara Olsen]].\n",
            "",
        ],
    ),
    (
        "content/people/olsen.md",
        &[
            "---\ntitle: Mara Olsen\nnames: [Olsen]\n---\n\nThe mayor. See [[Minutes]].\n",
            "---\ntitle: Mara Olsen\n---\n\nThe mayor.\n",
            "---\ntitle: M. Olsen\nkind: organisation\n---\n\nA firm.\n",
            "",
        ],
    ),
    ("content/briefings/c.md", &["", "---\ntitle: Alpha\n---\n\nAnother of that name [@letter#p2].\n"]),
    ("names.toml", &["", "[people]\n\"Jo Berg\" = []\n"]),
    ("content/briefings/map.png", &["not an image", ""]),
];

/// Numbers that look random, the same in every run (Knuth's multiplier for linear congruences).
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % sides
    }
}

/// Every file that there can be, in each of its texts: a world shares what it has with the next.
struct Shelf(BTreeMap<(usize, usize), Arc<File>>);

impl Shelf {
    fn world(&mut self, choices: &[usize]) -> World {
        let mut world = World::default();
        for (number, (&(path, texts), &choice)) in FILES.iter().zip(choices).enumerate() {
            let (path, text) = (FilePath::new(path).unwrap(), texts[choice]);
            if text.is_empty() {
                continue;
            }
            if path.extension() == Some("png") {
                let asset = Asset::of(&path, text.as_bytes());
                world.assets.insert(path, asset);
            } else {
                let file = self.0.entry((number, choice)).or_insert_with(|| Arc::new(File::new(text.to_owned())));
                world.files.insert(path, Arc::clone(file));
            }
        }
        world
    }
}

/// All that a site gives: what was found, and its files.
type Outcome = (String, BTreeMap<String, Vec<u8>>);

fn outcome(site: Site) -> Outcome {
    let (site, theme) = dress(site);
    let plan = plan(&site);
    let bytes = |(path, artefact)| (format!("{path}"), plan.bytes(artefact, &site, &theme).unwrap().into_owned());
    let files = plan.artefacts.iter().map(bytes).collect();
    (found(&site), files)
}

/// The same of these files and of all that are planned, made as a server does: by a plan that follows another.
fn outcome_after(site: Site, before: &(Site, Plan), files: &Outcome) -> (Outcome, (Site, Plan)) {
    let (site, theme) = dress(site);
    let plan = plan_pages_after(&site, Some((&before.0, &before.1)));
    let planned = plan.artefacts.keys().map(ToString::to_string);
    let paths: BTreeSet<String> = planned.chain(files.1.keys().cloned()).collect();
    let bytes =
        |path: String| Some((path.clone(), plan.bytes(&plan.find(&site, &path)?, &site, &theme).unwrap().into_owned()));
    let files = paths.into_iter().filter_map(bytes).collect();
    ((found(&site), files), (site, plan))
}

fn found(site: &Site) -> String {
    format!("{:#?}\n{:#?}\n{:#?}", site.diagnostics, site.bindings, site.graph)
}

fn planned(site: Site) -> (Site, Plan) {
    let plan = plan_pages(&site);
    (site, plan)
}

#[test]
fn a_site_that_is_compiled_after_another_is_the_same() {
    let mut shelf = Shelf(BTreeMap::new());
    for seed in 0..4 {
        let mut dice = Dice(seed);
        let mut choices = vec![0; FILES.len()];
        let mut before = planned(compile(shelf.world(&choices), Options::default()));
        for step in 0..20 {
            // Now and then several files change at once.
            for _ in 0..=dice.throw(3) / 2 {
                let file = dice.throw(FILES.len());
                choices[file] = dice.throw(FILES[file].1.len());
            }
            let world = shelf.world(&choices);
            let whole = outcome(compile(world.clone(), Options::default()));
            let site = compile_after(world, Options::default(), Some((&before.0).into()));
            let (outcome, after) = outcome_after(site, &before, &whole);
            assert_eq!(outcome.0, whole.0, "seed {seed}, step {step}: {choices:?}");
            assert_eq!(outcome.1, whole.1, "seed {seed}, step {step}: {choices:?}");
            before = after;
        }
    }
}

#[test]
fn a_site_that_is_compiled_after_a_memory_is_the_same() {
    let options = Options::default();
    let mut shelf = Shelf(BTreeMap::new());
    let mut remembered = 0;
    for seed in 0..4 {
        let mut dice = Dice(100 + seed);
        let mut choices = vec![0; FILES.len()];
        let mut bytes = memory::write(&compile(shelf.world(&choices), options), options).unwrap();
        for step in 0..20 {
            let file = dice.throw(FILES.len());
            choices[file] = dice.throw(FILES[file].1.len());
            let world = shelf.world(&choices);
            let whole = outcome(compile(world.clone(), options));
            let memory = memory::read(&bytes, &world, options);
            remembered += usize::from(memory.is_some());
            let site = compile_after(world, options, memory.as_ref().map(Memory::past));
            bytes = memory::write(&site, options).unwrap();
            assert_eq!(outcome(site), whole, "seed {seed}, step {step}: {choices:?}");
        }
    }
    assert!(remembered > 40, "{remembered} of 80");
}

#[test]
fn a_memory_is_of_use_where_only_pages_changed() {
    let options = Options::default();
    let mut shelf = Shelf(BTreeMap::new());
    let mut choices = vec![0; FILES.len()];
    let bytes = memory::write(&compile(shelf.world(&choices), options), options).unwrap();
    let is_of_use = |world: World, options| memory::read(&bytes, &world, options).is_some();
    assert!(is_of_use(shelf.world(&choices), options));
    assert!(is_of_use(shelf.world(&choices), Options { locked: true, ..options }));
    assert!(!is_of_use(shelf.world(&choices), Options { drafts: true, ..options }));
    assert!(!is_of_use(shelf.world(&choices), Options { strict: true, ..options }));
    for file in 0..FILES.len() {
        choices[file] = 1;
        let (path, _) = FILES[file];
        assert_eq!(is_of_use(shelf.world(&choices), options), path.ends_with(".md"), "{path}");
        choices[file] = 0;
    }
    for length in 0..bytes.len() {
        assert!(memory::read(&bytes[..length], &shelf.world(&choices), options).is_none(), "cut after {length}");
    }
}

#[test]
fn what_is_remembered_is_not_read() {
    let options = Options::default();
    let mut shelf = Shelf(BTreeMap::new());
    let mut choices = vec![0; FILES.len()];
    let bytes = memory::write(&compile(shelf.world(&choices), options), options).unwrap();
    choices[4] = 1;
    let world = shelf.world(&choices);
    let memory = memory::read(&bytes, &world, options).unwrap();
    let after = compile_after(world, options, Some(memory.past()));
    let _ = plan_pages(&after);
    let is_read = |path: &str| after.corpus.pages[after.corpus.by_path(path).unwrap()].is_read();
    assert!(is_read("content/briefings/b.md"));
    // What it quotes is read; whom it names is not.
    assert!(is_read("content/sources/minutes.md"));
    assert!(!is_read("content/people/olsen.md"));
}

#[test]
fn what_has_not_changed_is_not_bound_again() {
    let mut shelf = Shelf(BTreeMap::new());
    let mut choices = vec![0; FILES.len()];
    let before = compile(shelf.world(&choices), Options::default());
    // The words of a briefing, which nobody leans on but by its title.
    choices[4] = 1;
    let after = compile_after(shelf.world(&choices), Options::default(), Some((&before).into()));
    let is_kept = |path: &str| {
        let page = after.corpus.by_path(path).unwrap();
        Arc::ptr_eq(&after.corpus.pages[page], &before.corpus.pages[page])
            && Arc::ptr_eq(&after.bindings.pages[page], &before.bindings.pages[page])
    };
    let kept = ["content/sources/minutes.md", "content/sources/letter.md", "content/people/olsen.md"];
    assert_eq!(kept.map(is_kept), [true; 3]);
    assert!(!is_kept("content/briefings/b.md"));
    // What links to it is bound again, though little can come of it.
    assert!(!is_kept("content/briefings/a.md"));
}
