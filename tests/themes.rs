//! Themes as their authors know them: the documents say what templates receive, and a theme that extends the default one
//! changes what it brings and nothing else.
#![expect(clippy::disallowed_methods, reason = "reads the repository")]

#[path = "themes/views.rs"]
mod views;

use ibid::compile::{Options, compile};
use ibid::disk::load::load;
use ibid::render::{Artefact, Theme, plan};
use ibid::world::{File, World};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    fs::read_to_string(repository(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The values of every template, with their types, are written down where the Rust code writes them down.
#[test]
fn the_documents_list_every_value_that_a_template_receives() {
    const PATH: &str = "docs/templates.md";
    const MARK: &str =
        "<!-- What follows is made of src/render/view.rs: UPDATE_EXPECT=1 cargo test --test themes -->\n";
    let page = read(PATH);
    let (own, _) = page.split_once(MARK).unwrap_or_else(|| panic!("{PATH} has the line\n{MARK}"));
    let expected = format!("{own}{MARK}{}", views::markdown(&read("src/render/view.rs")));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(repository(PATH), &expected).unwrap();
    } else {
        assert!(
            page == expected,
            "{PATH} is not what src/render/view.rs says: UPDATE_EXPECT=1 cargo test --test themes"
        );
    }
}

/// Every template and every component of the default theme has its row, and no row tells of one that is gone.
#[test]
fn the_documents_name_every_template_and_component() {
    let page = read("docs/themes.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    let documented: BTreeMap<&str, &str> = rows.filter(|(name, _)| name.ends_with(".html")).collect();
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(repository("themes/default/templates")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let components = text.split("{% component ").skip(1).map(|rest| rest.split('(').next().unwrap());
        for component in components {
            let row = documented.get(name.as_str()).unwrap_or(&"");
            assert!(row.contains(&format!("`{component}(")), "docs/themes.md, `{name}`: no word of `{component}`");
        }
        if !["header.html", "footer.html"].contains(&name.as_str()) {
            assert!(documented.contains_key(name.as_str()), "docs/themes.md has no row for `{name}`");
        }
        names.insert(name);
    }
    for name in documented.keys() {
        assert!(names.contains(*name), "docs/themes.md tells of `{name}`, which is not there");
    }
}

/// A page without the address of its icon, which names the icon's bytes.
fn without_icon(html: &str) -> String {
    match html.split_once("icon.svg?h=") {
        Some((before, after)) => format!("{before}{}", &after[8..]),
        None => html.to_owned(),
    }
}

/// What a site publishes under a theme: what is copied, by the path that it is copied from.
fn published(world: World) -> BTreeMap<String, Vec<u8>> {
    let site = compile(world, Options::default());
    let (theme, faults) = Theme::load(&site);
    assert_eq!(faults, []);
    assert!(!site.has_errors());
    let plan = plan(&site);
    let bytes = |artefact: &Artefact| match artefact {
        Artefact::Copy(from) => from.as_str().as_bytes().to_vec(),
        artefact => plan.bytes(artefact, &site, &theme).unwrap().into_owned(),
    };
    plan.artefacts.iter().map(|(path, artefact)| (path.as_str().to_owned(), bytes(artefact))).collect()
}

fn with_theme(mut world: World, theme: &str) -> World {
    let config = world.files.get_mut("ibid.toml").expect("the site has a configuration");
    let text = format!("theme = \"{theme}\"\n{}", config.text());
    *config = Arc::new(File::new(text));
    world
}

/// The site of the repository, under a theme of four files that extends the default one.
#[test]
fn a_theme_that_extends_the_default_one_changes_what_it_brings_and_nothing_else() {
    let plain = load(&repository("")).unwrap();
    let mut themed = with_theme(plain.clone(), "ledger");
    let brought = load(&repository("tests/data/theme")).unwrap();
    themed.files.extend(brought.files.into_iter().filter(|(path, _)| path.as_str().starts_with("themes/")));
    themed.assets.extend(brought.assets);
    let (plain, themed) = (published(plain), published(themed));
    assert_eq!(plain.keys().collect::<Vec<_>>(), themed.keys().collect::<Vec<_>>());
    assert_eq!(themed["icon.svg"], b"themes/ledger/static/icon.svg");
    let footer = |html: &str| {
        let from = html.find("<footer class=\"foot").expect("every page has a footer");
        let to = from + html[from..].find("</footer>").expect("which ends");
        (html[..from].to_owned(), html[from..to].to_owned(), html[to..].to_owned())
    };
    let mut pages = 0;
    for (path, bytes) in plain.iter().filter(|(path, _)| *path != "icon.svg") {
        let text = |bytes: &[u8]| without_icon(&String::from_utf8_lossy(bytes));
        let (before, after) = (text(bytes), text(&themed[path]));
        if !path.ends_with(".html") || !before.contains("<footer class=\"foot") {
            assert_eq!(before, after, "{path}");
            continue;
        }
        pages += 1;
        let ((head, plain, end), (themed_head, themed, themed_end)) = (footer(&before), footer(&after));
        assert_eq!((head, end), (themed_head, themed_end), "{path}");
        assert!(themed.contains("Kept in the ledger of Ibid Briefings"), "{path}: {themed}");
        assert_ne!(plain, themed);
    }
    assert!(pages > 20, "{pages} pages have a footer");
}
