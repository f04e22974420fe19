//! `csl` of `ibid.toml` → the style that formats the bibliography, with the words of its language. `compile` asks whether
//! it is there and sound, `format` uses it. With `format`, `order` and `tree` it is the home of hayagriva.

use super::tree;
use crate::config::Config;
use crate::diagnostic::{Code, Finding, nearest};
use crate::meta::Placed;
use crate::world::World;
use hayagriva::archive::{ArchivedStyle, LOCALES};
use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode, Style as AnyStyle, XmlDeError};

/// What formats the bibliography of a site that chooses nothing. It keeps the letters of a headline as they are, begins
/// with who and when, says what kind of document it is, and copes with sources that have no author: what briefings need.
const DEFAULT: &str = "apa";

/// The folder that styles of the site's own lie in.
const FOLDER: &str = "styles/";

/// Where the styles of Zotero's repository have their names.
const REPOSITORY: &str = "http://www.zotero.org/styles/";

/// A style, ready to format.
pub(super) struct Style {
    pub csl: IndependentStyle,
    /// The language that the style is to speak; none where it insists on its own.
    pub locale: Option<LocaleCode>,
    /// The words of that language, and of English for what is missing there.
    pub locales: Vec<Locale>,
}

/// The style of a site. One that is not there, or is broken, is reported by `check`, and the default stands in for it.
pub(super) fn style(world: &World, config: &Config) -> Style {
    let chosen = config.csl.as_ref().and_then(|csl| find(world, csl).ok());
    let mut csl = chosen.or_else(|| bundled(DEFAULT)).expect("the default is bundled, and independent");
    tree::complete(&mut csl);
    let locale = csl.default_locale.is_none().then(|| locale_of(&config.language));
    let spoken = locale.as_ref().or(csl.default_locale.as_ref());
    let locales = spoken.into_iter().chain([&LocaleCode::en_us()]).filter_map(read_locale).collect();
    Style { csl, locale, locales }
}

/// What is wrong with the style that `ibid.toml` asks for.
pub(crate) fn check(world: &World, config: &Config) -> Option<Finding> {
    find(world, config.csl.as_ref()?).err().map(|finding| *finding)
}

fn find(world: &World, csl: &Placed<String>) -> Result<IndependentStyle, Box<Finding>> {
    let name = csl.value.as_str();
    let no_style = |help: String| (format!("there is no style `{name}`"), help);
    let found = if !name.ends_with(".csl") {
        bundled(name).ok_or_else(|| {
            let own = format!("or write the path of a `.csl` file in `{FOLDER}`");
            no_style(match nearest(name, names()) {
                Some(near) => format!("did you mean `{near}`? {own}"),
                None => format!("write one of the names in the guide, such as `{DEFAULT}` or `chicago-notes`, {own}"),
            })
        })
    } else if let Some(file) = world.files.get(name) {
        read(name, file.text())
    } else {
        let files = world.files.keys().map(|path| path.as_str()).filter(|path| path.ends_with(".csl"));
        Err(no_style(match nearest(name, files) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("put the file into `{FOLDER}` and write its path, such as `{FOLDER}house.csl`"),
        }))
    };
    found.map_err(|(message, help)| Box::new(Finding::new(Code::InvalidConfig, csl.span, message).help(help)))
}

/// Reads a `.csl` file, or says what is wrong with it and how to mend that.
fn read(name: &str, text: &str) -> Result<IndependentStyle, (String, String)> {
    let anew = || "mend the file, or take it anew from where it came from".to_owned();
    match AnyStyle::from_xml(text) {
        Ok(AnyStyle::Independent(csl)) => match tree::fault(&csl) {
            None => Ok(csl),
            Some(wrong) => Err((format!("the style `{name}` cannot be used: {wrong}"), anew())),
        },
        Ok(AnyStyle::Dependent(dependent)) => {
            let parent = dependent.parent_link.href;
            let short = parent.rsplit('/').next().unwrap_or_default();
            let help = match bundled(short) {
                Some(_) => format!("write `csl = \"{short}\"`, which it stands for"),
                None => format!("download `{parent}` into `{FOLDER}` and name that file"),
            };
            Err((format!("the style `{name}` only refers to another one, `{parent}`"), help))
        }
        Err(error) => Err((format!("`{name}` is no CSL style: {}", said(&error)), anew())),
    }
}

/// What the parser says, and where in the tree of elements it was.
fn said(error: &XmlDeError) -> String {
    let words = error.source.to_string().replace('\n', " ");
    let words = if words.contains("untagged enum") { "something is not as CSL has it".to_owned() } else { words };
    match error.path.as_ref().map(|path| path.to_string().replace(".$value", "")).filter(|path| path != ".") {
        Some(path) => format!("{words}, at `{path}`"),
        None => words,
    }
}

/// A bundled style, by its name here or in Zotero's repository.
fn bundled(name: &str) -> Option<IndependentStyle> {
    let known = ArchivedStyle::by_name(name).or_else(|| ArchivedStyle::by_id(&format!("{REPOSITORY}{name}")))?;
    match known.get() {
        AnyStyle::Independent(style) => style.bibliography.is_some().then_some(style),
        AnyStyle::Dependent(_) => None,
    }
}

/// The names of all bundled styles, but of the one that has no bibliography.
fn names() -> impl Iterator<Item = &'static str> {
    let styles = ArchivedStyle::all().iter().filter(|style| **style != ArchivedStyle::Alphanumeric);
    styles.flat_map(|style| style.names().iter().copied())
}

/// The language of the site as CSL names it: the tag itself, the one that stands for its language, or English.
fn locale_of(language: &str) -> LocaleCode {
    let tag = LocaleCode(language.to_owned());
    let base = language.split('-').next().unwrap_or_default();
    let candidates = [Some(tag.clone()), LocaleCode(base.to_owned()).fallback(), Some(LocaleCode(base.to_owned()))];
    candidates.into_iter().flatten().find(|code| bytes_of(code).is_some()).unwrap_or_else(LocaleCode::en_us)
}

/// The words of a language, packed as CBOR: a table whose first field is the language's tag.
fn bytes_of(code: &LocaleCode) -> Option<&'static [u8]> {
    LOCALES.iter().copied().find(|bytes| tag_of(bytes) == Some(code.0.as_str()))
}

/// Reading all languages to find one would take longer than formatting a hundred sources.
fn tag_of(bytes: &'static [u8]) -> Option<&'static str> {
    const KEY: &[u8] = b"\x69@xml:lang";
    let value = bytes.get(1..)?.strip_prefix(KEY)?;
    // The byte before a short text is 0x60 and its length.
    let (&head, rest) = value.split_first()?;
    str::from_utf8(rest.get(..usize::from(head.checked_sub(0x60)?))?).ok()
}

fn read_locale(code: &LocaleCode) -> Option<Locale> {
    ciborium::from_reader(bytes_of(code)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Edtf;
    use crate::render::bibliography::format::{entries, items};
    use crate::render::bibliography::name::{Known, name};
    use crate::render::bibliography::reference::Reference;
    use crate::span::Span;

    fn chosen(text: &str) -> Placed<String> {
        Placed { value: text.to_owned(), span: Span::at(0) }
    }

    #[test]
    fn every_bundled_style_is_sound() {
        for name in names() {
            let style = bundled(name).unwrap_or_else(|| panic!("`{name}` is bundled"));
            assert_eq!(tree::fault(&style), None, "{name}");
        }
    }

    #[test]
    fn every_bundled_style_says_who_and_what() {
        let text = |variable: &str, text: &str| (variable.to_owned(), text.to_owned());
        let reference = Reference {
            key: "quay".to_owned(),
            genre: "report".to_owned(),
            texts: [text("title", "The quay"), text("publisher", "Harbour Authority")].into(),
            names: [("author".to_owned(), vec![name("Jane Doe", "en", Known::Nothing)])].into(),
            dates: [("issued".to_owned(), Edtf::parse("2026-02-05").unwrap())].into(),
        };
        for name in names() {
            let config = Config { csl: Some(chosen(name)), ..Config::default() };
            let references = [reference.clone()];
            let items = items(&references);
            let [entry] = &entries(&items, &[0], &style(&World::default(), &config))[..] else { panic!("one entry") };
            let body = entry.body.to_lowercase();
            assert!(body.contains("doe") && body.contains("quay"), "{name}: {body}");
        }
    }

    #[test]
    fn every_language_has_its_tag() {
        for bytes in LOCALES {
            let locale: Locale = ciborium::from_reader(*bytes).unwrap();
            assert_eq!(tag_of(bytes).map(str::to_owned), locale.lang.map(|code| code.0));
        }
    }

    #[test]
    fn languages_find_their_words() {
        for (language, locale) in [
            ("en", "en-US"),
            ("en-GB", "en-GB"),
            ("fr", "fr-FR"),
            ("ar", "ar"),
            ("ar-EG", "ar"),
            ("pt", "pt-PT"),
            ("xx", "en-US"),
        ] {
            let code = locale_of(language);
            assert_eq!(code.0, locale, "{language}");
            assert_eq!(read_locale(&code).and_then(|read| read.lang), Some(code));
        }
    }

    #[test]
    fn a_name_of_zotero_will_do() {
        assert!(find(&World::default(), &chosen("chicago-notes-bibliography")).is_ok());
        let unknown = find(&World::default(), &chosen("chicago-note")).unwrap_err();
        assert_eq!(
            unknown.help.as_deref(),
            Some("did you mean `chicago-notes`? or write the path of a `.csl` file in `styles/`")
        );
    }
}
