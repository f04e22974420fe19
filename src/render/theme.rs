//! Templates in layers → one set to render with: the default theme inside the binary, the site's theme over it, the site's
//! own `templates/` over that, file by file. The home of Tera: no other module knows it.

use super::embedded;
use super::fingerprint::Fingerprints;
use super::speech::speak;
use crate::config;
use crate::diagnostic::{Code, Diagnostic, Location, Severity, nearest};
use crate::interface::{Languages, Words};
use crate::path::FilePath;
use crate::site::Site;
use crate::span::Span;
use crate::world::World;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Context, Error, ErrorKind, Kwargs, State, Tera, TeraResult};

/// A site's templates, ready to render.
pub struct Theme {
    /// One set for each language of the interface, by its tag, the site's own language among them. They are one set of
    /// templates that speak in other words.
    sets: BTreeMap<String, Tera>,
    site: String,
    origins: BTreeMap<String, FilePath>,
}

impl Theme {
    /// Reads the templates of a site. Those that do not parse are reported and the layer below stands in for them.
    pub fn load(site: &Site) -> (Self, Vec<Diagnostic>) {
        Self::of(&site.world, &site.themes, &site.languages)
    }

    fn of(world: &World, themes: &[String], languages: &Languages) -> (Self, Vec<Diagnostic>) {
        let mut layers = Layers::default();
        for (name, text) in embedded::TEMPLATES {
            layers.add(name, &format!("themes/default/templates/{name}"), text);
        }
        let folders = themes.iter().map(|theme| format!("themes/{theme}/templates/"));
        for folder in folders.chain(["templates/".to_owned()]) {
            for (path, file) in &world.files {
                if let Some(name) = path.as_str().strip_prefix(folder.as_str()) {
                    layers.add(name, path.as_str(), file.text());
                }
            }
        }
        let mut spoken = languages.all().into_iter();
        let own = spoken.next().expect("a site has a language");
        let tag = own.tag().to_owned();
        let mut diagnostics = Vec::new();
        let prints = Arc::new(Fingerprints::new(world, themes));
        let tera = layers.parse(&own, &prints, &mut diagnostics);
        let mut sets = BTreeMap::new();
        for words in spoken {
            let mut other = tera.clone();
            speak(&mut other, &words);
            sets.insert(words.tag().to_owned(), other);
        }
        sets.insert(tag.clone(), tera);
        (Self { sets, site: tag, origins: layers.origins() }, diagnostics)
    }

    pub fn has(&self, template: &str) -> bool {
        self.origins.contains_key(template)
    }

    /// The template whose name is most like this one.
    pub(super) fn nearest(&self, template: &str) -> Option<&str> {
        nearest(template, self.origins.keys().map(String::as_str))
    }

    /// Renders a template with all fields of both values, in these words.
    pub(super) fn render(
        &self,
        template: &str,
        words: &Words,
        frame: &impl Serialize,
        view: &impl Serialize,
    ) -> Result<String, Box<Diagnostic>> {
        let context = Context::from_serialize(frame).and_then(|mut context| {
            context.extend(Context::from_serialize(view)?);
            Ok(context)
        });
        let tera = self.sets.get(words.tag()).unwrap_or_else(|| &self.sets[&self.site]);
        let rendered = context.and_then(|context| tera.render(template, &context));
        rendered.map_err(|error| Box::new(diagnostic(&error, template, |name| self.origins.get(name).cloned())))
    }
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
    fn parse(&mut self, words: &Arc<Words>, prints: &Arc<Fingerprints>, diagnostics: &mut Vec<Diagnostic>) -> Tera {
        loop {
            let mut tera = Tera::new();
            speak(&mut tera, words);
            name_assets(&mut tera, prints.clone());
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

/// Gives templates the addresses of static files.
fn name_assets(tera: &mut Tera, prints: Arc<Fingerprints>) {
    tera.register_function("asset", move |args: Kwargs, _: &State<'_>| -> TeraResult<String> {
        prints.address(args.must_get::<&str>("path")?).map_err(Error::message)
    });
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
    use crate::themes::chain;

    /// A theme with its language.
    struct Loaded {
        theme: Theme,
        languages: Languages,
    }

    fn load(files: &[(&str, &str)]) -> (Loaded, Vec<Diagnostic>) {
        let world = World::from_texts(files.iter().copied());
        let (config, _) = config::parse(world.files.get(config::PATH).map_or("", |file| file.text()));
        let (themes, _) = chain(&world, &config);
        let (languages, _) = Languages::load(&world, &themes, &config.language, [].into_iter());
        let (theme, diagnostics) = Theme::of(&world, &themes, &languages);
        (Loaded { theme, languages }, diagnostics)
    }

    impl Loaded {
        fn render(&self, template: &str, value: serde_json::Value) -> Result<String, Box<Diagnostic>> {
            self.theme.render(template, self.languages.site(), &value, &serde_json::json!({}))
        }
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
        assert_eq!(theme.render("page.html", value).unwrap(), "mine &lt;T&gt;");
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
        let render = |name| theme.render(name, serde_json::json!({})).unwrap();
        assert_eq!((render("a.html").as_str(), render("b.html").as_str()), ("top a", "base b"));
        assert!(theme.theme.has("briefing.html"));
    }

    #[test]
    fn every_faulty_template_is_reported_with_its_place() {
        let (_, diagnostics) = load(&[("templates/page.html", "{% if %}"), ("templates/x.html", "a {{ b")]);
        let mut places: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.place.path.as_str()).collect();
        places.sort();
        assert_eq!(places, ["templates/page.html", "templates/x.html"]);
    }

    #[test]
    fn a_template_that_fails_says_where() {
        let (theme, _) = load(&[("templates/page.html", "x\n{{ nothing.here }}")]);
        let error = theme.render("page.html", serde_json::json!({})).unwrap_err();
        assert_eq!((error.code, error.place.path.as_str()), (Code::TemplateError, "templates/page.html"));
        assert!(error.place.span.start >= 2);
    }
}
