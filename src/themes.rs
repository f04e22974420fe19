//! `ibid.toml` and the `theme.toml` of each theme → the themes that a site is dressed in, the lowest first. Called by
//! `compile`. What a theme holds, templates, words and files, is read elsewhere.

use crate::config::{self, Config, Reader};
use crate::diagnostic::{Code, Finding, nearest};
use crate::fields::{Fields, Notation};
use crate::path::FilePath;
use crate::span::Span;
use crate::world::World;

/// The chosen theme and those that it extends, the lowest first; and what is wrong, by file. The default theme inside
/// the program lies below all of them.
pub(crate) fn chain(world: &World, config: &Config) -> (Vec<String>, Vec<(String, Finding)>) {
    let mut themes = Vec::new();
    let mut findings = Vec::new();
    let mut next = Some((config.theme.clone(), config::PATH.to_owned(), "theme"));
    while let Some((name, asked_in, key)) = next.take() {
        let folder = format!("themes/{name}/");
        let exists = world.files.keys().chain(world.assets.keys()).any(|path| path.as_str().starts_with(&folder));
        if !exists && name != "default" || themes.contains(&name) {
            let text = world.files.get(asked_in.as_str()).map_or("", |file| file.text());
            let start = text.find(key).unwrap_or(0);
            let span = Span::new(start, text[start..].find('\n').map_or(text.len(), |end| start + end));
            let (message, help) = match exists {
                true => (
                    format!("the theme `{name}` extends itself"),
                    "a theme extends one that does not extend it".to_owned(),
                ),
                false => (format!("there is no theme `{name}`"), no_theme_help(world, &name, key)),
            };
            findings.push((asked_in, Finding::new(Code::InvalidConfig, span, message).help(help)));
            break;
        }
        let path = format!("{folder}theme.toml");
        let (extends, faults) = world.files.get(path.as_str()).map(|file| extends(file.text())).unwrap_or_default();
        findings.extend(faults.into_iter().map(|fault| (path.clone(), fault)));
        next = extends.map(|base| (base, path, "extends"));
        themes.push(name);
    }
    themes.reverse();
    (themes, findings)
}

/// The theme that was probably meant, or else what to do.
fn no_theme_help(world: &World, name: &str, key: &str) -> String {
    let folder =
        |path: &FilePath| path.as_str().strip_prefix("themes/")?.split_once('/').map(|(theme, _)| theme.to_owned());
    let mut themes: Vec<String> = world.files.keys().chain(world.assets.keys()).filter_map(folder).collect();
    themes.push("default".to_owned());
    match nearest(name, themes.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("make the folder `themes/{name}/`, or leave out `{key}` for the default one"),
    }
}

/// The theme that a `theme.toml` extends.
fn extends(text: &str) -> (Option<String>, Vec<Finding>) {
    let mut fields = match Fields::parse(text, Span::new(0, text.len()), Notation::Toml) {
        Ok(fields) => fields,
        Err(fault) => {
            let message = format!("the theme's description cannot be read: {}", fault.message);
            return (None, vec![Finding::new(Code::InvalidConfig, fault.span, message)]);
        }
    };
    let mut reader = Reader { fields: &mut fields, code: Code::InvalidConfig, findings: Vec::new() };
    let extends = reader.text("extends");
    (extends, reader.findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_lies_over_the_one_that_it_extends() {
        let themes = |files: &[(&str, &str)]| {
            let world = World::from_texts(files.iter().copied());
            let (config, _) = config::parse(world.files.get(config::PATH).map_or("", |file| file.text()));
            let (themes, findings) = chain(&world, &config);
            (themes.join(" "), findings.into_iter().map(|(path, fault)| (path, fault.message)).collect::<Vec<_>>())
        };
        let top = [("ibid.toml", "theme = \"top\""), ("themes/top/theme.toml", "extends = \"base\"")];
        assert_eq!(themes(&[top[0], top[1], ("themes/base/templates/a.html", "")]), ("base top".to_owned(), vec![]));
        let missing = vec![("themes/top/theme.toml".to_owned(), "there is no theme `base`".to_owned())];
        assert_eq!(themes(&top), ("top".to_owned(), missing));
        let circle = themes(&[("ibid.toml", "theme = \"a\""), ("themes/a/theme.toml", "extends = \"a\"")]);
        assert_eq!(circle.1[0].1, "the theme `a` extends itself");
    }
}
