//! Templates in layers → one set to render with: the default theme inside the binary, the site's theme over it, the site's
//! own `templates/` over that, file by file. The home of Tera: no other module knows it.

use super::embedded;
use crate::config::{self, Config, Reader};
use crate::diagnostic::{Code, Diagnostic, Finding, Location, Severity, nearest};
use crate::fields::{Fields, Notation};
use crate::path::FilePath;
use crate::span::Span;
use crate::world::World;
use serde::Serialize;
use std::collections::BTreeMap;
use tera::{Context, ErrorKind, Tera};

/// A site's templates, ready to render.
pub struct Theme {
    tera: Tera,
    origins: BTreeMap<String, FilePath>,
}

impl Theme {
    /// Reads the templates of a site. Those that do not parse are reported and the layer below stands in for them.
    pub fn load(world: &World, config: &Config) -> (Self, Vec<Diagnostic>) {
        let mut layers = Layers::default();
        for (name, text) in embedded::TEMPLATES {
            layers.add(name, &format!("themes/default/templates/{name}"), text);
        }
        let (themes, mut diagnostics) = chain(world, config);
        let folders = themes.iter().map(|theme| format!("themes/{theme}/templates/"));
        for folder in folders.chain(["templates/".to_owned()]) {
            for (path, file) in &world.files {
                if let Some(name) = path.as_str().strip_prefix(folder.as_str()) {
                    layers.add(name, path.as_str(), file.text());
                }
            }
        }
        let tera = layers.parse(&mut diagnostics);
        let origins = layers.origins();
        (Self { tera, origins }, diagnostics)
    }

    pub fn has(&self, template: &str) -> bool {
        self.origins.contains_key(template)
    }

    /// The template whose name is most like this one.
    pub(super) fn nearest(&self, template: &str) -> Option<&str> {
        nearest(template, self.origins.keys().map(String::as_str))
    }

    /// Renders a template with all fields of both values.
    pub(super) fn render(
        &self,
        template: &str,
        frame: &impl Serialize,
        view: &impl Serialize,
    ) -> Result<String, Box<Diagnostic>> {
        let context = Context::from_serialize(frame).and_then(|mut context| {
            context.extend(Context::from_serialize(view)?);
            Ok(context)
        });
        let rendered = context.and_then(|context| self.tera.render(template, &context));
        rendered.map_err(|error| Box::new(diagnostic(&error, template, |name| self.origins.get(name).cloned())))
    }
}

/// The chosen theme and those that it extends, the lowest first.
pub(super) fn chain(world: &World, config: &Config) -> (Vec<String>, Vec<Diagnostic>) {
    let mut themes = Vec::new();
    let mut diagnostics = Vec::new();
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
            let finding = Finding::new(Code::InvalidConfig, span, message).help(help);
            diagnostics.extend(crate::check::judge_file(&asked_in, vec![finding], config));
            break;
        }
        let path = format!("{folder}theme.toml");
        let (extends, faults) = world.files.get(path.as_str()).map(|file| extends(file.text())).unwrap_or_default();
        diagnostics.extend(crate::check::judge_file(&path, faults, config));
        next = extends.map(|base| (base, path, "extends"));
        themes.push(name);
    }
    themes.reverse();
    (themes, diagnostics)
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

/// Templates by name, the topmost last.
#[derive(Default)]
struct Layers {
    templates: BTreeMap<String, Vec<(FilePath, String)>>,
}

impl Layers {
    fn add(&mut self, name: &str, path: &str, text: &str) {
        if let Ok(path) = FilePath::new(path) {
            self.templates.entry(name.to_owned()).or_default().push((path, text.to_owned()));
        }
    }

    /// Parses all templates together. Each one that fails is reported, taken off, and the rest tried again.
    fn parse(&mut self, diagnostics: &mut Vec<Diagnostic>) -> Tera {
        loop {
            let mut tera = Tera::new();
            let topmost =
                self.templates.iter().filter_map(|(name, layers)| layers.last().map(|(_, text)| (name, text)));
            let error = match tera.add_raw_templates(topmost) {
                Ok(()) => return tera,
                Err(error) => error,
            };
            let failed = failed_template(&error).map(str::to_owned);
            diagnostics.push(diagnostic(&error, failed.as_deref().unwrap_or_default(), |name| self.origin(name)));
            let Some(layers) = failed.as_ref().and_then(|name| self.templates.get_mut(name)) else {
                return Tera::new();
            };
            layers.pop();
            if layers.is_empty() {
                self.templates.remove(failed.as_deref().unwrap_or_default());
            }
        }
    }

    fn origin(&self, name: &str) -> Option<FilePath> {
        self.templates.get(name)?.last().map(|(path, _)| path.clone())
    }

    fn origins(&self) -> BTreeMap<String, FilePath> {
        self.templates.keys().filter_map(|name| Some((name.clone(), self.origin(name)?))).collect()
    }
}

/// The template that an error is about.
fn failed_template(error: &tera::Error) -> Option<&str> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Some(report.filename()),
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => Some(tpl),
        ErrorKind::MissingParent { current, .. } => Some(current),
        ErrorKind::TemplateNotFound(name) => Some(name),
        _ => None,
    }
}

fn diagnostic(error: &tera::Error, template: &str, origin: impl Fn(&str) -> Option<FilePath>) -> Diagnostic {
    let name = failed_template(error).unwrap_or(template);
    let (message, span) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (report.message().to_owned(), Span::from(report.span().range.clone()))
        }
        ErrorKind::MissingParent { parent, .. } => {
            (format!("the template extends `{parent}`, which is not there"), Span::at(0))
        }
        ErrorKind::TemplateNotFound(name) => (format!("there is no template `{name}`"), Span::at(0)),
        other => (other.to_string(), Span::at(0)),
    };
    let path = origin(name).or_else(|| FilePath::new(&format!("templates/{name}")).ok());
    let path = path.unwrap_or_else(|| FilePath::new(config::PATH).expect("the configuration's path is sound"));
    Diagnostic {
        code: Code::TemplateError,
        severity: Severity::Error,
        place: Location { path, span },
        label: None,
        marks: Vec::new(),
        message: message.trim_end_matches('.').to_owned(),
        help: Some("the variables of each template are listed in docs/themes.md".to_owned()),
        related: Vec::new(),
        fix: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(files: &[(&str, &str)]) -> (Theme, Vec<Diagnostic>) {
        let world = World::from_texts(files.iter().copied());
        let (config, _) = config::parse(world.files.get(config::PATH).map_or("", |file| file.text()));
        Theme::load(&world, &config)
    }

    #[test]
    fn the_default_theme_parses_and_matches_its_folder() {
        let (_, diagnostics) = load(&[]);
        assert_eq!(diagnostics, []);
    }

    #[test]
    fn a_site_overrides_file_by_file() {
        let (theme, diagnostics) = load(&[("templates/page.html", "mine {{ title }}")]);
        assert_eq!(diagnostics, []);
        let value = serde_json::json!({"title": "<T>"});
        assert_eq!(theme.render("page.html", &value, &serde_json::json!({})).unwrap(), "mine &lt;T&gt;");
    }

    #[test]
    fn a_theme_extends_another() {
        let files = [
            ("ibid.toml", "theme = \"top\""),
            ("themes/top/theme.toml", "extends = \"base\""),
            ("themes/top/templates/a.html", "top a"),
            ("themes/base/templates/a.html", "base a"),
            ("themes/base/templates/b.html", "base b"),
        ];
        let (theme, diagnostics) = load(&files);
        assert_eq!(diagnostics, []);
        let empty = serde_json::json!({});
        let render = |name| theme.render(name, &empty, &empty).unwrap();
        assert_eq!((render("a.html").as_str(), render("b.html").as_str()), ("top a", "base b"));
        assert!(theme.has("briefing.html"));

        let (_, diagnostics) = load(&[("ibid.toml", "theme = \"a\""), ("themes/a/theme.toml", "extends = \"a\"")]);
        assert_eq!(diagnostics[0].message, "the theme `a` extends itself");
    }

    #[test]
    fn every_faulty_template_is_reported_with_its_place() {
        let (_, diagnostics) = load(&[
            ("templates/page.html", "{% if %}"),
            ("templates/x.html", "a {{ b"),
            ("ibid.toml", "theme = \"none\""),
        ]);
        let mut places: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.place.path.as_str()).collect();
        places.sort();
        assert_eq!(places, ["ibid.toml", "templates/page.html", "templates/x.html"]);
    }

    #[test]
    fn a_template_that_fails_says_where() {
        let (theme, _) = load(&[("templates/page.html", "x\n{{ nothing.here }}")]);
        let empty = serde_json::json!({});
        let error = theme.render("page.html", &empty, &empty).unwrap_err();
        assert_eq!((error.code, error.place.path.as_str()), (Code::TemplateError, "templates/page.html"));
        assert!(error.place.span.start >= 2);
    }
}
